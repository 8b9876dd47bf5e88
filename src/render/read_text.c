/* A reading as text: clause by clause, then the words that they use. */
#include "render/amended.h"
#include "render/reading.h"
#include <string.h>

enum { INDENT = 2 };

/* Each line a paragraph, or a bullet that hangs; blanks before a bullet say how deep it is. */
static void lines(const pol_page *pg, size_t indent, const char *text) {
  while (*text != '\0') {
    size_t deep = strspn(text, " "), n = strcspn(text, "\n");
    bool bullet = text[deep] == '-' && text[deep + 1] == ' ';
    const char *line = pol_page_format(pg, "%.*s", (int)(n - deep), text + deep);
    size_t at = indent + (bullet ? 2 + deep : 0);
    pol_text_pad(pg->to, ' ', at);
    pol_text_wrap(pg->to, line, at, at + (bullet ? 2 : 0), pg->width - 1);
    pol_text_char(pg->to, '\n');
    text += n + (text[n] == '\n');
  }
}

static const char *date(const pol_reading_page *p, pol_date d) { return pol_say_date(&p->r.c, d); }

/* "1.1.new replaces it": which clause of an amendment ends it, from whatever day. "": none does. */
static void heading(const pol_reading_page *p) {
  const pol_model *m = p->r.c.model;
  const pol_page *pg = &p->r.c.page;
  const char *title = m->title != NULL ? m->title : pol_atom_get(m->atoms, m->name),
             *dates = pol_read_dates(&p->r, m->from_set, m->from, m->to_set, m->to);
  if (m->reference != NULL) title = pol_page_format(pg, "%s (%s)", title, m->reference);
  if (m->publisher != NULL) title = pol_page_format(pg, "%s, %s", title, m->publisher);
  if (dates[0] != '\0') title = pol_page_format(pg, "%s, %s", title, dates);
  title = pol_page_format(pg, "%s%s", title, pol_amended_by(pg, m, POL_DATE_LAST));
  pol_page_ink(pg, POL_INK_STRONG);
  pol_page_para(pg, 0, title);
  pol_page_ink(pg, POL_INK_PLAIN);
}

/* Under which convention months are counted: no sentence with months is whole without it. */
static void convention(const pol_reading_page *p) {
  const pol_page *pg = &p->r.c.page;
  pol_short_months how = p->r.c.model->short_months;
  if (how == POL_SHORT_NOT_SAID) return;
  const char *day = how == POL_SHORT_LAST_DAY ? "its last day" : "the first day of the next month";
  pol_page_para(pg, 0, pol_page_format(pg, "Where a count of months ends on a day that the month does not have, %s counts.", day));
}

/* ---- what stands beside the rules ---- */

static void readings(const pol_reading_page *p, const pol_clause *c) {
  const pol_page *pg = &p->r.c.page;
  for (uint32_t i = 0; i < c->readings.n; i++) {
    const pol_reading *x = &c->readings.at[i];
    const char *agreed = x->agreed_by == NULL ? "" : pol_page_format(pg, ", agreed by %s", x->agreed_by);
    const char *on = x->agreed_by == NULL || !x->dated ? "" : pol_page_format(pg, " on %s", date(p, x->date));
    const char *words = pol_page_format(pg, "Read as: %s; and not as: %s%s%s.", x->reading, x->other != NULL ? x->other : "", agreed, on);
    pol_page_para(pg, INDENT, words);
  }
}

static bool ends_sentence(const char *text) {
  size_t n = strlen(text);
  return n > 0 && strchr(".!?", text[n - 1]) != NULL;
}

static void published(const pol_reading_page *p, const pol_clause_read *r) {
  const pol_page *pg = &p->r.c.page;
  const pol_clause *c = &p->r.c.model->clauses.at[r->clause];
  if (c->says == NULL) return;
  const char *where = c->says_at != NULL ? pol_page_format(pg, " (%s)", c->says_at) : "";
  pol_page_para(pg, INDENT, pol_page_format(pg, "The published words%s: \"%s\"%s", where, c->says, ends_sentence(c->says) ? "" : "."));
  const char *what = r->sentences.n == 0   ? "No rule carries them"
                     : r->sentences.n == 1 ? "The rule does not carry them"
                                           : "The rules do not carry them";
  if (r->left.n == 0) {
    pol_page_para(pg, INDENT, "No hedge, number, role or cross reference was found in them that the rules leave out.");
    return;
  }
  const char *list = "";
  for (uint32_t i = 0; i < r->left.n; i++)
    list = pol_page_format(pg, "%s%s\"%s\" (a %s)", list, i == 0 ? "" : "; ", r->left.at[i].words, pol_left_name(r->left.at[i].kind));
  pol_page_para(pg, INDENT, pol_page_format(pg, "The published words also have: %s. %s.", list, what));
}

