/* Facts: their names, also those that an agreement makes; then their types; then what is said about them. */
#include "check/expr.h"
#include <string.h>

/* -- names */

static pol_atom join(pol_checker *c, pol_atom group, const char *name) {
  pol_atom full = pol_atom_text(c->in->atoms, pol_check_format(c, "%s.%s", pol_check_text(c, group), name));
  if (full == 0) c->no_memory = true;
  return full;
}

/* A group may be opened again, in any file: its title is the first that is given. */
static const char *open_group(pol_checker *c, pol_atom group, const char *title, const pol_node *node) {
  uint32_t index = pol_check_find(c, POL_NAME_GROUP, group);
  if (index == POL_NO_REF) {
    const char **slot = POL_VEC_PUSH(c->in->arena, &c->group_title);
    if (slot == NULL) {
      c->no_memory = true;
      return title;
    }
    *slot = title;
    pol_check_declare(c, POL_NAME_GROUP, group, c->group_title.n - 1, node);
    return title;
  }
  if (c->group_title.at[index] == NULL) c->group_title.at[index] = title;
  return c->group_title.at[index];
}

static pol_fact *add_fact(pol_checker *c, pol_atom name, pol_atom group, const pol_node *node) {
  if (name == 0 || !pol_check_declare(c, POL_NAME_FACT, name, c->m->facts.n, node)) return NULL;
  pol_fact *f = POL_VEC_PUSH(c->in->arena, &c->m->facts);
  if (f == NULL) {
    c->no_memory = true;
    return NULL;
  }
  *f = (pol_fact){ .name = name, .group = group, .agreement = POL_NO_REF, .node = node };
  return f;
}

void pol_check_facts_names(pol_checker *c, const pol_node *facts) {
  const pol_node *entries = pol_kid(facts, 1);
  open_group(c, facts->text, pol_check_words(c, pol_kid(facts, 0)), facts);
  for (uint32_t i = 0; i < pol_kids(entries) && !c->no_memory; i++) {
    const pol_node *entry = entries->kid[i];
    if (entry->text == 0) continue;
    pol_atom name = join(c, facts->text, pol_check_text(c, entry->text));
    if (entry->kind == POL_N_BROKEN) {
      pol_check_broken_name(c, name);
      continue;
    }
    pol_fact *f = entry->kind == POL_N_ENTRY ? add_fact(c, name, facts->text, entry) : NULL;
    if (f != NULL) f->label = pol_check_words(c, pol_kid(entry, 0));
  }
}

static uint32_t agreement_fact(pol_checker *c, const pol_node *node, uint32_t agreement, const char *last, pol_type type, const char *label, const char *question) {
  pol_fact *f = add_fact(c, join(c, node->text, last), node->text, node);
  if (f == NULL) return POL_NO_REF;
  f->type = type;
  f->label = label;
  f->question = question;
  f->agreement = agreement;
  return c->m->facts.n - 1;
}

void pol_check_agreement_names(pol_checker *c, const pol_node *node) {
  uint32_t index = c->m->agreements.n;
  if (!pol_check_declare(c, POL_NAME_AGREEMENT, node->text, index, node)) return;
  const char *title = pol_check_words(c, pol_kid(node, 2)), *label = pol_check_label(c, pol_kid(node, 2), node->text);
  open_group(c, node->text, label, node);
  uint32_t status = agreement_fact(c, node, index, "status", pol_type_ref(POL_T_OPTION, POL_OPTIONS_STATUS), "is",
                                   title != NULL ? pol_check_format(c, "How far is %s?", title) : NULL);
  uint32_t decided_by = agreement_fact(c, node, index, "decided_by", pol_type_of(POL_T_PARTY), "was decided on by",
                                       title != NULL ? pol_check_format(c, "Who decided on %s?", title) : NULL);
  pol_agreement *a = POL_VEC_PUSH(c->in->arena, &c->m->agreements);
  if (a == NULL) c->no_memory = true;
  else *a = (pol_agreement){ .name = node->text, .party = POL_NO_REF, .in_writing = pol_kid(node, 1) != NULL, .label = label, .status = status, .decided_by = decided_by, .node = node };
}

