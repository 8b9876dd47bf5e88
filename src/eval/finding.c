#include "base/limits.h"
#include "eval/settle.h"
#include "eval/words.h"
#include <string.h>

/* ---- lists of what is possible ---- */

static bool is_not_applicable(pol_outcome o) { return o == POL_OUT_OUT_OF_SCOPE || o == POL_OUT_SILENT; }

/* Out of scope and silent are one answer: not applicable. */
static bool same_outcome(pol_outcome a, pol_outcome b) { return a == b || (is_not_applicable(a) && is_not_applicable(b)); }

pol_outcome pol_outcome_merge(pol_outcome a, pol_outcome b) { return a == b ? a : POL_OUT_SILENT; }

bool pol_outcome_drops(pol_outcome o, const pol_rule *rule) { return o == POL_OUT_SILENT && rule->effect == POL_E_APPLIES_ONLY_IF; }

/* Best for the person first; values in their order, before the answer that there is none. */
static int place(pol_outcome o) {
  switch (o) {
  case POL_OUT_VALUE: return 0;
  case POL_OUT_PERMITTED: return 1;
  case POL_OUT_REFERRED: return 2;
  case POL_OUT_REFUSED: return 3;
  case POL_OUT_OUT_OF_SCOPE:
  case POL_OUT_SILENT: return 4;
  case POL_OUT_CONFLICT: return 5;
  case POL_OUT_ERROR: return 6;
  case POL_OUT_UNDETERMINED: break;
  }
  return 7;
}

static int cmp_possible(const pol_model *m, const pol_possible *a, const pol_possible *b) {
  int x = place(a->outcome), y = place(b->outcome);
  if (x != y) return x < y ? -1 : 1;
  return a->outcome == POL_OUT_VALUE ? pol_value_cmp(m, &a->value, &b->value) : 0;
}

pol_status pol_finding_add(pol_finding *f, const pol_row *r, const pol_possible *p) {
  uint32_t at = 0;
  for (; at < f->possible.n; at++) {
    int c = cmp_possible(r->m, p, &f->possible.at[at]);
    if (c < 0) break;
    if (c > 0) continue;
    f->possible.at[at].outcome = pol_outcome_merge(f->possible.at[at].outcome, p->outcome);
    return POL_OK;
  }
  pol_possible kept = *p; /* items stand in room that is used again: what is kept gets its own */
  POL_TRY(pol_value_keep(&kept.value, r->arena));
  if (!POL_VEC_PUSH(r->arena, &f->possible)) return POL_NO_MEMORY;
  memmove(&f->possible.at[at + 1], &f->possible.at[at], (f->possible.n - 1 - at) * sizeof kept);
  f->possible.at[at] = kept;
  return POL_OK;
}

static bool has_party(const pol_finding *f, uint32_t party) {
  for (uint32_t i = 0; i < f->parties; i++)
    if (f->party[i] == party) return true;
  return false;
}

/* In whichever order: that is the document's, and hangs on which of several rules name them. */
static bool same_parties(const pol_finding *a, const pol_finding *b) {
  for (uint32_t i = 0; i < a->parties; i++)
    if (!has_party(b, a->party[i])) return false;
  return a->parties == b->parties;
}

static bool same_dues(const pol_finding *a, const pol_finding *b) {
  for (uint32_t i = 0; i < a->dues && a->dues == b->dues; i++)
    if (a->due[i].rule != b->due[i].rule || !pol_value_same(&a->due[i].date, &b->due[i].date)) return false;
  return a->dues == b->dues;
}

static bool same_pending(const pol_finding *a, const pol_finding *b) {
  pol_value list = { .type = b->value.type, .as.items = { b->pending, b->pendings } };
  for (uint32_t i = 0; i < a->pendings; i++)
    if (!pol_value_has(&list, &a->pending[i])) return false;
  return a->pendings == b->pendings;
}

static bool same_answer(const pol_finding *a, const pol_finding *b) {
  return same_outcome(a->outcome, b->outcome) && pol_value_same(&a->value, &b->value) && same_parties(a, b) && same_pending(a, b);
}

