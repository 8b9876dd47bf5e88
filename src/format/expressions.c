/* Amounts and conditions: where one that is too long may be broken. Recursion as deep as the tree is high, which the parser has limited. */
#include "format/layout.h"

static unsigned rank_of(unsigned depth, unsigned which) { return POL_RANK_DEEP + 4 * depth + which; }

void pol_layout_items(pol_layout *l, const pol_node *const *item, uint32_t n, unsigned depth) {
  if (!n) return;
  uint32_t first = pol_layout_at(l, item[0]);
  for (uint32_t i = 1; i < n; i++) {
    uint32_t at = pol_layout_at(l, item[i]);
    if (pol_layout_piece(l, at - 1)->kind == POL_PIECE_COMMA) pol_layout_under(pol_layout_point(l, at, POL_POINT_FILL, rank_of(depth, 2)), first, 0);
  }
}

bool pol_layout_is_bullets(const pol_layout *l, const pol_node *first) {
  uint32_t at = pol_layout_at(l, first);
  return at > 0 && l->pieces.at[at - 1].kind == POL_PIECE_BULLET;
}

void pol_layout_bullets(pol_layout *l, const pol_node *const *item, uint32_t n) {
  uint32_t first = 0;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t at = pol_layout_at(l, item[i]) - 1;
    pol_piece *p = pol_layout_point(l, at, POL_POINT_HARD, 0);
    p->blanks = i > 0;
    if (first) pol_layout_under(p, first, 0);
    else p->indent = POL_INDENT_WRITTEN;
    first = first ? first : at;
  }
}

/* The "and" or "or" before a test. The tests stand under each other: the word before them juts out, unless a bracket is in the way. */
static void joint(pol_layout *l, uint32_t at, uint32_t first_test, uint32_t group, unsigned depth) {
  pol_piece *p = pol_layout_point(l, at, POL_POINT_TOGETHER, rank_of(depth, 0));
  bool bracket = first_test > 0 && pol_layout_piece(l, first_test - 1)->kind == POL_PIECE_OPEN;
  p->group = group;
  p->first = p->first || p[1].first; /* "and" at the end of a line */
  pol_layout_under(p, first_test, bracket ? 0 : -(int)p->length - 1);
}

static void junction(pol_layout *l, const pol_node *n, unsigned depth) {
  uint32_t first = pol_layout_at(l, n), group = 0;
  for (uint32_t i = 0; i < n->n; i++) {
    uint32_t at = pol_layout_at(l, n->kid[i]) - 1;
    if (i == 1) group = at;
    if (i > 0) joint(l, at, first, group, depth);
    pol_layout_expression(l, n->kid[i], depth + 1);
  }
}

void pol_layout_lead(pol_layout *l, const pol_node *n, uint32_t word) {
  if (n->kind != POL_N_AND && n->kind != POL_N_OR && n->kind != POL_N_MIXED) return;
  pol_piece *p = pol_layout_piece(l, word);
  for (uint32_t i = 1; i < n->n; i++) p->first = p->first || pol_layout_piece(l, pol_layout_at(l, n->kid[i]) - 1)->first;
}

/* `1-4` stays as it is: of what is written as one word, with whatever dash, check asks whether `1 to 4` is meant. */
static bool is_one_word(const pol_layout *l, const pol_node *n) {
  enum { LONG_DASH = 3 }; /* bytes */
  if (n->kind != POL_N_SUB || n->kid[0]->kind != POL_N_NUMBER || n->kid[1]->kind != POL_N_NUMBER) return false;
  uint32_t from = n->kid[0]->span.end, between = n->kid[1]->span.start - from;
  return between == 1 || (between == LONG_DASH && l->source->text[from] == '\xE2');
}

