/* Whether two declarations say the same, wherever they stand: every word of it, or only what is decided by it. */
#include "compare/inside.h"

/* Lines that explain and decide nothing. */
static bool is_words(const pol_node *x) {
  if (!x) return true;
  switch ((pol_node_kind)x->kind) {
  case POL_N_GUIDANCE:
  case POL_N_SAYS:
  case POL_N_CITED_AS:
  case POL_N_INTERPRETED:
  case POL_N_HANDS_OVER:
  case POL_N_REASON:
  case POL_N_ADDED:
  case POL_N_ASKS:
  case POL_N_FIELD:
  case POL_N_BETTER: /* what it means for people, not what is decided */
  case POL_N_NEUTRAL: return true;
  default: return false;
  }
}

/* Declarations whose own texts are titles and labels. */
static bool is_named(const pol_node *x) {
  switch ((pol_node_kind)x->kind) {
  case POL_N_POLICY:
  case POL_N_AMENDMENT:
  case POL_N_PARTY:
  case POL_N_AGREEMENT:
  case POL_N_OPTIONS:
  case POL_N_ORDER:
  case POL_N_OPTION:
  case POL_N_RECORD:
  case POL_N_FACTS:
  case POL_N_ENTRY:
  case POL_N_VALUE:
  case POL_N_DEFINE:
  case POL_N_TABLE:
  case POL_N_DECISION:
  case POL_N_SECTION:
  case POL_N_CLAUSE:
  case POL_N_DUTY:
  case POL_N_INCOMPLETE:
  case POL_N_MAY_BE_SILENT: return true;
  default: return false;
  }
}

static bool kids_same(const pol_node *a, const pol_node *b, bool rules);

bool pol_nodes_same(const pol_node *a, const pol_node *b, bool rules) {
  if (!a || !b) return a == b;
  return a->kind == b->kind && a->text == b->text && kids_same(a, b, rules);
}

static bool is_text(const pol_node *x) { return !x || x->kind == POL_N_TEXT || x->kind == POL_N_TEMPLATE; }

static bool kids_same(const pol_node *a, const pol_node *b, bool rules) {
  uint32_t i = 0, j = 0;
  if (rules && a->kind == POL_N_LIST) { /* lines and qualifiers: those that are words are passed over */
    for (;; i++, j++) {
      while (i < a->n && is_words(a->kid[i])) i++;
      while (j < b->n && is_words(b->kid[j])) j++;
      if (i >= a->n || j >= b->n) return i >= a->n && j >= b->n;
      if (!pol_nodes_same(a->kid[i], b->kid[j], rules)) return false;
    }
  }
  if (a->n != b->n) return false;
  for (; i < a->n; i++) {
    bool label = rules && is_named(a) && is_text(a->kid[i]) && is_text(b->kid[i]);
    if (!label && !pol_nodes_same(a->kid[i], b->kid[i], rules)) return false;
  }
  return true;
}

/* The same lines under another id, and with another title: a clause that was renamed. */
bool pol_clauses_alike(const pol_node *a, const pol_node *b) {
  bool some = false;
  const pol_node *lines = pol_kid(a, 1);
  for (uint32_t i = 0; i < pol_kids(lines); i++) some = some || !is_words(lines->kid[i]);
  return some && a->kind == b->kind && kids_same(a, b, true);
}
