#include "base/failing.h"
#include "base/limits.h"
#include "source/source.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const pol_source *open(pol_arena **arena, pol_sources *sources, const char *text, size_t length) {
  uint32_t file = 9;
  *arena = pol_arena_new(NULL);
  pol_sources_init(sources, *arena);
  cr_assert_eq(pol_sources_add(sources, &file, "a.pol", text, length), POL_OK);
  cr_assert_eq(file, 0);
  return pol_sources_get(sources, file);
}

/* Lines and columns count from 1, columns in characters; a line's end belongs to it. */
static const struct { const char *text; uint32_t offset, line, column; } places[] = {
  { "", 0, 1, 1 },
  { "abc", 0, 1, 1 }, { "abc", 2, 1, 3 }, { "abc", 3, 1, 4 }, { "abc", 99, 1, 4 },
  { "a\nbc\n", 1, 1, 2 }, { "a\nbc\n", 2, 2, 1 }, { "a\nbc\n", 4, 2, 3 }, { "a\nbc\n", 5, 3, 1 },
  { "a\r\nb", 1, 1, 2 }, { "a\r\nb", 3, 2, 1 },
  { "\n\n\n", 2, 3, 1 },
  { "£5 é x", 2, 1, 2 }, { "£5 é x", 4, 1, 4 }, { "£5 é x", 7, 1, 6 },
  { "\357\273\277ab\nc", 3, 1, 1 }, { "\357\273\277ab\nc", 4, 1, 2 }, { "\357\273\277ab\nc", 6, 2, 1 }, { "\357\273\277ab", 0, 1, 1 },
};

Test(source, places) {
  for (size_t i = 0; i < COUNT(places); i++) {
    pol_arena *arena;
    pol_sources sources;
    const pol_source *s = open(&arena, &sources, places[i].text, strlen(places[i].text));
    pol_place p = pol_source_place(s, places[i].offset);
    cr_expect(p.line == places[i].line && p.column == places[i].column, "%s at %u: %u:%u", places[i].text, places[i].offset, p.line, p.column);
    pol_arena_drop(arena);
  }
}

/* In long lines characters are counted from the nearest step: the same columns as counted from the line's start. */
Test(source, places_in_long_lines) {
  enum { LENGTH = 20 * POL_SOURCE_STEP + 3 };
  static const char *const begins[] = { "", "\357\273\277", "x\n", "\302\243\n\n" };
  for (size_t b = 0; b < COUNT(begins); b++) {
    char text[LENGTH + 16];
    size_t n = strlen(begins[b]), start = n;
    memcpy(text, begins[b], n);
    for (size_t i = 0; n + 4 < LENGTH; i++) {
      static const char *const characters[] = { "a", "\302\243", "b", "\342\202\254", "\360\235\204\236", "c" };
      memcpy(text + n, characters[i % 6], strlen(characters[i % 6]));
      n += strlen(characters[i % 6]);
    }
    pol_arena *arena;
    pol_sources sources;
    const pol_source *s = open(&arena, &sources, text, n);
    cr_assert(s->before);
    for (uint32_t at = (uint32_t)start, column = 0; at <= n; at++) {
      pol_place p = pol_source_place(s, at);
      cr_assert_eq(p.column, column + 1, "%zu, %u: %u for %u", b, at, p.column, column + 1);
      if (at < n) column += ((unsigned char)text[at] & 0xc0) != 0x80;
    }
    pol_arena_drop(arena);
  }
}

static const struct { const char *text; uint32_t line; const char *want; } lines[] = {
  { "", 1, "" }, { "", 2, "" }, { "abc", 1, "abc" }, { "abc", 0, "" }, { "a\nbc\n", 1, "a" }, { "a\nbc\n", 2, "bc" }, { "a\nbc\n", 3, "" }, { "a\nbc\n", 4, "" },
  { "a\r\n\r\nb\r\n", 1, "a" }, { "a\r\n\r\nb\r\n", 2, "" }, { "a\r\n\r\nb\r\n", 3, "b" }, { "a\rb", 1, "a\rb" },
};

