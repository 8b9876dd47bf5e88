/* Backwards through a run, from a node of one record to what its value rests on. A walk goes only through arguments that mattered: of an `and` that is no,
 * the ones that are no; of a choice, the branch taken; of a list, its elements. It keeps its own stack, so the depth of an expression costs memory and
 * nothing else. Inside eval only; everything is in `scratch`. */
#ifndef POL_EVAL_WALK_H
#define POL_EVAL_WALK_H
#include "base/map.h"
#include "eval/reach.h"
#include "eval/row.h"

typedef enum pol_walk_through { /* which nodes it goes through */
  POL_WALK_ALL,     /* all that mattered */
  POL_WALK_UNKNOWN, /* only those not known: to the facts that are missing */
  POL_WALK_ERRED    /* only those in error: to where the error arose */
} pol_walk_through;

/* What may be met below a node, so that a walk that is after one of these leaves the rest alone. */
enum { POL_LEADS_PRESUMED = 1, POL_LEADS_ANSWER = 2 /* of a decision, or the rows of a table */ };
void pol_walk_leads(uint8_t *leads, const pol_program *p); /* by node */
const uint8_t *pol_run_leads(const pol_run *r);

typedef struct pol_spot { uint32_t node, row; } pol_spot;

enum { POL_MARK_MISSING = 1, POL_MARK_PRESUMED = 2, POL_MARK_READ = 4 };

typedef struct pol_walk {
  const pol_row *at;
  pol_arena *scratch;
  pol_walk_through through;
  uint8_t wants;   /* ALL: what it is after; 0: everything */
  uint8_t *fact;   /* by fact: POL_MARK_… */
  bool *row_rule;  /* by rule: a row of a table that gave a value on the way */
  bool *seen;      /* by node, of frame 0 */
  bool *answer;    /* by decision: its answer mattered, and was not gone through; NULL: answers are gone through */
  uint32_t origin; /* POL_WALK_ERRED: the first node in error none of whose arguments is */
  pol_map inner;   /* nodes of inner frames that were seen, with their rows */
  uint32_t reached; /* arguments that mattered so far, also those seen before */
  POL_VEC(pol_spot) stack;
} pol_walk;

pol_status pol_walk_start(pol_walk *w, pol_arena *scratch, const pol_row *at, pol_walk_through through);
/* Goes from `node` (of frame 0, or POL_NO_NODE). Marks stay from call to call, and nothing is walked twice. */
pol_status pol_walk_from(pol_walk *w, uint32_t node);
#endif
