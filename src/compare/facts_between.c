/* Facts read for one version, used in another: whether that can be, and how. */
#include "compare/inside.h"

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

/* Options of the one may be the first of the other's. numbered: lists of options have the same numbers, too. */
static bool fits(const pol_model *a, pol_type x, const pol_model *b, pol_type y, bool numbered) {
  if (x.kind != y.kind || x.elem != y.elem || x.show != y.show || !pol_unit_same(x.unit, y.unit)) return false;
  if (x.kind == POL_T_PARTY || x.ref == POL_PARTY_REF || y.ref == POL_PARTY_REF) return x.ref == y.ref && same_parties(a, b);
  bool options = x.kind == POL_T_OPTION || x.kind == POL_T_SET || x.kind == POL_T_SEQUENCE, records = x.kind == POL_T_LIST && x.ref != POL_NO_REF && y.ref != POL_NO_REF;
  if (!options && !records) return x.ref == y.ref;
  if (numbered && x.ref != y.ref) return false;
  if (options) return x.ref < a->options.n && y.ref < b->options.n && same_names(&a->options.at[x.ref], &b->options.at[y.ref]);
  const pol_record *r = &a->records.at[x.ref], *q = &b->records.at[y.ref];
  bool same = r->n == q->n;
  for (uint32_t i = 0; i < r->n && same; i++) same = r->at[i].name == q->at[i].name && fits(a, r->at[i].type, b, q->at[i].type, numbered);
  return same;
}

bool pol_fact_fits(const pol_model *a, uint32_t fact, const pol_model *b, uint32_t in) { return fits(a, a->facts.at[fact].type, b, b->facts.at[in].type, false); }

/* The facts of the version before are the first ones of the version after, and what is read for the one can be read for the other. */
bool pol_comparison_same_facts(const pol_comparison *c) {
  const pol_model *a = c->model[POL_BEFORE], *b = c->model[POL_AFTER];
  bool same = a->facts.n <= b->facts.n && (c->in->amends || a->facts.n == b->facts.n);
  for (uint32_t i = 0; i < a->facts.n && same; i++) {
    const pol_fact *f = &a->facts.at[i], *g = &b->facts.at[i];
    bool bound = f->node == g->node || (f->bound == POL_BOUND_NONE && g->bound == POL_BOUND_NONE); /* who is out of bounds is in error */
    same = f->name == g->name && bound && fits(a, f->type, b, g->type, true) && fits(b, g->type, a, f->type, true); /* an option that only one knows is wrong for the other */
  }
  return same;
}

/* Where each fact of a variant comes from: the record of the version after, else that of the one before. */
pol_status pol_sources_of_facts(pol_fact_source **out, pol_arena *arena, const pol_compared *k, const pol_model *m) {
  pol_fact_source *from = POL_NEW_N(arena, pol_fact_source, m->facts.n + 1u);
  *out = NULL;
  if (!from) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < m->facts.n; i++) {
    bool found = false;
    static const uint8_t sides[] = { POL_AFTER, POL_BEFORE };
    for (size_t j = 0; j < 2 && !found; j++) {
      uint8_t side = sides[j];
      const pol_model *source = k->c.model[side];
      uint32_t f = pol_model_fact(source, m->facts.at[i].name);
      found = f != POL_NO_REF && fits(source, source->facts.at[f].type, m, m->facts.at[i].type, false);
      if (found) from[i] = (pol_fact_source){ side, f };
    }
    if (!found) return POL_OK; /* nothing says what it is */
  }
  *out = from;
  return POL_OK;
}
