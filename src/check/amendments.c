/* Amendments. First, on the names alone: which clause ends, and which takes its place. Later, on the rules: what goes on unchanged, and what is
 * replaced for some cases only. What the base has can be said only where the base is among the files. */
#include "check/rules.h"
#include <string.h>

/* One line of an amendment: where it stands, and from when it counts. */
typedef struct amending {
  pol_touching as;
  uint32_t by; /* the clause whose line it is; POL_NO_REF: of a section's heading */
} amending;

/* The clause ends on the day before its end is in force; at once when that is in force whenever the amendment is applied. */
static void end_clause(pol_checker *c, uint32_t clause, pol_span_of_time dates) {
  pol_clause *x = &c->m->clauses.at[clause];
  pol_clause_work *w = &c->rules->clauses.at[clause];
  w->gone = true;
  if (!dates.from_set) {
    w->ended = true;
    x->to_set = true;
    x->to = POL_DATE_FIRST - 1;
  } else if (!x->to_set || x->to >= dates.from) {
    x->to_set = true;
    x->to = dates.from - 1;
  }
}

static void note_ending(pol_checker *c, uint32_t clause, const amending *a, pol_ending_kind how) {
  const pol_node *line = a->as.line;
  const char *why = line->kind == POL_N_WITHDRAWS ? pol_check_words(c, pol_kid(line, 1)) : NULL;
  pol_ending e = { .clause = clause, .by = a->by, .how = how, .line = line, .amendment = c->rules->trees.at[a->as.tree].number, .why = why };
  POL_PUSH(c, &c->m->endings, e);
}

static void speak_of(pol_checker *c, uint32_t clause, const amending *a, const pol_node *ref) {
  pol_clause_work *w = &c->rules->clauses.at[clause];
  w->said_by = a->as.tree;
  w->said_line = a->as.line;
  w->said_at = ref;
}

static void succeed(pol_checker *c, uint32_t from, const amending *a) {
  pol_rules_work *w = c->rules;
  const pol_node *line = a->as.line;
  pol_successor s = { .from = from, .to = a->by, .next = w->clauses.at[from].successor, .unchanged = line->kind == POL_N_UNCHANGED };
  if (line->kind == POL_N_REPLACES) s.cases = pol_kid(line, 1);
  uint32_t index = w->successors.n;
  POL_PUSH(c, &w->successors, s);
  if (c->no_memory) return;
  w->clauses.at[from].successor = index;
  note_ending(c, from, a, s.unchanged ? POL_ENDS_UNCHANGED : s.cases != NULL ? POL_ENDS_IN_PART : POL_ENDS_REPLACED);
  if (s.cases == NULL) end_clause(c, from, a->as.dates);
}

static void amend_clause(pol_checker *c, uint32_t clause, const amending *a, const pol_node *ref) {
  speak_of(c, clause, a, ref);
  if (a->as.line->kind == POL_N_KEEPS) {
    pol_kept k = { clause, a->as.tree };
    POL_PUSH(c, &c->rules->kept, k);
  } else if (a->as.line->kind == POL_N_WITHDRAWS || a->by == POL_NO_REF) {
    note_ending(c, clause, a, POL_ENDS_WITHDRAWN);
    end_clause(c, clause, a->as.dates);
  } else {
    succeed(c, clause, a);
  }
}

/* -- whole sections: what the amendment has not spoken of by then */

/* ".3" after "leave.sport.existing.2": what is the same up to the last dot is said once. */
const char *pol_rules_short_id(const char *first, const char *second) {
  const char *a = strrchr(first, '.'), *b = strrchr(second, '.');
  return a != NULL && b != NULL && a - first == b - second && strncmp(first, second, (size_t)(a - first)) == 0 ? b : second;
}

