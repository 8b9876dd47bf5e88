/* Dates moved by periods, ranks moved by steps: `3 months before x`, `1 rank above x`, `x + 5 years`. */
#include "check/expr.h"
#include <string.h>

/* Only months can land on a day that is not there. */
static bool counts_months(const pol_expr *period) {
  switch ((pol_op)period->op) {
  case POL_OP_CONST: return pol_type_is(period->type, POL_T_PERIOD) && period->value.as.period.months != 0;
  case POL_OP_TO_PERIOD: return period->k >= POL_SPAN_MONTH;
  case POL_OP_PERIOD_ADD: return counts_months(period->arg[0]) || counts_months(period->arg[1]);
  default: return true;
  }
}

static pol_expr *shift_date(pol_checker *c, pol_expr *date, pol_expr *by, int sign, const pol_node *node) {
  pol_expr *period = pol_check_to_period(c, by);
  if (period == NULL) {
    bool bare = pol_type_is(by->type, POL_T_NUMBER) && pol_unit_none(by->type.unit);
    pol_report *r = pol_check_report(c, bare ? POL_R_NO_UNIT : POL_R_NOT_RECKONED, by->node != NULL ? by->node : node, "a date moves by days, weeks, months or years, not by %s",
                                     pol_check_type_name(c, by->type));
    pol_report_label(c->in->reports, r, "%s", pol_check_type_name(c, by->type));
    if (bare) pol_report_help(c->in->reports, r, "say what the number is in, for example: 3 months");
    return pol_expr_broken(c, node);
  }
  if (pol_type_is(period->type, POL_T_BROKEN)) return pol_expr_broken(c, node);
  if (counts_months(period)) pol_check_needs_convention(c, node);
  pol_expr *e = pol_expr_new(c, POL_OP_SHIFT_DATE, pol_type_of(POL_T_DATE), node, 2, date, period);
  e->k = (int16_t)sign;
  return e;
}

static pol_expr *shift_order(pol_checker *c, pol_expr *option, pol_expr *by, int sign, const pol_node *node) {
  const pol_options *o = &c->m->options.at[option->type.ref];
  pol_unit unit = by->type.unit;
  if (!pol_type_is(by->type, POL_T_NUMBER) || !pol_unit_same(unit, (pol_unit){ .step = 1, .order = option->type.ref })) {
    pol_report *r = pol_check_report(c, POL_R_NOT_RECKONED, by->node != NULL ? by->node : node, "%s moves by %s, not by %s", pol_check_type_name(c, option->type),
                                     o->nouns != NULL ? o->nouns : "steps", pol_check_type_name(c, by->type));
    if (o->noun != NULL) pol_report_help(c->in->reports, r, "for example: 1 %s above %s", o->noun, o->n > 0 ? pol_check_text(c, o->at[0].name) : "it");
    return pol_expr_broken(c, node);
  }
  pol_value v;
  int64_t whole = 0;
  if (pol_expr_fold(by, &v, c->m->short_months) && !pol_num_to_i64(&whole, v.as.num)) {
    pol_check_report(c, POL_R_NOT_WHOLE, by->node != NULL ? by->node : node, "%s are whole", o->nouns != NULL ? o->nouns : "steps");
    return pol_expr_broken(c, node);
  }
  pol_expr *e = pol_expr_new(c, POL_OP_SHIFT_ORDER, option->type, node, 2, option, by);
  e->k = (int16_t)sign;
  e->ref = option->type.ref;
  return e;
}

pol_expr *pol_check_shifted(pol_checker *c, pol_expr *from, pol_expr *by, int sign, const pol_node *node) {
  if (pol_type_is(from->type, POL_T_BROKEN) || pol_type_is(by->type, POL_T_BROKEN)) return pol_expr_broken(c, node);
  if (pol_type_is(from->type, POL_T_DATE)) return shift_date(c, from, by, sign, node);
  if (pol_type_is(from->type, POL_T_OPTION) && pol_type_ordered(c, from->type)) return shift_order(c, from, by, sign, node);
  pol_report *r = pol_check_report(c, POL_R_NOT_RECKONED, from->node != NULL ? from->node : node, "%s has nothing before or after it, above or below it",
                                   pol_check_type_name(c, from->type));
  pol_report_help(c->in->reports, r, "a date has days before and after it; an option of an order has others above and below it");
  return pol_expr_broken(c, node);
}

/* The order that the amount's noun names tells what the name after it is: `1 rank above constable`. */
static pol_type wanted_of(const pol_expr *by) {
  if (pol_type_is(by->type, POL_T_NUMBER) && by->type.unit.step == 1) return pol_type_ref(POL_T_OPTION, by->type.unit.order);
  return pol_type_of(POL_T_DATE);
}

pol_expr *pol_check_shift(pol_checker *c, const pol_node *node) {
  pol_expr *by = pol_check_infer(c, node->kid[0], NULL);
  pol_type wanted = wanted_of(by);
  pol_expr *from = pol_check_infer(c, node->kid[1], &wanted);
  const char *word = pol_check_text(c, node->text);
  bool ladder = strcmp(word, "above") == 0 || strcmp(word, "below") == 0;
  bool date = pol_type_is(from->type, POL_T_DATE);
  if ((date && ladder) || (pol_type_is(from->type, POL_T_OPTION) && !ladder)) {
    pol_report *r = pol_check_report(c, POL_R_NOT_RECKONED, node, "%s is reckoned %s", date ? "a date" : pol_check_type_name(c, from->type),
                                     date ? "before or after another" : "above or below another");
    bool up = strcmp(word, "above") == 0 || strcmp(word, "after") == 0;
    pol_report_help(c->in->reports, r, "write %s for %s", date ? (up ? "after" : "before") : (up ? "above" : "below"), word);
    return pol_expr_broken(c, node);
  }
  return pol_check_shifted(c, from, by, strcmp(word, "after") == 0 || strcmp(word, "above") == 0 ? 1 : -1, node);
}
