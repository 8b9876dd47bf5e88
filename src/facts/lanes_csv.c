/* Lanes from CSV: some rows at a time, one column after the other (csv_strip.c). Where quotation marks stand about in a way that only reading the fields one after the other
 * tells what they mean, and for a row without its end, each row by itself. */
#include "base/utf8.h"
#include "facts/csv_strip.h"
#include "facts/lines.h"
#include <string.h>

enum { MARKS = 8192 /* of a strip, about */, ROWS_LEAST = 16 };

typedef struct csv_lanes {
  pol_csv_strip s;
  uint32_t *even; /* as much room as for its marks: those of rows that are not alike, made alike */
  uint32_t rows;  /* of a strip: fewer where there are many columns, so that all of it stays close by */
  const pol_csv_code *code;
  uint32_t id;   /* its column, or POL_NO_REF */
  void *room;
} csv_lanes;

/* Takes a piece of the room, or only counts it where there is none yet. */
static void *piece(char *room, size_t *used, size_t n, size_t size) {
  void *at = room ? room + *used : NULL;
  *used += (n * size + 63) / 64 * 64;
  return at;
}

static size_t lay_out(csv_lanes *own, char *room) {
  pol_csv_strip *s = &own->s;
  size_t used = 0, rows = s->rows_most + POL_STRIP_STEP;
  own->even = piece(room, &used, s->marks_most + POL_STRIP_STEP, sizeof *own->even);
  s->mark = piece(room, &used, s->marks_most + POL_STRIP_STEP, sizeof *s->mark);
  s->row_end = piece(room, &used, rows, sizeof *s->row_end);
  s->row_start = piece(room, &used, rows, sizeof *s->row_start);
  s->head = piece(room, &used, rows, sizeof *s->head);
  s->more = piece(room, &used, rows, sizeof *s->more);
  s->start = piece(room, &used, rows, sizeof *s->start);
  s->length = piece(room, &used, rows, sizeof *s->length);
  s->value = piece(room, &used, rows, sizeof *s->value);
  return used;
}

const pol_csv_code *pol_csv_code_of(pol_cpu level) {
  const pol_csv_code *found = &pol_csv_code_portable;
#define POL_CHOOSE(of, name) \
  if (level >= (of)) found = &name;
  POL_VARIANTS(POL_CHOOSE, pol_csv_code)
  return found;
}

pol_status pol_csv_lanes_new(pol_lanes_reader *r) {
  const pol_layout *l = r->layout;
  csv_lanes *own = r->own = r->from->get(r->from->user, sizeof *own);
  if (!own) return POL_NO_MEMORY;
  uint32_t rows = l->columns <= MARKS / POL_STRIP_ROWS ? (uint32_t)POL_STRIP_ROWS : MARKS / l->columns;
  if (rows < ROWS_LEAST) rows = ROWS_LEAST;
  *own = (csv_lanes){.code = pol_csv_code_of(r->level), .id = POL_NO_REF, .rows = rows};
  own->s = (pol_csv_strip){.delimiter = l->delimiter, .columns = l->columns, .rows_most = rows, .marks_most = rows * l->columns + 2 * POL_STRIP_STEP};
  for (uint32_t i = 0; i < l->columns; i++)
    if (l->column[i] == POL_COLUMN_OF_ID) own->id = i;
  size_t bytes = lay_out(own, NULL) + 64;
  char *room = own->room = r->from->get(r->from->user, bytes);
  if (!room) return POL_NO_MEMORY;
  memset(room, 0, bytes);
  lay_out(own, room + (64 - (uintptr_t)room % 64));
  return POL_OK;
}

void pol_csv_lanes_drop(pol_lanes_reader *r) {
  csv_lanes *own = r->own;
  if (own) r->from->put(r->from->user, own->room);
  r->from->put(r->from->user, own);
}