/* -- types */

void pol_check_fact_types(pol_checker *c) {
  for (uint32_t i = 0; i < c->m->facts.n && !c->no_memory; i++) {
    uint32_t group = pol_check_find(c, POL_NAME_GROUP, c->m->facts.at[i].group);
    if (group != POL_NO_REF) c->m->facts.at[i].group_title = c->group_title.at[group];
    if (c->m->facts.at[i].agreement != POL_NO_REF) continue;
    pol_type type;
    pol_check_entry_type(c, &type, c->m->facts.at[i].node, pol_check_text(c, c->m->facts.at[i].name));
    c->m->facts.at[i].type = type;
  }
  for (uint32_t i = 0; i < c->m->agreements.n && !c->no_memory; i++) {
    pol_agreement *a = &c->m->agreements.at[i];
    const pol_node *party = pol_kid(a->node, 0);
    a->party = pol_check_resolve(c, POL_NAME_PARTY, party->text, party);
    if (a->status == POL_NO_REF || a->decided_by == POL_NO_REF) a->party = POL_NO_REF; /* a fact of that name was there: reported */
  }
}

/* -- bounds */

static pol_bound_kind bound_kind(const char *text) {
  if (strcmp(text, "at_least") == 0) return POL_BOUND_AT_LEAST;
  if (strcmp(text, "at_most") == 0) return POL_BOUND_AT_MOST;
  if (strcmp(text, "more_than") == 0) return POL_BOUND_MORE;
  if (strcmp(text, "less_than") == 0) return POL_BOUND_LESS;
  return POL_BOUND_RANGE;
}

void pol_check_bound(pol_checker *c, const pol_node *bound, pol_type type, pol_bound_kind *kind, pol_value *low, pol_value *high) {
  *low = *high = (pol_value){ .state = POL_UNKNOWN };
  if (!pol_is_node(bound, POL_N_BOUND) || pol_type_is(type, POL_T_BROKEN)) return;
  if (!pol_type_ordered(c, type)) {
    pol_report *r = pol_check_report(c, POL_R_QUALIFIER_MISPLACED, bound, "%s has no least and no most", pol_check_type_name(c, type));
    pol_report_label(c->in->reports, r, "only what has an order is bounded");
    return;
  }
  *low = pol_check_constant(c, pol_kid(bound, 0), &type);
  if (pol_kid(bound, 1) != NULL) *high = pol_check_constant(c, pol_kid(bound, 1), &type);
  if (low->state != POL_KNOWN || (pol_kid(bound, 1) != NULL && high->state != POL_KNOWN)) return;
  *kind = bound_kind(pol_check_text(c, bound->text));
  if (*kind != POL_BOUND_RANGE) return;
  bool backwards = pol_type_repr(type) == POL_REPR_NUM ? pol_num_cmp(low->as.num, high->as.num) > 0 : low->as.i > high->as.i;
  if (!backwards) return;
  pol_report *r = pol_check_report(c, POL_R_BACKWARDS, bound, "this range ends before it starts, so nothing is in it");
  pol_report_help(c->in->reports, r, "write the smaller one first");
  *kind = POL_BOUND_NONE;
}

/* -- what is said about a fact */

/* What is presumed may hang on the as-of date (a value with a history) and on other facts, not on what is decided from facts. Where it has no value, nothing is presumed. */
static bool is_decided(const pol_expr *e) {
  if (e->op == POL_OP_DECISION) return true;
  for (uint32_t i = 0; i < e->n; i++)
    if (e->arg[i] != NULL && is_decided(e->arg[i])) return true;
  return false;
}

