/* Scenarios: which expectations are met, and what is said of those that are not. */
#include "scenario/scenario.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <string.h>

#define DECLARED                                                                                            \
  "party boss \"the boss\"\nparty board \"the board\"\noptions colour is red, green, blue\n"                \
  "facts x\n  a is yes or no\n  b is yes or no\n  n is number\n  day is date\n"                             \
  "decision p \"P\" is permission\ndecision v \"V\" is hours, may be silent \"test\"\n"                     \
  "decision s \"S\" is set of colour, may be silent \"test\"\ndecision o \"O\" is obligations, may be silent \"test\"\n" \
  "decision late \"Late\" is yes or no, may be silent \"test\"\n"                                           \
  "clause 1.1 \"A\"\n  permits p\n  refuses p when x.a reason \"because of a\"\n"                           \
  "clause 1.2 \"B\"\n  refers p to boss when x.b\n"                                                         \
  "clause 1.3 \"C\"\n  v is 7.4 hours when x.a\n  adds red to s\n  adds blue to s when x.a\n  boss must call \"call\" in o when x.a\n" \
  "decision q \"Q\" is permission\nfacts y\n  c is yes or no, presumed no\nclause 1.5 \"E\"\n  permits q\n  refuses q when y.c\n"   \
  "clause 1.6 \"F\"\n  incomplete \"lost\", reservation on q\n"                                           \
  "clause 1.4 \"D\"\n  late is yes when as_of is after 2024-05-01\n  late is no when as_of is on or before 2024-05-01\n"

typedef struct row { const char *scenario, *want; } row;

static void tell(pol_text *t, const policy *p, const pol_scenario_results *r) {
  pol_text_format(t, "%u passed, %u failed", r->passed, r->failed);
  if (r->skipped) pol_text_format(t, ", %u skipped", r->skipped);
  for (uint32_t i = 0; i < r->results.n; i++) {
    const pol_scenario_result *s = &r->results.at[i];
    for (uint32_t k = 0; k < s->failures.n; k++) {
      const pol_failure *f = &s->failures.at[k];
      pol_text_format(t, "; %s", s->scenario->title);
      if (s->scenario->row) pol_text_format(t, " row %u", s->scenario->row);
      pol_text_format(t, ": expected %s, got %s", f->expected, f->got);
      for (uint32_t l = 0; l < f->leds; l++)
        pol_text_format(t, "%s%s %s", l ? ", " : " (", pol_atom_get(p->atoms, p->model->clauses.at[p->model->rules.at[f->led[l]].clause].id),
                        pol_effect_name(p->model->rules.at[f->led[l]].effect));
      if (f->leds) pol_text_add(t, ")");
      cr_expect_eq(s->run != NULL, s->trouble == POL_SCENARIO_RAN, "a failure keeps its run for the trace");
    }
  }
}

static void run_text(pol_text *out, const char *scenarios, const char *filter) {
  policy p;
  pol_text text;
  pol_scenario_results r;
  pol_text_init(&text, NULL);
  pol_text_format(&text, DECLARED "%s", scenarios);
  if (policy_open(&p, pol_text_get(&text), NULL) != POL_OK) {
    policy_reports(out, &p, false);
  } else {
    cr_assert_eq(pol_scenarios_run(&r, p.arena, p.program, filter, 19814), POL_OK);
    tell(out, &p, &r);
    pol_scenarios_drop(&r);
  }
  policy_close(&p);
  pol_text_drop(&text);
}

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text line;
    pol_text_init(&line, NULL);
    run_text(&line, rows[i].scenario, NULL);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu\n%s\n  got  %s\n  want %s", i, rows[i].scenario, pol_text_get(&line), rows[i].want);
    pol_text_drop(&line);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))

Test(scenario, what_is_expected) {
  static const row rows[] = {
    { "scenario \"One\"\n  given x.a and not x.b\n  expect p is refused under 1.1, not under 1.2\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given not x.a and not x.b\n  expect p\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given x.a and not x.b\n  expect not p\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given not x.a and x.b\n  expect p is referred to boss under 1.2\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given not x.a\n  expect p is undetermined, missing x.b\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given x.a\n  expect v is 7.4 hours\n  expect s is blue, red\n  expect o is call\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given not x.a\n  expect v is not_applicable\n  expect s is red\n  expect o is none\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given not x.a\n  expect v is silent\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  expect q is permitted, presumed y.c, reserved by 1.6\n", "1 passed, 0 failed" },
    { "scenarios \"One\"\n  | y.c | q         | presumed | reserved by |\n  |     | permitted | y.c      | 1.6         |\n  | yes | refused   |          |             |\n", "2 passed, 0 failed" },
    { "scenario \"One\"\n  given x.a and x.b\n  expect p is refused under 1.1, blocked by 1.2, 1.1\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  given x.a\n  expect p blocked by 1.1, 1.2\n", "1 passed, 0 failed" }, /* x.b may hold */
    { "scenarios \"One\"\n  | x.a | x.b | p         | blocked by |\n  | yes | no  | refused   | 1.1        |\n  | no  | yes | referred  | 1.2        |\n  | no  | no  | permitted |            |\n",
      "3 passed, 0 failed" },
  };
  CHECK(rows);
}

