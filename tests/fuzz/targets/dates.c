/* Dates a second way: by counting. A table of the days before each year is made day by day, month by month; what the library works out in closed form must be what stands there. Texts are read
 * by the letter. */
#include "base/date.h"
#include "fuzz/fuzz.h"

enum { YEARS = 10000 };
static int32_t before[YEARS + 1]; /* days from 0001-01-01 to the first of the year */
static const int32_t lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};

static int32_t length_of(int32_t year, int32_t month) {
  bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
  return lengths[month - 1] + (month == 2 && leap);
}

static void count(void) {
  for (int32_t year = 1; year < YEARS; year++) {
    before[year + 1] = before[year];
    for (int32_t month = 1; month <= 12; month++) before[year + 1] += length_of(year, month);
  }
}

static bool day_of(int32_t *out, int32_t year, int32_t month, int32_t day) {
  if (year < 1 || year >= YEARS || month < 1 || month > 12 || day < 1 || day > length_of(year, month)) return false;
  *out = before[year] + day - 1 + POL_DATE_FIRST;
  for (int32_t m = 1; m < month; m++) *out += length_of(year, m);
  return true;
}

static pol_ymd parts_of(int32_t day) {
  pol_ymd d = {1, 1, day - POL_DATE_FIRST};
  while (before[d.year + 1] <= d.day) d.year++;
  d.day -= before[d.year];
  while (d.day >= length_of(d.year, d.month)) d.day -= length_of(d.year, d.month++);
  d.day++;
  return d;
}

/* Years repeat after 400, which are 146,097 days; so a month of any year is looked up in the table. */
static bool add(int32_t *out, int32_t from, int64_t months, int64_t days, pol_short_months how) {
  enum { CYCLE = 400, CYCLE_DAYS = 146097 };
  pol_ymd d = parts_of(from);
  int64_t all = (int64_t)d.year * 12 + d.month - 1 + months, cycles = 0, sum;
  int32_t at = 0;
  cycles = all / (12 * CYCLE) - (all % (12 * CYCLE) < 0);
  all -= cycles * 12 * CYCLE;
  int32_t year = (int32_t)(all / 12) + CYCLE, month = (int32_t)(all % 12) + 1, length = length_of(year, month);
  int32_t day = d.day > length ? length : d.day;
  if (d.day > length && how == POL_SHORT_NOT_SAID) return false;
  if (!day_of(&at, year, month, day)) abort();
  sum = at + (d.day > length && how == POL_SHORT_NEXT_FIRST) + (cycles - 1) * CYCLE_DAYS + days;
  if (sum < POL_DATE_FIRST || sum > POL_DATE_LAST) return false;
  *out = (int32_t)sum;
  return true;
}

static void hold_day(int32_t day) {
  pol_ymd mine = parts_of(day), theirs = pol_date_split(day);
  pol_date back, read;
  pol_text t;
  FUZZ_HOLDS(mine.year == theirs.year && mine.month == theirs.month && mine.day == theirs.day, "day %d is %d-%d-%d", day, mine.year, mine.month, mine.day);
  FUZZ_HOLDS(pol_date_make(&back, mine.year, mine.month, mine.day) && back == day, "day %d is made of its parts", day);
  FUZZ_HOLDS(pol_date_weekday(day) == (day - POL_DATE_FIRST) % 7, "a weekday is every seventh day");
  pol_text_init(&t, NULL);
  pol_date_write(&t, day);
  FUZZ_HOLDS(pol_date_read(&read, t.at, t.n) && read == day, "%s is read as it is written", pol_text_get(&t));
  pol_text_clear(&t);
  pol_date_write_for_people(&t, day);
  FUZZ_HOLDS(pol_date_read(&read, t.at, t.n) && read == day, "%s is read as it is written", pol_text_get(&t));
  pol_text_drop(&t);
}

