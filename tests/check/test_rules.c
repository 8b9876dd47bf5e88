/* Rules: every effect on every kind of decision, subject lists, exceptions, departures, duties, notes. Lines count from `policy`, the first. */
#include "ruled.h"
#include <stdio.h>

#define HEAD                                                                                                                                         \
  "policy p \"P\"\n  short months use the last day\nparty boss \"the boss\"\nparty hr \"HR\"\nagreement deal of boss, in writing \"the deal\"\noptions step is one_, two_, three_\n" \
  "facts a\n  x is yes or no\n  y is yes or no\n  n is number\n  on is date\n"                                                                       \
  "decision d is permission, may be silent \"-\"\ndecision e is permission, may be silent \"-\"\ndecision v is number, may be silent \"-\"\n"       \
  "decision w is date, may be silent \"-\"\ndecision s is sequence of step\ndecision o is obligations\nclause 1\n"                                 \
  "  permits d when a.x\n  permits e when a.x\n  v is 1 when a.x\n  w is a.on when a.x\n  adds one_ to s\n  hr must report in o\n"
/* the head has 24 lines: a rule that follows stands on line 25 */

static const struct { const char *text, *want; } reports[] = {
  { "", "" },
  { "  refuses v when a.y\n", "POL0504 25:11" },
  { "  v only if a.y\n", "POL0504 25:3" },
  { "  permits s\n", "POL0504 25:11" },
  { "  refers o to hr\n", "POL0504 25:10" },
  { "  d is 5\n", "POL0504 25:3" },
  { "  s is one_\n", "POL0504 25:3" },
  { "  adds 1 to d\n", "POL0504 25:13" },
  { "  multiplies w by 2\n", "POL0504 25:14" },
  { "  multiplies v by 2\n", "" },
  { "  d is capped at 2\n", "POL0504 25:3" },
  { "  w is capped at a.on\n", "POL0504 25:3" },
  { "  v is no later than 5\n", "POL0504 25:3" },
  { "  v is capped at 5\n  v is no less than 1\n  w is no later than a.on\n  w is no earlier than a.on\n", "" },
  { "  adds four to s\n", "POL0310 25:8" },
  { "  adds 1 to s\n", "POL0504 25:8" },
  { "  hr must report in d\n", "POL0504 25:21" },
  { "  o is 3\n", "POL0504 25:3" },
  { "  v, o, s applies only if a.y\n", "" },
  /* what is no decision */
  { "  refuses dd\n", "POL0305 25:11" },
  { "  boss is 3\n", "POL0505 25:3" },
  { "define young is 3\nclause 2\n  refuses d when a.x\n  young is 3\n", "POL0505 28:3" },
  { "  refers d to bos\n", "POL0303 25:15" },
  /* normally */
  { "  normally refuses d\n", "POL0506 25:3" },
  { "  refuses d when a.y, departure decided by boss\n", "POL0516 25:44" },
  { "  normally refuses d, departure decided by boss\n", "" },
  { "  normally refuses d, departure decided by unnamed\n", "" },
  { "  normally refuses d, departure decided by deal\n", "" },
  /* amounts */
  { "  permits d with 5 hours when a.y\n  permits d with £5 when not a.y\n", "POL0509 26:18" },
  { "  permits d with 5 hours when a.y\n  permits d with 6 hours when not a.y\n", "" },
  /* duties */
  { "decision o2 is obligations\nclause 2\n  hr must call\n  boss must call in o2\n", "POL0507 27:3" },
  { "  hr, boss should call by 3 months before a.on\n", "" },
  { "  hr should call by 5 hours\n", "POL0408 25:21" },
  /* lines of amendments */
  { "  replaces 1\n", "POL0706 25:3" },
  { "  unchanged from 1\n", "POL0706 25:3" },
  { "  withdraws 1\n", "POL0706 25:3" },
  { "  placed after 1\n", "POL0706 25:3" },
  /* notes */
  { "  incomplete \"?\" reservation on d, e\n", "" },
  { "  incomplete \"?\" reservation on v\n", "POL0504 25:33" },
  /* dates and versions */
  { "  effective from 2024-01-01\n", "POL0709 25:3" }, /* w hangs on a.on */
  { "clause 2\n  effective from 2024-01-01 to 2024-12-31\nclause 2\n  effective from 2025-01-01\n", "" },
  { "clause 2\n  effective from 2024-01-01 to 2024-12-31\nclause 2\n  effective from 2024-12-31\n", "POL0701 28:13" },
  { "clause 2\n  effective to 2024-12-31\nclause 2\n  effective from 2024-12-31\nclause 2\n  effective from 2026-01-01\n", "POL0701 28:13, POL0701 30:13" },
  { "clause 2\nclause 2\n", "POL0311 26:8" },
  { "section 2\n  effective from 2025-01-01\nclause 2.1\n  effective to 2024-01-01\n", "POL0708 28:3" },
};

