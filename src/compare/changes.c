/* The changes that an amendment makes, so that each can be switched alone. What has to go together is one: clauses that take the place of the same one, the rows of
 * a table, an amendment of an amendment. A clause that is switched off keeps its id, so that what names it still finds it, and has no lines; what it ends goes on.
 * A clause that adopts another unchanged changes nothing, and stays. Facts, parties, definitions and decisions stay too: they are the same in every variant. */
#include "compare/inside.h"

typedef struct gathering {
  pol_compared *k;
  const pol_model *m;  /* after */
  pol_arena *scratch;
  pol_map was;         /* node: clause before */
  uint32_t *root;      /* by clause after: of which change it is part; itself: the first of one */
  bool *in;            /* part of any */
} gathering;

static uint32_t root_of(const gathering *g, uint32_t x) {
  while (g->root[x] != x) x = g->root[x] = g->root[g->root[x]];
  return x;
}

static void unite(const gathering *g, uint32_t a, uint32_t b) {
  uint32_t x = root_of(g, a), y = root_of(g, b);
  g->root[x > y ? x : y] = x < y ? x : y;
}

static bool is_new(const gathering *g, uint32_t clause) {
  return !g->m->clauses.at[clause].imported && pol_clause_before(&g->was, &g->m->clauses.at[clause]) == POL_NO_REF;
}

static bool adopts_only(const gathering *g, uint32_t clause) {
  bool adopts = false;
  for (uint32_t i = 0; i < g->m->endings.n; i++) {
    const pol_ending *e = &g->m->endings.at[i];
    if (e->by != clause || e->how == POL_ENDS_SILENTLY) continue;
    if (e->how != POL_ENDS_UNCHANGED || is_new(g, e->clause)) return false;
    adopts = true;
  }
  for (uint32_t i = 0; adopts && i < g->m->clauses.at[clause].rules; i++) {
    const pol_rule *r = &g->m->rules.at[g->m->clauses.at[clause].rule[i]];
    const pol_span own = g->m->clauses.at[clause].node->span;
    if (r->node->span.file == own.file && r->node->span.start >= own.start && r->node->span.end <= own.end) return false; /* it has a line of its own */
  }
  return adopts;
}

static bool does_something(const gathering *g, uint32_t clause) {
  if (g->m->clauses.at[clause].rules > 0) return true;
  for (uint32_t i = 0; i < g->m->endings.n; i++)
    if (g->m->endings.at[i].by == clause && g->m->endings.at[i].how != POL_ENDS_SILENTLY) return true;
  return false;
}

static bool is_section(const gathering *g, uint32_t clause) { return g->m->clauses.at[clause].node->kind == POL_N_SECTION; }

/* A line about a whole section can be taken apart into its clauses, but not where it ends the section's own condition too. */
static void unite_section(const gathering *g, const pol_ending *heading) {
  uint32_t section = g->m->clauses.at[heading->clause].section;
  for (uint32_t i = 0; i < g->m->endings.n; i++) {
    const pol_ending *e = &g->m->endings.at[i];
    if (g->m->clauses.at[e->clause].section != section || e->how == POL_ENDS_UNCHANGED) continue;
    unite(g, e->by != POL_NO_REF && e->how != POL_ENDS_SILENTLY ? e->by : e->clause, heading->clause);
  }
}

static void unite_endings(gathering *g) {
  for (uint32_t i = 0; i < g->m->endings.n; i++) {
    const pol_ending *e = &g->m->endings.at[i];
    bool whole = e->how == POL_ENDS_REPLACED || e->how == POL_ENDS_WITHDRAWN;
    if (is_section(g, e->clause)) unite_section(g, e);
    if (e->how == POL_ENDS_SILENTLY || e->by == POL_NO_REF) {
      g->in[e->clause] = true;
      continue;
    }
    if (is_new(g, e->clause)) unite(g, e->by, e->clause);
    for (uint32_t j = 0; whole && j < i; j++) {
      const pol_ending *f = &g->m->endings.at[j];
      if (f->clause == e->clause && f->by != POL_NO_REF && f->how == e->how) unite(g, e->by, f->by);
    }
  }
}

/* ---- tables */

static bool switches(const pol_node *table) { /* one that nobody calls, or that takes another's place */
  bool params = pol_kids(table->kid[0]) > 0, replaces = pol_kids(table->kid[3]) > 0;
  return !params || replaces;
}

