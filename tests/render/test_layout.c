/* The layout helpers: every row is what is asked and the exact bytes that come. */
#include "render/layout.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

typedef struct sheet {
  pol_text text;
  pol_paper paper;
  pol_page page;
} sheet;

static void open_sheet(sheet *s, size_t width) {
  pol_text_init(&s->text, NULL);
  s->paper = (pol_paper){.to = &s->text, .arena = pol_arena_new(NULL), .width = width};
  s->page = pol_page_of(&s->paper);
}

static void expect(sheet *s, const char *want) {
  cr_expect_str_eq(pol_text_get(&s->text), want);
  cr_expect_eq(pol_page_end(&s->page), POL_OK);
  pol_text_drop(&s->text);
  pol_arena_drop(s->paper.arena);
}

Test(layout, width) { /* 80 unless said, never so narrow that nothing fits */
  static const struct { size_t asked, got; } rows[] = {{0, 80}, {1, 40}, {39, 40}, {40, 40}, {41, 41}, {132, 132}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    sheet s;
    open_sheet(&s, rows[i].asked);
    cr_expect_eq(s.page.width, rows[i].got, "%zu", rows[i].asked);
    expect(&s, "");
  }
}

Test(layout, para) {
  sheet s;
  open_sheet(&s, 40);
  pol_page_para(&s.page, 4, "the officer has not been found suitable for a promotion process in the force");
  expect(&s, "    the officer has not been found\n    suitable for a promotion process in\n    the force\n");
}

Test(layout, item) { /* a key in its column; one that is too long stands alone above its text */
  sheet s;
  open_sheet(&s, 40);
  pol_page_item(&s.page, 2, "3.1b", 6, "the conditions that an opportunity must meet");
  pol_page_item(&s.page, 2, "leave.annual", 6, "it is short");
  expect(&s, "  3.1b    the conditions that an\n          opportunity must meet\n  leave.annual\n          it is short\n");
}

Test(layout, heading) { /* the right side ends three columns before the width; on a line of its own when there is no room beside it */
  static const struct {
    const char *left, *right, *want;
  } rows[] = {
      {"Release", "SEC-024", "Release                       SEC-024\n"},
      {"Release for the secondment now", "SEC-024", "Release for the secondment    SEC-024\nnow\n"}, /* the id stands on the first line */
      {"Release", "", "Release\n"},
      {"Release", "an-identifier-of-40-columns-that-is-too-long", "Release\n  an-identifier-of-40-columns-that-is-too-long\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    sheet s;
    open_sheet(&s, 40);
    pol_page_heading(&s.page, 0, rows[i].left, rows[i].right);
    expect(&s, rows[i].want);
  }
}

Test(layout, ends) { /* the right side ends one column before the width, on the last line */
  static const struct {
    const char *left, *right, *want;
  } rows[] = {
      {"only if", "decides", "        only if                 decides\n"},
      {"acting.rank_sought [inspector] is above constable", "1 over",
       "        acting.rank_sought [inspector]\n          is above constable     1 over\n"},
      {"review.satisfactory [yes]", "", "        review.satisfactory [yes]\n"},
      {"review.satisfactory [yes]", "exactly at", "        review.satisfactory [yes]\n                             exactly at\n"},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    sheet s;
    open_sheet(&s, 40);
    pol_page_ends(&s.page, 8, 10, rows[i].left, rows[i].right);
    expect(&s, rows[i].want);
  }
}

Test(layout, label) {
  sheet s;
  open_sheet(&s, 0);
  cr_expect_eq(pol_page_label(&s.page, "Gave way", 10), 10);
  cr_expect_eq(pol_page_label(&s.page, "Would come next", 10), 17);
  expect(&s, "Gave way  Would come next  ");
}

Test(layout, colour) { /* nothing but the escapes differs, and every one that is begun is ended */
  sheet s;
  open_sheet(&s, 0);
  s.page.colour = true;
  pol_page_line(&s.page, POL_INK_STRONG, "REFUSED");
  pol_page_line(&s.page, POL_INK_PLAIN, "Because");
  expect(&s, "\x1b[1mREFUSED\x1b[0m\nBecause\n");
}

/* Gives out so many blocks, and then none. */
typedef struct meter {
  size_t left;
} meter;
static void *get(void *user, size_t size) {
  meter *m = user;
  if (m->left == 0) return NULL;
  m->left--;
  return malloc(size);
}
static void put(void *user, void *block) {
  (void)user;
  free(block);
}

Test(layout, no_memory) { /* whatever runs out, nothing breaks, and the page says so */
  bool whole = false;
  for (size_t blocks = 1; blocks < 60 && !whole; blocks++) {
    meter m = {blocks};
    pol_alloc from = {get, put, &m};
    pol_text text;
    pol_text_init(&text, &from);
    pol_arena *arena = pol_arena_new(&from);
    if (arena == NULL) {
      pol_text_drop(&text);
      continue;
    }
    pol_paper paper = {.to = &text, .arena = arena, .width = 40};
    pol_page page = pol_page_of(&paper);
    pol_page_heading(&page, 0, "Release for the secondment", "SEC-024");
    pol_page_ends(&page, 8, 10, pol_page_format(&page, "%s is above %s", "acting.rank_sought", "constable"), "1 rank over");
    pol_page_item(&page, 2, "3.1b", 6, "the conditions that an opportunity must meet");
    whole = pol_page_end(&page) == POL_OK;
    if (whole) cr_expect(strstr(pol_text_get(&text), "constable") != NULL);
    pol_text_drop(&text);
    pol_arena_drop(arena);
  }
  cr_expect(whole);
}
