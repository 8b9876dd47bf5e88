/* Arithmetic. A factor that is a constant changes the unit and needs no step; a divisor that is not makes a ratio of two lanes. */
#include "batch/lower.h"

static pol_form ended(pol_form f, uint32_t state) {
  f.state = state;
  return state == POL_REG_OPEN || state == POL_REG_NONE ? pol_form_int(pol_part_const(0), state) : f;
}

static bool arguments(pol_lower *l, uint32_t node, pol_form *a, pol_form *b) {
  if (!pol_form_open(a, l, pol_form_arg(l, node, 0), POL_REPR_NUM)) return false;
  return b == NULL || pol_form_open(b, l, pol_form_arg(l, node, 1), POL_REPR_NUM);
}

static bool is_k(const pol_form *f) { return f->kind == POL_FORM_NUM && f->part[0].constant; }

static bool negate(pol_lower *l, pol_form *f) { return pol_part_lin(l, &f->part[0], f->part[0], -1, 0); }

static bool sum(pol_lower *l, pol_form *a, pol_form *b, int sign) {
  pol_part x = a->part[0], y = b->part[0];
  if (!pol_form_join(l, (pol_form *[]){a, b}, 2)) return false;
  x = a->part[0], y = b->part[0];
  if (a->kind == POL_FORM_RATIO) {
    if (!pol_part_mul(l, &x, x, b->part[1]) || !pol_part_mul(l, &y, y, a->part[1]) || !pol_part_mul(l, &a->part[1], a->part[1], b->part[1])) return false;
  }
  return pol_part_add(l, &a->part[0], x, y, sign);
}

/* By a constant; 0 is a constant itself. */
static bool times(pol_lower *l, pol_form *a, const pol_form *b) {
  int64_t k = b->part[0].lo;
  if (k == 0) {
    *a = (pol_form){.kind = POL_FORM_NUM, .part = {pol_part_const(0)}, .up = 1, .down = 1};
    return true;
  }
  pol_num by;
  if (k < 0 && !negate(l, a)) return false;
  if (pol_num_ratio(&by, (pol_i128)(k < 0 ? -k : k) * b->up, b->down) != POL_NUM_FINE) return false;
  return pol_form_scale(a, by);
}

static bool product(pol_lower *l, pol_form *a, pol_form *b) {
  if (is_k(b)) return times(l, a, b);
  if (is_k(a)) {
    pol_form k = *a;
    *a = *b;
    return times(l, a, &k);
  }
  bool ratio = a->kind == POL_FORM_RATIO || b->kind == POL_FORM_RATIO;
  if (a->kind != POL_FORM_RATIO) a->part[1] = pol_part_const(1);
  if (b->kind != POL_FORM_RATIO) b->part[1] = pol_part_const(1);
  if (!pol_form_scale(a, (pol_num){b->up, b->down}) || !pol_part_mul(l, &a->part[0], a->part[0], b->part[0])) return false;
  if (ratio && !pol_part_mul(l, &a->part[1], a->part[1], b->part[1])) return false;
  a->kind = ratio ? POL_FORM_RATIO : POL_FORM_NUM;
  return true;
}

/* The divisor above 0, its sign given to the dividend; where it is 0 the state is open. */
static bool make_divisor(pol_lower *l, pol_part *top, pol_part *bottom, uint32_t *state) {
  if (bottom->hi < 0) {
    if (!pol_part_lin(l, bottom, *bottom, -1, 0) || !pol_part_lin(l, top, *top, -1, 0)) return false;
  } else if (bottom->lo < 0) {
    pol_part minus, opposite, below = pol_part_compare(l, POL_OP_LT, *bottom, pol_part_const(0), POL_REG_KNOWN);
    if (!pol_part_lin(l, &minus, *bottom, -1, 0) || !pol_part_lin(l, &opposite, *top, -1, 0)) return false;
    int64_t most = bottom->hi > -bottom->lo ? bottom->hi : -bottom->lo;
    uint32_t when = pol_part_truth(l, below, POL_REG_KNOWN);
    *bottom = pol_part_select(l, when, minus, *bottom);
    *top = pol_part_select(l, when, opposite, *top);
    bottom->lo = 0, bottom->hi = most;
  }
  if (bottom->lo > 0) return true;
  uint32_t zero, a = pol_part_lane(l, *bottom, POL_LANE_64);
  uint32_t reg = pol_emit_with_state(l, (pol_step){.kernel = POL_K_NOT_ZERO, .lists = POL_IN_BOTH, .a = a}, POL_LANE_64, &zero, true);
  *bottom = pol_part_reg(reg, POL_LANE_64, 1, bottom->hi > 1 ? bottom->hi : 1);
  *state = pol_stricter(l, *state, zero);
  return true;
}

