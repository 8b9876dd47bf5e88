/* What an arena must do in both of its modes: included by test_alloc.c and test_alloc_debug.c, each with its own ARENA_SUITE. */
#include "failing.h"
#include <stdint.h>
#include <string.h>

static bool is_zero(const unsigned char *p, size_t n) {
  for (size_t i = 0; i < n; i++)
    if (p[i]) return false;
  return true;
}

Test(ARENA_SUITE, zeroed_aligned_and_apart) {
  static const size_t sizes[] = { 0, 1, 3, 8, 17, 4000, 4096, 5000, 70000, 3000000 };
  static const size_t aligns[] = { 1, 2, 8, 16, 64, 4096 };
  pol_arena *a = pol_arena_new(NULL);
  unsigned char *before = NULL;
  size_t before_size = 0;
  for (size_t i = 0; i < COUNT(sizes) * COUNT(aligns); i++) {
    size_t size = sizes[i % COUNT(sizes)], align = aligns[i / COUNT(sizes)];
    unsigned char *p = pol_arena_take(a, size, align);
    cr_assert(p, "%zu aligned %zu", size, align);
    cr_expect_eq((uintptr_t)p % align, 0, "%zu aligned %zu", size, align);
    cr_expect(is_zero(p, size), "%zu aligned %zu", size, align);
    memset(p, 0xff, size);
    cr_expect(!before_size || before[before_size - 1] == 0xff, "the one before %zu aligned %zu", size, align);
    before = p;
    before_size = size;
  }
  pol_arena_drop(a);
  pol_arena_drop(NULL);
}

Test(ARENA_SUITE, products_and_sums_are_checked) {
  pol_arena *a = pol_arena_new(NULL);
  cr_expect_null(pol_arena_take(a, SIZE_MAX, 1));
  cr_expect_null(pol_arena_take(a, SIZE_MAX - 16, 64));
  cr_expect_null(pol_arena_take_n(a, 16, SIZE_MAX / 16 + 1, 1));
  cr_expect_null(pol_arena_take_n(a, SIZE_MAX, 2, 1));
  cr_expect_null(pol_arena_copy(a, "", SIZE_MAX));
  cr_expect_not_null(pol_arena_take_n(a, 0, SIZE_MAX, 1));
  cr_expect_not_null(POL_NEW_N(a, uint64_t, 3));
  pol_arena_drop(a);
}

Test(ARENA_SUITE, copies) {
  pol_arena *a = pol_arena_new(NULL);
  cr_expect_str_eq(pol_arena_copy(a, "clause", 6), "clause");
  cr_expect_str_eq(pol_arena_copy(a, "clause", 2), "cl");
  cr_expect_str_eq(pol_arena_copy(a, NULL, 0), "");
  pol_arena_drop(a);
}

/* Copies are not cleared first, and several objects are cleared at once: neither may show. */
Test(ARENA_SUITE, zeroed_between_copies_and_resets) {
  static const char full[] = "0123456789abcdefghijklmnopqrstuvwxyz";
  pol_arena *a = pol_arena_new(NULL);
  POL_VEC(uint64_t) list = { 0 };
  pol_arena_point mark = pol_arena_mark(a);
  for (uint32_t i = 0; i < 3000; i++) {
    cr_assert_eq(strlen(pol_arena_copy(a, full, i % sizeof full)), i % sizeof full);
    size_t size = i % 7 == 0 ? 900 : i % 50;
    unsigned char *p = pol_arena_take(a, size, 1);
    cr_assert(p && is_zero(p, size), "object %u", i);
    memset(p, 0xff, size);
    if (i % 100 == 99) pol_arena_reset(a, mark);
    if (i % 300 == 0) mark = pol_arena_mark(a);
  }
  cr_assert(POL_VEC_RESERVE(a, &list, 100));
  cr_expect_eq(list.cap, 100);
  uint64_t *first = list.at;
  for (uint64_t i = 0; i < 100; i++) {
    uint64_t *new = POL_VEC_PUSH(a, &list);
    cr_assert(new && *new == 0);
    *new = i + 1;
  }
  cr_expect_eq(list.at, first, "room was there");
  cr_expect(POL_VEC_RESERVE(a, &list, 50) && list.cap == 100 && list.at[99] == 100);
  pol_arena_drop(a);
}

Test(ARENA_SUITE, reset_goes_back_to_the_mark) {
  failing f;
  pol_alloc from = failing_alloc(&f, SIZE_MAX);
  pol_arena *a = pol_arena_new(&from);
  pol_arena_point empty = pol_arena_mark(a);
  char *kept = pol_arena_copy(a, "kept", 4);
  size_t living = f.living;
  for (int round = 0; round < 50; round++) {
    pol_arena_point here = pol_arena_mark(a);
    for (size_t i = 0; i < 100; i++) {
      unsigned char *p = pol_arena_take(a, 10 * i, 1);
      cr_assert(p && is_zero(p, 10 * i), "round %d, object %zu", round, i);
      memset(p, 0xff, 10 * i);
    }
    pol_arena_reset(a, here);
    cr_assert_eq(f.living, living, "round %d", round);
    cr_assert_str_eq(kept, "kept");
  }
  pol_arena_reset(a, empty);
  cr_expect_eq(f.living, 1, "the arena itself is left");
  cr_expect_not_null(pol_arena_take(a, 100, 8));
  cr_expect_eq(pol_arena_alloc(a)->user, &f);
  pol_arena_drop(a);
  cr_expect_eq(f.living, 0);
}

Test(ARENA_SUITE, lists_grow_zeroed) {
  pol_arena *a = pol_arena_new(NULL);
  POL_VEC(uint32_t) list = { 0 };
  for (uint32_t i = 0; i < 1000; i++) {
    uint32_t *new = POL_VEC_PUSH(a, &list);
    cr_assert(new && *new == 0, "%u", i);
    *new = i + 1;
  }
  for (uint32_t i = 0; i < 1000; i++) cr_assert_eq(list.at[i], i + 1, "%u", i);
  list.n -= 10;
  cr_expect_eq(*POL_VEC_PUSH(a, &list), 0, "what was popped does not come back");
  cr_expect_eq(list.n, 991);
  pol_arena_drop(a);
}

Test(ARENA_SUITE, lists_that_cannot_grow_stay_as_they_are) {
  failing f;
  pol_alloc from = failing_alloc(&f, 2);
  pol_arena *a = pol_arena_new(&from);
  typedef struct row { char bytes[1000]; } row;
  POL_VEC(row) list = { 0 };
  void *last = (void *)1;
  while (last && list.n < 100) last = POL_VEC_PUSH(a, &list);
  cr_expect_null(last);
  cr_expect_eq(list.n, list.cap);
  list.n = list.cap = UINT32_MAX / 2 + 1;
  cr_expect_null(POL_VEC_PUSH(a, &list), "the count is checked");
  pol_arena_drop(a);
  cr_expect_eq(f.living, 0);
}

static bool arena_work(const pol_alloc *from) {
  pol_arena *a = pol_arena_new(from);
  if (!a) return false;
  bool well = true;
  for (size_t i = 0; i < 20; i++) {
    pol_arena_point here = pol_arena_mark(a);
    well = well && pol_arena_take(a, 3000 * i, 8) && pol_arena_copy(a, "text", 4);
    if (i % 3 == 0) pol_arena_reset(a, here);
  }
  pol_arena_drop(a);
  return well;
}

Test(ARENA_SUITE, every_allocation_may_fail) { failing_everywhere(arena_work); }
