/* Kernels at each level of the processor against the arithmetic of base, where they could differ: the whole calendar, ends of months, ways of rounding at their edges, odd numbers of rows. */
#include "base/random.h"
#include "batch/lower.h"
#include "batch/world.h"
#include <criterion/criterion.h>
#include <string.h>

typedef struct bench { /* registers with a lane each */
  pol_reg reg[8];
  _Alignas(64) int64_t lane[8][POL_LANE_ROWS];
  pol_step_call call;
} bench;

static void begin(bench *b, uint32_t n) {
  memset(b, 0, sizeof *b);
  for (int i = 0; i < 8; i++) b->reg[i].at = b->reg[i].own = b->lane[i];
  b->call = (pol_step_call){.reg = b->reg, .n = n};
}

static void run(bench *b, pol_step x, pol_cpu level) {
  x.out = 1, x.out2 = 2, x.a = 3, x.b = 4, x.c = 5;
  pol_batch_find((pol_batch_kernel)x.kernel, level)(&x, &b->call);
}

static int32_t *ints(bench *b, int reg) { return b->reg[reg].at; }
static uint8_t *bytes(bench *b, int reg) { return b->reg[reg].at; }

#define EACH_LEVEL for (pol_cpu level = POL_CPU_PORTABLE; level <= pol_cpu_level(); level++)

Test(kernels, calendar) {
  static bench b;
  EACH_LEVEL {
    for (int64_t first = POL_DATE_FIRST; first <= POL_DATE_LAST; first += POL_LANE_ROWS) {
      uint32_t n = POL_DATE_LAST - first + 1 < POL_LANE_ROWS ? (uint32_t)(POL_DATE_LAST - first + 1) : POL_LANE_ROWS;
      begin(&b, n);
      for (uint32_t i = 0; i < n; i++) ints(&b, 3)[i] = (int32_t)first + (int32_t)i;
      run(&b, (pol_step){.kernel = POL_K_SPLIT}, level);
      for (uint32_t i = 0; i < n; i++) {
        pol_ymd d = pol_date_split(ints(&b, 3)[i]);
        cr_assert_eq(ints(&b, 1)[i], d.year << 9 | d.month << 5 | d.day);
      }
      memcpy(b.reg[4].at, b.reg[1].at, n * 4);
      run(&b, (pol_step){.kernel = POL_K_LAST_DAY}, level);
      for (uint32_t i = 0; i < n; i++) {
        pol_ymd d = pol_date_split(ints(&b, 3)[i]);
        cr_assert_eq(ints(&b, 1)[i], ints(&b, 3)[i] + pol_date_month_length(d.year, d.month) - d.day);
      }
      run(&b, (pol_step){.kernel = POL_K_WEEKDAY}, level);
      for (uint32_t i = 0; i < n; i++) cr_assert_eq(bytes(&b, 1)[i], pol_date_weekday(ints(&b, 3)[i]));
    }
  }
}

/* Dates crowded about the ends of months and of the calendar. */
static pol_date some_date(uint64_t *seed) {
  pol_date d = 0;
  uint64_t r = random_bits(seed);
  int32_t year = r % 7 == 0 ? (r % 14 == 0 ? 1 : 9999) : r % 7 < 4 ? 1996 + (int32_t)(r >> 8 & 31) : 1 + (int32_t)((r >> 8) % 9999);
  int32_t month = r >> 24 & 1 ? 2 : 1 + (int32_t)((r >> 25) % 12), day = r >> 32 & 1 ? 28 + (int32_t)(r >> 33 & 3) : 1 + (int32_t)((r >> 35) % 28);
  return pol_date_make(&d, year, month, day) ? d : POL_DATE_LAST - (int32_t)(r >> 40 & 3);
}

static int32_t packed(pol_date d) {
  pol_ymd x = pol_date_split(d);
  return x.year << 9 | x.month << 5 | x.day;
}

