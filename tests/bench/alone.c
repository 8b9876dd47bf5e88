/* Deciding alone, through the library: a table is read into arrays as narrow as their values, which are not measured; then arrays go in and arrays come out.
 * usage: alone POLICY TABLE. Prints nanoseconds a record: decide_ns, the median of nine runs over all rows at once; and how many rows went the long way (singly), how many in error (wrong). */
#include "table.h"

static pol_cells narrowest(int64_t least, int64_t most) {
  if (least >= INT8_MIN && most <= INT8_MAX) return POL_CELLS_8;
  if (least >= INT16_MIN && most <= INT16_MAX) return POL_CELLS_16;
  return least >= INT32_MIN && most <= INT32_MAX ? POL_CELLS_32 : POL_CELLS_64;
}

static size_t bytes_of(pol_cells cells) { return (size_t)1 << (cells - POL_CELLS_8); }

static void *room(size_t n) {
  void *at = aligned_alloc(64, (n + 127) / 64 * 64);
  if (!at) give_up("out of memory");
  memset(at, 0, (n + 127) / 64 * 64);
  return at;
}

static void put(void *at, pol_cells cells, size_t row, int64_t v) {
  switch (cells) {
  case POL_CELLS_8: ((int8_t *)at)[row] = (int8_t)v; break;
  case POL_CELLS_16: ((int16_t *)at)[row] = (int16_t)v; break;
  case POL_CELLS_32: ((int32_t *)at)[row] = (int32_t)v; break;
  default: ((int64_t *)at)[row] = v; break;
  }
}

/* The arrays of the columns that give facts. */
static size_t arrays(const table *t, pol_cells_of *of, pol_cells_in *in) {
  size_t n = 0;
  for (size_t c = 0; c < t->columns; c++) {
    const column *from = &t->column[c];
    if (from->fact == POL_NONE) continue;
    pol_cells cells = narrowest(from->least, from->most);
    of[n] = (pol_cells_of){.fact = from->fact, .cells = cells, .places = (uint8_t)from->places, .least = from->least, .most = from->most};
    void *at = room(t->rows * bytes_of(cells));
    uint8_t *known = room(t->rows);
    bool all = true;
    for (size_t r = 0; r < t->rows; r++) {
      const cell *is = &t->at[r * t->columns + c];
      put(at, cells, r, is->is);
      known[r] = is->known;
      all = all && is->known;
    }
    in[n++] = (pol_cells_in){.at = at, .known = all ? NULL : known};
  }
  return n;
}

static int by_size(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

int main(int n, char **arg) {
  enum { RUNS = 9 };
  if (n != 3) give_up("usage: alone POLICY TABLE");
  pol_decider *d = decider_of(arg[1], "2024-04-01");
  static table t;
  static pol_cells_of of[256];
  static pol_cells_in in[256];
  static pol_cells_out out[256];
  pol_arrays *columns;
  pol_mill *mill;
  double took[RUNS];
  read_table(&t, d, arg[2], 1000000);
  size_t ins = arrays(&t, of, in);
  int32_t as_of = 0;
  pol_day(&as_of, 2024, 4, 1);
  if (pol_arrays_new(&columns, d, as_of, of, ins) || pol_mill_new(&mill, columns)) give_up("the arrays cannot hold these facts");
  for (uint32_t i = 0; i < pol_decider_decisions(d); i++) {
    pol_cells_made made;
    if (!pol_arrays_decision(&made, columns, i)) give_up("no such decision");
    out[i] = (pol_cells_out){.outcome = room(t.rows), .cells = made.cells};
    if (made.kind != POL_KIND_PERMISSION) out[i].at = room(t.rows * bytes_of(made.cells));
  }
  uint8_t *row = room(t.rows);
  const pol_slice slice = {.rows = t.rows, .in = in, .out = out, .row = row};
  for (int i = -1; i < RUNS; i++) { /* once so that everything is there */
    double begin = now();
    if (pol_mill_decide(mill, &slice) > POL_BAD_NEWS) give_up("not decided");
    if (i >= 0) took[i] = (now() - begin) / (double)t.rows * 1e9;
  }
  qsort(took, RUNS, sizeof took[0], by_size);
  size_t wrong = 0;
  for (size_t r = 0; r < t.rows; r++) wrong += row[r] != POL_ROW_FINE;
  printf("decide_ns %.2f\nleast_ns %.2f\nsingly %llu\nwrong %zu\n", took[RUNS / 2], took[0], (unsigned long long)pol_mill_singly(mill) / (RUNS + 1), wrong);
  pol_mill_drop(mill);
  pol_arrays_drop(columns);
  pol_decider_drop(d);
  return 0;
}