/* -- a row by itself */

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
  pol_lane_put(r->out.lane[is].at, (pol_lane_width)p->width, row, value);
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
  for (uint32_t i = 0; i < r->layout->lanes; i++) pol_lane_put(r->out.lane[i].at, (pol_lane_width)r->layout->plain[i].width, row, r->layout->plain[i].blank_value);
}

static void read_row(pol_lanes_reader *r, uint32_t row, const char *at, const char *next) {
  const char *end = next;
  r->out.text[row] = at;
  r->out.length[row] = (uint32_t)(next - at);
  r->out.id[row] = NULL;
  r->out.line[row] = r->line;
  r->odd[row] = 0;
  bool fine = !r->layout->all_odd && next[-1] == '\n' && pol_utf8_check(at, (size_t)(next - at)) == (size_t)(next - at);
  if (fine) end--;
  if (fine && end > at && end[-1] == '\r') end--;
  if (fine && read_fields(r, row, at, end)) return;
  mark_odd(r, row);
  r->out.id[row] = NULL;
  set_default(r, row);
}

/* Where it ends; the end of the block, if it has none. */
static const char *row_end(const pol_lanes_reader *r) {
  pol_csv_place place = POL_CSV_START;
  const char *end = pol_csv_row_end(&place, r->at, r->end, r->layout->delimiter);
  return end ? end : r->end;
}

static void read_rows(pol_lanes_reader *r, uint32_t most) {
  for (; r->at < r->end && r->out.n < POL_LANE_ROWS && most; most--) {
    const char *next = row_end(r);
    bool empty = next - r->at == 1 || (next - r->at == 2 && *r->at == '\r');
    if (next[-1] != '\n' || !empty || r->layout->columns == 1) read_row(r, r->out.n++, r->at, next);
    for (; r->at < next; r->at++) r->line += *r->at == '\n';
  }
}

/* -- some rows at a time */

static uint64_t feeds(const char *at, size_t n) {
  uint64_t found = 0;
  for (size_t i = 0; i < n; i++) found += at[i] == '\n';
  return found;
}

/* What is known of a row whatever its fields say. */
static void begin_row(pol_lanes_reader *r, uint32_t row, const char *at, uint32_t length, uint64_t line) {
  r->out.text[row] = at;
  r->out.length[row] = length;
  r->out.line[row] = line;
  r->out.id[row] = NULL;
}

/* All rows have as many fields as the heading. */
static bool is_even(const pol_csv_strip *s) {
  uint32_t wrong = 0;
  for (uint32_t i = 0; i < s->rows; i++) wrong |= s->row_end[i] ^ (i + 1) * s->columns;
  return !wrong;
}

static void begin_even(pol_lanes_reader *r, pol_csv_strip *s) {
  uint32_t start = 0;
  for (uint32_t i = 0; i < s->rows; i++) {
    uint32_t next = s->mark[s->row_end[i] - 1] + 1;
    s->row_start[i] = start;
    begin_row(r, r->out.n + i, s->text + start, next - start, r->line + i);
    start = next;
  }
  memset(r->odd + r->out.n, 0, s->rows);
}

/* Rows of other lengths are odd, and are given fields that say nothing; empty lines are no rows. */
static void begin_uneven(pol_lanes_reader *r, csv_lanes *own) {
  pol_csv_strip *s = &own->s;
  uint32_t kept = 0, start = 0, mark = 0, columns = s->columns;
  uint64_t line = r->line;
  for (uint32_t i = 0; i < s->rows; i++) {
    uint32_t marks = s->row_end[i] - mark, next = s->mark[s->row_end[i] - 1] + 1, length = next - start;
    uint64_t here = line;
    bool empty = columns != 1 && (length == 1 || (length == 2 && s->text[start] == '\r')), fine = marks == columns;
    line += s->embedded ? feeds(s->text + start, length) : 1;
    if (!empty) {
      uint32_t *to = own->even + (size_t)kept * columns;
      begin_row(r, r->out.n + kept, s->text + start, length, here);
      r->odd[r->out.n + kept] = !fine;
      s->row_start[kept++] = fine ? start : 0;
      if (fine) memcpy(to, s->mark + mark, columns * sizeof *to);
      for (uint32_t k = 0; !fine && k < columns; k++) to[k] = k;
    }
    start = next, mark = s->row_end[i];
  }
  uint32_t *mark_room = s->mark;
  s->mark = own->even;
  own->even = mark_room;
  s->rows = kept;
}

