/* Facts as lines of JSON: read by the exact reader and by the reader of lanes, decided by the engine and in lanes. The same bytes, reports and result. */
#include "fuzz/targets/lanes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  fuzz_lanes(POL_FORM_NDJSON, data, n);
  return 0;
}