static void hold_sum(int32_t day, pol_period p, int sign, pol_short_months how) {
  int32_t mine = 0;
  pol_date theirs = 0;
  bool there = add(&mine, day, sign * (int64_t)p.months, sign * (int64_t)p.days, how), fits = pol_date_add(&theirs, day, p, sign, how);
  FUZZ_HOLDS(there == fits && (!there || mine == theirs), "%d and %d months and %d days, %d: %d %d, %d %d", day, p.months, p.days, sign, there, mine, fits, theirs);
}

/* The greatest n with a + n months on or before b, by trying. */
static void hold_between(int32_t a, int32_t b, pol_short_months how) {
  int32_t n = pol_date_months_between(a, b, how), at, after;
  enum { NEXT = 400 }; /* days from the ends, where a month more would leave the years that there are */
  if (how == POL_SHORT_NOT_SAID || a < POL_DATE_FIRST + NEXT || b < POL_DATE_FIRST + NEXT || a > POL_DATE_LAST - NEXT || b > POL_DATE_LAST - NEXT) return;
  FUZZ_HOLDS(add(&at, a, n, 0, how) && at <= b, "%d months from %d are not after %d", n, a, b);
  FUZZ_HOLDS(add(&after, a, (int64_t)n + 1, 0, how) && after > b, "%d months from %d are after %d", n + 1, a, b);
}

static bool is_digits(const char *s, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (s[i] < '0' || s[i] > '9') return false;
  return true;
}

static int32_t number(const char *s, size_t n) {
  int32_t v = 0;
  for (size_t i = 0; i < n; i++) v = v * 10 + (s[i] - '0');
  return v;
}

static void hold_text(const char *s, size_t n) {
  pol_date theirs = 0;
  int32_t mine = 0, minutes = -1;
  bool iso = n == 10 && s[4] == '-' && s[7] == '-' && is_digits(s, 4) && is_digits(s + 5, 2) && is_digits(s + 8, 2) && day_of(&mine, number(s, 4), number(s + 5, 2), number(s + 8, 2));
  if (pol_date_read(&theirs, s, n)) {
    pol_text t;
    hold_day(theirs);
    FUZZ_HOLDS(!iso || mine == theirs, "the date is the one that is written");
    pol_text_init(&t, NULL);
    if (iso) pol_date_write(&t, theirs);
    else pol_date_write_for_people(&t, theirs);
    FUZZ_HOLDS(iso ? t.n == n && memcmp(t.at, s, n) == 0 : n >= t.n && n - t.n <= 1 && memcmp(t.at + t.n - 4, s + n - 4, 4) == 0, "%s is written as it was read", pol_text_get(&t));
    pol_text_drop(&t);
  } else FUZZ_HOLDS(!iso, "a date as it should be is read");
  bool is_time = n == 5 && s[2] == ':' && is_digits(s, 2) && is_digits(s + 3, 2) && number(s + 3, 2) < 60 && number(s, 2) * 60 + number(s + 3, 2) <= 24 * 60;
  FUZZ_HOLDS(pol_time_read(&minutes, s, n) == is_time && (!is_time || minutes == number(s, 2) * 60 + number(s + 3, 2)), "a time is read by the letter");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  struct { int32_t a, b, months, days; uint8_t how, sign; } in = {0};
  if (!before[YEARS]) count();
  memcpy(&in, data, n < sizeof in ? n : sizeof in);
  int32_t span = POL_DATE_LAST - POL_DATE_FIRST + 1, a = (int32_t)((uint32_t)in.a % (uint32_t)span) + POL_DATE_FIRST, b = (int32_t)((uint32_t)in.b % (uint32_t)span) + POL_DATE_FIRST;
  pol_short_months how = (pol_short_months)(in.how % 3);
  hold_day(a);
  hold_day(b);
  pol_period p = {.months = in.how & 64 ? in.months : in.months % 2000, .days = in.how & 128 ? in.days : in.days % 5000};
  hold_sum(a, p, in.sign & 1 ? -1 : 1, how);
  hold_between(a, b, how);
  hold_text((const char *)data, n);
  return 0;
}
