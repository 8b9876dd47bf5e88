/* What the oracle (tests/oracle) found where the two did not agree, and the metamorphic checks (tests/evidence) where two runs did not: one small policy each. */
#include "support/policy.h"
#include <criterion/criterion.h>

#define DECLARED                                                                                                                             \
  "party boss \"the boss\"\noptions colour is red, green, blue\norder rank \"rank\", \"ranks\" is low, middle, high\n"                       \
  "facts x\n  a is yes or no\n  b is yes or no\n  kind is colour\n  other is colour\n  r is rank\n  n is number\n  m is number\n  day is date\n  w is weeks\n" \
  "  known is yes or no, presumed yes\n"                                                                                                     \
  "decision p \"P\" is permission\ndecision v \"V\" is number\ndecision g \"G\" is rank\ndecision s \"S\" is sequence of colour\n"            \
  "decision o \"O\" is obligations\n"

typedef struct row { const char *rules, *facts, *decision, *want; } row;

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text text, line;
    pol_text_init(&text, NULL);
    pol_text_init(&line, NULL);
    pol_text_format(&text, DECLARED "%s", rows[i].rules);
    policy_line(&line, pol_text_get(&text), rows[i].facts, rows[i].decision, "2024-04-01");
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu, facts %s\n%s\n  got  %s\n  want %s", i, rows[i].facts, rows[i].rules, pol_text_get(&line), rows[i].want);
    pol_text_drop(&line);
    pol_text_drop(&text);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))

/* A rule whose value is not applicable does not keep those below it out: "one rank above" the highest, a case that no line of a definition is for. */
Test(found, a_rule_without_a_value_beats_nothing) {
#define ABOVE "clause 1.1 \"A\"\n  g is middle\nclause 1.2 \"B\"\n  g is 1 rank above x.r, despite 1.1\n"
#define CAPPED "clause 1.1 \"A\"\n  v is 5\nclause 1.2 \"B\"\n  v is capped at limit, despite 1.1\ndefine limit is\n  - x.n when x.a\n"
  static const row rows[] = {
    { ABOVE, "\"x.r\": \"low\"", "g", "value middle because 1.2 is; 1.1 is gave way to 1.2" },
    { ABOVE, "\"x.r\": \"middle\"", "g", "value high because 1.2 is; 1.1 is gave way to 1.2" },
    { ABOVE, "\"x.r\": \"high\"", "g", "value middle because 1.1 is" },
    { ABOVE, "", "g", "undetermined because 1.1 is, 1.2 is; possible middle, high; missing x.r [low:value=middle middle:value=high high:value=middle]" },
    /* a cap above the only base leaves nothing to cap, unless it turns out to be none */
    { CAPPED, "\"x.a\": true, \"x.n\": 3", "v", "silent; 1.1 is gave way to 1.2" },
    { CAPPED, "\"x.a\": false", "v", "value 5 because 1.1 is" },
    { CAPPED, "\"x.n\": 3", "v", "undetermined because 1.1 is, 1.2 is capped at; possible 5, not_applicable; missing x.a [yes:not_applicable no:value=5]" },
  };
  CHECK(rows);
}

/* Which rules decide does not hang on what the program can work out beforehand. */
Test(found, used_decisions_and_rows_are_cited_though_constant) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  v is 3\nclause 1.2 \"B\"\n  refuses p when v is at least 2\n", "", "p", "refused because 1.1 is, 1.2 refuses" },
    { "clause 1.1 \"A\"\n  v is 3\nclause 1.2 \"B\"\n  refuses p when x.n is more than v * 2\n", "\"x.n\": 7", "p", "refused because 1.1 is, 1.2 refuses" },
    { "clause 1.1 \"A\"\n  v is rate(red)\nclause 1.2 \"R\"\nclause 1.3 \"S\"\ntable rate(c)\n  | clause | c | rate |\n  | 1.2 | red | 4 |\n  | 1.3 | not red | x.n |\n", "", "v",
      "value 4 because 1.1 is, 1.2 is" },
  };
  CHECK(rows);
}

