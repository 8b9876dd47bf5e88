/* Duties: PARTY must DUTY "…" by DATE in D. One rule for each actor. */
#include "check/rules.h"

uint32_t pol_rules_obligations(const pol_checker *c, uint32_t *n) {
  uint32_t found = POL_NO_REF;
  *n = 0;
  for (uint32_t i = 0; i < c->m->decisions.n; i++)
    if (c->m->decisions.at[i].type.kind == POL_T_OBLIGATIONS && (*n)++ == 0) found = i;
  return found;
}

static const char *listed(pol_checker *c) {
  enum { MOST = 5 };
  const char *words = "";
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->m->decisions.n; i++) {
    if (c->m->decisions.at[i].type.kind != POL_T_OBLIGATIONS || n++ >= MOST) continue;
    words = pol_check_format(c, "%s%sin %s", words, n > 1 ? ", " : "", pol_check_text(c, c->m->decisions.at[i].name));
  }
  return n > MOST ? pol_check_format(c, "%s …", words) : words;
}

/* Where `in` is left out, the policy's only decision of obligations is meant. */
static uint32_t only_obligations(pol_checker *c, const pol_node *at) {
  uint32_t n, found = pol_rules_obligations(c, &n);
  if (n == 1) return found;
  if (c->m->is_amendment || (n == 0 && c->in->reports->covered.n > 0)) return POL_NO_REF; /* it may be in what could not be read */
  pol_report *r = pol_check_report(c, POL_R_DUTY_NOWHERE, at, "this duty does not say in which decision it is listed");
  c->lost |= POL_LOST_RULES; /* scenarios may expect it */
  if (n == 0) pol_report_help(c->in->reports, r, "declare one: decision duties \"What must be done\" is obligations");
  else pol_report_help(c->in->reports, r, "end it with the one that is meant: %s", listed(c));
  return POL_NO_REF;
}

static void deadline(pol_checker *c, pol_rule *r, const pol_node *node) {
  if (node == NULL) return;
  const pol_node *when = pol_kid(node, 0);
  r->duty.relation = pol_check_text(c, node->text);
  if (when == NULL) return;
  if (when->kind == POL_N_TEXT) {
    r->duty.event = pol_check_words(c, when);
    return;
  }
  pol_type date = pol_rules_type(POL_T_DATE);
  c->taker = "a duty's last day";
  r->duty.date = pol_check_amount(c, when, &date);
  c->taker = NULL;
}

void pol_rules_duty(pol_checker *c, const pol_site *site) {
  const pol_node *effect = pol_kid(site->node, 1), *actors = pol_kid(effect, 0), *duty = pol_kid(effect, 1), *in = pol_kid(effect, 4);
  if (duty == NULL) return;
  uint32_t n = 0, *party = pol_rules_parties(c, actors, &n);
  uint32_t d = in != NULL ? pol_rules_decision(c, in, false) : only_obligations(c, effect);
  if (d == POL_NO_REF || party == NULL || !pol_rules_takes(c, POL_E_DUTY, d, in != NULL ? in : effect)) return;
  for (uint32_t i = 0; i < n && !c->no_memory; i++) {
    pol_rule r = pol_rules_begin(c, site, d, POL_E_DUTY);
    r.party = &party[i];
    r.parties = 1;
    r.duty.name = duty->text;
    r.duty.words = pol_check_words(c, pol_kid(effect, 2));
    r.duty.strength = pol_check_text(c, effect->text);
    deadline(c, &r, pol_kid(effect, 3));
    pol_rules_end(c, site, &r);
  }
}
