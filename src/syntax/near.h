/* Which keyword an author may have meant. */
#ifndef POL_SYNTAX_NEAR_H
#define POL_SYNTAX_NEAR_H
#include "syntax/reading.h"

enum { POL_NEAR_MOST = 4 };
typedef struct pol_near {
  struct { uint8_t keyword; uint8_t words; uint8_t distance; } found[POL_NEAR_MOST]; /* the nearest first */
  unsigned n;
} pol_near;
typedef bool pol_near_fits(const pol_reading *r, const pol_keyword *k);

/* The keywords that the words at `i` may be slips of the pen for. */
void pol_near_misspelt(pol_near *out, const pol_reading *r, uint32_t i, pol_near_fits *fits);
/* The keywords that the words at `i` make when one word more is put in, or that they are the beginning of: only, for "only if". */
void pol_near_short(pol_near *out, const pol_reading *r, uint32_t i, pol_near_fits *fits);

/* A word that authors use for a keyword (other_words.def): "unless" for "except when". */
typedef struct pol_other_word { const char *words; uint8_t keyword; const char *help; } pol_other_word;
/* The other word that starts at `i`, the longest; NULL when there is none. */
const pol_other_word *pol_near_other(const pol_reading *r, uint32_t i, uint32_t *words);
/* The words at i … i + n, with one space between them, in `out`; false when they do not fit or are not on one line. */
bool pol_near_join(const pol_reading *r, uint32_t i, uint32_t n, char out[64]);
#endif
