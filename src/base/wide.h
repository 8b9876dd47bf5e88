/* 256-bit magnitudes, for the intermediate steps of num.c. Nothing here checks for overflow: the caller knows that it fits. */
#ifndef POL_BASE_WIDE_H
#define POL_BASE_WIDE_H
#include "base/num.h"
typedef struct pol_wide { pol_u128 hi, lo; } pol_wide;

pol_wide pol_wide_mul(pol_u128 a, pol_u128 b);
pol_wide pol_wide_add(pol_wide a, pol_wide b);
pol_wide pol_wide_sub(pol_wide a, pol_wide b); /* a >= b */
int pol_wide_cmp(pol_wide a, pol_wide b);      /* -1, 0, 1 */
pol_wide pol_wide_div(pol_wide *rest, pol_wide a, pol_wide b); /* b > 0 */
#endif
