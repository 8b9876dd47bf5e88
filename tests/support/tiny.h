/* Small models made by hand, for the tests of program and eval: everything lives in one arena. Failing to make one fails the test. */
#ifndef POL_TESTS_TINY_H
#define POL_TESTS_TINY_H
#include "eval/eval.h"

typedef struct tiny {
  pol_arena *arena;
  pol_atoms *atoms;
  pol_reports reports;
  pol_model m;
  pol_program *program;
} tiny;

void tiny_open(tiny *t);
void tiny_close(tiny *t);

/* Types by kind; numbers have no unit. Records are lists' elements: fields in turn. */
pol_type tiny_type(pol_type_kind kind);
pol_type tiny_list_of(uint32_t record); /* POL_NO_REF: of plain numbers */
uint32_t tiny_fact(tiny *t, const char *name, pol_type type);
uint32_t tiny_record(tiny *t, uint32_t n, const pol_type *fields);
uint32_t tiny_loop(tiny *t, uint32_t outer);
uint32_t tiny_decision(tiny *t, const char *name, pol_type_kind kind);
uint32_t tiny_clause(tiny *t); /* the first one is there */
/* A rule of clause 0; its number. Change the rest through t->m.rules.at[…]. */
uint32_t tiny_rule(tiny *t, uint32_t decision, pol_effect effect, pol_expr *when, pol_expr *value);
void tiny_above(tiny *t, uint32_t rule, uint32_t n, const uint32_t *above);

pol_expr *tiny_number(tiny *t, int64_t n, int64_t d);
pol_expr *tiny_int(tiny *t, pol_type_kind kind, int32_t i); /* yes or no, dates, options … */
pol_expr *tiny_given(tiny *t, uint32_t fact);
pol_expr *tiny_op(tiny *t, pol_op op, pol_type_kind kind, uint32_t n, ...); /* n pol_expr * */
pol_expr *tiny_answer(tiny *t, uint32_t decision);
pol_expr *tiny_list(tiny *t, uint32_t fact);
pol_expr *tiny_element(tiny *t, uint32_t loop, uint32_t field, pol_type_kind kind);
pol_expr *tiny_each(tiny *t, pol_op op, pol_type_kind kind, uint32_t loop, pol_expr *list, pol_expr *where, pol_expr *value);

/* Makes the program, in the order in which the decisions were declared, and looks whether it verifies. */
void tiny_make(tiny *t);
pol_status tiny_try(tiny *t);                  /* the same, whatever comes of it */
uint32_t tiny_count(const tiny *t, pol_op op); /* nodes of the program */

/* Records: every fact unknown, then set. */
pol_record_facts *tiny_person(tiny *t);
void tiny_set_number(pol_record_facts *r, uint32_t fact, int64_t n, int64_t d);
void tiny_set_int(pol_record_facts *r, uint32_t fact, int32_t i);
/* A list of records (or of plain numbers) from numbers row by row; INT64_MIN is unknown. Fields that are not numbers take it as their int.
 */
void tiny_set_list(tiny *t, pol_record_facts *r, uint32_t fact, uint32_t rows, const int64_t *fields);

/* Runs one record on its own; the run is the caller's to drop. */
pol_run *tiny_run(tiny *t, const pol_record_facts *r, pol_date as_of);
/* "7", "3/2", "yes", "permitted", "unknown", "n/a", "conflict", "error 1": a cell in words. */
const char *tiny_cell(tiny *t, const pol_run *run, uint32_t node, uint32_t row);
const char *tiny_value(tiny *t, pol_value v);
#endif