static void say_silent(pol_checker *c, const pol_node *named, const pol_numbers *silent, uint32_t all) {
  uint32_t n = silent->n;
  pol_report *r = pol_check_report(c, POL_R_ENDS_SILENTLY, named, "%u %s of %s %s without a word about %s", n, n == 1 ? "clause" : "clauses", pol_check_text(c, named->text),
                                   n == 1 ? "ends" : "end", n == 1 ? "it" : "them");
  pol_report_label(c->in->reports, r, "%u %s, %u %s spoken of", all, all == 1 ? "clause" : "clauses", all - n, all - n == 1 ? "is" : "are");
  const char *one = pol_check_text(c, c->m->clauses.at[silent->at[0]].id);
  const char *two = n == 1 ? "" : pol_check_text(c, c->m->clauses.at[silent->at[1]].id);
  if (n > 2) pol_report_note(c->in->reports, r, "%s, %s and %u more", one, two, n - 2);
  else if (n == 2) pol_report_note(c->in->reports, r, "%s and %s", one, pol_rules_short_id(one, two));
  pol_report_help(c->in->reports, r, "say it: withdraws %s%s%s%s; or keeps …", one, n > 1 ? ", " : "", two, n > 2 ? ", …" : "");
}

static void amend_section(pol_checker *c, const pol_node *ref, const amending *a) {
  const pol_node *named = pol_kid(ref, 0), *line = a->as.line;
  uint32_t s = named == NULL ? POL_NO_REF : pol_check_find(c, POL_NAME_SECTION, named->text);
  if (s == POL_NO_REF || c->rules->sections.at[s].tree >= a->as.tree) {
    (void)pol_rules_not_in_base(c, ref, POL_NAME_SECTION, a->as.tree, pol_rules_verb(line));
    return;
  }
  const pol_section_work *w = &c->rules->sections.at[s];
  pol_numbers silent = { 0 };
  uint32_t all = 0;
  for (uint32_t i = 0; i < w->clauses.n && !c->no_memory; i++) {
    uint32_t x = w->clauses.at[i];
    const pol_clause_work *work = &c->rules->clauses.at[x];
    if (work->tree >= a->as.tree || (work->gone && work->said_by != a->as.tree)) continue;
    if (!work->is_section) all++;
    if (work->said_by == a->as.tree) continue;
    if (line->kind != POL_N_REPLACES) {
      amend_clause(c, x, a, ref);
      continue;
    }
    if (!work->is_section) POL_PUSH(c, &silent, x);
    speak_of(c, x, a, ref);
    note_ending(c, x, a, POL_ENDS_SILENTLY);
    end_clause(c, x, a->as.dates);
  }
  if (silent.n > 0) say_silent(c, named, &silent, all);
}

/* -- line by line */

typedef enum pass { PASS_CLAUSES, PASS_KEPT_SECTIONS, PASS_SECTIONS, PASSES } pass; /* whole sections last: what is spoken of by itself is known then */

static bool in_pass(const pol_node *line, const pol_node *ref, pass p) {
  if (ref->kind != POL_N_REF_KIND) return p == PASS_CLAUSES;
  return p == (line->kind == POL_N_KEEPS ? PASS_KEPT_SECTIONS : PASS_SECTIONS);
}

static void amend_ref(pol_checker *c, const pol_node *ref, const amending *a) {
  pol_numbers clauses = { 0 };
  if (ref->kind != POL_N_REF_KIND) {
    pol_rules_touched(c, ref, &a->as, &clauses);
    for (uint32_t i = 0; i < clauses.n && !c->no_memory; i++) amend_clause(c, clauses.at[i], a, ref);
  } else if (pol_rules_word(c, ref->text, "section")) {
    amend_section(c, ref, a);
  } else {
    bool keeps = a->as.line->kind == POL_N_KEEPS;
    pol_report *r = pol_check_report(c, POL_R_REPLACES_NOTHING, ref, keeps ? "a table goes on by itself, until a table replaces it" : "a table is replaced by a table, not by a clause");
    pol_report_help(c->in->reports, r, keeps ? "leave the line out, or name the clauses of its rows" : "put the line under the new table's heading: replaces table …");
  }
}

