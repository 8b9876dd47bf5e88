/* The figures of a comparison, person by person, in memory that does not grow with them: counts, exact sums, spreads, the largest of each kind, groups. */
#include "compare/inside.h"
#include "eval/words.h"
#include <stdlib.h>

typedef struct extreme { pol_kept_id id; pol_extreme shown; uint32_t *change; bool measured; pol_num size; } extreme;
typedef struct ranking { extreme *at; uint32_t n; } ranking;

typedef struct figures { /* of one decision */
  uint64_t n[POL_IMPACTS];
  bool amounts, total_lost;
  pol_num total[2];
  pol_tally *gains, *losses, *all;
  uint64_t whole[POL_IMPACTS];       /* there was no amount before, or is none after */
  pol_bands bands;
  ranking gain, loss, open;
  uint64_t untried;
  pol_impact_counts *cause;          /* by change */
  pol_impact_counts *missing;        /* by fact */
} figures;

struct pol_summing {
  const pol_compared *k;
  const pol_people *wanted;
  pol_arena *keep;
  pol_people_summary s;
  figures *of;
  POL_VEC(pol_group_summary) groups;
  pol_map group_at;                  /* hash of the values: the first group with it */
  POL_VEC(uint32_t) group_next;
};

/* ---- making ready ---- */

static pol_status prepare(figures *f, const pol_summing *s) {
  uint32_t most = s->wanted->most;
  ranking *all[] = { &f->gain, &f->loss, &f->open };
  f->gains = pol_tally_new(s->keep);
  f->losses = pol_tally_new(s->keep);
  f->all = pol_tally_new(s->keep);
  f->cause = POL_NEW_N(s->keep, pol_impact_counts, s->k->c.changes.n + 1u);
  f->missing = POL_NEW_N(s->keep, pol_impact_counts, s->k->c.model[POL_AFTER]->facts.n + 1u);
  f->total[0] = f->total[1] = pol_num_int(0);
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    all[i]->at = POL_NEW_N(s->keep, extreme, most + 1u);
    if (!all[i]->at) return POL_NO_MEMORY;
    for (uint32_t j = 0; j <= most; j++) {
      all[i]->at[j].change = POL_NEW_N(s->keep, uint32_t, s->k->c.changes.n + 1u);
      if (!all[i]->at[j].change) return POL_NO_MEMORY;
    }
  }
  return f->gains && f->losses && f->all && f->cause && f->missing ? POL_OK : POL_NO_MEMORY;
}

pol_status pol_summing_new(pol_summing **out, const pol_compared *k, const pol_people *wanted, pol_arena *keep) {
  pol_summing *s = POL_NEW(keep, pol_summing);
  if (!s) return POL_NO_MEMORY;
  *s = (pol_summing){ .k = k, .wanted = wanted, .keep = keep };
  pol_map_init(&s->group_at, keep);
  s->of = POL_NEW_N(keep, figures, k->c.decisions.n + 1u);
  if (!s->of) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->c.decisions.n; i++) POL_TRY(prepare(&s->of[i], s));
  *out = s;
  return POL_OK;
}

/* ---- the largest ---- */

/* Larger first; those without an amount after all that have one, and of two alike the earlier. */
static bool beats(const extreme *e, const extreme *x) {
  if (!e->measured || !x->measured) return e->measured && !x->measured;
  return pol_num_cmp(e->size, x->size) > 0;
}

/* Values that are lists live in the chunk: of an extreme they are told by their outcome. */
static pol_value plain_value(const pol_value *v) {
  bool list = v->type.kind == POL_T_SET || v->type.kind == POL_T_SEQUENCE || v->type.kind == POL_T_OBLIGATIONS;
  return list && v->state == POL_KNOWN ? (pol_value){ .state = POL_NOT_APPLICABLE, .type = v->type } : *v;
}

