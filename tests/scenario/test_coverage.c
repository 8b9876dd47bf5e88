/* Coverage: which conditions are seen both ways and decide alone, by which scenarios; which clauses decide; which limits have a case on both sides. */
#include "scenario/coverage.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <string.h>

#define DECLARED                                                                                 \
  "party boss \"the boss\"\norder rank \"rank\", \"ranks\" is low, mid, high\n"                  \
  "agreement leave_it of boss \"the boss's agreement\"\n"                                        \
  "facts x\n  a is yes or no\n  b is yes or no\n  c is yes or no\n  n is hours\n  r is rank\n  share is percent\n  day is date\n" \
  "  d is yes or no, only when a\ndefine both when x.a and x.b\n"                                                               \
  "decision p \"P\" is permission\ndecision q \"Q\" is permission, may be silent \"test\"\ndecision v \"V\" is hours, may be silent \"test\"\n"

typedef struct row { const char *rules, *scenarios, *want; } row;

static void add_source(pol_text *t, const policy *p, const pol_node *node) {
  const pol_source *s = pol_sources_get(&p->sources, node->span.file);
  pol_text_add_n(t, s->text + node->span.start, node->span.end - node->span.start);
}

static void add_result(pol_text *t, uint32_t result) {
  if (result == POL_NO_REF) pol_text_char(t, '-');
  else pol_text_format(t, "%u", result);
}

/* "1.1 by 0; x.a: yes no alone 0/1 unique; limit 5 hours: 0 1": everything that the coverage has, in its order. */
static void tell(pol_text *t, const policy *p, const pol_coverage *c) {
  pol_text_format(t, "%u of %u", c->decisive, c->ruled);
  for (uint32_t i = 0; i < c->clauses.n; i++) {
    static const char *const class[] = { "", " heading", " informs", " lacks text" };
    const pol_covered_clause *k = &c->clauses.at[i];
    pol_text_format(t, ", %s%s", pol_atom_get(p->model->atoms, p->model->clauses.at[k->clause].id), class[k->class]);
    for (uint32_t b = 0; b < k->bys; b++) pol_text_format(t, " %u", k->by[b]);
  }
  for (uint32_t i = 0; i < c->tests.n; i++) {
    const pol_covered_test *k = &c->tests.at[i];
    pol_text_add(t, "; ");
    add_source(t, p, k->expr->node);
    pol_text_format(t, ":%s%s%s%s", k->held ? " yes" : "", k->failed ? " no" : "", k->alone ? " alone " : "", "");
    if (!k->alone) continue;
    add_result(t, k->yes);
    pol_text_char(t, '/');
    add_result(t, k->no);
    if (!k->unique) pol_text_add(t, " masking");
  }
  for (uint32_t i = 0; i < c->limits.n; i++) {
    pol_text_add(t, "; limit ");
    add_source(t, p, c->limits.at[i].comparison->arg[1]->node);
    pol_text_add(t, ": ");
    add_result(t, c->limits.at[i].below);
    pol_text_char(t, ' ');
    add_result(t, c->limits.at[i].above);
  }
}

static void cover(pol_text *out, const row *r) {
  policy p;
  pol_text text;
  pol_scenario_results results;
  pol_coverage coverage;
  pol_text_init(&text, NULL);
  pol_text_format(&text, DECLARED "%s%s", r->rules, r->scenarios);
  if (policy_open(&p, pol_text_get(&text), NULL) != POL_OK) {
    policy_reports(out, &p, false);
  } else {
    cr_assert_eq(pol_scenarios_run(&results, p.arena, p.program, NULL, 19814), POL_OK);
    cr_assert_eq(pol_coverage_read(&coverage, p.arena, &results), POL_OK);
    tell(out, &p, &coverage);
    pol_scenarios_drop(&results);
  }
  policy_close(&p);
  pol_text_drop(&text);
}

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text line;
    pol_text_init(&line, NULL);
    cover(&line, &rows[i]);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu\n%s%s\n  got  %s\n  want %s", i, rows[i].rules, rows[i].scenarios, pol_text_get(&line), rows[i].want);
    pol_text_drop(&line);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))

