/* Conditions and comparisons. */
#include "batch/lower.h"

/* and, or: what decides alone decides; what can never decide is left out. */
static pol_form connect(pol_lower *l, uint32_t node, bool deciding) {
  const pol_program_node *x = &l->p->node[node];
  pol_operand *o = POL_NEW_N(l->scratch, pol_operand, x->n);
  uint32_t n = 0, *states = POL_NEW_N(l->scratch, uint32_t, x->n);
  bool missing = false;
  if (o == NULL || states == NULL) return l->status = POL_NO_MEMORY, pol_form_none;
  for (uint32_t j = 0; j < x->n; j++) {
    const pol_form *f = pol_form_arg(l, node, j);
    if (f->kind == POL_FORM_CONST && f->v.state == POL_KNOWN) {
      if ((f->v.as.i != 0) == deciding) return pol_form_truth(deciding);
      continue;
    }
    if (!pol_form_truth_lane(l, f, &o[n].v, &o[n].s)) missing = true;
    else states[n] = o[n].s, n++;
  }
  if (missing) return pol_form_none;
  if (n == 0) return pol_form_truth(!deciding);
  if (n == 1) return pol_form_int(pol_part_reg(o[0].v, POL_LANE_8, 0, 1), o[0].s);
  bool open = false, none = false;
  for (uint32_t j = 0; j < n; j++) open |= pol_may_open(l, states[j]), none |= pol_may_none(l, states[j]);
  uint8_t lists = pol_lists_of(l, states, n);
  pol_step is = {.kernel = deciding ? POL_K_OR_STATE : POL_K_AND_STATE, .lists = lists, .at = pol_operands(l, o, n), .n = n};
  uint32_t state = open || none ? pol_emit_state(l, is, lists == POL_IN_BOTH, open, none) : (uint32_t)POL_REG_KNOWN;
  return pol_form_int(pol_part_reg(pol_all_or_any(l, deciding, o, n), POL_LANE_8, 0, 1), state);
}

static pol_form not(pol_lower *l, uint32_t node) {
  pol_form f;
  if (!pol_form_open(&f, l, pol_form_arg(l, node, 0), POL_REPR_INT) || !pol_part_is_truth(f.part[0])) return pol_form_none;
  return pol_form_int(pol_part_not(l, f.part[0], f.state), f.state);
}

static pol_form holds(pol_lower *l, uint32_t node) {
  pol_form f;
  if (!pol_form_open(&f, l, pol_form_arg(l, node, 0), POL_REPR_INT) || !pol_part_is_truth(f.part[0])) return pol_form_none;
  if (!pol_may_none(l, f.state)) return f;
  uint32_t v = pol_part_truth(l, f.part[0], f.state);
  if (!pol_may_open(l, f.state) && f.state == POL_REG_NONE) return pol_form_truth(false);
  uint32_t state = pol_emit_state(l, (pol_step){.kernel = POL_K_STATE_HOLDS, .lists = pol_lists_of(l, &f.state, 1), .a = f.state}, pol_makes(l, f.state),
                                  pol_may_open(l, f.state), false);
  return pol_form_int(pol_part_reg(v, POL_LANE_8, 0, 1), pol_may_open(l, f.state) ? state : (uint32_t)POL_REG_KNOWN);
}

static pol_form applies(pol_lower *l, uint32_t node) {
  const pol_form *f = pol_form_arg(l, node, 0);
  if (f->kind == POL_FORM_NONE) return pol_form_none;
  uint32_t state = f->state;
  if (f->kind == POL_FORM_CONST) return pol_form_none; /* folded before */
  if (!pol_may_none(l, state) && !pol_may_open(l, state)) return pol_form_truth(true);
  uint32_t is, v = pol_emit_with_state(l, (pol_step){.kernel = POL_K_APPLIES, .lists = POL_IN_BOTH, .a = state}, POL_LANE_8, &is, true);
  l->regs.at[is].makes = pol_makes(l, state), l->regs.at[is].open = pol_may_open(l, state);
  return pol_form_int(pol_part_reg(v, POL_LANE_8, 0, 1), is);
}

