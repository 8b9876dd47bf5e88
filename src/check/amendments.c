/* Amendments. First, on the names alone: which clause ends, and which takes its place. Later, on the rules: what goes on unchanged, and what is
 * replaced for some cases only. What the base has can be said only where the base is among the files. */
#include "check/rules.h"
#include <string.h>

static const char *verb_of(const pol_node *line) {
  return line->kind == POL_N_WITHDRAWS ? "withdraws" : line->kind == POL_N_UNCHANGED ? "takes over" : "replaces";
}

static bool live_before(const pol_rules_work *w, uint32_t clause, uint32_t tree) {
  return w->clauses.at[clause].tree < tree && !w->clauses.at[clause].is_section && !w->clauses.at[clause].ended;
}

pol_report *pol_rules_not_in_base(pol_checker *c, const pol_node *ref, pol_name_kind kind, uint32_t tree, const char *verb) {
  const pol_node *named = ref->kind == POL_N_REF_KIND ? pol_rules_kid(ref, 0) : ref;
  pol_nearest near;
  pol_nearest_init(&near, named == NULL ? "" : pol_check_text(c, named->text));
  const char *what = kind == POL_NAME_TABLE ? "table" : kind == POL_NAME_SECTION ? "section" : "clause";
  pol_report *r = pol_check_report(c, POL_R_REPLACES_NOTHING, named == NULL ? ref : named, "the amendment %s a %s that the policy does not have", verb, what);
  const pol_node *head = c->rules->trees.at[tree].head, *base = pol_rules_kid(head, 1);
  pol_span_of_time dates = c->rules->trees.at[tree].dates;
  c->rules->amends_nothing = true;
  if (base != NULL && dates.from_set) pol_report_label(c->in->reports, r, "not in %s on %s", pol_check_text(c, base->text), pol_rules_day(c, dates.from));
  else if (base != NULL) pol_report_label(c->in->reports, r, "not in %s", pol_check_text(c, base->text));
  if (kind == POL_NAME_CLAUSE)
    for (uint32_t i = 0; i < c->m->clauses.n; i++)
      if (live_before(c->rules, i, tree)) pol_nearest_offer(&near, pol_check_text(c, c->m->clauses.at[i].id), i);
  if (kind == POL_NAME_SECTION)
    for (uint32_t i = 0; i < c->m->sections.n; i++)
      if (c->rules->sections.at[i].tree < tree) pol_nearest_offer(&near, pol_check_text(c, c->m->sections.at[i].id), i);
  if (kind == POL_NAME_TABLE)
    for (uint32_t i = 0; i < c->rules->tables.n; i++)
      if (c->rules->tables.at[i].tree < tree) pol_nearest_offer(&near, pol_check_text(c, c->rules->tables.at[i].node->text), i);
  if (near.best != NULL && kind == POL_NAME_CLAUSE) pol_report_help(c->in->reports, r, "did you mean %s? For a new clause: placed after …", near.best);
  else if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean %s?", near.best);
  else pol_report_help(c->in->reports, r, "for something new, leave the line out, or say where it stands: placed after …");
  return r;
}

/* The clause ends on the day before its end is in force; at once when that is in force whenever the amendment is applied. */
static void end_clause(pol_checker *c, uint32_t clause, pol_span_of_time dates) {
  pol_clause *x = &c->m->clauses.at[clause];
  pol_clause_work *w = &c->rules->clauses.at[clause];
  w->said = true;
  if (!dates.from_set) {
    w->ended = true;
    x->to_set = true;
    x->to = POL_DATE_FIRST - 1;
  } else if (!x->to_set || x->to >= dates.from) {
    x->to_set = true;
    x->to = dates.from - 1;
  }
}

static pol_span_of_time dates_of(const pol_clause *x) {
  return (pol_span_of_time){ x->from_set, x->to_set, x->from, x->to };
}

static void note_ending(pol_checker *c, uint32_t clause, uint32_t by, pol_ending_kind how, const pol_node *line) {
  POL_PUSH(c, &c->m->endings, ((pol_ending){ clause, by, how, line }));
}

