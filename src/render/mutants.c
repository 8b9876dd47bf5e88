/* What is said of changes in the same words in every form. */
#include "render/tests.h"
#include <string.h>

static const char *source(const pol_tests_page *t, uint32_t file, uint32_t start, uint32_t end) {
  pol_case c = {.page = t->page, .program = t->results->program, .model = t->model};
  return end <= start ? "" : pol_source_words(&c, (pol_span){file, start, end}, NULL, 0);
}

static bool is_blank(char ch) { return ch == ' ' || ch == '\n' || ch == '\r' || ch == '\t'; }

/* The words before the change, and those after it, with the blanks between. */
static const char *before(const pol_tests_page *t, const pol_mutant *m) {
  const char *words = source(t, m->cut.file, m->context.start, m->cut.start);
  bool blank = words[0] != '\0' && is_blank(pol_sources_get(t->model->sources, m->cut.file)->text[m->cut.start - 1]);
  return blank ? pol_page_format(&t->page, "%s ", words) : words;
}

static const char *after(const pol_tests_page *t, const pol_mutant *m) {
  const char *words = source(t, m->cut.file, m->cut.end, m->context.end);
  bool blank = words[0] != '\0' && is_blank(pol_sources_get(t->model->sources, m->cut.file)->text[m->cut.end]);
  return blank ? pol_page_format(&t->page, " %s", words) : words;
}

const char *pol_mutant_owner(const pol_tests_page *t, const pol_mutant *m) {
  const pol_model *model = t->model;
  return pol_atom_get(model->atoms, m->clause != POL_NO_REF ? model->clauses.at[m->clause].id : model->defines.at[m->define].name);
}

const char *pol_mutant_claim(const pol_tests_page *t, const pol_mutant *m) {
  const char *cut = source(t, m->cut.file, m->cut.start, m->cut.end);
  if (m->instead == NULL) return pol_page_format(&t->page, "could do without \"%s%s\"", m->lead, cut);
  const char *start = before(t, m), *rest = m->kind == POL_MUTANT_CONSTANT && start[0] != '\0' ? "" : after(t, m); /* the snippet has it all */
  return pol_page_format(&t->page, "could say \"%s%s%s\"", start, m->instead, rest);
}

const char *pol_mutant_snippet(const pol_tests_page *t, const pol_mutant *m) {
  const char *cut = source(t, m->cut.file, m->cut.start, m->cut.end);
  if (m->instead == NULL) return "";
  return pol_page_format(&t->page, "%s[%s -> %s]%s", before(t, m), cut, m->instead, after(t, m));
}

const char *pol_mutant_place(const pol_tests_page *t, const pol_mutant *m, bool folder) {
  const pol_source *s = pol_sources_get(t->model->sources, m->cut.file);
  const char *name = folder ? NULL : strrchr(s->name, '/');
  return pol_page_format(&t->page, "%s:%u", name == NULL ? s->name : name + 1, pol_source_place(s, m->cut.start).line);
}

/* ---- the case that shows it ---- */

const char *pol_witness_change(const pol_tests_page *t, const pol_witness *w, uint32_t i) {
  const pol_value *v = &w->change[i].value;
  const char *fact = pol_atom_get(t->model->atoms, t->model->facts.at[w->change[i].fact].name);
  pol_text text;
  if (v->type.kind == POL_T_BOOL) return v->as.i != 0 ? fact : pol_page_format(&t->page, "not %s", fact);
  pol_text_init(&text, pol_arena_alloc(t->page.arena));
  bool plain = v->type.kind == POL_T_DATE || v->type.kind == POL_T_OPTION || v->type.kind == POL_T_PARTY;
  if (plain) pol_value_plain(&text, t->model, v, 0);
  else pol_value_words(&text, t->model, v);
  return pol_page_format(&t->page, "%s is %s", fact, pol_page_keep(&t->page, &text));
}

static bool expects(const pol_tests_page *t, const pol_witness *w) {
  const pol_scenario *s = t->results->results.at[w->result].scenario;
  for (uint32_t i = 0; i < s->expects.n; i++)
    if (s->expects.at[i].decision != w->decision) return false;
  return true;
}

const char *pol_witness_words(const pol_tests_page *t, const pol_witness *w) {
  const char *like = pol_coverage_scenario(t, w->result), *but = "", *decision = "";
  for (uint32_t i = 0; i < w->changes; i++) but = pol_page_format(&t->page, "%s%s%s", but, i == 0 ? " but " : " and ", pol_witness_change(t, w, i));
  if (!expects(t, w)) decision = pol_page_format(&t->page, "%s is ", pol_atom_get(t->model->atoms, t->model->decisions.at[w->decision].name));
  return pol_page_format(&t->page, "like %s%s: %s%s as it stands, %s with the change", like, but, decision, w->before, w->after);
}
