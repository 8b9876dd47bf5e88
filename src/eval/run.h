/* What run.c, columns.c and loops.c share: a run and its frames. Private to eval. */
#ifndef POL_EVAL_RUN_H
#define POL_EVAL_RUN_H
#include "base/limits.h"
#include "base/status.h"
#include "eval/eval.h"
#include "ops/generate.h"

/* Rows of one frame: the records, or the elements of a loop. What is NULL is not there for this kind of frame. */
typedef struct pol_frame {
  uint32_t rows, room;           /* room: what the columns have room for */
  uint32_t nodes, first;         /* its nodes: by_frame[first] … */
  void *block;                   /* all its columns */
  void *index;                   /* the arrays below, with room for index_room rows */
  uint32_t index_room;
  uint32_t *parent, *record;     /* by row: its row in the enclosing frame, and its record */
  const pol_value **given;       /* by row: the first field, in a list that is given */
  pol_elements computed;         /* by row, in a list that is computed */
} pol_frame;

/* One node to compute. kernel NULL: it has none, or is an inner frame's, whose columns move while the run goes on. */
typedef struct pol_run_step { pol_kernel kernel; uint32_t node; pol_kernel_call call; } pol_run_step;

struct pol_run {
  pol_alloc from;
  const pol_program *program;
  const pol_record_facts *const *records;
  pol_date as_of;
  pol_column *column; /* by node */
  pol_frame *frame;
  uint32_t *by_frame; /* nodes in order of their frames, then of their numbers */
  pol_run_step *step; uint32_t steps; /* all but constants, in order; made when there are columns for more rows than before: */
  uint32_t laid_for;
  uint8_t *leads;     /* by node: what there is below it, for those who walk backwards (walk.h) */
  bool done;          /* the last chunk went well */
  pol_watch *watch;   /* told what is read; NULL: nobody */
};

/* columns.c: room for `rows` rows in every column of the frame, with constants filled in. What was there is lost when it has to grow. */
pol_status pol_columns_reserve(pol_run *r, uint32_t frame, uint32_t rows);
void pol_columns_store(const pol_column *column, pol_repr repr, uint32_t row, const pol_value *v);

/* loops.c: a list node: the rows of its loop's frame, and its own refs to them. */
pol_status pol_loops_enter(pol_run *r, uint32_t node);
void pol_loops_element(pol_run *r, uint32_t node);
void pol_loops_broadcast(pol_run *r, uint32_t node);
pol_value pol_loops_value(const pol_run *r, uint32_t node, uint32_t row, pol_value typed); /* of a list node, where it is known */
void pol_loops_drop(pol_run *r);
/* The kernel call for a node, over the rows of its frame. */
pol_kernel_call pol_run_call(const pol_run *r, uint32_t node);
#endif
