#include "eval/weigh.h"
#include "eval/watch.h"
#include "eval/words.h"

const pol_rule *pol_weigh_rule(const pol_weigh *w, uint32_t i) { return &w->at->m->rules.at[w->d->rule[i]]; }

uint32_t pol_weigh_find(const pol_weigh *w, uint32_t rule) {
  uint32_t low = 0, high = w->n; /* rules stand in the order of the document */
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (w->d->rule[middle] < rule) low = middle + 1;
    else high = middle;
  }
  return low < w->n && w->d->rule[low] == rule ? low : POL_NO_REF;
}

/* ---- reading ---- */

static pol_value nothing(void) { return (pol_value){ .state = POL_NOT_APPLICABLE }; }

/* A rule above another has fewer rules above it, because the relation is transitive. */
static void put_in_order(pol_weigh *w) {
  for (uint32_t i = 0; i < w->n; i++) {
    uint32_t aboves = pol_weigh_rule(w, i)->aboves, at = i;
    for (; at > 0 && pol_weigh_rule(w, w->order[at - 1])->aboves > aboves; at--) w->order[at] = w->order[at - 1];
    w->order[at] = i;
  }
}

static uint8_t fault_of(const pol_row *r, uint32_t node) {
  return node == POL_NO_NODE ? POL_FAULT_NONE : (uint8_t)POL_CELL_FAULT(pol_run_column(r->run, node)->state[r->row]);
}

static void read_rule(pol_weigh *w, uint32_t i) {
  const pol_program_rule *nodes = &w->at->p->rule[w->d->rule[i]];
  pol_truth effective = pol_row_truth(w->at, nodes->effective);
  uint32_t in_force = pol_weigh_rule(w, i)->effect == POL_E_SETS_ASIDE ? nodes->guard : nodes->in_force;
  w->own[i] = effective == POL_NO ? POL_NO : pol_row_truth(w->at, nodes->own);
  w->own_fault[i] = fault_of(w->at, nodes->own);
  w->guard[i] = pol_row_truth(w->at, nodes->guard);
  w->in_force[i] = pol_row_truth(w->at, in_force);
  w->fault[i] = fault_of(w->at, in_force);
  const pol_rule *rule = pol_weigh_rule(w, i);
  const pol_expr *written = rule->effect == POL_E_DUTY ? rule->duty.date : rule->value;
  w->value[i] = nodes->value == POL_NO_NODE ? nothing() : pol_row_value(w->at, nodes->value, written ? &written->type : NULL);
}

pol_status pol_weigh_read(pol_weigh *w, const pol_row *r, uint32_t decision) {
  const pol_decision *d = &r->m->decisions.at[decision];
  pol_truth *truths = POL_NEW_N(r->arena, pol_truth, (size_t)d->rules * 3 + 1);
  *w = (pol_weigh){ .at = r, .d = d, .decision = decision, .n = d->rules, .own = truths };
  w->value = POL_NEW_N(r->arena, pol_value, d->rules + 1);
  w->order = POL_NEW_N(r->arena, uint32_t, d->rules + 1);
  w->item = POL_NEW_N(r->arena, pol_value, d->rules + 1);
  w->own_fault = POL_NEW_N(r->arena, uint8_t, (size_t)d->rules * 2 + 1);
  if (!truths || !w->value || !w->order || !w->item || !w->own_fault) return POL_NO_MEMORY;
  w->fault = w->own_fault + d->rules;
  w->guard = truths + d->rules;
  w->in_force = truths + (size_t)d->rules * 2;
  for (uint32_t i = 0; i < w->n; i++) read_rule(w, i);
  put_in_order(w);
  return POL_OK;
}

static bool may_have_none(const pol_weigh *w, uint32_t i) { return w->at->p->rule[w->d->rule[i]].may_give_none; }

bool pol_weigh_has_none(const pol_weigh *w, uint32_t i) { return may_have_none(w, i) && w->value[i].state == POL_NOT_APPLICABLE; }

/* ---- settling ---- */

static void set_aside(pol_weigh *w, uint32_t by) {
  const pol_rule *rule = pol_weigh_rule(w, by);
  for (uint32_t k = 0; k < rule->targets; k++) {
    uint32_t target = pol_weigh_find(w, rule->target[k]);
    if (target == POL_NO_REF) continue;
    if (w->own[by] == POL_YES) w->guard[target] = POL_NO;
    if (w->own[by] != POL_BAD || w->guard[target] != POL_YES) continue;
    w->guard[target] = POL_BAD;
    w->fault[target] = w->own_fault[by];
  }
}

