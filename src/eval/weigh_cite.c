#include "eval/weigh.h"
#include "eval/watch.h"
#include "eval/words.h"

static void mark(const pol_weigh *w, uint32_t i, bool *cited) { cited[w->d->rule[i]] = true; }

static bool beaten(const pol_weigh *w, uint32_t i) {
  const pol_rule *rule = pol_weigh_rule(w, i);
  for (uint32_t a = 0; a < rule->aboves; a++) {
    uint32_t above = pol_weigh_find(w, rule->above[a]);
    if (above != POL_NO_REF && w->in_force[above] == POL_YES && !pol_weigh_has_none(w, above)) return true;
  }
  return false;
}

/* Whether a rule that sets others aside has one among them that would have beaten the outcome. */
static bool sets_aside_better(const pol_weigh *w, uint32_t by, pol_outcome outcome) {
  const pol_rule *rule = pol_weigh_rule(w, by);
  for (uint32_t k = 0; k < rule->targets; k++) {
    uint32_t t = pol_weigh_find(w, rule->target[k]);
    if (t == POL_NO_REF || pol_effect_outcome(pol_weigh_rule(w, t)->effect) >= outcome || beaten(w, t)) continue;
    if (w->own[t] == POL_YES) return true;
  }
  return false;
}

static void cite_effect(const pol_weigh *w, pol_outcome outcome, bool *cited) {
  for (uint32_t i = 0; i < w->n; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    if (e == POL_E_SETS_ASIDE ? w->guard[i] == POL_YES && sets_aside_better(w, i, outcome)
                              : w->in_force[i] == POL_YES && pol_effect_outcome(e) == outcome)
      mark(w, i, cited);
  }
}

/* ---- what is in error ---- */

static pol_outcome best_certain(const pol_weigh *w) {
  pol_outcome best = POL_OUT_SILENT;
  for (uint32_t i = 0; i < w->n; i++) {
    pol_outcome o = pol_effect_outcome(pol_weigh_rule(w, i)->effect);
    if (w->in_force[i] == POL_YES && o < best) best = o;
  }
  return best;
}

static bool sets_aside_cited(const pol_rule *rule, const bool *cited) {
  for (uint32_t k = 0; k < rule->targets; k++)
    if (cited[rule->target[k]]) return true;
  return false;
}

static bool fails(pol_truth state, uint8_t fault, bool conflicts) { return state == POL_BAD && (!conflicts || fault == POL_FAULT_CONFLICT); }

/* The rules in error that matter, and what may set them aside; `conflicts`: only of what is in conflict. */
static void cite_failing(const pol_weigh *w, bool conflicts, bool *cited) {
  pol_outcome best = best_certain(w);
  for (uint32_t i = 0; i < w->n; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    const pol_value *v = &w->value[i];
    bool value = w->in_force[i] == POL_YES && v->state == POL_ERRED && (!conflicts || v->fault == POL_FAULT_CONFLICT);
    pol_outcome o = pol_effect_outcome(e);
    bool speaks = o == POL_OUT_VALUE || o < best;
    if (e != POL_E_SETS_ASIDE && (value || (speaks && fails(w->in_force[i], w->fault[i], conflicts)))) mark(w, i, cited);
  }
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    if (rule->effect == POL_E_SETS_ASIDE && fails(w->guard[i], w->own_fault[i], conflicts) && sets_aside_cited(rule, cited)) mark(w, i, cited);
  }
}

/* ---- values ---- */

static bool gives(const pol_weigh *w, uint32_t i) { return w->in_force[i] == POL_YES && w->value[i].state == POL_KNOWN; }

static int compare(const pol_weigh *w, const pol_value *a, const pol_value *b) { return pol_watch_cmp(pol_run_watching(w->at->run), w->at->m, a, b); }

