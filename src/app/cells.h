/* Whole numbers from arrays of one width into arrays of another, checked on the way: between a program's arrays and lanes. Compiled for each level of the processor. Private to app/. */
#ifndef POL_APP_CELLS_H
#define POL_APP_CELLS_H
#include "base/cpu.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct pol_cells_job {
  const void *from; void *to;
  size_t n;
  int64_t least, most;   /* of what is read, within its width; what is outside comes as the nearest of the two */
  int64_t factor;        /* what is read, times this; within the width of `to` for all from least to most */
} pol_cells_job;

typedef struct pol_cells_kernels { /* by pol_lane_width of what is read, then of what is written */
  bool (*move[4][4])(const pol_cells_job *job); /* whether something was outside */
  bool (*scan[4])(const pol_cells_job *job);    /* the same, without writing */
  void (*spread)(uint8_t *to, const uint8_t *bits, size_t first, size_t n);          /* bits into bytes, 0 and 1 */
  void (*states)(uint8_t *to, const uint8_t *known, size_t n);                       /* POL_KNOWN where it is not 0, else POL_UNKNOWN */
  void (*outcomes)(uint8_t *to, const uint8_t *outcome, size_t n);                   /* pol_decided of the outcomes of permissions */
  void (*values)(uint8_t *to, const uint8_t *state, size_t n);                       /* pol_decided of the states of values: known or not applicable */
} pol_cells_kernels;
const pol_cells_kernels *pol_cells_at(pol_cpu level); /* at most that; cells_level.c */
#endif
