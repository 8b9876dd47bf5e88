/* What nothing reaches: decisions without a clause (POL0603), facts that no clause uses (POL0604), deadlines before their clause is in force (POL0605), clauses
 * that say nothing (POL0609). */
#include "check/expr.h"
#include "check/rules.h"
#include <string.h>

typedef struct marker { pol_checker *c; bool *used; pol_map seen; } marker;

static void mark(marker *k, const pol_expr *e) {
  if (e == NULL) return;
  if (e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) {
    if (e->ref >= k->c->m->facts.n || k->used[e->ref]) return;
    k->used[e->ref] = true;
    mark(k, k->c->m->facts.at[e->ref].only_when);
    return;
  }
  if (e->n == 0) return;
  enum { SMALL = 32 };
  uint64_t key = (uint64_t)(uintptr_t)e;
  if (pol_expr_steps(e) > SMALL) { /* arguments of definitions stand in many places; small ones may be walked again */
    if (pol_map_get(&k->seen, key) != POL_MAP_NONE) return;
    if (!pol_map_put(&k->seen, key, 1)) k->c->no_memory = true;
  }
  for (uint32_t i = 0; i < e->n; i++) mark(k, e->arg[i]);
}

static void mark_rule(marker *k, const pol_rule *r) {
  mark(k, r->test);
  mark(k, r->when);
  mark(k, r->except);
  mark(k, r->value);
  mark(k, r->duty.date);
  for (uint32_t i = 0; i < r->reasons; i++) mark(k, r->reason[i].expr);
}

bool pol_rules_imported(const pol_checker *c, const pol_node *node) {
  if (node == NULL) return true; /* nobody wrote it */
  for (uint32_t i = 0; i < c->trees.n; i++)
    if (c->trees.at[i].file == node->span.file) return c->trees.at[i].imported;
  return false;
}

static const char *last_part(const char *dotted) {
  const char *last = dotted;
  for (const char *p = dotted; *p != '\0'; p++)
    if (*p == '.') last = p + 1;
  return last;
}

/* The type as the author wrote it, where it is short. */
static const char *type_words(pol_checker *c, const pol_fact *f) {
  enum { LONGEST = 30 };
  const pol_node *type = pol_kid(f->node, 1);
  const char *words = type != NULL ? pol_check_source_text(c, type) : "";
  return words[0] != '\0' && strlen(words) <= LONGEST ? words : "…";
}

static void say_used_after_all(pol_checker *c, const pol_fact *f) {
  if (f->node == NULL || pol_rules_imported(c, f->node)) return;
  pol_report *r = pol_report_add(c->in->reports, POL_R_INFORMATION_USED, pol_check_name_span(c, f->node, f->node->text), "%s is for information, and a clause uses it", pol_check_text(c, f->name));
  pol_report_help(c->in->reports, r, "take \"for information\" away");
}

static bool in_amendment(const pol_checker *c, const pol_node *node) {
  for (uint32_t t = 0; node != NULL && t < c->trees.n; t++)
    if (c->trees.at[t].file == node->span.file) return c->rules->trees.at[t].amendment;
  return false;
}

/* The rules of the policy itself, or those of its amendments. */
static void mark_rules(marker *k, bool amendments) {
  for (uint32_t i = 0; i < k->c->m->rules.n && !k->c->no_memory; i++) {
    const pol_rule *r = &k->c->m->rules.at[i];
    if (k->c->rules->trees.at[k->c->rules->clauses.at[r->clause].tree].amendment == amendments) mark_rule(k, r);
  }
}

