/* Lists and loops: given and computed, inside one another, and their limits. */
#include "eval/small.h"

Test(loops, lists_of_records) {
  tiny t;
  uint32_t people, l, d = open_people(&t, &people, &l);
  pol_expr *flag = tiny_element(&t, l, 0, POL_T_BOOL), *number = tiny_element(&t, l, 1, POL_T_NUMBER), *list = tiny_list(&t, people);
  struct {
    pol_op op;
    pol_type_kind kind;
    bool where, value;
    const char *want[6];
  } rows[] = {
      {POL_OP_COUNT, POL_T_NUMBER, false, false, {"3", "0", "unknown", "3", "3", "2"}},
      {POL_OP_COUNT, POL_T_NUMBER, true, false, {"2", "0", "unknown", "unknown", "2", "1"}},
      {POL_OP_SUM, POL_T_NUMBER, true, true, {"40", "0", "unknown", "unknown", "unknown", "5"}},
      {POL_OP_SUM, POL_T_NUMBER, false, true, {"60", "0", "unknown", "60", "unknown", "12"}},
      {POL_OP_AGG_LEAST, POL_T_NUMBER, true, true, {"10", "n/a", "unknown", "unknown", "unknown", "5"}},
      {POL_OP_AGG_GREATEST, POL_T_NUMBER, false, true, {"30", "n/a", "unknown", "30", "unknown", "7"}},
      {POL_OP_ANY, POL_T_BOOL, true, false, {"yes", "no", "unknown", "yes", "yes", "yes"}},
      {POL_OP_EVERY, POL_T_BOOL, true, false, {"no", "yes", "unknown", "no", "no", "no"}},
  };
  pol_expr *each[COUNT(rows)];
  for (size_t i = 0; i < COUNT(rows); i++) {
    each[i] = tiny_each(&t, rows[i].op, rows[i].kind, l, list, rows[i].where ? flag : NULL, rows[i].value ? number : NULL);
    tiny_rule(&t, d, POL_E_IS, each[i]->type.kind == POL_T_BOOL ? each[i] : NULL,
              each[i]->type.kind == POL_T_BOOL ? tiny_number(&t, 1, 1) : each[i]);
  }
  tiny_make(&t);
  pol_record_facts *people_of[6];
  const int64_t some[] = {1, 10, 0, 20, 1, 30}, flag_unknown[] = {1, 10, UNKNOWN, 20, 0, 30}, number_unknown[] = {1, 10, 0, 20, 1, UNKNOWN},
                two[] = {0, 7, 1, 5};
  for (size_t j = 0; j < 6; j++) people_of[j] = tiny_person(&t);
  tiny_set_list(&t, people_of[0], people, 3, some);
  tiny_set_list(&t, people_of[1], people, 0, NULL);
  tiny_set_list(&t, people_of[3], people, 3, flag_unknown);
  tiny_set_list(&t, people_of[4], people, 3, number_unknown);
  tiny_set_list(&t, people_of[5], people, 2, two);
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, t.program, NULL), POL_OK);
  cr_assert_eq(pol_run_chunk(run, (const pol_record_facts *const *)people_of, 6, 0), POL_OK);
  for (size_t i = 0; i < COUNT(rows); i++) {
    for (uint32_t j = 0; j < 6; j++) {
      cr_expect_str_eq(tiny_cell(&t, run, each[i]->slot, j), rows[i].want[j], "%s %zu of record %u", pol_op_name(rows[i].op), i, j);
      cr_expect_str_eq(alone(&t, people_of[j], each[i]->slot), rows[i].want[j], "%s %zu of record %u alone", pol_op_name(rows[i].op), i, j);
    }
  }
  uint32_t frame = l + 1;
  cr_expect_eq(pol_run_rows(run, frame), 11);
  static const uint32_t parents[] = {0, 0, 0, 3, 3, 3, 4, 4, 4, 5, 5};
  for (uint32_t j = 0; j < 11; j++) {
    cr_expect_eq(pol_run_parents(run, frame)[j], parents[j]);
    cr_expect_eq(pol_run_row_in(run, frame, j, 0), parents[j]);
    cr_expect_eq(pol_run_row_in(run, frame, j, frame), j);
  }
  cr_expect_str_eq(tiny_cell(&t, run, list->slot, 0), "3 elements");
  pol_run_drop(run);
  tiny_close(&t);
}

