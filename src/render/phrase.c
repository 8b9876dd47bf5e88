/* A test as a sentence that is true of this case: "acting rank sought is inspector: above acting rank limit [sergeant]", or "not above". */
#include "render/condition.h"
#include <string.h>

/* The fact that a node names, when it names one of the whole record; POL_NO_REF. */
static uint32_t fact_at(const pol_case *c, const pol_expr *e, const pol_node *node) {
  while ((e->op == POL_OP_NOT || e->op == POL_OP_HOLDS || e->op == POL_OP_AND || e->op == POL_OP_OR) && e->n > 0 && e->node != node) e = e->arg[0];
  if (e->n > 0 && e->node != node) e = e->arg[0];
  while ((e->op == POL_OP_PRESUMED || e->op == POL_OP_ONLY_WHEN) && e->n > 0) e = e->arg[0];
  return e->op == POL_OP_INPUT && e->ref < c->model->facts.n && e->node == node ? e->ref : POL_NO_REF;
}

/* The day that is decided for: of a bare `as_of`, the date alone says it. */
static bool is_as_of(const pol_expr *e, const pol_node *node) {
  while (e->n > 0 && e->node != node) e = e->arg[0];
  return e->op == POL_OP_AS_OF && e->node == node;
}

static bool is_one_cell(const pol_expr *e) { return e->op != POL_OP_AND && e->op != POL_OP_OR; }

/* "service [5 years] is at least 5 years" */
static const char *negated_cell(const pol_case *c, const char *text, const pol_expr *e) {
  const char *at = strstr(text, "] is ");
  if (at == NULL || !is_one_cell(e)) return pol_page_format(&c->page, "not so: %s", text);
  if (strncmp(at, "] is not ", 9) == 0) return pol_page_format(&c->page, "%.*s] is %s", (int)(at - text), text, at + 9);
  return pol_page_format(&c->page, "%.*s] is not %s", (int)(at - text), text, at + 5);
}

const char *pol_phrase(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node, pol_mark mark, const char *text) {
  const char *cell = pol_cell_words(c, rows, e, node);
  if (cell != NULL) return mark == POL_MARK_NO ? negated_cell(c, cell, e) : cell;
  if ((node->kind != POL_N_TEST && node->kind != POL_N_TEST_NOT) || node->n != 2)
    return (e->flags & POL_X_PENDING) != 0 ? text : pol_words_at(c, rows, e, node, true);
  const pol_node *subject = node->kid[0];
  const char *not = (node->kind == POL_N_TEST_NOT) != (mark == POL_MARK_NO) ? "not " : "";
  const char *relation = pol_words_at(c, rows, e, node->kid[1], true);
  uint32_t fact = fact_at(c, e, subject);
  if (is_as_of(e, subject)) return pol_page_format(&c->page, "%s is %s%s", pol_say_date(c, c->as_of), not, relation);
  if (fact == POL_NO_REF || c->model->facts.at[fact].label == NULL)
    return pol_page_format(&c->page, "%s is %s%s", pol_words_at(c, rows, e, subject, true), not, relation);
  pol_value v = pol_case_fact(c, fact);
  const char *statement = pol_say_statement(c, fact, &v);
  return pol_page_format(&c->page, v.state == POL_KNOWN ? "%s: %s%s" : "%s; is it %s%s?", statement, not, relation);
}