static pol_status unite_tables(gathering *g) {
  pol_map table_of;
  pol_number_list first = { 0 };
  pol_map_init(&table_of, g->scratch);
  for (uint32_t t = 0; t < g->k->trees; t++) {
    const pol_node *file = g->k->tree[t].root;
    for (uint32_t i = 0; t >= g->k->c.in->side[POL_BEFORE].trees && i < file->n; i++) {
      const pol_node *x = file->kid[i], *rows = pol_is_node(x, POL_N_TABLE) ? pol_kid(x, 4) : NULL;
      if (!rows || !switches(x)) continue;
      uint32_t *slot = POL_VEC_PUSH(g->scratch, &first);
      if (!slot) return POL_NO_MEMORY;
      *slot = POL_NO_REF;
      for (uint32_t j = 0; j < rows->n; j++)
        if (!pol_map_put(&table_of, (uint64_t)(uintptr_t)rows->kid[j], first.n - 1)) return POL_NO_MEMORY;
    }
  }
  for (uint32_t i = 0; i < g->m->rules.n; i++) {
    const pol_rule *r = &g->m->rules.at[i];
    uint32_t table = pol_map_get(&table_of, (uint64_t)(uintptr_t)r->node);
    if (table == POL_MAP_NONE) continue;
    g->in[r->clause] = true;
    if (first.at[table] == POL_NO_REF) first.at[table] = r->clause;
    else unite(g, first.at[table], r->clause);
  }
  return POL_OK;
}

/* ---- the list */

static pol_status push(pol_arena *arena, pol_number_list *list, uint32_t x) {
  for (uint32_t i = 0; i < list->n; i++)
    if (list->at[i] == x) return POL_OK;
  uint32_t *slot = POL_VEC_PUSH(arena, list);
  if (!slot) return POL_NO_MEMORY;
  *slot = x;
  return POL_OK;
}

static pol_status take_change(gathering *g, uint32_t root, uint32_t *change_of) {
  pol_arena *arena = g->k->c.in->arena;
  pol_number_list before = { 0 }, after = { 0 };
  uint32_t index = g->k->c.changes.n;
  for (uint32_t i = root; i < g->m->clauses.n; i++) {
    if (!g->in[i] || root_of(g, i) != root) continue;
    change_of[i] = index;
    if (is_new(g, i)) POL_TRY(push(arena, &after, i));
    for (uint32_t j = 0; j < g->m->endings.n; j++) {
      const pol_ending *e = &g->m->endings.at[j];
      bool silent = e->how == POL_ENDS_SILENTLY || e->by == POL_NO_REF;
      uint32_t was = (silent ? e->clause == i : e->by == i) ? pol_clause_before(&g->was, &g->m->clauses.at[e->clause]) : POL_NO_REF;
      if (was != POL_NO_REF) POL_TRY(push(arena, &before, was));
    }
  }
  pol_amendment_change *c = POL_VEC_PUSH(arena, &g->k->c.changes);
  if (!c) return POL_NO_MEMORY;
  *c = (pol_amendment_change){ .before = before.at, .befores = before.n, .after = after.at, .afters = after.n };
  return POL_OK;
}

static pol_status add_edit(gathering *g, const pol_node *at, uint32_t change, pol_node *instead) {
  pol_edit *e = POL_VEC_PUSH(g->k->c.in->arena, &g->k->edits);
  if (!e) return POL_NO_MEMORY;
  *e = (pol_edit){ .at = at, .change = change, .instead = instead };
  return POL_OK;
}

static pol_node *copy_node(pol_arena *arena, const pol_node *x) {
  pol_node *copy = POL_NEW(arena, pol_node);
  pol_node **kid = POL_NEW_N(arena, pol_node *, x->n + 1u);
  if (!copy || !kid) return NULL;
  *copy = *x;
  copy->kid = kid;
  for (uint32_t i = 0; i < x->n; i++) kid[i] = x->kid[i];
  return copy;
}

/* The clause or section with only the lines that change nothing. */
static pol_node *blank(pol_arena *arena, const pol_node *x) {
  pol_node *copy = copy_node(arena, x);
  const pol_node *lines = pol_kid(x, 1);
  if (!copy || !lines) return copy;
  pol_node *kept = copy_node(arena, lines);
  if (!kept) return NULL;
  kept->n = 0;
  for (uint32_t i = 0; i < lines->n; i++) {
    const pol_node *line = lines->kid[i];
    bool stays = line->kind == POL_N_UNCHANGED || line->kind == POL_N_PLACED_AFTER || line->kind == POL_N_EFFECTIVE;
    bool cuts = line->kind == POL_N_REPLACES || line->kind == POL_N_WITHDRAWS; /* what of them is about a section is taken apart later */
    if (stays || cuts) kept->kid[kept->n++] = lines->kid[i];
  }
  copy->kid[1] = kept;
  return copy;
}

