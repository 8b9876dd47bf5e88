/* What a machine says of records is what eval says of them: of each decision, and of each node that is kept. */
#include "base/random.h"
#include "batch/world.h"
#include "eval/row.h"
#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int64_t lane_at(const void *at, pol_lane_width width, uint32_t row) {
  switch (width) {
  case POL_LANE_8: return ((const int8_t *)at)[row];
  case POL_LANE_16: return ((const int16_t *)at)[row];
  case POL_LANE_32: return ((const int32_t *)at)[row];
  default: return ((const int64_t *)at)[row];
  }
}

typedef struct trial {
  world *w;
  const pol_plan *plan;
  pol_run *run;
  pol_record_facts **records;
  const lanes *l;
  const char *name;
  const uint32_t *keep;
  uint32_t keeps;
  uint32_t told, again, lost, nodes; /* decisions told and asked again; nodes open here that eval knows, of all */
} trial;

static pol_num ratio(int64_t n, int64_t d) {
  pol_num x = pol_num_int(0);
  cr_assert_eq(pol_num_ratio(&x, n, d), POL_NUM_FINE);
  return x;
}

static void check_verdict(trial *t, const pol_verdict_form *v, const pol_lane *lane, uint32_t row) {
  const pol_decision *d = &t->w->p.model->decisions.at[v->decision];
  const char *name = pol_atom_get(t->w->p.atoms, d->name);
  pol_outcome outcome = pol_answer_outcome(t->run, row, v->decision);
  cr_assert(outcome != POL_OUT_UNDETERMINED && outcome != POL_OUT_ERROR && outcome != POL_OUT_CONFLICT, "%s: %s row %u is %d", t->name, name, row, outcome);
  t->told++;
  if (v->kind == POL_VERDICT_OUTCOME) {
    cr_assert_eq(((const uint8_t *)lane->at)[row], outcome, "%s: %s row %u is %d, not %d", t->name, name, row, outcome, ((const uint8_t *)lane->at)[row]);
    return;
  }
  uint8_t state = lane->stated ? lane->state[row] : POL_KNOWN;
  cr_assert_eq(state, outcome == POL_OUT_VALUE ? POL_KNOWN : POL_NOT_APPLICABLE, "%s: %s row %u is %d, here %d", t->name, name, row, outcome, state);
  if (outcome != POL_OUT_VALUE) return;
  pol_value value = pol_run_value(t->run, t->w->p.program->decision[v->decision].value, row);
  int64_t k = lane_at(lane->at, v->width, row);
  if (v->kind == POL_VERDICT_NUMBER)
    cr_assert_eq(pol_num_cmp(value.as.num, ratio(k, v->scale)), 0, "%s: %s row %u is %lld / %lld, here %lld / %lld", t->name, name, row, (long long)value.as.num.n,
                 (long long)value.as.num.d, (long long)k, (long long)v->scale);
  else if (v->kind == POL_VERDICT_PERIOD) cr_assert(k >> 32 == value.as.period.months && (int32_t)k == value.as.period.days, "%s: %s row %u", t->name, name, row);
  else cr_assert_eq(k, value.as.i, "%s: %s row %u is %d, here %lld", t->name, name, row, value.as.i, (long long)k);
}

static void check_node(trial *t, const pol_kept_form *form, const pol_lane *lane, uint32_t node, uint32_t row) {
  const pol_column *c = pol_run_column(t->run, node);
  const char *op = pol_op_name((pol_op)t->w->p.program->node[node].op);
  uint8_t state = lane->stated ? lane->state[row] : POL_KNOWN, is = (uint8_t)POL_CELL_STATE(c->state[row]);
  t->nodes++;
  if (state == POL_UNKNOWN) {
    t->lost += is == POL_KNOWN || is == POL_NOT_APPLICABLE;
    return;
  }
  cr_assert_eq(state, is, "%s: node %u, %s, row %u is in state %d, here %d", t->name, node, op, row, is, state);
  if (is != POL_KNOWN) return;
  int64_t k = lane_at(lane[0].at, form->width, row), second = form->kind >= POL_KEPT_RATIO ? lane_at(lane[1].at, form->second, row) : 1;
  bool same = false;
  if (form->kind == POL_KEPT_WHOLE) same = k == c->as.i[row];
  else if (form->kind == POL_KEPT_PERIOD) same = k == c->as.period[row].months && second == c->as.period[row].days;
  else same = second > 0 && pol_num_cmp(c->as.num[row], ratio(k, form->scale * second)) == 0;
  cr_assert(same, "%s: node %u, %s, row %u is another: %lld here, of %lld", t->name, node, op, row, (long long)k, (long long)form->scale);
}