Test(coverage, clauses) {
  static const row rows[] = {
    /* decisive is what the answer rests on, not what holds; a failure shows nothing, nor does an answer that is open */
    { "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  refuses p when x.a\n", "scenario \"S\"\n  given x.a\n  expect p is refused\n", "1 of 2, 1, 2 0; x.a: yes" },
    { "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  refuses p when x.a\n", "scenario \"S\"\n  given x.a\n  expect p is permitted\n", "0 of 2, 1, 2; x.a:" },
    { "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  refuses p when x.a\n", "scenario \"S\"\n  expect p is undetermined\n", "0 of 2, 1, 2; x.a:" },
    { "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\nclause 3 \"C\"\n  guidance \"g\"\nclause 4 \"D\"\n  incomplete \"i\"\n", "scenario \"S\"\n  expect p\n",
      "1 of 1, 1 0, 2 heading, 3 informs, 4 lacks text" },
    /* a decision that the expected one uses */
    { "clause 1 \"A\"\n  permits p when q is permitted\nclause 2 \"B\"\n  permits q when x.a\n", "scenario \"S\"\n  given x.a\n  expect p\n",
      "2 of 2, 1 0, 2 0; q is permitted: yes; x.a: yes" },
  };
  CHECK(rows);
}

Test(coverage, alone) {
  static const row rows[] = {
    { "clause 1 \"A\"\n  permits p when x.a and x.b\n",
      "scenarios \"S\"\n  | x.a | x.b | p |\n  | yes | yes | permitted |\n  | no | yes | not_applicable |\n  | yes | no | not_applicable |\n",
      "1 of 1, 1 0; x.a: yes no alone 0/1; x.b: yes no alone 0/2" },
    /* both change together: seen both ways, and neither alone */
    { "clause 1 \"A\"\n  permits p when x.a and x.b\n", "scenarios \"S\"\n  | x.a | x.b | p |\n  | yes | yes | permitted |\n  | no | no | not_applicable |\n",
      "1 of 1, 1 0; x.a: yes no; x.b: yes no" },
    { "clause 1 \"A\"\n  permits p when x.a or x.b\n", "scenarios \"S\"\n  | x.a | x.b | p |\n  | yes | no | permitted |\n  | no | no | not_applicable |\n",
      "1 of 1, 1 0; x.a: yes no alone 0/1; x.b: no" },
    /* x.a masked in every case in which it fails */
    { "clause 1 \"A\"\n  permits p when (x.a and x.b) or x.c\n", "scenarios \"S\"\n  | x.a | x.b | x.c | p |\n  | yes | yes | no | permitted |\n  | no | yes | yes | permitted |\n",
      "1 of 1, 1 0 1; x.a: yes no; x.b: yes; x.c: yes no" },
    /* masking: x.c differs in the pair, and does not bring it about */
    { "clause 1 \"A\"\n  permits p when x.a and (x.b or x.c)\n", "scenarios \"S\"\n  | x.a | x.b | x.c | p |\n  | yes | yes | no | permitted |\n  | no | yes | yes | not_applicable |\n",
      "1 of 1, 1 0; x.a: yes no alone 0/1 masking; x.b: yes; x.c: yes no" },
    /* not known where it cannot matter */
    { "clause 1 \"A\"\n  permits p when x.a and x.b\n", "scenarios \"S\"\n  | x.a | x.b | p |\n  | yes | yes | permitted |\n  | no | | not_applicable |\n",
      "1 of 1, 1 0; x.a: yes no alone 0/1; x.b: yes" },
    /* what does not arise, since the other is as it is */
    { "clause 1 \"A\"\n  permits p when x.a and x.d\n", "scenarios \"S\"\n  | x.a | x.d | p |\n  | yes | yes | permitted |\n  | yes | no | not_applicable |\n  | no | | not_applicable |\n",
      "1 of 1, 1 0; x.a: yes no alone 0/2; x.d: yes no alone 0/1" },
    /* exceptions, and tests of `only if` */
    { "clause 1 \"A\"\n  permits p when x.a except when x.b\n  p only if x.c\n",
      "scenarios \"S\"\n  | x.a | x.b | x.c | p |\n  | yes | no | yes | permitted |\n  | yes | yes | yes | not_applicable |\n  | yes | no | no | refused |\n",
      "1 of 1, 1 0 2; x.a: yes; x.b: yes no alone 1/0; x.c: yes no alone 0/2" },
    /* a definition is taken apart; a line with two subjects is one guard */
    { "clause 1 \"A\"\n  permits p, q when both\n",
      "scenario \"S\"\n  given x.a and x.b\n  expect p\nscenario \"T\"\n  given x.a and not x.b\n  expect q is not_applicable\n",
      "1 of 1, 1 0; x.a: yes; x.b: yes no alone 0/1" },
    { "clause 1 \"A\"\n  permits p\n  refuses p when x.a except when agreed leave_it\n",
      "scenarios \"S\"\n  | x.a | leave_it.status | leave_it.decided_by | p |\n  | yes | not_sought | | refused |\n  | yes | given_orally | boss | permitted |\n  | no | | | permitted |\n",
      "1 of 1, 1 0 1 2; x.a: yes no alone 0/2; agreed leave_it: yes no alone 1/0" },
    /* what a scenario does not expect, it does not show */
    { "clause 1 \"A\"\n  permits p\nclause 2 \"B\"\n  permits q when x.a\n", "scenario \"S\"\n  given x.a\n  expect p\n", "1 of 2, 1 0, 2; x.a:" },
  };
  CHECK(rows);
}

