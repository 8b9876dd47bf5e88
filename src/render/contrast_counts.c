/* Counts of impacts beside a bar that reads without colour. */
#include "render/contrast.h"

enum { BAR = 20, LEAST_TITLE = 20 };
static const char signs[POL_IMPACTS] = {'+', '-', '~', '=', '?'};

static size_t larger(size_t a, size_t b) { return a > b ? a : b; }

pol_counts_table pol_counts_table_of(const pol_page *page, size_t widest, uint64_t most) {
  pol_counts_table w = {.title = widest};
  size_t digits = pol_columns(pol_contrast_count(page, most)), rest = 1 + BAR;
  for (int i = 0; i < POL_IMPACTS; i++) {
    static const size_t heading[POL_IMPACTS] = {6, 7, 7, 6, 4};
    w.column[i] = larger(heading[i], digits + (i == 0 ? 1 : 2));
    rest += w.column[i];
  }
  size_t room = page->width - 1 > rest ? page->width - 1 - rest : 0;
  w.stacked = room < LEAST_TITLE;
  if (w.stacked) w.title = 2;
  else if (w.title > room) w.title = room;
  else if (w.title < 28 && room >= 28) w.title = 28;
  return w;
}

static void right(const pol_page *page, size_t width, const char *text) {
  size_t n = pol_columns(text);
  pol_text_pad(page->to, ' ', n < width ? width - n : 0);
  pol_text_add(page->to, text);
}

void pol_counts_heading(const pol_page *page, const pol_counts_table *w, const char *label) {
  static const char *const heading[] = {"gains", "loses", "other", "same"};
  size_t n = pol_columns(label);
  pol_text_add(page->to, label);
  pol_text_pad(page->to, ' ', n < w->title ? w->title - n : 0);
  for (int i = 0; i < 4; i++) right(page, w->column[i], heading[i]);
  pol_text_add(page->to, "  not decided\n");
}

/* How many of the signs each group has: at least one where there is anybody, the rest by their share. */
static void shares(size_t out[POL_IMPACTS], const uint64_t n[POL_IMPACTS]) {
  uint64_t all = 0;
  size_t given = 0;
  for (int i = 0; i < POL_IMPACTS; i++) all += n[i];
  for (int i = 0; i < POL_IMPACTS; i++) {
    out[i] = all == 0 || n[i] == 0 ? 0 : (size_t)((pol_u128)n[i] * BAR / all);
    if (n[i] > 0 && out[i] == 0) out[i] = 1;
    given += out[i];
  }
  while (all > 0 && given != BAR) { /* one more for the group that has the least for its size, one less for the one that has the most */
    int best = -1;
    for (int i = 0; i < POL_IMPACTS; i++) {
      if (n[i] == 0 || (given > BAR && out[i] < 2)) continue;
      pol_u128 mine = (pol_u128)n[i] * (best < 0 ? 1 : out[best] + (given < BAR)), other = best < 0 ? 0 : (pol_u128)n[best] * (out[i] + (given < BAR));
      if (best < 0 || (given < BAR ? mine > other : mine < other)) best = i;
    }
    if (given < BAR) out[best]++, given++;
    else out[best]--, given--;
  }
}

static void bar(const pol_page *page, const uint64_t n[POL_IMPACTS]) {
  static const pol_ink inks[POL_IMPACTS] = {POL_INK_NOTE, POL_INK_ERROR, POL_INK_WARNING, POL_INK_PLAIN, POL_INK_STRONG};
  size_t share[POL_IMPACTS];
  shares(share, n);
  for (int i = 0; i < POL_IMPACTS; i++) {
    if (share[i] == 0) continue;
    if (inks[i] != POL_INK_PLAIN) pol_page_ink(page, inks[i]);
    pol_text_pad(page->to, signs[i], share[i]);
    if (inks[i] != POL_INK_PLAIN) pol_page_ink(page, POL_INK_PLAIN);
  }
}

void pol_counts_row(const pol_page *page, const pol_counts_table *w, const char *title, const uint64_t n[POL_IMPACTS]) {
  pol_text wrapped;
  size_t width = w->stacked ? page->width - 1 : w->title;
  pol_text_init(&wrapped, pol_arena_alloc(page->arena));
  pol_text_wrap(&wrapped, title, 0, 2, width);
  const char *text = pol_page_keep(page, &wrapped), *last = text;
  for (const char *at = text; *at != '\0'; at++)
    if (*at == '\n') last = at + 1;
  pol_text_add(page->to, text);
  size_t taken = pol_columns(last);
  if (w->stacked) pol_text_char(page->to, '\n'), taken = 0;
  pol_text_pad(page->to, ' ', taken < w->title ? w->title - taken : 0);
  for (int i = 0; i < POL_IMPACTS; i++) right(page, w->column[i], pol_contrast_count(page, n[i]));
  pol_text_char(page->to, ' ');
  bar(page, n);
  pol_text_char(page->to, '\n');
}

void pol_counts_legend(const pol_page *page) {
  pol_page_line(page, POL_INK_PLAIN, "   + gains   - loses   ~ changed, neither better nor worse   = same   ? open");
}
