/* Types: from what an author writes after `is` to a pol_type, and back into the author's words. */
#include "check/expr.h"
#include <string.h>

static const struct { const char *word; pol_type type; bool takes_per; } words[] = {
  { "number", { .kind = POL_T_NUMBER, .ref = POL_NO_REF }, true },
  { "count", { .kind = POL_T_NUMBER, .show = POL_SHOW_COUNT, .ref = POL_NO_REF }, true },
  { "percent", { .kind = POL_T_NUMBER, .show = POL_SHOW_PERCENT, .ref = POL_NO_REF }, false },
  { "money", { .kind = POL_T_NUMBER, .ref = POL_NO_REF, .unit = { .money = 1 } }, true },
  { "hours", { .kind = POL_T_NUMBER, .ref = POL_NO_REF, .unit = { .hour = 1 } }, true },
  { "days", { .kind = POL_T_NUMBER, .ref = POL_NO_REF, .unit = { .day = 1 } }, true },
  { "weeks", { .kind = POL_T_NUMBER, .ref = POL_NO_REF, .unit = { .week = 1 } }, false },
  { "months", { .kind = POL_T_NUMBER, .ref = POL_NO_REF, .unit = { .month = 1 } }, false },
  { "years", { .kind = POL_T_NUMBER, .ref = POL_NO_REF, .unit = { .year = 1 } }, false },
  { "date", { .kind = POL_T_DATE, .ref = POL_NO_REF }, false },
  { "time", { .kind = POL_T_TIME, .ref = POL_NO_REF }, false },
  { "text", { .kind = POL_T_TEXT, .ref = POL_NO_REF }, false },
  { "period", { .kind = POL_T_PERIOD, .ref = POL_NO_REF }, false },
  { "party", { .kind = POL_T_PARTY, .ref = POL_NO_REF }, false },
  { "permission", { .kind = POL_T_PERMISSION, .ref = POL_NO_REF }, false },
  { "obligations", { .kind = POL_T_OBLIGATIONS, .ref = POL_NO_REF }, false },
};
enum { WORDS = sizeof words / sizeof *words };

pol_type pol_type_of(pol_type_kind kind) {
  return (pol_type){ .kind = (uint8_t)kind, .ref = POL_NO_REF };
}

pol_type pol_type_ref(pol_type_kind kind, uint32_t ref) {
  return (pol_type){ .kind = (uint8_t)kind, .ref = ref };
}

pol_type pol_type_number(pol_unit unit) {
  return (pol_type){ .kind = POL_T_NUMBER, .ref = POL_NO_REF, .unit = unit };
}

bool pol_type_is(pol_type t, pol_type_kind kind) {
  return t.kind == (uint8_t)kind;
}

pol_span_unit pol_unit_span(pol_unit u) {
  static const struct { pol_unit unit; pol_span_unit span; } spans[] = {
    { { .day = 1 }, POL_SPAN_DAY }, { { .week = 1 }, POL_SPAN_WEEK }, { { .month = 1 }, POL_SPAN_MONTH }, { { .year = 1 }, POL_SPAN_YEAR },
  };
  for (size_t i = 0; i < sizeof spans / sizeof *spans; i++)
    if (pol_unit_same(u, spans[i].unit)) return spans[i].span;
  return POL_SPAN_NONE;
}

pol_unit pol_unit_word(pol_checker *c, const pol_node *unit) {
  static const struct { const char *word; pol_unit unit; } units[] = {
    { "hour", { .hour = 1 } }, { "minute", { .hour = 1 } }, { "day", { .day = 1 } },
    { "week", { .week = 1 } }, { "month", { .month = 1 } }, { "year", { .year = 1 } },
  };
  if (unit == NULL) return (pol_unit){ 0 };
  const char *word = pol_check_text(c, unit->text);
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strcmp(units[i].word, word) == 0) return units[i].unit;
  uint32_t order = pol_check_order_of_noun(c, unit->text);
  if (order != POL_NO_REF) return (pol_unit){ .step = 1, .order = order };
  if (pol_check_may_be_lost(c, POL_NAME_OPTIONS) || pol_check_is_doubtful(c, word)) return (pol_unit){ 0 };
  pol_report *r = pol_check_report(c, POL_R_NO_TYPE, unit, "no unit and no order is called %s", word);
  pol_report_label(c->in->reports, r, "not declared");
  pol_report_help(c->in->reports, r, "the units are hours, minutes, days, weeks, months and years; a rank needs its order");
  return (pol_unit){ 0 };
}

