/* The fewest changes of facts under which some rules are no longer in force, nor any above them that is no better. Only facts that can change are changed, at most three of them, and every set
 * that is proposed was tried by running the program. Inside eval only. */
#ifndef POL_EVAL_LIFT_H
#define POL_EVAL_LIFT_H
#include "eval/cite.h"
#include "eval/trial.h"

enum {
  POL_LIFT_FACTS = 3,      /* in one set */
  POL_LIFT_VALUES = 8,     /* of one fact, once two or more facts change together */
  POL_LIFT_TRIES = 1 << 14, /* sets tried for one blocker */
  POL_LIFT_DAYS = 3653     /* ten years */
};

typedef struct pol_lift {
  pol_arena *arena;        /* results and all else */
  const pol_row *r;
  pol_trial *trial;
  const pol_question *q;
  pol_outcome wanted;
  const uint32_t *rule; uint32_t rules; /* none of these may be in force afterwards */
} pol_lift;

/* *n is 0 when no set was found. Of several smallest sets: the one whose answer is nearest to the wanted one, then the one that
 * leaves fewest rules in the way, then facts and values in their order. */
pol_status pol_lift_find(pol_change **out, uint32_t *n, const pol_lift *l);

/* -- candidates.c: the values worth trying for each fact that the rules rest on */
typedef struct pol_candidate { uint32_t fact; pol_value *value; uint32_t n; } pol_candidate; /* values: the nearest to what is given first */
pol_status pol_lift_candidates(pol_candidate **out, uint32_t *n, const pol_lift *l);
/* Dates day by day, both ways from the one given, or from the as-of date: for what no comparison shows. */
pol_status pol_lift_days(pol_value **out, uint32_t *n, const pol_lift *l, uint32_t fact);
#endif
