#include "base/wide.h"

/* Reduced at every step by the greatest common divisors of the parts (Knuth, TAOCP 2, 4.5.1), so that what is left to check is the
 * answer itself. Nearly all numbers of a policy are small: each operation first tries 64-bit parts. */

static bool is_small(pol_i128 v) { return v == (int64_t)v; }
static bool both_small(pol_num a, pol_num b) { return is_small(a.n) && is_small(a.d) && is_small(b.n) && is_small(b.d); }
static pol_u128 magnitude(pol_i128 v) { return v < 0 ? -(pol_u128)v : (pol_u128)v; }

static uint64_t gcd_small(uint64_t a, uint64_t b) { /* Stein: shifts and differences */
  if (!a || !b) return a | b;
  int twos = __builtin_ctzll(a | b);
  a >>= __builtin_ctzll(a);
  do {
    b >>= __builtin_ctzll(b);
    uint64_t less = a < b ? a : b;
    b = a < b ? b - a : a - b;
    a = less;
  } while (b);
  return a << twos;
}

static pol_u128 gcd(pol_u128 a, pol_u128 b) {
  while (b >> 64) {
    pol_u128 rest = a % b;
    a = b;
    b = rest;
  }
  if (!b) return a;
  return gcd_small((uint64_t)(a >> 64 ? a % b : a), (uint64_t)b);
}

pol_i128 pol_num_gcd(pol_i128 a, pol_i128 b) {
  pol_u128 g = gcd(magnitude(a), magnitude(b));
  return g ? (pol_i128)g : 1;
}

/* The one gate to a result: the parts are in lowest terms, and it fits or it does not. */
static pol_num_fault put(pol_num *out, bool negative, pol_u128 n, pol_u128 d) {
  if (n >> 127 || d >> 127) return POL_NUM_TOO_LARGE;
  *out = (pol_num){ negative ? -(pol_i128)n : (pol_i128)n, (pol_i128)d };
  return POL_NUM_FINE;
}

static pol_num_fault put_wide(pol_num *out, bool negative, pol_wide n, pol_wide d) {
  return n.hi || d.hi ? POL_NUM_TOO_LARGE : put(out, negative, n.lo, d.lo);
}

pol_num pol_num_int(int64_t v) { return (pol_num){ v, 1 }; }

pol_num_fault pol_num_ratio(pol_num *out, pol_i128 n, pol_i128 d) {
  if (d == 0) return POL_NUM_DIV_ZERO;
  pol_u128 top = magnitude(n), bottom = magnitude(d), g = gcd(top, bottom);
  return g == 1 ? put(out, (n < 0) != (d < 0), top, bottom) : put(out, (n < 0) != (d < 0), top / g, bottom / g);
}

/* With g = gcd(a.d, b.d), the only factors that the sum can lose are those of g. */
static pol_num_fault add_small(pol_num *out, pol_num a, pol_num b) {
  uint64_t ad = (uint64_t)a.d, bd = (uint64_t)b.d, g = ad == bd ? ad : gcd_small(ad, bd);
  pol_i128 n = a.n * (int64_t)(bd / g) + b.n * (int64_t)(ad / g); /* under 2^127: each term is at most 2^126 */
  uint64_t lost = g == 1 ? 1 : gcd_small((uint64_t)(magnitude(n) % g), g);
  return put(out, n < 0, lost == 1 ? magnitude(n) : magnitude(n) / lost, (pol_u128)(ad / g) * (bd / lost));
}

static pol_num_fault add_wide(pol_num *out, pol_num a, pol_num b) {
  pol_u128 ad = (pol_u128)a.d, bd = (pol_u128)b.d, g = gcd(ad, bd);
  pol_wide x = pol_wide_mul(magnitude(a.n), bd / g), y = pol_wide_mul(magnitude(b.n), ad / g), n, rest;
  bool negative = a.n < 0;
  if (negative == (b.n < 0)) n = pol_wide_add(x, y);
  else if (pol_wide_cmp(x, y) >= 0) n = pol_wide_sub(x, y);
  else {
    n = pol_wide_sub(y, x);
    negative = !negative;
  }
  pol_wide_div(&rest, n, (pol_wide){ 0, g });
  pol_u128 lost = gcd(rest.lo, g);
  return put_wide(out, negative, pol_wide_div(&rest, n, (pol_wide){ 0, lost }), pol_wide_mul(ad / g, bd / lost));
}

