#include "eval/row.h"

/* The rule that sets `rule` aside, first in the document; POL_NO_REF when none does. */
static uint32_t setter_of(const pol_row *r, uint32_t rule) {
  const pol_decision *d = &r->m->decisions.at[r->m->rules.at[rule].decision];
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *by = &r->m->rules.at[d->rule[i]];
    if (by->effect != POL_E_SETS_ASIDE || pol_row_truth(r, r->p->rule[d->rule[i]].guard) != POL_YES) continue;
    for (uint32_t k = 0; k < by->targets; k++)
      if (by->target[k] == rule) return d->rule[i];
  }
  return POL_NO_REF;
}

/* Precedence is transitive and only what is in force counts, so whatever stands above a rule and is in force is next above it. */
static uint32_t winner_over(const pol_row *r, uint32_t rule) {
  const pol_rule *at = &r->m->rules.at[rule];
  uint32_t first = POL_NO_REF;
  for (uint32_t i = 0; i < at->aboves; i++)
    if (at->above[i] < first && pol_row_counts(r, at->above[i]) == POL_YES) first = at->above[i];
  return first;
}

bool pol_row_gave_way(pol_gave_way *to, const pol_row *r) {
  const pol_program_rule *nodes = &r->p->rule[to->rule];
  pol_effect e = r->m->rules.at[to->rule].effect;
  if (e == POL_E_SETS_ASIDE || r->m->rules.at[to->rule].decision == POL_NO_REF) return false;
  if (pol_row_truth(r, nodes->own) != POL_YES || pol_row_truth(r, nodes->effective) == POL_NO) return false;
  pol_truth guard = pol_row_truth(r, nodes->guard);
  to->set_aside = guard == POL_NO;
  if (guard == POL_NO) to->to = setter_of(r, to->rule);
  else to->to = guard == POL_YES && pol_row_truth(r, nodes->in_force) == POL_NO ? winner_over(r, to->rule) : POL_NO_REF;
  return to->to != POL_NO_REF;
}

bool pol_answer_cites(const pol_run *run, const pol_answer *a, uint32_t rule) {
  const pol_model *m = pol_run_program(run)->model;
  const pol_rule *x = &m->rules.at[rule];
  for (uint32_t i = 0; i < a->becauses; i++) {
    const pol_rule *y = &m->rules.at[a->because[i].rule];
    bool same_line = x->clause == y->clause && x->line == y->line && x->effect == y->effect && x->decision == y->decision;
    if (a->because[i].rule == rule || same_line) return true; /* rules of one line are listed once */
  }
  return false;
}

static pol_status_of_rule undated(const pol_row *r, uint32_t rule) {
  const pol_rule *at = &r->m->rules.at[rule];
  const pol_clause *c = &r->m->clauses.at[at->clause];
  return c->from_set && pol_run_as_of(r->run) < c->from ? POL_RULE_NOT_YET : POL_RULE_NO_LONGER;
}

/* Of a rule whose own condition is no: whether that is its exception's doing. */
static bool is_excepted(const pol_row *r, const pol_program_rule *nodes) {
  return nodes->except != POL_NO_NODE && pol_row_truth(r, nodes->except) == POL_YES && pol_row_truth(r, nodes->when) == POL_YES;
}

pol_status_of_rule pol_rule_status(const pol_run *run, const pol_answer *answer, uint32_t row, uint32_t rule, uint32_t *to) {
  pol_row r = pol_row_of(NULL, run, NULL, row);
  const pol_program_rule *nodes = &r.p->rule[rule];
  bool cited = answer && pol_answer_cites(run, answer, rule);
  *to = POL_NO_REF;
  if (r.m->rules.at[rule].decision == POL_NO_REF) return cited ? POL_RULE_DECIDES : POL_RULE_DOES_NOT_APPLY; /* a row of a table that is called */
  if (pol_row_truth(&r, nodes->effective) == POL_NO) return undated(&r, rule);
  pol_truth own = pol_row_truth(&r, nodes->own);
  if (own == POL_NO) return is_excepted(&r, nodes) ? POL_RULE_EXCEPTED : POL_RULE_DOES_NOT_APPLY;
  pol_gave_way gave = { .rule = rule };
  if (pol_row_gave_way(&gave, &r)) {
    *to = gave.to;
    return gave.set_aside ? POL_RULE_SET_ASIDE : POL_RULE_GIVES_WAY;
  }
  switch (pol_row_counts(&r, rule)) {
  case POL_YES: return cited && answer->outcome != POL_OUT_UNDETERMINED ? POL_RULE_DECIDES : POL_RULE_HOLDS;
  case POL_OPEN: return POL_RULE_OPEN;
  case POL_BAD: return POL_RULE_ERRED;
  case POL_NO: break;
  }
  return POL_RULE_DOES_NOT_APPLY; /* set aside or beaten by what is itself not certain, or without a value to give */
}
