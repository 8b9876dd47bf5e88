#include "base/num.h"
#include "failing.h"
#include "random.h"
#include <string.h>

enum { FINE = POL_NUM_FINE, LARGE = POL_NUM_TOO_LARGE, ZERO = POL_NUM_DIV_ZERO, NONE = -1 };

static int read(pol_num *a, const char *text, size_t n) { /* the fault, or NONE when it is no number */
  pol_num_fault fault = POL_NUM_DIV_ZERO;
  char *exact = malloc(n + 1); /* so that reading past the end is seen */
  cr_assert(exact);
  memcpy(exact + 1, text, n);
  bool is = pol_num_read(a, &fault, exact + 1, n);
  free(exact);
  cr_assert((is && !fault) || a->n == 0, "nothing is left half read: %s", text);
  cr_assert(is || !fault, "what is no number has no fault: %s", text);
  return is ? (int)fault : NONE;
}

#define P2(k) ((pol_i128)1 << (k))
static const pol_i128 ten19 = 10000000000000000000u;

Test(num_text, reads) {
  const struct { const char *text; int fault; pol_num want; } rows[] = {
    { "0", FINE, { 0, 1 } }, { "-0", FINE, { 0, 1 } }, { "7", FINE, { 7, 1 } }, { "-7", FINE, { -7, 1 } }, { "007", FINE, { 7, 1 } },
    { "7.4", FINE, { 37, 5 } }, { "-7.40", FINE, { -37, 5 } }, { "0.125", FINE, { 1, 8 } }, { "3.000", FINE, { 3, 1 } },
    { "1,950", FINE, { 1950, 1 } }, { "1,950.25", FINE, { 7801, 4 } }, { "12,345,678", FINE, { 12345678, 1 } },
    { "-1,000", FINE, { -1000, 1 } },
    { "2 1/4", FINE, { 9, 4 } }, { "-2 1/4", FINE, { -9, 4 } }, { "1,000 1/2", FINE, { 2001, 2 } }, { "0 3/6", FINE, { 1, 2 } },
    { "750/37", FINE, { 750, 37 } }, { "-6/4", FINE, { -3, 2 } }, { "1,500/1,000", FINE, { 3, 2 } }, { "0/5", FINE, { 0, 1 } },
    { "5/0", ZERO, { 0, 1 } }, { "2 1/0", ZERO, { 0, 1 } }, { "0/0", ZERO, { 0, 1 } },
    { "1e3", FINE, { 1000, 1 } }, { "1E+3", FINE, { 1000, 1 } }, { "25e-2", FINE, { 1, 4 } }, { "1.5e1", FINE, { 15, 1 } },
    { "-1.25e-1", FINE, { -1, 8 } },
    { "1.5e0", FINE, { 3, 2 } }, { "0.001e3", FINE, { 1, 1 } }, { "1200e-2", FINE, { 12, 1 } }, { "123.456e1", FINE, { 30864, 25 } },
    { "123.456e-1", FINE, { 1543200, 125000 } }, { "0e99999999999999999999999", FINE, { 0, 1 } },
    { "0e-99999999999999999999999", FINE, { 0, 1 } },
    { "1e38", FINE, { ten19 * ten19, 1 } }, { "1e39", LARGE, { 0, 1 } }, { "1e99999999999999999999999", LARGE, { 0, 1 } },
    { "4e38", LARGE, { 0, 1 } }, { "400000000000000000000000000000000000000", LARGE, { 0, 1 } },
    { "1e-38", FINE, { 1, ten19 * ten19 } }, { "1e-39", LARGE, { 0, 1 } }, { "1e-99999999999999999999999", LARGE, { 0, 1 } },
    { "170141183460469231731687303715884105727", FINE, { MAX127, 1 } }, { "170141183460469231731687303715884105728", LARGE, { 0, 1 } },
    { "-170141183460469231731687303715884105727", FINE, { -MAX127, 1 } }, { "-170141183460469231731687303715884105728", LARGE, { 0, 1 } },
    { "170141183460469231731687303715884105727/170141183460469231731687303715884105727", FINE, { 1, 1 } },
    { "17,014,118,346,046,923,173,168,730,371,588,410,572.7", FINE, { MAX127, 10 } },
    { "17,014,118,346,046,923,173,168,730,371,588,410,572.9", LARGE, { 0, 1 } },
    { "170,141,183,460,469,231,731,687,303,715,884,105,727", FINE, { MAX127, 1 } }, { "170,141,183,460,469,231,731,687,303,715,884,105,728", LARGE, { 0, 1 } },
    { "340,282,366,920,938,463,463,374,607,431,768,211,457.5", LARGE, { 0, 1 } }, { "340,282,366,920,938,463,463,374,607,431,768,211,457", LARGE, { 0, 1 } },
    { "340282366920938463463374607431768211457/3", LARGE, { 0, 1 } }, { "3/340282366920938463463374607431768211457", LARGE, { 0, 1 } }, { "170141183460469231731687303715884105728/2", LARGE, { 0, 1 } },
    { "1,000,000,000,000,000,000,000,000,000,000,000,000,000,000/7", LARGE, { 0, 1 } }, { "340282366920938463463374607431768211457 1/2", LARGE, { 0, 1 } },
    { "170141183460469231731687303715884105727 1/2", LARGE, { 0, 1 } }, { "1,000,000.000000000000000000025", FINE, { ten19 * 4000000 + 1, ten19 * 4 } },
    { "999999999999999999", FINE, { 999999999999999999, 1 } }, { "9999999999999999999", FINE, { ten19 - 1, 1 } },
    { "0.999999999999999999", FINE, { 999999999999999999, 1000000000000000000 } }, { "0.9999999999999999999", FINE, { ten19 - 1, ten19 } },
    { "0.0000000000000000000000000000000000000125", FINE, { 1, ten19 * ten19 / 10 * 8 } },
    { "0.000000000000000000000000000000000000001", LARGE, { 0, 1 } },
    { "0.0000000000000000000000000000000000000025", LARGE, { 0, 1 } }, /* 1 / (4 · 10^38): of two words, the lower one small */
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_num got = { 0, 0 }, want = rows[i].want;
    if (rows[i].fault == FINE) cr_assert(!pol_num_ratio(&want, want.n, want.d));
    int fault = read(&got, rows[i].text, strlen(rows[i].text));
    cr_expect(fault == rows[i].fault && got.n == want.n && got.d == want.d, "'%s': fault %d", rows[i].text, fault);
  }
}