static bool is_number(const pol_weigh *w, const pol_value *v, int64_t n) {
  pol_value number = { .type = v->type, .as.num = pol_num_int(n) };
  return v->type.kind == POL_T_NUMBER && compare(w, v, &number) == 0;
}

/* What was worked out here is what a column has, too. */
static pol_value in_column(const pol_weigh *w, const pol_value *v, uint32_t node) {
  pol_value out = *v;
  out.from = node == POL_NO_NODE ? 0 : pol_run_value(w->at->run, node, w->at->row).from;
  return out;
}

/* The tightest of the caps, or of the floors, by what it does to the value: a limit that leaves the value alone decides nothing. */
static void cite_limits(const pol_weigh *w, const pol_value *uncapped, pol_effect effect, bool *cited) {
  int bites = effect == POL_E_CAP ? 1 : -1;
  const pol_value *tightest = NULL;
  for (uint32_t i = 0; i < w->n; i++) {
    if (pol_weigh_rule(w, i)->effect != effect || !gives(w, i) || compare(w, uncapped, &w->value[i]) != bites) continue;
    if (!tightest || compare(w, tightest, &w->value[i]) == bites) tightest = &w->value[i];
  }
  for (uint32_t i = 0; tightest && i < w->n; i++)
    if (pol_weigh_rule(w, i)->effect == effect && gives(w, i) && compare(w, tightest, &w->value[i]) == 0) mark(w, i, cited);
}

static void cite_value(const pol_weigh *w, const pol_weighed *steps, bool *cited) {
  for (uint32_t i = 0; i < w->n; i++) {
    if (!gives(w, i)) continue;
    switch (pol_weigh_rule(w, i)->effect) {
    case POL_E_IS:
      if (steps->base.state == POL_KNOWN && (w->d->combine == POL_COMBINE_SAME || compare(w, &steps->base, &w->value[i]) == 0)) mark(w, i, cited);
      break;
    case POL_E_ADDS:
      if (!is_number(w, &w->value[i], 0) || steps->base.state == POL_NOT_APPLICABLE) mark(w, i, cited);
      break;
    case POL_E_MULTIPLIES:
      if (!is_number(w, &w->value[i], 1)) mark(w, i, cited);
      break;
    default: break;
    }
  }
  if (steps->uncapped.state != POL_KNOWN) return;
  pol_value uncapped = in_column(w, &steps->uncapped, w->at->p->decision[w->decision].multiplied);
  cite_limits(w, &uncapped, POL_E_CAP, cited);
  cite_limits(w, &uncapped, POL_E_FLOOR, cited);
}

static void cite_members(const pol_weigh *w, bool *cited) {
  for (uint32_t i = 0; i < w->n; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    if ((e == POL_E_INCLUDES || e == POL_E_DUTY) && w->in_force[i] == POL_YES) mark(w, i, cited);
  }
}

/* Whether rules give different values, of which there is to be one. */
static bool values_clash(const pol_weigh *w) {
  const pol_value *first = NULL;
  for (uint32_t i = 0; i < w->n && w->d->combine == POL_COMBINE_SAME; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    if ((e != POL_E_IS && e != POL_E_PERMITS) || !gives(w, i)) continue;
    if (first && compare(w, first, &w->value[i]) != 0) return true;
    first = &w->value[i];
  }
  return false;
}

/* Whether the floors go above the caps. */
static bool limits_cross(const pol_weigh *w, const pol_weighed *steps) {
  const pol_value *cap = NULL, *floor = NULL;
  for (uint32_t i = 0; i < w->n && steps->uncapped.state == POL_KNOWN; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    if (!gives(w, i)) continue;
    if (e == POL_E_CAP && (!cap || compare(w, &w->value[i], cap) < 0)) cap = &w->value[i];
    if (e == POL_E_FLOOR && (!floor || compare(w, &w->value[i], floor) > 0)) floor = &w->value[i];
  }
  return cap && floor && compare(w, floor, cap) > 0;
}