static void check_chunk(trial *t, pol_machine *m, uint32_t n) {
  pol_verdicts out;
  uint32_t verdicts;
  const pol_verdict_form *v = pol_plan_verdicts(t->plan, &verdicts);
  cr_assert_eq(pol_machine_run(m, &out, t->l->lane, n), POL_OK);
  uint32_t agains = 0;
  for (uint32_t row = 0; row < n; row++) {
    bool again = out.again != NULL && out.again[row];
    agains += again;
    if (t->l->odd[row]) continue;
    for (uint32_t j = 0; j < verdicts; j++) {
      if (v[j].kind == POL_VERDICT_LONG) continue;
      t->again += again;
      if (!again) check_verdict(t, &v[j], &out.value[j], row);
    }
    for (uint32_t j = 0; j < t->keeps; j++) {
      pol_kept_form form = pol_plan_kept(t->plan, j);
      if (form.kind != POL_KEPT_NONE) check_node(t, &form, pol_machine_kept(m, j), t->keep[j], row);
    }
  }
  cr_assert_eq(agains, out.agains);
}

/* How much of it was told, for whoever asks. */
static void show(const trial *t, const pol_plan *plan, uint32_t n) {
  uint32_t verdicts, longs = 0, odds = 0;
  const pol_verdict_form *v = pol_plan_verdicts(plan, &verdicts);
  for (uint32_t j = 0; j < verdicts; j++) longs += v[j].kind == POL_VERDICT_LONG;
  for (uint32_t i = 0; i < n; i++) odds += t->l->odd[i];
  if (getenv("POL_SHOW") != NULL)
    fprintf(stderr, "%s: %u of %u decisions long, %u of %u records odd, told %u, again %u, lost %u of %u\n", t->name, longs, verdicts, odds, n, t->told, t->again, t->lost, t->nodes);
}

static void check_plan(trial *t, const pol_plan_input *in, uint32_t n) {
  pol_plan *plan;
  lanes l;
  cr_assert_eq(pol_plan_make(&plan, NULL, in), POL_OK);
  cr_assert(lanes_make(&l, t->w, plan, t->records, n));
  t->plan = plan, t->l = &l;
  for (pol_cpu level = POL_CPU_PORTABLE; level <= pol_cpu_level(); level++) {
    pol_machine *machine;
    cr_assert_eq(pol_machine_new(&machine, plan, NULL, level), POL_OK);
    check_chunk(t, machine, n);
    check_chunk(t, machine, n); /* nothing is left of the run before */
    pol_machine_drop(machine);
  }
  show(t, plan, n);
  lanes_drop(&l);
  pol_plan_drop(plan);
}

/* Some facts are the same in every record, known or not, and no record gives them: they are constants of the plan. */
static void share(world *w, pol_record_facts **records, uint32_t n, pol_record_facts *common, bool *given) {
  for (uint32_t i = 0; i < w->p.model->facts.n; i++) {
    const uint64_t how = random_bits(&w->seed) % 5;
    if (how > 1) continue;
    given[i] = false;
    if (how == 0) common->value[i] = records[0]->value[i];
    for (uint32_t j = 0; j < n; j++) records[j]->value[i] = common->value[i];
  }
}

