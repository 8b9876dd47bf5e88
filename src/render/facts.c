#include "render/facts.h"
#include "render/decisions.h"
#include <string.h>

/* ---- which facts ---- */

/* A list in brief is of what is read, and nothing else. */
static pol_status choose(pol_facts_page *out, const pol_program *program, const uint32_t *asked, uint32_t askeds, bool brief) {
  const pol_model *m = out->model;
  if (!askeds && brief) {
    uint32_t *all = POL_NEW_N(out->page.arena, uint32_t, m->decisions.n + 1u);
    if (!all) return POL_NO_MEMORY;
    for (uint32_t d = 0; d < m->decisions.n; d++) all[d] = d;
    asked = all;
    askeds = m->decisions.n;
  }
  out->wanted = POL_NEW_N(out->page.arena, bool, m->facts.n + 1u);
  if (out->wanted == NULL) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < m->facts.n; i++) out->wanted[i] = askeds == 0 && !brief;
  for (uint32_t i = 0; i < askeds; i++) {
    uint32_t *fact = NULL, n = 0;
    POL_TRY(pol_program_needs(program, out->page.arena, asked[i], &fact, &n));
    for (uint32_t k = 0; k < n; k++) out->wanted[fact[k]] = true;
  }
  return POL_OK;
}

pol_status pol_write_facts(const pol_paper *p, const pol_edition *e, const uint32_t *asked, uint32_t askeds) {
  if (p->form != POL_WRITE_TEXT && p->form != POL_WRITE_JSON_SCHEMA && p->form != POL_WRITE_CSV) return POL_REJECTED;
  pol_arena_point here = pol_arena_mark(p->arena);
  pol_facts_page f = {.page = pol_page_of(p), .model = e->program->model, .asked = asked, .askeds = askeds};
  pol_status status = choose(&f, e->program, asked, askeds, p->brief);
  if (status == POL_OK) {
    if (p->form == POL_WRITE_TEXT && p->brief) pol_facts_columns(&f);
    else if (p->form == POL_WRITE_TEXT) pol_facts_text(&f);
    else if (p->form == POL_WRITE_CSV) pol_facts_csv(&f);
    else pol_facts_schema(&f);
    status = pol_page_end(&f.page);
  }
  pol_arena_reset(p->arena, here);
  return status;
}

/* ---- words ---- */

const char *pol_facts_value(const pol_facts_page *f, const pol_value *v) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(f->page.arena));
  pol_value_words(&t, f->model, v);
  return pol_page_keep(&f->page, &t);
}

const char *pol_facts_bound(const pol_facts_page *f, const pol_fact *fact) {
  const char *low = fact->bound == POL_BOUND_NONE ? "" : pol_facts_value(f, &fact->low);
  switch (fact->bound) {
  case POL_BOUND_AT_LEAST: return pol_page_format(&f->page, "at least %s", low);
  case POL_BOUND_AT_MOST: return pol_page_format(&f->page, "at most %s", low);
  case POL_BOUND_MORE: return pol_page_format(&f->page, "more than %s", low);
  case POL_BOUND_LESS: return pol_page_format(&f->page, "less than %s", low);
  case POL_BOUND_RANGE: return pol_page_format(&f->page, "%s to %s", low, pol_facts_value(f, &fact->high));
  case POL_BOUND_NONE: break;
  }
  return "";
}

const char *pol_facts_choices(const pol_facts_page *f, const pol_fact *fact) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(f->page.arena));
  if (fact->type.kind == POL_T_OPTION) {
    const pol_options *o = &f->model->options.at[fact->type.ref];
    for (uint32_t i = 0; i < o->n; i++) pol_text_format(&t, "%s%s", i == 0 ? "" : ", ", pol_atom_get(f->model->atoms, o->at[i].name));
  }
  return pol_page_keep(&f->page, &t);
}

/* ---- as text ---- */

const char *pol_facts_type(const pol_facts_page *f, pol_type t) {
  const char *words = pol_type_words(&f->page, f->model, t);
  if (t.kind == POL_T_LIST && t.ref < f->model->records.n)
    return pol_page_format(&f->page, "list of %s", pol_atom_get(f->model->atoms, f->model->records.at[t.ref].name));
  if ((t.kind == POL_T_SET || t.kind == POL_T_SEQUENCE) && t.ref < f->model->options.n)
    return pol_page_format(&f->page, "%s of %s", words, pol_atom_get(f->model->atoms, f->model->options.at[t.ref].name));
  return words;
}

