#include "base/stock.h"
#include "failing.h"
#include <stdint.h>
#include <string.h>

#ifndef POL_ARENA_DEBUG
Test(stock, what_is_put_back_is_used_again) {
  failing f;
  pol_alloc from = failing_alloc(&f, SIZE_MAX);
  pol_stock *s = pol_stock_new(&from);
  const pol_alloc *a = pol_stock_alloc(s);
  static const size_t sizes[] = {0, 1, 64, 65, 80, 100, 128, 129, 1000, 4096, 4097, 100000, 1024 * 1024};
  size_t calls = 0;
  for (int round = 0; round < 3; round++) {
    void *at[COUNT(sizes)];
    for (size_t i = 0; i < COUNT(sizes); i++) {
      at[i] = a->get(a->user, sizes[i]);
      memset(at[i], 0x55, sizes[i]);
      cr_expect_eq((uintptr_t)at[i] % _Alignof(max_align_t), 0);
    }
    for (size_t i = 0; i < COUNT(sizes); i++) a->put(a->user, at[i]);
    if (round == 0) calls = f.calls;
    cr_expect_eq(f.calls, calls, "round %d", round);
  }
  a->put(a->user, NULL);
  pol_stock_drop(s);
  cr_expect_eq(f.living, 0);
}
#endif

Test(stock, blocks_are_as_large_as_asked_for) {
  pol_stock *s = pol_stock_new(NULL);
  const pol_alloc *a = pol_stock_alloc(s);
  for (size_t n = 1; n < 3000; n += 7) { /* one after the other into the same blocks: a sanitizer would see an overrun of what malloc gave */
    unsigned char *x = a->get(a->user, n), *y = a->get(a->user, n);
    memset(x, 1, n);
    memset(y, 2, n);
    for (size_t i = 0; i < n; i++) cr_assert_eq(x[i], 1);
    a->put(a->user, x);
    a->put(a->user, y);
  }
  cr_expect_null(a->get(a->user, SIZE_MAX), "no room with what is put before it");
  a->get(a->user, 10); /* never put back */
  pol_stock_drop(s);
  pol_stock_drop(NULL);
}

static bool stock_work(const pol_alloc *from) {
  pol_stock *s = pol_stock_new(from);
  if (!s) return false;
  const pol_alloc *a = pol_stock_alloc(s);
  void *x = a->get(a->user, 100), *y = x ? a->get(a->user, 100 * 1024 * 1024) : NULL; /* the second by itself */
  bool well = x && y;
  a->put(a->user, y);
  pol_stock_drop(s);
  return well;
}

Test(stock, every_allocation_may_fail) { failing_everywhere(stock_work); }
