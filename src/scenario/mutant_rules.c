/* Changes of whole lines: exceptions and ranks that are left out, other effects, lines that are left out. A line is all its rules, one for each decision that it
 * names, with the referrals that its exceptions made. */
#include "scenario/mutants.h"
#include <string.h>

typedef struct line { uint32_t *rule, n; const pol_rule *first; } line;

static bool is_of_line(const pol_rule *r, const pol_rule *first) { return r->line == first->line && r->clause == first->clause && r->decision != POL_NO_REF; }

static pol_status line_of(line *out, pol_mutating *k, uint32_t rule) {
  const pol_model *m = k->m;
  *out = (line){ .rule = POL_NEW_N(k->arena, uint32_t, m->rules.n + 1u), .first = &m->rules.at[rule] };
  if (!out->rule) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < m->rules.n; i++)
    if (is_of_line(&m->rules.at[i], out->first)) out->rule[out->n++] = i;
  return POL_OK;
}

/* A line speaks once: at its first rule that no exception made. */
static bool is_first(const pol_model *m, uint32_t rule) {
  const pol_rule *r = &m->rules.at[rule];
  if (r->decision == POL_NO_REF || r->exception_of != POL_NO_REF || m->clauses.at[r->clause].imported) return false;
  for (uint32_t i = 0; i < rule; i++)
    if (is_of_line(&m->rules.at[i], r) && m->rules.at[i].exception_of == POL_NO_REF) return false;
  return true;
}

static const pol_node *kid(const pol_node *node, uint32_t i) { return i < pol_kids(node) ? node->kid[i] : NULL; }

static pol_expr *never(pol_mutating *k) {
  pol_expr *e = POL_NEW(k->arena, pol_expr);
  if (!e) return NULL;
  pol_type type = { .kind = POL_T_BOOL, .ref = POL_NO_REF };
  *e = (pol_expr){ .op = POL_OP_CONST, .flags = POL_X_ADDED, .ref = POL_NO_REF, .type = type, .slot = UINT32_MAX, .define = POL_NO_REF };
  e->value = (pol_value){ .state = POL_KNOWN, .type = type };
  e->arg = POL_NEW_N(k->arena, pol_expr *, 1);
  return e->arg ? e : NULL;
}

/* ---- exceptions ---- */

static pol_status exception(pol_mutating *k, const line *l) {
  const pol_rule *first = l->first;
  pol_mutant *mutant;
  if (!first->except || !first->except->node) return POL_OK;
  const pol_node *written = kid(first->node, 4);
  pol_mutant_said said = { .kind = POL_MUTANT_EXCEPTION, .context = written ? written->span : first->except->node->span };
  said.cut = said.context;
  said.lead = written ? "except when " : "departure decided by ";
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  if (!mutant) return POL_OK;
  for (uint32_t i = 0; i < l->n; i++) {
    pol_rule becomes = k->m->rules.at[l->rule[i]];
    if (becomes.exception_of != POL_NO_REF) becomes.when = never(k); /* nobody is asked for what is no exception */
    if (becomes.exception_of != POL_NO_REF && !becomes.when) return POL_NO_MEMORY;
    becomes.except = NULL;
    POL_TRY(pol_mutant_line(k, mutant, l->rule[i], &becomes));
  }
  return POL_OK;
}

/* ---- effects ---- */

static const struct { pol_effect effect, other; const char *word, *cell, *instead, *instead_cell; } effects[] = {
  { POL_E_PERMITS, POL_E_REFUSES, "permits", "permitted", "refuses", "refused" },
  { POL_E_REFUSES, POL_E_PERMITS, "refuses", "refused", "permits", "permitted" },
  { POL_E_REFERS, POL_E_REFUSES, "refers", NULL, "refuses", "refused" },
};

/* Where the word of an effect stands; false: nowhere that can be pointed at. */
static bool find_word(pol_span *out, const pol_mutating *k, const pol_node *node, const char *word) {
  if (!node || !word) return false;
  const char *text = pol_sources_get(k->m->sources, node->span.file)->text;
  size_t n = strlen(word);
  for (uint32_t i = node->span.start; i + n <= node->span.end; i++) {
    if (memcmp(text + i, word, n) != 0) continue;
    *out = (pol_span){ node->span.file, i, i + (uint32_t)n };
    return true;
  }
  return false;
}

static pol_status leave_line_out(pol_mutating *k, const line *l) {
  const pol_node *node = l->first->node, *effect = node->kind == POL_N_RULE ? kid(node, 1) : NULL;
  pol_span span = effect ? effect->span : node->span;
  pol_mutant *mutant;
  pol_mutant_said said = { .kind = POL_MUTANT_RULE, .context = span, .cut = span };
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  for (uint32_t i = 0; mutant && i < l->n; i++) {
    pol_rule becomes = k->m->rules.at[l->rule[i]];
    becomes.when = never(k);
    if (!becomes.when) return POL_NO_MEMORY;
    POL_TRY(pol_mutant_line(k, mutant, l->rule[i], &becomes));
  }
  return POL_OK;
}

