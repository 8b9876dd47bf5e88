#include "syntax/build.h"
#include "base/limits.h"
#include "pol_parser.h"
#include <string.h>

/* Where a tree that is too high is cut. One report a declaration: the rest of it has the same cause. */
static pol_node *too_high(pol_reading *r, pol_span at) {
  if (!r->too_deep) {
    pol_report *p = pol_reading_report(r, POL_R_TOO_DEEP, at, "this is nested more than %d deep", POL_LIMIT_TREE_HEIGHT);
    pol_report_help(r->reports, p, "give parts of it a name: define … is …");
    r->too_deep = !r->muted;
  }
  return pol_build_node(r, POL_N_BROKEN, at, 0, 0, NULL);
}

/* Kids have room for a power of two, so that a list says by its length alone whether it is full. */
static uint32_t room_for(uint32_t n) {
  uint32_t room = 1;
  while (room < n) room *= 2;
  return room;
}
static bool is_full(uint32_t n) { return (n & (n - 1)) == 0; }

pol_node *pol_build_node(pol_reading *r, pol_node_kind kind, pol_span at, pol_atom text, uint32_t n, pol_node *const *kids) {
  unsigned height = 0;
  for (uint32_t i = 0; i < n; i++)
    if (kids[i] && kids[i]->height > height) height = kids[i]->height;
  if (height >= POL_LIMIT_TREE_HEIGHT) return too_high(r, at);
  typedef struct with_kids { pol_node node; pol_node *kid[]; } with_kids; /* the first kids stand right behind their node */
  with_kids *both = pol_arena_take(r->arena, sizeof *both + (n ? room_for(n) : 0) * sizeof *both->kid, _Alignof(with_kids));
  if (!both) {
    r->failed = true;
    return &r->none;
  }
  pol_node *node = &both->node, **copy = n ? both->kid : NULL;
  if (n) memcpy(copy, kids, n * sizeof *copy);
  *node = (pol_node){ .kind = (uint16_t)kind, .height = (uint16_t)(height + 1), .n = n, .span = at, .text = text, .kid = copy };
  return node;
}

pol_node *pol_build_add(pol_reading *r, pol_node *list, pol_node *item, pol_span at) {
  if (list == &r->none) return list;
  if (item->height >= POL_LIMIT_TREE_HEIGHT) item = too_high(r, item->span);
  if (is_full(list->n)) {
    pol_node **more = POL_NEW_N(r->arena, pol_node *, room_for(list->n + 1));
    if (!more) {
      r->failed = true;
      return list;
    }
    if (list->n) memcpy(more, list->kid, list->n * sizeof *more);
    list->kid = more;
  }
  if (!list->n) list->span.start = at.start;
  list->kid[list->n++] = item;
  list->span.end = at.end;
  if (item->height >= list->height) list->height = (uint16_t)(item->height + 1);
  return list;
}

pol_node *pol_build_rename(pol_reading *r, pol_node *list, pol_node_kind kind, pol_span at) {
  if (list != &r->none) list->kind = (uint16_t)kind;
  list->span = at;
  return list;
}

void pol_build_call_it(pol_node *node, pol_atom text) { node->text = text; }

void pol_build_widen(pol_node *node, pol_span at) { node->span = at; }

pol_atom pol_build_word(pol_reading *r, const char *text) {
  pol_atom a = pol_atom_text(r->atoms, text);
  if (!a) r->failed = true;
  return a;
}

pol_node *pol_build_literal(pol_reading *r, pol_node_kind kind, pol_span at, pol_atom text, pol_node *per) {
  if (!text) return pol_build_node(r, POL_N_BROKEN, at, 0, 0, NULL);
  if (kind != POL_N_MONEY) return pol_build_node(r, kind, at, text, 0, NULL);
  pol_atom *first = r->declaration == TOK_SCENARIO || r->declaration == TOK_SCENARIOS ? &r->tree->scenario_money : &r->tree->money;
  if (!*first && !r->muted) *first = text;
  return pol_build_node(r, kind, at, text, 1, &per);
}

/* -- texts */

