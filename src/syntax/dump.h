/* The tree as JSON, for tools: {"kind", "text", "line", "column", slots…}, one key a slot, null for what was left out, lists as arrays under
 * the list's slot name. tests/oracle reads it. */
#ifndef POL_SYNTAX_DUMP_H
#define POL_SYNTAX_DUMP_H
#include "base/json.h"
#include "syntax/tree.h"
void pol_tree_dump(pol_json *to, const pol_node *node, const pol_source *source, const pol_atoms *atoms);
#endif
