/* From the trees of a policy's files to its checked model. All that is wrong is reported, in one run. */
#ifndef POL_CHECK_CHECK_H
#define POL_CHECK_CHECK_H
#include "check/model.h"

typedef struct pol_check_input {
  pol_arena *arena; pol_atoms *atoms; pol_sources *sources; pol_reports *reports;
  const pol_tree *tree; const uint32_t *file; uint32_t trees; /* the policy's own files; modules of `use` are fetched, parsed and added by the checker */
  bool rules_only; /* to be decided with, no more: the trees may be pol_parse_rules', and what only may surprise is not looked for */
} pol_check_input;

/* POL_OK: *out is complete. POL_REJECTED: there are errors among the reports; *out is still there, for tools, and must not be run. The same for an amendment
 * without its base. */
pol_status pol_check(pol_model **out, const pol_check_input *in);
#endif
