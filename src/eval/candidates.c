#include "eval/lift.h"
#include "eval/settle.h"
#include "eval/walk.h"
#include "eval/words.h"
#include <string.h>

typedef POL_VEC(pol_value) values;

typedef struct looking { const pol_lift *l; uint32_t fact; const bool *reached; values found; } looking;

static const pol_fact *fact_of(const looking *k) { return &k->l->r->m->facts.at[k->fact]; }

static pol_status offer(looking *k, pol_value v) {
  const pol_value *now = &k->l->r->record->value[k->fact];
  const char *why;
  v.state = POL_KNOWN;
  v.fault = POL_FAULT_NONE;
  v.type = fact_of(k)->type;
  if (now->state == POL_KNOWN && pol_value_same(now, &v)) return POL_OK;
  if (!pol_facts_in_bounds(k->l->r->m, fact_of(k), &v, k->l->arena, &why)) return POL_OK;
  for (uint32_t i = 0; i < k->found.n; i++)
    if (pol_value_same(&k->found.at[i], &v)) return POL_OK;
  pol_value *at = POL_VEC_PUSH(k->l->arena, &k->found);
  if (!at) return POL_NO_MEMORY;
  *at = v;
  return POL_OK;
}

static bool is_comparison(uint8_t op) {
  return op == POL_OP_EQ || op == POL_OP_NE || op == POL_OP_LT || op == POL_OP_LE || op == POL_OP_GT || op == POL_OP_GE || op == POL_OP_IN;
}

/* ---- facts of few values ---- */

/* The values that some condition names: of a long list these are tried first. */
static pol_status offer_named(looking *k) {
  const pol_program *p = k->l->r->p;
  for (uint32_t i = 0; i < p->nodes; i++) {
    const pol_program_node *n = &p->node[i];
    if (!k->reached[i] || !is_comparison(n->op)) continue;
    for (uint32_t a = 0; a < n->n; a++) {
      const pol_program_node *arg = &p->node[p->args[n->arg + a]];
      if (arg->op != POL_OP_CONST) continue;
      const pol_value *v = &p->constants[arg->constant];
      if (v->state == POL_KNOWN && v->type.kind == fact_of(k)->type.kind && v->type.ref == fact_of(k)->type.ref) POL_TRY(offer(k, *v));
    }
  }
  return POL_OK;
}

static pol_status offer_domain(looking *k) {
  uint32_t size = pol_domain_size(k->l->r->m, k->fact);
  if (size > POL_LIFT_VALUES) POL_TRY(offer_named(k));
  for (uint32_t i = 0; i < size; i++) POL_TRY(offer(k, pol_domain_value(k->l->r->m, k->fact, i)));
  return POL_OK;
}

/* ---- numbers and dates: where a comparison turns ---- */

static pol_value probe_value(const looking *k, int64_t at) {
  pol_value v = { .state = POL_KNOWN, .type = fact_of(k)->type };
  if (v.type.kind == POL_T_NUMBER) v.as.num = pol_num_int(at);
  else v.as.i = (int32_t)at;
  return v;
}

/* Left less right of a comparison in a row of the trial. */
static bool margin(pol_num *out, const looking *k, uint32_t node, uint32_t row) {
  const pol_program *p = k->l->r->p;
  const uint32_t *arg = p->args + p->node[node].arg;
  pol_num side[2];
  for (int i = 0; i < 2; i++) {
    pol_value v = pol_run_value(k->l->trial->run, arg[i], row);
    if (v.state != POL_KNOWN) return false;
    if (p->node[arg[i]].repr == POL_REPR_NUM) side[i] = v.as.num;
    else if (p->node[arg[i]].repr == POL_REPR_INT) side[i] = pol_num_int(v.as.i);
    else return false;
  }
  return pol_num_sub(out, side[0], side[1]) == POL_NUM_FINE;
}

/* The grain in which people change such a value. */
static pol_num grain_of(const pol_type *t) {
  pol_num penny = pol_num_int(1);
  if (t->kind == POL_T_NUMBER && t->unit.money == 1) (void)pol_num_ratio(&penny, 1, 100);
  if (t->kind == POL_T_NUMBER && t->show == POL_SHOW_PERCENT) (void)pol_num_ratio(&penny, 1, 100);
  return penny;
}

static pol_status offer_number(looking *k, pol_num at) {
  pol_value v = { .type = fact_of(k)->type };
  int64_t whole;
  if (v.type.kind == POL_T_NUMBER) {
    v.as.num = at;
    return v.type.show == POL_SHOW_COUNT && !pol_num_is_int(at) ? POL_OK : offer(k, v);
  }
  int64_t low = v.type.kind == POL_T_DATE ? POL_DATE_FIRST : 0, high = v.type.kind == POL_T_DATE ? POL_DATE_LAST : 24 * 60;
  if (!pol_num_to_i64(&whole, at) || whole < low || whole > high) return POL_OK;
  v.as.i = (int32_t)whole;
  return offer(k, v);
}

