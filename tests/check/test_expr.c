/* Expressions: what is written, and the checked expression that comes of it. */
#include "checked.h"
#include <stdio.h>
#include <string.h>

#define WORLD                                                                              \
  "policy w \"W\"\n  short months use the last day\nparty boss\nparty clerk\n"             \
  "agreement consent of boss, in writing \"the boss's consent\"\n"                         \
  "agreement nod of boss\n"                                                                \
  "order rank \"rank\", \"ranks\" is constable, sergeant, inspector\n"                     \
  "record trip\n  day is date\n  cost is money\n  stops is list of stop\n"                 \
  "record stop\n  cost is money\n"                                                         \
  "facts a\n  n is number\n  share is percent\n  h is hours\n  days is days\n"             \
  "  years is years\n  pay is money per month\n  d is date\n  e is date\n  t is time\n"    \
  "  per is period\n  r is rank\n  kind is one of officer, staff, other\n  ok is yes or no\n" \
  "  who is party\n  word is text\n  trips is list of trip\n"                              \
  "value day_length is 7.4 hours\n"                                                        \
  "define double(x) is x * 2\ndefine late(x) when x is after a.e\n"                        \
  "define tall when a.n is at least 2\n"                                                   \
  "define both(x, y) is double(x) + double(y)\n"                                           \
  "table rate(day, time)\n  | clause | day | time | rate |\n"                              \
  "  | 9 | monday to friday | 07:00 to 19:00 | 1 |\n  | 9 | saturday, sunday | | 2 |\n"    \
  "decision other_perm is permission\ndecision limit is rank\n"                            \
  "clause 9\n  permits other_perm\n  limit is inspector\n"

