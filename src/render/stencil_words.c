/* Values written quickly: most numbers, dates and options, to the same bytes as pol_value_words and its like. A form is learned from what they write of some values, and tried on more of them: where
 * it gives anything else, it is not used. */
#include "eval/words.h"
#include "render/stencil_piece.h"
#include <string.h>

enum { DIGITS_MOST = 9, WHOLE_MOST = 15 };
static const uint64_t tens[] = {1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000};
static const int64_t LARGEST = 40000000000000; /* a numerator or a denominator above it is written slowly */

/* ---- digits ---- */

static char *put_whole(char *to, uint64_t v, bool commas) {
  char room[32], *end = room + sizeof room, *p = end;
  if (v < 10) {
    *to = (char)('0' + v);
    return to + 1;
  }
  for (unsigned n = 0;; n++) {
    if (commas && n > 0 && n % 3 == 0) *--p = ',';
    *--p = (char)('0' + v % 10);
    v /= 10;
    if (v == 0) break;
  }
  size_t n = (size_t)(end - p);
  memcpy(to, p, n);
  return to + n;
}


static char *put_places(char *to, uint64_t v, unsigned n) {
  for (unsigned i = n; i > 0; i--, v /= 10) to[i - 1] = (char)('0' + v % 10);
  return to + n;
}

static char *put_bytes(char *to, const char *bytes, size_t n) {
  memcpy(to, bytes, n);
  return to + n;
}

/* ---- numbers ---- */

static uint64_t shared(uint64_t a, uint64_t b) { return (uint64_t)pol_num_gcd((pol_i128)a, (pol_i128)b); }

/* In how many places v / d ends, and v times how much those are; false: it does not, or in too many. */
static bool ends_in(unsigned *places, uint64_t *times, uint64_t d) {
  for (*places = 0; *places <= DIGITS_MOST; ++*places)
    if (tens[*places] % d == 0) {
      *times = tens[*places] / d;
      return true;
    }
  return false;
}

/* Whether v / d, in lowest terms, ends at all. */
static bool never_ends(uint64_t d) {
  while (d % 10 == 0) d /= 10;
  while (d % 2 == 0) d /= 2;
  while (d % 5 == 0) d /= 5;
  return d != 1;
}

typedef struct decimal { uint64_t whole, part; unsigned places; } decimal;

static decimal decimal_of(uint64_t v, unsigned places, unsigned least) { /* v / 10^places in as few places as it needs, and at least so many */
  decimal out = {v / tens[places], v % tens[places], places};
  if (out.part == 0) out.places = 0;
  for (; out.places > 0 && out.part % 10 == 0; out.places--) out.part /= 10;
  for (; out.places < least; out.places++) out.part *= 10;
  return out;
}

static char *put_decimal(char *to, const decimal *v, bool commas) {
  to = put_whole(to, v->whole, commas);
  if (v->places == 0) return to;
  *to++ = '.';
  return put_places(to, v->part, v->places);
}

/* A ratio that does not end: "about 20.27 days (exactly 750/37)", or the ratio alone. */
static char *put_ratio(char *to, const pol_quick *q, uint64_t v, uint64_t d) {
  uint64_t g = shared(v, d);
  v /= g;
  d /= g;
  if (!q->words) {
    to = put_whole(to, v, false);
    *to++ = '/';
    return put_whole(to, d, false);
  }
  uint64_t hundredths = (200 * v + d) / (2 * d);
  bool brief = q->brief && hundredths < 1000000;
  decimal shown = decimal_of(hundredths, 2, brief ? 0 : 2);
  to = put_bytes(to, "about ", 6);
  to = put_bytes(to, q->before, q->befores);
  to = put_decimal(to, &shown, !brief);
  if (q->percent) *to++ = '%';
  to = put_bytes(to, q->many, q->manys);
  to = put_bytes(to, " (exactly ", 10);
  to = put_whole(to, v, false);
  *to++ = '/';
  to = put_whole(to, d, false);
  if (q->percent) *to++ = '%';
  *to++ = ')';
  return to;
}

