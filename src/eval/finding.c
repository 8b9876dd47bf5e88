#include "base/limits.h"
#include "eval/settle.h"
#include "eval/words.h"
#include <string.h>

/* ---- lists of what is possible ---- */

static bool is_not_applicable(pol_outcome o) { return o == POL_OUT_OUT_OF_SCOPE || o == POL_OUT_SILENT; }

/* Out of scope and silent are one answer: not applicable. */
static bool same_outcome(pol_outcome a, pol_outcome b) { return a == b || (is_not_applicable(a) && is_not_applicable(b)); }

pol_outcome pol_outcome_merge(pol_outcome a, pol_outcome b) { return a == b ? a : POL_OUT_SILENT; }

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

/* Items stand in room that is used again: what is kept gets its own. */
static bool keep_items(pol_value *v, pol_arena *arena) {
  if (v->state != POL_KNOWN || (v->type.kind != POL_T_SET && v->type.kind != POL_T_SEQUENCE)) return true;
  pol_value *items = POL_NEW_N(arena, pol_value, v->as.items.n + 1);
  if (!items) return false;
  if (v->as.items.n) memcpy(items, v->as.items.at, v->as.items.n * sizeof *items);
  v->as.items.at = items;
  return true;
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
  pol_possible kept = *p;
  pol_possible *last = keep_items(&kept.value, r->arena) ? POL_VEC_PUSH(r->arena, &f->possible) : NULL;
  if (!last) return POL_NO_MEMORY;
  memmove(&f->possible.at[at + 1], &f->possible.at[at], (f->possible.n - 1 - at) * sizeof kept);
  f->possible.at[at] = kept;
  return POL_OK;
}

static bool same_parties(const pol_finding *a, const pol_finding *b) {
  return a->parties == b->parties && (a->parties == 0 || memcmp(a->party, b->party, a->parties * sizeof *a->party) == 0);
}

static bool same_answer(const pol_finding *a, const pol_finding *b) {
  return same_outcome(a->outcome, b->outcome) && pol_value_same(&a->value, &b->value) && same_parties(a, b);
}

bool pol_finding_same(const pol_finding *a, const pol_finding *b) {
  if (a->definite != b->definite || a->open != b->open || a->vague != b->vague || a->possible.n != b->possible.n) return false;
  if (a->definite && !same_answer(a, b)) return false;
  for (uint32_t i = 0; i < a->possible.n; i++) {
    const pol_possible *x = &a->possible.at[i], *y = &b->possible.at[i];
    if (!same_outcome(x->outcome, y->outcome) || (x->outcome == POL_OUT_VALUE && !pol_value_same(&x->value, &y->value))) return false;
  }
  return true;
}

/* ---- definite answers ---- */

static bool has_party(const pol_finding *f, uint32_t party) {
  for (uint32_t i = 0; i < f->parties; i++)
    if (f->party[i] == party) return true;
  return false;
}

static pol_status collect_parties(pol_finding *out, const pol_weigh *w) {
  out->parties = 0;
  out->party = POL_NEW_N(w->at->arena, uint32_t, w->at->m->parties.n + 1);
  if (!out->party) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    for (uint32_t k = 0; rule->effect == POL_E_REFERS && w->in_force[i] == POL_YES && k < rule->parties; k++)
      if (!has_party(out, rule->party[k])) out->party[out->parties++] = rule->party[k];
  }
  return POL_OK;
}

/* Elements that may still come in, duties too, and due dates that are not known. */
static bool is_pending(const pol_weigh *w, const pol_value *items) {
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    pol_value item = pol_weigh_item(w, rule->option);
    if (rule->effect == POL_E_INCLUDES && w->in_force[i] == POL_OPEN && !pol_value_has(items, &item)) return true;
    if (rule->effect == POL_E_DUTY && (w->in_force[i] == POL_OPEN || (w->in_force[i] == POL_YES && w->value[i].state == POL_UNKNOWN))) return true;
  }
  return false;
}

