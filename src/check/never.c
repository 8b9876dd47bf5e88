/* Rules that can never apply (POL0602): their own condition contradicts itself, what they ask exists only where the condition does not hold, their exception
 * covers all of it, or what their decision applies to leaves it out. Nothing is proved that cannot be seen: two parts on one subject, and limits. */
#include "check/rules.h"
#include <string.h>

enum { SCOPES_MOST = 16 /* of one decision: whoever writes more of them is not told of all that never applies */ };

typedef struct never { /* fact: whose existence; scope: whose test; excepted: its exception covers it */
  pol_checker *c;
  pol_arena *in;
  const pol_rule *r;
  pol_literal one, other;
  uint32_t fact;
  const pol_rule *scope;
  const pol_numbers *scopes; /* the first rules of each decision that say what it applies to */
  bool excepted, elsewhere, many; /* many: it has several ways to hold, each of them impossible */
} never;

static bool covers(const pol_clause *a, const pol_clause *b) { /* whenever b is effective, a is */
  return (!a->from_set || (b->from_set && b->from >= a->from)) && (!a->to_set || (b->to_set && b->to <= a->to));
}

/* -- why a branch cannot be */

/* A fact that the branch asks exists only where the branch does not hold. */
static bool not_there(never *k, const pol_branch *b) {
  for (uint32_t i = 0; i < b->n; i++) {
    uint32_t fact = pol_literal_fact(&b->at[i]);
    if (fact == POL_NO_REF || !b->at[i].yes || k->c->m->facts.at[fact].only_when == NULL) continue;
    pol_condition exists = { k->c->m->facts.at[fact].only_when, true };
    pol_branches there = pol_rules_branches(k->c, k->in, &exists, 1, true), here = { .at = (pol_branch *)b, .n = 1 };
    if (there.n == 0 || !pol_branches_exclude(k->c->m, &here, &there)) continue;
    k->other = b->at[i];
    k->fact = fact;
    for (uint32_t j = 0; j < b->n; j++)
      for (uint32_t x = 0; x < there.at[0].n; x++)
        if (pol_literals_clash(k->c->m, b->at[j], there.at[0].at[x])) k->one = b->at[j];
    return true;
  }
  return false;
}

/* Of what has to be yes: where an exception does not hold, what it asks may as well not exist. */
static bool all_impossible(never *k, const pol_condition *of, uint32_t n) {
  pol_branches b = pol_rules_branches(k->c, k->in, of, n, true);
  bool none = b.n > 0;
  k->fact = POL_NO_REF;
  k->many = b.n > 1;
  for (uint32_t i = 0; i < b.n && none; i++) none = pol_branch_impossible(k->c->m, &b.at[i], &k->one, &k->other) || not_there(k, &b.at[i]);
  return none;
}

/* -- telling */

static const char *short_name(const char *dotted) {
  const char *dot = strrchr(dotted, '.');
  return dot != NULL ? dot + 1 : dotted;
}

static bool on_line(const pol_checker *c, const pol_node *node, uint32_t *line) {
  if (node == NULL || node->span.file >= c->in->sources->files.n) return false;
  *line = pol_source_place(pol_sources_get(c->in->sources, node->span.file), node->span.start).line;
  return true;
}

static void say_fact(never *k, pol_report *report) {
  const pol_fact *f = &k->c->m->facts.at[k->fact];
  const char *name = short_name(pol_check_text(k->c, f->name));
  uint32_t line;
  if (on_line(k->c, f->only_when->node, &line))
    pol_report_note(k->c->in->reports, report, "%s is known only when %s (line %u)", name, pol_check_source_text(k->c, f->only_when->node), line);
}

static bool written_in(const pol_node *node, const pol_rule *r) {
  return node != NULL && r->node != NULL && node->span.file == r->node->span.file && node->span.start >= r->node->span.start && node->span.end <= r->node->span.end;
}

/* A definition that never holds is one mistake, however many rules use it. */
static pol_report *begin_elsewhere(never *k, const pol_node *one, const pol_node *other) {
  bool in_order = one->span.start <= other->span.start;
  pol_report *report = pol_check_report(k->c, POL_R_NEVER_APPLIES, in_order ? other : one, "clause %s can never apply", pol_check_text(k->c, k->c->m->clauses.at[k->r->clause].id));
  pol_report_also(k->c->in->reports, report, (in_order ? one : other)->span, "%s", "");
  pol_report_also(k->c->in->reports, report, k->r->node->span, "so this never holds");
  k->elsewhere = true;
  return report;
}

/* The two parts that never hold together; where a part stands elsewhere, in a definition, the condition as a whole is the place. */
static pol_report *begin(never *k) {
  const pol_rule *r = k->r;
  const pol_clause *x = &k->c->m->clauses.at[r->clause];
  const pol_expr *whole = r->when != NULL ? r->when : r->test != NULL ? r->test : r->except;
  const pol_node *at = whole != NULL && whole->node != NULL ? whole->node : r->node;
  const pol_node *one = k->excepted ? r->except->node : k->one.e->node, *other = k->excepted ? one : k->other.e->node;
  bool alone = k->c->m->rules.at[x->rule[0]].line == k->c->m->rules.at[x->rule[x->rules - 1]].line;
  bool elsewhere = !k->many && one != NULL && other != NULL && one != other && !written_in(one, r) && !written_in(other, r) && one->span.file == other->span.file;
  if (elsewhere) return begin_elsewhere(k, one, other); /* the same for all rules that use it */
  bool parts = written_in(one, r) && written_in(other, r) && (!k->many || k->excepted);
  if (parts) at = one->span.start <= other->span.start ? one : other;
  pol_report *report = pol_check_report(k->c, POL_R_NEVER_APPLIES, at, "%sclause %s can never apply", alone ? "" : "a rule of ", pol_check_text(k->c, x->id));
  if (parts && one != other) pol_report_equally(k->c->in->reports, report, (one->span.start <= other->span.start ? other : one)->span);
  if (k->many) return report;
  if (!parts && one != NULL && !written_in(one, r)) pol_report_also(k->c->in->reports, report, one->span, "this");
  if (!parts && other != NULL && other != one && !written_in(other, r)) pol_report_also(k->c->in->reports, report, other->span, "and this");
  return report;
}

