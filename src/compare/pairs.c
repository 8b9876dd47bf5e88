/* What became of each clause of a policy that is amended: the checker knows who takes whose place. */
#include "compare/inside.h"

pol_status pol_clauses_by_node(pol_map *out, pol_arena *arena, const pol_model *m) {
  pol_map_init(out, arena);
  for (uint32_t i = 0; i < m->clauses.n; i++)
    if (!pol_map_put(out, (uint64_t)(uintptr_t)m->clauses.at[i].node, i)) return POL_NO_MEMORY;
  return POL_OK;
}

uint32_t pol_clause_before(const pol_map *by_node, const pol_clause *x) {
  uint32_t found = pol_map_get(by_node, (uint64_t)(uintptr_t)x->node);
  return found == POL_MAP_NONE ? POL_NO_REF : found;
}

static pol_clause_fate fate_of(pol_ending_kind how) {
  switch (how) {
  case POL_ENDS_REPLACED: return POL_FATE_REPLACED;
  case POL_ENDS_IN_PART: return POL_FATE_REPLACED_IN_PART;
  case POL_ENDS_UNCHANGED: return POL_FATE_ADOPTED;
  case POL_ENDS_WITHDRAWN: return POL_FATE_WITHDRAWN;
  case POL_ENDS_SILENTLY: break;
  }
  return POL_FATE_ENDED_SILENTLY;
}

static pol_status add_pair(pol_compared *k, pol_clause_fate fate, const pol_number_list *before, uint32_t after) {
  pol_clause_pair *p = POL_VEC_PUSH(k->c.in->arena, &k->c.clauses);
  if (!p) return POL_NO_MEMORY;
  *p = (pol_clause_pair){ .fate = fate, .before = before->at, .befores = before->n, .after = after };
  return POL_OK;
}

/* The clauses of the policy that end with one that has ended: itself, or, of what an amendment brought and another ended, those whose place it took. */
static pol_status ended_with(pol_number_list *out, const pol_compared *k, const pol_map *was, uint32_t clause) {
  const pol_model *m = k->c.model[POL_AFTER];
  uint32_t before = pol_clause_before(was, &m->clauses.at[clause]);
  if (before != POL_NO_REF) {
    uint32_t *slot = POL_VEC_PUSH(k->c.in->arena, out);
    if (!slot) return POL_NO_MEMORY;
    *slot = before;
    return POL_OK;
  }
  for (uint32_t i = 0; i < m->endings.n; i++) /* by an amendment before: the recursion is as deep as there are amendments */
    if (m->endings.at[i].by == clause && m->endings.at[i].how != POL_ENDS_IN_PART) POL_TRY(ended_with(out, k, was, m->endings.at[i].clause));
  return POL_OK;
}

static pol_status ended_by(pol_number_list *out, const pol_compared *k, const pol_map *was, uint32_t by, pol_ending_kind how) {
  const pol_model *m = k->c.model[POL_AFTER];
  *out = (pol_number_list){ 0 };
  for (uint32_t i = 0; i < m->endings.n; i++)
    if (m->endings.at[i].by == by && m->endings.at[i].how == how) POL_TRY(ended_with(out, k, was, m->endings.at[i].clause));
  return POL_OK;
}

/* Of a clause of an amendment: one pair for each way in which it ends others; what it replaces and what it adopts are one text. */
static pol_status pairs_of_new(pol_compared *k, const pol_map *was, uint32_t clause) {
  pol_number_list list;
  bool stands = false;
  for (int how = POL_ENDS_REPLACED; how <= POL_ENDS_WITHDRAWN; how++) {
    POL_TRY(ended_by(&list, k, was, clause, (pol_ending_kind)how));
    if (list.n == 0) continue;
    stands = true;
    POL_TRY(add_pair(k, fate_of((pol_ending_kind)how), &list, clause));
  }
  list.n = 0;
  return stands ? POL_OK : add_pair(k, POL_FATE_ADDED, &list, clause);
}

/* A clause of the policy as it was: told with the clause that took its place, or here. */
static pol_status pair_of_old(pol_compared *k, uint32_t before, uint32_t after) {
  const pol_model *m = k->c.model[POL_AFTER];
  pol_number_list one = { 0 };
  pol_clause_fate fate = POL_FATE_SAME;
  for (uint32_t i = 0; i < m->endings.n; i++) {
    const pol_ending *e = &m->endings.at[i];
    if (e->clause != after) continue;
    if (e->by != POL_NO_REF && e->how != POL_ENDS_SILENTLY) return POL_OK;
    fate = fate_of(e->how);
  }
  uint32_t *slot = POL_VEC_PUSH(k->c.in->arena, &one);
  if (!slot) return POL_NO_MEMORY;
  *slot = before;
  return add_pair(k, fate, &one, fate == POL_FATE_SAME ? after : POL_NO_REF);
}

/* An amended amendment: what the first brought and the second ended never stood in either version. */
static bool passes(const pol_model *m, uint32_t clause) {
  for (uint32_t i = 0; i < m->endings.n; i++)
    if (m->endings.at[i].clause == clause && m->endings.at[i].how != POL_ENDS_IN_PART) return true;
  return false;
}

/* Clauses that end are counted once, however many take their places. */
static pol_status count_fates(pol_compared *k) {
  uint32_t *counted = POL_NEW_N(k->c.in->arena, uint32_t, k->c.model[POL_BEFORE]->clauses.n + 1u);
  if (!counted) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->c.clauses.n; i++) {
    const pol_clause_pair *p = &k->c.clauses.at[i];
    uint32_t bit = 1u << p->fate;
    k->c.fates[p->fate] += p->befores == 0;
    for (uint32_t j = 0; j < p->befores; j++) {
      k->c.fates[p->fate] += !(counted[p->before[j]] & bit);
      counted[p->before[j]] |= bit;
    }
  }
  return POL_OK;
}

pol_status pol_pairs_of_amendment(pol_compared *k) {
  const pol_model *m = k->c.model[POL_AFTER];
  pol_map was;
  POL_TRY(pol_clauses_by_node(&was, k->c.in->arena, k->c.model[POL_BEFORE]));
  for (uint32_t i = 0; i < m->clauses.n; i++) {
    uint32_t before = pol_clause_before(&was, &m->clauses.at[i]);
    if (m->clauses.at[i].imported) continue;
    if (before != POL_NO_REF) POL_TRY(pair_of_old(k, before, i));
    else if (!passes(m, i)) POL_TRY(pairs_of_new(k, &was, i));
  }
  return count_fates(k);
}