Test(kernels, moved_dates) {
  static bench b;
  static pol_date from[POL_LANE_ROWS], to[POL_LANE_ROWS];
  uint64_t seed = 7;
  for (int times = 0; times < 30; times++) {
    const uint32_t n = times == 0 ? 1 : times == 1 ? 3 : times == 2 ? 37 : POL_LANE_ROWS;
    begin(&b, n);
    for (uint32_t i = 0; i < n; i++) {
      from[i] = some_date(&seed), to[i] = some_date(&seed);
      uint64_t r = random_bits(&seed);
      ints(&b, 3)[i] = packed(from[i]);
      ints(&b, 4)[i] = (int32_t)(r % 800) - 400;
      ints(&b, 5)[i] = r >> 32 & 1 ? 0 : (int32_t)(r >> 33 & 1023) - 512;
    }
    for (int how = POL_SHORT_NOT_SAID; how <= POL_SHORT_NEXT_FIRST; how++) EACH_LEVEL {
      for (int sign = -1; sign <= 1; sign += 2) {
        run(&b, (pol_step){.kernel = POL_K_SHIFT, .k = {0, 0, how, sign}}, level);
        for (uint32_t i = 0; i < n; i++) {
          pol_date is = 0;
          bool fine = pol_date_add(&is, from[i], (pol_period){ints(&b, 4)[i], ints(&b, 5)[i]}, sign, (pol_short_months)how);
          if (bytes(&b, 2)[i] == 0) cr_assert(fine && is == ints(&b, 1)[i], "%d by %d %d", from[i], ints(&b, 4)[i], ints(&b, 5)[i]);
          else if (fine) cr_assert(pol_date_split(from[i]).year < 60 || pol_date_split(from[i]).year > 9900); /* by way of dates past the ends */
        }
        int32_t months = ints(&b, 4)[0], days = ints(&b, 5)[0];
        run(&b, (pol_step){.kernel = POL_K_SHIFT_K, .k = {months, days, how, sign}}, level);
        for (uint32_t i = 0; i < n; i++) {
          pol_date is = 0;
          bool fine = pol_date_add(&is, from[i], (pol_period){months, days}, sign, (pol_short_months)how);
          if (bytes(&b, 2)[i] == 0) cr_assert(fine && is == ints(&b, 1)[i]);
        }
      }
      bench *other = &b;
      int32_t keep[POL_LANE_ROWS];
      memcpy(keep, ints(other, 4), sizeof keep);
      for (uint32_t i = 0; i < n; i++) ints(other, 4)[i] = packed(to[i]);
      run(other, (pol_step){.kernel = POL_K_MONTHS, .k = {0, 0, how}}, level);
      for (uint32_t i = 0; i < n; i++) cr_assert_eq(ints(other, 1)[i], pol_date_months_between(from[i], to[i], (pol_short_months)how));
      run(other, (pol_step){.kernel = POL_K_MONTHS_LK, .k = {0, packed(to[0]), how}}, level);
      for (uint32_t i = 0; i < n; i++) cr_assert_eq(ints(other, 1)[i], pol_date_months_between(from[i], to[0], (pol_short_months)how));
      run(other, (pol_step){.kernel = POL_K_MONTHS_KL, .k = {packed(from[0]), 0, how}}, level);
      for (uint32_t i = 0; i < n; i++) cr_assert_eq(ints(other, 1)[i], pol_date_months_between(from[0], to[i], (pol_short_months)how));
      memcpy(ints(other, 4), keep, sizeof keep);
    }
  }
}

Test(kernels, dates_made) {
  static bench b;
  uint64_t seed = 11;
  EACH_LEVEL {
    for (int32_t first = -3; first < 10010; first += 1000) {
      begin(&b, 1000);
      for (uint32_t i = 0; i < 1000; i++) {
        uint64_t r = random_bits(&seed);
        ints(&b, 3)[i] = first + (int32_t)i;
        ints(&b, 4)[i] = (int32_t)(r % 14), ints(&b, 5)[i] = (int32_t)(r >> 32 & 31) + (r >> 40 & 1 ? 0 : 2);
      }
      run(&b, (pol_step){.kernel = POL_K_MAKE_DATE}, level);
      for (uint32_t i = 0; i < 1000; i++) {
        pol_date is = 0;
        bool fine = pol_date_make(&is, ints(&b, 3)[i], ints(&b, 4)[i], ints(&b, 5)[i]);
        cr_assert(bytes(&b, 2)[i] == !fine && (!fine || ints(&b, 1)[i] == is));
      }
      for (int how = POL_SHORT_NOT_SAID; how <= POL_SHORT_NEXT_FIRST; how++) {
        run(&b, (pol_step){.kernel = POL_K_YEARLY, .k = {229, 0, how}}, level);
        for (uint32_t i = 0; i < 1000; i++) {
          pol_date is = 0;
          int32_t year = ints(&b, 3)[i];
          bool leap = pol_date_make(&is, year, 2, 29);
          bool fine = leap || (how == POL_SHORT_LAST_DAY && pol_date_make(&is, year, 2, 28)) || (how == POL_SHORT_NEXT_FIRST && pol_date_make(&is, year, 3, 1));
          cr_assert(bytes(&b, 2)[i] == !fine && (!fine || ints(&b, 1)[i] == is), "%d", year);
        }
      }
    }
  }
}