static void say(never *k) {
  pol_reports *to = k->c->in->reports;
  pol_report *report = begin(k);
  const pol_fact *f = k->fact != POL_NO_REF ? &k->c->m->facts.at[k->fact] : NULL;
  uint32_t bounded = k->excepted ? POL_NO_REF : pol_literal_fact(&k->one);
  if (k->elsewhere) {
    pol_report_label(to, report, "never together with what is above");
  } else if (k->excepted) {
    pol_report_label(to, report, "this covers every case of the rule");
  } else if (k->many && k->scope == NULL) {
    pol_report_label(to, report, "this never holds");
  } else if (f != NULL) {
    say_fact(k, report);
    pol_reports_withdraw(to, POL_R_FACT_MAY_NOT_EXIST, k->r->node->span);
  } else if (k->scope != NULL) {
    pol_report_label(to, report, "never where %s applies", pol_check_text(k->c, k->c->m->decisions.at[k->r->decision].name));
  } else if (k->one.e == k->other.e && bounded != POL_NO_REF) {
    pol_report_label(to, report, "outside the limits of %s", pol_check_text(k->c, k->c->m->facts.at[bounded].name));
  } else {
    pol_report_label(to, report, "these never hold together");
  }
}

/* -- looking */

static bool looked_at(const pol_checker *c, const pol_rule *r) {
  return r->node != NULL && r->exception_of == POL_NO_REF && !c->m->clauses.at[r->clause].imported && !c->rules->clauses.at[r->clause].ended;
}

/* `applies only if` without conditions of its own, in force whenever the rule is: where its test fails, the rule says nothing. */
static bool scopes(const pol_checker *c, const pol_rule *s, const pol_rule *r) {
  return s != r && s->effect == POL_E_APPLIES_ONLY_IF && s->test != NULL && s->when == NULL && s->except == NULL && s->decision == r->decision &&
         !c->rules->clauses.at[s->clause].ended && covers(&c->m->clauses.at[s->clause], &c->m->clauses.at[r->clause]);
}

static bool out_of_scope(never *k, pol_condition own) {
  const pol_checker *c = k->c;
  if (k->r->decision == POL_NO_REF || k->r->effect == POL_E_APPLIES_ONLY_IF) return false;
  for (uint32_t i = 0; i < k->scopes->n; i++) {
    const pol_rule *s = &c->m->rules.at[k->scopes->at[i]];
    if (!scopes(c, s, k->r)) continue;
    pol_condition with[2] = { own, { s->test, true } };
    if (!all_impossible(k, with, 2)) continue;
    k->scope = s;
    return true;
  }
  return false;
}

static bool excepted(never *k, pol_condition own) {
  if (own.e == NULL || k->r->except == NULL) return false;
  pol_condition left = { k->r->except, false };
  pol_branches holds = pol_rules_branches(k->c, k->in, &own, 1, true), spared = pol_rules_branches(k->c, k->in, &left, 1, true);
  k->excepted = holds.n > 0 && !k->c->no_memory && pol_branches_exclude(k->c->m, &holds, &spared);
  return k->excepted;
}

static void look_at(never *k) {
  pol_condition own = { k->r->when, true };
  if (k->r->effect == POL_E_ONLY_IF) own = (pol_condition){ k->r->test, false }; /* what it refuses */
  if (own.e == NULL) return;
  if (all_impossible(k, &own, 1) || excepted(k, own) || out_of_scope(k, own)) say(k);
}

/* What a decision applies to. */
static void find_scopes(pol_checker *c, const pol_decision *d, pol_numbers *scopes) {
  uint32_t most = scopes->n + SCOPES_MOST;
  for (uint32_t i = 0; i < d->rules && scopes->n < most && !c->no_memory; i++)
    if (c->m->rules.at[d->rule[i]].effect == POL_E_APPLIES_ONLY_IF) POL_PUSH(c, scopes, d->rule[i]);
}

void pol_rules_never(pol_checker *c, pol_arena *scratch) {
  pol_numbers scopes = { 0 };
  for (uint32_t i = 0; i < c->m->decisions.n && !c->no_memory; i++) find_scopes(c, &c->m->decisions.at[i], &scopes);
  for (uint32_t i = 0; i < c->m->rules.n && !c->no_memory; i++) {
    if (!looked_at(c, &c->m->rules.at[i])) continue;
    pol_arena_point mark = pol_arena_mark(scratch);
    never k = { .c = c, .in = scratch, .r = &c->m->rules.at[i], .scopes = &scopes, .fact = POL_NO_REF };
    look_at(&k);
    pol_arena_reset(scratch, mark);
  }
}
