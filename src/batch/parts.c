/* Arithmetic on parts, made as steps where it is not known beforehand; each as narrow as what it may come to. */
#include "batch/lower.h"
#include "base/num.h"

pol_part pol_part_const(int64_t k) { return (pol_part){.constant = true, .lo = k, .hi = k}; }
pol_part pol_part_reg(uint32_t reg, uint8_t width, int64_t lo, int64_t hi) { return (pol_part){.width = width, .reg = reg, .lo = lo, .hi = hi}; }

uint8_t pol_width_for(int64_t lo, int64_t hi) {
  if (lo >= INT8_MIN && hi <= INT8_MAX) return POL_LANE_8;
  if (lo >= INT16_MIN && hi <= INT16_MAX) return POL_LANE_16;
  if (lo >= INT32_MIN && hi <= INT32_MAX) return POL_LANE_32;
  return POL_LANE_64;
}

static uint8_t wider(uint8_t a, uint8_t b) { return a > b ? a : b; }
static bool fits(pol_i128 lo, pol_i128 hi) { return lo > -POL_PART_MOST && hi < POL_PART_MOST; }

pol_part pol_part_wider(pol_lower *l, pol_part p, uint8_t width) {
  static const uint16_t kernel[POL_LANE_WIDTHS][POL_LANE_WIDTHS] = {
      {0, POL_K_TO_8_16, POL_K_TO_8_32, POL_K_TO_8_64},
      {POL_K_TO_16_8, 0, POL_K_TO_16_32, POL_K_TO_16_64},
      {POL_K_TO_32_8, POL_K_TO_32_16, 0, POL_K_TO_32_64},
      {POL_K_TO_64_8, POL_K_TO_64_16, POL_K_TO_64_32, 0},
  };
  if (p.constant || p.width == width) return p;
  p.reg = pol_emit(l, (pol_step){.kernel = kernel[p.width][width], .lists = POL_IN_BOTH, .a = p.reg}, width);
  p.width = width;
  return p;
}

uint32_t pol_part_lane(pol_lower *l, pol_part p, uint8_t width) {
  if (!p.constant) return pol_part_wider(l, p, width).reg;
  return pol_emit(l, (pol_step){.kernel = (uint16_t)(POL_K_FILL_8 + width), .lists = POL_IN_BOTH, .k = {p.lo}}, width);
}

bool pol_part_lin(pol_lower *l, pol_part *out, pol_part p, int64_t m, int64_t add) {
  pol_i128 lo = (pol_i128)p.lo * m, hi = (pol_i128)p.hi * m;
  if (lo > hi) {
    pol_i128 t = lo;
    lo = hi, hi = t;
  }
  if (!fits(lo, hi) || !fits(lo + add, hi + add) || !fits(add, add) || !fits(m, m)) return false;
  uint8_t width = wider(wider(pol_width_for((int64_t)lo, (int64_t)hi), pol_width_for(m, add)), pol_width_for(add, m));
  width = wider(width, pol_width_for((int64_t)(lo + add), (int64_t)(hi + add)));
  *out = p;
  if (m == 1 && add == 0) return true;
  if (p.constant) {
    *out = pol_part_const((int64_t)(lo + add));
    return true;
  }
  width = wider(width, wider(p.width, POL_LANE_16));
  p = pol_part_wider(l, p, width);
  uint32_t reg = pol_emit(l, (pol_step){.kernel = (uint16_t)(POL_K_LIN_8 + width), .lists = POL_IN_BOTH, .a = p.reg, .k = {m, add}}, width);
  *out = pol_part_reg(reg, width, (int64_t)(lo + add), (int64_t)(hi + add));
  return true;
}

/* Two lanes, or one and a constant in every row. */
static pol_part both(pol_lower *l, uint16_t kernel, pol_part a, pol_part b, int64_t lo, int64_t hi, uint8_t least) {
  uint8_t width = wider(wider(pol_width_for(lo, hi), least), wider(a.constant ? pol_width_for(a.lo, a.hi) : a.width, b.constant ? pol_width_for(b.lo, b.hi) : b.width));
  pol_step x = {.kernel = (uint16_t)(kernel + width), .lists = POL_IN_BOTH, .a = pol_part_lane(l, a, width), .b = pol_part_lane(l, b, width)};
  return pol_part_reg(pol_emit(l, x, width), width, lo, hi);
}

