/* A call of a table, `multiplier(day, time)`, stands as the choice among its rows: in pairs, whether a row matches and nothing above it does, and
 * what it gives. Pair i is rule i of the table. */
#include "check/rules.h"

typedef struct call { uint32_t table; const pol_node *node; pol_expr **arg; uint32_t n; pol_type type; bool typed; } call;
typedef POL_VEC(pol_expr *) exprs;

static pol_expr *subject_of(pol_checker *c, const pol_table_column *column, const call *k) {
  if (column->kind == POL_COLUMN_PARAM) return column->ref < k->n ? k->arg[column->ref] : pol_expr_broken(c, k->node);
  pol_node *name = pol_rules_node(c, POL_N_NAME, column->node->span, column->node->text, 0, NULL);
  return name == NULL ? pol_expr_broken(c, k->node) : pol_check_amount(c, name, NULL);
}

/* Whether the row is for these arguments: never not applicable, for a row that cannot be asked is not for them. */
static pol_expr *matches(pol_checker *c, const pol_table_work *t, const pol_row_work *row, const call *k) {
  const pol_clause *x = &c->m->clauses.at[row->clause];
  pol_span_of_time dates = { x->from_set, x->to_set, x->from, x->to };
  if (c->rules->clauses.at[row->clause].ended) return pol_expr_bool(c, false);
  pol_span_of_time of_row = pol_rules_row_dates(c, t, row->clause);
  if (of_row.to_set && (!dates.to_set || of_row.to < dates.to)) dates.to_set = true, dates.to = of_row.to;
  if (of_row.from_set && (!dates.from_set || of_row.from > dates.from)) dates.from_set = true, dates.from = of_row.from;
  pol_expr *all = NULL;
  for (uint32_t i = 0; i < t->columns; i++) {
    const pol_node *cell = pol_kid(row->row, i);
    if ((t->column[i].kind != POL_COLUMN_PARAM && t->column[i].kind != POL_COLUMN_TEST) || cell == NULL || cell->n == 0) continue;
    all = pol_rules_and(c, all, pol_rules_cell_test(c, subject_of(c, &t->column[i], k), cell, NULL), row->row);
  }
  all = pol_rules_and(c, all, pol_rules_dates_test(c, dates, row->row), row->row);
  if (all == NULL) return pol_expr_bool(c, true);
  pol_expr *holds = pol_expr_new(c, POL_OP_HOLDS, pol_rules_type(POL_T_BOOL), row->row, 1, all);
  holds->flags |= POL_X_ADDED;
  return holds;
}

static pol_expr *value_of(pol_checker *c, const pol_table_work *t, const pol_row_work *row, call *k) {
  for (uint32_t i = 0; i < t->columns; i++) {
    if (t->column[i].kind != POL_COLUMN_RESULT) continue;
    const pol_node *cell = pol_kid(row->row, i), *item = pol_kid(cell, 0);
    if (item == NULL || cell->text != 0 || cell->n != 1) {
      pol_report *r = pol_check_report(c, POL_R_TABLE_ROW, item == NULL ? row->row : cell, "this row does not give one value");
      pol_report_help(c->in->reports, r, "put it in the column %s", pol_check_text(c, t->node->text));
      return pol_expr_broken(c, row->row);
    }
    pol_expr *e = pol_check_amount(c, item, k->typed ? &k->type : NULL);
    bool plain = item->kind == POL_N_NUMBER; /* a bare 0 says nothing about the unit */
    if (!k->typed && !plain && e->type.kind != POL_T_BROKEN) k->typed = true, k->type = e->type;
    return e;
  }
  return pol_expr_broken(c, row->row);
}

static void rows_of(pol_checker *c, const pol_table_work *t, call *k, exprs *pairs) {
  pol_expr **match = POL_NEW_N(c->in->arena, pol_expr *, t->rows.n + 1u);
  if (match == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < t->rows.n && !c->no_memory; i++) match[i] = matches(c, t, &t->rows.at[i], k);
  for (uint32_t i = 0; i < t->rows.n && !c->no_memory; i++) {
    const pol_row_work *row = &t->rows.at[i];
    pol_expr *in_force = match[i];
    if (row->aboves > 0) {
      pol_expr *any = NULL;
      for (uint32_t a = 0; a < row->aboves; a++) any = pol_rules_or(c, any, match[row->above[a]], row->row);
      pol_expr *none = pol_expr_new(c, POL_OP_NOT, pol_rules_type(POL_T_BOOL), row->row, 1, any);
      none->flags |= POL_X_ADDED;
      in_force = pol_rules_and(c, in_force, none, row->row);
    }
    POL_PUSH(c, pairs, in_force);
    POL_PUSH(c, pairs, value_of(c, t, row, k));
  }
}

