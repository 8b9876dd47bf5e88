/* Dates, periods and places in orders. */
#include "batch/lower.h"

static uint32_t lane_32(pol_lower *l, pol_part p) { return pol_part_lane(l, p, POL_LANE_32); }

static pol_form number(pol_part p, uint32_t state) {
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(p, state);
  return (pol_form){.kind = POL_FORM_NUM, .part = {p}, .state = state, .up = 1, .down = 1};
}

static pol_form period(pol_part months, pol_part days, uint32_t state) {
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(months, state);
  return (pol_form){.kind = POL_FORM_PERIOD, .part = {months, days}, .state = state};
}

/* A date taken apart: year × 512 + month × 32 + day. */
static pol_part split(pol_lower *l, pol_part date) {
  pol_ymd first = pol_date_split((pol_date)date.lo), last = pol_date_split((pol_date)date.hi);
  int64_t lo = first.year << 9 | first.month << 5 | first.day, hi = last.year << 9 | last.month << 5 | last.day;
  if (date.constant) return pol_part_const(lo);
  return pol_part_reg(pol_emit(l, (pol_step){.kernel = POL_K_SPLIT, .lists = POL_IN_BOTH, .a = lane_32(l, date)}, POL_LANE_32), POL_LANE_32, lo, hi);
}

static pol_part field(pol_lower *l, pol_part date, int shift, int mask, int least, int most) {
  pol_part d = split(l, date);
  if (d.constant) return pol_part_const(d.lo >> shift & mask);
  pol_step x = {.kernel = POL_K_FIELD, .lists = POL_IN_BOTH, .a = d.reg, .k = {shift, mask}};
  if (shift == 9) least = (int)(d.lo >> 9), most = (int)(d.hi >> 9);
  return pol_part_reg(pol_emit(l, x, POL_LANE_32), POL_LANE_32, least, most);
}

/* -- between two */

static pol_part months_between(pol_lower *l, pol_part from, pol_part to, uint32_t how) {
  pol_part a = split(l, from), b = split(l, to);
  int64_t lo = ((b.lo >> 9) - (a.hi >> 9)) * 12 - 12, hi = ((b.hi >> 9) - (a.lo >> 9)) * 12 + 11;
  pol_step x = {.kernel = a.constant ? POL_K_MONTHS_KL : b.constant ? POL_K_MONTHS_LK : POL_K_MONTHS, .lists = POL_IN_BOTH, .k = {0, 0, how}};
  if (a.constant && b.constant) return pol_part_const(pol_date_months_between((pol_date)from.lo, (pol_date)to.lo, (pol_short_months)how));
  if (a.constant) x.k[0] = a.lo;
  else x.a = a.reg;
  if (b.constant) x.k[1] = b.lo;
  else x.b = b.reg;
  return pol_part_reg(pol_emit(l, x, POL_LANE_32), POL_LANE_32, lo, hi);
}

static pol_form between(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form a, b;
  pol_part out;
  bool fine = true;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), POL_REPR_INT) || !pol_form_open(&b, l, pol_form_arg(l, node, 1), POL_REPR_INT)) return pol_form_none;
  uint32_t state = pol_stricter(l, a.state, b.state);
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return number(pol_part_const(0), state);
  switch ((pol_op)x->op) {
  case POL_OP_ORDER_DIFF: fine = pol_part_add(l, &out, a.part[0], b.part[0], -1); break;
  case POL_OP_DAYS_BETWEEN: fine = pol_part_add(l, &out, b.part[0], a.part[0], -1); break;
  default: out = months_between(l, a.part[0], b.part[0], x->aux); break;
  }
  if (x->op == POL_OP_YEARS_BETWEEN) fine = pol_part_round(l, &out, out, 1, 12, POL_ROUND_FLOOR);
  return fine ? number(out, state) : pol_form_none;
}

/* -- whole numbers: what is not whole makes the state open */

