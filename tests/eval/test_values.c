/* Answers of value decisions, sets, sequences and obligations, in one line each. */
#include "support/policy.h"
#include <criterion/criterion.h>

#define DECLARED                                                                                               \
  "party boss \"the boss\"\nparty staff \"the member of staff\"\n"                                             \
  "options colour is red, green, blue\norder rank \"rank\", \"ranks\" is low, middle, high\n"                  \
  "facts x\n"                                                                                                  \
  "  a is yes or no\n  b is yes or no\n  c is yes or no\n  kind is colour\n  level is rank\n  n is number\n"   \
  "  m is number\n  day is date\n  pay is money\n"                                                             \
  "decision p \"P\" is permission, may be silent \"test\"\n"                                                   \
  "decision v \"V\" is number, may be silent \"test\"\n"                                                       \
  "decision w \"W\" is number, may be silent \"test\"\n"                                                       \
  "decision r \"R\" is number, rounded half up to 0.1, may be silent \"test\"\n"                               \
  "decision most \"Most\" is number, greatest of all clauses, may be silent \"test\"\n"                        \
  "decision due \"Due\" is date, may be silent \"test\"\n"                                                     \
  "decision who \"Who\" is set of colour, may be silent \"test\"\n"                                            \
  "decision route \"Route\" is sequence of colour, may be silent \"test\"\n"                                   \
  "decision duties \"Duties\" is obligations, may be silent \"test\"\n"

typedef struct row { const char *rules, *facts, *decision, *want; } row;

static void check_rows(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text text, line;
    pol_text_init(&text, NULL);
    pol_text_init(&line, NULL);
    pol_text_format(&text, DECLARED "%s", rows[i].rules);
    policy_line(&line, pol_text_get(&text), rows[i].facts, rows[i].decision, "2024-04-01");
    cr_expect_str_eq(pol_text_get(&line), rows[i].want, "row %zu, facts %s\n%s\n  got  %s\n  want %s", i, rows[i].facts, rows[i].rules, pol_text_get(&line),
                     rows[i].want);
    pol_text_drop(&line);
    pol_text_drop(&text);
  }
}

#define CHECK(rows) check_rows(rows, COUNT(rows))

/* ---- base ---- */

#define TWO "clause 1.1 \"A\"\n  v is 24 when x.a\nclause 1.2 \"B\"\n  v is x.n when x.b\n"
#define OVER "clause 1.1 \"A\"\n  v is 24\nclause 1.2 \"B\"\n  v is 30, despite 1.1 when x.b\n"
#define MOST "clause 1.1 \"A\"\n  most is x.n when x.a\nclause 1.2 \"B\"\n  most is x.m when x.b\n"

Test(values, base) {
  static const row rows[] = {
    { TWO, "\"x.a\": true, \"x.b\": false", "v", "value 24 because 1.1 is" },
    { TWO, "\"x.a\": true, \"x.b\": true, \"x.n\": 24", "v", "value 24 because 1.1 is, 1.2 is" },
    { TWO, "\"x.a\": true, \"x.b\": true, \"x.n\": 25", "v", "conflict because 1.1 is, 1.2 is" },
    { TWO, "\"x.a\": false, \"x.b\": false", "v", "silent" },
    /* an open rule that would say the same leaves it definite; one that might not, does not */
    { TWO, "\"x.a\": true, \"x.n\": 24", "v", "value 24 because 1.1 is" },
    { TWO, "\"x.a\": true, \"x.n\": 25", "v", "undetermined because 1.2 is; possible 24; missing x.b [yes:conflict no:value=24]" },
    { TWO, "\"x.a\": false, \"x.b\": true", "v", "undetermined because 1.2 is; missing x.n" },
    { TWO, "\"x.a\": false, \"x.n\": 7", "v", "undetermined because 1.2 is; possible 7, not_applicable; missing x.b [yes:value=7 no:not_applicable]" },
    { OVER, "\"x.b\": true", "v", "value 30 because 1.2 is; 1.1 is gave way to 1.2" },
    { OVER, "\"x.b\": false", "v", "value 24 because 1.1 is" },
    { OVER, "", "v", "undetermined because 1.1 is, 1.2 is; possible 24, 30; from 24 to 30; missing x.b [yes:value=30 no:value=24]" },
    { MOST, "\"x.a\": true, \"x.b\": true, \"x.n\": 3, \"x.m\": 4", "most", "value 4 because 1.2 is" },
    { MOST, "\"x.a\": true, \"x.b\": true, \"x.n\": 4, \"x.m\": 4", "most", "value 4 because 1.1 is, 1.2 is" },
    { MOST, "\"x.a\": true, \"x.b\": false, \"x.n\": 3", "most", "value 3 because 1.1 is" },
    { MOST, "\"x.a\": true, \"x.b\": true, \"x.n\": 3", "most", "undetermined because 1.2 is; missing x.m" },
    /* a contradiction that is certain stays one whatever else is open; an unknown comes before an error, an error before a value */
    { TWO "clause 1.3 \"C\"\n  v is 9 when x.c\n", "\"x.a\": true, \"x.b\": true, \"x.n\": 25", "v", "conflict because 1.1 is, 1.2 is" },
    { "clause 1.1 \"A\"\n  v is x.n\nclause 1.2 \"B\"\n  v is 1 / x.m\n", "\"x.m\": 0", "v", "undetermined because 1.1 is; missing x.n" },
    { "clause 1.1 \"A\"\n  v is x.n\nclause 1.2 \"B\"\n  v is 1 / x.m\n", "\"x.n\": 1, \"x.m\": 0", "v", "error because 1.2 is; division by zero in 1.2" },
  };
  CHECK(rows);
}