bool pol_type_ordered(const pol_checker *c, pol_type t) {
  switch ((pol_type_kind)t.kind) {
  case POL_T_BROKEN:
  case POL_T_NUMBER:
  case POL_T_DATE:
  case POL_T_TIME: return true;
  case POL_T_OPTION: return t.ref < c->m->options.n && c->m->options.at[t.ref].ordered;
  default: return false;
  }
}

static int family(pol_unit u) { /* what compares with one another: days and weeks, months and years */
  pol_span_unit s = pol_unit_span(u);
  return s == POL_SPAN_NONE ? 0 : s <= POL_SPAN_WEEK ? 1 : 2;
}

/* Kinds that differ, and compare: a date and a weekday, a period and a number of days or months. */
static bool goes_with(pol_type a, pol_type b) {
  if (pol_type_is(a, POL_T_DATE)) return pol_type_is(b, POL_T_OPTION) && b.ref == POL_OPTIONS_WEEKDAY;
  return pol_type_is(a, POL_T_PERIOD) && pol_type_is(b, POL_T_NUMBER) && family(b.unit) != 0;
}

bool pol_check_comparable(pol_type a, pol_type b) {
  if (pol_type_is(a, POL_T_BROKEN) || pol_type_is(b, POL_T_BROKEN)) return true;
  if (goes_with(a, b) || goes_with(b, a)) return true;
  if (a.kind != b.kind) return false;
  switch ((pol_type_kind)a.kind) {
  case POL_T_NUMBER: return pol_unit_same(a.unit, b.unit) || (family(a.unit) != 0 && family(a.unit) == family(b.unit));
  case POL_T_OPTION: return a.ref == b.ref;
  case POL_T_LIST:
  case POL_T_RECORD:
  case POL_T_SET:
  case POL_T_SEQUENCE:
  case POL_T_OBLIGATIONS: return false;
  default: return true;
  }
}

/* -- from nodes */

static pol_type unknown_type(pol_checker *c, const pol_node *node) {
  if (pol_check_find(c, POL_NAME_RECORD, node->text) != POL_NO_REF) {
    const char *name = pol_check_text(c, node->text);
    pol_report *r = pol_check_report(c, POL_R_TYPE_MISPLACED, node, "%s is a record: there is a list of them, or none", name);
    pol_report_help(c->in->reports, r, "list of %s", name);
    return pol_type_of(POL_T_BROKEN);
  }
  pol_nearest near;
  pol_nearest_init(&near, pol_check_text(c, node->text));
  for (size_t i = 0; i < WORDS; i++) pol_nearest_offer(&near, words[i].word, 0);
  if (near.best != NULL) {
    pol_report *r = pol_check_report(c, POL_R_NO_TYPE, node, "no type is called %s", pol_check_text(c, node->text));
    pol_report_label(c->in->reports, r, "not a type");
    pol_report_help(c->in->reports, r, "did you mean %s?", near.best);
  } else {
    pol_check_resolve(c, POL_NAME_OPTIONS, node->text, node);
  }
  return pol_type_of(POL_T_BROKEN);
}

static pol_type named_type(pol_checker *c, const pol_node *node) {
  const pol_node *per = pol_kid(node, 0);
  const char *word = pol_check_text(c, node->text);
  pol_type t;
  bool takes_per = false;
  uint32_t options = pol_check_find(c, POL_NAME_OPTIONS, node->text);
  uint32_t order = POL_NO_REF;
  size_t i = 0;
  while (i < WORDS && strcmp(words[i].word, word) != 0) i++;
  if (i < WORDS) {
    t = words[i].type;
    takes_per = words[i].takes_per;
    if (t.unit.money != 0) t.unit.currency = pol_check_currency(c);
  } else if (options != POL_NO_REF) {
    t = pol_type_ref(POL_T_OPTION, options);
  } else if ((order = pol_check_order_of_noun(c, node->text)) != POL_NO_REF) {
    t = pol_type_number((pol_unit){ .step = 1, .order = order });
  } else {
    return unknown_type(c, node);
  }
  if (per == NULL) return t;
  if (!takes_per) {
    pol_report *r = pol_check_report(c, POL_R_TYPE_MISPLACED, node, "%s is not reckoned per %s", word, pol_check_text(c, per->text));
    pol_report_help(c->in->reports, r, "money, hours, days, number and count may be per hour, day, week, month or year");
    return pol_type_of(POL_T_BROKEN);
  }
  t.unit = pol_unit_mul(t.unit, pol_unit_word(c, per), -1);
  t.show = POL_SHOW_PLAIN;
  return t;
}

static pol_type anonymous(pol_checker *c, const pol_node *node, const char *noun) {
  const pol_options head = { .noun = noun, .node = node };
  return pol_type_ref(POL_T_OPTION, pol_check_new_options(c, &head, node->kid, node->n));
}

