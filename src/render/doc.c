/* A policy's documentation: its parts in their order. */
#include "render/amended.h"
#include "render/doc.h"
#include <stdlib.h>
#include <string.h>

static const pol_page *page(const pol_doc *d) { return &d->of.r.c.page; }

/* ---- what can be linked ---- */

static int by_words(const void *a, const void *b) { return strcmp(((const pol_doc_name *)a)->words, ((const pol_doc_name *)b)->words); }

static bool add_name(pol_doc *d, const char *words, const char *anchor) {
  pol_doc_name *n = POL_VEC_PUSH(page(d)->arena, &d->names);
  if (n == NULL) return false;
  *n = (pol_doc_name){words, anchor};
  return true;
}

static bool add_terms(pol_doc *d, const pol_terms *terms) {
  for (uint32_t i = 0; i < terms->n; i++)
    if (!add_name(d, terms->at[i].title, pol_doc_anchor(d, "word", terms->at[i].name))) return false;
  return true;
}

static bool find_names(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  pol_map_init(&d->clause, page(d)->arena);
  for (uint32_t i = 0; i < m->clauses.n; i++)
    if (!pol_map_put(&d->clause, m->clauses.at[i].id, i)) return false;
  pol_map_init(&d->fact, page(d)->arena);
  for (uint32_t i = 0; i < m->facts.n; i++)
    if (!pol_map_put(&d->fact, m->facts.at[i].name, i)) return false;
  for (uint32_t i = 0; i < m->decisions.n; i++) {
    const pol_decision *x = &m->decisions.at[i];
    const char *name = pol_atom_get(m->atoms, x->name);
    if (!add_name(d, x->title != NULL ? x->title : pol_say_spaced(&d->of.r.c, name), pol_doc_anchor(d, "decision", name))) return false;
  }
  if (!add_terms(d, &d->of.terms) || !add_terms(d, &d->of.agreements)) return false;
  if (d->names.n > 1) qsort(d->names.at, d->names.n, sizeof *d->names.at, by_words);
  return true;
}

/* ---- the head ---- */

static void field(pol_doc *d, const char *label, const char *text) {
  if (text != NULL && text[0] != '\0') pol_doc_item(d, NULL, label, text);
}

/* Of the policy as it stands: what an amendment ends is shown below, and counted apart. */
static const char *how_many(const pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  uint32_t rules = 0, missing = 0, readings = 0, ended = 0;
  for (uint32_t i = 0; i < d->of.clauses.n; i++) {
    const pol_clause *c = &m->clauses.at[d->of.clauses.at[i].clause];
    ended += pol_read_is_ended(c);
    if (pol_read_is_ended(c)) continue;
    rules += d->of.clauses.at[i].sentences.n > 0;
    missing += c->incomplete != NULL;
    readings += c->readings.n;
  }
  return pol_page_format(page(d), "%s, %u of them with rules, %u with text that is missing%s; %s; %s; %s taken", pol_say_count(&d->of.r.c, d->of.clauses.n - ended, "clause", "clauses"), rules, missing,
                         ended == 0 ? "" : pol_page_format(page(d), ", and %u more that ended", ended), pol_say_count(&d->of.r.c, m->decisions.n, "question", "questions"), pol_say_count(&d->of.r.c, m->facts.n, "fact", "facts"),
                         pol_say_count(&d->of.r.c, readings, "reading", "readings"));
}

static void head(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  pol_doc_items(d);
  field(d, "Publisher", m->publisher);
  field(d, "Reference", m->reference);
  field(d, "Contact", m->contact);
  const char *dates = pol_read_dates(&d->of.r, m->from_set, m->from, m->to_set, m->to);
  if (dates[0] != '\0') field(d, "In force", dates + strlen("in force "));
  const char *amended = pol_amended_by(page(d), m, d->edition->as_of);
  field(d, "As it stands", amended[0] == ' ' ? amended + 1 : amended);
  field(d, "It has", how_many(d));
  pol_doc_items_end(d);
}

/* ---- clauses ---- */

static void reading(pol_doc *d, const pol_reading *x) {
  const char *agreed = x->agreed_by == NULL ? "" : pol_page_format(page(d), "; agreed by %s", x->agreed_by);
  const char *on = x->agreed_by == NULL || !x->dated ? "" : pol_page_format(page(d), " on %s", pol_say_date(&d->of.r.c, x->date));
  pol_doc_line(d, "Read as", pol_page_format(page(d), "%s; and not as: %s%s%s", x->reading, x->other != NULL ? x->other : "", agreed, on));
}

static void sentence(pol_doc *d, const pol_sentence *s) {
  const pol_rule *rule = &d->of.r.c.model->rules.at[s->rule];
  bool list = strchr(s->text, '\n') != NULL;
  pol_doc_lines(d, list || s->relations[0] == '\0' ? s->text : pol_page_format(page(d), "%s %s", s->text, s->relations));
  if (list && s->relations[0] != '\0') pol_doc_lines(d, s->relations);
  if (s->reason != NULL) pol_doc_line(d, "The reason given", s->reason);
  if (rule->added != NULL) pol_doc_line(d, "Added, not in the document", rule->added);
}