Test(num_text, each_last_digit) { /* of more places than the short way takes */
  char text[] = "-0.000000000000000000d";
  for (int d = 0; d < 100; d++) {
    pol_num got = { 0, 0 }, want;
    text[sizeof text - 3] = (char)('0' + d / 10), text[sizeof text - 2] = (char)('0' + d % 10);
    cr_assert(!pol_num_ratio(&want, -d, ten19));
    cr_expect(read(&got, text, sizeof text - 1) == FINE && got.n == want.n && got.d == want.d, "%s", text);
  }
}

Test(num_text, refuses) {
  static const char *const rows[] = {
    "", "-", "--1", "+1", "a", "1a", " 1", "1 ", ".5", "5.", "1..2", "1.2.3", "1,95", "1,9500", "1950,000", ",950", "1,", "1,,000", "1,950,", "1.950,000",
    "1.5/2", "1/2.5", "1/", "/2", "1/-2", "1/2/3", "1//2", "2  1/4", "2 1", "2 /4", "2 1/4 ", "2 1/", "2 -1/4", "2.5 1/4", "1e", "1e+", "1e-", "e5", "1e5.5",
    "1e 5", "1,000e3", "1/2e3", "0x10", "inf", "nan", "1_000", "\xc2\xa3", "1\n", "1%", "2 1,000/3,00",
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_num got = { 0, 0 };
    cr_expect_eq(read(&got, rows[i], strlen(rows[i])), NONE, "'%s'", rows[i]);
  }
}

