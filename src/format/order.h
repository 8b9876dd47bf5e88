/* The order of qualifiers: `presumed no, asks "…"` and `asks "…", presumed no` say the same, and are laid out the same. Private to format/, but for tests. */
#ifndef POL_FORMAT_ORDER_H
#define POL_FORMAT_ORDER_H
#include "format/format.h"

typedef struct pol_ordered {
  pol_format_input in; /* what is to be laid out: as it was given, or what follows here */
  pol_sources sources;
  pol_tree tree;
  uint32_t file;
} pol_ordered;
/* `out` must stay where it is: it refers to itself. POL_REJECTED: with the qualifiers in order it would be another text; a fault of this room. */
pol_status pol_order(pol_ordered *out, pol_arena *arena, const pol_format_input *in);
/* Whether two trees are the same but for places and the order of qualifiers. */
bool pol_order_is_same(const pol_node *a, const pol_node *b);
#endif
