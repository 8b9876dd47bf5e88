#include "base/text.h"
#include "failing.h"
#include <stdint.h>
#include <string.h>

Test(text, builds) {
  pol_text t;
  pol_text_init(&t, NULL);
  cr_expect_str_eq(pol_text_get(&t), "");
  pol_text_add(&t, "clause ");
  pol_text_add_n(&t, "3.7.2bcd", 6);
  pol_text_char(&t, ':');
  pol_text_pad(&t, '.', 3);
  pol_text_pad(&t, '.', 0);
  pol_text_add_n(&t, NULL, 0);
  pol_text_int(&t, 0);
  cr_expect_str_eq(pol_text_get(&t), "clause 3.7.2b:...0");
  cr_expect_eq(t.n, 18);
  pol_text_clear(&t);
  cr_expect_str_eq(pol_text_get(&t), "");
  for (int i = 0; i < 10000; i++) pol_text_add(&t, "0123456789");
  cr_expect_eq(strlen(pol_text_get(&t)), 100000);
  cr_expect(pol_text_ok(&t));
  pol_text_drop(&t);
  cr_expect_str_eq(pol_text_get(&t), "", "a dropped text can be used again");
  pol_text_add(&t, "x");
  cr_expect_str_eq(pol_text_get(&t), "x");
  pol_text_drop(&t);
}

Test(text, there_is_always_room_for_the_end) {
  pol_text t;
  pol_text_init(&t, NULL);
  for (size_t i = 1; i <= 1000; i++) {
    pol_text_char(&t, 'x');
    cr_assert(t.n == i && t.n < t.cap, "%zu of %zu", t.n, t.cap);
    cr_assert_eq(strlen(pol_text_get(&t)), i);
  }
  pol_text_drop(&t);
}

Test(text, integers) {
  static const struct { int64_t v; const char *want; } rows[] = {
    { 0, "0" }, { -1, "-1" }, { 10, "10" }, { INT64_MAX, "9223372036854775807" }, { INT64_MIN, "-9223372036854775808" },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text t;
    pol_text_init(&t, NULL);
    pol_text_int(&t, rows[i].v);
    cr_expect_str_eq(pol_text_get(&t), rows[i].want, "%s", rows[i].want);
    pol_text_drop(&t);
  }
}

Test(text, formats) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "%s|%.*s|%c|%d|%u|%zu|%lld|%llu|%%|%5d|%-5s|%05d", "a", 2, "bcd", 'e', -1, 2u, (size_t)3, -4LL, 5ULL, 6, "g", 7);
  cr_expect_str_eq(pol_text_get(&t), "a|bc|e|-1|2|3|-4|5|%|    6|g    |00007");
  static const size_t lengths[] = { 0, 62, 63, 64, 65, 66, 200, 5000 }; /* about the room that is tried first */
  for (size_t i = 0; i < COUNT(lengths); i++) {
    char *text = malloc(lengths[i] + 1);
    cr_assert(text);
    memset(text, 'x', lengths[i]);
    text[lengths[i]] = '\0';
    pol_text_drop(&t);
    pol_text_format(&t, "<%s>", text);
    cr_expect_eq(t.n, lengths[i] + 2);
    cr_expect(pol_text_get(&t)[0] == '<' && strlen(pol_text_get(&t)) == t.n && t.at[t.n - 1] == '>', "%zu", lengths[i]);
    free(text);
  }
  pol_text_drop(&t);
}

Test(text, failure_sticks) {
  failing f;
  pol_alloc from = failing_alloc(&f, 1);
  pol_text t;
  pol_text_init(&t, &from);
  pol_text_add(&t, "kept until then");
  pol_text_pad(&t, 'x', 1000);
  cr_expect(!pol_text_ok(&t));
  f.fail_at = SIZE_MAX;
  pol_text_add(&t, "x");
  pol_text_clear(&t);
  pol_text_format(&t, "%d", 1);
  cr_expect_str_eq(pol_text_get(&t), "");
  cr_expect(!pol_text_ok(&t));
  pol_text_drop(&t);
  pol_text_pad(&t, 'x', SIZE_MAX - 10);
  cr_expect(!pol_text_ok(&t), "sizes are checked");
  pol_text_drop(&t);
  cr_expect_eq(f.living, 0);
}

static bool text_work(const pol_alloc *from) {
  pol_text t;
  pol_text_init(&t, from);
  for (int i = 0; i < 30; i++) {
    pol_text_add(&t, "some words of a clause ");
    pol_text_format(&t, "%0100d", i);
    pol_text_wrap(&t, "25 days from 1 April 2024, and some more of it", 70, 4, 80);
  }
  bool well = pol_text_ok(&t) && strlen(pol_text_get(&t)) == t.n;
  pol_text_drop(&t);
  return well;
}