/* A contradiction names the rules that contradict each other; what rests on it, its own rule too. */
Test(found, what_rests_on_a_conflict_cites_it) {
#define CLASH "decision w \"W\" is number\nclause 1.1 \"A\"\n  v is 1\n  v is 2\nclause 1.2 \"B\"\n"
  static const row rows[] = {
    { CLASH "  refuses p when v is 3\n  permits p\n", "", "p", "conflict because 1.1 is, 1.1 is, 1.2 refuses" },
    { CLASH "  refuses p\n  refers p to boss when v is 3\n", "", "p", "refused because 1.2 refuses" },
    { CLASH "  permits p with v\n", "", "p", "conflict because 1.1 is, 1.1 is, 1.2 permits" },
    { CLASH "  permits p with 1\n  permits p with 2 when not x.a\n", "\"x.a\": false", "p", "conflict because 1.2 permits, 1.2 permits" },
    { CLASH "  w applies only if v is 1\n  w is 5\n", "", "w", "conflict because 1.1 is, 1.1 is, 1.2 applies only if" },
    { CLASH "  w applies only if v is 1\n  w is 5\n  w is 6\n", "", "w", "conflict because 1.1 is, 1.1 is, 1.2 applies only if, 1.2 is, 1.2 is" },
    { CLASH "  w applies only if v is 1\n  w is 5\n  w is capped at 4\n", "", "w", "conflict because 1.1 is, 1.1 is, 1.2 applies only if" },
    { CLASH "  w applies only if v is 1\n  w is 5\n  w is capped at 3\n  w is no less than 4\n", "", "w",
      "conflict because 1.1 is, 1.1 is, 1.2 applies only if, 1.2 is capped at, 1.2 is no less than" },
    { CLASH "  w is 5\n  w is capped at 3\n  w is no less than 4\n", "", "w", "conflict because 1.2 is capped at, 1.2 is no less than" },
    { CLASH "  w is v\n  w is 5\n", "", "w", "conflict because 1.1 is, 1.1 is, 1.2 is" },
    { CLASH "  refuses p\n  permits p\nclause 1.3 \"C\"\n  sets aside the refusals of 1.2 when v is 1\n", "", "p", "conflict because 1.1 is, 1.1 is, 1.2 refuses, 1.3 sets aside" },
  };
  CHECK(rows);
}

/* A fact of few values matters also where it only changes what else is needed. */
Test(found, what_else_is_needed_makes_a_difference) {
#define NEEDS "clause 1.1 \"A\"\n  refuses p when x.a and x.n is more than 3\n  refuses p when x.m is more than 2\nclause 1.2 \"B\"\n  permits p\n"
  static const row rows[] = {
    { NEEDS, "", "p", "undetermined because 1.1 refuses, 1.1 refuses; possible permitted, refused; missing x.a [yes:? no:?], x.n, x.m" },
    { NEEDS, "\"x.n\": 1", "p", "undetermined because 1.1 refuses; possible permitted, refused; missing x.m" },
    { NEEDS, "\"x.m\": 5", "p", "refused because 1.1 refuses" },
  };
  CHECK(rows);
}

