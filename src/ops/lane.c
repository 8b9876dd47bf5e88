#include "ops/lane.h"

bool pol_lane_cell(int64_t *cell, const pol_fact_lane *of, const pol_value *v) {
  if (v->state != POL_KNOWN || v->type.kind == POL_T_TEXT || v->type.kind == POL_T_LIST || v->type.kind == POL_T_PERIOD) return false;
  if (v->type.kind == POL_T_NUMBER) {
    const pol_i128 times = (pol_i128)pol_ten_to(of->places) * (v->type.show == POL_SHOW_PERCENT ? 100 : 1); /* at most 10^20 */
    pol_num n;
    if (pol_num_mul(&n, v->as.num, (pol_num){ times, 1 }) != POL_NUM_FINE || !pol_num_to_i64(cell, n)) return false;
  } else {
    *cell = v->as.i;
  }
  return *cell >= of->least && *cell <= of->most;
}
