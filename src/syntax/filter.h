/* The word filter, between scanner and grammar. It alone knows which words are keywords where:
 * - a phrase is one token, the longest that fits; its words alone stay free;
 * - a declaration's keyword counts only first on its line;
 * - a subject is one or more names, first on a line of a clause, with a verb after them on that line;
 * - an entry is any word, first on a line of facts or of a record, with "is", or a label and "is", after it;
 * - a unit is a unit only right after a number or "per", on the same line;
 * - a comma before a word that goes on with a line is decoration.
 * The questions below are about raw words, not about what was read before them, so the mending can ask them too. */
#ifndef POL_SYNTAX_FILTER_H
#define POL_SYNTAX_FILTER_H
#include "syntax/reading.h"

/* Starts at the raw word r->from; the tokens end at r->to. */
void pol_filter_start(pol_reading *r);
/* The keyword that starts at this raw word, with the number of words it takes; NULL when there is none. */
const pol_keyword *pol_filter_keyword(const pol_reading *r, uint32_t i, uint32_t *words);
/* Whether a declaration starts here: the words before it belong to another. */
bool pol_filter_declares(const pol_reading *r, uint32_t i, bool among_entries);
/* The first raw word after `from` that starts a declaration, or the end. */
uint32_t pol_filter_declaration_end(const pol_reading *r, uint32_t from);
/* Whether a line of the declaration that is read starts here: a line's keyword, a subject, an entry, a row. */
bool pol_filter_starts_line(const pol_reading *r, uint32_t i);
/* After one or more names from i on: the place of what follows them on the line; i when there are none. */
uint32_t pol_filter_after_names(const pol_reading *r, uint32_t i);
/* Whether a line that ends with this token goes on on the next one. */
bool pol_filter_is_open(int token);
bool pol_filter_is_verb(int token);
/* Whether this raw word is a plain name where no keyword counts. */
bool pol_filter_is_name(const pol_reading *r, uint32_t i);
#endif