static pol_status rank(ranking *r, const pol_summing *s, const pol_effect_on *e, const pol_record_facts *of, uint64_t record) {
  uint32_t most = s->wanted->most, at = r->n;
  extreme now = { .size = pol_num_int(0) };
  now.measured = pol_effect_size(&now.size, e);
  while (at > 0 && beats(&now, &r->at[at - 1])) at--;
  if (at == most) return POL_OK;
  if (r->n < most) r->n++;
  extreme spare = r->at[r->n - 1]; /* the one that falls out, or room not yet used, gives its room */
  for (uint32_t i = r->n - 1; i > at; i--) r->at[i] = r->at[i - 1];
  extreme *x = &r->at[at];
  *x = (extreme){ .id = spare.id, .change = spare.change, .measured = now.measured, .size = now.size };
  POL_TRY(pol_id_keep(&x->id, s->keep, of));
  x->shown = (pol_extreme){ .record = record, .has_delta = e->has_delta, .delta = e->delta, .changes = e->changes };
  for (int side = 0; side < 2; side++) {
    x->shown.value[side] = plain_value(&e->value[side]);
    x->shown.outcome[side] = e->outcome[side];
  }
  for (uint32_t i = 0; i < e->changes; i++) x->change[i] = e->change[i];
  return POL_OK;
}

/* ---- groups ---- */

static uint64_t hash_of(const pol_summing *s, const pol_record_facts *r) {
  uint64_t h = 0xcbf29ce484222325u;
  for (uint32_t i = 0; i < s->wanted->bys; i++) {
    const pol_value *v = &r->value[s->wanted->by[i]];
    uint64_t x = v->state != POL_KNOWN ? 7 : pol_type_repr(v->type) == POL_REPR_NUM ? (uint64_t)v->as.num.n * 31 + (uint64_t)v->as.num.d : (uint64_t)(uint32_t)v->as.i;
    h = (h ^ x) * 0x100000001b3u;
  }
  return h;
}

static bool same_value(const pol_value *a, const pol_value *b) { return a->state == POL_KNOWN ? b->state == POL_KNOWN && pol_value_same(a, b) : b->state != POL_KNOWN; }

static bool in_group(const pol_summing *s, const pol_group_summary *g, const pol_record_facts *r) {
  for (uint32_t i = 0; i < s->wanted->bys; i++)
    if (!same_value(&g->value[i], &r->value[s->wanted->by[i]])) return false;
  return true;
}

static pol_status new_group(pol_group_summary **out, pol_summing *s, const pol_record_facts *r, uint64_t hash) {
  uint32_t n = s->k->c.decisions.n, before = pol_map_get(&s->group_at, hash);
  pol_value *value = POL_NEW_N(s->keep, pol_value, s->wanted->bys + 1u);
  pol_group_summary *g = value ? POL_VEC_PUSH(s->keep, &s->groups) : NULL;
  uint32_t *next = g ? POL_VEC_PUSH(s->keep, &s->group_next) : NULL;
  if (!next) return POL_NO_MEMORY;
  *next = before;
  for (uint32_t i = 0; i < s->wanted->bys; i++) value[i] = r->value[s->wanted->by[i]];
  *g = (pol_group_summary){ .value = value };
  g->n = POL_NEW_N(s->keep, pol_impact_counts, n + 1u);
  g->delta = POL_NEW_N(s->keep, pol_num, n + 1u);
  g->delta_known = POL_NEW_N(s->keep, bool, n + 1u);
  if (!g->n || !g->delta || !g->delta_known || !pol_map_put(&s->group_at, hash, s->groups.n - 1)) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) {
    g->delta[i] = pol_num_int(0);
    g->delta_known[i] = true;
  }
  *out = g;
  return POL_OK;
}

static pol_status find_group(pol_group_summary **out, pol_summing *s, const pol_record_facts *r) {
  uint64_t hash = hash_of(s, r);
  *out = NULL;
  if (s->wanted->bys == 0) return POL_OK;
  for (uint32_t i = pol_map_get(&s->group_at, hash); i != POL_MAP_NONE; i = s->group_next.at[i])
    if (in_group(s, &s->groups.at[i], r)) {
      *out = &s->groups.at[i];
      return POL_OK;
    }
  s->s.too_many_groups = s->s.too_many_groups || s->groups.n == POL_LIMIT_GROUPS;
  return s->groups.n == POL_LIMIT_GROUPS ? POL_OK : new_group(out, s, r, hash);
}

/* ---- one person ---- */

