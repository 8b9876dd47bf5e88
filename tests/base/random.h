/* The same numbers in every run, of all sizes, crowded about the edges. */
#ifndef POL_TESTS_BASE_RANDOM_H
#define POL_TESTS_BASE_RANDOM_H
#include "base/num.h"

#define MAX127 ((pol_i128)(~(pol_u128)0 >> 1))

static inline uint64_t random_bits(uint64_t *seed) { /* splitmix64 */
  uint64_t z = *seed += 0x9e3779b97f4a7c15u;
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
  return z ^ (z >> 31);
}

/* 0 to 2^127 - 1: of a random length, or a few off a power of two. */
static inline pol_u128 random_magnitude(uint64_t *seed) {
  static const unsigned edges[] = { 1, 31, 32, 63, 64, 65, 126, 127 };
  pol_u128 v = (pol_u128)random_bits(seed) << 64 | random_bits(seed);
  uint64_t how = random_bits(seed);
  if (how % 4) v >>= 1 + (how >> 8) % 127;
  else v = ((pol_u128)1 << edges[(how >> 8) % 8]) + (unsigned)v % 7 - 3;
  return v & ((pol_u128)MAX127);
}

/* Reduced, of either sign; one in three is whole. */
static inline pol_num random_num(uint64_t *seed) {
  pol_i128 n = (pol_i128)random_magnitude(seed), d = (pol_i128)random_magnitude(seed);
  uint64_t how = random_bits(seed);
  pol_num a;
  if (how % 3 == 0 || d == 0) d = 1;
  if (pol_num_ratio(&a, how & 64 ? -n : n, d)) a = pol_num_int(1);
  return a;
}
#endif
