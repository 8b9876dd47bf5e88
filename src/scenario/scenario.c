#include "scenario/scenario.h"
#include "eval/reach.h"
#include "scenario/expect.h"
#include <string.h>

typedef struct runner {
  pol_scenario_results *out;
  const pol_program *p;
  const pol_model *m;
  pol_facts facts;
  pol_run *run;       /* used again from one scenario to the next, unless a failure keeps it */
  bool *dated;        /* by decision: known already to depend on the as-of date, or not */
  bool *looked;
} runner;

/* ---- facts ---- */

static pol_origin place_of(const runner *k, const pol_node *node) {
  pol_origin o = { .kind = POL_FROM_SCENARIO };
  const pol_source *source = node ? pol_sources_get(k->m->sources, node->span.file) : NULL;
  if (!source) return o;
  pol_place at = pol_source_place(source, node->span.start);
  o.file = node->span.file;
  o.line = at.line;
  o.column = at.column;
  return o;
}

static pol_status give_facts(runner *k, pol_scenario_result *r) {
  r->facts = pol_facts_add(&k->facts, k->m);
  if (!r->facts) return POL_NO_MEMORY;
  pol_record_facts *kept = POL_NEW(k->out->arena, pol_record_facts); /* the list of records moves as it grows */
  if (!kept) return POL_NO_MEMORY;
  *kept = *r->facts;
  r->facts = kept;
  for (uint32_t i = 0; i < r->scenario->given.n; i++) {
    const pol_given *g = &r->scenario->given.at[i];
    kept->value[g->fact] = g->value;
    kept->origin[g->fact] = place_of(k, g->node);
  }
  return POL_OK;
}

/* ---- dates ---- */

static pol_status depends_on_date(bool *out, runner *k, uint32_t decision) {
  if (!k->looked[decision]) {
    bool *seen;
    pol_arena_point point = pol_arena_mark(k->out->arena);
    POL_TRY(pol_reach_decision(&seen, k->out->arena, k->p, decision));
    k->dated[decision] = pol_reaches_as_of(k->p, seen);
    k->looked[decision] = true;
    pol_arena_reset(k->out->arena, point);
  }
  *out = k->dated[decision];
  return POL_OK;
}

/* ---- failures ---- */

static pol_status trouble(runner *k, pol_scenario_result *r, pol_trouble what, const char *expected, const char *got) {
  pol_failure *f = POL_VEC_PUSH(k->out->arena, &r->failures);
  if (!f) return POL_NO_MEMORY;
  r->trouble = what;
  *f = (pol_failure){ .expected = expected, .got = got, .node = r->scenario->node };
  return POL_OK;
}

static pol_status find_trouble(runner *k, pol_scenario_result *r) {
  bool depends = false;
  if (r->scenario->expects.n == 0) return trouble(k, r, POL_SCENARIO_EMPTY, "at least one answer", "a scenario that expects nothing");
  if (r->scenario->dated) return POL_OK;
  for (uint32_t i = 0; i < r->scenario->expects.n && !depends; i++) POL_TRY(depends_on_date(&depends, k, r->scenario->expects.at[i].decision));
  return depends ? trouble(k, r, POL_SCENARIO_UNDATED, "an as-of date, which this answer depends on", "a scenario that states none") : POL_OK;
}

static pol_status fail(runner *k, pol_scenario_result *r, const pol_expect *e, const pol_answer *a) {
  pol_failure *f = POL_VEC_PUSH(k->out->arena, &r->failures);
  if (!f) return POL_NO_MEMORY;
  *f = (pol_failure){ .expect = e, .answer = a, .node = e->node };
  POL_TRY(pol_expect_words(&f->expected, &f->got, k->out->arena, k->m, e, a));
  return pol_expect_led(&f->led, &f->leds, k->out->arena, k->m, e, a);
}

/* ---- one scenario ---- */

