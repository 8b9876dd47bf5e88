#include "eval/settle.h"
#include "eval/walk.h"
#include <string.h>

/* ---- what is needed ---- */

static bool is_settled_in(const pol_row *r, const pol_decision *d, const pol_rule *rule) {
  for (uint32_t i = 0; rule->effect == POL_E_INCLUDES && i < d->rules; i++) {
    const pol_rule *other = &r->m->rules.at[d->rule[i]];
    if (other->effect == POL_E_INCLUDES && other->option == rule->option && pol_row_counts(r, d->rule[i]) == POL_YES) return true;
  }
  return false;
}

/* Elements and duties that may still come in, and the due dates of those that are in. */
static pol_status walk_members(pol_walk *w, const pol_row *r, uint32_t decision) {
  const pol_decision *d = &r->m->decisions.at[decision];
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *rule = &r->m->rules.at[d->rule[i]];
    const pol_program_rule *nodes = &r->p->rule[d->rule[i]];
    if ((rule->effect != POL_E_INCLUDES && rule->effect != POL_E_DUTY) || is_settled_in(r, d, rule)) continue;
    POL_TRY(pol_walk_from(w, nodes->in_force));
    if (rule->effect == POL_E_DUTY && pol_row_counts(r, d->rule[i]) != POL_NO) POL_TRY(pol_walk_from(w, nodes->value));
  }
  uint32_t scope = r->p->decision[decision].scope;
  return pol_walk_from(w, scope);
}

/* Referrals that may still bring in somebody else. */
static pol_status walk_referrals(pol_walk *w, const pol_row *r, const pol_decision *d) {
  bool *sure = POL_NEW_N(r->arena, bool, r->m->parties.n + 1);
  if (!sure) return POL_NO_MEMORY;
  for (int pass = 0; pass < 2; pass++)
    for (uint32_t i = 0; i < d->rules; i++) {
      const pol_rule *rule = &r->m->rules.at[d->rule[i]];
      if (rule->effect != POL_E_REFERS || pol_row_counts(r, d->rule[i]) != (pass == 0 ? POL_YES : POL_OPEN)) continue;
      bool other = false;
      for (uint32_t k = 0; k < rule->parties; k++) {
        other |= !sure[rule->party[k]];
        if (pass == 0) sure[rule->party[k]] = true;
      }
      if (pass == 1 && other) POL_TRY(pol_walk_from(w, r->p->rule[d->rule[i]].in_force));
    }
  return POL_OK;
}

static void take_marks(uint8_t *fact, const pol_walk *w, bool listed_only) {
  for (uint32_t i = 0; i < w->at->m->facts.n; i++)
    if ((w->fact[i] & POL_MARK_MISSING) && (!listed_only || pol_domain_size(w->at->m, i) > 0)) fact[i] = 1;
}

pol_status pol_missing_mark(uint8_t *fact, const pol_row *r, uint32_t stage, pol_outcome outcome) {
  const pol_decision *d = &r->m->decisions.at[stage];
  const pol_program_decision *nodes = &r->p->decision[stage];
  pol_walk w;
  POL_TRY(pol_walk_start(&w, r->arena, r, POL_WALK_UNKNOWN));
  switch ((pol_type_kind)d->type.kind) {
  case POL_T_PERMISSION:
    if (outcome == POL_OUT_UNDETERMINED) POL_TRY(pol_walk_from(&w, nodes->own_outcome != POL_NO_NODE ? nodes->own_outcome : nodes->outcome));
    if (outcome == POL_OUT_PERMITTED) POL_TRY(pol_walk_from(&w, nodes->own_value));
    if (outcome == POL_OUT_UNDETERMINED || outcome == POL_OUT_REFERRED) POL_TRY(walk_referrals(&w, r, d));
    break;
  case POL_T_SET:
  case POL_T_SEQUENCE:
  case POL_T_OBLIGATIONS:
    if (outcome == POL_OUT_UNDETERMINED || outcome == POL_OUT_VALUE) POL_TRY(walk_members(&w, r, stage));
    break;
  default:
    if (outcome == POL_OUT_UNDETERMINED) POL_TRY(pol_walk_from(&w, nodes->own_value));
  }
  take_marks(fact, &w, false);
  if (d->type.kind != POL_T_PERMISSION || outcome != POL_OUT_UNDETERMINED) return POL_OK;
  POL_TRY(pol_walk_from(&w, nodes->own_value)); /* who is permitted may be told how much: nobody is asked for numbers for that yet, but what can be tried is tried */
  take_marks(fact, &w, true);
  return POL_OK;
}

/* ---- facts of few values ---- */

static bool within(const pol_fact *f, int32_t option) {
  int32_t low = f->low.as.i, high = f->high.as.i;
  switch (f->bound) {
  case POL_BOUND_NONE: break;
  case POL_BOUND_AT_LEAST: return option >= low;
  case POL_BOUND_MORE: return option > low;
  case POL_BOUND_AT_MOST: return option <= (f->high.type.kind == POL_T_OPTION ? high : low);
  case POL_BOUND_LESS: return option < (f->high.type.kind == POL_T_OPTION ? high : low);
  case POL_BOUND_RANGE: return option >= low && option <= high;
  }
  return true;
}

static uint32_t options_in(const pol_model *m, const pol_fact *f, uint32_t wanted, int32_t *found) {
  uint32_t n = 0, all = f->type.ref < m->options.n ? m->options.at[f->type.ref].n : 0;
  for (uint32_t i = 0; i < all; i++) {
    if (!within(f, (int32_t)i)) continue;
    if (n++ == wanted) *found = (int32_t)i;
  }
  return n;
}

uint32_t pol_domain_size(const pol_model *m, uint32_t fact) {
  const pol_fact *f = &m->facts.at[fact];
  int32_t none = 0;
  switch ((pol_type_kind)f->type.kind) {
  case POL_T_BOOL: return 2;
  case POL_T_OPTION: return options_in(m, f, UINT32_MAX, &none);
  case POL_T_PARTY: return pol_model_somebodies(m);
  default: return 0;
  }
}

pol_value pol_domain_value(const pol_model *m, uint32_t fact, uint32_t i) {
  const pol_fact *f = &m->facts.at[fact];
  pol_value v = { .state = POL_KNOWN, .type = f->type };
  if (f->type.kind == POL_T_BOOL) v.as.i = i == 0; /* yes first: that is how people are asked */
  if (f->type.kind == POL_T_OPTION) options_in(m, f, i, &v.as.i);
  if (f->type.kind == POL_T_PARTY) v.as.i = (int32_t)i;
  return v;
}
