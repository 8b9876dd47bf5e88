/* What an answer hangs on: the rules of its decision, of the stages before it, of the decisions that these use, and the rows of the tables that they call. Inside
 * scenario only; everything is in the arena given, and worked out when it is first asked for. */
#ifndef POL_SCENARIO_HANGS_H
#define POL_SCENARIO_HANGS_H
#include "program/program.h"

typedef struct pol_hangs {
  pol_arena *arena;
  const pol_program *p;
  bool **rule; /* by decision, then by rule of the model; NULL: not asked for yet */
  bool **node; /* by decision, then by node: choices among the rows of a table that is called */
} pol_hangs;

pol_status pol_hangs_start(pol_hangs *h, pol_arena *arena, const pol_program *p);
pol_status pol_hangs_look(pol_hangs *h, uint32_t decision); /* fills rule[decision] and node[decision] */
#endif
