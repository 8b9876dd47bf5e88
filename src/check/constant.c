/* Amounts that hang on no fact: bounds, dates of effect, grains of rounding, lengths. Worked out here because their places need the value now. */
#include "check/expr.h"

static bool fold_numbers(pol_op op, pol_num a, pol_num b, pol_num *out) {
  switch (op) {
  case POL_OP_ADD: return pol_num_add(out, a, b) == POL_NUM_FINE;
  case POL_OP_SUB: return pol_num_sub(out, a, b) == POL_NUM_FINE;
  case POL_OP_MUL: return pol_num_mul(out, a, b) == POL_NUM_FINE;
  case POL_OP_DIV: return pol_num_div(out, a, b) == POL_NUM_FINE;
  default: return false;
  }
}

static bool fold_to_period(const pol_expr *e, const pol_value *arg, pol_value *out) {
  static const int in_smaller[] = { 1, 7, 1, 12 };
  int64_t n = 0;
  if (e->k < 0 || e->k > POL_SPAN_YEAR || !pol_num_to_i64(&n, arg->as.num) || n > 4000000 || n < -4000000) return false;
  int32_t v = (int32_t)n * in_smaller[e->k];
  out->as.period = e->k <= POL_SPAN_WEEK ? (pol_period){ 0, v } : (pol_period){ v, 0 };
  return true;
}

static bool fold_periods(const pol_expr *e, const pol_value *a, const pol_value *b, pol_value *out) {
  int64_t months = (int64_t)a->as.period.months + e->k * (int64_t)b->as.period.months;
  int64_t days = (int64_t)a->as.period.days + e->k * (int64_t)b->as.period.days;
  if (months > INT32_MAX || months < INT32_MIN || days > INT32_MAX || days < INT32_MIN) return false;
  out->as.period = (pol_period){ (int32_t)months, (int32_t)days };
  return true;
}

static bool fold_two(const pol_expr *e, pol_value *out, pol_short_months how) {
  pol_value a, b;
  if (!pol_expr_fold(e->arg[0], &a, how) || !pol_expr_fold(e->arg[1], &b, how)) return false;
  switch ((pol_op)e->op) {
  case POL_OP_SHIFT_DATE: return (b.as.period.months == 0 || how != POL_SHORT_NOT_SAID) && pol_date_add(&out->as.i, a.as.i, b.as.period, e->k, how);
  case POL_OP_PERIOD_ADD: return fold_periods(e, &a, &b, out);
  case POL_OP_DAYS_BETWEEN: out->as.num = pol_num_int((int64_t)b.as.i - a.as.i); return true;
  default: return fold_numbers((pol_op)e->op, a.as.num, b.as.num, &out->as.num);
  }
}

bool pol_expr_fold(const pol_expr *e, pol_value *out, pol_short_months how) {
  *out = (pol_value){ .state = POL_UNKNOWN };
  if (pol_type_is(e->type, POL_T_BROKEN)) return false;
  pol_value arg = { .state = POL_UNKNOWN };
  pol_value v = { .type = e->type };
  switch ((pol_op)e->op) {
  case POL_OP_CONST:
    if (e->value.state != POL_KNOWN) return false;
    v = e->value;
    break;
  case POL_OP_NEG:
    if (!pol_expr_fold(e->arg[0], &arg, how)) return false;
    v.as.num = pol_num_neg(arg.as.num);
    break;
  case POL_OP_TO_PERIOD:
    if (!pol_expr_fold(e->arg[0], &arg, how) || !fold_to_period(e, &arg, &v)) return false;
    break;
  case POL_OP_ADD:
  case POL_OP_SUB:
  case POL_OP_MUL:
  case POL_OP_DIV:
  case POL_OP_SHIFT_DATE:
  case POL_OP_PERIOD_ADD:
  case POL_OP_DAYS_BETWEEN:
    if (!fold_two(e, &v, how)) return false;
    break;
  default: return false;
  }
  *out = v;
  return true;
}

pol_value pol_check_constant(pol_checker *c, const pol_node *node, const pol_type *wanted) {
  pol_expr *e = pol_check_amount(c, node, wanted);
  pol_value v = { .state = POL_UNKNOWN, .type = e->type };
  if (pol_type_is(e->type, POL_T_BROKEN) || pol_expr_fold(e, &v, c->m->short_months)) return v;
  pol_report *r = pol_check_report(c, POL_R_NOT_FIXED, node, "this amount must be the same for everybody and for ever");
  pol_report_label(c->in->reports, r, "changes with the facts or the date");
  return (pol_value){ .state = POL_UNKNOWN, .type = e->type };
}