static void read_presumed(pol_checker *c, uint32_t fact, const pol_node *node) {
  pol_type type = c->m->facts.at[fact].type;
  if (pol_type_is(type, POL_T_LIST)) {
    pol_report *r = pol_check_report(c, POL_R_QUALIFIER_MISPLACED, node, "a list is not presumed");
    pol_report_help(c->in->reports, r, "take it away: a list that is not given is not known, an empty one is given as []");
    return;
  }
  pol_expr *e = pol_check_amount(c, pol_kid(node, 0), &type);
  pol_value v;
  if (pol_type_is(e->type, POL_T_BROKEN)) return;
  if (pol_expr_fold(e, &v, c->m->short_months)) {
    c->m->facts.at[fact].presumed = pol_expr_const(c, v, pol_kid(node, 0));
  } else if (!is_decided(e)) {
    c->m->facts.at[fact].presumed = e;
  } else {
    pol_report *r = pol_check_report(c, POL_R_NOT_FIXED, pol_kid(node, 0), "what is presumed of a fact cannot rest on a decision");
    pol_report_label(c->in->reports, r, "decided from the facts");
  }
}

static void read_known_to(pol_checker *c, uint32_t fact, const pol_node *node) {
  pol_atom *names = POL_NEW_N(c->in->arena, pol_atom, node->n);
  if (names == NULL) {
    c->no_memory = true;
    return;
  }
  uint32_t n = 0;
  for (uint32_t i = 0; i < node->n; i++)
    if (pol_check_resolve(c, POL_NAME_PARTY, node->kid[i]->text, node->kid[i]) != POL_NO_REF) names[n++] = node->kid[i]->text;
  c->m->facts.at[fact].known_to = names;
  c->m->facts.at[fact].known_tos = n;
}

static void read_qualifier(pol_checker *c, uint32_t fact, const pol_node *q) {
  switch ((pol_node_kind)q->kind) {
  case POL_N_ASKS: c->m->facts.at[fact].question = pol_check_words(c, pol_kid(q, 0)); break;
  case POL_N_PRESUMED: read_presumed(c, fact, q); break;
  case POL_N_ONLY_WHEN: {
    pol_expr *test = pol_check_test(c, pol_kid(q, 0));
    if (!pol_type_is(test->type, POL_T_BROKEN)) c->m->facts.at[fact].only_when = test;
    break;
  }
  case POL_N_CONFIDENTIAL: c->m->facts.at[fact].confidential = true; break;
  case POL_N_CANNOT_CHANGE: c->m->facts.at[fact].fixed = true; break;
  case POL_N_FOR_INFORMATION: c->m->facts.at[fact].for_information = true; break;
  case POL_N_KNOWN_TO: read_known_to(c, fact, q); break;
  default: break;
  }
}

static void report_repeated(pol_checker *c, const pol_node *quals, uint32_t i) {
  for (uint32_t k = 0; k < i; k++) {
    if (quals->kid[k]->kind != quals->kid[i]->kind || quals->kid[i]->kind == POL_N_BROKEN) continue;
    pol_report *r = pol_check_report(c, POL_R_QUALIFIER_MISPLACED, quals->kid[i], "this is said twice of one fact");
    pol_report_also(c->in->reports, r, quals->kid[k]->span, "first");
    return;
  }
}

static void read_details(pol_checker *c, uint32_t fact) {
  const pol_node *entry = c->m->facts.at[fact].node;
  pol_bound_kind kind = POL_BOUND_NONE;
  pol_value low, high;
  c->group = c->m->facts.at[fact].group;
  c->taker = pol_check_text(c, c->m->facts.at[fact].name);
  pol_check_bound(c, pol_kid(entry, 2), c->m->facts.at[fact].type, &kind, &low, &high);
  c->m->facts.at[fact].bound = kind;
  c->m->facts.at[fact].low = low;
  c->m->facts.at[fact].high = high;
  const pol_node *quals = pol_kid(entry, 3);
  for (uint32_t i = 0; i < pol_kids(quals) && !c->no_memory; i++) {
    report_repeated(c, quals, i);
    read_qualifier(c, fact, quals->kid[i]);
  }
}

void pol_check_fact_details(pol_checker *c) {
  const char *taker = c->taker;
  c->no_decisions = true;
  for (uint32_t i = 0; i < c->m->facts.n && !c->no_memory; i++)
    if (c->m->facts.at[i].agreement == POL_NO_REF) read_details(c, i);
  c->no_decisions = false;
  c->group = 0;
  c->taker = taker;
}