static void succeed(pol_checker *c, uint32_t from, uint32_t to, const pol_node *line) {
  pol_rules_work *w = c->rules;
  pol_successor s = { .from = from, .to = to, .next = w->clauses.at[from].successor, .unchanged = line->kind == POL_N_UNCHANGED };
  if (line->kind == POL_N_REPLACES) s.cases = pol_rules_kid(line, 1);
  uint32_t index = w->successors.n;
  POL_PUSH(c, &w->successors, s);
  if (c->no_memory) return;
  w->clauses.at[from].successor = index;
  w->clauses.at[from].said = true;
  note_ending(c, from, to, s.unchanged ? POL_ENDS_UNCHANGED : s.cases != NULL ? POL_ENDS_IN_PART : POL_ENDS_REPLACED, line);
  if (s.cases == NULL) end_clause(c, from, dates_of(&c->m->clauses.at[to]));
}

/* The version of a clause that stands before the amendment's file. */
static uint32_t base_clause(pol_checker *c, pol_atom id, uint32_t tree) {
  uint32_t found = POL_NO_REF;
  for (uint32_t i = pol_check_find(c, POL_NAME_CLAUSE, id); i != POL_NO_REF; i = c->rules->clauses.at[i].next)
    if (live_before(c->rules, i, tree)) found = i;
  return found;
}

/* ".3" after "leave.sport.existing.2": what is the same up to the last dot is said once. */
static const char *in_short(const char *first, const char *second) {
  const char *a = strrchr(first, '.'), *b = strrchr(second, '.');
  return a != NULL && b != NULL && a - first == b - second && strncmp(first, second, (size_t)(a - first)) == 0 ? b : second;
}

/* by: the clause whose line it is; POL_NO_REF: a section's heading. */
static void amend_section(pol_checker *c, const pol_node *ref, uint32_t tree, pol_span_of_time dates, const pol_node *line, uint32_t by) {
  const pol_node *named = pol_rules_kid(ref, 0);
  uint32_t s = named == NULL ? POL_NO_REF : pol_check_find(c, POL_NAME_SECTION, named->text);
  if (s == POL_NO_REF || c->rules->sections.at[s].tree >= tree) {
    (void)pol_rules_not_in_base(c, ref, POL_NAME_SECTION, tree, verb_of(line));
    return;
  }
  pol_section_work *w = &c->rules->sections.at[s];
  uint32_t silent = 0, first = POL_NO_REF, second = POL_NO_REF, all = 0;
  for (uint32_t i = 0; i < w->clauses.n; i++) {
    uint32_t x = w->clauses.at[i];
    if (c->rules->clauses.at[x].tree >= tree) continue;
    if (!c->rules->clauses.at[x].is_section) all++;
    if (c->rules->clauses.at[x].said) continue;
    if (line->kind == POL_N_REPLACES && !c->rules->clauses.at[x].is_section) {
      silent++;
      if (first == POL_NO_REF) first = x;
      else if (second == POL_NO_REF) second = x;
    }
    note_ending(c, x, by, line->kind == POL_N_REPLACES ? POL_ENDS_SILENTLY : POL_ENDS_WITHDRAWN, line);
    end_clause(c, x, dates);
  }
  if (silent == 0) return;
  pol_report *r = pol_check_report(c, POL_R_ENDS_SILENTLY, named, "%u %s of %s %s without a word about %s", silent, silent == 1 ? "clause" : "clauses",
                                   pol_check_text(c, named->text), silent == 1 ? "ends" : "end", silent == 1 ? "it" : "them");
  pol_report_label(c->in->reports, r, "%u clauses, %u %s a successor", all, all - silent, all - silent == 1 ? "has" : "have");
  const char *one = pol_check_text(c, c->m->clauses.at[first].id);
  const char *two = second == POL_NO_REF ? "" : pol_check_text(c, c->m->clauses.at[second].id);
  if (silent > 2) pol_report_note(c->in->reports, r, "%s, %s and %u more", one, two, silent - 2);
  else if (silent == 2) pol_report_note(c->in->reports, r, "%s and %s", one, in_short(one, two));
  pol_report_help(c->in->reports, r, "say it: withdraws %s%s%s%s", one, silent > 1 ? ", " : "", two, silent > 2 ? ", …" : "");
}

