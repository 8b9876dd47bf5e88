/* Bringing two amounts, or an amount and the place that takes it, to one type: only where that loses nothing and nobody could mean otherwise.
 * Years become months and weeks become days; a span becomes a period; a plain 0 has every unit. Everything else is reported (mismatch.c). */
#include "check/expr.h"

pol_expr *pol_expr_number(pol_checker *c, pol_num v, pol_type type, const pol_node *node) {
  return pol_expr_const(c, (pol_value){ .type = type, .as.num = v }, node);
}

pol_expr *pol_expr_index(pol_checker *c, int32_t v, pol_type type, const pol_node *node) {
  return pol_expr_const(c, (pol_value){ .type = type, .as.i = v }, node);
}

bool pol_expr_is_zero(const pol_expr *e) {
  return e->op == POL_OP_CONST && pol_type_is(e->type, POL_T_NUMBER) && e->type.show == POL_SHOW_PLAIN && e->value.state == POL_KNOWN &&
         pol_unit_none(e->type.unit) && e->value.as.num.n == 0;
}

static bool broken(const pol_expr *e) {
  return pol_type_is(e->type, POL_T_BROKEN);
}

static bool number(const pol_expr *e) {
  return pol_type_is(e->type, POL_T_NUMBER);
}

static pol_span_unit span_of(const pol_expr *e) {
  return number(e) ? pol_unit_span(e->type.unit) : POL_SPAN_NONE;
}

static const pol_unit span_units[] = { { .day = 1 }, { .week = 1 }, { .month = 1 }, { .year = 1 } };
static const int in_smaller[] = { 1, 7, 1, 12 }; /* days in a week, months in a year */

static bool same_family(pol_span_unit a, pol_span_unit b) {
  return a != POL_SPAN_NONE && b != POL_SPAN_NONE && (a <= POL_SPAN_WEEK) == (b <= POL_SPAN_WEEK);
}

/* A span in another unit of its family. Constants are reckoned here, so that bounds and lengths stay constants. */
static pol_expr *respan(pol_checker *c, pol_expr *e, pol_span_unit to) {
  pol_span_unit from = span_of(e);
  if (from == to) return e;
  pol_type type = e->type;
  type.unit = span_units[to];
  pol_num factor = pol_num_int(in_smaller[from] > in_smaller[to] ? in_smaller[from] : in_smaller[to]);
  bool up = in_smaller[from] > in_smaller[to];
  pol_num v;
  if (e->op == POL_OP_CONST && (up ? pol_num_mul(&v, e->value.as.num, factor) : pol_num_div(&v, e->value.as.num, factor)) == POL_NUM_FINE)
    return pol_expr_number(c, v, type, e->node);
  pol_expr *by = pol_expr_number(c, factor, pol_type_of(POL_T_NUMBER), NULL);
  by->flags |= POL_X_ADDED;
  pol_expr *out = pol_expr_new(c, up ? POL_OP_MUL : POL_OP_DIV, type, e->node, 2, e, by);
  out->flags |= POL_X_ADDED;
  return out;
}

static pol_expr *retype_zero(pol_checker *c, const pol_expr *zero, pol_type type) {
  if (pol_type_is(type, POL_T_PERIOD)) return pol_expr_const(c, (pol_value){ .type = type }, zero->node);
  return pol_expr_number(c, pol_num_int(0), type, zero->node);
}

/* A written period that is months only, or days only, is a number of them. */
pol_expr *pol_check_pure_period(pol_checker *c, pol_expr *e) {
  if (!pol_type_is(e->type, POL_T_PERIOD) || e->op != POL_OP_CONST) return e;
  pol_period p = e->value.as.period;
  if (p.months != 0 && p.days != 0) return e;
  pol_span_unit unit = p.days == 0 ? POL_SPAN_MONTH : POL_SPAN_DAY;
  return pol_expr_number(c, pol_num_int(p.days == 0 ? p.months : p.days), pol_type_number(span_units[unit]), e->node);
}