static pol_answer *answer_to(pol_scenario_result *r, uint32_t decision) {
  for (uint32_t i = 0; i < r->answers; i++)
    if (r->answer[i].decision == decision) return &r->answer[i];
  return NULL;
}

static pol_status run_facts(runner *k, pol_scenario_result *r) {
  const pol_record_facts **records = POL_NEW(k->out->arena, const pol_record_facts *); /* the run goes on reading it */
  if (!records) return POL_NO_MEMORY;
  *records = r->facts;
  if (!k->run) POL_TRY(pol_run_new(&k->run, k->p, pol_arena_alloc(k->out->arena)));
  return pol_run_chunk(k->run, records, 1, r->as_of);
}

static pol_status check_expectations(runner *k, pol_scenario_result *r) {
  const pol_scenario *s = r->scenario;
  r->answer = POL_NEW_N(k->out->arena, pol_answer, s->expects.n);
  if (!r->answer) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < s->expects.n; i++) {
    const pol_expect *e = &s->expects.at[i];
    pol_answer *a = answer_to(r, e->decision);
    if (!a) {
      a = &r->answer[r->answers];
      POL_TRY(pol_answer_read(a, k->out->arena, k->run, r->facts, 0, e->decision));
      r->answers++;
    }
    if (e->blockeds > 0 && !a->blocked) POL_TRY(pol_answer_blocked(a, k->out->arena, k->run, r->facts, 0));
    if (!pol_expect_met(k->m, e, a)) POL_TRY(fail(k, r, e, a));
  }
  return POL_OK;
}

static pol_status run_one(runner *k, const pol_scenario *s, pol_date as_of) {
  pol_scenario_result *r = POL_VEC_PUSH(k->out->arena, &k->out->results);
  if (!r) return POL_NO_MEMORY;
  *r = (pol_scenario_result){ .scenario = s, .as_of = s->dated ? s->as_of : as_of };
  POL_TRY(give_facts(k, r));
  POL_TRY(find_trouble(k, r));
  if (r->trouble == POL_SCENARIO_RAN) {
    POL_TRY(run_facts(k, r));
    POL_TRY(check_expectations(k, r));
  }
  r->passed = r->failures.n == 0;
  k->out->passed += r->passed;
  k->out->failed += !r->passed;
  if (r->passed || r->trouble != POL_SCENARIO_RAN) return POL_OK;
  r->run = k->run;
  k->run = NULL;
  return POL_OK;
}

/* ---- all of them ---- */

static bool is_wanted(const pol_scenario *s, const char *filter) { return !filter || strstr(s->title ? s->title : "", filter); }

static pol_status run_all(runner *k, const char *filter, pol_date as_of) {
  k->dated = POL_NEW_N(k->out->arena, bool, k->m->decisions.n + 1);
  k->looked = POL_NEW_N(k->out->arena, bool, k->m->decisions.n + 1);
  if (!k->dated || !k->looked) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->m->scenarios.n; i++) {
    if (!is_wanted(&k->m->scenarios.at[i], filter)) k->out->skipped++;
    else POL_TRY(run_one(k, &k->m->scenarios.at[i], as_of));
  }
  return POL_OK;
}

pol_status pol_scenarios_run(pol_scenario_results *out, pol_arena *arena, const pol_program *p, const char *filter, pol_date as_of) {
  *out = (pol_scenario_results){ .arena = arena, .program = p, .in_policy = p->model->scenarios.n };
  runner k = { .out = out, .p = p, .m = p->model };
  pol_facts_init(&k.facts, arena);
  pol_status status = run_all(&k, filter, as_of);
  if (k.run) pol_run_drop(k.run);
  if (status != POL_OK) pol_scenarios_drop(out);
  return status;
}

void pol_scenarios_drop(pol_scenario_results *r) {
  for (uint32_t i = 0; i < r->results.n; i++) {
    if (r->results.at[i].run) pol_run_drop(r->results.at[i].run);
    r->results.at[i].run = NULL;
  }
}