pol_form pol_lower_logic(pol_lower *l, uint32_t node) {
  switch ((pol_op)l->p->node[node].op) {
  case POL_OP_AND: return connect(l, node, false);
  case POL_OP_OR: return connect(l, node, true);
  case POL_OP_NOT: return not(l, node);
  case POL_OP_HOLDS: return holds(l, node);
  case POL_OP_APPLIES: return applies(l, node);
  default: return pol_form_none;
  }
}

/* -- comparisons */

/* n / d × up / down: the two numbers that are compared, once both are in one unit. */
static bool cross(pol_lower *l, pol_part *x, pol_part *y, pol_form *a, pol_form *b) {
  if (!pol_form_join(l, (pol_form *[]){a, b}, 2)) return false;
  *x = a->part[0], *y = b->part[0];
  if (a->kind != POL_FORM_RATIO) return true;
  return pol_part_mul(l, x, a->part[0], b->part[1]) && pol_part_mul(l, y, b->part[0], a->part[1]);
}

/* A number against a constant: the constant goes to the unit of the lane, rounded to where the comparison comes out the same. */
static bool compare_number_k(pol_lower *l, pol_part *out, pol_op op, const pol_form *a, const pol_form *b, uint32_t state) {
  pol_i128 n = (pol_i128)b->part[0].lo, d = b->down, q, rest;
  if (n >= POL_PART_MOST / 2 || n <= -POL_PART_MOST / 2) return false;
  pol_num k, by = {a->down, a->up};
  if (pol_num_mul(&k, (pol_num){n, d}, by) != POL_NUM_FINE) return false; /* n / d is in lowest terms: it was a constant of the policy */
  q = k.n / k.d, rest = k.n % k.d;
  if (rest < 0) q--;
  if (q >= POL_PART_MOST || q <= -POL_PART_MOST) return false;
  if (rest != 0 && (op == POL_OP_EQ || op == POL_OP_NE)) *out = pol_part_const(op == POL_OP_NE);
  else if (rest != 0 && (op == POL_OP_LT || op == POL_OP_LE)) *out = pol_part_compare(l, POL_OP_LE, a->part[0], pol_part_const((int64_t)q), state);
  else if (rest != 0) *out = pol_part_compare(l, POL_OP_GT, a->part[0], pol_part_const((int64_t)q), state);
  else *out = pol_part_compare(l, op, a->part[0], pol_part_const((int64_t)q), state);
  return true;
}

static pol_op mirrored(pol_op op) {
  return op == POL_OP_LT ? POL_OP_GT : op == POL_OP_GT ? POL_OP_LT : op == POL_OP_LE ? POL_OP_GE : op == POL_OP_GE ? POL_OP_LE : op;
}

static bool is_plain_k(const pol_form *f) { return f->kind == POL_FORM_NUM && f->part[0].constant && f->up == 1; }

/* Of two that are in lanes; masked by `state`. */
static bool related(pol_lower *l, pol_part *out, pol_op op, pol_repr repr, pol_form a, pol_form b, uint32_t state) {
  pol_part x, y;
  if (repr == POL_REPR_INT) {
    *out = pol_part_compare(l, op, a.part[0], b.part[0], state);
    return true;
  }
  if (repr == POL_REPR_NUM) {
    if (is_plain_k(&b) && a.kind == POL_FORM_NUM && !a.part[0].constant) return compare_number_k(l, out, op, &a, &b, state);
    if (is_plain_k(&a) && b.kind == POL_FORM_NUM && !b.part[0].constant) return compare_number_k(l, out, mirrored(op), &b, &a, state);
    if (!cross(l, &x, &y, &a, &b)) return false;
    *out = pol_part_compare(l, op, x, y, state);
    return true;
  }
  if (repr != POL_REPR_PERIOD) return false;
  pol_part months = pol_part_compare(l, op, a.part[0], b.part[0], state), days = pol_part_compare(l, op, a.part[1], b.part[1], state);
  pol_operand o[2] = {{.v = pol_part_truth(l, months, state)}, {.v = pol_part_truth(l, days, state)}};
  *out = pol_part_reg(pol_all_or_any(l, op == POL_OP_NE, o, 2), POL_LANE_8, 0, 1);
  return true;
}

static pol_form compare(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form a, b;
  pol_part out;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), (pol_repr)x->arg_repr) || !pol_form_open(&b, l, pol_form_arg(l, node, 1), (pol_repr)x->arg_repr)) return pol_form_none;
  uint32_t state = pol_stricter(l, a.state, b.state);
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(pol_part_const(0), state);
  if (!related(l, &out, (pol_op)x->op, (pol_repr)x->arg_repr, a, b, state)) return pol_form_none;
  return pol_form_int(out, state);
}

