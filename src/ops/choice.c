/* Choice between values by a condition or by a state. */
#include "ops/cells.h"
#include "ops/kernel_set.h"

static inline void pol_choice_select(const pol_kernel_call *c, pol_repr repr) {
  const pol_column *condition = pol_arg(c, 0), *yes = pol_arg(c, 1), *no = pol_arg(c, 2);
  for (uint32_t i = 0; i < c->n; i++) {
    bool same;
    switch (pol_cell_truth(condition, i)) {
    case POL_TRUTH_YES: pol_cell_copy(repr, &c->out, i, yes, i); break;
    case POL_TRUTH_NO: pol_cell_copy(repr, &c->out, i, no, i); break;
    case POL_TRUTH_ERRED: pol_cell_none(repr, &c->out, i, condition->state[i]); break;
    case POL_TRUTH_OPEN:
      same = yes->state[i] == POL_KNOWN && no->state[i] == POL_KNOWN && pol_cell_compare(repr, yes, i, no, i) == 0;
      if (same) pol_cell_copy(repr, &c->out, i, yes, i);
      else pol_cell_none(repr, &c->out, i, POL_UNKNOWN);
      break;
    }
  }
}
POL_KERNELS_ALL(pol_choice_select)

static inline void pol_choice_presumed(const pol_kernel_call *c, pol_repr repr) {
  const pol_column *given = pol_arg(c, 0), *presumed = pol_arg(c, 1);
  for (uint32_t i = 0; i < c->n; i++) pol_cell_copy(repr, &c->out, i, given->state[i] == POL_UNKNOWN && presumed->state[i] == POL_KNOWN ? presumed : given, i);
}
POL_KERNELS_ALL(pol_choice_presumed)

static inline void pol_choice_only_when(const pol_kernel_call *c, pol_repr repr) {
  const pol_column *value = pol_arg(c, 0), *condition = pol_arg(c, 1);
  for (uint32_t i = 0; i < c->n; i++) {
    if (pol_cell_truth(condition, i) == POL_TRUTH_NO) pol_cell_none(repr, &c->out, i, POL_NOT_APPLICABLE);
    else pol_cell_copy(repr, &c->out, i, value, i);
  }
}
POL_KERNELS_ALL(pol_choice_only_when)

static inline void pol_choice_answer(const pol_kernel_call *c, pol_repr repr) {
  for (uint32_t i = 0; i < c->n; i++) pol_cell_copy(repr, &c->out, i, pol_arg(c, 0), i);
}
POL_KERNELS_ALL(pol_choice_answer)

void pol_choice_stage(const pol_kernel_call *c) {
  const pol_column *earlier = pol_arg(c, 0), *own = pol_arg(c, 1);
  for (uint32_t i = 0; i < c->n; i++) {
    bool passed = earlier->state[i] == POL_KNOWN && earlier->as.i[i] == POL_OUT_PERMITTED;
    pol_cell_copy(POL_REPR_INT, &c->out, i, passed ? own : earlier, i);
  }
}
