/* A policy with its amendments carried out, as one text: what was replaced gives way to its successors, what was withdrawn is gone, what goes on unchanged stands
 * under its new id, and precedence that was taken over is written out. The text is that of one day: only what is in force then is in it. Its words are the
 * authors'; it is not laid out (that is for format), and only reading it again tells whether it holds (that is for the caller). */
#ifndef POL_COMPARE_CONSOLIDATE_H
#define POL_COMPARE_CONSOLIDATE_H
#include "check/model.h"

typedef struct pol_consolidate_input {
  pol_arena *arena;
  const pol_model *model;      /* checked without an error, with its amendments */
  const pol_tree *tree;        /* the policy's own files and its amendments, with their scenarios */
  const uint32_t *file;        /* of those trees */
  uint32_t trees;
  pol_date as_of;
  bool keeps_rows;             /* of functions that are left without any: they stay, under clauses that have ended */
} pol_consolidate_input;

/* Appends the text. POL_REJECTED, and nothing appended: nothing of the policy is in force on that day. */
pol_status pol_consolidate(pol_text *out, const pol_consolidate_input *in);

/* Left out of a consolidated text: a scenario that does not hold of it (row 0), or one row of a table of scenarios. */
typedef struct pol_scenario_gone { const pol_node *node; uint32_t row; } pol_scenario_gone;
/* The same text without them, and how many there are said at its head. */
pol_status pol_consolidate_without(pol_text *out, const pol_tree *tree, const pol_source *source, const pol_scenario_gone *gone, uint32_t n);
#endif
