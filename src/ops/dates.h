/* What kernels and generated lists share about dates. Private to ops. */
#ifndef POL_OPS_DATES_H
#define POL_OPS_DATES_H
#include "base/date.h"

/* The yearly date (month * 100 + day) in a year; 29 February goes by the convention. false: there is no such date. */
bool pol_dates_in_year(pol_date *out, int32_t yearly, int32_t year, pol_short_months how);
#endif
