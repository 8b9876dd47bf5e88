/* Answers in one line each, by policy and facts: every sentence of grammar/README.md on rules and their combination has a row, on both sides of its border. */
#include "support/policy.h"
#include <criterion/criterion.h>

#define DECLARED                                                                                              \
  "party boss \"the boss\"\nparty board \"the board\"\n"                                                      \
  "agreement consent of boss, in writing \"consent\"\n"                                                       \
  "order rank \"rank\", \"ranks\" is low, middle, high\n"                                                     \
  "options colour is red, green, blue\n"                                                                      \
  "facts x\n"                                                                                                 \
  "  a is yes or no\n  b is yes or no\n  c is yes or no\n  kind is colour\n  level is rank\n  n is number\n"  \
  "  m is number\n  day is date\n  who is party\n  pay is money\n"                                            \
  "  usual is yes or no, presumed no\n  only_a is yes or no, only when a\n"                                   \
  "  later is date, presumed day + 1 day\n  rate is number, presumed dated\n"                                \
  "value dated is\n  - 5 to 2024-03-31\n  - 6 from 2024-05-01\n"                                           \
  "decision p \"P\" is permission, may be silent \"test\"\n"

typedef struct row { const char *rules, *facts, *decision, *want; } row;

static void check_rows(const row *rows, size_t n, const char *as_of) {
  for (size_t i = 0; i < n; i++) {
    pol_text text, line;
    pol_text_init(&text, NULL);
    pol_text_init(&line, NULL);
    pol_text_format(&text, DECLARED "%s", rows[i].rules);
    policy_line(&line, pol_text_get(&text), rows[i].facts, rows[i].decision, as_of);
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu, facts %s\n%s\n  got  %s\n  want %s", i, rows[i].facts, rows[i].rules, pol_text_get(&line),
                     rows[i].want);
    pol_text_drop(&line);
    pol_text_drop(&text);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows), "2024-04-01")

/* ---- permissions: which effect wins ---- */

#define FOUR                                      \
  "clause 1.1 \"A\"\n  p applies only if x.a\n"   \
  "clause 1.2 \"B\"\n  refuses p when x.b\n"      \
  "clause 1.3 \"C\"\n  refers p to boss when x.c\n" \
  "clause 1.4 \"D\"\n  permits p when x.kind is red\n"

Test(answer, effects_by_rank) {
  static const row rows[] = {
    { FOUR, "\"x.a\": false, \"x.b\": true, \"x.c\": true, \"x.kind\": \"red\"", "p", "out of scope because 1.1 applies only if" },
    { FOUR, "\"x.a\": true, \"x.b\": true, \"x.c\": true, \"x.kind\": \"red\"", "p", "refused because 1.2 refuses; next 1.3 refers" },
    { FOUR, "\"x.a\": true, \"x.b\": false, \"x.c\": true, \"x.kind\": \"red\"", "p", "referred to boss because 1.3 refers" },
    { FOUR, "\"x.a\": true, \"x.b\": false, \"x.c\": false, \"x.kind\": \"red\"", "p", "permitted because 1.4 permits" },
    { FOUR, "\"x.a\": true, \"x.b\": false, \"x.c\": false, \"x.kind\": \"blue\"", "p", "silent" },
    /* what is worse than a certain answer cannot matter */
    { FOUR, "\"x.a\": true, \"x.b\": true", "p", "refused because 1.2 refuses" },
    { FOUR, "\"x.a\": false", "p", "out of scope because 1.1 applies only if" },
    { FOUR, "\"x.a\": true, \"x.b\": false, \"x.c\": true", "p", "referred to boss because 1.3 refers" },
  };
  CHECK(rows);
}

