#include "app/cells.h"
#include "base/variant.h"
#include "ops/lane.h"
#include "pol.h"

/* What is outside comes as the nearest bound, so that whoever reads on never meets it. */
#define BETWEEN(c, low, high) ((c) < (low) ? (low) : (c) > (high) ? (high) : (c))

/* Products are made in 32 bits at least: narrower ones would be signed. */
#define MOVE_ALL(IN, OUT, WIDE, product)                      \
  for (size_t i = 0; i < n; i++) {                            \
    IN c = from[i], k = BETWEEN(c, low, high);                \
    outside = (IN)(outside | (c ^ k));                        \
    to[i] = (OUT)((WIDE)k product);                           \
  }
#define MOVE(IN, in, OUT, out, WIDE)                                                 \
  static bool move_##in##_##out(const pol_cells_job *job) {                          \
    const IN *restrict from = job->from, low = (IN)job->least, high = (IN)job->most; \
    OUT *restrict to = job->to;                                                      \
    const WIDE factor = (WIDE)job->factor;                                           \
    const size_t n = job->n;                                                         \
    IN outside = 0;                                                                  \
    if (factor == 1) MOVE_ALL(IN, OUT, WIDE, )                                       \
    else MOVE_ALL(IN, OUT, WIDE, *factor)                                            \
    return outside != 0;                                                             \
  }
#define SCAN(IN, in)                                                              \
  static bool scan_##in(const pol_cells_job *job) {                               \
    const IN *from = job->from, low = (IN)job->least, high = (IN)job->most;       \
    IN outside = 0;                                                               \
    size_t n = job->n;                                                            \
    for (size_t i = 0; i < n; i++) {                                              \
      IN c = from[i];                                                             \
      outside = (IN)(outside | (c ^ BETWEEN(c, low, high)));                      \
    }                                                                             \
    return outside != 0;                                                          \
  }
#define FROM(IN, in)                  \
  SCAN(IN, in)                        \
  MOVE(IN, in, int8_t, 8, uint32_t)   \
  MOVE(IN, in, int16_t, 16, uint32_t) \
  MOVE(IN, in, int32_t, 32, uint32_t) \
  MOVE(IN, in, int64_t, 64, uint64_t)
FROM(int8_t, 8)
FROM(int16_t, 16)
FROM(int32_t, 32)
FROM(int64_t, 64)

static void spread(uint8_t *to, const uint8_t *bits, size_t first, size_t n) {
  size_t i = 0;
  bits += first / 8;
  first %= 8;
  for (; first && i < n; i++, first = (first + 1) % 8) {
    to[i] = (uint8_t)(*bits >> first & 1);
    if (first == 7) bits++;
  }
  for (; i + 8 <= n; i += 8, bits++)
    for (int k = 0; k < 8; k++) to[i + (size_t)k] = (uint8_t)(*bits >> k & 1);
  for (int k = 0; i < n; i++, k++) to[i] = (uint8_t)(*bits >> k & 1);
}

static void states(uint8_t *to, const uint8_t *known, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = known[i] ? POL_CELL(POL_KNOWN, 0) : POL_CELL(POL_UNKNOWN, 0);
}

/* Permitted, refused and referred have the same number; there is nothing else but the two that are not applicable. */
_Static_assert((int)POL_DECIDED_REFUSED == (int)POL_OUT_REFUSED && (int)POL_DECIDED_REFERRED == (int)POL_OUT_REFERRED && (int)POL_DECIDED_PERMITTED == (int)POL_OUT_PERMITTED, "as they are here");
_Static_assert(POL_DECIDED_NOT_APPLICABLE == 0 && POL_OUT_OUT_OF_SCOPE == 0, "and this one");
static void outcomes(uint8_t *to, const uint8_t *outcome, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = outcome[i] == POL_OUT_SILENT ? POL_DECIDED_NOT_APPLICABLE : outcome[i];
}

static void values(uint8_t *to, const uint8_t *state, size_t n) {
  for (size_t i = 0; i < n; i++) to[i] = (state[i] & 3) == POL_KNOWN ? POL_DECIDED_VALUE : POL_DECIDED_NOT_APPLICABLE;
}

const pol_cells_kernels POL_VARIED(pol_cells_kernels);
const pol_cells_kernels POL_VARIED(pol_cells_kernels) = {
    .move = {{move_8_8, move_8_16, move_8_32, move_8_64}, {move_16_8, move_16_16, move_16_32, move_16_64}, {move_32_8, move_32_16, move_32_32, move_32_64}, {move_64_8, move_64_16, move_64_32, move_64_64}},
    .scan = {scan_8, scan_16, scan_32, scan_64},
    .spread = spread,
    .states = states,
    .outcomes = outcomes,
    .values = values,
};
