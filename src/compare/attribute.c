/* Which changes carry a difference, by experiment: each of those that reach the decision is switched on alone, and switched off alone.
 *
 * A change carries the difference where, alone, it moves the answer away from the one before, or where, without it, the answer is not the one after. Where the changes found
 * so do not bring about the answer after by themselves, others act only together with them, or one of several would do: the changes are taken away one after the other as long
 * as the answer stays, once from the first and once from the last, and what is left belongs to them too. An answer that is not settled moves nothing. */
#include "compare/inside.h"

typedef struct experiment {
  const pol_attributing *a;
  const pol_compared_decision *d;
  uint32_t words;                 /* of a set of the changes that reach the decision, by their place in d->change */
  uint64_t *carries;              /* by row: such a set */
  bool *unsure;                   /* by row: something could not be tried */
  bool *enough;                   /* by row: some change alone gives the answer after */
  const pol_record_facts **record;
  uint64_t *on;                   /* of all changes */
  pol_said *said;                 /* by row: in the variant at hand */
  const pol_model *m;             /* of it */
} experiment;

static uint64_t *set_of(const experiment *x, uint32_t row) { return x->carries + (size_t)row * x->words; }

/* ---- running one variant ---- */

static pol_sayer sayer_of(const experiment *x, const pol_variant_program *v) {
  const pol_model *m = v->program->model;
  uint32_t all = x->a->k->c.decisions.n, at = 0;
  while (v->decision[at] != x->a->decision) at++;
  return (pol_sayer){ .m = m, .decision = pol_model_decision(m, x->d->name), .parties_matter = x->a->parties_matter, .memo = x->a->memo, .facts = v->facts[at], .nfacts = v->nfacts[at],
                      .key = all * (2 + v->number) + x->a->decision };
}

/* A record as the variant has its facts. */
static pol_status fit_record(const pol_record_facts **out, const experiment *x, const pol_variant_program *v, uint32_t row) {
  *out = x->a->record[POL_AFTER][row];
  if (!v->from) return POL_OK;
  uint32_t n = v->program->model->facts.n;
  pol_record_facts *r = POL_NEW(x->a->arena, pol_record_facts);
  pol_value *value = POL_NEW_N(x->a->arena, pol_value, n + 1u);
  if (!r || !value) return POL_NO_MEMORY;
  *r = **out;
  for (uint32_t i = 0; i < n; i++) {
    value[i] = x->a->record[v->from[i].side][row]->value[v->from[i].fact];
    value[i].type = v->program->model->facts.at[i].type;
  }
  r->value = value;
  *out = r;
  return POL_OK;
}

static pol_status run_rows(experiment *x, const pol_variant_program *v, pol_run *run, const uint32_t *row, uint32_t rows) {
  uint32_t most = pol_run_best_chunk(v->program);
  const pol_sayer s = sayer_of(x, v);
  for (uint32_t first = 0; first < rows; first += most) {
    uint32_t n = rows - first < most ? rows - first : most;
    for (uint32_t i = 0; i < n; i++) POL_TRY(fit_record(&x->record[i], x, v, x->a->row[row[first + i]]));
    POL_TRY(pol_run_chunk(run, x->record, n, x->a->k->c.in->as_of));
    for (uint32_t i = 0; i < n; i++) POL_TRY(pol_said_read(&x->said[row[first + i]], &s, x->a->arena, run, x->record[i], i));
  }
  return POL_OK;
}

/* What the variant says of some rows; *tried false: nothing, for there is none. Other changes are as x->on has them. */
static pol_status try_variant(bool *tried, experiment *x, const uint32_t *decision, uint32_t decisions, const uint32_t *row, uint32_t rows) {
  const pol_variant_program *v;
  pol_run *run;
  POL_TRY(pol_variants_get(&v, x->a->variants, x->on, decision, decisions));
  *tried = v->program != NULL;
  if (!v->program) return POL_OK;
  x->m = v->program->model;
  POL_TRY(pol_run_new(&run, v->program, pol_arena_alloc(x->a->arena)));
  pol_status status = run_rows(x, v, run, row, rows);
  pol_run_drop(run);
  return status;
}