static bool quotient(pol_lower *l, pol_form *a, pol_form *b, uint32_t *state) {
  if (is_k(b)) {
    int64_t k = b->part[0].lo;
    pol_num by;
    if (k == 0) {
      *state = pol_stricter(l, *state, POL_REG_OPEN);
      return true;
    }
    if (k < 0 && !negate(l, a)) return false;
    return pol_num_ratio(&by, b->down, (pol_i128)(k < 0 ? -k : k) * b->up) == POL_NUM_FINE && pol_form_scale(a, by);
  }
  pol_part top = a->part[0], bottom = b->part[0];
  if (!pol_form_scale(a, (pol_num){b->down, b->up})) return false;
  if (b->kind == POL_FORM_RATIO && !pol_part_mul(l, &top, top, b->part[1])) return false;
  if (!make_divisor(l, &top, &bottom, state)) return false;
  if (a->kind == POL_FORM_RATIO && !pol_part_mul(l, &bottom, bottom, a->part[1])) return false;
  a->kind = POL_FORM_RATIO, a->part[0] = top, a->part[1] = bottom;
  return true;
}

static int64_t up_to(pol_i128 top, pol_i128 bottom) { return (int64_t)(top / bottom) + 1; }

/* A multiple of the grain, counted in grains: that is the unit of the result. */
static bool rounded(pol_lower *l, pol_form *a, pol_num grain, pol_round mode) {
  if (grain.n <= 0 || grain.n >= POL_PART_MOST || grain.d >= POL_PART_MOST) return false;
  pol_num one;
  if (pol_num_div(&one, (pol_num){a->up, a->down}, grain) != POL_NUM_FINE) return false;
  pol_i128 m = one.n, d = one.d;
  if (m >= POL_PART_MOST || d >= POL_PART_MOST) return false;
  if (a->kind == POL_FORM_NUM) {
    if (!pol_part_round(l, &a->part[0], a->part[0], (int64_t)m, (int64_t)d, mode)) return false;
  } else {
    pol_i128 lo = a->part[0].lo * m, hi = a->part[0].hi * m, bottom = a->part[1].hi * d, least = a->part[1].lo * d;
    if (-lo >= POL_PART_MOST || hi >= POL_PART_MOST || bottom >= POL_PART_MOST) return false;
    pol_step x = {.kernel = POL_K_ROUND_RATIO, .lists = POL_IN_BOTH, .a = pol_part_lane(l, a->part[0], POL_LANE_64), .b = pol_part_lane(l, a->part[1], POL_LANE_64),
                  .k = {(int64_t)m, (int64_t)d, mode}};
    a->part[0] = pol_part_reg(pol_emit(l, x, POL_LANE_64), POL_LANE_64, lo < 0 ? -up_to(-lo, least) : 0, hi > 0 ? up_to(hi, least) : 0);
    a->kind = POL_FORM_NUM;
  }
  a->up = (int64_t)grain.n, a->down = (int64_t)grain.d;
  return true;
}

pol_form pol_lower_number(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form a, b = {.kind = POL_FORM_NONE};
  bool fine = false;
  if (!arguments(l, node, &a, x->n == 2 ? &b : NULL)) return pol_form_none;
  uint32_t state = x->n == 2 ? pol_stricter(l, a.state, b.state) : a.state;
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return ended(a, state);
  switch ((pol_op)x->op) {
  case POL_OP_ADD: fine = sum(l, &a, &b, 1); break;
  case POL_OP_SUB: fine = sum(l, &a, &b, -1); break;
  case POL_OP_MUL: fine = product(l, &a, &b); break;
  case POL_OP_DIV: fine = quotient(l, &a, &b, &state); break;
  case POL_OP_NEG: fine = negate(l, &a); break;
  case POL_OP_WHOLE: fine = rounded(l, &a, pol_num_int(1), POL_ROUND_FLOOR); break;
  case POL_OP_ROUND: {
    const pol_form *grain = pol_form_arg(l, node, 1);
    fine = grain->kind == POL_FORM_CONST && grain->v.state == POL_KNOWN && rounded(l, &a, grain->v.as.num, (pol_round)x->k);
    break;
  }
  default: break;
  }
  return fine ? ended(a, state) : pol_form_none;
}
