/* Building a pol_string. Private to app/. */
#ifndef POL_APP_STRINGS_H
#define POL_APP_STRINGS_H
#include "base/text.h"
#include "pol.h"
void pol_string_begin(pol_text *t, const pol_alloc *from); /* the allocator outlives the text */
pol_result pol_string_end(pol_string *out, pol_text *t, const pol_session *owner); /* takes the text's bytes over, or drops them */
#endif
