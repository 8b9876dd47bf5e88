/* The text of a rule: it names what stands there now, holds for the cases that its clause is for, and not for those that it has been replaced for. */
#include "compare/consolidating.h"

/* -- cases */

static void add_cases(pol_consolidating *c, pol_node_list *to, const pol_node *cases) {
  for (uint32_t i = 0; i < to->list.n; i++)
    if (to->list.at[i] == cases) return; /* one line may name several clauses */
  const pol_node **slot = POL_VEC_PUSH(c->arena, &to->list);
  if (slot == NULL) c->no_memory = true;
  else *slot = cases;
}

void pol_consolidating_cases(pol_consolidating *c, uint32_t written_in, pol_node_list *out) {
  for (uint32_t i = 0; i < c->m->endings.n; i++) {
    const pol_ending *e = &c->m->endings.at[i];
    if (e->how == POL_ENDS_IN_PART && e->by == written_in) add_cases(c, out, e->line->kid[1]);
  }
}

static bool restates(const pol_consolidating *c, uint32_t clause, const pol_rule *r) {
  const pol_clause *x = &c->m->clauses.at[clause];
  for (uint32_t i = 0; i < x->rules; i++) {
    const pol_rule *q = &c->m->rules.at[x->rule[i]];
    if (q->effect == r->effect && (q->decision == r->decision || r->effect == POL_E_SETS_ASIDE) && q->exception_of == POL_NO_REF) return true;
  }
  return false;
}

/* What replaced it may itself be gone by now: that does not bring it back. */
void pol_consolidating_other_cases(pol_consolidating *c, uint32_t written_in, const pol_rule *r, pol_node_list *out) {
  for (uint32_t i = c->first_ending[written_in]; i != POL_NO_REF; i = c->next_ending[i]) {
    const pol_ending *e = &c->m->endings.at[i];
    if (e->how != POL_ENDS_IN_PART || e->by == POL_NO_REF) continue;
    const pol_clause *by = &c->m->clauses.at[e->by];
    if ((!by->from_set || by->from <= c->in->as_of) && restates(c, e->by, r)) add_cases(c, out, e->line->kid[1]);
  }
}

/* -- one rule */

typedef struct writing {
  pol_consolidating *c;
  uint32_t written_in;
  const pol_node *rule;
  const pol_written_line *line;
  pol_node_list cases; /* that its clause is for */
} writing;

/* Rules of one line that are written together: those that have been replaced for the same cases. */
typedef struct group { pol_node_list others; POL_VEC(uint32_t) rules; } group;

static bool is_same(const pol_node_list *a, const pol_node_list *b) {
  return a->list.n == b->list.n && (a->list.n == 0 || memcmp(a->list.at, b->list.at, a->list.n * sizeof *a->list.at) == 0);
}

static const pol_node *decisions_of(const pol_node *effect) {
  switch ((pol_node_kind)effect->kind) {
  case POL_N_REFUSES: case POL_N_REFERS: case POL_N_PERMITS: case POL_N_ONLY_IF: case POL_N_APPLIES_ONLY_IF: case POL_N_IS: case POL_N_CAP: case POL_N_FLOOR: return effect->kid[0];
  default: return NULL;
  }
}

/* `sets aside`: of what the ids named have become. "": of nothing any more. */
static const char *targets(writing *w, const pol_node *effect) {
  pol_text t;
  bool any = false;
  pol_text_init(&t, pol_arena_alloc(w->c->arena));
  for (uint32_t i = 0; i < effect->kid[0]->n; i++) {
    const pol_node *ref = effect->kid[0]->kid[i];
    pol_atom_list ids = { 0 };
    if (ref->kind == POL_N_REF_KIND) {
      uint32_t s = pol_map_get(&w->c->section_of, ref->kid[0]->text);
      if (s == POL_MAP_NONE || w->c->section_alive[s]) pol_text_format(&t, "%s%s", any ? ", " : "", pol_consolidating_slice(w->c, ref->span)), any = true;
      for (uint32_t k = 0; s != POL_MAP_NONE && k < w->c->m->clauses.n; k++)
        if (w->c->m->clauses.at[k].section == s) pol_consolidating_heirs(w->c, w->c->m->clauses.at[k].id, &ids);
    } else {
      pol_consolidating_heirs(w->c, ref->text, &ids);
    }
    for (uint32_t k = 0; k < ids.list.n; k++) {
      uint32_t x = pol_map_get(&w->c->by_id, ids.list.at[k]);
      bool inside = ref->kind == POL_N_REF_KIND && x != POL_MAP_NONE && w->c->m->clauses.at[x].section != POL_NO_REF && w->c->m->sections.at[w->c->m->clauses.at[x].section].id == ref->kid[0]->text;
      if (inside) continue;
      pol_text_format(&t, "%s%s", any ? ", " : "", pol_consolidating_name(w->c, ids.list.at[k]));
      any = true;
    }
  }
  return pol_consolidating_keep(w->c, &t);
}

