/* A comparison as sheets of cells, for spreadsheets: a heading in the first row of each, then a row a thing; numbers as numbers, in a column of their unit. Like CSV it is
 * for the officer, and shows everything. People are written as they come, so that no file is too long. */
#include "compare/redline.h"
#include "render/contrast.h"
#include "render/value_json.h"
#include <stdlib.h>
#include <string.h>

enum { CELLS = 24 };
static const char SUMMARY[] = "Summary", DECISIONS[] = "Decisions", PEOPLE[] = "People", GROUPS[] = "Groups", OPEN[] = "Undetermined", TEXT[] = "Text";

typedef struct cells { /* a row being filled */
  const pol_contrast *t;
  pol_page page;
  pol_write_cell cell[CELLS];
  uint32_t n;
  bool refused;          /* the grid takes no more */
} cells;

static cells begin(const pol_contrast *t) { return (cells){.t = t, .page = pol_page_of(t->paper)}; }

static void sheet(cells *k, const char *title) {
  if (!k->refused) k->refused = !k->t->grid->sheet(k->t->grid->user, title);
}

/* Not where memory ran out over a cell of it: half a row would be taken for a whole one. */
static void end_row(cells *k) {
  if (pol_page_end(&k->page) != POL_OK) k->refused = true;
  if (!k->refused) k->refused = !k->t->grid->row(k->t->grid->user, k->cell, k->n);
  k->n = 0;
}

static pol_status end(const cells *k) {
  pol_status status = pol_page_end(&k->page);
  return status != POL_OK ? status : k->refused ? POL_REJECTED : POL_OK;
}

static void add(cells *k, pol_write_cell_kind kind, const char *text, size_t length, const char *unit) {
  if (k->n < CELLS) k->cell[k->n++] = (pol_write_cell){.kind = length == 0 ? POL_WRITE_CELL_EMPTY : kind, .text = text, .length = length, .unit = unit};
}

static void words(cells *k, const char *text) { add(k, POL_WRITE_CELL_TEXT, text == NULL ? "" : text, text == NULL ? 0 : strlen(text), NULL); }

static void count(cells *k, uint64_t n) {
  const char *text = pol_page_format(&k->page, "%llu", (unsigned long long)n);
  add(k, POL_WRITE_CELL_NUMBER, text, strlen(text), NULL);
}

static void nothing(cells *k) { add(k, POL_WRITE_CELL_EMPTY, "", 0, NULL); }

static void date(cells *k, pol_date d) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->page.arena));
  pol_date_write(&t, d);
  const char *text = pol_page_keep(&k->page, &t);
  add(k, POL_WRITE_CELL_DATE, text, strlen(text), NULL);
}

static void headings(cells *k, const char *const *name, size_t n) {
  for (size_t i = 0; i < n; i++) {
    words(k, name[i]);
    k->cell[i].heading = true;
  }
  end_row(k);
}

static void line(cells *k, const char *name, const char *text) {
  if (text == NULL) return;
  words(k, name);
  words(k, text);
  end_row(k);
}

static void figure(cells *k, const char *name, uint64_t n) {
  words(k, name);
  count(k, n);
  end_row(k);
}

/* ---- values ---- */

static const char *plain(cells *k, const pol_model *m, const pol_value *v, unsigned places) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->page.arena));
  pol_value_plain(&t, m, v, places);
  return pol_page_keep(&k->page, &t);
}

/* What stands beside a number: its unit, or that it is a percentage. */
static const char *unit_of(cells *k, const pol_model *m, pol_type type) {
  pol_text t;
  if (type.show == POL_SHOW_PERCENT) return "percent";
  pol_text_init(&t, pol_arena_alloc(k->page.arena));
  pol_unit_words(&t, m, type.unit);
  const char *unit = pol_page_keep(&k->page, &t);
  return unit[0] == '\0' ? NULL : unit;
}

