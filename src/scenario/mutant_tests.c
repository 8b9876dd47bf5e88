/* Changes inside expressions: edges of comparisons, constants, and and or, conditions that are left out. */
#include "scenario/coverage.h"
#include "scenario/mutants.h"
#include <string.h>

static const char *word_of(const pol_mutating *k, const pol_node *node) { return pol_atom_get(k->m->atoms, node->text); }

/* What is said of the subject: the relation of a test. NULL when it is none. */
static const pol_node *relation_of(const pol_mutating *k, const pol_expr *e) {
  const pol_node *node = pol_guard_words(k->m, e);
  if (node && (node->kind == POL_N_TEST || node->kind == POL_N_TEST_NOT)) node = node->kid[1];
  return pol_is_node(node, POL_N_RELATION) ? node : NULL;
}

/* ---- edges ---- */

static const struct { const char *word, *other; } edges[] = {
  { "at_least", "more than" }, { "at_most", "less than" }, { "more_than", "at least" },   { "less_than", "at most" },   { "before", "on or before" },
  { "after", "on or after" },  { "on_or_before", "before" }, { "on_or_after", "after" }, { "above", "at least" }, { "below", "at most" },
};

static uint8_t other_edge(uint8_t op) {
  switch (op) {
  case POL_OP_LT: return POL_OP_LE;
  case POL_OP_LE: return POL_OP_LT;
  case POL_OP_GT: return POL_OP_GE;
  case POL_OP_GE: return POL_OP_GT;
  default: return op;
  }
}

static pol_span skip_is(const pol_mutating *k, pol_span span) {
  static const char *const words[] = { "is ", "not " };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (pol_span_starts(k->m, span, words[i])) span = pol_span_trim(k->m, (pol_span){ span.file, span.start + (uint32_t)strlen(words[i]), span.end });
  return span;
}

/* One end of a range, of a window or of a band: the amount is changed, for no word stands there. */
static pol_status end_edge(pol_mutant_said *said, pol_mutating *k, const pol_expr *e, const pol_node *end, bool window) {
  const char *amount = pol_mutant_text(k->arena, k->m, end->span);
  bool low = e->op == POL_OP_GE || e->op == POL_OP_GT, date = e->arg[0]->type.kind == POL_T_DATE;
  said->cut = end->span;
  if (low) said->instead = pol_mutant_joined(k->arena, date ? "after " : "above ", amount);
  else if (window) said->instead = pol_mutant_joined(k->arena, amount, " and a day");
  else if (e->op == POL_OP_LT) said->instead = pol_mutant_joined(k->arena, "up to and with ", amount);
  else said->instead = pol_mutant_joined(k->arena, date ? "before " : "below ", amount);
  return said->instead ? POL_OK : POL_NO_MEMORY;
}

/* False: there are no words for it. */
static pol_status edge_words(bool *found, pol_mutant_said *said, pol_mutating *k, const pol_expr *e, const pol_node *rel) {
  const char *word = word_of(k, rel);
  bool low = e->op == POL_OP_GE || e->op == POL_OP_GT;
  *found = true;
  said->context = skip_is(k, rel->span);
  if (pol_span_starts(k->m, rel->span, "from ") || !(rel->kid[0]->span.start > rel->span.start && rel->kid[0]->span.end <= rel->span.end)) {
    said->context = rel->kid[0]->span; /* a band, up to where the next one begins */
    if (strcmp(word, "range") != 0) {
      said->cut = rel->kid[0]->span; /* the edge between two bands: below the one, in the other */
      const char *amount = pol_mutant_text(k->arena, k->m, said->cut);
      said->instead = pol_mutant_joined(k->arena, "above ", amount);
      return said->instead ? POL_OK : POL_NO_MEMORY;
    }
    said->context = rel->span;
  }
  if (strcmp(word, "range") == 0) return end_edge(said, k, e, rel->kid[low ? 0 : 1], false);
  if (strcmp(word, "within") == 0) return end_edge(said, k, e, rel->kid[low ? 1 : 0], !low);
  for (size_t i = 0; i < sizeof edges / sizeof *edges; i++) {
    if (strcmp(edges[i].word, word) != 0) continue;
    said->cut = pol_span_trim(k->m, (pol_span){ rel->span.file, said->context.start, rel->kid[0]->span.start });
    said->instead = edges[i].other;
    if (e->arg[0]->type.kind == POL_T_OPTION && e->op == POL_OP_GE) said->instead = "above";
    if (e->arg[0]->type.kind == POL_T_OPTION && e->op == POL_OP_LE) said->instead = "below";
    return POL_OK;
  }
  *found = false;
  return POL_OK;
}

