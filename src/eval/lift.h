/* Changes of facts under which some rules are no longer in force, nor any above them that is no better, and nothing comes in the way that did not stand there
 * before. Only facts that can change are changed, at most three of them, and every way that is proposed was tried by running the program. Inside eval only. */
#ifndef POL_EVAL_LIFT_H
#define POL_EVAL_LIFT_H
#include "eval/cite.h"
#include "eval/trial.h"

enum {
  POL_LIFT_FACTS = 3,      /* in one way */
  POL_LIFT_VALUES = 8,     /* of one fact, once two or more facts change together */
  POL_LIFT_WAYS = 64,      /* kept for one blocker */
  POL_LIFT_TRIES = 1 << 14, /* tried for one blocker */
  POL_LIFT_DAYS = 3653     /* ten years */
};

typedef struct pol_lift {
  pol_arena *arena;        /* results and all else */
  const pol_row *r;
  pol_trial *trial;
  const pol_question *q;
  pol_outcome wanted;
  const uint32_t *rule; uint32_t rules; /* none of these may be in force afterwards */
  const bool *blocks;      /* by rule: what stands in the way already */
  bool sole;               /* nothing but these rules does: what comes out must be the wanted answer */
  bool all;                /* larger ways, too, once smaller ones were found */
  bool wide;               /* facts that only the decision's other rules rest on, too */
} pol_lift;

/* An agreement and who gave it are one thing that changes. */
typedef struct pol_way { pol_change change[POL_LIFT_FACTS]; uint32_t n, things, cost; } pol_way;

/* The ways found, the best first: fewest things; then least cost (pol_move); then fewest facts; then the shortest; then in the order of facts and values. */
pol_status pol_lift_ways(pol_way **out, uint32_t *n, const pol_lift *l);

/* Of a date that changes alone: the nearest day in the other direction that does it as well. */
pol_status pol_lift_other_way(pol_change *date, const pol_lift *l);

/* -- candidates.c: what is worth trying for each fact that the rules rest on */
/* cost: 0 a fact that is not known, or an agreement that is given; 1 a fact that an exception or a negation names; 2 another; 3 an agreement not given. */
typedef struct pol_move { pol_value to, by; bool with_by; uint8_t cost; } pol_move;
typedef struct pol_candidate { uint32_t fact, by; pol_move *move; uint32_t n; } pol_candidate; /* by: of an agreement, else POL_NO_REF; the nearest moves first */
pol_status pol_lift_candidates(pol_candidate **out, uint32_t *n, const pol_lift *l);
/* Dates day by day, both ways from the one given, or from the as-of date: for what no comparison shows. */
pol_status pol_lift_days(pol_candidate *out, const pol_lift *l, const pol_candidate *date);
#endif