/* A stage that permits whatever is missing is behind us: what is asked is what comes after it. */
Test(found, a_stage_that_permits_either_way) {
#define EITHER "decision later \"L\" is number, after p\nclause 1.1 \"A\"\n  permits p when x.a\nclause 1.2 \"B\"\n  permits p when not x.a\nclause 1.3 \"C\"\n"
#define EITHER_AGREED "agreement by_boss of boss\n" EITHER
#define BOTH "agreement by_boss of boss\ndecision later \"L\" is number, after p\nclause 1.1 \"A\"\n  permits p\nclause 1.2 \"B\"\n  permits p despite 1.1\n    when x.a\nclause 1.3 \"C\"\n"
  static const row rows[] = {
    { EITHER "  later is 5\n", "", "later", "value 5 because 1.1 permits, 1.2 permits, 1.3 is" },
    { EITHER "  later is x.n\n", "", "later", "undetermined because 1.3 is; missing x.n" },
    { EITHER_AGREED "  normally later is 5\n    departure decided by boss\n  later is x.n\n", "\"x.n\": 5", "later", "value 5 because 1.1 permits, 1.2 permits, 1.3 is" },
    { BOTH "  normally later is 5\n    departure decided by boss\n  later is x.n\n", "\"x.n\": 5", "later", "value 5 because 1.1 permits, 1.2 permits, 1.3 is" },
    { BOTH "  normally later is 5\n    departure decided by boss\n  later is x.n\n", "\"x.a\": true, \"x.n\": 5", "later", "value 5 because 1.2 permits, 1.3 is" },
    { EITHER "  later is 5 when x.b\n  later is 6 when not x.b\n", "", "later", "undetermined because 1.3 is, 1.3 is; possible 5, 6; from 5 to 6; missing x.b [yes:value=5 no:value=6]" },
    { EITHER "  later is 5 when x.b\n  later is 5 when not x.b\n", "", "later", "value 5 because 1.1 permits, 1.2 permits, 1.3 is, 1.3 is" },
    { EITHER "  later is x.n\nclause 1.4 \"D\"\n  refuses p when x.b\n", "", "later", "undetermined because 1.1 permits, 1.2 permits, 1.4 refuses; possible refused; missing x.b [yes:refused no:?]" },
  };
  CHECK(rows);
}

Test(found, one_of_amounts_that_are_not_known) {
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  permits p when x.kind is one of x.other, red\n", "\"x.kind\": \"red\"", "p", "permitted because 1.1 permits" },
    { "clause 1.1 \"A\"\n  permits p when x.n is one of x.m, 3\n", "\"x.n\": 3", "p", "permitted because 1.1 permits" },
    { "clause 1.1 \"A\"\n  permits p when x.n is one of x.m, 3\n", "\"x.n\": 4", "p", "undetermined because 1.1 permits; possible permitted, not_applicable; missing x.m" },
  };
  CHECK(rows);
}

/* The rows of a table may say weeks and days, years and months. */
Test(found, bands_in_different_units) {
#define BANDS "clause 1.1 \"A\"\nclause 1.2 \"B\"\ntable v by x.w\n  | clause | x.w | v |\n  | 1.2 | from 2 weeks | 6 |\n  | 1.1 | from 3 days | 5 |\n"
#define SERVICE "clause 1.1 \"A\"\nclause 1.2 \"B\"\ntable v by years_between(x.day, as_of)\n  | clause | service | v |\n  | 1.2 | from 5 years | 6 |\n  | 1.1 | from 18 months | 5 |\n"
  static const row rows[] = {
    { BANDS, "\"x.w\": \"13 days\"", "v", "value 5 because 1.1 is" },       { BANDS, "\"x.w\": \"2 weeks\"", "v", "value 6 because 1.2 is" },
    { SERVICE, "\"x.day\": \"2019-04-01\"", "v", "value 6 because 1.2 is" }, { SERVICE, "\"x.day\": \"2021-04-01\"", "v", "value 5 because 1.1 is" },
  };
  CHECK(rows);
}

Test(found, scope_of_a_section_covers_duties_that_name_no_decision) {
#define DUTIES "section 1 \"One\"\n  applies only if x.a\nclause 1.1 \"A\"\n  boss must pay_up \"pay up\"\n"
  static const row rows[] = {
    { DUTIES, "\"x.a\": false", "o", "out of scope because 1 applies only if" },
    { DUTIES, "\"x.a\": true", "o", "value pay_up because 1.1 duty" },
  };
  CHECK(rows);
}

