/* Which clause of one text became which of another: by id; where ids are not the same, by what the clauses say, then by their titles. */
#include "compare/inside.h"

typedef struct pairing {
  pol_compared *k;
  const pol_model *m[2];
  uint32_t *twin[2];    /* by clause of a version: the one of the other, or POL_NO_REF */
  pol_clause_fate *fate; /* by clause after */
} pairing;

static const pol_clause *clause(const pairing *g, int side, uint32_t i) { return &g->m[side]->clauses.at[i]; }

static bool is_free(const pairing *g, int side, uint32_t i) { return !clause(g, side, i)->imported && g->twin[side][i] == POL_NO_REF; }

static void join(pairing *g, uint32_t before, uint32_t after, pol_clause_fate fate) {
  g->twin[POL_BEFORE][before] = after;
  g->twin[POL_AFTER][after] = before;
  g->fate[after] = fate;
}

static pol_clause_fate fate_of(const pol_node *a, const pol_node *b) {
  return pol_nodes_same(a, b, false) ? POL_FATE_SAME : pol_nodes_same(a, b, true) ? POL_FATE_REWORDED : POL_FATE_REPLACED;
}

/* Versions of one id stand in order in both texts. */
static pol_status pair_by_id(pairing *g, pol_arena *scratch) {
  pol_map at;
  uint32_t n = g->m[POL_BEFORE]->clauses.n, *next = POL_NEW_N(scratch, uint32_t, n + 1u);
  pol_map_init(&at, scratch);
  if (!next) return POL_NO_MEMORY;
  for (uint32_t i = n; i-- > 0;) {
    const pol_clause *x = clause(g, POL_BEFORE, i);
    next[i] = pol_map_get(&at, POL_MAP_PAIR(x->node->kind, x->id));
    if (!x->imported && !pol_map_put(&at, POL_MAP_PAIR(x->node->kind, x->id), i)) return POL_NO_MEMORY;
  }
  for (uint32_t i = 0; i < g->m[POL_AFTER]->clauses.n; i++) {
    const pol_clause *x = clause(g, POL_AFTER, i);
    uint64_t key = POL_MAP_PAIR(x->node->kind, x->id);
    uint32_t before = x->imported ? POL_MAP_NONE : pol_map_get(&at, key);
    if (before == POL_MAP_NONE) continue;
    join(g, before, i, fate_of(clause(g, POL_BEFORE, before)->node, x->node));
    if (!pol_map_put(&at, key, next[before])) return POL_NO_MEMORY;
  }
  return POL_OK;
}

static bool titled_alike(const pol_clause *a, const pol_clause *b) { return a->title && b->title && a->node->kind == b->node->kind && strcmp(a->title, b->title) == 0; }

static void pair_by_likeness(pairing *g, bool titles) {
  for (uint32_t i = 0; i < g->m[POL_AFTER]->clauses.n; i++) {
    const pol_clause *x = clause(g, POL_AFTER, i);
    for (uint32_t j = 0; is_free(g, POL_AFTER, i) && j < g->m[POL_BEFORE]->clauses.n; j++) {
      const pol_clause *y = clause(g, POL_BEFORE, j);
      if (!is_free(g, POL_BEFORE, j)) continue;
      if (!titles && pol_clauses_alike(y->node, x->node)) join(g, j, i, POL_FATE_MOVED);
      else if (titles && titled_alike(y, x)) join(g, j, i, POL_FATE_REPLACED);
    }
  }
}

/* ---- order: what is not part of the longest run of clauses that kept theirs has moved */

