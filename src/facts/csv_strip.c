#include "facts/csv_strip.h"
#if defined __AVX2__ || defined __SSE2__
#include <immintrin.h>
#endif

/* -- where fields end */

typedef struct masks { uint64_t delimiter, feed, quote, wide; } masks; /* a bit a byte */

#if defined __AVX512BW__
static inline masks look(const char *at, char delimiter) {
  __m512i v = _mm512_loadu_si512((const void *)at);
  return (masks){_mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8(delimiter)), _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('\n')), _mm512_cmpeq_epi8_mask(v, _mm512_set1_epi8('"')),
                 _mm512_movepi8_mask(v)};
}
#elif defined __AVX2__
static inline uint64_t same(__m256i a, __m256i b, __m256i what) {
  return (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(a, what)) | (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(b, what)) << 32;
}

static inline masks look(const char *at, char delimiter) {
  __m256i a = _mm256_loadu_si256((const void *)at), b = _mm256_loadu_si256((const void *)(at + 32));
  return (masks){same(a, b, _mm256_set1_epi8(delimiter)), same(a, b, _mm256_set1_epi8('\n')), same(a, b, _mm256_set1_epi8('"')),
                 (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(a, b))};
}
#elif defined __SSE2__
static inline uint64_t same(const __m128i v[4], char what) {
  uint64_t bits = 0;
  for (int i = 0; i < 4; i++) bits |= (uint64_t)(uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(v[i], _mm_set1_epi8(what))) << 16 * i;
  return bits;
}

static inline masks look(const char *at, char delimiter) {
  __m128i v[4];
  for (int i = 0; i < 4; i++) v[i] = _mm_loadu_si128((const void *)(at + 16 * i));
  return (masks){same(v, delimiter), same(v, '\n'), same(v, '"'),
                 (uint32_t)_mm_movemask_epi8(_mm_or_si128(_mm_or_si128(v[0], v[1]), _mm_or_si128(v[2], v[3])))};
}
#else
/* A bit for each of eight bytes that are the same as `what`. */
static inline uint64_t same(uint64_t w, char what) {
  const uint64_t ones = 0x0101010101010101u, low = 0x7f7f7f7f7f7f7f7fu;
  uint64_t x = w ^ ones * (unsigned char)what;
  uint64_t zero = ~(((x & low) + low) | x | low) >> 7;
  return zero * 0x0102040810204080u >> 56;
}

static inline masks look(const char *at, char delimiter) {
  masks m = {0};
  for (int i = 0; i < 8; i++) {
    uint64_t w = pol_plain_8(at + 8 * i);
    m.delimiter |= same(w, delimiter) << 8 * i;
    m.feed |= same(w, '\n') << 8 * i;
    m.quote |= same(w, '"') << 8 * i;
    m.wide |= w & 0x8080808080808080u;
  }
  return m;
}
#endif

/* The places of the bits; up to 64 bytes' more may be written than there are bits. */
static inline uint32_t put_marks(uint32_t *to, uint64_t bits, uint32_t base) {
#if defined __AVX512BW__
  uint32_t *at = to;
  __m512i place = _mm512_add_epi32(_mm512_set1_epi32((int)base), _mm512_set_epi32(15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1, 0));
  for (int i = 0; i < 4; i++) {
    __mmask16 here = (__mmask16)(bits >> 16 * i);
    _mm512_storeu_si512((void *)at, _mm512_maskz_compress_epi32(here, place));
    at += __builtin_popcount(here);
    place = _mm512_add_epi32(place, _mm512_set1_epi32(16));
  }
  return (uint32_t)(at - to);
#else
  uint32_t n = (uint32_t)__builtin_popcountll(bits);
  for (uint32_t done = 0; done < n; done += 8)
    for (uint32_t i = 0; i < 8; i++) { /* some too many, rather than a guess at each */
      to[done + i] = base + (uint32_t)(bits ? __builtin_ctzll(bits) : 0);
      bits &= bits - 1;
    }
  return n;
#endif
}

typedef struct quotes { uint64_t inside, after_end, after_mark, after_feedable; } quotes; /* what the 64 bytes before leave: all ones or one bit */

static inline uint64_t prefix_xor(uint64_t x) {
  for (int i = 1; i < 64; i *= 2) x ^= x << i;
  return x;
}

/* Takes what is between quotation marks out of the masks. false: a mark neither begins a field, nor ends one, nor is doubled. */
static inline bool take_quotes(masks *m, quotes *q, uint64_t returns, uint64_t *embedded) {
  uint64_t inside = prefix_xor(m->quote) ^ q->inside; /* with the mark that opens, without that which closes */
  uint64_t opens = m->quote & inside, closes = m->quote & ~inside, ends = m->delimiter | m->feed;
  uint64_t may_open = (ends | m->quote) << 1 | q->after_end, after = closes << 1 | q->after_mark, after_return = (after & returns) << 1 | q->after_feedable;
  bool fine = !(opens & ~may_open) && !(after & ~(ends | m->quote | returns)) && !(after_return & ~m->feed);
  *embedded |= m->feed & inside;
  m->delimiter &= ~inside;
  m->feed &= ~inside;
  *q = (quotes){(uint64_t)((int64_t)inside >> 63), (ends | m->quote) >> 63, closes >> 63, (after & returns) >> 63};
  return fine;
}

