/* Declarations, in two passes: first every name, so that nothing has to stand before its use; then what the declarations say. */
#include "check/expr.h"
#include "syntax/words.h"
#include <string.h>

static bool always_there(const char *name) {
  return strcmp(name, "other") == 0 || strcmp(name, "unnamed") == 0;
}

static void add_party(pol_checker *c, pol_atom name, const char *label, const pol_node *node) {
  uint32_t index = c->m->parties.n;
  if (!pol_check_declare(c, POL_NAME_PARTY, name, index, node)) return;
  pol_party *p = POL_VEC_PUSH(c->in->arena, &c->m->parties);
  if (p == NULL) c->no_memory = true;
  else *p = (pol_party){ name, label, node };
}

static void declare_party(pol_checker *c, const pol_node *node) {
  const char *name = pol_check_text(c, node->text);
  if (always_there(name)) {
    pol_report *r = pol_report_add(c->in->reports, POL_R_NAME_TAKEN, pol_check_name_span(c, node, node->text), "the party %s is always there", name);
    pol_report_help(c->in->reports, r, "take this line away, or give the party a name of its own");
    return;
  }
  add_party(c, node->text, pol_check_label(c, pol_kid(node, 0), node->text), node);
}

/* The last two parties of every policy. */
static void add_standing_parties(pol_checker *c) {
  pol_atom other = pol_atom_text(c->in->atoms, "other"), unnamed = pol_atom_text(c->in->atoms, "unnamed");
  if (other == 0 || unnamed == 0) {
    c->no_memory = true;
    return;
  }
  add_party(c, other, "somebody else", NULL);
  add_party(c, unnamed, "somebody, the document does not say who", NULL);
}

static void declare_options(pol_checker *c, const pol_node *node, bool ordered) {
  const pol_node *items = pol_kid(node, ordered ? 2 : 1);
  pol_options head = { .name = node->text, .ordered = ordered, .node = node };
  if (ordered) {
    head.noun = pol_check_label(c, pol_kid(node, 0), node->text);
    head.nouns = pol_kid(node, 1) != NULL ? pol_check_words(c, pol_kid(node, 1)) : pol_check_format(c, "%ss", head.noun);
  } else {
    head.noun = pol_check_words(c, pol_kid(node, 0));
  }
  if (pol_check_find(c, POL_NAME_OPTIONS, node->text) == POL_NO_REF) {
    uint32_t ref = pol_check_new_options(c, &head, items->kid, items->n);
    pol_check_declare(c, POL_NAME_OPTIONS, node->text, ref, node);
  } else {
    pol_check_declare(c, POL_NAME_OPTIONS, node->text, 0, node); /* twice: reported */
  }
}

static void declare_record(pol_checker *c, const pol_node *node) {
  if (!pol_check_declare(c, POL_NAME_RECORD, node->text, c->m->records.n, node)) return;
  pol_record *r = POL_VEC_PUSH(c->in->arena, &c->m->records);
  if (r == NULL) c->no_memory = true;
  else *r = (pol_record){ .name = node->text, .title = pol_check_words(c, pol_kid(node, 0)), .node = node };
}

static bool taken_by_function(pol_checker *c, const pol_node *node) {
  const char *name = pol_check_text(c, node->text);
  bool taken = strcmp(name, "as_of") == 0;
  for (uint32_t i = 0; !taken && pol_check_function_name(i) != NULL; i++) taken = strcmp(pol_check_function_name(i), name) == 0;
  if (!taken) return false;
  pol_report *r = pol_report_add(c->in->reports, POL_R_NAME_TAKEN, pol_check_name_span(c, node, node->text), "%s is always there", name);
  pol_report_help(c->in->reports, r, "give this one another name");
  return true;
}

static void check_parameters(pol_checker *c, const pol_node *params) {
  for (uint32_t i = 0; i < pol_kids(params); i++)
    for (uint32_t k = 0; k < i; k++)
      if (params->kid[i]->text == params->kid[k]->text)
        pol_report_add(c->in->reports, POL_R_DECLARED_TWICE, params->kid[i]->span, "%s stands twice in the parentheses", pol_check_text(c, params->kid[i]->text));
}

static void declare_define(pol_checker *c, const pol_node *node, bool is_value) {
  const pol_node *params = is_value ? NULL : pol_kid(node, 0);
  check_parameters(c, params);
  if (taken_by_function(c, node) || !pol_check_declare(c, POL_NAME_DEFINE, node->text, c->m->defines.n, node)) return;
  pol_define *d = POL_VEC_PUSH(c->in->arena, &c->m->defines);
  if (d == NULL) {
    c->no_memory = true;
    return;
  }
  *d = (pol_define){ .name = node->text, .title = pol_check_words(c, pol_kid(node, is_value ? 0 : 1)), .node = node, .is_value = is_value,
                     .params = params != NULL ? params->n : 0, .imported = c->importing };
}

