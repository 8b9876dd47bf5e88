/* What is still possible, what is missing, and in which order it is asked: guards settled in every combination, and facts of few values tried one and all. */
#include "base/limits.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <stdlib.h>

#define DECLARED                                                                                             \
  "party boss \"the boss\"\nparty board \"the board\"\noptions colour is red, green, blue\n"                 \
  "facts x\n  a is yes or no\n  b is yes or no\n  c is yes or no\n  kind is colour\n  n is number\n  m is number\n  day is date\n  who is party\n" \
  "  odd is yes or no, only when a\n"                                                                        \
  "decision p \"P\" is permission, may be silent \"test\"\ndecision v \"V\" is number, may be silent \"test\"\n"

typedef struct row { const char *rules, *facts, *decision, *want; } row;

static void line_of(pol_text *line, const char *rules, const char *facts, const char *decision) {
  pol_text text;
  pol_text_init(&text, NULL);
  pol_text_init(line, NULL);
  pol_text_format(&text, DECLARED "%s", rules);
  policy_line(line, pol_text_get(&text), facts, decision, "2024-04-01");
  pol_text_drop(&text);
}

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text line;
    line_of(&line, rows[i].rules, rows[i].facts, rows[i].decision);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu, facts %s\n%s\n  got  %s\n  want %s", i, rows[i].facts, rows[i].rules, pol_text_get(&line),
                     rows[i].want);
    pol_text_drop(&line);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))

/* ---- definite after all ---- */

Test(settle, definite_whatever_is_missing) {
  static const row rows[] = {
    /* one of two conditions holds, whichever it is */
    { "clause 1.1 \"A\"\n  refuses p when x.a\nclause 1.2 \"B\"\n  refuses p when not x.a\n", "", "p", "refused because 1.1 refuses, 1.2 refuses" },
    { "clause 1.1 \"A\"\n  v is 5 when x.kind is red\nclause 1.2 \"B\"\n  v is 5 when x.kind is not red\n", "", "v", "value 5 because 1.1 is, 1.2 is" },
    { "clause 1.1 \"A\"\n  v is 5 when x.kind is red\nclause 1.2 \"B\"\n  v is 6 when x.kind is not red\n", "\"x.kind\": \"blue\"", "v", "value 6 because 1.2 is" },
    /* whether the referral of 1.2 or that of 1.1 is in force, it is referred to the boss: no need to know the number */
    { "clause 1.1 \"A\"\n  refers p to boss\nclause 1.2 \"B\"\n  refers p to boss, despite 1.1 when x.n is more than 5\n", "", "p",
      "referred to boss because 1.1 refers, 1.2 refers" },
    /* but to whom is part of the answer */
    { "clause 1.1 \"A\"\n  refers p to boss\nclause 1.2 \"B\"\n  refers p to board, despite 1.1 when x.n is more than 5\n", "", "p",
      "undetermined because 1.1 refers, 1.2 refers; possible referred; missing x.n" },
    { "clause 1.1 \"A\"\n  refers p to boss\nclause 1.2 \"B\"\n  refers p to board, despite 1.1 when x.a\n", "", "p",
      "undetermined because 1.1 refers, 1.2 refers; possible referred; missing x.a [yes:referred no:referred]" },
    { "clause 1.1 \"A\"\n  v is 5\nclause 1.2 \"B\"\n  v is 5, despite 1.1 when x.n is more than 5\n", "", "v", "value 5 because 1.1 is, 1.2 is" },
    /* permitted in every case, with amounts that differ: the outcome stands */
    { "clause 1.1 \"A\"\n  permits p with £5 when x.a\nclause 1.2 \"B\"\n  permits p with £6 when not x.a\n", "", "p",
      "permitted amount open because 1.1 permits, 1.2 permits; missing x.a [yes:permitted no:permitted]" },
    { "clause 1.1 \"A\"\n  permits p with £5 when x.a\nclause 1.2 \"B\"\n  permits p with £5 when not x.a\n", "", "p",
      "permitted 5.00 because 1.1 permits, 1.2 permits" },
  };
  CHECK(rows);
}