/* sum(a.n for each a in L where count(each b in L where b.n is more than a.n) is 0): the greatest, by a loop that sees the one around it.
 */
Test(loops, loops_inside_loops) {
  tiny t;
  uint32_t people, a, d = open_people(&t, &people, &a), b = tiny_loop(&t, a);
  pol_expr *mine = tiny_element(&t, a, 1, POL_T_NUMBER), *theirs = tiny_element(&t, b, 1, POL_T_NUMBER);
  pol_expr *more =
      tiny_each(&t, POL_OP_COUNT, POL_T_NUMBER, b, tiny_list(&t, people), tiny_op(&t, POL_OP_GT, POL_T_BOOL, 2, theirs, mine), NULL);
  pol_expr *none = tiny_op(&t, POL_OP_EQ, POL_T_BOOL, 2, more, tiny_number(&t, 0, 1));
  tiny_rule(&t, d, POL_E_IS, NULL, tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, a, tiny_list(&t, people), none, mine));
  tiny_make(&t);
  const int64_t rows[2][8] = {{1, 10, 0, 40, 1, 30, 0, 40}, {0, 3, 1, 2}};
  pol_record_facts *r[2] = {tiny_person(&t), tiny_person(&t)};
  tiny_set_list(&t, r[0], people, 4, rows[0]);
  tiny_set_list(&t, r[1], people, 2, rows[1]);
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, t.program, NULL), POL_OK);
  cr_assert_eq(pol_run_chunk(run, (const pol_record_facts *const *)r, 2, 0), POL_OK);
  cr_expect_str_eq(tiny_cell(&t, run, t.program->decision[d].value, 0), "80");
  cr_expect_str_eq(tiny_cell(&t, run, t.program->decision[d].value, 1), "3");
  cr_expect_eq(pol_run_rows(run, b + 1), 16 + 4);
  cr_expect_eq(pol_run_row_in(run, b + 1, 19, 0), 1);
  cr_expect_eq(pol_run_row_in(run, b + 1, 19, a + 1), 5);
  pol_run_drop(run);
  tiny_close(&t);
}

/* A list inside each record: teams of members. */
Test(loops, lists_of_lists) {
  tiny t;
  pol_type fields[2];
  tiny_open(&t);
  fields[0] = tiny_type(POL_T_NUMBER);
  fields[1] = tiny_list_of(POL_NO_REF);
  uint32_t teams = tiny_fact(&t, "teams", tiny_list_of(tiny_record(&t, 2, fields))), d = tiny_decision(&t, "d", POL_T_NUMBER);
  uint32_t team = tiny_loop(&t, POL_NO_REF), member = tiny_loop(&t, team);
  pol_expr *members = tiny_op(&t, POL_OP_LIST_FIELD, POL_T_LIST, 0);
  members->type = fields[1];
  members->ref = team;
  members->field = 1;
  pol_expr *sum = tiny_each(
      &t, POL_OP_SUM, POL_T_NUMBER, member, members, NULL,
      tiny_op(&t, POL_OP_MUL, POL_T_NUMBER, 2, tiny_element(&t, member, 0, POL_T_NUMBER), tiny_element(&t, team, 0, POL_T_NUMBER)));
  tiny_rule(&t, d, POL_E_IS, NULL, tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, team, tiny_list(&t, teams), NULL, sum));
  tiny_make(&t);
  /* 2 × (1 + 2 + 3) + 10 × () + 5 × (4) = 32 */
  pol_record_facts *r = tiny_person(&t);
  pol_value *at = POL_NEW_N(t.arena, pol_value, 6);
  static const int64_t weight[] = {2, 10, 5}, size[] = {3, 0, 1};
  int64_t next = 1;
  for (int j = 0; j < 3; j++) {
    at[2 * j] = (pol_value){.state = POL_KNOWN, .type = fields[0], .as.num = pol_num_int(weight[j])};
    at[2 * j + 1] = (pol_value){.state = POL_KNOWN, .type = fields[1]};
    at[2 * j + 1].as.items.n = (uint32_t)size[j];
    at[2 * j + 1].as.items.at = POL_NEW_N(t.arena, pol_value, (size_t)size[j] + 1);
    for (int k = 0; k < size[j]; k++)
      at[2 * j + 1].as.items.at[k] = (pol_value){.state = POL_KNOWN, .type = fields[0], .as.num = pol_num_int(next++)};
  }
  r->value[teams].state = POL_KNOWN;
  r->value[teams].as.records.at = at, r->value[teams].as.records.n = 3, r->value[teams].as.records.width = 2;
  cr_expect_str_eq(alone(&t, r, t.program->decision[d].value), "32");
  at[3].state = POL_UNKNOWN; /* one team's members are not known */
  cr_expect_str_eq(alone(&t, r, t.program->decision[d].value), "unknown");
  tiny_close(&t);
}

