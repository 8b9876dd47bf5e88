/* What is asked of a policy: about which facts, on which date, which decisions, which clauses. */
#include "app/feeding.h"
#include "base/limits.h"
#include <string.h>

static pol_status read_facts(pol_session *s, pol_form form) {
  switch (form) {
  case POL_FORM_JSON: return pol_facts_read_json(&s->facts, s->model, &s->sources, s->facts_file, &s->facts_reports);
  case POL_FORM_NDJSON: return pol_facts_read_ndjson(&s->facts, s->model, &s->sources, s->facts_file, &s->facts_reports);
  case POL_FORM_CSV: return pol_facts_read_csv(&s->facts, s->model, &s->sources, s->facts_file, &s->facts_reports);
  default: return POL_LIMIT; /* no form of facts */
  }
}

/* Done when nothing is wrong; bad news when some records are and others are not; else nothing can be decided. */
static pol_result facts_result(const pol_session *s, pol_status status) {
  if (status != POL_REJECTED) return pol_result_of(status);
  for (uint32_t i = 0; i < s->facts.records.n; i++)
    if (!s->facts.records.at[i].wrong) return POL_BAD_NEWS;
  return POL_COULD_NOT;
}

pol_result pol_session_facts(pol_session *s, const char *name, const char *text, size_t length, pol_form form) {
  if (s->stage != POL_STAGE_CHECKED) return POL_COULD_NOT;
  pol_session_forget_facts(s);
  s->facts_arena = pol_arena_new(&s->from);
  if (!s->facts_arena) return POL_OUT_OF_MEMORY;
  pol_facts_init(&s->facts, s->facts_arena);
  pol_reports_init(&s->facts_reports, s->facts_arena);
  if (length > POL_LIMIT_FACTS_BYTES) {
    pol_report_add(&s->facts_reports, POL_R_TOO_LONG, pol_no_place, "%s is longer than %d MiB", name, POL_LIMIT_FACTS_BYTES / 1024 / 1024);
    return s->facts_reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
  }
  pol_status status = pol_session_put_facts(s, name, text, length) ? pol_session_common(&s->facts.common, s, s->model, NULL) : POL_NO_MEMORY;
  if (status == POL_OK) status = pol_session_names(&s->facts.names, s, s->model);
  s->facts.delimiter = s->delimiter;
  if (status == POL_OK) status = read_facts(s, form);
  if (status == POL_OK && form == POL_FORM_CSV) {
    size_t heading;
    pol_source_line(pol_sources_get(&s->sources, s->facts_file), 1, &heading);
    status = pol_session_warn_of_columns(s, &s->facts, s->facts.records.n, (pol_span){s->facts_file, 0, (uint32_t)heading});
  }
  if (status == POL_NO_MEMORY || s->facts_reports.no_memory) {
    pol_session_forget_facts(s);
    return POL_OUT_OF_MEMORY;
  }
  return facts_result(s, status);
}

size_t pol_session_records(const pol_session *s) { return s->facts.records.n; }

pol_result pol_session_as_of(pol_session *s, const char *date) {
  pol_date d;
  if (!pol_date_of(&d, date)) return POL_COULD_NOT;
  s->as_of = d;
  s->dated = true;
  return POL_DONE;
}

pol_result pol_session_ask(pol_session *s, const char *decision) {
  if (s->stage == POL_STAGE_ADDING && (s->after.trees.n || (s->trees.n && s->trees.at[s->trees.n - 1].amends))) return pol_comparison_ask(s, decision);
  if (s->stage != POL_STAGE_CHECKED) return POL_COULD_NOT;
  pol_atom name = pol_atom_find(s->atoms, decision, strlen(decision));
  uint32_t found = name ? pol_model_decision(s->model, name) : POL_NO_REF;
  if (found == POL_NO_REF) {
    pol_report *r = pol_report_add(&s->reports, POL_R_ASKED_DECISION, pol_no_place, "%s has no decision called %s",
                                   pol_atom_get(s->atoms, s->model->name), decision);
    pol_nearest near;
    pol_nearest_init(&near, decision);
    for (uint32_t i = 0; i < s->model->decisions.n; i++)
      pol_nearest_offer(&near, pol_atom_get(s->atoms, s->model->decisions.at[i].name), i);
    if (near.best) pol_report_help(&s->reports, r, "did you mean %s?", near.best);
    else pol_report_help(&s->reports, r, "pol facts lists the decisions of a policy");
    return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
  }
  for (uint32_t i = 0; i < s->asked.n; i++)
    if (s->asked.at[i] == found) return POL_DONE; /* once is enough */
  uint32_t *slot = POL_VEC_PUSH(s->arena, &s->asked);
  if (!slot) return POL_OUT_OF_MEMORY;
  *slot = found;
  if (s->rules_only) s->program = NULL; /* it has to be another */
  return POL_DONE;
}

