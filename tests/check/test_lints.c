/* Lints: value rules that may clash, rules that never apply, silence, and what nothing reaches; and, as much, where nothing is to be said. */
#include "ruled.h"
#include <stdio.h>
#include <string.h>

#define HEAD                                                                                                                                                   \
  "policy p \"P\"\nparty hr \"HR\"\noptions grade is low, middle, high\norder rank \"rank\", \"ranks\" is con, ser, ins\nfacts a\n  x is yes or no\n  y is yes or no\n  n is number\n  m is number, at least 0\n" \
  "  g is grade\n  r is rank\n  on is date\n  sub is grade, only when g is low\ndefine big when a.n is more than 100\n"

/* Each line is a clause of its own, 1, 2, …; a line that begins with spaces goes on. */
static const struct { const char *text; bool clash; } clashes[] = {
  { "v is 1\nw is 2\n", false },
  { "v is 1\nv is 2\n", true },
  { "v is 1\nv is 1\n", false },
  { "v is 1\nv is 2, despite 1\n", false },
  { "v is 1, subject to 2\nv is 2\n", false },
  { "v is 1 when a.x\nv is 2 when not a.x\n", false },
  { "v is 1 when a.x\nv is 2 when a.y\n", true },
  { "v is 1 when a.x and a.y\nv is 2 when not a.y\n", false },
  { "v is 1 when a.x or a.y\nv is 2 when not a.y and not a.x\n", false },
  { "v is 1 when a.x or a.y\nv is 2 when not a.y\n", true },
  { "v is 1 except when a.x\nv is 2 when a.x\n", false },
  { "v is 1 except when a.x and a.y\nv is 2 when a.x and a.y\n", false },
  { "v is 1 except when a.x and a.y\nv is 2 when a.x\n", true },
  { "v is 1 when a.g is low\nv is 2 when a.g is high\n", false },
  { "v is 1 when a.g is one of low, middle\nv is 2 when a.g is high\n", false },
  { "v is 1 when a.g is one of low, middle\nv is 2 when a.g is not high\n", true },
  { "v is 1 when a.g is not low\nv is 2 when a.g is not one of middle, high\n", false },
  { "v is 1 when a.n is less than 5\nv is 2 when a.n is at least 5\n", false },
  { "v is 1 when a.n is at least 5\nv is 2 when a.n is less than 5\n", false },
  { "v is 1 when a.n is at most 5\nv is 2 when a.n is at least 5\n", true },
  { "v is 1 when a.n is 3 to 4\nv is 2 when a.n is more than 4\n", false },
  { "v is 1 when a.n is 3\nv is 2 when a.n is more than 4\n", false },
  { "v is 1 when a.n is a.m\nv is 2 when a.n is not a.m\n", false },
  { "v is 1 when a.n is at most a.m * 2\nv is 2 when a.n is more than a.m * 2\n", false },
  { "v is 1 when a.n is at most a.m\nv is 2 when a.m is less than a.n\n", false },
  { "v is 1 when a.n is at most a.m\nv is 2 when a.m is at most a.n\n", true },
  { "v is 1 when big\nv is 2 when not big\n", false },
  { "v is 1 when a.on is before 2024-01-01\nv is 2 when a.on is on or after 2024-01-01\n", false },
  { "v is 1 when a.r is above con\nv is 2 when a.r is con\n", false },
  { "v is 1 when a.r is above con\nv is 2 when a.r is ser\n", true },
  { "effective to 2024-03-31\n  v is 1\neffective from 2024-04-01\n  v is 2\n", false },
};

static void clauses(pol_text *t, const char *lines) {
  int id = 1;
  for (const char *at = lines; *at != '\0';) {
    const char *end = strchr(at, '\n');
    if (strncmp(at, "  ", 2) != 0) pol_text_format(t, "clause %d\n  ", id++);
    pol_text_add_n(t, at, (size_t)(end - at) + 1);
    at = end + 1;
  }
}