static pol_status mark_moved(pairing *g, pol_arena *scratch) {
  uint32_t n = g->m[POL_AFTER]->clauses.n, length = 0;
  uint32_t *end = POL_NEW_N(scratch, uint32_t, n + 1u), *from = POL_NEW_N(scratch, uint32_t, n + 1u);
  bool *kept = POL_NEW_N(scratch, bool, n + 1u);
  if (!end || !from || !kept) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) { /* end[l]: the clause at which a run of l + 1 can end earliest */
    uint32_t low = 0, high = length, before = g->twin[POL_AFTER][i];
    if (before == POL_NO_REF) continue;
    while (low < high) {
      uint32_t middle = (low + high) / 2;
      if (g->twin[POL_AFTER][end[middle]] < before) low = middle + 1;
      else high = middle;
    }
    from[i] = low > 0 ? end[low - 1] : POL_NO_REF;
    end[low] = i;
    if (low == length) length++;
  }
  for (uint32_t i = length > 0 ? end[length - 1] : POL_NO_REF; i != POL_NO_REF; i = from[i]) kept[i] = true;
  for (uint32_t i = 0; i < n; i++) {
    if (g->twin[POL_AFTER][i] == POL_NO_REF || g->fate[i] != POL_FATE_SAME) continue;
    uint32_t a = clause(g, POL_AFTER, i)->section, b = clause(g, POL_BEFORE, g->twin[POL_AFTER][i])->section;
    pol_atom in = a == POL_NO_REF ? 0 : g->m[POL_AFTER]->sections.at[a].id, was = b == POL_NO_REF ? 0 : g->m[POL_BEFORE]->sections.at[b].id;
    if (!kept[i] || in != was) g->fate[i] = POL_FATE_MOVED;
  }
  return POL_OK;
}

/* ---- the list */

static pol_status add(pairing *g, pol_clause_fate fate, uint32_t before, uint32_t after) {
  pol_clause_pair *p = POL_VEC_PUSH(g->k->c.in->arena, &g->k->c.clauses);
  uint32_t *list = POL_NEW(g->k->c.in->arena, uint32_t);
  if (!p || !list) return POL_NO_MEMORY;
  *list = before;
  *p = (pol_clause_pair){ .fate = fate, .before = list, .befores = before != POL_NO_REF, .after = after };
  g->k->c.fates[fate]++;
  return POL_OK;
}

/* What is gone stands behind what stood before it. */
static pol_status add_gone(pairing *g, uint32_t first) {
  for (uint32_t i = first; i < g->m[POL_BEFORE]->clauses.n; i++) {
    if (clause(g, POL_BEFORE, i)->imported) continue;
    if (!is_free(g, POL_BEFORE, i)) break;
    POL_TRY(add(g, POL_FATE_WITHDRAWN, i, POL_NO_REF));
  }
  return POL_OK;
}

static pol_status list(pairing *g) {
  POL_TRY(add_gone(g, 0));
  for (uint32_t i = 0; i < g->m[POL_AFTER]->clauses.n; i++) {
    uint32_t before = g->twin[POL_AFTER][i];
    if (clause(g, POL_AFTER, i)->imported) continue;
    POL_TRY(add(g, before == POL_NO_REF ? POL_FATE_ADDED : g->fate[i], before, i));
    if (before != POL_NO_REF) POL_TRY(add_gone(g, before + 1));
  }
  return POL_OK;
}

static pol_status pair(pairing *g, pol_arena *scratch) {
  for (int side = 0; side < 2; side++) {
    uint32_t n = g->m[side]->clauses.n;
    g->twin[side] = POL_NEW_N(scratch, uint32_t, n + 1u);
    if (!g->twin[side]) return POL_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) g->twin[side][i] = POL_NO_REF;
  }
  g->fate = POL_NEW_N(scratch, pol_clause_fate, g->m[POL_AFTER]->clauses.n + 1u);
  if (!g->fate) return POL_NO_MEMORY;
  POL_TRY(pair_by_id(g, scratch));
  pair_by_likeness(g, false);
  pair_by_likeness(g, true);
  POL_TRY(mark_moved(g, scratch));
  return list(g);
}

pol_status pol_pairs_of_texts(pol_compared *k) {
  pairing g = { .k = k, .m = { k->c.model[POL_BEFORE], k->c.model[POL_AFTER] } };
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(k->c.in->arena));
  pol_status status = scratch ? pair(&g, scratch) : POL_NO_MEMORY;
  pol_arena_drop(scratch);
  return status;
}
