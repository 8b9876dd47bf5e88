/* Whether the scenarios of a policy notice small changes of it: each change of mutants.h is made on a copy, and the scenarios that passed and hang on what it changes are
 * run again, until one fails. Everything is in the arena given. */
#ifndef POL_SCENARIO_MUTATE_H
#define POL_SCENARIO_MUTATE_H
#include "scenario/mutants.h"
#include "scenario/scenario.h"

/* Who runs parts of a long task: all of them at once, or one after the other. NULL below: one after the other, here. */
typedef struct pol_hands {
  void (*run)(void *user, void (*part)(void *task, size_t i), void *task, size_t n); /* calls part(task, 0) … part(task, n - 1), and returns when all are done */
  void *user;
  size_t most; /* how many parts are worth making */
} pol_hands;

enum { POL_WITNESS_FACTS = 2 };
typedef struct pol_witness { /* a case that shows a change: a scenario's facts, with a few others */
  bool found;
  uint32_t result, decision;
  struct { uint32_t fact; pol_value value; } change[POL_WITNESS_FACTS];
  uint32_t changes;
  const char *before, *after; /* as the policy stands, and with the change: "refused", "31 days" */
} pol_witness;

typedef struct pol_mutant_fate {
  bool noticed;
  uint32_t by;         /* the result that fails then */
  const char *waived;  /* the reason; NULL: it is not */
  pol_witness witness; /* of those that are neither */
} pol_mutant_fate;

typedef enum pol_waiver_fate { POL_WAIVER_USED, POL_WAIVER_NOTICED, POL_WAIVER_UNKNOWN, POL_WAIVER_WITHOUT_REASON, POL_WAIVER_TWICE } pol_waiver_fate;
typedef struct pol_waiver { const char *id, *reason; uint32_t line; pol_waiver_fate fate; } pol_waiver;

typedef struct pol_mutation {
  const pol_scenario_results *results;
  pol_mutants mutants;
  pol_mutant_fate *fate; /* by mutant */
  uint32_t noticed, waived, unnoticed;
  POL_VEC(pol_waiver) waivers; /* in the order of the file */
  uint32_t stale;              /* of those that wave nothing through */
  pol_arena **kept; size_t kepts; /* of the parts: what is said of witnesses */
} pol_mutation;

/* `known`: lines of an id, a blank and the reason for which the change makes no difference that should be noticed; # starts a comment. May be NULL. */
pol_status pol_mutation_run(pol_mutation *out, pol_arena *arena, const pol_scenario_results *results, const char *known, size_t length, const pol_hands *crew);
void pol_mutation_drop(pol_mutation *m); /* what is not in the arena; a zeroed one is fine */

/* -- witness.c. Inside scenario. */
typedef struct pol_seeking {
  const pol_mutation *all;
  const pol_program *before, *after;
  const pol_mutant *mutant;
  const bool *const *hangs; /* by decision, by rule */
  pol_arena *scratch, *keep; /* keep: for what is found */
} pol_seeking;
pol_status pol_witness_find(pol_witness *out, const pol_seeking *s);
#endif
