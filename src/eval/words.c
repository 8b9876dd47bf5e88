#include "eval/words.h"
#include <string.h>

/* ---- units ---- */

typedef struct dimension { const char *one, *many; int power; } dimension;
enum { DIMENSIONS = 6 };

/* The dimensions beside money, in the order that they are said in. */
static void list_dimensions(dimension out[DIMENSIONS], const pol_model *m, pol_unit u) {
  const pol_options *order = u.step != 0 && u.order < m->options.n ? &m->options.at[u.order] : NULL;
  const char *noun = order && order->noun ? order->noun : "step", *nouns = order && order->nouns ? order->nouns : order && order->noun ? order->noun : "steps";
  dimension all[DIMENSIONS] = { { "hour", "hours", u.hour },    { "day", "days", u.day },    { "week", "weeks", u.week },
                                { "month", "months", u.month }, { "year", "years", u.year }, { noun, nouns, u.step } };
  memcpy(out, all, sizeof all);
}

/* "hours per week" after a number: each dimension above the line, then each below it. */
static void write_dimensions(pol_text *to, const dimension d[DIMENSIONS], bool one, bool spaced) {
  for (int i = 0; i < DIMENSIONS; i++)
    for (int k = 0; k < d[i].power; k++) {
      if (spaced) pol_text_char(to, ' ');
      pol_text_add(to, one ? d[i].one : d[i].many);
      spaced = true;
    }
  for (int i = 0; i < DIMENSIONS; i++)
    for (int k = 0; k > d[i].power; k--) {
      if (spaced) pol_text_char(to, ' ');
      pol_text_format(to, "per %s", d[i].one);
      spaced = true;
    }
}

void pol_unit_words(pol_text *to, const pol_model *m, pol_unit u) {
  dimension d[DIMENSIONS];
  list_dimensions(d, m, u);
  if (u.money > 0) pol_text_add(to, pol_atom_get(m->atoms, u.currency));
  write_dimensions(to, d, false, u.money > 0);
  for (int k = 0; k > u.money; k--) pol_text_format(to, " per %s", pol_atom_get(m->atoms, u.currency));
}

/* ---- numbers ---- */

typedef struct sign { const char *text; bool space; } sign; /* what stands before an amount of money */

static sign currency_sign(const pol_model *m, pol_unit u) {
  static const char *const known[][2] = { { "GBP", "£" }, { "EUR", "€" }, { "USD", "$" } };
  if (u.money != 1) return (sign){ "", false };
  const char *name = pol_atom_get(m->atoms, u.currency);
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (strcmp(name, known[i][0]) == 0) return (sign){ known[i][1], false };
  return (sign){ name, true };
}

static pol_num absolute(pol_num a) { return a.n < 0 ? pol_num_neg(a) : a; }

static pol_num as_shown(const pol_type *t, pol_num a) {
  pol_num hundred;
  if (t->show != POL_SHOW_PERCENT || pol_num_mul(&hundred, a, pol_num_int(100)) != POL_NUM_FINE) return a;
  return hundred;
}

/* Digits of so many times a number, which is too large for one: in two halves. */
static void write_times(pol_text *to, pol_u128 n, unsigned times) {
  const pol_u128 half = (pol_u128)10000000000 * 10000000000;
  pol_u128 low = n % half * times, high = n / half * times + low / half;
  char digits[20];
  low %= half;
  for (size_t i = sizeof digits; i > 0; low /= 10) digits[--i] = (char)('0' + (int)(low % 10));
  pol_num_write(to, (pol_num){ (pol_i128)high, 1 }, 0);
  pol_text_add_n(to, digits, sizeof digits);
}

