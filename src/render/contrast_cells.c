/* A comparison as sheets of cells. */
#include "render/contrast.h"

pol_status pol_contrast_cells_begin(pol_contrast *t) {
  (void)t;
  return POL_OK;
}

pol_status pol_contrast_cells_person(pol_contrast *t, const pol_compared_person *p) {
  (void)t;
  (void)p;
  return POL_OK;
}

pol_status pol_contrast_cells_end(pol_contrast *t, const pol_people_summary *summary) {
  (void)t;
  (void)summary;
  return POL_OK;
}
