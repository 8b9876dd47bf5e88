/* Two texts of a policy: what became of each clause, which changes there are, and what they do to people. */
#include "compare/versions.h"
#include <criterion/criterion.h>
#include <string.h>

#define FACTS "facts e\n  years is number\n  hours is number\n  ok is yes or no\n"
#define DECISIONS "decision leave \"Leave\" is number, better when higher, may be silent \"x\"\ndecision may \"May\" is permission, may be silent \"x\"\n"
#define OLD "policy p short months use the last day\nvalue limit is 5\n" FACTS DECISIONS                                                       \
  "section l \"Leave\"\nclause l.1 \"Few\"\n  leave is 24 when e.years is less than limit\nclause l.2 \"Many\"\n  leave is 30 when e.years is at least limit\n" \
  "section m \"May\"\nclause m.1 \"Yes\"\n  permits may when e.ok\nclause m.2 \"No\"\n  refuses may when e.hours is more than 40\n"

typedef struct row { const char *now, *pairs, *changes, *reach, *people; } row;

Test(texts, what_became_of_clauses_and_people) {
  const char *few = "{\"id\":\"A\",\"e.years\":3,\"e.ok\":true}\n{\"id\":\"B\",\"e.years\":7,\"e.ok\":true}\n";
  const char *facts = "{\"id\":\"A\",\"e.years\":3,\"e.hours\":41,\"e.ok\":true}\n{\"id\":\"B\",\"e.years\":7,\"e.hours\":2,\"e.ok\":true}\n";
  const row rows[] = {
    { OLD, "same l.1 -> l.1; same l.2 -> l.2; same m.1 -> m.1; same m.2 -> m.2", "", "leave:; may:",
      "A: leave value 24 > value 24 unaffected 0; may refused > refused unaffected;\nB: leave value 30 > value 30 unaffected 0; may permitted > permitted unaffected;\n" },
    { "policy p short months use the last day\nvalue limit is 3\n" FACTS DECISIONS
      "section l \"Leave of absence\"\nclause l.2 \"Many\"\n  leave is 30 when e.years is at least limit\nclause l.1 \"Fewer\"\n  guidance \"read\"\n  leave is 24 when e.years is less than limit\n"
      "section m \"May\"\nclause m.3 \"Yes\"\n  permits may when e.ok\n",
      "moved l.2 -> l.2; reworded l.1 -> l.1; moved m.1 -> m.3; withdrawn m.2 -> ", "[m.2 ->] [-> value limit]", "leave: 1; may: 0",
      "A: leave value 24 > value 30 gains 6 by 1; may refused > permitted gains by 0 (m.2);\nB: leave value 30 > value 30 unaffected 0; may permitted > permitted unaffected;\n" },
    { "policy p short months use the last day\nvalue limit is 5\nfacts e\n  years is number\n  ok is yes or no\n  grade is number\n" DECISIONS
      "section l \"Leave\"\nclause l.1 \"Few\"\n  leave is 25 when e.years is less than limit\nclause l.3 \"Many\"\n  leave is 31 when e.years is at least limit\nclause l.4 \"More\"\n  adds 1 to leave\n"
      "section m \"May\"\nclause m.1 \"Yes\"\n  permits may when e.ok\nclause m.2 \"No\"\n  refuses may when e.years is more than 4\n",
      "replaced l.1 -> l.1; replaced l.2 -> l.3; added -> l.4; same m.1 -> m.1; replaced m.2 -> m.2", "[l.1 -> l.1] [l.2 -> l.3] [-> l.4] [m.2 -> m.2]", "leave: 0 1 2; may: 3",
      "A: leave value 24 > value 26 gains 2 by 0,2 (l.1 l.1 l.4); may refused > permitted gains by 3 (m.2);\n"
      "B: leave value 30 > value 32 gains 2 by 1,2 (l.2 l.3 l.4); may permitted > refused loses by 3 (m.2);\n" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    versions v;
    pol_text t[5];
    const char *want[] = { rows[i].pairs, rows[i].changes, rows[i].reach, rows[i].people };
    for (int j = 0; j < 5; j++) pol_text_init(&t[j], NULL);
    pol_status status = versions_open(&v, OLD, rows[i].now, false, NULL);
    versions_reports(&t[4], &v);
    cr_assert_eq(status, POL_OK, "row %zu: %s", i, pol_text_get(&t[4]));
    versions_pairs(&t[0], &v);
    versions_changes(&t[1], &v);
    versions_reach(&t[2], &v);
    cr_assert_eq(versions_facts(&v, facts, i < 2 ? facts : few), POL_OK);
    cr_assert_eq(versions_compare(&t[3], NULL, &v, &(pol_people){ 0 }, 4096), POL_OK);
    for (int j = 0; j < 4; j++) cr_expect_str_eq(pol_text_get(&t[j]), want[j], "row %zu\n%s\n%s", i, pol_text_get(&t[j]), want[j]);
    for (int j = 0; j < 5; j++) pol_text_drop(&t[j]);
    versions_close(&v);
  }
}