/* A percentage whose hundredfold is too large for a number: its digits, and what they are divided by. */
static bool write_huge(pol_text *to, const pol_type *t, pol_num a) {
  pol_num hundred, times;
  if (t->show != POL_SHOW_PERCENT || pol_num_mul(&hundred, a, pol_num_int(100)) == POL_NUM_FINE || pol_num_ratio(&times, 100, a.d) != POL_NUM_FINE) return false;
  if (a.n < 0) pol_text_char(to, '-');
  write_times(to, a.n < 0 ? -(pol_u128)a.n : (pol_u128)a.n, (unsigned)times.n);
  if (times.d == 1) return true;
  pol_text_char(to, '/');
  pol_num_write(to, (pol_num){ times.d, 1 }, 0);
  return true;
}

/* To hundredths, for a ratio that does not end. */
static pol_num to_hundredths(pol_num a) {
  pol_num out;
  return pol_num_round(&out, a, (pol_num){ 1, 100 }, POL_ROUND_HALF_UP) == POL_NUM_FINE ? out : a;
}

/* A count of up to four figures, which may be a year: without a comma. */
static bool is_short_count(const pol_type *t, pol_num a) {
  return t->show == POL_SHOW_COUNT && pol_unit_none(t->unit) && pol_num_cmp(a, pol_num_int(10000)) < 0;
}

static void write_number(pol_text *to, const pol_model *m, const pol_value *v) {
  unsigned places;
  if (write_huge(to, &v->type, v->as.num)) {
    pol_text_char(to, '%');
    return;
  }
  bool about, percent = v->type.show == POL_SHOW_PERCENT;
  pol_num exact = as_shown(&v->type, v->as.num), shown = exact;
  sign s = currency_sign(m, v->type.unit);
  bool ends = pol_num_ends(exact, &places);
  if (!ends) shown = to_hundredths(exact);
  if (!ends) pol_text_add(to, "about ");
  if (shown.n < 0) pol_text_char(to, '-');
  pol_text_format(to, "%s%s", s.text, s.space ? " " : "");
  if (is_short_count(&v->type, absolute(shown))) pol_num_write(to, absolute(shown), 0);
  else if (pol_num_ends(shown, &places)) pol_num_write_for_people(to, absolute(shown), *s.text || !ends ? 2 : 0, &about);
  else pol_num_write_hundredths(to, absolute(shown)); /* too large to be rounded first */
  if (percent) pol_text_char(to, '%');
  dimension d[DIMENSIONS];
  list_dimensions(d, m, v->type.unit);
  write_dimensions(to, d, pol_num_cmp(absolute(exact), pol_num_int(1)) == 0, true);
  if (ends) return;
  pol_text_add(to, " (exactly ");
  pol_num_write(to, exact, 0);
  pol_text_add(to, percent ? "%)" : ")");
}

/* ---- periods ---- */

static void write_count(pol_text *to, int32_t n, const char *one, bool *spaced) {
  if (n == 0) return;
  pol_text_format(to, "%s%d %s%s", *spaced ? " " : "", n, one, n == 1 || n == -1 ? "" : "s");
  *spaced = true;
}

static void write_period(pol_text *to, pol_period p) {
  bool spaced = false;
  write_count(to, p.months / 12, "year", &spaced);
  write_count(to, p.months % 12, "month", &spaced);
  write_count(to, p.days, "day", &spaced);
  if (!spaced) pol_text_add(to, "0 days");
}

/* ---- names ---- */

static void write_spaced(pol_text *to, const char *name) {
  for (; *name; name++) pol_text_char(to, *name == '_' ? ' ' : *name);
}

static const pol_option *option_of(const pol_model *m, const pol_value *v) {
  if (v->type.ref >= m->options.n) return NULL;
  const pol_options *all = &m->options.at[v->type.ref];
  return v->as.i >= 0 && (uint32_t)v->as.i < all->n ? &all->at[v->as.i] : NULL;
}

/* The words of the party that an option is named after; `other` and `unnamed`, the last two, are words for much else. */
static const char *party_label(const pol_model *m, pol_atom name) {
  for (uint32_t i = 0; i + 2 < m->parties.n; i++)
    if (m->parties.at[i].name == name) return m->parties.at[i].label;
  return NULL;
}

