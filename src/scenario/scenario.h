/* Runs a model's scenarios and says which expectations were not met. Everything is in the arena given; nothing is rendered here except the few words of
 * an expectation and of what came instead, so that every report shows them alike. */
#ifndef POL_SCENARIO_SCENARIO_H
#define POL_SCENARIO_SCENARIO_H
#include "eval/answer.h"

/* One expectation that was not met. A scenario that cannot be run has one failure with node of the scenario, expected and got as below, answer NULL. */
typedef struct pol_failure {
  const pol_expect *expect; /* NULL: the scenario itself is wrong (see pol_trouble) */
  const char *expected;     /* in words: "refused under 3.15.3", "92.5 hours", "missing host.promotes_equality" */
  const char *got;          /* in words: "permitted under 3.15.1" */
  const pol_answer *answer; /* of expect->decision; NULL when it was not worked out */
  const uint32_t *led; uint32_t leds; /* rules that matter for the difference: those of the clauses expected and not found (under, blocked by), of those
                                       * found and not expected, else the deciding rules; in document order, each once */
  const pol_node *node;     /* the expectation, or the scenario */
} pol_failure;

typedef enum pol_trouble {
  POL_SCENARIO_RAN = 0,
  POL_SCENARIO_UNDATED,  /* an answer that it expects depends on the as-of date, and it states none: "must state its as-of date" */
  POL_SCENARIO_EMPTY     /* it expects nothing */
} pol_trouble;

typedef struct pol_scenario_result {
  const pol_scenario *scenario;
  pol_trouble trouble;
  bool passed;
  POL_VEC(pol_failure) failures;        /* in the order of the expectations */
  pol_answer *answer; uint32_t answers; /* one for each decision expected, in that order, each decision once */
  pol_record_facts *facts;              /* what was given */
  pol_run *run;                         /* holds the row of this scenario, for traces; NULL when it passed. Dropped by pol_scenarios_drop */
  pol_date as_of;
} pol_scenario_result;

typedef struct pol_scenario_results {
  pol_arena *arena;
  const pol_program *program;
  POL_VEC(pol_scenario_result) results; /* in the order of the model */
  uint32_t passed, failed;
  uint32_t skipped;   /* left out by the filter */
  uint32_t in_policy; /* scenarios in all: 0 is for the caller to complain about */
} pol_scenario_results;

/* `filter`: only scenarios whose title contains it (bytes); NULL: all. Scenarios without a date run as of `as_of`, which cannot matter for them. */
pol_status pol_scenarios_run(pol_scenario_results *out, pol_arena *arena, const pol_program *p, const char *filter, pol_date as_of);
void pol_scenarios_drop(pol_scenario_results *r); /* the runs; the rest goes with the arena */
#endif