static bool whole(pol_lower *l, pol_part *out, const pol_form *f, uint32_t *state) {
  pol_part q, back, differs;
  if (f->kind != POL_FORM_NUM) return false;
  if (f->down == 1) return pol_part_lin(l, out, f->part[0], f->up, 0);
  if (f->part[0].constant) return false; /* a constant that is not whole is folded; of others the unit is a whole number */
  if (!pol_part_round(l, &q, f->part[0], 1, f->down, POL_ROUND_FLOOR) || !pol_part_lin(l, &back, q, f->down, 0)) return false;
  differs = pol_part_compare(l, POL_OP_NE, f->part[0], back, POL_REG_KNOWN);
  if (!differs.constant) {
    uint32_t open = pol_emit_state(l, (pol_step){.kernel = POL_K_TO_STATE, .lists = POL_IN_BOTH, .a = differs.reg}, true, true, false);
    *state = pol_stricter(l, *state, open);
  }
  return pol_part_lin(l, out, q, f->up, 0);
}

static bool is_32(pol_part p) { return p.lo >= INT32_MIN && p.hi <= INT32_MAX; }

static pol_form to_period(pol_lower *l, uint32_t node) {
  static const int unit[] = {1, 7, 1, 12};
  const int k = l->p->node[node].k & 3;
  pol_form a;
  pol_part n;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), POL_REPR_NUM)) return pol_form_none;
  if (!whole(l, &n, &a, &a.state) || !is_32(n) || !pol_part_lin(l, &n, n, unit[k], 0) || !is_32(n)) return pol_form_none;
  return k < 2 ? period(pol_part_const(0), n, a.state) : period(n, pol_part_const(0), a.state);
}

static pol_form period_add(pol_lower *l, uint32_t node) {
  pol_form a, b;
  pol_part months, days;
  const int sign = l->p->node[node].k < 0 ? -1 : 1;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), POL_REPR_PERIOD) || !pol_form_open(&b, l, pol_form_arg(l, node, 1), POL_REPR_PERIOD)) return pol_form_none;
  if (!pol_part_add(l, &months, a.part[0], b.part[0], sign) || !pol_part_add(l, &days, a.part[1], b.part[1], sign)) return pol_form_none;
  return is_32(months) && is_32(days) ? period(months, days, pol_stricter(l, a.state, b.state)) : pol_form_none;
}

/* -- dates that are made */

/* sure: there is such a date in every row. */
static pol_form made(pol_lower *l, pol_step x, int64_t lo, int64_t hi, uint32_t state, bool sure) {
  uint32_t none, reg = pol_emit_with_state(l, x, POL_LANE_32, &none, true);
  return pol_form_int(pol_part_reg(reg, POL_LANE_32, lo < 0 ? lo : 0, hi > 0 ? hi : 0), sure ? state : pol_stricter(l, state, none));
}

static int64_t clamp(int64_t date) { return date < POL_DATE_FIRST ? POL_DATE_FIRST : date > POL_DATE_LAST ? POL_DATE_LAST : date; }

/* Days alone: a sum, and a test where it may leave the calendar. */
static pol_form shift_days(pol_lower *l, pol_part date, pol_part days, int sign, uint32_t state) {
  pol_part out;
  if (!pol_part_add(l, &out, date, days, sign) || !is_32(out)) return pol_form_none;
  if (out.lo >= POL_DATE_FIRST && out.hi <= POL_DATE_LAST) return pol_form_int(out, state);
  if (out.constant) return pol_form_none;
  pol_step x = {.kernel = POL_K_WITHIN, .lists = POL_IN_BOTH, .a = lane_32(l, out), .k = {POL_DATE_FIRST, POL_DATE_LAST}};
  return made(l, x, clamp(out.lo), clamp(out.hi), state, false);
}

