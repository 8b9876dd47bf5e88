/* From one value to another, and windows of time. */
#include "check/expr.h"
#include "ops/dates.h"

static pol_type yes_or_no(void) {
  return pol_type_of(POL_T_BOOL);
}

static bool broken(const pol_expr *e) {
  return pol_type_is(e->type, POL_T_BROKEN);
}

/* A comparison that makes up part of what is written. */
static pol_expr *part(pol_checker *c, pol_op op, pol_expr *a, pol_expr *b, const pol_node *node) {
  pol_expr *e = pol_expr_new(c, op, yes_or_no(), node, 2, a, b);
  e->flags |= POL_X_ADDED;
  return e;
}

static bool cyclic(pol_type t) { /* after Sunday comes Monday, after midnight the morning */
  return pol_type_is(t, POL_T_TIME) || (pol_type_is(t, POL_T_OPTION) && t.ref == POL_OPTIONS_WEEKDAY);
}

static int compare(pol_type t, const pol_value *a, const pol_value *b) {
  if (pol_type_repr(t) == POL_REPR_NUM) return pol_num_cmp(a->as.num, b->as.num);
  return (a->as.i > b->as.i) - (a->as.i < b->as.i);
}

static pol_expr *wrapped(pol_checker *c, pol_expr *from, pol_expr *to, const pol_node *node) {
  return pol_expr_new(c, POL_OP_OR, yes_or_no(), node, 2, from, to);
}

/* Both ends count, but a time of day's last: 07:00 to 19:00 ends where 19:00 to 07:00 begins. */
static pol_expr *between(pol_checker *c, pol_expr *subject, pol_expr *low, pol_expr *high, const pol_node *node) {
  pol_type type = low->type;
  pol_expr *from = part(c, POL_OP_GE, subject, low, node);
  pol_expr *to = part(c, pol_type_is(type, POL_T_TIME) ? POL_OP_LT : POL_OP_LE, subject, high, node);
  pol_expr *straight = pol_expr_new(c, POL_OP_AND, yes_or_no(), node, 2, from, to);
  pol_value a, b;
  if (pol_expr_fold(low, &a, c->m->short_months) && pol_expr_fold(high, &b, c->m->short_months)) {
    if (compare(type, &a, &b) <= 0) return straight;
    if (cyclic(type)) return wrapped(c, from, to, node);
    pol_report *r = pol_check_report(c, POL_R_BACKWARDS, node, "this range ends before it starts, so nothing is in it");
    pol_report_help(c->in->reports, r, "write the smaller one first");
    return pol_expr_broken(c, node);
  }
  if (!cyclic(type)) return straight;
  pol_expr *forward = part(c, POL_OP_LE, low, high, node);
  pol_expr *backward = part(c, POL_OP_GT, low, high, node);
  return wrapped(c, pol_expr_new(c, POL_OP_AND, yes_or_no(), node, 2, forward, straight),
                 pol_expr_new(c, POL_OP_AND, yes_or_no(), node, 2, backward, wrapped(c, from, to, node)), node);
}

pol_expr *pol_check_range(pol_checker *c, pol_expr *subject, const pol_node *relation) {
  pol_expr *low = pol_check_infer(c, relation->kid[0], &subject->type);
  pol_expr *high = pol_check_infer(c, relation->kid[1], pol_type_is(low->type, POL_T_OPTION) ? &low->type : &subject->type);
  /* The comparisons are made once for their reports, and once more as the parts of the range. */
  pol_expr *from = pol_check_ordered(c, POL_OP_GE, subject, low, relation);
  pol_expr *to = pol_check_ordered(c, POL_OP_LE, subject, high, relation);
  if (broken(from) || broken(to)) return pol_expr_broken(c, relation);
  return between(c, from->arg[0], from->arg[1], to->arg[1], relation);
}

/* -- within P from D: [D, D + P) */