Test(scenario, what_was_not_met) {
  static const row rows[] = {
    { "scenario \"One\"\n  given not x.a and not x.b\n  expect p is refused under 1.1\n",
      "0 passed, 1 failed; One: expected refused under 1.1, got permitted under 1.1 (1.1 permits)" },
    /* the rules of the clause that was expected and is not there */
    { "scenario \"One\"\n  given x.a and not x.b\n  expect p is refused under 1.2\n",
      "0 passed, 1 failed; One: expected refused under 1.2, got refused under 1.1 (1.2 refers)" },
    { "scenario \"One\"\n  given x.a and not x.b\n  expect p is refused, not under 1.1\n",
      "0 passed, 1 failed; One: expected refused not under 1.1, got refused under 1.1 (1.1 refuses)" },
    { "scenario \"One\"\n  given not x.a and x.b\n  expect p is referred to board\n",
      "0 passed, 1 failed; One: expected referred to board, got referred to boss under 1.2 (1.2 refers)" },
    { "scenario \"One\"\n  given not x.a and x.b\n  expect p is referred to board, boss\n",
      "0 passed, 1 failed; One: expected referred to board, boss, got referred to boss under 1.2 (1.2 refers)" },
    { "scenario \"One\"\n  given x.a\n  expect v is 8 hours\n", "0 passed, 1 failed; One: expected 8 hours, got 7.4 hours under 1.3 (1.3 is)" },
    { "scenario \"One\"\n  given x.a\n  expect s is red\n", "0 passed, 1 failed; One: expected red, got red, blue under 1.3 (1.3 adds, 1.3 adds)" },
    { "scenario \"One\"\n  given x.a\n  expect o is none\n", "0 passed, 1 failed; One: expected none, got call under 1.3 (1.3 duty)" },
    { "scenario \"One\"\n  expect p is undetermined, missing x.a\n",
      "0 passed, 1 failed; One: expected undetermined, missing x.a, got undetermined under 1.1, 1.2, missing x.a, x.b (1.1 refuses, 1.2 refers)" },
    { "scenario \"One\"\n  given not y.c\n  expect q is permitted, presumed y.c\n",
      "0 passed, 1 failed; One: expected permitted, presumed y.c, got permitted under 1.5, nothing presumed (1.5 permits)" },
    { "scenario \"One\"\n  given y.c\n  expect q is refused reserved by 1.6\n",
      "0 passed, 1 failed; One: expected refused, reserved by 1.6, got refused under 1.5, no reservation (1.5 refuses)" },
    { "scenario \"One\"\n  given x.a and not x.b\n  expect p is refused, blocked by 1.1, 1.2\n",
      "0 passed, 1 failed; One: expected refused, blocked by 1.1, 1.2, got refused under 1.1, blocked by 1.1 (1.2 refers)" },
    { "scenario \"One\"\n  given x.a and x.b\n  expect p blocked by 1.2\n",
      "0 passed, 1 failed; One: expected blocked by 1.2, got refused under 1.1, blocked by 1.1, 1.2 (1.1 refuses)" },
    { "scenario \"One\"\n  given not x.a and not x.b\n  expect p blocked by 1.2\n",
      "0 passed, 1 failed; One: expected blocked by 1.2, got permitted under 1.1, nothing in the way (1.2 refers)" },
    { "scenario \"One\"\n  given x.a\n  expect p is refused, missing x.b\n",
      "0 passed, 1 failed; One: expected refused, missing x.b, got refused under 1.1, nothing missing (1.1 refuses)" },
    { "scenario \"One\"\n  expect not p\n",
      "0 passed, 1 failed; One: expected not permitted, got undetermined under 1.1, 1.2, missing x.a, x.b (1.1 refuses, 1.2 refers)" },
    /* each expectation by itself */
    { "scenario \"One\"\n  given x.a\n  expect v is 8 hours\n  expect p is refused\n  expect s is red\n",
      "0 passed, 1 failed; One: expected 8 hours, got 7.4 hours under 1.3 (1.3 is); One: expected red, got red, blue under 1.3 (1.3 adds, 1.3 adds)" },
  };
  CHECK(rows);
}

Test(scenario, dates) {
  static const row rows[] = {
    { "scenario \"One\"\n  as of 2024-05-01\n  expect late is no\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  as of 2024-05-02\n  expect late\n", "1 passed, 0 failed" },
    { "scenario \"One\"\n  expect late is no\n",
      "0903 36:10 this scenario does not say on which day, and late can hang on it" }, /* found before it is run */
    { "scenario \"One\"\n  given x.a\n  expect v is 7.4 hours\n", "1 passed, 0 failed" },
  };
  CHECK(rows);
}

Test(scenario, variants_tables_and_filter) {
  static const char text[] =
    "scenario \"A red one\"\n  given x.a and not x.b\n  expect p is refused\n"
    "scenario \"A blue one\"\n  like \"A red one\"\n  but not x.a\n  expect p is refused\n"
    "scenarios \"Rows\"\n  | x.a | x.b | p | under |\n  | yes | no | refused | 1.1 |\n  | no | yes | refused | 1.1 |\n";
  static const struct { const char *filter, *want; } rows[] = {
    { NULL, "2 passed, 2 failed; A blue one: expected refused, got permitted under 1.1 (1.1 permits); "
            "Rows row 2: expected refused under 1.1, got referred to boss under 1.2 (1.1 permits, 1.1 refuses)" },
    { "red", "1 passed, 0 failed, 3 skipped" },
    { "one", "1 passed, 1 failed, 2 skipped; A blue one: expected refused, got permitted under 1.1 (1.1 permits)" },
    { "nothing like it", "0 passed, 0 failed, 4 skipped" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text line;
    pol_text_init(&line, NULL);
    run_text(&line, text, rows[i].filter);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "filter %s\n  got  %s\n  want %s", rows[i].filter ? rows[i].filter : "-", pol_text_get(&line), rows[i].want);
    pol_text_drop(&line);
  }
}