static bool says(const experiment *x, uint32_t row, int side) {
  return pol_said_same(&x->said[row], x->m, &x->a->said[x->a->row[row]][side], x->a->k->c.model[side]);
}

static bool is_settled(const pol_said *s) { return s->outcome != POL_OUT_UNDETERMINED && s->outcome != POL_OUT_CONFLICT && s->outcome != POL_OUT_ERROR && !s->open; }

/* ---- one at a time ---- */

static void switch_all(const experiment *x, bool on) {
  for (uint32_t i = 0; i < x->a->k->c.changes.n; i++) pol_set_put(x->on, i, on);
}

/* The decisions that a change reaches: one variant serves them all. */
static pol_status reached(uint32_t **out, uint32_t *n, const experiment *x, uint32_t change) {
  const pol_compared *k = x->a->k;
  *out = POL_NEW_N(x->a->arena, uint32_t, k->c.decisions.n + 1u);
  *n = 0;
  if (!*out) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->c.decisions.n; i++)
    for (uint32_t j = 0; j < k->c.decisions.at[i].changes; j++)
      if (k->c.decisions.at[i].change[j] == change) (*out)[(*n)++] = i;
  return POL_OK;
}

static pol_status try_change(experiment *x, uint32_t at, const uint32_t *all, uint32_t *left) {
  uint32_t change = x->d->change[at], *decision, decisions, rows = x->a->rows, n = 0;
  bool alone, without;
  POL_TRY(reached(&decision, &decisions, x, change));
  switch_all(x, false);
  pol_set_put(x->on, change, true);
  POL_TRY(try_variant(&alone, x, decision, decisions, all, rows));
  for (uint32_t i = 0; alone && i < rows; i++) {
    bool moved = is_settled(&x->said[i]) && !says(x, i, POL_BEFORE);
    x->enough[i] = x->enough[i] || (moved && says(x, i, POL_AFTER));
    if (moved) pol_set_put(set_of(x, i), at, true);
  }
  switch_all(x, true);
  pol_set_put(x->on, change, false);
  for (uint32_t i = 0; i < rows; i++)
    if (!pol_set_has(set_of(x, i), at)) left[n++] = i; /* of the others it is known that the change carries it */
  if (n == 0) return POL_OK;
  POL_TRY(try_variant(&without, x, decision, decisions, left, n));
  for (uint32_t i = 0; i < n; i++) {
    uint32_t row = left[i];
    bool carries = without && !says(x, row, POL_AFTER);
    if (alone && without && !carries) continue;
    pol_set_put(set_of(x, row), at, true);
    x->unsure[row] = x->unsure[row] || !carries;
  }
  return POL_OK;
}

/* ---- several together ---- */

static void switch_set(const experiment *x, const uint64_t *set) {
  switch_all(x, false);
  for (uint32_t i = 0; i < x->d->changes; i++) pol_set_put(x->on, x->d->change[i], pol_set_has(set, i));
}

/* Where it cannot be tried, what is taken away is put back, and the effect says so. */
static pol_status gives_after(bool *out, experiment *x, const uint64_t *set, uint32_t row) {
  bool tried;
  switch_set(x, set);
  POL_TRY(try_variant(&tried, x, &x->a->decision, 1, &row, 1));
  *out = tried && says(x, row, POL_AFTER);
  x->unsure[row] = x->unsure[row] || !tried;
  return POL_OK;
}

/* The changes without which, the others taken away one after the other, the answer would not stay. */
static pol_status reduce(experiment *x, uint32_t row, bool backwards) {
  uint64_t *set = POL_NEW_N(x->a->arena, uint64_t, x->words);
  if (!set) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < x->d->changes; i++) pol_set_put(set, i, true);
  for (uint32_t i = 0; i < x->d->changes; i++) {
    uint32_t at = backwards ? x->d->changes - 1 - i : i;
    bool stays;
    pol_set_put(set, at, false);
    POL_TRY(gives_after(&stays, x, set, row));
    if (!stays) pol_set_put(set, at, true);
  }
  for (uint32_t i = 0; i < x->words; i++) set_of(x, row)[i] |= set[i];
  return POL_OK;
}

