/* Who is in force, what takes whose place, and precedence: references name what stands there now, and what was taken over by replacing is written out. The
 * model knows what stands above what; here only so much is written that the consolidated text says the same. */
#include "compare/consolidating.h"

/* -- who is in force */

static bool in_force(const pol_clause *x, pol_date day) { return !x->imported && (!x->from_set || x->from <= day) && (!x->to_set || day <= x->to); }

static bool put(pol_consolidating *c, pol_map *map, uint64_t key, uint32_t value) {
  if (!pol_map_put(map, key, value)) c->no_memory = true;
  return !c->no_memory;
}

static void read_clauses(pol_consolidating *c) {
  for (uint32_t i = c->m->clauses.n; i-- > 0;) {
    const pol_clause *x = &c->m->clauses.at[i];
    c->alive[i] = in_force(x, c->in->as_of);
    c->first_ending[i] = POL_NO_REF;
    if (x->node == NULL || !put(c, &c->clause_of, (uint64_t)(uintptr_t)x->node, i)) continue;
    uint32_t next = pol_map_get(&c->by_id, x->id);
    c->next_version[i] = next == POL_MAP_NONE ? POL_NO_REF : next;
    (void)put(c, &c->by_id, x->id, i);
    if (c->alive[i] && x->section != POL_NO_REF && x->node->kind == POL_N_CLAUSE) c->section_alive[x->section] = true;
  }
  for (uint32_t i = c->m->endings.n; i-- > 0;) {
    uint32_t x = c->m->endings.at[i].clause;
    c->next_ending[i] = c->first_ending[x];
    c->first_ending[x] = i;
  }
  for (uint32_t i = c->m->sections.n; i-- > 0;) (void)put(c, &c->section_of, c->m->sections.at[i].id, i);
}

static void read_tables(pol_consolidating *c) {
  for (uint32_t i = 0; i < c->m->tables.n; i++) {
    const pol_node *rows = c->m->tables.at[i].node->kid[4];
    for (uint32_t k = 1; k < pol_kids(rows); k++)
      (void)put(c, &c->table_of, (uint64_t)(uintptr_t)rows->kid[k], i);
  }
}

static void keep(pol_consolidating *c, uint32_t clause) {
  const pol_clause *x = &c->m->clauses.at[clause];
  c->alive[clause] = c->kept[clause] = true;
  if (x->section != POL_NO_REF) c->section_alive[x->section] = true;
}

/* A function that has no row in force that day may still be called: its rows stay then, under clauses that say that they are not in force. Of those that no
 * amendment has touched; of any, where the text would not do without. */
static void keep_functions(pol_consolidating *c) {
  for (uint32_t i = 0; i < c->m->tables.n; i++) {
    const pol_table *t = &c->m->tables.at[i];
    bool any = t->params == 0;
    for (uint32_t k = 0; k < t->rules && !any; k++) any = c->alive[c->m->rules.at[t->rule[k]].clause];
    for (int touched = 0; touched <= (c->in->keeps_rows ? 1 : 0) && !any; touched++)
      for (uint32_t k = 0; k < t->rules; k++) {
        uint32_t x = c->m->rules.at[t->rule[k]].clause;
        bool whole = c->first_ending[x] == POL_NO_REF && c->m->clauses.at[x].amendment == POL_NO_REF;
        if (c->m->clauses.at[x].imported || (!touched && !whole)) continue;
        keep(c, x);
        any = true;
      }
  }
}

const pol_node *pol_consolidating_column(const pol_consolidating *c, const pol_node *table, const char *name, uint32_t *at) {
  const pol_node *head = table->kid[4]->kid[0];
  for (uint32_t i = 0; i < head->n; i++)
    if (strcmp(pol_consolidating_name(c, head->kid[i]->text), name) == 0) {
      *at = i;
      return head->kid[i];
    }
  *at = POL_NO_REF;
  return NULL;
}

/* -- what takes whose place */

bool pol_consolidating_has(const pol_atom_list *list, pol_atom a) {
  for (uint32_t i = 0; i < list->list.n; i++)
    if (list->list.at[i] == a) return true;
  return false;
}

static void add_atom(pol_consolidating *c, pol_atom_list *to, pol_atom a) {
  if (pol_consolidating_has(to, a)) return;
  pol_atom *slot = POL_VEC_PUSH(c->arena, &to->list);
  if (slot == NULL) c->no_memory = true;
  else *slot = a;
}

