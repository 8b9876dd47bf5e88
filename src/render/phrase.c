/* A test as a sentence that is true of this case: "the acting rank sought is inspector: above sergeant (acting rank limit)", or "not above". */
#include "render/condition.h"
#include <string.h>

/* The fact that a node names, when it names one of the whole record; POL_NO_REF. */
static uint32_t fact_at(const pol_expr *e, const pol_node *node) {
  while ((e->op == POL_OP_NOT || e->op == POL_OP_HOLDS || e->op == POL_OP_AND || e->op == POL_OP_OR) && e->n > 0 && e->node != node) e = e->arg[0];
  if (e->n > 0 && e->node != node) e = e->arg[0];
  while (e->op == POL_OP_PRESUMED || e->op == POL_OP_ONLY_WHEN) e = e->arg[0];
  return e->op == POL_OP_INPUT && e->node == node ? e->ref : POL_NO_REF;
}

/* What a definition rests on: the facts in it, and whether it looks at the day. */
typedef struct rests {
  uint32_t fact[2], n, visits;
  bool today, more;
} rests;

static void look_into(rests *r, const pol_expr *e) {
  if (e == NULL || ++r->visits > 200) return;
  r->today = r->today || e->op == POL_OP_AS_OF;
  bool told = e->op != POL_OP_INPUT;
  for (uint32_t i = 0; i < r->n && !told; i++) told = r->fact[i] == e->ref;
  if (!told && r->n == 2) r->more = true;
  else if (!told) r->fact[r->n++] = e->ref;
  for (uint32_t i = 0; i < e->n; i++) look_into(r, e->arg[i]);
}

/* " on 1 March 2021 (the employee has served since 1 March 2016)"; "" where there is too much to say. */
static const char *resting_on(const pol_case *c, const pol_expr *e) {
  rests r = {.n = 0};
  look_into(&r, e);
  const char *today = r.today ? pol_page_format(&c->page, " on %s", pol_say_date(c, c->as_of)) : "";
  if (r.n == 0 || r.more) return today;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  for (uint32_t i = 0; i < r.n; i++) {
    pol_value v = pol_case_fact(c, r.fact[i]);
    pol_text_format(&t, "%s%s", i == 0 ? "" : "; ", pol_say_statement(c, r.fact[i], &v));
  }
  return pol_page_format(&c->page, "%s (%s)", today, pol_page_keep(&c->page, &t));
}

/* A definition that has a title, where a test is about its value: "whole years of service: 5 years, which". NULL. */
static const char *titled(const pol_case *c, const pol_rows *rows, const pol_expr *e) {
  pol_value v;
  if ((e->flags & POL_X_DEFINE) == 0) return NULL;
  const char *title = c->model->defines.at[e->define].title;
  if (title == NULL || !pol_expr_read(&v, c, rows, e) || v.state != POL_KNOWN) return NULL;
  return pol_page_format(&c->page, "%s: %s%s, which", title, pol_say_value(c, &v), resting_on(c, e));
}

static const char *titled_subject(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node) {
  while (e->n > 0 && e->node != node) e = e->arg[0];
  return e->node == node && node->kind == POL_N_NAME ? titled(c, rows, e) : NULL;
}

/* The same of a cell: "which is at least 5 years" stands behind what it asks about. */
static const char *titled_cell(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node, const char *words) {
  const pol_expr *subject = pol_cell_subject(e, node);
  const char *about = subject == NULL ? NULL : titled(c, rows, subject), *rest = strstr(words, "] is ");
  return about == NULL || rest == NULL ? words : pol_page_format(&c->page, "%s %s", about, rest + 2);
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
  if (cell != NULL) return titled_cell(c, rows, e, node, mark == POL_MARK_NO ? negated_cell(c, cell, e) : cell);
  if ((node->kind != POL_N_TEST && node->kind != POL_N_TEST_NOT) || node->n != 2)
    return (e->flags & POL_X_PENDING) != 0 ? text : pol_words_at(c, rows, e, node, true);
  const pol_node *subject = node->kid[0];
  const char *not = (node->kind == POL_N_TEST_NOT) != (mark == POL_MARK_NO) ? "not " : "";
  const char *relation = pol_words_beside(c, rows, e, node->kid[1]);
  const char *whether = mark == POL_MARK_UNKNOWN ? "whether " : ""; /* what is not known is not stated */
  uint32_t fact = fact_at(e, subject);
  if (fact == POL_NO_REF || c->model->facts.at[fact].label == NULL) {
    const char *about = is_as_of(e, subject) ? pol_say_date(c, c->as_of) : titled_subject(c, rows, e, subject);
    if (about == NULL) about = pol_words_at(c, rows, e, subject, true);
    return pol_page_format(&c->page, "%s%s is %s%s", whether, about, not, relation);
  }
  pol_value v = pol_case_fact(c, fact);
  const char *statement = pol_say_statement(c, fact, &v);
  if (mark == POL_MARK_UNKNOWN && v.state == POL_KNOWN) return pol_page_format(&c->page, "%s; whether that is %s%s", statement, not, relation);
  return pol_page_format(&c->page, v.state == POL_KNOWN ? "%s: %s%s" : "%s; is it %s%s?", statement, not, relation);
}
