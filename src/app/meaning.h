/* What of a policy's text counts, as digests: of each declaration its words (all but layout and comments), and its meaning (without titles, labels, reasons and what else is only said to people). So
 * a text that differs can be told from a policy that differs. The digests rest on names of the tree's kinds, which stay from one version of pol to the next. Private to app/. */
#ifndef POL_APP_MEANING_H
#define POL_APP_MEANING_H
#include "app/session.h"
#include "render/receipt.h"

/* Of a session that is checked. Everything is the arena's. */
pol_status pol_meaning_make(pol_policy_files *out, pol_arena *arena, pol_session *s);
#endif
