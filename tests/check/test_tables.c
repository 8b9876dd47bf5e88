/* Tables: decision tables and bands, functions and their calls, what a table lacks. Lines count from `policy`, the first. */
#include "ruled.h"
#include <stdio.h>

#define HEAD                                                                                                                                          \
  "policy p \"P\"\nparty hr \"HR\"\noptions grade is low, high\noptions step is one_, two_\nfacts a\n  x is yes or no\n  n is number\n  g is grade\n  on is date\n  t is time\n"  \
  "define service is a.n * 1 year\ndecision v is number, may be silent \"-\"\ndecision d is permission, may be silent \"-\"\ndecision s is set of step\n"                          \
  "clause 1\nclause 2\nclause 3\n"

static const struct { const char *text, *decision, *want; } rules[] = {
  { "table v by service\n  | clause | service | v |\n  | 1 | from 0 years | 24 |\n  | 2 | from 5 years | 30 |\n  | 3 | from 2 years | 26 |\n", "v",
    "1 is value 24 when (and (at_least service=(mul a.n 1) 0) (less service=(mul a.n 1) 2))\n2 is value 30 when (at_least service=(mul a.n 1) 5)\n"
    "3 is value 26 when (and (at_least service=(mul a.n 1) 2) (less service=(mul a.n 1) 5))\n" },
  { "table v by service\n  | clause | service | a.g | v |\n  | 1 | from 0 years | low | 24 |\n  | 2 | from 0 years | high | 30 |\n  | 3 | from 2 years | high | 26 |\n", "v",
    "1 is value 24 when (and (at_least service=(mul a.n 1) 0) (is a.g low))\n2 is value 30 when (and (and (at_least service=(mul a.n 1) 0) (less service=(mul a.n 1) 2)) (is a.g high))\n"
    "3 is value 26 when (and (at_least service=(mul a.n 1) 2) (is a.g high))\n" },
  { "table v by a.n\n  | clause | a.n | v |\n  | 1 | 0 to 3 | 1 |\n  | 2 | more than 3 | 2 |\n", "v", "1 is value 1 when (and (at_least a.n 0) (at_most a.n 3))\n2 is value 2 when (more a.n 3)\n" },
  { "table \"what\"\n  | clause | a.x | a.g | v | d | s |\n  | 1 | yes | low, high | 1 | permitted | one_, two_ |\n  | 2 | any | not low | 2 | refused | |\n  | 3 | | | | hr | one_ |\n", "v",
    "1 is value 1 when (and (is a.x yes) (or (is a.g low) (is a.g high)))\n2 is value 2 when (is_not a.g low)\n" },
  { "table \"what\"\n  | clause | a.x | d |\n  | 1 | yes | permitted |\n  | 2 | any | refused |\n  | 3 | no | hr |\n", "d",
    "1 permits when (is a.x yes)\n2 refuses\n3 refers hr when (is a.x no)\n" },
  { "table \"what\"\n  | clause | a.x | s |\n  | 1 | yes | one_, two_ |\n", "s", "1 adds 0 when (is a.x yes)\n1 adds 1 when (is a.x yes)\n" },
  { "table \"what\"\n  | clause | a.on | a.t | v |\n  | 1 | from 2024-01-01 to 2025-01-01 | 19:00 to 07:00 | 1 |\n", "v",
    "1 is value 1 when (and (and (at_least a.on 2024-01-01) (less a.on 2025-01-01)) (or (at_least a.t 19:00) (less a.t 07:00)))\n" },
  /* functions: pairs of in force and value */
  { "table rate(g, day)\n  | clause | g | day | rate | despite |\n  | 1 | low | any | 1 | |\n  | 2 | high | monday to friday | 2 | |\n  | 3 | any | sunday | 3 | others |\nclause 4\n  v is rate(a.g, a.on)\n", "v",
    "4 is value (pick (and (holds (is a.g low)) (not (holds (is (weekday a.on) sunday)))) 1 (and (holds (and (is a.g high) (and (at_least (weekday a.on) monday) (at_most (weekday a.on) "
    "friday)))) (not (holds (is (weekday a.on) sunday)))) 2 (holds (is (weekday a.on) sunday)) 3)\n" },
  { "table rate(x)\n  | clause | x | rate |\n  | 1 | at most 3 | x * 2 |\n  | 2 | more than 3 | 7 |\nclause 4\n  v is rate(a.n + 1)\n", "v",
    "4 is value (pick (holds (at_most (add a.n 1) 3)) (mul (add a.n 1) 2) (holds (more (add a.n 1) 3)) 7)\n" },
};