bool pol_finding_agrees(const pol_finding *a, const pol_finding *b) {
  if (!a->definite || !b->definite) return false;
  return (a->outcome == POL_OUT_PERMITTED && b->outcome == POL_OUT_PERMITTED) || (a->open == b->open && same_answer(a, b));
}

void pol_finding_merge(pol_finding *into, const pol_finding *f) {
  bool amount = into->outcome == POL_OUT_PERMITTED && (into->open || f->open || !pol_value_same(&into->value, &f->value));
  into->outcome = pol_outcome_merge(into->outcome, f->outcome);
  into->open |= f->open || amount;
  if (amount) into->value = (pol_value){ .state = POL_UNKNOWN };
}

static bool same_needs(const pol_finding *a, const pol_finding *b) {
  if (!a->needs || !b->needs) return a->needs == b->needs;
  return memcmp(a->needs, b->needs, a->facts) == 0;
}

bool pol_finding_same(const pol_finding *a, const pol_finding *b) {
  if (a->definite != b->definite || a->open != b->open || !same_needs(a, b)) return false;
  if (a->definite) return same_answer(a, b) && same_dues(a, b);
  if (a->possible.n != b->possible.n) return false;
  for (uint32_t i = 0; i < a->possible.n; i++) {
    const pol_possible *x = &a->possible.at[i], *y = &b->possible.at[i];
    if (!same_outcome(x->outcome, y->outcome) || (x->outcome == POL_OUT_VALUE && !pol_value_same(&x->value, &y->value))) return false;
  }
  return true;
}

/* ---- definite answers ---- */

static pol_status collect_parties(pol_finding *out, const pol_weigh *w) {
  out->parties = 0;
  out->party = POL_NEW_N(w->at->arena, uint32_t, w->at->m->parties.n + 1);
  if (!out->party) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    for (uint32_t k = 0; rule->effect == POL_E_REFERS && w->in_force[i] == POL_YES && k < rule->parties; k++)
      if (!has_party(out, rule->party[k])) out->party[out->parties++] = rule->party[k];
  }
  for (uint32_t i = 0; i < w->n; i++) { /* somebody else may still come in */
    const pol_rule *rule = pol_weigh_rule(w, i);
    for (uint32_t k = 0; rule->effect == POL_E_REFERS && w->in_force[i] == POL_OPEN && k < rule->parties; k++) out->open |= !has_party(out, rule->party[k]);
  }
  return POL_OK;
}

/* What a finding has of rules that are weighed: items and parties, and what may still come in. */
static pol_status take_weighed(pol_finding *out, const pol_weigh *w, const pol_weighed *got) {
  pol_value list = { .type = got->value.type };
  out->value = got->value;
  out->fault = got->fault;
  list.as.items.at = out->pending = POL_NEW_N(w->at->arena, pol_value, w->n + 1);
  out->due = POL_NEW_N(w->at->arena, pol_due, w->n + 1);
  if (!out->pending || !out->due) return POL_NO_MEMORY;
  for (uint32_t i = 0; got->outcome == POL_OUT_VALUE && i < w->n; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    pol_value item = pol_weigh_item(w, i);
    if (e != POL_E_INCLUDES && e != POL_E_DUTY) continue;
    if (w->in_force[i] == POL_OPEN && !pol_value_has(&got->value, &item)) pol_weigh_put(&list, out->pending, &item);
    if (e == POL_E_DUTY && w->in_force[i] == POL_YES) out->due[out->dues++] = (pol_due){ w->d->rule[i], w->value[i] };
    out->open |= e == POL_E_DUTY && w->in_force[i] == POL_YES && w->value[i].state == POL_UNKNOWN; /* its date */
  }
  out->pendings = list.as.items.n;
  out->open |= out->pendings > 0 || (got->outcome == POL_OUT_PERMITTED && got->value.state == POL_UNKNOWN);
  if (got->outcome == POL_OUT_REFERRED) POL_TRY(collect_parties(out, w));
  return pol_value_keep(&out->value, w->at->arena);
}

static bool has_members(const pol_decision *d) { return d->type.kind == POL_T_SET || d->type.kind == POL_T_SEQUENCE || d->type.kind == POL_T_OBLIGATIONS; }

