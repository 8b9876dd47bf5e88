/* Literals with their units, and amounts of something: 25 days of 7.4 hours, 50% of x. */
#include "check/expr.h"
#include <string.h>

/* What could be worked out; 0, and a report, where it could not. */
static pol_num exact(pol_checker *c, const pol_node *node, bool fine, pol_num v) {
  if (fine) return v;
  pol_report *r = pol_check_report(c, POL_R_NUMBER_TOO_LARGE, node, "this number is too large to be exact");
  pol_report_label(c->in->reports, r, "over 38 digits");
  return pol_num_int(0);
}

static pol_num read_number(pol_checker *c, const pol_node *node, const char *text, size_t n) {
  pol_num v = pol_num_int(0);
  pol_num_fault fault = POL_NUM_FINE;
  bool fine = pol_num_read(&v, &fault, text, n) && fault == POL_NUM_FINE;
  return exact(c, node, fine, v);
}

static pol_num divided(pol_checker *c, const pol_node *node, pol_num v, int64_t by) {
  pol_num out = v;
  bool fine = pol_num_div(&out, v, pol_num_int(by)) == POL_NUM_FINE;
  return exact(c, node, fine, out);
}

static pol_expr *plain_number(pol_checker *c, const pol_node *node) {
  const char *text = pol_check_text(c, node->text);
  pol_num v = read_number(c, node, text, strlen(text));
  if (node->kind != POL_N_PERCENT) return pol_expr_number(c, v, pol_type_of(POL_T_NUMBER), node);
  pol_type type = pol_type_of(POL_T_NUMBER);
  type.show = POL_SHOW_PERCENT;
  return pol_expr_number(c, divided(c, node, v, 100), type, node);
}

static pol_expr *money(pol_checker *c, const pol_node *node) {
  const char *text = pol_check_text(c, node->text);
  const char *space = strchr(text, ' ');
  size_t code = space != NULL ? (size_t)(space - text) : 0;
  const char *amount = space != NULL ? space + 1 : text;
  pol_unit unit = { .money = 1, .currency = code > 0 ? pol_atom_make(c->in->atoms, text, code) : pol_check_currency(c) };
  if (node->n > 0 && node->kid[0] != NULL) unit = pol_unit_mul(unit, pol_unit_word(c, node->kid[0]), -1);
  return pol_expr_number(c, read_number(c, node, amount, strlen(amount)), pol_type_number(unit), node);
}

static int two_digits(const char *text) {
  return (text[0] - '0') * 10 + (text[1] - '0');
}

static pol_expr *day(pol_checker *c, const pol_node *node) {
  const char *text = pol_check_text(c, node->text);
  size_t n = strlen(text);
  int32_t v = 0;
  switch ((pol_node_kind)node->kind) {
  case POL_N_DATE: return pol_date_read(&v, text, n) ? pol_expr_index(c, v, pol_type_of(POL_T_DATE), node) : pol_expr_broken(c, node);
  case POL_N_TIME: return pol_time_read(&v, text, n) ? pol_expr_index(c, v, pol_type_of(POL_T_TIME), node) : pol_expr_broken(c, node);
  default: break;
  }
  if (n != 5 || text[2] != '-') return pol_expr_broken(c, node);
  return pol_expr_index(c, two_digits(text) * 100 + two_digits(text + 3), pol_type_of(POL_T_YEARLY), node);
}

/* -- quantities: a number with a unit, or several in a row */

static bool minutes(pol_checker *c, const pol_node *part) {
  return strcmp(pol_check_text(c, part->kid[0]->text), "minute") == 0;
}

static pol_num part_number(pol_checker *c, const pol_node *part) {
  const char *text = pol_check_text(c, part->text);
  pol_num v = read_number(c, part, text, strlen(text));
  return minutes(c, part) ? divided(c, part, v, 60) : v;
}

static pol_expr *hours_in_parts(pol_checker *c, const pol_node *node) {
  pol_num sum = pol_num_int(0);
  for (uint32_t i = 1; i < node->n; i++) {
    pol_num so_far = sum;
    bool fine = pol_num_add(&sum, so_far, part_number(c, node->kid[i])) == POL_NUM_FINE;
    sum = exact(c, node, fine, sum);
  }
  return pol_expr_number(c, sum, pol_type_number((pol_unit){ .hour = 1 }), node);
}

