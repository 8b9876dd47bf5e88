/* A policy and its amendment: what becomes of each clause, which changes there are, what they reach, and what they do to people. */
#include "compare/versions.h"
#include <criterion/criterion.h>
#include <string.h>

#define BASE                                                                                                                                        \
  "policy p short months use the last day\nparty boss \"the boss\"\nparty board \"the board\"\nfacts e\n  years is number\n  hours is number\n  ok is yes or no\n"   \
  "decision leave \"Leave\" is number, better when higher\ndecision may \"May\" is permission\ndecision pay \"Pay\" is number, better when lower, may be silent \"x\"\n" \
  "section l \"Leave\"\nclause l.1 \"Few\"\n  leave is 24 when e.years is less than 5\nclause l.2 \"Many\"\n  leave is 30 when e.years is at least 5\n" \
  "clause l.3 \"Also\"\n  adds e.hours to leave when e.ok\n"                                                                                        \
  "section m \"May\"\nclause m.1 \"Yes\"\n  permits may when e.ok\nclause m.2 \"Ask\"\n  refers may to boss when e.years is at least 2\n"          \
  "section o \"Pay\"\nclause o.1 \"Pay\"\n  pay is e.hours when e.ok\nclause o.2 \"Not said again\"\n  pay is 7 when not e.ok\n"
#define HEAD "amendment a \"New\" of p\n  effective when applied\n"

typedef struct row { const char *amendment, *pairs, *changes, *reach; } row;

Test(amendment, fates_changes_and_what_they_reach) {
  const row rows[] = {
    { HEAD "section l \"Leave\"\nclause l.n1 \"More\"\n  replaces l.1\n  leave is 25 when e.years is less than 5\n",
      "replaced l.1 -> l.n1; same l.2 -> l.2; same l.3 -> l.3; same m.1 -> m.1; same m.2 -> m.2; same o.1 -> o.1; same o.2 -> o.2", "[l.1 -> l.n1]", "leave: 0; may:; pay:" },
    { HEAD "section m \"May\"\nclause m.n1 \"No more\"\n  withdraws m.1\nclause m.n2 \"Same\"\n  unchanged from m.2\n",
      "same l.1 -> l.1; same l.2 -> l.2; same l.3 -> l.3; adopted m.2 -> m.n2; withdrawn m.1 -> m.n1; same o.1 -> o.1; same o.2 -> o.2", "[m.1 -> m.n1]", "leave:; may: 0; pay:" },
    { HEAD "section o \"Pay\"\n  replaces section o\nclause o.n1 \"Pay\"\n  replaces o.1\n  pay is e.hours + leave when e.ok\n",
      "same l.1 -> l.1; same l.2 -> l.2; same l.3 -> l.3; same m.1 -> m.1; same m.2 -> m.2; replaced o.1 -> o.n1; silently o.2 -> ", "[o.1 -> o.n1] [o.2 ->]", "leave:; may:; pay: 0 1" },
    { HEAD "section l \"Leave\"\nclause l.n1 \"In part\"\n  replaces l.1 for e.ok\n  leave is 26\nclause l.n2 \"One\"\n  replaces l.2\n  leave is 31 when e.years is at least 6\nclause l.n3 \"Other\"\n"
           "  leave is 30 when e.years is 5\nclause l.n4 \"Words\"\n  guidance \"read it\"\n",
      "in part l.1 -> l.n1; replaced l.2 -> l.n2; same l.3 -> l.3; added -> l.n3; added -> l.n4; same m.1 -> m.1; same m.2 -> m.2; same o.1 -> o.1; same o.2 -> o.2",
      "[l.1 -> l.n1] [l.2 -> l.n2] [-> l.n3]", "leave: 0 1 2; may:; pay:" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    versions v;
    pol_text t[4];
    for (int j = 0; j < 4; j++) pol_text_init(&t[j], NULL);
    pol_status status = versions_open(&v, BASE, rows[i].amendment, true, NULL);
    versions_reports(&t[3], &v);
    cr_assert_eq(status, POL_OK, "row %zu: %s", i, pol_text_get(&t[3]));
    versions_pairs(&t[0], &v);
    versions_changes(&t[1], &v);
    versions_reach(&t[2], &v);
    cr_expect_str_eq(pol_text_get(&t[0]), rows[i].pairs, "row %zu\n%s\n%s", i, pol_text_get(&t[0]), rows[i].pairs);
    cr_expect_str_eq(pol_text_get(&t[1]), rows[i].changes, "row %zu: %s", i, pol_text_get(&t[1]));
    cr_expect_str_eq(pol_text_get(&t[2]), rows[i].reach, "row %zu: %s", i, pol_text_get(&t[2]));
    for (int j = 0; j < 4; j++) pol_text_drop(&t[j]);
    versions_close(&v);
  }
}

Test(amendment, people) {
  versions v;
  pol_text t, r;
  const pol_people_summary *s;
  pol_text_init(&t, NULL);
  pol_text_init(&r, NULL);
  pol_status status = versions_open(&v, BASE, HEAD "section l \"Leave\"\nclause l.n1 \"More\"\n  replaces l.1\n  leave is 25 when e.years is less than 5\n"
                                    "section m \"May\"\nclause m.n1 \"No more\"\n  withdraws m.1\n", true, NULL);
  versions_reports(&r, &v);
  cr_assert_eq(status, POL_OK, "%s", pol_text_get(&r));
  const char *facts = "{\"id\":\"A\",\"e.years\":3,\"e.hours\":1,\"e.ok\":true}\n{\"id\":\"B\",\"e.years\":7,\"e.ok\":false}\n{\"id\":\"C\",\"e.ok\":true}\n";
  cr_assert_eq(versions_facts(&v, facts, facts), POL_OK);
  cr_assert_eq(versions_compare(&t, &s, &v, &(pol_people){ 0 }, 4096), POL_OK);
  cr_expect_str_eq(pol_text_get(&t),
                   "A: leave value 25 > value 26 gains 1 by 0 (l.1 l.n1); may referred > referred unaffected; pay value 1 > value 1 unaffected 0;\n"
                   "B: leave value 30 > value 30 unaffected 0; may referred > referred unaffected; pay value 7 > value 7 unaffected 0;\n"
                   "C: leave undetermined > undetermined undetermined missing e.years e.hours; may undetermined > undetermined undetermined missing e.years; "
                   "pay undetermined > undetermined undetermined missing e.hours;\n", "%s", pol_text_get(&t));
  pol_text_drop(&t);
  pol_text_drop(&r);
  versions_close(&v);
}
