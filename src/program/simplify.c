/* What needs no node of its own: conditions that are settled, rules that can never speak, the opposite of what is there already. Every step
 * keeps the value and the state of every row. */
#include "program/build.h"

static const pol_value *constant(const pol_build *b, uint32_t node) {
  const pol_program_node *x = &b->node.at[node];
  return x->op == POL_OP_CONST ? &b->constant.at[x->constant] : NULL;
}

typedef enum settled { NOT_SETTLED, SETTLED_NO, SETTLED_YES } settled;

/* Of a condition that is a constant; where not applicable counts as no. */
static settled settled_as(const pol_build *b, uint32_t node, bool na_is_no) {
  const pol_value *v = constant(b, node);
  if (v == NULL || v->state == POL_UNKNOWN || v->state == POL_ERRED) return NOT_SETTLED;
  if (v->state == POL_NOT_APPLICABLE) return na_is_no ? SETTLED_NO : NOT_SETTLED;
  return v->as.i != 0 ? SETTLED_YES : SETTLED_NO;
}

/* and, or: what decides is the answer; what cannot decide, and what stands there twice, goes. */
static uint32_t connected(pol_build *b, bool deciding, uint32_t frame, uint32_t *n, uint32_t *arg) {
  uint32_t kept = 0;
  for (uint32_t j = 0; j < *n; j++) {
    settled s = settled_as(b, arg[j], false);
    if (s == (deciding ? SETTLED_YES : SETTLED_NO)) return arg[j];
    bool again = s != NOT_SETTLED;
    for (uint32_t k = 0; k < kept && !again && kept < 64; k++) again = arg[k] == arg[j]; /* beyond 64 it is not worth the search */
    if (!again) arg[kept++] = arg[j];
  }
  *n = kept;
  if (kept == 0) return pol_build_yes_or_no(b, !deciding, frame);
  return kept == 1 ? arg[0] : POL_NO_NODE;
}

/* `less` where there is an `at least` of the same two: its opposite. Both are strict, so the states agree. */
static uint32_t opposite(pol_build *b, const pol_what *what, uint32_t frame, uint32_t n, const uint32_t *arg) {
  static const uint8_t of[POL_OPS] = {[POL_OP_EQ] = POL_OP_NE, [POL_OP_NE] = POL_OP_EQ, [POL_OP_LT] = POL_OP_GE,
                                      [POL_OP_GE] = POL_OP_LT, [POL_OP_LE] = POL_OP_GT, [POL_OP_GT] = POL_OP_LE};
  pol_program_node x = {.op = of[what->op], .repr = POL_REPR_INT, .frame = frame, .n = n};
  if (n != 2) return POL_NO_NODE;
  x.arg_repr = b->node.at[arg[0]].repr;
  uint32_t there = pol_build_find(b, &x, arg);
  return there == POL_NO_NODE ? POL_NO_NODE : pol_build_1(b, POL_OP_NOT, there);
}

/* Rules that can never speak go; one that always does, alone, is its value. */
static uint32_t picked(pol_build *b, const pol_what *what, uint32_t frame, uint32_t *n, uint32_t *arg) {
  uint32_t kept = 0;
  if (*n < 2) return what->origin == NULL ? POL_NO_NODE : pol_build_none(b, pol_type_repr(what->origin->type), frame);
  pol_repr repr = (pol_repr)b->node.at[arg[1]].repr;
  for (uint32_t j = 0; j + 1 < *n; j += 2) {
    const pol_value *value = constant(b, arg[j + 1]);
    if (settled_as(b, arg[j], true) == SETTLED_NO || (value != NULL && value->state == POL_NOT_APPLICABLE)) continue;
    arg[kept] = arg[j];
    arg[kept + 1] = arg[j + 1];
    kept += 2;
  }
  *n = kept;
  if (kept == 0) return pol_build_none(b, repr, frame);
  return kept == 2 && settled_as(b, arg[0], true) == SETTLED_YES ? arg[1] : POL_NO_NODE;
}

uint32_t pol_simplify(pol_build *b, const pol_what *what, uint32_t frame, uint32_t *n, uint32_t *arg) {
  const pol_program_node *first = *n > 0 ? &b->node.at[arg[0]] : NULL;
  settled s;
  switch (what->op) {
  case POL_OP_AND: return connected(b, false, frame, n, arg);
  case POL_OP_OR: return connected(b, true, frame, n, arg);
  case POL_OP_NOT: return first != NULL && first->op == POL_OP_NOT ? b->arg.at[first->arg] : POL_NO_NODE;
  case POL_OP_HOLDS: return *n == 1 && !b->may_be_na.at[arg[0]] ? arg[0] : POL_NO_NODE;
  case POL_OP_EQ:
  case POL_OP_NE:
  case POL_OP_LT:
  case POL_OP_LE:
  case POL_OP_GT:
  case POL_OP_GE: return opposite(b, what, frame, *n, arg);
  case POL_OP_SELECT:
    s = *n == 3 ? settled_as(b, arg[0], true) : NOT_SETTLED;
    return s == NOT_SETTLED ? POL_NO_NODE : s == SETTLED_YES ? arg[1] : arg[2];
  case POL_OP_ONLY_WHEN: return *n == 2 && settled_as(b, arg[1], true) == SETTLED_YES ? arg[0] : POL_NO_NODE;
  case POL_OP_PICK:
  case POL_OP_PICK_LEAST:
  case POL_OP_PICK_GREATEST: return picked(b, what, frame, n, arg);
  default: return POL_NO_NODE;
  }
}
