/* Cells, one row of a column: how kernels read, copy and compare them. Private to ops. The functions that take a representation are inlined
 * into kernels that name it, so nothing is decided row by row. */
#ifndef POL_OPS_CELLS_H
#define POL_OPS_CELLS_H
#include "ops/kernels.h"
#include <string.h>

static inline const pol_column *pol_arg(const pol_kernel_call *c, uint32_t at) { return &c->column[c->arg[at]]; }

static inline bool pol_cell_yes(const pol_column *c, uint32_t row) { return c->state[row] == POL_KNOWN && c->as.i[row] != 0; }

/* What a condition is worth where not applicable counts as no: in-force columns, and where in loops. */
typedef enum pol_truth { POL_TRUTH_NO, POL_TRUTH_YES, POL_TRUTH_OPEN, POL_TRUTH_ERRED } pol_truth;
static inline pol_truth pol_cell_truth(const pol_column *c, uint32_t row) {
  switch (POL_CELL_STATE(c->state[row])) {
  case POL_KNOWN: return c->as.i[row] != 0 ? POL_TRUTH_YES : POL_TRUTH_NO;
  case POL_UNKNOWN: return POL_TRUTH_OPEN;
  case POL_ERRED: return POL_TRUTH_ERRED;
  case POL_NOT_APPLICABLE: break;
  }
  return POL_TRUTH_NO;
}

/* Which of two states wins in a strict operation: not applicable, then unknown, then error, then known. The first wins a tie. */
static inline unsigned pol_cell_weight(uint8_t cell) { return (0xd8u >> (2u * (cell & 3u))) & 3u; }
static inline uint8_t pol_cell_merge(uint8_t a, uint8_t b) { return pol_cell_weight(b) > pol_cell_weight(a) ? b : a; }

static inline uint8_t pol_cell_fault(pol_num_fault fault) {
  if (fault == POL_NUM_FINE) return POL_KNOWN;
  return POL_CELL(POL_ERRED, fault == POL_NUM_DIV_ZERO ? POL_FAULT_DIV_ZERO : POL_FAULT_TOO_LARGE);
}

/* The states of a strict operation, from those of its arguments. */
static inline void pol_strict(const pol_kernel_call *c) {
  uint8_t *out = c->out.state;
  memcpy(out, pol_arg(c, 0)->state, c->n);
  for (uint32_t j = 1; j < c->args; j++) {
    const uint8_t *state = pol_arg(c, j)->state;
    for (uint32_t i = 0; i < c->n; i++) {
      if (state[i] != POL_KNOWN) out[i] = pol_cell_merge(out[i], state[i]);
    }
  }
}

static inline void pol_cell_copy(pol_repr repr, const pol_column *to, uint32_t row, const pol_column *from, uint32_t at) {
  to->state[row] = from->state[at];
  if (repr == POL_REPR_INT) to->as.i[row] = from->as.i[at];
  else if (from->state[at] != POL_KNOWN) return;
  else if (repr == POL_REPR_NUM) to->as.num[row] = from->as.num[at];
  else if (repr == POL_REPR_PERIOD) to->as.period[row] = from->as.period[at];
  else to->as.list[row] = from->as.list[at];
}

/* A cell without a value. */
static inline void pol_cell_none(pol_repr repr, const pol_column *to, uint32_t row, uint8_t cell) {
  to->state[row] = cell;
  if (repr == POL_REPR_INT) to->as.i[row] = 0;
}

/* Both known. Periods are equal or not; what orders them (months first) only has to be the same everywhere. */
static inline int pol_cell_compare(pol_repr repr, const pol_column *a, uint32_t i, const pol_column *b, uint32_t j) {
  if (repr == POL_REPR_NUM) return pol_num_cmp(a->as.num[i], b->as.num[j]);
  if (repr == POL_REPR_INT) return (a->as.i[i] > b->as.i[j]) - (a->as.i[i] < b->as.i[j]);
  if (repr == POL_REPR_LIST) return !(a->as.list[i].first == b->as.list[j].first && a->as.list[i].n == b->as.list[j].n);
  pol_period p = a->as.period[i], q = b->as.period[j];
  if (p.months != q.months) return p.months < q.months ? -1 : 1;
  return (p.days > q.days) - (p.days < q.days);
}

/* name_int, name_num … : the kernel `name(call, representation)` for each representation. */
#define POL_KERNEL_FOR(name, suffix, repr) \
  void name##_##suffix(const pol_kernel_call *c) { name(c, repr); }
#define POL_KERNELS_ORDERED(name) POL_KERNEL_FOR(name, int, POL_REPR_INT) POL_KERNEL_FOR(name, num, POL_REPR_NUM)
#define POL_KERNELS_VALUES(name) POL_KERNELS_ORDERED(name) POL_KERNEL_FOR(name, period, POL_REPR_PERIOD)
#define POL_KERNELS_ALL(name) POL_KERNELS_VALUES(name) POL_KERNEL_FOR(name, list, POL_REPR_LIST)
#endif