static pol_status add_amounts(figures *f, const pol_effect_on *e, const pol_record_facts *of) {
  for (int side = 0; side < 2 && e->impact != POL_IMPACT_UNDETERMINED; side++) { /* a number on one side alone would pass for a saving */
    const pol_value *v = &e->value[side];
    if (v->state != POL_KNOWN || v->type.kind != POL_T_NUMBER) continue;
    f->amounts = true;
    f->total_lost = f->total_lost || pol_num_add(&f->total[side], f->total[side], v->as.num) != POL_NUM_FINE;
  }
  pol_num size;
  if (!e->has_delta) {
    f->whole[e->impact] += pol_effect_size(&size, e);
    return POL_OK;
  }
  f->amounts = true;
  pol_bands_add(&f->bands, e->delta);
  POL_TRY(pol_tally_add(f->all, e->delta, of));
  if (e->impact == POL_IMPACT_GAINS) return pol_tally_add(f->gains, e->delta.n < 0 ? pol_num_neg(e->delta) : e->delta, of);
  return e->impact == POL_IMPACT_LOSES ? pol_tally_add(f->losses, e->delta.n < 0 ? pol_num_neg(e->delta) : e->delta, of) : POL_OK;
}

/* What becomes of its total: of those who lose or gain all of it, all of it. */
static void add_to_group(pol_group_summary *g, const pol_effect_on *e) {
  pol_num delta;
  if (!pol_effect_size(&delta, e)) return;
  if (e->has_delta ? e->delta.n < 0 : e->value[POL_BEFORE].state == POL_KNOWN) delta = pol_num_neg(delta);
  g->delta_known[e->decision] = g->delta_known[e->decision] && pol_num_add(&g->delta[e->decision], g->delta[e->decision], delta) == POL_NUM_FINE;
}

static pol_status add_effect(pol_summing *s, const pol_effect_on *e, const pol_record_facts *of, uint64_t record, pol_group_summary *g) {
  figures *f = &s->of[e->decision];
  f->n[e->impact]++;
  s->s.n[e->impact]++;
  POL_TRY(add_amounts(f, e, of));
  f->untried += e->untried;
  for (uint32_t i = 0; i < e->changes; i++) f->cause[e->change[i]][e->impact]++;
  for (uint32_t i = 0; i < e->missings; i++) f->missing[e->missing[i]][e->impact]++;
  if (g) g->n[e->decision][e->impact]++;
  if (g && e->impact != POL_IMPACT_UNDETERMINED) add_to_group(g, e);
  switch (e->impact) {
  case POL_IMPACT_GAINS: return rank(&f->gain, s, e, of, record);
  case POL_IMPACT_LOSES: return rank(&f->loss, s, e, of, record);
  case POL_IMPACT_UNDETERMINED: return rank(&f->open, s, e, of, record);
  case POL_IMPACT_CHANGED:
  case POL_IMPACT_UNAFFECTED: break;
  }
  return POL_OK;
}

static void sort_person(pol_people_summary *s, const bool *any) {
  if (any[POL_IMPACT_GAINS] && any[POL_IMPACT_LOSES]) s->mixed++;
  else if (any[POL_IMPACT_UNDETERMINED]) s->open++;
  else if (any[POL_IMPACT_GAINS]) s->better++;
  else if (any[POL_IMPACT_LOSES]) s->worse++;
  else if (any[POL_IMPACT_CHANGED]) s->open++;
  else s->same++;
}

pol_status pol_summing_add(pol_summing *s, const pol_compared_person *p, uint64_t record) {
  pol_group_summary *g = NULL;
  bool any[POL_IMPACTS] = { false };
  s->s.people++;
  if (p->record->wrong) {
    s->s.wrong++;
    return POL_OK;
  }
  POL_TRY(find_group(&g, s, p->record));
  for (uint32_t i = 0; i < p->effects; i++) {
    any[p->effect[i].impact] = true;
    POL_TRY(add_effect(s, &p->effect[i], p->record, record, g));
  }
  if (g) g->people++;
  for (uint32_t i = 0; i < POL_IMPACTS; i++) {
    s->s.any[i] += any[i];
    if (g) g->any[i] += any[i];
  }
  sort_person(&s->s, any);
  return POL_OK;
}

