/* A reading as JSON: schema/reading.schema.json. */
#include "render/amended.h"
#include "render/reading.h"
#include <string.h>

static void key_date(pol_json *j, const pol_reading_page *p, const char *key, bool set, pol_date d) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(p->r.c.page.arena));
  if (set && d >= POL_DATE_FIRST) pol_date_write(&t, d);
  pol_json_key_string(j, key, set && d >= POL_DATE_FIRST ? pol_page_keep(&p->r.c.page, &t) : NULL);
}

static void key_clauses(pol_json *j, const pol_reading_page *p, const char *key, const pol_list *list) {
  pol_json_key(j, key);
  pol_json_array(j);
  for (uint32_t i = 0; i < list->n; i++) pol_json_string(j, pol_say_atom(&p->r.c, p->r.c.model->clauses.at[list->at[i]].id));
  pol_json_array_end(j);
}

static void key_decisions(pol_json *j, const pol_reading_page *p, const char *key, const pol_list *list) {
  pol_json_key(j, key);
  pol_json_array(j);
  for (uint32_t i = 0; i < list->n; i++) pol_json_string(j, pol_say_atom(&p->r.c, p->r.c.model->decisions.at[list->at[i]].name));
  pol_json_array_end(j);
}

static void place(pol_json *j, const pol_reading_page *p, const pol_node *node) {
  const pol_source *s = pol_sources_get(p->r.c.model->sources, node->span.file);
  pol_json_key_string(j, "file", s->name);
  pol_json_key(j, "line");
  pol_json_int(j, pol_source_place(s, node->span.start).line);
}

static void rule(pol_json *j, const pol_reading_page *p, const pol_sentence *s) {
  const pol_rule *r = &p->r.c.model->rules.at[s->rule];
  pol_json_object(j);
  pol_json_key_string(j, "effect", pol_effect_name(r->effect));
  key_decisions(j, p, "decisions", &s->decisions);
  pol_json_key_string(j, "sentence", s->text);
  key_clauses(j, p, "gives_way_to", &s->gives_way_to);
  key_clauses(j, p, "prevails_over", &s->prevails_over);
  key_clauses(j, p, "set_aside_by", &s->set_aside_by);
  pol_json_key_string(j, "relations", s->relations);
  pol_json_key(j, "normally");
  pol_json_bool(j, r->normally);
  pol_json_key_string(j, "reason", s->reason);
  pol_json_key_string(j, "added", r->added);
  place(j, p, r->node);
  pol_json_object_end(j);
}

static void readings(pol_json *j, const pol_reading_page *p, const pol_clause *c) {
  pol_json_key(j, "readings");
  pol_json_array(j);
  for (uint32_t i = 0; i < c->readings.n; i++) {
    const pol_reading *x = &c->readings.at[i];
    pol_json_object(j);
    pol_json_key_string(j, "reading", x->reading);
    pol_json_key_string(j, "other", x->other);
    pol_json_key_string(j, "agreed_by", x->agreed_by);
    key_date(j, p, "date", x->dated, x->date);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void says(pol_json *j, const pol_clause_read *r, const pol_clause *c) {
  pol_json_key(j, "says");
  if (c->says == NULL) {
    pol_json_null(j);
    return;
  }
  pol_json_object(j);
  pol_json_key_string(j, "words", c->says);
  pol_json_key_string(j, "at", c->says_at);
  pol_json_key(j, "not_carried");
  pol_json_array(j);
  for (uint32_t i = 0; i < r->left.n; i++) {
    pol_json_object(j);
    pol_json_key_string(j, "kind", pol_left_name(r->left.at[i].kind));
    pol_json_key_string(j, "words", r->left.at[i].words);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_object_end(j);
}

static void clause(pol_json *j, const pol_reading_page *p, const pol_clause_read *r) {
  const pol_model *m = p->r.c.model;
  const pol_clause *c = &m->clauses.at[r->clause];
  pol_list reserved = {0};
  pol_read_reservation(&p->r, r->clause, &reserved);
  pol_json_object(j);
  pol_json_key_string(j, "clause", pol_say_atom(&p->r.c, c->id));
  pol_json_key_string(j, "title", c->title);
  pol_json_key_string(j, "section", c->section < m->sections.n ? pol_say_atom(&p->r.c, m->sections.at[c->section].id) : NULL);
  key_date(j, p, "from", c->from_set, c->from);
  key_date(j, p, "to", c->to_set, c->to);
  pol_json_key(j, "ended");
  pol_json_bool(j, pol_read_is_ended(c));
  const char *amends = pol_read_amends(&p->r, r->clause);
  pol_json_key_string(j, "amends", amends[0] != '\0' ? amends : NULL);
  pol_json_key(j, "rules");
  pol_json_array(j);
  for (uint32_t i = 0; i < r->sentences.n; i++) rule(j, p, &r->sentences.at[i]);
  pol_json_array_end(j);
  pol_json_key_string(j, "arises", r->arises[0] != '\0' ? r->arises : NULL);
  key_clauses(j, p, "arises_by", &r->arises_by);
  pol_json_key_string(j, "guidance", c->guidance);
  pol_json_key_string(j, "incomplete", c->incomplete);
  key_decisions(j, p, "reservation_on", &reserved);
  pol_json_key_string(j, "hands_over", c->hands_over);
  pol_json_key_string(j, "cited_as", c->cited_as);
  readings(j, p, c);
  says(j, r, c);
  place(j, p, c->node);
  pol_json_object_end(j);
}

static void terms(pol_json *j, const char *key, const pol_terms *list) {
  pol_json_key(j, key);
  pol_json_array(j);
  for (uint32_t i = 0; i < list->n; i++) {
    pol_json_object(j);
    pol_json_key_string(j, "name", list->at[i].name);
    pol_json_key_string(j, "title", list->at[i].title);
    pol_json_key_string(j, "text", list->at[i].text);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

void pol_reading_json(const pol_reading_page *p) {
  const pol_model *m = p->r.c.model;
  pol_json writer, *j = &writer;
  pol_json_init(j, p->r.c.page.to, 2);
  pol_json_object(j);
  pol_json_key_string(j, "schema", "pol.reading/1");
  pol_json_key(j, "policy");
  pol_json_object(j);
  pol_json_key_string(j, "name", pol_atom_get(m->atoms, m->name));
  pol_json_key_string(j, "title", m->title);
  pol_json_key_string(j, "reference", m->reference);
  pol_json_key_string(j, "publisher", m->publisher);
  key_date(j, p, "from", m->from_set, m->from);
  key_date(j, p, "to", m->to_set, m->to);
  static const char *const short_months[] = {[POL_SHORT_LAST_DAY] = "last_day", [POL_SHORT_NEXT_FIRST] = "next_first"};
  pol_json_key_string(j, "short_months", m->short_months == POL_SHORT_NOT_SAID ? NULL : short_months[m->short_months]);
  pol_json_key_string(j, "digest", pol_page_format(&p->r.c.page, "sha256:%s", m->digest));
  pol_amendments_json(j, &p->r.c.page, m);
  pol_json_object_end(j);
  pol_json_key(j, "clauses");
  pol_json_array(j);
  for (uint32_t i = 0; i < p->clauses.n; i++) clause(j, p, &p->clauses.at[i]);
  pol_json_array_end(j);
  terms(j, "terms", &p->terms);
  terms(j, "agreements", &p->agreements);
  terms(j, "presumed", &p->presumed);
  terms(j, "questions", &p->questions);
  pol_json_object_end(j);
  pol_text_char(p->r.c.page.to, '\n');
}
