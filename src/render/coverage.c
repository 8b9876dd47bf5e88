/* What coverage says in the same words in every form. */
#include "render/tests.h"
#include <string.h>

uint32_t pol_percent(uint32_t some, uint32_t all) { return all == 0 ? 100 : (uint32_t)((uint64_t)some * 100 / all); }

bool pol_coverage_suffices(const pol_tested *tested) {
  const pol_coverage *c = tested->coverage;
  if (c == NULL) return true;
  bool clauses = (uint64_t)c->decisive * 100 >= (uint64_t)tested->min_clause * c->ruled;
  return clauses && (uint64_t)c->alone * 100 >= (uint64_t)tested->min_condition * c->tests.n;
}

static const char *source_words(const pol_tests_page *t, const pol_node *node) {
  pol_case c = {.page = t->page, .program = t->results->program, .model = t->model};
  return node == NULL ? "" : pol_source_words(&c, node->span, NULL, 0);
}

/* What a cell is about: the left side of the comparison that it became. */
static const pol_node *subject_of(const pol_expr *e, const pol_node *cell) {
  while ((e->op == POL_OP_AND || e->op == POL_OP_OR || e->op == POL_OP_NOT) && e->n > 0) e = e->arg[0];
  return e->n > 1 && e->arg[0]->node != NULL && !pol_node_inside(cell->span, e->arg[0]->node) ? e->arg[0]->node : NULL;
}

const char *pol_coverage_test(const pol_tests_page *t, const pol_covered_test *test) {
  const pol_node *node = test->expr->node, *subject = test->role == POL_GUARD_CELL ? subject_of(test->expr, node) : NULL;
  const char *words = source_words(t, node);
  if ((test->expr->flags & (POL_X_AGREED | POL_X_DEFINE)) == POL_X_AGREED) /* a departure names who decides it only */
    words = pol_page_format(&t->page, "agreed %s", pol_atom_get(t->model->atoms, t->model->agreements.at[test->expr->define].name));
  return subject == NULL ? words : pol_page_format(&t->page, "%s is %s", source_words(t, subject), words);
}

const char *pol_coverage_limit(const pol_tests_page *t, const pol_covered_limit *limit) {
  const pol_node *right = limit->comparison->arg[1]->node;
  return source_words(t, right != NULL ? right : limit->comparison->node);
}

const char *pol_coverage_lack(const pol_covered_test *test) {
  if (!test->held && !test->failed) return "never seen";
  if (!test->held) return "never seen to hold";
  if (!test->failed) return "never seen not to hold";
  return test->alone ? "" : "seen both ways, never shown to decide on its own";
}

const char *pol_coverage_side(const pol_tests_page *t, const pol_covered_limit *limit) {
  bool date = limit->comparison->arg[0]->type.kind == POL_T_DATE || limit->comparison->arg[0]->type.kind == POL_T_TIME;
  pol_op op = (pol_op)limit->comparison->op;
  bool at_is_below = op == POL_OP_LE || op == POL_OP_GT; /* the limit itself falls on the lower side */
  const char *below = at_is_below ? "at it or right below" : "right below it", *above = at_is_below ? "right above it" : "at it or right above";
  if (date) {
    below = at_is_below ? "on it or right before" : "right before it";
    above = at_is_below ? "right after it" : "on it or right after";
  }
  if (limit->below == POL_NO_REF && limit->above == POL_NO_REF) return "no case beside it";
  if (limit->below == POL_NO_REF) return pol_page_format(&t->page, "no case %s", below);
  return limit->above == POL_NO_REF ? pol_page_format(&t->page, "no case %s", above) : "";
}

const char *pol_coverage_clause(const pol_tests_page *t, uint32_t clause) { return pol_atom_get(t->model->atoms, t->model->clauses.at[clause].id); }

const char *pol_coverage_scenario(const pol_tests_page *t, uint32_t result) {
  const pol_scenario *s = t->results->results.at[result].scenario;
  return s->row == 0 ? pol_page_format(&t->page, "\"%s\"", s->title) : pol_page_format(&t->page, "\"%s\", row %u", s->title, s->row);
}
