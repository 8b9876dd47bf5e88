/* After a mistake: the words where a run stopped are changed so that reading can go on, and the mistake is reported.
 * A remedy is only taken when a trial shows that reading comes past the mistake with it. The last remedy always helps: it gives up a
 * bullet, a line, the rest of a head or the declaration, and puts LOST there. */
#ifndef POL_SYNTAX_MEND_H
#define POL_SYNTAX_MEND_H
#include "syntax/reading.h"

/* One run of the parser over the declaration at r->from. true: r->declared is its tree; false: r->trouble says where it stopped. */
bool pol_mend_run(pol_reading *r);
/* Changes the words at r->trouble. false: the declaration is given up: too much has been tried, or memory ran out. */
bool pol_mend(pol_reading *r);

/* A change of words: from `at` on, `take` words go and `put` come. It is a remedy when reading comes past them (past = 0), past the word where
 * the run stopped (1, 2), and in strict trials to the end of the line of that word (2; 1 when it starts no line). */
typedef struct pol_edit {
  uint32_t at, take, put;
  pol_raw words[2];
  uint32_t past;
} pol_edit;
/* Makes the change if a trial shows that it helps. */
bool pol_mend_try(pol_reading *r, const pol_edit *edit);

/* Gives up as little as reading can go on without: a bullet, a line, the rest of a head, the declaration. false: nothing helps. */
bool pol_mend_give_up(pol_reading *r);

/* Words to put in: a keyword in the place of the words at … at + n, or before the word at `at`; the same word, read as a plain name or as
 * the first of its line. */
pol_raw pol_mend_keyword(const pol_reading *r, uint32_t at, uint32_t n, unsigned keyword);
pol_raw pol_mend_sign(const pol_reading *r, uint32_t before, int token);
pol_raw pol_mend_flagged(const pol_reading *r, uint32_t at, unsigned add, unsigned remove);

/* Looks for its kind of mistake at r->trouble; true: it is mended and reported. In remedies.h. */
typedef bool pol_remedy(pol_reading *r);
extern pol_remedy *const pol_remedies[];
#endif
