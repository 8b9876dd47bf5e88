/* A consolidated text without the scenarios that do not hold of it. A comment right above a scenario goes with it; a table without rows goes as a whole. */
#include "compare/consolidating.h"

static bool is_row_gone(const pol_scenario_gone *gone, uint32_t n, const pol_node *node, uint32_t row) {
  for (uint32_t i = 0; i < n; i++)
    if (gone[i].node == node && (gone[i].row == 0 || gone[i].row == row)) return true;
  return false;
}

static bool is_whole_gone(const pol_scenario_gone *gone, uint32_t n, const pol_node *node) {
  const pol_node *rows = node->kind == POL_N_SCENARIOS ? node->kid[2] : NULL;
  if (rows == NULL) return is_row_gone(gone, n, node, 0);
  for (uint32_t k = 1; k < rows->n; k++)
    if (!is_row_gone(gone, n, node, k)) return false;
  return true;
}

static uint32_t with_comments(const pol_source *s, uint32_t start, uint32_t least) {
  start = pol_consolidating_line_start(s, start);
  while (start > least) {
    uint32_t line = pol_consolidating_line_start(s, start - 1), at = line;
    while (s->text[at] == ' ') at++;
    if (s->text[at] != '#' || line < least) break;
    start = line;
  }
  return start;
}

static uint32_t past(const pol_source *s, const pol_node *n) { return s->text[n->span.end - 1] == '\n' ? n->span.end : pol_consolidating_line_end(s, n->span.end); }

pol_status pol_consolidate_without(pol_text *out, const pol_tree *tree, const pol_source *source, const pol_scenario_gone *gone, uint32_t n) {
  uint32_t at = 0, before = 0;
  for (uint32_t i = 0; i < tree->root->n; i++) {
    const pol_node *d = tree->root->kid[i];
    if (d->kind != POL_N_SCENARIO && d->kind != POL_N_SCENARIOS) {
      before = past(source, d);
      continue;
    }
    bool whole = is_whole_gone(gone, n, d);
    if (whole) {
      pol_text_add_n(out, source->text + at, with_comments(source, d->span.start, before) - at);
      at = past(source, d);
    }
    for (uint32_t k = 1; !whole && d->kind == POL_N_SCENARIOS && k < d->kid[2]->n; k++) {
      if (!is_row_gone(gone, n, d, k)) continue;
      const pol_node *row = d->kid[2]->kid[k];
      pol_text_add_n(out, source->text + at, with_comments(source, row->span.start, at) - at);
      at = past(source, row);
    }
    before = past(source, d);
  }
  pol_text_add_n(out, source->text + at, source->length - at);
  return pol_text_ok(out) ? POL_OK : POL_NO_MEMORY;
}
