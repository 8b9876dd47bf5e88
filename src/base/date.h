/* Dates of the proleptic Gregorian calendar, years 1 to 9999, as day numbers; calendar periods; times of day. No clock, no libc. */
#ifndef POL_BASE_DATE_H
#define POL_BASE_DATE_H
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>
typedef int32_t pol_date; /* days since 1970-01-01 */
enum { POL_DATE_FIRST = -719162 /* 0001-01-01 */, POL_DATE_LAST = 2932896 /* 9999-12-31 */ };
typedef struct pol_ymd { int32_t year, month, day; } pol_ymd;
typedef struct pol_period { int32_t months, days; } pol_period; /* years are 12 months, weeks 7 days */
typedef enum pol_short_months { POL_SHORT_NOT_SAID = 0, POL_SHORT_LAST_DAY, POL_SHORT_NEXT_FIRST } pol_short_months;

bool pol_date_make(pol_date *out, int32_t year, int32_t month, int32_t day); /* false: no such day */
pol_ymd pol_date_split(pol_date d);
int32_t pol_date_month_length(int32_t year, int32_t month);
int32_t pol_date_weekday(pol_date d); /* 0 Monday … 6 Sunday */
/* d + months, then + days. A day that the month lacks goes by the convention. false: out of range. */
bool pol_date_add(pol_date *out, pol_date d, pol_period p, int sign, pol_short_months how);
/* Complete months from a to b (negative when b is before a): the greatest n with a + n months on or before b. */
int32_t pol_date_months_between(pol_date a, pol_date b, pol_short_months how);
bool pol_date_read(pol_date *out, const char *bytes, size_t n);   /* YYYY-MM-DD, or 1 April 2024 */
bool pol_date_read_yearly(int32_t *month, int32_t *day, const char *bytes, size_t n); /* 1 February */
bool pol_time_read(int32_t *minutes, const char *bytes, size_t n); /* HH:MM, 00:00 to 24:00 */
void pol_date_write(pol_text *t, pol_date d);            /* 2024-04-01 */
void pol_date_write_for_people(pol_text *t, pol_date d); /* 1 April 2024 */
void pol_time_write(pol_text *t, int32_t minutes);       /* 07:00 */
const char *pol_date_month_name(int32_t month);          /* 1 to 12 */
const char *pol_date_weekday_name(int32_t weekday);      /* 0 to 6, "Monday" */
#endif
