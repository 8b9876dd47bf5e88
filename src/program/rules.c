/* Rules and decisions: what holds, what stands above what, and what comes out. */
#include "program/build.h"
#include <stdlib.h>

/* Rules by some number they have: rule[first[x]] … rule[first[x + 1] - 1], in document order. */
typedef struct groups { uint32_t *first, *rule; } groups;

typedef struct work {
  pol_build *b;
  groups of_decision; /* rules that speak to a decision, those that set aside included */
  groups setting;     /* by rule: those that set it aside */
} work;

static const pol_rule *model_rule(const pol_build *b, uint32_t r) { return &b->model->rules.at[r]; }

/* -- conditions */

static uint32_t lower_or_none(pol_build *b, pol_expr *e) { return e == NULL ? POL_NO_NODE : pol_lower(b, e); }

/* The guard without set-aside rules and dates. What is not applicable never makes a rule hold, and never excepts from it. */
static uint32_t own_guard(pol_build *b, const pol_program_rule *p) {
  uint32_t part[3], n = 0;
  if (p->when != POL_NO_NODE) part[n++] = pol_build_1(b, POL_OP_HOLDS, p->when);
  if (p->except != POL_NO_NODE) part[n++] = pol_build_1(b, POL_OP_NOT, pol_build_1(b, POL_OP_HOLDS, p->except));
  if (p->test != POL_NO_NODE) part[n++] = pol_build_1(b, POL_OP_HOLDS, pol_build_1(b, POL_OP_NOT, p->test));
  return pol_build_op(b, &(pol_what){.op = POL_OP_AND}, n, part);
}

static uint32_t date_constant(pol_build *b, pol_date d) {
  pol_value v = {.state = POL_KNOWN, .type = {.kind = POL_T_DATE}, .as.i = d};
  return pol_build_const(b, &v, 0, NULL);
}

/* Both dates are within. What an amendment ended, in force on whatever day, does not make the answers depend on the day. */
static uint32_t effective(pol_build *b, uint32_t clause) {
  if (clause >= b->model->clauses.n) return POL_NO_NODE;
  const pol_clause *c = &b->model->clauses.at[clause];
  uint32_t part[2], n = 0;
  if (!c->from_set && !c->to_set) return POL_NO_NODE;
  if (c->to_set && c->to < POL_DATE_FIRST) return pol_build_yes_or_no(b, false, 0);
  uint32_t as_of = pol_build_in(b, &(pol_what){.op = POL_OP_AS_OF}, 0, POL_REPR_INT, 0, NULL);
  if (c->from_set) part[n++] = pol_build_2(b, POL_OP_GE, as_of, date_constant(b, c->from));
  if (c->to_set) part[n++] = pol_build_2(b, POL_OP_LE, as_of, date_constant(b, c->to));
  return pol_build_op(b, &(pol_what){.op = POL_OP_AND}, n, part);
}

/* One clause may have hundreds of rules that say nothing of a reason: only what is there is lowered, for the answers to read. */
static void lower_words(pol_build *b, const pol_rule *r) {
  for (uint32_t j = 0; j < r->reasons; j++) lower_or_none(b, r->reason[j].expr);
}

static bool gives_value(pol_effect e) {
  return e == POL_E_IS || e == POL_E_ADDS || e == POL_E_MULTIPLIES || e == POL_E_CAP || e == POL_E_FLOOR;
}

static void lower_rule(pol_build *b, uint32_t at) {
  const pol_rule *r = model_rule(b, at);
  pol_program_rule *p = &b->rule[at];
  if (r->node != NULL) b->at = r->node->span;
  p->when = lower_or_none(b, r->when);
  p->except = lower_or_none(b, r->except);
  p->test = lower_or_none(b, r->test);
  p->value = lower_or_none(b, r->effect == POL_E_DUTY ? r->duty.date : r->value);
  p->may_give_none = p->value != POL_NO_NODE && gives_value((pol_effect)r->effect) && b->may_be_na.at[p->value];
  p->own = own_guard(b, p);
  p->effective = effective(b, r->clause);
  lower_words(b, r);
}

