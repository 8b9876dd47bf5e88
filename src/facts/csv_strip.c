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
  for (int i = 0; i < 4; i++) v[i] = _mm_loadu_si128((const void *)(at + 16 * (size_t)i));
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
  *q = (quotes){-(inside >> 63), (ends | m->quote) >> 63, closes >> 63, (after & returns) >> 63};
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
  const bool first = column == 0, last = column + 1 == columns;
  const char *text = s->text;
  uint64_t *head = s->head, *next = s->more;
  uint32_t *lengths = s->length;
  for (uint32_t i = 0; i < rows; i++, mark += columns) {
    uint32_t start = first ? s->row_start[i] : mark[-1] + 1, length = *mark - start;
    if (last) length -= length && text[start + length - 1] == '\r';
    if (quoted) {
      bool is = length > 1 && text[start] == '"';
      start += is, length -= 2u * is;
      s->start[i] = start;
    }
    head[i] = pol_plain_8(text + start);
    lengths[i] = length;
    if (more) next[i] = pol_plain_8(text + start + 8);
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

/* -- a column, eight rows at a time, as the processor has it: each lane of 64 bits is a row's */

#if defined __AVX512BW__ && defined __AVX512CD__ && defined __AVX512DQ__ && defined __AVX512VL__
#define POL_CSV_BY_EIGHT
enum { FEW_WORDS = 16 };

typedef struct eight { uint32_t at; __mmask8 here, empty; __m512i n; } eight; /* rows from `at`: those that there are; those whose field is empty; their lengths */

static inline eight take_eight(const pol_csv_strip *s, uint32_t at) {
  eight e = {.at = at, .here = (__mmask8)(s->rows - at >= 8 ? 0xffu : (1u << (s->rows - at)) - 1)};
  e.n = _mm512_cvtepu32_epi64(_mm256_loadu_si256((const void *)(s->length + at)));
  e.empty = _mm512_testn_epi64_mask(e.n, e.n);
  return e;
}

static inline __m512i load_eight(const uint64_t *from) { return _mm512_loadu_si512((const void *)from); }
static inline __m512i all_of(int64_t v) { return _mm512_set1_epi64(v); }

/* Ones where the first n bytes are; of 8 and more, everywhere. */
static inline __m512i first_bytes(__m512i n) { return _mm512_sub_epi64(_mm512_sllv_epi64(all_of(1), _mm512_slli_epi64(n, 3)), all_of(1)); }

/* What the loop needs at each end, kept where no store to a lane can be taken to change it. */
typedef struct ending { char *lane; uint8_t *state, blank, stated; pol_lane_width width; bool blank_odd; __m512i least, most, blank_value; } ending;

static inline ending make_ending(const pol_csv_column *c) {
  const pol_plain *p = c->plain;
  ending d = {.width = (pol_lane_width)p->width, .blank = p->blank, .blank_odd = p->blank_odd, .least = all_of(p->least), .most = all_of(p->most), .blank_value = all_of(p->blank_value)};
  if (c->lane) d.lane = (char *)c->lane->at + ((size_t)c->at << p->width), d.state = c->lane->state + c->at;
  return d;
}

static inline void put_eight(char *lane, pol_lane_width width, uint32_t at, __m512i v) {
  switch (width) {
  case POL_LANE_8: _mm_storeu_si64(lane + at, _mm512_cvtepi64_epi8(v)); break;
  case POL_LANE_16: _mm_storeu_si128((void *)(lane + 2 * (size_t)at), _mm512_cvtepi64_epi16(v)); break;
  case POL_LANE_32: _mm256_storeu_si256((void *)(lane + 4 * (size_t)at), _mm512_cvtepi64_epi32(v)); break;
  default: _mm512_storeu_si512((void *)(lane + 8 * (size_t)at), v);
  }
}

/* A row after the other, where they are not all as short. */
static __attribute__((noinline)) void read_some(const pol_csv_strip *s, const pol_csv_column *c, uint32_t at, unsigned rows) {
  for (; rows; rows &= rows - 1) {
    uint32_t i = at + (uint32_t)__builtin_ctz(rows);
    int64_t v = read_long(s, c, i);
    if (c->lane) pol_lane_put(c->lane->at, (pol_lane_width)c->plain->width, c->at + i, v);
  }
}

/* What was read of eight rows: those that are not `fine` are read as the long ones are. */
static inline void end_eight(const pol_csv_strip *s, const pol_csv_column *c, ending *d, const eight *e, __m512i v, __mmask8 fine) {
  fine &= (__mmask8)(_mm512_cmple_epi64_mask(d->least, v) & _mm512_cmple_epi64_mask(v, d->most));
  __mmask8 blank = d->blank_odd ? 0 : e->empty, wrong = (__mmask8)(e->here & ~(fine | blank));
  if (d->lane) {
    put_eight(d->lane, d->width, e->at, _mm512_mask_mov_epi64(v, (__mmask8)(blank | wrong), d->blank_value));
    _mm_storeu_si64(d->state + e->at, _mm_maskz_set1_epi8(e->empty, (char)d->blank));
    d->stated |= e->empty & e->here;
  }
  if (wrong) read_some(s, c, e->at, wrong);
}

static inline void end_column(const pol_csv_column *c, const ending *d) {
  if (c->lane && d->blank) c->lane->stated |= d->stated != 0;
}

/* As short_number has it. */
static void eight_numbers(pol_csv_strip *s, const pol_csv_column *c) {
  const pol_plain *p = c->plain;
  const bool below_zero = p->least < 0;
  const __m512i zeros = _mm512_set1_epi8('0'), places = all_of(INT64_C(8) * p->places), decimals = all_of(INT64_C(8) * p->decimals);
  const uint32_t rows = s->rows;
  ending d = make_ending(c);
  for (uint32_t at = 0; at < rows; at += 8) {
    eight e = take_eight(s, at);
    __m512i w = load_eight(s->head + at), n = e.n;
    __mmask8 fine = _mm512_cmple_epu64_mask(n, all_of(8)), minus = 0;
    if (below_zero) {
      minus = _mm512_cmpeq_epi64_mask(_mm512_and_si512(w, all_of(0xff)), all_of('-'));
      w = _mm512_mask_srli_epi64(w, minus, w, 8);
      n = _mm512_mask_sub_epi64(n, minus, n, all_of(1));
    }
    __m512i within = first_bytes(n), points = _mm512_and_si512(_mm512_movm_epi8(_mm512_cmpeq_epi8_mask(w, _mm512_set1_epi8('.'))), within);
    __mmask8 point = _mm512_test_epi64_mask(points, points);
    __m512i lowest = _mm512_and_si512(points, _mm512_sub_epi64(_mm512_setzero_si512(), points));
    __m512i below = _mm512_and_si512(_mm512_sub_epi64(lowest, all_of(1)), within); /* ones where the whole part is */
    __m512i whole = _mm512_sub_epi64(all_of(64), _mm512_lzcnt_epi64(below)), all = _mm512_add_epi64(whole, places); /* in bits, eight a digit */
    __m512i part = _mm512_sub_epi64(_mm512_sub_epi64(_mm512_slli_epi64(n, 3), whole), all_of(8)); /* where there is a point */
    __m512i digits = _mm512_xor_si512(w, zeros);
    digits = _mm512_ternarylogic_epi64(below, digits, _mm512_srli_epi64(digits, 8), 0xca); /* below ? digits : digits >> 8 */
    digits = _mm512_and_si512(digits, _mm512_mask_srli_epi64(within, point, within, 8));
    __m512i over = _mm512_subs_epu8(digits, _mm512_set1_epi8(9));
    fine &= (__mmask8)(_mm512_testn_epi64_mask(over, over) & _mm512_test_epi64_mask(whole, whole) & _mm512_cmple_epi64_mask(all, all_of(64)) & _mm512_cmple_epi64_mask(part, decimals));
    fine &= (__mmask8)~(point & _mm512_testn_epi64_mask(part, part));
    __m512i v = _mm512_sllv_epi64(digits, _mm512_sub_epi64(all_of(64), all));
    v = _mm512_maddubs_epi16(v, _mm512_set1_epi16(0x010a));
    v = _mm512_madd_epi16(v, _mm512_set1_epi32(0x00010064));
    v = _mm512_add_epi64(_mm512_mul_epu32(v, all_of(10000)), _mm512_srli_epi64(v, 32));
    end_eight(s, c, &d, &e, _mm512_mask_sub_epi64(v, minus, _mm512_setzero_si512(), v), fine);
  }
  end_column(c, &d);
}

/* Longer words than 16 bytes are only found by these and their length; the rest is compared one by one. */
static inline __mmask8 keep_same(const pol_csv_strip *s, const pol_csv_column *c, uint32_t at, __mmask8 same, const pol_word_cell *word) {
  for (unsigned left = same; left; left &= left - 1) {
    uint32_t i = (uint32_t)__builtin_ctz(left);
    if (at + i >= s->rows || memcmp(field(s, c, at + i) + 16, word->text + 16, word->n - 16) != 0) same &= (__mmask8)~(1u << i);
  }
  return same;
}

static void eight_words(pol_csv_strip *s, const pol_csv_column *c) {
  const pol_words *words = &c->plain->words;
  bool longer = words->longest > 8;
  const uint32_t rows = s->rows;
  uint8_t order[FEW_WORDS]; /* a table spells its words in one way: those that were met come first */
  uint32_t met = 0;
  for (uint32_t i = 0; i < words->n; i++) order[i] = (uint8_t)i;
  ending d = make_ending(c);
  for (uint32_t at = 0; at < rows; at += 8) {
    eight e = take_eight(s, at);
    __m512i w = _mm512_and_si512(load_eight(s->head + at), first_bytes(e.n)), more = _mm512_setzero_si512(), v = d.blank_value;
    __mmask8 found = 0;
    if (longer) more = _mm512_and_si512(load_eight(s->more + at), first_bytes(_mm512_subs_epu16(e.n, all_of(8))));
    for (uint32_t i = 0; i < words->n && found != 0xff; i++) {
      const pol_word_cell *word = &words->word[order[i]];
      __mmask8 same = (__mmask8)(_mm512_cmpeq_epi64_mask(w, all_of((int64_t)word->head)) & _mm512_cmpeq_epi64_mask(e.n, all_of(word->n)));
      if (word->n > 8) same &= _mm512_cmpeq_epi64_mask(more, all_of((int64_t)pol_plain_head(word->text + 8, word->n - 8)));
      if (word->n > 16 && same) same = keep_same(s, c, at, same, word);
      v = _mm512_mask_mov_epi64(v, same, all_of(word->value));
      found |= same;
      if (!same || i < met) continue;
      uint8_t now = order[i];
      order[i] = order[met];
      order[met++] = now;
    }
    end_eight(s, c, &d, &e, v, (__mmask8)(found & ~e.empty));
  }
  end_column(c, &d);
}

/* The days before a month that is counted from March are (979 m + 18) / 32, a hundredth of a year up to 9999 is 5243 y / 2^19, each rounded down. */
static void eight_dates(pol_csv_strip *s, const pol_csv_column *c) {
  enum { EPOCH = 719468 }; /* 1970-01-01 from 0000-03-01 */
  const uint32_t rows = s->rows;
  ending d = make_ending(c);
  for (uint32_t at = 0; at < rows; at += 8) {
    eight e = take_eight(s, at);
    __m512i w = _mm512_xor_si512(load_eight(s->head + at), all_of(0x2d30302d30303030)), of_day = _mm512_xor_si512(_mm512_and_si512(load_eight(s->more + at), all_of(0xffff)), all_of(0x3030));
    __m512i over = _mm512_or_si512(_mm512_subs_epu8(w, all_of(0x0009090009090909)), _mm512_subs_epu8(of_day, all_of(0x0909)));
    w = _mm512_madd_epi16(_mm512_maddubs_epi16(w, all_of(0x00010a00010a010a)), all_of(0x0001000100010064));
    __m512i day = _mm512_maddubs_epi16(of_day, all_of(0x010a)), year = _mm512_and_si512(w, all_of(0xffffffff)), month = _mm512_srli_epi64(w, 32);
    __mmask8 early = _mm512_cmple_epi64_mask(month, all_of(2)), february = _mm512_cmpeq_epi64_mask(month, all_of(2));
    __m512i century = _mm512_srli_epi64(_mm512_mul_epu32(year, all_of(5243)), 19), hundreds = _mm512_mul_epu32(century, all_of(100));
    __mmask8 leap = (__mmask8)(_mm512_testn_epi64_mask(year, all_of(3)) & (_mm512_cmpneq_epi64_mask(year, hundreds) | _mm512_testn_epi64_mask(century, all_of(3))));
    __m512i length = _mm512_add_epi64(_mm512_and_si512(_mm512_add_epi64(month, _mm512_srli_epi64(month, 3)), all_of(1)), all_of(30));
    length = _mm512_mask_mov_epi64(length, february, _mm512_mask_mov_epi64(all_of(28), leap, all_of(29)));
    __mmask8 fine = (__mmask8)(_mm512_testn_epi64_mask(over, over) & _mm512_cmpeq_epi64_mask(e.n, all_of(10)) & _mm512_test_epi64_mask(day, day) & _mm512_test_epi64_mask(month, month));
    fine &= (__mmask8)(_mm512_test_epi64_mask(year, year) & _mm512_cmple_epi64_mask(month, all_of(12)) & _mm512_cmple_epi64_mask(day, length));
    year = _mm512_mask_sub_epi64(year, early, year, all_of(1));
    month = _mm512_add_epi64(month, _mm512_mask_mov_epi64(all_of(-3), early, all_of(9)));
    century = _mm512_srli_epi64(_mm512_mul_epu32(year, all_of(5243)), 19);
    __m512i of_year = _mm512_srli_epi64(_mm512_add_epi64(_mm512_mul_epu32(month, all_of(979)), all_of(18)), 5);
    __m512i v = _mm512_add_epi64(_mm512_mul_epu32(year, all_of(365)), _mm512_add_epi64(_mm512_srli_epi64(year, 2), _mm512_srli_epi64(century, 2)));
    v = _mm512_add_epi64(_mm512_sub_epi64(v, century), _mm512_add_epi64(of_year, _mm512_sub_epi64(day, all_of(EPOCH + 1))));
    end_eight(s, c, &d, &e, v, fine);
  }
  end_column(c, &d);
}

static void eight_times(pol_csv_strip *s, const pol_csv_column *c) {
  const uint32_t rows = s->rows;
  ending d = make_ending(c);
  for (uint32_t at = 0; at < rows; at += 8) {
    eight e = take_eight(s, at);
    __m512i w = _mm512_and_si512(_mm512_xor_si512(load_eight(s->head + at), all_of(0x30303a3030)), all_of(0xffffffffff));
    __m512i over = _mm512_subs_epu8(w, all_of(0x0905000909)), v = _mm512_madd_epi16(_mm512_maddubs_epi16(w, all_of(0x010a00010a)), all_of(0x000000010001003c));
    v = _mm512_add_epi64(_mm512_and_si512(v, all_of(0xffffffff)), _mm512_srli_epi64(v, 32));
    end_eight(s, c, &d, &e, v, (__mmask8)(_mm512_testn_epi64_mask(over, over) & _mm512_cmpeq_epi64_mask(e.n, all_of(5)) & _mm512_cmple_epi64_mask(v, all_of(1440))));
  }
  end_column(c, &d);
}
#endif

/* -- a column */

static void read_plainly(pol_csv_strip *s, const pol_csv_column *c) {
  switch ((pol_plain_kind)c->plain->kind) {
  case POL_PLAIN_NUMBER: read_numbers(s, c); break;
  case POL_PLAIN_WORD: read_words(s, c); break;
  default: read_others(s, c);
  }
  if (!c->lane) return;
  put_values(s, c);
  put_states(s, c);
}

#ifdef POL_CSV_BY_EIGHT
static void read_column(pol_csv_strip *s, const pol_csv_column *c) {
  const pol_plain *p = c->plain;
  bool few = p->kind == POL_PLAIN_WORD && p->words.n <= FEW_WORDS;
  fetch(s, c->column, p->kind == POL_PLAIN_DATE || (few && p->words.longest > 8));
  if (few) eight_words(s, c);
  else if (p->kind == POL_PLAIN_NUMBER) eight_numbers(s, c);
  else if (p->kind == POL_PLAIN_DATE) eight_dates(s, c);
  else if (p->kind == POL_PLAIN_TIME) eight_times(s, c);
  else read_plainly(s, c);
}
#else
static void read_column(pol_csv_strip *s, const pol_csv_column *c) {
  fetch(s, c->column, false);
  read_plainly(s, c);
}
#endif

const pol_csv_code POL_VARIED(pol_csv_code) = {cut, find, read_column};