static pol_status other_effect(bool *done, pol_mutating *k, const line *l) {
  const pol_node *node = l->first->node;
  pol_mutant *mutant;
  bool row = node->kind == POL_N_ROW;
  for (size_t e = 0; e < sizeof effects / sizeof *effects; e++) {
    if (effects[e].effect != l->first->effect) continue;
    pol_mutant_said said = { .kind = POL_MUTANT_EFFECT, .context = row ? node->span : kid(node, 1)->span, .instead = row ? effects[e].instead_cell : effects[e].instead };
    if (!find_word(&said.cut, k, row ? node : kid(node, 1), row ? effects[e].cell : effects[e].word)) return POL_OK;
    *done = true;
    POL_TRY(pol_mutant_add(&mutant, k, &said));
    for (uint32_t i = 0; mutant && i < l->n; i++) {
      pol_rule becomes = k->m->rules.at[l->rule[i]];
      if (becomes.exception_of != POL_NO_REF || becomes.effect != effects[e].effect) continue;
      becomes.effect = effects[e].other;
      POL_TRY(pol_mutant_line(k, mutant, l->rule[i], &becomes));
    }
  }
  return POL_OK;
}

/* A value that is one of a few: the next of them. */
static pol_status other_value(bool *done, pol_mutating *k, const line *l) {
  pol_mutant *mutant;
  for (uint32_t i = 0; i < l->n; i++) {
    pol_rule *r = &k->m->rules.at[l->rule[i]];
    pol_expr *e = r->effect == POL_E_IS ? r->value : NULL;
    if (!e || e->op != POL_OP_CONST || !e->node || (e->flags & POL_X_DEFINE) != 0 || (e->type.kind != POL_T_OPTION && e->type.kind != POL_T_BOOL)) continue;
    pol_expr becomes = *e;
    uint32_t n = e->type.kind == POL_T_BOOL ? 2 : k->m->options.at[e->type.ref].n;
    if (n < 2) continue;
    becomes.value.type = e->type;
    becomes.value.as.i = (int32_t)(((uint32_t)e->value.as.i + 1) % n);
    pol_mutant_said said = { .kind = POL_MUTANT_EFFECT, .context = e->node->span, .cut = e->node->span, .instead = pol_mutant_value(k->arena, k->m, &becomes.value) };
    if (!said.instead) return POL_NO_MEMORY;
    *done = true;
    k->rule = l->rule[i];
    POL_TRY(pol_mutant_add(&mutant, k, &said));
    if (mutant) POL_TRY(pol_mutant_expr(k, mutant, e, &becomes));
  }
  return POL_OK;
}

/* The tests of these are changed one by one; left out, the line says nothing at all. */
static bool is_all_test(pol_effect e) { return e == POL_E_ONLY_IF || e == POL_E_APPLIES_ONLY_IF; }

static pol_status effect(pol_mutating *k, const line *l) {
  bool done = is_all_test(l->first->effect);
  POL_TRY(other_effect(&done, k, l));
  POL_TRY(other_value(&done, k, l));
  return done ? POL_OK : leave_line_out(k, l);
}

/* ---- ranks ---- */

static bool has(const uint32_t *list, uint32_t n, uint32_t x) {
  for (uint32_t i = 0; i < n; i++)
    if (list[i] == x) return true;
  return false;
}

/* Whether the words name the rule's clause; `despite section`, `despite table` and `others` name what they name. */
static bool names(const pol_model *m, const pol_node *refs, const pol_rule *r) {
  for (uint32_t i = 0; i < pol_kids(refs); i++) {
    const pol_node *ref = refs->kid[i];
    if (!ref) continue;
    if (ref->kind != POL_N_REF_KIND && ref->text == m->clauses.at[r->clause].id) return true;
    const pol_node *named = ref->kind == POL_N_REF_KIND ? kid(ref, 0) : NULL;
    uint32_t section = m->clauses.at[r->clause].section;
    if (named && section != POL_NO_REF && m->sections.at[section].id == named->text) return true;
  }
  return false;
}