Test(coverage, tables) {
  static const row rows[] = {
    { "clause 1 \"A\"\nclause 2 \"B\"\ntable v by x.n\n  | clause | x.n | v |\n  | 1 | from 0 hours | 1 hours |\n  | 2 | from 5 hours | 2 hours |\n",
      "scenarios \"S\"\n  | x.n | v |\n  | 4 hours | 1 hours |\n  | 5 hours | 2 hours |\n",
      "2 of 2, 1 0, 2 1; from 0 hours: yes no alone 0/1; from 5 hours: yes no alone 1/0; limit 5 hours: 0 1" },
    { "clause 1 \"A\"\n  v is rate(x.r)\nclause 2 \"B\"\nclause 3 \"C\"\ntable rate(r)\n  | clause | r | rate |\n  | 2 | low | 1 hours |\n  | 3 | mid, high | 2 hours |\n",
      "scenarios \"S\"\n  | x.r | v |\n  | low | 1 hours |\n  | high | 2 hours |\n", "3 of 3, 1 0 1, 2 0, 3 1; low: yes no alone 0/1; mid, high: yes no alone 1/0" },
  };
  CHECK(rows);
}

Test(coverage, limits) {
  static const row rows[] = {
    { "clause 1 \"A\"\n  permits p when x.n is at least 5 hours\n", "scenarios \"S\"\n  | x.n | p |\n  | 5 hours | permitted |\n  | 4 hours | not_applicable |\n",
      "1 of 1, 1 0; x.n is at least 5 hours: yes no alone 0/1; limit 5 hours: 1 0" },
    /* two hours off is too far; the limit itself is on the side that it falls on */
    { "clause 1 \"A\"\n  permits p when x.n is more than 5 hours\n", "scenarios \"S\"\n  | x.n | p |\n  | 7 hours | permitted |\n  | 5 hours | not_applicable |\n",
      "1 of 1, 1 0; x.n is more than 5 hours: yes no alone 0/1; limit 5 hours: 1 -" },
    { "clause 1 \"A\"\n  permits p when x.r is above low\n", "scenarios \"S\"\n  | x.r | p |\n  | mid | permitted |\n  | low | not_applicable |\n",
      "1 of 1, 1 0; x.r is above low: yes no alone 0/1; limit low: 1 0" },
    { "clause 1 \"A\"\n  permits p when x.day is before 2024-03-01\n", "scenarios \"S\"\n  | x.day | p |\n  | 2024-02-29 | permitted |\n  | 2024-03-02 | not_applicable |\n",
      "1 of 1, 1 0; x.day is before 2024-03-01: yes no alone 0/1; limit 2024-03-01: 0 1" },
    { "clause 1 \"A\"\n  permits p when x.share is at most 50%\n", "scenarios \"S\"\n  | x.share | p |\n  | 49.5% | permitted |\n  | 52% | not_applicable |\n",
      "1 of 1, 1 0; x.share is at most 50%: yes no alone 0/1; limit 50%: 0 -" },
  };
  CHECK(rows);
}
