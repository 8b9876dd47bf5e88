/* Conditions: and, or, not, tests, and what an agreement says. */
#include "check/expr.h"
#include <string.h>

static pol_type yes_or_no(void) {
  return pol_type_of(POL_T_BOOL);
}

pol_expr *pol_check_not(pol_checker *c, pol_expr *test, const pol_node *node) {
  if (pol_type_is(test->type, POL_T_BROKEN)) return test;
  return pol_expr_new(c, POL_OP_NOT, yes_or_no(), node, 1, test);
}

static pol_expr *not_a_condition(pol_checker *c, const pol_expr *e, const pol_node *node) {
  pol_report *r = pol_check_report(c, POL_R_NOT_A_CONDITION, node, "this is %s, and a condition is yes or no", pol_check_type_name(c, e->type));
  pol_report_label(c->in->reports, r, "%s", pol_check_type_name(c, e->type));
  const char *text = pol_check_source_text(c, node);
  if (strlen(text) > 40) text = "…";
  if (pol_type_is(e->type, POL_T_OUTCOME)) pol_report_help(c->in->reports, r, "say which answer is meant: %s is permitted", text);
  else if (pol_type_is(e->type, POL_T_NUMBER)) pol_report_help(c->in->reports, r, "say how much of it: %s is at least …", text);
  else pol_report_help(c->in->reports, r, "say what it has to be: %s is …", text);
  return pol_expr_broken(c, node);
}

pol_expr *pol_check_test(pol_checker *c, const pol_node *node) {
  pol_expr *e = pol_check_infer(c, node, NULL);
  if (pol_type_is(e->type, POL_T_BOOL) || pol_type_is(e->type, POL_T_BROKEN)) return e;
  return not_a_condition(c, e, node);
}

/* Every test of an `and` may rest on those before it: after `kind is officer and`, the rank of an officer may be asked for. */
static pol_expr *all(pol_checker *c, const pol_node *node) {
  pol_expr **arg = POL_NEW_N(c->in->arena, pol_expr *, node->n);
  uint32_t before = c->implieds;
  for (uint32_t i = 0; i < node->n && arg != NULL; i++) {
    arg[i] = pol_check_test(c, node->kid[i]);
    pol_check_imply(c, arg[i]);
  }
  c->implieds = before;
  if (arg == NULL) c->no_memory = true;
  return arg == NULL ? pol_expr_broken(c, node) : pol_expr_list(c, POL_OP_AND, yes_or_no(), node, node->n, arg);
}

/* And every test of an `or` on those before it failing: after `decision is pending or`, who took the decision may be asked for. */
static pol_expr *any(pol_checker *c, const pol_node *node) {
  pol_expr **arg = POL_NEW_N(c->in->arena, pol_expr *, node->n);
  uint32_t before = c->implieds;
  for (uint32_t i = 0; i < node->n && arg != NULL; i++) {
    arg[i] = pol_check_test(c, node->kid[i]);
    pol_check_imply_not(c, arg[i]);
  }
  c->implieds = before;
  if (arg == NULL) c->no_memory = true;
  return arg == NULL ? pol_expr_broken(c, node) : pol_expr_list(c, POL_OP_OR, yes_or_no(), node, node->n, arg);
}

/* -- and, or, mixed: the help shows both ways to read it */

static bool or_between(const pol_checker *c, const pol_node *left, const pol_node *right, pol_span *word) {
  const pol_source *source = pol_sources_get(c->in->sources, left->span.file);
  uint32_t at = left->span.end, end = right->span.start;
  bool comment = false;
  for (; source != NULL && at + 1 < end; at++) {
    char ch = source->text[at];
    if (ch == '#') comment = true;
    if (ch == '\n') comment = false;
    if (comment || (ch != 'o' && ch != 'a')) continue;
    *word = (pol_span){ left->span.file, at, at + (ch == 'o' ? 2 : 3) };
    return ch == 'o';
  }
  *word = left->span;
  return false;
}

/* The tests in order, with parentheses around each run that `inner` ("or" or "and") joins. */
static const char *rewritten(pol_checker *c, const pol_node *node, bool inner_or) {
  const char *out = "";
  bool open = false;
  for (uint32_t i = 0; i < node->n; i++) {
    pol_span word;
    bool more = i + 1 < node->n;
    bool next_or = more && or_between(c, node->kid[i], node->kid[i + 1], &word);
    bool starts = more && !open && next_or == inner_or, ends = open && (!more || next_or != inner_or);
    out = pol_check_format(c, "%s%s%s%s", out, starts ? "(" : "", pol_check_source_text(c, node->kid[i]), ends ? ")" : "");
    if (starts) open = true;
    if (ends) open = false;
    if (more) out = pol_check_format(c, "%s %s ", out, next_or ? "or" : "and");
  }
  return out;
}