static void more_about(const pol_facts_page *f, const pol_fact *fact) {
  enum { INDENT = 6 };
  const char *choices = pol_facts_choices(f, fact), *bound = pol_facts_bound(f, fact);
  if (fact->question != NULL) pol_page_para(&f->page, INDENT, fact->question);
  else if (fact->label != NULL) pol_page_para(&f->page, INDENT, fact->label);
  if (choices[0] != '\0') pol_page_para(&f->page, INDENT, choices);
  if (bound[0] != '\0') pol_page_para(&f->page, INDENT, bound);
  if (fact->presumed != NULL && fact->presumed->op == POL_OP_CONST)
    pol_page_para(&f->page, INDENT, pol_page_format(&f->page, "presumed: %s", pol_facts_value(f, &fact->presumed->value)));
  if (fact->confidential) pol_page_para(&f->page, INDENT, "confidential");
}

void pol_facts_text(const pol_facts_page *f) {
  const pol_model *m = f->model;
  pol_atom group = 0;
  pol_page_line(&f->page, POL_INK_STRONG,
                pol_page_format(&f->page, "Facts of %s", m->title != NULL ? m->title : pol_atom_get(m->atoms, m->name)));
  for (uint32_t i = 0; i < m->facts.n; i++) {
    const pol_fact *fact = &m->facts.at[i];
    if (!f->wanted[i]) continue;
    if (fact->group != group) {
      group = fact->group;
      pol_page_blank(&f->page);
      pol_page_heading(&f->page, 0, fact->group_title != NULL ? fact->group_title : pol_atom_get(m->atoms, group), "");
    }
    pol_page_heading(&f->page, 2, pol_atom_get(m->atoms, fact->name), pol_facts_type(f, fact->type));
    more_about(f, fact);
  }
  pol_page_blank(&f->page);
  pol_page_line(&f->page, POL_INK_STRONG, "Decisions");
  for (uint32_t i = 0, n = f->askeds > 0 ? f->askeds : m->decisions.n; i < n; i++) {
    const pol_decision *d = &m->decisions.at[f->askeds > 0 ? f->asked[i] : i];
    pol_page_heading(&f->page, 2, pol_atom_get(m->atoms, d->name), pol_facts_type(f, d->type));
    if (d->title != NULL) pol_page_para(&f->page, 6, d->title);
  }
}

/* ---- as columns of a table, a line each ---- */

static const char *what_it_holds(const pol_facts_page *f, const pol_fact *fact) {
  const char *choices = pol_facts_choices(f, fact), *bound = pol_facts_bound(f, fact), *type = pol_facts_type(f, fact->type);
  const char *presumed = fact->presumed != NULL && fact->presumed->op == POL_OP_CONST ? pol_page_format(&f->page, "; presumed %s", pol_facts_value(f, &fact->presumed->value)) : "";
  if (fact->type.kind == POL_T_LIST) return pol_page_format(&f->page, "%s; in JSON alone", type);
  return pol_page_format(&f->page, "%s%s", choices[0] ? choices : bound[0] ? bound : type, presumed);
}

void pol_facts_columns(const pol_facts_page *f) {
  const pol_model *m = f->model;
  size_t widest = 2;
  for (uint32_t i = 0; i < m->facts.n; i++) {
    size_t n = strlen(pol_atom_get(m->atoms, m->facts.at[i].name));
    if (f->wanted[i] && n > widest) widest = n;
  }
  for (uint32_t i = 0; i < m->facts.n + 1u; i++) { /* the id first: it tells the records apart */
    if (i && !f->wanted[i - 1]) continue;
    const char *name = i ? pol_atom_get(m->atoms, m->facts.at[i - 1].name) : "id";
    pol_text_add(f->page.to, name);
    pol_text_pad(f->page.to, ' ', widest + 2 - strlen(name));
    pol_page_line(&f->page, POL_INK_PLAIN, i ? what_it_holds(f, &m->facts.at[i - 1]) : "what tells the records apart");
  }
}

/* ---- as a heading line of CSV: lists cannot stand in a cell ---- */

void pol_facts_csv(const pol_facts_page *f) {
  pol_text_add(f->page.to, "id");
  for (uint32_t i = 0; i < f->model->facts.n; i++) {
    const pol_fact *fact = &f->model->facts.at[i];
    if (!f->wanted[i] || fact->type.kind == POL_T_LIST) continue;
    const char *name = pol_atom_get(f->model->atoms, fact->name);
    pol_csv_field(f->page.to, name, strlen(name), false);
  }
  pol_text_char(f->page.to, '\n');
}
