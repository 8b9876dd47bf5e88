#include "eval/trial.h"
#include <string.h>

pol_status pol_trial_start(pol_trial *t, pol_arena *arena, const pol_row *base) {
  *t = (pol_trial){ .arena = arena, .base = base };
  return pol_run_new(&t->run, base->p, pol_arena_alloc(arena));
}

void pol_trial_end(pol_trial *t) {
  if (t->run) pol_run_drop(t->run);
  t->run = NULL;
}

pol_record_facts *pol_trial_add(pol_trial *t) {
  if (t->n == POL_TRIAL_MOST) return NULL;
  pol_record_facts *r = &t->record[t->n];
  uint32_t facts = t->base->m->facts.n;
  pol_value *value = r->value ? r->value : POL_NEW_N(t->arena, pol_value, facts + 1);
  if (!value) return NULL;
  if (facts) memcpy(value, t->base->record->value, facts * sizeof *value);
  *r = *t->base->record;
  r->value = value;
  t->n++;
  return r;
}

pol_status pol_trial_run(pol_trial *t, pol_date as_of) {
  for (uint32_t i = 0; i < t->n; i++) t->each[i] = &t->record[i];
  return t->n ? pol_run_chunk(t->run, t->each, t->n, as_of) : POL_OK;
}

pol_row pol_trial_row(const pol_trial *t, uint32_t i, pol_arena *arena) { return pol_row_of(arena, t->run, &t->record[i], i); }

void pol_trial_clear(pol_trial *t) { t->n = 0; }
