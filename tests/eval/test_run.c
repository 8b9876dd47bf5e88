/* Runs: one record, thousands of them, limits and memory. What is computed is test_rules.c's, test_loops.c's and test_expressions.c's. */
#include "base/failing.h"
#include "base/limits.h"
#include "eval/small.h"

/* A model with a bit of everything, and records of every kind by number. */
static uint32_t open_mixed(tiny *t) {
  uint32_t people, l, d = open_people(t, &people, &l), c = tiny_fact(t, "c", tiny_type(POL_T_BOOL)),
                      n = tiny_fact(t, "n", tiny_type(POL_T_NUMBER)), date = tiny_fact(t, "date", tiny_type(POL_T_DATE));
  uint32_t p = tiny_decision(t, "p", POL_T_PERMISSION), due = tiny_decision(t, "due", POL_T_DATE);
  pol_expr *total = tiny_each(t, POL_OP_SUM, POL_T_NUMBER, l, tiny_list(t, people), tiny_element(t, l, 0, POL_T_BOOL),
                              tiny_element(t, l, 1, POL_T_NUMBER));
  pol_expr *period = tiny_op(t, POL_OP_TO_PERIOD, POL_T_PERIOD, 1, tiny_given(t, n)),
           *later = tiny_op(t, POL_OP_SHIFT_DATE, POL_T_DATE, 2, tiny_given(t, date), period);
  period->k = 2, later->k = 1;
  tiny_rule(t, d, POL_E_IS, NULL, tiny_op(t, POL_OP_DIV, POL_T_NUMBER, 2, total, tiny_given(t, n)));
  tiny_rule(t, d, POL_E_ADDS, tiny_given(t, c), tiny_number(t, 1, 3));
  tiny_rule(t, p, POL_E_REFUSES, tiny_op(t, POL_OP_GT, POL_T_BOOL, 2, tiny_answer(t, d), tiny_number(t, 4, 1)), NULL);
  tiny_rule(t, p, POL_E_PERMITS, tiny_given(t, c), NULL);
  tiny_rule(t, due, POL_E_IS, NULL, tiny_op(t, POL_OP_SELECT, POL_T_DATE, 3, tiny_given(t, c), later, tiny_given(t, date)));
  return people;
}

static pol_record_facts *mixed_person(tiny *t, uint32_t people, uint32_t number) {
  pol_record_facts *r = tiny_person(t);
  int64_t fields[10];
  for (uint32_t j = 0; j < 10; j++)
    fields[j] = (number + j) % 13 == 0 ? UNKNOWN : j % 2 == 0 ? (number >> j) & 1 : (int64_t)(number % 17 + j);
  if (number % 7 != 0) tiny_set_list(t, r, people, number % 6, fields);
  if (number % 5 != 0) tiny_set_int(r, people + 1, number % 3 == 0);
  if (number % 4 != 0) tiny_set_number(r, people + 2, number % 11, number % 2 + 1);
  if (number % 9 != 0) tiny_set_int(r, people + 3, (int32_t)(number * 37 % 20000));
  return r;
}

/* The same record alone, among 2,048 and in a run used before gives the same cells, in every node of frame 0. */
Test(run, a_record_alone_and_among_many) {
  enum { MANY = 2048 };
  tiny t;
  uint32_t people = open_mixed(&t);
  tiny_make(&t);
  const pol_record_facts **all = POL_NEW_N(t.arena, const pol_record_facts *, MANY);
  for (uint32_t j = 0; j < MANY; j++) all[j] = mixed_person(&t, people, j);
  pol_run *many, *one;
  cr_assert_eq(pol_run_new(&many, t.program, NULL), POL_OK);
  cr_assert_eq(pol_run_new(&one, t.program, NULL), POL_OK);
  cr_assert_eq(pol_run_chunk(many, all, 7, 0), POL_OK, "a smaller chunk first: the columns must grow");
  cr_assert_eq(pol_run_chunk(many, all, MANY, 0), POL_OK);
  uint32_t known = 0, different = 0;
  for (uint32_t j = 0; j < MANY; j++) {
    cr_assert_eq(pol_run_chunk(one, &all[j], 1, 0), POL_OK);
    for (uint32_t i = 0; i < t.program->nodes; i++) {
      if (t.program->node[i].frame != 0 || t.program->node[i].repr == POL_REPR_LIST) continue;
      pol_value a = pol_run_value(many, i, j), b = pol_run_value(one, i, 0);
      known += a.state == POL_KNOWN;
      bool same = a.state == b.state && a.fault == b.fault;
      if (same && a.state == POL_KNOWN) {
        same = t.program->node[i].repr == POL_REPR_NUM ? pol_num_cmp(a.as.num, b.as.num) == 0
               : t.program->node[i].repr == POL_REPR_PERIOD
                   ? a.as.period.months == b.as.period.months && a.as.period.days == b.as.period.days
                   : a.as.i == b.as.i;
      }
      different += !same;
    }
  }
  cr_expect_eq(different, 0);
  cr_expect_gt(known, MANY, "most of it is known: %u", known);
  pol_run_drop(many);
  pol_run_drop(one);
  tiny_close(&t);
}

