/* Facts for which a decision differs. Values worth trying are all that a list has, and, of amounts and dates, what the clauses compare with and one unit to either side; cases
 * are drawn from them in an order that is always the same, both versions are asked, and of the first case that differs every fact is left out that it does not need. */
#include "compare/inside.h"
#include "eval/settle.h"
#include "scenario/clone.h"
#include "scenario/coverage.h"

enum { CASES = 8192, VALUES = 24, YEARS = 40, VALUES_MOST = 1 << 16 /* of the cases that are asked at once, of both versions together */ };

typedef struct candidate { uint32_t fact; pol_value value[VALUES]; uint32_t n; } candidate; /* fact: of the version after */

typedef struct search {
  const pol_compared *k;
  const pol_compared_decision *d;
  pol_arena *scratch;
  const pol_model *m[2];      /* copies, so that a program can be made for this decision alone */
  pol_run *run[2];
  pol_sayer sayer[2];
  pol_memo memo;
  POL_VEC(candidate) facts;
  uint32_t *twin;             /* by fact before: the fact after, or POL_NO_REF */
  pol_map seen;
  uint64_t state;             /* of the drawing */
  pol_record_facts *record[2];
  const pol_record_facts **each[2];
  uint32_t rows;
} search;

/* ---- values ---- */

static void offer(search *s, candidate *c, pol_value v) {
  const char *why;
  const pol_model *m = s->m[POL_AFTER];
  v.type = m->facts.at[c->fact].type;
  v.state = POL_KNOWN;
  for (uint32_t i = 0; i < c->n; i++)
    if (pol_values_same(&c->value[i], m, &v, m)) return;
  if (c->n < VALUES && pol_facts_in_bounds(m, &m->facts.at[c->fact], &v, s->scratch, &why)) c->value[c->n++] = v;
}

static void offer_near(search *s, candidate *c, pol_num at) {
  pol_num unit, moved;
  pol_type t = s->m[POL_AFTER]->facts.at[c->fact].type;
  if (!pol_unit_of_change(&unit, t, NULL)) unit = pol_num_int(1);
  static const int steps[] = { 0, 1, -1 };
  for (size_t i = 0; i < sizeof steps / sizeof *steps; i++) {
    int64_t whole;
    if (pol_num_mul(&moved, unit, pol_num_int(steps[i])) != POL_NUM_FINE || pol_num_add(&moved, at, moved) != POL_NUM_FINE) continue;
    if (t.kind == POL_T_NUMBER) offer(s, c, (pol_value){ .as.num = moved });
    else if (pol_num_to_i64(&whole, moved) && whole > INT32_MIN / 2 && whole < INT32_MAX / 2) offer(s, c, (pol_value){ .as.i = (int32_t)whole });
  }
}

/* A constant, for the facts of its kind; a number of years, months or days also for dates, so long before the day of the comparison. */
static void offer_constant(search *s, const pol_value *v) {
  if (v->state != POL_KNOWN) return;
  for (uint32_t i = 0; i < s->facts.n; i++) {
    candidate *c = &s->facts.at[i];
    pol_type t = s->m[POL_AFTER]->facts.at[c->fact].type;
    bool number = v->type.kind == POL_T_NUMBER, whole = v->type.kind == POL_T_DATE || v->type.kind == POL_T_TIME;
    pol_date back;
    int64_t n;
    if (number && t.kind == POL_T_NUMBER && (pol_unit_same(t.unit, v->type.unit) || pol_unit_none(v->type.unit))) offer_near(s, c, v->as.num);
    else if (whole && t.kind == v->type.kind) offer_near(s, c, pol_num_int(v->as.i));
    else if (number && t.kind == POL_T_DATE && pol_num_to_i64(&n, v->as.num) && n > -500 && n < 500 && !pol_unit_none(v->type.unit)) {
      pol_unit u = v->type.unit;
      pol_period p = { .months = (int32_t)(u.year == 1 ? 12 * n : u.month == 1 ? n : 0), .days = (int32_t)(u.week == 1 ? 7 * n : u.day == 1 ? n : 0) };
      if (pol_date_add(&back, s->k->c.in->as_of, p, -1, s->m[POL_AFTER]->short_months)) offer_near(s, c, pol_num_int(back));
    }
  }
}

