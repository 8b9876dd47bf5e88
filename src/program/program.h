/* A program: the expressions of a checked model as one typed DAG in flat arrays, shared and folded, in an order in which every node comes after its
 * arguments. Immutable; any number of threads may run it. It keeps no pointer into the model except through node.origin (for traces).
 *
 * Every node belongs to a frame: frame 0 has one row a record, frame l + 1 is that of loop l, with one row an element. A node that reads a value of an
 * outer frame reads it through BROADCAST. Loops are nodes too (LIST_…, then the aggregate), placed so that a simple walk in order computes everything.
 *
 * Every expression of a rule, a reason, a duty or a used fact has its node in expr->slot; what the author wrote in a loop may have its node in an outer
 * frame, where it does not depend on the element. Expressions of rules without a decision (rows of tables that are functions) have what their calls have. */
#ifndef POL_PROGRAM_PROGRAM_H
#define POL_PROGRAM_PROGRAM_H
#include "check/model.h"

#define POL_NO_NODE UINT32_MAX
typedef struct pol_program_node {
  uint8_t op;      /* pol_op */
  uint8_t repr;    /* pol_repr */
  uint8_t arg_repr; /* of the arguments, where a kernel works on several (comparisons, SELECT, IN): what pol_op_shape calls v */
  int8_t k;
  uint32_t frame;
  uint32_t arg, n; /* arguments: args[arg] … */
  uint32_t ref;      /* INPUT, LIST_FACT, PRESUMED, ONLY_WHEN: fact; ELEMENT, LIST_FIELD, BROADCAST, aggregates: loop; decision's nodes, PICK: 0 */
  uint32_t field;    /* ELEMENT, LIST_FIELD: field; LIST_PIECES: how many borders */
  uint32_t constant; /* CONST: constants[constant]; LIST_PIECES: borders[constant] … */
  uint32_t aux;      /* SHIFT_ORDER: n of options; PERMISSION, CAP_ALL: start in ranks; months of dates: pol_short_months; LIST_…: the loop whose elements it
                        makes, or POL_NO_REF */
  const pol_expr *origin; /* the first expression that became this node */
} pol_program_node;

typedef struct pol_program_rule { /* nodes of a rule; POL_NO_NODE where it has none */
  uint32_t when, except, test;  /* as written: origin's truth, before HOLDS */
  uint32_t own;       /* guard without set-aside rules and dates: when, except, test */
  uint32_t effective; /* whether the as-of date is within the clause's dates; POL_NO_NODE: always */
  uint32_t guard;     /* own and effective and not set aside */
  uint32_t in_force;  /* guard and nothing above in force that has a value to give */
  uint32_t value;     /* DUTY: its date */
  bool may_give_none; /* it gives a value that may be not applicable: then it is as if it were not there */
} pol_program_rule;

typedef struct pol_program_decision {
  uint32_t scope;   /* node: some applies-only-if rule in force (out of scope); POL_NO_NODE when it has none */
  uint32_t outcome; /* permission: INT column of pol_outcome. Others: NO_NODE */
  uint32_t value;   /* value decisions: final value after rounding (n/a where out of scope, silent); permission: the amount, or NO_NODE */
  uint32_t base, added, multiplied, capped; /* value decisions: steps, for traces; equal to the one before where there is no such rule */
  uint32_t own_outcome, own_value; /* before stages; the amount of a permission, whether it permits or not */
} pol_program_decision;

typedef struct pol_program {
  const pol_model *model;
  pol_program_node *node; uint32_t nodes;
  uint32_t *args; uint32_t nargs;
  pol_value *constants; uint32_t nconstants;
  uint8_t *ranks;
  int32_t *borders;
  pol_program_rule *rule;         /* by model rule */
  pol_program_decision *decision; /* by model decision */
  uint32_t *fact_node;            /* INPUT or LIST_FACT node by fact, or POL_NO_NODE when nothing reads it */
  uint32_t *list;                 /* by loop: the LIST_… node that makes its elements, or POL_NO_NODE; its frame is the loop's enclosing frame. Loops
                                     over the same list in the same frame are one: the others have no list and no nodes */
  uint32_t frames;
} pol_program;

/* Lowers, folds constants, shares equal nodes, drops what nothing needs. POL_LIMIT with a report when it would pass POL_LIMIT_NODES. */
pol_status pol_program_make(pol_program **out, pol_arena *arena, const pol_model *model, pol_reports *reports);
/* The same for some decisions, and those that they use: what only others need is not in it, and their rules and decisions have no nodes. The slots of a
 * model's expressions are those of the program last made of it. */
pol_status pol_program_make_for(pol_program **out, pol_arena *arena, const pol_model *model, pol_reports *reports, const uint32_t *decision, uint32_t decisions);
/* Every argument comes before its node, frames and representations agree: for tests and after a load. */
bool pol_program_verify(const pol_program *p);
void pol_program_dump(pol_text *to, const pol_program *p);
/* The facts that a decision reads, directly or through others, ascending; what `pol facts --ask` and the readers use. */
pol_status pol_program_needs(const pol_program *p, pol_arena *arena, uint32_t decision, uint32_t **facts, uint32_t *n);
/* Those, and the facts that the reasons of its rules speak of: of whom the same is known here, the whole answer is the same, to the word. */
pol_status pol_program_tells(const pol_program *p, pol_arena *arena, uint32_t decision, uint32_t **facts, uint32_t *n);
#endif
