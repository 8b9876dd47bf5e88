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

/* ---- changes that are of no clause */

typedef struct looking { const pol_compared *k; int side; uint32_t decision; const bool *reads; pol_map seen; bool no_memory; } looking;

/* Whether the definition stands in the expression; parts that are shared are looked at once. */
static bool uses(looking *l, const pol_expr *e, pol_atom define) {
  if (!e || pol_map_get(&l->seen, (uint64_t)(uintptr_t)e) != POL_MAP_NONE) return false;
  l->no_memory = l->no_memory || !pol_map_put(&l->seen, (uint64_t)(uintptr_t)e, 1);
  if ((e->flags & POL_X_DEFINE) && l->k->c.model[l->side]->defines.at[e->define].name == define) return true;
  for (uint32_t i = 0; i < e->n; i++)
    if (uses(l, e->arg[i], define)) return true;
  return false;
}

static bool rules_use(looking *l, pol_atom define) {
  const pol_model *m = l->k->c.model[l->side];
  for (uint32_t i = 0; i < m->rules.n; i++) {
    const pol_rule *r = &m->rules.at[i];
    if (!l->k->hangs[l->side].rule[l->decision][i]) continue;
    if (uses(l, r->when, define) || uses(l, r->except, define) || uses(l, r->test, define) || uses(l, r->value, define) || uses(l, r->duty.date, define)) return true;
  }
  for (uint32_t f = 0; f < m->facts.n; f++)
    if (l->reads[f] && (uses(l, m->facts.at[f].only_when, define) || uses(l, m->facts.at[f].presumed, define))) return true;
  return false;
}

static bool is_of(const pol_model *m, pol_type t, const pol_touch *touch) {
  bool options = t.kind == POL_T_OPTION || t.kind == POL_T_SET || t.kind == POL_T_SEQUENCE;
  if (options && touch->options && t.ref < m->options.n) return m->options.at[t.ref].name == touch->options;
  return t.kind == POL_T_LIST && touch->record && t.ref < m->records.n && m->records.at[t.ref].name == touch->record;
}

static bool facts_touch(const looking *l, const pol_touch *touch) {
  const pol_model *m = l->k->c.model[l->side];
  for (uint32_t f = 0; f < m->facts.n; f++) {
    const pol_fact *x = &m->facts.at[f];
    bool agreed = x->agreement != POL_NO_REF && m->agreements.at[x->agreement].name == touch->group;
    if (l->reads[f] && ((touch->group && (x->group == touch->group || agreed)) || is_of(m, x->type, touch))) return true;
  }
  return false;
}

static bool decision_touches(const looking *l, pol_atom name) {
  const pol_model *m = l->k->c.model[l->side];
  uint32_t d = pol_model_decision(m, name);
  bool hangs = d == l->decision;
  for (uint32_t i = 0; d != POL_NO_REF && i < m->decisions.at[d].rules && !hangs; i++) hangs = l->k->hangs[l->side].rule[l->decision][m->decisions.at[d].rule[i]];
  return hangs;
}

static pol_status touches(bool *out, const pol_compared *k, const pol_touch *touch, const pol_compared_decision *d, pol_arena *scratch) {
  *out = touch->all;
  for (int side = 0; side < 2 && !*out; side++) {
    uint32_t *facts, n;
    if (d->in[side] == POL_NO_REF) continue;
    bool *reads = POL_NEW_N(scratch, bool, k->c.model[side]->facts.n + 1u);
    if (!reads) return POL_NO_MEMORY;
    POL_TRY(pol_program_needs(k->c.program[side], scratch, d->in[side], &facts, &n));
    for (uint32_t i = 0; i < n; i++) reads[facts[i]] = true;
    looking l = { .k = k, .side = side, .decision = d->in[side], .reads = reads };
    pol_map_init(&l.seen, scratch);
    *out = (touch->define && rules_use(&l, touch->define)) || facts_touch(&l, touch) || (touch->decision && decision_touches(&l, touch->decision)) ||
           is_of(k->c.model[side], d->type, touch);
    if (l.no_memory) return POL_NO_MEMORY;
  }
  return POL_OK;
}

static pol_status reaches_at_all(bool *out, const pol_compared *k, uint32_t change, const pol_compared_decision *d) {
  *out = reaches(k, &k->c.changes.at[change], d);
  if (*out || change >= k->touches.n) return POL_OK;
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(k->c.in->arena));
  pol_status status = scratch ? touches(out, k, &k->touches.at[change], d, scratch) : POL_NO_MEMORY;
  pol_arena_drop(scratch);
  return status;
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
    for (uint32_t j = 0; j < k->c.changes.n; j++) {
      bool reached;
      POL_TRY(reaches_at_all(&reached, k, j, d));
      if (reached) change[d->changes++] = j;
    }
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
