/* What to say when two amounts do not go together: the most telling of several reports, with what to write instead. */
#include "check/expr.h"
#include "syntax/words.h"
#include <string.h>

static bool number(const pol_expr *e) {
  return pol_type_is(e->type, POL_T_NUMBER);
}

static bool calendar(const pol_expr *e) {
  return pol_type_is(e->type, POL_T_PERIOD) || (number(e) && pol_unit_span(e->type.unit) != POL_SPAN_NONE);
}

/* The denominators of an amount per month, per hour …, as a unit of their own. */
static pol_unit per_part(pol_unit u) {
  pol_unit per = { 0 };
  if (u.hour < 0) per.hour = u.hour;
  if (u.day < 0) per.day = u.day;
  if (u.week < 0) per.week = u.week;
  if (u.month < 0) per.month = u.month;
  if (u.year < 0) per.year = u.year;
  return per;
}

static const char *per_name(pol_unit u) {
  if (u.hour < 0) return "hour";
  if (u.day < 0) return "day";
  if (u.week < 0) return "week";
  if (u.month < 0) return "month";
  return "year";
}

static bool differ_by_per(const pol_expr *a, const pol_expr *b) {
  if (!number(a) || !number(b)) return false;
  pol_unit pa = per_part(a->type.unit), pb = per_part(b->type.unit);
  if (pol_unit_none(pa) || pol_unit_none(pb) || pol_unit_same(pa, pb)) return false;
  return pol_unit_same(pol_unit_mul(a->type.unit, pa, -1), pol_unit_mul(b->type.unit, pb, -1));
}

/* "£18.38 per month * 12 months per year, which is £220.56 per year": where the amount is written there. */
static void help_yearly(pol_checker *c, pol_report *r, const pol_expr *monthly) {
  pol_value yearly = monthly->value;
  bool known = monthly->op == POL_OP_CONST && monthly->node != NULL && yearly.state == POL_KNOWN && pol_num_mul(&yearly.as.num, yearly.as.num, pol_num_int(12)) == POL_NUM_FINE;
  if (!known) {
    pol_report_help(c->in->reports, r, "multiply the amount per month: * 12 months per year");
    return;
  }
  yearly.type.unit.month = 0;
  yearly.type.unit.year = -1;
  pol_report_help(c->in->reports, r, "%s * 12 months per year, which is %s", pol_check_source_text(c, monthly->node), pol_check_value_words(c, &yearly));
}

static pol_report *say_per(pol_checker *c, const pol_expr *a, const pol_expr *b, const pol_node *at, const char *verb) {
  const char *pa = per_name(per_part(a->type.unit)), *pb = per_name(per_part(b->type.unit));
  bool compared = strncmp(verb, "compared", 8) == 0;
  pol_report *r = pol_check_report(c, POL_R_PER_MONTH_PER_YEAR, at, "an amount per %s %s %s an amount per %s", pa, compared ? "is" : "cannot be", verb, pb);
  bool months = strcmp(pa, "month") == 0 && strcmp(pb, "year") == 0, years = strcmp(pa, "year") == 0 && strcmp(pb, "month") == 0;
  if (months || years) help_yearly(c, r, months ? a : b);
  else pol_report_help(c->in->reports, r, "say how many %ss there are in a %s, and multiply by it", pa, pb);
  return r;
}

/* "4 months are 120 to 123 days, by where they start": tried from every month of eight years. */
static void note_months(pol_checker *c, pol_report *r, const pol_expr *e) {
  int64_t n = 0;
  if (e->op != POL_OP_CONST || !number(e) || !pol_num_to_i64(&n, e->value.as.num)) return;
  if (e->type.unit.year == 1) n *= 12;
  else if (e->type.unit.month != 1) return;
  if (n < 1 || n > 48) return;
  int32_t least = INT32_MAX, most = 0;
  for (int32_t m = 0; m < 96; m++) {
    pol_date from = 0, to = 0;
    if (!pol_date_make(&from, 2000 + m / 12, m % 12 + 1, 1)) return;
    if (!pol_date_add(&to, from, (pol_period){ (int32_t)n, 0 }, 1, POL_SHORT_LAST_DAY)) return;
    if (to - from < least) least = to - from;
    if (to - from > most) most = to - from;
  }
  pol_report_note(c->in->reports, r, "%d month%s %s %d to %d days, by where they start", (int)n, n == 1 ? "" : "s", n == 1 ? "is" : "are", (int)least, (int)most);
}