/* Unknown comes before error wherever what is unknown may still take the error out. */
Test(found, errors_beside_what_is_unknown) {
#define SCOPED "clause 1.1 \"A\"\n  v applies only if 1 / x.m is 1\n  v is 3 when x.a\n"
#define LISTED "clause 1.1 \"A\"\n  s applies only if 1 / x.m is 1\n  adds red to s when x.a\n"
  static const row rows[] = {
    { SCOPED, "\"x.m\": 0, \"x.a\": true", "v", "error because 1.1 applies only if; division by zero in 1.1" },
    { SCOPED, "\"x.m\": 0, \"x.a\": false", "v", "silent" },
    { SCOPED, "\"x.m\": 0", "v", "undetermined because 1.1 is; possible not_applicable; missing x.a [yes:error no:not_applicable]" },
    { LISTED, "\"x.m\": 0, \"x.a\": false", "s", "silent" },
    { LISTED, "\"x.m\": 0, \"x.a\": true", "s", "error because 1.1 applies only if; division by zero in 1.1" },
    { "clause 1.1 \"A\"\n  refers p to boss when x.a\nclause 1.2 \"B\"\n  sets aside the referrals of 1.1 when 1 / x.m is 1\n", "\"x.m\": 0, \"x.a\": true", "p",
      "error because 1.1 refers, 1.2 sets aside; division by zero in 1.1" },
    /* in error whatever is missing */
    { "clause 1.1 \"A\"\n  refuses p when x.a and 1 / x.m is 1\nclause 1.2 \"B\"\n  refuses p when 1 / x.m is 1 and not x.a\n", "\"x.m\": 0", "p",
      "error because 1.1 refuses, 1.2 refuses; division by zero in no rule" },
    /* an element that another rule puts in is in */
    { "clause 1.1 \"A\"\n  adds red to s when x.a\n  adds red to s when 1 / x.m is 1\n", "\"x.m\": 0, \"x.a\": true", "s", "value red because 1.1 adds" },
    /* a window from 29 February that ends within its year has none that began the year before */
    { "clause 1.1 \"A\"\n  permits p when x.day is within 31 days from 29 February\n", "\"x.day\": \"0001-01-31\"", "p", "silent" },
  };
  CHECK(rows);
}

Test(found, presumptions_of_an_amount_that_is_not_asked_for) {
#define AMOUNT "define amount is\n  - 5 when x.known\n  - 6 otherwise\nclause 1.1 \"A\"\n  permits p with amount\nclause 1.2 \"B\"\n  refuses p when x.a\n"
  static const row rows[] = {
    { AMOUNT, "\"x.a\": false", "p", "permitted 5 because 1.1 permits; presumed x.known" },
    { AMOUNT, "\"x.a\": true", "p", "refused because 1.2 refuses" },
    { "clause 1.1 \"A\"\n  v applies only if not x.known\n", "", "v", "out of scope because 1.1 applies only if; presumed x.known" },
  };
  CHECK(rows);
}

/* A year, a month or a day that no calendar has is a date out of range, however far out. */
Test(found, dates_of_numbers_that_no_calendar_has) {
#define MADE "clause 1.1 \"A\"\n  v is day(date(2024, x.n, 31))\n"
#define YEARLY "clause 1.1 \"A\"\n  v is year(yearly_in(1 April, x.n))\n"
  static const row rows[] = {
    { MADE, "\"x.n\": 3", "v", "value 31 because 1.1 is" },
    { MADE, "\"x.n\": 13", "v", "error because 1.1 is; date range in 1.1" },
    { MADE, "\"x.n\": 2147483647", "v", "error because 1.1 is; date range in 1.1" },
    { MADE, "\"x.n\": 2147483648", "v", "error because 1.1 is; date range in 1.1" },
    { MADE, "\"x.n\": \"170141183460469231731687303715884105727\"", "v", "error because 1.1 is; date range in 1.1" },
    { YEARLY, "\"x.n\": 10000", "v", "error because 1.1 is; date range in 1.1" },
    { YEARLY, "\"x.n\": 2147483648", "v", "error because 1.1 is; date range in 1.1" },
  };
  CHECK(rows);
}

