#include "facts/excerpt.h"
#include "base/limits.h"
#include <stdlib.h>
#include <string.h>

enum { TOO_LONG_SHOWN = 1024 }; /* bytes of a line that is longer than a record may be */

typedef struct range { uint32_t start, end, to; } range; /* of the part; where it stands in the excerpt */
typedef struct ranges { POL_VEC(range) list; } ranges;

static void publish(pol_excerpt *e) {
  pol_source *s = &e->sources->files.at[e->file];
  e->text.at[e->text.n] = '\0';
  s->text = e->text.at;
  s->length = e->text.n;
  s->line = e->line.at;
  s->number = e->number.at;
  s->lines = e->line.n;
  s->before = NULL;
}

static bool add_line(pol_excerpt *e, uint32_t number) {
  uint32_t *line = POL_VEC_PUSH(e->reports->arena, &e->line), *as = POL_VEC_PUSH(e->reports->arena, &e->number);
  if (!line || !as) return false;
  *line = e->text.n;
  *as = number;
  return true;
}

bool pol_excerpt_init(pol_excerpt *e, pol_sources *sources, uint32_t file, pol_reports *reports) {
  *e = (pol_excerpt){.sources = sources, .file = file, .reports = reports, .taken = reports->list.n, .empty = true};
  if (!POL_VEC_RESERVE(reports->arena, &e->text, 64) || !add_line(e, 1)) return false;
  publish(e);
  return true;
}

static bool is_here(const pol_excerpt *e, pol_span at) { return at.file == e->file && at.start >= e->text.n; }

/* The whole lines of a place, up to that where it ends. There is an empty one after the last line feed. */
static bool add_range(pol_excerpt *e, pol_arena *scratch, ranges *r, const pol_seen_part *part, uint32_t start, uint32_t end) {
  uint32_t length = (uint32_t)part->length;
  if (start > length) start = length;
  if (end > length) end = length;
  if (end < start) end = start;
  while (start > 0 && part->text[start - 1] != '\n') start--;
  const char *newline = memchr(part->text + end, '\n', length - end);
  end = newline ? (uint32_t)(newline + 1 - part->text) : length + 1;
  if (end - start > POL_LIMIT_RECORD_BYTES) end = start + TOO_LONG_SHOWN;
  range *slot = POL_VEC_PUSH(scratch, &r->list);
  if (!slot) return !(e->reports->no_memory = true);
  *slot = (range){.start = start, .end = end};
  return true;
}

static bool find_ranges(pol_excerpt *e, pol_arena *scratch, ranges *r, const pol_seen_part *part, uint32_t keep) {
  uint32_t base = e->text.n;
  if (keep && !add_range(e, scratch, r, part, 0, keep)) return false;
  for (uint32_t i = e->taken; i < e->reports->list.n; i++) {
    const pol_report *p = e->reports->list.at[i];
    if (is_here(e, p->at.span) && !add_range(e, scratch, r, part, p->at.span.start - base, p->at.span.end - base)) return false;
    for (uint32_t k = 0; k < p->also.n; k++) {
      pol_span at = p->also.at[k].span;
      if (is_here(e, at) && !add_range(e, scratch, r, part, at.start - base, at.end - base)) return false;
    }
  }
  return true;
}

static int by_start(const void *a, const void *b) {
  const range *x = a, *y = b;
  if (x->start != y->start) return x->start < y->start ? -1 : 1;
  return (x->end > y->end) - (x->end < y->end);
}

static void join(ranges *r) {
  uint32_t kept = 0;
  qsort(r->list.at, r->list.n, sizeof *r->list.at, by_start);
  for (uint32_t i = 0; i < r->list.n; i++) {
    range *last = kept ? &r->list.at[kept - 1] : NULL, now = r->list.at[i];
    if (last && now.start < last->end) last->end = now.end > last->end ? now.end : last->end;
    else if (!last || now.start != last->start) r->list.at[kept++] = now;
  }
  r->list.n = kept;
}

static uint32_t newlines(const char *at, const char *end) {
  uint32_t n = 0;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) at++, n++;
  return n;
}

static bool copy(pol_excerpt *e, ranges *r, const pol_seen_part *part) {
  uint32_t at = 0, number = part->line;
  for (uint32_t i = 0; i < r->list.n; i++) {
    range *now = &r->list.at[i];
    number += newlines(part->text + at, part->text + now->start); /* ranges ascend */
    at = now->start;
    now->to = e->text.n;
    uint32_t room = e->text.n + now->end - now->start + 64; /* asked for twice over where it is not there, for more is to come; each time, the arena would grow with the square */
    if (room > e->text.cap && !POL_VEC_RESERVE(e->reports->arena, &e->text, 2 * room)) return false;
    uint32_t end = now->end <= part->length ? now->end : (uint32_t)part->length;
    for (uint32_t from = now->start, line = number; from < now->end; line++) {
      const char *newline = memchr(part->text + from, '\n', end - from);
      uint32_t n = (newline ? (uint32_t)(newline - part->text) : end) - from;
      if (!add_line(e, line)) return false;
      memcpy(e->text.at + e->text.n, part->text + from, n);
      e->text.at[e->text.n + n] = '\n';
      e->text.n += n + 1;
      from += n + 1;
    }
  }
  return true;
}

static pol_span moved(const pol_excerpt *e, const ranges *r, uint32_t base, pol_span at) {
  if (at.file != e->file || at.start < base) return at;
  uint32_t low = 0, high = r->list.n;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (r->list.at[middle].start <= at.start - base) low = middle;
    else high = middle;
  }
  const range *in = &r->list.at[low];
  uint32_t start = at.start - base - in->start, end = at.end - base - in->start, most = in->end - in->start;
  return (pol_span){at.file, in->to + (start < most ? start : most), in->to + (end < most ? end : most)};
}

bool pol_excerpt_take(pol_excerpt *e, const pol_seen_part *part, uint32_t keep) {
  uint32_t base = e->text.n;
  ranges r = {0};
  if (!keep && e->taken == e->reports->list.n) return true;
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(e->reports->arena));
  bool fine = scratch && find_ranges(e, scratch, &r, part, keep);
  if (fine && r.list.n) {
    if (e->empty) e->line.n = e->number.n = 0;
    e->empty = false;
    join(&r);
    fine = copy(e, &r, part);
    for (uint32_t i = e->taken; fine && i < e->reports->list.n; i++) {
      pol_report *p = e->reports->list.at[i];
      p->at.span = moved(e, &r, base, p->at.span);
      for (uint32_t k = 0; k < p->also.n; k++) p->also.at[k].span = moved(e, &r, base, p->also.at[k].span);
    }
    publish(e);
  }
  if (!fine) e->reports->no_memory = true;
  e->taken = e->reports->list.n;
  pol_arena_drop(scratch);
  return fine;
}
