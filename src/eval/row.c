#include "eval/row.h"

pol_row pol_row_of(pol_arena *arena, const pol_run *run, const pol_record_facts *record, uint32_t row) {
  const pol_program *p = pol_run_program(run);
  return (pol_row){ .run = run, .p = p, .m = p->model, .record = record, .row = row, .arena = arena };
}

pol_state pol_row_state(const pol_row *r, uint32_t node) { return POL_CELL_STATE(pol_run_column(r->run, node)->state[r->row]); }

pol_truth pol_row_truth(const pol_row *r, uint32_t node) {
  if (node == POL_NO_NODE) return POL_YES;
  const pol_column *c = pol_run_column(r->run, node);
  switch (POL_CELL_STATE(c->state[r->row])) {
  case POL_KNOWN: return c->as.i[r->row] ? POL_YES : POL_NO;
  case POL_UNKNOWN: return POL_OPEN;
  case POL_ERRED: return POL_BAD;
  case POL_NOT_APPLICABLE: break;
  }
  return POL_NO;
}

pol_value pol_row_value(const pol_row *r, uint32_t node, const pol_type *type) {
  pol_value v = pol_run_value(r->run, node, r->row);
  if (type) v.type = *type;
  return v;
}

/* A rule whose days have not come, or are over, has no say in how the others' amounts are shown. */
pol_type pol_row_amount_type(const pol_row *r, const pol_decision *d) {
  pol_type type = { .kind = POL_T_BROKEN };
  for (uint32_t i = 0; d->amounts_differ && i < d->rules; i++) {
    const pol_rule *rule = &r->m->rules.at[d->rule[i]];
    if (rule->effect != POL_E_PERMITS || !rule->value || pol_row_truth(r, r->p->rule[d->rule[i]].effective) == POL_NO) continue;
    if (type.kind != POL_T_BROKEN && type.show != rule->value->type.show) return d->amount;
    type = rule->value->type;
  }
  return type.kind == POL_T_BROKEN ? d->amount : type;
}

pol_value pol_row_amount(const pol_row *r, const pol_decision *d, uint32_t node) {
  pol_type type = pol_row_amount_type(r, d);
  return pol_row_value(r, node, &type);
}

/* A permission's outcome as its column has it: this is asked of every row of a batch, which need not learn its type. */
static pol_value outcome_cell(const pol_run *run, uint32_t node, uint32_t row) {
  const pol_column *c = pol_run_column(run, node);
  pol_value v = { .state = (uint8_t)POL_CELL_STATE(c->state[row]), .fault = (uint8_t)POL_CELL_FAULT(c->state[row]), .type = { .kind = POL_T_OUTCOME } };
  if (v.state == POL_KNOWN) v.as.i = c->as.i[row];
  return v;
}

pol_truth pol_row_counts(const pol_row *r, uint32_t rule) {
  const pol_program_rule *nodes = &r->p->rule[rule];
  pol_effect e = r->m->rules.at[rule].effect;
  bool valued = e == POL_E_IS || e == POL_E_ADDS || e == POL_E_MULTIPLIES || e == POL_E_CAP || e == POL_E_FLOOR;
  if (valued && nodes->value != POL_NO_NODE && pol_row_state(r, nodes->value) == POL_NOT_APPLICABLE) return POL_NO;
  return pol_row_truth(r, e == POL_E_SETS_ASIDE ? nodes->guard : nodes->in_force);
}

pol_outcome pol_effect_outcome(pol_effect e) {
  switch (e) {
  case POL_E_APPLIES_ONLY_IF: return POL_OUT_OUT_OF_SCOPE;
  case POL_E_REFUSES:
  case POL_E_ONLY_IF: return POL_OUT_REFUSED;
  case POL_E_REFERS: return POL_OUT_REFERRED;
  case POL_E_PERMITS: return POL_OUT_PERMITTED;
  default: return POL_OUT_VALUE;
  }
}

/* ---- outcomes ---- */