/* Of several faults, the answer tells of the one that its steps meet first: a factor before a cap, whatever stands first in the document; of permissions, that of the better effect. */
Test(found, which_of_several_faults_is_told) {
#define FAULTS "clause 1.1 \"A\"\n  v is 3\nclause 1.2 \"B\"\n  v is capped at 1 / x.m\nclause 1.3 \"C\"\n  multiplies v by x.n + 170141183460469231731687303715884105727\n"
#define EFFECTS "clause 1.1 \"A\"\n  refers p to boss when 1 / x.m is 1\nclause 1.2 \"B\"\n  refuses p when x.n + 170141183460469231731687303715884105727 is 1\n"
  static const row rows[] = {
    { FAULTS, "\"x.m\": 0, \"x.n\": 1", "v", "error because 1.2 is capped at, 1.3 multiplies; too large in 1.3" },
    { FAULTS, "\"x.m\": 0, \"x.n\": 0", "v", "error because 1.2 is capped at; too large in no rule" },
    { EFFECTS, "\"x.m\": 0, \"x.n\": 1", "p", "error because 1.1 refers, 1.2 refuses; too large in 1.2" },
    { EFFECTS, "\"x.m\": 0, \"x.n\": 0", "p", "error because 1.1 refers; division by zero in 1.1" },
  };
  CHECK(rows);
}

/* Who else a decision is referred to may hang on what is missing: that is said, and what settles it. */
Test(found, a_referral_to_somebody_else_may_come) {
  static const row rows[] = {
    { "party clerk \"the clerk\"\nclause 1.1 \"A\"\n  refers p to boss\nclause 1.2 \"B\"\n  refers p to clerk when x.a\n", "", "p", "referred to boss because 1.1 refers; missing x.a [yes:referred no:referred]" },
    { "party clerk \"the clerk\"\nclause 1.1 \"A\"\n  refers p to boss\nclause 1.2 \"B\"\n  refers p to boss when x.a\n", "", "p", "referred to boss because 1.1 refers" },
    { "party clerk \"the clerk\"\nclause 1.1 \"A\"\n  refers p to boss\nclause 1.2 \"B\"\n  refers p to clerk when x.n is at least 3\n", "", "p", "referred to boss because 1.1 refers; missing x.n" },
    { "party clerk \"the clerk\"\nclause 1.1 \"A\"\n  refers p to boss\nclause 1.2 \"B\"\n  refers p to clerk when x.a\n  refers p to clerk when not x.a\n", "", "p",
      "referred to boss, clerk because 1.1 refers, 1.2 refers, 1.2 refers" },
  };
  CHECK(rows);
}

/* What comes in whatever is missing is in, what never does is not pending, and what makes no difference for it is not missing. */
Test(found, open_parts_are_tried_too) {
#define COLOURED "decision c \"C\" is set of colour\nclause 1.1 \"A\"\n  adds red to c\n"
  static const row rows[] = {
    { COLOURED "clause 1.2 \"B\"\n  adds green to c when x.a\n", "", "c", "value red because 1.1 adds; missing x.a [yes:value=red green no:value=red]; pending green" },
    { COLOURED "clause 1.2 \"B\"\n  adds green to c when x.a and not x.a\n", "", "c", "value red because 1.1 adds" },
    { COLOURED "clause 1.2 \"B\"\n  adds green to c when x.a\n  adds green to c when not x.a\n", "", "c", "value red green because 1.1 adds, 1.2 adds, 1.2 adds" },
    { COLOURED "clause 1.2 \"B\"\n  adds green to c when x.a\n  adds blue to c when x.b and not x.b\n", "", "c", "value red because 1.1 adds; missing x.a [yes:value=red green no:value=red]; pending green" },
    { "clause 1.1 \"A\"\n  boss must pay_up \"pay up\" when x.a\n  boss must write \"write\" when x.b and not x.b\n  boss must call \"call\"\n", "", "o", "value call because 1.1 duty; missing x.a [yes:value no:value]; pending pay_up" },
    { "define amount is\n  - 5 when x.a\n  - 5 otherwise\nclause 1.1 \"A\"\n  permits p with amount\n", "", "p", "permitted 5 because 1.1 permits" },
  };
  CHECK(rows);
}

/* Somebody who has decided is a party or somebody else, never unnamed: that is what a document says. */
Test(found, nobody_is_unnamed) {
#define DECIDED_BY "agreement consent of boss \"the consent\"\nclause 1.1 \"A\"\n  permits p when consent.decided_by is boss\nclause 1.2 \"B\"\n  permits p when consent.decided_by is not boss\n"
  static const row rows[] = {
    { DECIDED_BY, "", "p", "permitted because 1.1 permits, 1.2 permits" },
    { DECIDED_BY, "\"consent.decided_by\": \"other\"", "p", "permitted because 1.2 permits" },
  };
  CHECK(rows);
}

