#include "ops/ops.h"

static const struct { const char *name; int arity; } table[] = {
#define POL_OP(NAME, name, arity, what) { name, arity },
#include "ops/ops.def"
#undef POL_OP
};
_Static_assert(sizeof table / sizeof *table == POL_OPS, "one row an operation");
_Static_assert(POL_OPS <= UINT8_MAX, "an operation fits the op byte of expressions and nodes");

const char *pol_op_name(pol_op op) {
  return (unsigned)op < POL_OPS ? table[op].name : "?";
}

int pol_op_arity(pol_op op) {
  return (unsigned)op < POL_OPS ? table[op].arity : 0;
}
