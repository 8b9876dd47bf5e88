/* The effects of rules on decisions, except duties and what is set aside. */
#include "check/rules.h"

/* -- which effects a decision can take */

static bool value_kind(uint8_t kind) {
  return kind == POL_T_BOOL || kind == POL_T_OPTION || kind == POL_T_PARTY || kind == POL_T_NUMBER || kind == POL_T_PERIOD || kind == POL_T_DATE || kind == POL_T_TIME || kind == POL_T_TEXT;
}

static bool listing(uint8_t kind) {
  return kind == POL_T_SET || kind == POL_T_SEQUENCE;
}

static bool limited(const pol_checker *c, pol_type t) {
  if (t.kind == POL_T_OPTION) return t.ref < c->m->options.n && c->m->options.at[t.ref].ordered;
  return t.kind == POL_T_NUMBER || t.kind == POL_T_DATE || t.kind == POL_T_TIME;
}

static bool takes(const pol_checker *c, pol_effect e, pol_type t) {
  if (t.kind == POL_T_BROKEN) return true;
  switch (e) {
  case POL_E_APPLIES_ONLY_IF: return true;
  case POL_E_REFUSES:
  case POL_E_ONLY_IF:
  case POL_E_REFERS:
  case POL_E_PERMITS: return t.kind == POL_T_PERMISSION;
  case POL_E_IS: return value_kind(t.kind);
  case POL_E_ADDS:
  case POL_E_MULTIPLIES: return t.kind == POL_T_NUMBER;
  case POL_E_CAP:
  case POL_E_FLOOR: return limited(c, t);
  case POL_E_INCLUDES: return listing(t.kind);
  case POL_E_DUTY: return t.kind == POL_T_OBLIGATIONS;
  case POL_E_SETS_ASIDE: return true;
  }
  return true;
}

const char *pol_effect_name(pol_effect e) {
  switch (e) {
  case POL_E_APPLIES_ONLY_IF: return "applies only if";
  case POL_E_REFUSES: return "refuses";
  case POL_E_ONLY_IF: return "only if";
  case POL_E_REFERS: return "refers";
  case POL_E_PERMITS: return "permits";
  case POL_E_IS: return "is";
  case POL_E_ADDS:
  case POL_E_INCLUDES: return "adds";
  case POL_E_MULTIPLIES: return "multiplies";
  case POL_E_CAP: return "is capped at";
  case POL_E_FLOOR: return "is no less than";
  case POL_E_DUTY: return "duty";
  case POL_E_SETS_ASIDE: return "sets aside";
  }
  return "";
}

bool pol_rules_takes(pol_checker *c, pol_effect e, uint32_t decision, const pol_node *at) {
  const pol_decision *d = &c->m->decisions.at[decision];
  if (takes(c, e, d->type)) return true;
  const char *name = pol_check_text(c, d->name);
  pol_report *r = pol_check_report(c, POL_R_WRONG_EFFECT, at, "\"%s\" cannot be said of %s, which is %s", pol_effect_name(e), name, pol_check_type_name(c, d->type));
  if (d->node != NULL) pol_report_also(c->in->reports, r, pol_check_name_span(c, d->node, d->name), "declared here");
  if (d->type.kind == POL_T_PERMISSION) pol_report_help(c->in->reports, r, "a permission takes: permits, refuses, refers … to …, … only if …");
  else if (d->type.kind == POL_T_OBLIGATIONS) pol_report_help(c->in->reports, r, "write: PARTY must DUTY … in %s", name);
  else if (listing(d->type.kind)) pol_report_help(c->in->reports, r, "write: adds … to %s", name);
  else pol_report_help(c->in->reports, r, "write: %s is …", name);
  return false;
}

/* -- subjects and parties */

/* A second condition whose `and` was forgotten reads as a rule of its own: `young is 3`. */
static uint32_t not_a_decision(pol_checker *c, const pol_node *name) {
  static const struct { pol_name_kind kind; const char *is; } others[] = {
    { POL_NAME_DEFINE, "a definition" }, { POL_NAME_PARTY, "a party" }, { POL_NAME_TABLE, "a table" }, { POL_NAME_AGREEMENT, "an agreement" }, { POL_NAME_FACT, "a fact" },
    { POL_NAME_OPTIONS, "a list of options" } };
  if (c->lost == POL_LOST_ANY) return POL_NO_REF; /* the decision of this name, perhaps */
  const char *text = pol_check_text(c, name->text);
  for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
    if (pol_check_find(c, others[i].kind, name->text) == POL_NO_REF) continue;
    pol_report *r = pol_check_report(c, POL_R_NOT_A_DECISION, name, "%s is %s and no decision, so no rule says what it is", text, others[i].is);
    if (others[i].kind == POL_NAME_DEFINE || others[i].kind == POL_NAME_FACT) pol_report_help(c->in->reports, r, "to go on with the condition above: and %s is …", text);
    else pol_report_help(c->in->reports, r, "a rule begins with the decision that it speaks to");
    return POL_NO_REF;
  }
  return pol_check_resolve(c, POL_NAME_DECISION, name->text, name);
}

