/* Loops: a list node gives its loop's frame its rows, one an element, in the order of the rows around them. */
#include "eval/run.h"
#include "program/shape.h"
#include <string.h>

/* -- room for what belongs to the rows of a loop's frame, apart from columns */

static bool index_reserve(pol_run *r, pol_frame *f, uint32_t rows) {
  size_t each = 2 * sizeof(uint32_t) + sizeof(const pol_value *);
  if (rows <= f->index_room) return true;
  if (f->index != NULL) r->from.put(r->from.user, f->index);
  f->index_room = 0;
  f->index = rows > SIZE_MAX / each ? NULL : r->from.get(r->from.user, rows * each);
  if (f->index == NULL) return false;
  f->index_room = rows;
  f->given = f->index;
  f->parent = (uint32_t *)(void *)(f->given + rows);
  f->record = f->parent + rows;
  return true;
}

void pol_loops_drop(pol_run *r) {
  for (uint32_t j = 0; j < r->program->frames; j++) {
    pol_frame *f = &r->frame[j];
    if (f->block != NULL) r->from.put(r->from.user, f->block);
    if (f->index != NULL) r->from.put(r->from.user, f->index);
    pol_elements_drop(&f->computed);
  }
}

static uint32_t record_of(const pol_run *r, uint32_t frame, uint32_t row) { return frame == 0 ? row : r->frame[frame].record[row]; }

uint32_t pol_run_row_in(const pol_run *r, uint32_t frame, uint32_t row, uint32_t outer) {
  for (; frame != outer && frame != 0; frame = r->program->node[r->program->list[frame - 1]].frame) row = r->frame[frame].parent[row];
  return row;
}

/* -- lists that are given */

/* The value of a list in one row of the node's frame. */
static const pol_value *given_list(const pol_run *r, const pol_program_node *x, uint32_t row) {
  if (x->op == POL_OP_LIST_FACT) return &r->records[record_of(r, x->frame, row)]->value[x->ref];
  uint32_t of = pol_run_row_in(r, x->frame, row, x->ref + 1);
  return r->frame[x->ref + 1].given[of] + x->field;
}

typedef struct elements { const pol_value *at; uint32_t n, width; } elements;
static elements elements_of(const pol_value *list, bool plain) {
  if (list->state != POL_KNOWN) return (elements){NULL, 0, 0};
  if (plain) return (elements){list->as.items.at, list->as.items.n, 1};
  return (elements){list->as.records.at, list->as.records.n, list->as.records.width};
}

/* -- entering */

/* How many elements the loop has had so far for one record: the limit must not depend on which records stand in the same chunk. */
typedef struct quota { uint32_t record; uint64_t used; } quota;

static bool within_quota(quota *q, uint32_t record, uint32_t more) {
  if (q->record != record) *q = (quota){record, 0};
  if (more > POL_LIMIT_LIST_LENGTH || q->used + more > POL_LIMIT_LOOP_ROWS) return false;
  q->used += more;
  return true;
}

/* Refs of a list that is given; *rows is how many elements there are in all. */
static pol_status measure_given(pol_run *r, uint32_t node, uint64_t *rows) {
  const pol_program_node *x = &r->program->node[node];
  pol_column *out = &r->column[node];
  quota q = {UINT32_MAX, 0};
  for (uint32_t row = 0; row < r->frame[x->frame].rows; row++) {
    const pol_value *list = given_list(r, x, row);
    elements e = elements_of(list, x->k != 0);
    bool fits = within_quota(&q, record_of(r, x->frame, row), e.n);
    out->state[row] = POL_CELL(list->state, list->fault);
    if (!fits) out->state[row] = POL_CELL(POL_ERRED, POL_FAULT_TOO_MANY);
    out->as.list[row] = (pol_list_ref){(uint32_t)*rows, fits ? e.n : 0};
    *rows += fits ? e.n : 0;
    if (*rows > UINT32_MAX) return POL_NO_MEMORY;
  }
  return POL_OK;
}

/* The same for a computed list, whose elements are made here. */
static pol_status measure_computed(pol_run *r, uint32_t node, uint64_t *rows, pol_elements *made) {
  const pol_program_node *x = &r->program->node[node];
  pol_column *out = &r->column[node];
  pol_kernel_call call = pol_run_call(r, node);
  if (x->op == POL_OP_LIST_YEARS) call.aux = (uint32_t)x->k; /* aux is the loop */
  pol_generation g = {.op = (pol_op)x->op, .call = &call, .border = r->program->borders + x->constant, .borders = x->field};
  quota q = {UINT32_MAX, 0};
  made->n = 0;
  if (call.n > 0) pol_list_states(&call); /* a list within a list that is empty for everybody has no columns */
  for (uint32_t row = 0; row < call.n; row++) {
    uint32_t before = made->n;
    uint8_t cell = out->state[row];
    if (cell == POL_KNOWN && !pol_generate(made, &cell, &g, row)) return POL_NO_MEMORY;
    if (!within_quota(&q, record_of(r, x->frame, row), made->n - before)) {
      cell = POL_CELL(POL_ERRED, POL_FAULT_TOO_MANY);
      made->n = before;
    }
    out->state[row] = cell;
    out->as.list[row] = (pol_list_ref){before, made->n - before};
  }
  *rows = made->n;
  return POL_OK;
}