static pol_form shift_date(pol_lower *l, uint32_t node) {
  enum { FAR = 1 << 22 };
  const pol_program_node *x = &l->p->node[node];
  const int sign = x->k < 0 ? -1 : 1;
  pol_form a, by;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), POL_REPR_INT) || !pol_form_open(&by, l, pol_form_arg(l, node, 1), POL_REPR_PERIOD)) return pol_form_none;
  uint32_t state = pol_stricter(l, a.state, by.state);
  pol_part months = by.part[0], days = by.part[1];
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(a.part[0], state);
  if (months.constant && months.lo == 0) return shift_days(l, a.part[0], days, sign, state);
  if (months.lo < -FAR || months.hi > FAR || days.lo < -FAR || days.hi > FAR) return pol_form_none;
  int64_t m[2] = {sign < 0 ? -months.hi : months.lo, sign < 0 ? -months.lo : months.hi}, d[2] = {sign < 0 ? -days.hi : days.lo, sign < 0 ? -days.lo : days.hi};
  int64_t lo = a.part[0].lo + m[0] * 31 - 31 + d[0], hi = a.part[0].hi + m[1] * 31 + 31 + d[1]; /* wide enough, either way */
  if (m[0] > 0) lo = a.part[0].lo + d[0];
  if (m[1] < 0) hi = a.part[0].hi + d[1];
  bool sure = lo >= POL_DATE_FIRST && hi <= POL_DATE_LAST && a.part[0].lo + m[0] * 31 - 31 >= POL_DATE_FIRST && a.part[0].hi + m[1] * 31 + 31 <= POL_DATE_LAST && x->aux != POL_SHORT_NOT_SAID;
  pol_step s = {.kernel = POL_K_SHIFT_K, .lists = POL_IN_BOTH, .a = lane_32(l, split(l, a.part[0])), .k = {months.lo, days.lo, x->aux, sign}};
  if (!months.constant || !days.constant) {
    s.kernel = POL_K_SHIFT, s.k[0] = s.k[1] = 0;
    s.b = lane_32(l, months), s.c = lane_32(l, days);
  }
  return made(l, s, clamp(lo), clamp(hi), state, sure);
}

static pol_form yearly_in(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  const pol_form *yearly = pol_form_arg(l, node, 0);
  pol_form year;
  pol_part y;
  if (yearly->kind != POL_FORM_CONST || yearly->v.state != POL_KNOWN || !pol_form_open(&year, l, pol_form_arg(l, node, 1), POL_REPR_NUM)) return pol_form_none;
  if (!whole(l, &y, &year, &year.state) || !is_32(y)) return pol_form_none;
  if (year.state == POL_REG_OPEN || year.state == POL_REG_NONE) return pol_form_int(y, year.state);
  pol_date first, last;
  int64_t from = y.lo < 1 ? 1 : y.lo > 9999 ? 9999 : y.lo, to = y.hi < 1 ? 1 : y.hi > 9999 ? 9999 : y.hi;
  if (!pol_date_make(&first, (int32_t)from, 1, 1) || !pol_date_make(&last, (int32_t)to, 12, 31)) return pol_form_none;
  pol_step s = {.kernel = POL_K_YEARLY, .lists = POL_IN_BOTH, .a = lane_32(l, y), .k = {yearly->v.as.i, 0, x->aux}};
  bool sure = from == y.lo && to == y.hi && (yearly->v.as.i != 229 || x->aux != POL_SHORT_NOT_SAID);
  return made(l, s, first, last, year.state, sure);
}

static pol_form make_date(pol_lower *l, uint32_t node) {
  pol_part part[3];
  uint32_t state = POL_REG_KNOWN;
  for (uint32_t j = 0; j < 3; j++) {
    pol_form f;
    if (!pol_form_open(&f, l, pol_form_arg(l, node, j), POL_REPR_NUM) || !whole(l, &part[j], &f, &f.state) || !is_32(part[j])) return pol_form_none;
    state = pol_stricter(l, state, f.state);
  }
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(part[0], state);
  pol_step s = {.kernel = POL_K_MAKE_DATE, .lists = POL_IN_BOTH, .a = lane_32(l, part[0]), .b = lane_32(l, part[1]), .c = lane_32(l, part[2])};
  return made(l, s, POL_DATE_FIRST, POL_DATE_LAST, state, false);
}