static pol_status edge(pol_mutating *k, pol_expr *e) {
  const pol_node *rel = relation_of(k, e);
  pol_mutant_said said = { .kind = POL_MUTANT_EDGE };
  pol_mutant *mutant;
  bool found;
  if (!rel || other_edge(e->op) == e->op) return POL_OK;
  POL_TRY(edge_words(&found, &said, k, e, rel));
  if (!found) return POL_OK;
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  if (!mutant) return POL_OK;
  pol_expr becomes = *e;
  becomes.op = other_edge(e->op);
  return pol_mutant_expr(k, mutant, e, &becomes);
}

/* ---- constants ---- */

static bool is_literal(const pol_node *node) {
  switch (node->kind) {
  case POL_N_NUMBER:
  case POL_N_PERCENT:
  case POL_N_MONEY:
  case POL_N_DATE:
  case POL_N_YEARLY:
  case POL_N_TIME:
  case POL_N_QUANTITY: return true;
  default: return false;
  }
}

/* The next value, or the one before; false: there is none. */
static bool next_value(pol_value *v, const pol_model *m, int step, bool compared) {
  pol_num unit;
  switch (v->type.kind) {
  case POL_T_NUMBER:
    if (!pol_unit_of_change(&unit, v->type, &v->as.num)) return false;
    return (step > 0 ? pol_num_add : pol_num_sub)(&v->as.num, v->as.num, unit) == POL_NUM_FINE;
  case POL_T_DATE: v->as.i += step; return true;
  case POL_T_TIME: v->as.i += step; return v->as.i >= 0 && v->as.i < 24 * 60;
  case POL_T_YEARLY: v->as.i += step; return v->as.i % 100 >= 1 && v->as.i % 100 <= 28;
  case POL_T_PERIOD:
    if (v->as.period.months != 0) v->as.period.months += v->as.period.months % 12 == 0 ? 12 * step : step; /* years stay years */
    else v->as.period.days += step;
    return true;
  case POL_T_OPTION:
    v->as.i += step;
    return compared && v->as.i >= 0 && (uint32_t)v->as.i < m->options.at[v->type.ref].n;
  default: return false;
  }
}

/* An interval is cut at the times of its table: at the new one, too. One cut more changes nothing by itself. */
static pol_status cut_pieces(pol_mutating *k, pol_mutant *mutant, int32_t minute) {
  for (uint32_t i = 0; i < k->pieces.n; i++) {
    pol_expr becomes = *k->pieces.at[i];
    int32_t *border = POL_NEW_N(k->arena, int32_t, becomes.borders + 1u);
    uint32_t n = 0;
    if (!border) return POL_NO_MEMORY;
    for (uint32_t j = 0; j < becomes.borders; j++) {
      if (becomes.border[j] > minute && (n == 0 || border[n - 1] < minute)) border[n++] = minute;
      border[n++] = becomes.border[j];
    }
    if (n == 0 || border[n - 1] < minute) border[n++] = minute;
    becomes.border = border;
    becomes.borders = n;
    POL_TRY(pol_mutant_expr(k, mutant, k->pieces.at[i], &becomes));
  }
  return POL_OK;
}

/* The words around: the relation, or else what the amount is a part of. */
static pol_span around(const pol_mutating *k, const pol_node *literal, const pol_node *comparison) {
  if (comparison && comparison->span.file == literal->span.file && comparison->span.start <= literal->span.start && comparison->span.end >= literal->span.end)
    return skip_is(k, comparison->span);
  return literal->span;
}

