/* The changes between two texts of a policy. What is tried is the version after with declarations of the one before put back: a clause under the id that it has now, one that is
 * gone behind what stood before it, a value, a definition, a group of facts, a table with the clauses of its rows. Whatever only the version before declares is added
 * to it, so that its clauses find what they name. */
#include "compare/inside.h"

typedef struct unit { uint32_t root; const char *what; pol_touch touch; pol_number_list before, after; } unit;
typedef struct declared { const pol_node *node; uint64_t key; } declared;
typedef POL_VEC(declared) declarations;

typedef struct differing {
  pol_compared *k;
  pol_arena *arena, *scratch;
  POL_VEC(unit) units;
  uint32_t *unit_of[2];      /* by clause of a version */
  declarations of[2];
  pol_map at[2];             /* key: index in of */
  pol_map clause_after;      /* node of a clause after */
} differing;

/* ---- units */

static uint32_t root_of(const differing *g, uint32_t u) {
  while (g->units.at[u].root != u) u = g->units.at[u].root;
  return u;
}

static void unite(differing *g, uint32_t a, uint32_t b) {
  uint32_t x = root_of(g, a), y = root_of(g, b);
  g->units.at[x > y ? x : y].root = x < y ? x : y;
}

static pol_status new_unit(differing *g, const char *what, pol_touch touch) {
  unit *u = POL_VEC_PUSH(g->scratch, &g->units);
  if (!u) return POL_NO_MEMORY;
  *u = (unit){ .root = g->units.n - 1, .what = what, .touch = touch };
  return POL_OK;
}

static pol_status push(pol_arena *arena, pol_number_list *list, uint32_t x) {
  uint32_t *slot = POL_VEC_PUSH(arena, list);
  if (!slot) return POL_NO_MEMORY;
  *slot = x;
  return POL_OK;
}

/* The clause becomes part of the unit, or its unit of this one. */
static pol_status take_clause(differing *g, uint32_t u, int side, uint32_t clause) {
  uint32_t *of = &g->unit_of[side][clause];
  if (*of != POL_NO_REF) {
    unite(g, *of, u);
    return POL_OK;
  }
  *of = u;
  return push(g->arena, side == POL_BEFORE ? &g->units.at[u].before : &g->units.at[u].after, clause);
}

static pol_status edit(differing *g, const pol_node *at, pol_node *instead, bool behind) {
  pol_edit *e = POL_VEC_PUSH(g->arena, &g->k->edits);
  if (!e) return POL_NO_MEMORY;
  *e = (pol_edit){ .at = at, .change = g->units.n - 1, .instead = instead, .behind = behind };
  return POL_OK;
}

/* ---- nodes */

static pol_node *as_it_was(const pol_node *x) { return (pol_node *)(uintptr_t)x; } /* trees are never changed: only variants hold them without const */

static pol_node *copy_node(differing *g, const pol_node *x, uint32_t room) {
  pol_node *copy = POL_NEW(g->arena, pol_node);
  pol_node **kid = POL_NEW_N(g->arena, pol_node *, room + x->n + 1u);
  if (!copy || !kid) return NULL;
  *copy = *x;
  copy->kid = kid;
  for (uint32_t i = 0; i < x->n; i++) kid[i] = x->kid[i];
  return copy;
}

static pol_node *renamed(differing *g, const pol_node *x, pol_atom text) {
  pol_node *copy = copy_node(g, x, 0);
  if (copy) copy->text = text;
  return copy;
}

static pol_node *without_lines(differing *g, const pol_node *x) {
  pol_node *copy = copy_node(g, x, 0);
  if (copy && copy->n > 1) copy->kid[1] = NULL;
  return copy;
}

/* ---- clauses */

static uint32_t rules_of(const differing *g, int side, uint32_t clause) { return g->k->c.model[side]->clauses.at[clause].rules; }

/* A section's condition that is gone goes back to where the section is now. */
static const pol_node *section_now(const pol_compared *k, pol_atom id) {
  for (uint32_t t = 0; t < k->trees; t++)
    for (uint32_t i = 0; i < k->tree[t].root->n; i++) {
      const pol_node *x = k->tree[t].root->kid[i];
      if (pol_is_node(x, POL_N_SECTION) && x->text == id) return x;
    }
  return NULL;
}

