/* Constant folding: the kernel itself runs on one row, so a folded value cannot differ from a computed one. */
#include "program/build.h"
#include "program/shape.h"

/* Room for one cell of any representation. */
typedef struct cell {
  uint8_t state;
  union {
    int32_t i;
    pol_num num;
    pol_period period;
    pol_list_ref list;
  } as;
} cell;

static pol_column column_of(cell *c, pol_repr repr) {
  pol_column column = {.state = &c->state};
  switch (repr) {
  case POL_REPR_INT: column.as.i = &c->as.i; break;
  case POL_REPR_NUM: column.as.num = &c->as.num; break;
  case POL_REPR_PERIOD: column.as.period = &c->as.period; break;
  case POL_REPR_LIST: column.as.list = &c->as.list; break;
  }
  return column;
}

static void set_cell(cell *c, const pol_value *v) {
  c->state = POL_CELL(v->state, v->fault);
  if (v->state != POL_KNOWN) return;
  switch (pol_type_repr(v->type)) {
  case POL_REPR_INT: c->as.i = v->as.i; break;
  case POL_REPR_NUM: c->as.num = v->as.num; break;
  case POL_REPR_PERIOD: c->as.period = v->as.period; break;
  case POL_REPR_LIST: break;
  }
}

static pol_value value_of(const cell *c, pol_type type) {
  pol_value v = {.state = (uint8_t)POL_CELL_STATE(c->state), .fault = (uint8_t)POL_CELL_FAULT(c->state), .type = type};
  if (v.state != POL_KNOWN) return v;
  switch (pol_type_repr(type)) {
  case POL_REPR_INT: v.as.i = c->as.i; break;
  case POL_REPR_NUM: v.as.num = c->as.num; break;
  case POL_REPR_PERIOD: v.as.period = c->as.period; break;
  case POL_REPR_LIST: break;
  }
  return v;
}

/* What nobody wrote has the plainest type of its representation. */
static pol_type type_of(const pol_what *what, pol_repr repr) {
  if (what->origin != NULL && pol_type_repr(what->origin->type) == repr) return what->origin->type;
  if (what->op == POL_OP_PERMISSION || what->op == POL_OP_STAGE) return (pol_type){.kind = POL_T_OUTCOME};
  return (pol_type){.kind = repr == POL_REPR_NUM ? POL_T_NUMBER : repr == POL_REPR_PERIOD ? POL_T_PERIOD : POL_T_BOOL};
}

bool pol_fold(pol_build *b, pol_value *out, const pol_what *what, uint32_t n, const uint32_t *arg) {
  uint8_t repr, common;
  if (n == 0 || !pol_shape_fits(&repr, &common, what->op, b->node.at, n, arg)) return false;
  pol_kernel kernel = pol_kernel_find(what->op, (pol_repr)common);
  if (kernel == NULL) return false;
  cell *cells = POL_NEW_N(b->scratch, cell, n + 1);
  pol_column *columns = POL_NEW_N(b->scratch, pol_column, n);
  uint32_t *numbers = POL_NEW_N(b->scratch, uint32_t, n);
  if (cells == NULL || columns == NULL || numbers == NULL) return pol_build_fail(b, POL_NO_MEMORY), false;
  for (uint32_t j = 0; j < n; j++) {
    const pol_program_node *x = &b->node.at[arg[j]];
    set_cell(&cells[j], &b->constant.at[x->constant]);
    columns[j] = column_of(&cells[j], (pol_repr)x->repr);
    numbers[j] = j;
  }
  pol_kernel_call call = {.column = columns,
                          .arg = numbers,
                          .args = n,
                          .n = 1,
                          .out = column_of(&cells[n], (pol_repr)repr),
                          .k = what->k,
                          .aux = what->aux,
                          .ranks = what->ranks};
  kernel(&call);
  *out = value_of(&cells[n], type_of(what, (pol_repr)repr));
  return true;
}