Test(answer, undetermined_permissions) {
  static const row rows[] = {
    { FOUR, "\"x.a\": true, \"x.c\": false, \"x.kind\": \"red\"", "p",
      "undetermined because 1.2 refuses; possible permitted, refused; missing x.b [yes:refused no:permitted]" },
    /* a rule of worse rank than a certain one is not cited, and nobody is asked for it */
    { FOUR, "\"x.a\": true, \"x.c\": true", "p", "undetermined because 1.2 refuses; possible referred, refused; missing x.b [yes:refused no:referred]" },
    { FOUR, "\"x.a\": true, \"x.b\": false, \"x.c\": false", "p",
      "undetermined because 1.4 permits; possible permitted, not_applicable; missing x.kind [red:permitted green:not_applicable blue:not_applicable]" },
    /* the fact that settles most comes first */
    { FOUR, "\"x.b\": false, \"x.c\": false", "p",
      "undetermined because 1.1 applies only if, 1.4 permits; possible permitted, not_applicable; "
      "missing x.kind [red:? green:not_applicable blue:not_applicable], x.a [yes:? no:not_applicable]" },
    /* not applicable either way: nothing certain says that it is outside */
    { FOUR, "\"x.b\": false, \"x.c\": false, \"x.kind\": \"blue\"", "p", "silent" },
  };
  CHECK(rows);
}

/* ---- guards ---- */

Test(answer, guards) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  refuses p when x.a except when x.b\n", "\"x.a\": true, \"x.b\": false", "p", "refused because 1.1 refuses" },
    { "clause 1.1 \"A\"\n  refuses p when x.a except when x.b\n", "\"x.a\": true, \"x.b\": true", "p", "silent" },
    { "clause 1.1 \"A\"\n  refuses p when x.a except when x.b\n", "\"x.a\": false", "p", "silent" },
    { "clause 1.1 \"A\"\n  refuses p when x.a except when x.b\n", "\"x.b\": true", "p", "silent" },
    { "clause 1.1 \"A\"\n  p only if x.a\n  permits p\n", "\"x.a\": true", "p", "permitted because 1.1 permits" },
    { "clause 1.1 \"A\"\n  p only if x.a\n  permits p\n", "\"x.a\": false", "p", "refused because 1.1 only if" },
    { "clause 1.1 \"A\"\n  p only if x.a\n", "\"x.a\": true", "p", "silent" },
    { "clause 1.1 \"A\"\n  p only if x.a when x.b\n  permits p\n", "\"x.a\": false, \"x.b\": false", "p", "permitted because 1.1 permits" },
    { "clause 1.1 \"A\"\n  p only if x.a when x.b except when x.c\n  permits p\n", "\"x.a\": false, \"x.b\": true, \"x.c\": true", "p",
      "permitted because 1.1 permits" },
  };
  CHECK(rows);
}

/* What does not exist neither makes a rule hold nor excepts from it, and a test of it does not apply. */
Test(answer, not_applicable_in_guards) {
#define EXISTS "facts y\n  rank is rank, only when kind is red\n  kind is colour\n"
#define ABOVE "define senior when y.kind is red and y.rank is above low\n"
  static const row rows[] = {
    { EXISTS ABOVE "clause 1.1 \"A\"\n  refuses p when senior\n", "\"y.kind\": \"blue\", \"y.rank\": \"high\"", "p", "silent" },
    { EXISTS ABOVE "clause 1.1 \"A\"\n  refuses p when senior\n", "\"y.kind\": \"red\", \"y.rank\": \"high\"", "p", "refused because 1.1 refuses" },
    { EXISTS ABOVE "clause 1.1 \"A\"\n  refuses p when senior\n", "\"y.kind\": \"red\", \"y.rank\": \"low\"", "p", "silent" },
    { EXISTS ABOVE "clause 1.1 \"A\"\n  refuses p when x.a except when senior\n", "\"y.kind\": \"blue\", \"x.a\": true", "p", "refused because 1.1 refuses" },
    /* a value that does not exist: the rule does not count */
    { "decision v is rank\ndecision w is rank\nclause 1.1 \"A\"\n  v is 1 rank above x.level\n", "\"x.level\": \"middle\"", "v", "value high because 1.1 is" },
    { "decision v is rank\nclause 1.1 \"A\"\n  v is 1 rank above x.level\n", "\"x.level\": \"high\"", "v", "silent" },
    { "decision v is rank\nclause 1.1 \"A\"\n  v is 1 rank above x.level\nclause 1.2 \"B\"\n  refuses p when x.level is v\n", "\"x.level\": \"high\"", "p",
      "silent" },
    { "decision v is rank\nclause 1.1 \"A\"\n  v is 1 rank above x.level\nclause 1.2 \"B\"\n  p only if x.level is v\n  permits p\n",
      "\"x.level\": \"high\"", "p", "permitted because 1.2 permits" },
  };
  CHECK(rows);
}