/* -- rounding, through plans: each way, at half way and beside it, of what is above and below 0, of lanes and of ratios */

static const char rounding[] =
    "facts f\n  x is number, -2,000 to 2,000\n  y is number, 0 to 40\n  z is number, -10 to 10\n  c is count, 0 to 20,000,000\n"
    "decision a is number, rounded half up to 0.5\ndecision b is number, rounded half even to 0.5\ndecision c is number, rounded half down to 0.5\n"
    "decision d is number, rounded up to 0.5\ndecision e is number, rounded down to 0.5\ndecision g is number, rounded half even to 3\n"
    "decision h is number, rounded half up to 0.01\ndecision i is number, rounded half even to 1\ndecision j is number, rounded up to 0.07\n"
    "clause 1 \"All\"\n  a is f.x\n  b is f.x\n  c is f.x * 3\n  d is f.x / 7\n  e is f.x * 1.25\n  g is f.x * f.y\n  h is f.x / f.y\n  i is f.x / f.z + f.y\n  j is f.c * f.x\n";

static void try_text(const char *text) {
  for (uint64_t seed = 1; seed <= 3; seed++) {
    world w;
    cr_assert(world_text(&w, text, seed));
    agrees(&w, "rounding", 500, seed == 3 ? 20 : 0);
    world_close(&w);
  }
}

Test(kernels, rounding) { try_text(rounding); }

Test(kernels, quotients) {
  static const int64_t divisor[] = {2, 3, 5, 7, 10, 37, 60, 100, 641, 65535, 65536, 65537, 1000003, INT32_MAX - 1, INT32_MAX};
  static bench b;
  uint64_t seed = 5;
  for (size_t j = 0; j < COUNT(divisor); j++) EACH_LEVEL {
    const int64_t d = divisor[j];
    uint32_t bits = 0;
    while (((int64_t)1 << bits) < d) bits++;
    begin(&b, 500);
    for (uint32_t i = 0; i < 500; i++) {
      int64_t times = (int64_t)(random_bits(&seed) % (uint64_t)(INT32_MAX / d + 1));
      int64_t x = times * d + (int64_t)(random_bits(&seed) % 3) - 1;
      ints(&b, 3)[i] = (int32_t)(x < 0 ? 0 : x > INT32_MAX ? INT32_MAX : x);
    }
    int64_t by = (int64_t)((((pol_u128)1 << (31 + bits)) / (pol_u128)d) + 1);
    run(&b, (pol_step){.kernel = POL_K_QUOTIENT_32, .k = {1, 0, by, 31 + bits}}, level);
    for (uint32_t i = 0; i < 500; i++) cr_assert_eq(ints(&b, 1)[i], ints(&b, 3)[i] / d, "%d / %lld", ints(&b, 3)[i], (long long)d);
    int64_t *wide = b.reg[3].at, *out = b.reg[1].at;
    for (uint32_t i = 0; i < 500; i++) wide[i] = (int64_t)(random_bits(&seed) >> (2 + i % 40)) / d * d + (int64_t)(i % 3) - 1, wide[i] = wide[i] < 0 ? 0 : wide[i];
    by = (int64_t)(uint64_t)((((pol_u128)1 << (63 + bits)) / (pol_u128)d) + 1);
    run(&b, (pol_step){.kernel = POL_K_QUOTIENT_64, .k = {1, 0, by, bits - 1}}, level);
    for (uint32_t i = 0; i < 500; i++) cr_assert_eq(out[i], wide[i] / d, "%lld / %lld", (long long)wide[i], (long long)d);
  }
}
