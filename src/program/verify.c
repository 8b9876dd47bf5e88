/* What every program promises to those that run it, looked at node by node. */
#include "program/program.h"
#include "program/shape.h"

static uint32_t outer_of(const pol_program *p, uint32_t frame) {
  uint32_t list = p->list[frame - 1];
  return list < p->nodes ? p->node[list].frame : frame; /* no list: nothing encloses it but itself */
}

static bool encloses(const pol_program *p, uint32_t outer, uint32_t frame) {
  for (uint32_t steps = 0; frame != outer && frame != 0 && steps < p->frames; steps++) frame = outer_of(p, frame);
  return frame == outer;
}

/* Elements and broadcasts belong to their loop's frame, lists to the frame around the loop they make. */
static bool frames_agree(const pol_program *p, uint32_t at) {
  const pol_program_node *x = &p->node[at];
  const uint32_t *arg = &p->args[x->arg];
  pol_op op = (pol_op)x->op;
  if (x->frame >= p->frames) return false;
  if (x->frame > 0 && (p->list[x->frame - 1] >= p->nodes || (op != POL_OP_CONST && p->list[x->frame - 1] >= at))) return false;
  if (op == POL_OP_ELEMENT) return x->frame == x->ref + 1;
  if (op == POL_OP_BROADCAST) return x->frame == x->ref + 1 && p->node[arg[0]].frame == outer_of(p, x->frame);
  if (pol_op_is_list(op) && x->aux != POL_NO_REF && (x->aux + 1 >= p->frames || p->list[x->aux] != at)) return false;
  if (op == POL_OP_LIST_FIELD) return x->ref + 1 < p->frames && encloses(p, x->ref + 1, x->frame);
  if (pol_op_is_aggregate(op)) {
    bool inner = x->ref + 1 < p->frames && outer_of(p, x->ref + 1) == x->frame && p->node[arg[0]].frame == x->frame;
    for (uint32_t j = 1; j < x->n; j++) inner = inner && p->node[arg[j]].frame == x->ref + 1;
    return inner;
  }
  for (uint32_t j = 0; j < x->n; j++) {
    if (p->node[arg[j]].frame != x->frame) return false;
  }
  return true;
}

static bool operation_agrees(const pol_program *p, uint32_t at) {
  const pol_program_node *x = &p->node[at];
  uint8_t repr, common;
  switch ((pol_op)x->op) {
  case POL_OP_CONST: return x->n == 0 && x->constant < p->nconstants && pol_type_repr(p->constants[x->constant].type) == (pol_repr)x->repr;
  case POL_OP_INPUT: return x->n == 0 && x->frame == 0 && x->ref < p->model->facts.n;
  case POL_OP_LIST_FACT: return x->n == 0 && x->ref < p->model->facts.n && x->repr == POL_REPR_LIST;
  case POL_OP_AS_OF: return x->n == 0 && x->frame == 0 && x->repr == POL_REPR_INT;
  case POL_OP_ELEMENT: return x->n == 0 && x->ref < p->model->loops.n;
  case POL_OP_DECISION: return false; /* the model's only */
  default: break;
  }
  if (!pol_shape_fits(&repr, &common, (pol_op)x->op, p->node, x->n, &p->args[x->arg]) || repr != x->repr || common != x->arg_repr)
    return false;
  bool source = x->op == POL_OP_BROADCAST || pol_op_is_list((pol_op)x->op);
  return source || pol_kernel_find((pol_op)x->op, (pol_repr)x->arg_repr) != NULL;
}

static bool in_frame_0(const pol_program *p, uint32_t node) { return node == POL_NO_NODE || (node < p->nodes && p->node[node].frame == 0); }

/* What answers are read from has one row a record. */
static bool results_agree(const pol_program *p) {
  for (uint32_t r = 0; r < p->model->rules.n; r++) {
    const pol_program_rule *x = &p->rule[r];
    const uint32_t part[] = {x->when, x->except, x->test, x->own, x->effective, x->guard, x->in_force, x->value};
    for (size_t j = 0; j < sizeof part / sizeof *part; j++) {
      if (!in_frame_0(p, part[j])) return false;
    }
  }
  for (uint32_t d = 0; d < p->model->decisions.n; d++) {
    const pol_program_decision *x = &p->decision[d];
    const uint32_t part[] = {x->scope, x->outcome, x->value, x->base, x->added, x->multiplied, x->capped, x->own_outcome, x->own_value};
    for (size_t j = 0; j < sizeof part / sizeof *part; j++) {
      if (!in_frame_0(p, part[j])) return false;
    }
  }
  return true;
}

bool pol_program_verify(const pol_program *p) {
  for (uint32_t i = 0; i < p->nodes; i++) {
    const pol_program_node *x = &p->node[i];
    if (x->op >= POL_OPS || x->arg > p->nargs || x->n > p->nargs - x->arg) return false;
    for (uint32_t j = 0; j < x->n; j++) {
      if (p->args[x->arg + j] >= i) return false;
    }
    if (!operation_agrees(p, i) || !frames_agree(p, i)) return false;
  }
  return results_agree(p);
}
