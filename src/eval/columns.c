/* Where the columns of a frame are: in one block, first what needs the widest alignment, so nothing is wasted between them and nothing is
 * cleared. */
#include "eval/run.h"
#include <string.h>

static const size_t width[] = {[POL_REPR_INT] = sizeof(int32_t),
                               [POL_REPR_NUM] = sizeof(pol_num),
                               [POL_REPR_PERIOD] = sizeof(pol_period),
                               [POL_REPR_LIST] = sizeof(pol_list_ref)};
static const pol_repr widest_first[] = {POL_REPR_NUM, POL_REPR_PERIOD, POL_REPR_LIST, POL_REPR_INT};
enum { REPRS = sizeof widest_first / sizeof *widest_first };
_Static_assert(sizeof(pol_num) % _Alignof(pol_num) == 0 && sizeof(pol_num) % 8 == 0,
               "columns stay aligned behind one another, whatever the number of rows");
_Static_assert(_Alignof(pol_period) <= 8 && _Alignof(pol_list_ref) <= 8, "and so do those behind them");

void pol_columns_store(const pol_column *column, pol_repr repr, uint32_t row, const pol_value *v) {
  column->state[row] = POL_CELL(v->state, v->fault);
  if (repr == POL_REPR_INT) column->as.i[row] = v->state == POL_KNOWN ? v->as.i : 0;
  else if (v->state != POL_KNOWN) return;
  else if (repr == POL_REPR_NUM) column->as.num[row] = v->as.num;
  else if (repr == POL_REPR_PERIOD) column->as.period[row] = v->as.period;
  else column->as.list[row] = (pol_list_ref){0, 0}; /* the only constant list is the empty one */
}

static void place(pol_column *column, pol_repr repr, void *at) {
  switch (repr) {
  case POL_REPR_INT: column->as.i = at; break;
  case POL_REPR_NUM: column->as.num = at; break;
  case POL_REPR_PERIOD: column->as.period = at; break;
  case POL_REPR_LIST: column->as.list = at; break;
  }
}

/* Points every column of the frame into the block. */
static void place_all(pol_run *r, const pol_frame *f) {
  const pol_program *p = r->program;
  size_t count[REPRS] = {0};
  unsigned char *at[REPRS], *end = f->block;
  for (uint32_t j = 0; j < f->nodes; j++) count[p->node[r->by_frame[f->first + j]].repr]++;
  for (size_t k = 0; k < REPRS; k++) {
    at[widest_first[k]] = end;
    end += count[widest_first[k]] * width[widest_first[k]] * f->room;
  }
  for (uint32_t j = 0; j < f->nodes; j++) {
    uint32_t node = r->by_frame[f->first + j];
    pol_repr repr = (pol_repr)p->node[node].repr;
    r->column[node].state = end;
    end += f->room;
    place(&r->column[node], repr, at[repr]);
    at[repr] += width[repr] * f->room;
  }
}

/* Constants never change: they are written once, for as many rows as there will ever be in this block. */
static void fill_constants(pol_run *r, const pol_frame *f) {
  const pol_program *p = r->program;
  for (uint32_t j = 0; j < f->nodes; j++) {
    uint32_t node = r->by_frame[f->first + j];
    const pol_program_node *x = &p->node[node];
    if (x->op != POL_OP_CONST) continue;
    for (uint32_t row = 0; row < f->room; row++) pol_columns_store(&r->column[node], (pol_repr)x->repr, row, &p->constants[x->constant]);
  }
}

/* Bytes that one row of the frame takes. */
static size_t row_bytes(const pol_run *r, const pol_frame *f) {
  size_t bytes = 0;
  for (uint32_t j = 0; j < f->nodes; j++) bytes += width[r->program->node[r->by_frame[f->first + j]].repr] + 1;
  return bytes;
}

pol_status pol_columns_reserve(pol_run *r, uint32_t frame, uint32_t rows) {
  pol_frame *f = &r->frame[frame];
  if (rows <= f->room) return POL_OK;
  /* Loops grow by half as much again, so that chunks of slightly different sizes do not each take a new block. */
  uint32_t room = frame == 0 || rows > UINT32_MAX / 2 ? rows : rows + rows / 2;
  size_t bytes = row_bytes(r, f);
  if (bytes != 0 && room > SIZE_MAX / bytes) return POL_NO_MEMORY;
  if (f->block != NULL) r->from.put(r->from.user, f->block);
  f->room = 0;
  f->block = r->from.get(r->from.user, bytes * room + 1);
  if (f->block == NULL) return POL_NO_MEMORY;
  f->room = room;
  place_all(r, f);
  fill_constants(r, f);
  return POL_OK;
}

uint32_t pol_run_best_chunk(const pol_program *p) {
  enum { CACHE = 1024 * 1024, LEAST = 16, MOST = 2048 };
  size_t bytes = 1;
  for (uint32_t i = 0; i < p->nodes; i++) bytes += p->node[i].op == POL_OP_CONST ? 0 : width[p->node[i].repr] + 1;
  size_t rows = CACHE / bytes;
  return rows < LEAST ? LEAST : rows > MOST ? MOST : (uint32_t)rows;
}
