/* The lines of clauses, sections and scenarios: what goes on with them, in the order of the language. */
#include "format/layout.h"

static void names(pol_layout *l, const pol_node *list) {
  if (list) pol_layout_items(l, (const pol_node *const *)list->kid, list->n, 0);
}

/* A part of a line that may stand on a line of its own; `words` before its node are part of it. */
static pol_piece *part(pol_layout *l, const pol_node *n, uint32_t words, pol_comma comma) {
  pol_piece *p = pol_layout_point(l, pol_layout_at(l, n) - words, POL_POINT_FILL_KEPT, POL_RANK_PART);
  p->comma = (uint8_t)comma;
  return p;
}

/* -- rules */

static void limit(pol_layout *l, uint32_t at, unsigned rank, pol_comma comma) {
  pol_piece *p = pol_layout_point(l, at, POL_POINT_TOGETHER, rank);
  p->comma = (uint8_t)comma;
  p->follows = true;
}

static void condition(pol_layout *l, const pol_node *n, uint32_t words) {
  if (!n) return;
  uint32_t at = pol_layout_at(l, n) - words;
  limit(l, at, POL_RANK_WHEN, POL_COMMA_NONE);
  pol_layout_expression(l, n, 0);
  pol_layout_lead(l, n, at);
}

static void limits(pol_layout *l, const pol_node *rule) {
  enum { RANKS = 2, WHEN, EXCEPT, TAILS };
  const pol_node *ranks = rule->kid[RANKS], *tails = rule->kid[TAILS];
  for (uint32_t i = 0; i < ranks->n; i++) {
    limit(l, pol_layout_at(l, ranks->kid[i]), POL_RANK_DESPITE, POL_COMMA_JOINED);
    names(l, ranks->kid[i]->kid[0]);
  }
  condition(l, rule->kid[WHEN], 1);
  condition(l, rule->kid[EXCEPT], 2);
  for (uint32_t i = 0; i < tails->n; i++) {
    limit(l, pol_layout_at(l, tails->kid[i]), POL_RANK_TAIL, tails->kid[i]->kind == POL_N_DEPARTURE ? POL_COMMA_JOINED : POL_COMMA_NONE);
    pol_layout_expression(l, tails->kid[i], 0);
  }
}

static void duty(pol_layout *l, const pol_node *n) {
  enum { ACTORS, DUTY, WORDS, DEADLINE, IN };
  names(l, n->kid[ACTORS]);
  if (n->kid[WORDS]) part(l, n->kid[WORDS], 0, POL_COMMA_NONE);
  if (n->kid[DEADLINE]) part(l, n->kid[DEADLINE], 0, POL_COMMA_NONE);
  if (n->kid[IN]) part(l, n->kid[IN], 1, n->kid[DEADLINE] ? POL_COMMA_JOINED : POL_COMMA_NONE);
  pol_layout_expression(l, n->kid[DEADLINE], 0);
}

static void effect(pol_layout *l, const pol_node *n) {
  switch (n->kind) {
  case POL_N_REFUSES: case POL_N_SETS_ASIDE: names(l, n->kid[0]); return;
  case POL_N_REFERS: names(l, n->kid[0]); names(l, n->kid[1]); return;
  case POL_N_DUTY: duty(l, n); return;
  case POL_N_ADDS: pol_layout_expression(l, n->kid[0], 0); return;
  case POL_N_IS: case POL_N_CAP: case POL_N_FLOOR: pol_layout_point(l, pol_layout_at(l, n->kid[1]), POL_POINT_TOGETHER, POL_RANK_BODY); break;
  default: break;
  }
  if (n->kind != POL_N_MULTIPLIES) names(l, n->kid[0]);
  pol_layout_expression(l, n->kid[1], 0);
}

void pol_layout_clause_line(pol_layout *l, const pol_node *n) {
  switch (n->kind) {
  case POL_N_RULE: effect(l, n->kid[1]); limits(l, n); return;
  case POL_N_REPLACES:
    names(l, n->kid[0]);
    if (n->kid[1]) part(l, n->kid[1], 1, POL_COMMA_NONE);
    pol_layout_expression(l, n->kid[1], 0);
    return;
  case POL_N_WITHDRAWS:
    names(l, n->kid[0]);
    if (n->kid[1]) part(l, n->kid[1], 1, POL_COMMA_NONE);
    return;
  case POL_N_UNCHANGED: case POL_N_KEEPS: names(l, n->kid[0]); return;
  case POL_N_INCOMPLETE:
    if (n->kid[1]) part(l, n->kid[1], 2, POL_COMMA_JOINED);
    names(l, n->kid[1]);
    return;
  case POL_N_SAYS:
    if (n->kid[1]) part(l, n->kid[1], 1, POL_COMMA_NONE);
    return;
  case POL_N_INTERPRETED:
    part(l, n->kid[1], 3, POL_COMMA_NONE);
    if (n->kid[2]) part(l, n->kid[2], 2, POL_COMMA_NONE);
    return;
  default: /* the others are short, or a condition */
    for (uint32_t i = 0; i < n->n; i++) pol_layout_expression(l, n->kid[i], 0);
  }
}

/* -- scenarios */

static void given(pol_layout *l, const pol_node *n) {
  const pol_node *const *fact = (const pol_node *const *)n->kid;
  bool bullets = n->n && pol_layout_is_bullets(l, fact[0]);
  if (bullets) pol_layout_bullets(l, fact, n->n);
  for (uint32_t i = 0; i < n->n; i++) {
    uint32_t at = pol_layout_at(l, fact[i]) - 1;
    if (i > 0 && !bullets) {
      pol_piece *and_ = pol_layout_point(l, at, POL_POINT_FILL_KEPT, POL_RANK_PART);
      pol_layout_under(and_, pol_layout_at(l, fact[0]), -(int)and_->length - 1);
    }
    pol_layout_items(l, (const pol_node *const *)fact[i]->kid, fact[i]->n, 0);
    pol_layout_expression(l, fact[i], 0);
  }
}

static void expect(pol_layout *l, const pol_node *n) {
  for (uint32_t i = 0; i < n->n; i++) {
    const pol_node *tail = n->kid[i];
    bool first = i == 0 || (i == 1 && (n->kid[0]->kind == POL_N_EXPECT_IS || n->kid[0]->kind == POL_N_EXPECT_NO));
    switch (tail->kind) {
    case POL_N_EXPECT_IS:
      names(l, tail->kid[0]);
      names(l, tail->kid[1]);
      pol_layout_expression(l, tail, 0);
      break;
    case POL_N_UNDER: case POL_N_NOT_UNDER: case POL_N_MISSING: case POL_N_EXPECT_PRESUMED: case POL_N_RESERVED_BY: case POL_N_BLOCKED_BY:
      part(l, tail, 0, first && tail->kind == POL_N_UNDER ? POL_COMMA_NONE : POL_COMMA_JOINED);
      names(l, tail);
      break;
    default: break;
    }
  }
}

void pol_layout_scenario_line(pol_layout *l, const pol_node *n) {
  switch (n->kind) {
  case POL_N_GIVEN: case POL_N_BUT: given(l, n); return;
  case POL_N_EXPECT: expect(l, n); return;
  default:
    for (uint32_t i = 0; i < n->n; i++) pol_layout_expression(l, n->kid[i], 0);
  }
}
