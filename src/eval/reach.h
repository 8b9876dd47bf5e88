/* What a node or a decision can depend on at all, whatever the facts. Read from the program alone. */
#ifndef POL_EVAL_REACH_H
#define POL_EVAL_REACH_H
#include "base/status.h"
#include "program/program.h"

/* seen[] is by node: itself and all that it reads, directly or not. */
pol_status pol_reach_node(bool **seen, pol_arena *scratch, const pol_program *p, uint32_t node);
/* The same for an answer: its outcome, its value, its rules, and the stages before it. */
pol_status pol_reach_decision(bool **seen, pol_arena *scratch, const pol_program *p, uint32_t decision);
bool pol_reaches_as_of(const pol_program *p, const bool *seen);
/* The nodes that a decision's own answer is made of, in order: its outcome or value, its scope; of a set, a sequence or obligations also its rules. */
pol_status pol_decision_roots(uint32_t **roots, uint32_t *n, pol_arena *arena, const pol_program *p, uint32_t decision);
#endif