/* ---- the end ---- */

static uint64_t sum_of(const uint64_t *n) {
  uint64_t sum = 0;
  for (uint32_t i = 0; i < POL_IMPACTS; i++) sum += n[i];
  return sum;
}

static int most_first(const void *a, const void *b) {
  const pol_counted *x = a, *y = b;
  uint64_t n = sum_of(x->n), m = sum_of(y->n);
  return n != m ? (n < m) - (n > m) : (x->of > y->of) - (x->of < y->of);
}

static pol_status counted(pol_counted **out, uint32_t *n, pol_arena *arena, const pol_impact_counts *of, uint32_t all) {
  pol_counted *list = POL_NEW_N(arena, pol_counted, all + 1u);
  if (!list) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < all; i++) {
    if (sum_of(of[i]) == 0) continue;
    list[*n].of = i;
    memcpy(list[(*n)++].n, of[i], sizeof of[i]);
  }
  if (*n > 1) qsort(list, *n, sizeof *list, most_first);
  *out = list;
  return POL_OK;
}

static pol_status show(pol_extreme **out, uint32_t *n, pol_arena *arena, const ranking *r) {
  *out = POL_NEW_N(arena, pol_extreme, r->n + 1u);
  if (!*out) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < r->n; i++) {
    const extreme *x = &r->at[i];
    pol_extreme *to = &(*out)[(*n)++];
    uint32_t *change = POL_NEW_N(arena, uint32_t, x->shown.changes + 1u);
    *to = x->shown;
    to->change = change;
    to->id = x->id.there ? pol_arena_copy(arena, x->id.at, strlen(x->id.at)) : NULL;
    if (!change || (x->id.there && !to->id)) return POL_NO_MEMORY;
    for (uint32_t j = 0; j < x->shown.changes; j++) change[j] = x->change[j];
  }
  return POL_OK;
}

static pol_status keep_ids(pol_spread *s, pol_arena *arena) {
  const char **id[] = { &s->least_id, &s->most_id };
  for (size_t i = 0; i < 2; i++) {
    if (!*id[i]) continue;
    *id[i] = pol_arena_copy(arena, *id[i], strlen(*id[i]));
    if (!*id[i]) return POL_NO_MEMORY;
  }
  return POL_OK;
}

/* A sum of money by the month, or by the year, says what it comes to in a year. */
static void take_year(pol_decision_summary *d, pol_type type) {
  pol_unit u = type.unit, flat = u;
  flat.money = flat.month = flat.year = 0;
  flat.currency = 0;
  bool monthly = u.month == -1 && u.year == 0, yearly = u.year == -1 && u.month == 0;
  if (!d->amounts || !d->total_known || type.kind != POL_T_NUMBER || u.money != 1 || (!monthly && !yearly) || !pol_unit_none(flat)) return;
  d->yearly = pol_num_sub(&d->per_year, d->total[POL_AFTER], d->total[POL_BEFORE]) == POL_NUM_FINE;
  if (d->yearly && monthly) d->yearly = pol_num_mul(&d->per_year, d->per_year, pol_num_int(12)) == POL_NUM_FINE;
}

/* Of a permission: what it comes with. */
static pol_type amount_type(const pol_compared *k, const pol_compared_decision *d) {
  for (int side = POL_AFTER; side >= POL_BEFORE && d->type.kind == POL_T_PERMISSION; side--) {
    const pol_model *m = k->c.model[side];
    const pol_decision *x = d->in[side] == POL_NO_REF ? NULL : &m->decisions.at[d->in[side]];
    for (uint32_t i = 0; x && i < x->rules; i++)
      if (m->rules.at[x->rule[i]].effect == POL_E_PERMITS && m->rules.at[x->rule[i]].value) return m->rules.at[x->rule[i]].value->type;
  }
  return d->type;
}

