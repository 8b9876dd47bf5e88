/* Answers that give nothing: a contradiction, an error value, outside, silent. */
#include "render/explain.h"

enum { SOURCES_SHOWN = 4, SILENT_SHOWN = 12 };

/* ---- conflict ---- */

static bool gives_value(const pol_case *c, uint32_t rule, pol_value *v) {
  return pol_case_rule(c, rule)->decision == c->answer->decision && pol_case_rule_value(v, c, rule);
}

bool pol_conflict_is_own(const pol_case *c) {
  pol_value v;
  for (uint32_t i = 0; i < c->answer->becauses; i++)
    if (gives_value(c, c->answer->because[i].rule, &v) && v.state == POL_KNOWN) return true;
  return false;
}

const char *pol_conflict_words(const pol_case *c) {
  pol_value v;
  uint32_t values = 0;
  for (uint32_t i = 0; i < c->answer->becauses; i++) values += gives_value(c, c->answer->because[i].rule, &v) && v.state == POL_KNOWN;
  const char *hold = values == 0 ? "Its clauses do not agree on" : values > 2 ? "All hold on" : "Both hold on";
  const char *rank = values == 0  ? ""
                     : values > 2 ? " and none is said to stand above the others"
                                  : " and neither is said to stand above the other";
  return pol_page_format(&c->page, "%s %s%s. No answer is given. The policy needs mending, not the facts: see POL%04u.", hold,
                         pol_say_date(c, c->as_of), rank, pol_code_number(POL_R_VALUES_CLASH));
}

void pol_explain_conflict(const pol_case *c) {
  const pol_answer *a = c->answer;
  pol_page_blank(&c->page);
  for (uint32_t i = 0; i < a->becauses; i++) {
    const pol_rule *r = pol_case_rule(c, a->because[i].rule);
    pol_value v;
    if (!gives_value(c, a->because[i].rule, &v) || v.state != POL_KNOWN) continue;
    const char *sum = pol_sum_words(c, r->value, &v), *value = pol_say_value(c, &v);
    bool plain = r->value->op == POL_OP_CONST || pol_columns(sum) == pol_columns(value);
    pol_page_heading(
        &c->page, 2,
        pol_page_format(&c->page, "%s  %s%s%s", pol_say_clause(c, a->because[i].rule), plain ? "" : sum, plain ? "" : " = ", value),
        pol_say_place(c, r->node));
    if (a->because[i].reason != NULL) pol_page_para(&c->page, 4, a->because[i].reason);
  }
  pol_page_para(&c->page, 0, pol_conflict_words(c));
}

/* ---- error ---- */

static const pol_expr *divisor(const pol_expr *e) { return e->op == POL_OP_DIV ? e->arg[1] : e; }

/* The facts that the fault was made of, each once. */
typedef struct sources {
  uint32_t fact[SOURCES_SHOWN], n, visits;
} sources;

static void where_from(const pol_case *c, const pol_expr *e, sources *s) {
  if (e == NULL || s->n == SOURCES_SHOWN || ++s->visits > 2000) return;
  bool told = e->op != POL_OP_INPUT;
  for (uint32_t i = 0; i < s->n && !told; i++) told = s->fact[i] == e->ref;
  if (!told) {
    pol_value v = pol_case_fact(c, e->ref);
    if (v.state == POL_KNOWN) {
      pol_page_para(&c->page, 2, pol_page_format(&c->page, "%s comes from %s", pol_say_value(c, &v), pol_say_entry(c, e->ref)));
      s->fact[s->n++] = e->ref;
    }
  }
  for (uint32_t i = 0; i < e->n; i++) where_from(c, e->arg[i], s);
}

void pol_explain_error(const pol_case *c, uint32_t unaffected) {
  const pol_answer *a = c->answer;
  pol_page_blank(&c->page);
  if (a->error.rule != POL_NO_REF) {
    const pol_rule *r = pol_case_rule(c, a->error.rule);
    pol_page_heading(&c->page, 2, pol_page_format(&c->page, "%s  %s", pol_say_clause(c, a->error.rule), pol_say_title(c, r->clause)),
                     pol_say_place(c, r->node));
  }
  if (a->error.node != POL_NO_REF) {
    const pol_expr *e = c->program->node[a->error.node].origin;
    if (e != NULL && e->node != NULL) {
      sources told = {.n = 0};
      pol_page_para(&c->page, 4, pol_condition_body(c, e));
      where_from(c, a->error.fault == POL_FAULT_DIV_ZERO ? divisor(e) : e, &told);
    }
  }
  if (unaffected > 0)
    pol_page_para(&c->page, 0,
                  unaffected == 1 ? "1 other decision asked for is not affected."
                                  : pol_page_format(&c->page, "The %u other decisions asked for are not affected.", unaffected));
}