static pol_outcome permission_outcome(const pol_row *r, const pol_program_decision *d) {
  uint32_t node = d->own_outcome != POL_NO_NODE ? d->own_outcome : d->outcome;
  pol_value v = outcome_cell(r->run, node, r->row);
  switch ((pol_state)v.state) {
  case POL_UNKNOWN: return POL_OUT_UNDETERMINED;
  case POL_ERRED: return v.fault == POL_FAULT_CONFLICT ? POL_OUT_CONFLICT : POL_OUT_ERROR;
  case POL_NOT_APPLICABLE: return POL_OUT_SILENT;
  case POL_KNOWN: break;
  }
  if (v.as.i != POL_OUT_PERMITTED || d->value == POL_NO_NODE) return (pol_outcome)v.as.i;
  uint8_t amount = pol_run_column(r->run, d->value)->state[r->row];
  if (POL_CELL_STATE(amount) != POL_ERRED) return POL_OUT_PERMITTED;
  return POL_CELL_FAULT(amount) == POL_FAULT_CONFLICT ? POL_OUT_CONFLICT : POL_OUT_ERROR;
}

static pol_outcome value_outcome(const pol_row *r, const pol_program_decision *d) {
  if (d->own_value == POL_NO_NODE) return POL_OUT_SILENT; /* no rule speaks to it */
  uint8_t cell = pol_run_column(r->run, d->own_value)->state[r->row];
  switch (POL_CELL_STATE(cell)) {
  case POL_KNOWN: return POL_OUT_VALUE;
  case POL_UNKNOWN: return POL_OUT_UNDETERMINED;
  case POL_ERRED: return POL_CELL_FAULT(cell) == POL_FAULT_CONFLICT ? POL_OUT_CONFLICT : POL_OUT_ERROR;
  case POL_NOT_APPLICABLE: break;
  }
  return d->scope != POL_NO_NODE && pol_row_truth(r, d->scope) == POL_YES ? POL_OUT_OUT_OF_SCOPE : POL_OUT_SILENT;
}

/* Sets, sequences and obligations are settled rule by rule. An element counts as in once one of its rules is certain, so a rule in error matters only
 * where nothing else puts its element in. */
bool pol_row_has(const pol_row *r, const pol_decision *d, uint32_t option) {
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *rule = &r->m->rules.at[d->rule[i]];
    if (rule->effect == POL_E_INCLUDES && rule->option == option && pol_row_counts(r, d->rule[i]) == POL_YES) return true;
  }
  return false;
}

/* Whether a rule that is open may put the element of one in error in. */
static bool may_come_in(const pol_row *r, const pol_decision *d, const pol_rule *bad) {
  for (uint32_t i = 0; bad->effect == POL_E_INCLUDES && i < d->rules; i++) {
    const pol_rule *rule = &r->m->rules.at[d->rule[i]];
    if (rule->effect == POL_E_INCLUDES && rule->option == bad->option && pol_row_counts(r, d->rule[i]) == POL_OPEN) return true;
  }
  return false;
}

static pol_outcome members_outcome(const pol_row *r, const pol_decision *d, uint32_t scope) {
  bool any = false, certain = false, pending = false, bad = false, doubtful = false;
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *rule = &r->m->rules.at[d->rule[i]];
    if (rule->effect != POL_E_INCLUDES && rule->effect != POL_E_DUTY) continue;
    pol_truth t = pol_row_counts(r, d->rule[i]);
    any |= t != POL_NO;
    certain |= t == POL_YES;
    if (t != POL_OPEN && t != POL_BAD) continue;
    if (rule->effect == POL_E_INCLUDES && pol_row_has(r, d, rule->option)) continue;
    pending |= t == POL_OPEN;
    if (t == POL_BAD && may_come_in(r, d, rule)) doubtful = true;
    else bad |= t == POL_BAD;
  }
  pol_truth out = scope == POL_NO_NODE ? POL_NO : pol_row_truth(r, scope);
  if (out == POL_YES) return POL_OUT_OUT_OF_SCOPE;
  if (out == POL_OPEN && any) return POL_OUT_UNDETERMINED;
  if (pending && d->type.kind == POL_T_SEQUENCE) return POL_OUT_UNDETERMINED;
  if (bad || (out == POL_BAD && certain)) return POL_OUT_ERROR;
  if (doubtful || (out == POL_BAD && pending)) return POL_OUT_UNDETERMINED; /* in error unless its element comes in; or silent, if nothing comes in */
  return any ? POL_OUT_VALUE : POL_OUT_SILENT;
}

