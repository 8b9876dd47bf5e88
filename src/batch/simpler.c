/* Comparisons with constants, asked of what a value was made of: five full years up to the day asked about is a date, at most one or another; and no years are counted. And conditions of
 * several, in one step. */
#include "batch/lower.h"
#include <stdlib.h>

/* -- what a register may hold */

static pol_part part_of(const pol_lower *l, uint32_t reg) {
  const pol_plan_reg *r = &l->regs.at[reg];
  int bits = 8 << r->width;
  int64_t most = bits == 64 ? POL_PART_MOST : ((int64_t)1 << (bits - 1)) - 1;
  if (r->lane != POL_NO_REF && !r->is_state) return pol_part_reg(reg, r->width, l->facts.at[r->lane].least, l->facts.at[r->lane].most);
  return pol_part_reg(reg, r->width, -most - (bits < 64), most);
}

/* -- one step back. Of what is below k, or at least k */

static pol_i128 up(pol_i128 a, pol_i128 b) { /* a / b, up */
  pol_i128 q = a / b;
  return q + (a % b != 0 && (a < 0) == (b < 0));
}

static bool in_64(int64_t *k, pol_i128 v) {
  if (v >= POL_PART_MOST || v <= -POL_PART_MOST) return false;
  *k = (int64_t)v;
  return true;
}

static pol_op other_side(pol_op op) { return op == POL_OP_LT ? POL_OP_GE : POL_OP_LT; }

/* x × m + add against k. */
static bool from_linear(pol_op *op, int64_t *k, pol_i128 m, pol_i128 add) {
  pol_i128 rest = *k - add;
  if (m == 0) return false;
  if (m > 0) return in_64(k, up(rest, m));
  if (!in_64(k, -up(rest, -m) + 1)) return false; /* -|m| x < r: x > -r / |m|, which is at least the whole number above */
  *op = other_side(*op);
  return true;
}