pol_num_fault pol_num_add(pol_num *out, pol_num a, pol_num b) {
  if (a.d == 1 && b.d == 1) {
    pol_u128 sum = (pol_u128)a.n + (pol_u128)b.n; /* wraps as two's complement; both under 2^127, so the sign bits tell */
    bool negative = (pol_i128)sum < 0;
    if ((a.n < 0) == (b.n < 0) && negative != (a.n < 0)) return POL_NUM_TOO_LARGE;
    return put(out, negative, negative ? -sum : sum, 1);
  }
  return both_small(a, b) ? add_small(out, a, b) : add_wide(out, a, b);
}

pol_num_fault pol_num_sub(pol_num *out, pol_num a, pol_num b) { return pol_num_add(out, a, pol_num_neg(b)); }

/* What a.n shares with b.d, and b.n with a.d, goes first; nothing else can be shared. */
static pol_num_fault mul_small(pol_num *out, pol_num a, pol_num b) {
  uint64_t an = (uint64_t)magnitude(a.n), bn = (uint64_t)magnitude(b.n), ad = (uint64_t)a.d, bd = (uint64_t)b.d;
  uint64_t g = bd == 1 ? 1 : gcd_small(an, bd), h = ad == 1 ? 1 : gcd_small(bn, ad);
  if (g != 1) an /= g, bd /= g;
  if (h != 1) bn /= h, ad /= h;
  return put(out, (a.n < 0) != (b.n < 0), (pol_u128)an * bn, (pol_u128)ad * bd);
}

static pol_num_fault mul_wide(pol_num *out, pol_num a, pol_num b) {
  pol_u128 an = magnitude(a.n), bn = magnitude(b.n), ad = (pol_u128)a.d, bd = (pol_u128)b.d;
  pol_u128 g = gcd(an, bd), h = gcd(bn, ad);
  return put_wide(out, (a.n < 0) != (b.n < 0), pol_wide_mul(an / g, bn / h), pol_wide_mul(ad / h, bd / g));
}

pol_num_fault pol_num_mul(pol_num *out, pol_num a, pol_num b) {
  return both_small(a, b) ? mul_small(out, a, b) : mul_wide(out, a, b);
}

pol_num_fault pol_num_div(pol_num *out, pol_num a, pol_num b) {
  if (b.n == 0) return POL_NUM_DIV_ZERO;
  return pol_num_mul(out, a, b.n < 0 ? (pol_num){ -b.d, -b.n } : (pol_num){ b.d, b.n });
}

pol_num pol_num_neg(pol_num a) { return (pol_num){ -a.n, a.d }; }

int pol_num_cmp(pol_num a, pol_num b) {
  if (a.d == b.d) return (a.n > b.n) - (a.n < b.n);
  if (both_small(a, b)) {
    pol_i128 x = a.n * b.d, y = b.n * a.d;
    return (x > y) - (x < y);
  }
  if ((a.n < 0) != (b.n < 0)) return a.n < 0 ? -1 : 1;
  int order = pol_wide_cmp(pol_wide_mul(magnitude(a.n), (pol_u128)b.d), pol_wide_mul(magnitude(b.n), (pol_u128)a.d));
  return a.n < 0 ? -order : order;
}

bool pol_num_is_int(pol_num a) { return a.d == 1; }

bool pol_num_to_i64(int64_t *out, pol_num a) {
  if (a.d != 1 || !is_small(a.n)) return false;
  *out = (int64_t)a.n;
  return true;
}

/* |a| / grain need not fit where the rounded number does, so the quotient stays wide: times = whole grains in |a|. */
pol_num_fault pol_num_round(pol_num *out, pol_num a, pol_num grain, pol_round mode) {
  if (grain.n <= 0) return POL_NUM_DIV_ZERO;
  pol_u128 gn = (pol_u128)grain.n, gd = (pol_u128)grain.d;
  pol_wide n = pol_wide_mul(magnitude(a.n), gd), d = pol_wide_mul((pol_u128)a.d, gn), rest;
  pol_wide times = pol_wide_div(&rest, n, d);
  if (!(rest.hi | rest.lo)) {
    *out = a;
    return POL_NUM_FINE;
  }
  int half = pol_wide_cmp(pol_wide_add(rest, rest), d);
  if (pol_round_away(mode, a.n < 0, times.lo & 1, half)) times = pol_wide_add(times, (pol_wide){ 0, 1 });
  pol_wide_div(&rest, times, (pol_wide){ 0, gd }); /* times × gn / gd, where only times and gd can share factors */
  pol_u128 g = gcd(rest.lo, gd);
  times = pol_wide_div(&rest, times, (pol_wide){ 0, g });
  if (times.hi) return POL_NUM_TOO_LARGE;
  return put_wide(out, a.n < 0, pol_wide_mul(times.lo, gn), (pol_wide){ 0, gd / g });
}
