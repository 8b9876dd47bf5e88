#include "program/shape.h"
#include <string.h>

bool pol_op_is_list(pol_op op) {
  return op == POL_OP_LIST_FACT || op == POL_OP_LIST_FIELD || op == POL_OP_LIST_DAYS || op == POL_OP_LIST_NUMBERS ||
         op == POL_OP_LIST_YEARS || op == POL_OP_LIST_PIECES;
}

bool pol_op_is_aggregate(pol_op op) {
  return op == POL_OP_ANY || op == POL_OP_EVERY || op == POL_OP_COUNT || op == POL_OP_SUM || op == POL_OP_AGG_LEAST ||
         op == POL_OP_AGG_GREATEST;
}

const char *pol_repr_name(pol_repr r) {
  static const char *const names[] = {
      [POL_REPR_INT] = "int", [POL_REPR_NUM] = "num", [POL_REPR_PERIOD] = "period", [POL_REPR_LIST] = "list"};
  return (unsigned)r <= POL_REPR_LIST ? names[r] : "?";
}

enum { ANY_REPR = UINT8_MAX };

/* Whether a representation may stand where the shape has `letter`; the first `v` says what all are. */
static bool agrees(char letter, uint8_t repr, uint8_t *common) {
  switch (letter) {
  case 'i': return repr == POL_REPR_INT;
  case 'n': return repr == POL_REPR_NUM;
  case 'p': return repr == POL_REPR_PERIOD;
  case 'l': return repr == POL_REPR_LIST;
  case 'v':
    if (*common == ANY_REPR) *common = repr;
    return *common == repr;
  default: return false;
  }
}

static uint8_t repr_of(char letter, uint8_t common) {
  return letter == 'i'   ? POL_REPR_INT
         : letter == 'n' ? POL_REPR_NUM
         : letter == 'p' ? POL_REPR_PERIOD
         : letter == 'l' ? POL_REPR_LIST
                         : common;
}

bool pol_shape_fits(uint8_t *result, uint8_t *common, pol_op op, const pol_program_node *node, uint32_t n, const uint32_t *arg) {
  const char *shape = pol_op_shape(op), *at = shape, *end = strchr(shape, '>'), *again = NULL;
  *common = ANY_REPR;
  if (end == NULL) return false;
  for (uint32_t j = 0; j < n; j++) {
    if (*at == '(') again = ++at;
    if (*at == ')') at = again;
    if (at == end || !agrees(*at++, node[arg[j]].repr, common)) return false;
  }
  bool complete = at == end || *at == '(' || *at == ')'; /* at the start or the end of what repeats, or with nothing left */
  *result = repr_of(end[1], *common);
  if (*common == ANY_REPR) *common = POL_REPR_INT;
  return complete && *result != ANY_REPR;
}
