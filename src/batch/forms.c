/* What a node is in lanes: constants, parts with their units, states. */
#include "batch/lower.h"
#include "ops/kernels.h"
#include "program/shape.h"

const pol_form pol_form_none = {.kind = POL_FORM_NONE};

pol_form pol_form_const(pol_value v) { return (pol_form){.kind = POL_FORM_CONST, .v = v}; }
pol_form pol_form_state(pol_state state) { return pol_form_const((pol_value){.state = (uint8_t)state}); }
pol_form pol_form_truth(bool yes) { return pol_form_const((pol_value){.state = POL_KNOWN, .type = {.kind = POL_T_BOOL}, .as.i = yes}); }

/* What is open or not applicable in every row is a constant. */
pol_form pol_form_int(pol_part p, uint32_t state) {
  if (state == POL_REG_OPEN) return pol_form_state(POL_UNKNOWN);
  if (state == POL_REG_NONE) return pol_form_state(POL_NOT_APPLICABLE);
  if (!p.constant || state != POL_REG_KNOWN) return (pol_form){.kind = POL_FORM_INT, .part = {p}, .state = state};
  return pol_form_const((pol_value){.state = POL_KNOWN, .type = {.kind = POL_T_BOOL}, .as.i = (int32_t)p.lo});
}

const pol_form *pol_form_arg(const pol_lower *l, uint32_t node, uint32_t j) { return &l->form[l->p->args[l->p->node[node].arg + j]]; }

/* -- constants */

static uint32_t state_of(const pol_value *v) {
  return v->state == POL_KNOWN ? POL_REG_KNOWN : v->state == POL_NOT_APPLICABLE ? POL_REG_NONE : POL_REG_OPEN;
}

bool pol_form_open(pol_form *out, const pol_lower *l, const pol_form *f, pol_repr repr) {
  static const pol_form_kind kind[] = {[POL_REPR_INT] = POL_FORM_INT, [POL_REPR_NUM] = POL_FORM_NUM, [POL_REPR_PERIOD] = POL_FORM_PERIOD};
  *out = *f;
  (void)l;
  if (f->kind == POL_FORM_NONE || repr == POL_REPR_LIST) return false;
  if (f->kind != POL_FORM_CONST) return true;
  *out = (pol_form){.kind = kind[repr], .state = state_of(&f->v), .part = {pol_part_const(0), pol_part_const(0)}, .up = 1, .down = 1};
  if (f->v.state != POL_KNOWN) return true;
  switch (repr) {
  case POL_REPR_INT: out->part[0] = pol_part_const(f->v.as.i); return true;
  case POL_REPR_PERIOD:
    out->part[0] = pol_part_const(f->v.as.period.months);
    out->part[1] = pol_part_const(f->v.as.period.days);
    return true;
  case POL_REPR_NUM:
    if (f->v.as.num.n <= -POL_PART_MOST || f->v.as.num.n >= POL_PART_MOST || f->v.as.num.d >= POL_PART_MOST) return false;
    out->part[0] = pol_part_const((int64_t)f->v.as.num.n);
    out->down = (int64_t)f->v.as.num.d;
    return true;
  case POL_REPR_LIST: break;
  }
  return false;
}

/* -- units */

/* up / down in lowest terms; false: too large. */
static bool set_unit(pol_form *f, pol_i128 up, pol_i128 down) {
  pol_i128 g = pol_num_gcd(up, down);
  up /= g, down /= g;
  if (up >= POL_PART_MOST || down >= POL_PART_MOST) return false;
  f->up = (int64_t)up, f->down = (int64_t)down;
  return true;
}

bool pol_form_scale(pol_form *f, pol_num by) {
  if (by.n <= 0 || by.n >= POL_PART_MOST || by.d >= POL_PART_MOST) return false;
  pol_i128 g = pol_num_gcd(f->up, by.d), h = pol_num_gcd(by.n, f->down);
  return set_unit(f, (f->up / g) * (by.n / h), (f->down / h) * (by.d / g));
}

/* The greatest unit of which both are whole multiples. */
static bool join_units(pol_form *all, pol_i128 up, pol_i128 down) {
  pol_i128 g = pol_num_gcd(all->down, down), a = all->up * (down / g), b = up * (all->down / g);
  return set_unit(all, pol_num_gcd(a, b), all->down / g * down);
}

static bool unit_of(pol_form *unit, const pol_form *f, bool *begun) {
  pol_i128 up = f->up, down = f->down;
  if (f->part[0].constant && f->kind == POL_FORM_NUM) { /* itself: so that it is a whole number of units */
    if (f->part[0].lo == 0) return true;
    up *= f->part[0].lo < 0 ? -(pol_i128)f->part[0].lo : f->part[0].lo;
    pol_i128 g = pol_num_gcd(up, down);
    up /= g, down /= g;
    if (up >= POL_PART_MOST) return false;
  }
  if (!*begun) {
    *begun = true;
    return set_unit(unit, up, down);
  }
  return join_units(unit, up, down);
}

