/* An answer as a letter with annexes: one self-contained HTML file, without script, network or fonts. It is written from the same readings as the text; what would
 * tell of a confidential fact is withheld in all of it (withheld.h). */
#ifndef POL_RENDER_LETTER_H
#define POL_RENDER_LETTER_H
#include "render/explain.h"
#include "render/html.h"
#include "render/trace.h"
#include "render/withheld.h"

typedef struct pol_letter {
  const pol_explaining *x;
  const pol_case *c;      /* its page is where the letter goes, and it withholds */
  const pol_paper *paper; /* letterhead, whether the annexes are open, the program's version */
} pol_letter;

pol_status pol_letter_write(const pol_explaining *x, const pol_paper *paper); /* the whole file; x->c withholds */

extern const char *const pol_letter_style[]; /* the style sheet, line by line; ends with NULL */
/* letter_reasons.c: reservations and presumptions, why, and how a value was worked out */
void pol_letter_reasons(const pol_letter *l);
/* letter_next.c: what would change it, and what happens next */
void pol_letter_change(const pol_letter *l);
void pol_letter_next(const pol_letter *l);
/* letter_annex.c */
void pol_letter_annexes(const pol_letter *l);

/* -- what they share, in letter.c */
enum { POL_LETTER_ITEMS = 12 };                                     /* of a list; the rest is in annex 1 */
void pol_letter_id(const pol_letter *l, uint32_t clause);           /* its id, linked to its line in annex 1 */
void pol_letter_ids(const pol_letter *l, const uint32_t *rule, uint32_t n); /* of rules' clauses, each once */
void pol_letter_section(const pol_letter *l, const char *id, const char *heading);
void pol_letter_section_end(const pol_letter *l);
void pol_letter_paragraph(const pol_letter *l, const char *text); /* nothing for "" */
void pol_letter_more(const pol_letter *l, uint32_t more);         /* "5 more in annex 1", as an item */
#endif
