/* A plan: the cone of what is asked, node by node, then what is read at the end. */
#include "batch/lower.h"
#include "program/shape.h"

static pol_status begin(pol_lower *l, const pol_plan_input *in, pol_arena *arena, pol_arena *scratch) {
  *l = (pol_lower){.in = in, .p = in->program, .arena = arena, .scratch = scratch};
  l->form = POL_NEW_N(scratch, pol_form, in->program->nodes + 1);
  if (l->form == NULL) return POL_NO_MEMORY;
  for (int i = 0; i < POL_REG_FIRST; i++) pol_reg_new(l, POL_LANE_8);
  if (l->status != POL_OK) return l->status;
  l->regs.at[POL_REG_OPEN].makes = l->regs.at[POL_REG_OPEN].open = true;
  l->regs.at[POL_REG_NONE].makes = l->regs.at[POL_REG_NONE].none = true;
  return POL_OK;
}

/* -- which nodes */

static void want(bool *wanted, const pol_program *p, uint32_t node) {
  if (node != POL_NO_NODE && node < p->nodes) wanted[node] = true;
}

static bool is_members(const pol_decision *d) { return d->type.kind == POL_T_SET || d->type.kind == POL_T_SEQUENCE || d->type.kind == POL_T_OBLIGATIONS; }

static bool *cone(const pol_lower *l) {
  const pol_program *p = l->p;
  bool *wanted = POL_NEW_N(l->scratch, bool, p->nodes + 1);
  if (wanted == NULL) return NULL;
  for (uint32_t i = 0; i < l->in->decisions; i++) {
    const pol_program_decision *d = &p->decision[l->in->decision[i]];
    want(wanted, p, d->outcome);
    want(wanted, p, d->value);
  }
  for (uint32_t i = 0; i < l->in->keeps; i++) want(wanted, p, l->in->keep[i]);
  for (uint32_t i = p->nodes; i-- > 0;) {
    const pol_program_node *x = &p->node[i];
    for (uint32_t j = 0; wanted[i] && j < x->n; j++) want(wanted, p, p->args[x->arg + j]);
  }
  return wanted;
}

/* -- one node */

static pol_form fact(pol_lower *l, uint32_t of) {
  if (l->in->given[of]) return pol_form_of_fact(l, of);
  if (l->in->common == NULL) return pol_form_state(POL_UNKNOWN);
  return pol_form_const(l->in->common->value[of]);
}

/* Over a list that is not known, or that nobody wrote, nothing depends on the elements. */
static pol_form aggregate(const pol_lower *l, uint32_t node) {
  const pol_form *list = pol_form_arg(l, node, 0);
  if (list->kind != POL_FORM_CONST) return pol_form_none;
  if (list->v.state != POL_KNOWN) return pol_form_const((pol_value){.state = list->v.state, .fault = list->v.fault});
  if (l->p->node[l->p->args[l->p->node[node].arg]].op != POL_OP_CONST) return pol_form_none;
  switch ((pol_op)l->p->node[node].op) {
  case POL_OP_ANY: return pol_form_truth(false);
  case POL_OP_EVERY: return pol_form_truth(true);
  case POL_OP_COUNT:
  case POL_OP_SUM: return pol_form_const((pol_value){.state = POL_KNOWN, .type = {.kind = POL_T_NUMBER}, .as.num = pol_num_int(0)});
  default: return pol_form_state(POL_NOT_APPLICABLE);
  }
}

