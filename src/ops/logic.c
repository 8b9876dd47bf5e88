/* Conditions: not, and, or, holds, applies. Conditions are INT columns of 0 and 1. */
#include "ops/cells.h"
#include "ops/kernel_set.h"

void pol_logic_not(const pol_kernel_call *c) {
  const pol_column *a = pol_arg(c, 0);
  memcpy(c->out.state, a->state, c->n);
  for (uint32_t i = 0; i < c->n; i++) c->out.as.i[i] = a->as.i[i] == 0;
}

/* How strongly a cell speaks in `and` (or its dual), weakest first: the value that decides nothing, not applicable, error, unknown, the
 * value that decides. Unknown outdoes error, so that filling in a fact never turns one definite answer into another. */
static unsigned strength(uint8_t cell, int32_t value, bool deciding) {
  static const uint8_t of_state[4] = {[POL_KNOWN] = 0, [POL_NOT_APPLICABLE] = 1, [POL_ERRED] = 2, [POL_UNKNOWN] = 3};
  if (cell == POL_KNOWN && (value != 0) == deciding) return 4;
  return of_state[POL_CELL_STATE(cell)];
}

static inline void connect(const pol_kernel_call *c, bool deciding) {
  uint8_t *state = c->out.state;
  int32_t *value = c->out.as.i;
  memcpy(state, pol_arg(c, 0)->state, c->n);
  for (uint32_t i = 0; i < c->n; i++) value[i] = pol_arg(c, 0)->as.i[i] != 0;
  for (uint32_t j = 1; j < c->args; j++) {
    const pol_column *b = pol_arg(c, j);
    for (uint32_t i = 0; i < c->n; i++) {
      if (strength(b->state[i], b->as.i[i], deciding) <= strength(state[i], value[i], deciding)) continue;
      state[i] = b->state[i];
      value[i] = b->as.i[i] != 0;
    }
  }
}

void pol_logic_and(const pol_kernel_call *c) { connect(c, false); }
void pol_logic_or(const pol_kernel_call *c) { connect(c, true); }

void pol_logic_holds(const pol_kernel_call *c) {
  const pol_column *a = pol_arg(c, 0);
  for (uint32_t i = 0; i < c->n; i++) {
    bool outside = POL_CELL_STATE(a->state[i]) == POL_NOT_APPLICABLE;
    c->out.state[i] = outside ? (uint8_t)POL_KNOWN : a->state[i];
    c->out.as.i[i] = !outside && a->as.i[i] != 0;
  }
}

void pol_logic_applies(const pol_kernel_call *c) {
  const pol_column *a = pol_arg(c, 0);
  for (uint32_t i = 0; i < c->n; i++) {
    pol_state state = POL_CELL_STATE(a->state[i]);
    c->out.state[i] = state == POL_UNKNOWN ? POL_UNKNOWN : POL_KNOWN;
    c->out.as.i[i] = state == POL_KNOWN || state == POL_ERRED;
  }
}
