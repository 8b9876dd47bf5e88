/* Which of the kernels of cells.c this processor runs. */
#include "app/cells.h"
#include "base/variant.h"

#define DECLARE(level, name) extern const pol_cells_kernels name;
POL_VARIANTS(DECLARE, pol_cells_kernels)

const pol_cells_kernels *pol_cells_at(pol_cpu level) {
#define ROW(level, name) [level] = &name,
  static const pol_cells_kernels *const at[POL_CPUS] = {POL_VARIANTS(ROW, pol_cells_kernels)};
#undef ROW
  while (level > POL_CPU_PORTABLE && !at[level]) level--;
  return at[level];
}
