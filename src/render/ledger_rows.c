/* The loop over rows. Numbers of up to eight digits are made into text for a strip of rows at a time, in steps that compilers turn into wide ones; then words, numbers and ids are copied in
 * pieces of a fixed size, whatever their length. */
#include "render/decisions.h"
#include "render/ledger_column.h"
#include <string.h>
#if defined __SSE2__
#include <emmintrin.h>
#endif

static inline int64_t value_at(const pol_ledger_column *c, uint32_t row) {
  switch (c->width) {
  case POL_LANE_8: return ((const int8_t *)c->at)[row];
  case POL_LANE_16: return ((const int16_t *)c->at)[row];
  case POL_LANE_32: return ((const int32_t *)c->at)[row];
  default: return ((const int64_t *)c->at)[row];
  }
}

/* -- numbers, a strip at a time. Text is made in words whose lowest byte comes first. */

static const uint64_t noughts = 0x3030303030303030;

#define TAKE(type)                                                          \
  {                                                                         \
    const type *restrict at = (const type *)c->at + row;                    \
    for (uint32_t i = 0; i < n; i++) digits[i] = (uint32_t)at[i] * times;   \
    break;                                                                  \
  }

static inline void take(pol_ledger_strip *s, const pol_ledger_column *c, uint32_t row, uint32_t n) {
  uint32_t *restrict digits = s->digits, *restrict minus = s->minus, times = (uint32_t)c->times;
  switch (c->width) {
  case POL_LANE_8: TAKE(int8_t)
  case POL_LANE_16: TAKE(int16_t)
  case POL_LANE_32: TAKE(int32_t)
  default: TAKE(int64_t)
  }
  for (uint32_t i = 0; c->negative && i < POL_LEDGER_STRIP; i++) {
    minus[i] = digits[i] >> 31;
    digits[i] = minus[i] ? 0 - digits[i] : digits[i];
  }
}

/* The eight digits of each, one a byte: of four and four, of two and two, of one and one. */
static inline void make_digits(uint64_t *restrict to, const uint32_t *restrict v) {
  uint32_t two[2 * POL_LEDGER_STRIP];
  uint16_t one[4 * POL_LEDGER_STRIP];
  for (uint32_t i = 0; i < POL_LEDGER_STRIP; i++) {
    uint64_t high = (uint64_t)v[i] * 0xd1b71759u >> 45;
    to[i] = high | (v[i] - high * 10000) << 32;
  }
  memcpy(two, to, sizeof two);
  for (uint32_t i = 0; i < 2 * POL_LEDGER_STRIP; i++) {
    uint32_t high = two[i] * 10486 >> 20;
    two[i] = high | (two[i] - high * 100) << 16;
  }
  memcpy(one, two, sizeof one);
  for (uint32_t i = 0; i < 4 * POL_LEDGER_STRIP; i++) {
    uint16_t high = (uint16_t)((uint16_t)(one[i] * 103u) >> 10);
    one[i] = (uint16_t)(high | (uint16_t)(one[i] - high * 10u) << 8);
  }
  memcpy(to, one, sizeof one);
}

/* How many digits each has, at least so many. */
static inline void count_digits(uint32_t *restrict n, const uint32_t *restrict v, uint32_t least) {
  for (uint32_t i = 0; i < POL_LEDGER_STRIP; i++) {
    uint32_t d = 1u + (v[i] > 9) + (v[i] > 99) + (v[i] > 999) + (v[i] > 9999) + (v[i] > 99999) + (v[i] > 999999) + (v[i] > 9999999);
    n[i] = d < least ? least : d;
  }
}

static inline void make_whole(pol_ledger_strip *s) {
  make_digits(s->before, s->digits);
  count_digits(s->n, s->digits, 1);
  for (uint32_t i = 0; i < POL_LEDGER_STRIP; i++) s->before[i] = (s->before[i] | noughts) >> (64 - 8 * (uint64_t)s->n[i]);
}

static inline void make_places(pol_ledger_strip *s, uint32_t places, uint32_t least) {
  make_digits(s->after, s->digits);
  count_digits(s->n, s->digits, places + 1);
  for (uint32_t i = 0; i < POL_LEDGER_STRIP; i++) {
    s->before[i] = (s->after[i] | noughts) >> (64 - 8 * (uint64_t)s->n[i]);
    s->before_n[i] = s->n[i] - places;
    s->after[i] = places ? s->after[i] >> (64 - 8 * places) : 0;
  }
  if (least == places) {
    for (uint32_t i = 0; i < POL_LEDGER_STRIP; i++) s->n[i] = s->before_n[i] + places + (places > 0);
  } else { /* what comes after the last place that is no nought is not written */
    for (uint32_t i = 0; i < POL_LEDGER_STRIP; i++) {
      uint64_t after = s->after[i];
      uint32_t kept = 0u + (after > 0) + (after >> 8 > 0) + (after >> 16 > 0) + (after >> 24 > 0) + (after >> 32 > 0) + (after >> 40 > 0) + (after >> 48 > 0);
      if (kept < least) kept = least;
      s->n[i] = s->before_n[i] + kept + (kept > 0);
    }
  }
  for (uint32_t i = 0; i < POL_LEDGER_STRIP; i++) s->after[i] = '.' | (s->after[i] | noughts) << 8;
}