/* ---- which facts stay missing ---- */

Test(settle, only_facts_that_make_a_difference) {
  static const row rows[] = {
    /* x.b is read, and never matters */
    { "clause 1.1 \"A\"\n  refuses p when x.a and x.b\nclause 1.2 \"B\"\n  refuses p when x.a and not x.b\nclause 1.3 \"C\"\n  permits p\n", "", "p",
      "undetermined because 1.1 refuses, 1.2 refuses; possible permitted, refused; missing x.a [yes:refused no:permitted]" },
    /* a number stays as long as some completion needs it */
    { "clause 1.1 \"A\"\n  refuses p when x.a and x.n is more than 5\nclause 1.2 \"B\"\n  permits p\n", "", "p",
      "undetermined because 1.1 refuses; possible permitted, refused; missing x.a [yes:? no:permitted], x.n" },
    { "clause 1.1 \"A\"\n  refuses p when x.a\n  refuses p when not x.a\n  refuses p when x.n is more than 5\n", "", "p",
      "refused because 1.1 refuses, 1.1 refuses" },
    /* what does not exist is not asked; what decides whether it exists is */
    { "clause 1.1 \"A\"\n  refuses p when x.a and x.odd\nclause 1.2 \"B\"\n  permits p\n", "\"x.a\": false", "p", "permitted because 1.2 permits" },
    { "clause 1.1 \"A\"\n  refuses p when x.a and x.odd\nclause 1.2 \"B\"\n  permits p\n", "", "p",
      "undetermined because 1.1 refuses; possible permitted, refused; missing x.a [yes:? no:permitted], x.odd [yes:? no:permitted]" },
    /* the branch that is taken is the one that is asked about */
    { "define limit is\n  - x.n when x.a\n  - x.m otherwise\nclause 1.1 \"A\"\n  v is limit\n", "\"x.a\": true", "v", "undetermined because 1.1 is; missing x.n" },
    { "define limit is\n  - x.n when x.a\n  - x.m otherwise\nclause 1.1 \"A\"\n  v is limit\n", "\"x.a\": false", "v", "undetermined because 1.1 is; missing x.m" },
    { "define limit is\n  - x.n when x.a\n  - x.m otherwise\nclause 1.1 \"A\"\n  v is limit\n", "\"x.n\": 3", "v",
      "undetermined because 1.1 is; possible 3; missing x.a [yes:value=3 no:?], x.m" },
    /* parties: everybody declared, and somebody else */
    { "clause 1.1 \"A\"\n  permits p when x.who is boss\n  refuses p when x.who is not boss\n", "", "p",
      "undetermined because 1.1 permits, 1.1 refuses; possible permitted, refused; missing x.who [boss:permitted board:refused other:refused]" },
  };
  CHECK(rows);
}

/* As an interview goes: what settles most, given the answers that left it open; a fact that decides whether others matter before them. */
Test(settle, in_the_order_of_an_interview) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  permits p\n  refuses p when not x.b\nclause 1.2 \"B\"\n  refuses p when x.c and not (x.a and x.kind is red)\n", "", "p",
      "undetermined because 1.1 refuses, 1.2 refuses; possible permitted, refused; missing x.b [yes:? no:refused], x.c [yes:? no:?], "
      "x.kind [red:? green:? blue:?], x.a [yes:? no:?]" },
    { "clause 1.1 \"A\"\n  permits p\n  refuses p when x.c and x.n is more than 5 and x.a\n", "", "p",
      "undetermined because 1.1 refuses; possible permitted, refused; missing x.a [yes:? no:permitted], x.c [yes:? no:permitted], x.n" },
  };
  CHECK(rows);
}

