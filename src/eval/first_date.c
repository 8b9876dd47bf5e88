#include "eval/first_date.h"
#include "eval/lift.h"
#include "eval/reach.h"
#include "eval/words.h"

/* What the calendar may change: the outcome, or the value that comes with it. */
typedef struct glance { pol_outcome outcome; pol_value value; } glance;

typedef struct calendar {
  pol_why_not *w;
  const pol_row *r;
  pol_trial *trial;
  uint32_t decision;
  glance now;
} calendar;

static glance look(const calendar *k, const pol_run *run, uint32_t row) {
  glance g = { .outcome = pol_answer_outcome(run, row, k->decision), .value = { .state = POL_UNKNOWN } };
  uint32_t node = k->r->p->decision[k->decision].value;
  if (node != POL_NO_NODE && (g.outcome == POL_OUT_VALUE || g.outcome == POL_OUT_PERMITTED)) g.value = pol_run_value(run, node, row);
  return g;
}

/* ---- what looks at the day ---- */

typedef enum glimpse { NOT_AT_ALL, AT_A_DATE, AT_THE_DAY } glimpse; /* how a node looks at the as-of date: whether it is past a written date, or at the day itself */

static bool is_comparison(uint8_t op) { return op == POL_OP_LT || op == POL_OP_LE || op == POL_OP_GT || op == POL_OP_GE || op == POL_OP_EQ || op == POL_OP_NE; }

static glimpse glimpse_of(const pol_program *p, uint32_t node, pol_date *date) {
  const pol_program_node *n = &p->node[node];
  glimpse found = NOT_AT_ALL;
  for (uint32_t a = 0; a < n->n; a++) {
    if (p->node[p->args[n->arg + a]].op != POL_OP_AS_OF) continue;
    const pol_program_node *other = n->n == 2 ? &p->node[p->args[n->arg + (1 - a)]] : NULL;
    bool written = other && is_comparison(n->op) && other->op == POL_OP_CONST && p->constants[other->constant].state == POL_KNOWN;
    if (!written) return AT_THE_DAY;
    *date = p->constants[other->constant].as.i;
    found = AT_A_DATE;
  }
  return found;
}

/* Whether the day itself is read. */
static bool is_daily(const pol_program *p, const bool *seen, uint32_t decision) {
  uint32_t value = p->decision[decision].value;
  pol_date date;
  for (uint32_t i = 0; i < p->nodes; i++)
    if (seen[i] && glimpse_of(p, i, &date) == AT_THE_DAY) return true;
  return value != POL_NO_NODE && p->node[value].op == POL_OP_AS_OF;
}

/* Whether a clause starts or ends on it. */
static bool is_clause_date(const pol_model *m, pol_date date) {
  for (uint32_t i = 0; i < m->clauses.n; i++) {
    const pol_clause *c = &m->clauses.at[i];
    if ((c->from_set && c->from == date) || (c->to_set && c->to == date)) return true;
  }
  return false;
}

pol_status pol_answer_dated(bool *out, pol_arena *arena, const pol_run *run, uint32_t decision) {
  const pol_program *p = pol_run_program(run);
  const pol_model *m = p->model;
  bool *seen;
  pol_date date;
  POL_TRY(pol_reach_decision(&seen, arena, p, decision));
  *out = is_daily(p, seen, decision);
  for (uint32_t i = 0; i < p->nodes && !*out; i++) /* that the policy itself has begun is said with the date */
    *out = seen[i] && glimpse_of(p, i, &date) == AT_A_DATE && !(m->from_set && date == m->from) && !(m->to_set && date == m->to);
  return POL_OK;
}

/* The first day after `day` on which a comparison with a written date may turn. False: there is none. `clauses`: whether all of those dates are clauses'. */
static bool next_edge(pol_date *out, bool *clauses, const calendar *k, const bool *seen, pol_date day) {
  const pol_program *p = k->r->p;
  bool found = false;
  pol_date date;
  *clauses = true;
  for (uint32_t i = 0; i < p->nodes; i++) {
    if (!seen[i] || glimpse_of(p, i, &date) != AT_A_DATE) continue;
    *clauses = *clauses && is_clause_date(p->model, date);
    for (pol_date edge = date; edge <= date + 1; edge++) {
      if (edge <= day || (found && edge >= *out)) continue;
      *out = edge;
      found = true;
    }
  }
  return found;
}

/* ---- the first day ---- */

static pol_status try_day(calendar *k, pol_date day) {
  POL_TRY(pol_trial_run(k->trial, day));
  glance then = look(k, k->trial->run, 0);
  if (then.outcome == k->now.outcome && pol_value_same(&then.value, &k->now.value)) return POL_OK;
  k->w->changes_by_itself = true;
  k->w->first_date = day;
  k->w->then = then.outcome;
  return POL_OK;
}

pol_status pol_first_date(pol_why_not *w, const pol_row *r, pol_trial *trial, uint32_t decision) {
  bool *seen, clauses;
  calendar k = { .w = w, .r = r, .trial = trial, .decision = decision };
  pol_date today = pol_run_as_of(r->run), last = today > POL_DATE_LAST - POL_LIFT_DAYS ? POL_DATE_LAST : today + POL_LIFT_DAYS, edge;
  POL_TRY(pol_reach_decision(&seen, r->arena, r->p, decision));
  bool daily = is_daily(r->p, seen, decision), edges = next_edge(&edge, &clauses, &k, seen, today);
  w->undated = !daily && !edges && clauses;
  if (!daily && !edges) return POL_OK;
  k.now = look(&k, r->run, r->row);
  pol_trial_clear(trial);
  if (!pol_trial_add(trial)) return POL_NO_MEMORY;
  if (daily) {
    for (pol_date day = today + 1; day <= last && !w->changes_by_itself; day++) POL_TRY(try_day(&k, day));
  } else {
    for (pol_date day = today; !w->changes_by_itself && next_edge(&edge, &clauses, &k, seen, day) && edge <= last; day = edge) POL_TRY(try_day(&k, edge));
  }
  return POL_OK;
}
