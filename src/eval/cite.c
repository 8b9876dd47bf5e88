#include "eval/cite.h"
#include "eval/walk.h"
#include "eval/watch.h"
#include "eval/words.h"
#include <string.h>

/* ---- stages ---- */

pol_status pol_question_make(pol_question *out, const pol_row *r, uint32_t decision) {
  *out = (pol_question){ .decision = decision };
  return pol_row_stages(&out->stage, &out->stages, r, decision);
}

uint32_t pol_question_stage(const pol_question *q, const pol_row *r, pol_outcome *outcome) {
  uint32_t at = 0;
  *outcome = pol_row_own_outcome(r, q->stage[0]);
  while (at + 1 < q->stages && *outcome == POL_OUT_PERMITTED) *outcome = pol_row_own_outcome(r, q->stage[++at]);
  return at;
}

/* What is in force and gives the outcome decides it, where no rule sets others aside: then nothing needs to be weighed. */
static bool cite_plainly(bool *cited, const pol_row *r, uint32_t decision, pol_outcome outcome) {
  const pol_decision *d = &r->m->decisions.at[decision];
  if (outcome == POL_OUT_VALUE || outcome == POL_OUT_CONFLICT || outcome == POL_OUT_ERROR || outcome == POL_OUT_UNDETERMINED) return false;
  for (uint32_t i = 0; i < d->rules; i++)
    if (r->m->rules.at[d->rule[i]].effect == POL_E_SETS_ASIDE && pol_row_truth(r, r->p->rule[d->rule[i]].guard) == POL_YES) return false;
  for (uint32_t i = 0; i < d->rules; i++) {
    uint32_t rule = d->rule[i];
    pol_effect e = r->m->rules.at[rule].effect;
    if (e != POL_E_SETS_ASIDE && pol_effect_outcome(e) == outcome && pol_row_truth(r, r->p->rule[rule].in_force) == POL_YES) cited[rule] = true;
  }
  return true;
}

pol_status pol_cite_stage(bool *cited, const pol_row *r, uint32_t decision, pol_outcome outcome) {
  pol_weigh w;
  if (cite_plainly(cited, r, decision, outcome)) return POL_OK;
  POL_TRY(pol_weigh_read(&w, r, decision));
  pol_weighed steps = pol_weigh_outcome(&w);
  pol_weigh_cite(&w, outcome, &steps, cited);
  return POL_OK;
}

pol_status pol_cite_stages(bool *cited, const pol_row *r, const pol_question *q, pol_outcome *outcome) {
  uint32_t at = pol_question_stage(q, r, outcome);
  POL_TRY(pol_cite_stage(cited, r, q->stage[at], *outcome));
  if (*outcome != POL_OUT_PERMITTED && *outcome != POL_OUT_VALUE) return POL_OK;
  for (uint32_t i = 0; i < at; i++) POL_TRY(pol_cite_stage(cited, r, q->stage[i], POL_OUT_PERMITTED));
  return POL_OK;
}

/* ---- decisions that rules use ---- */

typedef struct using {
  const pol_row *at;
  bool *cited, *done, *answered; /* by rule, by rule, by decision */
  pol_walk walk;
} using;

uint32_t pol_cite_next(const bool *set, uint32_t from, uint32_t n) {
  const bool *found = from < n ? memchr(set + from, 1, (n - from) * sizeof *set) : NULL;
  return found ? (uint32_t)(found - set) : n;
}

static pol_status use_rule(using *u, uint32_t rule) {
  const pol_program_rule *nodes = &u->at->p->rule[rule];
  uint32_t from[] = { nodes->test, nodes->when, nodes->except, nodes->value };
  for (size_t i = 0; i < sizeof from / sizeof *from; i++) POL_TRY(pol_walk_from(&u->walk, from[i]));
  uint32_t decisions = u->at->m->decisions.n;
  for (uint32_t d = pol_cite_next(u->walk.answer, 0, decisions); d < decisions; d = pol_cite_next(u->walk.answer, d + 1, decisions)) {
    if (u->answered[d]) continue;
    u->answered[d] = true;
    pol_question q;
    pol_outcome outcome;
    POL_TRY(pol_question_make(&q, u->at, d));
    POL_TRY(pol_cite_stages(u->cited, u->at, &q, &outcome));
  }
  return POL_OK;
}

static pol_walk_through through_for(pol_outcome o) {
  return o == POL_OUT_UNDETERMINED ? POL_WALK_UNKNOWN : o == POL_OUT_ERROR ? POL_WALK_ERRED : POL_WALK_ALL;
}

