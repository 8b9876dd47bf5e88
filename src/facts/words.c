#include "facts/value.h"
#include <string.h>

static const char *step_noun(const pol_model *m, uint32_t order, bool many) {
  const char *noun = order < m->options.n ? many ? m->options.at[order].nouns : m->options.at[order].noun : NULL;
  return noun ? noun : many ? "steps" : "step";
}

/* Every dimension of a unit with its words, money first. Returns how many there are. */
typedef struct dimension {
  int power;
  const char *one, *many;
} dimension;
enum { DIMENSIONS = 7 };

static void dimensions(dimension out[DIMENSIONS], const pol_model *m, pol_unit u) {
  out[0] = (dimension){u.money, "money", "money"};
  out[1] = (dimension){u.step, step_noun(m, u.order, false), step_noun(m, u.order, true)};
  out[2] = (dimension){u.hour, "hour", "hours"};
  out[3] = (dimension){u.day, "day", "days"};
  out[4] = (dimension){u.week, "week", "weeks"};
  out[5] = (dimension){u.month, "month", "months"};
  out[6] = (dimension){u.year, "year", "years"};
}

static void write_unit(pol_text *t, const pol_model *m, pol_unit unit, bool many, bool money) {
  dimension d[DIMENSIONS];
  dimensions(d, m, unit);
  const char *before = "";
  for (int i = money ? 0 : 1; i < DIMENSIONS; i++)
    for (int p = 0; p < d[i].power; p++) {
      pol_text_format(t, "%s%s", before, many ? d[i].many : d[i].one);
      before = " times ";
    }
  for (int i = 0; i < DIMENSIONS; i++)
    for (int p = 0; p > d[i].power; p--) {
      pol_text_format(t, "%sper %s", *before ? " " : "", d[i].one);
      before = " ";
    }
}

void pol_words_unit(pol_text *t, const pol_model *m, pol_unit unit) { write_unit(t, m, unit, true, true); }

static const char *article(const char *noun) { return *noun && strchr("aeiou", *noun) ? "an" : "a"; }

static void options_words(pol_text *t, const pol_model *m, uint32_t ref) {
  const pol_options *o = ref < m->options.n ? &m->options.at[ref] : NULL;
  if (!o || !o->name) {
    pol_text_add(t, "one of its choices");
    return;
  }
  const char *noun = o->noun ? o->noun : pol_atom_get(m->atoms, o->name);
  pol_text_format(t, "%s %s", article(noun), noun);
}

static void number_words(pol_text *t, const pol_model *m, pol_type type) {
  if (pol_unit_none(type.unit)) {
    pol_text_add(t, type.show == POL_SHOW_COUNT ? "a count" : type.show == POL_SHOW_PERCENT ? "a percentage" : "a number");
    return;
  }
  dimension d[DIMENSIONS];
  dimensions(d, m, type.unit);
  int positive = 0;
  for (int i = 0; i < DIMENSIONS; i++) positive += d[i].power > 0;
  if (!positive) pol_text_add(t, "a number ");
  else if (type.unit.money <= 0) pol_text_add(t, "in ");
  write_unit(t, m, type.unit, true, true);
}

void pol_words_type(pol_text *t, const pol_model *m, pol_type type) {
  switch ((pol_type_kind)type.kind) {
  case POL_T_BOOL: pol_text_add(t, "yes or no"); return;
  case POL_T_OPTION: options_words(t, m, type.ref); return;
  case POL_T_PARTY: pol_text_add(t, "a party"); return;
  case POL_T_NUMBER: number_words(t, m, type); return;
  case POL_T_PERIOD: pol_text_add(t, "a period"); return;
  case POL_T_DATE: pol_text_add(t, "a date"); return;
  case POL_T_TIME: pol_text_add(t, "a time of day"); return;
  case POL_T_TEXT: pol_text_add(t, "a text"); return;
  case POL_T_LIST: pol_text_add(t, "a list"); return;
  default: pol_text_add(t, "not given in a facts file"); return;
  }
}

/* Currencies with a sign of their own are written with it. */
static const char *currency_sign(const char *currency) {
  if (!*currency || strcmp(currency, "GBP") == 0 || strcmp(currency, "£") == 0) return "£";
  if (strcmp(currency, "EUR") == 0) return "€";
  if (strcmp(currency, "USD") == 0) return "$";
  return NULL;
}

static void write_number(pol_text *t, const pol_model *m, const pol_value *v) {
  pol_unit unit = v->type.unit;
  pol_num shown = v->as.num;
  bool percent = v->type.show == POL_SHOW_PERCENT;
  if (percent && pol_num_mul(&shown, shown, pol_num_int(100)) != POL_NUM_FINE) percent = false, shown = v->as.num;
  if (unit.money == 1) {
    if (shown.n < 0) pol_text_char(t, '-'), shown = pol_num_neg(shown);
    const char *currency = pol_atom_get(m->atoms, unit.currency), *sign = currency_sign(currency);
    if (sign) pol_text_add(t, sign);
    else pol_text_format(t, "%s ", currency);
  }
  pol_num_write(t, shown, unit.money == 1 && !pol_num_is_int(shown) ? 2 : 0);
  if (percent) pol_text_char(t, '%');
  size_t before = t->n;
  pol_text_char(t, ' ');
  write_unit(t, m, unit, shown.n != shown.d, false);
  if (t->n == before + 1) t->n = before; /* no unit, no space */
}

void pol_words_value(pol_text *t, const pol_model *m, const pol_value *v) {
  switch ((pol_type_kind)v->type.kind) {
  case POL_T_BOOL: pol_text_add(t, v->as.i ? "yes" : "no"); return;
  case POL_T_OPTION: pol_text_add(t, pol_atom_get(m->atoms, m->options.at[v->type.ref].at[v->as.i].name)); return;
  case POL_T_PARTY: pol_text_add(t, pol_atom_get(m->atoms, m->parties.at[v->as.i].name)); return;
  case POL_T_NUMBER: write_number(t, m, v); return;
  case POL_T_PERIOD: pol_text_format(t, "%d months %d days", v->as.period.months, v->as.period.days); return;
  case POL_T_DATE: pol_date_write(t, v->as.i); return;
  case POL_T_TIME: pol_time_write(t, v->as.i); return;
  case POL_T_TEXT: pol_text_format(t, "\"%s\"", pol_atom_get(m->atoms, (pol_atom)v->as.i)); return;
  default: return;
  }
}

void pol_words_example(pol_text *t, const pol_model *m, pol_type type) {
  switch ((pol_type_kind)type.kind) {
  case POL_T_NUMBER: {
    pol_value v = {.type = type, .as.num = pol_num_int(30)};
    if (type.show == POL_SHOW_PERCENT) pol_num_ratio(&v.as.num, 3, 10);
    pol_text_add(t, "30");
    if (pol_unit_none(type.unit) && type.show != POL_SHOW_PERCENT) return;
    pol_text_add(t, " or \"");
    write_number(t, m, &v);
    pol_text_char(t, '"');
    return;
  }
  case POL_T_PERIOD: pol_text_add(t, "\"3 years 6 months\""); return;
  case POL_T_DATE: pol_text_add(t, "\"2024-04-01\""); return;
  case POL_T_TIME: pol_text_add(t, "\"07:30\""); return;
  case POL_T_TEXT: pol_text_add(t, "a text in quotation marks"); return;
  case POL_T_BOOL: pol_text_add(t, "\"yes\" or \"no\""); return;
  case POL_T_LIST: pol_text_add(t, "[{ … }, { … }], or [] for none"); return;
  default: return;
  }
}