/* ---- precedence, setting aside ---- */

#define DESPITE                                       \
  "clause 1.1 \"A\"\n  refuses p when x.a\n"          \
  "clause 1.2 \"B\"\n  permits p, despite 1.1 when x.b\n"

#define CHAIN                                         \
  "clause 1.1 \"A\"\n  refuses p when x.a\n"          \
  "clause 1.2 \"B\"\n  refers p to boss, despite 1.1 when x.b\n" \
  "clause 1.3 \"C\"\n  permits p, despite 1.2 when x.c\n"

Test(answer, precedence) {
  static const row rows[] = {
    { DESPITE, "\"x.a\": true, \"x.b\": true", "p", "permitted because 1.2 permits; 1.1 refuses gave way to 1.2" },
    { DESPITE, "\"x.a\": true, \"x.b\": false", "p", "refused because 1.1 refuses" },
    { DESPITE, "\"x.a\": false, \"x.b\": true", "p", "permitted because 1.2 permits" },
    { DESPITE, "\"x.a\": true", "p", "undetermined because 1.1 refuses, 1.2 permits; possible permitted, refused; missing x.b [yes:permitted no:refused]" },
    { DESPITE, "\"x.b\": true", "p", "permitted because 1.2 permits" },
    /* transitive: 1.3 stands above 1.1 even where 1.2 does not hold */
    { CHAIN, "\"x.a\": true, \"x.b\": true, \"x.c\": true", "p", "permitted because 1.3 permits; 1.1 refuses gave way to 1.3; 1.2 refers gave way to 1.3" },
    { CHAIN, "\"x.a\": true, \"x.b\": false, \"x.c\": true", "p", "permitted because 1.3 permits; 1.1 refuses gave way to 1.3" },
    { CHAIN, "\"x.a\": true, \"x.b\": true, \"x.c\": false", "p", "referred to boss because 1.2 refers; 1.1 refuses gave way to 1.2" },
    { "clause 1.1 \"A\"\n  refuses p, subject to 1.2 when x.a\nclause 1.2 \"B\"\n  permits p when x.b\n", "\"x.a\": true, \"x.b\": true", "p",
      "permitted because 1.2 permits; 1.1 refuses gave way to 1.2" },
  };
  CHECK(rows);
}

#define ASIDE                                         \
  "clause 1.1 \"A\"\n  refuses p when x.a\n"          \
  "clause 1.2 \"B\"\n  sets aside the refusals of 1.1 when x.b\n" \
  "clause 1.3 \"C\"\n  permits p\n"

Test(answer, setting_aside) {
  static const row rows[] = {
    { ASIDE, "\"x.a\": true, \"x.b\": true", "p", "permitted because 1.2 sets aside, 1.3 permits; 1.1 refuses set aside by 1.2" },
    /* it decides nothing where there was nothing to set aside */
    { ASIDE, "\"x.a\": false, \"x.b\": true", "p", "permitted because 1.3 permits" },
    { ASIDE, "\"x.a\": true, \"x.b\": false", "p", "refused because 1.1 refuses" },
    { ASIDE, "\"x.a\": true", "p", "undetermined because 1.1 refuses, 1.2 sets aside; possible permitted, refused; missing x.b [yes:permitted no:refused]" },
    { ASIDE, "\"x.b\": true", "p", "permitted because 1.3 permits" },
    { "clause 1.1 \"A\"\n  refers p to boss when x.a\nclause 1.2 \"B\"\n  sets aside the referrals of 1.1 when x.b\nclause 1.3 \"C\"\n  permits p\n",
      "\"x.a\": true, \"x.b\": true", "p", "permitted because 1.2 sets aside, 1.3 permits; 1.1 refers set aside by 1.2" },
  };
  CHECK(rows);
}

