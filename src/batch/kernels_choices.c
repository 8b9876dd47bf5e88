/* Kernels that choose between values by what is true, in four widths. */
#include "batch/rows.h"

/* -- one of two */

#define SELECT_OF(name, bits, T, yes, no)                                   \
  POL_KERNEL(name##_##bits) {                                               \
    T *out = POL_LANE(T, s->out);                                           \
    const uint8_t *when = POL_LANE(const uint8_t, s->c);                    \
    const T *a = POL_LANE(const T, s->a), *b = POL_LANE(const T, s->b);     \
    const T k0 = (T)s->k[0], k1 = (T)s->k[1];                               \
    const uint32_t n = c->n;                                                \
    (void)a, (void)b, (void)k0, (void)k1;                                   \
    POL_EACH_ROW(out[i] = when[i] ? yes : no);                               \
  }
#define SELECTS(bits, T)                        \
  SELECT_OF(SELECT, bits, T, a[i], b[i])        \
  SELECT_OF(SELECT_LK, bits, T, a[i], k1)       \
  SELECT_OF(SELECT_KL, bits, T, k0, b[i])       \
  SELECT_OF(SELECT_KK, bits, T, k0, k1)
POL_FOR_WIDTHS(SELECTS)

/* -- the value of several rules. Marks: 0 no rule spoke yet, 1 one did, 3 two did and differ */

#define PICK_OF(name, bits, T, first, other)                                                       \
  POL_KERNEL(name##_##bits) {                                                                      \
    T *out = POL_LANE(T, s->out);                                                                  \
    uint8_t *out_mark = POL_LANE(uint8_t, s->out2);                                                \
    const uint8_t *mark = POL_LANE(const uint8_t, s->b), *when = POL_LANE(const uint8_t, s->s);    \
    const T *a = POL_LANE(const T, s->a), *b = POL_LANE(const T, s->c);                            \
    const T k0 = (T)s->k[0], k1 = (T)s->k[1];                                                      \
    const uint32_t n = c->n;                                                                       \
    (void)a, (void)b, (void)k0, (void)k1;                                                          \
    POL_EACH_ROW({                                                                                 \
      T x = first, y = other;                                                                      \
      uint8_t m = mark[i], w = when[i];                                                            \
      out[i] = (w & ~m & 1) ? y : x;                                                               \
      out_mark[i] = (uint8_t)(m | w | (uint8_t)((uint8_t)(w & m & (x != y)) << 1));                \
    });                                                                                              \
  }
#define EXTREME_OF(name, bits, T, better)                                                          \
  POL_KERNEL(name##_##bits) {                                                                      \
    T *out = POL_LANE(T, s->out);                                                                  \
    uint8_t *out_mark = POL_LANE(uint8_t, s->out2);                                                \
    const uint8_t *mark = POL_LANE(const uint8_t, s->b), *when = POL_LANE(const uint8_t, s->s);    \
    const T *a = POL_LANE(const T, s->a), *b = POL_LANE(const T, s->c);                            \
    const uint32_t n = c->n;                                                                       \
    POL_EACH_ROW({                                                                                 \
      T x = a[i], y = b[i];                                                                        \
      uint8_t m = mark[i], w = when[i];                                                            \
      out[i] = (w & (~m | (better)) & 1) ? y : x;                                                  \
      out_mark[i] = (uint8_t)(m | w);                                                              \
    });                                                                                              \
  }
#define PICKS(bits, T)                        \
  PICK_OF(PICK, bits, T, a[i], b[i])          \
  PICK_OF(PICK_LK, bits, T, a[i], k1)         \
  PICK_OF(PICK_KL, bits, T, k0, b[i])         \
  PICK_OF(PICK_KK, bits, T, k0, k1)           \
  EXTREME_OF(PICK_LEAST, bits, T, y < x)      \
  EXTREME_OF(PICK_GREATEST, bits, T, y > x)
POL_FOR_WIDTHS(PICKS)

/* -- by states: where all is known nothing is written, the lane is that of the value itself */

#define BY_STATE(name, bits, T, test, other)                                \
  POL_KERNEL(name##_##bits) {                                               \
    const T *a = POL_LANE(const T, s->a), *b = POL_LANE(const T, s->b);     \
    const uint8_t *state = POL_LANE(const uint8_t, s->s);                   \
    const T k0 = (T)s->k[0];                                                \
    const uint32_t n = c->n;                                                \
    (void)b, (void)k0;                                                      \
    c->reg[s->out].at = c->reg[s->s].stated ? c->reg[s->out].own : c->reg[s->a].at; \
    T *out = POL_LANE(T, s->out);                                           \
    if (c->reg[s->s].stated) POL_EACH_ROW(out[i] = (test) ? other : a[i]);   \
  }
#define BY_STATES(bits, T)                                            \
  BY_STATE(PRESUME, bits, T, state[i] == POL_ST_OPEN, b[i])           \
  BY_STATE(PRESUME_K, bits, T, state[i] == POL_ST_OPEN, k0)           \
  BY_STATE(KNOWN_OR, bits, T, state[i] != POL_ST_KNOWN, k0)
POL_FOR_WIDTHS(BY_STATES)

POL_KERNEL(PACK_PERIOD) {
  int64_t *out = POL_LANE(int64_t, s->out);
  const int32_t *a = POL_LANE(const int32_t, s->a), *b = POL_LANE(const int32_t, s->b);
  const uint32_t n = c->n;
  POL_EACH_ROW(out[i] = (int64_t)((uint64_t)(uint32_t)a[i] << 32 | (uint32_t)b[i]));
}

const pol_step_kernel POL_VARIED(pol_batch_choices)[POL_BATCH_KERNELS] = {
    POL_ENTRIES(SELECT) POL_ENTRIES(SELECT_LK) POL_ENTRIES(SELECT_KL) POL_ENTRIES(SELECT_KK)
    POL_ENTRIES(PICK) POL_ENTRIES(PICK_LK) POL_ENTRIES(PICK_KL) POL_ENTRIES(PICK_KK) POL_ENTRIES(PICK_LEAST) POL_ENTRIES(PICK_GREATEST)
    POL_ENTRIES(PRESUME) POL_ENTRIES(PRESUME_K) POL_ENTRIES(KNOWN_OR)
    [POL_K_PACK_PERIOD] = PACK_PERIOD,
};
