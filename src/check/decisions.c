/* Decisions: their types, and what is said about them. */
#include "check/expr.h"
#include <string.h>

static bool type_is(const pol_decision *d, pol_type_kind kind) {
  return pol_type_is(d->type, kind) || pol_type_is(d->type, POL_T_BROKEN);
}

void pol_check_decision_types(pol_checker *c) {
  for (uint32_t i = 0; i < c->m->decisions.n && !c->no_memory; i++) {
    const pol_node *node = c->m->decisions.at[i].node;
    pol_type type = pol_check_type(c, pol_kid(node, 1), pol_check_text(c, node->text));
    if (pol_type_is(type, POL_T_LIST)) {
      pol_report *r = pol_check_report(c, POL_R_TYPE_MISPLACED, pol_kid(node, 1), "a decision is not a list of records: only a fact is");
      pol_report_help(c->in->reports, r, "a decision may be a set or a sequence of options or parties");
      type = pol_type_of(POL_T_BROKEN);
    }
    c->m->decisions.at[i].type = type;
  }
}

static void misplaced(pol_checker *c, const pol_node *q, const char *what) {
  pol_report *r = pol_check_report(c, POL_R_QUALIFIER_MISPLACED, q, "%s", what);
  pol_report_label(c->in->reports, r, "does not suit the type");
}

static void read_after(pol_checker *c, uint32_t decision, const pol_node *q) {
  uint32_t *list = POL_NEW_N(c->in->arena, uint32_t, q->n);
  if (list == NULL) {
    c->no_memory = true;
    return;
  }
  uint32_t n = 0;
  for (uint32_t i = 0; i < q->n; i++) {
    const pol_node *name = q->kid[i];
    uint32_t earlier = pol_check_resolve(c, POL_NAME_DECISION, name->text, name);
    if (earlier == POL_NO_REF) continue;
    const pol_decision *d = &c->m->decisions.at[earlier];
    if (!type_is(d, POL_T_PERMISSION)) {
      pol_report *r = pol_check_report(c, POL_R_WRONG_KIND, name, "a decision comes after a permission, and %s is %s", pol_check_text(c, name->text), pol_check_type_name(c, d->type));
      pol_report_label(c->in->reports, r, "not a permission");
      pol_report_help(c->in->reports, r, "name a permission, or write the condition in a clause: … applies only if …");
      continue;
    }
    c->deciding = decision;
    pol_check_use(c, earlier, name);
    c->deciding = POL_NO_REF;
    list[n++] = earlier;
  }
  c->m->decisions.at[decision].after = list;
  c->m->decisions.at[decision].afters = n;
}

static void read_better(pol_checker *c, uint32_t decision, const pol_node *q) {
  static const struct { const char *word; pol_better better; } words[] = {
    { "higher", POL_BETTER_HIGHER }, { "lower", POL_BETTER_LOWER }, { "yes", POL_BETTER_YES }, { "no", POL_BETTER_NO },
  };
  pol_decision *d = &c->m->decisions.at[decision];
  const char *text = pol_check_text(c, q->text);
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (strcmp(words[i].word, text) != 0) continue;
    bool yes_no = words[i].better == POL_BETTER_YES || words[i].better == POL_BETTER_NO;
    bool fits = yes_no ? type_is(d, POL_T_BOOL) || type_is(d, POL_T_PERMISSION) : pol_type_ordered(c, d->type) || pol_type_is(d->type, POL_T_PERIOD);
    if (fits) d->better = words[i].better;
    else misplaced(c, q, yes_no ? "only yes or no is better when yes" : "only what has an order is better when higher");
    return;
  }
  if (pol_type_is(d->type, POL_T_OPTION)) {
    if (pol_check_option_of(c, d->type.ref, q->text, q) == POL_NO_REF) return;
    d->better = POL_BETTER_YES; /* better when it is this option */
    d->better_option = q->text;
  } else if (!pol_type_is(d->type, POL_T_BROKEN)) {
    pol_report *r = pol_check_report(c, POL_R_NO_OPTION, q, "%s is not a way to be better", text);
    pol_report_help(c->in->reports, r, "better when higher, lower, yes, no, or one of the options");
  }
}

