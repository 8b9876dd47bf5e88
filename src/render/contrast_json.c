/* {"schema": "pol.comparison/1"}: see schema/comparison.schema.json. A line of NDJSON is one of its records. */
#include "render/contrast.h"
#include "render/amended.h"
#include "render/decisions.h"
#include "render/value_json.h"

void pol_contrast_json_number(pol_json *j, const pol_contrast *t, uint32_t decision, bool known, pol_num n) {
  pol_value v = pol_contrast_value(t, decision, n);
  pol_case c = pol_contrast_case(t, pol_contrast_side(t, decision));
  if (!known) v.state = POL_UNKNOWN;
  pol_json_plain(j, &c, &v, 0);
}

/* -- the versions and their text */

static void policy(pol_contrast *t, int side) {
  const pol_model *m = t->of->model[side];
  pol_page page = pol_page_of(t->paper);
  pol_json *j = &t->json;
  pol_json_object(j);
  pol_json_key_string(j, "name", pol_atom_get(m->atoms, m->name));
  pol_json_key_string(j, "title", m->title);
  pol_json_key_string(j, "digest", pol_page_format(&page, "sha256:%s", m->digest));
  pol_amendments_json(j, &page, m);
  pol_json_key_string(j, "note", m->note);
  pol_json_object_end(j);
}

static void ids(pol_contrast *t, const char *key, int side, const uint32_t *clause, uint32_t n) {
  pol_json_key_array(&t->json, key);
  for (uint32_t i = 0; i < n; i++) pol_json_string(&t->json, pol_contrast_clause(t, side, clause[i]));
  pol_json_array_end(&t->json);
}

static void facts(pol_contrast *t, const char *key, int side, const uint32_t *fact, uint32_t n) {
  pol_json_key_array(&t->json, key);
  for (uint32_t i = 0; i < n; i++) pol_json_string(&t->json, pol_contrast_fact(t, side, fact[i]));
  pol_json_array_end(&t->json);
}

