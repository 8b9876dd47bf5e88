/* What reaches what: which changes can touch the answer of which decision, through its clauses, the stages before it, the decisions that these use and the tables
 * that they call; and which facts the decisions read. */
#include "compare/inside.h"

static bool clause_reaches(const pol_hangs *h, uint32_t decision, const pol_clause *x) {
  for (uint32_t i = 0; i < x->rules; i++)
    if (h->rule[decision][x->rule[i]]) return true;
  return false;
}

static bool reaches(const pol_compared *k, const pol_amendment_change *change, const pol_compared_decision *d) {
  for (int side = 0; side < 2; side++) {
    const uint32_t *clause = side == POL_BEFORE ? change->before : change->after;
    uint32_t n = side == POL_BEFORE ? change->befores : change->afters;
    for (uint32_t i = 0; d->in[side] != POL_NO_REF && i < n; i++)
      if (clause_reaches(&k->hangs[side], d->in[side], &k->c.model[side]->clauses.at[clause[i]])) return true;
  }
  return false;
}

pol_status pol_reach_of_changes(pol_compared *k) {
  pol_arena *arena = k->c.in->arena;
  for (int side = 0; side < 2; side++) POL_TRY(pol_hangs_start(&k->hangs[side], arena, k->c.program[side]));
  for (uint32_t i = 0; i < k->c.decisions.n; i++) {
    pol_compared_decision *d = &k->c.decisions.at[i];
    uint32_t *change = POL_NEW_N(arena, uint32_t, k->c.changes.n + 1u);
    if (!change) return POL_NO_MEMORY;
    for (int side = 0; side < 2; side++)
      if (d->in[side] != POL_NO_REF) POL_TRY(pol_hangs_look(&k->hangs[side], d->in[side]));
    for (uint32_t j = 0; j < k->c.changes.n; j++)
      if (reaches(k, &k->c.changes.at[j], d)) change[d->changes++] = j;
    d->change = change;
    d->can_change = d->changes > 0;
  }
  return POL_OK;
}

/* ---- facts */

static pol_status mark_needed(bool *needed, const pol_compared *k, int side, pol_arena *scratch) {
  for (uint32_t i = 0; i < k->c.decisions.n; i++) {
    uint32_t d = k->c.decisions.at[i].in[side], *facts, n;
    if (d == POL_NO_REF) continue;
    POL_TRY(pol_program_needs(k->c.program[side], scratch, d, &facts, &n));
    for (uint32_t j = 0; j < n; j++) needed[facts[j]] = true;
  }
  return POL_OK;
}

/* Those that `side` reads and the other version does not. */
static pol_status only_here(const uint32_t **out, uint32_t *n, const pol_compared *k, int side, bool *const needed[2]) {
  const pol_model *m = k->c.model[side], *other = k->c.model[1 - side];
  uint32_t *list = POL_NEW_N(k->c.in->arena, uint32_t, m->facts.n + 1u);
  if (!list) return POL_NO_MEMORY;
  for (uint32_t f = 0; f < m->facts.n; f++) {
    uint32_t twin = needed[side][f] ? pol_model_fact(other, m->facts.at[f].name) : POL_NO_REF;
    if (needed[side][f] && (twin == POL_NO_REF || !needed[1 - side][twin])) list[(*n)++] = f;
  }
  *out = list;
  return POL_OK;
}

pol_status pol_facts_of_versions(pol_compared *k) {
  bool *needed[2];
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(k->c.in->arena));
  pol_status status = scratch ? POL_OK : POL_NO_MEMORY;
  for (int side = 0; side < 2 && status == POL_OK; side++) {
    needed[side] = POL_NEW_N(scratch, bool, k->c.model[side]->facts.n + 1u);
    status = needed[side] ? mark_needed(needed[side], k, side, scratch) : POL_NO_MEMORY;
  }
  if (status == POL_OK) status = only_here(&k->c.needed, &k->c.neededs, k, POL_AFTER, needed);
  if (status == POL_OK) status = only_here(&k->c.unneeded, &k->c.unneededs, k, POL_BEFORE, needed);
  pol_arena_drop(scratch);
  return status;
}
