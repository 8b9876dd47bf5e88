/* Dates, calendar periods and places in orders. All strict. */
#include "ops/dates.h"
#include "ops/cells.h"
#include "ops/kernel_set.h"

#define ERRED(fault) POL_CELL(POL_ERRED, fault)

/* INT results: 0 where nothing is known, as columns promise. */
static void clear_rest(const pol_kernel_call *c) {
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] != POL_KNOWN) c->out.as.i[i] = 0;
  }
}

/* A whole number within 32 bits. */
static uint8_t whole(int32_t *out, pol_num a) {
  int64_t v;
  if (!pol_num_is_int(a)) return ERRED(POL_FAULT_NOT_WHOLE);
  if (!pol_num_to_i64(&v, a) || v < INT32_MIN || v > INT32_MAX) return ERRED(POL_FAULT_TOO_LARGE);
  *out = (int32_t)v;
  return POL_KNOWN;
}

/* A year, a month or a day of one: a number that no calendar has is as far out as 0. */
static uint8_t calendar_part(int32_t *out, pol_num a) {
  uint8_t state = whole(out, a);
  if (state == ERRED(POL_FAULT_TOO_LARGE)) *out = 0, state = POL_KNOWN;
  return state;
}

static uint8_t period(pol_period *out, int64_t months, int64_t days) {
  if (months < INT32_MIN || months > INT32_MAX || days < INT32_MIN || days > INT32_MAX) return ERRED(POL_FAULT_TOO_LARGE);
  *out = (pol_period){(int32_t)months, (int32_t)days};
  return POL_KNOWN;
}

void pol_dates_to_period(const pol_kernel_call *c) {
  static const struct { int64_t months, days; } unit[] = {{0, 1}, {0, 7}, {1, 0}, {12, 0}};
  const pol_num *a = pol_arg(c, 0)->as.num;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    int32_t v = 0;
    if (c->out.state[i] != POL_KNOWN) continue;
    c->out.state[i] = whole(&v, a[i]);
    if (c->out.state[i] == POL_KNOWN) c->out.state[i] = period(&c->out.as.period[i], v * unit[c->k & 3].months, v * unit[c->k & 3].days);
  }
}

void pol_dates_period_add(const pol_kernel_call *c) {
  const pol_period *a = pol_arg(c, 0)->as.period, *b = pol_arg(c, 1)->as.period;
  int64_t sign = c->k < 0 ? -1 : 1;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] != POL_KNOWN) continue;
    c->out.state[i] = period(&c->out.as.period[i], a[i].months + sign * b[i].months, a[i].days + sign * b[i].days);
  }
}

void pol_dates_shift(const pol_kernel_call *c) {
  const int32_t *a = pol_arg(c, 0)->as.i;
  const pol_period *by = pol_arg(c, 1)->as.period;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] != POL_KNOWN) continue;
    if (!pol_date_add(&c->out.as.i[i], a[i], by[i], c->k < 0 ? -1 : 1, (pol_short_months)c->aux))
      c->out.state[i] = ERRED(POL_FAULT_DATE_RANGE);
  }
  clear_rest(c);
}

void pol_dates_shift_order(const pol_kernel_call *c) {
  const int32_t *a = pol_arg(c, 0)->as.i;
  const pol_num *by = pol_arg(c, 1)->as.num;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] != POL_KNOWN) continue;
    int64_t steps;
    /* However far off the ladder: no such place. */
    bool fits = pol_num_to_i64(&steps, by[i]) && steps > INT32_MIN && steps < INT32_MAX;
    int64_t place = fits ? a[i] + (c->k < 0 ? -steps : steps) : -1;
    if (!pol_num_is_int(by[i])) c->out.state[i] = ERRED(POL_FAULT_NOT_WHOLE);
    else if (place < 0 || place >= (int64_t)c->aux) c->out.state[i] = POL_NOT_APPLICABLE;
    else c->out.as.i[i] = (int32_t)place;
  }
  clear_rest(c);
}

/* Numbers that are made from one or two INT arguments and cannot go wrong. */
static inline void count(const pol_kernel_call *c, int64_t (*compute)(const pol_kernel_call *, int32_t, int32_t)) {
  const int32_t *a = pol_arg(c, 0)->as.i, *b = pol_arg(c, c->args - 1)->as.i;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] == POL_KNOWN) c->out.as.num[i] = pol_num_int(compute(c, a[i], b[i]));
  }
}