static pol_expr *constant_period(pol_checker *c, pol_expr *e, pol_span_unit unit) {
  int64_t whole = 0;
  const int64_t most = 4000000; /* days from the first date to the last, and more */
  if (!pol_num_to_i64(&whole, e->value.as.num)) {
    pol_check_report(c, POL_R_NOT_WHOLE, e->node, "on the calendar, days, weeks, months and years are whole");
    return pol_expr_broken(c, e->node);
  }
  if (whole > most || whole < -most) {
    pol_check_report(c, POL_R_NUMBER_TOO_LARGE, e->node, "this is longer than the calendar");
    return pol_expr_broken(c, e->node);
  }
  int32_t n = (int32_t)whole * in_smaller[unit];
  pol_period p = unit <= POL_SPAN_WEEK ? (pol_period){ 0, n } : (pol_period){ n, 0 };
  return pol_expr_const(c, (pol_value){ .type = pol_type_of(POL_T_PERIOD), .as.period = p }, e->node);
}

pol_expr *pol_check_to_period(pol_checker *c, pol_expr *e) {
  if (broken(e) || pol_type_is(e->type, POL_T_PERIOD)) return e;
  if (pol_expr_is_zero(e)) return retype_zero(c, e, pol_type_of(POL_T_PERIOD));
  pol_span_unit unit = span_of(e);
  if (unit == POL_SPAN_NONE) return NULL;
  pol_value v;
  if (e->op == POL_OP_CONST) return constant_period(c, e, unit);
  if (pol_expr_fold(e, &v, c->m->short_months)) return constant_period(c, pol_expr_const(c, v, e->node), unit);
  pol_expr *out = pol_expr_new(c, POL_OP_TO_PERIOD, pol_type_of(POL_T_PERIOD), e->node, 1, e);
  out->flags |= POL_X_ADDED;
  out->k = (int16_t)unit;
  return out;
}

/* A written number beside a difference of ranks counts ranks: `1 rank` is a quantity only before above and below. */
static bool counts_steps(pol_checker *c, pol_expr **plain, const pol_expr *steps) {
  pol_unit unit = steps->type.unit;
  if ((*plain)->op != POL_OP_CONST || !pol_unit_none((*plain)->type.unit) || (*plain)->type.show == POL_SHOW_PERCENT || unit.step != 1) return false;
  if (!pol_unit_same(unit, (pol_unit){ .step = 1, .order = unit.order })) return false;
  *plain = pol_expr_number(c, (*plain)->value.as.num, pol_type_number(unit), (*plain)->node);
  return true;
}

static bool unify_numbers(pol_checker *c, pol_expr **a, pol_expr **b) {
  if (pol_unit_same((*a)->type.unit, (*b)->type.unit)) return true;
  if (counts_steps(c, a, *b) || counts_steps(c, b, *a)) return true;
  if (pol_expr_is_zero(*a)) {
    *a = retype_zero(c, *a, (*b)->type);
    return true;
  }
  if (pol_expr_is_zero(*b)) {
    *b = retype_zero(c, *b, (*a)->type);
    return true;
  }
  pol_span_unit ua = span_of(*a), ub = span_of(*b);
  if (!same_family(ua, ub)) return false;
  pol_span_unit common = ua <= POL_SPAN_WEEK ? POL_SPAN_DAY : POL_SPAN_MONTH;
  *a = respan(c, *a, common);
  *b = respan(c, *b, common);
  return true;
}

static bool unify_periods(pol_checker *c, pol_expr **a, pol_expr **b) {
  *a = pol_check_pure_period(c, *a);
  *b = pol_check_pure_period(c, *b);
  if (number(*a) && number(*b)) {
    if (unify_numbers(c, a, b)) return true;
    if (span_of(*a) == POL_SPAN_NONE || span_of(*b) == POL_SPAN_NONE) return false;
  }
  pol_expr *pa = pol_check_to_period(c, *a), *pb = pol_check_to_period(c, *b);
  if (pa == NULL || pb == NULL) return false;
  *a = pa;
  *b = pb;
  return true;
}

static pol_expr *weekday_of(pol_checker *c, pol_expr *date) {
  pol_expr *e = pol_expr_new(c, POL_OP_WEEKDAY, pol_type_ref(POL_T_OPTION, POL_OPTIONS_WEEKDAY), date->node, 1, date);
  e->flags |= POL_X_ADDED;
  return e;
}

static bool is_weekday(const pol_expr *e) {
  return pol_type_is(e->type, POL_T_OPTION) && e->type.ref == POL_OPTIONS_WEEKDAY;
}

