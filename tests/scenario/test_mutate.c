/* Changes: each kind is found, noticed by a scenario that looks there, and shown by a case where none does; and changes that are known. */
#include "eval/words.h"
#include "scenario/mutate.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <string.h>

#define DECLARED                                                                                                                            \
  "party boss \"the boss\"\norder rank \"rank\", \"ranks\" is low, mid, high\noptions pace is slow, quick\n"                                \
  "agreement leave_it of boss \"the boss's agreement\"\n"                                                                                   \
  "facts x\n  a is yes or no\n  b is yes or no\n  n is hours\n  r is rank\n  day is date\n  start is date\n"                               \
  "decision p \"P\" is permission\ndecision v \"V\" is hours, may be silent \"test\"\ndecision s \"S\" is set of pace, may be silent \"test\"\n" \
  "decision c \"C\" is pace, may be silent \"test\"\ndecision o \"O\" is obligations, may be silent \"test\"\n"

typedef struct row { const char *rules, *scenarios, *want; } row;

static void add_words(pol_text *t, const policy *p, pol_span span) {
  const pol_source *s = pol_sources_get(&p->sources, span.file);
  pol_text_add_n(t, s->text + span.start, span.end - span.start);
}

/* "1 [at most -> less than] shows: 0 x.n=5 permitted/refused": those that nobody notices; "-[…]" is left out. */
static void tell(pol_text *t, const policy *p, const pol_mutation *all) {
  pol_text_format(t, "%u of %u", all->noticed, all->mutants.list.n);
  for (uint32_t i = 0; i < all->mutants.list.n; i++) {
    const pol_mutant *m = &all->mutants.list.at[i];
    const pol_witness *w = &all->fate[i].witness;
    if (all->fate[i].noticed) continue;
    pol_text_add(t, "; ");
    if (all->fate[i].waived) pol_text_format(t, "known: %s ", all->fate[i].waived);
    pol_text_char(t, '[');
    add_words(t, p, m->cut);
    if (m->instead) pol_text_format(t, " -> %s", m->instead);
    pol_text_char(t, ']');
    if (!w->found) continue;
    for (uint32_t k = 0; k < w->changes; k++) {
      pol_text_format(t, " %s ", pol_atom_get(p->model->atoms, p->model->facts.at[w->change[k].fact].name));
      pol_value_plain(t, p->model, &w->change[k].value, 0);
    }
    pol_text_format(t, ": %s, %s", w->before, w->after);
  }
}

/* Parts one after the other, the last first: what comes out must not hang on who is first. */
static void backwards(void *user, void (*part)(void *task, size_t i), void *task, size_t n) {
  (void)user;
  while (n-- > 0) part(task, n);
}

static void mutate(pol_text *out, const row *r, const pol_hands *hands) {
  policy p;
  pol_text text;
  pol_scenario_results results;
  pol_mutation mutation;
  pol_text_init(&text, NULL);
  pol_text_format(&text, DECLARED "%s%s", r->rules, r->scenarios);
  if (policy_open(&p, pol_text_get(&text), NULL) != POL_OK) {
    policy_reports(out, &p, false);
  } else {
    cr_assert_eq(pol_scenarios_run(&results, p.arena, p.program, NULL, 19814), POL_OK);
    cr_assert_eq(pol_mutation_run(&mutation, p.arena, &results, NULL, 0, hands), POL_OK);
    cr_expect_eq(results.failed, 0, "%s%s", r->rules, r->scenarios);
    tell(out, &p, &mutation);
    pol_mutation_drop(&mutation);
    pol_scenarios_drop(&results);
  }
  policy_close(&p);
  pol_text_drop(&text);
}

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text line;
    pol_text_init(&line, NULL);
    mutate(&line, &rows[i], NULL);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu\n%s%s\n  got  %s\n  want %s", i, rows[i].rules, rows[i].scenarios, pol_text_get(&line), rows[i].want);
    for (size_t most = 1; most <= 5; most += 2) { /* in as many parts */
      pol_text again;
      pol_text_init(&again, NULL);
      mutate(&again, &rows[i], &(pol_hands){ .run = backwards, .most = most });
      cr_expect_str_eq(pol_text_get(&again), pol_text_get(&line), "row %zu in %zu parts", i, most);
      pol_text_drop(&again);
    }
    pol_text_drop(&line);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))
