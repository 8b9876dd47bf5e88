/* Scenarios: what they give, take over and expect, and what is wrong with them. Lines count from `policy`, the first. */
#include "ruled.h"
#include <stdio.h>
#include <string.h>

#define HEAD                                                                                                                                                    \
  "policy p \"P\"\nparty hr \"HR\"\noptions step is one_, two_, none\nrecord day\n  on is date\nrecord stay\n  from is date\n  to is date\nfacts a\n  x is yes or no\n  n is number, 0 to 10\n"    \
  "  h is hours\n  days is list of day\n  stays is list of stay\n  who is party\ndecision d is permission, may be silent \"-\"\ndecision e is permission, may be silent \"-\"\ndecision b is yes or no, may be silent \"-\"\n" \
  "decision v is hours, may be silent \"-\"\ndecision s is sequence of step\ndecision q is set of party\ndecision o is obligations\nclause 1\n  refuses d when a.x and not any(each z in a.days where z.on is 2024-01-01)\n"   \
  "  permits e with 5 hours when a.x\n  b is yes when a.x\n  v is a.h * a.n\n  adds one_ to s when any(each z in a.stays where z.from is z.to)\n  adds hr to q when a.who is hr\n  hr must call in o\n"
/* the head has 30 lines: what follows begins on line 31 */