bool pol_part_add(pol_lower *l, pol_part *out, pol_part a, pol_part b, int sign) {
  pol_i128 lo = sign < 0 ? (pol_i128)a.lo - b.hi : (pol_i128)a.lo + b.lo, hi = sign < 0 ? (pol_i128)a.hi - b.lo : (pol_i128)a.hi + b.hi;
  if (!fits(lo, hi)) return false;
  if (b.constant) return pol_part_lin(l, out, a, 1, sign < 0 ? -b.lo : b.lo);
  if (a.constant) return pol_part_lin(l, out, b, sign < 0 ? -1 : 1, a.lo);
  *out = both(l, sign < 0 ? POL_K_SUB_8 : POL_K_ADD_8, a, b, (int64_t)lo, (int64_t)hi, POL_LANE_8);
  return true;
}

bool pol_part_mul(pol_lower *l, pol_part *out, pol_part a, pol_part b) {
  if (b.constant) return pol_part_lin(l, out, a, b.lo, 0);
  if (a.constant) return pol_part_lin(l, out, b, a.lo, 0);
  pol_i128 corner[4] = {(pol_i128)a.lo * b.lo, (pol_i128)a.lo * b.hi, (pol_i128)a.hi * b.lo, (pol_i128)a.hi * b.hi}, lo = corner[0], hi = corner[0];
  for (int i = 1; i < 4; i++) lo = corner[i] < lo ? corner[i] : lo, hi = corner[i] > hi ? corner[i] : hi;
  if (!fits(lo, hi)) return false;
  *out = both(l, POL_K_MUL_8, a, b, (int64_t)lo, (int64_t)hi, POL_LANE_16);
  return true;
}

pol_part pol_part_extreme(pol_lower *l, pol_part a, pol_part b, bool greatest) {
  int64_t lo = greatest == (a.lo > b.lo) ? a.lo : b.lo, hi = greatest == (a.hi > b.hi) ? a.hi : b.hi;
  if (a.constant && b.constant) return pol_part_const(lo);
  if (greatest ? a.lo >= b.hi : a.hi <= b.lo) return a;
  if (greatest ? b.lo >= a.hi : b.hi <= a.lo) return b;
  if (!a.constant && !b.constant) return both(l, greatest ? POL_K_MAX_8 : POL_K_MIN_8, a, b, lo, hi, POL_LANE_8);
  pol_part lane = a.constant ? b : a;
  int64_t k = a.constant ? a.lo : b.lo; /* between the ends of the lane, as was just seen */
  pol_step x = {.kernel = (uint16_t)((greatest ? POL_K_MAXK_8 : POL_K_MINK_8) + lane.width), .lists = POL_IN_BOTH, .a = lane.reg, .k = {k}};
  return pol_part_reg(pol_emit(l, x, lane.width), lane.width, lo, hi);
}

pol_part pol_part_select(pol_lower *l, uint32_t condition, pol_part yes, pol_part no) {
  int64_t lo = yes.lo < no.lo ? yes.lo : no.lo, hi = yes.hi > no.hi ? yes.hi : no.hi;
  if (condition == POL_REG_YES) return yes;
  if (condition == POL_REG_KNOWN) return no;
  if (yes.constant && no.constant && yes.lo == no.lo) return yes;
  uint8_t width = pol_width_for(lo, hi);
  if (!yes.constant) width = wider(width, yes.width);
  if (!no.constant) width = wider(width, no.width);
  yes = pol_part_wider(l, yes, width), no = pol_part_wider(l, no, width);
  uint16_t kernel = yes.constant ? (no.constant ? POL_K_SELECT_KK_8 : POL_K_SELECT_KL_8) : (no.constant ? POL_K_SELECT_LK_8 : POL_K_SELECT_8);
  pol_step x = {.kernel = (uint16_t)(kernel + width), .lists = POL_IN_BOTH, .a = yes.reg, .b = no.reg, .c = condition};
  if (yes.constant) x.a = 0, x.k[0] = yes.lo;
  if (no.constant) x.b = 0, x.k[1] = no.lo;
  return pol_part_reg(pol_emit(l, x, width), width, lo, hi);
}

/* -- truths */

bool pol_part_is_truth(pol_part p) { return p.lo >= 0 && p.hi <= 1 && (p.constant || p.width == POL_LANE_8); }