Test(check_lints, clashes) {
  for (size_t i = 0; i < COUNT(clashes); i++) {
    checked k;
    pol_text t;
    pol_text_init(&t, NULL);
    pol_text_add(&t, HEAD);
    clauses(&t, clashes[i].text);
    pol_text_add(&t, "clause 3\n  s is 1\ndecision v is number, may be silent \"-\"\ndecision w is number, may be silent \"-\"\ndecision s is number, least of all clauses\nclause 4\n  s is 2\n");
    checked_one(&k, pol_text_get(&t));
    cr_expect_eq(checked_report(&k, 503) != NULL, clashes[i].clash, "%s: %s", clashes[i].text, ruled_reports(&k));
    cr_expect_eq(k.reports.errors, 0, "%s: %s", clashes[i].text, ruled_reports(&k));
    checked_close(&k);
    pol_text_drop(&t);
  }
}

Test(check_lints, clash_told) {
  checked k;
  checked_one(&k, HEAD "decision v is number\nclause 1\n  v is 1\nclause 2\n  v is 2 when a.g is high and a.n is more than 5\n");
  const pol_report *r = checked_report(&k, 503);
  cr_assert(r);
  cr_expect_str_eq(r->message, "two clauses can give different answers for the same person");
  cr_expect_str_eq(r->at.text, "2");
  cr_expect_str_eq(r->also.at[0].text, "1, always");
  cr_expect_str_eq(r->notes.at[0], "for example: a.g is high, a.n is 6: 1 and 2");
  cr_expect_str_eq(r->help, "if 2 is the exception, add to its rule: despite 1; if 1 is, add to its rule: despite 2");
  checked_close(&k);
}

Test(check_lints, clash_in_one_clause) {
  checked k;
  checked_one(&k, HEAD "decision v is number\nclause 1\n  v is 1\n  v is 2 when a.g is high\n");
  const pol_report *r = checked_report(&k, 503);
  cr_assert(r);
  cr_expect_str_eq(r->message, "two rules can give different answers for the same person");
  cr_expect_str_eq(r->help, "say of each when it holds");
  checked_close(&k);
}

#define DECISIONS "decision d is permission\ndecision v is number, may be silent \"-\"\n"

/* The note of POL0601, "-" when there is no note, "" when there is no report. */
static const struct { const char *text, *note; } silences[] = {
  { "clause 1\n  permits d\n", "" },
  { "clause 1\n  permits d when a.x\n", "for example: a.x is no" },
  { "clause 1\n  permits d when a.x\n  refuses d when not a.x\n", "" },
  { "clause 1\n  permits d when a.x\n  refuses d when a.y\n", "for example: a.x is no, a.y is no" },
  { "clause 1\n  permits d when a.g is low\n  refers d to hr when a.g is middle\n", "for example: a.g is high" },
  { "clause 1\n  permits d when a.g is low\n  refers d to hr when a.g is one of middle, high\n", "" },
  { "clause 1\n  permits d when a.n is at most 5\n  refuses d when a.n is more than 7\n", "for example: a.n is 6" },
  { "clause 1\n  permits d when a.n is at most 5\n  refuses d when a.n is more than 5\n", "" },
  { "clause 1\n  permits d when a.m is at least 0\n", "" },
  { "clause 1\n  permits d when a.n is at most a.m\n", "for example: a.n is 1, a.m is 0" },
  { "clause 1\n  permits d when a.n is at most a.m\n  refuses d when a.m is less than a.n\n", "" },
  { "clause 1\n  permits d when days_between(a.on, as_of) is at least 30 days\n", "for example: a.on is 1 April 2024, on 1 April 2024" },
  { "clause 1\n  permits d when any(each day in days_from(a.on, as_of) where day is 2024-01-01)\n", "" }, /* a list: nothing sure can be said */
  /* a stage: asked only where the earlier one is permitted */
  { "decision e is permission, after d\nclause 1\n  permits d when a.x\n  refuses d when not a.x\n  permits e when a.y\n", "for example: a.x is yes, a.y is no" },
  { "decision e is permission, after d\nclause 1\n  permits d when a.x\n  refuses d when not a.x\n  permits e when a.x\n", "" },
  { "decision e is permission, after d\nclause 1\n  permits d when a.x\n  refuses d when not a.x\n  permits e when a.x or a.y\n  refuses e when a.n is 1\n", "" },
  { "clause 1\n  permits d when a.x and a.n is at most a.m\n", "for example: a.x is no" },
  { "clause 1\n  permits d except when a.x\n", "for example: a.x is yes" },
  { "clause 1\n  d only if a.x\n", "where its conditions are met, no clause permits it" },
  { "clause 1\n  d only if a.x\n  permits d\n", "" },
  { "clause 1\n  d only if a.x\n  permits d when a.x\n", "" },
  { "clause 1\n  d only if a.x\n  permits d when a.x and a.y\n", "for example: a.x is yes, a.y is no" },
  { "clause 1\n  d applies only if a.x\n  permits d when a.x\n", "" },
  { "clause 1\n  d applies only if a.g is low\n  permits d when a.sub is low\n  refuses d when a.sub is high\n", "for example: a.g is low, a.sub is middle" },
  { "clause 1\n  permits d when big\n", "for example: a.n is 100" },
  { "clause 1\n  permits d when a.on is after 2024-01-31\n", "for example: a.on is 31 January 2024" },
};

