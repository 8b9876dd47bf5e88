/* The shapes of tables: what each column is, which clause each row belongs to, which rows stand above others, which table replaces which. */
#include "check/rules.h"
#include "syntax/words.h"

/* -- columns */

static uint32_t param_of(const pol_node *table, pol_atom name) {
  const pol_node *params = pol_kid(table, 0);
  for (uint32_t i = 0; i < pol_kids(params); i++)
    if (params->kid[i]->text == name) return i;
  return POL_NO_REF;
}

static bool is_function(const pol_node *table) {
  const pol_node *params = pol_kid(table, 0);
  return params != NULL && params->n > 0;
}

static pol_table_column column_of(pol_checker *c, const pol_node *table, const pol_node *column) {
  pol_table_column r = { .kind = POL_COLUMN_TEST, .ref = POL_NO_REF, .node = column };
  const pol_node *by = pol_kid(table, 1);
  if (pol_rules_word(c, column->text, "clause")) {
    r.kind = POL_COLUMN_CLAUSE;
  } else if (pol_rules_word(c, column->text, "despite")) {
    r.kind = POL_COLUMN_DESPITE;
  } else if (pol_rules_expects_more(c, column)) {
    r.kind = POL_COLUMN_NONE;
    pol_report *report = pol_check_report(c, POL_R_TABLE_COLUMN, column, "this column belongs in a table of scenarios, not in one of rules");
    pol_report_help(c->in->reports, report, "the columns of rules: clause, what is tested, what is decided, despite");
  } else if ((r.ref = param_of(table, column->text)) != POL_NO_REF) {
    r.kind = POL_COLUMN_PARAM;
  } else if (is_function(table) && column->text == table->text) {
    r.kind = POL_COLUMN_RESULT;
  } else if (pol_is_node(by, POL_N_NAME) && by->text == column->text) {
    r.kind = POL_COLUMN_BY;
  } else if ((r.ref = pol_check_find(c, POL_NAME_DECISION, column->text)) != POL_NO_REF && !is_function(table)) {
    r.kind = POL_COLUMN_DECISION;
  }
  return r;
}

static uint32_t column_at(const pol_table_work *t, pol_column_kind kind) {
  for (uint32_t i = 0; i < t->columns; i++)
    if (t->column[i].kind == kind) return i;
  return POL_NO_REF;
}

/* A table by an amount that is no plain name: its column is the one that nothing else explains. */
static void find_by(pol_checker *c, pol_table_work *t) {
  const pol_node *by = pol_kid(t->node, 1);
  if (by == NULL || column_at(t, POL_COLUMN_BY) != POL_NO_REF) return;
  for (uint32_t i = 0; by->kind != POL_N_NAME && i < t->columns; i++) {
    pol_atom name = t->column[i].node->text;
    if (t->column[i].kind != POL_COLUMN_TEST || pol_check_find(c, POL_NAME_FACT, name) != POL_NO_REF || pol_check_find(c, POL_NAME_DEFINE, name) != POL_NO_REF) continue;
    t->column[i].kind = POL_COLUMN_BY;
    return;
  }
  if (t->columns == 0) return;
  pol_report *r = pol_check_report(c, POL_R_TABLE_COLUMN, by, "no column of the table says which rows are for which %s", by->kind == POL_N_NAME ? pol_check_text(c, by->text) : "amount");
  if (by->kind == POL_N_NAME) pol_report_help(c->in->reports, r, "add a column with the heading %s", pol_check_text(c, by->text));
}

/* The decision that a column names may be one that a mistake has cost. */
static bool decision_lost(pol_checker *c, const pol_table_work *t) {
  bool lost = pol_check_may_be_lost(c, POL_NAME_DECISION);
  for (uint32_t i = 0; i < t->columns && !lost; i++) lost = pol_check_is_doubtful(c, pol_check_text(c, t->column[i].node->text));
  return lost;
}