/* The value at which the comparison turns, and the nearest on either side of it. Both sides are taken to move evenly with the fact: where they do not, the
 * value is tried and found wanting. */
static pol_status offer_turn(looking *k, uint32_t node, int64_t base) {
  pol_num m0, m1, slope, root, grain = grain_of(&fact_of(k)->type), side;
  if (!margin(&m0, k, node, 0) || !margin(&m1, k, node, 1)) return POL_OK;
  if (pol_num_sub(&slope, m0, m1) != POL_NUM_FINE || slope.n == 0 || pol_num_div(&root, m0, slope) != POL_NUM_FINE) return POL_OK;
  if (pol_num_add(&root, root, pol_num_int(base)) != POL_NUM_FINE) return POL_OK;
  POL_TRY(offer_number(k, root));
  for (int way = 0; way < 2; way++) {
    if (pol_num_round(&side, root, grain, way ? POL_ROUND_CEILING : POL_ROUND_FLOOR) != POL_NUM_FINE) continue;
    POL_TRY(offer_number(k, side));
    if ((way ? pol_num_add : pol_num_sub)(&side, side, grain) == POL_NUM_FINE) POL_TRY(offer_number(k, side));
  }
  return POL_OK;
}

/* Near what is given, since windows and anniversaries turn with the year. */
static int64_t probe_base(const looking *k, pol_type_kind kind) {
  const pol_value *now = &k->l->r->record->value[k->fact];
  int64_t whole = 0;
  if (now->state != POL_KNOWN) return kind == POL_T_DATE ? pol_run_as_of(k->l->r->run) : 0;
  if (kind != POL_T_NUMBER) return now->as.i;
  return pol_num_to_i64(&whole, now->as.num) ? whole : 0;
}

static pol_status offer_turns(looking *k) {
  const pol_program *p = k->l->r->p;
  pol_type_kind kind = (pol_type_kind)fact_of(k)->type.kind;
  int64_t base = probe_base(k, kind);
  pol_trial_clear(k->l->trial);
  for (int64_t i = 0; i < 2; i++) {
    pol_record_facts *record = pol_trial_add(k->l->trial);
    if (!record) return POL_NO_MEMORY;
    record->value[k->fact] = probe_value(k, base + i);
  }
  POL_TRY(pol_trial_run(k->l->trial, (pol_date)pol_run_as_of(k->l->r->run)));
  for (uint32_t i = 0; i < p->nodes; i++)
    if (k->reached[i] && p->node[i].frame == 0 && is_comparison(p->node[i].op) && p->node[i].n == 2) POL_TRY(offer_turn(k, i, base));
  return POL_OK;
}

/* ---- in order ---- */

/* How far from what is given; without that, things stay in the order they were found in. */
static bool distance(pol_num *out, const pol_value *from, const pol_value *to) {
  pol_num a, b;
  if (from->state != POL_KNOWN) return false;
  if (to->type.kind == POL_T_NUMBER) a = from->as.num, b = to->as.num;
  else a = pol_num_int(from->as.i), b = pol_num_int(to->as.i);
  if (pol_num_sub(out, a, b) != POL_NUM_FINE) return false;
  if (out->n < 0) *out = pol_num_neg(*out);
  return true;
}

static void sort_by_distance(looking *k) {
  const pol_value *now = &k->l->r->record->value[k->fact];
  for (uint32_t i = 1; i < k->found.n; i++) {
    pol_value v = k->found.at[i];
    pol_num mine, other;
    uint32_t at = i;
    for (; at > 0 && distance(&mine, now, &v) && distance(&other, now, &k->found.at[at - 1]) && pol_num_cmp(mine, other) < 0; at--)
      k->found.at[at] = k->found.at[at - 1];
    k->found.at[at] = v;
  }
}

static bool is_ordered(const pol_model *m, const pol_type *t) {
  return t->kind == POL_T_NUMBER || t->kind == POL_T_DATE || t->kind == POL_T_TIME ||
         (t->kind == POL_T_OPTION && t->ref < m->options.n && m->options.at[t->ref].ordered);
}