Test(settle, lists) {
#define LIST                                                                                                  \
  "record child\n  age is number\n  here is yes or no\nfacts y\n  children is list of child\n  limit is number\n" \
  "clause 1.1 \"A\"\n  permits p when any(each k in y.children where k.age is less than y.limit and k.here)\n"
  static const row rows[] = {
    { LIST, "\"y.children\": [{\"age\": 3, \"here\": true}], \"y.limit\": 5", "p", "permitted because 1.1 permits" },
    { LIST, "\"y.children\": [], \"y.limit\": 5", "p", "silent" },
    { LIST, "\"y.limit\": 5", "p", "undetermined because 1.1 permits; possible permitted, not_applicable; missing y.children" },
    /* a field that an element lacks is missing in the list; a fact of the whole record is missing itself */
    { LIST, "\"y.children\": [{\"age\": 3}], \"y.limit\": 5", "p", "undetermined because 1.1 permits; possible permitted, not_applicable; missing y.children" },
    { LIST, "\"y.children\": [{\"age\": 3, \"here\": true}, {\"age\": 9, \"here\": false}]", "p",
      "undetermined because 1.1 permits; possible permitted, not_applicable; missing y.limit" },
    { LIST, "\"y.children\": [{\"age\": 3}, {\"age\": 4, \"here\": true}], \"y.limit\": 5", "p", "permitted because 1.1 permits" },
  };
  CHECK(rows);
}

/* ---- limits ---- */

/* `open` rules whose numbers nobody knows, the last of which certainly loses to one that says the same: with all of them settled the answer is definite. */
static char *many_open(unsigned open) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_add(&t, "clause 1.1 \"A\"\n  refers p to boss\n");
  for (unsigned i = 0; i < open; i++) pol_text_format(&t, "clause 2.%u \"B\"\n  refers p to boss, despite 1.1 when x.n is more than %u\n", i + 1, i);
  char *out = strdup(pol_text_get(&t));
  pol_text_drop(&t);
  return out;
}

Test(settle, as_many_guards_as_the_limit_says) {
  static const struct { unsigned open; bool definite; } rows[] = {
    { POL_LIMIT_SETTLE_RULES - 1, true }, { POL_LIMIT_SETTLE_RULES, true }, { POL_LIMIT_SETTLE_RULES + 1, false } };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char *rules = many_open(rows[i].open);
    pol_text line;
    line_of(&line, rules, "", "p");
    const char *want = rows[i].definite ? "referred to boss because " : "undetermined because ";
    cr_expect(strncmp(pol_text_get(&line), want, strlen(want)) == 0, "%u open: %s", rows[i].open, pol_text_get(&line));
    pol_text_drop(&line);
    free(rules);
  }
}

/* Facts that rule each other out two by two, so that only trying all of them shows that the answer is definite. */
static char *pairs(unsigned yes_or_no, bool one_more) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_add(&t, "facts z\n");
  for (unsigned i = 0; i < yes_or_no; i++) pol_text_format(&t, "  f%u is yes or no\n", i);
  pol_text_add(&t, "clause 1.1 \"A\"\n");
  for (int negated = 0; negated < 2; negated++) {
    pol_text_add(&t, "  refuses p when all of\n");
    for (unsigned i = 0; i < yes_or_no; i++) pol_text_format(&t, i || !negated ? "    - z.f%u\n" : "    - not z.f%u\n", i);
    if (one_more) pol_text_add(&t, "    - (x.kind is red or x.kind is not red)\n");
  }
  pol_text_add(&t, "clause 1.2 \"B\"\n  permits p\n");
  char *out = strdup(pol_text_get(&t));
  pol_text_drop(&t);
  return out;
}

/* 2^10 completions are tried, and then z.f0 is known not to matter; 2^10 · 3 are not. */
Test(settle, as_many_completions_as_the_limit_says) {
  static const struct { unsigned facts; bool one_more, tried; } rows[] = { { 9, false, true }, { 10, false, true }, { 11, false, false }, { 9, true, false } };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char *rules = pairs(rows[i].facts, rows[i].one_more);
    pol_text line;
    line_of(&line, rules, "", "p");
    cr_expect_eq(strstr(pol_text_get(&line), "z.f0") == NULL, rows[i].tried, "%u facts: %s", rows[i].facts, pol_text_get(&line));
    pol_text_drop(&line);
    free(rules);
  }
}
