/* What rules come to: permissions, precedence, set-asides, stages, values in their order, facts that do not exist. */
#include "eval/small.h"

/* Facts, and what comes out. */
typedef struct expected {
  const char *facts, *want;
} expected;

static void check_rows(tiny *t, uint32_t node, const expected *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    const char *got = alone(t, conditions(t, rows[i].facts), node);
    cr_expect_str_eq(got, rows[i].want, "facts %s: %s, not %s", rows[i].facts, got, rows[i].want);
  }
}

/* -- permissions */

Test(rules, permissions) {
  tiny t;
  open_conditions(&t, 4);
  uint32_t d = tiny_decision(&t, "d", POL_T_PERMISSION);
  tiny_rule(&t, d, POL_E_APPLIES_ONLY_IF, when(&t, 0), NULL);
  tiny_rule(&t, d, POL_E_ONLY_IF, when(&t, 1), NULL);
  tiny_rule(&t, d, POL_E_REFERS, when(&t, 2), NULL);
  tiny_rule(&t, d, POL_E_PERMITS, when(&t, 3), NULL);
  tiny_make(&t);
  static const expected rows[] = {{"yyny", "permitted"}, {"yyyy", "referred"}, {"ynyy", "refused"}, {"nnnn", "outside"},
                                  {"yynn", "silent"},    {"?yny", "unknown"},  {"?nny", "unknown"}, {"yn??", "refused"},
                                  {"n???", "outside"},   {"y?ny", "unknown"},  {"yy?y", "unknown"}, {"yyy?", "referred"},
                                  {"yyn?", "unknown"},   {"????", "unknown"}};
  check_rows(&t, t.program->decision[d].outcome, rows, COUNT(rows));
  cr_expect_eq(t.program->decision[d].outcome, t.program->decision[d].own_outcome);
  tiny_close(&t);
}

/* The parts of a guard when a fact in them does not exist: when → no, except → no exception, test → the rule does not apply. */
Test(rules, what_does_not_exist_in_guards) {
  tiny t;
  open_conditions(&t, 2);
  t.m.facts.at[0].only_when = when(&t, 1);
  uint32_t d[3];
  static const char *const names[] = {"when", "except", "test"};
  for (uint32_t j = 0; j < 3; j++) d[j] = tiny_decision(&t, names[j], POL_T_PERMISSION);
  tiny_rule(&t, d[0], POL_E_REFUSES, when(&t, 0), NULL);
  t.m.rules.at[tiny_rule(&t, d[1], POL_E_REFUSES, NULL, NULL)].except = when(&t, 0);
  tiny_rule(&t, d[2], POL_E_ONLY_IF, when(&t, 0), NULL);
  tiny_make(&t);
  static const struct {
    const char *facts, *want[3];
  } rows[] = {
      {"yy", {"refused", "silent", "silent"}},   {"ny", {"silent", "refused", "refused"}},
      {"?y", {"unknown", "unknown", "unknown"}}, {"yn", {"silent", "refused", "silent"}},
      {"?n", {"silent", "refused", "silent"}},   {"y?", {"refused", "silent", "silent"}}, /* as given */
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    for (uint32_t j = 0; j < 3; j++) {
      const char *got = alone(&t, conditions(&t, rows[i].facts), t.program->decision[d[j]].outcome);
      cr_expect_str_eq(got, rows[i].want[j], "%s of %s: %s", names[j], rows[i].facts, got);
    }
  }
  tiny_close(&t);
}

Test(rules, precedence) {
  tiny t;
  open_conditions(&t, 3);
  uint32_t d = tiny_decision(&t, "d", POL_T_NUMBER);
  /* In document order the highest is last: order must not matter. */
  uint32_t low = tiny_rule(&t, d, POL_E_IS, when(&t, 0), tiny_number(&t, 1, 1));
  uint32_t middle = tiny_rule(&t, d, POL_E_IS, when(&t, 1), tiny_number(&t, 2, 1));
  uint32_t high = tiny_rule(&t, d, POL_E_IS, when(&t, 2), tiny_number(&t, 3, 1));
  tiny_above(&t, low, 2, (const uint32_t[]){middle, high});
  tiny_above(&t, middle, 1, &high);
  tiny_make(&t);
  static const expected rows[] = {{"yyy", "3"},       {"yyn", "2"}, {"ynn", "1"},       {"nnn", "n/a"}, {"yy?", "unknown"},
                                  {"?y?", "unknown"}, {"??y", "3"}, {"?nn", "unknown"}, {"nyn", "2"}};
  check_rows(&t, t.program->decision[d].value, rows, COUNT(rows));
  pol_run *run = tiny_run(&t, conditions(&t, "yy?"), 0);
  cr_expect_str_eq(tiny_cell(&t, run, t.program->rule[middle].guard, 0), "yes");
  cr_expect_str_eq(tiny_cell(&t, run, t.program->rule[middle].in_force, 0), "unknown");
  cr_expect_str_eq(tiny_cell(&t, run, t.program->rule[low].in_force, 0), "unknown");
  pol_run_drop(run);
  tiny_close(&t);
}

