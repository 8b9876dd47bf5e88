#include "eval/cite.h"
#include "eval/first_date.h"
#include "eval/lift.h"
#include "eval/walk.h"
#include "eval/words.h"

/* The rules of one clause and effect that stand in the way, and the ways to lift them, the best first. */
typedef struct blocked { uint32_t *rule, rules; pol_way *way; uint32_t ways, chosen; } blocked;

typedef struct asker {
  pol_why_not *w;
  const pol_row *r;       /* results go to its arena */
  const pol_answer *answer;
  pol_question q;
  pol_row s;              /* for what is thrown away */
  pol_trial trial;
  bool *blocks;           /* by rule */
  blocked *blocked; uint32_t blockeds;
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

/* The referral while an exception is awaited goes with the rule that has the exception. */
static pol_effect written_effect(const pol_model *m, uint32_t rule) {
  uint32_t from = m->rules.at[rule].exception_of;
  return m->rules.at[from != POL_NO_REF ? from : rule].effect;
}

static bool same_group(const pol_model *m, uint32_t a, uint32_t b) {
  return m->rules.at[a].clause == m->rules.at[b].clause && written_effect(m, a) == written_effect(m, b);
}

static bool is_listed(const asker *k, uint32_t rule) {
  for (uint32_t i = 0; i < k->blockeds; i++)
    if (same_group(k->r->m, k->blocked[i].rule[0], rule)) return true;
  return false;
}

static pol_status list_blocked(asker *k) {
  uint32_t all = k->r->m->rules.n;
  k->blocked = POL_NEW_N(k->s.arena, blocked, all + 1);
  if (!k->blocked) return POL_NO_MEMORY;
  for (uint32_t first = 0; first < all; first++) {
    if (!k->blocks[first] || is_listed(k, first)) continue;
    blocked *b = &k->blocked[k->blockeds];
    b->rule = POL_NEW_N(k->s.arena, uint32_t, all);
    if (!b->rule) return POL_NO_MEMORY;
    for (uint32_t i = first; i < all; i++)
      if (k->blocks[i] && same_group(k->r->m, first, i)) b->rule[b->rules++] = i;
    k->blockeds++;
  }
  return POL_OK;
}

/* ---- which changes, of all blockers together ---- */

enum { COMBINATIONS = 4096 };

typedef struct choice {
  uint32_t at[POL_TRIAL_MOST];        /* which combination each variant of the trial is */
  uint32_t most, best, things, cost, facts; /* most: ways of each blocker that are tried; best: POL_NO_REF when none leads to what is wanted */
} choice;

static pol_lift lift_of(asker *k, const blocked *b, bool all, bool wide) {
  return (pol_lift){ .arena = k->s.arena, .r = k->r, .trial = &k->trial, .q = &k->q, .wanted = k->w->wanted, .rule = b->rule, .rules = b->rules,
                     .blocks = k->blocks, .sole = k->blockeds <= 1, .all = all, .wide = wide };
}

static pol_status find_ways(asker *k, bool all, bool wide) {
  for (uint32_t i = 0; i < k->blockeds; i++) {
    blocked *b = &k->blocked[i];
    pol_lift lift = lift_of(k, b, all, wide);
    POL_TRY(pol_lift_ways(&b->way, &b->ways, &lift));
  }
  return POL_OK;
}

/* The combinations are numbered so that the first one is the best way of each. */
static void pick(asker *k, const choice *c, uint32_t combination) {
  for (uint32_t i = 0; i < k->blockeds; i++) {
    blocked *b = &k->blocked[i];
    uint32_t n = b->ways < c->most ? b->ways : c->most;
    b->chosen = combination % n;
    combination /= n;
  }
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

/* All the chosen changes at once; false where two want the same fact to be different things. */
static bool merge(pol_change *all, uint32_t *n, const asker *k) {
  *n = 0;
  for (uint32_t i = 0; i < k->blockeds; i++) {
    const pol_way *way = &k->blocked[i].way[k->blocked[i].chosen];
    for (uint32_t c = 0; c < way->n; c++) {
      bool listed;
      if (contradicts(all, *n, &way->change[c], &listed)) return false;
      if (!listed) all[(*n)++] = way->change[c];
    }
  }
  return true;
}

/* An agreement and who gave it are one thing. */
static uint32_t things_in(const asker *k, const pol_change *all, uint32_t n) {
  uint32_t things = n;
  for (uint32_t i = 0; i < n; i++)
    for (uint32_t j = 0; j < n; j++) {
      uint32_t a = k->r->m->facts.at[all[i].fact].agreement;
      things -= i != j && a != POL_NO_REF && all[i].fact == k->r->m->agreements.at[a].decided_by && all[j].fact == k->r->m->agreements.at[a].status;
    }
  return things;
}

static void weigh_combination(asker *k, choice *c, uint32_t combination, pol_change *all) {
  uint32_t n, cost = 0;
  pick(k, c, combination);
  if (!merge(all, &n, k)) return;
  for (uint32_t i = 0; i < k->blockeds; i++) cost += k->blocked[i].way[k->blocked[i].chosen].cost;
  uint32_t things = things_in(k, all, n);
  bool better = c->best == POL_NO_REF || things < c->things || (things == c->things && (cost < c->cost || (cost == c->cost && n < c->facts)));
  if (!better) return;
  c->best = combination;
  c->things = things;
  c->cost = cost;
  c->facts = n;
}

static pol_status run_combinations(asker *k, choice *c, pol_change *all) {
  POL_TRY(pol_trial_run(&k->trial, pol_run_as_of(k->r->run)));
  for (uint32_t i = 0; i < k->trial.n; i++)
    if (pol_answer_outcome(k->trial.run, i, k->answer->decision) == k->w->wanted) weigh_combination(k, c, c->at[i], all);
  pol_trial_clear(&k->trial);
  return POL_OK;
}

/* Of the ways found, those that lead to what is wanted when all are gone at once. */
static pol_status choose(bool *chosen, asker *k) {
  choice c = { .most = POL_LIFT_WAYS, .best = POL_NO_REF };
  uint32_t combinations = COMBINATIONS + 1, n;
  pol_change *all = POL_NEW_N(k->s.arena, pol_change, (size_t)k->blockeds * POL_LIFT_FACTS + 1);
  *chosen = false;
  if (!all) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->blockeds; i++)
    if (k->blocked[i].ways == 0) return POL_OK;
  for (c.most++; combinations > COMBINATIONS && c.most > 1;) {
    combinations = 1;
    c.most--;
    for (uint32_t i = 0; i < k->blockeds && combinations <= COMBINATIONS; i++) combinations *= k->blocked[i].ways < c.most ? k->blocked[i].ways : c.most;
  }
  pol_trial_clear(&k->trial);
  for (uint32_t x = 0; x < combinations; x++) {
    pick(k, &c, x);
    if (!merge(all, &n, k)) continue;
    c.at[k->trial.n] = x;
    pol_record_facts *record = pol_trial_add(&k->trial);
    if (!record) return POL_NO_MEMORY;
    for (uint32_t i = 0; i < n; i++) record->value[all[i].fact] = all[i].to;
    if (k->trial.n == POL_TRIAL_MOST) POL_TRY(run_combinations(k, &c, all));
  }
  POL_TRY(run_combinations(k, &c, all));
  *chosen = c.best != POL_NO_REF;
  if (*chosen) pick(k, &c, c.best);
  return POL_OK;
}

/* The smallest ways first; where they do not go together, larger ones, and facts that only other rules rest on. */
static pol_status choose_ways(bool *chosen, asker *k) {
  POL_TRY(find_ways(k, false, false));
  POL_TRY(choose(chosen, k));
  if (*chosen) return POL_OK;
  POL_TRY(find_ways(k, k->blockeds > 1, true));
  return choose(chosen, k);
}

/* ---- what comes of changes: every answer is worked out afresh ---- */

static pol_status copy_numbers(uint32_t **out, asker *k, const uint32_t *from, uint32_t n) {
  *out = POL_NEW_N(k->r->arena, uint32_t, n + 1);
  if (!*out) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) (*out)[i] = from[i];
  return POL_OK;
}

