/* What is not wrong in itself and may surprise: all of it looks at the finished rules, and changes nothing. Files of the policy alone are looked at;
 * an amendment without its base is spared, for its base may hold the other half of everything. */
#include "check/rules.h"

/* A line was not read whole, so what it says is lost. */
static bool of_a_sentence(const pol_report *r) {
  return r->severity == POL_ERROR && pol_code_number(r->code) < 300;
}

/* What stands above what is not known where a line is lost, or a clause that is named is not there. */
static bool rank_is_lost(const pol_checker *c) {
  for (uint32_t i = 0; i < c->in->reports->list.n; i++) {
    const pol_report *r = c->in->reports->list.at[i];
    if (r->code == POL_R_NO_CLAUSE || r->code == POL_R_NO_SECTION || r->code == POL_R_RANK_CIRCLE || of_a_sentence(r)) return true;
  }
  return false;
}

/* A lost line may have been the one that says when a fact exists. */
static void spare_the_rest(pol_checker *c) {
  bool lost = false;
  for (uint32_t i = 0; i < c->in->reports->list.n && !lost; i++) lost = of_a_sentence(c->in->reports->list.at[i]);
  for (uint32_t file = 0; lost && file < c->in->sources->files.n; file++)
    pol_reports_withdraw(c->in->reports, POL_R_FACT_MAY_NOT_EXIST, (pol_span){ file, 0, UINT32_MAX });
}

void pol_check_lints(pol_checker *c) {
  spare_the_rest(c);
  if (c->in->rules_only || c->m->is_amendment || c->no_memory || c->rules == NULL || c->rules->decisions == NULL) return;
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(c->in->arena));
  if (scratch == NULL) {
    c->no_memory = true;
    return;
  }
  if (!c->rules->amends_nothing && !rank_is_lost(c)) pol_rules_clashes(c, scratch);
  if (c->in->reports->errors == 0) { /* a mistake elsewhere may be why a fact is unused or a decision silent: one cause, one report */
    pol_rules_never(c, scratch);
    pol_rules_silence(c, scratch);
    pol_rules_reach(c, scratch);
    pol_rules_overruled(c, scratch);
    pol_rules_events(c, scratch);
    pol_rules_reasons(c);
    pol_rules_overlapping(c, scratch);
  }
  pol_arena_drop(scratch);
}