static void check_columns(pol_checker *c, const pol_table_work *t) {
  if (t->columns == 0) return;
  const pol_node *head = pol_kid(pol_kid(t->node, 4), 0);
  if (column_at(t, POL_COLUMN_CLAUSE) == POL_NO_REF) {
    pol_report *r = pol_check_report(c, POL_R_TABLE_COLUMN, head, "no column of the table says which clause each row is");
    pol_report_help(c->in->reports, r, "add a column with the heading clause");
  }
  if (is_function(t->node) && column_at(t, POL_COLUMN_RESULT) == POL_NO_REF) {
    pol_report *r = pol_check_report(c, POL_R_TABLE_COLUMN, head, "no column of the table gives its value");
    pol_report_help(c->in->reports, r, "add a column with the heading %s", pol_check_text(c, t->node->text));
  } else if (!is_function(t->node) && column_at(t, POL_COLUMN_DECISION) == POL_NO_REF && !c->m->is_amendment && !decision_lost(c, t)) {
    pol_report *r = pol_check_report(c, POL_R_TABLE_COLUMN, head, "no column of the table names a decision, so it decides nothing");
    pol_report_help(c->in->reports, r, "name the decision in the heading of the column that gives its value");
  }
}

static void read_columns(pol_checker *c, pol_table_work *t) {
  const pol_node *head = pol_kid(pol_kid(t->node, 4), 0);
  if (!pol_is_node(head, POL_N_HEAD) || head->n == 0) return;
  t->column = POL_NEW_N(c->in->arena, pol_table_column, head->n);
  if (t->column == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < head->n; i++) {
    if (!pol_is_node(head->kid[i], POL_N_COLUMN)) return;
    t->column[t->columns++] = column_of(c, t->node, head->kid[i]);
  }
  find_by(c, t);
  check_columns(c, t);
}

/* -- rows */

static void push_row(pol_checker *c, uint32_t table, const pol_node *row, uint32_t clause, uint32_t line) {
  pol_table_work *t = &c->rules->tables.at[table];
  pol_row_work r = { .row = row, .clause = clause, .line = line, .rule = POL_NO_REF };
  if (is_function(t->node)) {
    pol_rule rule = { .effect = POL_E_IS, .clause = clause, .decision = POL_NO_REF, .node = row, .line = line };
    rule.option = rule.departure = rule.exception_of = POL_NO_REF;
    r.rule = pol_rules_push(c, &rule, table, t->rows.n);
  }
  POL_PUSH(c, &t->rows, r);
}

/* And to the clauses that go on unchanged from it, and from those in turn. */
static void push_rows(pol_checker *c, uint32_t table, const pol_node *row, uint32_t clause, uint32_t line, uint32_t depth) {
  push_row(c, table, row, clause, line);
  for (uint32_t s = c->rules->clauses.at[clause].successor; s != POL_NO_REF && depth < 64; s = c->rules->successors.at[s].next)
    if (c->rules->successors.at[s].unchanged) push_rows(c, table, row, c->rules->successors.at[s].to, line, depth + 1);
}

/* A row belongs to every version of its clause. */
static void add_row(pol_checker *c, uint32_t table, const pol_node *row) {
  const pol_table_work *t = &c->rules->tables.at[table];
  uint32_t column = column_at(t, POL_COLUMN_CLAUSE);
  if (column == POL_NO_REF) return;
  const pol_node *cell = pol_kid(row, column), *id = pol_kid(cell, 0);
  if ((cell != NULL && cell->kind != POL_N_CELL) || pol_is_node(id, POL_N_BROKEN)) return;
  if (id == NULL || id->text == 0) {
    pol_report *r = pol_check_report(c, POL_R_TABLE_ROW, row, "this row does not say which clause it is");
    pol_report_help(c->in->reports, r, "put the clause's id in the column clause");
    return;
  }
  uint32_t line = c->rules->lines++;
  c->row = true;
  uint32_t first = pol_check_resolve(c, POL_NAME_CLAUSE, id->text, id);
  c->row = false;
  for (uint32_t x = first; x != POL_NO_REF && !c->no_memory; x = c->rules->clauses.at[x].next) push_rows(c, table, row, x, line, 0);
}

