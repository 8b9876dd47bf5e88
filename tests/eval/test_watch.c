/* What is looked at while an answer is told: without memory nothing may pass for looked at that is not listed, for a stencil would be told again where it does not fit. */
#include "base/failing.h"
#include "eval/watch.h"
#include "support/policy.h"

Test(watch, what_there_was_no_memory_for_is_looked_at_anew) {
  policy p;
  failing f;
  pol_holes holes = {0};
  pol_watch w;
  cr_assert_eq(policy_open(&p, "facts x\n  a is yes or no\ndecision d is permission\nclause 1\n  permits d when x.a\n", NULL), POL_OK);
  pol_alloc from = failing_alloc(&f, SIZE_MAX);
  pol_arena *scratch = pol_arena_new(&from);
  cr_assert_eq(pol_watch_start(&w, scratch, p.arena, p.program, &holes), POL_OK);
  f.fail_at = 0;
  pol_watch_fact(&w, 0);
  cr_assert(w.lost && w.no_memory);
  f.fail_at = SIZE_MAX;
  pol_watch_forget(&w);
  pol_watch_fact(&w, 0);
  cr_expect_eq(w.look.n, 1, "it is listed");
  for (uint32_t node = 0; node < p.program->nodes; node++) {
    pol_watch_forget(&w);
    f.fail_at = 0;
    pol_watch_node(&w, node);
    bool listed = w.lost;
    f.fail_at = SIZE_MAX;
    pol_watch_forget(&w);
    pol_watch_node(&w, node);
    cr_expect_eq(w.look.n, listed, "node %u", node);
  }
  pol_arena_drop(scratch);
  policy_close(&p);
  cr_expect_eq(f.living, 0);
}
