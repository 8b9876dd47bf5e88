/* Rules that never decide, because a rule of a better effect is in force whenever they are (POL0606); and clauses with dates of their own whose rules
 * read the date of an event (POL0709). Both say nothing where they are not sure. */
#include "check/rules.h"

/* -- never decides */

enum { RULES = 128 /* of one decision; with more, nothing is compared */ };

typedef struct overrule { pol_checker *c; pol_arena *in; bool *aside; } overrule; /* aside: of each rule, whether another may set it aside */

static bool covers(const pol_clause *a, const pol_clause *b) { /* whenever b is effective, a is */
  return (!a->from_set || (b->from_set && b->from >= a->from)) && (!a->to_set || (b->to_set && b->to <= a->to));
}

static bool here(const pol_checker *c, const pol_rule *r) {
  return !c->m->clauses.at[r->clause].imported && !c->rules->clauses.at[r->clause].ended && r->exception_of == POL_NO_REF && r->departure == POL_NO_REF;
}

static bool beats(const pol_rule *s, const pol_rule *r) {
  bool refusal = s->effect == POL_E_REFUSES || s->effect == POL_E_ONLY_IF;
  return refusal || (s->effect == POL_E_REFERS && r->effect == POL_E_PERMITS);
}

/* The author has said which of the two wins. */
static bool ranked(const pol_rule *r, uint32_t above) {
  for (uint32_t i = 0; i < r->aboves; i++)
    if (r->above[i] == above) return true;
  return false;
}

/* Nothing but its own conditions keeps it from being in force. */
static bool unhindered(const overrule *o, uint32_t rule) {
  const pol_rule *s = &o->c->m->rules.at[rule];
  return here(o->c, s) && s->aboves == 0 && !s->normally && !o->aside[rule];
}

/* Where the rule does not say what it would: its condition fails, or its exception holds. */
static pol_branches outside(const overrule *o, const pol_rule *s) {
  pol_condition out[3] = { { s->when, false }, { s->except, true }, { NULL, true } };
  if (s->effect == POL_E_ONLY_IF && s->test != NULL) out[0] = (pol_condition){ s->test, true };
  return pol_rules_branches(o->c, o->in, out, 3, false);
}

static bool always_beaten(const overrule *o, const pol_branches *holds, const pol_rule *r, uint32_t rule) {
  const pol_rule *s = &o->c->m->rules.at[rule];
  if (!beats(s, r) || ranked(r, rule) || !unhindered(o, rule) || !covers(&o->c->m->clauses.at[s->clause], &o->c->m->clauses.at[r->clause])) return false;
  pol_branches spared = outside(o, s);
  return !o->c->no_memory && pol_branches_exclude(o->c->m, holds, &spared);
}

static void say_overruled(pol_checker *c, const pol_rule *r, const pol_rule *s) {
  const char *id = pol_check_text(c, c->m->clauses.at[r->clause].id), *other = pol_check_text(c, c->m->clauses.at[s->clause].id);
  const char *verb = s->effect == POL_E_REFERS ? "refers" : "refuses";
  pol_report *report = r->clause == s->clause
                           ? pol_report_add(c->in->reports, POL_R_NEVER_DECIDES, r->node->span, "a rule of clause %s never decides: another %s the same cases", id, verb)
                           : pol_report_add(c->in->reports, POL_R_NEVER_DECIDES, r->node->span, "clause %s never decides: %s %s the same cases", id, other, verb);
  pol_report_also(c->in->reports, report, s->node->span, "in force whenever that holds");
  if (r->clause == s->clause) pol_report_help(c->in->reports, report, "say of each when it holds");
  else pol_report_help(c->in->reports, report, "if %s is the exception, add to its rule: despite %s; else say in %s when it does not hold: except when …", id, other, other);
}

/* -- never decides alone: what the one does not refuse or refer, the other permits without it */

/* It fails for no other reason than its amounts: what it reads is always there. */
static bool always_there(const pol_checker *c, const pol_expr *e) {
  enum { STEPS = 32 };
  if (pol_expr_steps(e) > STEPS || e->type.kind == POL_T_BROKEN) return false;
  switch ((pol_op)e->op) {
  case POL_OP_INPUT: return e->ref < c->m->facts.n && c->m->facts.at[e->ref].only_when == NULL;
  case POL_OP_DECISION:
  case POL_OP_LIST_FACT:
  case POL_OP_LIST_FIELD:
  case POL_OP_ELEMENT:
  case POL_OP_SELECT: return false;
  default: break;
  }
  for (uint32_t i = 0; i < e->n; i++)
    if (!always_there(c, e->arg[i])) return false;
  return true;
}

