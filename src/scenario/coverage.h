/* What the scenarios of a policy show of it: which clauses decide, which tests of which guards were seen to hold and not to hold, which were shown to decide alone,
 * and which limits have a case on both sides. Only scenarios that passed count, each for the decisions that it expects and those that they hang on. README.md of this
 * folder says what every figure means. Everything is in the arena given. */
#ifndef POL_SCENARIO_COVERAGE_H
#define POL_SCENARIO_COVERAGE_H
#include "scenario/guards.h"
#include "scenario/scenario.h"

typedef enum pol_clause_class { POL_CLAUSE_RULES, POL_CLAUSE_HEADING, POL_CLAUSE_INFORMS, POL_CLAUSE_LACKS_TEXT } pol_clause_class;

typedef struct pol_covered_clause { /* of the policy's own, not of modules that it uses */
  uint32_t clause;
  pol_clause_class class;
  uint32_t *by, bys;             /* results that rest on it */
} pol_covered_clause;

typedef struct pol_covered_test {
  uint32_t clause, rule;
  const pol_expr *expr;          /* expr->node: where it was written */
  pol_guard_role role;
  bool held, failed;             /* seen to hold; seen not to */
  bool alone, unique;            /* shown to decide alone; in scenarios whose other tests of the guard come to the same */
  uint32_t yes, no;              /* the pair that shows it: results in which it holds, and does not; without a pair, the first in which it was seen so, or POL_NO_REF */
} pol_covered_test;

typedef struct pol_covered_limit {
  uint32_t clause, rule;
  const pol_expr *comparison;    /* the first of those at this limit */
  uint32_t below, above;         /* results at most one unit off on either side, or POL_NO_REF; at the limit counts as the side that it falls on */
} pol_covered_limit;

typedef struct pol_coverage {
  const pol_scenario_results *results;
  POL_VEC(pol_covered_clause) clauses; /* in the order of the model */
  POL_VEC(uint32_t) headings;          /* sections that are no clause as well */
  uint32_t ruled, decisive;            /* clauses with rules; and how many of them decide some scenario */
  POL_VEC(pol_covered_test) tests;     /* guard by guard */
  uint32_t both, alone;
  POL_VEC(pol_covered_limit) limits;
  uint32_t on_both_sides;
} pol_coverage;

pol_status pol_coverage_read(pol_coverage *out, pol_arena *arena, const pol_scenario_results *results);

/* The unit next to which a limit is looked at, and by which a constant is changed: a day, a rank, a minute; of amounts one unit, of percentages 1%, of plain
 * numbers one of the last place of `v`. NULL: one. false: values of this type have no neighbours. */
bool pol_unit_of_change(pol_num *out, pol_type type, const pol_num *v);

/* limits.c. Inside scenario. */
pol_status pol_limits_find(pol_coverage *out, pol_arena *arena, const pol_program *p);
void pol_limits_see(pol_coverage *out, const pol_run *run, uint32_t result, const bool *counts); /* counts: by rule */
#endif
