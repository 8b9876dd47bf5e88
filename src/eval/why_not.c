#include "eval/cite.h"
#include "eval/lift.h"
#include "eval/walk.h"
#include "eval/words.h"

typedef struct asker {
  pol_why_not *w;
  const pol_row *r;       /* results go to its arena */
  const pol_answer *answer;
  pol_question q;
  pol_row s;              /* for what is thrown away */
  pol_trial trial;
  bool *blocks;           /* by rule */
} asker;

/* ---- which rules stand in the way ---- */

static bool stands_in_the_way(const asker *k, uint32_t rule) {
  pol_outcome o = pol_effect_outcome(k->r->m->rules.at[rule].effect);
  pol_truth t = pol_row_truth(k->r, k->r->p->rule[rule].in_force);
  return o != POL_OUT_VALUE && o < k->w->wanted && (t == POL_YES || t == POL_OPEN);
}

/* From the stage that answers on: who gets past it must not then meet a later one that we knew of. */
static pol_status find_blocks(asker *k) {
  pol_outcome outcome;
  uint32_t at = pol_question_stage(&k->q, k->r, &outcome);
  k->blocks = POL_NEW_N(k->s.arena, bool, k->r->m->rules.n + 1);
  if (!k->blocks) return POL_NO_MEMORY;
  for (; at < k->q.stages; at++) {
    const pol_decision *d = &k->r->m->decisions.at[k->q.stage[at]];
    for (uint32_t i = 0; i < d->rules; i++) k->blocks[d->rule[i]] = stands_in_the_way(k, d->rule[i]);
  }
  return POL_OK;
}

static bool same_group(const pol_model *m, uint32_t a, uint32_t b) {
  return m->rules.at[a].clause == m->rules.at[b].clause && m->rules.at[a].effect == m->rules.at[b].effect;
}

/* The blocking rules of the clause and effect of `first`, which is taken as well; they leave blocks[]. */
static pol_status take_group(uint32_t **group, uint32_t *n, asker *k, uint32_t first) {
  *n = 0;
  *group = POL_NEW_N(k->s.arena, uint32_t, k->r->m->rules.n);
  if (!*group) return POL_NO_MEMORY;
  for (uint32_t i = first; i < k->r->m->rules.n; i++) {
    if (!k->blocks[i] || !same_group(k->r->m, first, i)) continue;
    k->blocks[i] = false;
    (*group)[(*n)++] = i;
  }
  return POL_OK;
}

/* ---- what comes of changes: every answer is worked out afresh ---- */

static pol_status answer_with(pol_outcome *outcome, uint32_t **because, uint32_t *n, asker *k, const pol_change *change, uint32_t changes) {
  pol_answer a;
  pol_trial_clear(&k->trial);
  pol_record_facts *record = pol_trial_add(&k->trial);
  if (!record) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < changes; i++) record->value[change[i].fact] = change[i].to;
  POL_TRY(pol_trial_run(&k->trial, pol_run_as_of(k->r->run)));
  POL_TRY(pol_answer_read(&a, k->s.arena, k->trial.run, record, 0, k->answer->decision));
  *outcome = a.outcome;
  *n = a.becauses;
  *because = POL_NEW_N(k->r->arena, uint32_t, a.becauses + 1);
  if (!*because) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a.becauses; i++) (*because)[i] = a.because[i].rule;
  return POL_OK;
}

static pol_status read_blocker(asker *k, uint32_t first) {
  uint32_t *group, n, found;
  pol_change *change;
  POL_TRY(take_group(&group, &n, k, first));
  pol_blocker *b = &k->w->blocker[k->w->blockers++];
  *b = (pol_blocker){ .rule = first, .now = POL_NOW_OPEN, .alone = k->answer->outcome };
  for (uint32_t i = 0; i < n; i++)
    if (pol_row_truth(k->r, k->r->p->rule[group[i]].in_force) == POL_YES) b->now = POL_NOW_HOLDS;
  pol_lift lift = { k->s.arena, k->r, &k->trial, &k->q, k->w->wanted, group, n };
  POL_TRY(pol_lift_find(&change, &found, &lift));
  b->nearest = POL_NEW_N(k->r->arena, pol_change, found + 1);
  if (!b->nearest) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < found; i++) b->nearest[b->nearests++] = change[i];
  return found ? answer_with(&b->alone, &b->alone_because, &b->alone_becauses, k, b->nearest, b->nearests) : POL_OK;
}

