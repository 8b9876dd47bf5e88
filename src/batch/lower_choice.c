/* Choice between values: select, presumed, only when, stages. */
#include "batch/lower.h"

static bool two(pol_lower *l, uint32_t node, uint32_t first, pol_form *a, pol_form *b) {
  const pol_repr repr = (pol_repr)l->p->node[node].repr;
  if (!pol_form_open(a, l, pol_form_arg(l, node, first), repr) || !pol_form_open(b, l, pol_form_arg(l, node, first + 1), repr)) return false;
  return repr != POL_REPR_NUM || pol_form_join(l, (pol_form *[]){a, b}, 2);
}

static bool has_two_parts(const pol_form *f) { return f->kind == POL_FORM_RATIO || f->kind == POL_FORM_PERIOD; }

/* Of a state that is the same in all rows, that is what there is. */
static pol_form ended(pol_form f, uint32_t state) {
  f.state = state;
  return state == POL_REG_OPEN || state == POL_REG_NONE ? pol_form_int(pol_part_const(0), state) : f;
}

static pol_form select_one(pol_lower *l, uint32_t node) {
  const pol_form *when = pol_form_arg(l, node, 0);
  pol_form a, b;
  uint32_t v, s;
  if (when->kind == POL_FORM_CONST && when->v.state != POL_UNKNOWN && when->v.state != POL_ERRED)
    return *pol_form_arg(l, node, when->v.state == POL_KNOWN && when->v.as.i != 0 ? 1 : 2);
  if (when->kind == POL_FORM_CONST && when->v.state == POL_ERRED) return pol_form_state(POL_UNKNOWN);
  if (!two(l, node, 1, &a, &b) || !pol_form_truth_lane(l, when, &v, &s)) return pol_form_none;
  if (s == POL_REG_OPEN) return pol_form_state(POL_UNKNOWN);
  pol_form out = a;
  out.part[0] = pol_part_select(l, v, a.part[0], b.part[0]);
  if (has_two_parts(&a)) out.part[1] = pol_part_select(l, v, a.part[1], b.part[1]);
  if (s == POL_REG_KNOWN && a.state == b.state) return ended(out, a.state);
  uint32_t states[3] = {s, a.state, b.state};
  bool makes = false, open = pol_may_open(l, s), none = false;
  for (int j = 0; j < 3; j++) makes |= pol_makes(l, states[j]);
  for (int j = 1; j < 3; j++) open |= pol_may_open(l, states[j]), none |= pol_may_none(l, states[j]);
  pol_step x = {.kernel = POL_K_STATE_SELECT, .lists = pol_lists_of(l, states, 3), .a = v, .b = s, .c = a.state, .s = b.state};
  return ended(out, pol_emit_state(l, x, makes, open, none));
}

/* Whether what is open there is not known, never in error: a fact, or one where it exists. */
static bool is_given(const pol_lower *l, uint32_t node) {
  while (l->p->node[node].op == POL_OP_ONLY_WHEN) node = l->p->args[l->p->node[node].arg];
  return l->p->node[node].op == POL_OP_INPUT;
}

static pol_part presume(pol_lower *l, pol_part given, pol_part other, uint32_t state) {
  int64_t lo = given.lo < other.lo ? given.lo : other.lo, hi = given.hi > other.hi ? given.hi : other.hi;
  uint8_t width = pol_width_for(lo, hi);
  if (!given.constant && given.width > width) width = given.width;
  if (!other.constant && other.width > width) width = other.width;
  pol_step x = {.kernel = (uint16_t)((other.constant ? POL_K_PRESUME_K_8 : POL_K_PRESUME_8) + width), .lists = pol_lists_of(l, &state, 1), .a = pol_part_lane(l, given, width), .s = state};
  if (other.constant) x.k[0] = other.lo;
  else x.b = pol_part_lane(l, other, width);
  return pol_part_reg(pol_emit(l, x, width), width, lo, hi);
}