static bool apart(const pol_checker *c, const pol_branch *a, const pol_branch *b) {
  for (uint32_t i = 0; i < a->n; i++)
    for (uint32_t j = 0; j < b->n; j++)
      if (pol_literals_clash(c->m, a->at[i], b->at[j]) && (a->at[i].yes || b->at[j].yes || (always_there(c, a->at[i].e) && always_there(c, b->at[j].e)))) return true;
  return false;
}

static bool none_in_all(const pol_checker *c, const pol_branches *r, const pol_branches *s, const pol_branches *p) {
  for (uint32_t i = 0; i < r->n; i++)
    for (uint32_t j = 0; j < s->n; j++)
      for (uint32_t k = 0; k < p->n; k++)
        if (!apart(c, &r->at[i], &s->at[j]) && !apart(c, &r->at[i], &p->at[k]) && !apart(c, &s->at[j], &p->at[k])) return false;
  return r->whole && s->whole && p->whole;
}

static bool spares_nothing(const overrule *o, const pol_branches *holds, const pol_rule *r, uint32_t beater, uint32_t permit) {
  const pol_model *m = o->c->m;
  const pol_rule *s = &m->rules.at[beater], *p = &m->rules.at[permit];
  if (p == r || p->effect != POL_E_PERMITS || p->value != NULL || !unhindered(o, permit) || !covers(&m->clauses.at[p->clause], &m->clauses.at[r->clause])) return false;
  pol_branches kept = outside(o, s), left = outside(o, p);
  if (o->c->no_memory || kept.n == 0 || left.n == 0 || pol_branches_exclude(m, holds, &left)) return false; /* the same case, permitted twice */
  return none_in_all(o->c, holds, &kept, &left);
}

static void say_idle(pol_checker *c, const pol_rule *r, const pol_rule *s, const pol_rule *p) {
  const char *id = pol_check_text(c, c->m->clauses.at[r->clause].id), *other = pol_check_text(c, c->m->clauses.at[s->clause].id);
  pol_report *report = pol_report_add(c->in->reports, POL_R_NEVER_DECIDES, r->node->span, "%sclause %s changes nothing: others settle all its cases",
                                      r->clause == p->clause || r->clause == s->clause ? "a rule of " : "", id);
  pol_report_also(c->in->reports, report, s->node->span, s->effect == POL_E_REFERS ? "this referral comes before it" : "this refusal comes before it");
  pol_report_also(c->in->reports, report, p->node->span, "the rest is permitted here");
  pol_report_help(c->in->reports, report, "if %s is the exception, add to its rule: despite %s; else say in %s when it does not hold: except when …", id, other, other);
}

/* One rule that beats it and one that permits the rest; the author may have said which of them wins. */
static void look_for_idle(overrule *o, const pol_decision *d, const pol_rule *r, const pol_branches *holds) {
  enum { FEW = 24 }; /* each pair is tried */
  const pol_model *m = o->c->m;
  if (r->effect != POL_E_PERMITS || r->value != NULL || r->aboves > 0 || r->normally || d->rules > FEW) return;
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *s = &m->rules.at[d->rule[i]];
    if (s == r || s->node == NULL || s->clause == r->clause || !beats(s, r) || !unhindered(o, d->rule[i]) || !covers(&m->clauses.at[s->clause], &m->clauses.at[r->clause])) continue;
    for (uint32_t k = 0; k < d->rules && !o->c->no_memory; k++)
      if (m->rules.at[d->rule[k]].node != NULL && spares_nothing(o, holds, r, d->rule[i], d->rule[k])) {
        say_idle(o->c, r, s, &m->rules.at[d->rule[k]]);
        return;
      }
  }
}

/* True when it was told. */
static bool look_for_beater(overrule *o, const pol_decision *d, uint32_t i, const pol_branches *holds) {
  const pol_rule *r = &o->c->m->rules.at[d->rule[i]];
  for (uint32_t k = 0; k < d->rules && holds->n > 0 && !o->c->no_memory; k++)
    if (k != i && o->c->m->rules.at[d->rule[k]].node != NULL && always_beaten(o, holds, r, d->rule[k])) {
      say_overruled(o->c, r, &o->c->m->rules.at[d->rule[k]]);
      return true;
    }
  return false;
}