/* A fact that the policy has for information is so as long as only an amendment's clauses use it: the policy is checked without it too. */
static void unused_facts(pol_checker *c, pol_arena *scratch) {
  uint32_t n = c->m->facts.n;
  marker k = { .c = c, .used = POL_NEW_N(scratch, bool, n + 1u) };
  bool *without = POL_NEW_N(scratch, bool, n + 1u);
  if (k.used == NULL || without == NULL) {
    c->no_memory = true;
    return;
  }
  pol_map_init(&k.seen, scratch);
  mark_rules(&k, false);
  memcpy(without, k.used, n * sizeof *without);
  mark_rules(&k, true);
  for (uint32_t i = 0; i < n && !c->no_memory; i++) {
    const pol_fact *f = &c->m->facts.at[i];
    if (f->for_information && (in_amendment(c, f->node) ? k.used[i] : without[i])) say_used_after_all(c, f);
    if (k.used[i] || f->for_information || f->agreement != POL_NO_REF || pol_rules_imported(c, f->node)) continue;
    const char *name = pol_check_text(c, f->name);
    pol_span at = f->node->text != 0 ? pol_check_name_span(c, f->node, f->node->text) : f->node->span;
    pol_report *r = pol_report_add(c->in->reports, POL_R_FACT_UNUSED, at, "no clause uses %s", name);
    pol_report_label(c->in->reports, r, "nobody will be asked for it");
    pol_report_help(c->in->reports, r, "take it away, or mark it: %s is %s, for information", last_part(name), type_words(c, f));
  }
}

static void no_clause(pol_checker *c) {
  for (uint32_t i = 0; i < c->m->decisions.n; i++) {
    const pol_decision *d = &c->m->decisions.at[i];
    if (d->rules > 0 || d->may_be_silent != NULL || d->node == NULL || pol_rules_imported(c, d->node)) continue;
    const char *name = pol_check_text(c, d->name);
    pol_report *r = pol_report_add(c->in->reports, POL_R_NO_CLAUSE_SPEAKS, pol_check_name_span(c, d->node, d->name), "no clause speaks to %s", name);
    pol_report_label(c->in->reports, r, "its answer is always: the policy is silent");
    pol_report_help(c->in->reports, r, "write its clause, or take the decision away");
  }
}

static void early_deadlines(pol_checker *c) {
  for (uint32_t i = 0; i < c->m->rules.n; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    const pol_clause *x = &c->m->clauses.at[r->clause];
    const pol_expr *date = r->effect == POL_E_DUTY ? r->duty.date : r->effect == POL_E_IS || r->effect == POL_E_CAP ? r->value : NULL;
    pol_value v;
    if (date == NULL || date->type.kind != POL_T_DATE || !x->from_set || x->imported || date->node == NULL) continue;
    if (!pol_expr_fold(date, &v, c->m->short_months) || v.state != POL_KNOWN || v.as.i >= x->from) continue;
    pol_report *report = pol_check_report(c, POL_R_DEADLINE_EARLY, date->node, "this day is over before clause %s is in force", pol_check_text(c, x->id));
    pol_report_label(c->in->reports, report, "it is effective from %s", pol_rules_day(c, x->from));
    pol_report_help(c->in->reports, report, "look at the day, and at the dates from which the clause is effective");
  }
}

/* 3.1 above 3.1a or 3.1.2. */
static bool heads_the_next(pol_checker *c, uint32_t clause) {
  if (clause + 1 >= c->m->clauses.n) return false;
  return pol_rules_prefix(pol_check_text(c, c->m->clauses.at[clause].id), pol_check_text(c, c->m->clauses.at[clause + 1].id));
}

/* A title and nothing under it, beside clauses that have rules: a policy of titles alone is an outline. */
static void empty_clauses(pol_checker *c) {
  for (uint32_t i = 0; i < c->m->clauses.n && c->m->rules.n > 0; i++) {
    const pol_clause *x = &c->m->clauses.at[i];
    const pol_clause_work *w = &c->rules->clauses.at[i];
    if (x->imported || w->is_section || w->ended || x->rules > 0 || x->title == NULL || (w->lines != NULL && w->lines->n > 0) || x->node == NULL || heads_the_next(c, i)) continue;
    pol_report *r = pol_report_add(c->in->reports, POL_R_SAYS_NOTHING, pol_check_name_span(c, x->node, x->id), "clause %s says nothing", pol_check_text(c, x->id));
    pol_report_help(c->in->reports, r, "write its rule, or its row in a table; or say what it tells: guidance \"…\"");
  }
}

void pol_rules_reach(pol_checker *c, pol_arena *scratch) {
  no_clause(c);
  unused_facts(c, scratch);
  early_deadlines(c);
  empty_clauses(c);
}
