/* Amendments: what ends, what takes its place, its rank and its rules; and an amendment without its policy. */
#include "ruled.h"
#include <stdio.h>
#include <string.h>

#define BASE                                                                                                                                       \
  "policy base \"B\"\nfacts a\n  x is yes or no\n  y is yes or no\n  n is number\ndecision d is permission, may be silent \"-\"\ndecision v is number, may be silent \"-\"\n" \
  "section 1 \"One\"\nclause 1.1\n  refuses d when a.x\n  v is 1 when a.x\nclause 1.2\n  permits d, despite 1.1 when a.y\nclause 1.3\n  refuses d, despite 1.2 when a.n is 3\n"    \
  "section 2 \"Two\"\nclause 2.1\n  v is 2 when a.n is 3 and not a.x\nclause 2.2\n  guidance \"words\"\n"
#define HEAD "amendment am \"A\" of base\n"

static const struct { const char *text, *decision, *want; } rules[] = {
  /* a replacement takes over place and precedence, both ways; what it replaces is no longer in force */
  { HEAD "clause 1.9\n  replaces 1.2\n  permits d when a.n is 5\n", "d",
    "1.1 refuses when a.x above 1 2 3\n1.2 permits when a.y above 3\n1.9 permits when (is a.n 5) above 3\n1.3 refuses when (is a.n 3)\n" },
  { HEAD "clause 1.9\n  replaces 1.3\n  refuses d when a.n is 4\n", "d",
    "1.1 refuses when a.x above 1 2 3\n1.2 permits when a.y above 2 3\n1.3 refuses when (is a.n 3)\n1.9 refuses when (is a.n 4)\n" },
  /* the same clause, said anew */
  { HEAD "clause 1.2\n  replaces 1.2\n  permits d when a.n is 5\n", "d",
    "1.1 refuses when a.x above 1 2 3\n1.2 permits when a.y above 3\n1.2 permits when (is a.n 5) above 3\n1.3 refuses when (is a.n 3)\n" },
  { HEAD "clause 2.9\n  unchanged from 2.1, 1.1\n", "v", "1.1 is value 1 when a.x\n2.1 is value 2 when (and (is a.n 3) (not a.x))\n2.9 is value 1 when a.x\n2.9 is value 2 when (and (is a.n 3) (not a.x))\n" },
  { HEAD "clause 2.9\n  unchanged from 1.1\n", "d", "1.1 refuses when a.x above 1 2\n1.2 permits when a.y above 2\n1.3 refuses when (is a.n 3)\n2.9 refuses when a.x above 1 2\n" },
  /* for some cases only: what is restated is split, the rest goes on for all */
  { HEAD "clause 1.9\n  replaces 1.1 for a.y\n  refuses d when a.n is 9\n", "d",
    "1.1 refuses when a.x except a.y above 2 3\n1.9 refuses when (and a.y (is a.n 9)) above 2 3\n1.2 permits when a.y above 3\n1.3 refuses when (is a.n 3)\n" },
  { HEAD "clause 1.9\n  replaces 1.1 for a.y\n  refuses d when a.n is 9\n", "v", "1.1 is value 1 when a.x\n2.1 is value 2 when (and (is a.n 3) (not a.x))\n" },
  { "amendment am \"A\" of base\n  effective from 2024-04-01\nclause 1.9\n  replaces 1.1 for a.y\n  refuses d when a.n is 9\n", "d",
    "1.1 refuses when a.x except (and a.y (at_least (as_of) 2024-04-01)) above 2 3\n1.9 refuses when (and a.y (is a.n 9)) above 2 3\n1.2 permits when a.y above 3\n1.3 refuses when (is a.n 3)\n" },
};

Test(check_amendments, rules) {
  for (size_t i = 0; i < COUNT(rules); i++) {
    checked k;
    checked_open(&k, NULL, (const char *const[]){ BASE, rules[i].text, NULL });
    cr_expect_eq(k.reports.errors, 0, "%s: %s", rules[i].text, ruled_reports(&k));
    cr_expect_str_eq(ruled_rules(&k, rules[i].decision), rules[i].want, "%s\n  want: %s\n  got:  %s", rules[i].text, rules[i].want, ruled_rules(&k, rules[i].decision));
    checked_close(&k);
  }
}

