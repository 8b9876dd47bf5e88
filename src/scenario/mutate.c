#include "scenario/mutate.h"
#include "base/limits.h"
#include "scenario/clone.h"
#include "scenario/expect.h"
#include "scenario/hangs.h"
#include <string.h>

typedef struct mutating {
  pol_mutation *out;
  pol_hangs hangs;    /* looked up for everything that is expected: read only from then on */
  pol_status *status; /* by part */
  size_t parts;
} mutating;

typedef struct worker { /* one part, with a copy of the model of its own */
  mutating *k;
  pol_arena *arena, *scratch;
  pol_model *copy;
  pol_mutants mutants;
  const pol_program *p; /* with the change */
  pol_run *run;
} worker;

/* ---- one scenario with the change ---- */

static const pol_answer *answer_before(const pol_scenario_result *r, uint32_t decision) {
  for (uint32_t i = 0; i < r->answers; i++)
    if (r->answer[i].decision == decision) return &r->answer[i];
  return NULL;
}

/* Whether it fails. Expectations of one decision stand together or not: the answer is read again for each that differs from the last. */
static pol_status fails(bool *out, worker *w, const pol_scenario_result *r, uint32_t row) {
  const pol_scenario *s = r->scenario;
  pol_answer a = { .decision = POL_NO_REF };
  for (uint32_t i = 0; i < s->expects.n && !*out; i++) {
    const pol_expect *e = &s->expects.at[i];
    if (e->decision != a.decision) POL_TRY(pol_answer_read(&a, w->scratch, w->run, r->facts, row, e->decision));
    if (e->blockeds > 0 && !a.blocked) POL_TRY(pol_answer_blocked(&a, w->scratch, w->run, r->facts, row));
    *out = !pol_expect_met(w->copy, e, &a);
  }
  return POL_OK;
}

/* An outcome that is another already is worth looking at first. */
static bool looks_different(const worker *w, const pol_scenario_result *r, uint32_t row) {
  for (uint32_t i = 0; i < r->scenario->expects.n; i++) {
    uint32_t d = r->scenario->expects.at[i].decision;
    const pol_answer *before = answer_before(r, d);
    if (before && pol_answer_outcome(w->run, row, d) != before->outcome) return true;
  }
  return false;
}

/* ---- all that hang on it ---- */

static bool hangs_on(const mutating *k, const pol_scenario_result *r, const pol_mutant *m) {
  for (uint32_t e = 0; e < r->scenario->expects.n; e++)
    for (uint32_t i = 0; i < m->rules; i++)
      if (k->hangs.rule[r->scenario->expects.at[e].decision][m->rule[i]]) return true;
  return false;
}

typedef struct batch { uint32_t result[POL_LIMIT_CHUNK]; const pol_record_facts *record[POL_LIMIT_CHUNK]; uint32_t n; pol_date as_of; } batch;

static pol_status try_batch(worker *w, pol_mutant_fate *fate, const batch *b) {
  const pol_scenario_results *all = w->k->out->results;
  if (b->n == 0) return POL_OK;
  POL_TRY(pol_run_chunk(w->run, b->record, b->n, b->as_of));
  for (uint32_t pass = 0; pass < 2; pass++) {
    for (uint32_t i = 0; i < b->n && !fate->noticed; i++) {
      const pol_scenario_result *r = &all->results.at[b->result[i]];
      if (looks_different(w, r, i) != (pass == 0)) continue;
      pol_arena_point here = pol_arena_mark(w->scratch);
      POL_TRY(fails(&fate->noticed, w, r, i));
      pol_arena_reset(w->scratch, here);
      fate->by = b->result[i];
    }
  }
  return POL_OK;
}

