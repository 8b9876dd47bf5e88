/* The facts as a JSON Schema (draft 2020-12) for a facts file: what the readers of facts/ accept, so that a form or a spreadsheet can be
 * checked before it is sent. Dotted names are keys; nesting them is accepted by the readers too, and is not described. */
#include "render/facts.h"

static void one_of_types(pol_json *j, const char *a, const char *b) { /* "type": [a, b, "null"]: null is not known */
  pol_json_key(j, "type");
  pol_json_array(j);
  pol_json_string(j, a);
  if (b != NULL) pol_json_string(j, b);
  pol_json_string(j, "null");
  pol_json_array_end(j);
}

static void options(pol_json *j, const pol_facts_page *f, pol_type t) {
  const pol_options *o = &f->model->options.at[t.ref];
  pol_json_key(j, "enum");
  pol_json_array(j);
  for (uint32_t i = 0; i < o->n; i++) pol_json_string(j, pol_atom_get(f->model->atoms, o->at[i].name));
  pol_json_null(j);
  pol_json_array_end(j);
}

static void parties(pol_json *j, const pol_facts_page *f) {
  pol_json_key(j, "enum");
  pol_json_array(j);
  for (uint32_t i = 0; i < pol_model_somebodies(f->model); i++) pol_json_string(j, pol_atom_get(f->model->atoms, f->model->parties.at[i].name));
  pol_json_null(j);
  pol_json_array_end(j);
}

static void type_keys(pol_json *j, const pol_facts_page *f, pol_type t);

static void list(pol_json *j, const pol_facts_page *f, pol_type t) {
  one_of_types(j, "array", NULL);
  pol_json_key(j, "items");
  pol_json_object(j);
  if (t.ref < f->model->records.n) {
    const pol_record *r = &f->model->records.at[t.ref];
    pol_json_key_string(j, "type", "object");
    pol_json_key(j, "properties");
    pol_json_object(j);
    for (uint32_t i = 0; i < r->n; i++) {
      pol_json_key(j, pol_atom_get(f->model->atoms, r->at[i].name));
      pol_json_object(j);
      type_keys(j, f, r->at[i].type); /* lists in lists nest at most POL_LIMIT_LIST_NESTING deep */
      pol_json_object_end(j);
    }
    pol_json_object_end(j);
    pol_json_key(j, "additionalProperties");
    pol_json_bool(j, false);
  }
  pol_json_object_end(j);
}

static void type_keys(pol_json *j, const pol_facts_page *f, pol_type t) {
  switch ((pol_type_kind)t.kind) {
  case POL_T_BOOL:
    pol_json_key(j, "enum");
    pol_json_array(j);
    pol_json_bool(j, true);
    pol_json_bool(j, false);
    pol_json_string(j, "yes");
    pol_json_string(j, "no");
    pol_json_null(j);
    pol_json_array_end(j);
    break;
  case POL_T_OPTION: options(j, f, t); break;
  case POL_T_PARTY: parties(j, f); break;
  case POL_T_NUMBER: one_of_types(j, "number", "string"); break;
  case POL_T_DATE:
    one_of_types(j, "string", NULL);
    pol_json_key_string(j, "format", "date");
    pol_json_key_string(j, "pattern", "^[0-9]{4}-[0-9]{2}-[0-9]{2}$");
    break;
  case POL_T_TIME:
    one_of_types(j, "string", NULL);
    pol_json_key_string(j, "pattern", "^[0-9]{2}:[0-9]{2}$");
    break;
  case POL_T_LIST: list(j, f, t); break;
  default: one_of_types(j, "string", NULL); break;
  }
}

/* What the schema cannot say, in words: unit, bound, what is presumed. */
static const char *description(const pol_facts_page *f, const pol_fact *fact) {
  const char *bound = pol_facts_bound(f, fact);
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(f->page.arena));
  if (fact->question != NULL) pol_text_format(&t, "%s ", fact->question);
  if (fact->type.kind == POL_T_NUMBER) pol_text_format(&t, "In %s. ", pol_type_words(&f->page, f->model, fact->type));
  if (bound[0] != '\0') pol_text_format(&t, "It is %s. ", bound);
  if (fact->presumed != NULL && fact->presumed->op == POL_OP_CONST)
    pol_text_format(&t, "Presumed when it is absent: %s. ", pol_facts_value(f, &fact->presumed->value));
  if (t.n > 0) t.n--; /* the last blank */
  return pol_page_keep(&f->page, &t);
}

static void property(pol_json *j, const pol_facts_page *f, const pol_fact *fact) {
  const char *about = description(f, fact);
  pol_json_key(j, pol_atom_get(f->model->atoms, fact->name));
  pol_json_object(j);
  if (fact->label != NULL) pol_json_key_string(j, "title", fact->label);
  if (about[0] != '\0') pol_json_key_string(j, "description", about);
  type_keys(j, f, fact->type);
  pol_json_object_end(j);
}

void pol_facts_schema(const pol_facts_page *f) {
  const pol_model *m = f->model;
  pol_json json, *j = &json;
  pol_json_init(j, f->page.to, 2);
  pol_json_object(j);
  pol_json_key_string(j, "$schema", "https://json-schema.org/draft/2020-12/schema");
  pol_json_key_string(j, "title", pol_page_format(&f->page, "Facts of %s", m->title != NULL ? m->title : pol_atom_get(m->atoms, m->name)));
  pol_json_key_string(j, "type", "object");
  pol_json_key(j, "properties");
  pol_json_object(j);
  pol_json_key(j, "id");
  pol_json_object(j);
  pol_json_key_string(j, "description", "Passed through to the answer.");
  pol_json_key(j, "type");
  pol_json_array(j);
  pol_json_string(j, "string");
  pol_json_string(j, "number");
  pol_json_array_end(j);
  pol_json_object_end(j);
  for (uint32_t i = 0; i < m->facts.n; i++)
    if (f->wanted[i]) property(j, f, &m->facts.at[i]);
  pol_json_object_end(j);
  pol_json_key(j, "additionalProperties");
  pol_json_bool(j, false);
  pol_json_object_end(j);
  pol_text_char(f->page.to, '\n');
}
