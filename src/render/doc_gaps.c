/* What somebody who approves a policy has to look at: readings that were taken, what the encoder added, what is missing, where the policy is silent. */
#include "render/doc.h"

static const pol_page *page(const pol_doc *d) { return &d->of.r.c.page; }

typedef struct listing { pol_doc *d; bool begun; const char *title; } listing;

static void item(listing *l, const char *label, const char *text) {
  if (!l->begun) {
    pol_doc_entry(l->d, pol_doc_anchor(l->d, "gaps", l->title), "", l->title, "");
    pol_doc_items(l->d);
  }
  l->begun = true;
  pol_doc_item(l->d, NULL, label, text);
}

static void end(listing *l) {
  if (!l->begun) return;
  pol_doc_items_end(l->d);
  pol_doc_entry_end(l->d);
}

static void readings(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  listing l = {.d = d, .title = "Readings"};
  for (uint32_t i = 0; i < d->of.clauses.n; i++) {
    const pol_clause *c = &m->clauses.at[d->of.clauses.at[i].clause];
    for (uint32_t k = 0; k < c->readings.n; k++) {
      const pol_reading *x = &c->readings.at[k];
      const char *agreed = x->agreed_by != NULL ? pol_page_format(page(d), " (agreed by %s)", x->agreed_by) : " (not agreed by anybody yet)";
      item(&l, pol_say_atom(&d->of.r.c, c->id), pol_page_format(page(d), "%s; and not as: %s%s", x->reading, x->other != NULL ? x->other : "", agreed));
    }
  }
  end(&l);
}

static void additions(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  listing l = {.d = d, .title = "Added"};
  for (uint32_t i = 0; i < d->of.clauses.n; i++) {
    const pol_clause_read *r = &d->of.clauses.at[i];
    for (uint32_t k = 0; k < r->sentences.n; k++) {
      const char *added = m->rules.at[r->sentences.at[k].rule].added;
      if (added != NULL) item(&l, pol_say_atom(&d->of.r.c, m->clauses.at[r->clause].id), added);
    }
  }
  end(&l);
}

static void missing(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  listing l = {.d = d, .title = "Missing"};
  for (uint32_t i = 0; i < d->of.clauses.n; i++) {
    const pol_clause *c = &m->clauses.at[d->of.clauses.at[i].clause];
    if (c->incomplete != NULL) item(&l, pol_say_atom(&d->of.r.c, c->id), c->incomplete);
    if (c->hands_over != NULL) item(&l, pol_say_atom(&d->of.r.c, c->id), pol_page_format(page(d), "for another document: %s", c->hands_over));
  }
  end(&l);
}

static void silent(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  listing l = {.d = d, .title = "Silent"};
  for (uint32_t i = 0; i < m->decisions.n; i++)
    if (m->decisions.at[i].may_be_silent != NULL) item(&l, pol_read_title(&d->of.r, i), m->decisions.at[i].may_be_silent);
  end(&l);
}

static bool has_any(const pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  for (uint32_t i = 0; i < m->clauses.n; i++)
    if (m->clauses.at[i].readings.n > 0 || m->clauses.at[i].incomplete != NULL || m->clauses.at[i].hands_over != NULL) return true;
  for (uint32_t i = 0; i < m->rules.n; i++)
    if (m->rules.at[i].added != NULL) return true;
  for (uint32_t i = 0; i < m->decisions.n; i++)
    if (m->decisions.at[i].may_be_silent != NULL) return true;
  return false;
}

void pol_doc_gaps(pol_doc *d) {
  pol_doc_part(d, "gaps", "Readings, additions and gaps");
  if (!has_any(d)) pol_doc_lines(d, "There are none: nothing was read one way that could be read in another, nothing was added, and no text is missing.");
  readings(d);
  additions(d);
  missing(d);
  silent(d);
  pol_doc_part_end(d);
}
