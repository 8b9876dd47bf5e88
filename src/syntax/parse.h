/* From the text of one file to its tree. Everything wrong with the text is reported, and as much of the tree as can be is kept. */
#ifndef POL_SYNTAX_PARSE_H
#define POL_SYNTAX_PARSE_H
#include "report/report.h"
#include "syntax/tree.h"
/* POL_OK whatever the text holds; reports say what is wrong. The tree lives in `arena`, its texts in `atoms`. */
pol_status pol_parse(pol_tree *out, pol_arena *arena, pol_atoms *atoms, const pol_sources *sources, uint32_t file, pol_reports *reports);
/* The same without the scenarios: they are passed over, and what is wrong in them is not said. */
pol_status pol_parse_rules(pol_tree *out, pol_arena *arena, pol_atoms *atoms, const pol_sources *sources, uint32_t file, pol_reports *reports);
#endif
