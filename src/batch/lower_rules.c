/* The rules of a decision brought together. A rule that is open, or whose value is, makes the result open: eval may know better, and is asked. */
#include "batch/lower.h"
#include <stdlib.h>

typedef struct rules { /* conditions, and the values beside them; those that never speak are left out */
  pol_operand *o;
  pol_form *value, **each;
  uint8_t *kind;  /* of CAP_ALL */
  uint32_t n;
  bool open, makes; /* something may be open; already where all facts are known */
} rules;

/* false: something has no lane, or no memory. `first`: where the pairs begin among the arguments. */
static bool read_rules(rules *r, pol_lower *l, uint32_t node, uint32_t first) {
  const pol_program_node *x = &l->p->node[node];
  *r = (rules){.o = POL_NEW_N(l->scratch, pol_operand, x->n + 2), .value = POL_NEW_N(l->scratch, pol_form, x->n + 1),
               .each = POL_NEW_N(l->scratch, pol_form *, x->n + 1), .kind = POL_NEW_N(l->scratch, uint8_t, x->n + 1)};
  if (r->o == NULL || r->value == NULL || r->each == NULL || r->kind == NULL) return l->status = POL_NO_MEMORY, false;
  for (uint32_t j = first; j + 1 < x->n; j += 2) {
    const pol_form *when = pol_form_arg(l, node, j), *value = pol_form_arg(l, node, j + 1);
    bool never = when->kind == POL_FORM_CONST && (when->v.state == POL_NOT_APPLICABLE || (when->v.state == POL_KNOWN && when->v.as.i == 0));
    if (never || (value->kind == POL_FORM_CONST && value->v.state == POL_NOT_APPLICABLE)) continue;
    pol_operand *o = &r->o[r->n];
    pol_form *v = &r->value[r->n];
    if (!pol_form_truth_lane(l, when, &o->v, &o->s) || !pol_form_open(v, l, value, (pol_repr)x->repr)) return false;
    if (pol_may_none(l, v->state)) { /* where it has no value it is as if it were not there */
      bool open = pol_may_open(l, o->s), makes = pol_makes(l, o->s);
      o->v = pol_emit_with_state(l, (pol_step){.kernel = POL_K_SPEAKS, .lists = POL_IN_BOTH, .a = o->v, .b = o->s, .c = v->state}, POL_LANE_8, &o->s, true);
      l->regs.at[o->s].makes = makes, l->regs.at[o->s].open = open;
    }
    if (!pol_may_open(l, o->s)) o->s = POL_REG_KNOWN; /* what is not applicable is no */
    o->of = pol_may_open(l, v->state) ? v->state : (uint32_t)POL_REG_KNOWN;
    r->open |= pol_may_open(l, o->s) || pol_may_open(l, o->of);
    r->makes |= (pol_may_open(l, o->s) && pol_makes(l, o->s)) || (pol_may_open(l, o->of) && pol_makes(l, o->of));
    r->each[r->n] = v;
    if (x->op == POL_OP_CAP_ALL) r->kind[r->n] = l->p->ranks[x->aux + (j - 1) / 2];
    r->n++;
  }
  return true;
}

static int64_t less(int64_t a, int64_t b) { return a < b ? a : b; }
static int64_t more(int64_t a, int64_t b) { return a > b ? a : b; }

/* One more rule: the value so far `a` with its marks, which change. */
static pol_part pick_next(pol_lower *l, pol_part a, pol_part b, uint32_t *mark, uint32_t when) {
  int64_t lo = less(a.lo, b.lo), hi = more(a.hi, b.hi);
  uint8_t width = pol_width_for(lo, hi);
  if (!a.constant && a.width > width) width = a.width;
  if (!b.constant && b.width > width) width = b.width;
  a = pol_part_wider(l, a, width), b = pol_part_wider(l, b, width);
  uint16_t kernel = a.constant ? (b.constant ? POL_K_PICK_KK_8 : POL_K_PICK_KL_8) : (b.constant ? POL_K_PICK_LK_8 : POL_K_PICK_8);
  pol_step x = {.kernel = (uint16_t)(kernel + width), .lists = POL_IN_BOTH, .b = *mark, .s = when};
  if (a.constant) x.k[0] = a.lo;
  else x.a = a.reg;
  if (b.constant) x.k[1] = b.lo;
  else x.c = b.reg;
  uint32_t marks, reg = pol_emit_with_state(l, x, width, &marks, true);
  *mark = marks;
  return pol_part_reg(reg, width, lo, hi);
}

