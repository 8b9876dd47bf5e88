/* Results of scenarios in their forms; tests.c picks one. */
#ifndef POL_RENDER_TESTS_H
#define POL_RENDER_TESTS_H
#include "render/condition.h"

typedef struct pol_tests_page {
  pol_page page;
  const pol_model *model;
  const pol_edition *edition;
  const pol_scenario_results *results;
  const pol_tested *tested;
} pol_tests_page;

void pol_tests_text(const pol_tests_page *t);
void pol_tests_tap(const pol_tests_page *t);
void pol_tests_junit(const pol_tests_page *t);
void pol_tests_json(const pol_tests_page *t);
void pol_coverage_text(const pol_tests_page *t);                 /* coverage_text.c: after the counts of scenarios */
void pol_coverage_json(pol_json *j, const pol_tests_page *t);    /* coverage_json.c: the value of "coverage" */
void pol_coverage_html(const pol_tests_page *t);                 /* coverage_html.c: the policy's text with its gaps marked */
void pol_mutants_text(const pol_tests_page *t);                  /* mutants_text.c: after coverage */
void pol_mutants_json(pol_json *j, const pol_tests_page *t);     /* mutants_json.c: the value of "mutation" */
/* mutants.c: what both say alike. */
const char *pol_mutant_owner(const pol_tests_page *t, const pol_mutant *m);   /* its clause's id, or the definition's name */
const char *pol_mutant_claim(const pol_tests_page *t, const pol_mutant *m);   /* "could say \"more than 2 steps\"", "could do without \"except when …\"" */
const char *pol_mutant_snippet(const pol_tests_page *t, const pol_mutant *m); /* "more than [1 -> 2] steps above" */
const char *pol_mutant_place(const pol_tests_page *t, const pol_mutant *m, bool folder);
const char *pol_witness_words(const pol_tests_page *t, const pol_witness *w); /* "like \"…\" but …: refused as it stands, permitted with the change" */
const char *pol_witness_change(const pol_tests_page *t, const pol_witness *w, uint32_t i); /* "acting.rank_sought is inspector" */
/* coverage.c: what the three say alike. */
const char *pol_coverage_test(const pol_tests_page *t, const pol_covered_test *test);    /* the author's words, a cell with its column: "service is from 5 years" */
const char *pol_coverage_limit(const pol_tests_page *t, const pol_covered_limit *limit); /* what it is compared with: "6 months" */
const char *pol_coverage_lack(const pol_covered_test *test);                             /* "never seen not to hold"; "" when nothing is missing */
const char *pol_coverage_side(const pol_tests_page *t, const pol_covered_limit *limit);  /* "no case right above"; "" */
const char *pol_coverage_clause(const pol_tests_page *t, uint32_t clause);               /* its id */
const char *pol_coverage_scenario(const pol_tests_page *t, uint32_t result);             /* "\"A constable may act as sergeant\"", with its row */
uint32_t pol_percent(uint32_t some, uint32_t all);                                       /* rounded down; 100 of nothing */
const char *pol_test_title(const pol_tests_page *t, const pol_scenario *s); /* "Notice of return, row 2" */
const char *pol_test_place(const pol_tests_page *t, const pol_node *node,
                           bool folder);                                     /* "secondment.pol:165", with its folder or without */
const char *pol_test_failure(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f); /* one line: "expected …, got …" */
const char *pol_test_decision(const pol_tests_page *t, const pol_failure *f);                               /* its name; "" when there is none */
/* "leave: 112 hours": with the decision's name where the scenario expects more than one. */
const char *pol_test_about(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f, const char *words);
/* The scenario's answer as something to explain; false when it was not kept. */
bool pol_test_case(pol_case *out, const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f);
/* The conditions that led to what came instead: one text a rule, "3.15.3 does not apply: no acting.rank_sought [inspector] is …". */
const char *pol_test_led(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f, uint32_t rule, pol_lines *lines);
#endif
