/* What an amendment's line means by an id: the versions of a clause that stand before the amendment. A clause that an earlier amendment has touched is touched again only by
 * who says so, by naming what stands in its place. */
#include "check/rules.h"

/* -- words */

static const char *amendment_name(pol_checker *c, uint32_t tree) {
  uint32_t n = c->rules->trees.at[tree].number;
  return n == POL_NO_REF ? "this" : pol_check_text(c, c->m->amendments.at[n].name);
}

const char *pol_rules_verb(const pol_node *line) {
  switch ((pol_node_kind)line->kind) {
  case POL_N_WITHDRAWS: return "withdraws";
  case POL_N_UNCHANGED: return "takes over";
  case POL_N_KEEPS: return "keeps";
  default: return "replaces";
  }
}

static const char *done(const pol_node *line, const pol_clause_work *w) {
  switch ((pol_node_kind)line->kind) {
  case POL_N_WITHDRAWS: return "has withdrawn";
  case POL_N_UNCHANGED: return "has taken over";
  default: return w->gone ? "has replaced" : "replaces for some cases";
  }
}

/* The clause that stands in the place of one, or POL_NO_REF. */
static uint32_t heir(const pol_checker *c, uint32_t clause) {
  uint32_t s = c->rules->clauses.at[clause].successor;
  return s == POL_NO_REF ? POL_NO_REF : c->rules->successors.at[s].to;
}

/* -- what is not there */

static void nearest_clause(pol_checker *c, pol_nearest *near, uint32_t tree) {
  for (uint32_t i = 0; i < c->m->clauses.n; i++) {
    const pol_clause_work *w = &c->rules->clauses.at[i];
    if (w->tree < tree && !w->is_section && !w->gone) pol_nearest_offer(near, pol_check_text(c, c->m->clauses.at[i].id), i);
  }
}

static void nearest_of(pol_checker *c, pol_nearest *near, pol_name_kind kind, uint32_t tree) {
  if (kind == POL_NAME_CLAUSE) nearest_clause(c, near, tree);
  for (uint32_t i = 0; kind == POL_NAME_SECTION && i < c->m->sections.n; i++)
    if (c->rules->sections.at[i].tree < tree) pol_nearest_offer(near, pol_check_text(c, c->m->sections.at[i].id), i);
  for (uint32_t i = 0; kind == POL_NAME_TABLE && i < c->rules->tables.n; i++)
    if (c->rules->tables.at[i].tree < tree) pol_nearest_offer(near, pol_check_text(c, c->rules->tables.at[i].node->text), i);
}

/* It is there after all, but not before the amendment: of the amendment itself, or of one that comes later. */
static bool advise_order(pol_checker *c, pol_report *r, pol_atom id, uint32_t tree) {
  for (uint32_t i = pol_check_find(c, POL_NAME_CLAUSE, id); i != POL_NO_REF; i = c->rules->clauses.at[i].next) {
    uint32_t of = c->rules->clauses.at[i].tree;
    if (c->rules->clauses.at[i].is_section || of < tree) continue;
    pol_report_also(c->in->reports, r, pol_check_name_span(c, c->m->clauses.at[i].node, id), of == tree ? "of the amendment itself" : "of amendment %s", amendment_name(c, of));
    if (of == tree) pol_report_help(c->in->reports, r, "an amendment changes what stands before it; its own clauses are written as they are to be");
    else pol_report_help(c->in->reports, r, "amendments apply one on top of the other: name %s before %s", amendment_name(c, of), amendment_name(c, tree));
    return true;
  }
  return false;
}

