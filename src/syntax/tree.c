#include "syntax/tree.h"

static const struct { const char *name, *slots; } kinds[POL_NODE_KINDS] = {
#define POL_NODE(KIND, name, slots) { name, slots },
#include "syntax/nodes.def"
#undef POL_NODE
};

const char *pol_node_name(pol_node_kind k) { return kinds[k].name; }
const char *pol_node_slots(pol_node_kind k) { return kinds[k].slots; }
