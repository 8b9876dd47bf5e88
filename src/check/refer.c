/* A name that stands for an amount: an option, a parameter or element, a fact, a definition, a decision, the as-of date. */
#include "check/expr.h"
#include <string.h>

static const struct { const char *name; pol_outcome outcome; } outcomes[] = {
  { "permitted", POL_OUT_PERMITTED }, { "refused", POL_OUT_REFUSED }, { "referred", POL_OUT_REFERRED }, { "not_applicable", POL_OUT_OUT_OF_SCOPE },
};

static pol_expr *outcome(pol_checker *c, const char *name, const pol_node *node) {
  for (size_t i = 0; i < sizeof outcomes / sizeof *outcomes; i++)
    if (strcmp(outcomes[i].name, name) == 0) return pol_expr_index(c, (int32_t)outcomes[i].outcome, pol_type_of(POL_T_OUTCOME), node);
  return NULL;
}

/* The name as an option of the type that is hinted at; NULL when it is none. */
static pol_expr *option_by_hint(pol_checker *c, const pol_node *node, const pol_type *hint) {
  if (hint == NULL) return NULL;
  if (pol_type_is(*hint, POL_T_OUTCOME)) return outcome(c, pol_check_text(c, node->text), node);
  bool party = pol_type_is(*hint, POL_T_PARTY);
  if (!party && !pol_type_is(*hint, POL_T_OPTION)) return NULL;
  uint32_t found = pol_check_option(c, party ? POL_PARTY_REF : hint->ref, node->text);
  return found == POL_NO_REF ? NULL : pol_expr_index(c, (int32_t)found, *hint, node);
}

/* Whether the name has to be one of the options of the hint: then another list's option, or a party, is not what is meant. */
static bool has_to_be_option(const pol_checker *c, const pol_type *hint) {
  return hint != NULL && pol_type_is(*hint, POL_T_OPTION) && hint->ref < c->m->options.n;
}

/* The name as an option of the one list that has it, where nothing else says which is meant; NULL when it is none. */
static pol_expr *option_by_itself(pol_checker *c, const pol_node *node, const pol_type *hint) {
  bool weekday = hint != NULL && pol_type_is(*hint, POL_T_DATE);
  uint32_t home = weekday ? POL_OPTIONS_WEEKDAY : pol_map_get(&c->option_home, node->text);
  if (home < c->m->options.n) {
    uint32_t found = pol_check_option(c, home, node->text);
    if (found != POL_NO_REF) return pol_expr_index(c, (int32_t)found, pol_type_ref(POL_T_OPTION, home), node);
  }
  uint32_t party = pol_check_find(c, POL_NAME_PARTY, node->text);
  return party == POL_NO_REF ? NULL : pol_expr_index(c, (int32_t)party, pol_type_of(POL_T_PARTY), node);
}

static const pol_scope *in_scope(const pol_checker *c, pol_atom name) {
  const pol_scope *s = c->scope;
  while (s != NULL && s->name != name) s = s->outer;
  return s;
}

static pol_expr *no_field(pol_checker *c, const pol_record *record, const char *field, const pol_node *node) {
  if (pol_check_is_covered(c, record->node)) return pol_expr_broken(c, node);
  pol_report *r = pol_check_report(c, POL_R_NO_FIELD, node, "a %s has no entry called %s", pol_check_text(c, record->name), field);
  pol_nearest near;
  pol_nearest_init(&near, field);
  const char *all = "";
  for (uint32_t i = 0; i < record->n; i++) {
    const char *name = pol_check_text(c, record->at[i].name);
    pol_nearest_offer(&near, name, i);
    if (i < 8) all = pol_check_format(c, "%s%s%s", all, i > 0 ? ", " : "", name);
  }
  if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean %s?", near.best);
  else pol_report_help(c->in->reports, r, "its entries are %s", all);
  return pol_expr_broken(c, node);
}

static pol_expr *field_of(pol_checker *c, const pol_scope *s, const char *field, const pol_node *node) {
  const pol_expr *of = s->value;
  if (pol_type_is(of->type, POL_T_BROKEN)) return pol_expr_broken(c, node);
  if (!pol_type_is(of->type, POL_T_RECORD) || of->type.ref >= c->m->records.n) {
    pol_report *r = pol_check_report(c, POL_R_NO_FIELD, node, "%s is %s and has no entries", pol_check_text(c, s->name), pol_check_type_name(c, of->type));
    pol_report_help(c->in->reports, r, "name it without a dot: %s", pol_check_text(c, s->name));
    return pol_expr_broken(c, node);
  }
  const pol_record *record = &c->m->records.at[of->type.ref];
  pol_atom name = pol_atom_find(c->in->atoms, field, strlen(field));
  uint32_t i = 0;
  while (i < record->n && (name == 0 || record->at[i].name != name)) i++;
  if (i == record->n) return no_field(c, record, field, node);
  pol_type type = record->at[i].type;
  pol_expr *e = pol_expr_new(c, pol_type_is(type, POL_T_LIST) ? POL_OP_LIST_FIELD : POL_OP_ELEMENT, type, node, 0);
  e->ref = of->ref;
  e->field = i;
  return e;
}

pol_expr *pol_check_use_fact(pol_checker *c, uint32_t fact, const pol_node *node) {
  pol_expr *e = pol_expr_fact(c, fact, node);
  if (pol_type_is(e->type, POL_T_LIST)) e->op = POL_OP_LIST_FACT;
  if (c->m->facts.at[fact].only_when != NULL && !c->no_decisions) pol_check_demand(c, fact, node);
  return e;
}

