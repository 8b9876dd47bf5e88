/* What a run of the parser says when it stops, and how that is put to people when no remedy knows the mistake by sight. */
#ifndef POL_SYNTAX_MESSAGES_H
#define POL_SYNTAX_MESSAGES_H
#include "syntax/reading.h"

/* Whether this token would fit where the run stopped. 0: the end of the declaration. */
bool pol_trouble_wants(const pol_trouble *t, int token);
void pol_trouble_want(pol_trouble *t, int token);

/* Reports r->trouble: what stands there, what belongs there, and how the line is written. */
void pol_message(pol_reading *r);
void pol_message_too_deep(pol_reading *r);
#endif
