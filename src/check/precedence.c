/* Precedence: `despite` and `subject to` become, for each decision, which rules stand above which. What an amendment's clause takes over, it takes
 * over with its rank, in both directions. */
#include "check/rules.h"

/* -- what a reference means */

static void add_clause(pol_checker *c, uint32_t clause, pol_numbers *out, uint32_t depth) {
  POL_PUSH(c, out, clause);
  for (uint32_t s = c->rules->clauses.at[clause].successor; s != POL_NO_REF && depth < 64; s = c->rules->successors.at[s].next)
    add_clause(c, c->rules->successors.at[s].to, out, depth + 1);
}

/* Every version of the clause, and what takes its place. */
void pol_rules_clauses_of_ref(pol_checker *c, const pol_node *ref, pol_numbers *out) {
  if (ref->kind == POL_N_REF_KIND) {
    const pol_node *named = pol_kid(ref, 0);
    if (!pol_rules_word(c, ref->text, "section")) return;
    uint32_t s = pol_check_resolve(c, POL_NAME_SECTION, named->text, named);
    for (uint32_t i = 0; s != POL_NO_REF && i < c->rules->sections.at[s].clauses.n; i++) add_clause(c, c->rules->sections.at[s].clauses.at[i], out, 0);
    return;
  }
  for (uint32_t i = pol_check_resolve(c, POL_NAME_CLAUSE, ref->text, ref); i != POL_NO_REF && !c->no_memory; i = c->rules->clauses.at[i].next) add_clause(c, i, out, 0);
}

static void table_rules(pol_checker *c, const pol_node *named, uint32_t decision, pol_numbers *out) {
  uint32_t t = pol_map_get(&c->rules->table_named, named->text);
  if (t == POL_MAP_NONE) {
    (void)pol_check_resolve(c, POL_NAME_TABLE, named->text, named);
    return;
  }
  const pol_decision *d = &c->m->decisions.at[decision];
  for (uint32_t i = 0; i < d->rules; i++) {
    uint32_t of = c->rules->rules.at[d->rule[i]].table;
    if (of != POL_NO_REF && c->rules->tables.at[of].node->text == named->text) POL_PUSH(c, out, d->rule[i]);
  }
}

/* A section may have many clauses and a decision few rules, or the other way round: the shorter list is walked. */
static bool section_rules(pol_checker *c, const pol_node *named, uint32_t decision, pol_numbers *out) {
  uint32_t s = pol_check_find(c, POL_NAME_SECTION, named->text);
  const pol_decision *d = &c->m->decisions.at[decision];
  if (s == POL_NO_REF || c->rules->sections.at[s].clauses.n < d->rules || c->rules->successors.n > 0) return false;
  for (uint32_t i = 0; i < d->rules; i++)
    if (c->m->clauses.at[c->m->rules.at[d->rule[i]].clause].section == s) POL_PUSH(c, out, d->rule[i]);
  return true;
}

void pol_rules_of_ref(pol_checker *c, const pol_node *ref, uint32_t decision, pol_numbers *out) {
  const pol_node *named = ref->kind == POL_N_REF_KIND ? pol_kid(ref, 0) : NULL;
  out->n = 0;
  if (named != NULL && pol_rules_word(c, ref->text, "table")) {
    table_rules(c, named, decision, out);
    return;
  }
  if (named != NULL && section_rules(c, named, decision, out)) return;
  pol_numbers clauses = { 0 };
  pol_rules_clauses_of_ref(c, ref, &clauses);
  for (uint32_t i = 0; i < clauses.n; i++) {
    const pol_clause *x = &c->m->clauses.at[clauses.at[i]];
    for (uint32_t k = 0; k < x->rules; k++)
      if (c->m->rules.at[x->rule[k]].decision == decision) POL_PUSH(c, out, x->rule[k]);
  }
}

/* -- edges of one decision */

typedef struct ranker {
  pol_checker *c;
  uint32_t decision;
  uint32_t first;       /* decision's rules have ascending numbers: local number = place in its list */
  uint32_t *local;      /* by rule */
  POL_VEC(pol_edge) edges;
  pol_numbers found, heirs;
  pol_map *hit;         /* references that meant some rule of some decision */
} ranker;

static void edge(ranker *k, uint32_t upper, uint32_t lower, const pol_node *ref) {
  const pol_rule *u = &k->c->m->rules.at[upper], *l = &k->c->m->rules.at[lower];
  if (upper == lower || u->effect == POL_E_SETS_ASIDE || l->effect == POL_E_SETS_ASIDE) return;
  pol_edge e = { .upper = k->local[upper], .lower = k->local[lower], .ref = ref };
  POL_PUSH(k->c, &k->edges, e);
}

