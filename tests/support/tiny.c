#include "support/tiny.h"
#include <criterion/criterion.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define PUSH(t, v) POL_VEC_PUSH((t)->arena, v)

void tiny_open(tiny *t) {
  *t = (tiny){.arena = pol_arena_new(NULL)};
  t->atoms = pol_atoms_new(t->arena);
  pol_reports_init(&t->reports, t->arena);
  t->m.arena = t->arena;
  t->m.atoms = t->atoms;
  t->m.short_months = POL_SHORT_LAST_DAY;
  tiny_clause(t);
}

void tiny_close(tiny *t) { pol_arena_drop(t->arena); }

pol_type tiny_type(pol_type_kind kind) { return (pol_type){.kind = (uint8_t)kind, .ref = kind == POL_T_OPTION ? 0 : POL_NO_REF}; }
pol_type tiny_list_of(uint32_t record) { return (pol_type){.kind = POL_T_LIST, .elem = POL_T_NUMBER, .ref = record}; }

static pol_atom name_of(tiny *t, const char *name) { return pol_atom_text(t->atoms, name); }

uint32_t tiny_fact(tiny *t, const char *name, pol_type type) {
  pol_fact *f = PUSH(t, &t->m.facts);
  f->name = name_of(t, name);
  f->type = type;
  f->agreement = POL_NO_REF;
  return t->m.facts.n - 1;
}

uint32_t tiny_record(tiny *t, uint32_t n, const pol_type *fields) {
  pol_record *r = PUSH(t, &t->m.records);
  r->n = n;
  r->at = POL_NEW_N(t->arena, pol_field, n);
  for (uint32_t j = 0; j < n; j++) r->at[j].type = fields[j];
  return t->m.records.n - 1;
}

uint32_t tiny_loop(tiny *t, uint32_t outer) {
  pol_loop *l = PUSH(t, &t->m.loops);
  l->outer = outer;
  l->depth = outer == POL_NO_REF ? 0 : t->m.loops.at[outer].depth + 1;
  return t->m.loops.n - 1;
}

uint32_t tiny_decision(tiny *t, const char *name, pol_type_kind kind) {
  pol_decision *d = PUSH(t, &t->m.decisions);
  d->name = name_of(t, name);
  d->type = tiny_type(kind);
  return t->m.decisions.n - 1;
}

uint32_t tiny_clause(tiny *t) {
  pol_clause *c = PUSH(t, &t->m.clauses);
  c->section = POL_NO_REF;
  return t->m.clauses.n - 1;
}

uint32_t tiny_rule(tiny *t, uint32_t decision, pol_effect effect, pol_expr *when, pol_expr *value) {
  pol_rule *r = PUSH(t, &t->m.rules);
  *r = (pol_rule){.effect = effect, .decision = decision, .value = value, .departure = POL_NO_REF, .exception_of = POL_NO_REF};
  if (effect == POL_E_ONLY_IF || effect == POL_E_APPLIES_ONLY_IF) r->test = when;
  else r->when = when;
  return t->m.rules.n - 1;
}

void tiny_above(tiny *t, uint32_t rule, uint32_t n, const uint32_t *above) {
  uint32_t *at = POL_NEW_N(t->arena, uint32_t, n);
  memcpy(at, above, n * sizeof *at);
  t->m.rules.at[rule].above = at;
  t->m.rules.at[rule].aboves = n;
}

static pol_expr *expr(tiny *t, pol_op op, pol_type type, uint32_t n) {
  pol_expr *e = POL_NEW(t->arena, pol_expr);
  e->op = (uint8_t)op;
  e->type = type;
  e->n = n;
  e->ref = e->define = POL_NO_REF;
  e->slot = POL_NO_NODE;
  e->arg = n > 0 ? POL_NEW_N(t->arena, pol_expr *, n) : NULL;
  return e;
}

pol_expr *tiny_number(tiny *t, int64_t n, int64_t d) {
  pol_expr *e = expr(t, POL_OP_CONST, tiny_type(POL_T_NUMBER), 0);
  e->value = (pol_value){.state = POL_KNOWN, .type = e->type};
  pol_num_ratio(&e->value.as.num, n, d);
  return e;
}

pol_expr *tiny_int(tiny *t, pol_type_kind kind, int32_t i) {
  pol_expr *e = expr(t, POL_OP_CONST, tiny_type(kind), 0);
  e->value = (pol_value){.state = POL_KNOWN, .type = e->type, .as.i = i};
  return e;
}

pol_expr *tiny_given(tiny *t, uint32_t fact) {
  pol_expr *e = expr(t, POL_OP_INPUT, t->m.facts.at[fact].type, 0);
  e->ref = fact;
  return e;
}

pol_expr *tiny_op(tiny *t, pol_op op, pol_type_kind kind, uint32_t n, ...) {
  pol_expr *e = expr(t, op, tiny_type(kind), n);
  va_list args;
  va_start(args, n);
  for (uint32_t j = 0; j < n; j++) e->arg[j] = va_arg(args, pol_expr *);
  va_end(args);
  return e;
}

pol_expr *tiny_answer(tiny *t, uint32_t decision) {
  pol_type type = t->m.decisions.at[decision].type;
  pol_expr *e = expr(t, POL_OP_DECISION, type.kind == POL_T_PERMISSION ? tiny_type(POL_T_OUTCOME) : type, 0);
  e->ref = decision;
  return e;
}

