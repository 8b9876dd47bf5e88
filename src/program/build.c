#include "program/build.h"
#include "program/shape.h"
#include <string.h>

uint32_t pol_build_fail(pol_build *b, pol_status status) {
  if (b->status == POL_OK) b->status = status;
  return POL_NO_NODE;
}

uint32_t pol_build_broken(pol_build *b, const char *what) {
  if (b->status == POL_OK) pol_report_add(b->reports, POL_R_BROKEN_PROGRAM, b->at, "a mistake in pol: %s", what);
  return pol_build_fail(b, POL_REJECTED);
}

/* -- frames */

uint32_t pol_build_outer(const pol_build *b, uint32_t frame) { return b->node.at[b->list[frame - 1]].frame; }

uint32_t pol_build_depth(const pol_build *b, uint32_t frame) {
  uint32_t depth = 0;
  for (; frame != 0; frame = pol_build_outer(b, frame)) depth++;
  return depth;
}

static bool encloses(const pol_build *b, uint32_t outer, uint32_t frame) {
  while (frame != outer && frame != 0) frame = pol_build_outer(b, frame);
  return frame == outer;
}

/* -- sharing */

static uint64_t mix(uint64_t hash, uint64_t value) {
  hash = (hash ^ value) * 0x9e3779b97f4a7c15u;
  return hash ^ (hash >> 29);
}

static uint64_t mix_bytes(uint64_t hash, const void *bytes, size_t n) {
  const unsigned char *at = bytes;
  for (size_t i = 0; i < n; i++) hash = mix(hash, at[i]);
  return hash;
}

static uint64_t mix_whole(uint64_t hash, __int128 n) { return mix(mix(hash, (uint64_t)n), (uint64_t)(n >> 64)); }

/* What a node is apart from the numbers of its own arrays. */
typedef struct content {
  const pol_program_node *node;
  const uint32_t *arg;
  const pol_value *value;
  const uint8_t *ranks;
  const int32_t *border;
} content;

static uint32_t ranks_of(const pol_program_node *x) { return x->op == POL_OP_PERMISSION ? x->n : x->op == POL_OP_CAP_ALL ? x->n / 2 : 0; }

static content content_of(const pol_build *b, uint32_t node) {
  const pol_program_node *x = &b->node.at[node];
  return (content){.node = x,
                   .arg = x->n > 0 ? &b->arg.at[x->arg] : NULL,
                   .value = x->op == POL_OP_CONST ? &b->constant.at[x->constant] : NULL,
                   .ranks = ranks_of(x) > 0 ? &b->rank.at[x->aux] : NULL,
                   .border = x->op == POL_OP_LIST_PIECES && x->field > 0 ? &b->border.at[x->constant] : NULL};
}

/* aux is a number of our own for these: where the ranks stand, and the loop that a list got. */
static bool aux_counts(const pol_program_node *x) { return ranks_of(x) == 0 && !pol_op_is_list((pol_op)x->op); }

static uint64_t hash_value(uint64_t hash, const pol_value *v) {
  hash = mix(mix(hash, v->state), v->type.kind);
  if (v->state != POL_KNOWN) return hash;
  switch (pol_type_repr(v->type)) {
  case POL_REPR_INT: return mix(hash, (uint32_t)v->as.i);
  case POL_REPR_PERIOD: return mix(mix(hash, (uint32_t)v->as.period.months), (uint32_t)v->as.period.days);
  case POL_REPR_NUM: return mix_whole(mix_whole(hash, v->as.num.n), v->as.num.d);
  case POL_REPR_LIST: break;
  }
  return hash;
}

static uint32_t hash_of(const content *c) {
  const pol_program_node *x = c->node;
  uint64_t hash = mix(mix(mix(x->op, x->frame), x->ref), x->field);
  hash = mix(hash, (uint8_t)x->k);
  if (aux_counts(x)) hash = mix(hash, x->aux);
  for (uint32_t j = 0; j < x->n; j++) hash = mix(hash, c->arg[j]);
  if (c->value != NULL) hash = hash_value(hash, c->value);
  hash = mix_bytes(hash, c->ranks, ranks_of(x));
  return (uint32_t)(hash ^ (hash >> 32));
}

static bool same_type(pol_type a, pol_type b) {
  return a.kind == b.kind && a.show == b.show && a.elem == b.elem && a.ref == b.ref && pol_unit_same(a.unit, b.unit);
}

