#include "eval/lift.h"
#include <string.h>

/* A set of candidates and of their values, counted through like a number whose digits are facts and values. */
typedef struct set { uint32_t n, at[POL_LIFT_FACTS], value[POL_LIFT_FACTS]; } set;

typedef struct search {
  const pol_lift *l;
  pol_candidate *candidate;
  uint32_t candidates, tries;
  set tried[POL_TRIAL_MOST]; /* by variant of the trial */
  set best;                  /* n is 0: none yet */
  int best_rank;
} search;

/* How near an answer is to the wanted one. */
static int rank_of(pol_outcome got, pol_outcome wanted) {
  if (got == wanted) return 6;
  switch (got) {
  case POL_OUT_PERMITTED: return 5;
  case POL_OUT_REFERRED: return 4;
  case POL_OUT_REFUSED: return 3;
  case POL_OUT_UNDETERMINED: return 2;
  case POL_OUT_SILENT: return 1;
  default: return 0;
  }
}

static uint32_t values_of(const search *s, const set *x, uint32_t i) {
  uint32_t n = s->candidate[x->at[i]].n;
  return x->n > 1 && n > POL_LIFT_VALUES ? POL_LIFT_VALUES : n;
}

/* The next set of the same size; false after the last. */
static bool next_values(const search *s, set *x) {
  for (uint32_t i = x->n; i-- > 0;) {
    if (++x->value[i] < values_of(s, x, i)) return true;
    x->value[i] = 0;
  }
  return false;
}

static bool next_facts(const search *s, set *x) {
  for (uint32_t i = x->n; i-- > 0;) {
    if (x->at[i] + (x->n - i) >= s->candidates) continue;
    x->at[i]++;
    for (uint32_t k = i + 1; k < x->n; k++) x->at[k] = x->at[k - 1] + 1;
    memset(x->value, 0, sizeof x->value);
    return true;
  }
  return false;
}

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

static bool lifts(const search *s, const pol_row *row) {
  for (uint32_t i = 0; i < s->l->rules; i++)
    if (!is_lifted(s, row, s->l->rule[i])) return false;
  return true;
}

/* Of changes with the same answer, those that leave fewer rules in the way are nearer: the others will have to change as well. */
static int blocks_left(const search *s, const pol_row *row) {
  int left = 0;
  for (uint32_t at = 0; at < s->l->q->stages; at++) {
    const pol_decision *d = &row->m->decisions.at[s->l->q->stage[at]];
    for (uint32_t i = 0; i < d->rules; i++) {
      pol_truth t = pol_row_truth(row, row->p->rule[d->rule[i]].in_force);
      left += pol_effect_outcome(row->m->rules.at[d->rule[i]].effect) < s->l->wanted && t != POL_NO;
    }
  }
  return left;
}

static pol_status run_tried(search *s) {
  POL_TRY(pol_trial_run(s->l->trial, pol_run_as_of(s->l->r->run)));
  for (uint32_t i = 0; i < s->l->trial->n; i++) {
    pol_row row = pol_trial_row(s->l->trial, i, s->l->arena);
    if (!lifts(s, &row)) continue;
    int rank = rank_of(pol_answer_outcome(s->l->trial->run, i, s->l->q->decision), s->l->wanted) * (1 << 24) - blocks_left(s, &row);
    if (s->best.n > 0 && rank <= s->best_rank) continue;
    s->best = s->tried[i];
    s->best_rank = rank;
  }
  pol_trial_clear(s->l->trial);
  return POL_OK;
}

static pol_status try_set(search *s, const set *x) {
  s->tried[s->l->trial->n] = *x;
  pol_record_facts *record = pol_trial_add(s->l->trial);
  if (!record) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < x->n; i++) record->value[s->candidate[x->at[i]].fact] = s->candidate[x->at[i]].value[x->value[i]];
  s->tries++;
  return s->l->trial->n == POL_TRIAL_MOST ? run_tried(s) : POL_OK;
}

static bool has_values(const search *s, const set *x) {
  for (uint32_t i = 0; i < x->n; i++)
    if (values_of(s, x, i) == 0) return false;
  return true;
}

static pol_status try_size(search *s, uint32_t size) {
  set x = { .n = size };
  if (size > s->candidates) return POL_OK;
  for (uint32_t i = 0; i < size; i++) x.at[i] = i;
  pol_trial_clear(s->l->trial);
  do {
    if (!has_values(s, &x)) continue;
    do {
      if (s->tries >= POL_LIFT_TRIES) return run_tried(s);
      POL_TRY(try_set(s, &x));
    } while (next_values(s, &x));
  } while (next_facts(s, &x));
  return run_tried(s);
}

static bool is_date(const search *s, uint32_t candidate) { return s->l->r->m->facts.at[s->candidate[candidate].fact].type.kind == POL_T_DATE; }

/* One date, day by day, the nearest first, until one lifts the rules. */
static pol_status try_days(search *s, uint32_t candidate) {
  pol_candidate *c = &s->candidate[candidate], kept = *c;
  POL_TRY(pol_lift_days(&c->value, &c->n, s->l, c->fact));
  for (uint32_t v = 0; v < c->n && s->best.n == 0; v++) POL_TRY(try_set(s, &(set){ .n = 1, .at = { candidate }, .value = { v } }));
  POL_TRY(run_tried(s));
  if (s->best.n == 0) *c = kept;
  return POL_OK;
}

/* Where no comparison shows when to be, each date is tried day by day; where one does, a nearer day may still do (this year's window, or the next). */
static pol_status look_day_by_day(search *s) {
  search before = *s;
  if (s->best.n == 1 && is_date(s, s->best.at[0])) {
    pol_candidate kept = s->candidate[s->best.at[0]];
    s->best.n = 0;
    POL_TRY(try_days(s, before.best.at[0]));
    if (s->best.n == 1 && s->best_rank >= before.best_rank) return POL_OK;
    s->candidate[before.best.at[0]] = kept;
    s->best = before.best;
    s->best_rank = before.best_rank;
    return POL_OK;
  }
  for (uint32_t i = 0; i < s->candidates && s->best.n == 0; i++)
    if (is_date(s, i)) POL_TRY(try_days(s, i));
  return POL_OK;
}

pol_status pol_lift_find(pol_change **out, uint32_t *n, const pol_lift *l) {
  search s = { .l = l };
  *n = 0;
  *out = POL_NEW_N(l->arena, pol_change, POL_LIFT_FACTS);
  if (!*out) return POL_NO_MEMORY;
  POL_TRY(pol_lift_candidates(&s.candidate, &s.candidates, l));
  for (uint32_t size = 1; size <= POL_LIFT_FACTS && s.best.n == 0; size++) {
    POL_TRY(try_size(&s, size));
    if (size == 1) POL_TRY(look_day_by_day(&s));
  }
  for (uint32_t i = 0; i < s.best.n; i++) {
    const pol_candidate *c = &s.candidate[s.best.at[i]];
    (*out)[(*n)++] = (pol_change){ c->fact, l->r->record->value[c->fact], c->value[s.best.value[i]] };
  }
  return POL_OK;
}
