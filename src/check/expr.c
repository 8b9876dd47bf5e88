/* Expressions: which file checks which kind of node, and the door that all other parts of the checker use. */
#include "check/expr.h"

static pol_expr *by_kind(pol_checker *c, const pol_node *node, const pol_type *hint) {
  switch ((pol_node_kind)node->kind) {
  case POL_N_PAREN: return pol_check_infer(c, pol_kid(node, 0), hint);
  case POL_N_NAME: return pol_check_name(c, node, hint);
  case POL_N_NUMBER:
  case POL_N_PERCENT:
  case POL_N_MONEY:
  case POL_N_DATE:
  case POL_N_YEARLY:
  case POL_N_TIME:
  case POL_N_TEXT:
  case POL_N_YES:
  case POL_N_NO:
  case POL_N_QUANTITY: return pol_check_literal(c, node);
  case POL_N_OF: return pol_check_of(c, node);
  case POL_N_SHIFT: return pol_check_shift(c, node);
  case POL_N_ADD:
  case POL_N_SUB:
  case POL_N_MUL:
  case POL_N_DIV:
  case POL_N_NEG: return pol_check_sum(c, node);
  case POL_N_CALL: return pol_check_call(c, node);
  case POL_N_CALL_EACH: return pol_check_each(c, node);
  case POL_N_SCHEDULE:
  case POL_N_CASES: return pol_check_body(c, node, hint);
  case POL_N_CONDITION:
  case POL_N_AND:
  case POL_N_OR:
  case POL_N_MIXED:
  case POL_N_ALL_OF:
  case POL_N_ANY_OF:
  case POL_N_NOT:
  case POL_N_TEST:
  case POL_N_TEST_NOT:
  case POL_N_AGREED:
  case POL_N_PENDING: return pol_check_condition(c, node);
  default: return pol_expr_broken(c, node); /* BROKEN, and whatever the parser let stand after a report */
  }
}

/* The parser bounds the height of what is written; this bounds it with the definitions that it uses put in. */
pol_expr *pol_check_infer(pol_checker *c, const pol_node *node, const pol_type *hint) {
  if (node == NULL) return pol_expr_broken(c, NULL);
  if (c->depth >= POL_CHECK_HEIGHT) {
    pol_report *r = pol_check_report(c, POL_R_DEFINITIONS_TOO_LARGE, node, "definitions rest on one another too many deep");
    pol_report_help(c->in->reports, r, "make a decision of one of them, and use its answer");
    return pol_expr_broken(c, node);
  }
  c->depth++;
  pol_expr *e = by_kind(c, node, hint);
  c->depth--;
  return e;
}

pol_expr *pol_check_amount(pol_checker *c, const pol_node *node, const pol_type *wanted) {
  return pol_check_convert(c, pol_check_infer(c, node, wanted), wanted, node);
}

pol_expr *pol_check_body(pol_checker *c, const pol_node *node, const pol_type *wanted) {
  if (node == NULL) return pol_expr_broken(c, NULL);
  if (node->kind == POL_N_SCHEDULE) return pol_check_schedule(c, node, wanted);
  if (node->kind == POL_N_CASES) return pol_check_cases(c, node, wanted);
  return pol_check_amount(c, node, wanted);
}

pol_expr *pol_check_parse_piece(pol_checker *c, const pol_node *node) {
  return pol_check_infer(c, node, NULL);
}
