/* What would have to change for another outcome: the words of it, for text and JSON alike. Every "then" is a second evaluation, made by
 * eval. */
#ifndef POL_RENDER_WHY_NOT_H
#define POL_RENDER_WHY_NOT_H
#include "base/json.h"
#include "render/cited.h"
const char *pol_blocker_now(const pol_case *c, const pol_blocker *b);        /* "promotion finds them suitable: no" */
const char *pol_blocker_margin(const pol_case *c, const pol_blocker *b);     /* "1 rank over"; "" when there is none */
const char *pol_change_words(const pol_case *c, const pol_change *change);   /* "acting rank sought: sergeant" */
void pol_why_not_json(pol_json *j, const pol_case *c, const pol_why_not *w); /* the keys wanted, blockers, together, first_date */
#endif
