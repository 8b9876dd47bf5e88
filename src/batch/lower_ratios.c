/* Ratios of two lanes: dividends and divisors that are above 0, both counted in one unit with what they meet. */
#include "batch/lower.h"

bool pol_ratio_mul(pol_lower *l, pol_part a[2], const pol_part b[2]) { return pol_part_mul(l, &a[0], a[0], b[0]) && pol_part_mul(l, &a[1], a[1], b[1]); }

bool pol_ratio_add(pol_lower *l, pol_part a[2], const pol_part b[2]) {
  pol_part x, y;
  if (!pol_part_mul(l, &x, a[0], b[1]) || !pol_part_mul(l, &y, b[0], a[1])) return false;
  return pol_part_add(l, &a[0], x, y, 1) && pol_part_mul(l, &a[1], a[1], b[1]);
}

void pol_ratio_select(pol_lower *l, pol_part out[2], uint32_t condition, const pol_part yes[2], const pol_part no[2]) {
  for (int j = 0; j < 2; j++) out[j] = pol_part_select(l, condition, yes[j], no[j]);
}

bool pol_ratio_extreme(pol_lower *l, pol_part a[2], uint32_t when, const pol_part b[2], bool greatest) {
  pol_part x, y;
  if (!pol_part_mul(l, &x, a[0], b[1]) || !pol_part_mul(l, &y, b[0], a[1])) return false;
  pol_part bites = pol_part_compare(l, greatest ? POL_OP_GT : POL_OP_LT, y, x, POL_REG_KNOWN);
  pol_operand both[2] = {{.v = when}, {.v = pol_part_truth(l, bites, POL_REG_KNOWN)}};
  if (bites.constant && bites.lo == 0) return true;
  pol_ratio_select(l, a, pol_all_or_any(l, false, both, 2), b, a);
  return true;
}
