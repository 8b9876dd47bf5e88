/* {"schema": "pol.decision/1"}: see schema/decision.schema.json. Explanations have the same shape with "trace", and with what a why-not
 * adds. */
#include "render/amended.h"
#include "render/decisions.h"
#include "render/explain.h"
#include "render/trace.h"
#include "render/value_json.h"
#include "render/why_not.h"

static void date_key(pol_json *j, const pol_page *page, const char *key, pol_date d) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(page->arena));
  pol_date_write(&t, d);
  pol_json_key_string(j, key, pol_page_keep(page, &t));
}

void pol_decisions_json_begin(pol_telling *t) {
  const pol_edition *e = t->edition;
  const pol_model *m = e->program->model;
  pol_page page = pol_page_of(t->paper);
  pol_arena_point here = pol_arena_mark(t->paper->arena);
  pol_json *j = &t->json;
  pol_json_init(j, t->paper->to, 2);
  pol_json_object(j);
  pol_json_key_string(j, "schema", t->explain ? "pol.explanation/1" : "pol.decision/1");
  pol_json_key(j, "policy");
  pol_json_object(j);
  pol_json_key_string(j, "name", pol_atom_get(m->atoms, m->name));
  pol_json_key_string(j, "title", m->title);
  pol_json_key_string(j, "digest", pol_page_format(&page, "sha256:%s", m->digest));
  pol_amendments_json(j, &page, m);
  pol_json_object_end(j);
  date_key(j, &page, "as_of", e->as_of);
  pol_json_key_array(j, "records");
  pol_arena_reset(t->paper->arena, here);
}

void pol_decisions_json_end(pol_telling *t) {
  pol_json_array_end(&t->json);
  pol_json_object_end(&t->json);
  pol_text_char(t->paper->to, '\n');
}

/* ---- the parts of a decision, in the order of the schema ---- */

