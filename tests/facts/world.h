/* A small policy's declarations, made by hand so that these tests rest on nothing but facts/, and reading facts against them. */
#ifndef POL_TESTS_FACTS_WORLD_H
#define POL_TESTS_FACTS_WORLD_H
#include "base/text.h"
#include "facts/facts.h"

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

typedef struct world {
  pol_arena *arena;
  pol_atoms *atoms;
  pol_model model;
  pol_sources sources;
  pol_reports reports;
  pol_facts facts;
} world;

typedef pol_status reader(pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports);

bool world_make(world *w, const pol_alloc *from); /* false: out of memory */
void world_drop(world *w);
pol_status world_read(world *w, reader *read, const char *text, size_t n); /* as a file called "facts" */
uint32_t world_fact(const world *w, const char *name);
/* Every report in one line: "POL0802 1:12 message [label] <first 1:3> help: …". Sorted. */
void world_reports(pol_text *out, world *w);
/* A record's known values: "employee.kind=police_staff employee.pay=23.05 …". Numbers as exact ratios in the fact's unit. */
void world_values(pol_text *out, const world *w, uint32_t record);
#endif
