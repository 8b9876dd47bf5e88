/* The loop over rows: numbers eight digits at a time in a register, words and ids in copies of a fixed size, whatever their length. */
#include "render/ledger_column.h"
#include <string.h>

static inline int64_t value_at(const pol_ledger_column *c, uint32_t row) {
  switch (c->width) {
  case POL_LANE_8: return ((const int8_t *)c->at)[row];
  case POL_LANE_16: return ((const int16_t *)c->at)[row];
  case POL_LANE_32: return ((const int32_t *)c->at)[row];
  default: return ((const int64_t *)c->at)[row];
  }
}

static inline char *put_word(char *to, const pol_ledger_word *w) {
  memcpy(to, w->text, POL_CELL_ROOM);
  if (__builtin_expect(w->n > POL_CELL_ROOM, 0)) memcpy(to + POL_CELL_ROOM, w->text + POL_CELL_ROOM, w->n - POL_CELL_ROOM);
  return to + w->n;
}

/* The digits of v < 10^8, one a byte, the first one lowest. */
static inline uint64_t digits_of(uint32_t v) {
  uint64_t low = v % 10000, high = v / 10000, four = high | low << 32;
  uint64_t hundreds = (four * 10486 >> 20) & 0x7f0000007f, two = hundreds | (four - 100 * hundreds) << 16;
  uint64_t tens = (two * 103 >> 10) & 0x000f000f000f000f;
  return tens | (two - 10 * tens) << 8;
}

/* Of eight digits, how many noughts come first. One of them is none, or made to seem so. */
static inline uint64_t first_zeros(uint64_t digits) { return (uint64_t)__builtin_ctzll(digits) / 8; }

static inline void put_eight(char *to, uint64_t digits) {
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  digits = __builtin_bswap64(digits);
#endif
  memcpy(to, &digits, 8);
}

/* places < 8 */
static inline char *put_short(char *to, const pol_ledger_column *c, int64_t v) {
  int64_t all = v * c->times;
  *to++ = ',';
  *to = '-';
  to += all < 0;
  uint64_t digits = digits_of((uint32_t)(all < 0 ? -all : all));
  uint64_t whole = 8u - c->places, zeros = first_zeros(digits | (uint64_t)1 << (8 * (whole - 1)));
  const uint64_t noughts = 0x3030303030303030;
  put_eight(to, (digits | noughts) >> (8 * zeros));
  to += whole - zeros;
  if (!c->places) return to;
  uint64_t after = digits >> (8 * whole); /* the places; at most seven */
  uint64_t kept = 8u - (uint64_t)(after ? __builtin_clzll(after) : 64) / 8; /* those after which there are only noughts */
  if (kept < c->least) kept = c->least;
  *to = '.';
  put_eight(to + 1, after | noughts);
  return to + kept + (kept > 0);
}

static inline char *put_long(char *to, const pol_ledger_column *c, int64_t v) {
  int64_t all = v * c->times;
  uint64_t left = (uint64_t)(all < 0 ? -all : all);
  char room[32];
  put_eight(room, digits_of((uint32_t)(left / 100000000)) | 0x3030303030303030);
  put_eight(room + 8, digits_of((uint32_t)(left % 100000000)) | 0x3030303030303030);
  uint32_t whole = 16u - c->places, zeros = 0, kept = c->places;
  while (zeros + 1 < whole && room[zeros] == '0') zeros++;
  while (kept > c->least && room[whole + kept - 1] == '0') kept--;
  *to++ = ',';
  *to = '-';
  to += all < 0;
  memcpy(to, room + zeros, 16);
  to += whole - zeros;
  if (!kept) return to;
  *to++ = '.';
  memcpy(to, room + whole, 16);
  return to + kept;
}

static inline char *put_two(char *to, uint32_t v) {
  to[0] = (char)('0' + v / 10);
  to[1] = (char)('0' + v % 10);
  return to + 2;
}

static inline char *put_date(char *to, pol_date d) {
  pol_ymd ymd = pol_date_split(d);
  *to++ = ',';
  to = put_two(to, (uint32_t)ymd.year / 100);
  to = put_two(to, (uint32_t)ymd.year % 100);
  *to++ = '-';
  to = put_two(to, (uint32_t)ymd.month);
  *to++ = '-';
  return put_two(to, (uint32_t)ymd.day);
}

static inline char *put_time(char *to, uint32_t minutes) {
  *to++ = ',';
  to = put_two(to, minutes / 60);
  *to++ = ':';
  return put_two(to, minutes % 60);
}

/* Whether an id of at most 16 bytes can stand as it is. The bytes after it may be anything. */
static inline bool is_plain(const char *id, uint32_t n) {
  unsigned char bad = 0;
  for (uint32_t i = 0; i < 16; i++) {
    unsigned char b = (unsigned char)id[i], here = i < n;
    bad |= (unsigned char)(here & (b == ',' || b == '"' || b == '\r' || b == '\n' || b == '\0'));
  }
  return !bad && !(n && (id[0] == ' ' || id[n - 1] == ' '));
}

static inline char *put_id(char *to, const char *id, uint32_t n) {
  if (!id) return to;
  if (__builtin_expect(n > 16 || !is_plain(id, n), 0)) return pol_ledger_field(to, id, n);
  memcpy(to, id, 16);
  return to + n;
}

static inline char *put_cell(char *to, const pol_ledger_run *run, const pol_ledger_column *c, uint32_t row) {
  if (__builtin_expect(c->state != NULL, 0) && c->state[row] != 0) return put_word(to, &c->absent);
  switch (c->kind) {
  case POL_LEDGER_WORD: return put_word(to, &c->word[value_at(c, row)]);
  case POL_LEDGER_SHORT: to = put_short(to, c, value_at(c, row)); break;
  case POL_LEDGER_LONG: to = put_long(to, c, value_at(c, row)); break;
  case POL_LEDGER_DATE: to = put_date(to, (pol_date)value_at(c, row)); break;
  case POL_LEDGER_TIME: to = put_time(to, (uint32_t)value_at(c, row)); break;
  case POL_LEDGER_TEXT: {
    size_t start = run->texts ? c->end[run->texts - 1] : 0, n = c->end[run->texts] - start;
    memcpy(to, c->text + start, n);
    return to + n;
  }
  }
  if (c->known.n) to = put_word(to, &c->known);
  return to;
}

static char *put_told(pol_ledger_run *run, char *to) {
  const pol_ledger_rows *r = run->rows;
  size_t start = run->tolds ? r->told_end[run->tolds - 1] : 0, n = r->told_end[run->tolds] - start;
  if (n > (size_t)(run->end - to)) return NULL;
  memcpy(to, r->told_text + start, n);
  run->tolds++;
  return to + n;
}

char *POL_VARIED(pol_ledger_write_rows)(pol_ledger_run *run, char *to) {
  const pol_ledger_rows *r = run->rows;
  const pol_ledger_column *last = run->column + run->columns;
  for (; run->row < r->n; run->row++) {
    uint32_t row = run->row;
    if (r->told && r->told[row]) {
      char *next = put_told(run, to);
      if (!next) return to;
      to = next;
      continue;
    }
    uint32_t id = r->id[row] ? r->id_length[row] : 0;
    if (run->most + 2 * (size_t)id > (size_t)(run->end - to)) return to;
    to = put_id(to, r->id[row], id);
    for (const pol_ledger_column *c = run->column; c < last; c++) to = put_cell(to, run, c, row);
    run->texts++;
    *to++ = '\n';
  }
  return to;
}