static pol_status constants_in(search *s, const pol_expr *e) {
  if (!e || pol_map_get(&s->seen, (uint64_t)(uintptr_t)e) != POL_MAP_NONE) return POL_OK;
  if (!pol_map_put(&s->seen, (uint64_t)(uintptr_t)e, 1)) return POL_NO_MEMORY;
  if (e->op == POL_OP_CONST) offer_constant(s, &e->value);
  for (uint32_t i = 0; i < e->n; i++) POL_TRY(constants_in(s, e->arg[i]));
  return POL_OK;
}

static pol_status constants_of(search *s, int side) {
  const pol_model *m = s->m[side];
  for (uint32_t i = 0; s->d->in[side] != POL_NO_REF && i < m->rules.n; i++) {
    const pol_rule *r = &m->rules.at[i];
    if (!s->k->hangs[side].rule[s->d->in[side]][i]) continue;
    const pol_expr *part[] = { r->when, r->except, r->test, r->value };
    for (size_t j = 0; j < sizeof part / sizeof *part; j++) POL_TRY(constants_in(s, part[j]));
  }
  return POL_OK;
}

static void usual_values(search *s, candidate *c) {
  pol_type t = s->m[POL_AFTER]->facts.at[c->fact].type;
  if (t.kind == POL_T_DATE)
    for (int years = 0; years < YEARS && c->n < VALUES; years += 7) offer(s, c, (pol_value){ .as.i = s->k->c.in->as_of - 365 * years - 31 });
  if (t.kind == POL_T_DATE) offer(s, c, (pol_value){ .as.i = s->k->c.in->as_of + 40 });
  if (t.kind == POL_T_NUMBER) {
    static const int usual[] = { 1, 0, 10, 37, 100 };
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) offer(s, c, (pol_value){ .as.num = pol_num_int(usual[i]) });
  }
  if (t.kind == POL_T_TIME) offer_near(s, c, pol_num_int(INT64_C(9) * 60));
  if (t.kind == POL_T_LIST) { /* one with nothing in it */
    c->value[c->n++] = (pol_value){ .state = POL_KNOWN, .type = t };
  }
  for (uint32_t i = 0, n = pol_domain_size(s->m[POL_AFTER], c->fact); i < n; i++) {
    pol_value v = pol_domain_value(s->m[POL_AFTER], c->fact, i);
    if (c->n < VALUES) c->value[c->n++] = v;
  }
}

/* ---- facts ---- */

static pol_status add_fact(search *s, uint32_t fact) {
  for (uint32_t i = 0; i < s->facts.n; i++)
    if (s->facts.at[i].fact == fact) return POL_OK;
  candidate *c = POL_VEC_PUSH(s->scratch, &s->facts);
  if (!c) return POL_NO_MEMORY;
  c->fact = fact;
  return POL_OK;
}

static pol_status gather(search *s) {
  uint32_t n = s->m[POL_BEFORE]->facts.n;
  s->twin = POL_NEW_N(s->scratch, uint32_t, n + 1u);
  if (!s->twin) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) {
    s->twin[i] = pol_model_fact(s->k->c.model[POL_AFTER], s->m[POL_BEFORE]->facts.at[i].name);
    if (s->twin[i] != POL_NO_REF && !pol_fact_fits(s->m[POL_AFTER], s->twin[i], s->m[POL_BEFORE], i)) s->twin[i] = POL_NO_REF;
  }
  for (int side = POL_AFTER; side >= POL_BEFORE; side--) {
    for (uint32_t i = 0; i < s->sayer[side].nfacts; i++) {
      uint32_t f = side == POL_AFTER ? s->sayer[side].facts[i] : s->twin[s->sayer[side].facts[i]];
      if (f != POL_NO_REF) POL_TRY(add_fact(s, f));
    }
  }
  for (int side = POL_AFTER; side >= POL_BEFORE; side--) POL_TRY(constants_of(s, side));
  for (uint32_t i = 0; i < s->facts.n; i++) usual_values(s, &s->facts.at[i]);
  return POL_OK;
}