/* and, of a condition and the opposite of any of several. */
static uint32_t unless_any(pol_build *b, uint32_t condition, uint32_t n, const uint32_t *any) {
  if (n == 0) return condition;
  uint32_t some = pol_build_op(b, &(pol_what){.op = POL_OP_OR}, n, any);
  return pol_build_2(b, POL_OP_AND, condition, pol_build_1(b, POL_OP_NOT, some));
}

static void lower_guard(const work *w, uint32_t at) {
  pol_build *b = w->b;
  pol_program_rule *p = &b->rule[at];
  uint32_t n = 0, *setting = POL_NEW_N(b->scratch, uint32_t, w->setting.first[at + 1] - w->setting.first[at] + 1);
  if (setting == NULL) {
    pol_build_fail(b, POL_NO_MEMORY);
    return;
  }
  uint32_t guard = p->effective == POL_NO_NODE ? p->own : pol_build_2(b, POL_OP_AND, p->own, p->effective);
  for (uint32_t j = w->setting.first[at]; j < w->setting.first[at + 1]; j++) {
    uint32_t by = b->rule[w->setting.rule[j]].guard;
    if (by != POL_NO_NODE) setting[n++] = by;
  }
  p->guard = unless_any(b, guard, n, setting);
}

/* Whether a rule keeps those below it out of force: one whose value is not applicable is as if it were not there. */
static uint32_t beats(pol_build *b, uint32_t rule) {
  const pol_program_rule *p = &b->rule[rule];
  if (p->in_force == POL_NO_NODE || !p->may_give_none) return p->in_force;
  return pol_build_2(b, POL_OP_AND, p->in_force, pol_build_1(b, POL_OP_APPLIES, p->value));
}

static void lower_in_force(pol_build *b, uint32_t at) {
  const pol_rule *r = model_rule(b, at);
  uint32_t n = 0, *above = POL_NEW_N(b->scratch, uint32_t, r->aboves + 1);
  if (above == NULL) {
    pol_build_fail(b, POL_NO_MEMORY);
    return;
  }
  for (uint32_t j = 0; j < r->aboves; j++) {
    uint32_t node = r->above[j] < b->model->rules.n ? beats(b, r->above[j]) : POL_NO_NODE;
    if (r->above[j] == at) continue;
    if (node == POL_NO_NODE) {
      pol_build_broken(b, "a rule stands above itself");
      return;
    }
    above[n++] = node;
  }
  b->rule[at].in_force = unless_any(b, b->rule[at].guard, n, above);
}

/* `above` is transitive, so whatever stands above a rule has fewer above it: by that number, precedence is a plain order. */
typedef struct ranked { uint32_t aboves, rule; } ranked;
static int by_aboves(const void *a, const void *b) {
  const ranked *x = a, *y = b;
  if (x->aboves != y->aboves) return x->aboves < y->aboves ? -1 : 1;
  return (x->rule > y->rule) - (x->rule < y->rule);
}

static void lower_rules(const work *w, uint32_t n, const uint32_t *rule) {
  pol_build *b = w->b;
  ranked *order = POL_NEW_N(b->scratch, ranked, n + 1);
  if (order == NULL) {
    pol_build_fail(b, POL_NO_MEMORY);
    return;
  }
  for (uint32_t j = 0; j < n && b->status == POL_OK; j++) {
    lower_rule(b, rule[j]);
    order[j] = (ranked){model_rule(b, rule[j])->aboves, rule[j]};
  }
  qsort(order, n, sizeof *order, by_aboves);
  /* Rules that set aside are not set aside themselves: their guards come first. */
  for (uint32_t pass = 0; pass < 2; pass++) {
    for (uint32_t j = 0; j < n && b->status == POL_OK; j++) {
      if ((model_rule(b, rule[j])->effect == POL_E_SETS_ASIDE) == (pass == 0)) lower_guard(w, rule[j]);
    }
  }
  for (uint32_t j = 0; j < n && b->status == POL_OK; j++) lower_in_force(b, order[j].rule);
}