static pol_form lower(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form folded;
  if (x->frame != 0) return pol_form_none;
  if (pol_form_fold(&folded, l, node)) return folded;
  switch ((pol_op)x->op) {
  case POL_OP_CONST: return pol_form_const(l->p->constants[x->constant]);
  case POL_OP_AS_OF: return pol_form_const((pol_value){.state = POL_KNOWN, .type = {.kind = POL_T_DATE}, .as.i = l->in->as_of});
  case POL_OP_INPUT: return fact(l, x->ref);
  case POL_OP_LIST_FACT: return l->in->given[x->ref] ? pol_form_none : fact(l, x->ref);
  case POL_OP_AND:
  case POL_OP_OR:
  case POL_OP_NOT:
  case POL_OP_HOLDS:
  case POL_OP_APPLIES: return pol_lower_logic(l, node);
  case POL_OP_EQ:
  case POL_OP_NE:
  case POL_OP_LT:
  case POL_OP_LE:
  case POL_OP_GT:
  case POL_OP_GE:
  case POL_OP_IN:
  case POL_OP_LEAST:
  case POL_OP_GREATEST: return pol_lower_compare(l, node);
  case POL_OP_ADD:
  case POL_OP_SUB:
  case POL_OP_MUL:
  case POL_OP_DIV:
  case POL_OP_NEG:
  case POL_OP_ROUND:
  case POL_OP_WHOLE: return pol_lower_number(l, node);
  case POL_OP_TO_PERIOD:
  case POL_OP_PERIOD_ADD:
  case POL_OP_SHIFT_DATE:
  case POL_OP_SHIFT_ORDER:
  case POL_OP_ORDER_DIFF:
  case POL_OP_DAYS_BETWEEN:
  case POL_OP_MONTHS_BETWEEN:
  case POL_OP_YEARS_BETWEEN:
  case POL_OP_DATE_MAKE:
  case POL_OP_YEAR:
  case POL_OP_MONTH:
  case POL_OP_DAY:
  case POL_OP_WEEKDAY:
  case POL_OP_LAST_OF_MONTH:
  case POL_OP_YEARLY_IN: return pol_lower_date(l, node);
  case POL_OP_SELECT:
  case POL_OP_PRESUMED:
  case POL_OP_ONLY_WHEN:
  case POL_OP_STAGE:
  case POL_OP_ANSWER: return pol_lower_choice(l, node);
  case POL_OP_PERMISSION:
  case POL_OP_PICK:
  case POL_OP_PICK_LEAST:
  case POL_OP_PICK_GREATEST:
  case POL_OP_ADD_ALL:
  case POL_OP_MUL_ALL:
  case POL_OP_CAP_ALL: return pol_lower_rules(l, node);
  case POL_OP_ANY:
  case POL_OP_EVERY:
  case POL_OP_COUNT:
  case POL_OP_SUM:
  case POL_OP_AGG_LEAST:
  case POL_OP_AGG_GREATEST: return aggregate(l, node);
  default: return pol_form_none; /* elements and lists */
  }
}

/* Of these 0 is where nothing is known as it is. */
static bool is_sealed(pol_op op) {
  switch (op) {
  case POL_OP_AND:
  case POL_OP_OR:
  case POL_OP_NOT:
  case POL_OP_HOLDS:
  case POL_OP_APPLIES:
  case POL_OP_EQ:
  case POL_OP_NE:
  case POL_OP_LT:
  case POL_OP_LE:
  case POL_OP_GT:
  case POL_OP_GE:
  case POL_OP_IN:
  case POL_OP_ANSWER: return true;
  default: return false;
  }
}

/* -- what is read at the end */

static void out_part(pol_plan_out *o, int at, pol_part p, uint8_t width) {
  o->part[at].reg = p.constant ? (uint32_t)POL_REG_KNOWN : p.reg;
  o->part[at].constant = p.constant;
  o->part[at].width = p.constant ? width : p.width;
  o->part[at].k = p.lo;
}

static pol_form node_form(const pol_lower *l, uint32_t node, pol_form *out) {
  if (node == POL_NO_NODE || !pol_form_open(out, l, &l->form[node], (pol_repr)l->p->node[node].repr)) return pol_form_none;
  return *out;
}

static void keep(pol_plan *p, pol_lower *l, uint32_t at) {
  pol_kept_form *form = &p->kept[at];
  pol_plan_out *out = &p->kept_out[at];
  pol_form f = pol_form_none;
  if (node_form(l, l->in->keep[at], &f).kind == POL_FORM_NONE) return;
  if (f.kind == POL_FORM_NUM || f.kind == POL_FORM_RATIO) {
    if (!pol_part_lin(l, &f.part[0], f.part[0], f.up, 0)) return;
    form->scale = f.down;
  } else if (f.kind == POL_FORM_PERIOD) {
    for (int i = 0; i < 2; i++) f.part[i] = pol_part_wider(l, f.part[i], POL_LANE_32);
  }
  form->kind = f.kind == POL_FORM_INT ? POL_KEPT_WHOLE : f.kind == POL_FORM_NUM ? POL_KEPT_NUMBER : f.kind == POL_FORM_RATIO ? POL_KEPT_RATIO : POL_KEPT_PERIOD;
  const bool two = f.kind == POL_FORM_RATIO || f.kind == POL_FORM_PERIOD;
  out_part(out, 0, f.part[0], f.kind == POL_FORM_PERIOD ? POL_LANE_32 : pol_width_for(f.part[0].lo, f.part[0].hi));
  if (two) out_part(out, 1, f.part[1], f.kind == POL_FORM_PERIOD ? POL_LANE_32 : pol_width_for(f.part[1].lo, f.part[1].hi));
  form->width = (pol_lane_width)out->part[0].width, form->second = (pol_lane_width)out->part[1].width;
  out->state = f.state;
}