/* What is left of rule i below rule `above`, which is above it if `by`: no, then open, error, yes. */
static void put_below(pol_weigh *w, uint32_t i, uint32_t above, pol_truth by) {
  if (w->in_force[i] == POL_NO || by == POL_NO) return;
  if (by == POL_YES) w->in_force[i] = POL_NO;
  else if (by == POL_OPEN) w->in_force[i] = POL_OPEN;
  else if (w->in_force[i] == POL_YES) w->in_force[i] = POL_BAD, w->fault[i] = w->fault[above];
}

void pol_weigh_settle(pol_weigh *w) {
  w->settled = true;
  for (uint32_t i = 0; i < w->n; i++) w->guard[i] = w->own[i], w->fault[i] = w->own_fault[i];
  for (uint32_t i = 0; i < w->n; i++)
    if (pol_weigh_rule(w, i)->effect == POL_E_SETS_ASIDE) set_aside(w, i);
  for (uint32_t k = 0; k < w->n; k++) {
    uint32_t i = w->order[k];
    const pol_rule *rule = pol_weigh_rule(w, i);
    w->in_force[i] = w->guard[i];
    for (uint32_t a = 0; a < rule->aboves; a++) {
      uint32_t above = pol_weigh_find(w, rule->above[a]);
      if (above == POL_NO_REF || pol_weigh_has_none(w, above)) continue;
      bool perhaps = w->in_force[above] == POL_YES && may_have_none(w, above) && w->value[above].state == POL_UNKNOWN;
      put_below(w, i, above, perhaps ? POL_OPEN : w->in_force[above]);
    }
  }
}

/* ---- values ---- */

static pol_value in_state(pol_state state, pol_fault fault) { return (pol_value){ .state = (uint8_t)state, .fault = (uint8_t)fault }; }

/* What is gathered over rules: unknown comes before error, as everywhere. */
typedef struct gathered { bool any, unknown, bad; pol_fault fault; pol_value value; } gathered;

/* false: this rule adds nothing more, because it is not in force, gives nothing, or gives something that is not known. */
static bool counts(gathered *g, const pol_weigh *w, uint32_t i) {
  const pol_value *v = &w->value[i];
  if (w->in_force[i] == POL_NO || (w->in_force[i] == POL_OPEN && !w->settled) || v->state == POL_NOT_APPLICABLE) return false;
  if (v->state == POL_UNKNOWN || w->in_force[i] == POL_OPEN) g->unknown = true;
  else if (v->state == POL_ERRED || w->in_force[i] == POL_BAD) {
    if (!g->bad) g->fault = w->in_force[i] == POL_BAD ? (pol_fault)w->fault[i] : (pol_fault)v->fault;
    g->bad = true;
  } else return true;
  return false;
}

static pol_value result(const gathered *g) {
  if (g->unknown) return in_state(POL_UNKNOWN, POL_FAULT_NONE);
  if (g->bad) return in_state(POL_ERRED, g->fault);
  return g->any ? g->value : nothing();
}

/* The one value of the rules of an effect. */
static pol_value weigh_one(const pol_weigh *w, pol_effect effect, pol_combine combine) {
  gathered g = { 0 };
  for (uint32_t i = 0; i < w->n; i++) {
    if (pol_weigh_rule(w, i)->effect != effect || !counts(&g, w, i)) continue;
    pol_watch *watch = combine == POL_COMBINE_SAME ? NULL : pol_run_watching(w->at->run); /* where they differ, the column has a conflict */
    int c = g.any ? pol_watch_cmp(watch, w->at->m, &w->value[i], &g.value) : 0;
    bool takes = !g.any || (combine == POL_COMBINE_LEAST && c < 0) || (combine == POL_COMBINE_GREATEST && c > 0);
    if (g.any && c != 0 && combine == POL_COMBINE_SAME) return in_state(POL_ERRED, POL_FAULT_CONFLICT);
    if (takes) g.value = w->value[i];
    g.any = true;
  }
  return result(&g);
}

static pol_num_fault reckon(pol_num *out, pol_effect e, pol_num a, pol_num b) {
  return e == POL_E_ADDS ? pol_num_add(out, a, b) : pol_num_mul(out, a, b);
}