/* ---- agreements ---- */

#define AGREED "clause 1.1 \"A\"\n  refuses p when x.a except when agreed consent\nclause 1.2 \"B\"\n  permits p\n"

Test(answer, agreements) {
  static const row rows[] = {
    { AGREED, "\"x.a\": true, \"consent.status\": \"given_in_writing\", \"consent.decided_by\": \"boss\"", "p", "permitted because 1.2 permits" },
    /* anybody else's counts as none, and so does one in another form */
    { AGREED, "\"x.a\": true, \"consent.status\": \"given_in_writing\", \"consent.decided_by\": \"board\"", "p", "refused because 1.1 refuses" },
    { AGREED, "\"x.a\": true, \"consent.status\": \"given_orally\", \"consent.decided_by\": \"boss\"", "p", "refused because 1.1 refuses" },
    { AGREED, "\"x.a\": true, \"consent.status\": \"declined\"", "p", "refused because 1.1 refuses" },
    { AGREED, "\"x.a\": true, \"consent.status\": \"sought\"", "p", "referred to boss because 1.1 refers; 1.1 refuses gave way to 1.1" },
    { AGREED, "\"x.a\": false, \"consent.status\": \"sought\"", "p", "permitted because 1.2 permits" },
  };
  CHECK(rows);
}

/* ---- parties, rows said once, reasons ---- */

Test(answer, parties_and_reasons) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  refers p to board, boss\nclause 1.2 \"B\"\n  refers p to boss\n", "", "p", "referred to board, boss because 1.1 refers, 1.2 refers" },
    { "clause 1.1 \"A\"\n  refers p to unnamed\n", "", "p", "referred to unnamed because 1.1 refers" },
    { "clause 1.1 \"A\"\n  refuses p when x.n is more than 5 reason \"{x.n} of {x.kind} is over 5\"\n", "\"x.n\": 7.50, \"x.kind\": \"red\"", "p",
      "refused because 1.1 refuses (7.5 of red is over 5)" },
    /* a reason with a value that is not known says nothing */
    { "clause 1.1 \"A\"\n  refuses p when x.n is more than 5 reason \"{x.n} of {x.kind} is over 5\"\n", "\"x.n\": 7.50", "p", "refused because 1.1 refuses" },
    { "clause 1.1 \"A\"\n  refuses p when x.a or x.b\n  refuses p when x.a\n", "\"x.a\": true", "p", "refused because 1.1 refuses, 1.1 refuses" },
  };
  CHECK(rows);
}

/* ---- scope of a section ---- */

#define SECTION                                                                                             \
  "section 1 \"One\"\n  applies only if x.a\nclause 1.1 \"A\"\n  permits p\n"                             \
  "section 2 \"Two\"\nclause 2.1 \"B\"\n  permits r\ndecision r \"R\" is permission\n"

Test(answer, scope_of_a_section) {
  static const row rows[] = {
    { SECTION, "\"x.a\": true", "p", "permitted because 1.1 permits" },
    { SECTION, "\"x.a\": false", "p", "out of scope because 1 applies only if" },
    { SECTION, "", "p", "undetermined because 1 applies only if; possible permitted, not_applicable; missing x.a [yes:permitted no:not_applicable]" },
    { SECTION, "\"x.a\": false", "r", "permitted because 2.1 permits" },
  };
  CHECK(rows);
}

/* ---- stages ---- */

