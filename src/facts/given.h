/* Facts that come from a program, one by one, not from a file: checked as the readers of files check them, and what is wrong said in the same words. */
#ifndef POL_FACTS_GIVEN_H
#define POL_FACTS_GIVEN_H
#include "facts/facts.h"

typedef struct pol_giving {
  pol_arena *arena;      /* of `why`; else touched by lists alone */
  const pol_model *m;    /* texts are made among its atoms */
  const char *why;       /* what is wrong, and on a second line what helps; NULL: memory ran out */
} pol_giving;

/* Each: false when it is wrong, and then `why` says so. */
bool pol_given_text(pol_value *out, pol_giving *g, uint32_t fact, const char *bytes, size_t n);                    /* as a field of a table; no bytes: not known */
bool pol_given_whole(pol_value *out, pol_giving *g, uint32_t fact, pol_type_kind kind, int64_t whole);             /* BOOL, OPTION (a party too), DATE, TIME */
bool pol_given_number(pol_value *out, pol_giving *g, uint32_t fact, int64_t digits, unsigned places);              /* in the fact's unit; places at most 18 */
bool pol_given_period(pol_value *out, pol_giving *g, uint32_t fact, int32_t months, int32_t days);
/* One record as a JSON object, into `out`, whose values are then the arena's. What it gives itself is the caller's; what is given for every record stays from where it is. */
pol_status pol_given_record(pol_record_facts *out, pol_giving *g, const pol_record_facts *common, const char *json, size_t n); /* POL_REJECTED: `why` */
#endif