Test(loops, computed_lists) {
  tiny t;
  tiny_open(&t);
  uint32_t from = tiny_fact(&t, "from", tiny_type(POL_T_DATE)), length = tiny_fact(&t, "length", tiny_type(POL_T_NUMBER)),
           d = tiny_decision(&t, "d", POL_T_NUMBER);
  uint32_t days = tiny_loop(&t, POL_NO_REF), pieces = tiny_loop(&t, POL_NO_REF), years = tiny_loop(&t, POL_NO_REF),
           numbers = tiny_loop(&t, POL_NO_REF);
  static const int32_t border[] = {420, 1140};
  pol_expr *date = tiny_given(&t, from), *to = tiny_op(&t, POL_OP_SHIFT_DATE, POL_T_DATE, 2, date,
                                                       tiny_op(&t, POL_OP_TO_PERIOD, POL_T_PERIOD, 1, tiny_given(&t, length)));
  to->k = 1;
  pol_expr *list[] = {tiny_op(&t, POL_OP_LIST_DAYS, POL_T_LIST, 2, date, to),
                      tiny_op(&t, POL_OP_LIST_PIECES, POL_T_LIST, 3, date, tiny_int(&t, POL_T_TIME, 1080), tiny_given(&t, length)),
                      tiny_op(&t, POL_OP_LIST_YEARS, POL_T_LIST, 3, tiny_int(&t, POL_T_YEARLY, 401), date, to),
                      tiny_op(&t, POL_OP_LIST_NUMBERS, POL_T_LIST, 2, tiny_number(&t, 1, 1), tiny_given(&t, length))};
  list[1]->border = border;
  list[1]->borders = 2;
  pol_expr *sunday =
      tiny_op(&t, POL_OP_EQ, POL_T_BOOL, 2, tiny_op(&t, POL_OP_WEEKDAY, POL_T_OPTION, 1, tiny_element(&t, days, 0, POL_T_DATE)),
              tiny_int(&t, POL_T_OPTION, 6));
  pol_expr *night = tiny_op(&t, POL_OP_GE, POL_T_BOOL, 2, tiny_element(&t, pieces, 1, POL_T_TIME), tiny_int(&t, POL_T_TIME, 1140));
  pol_expr *span =
      tiny_op(&t, POL_OP_DAYS_BETWEEN, POL_T_NUMBER, 2, tiny_element(&t, years, 0, POL_T_DATE), tiny_element(&t, years, 1, POL_T_DATE));
  pol_expr *each[] = {tiny_each(&t, POL_OP_COUNT, POL_T_NUMBER, days, list[0], sunday, NULL),
                      tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, pieces, list[1], night, tiny_element(&t, pieces, 2, POL_T_NUMBER)),
                      tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, years, list[2], NULL, span),
                      tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, numbers, list[3], NULL, tiny_element(&t, numbers, 0, POL_T_NUMBER))};
  for (size_t j = 0; j < 4; j++) tiny_rule(&t, d, POL_E_IS, NULL, each[j]);
  tiny_make(&t);
  /* from 2023-04-21 */
  static const struct {
    int64_t n, d;
    const char *want[4];
  } rows[] = {{8, 1, {"1", "5", "366", "36"}},
              {0, 1, {"0", "0", "0", "0"}},
              {10, 1, {"2", "5", "366", "55"}},
              {70000, 1, {"too many", "too many", "70126", "too many"}},
              {1, 2, {"not whole", "0", "not whole", "not whole"}}};
  pol_record_facts *r[COUNT(rows) + 1];
  for (size_t i = 0; i < COUNT(rows); i++) {
    r[i] = tiny_person(&t);
    tiny_set_int(r[i], from, 19468);
    tiny_set_number(r[i], length, rows[i].n, rows[i].d);
  }
  r[COUNT(rows)] = tiny_person(&t);
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, t.program, NULL), POL_OK);
  cr_assert_eq(pol_run_chunk(run, (const pol_record_facts *const *)r, COUNT(rows) + 1, 0), POL_OK);
  for (uint32_t i = 0; i <= COUNT(rows); i++) {
    for (size_t j = 0; j < 4; j++) {
      const char *want = i < COUNT(rows) ? rows[i].want[j] : "unknown";
      cr_expect_str_eq(tiny_cell(&t, run, each[j]->slot, i), want, "list %zu of record %u", j, i);
      cr_expect_str_eq(alone(&t, r[i], each[j]->slot), want, "list %zu of record %u alone", j, i);
    }
  }
  pol_run_drop(run);
  tiny_close(&t);
}

