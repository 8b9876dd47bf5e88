/* Lanes from NDJSON. */
#include "facts/lane_read.h"
#include <string.h>

pol_status pol_ndjson_lanes_new(pol_lanes_reader *r) { return r->own = NULL, POL_OK; }

void pol_ndjson_lanes_drop(pol_lanes_reader *r) { r->own = NULL; }

pol_status pol_ndjson_lanes_read(pol_lanes_reader *r) {
  pol_lanes *out = &r->out;
  while (r->at < r->end && out->n < POL_LANE_ROWS) {
    const char *newline = memchr(r->at, '\n', (size_t)(r->end - r->at)), *next = newline ? newline + 1 : r->end;
    uint32_t row = out->n++;
    out->text[row] = r->at;
    out->length[row] = (uint32_t)(next - r->at);
    out->id[row] = NULL;
    out->line[row] = r->line++;
    r->odd[row] = 1;
    out->odds++;
    r->at = next;
  }
  return POL_OK;
}