static void notes(const pol_reading_page *p, const pol_clause_read *r) {
  const pol_page *pg = &p->r.c.page;
  const pol_clause *c = &p->r.c.model->clauses.at[r->clause];
  pol_list on = {0};
  const char *reserved = pol_read_reservation(&p->r, r->clause, &on);
  if (c->guidance != NULL) pol_page_para(pg, INDENT, pol_page_format(pg, "Guidance: %s.", c->guidance));
  if (c->incomplete != NULL) pol_page_para(pg, INDENT, pol_page_format(pg, "Text is missing here: %s.", c->incomplete));
  if (on.n > 0)
    pol_page_para(pg, INDENT,
                  pol_page_format(pg, "Whatever %s permit%s comes with this as a reservation.", reserved, on.n == 1 ? "s" : ""));
  if (c->hands_over != NULL) pol_page_para(pg, INDENT, pol_page_format(pg, "It hands over to another document: %s.", c->hands_over));
  if (c->cited_as != NULL) pol_page_para(pg, INDENT, pol_page_format(pg, "It is cited as \"%s\".", c->cited_as));
  if (r->sentences.n == 0) pol_page_para(pg, INDENT, "This clause carries no rule.");
  readings(p, c);
  published(p, r);
}

/* ---- one clause ---- */

static const char *titled(const pol_reading_page *p, const char *id, const char *title) {
  return title == NULL ? id : pol_page_format(&p->r.c.page, "%s  %s", id, title);
}

static void sentence(const pol_reading_page *p, const pol_sentence *s) {
  const pol_page *pg = &p->r.c.page;
  const pol_rule *rule = &p->r.c.model->rules.at[s->rule];
  bool list = strchr(s->text, '\n') != NULL;
  lines(pg, INDENT, list || s->relations[0] == '\0' ? s->text : pol_page_format(pg, "%s %s", s->text, s->relations));
  if (list && s->relations[0] != '\0') pol_page_para(pg, INDENT, s->relations);
  if (s->reason != NULL) pol_page_para(pg, INDENT + 2, pol_page_format(pg, "The reason given: %s.", s->reason));
  if (rule->added != NULL) pol_page_para(pg, INDENT + 2, pol_page_format(pg, "Added, not in the text: %s.", rule->added));
}

static void clause(const pol_reading_page *p, const pol_clause_read *r) {
  const pol_model *m = p->r.c.model;
  const pol_page *pg = &p->r.c.page;
  const pol_clause *c = &m->clauses.at[r->clause];
  const char *id = pol_say_atom(&p->r.c, c->id);
  pol_page_blank(pg);
  pol_page_ink(pg, POL_INK_STRONG);
  if (c->node->kind == POL_N_SECTION) pol_page_line(pg, POL_INK_PLAIN, pol_page_format(pg, "%s  for every clause of the section", id));
  else pol_page_para(pg, 0, titled(p, id, c->title));
  pol_page_ink(pg, POL_INK_PLAIN);
  const char *in_force = pol_read_in_force(&p->r, r->clause);
  if (in_force[0] != '\0') pol_page_para(pg, INDENT, in_force);
  const char *amends = pol_read_amends(&p->r, r->clause);
  if (amends[0] != '\0') pol_page_para(pg, INDENT, amends);
  if (pol_read_is_ended(c)) return; /* what it said is said by others, or no longer */
  for (uint32_t i = 0; i < r->sentences.n; i++) sentence(p, &r->sentences.at[i]);
  if (r->arises[0] != '\0') pol_page_para(pg, INDENT, r->arises);
  notes(p, r);
}

/* ---- what is told once ---- */

typedef enum term_form { SENTENCE, QUOTED, PLAIN } term_form; /* "a" is b; "a": b; a: b */

static void terms(const pol_reading_page *p, const char *title, const pol_terms *list, term_form form) {
  const pol_page *pg = &p->r.c.page;
  if (list->n == 0) return;
  pol_page_blank(pg);
  pol_page_line(pg, POL_INK_STRONG, title);
  for (uint32_t i = 0; i < list->n; i++) {
    const pol_term *t = &list->at[i];
    const char *name = p->r.names ? pol_page_format(pg, " [%s]", t->name) : "";
    const char *title_words = form == PLAIN ? t->title : pol_page_format(pg, "\"%s\"", t->title);
    lines(pg, INDENT, pol_page_format(pg, "%s%s%s %s", title_words, name, form == SENTENCE ? "" : ":", t->text));
  }
}

void pol_reading_text(const pol_reading_page *p) {
  const pol_model *m = p->r.c.model;
  const pol_page *pg = &p->r.c.page;
  uint32_t section = POL_NO_REF;
  heading(p);
  convention(p);
  for (uint32_t i = 0; i < p->clauses.n; i++) {
    const pol_clause *c = &m->clauses.at[p->clauses.at[i].clause];
    if (c->section != section && c->section < m->sections.n) {
      const pol_section *s = &m->sections.at[c->section];
      pol_page_blank(pg);
      pol_page_line(pg, POL_INK_STRONG, titled(p, pol_page_format(pg, "Section %s", pol_say_atom(&p->r.c, s->id)), s->title));
    }
    section = c->section;
    clause(p, &p->clauses.at[i]);
  }
  terms(p, "What these words stand for", &p->terms, SENTENCE);
  terms(p, "Agreements", &p->agreements, SENTENCE);
  terms(p, "Taken to be so where nobody says otherwise", &p->presumed, PLAIN);
  terms(p, "The questions themselves", &p->questions, QUOTED);
}