static void value(cells *k, const pol_model *m, const pol_value *v, unsigned places) {
  const char *text;
  if (v->state != POL_KNOWN) nothing(k);
  else if (v->type.kind == POL_T_DATE) date(k, v->as.i);
  else if (v->type.kind != POL_T_NUMBER) words(k, plain(k, m, v, 0));
  else {
    unsigned ignored;
    text = plain(k, m, v, places);
    add(k, pol_num_ends(v->as.num, &ignored) ? POL_WRITE_CELL_NUMBER : POL_WRITE_CELL_TEXT, text, strlen(text), unit_of(k, m, v->type));
  }
}

static void amount(cells *k, uint32_t decision, bool known, pol_num n) {
  pol_value v = pol_contrast_value(k->t, decision, n);
  if (known) value(k, k->t->of->model[pol_contrast_side(k->t, decision)], &v, 0);
  else nothing(k);
}

static void outcome(cells *k, uint32_t decision, int side, pol_outcome o, const pol_value *v) { /* two cells: the outcome, and the value where there is one */
  const pol_compared_decision *d = &k->t->of->decisions.at[decision];
  const pol_model *m = k->t->of->model[side];
  bool there = d->in[side] != POL_NO_REF;
  bool valued = there && (o == POL_OUT_VALUE || o == POL_OUT_PERMITTED) && v->type.kind != POL_T_BROKEN && d->type.kind != POL_T_OBLIGATIONS;
  words(k, there ? pol_outcome_name(o) : "");
  if (valued) value(k, m, v, pol_decision_places(&m->decisions.at[d->in[side]]));
  else nothing(k);
}

static const char *decision_name(const cells *k, uint32_t decision) {
  return pol_atom_get(k->t->of->model[POL_AFTER]->atoms, k->t->of->decisions.at[decision].name);
}

static const char *clause_ids(cells *k, const pol_clause_of *clause, uint32_t n) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->page.arena));
  for (uint32_t i = 0; i < n; i++) pol_text_format(&t, "%s%s", i == 0 ? "" : ", ", pol_contrast_clause(k->t, clause[i].side, clause[i].clause));
  return pol_page_keep(&k->page, &t);
}

static const char *fact_names(cells *k, const uint32_t *fact, uint32_t n) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->page.arena));
  for (uint32_t i = 0; i < n; i++) pol_text_format(&t, "%s%s", i == 0 ? "" : ", ", pol_contrast_fact(k->t, POL_AFTER, fact[i]));
  return pol_page_keep(&k->page, &t);
}

/* ---- People ---- */

static void effect(cells *k, const pol_record_facts *r, uint64_t record, const pol_effect_on *e) {
  count(k, record);
  add(k, POL_WRITE_CELL_TEXT, r->id == NULL ? "" : r->id, r->id == NULL ? 0 : r->id_length, NULL);
  words(k, decision_name(k, e->decision));
  words(k, pol_contrast_title(k->t, e->decision));
  words(k, pol_impact_name(e->impact));
  outcome(k, e->decision, POL_BEFORE, e->outcome[POL_BEFORE], &e->value[POL_BEFORE]);
  outcome(k, e->decision, POL_AFTER, e->outcome[POL_AFTER], &e->value[POL_AFTER]);
  amount(k, e->decision, e->has_delta, e->delta);
  words(k, e->has_delta ? pol_contrast_unit_name(k->t, e->decision) : "");
  words(k, clause_ids(k, e->because, e->becauses));
  words(k, fact_names(k, e->missing, e->missings));
  end_row(k);
}

pol_status pol_contrast_cells_person(pol_contrast *t, const pol_compared_person *p) {
  cells k = begin(t);
  for (uint32_t i = 0; i < p->effects; i++) {
    const pol_arena_point here = pol_arena_mark(k.page.arena);
    if (p->effect[i].impact == POL_IMPACT_UNAFFECTED) continue;
    effect(&k, p->record, t->records + 1, &p->effect[i]);
    pol_arena_reset(k.page.arena, here);
  }
  return end(&k);
}