uint32_t pol_rules_decision(pol_checker *c, const pol_node *name, bool states) {
  uint32_t d = pol_check_find(c, POL_NAME_DECISION, name->text);
  if (d != POL_NO_REF) return d;
  return states ? not_a_decision(c, name) : pol_check_resolve(c, POL_NAME_DECISION, name->text, name);
}

uint32_t *pol_rules_parties(pol_checker *c, const pol_node *names, uint32_t *n) {
  *n = 0;
  uint32_t *out = names == NULL ? NULL : POL_NEW_N(c->in->arena, uint32_t, names->n + 1u);
  if (out == NULL) {
    if (names != NULL) c->no_memory = true;
    return NULL;
  }
  for (uint32_t i = 0; i < names->n; i++) {
    uint32_t p = pol_check_resolve(c, POL_NAME_PARTY, names->kid[i]->text, names->kid[i]);
    bool twice = false;
    for (uint32_t k = 0; k < *n; k++) twice = twice || out[k] == p;
    if (p != POL_NO_REF && !twice) out[(*n)++] = p;
  }
  return out;
}

/* -- amounts */

static bool same_kind(pol_type a, pol_type b) {
  return a.kind == POL_T_BROKEN || b.kind == POL_T_BROKEN || (a.kind == b.kind && a.ref == b.ref && pol_unit_same(a.unit, b.unit));
}

/* Every `permits D with …` gives an amount of the kind that the first one gives. */
static void amount(pol_checker *c, pol_rule *r, const pol_node *node) {
  r->value = pol_check_amount(c, node, NULL);
  pol_decision_work *w = &c->rules->decisions[r->decision];
  if (w->amount == NULL) {
    if (r->value->type.kind != POL_T_BROKEN) w->amount = r->value;
    else w->amount_broken = true;
    return;
  }
  if (same_kind(w->amount->type, r->value->type)) return;
  pol_report *report = pol_check_report(c, POL_R_AMOUNTS_DIFFER, node, "%s is permitted with %s here and with %s elsewhere", pol_check_text(c, c->m->decisions.at[r->decision].name),
                                        pol_check_type_name(c, r->value->type), pol_check_type_name(c, w->amount->type));
  if (w->amount->node != NULL) pol_report_also(c->in->reports, report, w->amount->node->span, "the other amount");
  pol_report_help(c->in->reports, report, "give both amounts in the same unit");
}

static const char *name_of(pol_checker *c, uint32_t decision) {
  return pol_check_text(c, c->m->decisions.at[decision].name);
}

static pol_expr *value_of(pol_checker *c, uint32_t decision, const pol_node *node) {
  pol_type wanted = c->m->decisions.at[decision].type;
  c->taker = name_of(c, decision);
  pol_expr *e = pol_check_body(c, node, wanted.kind == POL_T_BROKEN ? NULL : &wanted);
  c->taker = NULL;
  return e;
}

static pol_expr *factor_of(pol_checker *c, const pol_node *node) {
  pol_type plain = pol_rules_type(POL_T_NUMBER);
  return pol_check_amount(c, node, &plain);
}

/* -- one effect on one decision */

static void one(pol_checker *c, const pol_site *site, pol_effect e, uint32_t d, const pol_node *effect) {
  pol_rule r = pol_rules_begin(c, site, d, e);
  const pol_node *second = pol_kid(effect, 1);
  switch (e) {
  case POL_E_PERMITS:
    if (second != NULL) amount(c, &r, second);
    break;
  case POL_E_REFERS: r.party = pol_rules_parties(c, second, &r.parties); break;
  case POL_E_ONLY_IF:
  case POL_E_APPLIES_ONLY_IF: r.test = pol_check_test(c, second); break;
  case POL_E_IS:
  case POL_E_CAP:
  case POL_E_FLOOR: r.value = value_of(c, d, second); break;
  case POL_E_ADDS:
    c->adding = true;
    r.value = value_of(c, d, pol_kid(effect, 0));
    c->adding = false;
    break;
  case POL_E_MULTIPLIES: r.value = factor_of(c, second); break;
  default: break;
  }
  pol_rules_end(c, site, &r);
}