/* Whether the line names the clause's section and not the clause. */
static bool by_section(const gathering *g, const pol_ending *e) {
  const pol_node *refs = pol_kid(e->line, 0);
  for (uint32_t i = 0; i < pol_kids(refs); i++)
    if (pol_is_node(refs->kid[i], POL_N_REF) && refs->kid[i]->text == g->m->clauses.at[e->clause].id) return false;
  return true;
}

static pol_status edit_clauses(gathering *g, const uint32_t *change_of) {
  pol_arena *arena = g->k->c.in->arena;
  for (uint32_t i = 0; i < g->m->clauses.n; i++) {
    if (change_of[i] == POL_NO_REF || !is_new(g, i)) continue;
    pol_node *off = blank(arena, g->m->clauses.at[i].node);
    if (!off) return POL_NO_MEMORY;
    POL_TRY(add_edit(g, g->m->clauses.at[i].node, change_of[i], off));
  }
  for (uint32_t i = 0; i < g->m->endings.n; i++) {
    const pol_ending *e = &g->m->endings.at[i];
    bool silent = e->how == POL_ENDS_SILENTLY || e->by == POL_NO_REF;
    if (!silent && !by_section(g, e)) continue;
    pol_cut *cut = POL_VEC_PUSH(arena, &g->k->cuts);
    if (!cut) return POL_NO_MEMORY;
    *cut = (pol_cut){ .line = e->line, .clause = e->clause, .change = change_of[silent ? e->clause : e->by] };
  }
  return POL_OK;
}

static pol_status edit_tables(gathering *g, const uint32_t *change_of) {
  pol_map at;
  pol_map_init(&at, g->scratch);
  for (uint32_t i = 0; i < g->m->rules.n; i++) {
    const pol_rule *r = &g->m->rules.at[i];
    if (r->node->kind == POL_N_ROW && change_of[r->clause] != POL_NO_REF && !pol_map_put(&at, (uint64_t)(uintptr_t)r->node, change_of[r->clause])) return POL_NO_MEMORY;
  }
  for (uint32_t t = g->k->c.in->side[POL_BEFORE].trees; t < g->k->trees; t++) {
    const pol_node *file = g->k->tree[t].root;
    for (uint32_t i = 0; i < file->n; i++) {
      const pol_node *x = file->kid[i], *rows = pol_is_node(x, POL_N_TABLE) ? pol_kid(x, 4) : NULL;
      uint32_t change = POL_MAP_NONE;
      for (uint32_t j = 0; j < pol_kids(rows) && change == POL_MAP_NONE; j++) change = pol_map_get(&at, (uint64_t)(uintptr_t)rows->kid[j]);
      if (change != POL_MAP_NONE && switches(x)) POL_TRY(add_edit(g, x, change, NULL));
    }
  }
  return POL_OK;
}

static pol_status gather(gathering *g) {
  uint32_t n = g->m->clauses.n;
  uint32_t *change_of = POL_NEW_N(g->scratch, uint32_t, n + 1u);
  g->root = POL_NEW_N(g->scratch, uint32_t, n + 1u);
  g->in = POL_NEW_N(g->scratch, bool, n + 1u);
  if (!change_of || !g->root || !g->in) return POL_NO_MEMORY;
  POL_TRY(pol_clauses_by_node(&g->was, g->scratch, g->k->c.model[POL_BEFORE]));
  for (uint32_t i = 0; i < n; i++) {
    g->root[i] = i;
    change_of[i] = POL_NO_REF;
    g->in[i] = is_new(g, i) && does_something(g, i) && !adopts_only(g, i);
  }
  unite_endings(g);
  POL_TRY(unite_tables(g));
  for (uint32_t i = 0; i < n; i++) /* a change begins with the first of its clauses that is part of it */
    if (g->in[i] && change_of[i] == POL_NO_REF) {
      uint32_t root = root_of(g, i);
      POL_TRY(take_change(g, root, change_of));
    }
  POL_TRY(edit_clauses(g, change_of));
  return edit_tables(g, change_of);
}

pol_status pol_changes_of_amendment(pol_compared *k) {
  gathering g = { .k = k, .m = k->c.model[POL_AFTER], .scratch = pol_arena_new(pol_arena_alloc(k->c.in->arena)) };
  pol_status status = g.scratch ? gather(&g) : POL_NO_MEMORY;
  pol_arena_drop(g.scratch);
  return status;
}