static pol_status switch_pair(differing *g, const pol_clause_pair *p, const pol_node *anchor) {
  const pol_clause *was = p->befores ? &g->k->c.model[POL_BEFORE]->clauses.at[p->before[0]] : NULL;
  const pol_clause *now = p->after != POL_NO_REF ? &g->k->c.model[POL_AFTER]->clauses.at[p->after] : NULL;
  POL_TRY(new_unit(g, NULL, (pol_touch){ 0 }));
  if (was) POL_TRY(take_clause(g, g->units.n - 1, POL_BEFORE, p->before[0]));
  if (now) POL_TRY(take_clause(g, g->units.n - 1, POL_AFTER, p->after));
  pol_node *instead = !now ? as_it_was(was->node) : was ? renamed(g, was->node, now->node->text) : without_lines(g, now->node);
  if (!instead) return POL_NO_MEMORY;
  const pol_node *section = !now && was->node->kind == POL_N_SECTION ? section_now(g->k, was->id) : NULL;
  return section ? edit(g, section, instead, false) : edit(g, now ? now->node : anchor, instead, !now);
}

static const pol_node *last_declaration(const pol_compared *k) {
  const pol_node *last = NULL;
  for (uint32_t t = 0; t < k->trees; t++)
    for (uint32_t i = 0; i < k->tree[t].root->n; i++)
      last = k->tree[t].root->kid[i];
  return last;
}

/* A clause that is gone goes behind the clause after which it stood, so into its section. */
static pol_status find_clauses(differing *g) {
  const pol_node *anchor = last_declaration(g->k);
  for (uint32_t i = 0; i < g->k->c.clauses.n; i++) {
    const pol_clause_pair *p = &g->k->c.clauses.at[i];
    bool differs = p->fate == POL_FATE_ADDED || p->fate == POL_FATE_REPLACED || p->fate == POL_FATE_WITHDRAWN;
    uint32_t rules = (p->befores ? rules_of(g, POL_BEFORE, p->before[0]) : 0) + (p->after != POL_NO_REF ? rules_of(g, POL_AFTER, p->after) : 0);
    if (p->after != POL_NO_REF) anchor = g->k->c.model[POL_AFTER]->clauses.at[p->after].node;
    if (differs && rules > 0 && anchor) POL_TRY(switch_pair(g, p, anchor));
  }
  return POL_OK;
}

/* ---- other declarations */

static uint32_t class_of(const pol_node *x) {
  switch ((pol_node_kind)x->kind) {
  case POL_N_ORDER: return POL_N_OPTIONS;
  case POL_N_DEFINE: return POL_N_VALUE;
  case POL_N_POLICY:
  case POL_N_USE:
  case POL_N_PARTY:
  case POL_N_AGREEMENT:
  case POL_N_OPTIONS:
  case POL_N_RECORD:
  case POL_N_FACTS:
  case POL_N_VALUE:
  case POL_N_TABLE:
  case POL_N_DECISION: return x->kind;
  default: return 0; /* clauses and sections are paired; scenarios decide nothing */
  }
}

static pol_atom name_of(const pol_node *x) {
  if (x->kind == POL_N_POLICY) return 0; /* there is one */
  if (x->kind == POL_N_TABLE && x->text == 0 && x->n > 2 && x->kid[2]) return x->kid[2]->text;
  return x->text;
}

/* The second declaration of a name goes with the second of the other version. */
static pol_status list_declarations(differing *g, int side) {
  const pol_compare_side *s = &g->k->c.in->side[side];
  pol_map met; /* how many declarations of a name there were so far */
  pol_map_init(&g->at[side], g->scratch);
  pol_map_init(&met, g->scratch);
  for (uint32_t t = 0; t < s->trees; t++) {
    for (uint32_t i = 0; i < s->tree[t].root->n; i++) {
      const pol_node *x = s->tree[t].root->kid[i];
      uint32_t class = class_of(x);
      if (!class) continue;
      const uint64_t name = POL_MAP_PAIR(class, name_of(x));
      uint32_t before = pol_map_get(&met, name), nth = before == POL_MAP_NONE ? 0 : before < UINT16_MAX ? before : UINT16_MAX;
      if (!pol_map_put(&met, name, nth + 1)) return POL_NO_MEMORY;
      declared *d = POL_VEC_PUSH(g->scratch, &g->of[side]);
      if (!d) return POL_NO_MEMORY;
      *d = (declared){ x, POL_MAP_PAIR(class << 16 | nth, name_of(x)) };
      if (!pol_map_put(&g->at[side], d->key, g->of[side].n - 1)) return POL_NO_MEMORY;
    }
  }
  return POL_OK;
}

static const pol_node *twin_of(const differing *g, const declared *d, int side) {
  uint32_t found = pol_map_get(&g->at[side], d->key);
  return found == POL_MAP_NONE ? NULL : g->of[side].at[found].node;
}

static const char *what_of(differing *g, const pol_node *x) {
  const char *word = x->kind == POL_N_POLICY ? "the head of the policy" : pol_node_name((pol_node_kind)x->kind), *name = pol_atom_get(g->k->c.in->atoms, x->text);
  if (x->kind == POL_N_POLICY || *name == '\0') return word;
  size_t n = strlen(word), m = strlen(name);
  char *text = POL_NEW_N(g->arena, char, n + m + 2);
  if (!text) return NULL;
  memcpy(text, word, n);
  text[n] = ' ';
  memcpy(text + n + 1, name, m);
  return text;
}