static pol_status constant(pol_mutating *k, pol_expr *e, const pol_node *comparison, int step) {
  pol_mutant *mutant;
  pol_expr becomes = *e;
  const pol_node *literal = pol_guard_words(k->m, e);
  if (!literal || e->value.state != POL_KNOWN || (e->flags & POL_X_ADDED) != 0) return POL_OK;
  if (!is_literal(literal) && !(comparison && e->type.kind == POL_T_OPTION && literal->kind == POL_N_NAME)) return POL_OK;
  becomes.value.type = e->type;
  if (!next_value(&becomes.value, k->m, step, comparison != NULL)) return POL_OK;
  pol_mutant_said said = { .kind = POL_MUTANT_CONSTANT, .context = around(k, literal, comparison), .cut = literal->span };
  said.instead = pol_mutant_value(k->arena, k->m, &becomes.value);
  if (!said.instead) return POL_NO_MEMORY;
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  if (!mutant) return POL_OK;
  POL_TRY(pol_mutant_expr(k, mutant, e, &becomes));
  return e->type.kind == POL_T_TIME ? cut_pieces(k, mutant, becomes.value.as.i) : POL_OK;
}

/* ---- conditions ---- */

static pol_expr settled(const pol_expr *e, bool yes) {
  pol_expr out = *e;
  out.op = POL_OP_CONST;
  out.n = 0;
  out.flags = POL_X_ADDED;
  out.define = POL_NO_REF;
  out.value = (pol_value){ .state = POL_KNOWN, .type = { .kind = POL_T_BOOL, .ref = POL_NO_REF }, .as.i = yes };
  out.type = out.value.type;
  return out;
}

static bool is_said(const pol_expr *e) {
  bool dates = (e->flags & POL_X_ADDED) != 0 && e->n == 2 && e->arg[0]->op == POL_OP_AS_OF;
  bool rank = e->op == POL_OP_NOT && (e->flags & POL_X_ADDED) != 0;
  return e->node && !dates && !rank && e->op != POL_OP_CONST;
}

static pol_status leave_out(pol_mutating *k, pol_expr *e, bool yes) {
  pol_mutant *mutant;
  if (!is_said(e)) return POL_OK;
  pol_mutant_said said = { .kind = POL_MUTANT_CONDITION, .context = e->node->span, .cut = e->node->span };
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  if (!mutant) return POL_OK;
  pol_expr becomes = settled(e, yes);
  return pol_mutant_expr(k, mutant, e, &becomes);
}

static pol_expr *inner(pol_expr *e) {
  while (e->op == POL_OP_HOLDS) e = e->arg[0];
  return e;
}

pol_status pol_mutate_alone(pol_mutating *k, pol_expr *e) {
  if (!e) return POL_OK;
  e = inner(e);
  return pol_guard_joins(k->m, e) ? POL_OK : leave_out(k, e, true);
}

/* `and` between two tests, `all of` before several. */
static pol_status swap_junction(pol_mutating *k, pol_expr *e) {
  const pol_node *node = pol_guard_words(k->m, e);
  pol_mutant *mutant;
  bool listed = node && (node->kind == POL_N_ALL_OF || node->kind == POL_N_ANY_OF);
  if (!node || e->n < 2 || node->n < 2 || (!listed && node->kind != POL_N_AND && node->kind != POL_N_OR)) return POL_OK;
  pol_mutant_said said = { .kind = POL_MUTANT_JUNCTION, .context = node->span };
  said.cut = listed ? (pol_span){ node->span.file, node->span.start, node->span.start + 6 }
                    : pol_span_trim(k->m, (pol_span){ node->span.file, node->kid[0]->span.end, node->kid[1]->span.start });
  said.instead = listed ? (e->op == POL_OP_AND ? "any of" : "all of") : e->op == POL_OP_AND ? "or" : "and";
  if (listed) said.context = said.cut;
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  if (!mutant) return POL_OK;
  pol_expr becomes = *e;
  becomes.op = e->op == POL_OP_AND ? POL_OP_OR : POL_OP_AND;
  return pol_mutant_expr(k, mutant, e, &becomes);
}