/* A limit's word must suit the value: dates are later and earlier, everything else is more and less. */
static bool limit_word(pol_checker *c, const pol_node *effect, uint32_t d) {
  pol_type t = c->m->decisions.at[d].type;
  bool of_dates = pol_rules_word(c, effect->text, "no_later") || pol_rules_word(c, effect->text, "no_earlier");
  if (t.kind == POL_T_BROKEN || of_dates == (t.kind == POL_T_DATE)) return true;
  bool cap = effect->kind == POL_N_CAP;
  const char *said = of_dates ? (cap ? "is no later than" : "is no earlier than") : (cap ? "is capped at" : "is no less than");
  const char *meant = of_dates ? (cap ? "is capped at" : "is no less than") : (cap ? "is no later than" : "is no earlier than");
  pol_report *r = pol_check_report(c, POL_R_WRONG_EFFECT, effect, "\"%s\" cannot be said of %s, which is %s", said, name_of(c, d), pol_check_type_name(c, t));
  pol_report_help(c->in->reports, r, "write: %s %s …", name_of(c, d), meant);
  return false;
}

static void each(pol_checker *c, const pol_site *site, pol_effect e, const pol_node *effect) {
  const pol_node *names = pol_kid(effect, 0);
  bool said = false; /* once for all decisions that cannot take it */
  for (uint32_t i = 0; i < pol_kids(names) && !c->no_memory; i++) {
    uint32_t d = pol_rules_decision(c, names->kid[i], e == POL_E_IS);
    if (d == POL_NO_REF || (said && !takes(c, e, c->m->decisions.at[d].type))) continue;
    if (!pol_rules_takes(c, e, d, names->kid[i])) {
      said = true;
      continue;
    }
    if ((e == POL_E_CAP || e == POL_E_FLOOR) && !limit_word(c, effect, d)) continue;
    one(c, site, e, d, effect);
  }
}

/* `adds x to d`: an amount, or an element of a set or a sequence. */
static void adds(pol_checker *c, const pol_site *site, const pol_node *effect) {
  const pol_node *name = pol_kid(effect, 1), *value = pol_kid(effect, 0);
  uint32_t d = pol_rules_decision(c, name, false);
  if (d == POL_NO_REF || value == NULL) return;
  pol_type t = c->m->decisions.at[d].type;
  if (!listing(t.kind)) {
    if (pol_rules_takes(c, POL_E_ADDS, d, name)) one(c, site, POL_E_ADDS, d, effect);
    return;
  }
  uint32_t option = POL_NO_REF;
  if (value->kind == POL_N_NAME) {
    option = pol_check_option_of(c, t.ref, value->text, value);
  } else {
    pol_report *r = pol_check_report(c, POL_R_WRONG_EFFECT, value, "%s takes one of its options here, by name", name_of(c, d));
    pol_report_help(c->in->reports, r, "one line for each: adds … to %s", name_of(c, d));
  }
  if (option == POL_NO_REF) return;
  pol_rule r = pol_rules_begin(c, site, d, POL_E_INCLUDES);
  r.option = option;
  pol_rules_end(c, site, &r);
}

void pol_rules_effect(pol_checker *c, const pol_site *site) {
  const pol_node *effect = pol_kid(site->node, 1);
  switch ((pol_node_kind)effect->kind) {
  case POL_N_REFUSES: each(c, site, POL_E_REFUSES, effect); break;
  case POL_N_REFERS: each(c, site, POL_E_REFERS, effect); break;
  case POL_N_PERMITS: each(c, site, POL_E_PERMITS, effect); break;
  case POL_N_ONLY_IF: each(c, site, POL_E_ONLY_IF, effect); break;
  case POL_N_APPLIES_ONLY_IF: each(c, site, POL_E_APPLIES_ONLY_IF, effect); break;
  case POL_N_IS: each(c, site, POL_E_IS, effect); break;
  case POL_N_CAP: each(c, site, POL_E_CAP, effect); break;
  case POL_N_FLOOR: each(c, site, POL_E_FLOOR, effect); break;
  case POL_N_ADDS: adds(c, site, effect); break;
  case POL_N_MULTIPLIES: {
    const pol_node *name = pol_kid(effect, 0);
    uint32_t d = pol_rules_decision(c, name, false);
    if (d != POL_NO_REF && pol_rules_takes(c, POL_E_MULTIPLIES, d, name)) one(c, site, POL_E_MULTIPLIES, d, effect);
    break;
  }
  default: break; /* BROKEN: reported */
  }
}