static inline uint64_t returns_of(const char *at) {
  uint64_t bits = 0;
  for (int i = 0; i < 64; i++) bits |= (uint64_t)(at[i] == '\r') << i;
  return bits;
}

static inline masks look_within(const char *text, size_t n, size_t at, char delimiter) {
  masks m = look(text + at, delimiter);
  if (n - at >= POL_STRIP_STEP) return m;
  uint64_t within = ((uint64_t)1 << (n - at)) - 1;
  return (masks){m.delimiter & within, m.feed & within, m.quote & within, m.wide}; /* what is after the end is only taken to be wide */
}

static void find(pol_csv_strip *s) {
  quotes q = {.after_end = 1};
  uint32_t marks = 0, rows = 0;
  uint64_t any_quote = 0, wide = 0, embedded = 0;
  bool fine = true;
  for (size_t at = 0; at < s->n && rows < s->rows_most && marks + POL_STRIP_STEP <= s->marks_most; at += POL_STRIP_STEP) {
    masks m = look_within(s->text, s->n, at, s->delimiter);
    any_quote |= m.quote;
    wide |= m.wide;
    if (any_quote) fine &= take_quotes(&m, &q, returns_of(s->text + at), &embedded);
    else q.after_end = (m.delimiter | m.feed) >> 63;
    uint64_t ends = m.delimiter | m.feed;
    for (uint64_t feed = m.feed; feed; feed &= feed - 1) s->row_end[rows++] = marks + (uint32_t)__builtin_popcountll(ends & (feed ^ (feed - 1)));
    marks += put_marks(s->mark + marks, ends, (uint32_t)at);
  }
  s->rows = rows < s->rows_most ? rows : s->rows_most;
  s->quoted = any_quote != 0;
  s->misplaced = !fine;
  s->embedded = embedded != 0;
  s->wide = wide != 0;
}

static void cut_lines(pol_csv_cut *c) {
  for (size_t at = 0; at < c->n; at += POL_STRIP_STEP) c->lines += (unsigned)__builtin_popcountll(look_within(c->text, c->n, at, c->delimiter).feed);
  for (c->end = c->n; c->end && c->text[c->end - 1] != '\n';) c->end--;
}

static void cut(pol_csv_cut *c) {
  if (!c->table) return cut_lines(c);
  quotes q = {.after_end = 1};
  uint64_t any_quote = 0, lines = 0, embedded = 0;
  bool fine = true;
  for (size_t at = 0; at < c->n; at += POL_STRIP_STEP) {
    masks m = look_within(c->text, c->n, at, c->delimiter);
    uint64_t feeds = m.feed;
    any_quote |= m.quote;
    if (any_quote) fine &= take_quotes(&m, &q, returns_of(c->text + at), &embedded);
    else q.after_end = (m.delimiter | m.feed) >> 63;
    if (m.feed) {
      unsigned last = 63 - (unsigned)__builtin_clzll(m.feed);
      c->end = at + last + 1;
      c->lines = lines + (unsigned)__builtin_popcountll(feeds << (63 - last));
    }
    lines += (unsigned)__builtin_popcountll(feeds);
  }
  c->misplaced = !fine;
}

/* -- the fields of a column */

static inline void fetch_as(pol_csv_strip *s, uint32_t column, bool more, bool quoted) {
  const uint32_t *mark = s->mark + column, columns = s->columns, rows = s->rows;
  bool first = column == 0, last = column + 1 == columns;
  for (uint32_t i = 0; i < rows; i++) {
    uint32_t start = first ? s->row_start[i] : mark[(size_t)i * columns - 1] + 1, length = mark[(size_t)i * columns] - start;
    if (last) length -= length && s->text[start + length - 1] == '\r';
    if (quoted) {
      bool is = length > 1 && s->text[start] == '"';
      start += is, length -= 2u * is;
      s->start[i] = start;
    }
    s->head[i] = pol_plain_8(s->text + start);
    s->length[i] = length;
    if (more) s->more[i] = pol_plain_8(s->text + start + 8);
  }
}

static void fetch(pol_csv_strip *s, uint32_t column, bool more) {
  if (s->quoted && more) fetch_as(s, column, true, true);
  else if (s->quoted) fetch_as(s, column, false, true);
  else if (more) fetch_as(s, column, true, false);
  else fetch_as(s, column, false, false);
}