static pol_part extreme_next(pol_lower *l, pol_part a, pol_part b, uint32_t *mark, uint32_t when, bool greatest) {
  int64_t lo = less(a.lo, b.lo), hi = more(a.hi, b.hi);
  uint8_t width = pol_width_for(lo, hi);
  if (!a.constant && a.width > width) width = a.width;
  if (!b.constant && b.width > width) width = b.width;
  pol_step x = {.kernel = (uint16_t)((greatest ? POL_K_PICK_GREATEST_8 : POL_K_PICK_LEAST_8) + width), .lists = POL_IN_BOTH, .a = pol_part_lane(l, a, width), .b = *mark,
                .c = pol_part_lane(l, b, width), .s = when};
  uint32_t marks, reg = pol_emit_with_state(l, x, width, &marks, true);
  *mark = marks;
  return pol_part_reg(reg, width, lo, hi);
}

/* What the marks say, and whether a rule is open. */
static uint32_t state_of_marks(pol_lower *l, const rules *r, uint32_t mark, bool may_differ) {
  bool always = mark == POL_REG_YES;
  if (always && !r->open) return POL_REG_KNOWN;
  if (!r->open) return pol_emit_state(l, (pol_step){.kernel = POL_K_MARKS, .lists = POL_IN_BOTH, .a = mark}, true, may_differ, true);
  pol_step open = {.kernel = POL_K_OPENS, .lists = POL_IN_BOTH, .a = mark, .at = pol_operands(l, r->o, r->n), .n = r->n};
  if (r->makes) return pol_emit_state(l, open, true, true, !always);
  /* One state, made in one way where all is known, in another where something is not. */
  pol_step plain = {.kernel = POL_K_MARKS, .lists = POL_IN_KNOWN, .a = mark, .at = open.at, .n = open.n};
  open.lists = POL_IN_STATED;
  uint32_t before = l->steps.n;
  open.out = pol_emit_state(l, plain, !always, true, !always);
  if (l->steps.n > before) pol_emit_plain(l, open);
  return open.out;
}

static bool same_part(pol_part a, pol_part b) { return a.constant == b.constant && (a.constant ? a.lo == b.lo : a.reg == b.reg); }

static bool same_value(const pol_form *a, const pol_form *b) {
  return same_part(a->part[0], b->part[0]) && (a->kind == POL_FORM_INT || a->kind == POL_FORM_NUM || same_part(a->part[1], b->part[1]));
}

/* Rules that give one and the same value are one, as far as the value goes: when[j], and the value of rule first[j]. */
static uint32_t gather(pol_lower *l, const rules *r, uint32_t *when, uint32_t *first) {
  uint32_t n = 0;
  pol_operand *o = POL_NEW_N(l->scratch, pol_operand, r->n);
  if (o == NULL) return l->status = POL_NO_MEMORY, 0;
  for (uint32_t j = 0; j < r->n; j++) {
    uint32_t all = 0;
    bool there = false;
    for (uint32_t i = 0; i < j && !there; i++) there = same_value(&r->value[i], &r->value[j]);
    for (uint32_t i = j; i < r->n && !there; i++)
      if (same_value(&r->value[i], &r->value[j])) o[all++] = (pol_operand){.v = r->o[i].v};
    if (there) continue;
    first[n] = j;
    when[n++] = pol_all_or_any(l, true, o, all);
  }
  return n;
}

