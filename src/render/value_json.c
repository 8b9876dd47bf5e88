#include "render/value_json.h"
#include "eval/watch.h"

void pol_json_plain(pol_json *j, const pol_case *c, const pol_value *v, unsigned places) {
  if (v->state != POL_KNOWN) {
    pol_json_null(j);
    return;
  }
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  if (!pol_watch_hole(pol_run_watching(c->run), &t, POL_HOLE_PLAIN, v, places)) pol_value_plain(&t, c->model, v, places);
  pol_json_string(j, pol_page_keep(&c->page, &t));
}

static void list_of_records(pol_json *j, const pol_case *c, const pol_value *v) {
  const pol_record *r = v->type.ref < c->model->records.n ? &c->model->records.at[v->type.ref] : NULL;
  uint32_t width = v->as.records.width;
  for (uint32_t row = 0; row < v->as.records.n && r != NULL && width == r->n; row++) {
    pol_json_object(j);
    for (uint32_t f = 0; f < r->n; f++) {
      const pol_value *field = &v->as.records.at[(size_t)row * width + f];
      if (field->state != POL_KNOWN) continue; /* not given */
      pol_json_key(j, pol_say_atom(c, r->at[f].name));
      pol_json_given(j, c, field);
    }
    pol_json_object_end(j);
  }
}

void pol_json_given(pol_json *j, const pol_case *c, const pol_value *v) {
  if (v->state != POL_KNOWN || v->type.kind != POL_T_LIST) {
    pol_json_plain(j, c, v, 0);
    return;
  }
  pol_watch_lost(pol_run_watching(c->run));
  pol_json_array(j);
  if (v->type.ref != POL_NO_REF) list_of_records(j, c, v); /* lists in lists nest at most POL_LIMIT_LIST_NESTING deep */
  for (uint32_t i = 0; v->type.ref == POL_NO_REF && i < v->as.items.n; i++) pol_json_given(j, c, &v->as.items.at[i]);
  pol_json_array_end(j);
}

static const char *number_type(const pol_page *pg, const pol_model *m, pol_type t) {
  if (pol_unit_none(t.unit)) return t.show == POL_SHOW_PERCENT ? "percent" : t.show == POL_SHOW_COUNT ? "count" : "number";
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(pg->arena));
  if (t.unit.money == 1) { /* as the author writes the type: money, money per month */
    pol_text_add(&words, "money");
    t.unit.money = 0;
    if (!pol_unit_none(t.unit)) pol_text_char(&words, ' ');
  }
  if (!pol_unit_none(t.unit)) pol_unit_words(&words, m, t.unit);
  return pol_page_keep(pg, &words);
}

const char *pol_type_words(const pol_page *pg, const pol_model *m, pol_type t) {
  switch ((pol_type_kind)t.kind) {
  case POL_T_BOOL: return "yes or no";
  case POL_T_OPTION:
    if (t.ref < m->options.n && m->options.at[t.ref].name != 0) return pol_atom_get(m->atoms, m->options.at[t.ref].name);
    return "one of";
  case POL_T_PARTY: return "party";
  case POL_T_NUMBER: return number_type(pg, m, t);
  case POL_T_PERIOD: return "period";
  case POL_T_DATE: return "date";
  case POL_T_YEARLY: return "yearly date";
  case POL_T_TIME: return "time";
  case POL_T_TEXT: return "text";
  case POL_T_LIST: return "list";
  case POL_T_RECORD: return "record";
  case POL_T_OUTCOME: return "outcome";
  case POL_T_SET: return "set";
  case POL_T_SEQUENCE: return "sequence";
  case POL_T_PERMISSION: return "permission";
  case POL_T_OBLIGATIONS: return "obligations";
  case POL_T_BROKEN: break;
  }
  return "";
}

static void items(pol_json *j, const pol_case *c, const pol_value *at, uint32_t n) {
  pol_json_array(j);
  for (uint32_t i = 0; i < n; i++) pol_json_plain(j, c, &at[i], 0);
  pol_json_array_end(j);
}

/* One duty a party: {"duty", "text", "actor", "strength", "by"}. */
static void duty(pol_json *j, const pol_case *c, uint32_t rule, const pol_value *date) {
  const pol_rule *r = pol_case_rule(c, rule);
  for (uint32_t i = 0; i < r->parties; i++) {
    pol_json_object(j);
    pol_json_key(j, "duty");
    pol_json_string(j, pol_say_atom(c, r->duty.name));
    pol_json_key(j, "text");
    pol_json_string(j, r->duty.words);
    pol_json_key(j, "actor");
    pol_json_string(j, pol_say_atom(c, c->model->parties.at[r->party[i]].name));
    pol_json_key(j, "strength");
    pol_json_string(j, r->duty.strength);
    pol_json_key(j, "by");
    if (r->duty.event != NULL) pol_json_string(j, r->duty.event);
    else if (date != NULL) pol_json_plain(j, c, date, 0);
    else pol_json_null(j);
    pol_json_object_end(j);
  }
}

static void duties(pol_json *j, const pol_case *c) {
  const pol_answer *a = c->answer;
  pol_json_key(j, "value");
  pol_json_array(j);
  for (uint32_t i = 0; i < a->duties; i++) duty(j, c, a->duty[i].rule, &a->duty[i].date);
  pol_json_array_end(j);
  pol_json_key(j, "pending");
  pol_json_array(j);
  for (uint32_t i = 0; i < a->pending_rules; i++) duty(j, c, a->pending_rule[i], NULL);
  pol_json_array_end(j);
}

void pol_json_answer_value(pol_json *j, const pol_case *c) {
  const pol_answer *a = c->answer;
  const pol_decision *d = pol_case_decision(c);
  bool list = d->type.kind == POL_T_SET || d->type.kind == POL_T_SEQUENCE, obligations = d->type.kind == POL_T_OBLIGATIONS;
  bool some = (list || obligations) ? a->outcome == POL_OUT_VALUE : a->value.state == POL_KNOWN && a->value.type.kind != POL_T_BROKEN;
  if (!some || (a->outcome != POL_OUT_VALUE && a->outcome != POL_OUT_PERMITTED)) {
    pol_json_null(j);
    return;
  }
  pol_json_object(j);
  pol_json_key(j, "type");
  pol_json_string(j, pol_type_words(&c->page, c->model, list || obligations ? d->type : a->value.type));
  if (obligations) {
    duties(j, c);
  } else if (list) {
    pol_json_key(j, "value");
    items(j, c, a->value.as.items.at, a->value.state == POL_KNOWN ? a->value.as.items.n : 0);
    pol_json_key(j, "pending");
    items(j, c, a->pending, a->pendings);
  } else {
    pol_json_key(j, "value");
    pol_json_plain(j, c, &a->value, pol_decision_places(d));
    pol_json_key(j, "text");
    pol_json_string(j, pol_say_rounded(c, &a->value));
  }
  pol_json_object_end(j);
}

void pol_json_record(pol_json *j, const pol_record_facts *record) {
  pol_json_object(j);
  pol_json_key(j, "id");
  if (record->id == NULL) pol_json_null(j);
  else pol_json_string_n(j, record->id, record->id_length);
  if (!record->wrong) return;
  pol_json_key(j, "wrong");
  pol_json_bool(j, true);
}