Test(num_text, long_ones) { /* quickly, however long */
  enum { N = 4000000 };
  static const struct { char head, fill, tail; int fault; pol_num want; } rows[] = {
    { '5', '0', '0', FINE, { 1, 2 } }, { '5', '0', '1', LARGE, { 0, 1 } }, { '3', '3', '3', LARGE, { 0, 1 } },
    { '0', '0', '0', FINE, { 0, 1 } },
  };
  char *text = malloc(N);
  cr_assert(text);
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_num got;
    memset(text, rows[i].fill, N);
    text[0] = '0', text[1] = '.', text[2] = rows[i].head, text[N - 1] = rows[i].tail;
    int fault = read(&got, text, N);
    cr_expect(fault == rows[i].fault && got.n == rows[i].want.n && got.d == rows[i].want.d, "row %zu: fault %d", i, fault);
    text[1] = '0';
    fault = read(&got, text, N);
    cr_expect_eq(fault, rows[i].head == '0' ? FINE : LARGE, "row %zu, whole: fault %d", i, fault);
  }
  memset(text, '0', N);
  memcpy(text + N - 3, "7.5", 3);
  pol_num got;
  cr_expect_eq(read(&got, text, N), FINE);
  cr_expect(got.n == 15 && got.d == 2);
  free(text);
}

Test(num_text, writes) {
  const struct { pol_num a; unsigned places; const char *want, *people; bool about; } rows[] = {
    { { 0, 1 }, 0, "0", "0", false }, { { 0, 1 }, 2, "0.00", "0.00", false }, { { -3, 1 }, 0, "-3", "-3", false },
    { { 185, 2 }, 2, "92.50", "92.50", false },
    { { 1, 8 }, 0, "0.125", "0.125", false }, { { -1, 8 }, 2, "-0.125", "-0.125", false }, { { 1950, 1 }, 0, "1950", "1,950", false },
    { { 999, 1 }, 0, "999", "999", false }, { { 1000, 1 }, 1, "1000.0", "1,000.0", false },
    { { -1234567, 100 }, 0, "-12345.67", "-12,345.67", false },
    { { 1306800, 1 }, 2, "1306800.00", "1,306,800.00", false }, { { 750, 37 }, 2, "750/37", "about 20.27", true },
    { { -750, 37 }, 0, "-750/37", "about -20.27", true },
    { { 2, 3 }, 0, "2/3", "about 0.67", true }, { { 1, 300 }, 0, "1/300", "about 0.00", true },
    { { -1, 300 }, 0, "-1/300", "about 0.00", true },
    { { -1, 150 }, 0, "-1/150", "about -0.01", true }, { { 2999, 3 }, 0, "2999/3", "about 999.67", true },
    { { 299999, 300 }, 0, "299999/300", "about 1,000.00", true },
    { { -299999, 300 }, 0, "-299999/300", "about -1,000.00", true }, { { 1, 3 }, 4, "1/3", "about 0.33", true },
    { { MAX127, 1 }, 0, "170141183460469231731687303715884105727", "170,141,183,460,469,231,731,687,303,715,884,105,727", false },
    { { -MAX127, 1 }, 1, "-170141183460469231731687303715884105727.0", "-170,141,183,460,469,231,731,687,303,715,884,105,727.0", false },
    { { MAX127, 2 }, 0, "85070591730234615865843651857942052863.5", "85,070,591,730,234,615,865,843,651,857,942,052,863.5", false },
    { { 2, MAX127 }, 0, "2/170141183460469231731687303715884105727", "about 0.00", true },
    { { MAX127 - 1, MAX127 }, 0, "170141183460469231731687303715884105726/170141183460469231731687303715884105727", "about 1.00", true },
    { { 1, ten19 * ten19 }, 0, "0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000001", false },
  };
  pol_text t;
  pol_text_init(&t, NULL);
  for (size_t i = 0; i < COUNT(rows); i++) {
    bool about = !rows[i].about;
    pol_text_clear(&t);
    pol_num_write(&t, rows[i].a, rows[i].places);
    cr_expect_str_eq(pol_text_get(&t), rows[i].want, "%s: %s", rows[i].want, pol_text_get(&t));
    pol_text_clear(&t);
    pol_num_write_for_people(&t, rows[i].a, rows[i].places, &about);
    cr_expect_str_eq(pol_text_get(&t), rows[i].people, "%s: %s", rows[i].people, pol_text_get(&t));
    cr_expect_eq(about, rows[i].about, "%s", rows[i].want);
  }
  pol_text_drop(&t);
}

