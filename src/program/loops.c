/* Lists and loops. A loop's frame stands inside the deepest frame whose elements its expressions read, not where the author wrote it: what
 * does not depend on an outer element is computed once. Loops over the same list in the same frame share their frame. */
#include "program/build.h"
#include "program/shape.h"

/* -- which loops' elements an expression reads from outside */

static bool add_loop(pol_build *b, pol_free_loops *set, uint32_t loop) {
  for (uint32_t j = 0; j < set->n; j++) {
    if (set->loop[j] == loop) return true;
  }
  if (set->n == sizeof set->loop / sizeof *set->loop) return pol_build_broken(b, "too many lists inside one another"), false;
  set->loop[set->n++] = loop;
  return true;
}

/* As deep as the expression, which the caller has bounded. */
static pol_free_loops free_loops(pol_build *b, const pol_expr *e) {
  pol_free_loops set = {.n = 0};
  uint32_t known = pol_map_get(&b->free_of, (uint64_t)(uintptr_t)e);
  if (known != POL_MAP_NONE) return b->free_loops.at[known];
  if (e->op == POL_OP_ELEMENT || e->op == POL_OP_LIST_FIELD) add_loop(b, &set, e->ref);
  for (uint32_t j = 0; j < e->n && b->status == POL_OK; j++) {
    if (e->arg[j] == NULL) continue;
    pol_free_loops below = free_loops(b, e->arg[j]);
    for (uint32_t k = 0; k < below.n; k++) {
      if (!pol_op_is_aggregate((pol_op)e->op) || below.loop[k] != e->ref) add_loop(b, &set, below.loop[k]);
    }
  }
  uint32_t at = b->free_loops.n;
  pol_free_loops *kept = POL_VEC_PUSH(b->scratch, &b->free_loops);
  if (kept == NULL || !pol_map_put(&b->free_of, (uint64_t)(uintptr_t)e, at)) pol_build_fail(b, POL_NO_MEMORY);
  else *kept = set;
  return set;
}

static uint32_t frame_of_loop(pol_build *b, uint32_t loop) {
  if (loop >= b->model->loops.n || b->merged[loop] == POL_NO_REF) return pol_build_broken(b, "an element is used outside its list");
  return b->merged[loop] + 1;
}

/* The frame that an aggregate belongs to: the deepest of the loops that it reads from outside. */
static uint32_t frame_for(pol_build *b, const pol_expr *e) {
  pol_free_loops set = free_loops(b, e);
  uint32_t frame = 0;
  for (uint32_t j = 0; j < set.n && b->status == POL_OK; j++) {
    uint32_t f = frame_of_loop(b, set.loop[j]);
    if (b->status == POL_OK && pol_build_depth(b, f) > pol_build_depth(b, frame)) frame = f;
  }
  return frame;
}

/* -- lists */

static uint32_t list_fact(pol_build *b, pol_expr *e, uint32_t frame) {
  if (e->ref >= b->model->facts.n) return pol_build_broken(b, "a fact that is not there");
  pol_type type = b->model->facts.at[e->ref].type;
  pol_what what = {.op = POL_OP_LIST_FACT, .k = type.ref == POL_NO_REF, .ref = e->ref, .aux = POL_NO_REF, .origin = e};
  uint32_t raw = pol_build_in(b, &what, frame, POL_REPR_LIST, 0, NULL);
  if (frame == 0 || b->fact_node[e->ref] == POL_NO_NODE) b->fact_node[e->ref] = raw;
  return pol_lower_fact(b, raw, e->ref);
}

static uint32_t list_field(pol_build *b, pol_expr *e, uint32_t frame) {
  uint32_t of = frame_of_loop(b, e->ref);
  if (of == POL_NO_NODE) return POL_NO_NODE;
  if (frame == 0) frame = of; /* read outside any loop of its own: where its record is */
  pol_what what = {
      .op = POL_OP_LIST_FIELD, .k = e->type.ref == POL_NO_REF, .ref = of - 1, .field = e->field, .aux = POL_NO_REF, .origin = e};
  return pol_build_in(b, &what, frame, POL_REPR_LIST, 0, NULL);
}