static bool into_unit(pol_lower *l, pol_form *f, const pol_form *unit) {
  pol_i128 g = pol_num_gcd(f->up, unit->up), h = pol_num_gcd(f->down, unit->down);
  pol_i128 m = (f->up / g) * (unit->down / h), d = (unit->up / g) * (f->down / h);
  if (f->part[0].constant && f->kind == POL_FORM_NUM) {
    pol_i128 e = pol_num_gcd(f->part[0].lo, d), k = f->part[0].lo / e;
    if (m >= POL_PART_MOST || k * m >= POL_PART_MOST || k * m <= -POL_PART_MOST) return false;
    f->part[0] = pol_part_const((int64_t)(k * m / (d / e)));
  } else {
    if (m >= POL_PART_MOST * d || !pol_part_lin(l, &f->part[0], f->part[0], (int64_t)(m / d), 0)) return false;
  }
  f->up = unit->up, f->down = unit->down;
  return true;
}

bool pol_form_join(pol_lower *l, pol_form *const *f, uint32_t n) {
  pol_form unit = {.up = 1, .down = 1};
  bool begun = false, ratio = false;
  for (uint32_t j = 0; j < n; j++) ratio |= f[j]->kind == POL_FORM_RATIO;
  for (uint32_t j = 0; j < n; j++)
    if (!unit_of(&unit, f[j], &begun)) return false;
  for (uint32_t j = 0; j < n; j++) {
    if (!into_unit(l, f[j], &unit)) return false;
    if (ratio && f[j]->kind == POL_FORM_NUM) f[j]->kind = POL_FORM_RATIO, f[j]->part[1] = pol_part_const(1);
  }
  return true;
}

/* -- conditions */

bool pol_form_truth_lane(pol_lower *l, const pol_form *f, uint32_t *v, uint32_t *state) {
  pol_form o;
  if (!pol_form_open(&o, l, f, POL_REPR_INT) || !pol_part_is_truth(o.part[0])) return false;
  *v = pol_part_truth(l, o.part[0], o.state);
  *state = o.state;
  return true;
}

pol_form pol_form_sealed(pol_lower *l, pol_form f) {
  if (f.kind != POL_FORM_INT || f.part[0].constant || !pol_part_is_truth(f.part[0]) || f.state == POL_REG_KNOWN) return f;
  pol_step x = {.kernel = POL_K_KNOWN_OR_8, .lists = pol_lists_of(l, &f.state, 1), .a = f.part[0].reg, .s = f.state};
  f.part[0].reg = pol_emit(l, x, POL_LANE_8);
  return f;
}

/* -- folding, by the exact kernels */

typedef struct cell { pol_column column; uint8_t state; union { int32_t i; pol_num num; pol_period period; } as; } cell;

static void put(cell *c, pol_repr repr, const pol_value *v) {
  c->state = POL_CELL(v->state, v->fault);
  c->column.state = &c->state;
  c->as.num = pol_num_int(0);
  if (repr == POL_REPR_INT) c->column.as.i = &c->as.i, c->as.i = v->state == POL_KNOWN ? v->as.i : 0;
  else if (repr == POL_REPR_NUM) c->column.as.num = &c->as.num, c->as.num = v->state == POL_KNOWN ? v->as.num : pol_num_int(0);
  else c->column.as.period = &c->as.period, c->as.period = v->state == POL_KNOWN ? v->as.period : (pol_period){0, 0};
}

static bool all_constant(const pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  for (uint32_t j = 0; j < x->n; j++) {
    uint32_t arg = l->p->args[x->arg + j];
    if (arg == POL_NO_NODE || l->form[arg].kind != POL_FORM_CONST || l->p->node[arg].repr == POL_REPR_LIST) return false;
  }
  return x->n > 0 && x->repr != POL_REPR_LIST;
}

bool pol_form_fold(pol_form *out, pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_kernel kernel = pol_kernel_find((pol_op)x->op, (pol_repr)x->arg_repr);
  if (kernel == NULL || !all_constant(l, node)) return false;
  cell *cells = POL_NEW_N(l->scratch, cell, x->n + 1);
  pol_column *columns = POL_NEW_N(l->scratch, pol_column, x->n);
  uint32_t *numbers = POL_NEW_N(l->scratch, uint32_t, x->n);
  if (cells == NULL || columns == NULL || numbers == NULL) return l->status = POL_NO_MEMORY, false;
  for (uint32_t j = 0; j < x->n; j++) {
    uint32_t arg = l->p->args[x->arg + j];
    put(&cells[j], (pol_repr)l->p->node[arg].repr, &l->form[arg].v);
    columns[j] = cells[j].column;
    numbers[j] = j;
  }
  cell *to = &cells[x->n];
  put(to, (pol_repr)x->repr, &(pol_value){.state = POL_UNKNOWN});
  pol_kernel_call call = {.column = columns, .arg = numbers, .args = x->n, .n = 1, .out = to->column, .k = x->k, .aux = x->aux};
  if (x->op == POL_OP_PERMISSION || x->op == POL_OP_CAP_ALL) call.ranks = l->p->ranks + x->aux;
  kernel(&call);
  pol_value v = {.state = (uint8_t)POL_CELL_STATE(to->state), .fault = (uint8_t)POL_CELL_FAULT(to->state)};
  if (x->repr == POL_REPR_INT) v.as.i = to->as.i;
  else if (x->repr == POL_REPR_NUM) v.as.num = to->as.num;
  else v.as.period = to->as.period;
  *out = pol_form_const(v);
  return true;
}