char *pol_quick_number(char *to, const pol_quick *q, int64_t n, int64_t d) {
  bool minus = n < 0;
  uint64_t v = minus ? 0 - (uint64_t)n : (uint64_t)n, times;
  unsigned places;
  if (q->kind != POL_QUICK_NUMBER || d < 1 || d > LARGEST || v > (uint64_t)LARGEST) return NULL;
  if (q->percent) v *= 100;
  if (!ends_in(&places, &times, (uint64_t)d)) {
    uint64_t whole = (uint64_t)d / shared(v, (uint64_t)d);
    if (!ends_in(&places, &times, whole)) return minus || !never_ends(whole) ? NULL : put_ratio(to, q, v, (uint64_t)d);
    v /= (uint64_t)d / whole;
  }
  if (v > UINT64_MAX / 10 / times) return NULL;
  v *= times;
  bool brief = q->brief && v < 10000 * tens[places], rounded = q->round > 0 && (!q->brief || v < 1000 * tens[places] || v >= 10000 * tens[places]);
  decimal shown = decimal_of(v, places, rounded && q->round > q->least ? q->round : q->least);
  if (minus) *to++ = '-';
  to = put_bytes(to, q->before, q->befores);
  to = put_decimal(to, &shown, q->words && !brief);
  if (q->percent && q->words) *to++ = '%';
  return v == tens[places] ? put_bytes(to, q->one, q->ones) : put_bytes(to, q->many, q->manys);
}

/* ---- dates, options ---- */

static char *put_date(char *to, const pol_quick *q, int32_t date) {
  pol_ymd d = pol_date_split(date);
  if (!q->words) {
    to = put_places(to, (uint64_t)d.year, 4);
    *to++ = '-';
    to = put_places(to, (uint64_t)d.month, 2);
    *to++ = '-';
    return put_places(to, (uint64_t)d.day, 2);
  }
  const char *month = pol_date_month_name(d.month);
  to = put_whole(to, (uint64_t)d.day, false);
  *to++ = ' ';
  to = put_bytes(to, month, strlen(month));
  *to++ = ' ';
  return put_places(to, (uint64_t)d.year, 4);
}

char *pol_quick_whole(char *to, const pol_quick *q, int32_t v) {
  if (q->kind == POL_QUICK_DATE) return put_date(to, q, v);
  if (q->kind != POL_QUICK_NAME || v < 0 || (uint32_t)v >= q->names) return NULL;
  return put_bytes(to, q->name[v].at, q->name[v].n);
}

/* ---- learning a form ---- */

static void write_as(pol_text *to, const pol_model *m, const pol_hole *h, pol_value v) {
  pol_text words;
  pol_text_init(&words, to->from);
  v.type = h->type;
  if (h->kind == POL_HOLE_PLAIN) pol_value_plain(&words, m, &v, h->places);
  else if (h->kind == POL_HOLE_ROUNDED) pol_value_rounded(&words, m, &v, h->places);
  else pol_value_words(&words, m, &v);
  if (!pol_text_ok(&words)) to->failed = true;
  else pol_json_escape(to, pol_text_get(&words), words.n);
  pol_text_drop(&words);
}

static pol_value number(int64_t n, int64_t d) {
  pol_value v = {.state = POL_KNOWN};
  (void)pol_num_ratio(&v.as.num, n, d);
  return v;
}

/* What stands before and behind the number n in the words of it; false: too much. */
static bool learn_sides(pol_quick *q, pol_text *words, char digit, bool one) {
  const char *text = pol_text_get(words), *at = strchr(text, digit);
  if (at == NULL) return false;
  size_t befores = (size_t)(at - text);
  for (at++; *at == '0' || *at == '.'; at++) {} /* places of money */
  if (*at == '%') at++;
  size_t after = strlen(at);
  if (befores > sizeof q->before || after > sizeof q->many) return false;
  memcpy(q->before, text, befores);
  q->befores = (uint8_t)befores;
  memcpy(one ? q->one : q->many, at, after);
  *(one ? &q->ones : &q->manys) = (uint8_t)after;
  return true;
}