/* Whether an option was given no words of its own: then its label is its name with spaces. */
static bool is_bare(const char *label, const char *name) {
  for (; label && *label && *name; label++, name++)
    if (*label != (*name == '_' ? ' ' : *name)) return false;
  return !label || *label == *name;
}

static void write_option(pol_text *to, const pol_model *m, const pol_value *v, bool words) {
  const pol_option *o = option_of(m, v);
  if (!o) return;
  const char *name = pol_atom_get(m->atoms, o->name), *party = words && is_bare(o->label, name) ? party_label(m, o->name) : NULL;
  const char *label = !words ? NULL : party ? party : o->label;
  if (!words) pol_text_add(to, pol_atom_get(m->atoms, o->name));
  else if (label) pol_text_add(to, label);
  else write_spaced(to, pol_atom_get(m->atoms, o->name));
}

static void write_party(pol_text *to, const pol_model *m, const pol_value *v, bool words) {
  if (v->as.i < 0 || (uint32_t)v->as.i >= m->parties.n) return;
  const pol_party *p = &m->parties.at[v->as.i];
  if (words && p->label) pol_text_add(to, p->label);
  else if (words) write_spaced(to, pol_atom_get(m->atoms, p->name));
  else pol_text_add(to, pol_atom_get(m->atoms, p->name));
}

const char *pol_outcome_words(pol_outcome o) {
  switch (o) {
  case POL_OUT_OUT_OF_SCOPE: return "outside this policy";
  case POL_OUT_SILENT: return "the policy is silent";
  case POL_OUT_REFUSED: return "refused";
  case POL_OUT_REFERRED: return "referred";
  case POL_OUT_PERMITTED: return "permitted";
  case POL_OUT_VALUE: return "a value";
  case POL_OUT_UNDETERMINED: return "not decided yet";
  case POL_OUT_CONFLICT: return "the policy contradicts itself";
  case POL_OUT_ERROR: return "cannot be worked out";
  }
  return "";
}

/* ---- values ---- */

static void write_yearly(pol_text *to, int32_t v) { pol_text_format(to, "%d %s", v % 100, pol_date_month_name(v / 100)); }

static bool is_items(const pol_type *t) {
  return t->kind == POL_T_SET || t->kind == POL_T_SEQUENCE || t->kind == POL_T_OBLIGATIONS || (t->kind == POL_T_LIST && t->ref == POL_NO_REF);
}

static void write_text(pol_text *to, const pol_model *m, const pol_value *v) { /* facts may hold anything */
  const char *text = pol_atom_get(m->atoms, (pol_atom)v->as.i);
  pol_text_add_shown(to, text, strlen(text));
}

static void write_one(pol_text *to, const pol_model *m, const pol_value *v) {
  switch ((pol_type_kind)v->type.kind) {
  case POL_T_BOOL: pol_text_add(to, v->as.i ? "yes" : "no"); break;
  case POL_T_OPTION: write_option(to, m, v, true); break;
  case POL_T_PARTY: write_party(to, m, v, true); break;
  case POL_T_NUMBER: write_number(to, m, v); break;
  case POL_T_PERIOD: write_period(to, v->as.period); break;
  case POL_T_DATE: pol_date_write_for_people(to, v->as.i); break;
  case POL_T_YEARLY: write_yearly(to, v->as.i); break;
  case POL_T_TIME: pol_time_write(to, v->as.i); break;
  case POL_T_TEXT: write_text(to, m, v); break;
  case POL_T_OUTCOME:
  case POL_T_PERMISSION: pol_text_add(to, pol_outcome_words((pol_outcome)v->as.i)); break;
  case POL_T_LIST: pol_text_format(to, v->as.records.n == 1 ? "%u entry" : "%u entries", v->as.records.n); break;
  case POL_T_RECORD: pol_text_add(to, "an entry"); break;
  case POL_T_BROKEN:
  case POL_T_SET:
  case POL_T_SEQUENCE:
  case POL_T_OBLIGATIONS: break;
  }
}