static pol_status read_blockers(asker *k) {
  uint32_t most = 0;
  for (uint32_t i = 0; i < k->r->m->rules.n; i++) most += k->blocks[i];
  k->w->blocker = POL_NEW_N(k->r->arena, pol_blocker, most + 1);
  if (!k->w->blocker) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->r->m->rules.n; i++)
    if (k->blocks[i]) POL_TRY(read_blocker(k, i));
  return POL_OK;
}

static bool contradicts(const pol_change *list, uint32_t n, const pol_change *one, bool *listed) {
  *listed = false;
  for (uint32_t i = 0; i < n; i++) {
    if (list[i].fact != one->fact) continue;
    *listed = true;
    if (!pol_value_same(&list[i].to, &one->to)) return true;
  }
  return false;
}

/* All the blockers' changes at once; not where one of them has none, or two want the same fact to be different things. */
static pol_status read_together(asker *k) {
  pol_why_not *w = k->w;
  uint32_t n = 0;
  pol_change *all = POL_NEW_N(k->s.arena, pol_change, (size_t)w->blockers * POL_LIFT_FACTS + 1);
  if (!all) return POL_NO_MEMORY;
  if (w->blockers == 0) return POL_OK;
  for (uint32_t i = 0; i < w->blockers; i++) {
    if (w->blocker[i].nearests == 0) return POL_OK;
    for (uint32_t c = 0; c < w->blocker[i].nearests; c++) {
      bool listed;
      if (contradicts(all, n, &w->blocker[i].nearest[c], &listed)) return POL_OK;
      if (!listed) all[n++] = w->blocker[i].nearest[c];
    }
  }
  w->together_known = true;
  return answer_with(&w->together, &w->together_because, &w->together_becauses, k, all, n);
}

/* ---- what time alone changes ---- */

/* What the calendar may change: the outcome, or the value that comes with it. */
typedef struct glance { pol_outcome outcome; pol_value value; } glance;

static glance look(const asker *k, const pol_run *run, uint32_t row) {
  glance g = { .outcome = pol_answer_outcome(run, row, k->answer->decision), .value = { .state = POL_UNKNOWN } };
  uint32_t node = k->r->p->decision[k->answer->decision].value;
  if (node != POL_NO_NODE && (g.outcome == POL_OUT_VALUE || g.outcome == POL_OUT_PERMITTED)) g.value = pol_run_value(run, node, row);
  return g;
}

static pol_status read_first_date(asker *k) {
  bool *seen;
  POL_TRY(pol_reach_decision(&seen, k->s.arena, k->r->p, k->answer->decision));
  if (!pol_reaches_as_of(k->r->p, seen)) return POL_OK;
  pol_date today = pol_run_as_of(k->r->run);
  glance now = look(k, k->r->run, k->r->row);
  pol_trial_clear(&k->trial);
  if (!pol_trial_add(&k->trial)) return POL_NO_MEMORY;
  for (pol_date day = today + 1; day <= today + POL_LIFT_DAYS && day <= POL_DATE_LAST; day++) {
    POL_TRY(pol_trial_run(&k->trial, day));
    glance then = look(k, k->trial.run, 0);
    if (then.outcome == now.outcome && pol_value_same(&then.value, &now.value)) continue;
    k->w->changes_by_itself = true;
    k->w->first_date = day;
    k->w->then = then.outcome;
    return POL_OK;
  }
  return POL_OK;
}

/* ---- all of it ---- */

static pol_status read_why_not(asker *k) {
  POL_TRY(pol_question_make(&k->q, &k->s, k->answer->decision));
  POL_TRY(pol_trial_start(&k->trial, k->s.arena, k->r));
  POL_TRY(find_blocks(k));
  POL_TRY(read_blockers(k));
  POL_TRY(read_together(k));
  return read_first_date(k);
}

pol_status pol_why_not_read(pol_why_not *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, const pol_answer *answer,
                            pol_outcome wanted) {
  *out = (pol_why_not){ .wanted = wanted };
  pol_row r = pol_row_of(arena, run, record, row);
  asker k = { .w = out, .r = &r, .answer = answer, .s = r };
  k.s.arena = pol_arena_new(pol_arena_alloc(arena));
  pol_status status = k.s.arena ? read_why_not(&k) : POL_NO_MEMORY;
  pol_trial_end(&k.trial);
  pol_arena_drop(k.s.arena);
  return status;
}