Test(check_rules, reports) {
  char text[4096];
  for (size_t i = 0; i < COUNT(reports); i++) {
    snprintf(text, sizeof text, "%s%s", HEAD, reports[i].text);
    ruled_expect(text, reports[i].want);
  }
}

#define SMALL                                                                                                                                    \
  "policy p \"P\"\nparty boss \"the boss\"\nparty hr \"HR\"\nagreement deal of boss, in writing \"the deal\"\nagreement nod of hr \"a nod\"\noptions step is one_, two_\nfacts a\n" \
  "  x is yes or no\n  y is yes or no\n  on is date\ndecision d is permission\ndecision e is permission\ndecision v is number\ndecision s is set of step\ndecision o is obligations\n"

#define AGREED_DEAL "(and (is deal.status given_in_writing) (is deal.decided_by boss))"

static const struct { const char *text, *decision, *want; } rules[] = {
  { "clause 1\n  d, e only if a.x when a.y except when a.x\n", "e", "1 only if test a.x when a.y except a.x\n" },
  { "clause 1\n  refers d to hr, boss, hr when a.x\n", "d", "1 refers hr boss when a.x\n" },
  { "clause 1\n  permits d with 5 when a.x\n", "d", "1 permits value 5 when a.x\n" },
  { "clause 1\n  v is 1\n  adds 2 to v when a.x\n  multiplies v by 50%\n  v is capped at 9\n  v is no less than 1\n", "v",
    "1 is value 1\n1 adds value 2 when a.x\n1 multiplies value 0.5\n1 is capped at value 9\n1 is no less than value 1\n" },
  { "clause 1\n  adds two_ to s except when a.x\n", "s", "1 adds 1 except a.x\n" },
  { "clause 1\n  hr, boss tries to call \"call them\" by \"the first day\" in o\n  boss is expected to wait before a.on in o\n", "o",
    "1 duty hr best_effort call by \"the first day\"\n1 duty boss best_effort call by \"the first day\"\n1 duty boss expected wait before on a.on\n" },
  { "clause 1\n  hr normally call on a.on\n", "o", "1 duty hr normally call on on a.on\n" },
  /* an exception that an agreement makes refers while the agreement is pending */
  { "clause 1\n  refuses d when a.x except when agreed deal\n", "d",
    "1 refuses when a.x except agreed=" AGREED_DEAL " above 1\n"
    "1 refers boss when (and a.x (holds pending=(is deal.status sought))) except agreed=" AGREED_DEAL " exception of 0\n" },
  { "clause 1\n  d only if a.x except when agreed deal and a.y\n", "d",
    "1 only if test a.x except (and agreed=" AGREED_DEAL " a.y) above 1\n"
    "1 refers boss when (and (not a.x) (holds (and pending=(is deal.status sought) a.y))) except (and agreed=" AGREED_DEAL " a.y) exception of 0\n" },
  { "clause 1\n  v is 1 except when agreed deal\n", "v", "1 is value 1 except agreed=" AGREED_DEAL "\n" },
  { "clause 1\n  normally refuses d, departure decided by unnamed\n", "d", "1 refuses normally unnamed\n" },
  /* of two agreements of one party neither is meant */
  { "agreement other of boss\nclause 1\n  normally refuses d when a.x, departure decided by boss\n", "d", "1 refuses when a.x normally boss\n" },
  { "clause 1\n  normally refuses d when a.x, departure decided by hr\n", "d",
    "1 refuses when a.x except agreed=(and (one_of nod.status given_in_writing given_orally) (is nod.decided_by hr)) above 1 normally hr\n"
    "1 refers hr when (and a.x (holds pending=(is nod.status sought))) except agreed=(and (one_of nod.status given_in_writing given_orally) (is nod.decided_by "
    "hr)) exception of 0\n" },
  /* what is set aside */
  { "clause 1\n  refuses d when a.x\n  d only if a.y\n  refers d to hr\nclause 2\n  sets aside the refusals of 1 when a.y\nclause 3\n  sets aside the referrals of 1\n", "d",
    "1 refuses when a.x\n1 only if test a.y\n1 refers hr\n2 sets aside when a.y targets 0 1\n3 sets aside targets 2\n" },
  { "clause 2\n  sets aside the refusals of section 9 when a.y\nsection 9\nclause 9.1\n  refuses d, e when a.x\n", "e", "2 sets aside when a.y targets 1\n9.1 refuses when a.x\n" },
  /* a section's condition stands on each decision of its clauses, under the section's id */
  { "clause 0\n  permits d\nsection 1 \"One\"\n  applies only if a.x\nclause 1.1\n  refuses d when a.y\nsection 2\nclause 2.1\n  refuses e\n", "d",
    "0 permits\n1 applies only if test a.x\n1.1 refuses when a.y\n" },
  { "clause 0\n  permits d\nsection 1 \"One\"\n  applies only if a.x\nclause 1.1\n  refuses d when a.y\nsection 2\nclause 2.1\n  refuses e\n", "e", "2.1 refuses\n" },
};

