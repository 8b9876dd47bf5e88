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

/* The day from which both are in force, where there is one: an example is told for a day. */
static pol_date day_of(const pol_checker *c, const pol_clause *x, const pol_clause *y) {
  enum { ANY_DAY = 19814 /* 1 April 2024 */ };
  pol_date day = c->m->from_set ? c->m->from : x->from_set || y->from_set ? POL_DATE_FIRST : ANY_DAY;
  if (x->from_set && x->from > day) day = x->from;
  if (y->from_set && y->from > day) day = y->from;
  return day;
}

/* "a.start is 1 April 2019, on 1 April 2024: 25 days and 30 days"; false when no such case is found. */
static bool note_example(pol_checker *c, pol_arena *scratch, pol_report *report, const pol_rule *a, const pol_rule *b) {
  pol_example x;
  if (!pol_example_begin(&x, c, scratch, day_of(c, &c->m->clauses.at[a->clause], &c->m->clauses.at[b->clause]))) return false;
  bool fine = pol_example_wants(&x, a->when, true) && pol_example_wants(&x, b->when, true) && pol_example_wants(&x, a->except, false) && pol_example_wants(&x, b->except, false);
  x.differ[0] = a->value;
  x.differ[1] = b->value;
  if (!fine || !pol_example_reads(&x, a->value) || !pol_example_reads(&x, b->value) || !pol_example_find(&x)) return false;
  pol_value one = pol_example_value(&x, a->value), other = pol_example_value(&x, b->value);
  const char *words = pol_example_words(&x), *first = pol_check_value_words(c, &one), *second = pol_check_value_words(c, &other);
  if (words[0] != '\0') pol_report_note(c->in->reports, report, "for example: %s: %s and %s", words, first, second);
  else pol_report_note(c->in->reports, report, "both hold for everybody: %s and %s", first, second);
  return true;
}

static void note_case(pol_checker *c, pol_report *report, const pol_branch *a, const pol_branch *b) {
  pol_case w = { .n = 0 };
  for (uint32_t i = 0; i < a->n + b->n; i++)
    if (!pol_case_add(c, &w, i < a->n ? a->at[i] : b->at[i - a->n])) return;
  const char *words = pol_case_words(c, &w);
  if (words != NULL) pol_report_note(c->in->reports, report, "for example: %s", words);
  else pol_report_note(c->in->reports, report, "both hold for everybody");
}

static void note_branches(pol_checker *c, pol_report *report, const pol_branches *x, const pol_branches *y) {
  for (uint32_t i = 0; i < x->n; i++)
    for (uint32_t j = 0; j < y->n; j++) {
      pol_branches one = { .at = &x->at[i], .n = 1 }, other = { .at = &y->at[j], .n = 1 };
      if (pol_branches_exclude(c->m, &one, &other)) continue;
      note_case(c, report, &x->at[i], &y->at[j]);
      return; /* one case is enough */
    }
}

static bool rows_of_one_table(const pol_checker *c, const pol_rule *a, const pol_rule *b) {
  uint32_t x = c->rules->rules.at[a - c->m->rules.at].table, y = c->rules->rules.at[b - c->m->rules.at].table;
  return x != POL_NO_REF && x == y;
}

typedef struct pair { const pol_rule *a, *b; const pol_branches *x, *y; } pair;

static void say_clash(pol_checker *c, pol_arena *scratch, pair p) {
  const pol_rule *a = p.a, *b = p.b;
  const pol_node *at = b->value->node != NULL ? b->value->node : b->node, *also = a->value->node != NULL ? a->value->node : a->node;
  pol_report *r = pol_report_add(c->in->reports, POL_R_VALUES_CLASH, at->span, "two %s can give different answers for the same person", a->clause == b->clause ? "rules" : "clauses");
  pol_report_label(c->in->reports, r, "%s", always_or(c, b));
  pol_report_also(c->in->reports, r, also->span, "%s", always_or(c, a));
  if (!note_example(c, scratch, r, a, b)) note_branches(c, r, p.x, p.y);
  const char *first = pol_check_text(c, c->m->clauses.at[a->clause].id), *second = pol_check_text(c, c->m->clauses.at[b->clause].id);
  if (rows_of_one_table(c, a, b)) pol_report_help(c->in->reports, r, "write the cells so that one row fits, as bands do (from 0, from 5); or give the table a column despite, and in it the clause that gives way");
  else if (a->clause == b->clause) pol_report_help(c->in->reports, r, "say of each when it holds");
  else pol_report_help(c->in->reports, r, "if %s is the exception, add to its rule: despite %s; if %s is, add to its rule: despite %s", second, first, first, second);
}