/* The answer that the columns give. A value is read from them; what only rules show is weighed. */
static pol_status definite(pol_finding *out, const pol_row *r, uint32_t decision, pol_outcome outcome) {
  const pol_decision *d = &r->m->decisions.at[decision];
  uint32_t node = r->p->decision[decision].own_value; /* a stage before it may be settled without being known */
  out->definite = true;
  out->outcome = outcome;
  out->value = (pol_value){ .state = POL_NOT_APPLICABLE };
  if (outcome == POL_OUT_VALUE && !has_members(d)) {
    out->value = pol_row_value(r, node, &d->type);
    return POL_OK;
  }
  pol_weigh w;
  POL_TRY(pol_weigh_read(&w, r, decision));
  pol_weighed got = { .outcome = outcome, .value = { .state = POL_NOT_APPLICABLE } };
  if (outcome == POL_OUT_VALUE) got.value = pol_weigh_outcome(&w).value;
  if (outcome == POL_OUT_ERROR) got.fault = pol_weigh_outcome(&w).fault;
  if (outcome == POL_OUT_PERMITTED && node != POL_NO_NODE) got.value = pol_row_amount(r, d, node);
  return take_weighed(out, &w, &got);
}

/* ---- settling guards ---- */

typedef struct settling {
  pol_weigh w;
  uint32_t *open; /* rules whose own condition is not known */
  uint32_t opens;
  bool mixed, vague;   /* two ways of settling gave different answers; one gave none */
  pol_finding all;     /* for its list of what is possible */
  bool *cited;         /* what decides in one of them */
} settling;

/* Which rules would still speak when nothing can be tried: those that are open, and what is certain. */
static pol_status possible_by_rank(pol_finding *out, const pol_row *r, const pol_weigh *w) {
  pol_possible best = { .outcome = POL_OUT_SILENT };
  out->vague = true;
  if (w->d->type.kind != POL_T_PERMISSION) return POL_OK;
  for (uint32_t i = 0; i < w->n; i++) {
    pol_outcome o = pol_effect_outcome(pol_weigh_rule(w, i)->effect);
    if (w->in_force[i] == POL_YES && o < best.outcome) best.outcome = o;
  }
  for (uint32_t i = 0; i < w->n; i++) {
    pol_possible p = { .outcome = pol_effect_outcome(pol_weigh_rule(w, i)->effect) };
    if (w->in_force[i] == POL_OPEN && p.outcome < best.outcome) POL_TRY(pol_finding_add(out, r, &p));
  }
  return pol_finding_add(out, r, &best);
}

/* One way of settling: conflicts and errors of a value are not listed as possible, but an answer that may end so is not definite. */
static pol_status settle_once(pol_finding *out, const pol_row *r, settling *s, uint32_t ways) {
  for (uint32_t k = 0; k < s->opens; k++) s->w.own[s->open[k]] = ((ways >> k) & 1) != 0 ? POL_YES : POL_NO;
  pol_weigh_settle(&s->w);
  pol_weighed got = pol_weigh_outcome(&s->w);
  pol_finding way = { .definite = got.outcome != POL_OUT_UNDETERMINED, .stage = out->stage, .outcome = got.outcome };
  pol_weighed said = got; /* what a refusal, a conflict, an error come with is no value */
  if (got.outcome != POL_OUT_VALUE && got.outcome != POL_OUT_PERMITTED) said.value = (pol_value){ .state = POL_NOT_APPLICABLE };
  POL_TRY(take_weighed(&way, &s->w, &said));
  if (!s->mixed) pol_weigh_cite(&s->w, got.outcome, &got, s->cited);
  if (!way.definite) s->mixed = s->vague = true;
  if (ways == 0) *out = way;
  else if (!pol_finding_agrees(out, &way)) s->mixed = true;
  else pol_finding_merge(out, &way);
  bool permission = s->w.d->type.kind == POL_T_PERMISSION;
  bool listed = way.definite && (permission || (got.outcome != POL_OUT_CONFLICT && got.outcome != POL_OUT_ERROR));
  if (!listed) return POL_OK;
  if (permission) got.value = (pol_value){ .state = POL_NOT_APPLICABLE };
  return pol_finding_add(&s->all, r, &(pol_possible){ got.outcome, got.value });
}