static const struct { const char *text, *want; } reports[] = {
  { "scenario \"S\"\n  given a.x\n  expect d is refused\n", "" },
  { "scenario \"S\"\n  given a.x\n", "POL0901 31:1" },
  { "scenarios \"S\"\n  | a.x |\n  | yes |\n", "POL0901 31:1" },
  { "scenario \"S\"\n  expect d is refused\n  expect d is permitted\n", "POL0902 33:12" },
  { "scenario \"S\"\n  expect v is 5 hours\n  expect v is 6 hours\n", "POL0902 33:12" },
  { "scenario \"S\"\n  expect d is refused\n  expect d is refused under 1\n", "" },
  { "scenario \"S\"\n  expect d is refused\n  expect not d\n", "" },
  { "scenario \"S\"\n  expect d\n  expect not d\n", "POL0902 33:3" },
  { "scenario \"S\"\n  expect d is not_applicable\n  expect d is silent\n", "" },
  { "scenario \"S\"\n  expect d is not_applicable\n  expect d is refused\n", "POL0902 33:12" },
  /* taking over */
  { "scenario \"S\"\n  like \"T\"\n  expect d is refused\n", "POL0904 32:8" },
  { "scenario \"A first\"\n  expect d is refused\nscenario \"S\"\n  like \"A frist\"\n  expect d is refused\n", "POL0904 34:8" },
  { "scenario \"S\"\n  like \"T\"\n  expect d is refused\nscenario \"T\"\n  like \"S\"\n  expect d is refused\n", "POL0905 35:3" },
  { "scenario \"S\"\n  like \"S\"\n  expect d is refused\n", "POL0905 32:3" },
  { "scenario \"S\"\n  expect d is refused\nscenario \"S\"\n  expect d is refused\nscenario \"T\"\n  like \"S\"\n  expect d is refused\n", "POL0904 36:8" },
  /* what is given */
  { "scenario \"S\"\n  given a.x and not a.x\n  expect d is refused\n", "POL0906 32:17" },
  { "scenario \"S\"\n  given a.n is 1, 2\n  expect d is refused\n", "POL0906 32:9" },
  { "scenario \"S\"\n  given a.n is 11\n  expect d is refused\n", "POL0907 32:16" },
  { "scenario \"S\"\n  given a.n is 10\n  expect d is refused\n", "" },
  { "scenario \"S\"\n  given a.m is 10\n  expect d is refused\n", "POL0301 32:9" },
  { "scenario \"S\"\n  given a.h is 10\n  expect d is refused\n", "POL0405 32:16" },
  { "scenario \"S\"\n  given a.days is 2024-01-01, 2024-12-25\n  expect d is refused\n", "" },
  { "scenario \"S\"\n  given a.days is none and a.stays is none\n  expect d is refused\n", "" },
  { "scenario \"S\"\n  given a.stays is 2024-01-01\n  expect d is refused\n", "POL0911 32:20" },
  { "scenario \"S\"\n  given a.x is unknown\n  expect d is undetermined, missing a.x\n", "" },
  /* what is expected */
  { "scenario \"S\"\n  expect dd is refused\n", "POL0305 32:10" },
  { "scenario \"S\"\n  expect d is 5\n", "POL0908 32:15" },
  { "scenario \"S\"\n  expect v is refused\n", "POL0908 32:15" },
  { "scenario \"S\"\n  expect v\n", "POL0908 32:3" },
  { "scenario \"S\"\n  expect b\n  expect not e\n", "" },
  { "scenario \"S\"\n  expect d is refused to hr\n", "POL0908 32:26" },
  { "scenario \"S\"\n  expect d is referred to hr\n", "" },
  { "scenario \"S\"\n  expect d is permitted with 5 hours\n", "POL0908 32:30" },
  { "scenario \"S\"\n  expect e is permitted with 5 hours\n", "" },
  { "scenario \"S\"\n  expect e is permitted with £5\n", "POL0401 32:30" },
  { "scenario \"S\"\n  expect d is refused under 9\n", "POL0302 32:29" },
  { "scenario \"S\"\n  expect d is refused under section 9\n", "POL0908 32:29" },
  { "scenario \"S\"\n  expect d is refused missing a.zz\n", "POL0301 32:31" },
  { "scenario \"S\"\n  expect d is refused presumed a.zz\n", "POL0301 32:32" },
  { "scenario \"S\"\n  expect d is refused presumed a.x\n", "POL0908 32:32" },
  { "scenario \"S\"\n  expect d is permitted reserved by 1\n", "POL0908 32:37" },
  { "scenario \"S\"\n  expect d is permitted reserved by section 9\n", "POL0908 32:37" },
  { "scenario \"S\"\n  expect d is permitted reserved by 9\n", "POL0302 32:37" },
  { "clause 3\n  incomplete \"lost\", reservation on e\nscenario \"S\"\n  expect e is permitted reserved by 3\n", "" },
  { "scenario \"S\"\n  expect d is refused blocked by 1\n  expect d blocked by 1\n  expect not d, blocked by 1\n", "" },
  { "scenario \"S\"\n  expect d is permitted blocked by 1\n", "POL0908 32:36" },
  { "scenario \"S\"\n  expect v blocked by 1\n", "POL0908 32:23" },
  { "scenario \"S\"\n  expect d is refused blocked by 9\n", "POL0302 32:34" },
  { "scenario \"S\"\n  expect d is refused blocked by section 9\n", "POL0908 32:34" },
  { "clause 3\n  permits e\nscenario \"S\"\n  expect e is refused blocked by 3\n", "POL0908 34:34" },
  { "scenarios \"S\"\n  | a.x | d | blocked by |\n  | yes | refused | 1 |\n  | no | permitted | 1 |\n", "POL0908 34:22" },
  { "scenario \"S\"\n  expect v is undetermined\n  expect s is conflict\n  expect q is error\n  expect o is not_applicable\n", "" },
  { "scenario \"S\"\n  expect s is one_, two_\n  expect q is hr\n  expect o is call\n", "" },
  { "scenario \"S\"\n  expect s is one_, four\n", "POL0310 32:21" },
  { "scenario \"S\"\n  expect o is cal\n", "POL0909 32:15" },
  { "scenario \"S\"\n  expect o is none\n  expect q is none\n  expect s is none\n", "" },
  { "scenario \"S\"\n  expect v is 5 hours, 6 hours\n", "POL0908 32:15" },
  /* tables of them */
  { "scenarios \"S\"\n  | a.n | d | under | not under | missing | v |\n  | 3 | refused | 1 | 1 | a.x | 5 hours |\n  | | | | | | 6 hours |\n", "" },
  { "scenarios \"S\"\n  | under | d |\n  | 1 | refused |\n", "POL0910 32:5" },
  { "scenarios \"S\"\n  | a.n | d |\n  | 11 | refused |\n", "POL0907 33:5" },
  { "scenarios \"S\"\n  given a.n is 3\n  | a.n | d |\n  | 4 | refused |\n", "" },
  { "scenarios \"S\"\n  | a.n | a.n | d |\n  | 4 | 5 | refused |\n", "POL0906 33:9" },
  { "scenarios \"S\"\n  | a.zz | d |\n  | 4 | refused |\n", "POL0301 32:5" },
  { "scenarios \"S\"\n  | a.n | d |\n  | 4 | at least 5 |\n", "POL0908 33:9" },
  { "scenarios \"S\"\n  | a.n | d |\n  | 4 | referred to hr |\n", "" },
  { "scenarios \"S\"\n  | a.n | d |\n  | 4 | referred to hrr |\n", "POL0303 33:21" },
  { "scenarios \"S\"\n  | a.n | d |\n  | 4 | refused to hr |\n", "POL0908 33:9" },
  { "scenarios \"S\"\n  | a.n | v |\n  | 4 | referred to hr |\n", "POL0908 33:9" },
  /* the day */
  { "clause 2\n  effective from 2024-01-01\n  refuses d when a.x\nscenario \"S\"\n  expect d is refused\n", "POL0903 34:10" },
  { "clause 2\n  effective from 2024-01-01\n  refuses d when a.x\nscenario \"S\"\n  as of 2024-01-01\n  expect d is refused\n", "" },
  { "clause 2\n  effective from 2024-01-01\n  refuses d when a.x\nscenario \"S\"\n  as of 2024-01-01\n  expect d is refused\nscenario \"T\"\n  like \"S\"\n  expect d is refused\n", "" },
  { "clause 2\n  refuses d when as_of is after 2024-01-01\nscenario \"S\"\n  expect v is 3 hours\nscenario \"T\"\n  expect d is refused\n", "POL0903 35:10" },
  { "decision f is permission, may be silent \"-\"\nclause 2\n  refuses d when as_of is after 2024-01-01\n  permits f when d is permitted\nscenario \"T\"\n  expect f is refused\n", "POL0903 35:10" },
};