/* Days, numbers, years, pieces. They have at most three arguments. */
static uint32_t list_computed(pol_build *b, pol_expr *e, uint32_t frame) {
  uint32_t arg[3];
  pol_what what = {.op = (pol_op)e->op, .aux = POL_NO_REF, .origin = e};
  if (e->op == POL_OP_LIST_YEARS) what.k = (int32_t)b->model->short_months;
  if (e->op == POL_OP_LIST_PIECES) what.field = e->borders, what.border = e->border;
  if (e->n > 3) return pol_build_broken(b, "a list from too many values");
  for (uint32_t j = 0; j < e->n; j++) {
    arg[j] = e->arg[j] == NULL ? pol_build_broken(b, "a list without one of its values") : pol_lower(b, e->arg[j]);
    if (arg[j] == POL_NO_NODE) return POL_NO_NODE;
    arg[j] = pol_build_bring(b, arg[j], frame);
  }
  return pol_build_in(b, &what, frame, POL_REPR_LIST, e->n, arg);
}

uint32_t pol_lower_list(pol_build *b, pol_expr *e, uint32_t frame) {
  if (b->status != POL_OK) return POL_NO_NODE;
  uint32_t node;
  switch ((pol_op)e->op) {
  case POL_OP_LIST_FACT: node = list_fact(b, e, frame); break;
  case POL_OP_LIST_FIELD: node = list_field(b, e, frame); break;
  case POL_OP_LIST_DAYS:
  case POL_OP_LIST_NUMBERS:
  case POL_OP_LIST_YEARS:
  case POL_OP_LIST_PIECES: node = list_computed(b, e, frame); break;
  default: return pol_build_broken(b, "a list that is neither given nor computed");
  }
  return pol_lower_known(b, e) == POL_NO_NODE ? pol_lower_note(b, e, node) : node;
}

/* -- loops */

/* The node that makes the elements: a condition or a presumption on a list passes them on. */
static uint32_t maker_of(const pol_build *b, uint32_t list) {
  while (b->node.at[list].op == POL_OP_ONLY_WHEN || b->node.at[list].op == POL_OP_PRESUMED) list = b->arg.at[b->node.at[list].arg];
  return list;
}

/* Makes the loop's frame over the list, or joins the one that is there. */
static bool enter(pol_build *b, uint32_t loop, uint32_t list) {
  if (list == POL_NO_NODE) return false;
  uint32_t maker = maker_of(b, list);
  pol_program_node *x = &b->node.at[maker];
  if (!pol_op_is_list((pol_op)x->op)) return pol_build_broken(b, "a list that is neither given nor computed"), false;
  if (x->aux == POL_NO_REF) {
    x->aux = loop;
    b->list[loop] = maker;
  }
  if (b->merged[loop] != POL_NO_REF && b->merged[loop] != x->aux) return pol_build_broken(b, "one loop over two lists"), false;
  b->merged[loop] = x->aux;
  return true;
}

uint32_t pol_lower_element(pol_build *b, pol_expr *e) {
  uint32_t frame = frame_of_loop(b, e->ref);
  if (frame == POL_NO_NODE) return POL_NO_NODE;
  pol_what what = {.op = POL_OP_ELEMENT, .ref = frame - 1, .field = e->field, .origin = e};
  return pol_build_in(b, &what, frame, pol_type_repr(e->type), 0, NULL);
}

uint32_t pol_lower_aggregate(pol_build *b, pol_expr *e) {
  if (e->n < 2 || e->arg[0] == NULL || e->ref >= b->model->loops.n) return pol_build_broken(b, "a loop without its list");
  uint32_t outer = frame_for(b, e);
  if (b->status != POL_OK) return POL_NO_NODE;
  uint32_t list = pol_lower_list(b, e->arg[0], outer), n = 2;
  if (!enter(b, e->ref, list)) return POL_NO_NODE;
  uint32_t frame = b->merged[e->ref] + 1, arg[3] = {list, POL_NO_NODE, POL_NO_NODE};
  pol_expr *where = e->arg[1], *value = e->n > 2 ? e->arg[2] : NULL;
  arg[1] = where == NULL ? pol_build_yes_or_no(b, true, frame) : pol_lower(b, where);
  if (b->status == POL_OK) arg[1] = pol_build_bring(b, arg[1], frame);
  if (value != NULL && b->status == POL_OK) {
    arg[n] = pol_lower(b, value);
    if (b->status == POL_OK) arg[n] = pol_build_bring(b, arg[n], frame);
    n++;
  }
  return pol_build_in(b, &(pol_what){.op = (pol_op)e->op, .ref = frame - 1, .origin = e}, outer, POL_REPR_INT, n, arg);
}