static pol_expr *period_in_parts(pol_checker *c, const pol_node *node) {
  int64_t months = 0, days = 0;
  for (uint32_t i = 1; i < node->n; i++) {
    const pol_node *part = node->kid[i];
    int64_t n = 0;
    if (!pol_num_to_i64(&n, part_number(c, part)) || n > 1000000 || n < 0) {
      pol_check_report(c, POL_R_NOT_WHOLE, part, "on the calendar, days, weeks, months and years are whole");
      return pol_expr_broken(c, node);
    }
    switch (pol_unit_span(pol_unit_word(c, part->kid[0]))) {
    case POL_SPAN_DAY: days += n; break;
    case POL_SPAN_WEEK: days += 7 * n; break;
    case POL_SPAN_MONTH: months += n; break;
    case POL_SPAN_YEAR: months += 12 * n; break;
    case POL_SPAN_NONE: break;
    }
  }
  if (months > INT32_MAX || days > INT32_MAX) {
    pol_check_report(c, POL_R_NUMBER_TOO_LARGE, node, "this is longer than the calendar");
    return pol_expr_broken(c, node);
  }
  return pol_expr_const(c, (pol_value){ .type = pol_type_of(POL_T_PERIOD), .as.period = { (int32_t)months, (int32_t)days } }, node);
}

static pol_expr *several_parts(pol_checker *c, const pol_node *node) {
  uint32_t hours = 0, spans = 0, parts = node->n - 1;
  for (uint32_t i = 1; i < node->n; i++) {
    pol_unit unit = pol_unit_word(c, node->kid[i]->kid[0]);
    if (unit.hour == 1) hours++;
    if (pol_unit_span(unit) != POL_SPAN_NONE) spans++;
  }
  if (hours == parts) return hours_in_parts(c, node);
  if (spans == parts) return period_in_parts(c, node);
  pol_report *r = pol_check_report(c, POL_R_UNITS_DIFFER, node, "hours and days of the calendar do not add up");
  pol_report_help(c->in->reports, r, "say how long a day is, for example: 2 days of 7.4 hours");
  return pol_expr_broken(c, node);
}

static pol_expr *quantity(pol_checker *c, const pol_node *node) {
  const pol_node *per = pol_kid(node, 0);
  for (uint32_t i = 1; i < node->n; i++)
    if (!pol_is_node(node->kid[i], POL_N_UNIT_OF) || node->kid[i]->n < 1 || node->kid[i]->kid[0] == NULL) return pol_expr_broken(c, node);
  pol_expr *e;
  if (node->n == 2) {
    pol_unit unit = pol_unit_word(c, node->kid[1]->kid[0]);
    if (pol_unit_none(unit)) return pol_expr_broken(c, node);
    e = pol_expr_number(c, part_number(c, node->kid[1]), pol_type_number(unit), node);
  } else {
    e = several_parts(c, node);
  }
  if (per == NULL || !pol_type_is(e->type, POL_T_NUMBER)) return e;
  pol_type type = e->type;
  type.unit = pol_unit_mul(type.unit, pol_unit_word(c, per), -1);
  return pol_expr_number(c, e->value.as.num, type, node);
}

pol_expr *pol_check_literal(pol_checker *c, const pol_node *node) {
  switch ((pol_node_kind)node->kind) {
  case POL_N_NUMBER:
  case POL_N_PERCENT: return plain_number(c, node);
  case POL_N_MONEY: return money(c, node);
  case POL_N_DATE:
  case POL_N_YEARLY:
  case POL_N_TIME: return day(c, node);
  case POL_N_TEXT: return pol_expr_index(c, (int32_t)node->text, pol_type_of(POL_T_TEXT), node);
  case POL_N_YES:
  case POL_N_NO: return pol_expr_index(c, node->kind == POL_N_YES, pol_type_of(POL_T_BOOL), node);
  case POL_N_QUANTITY: return quantity(c, node);
  default: return pol_expr_broken(c, node);
  }
}

/* -- of */

/* A number of days of so many hours each is hours: the length of a day is what the text after `of` says. A rate (`£18 per month`) is
 * multiplied as it stands. */
static pol_unit of_unit(pol_unit amount, pol_unit whole) {
  bool a_rate = whole.day < 0 || whole.week < 0 || whole.month < 0 || whole.year < 0 || whole.hour < 0;
  return pol_unit_span(amount) != POL_SPAN_NONE && !a_rate ? whole : pol_unit_mul(amount, whole, 1);
}

pol_expr *pol_check_of(pol_checker *c, const pol_node *node) {
  pol_expr *amount = pol_check_pure_period(c, pol_check_infer(c, node->kid[0], NULL));
  pol_expr *whole = pol_check_pure_period(c, pol_check_infer(c, node->kid[1], NULL));
  pol_expr *e = pol_check_product(c, POL_OP_MUL, amount, whole, node);
  if (pol_type_is(e->type, POL_T_NUMBER)) e->type.unit = of_unit(amount->type.unit, whole->type.unit);
  return e;
}
