#include "base/date.h"
#include "failing.h"
#include <string.h>

/* A calendar as a child would count it: a day after another. */
typedef struct counter { int32_t year, month, day, weekday; } counter;

static bool leap(int32_t year) { return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0; }

static int32_t length_of(int32_t year, int32_t month) {
  static const int32_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  return lengths[month - 1] + (month == 2 && leap(year));
}

static void next_day(counter *c) {
  c->weekday = (c->weekday + 1) % 7;
  if (++c->day <= length_of(c->year, c->month)) return;
  c->day = 1;
  if (++c->month <= 12) return;
  c->month = 1;
  c->year++;
}

Test(date, every_day_of_the_calendar) {
  counter c = { 1, 1, 1, 0 };
  for (pol_date d = POL_DATE_FIRST; d <= POL_DATE_LAST; d++, next_day(&c)) {
    pol_date made = 0;
    pol_ymd s = pol_date_split(d);
    bool right = pol_date_make(&made, c.year, c.month, c.day) && made == d && s.year == c.year && s.month == c.month && s.day == c.day &&
                 pol_date_weekday(d) == c.weekday;
    if (!right) cr_assert_fail("%d-%d-%d is day %d, made %d, split %d-%d-%d", c.year, c.month, c.day, d, made, s.year, s.month, s.day);
  }
  cr_expect(c.year == 10000 && c.month == 1 && c.day == 1);
}