static void compare(world *w, const char *name, uint32_t n, uint32_t missing, bool shared) {
  const pol_model *m = w->p.model;
  const pol_program *p = w->p.program;
  uint32_t *decision = POL_NEW_N(w->p.arena, uint32_t, m->decisions.n + 1), *keep = POL_NEW_N(w->p.arena, uint32_t, p->nodes + 1), keeps = 0;
  bool *given = POL_NEW_N(w->p.arena, bool, m->facts.n + 1);
  pol_date as_of;
  cr_assert(pol_date_make(&as_of, 2024, 4, 1));
  for (uint32_t i = 0; i < m->decisions.n; i++) decision[i] = i;
  for (uint32_t i = 0; i < p->nodes; i++)
    if (p->node[i].frame == 0) keep[keeps++] = i;
  pol_record_facts **records = world_records(w, n, missing), *common = pol_facts_add(&w->p.facts, m);
  for (uint32_t i = 0; i < m->facts.n; i++)
    for (uint32_t j = 0; j < n; j++) given[i] |= records[j]->value[i].state == POL_KNOWN;
  if (shared) share(w, records, n, common, given);
  trial t = {.w = w, .records = records, .name = name, .keep = keep};
  cr_assert_eq(pol_run_new(&t.run, p, NULL), POL_OK);
  cr_assert_eq(pol_run_chunk(t.run, (const pol_record_facts *const *)records, n, as_of), POL_OK);
  for (int kept = 0; kept < 2; kept++) {
    t.keeps = kept ? keeps : 0;
    pol_plan_input in = {.program = p, .decision = decision, .decisions = m->decisions.n, .given = given, .common = shared ? common : NULL, .seen = (const pol_record_facts *const *)records,
                         .seens = n < 20 ? n : 20, .as_of = as_of, .keep = keep, .keeps = t.keeps};
    check_plan(&t, &in, n);
  }
  pol_run_drop(t.run);
}

/* Records of a policy through plans that keep every node, and none, on machines of each level. */
void agrees(world *w, const char *name, uint32_t n, uint32_t missing) { compare(w, name, n, missing, false); }
void agrees_in_common(world *w, const char *name, uint32_t n, uint32_t missing) { compare(w, name, n, missing, true); }

static void try_policy(const char *path) {
  static const uint32_t size[] = {1000, 7, 1, 64}, missing[] = {0, 1, 10, 40};
  for (uint32_t k = 0; k < 4; k++) {
    world w;
    cr_assert(world_open(&w, path, 1 + k), "%s", path);
    agrees(&w, path, size[k], missing[k]);
    agrees(&w, path, size[(k + 1) % 4], missing[k]);
    world_close(&w);
  }
}

/* What some facts are in every record is decided when the plan is made; which they are is thrown anew each time. */
static void try_in_common(const char *path, uint32_t times) {
  for (uint32_t k = 0; k < times; k++) {
    world w;
    cr_assert(world_open(&w, path, 100 + k), "%s", path);
    agrees_in_common(&w, path, k % 4 == 0 ? 3 : 40, k % 3 == 0 ? 0 : 15);
    world_close(&w);
  }
}
Test(agrees, staff_in_common) { try_in_common("policies/benchmark/staff.pol", 25); }
Test(agrees, secondment_in_common) { try_in_common("policies/secondment", 12); }
Test(agrees, alliance_in_common) { try_in_common("policies/alliance/terms", 6); }
Test(agrees, kinds_in_common) { try_in_common("tests/app/kinds.pol", 40); }
Test(agrees, ratios_in_common) { try_in_common("tests/batch/ratios.pol", 25); }

/* Policies that the oracle's generator made (not .pol: what goes over all policies would take as long again), so that every form of expression is lowered. */
static void try_generated(bool shared) {
  glob_t found;
  cr_assert_eq(glob(POL_ROOT_DIR "/tests/batch/generated/*.txt", 0, NULL, &found), 0);
  for (size_t i = 0; i < found.gl_pathc; i++) {
    const char *path = found.gl_pathv[i] + strlen(POL_ROOT_DIR) + 1;
    for (uint32_t k = 0; k < 8; k++) {
      world w;
      cr_assert(world_open(&w, path, 1 + k), "%s", path);
      if (shared) agrees_in_common(&w, path, 20, k % 2 ? 20 : 0);
      else agrees(&w, path, k == 0 ? 3 : 100, 5 * k);
      world_close(&w);
    }
  }
  globfree(&found);
}
Test(agrees, generated) { try_generated(false); }
Test(agrees, generated_in_common) { try_generated(true); }

Test(agrees, staff) { try_policy("policies/benchmark/staff.pol"); }
Test(agrees, secondment) { try_policy("policies/secondment"); }
Test(agrees, alliance) { try_policy("policies/alliance/terms"); }