#define CLAUSE "clause 1 \"A\"\n"
#define ANSWERS "scenarios \"S\"\n"

Test(mutate, edges_and_constants) {
  static const row rows[] = {
    { CLAUSE "  permits p\n  refuses p when x.n is more than 5 hours\n", ANSWERS "  | x.n | p |\n  | 5 hours | permitted |\n  | 6 hours | refused |\n", "6 of 6" },
    { CLAUSE "  permits p\n  refuses p when x.n is more than 5 hours\n", ANSWERS "  | x.n | p |\n  | 1 hours | permitted |\n  | 9 hours | refused |\n",
      "3 of 6; [more than -> at least] x.n 5: permitted, refused; [5 hours -> 4 hours] x.n 5: permitted, refused; [5 hours -> 6 hours] x.n 6: refused, permitted" },
    { CLAUSE "  permits p\n  p only if x.day is on or before 2024-03-01\n", ANSWERS "  | x.day | p |\n  | 2024-01-01 | permitted |\n  | 2024-12-01 | refused |\n",
      "2 of 5; [on or before -> before] x.day 2024-03-01: permitted, refused; [2024-03-01 -> 2024-02-29] x.day 2024-03-01: permitted, refused; "
      "[2024-03-01 -> 2024-03-02] x.day 2024-03-02: refused, permitted" },
    { CLAUSE "  permits p\n  refuses p when x.r is above low\n", ANSWERS "  | x.r | p |\n  | low | permitted |\n  | high | refused |\n",
      "4 of 5; [low -> mid] x.r mid: refused, permitted" },
    { CLAUSE "  permits p\n  refuses p when x.n is 2 hours to 4 hours\n", ANSWERS "  | x.n | p |\n  | 2 hours | refused |\n  | 4 hours | refused |\n  | 1 hours | permitted |\n  | 5 hours | permitted |\n",
      "9 of 9" },
    { CLAUSE "  v is 5 hours\n", ANSWERS "  | v |\n  | 5 hours |\n", "2 of 2" },
  };
  CHECK(rows);
}

Test(mutate, conditions) {
  static const row rows[] = {
    { CLAUSE "  permits p when x.a and x.b\n", ANSWERS "  | x.a | x.b | p |\n  | yes | yes | permitted |\n  | no | yes | not_applicable |\n  | yes | no | not_applicable |\n", "4 of 4" },
    { CLAUSE "  permits p when x.a and x.b\n", ANSWERS "  | x.a | x.b | p |\n  | yes | yes | permitted |\n  | no | no | not_applicable |\n",
      "1 of 4; [x.a] x.a no: the policy is silent, permitted; [and -> or] x.a no: the policy is silent, permitted; [x.b] x.b no: the policy is silent, permitted" },
    { CLAUSE "  permits p\n  p only if any of\n    - x.a\n    - x.b\n", ANSWERS "  | x.a | x.b | p |\n  | yes | no | permitted |\n  | no | no | refused |\n",
      "3 of 4; [x.b] x.b yes: permitted, refused" },
    { CLAUSE "  permits p when x.r is one of low, mid\n", ANSWERS "  | x.r | p |\n  | low | permitted |\n  | high | not_applicable |\n", "3 of 4; [mid] x.r mid: permitted, the policy is silent" },
    /* nothing shows it: the other rule permits all the same, and says so */
    { CLAUSE "  permits p\n  permits p when x.a\n", ANSWERS "  | x.a | p |\n  | yes | permitted |\n", "2 of 3; [x.a]" },
  };
  CHECK(rows);
}

