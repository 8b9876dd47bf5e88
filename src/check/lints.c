/* What is not wrong in itself and may surprise: all of it looks at the finished rules, and changes nothing. Files of the policy alone are looked at;
 * an amendment without its base is spared, for its base may hold the other half of everything. */
#include "check/rules.h"

void pol_check_lints(pol_checker *c) {
  if (c->in->rules_only || c->m->is_amendment || c->no_memory || c->rules == NULL || c->rules->decisions == NULL) return;
  pol_arena *scratch = pol_arena_new(pol_arena_alloc(c->in->arena));
  if (scratch == NULL) {
    c->no_memory = true;
    return;
  }
  if (!c->rules->amends_nothing) pol_rules_clashes(c, scratch);
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
