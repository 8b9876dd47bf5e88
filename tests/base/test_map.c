#include "base/map.h"
#include "failing.h"

Test(map, adds_replaces_and_finds) {
  static const struct { uint64_t key; uint32_t value; } rows[] = {
    { 0, 7 }, { 1, 8 }, { UINT64_MAX, 9 }, { POL_MAP_PAIR(1, 2), 10 }, { POL_MAP_PAIR(2, 1), 11 }, { 0, 12 }, { 16, 0 }, { 1, 13 },
  };
  pol_arena *a = pol_arena_new(NULL);
  pol_map m;
  pol_map_init(&m, a);
  cr_expect_eq(pol_map_get(&m, 0), POL_MAP_NONE, "an empty map has nothing");
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect(pol_map_put(&m, rows[i].key, rows[i].value));
    cr_expect_eq(pol_map_get(&m, rows[i].key), rows[i].value, "row %zu", i);
  }
  cr_expect_eq(m.n, 6, "%u", m.n);
  cr_expect_eq(pol_map_get(&m, 2), POL_MAP_NONE);
  cr_expect_eq(POL_MAP_PAIR(3, -1), 0x3ffffffffu, "the second half keeps to its half");
  pol_arena_drop(a);
}

Test(map, holds_many) {
  pol_arena *a = pol_arena_new(NULL);
  pol_map m;
  pol_map_init(&m, a);
  for (uint32_t i = 0; i < 50000; i++) cr_assert(pol_map_put(&m, POL_MAP_PAIR(i % 100, i), i * 3));
  for (uint32_t i = 0; i < 50000; i++) cr_assert_eq(pol_map_get(&m, POL_MAP_PAIR(i % 100, i)), i * 3, "%u", i);
  for (uint32_t i = 0; i < 50000; i++) cr_assert_eq(pol_map_get(&m, POL_MAP_PAIR(i % 100 + 100, i)), POL_MAP_NONE, "%u", i);
  cr_expect_eq(m.n, 50000);
  pol_arena_drop(a);
}

static bool map_work(const pol_alloc *from) {
  pol_arena *a = pol_arena_new(from);
  if (!a) return false;
  pol_map m;
  pol_map_init(&m, a);
  uint32_t put = 0;
  while (put < 5000 && pol_map_put(&m, put, put)) put++;
  for (uint32_t i = 0; i < put; i++) cr_assert_eq(pol_map_get(&m, i), i, "what was put before the failure is there: %u of %u", i, put);
  cr_assert_eq(m.n, put);
  pol_arena_drop(a);
  return put == 5000;
}

Test(map, every_allocation_may_fail) { failing_everywhere(map_work); }
