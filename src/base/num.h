/* Exact numbers: ratios of 128-bit integers, always in lowest terms with a positive denominator. A result that does not fit is
 * POL_NUM_TOO_LARGE, and only then: intermediate steps use 256 bits, so whether an answer exists depends on the answer alone.
 * No function here uses floating point. */
#ifndef POL_BASE_NUM_H
#define POL_BASE_NUM_H
#include "base/text.h"
#include <stdbool.h>
#include <stdint.h>
__extension__ typedef __int128 pol_i128;
__extension__ typedef unsigned __int128 pol_u128;
typedef struct pol_num { pol_i128 n, d; } pol_num; /* d > 0, gcd(|n|, d) = 1, |n| < 2^127, d < 2^127 */
typedef enum pol_num_fault { POL_NUM_FINE = 0, POL_NUM_TOO_LARGE, POL_NUM_DIV_ZERO } pol_num_fault;

pol_num pol_num_int(int64_t v);
pol_num_fault pol_num_ratio(pol_num *out, pol_i128 n, pol_i128 d);
pol_num_fault pol_num_add(pol_num *out, pol_num a, pol_num b);
pol_num_fault pol_num_sub(pol_num *out, pol_num a, pol_num b);
pol_num_fault pol_num_mul(pol_num *out, pol_num a, pol_num b);
pol_num_fault pol_num_div(pol_num *out, pol_num a, pol_num b);
pol_num pol_num_neg(pol_num a);
pol_i128 pol_num_gcd(pol_i128 a, pol_i128 b); /* of their magnitudes, of which one is below 2^127; never 0: 1 where both are */
int pol_num_cmp(pol_num a, pol_num b); /* -1, 0, 1; exact whatever the sizes */
bool pol_num_is_int(pol_num a);
bool pol_num_to_i64(int64_t *out, pol_num a); /* false when not whole or out of range */

enum { POL_TEN_TO_MOST = 18 };
static inline int64_t pol_ten_to(unsigned n) { /* at most POL_TEN_TO_MOST */
  static const int64_t power[] = { 1, 10, 100, 1000, 10000, 100000, 1000000, 10000000, 100000000, 1000000000, 10000000000, 100000000000, 1000000000000, 10000000000000, 100000000000000,
                                   1000000000000000, 10000000000000000, 100000000000000000, 1000000000000000000 };
  return power[n];
}

typedef enum pol_round { POL_ROUND_HALF_UP, POL_ROUND_HALF_EVEN, POL_ROUND_HALF_DOWN, POL_ROUND_UP, POL_ROUND_DOWN, POL_ROUND_FLOOR, POL_ROUND_CEILING } pol_round;
/* Whether what is between two multiples goes to the one further from zero. odd: the nearer to zero is an odd one; half: how the rest compares with half a grain. */
static inline bool pol_round_away(pol_round mode, bool negative, bool odd, int half) {
  switch (mode) {
  case POL_ROUND_HALF_UP: return half >= 0;
  case POL_ROUND_HALF_EVEN: return half > 0 || (half == 0 && odd);
  case POL_ROUND_HALF_DOWN: return half > 0;
  case POL_ROUND_UP: return true;
  case POL_ROUND_DOWN: return false;
  case POL_ROUND_FLOOR: return negative;
  case POL_ROUND_CEILING: return !negative;
  }
  return false;
}
/* To the nearest multiple of `grain` (> 0) in the given mode. up and half up go away from zero, down towards it. */
pol_num_fault pol_num_round(pol_num *out, pol_num a, pol_num grain, pol_round mode);

/* Reads an exact number: digits with an optional point, thousands commas ("1,950"), a mixed fraction ("2 1/4"), a ratio ("750/37"), a
 * leading minus, and, for JSON, an exponent. false when it is none of these; *fault says when it is too large. */
bool pol_num_read(pol_num *out, pol_num_fault *fault, const char *bytes, size_t n);
/* Whether the decimal form ends, and in how many places. */
bool pol_num_ends(pol_num a, unsigned *places);
/* Decimal text with at least `places` places, else as few as it needs ("92.50", "-3", "0.125"); "750/37" when it does not end. */
void pol_num_write(pol_text *t, pol_num a, unsigned places);
/* For people: thousands commas, and "about 20.27" when it does not end (the exact ratio is the caller's to add). Sets *about. */
void pol_num_write_for_people(pol_text *t, pol_num a, unsigned places, bool *about);
/* The figures after "about": one that does not end, to the hundredth. */
void pol_num_write_hundredths(pol_text *t, pol_num a);
#endif