/* ---- steps ---- */

#define STEPS                                                     \
  "clause 1.1 \"A\"\n  r is x.n\n"                                \
  "clause 1.2 \"B\"\n  adds x.m to r when x.a\n"                  \
  "clause 1.3 \"C\"\n  multiplies r by 1/2 when x.b\n"            \
  "clause 1.4 \"D\"\n  r is capped at 10\n"                       \
  "clause 1.5 \"E\"\n  r is no less than 2 when x.c\n"
#define NONE "\"x.a\": false, \"x.b\": false, \"x.c\": false"
#define ONLY_ADDS "clause 1.1 \"A\"\n  adds 5 to v when x.a\nclause 1.2 \"B\"\n  adds x.n to v when x.b\n"

Test(values, steps) {
  static const row rows[] = {
    { STEPS, NONE ", \"x.n\": 7", "r", "value 7.0 because 1.1 is" },
    { STEPS, "\"x.a\": true, \"x.b\": false, \"x.c\": false, \"x.n\": 7, \"x.m\": 2", "r", "value 9.0 because 1.1 is, 1.2 adds" },
    /* an addition of 0 and a factor of 1 change nothing, and are not cited */
    { STEPS, "\"x.a\": true, \"x.b\": false, \"x.c\": false, \"x.n\": 7, \"x.m\": 0", "r", "value 7.0 because 1.1 is" },
    { STEPS, "\"x.a\": true, \"x.b\": true, \"x.c\": false, \"x.n\": 7, \"x.m\": 2", "r", "value 4.5 because 1.1 is, 1.2 adds, 1.3 multiplies" },
    { STEPS, NONE ", \"x.n\": 10", "r", "value 10.0 because 1.1 is" },
    { STEPS, NONE ", \"x.n\": 10.01", "r", "value 10.0 because 1.1 is, 1.4 is capped at" },
    { STEPS, "\"x.a\": false, \"x.b\": false, \"x.c\": true, \"x.n\": 1", "r", "value 2.0 because 1.1 is, 1.5 is no less than" },
    /* rounding decides nothing */
    { STEPS, NONE ", \"x.n\": 7.05", "r", "value 7.1 because 1.1 is" },
    { STEPS, "\"x.b\": true, \"x.c\": false, \"x.n\": 7, \"x.a\": false", "r", "value 3.5 because 1.1 is, 1.3 multiplies" },
    /* an open step whose amount is neutral, or that cannot bite, leaves it definite */
    { STEPS, "\"x.b\": false, \"x.c\": false, \"x.n\": 7, \"x.m\": 0", "r", "value 7.0 because 1.1 is" },
    { STEPS, "\"x.a\": false, \"x.b\": false, \"x.n\": 7", "r", "value 7.0 because 1.1 is" },
    { STEPS, "\"x.a\": false, \"x.b\": false, \"x.n\": 1", "r",
      "undetermined because 1.5 is no less than; possible 1, 2; from 1 to 2; missing x.c [yes:value=2 no:value=1]" },
    { STEPS, "\"x.a\": true, \"x.b\": false, \"x.c\": false, \"x.n\": 7", "r", "undetermined because 1.2 adds; missing x.m" },
    { ONLY_ADDS, "\"x.a\": true, \"x.b\": false", "v", "value 5 because 1.1 adds" },
    { ONLY_ADDS, "\"x.a\": false, \"x.b\": true, \"x.n\": 0", "v", "value 0 because 1.2 adds" },
    { ONLY_ADDS, "\"x.a\": false, \"x.b\": false", "v", "silent" },
    { "clause 1.1 \"A\"\n  v is 5\n  v is capped at 3 when x.a\n  v is no less than 4 when x.b\n", "\"x.a\": true, \"x.b\": true", "v",
      "conflict because 1.1 is capped at, 1.1 is no less than" },
    { "clause 1.1 \"A\"\n  due is 3 months before x.day\n  due is no later than 2024-02-01\n", "\"x.day\": \"2024-05-31\"", "due",
      "value 2024-02-01 because 1.1 is, 1.1 is capped at" },
  };
  CHECK(rows);
}