Test(check_scenarios, reports) {
  char text[4096];
  for (size_t i = 0; i < COUNT(reports); i++) {
    snprintf(text, sizeof text, "%s%s", HEAD, reports[i].text);
    ruled_expect(text, reports[i].want);
  }
}

static const pol_given *given(const checked *k, const pol_scenario *s, const char *fact) {
  uint32_t f = pol_model_fact(k->m, pol_atom_find(k->atoms, fact, strlen(fact)));
  for (uint32_t i = 0; i < s->given.n; i++)
    if (s->given.at[i].fact == f) return &s->given.at[i];
  return NULL;
}

Test(check_scenarios, taking_over) {
  checked k;
  checked_one(&k, HEAD "scenario \"T\"\n  like \"S\"\n  but a.n is 4 and not a.x and a.h is unknown\n  expect d is refused to hr\nscenario \"S\"\n  as of 2024-04-01\n  given a.n is 3 and a.x and a.h is 2 hours\n"
                       "    and a.days is 2024-12-25, 2024-12-26\n  expect not d under 1\n");
  cr_assert_eq(k.m->scenarios.n, 2);
  const pol_scenario *t = &k.m->scenarios.at[0], *s = &k.m->scenarios.at[1];
  cr_expect(t->dated && t->as_of == 19814);
  cr_expect_eq(t->given.n, 3);
  cr_expect_eq(given(&k, t, "a.x")->value.as.i, 0);
  cr_expect_eq(given(&k, s, "a.x")->value.as.i, 1);
  cr_expect_eq(pol_num_cmp(given(&k, t, "a.n")->value.as.num, pol_num_int(4)), 0);
  cr_expect_eq(pol_num_cmp(given(&k, s, "a.n")->value.as.num, pol_num_int(3)), 0);
  cr_expect_null(given(&k, t, "a.h"));
  const pol_value *days = &given(&k, t, "a.days")->value;
  cr_expect(days->as.records.n == 2 && days->as.records.width == 1 && days->as.records.at[1].as.i == 20083);
  cr_expect(s->expects.at[0].negated && s->expects.at[0].outcome == POL_OUT_PERMITTED && s->expects.at[0].unders == 1);
  checked_close(&k);
}

Test(check_scenarios, rows) {
  checked k;
  checked_one(&k, HEAD "scenarios \"S\"\n  given a.n is 3 and a.x\n  | as of | a.n | d | under | e | missing | s |\n  | 2024-01-01 | | refused | 1 | | | one_, two_ |\n  | 2024-01-02 | 4 | | | undetermined | a.x | |\n");
  cr_assert_eq(k.m->scenarios.n, 2);
  const pol_scenario *a = &k.m->scenarios.at[0], *b = &k.m->scenarios.at[1];
  cr_expect(a->row == 1 && b->row == 2 && a->as_of + 1 == b->as_of);
  cr_expect_eq(pol_num_cmp(given(&k, a, "a.n")->value.as.num, pol_num_int(3)), 0);
  cr_expect_eq(pol_num_cmp(given(&k, b, "a.n")->value.as.num, pol_num_int(4)), 0);
  cr_assert_eq(a->expects.n, 2);
  cr_expect(a->expects.at[0].outcome == POL_OUT_REFUSED && a->expects.at[0].unders == 1);
  cr_expect(a->expects.at[1].has_value && a->expects.at[1].value.as.items.n == 2);
  cr_assert_eq(b->expects.n, 1);
  cr_expect(b->expects.at[0].outcome == POL_OUT_UNDETERMINED && b->expects.at[0].missings == 1);
  checked_close(&k);
}

/* The version of a clause that holds on the day is the one meant. */
Test(check_scenarios, referred_to) {
  checked k;
  checked_one(&k, HEAD "scenarios \"S\"\n  | a.n | d | under |\n  | 1 | referred to hr | 1 |\n");
  const pol_expect *e = &k.m->scenarios.at[0].expects.at[0];
  cr_assert(e->has_outcome);
  cr_expect_eq(e->outcome, POL_OUT_REFERRED);
  cr_assert_eq(e->parties, 1);
  cr_expect_str_eq(pol_atom_get(k.atoms, k.m->parties.at[e->party[0]].name), "hr");
  cr_expect_eq(e->unders, 1);
  checked_close(&k);
}

Test(check_scenarios, versions) {
  checked k;
  checked_one(&k, HEAD "clause 2\n  effective to 2024-03-31\n  refuses d\nclause 2\n  effective from 2024-04-01\n  refuses d\nscenario \"S\"\n  as of 2024-05-01\n  expect d is refused under 2\n"
                       "scenario \"T\"\n  as of 2024-03-01\n  expect d is refused under 2\n");
  uint32_t first = ruled_clause(&k, "2");
  cr_expect_eq(k.m->scenarios.at[0].expects.at[0].under[0], first + 1);
  cr_expect_eq(k.m->scenarios.at[1].expects.at[0].under[0], first);
  checked_close(&k);
}