/* The first date of the calendar for which `is` holds, which from then on it does; one past the last: none. */
typedef struct question { const pol_step *step; int64_t k; } question;
static pol_date first_date(bool (*is)(const question *, pol_date), const question *q) {
  pol_date low = POL_DATE_FIRST, high = POL_DATE_LAST + 1;
  while (low < high) {
    pol_date middle = low + (high - low) / 2;
    if (is(q, middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

static int64_t packed(pol_date d) {
  pol_ymd p = pol_date_split(d);
  return p.year << 9 | p.month << 5 | p.day;
}

static pol_date unpacked(int64_t k) {
  pol_date d = 0;
  pol_date_make(&d, (int32_t)(k >> 9), (int32_t)(k >> 5 & 15), (int32_t)(k & 31));
  return d;
}

static bool is_reached(const question *q, pol_date d) { return packed(d) >= q->k; }
static bool are_too_few(const question *q, pol_date d) { return pol_date_months_between(d, unpacked(q->step->k[1]), (pol_short_months)q->step->k[2]) < q->k; }
static bool are_enough(const question *q, pol_date d) { return pol_date_months_between(unpacked(q->step->k[0]), d, (pol_short_months)q->step->k[2]) >= q->k; }

/* The date that was split, if that is what the register holds. */
static bool date_of(const pol_lower *l, pol_part *a, uint32_t reg) {
  const pol_step *split = pol_made_by(l, reg);
  if (split == NULL || split->kernel != POL_K_SPLIT) return false;
  *a = part_of(l, split->a);
  return true;
}

static bool step_back(const pol_lower *l, pol_op *op, pol_part *a, int64_t *k) {
  const pol_step *made = a->constant ? NULL : pol_made_by(l, a->reg);
  question q = {.step = made, .k = *k};
  if (made == NULL) return false;
  switch ((pol_batch_kernel)made->kernel) {
  case POL_K_LIN_8:
  case POL_K_LIN_16:
  case POL_K_LIN_32:
  case POL_K_LIN_64:
    if (!from_linear(op, k, made->k[0], made->k[1])) return false;
    break;
  case POL_K_QUOTIENT_32:
  case POL_K_QUOTIENT_64:
    if (made->k[0] <= 0 || !in_64(k, up((pol_i128)*k * made->k[4] - made->k[1], made->k[0]))) return false;
    break;
  case POL_K_FIELD:
    if (made->k[0] != 9 || *k > 10000 || *k < 0) return false;
    *k <<= 9;
    break;
  case POL_K_SPLIT: *k = first_date(is_reached, &q); break;
  case POL_K_MONTHS_LK:
    if (!date_of(l, a, made->a)) return false;
    *k = first_date(are_too_few, &q);
    *op = other_side(*op);
    return true;
  case POL_K_MONTHS_KL:
    if (!date_of(l, a, made->b)) return false;
    *k = first_date(are_enough, &q);
    return true;
  case POL_K_TO_8_16:
  case POL_K_TO_8_32:
  case POL_K_TO_8_64:
  case POL_K_TO_16_32:
  case POL_K_TO_16_64:
  case POL_K_TO_32_64: break;
  default: return false;
  }
  *a = part_of(l, made->a);
  return true;
}

bool pol_part_simpler(const pol_lower *l, pol_op *op, pol_part *a, int64_t *k) {
  if (*op == POL_OP_EQ || *op == POL_OP_NE) return false;
  if (*op == POL_OP_LE) *op = POL_OP_LT, ++*k;
  if (*op == POL_OP_GT) *op = POL_OP_GE, ++*k;
  return step_back(l, op, a, k);
}

/* -- several conditions */

static int by_register(const void *a, const void *b) {
  const pol_operand *x = a, *y = b;
  return (x->v > y->v) - (x->v < y->v);
}

/* One end of a range: the least or the most that passes. false: it is no such test. */
static bool is_end(const pol_step *x, bool *most, int *width) {
  if (x == NULL) return false;
  *most = x->kernel >= POL_K_LTK_8 && x->kernel <= POL_K_LTK_64;
  if (!*most && !(x->kernel >= POL_K_GTK_8 && x->kernel <= POL_K_GTK_64)) return false;
  *width = x->kernel - (*most ? POL_K_LTK_8 : POL_K_GTK_8);
  return true;
}

/* Two tests of one lane that make a range are one. */
static bool join_ends(pol_lower *l, pol_operand *a, const pol_operand *b) {
  const pol_step *x = pol_made_by(l, a->v), *y = pol_made_by(l, b->v);
  bool x_most, y_most;
  int width, other;
  if (!is_end(x, &x_most, &width) || !is_end(y, &y_most, &other) || x_most == y_most || width != other || x->a != y->a || x->s != y->s) return false;
  int64_t least = (x_most ? y : x)->k[0] + 1, most = (x_most ? x : y)->k[0] - 1;
  a->v = pol_emit_truth(l, (pol_step){.kernel = (uint16_t)(POL_K_BETWEEN_8 + width), .lists = POL_IN_BOTH, .a = x->a, .s = x->s, .k = {least, most}});
  return true;
}

uint32_t pol_all_or_any(pol_lower *l, bool any, pol_operand *o, uint32_t n) {
  const uint32_t decides = any ? POL_REG_YES : POL_REG_KNOWN, idle = any ? POL_REG_KNOWN : POL_REG_YES;
  pol_operand *own = POL_NEW_N(l->scratch, pol_operand, n + 1);
  uint32_t all = 0;
  if (own == NULL) return l->status = POL_NO_MEMORY, decides;
  for (uint32_t j = 0; j < n; j++) {
    bool there = o[j].v == idle;
    if (o[j].v == decides) return decides;
    for (uint32_t i = 0; i < all && !there; i++) there = own[i].v == o[j].v || (!any && join_ends(l, &own[i], &o[j]));
    if (!there) own[all++] = (pol_operand){.v = o[j].v};
  }
  if (all == 0) return idle;
  if (all == 1) return own[0].v;
  qsort(own, all, sizeof *own, by_register);
  return pol_emit(l, (pol_step){.kernel = any ? POL_K_OR : POL_K_AND, .lists = POL_IN_BOTH, .at = pol_operands(l, own, all), .n = all}, POL_LANE_8);
}

static bool is_not(const pol_lower *l, uint32_t a, uint32_t b) {
  const pol_step *x = pol_made_by(l, a);
  return x != NULL && x->kernel == POL_K_NOT && x->a == b;
}

bool pol_are_opposites(const pol_lower *l, uint32_t a, uint32_t b) { return is_not(l, a, b) || is_not(l, b, a); }
