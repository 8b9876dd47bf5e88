/* Kernels over dates: day numbers taken apart and put together without a table and without a branch, in 32 bits (Neri and Schneider, "Euclidean affine functions and their application to
 * calendar algorithms"). They agree with base/date.h, which tests hold them to. */
#include "batch/rows.h"

enum { EPOCH = 719468 /* 1970-01-01 from 0000-03-01 */, ERA = 146097 };
typedef struct split { uint32_t year, month, day; } split;

static inline split split_day(int32_t date) {
  uint32_t n = 4 * (uint32_t)(date + EPOCH) + 3, century = n / ERA, of_century = (n - century * ERA) / 4;
  uint32_t m = 4 * of_century + 3, y = m / 1461, of_year = (m - y * 1461) / 4;
  uint32_t k = 2141 * of_year + 197913, month = k >> 16, day = ((k & 65535) * 31345) >> 26;
  uint32_t late = of_year >= 306;
  return (split){100 * century + y + late, month - 12 * late, day + 1};
}

/* Of years 0 to 43,698. A day past the month's end is one of the next. */
static inline int32_t day_of(uint32_t year, uint32_t month, uint32_t day) {
  uint32_t early = month <= 2, y = year - early, m = month + 12 * early;
  uint32_t century = (y * 5243) >> 19;
  return (int32_t)(365 * y + (y >> 2) - century + (century >> 2) + ((979 * m - 2919) >> 5) + day - 1) - EPOCH;
}

static inline uint32_t is_leap(uint32_t year) {
  uint32_t by_100 = year - 100 * ((year * 5243) >> 19) == 0;
  return (year & (3 + 12 * by_100)) == 0; /* of what 100 divides, what 16 divides is what 400 divides */
}
static inline uint32_t length_of(uint32_t year, uint32_t month) {
  uint32_t february = month == 2;
  return 30 + ((month + (month >> 3)) & 1 & ~february) - february * (2 - is_leap(year));
}

static inline int32_t pack(split d) { return (int32_t)(d.year << 9 | d.month << 5 | d.day); }
static inline split unpack(int32_t d) { return (split){(uint32_t)d >> 9, (uint32_t)d >> 5 & 15, (uint32_t)d & 31}; }

POL_KERNEL(SPLIT) {
  int32_t *out = POL_LANE(int32_t, s->out);
  const int32_t *a = POL_LANE(const int32_t, s->a);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = pack(split_day(a[i])));
}

POL_KERNEL(FIELD) {
  int32_t *out = POL_LANE(int32_t, s->out);
  const int32_t *a = POL_LANE(const int32_t, s->a);
  const uint32_t shift = (uint32_t)s->k[0], mask = (uint32_t)s->k[1], n = c->n;
  POL_EACH_ROW(out[i] = (int32_t)((uint32_t)a[i] >> shift & mask));
}

/* -- between two dates */

static inline int32_t months_between(int32_t a, int32_t b, uint32_t last_day) {
  split from = unpack(a), to = unpack(b);
  uint32_t length = length_of(to.year, to.month), due = from.day < length || !last_day ? from.day : length;
  return (int32_t)((to.year - from.year) * 12 + to.month - from.month - (to.day < due));
}

#define MONTHS_OF(name, first, second)                                     \
  POL_KERNEL(name) {                                                       \
    int32_t *out = POL_LANE(int32_t, s->out);                              \
    const int32_t *a = POL_LANE(const int32_t, s->a), *b = POL_LANE(const int32_t, s->b); \
    const int32_t k0 = (int32_t)s->k[0], k1 = (int32_t)s->k[1];            \
    const uint32_t last_day = s->k[2] == POL_SHORT_LAST_DAY, n = c->n;     \
    (void)a, (void)b, (void)k0, (void)k1;                                  \
    POL_EACH_ROW(out[i] = months_between(first, second, last_day));         \
  }
MONTHS_OF(MONTHS, a[i], b[i])
MONTHS_OF(MONTHS_LK, a[i], k1)
MONTHS_OF(MONTHS_KL, k0, b[i])

/* -- dates that are made. 0: there is no such date, or the result is out of the calendar; then some date stands there. Chosen by masks: compilers make no vectors of conditions here */

static inline uint32_t either(uint32_t yes, uint32_t a, uint32_t b) { return b ^ ((a ^ b) & -yes); }

static inline uint32_t made(int32_t *out, int32_t date, uint32_t fine) {
  fine &= (uint32_t)(date >= POL_DATE_FIRST) & (uint32_t)(date <= POL_DATE_LAST);
  *out = (int32_t)((uint32_t)date & -fine);
  return fine;
}