/* Takes `upper` from what stands above `lower`, in the mutant's copy of the rule. */
static pol_status lower_rank(pol_mutating *k, pol_mutant *mutant, uint32_t upper, uint32_t lower) {
  const pol_rule *r = &k->m->rules.at[lower];
  pol_rule_edit *edit = NULL;
  for (uint32_t i = 0; i < mutant->lines.n; i++)
    if (mutant->lines.at[i].rule == lower) edit = &mutant->lines.at[i];
  if (!edit) {
    POL_TRY(pol_mutant_line(k, mutant, lower, r));
    edit = &mutant->lines.at[mutant->lines.n - 1];
  }
  const pol_rule *now = &edit->becomes;
  uint32_t *above = POL_NEW_N(k->arena, uint32_t, now->aboves + 1u), n = 0;
  if (!above) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < now->aboves; i++)
    if (now->above[i] != upper) above[n++] = now->above[i];
  edit->becomes.above = above;
  edit->becomes.aboves = n;
  return POL_OK;
}

/* Whether what this rule's other words say, or a rule in between, keeps it above: only direct words are taken away. */
static bool is_above_otherwise(const pol_mutating *k, uint32_t upper, uint32_t lower, const pol_node *ranks, const pol_node *rank, pol_node_kind kind) {
  const pol_model *m = k->m;
  const pol_rule *low = &m->rules.at[lower];
  for (uint32_t i = 0; i < pol_kids(ranks); i++)
    if (ranks->kid[i] && ranks->kid[i] != rank && ranks->kid[i]->kind == kind && names(m, kid(ranks->kid[i], 0), kind == POL_N_DESPITE ? low : &m->rules.at[upper])) return true;
  for (uint32_t i = 0; i < low->aboves; i++) {
    const pol_rule *between = &m->rules.at[low->above[i]];
    if (low->above[i] != upper && has(between->above, between->aboves, upper) && !names(m, kid(rank, 0), between)) return true;
  }
  return false;
}

static pol_status rank(pol_mutating *k, const line *l, const pol_node *ranks, const pol_node *one) {
  const pol_model *m = k->m;
  bool despite = one->kind == POL_N_DESPITE;
  pol_mutant *mutant;
  pol_mutant_said said = { .kind = POL_MUTANT_RANK, .context = one->span, .cut = one->span };
  if (!pol_span_starts(m, one->span, despite ? "despite" : "subject to")) said.lead = despite ? "despite " : "subject to ";
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  for (uint32_t i = 0; mutant && i < l->n; i++) {
    uint32_t at = l->rule[i];
    for (uint32_t other = 0; other < m->rules.n; other++) {
      uint32_t upper = despite ? at : other, lower = despite ? other : at;
      const pol_rule *low = &m->rules.at[lower];
      if (!names(m, kid(one, 0), &m->rules.at[other]) || !has(low->above, low->aboves, upper)) continue;
      if (!is_above_otherwise(k, upper, lower, ranks, one, (pol_node_kind)one->kind)) POL_TRY(lower_rank(k, mutant, upper, lower));
    }
  }
  return POL_OK;
}

/* A row that stands above the others of its table: none of them is below it any more. */
static pol_status row_rank(pol_mutating *k, const line *l) {
  const pol_model *m = k->m;
  const pol_node *row = l->first->node, *cell = NULL;
  pol_mutant *mutant;
  for (uint32_t i = 0; i < row->n; i++) {
    const pol_node *first = kid(row->kid[i], 0);
    if (first && row->kid[i]->kind == POL_N_CELL && first->text && strcmp(pol_atom_get(m->atoms, first->text), "others") == 0) cell = row->kid[i];
  }
  if (!cell) return POL_OK;
  pol_mutant_said said = { .kind = POL_MUTANT_RANK, .context = cell->span, .cut = cell->span, .lead = "despite " };
  POL_TRY(pol_mutant_add(&mutant, k, &said));
  for (uint32_t i = 0; mutant && i < l->n; i++)
    for (uint32_t other = 0; other < m->rules.n; other++)
      if (m->rules.at[other].node->kind == POL_N_ROW && has(m->rules.at[other].above, m->rules.at[other].aboves, l->rule[i]))
        POL_TRY(lower_rank(k, mutant, l->rule[i], other));
  return POL_OK;
}

static pol_status all_ranks(pol_mutating *k, const line *l) {
  if (l->first->node->kind == POL_N_ROW) return row_rank(k, l);
  const pol_node *ranks = kid(l->first->node, 2);
  for (uint32_t i = 0; i < pol_kids(ranks); i++)
    if (ranks->kid[i]) POL_TRY(rank(k, l, ranks, ranks->kid[i]));
  return POL_OK;
}

pol_status pol_mutate_lines(pol_mutating *k) {
  for (uint32_t i = 0; i < k->m->rules.n; i++) {
    line l;
    if (!is_first(k->m, i)) continue;
    k->rule = i;
    POL_TRY(line_of(&l, k, i));
    POL_TRY(exception(k, &l));
    k->rule = i;
    POL_TRY(all_ranks(k, &l));
    k->rule = i;
    POL_TRY(effect(k, &l));
  }
  return POL_OK;
}