Test(check_rules, made) {
  char text[4096];
  for (size_t i = 0; i < COUNT(rules); i++) {
    checked k;
    snprintf(text, sizeof text, "%s%s", SMALL, rules[i].text);
    checked_one(&k, text);
    cr_expect_eq(k.reports.errors, 0, "%s: %s", rules[i].text, ruled_reports(&k));
    cr_expect_str_eq(ruled_rules(&k, rules[i].decision), rules[i].want, "%s\n  want: %s\n  got:  %s", rules[i].text, rules[i].want, ruled_rules(&k, rules[i].decision));
    checked_close(&k);
  }
}

/* A line with several subjects is one written rule; reasons have their values; what a clause says is kept. */
Test(check_rules, notes) {
  checked k;
  checked_one(&k, SMALL "section 1 \"One\"\nclause 1.1 \"First\"\n  guidance \"read it\"\n  says \"the words\" at \"page 7\"\n  cited as \"1.1, second sentence\"\n"
                        "  interpreted as \"so\" and not as \"thus\" agreed by \"HR\", 2024-05-01\n  hands over to \"L1\"\n  incomplete \"lost\" reservation on d\n"
                        "  refuses d, e when a.x reason \"on {a.on} it is\" added \"ours\"\n  effective from 2024-01-01\n");
  const pol_clause *x = &k.m->clauses.at[ruled_clause(&k, "1.1")];
  cr_expect_str_eq(x->title, "First");
  cr_expect_str_eq(x->guidance, "read it");
  cr_expect_str_eq(x->says, "the words");
  cr_expect_str_eq(x->says_at, "page 7");
  cr_expect_str_eq(x->cited_as, "1.1, second sentence");
  cr_expect_str_eq(x->hands_over, "L1");
  cr_expect_str_eq(x->incomplete, "lost");
  cr_assert_eq(x->readings.n, 1);
  cr_expect_str_eq(x->readings.at[0].reading, "so");
  cr_expect_str_eq(x->readings.at[0].agreed_by, "HR");
  cr_expect(x->readings.at[0].dated);
  cr_expect(x->from_set && !x->to_set && x->from == 19723);
  cr_assert_eq(x->rules, 2);
  const pol_rule *r = &k.m->rules.at[x->rule[0]], *other = &k.m->rules.at[x->rule[1]];
  cr_expect_eq(r->line, other->line);
  cr_expect_neq(r->decision, other->decision);
  cr_expect_str_eq(r->added, "ours");
  cr_assert_eq(r->reasons, 3);
  cr_expect_str_eq(r->reason[0].text, "on ");
  cr_expect_str_eq(checked_expr(&k, r->reason[1].expr), "a.on");
  const pol_decision *d = &k.m->decisions.at[ruled_decision(&k, "d")];
  cr_assert_eq(d->reservations, 1);
  cr_expect_eq(d->reservation[0], ruled_clause(&k, "1.1"));
  cr_expect_eq(k.m->decisions.at[ruled_decision(&k, "e")].reservations, 0);
  checked_close(&k);
}