static pol_status look(looking *k) {
  pol_type_kind kind = (pol_type_kind)fact_of(k)->type.kind;
  if (pol_domain_size(k->l->r->m, k->fact) > 0) POL_TRY(offer_domain(k));
  else if (kind == POL_T_NUMBER || kind == POL_T_DATE || kind == POL_T_TIME) POL_TRY(offer_turns(k));
  if (is_ordered(k->l->r->m, &fact_of(k)->type)) sort_by_distance(k);
  return POL_OK;
}

/* ---- what is named as a way out ---- */

enum { VISITS = 20000 }; /* expressions looked at: definitions may be used over and over */

typedef struct visit { const pol_expr *e; bool cures; } visit;

/* Marks the facts of a condition that it would be good to have: what it is about when `cures`, else what it negates. */
static pol_status mark_cures(bool *cure, const pol_lift *l, const pol_expr *condition, bool cures) {
  POL_VEC(visit) stack = { 0 };
  for (uint32_t visits = 0; condition && visits < VISITS; visits++) {
    bool other = condition->op == POL_OP_NOT || condition->op == POL_OP_NE;
    if (condition->op == POL_OP_INPUT && cures) cure[condition->ref] = true;
    for (uint32_t i = 0; i < condition->n; i++) {
      if (!condition->arg[i]) continue;
      visit *v = POL_VEC_PUSH(l->arena, &stack);
      if (!v) return POL_NO_MEMORY;
      *v = (visit){ condition->arg[i], cures != other };
    }
    if (stack.n == 0) break;
    condition = stack.at[--stack.n].e;
    cures = stack.at[stack.n].cures;
  }
  return POL_OK;
}

static pol_status mark_rule(bool *cure, const pol_lift *l, const pol_rule *rule, bool cures) {
  POL_TRY(mark_cures(cure, l, rule->test, !cures));
  POL_TRY(mark_cures(cure, l, rule->when, cures));
  return mark_cures(cure, l, rule->except, !cures);
}

static bool aims_at(const pol_rule *setter, uint32_t rule) {
  for (uint32_t i = 0; i < setter->targets; i++)
    if (setter->target[i] == rule) return true;
  return false;
}

/* Facts that exceptions, better rules above, and negations name: who drew up the policy thought of them as ways out. */
static pol_status list_cures(bool **out, const pol_lift *l) {
  const pol_model *m = l->r->m;
  *out = POL_NEW_N(l->arena, bool, m->facts.n + 1);
  if (!*out) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < l->rules; i++) {
    const pol_rule *rule = &m->rules.at[l->rule[i]];
    POL_TRY(mark_rule(*out, l, rule, false));
    for (uint32_t k = 0; k < m->rules.n; k++)
      if (aims_at(&m->rules.at[k], l->rule[i])) POL_TRY(mark_rule(*out, l, &m->rules.at[k], true));
    for (uint32_t k = 0; k < rule->aboves; k++) {
      const pol_rule *above = &m->rules.at[rule->above[k]];
      if (pol_effect_outcome(above->effect) >= l->wanted) POL_TRY(mark_rule(*out, l, above, true));
    }
  }
  return POL_OK;
}

/* ---- moves ---- */

enum { NOT_SOUGHT, SOUGHT, IN_WRITING, ORALLY, DECLINED }; /* of an agreement */

static pol_move *push_move(pol_candidate *c, const pol_value *to, uint8_t cost) {
  c->move[c->n] = (pol_move){ .to = *to, .cost = cost };
  return &c->move[c->n++];
}

/* An agreement is given, by the party that it takes; or it is not, and then nobody decided it. */
static pol_status take_agreement(pol_candidate *c, const pol_lift *l, const pol_agreement *a) {
  const pol_model *m = l->r->m;
  const pol_value *now = &l->r->record->value[a->status], *by = &l->r->record->value[a->decided_by];
  static const uint8_t order[] = { IN_WRITING, ORALLY, SOUGHT, NOT_SOUGHT, DECLINED };
  *c = (pol_candidate){ a->status, a->decided_by, POL_NEW_N(l->arena, pol_move, sizeof order), 0 };
  if (!c->move) return POL_NO_MEMORY;
  for (size_t i = 0; i < sizeof order; i++) {
    bool given = order[i] == IN_WRITING || order[i] == ORALLY;
    pol_value to = { .state = POL_KNOWN, .type = m->facts.at[a->status].type, .as.i = order[i] };
    pol_value party = { .state = POL_KNOWN, .type = m->facts.at[a->decided_by].type, .as.i = (int32_t)a->party };
    bool same = now->state == POL_KNOWN && now->as.i == to.as.i;
    if ((order[i] == ORALLY && a->in_writing) || (same && (!given || pol_value_same(by, &party)))) continue;
    pol_move *move = push_move(c, &to, given ? 0 : 3);
    move->with_by = given;
    move->by = party;
  }
  return POL_OK;
}

