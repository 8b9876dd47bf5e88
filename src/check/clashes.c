/* Value rules that may give different answers for one person (POL0503). */
#include "check/rules.h"

static bool stands_above(const pol_rule *r, uint32_t rule) {
  uint32_t low = 0, high = r->aboves;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (r->above[middle] < rule) low = middle + 1;
    else high = middle;
  }
  return low < r->aboves && r->above[low] == rule;
}

static const char *always_or(pol_checker *c, const pol_rule *r) {
  const char *id = pol_check_text(c, c->m->clauses.at[r->clause].id);
  return r->when == NULL && r->except == NULL ? pol_check_format(c, "%s, always", id) : id;
}

static void witness(pol_checker *c, pol_report *report, const pol_branch *a, const pol_branch *b) {
  pol_case w = { .n = 0 };
  for (uint32_t i = 0; i < a->n + b->n; i++)
    if (!pol_case_add(c, &w, i < a->n ? a->at[i] : b->at[i - a->n])) return;
  const char *words = pol_case_words(c, &w);
  if (words != NULL) pol_report_note(c->in->reports, report, "for example: %s", words);
  else pol_report_note(c->in->reports, report, "both hold for everybody");
}

static void say_clash(pol_checker *c, const pol_rule *a, const pol_rule *b, const pol_branches *x, const pol_branches *y) {
  const pol_node *at = b->value->node != NULL ? b->value->node : b->node, *also = a->value->node != NULL ? a->value->node : a->node;
  pol_report *r = pol_report_add(c->in->reports, POL_R_VALUES_CLASH, at->span, "two %s can give different answers for the same person", a->clause == b->clause ? "rules" : "clauses");
  pol_report_label(c->in->reports, r, "%s", always_or(c, b));
  pol_report_also(c->in->reports, r, also->span, "%s", always_or(c, a));
  for (uint32_t i = 0; i < x->n; i++)
    for (uint32_t j = 0; j < y->n; j++) {
      pol_branches one = { .at = &x->at[i], .n = 1 }, other = { .at = &y->at[j], .n = 1 };
      if (pol_branches_exclude(c->m, &one, &other)) continue;
      witness(c, r, &x->at[i], &y->at[j]);
      i = x->n - 1; /* one case is enough */
      break;
    }
  const char *first = pol_check_text(c, c->m->clauses.at[a->clause].id), *second = pol_check_text(c, c->m->clauses.at[b->clause].id);
  if (a->clause == b->clause) pol_report_help(c->in->reports, r, "say of each when it holds");
  else pol_report_help(c->in->reports, r, "if %s is the exception, add to its rule: despite %s; if %s is, add to its rule: despite %s", second, first, first, second);
}

static bool says_value(const pol_checker *c, const pol_rule *r) {
  return r->effect == POL_E_IS && r->value != NULL && r->value->type.kind != POL_T_BROKEN && !c->rules->clauses.at[r->clause].ended;
}

static bool settled(const pol_checker *c, uint32_t x, uint32_t y) {
  const pol_rule *a = &c->m->rules.at[x], *b = &c->m->rules.at[y];
  return stands_above(a, y) || stands_above(b, x) || pol_rules_same(a->value, b->value) || !pol_rules_dates_meet(&c->m->clauses.at[a->clause], &c->m->clauses.at[b->clause]);
}

static void compare_rules(pol_checker *c, pol_arena *scratch, const uint32_t *rule, uint32_t n) {
  pol_branches *b = POL_NEW_N(scratch, pol_branches, n + 1u);
  if (b == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < n && !c->no_memory; i++) {
    const pol_rule *r = &c->m->rules.at[rule[i]];
    pol_condition of[2] = { { r->when, true }, { r->except, false } };
    b[i] = pol_rules_branches(c, scratch, of, 2, true);
  }
  for (uint32_t j = 1; j < n && !c->no_memory; j++)
    for (uint32_t i = j > POL_RULES_PAIRS ? j - POL_RULES_PAIRS : 0; i < j; i++) {
      if (!b[i].whole || !b[j].whole || settled(c, rule[i], rule[j]) || pol_branches_exclude(c->m, &b[i], &b[j])) continue;
      say_clash(c, &c->m->rules.at[rule[i]], &c->m->rules.at[rule[j]], &b[i], &b[j]);
      break; /* the first one that a rule may contradict is enough */
    }
}

void pol_rules_clashes(pol_checker *c, pol_arena *scratch) {
  for (uint32_t d = 0; d < c->m->decisions.n && !c->no_memory; d++) {
    const pol_decision *decision = &c->m->decisions.at[d];
    if (decision->combine != POL_COMBINE_SAME || decision->rules < 2 || pol_rules_imported(c, decision->node)) continue;
    pol_arena_point mark = pol_arena_mark(scratch);
    uint32_t *rule = POL_NEW_N(scratch, uint32_t, decision->rules), n = 0;
    if (rule == NULL) {
      c->no_memory = true;
      return;
    }
    for (uint32_t i = 0; i < decision->rules; i++)
      if (says_value(c, &c->m->rules.at[decision->rule[i]])) rule[n++] = decision->rule[i];
    if (n > 1) compare_rules(c, scratch, rule, n);
    pol_arena_reset(scratch, mark);
  }
}