static void clause(pol_doc *d, const pol_clause_read *r) {
  const pol_model *m = d->of.r.c.model;
  const pol_clause *c = &m->clauses.at[r->clause];
  const char *id = pol_say_atom(&d->of.r.c, c->id);
  pol_list on = {0};
  if (c->node->kind == POL_N_SECTION) pol_doc_entry(d, pol_doc_anchor(d, "clause", id), id, "for every clause of the section", "");
  else pol_doc_entry(d, pol_doc_anchor(d, "clause", id), id, c->title != NULL ? c->title : "", r->sentences.n > 0 || c->incomplete != NULL ? "" : "no rule");
  const char *dates = pol_read_in_force(&d->of.r, r->clause), *amends = pol_read_amends(&d->of.r, r->clause);
  if (dates[0] != '\0') pol_doc_note(d, dates);
  if (amends[0] != '\0') pol_doc_note(d, amends);
  bool ended = pol_read_is_ended(c); /* what it said is said by others, or no longer */
  for (uint32_t i = 0; i < r->sentences.n && !ended; i++) sentence(d, &r->sentences.at[i]);
  if (r->arises[0] != '\0' && !ended) pol_doc_lines(d, r->arises);
  const char *reserved = ended ? "" : pol_read_reservation(&d->of.r, r->clause, &on);
  if (c->guidance != NULL) pol_doc_line(d, "Guidance", c->guidance);
  if (c->incomplete != NULL) pol_doc_line(d, "Text is missing here", c->incomplete);
  if (on.n > 0) pol_doc_line(d, "A reservation on", reserved);
  if (c->hands_over != NULL) pol_doc_line(d, "It hands over to another document", c->hands_over);
  if (c->cited_as != NULL) pol_doc_line(d, "Cited as", c->cited_as);
  for (uint32_t i = 0; i < c->readings.n; i++) reading(d, &c->readings.at[i]);
  if (c->says != NULL) pol_doc_line(d, "The published words", pol_page_format(page(d), "%s%s%s", c->says, c->says_at != NULL ? ", at " : "", c->says_at != NULL ? c->says_at : ""));
  pol_doc_entry_end(d);
}

/* The sections, to be found by their titles. */
static void contents(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  uint32_t section = POL_NO_REF;
  if (m->sections.n < 2) return;
  pol_doc_items(d);
  for (uint32_t i = 0; i < d->of.clauses.n; i++) {
    uint32_t at = m->clauses.at[d->of.clauses.at[i].clause].section;
    const char *id = at < m->sections.n ? pol_say_atom(&d->of.r.c, m->sections.at[at].id) : "";
    if (at != section && at < m->sections.n) pol_doc_item_to(d, pol_doc_anchor(d, "section", id), id, m->sections.at[at].title != NULL ? m->sections.at[at].title : id);
    section = at;
  }
  pol_doc_items_end(d);
}

static void clauses(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  uint32_t section = POL_NO_REF;
  pol_doc_part(d, "clauses", "The clauses");
  contents(d);
  for (uint32_t i = 0; i < d->of.clauses.n; i++) {
    const pol_clause_read *r = &d->of.clauses.at[i];
    uint32_t at = m->clauses.at[r->clause].section;
    if (at != section && at < m->sections.n) {
      const char *id = pol_say_atom(&d->of.r.c, m->sections.at[at].id);
      pol_doc_heading(d, pol_doc_anchor(d, "section", id), id, m->sections.at[at].title != NULL ? m->sections.at[at].title : "");
    }
    section = at;
    clause(d, r);
  }
  pol_doc_part_end(d);
}

/* ---- words ---- */

static void words(pol_doc *d) {
  if (d->of.terms.n + d->of.agreements.n == 0) return;
  pol_doc_part(d, "words", "Words and agreements");
  const pol_terms *const lists[] = {&d->of.terms, &d->of.agreements};
  for (size_t k = 0; k < sizeof lists / sizeof *lists; k++)
    for (uint32_t i = 0; i < lists[k]->n; i++) {
      const pol_term *t = &lists[k]->at[i];
      pol_doc_entry(d, pol_doc_anchor(d, "word", t->name), t->name, t->title, k == 1 ? "agreement" : "");
      pol_doc_lines(d, pol_page_format(page(d), "%s%s", pol_page_format(page(d), t->text[0] == 'i' ? "It " : t->text[0] == 'h' ? "It " : ""), t->text));
      pol_doc_entry_end(d);
    }
  pol_doc_part_end(d);
}

/* ---- all of it ---- */

static void made_from(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  pol_doc_part(d, "check", "What this was made from");
  pol_doc_lines(d, "The sentences are made from what the engine understood, not from the words of the policy's files: they say what is decided, and can be held beside the document. pol check, pol test --coverage and pol explain look further.");
  pol_doc_items(d);
  field(d, "Policy", pol_page_format(page(d), "%s, sha256:%s", pol_atom_get(m->atoms, m->name), m->digest));
  pol_doc_items_end(d);
  pol_doc_part_end(d);
}

static bool write(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  if (!find_names(d)) return false;
  pol_doc_open(d, m->title != NULL ? m->title : m->name != 0 ? pol_atom_get(m->atoms, m->name) : "A policy");
  head(d);
  pol_doc_decisions(d);
  clauses(d);
  words(d);
  pol_doc_facts(d);
  pol_doc_gaps(d);
  made_from(d);
  pol_doc_close(d);
  return true;
}

pol_status pol_write_doc(const pol_paper *p, const pol_edition *e) {
  if (p->form != POL_WRITE_TEXT && p->form != POL_WRITE_MARKDOWN && p->form != POL_WRITE_HTML) return POL_REJECTED;
  pol_arena_point here = pol_arena_mark(p->arena);
  pol_doc d = {.paper = p, .edition = e, .form = p->form};
  const pol_selection all = {0};
  bool fine = pol_reading_make(&d.of, p, e, &all) && write(&d);
  pol_status status = fine ? pol_page_end(&d.of.r.c.page) : POL_NO_MEMORY;
  pol_arena_reset(p->arena, here);
  return status;
}
