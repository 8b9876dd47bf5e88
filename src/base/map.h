/* A hash map from a 64-bit key to a 32-bit number, in an arena. Iteration order is never used for anything that is seen. */
#ifndef POL_BASE_MAP_H
#define POL_BASE_MAP_H
#include "base/alloc.h"
#include <stdbool.h>
typedef struct pol_map { struct pol_map_cell *cell; uint32_t n, cap; pol_arena *arena; } pol_map;
#define POL_MAP_NONE UINT32_MAX
void pol_map_init(pol_map *m, pol_arena *arena); /* empty; allocates nothing yet */
bool pol_map_put(pol_map *m, uint64_t key, uint32_t value); /* adds or replaces; false: out of memory */
uint32_t pol_map_get(const pol_map *m, uint64_t key);       /* POL_MAP_NONE when absent */
#define POL_MAP_PAIR(a, b) (((uint64_t)(a) << 32) | (uint64_t)(uint32_t)(b)) /* two atoms as one key */
#endif