/* Months further than the calendar has them are no such date; days are within 2^22 of 0, which is for the plan to see to. */
static inline uint32_t shifted(int32_t *out, int32_t from, int32_t months, int32_t days, uint32_t last_day, uint32_t not_said) {
  split d = unpack(from);
  int32_t on = (int32_t)(d.year * 12 + d.month - 1) + months;
  uint32_t fine = (uint32_t)(on >= 12) & (uint32_t)(on < 120000), at = either(fine, (uint32_t)on, 12), year = at / 12, month = at - 12 * year + 1;
  uint32_t length = length_of(year, month), past = d.day > length;
  uint32_t day = either(past, length + 1 - last_day, d.day);
  return made(out, day_of(year, month, day) + days, fine & ~(past & not_said));
}

#define DATED(name, body)                                                                                              \
  POL_KERNEL(name) {                                                                                                   \
    int32_t *out = POL_LANE(int32_t, s->out);                                                                          \
    uint8_t *state = POL_LANE(uint8_t, s->out2);                                                                       \
    const int32_t *a = POL_LANE(const int32_t, s->a), *b = POL_LANE(const int32_t, s->b), *d = POL_LANE(const int32_t, s->c); \
    const int32_t k0 = (int32_t)s->k[0], k1 = (int32_t)s->k[1];                                                        \
    const uint32_t last_day = s->k[2] == POL_SHORT_LAST_DAY, not_said = s->k[2] == POL_SHORT_NOT_SAID, n = c->n;       \
    const int32_t sign = s->k[3] < 0 ? -1 : 1;                                                                         \
    (void)a, (void)b, (void)d, (void)k0, (void)k1, (void)sign, (void)last_day, (void)not_said;                                              \
    POL_EACH_ROW(state[i] = (uint8_t)((body) ^ 1));                                                                     \
    c->reg[s->out2].stated = pol_any_byte(state, n);                                                                   \
  }
DATED(SHIFT, shifted(&out[i], a[i], sign * b[i], sign * d[i], last_day, not_said))
DATED(SHIFT_K, shifted(&out[i], a[i], sign * k0, sign * k1, last_day, not_said))

static inline uint32_t yearly(int32_t *out, int32_t year, uint32_t month, uint32_t day, uint32_t last_day, uint32_t not_said) {
  uint32_t fine = (uint32_t)(year >= 1) & (uint32_t)(year <= 9999), y = either(fine, (uint32_t)year, 1), length = length_of(y, month), past = day > length;
  return made(out, day_of(y, month, either(past & last_day, length, day)), fine & ~(past & not_said)); /* 29 February alone can be past the end, and is then 1 March */
}
DATED(YEARLY, yearly(&out[i], a[i], (uint32_t)k0 / 100, (uint32_t)k0 % 100, last_day, not_said))

static inline uint32_t dated(int32_t *out, int32_t year, int32_t month, int32_t day) {
  uint32_t fine = (uint32_t)(year >= 1) & (uint32_t)(year <= 9999) & (uint32_t)(month >= 1) & (uint32_t)(month <= 12);
  uint32_t y = either(fine, (uint32_t)year, 1), m = either(fine, (uint32_t)month, 1);
  fine &= (uint32_t)(day >= 1) & (uint32_t)((uint32_t)day <= length_of(y, m));
  return made(out, day_of(y, m, either(fine, (uint32_t)day, 1)), fine);
}
DATED(MAKE_DATE, dated(&out[i], a[i], b[i], d[i]))

static inline uint32_t within(int32_t *out, int32_t a, int32_t least, int32_t most) {
  *out = a < least ? least : a > most ? most : a;
  return (a >= least) & (a <= most);
}
DATED(WITHIN, within(&out[i], a[i], k0, k1))

POL_KERNEL(WEEKDAY) {
  int8_t *out = POL_LANE(int8_t, s->out);
  const int32_t *a = POL_LANE(const int32_t, s->a);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = (int8_t)((uint32_t)(a[i] - POL_DATE_FIRST) % 7));
}

POL_KERNEL(LAST_DAY) {
  int32_t *out = POL_LANE(int32_t, s->out);
  const int32_t *a = POL_LANE(const int32_t, s->a), *b = POL_LANE(const int32_t, s->b);
  const uint32_t n = c->n;
  POL_EACH_ROW({
    split d = unpack(b[i]);
    out[i] = a[i] + (int32_t)(length_of(d.year, d.month) - d.day);
  });
}

const pol_step_kernel POL_VARIED(pol_batch_dates)[POL_BATCH_KERNELS] = {
    [POL_K_SPLIT] = SPLIT, [POL_K_FIELD] = FIELD, [POL_K_MONTHS] = MONTHS, [POL_K_MONTHS_LK] = MONTHS_LK, [POL_K_MONTHS_KL] = MONTHS_KL,
    [POL_K_SHIFT] = SHIFT, [POL_K_SHIFT_K] = SHIFT_K, [POL_K_YEARLY] = YEARLY, [POL_K_MAKE_DATE] = MAKE_DATE, [POL_K_WEEKDAY] = WEEKDAY,
    [POL_K_LAST_DAY] = LAST_DAY, [POL_K_WITHIN] = WITHIN,
};
