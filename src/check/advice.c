/* What to write instead, where two amounts are of different kinds or units. */
#include "check/expr.h"
#include <string.h>

enum { LONGEST = 60 }; /* of the author's words inside a help */

static bool is(const pol_expr *e, pol_type_kind kind) {
  return pol_type_is(e->type, kind);
}

static const char *words_or(pol_checker *c, const pol_expr *e, const char *otherwise) {
  const char *text = e->node != NULL ? pol_check_source_text(c, e->node) : "";
  return text[0] != '\0' && strlen(text) <= LONGEST ? text : otherwise;
}

static bool written(const pol_expr *e, pol_node_kind kind) {
  return e->node != NULL && e->node->kind == kind;
}

/* "5 years", "£5 per month": a written number in the unit that is wanted. */
static const char *with_unit(pol_checker *c, const char *number, pol_type type) {
  const char *unit = pol_check_type_name(c, type);
  if (strncmp(unit, "money", 5) == 0) {
    const char *code = c->currency != 0 ? pol_check_text(c, c->currency) : "GBP";
    bool pounds = strcmp(code, "GBP") == 0;
    return pol_check_format(c, "%s%s%s%s", pounds ? "£" : code, pounds ? "" : " ", number, unit + 5);
  }
  size_t n = strlen(unit);
  if (strcmp(number, "1") == 0 && n > 0 && unit[n - 1] == 's') return pol_check_format(c, "1 %.*s", (int)n - 1, unit);
  return pol_check_format(c, "%s %s", number, unit);
}

void pol_check_advise_unit(pol_checker *c, pol_report *r, const pol_expr *number, pol_type wanted) {
  if (written(number, POL_N_NUMBER)) {
    const char *n = words_or(c, number, "it");
    pol_report_help(c->in->reports, r, "say %s what: %s", n, with_unit(c, n, wanted));
  } else {
    pol_report_help(c->in->reports, r, "say what the number is in: %s", pol_check_type_name(c, wanted));
  }
}

void pol_check_advise_currency(pol_checker *c, pol_report *r, const pol_expr *number, pol_type wanted) {
  pol_report_help(c->in->reports, r, "%s", with_unit(c, words_or(c, number, "5"), wanted));
}

void pol_check_advise_units(pol_checker *c, pol_report *r, const pol_expr *a, pol_type wanted) {
  pol_unit u = a->type.unit, w = wanted.unit;
  if ((u.day == 1 && w.hour == 1) || (u.hour == 1 && w.day == 1))
    pol_report_help(c->in->reports, r, "say how long a day is%s %s of 7.4 hours", written(a, POL_N_QUANTITY) && u.day == 1 ? ":" : ", for example:",
                    u.day == 1 && written(a, POL_N_QUANTITY) ? words_or(c, a, "2 days") : "2 days");
  else if (u.money != 0 && w.money == u.money && u.currency != w.currency)
    pol_report_help(c->in->reports, r, "write both amounts in one currency");
  else pol_report_help(c->in->reports, r, "say it in %s, or multiply by what one is worth, for example: £15 per hour * 3 hours", pol_check_type_name(c, wanted));
}

/* -- kinds */

static void options_note(pol_checker *c, pol_report *r, const pol_expr *e) {
  if (is(e, POL_T_OPTION)) pol_report_note(c->in->reports, r, "%s", pol_check_options_words(c, e->type.ref));
}

/* The entry of a list's lines that can be compared with this amount; NULL when there is none. */
static const char *entry_for(pol_checker *c, const pol_expr *list, const pol_expr *x) {
  if (list->type.ref >= c->m->records.n) return "";
  const pol_record *record = &c->m->records.at[list->type.ref];
  for (uint32_t i = 0; i < record->n; i++)
    if (pol_check_comparable(record->at[i].type, x->type)) return pol_check_format(c, ".%s", pol_check_text(c, record->at[i].name));
  return NULL;
}

static void advise_list(pol_checker *c, pol_report *r, const pol_expr *list, const pol_expr *x) {
  const char *name = words_or(c, list, "LIST"), *entry = is(x, POL_T_LIST) ? NULL : entry_for(c, list, x);
  if (entry != NULL) pol_report_help(c->in->reports, r, "ask it of each line of the list: any(each x in %s where x%s is %s)", name, entry, words_or(c, x, "…"));
  else pol_report_help(c->in->reports, r, "ask it of the list's lines: any(each x in %s where …), or count(each x in %s)", name, name);
}

