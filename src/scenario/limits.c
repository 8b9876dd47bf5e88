/* Limits: comparisons of amounts, dates, times and ranks, and the cases that stand right beside them. */
#include "ops/column.h"
#include "scenario/coverage.h"

enum { WEEKDAY = 0 }; /* the first options of every model */

typedef struct limits {
  pol_coverage *out;
  pol_arena *arena;
  const pol_program *p;
  uint32_t rule;
} limits;

bool pol_unit_of_change(pol_num *out, pol_type type, const pol_num *v) {
  *out = pol_num_int(1);
  if (type.kind == POL_T_DATE || type.kind == POL_T_TIME || type.kind == POL_T_OPTION) return true;
  if (type.kind != POL_T_NUMBER) return false;
  unsigned places = 0;
  int64_t grain = 1;
  if (type.show == POL_SHOW_PERCENT) return pol_num_ratio(out, 1, 100) == POL_NUM_FINE;
  if (type.show == POL_SHOW_COUNT || !pol_unit_none(type.unit) || !v || !pol_num_ends(*v, &places) || places > 6) return true;
  for (; places > 0; places--) grain *= 10;
  return pol_num_ratio(out, 1, grain) == POL_NUM_FINE;
}

static bool is_ordered(const pol_expr *e) { return e->op == POL_OP_LT || e->op == POL_OP_LE || e->op == POL_OP_GT || e->op == POL_OP_GE; }

/* Where it was written; two comparisons with the same right side are one limit: the bands of a table meet there. */
static const pol_node *place_of(const pol_expr *e) { return e->arg[1]->node ? e->arg[1]->node : e->node; }

/* The first band of a table, from 0: nothing is below it. */
static bool from_nothing(const pol_expr *e) {
  const pol_expr *right = e->arg[1];
  return e->op == POL_OP_GE && right->op == POL_OP_CONST && right->type.kind == POL_T_NUMBER && right->value.as.num.n == 0;
}

static bool is_known(const limits *l, const pol_expr *e) {
  for (uint32_t i = 0; i < l->out->limits.n; i++) {
    const pol_node *a = place_of(l->out->limits.at[i].comparison), *b = place_of(e);
    if (a == b || (a->span.file == b->span.file && a->span.start == b->span.start && a->span.end == b->span.end)) return true;
  }
  return false;
}

static pol_status add(limits *l, const pol_expr *e) {
  pol_num unit;
  bool calendar = e->arg[0]->op == POL_OP_AS_OF && (e->flags & POL_X_ADDED) != 0; /* the dates of a clause */
  bool weekday = e->arg[0]->type.kind == POL_T_OPTION && e->arg[0]->type.ref == WEEKDAY; /* after Sunday comes Monday */
  if (calendar || weekday || from_nothing(e) || !place_of(e) || !pol_model_in_question(l->p->model, place_of(e)) || e->slot >= l->p->nodes || !pol_unit_of_change(&unit, e->arg[0]->type, NULL) || is_known(l, e)) return POL_OK;
  pol_covered_limit *limit = POL_VEC_PUSH(l->arena, &l->out->limits);
  if (!limit) return POL_NO_MEMORY;
  *limit = (pol_covered_limit){ .clause = l->p->model->rules.at[l->rule].clause, .rule = l->rule, .comparison = e, .below = POL_NO_REF, .above = POL_NO_REF };
  return POL_OK;
}

static pol_status find(limits *l, const pol_expr *e) {
  if (!e) return POL_OK;
  if (is_ordered(e)) POL_TRY(add(l, e));
  uint32_t rule = l->rule;
  const pol_table *table = e->op == POL_OP_PICK ? &l->p->model->tables.at[e->ref] : NULL;
  for (uint32_t i = 0; i < e->n; i++) {
    if (table && i / 2 < table->rules) l->rule = table->rule[i / 2]; /* a row called is its own clause's */
    POL_TRY(find(l, e->arg[i]));
    l->rule = rule;
  }
  return POL_OK;
}

pol_status pol_limits_find(pol_coverage *out, pol_arena *arena, const pol_program *p) {
  limits l = { .out = out, .arena = arena, .p = p };
  for (l.rule = 0; l.rule < p->model->rules.n; l.rule++) {
    const pol_rule *r = &p->model->rules.at[l.rule];
    if (p->model->clauses.at[r->clause].imported) continue;
    const pol_expr *part[] = { r->when, r->except, r->test, r->value, r->duty.date };
    for (size_t i = 0; i < sizeof part / sizeof *part; i++) POL_TRY(find(&l, part[i]));
  }
  return POL_OK;
}

/* ---- cases ---- */

/* The left side less the right; false where one of them is not known. */
static bool difference(pol_num *out, const pol_run *run, const pol_expr *e, uint32_t frame, uint32_t row) {
  const pol_program *p = pol_run_program(run);
  pol_num side[2];
  for (uint32_t i = 0; i < 2; i++) {
    const pol_expr *a = e->arg[i];
    if (a->slot >= p->nodes) return false;
    const pol_column *c = pol_run_column(run, a->slot);
    uint32_t at = pol_run_row_in(run, frame, row, p->node[a->slot].frame);
    if (POL_CELL_STATE(c->state[at]) != POL_KNOWN) return false;
    side[i] = p->node[a->slot].repr == POL_REPR_NUM ? c->as.num[at] : pol_num_int(c->as.i[at]);
  }
  return pol_num_sub(out, side[0], side[1]) == POL_NUM_FINE;
}

static void see(pol_covered_limit *l, pol_num difference, pol_num unit, uint32_t result) {
  const pol_expr *e = l->comparison;
  int sign = pol_num_cmp(difference, pol_num_int(0));
  pol_num size = sign < 0 ? pol_num_neg(difference) : difference;
  if (pol_num_cmp(size, unit) > 0) return;
  bool below = sign < 0 || (sign == 0 && (e->op == POL_OP_LE || e->op == POL_OP_GT));
  uint32_t *side = below ? &l->below : &l->above;
  if (*side == POL_NO_REF) *side = result;
}

void pol_limits_see(pol_coverage *out, const pol_run *run, uint32_t result, const bool *counts) {
  const pol_program *p = pol_run_program(run);
  for (uint32_t i = 0; i < out->limits.n; i++) {
    pol_covered_limit *l = &out->limits.at[i];
    const pol_expr *right = l->comparison->arg[1];
    pol_num unit, d;
    if (!counts[l->rule] || !pol_unit_of_change(&unit, l->comparison->arg[0]->type, right->op == POL_OP_CONST ? &right->value.as.num : NULL)) continue;
    uint32_t frame = p->node[l->comparison->slot].frame;
    for (uint32_t row = 0; row < pol_run_rows(run, frame); row++)
      if (difference(&d, run, l->comparison, frame, row)) see(l, d, unit, result);
  }
}