void pol_value_words(pol_text *to, const pol_model *m, const pol_value *v) {
  static const char *const states[] = { "", "not known", "cannot be worked out", "does not apply" };
  if (v->state != POL_KNOWN) {
    pol_text_add(to, states[v->state & 3]);
  } else if (!is_items(&v->type)) {
    write_one(to, m, v);
  } else {
    for (uint32_t i = 0; i < v->as.items.n; i++) {
      if (i) pol_text_add(to, ", ");
      write_one(to, m, &v->as.items.at[i]);
    }
    if (v->as.items.n == 0) pol_text_add(to, "none");
  }
}

void pol_value_rounded(pol_text *to, const pol_model *m, const pol_value *v, unsigned places) {
  size_t before = to->n;
  unsigned needed;
  pol_value_words(to, m, v);
  if (v->state != POL_KNOWN || v->type.kind != POL_T_NUMBER || places == 0 || !pol_num_ends(v->as.num, &needed)) return;
  bool about;
  pol_text few, all;
  pol_text_init(&few, to->from);
  pol_text_init(&all, to->from);
  pol_num_write_for_people(&few, v->as.num, 0, &about);
  pol_num_write_for_people(&all, v->as.num, places, &about);
  if (!pol_text_ok(&few) || !pol_text_ok(&all)) to->failed = true;
  if (pol_text_ok(to)) {
    const char *words = pol_text_get(to) + before;
    size_t n = few.n, left = to->n - before;
    bool begins = left >= n && memcmp(words, pol_text_get(&few), n) == 0 && (left == n || words[n] == ' ');
    if (begins) { /* no sign or word stands before it, and no percentage after it */
      pol_text_add_n(&all, words + n, left - n);
      to->n = before;
      pol_text_add(to, pol_text_get(&all));
    }
    if (!pol_text_ok(&all)) to->failed = true;
  }
  pol_text_drop(&few);
  pol_text_drop(&all);
}

static void write_plain_number(pol_text *to, const pol_value *v, unsigned places) {
  if (v->type.unit.money != 0 && places < 2) places = 2;
  if (!write_huge(to, &v->type, v->as.num)) pol_num_write(to, as_shown(&v->type, v->as.num), places);
}

static void write_one_plain(pol_text *to, const pol_model *m, const pol_value *v, unsigned places) {
  switch ((pol_type_kind)v->type.kind) {
  case POL_T_OPTION: write_option(to, m, v, false); break;
  case POL_T_PARTY: write_party(to, m, v, false); break;
  case POL_T_NUMBER: write_plain_number(to, v, places); break;
  case POL_T_DATE: pol_date_write(to, v->as.i); break;
  case POL_T_YEARLY: pol_text_format(to, "%02d-%02d", v->as.i / 100, v->as.i % 100); break;
  case POL_T_TEXT: pol_text_add(to, pol_atom_get(m->atoms, (pol_atom)v->as.i)); break; /* to the byte */
  case POL_T_OUTCOME:
  case POL_T_PERMISSION: pol_text_add(to, pol_outcome_name((pol_outcome)v->as.i)); break;
  default: write_one(to, m, v); break; /* said alike to people and to programs */
  }
}

void pol_value_plain(pol_text *to, const pol_model *m, const pol_value *v, unsigned places) {
  if (v->state != POL_KNOWN) return;
  if (!is_items(&v->type)) {
    write_one_plain(to, m, v, places);
    return;
  }
  for (uint32_t i = 0; i < v->as.items.n; i++) {
    if (i) pol_text_char(to, ' ');
    write_one_plain(to, m, &v->as.items.at[i], places);
  }
}

unsigned pol_decision_places(const pol_decision *d) {
  unsigned places = 0;
  pol_num grain = as_shown(&d->type, d->grain);
  return d->rounded && grain.d > 0 && pol_num_ends(grain, &places) ? places : 0;
}