/* States that a record is decided again for; each once. */
static void again(pol_lower *l, uint32_t state) {
  if (!pol_may_open(l, state)) return;
  for (uint32_t i = 0; i < l->agains.n; i++)
    if (l->agains.at[i].s == state) return;
  pol_operand *o = POL_VEC_PUSH(l->scratch, &l->agains);
  if (o == NULL) l->status = POL_NO_MEMORY;
  else *o = (pol_operand){.s = state};
}

static uint32_t all_agains(pol_lower *l) {
  bool makes = false;
  for (uint32_t i = 0; i < l->agains.n; i++) makes |= pol_makes(l, l->agains.at[i].s);
  if (l->agains.n == 0) return POL_REG_KNOWN;
  pol_step x = {.kernel = POL_K_AGAIN, .lists = makes ? POL_IN_BOTH : POL_IN_STATED, .at = pol_operands(l, l->agains.at, l->agains.n), .n = l->agains.n};
  return pol_emit_state(l, x, makes, true, false);
}

static bool permission(pol_lower *l, pol_verdict_form *v, pol_plan_out *out, const pol_program_decision *d) {
  pol_form f, amount;
  v->kind = POL_VERDICT_OUTCOME, v->least = 0, v->most = POL_OUT_SILENT, v->width = POL_LANE_8;
  out_part(out, 0, pol_part_const(POL_OUT_SILENT), POL_LANE_8);
  if (d->outcome == POL_NO_NODE) return true;
  if (node_form(l, d->outcome, &f).kind != POL_FORM_INT) return false;
  if (d->value != POL_NO_NODE && node_form(l, d->value, &amount).kind == POL_FORM_NONE) return false;
  again(l, f.state);
  if (d->value != POL_NO_NODE) again(l, amount.state);
  if (f.state == POL_REG_NONE || f.state == POL_REG_OPEN) return true;
  if (pol_may_none(l, f.state) && !f.part[0].constant)
    f.part[0].reg = pol_emit(l, (pol_step){.kernel = POL_K_SILENT, .lists = pol_lists_of(l, &f.state, 1), .a = f.part[0].reg, .s = f.state}, POL_LANE_8);
  else if (pol_may_none(l, f.state)) return false;
  f.part[0] = pol_part_wider(l, f.part[0], POL_LANE_8);
  out_part(out, 0, f.part[0], POL_LANE_8);
  return true;
}

static pol_verdict_kind kind_of(pol_type_kind t) {
  switch (t) {
  case POL_T_BOOL: return POL_VERDICT_YES_NO;
  case POL_T_OPTION: return POL_VERDICT_OPTION;
  case POL_T_PARTY: return POL_VERDICT_PARTY;
  case POL_T_DATE: return POL_VERDICT_DATE;
  case POL_T_TIME: return POL_VERDICT_TIME;
  case POL_T_PERIOD: return POL_VERDICT_PERIOD;
  case POL_T_NUMBER: return POL_VERDICT_NUMBER;
  default: return POL_VERDICT_LONG;
  }
}