static pol_part truth(uint32_t reg) { return pol_part_reg(reg, POL_LANE_8, 0, 1); }

uint32_t pol_part_truth(pol_lower *l, pol_part p, uint32_t state) {
  if (!p.constant) return p.reg;
  if (p.lo == 0) return POL_REG_KNOWN;
  if (state == POL_REG_KNOWN) return POL_REG_YES;
  return pol_emit_truth(l, (pol_step){.kernel = POL_K_FILL_8, .lists = POL_IN_BOTH, .k = {1}, .s = state});
}

pol_part pol_part_not(pol_lower *l, pol_part p, uint32_t state) {
  if (p.constant) return pol_part_const(p.lo == 0);
  return truth(pol_emit_truth(l, (pol_step){.kernel = POL_K_NOT, .lists = POL_IN_BOTH, .a = p.reg, .s = state}));
}

/* What comparing with a constant always gives, given the range: 0, 1, or -1 where it depends. */
static int always(pol_op op, pol_part a, int64_t k) {
  switch (op) {
  case POL_OP_LT: return a.hi < k ? 1 : a.lo >= k ? 0 : -1;
  case POL_OP_LE: return a.hi <= k ? 1 : a.lo > k ? 0 : -1;
  case POL_OP_GT: return a.lo > k ? 1 : a.hi <= k ? 0 : -1;
  case POL_OP_GE: return a.lo >= k ? 1 : a.hi < k ? 0 : -1;
  case POL_OP_EQ: return k < a.lo || k > a.hi ? 0 : a.lo == a.hi ? 1 : -1;
  case POL_OP_NE: return k < a.lo || k > a.hi ? 1 : a.lo == a.hi ? 0 : -1;
  default: return -1;
  }
}

static pol_op mirrored(pol_op op) {
  return op == POL_OP_LT ? POL_OP_GT : op == POL_OP_GT ? POL_OP_LT : op == POL_OP_LE ? POL_OP_GE : op == POL_OP_GE ? POL_OP_LE : op;
}

static pol_part compare_k(pol_lower *l, pol_op op, pol_part a, int64_t k, uint32_t state) {
  int known = always(op, a, k);
  while (known < 0 && pol_part_simpler(l, &op, &a, &k)) known = always(op, a, k);
  if (known >= 0) return pol_part_const(known);
  if (pol_part_is_truth(a) && (op == POL_OP_EQ || op == POL_OP_NE)) return (op == POL_OP_EQ) == (k == 1) ? a : pol_part_not(l, a, state);
  uint16_t kernel = op == POL_OP_EQ ? POL_K_EQK_8 : op == POL_OP_NE ? POL_K_NEK_8 : op == POL_OP_LT || op == POL_OP_LE ? POL_K_LTK_8 : POL_K_GTK_8;
  if (op == POL_OP_LE) k++;
  if (op == POL_OP_GE) k--;
  return truth(pol_emit_truth(l, (pol_step){.kernel = (uint16_t)(kernel + a.width), .lists = POL_IN_BOTH, .a = a.reg, .k = {k}, .s = state}));
}

pol_part pol_part_compare(pol_lower *l, pol_op op, pol_part a, pol_part b, uint32_t state) {
  if (b.constant) return compare_k(l, op, a, b.lo, state);
  if (a.constant) return compare_k(l, mirrored(op), b, a.lo, state);
  bool swap = op == POL_OP_GT || op == POL_OP_GE;
  uint8_t width = wider(a.width, b.width);
  uint16_t kernel = op == POL_OP_EQ ? POL_K_EQ_8 : op == POL_OP_NE ? POL_K_NE_8 : op == POL_OP_LT || op == POL_OP_GT ? POL_K_LT_8 : POL_K_LE_8;
  uint32_t x = pol_part_lane(l, a, width), y = pol_part_lane(l, b, width);
  return truth(pol_emit_truth(l, (pol_step){.kernel = (uint16_t)(kernel + width), .lists = POL_IN_BOTH, .a = swap ? y : x, .b = swap ? x : y, .s = state}));
}

/* -- quotients by a constant */

static uint32_t log2_up(int64_t d) {
  uint32_t bits = 0;
  while (((pol_i128)1 << bits) < d) bits++;
  return bits;
}

