/* Which amendments a policy stands under, in words and as JSON. */
#ifndef POL_RENDER_AMENDED_H
#define POL_RENDER_AMENDED_H
#include "base/json.h"
#include "render/layout.h"
const char *pol_amendment_words(const pol_page *pg, const pol_amendment *a, const pol_atoms *atoms, pol_date as_of); /* New provisions (from 1 April 2024) */
const char *pol_amended_by(const pol_page *pg, const pol_model *m, pol_date as_of); /* " as amended by …", "" where there are none */
void pol_amendments_json(pol_json *j, const pol_page *pg, const pol_model *m); /* "amendments": [{"name", "title", "from"}] */
#endif