static bool value(pol_lower *l, pol_verdict_form *v, pol_plan_out *out, const pol_decision *model, const pol_program_decision *d) {
  pol_form f;
  v->kind = kind_of((pol_type_kind)model->type.kind);
  v->scale = 1;
  out_part(out, 0, pol_part_const(0), v->kind == POL_VERDICT_PERIOD ? POL_LANE_64 : POL_LANE_8);
  out->state = POL_REG_NONE;
  v->width = (pol_lane_width)out->part[0].width;
  if (v->kind == POL_VERDICT_LONG || is_members(model) || model->afters > 0) return false;
  if (d->value == POL_NO_NODE) return true; /* no rule speaks to it */
  if (node_form(l, d->value, &f).kind == POL_FORM_NONE || f.kind == POL_FORM_RATIO) return false;
  if (f.kind == POL_FORM_NUM && !pol_part_lin(l, &f.part[0], f.part[0], f.up, 0)) return false;
  if (f.kind == POL_FORM_NUM) v->scale = f.down;
  if (f.kind == POL_FORM_PERIOD) {
    pol_step x = {.kernel = POL_K_PACK_PERIOD, .lists = POL_IN_BOTH, .a = pol_part_lane(l, f.part[0], POL_LANE_32), .b = pol_part_lane(l, f.part[1], POL_LANE_32)};
    f.part[0] = pol_part_reg(pol_emit(l, x, POL_LANE_64), POL_LANE_64, INT64_MIN, INT64_MAX);
  }
  out_part(out, 0, f.part[0], pol_width_for(f.part[0].lo, f.part[0].hi));
  v->width = (pol_lane_width)out->part[0].width, v->least = f.part[0].lo, v->most = f.part[0].hi;
  out->state = f.state;
  again(l, f.state);
  return true;
}

static void ask(pol_plan *p, pol_lower *l, uint32_t at) {
  pol_verdict_form *v = &p->verdict[at];
  const uint32_t decision = l->in->decision[at];
  const pol_decision *model = &l->p->model->decisions.at[decision];
  pol_plan_out *out = &p->verdict_out[at];
  uint32_t before = l->agains.n;
  bool fine = model->type.kind == POL_T_PERMISSION ? permission(l, v, out, &l->p->decision[decision]) : value(l, v, out, model, &l->p->decision[decision]);
  v->decision = decision;
  if (fine) return;
  l->agains.n = before;
  *v = (pol_verdict_form){.kind = POL_VERDICT_LONG, .decision = decision};
  *out = (pol_plan_out){.state = POL_REG_OPEN};
  out_part(out, 0, pol_part_const(0), POL_LANE_8);
}

static pol_status make(pol_plan *p, pol_lower *l) {
  bool *wanted = cone(l);
  p->verdicts = l->in->decisions, p->keeps = l->in->keeps;
  p->verdict = POL_NEW_N(p->arena, pol_verdict_form, p->verdicts + 1), p->verdict_out = POL_NEW_N(p->arena, pol_plan_out, p->verdicts + 1);
  p->kept = POL_NEW_N(p->arena, pol_kept_form, p->keeps + 1), p->kept_out = POL_NEW_N(p->arena, pol_plan_out, p->keeps + 1);
  if (!wanted || !p->verdict || !p->verdict_out || !p->kept || !p->kept_out) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < l->p->nodes && l->status == POL_OK; i++)
    if (wanted[i]) l->form[i] = is_sealed((pol_op)l->p->node[i].op) ? lower(l, i) : pol_form_sealed(l, lower(l, i));
  for (uint32_t i = 0; i < p->verdicts && l->status == POL_OK; i++) ask(p, l, i);
  p->again = all_agains(l);
  for (uint32_t i = 0; i < p->keeps && l->status == POL_OK; i++) keep(p, l, i);
  return l->status == POL_OK ? pol_plan_finish(p, l) : l->status;
}

pol_status pol_plan_make(pol_plan **out, const pol_alloc *from, const pol_plan_input *in) {
  pol_arena *arena = pol_arena_new(from), *scratch = pol_arena_new(from);
  pol_lower l;
  pol_plan *p = arena == NULL ? NULL : POL_NEW(arena, pol_plan);
  pol_status status = p == NULL || scratch == NULL ? POL_NO_MEMORY : begin(&l, in, arena, scratch);
  if (status == POL_OK) {
    p->arena = arena;
    status = make(p, &l);
  }
  pol_arena_drop(scratch);
  if (status != POL_OK) pol_arena_drop(arena);
  else *out = p;
  return status;
}

void pol_plan_drop(pol_plan *p) {
  if (p != NULL) pol_arena_drop(p->arena);
}

const pol_fact_lane *pol_plan_facts(const pol_plan *p, uint32_t *n) { return *n = p->facts, p->fact; }
const pol_verdict_form *pol_plan_verdicts(const pol_plan *p, uint32_t *n) { return *n = p->verdicts, p->verdict; }
pol_kept_form pol_plan_kept(const pol_plan *p, uint32_t i) { return p->kept[i]; }

bool pol_plan_holds_all(const pol_plan *p) {
  for (uint32_t i = 0; i < p->verdicts; i++)
    if (p->verdict[i].kind == POL_VERDICT_LONG) return false;
  return true;
}
