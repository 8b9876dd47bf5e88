/* A session's policy with its amendments carried out, as one text of a day. */
#include "pol.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char terms[] =
    "policy p \"P\"\nfacts x\n  n is number\n  a is yes or no\ndecision d \"D\" is permission, may be silent \"-\"\ndecision v \"V\" is number, may be silent \"-\"\n"
    "section 1 \"One\"\nclause 1.1\n  permits d\n  v is 1\nclause 1.2\n  refuses d, despite 1.1 when x.a\nclause 1.3\n\ntable v\n  | clause | x.n | v |\n  | 1.3    | 3   | 4 |\n"
    "scenario \"Kept\"\n  as of 2024-04-01\n  given x.a\n  expect d is refused\nscenario \"Not any more\"\n  given not x.a and x.n is 2\n  expect v is 1\n";
static const char change[] =
    "amendment more \"More\" of p\n  effective from 2024-04-01\nsection 1\nclause 1.4\n  replaces 1.1\n  permits d\n  v is 2\nclause 1.5\n  replaces 1.3 for x.a\n  v is 9, despite 1.4\nclause 1.6\n  unchanged from 1.2\n";

typedef struct meter { size_t fail_at, calls, living; } meter;

static void *get(void *user, size_t size) {
  meter *m = user;
  void *block = m->calls++ == m->fail_at ? NULL : malloc(size);
  m->living += block != NULL;
  return block;
}

static void put(void *user, void *block) {
  ((meter *)user)->living -= block != NULL;
  free(block);
}

/* The text of the day; the session has errors where there is none. */
static pol_result consolidate(pol_string *out, meter *m, const char *base, const char *amendment, const char *day) {
  const pol_allocator from = {get, put, m};
  pol_session *s = NULL;
  *out = (pol_string){0};
  pol_result r = pol_session_new(&s, m ? &from : NULL);
  if (r == POL_DONE) r = pol_session_add(s, "p.pol", base, strlen(base));
  if (r == POL_DONE && amendment) r = pol_session_amend(s, "more.pol", amendment, strlen(amendment), NULL);
  if (r == POL_DONE) r = pol_session_check(s);
  if (r == POL_DONE && day) r = pol_session_as_of(s, day);
  if (r == POL_DONE) r = pol_render_consolidated(out, s);
  pol_session_drop(s);
  return r;
}

static size_t count(const char *text, const char *part) {
  size_t n = 0;
  for (const char *at = strstr(text, part); at; at = strstr(at + 1, part)) n++;
  return n;
}

/* The policy as it was, and as it is from the day of the amendment. */
Test(consolidated_text, days) {
  static const struct { const char *day, *has[5], *lacks[4]; } rows[] = {
      {"2024-03-31", {"# p as it stands on 2024-03-31, which no amendment has changed.\n# Not yet in force: more, from 2024-04-01.\n\n", "clause 1.1\n  permits d\n  v is 1\n", "\"Kept\"", "\"Not any more\"", "clause 1.3\n"}, {"1.4", "1.5", "1.6", "Left out"}},
      {"2024-04-01",
       {"with these amendments carried out, in this order:\n#   1. more (More), in force from 2024-04-01.\n# Left out: 1 scenario of before that holds no longer.\n", "clause 1.4\n  effective from 2024-04-01\n  permits d\n  v is 2\n",
        "clause 1.6\n  effective from 2024-04-01\n  refuses d, despite 1.4\n    when x.a\n", "| 1.3    | 3   | 4 | yes             |\n", "\"Kept\""},
       {"clause 1.1", "clause 1.2", "\"Not any more\"", "replaces"}},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pol_string text;
    cr_assert_eq(consolidate(&text, NULL, terms, change, rows[i].day), POL_DONE);
    for (size_t k = 0; k < 5; k++) cr_expect_eq(count(text.text, rows[i].has[k]), 1, "%s: %s\n%s", rows[i].day, rows[i].has[k], text.text);
    for (size_t k = 0; k < 4; k++) cr_expect_eq(count(text.text, rows[i].lacks[k]), 0, "%s: %s\n%s", rows[i].day, rows[i].lacks[k], text.text);
    pol_string_drop(&text);
  }
}

/* What sets aside only rules that are not in force yet says nothing that day. */
Test(consolidated_text, nothing_to_set_aside) {
  static const char later[] =
      "policy p \"P\"\nparty q \"the q\"\ndecision d \"D\" is permission, may be silent \"-\"\nclause 1.1\n  effective from 2024-06-30\n  refers d to q\nclause 1.2\n  permits d\n  sets aside the referrals of 1.1\n";
  pol_string text;
  cr_assert_eq(consolidate(&text, NULL, later, NULL, "2024-02-28"), POL_DONE);
  cr_expect_eq(count(text.text, "sets aside"), 0, "%s", text.text);
  cr_expect_eq(count(text.text, "clause 1.2\n  permits d\n"), 1, "%s", text.text);
  pol_string_drop(&text);
  cr_assert_eq(consolidate(&text, NULL, later, NULL, "2024-06-30"), POL_DONE);
  cr_expect_eq(count(text.text, "sets aside the referrals of 1.1"), 1, "%s", text.text);
  pol_string_drop(&text);
}

Test(consolidated_text, none) {
  pol_string text;
  cr_expect_eq(consolidate(&text, NULL, terms, change, NULL), POL_COULD_NOT, "on no day");
  cr_expect_null(text.text);
  cr_expect_eq(consolidate(&text, NULL, "policy p \"P\"\n  effective from 2024-04-01\nclause 1\n  guidance \"g\"\n", NULL, "2024-03-31"), POL_BAD_NEWS, "nothing is in force yet");
  cr_expect_null(text.text);
}

/* Every allocation fails in turn: from the first of the session to the last of the text. */
Test(consolidated_text, no_memory) {
  bool failed = true;
  for (size_t at = 0; failed; at++) {
    meter m = {.fail_at = at};
    pol_string text;
    pol_result r = consolidate(&text, &m, terms, change, "2024-04-01");
    failed = m.calls > at;
    cr_expect_eq(text.text == NULL, failed);
    pol_string_drop(&text);
    cr_assert_eq(m.living, 0, "allocation %zu fails, and %zu blocks are left", at, m.living);
    cr_assert_eq(r, failed ? POL_OUT_OF_MEMORY : POL_DONE, "allocation %zu: %d", at, (int)r);
  }
}
