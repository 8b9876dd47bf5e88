/* Along the route: records as they mostly come. */
#include "facts/lane_route.h"
#if defined __AVX2__
#include <immintrin.h>
#elif defined __SSE2__
#include <emmintrin.h>
#endif

/* -- bytes */

/* Whether the first bytes of a lead stand at p. */
static inline bool stands(const pol_lead *lead, const char *p) {
#if defined __AVX512BW__ && defined __AVX512VL__
  return !_mm256_mask_cmpneq_epi8_mask(lead->counts, _mm256_loadu_si256((const void *)p), _mm256_loadu_si256((const void *)lead->at));
#elif defined __AVX2__
  __m256i same = _mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)p), _mm256_loadu_si256((const void *)lead->at));
  return !(~(uint32_t)_mm256_movemask_epi8(same) & lead->counts);
#elif defined __SSE2__
  __m128i low = _mm_cmpeq_epi8(_mm_loadu_si128((const void *)p), _mm_loadu_si128((const void *)lead->at));
  __m128i high = _mm_cmpeq_epi8(_mm_loadu_si128((const void *)(p + 16)), _mm_loadu_si128((const void *)(lead->at + 16)));
  return !(~((uint32_t)_mm_movemask_epi8(low) | (uint32_t)_mm_movemask_epi8(high) << 16) & lead->counts);
#else
  return memcmp(p, lead->at, lead->n < POL_LEAD_FIRST ? lead->n : POL_LEAD_FIRST) == 0;
#endif
}

/* Where the value after a lead begins, or NULL: something else stands there. */
static inline const char *past_lead(const pol_lead *lead, const char *p) {
  if (!stands(lead, p)) return NULL;
  if (__builtin_expect(lead->n > POL_LEAD_FIRST, 0) && memcmp(p + POL_LEAD_FIRST, lead->at + POL_LEAD_FIRST, lead->n - POL_LEAD_FIRST) != 0) return NULL;
  return p + lead->n;
}

/* Of the next 32 bytes how many come before the first quotation mark. */
static inline unsigned mark_after(const char *p) {
#if defined __AVX2__
  uint32_t marks = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_loadu_si256((const void *)p), _mm256_set1_epi8('"')));
  return marks ? (unsigned)__builtin_ctz(marks) : 32;
#elif defined __SSE2__
  const __m128i mark = _mm_set1_epi8('"');
  uint32_t low = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)p), mark));
  uint32_t high = (uint32_t)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)(p + 16)), mark));
  return low | high ? (unsigned)__builtin_ctz(low | high << 16) : 32;
#else
  const char *found = memchr(p, '"', 32);
  return found ? (unsigned)(found - p) : 32;
#endif
}

/* The same, 32 too where what comes before it is not plain ASCII. */
static inline unsigned plain_before_mark(const char *p) {
#if defined __AVX2__
  const __m256i bytes = _mm256_loadu_si256((const void *)p);
  uint32_t marks = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('"')));
  uint32_t odd = (uint32_t)_mm256_movemask_epi8(_mm256_or_si256(_mm256_cmpgt_epi8(_mm256_set1_epi8(0x20), bytes), _mm256_cmpeq_epi8(bytes, _mm256_set1_epi8('\\'))));
  return marks && !((marks - 1) & ~marks & odd) ? (unsigned)__builtin_ctz(marks) : 32;
#else
  unsigned n = 0;
  while (n < 32 && p[n] >= 0x20 && p[n] < 0x7f && p[n] != '"' && p[n] != '\\') n++;
  return p[n] == '"' ? n : 32;
#endif
}

/* -- values: what is written as it mostly is; NULL: perhaps it is plain all the same */

static inline void put(const pol_json_column *c, uint32_t row, int64_t v) { /* the rows after it are still to come, and there is room after the last */
  memcpy(c->at + ((size_t)row << c->shift), &v, sizeof v);
}

/* Which of 8 bytes are no digits, at their top bits; less '0' they are in *digits. */
static inline uint64_t no_digits(uint64_t *digits, const char *p) {
  uint64_t w = pol_plain_8(p) ^ 0x3030303030303030u;
  *digits = w;
  return (w | ((w & 0x7f7f7f7f7f7f7f7fu) + 0x7676767676767676u)) & 0x8080808080808080u;
}

