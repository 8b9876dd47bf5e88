/* How amounts are spread, without knowing beforehand how far they reach: bands of equal width, a width that people read easily (1, 2, 10, 20 … and 0.2, 0.1 …), each
 * from just beyond its edge nearer 0 up to its other edge. They widen until all amounts fit; what comes out depends on the amounts alone, not on their order. */
#ifndef POL_COMPARE_BANDS_H
#define POL_COMPARE_BANDS_H
#include "base/num.h"

enum { POL_BANDS = 64 };
typedef struct pol_bands {
  uint32_t n;           /* bands in use, from the lowest amount's to the highest's; 0: no amounts */
  int32_t first;        /* the lowest: band 0 is from 0 to width, band -1 from -width to 0 */
  uint8_t step;         /* of the widths */
  bool lost;            /* some amount has no place in any: too large a number */
  uint64_t at[POL_BANDS];
} pol_bands; /* starts as zero */

void pol_bands_add(pol_bands *b, pol_num amount); /* nothing for 0 */
void pol_bands_widen(pol_bands *b);               /* to the next width, as far as there is one */
pol_num pol_bands_width(const pol_bands *b);
pol_num pol_bands_edge(const pol_bands *b, int32_t i); /* the lower edge of band i */
#endif
