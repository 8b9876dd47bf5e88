/* Amounts by case: a history of dates (`£22.00 to 2024-03-31`), or conditions with an `otherwise`. Both become a chain of choices whose end, when
 * nothing fits, is not applicable. */
#include "check/expr.h"
#include <stdlib.h>

typedef struct one_case {
  const pol_node *node, *tail;
  pol_expr *test, *value; /* test NULL: otherwise */
  pol_span_of_time when;
  bool dated;
} one_case;

static pol_type yes_or_no(void) {
  return pol_type_of(POL_T_BOOL);
}

pol_expr *pol_check_select(pol_checker *c, pol_expr *test, pol_expr *then, pol_expr *otherwise, const pol_node *node) {
  if (otherwise == NULL) {
    otherwise = pol_expr_const(c, (pol_value){ .state = POL_NOT_APPLICABLE, .type = then->type }, node);
    otherwise->flags |= POL_X_ADDED;
  }
  return pol_expr_new(c, POL_OP_SELECT, then->type, node, 3, test, then, otherwise);
}

/* The first amount with a type of its own gives it to all: a plain 0 has none. */
bool pol_check_common(pol_checker *c, pol_expr **e, uint32_t n, const pol_type *wanted) {
  pol_type type = wanted != NULL ? *wanted : pol_type_of(POL_T_BROKEN);
  for (uint32_t i = 0; i < n && pol_type_is(type, POL_T_BROKEN); i++)
    if (!pol_expr_is_zero(e[i])) type = e[i]->type;
  for (uint32_t i = 0; i < n && wanted == NULL && pol_type_is(type, POL_T_NUMBER) && pol_unit_none(type.unit); i++)
    if (pol_type_is(e[i]->type, POL_T_NUMBER)) type = e[i]->type; /* one of them has a unit: the others lack it */
  bool fine = true;
  for (uint32_t i = 0; i < n; i++) {
    e[i] = pol_check_convert(c, e[i], &type, e[i]->node);
    fine = fine && !pol_type_is(e[i]->type, POL_T_BROKEN);
  }
  return fine;
}

static pol_expr *date_test(pol_checker *c, const one_case *k) {
  pol_type date = pol_type_of(POL_T_DATE);
  pol_expr *from = NULL, *to = NULL;
  if (k->when.from_set)
    from = pol_expr_new(c, POL_OP_GE, yes_or_no(), k->tail, 2, pol_expr_new(c, POL_OP_AS_OF, date, k->tail, 0), pol_expr_index(c, k->when.from, date, k->tail));
  if (k->when.to_set)
    to = pol_expr_new(c, POL_OP_LE, yes_or_no(), k->tail, 2, pol_expr_new(c, POL_OP_AS_OF, date, k->tail, 0), pol_expr_index(c, k->when.to, date, k->tail));
  pol_expr *e = from == NULL ? to : to == NULL ? from : pol_expr_new(c, POL_OP_AND, yes_or_no(), k->tail, 2, from, to);
  if (e == NULL) return pol_expr_broken(c, k->tail);
  e->flags |= POL_X_ADDED;
  return e;
}

static one_case read_case(pol_checker *c, const pol_node *node, const pol_type *wanted) {
  one_case k = { .node = node, .tail = pol_kid(node, 1) };
  uint32_t before = c->implieds;
  if (k.tail != NULL && k.tail->kind == POL_N_EFFECTIVE) {
    k.dated = true;
    k.when = pol_check_effective(c, k.tail);
    k.test = date_test(c, &k);
  } else if (k.tail != NULL && k.tail->kind != POL_N_OTHERWISE) {
    k.test = pol_check_test(c, k.tail);
    pol_check_imply(c, k.test);
  }
  k.value = pol_check_infer(c, pol_kid(node, 0), wanted);
  c->implieds = before;
  return k;
}

/* -- dates that overlap */

static int by_start(const void *left, const void *right) {
  const one_case *a = *(const one_case *const *)left, *b = *(const one_case *const *)right;
  pol_date fa = a->when.from_set ? a->when.from : POL_DATE_FIRST, fb = b->when.from_set ? b->when.from : POL_DATE_FIRST;
  if (fa != fb) return fa < fb ? -1 : 1;
  return a->node->span.start < b->node->span.start ? -1 : a->node->span.start > b->node->span.start;
}