static pol_expr *use_decision(pol_checker *c, uint32_t decision, const pol_node *node) {
  pol_type type = c->m->decisions.at[decision].type;
  pol_check_use(c, decision, node);
  if (pol_type_is(type, POL_T_SET) || pol_type_is(type, POL_T_SEQUENCE) || pol_type_is(type, POL_T_OBLIGATIONS)) {
    pol_report *r = pol_check_report(c, POL_R_WRONG_KIND, node, "%s is answered with a list, which cannot be used here", pol_check_text(c, node->text));
    pol_report_help(c->in->reports, r, "repeat the condition under which what matters is in the list");
    return pol_expr_broken(c, node);
  }
  if (pol_type_is(type, POL_T_PERMISSION)) type = pol_type_of(POL_T_OUTCOME);
  pol_expr *e = pol_expr_new(c, POL_OP_DECISION, type, node, 0);
  e->ref = decision;
  return e;
}

/* A fact's own conditions may name its neighbours without the group. */
static uint32_t neighbour(pol_checker *c, pol_atom name) {
  if (c->group == 0) return POL_NO_REF;
  const char *full = pol_check_format(c, "%s.%s", pol_check_text(c, c->group), pol_check_text(c, name));
  pol_atom atom = pol_atom_find(c->in->atoms, full, strlen(full));
  return atom == 0 ? POL_NO_REF : pol_check_find(c, POL_NAME_FACT, atom);
}

static pol_expr *dotted(pol_checker *c, const pol_node *node, const char *text, const char *dot) {
  pol_atom first = pol_atom_find(c->in->atoms, text, (size_t)(dot - text));
  const pol_scope *s = first != 0 ? in_scope(c, first) : NULL;
  if (s != NULL) return field_of(c, s, dot + 1, node);
  uint32_t fact = pol_check_resolve(c, POL_NAME_FACT, node->text, node);
  return fact == POL_NO_REF ? pol_expr_broken(c, node) : pol_check_use_fact(c, fact, node);
}

static pol_expr *unknown(pol_checker *c, const pol_node *node, const pol_type *hint) {
  if (hint != NULL && pol_type_is(*hint, POL_T_BROKEN)) return pol_expr_broken(c, node);
  const char *text = pol_check_text(c, node->text);
  if (pol_check_is_doubtful(c, text)) return pol_expr_broken(c, node);
  if (pol_check_find(c, POL_NAME_AGREEMENT, node->text) != POL_NO_REF) {
    pol_report *r = pol_check_report(c, POL_R_NOT_A_CONDITION, node, "%s is an agreement", text);
    pol_report_help(c->in->reports, r, "say whether it is given or awaited: agreed %s, or pending %s", text, text);
  } else if (pol_check_find(c, POL_NAME_TABLE, node->text) != POL_NO_REF) {
    pol_report *r = pol_check_report(c, POL_R_ARGUMENTS, node, "%s is a table", text);
    pol_report_help(c->in->reports, r, "give it what it asks for, in parentheses: %s(…)", text);
  } else if (hint != NULL && pol_type_is(*hint, POL_T_OUTCOME)) {
    pol_report *r = pol_check_report(c, POL_R_NO_OPTION, node, "%s is not an answer to a permission", text);
    pol_report_help(c->in->reports, r, "the answers are permitted, refused, referred and not_applicable");
  } else if (hint != NULL && pol_type_is(*hint, POL_T_OPTION) && pol_check_last_part(c, node->text) == POL_NO_REF) {
    pol_check_option_of(c, hint->ref, node->text, node);
  } else if (hint != NULL && pol_type_is(*hint, POL_T_PARTY)) {
    pol_check_resolve(c, POL_NAME_PARTY, node->text, node);
  } else if (hint != NULL && pol_type_is(*hint, POL_T_BOOL) && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0)) {
    pol_report *r = pol_check_report(c, POL_R_NO_NAME, node, "a policy says yes and no");
    pol_report_help(c->in->reports, r, "write the fact alone, or with not before it; in a scenario: is %s", text[0] == 't' ? "yes" : "no");
  } else if (pol_map_get(&c->option_home, node->text) != POL_MAP_NONE && pol_check_last_part(c, node->text) == POL_NO_REF) {
    pol_report *r = pol_check_report(c, POL_R_NO_NAME, node, "more than one list has the option %s, and none is named", text);
    pol_report_help(c->in->reports, r, "put the fact first: FACT is %s", text);
  } else {
    pol_check_resolve(c, POL_NAME_DEFINE, node->text, node);
  }
  return pol_expr_broken(c, node);
}

pol_expr *pol_check_name(pol_checker *c, const pol_node *node, const pol_type *hint) {
  const char *text = pol_check_text(c, node->text);
  const char *dot = strchr(text, '.');
  if (dot != NULL) return dotted(c, node, text, dot);
  pol_expr *option = option_by_hint(c, node, hint);
  if (option != NULL) return option;
  const pol_scope *s = in_scope(c, node->text);
  if (s != NULL) return s->value;
  uint32_t fact = neighbour(c, node->text);
  if (fact != POL_NO_REF) return pol_check_use_fact(c, fact, node);
  uint32_t define = pol_check_find(c, POL_NAME_DEFINE, node->text);
  if (define != POL_NO_REF) return pol_check_use_define(c, define, node, 0, NULL);
  uint32_t decision = pol_check_find(c, POL_NAME_DECISION, node->text);
  if (decision != POL_NO_REF) return use_decision(c, decision, node);
  if (strcmp(text, "as_of") == 0) return pol_expr_new(c, POL_OP_AS_OF, pol_type_of(POL_T_DATE), node, 0);
  option = has_to_be_option(c, hint) ? NULL : option_by_itself(c, node, hint);
  return option != NULL ? option : unknown(c, node, hint);
}