/* What takes the place of what took a place stands where that stood, above and below. */
Test(check_amendments, twice_replaced) {
  checked k;
  checked_open(&k, NULL, (const char *const[]){ BASE, HEAD "clause 1.8\n  replaces 1.2\n  permits d when a.n is 5\n", "amendment am2 \"A2\" of base\nclause 1.9\n  replaces 1.8\n  permits d when a.n is 6\n", NULL });
  cr_expect_eq(k.reports.errors, 0, "%s", ruled_reports(&k));
  cr_expect_str_eq(ruled_rules(&k, "d"),
                   "1.1 refuses when a.x above 1 2 3 4\n1.2 permits when a.y above 4\n1.8 permits when (is a.n 5) above 4\n1.9 permits when (is a.n 6) above 4\n1.3 refuses when (is a.n 3)\n", "%s", ruled_rules(&k, "d"));
  checked_close(&k);
}

/* Clause ids in the order of the consolidated policy, with an exclamation mark behind those that have ended and the last day of those that will. */
static const struct { const char *text, *want; } orders[] = {
  { HEAD "clause 1.9\n  replaces 1.2\n", "1.1 1.2! 1.9 1.3 2.1 2.2" },
  { HEAD "clause 1.9\n", "1.1 1.2 1.3 1.9 2.1 2.2" },
  { HEAD "clause 1.9\n  placed after 1.1\nclause 1.8\n  placed after 1.1\n", "1.1 1.9 1.8 1.2 1.3 2.1 2.2" },
  { HEAD "section 3 \"Three\"\n  placed after section 1\nclause 3.1\nclause 3.2\n", "1.1 1.2 1.3 3.1 3.2 2.1 2.2" },
  { HEAD "section 3 \"Three\"\nclause 3.1\n", "1.1 1.2 1.3 2.1 2.2 3.1" },
  { HEAD "clause 9\n", "1.1 1.2 1.3 2.1 2.2 9" },
  { HEAD "clause 2.9\n  withdraws 1.2\n", "1.1 1.2! 1.3 2.1 2.2 2.9" },
  { HEAD "clause 1.9\n  effective from 2024-04-01\n  replaces 1.2\n", "1.1 1.2/19813 1.9 1.3 2.1 2.2" },
  { "amendment am \"A\" of base\n  effective from 2024-04-01\nclause 1.9\n  withdraws 1.2\n", "1.1 1.2/19813 1.3 1.9 2.1 2.2" },
};

Test(check_amendments, order) {
  for (size_t i = 0; i < COUNT(orders); i++) {
    checked k;
    pol_text t;
    checked_open(&k, NULL, (const char *const[]){ BASE, orders[i].text, NULL });
    pol_text_init(&t, NULL);
    for (uint32_t n = 0; n < k.m->clauses.n; n++) {
      const pol_clause *x = &k.m->clauses.at[n];
      pol_text_format(&t, "%s%s", n > 0 ? " " : "", pol_atom_get(k.atoms, x->id));
      if (x->to_set && x->to < POL_DATE_FIRST) pol_text_char(&t, '!');
      else if (x->to_set) pol_text_format(&t, "/%d", x->to);
    }
    cr_expect_str_eq(pol_text_get(&t), orders[i].want, "%s\n  want: %s\n  got:  %s", orders[i].text, orders[i].want, pol_text_get(&t));
    pol_text_drop(&t);
    checked_close(&k);
  }
}

