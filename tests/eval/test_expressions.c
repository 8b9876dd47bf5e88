/* Expressions from their text to their value: that parser, checker, program and kernels mean the same by an operation. Rules are
 * test_run.c's. */
#include "eval/words.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char declarations[] = "policy test\n"
                                   "  short months use the last day\n"
                                   "order rank is constable, sergeant, inspector, chief_inspector\n"
                                   "record shift\n"
                                   "  date is date\n"
                                   "  start is time\n"
                                   "  length is hours\n"
                                   "  paid is yes or no\n"
                                   "record team\n"
                                   "  name is text\n"
                                   "  size is number\n"
                                   "  shifts is list of shift\n"
                                   "facts f\n"
                                   "  n is number\n"
                                   "  m is number\n"
                                   "  pay is money\n"
                                   "  worked is hours\n"
                                   "  start is date\n"
                                   "  end is date\n"
                                   "  rank is rank\n"
                                   "  flag is yes or no\n"
                                   "  sort is one of red, green, blue\n"
                                   "  years is number, only when flag\n"
                                   "  shifts is list of shift\n"
                                   "  teams is list of team\n";

typedef struct row {
  const char *type, *expression, *facts, *want;
} row;

/* The words of decision d's value; what is wrong with the policy, where something is. */
static void value_of(pol_text *out, const row *r) {
  char text[4096];
  policy p;
  pol_run *run;
  if (strcmp(r->type, "yes or no") == 0)
    snprintf(text, sizeof text, "%sdefine holds when %s\ndecision d is yes or no\nclause c.1\n  d is holds\n", declarations, r->expression);
  else snprintf(text, sizeof text, "%sdecision d is %s\nclause c.1\n  d is %s\n", declarations, r->type, r->expression);
  if (policy_open(&p, text, NULL) == POL_OK) {
    cr_expect(pol_program_verify(p.program), "%s", r->expression);
    pol_record_facts *facts = policy_facts(&p, r->facts);
    if (facts == NULL) policy_reports(out, &p, false);
    else if (policy_run(&run, &p, facts, "2024-04-01") == POL_OK) {
      static const char *const states[] = {"", "unknown", "error", "n/a"};
      pol_value v = pol_run_value(run, p.program->decision[0].value, 0);
      v.type = p.model->decisions.at[0].type;
      if (v.state != POL_KNOWN) pol_text_add(out, states[v.state]);
      else pol_value_plain(out, p.model, &v, 0);
      pol_run_drop(run);
    }
  } else policy_reports(out, &p, false);
  policy_close(&p);
}

static void check(const row *rows, size_t n) {
  for (size_t i = 0; i < n; i++) {
    pol_text got;
    pol_text_init(&got, NULL);
    value_of(&got, &rows[i]);
    cr_expect_str_eq(pol_text_get(&got), rows[i].want, "%s with %s: %s, not %s", rows[i].expression, rows[i].facts, pol_text_get(&got),
                     rows[i].want);
    pol_text_drop(&got);
  }
}

#define N(n, m) "\"f\": {\"n\": " #n ", \"m\": " #m "}"

Test(expressions, numbers) {
  static const row rows[] = {
      {"number", "f.n + f.m * 2", N(1, 3), "7"},
      {"number", "(f.n + f.m) * 2", N(1, 3), "8"},
      {"number", "f.n - f.m - 1", N(10, 3), "6"},
      {"number", "f.n / f.m", N(1, 3), "1/3"},
      {"number", "f.n / f.m", N(1, 0), "error"},
      {"number", "f.n + f.m", N(1, null), "unknown"},
      {"number", "50% of f.n", N(7, 0), "3.5"},
      {"number", "least(f.n, f.m, 5)", N(7, 6), "5"},
      {"number", "greatest(f.n, f.m, 5)", N(7, 6), "7"},
      {"number", "whole(f.n / f.m)", N(7, 2), "3"},
      {"number", "round_up(f.n, 0.5)", N(7.1, 0), "7.5"},
      {"number", "round_down(f.n, 1)", N(-7.9, 0), "-7"},
      {"number", "round_half_up(f.n, 1)", N(2.5, 0), "3"},
      {"number", "round_half_even(f.n, 1)", N(2.5, 0), "2"},
      {"number", "f.years", "\"f\": {\"flag\": false, \"years\": 3}", "n/a"},
  };
  check(rows, COUNT(rows));
}

#define D(start, end) "\"f\": {\"start\": \"" start "\", \"end\": \"" end "\"}"