static pol_status answer_with(pol_blocker *out, asker *k, const pol_change *change, uint32_t changes) {
  pol_answer a;
  pol_trial_clear(&k->trial);
  pol_record_facts *record = pol_trial_add(&k->trial);
  if (!record) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < changes; i++) record->value[change[i].fact] = change[i].to;
  POL_TRY(pol_trial_run(&k->trial, pol_run_as_of(k->r->run)));
  POL_TRY(pol_answer_read(&a, k->s.arena, k->trial.run, record, 0, k->answer->decision));
  out->alone = a.outcome;
  out->alone_becauses = a.becauses;
  out->alone_because = POL_NEW_N(k->r->arena, uint32_t, a.becauses + 1);
  if (!out->alone_because) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < a.becauses; i++) out->alone_because[i] = a.because[i].rule;
  out->alone_parties = a.parties;
  return copy_numbers(&out->alone_party, k, a.party, a.parties);
}

/* What has no way is said to have none; where the ways that there are do not go together, none of them is proposed, but for what is open: each is then told
 * for itself. */
static bool is_proposed(const asker *k, const blocked *b, bool chosen, pol_now now) {
  bool all = true;
  for (uint32_t i = 0; i < k->blockeds; i++) all = all && k->blocked[i].ways > 0;
  return b->ways > 0 && (chosen || !all || now == POL_NOW_OPEN);
}

