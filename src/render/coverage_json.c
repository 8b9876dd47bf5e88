/* Coverage for programs: the value of "coverage" in {"schema": "pol.tests/1"} (schema/tests.schema.json). Scenarios are given by their place in "scenarios". */
#include "render/tests.h"

static void count_key(pol_json *j, const char *key, uint32_t n) {
  pol_json_key(j, key);
  pol_json_int(j, n);
}

static void bool_key(pol_json *j, const char *key, bool v) {
  pol_json_key(j, key);
  pol_json_bool(j, v);
}

static void result_key(pol_json *j, const char *key, uint32_t result) {
  pol_json_key(j, key);
  if (result == POL_NO_REF) pol_json_null(j);
  else pol_json_int(j, result);
}

static void place_keys(pol_json *j, const pol_tests_page *t, const pol_node *node) {
  const pol_source *s = node == NULL ? NULL : pol_sources_get(t->model->sources, node->span.file);
  pol_json_key_string(j, "file", s == NULL ? NULL : s->name);
  pol_json_key(j, "line");
  if (s == NULL) pol_json_null(j);
  else pol_json_int(j, pol_source_place(s, node->span.start).line);
}

static void clause(pol_json *j, const pol_tests_page *t, const pol_covered_clause *c) {
  static const char *const class[] = {
      [POL_CLAUSE_RULES] = "rules", [POL_CLAUSE_HEADING] = "heading", [POL_CLAUSE_INFORMS] = "informational", [POL_CLAUSE_LACKS_TEXT] = "missing text"};
  const pol_clause *x = &t->model->clauses.at[c->clause];
  pol_json_object(j);
  pol_json_key_string(j, "clause", pol_coverage_clause(t, c->clause));
  pol_json_key_string(j, "title", x->title);
  place_keys(j, t, x->node);
  pol_json_key_string(j, "class", class[c->class]);
  pol_json_key(j, "decides");
  pol_json_array(j);
  for (uint32_t i = 0; i < c->bys; i++) pol_json_int(j, c->by[i]);
  pol_json_array_end(j);
  pol_json_object_end(j);
}

static void heading(pol_json *j, const pol_tests_page *t, uint32_t section) {
  const pol_section *s = &t->model->sections.at[section];
  pol_json_object(j);
  pol_json_key_string(j, "clause", pol_atom_get(t->model->atoms, s->id));
  pol_json_key_string(j, "title", s->title);
  place_keys(j, t, s->node);
  pol_json_key_string(j, "class", "heading");
  pol_json_key(j, "decides");
  pol_json_array(j);
  pol_json_array_end(j);
  pol_json_object_end(j);
}

static void test(pol_json *j, const pol_tests_page *t, const pol_covered_test *c) {
  static const char *const role[] = {
      [POL_GUARD_WHEN] = "when", [POL_GUARD_EXCEPT] = "except when", [POL_GUARD_ONLY_IF] = "only if", [POL_GUARD_CELL] = "cell"};
  pol_json_object(j);
  pol_json_key_string(j, "clause", pol_coverage_clause(t, c->clause));
  pol_json_key_string(j, "condition", pol_coverage_test(t, c));
  pol_json_key_string(j, "in", role[c->role]);
  place_keys(j, t, c->expr->node);
  bool_key(j, "seen_to_hold", c->held);
  bool_key(j, "seen_not_to_hold", c->failed);
  bool_key(j, "decides_alone", c->alone);
  pol_json_key(j, "shown_by");
  if (!c->alone) {
    pol_json_null(j);
  } else {
    pol_json_object(j);
    result_key(j, "holds", c->yes);
    result_key(j, "does_not_hold", c->no);
    pol_json_key_string(j, "method", c->unique ? "unique cause" : "masking");
    pol_json_object_end(j);
  }
  pol_json_object_end(j);
}

static void limit(pol_json *j, const pol_tests_page *t, const pol_covered_limit *l) {
  pol_json_object(j);
  pol_json_key_string(j, "clause", pol_coverage_clause(t, l->clause));
  pol_json_key_string(j, "limit", pol_coverage_limit(t, l));
  place_keys(j, t, l->comparison->node);
  result_key(j, "below", l->below);
  result_key(j, "above", l->above);
  pol_json_object_end(j);
}

void pol_coverage_json(pol_json *j, const pol_tests_page *t) {
  const pol_coverage *c = t->tested->coverage;
  pol_json_key(j, "coverage");
  pol_json_object(j);
  count_key(j, "clauses_with_rules", c->ruled);
  count_key(j, "clauses_that_decide", c->decisive);
  count_key(j, "conditions_in_all", c->tests.n);
  count_key(j, "conditions_seen_both_ways", c->both);
  count_key(j, "conditions_that_decide_alone", c->alone);
  count_key(j, "limits_in_all", c->limits.n);
  count_key(j, "limits_on_both_sides", c->on_both_sides);
  bool_key(j, "suffices", pol_coverage_suffices(t->tested));
  pol_json_key(j, "clauses");
  pol_json_array(j);
  for (uint32_t i = 0; i < c->headings.n; i++) heading(j, t, c->headings.at[i]);
  for (uint32_t i = 0; i < c->clauses.n; i++) clause(j, t, &c->clauses.at[i]);
  pol_json_array_end(j);
  pol_json_key(j, "conditions");
  pol_json_array(j);
  for (uint32_t i = 0; i < c->tests.n; i++) test(j, t, &c->tests.at[i]);
  pol_json_array_end(j);
  pol_json_key(j, "limits");
  pol_json_array(j);
  for (uint32_t i = 0; i < c->limits.n; i++) limit(j, t, &c->limits.at[i]);
  pol_json_array_end(j);
  pol_json_object_end(j);
}
