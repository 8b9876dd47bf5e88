/* Columns: labels and types under each other, and the cells of tables. */
#include "format/layout.h"
#include <string.h>

/* A width that sticks out far beyond the others does not count: its line alone is longer then. */
enum { WIDEST = 255, STICKS_OUT = 24 };
typedef struct widths { uint32_t of[WIDEST + 1], n; } widths;

static void count(widths *w, uint32_t width) {
  w->of[width < WIDEST ? width : WIDEST]++;
  w->n++;
}

/* The widest that counts; 0 when there is none. At most a third of them stick out. */
static uint32_t widest(const widths *w) {
  uint32_t above = 0, seen = 0, top = 0;
  for (uint32_t width = WIDEST; width > 0; width--) {
    if (!w->of[width]) continue;
    if (seen == 0) top = width;
    else if (above - width > STICKS_OUT && seen * 3 <= w->n) top = width;
    above = width;
    seen += w->of[width];
  }
  return top;
}

static bool starts_line(const pol_layout *l, uint32_t i) {
  const pol_piece *p = pol_layout_piece(l, i);
  return p->comments || (p->first && p->point != POL_POINT_NONE);
}

/* What stands in the second column: the label, or, where there is none, "is". */
static uint32_t second_of(const pol_member *m) { return m->label ? m->label : m->is; }

/* Where a piece of a member would stand at least, `from` starting at `column`. */
static uint32_t reach(const pol_layout *l, uint32_t from, uint32_t to, uint32_t column) { return column + pol_layout_width(l, from, to) + 1; }

static uint32_t second_column(const pol_layout *l, const pol_member *member, uint32_t n, uint32_t indent) {
  widths w = {0};
  for (uint32_t i = 0; i < n; i++)
    if (second_of(&member[i]) && !starts_line(l, second_of(&member[i]))) count(&w, reach(l, member[i].first, second_of(&member[i]), indent));
  return widest(&w);
}

/* A label of several texts takes several lines. */
static bool has_long_label(const pol_member *m) { return m->label && m->is > m->label + 1; }

static uint32_t at_least(uint32_t a, uint32_t b) { return a > b ? a : b; }

/* Where "is" would stand with the labels in their column. */
static uint32_t natural_third(const pol_layout *l, const pol_member *m, uint32_t indent, uint32_t second) {
  if (!m->label) return second;
  return reach(l, m->label, m->is, at_least(second, reach(l, m->first, m->label, indent)));
}

static uint32_t third_column(const pol_layout *l, const pol_member *member, uint32_t n, uint32_t indent, uint32_t second) {
  widths w = {0};
  bool labels = false;
  for (uint32_t i = 0; i < n; i++) {
    const pol_member *m = &member[i];
    labels = labels || m->label;
    if (!m->is || starts_line(l, m->is) || has_long_label(m)) continue;
    count(&w, natural_third(l, m, indent, second));
  }
  return labels ? widest(&w) : second;
}

/* Whether alignment alone would make a line too long. */
static bool is_too_wide(const pol_layout *l, const pol_member *member, uint32_t n, uint32_t indent, uint32_t second, uint32_t third) {
  for (uint32_t i = 0; i < n; i++) {
    const pol_member *m = &member[i];
    uint32_t last = m->is ? m->is : m->label;
    if (!last || starts_line(l, last)) continue;
    uint32_t column = m->is ? at_least(third, natural_third(l, m, indent, second)) : at_least(second, reach(l, m->first, last, indent));
    bool wide = column + pol_layout_width(l, last, m->end) > POL_WIDE;
    if (wide && indent + pol_layout_width(l, m->first, m->end) <= POL_WIDE) return true;
  }
  return false;
}

/* What goes on with a member on lines of its own stands in the second column. */
static void hang(pol_layout *l, const pol_member *m, uint32_t column) {
  for (uint32_t i = m->is; i < l->pieces.n; i++) {
    pol_piece *p = pol_layout_piece(l, i);
    if (p->point == POL_POINT_START) return;
    if (i != m->is && p->rank != POL_RANK_PART) continue;
    p->indent = POL_INDENT_COLUMN;
    p->offset = (int16_t)column;
  }
}

static void align(pol_layout *l, const pol_member *m, uint32_t indent, uint32_t second, uint32_t third) {
  uint32_t at = second_of(m);
  bool starts = starts_line(l, at);
  if (!starts) pol_layout_piece(l, at)->align = second;
  if (m->is && third > second && !starts_line(l, m->is) && !has_long_label(m)) pol_layout_piece(l, m->is)->align = third;
  if (!m->is) return;
  if (starts) hang(l, m, second ? second : indent + POL_INDENT);
  else hang(l, m, at_least(second, reach(l, m->first, at, indent)));
}

void pol_columns_align(pol_layout *l, const pol_member *member, uint32_t n, int indent) {
  uint32_t margin = (uint32_t)indent, second = second_column(l, member, n, margin), third = third_column(l, member, n, margin, second);
  if (is_too_wide(l, member, n, margin, second, third)) third = 0;
  if (!third && is_too_wide(l, member, n, margin, second, third)) second = 0;
  for (uint32_t i = 0; i < n; i++)
    if (second_of(&member[i])) align(l, &member[i], margin, second, third);
}

/* -- tables */

/* The width of the cell after the | at `pipe`; *next is the | after it. */
static uint32_t cell_width(const pol_layout *l, uint32_t pipe, uint32_t *next) {
  uint32_t end = pipe + 1;
  while (pol_layout_piece(l, end)->kind != POL_PIECE_PIPE) end++;
  *next = end;
  return pol_layout_width(l, pipe + 1, end);
}

static void measure_row(pol_layout *l, const pol_node *row, uint32_t *width, uint32_t columns) {
  uint32_t pipe = pol_layout_at(l, row);
  for (uint32_t c = 0; c < columns; c++) {
    uint32_t wide = cell_width(l, pipe, &pipe);
    if (wide > width[c]) width[c] = wide;
  }
}

static void align_row(pol_layout *l, const pol_node *row, const uint32_t *width, uint32_t columns) {
  uint32_t pipe = pol_layout_at(l, row), at = POL_INDENT, next;
  for (uint32_t c = 0; c < columns; c++, pipe = next) {
    cell_width(l, pipe, &next);
    at += 2 + width[c] + 1;
    pol_layout_piece(l, next)->align = at;
  }
}

/* A row is on one line. */
static void start_row(pol_layout *l, const pol_node *row, bool is_head) {
  uint32_t first = pol_layout_at(l, row), end = pol_layout_after(l, row);
  for (uint32_t i = 0; i < row->n; i++)
    if (!is_head) pol_layout_expression(l, row->kid[i], 0);
  for (uint32_t i = first; i < end; i++) pol_layout_piece(l, i)->point = POL_POINT_NONE;
  pol_layout_start(l, first, POL_INDENT, !is_head);
}

bool pol_columns_rows(pol_layout *l, const pol_node *rows) {
  uint32_t columns = rows->n ? rows->kid[0]->n : 0;
  uint32_t *width = POL_NEW_N(l->arena, uint32_t, columns + 1u);
  if (!width) return false;
  for (uint32_t i = 0; i < rows->n; i++) {
    start_row(l, rows->kid[i], i == 0);
    measure_row(l, rows->kid[i], width, columns);
  }
  for (uint32_t i = 0; i < rows->n; i++) align_row(l, rows->kid[i], width, columns);
  return true;
}