Test(text, every_allocation_may_fail) { failing_everywhere(text_work); }

Test(text, columns) {
  static const struct { const char *text; size_t want; } rows[] = {
    { "", 0 }, { "abc", 3 }, { "\xc2\xa3""23.05", 6 }, { "22.2 \xc3\x97 7.4", 10 }, { "\xe2\x82\xac\xf0\x9f\x98\x80", 2 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) cr_expect_eq(pol_text_columns(rows[i].text, strlen(rows[i].text)), rows[i].want, "%s", rows[i].text);
}

Test(text, distance) {
  static const struct { const char *a, *b; unsigned most, want; } rows[] = {
    { "", "", 2, 0 },
    { "permits", "permits", 2, 0 },
    { "permits", "permit", 2, 1 },
    { "permits", "prmits", 2, 1 },
    { "permits", "pemrits", 2, 1 }, /* transposed */
    { "permits", "pemrit", 2, 2 },
    { "permits", "refuses", 2, 3 },
    { "permits", "refuses", 10, 5 },
    { "", "ab", 2, 2 },
    { "", "abc", 2, 3 },
    { "abc", "", 3, 3 },
    { "a", "b", 0, 1 },
    { "a", "a", 0, 0 },
    { "ca", "abc", 5, 3 }, /* each pair is transposed once, or not at all */
    { "kitten", "sitting", 5, 3 },
    { "xaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaay", 2, 2 },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect_eq(pol_text_distance(rows[i].a, rows[i].b, rows[i].most), rows[i].want, "%s, %s: %u", rows[i].a, rows[i].b,
                 pol_text_distance(rows[i].a, rows[i].b, rows[i].most));
    cr_expect_eq(pol_text_distance(rows[i].b, rows[i].a, rows[i].most), rows[i].want, "%s, %s", rows[i].b, rows[i].a);
  }
}

/* The whole table, as in the books. */
static unsigned slow_distance(const char *a, const char *b) {
  unsigned d[12][12];
  size_t na = strlen(a), nb = strlen(b);
  for (size_t i = 0; i <= na; i++)
    for (size_t j = 0; j <= nb; j++) {
      if (!i || !j) {
        d[i][j] = (unsigned)(i + j);
        continue;
      }
      unsigned best = d[i - 1][j - 1] + (a[i - 1] != b[j - 1]);
      if (d[i - 1][j] + 1 < best) best = d[i - 1][j] + 1;
      if (d[i][j - 1] + 1 < best) best = d[i][j - 1] + 1;
      if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1] && d[i - 2][j - 2] + 1 < best) best = d[i - 2][j - 2] + 1;
      d[i][j] = best;
    }
  return d[na][nb];
}

Test(text, distance_against_the_whole_table) {
  uint32_t seed = 1;
  for (int round = 0; round < 20000; round++) {
    char text[2][12] = { "", "" };
    for (int w = 0; w < 2; w++) {
      seed = seed * 1664525 + 1013904223;
      size_t n = (seed >> 24) % 10;
      for (size_t i = 0; i < n; i++) seed = seed * 1664525 + 1013904223, text[w][i] = (char)('a' + (seed >> 24) % 3);
    }
    unsigned whole = slow_distance(text[0], text[1]);
    for (unsigned most = 0; most < 11; most++) {
      unsigned got = pol_text_distance(text[0], text[1], most);
      if (got != (whole > most ? most + 1 : whole)) cr_assert_fail("%s, %s within %u: %u, not %u", text[0], text[1], most, got, whole);
    }
  }
}

Test(text, distance_of_long_texts) {
  enum { N = 5000 };
  static char a[N + 1], b[N + 1];
  for (size_t i = 0; i < N; i++) a[i] = b[i] = (char)('a' + i * 7 % 26);
  b[10] = '-', b[4000] = '-';
  cr_expect_eq(pol_text_distance(a, b, 2), 2);
  cr_expect_eq(pol_text_distance(a, b, 1), 2);
  cr_expect_eq(pol_text_distance(a + 3, b, 3), 4);
  cr_expect_eq(pol_text_distance(a + 3, b, 5), 5);
  cr_expect_eq(pol_text_distance(a, "", 4000000000u), 33, "nobody asks for more than 32");
}

Test(text, what_came_from_outside_acts_on_nothing) {
  static const char given[] = "R\x1b[31m\x7f é\tx\n\xc2\x9b" "1m\xe2\x80\xae" "2\xff";
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_add_shown(&t, given, sizeof given - 1);
  cr_expect_str_eq(pol_text_get(&t), "R\uFFFD[31m\uFFFD é x \uFFFD" "1m\uFFFD" "2\uFFFD");
  pol_text_drop(&t);
}