bool pol_check_unify(pol_checker *c, pol_expr **a, pol_expr **b) {
  if (broken(*a) || broken(*b)) return true;
  if (pol_type_is((*a)->type, POL_T_PERIOD) || pol_type_is((*b)->type, POL_T_PERIOD)) return unify_periods(c, a, b);
  if (number(*a) && number(*b)) return unify_numbers(c, a, b);
  if (pol_type_is((*a)->type, POL_T_DATE) && is_weekday(*b)) *a = weekday_of(c, *a);
  else if (pol_type_is((*b)->type, POL_T_DATE) && is_weekday(*a)) *b = weekday_of(c, *b);
  return pol_check_comparable((*a)->type, (*b)->type);
}

/* -- to the type that a place takes */

static pol_expr *to_number(pol_checker *c, pol_expr *e, const pol_type *wanted) {
  e = pol_check_pure_period(c, e);
  if (!number(e)) return NULL;
  if (pol_unit_same(e->type.unit, wanted->unit)) return e;
  if (pol_expr_is_zero(e)) return retype_zero(c, e, *wanted);
  pol_span_unit to = pol_unit_span(wanted->unit);
  return same_family(span_of(e), to) ? respan(c, e, to) : NULL;
}

static pol_expr *converted(pol_checker *c, pol_expr *e, const pol_type *wanted) {
  switch ((pol_type_kind)wanted->kind) {
  case POL_T_NUMBER: return to_number(c, e, wanted);
  case POL_T_PERIOD: return pol_check_to_period(c, e);
  case POL_T_OPTION:
  case POL_T_RECORD: return e->type.kind == wanted->kind && e->type.ref == wanted->ref ? e : NULL;
  case POL_T_LIST: return e->type.kind == wanted->kind && e->type.ref == wanted->ref && e->type.elem == wanted->elem ? e : NULL;
  case POL_T_SET:
  case POL_T_SEQUENCE:
  case POL_T_PERMISSION:
  case POL_T_OBLIGATIONS: return NULL;
  default: return e->type.kind == wanted->kind ? e : NULL;
  }
}

static void report_wanted(pol_checker *c, const pol_expr *e, const pol_type *wanted, const pol_node *node) {
  const char *is = pol_check_type_name(c, e->type), *want = pol_check_type_name(c, *wanted);
  bool units = number(e) && pol_type_is(*wanted, POL_T_NUMBER);
  bool bare = units && pol_unit_none(e->type.unit);
  pol_code code = bare ? POL_R_NO_UNIT : units ? POL_R_UNITS_DIFFER : POL_R_WRONG_KIND;
  pol_report *r;
  if (bare && wanted->unit.currency != 0 && pol_is_node(e->node, POL_N_NUMBER)) {
    r = pol_check_report(c, POL_R_NO_CURRENCY, node, "an amount of money needs its currency");
    pol_report_label(c->in->reports, r, "%s is %s", c->taker != NULL ? c->taker : "the amount", want);
    pol_check_advise_currency(c, r, e, *wanted);
    return;
  }
  if (c->adding && units && !bare) {
    r = pol_check_report(c, code, node, "%s cannot be added to %s", is, want);
    if (c->taker != NULL) pol_report_label(c->in->reports, r, "%s is in %s", c->taker, want);
    pol_check_advise_units(c, r, e, *wanted);
    return;
  }
  if (c->taker != NULL) r = pol_check_report(c, code, node, "%s is %s%s, and this is %s", c->taker, units ? "in " : "", want, is);
  else r = pol_check_report(c, code, node, "this place takes %s, and this is %s", want, is);
  pol_report_label(c->in->reports, r, "%s", is);
  if (bare && !pol_unit_none(wanted->unit)) pol_check_advise_unit(c, r, e, *wanted);
  else if (units) pol_check_advise_units(c, r, e, *wanted);
  else pol_check_advise_wanted(c, r, e, *wanted);
}

pol_expr *pol_check_convert(pol_checker *c, pol_expr *e, const pol_type *wanted, const pol_node *node) {
  if (wanted == NULL || broken(e) || pol_type_is(*wanted, POL_T_BROKEN)) return e;
  if (pol_check_lacks_percent(c, *wanted, e)) return pol_expr_broken(c, node);
  pol_expr *out = converted(c, e, wanted);
  if (out != NULL) return out;
  report_wanted(c, e, wanted, node != NULL ? node : e->node);
  return pol_expr_broken(c, node);
}