/* Of digits: there are none, or a needless zero in front. Without a jump, as nobody can guess how many there are. */
static inline bool starts_wrong(uint64_t w, unsigned bits) {
  int64_t zero = (int64_t)(w & 0xff) - 1, several = 8 - (int64_t)bits;
  return (((int64_t)bits - 1) | (zero & several)) < 0;
}

static inline const char *read_whole(const pol_json_column *c, uint32_t row, const char *p) {
  uint64_t w, no = no_digits(&w, p);
  if (!no) return NULL;
  unsigned bits = (unsigned)__builtin_ctzll(no) & ~7u;
  const char *end = p + (bits >> 3);
  if (starts_wrong(w, bits) || *end == '.') return NULL;
  int64_t v = pol_eight_digits(w << (64 - bits));
  put(c, row, v);
  return pol_in_lane(c, v) ? end : NULL;
}

static inline const char *read_point(const pol_json_column *c, uint32_t row, const char *p, bool minus) {
  uint64_t w, no = no_digits(&w, p);
  if (!no) return NULL;
  unsigned whole = (unsigned)__builtin_ctzll(no) & ~7u; /* in bits, as the others */
  unsigned point = 8u * (((w >> whole) & 0xff) == ('.' ^ '0'));
  no &= no - (point >> 3);
  if (!no) return NULL;
  unsigned end = (unsigned)__builtin_ctzll(no) & ~7u, all = end - point, part = (all - whole) >> 3;
  uint64_t after = UINT64_MAX << whole, digits = (w & ~after) | ((w >> point) & after);
  if (starts_wrong(w, whole) || part > c->places || 8 * part < point) return NULL;
  int64_t v = pol_eight_digits(digits << (64 - all)) * pol_ten_to(c->places - (unsigned)part);
  if (minus) v = -v;
  put(c, row, v);
  return pol_in_lane(c, v) ? p + (end >> 3) : NULL;
}

/* The fourth bit tells "true" from "false", if it is one of them. */
static inline const char *read_yes_no(const pol_json_column *c, uint32_t row, const char *p) {
  static const uint64_t word[2] = {0x65736c6166, 0x65757274}, bytes[2] = {0xffffffffff, 0xffffffff};
  uint64_t w = pol_plain_8(p), yes = (w >> 4) & 1;
  put(c, row, (int64_t)yes);
  return (w ^ word[yes]) & bytes[yes] ? NULL : p + 5 - yes;
}

/* As pol_plain_word has it, of up to 24 bytes in the first cell that may have it; without a jump that depends on how many they are. */
static inline bool read_word(int64_t *out, const pol_words *words, const char *at, unsigned n) {
  uint64_t bytes = UINT64_MAX >> (64 - 8 * (n > 8 ? 8 : n));
  unsigned last = n > 8 ? n - 8 : 0, middle = n > 16 ? 8 : 0;
  uint64_t head = pol_plain_8(at) & bytes, tail = pol_plain_8(at + last) & bytes;
  const pol_word_cell *c = &words->cell[(uint32_t)(((head ^ (tail << 23 | tail >> 41) ^ n) * 0x9e3779b97f4a7c15u) >> 32) & words->mask];
  if (!c->text || c->head != head || c->n != n || n > 24) return pol_plain_word(out, words, at, n);
  if (((pol_plain_8(c->text + last) & bytes) ^ tail) | ((pol_plain_8(c->text + middle) ^ pol_plain_8(at + middle)) & bytes)) return pol_plain_word(out, words, at, n);
  *out = c->value;
  return true;
}

static inline const char *read_choice(const pol_json_column *c, uint32_t row, const char *p) {
  int64_t v;
  unsigned n = mark_after(p + 1);
  if (*p != '"' || n == 32 || !n || !read_word(&v, &c->plain->words, p + 1, n)) return NULL;
  put(c, row, v);
  return pol_in_lane(c, v) ? p + n + 2 : NULL;
}

