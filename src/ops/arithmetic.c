/* Exact arithmetic on NUM columns. All strict; what does not fit or divides by 0 makes an error of that row. */
#include "ops/cells.h"
#include "ops/kernel_set.h"

static inline void binary(const pol_kernel_call *c, pol_num_fault (*compute)(pol_num *, pol_num, pol_num)) {
  const pol_num *a = pol_arg(c, 0)->as.num, *b = pol_arg(c, 1)->as.num;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] == POL_KNOWN) c->out.state[i] = pol_cell_fault(compute(&c->out.as.num[i], a[i], b[i]));
  }
}

void pol_arithmetic_add(const pol_kernel_call *c) { binary(c, pol_num_add); }
void pol_arithmetic_sub(const pol_kernel_call *c) { binary(c, pol_num_sub); }
void pol_arithmetic_mul(const pol_kernel_call *c) { binary(c, pol_num_mul); }
void pol_arithmetic_div(const pol_kernel_call *c) { binary(c, pol_num_div); }

void pol_arithmetic_neg(const pol_kernel_call *c) {
  const pol_num *a = pol_arg(c, 0)->as.num;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] == POL_KNOWN) c->out.as.num[i] = pol_num_neg(a[i]);
  }
}

void pol_arithmetic_round(const pol_kernel_call *c) {
  const pol_num *a = pol_arg(c, 0)->as.num, *grain = pol_arg(c, 1)->as.num;
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] != POL_KNOWN) continue;
    /* A multiple of nothing: the checker allows only grains above 0. */
    pol_num_fault fault = grain[i].n <= 0 ? POL_NUM_DIV_ZERO : pol_num_round(&c->out.as.num[i], a[i], grain[i], (pol_round)c->k);
    c->out.state[i] = pol_cell_fault(fault);
  }
}

void pol_arithmetic_whole(const pol_kernel_call *c) {
  const pol_num *a = pol_arg(c, 0)->as.num;
  pol_num one = pol_num_int(1);
  pol_strict(c);
  for (uint32_t i = 0; i < c->n; i++) {
    if (c->out.state[i] == POL_KNOWN) c->out.state[i] = pol_cell_fault(pol_num_round(&c->out.as.num[i], a[i], one, POL_ROUND_FLOOR));
  }
}
