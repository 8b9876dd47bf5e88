#include "format/layout.h"

pol_piece *pol_layout_piece(const pol_layout *l, uint32_t i) { return &l->pieces.at[i]; }

/* The first piece that starts at this place of the source or after it. */
static uint32_t find(const pol_layout *l, uint32_t start) {
  uint32_t low = 0, high = l->pieces.n;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (l->pieces.at[middle].start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

uint32_t pol_layout_at(const pol_layout *l, const pol_node *n) { return find(l, n->span.start); }
uint32_t pol_layout_after(const pol_layout *l, const pol_node *n) { return find(l, n->span.end); }

bool pol_layout_blank_before(const pol_layout *l, uint32_t i) {
  const pol_piece *p = &l->pieces.at[i];
  bool blank = p->lines > 1;
  for (uint32_t c = p->comment; c < p->comment + p->comments; c++) blank = blank || l->pieces.comment[c].lines > 1;
  return blank;
}

uint32_t pol_layout_width(const pol_layout *l, uint32_t from, uint32_t to) {
  uint32_t width = 0;
  for (uint32_t i = from; i < to; i++) {
    const pol_piece *p = &l->pieces.at[i];
    width += p->width;
    if (i > from) width += (uint32_t)p->space + (p->comma != POL_COMMA_NONE);
  }
  return width;
}

void pol_layout_start(pol_layout *l, uint32_t i, int indent, unsigned blanks) {
  pol_piece *p = &l->pieces.at[i];
  p->point = POL_POINT_START;
  p->indent = POL_INDENT_COLUMN;
  p->offset = (int16_t)indent;
  p->blanks = (uint8_t)blanks;
}

pol_piece *pol_layout_point(pol_layout *l, uint32_t i, pol_point point, unsigned rank) {
  pol_piece *p = &l->pieces.at[i];
  p->point = (uint8_t)(p->kind == POL_PIECE_SIGN ? POL_POINT_NONE : point); /* first on a line, a minus would be a bullet */
  p->rank = (uint16_t)rank;
  p->indent = POL_INDENT_LINE;
  p->offset = POL_LIMIT_INDENT;
  return p;
}

void pol_layout_under(pol_piece *p, uint32_t under, int offset) {
  p->indent = POL_INDENT_UNDER;
  p->under = under;
  p->offset = (int16_t)offset;
}