/* -- combination */

typedef struct list { uint32_t *at, n; uint8_t *ranks; } list; /* arguments to be, and their ranks */

static bool list_init(pol_build *b, list *l, uint32_t rules) {
  *l = (list){.at = POL_NEW_N(b->scratch, uint32_t, 2 * (size_t)rules + 1), .ranks = POL_NEW_N(b->scratch, uint8_t, rules + 1)};
  if (l->at == NULL || l->ranks == NULL) pol_build_fail(b, POL_NO_MEMORY);
  return b->status == POL_OK;
}

/* In-force and value of the rules with one of two effects, after `first` (POL_NO_NODE: nothing). Ranks: 1 for the second effect. */
static list pairs(pol_build *b, uint32_t first, pol_effect effect, pol_effect other, uint32_t n, const uint32_t *rule) {
  list l;
  uint32_t ranks = 0;
  if (!list_init(b, &l, n)) return l;
  if (first != POL_NO_NODE) l.at[l.n++] = first;
  for (uint32_t j = 0; j < n; j++) {
    const pol_rule *r = model_rule(b, rule[j]);
    if ((r->effect != effect && r->effect != other) || b->rule[rule[j]].value == POL_NO_NODE) continue;
    l.ranks[ranks++] = r->effect != effect;
    l.at[l.n++] = b->rule[rule[j]].in_force;
    l.at[l.n++] = b->rule[rule[j]].value;
  }
  return l;
}

static uint32_t scope(pol_build *b, uint32_t n, const uint32_t *rule) {
  list l;
  if (!list_init(b, &l, n)) return POL_NO_NODE;
  for (uint32_t j = 0; j < n; j++) {
    if (model_rule(b, rule[j])->effect == POL_E_APPLIES_ONLY_IF) l.at[l.n++] = b->rule[rule[j]].in_force;
  }
  return l.n == 0 ? POL_NO_NODE : pol_build_op(b, &(pol_what){.op = POL_OP_OR}, l.n, l.at);
}

static int rank_of(pol_effect e) {
  switch (e) {
  case POL_E_APPLIES_ONLY_IF: return POL_OUT_OUT_OF_SCOPE;
  case POL_E_REFUSES:
  case POL_E_ONLY_IF: return POL_OUT_REFUSED;
  case POL_E_REFERS: return POL_OUT_REFERRED;
  case POL_E_PERMITS: return POL_OUT_PERMITTED;
  default: return -1;
  }
}

static uint32_t own_outcome(pol_build *b, uint32_t n, const uint32_t *rule) {
  list l;
  if (!list_init(b, &l, n)) return POL_NO_NODE;
  for (uint32_t j = 0; j < n; j++) {
    int rank = rank_of(model_rule(b, rule[j])->effect);
    if (rank < 0) continue;
    l.ranks[l.n] = (uint8_t)rank;
    l.at[l.n++] = b->rule[rule[j]].in_force;
  }
  if (l.n > 0) return pol_build_op(b, &(pol_what){.op = POL_OP_PERMISSION, .ranks = l.ranks}, l.n, l.at);
  pol_value silent = {.state = POL_KNOWN, .type = {.kind = POL_T_OUTCOME}, .as.i = POL_OUT_SILENT};
  return pol_build_const(b, &silent, 0, NULL);
}

/* Whether a permission came out as permitted. */
static uint32_t permitted(pol_build *b, uint32_t outcome) {
  pol_value v = {.state = POL_KNOWN, .type = {.kind = POL_T_OUTCOME}, .as.i = POL_OUT_PERMITTED};
  return pol_build_2(b, POL_OP_EQ, outcome, pol_build_const(b, &v, 0, NULL));
}

