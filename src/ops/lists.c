/* Values over the elements of a list. The list is a column of refs to rows of the loop's frame; where and value are columns of that frame.
 * A list that is not known, in error or not applicable makes the result so. */
#include "ops/cells.h"
#include "ops/kernel_set.h"

/* any is the or, every the and, of where over the elements; an element for which where is not applicable counts as no. */
static inline void quantify(const pol_kernel_call *c, bool deciding) {
  const pol_column *list = pol_arg(c, 0), *where = pol_arg(c, 1);
  for (uint32_t i = 0; i < c->n; i++) {
    if (list->state[i] != POL_KNOWN) {
      pol_cell_none(POL_REPR_INT, &c->out, i, list->state[i]);
      continue;
    }
    uint8_t cell = POL_KNOWN;
    bool decided = false;
    uint32_t end = list->as.list[i].first + list->as.list[i].n;
    for (uint32_t e = list->as.list[i].first; e < end && !decided; e++) {
      pol_truth truth = pol_cell_truth(where, e);
      if (truth == (deciding ? POL_TRUTH_YES : POL_TRUTH_NO)) decided = true;
      else if (truth == POL_TRUTH_OPEN) cell = POL_UNKNOWN;
      else if (truth == POL_TRUTH_ERRED) cell = pol_cell_merge(cell, where->state[e]);
    }
    c->out.state[i] = decided ? (uint8_t)POL_KNOWN : cell;
    c->out.as.i[i] = decided ? deciding : c->out.state[i] == POL_KNOWN && !deciding;
  }
}

void pol_lists_any(const pol_kernel_call *c) { quantify(c, true); }
void pol_lists_every(const pol_kernel_call *c) { quantify(c, false); }

/* Whether an element is taken; an open or erred where is merged into the result's cell. */
static inline bool taken(const pol_column *where, uint32_t e, uint8_t *cell) {
  pol_truth truth = pol_cell_truth(where, e);
  if (truth == POL_TRUTH_OPEN || truth == POL_TRUTH_ERRED) *cell = pol_cell_merge(*cell, where->state[e]);
  return truth == POL_TRUTH_YES;
}

void pol_lists_count(const pol_kernel_call *c) {
  const pol_column *list = pol_arg(c, 0), *where = pol_arg(c, 1);
  for (uint32_t i = 0; i < c->n; i++) {
    uint8_t cell = list->state[i];
    int64_t n = 0;
    uint32_t first = cell == POL_KNOWN ? list->as.list[i].first : 0, end = cell == POL_KNOWN ? first + list->as.list[i].n : 0;
    for (uint32_t e = first; e < end; e++) n += taken(where, e, &cell);
    c->out.state[i] = cell;
    if (cell == POL_KNOWN) c->out.as.num[i] = pol_num_int(n);
  }
}

void pol_lists_sum(const pol_kernel_call *c) {
  const pol_column *list = pol_arg(c, 0), *where = pol_arg(c, 1), *value = pol_arg(c, 2);
  for (uint32_t i = 0; i < c->n; i++) {
    uint8_t cell = list->state[i];
    pol_num sum = pol_num_int(0);
    uint32_t first = cell == POL_KNOWN ? list->as.list[i].first : 0, end = cell == POL_KNOWN ? first + list->as.list[i].n : 0;
    for (uint32_t e = first; e < end; e++) {
      if (!taken(where, e, &cell) || POL_CELL_STATE(value->state[e]) == POL_NOT_APPLICABLE) continue;
      if (value->state[e] != POL_KNOWN) cell = pol_cell_merge(cell, value->state[e]);
      else if (cell == POL_KNOWN) cell = pol_cell_fault(pol_num_add(&sum, sum, value->as.num[e]));
    }
    c->out.state[i] = cell;
    if (cell == POL_KNOWN) c->out.as.num[i] = sum;
  }
}

static inline void extreme(const pol_kernel_call *c, pol_repr repr, int sign) {
  const pol_column *list = pol_arg(c, 0), *where = pol_arg(c, 1), *value = pol_arg(c, 2);
  for (uint32_t i = 0; i < c->n; i++) {
    uint8_t cell = list->state[i];
    uint32_t first = cell == POL_KNOWN ? list->as.list[i].first : 0, end = cell == POL_KNOWN ? first + list->as.list[i].n : 0, best = end;
    for (uint32_t e = first; e < end; e++) {
      if (!taken(where, e, &cell) || POL_CELL_STATE(value->state[e]) == POL_NOT_APPLICABLE) continue;
      if (value->state[e] != POL_KNOWN) cell = pol_cell_merge(cell, value->state[e]);
      else if (best == end || pol_cell_compare(repr, value, e, value, best) * sign > 0) best = e;
    }
    if (cell == POL_KNOWN && best != end) pol_cell_copy(repr, &c->out, i, value, best);
    else pol_cell_none(repr, &c->out, i, cell == POL_KNOWN ? (uint8_t)POL_NOT_APPLICABLE : cell);
  }
}

static inline void pol_lists_least(const pol_kernel_call *c, pol_repr repr) { extreme(c, repr, -1); }
static inline void pol_lists_greatest(const pol_kernel_call *c, pol_repr repr) { extreme(c, repr, 1); }
POL_KERNELS_ORDERED(pol_lists_least)
POL_KERNELS_ORDERED(pol_lists_greatest)