/* ---- outside, silent ---- */

void pol_explain_outside(const pol_case *c) {
  pol_cited_items(c, c->answer->because, c->answer->becauses, NULL);
  pol_page_para(&c->page, 0, "This is not a refusal: the question does not arise under this policy.");
}

const char *pol_silent_why(const pol_case *c, uint32_t rule) {
  const pol_rule *r = pol_case_rule(c, rule);
  uint32_t to;
  pol_mark holds;
  const pol_expr *condition = pol_rule_condition(r, &holds);
  switch (pol_rule_status(c->run, c->answer, c->row, rule, &to)) {
  case POL_RULE_NOT_YET: return "not yet in force";
  case POL_RULE_NO_LONGER: return "no longer in force";
  case POL_RULE_EXCEPTED:
    return r->except == NULL ? "its exception holds"
                             : pol_page_format(&c->page, "excepted: %s", pol_condition_words(c, r->except, POL_MARK_YES));
  case POL_RULE_SET_ASIDE: return "set aside";
  default: return condition == NULL ? "" : pol_condition_words(c, condition, holds == POL_MARK_YES ? POL_MARK_NO : POL_MARK_YES);
  }
}

/* Where the day alone is why no clause speaks, that is said once. */
const char *pol_silent_undated(const pol_case *c, uint32_t clauses) {
  const pol_decision *d = pol_case_decision(c);
  const pol_model *m = c->model;
  pol_status_of_rule first = POL_RULE_HOLDS;
  uint32_t to;
  for (uint32_t i = 0; i < d->rules; i++) {
    pol_status_of_rule s = pol_rule_status(c->run, c->answer, c->row, d->rule[i], &to);
    if ((s != POL_RULE_NOT_YET && s != POL_RULE_NO_LONGER) || (i > 0 && s != first)) return NULL;
    first = s;
  }
  if (d->rules == 0) return NULL;
  const char *when = first == POL_RULE_NOT_YET ? "is in force yet" : "is in force any longer";
  const char *since = first == POL_RULE_NOT_YET && m->from_set && c->as_of < m->from
                          ? pol_page_format(&c->page, "; the policy is in force from %s", pol_say_date(c, m->from))
                          : "";
  if (clauses == 1)
    return pol_page_format(&c->page, "The 1 clause that speaks to this question is %s in force%s.",
                           first == POL_RULE_NOT_YET ? "not yet" : "no longer", since);
  return pol_page_format(&c->page, "None of the %u clauses that speak to this question %s%s.", clauses, when, since);
}

void pol_explain_silent(const pol_case *c) {
  const pol_decision *d = pol_case_decision(c);
  uint32_t clauses = 0, shown = 0;
  size_t width = 6;
  for (uint32_t i = 0; i < d->rules; i++) {
    bool first = true;
    for (uint32_t k = 0; k < i && first; k++) first = pol_case_rule(c, d->rule[k])->clause != pol_case_rule(c, d->rule[i])->clause;
    clauses += first;
    size_t id = pol_columns(pol_say_clause(c, d->rule[i]));
    if (id > width && id <= 24) width = id;
  }
  if (d->may_be_silent != NULL) { /* who drew it up says why: that comes before what can be seen of the clauses */
    pol_page_para(&c->page, 0, pol_say_sentence(c, d->may_be_silent));
    pol_page_blank(&c->page);
  }
  const char *undated = pol_silent_undated(c, clauses);
  if (undated != NULL) pol_page_para(&c->page, 2, undated);
  else if (clauses > 0)
    pol_page_para(&c->page, 2,
                  clauses == 1 ? "1 clause speaks to this question, and not to this case:"
                               : pol_page_format(&c->page, "%u clauses speak to this question, and not to this case:", clauses));
  else pol_page_para(&c->page, 2, "No clause speaks to this question.");
  for (uint32_t i = 0; undated == NULL && i < d->rules; i++) {
    bool first = true;
    for (uint32_t k = 0; k < i && first; k++) first = pol_case_rule(c, d->rule[k])->clause != pol_case_rule(c, d->rule[i])->clause;
    if (!first) continue;
    if (shown++ == SILENT_SHOWN) {
      pol_page_para(&c->page, 2, pol_page_format(&c->page, "and %u more: --trace", clauses - SILENT_SHOWN));
      break;
    }
    pol_page_item(&c->page, 2, pol_say_clause(c, d->rule[i]), width, pol_say_title(c, pol_case_rule(c, d->rule[i])->clause));
    const char *why = pol_silent_why(c, d->rule[i]);
    if (why[0] != '\0') pol_page_para(&c->page, width + 4, why);
  }
  if (d->type.kind == POL_T_PERMISSION) pol_page_para(&c->page, 0, "This is neither a permission nor a refusal.");
}
