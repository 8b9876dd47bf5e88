#include "eval/lift.h"
#include "eval/words.h"
#include <string.h>

/* A set of candidates and of their moves, counted through like a number whose digits are facts and values. */
typedef struct set { uint32_t n, at[POL_LIFT_FACTS], move[POL_LIFT_FACTS]; } set;

typedef struct search {
  const pol_lift *l;
  pol_candidate *candidate;
  uint32_t candidates, tries;
  set tried[POL_TRIAL_MOST]; /* by variant of the trial */
  pol_way *way; uint32_t ways;
  uint32_t single;           /* the candidate of way[0], when that is one */
} search;

static uint32_t moves_of(const search *s, const set *x, uint32_t i) {
  uint32_t n = s->candidate[x->at[i]].n;
  return x->n > 1 && n > POL_LIFT_VALUES ? POL_LIFT_VALUES : n;
}

/* The next set of the same size; false after the last. */
static bool next_moves(const search *s, set *x) {
  for (uint32_t i = x->n; i-- > 0;) {
    if (++x->move[i] < moves_of(s, x, i)) return true;
    x->move[i] = 0;
  }
  return false;
}

static bool next_facts(const search *s, set *x) {
  for (uint32_t i = x->n; i-- > 0;) {
    if (x->at[i] + (x->n - i) >= s->candidates) continue;
    x->at[i]++;
    for (uint32_t k = i + 1; k < x->n; k++) x->at[k] = x->at[k - 1] + 1;
    memset(x->move, 0, sizeof x->move);
    return true;
  }
  return false;
}

/* ---- what a change does ---- */

/* A rule that only gave way to another which stands in the way as well (a refusal, to the referral while an agreement is awaited) is not out of it. */
static bool is_lifted(const search *s, const pol_row *row, uint32_t rule) {
  const pol_rule *at = &row->m->rules.at[rule];
  if (pol_row_truth(row, row->p->rule[rule].in_force) != POL_NO) return false;
  for (uint32_t i = 0; i < at->aboves; i++) {
    bool blocks = pol_effect_outcome(row->m->rules.at[at->above[i]].effect) < s->l->wanted;
    if (blocks && pol_row_truth(row, row->p->rule[at->above[i]].in_force) != POL_NO) return false;
  }
  return true;
}

/* Who gets rid of one obstacle must not meet another that was not there before. */
static bool blocks_anew(const search *s, const pol_row *row) {
  for (uint32_t at = 0; at < s->l->q->stages; at++) {
    const pol_decision *d = &row->m->decisions.at[s->l->q->stage[at]];
    for (uint32_t i = 0; i < d->rules; i++) {
      bool worse = pol_effect_outcome(row->m->rules.at[d->rule[i]].effect) < s->l->wanted;
      if (worse && !s->l->blocks[d->rule[i]] && pol_row_truth(row, row->p->rule[d->rule[i]].in_force) != POL_NO) return true;
    }
  }
  return false;
}

static bool does_it(const search *s, uint32_t variant) {
  pol_row row = pol_trial_row(s->l->trial, variant, s->l->arena);
  for (uint32_t i = 0; i < s->l->rules; i++)
    if (!is_lifted(s, &row, s->l->rule[i])) return false;
  if (blocks_anew(s, &row)) return false;
  return !s->l->sole || pol_answer_outcome(s->l->trial->run, variant, s->l->q->decision) == s->l->wanted;
}

/* ---- ways ---- */

static void add_change(const search *s, pol_way *w, uint32_t fact, const pol_value *to) {
  const pol_value *from = &s->l->r->record->value[fact];
  if (from->state == POL_KNOWN && pol_value_same(from, to)) return;
  if (w->n < POL_LIFT_FACTS) w->change[w->n] = (pol_change){ .fact = fact, .from = *from, .to = *to };
  w->n++;
}