/* ---- scope and errors ---- */

#define SCOPED "clause 1.1 \"A\"\n  v applies only if x.a\n  v is x.n / x.m\n"

Test(values, scope_and_errors) {
  static const row rows[] = {
    { SCOPED, "\"x.a\": false", "v", "out of scope because 1.1 applies only if" },
    { SCOPED, "\"x.a\": true, \"x.n\": 750, \"x.m\": 37", "v", "value 750/37 because 1.1 is" },
    { SCOPED, "\"x.a\": true, \"x.n\": 1, \"x.m\": 0", "v", "error because 1.1 is; division by zero in 1.1" },
    { SCOPED, "\"x.a\": false, \"x.n\": 1, \"x.m\": 0", "v", "out of scope because 1.1 applies only if" },
    { SCOPED, "\"x.n\": 6, \"x.m\": 3", "v",
      "undetermined because 1.1 applies only if; possible 2, not_applicable; missing x.a [yes:value=2 no:not_applicable]" },
    /* an error that decides nothing does no harm, and an unknown comes before it */
    { "clause 1.1 \"A\"\n  refuses p when x.a and x.n / x.m is more than 1\nclause 1.2 \"B\"\n  permits p\n", "\"x.a\": false, \"x.n\": 1, \"x.m\": 0", "p",
      "permitted because 1.2 permits" },
    { "clause 1.1 \"A\"\n  refuses p when x.a and x.n / x.m is more than 1\nclause 1.2 \"B\"\n  permits p\n", "\"x.a\": true, \"x.n\": 1, \"x.m\": 0", "p",
      "error because 1.1 refuses; division by zero in 1.1" },
    { "clause 1.1 \"A\"\n  permits p when x.n / x.m is more than 1\nclause 1.2 \"B\"\n  refuses p\n", "\"x.n\": 1, \"x.m\": 0", "p", "refused because 1.2 refuses" },
  };
  CHECK(rows);
}

/* ---- decisions that use others ---- */

#define USES                                                              \
  "clause 1.1 \"A\"\n  w is 24 when x.a\n  w is 30 when not x.a\n"        \
  "clause 1.2 \"B\"\n  v is w * 7.4\n"                                    \
  "clause 1.3 \"C\"\n  refuses p when x.n is more than w\n  permits p\n"

Test(values, decisions_that_use_others) {
  static const row rows[] = {
    { USES, "\"x.a\": true", "v", "value 177.6 because 1.1 is, 1.2 is" },
    { USES, "", "v", "undetermined because 1.1 is, 1.1 is, 1.2 is; possible 177.6, 222; from 177.6 to 222; missing x.a [yes:value=177.6 no:value=222]" },
    { USES, "\"x.a\": true, \"x.n\": 25", "p", "refused because 1.1 is, 1.3 refuses" },
    { USES, "\"x.a\": true, \"x.n\": 24", "p", "permitted because 1.3 permits" },
    { USES, "\"x.n\": 31", "p", "refused because 1.1 is, 1.1 is, 1.3 refuses" },
    { USES, "\"x.n\": 25", "p",
      "undetermined because 1.1 is, 1.1 is, 1.3 refuses; possible permitted, refused; missing x.a [yes:refused no:permitted]" },
    { USES, "\"x.a\": true", "p", "undetermined because 1.3 refuses; possible permitted, refused; missing x.n" },
  };
  CHECK(rows);
}

/* ---- sets, sequences, duties ---- */

#define WHO                                                                     \
  "clause 1.1 \"A\"\n  adds green to who\n  adds blue to who when x.a\n"        \
  "clause 1.2 \"B\"\n  adds red to who when x.b\n  adds blue to who when x.c\n"