Test(rules, set_aside) {
  tiny t;
  open_conditions(&t, 3);
  uint32_t d = tiny_decision(&t, "d", POL_T_PERMISSION);
  uint32_t refuse = tiny_rule(&t, d, POL_E_REFUSES, when(&t, 0), NULL);
  tiny_rule(&t, d, POL_E_PERMITS, NULL, NULL);
  uint32_t aside[2] = {tiny_rule(&t, d, POL_E_SETS_ASIDE, when(&t, 1), NULL), tiny_rule(&t, d, POL_E_SETS_ASIDE, when(&t, 2), NULL)};
  for (int j = 0; j < 2; j++) t.m.rules.at[aside[j]].target = &refuse, t.m.rules.at[aside[j]].targets = 1;
  tiny_make(&t);
  static const expected rows[] = {{"ynn", "refused"}, {"yyn", "permitted"}, {"yny", "permitted"}, {"yyy", "permitted"},
                                  {"y?n", "unknown"}, {"y?y", "permitted"}, {"n?n", "permitted"}, {"?yn", "permitted"}};
  check_rows(&t, t.program->decision[d].outcome, rows, COUNT(rows));
  pol_run *run = tiny_run(&t, conditions(&t, "yyn"), 0);
  cr_expect_str_eq(tiny_cell(&t, run, t.program->rule[refuse].own, 0), "yes");
  cr_expect_str_eq(tiny_cell(&t, run, t.program->rule[refuse].guard, 0), "no");
  pol_run_drop(run);
  tiny_close(&t);
}

Test(rules, stages) {
  tiny t;
  open_conditions(&t, 4);
  uint32_t first = tiny_decision(&t, "first", POL_T_PERMISSION), second = tiny_decision(&t, "second", POL_T_PERMISSION),
           third = tiny_decision(&t, "third", POL_T_PERMISSION);
  uint32_t both[] = {first, second};
  tiny_rule(&t, first, POL_E_PERMITS, when(&t, 0), NULL);
  tiny_rule(&t, first, POL_E_REFERS, when(&t, 1), NULL);
  tiny_rule(&t, second, POL_E_REFUSES, when(&t, 2), NULL);
  tiny_rule(&t, second, POL_E_PERMITS, NULL, NULL);
  tiny_rule(&t, third, POL_E_PERMITS, when(&t, 3), NULL);
  t.m.decisions.at[second].after = both, t.m.decisions.at[second].afters = 1;
  t.m.decisions.at[third].after = both, t.m.decisions.at[third].afters = 2;
  tiny_make(&t);
  static const expected of_second[] = {{"ynn?", "permitted"}, {"yny?", "refused"}, {"yyn?", "referred"}, {"nny?", "silent"},
                                       {"n?y?", "unknown"},   {"yn??", "unknown"}, {"yy??", "referred"}};
  static const expected of_third[] = {{"ynny", "permitted"}, {"ynnn", "silent"},  {"ynyy", "refused"}, {"yyyy", "referred"},
                                      {"nnyy", "silent"},    {"y?yy", "unknown"}, {"yn?n", "unknown"}};
  check_rows(&t, t.program->decision[second].outcome, of_second, COUNT(of_second));
  check_rows(&t, t.program->decision[third].outcome, of_third, COUNT(of_third));
  cr_expect_str_eq(alone(&t, conditions(&t, "yyn?"), t.program->decision[second].own_outcome), "permitted");
  tiny_close(&t);
}

/* A permission in an expression: silent and out of scope are both not_applicable. */
Test(rules, permissions_used_in_expressions) {
  tiny t;
  open_conditions(&t, 3);
  uint32_t p = tiny_decision(&t, "p", POL_T_PERMISSION), d = tiny_decision(&t, "d", POL_T_BOOL), e = tiny_decision(&t, "e", POL_T_BOOL);
  tiny_rule(&t, p, POL_E_APPLIES_ONLY_IF, when(&t, 0), NULL);
  tiny_rule(&t, p, POL_E_REFUSES, when(&t, 1), NULL);
  tiny_rule(&t, p, POL_E_PERMITS, when(&t, 2), NULL);
  tiny_rule(&t, d, POL_E_IS, NULL,
            tiny_op(&t, POL_OP_EQ, POL_T_BOOL, 2, tiny_answer(&t, p), tiny_int(&t, POL_T_OUTCOME, POL_OUT_OUT_OF_SCOPE)));
  tiny_rule(&t, e, POL_E_IS, NULL,
            tiny_op(&t, POL_OP_IN, POL_T_BOOL, 3, tiny_answer(&t, p), tiny_int(&t, POL_T_OUTCOME, POL_OUT_SILENT),
                    tiny_int(&t, POL_T_OUTCOME, POL_OUT_REFUSED)));
  tiny_make(&t);
  static const expected rows[] = {{"nyy", "yes"}, {"ynn", "yes"}, {"yny", "no"}, {"yyn", "no"}, {"yn?", "unknown"}, {"?ny", "unknown"}};
  static const expected other[] = {{"nyy", "yes"}, {"ynn", "yes"}, {"yny", "no"}, {"yyn", "yes"}};
  check_rows(&t, t.program->decision[d].value, rows, COUNT(rows));
  check_rows(&t, t.program->decision[e].value, other, COUNT(other));
  tiny_close(&t);
}

