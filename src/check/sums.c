/* Adding, taking away, multiplying, dividing: what goes with what, and the unit that comes out. */
#include "check/expr.h"
#include <string.h>

static bool is(const pol_expr *e, pol_type_kind kind) {
  return pol_type_is(e->type, kind);
}

static pol_expr *mismatch(pol_checker *c, const pol_expr *a, const pol_expr *b, bool add, const pol_node *node) {
  if (add) pol_check_mismatch(c, b, a, node, "added to");
  else pol_check_mismatch(c, b, a, node, "taken from");
  return pol_expr_broken(c, node);
}

static pol_expr *difference(pol_checker *c, pol_expr *a, pol_expr *b, const pol_node *node) {
  if (is(a, POL_T_DATE)) return pol_expr_new(c, POL_OP_DAYS_BETWEEN, pol_type_number((pol_unit){ .day = 1 }), node, 2, b, a);
  pol_unit step = { .step = 1, .order = a->type.ref };
  return pol_expr_new(c, POL_OP_ORDER_DIFF, pol_type_number(step), node, 2, a, b);
}

static bool is_order(const pol_checker *c, const pol_expr *e) {
  return is(e, POL_T_OPTION) && pol_type_ordered(c, e->type);
}

static pol_expr *numbers(pol_checker *c, pol_expr *a, pol_expr *b, bool add, const pol_node *node) {
  pol_expr *x = a, *y = b;
  if (!pol_check_unify(c, &x, &y)) return mismatch(c, a, b, add, node);
  if (is(x, POL_T_BROKEN) || is(y, POL_T_BROKEN)) return pol_expr_broken(c, node);
  if (is(x, POL_T_PERIOD)) {
    pol_expr *e = pol_expr_new(c, POL_OP_PERIOD_ADD, x->type, node, 2, x, y);
    e->k = add ? 1 : -1;
    return e;
  }
  pol_type type = x->type;
  if (x->type.show != y->type.show) type.show = POL_SHOW_PLAIN;
  return pol_expr_new(c, add ? POL_OP_ADD : POL_OP_SUB, type, node, 2, x, y);
}

static pol_expr *add_or_sub(pol_checker *c, const pol_node *node, bool add) {
  pol_expr *a = pol_check_infer(c, node->kid[0], NULL);
  pol_expr *b = pol_check_infer(c, node->kid[1], is(a, POL_T_OPTION) ? &a->type : NULL);
  if (is(a, POL_T_BROKEN) || is(b, POL_T_BROKEN)) return pol_expr_broken(c, node);
  bool a_moves = is(a, POL_T_DATE) || is_order(c, a), b_moves = is(b, POL_T_DATE) || is_order(c, b);
  if (a_moves && b_moves) {
    if (add || a->type.kind != b->type.kind || a->type.ref != b->type.ref) return mismatch(c, a, b, add, node);
    return difference(c, a, b, node);
  }
  if (a_moves) return pol_check_shifted(c, a, b, add ? 1 : -1, node);
  if (b_moves && add) return pol_check_shifted(c, b, a, 1, node);
  bool amounts = (is(a, POL_T_NUMBER) || is(a, POL_T_PERIOD)) && (is(b, POL_T_NUMBER) || is(b, POL_T_PERIOD));
  return amounts ? numbers(c, a, b, add, node) : mismatch(c, a, b, add, node);
}

static bool currencies_clash(pol_unit a, pol_unit b) {
  return (a.money != 0 && b.money != 0 && a.currency != b.currency) || (a.step != 0 && b.step != 0 && a.order != b.order);
}

pol_expr *pol_check_product(pol_checker *c, pol_op op, pol_expr *a, pol_expr *b, const pol_node *node) {
  a = pol_check_pure_period(c, a);
  b = pol_check_pure_period(c, b);
  if (is(a, POL_T_BROKEN) || is(b, POL_T_BROKEN)) return pol_expr_broken(c, node);
  const pol_expr *odd = !is(a, POL_T_NUMBER) ? a : !is(b, POL_T_NUMBER) ? b : NULL;
  if (odd != NULL) {
    pol_report *r = pol_check_report(c, POL_R_NOT_RECKONED, odd->node != NULL ? odd->node : node, "%s cannot be %s", pol_check_type_name(c, odd->type),
                                     op == POL_OP_MUL ? "multiplied" : "divided, and nothing is divided by it");
    pol_report_label(c->in->reports, r, "%s", pol_check_type_name(c, odd->type));
    return pol_expr_broken(c, node);
  }
  if (currencies_clash(a->type.unit, b->type.unit)) {
    pol_check_mismatch(c, a, b, node, op == POL_OP_MUL ? "multiplied by" : "divided by");
    return pol_expr_broken(c, node);
  }
  return pol_expr_new(c, op, pol_type_number(pol_unit_mul(a->type.unit, b->type.unit, op == POL_OP_MUL ? 1 : -1)), node, 2, a, b);
}

/* `1/2 of x` is read as 1 / (2 of x), since `of` binds tightest; two written numbers can only mean the fraction. */
static const pol_node *fraction_of(const pol_node *node) {
  const pol_node *right = node->kid[1];
  if (node->kid[0]->kind != POL_N_NUMBER || right->kind != POL_N_OF) return NULL;
  return pol_is_node(right->kid[0], POL_N_NUMBER) ? right : NULL;
}

static pol_expr *negative(pol_checker *c, const pol_node *node) {
  pol_expr *e = pol_check_pure_period(c, pol_check_infer(c, node->kid[0], NULL));
  if (is(e, POL_T_BROKEN)) return e;
  if (is(e, POL_T_NUMBER)) return pol_expr_new(c, POL_OP_NEG, e->type, node, 1, e);
  pol_report *r = pol_check_report(c, POL_R_NOT_RECKONED, node, "%s cannot stand after a minus", pol_check_type_name(c, e->type));
  pol_report_label(c->in->reports, r, "%s", pol_check_type_name(c, e->type));
  return pol_expr_broken(c, node);
}

pol_expr *pol_check_sum(pol_checker *c, const pol_node *node) {
  if (node->kind == POL_N_NEG) return negative(c, node);
  if (node->kind == POL_N_ADD || node->kind == POL_N_SUB) return add_or_sub(c, node, node->kind == POL_N_ADD);
  const pol_node *of = node->kind == POL_N_DIV ? fraction_of(node) : NULL;
  if (of != NULL) {
    pol_expr *half = pol_check_product(c, POL_OP_DIV, pol_check_infer(c, node->kid[0], NULL), pol_check_infer(c, of->kid[0], NULL), node);
    return pol_check_product(c, POL_OP_MUL, half, pol_check_infer(c, of->kid[1], NULL), node);
  }
  pol_expr *a = pol_check_infer(c, node->kid[0], NULL), *b = pol_check_infer(c, node->kid[1], NULL);
  return pol_check_product(c, node->kind == POL_N_MUL ? POL_OP_MUL : POL_OP_DIV, a, b, node);
}
