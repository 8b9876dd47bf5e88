#include "base/num.h"
#include "big.h"
#include "failing.h"
#include "random.h"
#include <string.h>

#define P2(k) ((pol_i128)1 << (k))
enum { FINE = POL_NUM_FINE, LARGE = POL_NUM_TOO_LARGE, ZERO = POL_NUM_DIV_ZERO };

typedef struct shown { char text[96]; } shown;

static shown show(pol_num a) { /* n/d, whatever they are */
  shown s = { "" };
  pol_text t;
  pol_text_init(&t, NULL);
  pol_num_write(&t, (pol_num){ a.n, 1 }, 0);
  pol_text_char(&t, '/');
  pol_num_write(&t, (pol_num){ a.d, 1 }, 0);
  memcpy(s.text, pol_text_get(&t), t.n < 95 ? t.n : 95);
  pol_text_drop(&t);
  return s;
}

static bool same(pol_num a, pol_num b) { return a.n == b.n && a.d == b.d; }

static pol_num_fault apply(char op, pol_num *out, pol_num a, pol_num b) {
  switch (op) {
  case '+': return pol_num_add(out, a, b);
  case '-': return pol_num_sub(out, a, b);
  case '*': return pol_num_mul(out, a, b);
  default: return pol_num_div(out, a, b);
  }
}

Test(num, common_divisors) {
  static const struct { pol_i128 a, b, want; } rows[] = {
    { 12, 18, 6 }, { -12, 18, 6 }, { 12, -18, 6 }, { 7, 5, 1 }, { 0, 5, 5 }, { -5, 0, 5 }, { 0, 0, 1 }, { P2(100), P2(90) * 3, P2(90) }, { P2(126), -P2(126), P2(126) }, { P2(64) + 1, P2(64), 1 },
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) cr_expect(pol_num_gcd(rows[i].a, rows[i].b) == rows[i].want, "row %zu", i);
}

