#include "compare/bands.h"
#include <string.h>

enum { WIDTHS = 50 }; /* 0.0001, 0.0002, 0.001 … */

pol_num pol_bands_width(const pol_bands *b) {
  pol_num width = {1, 10000};
  for (unsigned i = 0; i + 1 < b->step; i += 2) (void)pol_num_mul(&width, width, pol_num_int(10));
  if (b->step % 2 == 1) (void)pol_num_mul(&width, width, pol_num_int(2));
  return width; /* at most 10^21 */
}

pol_num pol_bands_edge(const pol_bands *b, int32_t i) {
  pol_num edge = pol_bands_width(b);
  (void)pol_num_mul(&edge, edge, pol_num_int(i));
  return edge;
}

/* How many widths lie between 0 and the nearer edge of its band. false: more than there are numbers for here. */
static bool widths_to(int64_t *out, const pol_bands *b, pol_num amount) {
  pol_num width = pol_bands_width(b);
  pol_i128 top = amount.n < 0 ? -amount.n : amount.n, bottom, whole;
  if (__builtin_mul_overflow(top, width.d, &top) || __builtin_mul_overflow(amount.d, width.n, &bottom)) return false;
  whole = (top - 1) / bottom; /* an edge belongs to the band nearer 0 */
  if (whole > INT32_MAX / 2) return false;
  *out = (int64_t)whole;
  return true;
}

static int32_t wider(int32_t band, int32_t times) { return band >= 0 ? band / times : -1 - (-1 - band) / times; }

void pol_bands_widen(pol_bands *b) {
  int32_t times = b->step % 2 == 0 ? 2 : 5;
  pol_bands old = *b;
  if (b->step + 1 >= WIDTHS) return;
  b->step++;
  if (old.n == 0) return;
  memset(b->at, 0, sizeof b->at);
  b->first = wider(old.first, times);
  b->n = (uint32_t)(wider(old.first + (int32_t)old.n - 1, times) - b->first) + 1;
  for (uint32_t i = 0; i < old.n; i++) b->at[wider(old.first + (int32_t)i, times) - b->first] += old.at[i];
}

/* Makes room for the band; false: as wide as they are, the bands do not reach it. */
static bool reach(pol_bands *b, int32_t band) {
  int32_t last = b->first + (int32_t)b->n - 1;
  if (b->n == 0) b->first = last = band;
  int32_t low = band < b->first ? band : b->first, high = band > last ? band : last;
  if (high - low >= POL_BANDS) return false;
  memmove(b->at + (b->first - low), b->at, sizeof *b->at * (size_t)b->n);
  memset(b->at, 0, sizeof *b->at * (size_t)(b->first - low));
  b->first = low;
  b->n = (uint32_t)(high - low) + 1;
  return true;
}

void pol_bands_add(pol_bands *b, pol_num amount) {
  int64_t widths = 0;
  if (amount.n == 0) return;
  for (;;) {
    bool found = widths_to(&widths, b, amount);
    int32_t band = (int32_t)(amount.n < 0 ? -1 - widths : widths);
    if (found && reach(b, band)) {
      b->at[band - b->first]++;
      return;
    }
    if (b->step + 1 >= WIDTHS) break;
    pol_bands_widen(b);
  }
  b->lost = true;
}