static void add_heirs(pol_consolidating *c, uint32_t clause, pol_atom_list *out, unsigned depth) {
  if (c->alive[clause]) add_atom(c, out, c->m->clauses.at[clause].id);
  for (uint32_t e = c->first_ending[clause]; e != POL_NO_REF && depth < 64; e = c->next_ending[e]) {
    const pol_ending *x = &c->m->endings.at[e];
    bool succeeds = x->how == POL_ENDS_REPLACED || x->how == POL_ENDS_IN_PART || x->how == POL_ENDS_UNCHANGED;
    if (succeeds && x->by != POL_NO_REF) add_heirs(c, x->by, out, depth + 1);
  }
}

void pol_consolidating_heirs(pol_consolidating *c, pol_atom id, pol_atom_list *out) {
  for (uint32_t i = pol_map_get(&c->by_id, id); i != POL_MAP_NONE && i != POL_NO_REF; i = c->next_version[i]) add_heirs(c, i, out, 0);
}

void pol_consolidating_bearers(pol_consolidating *c, uint32_t clause, pol_clause_list *out, unsigned depth) {
  if (c->alive[clause]) {
    uint32_t *slot = POL_VEC_PUSH(c->arena, &out->list);
    if (slot == NULL) c->no_memory = true;
    else *slot = clause;
  }
  for (uint32_t e = c->first_ending[clause]; e != POL_NO_REF && depth < 64; e = c->next_ending[e])
    if (c->m->endings.at[e].how == POL_ENDS_UNCHANGED && c->m->endings.at[e].by != POL_NO_REF) pol_consolidating_bearers(c, c->m->endings.at[e].by, out, depth + 1);
}

/* -- what a reference means */

static const pol_node *table_node(const pol_consolidating *c, const pol_rule *r) {
  uint32_t t = r->node->kind == POL_N_ROW ? pol_map_get(&c->table_of, (uint64_t)(uintptr_t)r->node) : POL_MAP_NONE;
  return t == POL_MAP_NONE ? NULL : c->m->tables.at[t].node;
}

static bool means(const pol_consolidating *c, const pol_rank_ref *ref, const pol_rule *from, const pol_rule *other) {
  const pol_node *table = table_node(c, other);
  if (other->decision != from->decision || other->effect == POL_E_SETS_ASIDE || !c->alive[other->clause]) return false;
  if (other->decision == POL_NO_REF && table != table_node(c, from)) return false;
  if (ref->kind == POL_UPPER_OTHERS) return table != NULL && table == table_node(c, from) && other->node != from->node;
  if (other->clause == from->clause) return false;
  if (ref->kind == POL_UPPER_TABLE) return table != NULL && table->text == ref->id;
  const pol_clause *x = &c->m->clauses.at[other->clause];
  if (ref->kind == POL_UPPER_CLAUSE) return x->id == ref->id;
  return x->section != POL_NO_REF && c->m->sections.at[x->section].id == ref->id;
}

/* The rules of the same decision, or of the same table. */
static const uint32_t *rules_beside(const pol_consolidating *c, const pol_rule *r, uint32_t *n) {
  uint32_t t = r->decision == POL_NO_REF ? pol_map_get(&c->table_of, (uint64_t)(uintptr_t)r->node) : POL_MAP_NONE;
  *n = 0;
  if (r->decision != POL_NO_REF) {
    *n = c->m->decisions.at[r->decision].rules;
    return c->m->decisions.at[r->decision].rule;
  }
  if (t == POL_MAP_NONE) return NULL;
  *n = c->m->tables.at[t].rules;
  return c->m->tables.at[t].rule;
}

static bool means_something(const pol_consolidating *c, const pol_rank_ref *ref, const pol_written_line *line) {
  for (uint32_t k = 0; k < line->rules.n; k++) {
    const pol_rule *r = &c->m->rules.at[line->rules.at[k]];
    uint32_t n;
    const uint32_t *all = rules_beside(c, r, &n);
    for (uint32_t i = 0; i < n; i++)
      if (means(c, ref, r, &c->m->rules.at[all[i]])) return true;
  }
  return false;
}

static bool has_ref(const pol_written_line *line, pol_rank_ref ref) {
  for (uint32_t i = 0; i < line->refs.n; i++)
    if (line->refs.at[i].below == ref.below && line->refs.at[i].kind == ref.kind && line->refs.at[i].id == ref.id) return true;
  return false;
}

