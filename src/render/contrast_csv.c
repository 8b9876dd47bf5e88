/* A comparison as CSV (RFC 4180, lines end in a line feed): a row a person and decision whose outcome differs, or cannot be told. What came from the facts file is written
 * as it is: who opens it in a spreadsheet that takes text for formulas is better served by XLSX. */
#include "render/contrast.h"
#include "render/decisions.h"
#include <string.h>

static void field(const pol_contrast *t, const char *text) { pol_csv_field(t->paper->to, text, strlen(text), false); }

void pol_contrast_csv_begin(const pol_contrast *t) { pol_text_add(t->paper->to, "id,decision,impact,before,after,delta,unit,because,missing\n"); }

/* The outcome of a permission, else the plain value, else the outcome; nothing of a decision that a version does not have. */
static const char *outcome(const pol_contrast *t, const pol_effect_on *e, int side) {
  pol_page page = pol_page_of(t->paper);
  const pol_compared_decision *d = &t->of->decisions.at[e->decision];
  pol_text words;
  if (d->in[side] == POL_NO_REF) return "";
  bool valued = e->outcome[side] == POL_OUT_VALUE && e->value[side].state == POL_KNOWN && d->type.kind != POL_T_OBLIGATIONS;
  if (!valued) return pol_outcome_name(e->outcome[side]);
  pol_text_init(&words, pol_arena_alloc(page.arena));
  pol_value_plain(&words, t->of->model[side], &e->value[side], pol_decision_places(&t->of->model[side]->decisions.at[d->in[side]]));
  return pol_page_keep(&page, &words);
}

static const char *delta(const pol_contrast *t, const pol_effect_on *e) {
  pol_page page = pol_page_of(t->paper);
  if (!e->has_delta) return "";
  pol_text words;
  pol_value v = pol_contrast_value(t, e->decision, e->delta);
  pol_text_init(&words, pol_arena_alloc(page.arena));
  pol_value_plain(&words, t->of->model[pol_contrast_side(t, e->decision)], &v, 0);
  return pol_page_keep(&page, &words);
}

static const char *because(const pol_contrast *t, const pol_effect_on *e) {
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; i < e->becauses; i++) {
    const char *id = pol_contrast_clause(t, e->because[i].side, e->because[i].clause);
    pol_text_format(&words, "%s%s", i == 0 ? "" : " ", id);
  }
  return pol_page_keep(&page, &words);
}

static const char *missing(const pol_contrast *t, const pol_effect_on *e) {
  pol_page page = pol_page_of(t->paper);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; i < e->missings; i++) pol_text_format(&words, "%s%s", i == 0 ? "" : " ", pol_contrast_fact(t, POL_AFTER, e->missing[i]));
  return pol_page_keep(&page, &words);
}

void pol_contrast_csv_person(const pol_contrast *t, const pol_compared_person *p) {
  pol_page page = pol_page_of(t->paper);
  const pol_record_facts *r = p->record;
  for (uint32_t i = 0; i < p->effects; i++) {
    const pol_effect_on *e = &p->effect[i];
    pol_arena_point here = pol_arena_mark(page.arena);
    if (e->impact == POL_IMPACT_UNAFFECTED) continue;
    pol_csv_field(page.to, r->id == NULL ? "" : r->id, r->id == NULL ? 0 : r->id_length, true);
    field(t, pol_atom_get(t->of->model[POL_AFTER]->atoms, t->of->decisions.at[e->decision].name));
    field(t, pol_impact_name(e->impact));
    field(t, outcome(t, e, POL_BEFORE));
    field(t, outcome(t, e, POL_AFTER));
    field(t, delta(t, e));
    field(t, e->has_delta ? pol_contrast_unit_name(t, e->decision) : "");
    field(t, because(t, e));
    field(t, missing(t, e));
    pol_text_char(page.to, '\n');
    pol_arena_reset(page.arena, here);
  }
}