/* ---- cases ---- */

static uint32_t draw(search *s, uint32_t below) {
  s->state = s->state * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)((s->state >> 33) % below);
}

static void take_before(search *s, uint32_t row) {
  const pol_model *m = s->m[POL_BEFORE];
  for (uint32_t i = 0; i < m->facts.n; i++) {
    pol_value *v = &s->record[POL_BEFORE][row].value[i];
    *v = (pol_value){ .state = POL_UNKNOWN };
    if (s->twin[i] != POL_NO_REF) *v = s->record[POL_AFTER][row].value[s->twin[i]];
    v->type = m->facts.at[i].type;
  }
}

static void draw_case(search *s, uint32_t row) {
  for (uint32_t i = 0; i < s->facts.n; i++) {
    candidate *c = &s->facts.at[i];
    if (c->n > 0) s->record[POL_AFTER][row].value[c->fact] = c->value[draw(s, c->n)];
  }
  take_before(s, row);
}

static pol_status run(search *s, uint32_t n) {
  for (int side = 0; side < 2; side++) POL_TRY(pol_run_chunk(s->run[side], s->each[side], n, s->k->c.in->as_of));
  return POL_OK;
}

static pol_status differs(bool *out, search *s, uint32_t row, const pol_answer **answer) {
  pol_said_pair said;
  pol_arena *arena = answer ? s->k->c.in->arena : s->scratch;
  for (int side = 0; side < 2; side++) POL_TRY(pol_said_read(&said[side], &s->sayer[side], s->scratch, s->run[side], s->each[side][row], row));
  pol_impact_made made = pol_impact_of(s->d, said, s->m);
  *out = made.impact <= POL_IMPACT_CHANGED;
  for (int side = 0; answer && side < 2; side++) {
    pol_said none = { 0 };
    POL_TRY(pol_said_answer(&answer[side], &none, &s->sayer[side], arena, s->run[side], s->each[side][row], row));
  }
  return POL_OK;
}

/* Every fact without which the case still differs is left out. */
static pol_status shorten(search *s) {
  for (uint32_t i = 0; i < s->facts.n; i++) {
    pol_value *v = &s->record[POL_AFTER][0].value[s->facts.at[i].fact], was = *v;
    bool still;
    *v = (pol_value){ .state = POL_UNKNOWN, .type = was.type };
    take_before(s, 0);
    POL_TRY(run(s, 1));
    POL_TRY(differs(&still, s, 0, NULL));
    if (!still) *v = was;
  }
  take_before(s, 0);
  return POL_OK;
}

static pol_status keep(pol_compare_witness *out, search *s) {
  uint32_t n = s->m[POL_AFTER]->facts.n;
  pol_arena *arena = s->k->c.in->arena;
  pol_record_facts *facts = POL_NEW(arena, pol_record_facts);
  pol_value *value = POL_NEW_N(arena, pol_value, n + 1u);
  pol_origin *origin = POL_NEW_N(arena, pol_origin, n + 1u);
  bool still;
  if (!facts || !value || !origin) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) value[i] = s->record[POL_AFTER][0].value[i];
  POL_TRY(run(s, 1));
  POL_TRY(differs(&still, s, 0, out->answer));
  *facts = (pol_record_facts){ .value = value, .origin = origin };
  out->facts = facts;
  return POL_OK;
}