/* 100 lists of 200 × 200 × … : the limit on rows is per record, whatever else is in the chunk. */
Test(loops, rows_of_nested_loops_are_limited_by_record) {
  tiny t;
  tiny_open(&t);
  uint32_t list = tiny_fact(&t, "list", tiny_list_of(POL_NO_REF)), d = tiny_decision(&t, "d", POL_T_NUMBER);
  uint32_t a = tiny_loop(&t, POL_NO_REF), b = tiny_loop(&t, a);
  pol_expr *inner =
      tiny_each(&t, POL_OP_COUNT, POL_T_NUMBER, b, tiny_list(&t, list),
                tiny_op(&t, POL_OP_LE, POL_T_BOOL, 2, tiny_element(&t, b, 0, POL_T_NUMBER), tiny_element(&t, a, 0, POL_T_NUMBER)), NULL);
  tiny_rule(&t, d, POL_E_IS, NULL, tiny_each(&t, POL_OP_SUM, POL_T_NUMBER, a, tiny_list(&t, list), NULL, inner));
  tiny_make(&t);
  enum { AT = 1024, OVER = 1025 }; /* 1024² rows are allowed */
  int64_t *numbers = POL_NEW_N(t.arena, int64_t, OVER);
  for (int64_t j = 0; j < OVER; j++) numbers[j] = j;
  pol_record_facts *r[] = {tiny_person(&t), tiny_person(&t), tiny_person(&t)};
  tiny_set_list(&t, r[0], list, OVER, numbers);
  tiny_set_list(&t, r[1], list, AT, numbers);
  tiny_set_list(&t, r[2], list, 2, numbers);
  static const char *const want[] = {"too many", "524800", "3"};
  pol_run *run;
  cr_assert_eq(pol_run_new(&run, t.program, NULL), POL_OK);
  cr_assert_eq(pol_run_chunk(run, (const pol_record_facts *const *)r, 3, 0), POL_OK);
  for (uint32_t j = 0; j < 3; j++) cr_expect_str_eq(tiny_cell(&t, run, t.program->decision[d].value, j), want[j], "record %u", j);
  pol_run_drop(run);
  tiny_close(&t);
}
