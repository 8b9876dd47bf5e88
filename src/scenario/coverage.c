#include "scenario/coverage.h"
#include "scenario/hangs.h"

/* One way in which the tests of a guard came out together, and the first result in which they did. */
typedef struct seen { uint32_t result; const uint8_t *level; } seen;
typedef struct seen_all { POL_VEC(seen) list; } seen_all;

typedef struct covering {
  pol_coverage *out;
  pol_arena *arena;
  const pol_program *p;
  const pol_model *m;
  pol_guards guards;
  seen_all *seen;   /* by guard */
  pol_hangs hangs;
  bool *now, *now_rule; /* by use, by rule: whether what the scenario at hand expects hangs on it */
  uint8_t *level;
} covering;

/* ---- clauses ---- */

static pol_clause_class class_of(const pol_clause *c) {
  if (c->rules > 0) return POL_CLAUSE_RULES;
  if (c->incomplete) return POL_CLAUSE_LACKS_TEXT;
  return c->guidance || c->hands_over || c->says || c->readings.n > 0 ? POL_CLAUSE_INFORMS : POL_CLAUSE_HEADING;
}

/* A section with `applies only if` stands among the clauses, too; and one that holds a clause of its own id is that clause's heading. */
static bool is_clause(const pol_model *m, pol_atom id) {
  for (uint32_t i = 0; i < m->clauses.n; i++)
    if (m->clauses.at[i].id == id) return true;
  return false;
}

static pol_status find_clauses(covering *k) {
  const pol_model *m = k->m;
  for (uint32_t i = 0; i < m->clauses.n; i++) {
    if (m->clauses.at[i].imported || !pol_model_in_question(m, m->clauses.at[i].node)) continue;
    pol_covered_clause *c = POL_VEC_PUSH(k->arena, &k->out->clauses);
    if (!c) return POL_NO_MEMORY;
    *c = (pol_covered_clause){ .clause = i, .class = class_of(&m->clauses.at[i]), .by = POL_NEW_N(k->arena, uint32_t, k->out->results->results.n + 1u) };
    if (!c->by) return POL_NO_MEMORY;
    k->out->ruled += c->class == POL_CLAUSE_RULES;
  }
  for (uint32_t i = 0; i < m->sections.n; i++) {
    if (is_clause(m, m->sections.at[i].id) || !pol_model_in_question(m, m->sections.at[i].node)) continue;
    uint32_t *heading = POL_VEC_PUSH(k->arena, &k->out->headings);
    if (!heading) return POL_NO_MEMORY;
    *heading = i;
  }
  return POL_OK;
}

static bool settles(pol_outcome o) { return o != POL_OUT_UNDETERMINED && o != POL_OUT_CONFLICT && o != POL_OUT_ERROR; }

static void see_clauses(covering *k, uint32_t result) {
  const pol_scenario_result *r = &k->out->results->results.at[result];
  for (uint32_t i = 0; i < k->out->clauses.n; i++) {
    pol_covered_clause *c = &k->out->clauses.at[i];
    bool rests = false;
    for (uint32_t a = 0; a < r->answers; a++)
      for (uint32_t b = 0; settles(r->answer[a].outcome) && b < r->answer[a].becauses; b++)
        rests = rests || k->m->rules.at[r->answer[a].because[b].rule].clause == c->clause;
    if (!rests) continue;
    if (c->bys == 0) k->out->decisive++;
    c->by[c->bys++] = result;
  }
}

static pol_status look_at_expected(covering *k, const pol_scenario *s) {
  for (uint32_t i = 0; i < k->guards.uses.n; i++) k->now[i] = false;
  for (uint32_t i = 0; i < k->m->rules.n; i++) k->now_rule[i] = false;
  for (uint32_t e = 0; e < s->expects.n; e++) {
    uint32_t d = s->expects.at[e].decision;
    POL_TRY(pol_hangs_look(&k->hangs, d));
    for (uint32_t i = 0; i < k->m->rules.n; i++) k->now_rule[i] = k->now_rule[i] || k->hangs.rule[d][i];
    for (uint32_t i = 0; i < k->guards.uses.n; i++) {
      const pol_guard_use *u = &k->guards.uses.at[i];
      k->now[i] = k->now[i] || (u->pick == POL_NO_NODE ? k->hangs.rule[d][u->rule] : k->hangs.node[d][u->pick]);
    }
  }
  return POL_OK;
}

