/* Sections and clauses: declaring them in the order of the document, their dates, their notes. */
#include "check/rules.h"
#include <string.h>

/* -- small helpers of part B */

bool pol_rules_word(const pol_checker *c, pol_atom a, const char *word) {
  return strcmp(pol_atom_get(c->in->atoms, a), word) == 0;
}

pol_node *pol_rules_node(pol_checker *c, pol_node_kind kind, pol_span span, pol_atom text, uint32_t n, pol_node *const *kid) {
  pol_node *node = POL_NEW(c->in->arena, pol_node);
  pol_node **kids = n > 0 ? POL_NEW_N(c->in->arena, pol_node *, n) : NULL;
  if (node == NULL || (n > 0 && kids == NULL)) {
    c->no_memory = true;
    return NULL;
  }
  for (uint32_t i = 0; i < n; i++) kids[i] = kid[i];
  *node = (pol_node){ .kind = (uint16_t)kind, .height = 2, .n = n, .span = span, .text = text, .kid = kids };
  return node;
}

pol_type pol_rules_type(pol_type_kind kind) {
  return (pol_type){ .kind = (uint8_t)kind, .ref = POL_NO_REF };
}

static pol_expr *join(pol_checker *c, pol_op op, pol_expr *a, pol_expr *b, const pol_node *node) {
  if (a == NULL) return b;
  if (b == NULL) return a;
  pol_expr *both = pol_expr_new(c, op, pol_rules_type(POL_T_BOOL), node, 2, a, b);
  both->flags |= POL_X_ADDED;
  return both;
}

pol_expr *pol_rules_and(pol_checker *c, pol_expr *a, pol_expr *b, const pol_node *node) {
  return join(c, POL_OP_AND, a, b, node);
}

pol_expr *pol_rules_or(pol_checker *c, pol_expr *a, pol_expr *b, const pol_node *node) {
  return join(c, POL_OP_OR, a, b, node);
}

/* `3.15` begins `3.15.3` and `3.1` begins `3.1b`, but `3.1` does not begin `3.15`. */
bool pol_rules_prefix(const char *section, const char *clause) {
  size_t n = strlen(section);
  if (n == 0 || strncmp(section, clause, n) != 0) return false;
  char last = section[n - 1], next = clause[n];
  if (next == '\0' || next == '.') return true;
  return last >= '0' && last <= '9' && next >= 'a' && next <= 'z';
}

/* -- dates */

static pol_span_of_time both(pol_span_of_time a, pol_span_of_time b) {
  pol_span_of_time r = a;
  if (b.from_set && (!r.from_set || b.from > r.from)) r.from_set = true, r.from = b.from;
  if (b.to_set && (!r.to_set || b.to < r.to)) r.to_set = true, r.to = b.to;
  return r;
}

static pol_span_of_time dates_of_lines(pol_checker *c, const pol_node *lines, const pol_node **written) {
  pol_span_of_time dates = { 0 };
  for (uint32_t i = 0; i < pol_kids(lines); i++) {
    const pol_node *line = lines->kid[i];
    if (!pol_is_node(line, POL_N_EFFECTIVE)) continue;
    dates = both(dates, pol_check_effective(c, line));
    *written = line;
  }
  return dates;
}

static void fold_dates(pol_checker *c, pol_clause *clause, const pol_clause_work *w) {
  const pol_node *written = NULL;
  pol_span_of_time dates = dates_of_lines(c, w->lines, &written);
  if (clause->section != POL_NO_REF) dates = both(dates, c->rules->sections.at[clause->section].dates);
  dates = both(dates, c->rules->trees.at[w->tree].dates);
  clause->from_set = dates.from_set;
  clause->from = dates.from;
  clause->to_set = dates.to_set;
  clause->to = dates.to;
  if (!dates.from_set || !dates.to_set || dates.from <= dates.to || written == NULL) return;
  pol_report *r = pol_check_report(c, POL_R_NEVER_EFFECTIVE, written, "clause %s is never in force: its dates leave no day", pol_check_text(c, clause->id));
  pol_report_note(c->in->reports, r, "the dates of its section and of the policy count too");
}