/* Where the policy contradicts itself: the rules that give different values, the floor that is above the cap, and the rules that rest on what does. */
static void cite_conflict(const pol_weigh *w, const pol_weighed *steps, bool *cited) {
  bool clash = values_clash(w), cross = limits_cross(w, steps);
  for (uint32_t i = 0; i < w->n; i++) {
    pol_effect e = pol_weigh_rule(w, i)->effect;
    bool speaks = (clash && (e == POL_E_IS || e == POL_E_PERMITS)) || (cross && (e == POL_E_CAP || e == POL_E_FLOOR));
    if (speaks && gives(w, i)) mark(w, i, cited);
  }
  cite_failing(w, true, cited);
}

static bool has_members(const pol_weigh *w) {
  uint8_t kind = w->d->type.kind;
  return kind == POL_T_SET || kind == POL_T_SEQUENCE || kind == POL_T_OBLIGATIONS;
}

void pol_weigh_cite(const pol_weigh *w, pol_outcome outcome, const pol_weighed *steps, bool *cited) {
  switch (outcome) {
  case POL_OUT_OUT_OF_SCOPE:
  case POL_OUT_REFUSED:
  case POL_OUT_REFERRED:
  case POL_OUT_PERMITTED:
  case POL_OUT_SILENT: cite_effect(w, outcome, cited); break;
  case POL_OUT_VALUE:
    if (has_members(w)) cite_members(w, cited);
    else cite_value(w, steps, cited);
    break;
  case POL_OUT_CONFLICT: cite_conflict(w, steps, cited); break;
  case POL_OUT_ERROR: pol_weigh_cite_bad(w, cited); break;
  case POL_OUT_UNDETERMINED: pol_weigh_cite_open(w, cited); break;
  }
}

/* ---- what keeps it open ---- */

static bool item_is_in(const pol_weigh *w, uint32_t option) {
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    if (rule->effect == POL_E_INCLUDES && rule->option == option && w->in_force[i] == POL_YES) return true;
  }
  return false;
}

static bool keeps_open(const pol_weigh *w, uint32_t i, pol_outcome best) {
  const pol_rule *rule = pol_weigh_rule(w, i);
  pol_outcome o = pol_effect_outcome(rule->effect);
  if (rule->effect == POL_E_SETS_ASIDE) return false;
  if (o != POL_OUT_VALUE) return w->in_force[i] == POL_OPEN && o < best;
  if (rule->effect == POL_E_INCLUDES) return w->in_force[i] == POL_OPEN && !item_is_in(w, rule->option);
  if (rule->effect == POL_E_DUTY) return w->in_force[i] == POL_OPEN;
  if (pol_weigh_has_none(w, i)) return false;
  return w->in_force[i] == POL_OPEN || (w->in_force[i] == POL_YES && w->value[i].state == POL_UNKNOWN);
}

/* Besides the rules that would change the answer: what those may give way to, and what may set them aside. */
void pol_weigh_cite_open(const pol_weigh *w, bool *cited) {
  pol_outcome best = best_certain(w);
  for (uint32_t i = 0; i < w->n; i++)
    if (keeps_open(w, i, best)) mark(w, i, cited);
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    for (uint32_t a = 0; cited[w->d->rule[i]] && a < rule->aboves; a++) {
      uint32_t above = pol_weigh_find(w, rule->above[a]);
      if (above != POL_NO_REF && w->in_force[above] == POL_OPEN && !pol_weigh_has_none(w, above)) mark(w, above, cited);
    }
  }
  for (uint32_t i = 0; i < w->n; i++) {
    const pol_rule *rule = pol_weigh_rule(w, i);
    if (rule->effect == POL_E_SETS_ASIDE && w->guard[i] == POL_OPEN && sets_aside_cited(rule, cited)) mark(w, i, cited);
  }
}

void pol_weigh_cite_bad(const pol_weigh *w, bool *cited) { cite_failing(w, false, cited); }