/* Of whole numbers below 64 that are asked for: one test of a bit. */
static bool in_bits(pol_lower *l, pol_part *out, const pol_form *a, const pol_form *of, uint32_t n, uint32_t state) {
  uint64_t bits = 0;
  if (a->kind != POL_FORM_INT || a->part[0].constant || a->part[0].lo < 0 || a->part[0].hi > 63 || n < 2) return false;
  for (uint32_t j = 0; j < n; j++) {
    if (!of[j].part[0].constant) return false;
    if (of[j].part[0].lo >= 0 && of[j].part[0].lo <= 63) bits |= (uint64_t)1 << of[j].part[0].lo;
  }
  pol_step x = {.kernel = (uint16_t)(POL_K_BITS_8 + a->part[0].width), .lists = POL_IN_BOTH, .a = a->part[0].reg, .k = {(int64_t)bits, a->part[0].hi}, .s = state};
  *out = pol_part_reg(pol_emit_truth(l, x), POL_LANE_8, 0, 1);
  return true;
}

static pol_form one_of(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form *f = POL_NEW_N(l->scratch, pol_form, x->n);
  pol_operand *o = POL_NEW_N(l->scratch, pol_operand, x->n);
  uint32_t n = 0, state = POL_REG_KNOWN;
  pol_part out;
  if (f == NULL || o == NULL) return l->status = POL_NO_MEMORY, pol_form_none;
  for (uint32_t j = 0; j < x->n; j++) {
    if (!pol_form_open(&f[j], l, pol_form_arg(l, node, j), (pol_repr)x->arg_repr)) return pol_form_none;
    state = pol_stricter(l, state, f[j].state);
  }
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(pol_part_const(0), state);
  if (in_bits(l, &out, &f[0], f + 1, x->n - 1, state)) return pol_form_int(out, state);
  for (uint32_t j = 1; j < x->n; j++) {
    if (!related(l, &out, POL_OP_EQ, (pol_repr)x->arg_repr, f[0], f[j], state)) return pol_form_none;
    if (out.constant && out.lo == 0) continue;
    o[n++].v = pol_part_truth(l, out, state);
  }
  if (n == 0) return pol_form_int(pol_part_const(0), state);
  if (n == 1) return pol_form_int(pol_part_reg(o[0].v, POL_LANE_8, 0, 1), state);
  return pol_form_int(pol_part_reg(pol_all_or_any(l, true, o, n), POL_LANE_8, 0, 1), state);
}

static pol_form extreme(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form *f = POL_NEW_N(l->scratch, pol_form, x->n), **each = POL_NEW_N(l->scratch, pol_form *, x->n);
  uint32_t state = POL_REG_KNOWN;
  if (f == NULL || each == NULL) return l->status = POL_NO_MEMORY, pol_form_none;
  for (uint32_t j = 0; j < x->n; j++) {
    if (!pol_form_open(&f[j], l, pol_form_arg(l, node, j), (pol_repr)x->arg_repr)) return pol_form_none;
    state = pol_stricter(l, state, f[j].state);
    each[j] = &f[j];
  }
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(pol_part_const(0), state);
  if (x->arg_repr == POL_REPR_NUM && !pol_form_join(l, each, x->n)) return pol_form_none;
  for (uint32_t j = 1; f[0].kind == POL_FORM_RATIO && j < x->n; j++)
    if (!pol_ratio_extreme(l, f[0].part, POL_REG_YES, f[j].part, x->op == POL_OP_GREATEST)) return pol_form_none;
  for (uint32_t j = 1; f[0].kind != POL_FORM_RATIO && j < x->n; j++) f[0].part[0] = pol_part_extreme(l, f[0].part[0], f[j].part[0], x->op == POL_OP_GREATEST);
  f[0].state = state;
  return f[0];
}

pol_form pol_lower_compare(pol_lower *l, uint32_t node) {
  switch ((pol_op)l->p->node[node].op) {
  case POL_OP_IN: return one_of(l, node);
  case POL_OP_LEAST:
  case POL_OP_GREATEST: return extreme(l, node);
  default: return compare(l, node);
  }
}