static pol_status look(pol_compare_witness *out, search *s) {
  for (uint32_t tried = 0; tried < CASES; tried += s->rows) {
    for (uint32_t row = 0; row < s->rows; row++) draw_case(s, row);
    POL_TRY(run(s, s->rows));
    for (uint32_t row = 0; row < s->rows; row++) {
      bool found;
      POL_TRY(differs(&found, s, row, NULL));
      if (!found) continue;
      for (uint32_t i = 0; i < s->facts.n; i++) s->record[POL_AFTER][0].value[s->facts.at[i].fact] = s->record[POL_AFTER][row].value[s->facts.at[i].fact];
      POL_TRY(shorten(s));
      return keep(out, s);
    }
  }
  return POL_OK;
}

/* ---- making ready ---- */

static pol_status make_records(search *s) {
  for (int side = 0; side < 2; side++) {
    uint32_t n = s->m[side]->facts.n;
    s->record[side] = POL_NEW_N(s->scratch, pol_record_facts, s->rows);
    s->each[side] = POL_NEW_N(s->scratch, const pol_record_facts *, s->rows);
    pol_origin *origin = POL_NEW_N(s->scratch, pol_origin, n + 1u);
    if (!s->record[side] || !s->each[side] || !origin) return POL_NO_MEMORY;
    for (uint32_t row = 0; row < s->rows; row++) {
      pol_value *value = POL_NEW_N(s->scratch, pol_value, n + 1u);
      if (!value) return POL_NO_MEMORY;
      for (uint32_t i = 0; i < n; i++) value[i] = (pol_value){ .state = POL_UNKNOWN, .type = s->m[side]->facts.at[i].type };
      s->record[side][row] = (pol_record_facts){ .value = value, .origin = origin };
      s->each[side][row] = &s->record[side][row];
    }
  }
  return POL_OK;
}

static pol_status prepare(search *s) {
  pol_reports unheard;
  pol_reports_init(&unheard, s->scratch);
  pol_memo_init(&s->memo, s->scratch);
  pol_map_init(&s->seen, s->scratch);
  s->rows = POL_LIMIT_CHUNK;
  for (int side = 0; side < 2; side++) {
    pol_model *copy;
    pol_program *p;
    POL_TRY(pol_model_clone(&copy, s->scratch, s->k->c.model[side]));
    POL_TRY(pol_program_make_for(&p, s->scratch, copy, &unheard, &s->d->in[side], s->d->in[side] != POL_NO_REF));
    s->m[side] = copy;
    s->sayer[side] = (pol_sayer){ .m = copy, .decision = s->d->in[side], .parties_matter = true, .memo = &s->memo, .key = (uint32_t)side };
    if (s->d->in[side] != POL_NO_REF) POL_TRY(pol_program_tells(p, s->scratch, s->d->in[side], &s->sayer[side].facts, &s->sayer[side].nfacts));
    POL_TRY(pol_run_new(&s->run[side], p, pol_arena_alloc(s->scratch)));
    if (pol_run_best_chunk(p) < s->rows) s->rows = pol_run_best_chunk(p);
  }
  if (s->rows > 256) s->rows = 256; /* most are found at once */
  uint32_t facts = s->m[POL_BEFORE]->facts.n + s->m[POL_AFTER]->facts.n;
  if (facts > VALUES_MOST / 256) s->rows = facts < VALUES_MOST ? VALUES_MOST / facts : 1;
  return make_records(s);
}

pol_status pol_comparison_witness(pol_compare_witness *out, pol_comparison *c, uint32_t decision) {
  const pol_compared *k = (const pol_compared *)(const void *)c;
  search s = { .k = k, .d = &c->decisions.at[decision], .scratch = pol_arena_new(pol_arena_alloc(c->in->arena)), .state = 1 };
  *out = (pol_compare_witness){ 0 };
  pol_status status = s.scratch ? POL_OK : POL_NO_MEMORY;
  if (status == POL_OK && s.d->can_change) {
    status = prepare(&s);
    if (status == POL_OK) status = gather(&s);
    if (status == POL_OK) status = look(out, &s);
  }
  for (int side = 0; side < 2; side++) pol_run_drop(s.run[side]);
  pol_arena_drop(s.scratch);
  if (status != POL_OK) *out = (pol_compare_witness){ 0 };
  return status;
}