Test(expressions, dates) {
  static const row rows[] = {
      {"date", "1 month after f.start", D("2024-01-31", "2024-01-31"), "2024-02-29"},
      {"date", "3 years 6 months before f.start", D("2024-08-31", "2024-08-31"), "2021-02-28"},
      {"date", "f.start + 10 days", D("2024-02-25", "2024-02-25"), "2024-03-06"},
      {"number", "days_between(f.start, f.end) / 1 day", D("2024-02-28", "2024-03-01"), "2"},
      {"number", "(f.end - f.start) / 1 day", D("2024-02-28", "2024-03-01"), "2"},
      {"number", "months_between(f.start, f.end) / 1 month", D("2024-01-31", "2024-04-30"), "3"},
      {"number", "years_between(f.start, f.end) / 1 year", D("2004-02-29", "2023-02-27"), "18"},
      {"number", "year(f.start) * 10000 + month(f.start) * 100 + day(f.start)", D("2024-02-28", "2024-03-01"), "20240228"},
      {"date", "date(year(f.start), 12, 31)", D("2024-02-28", "2024-03-01"), "2024-12-31"},
      {"date", "date(year(f.start), 2, 29)", D("2023-02-28", "2024-03-01"), "error"},
      {"date", "last_day_of_month(f.start)", D("2024-02-03", "2024-03-01"), "2024-02-29"},
      {"date", "yearly_in(29 February, year(f.start))", D("2023-01-01", "2024-03-01"), "2023-02-28"},
      {"yes or no", "f.start is saturday to sunday", D("2024-03-31", "2024-03-31"), "yes"},
      {"yes or no", "f.start is saturday to sunday", D("2024-04-01", "2024-03-31"), "no"},
      {"yes or no", "f.start is within 6 weeks from 1 February", D("2024-03-13", "2024-03-31"), "yes"},
      {"yes or no", "f.start is within 6 weeks from 1 February", D("2024-03-14", "2024-03-31"), "no"},
      {"yes or no", "f.end is more than 1 month after f.start", D("2024-01-31", "2024-03-01"), "yes"},
      {"yes or no", "f.end is at most 1 month after f.start", D("2024-01-31", "2024-02-29"), "yes"},
      {"date", "as_of", "", "2024-04-01"},
      {"date", "10000 years after f.start", D("2024-01-31", "2024-03-01"), "error"},
  };
  check(rows, COUNT(rows));
}

#define R(rank) "\"f\": {\"rank\": \"" rank "\"}"

Test(expressions, orders_and_options) {
  static const row rows[] = {
      {"rank", "1 rank above f.rank", R("constable"), "sergeant"},
      {"rank", "1 rank above f.rank", R("chief_inspector"), "n/a"},
      {"rank", "2 ranks below f.rank", R("inspector"), "constable"},
      {"yes or no", "f.rank is above sergeant", R("inspector"), "yes"},
      {"yes or no", "f.rank is sergeant to inspector", R("inspector"), "yes"},
      {"yes or no", "f.rank is at least inspector", R("sergeant"), "no"},
      {"yes or no", "f.sort is one of red, blue", "\"f\": {\"sort\": \"blue\"}", "yes"},
      {"yes or no", "f.sort is not green", "\"f\": {\"sort\": \"green\"}", "no"},
      {"yes or no", "f.flag or f.sort is red", "\"f\": {\"flag\": true}", "yes"},
      {"yes or no", "f.flag and f.sort is red", "\"f\": {\"flag\": true}", "unknown"},
      {"yes or no", "not f.flag", "\"f\": {\"flag\": true}", "no"},
  };
  check(rows, COUNT(rows));
}

#define SHIFT(date, start, length, paid)                                                                                                   \
  "{\"date\": \"" date "\", \"start\": \"" start "\", \"length\": \"" length "\", \"paid\": " paid "}"
static const char shifts[] = "\"f\": {\"shifts\": [" SHIFT("2024-03-30", "07:00", "8 hours", "true") "," SHIFT(
    "2024-03-31", "19:00", "10 hours", "false") "," SHIFT("2024-04-01", "07:00", "6.5 hours", "true") "]}";
static const char teams[] = "\"f\": {\"teams\": [{\"name\": \"a\", \"size\": 3, \"shifts\": [" SHIFT(
    "2024-03-30", "07:00", "8 hours",
    "true") "]}, {\"name\": \"b\", \"size\": 2, \"shifts\": []},"
            "{\"name\": \"c\", \"size\": 5, \"shifts\": [" SHIFT("2024-03-30", "07:00", "1 hour",
                                                                 "true") "," SHIFT("2024-03-30", "07:00", "4 hours", "false") "]}]}";

