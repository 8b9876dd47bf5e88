/* Making expressions. Every one lies inside a pol_measured, so that its height is known without walking it: a definition of a definition
 * of a definition must not build what later walkers cannot recurse into. */
#include "check/context.h"
#include <stdarg.h>
#include <string.h>

static const pol_measured *measured(const pol_expr *e) {
  return (const pol_measured *)(const void *)e;
}

uint32_t pol_expr_steps(const pol_expr *e) {
  return measured(e)->steps;
}

static pol_expr *spare(pol_checker *c) {
  c->no_memory = true;
  return &c->spare.expr;
}

static pol_measured *take(pol_checker *c, const pol_node *node) {
  pol_measured *m = POL_NEW(c->in->arena, pol_measured);
  if (m == NULL) return NULL;
  m->expr.ref = POL_NO_REF;
  m->expr.define = POL_NO_REF;
  m->expr.slot = UINT32_MAX; /* no node of a program yet */
  m->expr.node = node;
  m->height = m->steps = 1;
  return m;
}

pol_expr *pol_expr_broken(pol_checker *c, const pol_node *node) {
  pol_measured *m = take(c, node);
  if (m == NULL) return spare(c);
  m->expr.op = POL_OP_CONST;
  m->expr.value.state = POL_UNKNOWN;
  return &m->expr;
}

/* Reported once: whatever grows past the limit does so in many places. */
static pol_expr *too_large(pol_checker *c, const pol_node *node) {
  if (!c->too_large && node != NULL) {
    pol_report *r = pol_check_report(c, POL_R_DEFINITIONS_TOO_LARGE, node, "this is too much to work out in one go");
    pol_report_help(c->in->reports, r, "make a decision of one of the definitions that it uses, and use its answer");
  }
  c->too_large = true;
  return pol_expr_broken(c, node);
}

pol_expr *pol_expr_list(pol_checker *c, pol_op op, pol_type type, const pol_node *node, uint32_t n, pol_expr **arg) {
  uint32_t height = 1;
  uint64_t steps = 1;
  for (uint32_t i = 0; i < n; i++) {
    if (arg[i] == NULL) continue;
    uint32_t below = measured(arg[i])->height + 1;
    if (below > height) height = below;
    steps += measured(arg[i])->steps;
  }
  if (height > POL_CHECK_HEIGHT || steps > POL_CHECK_STEPS) return too_large(c, node);
  pol_measured *m = take(c, node);
  if (m == NULL) return spare(c);
  m->height = height;
  m->steps = (uint32_t)steps;
  m->expr.op = (uint8_t)op;
  m->expr.type = type;
  m->expr.n = n;
  if (n == 0) return &m->expr;
  m->expr.arg = POL_NEW_N(c->in->arena, pol_expr *, n);
  if (m->expr.arg == NULL) return spare(c);
  memcpy(m->expr.arg, arg, n * sizeof *arg);
  return &m->expr;
}

pol_expr *pol_expr_new(pol_checker *c, pol_op op, pol_type type, const pol_node *node, uint32_t n, ...) {
  pol_expr *arg[8];
  va_list args;
  va_start(args, n);
  if (n > 8) n = 8; /* no operation with a fixed number of arguments has as many */
  for (uint32_t i = 0; i < n; i++) arg[i] = va_arg(args, pol_expr *);
  va_end(args);
  return pol_expr_list(c, op, type, node, n, arg);
}

pol_expr *pol_expr_copy(pol_checker *c, const pol_expr *e) {
  pol_measured *m = take(c, e->node);
  if (m == NULL) return spare(c);
  m->expr = *e;
  m->height = measured(e)->height;
  m->steps = measured(e)->steps;
  return &m->expr;
}

pol_expr *pol_expr_const(pol_checker *c, pol_value v, const pol_node *node) {
  pol_expr *e = pol_expr_new(c, POL_OP_CONST, v.type, node, 0);
  e->value = v;
  return e;
}

pol_expr *pol_expr_bool(pol_checker *c, bool v) {
  pol_value value = { .type = { .kind = POL_T_BOOL, .ref = POL_NO_REF }, .as.i = v };
  pol_expr *e = pol_expr_const(c, value, NULL);
  e->flags |= POL_X_ADDED;
  return e;
}

pol_expr *pol_expr_fact(pol_checker *c, uint32_t fact, const pol_node *node) {
  pol_expr *e = pol_expr_new(c, POL_OP_INPUT, c->m->facts.at[fact].type, node, 0);
  e->ref = fact;
  return e;
}

static bool same_value(const pol_value *a, const pol_value *b) {
  if (a->state != b->state) return false;
  if (a->state != POL_KNOWN) return true;
  switch (pol_type_repr(a->type)) {
  case POL_REPR_INT: return a->as.i == b->as.i;
  case POL_REPR_NUM: return pol_num_cmp(a->as.num, b->as.num) == 0;
  case POL_REPR_PERIOD: return a->as.period.months == b->as.period.months && a->as.period.days == b->as.period.days;
  case POL_REPR_LIST: return false;
  }
  return false;
}

bool pol_expr_same(const pol_expr *a, const pol_expr *b) {
  if (a == b) return true;
  if (a == NULL || b == NULL) return false;
  if (a->op != b->op || a->k != b->k || a->n != b->n || a->ref != b->ref || a->field != b->field) return false;
  if (a->type.kind != b->type.kind || a->type.ref != b->type.ref || !pol_unit_same(a->type.unit, b->type.unit)) return false;
  if (a->op == POL_OP_CONST) return a->type.kind != POL_T_BROKEN && same_value(&a->value, &b->value);
  for (uint32_t i = 0; i < a->n; i++)
    if (!pol_expr_same(a->arg[i], b->arg[i])) return false;
  return true;
}
