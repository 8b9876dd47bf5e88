/* A run: every node in order, over all rows of its frame. Nothing short-circuits, so nothing depends on an order but this one. */
#include "eval/run.h"
#include "eval/walk.h"
#include "eval/watch.h"
#include <string.h>

/* -- making and dropping */

/* Which nodes are in which frame, by counting. */
static void group_by_frame(pol_run *r) {
  const pol_program *p = r->program;
  uint32_t at = 0;
  for (uint32_t i = 0; i < p->nodes; i++) r->frame[p->node[i].frame].nodes++;
  for (uint32_t j = 0; j < p->frames; j++) {
    r->frame[j].first = at;
    at += r->frame[j].nodes;
    r->frame[j].nodes = 0;
  }
  for (uint32_t i = 0; i < p->nodes; i++) {
    pol_frame *f = &r->frame[p->node[i].frame];
    r->by_frame[f->first + f->nodes++] = i;
  }
}

pol_status pol_run_new(pol_run **out, const pol_program *p, const pol_alloc *from) {
  if (from == NULL) from = pol_alloc_default();
  /* One block: the run, frames, columns, node numbers; each part's size is a multiple of what the next one's alignment asks for. */
  size_t bytes = sizeof(pol_run) + p->frames * sizeof(pol_frame) + p->nodes * (sizeof(pol_run_step) + sizeof(pol_column) + sizeof(uint32_t) + 1);
  pol_run *r = from->get(from->user, bytes);
  if (r == NULL) return POL_NO_MEMORY;
  *r = (pol_run){.from = *from, .program = p};
  r->frame = (pol_frame *)(void *)(r + 1);
  r->step = (pol_run_step *)(void *)(r->frame + p->frames);
  r->column = (pol_column *)(void *)(r->step + p->nodes);
  r->by_frame = (uint32_t *)(void *)(r->column + p->nodes);
  r->leads = (uint8_t *)(void *)(r->by_frame + p->nodes);
  for (uint32_t j = 0; j < p->frames; j++) {
    r->frame[j] = (pol_frame){.rows = 0};
    pol_elements_init(&r->frame[j].computed, &r->from);
  }
  if (p->nodes > 0) memset(r->column, 0, p->nodes * sizeof *r->column); /* frames without rows have no columns to point at */
  group_by_frame(r);
  pol_walk_leads(r->leads, p);
  *out = r;
  return POL_OK;
}

void pol_run_drop(pol_run *r) {
  if (r == NULL) return;
  pol_alloc from = r->from;
  pol_loops_drop(r);
  from.put(from.user, r);
}

/* -- a chunk */

pol_kernel_call pol_run_call(const pol_run *r, uint32_t node) {
  const pol_program_node *x = &r->program->node[node];
  pol_kernel_call call = {.column = r->column,
                          .arg = r->program->args + x->arg,
                          .args = x->n,
                          .n = r->frame[x->frame].rows,
                          .out = r->column[node],
                          .k = x->k,
                          .aux = x->aux};
  if (x->op == POL_OP_PERMISSION || x->op == POL_OP_CAP_ALL) call.ranks = r->program->ranks + x->aux;
  return call;
}

static void input(pol_run *r, uint32_t node) {
  const pol_program_node *x = &r->program->node[node];
  for (uint32_t row = 0; row < r->frame[0].rows; row++)
    pol_columns_store(&r->column[node], (pol_repr)x->repr, row, &r->records[row]->value[x->ref]);
}

static void as_of(pol_run *r, uint32_t node) {
  const pol_column *out = &r->column[node];
  memset(out->state, POL_KNOWN, r->frame[0].rows);
  for (uint32_t row = 0; row < r->frame[0].rows; row++) out->as.i[row] = r->as_of;
}

static pol_status compute(pol_run *r, uint32_t node) {
  const pol_program_node *x = &r->program->node[node];
  pol_kernel kernel;
  pol_kernel_call call;
  switch ((pol_op)x->op) {
  case POL_OP_CONST: return POL_OK; /* filled in when its column was made */
  case POL_OP_INPUT: input(r, node); return POL_OK;
  case POL_OP_AS_OF: as_of(r, node); return POL_OK;
  case POL_OP_ELEMENT: pol_loops_element(r, node); return POL_OK;
  case POL_OP_BROADCAST: pol_loops_broadcast(r, node); return POL_OK;
  case POL_OP_LIST_FACT:
  case POL_OP_LIST_FIELD:
  case POL_OP_LIST_DAYS:
  case POL_OP_LIST_NUMBERS:
  case POL_OP_LIST_YEARS:
  case POL_OP_LIST_PIECES: return pol_loops_enter(r, node);
  default: break;
  }
  call = pol_run_call(r, node);
  if (call.n == 0) return POL_OK;
  kernel = pol_kernel_find((pol_op)x->op, (pol_repr)x->arg_repr);
  if (kernel == NULL) return POL_REJECTED; /* not a program that pol_program_verify passes */
  kernel(&call);
  return POL_OK;
}