Test(num, edges) {
  const struct { pol_num a; char op; pol_num b; int fault; pol_num want; } rows[] = {
    { { 1, 2 }, '+', { 1, 3 }, FINE, { 5, 6 } },
    { { 1, 6 }, '+', { 1, 3 }, FINE, { 1, 2 } },
    { { 1, 2 }, '-', { 1, 2 }, FINE, { 0, 1 } },
    { { 2, 3 }, '*', { 3, 2 }, FINE, { 1, 1 } },
    { { 0, 1 }, '*', { 3, 7 }, FINE, { 0, 1 } },
    { { 3, 4 }, '/', { -3, 2 }, FINE, { -1, 2 } },
    { { 1, 2 }, '/', { 0, 1 }, ZERO, { 0, 0 } },
    { { 0, 1 }, '/', { -5, 1 }, FINE, { 0, 1 } },
    /* whole numbers to the edge */
    { { MAX127 - 1, 1 }, '+', { 1, 1 }, FINE, { MAX127, 1 } },
    { { MAX127, 1 }, '+', { 1, 1 }, LARGE, { 0, 0 } },
    { { MAX127, 1 }, '+', { MAX127, 1 }, LARGE, { 0, 0 } },
    { { 1 - MAX127, 1 }, '-', { 1, 1 }, FINE, { -MAX127, 1 } },
    { { -MAX127, 1 }, '-', { 1, 1 }, LARGE, { 0, 0 } },
    { { -MAX127, 1 }, '-', { MAX127, 1 }, LARGE, { 0, 0 } },
    { { MAX127, 1 }, '-', { MAX127, 1 }, FINE, { 0, 1 } },
    { { -MAX127, 1 }, '+', { MAX127, 1 }, FINE, { 0, 1 } },
    { { P2(63), 1 }, '*', { P2(63), 1 }, FINE, { P2(126), 1 } },
    { { P2(64), 1 }, '*', { P2(63), 1 }, LARGE, { 0, 0 } },
    { { -P2(64), 1 }, '*', { P2(63), 1 }, LARGE, { 0, 0 } }, /* -2^127 is not a number here */
    { { INT64_MIN, 1 }, '*', { INT64_MIN, 1 }, FINE, { P2(126), 1 } },
    { { INT64_MIN, 1 }, '+', { INT64_MIN, 1 }, FINE, { -P2(64), 1 } },
    { { MAX127, 1 }, '*', { -1, 1 }, FINE, { -MAX127, 1 } },
    { { MAX127, 1 }, '*', { 2, 1 }, LARGE, { 0, 0 } },
    /* the largest of the small */
    { { INT64_MIN, INT64_MAX }, '+', { INT64_MIN, INT64_MAX - 2 }, FINE,
      { (pol_i128)INT64_MIN * (INT64_MAX - 2) + (pol_i128)INT64_MIN * INT64_MAX, (pol_i128)INT64_MAX * (INT64_MAX - 2) } },
    { { INT64_MIN, INT64_MAX }, '+', { INT64_MIN, INT64_MAX }, FINE, { (pol_i128)INT64_MIN * 2, INT64_MAX } },
    /* fractions: steps beyond 127 bits, answers within */
    { { MAX127, 2 }, '+', { MAX127, 2 }, FINE, { MAX127, 1 } },
    { { MAX127, 2 }, '-', { -MAX127, 2 }, FINE, { MAX127, 1 } },
    { { MAX127, 3 }, '*', { 3, MAX127 }, FINE, { 1, 1 } },
    { { MAX127, 3 }, '/', { MAX127, 3 }, FINE, { 1, 1 } },
    { { MAX127, MAX127 - 1 }, '+', { 1, MAX127 - 1 }, FINE, { P2(126), P2(126) - 1 } },
    { { MAX127, MAX127 - 1 }, '-', { 1, MAX127 - 1 }, FINE, { 1, 1 } },
    { { 1, MAX127 }, '+', { 1, MAX127 }, FINE, { 2, MAX127 } },
    { { 1, MAX127 }, '-', { 1, MAX127 }, FINE, { 0, 1 } },
    { { 1, P2(126) }, '+', { 1, P2(126) }, FINE, { 1, P2(125) } },
    { { 1, MAX127 }, '*', { 1, 1 }, FINE, { 1, MAX127 } },
    /* and the denominators that are too large */
    { { 1, MAX127 }, '+', { 1, MAX127 - 1 }, LARGE, { 0, 0 } },
    { { 1, P2(64) }, '*', { 1, P2(62) }, FINE, { 1, P2(126) } },
    { { 1, P2(64) }, '*', { 1, P2(63) }, LARGE, { 0, 0 } },
    { { 1, MAX127 }, '*', { 1, 2 }, LARGE, { 0, 0 } },
    { { 1, MAX127 }, '/', { 2, 1 }, LARGE, { 0, 0 } },
    { { 1, MAX127 }, '/', { 1, 2 }, FINE, { 2, MAX127 } },
    { { 1, 1 }, '/', { -MAX127, 1 }, FINE, { -1, MAX127 } },
    { { -1, 1 }, '/', { -MAX127, 2 }, FINE, { 2, MAX127 } },
    { { MAX127, 2 }, '+', { MAX127, 3 }, LARGE, { 0, 0 } },
    { { MAX127, 5 }, '+', { 1, 5 }, LARGE, { 0, 0 } }, /* 2^127 / 5: the first that does not fit */
    { { MAX127 - 1, 5 }, '+', { 1, 5 }, FINE, { MAX127, 5 } },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_num got = { 0, 0 };
    int fault = (int)apply(rows[i].op, &got, rows[i].a, rows[i].b);
    cr_expect(fault == rows[i].fault && same(got, rows[i].want), "%s %c %s: %s, fault %d", show(rows[i].a).text, rows[i].op, show(rows[i].b).text,
              show(got).text, fault);
  }
}