Test(check_lints, silence) {
  char text[2048];
  for (size_t i = 0; i < COUNT(silences); i++) {
    checked k;
    snprintf(text, sizeof text, "%s%s%s", HEAD, DECISIONS, silences[i].text);
    checked_one(&k, text);
    const pol_report *r = checked_report(&k, 601);
    cr_expect_eq(k.reports.errors, 0, "%s: %s", silences[i].text, ruled_reports(&k));
    cr_expect_str_eq(r == NULL ? "" : r->notes.n > 0 ? r->notes.at[0] : "-", silences[i].note, "%s: %s", silences[i].text, r == NULL ? "" : r->notes.n > 0 ? r->notes.at[0] : "-");
    checked_close(&k);
  }
}

static const struct { const char *text, *want; } reports[] = {
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x and not a.x\n", "POL0602 17:18" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x and a.y\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is low and a.g is high\n", "POL0602 17:18" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when (a.g is low or a.x) and a.g is high\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when (a.g is low or a.g is middle) and a.g is high\n", "POL0602 17:18" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is more than 5 and a.n is at most 5\n", "POL0602 17:18" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is high and a.sub is low\n", "POL0602 17:18" },
  /* limits, all options at once, the exception, the scope */
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.m is less than 0\n", "POL0602 17:18" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.m is at most 0\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is not low and a.g is not middle and a.g is not high\n", "POL0602 17:18" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is not low and a.x and a.g is not middle\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is low except when a.g is not high\n", "POL0602 17:41" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is low except when a.g is high\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is high except when a.sub is low\n", "POL0620 17:42" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  d applies only if a.g is low\n  permits d when a.g is one of middle, high\n", "POL0602 18:18" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  effective from 2024-02-01\n  d applies only if a.g is low\nclause 2\n  permits d when a.g is one of middle, high\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  d only if a.g is one of low, middle, high\n  permits d\n", "POL0602 17:13" },
  { "decision d is permission\n", "POL0603 15:10" },
  { "decision d is permission, may be silent \"not yet\"\n", "" },
  { "decision d is permission, may be silent \"-\"\ndecision o is obligations\nclause 1\n  permits d when a.x\nclause 2\n  effective from 2024-06-01\n  hr must call by 2024-05-31 in o\n", "POL0605 21:19" },
  { "decision d is permission, may be silent \"-\"\ndecision o is obligations\nclause 1\n  permits d when a.x\nclause 2\n  effective from 2024-06-01\n  hr must call by 2024-06-01 in o\n", "" },
  /* a rule that another always beats: 0606 */
  { "decision d is permission\nclause 1\n  permits d when a.x and a.y\nclause 2\n  refuses d when a.x\n", "POL0601 15:10, POL0606 17:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x and a.y\nclause 2\n  refers d to hr when a.x\n", "POL0606 17:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  refers d to hr when a.x and a.y\nclause 2\n  refuses d when a.x\n", "POL0606 17:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is low\nclause 2\n  refuses d when a.g is not high\n", "POL0606 17:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at least 7\nclause 2\n  refuses d when a.n is at least 5\n", "POL0606 17:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x\nclause 2\n  d only if not a.x\n", "POL0606 17:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d\nclause 2\n  refuses d\n", "POL0606 17:3" },
  /* a clause that says nothing */
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x\nclause 2 \"Forgotten\"\nclause 3 \"Said\"\n  guidance \"words\"\n", "POL0609 18:8" },
  { "decision d is permission, may be silent \"-\"\nclause 1 \"Above\"\nclause 1.1\n  permits d when a.x\n", "" },
  { "facts b\n  k is count\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when b.k is at most 4.5\n", "POL0427 19:33" },
  { "facts b\n  k is count\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when b.k is 1-4\n", "POL0426 19:25" },
  { "facts b\n  k is count\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when b.k is 1\xE2\x80\x93" "4\n", "POL0426 19:25, POL0107 19:26" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at most 4.5 or a.n is 9 - 1\n", "" },
  { "facts b\n  made is date\nfacts e\n  made is date\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when made is 2024-01-01\n", "POL0306 21:18" },
  /* what one clause does not refer, another permits already */
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at most 4\nclause 2\n  permits d when a.x and a.n is at most 6\nclause 3\n  refers d to hr when a.n is more than 4\n", "POL0606 19:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at most a.m\nclause 2\n  permits d when a.x\nclause 3\n  refers d to hr when a.n is more than a.m\n", "POL0606 19:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at most 4\nclause 2\n  permits d, despite 3 when a.x and a.n is at most 6\nclause 3\n  refers d to hr when a.n is more than 4\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at most 4\nclause 2\n  permits d when a.x and a.n is at most 6\nclause 3\n  refers d to hr when a.n is more than 5\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.g is low and a.sub is low\nclause 2\n  permits d when a.x\nclause 3\n  refers d to hr when a.g is low and a.sub is not low\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at most 4\nclause 2\n  permits d when a.n is at most 3\nclause 3\n  refers d to hr when a.n is more than 4\n", "" },
  /* and where none is beaten always, or the author has said which wins */
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x\nclause 2\n  refuses d when a.x and a.y\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x and a.y\nclause 2\n  refuses d when a.x except when a.y\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d, despite 2 when a.x\nclause 2\n  refuses d when a.x\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x\nclause 2\n  refuses d, despite 1 when a.x\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x\nclause 2\n  refuses d when a.x\nclause 3\n  sets aside the refusals of 2 when a.y\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x\nclause 2\n  effective from 2024-01-01\n  refuses d when a.x\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  refers d to hr when a.x\nclause 2\n  permits d when a.x\n", "POL0606 19:3" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at least 4\nclause 2\n  refuses d when a.n is at least 5\n", "" },
  /* one cause, one report */
  { "decision d is permission, may be silent \"-\"\ndefine odd when a.g is low and a.g is high\nclause 1\n  permits d when odd\nclause 2\n  refuses d when odd and a.x\n", "POL0602 16:32" },
  { "decision v is number, may be silent \"-\"\nclause 1\n  v is 1, subject to 9\nclause 2\n  v is 2\n", "POL0302 17:22" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.x or a.y and a.g is low\n  refuses d when a.g is high and a.sub is low or a.x\n", "POL0501 17:29, POL0501 18:47" },
  { "decision o is obligations\ndecision p is obligations\nclause 1\n  hr must call\nscenario \"S\"\n  expect o is call\n", "POL0507 18:3" },
  /* amounts that a reason repeats: 0608 */
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at least 30 reason \"from point 30\"\n", "POL0608 17:56" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at least 1,950 reason \"from 1,950 on\"\n", "POL0608 17:53" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when big reason \"above 100\"\n", "POL0608 17:36" },
  { "decision v is number, may be silent \"-\"\nclause 1\n  v is 1 when a.x\n  v is 2, despite 1 when not a.x\n", "POL0515 18:19" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.on is after 2024-01-01 + 30 days reason \"30 days have passed\"\n", "POL0608 17:61" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at least 30 reason \"from point 31, 30 days, clause 3.30, 30% or 300\"\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at least 2 reason \"there are two of them\"\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.n is at least 30 reason \"{a.n} is enough\"\n", "" },
  { "facts b\n  i is count, for information\n  u is count\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when b.u is 1\n", "" },
  { "facts b\n  i is count, for information\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when b.i is 1\n", "POL0607 16:3" },
  /* dates of the clause, and the date of an event: 0709 */
  { "decision d is permission, may be silent \"-\"\nclause 1\n  effective from 2024-01-01\n  permits d when a.on is monday\n", "POL0709 17:3" },
  { "decision d is date, may be silent \"-\"\nclause 1\n  effective to 2024-01-01\n  d is a.on + 3 days\n  d is a.on + 4 days when a.x\n", "POL0709 17:3, POL0503 19:8" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  permits d when a.on is monday\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  effective from 2024-01-01\n  permits d when a.on is monday and a.on is on or after 2024-01-01\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  effective from 2024-01-01\n  permits d when as_of is after a.on\n", "" },
  { "decision d is permission, may be silent \"-\"\nclause 1\n  effective from 2024-01-01\n  permits d when a.x\n", "" },
};