bool pol_rules_row_ids(const pol_table_work *t, uint32_t row, const pol_node **cell) {
  uint32_t column = column_at(t, POL_COLUMN_DESPITE);
  *cell = column == POL_NO_REF ? NULL : pol_kid(t->rows.at[row].row, column);
  return *cell != NULL && (*cell)->kind == POL_N_CELL && (*cell)->n > 0;
}

/* Which rows of a function stand above which. */
static void rank_rows(pol_checker *c, pol_table_work *t) {
  POL_VEC(pol_edge) edges = { 0 };
  uint32_t *clause = POL_NEW_N(c->in->arena, uint32_t, t->rows.n + 1u);
  if (clause == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < t->rows.n; i++) {
    const pol_node *cell;
    clause[i] = t->rows.at[i].clause;
    if (!pol_rules_row_ids(t, i, &cell)) continue;
    for (uint32_t k = 0; k < cell->n; k++) {
      const pol_node *id = cell->kid[k];
      bool others = pol_rules_word(c, id->text, "others");
      pol_numbers wanted = { 0 };
      if (!others) pol_rules_clauses_of_ref(c, id, &wanted);
      for (uint32_t j = 0; j < t->rows.n; j++) {
        bool meant = others;
        for (uint32_t x = 0; x < wanted.n && !meant; x++) meant = wanted.at[x] == t->rows.at[j].clause;
        pol_edge e = { .upper = i, .lower = j, .ref = id };
        if (meant && t->rows.at[j].row != t->rows.at[i].row) POL_PUSH(c, &edges, e);
      }
    }
  }
  if (c->no_memory || edges.n == 0) return;
  pol_above *above = pol_rules_close(c, t->rows.n, clause, edges.at, edges.n);
  for (uint32_t i = 0; above != NULL && i < t->rows.n; i++) {
    t->rows.at[i].above = above[i].at;
    t->rows.at[i].aboves = above[i].n;
  }
}

/* -- replaced tables */

static pol_atom table_name(const pol_node *ref) {
  const pol_node *named = ref->kind == POL_N_REF_KIND ? pol_kid(ref, 0) : ref;
  return named == NULL ? 0 : named->text;
}

static void replace_one(pol_checker *c, uint32_t table, const pol_node *ref) {
  pol_rules_work *w = c->rules;
  uint32_t tree = w->tables.at[table].tree;
  pol_span_of_time dates = w->trees.at[tree].dates;
  bool found = false;
  uint32_t gone = POL_NO_REF;
  for (uint32_t i = 0; i < table; i++) {
    pol_table_work *t = &w->tables.at[i];
    if (t->tree >= tree || t->node->text == 0 || t->node->text != table_name(ref)) continue;
    if (t->replaced_by != POL_NO_REF && w->tables.at[t->replaced_by].tree != tree) {
      gone = i;
      continue;
    }
    found = true;
    t->replaced_by = table;
    if (!dates.from_set) t->ended = true;
    else if (!t->dated || t->until >= dates.from) t->dated = true, t->until = dates.from - 1;
  }
  if (!found && gone != POL_NO_REF) pol_rules_table_again(c, ref, gone, w->tables.at[gone].replaced_by, tree);
  else if (!found) (void)pol_rules_not_in_base(c, ref, POL_NAME_TABLE, tree, "replaces");
}

