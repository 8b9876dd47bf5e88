/* What is written plainly, read straight into a lane's integer: both forms use it. Each says false for all else, and for what is wrong: the long way tells which. Up to
 * 8 bytes are read from the start of a text, whatever its length. Private to facts/. */
#ifndef POL_FACTS_LANE_VALUES_H
#define POL_FACTS_LANE_VALUES_H
#include "base/date.h"
#include "base/num.h"
#include <string.h>

static inline uint64_t pol_plain_8(const char *at) { /* the first byte lowest, on every machine */
  uint64_t w;
  memcpy(&w, at, 8);
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  w = __builtin_bswap64(w);
#endif
  return w;
}

static inline uint64_t pol_plain_head(const char *at, size_t n) { /* its first 8 bytes; zeros after its end */
  uint64_t w = pol_plain_8(at);
  return n >= 8 ? w : w & (((uint64_t)1 << 8 * n) - 1);
}

/* -- words: yes and no, options, parties. A table of cells, at least half of them free; a word longer than its head is compared whole */

typedef struct pol_word_cell { uint64_t head; const char *text; uint32_t n; int32_t value; } pol_word_cell; /* text NULL: free */
typedef struct pol_words { const pol_word_cell *cell; uint32_t mask; const pol_word_cell *word; uint32_t n, longest; } pol_words; /* word: the n of them in a row, as they were given */

/* Its two ends and its length. */
static inline uint32_t pol_word_hash(const char *at, size_t n, uint64_t head) {
  uint64_t tail = n > 8 ? pol_plain_8(at + n - 8) : head;
  uint64_t h = (head ^ (tail << 23 | tail >> 41) ^ n) * 0x9e3779b97f4a7c15u;
  return (uint32_t)(h >> 32);
}

static inline bool pol_plain_word(int64_t *out, const pol_words *words, const char *at, size_t n) {
  uint64_t head = pol_plain_head(at, n);
  for (uint32_t i = pol_word_hash(at, n, head) & words->mask;; i = (i + 1) & words->mask) {
    const pol_word_cell *c = &words->cell[i];
    if (!c->text) return false;
    if (c->head != head || c->n != n || (n > 8 && memcmp(c->text + 8, at + 8, n - 8) != 0)) continue;
    *out = c->value;
    return true;
  }
}

/* -- numbers */

/* Eight digits as they stand, the first lowest, already less '0'. */
static inline uint32_t pol_eight_digits(uint64_t w) {
  w = w * 10 + (w >> 8);
  w = ((w & 0x000000ff000000ffu) * 0x000f424000000064u + ((w >> 16) & 0x000000ff000000ffu) * 0x0000271000000001u) >> 32;
  return (uint32_t)w;
}

/* n digits, at most 8: false when one is none. */
static inline bool pol_short_digits(uint32_t *out, const char *at, size_t n) {
  if (!n) return *out = 0, true;
  uint64_t w = (pol_plain_8(at) ^ 0x3030303030303030u) << (8 * (8 - n)); /* what stands after them is shifted out, and zeros stand before them */
  *out = pol_eight_digits(w);
  return !((w | (w + 0x7676767676767676u)) & 0x8080808080808080u);
}

static inline bool pol_long_digits(uint64_t *out, const char *at, size_t n) { /* at most 18 */
  uint64_t v = 0;
  for (; n > 8; at += 8, n -= 8) {
    uint32_t eight;
    if (!pol_short_digits(&eight, at, 8)) return false;
    v = v * 100000000 + eight;
  }
  static const uint32_t power[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000};
  uint32_t rest;
  bool fine = pol_short_digits(&rest, at, n);
  *out = v * power[n] + rest;
  return fine;
}

/* -?D+(.D+)?, at most 18 digits with `places` of them after the point, and `decimals` written there; times 10 to the power of places. (JSON wants no needless zero in
 * front: that is for its reader to see.) */
static inline bool pol_plain_number(int64_t *out, const char *at, size_t n, unsigned places, unsigned decimals) {
  bool minus = n && *at == '-';
  at += minus, n -= minus;
  const char *point = n > 1 ? (const char *)memchr(at, '.', n) : NULL;
  size_t whole = point ? (size_t)(point - at) : n, part = point ? n - whole - 1 : 0;
  uint64_t high, low = 0;
  if (!whole || whole + places > 18 || part > decimals || (point && !part)) return false;
  if (!pol_long_digits(&high, at, whole) || !pol_long_digits(&low, at + n - part, part)) return false;
  int64_t v = (int64_t)high * pol_ten_to(places) + (int64_t)low * pol_ten_to(places - (unsigned)part);
  *out = minus ? -v : v;
  return true;
}

/* -- dates and times */

static inline bool pol_plain_date(int64_t *out, const char *at, size_t n) { /* YYYY-MM-DD */
  if (n != 10) return false;
  uint64_t w = pol_plain_8(at) ^ 0x2d30302d30303030u, day = (uint64_t)((unsigned char)at[8] ^ '0') | (uint64_t)((unsigned char)at[9] ^ '0') << 8; /* marks become 0 */
  uint64_t bad = w | (w + 0x7f76767f76767676u) | day | (day + 0x7676u);
  int32_t year = (int32_t)((w & 0xff) * 1000 + ((w >> 8) & 0xff) * 100 + ((w >> 16) & 0xff) * 10 + ((w >> 24) & 0xff));
  pol_date date;
  if (bad & 0x8080808080808080u) return false;
  if (!pol_date_make(&date, year, (int32_t)(((w >> 40) & 0xff) * 10 + ((w >> 48) & 0xff)), (int32_t)((day & 0xff) * 10 + (day >> 8)))) return false;
  *out = date;
  return true;
}

static inline bool pol_plain_time(int64_t *out, const char *at, size_t n) { /* HH:MM */
  int32_t minutes;
  if (n != 5 || !pol_time_read(&minutes, at, n)) return false;
  *out = minutes;
  return true;
}
#endif