/* The first value of a known kind settles the others; a bare number before it is looked at again. Counts, percentages and other numbers in one column are numbers: how a value is shown does not hang on
 * the order of the rows. */
static void settle(pol_checker *c, exprs *pairs, call *k) {
  for (uint32_t i = 1; k->typed && i < pairs->n; i += 2) {
    const pol_expr *e = pairs->at[i];
    bool plain = pol_is_node(e->node, POL_N_NUMBER);
    if (!plain && e->type.kind == POL_T_NUMBER && e->type.show != k->type.show) k->type.show = POL_SHOW_PLAIN;
  }
  for (uint32_t i = 1; k->typed && i < pairs->n; i += 2)
    if (pairs->at[i]->node != NULL && pairs->at[i]->node->kind == POL_N_NUMBER) pairs->at[i] = pol_check_amount(c, pairs->at[i]->node, &k->type);
}

static pol_expr *choose(pol_checker *c, call *k) {
  exprs pairs = { 0 };
  for (uint32_t i = pol_map_get(&c->rules->table_named, c->m->tables.at[k->table].name); i != POL_MAP_NONE && i != POL_NO_REF && !c->no_memory; i = c->rules->tables.at[i].next)
    if (!c->rules->tables.at[i].ended) rows_of(c, &c->rules->tables.at[i], k, &pairs);
  if (c->no_memory || pairs.n == 0) return pol_expr_broken(c, k->node);
  settle(c, &pairs, k);
  pol_type type = k->typed ? k->type : pairs.at[1]->type;
  pol_expr *pick = pol_expr_list(c, POL_OP_PICK, type, k->node, pairs.n, pairs.at);
  if (pick->op == POL_OP_PICK) pick->ref = k->table;
  return pick;
}

static void bind(pol_checker *c, const call *k, pol_scope *scope) {
  const pol_node *params = pol_kid(c->m->tables.at[k->table].node, 0);
  c->scope = NULL; /* a cell sees the table's parameters, not the caller's */
  for (uint32_t i = 0; i < pol_kids(params) && i < k->n; i++) {
    scope[i] = (pol_scope){ .outer = c->scope, .name = params->kid[i]->text, .value = k->arg[i], .loop = POL_NO_REF };
    c->scope = &scope[i];
  }
}

static bool circle(pol_checker *c, const call *k) {
  for (uint32_t i = 0; i < c->rules->calling.n; i++) {
    if (c->rules->calling.at[i] != k->table) continue;
    const char *name = pol_check_text(c, c->m->tables.at[k->table].name);
    pol_report *r = pol_check_report(c, POL_R_TABLE_CIRCLE, k->node, "the rows of %s rest on %s itself", name, name);
    pol_report_help(c->in->reports, r, "let a row give its value without asking the table again");
    return true;
  }
  return false;
}

pol_expr *pol_check_table_call(pol_checker *c, uint32_t table, const pol_node *node, uint32_t n, pol_expr **arg) {
  call k = { .table = table, .node = node, .arg = arg, .n = n };
  if (pol_check_is_covered(c, node) || !pol_rules_ready(c) || circle(c, &k)) return pol_expr_broken(c, node);
  pol_scope *scope = POL_NEW_N(c->in->arena, pol_scope, n + 1u);
  if (scope == NULL) {
    c->no_memory = true;
    return pol_expr_broken(c, node);
  }
  const pol_scope *before = c->scope;
  pol_atom group = c->group;
  POL_PUSH(c, &c->rules->calling, table);
  bind(c, &k, scope);
  c->group = 0;
  pol_expr *e = c->no_memory ? pol_expr_broken(c, node) : choose(c, &k);
  c->scope = before;
  c->group = group;
  if (c->rules->calling.n > 0) c->rules->calling.n--;
  return e;
}