static bool round_mode(const char *first, const char *second, pol_round *mode) {
  static const struct { const char *first, *second; pol_round mode; } modes[] = {
    { "half", "up", POL_ROUND_HALF_UP },     { "half", "even", POL_ROUND_HALF_EVEN }, { "half", "down", POL_ROUND_HALF_DOWN }, { "up", "", POL_ROUND_UP },
    { "down", "", POL_ROUND_DOWN },          { "floor", "", POL_ROUND_FLOOR },        { "ceiling", "", POL_ROUND_CEILING },
  };
  for (size_t i = 0; i < sizeof modes / sizeof *modes; i++) {
    if (strcmp(modes[i].first, first) != 0 || strcmp(modes[i].second, second) != 0) continue;
    *mode = modes[i].mode;
    return true;
  }
  return false;
}

static void read_rounded(pol_checker *c, uint32_t decision, const pol_node *q) {
  pol_type type = c->m->decisions.at[decision].type;
  const char *second = pol_kid(q, 0) != NULL ? pol_check_text(c, pol_kid(q, 0)->text) : "";
  pol_round mode = POL_ROUND_HALF_UP;
  if (pol_type_is(type, POL_T_BROKEN)) return;
  if (!pol_type_is(type, POL_T_NUMBER)) {
    misplaced(c, q, "only an amount is rounded");
    return;
  }
  if (!round_mode(pol_check_text(c, q->text), second, &mode)) {
    pol_report *r = pol_check_report(c, POL_R_NO_OPTION, q, "%s%s%s is not a way to round", pol_check_text(c, q->text), second[0] != '\0' ? " " : "", second);
    pol_report_help(c->in->reports, r, "half up, half even, half down, up, down, floor or ceiling");
    return;
  }
  pol_value grain = pol_check_constant(c, pol_kid(q, 1), &type);
  if (grain.state != POL_KNOWN) return;
  if (grain.as.num.n <= 0) {
    pol_check_report(c, POL_R_NOT_FIXED, pol_kid(q, 1), "rounding needs a step above 0");
    return;
  }
  pol_decision *d = &c->m->decisions.at[decision];
  d->rounded = true;
  d->round = mode;
  d->grain = grain.as.num;
}

static void read_combine(pol_checker *c, uint32_t decision, const pol_node *q) {
  pol_decision *d = &c->m->decisions.at[decision];
  if (!pol_type_ordered(c, d->type)) misplaced(c, q, "only what has an order has a least and a greatest");
  else d->combine = strcmp(pol_check_text(c, q->text), "least") == 0 ? POL_COMBINE_LEAST : POL_COMBINE_GREATEST;
}

static void read_qualifier(pol_checker *c, uint32_t decision, const pol_node *q) {
  switch ((pol_node_kind)q->kind) {
  case POL_N_AFTER: read_after(c, decision, q); break;
  case POL_N_BETTER: read_better(c, decision, q); break;
  case POL_N_NEUTRAL: c->m->decisions.at[decision].better = POL_BETTER_NEUTRAL; break;
  case POL_N_ROUNDED: read_rounded(c, decision, q); break;
  case POL_N_COMBINE: read_combine(c, decision, q); break;
  case POL_N_MAY_BE_SILENT: c->m->decisions.at[decision].may_be_silent = pol_check_words(c, pol_kid(q, 0)); break;
  default: break;
  }
}

void pol_check_decision_details(pol_checker *c) {
  const char *taker = c->taker;
  for (uint32_t i = 0; i < c->m->decisions.n && !c->no_memory; i++) {
    const pol_node *quals = pol_kid(c->m->decisions.at[i].node, 2);
    c->taker = pol_check_text(c, c->m->decisions.at[i].name);
    for (uint32_t k = 0; k < pol_kids(quals); k++)
      read_qualifier(c, i, quals->kid[k]);
  }
  c->taker = taker;
}