/* What goes on unchanged goes on rule by rule: the copy of another rule takes over that one's place, not this one's. */
static bool copies_another(const pol_checker *c, const pol_rule *heir, uint32_t rule) {
  const pol_rule *of = &c->m->rules.at[rule];
  const pol_clause *x = &c->m->clauses.at[of->clause];
  if (heir->node == of->node) return false;
  for (uint32_t i = 0; i < x->rules; i++)
    if (c->m->rules.at[x->rule[i]].node == heir->node) return true;
  return false;
}

/* The rule, and the rules of the same decision in the clauses that took its clause's place. */
static void find_heirs(ranker *k, uint32_t rule) {
  pol_checker *c = k->c;
  pol_numbers clauses = { 0 };
  k->heirs.n = 0;
  POL_PUSH(c, &k->heirs, rule);
  uint32_t clause = c->m->rules.at[rule].clause;
  if (c->rules->clauses.at[clause].successor == POL_NO_REF) return;
  add_clause(c, clause, &clauses, 0);
  for (uint32_t i = 1; i < clauses.n; i++) {
    const pol_clause *x = &c->m->clauses.at[clauses.at[i]];
    for (uint32_t r = 0; r < x->rules; r++)
      if (c->m->rules.at[x->rule[r]].decision == k->decision && !copies_another(c, &c->m->rules.at[x->rule[r]], rule)) POL_PUSH(c, &k->heirs, x->rule[r]);
  }
}

static void rank_ref(ranker *k, const pol_node *ref, bool above) {
  pol_checker *c = k->c;
  if (ref->kind == POL_N_BROKEN) return;
  pol_rules_of_ref(c, ref, k->decision, &k->found);
  for (uint32_t h = 0; h < k->heirs.n; h++)
    for (uint32_t i = 0; i < k->found.n; i++) {
      uint32_t heir = k->heirs.at[h], other = k->found.at[i];
      if (c->m->rules.at[heir].clause == c->m->rules.at[other].clause) continue; /* a clause does not stand above itself */
      edge(k, above ? heir : other, above ? other : heir, ref);
      if (!pol_map_put(k->hit, (uint64_t)(uintptr_t)ref, 1)) c->no_memory = true;
    }
}

static void rank_rule(ranker *k, uint32_t rule) {
  const pol_node *node = k->c->m->rules.at[rule].node;
  const pol_node *ranks = node->kind == POL_N_RULE ? pol_kid(node, 2) : NULL;
  if (ranks == NULL || ranks->n == 0) return;
  find_heirs(k, rule);
  for (uint32_t i = 0; i < ranks->n; i++) {
    const pol_node *rank = ranks->kid[i], *refs = pol_kid(rank, 0);
    for (uint32_t j = 0; j < pol_kids(refs); j++) rank_ref(k, refs->kid[j], rank->kind == POL_N_DESPITE);
  }
}

/* A row's `despite`: clause ids, or the other rows of its table. */
static void rank_row(ranker *k, uint32_t rule) {
  pol_checker *c = k->c;
  pol_rule_work w = c->rules->rules.at[rule];
  const pol_node *cell;
  if (w.table == POL_NO_REF || !pol_rules_row_ids(&c->rules->tables.at[w.table], w.row, &cell)) return;
  find_heirs(k, rule);
  const pol_decision *d = &c->m->decisions.at[k->decision];
  for (uint32_t i = 0; i < cell->n; i++) {
    const pol_node *id = cell->kid[i];
    if (!pol_rules_word(c, id->text, "others")) {
      rank_ref(k, id, true);
      continue;
    }
    for (uint32_t r = 0; r < d->rules; r++)
      for (uint32_t h = 0; h < k->heirs.n; h++)
        if (c->rules->rules.at[d->rule[r]].table == w.table && c->m->rules.at[d->rule[r]].node != c->m->rules.at[rule].node) edge(k, k->heirs.at[h], d->rule[r], id);
  }
}

static void rank_decision(pol_checker *c, uint32_t decision, uint32_t *local, uint32_t *clause, pol_map *hit) {
  const pol_decision *d = &c->m->decisions.at[decision];
  ranker k = { .c = c, .decision = decision, .local = local, .hit = hit };
  for (uint32_t i = 0; i < d->rules; i++) {
    local[d->rule[i]] = i;
    clause[i] = c->m->rules.at[d->rule[i]].clause;
  }
  for (uint32_t i = 0; i < d->rules && !c->no_memory; i++) {
    const pol_rule *r = &c->m->rules.at[d->rule[i]];
    if (r->effect == POL_E_SETS_ASIDE) continue;
    rank_rule(&k, d->rule[i]);
    rank_row(&k, d->rule[i]);
    if (r->exception_of != POL_NO_REF) edge(&k, d->rule[i], r->exception_of, r->node);
  }
  if (c->no_memory || k.edges.n == 0) return;
  pol_above *above = pol_rules_close(c, d->rules, clause, k.edges.at, k.edges.n);
  for (uint32_t i = 0; above != NULL && i < d->rules; i++) {
    uint32_t *list = (uint32_t *)(uintptr_t)above[i].at; /* made for us just now: numbers of the decision become numbers of the model */
    for (uint32_t j = 0; j < above[i].n; j++) list[j] = d->rule[list[j]];
    c->m->rules.at[d->rule[i]].above = list;
    c->m->rules.at[d->rule[i]].aboves = above[i].n;
  }
}