static pol_touch touch_of(const pol_node *x) {
  switch ((pol_node_kind)x->kind) {
  case POL_N_VALUE:
  case POL_N_DEFINE: return (pol_touch){ .define = x->text };
  case POL_N_DECISION: return (pol_touch){ .decision = x->text };
  case POL_N_FACTS:
  case POL_N_AGREEMENT: return (pol_touch){ .group = x->text };
  case POL_N_OPTIONS:
  case POL_N_ORDER: return (pol_touch){ .options = x->text };
  case POL_N_RECORD: return (pol_touch){ .record = x->text };
  case POL_N_TABLE: return (pol_touch){ 0 };
  default: return (pol_touch){ .all = true };
  }
}

static const pol_node *entry_of(const pol_node *facts, pol_atom name) {
  const pol_node *entries = pol_kid(facts, 1);
  for (uint32_t i = 0; i < pol_kids(entries); i++)
    if (entries->kid[i]->text == name) return entries->kid[i];
  return NULL;
}

/* Of a group of facts: `first`, with those entries that it shares as `second` has them, or only those that `second` lacks. */
static pol_node *entries(differing *g, const pol_node *first, const pol_node *second, bool lacking) {
  const pol_node *list = pol_kid(first, 1);
  pol_node *copy = copy_node(g, first, 0), *kept = list && copy ? copy_node(g, list, 0) : NULL;
  if (!kept) return NULL;
  kept->n = 0;
  for (uint32_t i = 0; i < list->n; i++) {
    const pol_node *other = entry_of(second, list->kid[i]->text);
    if (!lacking) kept->kid[kept->n++] = other ? as_it_was(other) : list->kid[i];
    else if (!other) kept->kid[kept->n++] = list->kid[i];
  }
  copy->kid[1] = kept;
  return copy;
}

static bool entries_differ(const pol_node *now, const pol_node *was) {
  const pol_node *list = pol_kid(now, 1);
  for (uint32_t i = 0; i < pol_kids(list); i++) {
    const pol_node *other = entry_of(was, list->kid[i]->text);
    if (other && !pol_nodes_same(other, list->kid[i], true)) return true;
  }
  return false;
}

static pol_status switch_declaration(differing *g, const pol_node *now, const pol_node *was) {
  bool facts = now->kind == POL_N_FACTS, rows = now->kind == POL_N_TABLE;
  if (facts ? !entries_differ(now, was) : pol_nodes_same(now, was, true)) return POL_OK;
  const char *what = rows ? "" : what_of(g, now);
  if (!what) return POL_NO_MEMORY;
  POL_TRY(new_unit(g, rows ? NULL : what, touch_of(now)));
  pol_node *instead = facts ? entries(g, now, was, false) : now->kind == POL_N_POLICY ? renamed(g, was, now->text) : as_it_was(was);
  return instead ? edit(g, now, instead, false) : POL_NO_MEMORY;
}

/* ---- tables: with the clauses of their rows */

static bool is_row_of(const pol_node *table, const pol_node *row) {
  const pol_node *rows = pol_kid(table, 4);
  for (uint32_t i = 0; i < pol_kids(rows); i++)
    if (rows->kid[i] == row) return true;
  return false;
}

static pol_status take_rows(differing *g, int side, const pol_node *table) {
  const pol_model *m = g->k->c.model[side];
  for (uint32_t i = 0; table && i < m->rules.n; i++)
    if (m->rules.at[i].node->kind == POL_N_ROW && is_row_of(table, m->rules.at[i].node)) POL_TRY(take_clause(g, g->units.n - 1, side, m->rules.at[i].clause));
  return POL_OK;
}

static pol_status find_table(differing *g, const pol_node *now, const pol_node *was) {
  uint32_t units = g->units.n;
  if (now && was) POL_TRY(switch_declaration(g, now, was));
  else POL_TRY(new_unit(g, NULL, (pol_touch){ 0 }));
  if (g->units.n == units) return POL_OK;
  if (!was) POL_TRY(edit(g, now, NULL, false));
  if (!now) POL_TRY(edit(g, last_declaration(g->k), as_it_was(was), true));
  POL_TRY(take_rows(g, POL_AFTER, now));
  return take_rows(g, POL_BEFORE, was);
}