Test(num, ratio) {
  const pol_i128 lowest = -MAX127 - 1;
  const struct { pol_i128 n, d; int fault; pol_num want; } rows[] = {
    { 6, 4, FINE, { 3, 2 } }, { -6, 4, FINE, { -3, 2 } }, { 6, -4, FINE, { -3, 2 } }, { -6, -4, FINE, { 3, 2 } }, { 0, -5, FINE, { 0, 1 } },
    { 5, 0, ZERO, { 0, 0 } }, { 0, 0, ZERO, { 0, 0 } }, { MAX127, 1, FINE, { MAX127, 1 } }, { MAX127, -1, FINE, { -MAX127, 1 } },
    { lowest, 1, LARGE, { 0, 0 } }, { lowest, -1, LARGE, { 0, 0 } }, { lowest, 2, FINE, { -P2(126), 1 } },
    { lowest, lowest, FINE, { 1, 1 } },
    { 1, lowest, LARGE, { 0, 0 } }, { 2, lowest, FINE, { -1, P2(126) } }, { lowest, 3, LARGE, { 0, 0 } },
    { P2(100), P2(90), FINE, { 1024, 1 } },
    { 0, lowest, FINE, { 0, 1 } },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_num got = { 0, 0 };
    int fault = (int)pol_num_ratio(&got, rows[i].n, rows[i].d);
    cr_expect(fault == rows[i].fault && same(got, rows[i].want), "row %zu: %s, fault %d", i, show(got).text, fault);
  }
}

Test(num, small_ones_by_brute_force) {
  for (int an = -12; an <= 12; an++)
    for (int ad = 1; ad <= 12; ad++)
      for (int bn = -12; bn <= 12; bn++)
        for (int bd = 1; bd <= 12; bd++) {
          pol_num a, b, got, want;
          pol_num_ratio(&a, an, ad);
          pol_num_ratio(&b, bn, bd);
          const struct { char op; int n, d; } ops[] = {
            { '+', an * bd + bn * ad, ad * bd }, { '-', an * bd - bn * ad, ad * bd }, { '*', an * bn, ad * bd }, { '/', an * bd, ad * bn } };
          for (size_t i = 0; i < COUNT(ops); i++) {
            pol_num_fault fault = apply(ops[i].op, &got, a, b), due = pol_num_ratio(&want, ops[i].n, ops[i].d);
            if (fault != due || (!fault && !same(got, want))) cr_assert_fail("%s %c %s = %s", show(a).text, ops[i].op, show(b).text, show(got).text);
          }
          int difference = an * bd - bn * ad;
          if (pol_num_cmp(a, b) != (difference > 0) - (difference < 0)) cr_assert_fail("%s against %s", show(a).text, show(b).text);
        }
}

static big magnitude(pol_i128 v) { return big_of(v < 0 ? -(pol_u128)v : (pol_u128)v); }

/* What n/d with the sign must come out as. */
static void expect_ratio(pol_num_fault fault, pol_num got, bool negative, big n, big d, const char *what, pol_num a, pol_num b) {
  big g = big_gcd(n, d), rest;
  n = big_div(&rest, n, g);
  d = big_div(&rest, d, g);
  if (!big_fits(n, 127) || !big_fits(d, 127)) {
    cr_assert_eq(fault, POL_NUM_TOO_LARGE, "%s %s %s is %s, and should be too large", show(a).text, what, show(b).text, show(got).text);
    return;
  }
  pol_i128 top = (pol_i128)big_low(n);
  pol_num want = { negative ? -top : top, (pol_i128)big_low(d) };
  cr_assert(!fault && same(got, want), "%s %s %s is %s, not %s; fault %d", show(a).text, what, show(b).text, show(got).text, show(want).text, (int)fault);
}

static void expect_sum(pol_num a, pol_num b, int sign) {
  big x = big_mul(magnitude(a.n), magnitude(b.d)), y = big_mul(magnitude(b.n), magnitude(a.d)), d = big_mul(magnitude(a.d), magnitude(b.d));
  bool minus = sign < 0, x_negative = a.n < 0, y_negative = (b.n < 0) != minus, x_greater = big_cmp(x, y) >= 0;
  big n = x_negative == y_negative ? big_add(x, y) : x_greater ? big_sub(x, y) : big_sub(y, x);
  pol_num got = { 0, 0 };
  pol_num_fault fault = minus ? pol_num_sub(&got, a, b) : pol_num_add(&got, a, b);
  expect_ratio(fault, got, x_greater ? x_negative : y_negative, n, d, minus ? "-" : "+", a, b);
}

