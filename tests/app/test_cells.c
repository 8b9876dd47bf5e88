/* Arrays of one width into arrays of another, in every width, at every level of the processor, against the same said one number at a time. */
#include "app/cells.h"
#include "base/random.h"
#include "ops/lane.h"
#include "pol.h"
#include "support/policy.h"
#include <criterion/criterion.h>
#include <string.h>

enum { MOST = 133 };
#define EACH_LEVEL for (pol_cpu level = POL_CPU_PORTABLE; level <= pol_cpu_level(); level++)

static int64_t number(const void *at, int width, size_t i) {
  return width == 0 ? ((const int8_t *)at)[i] : width == 1 ? ((const int16_t *)at)[i] : width == 2 ? ((const int32_t *)at)[i] : ((const int64_t *)at)[i];
}

static void put(void *at, int width, size_t i, int64_t x) {
  if (width == 0) ((int8_t *)at)[i] = (int8_t)x;
  else if (width == 1) ((int16_t *)at)[i] = (int16_t)x;
  else if (width == 2) ((int32_t *)at)[i] = (int32_t)x;
  else ((int64_t *)at)[i] = x;
}

/* Numbers from -5 to 6; `outside`: 1 the last is below, 2 above. */
static void fill(int64_t *from, int width, size_t n, int outside, uint64_t *seed) {
  for (size_t i = 0; i < n; i++) put(from, width, i, (int64_t)(random_bits(seed) % 12) - 5);
  if (outside && n) put(from, width, n - 1, outside == 1 ? -6 : 7);
}

Test(cells, moved) {
  static int64_t from[MOST], to[MOST + 1];
  static const size_t counts[] = {0, 1, 7, 64, MOST};
  uint64_t seed = 1;
  EACH_LEVEL for (int in = 0; in < 4; in++) for (int out = 0; out < 4; out++) for (size_t of = 0; of < COUNT(counts); of++) for (int outside = 0; outside < 3; outside++) {
    const size_t n = counts[of];
    const pol_cells_kernels *kernels = pol_cells_at(level);
    fill(from, in, n, outside, &seed);
    for (int64_t factor = 1; factor <= 10; factor += 9) {
      const pol_cells_job job = {.from = from, .to = to, .n = n, .least = -5, .most = 6, .factor = factor};
      memset(to, 0x55, sizeof to);
      cr_assert_eq(kernels->move[in][out](&job), n && outside, "%d to %d, %zu", in, out, n);
      for (size_t i = 0; i < n; i++) {
        int64_t x = number(from, in, i);
        cr_assert_eq(number(to, out, i), factor * (x < -5 ? -5 : x > 6 ? 6 : x), "%d to %d, row %zu of %zu", in, out, i, n);
      }
      cr_assert_eq(number(to, 0, n << out), 0x55, "written past its end");
      cr_assert_eq(kernels->scan[in](&job), n && outside);
    }
  }
}

Test(cells, bits) {
  static uint8_t bits[MOST / 8 + 2], to[MOST];
  uint64_t seed = 2;
  for (size_t i = 0; i < sizeof bits; i++) bits[i] = (uint8_t)random_bits(&seed);
  EACH_LEVEL for (size_t first = 0; first < 17; first++) for (size_t n = 0; first + n <= MOST; n += n < 10 ? 1 : 41) {
    memset(to, 0x55, sizeof to);
    pol_cells_at(level)->spread(to, bits, first, n);
    for (size_t i = 0; i < n; i++) cr_assert_eq(to[i], bits[(first + i) / 8] >> (first + i) % 8 & 1, "bit %zu from %zu", i, first);
    cr_assert(n == MOST || to[n] == 0x55);
  }
}

Test(cells, states_and_outcomes) {
  static const uint8_t given[] = {0, 1, 255};
  static const struct { uint8_t outcome, decided; } row[] = {{POL_OUT_PERMITTED, POL_DECIDED_PERMITTED}, {POL_OUT_REFUSED, POL_DECIDED_REFUSED}, {POL_OUT_REFERRED, POL_DECIDED_REFERRED},
                                                            {POL_OUT_SILENT, POL_DECIDED_NOT_APPLICABLE}, {POL_OUT_OUT_OF_SCOPE, POL_DECIDED_NOT_APPLICABLE}};
  EACH_LEVEL {
    uint8_t to[COUNT(row)], from[COUNT(row)];
    pol_cells_at(level)->states(to, given, COUNT(given));
    for (size_t i = 0; i < COUNT(given); i++) cr_assert_eq(to[i], given[i] ? POL_CELL(POL_KNOWN, 0) : POL_CELL(POL_UNKNOWN, 0));
    for (size_t i = 0; i < COUNT(row); i++) from[i] = row[i].outcome;
    pol_cells_at(level)->outcomes(to, from, COUNT(row));
    for (size_t i = 0; i < COUNT(row); i++) cr_assert_eq(to[i], row[i].decided, "%zu", i);
    from[0] = POL_CELL(POL_KNOWN, 0), from[1] = POL_CELL(POL_NOT_APPLICABLE, 0);
    pol_cells_at(level)->values(to, from, 2);
    cr_assert(to[0] == POL_DECIDED_VALUE && to[1] == POL_DECIDED_NOT_APPLICABLE);
  }
}

/* A level that there are no kernels for is the next lower one. */
Test(cells, levels) {
  for (pol_cpu level = POL_CPU_PORTABLE; level < POL_CPUS; level++) cr_assert(pol_cells_at(level));
}
