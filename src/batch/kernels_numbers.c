/* Kernels over numbers: sums, products, comparisons, quotients, in four widths. That nothing overflows was shown when the plan was made. */
#include "batch/rows.h"
#include "base/num.h"

/* -- one, two lanes */

#define UNARY(name, bits, T, value)                            \
  POL_KERNEL(name##_##bits) {                                  \
    T *out = POL_LANE(T, s->out);                              \
    const T *a = POL_LANE(const T, s->a);                      \
    const T k0 = (T)s->k[0], k1 = (T)s->k[1];                  \
    const uint32_t n = c->n;                                   \
    (void)k1;                                                  \
    POL_EACH_ROW(out[i] = (T)(value));                          \
  }
#define BINARY(name, bits, T, value)                           \
  POL_KERNEL(name##_##bits) {                                  \
    T *out = POL_LANE(T, s->out);                              \
    const T *a = POL_LANE(const T, s->a), *b = POL_LANE(const T, s->b); \
    const uint32_t n = c->n;                                   \
    POL_EACH_ROW(out[i] = (T)(value));                          \
  }
#define TEST(name, bits, T, value)                             \
  POL_KERNEL(name##_##bits) {                                  \
    uint8_t *out = POL_LANE(uint8_t, s->out);                  \
    const T *a = POL_LANE(const T, s->a), *b = POL_LANE(const T, s->b); \
    const uint32_t n = c->n;                                   \
    POL_EACH_ROW(out[i] = (uint8_t)(value));                    \
  }
#define TEST_K(name, bits, T, value)                           \
  POL_KERNEL(name##_##bits) {                                  \
    uint8_t *out = POL_LANE(uint8_t, s->out);                  \
    const T *a = POL_LANE(const T, s->a);                      \
    const T k0 = (T)s->k[0], k1 = (T)s->k[1];                  \
    const uint32_t n = c->n;                                   \
    (void)k1;                                                  \
    POL_EACH_ROW(out[i] = (uint8_t)(value));                    \
  }
#define ALL(bits, T)                                           \
  UNARY(LIN, bits, T, a[i] * k0 + k1)                          \
  UNARY(MINK, bits, T, a[i] < k0 ? a[i] : k0)                  \
  UNARY(MAXK, bits, T, a[i] > k0 ? a[i] : k0)                  \
  BINARY(ADD, bits, T, a[i] + b[i])                            \
  BINARY(SUB, bits, T, a[i] - b[i])                            \
  BINARY(MUL, bits, T, a[i] * b[i])                            \
  BINARY(MIN, bits, T, a[i] < b[i] ? a[i] : b[i])              \
  BINARY(MAX, bits, T, a[i] > b[i] ? a[i] : b[i])              \
  TEST_K(LTK, bits, T, a[i] < k0)                              \
  TEST_K(GTK, bits, T, a[i] > k0)                              \
  TEST_K(EQK, bits, T, a[i] == k0)                             \
  TEST_K(NEK, bits, T, a[i] != k0)                             \
  TEST_K(BETWEEN, bits, T, (a[i] >= k0) & (a[i] <= k1))        \
  TEST(LT, bits, T, a[i] < b[i])                               \
  TEST(LE, bits, T, a[i] <= b[i])                              \
  TEST(EQ, bits, T, a[i] == b[i])                              \
  TEST(NE, bits, T, a[i] != b[i])
POL_FOR_WIDTHS(ALL)

#define FILLED(bits, T)                                        \
  POL_KERNEL(FILL_##bits) {                                    \
    T *out = POL_LANE(T, s->out);                              \
    const T k = (T)s->k[0];                                    \
    const uint32_t n = c->n;                                   \
    POL_EACH_ROW(out[i] = k);                                   \
  }                                                            \
  POL_KERNEL(IN_##bits) {                                      \
    uint8_t *out = POL_LANE(uint8_t, s->out);                  \
    const T *a = POL_LANE(const T, s->a);                      \
    const uint32_t n = c->n;                                   \
    for (uint32_t j = 0; j < s->n; j++) {                      \
      const T k = (T)c->operand[s->at + j].k;                  \
      if (j == 0) POL_EACH_ROW(out[i] = a[i] == k);             \
      else POL_EACH_ROW(out[i] = (uint8_t)(out[i] | (a[i] == k))); \
    }                                                          \
  }
