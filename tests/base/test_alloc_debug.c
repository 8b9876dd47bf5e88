/* The arena with an allocation for each object, whatever mode the library was built in: alloc.c once more, under other names. */
#ifndef POL_ARENA_DEBUG
#define POL_ARENA_DEBUG
#endif
#define pol_alloc_default debug_alloc_default
#define pol_arena_new debug_arena_new
#define pol_arena_drop debug_arena_drop
#define pol_arena_take debug_arena_take
#define pol_arena_take_n debug_arena_take_n
#define pol_arena_copy debug_arena_copy
#define pol_arena_alloc debug_arena_alloc
#define pol_arena_mark debug_arena_mark
#define pol_arena_reset debug_arena_reset
#define pol_vec_grow debug_vec_grow
#include "../../src/base/alloc.c"
#define ARENA_SUITE alloc_debug
#include "alloc_cases.h"

Test(alloc_debug, an_object_is_an_allocation) {
  failing f;
  pol_alloc from = failing_alloc(&f, SIZE_MAX);
  pol_arena *a = pol_arena_new(&from);
  for (size_t i = 0; i < 10; i++) pol_arena_take(a, i, 1);
  cr_expect_eq(f.living, 11);
  pol_arena_point here = pol_arena_mark(a);
  for (size_t i = 0; i < 5; i++) pol_arena_take(a, i, 1);
  pol_arena_reset(a, here);
  cr_expect_eq(f.living, 11);
  pol_arena_drop(a);
  cr_expect_eq(f.living, 0);
}