pol_report *pol_rules_not_in_base(pol_checker *c, const pol_node *ref, pol_name_kind kind, uint32_t tree, const char *verb) {
  const pol_node *named = ref->kind == POL_N_REF_KIND ? pol_kid(ref, 0) : ref;
  pol_nearest near;
  pol_nearest_init(&near, named == NULL ? "" : pol_check_text(c, named->text));
  const char *what = kind == POL_NAME_TABLE ? "table" : kind == POL_NAME_SECTION ? "section" : "clause";
  pol_report *r = pol_check_report(c, POL_R_REPLACES_NOTHING, named == NULL ? ref : named, "the amendment %s a %s that the policy does not have", verb, what);
  const pol_node *head = c->rules->trees.at[tree].head, *base = pol_kid(head, 1);
  pol_span_of_time dates = c->rules->trees.at[tree].dates;
  c->rules->amends_nothing = true;
  if (base != NULL && dates.from_set) pol_report_label(c->in->reports, r, "not in %s on %s", pol_check_text(c, base->text), pol_rules_day(c, dates.from));
  else if (base != NULL) pol_report_label(c->in->reports, r, "not in %s", pol_check_text(c, base->text));
  if (kind == POL_NAME_CLAUSE && named != NULL && advise_order(c, r, named->text, tree)) return r;
  nearest_of(c, &near, kind, tree);
  if (near.best != NULL && kind == POL_NAME_CLAUSE) pol_report_help(c->in->reports, r, "did you mean %s? For a new clause: placed after …", near.best);
  else if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean %s?", near.best);
  else pol_report_help(c->in->reports, r, "for something new, leave the line out, or say where it stands: placed after …");
  return r;
}

/* -- what somebody else has touched */

/* "amendment two replaces 1.1, which amendment one has replaced", with both places. */
static void say_again(pol_checker *c, const pol_node *ref, uint32_t clause, uint32_t tree, const pol_node *line) {
  const pol_clause_work *w = &c->rules->clauses.at[clause];
  const char *id = pol_check_text(c, c->m->clauses.at[clause].id), *first = amendment_name(c, w->said_by);
  uint32_t to = heir(c, clause);
  c->rules->amends_nothing = true;
  const char *next = to == POL_NO_REF ? "" : pol_check_text(c, c->m->clauses.at[to].id), *verb = pol_rules_verb(line);
  pol_report *r = pol_check_report(c, POL_R_TOUCHED_AGAIN, ref, "%s %s %s, which %s %s", amendment_name(c, tree), verb, id, first, done(w->said_line, w));
  pol_report_also(c->in->reports, r, w->said_at->span, *next != '\0' ? "%s: %s stands in its place" : "%s", first, next);
  const char *said = line->kind == POL_N_UNCHANGED ? "unchanged from" : verb;
  if (*next == '\0') pol_report_help(c->in->reports, r, "it is gone: leave it out here, or do not name %s", first);
  else if (w->gone) pol_report_help(c->in->reports, r, "say what becomes of what stands in its place: %s %s", said, next);
  else pol_report_help(c->in->reports, r, "where that is meant, name what %s puts in its place too: %s %s, %s", first, said, id, next);
}

/* Whether the line names what stands in the clause's place, whoever put it there. */
static bool says_so(const pol_checker *c, uint32_t clause, const pol_node *line, uint32_t depth) {
  const pol_node *refs = pol_kid(line, 0);
  for (uint32_t s = c->rules->clauses.at[clause].successor; s != POL_NO_REF && depth < 64; s = c->rules->successors.at[s].next) {
    uint32_t to = c->rules->successors.at[s].to;
    for (uint32_t i = 0; i < pol_kids(refs); i++)
      if (refs->kid[i]->kind != POL_N_REF_KIND && refs->kid[i]->text == c->m->clauses.at[to].id) return true;
    if (says_so(c, to, line, depth + 1)) return true;
  }
  return false;
}

/* A clause is kept on purpose, and replaced or withdrawn by the same amendment. */
static void say_kept_too(pol_checker *c, const pol_node *ref, uint32_t clause, const pol_node *line) {
  const pol_clause_work *w = &c->rules->clauses.at[clause];
  pol_report *r = pol_check_report(c, POL_R_TOUCHED_AGAIN, ref, "the amendment %s %s, and %s it too", pol_rules_verb(w->said_line), pol_check_text(c, c->m->clauses.at[clause].id),
                                   pol_rules_verb(line));
  pol_report_also(c->in->reports, r, w->said_at->span, "%s", "");
  pol_report_help(c->in->reports, r, "keep the line that is meant");
}

