#include "app/scheme.h"

enum { LOOKED_AT = 32 };

/* What a record may give: what a table has columns for; of lines, anything. */
static bool *given_of(const pol_task *t, const pol_one *one, pol_arena *arena) {
  uint32_t n = t->program->model->facts.n;
  bool *given = POL_NEW_N(arena, bool, n + 1u);
  const pol_facts *facts = pol_one_facts(one);
  for (uint32_t i = 0; given && i < n; i++) given[i] = t->input->form != POL_FACTS_CSV;
  for (uint32_t i = 0; given && i < facts->columns; i++)
    if (facts->column[i] < n) given[facts->column[i]] = true;
  return given;
}

typedef struct survey {
  const pol_task *task;
  pol_one *one;
  const pol_record_facts **seen;
  uint32_t seens;
} survey;

static pol_status look_at(survey *v, const pol_block_record *r) {
  const pol_record_facts *record;
  POL_TRY(pol_one_read(&record, v->one, r->text, r->n, r->line));
  if (record && !record->wrong) v->seen[v->seens++] = record;
  return POL_OK;
}

static pol_status look_around(survey *v, const pol_block *block) {
  pol_block_walk walk = pol_block_walk_of(block, v->task->input->form, v->task->input->delimiter);
  pol_block_record r;
  uint32_t n = 0, step;
  while (pol_block_walk_next(&walk, &r)) n++;
  step = n / LOOKED_AT + 1;
  walk = pol_block_walk_of(block, v->task->input->form, v->task->input->delimiter);
  for (uint32_t i = 0; pol_block_walk_next(&walk, &r); i++)
    if (i % step == 0) POL_TRY(look_at(v, &r));
  return POL_OK;
}

static pol_status make_layout(pol_scheme *s, const pol_task *t) {
  pol_layout_input in = {.model = &s->own.model, .common = t->input->given[0], .form = t->input->form, .heading = t->heading, .heading_n = t->heading_n};
  in.lane = pol_plan_facts(s->plan, &in.lanes);
  in.delimiter = t->input->delimiter;
  in.names = t->input->names[0];
  return pol_layout_make(&s->layout, s->arena, &in);
}

/* POL_REJECTED: lanes are of no use. */
static pol_status make_plan(pol_scheme *s, const pol_task *t, const survey *v, const bool *given) {
  pol_plan_input in = {.program = &s->own.program, .decision = t->asked, .decisions = t->askeds, .given = given, .common = t->input->given[0]};
  uint32_t n;
  in.seen = v->seen;
  in.seens = v->seens;
  in.as_of = t->as_of;
  POL_TRY(pol_plan_make(&s->plan, t->from, &in));
  s->form = pol_plan_verdicts(s->plan, &n);
  return pol_plan_holds_all(s->plan) ? POL_OK : POL_REJECTED;
}

static pol_status make(pol_scheme *s, const pol_task *t, const pol_block *block, const pol_block_record *other, uint32_t others) {
  survey v = {.task = t};
  pol_facts_input input = *t->input;
  POL_TRY(pol_own_begin(&s->own, t->program, t->as_of, t->from));
  input.model[0] = &s->own.model;
  s->arena = pol_arena_new(t->from);
  v.seen = s->arena ? POL_NEW_N(s->arena, const pol_record_facts *, LOOKED_AT + 1 + others) : NULL;
  if (!v.seen) return POL_NO_MEMORY;
  POL_TRY(pol_one_new(&v.one, &input, t->heading, t->heading_n));
  bool *given = given_of(t, v.one, s->arena);
  pol_status status = !given ? POL_NO_MEMORY : pol_one_hopeless(v.one) ? POL_REJECTED : look_around(&v, block);
  for (uint32_t i = 0; i < others && status == POL_OK; i++) status = look_at(&v, &other[i]);
  if (status == POL_OK) status = make_plan(s, t, &v, given);
  if (status == POL_OK) status = make_layout(s, t);
  pol_one_drop(v.one);
  return status;
}

pol_status pol_scheme_make(pol_scheme **out, const pol_task *t, const pol_block *block, const pol_block_record *other, uint32_t others) {
  pol_scheme *s = t->from->get(t->from->user, sizeof *s);
  *out = NULL;
  if (!s) return POL_NO_MEMORY;
  *s = (pol_scheme){0};
  pol_status status = make(s, t, block, other, others);
  if (status == POL_OK) *out = s;
  else pol_scheme_drop(s, t->from);
  return status == POL_REJECTED || status == POL_LIMIT ? POL_OK : status;
}

void pol_scheme_drop(pol_scheme *s, const pol_alloc *from) {
  if (!s) return;
  pol_plan_drop(s->plan);
  pol_arena_drop(s->arena);
  pol_own_drop(&s->own);
  from->put(from->user, s);
}