static const char *iso(pol_checker *c, pol_date d) {
  pol_ymd y = pol_date_split(d);
  return pol_check_format(c, "%04d-%02d-%02d", (int)y.year, (int)y.month, (int)y.day);
}

static void report_overlap(pol_checker *c, const one_case *earlier, const one_case *later) {
  pol_report *r = pol_check_report(c, POL_R_PERIODS_OVERLAP, later->tail, "two amounts hold for the same days");
  pol_report_label(c->in->reports, r, "starts while the other still holds");
  pol_report_also(c->in->reports, r, earlier->tail->span, "the other");
  if (later->when.from_set && later->when.from > POL_DATE_FIRST) pol_report_help(c->in->reports, r, "end the other on %s", iso(c, later->when.from - 1));
}

static void check_overlaps(pol_checker *c, const one_case *list, uint32_t n) {
  const one_case **sorted = POL_NEW_N(c->in->arena, const one_case *, n);
  if (sorted == NULL) {
    c->no_memory = true;
    return;
  }
  uint32_t dated = 0;
  for (uint32_t i = 0; i < n; i++)
    if (list[i].dated && !pol_type_is(list[i].test->type, POL_T_BROKEN)) sorted[dated++] = &list[i];
  qsort(sorted, dated, sizeof *sorted, by_start);
  for (uint32_t i = 1; i < dated; i++) {
    const one_case *a = sorted[i - 1], *b = sorted[i];
    if (!a->when.to_set || !b->when.from_set || b->when.from <= a->when.to) report_overlap(c, a, b);
  }
}

/* Dates exclude one another, so their order means nothing. Conditions do not, and an amount for all other cases is said once. */
static bool shape_is_fine(pol_checker *c, const one_case *list, uint32_t n) {
  const one_case *otherwise = NULL, *dated = NULL, *tested = NULL;
  for (uint32_t i = 0; i < n; i++) {
    const one_case *k = &list[i];
    if (k->test == NULL && otherwise != NULL) {
      pol_report *r = pol_check_report(c, POL_R_CASES_MIXED, k->node, "two amounts stand for all other cases");
      pol_report_also(c->in->reports, r, otherwise->node->span, "the other");
      pol_report_help(c->in->reports, r, "say of one of them when, from or to which day it holds");
      return false;
    }
    if (k->test == NULL) otherwise = k;
    else if (k->dated) dated = k;
    else tested = k;
  }
  if (dated == NULL || tested == NULL) return true;
  pol_report *r = pol_check_report(c, POL_R_CASES_MIXED, tested->tail, "cases by date and cases by condition stand in one list");
  pol_report_also(c->in->reports, r, dated->tail->span, "by date");
  pol_report_help(c->in->reports, r, "define the amount by date under a name of its own, and use that name here");
  return false;
}

static pol_expr *chain(pol_checker *c, const pol_node *node, const one_case *list, pol_expr *const *value, uint32_t n) {
  pol_expr *e = NULL;
  bool choice = false;
  for (uint32_t i = 0; i < n; i++)
    if (list[i].test == NULL) e = value[i];
  for (uint32_t i = n; i-- > 0;) {
    if (list[i].test == NULL) continue;
    e = pol_check_select(c, list[i].test, value[i], e, list[i].node);
    choice = true;
  }
  if (choice) e->node = node;
  return e;
}

pol_expr *pol_check_cases(pol_checker *c, const pol_node *node, const pol_type *wanted) {
  one_case *list = POL_NEW_N(c->in->arena, one_case, node->n);
  pol_expr **value = POL_NEW_N(c->in->arena, pol_expr *, node->n);
  if (list == NULL || value == NULL) {
    c->no_memory = true;
    return pol_expr_broken(c, node);
  }
  uint32_t n = 0;
  bool lost = false;
  for (uint32_t i = 0; i < node->n; i++) {
    if (!pol_is_node(node->kid[i], POL_N_CASE)) {
      lost = true;
      continue;
    }
    list[n] = read_case(c, node->kid[i], wanted != NULL ? wanted : n > 0 ? &list[0].value->type : NULL);
    value[n] = list[n].value;
    lost = lost || (list[n].test != NULL && pol_type_is(list[n].test->type, POL_T_BROKEN));
    n++;
  }
  check_overlaps(c, list, n);
  bool fine = shape_is_fine(c, list, n);
  fine = pol_check_common(c, value, n, wanted) && fine && !lost;
  return fine && n > 0 ? chain(c, node, list, value, n) : pol_expr_broken(c, node);
}
