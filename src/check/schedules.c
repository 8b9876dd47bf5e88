/* Steps from a date: `100% for 24 months from D, then 50% for 12 months, then 0%`. The lengths are added up and counted from D, never one from the
 * end of the other: 31 August and 6 months and 6 months is 31 August. Before D nothing is said: not applicable. */
#include "check/expr.h"

enum { FIRST = 0, LENGTH, FROM, STEPS };

static pol_expr *add_lengths(pol_checker *c, pol_expr *so_far, pol_expr *length, const pol_node *node) {
  if (so_far == NULL) return length;
  pol_expr *e = pol_expr_new(c, POL_OP_PERIOD_ADD, so_far->type, node, 2, so_far, length);
  e->k = 1;
  e->flags |= POL_X_ADDED;
  pol_value v;
  return pol_expr_fold(e, &v, c->m->short_months) ? pol_expr_const(c, v, node) : e;
}

/* The amount of a length, as a period; broken after a report. */
static pol_expr *length_of(pol_checker *c, const pol_node *node) {
  pol_expr *length = pol_check_infer(c, node, NULL);
  pol_expr *period = pol_check_to_period(c, length);
  if (period != NULL) return period;
  pol_type wanted = pol_type_of(POL_T_PERIOD);
  return pol_check_convert(c, length, &wanted, node);
}

static pol_expr *before(pol_checker *c, pol_expr *end, const pol_node *node) {
  pol_expr *as_of = pol_expr_new(c, POL_OP_AS_OF, pol_type_of(POL_T_DATE), node, 0);
  as_of->flags |= POL_X_ADDED;
  pol_expr *e = pol_expr_new(c, POL_OP_LT, pol_type_of(POL_T_BOOL), node, 2, as_of, end);
  e->flags |= POL_X_ADDED;
  return e;
}

static const pol_node *step_value(const pol_node *node, uint32_t i) {
  if (i == 0) return node->kid[FIRST];
  const pol_node *step = node->kid[STEPS + i - 1];
  return pol_kid(step, 0);
}

static const pol_node *step_length(const pol_node *node, uint32_t i) {
  if (i == 0) return node->kid[LENGTH];
  const pol_node *step = node->kid[STEPS + i - 1];
  return pol_kid(step, 1);
}

/* The ends of all steps but the last, which has none. false: something was reported. */
static bool find_ends(pol_checker *c, const pol_node *node, pol_expr *from, pol_expr **end, uint32_t n) {
  pol_expr *so_far = NULL;
  bool fine = !pol_type_is(from->type, POL_T_BROKEN);
  for (uint32_t i = 0; i + 1 < n; i++) {
    const pol_node *length_node = step_length(node, i);
    pol_expr *length = length_of(c, length_node);
    if (pol_type_is(length->type, POL_T_BROKEN)) fine = false;
    if (!fine) continue;
    so_far = add_lengths(c, so_far, length, length_node);
    end[i] = pol_check_shifted(c, from, so_far, 1, length_node);
    end[i]->flags |= POL_X_ADDED;
    fine = !pol_type_is(end[i]->type, POL_T_BROKEN);
  }
  return fine;
}

pol_expr *pol_check_schedule(pol_checker *c, const pol_node *node, const pol_type *wanted) {
  uint32_t n = node->n - STEPS + 1;
  pol_expr **value = POL_NEW_N(c->in->arena, pol_expr *, n), **end = POL_NEW_N(c->in->arena, pol_expr *, n);
  if (value == NULL || end == NULL) {
    c->no_memory = true;
    return pol_expr_broken(c, node);
  }
  pol_type date = pol_type_of(POL_T_DATE);
  pol_expr *from = pol_check_amount(c, node->kid[FROM], &date);
  bool fine = find_ends(c, node, from, end, n);
  for (uint32_t i = 0; i < n; i++) {
    value[i] = pol_check_infer(c, step_value(node, i), wanted != NULL ? wanted : i > 0 ? &value[0]->type : NULL);
    if (value[i]->node == NULL) fine = false;
  }
  if (!pol_check_common(c, value, n, wanted) || !fine) return pol_expr_broken(c, node);
  pol_expr *e = value[n - 1];
  for (uint32_t i = n - 1; i-- > 0;) {
    e = pol_check_select(c, before(c, end[i], node), value[i], e, node);
    e->flags |= POL_X_ADDED;
  }
  pol_expr *none = pol_expr_const(c, (pol_value){ .state = POL_NOT_APPLICABLE, .type = e->type }, node);
  none->flags |= POL_X_ADDED;
  return pol_expr_new(c, POL_OP_SELECT, e->type, node, 3, before(c, from, node), none, e);
}