pol_status pol_cite_uses(bool *cited, const pol_row *r, pol_outcome outcome) {
  using u = { .at = r, .cited = cited };
  uint32_t n = r->m->rules.n;
  POL_TRY(pol_walk_start(&u.walk, r->arena, r, through_for(outcome)));
  if (u.walk.through == POL_WALK_ALL) u.walk.wants = POL_LEADS_ANSWER;
  u.walk.answer = POL_NEW_N(r->arena, bool, r->m->decisions.n + 1);
  u.done = POL_NEW_N(r->arena, bool, r->m->rules.n + 1);
  u.answered = POL_NEW_N(r->arena, bool, r->m->decisions.n + 1);
  if (!u.walk.answer || !u.done || !u.answered) return POL_NO_MEMORY;
  for (bool more = true; more;) { /* what a rule uses may stand before it */
    more = false;
    for (uint32_t i = 0; i < n; i++) cited[i] |= u.walk.row_rule[i];
    for (uint32_t i = pol_cite_next(cited, 0, n); i < n; i = pol_cite_next(cited, i + 1, n)) {
      if (u.done[i]) continue;
      u.done[i] = more = true;
      POL_TRY(use_rule(&u, i));
    }
  }
  return POL_OK;
}

pol_status pol_cite(bool *cited, const pol_row *r, const pol_question *q) {
  pol_outcome outcome;
  POL_TRY(pol_cite_stages(cited, r, q, &outcome));
  return pol_cite_uses(cited, r, outcome);
}

/* ---- lists ---- */

static bool same_rule(const pol_rule *a, const pol_rule *b) { return a->clause == b->clause && a->line == b->line && a->effect == b->effect; }

/* Reasons that differ in what they have filled in may be the same for others. */
static bool same_reason(const pol_row *r, const pol_cited *a, const pol_cited *b) {
  if (!a->reason || !b->reason) return !a->reason && !b->reason;
  bool same = strcmp(a->reason, b->reason) == 0;
  if (!same && pol_run_watching(r->run) && (pol_watch_has_mark(a->reason) || pol_watch_has_mark(b->reason))) pol_watch_lost(pol_run_watching(r->run));
  return same;
}

static bool is_listed(const pol_row *r, const pol_cited *list, uint32_t n, const pol_cited *one) {
  for (uint32_t i = 0; i < n; i++)
    if (same_rule(&r->m->rules.at[list[i].rule], &r->m->rules.at[one->rule]) && same_reason(r, &list[i], one)) return true;
  return false;
}

pol_status pol_cited_list(pol_cited **out, uint32_t *n, const pol_row *r, const bool *cited) {
  uint32_t most = 0;
  for (uint32_t i = 0; i < r->m->rules.n; i++) most += cited[i];
  *n = 0;
  *out = POL_NEW_N(r->arena, pol_cited, most + 1);
  if (!*out) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < r->m->rules.n; i++) {
    if (!cited[i]) continue;
    pol_cited one = { .rule = i };
    POL_TRY(pol_reason(&one.reason, r, i));
    if (!is_listed(r, *out, *n, &one)) (*out)[(*n)++] = one;
  }
  return POL_OK;
}

static bool write_piece(pol_text *t, const pol_row *r, const pol_piece *piece) {
  if (!piece->expr) {
    pol_text_add(t, piece->text);
    return true;
  }
  pol_value v = piece->expr->op == POL_OP_CONST ? piece->expr->value : (pol_value){ .state = POL_UNKNOWN };
  if (piece->expr->op != POL_OP_CONST && piece->expr->slot < r->p->nodes) v = pol_row_value(r, piece->expr->slot, &piece->expr->type);
  if (v.state != POL_KNOWN) return false;
  if (!pol_watch_hole(pol_run_watching(r->run), t, POL_HOLE_WORDS, &v, 0)) pol_value_words(t, r->m, &v);
  return true;
}

pol_status pol_reason(const char **out, const pol_row *r, uint32_t rule) {
  const pol_rule *at = &r->m->rules.at[rule];
  bool whole = true;
  *out = NULL;
  if (at->reasons == 0 && at->exception_of != POL_NO_REF) at = &r->m->rules.at[at->exception_of]; /* why an agreement is awaited at all */
  if (at->reasons == 0) return POL_OK;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->arena));
  for (uint32_t i = 0; i < at->reasons && whole; i++) whole = write_piece(&t, r, &at->reason[i]);
  bool fine = pol_text_ok(&t);
  if (fine && whole) *out = pol_arena_copy(r->arena, pol_text_get(&t), t.n);
  fine = fine && (!whole || *out);
  pol_text_drop(&t);
  return fine ? POL_OK : POL_NO_MEMORY;
}