static uint32_t outcome_of(pol_build *b, uint32_t decision) {
  uint32_t node = decision < b->model->decisions.n ? b->decision[decision].outcome : POL_NO_NODE;
  return node != POL_NO_NODE ? node : pol_build_broken(b, "a decision comes after one that is not made yet");
}

static void lower_permission(pol_build *b, uint32_t at, uint32_t n, const uint32_t *rule) {
  const pol_decision *d = &b->model->decisions.at[at];
  pol_program_decision *p = &b->decision[at];
  uint32_t outcome = p->own_outcome = own_outcome(b, n, rule);
  for (uint32_t j = d->afters; j > 0 && b->status == POL_OK; j--)
    outcome = pol_build_2(b, POL_OP_STAGE, outcome_of(b, d->after[j - 1]), outcome);
  p->outcome = outcome;
  list amounts = pairs(b, POL_NO_NODE, POL_E_PERMITS, POL_E_PERMITS, n, rule);
  if (b->status != POL_OK || amounts.n == 0) return;
  p->own_value = pol_build_op(b, &(pol_what){.op = POL_OP_PICK}, amounts.n, amounts.at);
  uint32_t amount[2] = {permitted(b, outcome), p->own_value};
  p->value = pol_build_op(b, &(pol_what){.op = POL_OP_PICK}, 2, amount);
}

static uint32_t step(pol_build *b, pol_op op, uint32_t before, pol_effect effect, pol_effect other, uint32_t n, const uint32_t *rule) {
  if (b->status != POL_OK) return POL_NO_NODE;
  list l = pairs(b, before, effect, other, n, rule);
  return l.n <= 1 ? before : pol_build_op(b, &(pol_what){.op = op, .ranks = l.ranks}, l.n, l.at);
}

static uint32_t base(pol_build *b, const pol_decision *d, uint32_t n, const uint32_t *rule) {
  static const uint8_t op[] = {
      [POL_COMBINE_SAME] = POL_OP_PICK, [POL_COMBINE_LEAST] = POL_OP_PICK_LEAST, [POL_COMBINE_GREATEST] = POL_OP_PICK_GREATEST};
  list l = pairs(b, POL_NO_NODE, POL_E_IS, POL_E_IS, n, rule);
  if (b->status != POL_OK) return POL_NO_NODE;
  return l.n == 0 ? pol_build_none(b, pol_type_repr(d->type), 0) : pol_build_op(b, &(pol_what){.op = (pol_op)op[d->combine]}, l.n, l.at);
}

static uint32_t rounded(pol_build *b, const pol_decision *d, uint32_t value) {
  pol_value grain = {.state = POL_KNOWN, .type = d->type, .as.num = d->grain};
  if (!d->rounded || b->status != POL_OK) return value;
  return pol_build_op(b, &(pol_what){.op = POL_OP_ROUND, .k = (int32_t)d->round}, 2,
                      (uint32_t[]){value, pol_build_const(b, &grain, 0, NULL)});
}

/* The value where a condition holds. PICK, not SELECT: a value that is not applicable stays so whatever the condition, known or not. */
static uint32_t where(pol_build *b, uint32_t condition, uint32_t value) {
  return pol_build_op(b, &(pol_what){.op = POL_OP_PICK}, 2, (uint32_t[]){condition, value});
}

