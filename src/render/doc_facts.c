/* The facts that a policy asks for, group by group. */
#include "render/doc.h"
#include "render/facts.h"

static const pol_page *page(const pol_doc *d) { return &d->of.r.c.page; }

static void add(const pol_doc *d, const char **list, const char *what) {
  if (what[0] != '\0') *list = pol_page_format(page(d), "%s%s%s", *list, (*list)[0] == '\0' ? "" : "; ", what);
}

static const char *presumed(pol_doc *d, const pol_fact *f) {
  return f->presumed == NULL ? "" : pol_page_format(page(d), "presumed, where nobody says otherwise: %s", pol_read_amount(&d->of.r, f->presumed));
}

static const char *about(pol_doc *d, const pol_fact *f) {
  const pol_facts_page words = {.page = *page(d), .model = d->of.r.c.model};
  const char *list = pol_facts_type(&words, f->type), *choices = pol_facts_choices(&words, f);
  if (choices[0] != '\0') list = choices;
  add(d, &list, pol_facts_bound(&words, f));
  if (f->question != NULL) add(d, &list, pol_page_format(page(d), "asked: %s", f->question));
  else if (f->label != NULL) add(d, &list, f->label);
  add(d, &list, presumed(d, f));
  if (f->only_when != NULL) add(d, &list, pol_page_format(page(d), "exists only when %s", pol_read_flat_test(&d->of.r, f->only_when, false)));
  if (f->confidential) add(d, &list, "confidential");
  if (f->fixed) add(d, &list, "cannot change");
  if (f->for_information) add(d, &list, "for information");
  return list;
}

void pol_doc_facts(pol_doc *d) {
  const pol_model *m = d->of.r.c.model;
  pol_atom group = 0;
  bool *told = POL_NEW_N(page(d)->arena, bool, m->facts.n + 1u);
  if (told == NULL) {
    pol_page_lost(page(d));
    return;
  }
  pol_doc_part(d, "facts", "The facts");
  for (uint32_t i = 0; i < m->facts.n; i++) {
    if (told[i]) continue;
    group = m->facts.at[i].group;
    const char *name = pol_atom_get(m->atoms, group), *title = m->facts.at[i].group_title;
    pol_doc_entry(d, pol_doc_anchor(d, "facts", name), name, title != NULL ? title : "", "");
    pol_doc_items(d);
    for (uint32_t k = i; k < m->facts.n; k++) {
      if (m->facts.at[k].group != group) continue;
      told[k] = true;
      const char *fact = pol_atom_get(m->atoms, m->facts.at[k].name);
      pol_doc_item(d, pol_doc_anchor(d, "fact", fact), fact, about(d, &m->facts.at[k]));
    }
    pol_doc_items_end(d);
    pol_doc_entry_end(d);
  }
  pol_doc_part_end(d);
}
