#include "base/text.h"
#include "base/utf8.h"
#include <stdint.h>
#include <stdio.h>
#include <string.h>

void pol_text_init(pol_text *t, const pol_alloc *from) { *t = (pol_text){ .from = from ? from : pol_alloc_default() }; }

void pol_text_drop(pol_text *t) {
  t->from->put(t->from->user, t->at);
  pol_text_init(t, t->from);
}

void pol_text_clear(pol_text *t) { t->n = 0; }

/* Room for n more bytes and a NUL. The allocator cannot resize, so growth copies; doubling keeps that cheap. */
static bool reserve(pol_text *t, size_t n) {
  if (t->failed) return false;
  if (n < t->cap - t->n) return true;
  size_t cap = n < SIZE_MAX / 4 && t->cap < SIZE_MAX / 4 ? t->cap * 2 + n + 64 : 0;
  char *at = cap ? t->from->get(t->from->user, cap) : NULL;
  if (!at) {
    t->failed = true;
    return false;
  }
  if (t->n) memcpy(at, t->at, t->n);
  t->from->put(t->from->user, t->at);
  t->at = at;
  t->cap = cap;
  return true;
}

bool pol_text_room(pol_text *t, size_t n) { return reserve(t, n); }

void pol_text_add(pol_text *t, const char *text) { pol_text_add_n(t, text, strlen(text)); }

void pol_text_add_n(pol_text *t, const char *bytes, size_t n) {
  if (!n || !reserve(t, n)) return;
  memcpy(t->at + t->n, bytes, n);
  t->n += n;
}

void pol_text_add_shown(pol_text *t, const char *bytes, size_t n) {
  for (size_t at = 0; at < n;) {
    uint32_t code;
    unsigned size = pol_utf8_next(&code, bytes + at, n - at);
    if (!size || pol_utf8_odd(code)) pol_text_add(t, "\xef\xbf\xbd");
    else if (code == '\t' || code == '\n') pol_text_char(t, ' '); /* it is one line, and what stands in columns stays there */
    else pol_text_add_n(t, bytes + at, size);
    at += size ? size : 1;
  }
}

void pol_text_char(pol_text *t, char c) {
  if (reserve(t, 1)) t->at[t->n++] = c;
}

void pol_text_pad(pol_text *t, char c, size_t times) {
  if (!times || !reserve(t, times)) return;
  memset(t->at + t->n, c, times);
  t->n += times;
}

void pol_text_int(pol_text *t, int64_t v) {
  char digits[20], *end = digits + sizeof digits, *p = end;
  uint64_t left = v < 0 ? -(uint64_t)v : (uint64_t)v;
  do *--p = (char)('0' + left % 10);
  while (left /= 10);
  if (v < 0) *--p = '-';
  pol_text_add_n(t, p, (size_t)(end - p));
}

void pol_text_format(pol_text *t, const char *format, ...) {
  va_list args;
  va_start(args, format);
  pol_text_vformat(t, format, args);
  va_end(args);
}

void pol_text_vformat(pol_text *t, const char *format, va_list args) {
  va_list again;
  va_copy(again, args);
  if (reserve(t, 64)) { /* one pass for nearly everything */
    int n = vsnprintf(t->at + t->n, t->cap - t->n, format, args);
    if (n < 0) t->failed = true;
    else if ((size_t)n >= t->cap - t->n && reserve(t, (size_t)n)) n = vsnprintf(t->at + t->n, t->cap - t->n, format, again);
    if (!t->failed) t->n += (size_t)n;
  }
  va_end(again);
}

const char *pol_text_get(pol_text *t) {
  if (t->failed || !t->at) return "";
  t->at[t->n] = '\0';
  return t->at;
}

bool pol_text_ok(const pol_text *t) { return !t->failed; }

size_t pol_text_columns(const char *bytes, size_t n) {
  size_t columns = 0;
  for (size_t i = 0; i < n; i++) columns += ((unsigned char)bytes[i] & 0xc0) != 0x80;
  return columns;
}

static unsigned least(unsigned a, unsigned b) { return a < b ? a : b; }

/* Only cells within `most` of the diagonal can count, so three short rows do for texts of any length. Beyond 32, which nobody would
 * call a slip, the answer is 33. */
enum { DISTANCE_MOST = 32, BAND = 2 * DISTANCE_MOST + 3 };

unsigned pol_text_distance(const char *a, const char *b, unsigned most) {
  if (most > DISTANCE_MOST) most = DISTANCE_MOST;
  size_t na = strlen(a), nb = strlen(b);
  if ((na > nb ? na - nb : nb - na) > most) return most + 1;
  unsigned rows[3][BAND], *before = rows[0], *above = rows[1], *row = rows[2]; /* column k is position i + k - most - 1 of b */
  size_t width = 2 * (size_t)most + 3;
  for (size_t k = 0; k < width; k++) before[k] = most + 1, above[k] = k > most && k + 1 < width ? (unsigned)(k - most - 1) : most + 1;
  for (size_t i = 1; i <= na; i++) {
    unsigned best = row[0] = row[width - 1] = most + 1;
    for (size_t k = 1; k + 1 < width; k++) {
      row[k] = most + 1;
      if (i + k < most + 1 || i + k > nb + most + 1) continue;
      size_t j = i + k - most - 1;
      if (j == 0) row[k] = least((unsigned)i, most + 1);
      else {
        unsigned changed = above[k] + (a[i - 1] != b[j - 1]);
        row[k] = least(least(changed, least(above[k + 1], row[k - 1]) + 1), most + 1);
        if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) row[k] = least(row[k], before[k] + 1);
      }
      best = least(best, row[k]);
    }
    if (best > most) return most + 1;
    unsigned *spare = before;
    before = above, above = row, row = spare;
  }
  return above[nb + most + 1 - na];
}
