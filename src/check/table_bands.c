/* Bands: in a table by an amount, a row that says only where it begins ends where the next higher one begins, whatever the order of the rows.
 * Rows belong to one ladder when their other tests read the same; rows whose clauses never hold at the same time do not see each other. */
#include "check/expr.h"
#include "check/rules.h"
#include <stdlib.h>

typedef struct band { uint64_t ladder; pol_value low, high; bool closed; const pol_node *cell; uint32_t row; } band;
typedef POL_VEC(band) bands;

static uint64_t mix(uint64_t h, uint64_t x) {
  h ^= x;
  h *= UINT64_C(0x9E3779B97F4A7C15);
  return h ^ (h >> 29);
}

static uint64_t hash_node(uint64_t h, const pol_node *n) {
  if (n == NULL) return mix(h, 7);
  h = mix(mix(h, n->kind), n->text);
  for (uint32_t i = 0; i < n->n; i++) h = hash_node(h, n->kid[i]);
  return mix(h, n->n);
}

static uint64_t ladder_of(const pol_table_work *t, const pol_row_work *row, uint32_t by) {
  uint64_t h = 11;
  for (uint32_t k = 0; k < t->columns; k++)
    if (t->column[k].kind == POL_COLUMN_TEST && k != by) h = hash_node(h, pol_kid(row->row, k));
  return h;
}

int pol_rules_compare(const pol_value *a, const pol_value *b) {
  if (pol_type_repr(a->type) == POL_REPR_NUM && pol_type_repr(b->type) == POL_REPR_NUM) return pol_num_cmp(a->as.num, b->as.num);
  return (a->as.i > b->as.i) - (a->as.i < b->as.i);
}

bool pol_rules_comparable(const pol_value *a, const pol_value *b) {
  pol_repr x = pol_type_repr(a->type), y = pol_type_repr(b->type);
  return a->state == POL_KNOWN && b->state == POL_KNOWN && x == y && (x == POL_REPR_INT || x == POL_REPR_NUM) && a->type.kind == b->type.kind &&
         (x == POL_REPR_INT || pol_unit_same(a->type.unit, b->type.unit));
}

/* Weeks as days and years as months, so that the rows of a table can say either. */
static bool in_smallest(pol_value *v) {
  pol_span_unit unit = pol_type_is(v->type, POL_T_NUMBER) ? pol_unit_span(v->type.unit) : POL_SPAN_NONE;
  if (unit != POL_SPAN_WEEK && unit != POL_SPAN_YEAR) return true;
  const pol_unit days = { .day = 1 }, months = { .month = 1 };
  v->type.unit = unit == POL_SPAN_WEEK ? days : months;
  pol_num before = v->as.num;
  return pol_num_mul(&v->as.num, before, pol_num_int(unit == POL_SPAN_WEEK ? 7 : 12)) == POL_NUM_FINE;
}

/* Where a row begins, as its test compares it: units are one there, and what is wrong with it is said once, by that test. */
static bool fixed(pol_checker *c, pol_expr *subject, const pol_node *cell, const pol_node *amount, pol_value *out) {
  pol_node from = { .kind = POL_N_CELL, .height = 2, .n = 1, .span = cell->span, .text = cell->text, .kid = (pol_node *[]){ (pol_node *)(uintptr_t)amount } };
  const pol_expr *e = pol_rules_cell_test(c, subject, &from, NULL);
  if (e == NULL || e->n != 2 || e->type.kind == POL_T_BROKEN || e->op == POL_OP_AND) return false;
  return pol_expr_fold(e->arg[1], out, c->m->short_months) && out->state == POL_KNOWN && in_smallest(out);
}

static int by_ladder(const void *x, const void *y) {
  const band *a = x, *b = y;
  if (a->ladder != b->ladder) return a->ladder < b->ladder ? -1 : 1;
  int order = pol_rules_compare(&a->low, &b->low);
  return order != 0 ? order : (a->row > b->row) - (a->row < b->row);
}

