/* Bands: the width that fits, the edges, and that the order of the amounts makes no difference. */
#include "compare/bands.h"
#include <criterion/criterion.h>
#include <string.h>

#define COUNT(a) (sizeof(a) / sizeof *(a))

static pol_num num(const char *text) {
  pol_num n;
  pol_num_fault fault;
  cr_assert(pol_num_read(&n, &fault, text, strlen(text)), "%s", text);
  return n;
}

static const char *shown(pol_text *t, const pol_bands *b) { /* width: first … counts */
  pol_text_clear(t);
  pol_num_write(t, pol_bands_width(b), 0);
  pol_text_format(t, " from %d:", b->first);
  for (uint32_t i = 0; i < b->n; i++) pol_text_format(t, " %llu", (unsigned long long)b->at[i]);
  return pol_text_get(t);
}

static void check(const char *const *amounts, size_t n, const char *want) {
  pol_bands up = {0}, down = {0};
  pol_text t;
  pol_text_init(&t, NULL);
  for (size_t i = 0; i < n; i++) pol_bands_add(&up, num(amounts[i])), pol_bands_add(&down, num(amounts[n - 1 - i]));
  cr_expect_str_eq(shown(&t, &up), want);
  cr_expect_str_eq(shown(&t, &down), want);
  pol_text_drop(&t);
}

Test(bands, edges) { /* an edge belongs to the band nearer 0, on both sides; 0 to none */
  static const char *const amounts[] = {"0.0001", "0.0002", "-0.0001", "-0.0002", "0"};
  check(amounts, COUNT(amounts), "0.0001 from -2: 1 1 1 1");
}

Test(bands, widths) {
  static const char *const both[] = {"-20", "11", "10", "0.5", "-0.5"}, *const far[] = {"1", "1000000"}, *const one[] = {"750/37"};
  check(both, COUNT(both), "1 from -20: 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1 1 0 0 0 0 0 0 0 0 1 1");
  check(far, COUNT(far), "20000 from 0: 1 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 0 1");
  check(one, COUNT(one), "0.0001 from 202702: 1");
}

Test(bands, wider) {
  pol_bands b = {0};
  pol_text t;
  pol_text_init(&t, NULL);
  pol_bands_add(&b, num("1.48"));
  pol_bands_add(&b, num("-7.4"));
  while (pol_num_cmp(pol_bands_width(&b), num("2")) < 0) pol_bands_widen(&b);
  cr_expect_str_eq(shown(&t, &b), "2 from -4: 1 0 0 0 1");
  cr_expect_eq(pol_num_cmp(pol_bands_edge(&b, -4), num("-8")), 0);
  pol_text_drop(&t);
}

Test(bands, beyond) { /* the widest reach 64 of 10^20 and more; what is further is said to be lost */
  pol_bands b = {0};
  pol_bands_add(&b, num("1"));
  cr_expect(!b.lost);
  pol_bands_add(&b, num("100000000000000000000000000000"));
  cr_expect(b.lost);
  uint64_t n = 0;
  for (uint32_t i = 0; i < b.n; i++) n += b.at[i];
  cr_expect_eq(n, 1);
}