pol_status pol_session_asked(const uint32_t **out, uint32_t *n, const pol_session *s, pol_arena *arena, bool permissions) {
  *out = s->asked.at;
  *n = s->asked.n;
  if (*n) return POL_OK;
  uint32_t *all = POL_NEW_N(arena, uint32_t, s->model->decisions.n + 1u);
  if (!all) return POL_NO_MEMORY;
  for (uint32_t d = 0; d < s->model->decisions.n; d++)
    if (!permissions || s->model->decisions.at[d].type.kind == POL_T_PERMISSION) all[(*n)++] = d;
  *out = all;
  return POL_OK;
}

pol_status pol_session_needs(bool **out, const pol_session *s, pol_arena *arena) {
  const uint32_t *asked;
  uint32_t n;
  POL_TRY(pol_session_asked(&asked, &n, s, arena, false));
  *out = POL_NEW_N(arena, bool, s->model->facts.n + 1u);
  if (!*out) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < n; i++) {
    uint32_t *facts, needs;
    POL_TRY(pol_program_needs(s->program, arena, asked[i], &facts, &needs));
    for (uint32_t k = 0; k < needs; k++) (*out)[facts[k]] = true;
  }
  return POL_OK;
}

bool pol_record_is(const pol_record_facts *record, const char *id) {
  return !id || (record->id && strlen(id) == record->id_length && memcmp(record->id, id, record->id_length) == 0);
}

/* -- clauses to be read back */

/* `3.15` begins `3.15.3` and `3.1` begins `3.1b`, but `3.1` does not begin `3.15`. */
static bool begins(const char *section, const char *id) {
  size_t n = strlen(section);
  if (!n || strncmp(section, id, n) != 0) return false;
  char last = section[n - 1], next = id[n];
  return next == '\0' || next == '.' || (last >= '0' && last <= '9' && next >= 'a' && next <= 'z');
}

static bool add_read(pol_session *s, uint32_t clause) {
  for (uint32_t i = 0; i < s->read.n; i++)
    if (s->read.at[i] == clause) return true; /* once is enough */
  uint32_t *slot = POL_VEC_PUSH(s->arena, &s->read);
  if (!slot) return false;
  *slot = clause;
  return true;
}

static void report_no_clause(pol_session *s, const char *id) {
  const pol_model *m = s->model;
  pol_report *r = pol_report_add(&s->reports, POL_R_ASKED_CLAUSE, pol_no_place, "%s has no clause %s", pol_atom_get(s->atoms, m->name), id);
  pol_nearest near;
  pol_nearest_init(&near, id);
  for (uint32_t i = 0; i < m->clauses.n; i++)
    if (!m->clauses.at[i].imported) pol_nearest_offer(&near, pol_atom_get(s->atoms, m->clauses.at[i].id), i);
  for (uint32_t i = 0; i < m->sections.n; i++) pol_nearest_offer(&near, pol_atom_get(s->atoms, m->sections.at[i].id), i);
  if (near.best) pol_report_help(&s->reports, r, "did you mean %s?", near.best);
  else pol_report_help(&s->reports, r, "pol read without a clause reads them all");
}

pol_result pol_session_read(pol_session *s, const char *clause) {
  bool found = false;
  if (s->stage != POL_STAGE_CHECKED) return POL_COULD_NOT;
  for (uint32_t i = 0; i < s->model->clauses.n; i++) {
    if (!begins(clause, pol_atom_get(s->atoms, s->model->clauses.at[i].id))) continue;
    found = true;
    if (!add_read(s, i)) return POL_OUT_OF_MEMORY;
  }
  if (found) return POL_DONE;
  report_no_clause(s, clause);
  return s->reports.no_memory ? POL_OUT_OF_MEMORY : POL_COULD_NOT;
}
