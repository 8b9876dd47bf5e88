/* The arena in the mode that the library was built in. */
#define ARENA_SUITE alloc
#include "alloc_cases.h"

#ifndef POL_ARENA_DEBUG
Test(alloc, pages_are_few) {
  failing f;
  pol_alloc from = failing_alloc(&f, SIZE_MAX);
  pol_arena *a = pol_arena_new(&from);
  for (int i = 0; i < 100000; i++) cr_assert(pol_arena_take(a, 100, 8));
  cr_expect_leq(f.calls, 1 + 8 + 10, "4 KiB doubling to 1 MiB, then 1 MiB pages: %zu calls for 10 MB", f.calls);
  size_t calls = f.calls;
  pol_arena_reset(a, (pol_arena_point){ NULL, 0 });
  for (int i = 0; i < 10000; i++) cr_assert(pol_arena_take(a, 100, 8));
  cr_expect_eq(f.calls, calls + 1, "pages stay large after a reset");
  pol_arena_drop(a);
}
#endif
