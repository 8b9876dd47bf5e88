/* A comparison: both versions checked and compiled, their decisions side by side, and what the other files find in them. */
#include "compare/inside.h"

static pol_status check_side(pol_compared *k, int side) {
  const pol_compare_input *in = k->c.in;
  const pol_compare_side *s = &in->side[side];
  pol_check_input check = { .arena = in->arena, .atoms = in->atoms, .sources = in->sources, .reports = in->reports,
                            .tree = s->tree, .file = s->file, .trees = s->trees, .rules_only = true };
  return pol_check(&k->c.model[side], &check);
}

/* One list of reports for both: what is wrong in both is at the same place, and told once. */
static pol_status check_both(pol_compared *k) {
  pol_status before = check_side(k, POL_BEFORE);
  if (before != POL_OK && before != POL_REJECTED) return before;
  pol_status after = check_side(k, POL_AFTER);
  return after != POL_OK ? after : before;
}

/* ---- decisions */

static bool is_asked(const pol_compare_input *in, pol_atom name) {
  for (uint32_t i = 0; i < in->askeds; i++)
    if (in->asked[i] == name) return true;
  return in->askeds == 0;
}

static pol_status add_decision(pol_compared *k, const pol_decision *d, uint32_t before, uint32_t after) {
  pol_compared_decision *out = POL_VEC_PUSH(k->c.in->arena, &k->c.decisions);
  if (!out) return POL_NO_MEMORY;
  *out = (pol_compared_decision){ .name = d->name, .title = d->title, .type = d->type, .better = d->better, .better_option = d->better_option, .in = { before, after } };
  return POL_OK;
}

static pol_status list_decisions(pol_compared *k) {
  const pol_model *before = k->c.model[POL_BEFORE], *after = k->c.model[POL_AFTER];
  for (uint32_t i = 0; i < after->decisions.n; i++) {
    const pol_decision *d = &after->decisions.at[i];
    if (is_asked(k->c.in, d->name)) POL_TRY(add_decision(k, d, pol_model_decision(before, d->name), i));
  }
  for (uint32_t i = 0; i < before->decisions.n; i++) {
    const pol_decision *d = &before->decisions.at[i];
    if (is_asked(k->c.in, d->name) && pol_model_decision(after, d->name) == POL_NO_REF) POL_TRY(add_decision(k, d, i, POL_NO_REF));
  }
  return POL_OK;
}

static pol_status compile(pol_compared *k, int side) {
  pol_arena *arena = k->c.in->arena;
  uint32_t *asked = POL_NEW_N(arena, uint32_t, k->c.decisions.n + 1u), n = 0;
  if (!asked) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->c.decisions.n; i++)
    if (k->c.decisions.at[i].in[side] != POL_NO_REF) asked[n++] = k->c.decisions.at[i].in[side];
  return pol_program_make_for(&k->c.program[side], arena, k->c.model[side], k->c.in->reports, asked, n);
}

/* ---- where clauses stand */

static pol_status place_clauses(pol_compared *k) {
  for (int side = 0; side < 2; side++) {
    uint32_t n = k->c.model[side]->clauses.n;
    k->place[side] = POL_NEW_N(k->c.in->arena, uint32_t, n + 1u);
    if (!k->place[side]) return POL_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) k->place[side][i] = POL_NO_REF;
  }
  for (uint32_t i = 0; i < k->c.clauses.n; i++) {
    const pol_clause_pair *p = &k->c.clauses.at[i];
    for (uint32_t j = 0; j < p->befores; j++) k->place[POL_BEFORE][p->before[j]] = i;
    if (p->after != POL_NO_REF) k->place[POL_AFTER][p->after] = i;
  }
  return POL_OK;
}

pol_status pol_comparison_make(pol_comparison **out, const pol_compare_input *in) {
  *out = NULL;
  pol_compared *k = POL_NEW(in->arena, pol_compared);
  if (!k) return POL_NO_MEMORY;
  k->c.in = in;
  k->tree = in->side[POL_AFTER].tree;
  k->file = in->side[POL_AFTER].file;
  k->trees = in->side[POL_AFTER].trees;
  POL_TRY(check_both(k));
  POL_TRY(list_decisions(k));
  for (int side = 0; side < 2; side++) POL_TRY(compile(k, side));
  POL_TRY(in->amends ? pol_pairs_of_amendment(k) : pol_pairs_of_texts(k));
  POL_TRY(in->amends ? pol_changes_of_amendment(k) : pol_changes_of_texts(k));
  k->words = k->c.changes.n / 64 + 1;
  POL_TRY(place_clauses(k));
  POL_TRY(pol_reach_of_changes(k));
  POL_TRY(pol_facts_of_versions(k));
  *out = &k->c;
  return POL_OK;
}