/* What each node of a record is computed with, so that nothing needs to be looked up for every chunk. */
static void lay_out(pol_run *r) {
  r->steps = 0;
  for (uint32_t i = 0; i < r->program->nodes; i++) {
    const pol_program_node *x = &r->program->node[i];
    if (x->op == POL_OP_CONST) continue;
    pol_run_step *step = &r->step[r->steps++];
    *step = (pol_run_step){.node = i};
    if (x->frame != 0) continue;
    step->kernel = pol_kernel_find((pol_op)x->op, (pol_repr)x->arg_repr);
    if (step->kernel) step->call = pol_run_call(r, i);
  }
  r->laid_for = r->frame[0].room;
}

pol_status pol_run_chunk(pol_run *r, const pol_record_facts *const *records, uint32_t n, pol_date date) {
  r->done = false;
  if (n == 0 || n > POL_LIMIT_CHUNK) return POL_LIMIT;
  POL_TRY(pol_columns_reserve(r, 0, n));
  if (r->laid_for != r->frame[0].room) lay_out(r);
  r->records = records;
  r->as_of = date;
  r->frame[0].rows = n;
  for (uint32_t i = 0; i < r->steps; i++) {
    pol_run_step *step = &r->step[i];
    if (step->kernel) {
      step->call.n = n;
      step->kernel(&step->call);
    } else {
      POL_TRY(compute(r, step->node));
    }
  }
  r->done = true;
  return POL_OK;
}

/* -- reading */

const pol_program *pol_run_program(const pol_run *r) { return r->program; }
pol_date pol_run_as_of(const pol_run *r) { return r->as_of; }
void pol_run_watch(pol_run *r, pol_watch *w) { r->watch = w; }
pol_watch *pol_run_watching(const pol_run *r) { return r ? r->watch : NULL; }
const uint8_t *pol_run_leads(const pol_run *r) { return r->leads; }

const pol_column *pol_run_column(const pol_run *r, uint32_t node) {
  if (r->watch) pol_watch_node(r->watch, node);
  return &r->column[node];
}

const pol_column *pol_run_columns(const pol_run *r) { return r->column; }

uint32_t pol_run_rows(const pol_run *r, uint32_t frame) {
  pol_watch_lost(r->watch); /* rows of elements are not listed */
  return r->frame[frame].rows;
}

const uint32_t *pol_run_parents(const pol_run *r, uint32_t frame) {
  pol_watch_lost(r->watch);
  return r->frame[frame].parent;
}

static pol_type plain_type(pol_repr repr) {
  static const uint8_t kind[] = {
      [POL_REPR_INT] = POL_T_BOOL, [POL_REPR_NUM] = POL_T_NUMBER, [POL_REPR_PERIOD] = POL_T_PERIOD, [POL_REPR_LIST] = POL_T_LIST};
  return (pol_type){.kind = kind[repr]};
}

/* Of what a permission comes with: as its rules say it. */
static pol_type amount_type(const pol_model *m, const pol_decision *d, pol_repr repr) {
  for (uint32_t j = 0; j < d->rules; j++) {
    const pol_rule *rule = &m->rules.at[d->rule[j]];
    if (rule->effect == POL_E_PERMITS && rule->value != NULL) return rule->value->type;
  }
  return plain_type(repr);
}

/* What a decision's own nodes show: nobody wrote them, so the type is the decision's. */
static pol_type decision_type(const pol_program *p, uint32_t node) {
  pol_repr repr = (pol_repr)p->node[node].repr;
  for (uint32_t i = 0; i < p->model->decisions.n; i++) {
    const pol_program_decision *x = &p->decision[i];
    const pol_decision *d = &p->model->decisions.at[i];
    if (node == x->outcome || node == x->own_outcome) return (pol_type){.kind = POL_T_OUTCOME};
    bool its = node == x->value || node == x->base || node == x->added || node == x->multiplied || node == x->capped;
    if (its && d->type.kind == POL_T_PERMISSION) return amount_type(p->model, d, repr);
    if (its && pol_type_repr(d->type) == repr) return d->type;
  }
  return plain_type(repr);
}

pol_type pol_run_type(const pol_program *p, uint32_t node) {
  const pol_program_node *x = &p->node[node];
  if (x->op == POL_OP_CONST) return p->constants[x->constant].type;
  if (x->op == POL_OP_INPUT || x->op == POL_OP_LIST_FACT) return p->model->facts.at[x->ref].type;
  if (x->origin != NULL && pol_type_repr(x->origin->type) == (pol_repr)x->repr) return x->origin->type;
  return decision_type(p, node);
}

pol_value pol_run_value(const pol_run *r, uint32_t node, uint32_t row) {
  const pol_program_node *x = &r->program->node[node];
  const pol_column *column = pol_run_column(r, node);
  bool constant = x->op == POL_OP_CONST || x->op == POL_OP_AS_OF;
  pol_value v = {.state = (uint8_t)POL_CELL_STATE(column->state[row]),
                 .fault = (uint8_t)POL_CELL_FAULT(column->state[row]),
                 .type = pol_run_type(r->program, node),
                 .from = constant ? 0 : node + 1};
  if (v.state != POL_KNOWN) return v;
  switch ((pol_repr)x->repr) {
  case POL_REPR_INT: v.as.i = column->as.i[row]; break;
  case POL_REPR_NUM: v.as.num = column->as.num[row]; break;
  case POL_REPR_PERIOD: v.as.period = column->as.period[row]; break;
  case POL_REPR_LIST: return pol_loops_value(r, node, row, v);
  }
  return v;
}