/* Whose element each row is. */
static void fill_index(pol_run *r, uint32_t node, pol_frame *f) {
  const pol_program_node *x = &r->program->node[node];
  bool given = x->op == POL_OP_LIST_FACT || x->op == POL_OP_LIST_FIELD;
  uint32_t at = 0;
  for (uint32_t row = 0; row < r->frame[x->frame].rows; row++) {
    uint32_t n = r->column[node].as.list[row].n;
    elements e = given && n > 0 ? elements_of(given_list(r, x, row), x->k != 0) : (elements){NULL, 0, 0};
    for (uint32_t j = 0; j < n; j++, at++) {
      f->parent[at] = row;
      f->record[at] = record_of(r, x->frame, row);
      f->given[at] = given ? e.at + (size_t)j * e.width : NULL;
    }
  }
}

pol_status pol_loops_enter(pol_run *r, uint32_t node) {
  const pol_program_node *x = &r->program->node[node];
  bool given = x->op == POL_OP_LIST_FACT || x->op == POL_OP_LIST_FIELD;
  pol_elements unused = {.from = &r->from}; /* nobody reads the elements: only how many there are */
  pol_frame *f = x->aux == POL_NO_REF ? NULL : &r->frame[x->aux + 1];
  uint64_t rows = 0;
  pol_status status = given ? measure_given(r, node, &rows) : measure_computed(r, node, &rows, f == NULL ? &unused : &f->computed);
  pol_elements_drop(&unused);
  if (status != POL_OK || f == NULL) return status;
  f->rows = 0;
  if (!index_reserve(r, f, (uint32_t)rows)) return POL_NO_MEMORY;
  POL_TRY(pol_columns_reserve(r, x->aux + 1, (uint32_t)rows));
  f->rows = (uint32_t)rows;
  fill_index(r, node, f);
  return POL_OK;
}

pol_value pol_loops_value(const pol_run *r, uint32_t node, uint32_t row, pol_value v) {
  const pol_program *p = r->program;
  const pol_program_node *x = &p->node[node];
  pol_list_ref ref = r->column[node].as.list[row];
  /* A condition or a presumption passes on what it is given, or is the empty list. */
  while (ref.n > 0 && (x->op == POL_OP_ONLY_WHEN || x->op == POL_OP_PRESUMED)) x = &p->node[p->args[x->arg]];
  if (ref.n > 0 && (x->op == POL_OP_LIST_FACT || x->op == POL_OP_LIST_FIELD)) return *given_list(r, x, row);
  if (v.type.ref == POL_NO_REF) v.as.items.n = ref.n;
  else v.as.records.n = ref.n;
  return v;
}

/* -- what elements hold, and what they see of the outside */

void pol_loops_element(pol_run *r, uint32_t node) {
  const pol_program_node *x = &r->program->node[node];
  const pol_program_node *list = &r->program->node[r->program->list[x->ref]];
  const pol_frame *f = &r->frame[x->frame];
  bool given = list->op == POL_OP_LIST_FACT || list->op == POL_OP_LIST_FIELD;
  for (uint32_t row = 0; row < f->rows; row++) {
    if (given) pol_columns_store(&r->column[node], (pol_repr)x->repr, row, f->given[row] + x->field);
    else pol_element_store(&r->column[node], row, (pol_op)list->op, x->field, &f->computed.at[row]);
  }
}

void pol_loops_broadcast(pol_run *r, uint32_t node) {
  const pol_program_node *x = &r->program->node[node];
  const pol_frame *f = &r->frame[x->frame];
  const pol_column *from = &r->column[r->program->args[x->arg]], *to = &r->column[node];
  for (uint32_t row = 0; row < f->rows; row++) {
    uint32_t at = f->parent[row];
    to->state[row] = from->state[at];
    if (x->repr == POL_REPR_INT) to->as.i[row] = from->as.i[at];
    else if (from->state[at] != POL_KNOWN) continue;
    else if (x->repr == POL_REPR_NUM) to->as.num[row] = from->as.num[at];
    else if (x->repr == POL_REPR_PERIOD) to->as.period[row] = from->as.period[at];
    else to->as.list[row] = from->as.list[at];
  }
}