/* -- trees and sections */

static void read_head(pol_checker *c, const pol_node *file, pol_tree_work *out) {
  for (uint32_t i = 0; i < file->n; i++) {
    const pol_node *d = file->kid[i];
    if (d->kind != POL_N_POLICY && d->kind != POL_N_AMENDMENT) continue;
    const pol_node *written = NULL;
    out->head = d;
    out->amendment = d->kind == POL_N_AMENDMENT;
    out->dates = dates_of_lines(c, pol_kid(d, out->amendment ? 2 : 1), &written);
    return;
  }
  out->amendment = c->m->is_amendment && !c->importing; /* its head could not be read */
}

/* A policy's own files without a head are parts of the policy: its dates are theirs. */
static void read_trees(pol_checker *c) {
  pol_rules_work *w = c->rules;
  pol_tree_work own = { 0 };
  bool policy = false;
  for (uint32_t i = 0; i < c->trees.n; i++) {
    pol_tree_work t = { .number = POL_NO_REF };
    c->importing = c->trees.at[i].imported;
    read_head(c, c->trees.at[i].tree->root, &t);
    pol_rules_apply(c, i, &t);
    if (!c->importing && t.head != NULL && !t.amendment) own = t, policy = true;
    POL_PUSH(c, &w->trees, t);
  }
  c->importing = false;
  if (c->no_memory) return;
  bool amended = false;
  for (uint32_t i = 0; i < c->trees.n; i++) {
    if (w->trees.at[i].amendment) amended = true;
    if (w->trees.at[i].head == NULL && !c->trees.at[i].imported) w->trees.at[i].dates = own.dates;
  }
  w->policy = policy;
  w->amended = amended && policy && !c->m->is_amendment;
}

/* -- declaring clauses */

static uint32_t last_version(const pol_rules_work *w, uint32_t clause) {
  while (w->clauses.at[clause].next != POL_NO_REF) clause = w->clauses.at[clause].next;
  return clause;
}

static bool has_dates(const pol_node *lines) {
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (lines->kid[i]->kind == POL_N_EFFECTIVE || lines->kid[i]->kind == POL_N_REPLACES) return true;
  return false;
}

/* A second clause with an id is another version of it when one of the two has dates, or replaces it; else it is a slip. */
static void declare_id(pol_checker *c, uint32_t index) {
  pol_rules_work *w = c->rules;
  pol_atom id = c->m->clauses.at[index].id;
  const pol_node *node = c->m->clauses.at[index].node;
  uint32_t first = pol_check_find(c, POL_NAME_CLAUSE, id);
  if (first != POL_NO_REF) {
    uint32_t last = last_version(w, first);
    bool heading = w->clauses.at[last].is_section || w->clauses.at[index].is_section; /* a section and a clause may have one id */
    bool amended = w->trees.at[w->clauses.at[index].tree].amendment && w->clauses.at[last].tree != w->clauses.at[index].tree;
    if (heading || amended || has_dates(w->clauses.at[last].lines) || has_dates(w->clauses.at[index].lines)) {
      w->clauses.at[last].next = index;
      return;
    }
  }
  (void)pol_check_declare(c, POL_NAME_CLAUSE, id, index, node);
}

static void declare_clause(pol_checker *c, const pol_clause_plan *p) {
  pol_rules_work *w = c->rules;
  uint32_t index = c->m->clauses.n;
  pol_clause clause = { .id = p->node->text, .title = pol_check_words(c, pol_kid(p->node, 0)), .section = p->section, .node = p->node };
  pol_clause_work work = { .lines = pol_kid(p->node, 1), .tree = p->tree, .next = POL_NO_REF, .successor = POL_NO_REF, .said_by = POL_NO_REF, .is_section = p->is_section };
  c->importing = c->trees.at[p->tree].imported;
  clause.imported = c->importing;
  clause.amendment = w->trees.at[p->tree].number;
  fold_dates(c, &clause, &work);
  POL_PUSH(c, &c->m->clauses, clause);
  POL_PUSH(c, &w->clauses, work);
  if (c->no_memory) return;
  if (!pol_map_put(&w->by_node, (uint64_t)(uintptr_t)p->node, index)) c->no_memory = true;
  if (p->section != POL_NO_REF) POL_PUSH(c, &w->sections.at[p->section].clauses, index);
  declare_id(c, index);
}