static int64_t difference(const pol_kernel_call *c, int32_t a, int32_t b) { return (void)c, (int64_t)a - b; }
static int64_t days(const pol_kernel_call *c, int32_t a, int32_t b) { return (void)c, (int64_t)b - a; }
static int64_t months(const pol_kernel_call *c, int32_t a, int32_t b) { return pol_date_months_between(a, b, (pol_short_months)c->aux); }
/* Towards the past, as months go: the greatest number of years that ends on or before b. */
static int64_t years(const pol_kernel_call *c, int32_t a, int32_t b) {
  int64_t m = months(c, a, b);
  return m >= 0 ? m / 12 : -((11 - m) / 12);
}
static int64_t year_of(const pol_kernel_call *c, int32_t a, int32_t b) { return (void)c, (void)b, pol_date_split(a).year; }
static int64_t month_of(const pol_kernel_call *c, int32_t a, int32_t b) { return (void)c, (void)b, pol_date_split(a).month; }
static int64_t day_of(const pol_kernel_call *c, int32_t a, int32_t b) { return (void)c, (void)b, pol_date_split(a).day; }

void pol_dates_order_diff(const pol_kernel_call *c) { count(c, difference); }
void pol_dates_days_between(const pol_kernel_call *c) { count(c, days); }
void pol_dates_months_between(const pol_kernel_call *c) { count(c, months); }
void pol_dates_years_between(const pol_kernel_call *c) { count(c, years); }
void pol_dates_year(const pol_kernel_call *c) { count(c, year_of); }
void pol_dates_month(const pol_kernel_call *c) { count(c, month_of); }
void pol_dates_day(const pol_kernel_call *c) { count(c, day_of); }

void pol_dates_make(const pol_kernel_call *c) {
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    int32_t part[3] = {0, 0, 0};
    for (uint32_t j = 0; j < 3 && c->out.state[i] == POL_KNOWN; j++) c->out.state[i] = calendar_part(&part[j], pol_arg(c, j)->as.num[i]);
    if (c->out.state[i] != POL_KNOWN) continue;
    if (!pol_date_make(&c->out.as.i[i], part[0], part[1], part[2])) c->out.state[i] = ERRED(POL_FAULT_DATE_RANGE);
  }
  clear_rest(c);
}

void pol_dates_weekday(const pol_kernel_call *c) {
  const int32_t *a = pol_arg(c, 0)->as.i;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) c->out.as.i[i] = c->out.state[i] == POL_KNOWN ? pol_date_weekday(a[i]) : 0;
}

void pol_dates_last_of_month(const pol_kernel_call *c) {
  const int32_t *a = pol_arg(c, 0)->as.i;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] != POL_KNOWN) continue;
    pol_ymd d = pol_date_split(a[i]);
    c->out.as.i[i] = a[i] + pol_date_month_length(d.year, d.month) - d.day;
  }
  clear_rest(c);
}

bool pol_dates_in_year(pol_date *out, int32_t yearly, int32_t year, pol_short_months how) {
  int32_t month = yearly / 100, day = yearly % 100;
  if (day <= pol_date_month_length(year, month)) return pol_date_make(out, year, month, day);
  if (how == POL_SHORT_LAST_DAY) return pol_date_make(out, year, month, pol_date_month_length(year, month));
  return how == POL_SHORT_NEXT_FIRST && pol_date_make(out, year, month + 1, 1); /* 29 February alone: March follows */
}

void pol_dates_yearly_in(const pol_kernel_call *c) {
  const int32_t *yearly = pol_arg(c, 0)->as.i;
  const pol_num *year = pol_arg(c, 1)->as.num;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    int32_t y = 0;
    if (c->out.state[i] != POL_KNOWN) continue;
    c->out.state[i] = calendar_part(&y, year[i]);
    if (c->out.state[i] == POL_KNOWN && !pol_dates_in_year(&c->out.as.i[i], yearly[i], y, (pol_short_months)c->aux))
      c->out.state[i] = ERRED(POL_FAULT_DATE_RANGE);
  }
  clear_rest(c);
}