/* ---- comparing ---- */

static int cmp_int(int64_t a, int64_t b) { return a < b ? -1 : a > b; }

static int cmp_one(const pol_model *m, const pol_value *a, const pol_value *b) {
  if (a->state != b->state) return cmp_int(a->state, b->state);
  if (a->state != POL_KNOWN) return 0;
  switch (pol_type_repr(a->type)) {
  case POL_REPR_NUM: return pol_num_cmp(a->as.num, b->as.num);
  case POL_REPR_PERIOD:
    return a->as.period.months != b->as.period.months ? cmp_int(a->as.period.months, b->as.period.months) : cmp_int(a->as.period.days, b->as.period.days);
  case POL_REPR_INT:
    if (a->type.kind == POL_T_TEXT && a->as.i != b->as.i) /* atoms are numbered as they were made, which no order that is seen may rest on */
      return strcmp(pol_atom_get(m->atoms, (pol_atom)a->as.i), pol_atom_get(m->atoms, (pol_atom)b->as.i)) < 0 ? -1 : 1;
    return cmp_int(a->as.i, b->as.i);
  case POL_REPR_LIST: break;
  }
  return 0;
}

int pol_value_cmp(const pol_model *m, const pol_value *a, const pol_value *b) {
  if (!is_items(&a->type) || a->state != POL_KNOWN || b->state != POL_KNOWN) return cmp_one(m, a, b);
  for (uint32_t i = 0; i < a->as.items.n && i < b->as.items.n; i++) {
    int c = cmp_one(m, &a->as.items.at[i], &b->as.items.at[i]);
    if (c) return c;
  }
  return cmp_int(a->as.items.n, b->as.items.n);
}

static bool same_scalar(const pol_value *a, const pol_value *b) {
  if (a->state != b->state) return false;
  if (a->state != POL_KNOWN) return true;
  switch (pol_type_repr(a->type)) {
  case POL_REPR_NUM: return pol_num_cmp(a->as.num, b->as.num) == 0;
  case POL_REPR_PERIOD: return a->as.period.months == b->as.period.months && a->as.period.days == b->as.period.days;
  case POL_REPR_INT: return a->as.i == b->as.i;
  case POL_REPR_LIST: return false;
  }
  return false;
}

bool pol_value_has(const pol_value *list, const pol_value *item) {
  for (uint32_t i = 0; i < list->as.items.n; i++) {
    const pol_value *other = &list->as.items.at[i];
    bool one_rule = list->type.kind != POL_T_OBLIGATIONS || other->type.ref == item->type.ref; /* two clauses may ask for what has one name */
    if (one_rule && same_scalar(other, item)) return true;
  }
  return false;
}

static bool same_items(const pol_value *a, const pol_value *b) {
  if (a->as.items.n != b->as.items.n) return false;
  for (uint32_t i = 0; i < a->as.items.n; i++) {
    bool ordered = a->type.kind == POL_T_SEQUENCE || a->type.kind == POL_T_LIST;
    if (ordered ? !same_scalar(&a->as.items.at[i], &b->as.items.at[i]) : !pol_value_has(b, &a->as.items.at[i])) return false;
  }
  return true;
}

/* Nested lists go POL_LIMIT_LIST_NESTING deep at most, so this may call itself. */
bool pol_value_same(const pol_value *a, const pol_value *b) {
  if (a->state != POL_KNOWN || b->state != POL_KNOWN || pol_type_repr(a->type) != POL_REPR_LIST) return same_scalar(a, b);
  if (is_items(&a->type)) return same_items(a, b);
  if (a->as.records.n != b->as.records.n || a->as.records.width != b->as.records.width) return false;
  uint64_t cells = (uint64_t)a->as.records.n * a->as.records.width;
  for (uint64_t i = 0; i < cells; i++)
    if (!pol_value_same(&a->as.records.at[i], &b->as.records.at[i])) return false;
  return true;
}
