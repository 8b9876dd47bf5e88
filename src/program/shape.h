/* Whether the arguments of a node have the representations that its operation wants. Private to program/. */
#ifndef POL_PROGRAM_SHAPE_H
#define POL_PROGRAM_SHAPE_H
#include "ops/kernels.h"
#include "program/program.h"

/* *result: the representation that comes out; *common: the one that `v` of the shape stands for, POL_REPR_INT when there is none. Not for
 * operations whose shape is "" (constants, inputs): their representation is that of their type. */
bool pol_shape_fits(uint8_t *result, uint8_t *common, pol_op op, const pol_program_node *node, uint32_t n, const uint32_t *arg);
bool pol_op_is_list(pol_op op);      /* LIST_…: makes the elements of a loop */
bool pol_op_is_aggregate(pol_op op); /* its first argument is a list, the others are in the loop's frame */
const char *pol_repr_name(pol_repr r);
#endif
