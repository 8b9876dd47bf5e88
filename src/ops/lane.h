/* Lanes: columns of many records, as narrow as their values allow. What is computed over lanes is what the kernels of ops compute over columns; the long way round (eval) is the
 * judge, and whatever a lane cannot hold goes that way. Who owns their memory is the caller's business; every array is aligned to 64 bytes and may be read, and written, up to the next 64. */
#ifndef POL_OPS_LANE_H
#define POL_OPS_LANE_H
#include "ops/column.h"

enum { POL_LANE_ROWS = 1024 }; /* the most records of one chunk of lanes */

typedef enum pol_lane_width { POL_LANE_8, POL_LANE_16, POL_LANE_32, POL_LANE_64, POL_LANE_WIDTHS } pol_lane_width; /* signed integers of that many bits */
#define POL_LANE_BYTES(width) ((size_t)1 << (width))

/* Yes or no: 0 and 1 in 8 bits. Options, parties: their index. Dates and times: as pol_value has them. Numbers: times a scale that is known beforehand. Texts have no lanes. */
typedef struct pol_lane {
  void *at;
  uint8_t *state; /* a byte a row, as in pol_column: POL_CELL(state, fault); what `at` holds where nothing is known is some value within the lane's range */
  bool stated;    /* some row is not known; else `state` is not to be read */
} pol_lane;

/* What a fact's lane may hold: agreed between who decides and who reads. */
typedef struct pol_fact_lane {
  uint32_t fact;        /* of the model */
  pol_lane_width width;
  uint8_t places;       /* numbers: what is written without a unit, times 10 to the power of places; what is written with more is not for the lane. 0 for all else */
  int64_t least, most;  /* so much is kept; within the bounds of the fact itself and of the width. What is outside is not for the lane */
} pol_fact_lane;

/* A value as the lane has it; false: it is not known, or not for the lane. */
bool pol_lane_cell(int64_t *cell, const pol_fact_lane *of, const pol_value *v);

/* Some value within its range, for rows of which nothing is known. */
static inline int64_t pol_lane_within(const pol_fact_lane *of) { return of->least <= 0 && of->most >= 0 ? 0 : of->least; }

/* One cell, in and out: not for loops that are to be fast. */
static inline void pol_lane_put(void *at, pol_lane_width width, size_t row, int64_t v) {
  switch (width) {
  case POL_LANE_8: ((int8_t *)at)[row] = (int8_t)v; break;
  case POL_LANE_16: ((int16_t *)at)[row] = (int16_t)v; break;
  case POL_LANE_32: ((int32_t *)at)[row] = (int32_t)v; break;
  default: ((int64_t *)at)[row] = v;
  }
}

static inline int64_t pol_lane_get(const void *at, pol_lane_width width, size_t row) {
  switch (width) {
  case POL_LANE_8: return ((const int8_t *)at)[row];
  case POL_LANE_16: return ((const int16_t *)at)[row];
  case POL_LANE_32: return ((const int32_t *)at)[row];
  default: return ((const int64_t *)at)[row];
  }
}
#endif
