/* What time alone changes. Inside eval only. */
#ifndef POL_EVAL_FIRST_DATE_H
#define POL_EVAL_FIRST_DATE_H
#include "eval/answer.h"
#include "eval/trial.h"
/* Fills undated, changes_by_itself, first_date and then: all facts held, looked for day by day. Where the as-of date is only compared with dates that are written
 * (those of clauses, say), no other days can make a difference, and only they are tried. */
pol_status pol_first_date(pol_why_not *w, const pol_row *r, pol_trial *trial, uint32_t decision);
#endif