static void say_twice(pol_checker *c, const band *a, const band *b) {
  pol_report *r = pol_check_report(c, POL_R_BANDS_MEET, b->cell, a->closed ? "this row begins before the one below it ends" : "two rows of the table begin at the same place");
  pol_report_also(c->in->reports, r, a->cell->span, "the other row");
  pol_report_help(c->in->reports, r, "let each row begin where the one below it ends, or say in a column despite which stands above");
}

static void say_gap(pol_checker *c, const band *a, const band *b) {
  pol_report *r = pol_check_report(c, POL_R_BANDS_GAP, a->cell, "between this row and the next higher one the table says nothing");
  pol_report_also(c->in->reports, r, b->cell->span, "the next begins here");
  pol_report_help(c->in->reports, r, "leave out where this row ends: it then ends where the next begins");
}

/* The amounts at which rows begin and end, where they are fixed. */
static bool collect(pol_checker *c, const pol_table_work *t, uint32_t by, bands *out) {
  pol_expr *subject = pol_check_amount(c, pol_kid(t->node, 1), NULL);
  if (subject->type.kind == POL_T_BROKEN) return false;
  for (uint32_t i = 0; i < t->rows.n; i++) {
    const pol_node *cell = pol_kid(t->rows.at[i].row, by);
    if (cell == NULL || cell->n == 0 || cell->text == 0 || !pol_rules_word(c, cell->text, "from") || cell->kid[0] == NULL) continue;
    band b = { .cell = cell, .row = i, .closed = cell->n > 1 };
    if (!fixed(c, subject, cell, cell->kid[0], &b.low)) continue;
    if (b.closed && (cell->kid[1] == NULL || !fixed(c, subject, cell, cell->kid[1], &b.high))) continue;
    b.ladder = ladder_of(t, &t->rows.at[i], by);
    POL_PUSH(c, out, b);
  }
  return !c->no_memory && out->n > 0;
}

/* The next row up the ladder that holds on some of the same days; NULL when there is none. */
static const band *above(const pol_checker *c, const pol_table_work *t, const bands *list, uint32_t from) {
  const band *a = &list->at[from];
  for (uint32_t i = from + 1; i < list->n && list->at[i].ladder == a->ladder; i++) {
    const pol_clause *x = &c->m->clauses.at[t->rows.at[a->row].clause], *y = &c->m->clauses.at[t->rows.at[list->at[i].row].clause];
    if (pol_rules_dates_meet(x, y) && pol_rules_comparable(&a->low, &list->at[i].low)) return &list->at[i];
  }
  return NULL;
}

static void meet(pol_checker *c, pol_table_work *t, const band *a, const band *b) {
  const pol_node *cell;
  bool ranked = pol_rules_row_ids(t, a->row, &cell) || pol_rules_row_ids(t, b->row, &cell);
  int order = a->closed ? pol_rules_compare(&a->high, &b->low) : pol_rules_compare(&b->low, &a->low);
  if (a->closed ? order > 0 : order == 0) {
    if (ranked) return;
    say_twice(c, a, b);
    t->meets = true;
  } else if (!a->closed) {
    t->rows.at[a->row].below = b->cell->kid[0];
  } else if (order < 0) {
    say_gap(c, a, b);
  }
}

void pol_rules_bands(pol_checker *c, pol_table_work *t) {
  uint32_t by = POL_NO_REF;
  bands list = { 0 };
  for (uint32_t k = 0; k < t->columns; k++)
    if (t->column[k].kind == POL_COLUMN_BY) by = k;
  if (by == POL_NO_REF || !collect(c, t, by, &list)) return;
  qsort(list.at, list.n, sizeof *list.at, by_ladder);
  for (uint32_t i = 0; i < list.n; i++) {
    const band *b = above(c, t, &list, i);
    if (b != NULL) meet(c, t, &list.at[i], b);
  }
}
