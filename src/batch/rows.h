/* What the files of kernels share: rows of lanes, in loops that a compiler turns into vectors. Private to batch. Every lane is written row by row from the same rows of others, so that
 * no row depends on another and a lane may be written over one that it is made of. */
#ifndef POL_BATCH_ROWS_H
#define POL_BATCH_ROWS_H
#include "batch/step.h"

/* POL_EACH_ROW(body): for few rows a plain loop, which costs less than getting a vector going; the barrier keeps it plain. */
#ifdef __clang__
#define POL_APART _Pragma("clang loop vectorize(assume_safety)")
#else
#define POL_APART _Pragma("GCC ivdep")
#endif
enum { POL_FEW_ROWS = 4 };
#define POL_EACH_ROW(...)                         \
  do {                                            \
    if (n < POL_FEW_ROWS) {                       \
      for (uint32_t i = 0; i < n; i++) {          \
        __VA_ARGS__;                              \
        __asm__ volatile("");                     \
      }                                           \
    } else {                                      \
      POL_APART for (uint32_t i = 0; i < n; i++) { \
        __VA_ARGS__;                              \
      }                                           \
    }                                             \
  } while (0)
#define POL_KERNEL(name) static void name(const pol_step *s, const pol_step_call *c)
#define POL_LANE(T, r) ((T *)c->reg[r].at)
#define POL_FOR_WIDTHS(X) X(8, int8_t) X(16, int16_t) X(32, int32_t) X(64, int64_t)
#define POL_ENTRY(name, bits) [POL_K_##name##_##bits] = name##_##bits,
#define POL_ENTRIES(name) POL_ENTRY(name, 8) POL_ENTRY(name, 16) POL_ENTRY(name, 32) POL_ENTRY(name, 64)

/* Whether some byte is not 0. */
static inline bool pol_any_byte(const uint8_t *at, uint32_t n) {
  uint8_t any = 0;
  for (uint32_t i = 0; i < n; i++) any |= at[i];
  return any != 0;
}
#endif