static uint32_t count(const experiment *x, uint32_t row) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < x->d->changes; i++) n += pol_set_has(set_of(x, row), i);
  return n;
}

static bool same_set(const experiment *x, uint32_t a, uint32_t b) { return memcmp(set_of(x, a), set_of(x, b), x->words * sizeof(uint64_t)) == 0; }

/* Rows in which the same changes were found are tried together. */
static pol_status look_together(experiment *x) {
  uint32_t rows = x->a->rows, *row = POL_NEW_N(x->a->arena, uint32_t, rows + 1u);
  uint64_t *found = POL_NEW_N(x->a->arena, uint64_t, x->words);
  bool *done = POL_NEW_N(x->a->arena, bool, rows + 1u);
  if (!row || !found || !done) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < rows; i++) done[i] = x->unsure[i] || count(x, i) == x->d->changes || (x->enough[i] && count(x, i) == 1);
  for (uint32_t i = 0; i < rows; i++) {
    uint32_t n = 0;
    bool tried;
    if (done[i]) continue;
    for (uint32_t j = i; j < rows; j++)
      if (!done[j] && same_set(x, i, j)) row[n++] = j;
    memcpy(found, set_of(x, i), x->words * sizeof *found);
    switch_set(x, found);
    POL_TRY(try_variant(&tried, x, &x->a->decision, 1, row, n));
    for (uint32_t j = 0; j < n; j++) done[row[j]] = tried && says(x, row[j], POL_AFTER);
    for (uint32_t j = 0; j < n; j++) {
      if (!done[row[j]]) POL_TRY(reduce(x, row[j], false));
      if (!done[row[j]]) POL_TRY(reduce(x, row[j], true));
      done[row[j]] = true;
    }
  }
  return POL_OK;
}

/* ---- all of it ---- */

/* Rows next to each other are often carried by the same changes, and share the list. */
static pol_status tell(const experiment *x) {
  for (uint32_t i = 0; i < x->a->rows; i++) {
    pol_effect_on *e = x->a->effect[i];
    e->untried = x->unsure[i];
    if (i > 0 && same_set(x, i, i - 1)) {
      e->change = x->a->effect[i - 1]->change;
      e->changes = x->a->effect[i - 1]->changes;
      continue;
    }
    uint32_t *list = POL_NEW_N(x->a->arena, uint32_t, x->d->changes + 1u);
    if (!list) return POL_NO_MEMORY;
    for (uint32_t j = 0; j < x->d->changes; j++)
      if (pol_set_has(set_of(x, i), j)) list[e->changes++] = x->d->change[j];
    e->change = list;
  }
  return POL_OK;
}

static void take_only(const pol_attributing *a, const pol_compared_decision *d) {
  for (uint32_t i = 0; i < a->rows; i++) {
    a->effect[i]->change = d->change;
    a->effect[i]->changes = d->changes;
  }
}

pol_status pol_attribute(const pol_attributing *a) {
  experiment x = { .a = a, .d = &a->k->c.decisions.at[a->decision], .words = a->k->c.decisions.at[a->decision].changes / 64 + 1 };
  if (x.d->changes == 1) {
    take_only(a, x.d);
    return POL_OK;
  }
  uint32_t *all = POL_NEW_N(a->arena, uint32_t, a->rows + 1u), *left = POL_NEW_N(a->arena, uint32_t, a->rows + 1u);
  x.carries = POL_NEW_N(a->arena, uint64_t, (size_t)a->rows * x.words + 1);
  x.unsure = POL_NEW_N(a->arena, bool, a->rows + 1u);
  x.enough = POL_NEW_N(a->arena, bool, a->rows + 1u);
  x.record = POL_NEW_N(a->arena, const pol_record_facts *, a->rows + 1u);
  x.said = POL_NEW_N(a->arena, pol_said, a->rows + 1u);
  x.on = POL_NEW_N(a->arena, uint64_t, a->k->words);
  if (!all || !left || !x.carries || !x.unsure || !x.enough || !x.record || !x.said || !x.on) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a->rows; i++) all[i] = i;
  for (uint32_t i = 0; i < x.d->changes; i++) POL_TRY(try_change(&x, i, all, left));
  POL_TRY(look_together(&x));
  return tell(&x);
}