#define ROUTE                                                                   \
  "clause 1.1 \"A\"\n  adds blue to route\n  adds red to route except when x.a\n"

Test(values, sets_and_sequences) {
  static const row rows[] = {
    { WHO, "\"x.a\": true, \"x.b\": true, \"x.c\": false", "who", "value red green blue because 1.1 adds, 1.1 adds, 1.2 adds" },
    { WHO, "\"x.a\": false, \"x.b\": false, \"x.c\": false", "who", "value green because 1.1 adds" },
    { WHO, "\"x.a\": false, \"x.c\": false", "who", "value green because 1.1 adds; missing x.b [yes:value=red green no:value=green]; pending red" },
    /* in by one rule is in, whatever the other */
    { WHO, "\"x.a\": true, \"x.b\": false", "who", "value green blue because 1.1 adds, 1.1 adds" },
    { WHO, "\"x.b\": false", "who",
      "value green because 1.1 adds; missing x.a [yes:value=green blue no:?], x.c [yes:value=green blue no:?]; pending blue" },
    { ROUTE, "\"x.a\": false", "route", "value red blue because 1.1 adds, 1.1 adds" },
    { ROUTE, "\"x.a\": true", "route", "value blue because 1.1 adds" },
    { ROUTE, "", "route",
      "undetermined because 1.1 adds; possible red blue, blue; missing x.a [yes:value=blue no:value=red blue]" },
    { "clause 1.1 \"A\"\n  adds red to who when x.a\n", "\"x.a\": false", "who", "silent" },
    { "clause 1.1 \"A\"\n  who applies only if x.b\n  adds red to who when x.a\n", "\"x.b\": false", "who", "out of scope because 1.1 applies only if" },
    { "clause 1.1 \"A\"\n  who applies only if x.b\n  adds red to who when x.a\n", "\"x.a\": true", "who",
      "undetermined because 1.1 applies only if; possible red, not_applicable; missing x.b [yes:value=red no:not_applicable]" },
  };
  CHECK(rows);
}

#define DUTIES                                                                                     \
  "clause 1.1 \"A\"\n  boss must call_staff \"call\" by 3 months before x.day, in duties when x.a\n" \
  "clause 1.2 \"B\"\n  staff should write \"write\", in duties\n"

Test(values, obligations) {
  static const row rows[] = {
    { DUTIES, "\"x.a\": true, \"x.day\": \"2024-05-31\"", "duties", "value call_staff by 2024-02-29, write because 1.1 duty, 1.2 duty" },
    { DUTIES, "\"x.a\": false", "duties", "value write because 1.2 duty" },
    { DUTIES, "\"x.a\": true", "duties", "value call_staff, write because 1.1 duty, 1.2 duty; missing x.day" },
    { DUTIES, "\"x.day\": \"2024-05-31\"", "duties", "value write because 1.2 duty; missing x.a [yes:value no:value]; pending call_staff" },
  };
  CHECK(rows);
}

/* ---- tables ---- */

#define BANDS                                                             \
  "clause 1.1 \"A\"\nclause 1.2 \"B\"\n"                                  \
  "table v by x.n\n  | clause | x.n | v |\n  | 1.1 | from 0 | 24 |\n  | 1.2 | from 5 | 30 |\n"
#define CALLED                                                            \
  "clause 1.1 \"A\"\nclause 1.2 \"B\"\nclause 1.3 \"C\"\n  v is rate(x.kind, x.n) * 2\n" \
  "table rate(what, n)\n  | clause | what | n | rate | despite |\n  | 1.1 | red | any | 1 | |\n  | 1.1 | blue | any | 3 | |\n  | 1.2 | any | from 5 | 2 | others |\n"

Test(values, tables) {
  static const row rows[] = {
    { BANDS, "\"x.n\": 4.99", "v", "value 24 because 1.1 is" },
    { BANDS, "\"x.n\": 5", "v", "value 30 because 1.2 is" },
    { BANDS, "\"x.n\": -1", "v", "silent" },
    { CALLED, "\"x.kind\": \"red\", \"x.n\": 4", "v", "value 2 because 1.1 is, 1.3 is" },
    { CALLED, "\"x.kind\": \"red\", \"x.n\": 5", "v", "value 4 because 1.2 is, 1.3 is" },
    { CALLED, "\"x.kind\": \"green\", \"x.n\": 4", "v", "silent" },
  };
  CHECK(rows);
}