static bool learn_number(pol_quick *q, pol_text *words, const pol_model *m, const pol_hole *h) {
  bool money = h->type.unit.money != 0;
  q->words = h->kind != POL_HOLE_PLAIN;
  q->percent = h->type.show == POL_SHOW_PERCENT;
  q->brief = q->words && h->type.show == POL_SHOW_COUNT && pol_unit_none(h->type.unit);
  q->least = (uint8_t)(q->words ? (h->type.unit.money == 1 ? 2 : 0) : money && h->places < 2 ? 2 : h->places);
  if (h->kind == POL_HOLE_ROUNDED && !money && !q->percent) q->round = (uint8_t)h->places;
  if (h->places > 6) return false;
  if (!q->words) return true;
  for (int i = 1; i <= 2; i++) {
    pol_text_clear(words);
    write_as(words, m, &(pol_hole){.kind = POL_HOLE_WORDS, .type = h->type}, q->percent ? number(i, 100) : number(i, 1));
    if (!learn_sides(q, words, (char)('0' + i), i == 1)) return false;
  }
  return true;
}

static bool is_right_number(const pol_quick *q, pol_text *words, const pol_model *m, const pol_hole *h) {
  static const int64_t tried[][2] = {{0, 1}, {1, 1}, {-1, 1}, {2, 1}, {3, 2}, {-7, 2}, {1, 3}, {2, 3}, {20, 37}, {100, 37}, {1, 100}, {5, 4}, {185, 2}, {999, 1}, {1000, 1}, {1234, 1}, {1234, 7}, {9999, 1}, {19999, 2}, {69999, 7},
                                     {10000, 1}, {-10000, 1}, {1234567, 1}, {123456789, 100}, {5000000, 3}, {1, 8}, {999999, 1000}, {-1, 100}, {1, 200}, {29999, 300}, {1, 1024}, {5, 2147483648}};
  char room[POL_QUICK_MOST];
  for (size_t i = 0; i < sizeof tried / sizeof tried[0]; i++) {
    pol_text_clear(words);
    write_as(words, m, h, number(tried[i][0], tried[i][1]));
    char *end = pol_quick_number(room, q, tried[i][0], tried[i][1]);
    if (!pol_text_ok(words) || (end != NULL && ((size_t)(end - room) != words->n || memcmp(room, words->at, words->n) != 0))) return false;
  }
  return true;
}

static bool is_right_date(const pol_quick *q, pol_text *words, const pol_model *m, const pol_hole *h) {
  char room[POL_QUICK_MOST];
  for (pol_date d = POL_DATE_FIRST; d <= POL_DATE_LAST - 1000; d += 99991) {
    pol_text_clear(words);
    write_as(words, m, h, (pol_value){.state = POL_KNOWN, .as.i = d});
    char *end = pol_quick_whole(room, q, d);
    if (!pol_text_ok(words) || (size_t)(end - room) != words->n || memcmp(room, words->at, words->n) != 0) return false;
  }
  return true;
}

static bool learn_names(pol_quick *q, pol_stencils *s, const pol_hole *h, uint32_t n) {
  pol_quick_name *name = POL_NEW_N(s->lasting, pol_quick_name, n + 1u);
  if (name == NULL || n > 1000) return false;
  for (uint32_t i = 0; i < n; i++) {
    pol_text_clear(&s->words);
    write_as(&s->words, s->program->model, h, (pol_value){.state = POL_KNOWN, .as.i = (int32_t)i});
    name[i].n = s->words.n;
    name[i].at = pol_arena_copy(s->lasting, pol_text_get(&s->words), s->words.n);
    if (!pol_text_ok(&s->words) || name[i].at == NULL || name[i].n > POL_QUICK_MOST) return false;
  }
  q->name = name;
  q->names = n;
  return true;
}

void pol_quick_learn(pol_quick *out, pol_stencils *s, const pol_hole *h) {
  const pol_model *m = s->program->model;
  bool right = false;
  *out = (pol_quick){.kind = POL_QUICK_NUMBER, .words = h->kind != POL_HOLE_PLAIN};
  switch ((pol_type_kind)h->type.kind) {
  case POL_T_NUMBER: right = learn_number(out, &s->words, m, h) && is_right_number(out, &s->words, m, h); break;
  case POL_T_DATE:
    out->kind = POL_QUICK_DATE;
    right = is_right_date(out, &s->words, m, h);
    break;
  case POL_T_OPTION:
    out->kind = POL_QUICK_NAME;
    right = h->type.ref < m->options.n && learn_names(out, s, h, m->options.at[h->type.ref].n);
    break;
  case POL_T_PARTY:
    out->kind = POL_QUICK_NAME;
    right = learn_names(out, s, h, m->parties.n);
    break;
  default: break;
  }
  if (!right) out->kind = POL_QUICK_NOT;
}
