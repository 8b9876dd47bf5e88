/* One kernel per operation, over columns: what every value of every answer is computed by. A kernel is a pure function of its call; it owns
 * nothing, allocates nothing and cannot fail: what goes wrong in a row is the state of that row. The table is by operation and
 * representation, so that a narrower representation is one more column of the table. */
#ifndef POL_OPS_KERNELS_H
#define POL_OPS_KERNELS_H
#include "ops/column.h"
#include "ops/ops.h"

typedef struct pol_kernel_call {
  const pol_column *column; /* of all nodes */
  const uint32_t *arg;      /* which of them are the arguments */
  uint32_t args;
  uint32_t n; /* rows of out; and of the arguments, except those of loops, which are reached through list refs */
  pol_column out;
  int32_t k;            /* sign, mode or unit, as ops.def says */
  uint32_t aux;         /* short months for dates, number of options for SHIFT_ORDER */
  const uint8_t *ranks; /* PERMISSION, CAP_ALL: one an in-force column */
} pol_kernel_call;
typedef void (*pol_kernel)(const pol_kernel_call *c);

/* NULL when the operation does not compute from columns alone (inputs, lists) or not in this representation. */
pol_kernel pol_kernel_find(pol_op op, pol_repr repr);
/* Which representations go in and come out: "iv(iv)>n" is INT, then a value, then pairs of the two, giving NUM. i INT, n NUM, p PERIOD, l
 * LIST; v stands for one representation, the same wherever it stands: that of the kernel. "" for operations that have no arguments. */
const char *pol_op_shape(pol_op op);
#endif