static pol_status find_declarations(differing *g) {
  for (int side = 0; side < 2; side++) POL_TRY(list_declarations(g, side));
  for (uint32_t i = 0; i < g->of[POL_AFTER].n; i++) {
    const declared *d = &g->of[POL_AFTER].at[i];
    const pol_node *was = twin_of(g, d, POL_BEFORE);
    if (d->node->kind == POL_N_TABLE) POL_TRY(find_table(g, d->node, was));
    else if (was) POL_TRY(switch_declaration(g, d->node, was));
  }
  for (uint32_t i = 0; i < g->of[POL_BEFORE].n; i++) {
    const declared *d = &g->of[POL_BEFORE].at[i];
    if (d->node->kind == POL_N_TABLE && !twin_of(g, d, POL_AFTER)) POL_TRY(find_table(g, NULL, d->node));
  }
  return POL_OK;
}

/* ---- what only the version before declares */

static pol_status put_back(differing *g) {
  const pol_compare_side *after = &g->k->c.in->side[POL_AFTER], *before = &g->k->c.in->side[POL_BEFORE];
  pol_tree *tree = POL_NEW_N(g->arena, pol_tree, after->trees + 1u);
  uint32_t *file = POL_NEW_N(g->arena, uint32_t, after->trees + 1u);
  pol_node *root = POL_NEW(g->arena, pol_node);
  pol_node **kid = POL_NEW_N(g->arena, pol_node *, g->of[POL_BEFORE].n + 1u);
  if (!tree || !file || !root || !kid) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < after->trees; i++) tree[i] = after->tree[i], file[i] = after->file[i];
  *root = (pol_node){ .kind = POL_N_FILE, .height = 2, .span = before->tree[0].root->span, .kid = kid };
  for (uint32_t i = 0; i < g->of[POL_BEFORE].n; i++) {
    const declared *d = &g->of[POL_BEFORE].at[i];
    const pol_node *now = twin_of(g, d, POL_AFTER);
    if (d->node->kind == POL_N_TABLE || d->node->kind == POL_N_POLICY || (now && now->kind != POL_N_FACTS)) continue;
    pol_node *x = now ? entries(g, d->node, now, true) : as_it_was(d->node);
    if (!x) return POL_NO_MEMORY;
    if (!now || (x->n > 1 && x->kid[1]->n > 0)) kid[root->n++] = x;
  }
  if (root->n == 0) return POL_OK;
  tree[after->trees] = (pol_tree){ .root = root };
  file[after->trees] = before->file[0];
  g->k->tree = tree;
  g->k->file = file;
  g->k->trees = after->trees + 1;
  return POL_OK;
}

/* ---- the list */

static pol_status add_numbers(pol_arena *arena, pol_number_list *to, const pol_number_list *from) {
  for (uint32_t i = 0; i < from->n; i++) POL_TRY(push(arena, to, from->at[i]));
  return POL_OK;
}

static pol_status take_changes(differing *g) {
  uint32_t *change = POL_NEW_N(g->scratch, uint32_t, g->units.n + 1u);
  if (!change) return POL_NO_MEMORY;
  for (uint32_t u = 0; u < g->units.n; u++) {
    if (root_of(g, u) != u) continue;
    pol_number_list before = { 0 }, after = { 0 };
    for (uint32_t i = u; i < g->units.n; i++) {
      if (root_of(g, i) != u) continue;
      change[i] = g->k->c.changes.n;
      POL_TRY(add_numbers(g->arena, &before, &g->units.at[i].before));
      POL_TRY(add_numbers(g->arena, &after, &g->units.at[i].after));
    }
    pol_amendment_change *c = POL_VEC_PUSH(g->arena, &g->k->c.changes);
    pol_touch *t = POL_VEC_PUSH(g->arena, &g->k->touches);
    if (!c || !t) return POL_NO_MEMORY;
    *c = (pol_amendment_change){ .before = before.at, .befores = before.n, .after = after.at, .afters = after.n, .what = g->units.at[u].what };
    *t = g->units.at[u].touch;
  }
  for (uint32_t i = 0; i < g->k->edits.n; i++) g->k->edits.at[i].change = change[g->k->edits.at[i].change];
  return POL_OK;
}

static pol_status find_all(differing *g) {
  for (int side = 0; side < 2; side++) {
    uint32_t n = g->k->c.model[side]->clauses.n;
    g->unit_of[side] = POL_NEW_N(g->scratch, uint32_t, n + 1u);
    if (!g->unit_of[side]) return POL_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) g->unit_of[side][i] = POL_NO_REF;
  }
  POL_TRY(find_clauses(g));
  POL_TRY(find_declarations(g));
  POL_TRY(put_back(g));
  return take_changes(g);
}

pol_status pol_changes_of_texts(pol_compared *k) {
  differing g = { .k = k, .arena = k->c.in->arena, .scratch = pol_arena_new(pol_arena_alloc(k->c.in->arena)) };
  pol_status status = g.scratch ? find_all(&g) : POL_NO_MEMORY;
  pol_arena_drop(g.scratch);
  return status;
}
