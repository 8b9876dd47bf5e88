/* The reasons of one answer as a graph, for Graphviz: the decision, the clauses that decide it, their conditions, and the facts that those look at. The same answer
 * gives the same bytes. What would tell of a confidential fact is withheld, as in letters. */
#ifndef POL_RENDER_DOT_H
#define POL_RENDER_DOT_H
#include "render/render.h"
#include "render/say.h"
pol_status pol_dot_write(const pol_case *c); /* the whole file; c withholds */
#endif