static bool says_value(const pol_checker *c, const pol_rule *r) {
  return r->effect == POL_E_IS && r->value != NULL && r->value->type.kind != POL_T_BROKEN && !c->rules->clauses.at[r->clause].ended;
}

/* Rows that cover the same values have been reported as such. */
static bool rows_that_meet(const pol_checker *c, uint32_t x, uint32_t y) {
  uint32_t table = c->rules->rules.at[x].table;
  return table != POL_NO_REF && table == c->rules->rules.at[y].table && c->rules->tables.at[table].meets;
}

/* The clause with the days of its table, where the rule is a row's. */
static pol_clause with_days(const pol_checker *c, uint32_t rule) {
  pol_clause x = c->m->clauses.at[c->m->rules.at[rule].clause];
  uint32_t table = c->rules->rules.at[rule].table;
  if (table == POL_NO_REF) return x;
  pol_span_of_time d = pol_rules_row_dates(c, &c->rules->tables.at[table], c->m->rules.at[rule].clause);
  if (d.from_set && (!x.from_set || d.from > x.from)) x.from_set = true, x.from = d.from;
  if (d.to_set && (!x.to_set || d.to < x.to)) x.to_set = true, x.to = d.to;
  return x;
}

static bool days_meet(const pol_checker *c, uint32_t x, uint32_t y) {
  pol_clause a = with_days(c, x), b = with_days(c, y);
  return pol_rules_dates_meet(&a, &b);
}

static bool settled(const pol_checker *c, uint32_t x, uint32_t y) {
  const pol_rule *a = &c->m->rules.at[x], *b = &c->m->rules.at[y];
  return rows_that_meet(c, x, y) || stands_above(a, y) || stands_above(b, x) || pol_rules_same(a->value, b->value) || !days_meet(c, x, y);
}

static void say_not_all(pol_checker *c, uint32_t rule, uint32_t n) {
  const pol_decision *d = &c->m->decisions.at[c->m->rules.at[rule].decision];
  pol_report *r = pol_report_add(c->in->reports, POL_R_CLASHES_NOT_ALL, pol_check_name_span(c, d->node, d->name), "%s has %u rules, too many to compare each with each", pol_check_text(c, d->name), n);
  pol_report_note(c->in->reports, r, "each was compared with the %d before it, so two that are further apart may give different answers unseen", (int)POL_RULES_PAIRS);
}

/* On which days its clause is in force: what an amendment replaces for some cases goes on for all before. */
static pol_expr *days_of(pol_checker *c, const pol_rule *r) {
  const pol_clause *x = &c->m->clauses.at[r->clause];
  return c->rules->amended ? pol_rules_dates_test(c, (pol_span_of_time){ .from_set = x->from_set, .from = x->from }, r->node) : NULL;
}

static void compare_rules(pol_checker *c, pol_arena *scratch, const uint32_t *rule, uint32_t n) {
  pol_branches *b = POL_NEW_N(scratch, pol_branches, n + 1u);
  if (b == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < n && !c->no_memory; i++) {
    const pol_rule *r = &c->m->rules.at[rule[i]];
    pol_condition of[3] = { { r->when, true }, { r->except, false }, { days_of(c, r), true } };
    b[i] = pol_rules_branches(c, scratch, of, 3, true);
  }
  uint32_t back = n * n / 2 <= POL_RULES_COMPARED ? n : POL_RULES_PAIRS; /* each with each, unless that is too many */
  if (n > back) say_not_all(c, rule[0], n);
  for (uint32_t j = 1; j < n && !c->no_memory; j++)
    for (uint32_t i = j > back ? j - back : 0; i < j; i++) {
      if (!b[i].whole || !b[j].whole || settled(c, rule[i], rule[j]) || pol_branches_exclude(c->m, &b[i], &b[j])) continue;
      say_clash(c, scratch, (pair){ &c->m->rules.at[rule[i]], &c->m->rules.at[rule[j]], &b[i], &b[j] });
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
