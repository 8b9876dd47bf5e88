/* Texts: characters of UTF-8 found by their definition, strings of JSON read back, words wrapped and none lost, edit distance by its table, and digests the same whatever the pieces. */
#include "base/json.h"
#include "base/sha256.h"
#include "base/utf8.h"
#include "fuzz/fuzz.h"

static void hold_characters(const char *s, size_t n) {
  size_t i = 0, columns = 0;
  for (unsigned length; i < n; i += length, columns++) {
    uint32_t code, mine;
    char back[4];
    length = pol_utf8_next(&code, s + i, n - i);
    if (!length) break;
    const unsigned char *b = (const unsigned char *)s + i;
    mine = length == 1 ? b[0] : length == 2 ? (b[0] & 31u) << 6 | (b[1] & 63u) : length == 3 ? (b[0] & 15u) << 12 | (b[1] & 63u) << 6 | (b[2] & 63u) : (b[0] & 7u) << 18 | (b[1] & 63u) << 12 | (b[2] & 63u) << 6 | (b[3] & 63u);
    FUZZ_HOLDS(mine == code && code <= 0x10FFFF && !(code >= 0xD800 && code < 0xE000), "a character is one");
    FUZZ_HOLDS(pol_utf8_put(back, code) == length && memcmp(back, b, length) == 0, "a character is written as it was read, so in the shortest way");
  }
  FUZZ_HOLDS(pol_utf8_check(s, n) == i, "the first byte that is wrong is at %zu", i);
  FUZZ_HOLDS(i < n || pol_text_columns(s, n) == columns, "there are as many columns as characters");
}

static void hold_string(const char *s, size_t n) {
  pol_text t;
  fuzz_text back = {0};
  if (pol_utf8_check(s, n) != n) return;
  pol_text_init(&t, NULL);
  pol_json j;
  pol_json_init(&j, &t, 0);
  pol_json_string_n(&j, s, n);
  FUZZ_HOLDS(fuzz_json_ends(t.at, t.n, 1), "a string of JSON is one: %s", pol_text_get(&t));
  for (size_t i = 1; i + 1 < t.n; i++) {
    static const char from[] = "\"\\/bfnrt", to[] = "\"\\/\b\f\n\r\t";
    char c = t.at[i];
    if (c != '\\') {
      fuzz_add(&back, &c, 1);
      continue;
    }
    const char *which = strchr(from, t.at[++i]);
    char utf8[4], hex[5] = {0};
    if (which) fuzz_add(&back, &to[which - from], 1);
    else {
      memcpy(hex, t.at + i + 1, 4);
      fuzz_add(&back, utf8, pol_utf8_put(utf8, (uint32_t)strtoul(hex, NULL, 16)));
      i += 4;
    }
  }
  fuzz_hold_same("a string of JSON and what it says", &back, &(fuzz_text){.at = (char *)(uintptr_t)s, .n = n});
  fuzz_free(&back);
  pol_text_drop(&t);
}

/* The words of a text, without what stands between them. */
static void take_words(fuzz_text *out, const char *s) {
  for (; *s; s++)
    if (*s != ' ' && *s != '\n') fuzz_add(out, s, 1);
}

static void hold_wrapped(const char *s, size_t n, size_t width, size_t indent) {
  pol_text t;
  fuzz_text own = {0}, before = {0}, after = {0};
  if (pol_utf8_check(s, n) != n) return;
  fuzz_add(&own, s, n);
  pol_text_init(&t, NULL);
  pol_text_wrap(&t, own.at, 0, indent, width);
  take_words(&before, own.at);
  take_words(&after, pol_text_get(&t));
  fuzz_hold_same("the words before and after wrapping", &before, &after);
  fuzz_free(&own);
  fuzz_free(&before);
  fuzz_free(&after);
  pol_text_drop(&t);
}

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* Letters put in, left out, changed, and two neighbours swapped (optimal alignment). */
static void hold_distance(const char *s, size_t n) {
  enum { MOST = 24 };
  unsigned d[MOST + 1][MOST + 1];
  char a[MOST + 1] = {0}, b[MOST + 1] = {0};
  size_t an = 0, bn = 0, i = 0;
  for (; i < n && s[i] > ' ' && s[i] < 127 && an < MOST; i++) a[an++] = s[i];
  for (i++; i < n && s[i] > ' ' && s[i] < 127 && bn < MOST; i++) b[bn++] = s[i];
  for (size_t x = 0; x <= an; x++)
    for (size_t y = 0; y <= bn; y++) {
      d[x][y] = x == 0 ? (unsigned)y : y == 0 ? (unsigned)x : least(least(d[x - 1][y], d[x][y - 1]) + 1, d[x - 1][y - 1] + (a[x - 1] != b[y - 1]));
      if (x > 1 && y > 1 && a[x - 1] == b[y - 2] && a[x - 2] == b[y - 1]) d[x][y] = least(d[x][y], d[x - 2][y - 2] + 1);
    }
  for (unsigned most = 0; most < 4; most++)
    FUZZ_HOLDS(pol_text_distance(a, b, most) == least(d[an][bn], most + 1), "%s is %u from %s, at most %u: not %u", a, d[an][bn], b, most, pol_text_distance(a, b, most));
}

static void hold_digest(const uint8_t *data, size_t n) {
  pol_sha256 whole, pieces;
  char one[65], other[65];
  size_t step = n ? data[0] % 97 + 1u : 1;
  pol_sha256_init(&whole);
  pol_sha256_add(&whole, data, n);
  pol_sha256_end(&whole, one);
  pol_sha256_init(&pieces);
  for (size_t i = 0; i < n; i += step) pol_sha256_add(&pieces, data + i, n - i < step ? n - i : step);
  pol_sha256_end(&pieces, other);
  FUZZ_HOLDS(strcmp(one, other) == 0, "a digest does not hang on the pieces");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  const char *s = (const char *)data;
  hold_characters(s, n);
  hold_string(s, n);
  hold_wrapped(s, n, n ? data[0] % 100u : 0, n > 1 ? data[1] % 8u : 0);
  hold_distance(s, n);
  hold_digest(data, n);
  return 0;
}