/* Scenarios of one date are run together. `done` marks those that were. */
static pol_status try_scenarios(worker *w, pol_mutant_fate *fate, const pol_mutant *mutant) {
  const pol_scenario_results *all = w->k->out->results;
  bool *done = POL_NEW_N(w->scratch, bool, all->results.n + 1u);
  batch *b = POL_NEW(w->scratch, batch);
  if (!done || !b) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < all->results.n && !fate->noticed; i++) {
    b->n = 0;
    for (uint32_t j = i; j < all->results.n && b->n < POL_LIMIT_CHUNK; j++) {
      const pol_scenario_result *r = &all->results.at[j];
      if (done[j] || !r->passed || (b->n > 0 && r->as_of != b->as_of) || !hangs_on(w->k, r, mutant)) continue;
      done[j] = true;
      b->as_of = r->as_of;
      b->result[b->n] = j;
      b->record[b->n++] = r->facts;
    }
    if (b->n == 0) break; /* none are left */
    POL_TRY(try_batch(w, fate, b));
  }
  return POL_OK;
}

/* ---- one change ---- */

static pol_status try_compiled(worker *w, pol_mutant_fate *fate, const pol_mutant *mutant) {
  POL_TRY(pol_run_new(&w->run, w->p, pol_arena_alloc(w->scratch)));
  pol_status status = try_scenarios(w, fate, mutant);
  pol_run_drop(w->run);
  if (status != POL_OK || fate->noticed || fate->waived) return status;
  pol_seeking s = { .all = w->k->out, .before = w->k->out->results->program, .after = w->p, .mutant = mutant, .scratch = w->scratch, .keep = w->arena };
  s.hangs = (const bool *const *)w->k->hangs.rule;
  return pol_witness_find(&fate->witness, &s);
}

static pol_status try_mutant(worker *w, uint32_t at) {
  pol_mutant *mutant = &w->mutants.list.at[at];
  pol_arena_point here = pol_arena_mark(w->scratch);
  pol_reports reports;
  pol_program *p = NULL;
  pol_reports_init(&reports, w->scratch);
  pol_mutant_swap(mutant, w->copy);
  pol_status status = pol_program_make(&p, w->scratch, w->copy, &reports);
  w->p = p;
  if (status == POL_OK) status = try_compiled(w, &w->k->out->fate[at], mutant);
  else if (status != POL_NO_MEMORY) status = POL_OK; /* too large once it is changed: nobody could have missed it */
  if (!p && status == POL_OK) w->k->out->fate[at].noticed = true;
  pol_mutant_swap(mutant, w->copy);
  pol_arena_reset(w->scratch, here);
  return status;
}

/* ---- parts ---- */

static pol_status work(worker *w, size_t part) {
  POL_TRY(pol_model_clone(&w->copy, w->arena, w->k->out->results->program->model));
  POL_TRY(pol_mutants_find(&w->mutants, w->arena, w->copy));
  for (size_t i = part; i < w->mutants.list.n; i += w->k->parts) POL_TRY(try_mutant(w, (uint32_t)i));
  return POL_OK;
}

static void do_part(void *task, size_t part) {
  mutating *k = task;
  const pol_alloc *from = pol_arena_alloc(k->hangs.arena);
  worker w = { .k = k, .arena = pol_arena_new(from), .scratch = pol_arena_new(from) };
  k->status[part] = w.arena && w.scratch ? work(&w, part) : POL_NO_MEMORY;
  pol_arena_drop(w.scratch);
  k->out->kept[part] = w.arena; /* the words of witnesses */
}

/* ---- waivers ---- */

static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static pol_status read_waiver(pol_mutation *out, pol_arena *arena, const char *at, const char *end, uint32_t line) {
  while (at < end && is_blank(*at)) at++;
  while (at < end && is_blank(end[-1])) end--;
  if (at == end || *at == '#') return POL_OK;
  const char *stop = at;
  while (stop < end && !is_blank(*stop)) stop++;
  pol_waiver *w = POL_VEC_PUSH(arena, &out->waivers);
  if (!w) return POL_NO_MEMORY;
  *w = (pol_waiver){ .id = pol_arena_copy(arena, at, (size_t)(stop - at)), .line = line, .fate = POL_WAIVER_UNKNOWN };
  while (stop < end && is_blank(*stop)) stop++;
  w->reason = pol_arena_copy(arena, stop, (size_t)(end - stop));
  return w->id && w->reason ? POL_OK : POL_NO_MEMORY;
}