static bool same_value(const pol_value *a, const pol_value *b) {
  if (a->state != b->state || a->fault != b->fault || !same_type(a->type, b->type)) return false;
  if (a->state != POL_KNOWN) return true;
  switch (pol_type_repr(a->type)) {
  case POL_REPR_INT: return a->as.i == b->as.i;
  case POL_REPR_NUM: return pol_num_cmp(a->as.num, b->as.num) == 0;
  case POL_REPR_PERIOD: return a->as.period.months == b->as.period.months && a->as.period.days == b->as.period.days;
  case POL_REPR_LIST: return true; /* both empty */
  }
  return false;
}

static bool same_content(const content *a, const content *c) {
  const pol_program_node *x = a->node, *y = c->node;
  if (x->op != y->op || x->repr != y->repr || x->arg_repr != y->arg_repr || x->k != y->k || x->frame != y->frame || x->n != y->n ||
      x->ref != y->ref || x->field != y->field)
    return false;
  if (aux_counts(x) && x->aux != y->aux) return false;
  for (uint32_t j = 0; j < x->n; j++) {
    if (a->arg[j] != c->arg[j]) return false;
  }
  if (a->value != NULL && !same_value(a->value, c->value)) return false;
  if (ranks_of(x) > 0 && memcmp(a->ranks, c->ranks, ranks_of(x)) != 0) return false;
  return a->border == NULL || memcmp(a->border, c->border, x->field * sizeof *a->border) == 0;
}

static uint32_t find(const pol_build *b, const content *wanted, uint32_t hash) {
  for (uint32_t i = hash; b->slots > 0 && b->slot[i & (b->slots - 1)] != 0; i++) {
    uint32_t node = b->slot[i & (b->slots - 1)] - 1;
    if (b->hash.at[node] != hash) continue;
    content have = content_of(b, node);
    if (same_content(&have, wanted)) return node;
  }
  return POL_NO_NODE;
}

static void put(pol_build *b, uint32_t node) {
  uint32_t i = b->hash.at[node] & (b->slots - 1);
  while (b->slot[i] != 0) i = (i + 1) & (b->slots - 1);
  b->slot[i] = node + 1;
}

/* The last node made can be found from now on. At most half of the slots are in use. */
static bool remember(pol_build *b) {
  if (b->node.n <= b->slots / 2) {
    put(b, b->node.n - 1);
    return true;
  }
  uint32_t slots = b->slots > 0 ? 2 * b->slots : 256;
  b->slot = POL_NEW_N(b->scratch, uint32_t, slots);
  b->slots = b->slot != NULL ? slots : 0;
  for (uint32_t node = 0; node < b->node.n && b->slots > 0; node++) put(b, node);
  return b->slots > 0;
}

static bool may_be_na(const pol_build *b, const content *c) {
  uint32_t first = 0;
  switch ((pol_op)c->node->op) {
  case POL_OP_CONST: return c->value->state == POL_NOT_APPLICABLE;
  case POL_OP_HOLDS:
  case POL_OP_APPLIES:
  case POL_OP_PERMISSION: return false;
  case POL_OP_ONLY_WHEN:
  case POL_OP_SHIFT_ORDER:
  case POL_OP_AGG_LEAST:
  case POL_OP_AGG_GREATEST:
  case POL_OP_PICK:
  case POL_OP_PICK_LEAST:
  case POL_OP_PICK_GREATEST:
  case POL_OP_ADD_ALL:
  case POL_OP_MUL_ALL:
  case POL_OP_CAP_ALL: return true;
  case POL_OP_SELECT: first = 1; break; /* a condition that is not applicable chooses the third */
  default: break;
  }
  uint32_t end = pol_op_is_aggregate((pol_op)c->node->op) ? 1 : c->node->n;
  for (uint32_t j = first; j < end; j++) {
    if (b->may_be_na.at[c->arg[j]]) return true;
  }
  return false;
}

