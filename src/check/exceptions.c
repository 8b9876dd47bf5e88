/* What lifts a single rule: who may depart from what is normal, and the referral that an agreement asked for but not yet given makes. */
#include "check/rules.h"

/* -- normally … departure decided by … */

static const pol_node *departure_of(const pol_node *rule) {
  const pol_node *tails = pol_kid(rule, 5);
  for (uint32_t i = 0; i < pol_kids(tails); i++)
    if (pol_is_node(tails->kid[i], POL_N_DEPARTURE)) return pol_kid(tails->kid[i], 0);
  return NULL;
}

/* The agreement meant: named itself, or the only one of the party named. */
static uint32_t agreement_of(pol_checker *c, const pol_node *name, uint32_t *party) {
  uint32_t a = pol_check_find(c, POL_NAME_AGREEMENT, name->text), found = POL_NO_REF, n = 0;
  if (a != POL_NO_REF) {
    *party = c->m->agreements.at[a].party;
    return a;
  }
  *party = pol_check_resolve(c, POL_NAME_PARTY, name->text, name);
  for (uint32_t i = 0; *party != POL_NO_REF && i < c->m->agreements.n; i++)
    if (c->m->agreements.at[i].party == *party && n++ == 0) found = i;
  return n == 1 ? found : POL_NO_REF;
}

void pol_rules_departure(pol_checker *c, const pol_site *site, pol_rule *r) {
  const pol_node *normally = pol_kid(site->node, 0), *by = departure_of(site->node);
  r->normally = normally != NULL;
  if (normally == NULL && by == NULL) return;
  if (by == NULL) {
    pol_report *report = pol_check_report(c, POL_R_NORMALLY_BY_NOBODY, normally, "what holds normally must say who may depart from it");
    pol_report_help(c->in->reports, report, "end the rule with: departure decided by …, or by unnamed where the document names nobody");
    return;
  }
  if (normally == NULL) {
    pol_report *report = pol_check_report(c, POL_R_DEPARTURE_ALONE, by, "a departure is decided here from a rule that does not say \"normally\"");
    pol_report_help(c->in->reports, report, "begin the rule with: normally");
    return;
  }
  uint32_t a = agreement_of(c, by, &r->departure);
  if (a == POL_NO_REF) return;
  pol_node *node = pol_rules_node(c, POL_N_AGREED, by->span, c->m->agreements.at[a].name, 0, NULL);
  if (node == NULL) return;
  r->except = pol_rules_or(c, r->except, pol_check_test(c, node), node);
}

/* -- except when agreed A: while the agreement is pending, the decision is referred to its party */

typedef struct agreed { uint32_t at[8]; uint32_t n; } agreed; /* distinct agreements in one exception; more than that nobody writes */

static void find_agreed(const pol_expr *e, agreed *out) {
  if (e == NULL) return;
  if ((e->flags & POL_X_AGREED) != 0 && e->define != POL_NO_REF) {
    for (uint32_t i = 0; i < out->n; i++)
      if (out->at[i] == e->define) return;
    if (out->n < sizeof out->at / sizeof *out->at) out->at[out->n++] = e->define;
    return;
  }
  for (uint32_t i = 0; i < e->n; i++) find_agreed(e->arg[i], out);
}

static pol_expr *pending_test(pol_checker *c, uint32_t agreement, const pol_node *at) {
  pol_node *node = pol_rules_node(c, POL_N_PENDING, at->span, c->m->agreements.at[agreement].name, 0, NULL);
  return node == NULL ? pol_expr_broken(c, at) : pol_check_test(c, node);
}

/* The exception with `agreed A` replaced by `pending A`; the parts without it are shared. */
static pol_expr *put_pending(pol_checker *c, pol_expr *e, uint32_t agreement) {
  if (e == NULL) return NULL;
  if ((e->flags & POL_X_AGREED) != 0) return e->define == agreement ? pending_test(c, agreement, e->node) : e;
  agreed inside = { 0 };
  find_agreed(e, &inside);
  if (inside.n == 0 || e->n == 0) return e;
  pol_expr **arg = POL_NEW_N(c->in->arena, pol_expr *, e->n);
  if (arg == NULL) {
    c->no_memory = true;
    return e;
  }
  for (uint32_t i = 0; i < e->n; i++) arg[i] = put_pending(c, e->arg[i], agreement);
  pol_expr *copy = pol_expr_copy(c, e);
  copy->arg = arg;
  return copy;
}

static pol_expr *holds(pol_checker *c, pol_expr *e) {
  pol_expr *h = pol_expr_new(c, POL_OP_HOLDS, pol_rules_type(POL_T_BOOL), e->node, 1, e);
  h->flags |= POL_X_ADDED;
  return h;
}

void pol_rules_pending(pol_checker *c, const pol_rule *r, uint32_t rule) {
  agreed found = { 0 };
  find_agreed(r->except, &found);
  for (uint32_t i = 0; i < found.n && !c->no_memory; i++) {
    pol_rule referral = { .effect = POL_E_REFERS, .clause = r->clause, .decision = r->decision, .node = r->node, .line = r->line, .added = r->added };
    referral.option = referral.departure = POL_NO_REF;
    referral.exception_of = rule;
    uint32_t *party = POL_NEW(c->in->arena, uint32_t);
    if (party == NULL) {
      c->no_memory = true;
      return;
    }
    *party = c->m->agreements.at[found.at[i]].party;
    referral.party = party;
    referral.parties = 1;
    referral.except = r->except;
    referral.when = r->when;
    if (r->test != NULL) {
      pol_expr *fails = pol_expr_new(c, POL_OP_NOT, pol_rules_type(POL_T_BOOL), r->test->node, 1, r->test);
      fails->flags |= POL_X_ADDED;
      referral.when = pol_rules_and(c, referral.when, fails, r->node);
    }
    referral.when = pol_rules_and(c, referral.when, holds(c, put_pending(c, r->except, found.at[i])), r->node);
    (void)pol_rules_push(c, &referral, POL_NO_REF, POL_NO_REF);
  }
}