static void declare_table(pol_checker *c, const pol_node *node) {
  check_parameters(c, pol_kid(node, 0));
  if (pol_kid(node, 0) == NULL || !taken_by_function(c, node)) pol_check_table_name(c, node);
}

static void declare_decision(pol_checker *c, const pol_node *node) {
  if (!pol_check_declare(c, POL_NAME_DECISION, node->text, c->m->decisions.n, node)) return;
  pol_decision *d = POL_VEC_PUSH(c->in->arena, &c->m->decisions);
  if (d == NULL) c->no_memory = true;
  else *d = (pol_decision){ .name = node->text, .title = pol_check_words(c, pol_kid(node, 0)), .node = node };
}

static void declare(pol_checker *c, const pol_node *node) {
  switch ((pol_node_kind)node->kind) {
  case POL_N_BROKEN: pol_check_broken_name(c, node->text); break;
  case POL_N_POLICY:
  case POL_N_AMENDMENT: pol_check_header(c, node); break;
  case POL_N_PARTY: declare_party(c, node); break;
  case POL_N_AGREEMENT: pol_check_agreement_names(c, node); break;
  case POL_N_OPTIONS: declare_options(c, node, false); break;
  case POL_N_ORDER: declare_options(c, node, true); break;
  case POL_N_RECORD: declare_record(c, node); break;
  case POL_N_FACTS: pol_check_facts_names(c, node); break;
  case POL_N_VALUE: declare_define(c, node, true); break;
  case POL_N_DEFINE: declare_define(c, node, false); break;
  case POL_N_TABLE: declare_table(c, node); break;
  case POL_N_DECISION: declare_decision(c, node); break;
  default: break; /* sections, clauses and scenarios: clauses.c, scenarios.c */
  }
}

/* A definition and a decision, or a function and a table, would stand for each other wherever the name is used. */
static void report_clashes(pol_checker *c) {
  for (uint32_t i = 0; i < c->m->defines.n; i++) {
    const pol_define *d = &c->m->defines.at[i];
    uint32_t decision = pol_check_find(c, POL_NAME_DECISION, d->name), table = pol_check_find(c, POL_NAME_TABLE, d->name);
    const pol_node *other = decision != POL_NO_REF ? c->m->decisions.at[decision].node : table != POL_NO_REF ? c->m->tables.at[table].node : NULL;
    if (other == NULL) continue;
    pol_report *r = pol_report_add(c->in->reports, POL_R_DECLARED_TWICE, pol_check_name_span(c, d->node, d->name), "%s is declared as a definition and as a %s",
                                   pol_check_text(c, d->name), decision != POL_NO_REF ? "decision" : "table");
    pol_report_also(c->in->reports, r, pol_check_name_span(c, other, d->name), "the %s", decision != POL_NO_REF ? "decision" : "table");
    pol_report_help(c->in->reports, r, "give one of the two another name");
  }
}

void pol_check_declarations(pol_checker *c) {
  pol_check_builtin_options(c);
  pol_check_builtin_records(c);
  for (uint32_t t = 0; t < c->trees.n && !c->no_memory; t++) {
    const pol_node *file = c->trees.at[t].tree->root;
    c->importing = c->trees.at[t].imported;
    c->lost |= c->trees.at[t].tree->lost;
    if (c->lost != POL_LOST_ANY && (c->lost & (1u << POL_KEYWORD_AMENDMENT))) c->m->is_amendment = true; /* its head could not be read */
    for (uint32_t i = 0; i < c->trees.at[t].tree->doubtful.n; i++) pol_check_broken_name(c, c->trees.at[t].tree->doubtful.at[i]);
    for (uint32_t i = 0; i < file->n && !c->no_memory; i++)
      declare(c, file->kid[i]);
  }
  c->importing = false;
  if (!c->no_memory) add_standing_parties(c);
  if (!c->no_memory) report_clashes(c);
  if (!c->no_memory) pol_check_records(c);
  if (!c->no_memory) pol_check_fact_types(c);
  if (!c->no_memory) pol_check_decision_types(c);
  if (!c->no_memory) pol_check_fact_details(c);
  if (!c->no_memory) pol_check_decision_details(c);
}