/* The sheets in their order; People gets its heading and waits. */
pol_status pol_contrast_cells_begin(pol_contrast *t) {
  static const char *const columns[] = {"Record", "Id", "Decision", "Title", "Impact", "Before", "Value before", "After", "Value after", "Difference", "Unit", "Because", "Missing"};
  cells k = begin(t);
  sheet(&k, SUMMARY);
  sheet(&k, DECISIONS);
  if (t->measured) sheet(&k, PEOPLE);
  if (t->measured && t->bys > 0) sheet(&k, GROUPS);
  if (t->measured) sheet(&k, OPEN);
  sheet(&k, TEXT);
  if (t->measured) {
    sheet(&k, PEOPLE);
    headings(&k, columns, sizeof columns / sizeof *columns);
  }
  return end(&k);
}

/* ---- Summary ---- */

static void version(cells *k, const char *name, int side) {
  const pol_model *m = k->t->of->model[side];
  line(k, name, m->title != NULL ? m->title : pol_atom_get(m->atoms, m->name));
  line(k, pol_page_format(&k->page, "%s: digest", name), m->digest);
  for (uint32_t i = 0; i < m->amendments.n; i++) {
    const pol_amendment *a = &m->amendments.at[i];
    line(k, pol_page_format(&k->page, "%s: as amended by", name), a->title != NULL ? a->title : pol_atom_get(m->atoms, a->name));
    if (!a->from_set) continue;
    words(k, pol_page_format(&k->page, "%s: from", name));
    date(k, a->from);
    end_row(k);
  }
  const char *note = pol_contrast_note(k->t, side);
  line(k, pol_page_format(&k->page, "%s: note", name), note);
}

static void fates(cells *k) {
  static const char *const names[] = {"unchanged", "added", "replaced", "replaced for some cases", "adopted unchanged", "reworded", "moved", "withdrawn", "ended without a word about them"};
  for (uint32_t i = 0; i < sizeof names / sizeof *names; i++) figure(k, pol_page_format(&k->page, "Clauses %s", names[i]), k->t->of->fates[i]);
  figure(k, "Facts newly needed", k->t->of->neededs);
  figure(k, "Facts no longer needed", k->t->of->unneededs);
}

static void people(cells *k, const pol_people_summary *s) {
  figure(k, "People compared", s->people - s->wrong);
  figure(k, "Records in error, not compared", s->wrong);
  figure(k, "People who only lose", s->worse);
  figure(k, "People who only gain", s->better);
  figure(k, "People who lose and gain", s->mixed);
  figure(k, "People to whom nothing happens", s->same);
  figure(k, "People with something else changed, or not decided", s->open);
  figure(k, "People with something not decided", s->any[POL_IMPACT_UNDETERMINED]);
}

static void summary_sheet(cells *k, const pol_people_summary *s) {
  static const char *const columns[] = {"What", "Value"};
  sheet(k, SUMMARY);
  headings(k, columns, sizeof columns / sizeof *columns);
  line(k, "Comparison", pol_contrast_versions(k->t));
  words(k, "Measured for");
  date(k, k->t->of->in->as_of);
  end_row(k);
  if (s != NULL) people(k, s);
  fates(k);
  version(k, "Before", POL_BEFORE);
  version(k, "After", POL_AFTER);
  line(k, "Facts", k->t->facts);
  line(k, "Command", k->t->command);
  line(k, "Program", k->t->paper->version == NULL ? NULL : pol_page_format(&k->page, "pol %s", k->t->paper->version));
}

/* ---- Decisions ---- */

static const pol_impact shown[] = {POL_IMPACT_LOSES, POL_IMPACT_GAINS, POL_IMPACT_CHANGED, POL_IMPACT_UNAFFECTED, POL_IMPACT_UNDETERMINED};

static void spread(cells *k, uint32_t decision, const pol_spread *s, bool amounts) {
  bool some = amounts && s->n > 0;
  amount(k, decision, some, s->least);
  amount(k, decision, some && s->middle_known, s->middle);
  amount(k, decision, some, s->most);
  amount(k, decision, some && s->sum_known, s->sum);
}

static void per_year(cells *k, uint32_t decision, const pol_decision_summary *s) {
  pol_value v = pol_contrast_value(k->t, decision, s->per_year);
  if (v.type.unit.month != 0) v.type.unit.month = 0, v.type.unit.year = -1;
  if (s->yearly) value(k, k->t->of->model[pol_contrast_side(k->t, decision)], &v, 0);
  else nothing(k);
}

