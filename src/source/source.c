#include "source/source.h"
#include "base/limits.h"
#include "base/text.h"
#include <string.h>

static const char byte_order_mark[] = "\xEF\xBB\xBF";

void pol_sources_init(pol_sources *s, pol_arena *arena) { *s = (pol_sources){ .arena = arena }; }

static bool count_characters(pol_source *s, pol_arena *arena) {
  uint32_t steps = s->length / POL_SOURCE_STEP, *before = POL_NEW_N(arena, uint32_t, steps + 1u);
  if (!before) return false;
  for (uint32_t i = 0; i < steps; i++) before[i + 1] = before[i] + (uint32_t)pol_text_columns(s->text + (size_t)i * POL_SOURCE_STEP, POL_SOURCE_STEP);
  s->before = before;
  return true;
}

bool pol_source_index(pol_source *s, pol_arena *arena) {
  enum { BYTES_PER_LINE = 24, LONG_LINE = 8 * POL_SOURCE_STEP }; /* fewer than in most texts: where there is room enough, nothing is copied */
  const char *end = s->text + s->length, *at = s->text;
  POL_VEC(uint32_t) starts = { 0 };
  bool some_long = false;
  if (!POL_VEC_RESERVE(arena, &starts, s->length / BYTES_PER_LINE + 8)) return false;
  while (at) {
    uint32_t *start = POL_VEC_PUSH(arena, &starts);
    if (!start) return false;
    *start = (uint32_t)(at - s->text);
    const char *from = at;
    at = memchr(at, '\n', (size_t)(end - at));
    some_long = some_long || (at ? at : end) - from > LONG_LINE;
    if (at) at++;
  }
  s->line = starts.at;
  s->lines = starts.n;
  return !some_long || count_characters(s, arena);
}

pol_status pol_sources_add(pol_sources *s, uint32_t *file, const char *name, const char *text, size_t length) {
  if (length > POL_LIMIT_SOURCE_BYTES) return POL_LIMIT;
  pol_source new = { .length = (uint32_t)length };
  new.name = pol_arena_copy(s->arena, name, strlen(name));
  new.text = pol_arena_copy(s->arena, text, length);
  if (!new.name || !new.text || !pol_source_index(&new, s->arena)) return POL_NO_MEMORY;
  pol_source *slot = POL_VEC_PUSH(s->arena, &s->files);
  if (!slot) return POL_NO_MEMORY;
  *slot = new;
  *file = s->files.n - 1;
  return POL_OK;
}

const pol_source *pol_sources_get(const pol_sources *s, uint32_t file) { return file < s->files.n ? &s->files.at[file] : NULL; }

/* The last line that starts at or before the offset, from 0. */
static uint32_t line_of(const pol_source *s, uint32_t offset) {
  uint32_t low = 0, high = s->lines;
  while (high - low > 1) {
    uint32_t middle = low + (high - low) / 2;
    if (s->line[middle] <= offset) low = middle;
    else high = middle;
  }
  return low;
}

static uint32_t characters(const pol_source *s, uint32_t from, uint32_t to) {
  uint32_t first = from / POL_SOURCE_STEP + 1, last = to / POL_SOURCE_STEP;
  if (!s->before || first > last) return (uint32_t)pol_text_columns(s->text + from, to - from);
  uint32_t head = first * POL_SOURCE_STEP - from, tail = to - last * POL_SOURCE_STEP;
  return (uint32_t)pol_text_columns(s->text + from, head) + s->before[last] - s->before[first] + (uint32_t)pol_text_columns(s->text + to - tail, tail);
}

pol_place pol_source_place(const pol_source *s, uint32_t offset) {
  if (offset > s->length) offset = s->length;
  uint32_t line = line_of(s, offset), start = s->line[line], number = s->number ? s->number[line] : line + 1;
  /* A byte order mark is no character that anybody sees. */
  if (number == 1 && offset >= 3 && memcmp(s->text, byte_order_mark, 3) == 0) start = 3;
  return (pol_place){ number, characters(s, start, offset) + 1 };
}

/* Which of the lines kept has a number; `lines` when none has. */
static uint32_t find_line(const pol_source *s, uint32_t number) {
  uint32_t low = 0, high = s->lines;
  if (!s->number) return number - 1 < s->lines ? number - 1 : s->lines;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (s->number[middle] < number) low = middle + 1;
    else high = middle;
  }
  return low < s->lines && s->number[low] == number ? low : s->lines;
}

const char *pol_source_line(const pol_source *s, uint32_t number, size_t *length) {
  uint32_t line = find_line(s, number) + 1;
  *length = 0;
  if (line > s->lines) return "";
  uint32_t start = s->line[line - 1];
  uint32_t end = line < s->lines ? s->line[line] - 1 : s->length;
  if (end > start && s->text[end - 1] == '\n') end--; /* only where the text is lines that are kept */
  if (end > start && s->text[end - 1] == '\r') end--;
  *length = end - start;
  return s->text + start;
}

pol_span pol_span_join(pol_span a, pol_span b) { return (pol_span){ a.file, a.start, b.end }; }
