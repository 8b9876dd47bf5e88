#include "base/date.h"
#include <string.h>

static const char months[12][10] = { "January", "February", "March",     "April",   "May",      "June",
                                     "July",    "August",   "September", "October", "November", "December" };
static const char weekdays[7][10] = { "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday" };

/* Reckoned in years that begin on 1 March, in eras of 400 years (146097 days): the leap day is then the last of its year, and the days
 * before a month are (153 m + 2) / 5 (Hinnant, "chrono-compatible low-level date algorithms"). 719468 is 1970-01-01 from 0000-03-01. */
enum { ERA = 146097, EPOCH = 719468 };

static bool is_leap(int64_t year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

static int32_t month_length(int64_t year, int32_t month) {
  return month == 2 ? 28 + is_leap(year) : 30 + ((month + (month >> 3)) & 1);
}

static int64_t floor_div(int64_t a, int64_t b) { return a / b - (a % b < 0); }

static int64_t days_from(int64_t year, int32_t month, int32_t day) {
  year -= month <= 2;
  int64_t era = floor_div(year, 400), of_era = year - era * 400;
  int64_t of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
  return era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH;
}

static bool within(int64_t day) { return day >= POL_DATE_FIRST && day <= POL_DATE_LAST; }

int32_t pol_date_month_length(int32_t year, int32_t month) { return month < 1 || month > 12 ? 0 : month_length(year, month); }

bool pol_date_make(pol_date *out, int32_t year, int32_t month, int32_t day) {
  if (year < 1 || year > 9999 || day < 1 || day > pol_date_month_length(year, month)) return false;
  *out = (pol_date)days_from(year, month, day);
  return true;
}

pol_ymd pol_date_split(pol_date d) {
  int32_t day = d + EPOCH; /* never negative: the first date is in year 1 */
  int32_t era = day / ERA, of_era = day % ERA;
  int32_t year = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
  int32_t of_year = of_era - (365 * year + year / 4 - year / 100);
  int32_t m = (5 * of_year + 2) / 153;
  int32_t month = m < 10 ? m + 3 : m - 9;
  return (pol_ymd){ era * 400 + year + (month <= 2), month, of_year - (153 * m + 2) / 5 + 1 };
}

int32_t pol_date_weekday(pol_date d) { return (d - POL_DATE_FIRST) % 7; } /* 0001-01-01 is a Monday */

bool pol_date_add(pol_date *out, pol_date d, pol_period p, int sign, pol_short_months how) {
  pol_ymd from = pol_date_split(d);
  int64_t months_on = from.year * (int64_t)12 + from.month - 1 + sign * (int64_t)p.months;
  int64_t year = floor_div(months_on, 12);
  int32_t month = (int32_t)(months_on - year * 12) + 1, length = month_length(year, month), day = from.day;
  if (day > length) {
    if (how == POL_SHORT_NOT_SAID) return false; /* there is no such day, and nobody said what then */
    day = how == POL_SHORT_LAST_DAY ? length : length + 1;
  }
  int64_t to = days_from(year, month, day) + sign * (int64_t)p.days; /* a day past the end is the next month's first */
  if (!within(to)) return false;
  *out = (pol_date)to;
  return true;
}

int32_t pol_date_months_between(pol_date a, pol_date b, pol_short_months how) {
  pol_ymd from = pol_date_split(a), to = pol_date_split(b);
  int32_t due = from.day; /* the day of b's month on which a month completes; past its end: not in this month */
  if (how == POL_SHORT_LAST_DAY && due > month_length(to.year, to.month)) due = month_length(to.year, to.month);
  return (to.year - from.year) * 12 + to.month - from.month - (to.day < due);
}

/* Reads `least` to `most` digits. */
static bool take_digits(int32_t *out, const char **at, const char *end, int least, int most) {
  int n = 0;
  for (*out = 0; n < most && *at < end && **at >= '0' && **at <= '9'; n++) *out = *out * 10 + (*(*at)++ - '0');
  return n >= least;
}

static bool take_char(const char **at, const char *end, char c) {
  if (*at == end || **at != c) return false;
  ++*at;
  return true;
}

/* "1 February", the day not yet held against the month. */
static bool take_day_month(int32_t *day, int32_t *month, const char **at, const char *end) {
  if (!take_digits(day, at, end, 1, 2) || !take_char(at, end, ' ')) return false;
  for (*month = 1; *month <= 12; ++*month) {
    size_t n = strlen(months[*month - 1]);
    if ((size_t)(end - *at) < n || memcmp(*at, months[*month - 1], n) != 0) continue;
    *at += n;
    return true;
  }
  return false;
}

bool pol_date_read(pol_date *out, const char *bytes, size_t n) {
  const char *at = bytes, *end = bytes + n;
  int32_t year, month, day;
  bool iso = take_digits(&year, &at, end, 4, 4) && take_char(&at, end, '-') &&
             take_digits(&month, &at, end, 2, 2) && take_char(&at, end, '-') && take_digits(&day, &at, end, 2, 2);
  if (!iso) {
    at = bytes;
    if (!take_day_month(&day, &month, &at, end) || !take_char(&at, end, ' ') || !take_digits(&year, &at, end, 4, 4)) return false;
  }
  return at == end && pol_date_make(out, year, month, day);
}

bool pol_date_read_yearly(int32_t *month, int32_t *day, const char *bytes, size_t n) {
  const char *at = bytes, *end = bytes + n;
  int32_t m, d;
  if (!take_day_month(&d, &m, &at, end) || at != end || d < 1 || d > month_length(2000, m)) return false; /* 29 February is one */
  *month = m;
  *day = d;
  return true;
}

bool pol_time_read(int32_t *minutes, const char *bytes, size_t n) {
  const char *at = bytes, *end = bytes + n;
  int32_t hour, minute;
  if (!take_digits(&hour, &at, end, 2, 2) || !take_char(&at, end, ':') || !take_digits(&minute, &at, end, 2, 2)) return false;
  if (at != end || minute > 59 || hour * 60 + minute > 24 * 60) return false;
  *minutes = hour * 60 + minute;
  return true;
}

void pol_date_write(pol_text *t, pol_date d) {
  pol_ymd ymd = pol_date_split(d);
  pol_text_format(t, "%04d-%02d-%02d", ymd.year, ymd.month, ymd.day);
}

void pol_date_write_for_people(pol_text *t, pol_date d) {
  pol_ymd ymd = pol_date_split(d);
  pol_text_format(t, "%d %s %04d", ymd.day, months[ymd.month - 1], ymd.year); /* four digits, as it is read */
}

void pol_time_write(pol_text *t, int32_t minutes) { pol_text_format(t, "%02d:%02d", minutes / 60, minutes % 60); }

const char *pol_date_month_name(int32_t month) { return month < 1 || month > 12 ? "" : months[month - 1]; }

const char *pol_date_weekday_name(int32_t weekday) { return weekday < 0 || weekday > 6 ? "" : weekdays[weekday]; }