/* One of two always, and never both: a choice, which is known wherever no rule is open. */
static bool pick_either(pol_form *out, pol_lower *l, const rules *r, const uint32_t *when, const uint32_t *first, uint32_t n) {
  if (n != 2 || !pol_are_opposites(l, when[0], when[1])) return false;
  for (uint32_t j = 0; j < r->n; j++)
    if (pol_may_none(l, r->o[j].s)) return false;
  const pol_form *a = &r->value[first[0]], *b = &r->value[first[1]];
  const pol_step *first_is = pol_made_by(l, when[0]);
  bool swap = first_is != NULL && first_is->kernel == POL_K_NOT && first_is->a == when[1];
  *out = *a;
  for (int j = 0; j < (a->kind == POL_FORM_RATIO || a->kind == POL_FORM_PERIOD ? 2 : 1); j++)
    out->part[j] = swap ? pol_part_select(l, when[1], b->part[j], a->part[j]) : pol_part_select(l, when[0], a->part[j], b->part[j]);
  out->state = POL_REG_KNOWN;
  if (!r->open) return true;
  pol_step x = {.kernel = POL_K_STATE_AFTER, .lists = r->makes ? POL_IN_BOTH : POL_IN_STATED, .a = POL_REG_KNOWN, .at = pol_operands(l, r->o, r->n), .n = r->n};
  out->state = pol_emit_state(l, x, r->makes, true, false);
  return true;
}

static pol_form pick(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  rules r;
  pol_form out;
  if (!read_rules(&r, l, node, 0)) return pol_form_none;
  if (r.n == 0) return pol_form_state(POL_NOT_APPLICABLE);
  if (x->repr == POL_REPR_NUM && !pol_form_join(l, r.each, r.n)) return pol_form_none;
  uint32_t *when = POL_NEW_N(l->scratch, uint32_t, r.n), *first = POL_NEW_N(l->scratch, uint32_t, r.n);
  if (when == NULL || first == NULL) return l->status = POL_NO_MEMORY, pol_form_none;
  uint32_t n = gather(l, &r, when, first);
  if (n == 0) return pol_form_none;
  const bool second = r.value[0].kind == POL_FORM_RATIO || r.value[0].kind == POL_FORM_PERIOD;
  if (second && x->op != POL_OP_PICK) return pol_form_none;
  if (pick_either(&out, l, &r, when, first, n)) return out;
  out = r.value[first[0]];
  uint32_t mark = when[0], other = when[0];
  for (uint32_t j = 1; j < n; j++) {
    const pol_form *next = &r.value[first[j]];
    if (x->op != POL_OP_PICK) out.part[0] = extreme_next(l, out.part[0], next->part[0], &mark, when[j], x->op == POL_OP_PICK_GREATEST);
    else out.part[0] = pick_next(l, out.part[0], next->part[0], &mark, when[j]);
    if (second) out.part[1] = pick_next(l, out.part[1], next->part[1], &other, when[j]);
  }
  if (second && other != mark) mark = pol_all_or_any(l, true, (pol_operand[]){{.v = mark}, {.v = other}}, 2); /* of the two marks, both bits */
  out.state = state_of_marks(l, &r, mark, n > 1);
  return out.state == POL_REG_OPEN || out.state == POL_REG_NONE ? pol_form_int(pol_part_const(0), out.state) : out;
}

/* -- on top of a base */

static uint32_t state_after(pol_lower *l, pol_batch_kernel kernel, const rules *r, uint32_t base) {
  if (!r->open && (base == POL_REG_KNOWN || kernel == POL_K_STATE_AFTER)) return base;
  bool makes = r->makes || pol_makes(l, base);
  pol_step x = {.kernel = (uint16_t)kernel, .lists = makes ? POL_IN_BOTH : POL_IN_STATED, .a = base, .at = pol_operands(l, r->o, r->n), .n = r->n};
  return pol_emit_state(l, x, makes, r->open || pol_may_open(l, base), pol_may_none(l, base));
}

static pol_form ended(pol_form f, uint32_t state) {
  f.state = state;
  return state == POL_REG_OPEN || state == POL_REG_NONE ? pol_form_int(pol_part_const(0), state) : f;
}

/* The base as 0 where there is none. */
static pol_part or_nothing(pol_lower *l, pol_part p, uint32_t state) {
  if (state == POL_REG_NONE || p.constant) return state == POL_REG_NONE ? pol_part_const(0) : p;
  pol_step x = {.kernel = (uint16_t)(POL_K_KNOWN_OR_8 + p.width), .lists = pol_lists_of(l, &state, 1), .a = p.reg, .s = state};
  return pol_part_reg(pol_emit(l, x, p.width), p.width, less(p.lo, 0), more(p.hi, 0));
}

