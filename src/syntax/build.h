/* Nodes, as the grammar's actions make them. Nothing here returns NULL: when memory is gone, or the tree would be too high to walk, a
 * BROKEN node stands there, and it is reported or r->failed is set. */
#ifndef POL_SYNTAX_BUILD_H
#define POL_SYNTAX_BUILD_H
#include "syntax/reading.h"

pol_node *pol_build_node(pol_reading *r, pol_node_kind kind, pol_span at, pol_atom text, uint32_t n, pol_node *const *kids);
/* Appends to a list (any node whose slots end in a list); at: the place of the whole then. */
pol_node *pol_build_add(pol_reading *r, pol_node *list, pol_node *item, pol_span at);
/* A list becomes the node whose items it holds. */
pol_node *pol_build_rename(pol_reading *r, pol_node *list, pol_node_kind kind, pol_span at);
void pol_build_call_it(pol_node *node, pol_atom text);
void pol_build_widen(pol_node *node, pol_span at);
pol_atom pol_build_word(pol_reading *r, const char *text);

/* DATE, YEARLY, TIME, MONEY: BROKEN when there is no text. */
pol_node *pol_build_literal(pol_reading *r, pol_node_kind kind, pol_span at, pol_atom text, pol_node *per);
/* Neighbouring texts become one TEXT, or a TEMPLATE when something is to be filled in. */
pol_node *pol_build_text(pol_reading *r, pol_node *pieces);
/* AND and OR are lists; mixed without parentheses they are MIXED. */
pol_node *pol_build_junction(pol_reading *r, pol_node_kind kind, pol_node *left, pol_node *right, pol_span at);
pol_node *pol_build_per(pol_reading *r, pol_node *quantity, pol_node *unit, pol_span at);
pol_node *pol_build_schedule(pol_reading *r, pol_span at, pol_node *const head[3], pol_node *steps, pol_node *last);
pol_node *pol_build_expect(pol_reading *r, pol_span at, pol_node *decision, pol_node *value, pol_node *tails);
/* A row with a cell too many or too few is reported and BROKEN. */
pol_node *pol_build_row(pol_reading *r, pol_node *rows, pol_node *row, pol_span at);
#endif