static pol_status junction(pol_mutating *k, pol_expr *e) {
  POL_TRY(swap_junction(k, e));
  for (uint32_t i = 0; i < e->n; i++) {
    pol_expr *part = inner(e->arg[i]);
    if (!pol_guard_joins(k->m, part)) POL_TRY(leave_out(k, part, e->op == POL_OP_AND));
  }
  return POL_OK;
}

/* One of the values of `is one of`. */
static pol_status shorten(pol_mutating *k, pol_expr *e) {
  pol_mutant *mutant;
  const pol_node *rel = relation_of(k, e);
  for (uint32_t i = 1; i < e->n && e->n > 2; i++) {
    pol_expr becomes = *e;
    if (!e->arg[i]->node) continue;
    pol_mutant_said said = { .kind = POL_MUTANT_CONDITION, .context = rel ? skip_is(k, rel->span) : e->arg[i]->node->span, .cut = e->arg[i]->node->span };
    POL_TRY(pol_mutant_add(&mutant, k, &said));
    if (!mutant) continue;
    becomes.arg = POL_NEW_N(k->arena, pol_expr *, e->n);
    if (!becomes.arg) return POL_NO_MEMORY;
    for (uint32_t j = 0, n = 0; j < e->n; j++)
      if (j != i) becomes.arg[n++] = e->arg[j];
    becomes.n = e->n - 1;
    POL_TRY(pol_mutant_expr(k, mutant, e, &becomes));
  }
  return POL_OK;
}

/* The same where each is a test of its own: `a, b` in a cell. */
static pol_status shorten_list(pol_mutating *k, pol_expr *e) {
  for (uint32_t i = 0; i < e->n; i++)
    if (e->arg[i]->op == POL_OP_EQ && e->arg[i]->node && e->arg[i]->node != e->node) POL_TRY(leave_out(k, e->arg[i], false));
  return POL_OK;
}

/* ---- everything in an expression ---- */

static bool is_loop(const pol_expr *e) { return e->op >= POL_OP_ANY && e->op <= POL_OP_AGG_GREATEST; }

static pol_status walk(pol_mutating *k, pol_expr *e, const pol_node *comparison) {
  if (!e) return POL_OK;
  if (other_edge(e->op) != e->op) {
    POL_TRY(edge(k, e));
    comparison = relation_of(k, e) ? relation_of(k, e) : e->node;
  }
  if (e->op == POL_OP_CONST) {
    POL_TRY(constant(k, e, comparison, 1));
    bool nothing = e->type.kind == POL_T_NUMBER && e->value.state == POL_KNOWN && e->value.as.num.n == 0; /* few amounts are less than nothing */
    if (comparison && !nothing) POL_TRY(constant(k, e, comparison, -1));
  }
  if ((e->flags & (POL_X_AGREED | POL_X_PENDING)) != 0) return POL_OK; /* the words of an agreement are the language's */
  if (pol_guard_joins(k->m, e)) POL_TRY(junction(k, e));
  else if (e->op == POL_OP_OR) POL_TRY(shorten_list(k, e));
  if (e->op == POL_OP_IN) POL_TRY(shorten(k, e));
  for (uint32_t i = 0; e->op == POL_OP_PICK && i < e->n; i += 2) POL_TRY(pol_mutate_alone(k, e->arg[i])); /* rows of a table that is called */
  if (is_loop(e)) POL_TRY(pol_mutate_alone(k, e->arg[1]));
  if (e->op == POL_OP_SELECT) POL_TRY(pol_mutate_alone(k, e->arg[0]));
  bool amount = e->type.kind == POL_T_NUMBER || e->type.kind == POL_T_DATE || e->type.kind == POL_T_PERIOD || e->type.kind == POL_T_OPTION;
  for (uint32_t i = 0; i < e->n; i++) POL_TRY(walk(k, e->arg[i], amount || other_edge(e->op) != e->op ? comparison : NULL));
  return POL_OK;
}

pol_status pol_mutate_walk(pol_mutating *k, pol_expr *e) { return walk(k, e, NULL); }
