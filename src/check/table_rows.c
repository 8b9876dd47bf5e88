/* The rows of tables that decide: each row is a rule of its clause for every decision that it has a column for. */
#include "check/expr.h"
#include "check/rules.h"

/* -- cells as tests */

static pol_node *relation(pol_checker *c, const pol_node *cell, const char *word, const pol_node *amount) {
  pol_atom text = pol_atom_text(c->in->atoms, word);
  pol_node *kid = (pol_node *)(uintptr_t)amount; /* nodes are never changed: the cast only fits the array's type */
  if (text == 0) c->no_memory = true;
  return pol_rules_node(c, POL_N_RELATION, cell->span, text, 1, &kid);
}

static pol_expr *compare(pol_checker *c, pol_expr *subject, const pol_node *cell, bool low, const pol_node *amount) {
  bool date = subject->type.kind == POL_T_DATE, option = subject->type.kind == POL_T_OPTION;
  const char *word = low ? (date ? "on_or_after" : "at_least") : (date ? "before" : option ? "below" : "less_than");
  pol_node *node = relation(c, cell, word, amount);
  return node == NULL ? NULL : pol_check_relation(c, subject, node, false);
}

static pol_expr *listed(pol_checker *c, pol_expr *subject, const pol_node *cell) {
  pol_expr *all = NULL;
  for (uint32_t i = 0; i < cell->n; i++) {
    const pol_node *item = cell->kid[i];
    if (item->kind == POL_N_NAME && pol_rules_word(c, item->text, "any")) return NULL;
    all = pol_rules_or(c, all, pol_check_relation(c, subject, item, false), cell);
  }
  return all;
}

pol_expr *pol_rules_cell_test(pol_checker *c, pol_expr *subject, const pol_node *cell, const pol_node *below) {
  if (!pol_is_node(cell, POL_N_CELL) || cell->n == 0) return NULL;
  for (uint32_t i = 0; i < cell->n; i++)
    if (cell->kid[i] == NULL || cell->kid[i]->kind == POL_N_BROKEN) return pol_expr_broken(c, cell);
  if (cell->text == 0) return listed(c, subject, cell);
  if (pol_rules_word(c, cell->text, "not")) return pol_check_relation(c, subject, cell->kid[0], true);
  if (!pol_rules_word(c, cell->text, "from")) return pol_check_relation(c, subject, cell->kid[0], false);
  pol_expr *low = compare(c, subject, cell, true, cell->kid[0]);
  const pol_node *high = cell->n > 1 ? cell->kid[1] : below;
  return high == NULL ? low : pol_rules_and(c, low, compare(c, subject, cell, false, high), cell);
}

/* -- dates as tests */

static pol_expr *as_of_test(pol_checker *c, pol_op op, pol_date date, const pol_node *node) {
  pol_type type = pol_rules_type(POL_T_DATE);
  pol_value v = { .type = type, .as.i = date };
  pol_expr *as_of = pol_expr_new(c, POL_OP_AS_OF, type, node, 0);
  pol_expr *test = pol_expr_new(c, op, pol_rules_type(POL_T_BOOL), node, 2, as_of, pol_expr_const(c, v, node));
  test->flags |= POL_X_ADDED;
  return test;
}

pol_expr *pol_rules_dates_test(pol_checker *c, pol_span_of_time dates, const pol_node *node) {
  pol_expr *from = dates.from_set ? as_of_test(c, POL_OP_GE, dates.from, node) : NULL;
  pol_expr *to = dates.to_set ? as_of_test(c, POL_OP_LE, dates.to, node) : NULL;
  return pol_rules_and(c, from, to, node);
}

/* Until the table is replaced; and from the day of the amendment whose table it is. Its own clauses begin no sooner; those of the policy, or of another amendment, may. */
pol_span_of_time pol_rules_row_dates(const pol_checker *c, const pol_table_work *t, uint32_t clause) {
  pol_span_of_time own = c->rules->trees.at[t->tree].dates, dates = { .to_set = t->dated, .to = t->until };
  if (c->rules->clauses.at[clause].tree == t->tree || !c->rules->trees.at[t->tree].amendment) return dates;
  dates.from_set = own.from_set;
  dates.from = own.from;
  return dates;
}

/* -- one row */

static pol_expr *subject_of(pol_checker *c, const pol_table_work *t, uint32_t column) {
  const pol_table_column *k = &t->column[column];
  if (k->kind == POL_COLUMN_BY) return pol_check_amount(c, pol_kid(t->node, 1), NULL);
  pol_node *name = pol_rules_node(c, POL_N_NAME, k->node->span, k->node->text, 0, NULL);
  return name == NULL ? pol_expr_broken(c, k->node) : pol_check_amount(c, name, NULL);
}

static bool tests(const pol_table_work *t, uint32_t column) {
  return t->column[column].kind == POL_COLUMN_TEST || t->column[column].kind == POL_COLUMN_BY;
}