Test(mutate, lines) {
  static const row rows[] = {
    { CLAUSE "  permits p\n  refuses p when x.a except when x.b\n", ANSWERS "  | x.a | x.b | p |\n  | yes | no | refused |\n  | no | no | permitted |\n",
      "3 of 4; [x.b] x.b yes: permitted, refused" },
    { CLAUSE "  permits p\n  refuses p except when agreed leave_it\n", ANSWERS "  | leave_it.status | leave_it.decided_by | p |\n  | declined | | refused |\n  | given_orally | boss | permitted |\n", "3 of 3" },
    { CLAUSE "  permits p\nclause 2 \"B\"\n  refers p to boss when x.a\n", ANSWERS "  | x.a | p |\n  | yes | referred |\n  | no | permitted |\n", "3 of 3" },
    { CLAUSE "  v is 5 hours\nclause 2 \"B\"\n  v is 6 hours, despite 1 when x.a\n", ANSWERS "  | x.a | v |\n  | no | 5 hours |\n",
      "3 of 6; [v is 6 hours] x.a yes: 6 hours, 5 hours; [6 hours -> 7 hours] x.a yes: 6 hours, 7 hours; [despite 1] x.a yes: 6 hours, the policy contradicts itself" },
    { CLAUSE "  c is slow when x.a\n  c is quick when not x.a\n", ANSWERS "  | x.a | c |\n  | yes | slow |\n  | no | quick |\n", "4 of 4" },
    { CLAUSE "  v is 5 hours\n  adds 1 hours to v when x.a\n  v is capped at 6 hours\n", ANSWERS "  | x.a | v |\n  | no | 5 hours |\n",
      /* what the cap hides is no difference */
      "3 of 7; [adds 1 hours to v] x.a yes: 6 hours, 5 hours; [1 hours -> 2 hours]; [v is capped at 6 hours]; [6 hours -> 7 hours]" },
    { CLAUSE "  adds slow to s\n  adds quick to s when x.a\n  boss must call \"call\" in o when x.b\n", ANSWERS "  | x.a | x.b | s | o |\n  | no | yes | slow | call |\n",
      "3 of 5; [adds quick to s] x.a yes: slow, quick, slow; [x.b] x.b no: the policy is silent, call" },
    { CLAUSE "  permits p\nclause 2 \"B\"\n  refuses p when x.a\nclause 3 \"C\"\n  sets aside the refusals of 2 when x.b\n", ANSWERS "  | x.a | x.b | p |\n  | yes | no | refused |\n",
      "2 of 5; [permits -> refuses] x.a no: permitted, refused; [x.a] x.a no: permitted, refused; [sets aside the refusals of 2] x.b yes: permitted, refused" },
  };
  CHECK(rows);
}

/* Definitions are changed once for all that use them, rows of tables in their cells, the times of a table of rates with the intervals that it cuts. */
Test(mutate, definitions_and_tables) {
  static const row rows[] = {
    { "value most is 5 hours\n" CLAUSE "  permits p\n  refuses p when x.n is more than most\n  v is most\n", ANSWERS "  | x.n | p | v |\n  | 6 hours | refused | 5 hours |\n",
      "3 of 7; [5 hours -> 4 hours] x.n 5: permitted, refused; [permits -> refuses] x.n 4: permitted, refused; [x.n is more than most] x.n 4: permitted, refused; "
      "[more than -> at least] x.n 5: permitted, refused" },
    { CLAUSE "clause 2 \"B\"\ntable v by x.n\n  | clause | x.n | v |\n  | 1 | from 0 hours | 1 hours |\n  | 2 | from 5 hours | 2 hours |\n",
      ANSWERS "  | x.n | v |\n  | 4 hours | 1 hours |\n  | 5 hours | 2 hours |\n",
      "9 of 11; [0 hours -> above 0 hours] x.n 0: 1 hour, the policy is silent; [0 hours -> 1 hour] x.n 0: 1 hour, the policy is silent" },
    { CLAUSE "  v is rate(x.r)\nclause 2 \"B\"\nclause 3 \"C\"\ntable rate(r)\n  | clause | r | rate |\n  | 2 | low | 1 hours |\n  | 3 | mid, high | 2 hours |\n",
      ANSWERS "  | x.r | v |\n  | low | 1 hours |\n  | mid | 2 hours |\n", "6 of 7; [high] x.r high: 2 hours, the policy is silent" },
  };
  CHECK(rows);
}

static const row two = { CLAUSE "  permits p\n  permits p when x.a\n", ANSWERS "  | x.a | p |\n  | yes | permitted |\n", "" };