POL_FOR_WIDTHS(FILLED)

/* Where what is asked for is below 32, shifts of 32 bits are enough. */
#define BITS_OF(bits, T)                                       \
  POL_KERNEL(BITS_##bits) {                                    \
    uint8_t *out = POL_LANE(uint8_t, s->out);                  \
    const T *a = POL_LANE(const T, s->a);                      \
    const uint64_t set = (uint64_t)s->k[0];                    \
    const uint32_t low = (uint32_t)set, n = c->n;              \
    if (s->k[1] < 32) POL_EACH_ROW(out[i] = (uint8_t)(low >> ((uint32_t)a[i] & 31) & 1)); \
    else POL_EACH_ROW(out[i] = (uint8_t)(set >> ((uint64_t)a[i] & 63) & 1)); \
  }
POL_FOR_WIDTHS(BITS_OF)

#define CONVERT(from, to)                                      \
  POL_KERNEL(TO_##from##_##to) {                               \
    int##to##_t *out = POL_LANE(int##to##_t, s->out);          \
    const int##from##_t *a = POL_LANE(const int##from##_t, s->a); \
    const uint32_t n = c->n;                                   \
    POL_EACH_ROW(out[i] = (int##to##_t)a[i]);                   \
  }
CONVERT(8, 16) CONVERT(8, 32) CONVERT(8, 64) CONVERT(16, 32) CONVERT(16, 64) CONVERT(32, 64)
CONVERT(16, 8) CONVERT(32, 8) CONVERT(64, 8) CONVERT(32, 16) CONVERT(64, 16) CONVERT(64, 32)

/* -- quotients by a constant: a multiplication, since the dividend is below 2^31 (2^63) and the multiplier was chosen for that */

static inline uint32_t divide_32(uint32_t x, uint64_t by, uint32_t shift) { return (uint32_t)((uint64_t)x * by >> shift); }
static inline uint64_t divide_64(uint64_t x, uint64_t by, uint32_t shift) { return (uint64_t)((pol_u128)x * by >> 64) >> shift; }

#define QUOTIENTS(bits, T, U)                                                               \
  POL_KERNEL(QUOTIENT_##bits) {                                                             \
    T *out = POL_LANE(T, s->out);                                                           \
    const T *a = POL_LANE(const T, s->a);                                                   \
    const T k0 = (T)s->k[0], k1 = (T)s->k[1];                                               \
    const uint64_t by = (uint64_t)s->k[2];                                                  \
    const uint32_t shift = (uint32_t)s->k[3], n = c->n;                                     \
    POL_EACH_ROW(out[i] = (T)divide_##bits((U)(a[i] * k0 + k1), by, shift));                 \
  }                                                                                         \
  POL_KERNEL(QUOTIENT_SIGNED_##bits) {                                                      \
    T *out = POL_LANE(T, s->out);                                                           \
    const T *a = POL_LANE(const T, s->a);                                                   \
    const T k0 = (T)s->k[0], k1 = (T)s->k[1];                                               \
    const uint64_t by = (uint64_t)s->k[2];                                                  \
    const uint32_t shift = (uint32_t)s->k[3], n = c->n;                                     \
    POL_EACH_ROW({                                                                          \
      T x = (T)(a[i] * k0), sign = (T)-(x < 0);                                             \
      T q = (T)divide_##bits((U)((x ^ sign) - sign + k1), by, shift);                       \
      out[i] = (T)((q ^ sign) - sign);                                                      \
    });                                                                                       \
  }                                                                                         \
  /* b is the quotient of |x| + k1, k1 being half of the divisor k2, which is even: where nothing is left x was half way */ \
  POL_KERNEL(EVEN_##bits) {                                                                 \
    T *out = POL_LANE(T, s->out);                                                           \
    const T *a = POL_LANE(const T, s->a), *b = POL_LANE(const T, s->b);                     \
    const T k0 = (T)s->k[0], k1 = (T)s->k[1], k2 = (T)s->k[2];                              \
    const uint32_t n = c->n;                                                                \
    POL_EACH_ROW({                                                                          \
      T x = (T)(a[i] * k0), sign = (T)-(x < 0), q = (T)((b[i] ^ sign) - sign);              \
      T half = ((x ^ sign) - sign + k1) == q * k2;                                          \
      q = (T)(q - (half & q & 1));                                                          \
      out[i] = (T)((q ^ sign) - sign);                                                      \
    });                                                                                       \
  }
QUOTIENTS(32, int32_t, uint32_t)
QUOTIENTS(64, int64_t, uint64_t)

/* -- quotients of two lanes; the second is above 0 */

POL_KERNEL(ROUND_RATIO) {
  int64_t *out = POL_LANE(int64_t, s->out);
  const int64_t *a = POL_LANE(const int64_t, s->a), *b = POL_LANE(const int64_t, s->b);
  const pol_round mode = (pol_round)s->k[2];
  for (uint32_t i = 0; i < c->n; i++) {
    int64_t x = a[i] * s->k[0];
    bool negative = x < 0;
    uint64_t top = negative ? -(uint64_t)x : (uint64_t)x, by = (uint64_t)(b[i] * s->k[1]);
    uint64_t q = top / by, rest = top - q * by, other = by - rest;
    int half = (rest > other) - (rest < other);
    if (rest != 0 && pol_round_away(mode, negative, (q & 1) != 0, half)) q++;
    out[i] = negative ? -(int64_t)q : (int64_t)q;
  }
}

POL_KERNEL(NOT_ZERO) {
  int64_t *out = POL_LANE(int64_t, s->out);
  const int64_t *a = POL_LANE(const int64_t, s->a);
  uint8_t *state = POL_LANE(uint8_t, s->out2), any = 0;
  for (uint32_t i = 0; i < c->n; i++) {
    state[i] = a[i] == 0 ? POL_ST_OPEN : POL_ST_KNOWN;
    any |= state[i];
    out[i] = a[i] == 0 ? 1 : a[i];
  }
  c->reg[s->out2].stated = any != 0;
}

const pol_step_kernel POL_VARIED(pol_batch_numbers)[POL_BATCH_KERNELS] = {
    POL_ENTRIES(FILL) POL_ENTRIES(LIN) POL_ENTRIES(ADD) POL_ENTRIES(SUB) POL_ENTRIES(MUL) POL_ENTRIES(MINK) POL_ENTRIES(MAXK) POL_ENTRIES(MIN) POL_ENTRIES(MAX)
    POL_ENTRIES(LTK) POL_ENTRIES(GTK) POL_ENTRIES(EQK) POL_ENTRIES(NEK) POL_ENTRIES(BETWEEN) POL_ENTRIES(LT) POL_ENTRIES(LE) POL_ENTRIES(EQ) POL_ENTRIES(NE)
    POL_ENTRIES(BITS) POL_ENTRIES(IN)
    POL_ENTRY(TO_8, 16) POL_ENTRY(TO_8, 32) POL_ENTRY(TO_8, 64) POL_ENTRY(TO_16, 32) POL_ENTRY(TO_16, 64) POL_ENTRY(TO_32, 64)
    POL_ENTRY(TO_16, 8) POL_ENTRY(TO_32, 8) POL_ENTRY(TO_64, 8) POL_ENTRY(TO_32, 16) POL_ENTRY(TO_64, 16) POL_ENTRY(TO_64, 32)
    POL_ENTRY(QUOTIENT, 32) POL_ENTRY(QUOTIENT, 64) POL_ENTRY(QUOTIENT_SIGNED, 32) POL_ENTRY(QUOTIENT_SIGNED, 64) POL_ENTRY(EVEN, 32) POL_ENTRY(EVEN, 64)
    [POL_K_ROUND_RATIO] = ROUND_RATIO, [POL_K_NOT_ZERO] = NOT_ZERO,
};