static const char *causes(cells *k, const pol_decision_summary *s) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(k->page.arena));
  for (uint32_t i = 0; i < s->causes; i++) {
    uint64_t n = 0;
    for (unsigned x = 0; x < POL_IMPACTS; x++) n += s->cause[i].n[x];
    pol_text_format(&t, "%s%s (%llu)", i == 0 ? "" : "; ", pol_contrast_change(k->t, s->cause[i].of), (unsigned long long)n);
  }
  return pol_page_keep(&k->page, &t);
}

static void decision_row(cells *k, const pol_people_summary *people_of, uint32_t i) {
  const pol_compared_decision *d = &k->t->of->decisions.at[i];
  words(k, decision_name(k, i));
  words(k, pol_contrast_title(k->t, i));
  words(k, d->can_change ? "yes" : "no");
  if (people_of != NULL) {
    const pol_decision_summary *s = &people_of->decision[i];
    pol_num change = {0, 1};
    bool known = s->amounts && s->total_known, differs = known && pol_num_sub(&change, s->total[POL_AFTER], s->total[POL_BEFORE]) == POL_NUM_FINE;
    for (size_t x = 0; x < sizeof shown / sizeof *shown; x++) count(k, s->n[shown[x]]);
    words(k, s->amounts ? pol_contrast_unit_name(k->t, i) : "");
    amount(k, i, known, s->total[POL_BEFORE]);
    amount(k, i, known, s->total[POL_AFTER]);
    amount(k, i, differs, change);
    per_year(k, i, s);
    spread(k, i, &s->losses, s->amounts);
    spread(k, i, &s->gains, s->amounts);
    words(k, causes(k, s));
  }
  end_row(k);
}

static void decisions_sheet(cells *k, const pol_people_summary *s) {
  static const char *const columns[] = {"Decision", "Title", "Can change", "Lose", "Gain", "Other", "Same", "Not decided", "Unit", "In all before", "In all after", "Change in all", "In a year",
                                        "Least loss", "Middle loss", "Largest loss", "All losses", "Least gain", "Middle gain", "Largest gain", "All gains", "Because"};
  sheet(k, DECISIONS);
  headings(k, columns, s == NULL ? 3 : sizeof columns / sizeof *columns);
  for (uint32_t i = 0; i < k->t->of->decisions.n; i++) {
    const pol_arena_point here = pol_arena_mark(k->page.arena);
    decision_row(k, s, i);
    pol_arena_reset(k->page.arena, here);
  }
}

/* ---- Groups ---- */

static void group_row(cells *k, const pol_group_summary *g, const uint64_t n[POL_IMPACTS], uint32_t decision) { /* POL_NO_REF: all decisions together */
  enum { MOST_BY = 12 };
  const pol_model *m = k->t->of->model[POL_AFTER];
  for (uint32_t i = 0; i < k->t->bys && i < MOST_BY; i++) value(k, m, &g->value[i], 0);
  words(k, decision == POL_NO_REF ? "(any)" : decision_name(k, decision));
  words(k, decision == POL_NO_REF ? "any decision" : pol_contrast_title(k->t, decision));
  count(k, g->people);
  for (size_t x = 0; x < sizeof shown / sizeof *shown; x++) count(k, n[shown[x]]);
  if (decision == POL_NO_REF) nothing(k);
  else amount(k, decision, g->delta != NULL && g->delta_known[decision], g->delta == NULL ? (pol_num){0, 1} : g->delta[decision]);
  end_row(k);
}

static void groups_sheet(cells *k, const pol_people_summary *s) {
  static const char *const columns[] = {"Decision", "Title", "People", "Lose", "Gain", "Other", "Same", "Not decided", "Change in all"};
  const char *heading[CELLS];
  size_t n = 0;
  if (s == NULL || k->t->bys == 0) return;
  sheet(k, GROUPS);
  for (uint32_t i = 0; i < k->t->bys && n < 12; i++) heading[n++] = pol_contrast_fact(k->t, POL_AFTER, k->t->by[i]);
  for (size_t i = 0; i < sizeof columns / sizeof *columns; i++) heading[n++] = columns[i];
  headings(k, heading, n);
  for (uint32_t i = 0; i < s->groups; i++) {
    const pol_arena_point here = pol_arena_mark(k->page.arena);
    group_row(k, &s->group[i], s->group[i].any, POL_NO_REF);
    for (uint32_t d = 0; d < k->t->of->decisions.n; d++)
      if (s->decision[d].n[POL_IMPACT_UNAFFECTED] < s->people - s->wrong) group_row(k, &s->group[i], s->group[i].n[d], d);
    pol_arena_reset(k->page.arena, here);
  }
}