Test(check_lints, reports) {
  char text[2048];
  for (size_t i = 0; i < COUNT(reports); i++) {
    snprintf(text, sizeof text, "%s%s", HEAD, reports[i].text);
    ruled_expect(text, reports[i].want);
  }
}

Test(check_lints, overruled_told) {
  checked k;
  checked_one(&k, HEAD "decision d is permission\nclause 1\n  permits d when a.x\nclause 2\n  refers d to hr when a.x\nclause 3\n  effective to 2024-03-31\n  permits d when a.on is monday\n");
  const pol_report *r = checked_report(&k, 606);
  cr_assert(r);
  cr_expect_str_eq(r->message, "clause 1 never decides: 2 refers the same cases");
  cr_expect_str_eq(r->help, "if 1 is the exception, add to its rule: despite 2; else say in 2 when it does not hold: except when …");
  r = checked_report(&k, 709);
  cr_assert(r);
  cr_expect_str_eq(r->message, "effective dates the day of the decision, not a.on");
  cr_expect_str_eq(r->help, "for events up to a date, write: when a.on is on or before 2024-03-31");
  checked_close(&k);
}

/* POL0604. A fact is used when a clause reaches it: through definitions, reasons, deadlines, and the conditions of other facts. Definitions alone use nothing. */
Test(check_lints, unused) {
  static const struct { const char *text, *want; } rows[] = {
    { "facts b\n  one is number\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when b.one is 3\n", "" },
    { "facts b\n  one is number\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d\n", "no clause uses b.one" },
    { "facts b\n  one is number\ndefine two is b.one\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d\n", "no clause uses b.one" },
    { "facts b\n  one is number\ndefine two is b.one\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d when two is 3\n", "" },
    { "facts b\n  one is number\ndecision d is permission, may be silent \"-\"\nclause 1\n  permits d reason \"{b.one}\"\n", "" },
    { "facts b\n  one is yes or no\n  two is number, only when one\ndecision d is permission, may be silent \"-\"\nclause 1\n  d applies only if b.one\n  permits d when b.two is 3\n", "" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    checked k;
    char text[1024];
    snprintf(text, sizeof text, "policy p \"P\"\n%s", rows[i].text);
    checked_one(&k, text);
    const pol_report *r = checked_report(&k, 604);
    cr_expect_str_eq(r == NULL ? "" : r->message, rows[i].want, "%s", rows[i].text);
    checked_close(&k);
  }
}

/* Ten thousand value rules on one decision: each is compared with a few, which POL0518 says, and the time stays in proportion. */
Test(check_lints, many, .timeout = 20) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_add(&t, HEAD "decision v is number, may be silent \"-\"\n");
  for (int i = 0; i < 10000; i++) pol_text_format(&t, "clause %d\n  v is %d when a.n is %d\n", i, i, i);
  checked k;
  checked_one(&k, pol_text_get(&t));
  cr_expect_eq(k.reports.errors + k.reports.warnings, 0);
  cr_expect(checked_report(&k, 518), "it is said that not all pairs were looked at");
  checked_close(&k);
  pol_text_drop(&t);
}