static const struct { const char *type, *text, *want; } amounts[] = {
  /* literals and units */
  { "number", "2 1/4", "2.25" },
  { "number", "1,950", "1950" },
  { "percent", "50%", "0.5" },
  { "hours", "90 minutes", "1.5" },
  { "hours", "2 hours 30 minutes", "2.5" },
  { "period", "3 years 6 months", "42m0d" },
  { "period", "1 month 2 weeks 3 days", "1m17d" },
  { "months", "3 years 6 months", "42" },
  { "years", "18 months", "1.5" },
  { "days", "2 weeks", "14" },
  { "period", "a.years", "(to_period y a.years)" },
  { "days", "0", "0" },
  { "money per year", "£18.38 per month * 12 months per year", "(mul 18.38 12)" },
  { "money", "£18.38 per month * 12 months", "(mul 18.38 12)" },
  { "money per year", "12 months per year * a.pay", "(mul 12 a.pay)" },
  { "hours", "25 days of 7.4 hours", "(mul 25 7.4)" },
  { "hours", "a.days of day_length", "(mul a.days day_length=7.4)" },
  { "hours", "50% of a.h", "(mul 0.5 a.h)" },
  { "hours", "1/2 of a.h", "(mul (div 1 2) a.h)" },
  { "number", "a.h / day_length", "(div a.h day_length=7.4)" },
  { "number", "-a.n + 3", "(add (neg a.n) 3)" },
  { "years", "a.years + 6 months", "(div (add (mul a.years 12) 6) 12)" },
  { "days", "a.days + 1 week", "(add a.days 7)" },
  { "period", "a.per + 1 year", "(period_add + a.per 12m0d)" },
  { "period", "a.per - 1 month", "(period_add - a.per 1m0d)" },
  /* dates and ranks */
  { "days", "a.d - a.e", "(days_between a.e a.d)" },
  { "date", "3 months before a.d", "(shift_date - a.d 3m0d)" },
  { "date", "a.d + 5 years", "(shift_date + a.d 60m0d)" },
  { "date", "a.d - a.days", "(shift_date - a.d (to_period d a.days))" },
  { "date", "2 weeks after 3 months before a.d", "(shift_date + (shift_date - a.d 3m0d) 0m14d)" },
  { "date", "a.d + a.per", "(shift_date + a.d a.per)" },
  { "date", "as_of", "(as_of)" },
  { "rank", "1 rank above a.r", "(shift_order + a.r 1)" },
  { "rank", "2 ranks below inspector", "(shift_order - inspector 2)" },
  { "rank", "constable", "constable" },
  { "rank", "limit", "(decision limit)" },
  { "number", "(a.r - constable) / (inspector - sergeant)", "(div (order_diff a.r constable) (order_diff inspector sergeant))" },
  { "party", "boss", "boss" },
  { "yes or no", "yes", "yes" },
  { "yes or no", "(a.n is 3)", "(is a.n 3)" },
  { "text", "\"hello\"", "\"hello\"" },
  /* definitions and functions */
  { "number", "double(a.n)", "double=(mul a.n 2)" },
  { "number", "both(a.n, 3)", "both=(add double=(mul a.n 2) double=(mul 3 2))" },
  { "yes or no", "tall", "tall=(at_least a.n 2)" },
  { "number", "least(a.n, 3, 2)", "(least a.n 3 2)" },
  { "months", "greatest(a.years, 5 months)", "(greatest (mul a.years 12) 5)" },
  { "months", "least(5 months, a.years, 1 month)", "(least 5 (mul a.years 12) 1)" },
  { "date", "least(a.d, as_of)", "(least a.d (as_of))" },
  { "date", "date(2024, 2, a.n)", "(date 2024 2 a.n)" },
  { "number", "year(a.d) + month(a.d) + day(a.d)", "(add (add (year a.d) (month a.d)) (day a.d))" },
  { "weekday", "weekday(a.d)", "(weekday a.d)" },
  { "date", "last_day_of_month(a.d)", "(last_day_of_month a.d)" },
  { "date", "yearly_in(1 April, 2024)", "(yearly_in #401 2024)" },
  { "years", "years_between(a.d, a.e)", "(years_between a.d a.e)" },
  { "number", "whole(a.n)", "(whole a.n)" },
  { "hours", "round_half_up(a.h, 0.5 hours)", "(round a.h 0.5)" },
  { "number", "rate(a.d, a.t)",
    "(pick (holds (and (and (at_least (weekday a.d) monday) (at_most (weekday a.d) friday)) (and (at_least a.t 07:00) (less a.t 19:00)))) 1 "
    "(holds (or (is (weekday a.d) saturday) (is (weekday a.d) sunday))) 2)" },
  /* lists */
  { "money", "sum(x.cost for each x in a.trips where x.day is after a.d)", "(sum a.trips (more (element 0.0) a.d) (element 0.1))" },
  { "money", "sum(sum(s.cost for each s in x.stops) for each x in a.trips)", "(sum a.trips - (sum (list_field 0.2) - (element 1.0)))" },
  { "number", "count(each x in a.trips)", "(count a.trips - -)" },
  { "date", "greatest(x for each x in days_from(a.d, a.e))", "(greatest_each (days_from a.d a.e) - (element 0.0))" },
  { "number", "sum(x for each x in numbers(1, 3))", "(sum (numbers 1 3) - (element 0.0))" },
  { "days", "sum(days_between(y.start, y.end) for each y in years_beginning(1 April, a.d, a.e))",
    "(sum (years_beginning #401 a.d a.e) - (days_between (element 0.0) (element 0.1)))" },
  { "hours", "sum(p.length for each p in pieces(a.d, a.t, a.h, rate))", "(sum (pieces a.d a.t a.h) - (element 0.2))" },
  /* schedules: the lengths are counted from the date, never chained */
  { "percent", "100% for 24 months from a.d, then 50% for 12 months, then 0%",
    "(select (less (as_of) a.d) n/a (select (less (as_of) (shift_date + a.d 24m0d)) 1 (select (less (as_of) (shift_date + a.d 36m0d)) 0.5 0)))" },
};