/* A number near another: sums with it cancel, and products stay within. */
static pol_num near(uint64_t *seed, pol_num a) {
  pol_num b = a, inverse;
  switch (random_bits(seed) % 6) {
  case 0: return pol_num_neg(a);
  case 1: b.n += b.n < MAX127; break;
  case 2: b.d -= 1; break;
  case 3: return pol_num_div(&inverse, pol_num_int(1 + (int64_t)(random_bits(seed) % 5)), a) ? a : inverse;
  case 4: return pol_num_mul(&inverse, a, pol_num_int(3)) ? a : inverse;
  default: return random_num(seed);
  }
  return b.d < 1 || pol_num_ratio(&inverse, b.n, b.d) ? a : inverse;
}

static void hold_large_ones(uint64_t seed, int times) {
  for (int i = 0; i < times; i++) {
    pol_num a = random_num(&seed), b = i % 2 ? random_num(&seed) : near(&seed, a), got = { 0, 0 };
    big an = magnitude(a.n), ad = magnitude(a.d), bn = magnitude(b.n), bd = magnitude(b.d);
    expect_sum(a, b, 1);
    expect_sum(a, b, -1);
    bool negative = (a.n < 0) != (b.n < 0);
    pol_num_fault fault = pol_num_mul(&got, a, b);
    expect_ratio(fault, got, negative, big_mul(an, bn), big_mul(ad, bd), "*", a, b);
    fault = pol_num_div(&got, a, b);
    if (b.n) expect_ratio(fault, got, negative, big_mul(an, bd), big_mul(ad, bn), "/", a, b);
    else cr_assert_eq(fault, POL_NUM_DIV_ZERO);
    int order = big_cmp(big_mul(an, bd), big_mul(bn, ad));
    if (a.n < 0 && b.n < 0) order = -order;
    else if ((a.n < 0) != (b.n < 0)) order = a.n < 0 ? -1 : 1;
    cr_assert_eq(pol_num_cmp(a, b), order, "%s against %s", show(a).text, show(b).text);
    cr_assert_eq(pol_num_cmp(b, a), -order, "%s against %s", show(b).text, show(a).text);
    cr_assert_eq(pol_num_cmp(a, a), 0);
  }
}

Test(num, some_large_ones_against_the_reference) { hold_large_ones(3, 150); }
Test(num, large_ones_against_the_reference) { hold_large_ones(7, 6000); }

/* Across the edge of what is small, and either side of 0. */
Test(num, compared_with_large_ones) {
  const pol_num rising[] = {
    { -MAX127, 1 }, { -MAX127, 3 }, { -P2(80) - 1, 2 }, { -P2(80), 3 }, { -2, 3 }, { -1, P2(80) }, { -1, MAX127 }, { 0, 1 }, { 1, MAX127 }, { 1, P2(80) }, { 2, 3 }, { P2(80), 3 },
    { P2(80) + 1, 2 }, { MAX127, 3 }, { MAX127, 1 },
  };
  for (size_t i = 0; i < COUNT(rising); i++)
    for (size_t j = 0; j < COUNT(rising); j++) cr_expect_eq(pol_num_cmp(rising[i], rising[j]), (i > j) - (i < j), "%zu against %zu", i, j);
}