static bool add_ref(pol_consolidating *c, pol_written_line *line, pol_rank_ref ref) {
  if (has_ref(line, ref) || !means_something(c, &ref, line)) return false;
  pol_rank_ref *slot = POL_VEC_PUSH(c->arena, &line->refs);
  if (slot == NULL) c->no_memory = true;
  else *slot = ref;
  return slot != NULL;
}

static void add_written(pol_consolidating *c, pol_written_line *line, const pol_node *ref, bool below) {
  pol_rank_ref r = { below, POL_UPPER_CLAUSE, ref->text };
  pol_atom_list heirs = { 0 };
  bool kept = false;
  if (ref->kind == POL_N_REF_KIND) {
    const char *word = pol_consolidating_name(c, ref->text);
    uint32_t s = pol_map_get(&c->section_of, ref->kid[0]->text);
    r.kind = strcmp(word, "section") == 0 ? POL_UPPER_SECTION : POL_UPPER_TABLE;
    r.id = ref->kid[0]->text;
    kept = add_ref(c, line, r);
    for (uint32_t i = 0; r.kind == POL_UPPER_SECTION && s != POL_MAP_NONE && i < c->m->clauses.n; i++)
      if (c->m->clauses.at[i].section == s) add_heirs(c, i, &heirs, 0);
  } else if (strcmp(pol_consolidating_name(c, ref->text), "others") == 0 && line->node->kind == POL_N_ROW) {
    r.kind = POL_UPPER_OTHERS;
    kept = add_ref(c, line, r);
  } else {
    pol_consolidating_heirs(c, ref->text, &heirs);
  }
  for (uint32_t i = 0; i < heirs.list.n; i++) {
    pol_rank_ref to = { below, POL_UPPER_CLAUSE, heirs.list.at[i] };
    uint32_t x = pol_map_get(&c->by_id, to.id);
    bool inside = r.kind == POL_UPPER_SECTION && x != POL_MAP_NONE && c->m->clauses.at[x].section != POL_NO_REF && c->m->sections.at[c->m->clauses.at[x].section].id == r.id;
    if (inside || !add_ref(c, line, to)) continue;
    if (to.id == ref->text) kept = true;
    else line->changed = true;
  }
  if (!kept) line->changed = true;
}

static void read_refs(pol_consolidating *c, pol_written_line *line) {
  const pol_node *n = line->node;
  if (n->kind == POL_N_RULE) {
    const pol_node *ranks = n->kid[2];
    for (uint32_t i = 0; i < pol_kids(ranks); i++)
      for (uint32_t k = 0; k < ranks->kid[i]->kid[0]->n; k++) add_written(c, line, ranks->kid[i]->kid[0]->kid[k], ranks->kid[i]->kind == POL_N_SUBJECT_TO);
  } else if (n->kind == POL_N_ROW) {
    uint32_t at, t = pol_map_get(&c->table_of, (uint64_t)(uintptr_t)n);
    if (t == POL_MAP_NONE || pol_consolidating_column(c, c->m->tables.at[t].node, "despite", &at) == NULL) return;
    for (uint32_t k = 0; k < n->kid[at]->n; k++) add_written(c, line, n->kid[at]->kid[k], false);
  }
}

pol_written_line *pol_consolidating_line(const pol_consolidating *c, uint32_t clause, const pol_node *node) {
  for (uint32_t i = c->first_line[clause]; i < c->first_line[clause + 1]; i++)
    if (c->lines.at[i].node == node) return &c->lines.at[i];
  return NULL;
}

static void read_lines(pol_consolidating *c) {
  for (uint32_t i = 0; i < c->m->rules.n; i++) c->line_of_rule[i] = POL_NO_REF;
  for (uint32_t x = 0; x < c->m->clauses.n; x++) {
    const pol_clause *clause = &c->m->clauses.at[x];
    c->first_line[x] = c->first_line[x + 1] = c->lines.n;
    for (uint32_t i = 0; c->alive[x] && i < clause->rules && !c->no_memory; i++) {
      const pol_node *node = c->m->rules.at[clause->rule[i]].node;
      pol_written_line *line = pol_consolidating_line(c, x, node);
      if (line == NULL && (line = POL_VEC_PUSH(c->arena, &c->lines)) != NULL) *line = (pol_written_line){ .clause = x, .node = node };
      uint32_t *slot = line != NULL ? POL_VEC_PUSH(c->arena, &line->rules) : NULL;
      c->first_line[x + 1] = c->lines.n;
      if (slot == NULL) c->no_memory = true;
      else *slot = clause->rule[i], c->line_of_rule[clause->rule[i]] = (uint32_t)(line - c->lines.at);
    }
  }
  for (uint32_t i = 0; i < c->lines.n && !c->no_memory; i++) read_refs(c, &c->lines.at[i]);
}