static void lower_value(pol_build *b, uint32_t at, uint32_t n, const uint32_t *rule) {
  const pol_decision *d = &b->model->decisions.at[at];
  pol_program_decision *p = &b->decision[at];
  p->base = base(b, d, n, rule);
  p->added = step(b, POL_OP_ADD_ALL, p->base, POL_E_ADDS, POL_E_ADDS, n, rule);
  p->multiplied = step(b, POL_OP_MUL_ALL, p->added, POL_E_MULTIPLIES, POL_E_MULTIPLIES, n, rule);
  p->capped = step(b, POL_OP_CAP_ALL, p->multiplied, POL_E_CAP, POL_E_FLOOR, n, rule);
  p->value = rounded(b, d, p->capped);
  if (p->scope != POL_NO_NODE && b->status == POL_OK) p->value = where(b, pol_build_1(b, POL_OP_NOT, p->scope), p->value);
  p->own_value = p->value;
  for (uint32_t j = d->afters; j > 0 && b->status == POL_OK; j--)
    p->value = where(b, permitted(b, outcome_of(b, d->after[j - 1])), p->value);
}

static void lower_decision(const work *w, uint32_t at) {
  pol_build *b = w->b;
  uint32_t n = w->of_decision.first[at + 1] - w->of_decision.first[at];
  const uint32_t *rule = &w->of_decision.rule[w->of_decision.first[at]];
  if (b->model->decisions.at[at].node != NULL) b->at = b->model->decisions.at[at].node->span;
  lower_rules(w, n, rule);
  if (b->status != POL_OK) return;
  b->decision[at].scope = scope(b, n, rule);
  switch ((pol_type_kind)b->model->decisions.at[at].type.kind) {
  case POL_T_PERMISSION: lower_permission(b, at, n, rule); break;
  case POL_T_SET:
  case POL_T_SEQUENCE:
  case POL_T_OBLIGATIONS: break; /* read rule by rule */
  default: lower_value(b, at, n, rule); break;
  }
}

/* -- groups */

static bool groups_init(pol_build *b, groups *g, uint32_t keys, uint32_t entries) {
  g->first = POL_NEW_N(b->scratch, uint32_t, (size_t)keys + 2);
  g->rule = POL_NEW_N(b->scratch, uint32_t, (size_t)entries + 1);
  if (g->first == NULL || g->rule == NULL) pol_build_fail(b, POL_NO_MEMORY);
  return b->status == POL_OK;
}

/* Counting in first[key + 2], then filling through first[key + 1], leaves the starts in place. */
static void groups_start(groups *g, uint32_t keys) {
  for (uint32_t j = 2; j < keys + 2; j++) g->first[j] += g->first[j - 1];
}

static bool group_rules(work *w) {
  pol_build *b = w->b;
  const pol_model *m = b->model;
  uint32_t targets = 0;
  for (uint32_t r = 0; r < m->rules.n; r++) targets += m->rules.at[r].targets;
  if (!groups_init(b, &w->of_decision, m->decisions.n, m->rules.n) || !groups_init(b, &w->setting, m->rules.n, targets)) return false;
  for (uint32_t fill = 0; fill < 2; fill++) {
    for (uint32_t r = 0; r < m->rules.n; r++) {
      const pol_rule *rule = &m->rules.at[r];
      if (rule->decision >= m->decisions.n) continue;
      if (fill) w->of_decision.rule[w->of_decision.first[rule->decision + 1]++] = r;
      else w->of_decision.first[rule->decision + 2]++;
      for (uint32_t j = 0; rule->effect == POL_E_SETS_ASIDE && j < rule->targets; j++) {
        if (fill) w->setting.rule[w->setting.first[rule->target[j] + 1]++] = r;
        else w->setting.first[rule->target[j] + 2]++;
      }
    }
    if (fill) break;
    groups_start(&w->of_decision, m->decisions.n);
    groups_start(&w->setting, m->rules.n);
  }
  return true;
}

void pol_lower_decisions(pol_build *b, const bool *wanted) {
  work w = {.b = b};
  if (!group_rules(&w)) return;
  for (uint32_t j = 0; j < b->model->decisions.n && b->status == POL_OK; j++)
    if (wanted == NULL || wanted[b->model->order[j]]) lower_decision(&w, b->model->order[j]);
}