/* Copies what the content points at into the build's arrays. */
static bool keep_content(pol_build *b, pol_program_node *x, const content *c) {
  x->arg = b->arg.n;
  for (uint32_t j = 0; j < x->n; j++) {
    uint32_t *arg = POL_VEC_PUSH(b->scratch, &b->arg);
    if (arg == NULL) return false;
    *arg = c->arg[j];
  }
  if (c->value != NULL) {
    x->constant = b->constant.n;
    pol_value *value = POL_VEC_PUSH(b->scratch, &b->constant);
    if (value == NULL) return false;
    *value = *c->value;
  }
  if (ranks_of(x) > 0) x->aux = b->rank.n;
  for (uint32_t j = 0; j < ranks_of(x); j++) {
    uint8_t *rank = POL_VEC_PUSH(b->scratch, &b->rank);
    if (rank == NULL) return false;
    *rank = c->ranks[j];
  }
  if (c->border != NULL) x->constant = b->border.n;
  for (uint32_t j = 0; c->border != NULL && j < x->field; j++) {
    int32_t *border = POL_VEC_PUSH(b->scratch, &b->border);
    if (border == NULL) return false;
    *border = c->border[j];
  }
  return true;
}

static uint32_t share(pol_build *b, const content *c) {
  uint32_t hash = hash_of(c);
  uint32_t known = find(b, c, hash);
  if (known != POL_NO_NODE) return known;
  if (b->node.n >= b->most) {
    pol_report_add(b->reports, POL_R_TOO_MANY_STEPS, b->at, "the policy takes more than %u steps once its definitions are put in place", b->most);
    return pol_build_fail(b, POL_LIMIT);
  }
  pol_program_node x = *c->node;
  bool na = may_be_na(b, c);
  if (!keep_content(b, &x, c)) return pol_build_fail(b, POL_NO_MEMORY);
  uint32_t at = b->node.n;
  pol_program_node *node = POL_VEC_PUSH(b->scratch, &b->node);
  uint32_t *its_hash = POL_VEC_PUSH(b->scratch, &b->hash);
  bool *flag = POL_VEC_PUSH(b->scratch, &b->may_be_na);
  if (node == NULL || its_hash == NULL || flag == NULL) return pol_build_fail(b, POL_NO_MEMORY);
  *node = x;
  *its_hash = hash;
  *flag = na;
  return remember(b) ? at : pol_build_fail(b, POL_NO_MEMORY);
}

/* -- making nodes */

uint32_t pol_build_find(const pol_build *b, const pol_program_node *node, const uint32_t *arg) {
  content c = {.node = node, .arg = arg};
  return find(b, &c, hash_of(&c));
}

static uint32_t list_length(const pol_value *v) { return v->type.ref == POL_NO_REF ? v->as.items.n : v->as.records.n; }

uint32_t pol_build_const(pol_build *b, const pol_value *value, uint32_t frame, const pol_expr *origin) {
  if (b->status != POL_OK) return POL_NO_NODE;
  pol_repr repr = pol_type_repr(value->type);
  if (repr == POL_REPR_LIST && value->state == POL_KNOWN && list_length(value) > 0)
    return pol_build_broken(b, "a list that is a constant and not empty");
  pol_program_node x = {.op = POL_OP_CONST, .repr = (uint8_t)repr, .frame = frame, .origin = origin};
  content c = {.node = &x, .value = value};
  return share(b, &c);
}

uint32_t pol_build_yes_or_no(pol_build *b, bool value, uint32_t frame) {
  pol_value v = {.state = POL_KNOWN, .type = {.kind = POL_T_BOOL}, .as.i = value};
  return pol_build_const(b, &v, frame, NULL);
}

uint32_t pol_build_none(pol_build *b, pol_repr repr, uint32_t frame) {
  static const uint8_t kind[] = {
      [POL_REPR_INT] = POL_T_BOOL, [POL_REPR_NUM] = POL_T_NUMBER, [POL_REPR_PERIOD] = POL_T_PERIOD, [POL_REPR_LIST] = POL_T_LIST};
  pol_value v = {.state = POL_NOT_APPLICABLE, .type = {.kind = kind[repr]}};
  return pol_build_const(b, &v, frame, NULL);
}