static pol_status take_way(pol_blocker *b, asker *k, const pol_way *way) {
  b->nearest = POL_NEW_N(k->r->arena, pol_change, way->n + 1);
  if (!b->nearest) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < way->n; i++) b->nearest[b->nearests++] = way->change[i];
  return answer_with(b, k, b->nearest, b->nearests);
}

static pol_status read_blocker(asker *k, blocked *from, bool chosen) {
  pol_blocker *b = &k->w->blocker[k->w->blockers++];
  *b = (pol_blocker){ .rule = from->rule[0], .now = POL_NOW_OPEN, .alone = k->answer->outcome };
  for (uint32_t i = 0; i < from->rules; i++)
    if (pol_row_truth(k->r, k->r->p->rule[from->rule[i]].in_force) == POL_YES) b->now = POL_NOW_HOLDS;
  b->alls = from->rules;
  POL_TRY(copy_numbers(&b->all, k, from->rule, from->rules));
  return is_proposed(k, from, chosen, b->now) ? take_way(b, k, &from->way[chosen ? from->chosen : 0]) : POL_OK;
}

static pol_status read_together(asker *k) {
  uint32_t n;
  pol_blocker all = { 0 };
  pol_change *change = POL_NEW_N(k->s.arena, pol_change, (size_t)k->blockeds * POL_LIFT_FACTS + 1);
  if (!change) return POL_NO_MEMORY;
  merge(change, &n, k);
  POL_TRY(answer_with(&all, k, change, n));
  k->w->together_known = true;
  k->w->together = all.alone;
  k->w->together_because = all.alone_because;
  k->w->together_becauses = all.alone_becauses;
  return POL_OK;
}

/* A date in the way may be moved either way: the other one is told where the same comes of it, alone and with all other changes. */
static pol_status look_the_other_way(asker *k, uint32_t at, bool chosen) {
  pol_blocker *b = &k->w->blocker[at], alone;
  if (b->nearests != 1 || b->nearest[0].from.state != POL_KNOWN || b->nearest[0].from.type.kind != POL_T_DATE) return POL_OK;
  pol_change date = b->nearest[0], *all = POL_NEW_N(k->s.arena, pol_change, (size_t)k->blockeds * POL_LIFT_FACTS + 1);
  pol_lift lift = lift_of(k, &k->blocked[at], false, false);
  uint32_t n = 0;
  if (!all) return POL_NO_MEMORY;
  POL_TRY(pol_lift_other_way(&date, &lift));
  if (!date.either) return POL_OK;
  pol_change other = { .fact = date.fact, .from = date.from, .to = date.other };
  POL_TRY(answer_with(&alone, k, &other, 1));
  bool same = alone.alone == b->alone;
  if (same && chosen) {
    merge(all, &n, k);
    for (uint32_t i = 0; i < n; i++)
      if (all[i].fact == date.fact) all[i].to = date.other;
    POL_TRY(answer_with(&alone, k, all, n));
    same = alone.alone == k->w->together;
  }
  if (same) b->nearest[0] = date;
  return POL_OK;
}