static pol_status take_fact(pol_candidate *c, looking *k, const bool *cure) {
  bool known = k->l->r->record->value[k->fact].state == POL_KNOWN;
  POL_TRY(look(k));
  *c = (pol_candidate){ k->fact, POL_NO_REF, POL_NEW_N(k->l->arena, pol_move, k->found.n + 1), 0 };
  if (!c->move) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->found.n; i++) push_move(c, &k->found.at[i], !known ? 0 : cure[k->fact] ? 1 : 2);
  return POL_OK;
}

/* ---- which facts ---- */

/* Marks the nodes that the rules rest on. */
static pol_status reach_rules(bool *any, const pol_lift *l, const uint32_t *rule, uint32_t n) {
  bool *reached = NULL;
  for (uint32_t i = 0; i < n; i++) {
    POL_TRY(pol_reach_node(&reached, l->arena, l->r->p, l->r->p->rule[rule[i]].in_force));
    for (uint32_t k = 0; k < l->r->p->nodes; k++) any[k] = any[k] || reached[k];
  }
  return POL_OK;
}

/* By fact: whether the rules rest on it; an agreement is met with its status. */
static pol_status list_read(bool **read, bool **any, const pol_lift *l) {
  const pol_model *m = l->r->m;
  *read = POL_NEW_N(l->arena, bool, m->facts.n + 1);
  *any = POL_NEW_N(l->arena, bool, l->r->p->nodes + 1);
  if (!*read || !*any) return POL_NO_MEMORY;
  POL_TRY(reach_rules(*any, l, l->rule, l->rules));
  for (uint32_t at = 0; l->wide && at < l->q->stages; at++) {
    const pol_decision *d = &m->decisions.at[l->q->stage[at]];
    POL_TRY(reach_rules(*any, l, d->rule, d->rules));
  }
  for (uint32_t i = 0; i < l->r->p->nodes; i++) {
    if (!(*any)[i] || l->r->p->node[i].op != POL_OP_INPUT) continue;
    const pol_fact *f = &m->facts.at[l->r->p->node[i].ref];
    (*read)[f->agreement != POL_NO_REF ? m->agreements.at[f->agreement].status : l->r->p->node[i].ref] = true;
  }
  return POL_OK;
}

pol_status pol_lift_candidates(pol_candidate **out, uint32_t *n, const pol_lift *l) {
  const pol_model *m = l->r->m;
  bool *read, *any, *cure;
  *n = 0;
  *out = POL_NEW_N(l->arena, pol_candidate, m->facts.n + 1);
  if (!*out) return POL_NO_MEMORY;
  POL_TRY(list_cures(&cure, l));
  POL_TRY(list_read(&read, &any, l));
  for (uint32_t f = 0; f < m->facts.n; f++) {
    const pol_fact *fact = &m->facts.at[f];
    if (!read[f] || (fact->fixed && l->r->record->value[f].state == POL_KNOWN)) continue; /* what is not known may turn out to be anything */
    looking k = { .l = l, .fact = f, .reached = any };
    pol_candidate *c = &(*out)[(*n)++];
    if (fact->agreement != POL_NO_REF) POL_TRY(take_agreement(c, l, &m->agreements.at[fact->agreement]));
    else POL_TRY(take_fact(c, &k, cure));
  }
  return POL_OK;
}

pol_status pol_lift_days(pol_candidate *out, const pol_lift *l, const pol_candidate *date) {
  const pol_value *now = &l->r->record->value[date->fact];
  looking k = { .l = l, .fact = date->fact };
  int64_t from = now->state == POL_KNOWN ? now->as.i : pol_run_as_of(l->r->run);
  uint8_t cost = date->n > 0 ? date->move[0].cost : now->state == POL_KNOWN ? 2 : 0;
  const char *why;
  *out = (pol_candidate){ date->fact, POL_NO_REF, POL_NEW_N(l->arena, pol_move, 2 * (size_t)POL_LIFT_DAYS), 0 };
  if (!out->move) return POL_NO_MEMORY;
  for (int64_t i = 2; i < 2 * POL_LIFT_DAYS + 2; i++) { /* a day earlier, a day later, two earlier … */
    int64_t day = i % 2 ? from + i / 2 : from - i / 2;
    pol_value v = { .state = POL_KNOWN, .type = fact_of(&k)->type, .as.i = (int32_t)day };
    if (day >= POL_DATE_FIRST && day <= POL_DATE_LAST && pol_facts_in_bounds(l->r->m, fact_of(&k), &v, l->arena, &why)) push_move(out, &v, cost);
  }
  return POL_OK;
}
