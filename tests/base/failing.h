/* An allocator that counts, and fails from the n-th call on. A test runs its work with every n until nothing fails any more. */
#ifndef POL_TESTS_BASE_FAILING_H
#define POL_TESTS_BASE_FAILING_H
#include "base/alloc.h"
#include <criterion/criterion.h>
#include <stdlib.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

typedef struct failing { size_t calls, fail_at, living; } failing;

static inline void *failing_get(void *user, size_t size) {
  failing *f = user;
  if (f->calls++ >= f->fail_at) return NULL;
  void *block = malloc(size);
  if (block) f->living++;
  return block;
}

static inline void failing_put(void *user, void *block) {
  failing *f = user;
  if (block) f->living--;
  free(block);
}

static inline pol_alloc failing_alloc(failing *f, size_t fail_at) {
  *f = (failing){ .fail_at = fail_at };
  return (pol_alloc){ failing_get, failing_put, f };
}

/* Runs the work with every allocation failing in turn, or each so-manieth. It says whether all went well, which must be so just when none failed. */
static inline void failing_each(bool (*work)(const pol_alloc *from), size_t step) {
  for (size_t at = 0;; at += step) {
    failing f;
    pol_alloc from = failing_alloc(&f, at);
    bool well = work(&from);
    cr_assert_eq(well, f.calls <= at, "allocation %zu of %zu fails, and the work says %d", at, f.calls, well);
    cr_assert_eq(f.living, 0, "allocation %zu fails, and %zu blocks are left", at, f.living);
    if (well) return;
  }
}
static inline void failing_everywhere(bool (*work)(const pol_alloc *from)) { failing_each(work, 1); }

#ifdef POL_ARENA_DEBUG
enum { FAILING_SPARSE = 4001 }; /* of long work: every object is an allocation of its own here */
#else
enum { FAILING_SPARSE = 1 };
#endif
#endif
