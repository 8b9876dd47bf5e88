/* Natural numbers of 448 bits, as slow and plain as can be: the reference for num.c and wide.c. */
#ifndef POL_TESTS_BASE_BIG_H
#define POL_TESTS_BASE_BIG_H
#include "base/num.h"

enum { BIG = 14 };
typedef struct big { uint32_t at[BIG]; } big; /* lowest first */

static inline big big_of(pol_u128 v) {
  big b = { { 0 } };
  for (int i = 0; i < 4; i++, v >>= 32) b.at[i] = (uint32_t)v;
  return b;
}

static inline bool big_fits(big b, int bits) {
  for (int i = 0; i < BIG * 32; i++)
    if (i >= bits && (b.at[i / 32] >> (i % 32) & 1)) return false;
  return true;
}

static inline pol_u128 big_low(big b) {
  return (pol_u128)b.at[3] << 96 | (pol_u128)b.at[2] << 64 | (pol_u128)b.at[1] << 32 | b.at[0];
}

static inline int big_cmp(big a, big b) {
  for (int i = BIG - 1; i >= 0; i--)
    if (a.at[i] != b.at[i]) return a.at[i] < b.at[i] ? -1 : 1;
  return 0;
}

static inline big big_add(big a, big b) {
  uint64_t carry = 0;
  for (int i = 0; i < BIG; i++) {
    carry += (uint64_t)a.at[i] + b.at[i];
    a.at[i] = (uint32_t)carry;
    carry >>= 32;
  }
  return a;
}

static inline big big_sub(big a, big b) {
  uint64_t borrow = 0;
  for (int i = 0; i < BIG; i++) {
    uint64_t d = (uint64_t)a.at[i] - b.at[i] - borrow;
    a.at[i] = (uint32_t)d;
    borrow = d >> 63;
  }
  return a;
}

static inline big big_mul(big a, big b) {
  big r = { { 0 } };
  for (int i = 0; i < BIG; i++) {
    uint64_t carry = 0;
    for (int j = 0; i + j < BIG; j++) {
      carry += (uint64_t)a.at[i] * b.at[j] + r.at[i + j];
      r.at[i + j] = (uint32_t)carry;
      carry >>= 32;
    }
  }
  return r;
}

static inline big big_div(big *rest, big a, big b) {
  big q = { { 0 } }, r = q;
  for (int i = BIG * 32 - 1; i >= 0; i--) {
    r = big_add(r, r);
    r.at[0] |= a.at[i / 32] >> (i % 32) & 1;
    if (big_cmp(r, b) < 0) continue;
    r = big_sub(r, b);
    q.at[i / 32] |= (uint32_t)1 << (i % 32);
  }
  *rest = r;
  return q;
}

static inline bool big_zero(big a) { return big_fits(a, 0); }

static inline big big_half(big a) {
  for (int i = 0; i < BIG; i++) a.at[i] = a.at[i] >> 1 | (i + 1 < BIG ? a.at[i + 1] << 31 : 0);
  return a;
}

static inline big big_gcd(big a, big b) { /* by halves and differences; a and b not both 0 */
  if (big_zero(a)) return b;
  if (big_zero(b)) return a;
  int twos = 0;
  for (; !(a.at[0] & 1) && !(b.at[0] & 1); twos++) a = big_half(a), b = big_half(b);
  while (!big_zero(a)) {
    if (!(a.at[0] & 1)) a = big_half(a);
    else if (!(b.at[0] & 1)) b = big_half(b);
    else if (big_cmp(a, b) >= 0) a = big_sub(a, b);
    else b = big_sub(b, a);
  }
  while (twos-- > 0) b = big_add(b, b);
  return b;
}
#endif
