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

/* Marks what says whether clauses are in force. */
static pol_status mark_effective(bool **out, pol_arena *arena, const pol_program *p, const bool *seen) {
  bool *one = NULL;
  POL_TRY(pol_reach_node(out, arena, p, POL_NO_NODE));
  for (uint32_t i = 0; i < p->model->rules.n; i++) {
    uint32_t node = p->rule[i].effective;
    if (node == POL_NO_NODE || !seen[node] || (*out)[node]) continue;
    POL_TRY(pol_reach_node(&one, arena, p, node));
    for (uint32_t n = 0; n < p->nodes; n++) (*out)[n] = (*out)[n] || one[n];
  }
  return POL_OK;
}

/* Whether anything else looks at the as-of date. */
static bool reads_the_day(const pol_program *p, const bool *seen, const bool *effective) {
  for (uint32_t i = 0; i < p->nodes; i++) {
    const pol_program_node *n = &p->node[i];
    for (uint32_t a = 0; seen[i] && !effective[i] && a < n->n; a++)
      if (p->node[p->args[n->arg + a]].op == POL_OP_AS_OF) return true;
    if (seen[i] && !effective[i] && n->op == POL_OP_AS_OF) return true; /* the whole of a value */
  }
  return false;
}

/* Whether a clause starts or ends on another day than the policy. */
static bool has_own_dates(const pol_model *m, const pol_clause *c) {
  return c->from_set != m->from_set || c->to_set != m->to_set || (c->from_set && c->from != m->from) || (c->to_set && c->to != m->to);
}

pol_status pol_answer_dated(bool *out, pol_arena *arena, const pol_run *run, uint32_t decision) {
  const pol_program *p = pol_run_program(run);
  bool *seen, *effective;
  POL_TRY(pol_reach_decision(&seen, arena, p, decision));
  POL_TRY(mark_effective(&effective, arena, p, seen));
  *out = reads_the_day(p, seen, effective);
  for (uint32_t i = 0; i < p->model->rules.n; i++) {
    uint32_t node = p->rule[i].effective;
    if (node != POL_NO_NODE && seen[node] && has_own_dates(p->model, &p->model->clauses.at[p->model->rules.at[i].clause])) *out = true;
  }
  return POL_OK;
}

/* The first day after `day` on which a clause starts or has ended. False: there is none. */
static bool next_edge(pol_date *out, const calendar *k, const bool *seen, pol_date day) {
  const pol_model *m = k->r->m;
  bool found = false;
  for (uint32_t i = 0; i < m->rules.n; i++) {
    uint32_t node = k->r->p->rule[i].effective;
    const pol_clause *c = &m->clauses.at[m->rules.at[i].clause];
    if (node == POL_NO_NODE || !seen[node]) continue;
    pol_date edge[2] = { c->from_set ? c->from : day, c->to_set && c->to < POL_DATE_LAST ? c->to + 1 : day };
    for (int e = 0; e < 2; e++) {
      if (edge[e] <= day || (found && edge[e] >= *out)) continue;
      *out = edge[e];
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
  bool *seen, *effective;
  calendar k = { .w = w, .r = r, .trial = trial, .decision = decision };
  pol_date today = pol_run_as_of(r->run), last = today > POL_DATE_LAST - POL_LIFT_DAYS ? POL_DATE_LAST : today + POL_LIFT_DAYS, edge;
  POL_TRY(pol_reach_decision(&seen, r->arena, r->p, decision));
  POL_TRY(mark_effective(&effective, r->arena, r->p, seen));
  bool daily = reads_the_day(r->p, seen, effective);
  w->undated = !daily && !next_edge(&edge, &k, seen, today);
  if (w->undated) return POL_OK;
  k.now = look(&k, r->run, r->row);
  pol_trial_clear(trial);
  if (!pol_trial_add(trial)) return POL_NO_MEMORY;
  if (daily) {
    for (pol_date day = today + 1; day <= last && !w->changes_by_itself; day++) POL_TRY(try_day(&k, day));
  } else {
    for (pol_date day = today; !w->changes_by_itself && next_edge(&edge, &k, seen, day) && edge <= last; day = edge) POL_TRY(try_day(&k, edge));
  }
  return POL_OK;
}