static void check_bytes(pol_lanes_reader *r, uint32_t rows) {
  for (uint32_t row = r->out.n; row < r->out.n + rows; row++)
    if (pol_utf8_check(r->out.text[row], r->out.length[row]) != r->out.length[row]) r->odd[row] = 1;
}

static void read_ids(pol_lanes_reader *r, const csv_lanes *own) {
  const pol_csv_strip *s = &own->s;
  for (uint32_t i = 0; i < s->rows; i++) {
    uint32_t row = r->out.n + i, start = own->id ? s->mark[(size_t)i * s->columns + own->id - 1] + 1 : s->row_start[i], end = s->mark[(size_t)i * s->columns + own->id];
    if (own->id + 1 == s->columns) end -= end > start && s->text[end - 1] == '\r';
    bool quoted = s->quoted && end > start && s->text[start] == '"';
    const char *at = s->text + start + quoted;
    uint32_t length = end - start - 2u * quoted;
    if (quoted && memchr(at, '"', length)) r->odd[row] = 1;
    r->out.id[row] = (length || quoted) && !r->odd[row] ? at : NULL;
    r->out.id_length[row] = length;
  }
}

static void read_columns(pol_lanes_reader *r, csv_lanes *own) {
  const pol_layout *l = r->layout;
  for (uint32_t i = 0; i < l->columns; i++) {
    uint32_t is = l->column[i];
    if (is >= l->plains || l->plain[is].kind == POL_PLAIN_ANY) continue;
    own->code->read(&own->s, &(pol_csv_column){i, &l->plain[is], is < l->lanes ? &r->out.lane[is] : NULL, r->out.n, r->odd});
  }
}

/* Some rows that are whole. false: there is none, or they are not to be read so. */
static bool read_strip(pol_lanes_reader *r, csv_lanes *own) {
  pol_csv_strip *s = &own->s;
  s->text = r->at;
  s->n = (size_t)(r->end - r->at);
  s->rows_most = POL_LANE_ROWS - r->out.n < own->rows ? POL_LANE_ROWS - r->out.n : own->rows;
  own->code->find(s);
  if (!s->rows || s->misplaced || s->n < s->columns) return false;
  uint32_t end = s->mark[s->row_end[s->rows - 1] - 1] + 1, lines = s->rows;
  if (is_even(s) && !s->embedded) begin_even(r, s);
  else begin_uneven(r, own);
  if (s->wide) check_bytes(r, s->rows);
  read_columns(r, own);
  if (own->id != POL_NO_REF) read_ids(r, own);
  for (uint32_t row = r->out.n; row < r->out.n + s->rows; row++) r->out.odds += r->odd[row];
  r->line += s->embedded ? feeds(s->text, end) : lines;
  r->out.n += s->rows;
  r->at += end;
  return true;
}

pol_status pol_csv_lanes_read(pol_lanes_reader *r) {
  pol_lanes *out = &r->out;
  csv_lanes *own = r->own;
  for (uint32_t i = 0; i < r->layout->lanes; i++)
    if (r->layout->given[i]) out->lane[i].stated = false;
  while (r->at < r->end && out->n < POL_LANE_ROWS)
    if (r->layout->all_odd || !read_strip(r, own)) read_rows(r, own->s.misplaced ? POL_STRIP_ROWS : 1);
  return POL_OK;
}
