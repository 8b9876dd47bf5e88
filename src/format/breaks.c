/* Where lines end. First where they must, where the author ended them, and what follows from that; then, for lines that are too long, at their points in the order of
 * rank. Breaks that are kept when the result is read again are all found before those that are not: so laying out what is laid out changes nothing.
 * A rank is one pass over a line of the language, and there are no more ranks in it than its tree is high. */
#include "format/layout.h"

typedef struct stretch { uint32_t from, to; } stretch; /* a line of the language */

static uint32_t limit_of(unsigned rank) { return rank <= POL_RANK_WHEN ? POL_NARROW : POL_WIDE; }
static bool is_kept(const pol_piece *p) { return p->point == POL_POINT_AUTHOR || p->point == POL_POINT_TOGETHER || p->point == POL_POINT_FILL_KEPT; }

/* -- where pieces stand */

static uint32_t indent_of(const pol_layout *l, const pol_piece *p, uint32_t line, uint32_t written) {
  uint32_t least = pol_layout_piece(l, line)->column + POL_INDENT;
  int64_t column;
  switch (p->indent) {
  case POL_INDENT_COLUMN: return (uint32_t)p->offset;
  case POL_INDENT_WRITTEN: {
    const pol_piece *above = pol_layout_piece(l, written);
    return above->column + (above->kind == POL_PIECE_BULLET ? 2 * POL_INDENT : POL_INDENT);
  }
  case POL_INDENT_UNDER: column = (int64_t)pol_layout_piece(l, p->under)->column + p->offset; break;
  default: column = p->point == POL_POINT_NONE ? least + POL_INDENT : least; break;
  }
  if (column > POL_DEEP) return POL_DEEP; /* and not something small: a break further out must never move a line to the right */
  return column < least ? least : (uint32_t)column;
}

typedef struct cursor { uint32_t line, written, at; } cursor; /* the first pieces of the line of the language and of the written line; the column */

/* Puts a piece in its place; gives the column after it. */
static uint32_t put(pol_layout *l, uint32_t i, cursor *pen) {
  pol_piece *p = pol_layout_piece(l, i);
  if (p->broken) {
    p->column = i == pen->line ? (uint32_t)p->offset : indent_of(l, p, pen->line, pen->written);
    pen->written = i;
  } else {
    p->column = pen->at + p->space + (p->comma != POL_COMMA_NONE);
    if (p->align > p->column) p->column = p->align;
  }
  return pen->at = p->column + p->width;
}

static uint32_t next_break(const pol_layout *l, uint32_t i, uint32_t to) {
  do i++;
  while (i < to && !pol_layout_piece(l, i)->broken);
  return i;
}

/* -- where lines must end */

static void begin(pol_layout *l, stretch s) {
  for (uint32_t i = s.from; i < s.to; i++) {
    pol_piece *p = pol_layout_piece(l, i);
    p->broken = i == s.from || p->comments || p->point == POL_POINT_HARD || (p->first && is_kept(p));
  }
}

/* All of a group or none; and once a rule goes on on another line, each of its limits has its own. */
static void settle(pol_layout *l, stretch s) {
  bool went_on = false;
  for (uint32_t i = s.from + 1; i < s.to; i++) {
    pol_piece *p = pol_layout_piece(l, i);
    if (p->group && p->broken) pol_layout_piece(l, p->group)->broken = true;
  }
  for (uint32_t i = s.from + 1; i < s.to; i++) {
    pol_piece *p = pol_layout_piece(l, i);
    if ((p->group && pol_layout_piece(l, p->group)->broken) || (p->follows && went_on)) p->broken = true;
    went_on = went_on || p->broken;
  }
}

/* -- lines that are too long */

typedef struct ranks { bool has[POL_RANKS]; unsigned most; } ranks;

/* Whether a line is longer than what some point allows; and the ranks there are. */
static bool find_ranks(pol_layout *l, stretch s, ranks *found) {
  cursor pen = {.line = s.from};
  bool is_long = false;
  for (uint32_t i = s.from; i < s.to; i++) is_long = put(l, i, &pen) > POL_NARROW || is_long;
  if (!is_long) return false;
  *found = (ranks){0};
  for (uint32_t i = s.from; i < s.to; i++) {
    const pol_piece *p = pol_layout_piece(l, i);
    if (p->point < POL_POINT_TOGETHER) continue;
    found->has[p->rank] = true;
    if (p->rank > found->most) found->most = p->rank;
  }
  return true;
}

static bool break_together(pol_layout *l, uint32_t from, uint32_t to, unsigned rank) {
  bool broken = false;
  for (uint32_t i = from + 1; i < to; i++) {
    pol_piece *p = pol_layout_piece(l, i);
    if (p->point == POL_POINT_TOGETHER && p->rank == rank) p->broken = broken = true;
  }
  return broken;
}

static void together(pol_layout *l, stretch s, unsigned rank) {
  cursor pen = {.line = s.from};
  for (uint32_t i = s.from, to; i < s.to; i = to) {
    uint32_t end = 0;
    to = next_break(l, i, s.to);
    for (uint32_t k = i; k < to; k++) end = put(l, k, &pen);
    if (end > limit_of(rank) && break_together(l, i, to, rank)) to = i, pen.at = 0; /* and place it again */
  }
}

/* A line is ended at the last point before the words that are too far right. */
static void fill(pol_layout *l, stretch s, pol_point point, unsigned rank) {
  cursor pen = {.line = s.from};
  uint32_t last = 0;
  for (uint32_t i = s.from; i < s.to; i++) {
    pol_piece *p = pol_layout_piece(l, i);
    if (p->broken) last = 0;
    else if (p->point == point && p->rank == rank) last = i;
    if (put(l, i, &pen) <= limit_of(rank) || !last) continue;
    pol_layout_piece(l, last)->broken = true;
    i = last - 1; /* from there again */
    last = 0;
  }
}

static void break_line(pol_layout *l, stretch s) {
  ranks found;
  begin(l, s);
  settle(l, s);
  if (!find_ranks(l, s, &found)) return;
  for (unsigned rank = 0; rank <= found.most; rank++) {
    if (!found.has[rank]) continue;
    together(l, s, rank);
    fill(l, s, POL_POINT_FILL_KEPT, rank);
    settle(l, s);
  }
  for (unsigned rank = 0; rank <= found.most; rank++)
    if (found.has[rank]) fill(l, s, POL_POINT_FILL, rank);
  cursor pen = {.line = s.from};
  for (uint32_t i = s.from; i < s.to; i++) put(l, i, &pen);
}

void pol_breaks_find(pol_layout *l) {
  for (stretch s = {0}; s.from < l->pieces.n; s.from = s.to) {
    s.to = s.from + 1;
    while (s.to < l->pieces.n && pol_layout_piece(l, s.to)->point != POL_POINT_START) s.to++;
    break_line(l, s);
  }
}