static const struct { const char *text, *want; } reports[] = {
  { HEAD "clause 1.9\n  replaces 1.22\n", "POL0702 2.pol 3:12" },
  { HEAD "clause 1.9\n  withdraws 7.22\n", "POL0702 2.pol 3:13" },
  { HEAD "clause 1.9\n  replaces table t_\n", "POL0702 2.pol 3:12" },
  { HEAD "clause 1.9\n  replaces section 7\n", "POL0702 2.pol 3:20" },
  { HEAD "table t_\n  replaces table u_\n  | clause | v |\n", "POL0702 2.pol 3:18" },
  { HEAD "section 3 \"New\"\n  replaces section 1\nclause 3.1\n  unchanged from 1.1\n", "POL0703 2.pol 3:20" },
  { HEAD "section 3 \"New\"\n  replaces section 1\nclause 3.1\n  replaces 1.1, 1.2, 1.3\n", "" },
  { HEAD "section 3 \"New\"\n  replaces section 1\nclause 3.1\n  replaces 1.1\n  withdraws 1.2, 1.3\n", "" },
  { HEAD "section 2\nclause 1.9\n", "POL0705 2.pol 3:8" },
  { HEAD "section 2\nclause 1.9\n  placed after 1.1\n", "" },
  { HEAD "clause 1.2\n  permits d when a.n is 9\n", "POL0701 2.pol 2:8, POL0707 2.pol 3:3" },
  { HEAD "clause 1.9\n  permits d when a.n is 9\n", "POL0707 2.pol 3:3" },
  { HEAD "clause 1.9\n  unchanged from 1.22\n", "POL0702 2.pol 3:18" },
  { HEAD "clause 1.9\n  keeps 1.22\n", "POL0702 2.pol 3:9" },
  { HEAD "clause 1.9\n  placed after 1.22\n", "POL0702 2.pol 3:16" },
  { HEAD "section 3\n  placed after section 9\nclause 3.1\n", "POL0702 2.pol 3:24" },
  { HEAD "clause 1.9\nclause 1.8\n  replaces 1.9\n", "POL0702 2.pol 4:12" },
  { HEAD "section 3 \"New\"\n  replaces section 1\n  keeps 1.2\n  withdraws 1.3 added \"why\"\nclause 3.1\n  unchanged from 1.1\n", "" },
  { HEAD "section 3 \"New\"\n  replaces section 1\n  keeps section 1\n", "" },
  { HEAD "clause 1.9\n  keeps 1.1\n  replaces 1.1\n", "POL0713 2.pol 4:12" },
  { HEAD "clause 1.9\n  keeps table t\n", "POL0702 2.pol 3:9" },
  /* a section that is opened and changed is answered for; one that is not, where more of it changes than stays */
  { HEAD "section 1\nclause 1.9\n  withdraws 1.1\n", "POL0703 2.pol 2:9" },
  { HEAD "section 1\nclause 1.9\n  withdraws 1.1\n  keeps 1.2, 1.3\n", "" },
  { HEAD "section 1\n  keeps section 1\nclause 1.9\n  withdraws 1.1\n", "" },
  { HEAD "section 1\nclause 1.9\n", "" },
  { HEAD "section 2\nclause 2.9\n  withdraws 2.1\n", "" }, /* 2.2 has no rules */
  { HEAD "clause 1.9\n  withdraws 1.1\n", "" },
  { HEAD "clause 1.9\n  withdraws 1.1, 1.2\n", "POL0703 2.pol 3:3" },
  { HEAD "clause 1.9\n  withdraws 1.1, 1.2\n  keeps 1.3\n", "" },
};

Test(check_amendments, reports) {
  for (size_t i = 0; i < COUNT(reports); i++) {
    checked k;
    checked_open(&k, NULL, (const char *const[]){ BASE, reports[i].text, NULL });
    cr_expect_str_eq(ruled_reports(&k), reports[i].want, "%s\n  want: %s\n  got:  %s", reports[i].text, reports[i].want, ruled_reports(&k));
    checked_close(&k);
  }
}

/* Only the policy's own clauses make a fact of the policy more than information; of a fact of the amendment's, the amendment's do. */
Test(check_amendments, information) {
  static const char base[] = "policy base \"B\"\nfacts a\n  x is yes or no, for information\n  y is yes or no, for information\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.y\n";
  checked k;
  checked_open(&k, NULL, (const char *const[]){ base, HEAD "facts a\n  z is yes or no, for information\nclause 2\n  replaces 1\n  permits d when a.x and a.z\n", NULL });
  cr_expect_str_eq(ruled_reports(&k), "POL0607 4:3, POL0607 2.pol 3:3", "got: %s", ruled_reports(&k));
  checked_close(&k);
}