/* Dates of the policy, the section and the clause: a clause holds when all of them do. */
Test(check_rules, dates) {
  checked k;
  checked_one(&k, "policy p \"P\"\n  effective from 2020-01-01\nsection 1\n  effective to 2030-12-31\nclause 1.1\nclause 1.2\n  effective from 2025-01-01\nclause 1.3\n  effective from 2010-01-01\n");
  const pol_clause *a = &k.m->clauses.at[ruled_clause(&k, "1.1")], *b = &k.m->clauses.at[ruled_clause(&k, "1.2")], *c = &k.m->clauses.at[ruled_clause(&k, "1.3")];
  cr_expect(a->from_set && a->from == 18262 && a->to_set && a->to == 22279);
  cr_expect(b->from == 20089 && b->to == 22279);
  cr_expect(c->from == 18262);
  checked_close(&k);
}

/* What a decision applies to, and what a section does, may be relied on by every other rule, in whatever order they are written. */
Test(check_rules, implied) {
  static const struct { const char *text, *want; } cases[] = {
    { "clause 1\n  refuses d when a.y\n", "POL0620 6:18" },
    { "clause 1\n  refuses d when a.x and a.y\n", "" },
    { "clause 1\n  refuses d when a.y\nclause 2\n  d applies only if a.x\n", "" },
    { "clause 1\n  d applies only if a.y\nclause 2\n  d applies only if a.x\n", "" },
    { "section 1\n  applies only if a.x\nclause 1.1\n  refuses d when a.y\n", "" },
    { "clause 1\n  refuses d when a.y\nclause 2\n  d applies only if a.x when a.x\n", "POL0620 6:18" },
    { "clause 1\n  refuses d when a.y\nclause 2\n  effective from 2024-01-01\n  d applies only if a.x\n", "POL0620 6:18" },
  };
  char text[1024];
  for (size_t i = 0; i < COUNT(cases); i++) {
    checked k;
    snprintf(text, sizeof text, "policy p \"P\"\nfacts a\n  x is yes or no\n  y is yes or no, only when x\ndecision d is permission, may be silent \"-\"\n%s", cases[i].text);
    checked_one(&k, text);
    const char *got = checked_errors(&k);
    (void)got;
    cr_expect_eq(checked_report(&k, 620) != NULL, cases[i].want[0] != '\0', "%s: %s", cases[i].text, ruled_reports(&k));
    checked_close(&k);
  }
}

/* The words that people read, where they depend on what is found. */
Test(check_rules, words) {
  static const struct { const char *text, *message, *label, *help; unsigned number; } rows[] = {
    { "clause 2\n  effective from 2024-01-01 to 2024-12-31\nclause 2\n  effective from 2024-10-01\n", "two versions of clause 2 overlap, 1 October to 31 December 2024",
      "starts while the first still holds", "end the first on 2024-09-30, or start the second on 2025-01-01", 701 },
    { "clause 2\nclause 2\n  effective from 2024-10-01\n", "two versions of clause 2 overlap from 1 October 2024", "starts while the first still holds",
      "end the first on the day before: effective to 2024-09-30", 701 },
    { "clause 2\n  v only if a.x\n", "\"only if\" cannot be said of v, which is a number", "", "write: v is …", 504 },
    { "clause 2\n  v is no later than 3\n", "\"is no later than\" cannot be said of v, which is a number", "", "write: v is capped at …", 504 },
    { "clause 2\n  v is no earlier than 3\n", "\"is no earlier than\" cannot be said of v, which is a number", "", "write: v is no less than …", 504 },
    { "decision w2 is date\nclause 2\n  w2 is capped at 3\n", "\"is capped at\" cannot be said of w2, which is a date", "", "write: w2 is no later than …", 504 },
    { "decision w2 is date\nclause 2\n  w2 is no less than 3\n", "\"is no less than\" cannot be said of w2, which is a date", "", "write: w2 is no earlier than …", 504 },
    { "clause 2\n  boss is 3\n", "boss is a party and no decision, so no rule says what it is", "", "a rule begins with the decision that it speaks to", 505 },
    { "decision o2 is obligations\nclause 2\n  hr must call\n", "this duty does not say in which decision it is listed", "", "end it with the one that is meant: in o, in o2", 507 },
  };
  char text[2048];
  for (size_t i = 0; i < COUNT(rows); i++) {
    checked k;
    snprintf(text, sizeof text, "%s%s", SMALL, rows[i].text);
    checked_one(&k, text);
    const pol_report *r = checked_report(&k, rows[i].number);
    cr_assert(r, "%s", rows[i].text);
    cr_expect_str_eq(r->message, rows[i].message);
    cr_expect_str_eq(r->at.text == NULL ? "" : r->at.text, rows[i].label);
    cr_expect_str_eq(r->help, rows[i].help);
    checked_close(&k);
  }
}