/* What is added to x (not below 0) so that the quotient rounded down is the one of the mode. */
static int64_t addend(pol_round mode, int64_t d) {
  switch (mode) {
  case POL_ROUND_HALF_UP:
  case POL_ROUND_HALF_EVEN: return d / 2;
  case POL_ROUND_HALF_DOWN: return (d - 1) / 2;
  case POL_ROUND_UP:
  case POL_ROUND_CEILING: return d - 1;
  case POL_ROUND_DOWN:
  case POL_ROUND_FLOOR: break;
  }
  return 0;
}

/* One or two steps: (|p × m| + add) / d, with the sign of p × m; nothing at all is below 0 where `is_signed` is false. most: of the dividend. */
static pol_part divide(pol_lower *l, pol_part p, int64_t m, int64_t add, int64_t d, bool is_signed, pol_i128 most, bool even) {
  uint8_t width = most <= INT32_MAX && d <= INT32_MAX && (p.width <= POL_LANE_32) ? POL_LANE_32 : POL_LANE_64;
  uint32_t bits = log2_up(d), base = width == POL_LANE_32 ? 31 : 63;
  pol_u128 by = ((pol_u128)1 << (base + bits)) / (pol_u128)d + 1;
  uint16_t kernel = is_signed ? (width == POL_LANE_32 ? POL_K_QUOTIENT_SIGNED_32 : POL_K_QUOTIENT_SIGNED_64) : width == POL_LANE_32 ? POL_K_QUOTIENT_32 : POL_K_QUOTIENT_64;
  uint32_t a = pol_part_lane(l, p, width);
  pol_step x = {.kernel = kernel, .lists = POL_IN_BOTH, .a = a, .k = {m, add, (int64_t)(uint64_t)by, width == POL_LANE_32 ? base + bits : bits - 1, d}};
  uint32_t q = pol_emit(l, x, width);
  if (even) q = pol_emit(l, (pol_step){.kernel = width == POL_LANE_32 ? POL_K_EVEN_32 : POL_K_EVEN_64, .lists = POL_IN_BOTH, .a = a, .b = q, .k = {m, add, d}}, width);
  return pol_part_reg(q, width, 0, 0);
}

static pol_i128 quotient(pol_i128 x, int64_t d, pol_round mode) {
  bool negative = x < 0, towards_zero = mode == POL_ROUND_DOWN || mode == (negative ? POL_ROUND_CEILING : POL_ROUND_FLOOR);
  bool away = mode == POL_ROUND_UP || mode == (negative ? POL_ROUND_FLOOR : POL_ROUND_CEILING);
  pol_i128 top = negative ? -x : x, q = top / d, rest = top % d, other = d - rest;
  if (rest != 0 && !towards_zero && (away || rest > other || (rest == other && (mode == POL_ROUND_HALF_UP || (mode == POL_ROUND_HALF_EVEN && (q & 1) != 0))))) q++;
  return negative ? -q : q;
}

bool pol_part_round(pol_lower *l, pol_part *out, pol_part p, int64_t m, int64_t d, pol_round mode) {
  int64_t g = (int64_t)pol_num_gcd(m, d);
  m /= g, d /= g;
  if (d == 1) return pol_part_lin(l, out, p, m, 0);
  pol_i128 lo = (pol_i128)p.lo * m, hi = (pol_i128)p.hi * m; /* m is above 0 */
  int64_t add = addend(mode, d), bias = 0;
  if (!fits(lo - d, hi + d) || d >= POL_PART_MOST) return false;
  int64_t least = (int64_t)quotient(lo, d, mode), most = (int64_t)quotient(hi, d, mode);
  if (p.constant) {
    *out = pol_part_const(least);
    return true;
  }
  bool whole = mode == POL_ROUND_FLOOR || mode == POL_ROUND_CEILING;
  if (whole && lo < 0) bias = (int64_t)(-lo / d) + 1; /* moved by whole numbers to where nothing is below 0 */
  pol_i128 top = hi + add + (pol_i128)bias * d, bottom = -lo + add;
  bool is_signed = !whole && lo < 0;
  if (is_signed && bottom > top) top = bottom;
  if (!fits(0, top)) return false;
  *out = divide(l, p, m, add + bias * d, d, is_signed, top, mode == POL_ROUND_HALF_EVEN && d % 2 == 0);
  out->lo = least + bias, out->hi = most + bias;
  return bias == 0 || pol_part_lin(l, out, *out, 1, -bias);
}