/* Off the ladder: not applicable. */
static pol_form shift_order(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form a, by;
  pol_part n, place;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), POL_REPR_INT) || !pol_form_open(&by, l, pol_form_arg(l, node, 1), POL_REPR_NUM)) return pol_form_none;
  uint32_t state = pol_stricter(l, a.state, by.state);
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(a.part[0], state);
  if (!whole(l, &n, &by, &state) || !pol_part_add(l, &place, a.part[0], n, x->k < 0 ? -1 : 1) || !is_32(place) || x->aux == 0) return pol_form_none;
  if (state == POL_REG_OPEN || state == POL_REG_NONE) return pol_form_int(place, state);
  int64_t last = (int64_t)x->aux - 1;
  if (place.lo >= 0 && place.hi <= last) return pol_form_int(place, state);
  if (place.constant) return pol_form_none;
  pol_part below = pol_part_compare(l, POL_OP_LT, place, pol_part_const(0), POL_REG_KNOWN), above = pol_part_compare(l, POL_OP_GT, place, pol_part_const(last), POL_REG_KNOWN);
  pol_operand o[2] = {{.v = pol_part_truth(l, below, POL_REG_KNOWN)}, {.v = pol_part_truth(l, above, POL_REG_KNOWN)}};
  uint32_t off = pol_all_or_any(l, true, o, 2);
  uint32_t on = pol_emit(l, (pol_step){.kernel = POL_K_NOT, .lists = POL_IN_BOTH, .a = off}, POL_LANE_8);
  uint32_t ladder = pol_emit_state(l, (pol_step){.kernel = POL_K_MARKS, .lists = POL_IN_BOTH, .a = on}, true, false, true);
  place = pol_part_extreme(l, pol_part_extreme(l, place, pol_part_const(0), true), pol_part_const(last), false);
  if (state == POL_REG_KNOWN) return pol_form_int(place, ladder);
  /* What the arguments say goes before the ladder. */
  uint32_t ask = pol_emit(l, (pol_step){.kernel = POL_K_FILL_8, .lists = POL_IN_BOTH, .k = {POL_OUT_PERMITTED}}, POL_LANE_8);
  pol_step s = {.kernel = POL_K_STAGE_STATED, .lists = POL_IN_BOTH, .a = ask, .b = state, .c = ladder};
  uint32_t both = pol_emit_state(l, s, true, pol_may_open(l, state), true);
  return pol_form_int(place, both);
}

static pol_form of_date(pol_lower *l, uint32_t node) {
  const pol_program_node *x = &l->p->node[node];
  pol_form a;
  if (!pol_form_open(&a, l, pol_form_arg(l, node, 0), POL_REPR_INT)) return pol_form_none;
  if (a.state == POL_REG_OPEN || a.state == POL_REG_NONE) return pol_form_int(a.part[0], a.state);
  pol_part d = a.part[0];
  switch ((pol_op)x->op) {
  case POL_OP_YEAR: return number(field(l, d, 9, 0xffff, 1, 9999), a.state);
  case POL_OP_MONTH: return number(field(l, d, 5, 15, 1, 12), a.state);
  case POL_OP_DAY: return number(field(l, d, 0, 31, 1, 31), a.state);
  case POL_OP_WEEKDAY:
    if (d.constant) return pol_form_int(pol_part_const(pol_date_weekday((pol_date)d.lo)), a.state);
    return pol_form_int(pol_part_reg(pol_emit(l, (pol_step){.kernel = POL_K_WEEKDAY, .lists = POL_IN_BOTH, .a = lane_32(l, d)}, POL_LANE_8), POL_LANE_8, 0, 6), a.state);
  default: break;
  }
  pol_step s = {.kernel = POL_K_LAST_DAY, .lists = POL_IN_BOTH, .a = lane_32(l, d), .b = lane_32(l, split(l, d))};
  return pol_form_int(pol_part_reg(pol_emit(l, s, POL_LANE_32), POL_LANE_32, d.lo, clamp(d.hi + 30)), a.state);
}

pol_form pol_lower_date(pol_lower *l, uint32_t node) {
  switch ((pol_op)l->p->node[node].op) {
  case POL_OP_TO_PERIOD: return to_period(l, node);
  case POL_OP_PERIOD_ADD: return period_add(l, node);
  case POL_OP_SHIFT_DATE: return shift_date(l, node);
  case POL_OP_SHIFT_ORDER: return shift_order(l, node);
  case POL_OP_ORDER_DIFF:
  case POL_OP_DAYS_BETWEEN:
  case POL_OP_MONTHS_BETWEEN:
  case POL_OP_YEARS_BETWEEN: return between(l, node);
  case POL_OP_DATE_MAKE: return make_date(l, node);
  case POL_OP_YEARLY_IN: return yearly_in(l, node);
  default: return of_date(l, node);
  }
}
