#include "base/limits.h"
#include "syntax/scan.h"
#include "pol_parser.h"
#include <string.h>

void *pol_scan_room(pol_reading *r, size_t size) {
  size = (size + _Alignof(max_align_t) - 1) & ~(_Alignof(max_align_t) - 1);
  if (size > sizeof r->scan.room - r->scan.room_used) return NULL;
  void *room = r->scan.room + r->scan.room_used;
  r->scan.room_used += size;
  return room;
}

static uint32_t find_line_end(const pol_reading *r, uint32_t from) {
  const char *end = memchr(r->text + from, '\n', r->source->length - from);
  uint32_t at = end ? (uint32_t)(end - r->text) : r->source->length;
  return at > from && r->text[at - 1] == '\r' ? at - 1 : at;
}

/* Asked for each text of a line, so that the end of the line that is scanned is known. */
uint32_t pol_scan_line_end(const pol_reading *r, uint32_t from) {
  return from >= r->scan.line && from <= r->scan.line_end ? r->scan.line_end : find_line_end(r, from);
}

bool pol_scan_is_torn(const pol_reading *r, uint32_t at) { return at < r->scan.torn; }

bool pol_scan_says(pol_reading *r, pol_span at) {
  if (pol_scan_is_torn(r, at.start) || at.start < r->scan.said) return false;
  r->scan.said = pol_scan_line_end(r, at.start);
  return true;
}

void pol_scan_doubt(pol_reading *r, pol_span at) {
  pol_scan *s = &r->scan;
  if (!s->fresh && r->all.n) r->all.at[r->all.n - 1].flags |= POL_RAW_TORN;
  s->doubted = true;
  uint32_t end = at.end > s->torn ? at.end : s->torn; /* a run of such characters is looked through once */
  while (end < r->source->length && !strchr(" \t\r\n\"|#", r->text[end])) end++;
  if (end > at.end && end > s->torn) s->torn = end;
}

/* A line with a byte that could not be read is torn: what else seems wrong on it has that cause. */
static bool is_spoilt(pol_reading *r, uint32_t line) {
  pol_scan *s = &r->scan;
  while (s->spoilt_next < r->spoilt.n && r->spoilt.at[s->spoilt_next] < line) s->spoilt_next++;
  return s->spoilt_next < r->spoilt.n && r->spoilt.at[s->spoilt_next] < pol_scan_line_end(r, line);
}

void pol_scan_line_starts(pol_reading *r) {
  if (r->rules_only) pol_scan_pass_over(r);
  uint32_t line = r->scan.at;
  while (line > 0 && r->text[line - 1] != '\n') line--; /* before its indentation */
  r->scan.line = line;
  r->scan.line_end = find_line_end(r, line);
  if (is_spoilt(r, line)) r->scan.torn = pol_scan_line_end(r, line);
  else pol_scan_measure(r, line);
}

void pol_scan_comment(pol_reading *r, pol_span at) {
  pol_comment *c = POL_VEC_PUSH(r->arena, &r->tree->comments);
  if (c) *c = (pol_comment){ at, r->scan.fresh };
  else r->failed = true;
}

static pol_raw *push(pol_reading *r, int kind, pol_span at, pol_atom text) {
  r->scan.full = r->all.n == POL_LIMIT_SOURCE_WORDS;
  if (r->scan.full) {
    r->scan.over = at;
    return NULL;
  }
  pol_raw *w = POL_VEC_PUSH(r->scratch, &r->all);
  if (!w) {
    r->failed = true;
    return NULL;
  }
  unsigned flags = (r->scan.fresh ? POL_RAW_FIRST : 0u) | (pol_scan_is_torn(r, at.start) || r->scan.doubted ? POL_RAW_TORN : 0u);
  *w = (pol_raw){ .start = at.start, .end = at.end, .as.text = text, .kind = (uint16_t)kind, .word = POL_NO_WORD, .flags = (uint8_t)flags };
  if (r->scan.fresh) r->scan.line_first = r->all.n - 1;
  r->scan.fresh = r->scan.doubted = false;
  return w;
}

bool pol_scan_after_is(const pol_reading *r) {
  if (!r->all.n) return false;
  const pol_raw *w = &r->all.at[r->all.n - 1];
  size_t length;
  const char *text = pol_raw_text(r, w, &length);
  if (w->kind == TOK_PIPE && !r->scan.fresh) return true;
  return w->kind == POL_RAW_WORD && length == 2 && memcmp(text, "is", 2) == 0;
}

/* A sign of comparison stands for "is" and a test; after a written "is", for the test alone. */
static void push_comparison(pol_reading *r, pol_span at, unsigned keyword) {
  for (int second = pol_scan_after_is(r); second < (keyword == POL_KEYWORD_IS ? 1 : 2); second++) {
    pol_raw *w = push(r, POL_RAW_KEYWORD, at, 1);
    if (!w) return;
    w->word = second ? (uint8_t)keyword : POL_KEYWORD_IS;
    w->flags |= POL_RAW_MENDED; /* where no comparison fits, the sign is reported and nothing else */
  }
}

void pol_scan_push(pol_reading *r, int kind, pol_span at, pol_atom text) {
  if (kind == POL_RAW_KEYWORD) {
    push_comparison(r, at, text);
    return;
  }
  pol_raw *w = push(r, kind, at, text);
  if (!w || kind != POL_RAW_WORD) return;
  size_t length;
  const char *word = pol_raw_text(r, w, &length);
  w->word = pol_words_find(&r->words, word, length);
}

const char *pol_raw_text(const pol_reading *r, const pol_raw *w, size_t *length) {
  if (w->as.text && w->kind != POL_RAW_KEYWORD) {
    *length = pol_atom_length(r->atoms, w->as.text);
    return pol_atom_get(r->atoms, w->as.text);
  }
  *length = w->end - w->start;
  return r->text + w->start;
}
