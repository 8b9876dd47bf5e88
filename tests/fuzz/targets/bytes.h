/* An input that is read as a row of choices: bytes from its beginning, nothing but zeros after its end. */
#ifndef POL_TESTS_FUZZ_BYTES_H
#define POL_TESTS_FUZZ_BYTES_H
#include "fuzz/fuzz.h"

typedef struct bytes { const uint8_t *at, *end; } bytes;

static inline uint8_t take(bytes *b) { return b->at < b->end ? *b->at++ : 0; }
static inline uint32_t take_below(bytes *b, uint32_t n) { return n > 1 ? take(b) % n : 0; }

/* Of one to eight bytes, so that most are small. */
static inline int64_t take_number(bytes *b, unsigned width) {
  uint64_t v = 0;
  for (unsigned i = 0; i < width; i++) v = v << 8 | take(b);
  unsigned unused = 64 - 8 * width;
  return width ? (int64_t)(v << unused) >> unused : 0;
}
#endif