static pol_form presumed(pol_lower *l, uint32_t node) {
  pol_form a, b;
  const pol_form *given = pol_form_arg(l, node, 0), *other = pol_form_arg(l, node, 1);
  if (given->kind == POL_FORM_CONST && given->v.state != POL_UNKNOWN) return *given;
  if (given->kind == POL_FORM_CONST) return other->kind == POL_FORM_NONE || (other->kind != POL_FORM_CONST && pol_may_none(l, other->state)) ? pol_form_none : *other;
  if (given->kind == POL_FORM_NONE) return pol_form_none;
  if (!pol_may_open(l, given->state)) return *given;
  if (!is_given(l, l->p->args[l->p->node[node].arg]) || !two(l, node, 0, &a, &b)) return pol_form_none;
  if (b.state == POL_REG_OPEN || b.state == POL_REG_NONE) return a;
  pol_form out = a;
  out.part[0] = presume(l, a.part[0], b.part[0], a.state);
  if (has_two_parts(&a)) out.part[1] = presume(l, a.part[1], b.part[1], a.state);
  bool none = pol_may_none(l, a.state), open = pol_may_open(l, b.state) || pol_may_none(l, b.state);
  if (!none && !open) return ended(out, POL_REG_KNOWN);
  pol_step x = {.kernel = POL_K_STATE_PRESUME, .lists = pol_lists_of(l, &a.state, 1), .a = a.state, .b = b.state};
  if (pol_makes(l, b.state)) x.lists = POL_IN_BOTH;
  return ended(out, pol_emit_state(l, x, pol_makes(l, a.state), open, none));
}

static pol_form only_when(pol_lower *l, uint32_t node) {
  const pol_form *a = pol_form_arg(l, node, 0), *when = pol_form_arg(l, node, 1);
  uint32_t v, s;
  pol_form out;
  if (when->kind == POL_FORM_CONST && (when->v.state == POL_NOT_APPLICABLE || (when->v.state == POL_KNOWN && when->v.as.i == 0))) return pol_form_state(POL_NOT_APPLICABLE);
  if (a->kind == POL_FORM_CONST && a->v.state == POL_NOT_APPLICABLE) return *a;
  if (when->kind == POL_FORM_CONST) return *a;
  if (!pol_form_open(&out, l, a, (pol_repr)l->p->node[node].repr) || !pol_form_truth_lane(l, when, &v, &s)) return pol_form_none;
  pol_step x = {.kernel = POL_K_STATE_ONLY, .lists = POL_IN_BOTH, .a = out.state, .b = v, .c = s};
  return ended(out, pol_emit_state(l, x, true, pol_may_open(l, out.state), true));
}

static pol_form stage(pol_lower *l, uint32_t node) {
  pol_form a, b;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), POL_REPR_INT) || !pol_form_open(&b, l, pol_form_arg(l, node, 1), POL_REPR_INT)) return pol_form_none;
  if (a.state == POL_REG_OPEN || a.state == POL_REG_NONE) return ended(a, a.state);
  if (a.part[0].constant && a.state == POL_REG_KNOWN) return a.part[0].lo == POL_OUT_PERMITTED ? b : a;
  int64_t lo = a.part[0].lo < b.part[0].lo ? a.part[0].lo : b.part[0].lo, hi = a.part[0].hi > b.part[0].hi ? a.part[0].hi : b.part[0].hi;
  uint32_t earlier = pol_part_lane(l, a.part[0], POL_LANE_8), own = pol_part_lane(l, b.part[0], POL_LANE_8);
  pol_part out = pol_part_reg(pol_emit(l, (pol_step){.kernel = POL_K_STAGE, .lists = POL_IN_BOTH, .a = earlier, .b = own}, POL_LANE_8), POL_LANE_8, lo, hi);
  uint32_t states[2] = {a.state, b.state};
  if (a.state == POL_REG_KNOWN && b.state == POL_REG_KNOWN) return pol_form_int(out, POL_REG_KNOWN);
  pol_step x = {.kernel = POL_K_STAGE_STATED, .lists = pol_lists_of(l, states, 2), .a = earlier, .b = a.state, .c = b.state};
  bool open = pol_may_open(l, a.state) || pol_may_open(l, b.state), none = pol_may_none(l, a.state) || pol_may_none(l, b.state);
  return pol_form_int(out, pol_emit_state(l, x, pol_makes(l, a.state) || pol_makes(l, b.state), open, none));
}

pol_form pol_lower_choice(pol_lower *l, uint32_t node) {
  switch ((pol_op)l->p->node[node].op) {
  case POL_OP_SELECT: return select_one(l, node);
  case POL_OP_PRESUMED: return presumed(l, node);
  case POL_OP_ONLY_WHEN: return only_when(l, node);
  case POL_OP_STAGE: return stage(l, node);
  case POL_OP_ANSWER: return *pol_form_arg(l, node, 0);
  default: return pol_form_none;
  }
}