static pol_status settle_guards(pol_finding *out, const pol_row *r, uint32_t decision, bool *cited) {
  settling s = { 0 };
  POL_TRY(pol_weigh_read(&s.w, r, decision));
  s.open = POL_NEW_N(r->arena, uint32_t, s.w.n + 1);
  s.cited = POL_NEW_N(r->arena, bool, r->m->rules.n + 1);
  if (!s.open || !s.cited) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < s.w.n; i++)
    if (s.w.own[i] == POL_OPEN) s.open[s.opens++] = i;
  if (s.opens > POL_LIMIT_SETTLE_RULES) return possible_by_rank(out, r, &s.w);
  for (uint32_t ways = 0; ways < UINT32_C(1) << s.opens; ways++) POL_TRY(settle_once(out, r, &s, ways));
  out->possible.at = s.all.possible.at, out->possible.n = s.all.possible.n, out->possible.cap = s.all.possible.cap;
  out->vague = s.vague;
  out->definite = !s.mixed;
  if (!out->definite) out->outcome = POL_OUT_UNDETERMINED, out->open = false;
  for (uint32_t i = 0; out->definite && i < r->m->rules.n; i++) cited[i] = cited[i] || (s.cited[i] && !pol_outcome_drops(out->outcome, &r->m->rules.at[i]));
  return POL_OK;
}

/* ---- stages ---- */

/* The answer of one stage, and what decides it. */
static pol_status read_stage(pol_finding *out, const pol_row *r, const pol_question *q, uint32_t at, bool *decides) {
  uint32_t stage = q->stage[at];
  *out = (pol_finding){ .stage = at, .outcome = pol_row_own_outcome(r, stage) };
  if (out->outcome == POL_OUT_UNDETERMINED) return settle_guards(out, r, stage, decides);
  POL_TRY(definite(out, r, stage, out->outcome));
  POL_TRY(pol_finding_add(out, r, &(pol_possible){ out->outcome, out->value }));
  return pol_cite_stage(decides, r, stage, out->outcome);
}

static void merge(bool *into, const bool *from, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) into[i] = into[i] || from[i];
}

/* Marks the rules that decide a stage which permits, and what they use. */
static pol_status pass(bool *passed, const pol_row *r, const bool *decides) {
  uint32_t rules = r->m->rules.n;
  bool *used = POL_NEW_N(r->arena, bool, rules + 1);
  if (!used) return POL_NO_MEMORY;
  memcpy(used, decides, rules * sizeof *used);
  POL_TRY(pol_cite_uses(used, r, POL_OUT_PERMITTED));
  merge(passed, used, rules);
  return POL_OK;
}

pol_status pol_finding_read(pol_finding *out, const pol_row *r, const pol_question *q, bool *cited, bool *passed) {
  uint32_t rules = r->m->rules.n;
  bool *before = POL_NEW_N(r->arena, bool, rules + 1), *decides = POL_NEW_N(r->arena, bool, rules + 1);
  if (!before || !decides) return POL_NO_MEMORY;
  if (q->passed) memcpy(before, q->passed, rules * sizeof *before);
  for (uint32_t at = q->first; at < q->stages; at++) {
    memset(decides, 0, rules * sizeof *decides);
    POL_TRY(read_stage(out, r, q, at, decides));
    if (!out->definite || out->outcome != POL_OUT_PERMITTED || at + 1 == q->stages) break;
    if (cited || passed) POL_TRY(pass(before, r, decides));
  }
  if (passed) merge(passed, before, rules);
  if (!cited) return POL_OK;
  if (!out->definite) POL_TRY(pol_cite_stage(decides, r, q->stage[out->stage], POL_OUT_UNDETERMINED));
  POL_TRY(pol_cite_uses(decides, r, out->definite ? out->outcome : POL_OUT_UNDETERMINED));
  merge(cited, decides, rules);
  if (out->definite && (out->outcome == POL_OUT_PERMITTED || out->outcome == POL_OUT_VALUE)) merge(cited, before, rules);
  return POL_OK;
}