#define STAGED                                                            \
  "decision q \"Q\" is permission, after p, may be silent \"test\"\n"     \
  "clause 1.1 \"A\"\n  permits p when x.a\n  refuses p when not x.a\n"    \
  "clause 1.2 \"B\"\n  permits q when x.b\n  refuses q when not x.b\n"    \
  "clause 1.3 \"C\"\n  refers q to boss when x.c\n"

Test(answer, stages) {
  static const row rows[] = {
    { STAGED, "\"x.a\": false, \"x.b\": true, \"x.c\": false", "q", "refused because 1.1 refuses" },
    { STAGED, "\"x.a\": true, \"x.b\": true, \"x.c\": false", "q", "permitted because 1.1 permits, 1.2 permits" },
    { STAGED, "\"x.a\": true, \"x.b\": false, \"x.c\": false", "q", "refused because 1.2 refuses" },
    /* nothing of the later stage is asked before the earlier is permitted; what would come next may be of the later one */
    { STAGED, "\"x.b\": true, \"x.c\": false", "q",
      "undetermined because 1.1 permits, 1.1 refuses; possible permitted, refused; missing x.a [yes:permitted no:refused]" },
    { STAGED, "", "q", "undetermined because 1.1 permits, 1.1 refuses; possible permitted, referred, refused; missing x.a [yes:? no:refused]" },
    { STAGED, "\"x.a\": false, \"x.c\": true", "q", "refused because 1.1 refuses; next 1.3 refers" },
  };
  CHECK(rows);
}

/* ---- dates of clauses ---- */

Test(answer, effective_dates) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  effective from 2024-04-01\n  refuses p\n", "", "p", "refused because 1.1 refuses" },
    { "clause 1.1 \"A\"\n  effective from 2024-04-02\n  refuses p\n", "", "p", "silent" },
    { "clause 1.1 \"A\"\n  effective to 2024-04-01\n  refuses p\n", "", "p", "refused because 1.1 refuses" },
    { "clause 1.1 \"A\"\n  effective to 2024-03-31\n  refuses p\n", "", "p", "silent" },
    /* what is not in force is not asked about */
    { "clause 1.1 \"A\"\n  effective to 2024-03-31\n  refuses p when x.a\n", "", "p", "silent" },
    { "clause 1.1 \"A\"\n  refuses p\nclause 1.2 \"B\"\n  effective from 2025-01-01\n  permits p, despite 1.1\n", "", "p", "refused because 1.1 refuses" },
  };
  CHECK(rows);
}

/* ---- reservations, presumptions, "normally" ---- */