static pol_type collection(pol_checker *c, const pol_node *node, pol_type_kind kind) {
  if (kind == POL_T_LIST) {
    uint32_t record = pol_check_resolve(c, POL_NAME_RECORD, node->text, node);
    return record == POL_NO_REF ? pol_type_of(POL_T_BROKEN) : pol_type_ref(POL_T_LIST, record);
  }
  if (strcmp(pol_check_text(c, node->text), "party") == 0) return pol_type_ref(kind, POL_PARTY_REF);
  uint32_t options = pol_check_resolve(c, POL_NAME_OPTIONS, node->text, node);
  return options == POL_NO_REF ? pol_type_of(POL_T_BROKEN) : pol_type_ref(kind, options);
}

pol_type pol_check_type(pol_checker *c, const pol_node *type, const char *fallback_label) {
  if (type == NULL || pol_check_is_covered(c, type)) return pol_type_of(POL_T_BROKEN);
  switch ((pol_node_kind)type->kind) {
  case POL_N_TYPE: return named_type(c, type);
  case POL_N_TYPE_YES_NO: return pol_type_of(POL_T_BOOL);
  case POL_N_TYPE_ONE_OF: return anonymous(c, type, fallback_label);
  case POL_N_TYPE_LIST: return collection(c, type, POL_T_LIST);
  case POL_N_TYPE_SET: return collection(c, type, POL_T_SET);
  case POL_N_TYPE_SEQUENCE: return collection(c, type, POL_T_SEQUENCE);
  default: return pol_type_of(POL_T_BROKEN);
  }
}

/* -- into words */

const char *pol_check_article(const char *noun) {
  return noun[0] != '\0' && strchr("aeiouAEIOU", noun[0]) != NULL ? "an" : "a";
}

static const char *options_name(pol_checker *c, uint32_t ref) {
  const pol_options *o = &c->m->options.at[ref];
  if (o->name == 0) return pol_check_format(c, "an option of %s", o->noun != NULL ? o->noun : "this fact");
  const char *name = pol_check_text(c, o->name);
  return pol_check_format(c, "%s %s", pol_check_article(name), name);
}

static const char *unit_name(pol_checker *c, pol_unit u) {
  const char *steps = u.step != 0 && c->m->options.at[u.order].nouns != NULL ? c->m->options.at[u.order].nouns : "steps";
  const struct { int power; const char *many, *one; } part[] = {
    { u.money, "money", "pound" }, { u.step, steps, "step" },   { u.hour, "hours", "hour" }, { u.day, "days", "day" },
    { u.week, "weeks", "week" },   { u.month, "months", "month" }, { u.year, "years", "year" },
  };
  const char *name = NULL;
  for (size_t i = 0; i < sizeof part / sizeof *part; i++)
    for (int p = 0; p < part[i].power && p < 4; p++) name = name == NULL ? part[i].many : pol_check_format(c, "%s times %s", name, part[i].many);
  if (name == NULL) name = "a number";
  for (size_t i = 0; i < sizeof part / sizeof *part; i++)
    for (int p = 0; p > part[i].power && p > -4; p--) name = pol_check_format(c, "%s per %s", name, part[i].one);
  return name;
}

const char *pol_check_type_name(pol_checker *c, pol_type t) {
  switch ((pol_type_kind)t.kind) {
  case POL_T_BROKEN: return "anything";
  case POL_T_BOOL: return "yes or no";
  case POL_T_OPTION: return options_name(c, t.ref);
  case POL_T_PARTY: return "a party";
  case POL_T_NUMBER:
    if (!pol_unit_none(t.unit)) return unit_name(c, t.unit);
    return t.show == POL_SHOW_COUNT ? "a count" : t.show == POL_SHOW_PERCENT ? "a percentage" : "a number";
  case POL_T_PERIOD: return "a period";
  case POL_T_DATE: return "a date";
  case POL_T_YEARLY: return "a day of the year";
  case POL_T_TIME: return "a time of day";
  case POL_T_TEXT: return "a text";
  case POL_T_LIST: return t.ref < c->m->records.n ? pol_check_format(c, "a list of %s", pol_check_text(c, c->m->records.at[t.ref].name)) : "a list";
  case POL_T_RECORD: return t.ref < c->m->records.n ? pol_check_format(c, "one %s of a list", pol_check_text(c, c->m->records.at[t.ref].name)) : "a record";
  case POL_T_OUTCOME:
  case POL_T_PERMISSION: return "a permission";
  case POL_T_SET: return "a set";
  case POL_T_SEQUENCE: return "a sequence";
  case POL_T_OBLIGATIONS: return "a list of duties";
  }
  return "anything";
}
