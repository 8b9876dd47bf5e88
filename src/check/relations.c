/* What may follow `is` in a condition, and stand in a cell: a value, one of several, more, less, above, below, a range, a window of time. */
#include "check/expr.h"
#include <string.h>

static pol_type yes_or_no(void) {
  return pol_type_of(POL_T_BOOL);
}

static bool broken(const pol_expr *e) {
  return pol_type_is(e->type, POL_T_BROKEN);
}

/* `x is public_holiday`: a definition with one parameter says something about x. NULL when the name is no such definition. */
static pol_expr *said_of(pol_checker *c, pol_expr *subject, const pol_node *node) {
  if (node->kind != POL_N_NAME) return NULL;
  uint32_t define = pol_check_find(c, POL_NAME_DEFINE, node->text);
  if (define == POL_NO_REF || c->m->defines.at[define].params != 1) return NULL;
  for (const pol_scope *s = c->scope; s != NULL; s = s->outer)
    if (s->name == node->text) return NULL;
  bool option = pol_type_is(subject->type, POL_T_OPTION) && pol_check_option(c, subject->type.ref, node->text) != POL_NO_REF;
  return option ? NULL : pol_check_use_define(c, define, node, 1, &subject);
}

/* The four answers; `not_applicable` is the answer both outside the policy and where it is silent. */
static pol_expr *outcome_is(pol_checker *c, pol_expr *subject, pol_expr *operand, bool negated, const pol_node *node) {
  if (operand->op == POL_OP_CONST && operand->value.as.i == POL_OUT_OUT_OF_SCOPE) {
    pol_expr *silent = pol_expr_index(c, POL_OUT_SILENT, operand->type, operand->node);
    silent->flags |= POL_X_ADDED;
    pol_expr *e = pol_expr_new(c, POL_OP_IN, yes_or_no(), node, 3, subject, operand, silent);
    return negated ? pol_check_not(c, e, node) : e;
  }
  return pol_expr_new(c, negated ? POL_OP_NE : POL_OP_EQ, yes_or_no(), node, 2, subject, operand);
}

/* Of what is declared as a percentage: what is worked out of one may be anything. */
static bool lacks_percent(pol_checker *c, const pol_expr *subject, const pol_expr *operand) {
  bool declared = subject->op == POL_OP_INPUT || subject->op == POL_OP_DECISION || subject->op == POL_OP_ELEMENT;
  return declared && pol_check_lacks_percent(c, subject->type, operand);
}

/* `is 1-4`, written as one word, with whatever dash a word processor makes of it: who subtracts writes the difference. */
static bool minus_for_to(pol_checker *c, const pol_node *node) {
  enum { LONG_DASH = 3 }; /* bytes */
  if (node->kind != POL_N_SUB) return false;
  if (node->kid[0]->kind != POL_N_NUMBER || node->kid[1]->kind != POL_N_NUMBER) return false;
  const pol_source *source = pol_sources_get(c->in->sources, node->span.file);
  uint32_t from = node->kid[0]->span.end, between = node->kid[1]->span.start - from;
  if (between != 1 && (between != LONG_DASH || !source || source->text[from] != '\xE2')) return false;
  const char *low = pol_check_source_text(c, node->kid[0]), *high = pol_check_source_text(c, node->kid[1]);
  pol_report *r = pol_check_report(c, POL_R_MINUS_FOR_TO, node, "this is %s minus %s, not the numbers from %s to %s", low, high, low, high);
  pol_report_help(c->in->reports, r, "write %s to %s", low, high);
  return true;
}

/* A count is whole, so what lies between two of them is never met; `at most 4.5` says at most 4 in a way that nobody reads so. */
static void count_is_whole(pol_checker *c, const pol_expr *subject, const pol_expr *operand) {
  int64_t whole;
  if (!pol_type_is(subject->type, POL_T_NUMBER) || subject->type.show != POL_SHOW_COUNT || subject->op != POL_OP_INPUT || operand->node == NULL) return;
  if (operand->op != POL_OP_CONST || operand->value.state != POL_KNOWN || !pol_type_is(operand->type, POL_T_NUMBER) || pol_num_to_i64(&whole, operand->value.as.num)) return;
  const char *name = pol_check_text(c, c->m->facts.at[subject->ref].name);
  pol_report *r = pol_check_report(c, POL_R_COUNT_IS_WHOLE, operand->node, "%s is a count, and a count is whole", name);
  pol_report_help(c->in->reports, r, "write the whole number that is meant; or declare %s as number", name);
}

static pol_expr *is(pol_checker *c, pol_expr *subject, const pol_node *operand_node, bool negated, const pol_node *node) {
  pol_expr *said = said_of(c, subject, operand_node);
  if (said != NULL) {
    if (broken(said)) return said;
    if (pol_type_is(said->type, POL_T_BOOL)) return negated ? pol_check_not(c, said, node) : said;
    return pol_check_convert(c, said, &(pol_type){ .kind = POL_T_BOOL, .ref = POL_NO_REF }, operand_node);
  }
  if (minus_for_to(c, operand_node)) return pol_expr_broken(c, node);
  pol_expr *operand = pol_check_infer(c, operand_node, &subject->type);
  if (broken(subject) || broken(operand) || lacks_percent(c, subject, operand)) return pol_expr_broken(c, node);
  pol_expr *a = subject, *b = operand;
  if (!pol_check_unify(c, &a, &b)) {
    pol_check_mismatch(c, subject, operand, operand_node, "compared with");
    return pol_expr_broken(c, node);
  }
  if (broken(a) || broken(b)) return pol_expr_broken(c, node);
  count_is_whole(c, subject, operand);
  if (pol_type_is(a->type, POL_T_OUTCOME)) return outcome_is(c, a, b, negated, node);
  return pol_expr_new(c, negated ? POL_OP_NE : POL_OP_EQ, yes_or_no(), node, 2, a, b);
}

