#include "support/policy.h"
#include "check/check.h"
#include "eval/words.h"
#include "syntax/parse.h"
#include <stdio.h>
#include <string.h>

/* ---- making ---- */

static pol_status load(policy *p, const char *text) {
  char *whole = NULL;
  uint32_t file;
  const char *header = strncmp(text, "policy ", 7) == 0 || strstr(text, "\npolicy ") ? "" : "policy test short months use the last day\n";
  size_t n = strlen(header) + strlen(text);
  whole = pol_arena_take(p->arena, n + 1, 1);
  if (!whole) return POL_NO_MEMORY;
  memcpy(whole, header, strlen(header));
  memcpy(whole + strlen(header), text, strlen(text) + 1);
  POL_TRY(pol_sources_add(&p->sources, &file, "test.pol", whole, n));
  pol_tree tree;
  POL_TRY(pol_parse(&tree, p->arena, p->atoms, &p->sources, file, &p->reports));
  pol_check_input in = { .arena = p->arena, .atoms = p->atoms, .sources = &p->sources, .reports = &p->reports, .tree = &tree, .file = &file, .trees = 1 };
  POL_TRY(pol_check(&p->model, &in));
  return pol_program_make(&p->program, p->arena, p->model, &p->reports);
}

pol_status policy_open(policy *p, const char *text, const pol_alloc *from) {
  *p = (policy){ .arena = pol_arena_new(from) };
  if (!p->arena) return POL_NO_MEMORY;
  p->atoms = pol_atoms_new(p->arena);
  if (!p->atoms) return POL_NO_MEMORY;
  pol_sources_init(&p->sources, p->arena);
  pol_reports_init(&p->reports, p->arena);
  pol_facts_init(&p->facts, p->arena);
  pol_status status = load(p, text);
  return status != POL_OK || !p->program ? status : POL_OK;
}

void policy_close(policy *p) { pol_arena_drop(p->arena); }

void policy_reports(pol_text *out, const policy *p, bool all) {
  for (uint32_t i = 0; i < p->reports.list.n; i++) {
    const pol_report *r = p->reports.list.at[i];
    if (!all && r->severity != POL_ERROR) continue;
    const pol_source *source = pol_sources_get(&p->sources, r->at.span.file);
    pol_place at = source ? pol_source_place(source, r->at.span.start) : (pol_place){ 0 };
    pol_text_format(out, "%s%04u %u:%u %s", i ? "; " : "", pol_code_number(r->code), at.line, at.column, r->message);
  }
}

pol_record_facts *policy_facts(policy *p, const char *json) {
  uint32_t file;
  pol_text whole;
  pol_text_init(&whole, pol_arena_alloc(p->arena));
  pol_text_format(&whole, *json == '{' ? "%s" : "{%s}", json);
  uint32_t before = p->facts.records.n;
  pol_status status = pol_text_ok(&whole) ? pol_sources_add(&p->sources, &file, "facts", pol_text_get(&whole), whole.n) : POL_NO_MEMORY;
  if (status == POL_OK) status = pol_facts_read_json(&p->facts, p->model, &p->sources, file, &p->reports);
  pol_text_drop(&whole);
  return status == POL_OK && p->facts.records.n > before ? &p->facts.records.at[before] : NULL;
}

pol_status policy_run(pol_run **out, policy *p, const pol_record_facts *record, const char *as_of) {
  pol_date date = 0;
  const pol_record_facts **records = POL_NEW(p->arena, const pol_record_facts *);
  if (!records || !pol_date_read(&date, as_of, strlen(as_of))) return POL_NO_MEMORY;
  *records = record;
  POL_TRY(pol_run_new(out, p->program, pol_arena_alloc(p->arena)));
  pol_status status = pol_run_chunk(*out, records, 1, date);
  if (status != POL_OK) {
    pol_run_drop(*out);
    *out = NULL;
  }
  return status;
}

/* ---- telling ---- */

static const char *clause_of(const policy *p, uint32_t rule) { return pol_atom_get(p->atoms, p->model->clauses.at[p->model->rules.at[rule].clause].id); }

static const char *fact_of(const policy *p, uint32_t fact) { return pol_atom_get(p->atoms, p->model->facts.at[fact].name); }

static void write_head(pol_text *out, const policy *p, const pol_answer *a) {
  pol_text_add(out, a->outcome == POL_OUT_SILENT ? "silent" : a->outcome == POL_OUT_OUT_OF_SCOPE ? "out of scope" : pol_outcome_name(a->outcome));
  if (a->value.state == POL_KNOWN && p->model->decisions.at[a->decision].type.kind != POL_T_OBLIGATIONS) {
    pol_text_add(out, " ");
    pol_value_plain(out, p->model, &a->value, pol_decision_places(&p->model->decisions.at[a->decision]));
  }
  if (a->amount_open) pol_text_add(out, " amount open");
  for (uint32_t i = 0; i < a->parties; i++)
    pol_text_format(out, "%s%s", i ? ", " : " to ", pol_atom_get(p->atoms, p->model->parties.at[a->party[i]].name));
  for (uint32_t i = 0; i < a->duties; i++) {
    const pol_rule *rule = &p->model->rules.at[a->duty[i].rule];
    pol_text_format(out, "%s%s", i ? ", " : " ", pol_atom_get(p->atoms, rule->duty.name));
    if (a->duty[i].date.state == POL_KNOWN) pol_text_add(out, " by ");
    pol_value_plain(out, p->model, &a->duty[i].date, 0);
  }
}