Test(expressions, lists) {
  static const row rows[] = {
      {"number", "count(each s in f.shifts where s.paid)", shifts, "2"},
      {"hours", "sum(s.length for each s in f.shifts where s.paid)", shifts, "14.5"},
      {"hours", "sum(s.length for each s in f.shifts)", shifts, "24.5"},
      {"hours", "greatest(s.length for each s in f.shifts)", shifts, "10"},
      {"date", "least(s.date for each s in f.shifts where not s.paid)", shifts, "2024-03-31"},
      {"yes or no", "any(each s in f.shifts where s.length is more than 9 hours)", shifts, "yes"},
      {"yes or no", "every(each s in f.shifts where s.length is more than 7 hours)", shifts, "no"},
      {"number", "count(each s in f.shifts where s.date is saturday to sunday)", shifts, "2"},
      {"number", "count(each s in f.shifts where any(each z in f.shifts where z.date is after s.date))", shifts, "2"},
      {"number", "count(each s in f.shifts)", "\"f\": {\"shifts\": []}", "0"},
      {"hours", "greatest(s.length for each s in f.shifts)", "\"f\": {\"shifts\": []}", "n/a"},
      {"number", "count(each s in f.shifts)", "", "unknown"},
      {"hours", "sum(sum(s.length for each s in t.shifts) * t.size for each t in f.teams)", teams, "49"},
      {"number", "count(each t in f.teams where any(each s in t.shifts where s.paid))", teams, "2"},
      {"number", "count(each d in days_from(f.start, f.end) where d is monday to friday)", D("2024-03-29", "2024-04-03"), "3"},
      {"number", "sum(i * i for each i in numbers(1, f.n))", N(4, 0), "30"},
      {"number", "count(each y in years_beginning(1 April, f.start, f.end))", D("2023-03-31", "2024-04-02"), "3"},
      {"number", "sum(sum(i * j for each j in numbers(1, i)) for each i in numbers(1, f.n))", N(3, 0), "25"},
  };
  check(rows, COUNT(rows));
}

/* A table as a function, and the pieces that its borders make. */
Test(expressions, pieces_and_tables) {
  static const char policy_text[] = "policy test\n"
                                    "facts f\n"
                                    "  date is date\n"
                                    "  start is time\n"
                                    "  length is hours\n"
                                    "decision d is hours\n"
                                    "clause c.1\n"
                                    "clause c.2\n"
                                    "clause c.3\n"
                                    "table rate(day, time)\n"
                                    "  | clause | day              | time           | rate | despite |\n"
                                    "  | c.1    | monday to friday | 07:00 to 19:00 | 1    |         |\n"
                                    "  | c.2    | monday to friday | 19:00 to 07:00 | 1.5  |         |\n"
                                    "  | c.3    | saturday to sunday |              | 2    | others  |\n"
                                    "clause c.4\n"
                                    "  d is sum(p.length * rate(p.date, p.start) for each p in pieces(f.date, f.start, f.length, rate))\n";
  static const struct {
    const char *facts, *want;
  } rows[] = {
      {"\"f\": {\"date\": \"2023-03-03\", \"start\": \"18:00\", \"length\": \"8 hours\"}",
       "12.5"}, /* Friday: 1 × 1, 5 × 1.5, then 2 × 2 on Saturday */
      {"\"f\": {\"date\": \"2023-03-06\", \"start\": \"06:30\", \"length\": \"1 hour\"}", "1.25"},
      {"\"f\": {\"date\": \"2023-03-06\", \"start\": \"06:30\", \"length\": \"0 hours\"}", "0"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    policy p;
    pol_run *run;
    pol_text got;
    pol_text_init(&got, NULL);
    if (policy_open(&p, policy_text, NULL) != POL_OK) policy_reports(&got, &p, false);
    else {
      pol_record_facts *facts = policy_facts(&p, rows[i].facts);
      if (facts != NULL && policy_run(&run, &p, facts, "2024-04-01") == POL_OK) {
        pol_value v = pol_run_value(run, p.program->decision[0].value, 0);
        pol_value_plain(&got, p.model, &v, 0);
        pol_run_drop(run);
      }
    }
    cr_expect_str_eq(pol_text_get(&got), rows[i].want, "%s: %s", rows[i].facts, pol_text_get(&got));
    pol_text_drop(&got);
    policy_close(&p);
  }
}