/* What is possible behind a stage that is open hangs on facts of later stages, too: those are tried, and asked for once they matter. */
Test(found, what_is_possible_behind_an_open_stage) {
#define BEHIND "clause 1.1 \"A\"\n  permits p when x.a\n  refuses p when not x.a\ndecision after_p \"Q\" is number, after p\n"
  static const row rows[] = {
    { BEHIND "define amount is\n  - 3 when x.b\n  - 5 otherwise\nclause 1.2 \"B\"\n  after_p is amount\n", "", "after_p",
      "undetermined because 1.1 permits, 1.1 refuses; possible 3, 5, refused; missing x.a [yes:? no:refused]" },
    { BEHIND "clause 1.2 \"B\"\n  after_p is 1 when x.b\n  after_p is 2 when not x.b\n", "", "after_p",
      "undetermined because 1.1 permits, 1.1 refuses; possible 1, 2, refused; missing x.a [yes:? no:refused]" },
    { BEHIND "clause 1.2 \"B\"\n  after_p is 1 when x.b or not x.b\n", "", "after_p",
      "undetermined because 1.1 permits, 1.1 refuses; possible 1, refused; missing x.a [yes:value=1 no:refused]" },
    { BEHIND "clause 1.2 \"B\"\n  after_p is x.n when x.b or not x.b\n", "", "after_p", "undetermined because 1.1 permits, 1.1 refuses; possible refused; missing x.a [yes:? no:refused]" },
  };
  CHECK(rows);
}

/* An amendment that is not in force yet changes nothing, not even as what an amount is shown. */
Test(found, amounts_of_days_that_have_not_come) {
#define PERCENT "facts y\n  c is percent\nclause 1.1 \"A\"\n  permits p with y.c\n"
  static const row rows[] = {
    { PERCENT, "\"y.c\": \"50%\"", "p", "permitted 50 because 1.1 permits" },
    { PERCENT "clause 1.2 \"B\"\n  effective from 2024-04-02\n  permits p with x.n\n", "\"y.c\": \"50%\", \"x.n\": 0.5", "p", "permitted 50 because 1.1 permits" },
    { PERCENT "clause 1.2 \"B\"\n  effective from 2024-04-01\n  permits p with x.n\n", "\"y.c\": \"50%\", \"x.n\": 0.5", "p", "permitted 0.5 because 1.1 permits, 1.2 permits" },
  };
  CHECK(rows);
}

/* Who may be permitted may be told how much, or that it contradicts itself: of what that hangs on, facts of few values are tried. */
Test(found, the_amount_of_what_is_undetermined) {
#define OPEN_AMOUNT "define amount is\n  - 2 when x.b\n  - 3 otherwise\nclause 1.1 \"A\"\n  permits p with amount\n  refuses p when x.a\n"
  static const row rows[] = {
    { OPEN_AMOUNT, "", "p", "undetermined because 1.1 refuses; possible permitted, refused; missing x.a [yes:refused no:permitted], x.b [yes:? no:?]" },
    { OPEN_AMOUNT "clause 1.2 \"B\"\n  permits p with 3\n", "", "p", "undetermined because 1.1 refuses; possible permitted, refused, conflict; missing x.a [yes:refused no:?], x.b [yes:? no:?]" },
    { "clause 1.1 \"A\"\n  permits p with x.n\n  refuses p when x.a\n", "", "p", "undetermined because 1.1 refuses; possible permitted, refused; missing x.a [yes:refused no:permitted]" },
    { "clause 1.1 \"A\"\n  permits p with x.n\n  refuses p when x.a and not x.a\n", "", "p", "permitted amount open because 1.1 permits; missing x.n" },
  };
  CHECK(rows);
}