static pol_status read_waivers(pol_mutation *out, pol_arena *arena, const char *known, size_t length) {
  uint32_t line = 0;
  for (size_t at = 0; known && at < length;) {
    const char *newline = memchr(known + at, '\n', length - at);
    size_t end = newline ? (size_t)(newline - known) : length;
    POL_TRY(read_waiver(out, arena, known + at, known + end, ++line));
    at = end + 1;
  }
  return POL_OK;
}

static void wave_through(pol_mutation *out) {
  for (uint32_t i = 0; i < out->waivers.n; i++) {
    pol_waiver *w = &out->waivers.at[i];
    for (uint32_t j = 0; j < out->mutants.list.n; j++) {
      pol_mutant_fate *fate = &out->fate[j];
      if (strcmp(out->mutants.list.at[j].id, w->id) != 0) continue;
      w->fate = fate->waived ? POL_WAIVER_TWICE : w->reason[0] == '\0' ? POL_WAIVER_WITHOUT_REASON : POL_WAIVER_USED;
      if (w->fate == POL_WAIVER_USED) fate->waived = w->reason;
    }
  }
}

static void count(pol_mutation *out) {
  for (uint32_t j = 0; j < out->mutants.list.n; j++) {
    const pol_mutant_fate *fate = &out->fate[j];
    if (fate->noticed) out->noticed++;
    else if (fate->waived) out->waived++;
    else out->unnoticed++;
  }
  for (uint32_t i = 0; i < out->waivers.n; i++) {
    pol_waiver *w = &out->waivers.at[i];
    for (uint32_t j = 0; j < out->mutants.list.n && w->fate == POL_WAIVER_USED; j++)
      if (out->fate[j].noticed && strcmp(out->mutants.list.at[j].id, w->id) == 0) w->fate = POL_WAIVER_NOTICED;
    out->stale += w->fate != POL_WAIVER_USED;
  }
}

/* ---- all of it ---- */

static pol_status look_up(mutating *k) {
  const pol_scenario_results *all = k->out->results;
  for (uint32_t i = 0; i < all->results.n; i++)
    for (uint32_t e = 0; e < all->results.at[i].scenario->expects.n; e++) POL_TRY(pol_hangs_look(&k->hangs, all->results.at[i].scenario->expects.at[e].decision));
  return POL_OK;
}

static pol_status run_parts(mutating *k, pol_arena *arena, const pol_hands *hands) {
  k->parts = hands && hands->most > 1 ? hands->most : 1;
  k->status = POL_NEW_N(arena, pol_status, k->parts + 1);
  k->out->kept = POL_NEW_N(arena, pol_arena *, k->parts + 1);
  if (!k->status || !k->out->kept) return POL_NO_MEMORY;
  k->out->kepts = k->parts;
  if (k->parts > 1) hands->run(hands->user, do_part, k, k->parts);
  else do_part(k, 0);
  for (size_t i = 0; i < k->parts; i++) POL_TRY(k->status[i]);
  return POL_OK;
}

pol_status pol_mutation_run(pol_mutation *out, pol_arena *arena, const pol_scenario_results *results, const char *known, size_t length, const pol_hands *hands) {
  mutating k = { .out = out };
  pol_model *copy;
  *out = (pol_mutation){ .results = results };
  POL_TRY(pol_model_clone(&copy, arena, results->program->model));
  POL_TRY(pol_mutants_find(&out->mutants, arena, copy));
  out->fate = POL_NEW_N(arena, pol_mutant_fate, out->mutants.list.n + 1u);
  if (!out->fate) return POL_NO_MEMORY;
  POL_TRY(read_waivers(out, arena, known, length));
  wave_through(out);
  POL_TRY(pol_hangs_start(&k.hangs, arena, results->program));
  POL_TRY(look_up(&k));
  POL_TRY(run_parts(&k, arena, hands));
  count(out);
  return POL_OK;
}

void pol_mutation_drop(pol_mutation *m) {
  for (size_t i = 0; i < m->kepts; i++) pol_arena_drop(m->kept[i]);
  m->kepts = 0;
}