bool pol_consolidating_begin(pol_consolidating *c) {
  uint32_t clauses = c->m->clauses.n, rules = c->m->rules.n;
  pol_map_init(&c->clause_of, c->arena);
  pol_map_init(&c->section_of, c->arena);
  pol_map_init(&c->by_id, c->arena);
  pol_map_init(&c->table_of, c->arena);
  c->alive = POL_NEW_N(c->arena, bool, clauses + 1u);
  c->kept = POL_NEW_N(c->arena, bool, clauses + 1u);
  c->section_alive = POL_NEW_N(c->arena, bool, c->m->sections.n + 1u);
  c->first_ending = POL_NEW_N(c->arena, uint32_t, clauses + 1u);
  c->next_ending = POL_NEW_N(c->arena, uint32_t, c->m->endings.n + 1u);
  c->next_version = POL_NEW_N(c->arena, uint32_t, clauses + 1u);
  c->first_line = POL_NEW_N(c->arena, uint32_t, clauses + 2u);
  c->line_of_rule = POL_NEW_N(c->arena, uint32_t, rules + 1u);
  if (c->alive == NULL || c->kept == NULL || c->section_alive == NULL || c->first_ending == NULL || c->next_ending == NULL || c->next_version == NULL || c->first_line == NULL || c->line_of_rule == NULL) return false;
  c->outside = (c->m->from_set && c->in->as_of < c->m->from) || (c->m->to_set && c->in->as_of > c->m->to);
  read_clauses(c);
  read_tables(c);
  keep_functions(c);
  if (!c->no_memory) read_lines(c);
  return !c->no_memory;
}

/* -- precedence that was taken over */

typedef struct order { /* the rules in force of one decision, and what stands above what by the references written so far */
  pol_arena *scratch;
  const uint32_t *rule;
  uint32_t n, decision;
  bool *above;          /* n × n: [upper][lower] */
  uint32_t *stack;
} order;

static void mark_direct(const pol_consolidating *c, order *o, uint32_t i) {
  const pol_rule *r = &c->m->rules.at[o->rule[i]];
  const pol_written_line *line = &c->lines.at[c->line_of_rule[o->rule[i]]];
  for (uint32_t k = 0; k < line->refs.n; k++)
    for (uint32_t j = 0; j < o->n; j++) {
      if (!means(c, &line->refs.at[k], r, &c->m->rules.at[o->rule[j]])) continue;
      if (line->refs.at[k].below) o->above[(size_t)j * o->n + i] = true;
      else o->above[(size_t)i * o->n + j] = true;
    }
  for (uint32_t j = 0; j < o->n; j++)
    if (r->exception_of == o->rule[j]) o->above[(size_t)i * o->n + j] = true;
}

/* Everything below each, by steps. */
static void close_order(order *o, bool *direct) {
  for (uint32_t i = 0; i < o->n; i++) {
    uint32_t top = 0;
    o->stack[top++] = i;
    while (top > 0) {
      uint32_t at = o->stack[--top];
      for (uint32_t j = 0; j < o->n; j++)
        if (direct[(size_t)at * o->n + j] && !o->above[(size_t)i * o->n + j]) {
          o->above[(size_t)i * o->n + j] = true;
          o->stack[top++] = j;
        }
    }
  }
}

static bool find_order(const pol_consolidating *c, order *o) {
  size_t cells = (size_t)o->n * o->n;
  bool *direct;
  o->above = POL_NEW_N(o->scratch, bool, cells);
  o->stack = POL_NEW_N(o->scratch, uint32_t, o->n + 1u);
  direct = POL_NEW_N(o->scratch, bool, cells);
  if (o->above == NULL || o->stack == NULL || direct == NULL) return false;
  for (uint32_t i = 0; i < o->n; i++) mark_direct(c, o, i);
  memcpy(direct, o->above, cells);
  memset(o->above, 0, cells);
  close_order(o, direct);
  return true;
}

static bool amends(const pol_consolidating *c, uint32_t rule) { return c->m->clauses.at[c->m->rules.at[rule].clause].amendment != POL_NO_REF; }