/* The two dates of the group whose length is compared, first and last in the order of their lines: false when there are not just two. */
static bool dates_beside(const pol_checker *c, const pol_expr *length, uint32_t date[2]) {
  uint32_t n = 0;
  if (length->op != POL_OP_INPUT) return false;
  for (uint32_t i = 0; i < c->m->facts.n; i++) {
    const pol_fact *f = &c->m->facts.at[i];
    if (f->group != c->m->facts.at[length->ref].group || !pol_type_is(f->type, POL_T_DATE)) continue;
    if (n < 2) date[n] = i;
    n++;
  }
  return n == 2;
}

static void help_dates(pol_checker *c, pol_report *r, const pol_expr *a, const pol_expr *b) {
  uint32_t date[2] = { 0, 0 };
  const char *length = b->node != NULL && b->op == POL_OP_CONST ? pol_check_source_text(c, b->node) : "4 months";
  if (dates_beside(c, a, date))
    pol_report_help(c->in->reports, r, "%s is on or before %s + %s", pol_check_text(c, c->m->facts.at[date[1]].name), pol_check_text(c, c->m->facts.at[date[0]].name), length);
  else pol_report_help(c->in->reports, r, "compare dates: the last day is at most %s after the first day", length);
}

static pol_report *say_months_and_days(pol_checker *c, const pol_expr *a, const pol_expr *b, const pol_node *at, bool compared) {
  pol_report *r = pol_check_report(c, POL_R_MONTHS_AND_DAYS, at, "months and days do not %s without a date to count from", compared ? "compare" : "add up");
  note_months(c, r, a);
  note_months(c, r, b);
  pol_report_label(c->in->reports, r, "%s, and %s", pol_check_type_name(c, a->type), pol_check_type_name(c, b->type));
  if (compared) help_dates(c, r, a, b);
  else pol_report_help(c->in->reports, r, "count both from a date: 3 days after 2 months after the first day");
  return r;
}

/* "is at least" of "applicant.substantive_rank is at least 4"; "" where they do not follow one another on a line. */
static const char *words_between(pol_checker *c, const pol_node *first, const pol_node *second) {
  enum { LONGEST = 40 };
  if (first == NULL || second == NULL || first->span.file != second->span.file || first->span.end >= second->span.start) return "";
  const char *text = pol_sources_get(c->in->sources, first->span.file)->text;
  uint32_t from = first->span.end, to = second->span.start;
  while (from < to && text[from] == ' ') from++;
  while (from < to && text[to - 1] == ' ') to--;
  if (to - from > LONGEST || memchr(text + from, '\n', to - from) != NULL) return "";
  return pol_check_format(c, "%.*s", (int)(to - from), text + from);
}

static pol_report *say_order(pol_checker *c, const pol_expr *rank, const pol_expr *other, const pol_node *at) {
  static const char *const ordinal[] = { "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth" };
  const pol_options *o = &c->m->options.at[rank->type.ref];
  const char *noun = o->noun != NULL ? o->noun : "option";
  pol_report *r = pol_check_report(c, POL_R_ORDER_AND_NUMBER, at, "%s is compared with a number", pol_check_type_name(c, rank->type));
  int64_t n = 0;
  if (other->op != POL_OP_CONST || !pol_num_to_i64(&n, other->value.as.num) || n < 1 || n > (int64_t)o->n) return r;
  const char *name = pol_check_text(c, o->at[n - 1].name);
  if (n <= (int64_t)(sizeof ordinal / sizeof *ordinal)) pol_report_label(c->in->reports, r, "the %s %s is %s", ordinal[n - 1], noun, name);
  else pol_report_label(c->in->reports, r, "%s number %d is %s", noun, (int)n, name);
  const char *relation = words_between(c, rank->node, other->node);
  pol_report_help(c->in->reports, r, "%s%s%s", relation, relation[0] != '\0' ? " " : "", name);
  return r;
}

static pol_report *say_no_unit(pol_checker *c, const pol_expr *a, const pol_expr *b, const pol_node *at, const char *verb) {
  const pol_expr *with = pol_unit_none(a->type.unit) ? b : a;
  const char *unit = pol_check_type_name(c, with->type);
  const pol_expr *bare = with == b ? a : b;
  pol_report *r = with == b ? pol_check_report(c, POL_R_NO_UNIT, at, "a number without a unit cannot be %s %s", verb, unit)
                            : pol_check_report(c, POL_R_NO_UNIT, at, "%s cannot be %s a number without a unit", unit, verb);
  pol_check_advise_unit(c, r, bare, with->type);
  return r;
}