Test(run, chunk_limits) {
  tiny t;
  open_conditions(&t, 1);
  uint32_t d = tiny_decision(&t, "d", POL_T_PERMISSION);
  tiny_rule(&t, d, POL_E_PERMITS, when(&t, 0), NULL);
  tiny_make(&t);
  const pol_record_facts **all = POL_NEW_N(t.arena, const pol_record_facts *, POL_LIMIT_CHUNK + 1);
  for (uint32_t j = 0; j <= POL_LIMIT_CHUNK; j++) all[j] = conditions(&t, j % 2 ? "y" : "n");
  static const struct {
    uint32_t n;
    pol_status want;
  } rows[] = {{0, POL_LIMIT}, {1, POL_OK}, {POL_LIMIT_CHUNK - 1, POL_OK}, {POL_LIMIT_CHUNK, POL_OK}, {POL_LIMIT_CHUNK + 1, POL_LIMIT},
              {2, POL_OK}};
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, t.program, NULL), POL_OK);
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect_eq(pol_run_chunk(run, all, rows[i].n, 0), rows[i].want, "%u records", rows[i].n);
    if (rows[i].want == POL_OK)
      cr_expect_str_eq(tiny_cell(&t, run, t.program->decision[d].outcome, rows[i].n - 1), rows[i].n % 2 ? "silent" : "permitted");
  }
  cr_expect_geq(pol_run_best_chunk(t.program), 16);
  cr_expect_leq(pol_run_best_chunk(t.program), 2048);
  pol_run_drop(run);
  tiny_close(&t);
}

/* One record takes two blocks: the run, and the columns; each loop takes two more. */
Test(run, one_record_is_two_blocks) {
  tiny t;
  open_conditions(&t, 2);
  uint32_t d = tiny_decision(&t, "d", POL_T_PERMISSION);
  tiny_rule(&t, d, POL_E_PERMITS, tiny_op(&t, POL_OP_AND, POL_T_BOOL, 2, when(&t, 0), when(&t, 1)), NULL);
  tiny_make(&t);
  failing f;
  pol_alloc from = failing_alloc(&f, SIZE_MAX);
  const pol_record_facts *r = conditions(&t, "yy");
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, t.program, &from), POL_OK);
  for (int j = 0; j < 3; j++) cr_assert_eq(pol_run_chunk(run, &r, 1, 0), POL_OK);
  cr_expect_eq(f.calls, 2);
  pol_run_drop(run);
  cr_expect_eq(f.living, 0);
  tiny_close(&t);
}

/* -- memory */

static tiny shared; /* a test process runs one test */
static const pol_record_facts *some[3];

static bool run_with(const pol_alloc *from) {
  pol_run *run = NULL;
  bool well = pol_run_new(&run, shared.program, from) == POL_OK;
  well = well && pol_run_chunk(run, some, 2, 0) == POL_OK && pol_run_chunk(run, some, 3, 0) == POL_OK;
  well = well && POL_CELL_STATE(pol_run_column(run, shared.program->decision[0].value)->state[0]) == POL_KNOWN;
  pol_run_drop(run);
  return well;
}

Test(run, every_allocation_may_fail) {
  uint32_t people, l, d = open_people(&shared, &people, &l), k = tiny_loop(&shared, POL_NO_REF);
  pol_expr *numbers = tiny_op(&shared, POL_OP_LIST_NUMBERS, POL_T_LIST, 2, tiny_number(&shared, 1, 1), tiny_number(&shared, 3, 1));
  pol_expr *sum =
      tiny_each(&shared, POL_OP_SUM, POL_T_NUMBER, l, tiny_list(&shared, people), NULL, tiny_element(&shared, l, 1, POL_T_NUMBER));
  pol_expr *more = tiny_each(&shared, POL_OP_SUM, POL_T_NUMBER, k, numbers, NULL, tiny_element(&shared, k, 0, POL_T_NUMBER));
  tiny_rule(&shared, d, POL_E_IS, NULL, tiny_op(&shared, POL_OP_ADD, POL_T_NUMBER, 2, sum, more));
  tiny_make(&shared);
  for (size_t j = 0; j < 3; j++) {
    pol_record_facts *r = tiny_person(&shared);
    tiny_set_list(&shared, r, people, (uint32_t)j + 1, (const int64_t[]){1, 2, 0, 3, 1, 4});
    some[j] = r;
  }
  failing_everywhere(run_with);
  tiny_close(&shared);
}