static void read_section_dates(pol_checker *c) {
  for (uint32_t i = 0; i < c->rules->sections.n; i++) {
    pol_section_work *s = &c->rules->sections.at[i];
    const pol_node *written = NULL;
    c->importing = c->trees.at[s->tree].imported;
    s->dates = dates_of_lines(c, pol_kid(s->node, 1), &written);
  }
  c->importing = false;
}

/* -- versions */

static const char *date_words(pol_checker *c, pol_date d, bool for_people) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->in->arena));
  if (for_people) pol_date_write_for_people(&t, d);
  else pol_date_write(&t, d);
  if (!pol_text_ok(&t)) c->no_memory = true;
  const char *words = pol_check_format(c, "%s", pol_text_get(&t));
  pol_text_drop(&t);
  return words;
}

const char *pol_rules_day(pol_checker *c, pol_date d) {
  return date_words(c, d, true);
}

static const char *overlap_words(pol_checker *c, pol_span_of_time d) {
  if (d.from_set && d.to_set) { /* the year once, where it is one: 1 October to 31 December 2023 */
    const char *from = date_words(c, d.from, true);
    bool one = pol_date_split(d.from).year == pol_date_split(d.to).year;
    return pol_check_format(c, ", %.*s to %s", one ? (int)(strrchr(from, ' ') - from) : (int)strlen(from), from, date_words(c, d.to, true));
  }
  if (d.from_set) return pol_check_format(c, " from %s", date_words(c, d.from, true));
  return d.to_set ? pol_check_format(c, " to %s", date_words(c, d.to, true)) : "";
}

/* "from 2023-10-01" (day 0) or "until 2023-12-31" (day 1) as the clause has it on a line of its own, else its id. */
static pol_span day_span(const pol_checker *c, const pol_clause *x, uint32_t day) {
  const pol_node *lines = pol_kid(x->node, 1), *date = NULL;
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (pol_is_node(lines->kid[i], POL_N_EFFECTIVE) && date == NULL) date = pol_kid(lines->kid[i], day);
  if (date == NULL) return pol_check_name_span(c, x->node, x->id);
  const char *text = pol_sources_get(c->in->sources, date->span.file)->text;
  pol_span at = date->span;
  while (at.start > 0 && text[at.start - 1] == ' ') at.start--;
  while (at.start > 0 && text[at.start - 1] >= 'a' && text[at.start - 1] <= 'z') at.start--;
  return at;
}

static void say_overlap(pol_checker *c, uint32_t a, uint32_t b) {
  const pol_clause *x = &c->m->clauses.at[a], *y = &c->m->clauses.at[b];
  if (x->from_set && (!y->from_set || y->from < x->from)) { /* the one that starts first is the first */
    const pol_clause *first = y;
    y = x;
    x = first;
  }
  pol_span_of_time d = both((pol_span_of_time){ x->from_set, x->to_set, x->from, x->to }, (pol_span_of_time){ y->from_set, y->to_set, y->from, y->to });
  pol_report *r = pol_report_add(c->in->reports, POL_R_VERSIONS_OVERLAP, day_span(c, y, 0), "two versions of clause %s overlap%s", pol_check_text(c, x->id), overlap_words(c, d));
  pol_report_label(c->in->reports, r, "starts while the first still holds");
  pol_report_also(c->in->reports, r, day_span(c, x, 1), "%s", "");
  if (c->rules->trees.at[c->rules->clauses.at[b].tree].amendment)
    pol_report_help(c->in->reports, r, "say that this one takes its place: replaces %s", pol_check_text(c, x->id));
  else if (x->to_set && y->from_set && x->to < POL_DATE_LAST)
    pol_report_help(c->in->reports, r, "end the first on %s, or start the second on %s", date_words(c, y->from - 1, false), date_words(c, x->to + 1, false));
  else if (y->from_set) pol_report_help(c->in->reports, r, "end the first on the day before: effective to %s", date_words(c, y->from - 1, false));
  else pol_report_help(c->in->reports, r, "end the first before the second starts: effective to …");
}