static pol_status finish(pol_decision_summary *d, const pol_summing *s, uint32_t decision) {
  const figures *f = &s->of[decision];
  pol_arena *arena = s->k->c.in->arena;
  memcpy(d->n, f->n, sizeof d->n);
  d->amounts = f->amounts;
  d->total[0] = f->total[0];
  d->total[1] = f->total[1];
  d->total_known = !f->total_lost;
  d->bands = f->bands;
  pol_tally_spread(f->gains, &d->gains);
  pol_tally_spread(f->losses, &d->losses);
  pol_tally_spread(f->all, &d->all);
  d->gains.whole = f->whole[POL_IMPACT_GAINS];
  d->losses.whole = f->whole[POL_IMPACT_LOSES];
  POL_TRY(keep_ids(&d->gains, arena));
  POL_TRY(keep_ids(&d->losses, arena));
  POL_TRY(keep_ids(&d->all, arena));
  take_year(d, amount_type(s->k, &s->k->c.decisions.at[decision]));
  POL_TRY(show(&d->gain, &d->ngain, arena, &f->gain));
  POL_TRY(show(&d->loss, &d->nloss, arena, &f->loss));
  POL_TRY(show(&d->open, &d->nopen, arena, &f->open));
  d->untried = f->untried;
  POL_TRY(counted(&d->cause, &d->causes, arena, f->cause, s->k->c.changes.n));
  return counted(&d->missing, &d->missings, arena, f->missing, s->k->c.model[POL_AFTER]->facts.n);
}

/* By their values, fact by fact; what is not given comes last. */
static int compare_groups(const pol_summing *s, const pol_group_summary *a, const pol_group_summary *b) {
  for (uint32_t i = 0; i < s->wanted->bys; i++) {
    const pol_value *x = &a->value[i], *y = &b->value[i];
    bool known = x->state == POL_KNOWN, also = y->state == POL_KNOWN;
    int order = known && also ? pol_value_cmp(s->k->c.model[POL_AFTER], x, y) : (also ? 1 : 0) - (known ? 1 : 0);
    if (order != 0) return order;
  }
  return 0;
}

static pol_status copy_group(pol_group_summary *to, const pol_summing *s, const pol_group_summary *g) {
  uint32_t n = s->k->c.decisions.n;
  pol_arena *arena = s->k->c.in->arena;
  pol_value *value = POL_NEW_N(arena, pol_value, s->wanted->bys + 1u);
  *to = *g;
  to->value = value;
  to->n = POL_NEW_N(arena, pol_impact_counts, n + 1u);
  to->delta = POL_NEW_N(arena, pol_num, n + 1u);
  to->delta_known = POL_NEW_N(arena, bool, n + 1u);
  if (!value || !to->n || !to->delta || !to->delta_known) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < s->wanted->bys; i++) value[i] = g->value[i];
  memcpy(to->n, g->n, n * sizeof *g->n);
  memcpy(to->delta, g->delta, n * sizeof *g->delta);
  memcpy(to->delta_known, g->delta_known, n * sizeof *g->delta_known);
  return POL_OK;
}

/* There are few: each is put in its place. */
static pol_status list_groups(pol_people_summary *out, const pol_summing *s) {
  const pol_group_summary **order = POL_NEW_N(s->keep, const pol_group_summary *, s->groups.n + 1u);
  out->group = POL_NEW_N(s->k->c.in->arena, pol_group_summary, s->groups.n + 1u);
  if (!order || !out->group) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < s->groups.n; i++) {
    uint32_t at = i;
    for (; at > 0 && compare_groups(s, order[at - 1], &s->groups.at[i]) > 0; at--) order[at] = order[at - 1];
    order[at] = &s->groups.at[i];
  }
  for (uint32_t i = 0; i < s->groups.n; i++) POL_TRY(copy_group(&out->group[out->groups++], s, order[i]));
  return POL_OK;
}

pol_status pol_summing_end(pol_summing *s, const pol_people_summary **out) {
  pol_people_summary *all = POL_NEW(s->k->c.in->arena, pol_people_summary);
  if (!all) return POL_NO_MEMORY;
  *all = s->s;
  all->decision = POL_NEW_N(s->k->c.in->arena, pol_decision_summary, s->k->c.decisions.n + 1u);
  if (!all->decision) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < s->k->c.decisions.n; i++) POL_TRY(finish(&all->decision[i], s, i));
  POL_TRY(list_groups(all, s));
  *out = all;
  return POL_OK;
}