static void compare(overrule *o, const pol_decision *d) {
  for (uint32_t i = 0; i < d->rules && !o->c->no_memory; i++) {
    const pol_rule *r = &o->c->m->rules.at[d->rule[i]];
    if ((r->effect != POL_E_PERMITS && r->effect != POL_E_REFERS) || !here(o->c, r) || r->node == NULL) continue;
    pol_arena_point mark = pol_arena_mark(o->in);
    pol_condition of[2] = { { r->when, true }, { r->except, false } };
    pol_branches holds = pol_rules_branches(o->c, o->in, of, 2, true);
    if (!look_for_beater(o, d, i, &holds) && holds.n > 0) look_for_idle(o, d, r, &holds);
    pol_arena_reset(o->in, mark);
  }
}

void pol_rules_overruled(pol_checker *c, pol_arena *scratch) {
  overrule o = { c, scratch, POL_NEW_N(scratch, bool, c->m->rules.n + 1u) };
  if (o.aside == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < c->m->rules.n; i++)
    for (uint32_t k = 0; k < c->m->rules.at[i].targets; k++) o.aside[c->m->rules.at[i].target[k]] = true;
  for (uint32_t d = 0; d < c->m->decisions.n && !c->no_memory; d++) {
    const pol_decision *decision = &c->m->decisions.at[d];
    if (decision->type.kind == POL_T_PERMISSION && decision->rules > 1 && decision->rules <= RULES && !pol_rules_imported(c, decision->node)) compare(&o, decision);
  }
}

/* -- the date of the event */

typedef struct reader { pol_checker *c; pol_map seen; uint32_t fact; bool told, day; } reader; /* told: the event's date is compared; day: the day of the decision matters */

static bool a_date(const pol_expr *e) {
  return e->op == POL_OP_INPUT && e->type.kind == POL_T_DATE;
}

static void read(reader *k, const pol_expr *e) {
  if (e == NULL || k->told || k->day) return;
  if (e->op == POL_OP_AS_OF) k->day = true;
  if (a_date(e) && k->fact == POL_NO_REF) k->fact = e->ref;
  if (e->n == 0) return;
  uint64_t key = (uint64_t)(uintptr_t)e;
  if (pol_map_get(&k->seen, key) != POL_MAP_NONE) return;
  if (!pol_map_put(&k->seen, key, 1)) k->c->no_memory = true;
  if (e->n == 2 && e->op >= POL_OP_EQ && e->op <= POL_OP_GE) /* the six comparisons stand together in ops.def */
    k->told = (a_date(e->arg[0]) && e->arg[1]->op == POL_OP_CONST) || (a_date(e->arg[1]) && e->arg[0]->op == POL_OP_CONST);
  for (uint32_t i = 0; i < e->n; i++) read(k, e->arg[i]);
}

static const pol_node *own_dates(const pol_checker *c, uint32_t clause) {
  const pol_node *lines = c->rules->clauses.at[clause].lines;
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (pol_is_node(lines->kid[i], POL_N_EFFECTIVE)) return lines->kid[i];
  return NULL;
}

static void say_event(pol_checker *c, const pol_rule *r, const pol_node *dates, uint32_t fact) {
  const pol_clause *x = &c->m->clauses.at[r->clause];
  const char *name = pol_check_text(c, c->m->facts.at[fact].name);
  bool from = x->from_set && x->from > POL_DATE_FIRST;
  pol_ymd y = pol_date_split(from ? x->from : x->to);
  const char *day = pol_check_format(c, "%04d-%02d-%02d", (int)y.year, (int)y.month, (int)y.day);
  pol_report *report = pol_report_add(c->in->reports, POL_R_EFFECTIVE_AND_EVENT, dates->span, "effective dates the day of the decision, not %s", name);
  pol_report_also(c->in->reports, report, r->node->span, "this hangs on %s", name);
  pol_report_help(c->in->reports, report, "for events %s a date, write: when %s is on or %s %s", from ? "from" : "up to", name, from ? "after" : "before", day);
}

void pol_rules_events(pol_checker *c, pol_arena *scratch) {
  uint32_t said = POL_NO_REF;
  for (uint32_t i = 0; i < c->m->rules.n && !c->no_memory; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    if (r->clause == said || !here(c, r) || r->node == NULL) continue;
    const pol_node *dates = own_dates(c, r->clause);
    if (dates == NULL) continue;
    pol_arena_point mark = pol_arena_mark(scratch);
    reader k = { .c = c, .fact = POL_NO_REF };
    pol_map_init(&k.seen, scratch);
    read(&k, r->test);
    read(&k, r->when);
    read(&k, r->except);
    read(&k, r->value);
    pol_arena_reset(scratch, mark);
    if (k.fact == POL_NO_REF || k.told || k.day) continue;
    say_event(c, r, dates, k.fact);
    said = r->clause;
  }
}
