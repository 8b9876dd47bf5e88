/* Which allocations of a run are asked for from a place that none was asked for from before. A place is two calls that are open, one within the other: where something fails below it, both have to go back. */
#ifndef POL_TESTS_EVIDENCE_PLACES_H
#define POL_TESTS_EVIDENCE_PLACES_H
#include <stddef.h>
#include <stdint.h>

typedef struct places {
  uint64_t *seen; /* open addressing; 0: free */
  size_t n, cap;
  size_t *call; /* of the last run */
  size_t calls, calls_cap;
} places;

void places_look(void *places, size_t call); /* for `failing`: this call is made now */
#endif
