/* Lists that are computed, not given: days, numbers, years, pieces. One row at a time into a growing array, which the caller owns and
 * drops. */
#ifndef POL_OPS_GENERATE_H
#define POL_OPS_GENERATE_H
#include "ops/kernels.h"

/* Its fields: LIST_DAYS i[0]; LIST_NUMBERS num; LIST_YEARS i[0] start, i[1] end; LIST_PIECES i[0] date, i[1] start, num length. */
typedef struct pol_element { int32_t i[2]; pol_num num; } pol_element;
typedef struct pol_elements { pol_element *at; uint32_t n, cap; const pol_alloc *from; } pol_elements;

void pol_elements_init(pol_elements *e, const pol_alloc *from);
void pol_elements_drop(pol_elements *e);

typedef struct pol_generation {
  pol_op op;
  const pol_kernel_call *call; /* its arguments; aux: short months */
  const int32_t *border;       /* LIST_PIECES */
  uint32_t borders;
} pol_generation;
/* The states of the lists themselves, before any element is made: strict in the arguments. */
void pol_list_states(const pol_kernel_call *c);
/* Appends the elements of row `row`, whose arguments are known. *cell says how it went: when it is an error nothing is appended.
 * false: out of memory. */
bool pol_generate(pol_elements *out, uint8_t *cell, const pol_generation *g, uint32_t row);
/* The field of an element, into a cell of a column in the field's representation. */
void pol_element_store(const pol_column *out, uint32_t row, pol_op list, uint32_t field, const pol_element *e);
#endif