/* ---- tests ---- */

static pol_status see_levels(covering *k, uint32_t guard, uint32_t result) {
  seen_all *all = &k->seen[guard];
  uint32_t n = k->guards.uses.at[k->guards.guards.at[guard].use].n;
  for (uint32_t i = 0; i < all->list.n; i++)
    if (memcmp(all->list.at[i].level, k->level, n) == 0) return POL_OK;
  seen *s = POL_VEC_PUSH(k->arena, &all->list);
  uint8_t *kept = s ? POL_NEW_N(k->arena, uint8_t, n + 1u) : NULL;
  if (!kept) return POL_NO_MEMORY;
  memcpy(kept, k->level, n);
  *s = (seen){ result, kept };
  return POL_OK;
}

static pol_status see_guards(covering *k, const pol_run *run, uint32_t result) {
  for (uint32_t g = 0; g < k->guards.guards.n; g++) {
    const pol_guard *guard = &k->guards.guards.at[g];
    for (uint32_t u = guard->use; u < guard->use + guard->uses; u++) {
      const pol_guard_use *use = &k->guards.uses.at[u];
      for (uint32_t row = 0; k->now[u] && row < pol_run_rows(run, use->frame); row++) {
        pol_guard_levels(k->level, use, run, row);
        POL_TRY(see_levels(k, g, result));
      }
    }
  }
  return POL_OK;
}

/* Whether the guard comes out one way or the other by this test alone, the others being as they were. */
static bool decides_alone(const covering *k, const pol_guard_use *u, uint8_t *level, uint32_t test) {
  uint8_t was = level[test];
  level[test] = POL_LEVEL_YES;
  pol_level with = pol_guard_outcome(k->m, u, level);
  level[test] = POL_LEVEL_NO;
  pol_level without = pol_guard_outcome(k->m, u, level);
  level[test] = was;
  return with != POL_LEVEL_UNSURE && without != POL_LEVEL_UNSURE && with != without;
}

/* A test that is not known here, or does not arise, is taken to be as it is there: the guard came out the same whatever it is. */
static void fill(uint8_t *level, const seen *here, const seen *there, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    bool open = here->level[i] == POL_LEVEL_UNSURE || here->level[i] == POL_LEVEL_NONE;
    level[i] = open ? there->level[i] : here->level[i];
  }
}

/* How many tests the two differ in, when the one at hand decides alone in both; else UINT32_MAX. */
static uint32_t shows(covering *k, const pol_guard_use *u, const seen *yes, const seen *no, uint32_t test) {
  uint8_t *a = k->level, *b = k->level + u->n;
  uint32_t differ = 0;
  fill(a, yes, no, u->n);
  fill(b, no, yes, u->n);
  for (uint32_t i = 0; i < u->n; i++) differ += a[i] != b[i];
  return decides_alone(k, u, a, test) && decides_alone(k, u, b, test) ? differ : UINT32_MAX;
}

static bool is_side(const covering *k, const pol_guard_use *u, const seen *s, uint32_t test, pol_level level) {
  return s->level[test] == level && pol_guard_outcome(k->m, u, s->level) != POL_LEVEL_UNSURE;
}

/* The pair whose other tests differ least, the earliest first. */
static void find_pair(covering *k, pol_covered_test *t, const seen_all *all, const pol_guard_use *u, uint32_t test) {
  uint32_t least = UINT32_MAX;
  for (uint32_t i = 0; i < all->list.n; i++) {
    const seen *a = &all->list.at[i];
    if (!is_side(k, u, a, test, POL_LEVEL_YES)) continue;
    for (uint32_t j = 0; j < all->list.n; j++) {
      const seen *b = &all->list.at[j];
      if (!is_side(k, u, b, test, POL_LEVEL_NO)) continue;
      uint32_t differ = shows(k, u, a, b, test);
      if (differ >= least) continue;
      least = differ;
      t->alone = true;
      t->unique = differ == 1;
      t->yes = a->result;
      t->no = b->result;
    }
  }
}