/* ---- Undetermined ---- */

static void open_sheet(cells *k, const pol_people_summary *s) {
  static const char *const columns[] = {"Decision", "Title", "People", "Fact", "Missing for"};
  if (s == NULL) return;
  sheet(k, OPEN);
  headings(k, columns, sizeof columns / sizeof *columns);
  for (uint32_t d = 0; d < k->t->of->decisions.n; d++) {
    const pol_decision_summary *of = &s->decision[d];
    if (of->n[POL_IMPACT_UNDETERMINED] == 0) continue;
    for (uint32_t i = 0; i < of->missings || i == 0; i++) {
      uint64_t n = 0;
      words(k, decision_name(k, d));
      words(k, pol_contrast_title(k->t, d));
      count(k, of->n[POL_IMPACT_UNDETERMINED]);
      for (unsigned x = 0; i < of->missings && x < POL_IMPACTS; x++) n += of->missing[i].n[x];
      if (i < of->missings) words(k, pol_contrast_fact(k->t, POL_AFTER, of->missing[i].of)), count(k, n);
      end_row(k);
    }
  }
}

/* ---- Text ---- */

static void clauses(cells *k, int side, const uint32_t *clause, uint32_t n) { /* ids, titles, and the text */
  pol_text ids, titles, text;
  const pol_model *m = k->t->of->model[side];
  pol_text_init(&ids, pol_arena_alloc(k->page.arena));
  pol_text_init(&titles, pol_arena_alloc(k->page.arena));
  pol_text_init(&text, pol_arena_alloc(k->page.arena));
  for (uint32_t i = 0; i < n; i++) {
    pol_redline_text one = {"", 0};
    if (pol_redline_clause(&one, k->page.arena, m, clause[i]) != POL_OK) pol_page_lost(&k->page);
    pol_text_format(&ids, "%s%s", i == 0 ? "" : ", ", pol_contrast_clause(k->t, side, clause[i]));
    pol_text_format(&titles, "%s%s", i == 0 ? "" : "; ", m->clauses.at[clause[i]].title == NULL ? "" : m->clauses.at[clause[i]].title);
    pol_text_format(&text, "%s%.*s", i == 0 ? "" : "\n\n", (int)one.n, one.at);
  }
  words(k, pol_page_keep(&k->page, &ids));
  words(k, pol_page_keep(&k->page, &titles));
  words(k, pol_page_keep(&k->page, &text));
}

static void text_sheet(cells *k) {
  static const char *const columns[] = {"What happens", "Clause before", "Title before", "Text before", "Clause after", "Title after", "Text after"};
  sheet(k, TEXT);
  headings(k, columns, sizeof columns / sizeof *columns);
  for (uint32_t i = 0; i < k->t->of->clauses.n; i++) {
    const pol_clause_pair *p = &k->t->of->clauses.at[i];
    const pol_arena_point here = pol_arena_mark(k->page.arena);
    if (p->fate == POL_FATE_SAME) continue;
    words(k, pol_fate_name(p->fate));
    clauses(k, POL_BEFORE, p->before, p->befores);
    clauses(k, POL_AFTER, &p->after, p->after == POL_NO_REF ? 0 : 1);
    end_row(k);
    pol_arena_reset(k->page.arena, here);
  }
}

pol_status pol_contrast_cells_end(pol_contrast *t, const pol_people_summary *summary) {
  cells k = begin(t);
  summary_sheet(&k, summary);
  decisions_sheet(&k, summary);
  groups_sheet(&k, summary);
  open_sheet(&k, summary);
  text_sheet(&k);
  return end(&k);
}