static void replace_tables(pol_checker *c) {
  for (uint32_t i = 0; i < c->rules->tables.n; i++) {
    const pol_table_work *t = &c->rules->tables.at[i];
    const pol_node *refs = pol_kid(t->node, 3);
    if (pol_kids(refs) == 0) continue;
    if (!c->rules->trees.at[t->tree].amendment && !(c->lost & (1u << POL_KEYWORD_AMENDMENT))) {
      pol_report *r = pol_check_report(c, POL_R_NOT_AN_AMENDMENT, refs, "only an amendment says \"replaces\"");
      pol_report_help(c->in->reports, r, "take the line away, or put the table in a file that begins: amendment … of …");
    } else if (c->rules->amended) {
      for (uint32_t k = 0; k < refs->n; k++) replace_one(c, i, refs->kid[k]);
    }
  }
}

/* -- all of them */

static uint32_t entry_of(pol_checker *c, const pol_map *by_node, const pol_node *node) {
  uint32_t found = pol_map_get(by_node, (uint64_t)(uintptr_t)node);
  if (found != POL_MAP_NONE) return found;
  pol_table entry = { .name = node->text, .title = pol_check_words(c, pol_kid(node, 2)), .params = is_function(node) ? pol_kid(node, 0)->n : 0, .node = node };
  found = c->m->tables.n;
  POL_PUSH(c, &c->m->tables, entry);
  return found;
}

/* A function of no rows would have no type. One that lost its rows to a mistake has been told of. */
static void needs_a_row(pol_checker *c, const pol_node *table) {
  const pol_node *rows = pol_kid(table, 4);
  if (!is_function(table) || rows == NULL || rows->n > 1) return;
  pol_report *r = pol_check_report(c, POL_R_TABLE_ROW, table, "%s has no row, so it gives nothing", pol_check_text(c, table->text));
  pol_report_help(c->in->reports, r, "add a row, or take the table away");
}

static void add_table(pol_checker *c, const pol_map *by_node, const pol_node *node, uint32_t tree) {
  pol_rules_work *w = c->rules;
  pol_table_work t = { .node = node, .tree = tree, .entry = entry_of(c, by_node, node), .next = POL_NO_REF, .replaced_by = POL_NO_REF };
  uint32_t index = w->tables.n;
  read_columns(c, &t);
  needs_a_row(c, node);
  POL_PUSH(c, &w->tables, t);
  if (c->no_memory || node->text == 0) return;
  uint32_t before = pol_map_get(&w->table_named, node->text);
  if (before == POL_MAP_NONE) {
    if (!pol_map_put(&w->table_named, node->text, index)) c->no_memory = true;
    return;
  }
  while (w->tables.at[before].next != POL_NO_REF) before = w->tables.at[before].next;
  w->tables.at[before].next = index;
}

void pol_rules_table_shapes(pol_checker *c) {
  pol_map by_node;
  pol_map_init(&by_node, c->in->arena);
  for (uint32_t i = 0; i < c->m->tables.n; i++)
    if (!pol_map_put(&by_node, (uint64_t)(uintptr_t)c->m->tables.at[i].node, i)) c->no_memory = true;
  for (uint32_t t = 0; t < c->trees.n; t++) {
    const pol_node *file = c->trees.at[t].tree->root;
    c->importing = c->trees.at[t].imported;
    for (uint32_t i = 0; i < file->n && !c->no_memory; i++)
      if (pol_is_node(file->kid[i], POL_N_TABLE)) add_table(c, &by_node, file->kid[i], t);
  }
  c->importing = false;
  replace_tables(c);
  for (uint32_t i = 0; i < c->rules->tables.n && !c->no_memory; i++) {
    const pol_node *rows = pol_kid(c->rules->tables.at[i].node, 4);
    c->importing = c->trees.at[c->rules->tables.at[i].tree].imported;
    if (c->rules->tables.at[i].ended) continue;
    for (uint32_t k = 1; k < pol_kids(rows) && !c->no_memory; k++)
      if (pol_is_node(rows->kid[k], POL_N_ROW)) add_row(c, i, rows->kid[k]);
    if (!c->no_memory && is_function(c->rules->tables.at[i].node)) rank_rows(c, &c->rules->tables.at[i]);
  }
  c->importing = false;
}