static void write_cited(pol_text *out, const policy *p, const char *word, const pol_cited *list, uint32_t n) {
  for (uint32_t i = 0; i < n; i++) {
    pol_text_format(out, "%s%s %s", i ? ", " : word, clause_of(p, list[i].rule), pol_effect_name(p->model->rules.at[list[i].rule].effect));
    if (list[i].reason) pol_text_format(out, " (%s)", list[i].reason);
  }
}

static void write_one_missing(pol_text *out, const policy *p, const pol_missing *m) {
  pol_text_add(out, fact_of(p, m->fact));
  for (uint32_t i = 0; i < m->n; i++) {
    pol_text_add(out, i ? " " : " [");
    pol_value_plain(out, p->model, &m->settles[i].value, 0);
    pol_text_format(out, ":%s", m->settles[i].outcome == POL_OUT_UNDETERMINED ? "?" : pol_outcome_name(m->settles[i].outcome));
    if (m->settles[i].outcome == POL_OUT_VALUE && m->settles[i].gives.state == POL_KNOWN && m->settles[i].gives.type.kind != POL_T_OBLIGATIONS) {
      pol_text_add(out, "=");
      pol_value_plain(out, p->model, &m->settles[i].gives, 0);
    }
  }
  if (m->n) pol_text_add(out, "]");
}

static void write_open(pol_text *out, const policy *p, const pol_answer *a) {
  for (uint32_t i = 0; i < a->possibles; i++) {
    pol_text_add(out, i ? ", " : "; possible ");
    if (a->possible[i].outcome == POL_OUT_VALUE) pol_value_plain(out, p->model, &a->possible[i].value, 0);
    else pol_text_add(out, pol_outcome_name(a->possible[i].outcome));
  }
  if (a->range) pol_text_add(out, "; from ");
  if (a->range) pol_value_plain(out, p->model, &a->low, 0);
  if (a->range) pol_text_add(out, " to ");
  if (a->range) pol_value_plain(out, p->model, &a->high, 0);
  for (uint32_t i = 0; i < a->missings; i++) {
    pol_text_add(out, i ? ", " : "; missing ");
    write_one_missing(out, p, &a->missing[i]);
  }
  for (uint32_t i = 0; i < a->pendings; i++) {
    pol_text_add(out, i ? ", " : "; pending ");
    pol_value_plain(out, p->model, &a->pending[i], 0);
  }
  for (uint32_t i = 0; a->pendings == 0 && i < a->pending_rules; i++)
    pol_text_format(out, "%s%s", i ? ", " : "; pending ", pol_atom_get(p->atoms, p->model->rules.at[a->pending_rule[i]].duty.name));
}

static const char *const fault_names[] = { "none", "division by zero", "too large", "date range", "not whole", "conflict", "too many" };

void policy_write_answer(pol_text *out, const policy *p, const pol_answer *a) {
  write_head(out, p, a);
  write_cited(out, p, " because ", a->because, a->becauses);
  for (uint32_t i = 0; i < a->gave_ways; i++)
    pol_text_format(out, "; %s %s %s %s", clause_of(p, a->gave_way[i].rule), pol_effect_name(p->model->rules.at[a->gave_way[i].rule].effect),
                    a->gave_way[i].set_aside ? "set aside by" : "gave way to", clause_of(p, a->gave_way[i].to));
  write_cited(out, p, "; next ", a->next, a->nexts);
  for (uint32_t i = 0; i < a->reservations; i++)
    pol_text_format(out, "%s%s", i ? ", " : "; reservations ", pol_atom_get(p->atoms, p->model->clauses.at[a->reservation[i]].id));
  for (uint32_t i = 0; i < a->presumeds; i++) pol_text_format(out, "%s%s", i ? ", " : "; presumed ", fact_of(p, a->presumed[i]));
  for (uint32_t i = 0; i < a->normallys; i++) pol_text_format(out, "%s%s", i ? ", " : "; normally ", clause_of(p, a->normally[i]));
  write_open(out, p, a);
  if (a->outcome == POL_OUT_ERROR) pol_text_format(out, "; %s in %s", fault_names[a->error.fault], a->error.rule == POL_NO_REF ? "no rule" : clause_of(p, a->error.rule));
}

/* What a table shows of an answer is what the whole answer says. */
static bool glance_is_the_same(policy *p, const pol_answer *a, pol_run *run, const pol_record_facts *record) {
  pol_answer b;
  if (pol_answer_glance(&b, p->arena, run, record, 0, a->decision) != POL_OK) return false;
  bool same = a->outcome == b.outcome && a->duties == b.duties && a->pendings == b.pendings && a->value.state == b.value.state;
  return same && (a->value.state != POL_KNOWN || pol_value_same(&a->value, &b.value));
}

void policy_line(pol_text *out, const char *text, const char *facts, const char *decision, const char *as_of) {
  policy p;
  pol_answer a;
  pol_run *run = NULL;
  pol_status status = policy_open(&p, text, NULL);
  if (status != POL_OK) {
    pol_text_format(out, "(%d) ", (int)status);
    policy_reports(out, &p, false);
    policy_close(&p);
    return;
  }
  pol_record_facts *record = policy_facts(&p, facts);
  uint32_t d = pol_model_decision(p.model, pol_atom_text(p.atoms, decision));
  if (!record || d == POL_NO_REF) policy_reports(out, &p, false);
  else if (policy_run(&run, &p, record, as_of) != POL_OK || pol_answer_read(&a, p.arena, run, record, 0, d) != POL_OK) pol_text_add(out, "out of memory");
  else if (!glance_is_the_same(&p, &a, run, record)) pol_text_add(out, "seen at a glance, the answer is another");
  else policy_write_answer(out, &p, &a);
  if (run) pol_run_drop(run);
  policy_close(&p);
}
