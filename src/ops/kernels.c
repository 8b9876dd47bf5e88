/* The table of kernels: operation x representation. */
#include "ops/kernels.h"
#include "ops/kernel_set.h"
#include <string.h>

enum { REPRS = POL_REPR_LIST + 1 };
typedef struct entry { const char *shape; pol_kernel kernel[REPRS]; } entry;

#define ONE(kernel) {kernel, kernel, kernel, kernel} /* nothing in the shape varies */
#define ORDERED(kernel) {kernel##_int, kernel##_num, NULL, NULL}
#define VALUES(kernel) {kernel##_int, kernel##_num, kernel##_period, NULL}
#define ALL(kernel) {kernel##_int, kernel##_num, kernel##_period, kernel##_list}
#define NONE {NULL, NULL, NULL, NULL} /* eval does it: it needs the facts or the frames of loops */

static const entry table[POL_OPS] = {
    [POL_OP_CONST] = {"", NONE},
    [POL_OP_INPUT] = {"", NONE},
    [POL_OP_AS_OF] = {"", NONE},
    [POL_OP_ELEMENT] = {"", NONE},
    [POL_OP_BROADCAST] = {"v>v", NONE},
    [POL_OP_PRESUMED] = {"vv>v", ALL(pol_choice_presumed)},
    [POL_OP_ONLY_WHEN] = {"vi>v", ALL(pol_choice_only_when)},

    [POL_OP_NOT] = {"i>i", ONE(pol_logic_not)},
    [POL_OP_AND] = {"i(i)>i", ONE(pol_logic_and)},
    [POL_OP_OR] = {"i(i)>i", ONE(pol_logic_or)},
    [POL_OP_EQ] = {"vv>i", VALUES(pol_compare_eq)},
    [POL_OP_NE] = {"vv>i", VALUES(pol_compare_ne)},
    [POL_OP_LT] = {"vv>i", ORDERED(pol_compare_lt)},
    [POL_OP_LE] = {"vv>i", ORDERED(pol_compare_le)},
    [POL_OP_GT] = {"vv>i", ORDERED(pol_compare_gt)},
    [POL_OP_GE] = {"vv>i", ORDERED(pol_compare_ge)},
    [POL_OP_IN] = {"vv(v)>i", VALUES(pol_compare_in)},
    [POL_OP_HOLDS] = {"i>i", ONE(pol_logic_holds)},
    [POL_OP_APPLIES] = {"v>i", ONE(pol_logic_applies)},

    [POL_OP_ADD] = {"nn>n", ONE(pol_arithmetic_add)},
    [POL_OP_SUB] = {"nn>n", ONE(pol_arithmetic_sub)},
    [POL_OP_MUL] = {"nn>n", ONE(pol_arithmetic_mul)},
    [POL_OP_DIV] = {"nn>n", ONE(pol_arithmetic_div)},
    [POL_OP_NEG] = {"n>n", ONE(pol_arithmetic_neg)},
    [POL_OP_LEAST] = {"v(v)>v", ORDERED(pol_compare_least)},
    [POL_OP_GREATEST] = {"v(v)>v", ORDERED(pol_compare_greatest)},
    [POL_OP_ROUND] = {"nn>n", ONE(pol_arithmetic_round)},
    [POL_OP_WHOLE] = {"n>n", ONE(pol_arithmetic_whole)},

    [POL_OP_TO_PERIOD] = {"n>p", ONE(pol_dates_to_period)},
    [POL_OP_PERIOD_ADD] = {"pp>p", ONE(pol_dates_period_add)},
    [POL_OP_SHIFT_DATE] = {"ip>i", ONE(pol_dates_shift)},
    [POL_OP_SHIFT_ORDER] = {"in>i", ONE(pol_dates_shift_order)},
    [POL_OP_ORDER_DIFF] = {"ii>n", ONE(pol_dates_order_diff)},
    [POL_OP_DAYS_BETWEEN] = {"ii>n", ONE(pol_dates_days_between)},
    [POL_OP_MONTHS_BETWEEN] = {"ii>n", ONE(pol_dates_months_between)},
    [POL_OP_YEARS_BETWEEN] = {"ii>n", ONE(pol_dates_years_between)},
    [POL_OP_DATE_MAKE] = {"nnn>i", ONE(pol_dates_make)},
    [POL_OP_YEAR] = {"i>n", ONE(pol_dates_year)},
    [POL_OP_MONTH] = {"i>n", ONE(pol_dates_month)},
    [POL_OP_DAY] = {"i>n", ONE(pol_dates_day)},
    [POL_OP_WEEKDAY] = {"i>i", ONE(pol_dates_weekday)},
    [POL_OP_LAST_OF_MONTH] = {"i>i", ONE(pol_dates_last_of_month)},
    [POL_OP_YEARLY_IN] = {"in>i", ONE(pol_dates_yearly_in)},

    [POL_OP_SELECT] = {"ivv>v", ALL(pol_choice_select)},

    [POL_OP_LIST_FACT] = {">l", NONE},
    [POL_OP_LIST_FIELD] = {">l", NONE},
    [POL_OP_LIST_DAYS] = {"ii>l", NONE},
    [POL_OP_LIST_NUMBERS] = {"nn>l", NONE},
    [POL_OP_LIST_YEARS] = {"iii>l", NONE},
    [POL_OP_LIST_PIECES] = {"iin>l", NONE},
    [POL_OP_ANY] = {"li>i", ONE(pol_lists_any)},
    [POL_OP_EVERY] = {"li>i", ONE(pol_lists_every)},
    [POL_OP_COUNT] = {"li>n", ONE(pol_lists_count)},
    [POL_OP_SUM] = {"lin>n", ONE(pol_lists_sum)},
    [POL_OP_AGG_LEAST] = {"liv>v", ORDERED(pol_lists_least)},
    [POL_OP_AGG_GREATEST] = {"liv>v", ORDERED(pol_lists_greatest)},

    [POL_OP_DECISION] = {"", NONE},
    [POL_OP_ANSWER] = {"v>v", ALL(pol_choice_answer)},
    [POL_OP_PERMISSION] = {"(i)>i", ONE(pol_combine_permission)},
    [POL_OP_PICK] = {"(iv)>v", VALUES(pol_combine_pick)},
    [POL_OP_PICK_LEAST] = {"(iv)>v", ORDERED(pol_combine_pick_least)},
    [POL_OP_PICK_GREATEST] = {"(iv)>v", ORDERED(pol_combine_pick_greatest)},
    [POL_OP_ADD_ALL] = {"n(in)>n", ONE(pol_combine_add_all)},
    [POL_OP_MUL_ALL] = {"n(in)>n", ONE(pol_combine_mul_all)},
    [POL_OP_CAP_ALL] = {"v(iv)>v", ORDERED(pol_combine_cap_all)},
    [POL_OP_STAGE] = {"ii>i", ONE(pol_choice_stage)},
};

pol_kernel pol_kernel_find(pol_op op, pol_repr repr) {
  if ((unsigned)op >= POL_OPS || (unsigned)repr >= REPRS) return NULL;
  return table[op].kernel[repr];
}

const char *pol_op_shape(pol_op op) {
  if ((unsigned)op >= POL_OPS || table[op].shape == NULL) return "";
  return table[op].shape;
}
