/* Lanes from CSV. */
#include "base/utf8.h"
#include "facts/lane_read.h"
#include "facts/lines.h"
#include <string.h>

pol_status pol_csv_lanes_new(pol_lanes_reader *r) { return r->own = NULL, POL_OK; }

void pol_csv_lanes_drop(pol_lanes_reader *r) { r->own = NULL; }

static void mark_odd(pol_lanes_reader *r, uint32_t row) {
  r->out.odds += !r->odd[row];
  r->odd[row] = 1;
}

static bool read_field(pol_lanes_reader *r, uint32_t row, uint32_t column, const char *at, size_t n, bool quoted) {
  uint32_t is = r->layout->column[column];
  if (is == POL_COLUMN_PASSED) return true;
  if (is == POL_COLUMN_OF_ID) {
    if (n || quoted) r->out.id[row] = at, r->out.id_length[row] = (uint32_t)n;
    return true;
  }
  const pol_plain *p = &r->layout->plain[is];
  int64_t value = p->blank_value;
  if (!n) {
    if (p->blank_odd) return false;
  } else if (!pol_plain_read(&value, p, at, n)) {
    return false;
  }
  if (is >= r->layout->lanes) return true;
  pol_lane_put(&r->out.lane[is], (pol_lane_width)p->width, row, value);
  r->out.lane[is].state[row] = n ? POL_CELL(POL_KNOWN, 0) : p->blank;
  r->out.lane[is].stated |= r->out.lane[is].state[row] != POL_CELL(POL_KNOWN, 0);
  return true;
}

/* Up to the line end; false: the row is not plain. */
static bool read_fields(pol_lanes_reader *r, uint32_t row, const char *at, const char *end) {
  uint32_t column = 0;
  for (bool more = true; more; column++) {
    const char *from = at, *stop;
    bool quoted = at < end && *at == '"';
    if (quoted) {
      from++;
      const char *close = memchr(from, '"', (size_t)(end - from));
      if (!close || (close + 1 < end && close[1] != r->layout->delimiter)) return false;
      stop = close, at = close + 1;
    } else {
      at = memchr(from, r->layout->delimiter, (size_t)(end - from));
      if (!at) at = end;
      stop = at;
      if (memchr(from, '"', (size_t)(stop - from))) return false;
    }
    more = at < end;
    at++;
    if (column >= r->layout->columns || !read_field(r, row, column, from, (size_t)(stop - from), quoted)) return false;
  }
  return column == r->layout->columns;
}

static void set_default(pol_lanes_reader *r, uint32_t row) {
  for (uint32_t i = 0; i < r->layout->lanes; i++) pol_lane_put(&r->out.lane[i], (pol_lane_width)r->layout->plain[i].width, row, r->layout->plain[i].blank_value);
}

static void read_row(pol_lanes_reader *r, uint32_t row, const char *at, const char *next) {
  const char *end = next;
  r->out.text[row] = at;
  r->out.length[row] = (uint32_t)(next - at);
  r->out.id[row] = NULL;
  r->out.line[row] = r->line;
  r->odd[row] = 0;
  bool fine = next[-1] == '\n' && pol_utf8_check(at, (size_t)(next - at)) == (size_t)(next - at);
  if (fine) end--;
  if (fine && end > at && end[-1] == '\r') end--;
  if (fine && read_fields(r, row, at, end)) return;
  mark_odd(r, row);
  r->out.id[row] = NULL;
  set_default(r, row);
}

pol_status pol_csv_lanes_read(pol_lanes_reader *r) {
  pol_lanes *out = &r->out;
  for (uint32_t i = 0; i < r->layout->lanes; i++)
    if (r->layout->given[i]) out->lane[i].stated = false;
  while (r->at < r->end && out->n < POL_LANE_ROWS) {
    pol_csv_place place = POL_CSV_START;
    const char *next = pol_csv_row_end(&place, r->at, r->end, r->layout->delimiter);
    if (!next) next = r->end;
    bool empty = next - r->at == 1 || (next - r->at == 2 && *r->at == '\r');
    if (!empty || r->layout->columns == 1) read_row(r, out->n++, r->at, next);
    for (; r->at < next; r->at++) r->line += *r->at == '\n';
  }
  return POL_OK;
}