/* n is more than POL_LIFT_FACTS when it would change too many. */
static pol_way way_of(const search *s, const set *x) {
  pol_way w = { .things = x->n };
  for (uint32_t i = 0; i < x->n; i++) {
    const pol_candidate *c = &s->candidate[x->at[i]];
    const pol_move *m = &c->move[x->move[i]];
    add_change(s, &w, c->fact, &m->to);
    if (m->with_by) add_change(s, &w, c->by, &m->by);
    w.cost += m->cost;
  }
  return w;
}

/* By how much the one fact of a way moves. */
static bool moves_by(pol_num *out, const pol_way *w) {
  const pol_change *c = &w->change[0];
  if (w->n != 1 || c->from.state != POL_KNOWN) return false;
  pol_num from = c->from.as.num, to = c->to.as.num;
  if (c->to.type.kind == POL_T_DATE) from = pol_num_int(c->from.as.i), to = pol_num_int(c->to.as.i);
  else if (c->to.type.kind != POL_T_NUMBER) return false;
  if (pol_num_sub(out, to, from) != POL_NUM_FINE) return false;
  if (out->n < 0) *out = pol_num_neg(*out);
  return true;
}

/* Two facts of one kind (two dates, say): the shorter way. */
static bool moves_less(const pol_way *a, const pol_way *b) {
  pol_num x, y;
  if (!moves_by(&x, a) || !moves_by(&y, b) || a->change[0].fact == b->change[0].fact) return false;
  const pol_type *t = &a->change[0].to.type, *u = &b->change[0].to.type;
  return t->kind == u->kind && pol_unit_same(t->unit, u->unit) && pol_num_cmp(x, y) < 0;
}

static bool is_better(const pol_way *a, const pol_way *b) {
  if (a->things != b->things) return a->things < b->things;
  if (a->cost != b->cost) return a->cost < b->cost;
  return a->n != b->n ? a->n < b->n : moves_less(a, b);
}

static void keep_way(search *s, const set *x) {
  pol_way w = way_of(s, x);
  uint32_t at = s->ways < POL_LIFT_WAYS ? s->ways++ : POL_LIFT_WAYS;
  if (at == POL_LIFT_WAYS && !is_better(&w, &s->way[--at])) return;
  for (; at > 0 && is_better(&w, &s->way[at - 1]); at--) s->way[at] = s->way[at - 1];
  s->way[at] = w;
  if (at == 0) s->single = x->n == 1 ? x->at[0] : POL_NO_REF;
}

static pol_status run_tried(search *s) {
  POL_TRY(pol_trial_run(s->l->trial, pol_run_as_of(s->l->r->run)));
  for (uint32_t i = 0; i < s->l->trial->n; i++)
    if (does_it(s, i)) keep_way(s, &s->tried[i]);
  pol_trial_clear(s->l->trial);
  return POL_OK;
}

static pol_status try_set(search *s, const set *x) {
  pol_way w = way_of(s, x);
  if (w.n > POL_LIFT_FACTS || w.n < x->n) return POL_OK;
  s->tried[s->l->trial->n] = *x;
  pol_record_facts *record = pol_trial_add(s->l->trial);
  if (!record) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < w.n; i++) record->value[w.change[i].fact] = w.change[i].to;
  s->tries++;
  return s->l->trial->n == POL_TRIAL_MOST ? run_tried(s) : POL_OK;
}

static bool has_moves(const search *s, const set *x) {
  for (uint32_t i = 0; i < x->n; i++)
    if (moves_of(s, x, i) == 0) return false;
  return true;
}

static pol_status try_size(search *s, uint32_t size) {
  set x = { .n = size };
  if (size > s->candidates) return POL_OK;
  for (uint32_t i = 0; i < size; i++) x.at[i] = i;
  pol_trial_clear(s->l->trial);
  do {
    if (!has_moves(s, &x)) continue;
    do {
      if (s->tries >= POL_LIFT_TRIES) return run_tried(s);
      POL_TRY(try_set(s, &x));
    } while (next_moves(s, &x));
  } while (next_facts(s, &x));
  return run_tried(s);
}