/* A reference is to all rules of a clause: whether one of them already stands on the other side. */
static bool turns_round(const pol_consolidating *c, const order *o, uint32_t rule, pol_rank_ref ref) {
  for (uint32_t i = 0; i < o->n; i++)
    for (uint32_t j = 0; o->rule[i] == rule && j < o->n; j++)
      if (means(c, &ref, &c->m->rules.at[rule], &c->m->rules.at[o->rule[j]]) && o->above[ref.below ? (size_t)i * o->n + j : (size_t)j * o->n + i]) return true;
  return false;
}

/* The new clause says it, where one of the two is new. */
static bool say_above(pol_consolidating *c, const order *o, uint32_t upper, uint32_t lower) {
  const pol_rule *u = &c->m->rules.at[upper], *l = &c->m->rules.at[lower];
  bool upper_row = u->node->kind == POL_N_ROW, lower_row = l->node->kind == POL_N_ROW;
  bool by_lower = !lower_row && l->node->kind == POL_N_RULE && (upper_row || (amends(c, lower) && !amends(c, upper)));
  pol_written_line *line = &c->lines.at[c->line_of_rule[by_lower ? lower : upper]];
  pol_rank_ref ref = { by_lower, POL_UPPER_CLAUSE, c->m->clauses.at[by_lower ? u->clause : l->clause].id };
  if (u->clause == l->clause || turns_round(c, o, by_lower ? lower : upper, ref) || !add_ref(c, line, ref)) return false;
  line->changed = true;
  return true;
}

/* One thing that stands above another in the model and not in what is written. */
static bool say_one(pol_consolidating *c, const order *o) {
  for (uint32_t j = 0; j < o->n; j++) {
    const pol_rule *lower = &c->m->rules.at[o->rule[j]];
    for (uint32_t k = 0; k < lower->aboves; k++)
      for (uint32_t i = 0; i < o->n; i++)
        if (o->rule[i] == lower->above[k] && !o->above[(size_t)i * o->n + j] && say_above(c, o, o->rule[i], o->rule[j])) return true;
  }
  return false;
}

static bool has_ranks(const pol_consolidating *c, const order *o) {
  for (uint32_t i = 0; i < o->n; i++)
    if (c->m->rules.at[o->rule[i]].aboves > 0) return true;
  return false;
}

static bool rank_decision(pol_consolidating *c, pol_arena *scratch, uint32_t decision) {
  const pol_decision *d = &c->m->decisions.at[decision];
  order o = { .scratch = scratch, .decision = decision };
  uint32_t *in = POL_NEW_N(scratch, uint32_t, d->rules + 1u);
  if (in == NULL) return false;
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *r = &c->m->rules.at[d->rule[i]];
    if (c->alive[r->clause] && r->effect != POL_E_SETS_ASIDE) in[o.n++] = d->rule[i];
  }
  o.rule = in;
  if (!has_ranks(c, &o)) return true;
  do {
    if (!find_order(c, &o)) return false;
  } while (say_one(c, &o) && !c->no_memory);
  return true;
}

/* Where nothing was amended, everything is written already. */
void pol_consolidating_rank(pol_consolidating *c) {
  if (c->m->endings.n == 0) return;
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(c->arena));
  for (uint32_t d = 0; scratch != NULL && d < c->m->decisions.n && !c->no_memory; d++) {
    pol_arena_point mark = pol_arena_mark(scratch);
    if (!rank_decision(c, scratch, d)) c->no_memory = true;
    pol_arena_reset(scratch, mark);
  }
  if (scratch == NULL) c->no_memory = true;
  pol_arena_drop(scratch);
}

/* -- words */

static void write_refs(const pol_consolidating *c, pol_text *t, const pol_written_line *line, bool below) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < line->refs.n; i++) {
    const pol_rank_ref *r = &line->refs.at[i];
    if (r->below != below) continue;
    pol_text_add(t, n++ > 0 ? ", " : line->node->kind == POL_N_ROW ? "" : below ? ", subject to " : ", despite ");
    pol_text_add(t, r->kind == POL_UPPER_SECTION ? "section " : r->kind == POL_UPPER_TABLE ? "table " : "");
    pol_text_add(t, r->kind == POL_UPPER_OTHERS ? "others" : pol_consolidating_name(c, r->id));
  }
}

const char *pol_consolidating_rank_words(pol_consolidating *c, const pol_written_line *line) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->arena));
  write_refs(c, &t, line, false);
  if (line->node->kind != POL_N_ROW) write_refs(c, &t, line, true);
  return pol_consolidating_keep(c, &t);
}
