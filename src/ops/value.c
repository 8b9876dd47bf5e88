#include "ops/value.h"

bool pol_unit_same(pol_unit a, pol_unit b) {
  return a.money == b.money && a.hour == b.hour && a.day == b.day && a.week == b.week && a.month == b.month && a.year == b.year &&
         a.step == b.step && (a.money == 0 || a.currency == b.currency) && (a.step == 0 || a.order == b.order);
}

bool pol_unit_none(pol_unit a) {
  return pol_unit_same(a, (pol_unit){ 0 });
}

/* Exponents stay far from int8_t's ends in anything that a person writes; a chain of hundreds of factors saturates instead of wrapping, so that
 * it compares with nothing rather than with the wrong thing. */
static int8_t exponent(int a, int b, int sign) {
  int sum = a + sign * b;
  return (int8_t)(sum > INT8_MAX ? INT8_MAX : sum < INT8_MIN ? INT8_MIN : sum);
}

pol_unit pol_unit_mul(pol_unit a, pol_unit b, int sign) {
  pol_unit out = {
    .money = exponent(a.money, b.money, sign),
    .hour = exponent(a.hour, b.hour, sign),
    .day = exponent(a.day, b.day, sign),
    .week = exponent(a.week, b.week, sign),
    .month = exponent(a.month, b.month, sign),
    .year = exponent(a.year, b.year, sign),
    .step = exponent(a.step, b.step, sign),
  };
  /* What cancels leaves no currency and no order behind: £5 / £2 is a plain number. */
  if (out.money != 0) out.currency = a.money != 0 ? a.currency : b.currency;
  if (out.step != 0) out.order = a.step != 0 ? a.order : b.order;
  return out;
}

pol_repr pol_type_repr(pol_type t) {
  switch ((pol_type_kind)t.kind) {
  case POL_T_NUMBER: return POL_REPR_NUM;
  case POL_T_PERIOD: return POL_REPR_PERIOD;
  case POL_T_LIST:
  case POL_T_RECORD:
  case POL_T_SET:
  case POL_T_SEQUENCE:
  case POL_T_OBLIGATIONS: return POL_REPR_LIST;
  case POL_T_BROKEN:
  case POL_T_BOOL:
  case POL_T_OPTION:
  case POL_T_PARTY:
  case POL_T_DATE:
  case POL_T_YEARLY:
  case POL_T_TIME:
  case POL_T_TEXT:
  case POL_T_OUTCOME:
  case POL_T_PERMISSION: return POL_REPR_INT;
  }
  return POL_REPR_INT;
}

const char *pol_outcome_name(pol_outcome o) {
  switch (o) {
  case POL_OUT_OUT_OF_SCOPE:
  case POL_OUT_SILENT: return "not_applicable";
  case POL_OUT_REFUSED: return "refused";
  case POL_OUT_REFERRED: return "referred";
  case POL_OUT_PERMITTED: return "permitted";
  case POL_OUT_VALUE: return "value";
  case POL_OUT_UNDETERMINED: return "undetermined";
  case POL_OUT_CONFLICT: return "conflict";
  case POL_OUT_ERROR: return "error";
  }
  return "error";
}