/* Nothing stands in the way, but no clause says what is wanted either: the smallest change under which one does. */
static pol_status read_lacking(asker *k) {
  pol_outcome now = k->answer->outcome;
  if (now == k->w->wanted || now == POL_OUT_CONFLICT || now == POL_OUT_ERROR) return POL_OK;
  pol_way *way;
  uint32_t ways;
  blocked nothing = { .rule = NULL };
  pol_lift lift = lift_of(k, &nothing, false, true);
  POL_TRY(pol_lift_ways(&way, &ways, &lift));
  if (!ways) return POL_OK;
  k->w->lacking = (pol_blocker){ .rule = POL_NO_REF, .now = now == POL_OUT_UNDETERMINED ? POL_NOW_OPEN : POL_NOW_HOLDS };
  return take_way(&k->w->lacking, k, &way[0]);
}

/* Each blocker with its changes, and what comes of all of them at once. */
static pol_status read_blockers(asker *k) {
  bool chosen;
  pol_why_not *w = k->w;
  POL_TRY(list_blocked(k));
  if (k->blockeds == 0) return read_lacking(k);
  POL_TRY(choose_ways(&chosen, k));
  w->blocker = POL_NEW_N(k->r->arena, pol_blocker, k->blockeds + 1);
  if (!w->blocker) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->blockeds; i++) POL_TRY(read_blocker(k, &k->blocked[i], chosen));
  if (chosen) POL_TRY(read_together(k));
  for (uint32_t i = 0; i < k->blockeds; i++) POL_TRY(look_the_other_way(k, i, chosen));
  return POL_OK;
}

/* ---- all of it ---- */

static pol_status read_why_not(asker *k) {
  POL_TRY(pol_question_make(&k->q, &k->s, k->answer->decision));
  POL_TRY(pol_trial_start(&k->trial, k->s.arena, k->r));
  POL_TRY(find_blocks(k));
  POL_TRY(read_blockers(k));
  return pol_first_date(k->w, k->r, &k->trial, k->answer->decision);
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

/* ---- the clauses alone ---- */

static bool has_clause(const pol_answer *a, uint32_t clause) {
  for (uint32_t i = 0; i < a->blockeds; i++)
    if (a->blocked[i] == clause) return true;
  return false;
}

static pol_status list_clauses(pol_answer *a, asker *k) {
  POL_TRY(pol_question_make(&k->q, &k->s, a->decision));
  POL_TRY(find_blocks(k));
  a->blocked = POL_NEW_N(k->r->arena, uint32_t, k->r->m->clauses.n + 1);
  if (!a->blocked) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < k->r->m->rules.n; i++) {
    uint32_t clause = k->r->m->rules.at[i].clause;
    if (k->blocks[i] && !has_clause(a, clause)) a->blocked[a->blockeds++] = clause;
  }
  return POL_OK;
}

pol_status pol_answer_blocked(pol_answer *answer, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row) {
  pol_why_not w = { .wanted = POL_OUT_PERMITTED };
  pol_row r = pol_row_of(arena, run, record, row);
  asker k = { .w = &w, .r = &r, .answer = answer, .s = r };
  k.s.arena = pol_arena_new(pol_arena_alloc(arena));
  pol_status status = k.s.arena ? list_clauses(answer, &k) : POL_NO_MEMORY;
  pol_arena_drop(k.s.arena);
  return status;
}
