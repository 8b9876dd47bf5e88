/* What is not wrong in itself and may surprise: all of it looks at the finished rules, and changes nothing. Files of the policy alone are looked at;
 * an amendment without its base is spared, for its base may hold the other half of everything. */
#include "check/rules.h"

/* What stands above what is not known where a clause that is named is not there. */
static bool rank_is_lost(const pol_checker *c) {
  for (uint32_t i = 0; i < c->in->reports->list.n; i++) {
    pol_code code = c->in->reports->list.at[i]->code;
    if (code == POL_R_NO_CLAUSE || code == POL_R_NO_SECTION || code == POL_R_RANK_CIRCLE) return true;
  }
  return false;
}

void pol_check_lints(pol_checker *c) {
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
