/* A replay as JSON: schema/replay.schema.json. */
#include "render/layout.h"
#include "render/replay.h"

/* A value as it was read. As deep as pol_json_read allows. */
static void copy(pol_json *j, const pol_json_value *v, bool trace) {
  switch (v->is) {
  case POL_JSON_IS_NULL: pol_json_null(j); return;
  case POL_JSON_IS_FALSE: pol_json_bool(j, false); return;
  case POL_JSON_IS_TRUE: pol_json_bool(j, true); return;
  case POL_JSON_IS_NUMBER: pol_json_raw(j, v->text); return;
  case POL_JSON_IS_STRING: pol_json_string_n(j, v->text, v->length); return;
  case POL_JSON_IS_ARRAY: pol_json_array(j); break;
  case POL_JSON_IS_OBJECT: pol_json_object(j); break;
  }
  for (const pol_json_value *i = v->first; i != NULL; i = i->next) {
    if (i->key != NULL && !trace && strcmp(i->key, "trace") == 0) continue;
    if (i->key != NULL) pol_json_key(j, i->key);
    copy(j, i, trace);
  }
  if (v->is == POL_JSON_IS_ARRAY) pol_json_array_end(j);
  else pol_json_object_end(j);
}

static void value_key(pol_json *j, const char *key, const pol_json_value *v, bool trace) {
  pol_json_key(j, key);
  if (v == NULL) pol_json_null(j);
  else copy(j, v, trace);
}

static void then_now(pol_json *j, const char *key, const char *then, const char *now) {
  pol_json_key(j, key);
  pol_json_object(j);
  pol_json_key_string(j, "then", then);
  pol_json_key_string(j, "now", now);
  pol_json_object_end(j);
}

static void receipt(pol_json *j, const pol_page *pg, const pol_replayed *r) {
  pol_json_key(j, "receipt");
  pol_json_object(j);
  pol_json_key_string(j, "digest", pol_page_format(pg, "sha256:%s", r->receipt));
  pol_json_key(j, "altered");
  pol_json_string(j, r->altered_name);
  pol_json_object_end(j);
}

static void texts(pol_json *j, const pol_replayed *r) {
  pol_json_key_array(j, "files");
  for (uint32_t i = 0; i < r->files; i++) {
    const pol_replayed_file *f = &r->file[i];
    pol_json_object(j);
    pol_json_key_string(j, "change", pol_text_change_name(f->change));
    pol_json_key_string(j, "role", pol_file_role_name((f->then != NULL ? f->then : f->now)->role));
    pol_json_key_string(j, "then", f->then == NULL ? NULL : f->then->name);
    pol_json_key_string(j, "now", f->now == NULL ? NULL : f->now->name);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_key_array(j, "declarations");
  for (uint32_t i = 0; i < r->parts; i++) {
    pol_json_object(j);
    pol_json_key_string(j, "change", pol_text_change_name(r->part[i].change));
    pol_json_key_string(j, "what", r->part[i].what);
    pol_json_key_string(j, "file", r->part[i].file->name);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

void pol_replay_json_begin(pol_json *j, const pol_paper *p, const pol_replayed *r) {
  pol_page page = pol_page_of(p);
  pol_arena_point here = pol_arena_mark(p->arena);
  pol_json_init(j, p->to, 2);
  pol_json_object(j);
  pol_json_key_string(j, "schema", "pol.replay/1");
  receipt(j, &page, r);
  pol_json_key_string(j, "as_of", r->head->as_of);
  then_now(j, "engine", r->head->engine, r->engine);
  pol_json_key(j, "policy");
  pol_json_object(j);
  pol_json_key_string(j, "name", r->head->policy);
  then_now(j, "title", r->head->title, r->title);
  then_now(j, "digest", pol_page_format(&page, "sha256:%s", r->head->digest), pol_page_format(&page, "sha256:%s", r->digest));
  pol_json_key(j, "same_meaning");
  pol_json_bool(j, !r->another_meaning);
  pol_json_object_end(j);
  texts(j, r);
  pol_json_key_array(j, "answers");
  pol_arena_reset(p->arena, here);
}

void pol_replay_json_answer(pol_json *j, const pol_replayed *r, const pol_replayed_answer *a) {
  pol_json_object(j);
  pol_json_key_string(j, "change", pol_answer_change_name(a->change));
  pol_json_key_int(j, "record", (int64_t)a->record);
  value_key(j, "id", a->id, true);
  pol_json_key_string(j, "decision", a->decision);
  pol_json_key_array(j, "members");
  for (uint32_t i = 0; i < a->members; i++) pol_json_string(j, a->member[i]);
  pol_json_array_end(j);
  pol_json_key_array(j, "clauses");
  for (uint32_t i = 0; i < a->clauses; i++) pol_json_string(j, a->clause[i]);
  pol_json_array_end(j);
  value_key(j, "then", a->then, r->trace);
  value_key(j, "now", a->now, r->trace);
  pol_json_object_end(j);
}

void pol_replay_json_end(pol_json *j, const pol_paper *p, const pol_replayed *r) {
  pol_json_array_end(j);
  pol_json_key_int(j, "records", (int64_t)r->records);
  pol_json_key_int(j, "records_that_differ", (int64_t)r->records_differ);
  pol_json_key(j, "facts_read");
  pol_json_bool(j, !r->unread);
  pol_json_key(j, "differs");
  pol_json_bool(j, pol_replay_differs(r));
  pol_json_object_end(j);
  pol_text_char(p->to, '\n');
}