Test(check_tables, rows) {
  char text[4096];
  for (size_t i = 0; i < COUNT(rules); i++) {
    checked k;
    snprintf(text, sizeof text, "%s%s", HEAD, rules[i].text);
    checked_one(&k, text);
    cr_expect_eq(k.reports.errors, 0, "%s: %s", rules[i].text, ruled_reports(&k));
    cr_expect_str_eq(ruled_rules(&k, rules[i].decision), rules[i].want, "%s\n  want: %s\n  got:  %s", rules[i].text, rules[i].want, ruled_rules(&k, rules[i].decision));
    checked_close(&k);
  }
}

/* The head has 17 lines: a table that follows begins on line 18. */
#define QUIET HEAD "clause 0\n  v is 1 when a.x and not a.x\n  permits d\n  adds one_ to s\n"
static const struct { const char *text, *want; } reports[] = {
  { "table v by service\n  | clause | service | v |\n  | 1 | from 0 years | 1 |\n  | 2 | from 0 years | 2 |\n", "POL0510 21:9" },
  { "table v by service\n  | clause | service | v |\n  | 1 | from 0 years to 3 years | 1 |\n  | 2 | from 2 years | 2 |\n", "POL0510 21:9" },
  { "table v by service\n  | clause | service | v | despite |\n  | 1 | from 0 years to 3 years | 1 | |\n  | 2 | from 2 years | 2 | others |\n", "" },
  { "table v by service\n  | clause | service | v |\n  | 1 | from 0 years to 3 years | 1 |\n  | 2 | from 4 years | 2 |\n", "POL0511 20:9" },
  { "table v by service\n  | clause | service | v |\n  | 1 | from 0 days | 1 |\n", "POL0402 20:14" },
  { "table v by service\n  | clause | a.x | v |\n  | 1 | yes | 1 |\n", "POL0512 18:12" },
  { "table v by service\n  | service | v |\n  | from 0 years | 1 |\n", "POL0512 19:3" },
  { "table \"t\"\n  | clause | a.x |\n  | 1 | yes |\n", "POL0512 19:3" },
  { "table f(x)\n  | clause | x |\n  | 1 | yes |\n", "POL0512 19:3" },
  { "table \"t\"\n  | clause | a.x | v | under |\n  | 1 | yes | 2 | 1 |\n", "POL0512 19:24" },
  { "table \"t\"\n  | clause | a.zz | v |\n  | 1 | yes | 2 |\n", "POL0301 19:14" },
  { "table \"t\"\n  | clause | a.x | v |\n  | 9.9 | yes | 2 |\n", "POL0302 20:5" },
  { "table \"t\"\n  | clause | a.x | v |\n  | | yes | 2 |\n", "POL0514 20:3" },
  { "table \"t\"\n  | clause | a.x | v |\n  | 1 | yes | 2, 3 |\n", "POL0514 20:15" },
  { "table \"t\"\n  | clause | a.x | v |\n  | 1 | yes | at least 3 |\n", "POL0514 20:15" },
  { "table \"t\"\n  | clause | a.x | v |\n  | 1 | 5 | 3 |\n", "POL0406 20:9" },
  { "table \"t\"\n  | clause | a.x | v |\n  | 1 | yes | low |\n", "POL0408 20:15" },
  { "table f(x)\n  | clause | x | f |\ndefine u is f(a.x)\nclause 4\n  v is u when a.x and not a.x\n", "POL0514 18:1" },
  { "table f(x)\n  | clause | x | f |\n  | 1 | yes | |\ndefine u is f(a.x)\nclause 4\n  v is u when a.x and not a.x\n", "POL0514 20:3" },
  { "table f(x)\n  | clause | x | f |\n  | 1 | more than 1 | f(x - 1) |\nclause 4\n  v is f(a.n) when a.x and not a.x\n", "POL0513 20:23" },
  { "table f(x)\n  | clause | x | f | despite |\n  | 1 | yes | 1 | others |\n  | 2 | any | 2 | 1 |\n", "POL0502 20:19" },
  { "table f(x)\n  replaces table g\n  | clause | x | f |\n  | 1 | yes | 1 |\n", "POL0706 19:12" },
  { "table v by service\n  | clause | service | v | despite |\n  | 1 | from 0 years | 1 | others |\n  | 2 | from 4 years | 2 | 1 |\n", "POL0502 20:28" },
};