/* The amendment would take the place of what has not begun: until then, both the older clause and this one would answer. */
static void say_too_early(pol_checker *c, const pol_node *ref, uint32_t clause, uint32_t tree, const pol_node *line) {
  const pol_clause *x = &c->m->clauses.at[clause];
  const char *id = pol_check_text(c, x->id), *name = amendment_name(c, tree);
  c->rules->amends_nothing = true;
  pol_report *r = pol_check_report(c, POL_R_AMENDS_EARLIER, ref, "%s is in force before %s, which it %s", name, id, pol_rules_verb(line));
  pol_report_label(c->in->reports, r, "%s begins on %s", id, pol_rules_day(c, x->from));
  pol_report_also(c->in->reports, r, pol_check_name_span(c, x->node, x->id), "%s", "");
  pol_report_help(c->in->reports, r, "give %s the same day, or a later one", name);
}

/* Whether this line may touch this version; what stands against it is said. */
static bool may_touch(pol_checker *c, const pol_node *ref, uint32_t clause, const pol_touching *by) {
  const pol_clause_work *w = &c->rules->clauses.at[clause];
  const pol_clause *x = &c->m->clauses.at[clause];
  bool keeps = by->line->kind == POL_N_KEEPS;
  if (w->said_by == by->tree && (w->said_line->kind == POL_N_KEEPS) != keeps) {
    say_kept_too(c, ref, clause, by->line);
    return false;
  }
  if (keeps) return true;
  bool again = w->said_by != POL_NO_REF && w->said_by != by->tree && w->said_line->kind != POL_N_KEEPS;
  if (again && !says_so(c, clause, by->line, 0)) {
    say_again(c, ref, clause, by->tree, by->line);
    return false;
  }
  if (x->from_set && c->rules->trees.at[w->tree].amendment && (!by->dates.from_set || by->dates.from < x->from)) {
    say_too_early(c, ref, clause, by->tree, by->line);
    return false;
  }
  return true;
}

void pol_rules_touched(pol_checker *c, const pol_node *ref, const pol_touching *by, pol_numbers *out) {
  uint32_t gone = POL_NO_REF, found = 0;
  out->n = 0;
  for (uint32_t i = pol_check_find(c, POL_NAME_CLAUSE, ref->text); i != POL_NO_REF && !c->no_memory; i = c->rules->clauses.at[i].next) {
    const pol_clause_work *w = &c->rules->clauses.at[i];
    if (w->is_section || w->tree >= by->tree) continue;
    if (w->gone && w->said_by != by->tree) {
      gone = i;
      continue;
    }
    found++;
    if (may_touch(c, ref, i, by)) POL_PUSH(c, out, i);
  }
  if (found > 0) return;
  if (gone == POL_NO_REF) (void)pol_rules_not_in_base(c, ref, POL_NAME_CLAUSE, by->tree, pol_rules_verb(by->line));
  else if (!says_so(c, gone, by->line, 0)) say_again(c, ref, gone, by->tree, by->line);
}

/* -- tables */

void pol_rules_table_again(pol_checker *c, const pol_node *ref, uint32_t table, uint32_t by, uint32_t tree) {
  const pol_table_work *new = &c->rules->tables.at[by];
  const char *name = pol_check_text(c, c->rules->tables.at[table].node->text), *first = amendment_name(c, new->tree);
  pol_report *r = pol_check_report(c, POL_R_TOUCHED_AGAIN, ref, "%s replaces table %s, which %s has replaced", amendment_name(c, tree), name, first);
  const pol_node *refs = pol_kid(new->node, 3);
  pol_report_also(c->in->reports, r, refs->kid[0]->span, "%s", first);
  pol_report_help(c->in->reports, r, "name the table that stands in its place: replaces table %s", pol_check_text(c, new->node->text));
}