static void operation(pol_layout *l, const pol_node *n, unsigned depth) {
  if (is_one_word(l, n)) {
    uint32_t after = pol_layout_at(l, n->kid[1]);
    l->pieces.at[after - 1].space = l->pieces.at[after].space = 0;
    return;
  }
  /* the sign ends the line: first on a line, a minus would be a bullet */
  pol_piece *right = pol_layout_point(l, pol_layout_at(l, n->kid[1]), POL_POINT_FILL, rank_of(depth, 2));
  pol_layout_under(right, pol_layout_at(l, n), 0);
  pol_layout_expression(l, n->kid[0], depth);
  pol_layout_expression(l, n->kid[1], depth + 1);
}

static void call(pol_layout *l, const pol_node *n, unsigned depth) {
  l->pieces.at[pol_layout_at(l, n) + 1].space = 0;
  pol_layout_items(l, (const pol_node *const *)n->kid, n->n, depth);
  for (uint32_t i = 0; i < n->n; i++) pol_layout_expression(l, n->kid[i], depth + 1);
}

/* sum(E ⏎ for each x in L ⏎ where C) */
static void call_each(pol_layout *l, const pol_node *n, unsigned depth) {
  uint32_t inner = pol_layout_at(l, n) + 2;
  l->pieces.at[inner - 1].space = 0;
  if (n->kid[0]) {
    uint32_t at = pol_layout_at(l, n->kid[1]) - 2;
    pol_layout_under(pol_layout_point(l, at, POL_POINT_TOGETHER, rank_of(depth, 1)), inner, 0);
  }
  if (n->kid[3]) pol_layout_under(pol_layout_point(l, pol_layout_at(l, n->kid[3]) - 1, POL_POINT_TOGETHER, rank_of(depth, 1)), inner, 0);
  for (uint32_t i = 0; i < n->n; i++) pol_layout_expression(l, n->kid[i], depth + 1);
}

static void schedule(pol_layout *l, const pol_node *n, unsigned depth) {
  uint32_t first = pol_layout_at(l, n);
  for (uint32_t i = 0; i < n->n; i++) {
    if (n->kid[i]->kind == POL_N_STEP) {
      pol_piece *then = pol_layout_point(l, pol_layout_at(l, n->kid[i]), POL_POINT_FILL, rank_of(depth, 2));
      pol_layout_under(then, first, 0);
      then->comma = POL_COMMA_ALWAYS;
    }
    pol_layout_expression(l, n->kid[i], depth + 1);
  }
}

static void each_kid(pol_layout *l, const pol_node *n, unsigned depth) {
  for (uint32_t i = 0; i < n->n; i++) pol_layout_expression(l, n->kid[i], depth + 1);
}

/* A text ends on its line, with all that is filled in. */
static void template(pol_layout *l, const pol_node *n, unsigned depth) {
  each_kid(l, n, depth);
  for (uint32_t i = pol_layout_at(l, n) + 1; i < pol_layout_after(l, n); i++)
    if (l->pieces.at[i].point != POL_POINT_HARD) l->pieces.at[i].point = POL_POINT_NONE;
}

void pol_layout_expression(pol_layout *l, const pol_node *n, unsigned depth) {
  if (!n) return;
  switch (n->kind) {
  case POL_N_AND: case POL_N_OR: case POL_N_MIXED: junction(l, n, depth); return;
  case POL_N_ADD: case POL_N_SUB: case POL_N_MUL: case POL_N_DIV: operation(l, n, depth); return;
  case POL_N_CALL: call(l, n, depth); return;
  case POL_N_CALL_EACH: call_each(l, n, depth); return;
  case POL_N_TEMPLATE: template(l, n, depth); return;
  case POL_N_SCHEDULE: schedule(l, n, depth); return;
  case POL_N_NEG: l->pieces.at[pol_layout_at(l, n) + 1].space = 0; break;
  case POL_N_ALL_OF: case POL_N_ANY_OF: case POL_N_CASES: pol_layout_bullets(l, (const pol_node *const *)n->kid, n->n); break;
  case POL_N_RELATION: pol_layout_items(l, (const pol_node *const *)n->kid, n->n, depth); break;
  default: break;
  }
  each_kid(l, n, depth);
}