static void amend_ref(pol_checker *c, uint32_t clause, const pol_node *line, const pol_node *ref) {
  uint32_t tree = c->rules->clauses.at[clause].tree;
  if (ref->kind == POL_N_REF_KIND) {
    if (pol_rules_word(c, ref->text, "section")) {
      amend_section(c, ref, tree, dates_of(&c->m->clauses.at[clause]), line, clause);
    } else {
      pol_report *r = pol_check_report(c, POL_R_REPLACES_NOTHING, ref, "a table is replaced by a table, not by a clause");
      pol_report_help(c->in->reports, r, "put the line under the new table's heading: replaces table …");
    }
    return;
  }
  uint32_t from = base_clause(c, ref->text, tree);
  if (from == POL_NO_REF) {
    (void)pol_rules_not_in_base(c, ref, POL_NAME_CLAUSE, tree, verb_of(line));
    return;
  }
  if (line->kind != POL_N_WITHDRAWS) {
    succeed(c, from, clause, line);
    return;
  }
  note_ending(c, from, clause, POL_ENDS_WITHDRAWN, line);
  end_clause(c, from, dates_of(&c->m->clauses.at[clause]));
}

static bool amends(const pol_node *line) {
  return line != NULL && (line->kind == POL_N_REPLACES || line->kind == POL_N_WITHDRAWS || line->kind == POL_N_UNCHANGED);
}

static void amend_clause(pol_checker *c, uint32_t clause, bool sections) {
  const pol_node *lines = c->rules->clauses.at[clause].lines;
  for (uint32_t i = 0; lines != NULL && i < lines->n; i++) {
    if (!amends(lines->kid[i])) continue;
    const pol_node *refs = pol_rules_kid(lines->kid[i], 0);
    for (uint32_t k = 0; refs != NULL && k < refs->n; k++)
      if (refs->kid[k] != NULL && (refs->kid[k]->kind == POL_N_REF_KIND) == sections) amend_ref(c, clause, lines->kid[i], refs->kid[k]);
  }
}

/* `replaces` and `withdraws` under a section's own heading. */
static void amend_heading(pol_checker *c, const pol_node *section, uint32_t tree) {
  const pol_node *lines = pol_rules_kid(section, 1);
  pol_span_of_time dates = c->rules->trees.at[tree].dates;
  for (uint32_t i = 0; lines != NULL && i < lines->n; i++) {
    if (!amends(lines->kid[i])) continue;
    const pol_node *refs = pol_rules_kid(lines->kid[i], 0);
    for (uint32_t k = 0; refs != NULL && k < refs->n; k++) {
      const pol_node *ref = refs->kid[k];
      if (ref == NULL) continue;
      if (ref->kind == POL_N_REF_KIND) {
        amend_section(c, ref, tree, dates, lines->kid[i], POL_NO_REF);
        continue;
      }
      uint32_t from = base_clause(c, ref->text, tree);
      if (from == POL_NO_REF) {
        (void)pol_rules_not_in_base(c, ref, POL_NAME_CLAUSE, tree, verb_of(lines->kid[i]));
        continue;
      }
      note_ending(c, from, POL_NO_REF, POL_ENDS_WITHDRAWN, lines->kid[i]);
      end_clause(c, from, dates);
    }
  }
}

static void amend_tree(pol_checker *c, uint32_t tree) {
  for (int sections = 0; sections < 2; sections++) /* whole sections last: what has a successor is known then */
    for (uint32_t i = 0; i < c->rules->clauses.n; i++)
      if (c->rules->clauses.at[i].tree == tree && !c->rules->clauses.at[i].is_section) amend_clause(c, i, sections == 1);
  const pol_node *file = c->trees.at[tree].tree->root;
  for (uint32_t i = 0; i < file->n; i++)
    if (file->kid[i] != NULL && file->kid[i]->kind == POL_N_SECTION) amend_heading(c, file->kid[i], tree);
}

static void say_alone(pol_checker *c, const pol_node *head) {
  const pol_node *base = pol_rules_kid(head, 1);
  if (base == NULL) return;
  const char *name = pol_check_text(c, base->text);
  pol_report *r = pol_check_report(c, POL_R_BASE_NOT_HERE, base, "%s is not here, so names that may be its own are not checked", name);
  pol_report_help(c->in->reports, r, "check the two together: name the file of %s first", name);
}

void pol_rules_amend_clauses(pol_checker *c) {
  for (uint32_t t = 0; t < c->trees.n; t++) {
    if (!c->rules->trees.at[t].amendment) continue;
    if (c->rules->amended) amend_tree(c, t);
    else if (c->m->is_amendment) say_alone(c, c->rules->trees.at[t].head);
  }
}