/* All rows of a strip are worked on, also those that there are not. */
static void make_strips(pol_ledger_run *run) {
  uint32_t n = run->rows->n - run->row < POL_LEDGER_STRIP ? run->rows->n - run->row : POL_LEDGER_STRIP;
  for (pol_ledger_column *c = run->column; c < run->column + run->columns; c++) {
    if (!c->strip) continue;
    take(c->strip, c, run->row, n);
    if (c->kind == POL_LEDGER_WHOLE) make_whole(c->strip);
    else make_places(c->strip, c->places, c->least);
  }
  run->ready = run->row + n;
}

static inline void put_eight(char *to, uint64_t bytes) {
#if defined __BYTE_ORDER__ && __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
  bytes = __builtin_bswap64(bytes);
#endif
  memcpy(to, &bytes, 8);
}

static inline char *put_whole(char *to, const pol_ledger_strip *s, uint32_t i) {
  *to = ',';
  put_eight(to + 1, s->before[i]);
  return to + 1 + s->n[i];
}

static inline char *put_places(char *to, const pol_ledger_strip *s, uint32_t i) {
  to[0] = ',';
  to[1] = '-';
  to += 1 + s->minus[i];
  put_eight(to, s->before[i]);
  put_eight(to + s->before_n[i], s->after[i]);
  return to + s->n[i];
}

/* -- other cells */

static inline char *put_word(char *to, const pol_ledger_word *w) {
  memcpy(to, w->text, POL_CELL_ROOM);
  if (__builtin_expect(w->n > POL_CELL_ROOM, 0)) memcpy(to + POL_CELL_ROOM, w->text + POL_CELL_ROOM, w->n - POL_CELL_ROOM);
  return to + w->n;
}

/* Eight digits, for numbers that are longer. */
static inline void put_digits(char *to, uint32_t v) {
  for (int i = 8; i-- > 0; v /= 10) to[i] = (char)('0' + v % 10);
}

static inline char *put_long(char *to, const pol_ledger_column *c, int64_t v) {
  int64_t all = v * c->times;
  uint64_t left = (uint64_t)(all < 0 ? -all : all);
  char room[32];
  put_digits(room, (uint32_t)(left / 100000000));
  put_digits(room + 8, (uint32_t)(left % 100000000));
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
#if defined __SSE2__
  __m128i b = _mm_loadu_si128((const void *)id);
  __m128i bad = _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8(',')), _mm_cmpeq_epi8(b, _mm_set1_epi8('"'))),
                             _mm_or_si128(_mm_or_si128(_mm_cmpeq_epi8(b, _mm_set1_epi8('\r')), _mm_cmpeq_epi8(b, _mm_set1_epi8('\n'))), _mm_cmpeq_epi8(b, _mm_setzero_si128())));
  uint32_t space = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(b, _mm_set1_epi8(' ')));
  uint32_t here = (1u << n) - 1, ends = here & (1u | ~(here >> 1));
  return !((uint32_t)_mm_movemask_epi8(bad) & here) && !(space & ends);
#else
  bool bad = n && (id[0] == ' ' || id[n - 1] == ' ');
  for (uint32_t i = 0; i < n; i++) bad = bad || id[i] == ',' || id[i] == '"' || id[i] == '\r' || id[i] == '\n' || id[i] == '\0';
  return !bad;
#endif
}

static inline char *put_id(char *to, const char *id, uint32_t n) {
  if (!id) return to;
  if (__builtin_expect(n > 16 || !is_plain(id, n), 0)) return pol_csv_put(to, id, n);
  memcpy(to, id, 16);
  return to + n;
}

static inline char *put_cell(char *to, const pol_ledger_run *run, const pol_ledger_column *c, uint32_t row) {
  if (__builtin_expect(c->state != NULL, 0) && c->state[row] != 0) return put_word(to, &c->absent);
  switch (c->kind) {
  case POL_LEDGER_WORD: return put_word(to, &c->word[c->width == POL_LANE_8 ? ((const int8_t *)c->at)[row] : value_at(c, row)]);
  case POL_LEDGER_WHOLE: to = put_whole(to, c->strip, row % POL_LEDGER_STRIP); break;
  case POL_LEDGER_PLACES: to = put_places(to, c->strip, row % POL_LEDGER_STRIP); break;
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
    if (row == run->ready) make_strips(run);
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
