/* Rules in the order of the document: by clause, then by where they are written. They are numbered for good here, and the lists of rules made. */
#include "check/rules.h"
#include <stdlib.h>

typedef struct place { uint32_t clause, file, start, rule; } place;

static int by_place(const void *x, const void *y) {
  const place *a = x, *b = y;
  if (a->clause != b->clause) return a->clause < b->clause ? -1 : 1;
  if (a->file != b->file) return a->file < b->file ? -1 : 1;
  if (a->start != b->start) return a->start < b->start ? -1 : 1;
  return (a->rule > b->rule) - (a->rule < b->rule); /* of one line: as they were made */
}

static void renumber(uint32_t *at, uint32_t n, const uint32_t *now) {
  for (uint32_t i = 0; i < n; i++)
    if (at[i] != POL_NO_REF) at[i] = now[at[i]];
}

static void renumber_all(pol_checker *c, const uint32_t *now) {
  for (uint32_t i = 0; i < c->m->rules.n; i++) renumber(&c->m->rules.at[i].exception_of, 1, now);
  for (uint32_t i = 0; i < c->rules->ndecisions; i++) renumber(c->rules->decisions[i].applies.at, c->rules->decisions[i].applies.n, now);
  for (uint32_t i = 0; i < c->rules->tables.n; i++)
    for (uint32_t k = 0; k < c->rules->tables.at[i].rows.n; k++) renumber(&c->rules->tables.at[i].rows.at[k].rule, 1, now);
}

static void sort_rules(pol_checker *c) {
  uint32_t n = c->m->rules.n;
  place *order = POL_NEW_N(c->in->arena, place, n + 1u);
  uint32_t *now = POL_NEW_N(c->in->arena, uint32_t, n + 1u);
  pol_rule *rules = POL_NEW_N(c->in->arena, pol_rule, n + 1u);
  pol_rule_work *work = POL_NEW_N(c->in->arena, pol_rule_work, n + 1u);
  if (order == NULL || now == NULL || rules == NULL || work == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < n; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    order[i] = (place){ .clause = r->clause, .file = r->node->span.file, .start = r->node->span.start, .rule = i };
  }
  if (n > 1) qsort(order, n, sizeof *order, by_place);
  for (uint32_t i = 0; i < n; i++) {
    now[order[i].rule] = i;
    rules[i] = c->m->rules.at[order[i].rule];
    work[i] = c->rules->rules.at[order[i].rule];
  }
  c->m->rules.at = rules;
  c->m->rules.cap = n + 1u;
  c->rules->rules.at = work;
  c->rules->rules.cap = n + 1u;
  renumber_all(c, now);
}

/* -- lists: first[i] … first[i + 1] in `all` are the rules of thing i */

typedef uint32_t (*thing_of)(const pol_checker *c, uint32_t rule);
typedef struct lists { uint32_t *first, *all; } lists;

static uint32_t clause_of(const pol_checker *c, uint32_t rule) {
  return c->m->rules.at[rule].clause;
}

static uint32_t decision_of(const pol_checker *c, uint32_t rule) {
  return c->m->rules.at[rule].decision;
}

static bool make_lists(pol_checker *c, uint32_t things, thing_of thing, lists *out) {
  out->first = POL_NEW_N(c->in->arena, uint32_t, things + 2u);
  out->all = POL_NEW_N(c->in->arena, uint32_t, c->m->rules.n + 1u);
  if (out->first == NULL || out->all == NULL) {
    c->no_memory = true;
    return false;
  }
  uint32_t *at = out->first + 1; /* one behind: filling moves each start to its end, which is the next one's start */
  for (uint32_t i = 0; i < c->m->rules.n; i++)
    if (thing(c, i) < things) at[thing(c, i)]++;
  uint32_t sum = 0;
  for (uint32_t i = 0; i < things; i++) {
    uint32_t n = at[i];
    at[i] = sum;
    sum += n;
  }
  for (uint32_t i = 0; i < c->m->rules.n; i++)
    if (thing(c, i) < things) out->all[at[thing(c, i)]++] = i;
  return true;
}

static void list_tables(pol_checker *c) {
  for (uint32_t i = 0; i < c->rules->tables.n && !c->no_memory; i++) {
    const pol_table_work *t = &c->rules->tables.at[i];
    uint32_t first = t->node->text == 0 ? POL_MAP_NONE : pol_map_get(&c->rules->table_named, t->node->text);
    if (first != i) continue;
    pol_numbers rules = { 0 };
    for (uint32_t k = i; k != POL_NO_REF; k = c->rules->tables.at[k].next)
      for (uint32_t r = 0; r < c->rules->tables.at[k].rows.n && !c->rules->tables.at[k].ended; r++)
        if (c->rules->tables.at[k].rows.at[r].rule != POL_NO_REF) POL_PUSH(c, &rules, c->rules->tables.at[k].rows.at[r].rule);
    for (uint32_t k = i; k != POL_NO_REF; k = c->rules->tables.at[k].next) {
      c->m->tables.at[c->rules->tables.at[k].entry].rule = rules.at;
      c->m->tables.at[c->rules->tables.at[k].entry].rules = rules.n;
    }
  }
}

/* Whichever rule stands first: what some call a count, or a percentage, and others a number is a number. */
static void show_amount(const pol_checker *c, pol_decision *d) {
  pol_type type = { .kind = POL_T_BROKEN };
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *r = &c->m->rules.at[d->rule[i]];
    if (r->effect != POL_E_PERMITS || r->value == NULL || c->rules->clauses.at[r->clause].ended) continue;
    if (type.kind == POL_T_BROKEN) type = r->value->type;
    else if (type.show != r->value->type.show) type.show = POL_SHOW_PLAIN, d->amounts_differ = true;
  }
  d->amount = type;
}

static int by_number(const void *x, const void *y) {
  uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
  return (a > b) - (a < b);
}

/* In the order of the document, each clause once: it may have taken over several. */
static void list_reservations(pol_decision *d, const pol_decision_work *w) {
  uint32_t *at = w->reservations.at, n = 0;
  if (w->reservations.n > 1) qsort(at, w->reservations.n, sizeof *at, by_number);
  for (uint32_t i = 0; i < w->reservations.n; i++)
    if (n == 0 || at[n - 1] != at[i]) at[n++] = at[i];
  d->reservation = at;
  d->reservations = n;
}

void pol_rules_arrange(pol_checker *c) {
  sort_rules(c);
  lists of;
  if (c->no_memory || !make_lists(c, c->m->clauses.n, clause_of, &of)) return;
  for (uint32_t i = 0; i < c->m->clauses.n; i++) {
    c->m->clauses.at[i].rule = of.all + of.first[i];
    c->m->clauses.at[i].rules = of.first[i + 1] - of.first[i];
  }
  if (!make_lists(c, c->m->decisions.n, decision_of, &of)) return;
  for (uint32_t i = 0; i < c->m->decisions.n; i++) {
    c->m->decisions.at[i].rule = of.all + of.first[i];
    c->m->decisions.at[i].rules = of.first[i + 1] - of.first[i];
    show_amount(c, &c->m->decisions.at[i]);
    list_reservations(&c->m->decisions.at[i], &c->rules->decisions[i]);
  }
  list_tables(c);
}