static bool is_date(const search *s, uint32_t candidate) { return s->l->r->m->facts.at[s->candidate[candidate].fact].type.kind == POL_T_DATE; }

/* One date, day by day, the nearest first, until one does it: that is then the best way. */
static pol_status try_days(search *s, uint32_t candidate) {
  pol_candidate *c = &s->candidate[candidate], kept = *c;
  pol_way *found = s->way;
  uint32_t ways = s->ways;
  s->ways = 0;
  s->way = POL_NEW_N(s->l->arena, pol_way, POL_LIFT_WAYS);
  if (!s->way) return POL_NO_MEMORY;
  POL_TRY(pol_lift_days(c, s->l, &kept));
  for (uint32_t v = 0; v < c->n && s->ways == 0; v++) POL_TRY(try_set(s, &(set){ .n = 1, .at = { candidate }, .move = { v } }));
  POL_TRY(run_tried(s));
  bool some = s->ways > 0;
  *c = kept;
  for (uint32_t i = 0; i < ways && s->ways < POL_LIFT_WAYS; i++) s->way[s->ways++] = found[i];
  if (!some || ways > 0) return POL_OK;
  s->single = candidate;
  return POL_OK;
}

/* Where no comparison shows when to be, each date is tried day by day; where one does, a nearer day may still do (this year's window, or the next). */
static pol_status look_day_by_day(search *s) {
  if (s->ways > 0) return s->single != POL_NO_REF && is_date(s, s->single) ? try_days(s, s->single) : POL_OK;
  for (uint32_t i = 0; i < s->candidates && s->ways == 0; i++)
    if (is_date(s, i)) POL_TRY(try_days(s, i));
  return POL_OK;
}

pol_status pol_lift_ways(pol_way **out, uint32_t *n, const pol_lift *l) {
  search s = { .l = l, .single = POL_NO_REF };
  *n = 0;
  s.way = POL_NEW_N(l->arena, pol_way, POL_LIFT_WAYS);
  if (!s.way) return POL_NO_MEMORY;
  POL_TRY(pol_lift_candidates(&s.candidate, &s.candidates, l));
  for (uint32_t size = 1; size <= POL_LIFT_FACTS && (s.ways == 0 || l->all); size++) {
    POL_TRY(try_size(&s, size));
    if (size == 1) POL_TRY(look_day_by_day(&s));
  }
  *out = s.way;
  *n = s.ways;
  return POL_OK;
}

/* Day by day, away from the one that was found, until one does it. */
pol_status pol_lift_other_way(pol_change *date, const pol_lift *l) {
  search s = { .l = l };
  const pol_fact *f = &l->r->m->facts.at[date->fact];
  int32_t step = date->to.as.i > date->from.as.i ? -1 : 1;
  const char *why;
  pol_trial_clear(l->trial);
  for (int32_t i = 1; i <= POL_LIFT_DAYS && !date->either; i++) {
    pol_value v = date->to;
    v.as.i = date->from.as.i + step * i;
    bool allowed = v.as.i >= POL_DATE_FIRST && v.as.i <= POL_DATE_LAST && pol_facts_in_bounds(l->r->m, f, &v, l->arena, &why);
    pol_record_facts *record = allowed ? pol_trial_add(l->trial) : NULL;
    if (allowed && !record) return POL_NO_MEMORY;
    if (record) record->value[date->fact] = v;
    if (l->trial->n < POL_TRIAL_MOST && i < POL_LIFT_DAYS) continue;
    POL_TRY(pol_trial_run(l->trial, pol_run_as_of(l->r->run)));
    for (uint32_t k = 0; k < l->trial->n && !date->either; k++) {
      if (!does_it(&s, k)) continue;
      date->either = true;
      date->other = l->trial->record[k].value[date->fact];
    }
    pol_trial_clear(l->trial);
  }
  return POL_OK;
}
