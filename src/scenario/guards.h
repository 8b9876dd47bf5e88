/* The guards of a model as their authors wrote them: of each line, the tests of its `when`, `except when`, `only if` and `applies only if`, of its cells, and of the
 * definitions that these name. Both coverage and changes to a policy are counted in them. Inside scenario only; everything is in the arena given.
 *
 * A test is what stands between `and`, `or`, `not` and parentheses; a range, a band of a table, an agreement and any(…) are one test each. */
#ifndef POL_SCENARIO_GUARDS_H
#define POL_SCENARIO_GUARDS_H
#include "eval/eval.h"

typedef enum pol_guard_role { POL_GUARD_WHEN, POL_GUARD_EXCEPT, POL_GUARD_ONLY_IF, POL_GUARD_CELL } pol_guard_role;

/* What a test comes to, in the order in which `and` prefers them; UNSURE: not known, or in error; NONE: not applicable. */
typedef enum pol_level { POL_LEVEL_NO, POL_LEVEL_UNSURE, POL_LEVEL_NONE, POL_LEVEL_YES } pol_level;

typedef struct pol_guard_test { const pol_expr *expr; pol_guard_role role; bool said; } pol_guard_test; /* said: the author did; else it is a date of the clause */

/* A line with several decisions is one guard and several rules; so is a row of a table that is called in several places. Each is a use: the same tests. */
typedef struct pol_guard_use {
  uint32_t rule;
  uint32_t pick;                 /* of a called table: the node that chooses among its rows; else POL_NO_NODE */
  const pol_expr *when, *except, *test;
  pol_guard_test *at;            /* in the order of the text */
  uint32_t n;
  uint32_t frame;                /* the frame that its tests are told apart in: one row of it is one observation */
} pol_guard_use;

typedef struct pol_guard {
  uint32_t clause, rule;         /* rule: of the first use */
  uint32_t use, uses;            /* uses[use] … */
} pol_guard;

typedef struct pol_guards {
  POL_VEC(pol_guard) guards;     /* in the order of the rules; lines without a test have none */
  POL_VEC(pol_guard_use) uses;
} pol_guards;

pol_status pol_guards_read(pol_guards *out, pol_arena *arena, const pol_program *p);
/* The levels of a use's tests for a row of its frame. */
void pol_guard_levels(uint8_t *level, const pol_guard_use *u, const pol_run *run, uint32_t row);
/* Whether the rule's own condition holds: YES, NO or UNSURE. */
pol_level pol_guard_outcome(const pol_model *m, const pol_guard_use *u, const uint8_t *level);

/* Whether an `and` or an `or` is one that the author wrote, and not what a range or a window became. */
const pol_node *pol_guard_words(const pol_model *m, const pol_expr *e); /* where it was written; of a definition, its body */
bool pol_guard_joins(const pol_model *m, const pol_expr *e);
#endif