/* Additions, or factors. Only numbers are added here: of anything else the outcome stays open, which claims nothing. */
static pol_value weigh_each(const pol_weigh *w, pol_value from, pol_effect effect) {
  gathered g = { .any = from.state == POL_KNOWN, .value = from };
  pol_num one = pol_num_int(effect == POL_E_ADDS ? 0 : 1);
  bool starts = effect == POL_E_ADDS && from.state == POL_NOT_APPLICABLE;
  for (uint32_t i = 0; i < w->n; i++) {
    if (pol_weigh_rule(w, i)->effect != effect || !counts(&g, w, i)) continue;
    const pol_value *v = &w->value[i];
    if (v->type.kind != POL_T_NUMBER) return in_state(POL_UNKNOWN, POL_FAULT_NONE);
    if (starts && !g.any) g = (gathered){ .any = true, .unknown = g.unknown, .bad = g.bad, .fault = g.fault, .value = { .type = v->type, .as.num = one } };
    if (!g.any) continue;
    if (g.value.type.kind != POL_T_NUMBER) return in_state(POL_UNKNOWN, POL_FAULT_NONE);
    if (g.bad || reckon(&g.value.as.num, effect, g.value.as.num, v->as.num) == POL_NUM_FINE) continue;
    g.bad = true; /* a later one that is unknown comes before it: with that one it may fit */
    g.fault = POL_FAULT_TOO_LARGE;
  }
  if (from.state == POL_KNOWN || starts) return result(&g);
  return from.state == POL_ERRED && g.unknown ? in_state(POL_UNKNOWN, POL_FAULT_NONE) : from;
}

static pol_value limit_of(const pol_weigh *w, pol_effect effect) {
  gathered g = { 0 };
  for (uint32_t i = 0; i < w->n; i++) {
    if (pol_weigh_rule(w, i)->effect != effect || !counts(&g, w, i)) continue;
    int c = g.any ? pol_value_cmp(w->at->m, &w->value[i], &g.value) : 0;
    if (!g.any || (effect == POL_E_CAP ? c < 0 : c > 0)) g.value = w->value[i];
    g.any = true;
  }
  return result(&g);
}

static pol_value weigh_limits(const pol_weigh *w, pol_value v) {
  pol_value cap = limit_of(w, POL_E_CAP), floor = limit_of(w, POL_E_FLOOR);
  if (v.state == POL_NOT_APPLICABLE || v.state == POL_UNKNOWN) return v;
  if (cap.state == POL_UNKNOWN || floor.state == POL_UNKNOWN) return in_state(POL_UNKNOWN, POL_FAULT_NONE);
  if (v.state == POL_ERRED) return v;
  if (cap.state == POL_ERRED) return cap;
  if (floor.state == POL_ERRED) return floor;
  bool capped = cap.state == POL_KNOWN, floored = floor.state == POL_KNOWN;
  if (capped && floored && pol_value_cmp(w->at->m, &floor, &cap) > 0) return in_state(POL_ERRED, POL_FAULT_CONFLICT);
  if (capped && pol_value_cmp(w->at->m, &v, &cap) > 0) return cap;
  return floored && pol_value_cmp(w->at->m, &v, &floor) < 0 ? floor : v;
}

static pol_value weigh_rounding(const pol_weigh *w, pol_value v) {
  if (v.state != POL_KNOWN || v.type.kind != POL_T_NUMBER || !w->d->rounded) return v;
  if (pol_num_round(&v.as.num, v.as.num, w->d->grain, w->d->round) != POL_NUM_FINE) return in_state(POL_ERRED, POL_FAULT_TOO_LARGE);
  return v;
}

static pol_weighed weigh_value(const pol_weigh *w) {
  pol_weighed out = { .base = weigh_one(w, POL_E_IS, w->d->combine) };
  out.uncapped = weigh_each(w, weigh_each(w, out.base, POL_E_ADDS), POL_E_MULTIPLIES);
  out.value = weigh_rounding(w, weigh_limits(w, out.uncapped));
  out.value.type = w->d->type;
  switch ((pol_state)out.value.state) {
  case POL_KNOWN: out.outcome = POL_OUT_VALUE; break;
  case POL_UNKNOWN: out.outcome = POL_OUT_UNDETERMINED; break;
  case POL_ERRED: out.outcome = out.value.fault == POL_FAULT_CONFLICT ? POL_OUT_CONFLICT : POL_OUT_ERROR; break;
  case POL_NOT_APPLICABLE: out.outcome = POL_OUT_SILENT; break;
  }
  out.fault = (pol_fault)out.value.fault;
  return out;
}

/* ---- permissions ---- */

static pol_weighed failed(uint8_t fault) {
  return (pol_weighed){ .outcome = fault == POL_FAULT_CONFLICT ? POL_OUT_CONFLICT : POL_OUT_ERROR, .value = nothing(), .fault = (pol_fault)fault };
}

