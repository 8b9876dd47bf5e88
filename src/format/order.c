/* Qualifiers that may come in any order stand in one: before a text is laid out, those that do not are put in order in a copy of it, each with the comma or line end before it.
 * Where a comment stands among them, they stay as they are: nobody could say which of them it is about. */
#include "format/order.h"
#include "syntax/parse.h"
#include <string.h>

/* The place among those of its family, from 1; 0: it is no qualifier. */
static unsigned place_of(const pol_node *n) {
  switch (n ? (pol_node_kind)n->kind : POL_NODE_KINDS) {
  case POL_N_PRESUMED: case POL_N_AFTER: case POL_N_DESPITE: case POL_N_REASON: case POL_N_UNDER: return 1;
  case POL_N_ONLY_WHEN: case POL_N_COMBINE: case POL_N_SUBJECT_TO: case POL_N_ADDED: case POL_N_NOT_UNDER: return 2;
  case POL_N_CANNOT_CHANGE: case POL_N_ROUNDED: case POL_N_DEPARTURE: case POL_N_MISSING: return 3;
  case POL_N_CONFIDENTIAL: case POL_N_BETTER: case POL_N_NEUTRAL: case POL_N_EXPECT_PRESUMED: return 4;
  case POL_N_KNOWN_TO: case POL_N_MAY_BE_SILENT: case POL_N_RESERVED_BY: return 5;
  case POL_N_FOR_INFORMATION: case POL_N_BLOCKED_BY: return 6;
  case POL_N_ASKS: return 7;
  default: return 0;
  }
}
enum { PLACES = 7 };

/* -- the same but for the order */

/* The next kid of a place, from i on. */
static uint32_t next_at(const pol_node *n, uint32_t i, unsigned place) {
  while (i < n->n && place_of(n->kid[i]) != place) i++;
  return i;
}

bool pol_order_is_same(const pol_node *a, const pol_node *b) {
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->text != b->text || a->n != b->n) return false;
  for (unsigned place = 0; place <= PLACES; place++) {
    uint32_t i = next_at(a, 0, place), k = next_at(b, 0, place);
    for (; i < a->n && k < b->n; i = next_at(a, i + 1, place), k = next_at(b, k + 1, place))
      if (!pol_order_is_same(a->kid[i], b->kid[k])) return false;
    if (i < a->n || k < b->n) return false;
  }
  return true;
}

/* -- putting in order */

typedef struct ordering {
  const pol_format_input *in;
  const pol_source *source;
  pol_arena *arena;
  POL_VEC(const pol_node *) nodes; /* whose kids are not in order, as they stand in the text */
  bool failed;
} ordering;

static bool is_ordered(const pol_node *n) {
  for (uint32_t i = 1; i < n->n; i++)
    if (place_of(n->kid[i]) < place_of(n->kid[i - 1])) return false;
  return true;
}

/* Where what is before a qualifier ends, but for a comma and spaces. */
static uint32_t end_before(const ordering *o, const pol_node *n) {
  uint32_t at = n->span.start;
  while (at && strchr(" \t\r\n,", o->source->text[at - 1])) at--;
  return at;
}

static bool has_comment(const ordering *o, uint32_t from, uint32_t to) {
  for (uint32_t i = 0; i < o->in->tree->comments.n; i++) {
    pol_span c = o->in->tree->comments.at[i].span;
    if (c.start < to && c.end >= from) return true;
  }
  return false;
}

/* The first of its kids that is a qualifier; the rest are too. */
static uint32_t first_of(const pol_node *n) {
  uint32_t first = 0;
  while (first < n->n && !place_of(n->kid[first])) first++;
  return first;
}

/* They stand one after the other, and nothing stands between them. */
static bool is_movable(const ordering *o, const pol_node *n) {
  uint32_t first = first_of(n);
  for (uint32_t i = first; i < n->n; i++) {
    if (!place_of(n->kid[i])) return false;
    if (i > first && end_before(o, n->kid[i]) != n->kid[i - 1]->span.end) return false;
  }
  return !has_comment(o, end_before(o, n->kid[first]), n->kid[n->n - 1]->span.end);
}

static void gather(ordering *o, const pol_node *n) {
  if (!n || o->failed) return;
  if (!is_ordered(n) && is_movable(o, n)) {
    const pol_node **slot = POL_VEC_PUSH(o->arena, &o->nodes);
    if (slot) *slot = n;
    else o->failed = true;
    return;
  }
  for (uint32_t i = 0; i < n->n; i++) gather(o, n->kid[i]);
}

static void write(pol_text *out, const ordering *o) {
  uint32_t done = 0;
  for (uint32_t g = 0; g < o->nodes.n; g++) {
    const pol_node *n = o->nodes.at[g];
    uint32_t from = end_before(o, n->kid[first_of(n)]);
    pol_text_add_n(out, o->source->text + done, from - done);
    for (unsigned place = 1; place <= PLACES; place++)
      for (uint32_t i = next_at(n, 0, place); i < n->n; i = next_at(n, i + 1, place)) {
        uint32_t start = end_before(o, n->kid[i]);
        pol_text_add_n(out, o->source->text + start, n->kid[i]->span.end - start);
      }
    done = n->kid[n->n - 1]->span.end;
  }
  pol_text_add_n(out, o->source->text + done, o->source->length - done);
}

static pol_status read_again(pol_ordered *out, const pol_format_input *in, pol_arena *arena, const pol_text *text) {
  pol_reports reports;
  pol_sources_init(&out->sources, arena);
  pol_reports_init(&reports, arena);
  POL_TRY(pol_sources_add(&out->sources, &out->file, "", text->at, text->n));
  POL_TRY(pol_parse(&out->tree, arena, in->atoms, &out->sources, out->file, &reports));
  return !reports.errors && pol_order_is_same(in->tree->root, out->tree.root) ? POL_OK : POL_REJECTED;
}

pol_status pol_order(pol_ordered *out, pol_arena *arena, const pol_format_input *in) {
  ordering o = {.in = in, .source = pol_sources_get(in->sources, in->file), .arena = arena};
  *out = (pol_ordered){.in = *in};
  gather(&o, in->tree->root);
  if (o.failed) return POL_NO_MEMORY;
  if (!o.nodes.n) return POL_OK;
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(arena));
  write(&text, &o);
  pol_status status = pol_text_ok(&text) ? read_again(out, in, arena, &text) : POL_NO_MEMORY;
  pol_text_drop(&text);
  if (status == POL_OK) out->in = (pol_format_input){.sources = &out->sources, .file = out->file, .tree = &out->tree, .atoms = in->atoms};
  return status;
}
