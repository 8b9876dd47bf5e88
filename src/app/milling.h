/* The inside of arrays and mills: what arrays.c, mill.c and mill_singly.c share. Private to app/. */
#ifndef POL_APP_MILLING_H
#define POL_APP_MILLING_H
#include "app/cells.h"
#include "app/deciding.h"
#include "batch/batch.h"

struct pol_arrays {
  const pol_decider *d;
  pol_date as_of;
  pol_cells_of *of; uint32_t n;
  pol_cells_made *made;          /* by decision asked */
  pol_plan *plan;                /* NULL: every row by itself */
  const pol_fact_lane *lane; uint32_t lanes;
  uint32_t *array;               /* by lane: which of `of` gives it */
};

enum { POL_SINGLY = 64 /* rows that are decided by themselves are decided together, so many */ };

struct pol_mill {
  const pol_arrays *a;
  const pol_cells_kernels *cells;
  pol_stock *stock;
  const pol_alloc *from;
  pol_arena *keep;
  pol_desk *desk;
  pol_machine *machine;
  pol_lane *lane, *room;         /* what the machine reads; the mill's own lanes, for what is not read where it stands */
  uint8_t *odd;                  /* by row of the piece: to be decided by itself */
  bool odds;                     /* some are */
  uint8_t *spare;                /* a byte a row */
  bool bad;                      /* of the slice: some row is not fine */
  uint64_t singly;
  /* rows by themselves */
  pol_run *run;
  pol_arena *work;
  pol_record_facts record[POL_SINGLY];
  const pol_record_facts *records[POL_SINGLY];
  size_t row[POL_SINGLY];
  uint32_t rows, tried;          /* that wait; that were looked at since the last of them were decided: those with them that are wrong */
};

/* Whether a cell is there: it is known, and no empty text. */
bool pol_arrays_given(const pol_cells_of *of, const pol_cells_in *in, size_t row);
/* It as a fact, set as `g` sets it. false: it is wrong. */
bool pol_arrays_cell(pol_value *out, pol_giving *g, const pol_cells_of *of, const pol_cells_in *in, size_t row);
int64_t pol_arrays_whole(const pol_cells_of *of, const pol_cells_in *in, size_t row); /* of bits and integers */
/* mill_lanes.c: a piece of the slice into lanes, and out of them. */
pol_status pol_mill_lanes(pol_mill *m);                                              /* their room */
pol_status pol_mill_load(pol_mill *m, const pol_slice *s, size_t first, uint32_t n); /* marks rows as odd */
pol_status pol_mill_store(pol_mill *m, const pol_slice *s, const pol_verdicts *v, size_t first, uint32_t n); /* rows that are odd are written too */
/* Decides a row by itself, some time before pol_mill_end_singly. */
pol_status pol_mill_singly_add(pol_mill *m, const pol_slice *s, size_t row);
pol_status pol_mill_singly_end(pol_mill *m, const pol_slice *s);
#endif