/* An element whose rule is in error is in if another rule puts it in, and that may still come. */
Test(found, an_element_in_error_may_come_in) {
#define ERRED "decision c \"C\" is set of colour\nclause 1.1 \"A\"\n  adds red to c when 1 / x.m is 1\nclause 1.2 \"B\"\n"
  static const row rows[] = {
    { ERRED "  adds red to c when x.a\n", "\"x.m\": 0", "c", "undetermined because 1.2 adds; possible red; missing x.a [yes:value=red no:error]" },
    { ERRED "  adds red to c when x.a\n", "\"x.m\": 0, \"x.a\": true", "c", "value red because 1.2 adds" },
    { ERRED "  adds blue to c when x.a\n", "\"x.m\": 0", "c", "error because 1.1 adds; division by zero in 1.1" },
  };
  CHECK(rows);
}

/* Duties that come in whatever is missing are owed; parties in whichever order are the same parties. */
Test(found, the_same_whatever_is_missing) {
#define CLERK "party clerk \"the clerk\"\nclause 1.1 \"A\"\n"
  static const row rows[] = {
    { "clause 1.1 \"A\"\n  boss must pay_up \"pay up\" when x.a or not x.a\n", "", "o", "value pay_up because 1.1 duty" },
    { "clause 1.1 \"A\"\n  boss must pay_up \"pay up\" when x.a\n", "", "o", "value; missing x.a [yes:value no:not_applicable]; pending pay_up" },
    { CLERK "  refers p to clerk when x.a\n  refers p to boss\n  refers p to clerk when not x.a\n", "", "p", "referred to clerk, boss because 1.1 refers, 1.1 refers, 1.1 refers" },
  };
  CHECK(rows);
}

/* A set of which nothing is certain, and nothing comes in whatever is missing: silent, or in error; no value. */
/* Permitted whichever way an open rule goes: what only the amount rests on is missing where it makes a difference now. */
Test(found, amount_beside_none) {
#define BESIDE "define level is\n  - 3 when x.a\n  - 5 otherwise\nclause 1.0 \"A\"\n  permits p\nclause 1.1 \"B\"\n  permits p with level despite 1.0 when x.n is 2\n"
  static const row rows[] = {
    { BESIDE, "", "p", "permitted amount open because 1.0 permits, 1.1 permits; missing x.n" },
    { BESIDE, "\"x.n\": 2", "p", "permitted amount open because 1.1 permits; 1.0 permits gave way to 1.1; missing x.a [yes:permitted no:permitted]" },
    { BESIDE, "\"x.n\": 1", "p", "permitted because 1.0 permits" },
  };
  CHECK(rows);
}

/* What an element is in error for is told before what its scope is in error for, wherever they stand, and whether or not something is open. */
Test(found, faults_of_elements) {
#define LATE "  adds red to c when x.day is 9000 years after x.day\n"
  static const row rows[] = {
    { "decision c \"C\" is sequence of colour\nsection 2 \"S\"\n  applies only if 1 / x.m is 1\nclause 2.1 \"A\"\n" LATE, "\"x.m\": 0, \"x.day\": \"2024-04-01\"", "c", "error because 2 applies only if, 2.1 adds; date range in 2.1" },
    { "decision c \"C\" is sequence of colour\nclause 1.1 \"A\"\n" LATE "section 2 \"S\"\n  applies only if 1 / x.m is 1\nclause 2.1 \"B\"\n  adds blue to c when x.a or not x.a\n", "\"x.m\": 0, \"x.day\": \"2024-04-01\"", "c", "error because 1.1 adds, 2 applies only if; date range in 1.1" },
    { "decision c \"C\" is sequence of colour\nsection 2 \"S\"\n  applies only if 1 / x.m is 1\nclause 2.1 \"A\"\n  adds red to c\n", "\"x.m\": 0", "c", "error because 2 applies only if; division by zero in 2" },
    { "decision c \"C\" is sequence of colour\nclause 1.1 \"A\"\n" LATE "  adds red to c\n  adds blue to c when 1 / x.m is 1\n", "\"x.m\": 0, \"x.day\": \"2024-04-01\"", "c", "error because 1.1 adds, 1.1 adds; division by zero in 1.1" },
  };
  CHECK(rows);
}

