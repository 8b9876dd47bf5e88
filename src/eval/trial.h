/* The program run again for variants of one record: what else the facts could be. Inside eval only. A trial owns its run; records and rows are in its arena. */
#ifndef POL_EVAL_TRIAL_H
#define POL_EVAL_TRIAL_H
#include "eval/row.h"

enum { POL_TRIAL_MOST = 64 }; /* variants run together: enough to spread the cost of a pass over the program, few enough to stay small */

typedef struct pol_trial {
  pol_arena *arena;
  const pol_row *base; /* base->record is what is varied */
  pol_run *run;
  pol_record_facts record[POL_TRIAL_MOST];
  const pol_record_facts *each[POL_TRIAL_MOST]; /* the same, as the run keeps them */
  uint32_t n;
} pol_trial;

pol_status pol_trial_start(pol_trial *t, pol_arena *arena, const pol_row *base);
void pol_trial_end(pol_trial *t); /* accepts one that was zeroed and never started */
/* A new variant, the same as the base so far; at most POL_TRIAL_MOST of them. NULL when out of memory. */
pol_record_facts *pol_trial_add(pol_trial *t);
/* Runs the variants added. */
pol_status pol_trial_run(pol_trial *t, pol_date as_of);
pol_row pol_trial_row(const pol_trial *t, uint32_t i, pol_arena *arena);
void pol_trial_clear(pol_trial *t); /* no variants; their room is used again */
#endif