Test(num, whole) {
  const struct { pol_num a; bool whole, small; int64_t want; } rows[] = {
    { { 7, 1 }, true, true, 7 }, { { 7, 2 }, false, false, 0 }, { { INT64_MAX, 1 }, true, true, INT64_MAX },
    { { INT64_MIN, 1 }, true, true, INT64_MIN },
    { { (pol_i128)INT64_MAX + 1, 1 }, true, false, 0 }, { { (pol_i128)INT64_MIN - 1, 1 }, true, false, 0 }, { { 0, 1 }, true, true, 0 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    int64_t v = 0;
    cr_expect_eq(pol_num_is_int(rows[i].a), rows[i].whole, "row %zu", i);
    cr_expect_eq(pol_num_to_i64(&v, rows[i].a), rows[i].small, "row %zu", i);
    cr_expect_eq(v, rows[i].want, "row %zu", i);
  }
  cr_expect(same(pol_num_int(INT64_MIN), (pol_num){ INT64_MIN, 1 }));
  cr_expect(same(pol_num_neg((pol_num){ -MAX127, 3 }), (pol_num){ MAX127, 3 }));
}

static pol_num num(const char *text) {
  pol_num a;
  pol_num_fault fault;
  cr_assert(pol_num_read(&a, &fault, text, strlen(text)) && !fault, "%s", text);
  return a;
}

Test(num, rounding) {
  enum { MODES = 7 }; /* half up, half even, half down, up, down, floor, ceiling */
  static const struct { const char *a, *grain, *want[MODES]; } rows[] = {
    { "2.5", "1", { "3", "2", "2", "3", "2", "2", "3" } },
    { "3.5", "1", { "4", "4", "3", "4", "3", "3", "4" } },
    { "-2.5", "1", { "-3", "-2", "-2", "-3", "-2", "-3", "-2" } },
    { "-3.5", "1", { "-4", "-4", "-3", "-4", "-3", "-4", "-3" } },
    { "2.4", "1", { "2", "2", "2", "3", "2", "2", "3" } },
    { "-2.4", "1", { "-2", "-2", "-2", "-3", "-2", "-3", "-2" } },
    { "2.6", "1", { "3", "3", "3", "3", "2", "2", "3" } },
    { "-2.6", "1", { "-3", "-3", "-3", "-3", "-2", "-3", "-2" } },
    { "0.5", "1", { "1", "0", "0", "1", "0", "0", "1" } },
    { "-0.5", "1", { "-1", "0", "0", "-1", "0", "-1", "0" } },
    { "7", "1", { "7", "7", "7", "7", "7", "7", "7" } },
    { "0", "0.01", { "0", "0", "0", "0", "0", "0", "0" } },
    { "1.005", "0.01", { "1.01", "1", "1", "1.01", "1", "1", "1.01" } },
    { "1.015", "0.01", { "1.02", "1.02", "1.01", "1.02", "1.01", "1.01", "1.02" } },
    { "750/37", "0.01", { "20.27", "20.27", "20.27", "20.28", "20.27", "20.27", "20.28" } },
    { "3.75", "0.5", { "4", "4", "3.5", "4", "3.5", "3.5", "4" } }, /* a half day is the grain: 7.5 grains */
    { "3.25", "0.5", { "3.5", "3", "3", "3.5", "3", "3", "3.5" } },
    { "1.1", "2/3", { "4/3", "4/3", "4/3", "4/3", "2/3", "2/3", "4/3" } },
    { "1", "2/3", { "4/3", "4/3", "2/3", "4/3", "2/3", "2/3", "4/3" } },
    { "12", "5", { "10", "10", "10", "15", "10", "10", "15" } },
    { "12.5", "5", { "15", "10", "10", "15", "10", "10", "15" } },
    { "1/1000000000000000000000", "1", { "0", "0", "0", "1", "0", "0", "1" } },
    { "-1/1000000000000000000000", "1", { "0", "0", "0", "-1", "0", "-1", "0" } },
  };
  for (size_t i = 0; i < COUNT(rows); i++)
    for (int mode = 0; mode < MODES; mode++) {
      pol_num got;
      pol_num_fault fault = pol_num_round(&got, num(rows[i].a), num(rows[i].grain), (pol_round)mode);
      cr_expect(!fault && same(got, num(rows[i].want[mode])), "%s to %s in mode %d: %s, not %s", rows[i].a, rows[i].grain, mode, show(got).text,
                rows[i].want[mode]);
    }
}

Test(num, rounding_at_the_edges) {
  const struct { pol_num a, grain; pol_round mode; int fault; pol_num want; } rows[] = {
    { { MAX127, 1 }, { 1, 100 }, POL_ROUND_UP, FINE, { MAX127, 1 } }, /* 2^127 × 100 grains */
    { { MAX127, 2 }, { 1, 1 }, POL_ROUND_DOWN, FINE, { P2(126) - 1, 1 } },
    { { MAX127, 2 }, { 1, 1 }, POL_ROUND_HALF_UP, FINE, { P2(126), 1 } },
    { { MAX127, 1 }, { 2, 1 }, POL_ROUND_UP, LARGE, { 0, 0 } }, /* 2^127 */
    { { MAX127, 1 }, { 2, 1 }, POL_ROUND_DOWN, FINE, { MAX127 - 1, 1 } },
    { { -MAX127, 1 }, { 2, 1 }, POL_ROUND_CEILING, FINE, { 1 - MAX127, 1 } },
    { { -MAX127, 1 }, { 2, 1 }, POL_ROUND_FLOOR, LARGE, { 0, 0 } },
    { { 1, MAX127 }, { MAX127, 1 }, POL_ROUND_UP, FINE, { MAX127, 1 } },
    { { 1, MAX127 }, { MAX127, 1 }, POL_ROUND_HALF_UP, FINE, { 0, 1 } },
    { { MAX127, 3 }, { 1, MAX127 }, POL_ROUND_DOWN, LARGE, { 0, 0 } },
    { { 1, 2 }, { 0, 1 }, POL_ROUND_UP, ZERO, { 0, 0 } },
    { { 1, 2 }, { -1, 1 }, POL_ROUND_UP, ZERO, { 0, 0 } },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_num got = { 0, 0 };
    int fault = (int)pol_num_round(&got, rows[i].a, rows[i].grain, rows[i].mode);
    cr_expect(fault == rows[i].fault && same(got, rows[i].want), "row %zu: %s, fault %d", i, show(got).text, fault);
  }
}

/* Grains counted by the reference; then the definition of the mode. */
static void expect_round(pol_num a, pol_num grain, int mode) {
  big n = big_mul(magnitude(a.n), magnitude(grain.d)), d = big_mul(magnitude(a.d), magnitude(grain.n)), rest, one = big_of(1);
  big times = big_div(&rest, n, d);
  int half = big_cmp(big_add(rest, rest), d);
  bool negative = a.n < 0, away = false;
  if (mode == POL_ROUND_UP || mode == (negative ? POL_ROUND_FLOOR : POL_ROUND_CEILING)) away = true;
  else if (mode <= POL_ROUND_HALF_DOWN && half > 0) away = true;
  else if (half == 0) away = mode == POL_ROUND_HALF_UP || (mode == POL_ROUND_HALF_EVEN && times.at[0] % 2 == 1);
  if (away && !big_zero(rest)) times = big_add(times, one);
  pol_num got = { 0, 0 };
  pol_num_fault fault = pol_num_round(&got, a, grain, (pol_round)mode);
  expect_ratio(fault, got, negative, big_mul(times, magnitude(grain.n)), magnitude(grain.d), "rounded to", a, grain);
}

static void hold_rounding(uint64_t seed, int times) {
  for (int i = 0; i < times; i++) {
    pol_num a = random_num(&seed), grain = random_num(&seed), tie;
    if (grain.n < 0) grain = pol_num_neg(grain);
    if (grain.n == 0) grain = (pol_num){ 1, 100 };
    if (i % 3 == 0) grain = (pol_num){ 1, 100 };
    if (i % 5 == 0 && !pol_num_mul(&tie, grain, (pol_num){ (int)(random_bits(&seed) % 2001) - 1000, 1 }) && !pol_num_div(&tie, tie, pol_num_int(2))) a = tie;
    expect_round(a, grain, i % 7);
  }
}

Test(num, some_rounding_against_the_reference) { hold_rounding(5, 300); }
Test(num, rounding_against_the_reference) { hold_rounding(11, 6000); }
