/* A column: one value and one state a row. Kernels read and write columns; who owns their memory is the caller's business.
 * INT cells always hold something (0 where nothing is known); NUM, PERIOD and LIST cells hold something only where the state is known. */
#ifndef POL_OPS_COLUMN_H
#define POL_OPS_COLUMN_H
#include "ops/value.h"

typedef struct pol_list_ref { uint32_t first, n; } pol_list_ref; /* rows of the loop's frame */
typedef struct pol_column {
  uint8_t *state;  /* low 2 bits pol_state, the rest pol_fault */
  union { int32_t *i; pol_num *num; pol_period *period; pol_list_ref *list; } as;
} pol_column;
#define POL_CELL(state, fault) ((uint8_t)((state) | ((fault) << 2)))
#define POL_CELL_STATE(cell) ((pol_state)((cell) & 3))
#define POL_CELL_FAULT(cell) ((pol_fault)((cell) >> 2))
#endif
