/* What would have to change for another outcome: the words of it, for text and JSON alike. Every "then" is a second evaluation, made by
 * eval. */
#ifndef POL_RENDER_WHY_NOT_H
#define POL_RENDER_WHY_NOT_H
#include "base/json.h"
#include "render/cited.h"
const char *pol_blocker_now(const pol_case *c, const pol_blocker *b);        /* "the promotion panel finds them suitable: no" */
const char *pol_blocker_margin(const pol_case *c, const pol_blocker *b);     /* "1 rank too many"; "" when there is none */
const char *pol_change_words(const pol_case *c, const pol_change *change);   /* "the acting rank sought is sergeant" */
const char *pol_blocker_letter(const pol_case *c, uint32_t i);               /* "A" for the first */
const char *pol_blocker_nearest(const pol_case *c, const pol_why_not *w, const pol_blocker *b); /* what would lift it */
const char *pol_then_words(const pol_case *c, pol_outcome then, const uint32_t *rule, uint32_t n); /* "still REFUSED, by 3.15.3" */
const char *pol_blocker_alone(const pol_case *c, const pol_blocker *b);      /* what comes of its changes alone, and to whom it is referred then */
const char *pol_why_not_obstacles(const pol_case *c, const pol_why_not *w);  /* "2 clauses stand in the way; both must change" */
const char *pol_no_change_words(const pol_case *c, const pol_why_not *w);    /* "No change of up to 3 facts makes it PERMITTED." */
const char *pol_first_date_words(const pol_case *c, const pol_why_not *w);   /* "First date on which …: none. …" */
void pol_why_not_json(pol_json *j, const pol_case *c, const pol_why_not *w); /* the keys wanted, blockers, together, lacking, first_date */
#endif