static pol_status definite(pol_finding *out, const pol_row *r, uint32_t decision, pol_outcome outcome) {
  const pol_decision *d = &r->m->decisions.at[decision];
  const pol_program_decision *nodes = &r->p->decision[decision];
  bool members = d->type.kind == POL_T_SET || d->type.kind == POL_T_SEQUENCE || d->type.kind == POL_T_OBLIGATIONS;
  out->definite = true;
  out->outcome = outcome;
  out->value = (pol_value){ .state = POL_NOT_APPLICABLE };
  pol_weigh w;
  if (outcome == POL_OUT_PERMITTED && nodes->value != POL_NO_NODE) {
    out->value = pol_row_value(r, nodes->value, NULL);
    out->open = out->value.state == POL_UNKNOWN;
  } else if (outcome == POL_OUT_REFERRED) {
    POL_TRY(pol_weigh_read(&w, r, decision));
    POL_TRY(collect_parties(out, &w));
  } else if (outcome == POL_OUT_VALUE && members) {
    POL_TRY(pol_weigh_read(&w, r, decision));
    out->value = pol_weigh_outcome(&w).value;
    out->open = is_pending(&w, &out->value);
  } else if (outcome == POL_OUT_VALUE) {
    out->value = pol_row_value(r, nodes->value, &d->type);
  }
  return keep_items(&out->value, r->arena) ? POL_OK : POL_NO_MEMORY;
}

/* ---- settling guards ---- */

typedef struct settling {
  pol_weigh w;
  uint32_t *open; /* rules whose own condition is not known */
  uint32_t opens;
  bool mixed;          /* two ways of settling gave different answers */
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
  for (uint32_t k = 0; k < s->opens; k++) s->w.own[s->open[k]] = ways >> k & 1 ? POL_YES : POL_NO;
  pol_weigh_settle(&s->w);
  pol_weighed got = pol_weigh_outcome(&s->w);
  pol_finding way = { .definite = true, .outcome = got.outcome, .value = { .state = POL_NOT_APPLICABLE } };
  if (got.outcome == POL_OUT_VALUE) way.value = got.value;
  if (got.outcome == POL_OUT_REFERRED) POL_TRY(collect_parties(&way, &s->w));
  if (!s->mixed) pol_weigh_cite(&s->w, got.outcome, &got, s->cited);
  if (ways == 0) {
    *out = way;
    if (!keep_items(&out->value, r->arena)) return POL_NO_MEMORY;
  } else if (same_answer(out, &way)) {
    out->outcome = pol_outcome_merge(out->outcome, way.outcome);
  } else {
    s->mixed = true;
  }
  if (got.outcome == POL_OUT_UNDETERMINED) s->mixed = out->vague = true;
  bool listed = got.outcome != POL_OUT_UNDETERMINED && (s->w.d->type.kind == POL_T_PERMISSION || (got.outcome != POL_OUT_CONFLICT && got.outcome != POL_OUT_ERROR));
  return listed ? pol_finding_add(out, r, &(pol_possible){ got.outcome, got.value }) : POL_OK;
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
  out->definite = !s.mixed;
  if (!out->definite) out->outcome = POL_OUT_UNDETERMINED;
  uint32_t amount = out->outcome == POL_OUT_PERMITTED ? r->p->decision[decision].value : POL_NO_NODE;
  if (amount != POL_NO_NODE) out->value = pol_row_value(r, amount, NULL);
  out->open = amount != POL_NO_NODE && out->value.state == POL_UNKNOWN;
  for (uint32_t i = 0; out->definite && cited && i < r->m->rules.n; i++) cited[i] = cited[i] || s.cited[i];
  return POL_OK;
}

pol_status pol_finding_read(pol_finding *out, const pol_row *r, const pol_question *q, bool *cited) {
  for (uint32_t at = 0; at < q->stages; at++) {
    uint32_t stage = q->stage[at];
    *out = (pol_finding){ .outcome = pol_row_own_outcome(r, stage) };
    bool settled = out->outcome == POL_OUT_UNDETERMINED;
    if (settled) POL_TRY(settle_guards(out, r, stage, cited));
    if (!out->definite && settled) return POL_OK;
    if (out->outcome == POL_OUT_PERMITTED && at + 1 < q->stages) continue;
    if (settled) return cited ? pol_cite_uses(cited, r, out->outcome) : POL_OK;
    POL_TRY(definite(out, r, stage, out->outcome));
    POL_TRY(pol_finding_add(out, r, &(pol_possible){ out->outcome, out->value }));
    return cited ? pol_cite(cited, r, q) : POL_OK;
  }
  return POL_OK;
}