static pol_form add_all(pol_lower *l, uint32_t node) {
  rules r;
  pol_form base;
  if (!pol_form_open(&base, l, pol_form_arg(l, node, 0), POL_REPR_NUM) || !read_rules(&r, l, node, 1)) return pol_form_none;
  uint32_t before = base.state;
  r.each[r.n] = &base;
  if (!pol_form_join(l, r.each, r.n + 1)) return pol_form_none;
  pol_part all = base.part[0];
  if (pol_may_none(l, before)) {
    if (before != POL_REG_NONE && all.constant) all = pol_part_reg(pol_part_lane(l, all, pol_width_for(all.lo, all.hi)), pol_width_for(all.lo, all.hi), all.lo, all.hi);
    all = or_nothing(l, all, before);
  }
  base.part[0] = all;
  for (uint32_t j = 0; j < r.n; j++) {
    const pol_part nothing[2] = {pol_part_const(0), pol_part_const(1)};
    pol_part amount[2] = {pol_part_select(l, r.o[j].v, r.value[j].part[0], nothing[0])};
    if (base.kind == POL_FORM_RATIO) amount[1] = pol_part_select(l, r.o[j].v, r.value[j].part[1], nothing[1]);
    if (!(base.kind == POL_FORM_RATIO ? pol_ratio_add(l, base.part, amount) : pol_part_add(l, &base.part[0], base.part[0], amount[0], 1))) return pol_form_none;
  }
  if (r.n == 0) return ended(base, before);
  return ended(base, state_after(l, POL_K_STATE_ADD, &r, before));
}

static bool multiply_by_ratio(pol_lower *l, pol_form *base, const pol_form *f, uint32_t when) {
  const pol_part one[2] = {pol_part_const(f->down), pol_part_const(1)};
  pol_part by[2] = {f->part[0], f->part[1]};
  if (base->kind == POL_FORM_NUM) base->part[1] = pol_part_const(1);
  base->kind = POL_FORM_RATIO;
  if (!pol_part_lin(l, &by[0], by[0], f->up, 0)) return false;
  pol_ratio_select(l, by, when, by, one);
  return pol_ratio_mul(l, base->part, by) && pol_form_scale(base, (pol_num){1, f->down});
}

static pol_form mul_all(pol_lower *l, uint32_t node) {
  rules r;
  pol_form base;
  if (!pol_form_open(&base, l, pol_form_arg(l, node, 0), POL_REPR_NUM) || !read_rules(&r, l, node, 1)) return pol_form_none;
  for (uint32_t j = 0; j < r.n; j++) {
    pol_form *f = &r.value[j];
    pol_part by;
    if (f->kind == POL_FORM_RATIO) {
      if (!multiply_by_ratio(l, &base, f, r.o[j].v)) return pol_form_none;
      continue;
    }
    if (!pol_part_lin(l, &by, f->part[0], f->up, 0)) return pol_form_none;
    by = pol_part_select(l, r.o[j].v, by, pol_part_const(f->down));
    if (!pol_part_mul(l, &base.part[0], base.part[0], by) || !pol_form_scale(&base, (pol_num){1, f->down})) return pol_form_none;
  }
  return ended(base, state_after(l, POL_K_STATE_AFTER, &r, base.state));
}

/* The least cap, or the greatest floor, in each row; where there is none, what never bites. */
static pol_part bound(pol_lower *l, const rules *r, bool floor, int64_t none, bool *any) {
  pol_part all = pol_part_const(none);
  *any = false;
  for (uint32_t j = 0; j < r->n; j++) {
    if ((r->kind[j] != 0) != floor) continue;
    pol_part one = pol_part_select(l, r->o[j].v, r->value[j].part[0], pol_part_const(none));
    all = *any ? pol_part_extreme(l, all, one, floor) : one;
    *any = true;
  }
  return all;
}

/* One bound after the other: of several caps the least holds so, of several floors the greatest. With both, which of them cross is not looked for here. */
static bool bound_ratio(pol_lower *l, pol_form *base, const rules *r) {
  for (uint32_t j = 0; j < r->n; j++) {
    if (r->kind[j] != r->kind[0] || !pol_ratio_extreme(l, base->part, r->o[j].v, r->value[j].part, r->kind[j] != 0)) return false;
  }
  return true;
}