static pol_expr *row_test(pol_checker *c, const pol_table_work *t, const pol_row_work *row) {
  pol_expr *all = NULL;
  uint32_t before = c->implieds;
  for (uint32_t k = 0; k < t->columns; k++) {
    const pol_node *cell = pol_kid(row->row, k);
    if (!tests(t, k) || cell == NULL || cell->n == 0) continue;
    pol_expr *one = pol_rules_cell_test(c, subject_of(c, t, k), cell, t->column[k].kind == POL_COLUMN_BY ? row->below : NULL);
    if (one == NULL) continue;
    pol_check_imply(c, one);
    all = pol_rules_and(c, all, one, row->row);
  }
  c->implieds = before;
  return pol_rules_and(c, all, pol_rules_dates_test(c, pol_rules_row_dates(c, t, row->clause), row->row), row->row);
}

static void bad_cell(pol_checker *c, const pol_node *cell, const char *decision, const char *help) {
  pol_report *r = pol_check_report(c, POL_R_TABLE_ROW, cell, "this cell does not say one thing about %s", decision);
  pol_report_help(c->in->reports, r, "%s", help);
}

/* A permission's cell: permitted, refused, or the parties that it is referred to. */
static bool permission_cell(pol_checker *c, pol_rule *r, const pol_node *cell) {
  const pol_node *first = cell->kid[0];
  r->effect = POL_E_REFERS;
  if (cell->n == 1 && first->kind == POL_N_NAME && pol_rules_word(c, first->text, "permitted")) r->effect = POL_E_PERMITS;
  if (cell->n == 1 && first->kind == POL_N_NAME && pol_rules_word(c, first->text, "refused")) r->effect = POL_E_REFUSES;
  if (r->effect == POL_E_REFERS) r->party = pol_rules_parties(c, cell, &r->parties);
  return r->effect != POL_E_REFERS || r->parties > 0;
}

static void list_cell(pol_checker *c, pol_rule *r, const pol_node *cell, uint32_t table, uint32_t row) {
  uint32_t options = c->m->decisions.at[r->decision].type.ref;
  r->effect = POL_E_INCLUDES;
  for (uint32_t i = 0; i < cell->n; i++) {
    r->option = pol_check_option_of(c, options, cell->kid[i]->text, cell->kid[i]);
    if (r->option != POL_NO_REF) (void)pol_rules_push(c, r, table, row);
  }
}

static void decide(pol_checker *c, uint32_t table, uint32_t row, uint32_t column) {
  const pol_table_work *t = &c->rules->tables.at[table];
  const pol_row_work *w = &t->rows.at[row];
  const pol_node *cell = pol_kid(w->row, column);
  uint32_t d = t->column[column].ref, before = c->implieds;
  if (!pol_is_node(cell, POL_N_CELL) || cell->n == 0) return;
  pol_rule r = { .effect = POL_E_IS, .clause = w->clause, .decision = d, .node = w->row, .line = w->line };
  r.option = r.departure = r.exception_of = POL_NO_REF;
  pol_type type = c->m->decisions.at[d].type;
  const char *name = pol_check_text(c, c->m->decisions.at[d].name);
  pol_rules_enter(c, w->clause, d);
  r.when = row_test(c, t, w);
  if (r.when != NULL) pol_check_imply(c, r.when);
  if (cell->text != 0 || cell->kid[0] == NULL) {
    bad_cell(c, cell, name, "give the value itself; what is tested has columns of its own");
  } else if (type.kind == POL_T_PERMISSION) {
    if (permission_cell(c, &r, cell)) (void)pol_rules_push(c, &r, table, row);
  } else if (type.kind == POL_T_SET || type.kind == POL_T_SEQUENCE) {
    list_cell(c, &r, cell, table, row);
  } else if (type.kind == POL_T_OBLIGATIONS) {
    bad_cell(c, cell, name, "duties are written in their clause: PARTY must DUTY …");
  } else if (cell->n > 1) {
    bad_cell(c, cell, name, "one value a cell");
  } else {
    c->taker = name;
    r.value = pol_check_amount(c, cell->kid[0], type.kind == POL_T_BROKEN ? NULL : &type);
    (void)pol_rules_push(c, &r, table, row);
  }
  pol_rules_leave(c, before);
}

void pol_check_tables(pol_checker *c) {
  if (!pol_rules_ready(c) || c->rules->decisions == NULL) return;
  for (uint32_t i = 0; i < c->rules->tables.n && !c->no_memory; i++) {
    const pol_node *params = pol_kid(c->rules->tables.at[i].node, 0);
    if (c->rules->tables.at[i].ended || (params != NULL && params->n > 0)) continue;
    c->importing = c->trees.at[c->rules->tables.at[i].tree].imported;
    pol_rules_bands(c, &c->rules->tables.at[i]);
    for (uint32_t k = 0; k < c->rules->tables.at[i].rows.n && !c->no_memory; k++)
      for (uint32_t column = 0; column < c->rules->tables.at[i].columns; column++)
        if (c->rules->tables.at[i].column[column].kind == POL_COLUMN_DECISION) decide(c, i, k, column);
  }
  c->importing = false;
}