static void check_versions(pol_checker *c) {
  pol_rules_work *w = c->rules;
  for (uint32_t i = 0; i < w->clauses.n; i++) {
    if (w->clauses.at[i].ended || w->clauses.at[i].is_section) continue;
    for (uint32_t j = w->clauses.at[i].next; j != POL_NO_REF; j = w->clauses.at[j].next)
      if (!w->clauses.at[j].ended && !w->clauses.at[j].is_section && pol_rules_dates_meet(&c->m->clauses.at[i], &c->m->clauses.at[j])) {
        say_overlap(c, i, j);
        break; /* the next pair is said when it is looked at from its own first */
      }
  }
}

bool pol_rules_dates_meet(const pol_clause *a, const pol_clause *b) {
  if (a->to_set && b->from_set && a->to < b->from) return false;
  if (b->to_set && a->from_set && b->to < a->from) return false;
  if (a->to_set && a->to < POL_DATE_FIRST) return false;
  return !(b->to_set && b->to < POL_DATE_FIRST);
}

uint32_t pol_rules_version_at(pol_checker *c, uint32_t clause, bool dated, pol_date as_of) {
  const pol_rules_work *w = c->rules;
  for (uint32_t i = clause; i != POL_NO_REF; i = w->clauses.at[i].next) {
    const pol_clause *x = &c->m->clauses.at[i];
    if (w->clauses.at[i].ended || (w->clauses.at[i].is_section && w->clauses.at[i].next != POL_NO_REF)) continue;
    if (!dated || ((!x->from_set || x->from <= as_of) && (!x->to_set || as_of <= x->to))) return i;
  }
  return clause;
}

/* Rows are rules, too. */
static uint32_t count_rows(const pol_checker *c) {
  uint32_t n = 0;
  for (uint32_t t = 0; t < c->trees.n; t++) {
    const pol_node *file = c->trees.at[t].tree->root;
    for (uint32_t i = 0; i < file->n; i++)
      if (pol_is_node(file->kid[i], POL_N_TABLE)) n += pol_kids(pol_kid(file->kid[i], 4));
  }
  return n;
}

/* Room at once, where doubling would leave as much again behind. Most clauses have one rule, or two. */
static void make_room(pol_checker *c, uint32_t clauses) {
  pol_arena *in = c->in->arena;
  uint32_t rules = clauses + clauses / 2 + count_rows(c);
  bool fine = POL_VEC_RESERVE(in, &c->m->clauses, clauses) && POL_VEC_RESERVE(in, &c->rules->clauses, clauses) &&
              POL_VEC_RESERVE(in, &c->m->rules, rules) && POL_VEC_RESERVE(in, &c->rules->rules, rules);
  if (!fine) c->no_memory = true;
}

bool pol_rules_ready(pol_checker *c) {
  if (c->no_memory) return false;
  if (c->rules != NULL) return c->rules->started;
  pol_rules_work *w = POL_NEW(c->in->arena, pol_rules_work);
  if (w == NULL) {
    c->no_memory = true;
    return false;
  }
  c->rules = w;
  pol_map_init(&w->table_named, c->in->arena);
  pol_map_init(&w->by_node, c->in->arena);
  bool importing = c->importing; /* we may be here from the middle of a declaration */
  read_trees(c);
  pol_clause_plans plans = { 0 };
  if (!c->no_memory) pol_rules_plan(c, &plans);
  if (!c->no_memory) make_room(c, plans.list.n);
  if (!c->no_memory) read_section_dates(c);
  for (uint32_t i = plans.first; !c->no_memory && i != POL_NO_REF && i < plans.list.n; i = plans.list.at[i].next) declare_clause(c, &plans.list.at[i]);
  c->importing = false;
  if (!c->no_memory) pol_rules_amend_clauses(c);
  if (!c->no_memory) check_versions(c);
  if (!c->no_memory) pol_rules_table_shapes(c);
  c->importing = importing;
  w->started = !c->no_memory;
  return w->started;
}