Test(check_tables, reports) {
  char text[4096];
  for (size_t i = 0; i < COUNT(reports); i++) {
    checked k;
    pol_text got;
    snprintf(text, sizeof text, "%s%s%s", HEAD, reports[i].text, "clause 0\n  permits d\n  v is 1, despite 1, 2, 3 when a.x and a.n is 3\n  adds one_ to s\n");
    checked_one(&k, text);
    pol_text_init(&got, NULL);
    for (uint32_t n = 0; n < k.reports.list.n; n++) { /* the lints of the last clause are not what is looked at */
      const pol_report *r = k.reports.list.at[n];
      unsigned number = pol_code_number(r->code);
      pol_place place = pol_source_place(pol_sources_get(&k.sources, r->at.span.file), r->at.span.start);
      if (number != 503 && number != 515 && number != 602 && number != 604) pol_text_format(&got, "%sPOL%04u %u:%u", got.n > 0 ? ", " : "", number, place.line, place.column);
    }
    cr_expect_str_eq(pol_text_get(&got), reports[i].want, "%s\n  want: %s\n  got:  %s", reports[i].text, reports[i].want, pol_text_get(&got));
    pol_text_drop(&got);
    checked_close(&k);
  }
}

/* The rows of a function are rules of their clauses, in the order of the table: pair i of a call is rule i. */
Test(check_tables, function_rows) {
  checked k;
  checked_one(&k, HEAD "table rate(g)\n  | clause | g | rate | despite |\n  | 2 | low | 1 | |\n  | 1 | high | 2 | others |\nclause 4\n  v is rate(a.g)\n");
  cr_assert_eq(k.m->tables.n, 1);
  const pol_table *t = &k.m->tables.at[0];
  cr_assert_eq(t->rules, 2);
  const pol_rule *first = &k.m->rules.at[t->rule[0]], *second = &k.m->rules.at[t->rule[1]];
  cr_expect_eq(first->clause, ruled_clause(&k, "2"));
  cr_expect_eq(second->clause, ruled_clause(&k, "1"));
  cr_expect_eq(first->decision, POL_NO_REF);
  cr_assert_eq(first->aboves, 1);
  cr_expect_eq(first->above[0], t->rule[1]);
  const pol_rule *call = &k.m->rules.at[k.m->decisions.at[ruled_decision(&k, "v")].rule[0]];
  cr_expect_eq(call->value->op, POL_OP_PICK);
  cr_expect_eq(call->value->ref, 0);
  cr_expect_eq(call->value->n, 4);
  cr_expect_eq(k.m->clauses.at[ruled_clause(&k, "1")].rules, 1);
  checked_close(&k);
}

/* A fact that exists only when a table says so asks the table before any clause has been looked at. */
Test(check_tables, called_early) {
  checked k;
  checked_one(&k, "policy p \"P\"\nfacts a\n  n is number\n  y is yes or no, only when f(n) is 2\ntable f(x)\n  | clause | x | f |\n  | 1 | 3 | 2 |\n  | 2 | not 3 | 1 |\nclause 1\nclause 2\n"
                  "decision d is permission, may be silent \"-\"\nclause 3\n  refuses d when f(a.n) is 2 and a.y\n");
  cr_expect_str_eq(ruled_reports(&k), "");
  checked_close(&k);
}
