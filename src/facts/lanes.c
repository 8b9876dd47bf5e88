/* One thread's reading of blocks into lanes: the arrays, which both forms share; the forms fill them. */
#include "facts/lane_read.h"
#include <string.h>

enum { ALIGNED = 64 };

/* Takes a piece of the room, or only counts it where there is none yet. */
static void *piece(char *room, size_t *used, size_t bytes) {
  void *at = room ? room + *used : NULL;
  *used += (bytes + (size_t)2 * ALIGNED - 1) / ALIGNED * ALIGNED; /* what follows the last row may be read and written too */
  return at;
}

static size_t lay_out(pol_lanes_reader *r, char *room) {
  enum { N = POL_LANE_ROWS };
  size_t used = 0;
  const pol_layout *l = r->layout;
  pol_lanes *out = &r->out;
  pol_lane *lane = piece(room, &used, l->lanes * sizeof *lane);
  for (uint32_t i = 0; i < l->lanes; i++) {
    void *at = piece(room, &used, N * POL_LANE_BYTES(l->plain[i].width));
    uint8_t *state = piece(room, &used, N);
    if (room) lane[i] = (pol_lane){.at = at, .state = state};
  }
  out->lane = lane;
  out->odd = r->odd = piece(room, &used, N);
  out->text = piece(room, &used, N * sizeof *out->text);
  out->length = piece(room, &used, N * sizeof *out->length);
  out->id = piece(room, &used, N * sizeof *out->id);
  out->id_length = piece(room, &used, N * sizeof *out->id_length);
  out->line = piece(room, &used, N * sizeof *out->line);
  return used;
}

/* What a record has that says nothing; the lanes are zeros so far. */
static void fill_blank(pol_lanes_reader *r, uint32_t i) {
  const pol_plain *p = &r->layout->plain[i];
  pol_lane *lane = &r->out.lane[i];
  memset(lane->state, p->blank, POL_LANE_ROWS);
  lane->stated = p->blank != POL_CELL(POL_KNOWN, 0);
  for (uint32_t row = 0; p->blank_value && row < POL_LANE_ROWS; row++) pol_lane_put(lane->at, (pol_lane_width)p->width, row, p->blank_value);
}

pol_status pol_lanes_reader_new(pol_lanes_reader **out, const pol_layout *layout, const pol_alloc *from, pol_cpu level) {
  *out = NULL;
  if (!from) from = pol_alloc_default();
  pol_lanes_reader *r = from->get(from->user, sizeof *r);
  if (!r) return POL_NO_MEMORY;
  *r = (pol_lanes_reader){.layout = layout, .from = from, .level = level};
  size_t bytes = lay_out(r, NULL) + ALIGNED;
  char *room = r->room = from->get(from->user, bytes);
  if (room) {
    memset(room, 0, bytes);
    lay_out(r, room + (ALIGNED - (uintptr_t)room % ALIGNED));
    for (uint32_t i = 0; i < layout->lanes; i++) fill_blank(r, i);
  }
  pol_status status = !room ? POL_NO_MEMORY : layout->form == POL_FACTS_CSV ? pol_csv_lanes_new(r) : pol_ndjson_lanes_new(r);
  if (status != POL_OK) pol_lanes_reader_drop(r);
  else *out = r;
  return status;
}

void pol_lanes_reader_drop(pol_lanes_reader *r) {
  if (!r) return;
  const pol_alloc *from = r->from;
  if (r->layout->form == POL_FACTS_CSV) pol_csv_lanes_drop(r);
  else pol_ndjson_lanes_drop(r);
  from->put(from->user, r->room);
  from->put(from->user, r);
}

pol_status pol_lanes_begin(pol_lanes_reader *r, const pol_block *block) {
  r->at = block->text;
  r->end = block->text + block->n;
  r->line = block->line;
  return POL_OK;
}

pol_status pol_lanes_read(pol_lanes_reader *r, pol_lanes *out) {
  r->out.n = r->out.odds = 0;
  pol_status status = r->layout->form == POL_FACTS_CSV ? pol_csv_lanes_read(r) : pol_ndjson_lanes_read(r);
  *out = r->out;
  return status;
}