static inline const char *field(const pol_csv_strip *s, const pol_csv_column *c, uint32_t row) {
  if (s->quoted) return s->text + s->start[row];
  return s->text + (c->column ? s->mark[(size_t)row * s->columns + c->column - 1] + 1 : s->row_start[row]);
}

/* A field that is none of the short ones. */
static __attribute__((noinline)) int64_t read_long(const pol_csv_strip *s, const pol_csv_column *c, uint32_t row) {
  int64_t value;
  bool fine = s->length[row] ? pol_plain_read(&value, c->plain, field(s, c, row), s->length[row]) : !c->plain->blank_odd;
  if (fine && s->length[row]) return value;
  c->odd[c->at + row] |= !fine;
  return c->plain->blank_value;
}

static inline uint64_t bytes_of(uint32_t n) { return n >= 8 ? ~(uint64_t)0 : ((uint64_t)1 << 8 * n) - 1; }

/* As pol_plain_number has it, where all of it is in eight bytes and so is the number; else false. */
static inline bool short_number(int64_t *out, uint64_t w, uint32_t n, uint32_t places, uint32_t decimals) {
  uint64_t marked = w ^ 0x2e2e2e2e2e2e2e2eu, points = (marked - 0x0101010101010101u) & ~marked & 0x8080808080808080u & bytes_of(n);
  uint32_t whole = points ? (uint32_t)__builtin_ctzll(points) / 8 : n, point = points != 0, part = n - whole - point, all = whole + places;
  if (n > 8 || !whole || (point && !part) || part > decimals || all > 8) return false;
  uint64_t below = bytes_of(whole), digits = w ^ 0x3030303030303030u;
  digits = ((digits & below) | (digits >> 8 & ~below)) & bytes_of(n - point);
  if (((digits + 0x7676767676767676u) | digits) & 0x8080808080808080u) return false;
  *out = pol_eight_digits(digits << (64 - 8 * all));
  return true;
}

static void read_numbers(pol_csv_strip *s, const pol_csv_column *c) {
  const pol_plain *p = c->plain;
  for (uint32_t i = 0; i < s->rows; i++) {
    int64_t v;
    if (!short_number(&v, s->head[i], s->length[i], p->places, p->decimals) || v < p->least || v > p->most) v = read_long(s, c, i);
    s->value[i] = v;
  }
}

static void read_words(pol_csv_strip *s, const pol_csv_column *c) {
  const pol_words *words = &c->plain->words;
  for (uint32_t i = 0; i < s->rows; i++) {
    uint32_t n = s->length[i];
    uint64_t head = s->head[i] & bytes_of(n);
    const pol_word_cell *cell = n <= 8 ? &words->cell[pol_word_hash(NULL, n, head) & words->mask] : NULL;
    if (cell && cell->head == head && cell->n == n && n && cell->value >= c->plain->least && cell->value <= c->plain->most) s->value[i] = cell->value;
    else s->value[i] = read_long(s, c, i);
  }
}

static void read_others(pol_csv_strip *s, const pol_csv_column *c) {
  for (uint32_t i = 0; i < s->rows; i++) s->value[i] = read_long(s, c, i);
}

/* -- into lanes */

static void put_states(const pol_csv_strip *s, const pol_csv_column *c) {
  uint8_t *state = c->lane->state + c->at, blank = c->plain->blank, any = 0;
  for (uint32_t i = 0; i < s->rows; i++) any |= state[i] = s->length[i] ? POL_CELL(POL_KNOWN, 0) : blank;
  c->lane->stated |= any != 0;
}

static void put_values(const pol_csv_strip *s, const pol_csv_column *c) {
  const int64_t *value = s->value;
  void *to = (char *)c->lane->at + ((size_t)c->at << c->plain->width);
  switch ((pol_lane_width)c->plain->width) {
  case POL_LANE_8:
    for (uint32_t i = 0; i < s->rows; i++) ((int8_t *)to)[i] = (int8_t)value[i];
    break;
  case POL_LANE_16:
    for (uint32_t i = 0; i < s->rows; i++) ((int16_t *)to)[i] = (int16_t)value[i];
    break;
  case POL_LANE_32:
    for (uint32_t i = 0; i < s->rows; i++) ((int32_t *)to)[i] = (int32_t)value[i];
    break;
  default: memcpy(to, value, s->rows * sizeof *value);
  }
}

static void read_column(pol_csv_strip *s, const pol_csv_column *c) {
  fetch(s, c->column, false);
  switch ((pol_plain_kind)c->plain->kind) {
  case POL_PLAIN_NUMBER: read_numbers(s, c); break;
  case POL_PLAIN_WORD: read_words(s, c); break;
  default: read_others(s, c);
  }
  if (!c->lane) return;
  put_values(s, c);
  put_states(s, c);
}

const pol_csv_code POL_VARIED(pol_csv_code) = {cut, find, read_column};