#define ONE "amendment one \"A\" of base\n"
#define TWO "amendment two \"B\" of base\n"
#define FROM(day) "  effective from " day "\n"
/* Several amendments: each stands on those before it, and what two touch is said by the second. */
static const struct { const char *one, *two, *want; } several[] = {
  { ONE "clause 1.9\n  replaces 1.1\n", TWO "clause 1.8\n  replaces 1.1\n", "POL0713 3:12" },
  { ONE "clause 1.9\n  replaces 1.1\n", TWO "clause 1.8\n  replaces 1.9\n", "" },
  { ONE "clause 1.9\n  replaces 1.1\n", TWO "clause 1.8\n  replaces 1.1, 1.9\n", "" },
  { ONE "clause 1.9\n  replaces 1.1\n", TWO "clause 1.8\n  withdraws 1.1\n", "POL0713 3:13" },
  { ONE "clause 1.9\n  replaces 1.1\n", TWO "clause 1.8\n  unchanged from 1.1\n", "POL0713 3:18" },
  { ONE "clause 1.9\n  replaces 1.1\n", TWO "clause 1.8\n  keeps 1.1\n", "POL0713 3:9" },
  { ONE "clause 1.9\n  withdraws 1.1\n", TWO "clause 1.8\n  replaces 1.1\n", "POL0713 3:12" },
  { ONE "clause 1.9\n  withdraws 1.1\n", TWO "clause 1.8\n  withdraws 1.1\n", "POL0713 3:13" },
  { ONE "clause 1.9\n  unchanged from 1.1\n", TWO "clause 1.8\n  replaces 1.1\n", "POL0713 3:12" },
  { ONE "clause 1.9\n  unchanged from 1.1\n", TWO "clause 1.8\n  replaces 1.9\n", "" },
  { ONE "clause 1.9\n  keeps 1.1\n", TWO "clause 1.8\n  replaces 1.1\n", "" },
  { ONE "section 3\n  replaces section 1\n  withdraws 1.2, 1.3\nclause 3.1\n  replaces 1.1\n", TWO "clause 1.8\n  replaces 1.2\n", "POL0713 3:12" },
  { ONE "section 3\n  replaces section 1\n  withdraws 1.2, 1.3\nclause 3.1\n  replaces 1.1\n", TWO "section 4\n  replaces section 1\n", "" },
  { ONE "clause 1.9\n  replaces 1.1 for a.y\n", TWO "clause 1.8\n  replaces 1.1 for a.x\n", "POL0713 3:12" },
  { ONE "clause 1.9\n  replaces 1.1 for a.y\n", TWO "clause 1.8\n  replaces 1.1, 1.9 for a.x\n", "" },
  { ONE "clause 1.1\n  replaces 1.1\n", TWO "clause 1.1\n  replaces 1.1\n", "" }, /* the name means what stands there by then */
  { TWO "clause 1.8\n  replaces 1.9\n", ONE "clause 1.9\n  replaces 1.1\n", "POL0702 2.pol 3:12" },
  { ONE FROM("2024-04-01") "clause 1.9\n  replaces 1.1\n", TWO FROM("2024-05-01") "clause 1.8\n  replaces 1.1\n", "POL0713 4:12" },
  { ONE FROM("2024-04-01") "clause 1.9\n  replaces 1.1\n", TWO FROM("2024-05-01") "clause 1.8\n  replaces 1.9\n", "" },
  { ONE FROM("2024-04-01") "clause 1.9\n  replaces 1.1\n", TWO FROM("2024-04-01") "clause 1.8\n  replaces 1.9\n", "" },
  { ONE FROM("2024-04-01") "clause 1.9\n  replaces 1.1\n", TWO FROM("2024-03-31") "clause 1.8\n  replaces 1.9\n", "POL0714 4:12" },
  { ONE FROM("2024-04-01") "clause 1.9\n  replaces 1.1\n", TWO "clause 1.8\n  withdraws 1.9\n", "POL0714 3:13" },
  { ONE "clause 1.9\n", ONE "clause 1.8\n", "POL0710 1:11" },
};

Test(check_amendments, several) {
  for (size_t i = 0; i < COUNT(several); i++) {
    checked k;
    checked_open(&k, NULL, (const char *const[]){ BASE, several[i].one, several[i].two, NULL });
    cr_expect_str_eq(ruled_reports(&k), several[i].want, "%s%s\n  want: %s\n  got:  %s", several[i].one, several[i].two, several[i].want, ruled_reports(&k));
    checked_close(&k);
  }
}

Test(check_amendments, still_answers) {
  checked k;
  checked_open(&k, NULL, (const char *const[]){ BASE, HEAD "clause 1.9\n  replaces 1.1\n  refuses d when a.x\n", NULL });
  const pol_report *r = checked_report(&k, 707);
  cr_assert(r);
  cr_expect_str_eq(r->message, "2 clauses of the policy as it was still answer d");
  cr_expect_str_eq(r->notes.at[0], "1.2, .3");
  checked_close(&k);
}