static void first_seen(pol_covered_test *t, const seen_all *all, uint32_t test) {
  for (uint32_t i = all->list.n; i-- > 0;) {
    const seen *s = &all->list.at[i];
    if (s->level[test] == POL_LEVEL_YES) t->held = true, t->yes = s->result;
    if (s->level[test] == POL_LEVEL_NO) t->failed = true, t->no = s->result;
  }
}

static pol_status weigh_guards(covering *k) {
  for (uint32_t g = 0; g < k->guards.guards.n; g++) {
    const pol_guard *guard = &k->guards.guards.at[g];
    const pol_guard_use *u = &k->guards.uses.at[guard->use];
    for (uint32_t i = 0; i < u->n; i++) {
      if (!u->at[i].said || !pol_model_in_question(k->m, u->at[i].expr->node)) continue;
      pol_covered_test *t = POL_VEC_PUSH(k->arena, &k->out->tests);
      if (!t) return POL_NO_MEMORY;
      *t = (pol_covered_test){ .clause = guard->clause, .rule = guard->rule, .expr = u->at[i].expr, .role = u->at[i].role, .yes = POL_NO_REF, .no = POL_NO_REF };
      first_seen(t, &k->seen[g], i);
      find_pair(k, t, &k->seen[g], u, i);
      k->out->both += t->held && t->failed;
      k->out->alone += t->alone;
    }
  }
  return POL_OK;
}

/* ---- all of it ---- */

static pol_status see_results(covering *k, pol_run *run) {
  const pol_scenario_results *all = k->out->results;
  for (uint32_t i = 0; i < all->results.n; i++) {
    const pol_scenario_result *r = &all->results.at[i];
    const pol_record_facts *record = r->facts;
    if (!r->passed) continue;
    POL_TRY(look_at_expected(k, r->scenario));
    POL_TRY(pol_run_chunk(run, &record, 1, r->as_of));
    see_clauses(k, i);
    POL_TRY(see_guards(k, run, i));
    pol_limits_see(k->out, run, i, k->now_rule);
  }
  return POL_OK;
}

static pol_status start(covering *k) {
  POL_TRY(pol_guards_read(&k->guards, k->arena, k->p));
  POL_TRY(find_clauses(k));
  POL_TRY(pol_limits_find(k->out, k->arena, k->p));
  uint32_t most = 0;
  for (uint32_t i = 0; i < k->guards.uses.n; i++)
    if (k->guards.uses.at[i].n > most) most = k->guards.uses.at[i].n;
  k->seen = POL_NEW_N(k->arena, seen_all, k->guards.guards.n + 1u);
  POL_TRY(pol_hangs_start(&k->hangs, k->arena, k->p));
  k->now = POL_NEW_N(k->arena, bool, k->guards.uses.n + 1u);
  k->now_rule = POL_NEW_N(k->arena, bool, k->m->rules.n + 1u);
  k->level = POL_NEW_N(k->arena, uint8_t, 2 * most + 1u); /* of two at once, where they are compared */
  return k->seen && k->now && k->now_rule && k->level ? POL_OK : POL_NO_MEMORY;
}

pol_status pol_coverage_read(pol_coverage *out, pol_arena *arena, const pol_scenario_results *results) {
  *out = (pol_coverage){ .results = results };
  covering k = { .out = out, .arena = arena, .p = results->program, .m = results->program->model };
  pol_run *run = NULL;
  POL_TRY(start(&k));
  POL_TRY(pol_run_new(&run, k.p, pol_arena_alloc(arena)));
  pol_status status = see_results(&k, run);
  pol_run_drop(run);
  if (status == POL_OK) status = weigh_guards(&k);
  for (uint32_t i = 0; i < out->limits.n; i++) out->on_both_sides += out->limits.at[i].below != POL_NO_REF && out->limits.at[i].above != POL_NO_REF;
  return status;
}
