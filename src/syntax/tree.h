/* The tree of one file: what the author wrote, node by node, with its place. Nodes are uniform: a kind, one text (a name, the spelling of
 * a number …) and the slots that nodes.def names for the kind; a slot that was left out is NULL, an item of a list never. Nodes are never changed after the parse.
 * A BROKEN node stands where the parser recovered: it agrees with everything and is reported already. */
#ifndef POL_SYNTAX_TREE_H
#define POL_SYNTAX_TREE_H
#include "base/atom.h"
#include "base/date.h"
#include "source/source.h"

typedef enum pol_node_kind {
#define POL_NODE(KIND, name, slots) POL_N_##KIND,
#include "syntax/nodes.def"
#undef POL_NODE
  POL_NODE_KINDS
} pol_node_kind;

typedef struct pol_node pol_node;
struct pol_node {
  uint16_t kind;   /* pol_node_kind */
  uint16_t height; /* 1 for a leaf; the parser reports what would pass POL_LIMIT_TREE_HEIGHT */
  uint32_t n;      /* slots, or items of a list */
  pol_span span;   /* all of it */
  pol_atom text;   /* what nodes.def says; 0 when the kind has none */
  pol_node **kid;
};

typedef struct pol_comment { pol_span span; bool own_line; } pol_comment; /* kept aside, in order, for the formatter */

#define POL_LOST_ANY UINT32_MAX    /* any name at all */
#define POL_LOST_RULES (1u << 31) /* rules of clauses */

typedef struct pol_tree {
  pol_node *root; /* a FILE node; never NULL after a parse that ended with POL_OK */
  POL_VEC(pol_comment) comments;
  pol_atom money, scenario_money; /* the first amounts of money in its rules and in its scenarios; 0: none */
  POL_VEC(pol_atom) doubtful; /* names in stretches with a reported mistake: perhaps those that it was to declare */
  uint32_t lost; /* 1 << POL_KEYWORD_FACTS …: a mistake may have cost the name of a declaration of this kind; POL_LOST_… */
  bool amends;      /* it was given as an amendment: after the policy, perhaps with the day from which it is in force. Set by who applies it */
  bool dated;
  pol_date from;
  bool passed_over; /* there were scenarios, which are not here: pol_parse_rules */
} pol_tree;

/* Of a node that may be NULL: what was left out has no kind and no kids, and stands in a slot as NULL. */
static inline uint32_t pol_kids(const pol_node *n) { return n ? n->n : 0; }
static inline pol_node *pol_kid(const pol_node *n, uint32_t slot) { return slot < pol_kids(n) ? n->kid[slot] : NULL; }
static inline bool pol_is_node(const pol_node *n, pol_node_kind kind) { return n && n->kind == kind; }

const char *pol_node_name(pol_node_kind k); /* "clause" */
const char *pol_node_slots(pol_node_kind k); /* "id title lines", or "*item" for a list */
#endif
