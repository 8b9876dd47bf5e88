#include "format/format.h"
#include "format/layout.h"
#include "format/order.h"
#include "syntax/parse.h"
#include <string.h>

/* -- the same again */

/* Recursion as deep as the trees are high. */
static bool is_same(const pol_node *a, const pol_node *b) {
  if (!a || !b) return a == b;
  if (a->kind != b->kind || a->text != b->text || a->n != b->n) return false;
  for (uint32_t i = 0; i < a->n; i++)
    if (!is_same(a->kid[i], b->kid[i])) return false;
  return true;
}

static size_t comment_text(const pol_source *s, pol_comment c, const char **text) {
  size_t n = c.span.end - c.span.start;
  *text = s->text + c.span.start;
  while (n && ((*text)[n - 1] == ' ' || (*text)[n - 1] == '\t' || (*text)[n - 1] == '\r')) n--;
  return n;
}

static bool has_same_comments(const pol_tree *a, const pol_source *of_a, const pol_tree *b, const pol_source *of_b) {
  if (a->comments.n != b->comments.n) return false;
  for (uint32_t i = 0; i < a->comments.n; i++) {
    const char *one, *other;
    size_t n = comment_text(of_a, a->comments.at[i], &one), m = comment_text(of_b, b->comments.at[i], &other);
    if (n != m || memcmp(one, other, n) != 0) return false;
  }
  return true;
}

/* Reads what was written: it must be what it was. */
static pol_status check(const pol_format_input *in, pol_arena *arena, const pol_text *written) {
  pol_sources sources;
  pol_reports reports;
  pol_tree again;
  uint32_t file;
  pol_sources_init(&sources, arena);
  pol_reports_init(&reports, arena);
  POL_TRY(pol_sources_add(&sources, &file, "", written->at ? written->at : "", written->n));
  POL_TRY(pol_parse(&again, arena, in->atoms, &sources, file, &reports));
  bool same = !reports.list.n && is_same(in->tree->root, again.root) &&
              has_same_comments(in->tree, pol_sources_get(in->sources, in->file), &again, pol_sources_get(&sources, file));
  return same ? POL_OK : POL_REJECTED;
}

static pol_status lay_out(pol_text *out, const pol_format_input *in, pol_arena *arena) {
  pol_layout l = {.arena = arena, .tree = in->tree, .source = pol_sources_get(in->sources, in->file)};
  POL_TRY(pol_pieces_read(&l.pieces, arena, in->atoms, in->sources, in->file, in->tree));
  if (!pol_layout_declarations(&l, in->tree->root)) return POL_NO_MEMORY;
  pol_breaks_find(&l);
  return pol_layout_write(out, &l);
}

pol_status pol_format(pol_text *out, const pol_format_input *in) {
  pol_text text;
  pol_arena *arena = pol_arena_new(out->from);
  if (!arena) return POL_NO_MEMORY;
  pol_text_init(&text, out->from);
  pol_ordered ordered;
  pol_status status = pol_order(&ordered, arena, in);
  if (status == POL_OK) status = lay_out(&text, &ordered.in, arena);
  if (status == POL_OK) status = check(&ordered.in, arena, &text);
  if (status == POL_OK) pol_text_add_n(out, text.at, text.n);
  pol_text_drop(&text);
  pol_arena_drop(arena);
  return status == POL_OK && !pol_text_ok(out) ? POL_NO_MEMORY : status;
}