/* A replaced table ends; its rows are no longer rules, or only until the day before. */
Test(check_amendments, tables) {
  static const char base[] = "policy base \"B\"\nfacts a\n  n is number\n  x is yes or no\ndecision v is number, may be silent \"-\"\ndecision w is number, may be silent \"-\"\nclause 1\nclause 2\n"
                             "table v by a.n\n  | clause | a.n | v |\n  | 1 | from 0 | 1 |\n  | 2 | from 5 | 2 |\ntable f(x)\n  | clause | x | f |\n  | 1 | yes | 1 |\n  | 2 | no | 2 |\nclause 3\n  w is f(a.x)\n";
  checked k;
  checked_open(&k, NULL, (const char *const[]){ base, HEAD "clause 1b\n  replaces 1\ntable v by a.n\n  replaces table v\n  | clause | a.n | v |\n  | 1b | from 0 | 3 |\ntable f(x)\n  replaces table f\n"
                                                           "  | clause | x | f |\n  | 1b | any | 4 |\n", NULL });
  cr_expect_eq(k.reports.errors, 0, "%s", ruled_reports(&k));
  cr_expect_str_eq(ruled_rules(&k, "v"), "1b is value 3 when (at_least a.n 0)\n");
  cr_expect_str_eq(ruled_rules(&k, "w"), "3 is value (pick yes 4)\n");
  checked_close(&k);
  checked_open(&k, NULL, (const char *const[]){ base, "amendment am \"A\" of base\n  effective from 2024-04-01\nclause 1b\n  replaces 1\ntable v by a.n\n  replaces table v\n  | clause | a.n | v |\n  | 1b | from 0 | 3 |\n", NULL });
  cr_expect_eq(k.reports.errors, 0, "%s", ruled_reports(&k));
  cr_expect_str_eq(ruled_rules(&k, "v"), "1 is value 1 when (and (and (at_least a.n 0) (less a.n 5)) (at_most (as_of) 2024-03-31))\n1b is value 3 when (at_least a.n 0)\n"
                                         "2 is value 2 when (and (at_least a.n 5) (at_most (as_of) 2024-03-31))\n");
  checked_close(&k);
}

/* Without its policy an amendment is read as far as it goes: names that may be the policy's own are not held against it. */
Test(check_amendments, alone) {
  ruled_expect(HEAD "decision e is permission\nsection 1\nclause 1.9\n  replaces 1.1\n  refuses d, e, despite 1.2 when a.x and n_of > 3\n", "POL0704 1:21, POL0121 6:47");
  ruled_expect(HEAD "decision e is permission\nclause 1.9\n  unchanged from 1.1\n  refuses d, e, despite 1.2, section 4, table t_ when a.x and agreed b\n  who must do in these\n  normally permits f, departure decided by me\n"
                    "table d by service\n  replaces table d\n  | clause | service | d |\n  | 1.9 | from 3 years | 4 |\n  | 1.1 | 5 | 5 |\nscenario \"S\"\n  given a.x and a.n is 3 hours\n  expect d is permitted under 1.1\n",
               "POL0704 1:21");
}

Test(check_amendments, words) {
  static const struct { const char *text, *message, *label, *help; unsigned number; } rows[] = {
    { HEAD "clause 1.9\n  replaces 1.22\n", "the amendment replaces a clause that the policy does not have", "not in base",
      "for something new, leave the line out, or say where it stands: placed after …", 702 },
    { HEAD "clause 1.9\n  withdraws 7.9\n", "the amendment withdraws a clause that the policy does not have", "not in base",
      "for something new, leave the line out, or say where it stands: placed after …", 702 },
    { HEAD "section 3 \"New\"\n  replaces section 1\nclause 3.1\n  unchanged from 1.1\n", "2 clauses of 1 end without a word about them", "3 clauses, 1 is spoken of", "say it: withdraws 1.2, 1.3; or keeps …", 703 },
    { HEAD "section 2\nclause 1.9\n", "clause 1.9 stands under section 2", "its id begins with that of section 1", "put it under section 1, or say where it stands: placed after …", 705 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    checked k;
    checked_open(&k, NULL, (const char *const[]){ BASE, rows[i].text, NULL });
    const pol_report *r = checked_report(&k, rows[i].number);
    cr_assert(r, "%s", rows[i].text);
    cr_expect_str_eq(r->message, rows[i].message);
    cr_expect_str_eq(r->at.text, rows[i].label);
    cr_expect_str_eq(r->help, rows[i].help);
    checked_close(&k);
  }
}
