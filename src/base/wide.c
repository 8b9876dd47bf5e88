#include "base/wide.h"

pol_wide pol_wide_mul(pol_u128 a, pol_u128 b) {
  uint64_t ah = (uint64_t)(a >> 64), bh = (uint64_t)(b >> 64), al = (uint64_t)a, bl = (uint64_t)b;
  if (!(ah | bh)) return (pol_wide){ 0, a * b };
  pol_u128 low = (pol_u128)al * bl, cross1 = (pol_u128)ah * bl, cross2 = (pol_u128)al * bh;
  pol_u128 middle = (low >> 64) + (uint64_t)cross1 + (uint64_t)cross2;
  return (pol_wide){ (pol_u128)ah * bh + (cross1 >> 64) + (cross2 >> 64) + (middle >> 64), middle << 64 | (uint64_t)low };
}

pol_wide pol_wide_add(pol_wide a, pol_wide b) {
  pol_u128 lo = a.lo + b.lo;
  return (pol_wide){ a.hi + b.hi + (lo < a.lo), lo };
}

pol_wide pol_wide_sub(pol_wide a, pol_wide b) { return (pol_wide){ a.hi - b.hi - (a.lo < b.lo), a.lo - b.lo }; }

int pol_wide_cmp(pol_wide a, pol_wide b) {
  if (a.hi != b.hi) return a.hi < b.hi ? -1 : 1;
  return (a.lo > b.lo) - (a.lo < b.lo);
}

static unsigned bits64(uint64_t v) { return v ? 64 - (unsigned)__builtin_clzll(v) : 0; }
static unsigned bits128(pol_u128 v) { return v >> 64 ? 64 + bits64((uint64_t)(v >> 64)) : bits64((uint64_t)v); }
static unsigned bits(pol_wide v) { return v.hi ? 128 + bits128(v.hi) : bits128(v.lo); }

static pol_wide shifted_left(pol_wide v, unsigned by) { /* by < 256 */
  if (by >= 128) return (pol_wide){ v.lo << (by - 128), 0 };
  return by ? (pol_wide){ v.hi << by | v.lo >> (128 - by), v.lo << by } : v;
}

/* By a divisor of one 64-bit digit: school division, a digit at a time. */
static pol_wide div_short(pol_wide *rest, pol_wide a, uint64_t b) {
  pol_u128 q[2] = { a.hi / b, 0 }, r = a.hi % b;
  for (unsigned shift = 64;; shift = 0) {
    pol_u128 part = r << 64 | (uint64_t)(a.lo >> shift);
    q[1] |= part / b << shift;
    r = part % b;
    if (!shift) break;
  }
  *rest = (pol_wide){ 0, r };
  return (pol_wide){ q[0], q[1] };
}

/* Otherwise a bit at a time: rare enough to prefer what is plainly right. */
static pol_wide div_long(pol_wide *rest, pol_wide a, pol_wide b) {
  unsigned shift = bits(a) - bits(b);
  pol_wide q = { 0, 0 };
  b = shifted_left(b, shift);
  for (;; shift--) {
    q = shifted_left(q, 1);
    if (pol_wide_cmp(a, b) >= 0) {
      a = pol_wide_sub(a, b);
      q.lo |= 1;
    }
    if (!shift) break;
    b = (pol_wide){ b.hi >> 1, b.lo >> 1 | b.hi << 127 };
  }
  *rest = a;
  return q;
}

pol_wide pol_wide_div(pol_wide *rest, pol_wide a, pol_wide b) {
  if (!(a.hi | b.hi)) {
    pol_u128 q = a.lo / b.lo;
    *rest = (pol_wide){ 0, a.lo - q * b.lo };
    return (pol_wide){ 0, q };
  }
  if (pol_wide_cmp(a, b) < 0) {
    *rest = a;
    return (pol_wide){ 0, 0 };
  }
  if (!b.hi && !(b.lo >> 64)) return div_short(rest, a, (uint64_t)b.lo);
  return div_long(rest, a, b);
}