Test(check_expr, amounts) {
  for (size_t i = 0; i < COUNT(amounts); i++) {
    char text[4096];
    snprintf(text, sizeof text, WORLD "decision it is %s\nclause 1\n  it is %s\n", amounts[i].type, amounts[i].text);
    checked k;
    checked_one(&k, text);
    cr_expect_str_eq(checked_errors(&k), "", "%s: %s", amounts[i].text, checked_errors(&k));
    const pol_expr *value = NULL;
    for (uint32_t r = 0; r < k.m->rules.n; r++)
      if (k.m->rules.at[r].decision == k.m->decisions.n - 1) value = k.m->rules.at[r].value;
    cr_expect_str_eq(checked_expr(&k, value), amounts[i].want, "%s\n  is   %s\n  want %s", amounts[i].text, checked_expr(&k, value), amounts[i].want);
    checked_close(&k);
  }
}

static const struct { const char *text, *want; } tests[] = {
  { "a.ok", "a.ok" },
  { "not a.ok", "(not a.ok)" },
  { "a.ok and a.n is 3 and not tall", "(and a.ok (is a.n 3) (not tall=(at_least a.n 2)))" },
  { "a.ok or all of\n    - a.n is 3\n    - a.n is not 4", "(or a.ok (and (is a.n 3) (is_not a.n 4)))" },
  { "a.kind is officer", "(is a.kind officer)" },
  { "a.kind is not officer", "(is_not a.kind officer)" },
  { "a.kind is one of officer, staff", "(one_of a.kind officer staff)" },
  { "a.kind is not one of officer, staff", "(not (one_of a.kind officer staff))" },
  { "a.who is boss", "(is a.who boss)" },
  { "a.who is unnamed", "(is a.who unnamed)" },
  { "a.r is above limit", "(more a.r (decision limit))" },
  { "a.r is at least sergeant", "(at_least a.r sergeant)" },
  { "a.r is more than 1 rank above constable", "(more a.r (shift_order + constable 1))" },
  { "a.r - constable is at least 1", "(at_least (order_diff a.r constable) 1)" },
  { "a.n is 1 to 3", "(and (at_least a.n 1) (at_most a.n 3))" },
  { "a.t is 07:00 to 19:00", "(and (at_least a.t 07:00) (less a.t 19:00))" },
  { "a.t is 19:00 to 07:00", "(or (at_least a.t 19:00) (less a.t 07:00))" },
  { "a.d is monday to friday", "(and (at_least (weekday a.d) monday) (at_most (weekday a.d) friday))" },
  { "a.d is friday to monday", "(or (at_least (weekday a.d) friday) (at_most (weekday a.d) monday))" },
  { "a.d is saturday", "(is (weekday a.d) saturday)" },
  { "a.d is one of saturday, sunday", "(one_of (weekday a.d) saturday sunday)" },
  { "a.d is late", "late=(more a.d a.e)" },
  { "a.d is not late", "(not late=(more a.d a.e))" },
  { "a.d is one of saturday, late", "(or (is (weekday a.d) saturday) late=(more a.d a.e))" },
  { "a.d is on or before 2024-04-01", "(at_most a.d 2024-04-01)" },
  { "a.d is before a.e", "(less a.d a.e)" },
  { "a.d is at most 4 months after a.e", "(at_most a.d (shift_date + a.e 4m0d))" },
  { "a.d is within 6 weeks from a.e", "(and (at_least a.d a.e) (less a.d (shift_date + a.e 0m42d)))" },
  { "a.d is within 6 weeks from 1 February", "(and (at_least a.d (yearly_in #201 (year a.d))) (less a.d (shift_date + (yearly_in #201 (year a.d)) 0m42d)))" },
  { "a.d is within 2 months from 1 December",
    "(or (and (at_least a.d (yearly_in #1201 (year a.d))) (less a.d (shift_date + (yearly_in #1201 (year a.d)) 2m0d))) "
    "(and (at_least a.d (yearly_in #1201 (sub (year a.d) 1))) (less a.d (shift_date + (yearly_in #1201 (sub (year a.d) 1)) 2m0d))))" },
  { "a.years is at least 40 months", "(at_least (mul a.years 12) 40)" },
  { "a.years is at least 3 years 6 months", "(at_least (mul a.years 12) 42)" },
  { "a.days is less than 2 weeks", "(less a.days 14)" },
  { "a.h is 0", "(is a.h 0)" },
  { "a.per is 1 month 2 days", "(is a.per 1m2d)" },
  { "a.word is \"x\"", "(is a.word \"x\")" },
  { "other_perm is permitted", "(is (decision other_perm) permitted)" },
  { "other_perm is not refused", "(is_not (decision other_perm) refused)" },
  { "other_perm is not_applicable", "(one_of (decision other_perm) not_applicable silent)" },
  { "agreed consent", "agreed=(and (is consent.status given_in_writing) (is consent.decided_by boss))" },
  { "agreed nod", "agreed=(and (one_of nod.status given_in_writing given_orally) (is nod.decided_by boss))" },
  { "pending consent", "pending=(is consent.status sought)" },
  { "any(each x in a.trips where x.day is a.d)", "(any a.trips (is (element 0.0) a.d) -)" },
  { "every(each x in a.trips where x.cost is at most £5)", "(every a.trips (at_most (element 0.1) 5) -)" },
  { "any(each x in a.trips)", "(any a.trips - -)" },
};