Test(num_text, ends) {
  const struct { pol_num a; bool ends; unsigned places; } rows[] = {
    { { 7, 1 }, true, 0 }, { { 1, 2 }, true, 1 }, { { 1, 5 }, true, 1 }, { { 3, 10 }, true, 1 }, { { 1, 40 }, true, 3 },
    { { 1, 3 }, false, 0 }, { { 1, 6 }, false, 0 },
    { { 1, P2(126) }, true, 126 }, { { 1, MAX127 }, false, 0 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    unsigned places = 99;
    cr_expect_eq(pol_num_ends(rows[i].a, &places), rows[i].ends, "row %zu", i);
    if (rows[i].ends) cr_expect_eq(places, rows[i].places, "row %zu: %u", i, places);
  }
}

/* Every denominator that ends, with small and large numerators: what is written is read as the same number. */
Test(num_text, there_and_back) {
  pol_text t;
  pol_text_init(&t, NULL);
  uint64_t seed = 3;
  pol_u128 five = 1;
  for (unsigned fives = 0; fives <= 54; fives++, five *= 5)
    for (unsigned twos = 0; twos <= 126 && (five << twos) >> twos == five && !((five << twos) >> 127); twos++)
      for (int i = 0; i < 4; i++) {
        pol_num a, back;
        cr_assert(!pol_num_ratio(&a, i ? (pol_i128)random_magnitude(&seed) : MAX127, (pol_i128)(five << twos)));
        if (i == 1) a = pol_num_neg(a);
        pol_text_clear(&t);
        pol_num_write(&t, a, 0);
        int fault = read(&back, pol_text_get(&t), t.n);
        cr_assert(fault == FINE && back.n == a.n && back.d == a.d, "2^%u 5^%u: %s, fault %d", twos, fives, pol_text_get(&t), fault);
        pol_text_char(&t, '1'); /* one place more: as likely as not too large, never a wrong number */
        pol_num_fault over;
        cr_assert(a.d == 1 || pol_num_read(&back, &over, pol_text_get(&t), t.n));
      }
  for (int i = 0; i < 3000; i++) {
    pol_num a = random_num(&seed), back;
    pol_text_clear(&t);
    pol_num_write(&t, a, 0);
    cr_assert(read(&back, pol_text_get(&t), t.n) == FINE && back.n == a.n && back.d == a.d, "%s", pol_text_get(&t));
  }
  pol_text_drop(&t);
}

static bool write_work(const pol_alloc *from) {
  pol_text t;
  bool about;
  pol_text_init(&t, from);
  for (int i = 1; i < 30; i++) {
    pol_num_write(&t, (pol_num){ MAX127, i }, 2);
    pol_num_write_for_people(&t, (pol_num){ MAX127, i }, 2, &about);
  }
  bool well = pol_text_ok(&t);
  pol_text_drop(&t);
  return well;
}

Test(num_text, every_allocation_may_fail) { failing_everywhere(write_work); }
