#include "base/wide.h"
#include "big.h"
#include "failing.h"
#include "random.h"

static big big_of_wide(pol_wide w) {
  big b = big_of(w.lo), hi = big_of(w.hi);
  for (int i = 0; i < 4; i++) b.at[4 + i] = hi.at[i];
  return b;
}

static bool same(pol_wide w, big b) { return big_cmp(big_of_wide(w), b) == 0; }

static pol_wide random_wide(uint64_t *seed) {
  pol_wide w = { random_magnitude(seed), random_magnitude(seed) << 1 | (random_bits(seed) & 1) };
  if (random_bits(seed) % 3 == 0) w.hi = 0;
  return w;
}

static void hold(uint64_t seed, int times) {
  for (int i = 0; i < times; i++) {
    pol_wide a = random_wide(&seed), b = random_wide(&seed), rest;
    big x = big_of_wide(a), y = big_of_wide(b), r;
    cr_assert(same(pol_wide_mul(a.lo, b.lo), big_mul(big_of(a.lo), big_of(b.lo))), "%d", i);
    cr_assert(same(pol_wide_add(a, b), big_add(x, y)), "%d", i);
    cr_assert_eq(pol_wide_cmp(a, b), big_cmp(x, y), "%d", i);
    cr_assert_eq(pol_wide_cmp(a, a), 0, "%d", i);
    if (big_cmp(x, y) >= 0) cr_assert(same(pol_wide_sub(a, b), big_sub(x, y)), "%d", i);
    if (!(b.hi | b.lo)) continue;
    cr_assert(same(pol_wide_div(&rest, a, b), big_div(&r, x, y)) && same(rest, r), "%d", i);
  }
}

Test(wide, some_against_the_reference) { hold(2, 150); }
Test(wide, against_the_reference) { hold(1, 4000); }

Test(wide, division_at_the_edges) {
  pol_u128 all = ~(pol_u128)0;
  const pol_wide edges[] = { { 0, 1 }, { 0, 2 }, { 0, 10 }, { 0, (uint64_t)-1 }, { 0, (pol_u128)1 << 64 }, { 0, all }, { 1, 0 }, { 1, 1 }, { all >> 2, all },
                             { (pol_u128)1 << 126, 0 } };
  for (size_t i = 0; i < COUNT(edges); i++)
    for (size_t j = 0; j < COUNT(edges); j++) {
      pol_wide rest;
      big r;
      bool right = same(pol_wide_div(&rest, edges[i], edges[j]), big_div(&r, big_of_wide(edges[i]), big_of_wide(edges[j]))) && same(rest, r);
      cr_expect(right, "%zu by %zu", i, j);
    }
}