/* -- one of */

/* One question about one amount. Not so where an amount that it is held against may not be known: `x is one of y, 3` is yes when x is 3, whatever y. */
static bool same_left(pol_expr *const *item, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    if (item[i]->op != POL_OP_EQ || item[i]->define != POL_NO_REF || !pol_expr_same(item[i]->arg[0], item[0]->arg[0])) return false;
    if (item[i]->arg[1]->op != POL_OP_CONST) return false;
  }
  return true;
}

static pol_expr *one_of(pol_checker *c, pol_expr *subject, const pol_node *node, bool negated) {
  uint32_t n = node->n;
  pol_expr **item = POL_NEW_N(c->in->arena, pol_expr *, n + 1);
  if (item == NULL) {
    c->no_memory = true;
    return pol_expr_broken(c, node);
  }
  bool lost = n == 0;
  for (uint32_t i = 0; i < n; i++) {
    item[i] = is(c, subject, node->kid[i], false, node->kid[i]);
    lost = lost || broken(item[i]);
  }
  if (lost) return pol_expr_broken(c, node);
  pol_expr *e;
  if (same_left(item, n)) {
    pol_expr *left = item[0]->arg[0];
    for (uint32_t i = n; i > 0; i--) item[i] = item[i - 1]->arg[1];
    item[0] = left;
    e = pol_expr_list(c, POL_OP_IN, yes_or_no(), node, n + 1, item);
  } else {
    e = pol_expr_list(c, POL_OP_OR, yes_or_no(), node, n, item);
  }
  return negated ? pol_check_not(c, e, node) : e;
}

/* -- more, less, before, after, above, below */

static const struct { const char *text; pol_op op; } orders[] = {
  { "at_least", POL_OP_GE },  { "at_most", POL_OP_LE },       { "more_than", POL_OP_GT },  { "less_than", POL_OP_LT }, { "before", POL_OP_LT },
  { "after", POL_OP_GT },     { "on_or_before", POL_OP_LE },  { "on_or_after", POL_OP_GE }, { "above", POL_OP_GT },     { "below", POL_OP_LT },
};

pol_expr *pol_check_ordered(pol_checker *c, pol_op op, pol_expr *subject, pol_expr *operand, const pol_node *at) {
  if (broken(subject) || broken(operand)) return pol_expr_broken(c, at);
  if (lacks_percent(c, subject, operand)) return pol_expr_broken(c, at);
  pol_expr *a = subject, *b = operand;
  bool periods = false;
  if (!pol_check_unify(c, &a, &b) || (periods = pol_type_is(a->type, POL_T_PERIOD))) {
    pol_check_mismatch(c, subject, operand, operand->node != NULL && !periods ? operand->node : at, "compared with");
    return pol_expr_broken(c, at);
  }
  if (broken(a) || broken(b)) return pol_expr_broken(c, at);
  count_is_whole(c, subject, operand);
  if (!pol_type_ordered(c, a->type)) {
    pol_report *r = pol_check_report(c, POL_R_KINDS_DIFFER, at, "%s is neither more nor less than another", pol_check_type_name(c, a->type));
    if (pol_type_is(a->type, POL_T_OPTION)) pol_report_help(c->in->reports, r, "if they have an order, declare them as one: order NAME is …");
    else pol_report_help(c->in->reports, r, "say what it has to be: is …");
    return pol_expr_broken(c, at);
  }
  return pol_expr_new(c, op, yes_or_no(), at, 2, a, b);
}

static pol_expr *compared(pol_checker *c, pol_expr *subject, const pol_node *node, const char *text) {
  for (size_t i = 0; i < sizeof orders / sizeof *orders; i++) {
    if (strcmp(orders[i].text, text) != 0) continue;
    pol_expr *operand = pol_check_infer(c, node->kid[0], &subject->type);
    return pol_check_ordered(c, orders[i].op, subject, operand, node);
  }
  return pol_expr_broken(c, node);
}

pol_expr *pol_check_relation(pol_checker *c, pol_expr *subject, const pol_node *node, bool negated) {
  if (node->kind != POL_N_RELATION) return is(c, subject, node, negated, node);
  const char *text = pol_check_text(c, node->text);
  if (node->n == 0 || node->kid[0] == NULL) return pol_expr_broken(c, node);
  if (strcmp(text, "is") == 0) return is(c, subject, node->kid[0], negated, node);
  if (strcmp(text, "one_of") == 0) return one_of(c, subject, node, negated);
  pol_expr *e;
  if (strcmp(text, "range") == 0) e = pol_check_range(c, subject, node);
  else if (strcmp(text, "within") == 0) e = pol_check_within(c, subject, node);
  else e = compared(c, subject, node, text);
  return negated ? pol_check_not(c, e, node) : e;
}