Test(check_expr, conditions) {
  for (size_t i = 0; i < COUNT(tests); i++) {
    char text[4096];
    snprintf(text, sizeof text, WORLD "decision it is permission\nclause 1\n  permits it when %s\n", tests[i].text);
    checked k;
    checked_one(&k, text);
    cr_expect_str_eq(checked_errors(&k), "", "%s: %s", tests[i].text, checked_errors(&k));
    const pol_expr *when = NULL;
    for (uint32_t r = 0; r < k.m->rules.n; r++)
      if (k.m->rules.at[r].decision == k.m->decisions.n - 1) when = k.m->rules.at[r].when;
    cr_expect_str_eq(checked_expr(&k, when), tests[i].want, "%s\n  is   %s\n  want %s", tests[i].text, checked_expr(&k, when), tests[i].want);
    checked_close(&k);
  }
}

/* Cases: a history by date, and conditions; nothing that fits is not applicable. */
Test(check_expr, cases) {
  static const struct { const char *value, *want; } rows[] = {
    { "value v is\n  - £22 to 2024-03-31\n  - £23.05 from 2024-04-01\n", "v=(select (at_most (as_of) 2024-03-31) 22 (select (at_least (as_of) 2024-04-01) 23.05 n/a))" },
    { "value v is\n  - £22 from 2024-01-01 to 2024-03-31\n",
      "v=(select (and (at_least (as_of) 2024-01-01) (at_most (as_of) 2024-03-31)) 22 n/a)" },
    { "define v is\n  - £5 otherwise\n  - £7 when a.ok\n", "v=(select a.ok 7 5)" },
    { "define v is\n  - £5 when a.ok\n  - 0 otherwise\n", "v=(select a.ok 5 0)" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    char text[4096];
    snprintf(text, sizeof text, WORLD "%sdecision it is money\nclause 1\n  it is v\n", rows[i].value);
    checked k;
    checked_one(&k, text);
    cr_expect_str_eq(checked_errors(&k), "", "%s", rows[i].value);
    cr_expect_str_eq(checked_expr(&k, k.m->rules.at[0].value != NULL ? k.m->rules.at[0].value : k.m->rules.at[k.m->rules.n - 1].value), rows[i].want, "%s", rows[i].value);
    checked_close(&k);
  }
}

/* Every expression knows where it was written, and says so when nobody wrote it. */
static void expect_places(const pol_expr *e) {
  if (e == NULL) return;
  cr_expect(e->node != NULL || (e->flags & POL_X_ADDED), "%s without a place", pol_op_name((pol_op)e->op));
  for (uint32_t i = 0; i < e->n; i++) expect_places(e->arg[i]);
}

Test(check_expr, places) {
  checked k;
  checked_one(&k, WORLD "decision it is date\nclause 1\n  it is least(a.d + a.years, yearly_in(1 April, year(a.d))) when a.days is less than 2 weeks and a.d is within 2 months from 1 December\n");
  for (uint32_t r = 0; r < k.m->rules.n; r++) {
    expect_places(k.m->rules.at[r].value);
    expect_places(k.m->rules.at[r].when);
  }
  checked_close(&k);
}