static pol_weighed weigh_permission(const pol_weigh *w) {
  pol_outcome best = POL_OUT_SILENT;
  for (uint32_t i = 0; i < w->n; i++) {
    pol_outcome o = pol_effect_outcome(pol_weigh_rule(w, i)->effect);
    if (w->in_force[i] == POL_YES && o < best) best = o;
  }
  for (uint32_t i = 0; i < w->n; i++)
    if (w->in_force[i] == POL_BAD && pol_effect_outcome(pol_weigh_rule(w, i)->effect) < best) return failed(w->fault[i]);
  pol_value amount = best == POL_OUT_PERMITTED ? weigh_one(w, POL_E_PERMITS, POL_COMBINE_SAME) : nothing();
  if (amount.state == POL_KNOWN) amount.type = pol_row_amount_type(w->at, w->d);
  return amount.state == POL_ERRED ? failed(amount.fault) : (pol_weighed){ .outcome = best, .value = amount };
}

/* ---- sets, sequences, obligations ---- */

pol_value pol_weigh_item(const pol_weigh *w, uint32_t i) {
  const pol_rule *rule = pol_weigh_rule(w, i);
  if (rule->effect == POL_E_DUTY) return (pol_value){ .type = { .kind = POL_T_TEXT, .ref = w->d->rule[i] }, .as.i = (int32_t)rule->duty.name };
  bool parties = w->d->type.ref == POL_PARTY_REF;
  return (pol_value){ .type = { .kind = parties ? POL_T_PARTY : POL_T_OPTION, .ref = w->d->type.ref }, .as.i = (int32_t)rule->option };
}

/* Elements in the order of the options, duties (by name) in that of the document. */
void pol_weigh_put(pol_value *list, pol_value *room, const pol_value *item) {
  if (pol_value_has(list, item)) return;
  uint32_t at = list->as.items.n++;
  for (; at > 0 && item->type.kind != POL_T_TEXT && room[at - 1].as.i > item->as.i; at--) room[at] = room[at - 1];
  room[at] = *item;
}

static bool is_member(pol_effect e) { return e == POL_E_INCLUDES || e == POL_E_DUTY; }

/* A rule in error matters unless another puts its element in. Where nothing is in force the list is empty, and there may be open members to come. */
static pol_weighed weigh_members(const pol_weigh *w) {
  pol_weighed out = { .outcome = POL_OUT_SILENT, .value = { .type = w->d->type } };
  out.value.as.items.at = w->item;
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    if (!is_member(rule->effect) || w->in_force[i] != POL_YES) continue;
    pol_value item = pol_weigh_item(w, i);
    out.outcome = POL_OUT_VALUE;
    pol_weigh_put(&out.value, w->item, &item);
  }
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    pol_value item = pol_weigh_item(w, i);
    bool in = rule->effect == POL_E_INCLUDES && pol_value_has(&out.value, &item);
    if (is_member(rule->effect) && w->in_force[i] == POL_BAD && !in) return failed(w->fault[i]);
  }
  return out;
}

pol_weighed pol_weigh_outcome(const pol_weigh *w) {
  pol_type_kind kind = (pol_type_kind)w->d->type.kind;
  if (kind == POL_T_PERMISSION) return weigh_permission(w);
  uint32_t bad = POL_NO_REF;
  bool open = false;
  for (uint32_t i = 0; i < w->n; i++) {
    if (pol_weigh_rule(w, i)->effect != POL_E_APPLIES_ONLY_IF) continue;
    if (w->in_force[i] == POL_YES) return (pol_weighed){ .outcome = POL_OUT_OUT_OF_SCOPE, .value = nothing() };
    open |= w->settled && w->in_force[i] == POL_OPEN;
    if (w->in_force[i] == POL_BAD && bad == POL_NO_REF) bad = i;
  }
  bool members = kind == POL_T_SET || kind == POL_T_SEQUENCE || kind == POL_T_OBLIGATIONS;
  pol_weighed inside = members ? weigh_members(w) : weigh_value(w);
  if (inside.outcome == POL_OUT_SILENT || inside.outcome == POL_OUT_UNDETERMINED) return inside; /* whatever the scope */
  if (open) return (pol_weighed){ .outcome = POL_OUT_UNDETERMINED, .value = nothing() };
  if (bad == POL_NO_REF || (members && inside.outcome == POL_OUT_ERROR)) return inside; /* what an element is in error for is met before its scope */
  pol_weighed out = failed(w->fault[bad]);
  out.uncapped = inside.uncapped; /* its limits may contradict each other as well */
  return out;
}