Test(rules, amounts_of_permissions) {
  tiny t;
  open_conditions(&t, 3);
  uint32_t d = tiny_decision(&t, "d", POL_T_PERMISSION), amount = tiny_fact(&t, "amount", tiny_type(POL_T_NUMBER));
  tiny_rule(&t, d, POL_E_PERMITS, when(&t, 0), tiny_number(&t, 100, 1));
  tiny_rule(&t, d, POL_E_PERMITS, when(&t, 1), tiny_given(&t, amount));
  tiny_rule(&t, d, POL_E_REFUSES, when(&t, 2), NULL);
  tiny_make(&t);
  static const expected rows[] = {{"ynn", "100"}, {"nyn", "unknown"}, {"yny", "n/a"},
                                  {"nnn", "n/a"}, {"yn?", "unknown"}, {"y?n", "unknown"}};
  check_rows(&t, t.program->decision[d].value, rows, COUNT(rows));
  cr_expect_str_eq(alone(&t, conditions(&t, "nyn"), t.program->decision[d].outcome), "permitted", "the outcome stands");
  tiny_close(&t);
}

/* -- effective dates */

Test(rules, effective_dates) {
  tiny t;
  tiny_open(&t);
  uint32_t d = tiny_decision(&t, "d", POL_T_PERMISSION);
  t.m.clauses.at[0].from_set = t.m.clauses.at[0].to_set = true;
  t.m.clauses.at[0].from = 100, t.m.clauses.at[0].to = 200;
  uint32_t bounded = tiny_rule(&t, d, POL_E_PERMITS, NULL, NULL);
  tiny_clause(&t);
  uint32_t always = tiny_rule(&t, d, POL_E_REFERS, tiny_int(&t, POL_T_BOOL, 0), NULL);
  t.m.rules.at[always].clause = 1;
  tiny_make(&t);
  static const struct {
    pol_date as_of;
    const char *want;
  } rows[] = {{99, "silent"}, {100, "permitted"}, {150, "permitted"}, {200, "permitted"}, {201, "silent"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_run *run = tiny_run(&t, tiny_person(&t), rows[i].as_of);
    cr_expect_str_eq(tiny_cell(&t, run, t.program->decision[d].outcome, 0), rows[i].want, "%d", rows[i].as_of);
    cr_expect_eq(pol_run_as_of(run), rows[i].as_of);
    pol_run_drop(run);
  }
  cr_expect_eq(t.program->rule[always].effective, POL_NO_NODE);
  cr_expect_neq(t.program->rule[bounded].effective, POL_NO_NODE);
  tiny_close(&t);
}

/* -- values */

Test(rules, values_in_their_order) {
  tiny t;
  open_conditions(&t, 6);
  uint32_t d = tiny_decision(&t, "d", POL_T_NUMBER);
  tiny_rule(&t, d, POL_E_FLOOR, when(&t, 5), tiny_number(&t, 20, 1));
  tiny_rule(&t, d, POL_E_CAP, when(&t, 4), tiny_number(&t, 15, 1));
  tiny_rule(&t, d, POL_E_MULTIPLIES, when(&t, 3), tiny_number(&t, 3, 2));
  tiny_rule(&t, d, POL_E_ADDS, when(&t, 2), tiny_number(&t, 1, 3));
  tiny_rule(&t, d, POL_E_IS, when(&t, 1), tiny_number(&t, 11, 1));
  tiny_rule(&t, d, POL_E_IS, when(&t, 0), tiny_number(&t, 10, 1));
  t.m.decisions.at[d].rounded = true;
  t.m.decisions.at[d].round = POL_ROUND_UP;
  t.m.decisions.at[d].grain = pol_num_int(1);
  tiny_make(&t);
  static const expected rows[] = {{"ynnnnn", "10"}, {"ynynnn", "11"},      {"ynyynn", "16"},       {"ynyyyn", "15"},
                                  {"ynnyny", "20"}, {"ynnnny", "20"},      {"yynnnn", "conflict"}, {"nnnnnn", "n/a"},
                                  {"nnynnn", "1"},  {"nnnyyy", "n/a"},     {"y?nnnn", "unknown"},  {"yn?nnn", "unknown"},
                                  {"ynnn?n", "10"}, {"ynnnn?", "unknown"}, {"ynnnyy", "conflict"}};
  check_rows(&t, t.program->decision[d].value, rows, COUNT(rows));
  pol_run *run = tiny_run(&t, conditions(&t, "ynyyyn"), 0);
  const pol_program_decision *p = &t.program->decision[d];
  cr_expect_str_eq(tiny_cell(&t, run, p->base, 0), "10");
  cr_expect_str_eq(tiny_cell(&t, run, p->added, 0), "31/3");
  cr_expect_str_eq(tiny_cell(&t, run, p->multiplied, 0), "15.5");
  cr_expect_str_eq(tiny_cell(&t, run, p->capped, 0), "15");
  pol_run_drop(run);
  tiny_close(&t);
}

Test(rules, steps_that_no_rule_makes_are_the_one_before) {
  tiny t;
  open_conditions(&t, 1);
  uint32_t d = tiny_decision(&t, "d", POL_T_NUMBER), silent = tiny_decision(&t, "silent", POL_T_DATE);
  tiny_rule(&t, d, POL_E_IS, when(&t, 0), tiny_number(&t, 10, 1));
  tiny_make(&t);
  const pol_program_decision *p = &t.program->decision[d];
  cr_expect(p->base == p->added && p->added == p->multiplied && p->multiplied == p->capped && p->capped == p->value);
  cr_expect_str_eq(alone(&t, conditions(&t, "y"), t.program->decision[silent].value), "n/a");
  tiny_close(&t);
}

Test(rules, least_and_greatest_of_all_clauses) {
  for (int greatest = 0; greatest < 2; greatest++) {
    tiny t;
    open_conditions(&t, 2);
    uint32_t d = tiny_decision(&t, "d", POL_T_NUMBER);
    t.m.decisions.at[d].combine = greatest ? POL_COMBINE_GREATEST : POL_COMBINE_LEAST;
    tiny_rule(&t, d, POL_E_IS, when(&t, 0), tiny_number(&t, 10, 1));
    tiny_rule(&t, d, POL_E_IS, when(&t, 1), tiny_number(&t, 20, 1));
    tiny_make(&t);
    static const struct {
      const char *facts, *want[2];
    } rows[] = {{"yy", {"10", "20"}},      {"yn", {"10", "10"}},      {"ny", {"20", "20"}},
                {"y?", {"10", "unknown"}}, {"?y", {"unknown", "20"}}, {"nn", {"n/a", "n/a"}}};
    for (size_t i = 0; i < COUNT(rows); i++)
      cr_expect_str_eq(alone(&t, conditions(&t, rows[i].facts), t.program->decision[d].value), rows[i].want[greatest], "%s", rows[i].facts);
    tiny_close(&t);
  }
}

Test(rules, scope_of_values) {
  tiny t;
  open_conditions(&t, 2);
  uint32_t d = tiny_decision(&t, "d", POL_T_NUMBER);
  tiny_rule(&t, d, POL_E_APPLIES_ONLY_IF, when(&t, 0), NULL);
  tiny_rule(&t, d, POL_E_IS, when(&t, 1), tiny_number(&t, 10, 1));
  tiny_make(&t);
  static const expected rows[] = {{"yy", "10"},  {"ny", "n/a"}, {"?y", "unknown"}, {"?n", "n/a"},
                                  {"yn", "n/a"}, {"n?", "n/a"}, {"y?", "unknown"}};
  check_rows(&t, t.program->decision[d].value, rows, COUNT(rows));
  tiny_close(&t);
}

Test(rules, facts_that_do_not_exist_and_presumptions) {
  tiny t;
  open_conditions(&t, 1);
  uint32_t n = tiny_fact(&t, "n", tiny_type(POL_T_NUMBER)), d = tiny_decision(&t, "d", POL_T_NUMBER);
  t.m.facts.at[n].only_when = when(&t, 0);
  t.m.facts.at[n].presumed = tiny_number(&t, 7, 1);
  tiny_rule(&t, d, POL_E_IS, NULL, tiny_given(&t, n));
  tiny_make(&t);
  static const struct {
    const char *facts;
    bool given;
    const char *want;
  } rows[] = {{"y", true, "5"}, {"n", true, "n/a"}, {"?", true, "5"}, {"y", false, "7"}, {"n", false, "n/a"}, {"?", false, "7"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_record_facts *r = conditions(&t, rows[i].facts);
    if (rows[i].given) tiny_set_number(r, n, 5, 1);
    cr_expect_str_eq(alone(&t, r, t.program->decision[d].value), rows[i].want, "row %zu", i);
  }
  tiny_close(&t);
}