Test(answer, what_limits_an_answer) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p when x.a\n  refuses p when not x.a\n", "\"x.a\": true", "p",
      "permitted because 1.2 permits; reservations 1.1" },
    { "clause 1.1 \"A\"\n  effective from 2024-04-01\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p\n", "", "p", "permitted because 1.2 permits; reservations 1.1" },
    { "clause 1.1 \"A\"\n  effective from 2024-04-02\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p\n", "", "p", "permitted because 1.2 permits" },
    { "clause 1.1 \"A\"\n  effective to 2024-04-01\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p\n", "", "p", "permitted because 1.2 permits; reservations 1.1" },
    { "clause 1.1 \"A\"\n  effective to 2024-03-31\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p\n", "", "p", "permitted because 1.2 permits" },
    { "clause 1.1 \"A\"\n  effective from 2024-03-01 to 2024-03-31\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p\n", "", "p", "permitted because 1.2 permits" },
    { "clause 1.1 \"A\"\n  effective from 2024-03-01 to 2024-04-30\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p\n", "", "p", "permitted because 1.2 permits; reservations 1.1" },
    { "clause 1.1 \"A\"\n  effective from 2024-04-02 to 2024-04-30\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p\n", "", "p", "permitted because 1.2 permits" },
    { "clause 1.1 \"A\"\n  incomplete \"lost\", reservation on p\nclause 1.2 \"B\"\n  permits p when x.a\n  refuses p when not x.a\n", "\"x.a\": false", "p",
      "refused because 1.2 refuses" },
    { "clause 1.1 \"A\"\n  permits p except when x.usual\n", "", "p", "permitted because 1.1 permits; presumed x.usual" },
    { "clause 1.1 \"A\"\n  permits p except when x.usual\n", "\"x.usual\": false", "p", "permitted because 1.1 permits" },
    { "clause 1.1 \"A\"\n  permits p except when x.usual\n", "\"x.usual\": true", "p", "silent" },
    /* what is presumed may hang on another fact: while that is missing, either of them would settle it */
    { "clause 1.1 \"A\"\n  permits p when x.later is 2024-01-02\n", "\"x.day\": \"2024-01-01\"", "p", "permitted because 1.1 permits; presumed x.later" },
    { "clause 1.1 \"A\"\n  permits p when x.later is 2024-01-02\n", "\"x.later\": \"2024-01-02\", \"x.day\": \"2023-01-01\"", "p", "permitted because 1.1 permits" },
    { "clause 1.1 \"A\"\n  permits p when x.later is 2024-01-02\n", "", "p",
      "undetermined because 1.1 permits; possible permitted, not_applicable; missing x.day, x.later" },
    /* and on the date: on a day without a value nothing is presumed */
    { "clause 1.1 \"A\"\n  permits p when x.rate is 5\n", "", "p",
      "undetermined because 1.1 permits; possible permitted, not_applicable; missing x.rate" },
    /* a presumption that did not matter is not listed */
    { "clause 1.1 \"A\"\n  permits p when x.usual\nclause 1.2 \"B\"\n  refuses p when x.a\n", "\"x.a\": true", "p", "refused because 1.2 refuses" },
    { "clause 1.1 \"A\"\n  normally refuses p, departure decided by unnamed\n", "", "p", "refused because 1.1 refuses; normally 1.1" },
    { "clause 1.1 \"A\"\n  normally refuses p when x.a, departure decided by boss\n", "\"x.a\": true, \"consent.status\": \"not_sought\"", "p",
      "refused because 1.1 refuses; normally 1.1" },
    { "clause 1.1 \"A\"\n  normally refuses p when x.a, departure decided by boss\n", "\"x.a\": true, \"consent.status\": \"sought\"", "p",
      "referred to boss because 1.1 refers; 1.1 refuses gave way to 1.1" },
    { "clause 1.1 \"A\"\n  normally refuses p, departure decided by boss\n", "\"consent.status\": \"given_in_writing\", \"consent.decided_by\": \"boss\"",
      "p", "silent" },
  };
  CHECK(rows);
}

/* ---- amounts ---- */

Test(answer, permissions_with_an_amount) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  permits p with x.pay + £10 when x.a\n", "\"x.a\": true, \"x.pay\": 108.40", "p", "permitted 118.40 because 1.1 permits" },
    { "clause 1.1 \"A\"\n  permits p with x.pay when x.a\n  refuses p when not x.a\n", "\"x.a\": false, \"x.pay\": 5", "p", "refused because 1.1 refuses" },
    { "clause 1.1 \"A\"\n  permits p with x.pay when x.a\n", "\"x.a\": true", "p", "permitted amount open because 1.1 permits; missing x.pay" },
    { "clause 1.1 \"A\"\n  permits p with £5 when x.a\nclause 1.2 \"B\"\n  permits p with £5 when x.b\n", "\"x.a\": true, \"x.b\": true", "p",
      "permitted 5.00 because 1.1 permits, 1.2 permits" },
    { "clause 1.1 \"A\"\n  permits p with £5 when x.a\nclause 1.2 \"B\"\n  permits p with £6 when x.b\n", "\"x.a\": true, \"x.b\": true", "p",
      "conflict because 1.1 permits, 1.2 permits" },
    { "clause 1.1 \"A\"\n  permits p with £5 / x.n when x.a\n", "\"x.a\": true, \"x.n\": 0", "p", "error because 1.1 permits; division by zero in 1.1" },
  };
  CHECK(rows);
}
