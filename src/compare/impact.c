/* Who gains and who loses: from what the two versions say of one decision, and from which way it declares to be better. README.md has the table. */
#include "compare/inside.h"
#include "eval/words.h"

const char *pol_impact_name(pol_impact i) {
  static const char *const names[] = { "gains", "loses", "changed", "unaffected", "undetermined" };
  return names[i];
}

static bool is_settled(pol_outcome o) { return o != POL_OUT_UNDETERMINED && o != POL_OUT_CONFLICT && o != POL_OUT_ERROR; }

static int rank_of(pol_outcome o) { return o == POL_OUT_PERMITTED ? 2 : o == POL_OUT_REFERRED ? 1 : 0; }

static pol_impact by_sign(int sign) { return sign > 0 ? POL_IMPACT_GAINS : sign < 0 ? POL_IMPACT_LOSES : POL_IMPACT_UNAFFECTED; }

/* How good a yes, an option is: 1 for the one that is better, 0 for every other. */
static int worth(const pol_compared_decision *d, const pol_value *v, const pol_model *m) {
  if (v->type.kind == POL_T_BOOL) return d->better == POL_BETTER_NO ? !v->as.i : v->as.i;
  uint32_t i = (uint32_t)v->as.i;
  if (v->type.kind == POL_T_PARTY) return m->parties.at[i].name == d->better_option;
  return v->type.ref < m->options.n && i < m->options.at[v->type.ref].n && m->options.at[v->type.ref].at[i].name == d->better_option;
}

/* Above 0: the second is higher. Values that have no order, and those in different units, are neither. */
static bool compare(int *out, const pol_value *a, const pol_value *b, const pol_model *m) {
  if (a->type.kind != b->type.kind) return false;
  if (a->type.kind == POL_T_NUMBER && !pol_unit_same(a->type.unit, b->type.unit)) return false;
  *out = -pol_value_cmp(m, a, b);
  return true;
}

static pol_impact of_values(const pol_compared_decision *d, pol_better better, const pol_value *a, const pol_value *b, const pol_model *const m[2]) {
  int sign;
  if (pol_values_same(a, m[0], b, m[1])) return POL_IMPACT_UNAFFECTED;
  if (a->type.kind != b->type.kind) return POL_IMPACT_CHANGED;
  switch (better) {
  case POL_BETTER_YES:
  case POL_BETTER_NO:
    sign = worth(d, b, m[1]) - worth(d, a, m[0]);
    return sign ? by_sign(sign) : POL_IMPACT_CHANGED;
  case POL_BETTER_HIGHER:
  case POL_BETTER_LOWER:
    if (!compare(&sign, a, b, m[1]) || sign == 0) return POL_IMPACT_CHANGED;
    return by_sign(better == POL_BETTER_LOWER ? -sign : sign);
  case POL_BETTER_NOT_SAID:
  case POL_BETTER_NEUTRAL: break;
  }
  return POL_IMPACT_CHANGED;
}

static bool has_value(const pol_said *s) { return s->value.state == POL_KNOWN; }

static pol_impact of_amounts(const pol_compared_decision *d, const pol_said said[2], const pol_model *const m[2]) {
  pol_better better = d->better == POL_BETTER_NOT_SAID ? POL_BETTER_HIGHER : d->better; /* what a permission comes with is granted */
  if (has_value(&said[0]) && has_value(&said[1])) return of_values(d, better, &said[0].value, &said[1].value, m);
  if (has_value(&said[0]) == has_value(&said[1])) return POL_IMPACT_UNAFFECTED;
  return has_value(&said[1]) ? POL_IMPACT_GAINS : POL_IMPACT_LOSES;
}

static pol_impact of_permissions(const pol_compared_decision *d, const pol_said said[2], const pol_model *const m[2]) {
  int before = rank_of(said[0].outcome), after = rank_of(said[1].outcome);
  pol_impact i = before != after ? by_sign(after - before) : after == 2 ? of_amounts(d, said, m) : POL_IMPACT_UNAFFECTED;
  if (before == 1 && after == 1 && !pol_said_parties_same(&said[0], m[0], &said[1], m[1])) return POL_IMPACT_CHANGED;
  return d->better == POL_BETTER_NEUTRAL && i != POL_IMPACT_UNAFFECTED ? POL_IMPACT_CHANGED : i;
}

static pol_impact of_values_or_none(const pol_compared_decision *d, const pol_said said[2], const pol_model *const m[2]) {
  bool before = said[0].outcome == POL_OUT_VALUE, after = said[1].outcome == POL_OUT_VALUE;
  bool directed = d->better != POL_BETTER_NEUTRAL && d->better != POL_BETTER_NOT_SAID;
  if (!before && !after) return POL_IMPACT_UNAFFECTED;
  if (before && after) {
    bool duties = said[0].value.type.kind == POL_T_OBLIGATIONS;
    if (!duties) return of_values(d, d->better, &said[0].value, &said[1].value, m);
    return pol_said_same(&said[0], m[0], &said[1], m[1]) ? POL_IMPACT_UNAFFECTED : POL_IMPACT_CHANGED;
  }
  return !directed ? POL_IMPACT_CHANGED : after ? POL_IMPACT_GAINS : POL_IMPACT_LOSES; /* a value is better than none */
}

static void take_delta(pol_impact_made *out, const pol_value *a, const pol_value *b) {
  if (a->state != POL_KNOWN || b->state != POL_KNOWN || a->type.kind != POL_T_NUMBER || b->type.kind != POL_T_NUMBER) return;
  if (!pol_unit_same(a->type.unit, b->type.unit)) return;
  out->has_delta = pol_num_sub(&out->delta, b->as.num, a->as.num) == POL_NUM_FINE;
}

pol_impact_made pol_impact_of(const pol_compared_decision *d, const pol_said said[2], const pol_model *const m[2]) {
  pol_impact_made out = { .impact = POL_IMPACT_UNDETERMINED };
  for (int side = 0; side < 2; side++)
    if (!is_settled(said[side].outcome) || said[side].open) return out;
  bool permission = d->type.kind == POL_T_PERMISSION;
  out.impact = said[POL_BEFORE].shared ? POL_IMPACT_UNAFFECTED : permission ? of_permissions(d, said, m) : of_values_or_none(d, said, m);
  take_delta(&out, &said[0].value, &said[1].value);
  return out;
}

bool pol_effect_size(pol_num *out, const pol_effect_on *e) {
  bool had = e->value[POL_BEFORE].state == POL_KNOWN && e->value[POL_BEFORE].type.kind == POL_T_NUMBER;
  bool has = e->value[POL_AFTER].state == POL_KNOWN && e->value[POL_AFTER].type.kind == POL_T_NUMBER;
  if (!e->has_delta && (had == has || e->impact == POL_IMPACT_UNDETERMINED)) return false;
  *out = e->has_delta ? e->delta : e->value[had ? POL_BEFORE : POL_AFTER].as.num;
  if (out->n < 0) *out = pol_num_neg(*out);
  return true;
}
