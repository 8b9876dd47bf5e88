/* How many records are decided in lanes: a plan for what is asked, and a layout of what is read for it. Immutable, for all hands. Private to app/. */
#ifndef POL_APP_SCHEME_H
#define POL_APP_SCHEME_H
#include "app/own.h"
#include "batch/batch.h"
#include "facts/lanes.h"

typedef struct pol_task { /* what all hands share: immutable */
  const pol_alloc *from;
  const pol_program *program;
  pol_date as_of;
  pol_cpu level;
  const pol_paper *paper;
  const uint32_t *asked; uint32_t askeds;
  const char *id;              /* the only record wanted; NULL: all are */
  bool strict;
  const pol_facts_input *input; /* without reports */
  const char *heading; size_t heading_n;
} pol_task;

typedef struct pol_scheme {
  pol_arena *arena;
  pol_own own;                 /* of the records that were looked at */
  pol_plan *plan;
  const pol_layout *layout;
  const pol_verdict_form *form;
} pol_scheme;

/* Looks at some of the block's records, spread over it, and at those others. *out NULL: lanes are of no use for what is asked, or for this heading. */
pol_status pol_scheme_make(pol_scheme **out, const pol_task *task, const pol_block *block, const pol_block_record *other, uint32_t others);
void pol_scheme_drop(pol_scheme *s, const pol_alloc *from);
#endif