static void change_decisions(writing *w, pol_changes *out, const group *g) {
  const pol_node *list = decisions_of(w->rule->kid[1]);
  pol_text t;
  bool any = false;
  if (list == NULL) return;
  pol_text_init(&t, pol_arena_alloc(w->c->arena));
  for (uint32_t i = 0; i < list->n; i++) {
    bool ours = false;
    for (uint32_t k = 0; k < g->rules.n; k++) ours = ours || w->c->m->decisions.at[w->c->m->rules.at[g->rules.at[k]].decision].name == list->kid[i]->text;
    if (!ours) continue;
    pol_text_format(&t, "%s%s", any ? ", " : "", pol_consolidating_name(w->c, list->kid[i]->text));
    any = true;
  }
  pol_consolidating_change(w->c, out, list->span.start, list->span.end, pol_consolidating_keep(w->c, &t));
}

/* What limits the rule, written anew as a whole: precedence, when, except when. */
static void change_limits(writing *w, pol_changes *out, const group *g) {
  const pol_node *rule = w->rule, *ranks = rule->kid[2], *when = rule->kid[3], *except = rule->kid[4];
  if (!w->line->changed && w->cases.list.n == 0 && g->others.list.n == 0) return;
  uint32_t start = rule->kid[1]->span.end, end = start;
  if (ranks != NULL && ranks->n > 0) end = ranks->kid[ranks->n - 1]->span.end;
  if (when != NULL) end = when->span.end;
  if (except != NULL) end = except->span.end;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(w->c->arena));
  pol_text_add(&t, pol_consolidating_rank_words(w->c, w->line));
  if (w->cases.list.n > 0) pol_text_format(&t, "\n    when %s", pol_consolidating_join(w->c, &w->cases, when, true));
  else if (when != NULL) pol_text_format(&t, "\n    when %s", pol_consolidating_slice(w->c, when->span));
  if (g->others.list.n > 0) {
    pol_node_list others = { 0 };
    if (except != NULL) add_cases(w->c, &others, except);
    for (uint32_t i = 0; i < g->others.list.n; i++) add_cases(w->c, &others, g->others.list.at[i]);
    pol_text_format(&t, "\n    except when %s", pol_consolidating_join(w->c, &others, NULL, false));
  } else if (except != NULL) {
    pol_text_format(&t, "\n    except when %s", pol_consolidating_slice(w->c, except->span));
  }
  pol_text_char(&t, '\n');
  pol_consolidating_change(w->c, out, start, end, pol_consolidating_keep(w->c, &t));
}

static const char *rule_text(writing *w, const group *g, bool whole) {
  pol_changes changes = { 0 };
  pol_text t;
  const pol_node *effect = w->rule->kid[1];
  pol_text_init(&t, pol_arena_alloc(w->c->arena));
  if (effect->kind == POL_N_SETS_ASIDE) {
    const char *refs = targets(w, effect);
    pol_consolidating_change(w->c, &changes, effect->kid[0]->span.start, effect->kid[0]->span.end, refs);
  }
  if (!whole) change_decisions(w, &changes, g);
  change_limits(w, &changes, g);
  pol_consolidating_write(&t, pol_consolidating_source(w->c, w->rule), w->rule->span.start, w->rule->span.end, &changes);
  return pol_consolidating_keep(w->c, &t);
}

void pol_consolidating_rule(pol_consolidating *c, pol_changes *out, uint32_t clause, uint32_t written_in, const pol_node *rule) {
  writing w = { .c = c, .written_in = written_in, .rule = rule, .line = pol_consolidating_line(c, clause, rule) };
  POL_VEC(group) groups = { 0 };
  bool aside = rule->kid[1]->kind == POL_N_SETS_ASIDE;
  if (aside && (w.line == NULL || *targets(&w, rule->kid[1]) == '\0')) { /* all that it names has ended, or is not in force yet */
    pol_consolidating_cut_line(c, out, rule->span);
    return;
  }
  if (w.line == NULL) return;
  pol_consolidating_cases(c, written_in, &w.cases);
  for (uint32_t i = 0; i < w.line->rules.n && !c->no_memory; i++) {
    const pol_rule *r = &c->m->rules.at[w.line->rules.at[i]];
    if (r->exception_of != POL_NO_REF) continue;
    pol_node_list others = { 0 };
    pol_consolidating_other_cases(c, written_in, r, &others);
    uint32_t k = 0;
    while (k < groups.n && !is_same(&groups.at[k].others, &others)) k++;
    if (k == groups.n) {
      group *g = POL_VEC_PUSH(c->arena, &groups);
      if (g != NULL) g->others = others;
    }
    uint32_t *slot = k < groups.n ? POL_VEC_PUSH(c->arena, &groups.at[k].rules) : NULL;
    if (slot == NULL) c->no_memory = true;
    else *slot = w.line->rules.at[i];
  }
  const char *text = "";
  for (uint32_t k = 0; k < groups.n && !c->no_memory; k++) text = pol_consolidating_format(c, "%s%s%s", text, k > 0 ? "\n  " : "", rule_text(&w, &groups.at[k], groups.n == 1));
  if (!c->no_memory && groups.n > 0) pol_consolidating_change(c, out, rule->span.start, rule->span.end, text);
}
