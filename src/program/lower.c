/* Expressions into nodes. An expression that stands in several places (the argument of an inlined definition) is lowered once. */
#include "program/build.h"
#include "program/shape.h"

/* Definitions within definitions: the checker bounds what one definition nests and what all of them add up to; this bounds our own stack.
 */
enum { MOST_DEPTH = 4000 };

uint32_t pol_lower_known(const pol_build *b, const pol_expr *e) {
  bool known = e->slot < b->made.n && b->made.at[e->slot].expr == e; /* the slot may be of an earlier program */
  return known ? b->made.at[e->slot].node : POL_NO_NODE;
}

uint32_t pol_lower_note(pol_build *b, pol_expr *e, uint32_t node) {
  if (b->status != POL_OK) return POL_NO_NODE;
  uint32_t at = b->made.n;
  if (POL_VEC_PUSH(b->scratch, &b->made) == NULL) return pol_build_fail(b, POL_NO_MEMORY);
  e->slot = at;
  b->made.at[at].expr = e;
  b->made.at[at].node = node;
  return node;
}

/* Silent and out of scope are one answer to whoever asks from outside: not_applicable. */
static uint32_t constant(pol_build *b, const pol_expr *e) {
  pol_value value = e->value;
  value.type = e->type;
  if (value.type.kind == POL_T_OUTCOME && value.state == POL_KNOWN && value.as.i == POL_OUT_SILENT) value.as.i = POL_OUT_OUT_OF_SCOPE;
  return pol_build_const(b, &value, 0, e);
}

static uint32_t outcome(pol_build *b, pol_outcome o) {
  pol_value value = {.state = POL_KNOWN, .type = {.kind = POL_T_OUTCOME}, .as.i = (int32_t)o};
  return pol_build_const(b, &value, 0, NULL);
}

static uint32_t decision(pol_build *b, const pol_expr *e) {
  if (e->ref >= b->model->decisions.n) return pol_build_broken(b, "a decision that is not there");
  const pol_program_decision *d = &b->decision[e->ref];
  bool permission = b->model->decisions.at[e->ref].type.kind == POL_T_PERMISSION;
  uint32_t node = permission ? d->outcome : d->value;
  if (node == POL_NO_NODE) return pol_build_broken(b, "a decision is used before it is made");
  if (permission) {
    uint32_t silent = pol_build_2(b, POL_OP_EQ, node, outcome(b, POL_OUT_SILENT));
    uint32_t arg[3] = {silent, outcome(b, POL_OUT_OUT_OF_SCOPE), node};
    node = pol_build_op(b, &(pol_what){.op = POL_OP_SELECT, .origin = e}, 3, arg);
  }
  /* A node of its own, even for a constant: what uses the answer rests on the rules that decide it. */
  return pol_build_op(b, &(pol_what){.op = POL_OP_ANSWER, .ref = e->ref, .origin = e}, 1, &node);
}

uint32_t pol_lower_fact(pol_build *b, uint32_t node, uint32_t fact) {
  pol_fact *f = &b->model->facts.at[fact];
  if (b->fact_open[fact]) return node; /* its own condition asks for it: as given */
  b->fact_open[fact] = true;
  uint32_t arg[2] = {node, POL_NO_NODE};
  if (f->only_when != NULL) {
    arg[1] = pol_lower(b, f->only_when);
    arg[0] = pol_build_op(b, &(pol_what){.op = POL_OP_ONLY_WHEN, .ref = fact}, 2, arg);
  }
  if (f->presumed != NULL) { /* last: what does not exist is not presumed */
    arg[1] = pol_lower(b, f->presumed);
    arg[0] = pol_build_op(b, &(pol_what){.op = POL_OP_PRESUMED, .ref = fact}, 2, arg);
  }
  b->fact_open[fact] = false;
  return arg[0];
}

static uint32_t input(pol_build *b, const pol_expr *e) {
  if (e->ref >= b->model->facts.n) return pol_build_broken(b, "a fact that is not there");
  if (b->fact_value[e->ref] != POL_NO_NODE) return b->fact_value[e->ref];
  pol_what what = {.op = POL_OP_INPUT, .ref = e->ref, .origin = e};
  uint32_t raw = pol_build_in(b, &what, 0, pol_type_repr(b->model->facts.at[e->ref].type), 0, NULL);
  b->fact_node[e->ref] = raw;
  uint32_t node = pol_lower_fact(b, raw, e->ref);
  if (!b->fact_open[e->ref]) b->fact_value[e->ref] = node;
  return node;
}

/* What the node needs besides its arguments. */
static pol_what what_of(const pol_build *b, const pol_expr *e) {
  pol_what what = {.op = (pol_op)e->op, .k = e->k, .origin = e};
  switch (what.op) {
  case POL_OP_SHIFT_DATE:
  case POL_OP_MONTHS_BETWEEN:
  case POL_OP_YEARS_BETWEEN:
  case POL_OP_YEARLY_IN: what.aux = (uint32_t)b->model->short_months; break;
  case POL_OP_SHIFT_ORDER: what.aux = e->ref < b->model->options.n ? b->model->options.at[e->ref].n : 0; break;
  default: break;
  }
  return what;
}

static uint32_t computed(pol_build *b, pol_expr *e) {
  uint32_t few[8], *arg = e->n <= 8 ? few : POL_NEW_N(b->scratch, uint32_t, e->n);
  if (arg == NULL) return pol_build_fail(b, POL_NO_MEMORY);
  for (uint32_t j = 0; j < e->n; j++) {
    if (e->arg[j] == NULL) return pol_build_broken(b, "an operation without one of its arguments");
    arg[j] = pol_lower(b, e->arg[j]);
    if (arg[j] == POL_NO_NODE) return POL_NO_NODE;
  }
  pol_what what = what_of(b, e);
  return pol_build_op(b, &what, e->n, arg);
}

static uint32_t lower(pol_build *b, pol_expr *e) {
  pol_op op = (pol_op)e->op;
  if (pol_op_is_aggregate(op)) return pol_lower_aggregate(b, e);
  if (pol_op_is_list(op)) return pol_lower_list(b, e, 0);
  switch (op) {
  case POL_OP_CONST: return constant(b, e);
  case POL_OP_INPUT: return input(b, e);
  case POL_OP_AS_OF: return pol_build_in(b, &(pol_what){.op = POL_OP_AS_OF, .origin = e}, 0, POL_REPR_INT, 0, NULL);
  case POL_OP_ELEMENT: return pol_lower_element(b, e);
  case POL_OP_DECISION: return decision(b, e);
  default: return computed(b, e);
  }
}

uint32_t pol_lower(pol_build *b, pol_expr *e) {
  if (b->status != POL_OK) return POL_NO_NODE;
  uint32_t known = pol_lower_known(b, e);
  if (known != POL_NO_NODE) return known;
  pol_span at = b->at;
  if (e->node != NULL) b->at = e->node->span;
  if (b->depth >= MOST_DEPTH) {
    pol_report_add(b->reports, POL_R_TOO_DEEP, b->at, "definitions stand inside one another more than %d deep", MOST_DEPTH);
    return pol_build_fail(b, POL_LIMIT);
  }
  b->depth++;
  uint32_t node = e->type.kind == POL_T_BROKEN ? pol_build_broken(b, "an amount without a type") : lower(b, e);
  b->depth--;
  b->at = at;
  return pol_lower_note(b, e, node);
}
