/* A program as text, a line a node: "12 num add 3 7". For tests and for people who work on pol. */
#include "program/program.h"
#include "program/shape.h"

static void dump_value(pol_text *to, const pol_value *v) {
  static const char *const states[] = {[POL_UNKNOWN] = "unknown", [POL_ERRED] = "error", [POL_NOT_APPLICABLE] = "n/a"};
  if (v->state != POL_KNOWN) {
    pol_text_add(to, states[v->state & 3]);
    return;
  }
  switch (pol_type_repr(v->type)) {
  case POL_REPR_INT:
    if (v->type.kind == POL_T_DATE) pol_date_write(to, v->as.i);
    else pol_text_int(to, v->as.i);
    break;
  case POL_REPR_NUM: pol_num_write(to, v->as.num, 0); break;
  case POL_REPR_PERIOD: pol_text_format(to, "%d months %d days", v->as.period.months, v->as.period.days); break;
  case POL_REPR_LIST: break;
  }
}

/* What a node has besides its arguments. */
static void dump_details(pol_text *to, const pol_program *p, const pol_program_node *x) {
  switch ((pol_op)x->op) {
  case POL_OP_CONST:
    pol_text_char(to, ' ');
    dump_value(to, &p->constants[x->constant]);
    break;
  case POL_OP_INPUT:
  case POL_OP_LIST_FACT:
  case POL_OP_ONLY_WHEN:
  case POL_OP_PRESUMED: pol_text_format(to, " %s", pol_atom_get(p->model->atoms, p->model->facts.at[x->ref].name)); break;
  case POL_OP_ELEMENT: pol_text_format(to, " field %u", x->field); break;
  case POL_OP_LIST_FIELD: pol_text_format(to, " field %u of loop %u", x->field, x->ref); break;
  case POL_OP_PERMISSION:
  case POL_OP_CAP_ALL:
    pol_text_add(to, " ranks");
    for (uint32_t j = 0; j < (x->op == POL_OP_PERMISSION ? x->n : x->n / 2); j++) pol_text_format(to, " %u", p->ranks[x->aux + j]);
    break;
  case POL_OP_LIST_PIECES:
    pol_text_add(to, " borders");
    for (uint32_t j = 0; j < x->field; j++) pol_text_format(to, " %d", p->borders[x->constant + j]);
    break;
  default: break;
  }
  if (pol_op_is_list((pol_op)x->op) && x->aux != POL_NO_REF) pol_text_format(to, " for loop %u", x->aux);
  if (x->k != 0) pol_text_format(to, " k %d", x->k);
}

void pol_program_dump(pol_text *to, const pol_program *p) {
  for (uint32_t i = 0; i < p->nodes; i++) {
    const pol_program_node *x = &p->node[i];
    pol_text_format(to, "%u %s %s", i, pol_repr_name((pol_repr)x->repr), pol_op_name((pol_op)x->op));
    for (uint32_t j = 0; j < x->n; j++) pol_text_format(to, " %u", p->args[x->arg + j]);
    dump_details(to, p, x);
    if (x->frame != 0) pol_text_format(to, " in loop %u", x->frame - 1);
    pol_text_char(to, '\n');
  }
  for (uint32_t d = 0; d < p->model->decisions.n; d++) {
    const pol_program_decision *x = &p->decision[d];
    pol_text_format(to, "decision %s:", pol_atom_get(p->model->atoms, p->model->decisions.at[d].name));
    if (x->scope != POL_NO_NODE) pol_text_format(to, " scope %u", x->scope);
    if (x->outcome != POL_NO_NODE) pol_text_format(to, " outcome %u", x->outcome);
    if (x->value != POL_NO_NODE) pol_text_format(to, " value %u", x->value);
    pol_text_char(to, '\n');
  }
}