static void clauses(pol_contrast *t) {
  pol_json *j = &t->json;
  pol_json_key_array(j, "clauses");
  for (uint32_t i = 0; i < t->of->clauses.n; i++) {
    const pol_clause_pair *pair = &t->of->clauses.at[i];
    if (pair->fate == POL_FATE_SAME) continue;
    pol_json_object(j);
    pol_json_key_string(j, "fate", pol_fate_name(pair->fate));
    ids(t, "before", POL_BEFORE, pair->before, pair->befores);
    pol_json_key_string(j, "after", pair->after == POL_NO_REF ? NULL : pol_contrast_clause(t, POL_AFTER, pair->after));
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void counts(pol_contrast *t) {
  pol_json *j = &t->json;
  pol_json_key(j, "counts");
  pol_json_object(j);
  for (int f = 0; f <= POL_FATE_ENDED_SILENTLY; f++) pol_json_key_int(j, pol_fate_name((pol_clause_fate)f), t->of->fates[f]);
  pol_json_object_end(j);
}

static void changes(pol_contrast *t) {
  pol_json *j = &t->json;
  pol_json_key_array(j, "changes");
  for (uint32_t i = 0; i < t->of->changes.n; i++) {
    const pol_amendment_change *c = &t->of->changes.at[i];
    pol_json_object(j);
    ids(t, "before", POL_BEFORE, c->before, c->befores);
    ids(t, "after", POL_AFTER, c->after, c->afters);
    pol_json_key_string(j, "what", c->what);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void decisions(pol_contrast *t) {
  pol_json *j = &t->json;
  pol_json_key_array(j, "decisions");
  for (uint32_t i = 0; i < t->of->decisions.n; i++) {
    const pol_compared_decision *d = &t->of->decisions.at[i];
    pol_page page = pol_page_of(t->paper);
    pol_json_object(j);
    pol_json_key_string(j, "decision", pol_atom_get(t->of->model[POL_AFTER]->atoms, d->name));
    pol_json_key_string(j, "title", d->title);
    pol_json_key_string(j, "type", pol_type_words(&page, t->of->model[pol_contrast_side(t, i)], d->type));
    pol_json_key(j, "before");
    pol_json_bool(j, d->in[POL_BEFORE] != POL_NO_REF);
    pol_json_key(j, "after");
    pol_json_bool(j, d->in[POL_AFTER] != POL_NO_REF);
    pol_json_key(j, "can_change");
    pol_json_bool(j, d->can_change);
    pol_json_key_array(j, "changes");
    for (uint32_t k = 0; k < d->changes; k++) pol_json_int(j, d->change[k]);
    pol_json_array_end(j);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void text(pol_contrast *t) {
  pol_json *j = &t->json;
  pol_json_key(j, "text");
  pol_json_object(j);
  counts(t);
  clauses(t);
  changes(t);
  pol_json_key(j, "facts");
  pol_json_object(j);
  facts(t, "needed", POL_AFTER, t->of->needed, t->of->neededs);
  facts(t, "unneeded", POL_BEFORE, t->of->unneeded, t->of->unneededs);
  pol_json_object_end(j);
  decisions(t);
  pol_json_object_end(j);
}

/* -- by meaning */

static void brief(pol_contrast *t, const char *key, int side, const pol_answer *a) {
  pol_json *j = &t->json;
  pol_case c = pol_contrast_case(t, side);
  pol_json_key(j, key);
  if (a == NULL) {
    pol_json_null(j);
    return;
  }
  pol_json_object(j);
  pol_json_key_string(j, "outcome", pol_outcome_name(a->outcome));
  pol_json_key(j, "value");
  if (a->outcome == POL_OUT_VALUE && a->value.type.kind != POL_T_BROKEN) pol_json_plain(j, &c, &a->value, 0);
  else pol_json_null(j);
  pol_json_key_array(j, "because");
  for (uint32_t i = 0; i < a->becauses; i++) {
    bool said = false;
    for (uint32_t k = 0; k < i && !said; k++) said = pol_case_rule(&c, a->because[k].rule)->clause == pol_case_rule(&c, a->because[i].rule)->clause;
    if (!said) pol_json_string(j, pol_say_clause(&c, a->because[i].rule));
  }
  pol_json_array_end(j);
  pol_json_object_end(j);
}

static void witness(pol_contrast *t, const pol_compare_witness *w) {
  pol_json *j = &t->json;
  pol_case c = pol_contrast_case(t, POL_AFTER);
  pol_json_key(j, "facts");
  if (w->facts == NULL) {
    pol_json_null(j);
  } else {
    pol_json_object(j);
    for (uint32_t f = 0; f < c.model->facts.n; f++) {
      if (w->facts->value[f].state != POL_KNOWN) continue;
      pol_json_key(j, pol_contrast_fact(t, POL_AFTER, f));
      pol_json_given(j, &c, &w->facts->value[f]);
    }
    pol_json_object_end(j);
  }
  brief(t, "before", POL_BEFORE, w->facts == NULL ? NULL : w->answer[POL_BEFORE]);
  brief(t, "after", POL_AFTER, w->facts == NULL ? NULL : w->answer[POL_AFTER]);
}

static void meaning(pol_contrast *t) {
  pol_json *j = &t->json;
  pol_json_key_array(j, "examples");
  for (uint32_t d = 0; t->witness != NULL && d < t->of->decisions.n; d++) {
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    if (!t->of->decisions.at[d].can_change) continue;
    pol_json_object(j);
    pol_json_key_string(j, "decision", pol_atom_get(t->of->model[POL_AFTER]->atoms, t->of->decisions.at[d].name));
    witness(t, &t->witness[d]);
    pol_json_object_end(j);
    pol_arena_reset(t->paper->arena, here);
  }
  pol_json_array_end(j);
}

void pol_contrast_json_begin(pol_contrast *t) {
  pol_arena_point here = pol_arena_mark(t->paper->arena);
  pol_page page = pol_page_of(t->paper);
  pol_json *j = &t->json;
  pol_text date;
  pol_json_init(j, t->paper->to, 2);
  pol_json_object(j);
  pol_json_key_string(j, "schema", "pol.comparison/1");
  pol_json_key(j, "before");
  policy(t, POL_BEFORE);
  pol_json_key(j, "after");
  policy(t, POL_AFTER);
  pol_text_init(&date, pol_arena_alloc(page.arena));
  pol_date_write(&date, t->of->in->as_of);
  pol_json_key_string(j, "as_of", pol_page_keep(&page, &date));
  text(t);
  if (!t->measured) meaning(t);
  pol_json_key_array(j, "records");
  pol_arena_reset(t->paper->arena, here);
}

/* -- people */

static void answer(pol_json *j, const pol_contrast *t, const pol_compared_person *p, const pol_effect_on *e, int side) {
  pol_case c = pol_contrast_case(t, side);
  if (e->answer[side] == NULL) {
    pol_json_null(j);
    return;
  }
  c.run = p->run[side];
  c.row = p->row;
  c.record = side == POL_AFTER ? p->record : p->before;
  c.answer = e->answer[side];
  pol_decision_json(j, &c, false, NULL, false);
}

static void effect(pol_json *j, const pol_contrast *t, const pol_compared_person *p, const pol_effect_on *e) {
  pol_json_object(j);
  pol_json_key_string(j, "decision", pol_atom_get(t->of->model[POL_AFTER]->atoms, t->of->decisions.at[e->decision].name));
  pol_json_key(j, "before");
  answer(j, t, p, e, POL_BEFORE);
  pol_json_key(j, "after");
  answer(j, t, p, e, POL_AFTER);
  pol_json_key_string(j, "impact", pol_impact_name(e->impact));
  pol_json_key(j, "delta");
  pol_contrast_json_number(j, t, e->decision, e->has_delta, e->delta);
  pol_json_key_array(j, "because");
  for (uint32_t i = 0; i < e->becauses; i++) {
    const pol_clause_of *k = &e->because[i];
    pol_json_object(j);
    pol_json_key_string(j, "clause", pol_contrast_clause(t, k->side, k->clause));
    pol_json_key_string(j, "title", t->of->model[k->side]->clauses.at[k->clause].title);
    pol_json_key_string(j, "version", k->side == POL_AFTER ? "after" : "before");
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_key_array(j, "changes");
  for (uint32_t i = 0; i < e->changes; i++) pol_json_int(j, e->change[i]);
  pol_json_array_end(j);
  pol_json_key(j, "untried");
  pol_json_bool(j, e->untried);
  pol_json_key_array(j, "missing");
  for (uint32_t i = 0; i < e->missings; i++) pol_json_string(j, pol_contrast_fact(t, POL_AFTER, e->missing[i]));
  pol_json_array_end(j);
  pol_json_object_end(j);
}

void pol_contrast_json_person(pol_contrast *t, const pol_compared_person *p) {
  pol_json line, *j = &t->json;
  bool lines = t->paper->form == POL_WRITE_NDJSON;
  if (lines) {
    j = &line;
    pol_json_init(j, t->paper->to, 0);
  }
  pol_json_record(j, p->record);
  pol_json_key_array(j, "decisions");
  for (uint32_t i = 0; i < p->effects && !p->record->wrong; i++) {
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    effect(j, t, p, &p->effect[i]);
    pol_arena_reset(t->paper->arena, here);
  }
  pol_json_array_end(j);
  pol_json_object_end(j);
  if (lines) pol_text_char(t->paper->to, '\n');
}

void pol_contrast_json_end(pol_contrast *t, const pol_people_summary *summary) {
  pol_json *j = &t->json;
  pol_json_array_end(j);
  pol_json_key(j, "summary");
  if (summary == NULL) pol_json_null(j);
  else pol_contrast_json_summary(t, summary);
  pol_json_object_end(j);
  pol_text_char(t->paper->to, '\n');
}