static void authorities(pol_json *j, const pol_case *c) {
  pol_json_key_array(j, "authorities");
  for (uint32_t i = 0; i < c->answer->parties; i++) {
    pol_json_object(j);
    pol_json_key_string(j, "name", pol_say_atom(c, c->model->parties.at[c->answer->party[i]].name));
    pol_json_key_string(j, "text", pol_say_party(c, c->answer->party[i]));
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void cited(pol_json *j, const pol_case *c, const char *key, const pol_cited *list, uint32_t n) {
  pol_json_key_array(j, key);
  for (uint32_t i = 0; i < n; i++) {
    const pol_rule *r = pol_case_rule(c, list[i].rule);
    const pol_clause *k = &c->model->clauses.at[r->clause];
    const pol_source *s = r->node == NULL ? NULL : pol_sources_get(c->model->sources, r->node->span.file);
    pol_json_object(j);
    pol_json_key_string(j, "clause", pol_say_atom(c, k->id));
    pol_json_key_string(j, "title", k->title);
    pol_json_key_string(j, "effect", pol_effect_name(r->effect));
    pol_json_key_string(j, "reason", list[i].reason);
    pol_json_key_string(j, "says", k->says);
    pol_json_key_string(j, "file", s == NULL ? NULL : s->name);
    pol_json_key(j, "line");
    if (s == NULL) pol_json_null(j);
    else pol_json_int(j, pol_source_place(s, r->node->span.start).line);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void ids_key(pol_json *j, const pol_case *c, const char *key, const uint32_t *rule, uint32_t n) { /* clauses, each once */
  pol_json_key_array(j, key);
  for (uint32_t i = 0; i < n; i++) {
    bool listed = false;
    for (uint32_t k = 0; k < i && !listed; k++) listed = pol_case_rule(c, rule[k])->clause == pol_case_rule(c, rule[i])->clause;
    if (!listed) pol_json_string(j, pol_say_clause(c, rule[i]));
  }
  pol_json_array_end(j);
}

static void otherwise(pol_json *j, const pol_case *c, uint32_t fact) { /* of an explanation: the answer if it were another value */
  const pol_outlook *o = c->answer->outlook;
  pol_json_key_array(j, "otherwise");
  for (uint32_t i = 0; i < o->otherwises; i++) {
    const pol_otherwise *other = &o->otherwise[i];
    if (other->fact != fact) continue;
    pol_json_object(j);
    pol_json_key(j, "value");
    pol_json_plain(j, c, &other->value, 0);
    pol_json_key_string(j, "outcome", pol_outcome_name(other->answer.outcome));
    pol_json_key_string(j, "text", pol_otherwise_words(c, other));
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

/* Of an explanation: what each value leads to once the facts listed before are known, and by which clauses where that is the same on every way. */
static void leads(pol_json *j, const pol_case *c, uint32_t at) {
  const pol_missing *m = &c->answer->missing[at];
  const pol_led *led = c->answer->outlook->led != NULL ? c->answer->outlook->led[at] : NULL;
  pol_json_key_array(j, "then");
  for (uint32_t i = 0; m->then != NULL && i < m->n; i++) {
    const pol_then *t = &m->then[i];
    pol_json_object(j);
    pol_json_key(j, "value");
    pol_json_plain(j, c, &m->settles[i].value, 0);
    pol_json_key_string(j, "outcome", pol_outcome_name(t->outcome));
    bool on = t->outcome == POL_OUT_UNDETERMINED && t->next != POL_NO_REF;
    pol_json_key_string(j, "next", on ? pol_say_atom(c, c->model->facts.at[c->answer->missing[t->next].fact].name) : NULL);
    ids_key(j, c, "because", led == NULL || !led[i].known ? NULL : led[i].because, led == NULL || !led[i].known || led[i].because == NULL ? 0 : led[i].becauses);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void limits(pol_json *j, const pol_case *c) { /* gave_way … presumed */
  const pol_answer *a = c->answer;
  pol_json_key_array(j, "gave_way");
  for (uint32_t i = 0; i < a->gave_ways; i++) {
    pol_json_object(j);
    pol_json_key_string(j, "clause", pol_say_clause(c, a->gave_way[i].rule));
    pol_json_key_string(j, "to", a->gave_way[i].to == POL_NO_REF ? NULL : pol_say_clause(c, a->gave_way[i].to));
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  cited(j, c, "would_come_next", a->next, a->nexts);
  pol_json_key_array(j, "reservations");
  for (uint32_t i = 0; i < a->reservations; i++) {
    const pol_clause *k = &c->model->clauses.at[a->reservation[i]];
    pol_json_object(j);
    pol_json_key_string(j, "clause", pol_say_atom(c, k->id));
    pol_json_key_string(j, "text", k->incomplete);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_key_array(j, "presumed");
  for (uint32_t i = 0; i < a->presumeds; i++) {
    pol_value v = pol_case_fact(c, a->presumed[i]);
    pol_json_object(j);
    pol_json_key_string(j, "fact", pol_say_atom(c, c->model->facts.at[a->presumed[i]].name));
    pol_json_key(j, "value");
    pol_json_plain(j, c, &v, 0);
    if (a->outlook != NULL) otherwise(j, c, a->presumed[i]);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

/* One value that is possible: an option or a party by its name, as everywhere in JSON; others as text with their unit. */
static void possible_value(pol_json *j, const pol_case *c, const pol_value *v) {
  if (v->type.kind != POL_T_OPTION && v->type.kind != POL_T_PARTY) {
    pol_json_string(j, pol_say_rounded(c, v));
    return;
  }
  pol_text name;
  pol_text_init(&name, pol_arena_alloc(c->page.arena));
  pol_value_plain(&name, c->model, v, 0);
  if (!pol_text_ok(&name)) pol_page_lost(&c->page);
  pol_json_string(j, pol_text_get(&name));
  pol_text_drop(&name);
}

static void possible(pol_json *j, const pol_case *c) { /* outcomes by name; values; a range as its two ends */
  const pol_answer *a = c->answer;
  pol_json_key_array(j, "possible");
  for (uint32_t i = 0; i < a->possibles; i++) {
    if (a->possible[i].outcome == POL_OUT_VALUE) possible_value(j, c, &a->possible[i].value);
    else pol_json_string(j, pol_outcome_name(a->possible[i].outcome));
  }
  if (a->range && a->possibles == 0) {
    pol_json_string(j, pol_say_rounded(c, &a->low));
    pol_json_string(j, pol_say_rounded(c, &a->high));
  }
  pol_json_array_end(j);
}

static void missing(pol_json *j, const pol_case *c) {
  pol_json_key_array(j, "missing");
  for (uint32_t i = 0; i < c->answer->missings; i++) {
    const pol_missing *m = &c->answer->missing[i];
    const pol_fact *f = &c->model->facts.at[m->fact];
    pol_json_object(j);
    pol_json_key_string(j, "fact", pol_say_atom(c, f->name));
    pol_json_key_string(j, "question", f->question);
    pol_json_key_array(j, "settles");
    for (uint32_t k = 0; k < m->n; k++) {
      pol_json_object(j);
      pol_json_key(j, "value");
      pol_json_plain(j, c, &m->settles[k].value, 0);
      pol_json_key_string(j, "outcome", pol_outcome_name(m->settles[k].outcome));
      pol_json_object_end(j);
    }
    pol_json_array_end(j);
    if (c->answer->outlook != NULL) leads(j, c, i);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

static void error(pol_json *j, const pol_case *c) {
  const pol_answer *a = c->answer;
  pol_json_key(j, "error");
  if (a->outcome != POL_OUT_ERROR) {
    pol_json_null(j);
    return;
  }
  unsigned number = pol_fault_number(a->error.fault);
  const pol_node *node = a->error.rule == POL_NO_REF ? NULL : pol_case_rule(c, a->error.rule)->node;
  if (a->error.node != POL_NO_REF && c->program->node[a->error.node].origin != NULL &&
      c->program->node[a->error.node].origin->node != NULL)
    node = c->program->node[a->error.node].origin->node;
  const pol_source *s = node == NULL ? NULL : pol_sources_get(c->model->sources, node->span.file);
  pol_json_object(j);
  pol_json_key_string(j, "code", number == 0 ? NULL : pol_page_format(&c->page, "POL%04u", number));
  pol_json_key_string(j, "text", pol_say_fault(a->error.fault));
  pol_json_key_string(j, "clause", a->error.rule == POL_NO_REF ? NULL : pol_say_clause(c, a->error.rule));
  pol_json_key_string(j, "file", s == NULL ? NULL : s->name);
  pol_json_key(j, "line");
  if (s == NULL) pol_json_null(j);
  else pol_json_int(j, pol_source_place(s, node->span.start).line);
  pol_json_object_end(j);
}

static const char *reason_of(pol_outcome o) { return o == POL_OUT_OUT_OF_SCOPE ? "out_of_scope" : o == POL_OUT_SILENT ? "silent" : NULL; }

void pol_decision_json_head(pol_json *j, const pol_case *c) {
  const pol_answer *a = c->answer;
  pol_json_object(j);
  pol_json_key_string(j, "decision", pol_say_atom(c, pol_case_decision(c)->name));
  pol_json_key_string(j, "outcome", pol_outcome_name(a->outcome));
  pol_json_key_string(j, "reason", reason_of(a->outcome));
  pol_json_key(j, "value");
  pol_json_answer_value(j, c);
  authorities(j, c);
  cited(j, c, "because", a->because, a->becauses);
  limits(j, c);
  possible(j, c);
  missing(j, c);
  error(j, c);
}

void pol_decision_json(pol_json *j, const pol_case *c, bool explain, const pol_why_not *why_not, bool trace) {
  pol_decision_json_head(j, c);
  if (explain && why_not != NULL) pol_why_not_json(j, c, why_not);
  if (trace) {
    pol_json_key(j, "trace");
    pol_trace_json(j, c);
  }
  pol_json_object_end(j);
}

void pol_decisions_json(pol_telling *t, const pol_told *told) {
  pol_json line, *j = &t->json;
  bool lines = t->paper->form == POL_WRITE_NDJSON;
  if (lines) {
    j = &line;
    pol_json_init(j, t->paper->to, 0);
  }
  pol_json_record(j, told->record);
  pol_json_key_array(j, "decisions");
  for (uint32_t i = 0; i < t->askeds && !told->record->wrong; i++) {
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    pol_case c = pol_case_of(t, told, i);
    pol_decision_json(j, &c, t->explain, told->why_not == NULL ? NULL : &told->why_not[i], t->paper->trace);
    pol_arena_reset(t->paper->arena, here);
  }
  pol_json_array_end(j);
  pol_json_object_end(j);
  if (lines) pol_text_char(t->paper->to, '\n');
}
