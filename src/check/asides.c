/* `sets aside the refusals of …`: one rule for each decision that the clauses named refuse (or refer), and the rules that it sets aside. */
#include "check/rules.h"

static bool aside_able(const pol_rule *r, bool referrals) {
  if (r->decision == POL_NO_REF) return false;
  return referrals ? r->effect == POL_E_REFERS : r->effect == POL_E_REFUSES || r->effect == POL_E_ONLY_IF;
}

static void make(pol_checker *c, const pol_aside *a, uint32_t decision, bool referrals) {
  pol_site site = { .clause = a->clause, .line = a->line, .node = a->rule, .implieds = c->implieds };
  c->importing = c->m->clauses.at[a->clause].imported;
  pol_rule r = pol_rules_begin(c, &site, decision, POL_E_SETS_ASIDE);
  r.sets_aside_referrals = referrals;
  pol_rules_end(c, &site, &r);
  c->importing = false;
}

/* The conditions are checked even where there is nothing to set aside. */
static void nothing(pol_checker *c, const pol_aside *a, const pol_node *effect, bool named) {
  const pol_node *when = pol_kid(a->rule, 3);
  uint32_t before = c->implieds;
  if (when != NULL) (void)pol_check_test(c, when);
  c->implieds = before;
  if (!named || c->m->is_amendment) return;
  const pol_node *refs = pol_kid(effect, 0), *first = pol_kid(refs, 0);
  const pol_node *id = pol_is_node(first, POL_N_REF_KIND) ? pol_kid(first, 0) : first;
  bool referrals = pol_rules_word(c, effect->text, "referrals");
  pol_report *r = pol_check_report(c, POL_R_NOTHING_TO_SET_ASIDE, refs, "%s %s nothing, so nothing is set aside", pol_check_text(c, id->text), referrals ? "refers" : "refuses");
  pol_report_help(c->in->reports, r, "name the clause whose %s are meant", referrals ? "referrals" : "refusals");
}

/* A table with a name says what a decision's value is; it neither refuses nor refers. */
static void no_table(pol_checker *c, const pol_node *ref, bool referrals) {
  pol_report *r = pol_check_report(c, POL_R_NOTHING_TO_SET_ASIDE, ref, "a table %s nothing, so nothing is set aside", referrals ? "refers" : "refuses");
  pol_report_help(c->in->reports, r, "name the clause whose %s are meant", referrals ? "referrals" : "refusals");
}

static void decisions_of(pol_checker *c, const pol_node *effect, const pol_numbers *of_clause, bool referrals, pol_numbers *out, bool *named) {
  const pol_node *refs = pol_kid(effect, 0);
  pol_numbers clauses = { 0 };
  for (uint32_t i = 0; i < pol_kids(refs); i++) {
    const pol_node *ref = refs->kid[i];
    if (ref->kind == POL_N_REF_KIND && !pol_rules_word(c, ref->text, "section")) no_table(c, ref, referrals);
    pol_rules_clauses_of_ref(c, ref, &clauses);
  }
  *named = clauses.n > 0;
  for (uint32_t i = 0; i < clauses.n; i++)
    for (uint32_t k = 0; k < of_clause[clauses.at[i]].n; k++) {
      const pol_rule *r = &c->m->rules.at[of_clause[clauses.at[i]].at[k]];
      bool had = !aside_able(r, referrals);
      for (uint32_t j = 0; j < out->n && !had; j++) had = out->at[j] == r->decision;
      if (!had) POL_PUSH(c, out, r->decision);
    }
}

void pol_rules_asides(pol_checker *c) {
  if (c->rules->asides.n == 0) return;
  pol_numbers *of = POL_NEW_N(c->in->arena, pol_numbers, c->m->clauses.n + 1u);
  if (of == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < c->m->rules.n; i++) POL_PUSH(c, &of[c->m->rules.at[i].clause], i);
  for (uint32_t i = 0; i < c->rules->asides.n && !c->no_memory; i++) {
    pol_aside a = c->rules->asides.at[i];
    const pol_node *effect = pol_kid(a.rule, 1);
    bool referrals = pol_rules_word(c, effect->text, "referrals"), named = false;
    pol_numbers decisions = { 0 };
    decisions_of(c, effect, of, referrals, &decisions, &named);
    if (decisions.n == 0) nothing(c, &a, effect, named);
    for (uint32_t k = 0; k < decisions.n && !c->no_memory; k++) make(c, &a, decisions.at[k], referrals);
  }
  if (!c->no_memory) pol_rules_split_asides(c);
}

/* Rules have their numbers now: what each of these sets aside can be listed. */
void pol_rules_targets(pol_checker *c) {
  pol_numbers found = { 0 };
  for (uint32_t i = 0; i < c->m->rules.n && !c->no_memory; i++) {
    if (c->m->rules.at[i].effect != POL_E_SETS_ASIDE) continue;
    const pol_node *refs = pol_kid(pol_kid(c->m->rules.at[i].node, 1), 0);
    bool referrals = c->m->rules.at[i].sets_aside_referrals;
    pol_numbers targets = { 0 };
    for (uint32_t k = 0; k < pol_kids(refs); k++) {
      pol_rules_of_ref(c, refs->kid[k], c->m->rules.at[i].decision, &found);
      for (uint32_t j = 0; j < found.n; j++)
        if (aside_able(&c->m->rules.at[found.at[j]], referrals)) POL_PUSH(c, &targets, found.at[j]);
    }
    c->m->rules.at[i].target = targets.at;
    c->m->rules.at[i].targets = targets.n;
  }
}
