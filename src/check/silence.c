/* Where a decision is silent (POL0601): a case is looked for in which every rule that would answer is out and every condition is met. It is said
 * only with such a case at hand, or where no clause could answer at all. */
#include "check/rules.h"

typedef struct search { pol_checker *c; pol_branches need[POL_RULES_WITNESS]; uint32_t needs, tries; pol_case found; } search;

static bool answers(const pol_rule *r) {
  return r->effect == POL_E_PERMITS || r->effect == POL_E_REFUSES || r->effect == POL_E_REFERS || r->effect == POL_E_IS || r->effect == POL_E_ADDS;
}

/* One way of each need, so that all of them hold in one case. */
static bool meet(search *s, uint32_t need) {
  if (need == s->needs) return true;
  for (uint32_t i = 0; i < s->need[need].n && s->tries++ < POL_RULES_TRIES; i++) {
    const pol_branch *b = &s->need[need].at[i];
    uint32_t before = s->found.n;
    bool fine = true;
    for (uint32_t k = 0; k < b->n && fine; k++) fine = pol_case_add(s->c, &s->found, b->at[k]);
    if (fine && meet(s, need + 1)) return true;
    s->found.n = before;
  }
  return false;
}

static bool add_need(search *s, pol_arena *scratch, const pol_condition *of, uint32_t n, bool all) {
  if (s->needs == POL_RULES_WITNESS) return false;
  s->need[s->needs] = pol_rules_branches(s->c, scratch, of, n, all);
  return s->need[s->needs++].whole;
}

/* What must hold for a rule to leave the decision unanswered. false: it always answers, or nothing can be said. */
static bool need_of(search *s, pol_arena *scratch, const pol_rule *r) {
  if (r->effect == POL_E_ONLY_IF || r->effect == POL_E_APPLIES_ONLY_IF) {
    pol_condition met[2] = { { r->test, true }, { r->when, false } };
    return add_need(s, scratch, met, 2, false);
  }
  if (!answers(r)) return true;
  if (r->when == NULL && r->except == NULL) return false;
  pol_condition out[2] = { { r->when, false }, { r->except, true } };
  return add_need(s, scratch, out, 2, false);
}

static void say_silent(pol_checker *c, const pol_decision *d, const char *example, bool nobody) {
  const char *name = pol_check_text(c, d->name);
  pol_report *r = pol_report_add(c->in->reports, POL_R_SILENT, pol_check_name_span(c, d->node, d->name), "%s is silent for some people", name);
  if (nobody) pol_report_note(c->in->reports, r, "where its conditions are met, no clause %s", d->type.kind == POL_T_PERMISSION ? "permits it" : "gives it a value");
  else if (example != NULL) pol_report_note(c->in->reports, r, "for example: %s", example);
  pol_report_help(c->in->reports, r, "write the missing clause, or say that it is meant: may be silent \"…\"");
}

/* -- by example: where the conditions are more than facts beside constants */

enum { STAGES = 3, WAYS = 4, ANY_DAY = 19814 /* 1 April 2024 */ };

/* One rule leaves the question open. Dates of effect are not looked at: the case is silent whichever of the clauses are in force. */
static bool leave_open(pol_example *x, const pol_rule *r) {
  if (r->effect == POL_E_ONLY_IF || r->effect == POL_E_APPLIES_ONLY_IF) {
    pol_condition met[3] = { { r->test, true }, { r->when, false }, { r->except, true } };
    return pol_example_wants_one(x, met, 3);
  }
  pol_condition out[2] = { { r->when, false }, { r->except, true } };
  return !answers(r) || pol_example_wants_one(x, out, 2);
}

static bool leave_all_open(pol_example *x, const pol_decision *d, const pol_rule *but) {
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *r = &x->c->m->rules.at[d->rule[i]];
    if (r == but || x->c->rules->clauses.at[r->clause].ended || (but != NULL && r->effect == POL_E_PERMITS)) continue;
    if (!leave_open(x, r)) return false;
  }
  return true;
}

/* A later stage is asked only of those whom the earlier one permits. way: by which of its rules. */
static bool permit(pol_example *x, const pol_decision *d, uint32_t way, uint32_t depth) {
  const pol_rule *by = NULL;
  for (uint32_t i = 0, n = 0; i < d->rules && by == NULL; i++) {
    const pol_rule *r = &x->c->m->rules.at[d->rule[i]];
    if (r->effect == POL_E_PERMITS && !x->c->rules->clauses.at[r->clause].ended && n++ == way) by = r;
  }
  if (by == NULL || d->afters > 1 || depth > STAGES || !leave_all_open(x, d, by)) return false;
  if (!pol_example_wants(x, by->when, true) || !pol_example_wants(x, by->except, false)) return false;
  return d->afters == 0 || permit(x, &x->c->m->decisions.at[d->after[0]], 0, depth + 1);
}

static const char *example_of(pol_checker *c, pol_arena *scratch, const pol_decision *d) {
  for (uint32_t way = 0; way < (d->afters > 0 ? WAYS : 1) && !c->no_memory; way++) {
    pol_example x;
    if (!pol_example_begin(&x, c, scratch, c->m->from_set ? c->m->from : ANY_DAY)) return NULL;
    bool fine = d->afters == 0 || permit(&x, &c->m->decisions.at[d->after[0]], way, 0);
    if (fine && leave_all_open(&x, d, NULL) && x.facts > 0 && pol_example_find(&x)) return pol_example_words(&x);
  }
  return NULL;
}

static bool looked_at(const pol_checker *c, const pol_decision *d) {
  if (d->may_be_silent != NULL || d->rules == 0 || d->afters > 1 || d->node == NULL || pol_rules_imported(c, d->node)) return false;
  return d->type.kind == POL_T_PERMISSION || d->type.kind == POL_T_BOOL || d->type.kind == POL_T_OPTION || d->type.kind == POL_T_PARTY || d->type.kind == POL_T_NUMBER ||
         d->type.kind == POL_T_DATE || d->type.kind == POL_T_TIME || d->type.kind == POL_T_TEXT || d->type.kind == POL_T_PERIOD;
}

static void look_for(pol_checker *c, pol_arena *scratch, const pol_decision *d) {
  search s = { .c = c };
  bool some = false, sure = d->afters == 0;
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *r = &c->m->rules.at[d->rule[i]];
    if (c->rules->clauses.at[r->clause].ended) continue;
    some = some || answers(r);
    if (answers(r) && r->when == NULL && r->except == NULL) return; /* it always answers */
    sure = sure && need_of(&s, scratch, r);
  }
  if (sure && !some) say_silent(c, d, NULL, true);
  else if (sure && meet(&s, 0)) say_silent(c, d, pol_case_words(c, &s.found), false);
  else if (some) {
    const char *example = example_of(c, scratch, d);
    if (example != NULL) say_silent(c, d, example, false);
  }
}

void pol_rules_silence(pol_checker *c, pol_arena *scratch) {
  for (uint32_t i = 0; i < c->m->decisions.n && !c->no_memory; i++) {
    const pol_decision *d = &c->m->decisions.at[i];
    if (!looked_at(c, d)) continue;
    pol_arena_point mark = pol_arena_mark(scratch);
    look_for(c, scratch, d);
    pol_arena_reset(scratch, mark);
  }
}
