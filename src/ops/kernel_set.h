/* The kernels by name, for the table in kernels.c. Private to ops. A kernel named here and written nowhere does not link. */
#ifndef POL_OPS_KERNEL_SET_H
#define POL_OPS_KERNEL_SET_H
#include "ops/kernels.h"

#define K(name) void name(const pol_kernel_call *c);
#define K_ORDERED(name) K(name##_int) K(name##_num)
#define K_VALUES(name) K_ORDERED(name) K(name##_period)
#define K_ALL(name) K_VALUES(name) K(name##_list)

/* clang-format off */
/* logic.c */
K(pol_logic_not) K(pol_logic_and) K(pol_logic_or) K(pol_logic_holds) K(pol_logic_applies)
/* compare.c */
K_VALUES(pol_compare_eq) K_VALUES(pol_compare_ne) K_ORDERED(pol_compare_lt) K_ORDERED(pol_compare_le) K_ORDERED(pol_compare_gt)
K_ORDERED(pol_compare_ge) K_VALUES(pol_compare_in) K_ORDERED(pol_compare_least) K_ORDERED(pol_compare_greatest)
/* arithmetic.c */
K(pol_arithmetic_add) K(pol_arithmetic_sub) K(pol_arithmetic_mul) K(pol_arithmetic_div) K(pol_arithmetic_neg)
K(pol_arithmetic_round) K(pol_arithmetic_whole)
/* dates.c */
K(pol_dates_to_period) K(pol_dates_period_add) K(pol_dates_shift) K(pol_dates_shift_order) K(pol_dates_order_diff)
K(pol_dates_days_between) K(pol_dates_months_between) K(pol_dates_years_between) K(pol_dates_make) K(pol_dates_year)
K(pol_dates_month) K(pol_dates_day) K(pol_dates_weekday) K(pol_dates_last_of_month) K(pol_dates_yearly_in)
/* choice.c */
K_ALL(pol_choice_select) K_ALL(pol_choice_presumed) K_ALL(pol_choice_only_when) K_ALL(pol_choice_answer) K(pol_choice_stage)
/* lists.c */
K(pol_lists_any) K(pol_lists_every) K(pol_lists_count) K(pol_lists_sum) K_ORDERED(pol_lists_least) K_ORDERED(pol_lists_greatest)
/* combine.c */
K(pol_combine_permission) K_VALUES(pol_combine_pick) K_ORDERED(pol_combine_pick_least) K_ORDERED(pol_combine_pick_greatest)
K(pol_combine_add_all) K(pol_combine_mul_all) K_ORDERED(pol_combine_cap_all)

/* clang-format on */
#undef K
#undef K_ORDERED
#undef K_VALUES
#undef K_ALL
#endif