/* From the `from`th piece on: how many TEXTs stand side by side, and the one that they make. */
static pol_node *one_text(pol_reading *r, pol_node *pieces, uint32_t from, uint32_t *n) {
  pol_text *whole = &r->scan.text;
  pol_text_clear(whole);
  uint32_t i = from;
  for (; i < pieces->n && pieces->kid[i]->kind == POL_N_TEXT; i++) {
    if (i > from) pol_text_char(whole, ' ');
    pol_text_add_n(whole, pol_atom_get(r->atoms, pieces->kid[i]->text), pol_atom_length(r->atoms, pieces->kid[i]->text));
  }
  *n = i - from;
  if (*n == 0) return pol_build_node(r, POL_N_BROKEN, pieces->span, 0, 0, NULL); /* no TEXT begins here where there was no memory for it */
  if (*n == 1) return pieces->kid[from];
  pol_atom text = pol_atom_make(r->atoms, whole->at, whole->n);
  if (!pol_text_ok(whole) || !text) r->failed = true;
  return pol_build_node(r, POL_N_TEXT, pol_span_join(pieces->kid[from]->span, pieces->kid[i - 1]->span), text, 0, NULL);
}

pol_node *pol_build_text(pol_reading *r, pol_node *pieces) {
  if (pieces == &r->none || r->failed) return &r->none; /* a piece may be missing */
  uint32_t n;
  pol_node *first = one_text(r, pieces, 0, &n);
  if (n == pieces->n) return first;
  pol_node *template = pol_build_node(r, POL_N_TEMPLATE, pieces->span, 0, 1, &first);
  for (uint32_t i = n; i < pieces->n; i += n) {
    n = 1;
    pol_node *piece = pieces->kid[i]->kind == POL_N_TEXT ? one_text(r, pieces, i, &n) : pieces->kid[i];
    template = pol_build_add(r, template, piece, pieces->span);
  }
  return template;
}

/* -- the rest */

pol_node *pol_build_junction(pol_reading *r, pol_node_kind kind, pol_node *left, pol_node *right, pol_span at) {
  if (left->kind == POL_N_MIXED || left->kind == kind) return pol_build_add(r, left, right, at);
  if (left->kind != POL_N_AND && left->kind != POL_N_OR) return pol_build_node(r, kind, at, 0, 2, (pol_node *[]){ left, right });
  left->text = pol_build_word(r, left->kind == POL_N_AND ? "and" : "or");
  left->kind = POL_N_MIXED;
  return pol_build_add(r, left, right, at);
}

pol_node *pol_build_per(pol_reading *r, pol_node *quantity, pol_node *unit, pol_span at) {
  if (quantity == &r->none || quantity->kind != POL_N_QUANTITY) return quantity;
  quantity->kid[0] = unit;
  quantity->span = at;
  return quantity;
}

pol_node *pol_build_schedule(pol_reading *r, pol_span at, pol_node *const head[3], pol_node *steps, pol_node *last) {
  pol_node *schedule = pol_build_node(r, POL_N_SCHEDULE, at, 0, 3, head);
  for (uint32_t i = 0; i < steps->n; i++) schedule = pol_build_add(r, schedule, steps->kid[i], at);
  return pol_build_add(r, schedule, last, at);
}

pol_node *pol_build_expect(pol_reading *r, pol_span at, pol_node *decision, pol_node *value, pol_node *tails) {
  pol_node *expect = pol_build_node(r, POL_N_EXPECT, at, decision->text, value ? 1 : 0, &value);
  for (uint32_t i = 0; i < tails->n; i++) expect = pol_build_add(r, expect, tails->kid[i], at);
  return expect;
}

/* Whether a mistake was mended in this place: what it had too much or too little is reported then. */
static bool is_mended(const pol_reading *r, pol_span at) {
  for (uint32_t i = r->given; i-- > r->from && r->raw.at[i].end >= at.start;)
    if (r->raw.at[i].end <= at.end && (r->raw.at[i].flags & (POL_RAW_MENDED | POL_RAW_TORN))) return true;
  return false;
}

pol_node *pol_build_row(pol_reading *r, pol_node *rows, pol_node *row, pol_span at) {
  const pol_node *head = rows->n ? rows->kid[0] : rows;
  bool readable = head->kind == POL_N_HEAD && row->kind == POL_N_ROW && !(head->n && head->kid[0]->kind == POL_N_BROKEN);
  if (readable && head->n != row->n) {
    pol_report *p = is_mended(r, row->span) ? NULL : pol_reading_report(r, POL_R_ROW_LENGTH, row->span, "this row has %u cell%s, and its heading has %u", row->n, row->n == 1 ? "" : "s", head->n);
    pol_report_also(r->reports, p, head->span, "the heading");
    pol_report_help(r->reports, p, row->n < head->n ? "an empty cell is written | |" : "take a cell away, or give the heading one more");
    row = pol_build_rename(r, row, POL_N_BROKEN, row->span);
  }
  return pol_build_add(r, rows, row, at);
}
