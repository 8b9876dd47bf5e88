/* Comparisons, and the least and greatest of several values. All strict. */
#include "ops/cells.h"
#include "ops/kernel_set.h"

typedef enum relation { IS, IS_NOT, LESS, AT_MOST, MORE, AT_LEAST } relation;

static inline bool related(int compared, relation r) {
  switch (r) {
  case IS: return compared == 0;
  case IS_NOT: return compared != 0;
  case LESS: return compared < 0;
  case AT_MOST: return compared <= 0;
  case MORE: return compared > 0;
  case AT_LEAST: return compared >= 0;
  }
  return false;
}

static inline void compare(const pol_kernel_call *c, pol_repr repr, relation r) {
  const pol_column *a = pol_arg(c, 0), *b = pol_arg(c, 1);
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    /* INT cells can always be read: without the test the loop has no branches. */
    bool readable = repr == POL_REPR_INT || c->out.state[i] == POL_KNOWN;
    c->out.as.i[i] = readable && related(pol_cell_compare(repr, a, i, b, i), r);
  }
}

static inline void pol_compare_eq(const pol_kernel_call *c, pol_repr repr) { compare(c, repr, IS); }
static inline void pol_compare_ne(const pol_kernel_call *c, pol_repr repr) { compare(c, repr, IS_NOT); }
static inline void pol_compare_lt(const pol_kernel_call *c, pol_repr repr) { compare(c, repr, LESS); }
static inline void pol_compare_le(const pol_kernel_call *c, pol_repr repr) { compare(c, repr, AT_MOST); }
static inline void pol_compare_gt(const pol_kernel_call *c, pol_repr repr) { compare(c, repr, MORE); }
static inline void pol_compare_ge(const pol_kernel_call *c, pol_repr repr) { compare(c, repr, AT_LEAST); }
POL_KERNELS_VALUES(pol_compare_eq)
POL_KERNELS_VALUES(pol_compare_ne)
POL_KERNELS_ORDERED(pol_compare_lt)
POL_KERNELS_ORDERED(pol_compare_le)
POL_KERNELS_ORDERED(pol_compare_gt)
POL_KERNELS_ORDERED(pol_compare_ge)

static inline void pol_compare_in(const pol_kernel_call *c, pol_repr repr) {
  const pol_column *a = pol_arg(c, 0);
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    bool found = false;
    for (uint32_t j = 1; j < c->args && c->out.state[i] == POL_KNOWN && !found; j++) {
      found = pol_cell_compare(repr, a, i, pol_arg(c, j), i) == 0;
    }
    c->out.as.i[i] = found;
  }
}
POL_KERNELS_VALUES(pol_compare_in)

static inline void extreme(const pol_kernel_call *c, pol_repr repr, int sign) {
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    uint8_t cell = c->out.state[i];
    if (cell != POL_KNOWN) {
      pol_cell_none(repr, &c->out, i, cell);
      continue;
    }
    const pol_column *best = pol_arg(c, 0);
    for (uint32_t j = 1; j < c->args; j++) {
      if (pol_cell_compare(repr, pol_arg(c, j), i, best, i) * sign > 0) best = pol_arg(c, j);
    }
    pol_cell_copy(repr, &c->out, i, best, i);
  }
}

static inline void pol_compare_least(const pol_kernel_call *c, pol_repr repr) { extreme(c, repr, -1); }
static inline void pol_compare_greatest(const pol_kernel_call *c, pol_repr repr) { extreme(c, repr, 1); }
POL_KERNELS_ORDERED(pol_compare_least)
POL_KERNELS_ORDERED(pol_compare_greatest)