static pol_report *say_numbers(pol_checker *c, const pol_expr *a, const pol_expr *b, const pol_node *at, const char *verb) {
  if (pol_unit_none(a->type.unit) || pol_unit_none(b->type.unit)) return say_no_unit(c, a, b, at, verb);
  if (differ_by_per(a, b)) return say_per(c, a, b, at, verb);
  bool currencies = a->type.unit.money != 0 && a->type.unit.money == b->type.unit.money && a->type.unit.currency != b->type.unit.currency;
  const char *one = currencies ? pol_check_text(c, a->type.unit.currency) : pol_check_type_name(c, a->type);
  const char *other = currencies ? pol_check_text(c, b->type.unit.currency) : pol_check_type_name(c, b->type);
  pol_report *r = pol_check_report(c, POL_R_UNITS_DIFFER, at, "%s cannot be %s %s", one, verb, other);
  bool days = a->type.unit.day == 1;
  pol_check_advise_units(c, r, days ? a : b, days ? b->type : a->type);
  return r;
}

/* 50 beside a percentage is 5,000%, which nobody means; 0 is 0. */
bool pol_check_lacks_percent(pol_checker *c, pol_type percent, const pol_expr *bare) {
  if (percent.show != POL_SHOW_PERCENT || bare->op != POL_OP_CONST || !pol_is_node(bare->node, POL_N_NUMBER) || pol_expr_is_zero(bare)) return false;
  pol_report *r = pol_check_report(c, POL_R_NO_UNIT, bare->node, "a percentage is written with its sign");
  pol_value hundredfold = { .state = POL_KNOWN, .type = percent, .as.num = bare->value.as.num };
  const char *text = pol_check_source_text(c, bare->node), *is = pol_check_value_words(c, &hundredfold);
  pol_report_label(c->in->reports, r, "without it, this is %s", is);
  if (pol_num_cmp(bare->value.as.num, pol_num_int(1)) > 0) pol_report_help(c->in->reports, r, "%s%%", text);
  else pol_report_help(c->in->reports, r, "%s%%, or %s if that is meant", text, is);
  return true;
}

void pol_check_mismatch(pol_checker *c, const pol_expr *a, const pol_expr *b, const pol_node *at, const char *verb) {
  bool compared = strncmp(verb, "compared", 8) == 0;
  pol_report *r;
  if (calendar(a) && calendar(b)) r = say_months_and_days(c, a, b, at, compared);
  else if (number(a) && number(b)) r = say_numbers(c, a, b, at, verb);
  else if (compared && number(b) && pol_type_is(a->type, POL_T_OPTION)) r = say_order(c, a, b, at);
  else if (compared && number(a) && pol_type_is(b->type, POL_T_OPTION)) r = say_order(c, b, a, at);
  else r = pol_check_report(c, compared ? POL_R_KINDS_DIFFER : POL_R_NOT_RECKONED, at, "%s cannot be %s %s", pol_check_type_name(c, a->type), verb, pol_check_type_name(c, b->type));
  if (r->code == POL_R_KINDS_DIFFER) pol_check_advise_kinds(c, r, a, b);
  if (r->code == POL_R_NOT_RECKONED) pol_check_advise_sum(c, r, a, b);
  bool both = r->code == POL_R_MONTHS_AND_DAYS || r->code == POL_R_PER_MONTH_PER_YEAR; /* one is as wrong as the other */
  if (!both && (r->at.text == NULL || r->at.text[0] == '\0')) pol_report_label(c->in->reports, r, "%s", pol_check_type_name(c, b->type));
  if (a->node == NULL || a->node == at || r->code == POL_R_ORDER_AND_NUMBER) return;
  if (both) pol_report_equally(c->in->reports, r, a->node->span);
  else pol_report_also(c->in->reports, r, a->node->span, "%s", pol_check_type_name(c, a->type));
}

/* Reported once: the mistake is one missing line at the head of the policy, however many months are counted below it. */
void pol_check_needs_convention(pol_checker *c, const pol_node *at) {
  if (c->m->short_months != POL_SHORT_NOT_SAID || c->no_convention || c->m->is_amendment || (c->lost & (1u << POL_KEYWORD_POLICY))) return;
  c->no_convention = true;
  pol_report *r = pol_check_report(c, POL_R_NO_CONVENTION, at, "months are counted here, and the policy does not settle short months");
  pol_report_label(c->in->reports, r, "31 January and 1 month: which day?");
  pol_report_help(c->in->reports, r, "under the policy's name, write: short months use the last day (28 February); or: short months use the first day of the next month (1 March)");
}
