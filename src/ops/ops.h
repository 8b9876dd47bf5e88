/* The table of operations. */
#ifndef POL_OPS_OPS_H
#define POL_OPS_OPS_H
#include "ops/value.h"
typedef enum pol_op {
#define POL_OP(NAME, name, arity, what) POL_OP_##NAME,
#include "ops/ops.def"
#undef POL_OP
  POL_OPS
} pol_op;
const char *pol_op_name(pol_op op);
int pol_op_arity(pol_op op);
#endif