pol_outcome pol_row_own_outcome(const pol_row *r, uint32_t decision) {
  const pol_decision *d = &r->m->decisions.at[decision];
  const pol_program_decision *nodes = &r->p->decision[decision];
  switch ((pol_type_kind)d->type.kind) {
  case POL_T_PERMISSION: return nodes->outcome == POL_NO_NODE ? POL_OUT_SILENT : permission_outcome(r, nodes);
  case POL_T_SET:
  case POL_T_SEQUENCE:
  case POL_T_OBLIGATIONS: return members_outcome(r, d, nodes->scope);
  default: return value_outcome(r, nodes);
  }
}

pol_outcome pol_answer_outcome(const pol_run *run, uint32_t row, uint32_t decision) {
  pol_row r = pol_row_of(NULL, run, NULL, row);
  const pol_decision *d = &r.m->decisions.at[decision];
  for (uint32_t i = 0; i < d->afters; i++) {
    uint32_t node = r.p->decision[d->after[i]].outcome; /* its own stages are in it already */
    if (node == POL_NO_NODE) return POL_OUT_SILENT;
    pol_value v = outcome_cell(run, node, row);
    if (v.state == POL_UNKNOWN) return POL_OUT_UNDETERMINED;
    if (v.state == POL_ERRED) return POL_OUT_ERROR;
    if (v.state == POL_NOT_APPLICABLE) return POL_OUT_SILENT;
    if (v.as.i != POL_OUT_PERMITTED) return (pol_outcome)v.as.i;
  }
  return pol_row_own_outcome(&r, decision);
}

/* ---- stages ---- */

typedef struct visit { uint32_t decision, next; } visit;

pol_status pol_row_stages(uint32_t **stages, uint32_t *n, const pol_row *r, uint32_t decision) {
  uint32_t all = r->m->decisions.n, depth = 0;
  *n = 0;
  *stages = POL_NEW_N(r->arena, uint32_t, all);
  visit *stack = POL_NEW_N(r->arena, visit, all);
  bool *seen = POL_NEW_N(r->arena, bool, all);
  if (!*stages || !stack || !seen) return POL_NO_MEMORY;
  stack[depth++] = (visit){ decision, 0 };
  seen[decision] = true;
  while (depth > 0) {
    visit *top = &stack[depth - 1];
    const pol_decision *d = &r->m->decisions.at[top->decision];
    if (top->next == d->afters) {
      (*stages)[(*n)++] = top->decision;
      depth--;
      continue;
    }
    uint32_t before = d->after[top->next++];
    if (seen[before]) continue;
    seen[before] = true;
    stack[depth++] = (visit){ before, 0 };
  }
  return POL_OK;
}

/* ---- frames ---- */

uint32_t pol_frame_outer(const pol_program *p, uint32_t frame) {
  uint32_t list = p->list[frame - 1];
  return list == POL_NO_NODE ? 0 : p->node[list].frame;
}

/* Elements stand in the order of the rows that they belong to. */
static uint32_t first_at_or_after(const uint32_t *parents, uint32_t n, uint32_t row) {
  uint32_t low = 0, high = n;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (parents[middle] < row) low = middle + 1;
    else high = middle;
  }
  return low;
}

void pol_row_elements(const pol_row *r, uint32_t frame, uint32_t row, uint32_t *first, uint32_t *end) {
  uint32_t n = pol_run_rows(r->run, frame);
  const uint32_t *parents = pol_run_parents(r->run, frame);
  *first = first_at_or_after(parents, n, row);
  *end = *first;
  while (*end < n && parents[*end] == row) (*end)++;
}