static void advise_date(pol_checker *c, pol_report *r, const pol_expr *other) {
  pol_reports *to = c->in->reports;
  if (!is(other, POL_T_NUMBER) && !is(other, POL_T_PERIOD)) {
    pol_report_help(to, r, "a date is compared with a date, for example: on or after 2024-04-01");
  } else if (written(other, POL_N_NUMBER)) {
    const char *n = words_or(c, other, "4");
    pol_report_help(to, r, "say %s what, and counted from which day, for example: %s months after …", n, n);
  } else {
    pol_report_help(to, r, "count it from a day, for example: at most %s after …", written(other, POL_N_QUANTITY) ? words_or(c, other, "3 days") : "3 days");
  }
}

static void advise_text(pol_checker *c, pol_report *r, const pol_expr *text, const pol_expr *other) {
  if (is(other, POL_T_OPTION) && written(text, POL_N_TEXT)) pol_report_help(c->in->reports, r, "options and names are written without quotation marks");
  else pol_report_help(c->in->reports, r, "a text is compared with words in quotation marks, for example: is \"…\"");
}

void pol_check_advise_kinds(pol_checker *c, pol_report *r, const pol_expr *a, const pol_expr *b) {
  pol_reports *to = c->in->reports;
  const pol_expr *list = is(b, POL_T_LIST) ? b : is(a, POL_T_LIST) ? a : NULL;
  options_note(c, r, a);
  options_note(c, r, b);
  if (list != NULL) advise_list(c, r, list, list == b ? a : b);
  else if (is(a, POL_T_OPTION) && is(b, POL_T_OPTION))
    pol_report_help(to, r, "write one of the options of the first; or declare the options once, options NAME is …, and let both be NAME");
  else if (is(a, POL_T_DATE)) advise_date(c, r, b);
  else if (is(a, POL_T_TEXT) || is(b, POL_T_TEXT)) advise_text(c, r, is(a, POL_T_TEXT) ? a : b, is(a, POL_T_TEXT) ? b : a);
  else if (is(a, POL_T_BOOL)) pol_report_help(to, r, "it is yes or no, and stands alone: %s, or not %s", words_or(c, a, "…"), words_or(c, a, "…"));
  else if (is(a, POL_T_OUTCOME)) pol_report_help(to, r, "the answers are permitted, refused, referred and not_applicable");
  else pol_report_help(to, r, "write %s here, or name first something that is %s", pol_check_type_name(c, a->type), pol_check_type_name(c, b->type));
}

void pol_check_advise_sum(pol_checker *c, pol_report *r, const pol_expr *a, const pol_expr *b) {
  if (is(a, POL_T_DATE) && is(b, POL_T_DATE)) pol_report_help(c->in->reports, r, "a date goes with days, weeks, months or years: %s + 3 days; between two dates there are days: %s - %s",
                                                              words_or(c, b, "…"), words_or(c, b, "…"), words_or(c, a, "…"));
  else if (is(a, POL_T_LIST) || is(b, POL_T_LIST)) pol_report_help(c->in->reports, r, "add up its lines: sum(x.… for each x in %s)", words_or(c, is(a, POL_T_LIST) ? a : b, "LIST"));
  else pol_report_help(c->in->reports, r, "numbers, money and times of one unit add up; dates move by days, weeks, months or years");
}

void pol_check_advise_wanted(pol_checker *c, pol_report *r, const pol_expr *e, pol_type wanted) {
  pol_reports *to = c->in->reports;
  const char *text = words_or(c, e, "it");
  options_note(c, r, e);
  if (pol_type_is(wanted, POL_T_OPTION)) pol_report_help(to, r, "%s", pol_check_options_words(c, wanted.ref));
  else if (pol_type_is(wanted, POL_T_BOOL) && is(e, POL_T_OUTCOME)) pol_report_help(to, r, "say which answer is meant: is permitted");
  else if (pol_type_is(wanted, POL_T_BOOL)) pol_report_help(to, r, "say what it has to be: yes when %s is …, no when it is not", text);
  else if (is(e, POL_T_LIST)) pol_report_help(to, r, "say what of the list: count(each x in %s), sum(x.… for each x in %s) …", text, text);
  else if (pol_type_is(wanted, POL_T_DATE) && (is(e, POL_T_NUMBER) || is(e, POL_T_PERIOD)))
    pol_report_help(to, r, "count it from a day, for example: %s after …", written(e, POL_N_NUMBER) ? with_unit(c, text, pol_type_number((pol_unit){ .day = 1 })) : text);
  else if (pol_type_is(wanted, POL_T_TEXT)) pol_report_help(to, r, "write the words in quotation marks: \"…\"");
  else if (pol_type_is(wanted, POL_T_LIST)) pol_report_help(to, r, "name a fact that is a list");
  else if (pol_type_is(wanted, POL_T_PARTY)) pol_report_help(to, r, "name a party, as it is declared: party NAME \"the …\"");
  else pol_report_help(to, r, "write %s here, or declare %s as %s", pol_check_type_name(c, wanted), c->taker != NULL ? c->taker : "what takes it", pol_check_type_name(c, e->type));
}