static pol_form cap_all(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  rules r;
  pol_form base;
  if (!pol_form_open(&base, l, pol_form_arg(l, node, 0), (pol_repr)x->repr) || !read_rules(&r, l, node, 1)) return pol_form_none;
  r.each[r.n] = &base;
  if (x->repr == POL_REPR_NUM && !pol_form_join(l, r.each, r.n + 1)) return pol_form_none;
  if (base.kind == POL_FORM_RATIO) return bound_ratio(l, &base, &r) ? ended(base, state_after(l, POL_K_STATE_AFTER, &r, base.state)) : pol_form_none;
  int64_t lo = base.part[0].lo, hi = base.part[0].hi;
  for (uint32_t j = 0; j < r.n; j++) lo = less(lo, r.value[j].part[0].lo), hi = more(hi, r.value[j].part[0].hi);
  bool caps, floors;
  pol_part cap = bound(l, &r, false, hi, &caps), floor = bound(l, &r, true, lo, &floors);
  if (caps) base.part[0] = pol_part_extreme(l, base.part[0], cap, false);
  if (floors) base.part[0] = pol_part_extreme(l, base.part[0], floor, true);
  if (caps && floors) {
    pol_part clash = pol_part_compare(l, POL_OP_GT, floor, cap, POL_REG_KNOWN);
    if (!clash.constant || clash.lo != 0) {
      r.o[r.n++] = (pol_operand){.v = pol_part_truth(l, clash, POL_REG_KNOWN), .of = POL_REG_OPEN};
      r.open = r.makes = true;
    }
  }
  return ended(base, state_after(l, POL_K_STATE_AFTER, &r, base.state));
}

/* -- permissions */

static int from_the_weakest(const void *a, const void *b) {
  const pol_operand *x = a, *y = b;
  if (x->rank != y->rank) return x->rank > y->rank ? -1 : 1;
  return (x->v > y->v) - (x->v < y->v);
}

static pol_form permission(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_operand *o = POL_NEW_N(l->scratch, pol_operand, x->n + 1);
  uint32_t n = 0, *states = POL_NEW_N(l->scratch, uint32_t, x->n + 1);
  int64_t least = POL_OUT_SILENT;
  bool open = false;
  if (o == NULL || states == NULL) return l->status = POL_NO_MEMORY, pol_form_none;
  for (uint32_t j = 0; j < x->n; j++) {
    const pol_form *when = pol_form_arg(l, node, j);
    if (when->kind == POL_FORM_CONST && (when->v.state == POL_NOT_APPLICABLE || (when->v.state == POL_KNOWN && when->v.as.i == 0))) continue;
    if (!pol_form_truth_lane(l, when, &o[n].v, &o[n].s)) return pol_form_none;
    if (!pol_may_open(l, o[n].s)) o[n].s = POL_REG_KNOWN; /* what is not applicable is no */
    o[n].rank = l->p->ranks[x->aux + j];
    least = less(least, o[n].rank);
    states[n] = o[n].s;
    open |= pol_may_open(l, o[n].s);
    n++;
  }
  if (n == 0) return pol_form_int(pol_part_const(POL_OUT_SILENT), POL_REG_KNOWN);
  qsort(o, n, sizeof *o, from_the_weakest);
  uint32_t state = POL_REG_KNOWN, at = pol_operands(l, o, n);
  uint32_t out = pol_emit(l, (pol_step){.kernel = POL_K_PERMISSION, .lists = POL_IN_BOTH, .at = at, .n = n}, POL_LANE_8);
  uint8_t lists = pol_lists_of(l, states, n);
  if (open) state = pol_emit_state(l, (pol_step){.kernel = POL_K_PERMISSION_STATE, .lists = lists, .a = out, .at = at, .n = n}, lists == POL_IN_BOTH, true, false);
  return pol_form_int(pol_part_reg(out, POL_LANE_8, least, POL_OUT_SILENT), state);
}

pol_form pol_lower_rules(pol_lower *l, uint32_t node) {
  switch ((pol_op)l->p->node[node].op) {
  case POL_OP_PERMISSION: return permission(l, node);
  case POL_OP_PICK:
  case POL_OP_PICK_LEAST:
  case POL_OP_PICK_GREATEST: return pick(l, node);
  case POL_OP_ADD_ALL: return add_all(l, node);
  case POL_OP_MUL_ALL: return mul_all(l, node);
  case POL_OP_CAP_ALL: return cap_all(l, node);
  default: return pol_form_none;
  }
}