pol_expr *tiny_list(tiny *t, uint32_t fact) {
  pol_expr *e = expr(t, POL_OP_LIST_FACT, t->m.facts.at[fact].type, 0);
  e->ref = fact;
  return e;
}

pol_expr *tiny_element(tiny *t, uint32_t loop, uint32_t field, pol_type_kind kind) {
  pol_expr *e = expr(t, POL_OP_ELEMENT, tiny_type(kind), 0);
  e->ref = loop;
  e->field = field;
  return e;
}

pol_expr *tiny_each(tiny *t, pol_op op, pol_type_kind kind, uint32_t loop, pol_expr *list, pol_expr *where, pol_expr *value) {
  pol_expr *e = tiny_op(t, op, kind, 3, list, where, value);
  e->ref = loop;
  return e;
}

pol_status tiny_try(tiny *t) {
  uint32_t *order = POL_NEW_N(t->arena, uint32_t, t->m.decisions.n + 1);
  for (uint32_t j = 0; j < t->m.decisions.n; j++) order[j] = j;
  t->m.order = order;
  return pol_program_make(&t->program, t->arena, &t->m, &t->reports);
}

void tiny_make(tiny *t) {
  pol_status status = tiny_try(t);
  cr_assert_eq(status, POL_OK, "%s", t->reports.list.n > 0 ? t->reports.list.at[0]->message : "no report");
  cr_assert(pol_program_verify(t->program), "the program verifies");
}

uint32_t tiny_count(const tiny *t, pol_op op) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < t->program->nodes; i++) n += t->program->node[i].op == op;
  return n;
}

pol_record_facts *tiny_person(tiny *t) {
  pol_record_facts *r = POL_NEW(t->arena, pol_record_facts);
  r->value = POL_NEW_N(t->arena, pol_value, t->m.facts.n + 1);
  for (uint32_t f = 0; f < t->m.facts.n; f++) r->value[f] = (pol_value){.state = POL_UNKNOWN, .type = t->m.facts.at[f].type};
  return r;
}

void tiny_set_number(pol_record_facts *r, uint32_t fact, int64_t n, int64_t d) {
  r->value[fact].state = POL_KNOWN;
  pol_num_ratio(&r->value[fact].as.num, n, d);
}

void tiny_set_int(pol_record_facts *r, uint32_t fact, int32_t i) {
  r->value[fact].state = POL_KNOWN;
  r->value[fact].as.i = i;
}

void tiny_set_list(tiny *t, pol_record_facts *r, uint32_t fact, uint32_t rows, const int64_t *fields) {
  pol_value *list = &r->value[fact];
  bool plain = list->type.ref == POL_NO_REF;
  uint32_t width = plain ? 1 : t->m.records.at[list->type.ref].n;
  pol_value *at = POL_NEW_N(t->arena, pol_value, (size_t)rows * width + 1);
  for (uint32_t j = 0; j < rows * width; j++) {
    at[j].type = plain ? tiny_type(POL_T_NUMBER) : t->m.records.at[list->type.ref].at[j % width].type;
    at[j].state = fields[j] == INT64_MIN ? POL_UNKNOWN : POL_KNOWN;
    if (at[j].state != POL_KNOWN) continue;
    if (at[j].type.kind == POL_T_NUMBER) at[j].as.num = pol_num_int(fields[j]);
    else at[j].as.i = (int32_t)fields[j];
  }
  list->state = POL_KNOWN;
  if (plain) list->as.items.at = at, list->as.items.n = rows;
  else list->as.records.at = at, list->as.records.n = rows, list->as.records.width = width;
}

pol_run *tiny_run(tiny *t, const pol_record_facts *r, pol_date as_of) {
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, t->program, NULL), POL_OK);
  cr_assert_eq(pol_run_chunk(run, &r, 1, as_of), POL_OK);
  return run;
}

const char *tiny_value(tiny *t, pol_value v) {
  static const char *const faults[] = {"none", "division by 0", "too large", "date range", "not whole", "conflict", "too many"};
  if (v.state == POL_UNKNOWN) return "unknown";
  if (v.state == POL_NOT_APPLICABLE) return "n/a";
  if (v.state == POL_ERRED) return faults[v.fault];
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(t->arena));
  switch ((pol_type_kind)v.type.kind) {
  case POL_T_BOOL: pol_text_add(&text, v.as.i ? "yes" : "no"); break;
  case POL_T_OUTCOME:
    pol_text_add(&text, v.as.i == POL_OUT_SILENT         ? "silent"
                        : v.as.i == POL_OUT_OUT_OF_SCOPE ? "outside"
                                                         : pol_outcome_name((pol_outcome)v.as.i));
    break;
  case POL_T_DATE: pol_date_write(&text, v.as.i); break;
  case POL_T_NUMBER: pol_num_write(&text, v.as.num, 0); break;
  case POL_T_PERIOD: pol_text_format(&text, "%d months %d days", v.as.period.months, v.as.period.days); break;
  case POL_T_LIST: pol_text_format(&text, "%u elements", v.type.ref == POL_NO_REF ? v.as.items.n : v.as.records.n); break;
  default: pol_text_int(&text, v.as.i); break;
  }
  const char *kept = pol_arena_copy(t->arena, text.at, text.n);
  pol_text_drop(&text);
  return kept;
}

const char *tiny_cell(tiny *t, const pol_run *run, uint32_t node, uint32_t row) { return tiny_value(t, pol_run_value(run, node, row)); }