static pol_expr *mixed(pol_checker *c, const pol_node *node) {
  for (uint32_t i = 0; i < node->n; i++) pol_check_test(c, node->kid[i]);
  pol_span first = node->kid[0]->span, word = first;
  bool is_or = or_between(c, node->kid[0], node->kid[1], &first);
  uint32_t i = 1;
  while (i + 1 < node->n && or_between(c, node->kid[i], node->kid[i + 1], &word) == is_or) i++;
  pol_report *r = pol_report_add(c->in->reports, POL_R_AND_OR_MIXED, word, "\"and\" and \"or\" are mixed, so this reads in two ways");
  pol_report_equally(c->in->reports, r, first);
  pol_report_help(c->in->reports, r, "write %s; or: %s", rewritten(c, node, true), rewritten(c, node, false));
  return pol_expr_broken(c, node);
}

/* -- agreements */

static pol_expr *status_is(pol_checker *c, const pol_agreement *a, bool pending, const pol_node *node) {
  enum { SOUGHT = 1, IN_WRITING = 2, ORALLY = 3 };
  pol_type status = pol_type_ref(POL_T_OPTION, POL_OPTIONS_STATUS);
  pol_expr *fact = pol_expr_fact(c, a->status, node);
  pol_expr *first = pol_expr_index(c, pending ? SOUGHT : IN_WRITING, status, node);
  pol_expr *e = pending || a->in_writing ? pol_expr_new(c, POL_OP_EQ, yes_or_no(), node, 2, fact, first)
                                         : pol_expr_new(c, POL_OP_IN, yes_or_no(), node, 3, fact, first, pol_expr_index(c, ORALLY, status, node));
  e->flags |= POL_X_ADDED;
  return e;
}

/* Given, in the form asked for, by the very party: anybody else's agreement counts as none. */
static pol_expr *agreement(pol_checker *c, const pol_node *node, bool pending) {
  uint32_t index = pol_check_resolve(c, POL_NAME_AGREEMENT, node->text, node);
  if (index == POL_NO_REF) return pol_expr_broken(c, node);
  const pol_agreement *a = &c->m->agreements.at[index];
  if (a->party == POL_NO_REF) return pol_expr_broken(c, node);
  pol_expr *e = status_is(c, a, pending, node);
  if (pending) {
    e->flags = POL_X_PENDING;
  } else {
    pol_expr *by = pol_expr_new(c, POL_OP_EQ, yes_or_no(), node, 2, pol_expr_fact(c, a->decided_by, node),
                                pol_expr_index(c, (int32_t)a->party, pol_type_of(POL_T_PARTY), node));
    by->flags |= POL_X_ADDED;
    e = pol_expr_new(c, POL_OP_AND, yes_or_no(), node, 2, e, by);
    e->flags = POL_X_AGREED;
  }
  e->define = index;
  return e;
}

static pol_expr *test(pol_checker *c, const pol_node *node) {
  pol_expr *left = pol_check_infer(c, node->kid[0], NULL);
  pol_expr *e = pol_check_relation(c, left, node->kid[1], node->kind == POL_N_TEST_NOT);
  if (e->node != NULL) e->node = node; /* the whole test, not what follows `is` */
  return e;
}

pol_expr *pol_check_condition(pol_checker *c, const pol_node *node) {
  switch ((pol_node_kind)node->kind) {
  case POL_N_CONDITION: return pol_check_test(c, pol_kid(node, 0));
  case POL_N_AND:
  case POL_N_ALL_OF: return all(c, node);
  case POL_N_OR:
  case POL_N_ANY_OF: return any(c, node);
  case POL_N_MIXED: return mixed(c, node);
  case POL_N_NOT: return pol_check_not(c, pol_check_test(c, pol_kid(node, 0)), node);
  case POL_N_TEST:
  case POL_N_TEST_NOT: return test(c, node);
  case POL_N_AGREED: return agreement(c, node, false);
  case POL_N_PENDING: return agreement(c, node, true);
  default: return pol_expr_broken(c, node);
  }
}