static pol_expr *window(pol_checker *c, pol_expr *subject, pol_expr *start, pol_expr *length, const pol_node *node) {
  pol_expr *end = pol_check_shifted(c, start, length, 1, node);
  if (broken(end)) return end;
  end->flags |= POL_X_ADDED;
  return pol_expr_new(c, POL_OP_AND, yes_or_no(), node, 2, part(c, POL_OP_GE, subject, start, node), part(c, POL_OP_LT, subject, end, node));
}

/* Whether a window from a yearly date ends within its year, in a leap year and in another: then no window of the year before is open. */
static bool stays_in_year(const pol_expr *yearly, const pol_expr *length, pol_short_months how) {
  pol_value p;
  if (yearly->op != POL_OP_CONST || length == NULL || !pol_expr_fold(length, &p, how) || !pol_type_is(p.type, POL_T_PERIOD)) return false;
  for (int32_t year = 2023; year <= 2024; year++) {
    pol_date start = 0, end = 0, next = 0;
    if (!pol_dates_in_year(&start, yearly->value.as.i, year, how) || !pol_date_make(&next, year + 1, 1, 1)) return false;
    if (!pol_date_add(&end, start, p.as.period, 1, how) || end > next) return false;
  }
  return true;
}

static pol_expr *in_year(pol_checker *c, pol_expr *yearly, pol_expr *date, int back, const pol_node *node) {
  pol_type count = { .kind = POL_T_NUMBER, .show = POL_SHOW_COUNT, .ref = POL_NO_REF };
  pol_expr *year = pol_expr_new(c, POL_OP_YEAR, count, node, 1, date);
  if (back != 0) year = pol_expr_new(c, POL_OP_SUB, count, node, 2, year, pol_expr_number(c, pol_num_int(back), count, node));
  pol_expr *e = pol_expr_new(c, POL_OP_YEARLY_IN, pol_type_of(POL_T_DATE), node, 2, yearly, year);
  e->flags |= POL_X_ADDED;
  return e;
}

static pol_expr *yearly_window(pol_checker *c, pol_expr *subject, pol_expr *yearly, pol_expr *length, const pol_node *node) {
  if (yearly->op == POL_OP_CONST && yearly->value.as.i == 229) pol_check_needs_convention(c, yearly->node);
  pol_expr *this_year = window(c, subject, in_year(c, yearly, subject, 0, node), length, node);
  pol_expr *period = broken(this_year) ? NULL : pol_check_to_period(c, length);
  if (broken(this_year) || stays_in_year(yearly, period, c->m->short_months)) return this_year;
  pol_expr *last_year = window(c, subject, in_year(c, yearly, subject, 1, node), length, node);
  return broken(last_year) ? last_year : wrapped(c, this_year, last_year, node);
}

pol_expr *pol_check_within(pol_checker *c, pol_expr *subject, const pol_node *relation) {
  pol_expr *length = pol_check_infer(c, relation->kid[0], NULL);
  pol_type date = pol_type_of(POL_T_DATE);
  pol_expr *start = pol_check_infer(c, relation->kid[1], &date);
  if (broken(subject) || broken(length) || broken(start)) return pol_expr_broken(c, relation);
  if (!pol_type_is(subject->type, POL_T_DATE)) {
    pol_report *r = pol_check_report(c, POL_R_KINDS_DIFFER, relation, "only a date is within a time, and this is %s", pol_check_type_name(c, subject->type));
    pol_report_help(c->in->reports, r, "put a date before it: DATE is within 6 weeks from 1 February");
    if (subject->node != NULL) pol_report_also(c->in->reports, r, subject->node->span, "%s", pol_check_type_name(c, subject->type));
    return pol_expr_broken(c, relation);
  }
  if (pol_type_is(start->type, POL_T_YEARLY)) return yearly_window(c, subject, start, length, relation);
  if (!pol_type_is(start->type, POL_T_DATE)) start = pol_check_convert(c, start, &date, relation->kid[1]);
  return broken(start) ? start : window(c, subject, start, length, relation);
}