Test(date, anchors) {
  static const struct { int32_t year, month, day; pol_date want; int32_t weekday; } rows[] = {
    { 1970, 1, 1, 0, 3 }, { 2000, 2, 29, 11016, 1 }, { 2024, 4, 1, 19814, 0 }, { 1, 1, 1, POL_DATE_FIRST, 0 },
    { 9999, 12, 31, POL_DATE_LAST, 4 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_date d = -1;
    cr_expect(pol_date_make(&d, rows[i].year, rows[i].month, rows[i].day));
    cr_expect_eq(d, rows[i].want, "%d: %d", rows[i].year, d);
    cr_expect_eq(pol_date_weekday(d), rows[i].weekday, "%d", rows[i].year);
  }
}

Test(date, days_that_are_not) {
  static const struct { int32_t year, month, day; } rows[] = {
    { 0, 12, 31 }, { 10000, 1, 1 }, { -1, 1, 1 }, { 2024, 0, 1 }, { 2024, 13, 1 }, { 2024, 1, 0 }, { 2024, 1, 32 }, { 2023, 2, 29 },
    { 1900, 2, 29 }, { 2024, 2, 30 }, { 2024, 4, 31 }, { INT32_MAX, 1, 1 }, { 2024, INT32_MIN, 1 }, { 2024, 1, INT32_MAX },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_date d;
    cr_expect(!pol_date_make(&d, rows[i].year, rows[i].month, rows[i].day), "%d-%d-%d", rows[i].year, rows[i].month, rows[i].day);
  }
  static const int32_t years[] = { 1900, 2000, 2023, 2024 };
  for (size_t i = 0; i < COUNT(years); i++)
    for (int32_t month = 1; month <= 12; month++)
      cr_expect_eq(pol_date_month_length(years[i], month), length_of(years[i], month), "%d-%d", years[i], month);
  cr_expect_eq(pol_date_month_length(2024, 0), 0);
  cr_expect_eq(pol_date_month_length(2024, 13), 0);
}

static pol_date day(const char *text) {
  pol_date d = 0;
  cr_assert(pol_date_read(&d, text, strlen(text)), "%s", text);
  return d;
}

#define LAST POL_SHORT_LAST_DAY
#define NEXT POL_SHORT_NEXT_FIRST
#define UNSAID POL_SHORT_NOT_SAID
Test(date, add) {
  static const struct { const char *from; int32_t months, days; int sign; pol_short_months how; const char *want; } rows[] = {
    { "2024-01-31", 1, 0, 1, LAST, "2024-02-29" }, { "2024-01-31", 1, 0, 1, NEXT, "2024-03-01" },
    { "2023-01-31", 1, 0, 1, LAST, "2023-02-28" }, { "2023-01-29", 1, 0, 1, NEXT, "2023-03-01" },
    { "2024-01-30", 1, 0, 1, NEXT, "2024-03-01" }, { "2024-01-29", 1, 0, 1, NEXT, "2024-02-29" },
    { "2024-02-29", 12, 0, 1, LAST, "2025-02-28" }, { "2024-02-29", 12, 0, 1, NEXT, "2025-03-01" },
    { "2024-02-29", 48, 0, 1, LAST, "2028-02-29" }, { "2024-02-29", 12, 0, -1, LAST, "2023-02-28" },
    { "2024-02-29", 12, 0, -1, NEXT, "2023-03-01" }, { "2024-02-29", 12, 0, -1, UNSAID, NULL },
    { "2024-03-31", 1, 0, 1, LAST, "2024-04-30" }, { "2024-03-31", 1, 0, 1, NEXT, "2024-05-01" },
    { "2024-03-31", 1, 0, -1, LAST, "2024-02-29" }, { "2024-03-31", 1, 0, -1, NEXT, "2024-03-01" },
    { "2024-05-31", 1, 0, 1, UNSAID, NULL }, { "2024-05-30", 1, 0, 1, UNSAID, "2024-06-30" },
    { "2024-12-31", 1, 0, 1, UNSAID, "2025-01-31" }, { "2024-01-31", 1, 0, -1, UNSAID, "2023-12-31" },
    { "2024-01-31", 1, 1, 1, LAST, "2024-03-01" }, { "2024-01-31", 1, 1, 1, NEXT, "2024-03-02" }, /* months, then days */
    { "2024-03-01", 1, 1, -1, LAST, "2024-01-31" }, { "2024-03-31", 1, 1, -1, LAST, "2024-02-28" },
    { "2024-02-28", 0, 1, 1, UNSAID, "2024-02-29" }, { "2024-01-01", 0, 0, 1, UNSAID, "2024-01-01" },
    { "2024-01-15", -13, -1, 1, UNSAID, "2022-12-14" }, { "2024-01-15", -13, -1, -1, UNSAID, "2025-02-16" },
    { "9999-12-31", 0, 1, 1, LAST, NULL }, { "9999-12-30", 0, 1, 1, LAST, "9999-12-31" }, { "0001-01-01", 0, 1, -1, LAST, NULL },
    { "0001-01-02", 0, 1, -1, LAST, "0001-01-01" }, { "9999-11-30", 1, 0, 1, LAST, "9999-12-30" }, { "9999-12-01", 1, 0, 1, LAST, NULL },
    { "0001-01-31", 1, 0, -1, LAST, NULL }, { "0001-02-01", 1, 0, -1, LAST, "0001-01-01" }, { "0001-01-01", 9999 * 12, 0, 1, LAST, NULL },
    { "0001-01-01", 9998 * 12 + 11, 30, 1, LAST, "9999-12-31" }, { "2024-01-01", INT32_MAX, 0, 1, LAST, NULL },
    { "2024-01-01", INT32_MIN, 0, -1, LAST, NULL }, { "2024-01-01", INT32_MIN, INT32_MIN, 1, LAST, NULL },
    { "2024-01-01", 0, INT32_MAX, 1, LAST, NULL }, { "2024-01-01", 0, INT32_MIN, -1, LAST, NULL },
    { "9999-12-01", 1, -1, 1, LAST, "9999-12-31" }, { "0001-01-01", -1, 31, 1, LAST, "0001-01-01" }, /* the answer alone counts */
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_date d = 0;
    bool there = pol_date_add(&d, day(rows[i].from), (pol_period){ rows[i].months, rows[i].days }, rows[i].sign, rows[i].how);
    cr_expect_eq(there, rows[i].want != NULL, "row %zu: %s", i, rows[i].from);
    if (there && rows[i].want) cr_expect_eq(d, day(rows[i].want), "row %zu: %s gives day %d, not %s", i, rows[i].from, d, rows[i].want);
  }
}

/* Months one by one; what a month lacks is settled at the end. */
static bool slow_add(pol_date *out, pol_date d, int32_t months, pol_short_months how) {
  pol_ymd s = pol_date_split(d);
  for (; months > 0; months--)
    if (++s.month > 12) s.month = 1, s.year++;
  for (; months < 0; months++)
    if (--s.month < 1) s.month = 12, s.year--;
  if (s.year < 1 || s.year > 9999) return false;
  if (s.day <= length_of(s.year, s.month)) return pol_date_make(out, s.year, s.month, s.day);
  if (how == UNSAID) return false;
  if (how == LAST) return pol_date_make(out, s.year, s.month, length_of(s.year, s.month));
  return s.month == 12 ? pol_date_make(out, s.year + 1, 1, 1) : pol_date_make(out, s.year, s.month + 1, 1);
}

Test(date, add_and_months_between_against_counting) {
  static const pol_short_months hows[] = { UNSAID, LAST, NEXT };
  pol_date from = day("1999-11-15"), to = day("2004-04-15"); /* two leap years, one of them a century */
  for (size_t h = 0; h < COUNT(hows); h++)
    for (pol_date d = from; d < to; d++)
      for (int32_t months = -50; months <= 50; months++) {
        pol_date want = 0, got = 0;
        bool exists = slow_add(&want, d, months, hows[h]);
        if (pol_date_add(&got, d, (pol_period){ months, 0 }, 1, hows[h]) != exists || got != want)
          cr_assert_fail("day %d + %d months, convention %d: %d, not %d", d, months, hows[h], got, want);
      }
  for (size_t h = 1; h < COUNT(hows); h++) /* the greatest n with a + n months on or before b */
    for (pol_date a = from; a < to; a += 1)
      for (pol_date b = from; b < to; b += 5) {
        int32_t n = pol_date_months_between(a, b, hows[h]);
        pol_date here = 0, after = 0;
        bool right = slow_add(&here, a, n, hows[h]) && here <= b && slow_add(&after, a, n + 1, hows[h]) && after > b;
        if (!right) cr_assert_fail("from day %d to %d, convention %d: %d months", a, b, hows[h], n);
      }
}

Test(date, months_between) {
  static const struct { const char *a, *b; pol_short_months how; int32_t want; } rows[] = {
    { "2024-01-31", "2024-02-29", LAST, 1 }, { "2024-01-31", "2024-02-28", LAST, 0 }, { "2024-01-31", "2024-02-29", NEXT, 0 },
    { "2024-01-31", "2024-03-01", NEXT, 1 }, { "2024-01-31", "2024-02-29", UNSAID, 0 }, { "2000-02-29", "2023-02-28", LAST, 276 },
    { "2000-02-29", "2023-02-28", NEXT, 275 }, { "2000-02-29", "2023-03-01", NEXT, 276 }, { "2024-01-15", "2024-01-15", LAST, 0 },
    { "2024-01-15", "2024-01-14", LAST, -1 }, { "2024-01-15", "2023-12-15", LAST, -1 }, { "2024-01-15", "2023-12-14", LAST, -2 },
    { "0001-01-01", "9999-12-31", LAST, 9998 * 12 + 11 }, { "9999-12-31", "0001-01-01", NEXT, -9999 * 12 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    int32_t got = pol_date_months_between(day(rows[i].a), day(rows[i].b), rows[i].how);
    cr_expect_eq(got, rows[i].want, "%s to %s: %d", rows[i].a, rows[i].b, got);
  }
}

Test(date, read_and_write) {
  static const struct { const char *text, *iso, *people; } rows[] = {
    { "2024-04-01", "2024-04-01", "1 April 2024" }, { "1 April 2024", "2024-04-01", "1 April 2024" },
    { "01 April 2024", "2024-04-01", "1 April 2024" }, { "31 December 9999", "9999-12-31", "31 December 9999" },
    { "0001-01-01", "0001-01-01", "1 January 0001" }, { "1 January 0001", "0001-01-01", "1 January 0001" },
    { "29 February 2024", "2024-02-29", "29 February 2024" },
    { "", 0, 0 }, { "2024-4-1", 0, 0 }, { "2024-04-1", 0, 0 }, { "2024-04-011", 0, 0 }, { "2024-04-01 ", 0, 0 }, { " 2024-04-01", 0, 0 },
    { "2024/04/01", 0, 0 }, { "2024-13-01", 0, 0 }, { "2023-02-29", 0, 0 }, { "0000-01-01", 0, 0 }, { "-001-01-01", 0, 0 },
    { "20240401xx", 0, 0 }, { "2024-0401", 0, 0 }, { "202404-01", 0, 0 }, { "2024-4-01", 0, 0 }, { "2024-04-01x", 0, 0 }, { "-4-01", 0, 0 }, { "2024-04x01", 0, 0 }, { "2024x04-01", 0, 0 },
    { "1 april 2024", 0, 0 }, { "1 Apr 2024", 0, 0 }, { "1  April 2024", 0, 0 }, { "1 April 24", 0, 0 }, { "1 April 20245", 0, 0 },
    { "1 April", 0, 0 }, { "1 April ", 0, 0 }, { "0 April 2024", 0, 0 }, { "31 April 2024", 0, 0 }, { "001 April 2024", 0, 0 },
    { "April 2024", 0, 0 }, { "1 Aprilx2024", 0, 0 }, { "1", 0, 0 }, { "1 ", 0, 0 }, { "1234-", 0, 0 },
  };
  pol_text t;
  pol_text_init(&t, NULL);
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_date d = 0;
    size_t n = strlen(rows[i].text);
    char *exact = malloc(n + 1); /* so that reading past the end is seen */
    cr_assert(exact);
    memcpy(exact + 1, rows[i].text, n);
    bool read = pol_date_read(&d, exact + 1, n);
    free(exact);
    cr_expect_eq(read, rows[i].iso != NULL, "'%s'", rows[i].text);
    if (!read || !rows[i].iso) continue;
    pol_text_clear(&t);
    pol_date_write(&t, d);
    cr_expect_str_eq(pol_text_get(&t), rows[i].iso, "%s", rows[i].text);
    pol_text_clear(&t);
    pol_date_write_for_people(&t, d);
    cr_expect_str_eq(pol_text_get(&t), rows[i].people, "%s", rows[i].text);
  }
  pol_text_drop(&t);
}

Test(date, read_yearly) {
  static const struct { const char *text; int32_t month, day; } rows[] = {
    { "1 February", 2, 1 }, { "29 February", 2, 29 }, { "31 December", 12, 31 }, { "30 February", 0, 0 }, { "31 June", 0, 0 },
    { "0 May", 0, 0 }, { "1 ", 0, 0 }, { "15 ", 0, 0 },
    { "1 February 2024", 0, 0 }, { "February", 0, 0 }, { "1 Febr", 0, 0 }, { "", 0, 0 }, { "100 May", 0, 0 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    int32_t month = 0, d = 0;
    cr_expect_eq(pol_date_read_yearly(&month, &d, rows[i].text, strlen(rows[i].text)), rows[i].month != 0, "'%s'", rows[i].text);
    cr_expect(month == rows[i].month && d == rows[i].day, "'%s': %d %d", rows[i].text, d, month);
  }
}

Test(date, times) {
  static const struct { const char *text; int32_t want; } rows[] = {
    { "00:00", 0 }, { "07:00", 420 }, { "23:59", 1439 }, { "24:00", 1440 }, { "24:01", -1 }, { "25:00", -1 }, { "12:60", -1 },
    { "7:00", -1 },
    { "07:0", -1 }, { "07:000", -1 }, { "0700", -1 }, { "", -1 }, { "-1:00", -1 }, { "07:00 ", -1 }, { "07-00", -1 },
  };
  pol_text t;
  pol_text_init(&t, NULL);
  for (size_t i = 0; i < COUNT(rows); i++) {
    int32_t minutes = -1;
    cr_expect_eq(pol_time_read(&minutes, rows[i].text, strlen(rows[i].text)), rows[i].want >= 0, "'%s'", rows[i].text);
    cr_expect_eq(minutes, rows[i].want, "'%s': %d", rows[i].text, minutes);
    if (rows[i].want < 0) continue;
    pol_text_clear(&t);
    pol_time_write(&t, minutes);
    cr_expect_str_eq(pol_text_get(&t), rows[i].text);
  }
  pol_text_drop(&t);
}

Test(date, names) {
  cr_expect_str_eq(pol_date_month_name(1), "January");
  cr_expect_str_eq(pol_date_month_name(12), "December");
  cr_expect_str_eq(pol_date_weekday_name(0), "Monday");
  cr_expect_str_eq(pol_date_weekday_name(6), "Sunday");
  cr_expect(!*pol_date_month_name(0) && !*pol_date_month_name(13) && !*pol_date_weekday_name(-1) && !*pol_date_weekday_name(7));
}

static bool date_work(const pol_alloc *from) {
  pol_text t;
  pol_text_init(&t, from);
  for (int i = 0; i < 50; i++) pol_date_write_for_people(&t, i), pol_date_write(&t, i), pol_time_write(&t, i);
  bool well = pol_text_ok(&t);
  pol_text_drop(&t);
  return well;
}

Test(date, every_allocation_may_fail) { failing_everywhere(date_work); }
