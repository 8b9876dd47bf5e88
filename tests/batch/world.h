/* Policies from files, and records made up for them: values of each fact about the constants that the policy itself names, and about the ends of its bounds. */
#ifndef POL_TESTS_BATCH_WORLD_H
#define POL_TESTS_BATCH_WORLD_H
#include "batch/batch.h"
#include "support/policy.h"

typedef struct world {
  policy p;
  uint64_t seed;
  pol_num *number; uint32_t numbers; /* constants of the program */
  int32_t *date; uint32_t dates;
} world;

bool world_open(world *w, const char *path, uint64_t seed); /* a file, or a folder of them, from the root of the project */
bool world_text(world *w, const char *text, uint64_t seed);
void world_close(world *w);
/* `missing`: how many of a hundred facts are not known. */
pol_record_facts **world_records(world *w, uint32_t n, uint32_t missing);

typedef struct lanes { /* of records, as a plan asks for them */
  pol_lane *lane;
  uint8_t *odd; uint32_t n;
  void *block;
} lanes;
bool lanes_make(lanes *l, const world *w, const pol_plan *plan, pol_record_facts *const *records, uint32_t n);
void lanes_drop(lanes *l);

/* test_agrees.c: records of a policy through plans that keep every node, and none, on machines of each level; all that they say is what eval says. */
void agrees(world *w, const char *name, uint32_t n, uint32_t missing);
void agrees_in_common(world *w, const char *name, uint32_t n, uint32_t missing); /* some facts are constants of the plan: known in every record, or in none */
#endif