/* The rows of functions have no decision: their ranks were found with their shape. */
static void rank_functions(pol_checker *c) {
  for (uint32_t i = 0; i < c->rules->tables.n && !c->no_memory; i++) {
    const pol_table_work *t = &c->rules->tables.at[i];
    for (uint32_t k = 0; k < t->rows.n && !c->no_memory; k++) {
      const pol_row_work *row = &t->rows.at[k];
      if (row->rule == POL_NO_REF || row->aboves == 0) continue;
      uint32_t *list = POL_NEW_N(c->in->arena, uint32_t, row->aboves);
      if (list == NULL) {
        c->no_memory = true;
        return;
      }
      for (uint32_t j = 0; j < row->aboves; j++) list[j] = t->rows.at[row->above[j]].rule;
      c->m->rules.at[row->rule].above = list;
      c->m->rules.at[row->rule].aboves = row->aboves;
    }
  }
}

/* -- a rank that changes nothing */

static void say_itself(pol_checker *c, const pol_node *ref, const pol_node *named, bool despite) {
  pol_report *report = pol_check_report(c, POL_R_RANK_NOTHING, ref, "%s cannot stand %s itself", pol_check_text(c, named->text), despite ? "above" : "below");
  pol_report_help(c->in->reports, report, "say of the rules of one clause when each holds: when …, or in the other one: except when …");
}

static void say_idle(pol_checker *c, const pol_rule *r, const pol_node *ref, bool despite) {
  const pol_node *named = ref->kind == POL_N_REF_KIND ? pol_kid(ref, 0) : ref;
  if (named == ref && named->text == c->m->clauses.at[r->clause].id) {
    say_itself(c, ref, named, despite);
    return;
  }
  pol_numbers found = { 0 };
  if (ref->kind != POL_N_REF_KIND || pol_rules_word(c, ref->text, "section")) {
    pol_rules_clauses_of_ref(c, ref, &found);
    if (found.n == 0) return; /* not there: reported as such */
  } else if (pol_map_get(&c->rules->table_named, named->text) == POL_MAP_NONE) {
    return;
  }
  pol_report *report = pol_check_report(c, POL_R_RANK_NOTHING, ref, "%s%s%s does not speak to %s, so nothing stands %s it", ref->kind == POL_N_REF_KIND ? pol_check_text(c, ref->text) : "",
                                        ref->kind == POL_N_REF_KIND ? " " : "", pol_check_text(c, named->text), pol_check_text(c, c->m->decisions.at[r->decision].name), despite ? "below" : "above");
  pol_report_help(c->in->reports, report, "name the clause that is meant, or take the words away");
}

static void idle_ranks(pol_checker *c, const pol_map *hit) {
  for (uint32_t i = 0; i < c->m->rules.n; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    const pol_node *ranks = r->node->kind == POL_N_RULE ? pol_kid(r->node, 2) : NULL;
    if (r->effect == POL_E_SETS_ASIDE || c->m->clauses.at[r->clause].imported || c->m->is_amendment) continue;
    for (uint32_t k = 0; k < pol_kids(ranks); k++) {
      const pol_node *refs = pol_kid(ranks->kid[k], 0);
      for (uint32_t j = 0; j < pol_kids(refs); j++)
        if (pol_map_get(hit, (uint64_t)(uintptr_t)refs->kid[j]) == POL_MAP_NONE) say_idle(c, r, refs->kid[j], ranks->kid[k]->kind == POL_N_DESPITE);
    }
  }
}

void pol_check_precedence(pol_checker *c) {
  if (!pol_rules_ready(c) || c->rules->decisions == NULL) return;
  pol_rules_asides(c);
  if (!c->no_memory) pol_rules_arrange(c);
  if (c->no_memory) return;
  uint32_t *local = POL_NEW_N(c->in->arena, uint32_t, c->m->rules.n + 1u), *clause = POL_NEW_N(c->in->arena, uint32_t, c->m->rules.n + 1u);
  pol_map hit;
  pol_map_init(&hit, c->in->arena);
  if (local == NULL || clause == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t d = 0; d < c->m->decisions.n && !c->no_memory; d++) rank_decision(c, d, local, clause, &hit);
  rank_functions(c);
  if (!c->no_memory) pol_rules_targets(c);
  if (!c->no_memory) idle_ranks(c, &hit);
}