Test(source, lines) {
  for (size_t i = 0; i < COUNT(lines); i++) {
    pol_arena *arena;
    pol_sources sources;
    size_t n = 99;
    const char *line = pol_source_line(open(&arena, &sources, lines[i].text, strlen(lines[i].text)), lines[i].line, &n);
    cr_expect(n == strlen(lines[i].want) && memcmp(line, lines[i].want, n) == 0, "line %u of %s: %.*s", lines[i].line, lines[i].text, (int)n, line);
    pol_arena_drop(arena);
  }
}

Test(source, owns_its_texts) {
  char text[] = "one\0two", name[] = "a.pol";
  pol_arena *arena = pol_arena_new(NULL);
  pol_sources sources;
  uint32_t first, second;
  pol_sources_init(&sources, arena);
  cr_assert_eq(pol_sources_add(&sources, &first, name, text, 7), POL_OK);
  cr_assert_eq(pol_sources_add(&sources, &second, "b.pol", "x", 1), POL_OK);
  memset(text, 'z', sizeof text);
  memset(name, 'z', sizeof name);
  const pol_source *s = pol_sources_get(&sources, first);
  cr_expect(s->length == 7 && memcmp(s->text, "one\0two", 8) == 0);
  cr_expect_str_eq(s->name, "a.pol");
  cr_expect_str_eq(pol_sources_get(&sources, second)->name, "b.pol");
  cr_expect_null(pol_sources_get(&sources, 2));
  pol_arena_drop(arena);
}

Test(source, limit) {
  char *text = calloc(1, POL_LIMIT_SOURCE_BYTES + 1);
  cr_assert_not_null(text);
  for (int over = -1; over <= 1; over++) {
    pol_arena *arena = pol_arena_new(NULL);
    pol_sources sources;
    uint32_t file;
    pol_sources_init(&sources, arena);
    cr_expect_eq(pol_sources_add(&sources, &file, "a", text, (size_t)(POL_LIMIT_SOURCE_BYTES + over)), over > 0 ? POL_LIMIT : POL_OK);
    pol_arena_drop(arena);
  }
  free(text);
}

Test(source, spans_join) {
  pol_span joined = pol_span_join((pol_span){ 3, 10, 20 }, (pol_span){ 3, 30, 40 });
  cr_expect(joined.file == 3 && joined.start == 10 && joined.end == 40);
}

static bool add_two(const pol_alloc *from) {
  pol_arena *arena = pol_arena_new(from);
  if (!arena) return false;
  pol_sources sources;
  uint32_t file;
  pol_sources_init(&sources, arena);
  bool well = true;
  for (int i = 0; i < 20 && well; i++) well = pol_sources_add(&sources, &file, "a.pol", "one\ntwo\nthree\n", 14) == POL_OK;
  pol_arena_drop(arena);
  return well;
}

Test(source, memory) { failing_everywhere(add_two); }

/* The embedded modules: found by their names, shown under their paths, and there is at least one. */
Test(source, stdlib) {
  cr_assert(pol_stdlib_count() > 0);
  for (size_t i = 0; i < pol_stdlib_count(); i++) {
    size_t length = 0;
    const char *shown = NULL, *text = pol_stdlib_find(pol_stdlib_name(i), &length, &shown);
    cr_assert_not_null(text);
    cr_expect(length > 0 && strlen(text) == length, "%s", pol_stdlib_name(i));
    cr_expect(strncmp(shown, "stdlib/", 7) == 0 && strcmp(shown + strlen(shown) - 4, ".pol") == 0, "%s", shown);
  }
  size_t length;
  const char *shown;
  cr_expect_null(pol_stdlib_find("no.such.module", &length, &shown));
  cr_expect_null(pol_stdlib_find("", &length, &shown));
}