/* What is unknown may make it fit. */
Test(found, too_large_beside_unknown) {
#define SUM "clause 1.1 \"A\"\n  v is x.m\n  adds x.n to v\n  adds 1 to v\n"
  static const row rows[] = {
    { SUM, "\"x.m\": \"1/170141183460469231731687303715884105727\"", "v", "undetermined because 1.1 adds; missing x.n" },
    { SUM, "\"x.m\": \"1/170141183460469231731687303715884105727\", \"x.n\": 0", "v", "error; too large in no rule" },
    { SUM, "\"x.m\": \"1/170141183460469231731687303715884105727\", \"x.n\": \"-1/170141183460469231731687303715884105727\"", "v", "value 1 because 1.1 is, 1.1 adds, 1.1 adds" },
  };
  CHECK(rows);
}

Test(found, nothing_comes_in) {
#define NEITHER "decision c \"C\" is set of colour\nclause 1.1 \"A\"\n  adds red to c when x.a and 1 / x.m is 1\n"
  static const row rows[] = {
    { NEITHER, "\"x.m\": 0", "c", "undetermined because 1.1 adds; possible not_applicable; missing x.a [yes:error no:not_applicable]" },
    { NEITHER, "\"x.m\": 1", "c", "value ; missing x.a [yes:value=red no:not_applicable]; pending red" },
    { NEITHER, "\"x.m\": 2", "c", "silent" },
    { NEITHER "clause 1.2 \"B\"\n  adds blue to c\n", "\"x.m\": 0", "c", "value blue because 1.2 adds; missing x.a [yes:error no:value=blue]" },
    { "decision after_p \"Q\" is set of colour, after p\nclause 1.1 \"A\"\n  permits p when x.known\n  adds red to after_p when x.a and 1 / x.m is 1\n", "\"x.m\": 0, \"x.known\": true", "after_p", "undetermined because 1.1 adds; possible not_applicable; missing x.a [yes:error no:not_applicable]" },
    { "clause 1.1 \"A\"\n  boss must pay_up \"pay up\" when x.a and 1 / x.m is 1\n", "\"x.m\": 0", "o", "undetermined because 1.1 duty; possible not_applicable; missing x.a [yes:error no:not_applicable]" },
  };
  CHECK(rows);
}

/* A percentage is shown a hundredfold, also where that is more than a number can be. */
Test(found, percentages_beyond_numbers) {
#define LARGEST "170141183460469231731687303715884105727"
#define SHARE "decision share \"S\" is percent\nclause 1.1 \"A\"\n  share is x.n / x.m\n"
  static const row rows[] = {
    { SHARE, "\"x.n\": \"1701411834604692317316873037158841057\", \"x.m\": 1", "share", "value 170141183460469231731687303715884105700 because 1.1 is" }, /* the last whose hundredfold is a number */
    { SHARE, "\"x.n\": \"1701411834604692317316873037158841058\", \"x.m\": 1", "share", "value 170141183460469231731687303715884105800 because 1.1 is" },
    { SHARE, "\"x.n\": \"" LARGEST "\", \"x.m\": 1", "share", "value 17014118346046923173168730371588410572700 because 1.1 is" },
    { SHARE, "\"x.n\": \"" LARGEST "\", \"x.m\": 3", "share", "value 17014118346046923173168730371588410572700/3 because 1.1 is" },
    { SHARE, "\"x.n\": \"-" LARGEST "\", \"x.m\": 8", "share", "value -4253529586511730793292182592897102643175/2 because 1.1 is" },
    { SHARE, "\"x.n\": \"100000000000000000000000000000000000007\", \"x.m\": 25", "share", "value 400000000000000000000000000000000000028 because 1.1 is" },
    { SHARE, "\"x.n\": 200, \"x.m\": 3", "share", "value 20000/3 because 1.1 is" },
    { "clause 1.1 \"A\"\n  v is x.n / x.m\n", "\"x.n\": \"-" LARGEST "\", \"x.m\": 3", "v", "value -170141183460469231731687303715884105727/3 because 1.1 is" },
  };
  CHECK(rows);
}