/* Reckoned in years that begin on 1 March, as base/date.c does it. */
static inline bool find_day(int64_t *out, unsigned year, unsigned month, unsigned day) {
  static const uint8_t length[13] = {0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  enum { EPOCH = 719468 };
  if (!year || month > 12 || day - 1 >= length[month]) return false;
  if (month == 2 && day == 29 && (year % 4 || (year % 100 == 0 && year % 400))) return false;
  unsigned early = month <= 2, from_march = year - early, months = month + 12 * early - 3, century = from_march / 100;
  *out = (int64_t)(from_march * 365 + from_march / 4 - century + century / 4 + (153 * months + 2) / 5 + day - 1) - EPOCH;
  return true;
}

/* "YYYY-MM-DD" */
static inline const char *read_date(const pol_json_column *c, uint32_t row, const char *p) {
  uint64_t w = pol_plain_8(p + 1) ^ 0x2d30302d30303030u, tail = (pol_plain_8(p + 4) >> 40) ^ 0x223030u; /* marks become 0 */
  uint64_t wrong = w | (w + 0x7f76767f76767676u) | tail | (tail + 0x7f7676u);
  if (*p != '"' || (wrong & 0x8080808080808080u)) return NULL;
  unsigned two = (unsigned)((w * 10 + (w >> 8)) & 0xff00ff), month = (unsigned)(((w >> 40) * 10 + (w >> 48)) & 0xff), day = (unsigned)((tail * 10 + (tail >> 8)) & 0xff);
  int64_t v;
  if (!find_day(&v, (two & 0xff) * 100 + (two >> 16), month, day)) return NULL;
  put(c, row, v);
  return pol_in_lane(c, v) ? p + 12 : NULL;
}

/* Digits, or a short text without anything unusual. */
static inline const char *read_id(pol_json_lanes *j, uint32_t row, const char *p) {
  uint64_t w, no = no_digits(&w, p);
  unsigned n = no ? (unsigned)__builtin_ctzll(no) >> 3 : 0;
  const char *end = p + n;
  if (*p == '"') {
    n = plain_before_mark(++p);
    end = p + n + 1;
    if (n == 32) return NULL;
  } else if (!n || *end == '.' || (*end | 0x20) == 'e' || (n > 1 && *p == '0')) {
    return NULL;
  }
  j->r->out.id[row] = p;
  j->r->out.id_length[row] = n;
  j->has_id = true;
  return end;
}

static inline const char *read_value(pol_json_lanes *j, const pol_stop *s, uint32_t row, const char *p) {
  const pol_json_column *c = &s->column;
  const char *end;
  switch ((pol_json_form)c->form) {
  case POL_JSON_WHOLE: end = read_whole(c, row, p); break;
  case POL_JSON_POINT: end = read_point(c, row, p, false); break;
  case POL_JSON_SIGNED: end = read_point(c, row, p + (*p == '-'), *p == '-'); break;
  case POL_JSON_YES_NO: end = read_yes_no(c, row, p); break;
  case POL_JSON_CHOICE: end = read_choice(c, row, p); break;
  case POL_JSON_DATE: end = read_date(c, row, p); break;
  case POL_JSON_ID: end = read_id(j, row, p); break;
  default: end = NULL;
  }
  return end ? end : pol_value_at(j, s->place, p);
}

/* -- records */

static pol_way stopped(pol_json_lanes *j, pol_way why, const char *at, const pol_stop *s) {
  j->at = at;
  j->stop = (uint32_t)(s - j->route.stop);
  return why;
}

/* A record was on the route from its start to its end. */
static inline bool take_record(pol_json_lanes *j, const char *end) {
  for (uint32_t i = 0; i < j->route.absents; i++)
    if (!pol_value_absent(j, j->route.absent[i])) return false;
  pol_json_record(j, end);
  return true;
}

/* Reads on, from wherever on the route. */
pol_way POL_VARIED(pol_route_run)(pol_json_lanes *j) {
  const pol_route *route = &j->route;
  const pol_stop *s = route->stop + j->stop, *last = route->stop + route->n;
  const char *p = j->at, *next;
  for (;; s = route->stop) {
    const uint32_t row = j->row;
    for (; s < last; s++, p = next) {
      if (!(p = past_lead(&s->lead, next = p))) return stopped(j, POL_WAY_OFF, next, s);
      if (!(next = read_value(j, s, row, p))) return stopped(j, POL_WAY_ODD, p, s);
    }
    if (!(next = past_lead(&route->tail, p))) return stopped(j, POL_WAY_OFF, p, s);
    if (j->astray) return stopped(j, POL_WAY_THROUGH, next, s);
    if (!take_record(j, next)) return stopped(j, POL_WAY_ODD, next, s);
    if (j->row == POL_LANE_ROWS) return stopped(j, POL_WAY_FULL, next, route->stop);
    p = next;
  }
}