uint32_t pol_build_in(pol_build *b, const pol_what *what, uint32_t frame, pol_repr repr, uint32_t n, const uint32_t *arg) {
  if (b->status != POL_OK) return POL_NO_NODE;
  pol_program_node x = {.op = (uint8_t)what->op,
                        .repr = (uint8_t)repr,
                        .k = (int8_t)what->k,
                        .frame = frame,
                        .n = n,
                        .ref = what->ref,
                        .field = what->field,
                        .aux = what->aux,
                        .origin = what->origin};
  bool source = pol_op_shape(what->op)[0] == '\0';
  if (!source && (!pol_shape_fits(&x.repr, &x.arg_repr, what->op, b->node.at, n, arg) ||
                  (pol_kernel_find(what->op, (pol_repr)x.arg_repr) == NULL && what->op != POL_OP_BROADCAST && !pol_op_is_list(what->op)))) {
    pol_report_add(b->reports, POL_R_BROKEN_PROGRAM, b->at, "a mistake in pol: %s cannot compute from what it is given",
                   pol_op_name(what->op));
    return pol_build_fail(b, POL_REJECTED);
  }
  content c = {.node = &x, .arg = arg, .ranks = what->ranks, .border = what->field > 0 ? what->border : NULL};
  return share(b, &c);
}

uint32_t pol_build_bring(pol_build *b, uint32_t node, uint32_t frame) {
  if (b->status != POL_OK) return POL_NO_NODE;
  const pol_program_node *x = &b->node.at[node];
  if (x->frame == frame) return node;
  if (frame == 0) return pol_build_broken(b, "an element is used outside its list");
  if (x->op == POL_OP_CONST) {
    pol_value value = b->constant.at[x->constant];
    return pol_build_const(b, &value, frame, x->origin);
  }
  uint32_t outer = pol_build_bring(b, node, pol_build_outer(b, frame)); /* as deep as lists are nested */
  if (outer == POL_NO_NODE) return POL_NO_NODE;
  pol_what what = {.op = POL_OP_BROADCAST, .ref = frame - 1, .origin = b->node.at[outer].origin};
  return pol_build_in(b, &what, frame, (pol_repr)b->node.at[outer].repr, 1, &outer);
}

/* The deepest frame of the arguments, when it is inside all of theirs. */
static bool deepest(const pol_build *b, uint32_t *frame, uint32_t n, const uint32_t *arg) {
  *frame = 0;
  for (uint32_t j = 0; j < n; j++) {
    uint32_t f = b->node.at[arg[j]].frame;
    if (f != *frame && encloses(b, *frame, f)) *frame = f;
    else if (!encloses(b, f, *frame)) return false;
  }
  return true;
}

/* What is cited where its value mattered keeps its node and its arguments, even where they are constant: decisions used, and rows of tables. */
static bool is_kept(const pol_build *b, const pol_what *what) {
  bool table = what->op == POL_OP_PICK && what->origin != NULL && what->origin->op == POL_OP_PICK && what->origin->ref < b->model->tables.n;
  return table || what->op == POL_OP_ANSWER;
}

uint32_t pol_build_op(pol_build *b, const pol_what *what, uint32_t n, const uint32_t *arg) {
  if (b->status != POL_OK) return POL_NO_NODE;
  uint32_t frame, few[8], *own = n <= 8 ? few : POL_NEW_N(b->scratch, uint32_t, n);
  if (own == NULL) return pol_build_fail(b, POL_NO_MEMORY);
  if (!deepest(b, &frame, n, arg)) return pol_build_broken(b, "values of two lists meet that are not inside one another");
  bool constant = n > 0;
  for (uint32_t j = 0; j < n; j++) {
    own[j] = pol_build_bring(b, arg[j], frame);
    if (own[j] == POL_NO_NODE) return POL_NO_NODE;
    constant = constant && b->node.at[own[j]].op == POL_OP_CONST;
  }
  bool kept = is_kept(b, what);
  uint32_t simpler = kept ? POL_NO_NODE : pol_simplify(b, what, frame, &n, own);
  if (simpler != POL_NO_NODE || b->status != POL_OK) return simpler;
  pol_value value;
  if (constant && !kept && pol_fold(b, &value, what, n, own)) return pol_build_const(b, &value, frame, what->origin);
  return pol_build_in(b, what, frame, POL_REPR_INT, n, own);
}

uint32_t pol_build_1(pol_build *b, pol_op op, uint32_t a) { return pol_build_op(b, &(pol_what){.op = op}, 1, &a); }
uint32_t pol_build_2(pol_build *b, pol_op op, uint32_t a, uint32_t c) {
  return pol_build_op(b, &(pol_what){.op = op}, 2, (uint32_t[]){a, c});
}