/* What a waiver comes to, by line: "2 used". */
static void add_fates(pol_text *t, const char *known) {
  static const char *const fate[] = { "used", "noticed", "unknown", "no reason", "twice" };
  policy p;
  pol_text text;
  pol_scenario_results results;
  pol_mutation mutation;
  pol_text_init(&text, NULL);
  pol_text_format(&text, DECLARED "%s%s", two.rules, two.scenarios);
  cr_assert_eq(policy_open(&p, pol_text_get(&text), NULL), POL_OK);
  cr_assert_eq(pol_scenarios_run(&results, p.arena, p.program, NULL, 19814), POL_OK);
  cr_assert_eq(pol_mutation_run(&mutation, p.arena, &results, known, strlen(known), NULL), POL_OK);
  for (uint32_t i = 0; i < mutation.mutants.list.n; i++) pol_text_format(t, "%s%s", i ? " " : "", mutation.mutants.list.at[i].id);
  for (uint32_t i = 0; i < mutation.waivers.n; i++) pol_text_format(t, "; %u %s", mutation.waivers.at[i].line, fate[mutation.waivers.at[i].fate]);
  pol_text_format(t, "; %u stale, %u known, %u unnoticed", mutation.stale, mutation.waived, mutation.unnoticed);
  pol_mutation_drop(&mutation);
  pol_scenarios_drop(&results);
  policy_close(&p);
  pol_text_drop(&text);
}

/* The id of the first change of the clause, where `text` are the policy's rules. */
static void first_id(char out[64], const char *rules, const char *clause) {
  policy p;
  pol_text text;
  pol_scenario_results results;
  pol_mutation mutation;
  pol_text_init(&text, NULL);
  pol_text_format(&text, DECLARED "%s", rules);
  cr_assert_eq(policy_open(&p, pol_text_get(&text), NULL), POL_OK);
  cr_assert_eq(pol_scenarios_run(&results, p.arena, p.program, NULL, 19814), POL_OK);
  cr_assert_eq(pol_mutation_run(&mutation, p.arena, &results, NULL, 0, NULL), POL_OK);
  out[0] = '\0';
  for (uint32_t i = 0; i < mutation.mutants.list.n && !out[0]; i++)
    if (strncmp(mutation.mutants.list.at[i].id, clause, strlen(clause)) == 0) strncat(out, mutation.mutants.list.at[i].id, 63);
  pol_mutation_drop(&mutation);
  pol_scenarios_drop(&results);
  policy_close(&p);
  pol_text_drop(&text);
}

Test(mutate, ids) {
  char one[64], other[64];
  first_id(one, "clause 7 \"A\"\n  refuses p when x.n is more than 5 hours\n", "7-");
  first_id(other, "clause 6 \"B\"\n  permits p when x.a\nclause 7 \"Another title\"\n  refuses p\n    when x.n is more   than 5 hours\n", "7-");
  cr_expect_str_eq(one, other, "other clauses, titles and another layout make no other id");
  first_id(other, "clause 7 \"A\"\n  refuses p when x.n is more than 6 hours\n", "7-");
  cr_expect_str_eq(one, other, "nor do words that are not those of the change");
  first_id(other, "clause 7 \"A\"\n  permits p when x.n is more than 5 hours\n", "7-");
  cr_expect_str_neq(one, other, "other words do");
}

Test(mutate, known) {
  static const struct { const char *known, *want; } rows[] = {
    { "", "1-632210 1-632210-2 1-122cb8; 0 stale, 0 known, 1 unnoticed" },
    { "# a comment\n\n1-122cb8   the other line permits all the same\n", "1-632210 1-632210-2 1-122cb8; 3 used; 0 stale, 1 known, 0 unnoticed" },
    { "1-122cb8\n1-000000 gone\n", "1-632210 1-632210-2 1-122cb8; 1 no reason; 2 unknown; 2 stale, 0 known, 1 unnoticed" },
    { "1-122cb8 one\r\n1-122cb8 two\n  1-632210 wrong", "1-632210 1-632210-2 1-122cb8; 1 used; 2 twice; 3 noticed; 2 stale, 1 known, 0 unnoticed" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text line;
    pol_text_init(&line, NULL);
    add_fates(&line, rows[i].known);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu\n  got  %s\n  want %s", i, pol_text_get(&line), rows[i].want);
    pol_text_drop(&line);
  }
}
