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

/* ---- facts that are the same */

static bool same_names(const pol_options *a, const pol_options *b) {
  bool same = a->n <= b->n;
  for (uint32_t i = 0; i < a->n && same; i++) same = a->at[i].name == b->at[i].name;
  return same;
}

static bool same_parties(const pol_model *a, const pol_model *b) {
  bool same = a->parties.n == b->parties.n;
  for (uint32_t i = 0; i < a->parties.n && same; i++) same = a->parties.at[i].name == b->parties.at[i].name;
  return same;
}

static bool same_type(const pol_model *a, pol_type x, const pol_model *b, pol_type y) {
  if (x.kind != y.kind || x.elem != y.elem || x.show != y.show || !pol_unit_same(x.unit, y.unit)) return false;
  if (x.kind == POL_T_PARTY || x.ref == POL_PARTY_REF) return x.ref == y.ref && same_parties(a, b);
  if (x.kind == POL_T_OPTION || x.kind == POL_T_SET || x.kind == POL_T_SEQUENCE) return x.ref < a->options.n && x.ref == y.ref && same_names(&a->options.at[x.ref], &b->options.at[y.ref]);
  if (x.kind != POL_T_LIST || x.ref == POL_NO_REF) return x.ref == y.ref;
  const pol_record *r = &a->records.at[x.ref], *q = &b->records.at[y.ref];
  bool same = x.ref == y.ref && r->n == q->n;
  for (uint32_t i = 0; i < r->n && same; i++) same = r->at[i].name == q->at[i].name && same_type(a, r->at[i].type, b, q->at[i].type);
  return same;
}

static bool same_bound(const pol_fact *f, const pol_fact *g) {
  if (f->bound != g->bound) return false;
  return f->bound == POL_BOUND_NONE || (f->low.state == g->low.state && f->high.state == g->high.state);
}

/* The facts of the version before are the first ones of the version after, and what is read for the one can be read for the other. */
bool pol_comparison_same_facts(const pol_comparison *c) {
  const pol_model *a = c->model[POL_BEFORE], *b = c->model[POL_AFTER];
  bool same = a->facts.n <= b->facts.n && (c->in->amends || a->facts.n == b->facts.n);
  for (uint32_t i = 0; i < a->facts.n && same; i++) {
    const pol_fact *f = &a->facts.at[i], *g = &b->facts.at[i];
    same = f->name == g->name && same_type(a, f->type, b, g->type) && (f->node == g->node || (!c->in->amends && same_bound(f, g) && f->bound == POL_BOUND_NONE));
  }
  return same;
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
  POL_TRY(pol_pairs_of_amendment(k));
  POL_TRY(pol_changes_of_amendment(k));
  k->words = k->c.changes.n / 64 + 1;
  POL_TRY(place_clauses(k));
  POL_TRY(pol_reach_of_changes(k));
  POL_TRY(pol_facts_of_versions(k));
  *out = &k->c;
  return POL_OK;
}
