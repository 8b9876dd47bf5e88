/* What holds where we are. A fact with `only when C` may be used where C is implied: by an earlier test of the same `and`, by one of the same `or`
 * that does not hold, by what the rule or its decision applies to. Only what can be read off the conditions counts; nothing is proved that the author would
 * have to think about. */
#include "check/expr.h"
#include <string.h>

static void push(pol_checker *c, const pol_expr *test) {
  if (c->implieds == c->implied_cap) {
    uint32_t cap = c->implied_cap == 0 ? 16 : 2 * c->implied_cap;
    const pol_expr **grown = POL_NEW_N(c->in->arena, const pol_expr *, cap);
    if (grown == NULL) {
      c->no_memory = true;
      return;
    }
    if (c->implieds > 0) memcpy(grown, c->implied, c->implieds * sizeof *grown);
    c->implied = grown;
    c->implied_cap = cap;
  }
  c->implied[c->implieds++] = test;
}

void pol_check_imply(pol_checker *c, const pol_expr *test) {
  if (test == NULL || pol_type_is(test->type, POL_T_BROKEN)) return;
  if (test->op == POL_OP_HOLDS) {
    pol_check_imply(c, test->arg[0]);
    return;
  }
  push(c, test);
  if (test->op == POL_OP_AND)
    for (uint32_t i = 0; i < test->n; i++) pol_check_imply(c, test->arg[i]);
}

void pol_check_imply_not(pol_checker *c, const pol_expr *test) {
  if (test == NULL || pol_type_is(test->type, POL_T_BROKEN)) return;
  if (test->op == POL_OP_HOLDS || test->op == POL_OP_OR) {
    for (uint32_t i = 0; i < test->n; i++) pol_check_imply_not(c, test->arg[i]);
    return;
  }
  if (test->op == POL_OP_NOT) {
    pol_check_imply(c, test->arg[0]);
    return;
  }
  bool is = test->op == POL_OP_EQ, two = is || test->op == POL_OP_NE;
  push(c, two ? pol_expr_new(c, is ? POL_OP_NE : POL_OP_EQ, test->type, test->node, 2, test->arg[0], test->arg[1])
              : pol_expr_new(c, POL_OP_NOT, test->type, test->node, 1, test));
}

static bool is_among(const pol_expr *value, const pol_expr *in, uint32_t from) {
  for (uint32_t i = from; i < in->n; i++)
    if (pol_expr_same(value, in->arg[i])) return true;
  return false;
}

static bool constant(const pol_expr *e) {
  return e->op == POL_OP_CONST && !pol_type_is(e->type, POL_T_BROKEN);
}

/* `x is a` says `x is one of a, b` and `x is not c`; `x is one of a, b` says `x is one of a, b, c`. */
static bool says(const pol_expr *known, const pol_expr *wanted) {
  if (pol_expr_same(known, wanted)) return true;
  bool is = known->op == POL_OP_EQ && constant(known->arg[1]);
  if (is && wanted->op == POL_OP_IN) return pol_expr_same(known->arg[0], wanted->arg[0]) && is_among(known->arg[1], wanted, 1);
  if (is && wanted->op == POL_OP_NE && constant(wanted->arg[1]))
    return pol_expr_same(known->arg[0], wanted->arg[0]) && !pol_expr_same(known->arg[1], wanted->arg[1]);
  if (known->op != POL_OP_IN || wanted->op != POL_OP_IN || !pol_expr_same(known->arg[0], wanted->arg[0])) return false;
  for (uint32_t i = 1; i < known->n; i++)
    if (!is_among(known->arg[i], wanted, 1)) return false;
  return true;
}

bool pol_check_implied(const pol_checker *c, const pol_expr *condition) {
  if (pol_type_is(condition->type, POL_T_BROKEN)) return true;
  for (uint32_t i = c->implieds; i-- > 0;)
    if (says(c->implied[i], condition)) return true;
  if (condition->op != POL_OP_AND && condition->op != POL_OP_OR) return false;
  bool all = condition->op == POL_OP_AND;
  for (uint32_t i = 0; i < condition->n; i++)
    if (pol_check_implied(c, condition->arg[i]) != all) return !all;
  return all;
}

/* Whether a value cannot be had without this fact: through arithmetic and comparisons, never through and, or, or a choice. */
static bool rests_on(const pol_expr *e, uint32_t fact, int depth) {
  if (e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) return e->ref == fact;
  bool strict = (e->op >= POL_OP_EQ && e->op <= POL_OP_GE) || e->op == POL_OP_IN || (e->op >= POL_OP_ADD && e->op <= POL_OP_NEG) ||
                (e->op >= POL_OP_SHIFT_DATE && e->op <= POL_OP_LAST_OF_MONTH);
  for (uint32_t i = 0; strict && depth > 0 && i < e->n; i++)
    if (rests_on(e->arg[i], fact, depth - 1)) return true;
  return false;
}

/* A test that holds has had the facts that it compares: whoever used them there without their condition has been told so there. */
bool pol_check_exists(const pol_checker *c, uint32_t fact) {
  enum { DEPTH = 8 };
  for (uint32_t i = c->implieds; i-- > 0;)
    if (rests_on(c->implied[i], fact, DEPTH)) return true;
  return pol_check_implied(c, c->m->facts.at[fact].only_when);
}
