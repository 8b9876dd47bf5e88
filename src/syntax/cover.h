/* What a mistake may have cost, for those who read the tree: one cause, one report. The checker says nothing of what stands in a stretch with a reported mistake, and
 * takes no name for missing that may have been declared there. */
#ifndef POL_SYNTAX_COVER_H
#define POL_SYNTAX_COVER_H
#include "syntax/reading.h"

/* A mistake was reported here. */
void pol_cover_mistake(pol_reading *r, uint32_t start, uint32_t end);
/* The declaration at r->from … r->to is read, as this node: what its mistakes cover goes to the reports, and what they may have lost to the tree. */
void pol_cover_declaration(pol_reading *r, const pol_node *declared);
/* What comes after the file's end was lost too, or is not written yet. */
void pol_cover_all(pol_reading *r);
#endif