static bool amends(const pol_node *line) {
  return line != NULL && (line->kind == POL_N_REPLACES || line->kind == POL_N_WITHDRAWS || line->kind == POL_N_UNCHANGED || line->kind == POL_N_KEEPS);
}

/* Where a clause of the amendment is to stand: after what is there by then. */
static void check_place(pol_checker *c, const pol_node *line, uint32_t tree) {
  const pol_node *ref = pol_kid(line, 0), *named = pol_is_node(ref, POL_N_REF_KIND) ? pol_kid(ref, 0) : ref;
  if (line->kind != POL_N_PLACED_AFTER || named == NULL || named->kind == POL_N_BROKEN) return;
  bool section = ref != named;
  uint32_t found = pol_check_find(c, section ? POL_NAME_SECTION : POL_NAME_CLAUSE, named->text);
  uint32_t of = found == POL_NO_REF ? POL_NO_REF : section ? c->rules->sections.at[found].tree : c->rules->clauses.at[found].tree;
  if (found == POL_NO_REF || of > tree) (void)pol_rules_not_in_base(c, ref, section ? POL_NAME_SECTION : POL_NAME_CLAUSE, tree, "stands after");
}

static void check_places(pol_checker *c, const pol_node *lines, uint32_t tree) {
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    check_place(c, lines->kid[i], tree);
}

static void amend_lines(pol_checker *c, const pol_node *lines, amending a, pass p) {
  for (uint32_t i = 0; i < pol_kids(lines); i++) {
    if (!amends(lines->kid[i])) continue;
    const pol_node *refs = pol_kid(lines->kid[i], 0);
    a.as.line = lines->kid[i];
    for (uint32_t k = 0; k < pol_kids(refs); k++)
      if (in_pass(a.as.line, refs->kid[k], p)) amend_ref(c, refs->kid[k], &a);
  }
}

static void amend_tree(pol_checker *c, uint32_t tree) {
  const pol_node *file = c->trees.at[tree].tree->root;
  for (int p = PASS_CLAUSES; p < PASSES; p++) {
    for (uint32_t i = 0; i < c->rules->clauses.n; i++) {
      if (c->rules->clauses.at[i].tree != tree || c->rules->clauses.at[i].is_section) continue;
      const pol_clause *x = &c->m->clauses.at[i];
      amending a = { .as = { .tree = tree, .dates = { x->from_set, x->to_set, x->from, x->to } }, .by = i };
      if (p == PASS_CLAUSES) check_places(c, c->rules->clauses.at[i].lines, tree);
      amend_lines(c, c->rules->clauses.at[i].lines, a, (pass)p);
    }
    for (uint32_t i = 0; i < file->n; i++) {
      if (!pol_is_node(file->kid[i], POL_N_SECTION)) continue;
      amending a = { .as = { .tree = tree, .dates = c->rules->trees.at[tree].dates }, .by = POL_NO_REF };
      if (p == PASS_CLAUSES) check_places(c, pol_kid(file->kid[i], 1), tree);
      amend_lines(c, pol_kid(file->kid[i], 1), a, (pass)p);
    }
  }
}

static void say_alone(pol_checker *c, const pol_node *head) {
  const pol_node *base = pol_kid(head, 1);
  if (base == NULL) return;
  const char *name = pol_check_text(c, base->text);
  pol_report *r = pol_check_report(c, POL_R_BASE_NOT_HERE, base, "%s is not here, so names that may be its own are not checked", name);
  pol_report_help(c->in->reports, r, "check the two together: name the file of %s first", name);
}

void pol_rules_amend_clauses(pol_checker *c) {
  for (uint32_t t = 0; t < c->trees.n; t++) {
    if (!c->rules->trees.at[t].amendment) continue;
    if (c->rules->amended) amend_tree(c, t);
    else if (c->m->is_amendment && !c->rules->policy) say_alone(c, c->rules->trees.at[t].head);
  }
}
