/* Amounts as noun phrases. Each operation has its words in one table; those that read better otherwise (facts, lists, choices, periods)
 * have a function, and fall back on the table where what they look for is not there. */
#include "render/reading.h"
#include <string.h>

enum { SAID_MOST = 4000 /* expressions in one sentence: nobody reads a longer one */ };

/* ---- the table ---- */

static const char *const sayings[POL_OPS] = {
    [POL_OP_CONST] = "a constant",
    [POL_OP_INPUT] = "a fact",
    [POL_OP_AS_OF] = "the day of the decision",
    [POL_OP_ELEMENT] = "an entry",
    [POL_OP_BROADCAST] = "%1",
    [POL_OP_PRESUMED] = "%1, or %2 where nobody says",
    [POL_OP_ONLY_WHEN] = "%1, where it is so that %2",
    [POL_OP_NOT] = "the contrary of %1",
    [POL_OP_AND] = "all of %*",
    [POL_OP_OR] = "any of %*",
    [POL_OP_EQ] = "that %1 and %2 are the same",
    [POL_OP_NE] = "that %1 and %2 differ",
    [POL_OP_LT] = "that %1 is less than %2",
    [POL_OP_LE] = "that %1 is at most %2",
    [POL_OP_GT] = "that %1 is more than %2",
    [POL_OP_GE] = "that %1 is at least %2",
    [POL_OP_IN] = "that the first is one of the others among %*",
    [POL_OP_HOLDS] = "%1",
    [POL_OP_APPLIES] = "that there is %1",
    [POL_OP_ADD] = "%1 plus %2",
    [POL_OP_SUB] = "%1 minus %2",
    [POL_OP_MUL] = "%1 times %2",
    [POL_OP_DIV] = "%1 divided by %2",
    [POL_OP_NEG] = "minus %1",
    [POL_OP_LEAST] = "the least of %*",
    [POL_OP_GREATEST] = "the greatest of %*",
    [POL_OP_ROUND] = "%1, rounded to a multiple of %2",
    [POL_OP_WHOLE] = "%1, rounded down to a whole number",
    [POL_OP_TO_PERIOD] = "%1",
    [POL_OP_PERIOD_ADD] = "%1 plus %2",
    [POL_OP_SHIFT_DATE] = "%2 after %1",
    [POL_OP_SHIFT_ORDER] = "%2 above %1",
    [POL_OP_ORDER_DIFF] = "the steps from %2 up to %1",
    [POL_OP_DAYS_BETWEEN] = "the days from %1 to %2",
    [POL_OP_MONTHS_BETWEEN] = "the complete months from %1 to %2",
    [POL_OP_YEARS_BETWEEN] = "the complete years from %1 to %2",
    [POL_OP_DATE_MAKE] = "the date of which the year is %1, the month %2 and the day %3",
    [POL_OP_YEAR] = "the year of %1",
    [POL_OP_MONTH] = "the number of the month of %1",
    [POL_OP_DAY] = "the day of the month of %1",
    [POL_OP_WEEKDAY] = "the weekday of %1",
    [POL_OP_LAST_OF_MONTH] = "the last day of the month of %1",
    [POL_OP_YEARLY_IN] = "%1 in %2",
    [POL_OP_SELECT] = "%2 where %1, else %3",
    [POL_OP_LIST_FACT] = "a list",
    [POL_OP_LIST_FIELD] = "a list of an entry",
    [POL_OP_LIST_DAYS] = "the days from %1 up to the day before %2",
    [POL_OP_LIST_NUMBERS] = "the whole numbers from %1 to %2",
    [POL_OP_LIST_YEARS] = "the years beginning on %1 that share a day with the time from %2 up to the day before %3",
    [POL_OP_LIST_PIECES] = "the pieces of %3, counted from %1 and %2",
    [POL_OP_ANY] = "whether any of %* is so",
    [POL_OP_EVERY] = "whether every one of %* is so",
    [POL_OP_COUNT] = "the number of %*",
    [POL_OP_SUM] = "the sum of %*",
    [POL_OP_AGG_LEAST] = "the least of %*",
    [POL_OP_AGG_GREATEST] = "the greatest of %*",
    [POL_OP_DECISION] = "the answer to another question",
    [POL_OP_ANSWER] = "%1",
    [POL_OP_PERMISSION] = "the first of refused, referred and permitted that holds among %*",
    [POL_OP_PICK] = "the one value that holds among %*",
    [POL_OP_PICK_LEAST] = "the least value that holds among %*",
    [POL_OP_PICK_GREATEST] = "the greatest value that holds among %*",
    [POL_OP_ADD_ALL] = "the first, with what is added to it, of %*",
    [POL_OP_MUL_ALL] = "the first, multiplied by the others that hold, of %*",
    [POL_OP_CAP_ALL] = "the first, within the limits that hold, of %*",
    [POL_OP_STAGE] = "%2 once %1 is permitted, else %1",
};

const char *pol_saying(pol_op op) { return op < POL_OPS ? sayings[op] : NULL; }

/* ---- small words ---- */

const char *pol_read_list(const pol_reader *r, const char *const *item, uint32_t n, const char *last) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  for (uint32_t i = 0; i < n; i++) {
    if (i > 0 && i + 1 == n) pol_text_format(&t, " %s ", last);
    else if (i > 0) pol_text_add(&t, ", ");
    pol_text_add(&t, item[i]);
  }
  return pol_page_keep(&r->c.page, &t);
}

const char *pol_read_title(const pol_reader *r, uint32_t decision) {
  const pol_decision *d = &r->c.model->decisions.at[decision];
  const char *words = pol_say_titled(&r->c, d->title, d->name);
  if (!r->names) return pol_page_format(&r->c.page, "\"%s\"", words);
  return pol_page_format(&r->c.page, "\"%s\" [%s]", words, pol_say_atom(&r->c, d->name));
}

const char *pol_read_term(pol_reader *r, const pol_expr *e) {
  const pol_define *d = &r->c.model->defines.at[e->define];
  const char *words = pol_say_titled(&r->c, d->title, d->name);
  r->define[e->define] = e;
  if (!r->names) return pol_page_format(&r->c.page, "\"%s\"", words);
  return pol_page_format(&r->c.page, "\"%s\" [%s]", words, pol_say_atom(&r->c, d->name));
}

static const char *weekday(const pol_reader *r, const pol_value *v) {
  return pol_page_format(&r->c.page, "%s", pol_date_weekday_name(v->as.i));
}

/* `other`, the party, or beside options that are parties. */
static bool is_somebody_else(const pol_reader *r, const pol_value *v) {
  const pol_model *m = r->c.model;
  if (v->type.kind == POL_T_PARTY)
    return strcmp(pol_say_atom(&r->c, m->parties.at[v->as.i].name), "other") == 0;
  if (v->type.kind != POL_T_OPTION) return false;
  const pol_options *o = &m->options.at[v->type.ref];
  return strcmp(pol_say_atom(&r->c, o->at[v->as.i].name), "other") == 0 && pol_options_are_parties(m, v->type.ref);
}

const char *pol_read_constant(pol_reader *r, const pol_value *v) {
  if (v->state == POL_NOT_APPLICABLE) return "no value";
  if (v->state == POL_KNOWN && v->type.kind == POL_T_OPTION && v->type.ref == 0) return weekday(r, v);
  if (v->state == POL_KNOWN && is_somebody_else(r, v)) return "somebody else";
  const char *words = pol_say_value(&r->c, v);
  return v->type.kind == POL_T_TEXT ? pol_page_format(&r->c.page, "\"%s\"", words) : words;
}

const char *pol_read_plain(const pol_reader *r, const pol_value *v) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  pol_value_plain(&t, r->c.model, v, 0);
  return pol_page_keep(&r->c.page, &t);
}

bool pol_read_is_joined(const char *text) {
  bool quoted = false;
  for (; *text != '\0'; text++) {
    if (*text == '"') quoted = !quoted;
    if (quoted) continue;
    if (*text == ',' || strncmp(text, " and ", 5) == 0 || strncmp(text, " or ", 4) == 0 || strncmp(text, " nor ", 5) == 0) return true;
  }
  return false;
}

/* A period in the unit in which it was written ("12 months", and not "1 year"); of the lengths of several steps, added up, in that of the
 * last. */
static const char *as_written(const pol_reader *r, const pol_expr *e) {
  static const struct {
    const char *unit;
    int32_t months, days;
  } units[] = {{"day", 0, 1}, {"week", 0, 7}, {"month", 1, 0}, {"year", 12, 0}};
  const pol_node *q = e->node, *part = pol_is_node(q, POL_N_QUANTITY) && q->n == 2 && q->kid[0] == NULL ? q->kid[1] : NULL;
  if (e->type.kind != POL_T_PERIOD || !pol_is_node(part, POL_N_UNIT_OF) || part->n < 1 || part->kid[0] == NULL) return NULL;
  const pol_period p = e->value.as.period;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
    if (strcmp(units[i].unit, pol_say_atom(&r->c, part->kid[0]->text)) != 0) continue;
    int32_t length = units[i].months > 0 ? p.months : p.days, other = units[i].months > 0 ? p.days : p.months,
            one = units[i].months + units[i].days;
    if (other != 0 || length % one != 0) return NULL;
    return pol_page_format(&r->c.page, "%d %s%s", length / one, units[i].unit, length == one ? "" : "s");
  }
  return NULL;
}

/* ---- what an expression is, under what the checker put round it ---- */

static bool is_respan(const pol_expr *e) { /* years as months: the amount is the same */
  return (e->op == POL_OP_MUL || e->op == POL_OP_DIV) && (e->flags & POL_X_ADDED) != 0 && e->arg[1]->op == POL_OP_CONST &&
         (e->arg[1]->flags & POL_X_ADDED) != 0;
}

const pol_expr *pol_read_bare(const pol_expr *e) {
  while (e->n > 0 &&
         (e->op == POL_OP_PRESUMED || e->op == POL_OP_ONLY_WHEN || e->op == POL_OP_HOLDS || e->op == POL_OP_TO_PERIOD || is_respan(e))) {
    if ((e->flags & POL_X_DEFINE) != 0) break;
    e = e->arg[0];
  }
  return e;
}

bool pol_read_is_condition(const pol_expr *e) {
  return e->type.kind == POL_T_BOOL && e->op != POL_OP_CONST && e->op != POL_OP_SELECT && e->op != POL_OP_PICK && e->op != POL_OP_DECISION;
}

bool pol_read_is_term(const pol_reader *r, const pol_expr *e) {
  return (e->flags & POL_X_DEFINE) != 0 && r->c.model->defines.at[e->define].params == 0;
}

/* ---- arithmetic ---- */

static bool is_sum(const pol_expr *e) { return e->op == POL_OP_ADD || e->op == POL_OP_SUB || e->op == POL_OP_PERIOD_ADD; }

static bool stands_alone(const pol_reader *r, const pol_expr *e) {
  switch (e->op) {
  case POL_OP_CONST:
  case POL_OP_INPUT:
  case POL_OP_ELEMENT:
  case POL_OP_LIST_FACT:
  case POL_OP_LIST_FIELD:
  case POL_OP_AS_OF:
  case POL_OP_DECISION:
  case POL_OP_PICK: return true;
  default: return pol_read_is_term(r, e);
  }
}

/* A part of a calculation: in parentheses unless it cannot be read otherwise. */
static const char *part(pol_reader *r, const pol_expr *of, uint32_t i) {
  const pol_expr *e = pol_read_bare(of->arg[i]);
  r->flat++;
  const char *words = pol_read_amount(r, e);
  r->flat--;
  bool product = e->op == POL_OP_MUL || e->op == POL_OP_DIV, same = e->op == of->op && (of->op == POL_OP_ADD || of->op == POL_OP_MUL);
  bool bare = stands_alone(r, e) || (is_sum(of) && product) || (i == 0 && is_sum(of) && is_sum(e)) || same;
  return bare ? words : pol_page_format(&r->c.page, "(%s)", words);
}

static const char *in_flat(pol_reader *r, const pol_expr *e) {
  r->flat++;
  const char *words = pol_read_amount(r, e);
  r->flat--;
  return words;
}

static const char *sum(pol_reader *r, const pol_expr *e) {
  const char *sign = e->op == POL_OP_SUB || (e->op == POL_OP_PERIOD_ADD && e->k < 0) ? "minus" : "plus";
  return pol_page_format(&r->c.page, "%s %s %s", part(r, e, 0), sign, part(r, e, 1));
}

static const char *product(pol_reader *r, const pol_expr *e) {
  bool of = e->op == POL_OP_MUL && pol_is_node(e->node, POL_N_OF);
  const char *left = part(r, e, 0), *right = part(r, e, 1);
  const pol_expr *a = pol_read_bare(e->arg[0]);
  bool share = a->type.show == POL_SHOW_PERCENT, days = a->type.unit.day == 1 || a->type.unit.week == 1;
  if (of && share) return pol_page_format(&r->c.page, "%s of %s", left, right);
  if (of && days) return pol_page_format(&r->c.page, "%s, each of %s", left, right);
  return pol_page_format(&r->c.page, "%s %s %s", left, e->op == POL_OP_MUL ? "times" : "divided by", right);
}

static const char *all_of(pol_reader *r, const pol_expr *e, const char *which) {
  const char **item = POL_NEW_N(r->c.page.arena, const char *, e->n + 1u);
  if (item == NULL) return pol_page_lost(&r->c.page), "";
  for (uint32_t i = 0; i < e->n; i++) {
    const pol_expr *x = pol_read_bare(e->arg[i]);
    bool calculated = is_sum(x) || x->op == POL_OP_MUL || x->op == POL_OP_DIV;
    item[i] = in_flat(r, e->arg[i]);
    if (!stands_alone(r, x) && (calculated || pol_read_is_joined(item[i]))) item[i] = pol_page_format(&r->c.page, "(%s)", item[i]);
  }
  return pol_page_format(&r->c.page, "the %s of %s", which, pol_read_list(r, item, e->n, "and"));
}

static const char *least_or_greatest(pol_reader *r, const pol_expr *e) {
  bool least = e->op == POL_OP_LEAST, two = e->n == 2;
  if (e->type.kind == POL_T_DATE || e->type.kind == POL_T_TIME)
    return all_of(r, e, least ? (two ? "earlier" : "earliest") : (two ? "later" : "latest"));
  if (e->type.kind == POL_T_OPTION) return all_of(r, e, least ? (two ? "lower" : "lowest") : (two ? "higher" : "highest"));
  return all_of(r, e, least ? (two ? "smaller" : "smallest") : (two ? "greater" : "greatest"));
}

static const char *rounded(pol_reader *r, const pol_expr *e) {
  static const char *const how[] = { /* the others are no functions of the language */
      [POL_ROUND_UP] = "up", [POL_ROUND_DOWN] = "down", [POL_ROUND_HALF_UP] = "(a half goes up)", [POL_ROUND_HALF_EVEN] = "(a half goes to the even one)"};
  return pol_page_format(&r->c.page, "%s, rounded %s to a multiple of %s", part(r, e, 0), how[e->k], in_flat(r, e->arg[1]));
}

/* ---- dates and orders ---- */

static const char *shifted(pol_reader *r, const pol_expr *e) {
  bool ladder = e->op == POL_OP_SHIFT_ORDER;
  const char *word = e->k < 0 ? (ladder ? "below" : "before") : ladder ? "above" : "after";
  return pol_page_format(&r->c.page, "%s %s %s", part(r, e, 1), word, in_flat(r, e->arg[0]));
}

static const char *apart(pol_reader *r, const pol_expr *e) { /* of an order */
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  pol_unit_words(&t, r->c.model, e->type.unit);
  const char *unit = pol_page_keep(&r->c.page, &t);
  return pol_page_format(&r->c.page, "the number of %s that %s is above %s", unit, part(r, e, 0), part(r, e, 1));
}

static const char *yearly_in(pol_reader *r, const pol_expr *e) { /* "1 February of the year of …" */
  const pol_expr *year = pol_read_bare(e->arg[1]);
  const char *day = in_flat(r, e->arg[0]);
  if (year->op == POL_OP_YEAR) return pol_page_format(&r->c.page, "%s in %s", day, in_flat(r, year));
  if (year->op == POL_OP_SUB && year->arg[0]->op == POL_OP_YEAR && year->arg[1]->op == POL_OP_CONST &&
      pol_num_cmp(year->arg[1]->value.as.num, pol_num_int(1)) == 0)
    return pol_page_format(&r->c.page, "%s in the year before that of %s", day, in_flat(r, year->arg[0]->arg[0]));
  return pol_page_format(&r->c.page, "%s in the year %s", day, in_flat(r, year));
}

/* A date of which all parts are fixed is that date; else a year that is fixed has no comma in it. */
static const char *made_date(pol_reader *r, const pol_expr *e) {
  int64_t fixed[3] = {0, 0, 0};
  pol_date day;
  bool made = true;
  for (uint32_t i = 0; i < 3; i++)
    made = made && e->arg[i]->op == POL_OP_CONST && pol_num_to_i64(&fixed[i], e->arg[i]->value.as.num) && fixed[i] >= 0 && fixed[i] <= 9999;
  if (made && pol_date_make(&day, (int32_t)fixed[0], (int32_t)fixed[1], (int32_t)fixed[2])) return pol_say_date(&r->c, day);
  const char *year = e->arg[0]->op == POL_OP_CONST ? pol_read_plain(r, &e->arg[0]->value) : part(r, e, 0);
  return pol_page_format(&r->c.page, "the date of which the year is %s, the month %s and the day %s", year, part(r, e, 1), part(r, e, 2));
}

/* ---- choices: by date, by condition, by steps from a date ---- */

static bool is_today(const pol_expr *e) { return e->op == POL_OP_AS_OF; }

/* "from 1 April 2024", "up to 31 March 2024"; NULL: not a test of the day of the decision against fixed days. */
static const char *period_words(pol_reader *r, const pol_expr *test) {
  const pol_page *pg = &r->c.page;
  if (test->op == POL_OP_AND && test->n == 2) {
    const char *from = period_words(r, test->arg[0]), *to = period_words(r, test->arg[1]);
    return from == NULL || to == NULL ? NULL : pol_page_format(pg, "%s %s", from, to);
  }
  if ((test->op != POL_OP_GE && test->op != POL_OP_LE) || !is_today(test->arg[0]) || test->arg[1]->op != POL_OP_CONST)
    return NULL;
  return pol_page_format(pg, test->op == POL_OP_GE ? "from %s" : "up to %s", pol_read_constant(r, &test->arg[1]->value));
}

static bool no_value(const pol_expr *e) { return e->op == POL_OP_CONST && e->value.state == POL_NOT_APPLICABLE; }

/* Steps: before the first day nothing, then each amount from its day on. */
static const char *steps(pol_reader *r, const pol_expr *e) {
  const pol_expr *from = e->arg[0]->op == POL_OP_LT ? e->arg[0]->arg[1] : NULL, *rest = e->arg[2], *start = from;
  if (from == NULL || !no_value(e->arg[1]) || (e->arg[0]->flags & POL_X_ADDED) == 0) return NULL;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  while (true) {
    bool more = rest->op == POL_OP_SELECT && (rest->flags & POL_X_ADDED) != 0 && rest->arg[0]->op == POL_OP_LT;
    const char *day = from == start ? in_flat(r, from) : pol_page_format(&r->c.page, "%s after that day", in_flat(r, from->arg[1]));
    pol_text_format(&t, "%s%s from %s", t.n == 0 ? "" : more ? ", " : " and ", in_flat(r, more ? rest->arg[1] : rest), day);
    if (!more) break;
    from = rest->arg[0]->arg[1];
    rest = rest->arg[2];
    if (from->op != POL_OP_SHIFT_DATE) break;
  }
  return pol_page_format(&r->c.page, "%s (before the first there is no value)", pol_page_keep(&r->c.page, &t));
}

static const char *by_date(pol_reader *r, const pol_expr *e) { /* NULL: the cases are no dates */
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  const pol_expr *at = e;
  for (; at->op == POL_OP_SELECT && (at == e || !pol_read_is_term(r, at)); at = at->arg[2]) {
    const char *when = period_words(r, at->arg[0]);
    if (when == NULL) return pol_text_drop(&t), NULL;
    bool last = no_value(at->arg[2]);
    pol_text_format(&t, "%s%s %s", t.n == 0 ? "" : last ? " and " : ", ", in_flat(r, at->arg[1]), when);
  }
  if (!no_value(at)) pol_text_format(&t, " and %s on any other day", in_flat(r, at));
  return pol_page_keep(&r->c.page, &t);
}

static const char *by_case(pol_reader *r, const pol_expr *e) {
  const pol_page *pg = &r->c.page;
  const char *when = pol_read_flat_test(r, e->arg[0], false), *value = in_flat(r, e->arg[1]);
  const pol_expr *other = e->arg[2];
  bool more = other->op == POL_OP_SELECT && !pol_read_is_term(r, other);
  if (r->flat > 0 || !more) {
    const char *rest = no_value(other) ? "no value otherwise"
                       : more          ? in_flat(r, other)
                                       : pol_page_format(pg, "%s otherwise", in_flat(r, other));
    return pol_page_format(pg, "%s where %s, and %s", value, when, rest);
  }
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(pg->arena));
  pol_text_format(&t, "the first of these that holds:\n- %s where %s", value, when);
  for (; other->op == POL_OP_SELECT && !pol_read_is_term(r, other); other = other->arg[2]) {
    pol_text_format(&t, "\n- %s where %s", in_flat(r, other->arg[1]), pol_read_flat_test(r, other->arg[0], false));
  }
  pol_text_format(&t, "\n- %s otherwise", in_flat(r, other));
  return pol_page_keep(pg, &t);
}

static const char *chosen(pol_reader *r, const pol_expr *e) {
  const char *words = steps(r, e);
  if (words == NULL) words = by_date(r, e);
  return words != NULL ? words : by_case(r, e);
}

/* ---- lists ---- */

static const char *minutes(pol_reader *r, int32_t at) {
  pol_value v = {.state = POL_KNOWN, .type = {.kind = POL_T_TIME, .ref = POL_NO_REF}, .as.i = at};
  return pol_read_constant(r, &v);
}

static const char *pieces(pol_reader *r, const pol_expr *e) {
  const char **cut = POL_NEW_N(r->c.page.arena, const char *, e->borders + 1u);
  if (cut == NULL) return pol_page_lost(&r->c.page), "";
  cut[0] = "midnight";
  for (uint32_t i = 0; i < e->borders; i++) cut[i + 1] = minutes(r, e->border[i]);
  return pol_page_format(&r->c.page, "%s, cut at %s", pol_read_saying(r, e), pol_read_list(r, cut, e->borders + 1, "and"));
}

static const char *where_words(pol_reader *r, const pol_expr *e) { /* " for which …" */
  if (e->arg[1] == NULL) return "";
  return pol_page_format(&r->c.page, " for which %s", pol_read_flat_test(r, e->arg[1], false));
}

static const char *plural(const pol_reader *r, const char *noun) {
  size_t n = strlen(noun);
  if (n == 0) return noun; /* out of memory: a name has one letter at least */
  char last = noun[n - 1], before = n > 1 ? noun[n - 2] : ' ';
  bool hisses = strchr("sxz", last) != NULL || (last == 'h' && strchr("cs", before) != NULL), vowel = strchr("aeiou", before) != NULL;
  if (last == 'y' && !vowel) return pol_page_format(&r->c.page, "%.*sies", (int)n - 1, noun);
  if (last == 'z' && vowel) return pol_page_format(&r->c.page, "%szes", noun);
  return pol_page_format(&r->c.page, hisses ? "%ses" : "%ss", noun);
}

static const char *over_list(pol_reader *r, const pol_expr *e) {
  const char *noun = pol_loop_noun(r, e->ref), *list = in_flat(r, e->arg[0]), *where = where_words(r, e);
  if (e->op == POL_OP_COUNT) return pol_page_format(&r->c.page, "the number of %s in %s%s", plural(r, noun), list, where);
  const char *value = e->n > 2 && e->arg[2] != NULL ? in_flat(r, e->arg[2]) : "";
  bool date = e->type.kind == POL_T_DATE, least = e->op == POL_OP_AGG_LEAST;
  const char *which = e->op == POL_OP_SUM ? "the sum"
                      : least             ? (date ? "the earliest" : "the least")
                      : date              ? "the latest"
                                          : "the greatest";
  return pol_page_format(&r->c.page, "%s, over each %s in %s%s, of %s", which, noun, list, where, value);
}

/* ---- questions and tables in use ---- */

static const char *called(pol_reader *r, const pol_expr *e) {
  const pol_table *t = &r->c.model->tables.at[e->ref];
  pol_list clauses = {0};
  for (uint32_t i = 0; i < t->rules; i++) {
    uint32_t clause = r->c.model->rules.at[t->rule[i]].clause, k = 0;
    while (k < clauses.n && clauses.at[k] != clause) k++;
    if (k < clauses.n) continue;
    uint32_t *slot = POL_VEC_PUSH(r->c.page.arena, &clauses);
    if (slot == NULL) return pol_page_lost(&r->c.page), "";
    *slot = clause;
  }
  const char *title = pol_say_titled(&r->c, t->title, t->name);
  return pol_page_format(&r->c.page, "what \"%s\" gives (by %s)", title, pol_read_ids(r, &clauses));
}

const char *pol_read_saying(pol_reader *r, const pol_expr *e) {
  const char *words = pol_saying((pol_op)e->op);
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  for (; words != NULL && *words != '\0'; words++) {
    if (*words != '%') {
      pol_text_char(&t, *words);
      continue;
    }
    words++;
    if (*words >= '1' && *words <= '9') {
      uint32_t i = (uint32_t)(*words - '1');
      if (i < e->n && e->arg[i] != NULL) pol_text_add(&t, part(r, e, i));
      continue;
    }
    for (uint32_t i = 0, first = 1; i < e->n; i++) {
      if (e->arg[i] == NULL) continue;
      pol_text_format(&t, "%s%s", first ? "" : ", ", part(r, e, i));
      first = 0;
    }
  }
  return pol_page_keep(&r->c.page, &t);
}

static const char *unnamed_amount(pol_reader *r, const pol_expr *e) {
  pol_thing t;
  if (pol_thing_of(&t, r, e)) return pol_thing_amount(r, &t);
  switch (e->op) {
  case POL_OP_CONST: {
    const char *written = as_written(r, e);
    return written != NULL ? written : pol_read_constant(r, &e->value);
  }
  case POL_OP_DECISION: return pol_read_title(r, e->ref);
  case POL_OP_ADD:
  case POL_OP_SUB:
  case POL_OP_PERIOD_ADD: return sum(r, e);
  case POL_OP_MUL:
  case POL_OP_DIV: return product(r, e);
  case POL_OP_LEAST:
  case POL_OP_GREATEST: return least_or_greatest(r, e);
  case POL_OP_ROUND: return rounded(r, e);
  case POL_OP_SHIFT_DATE:
  case POL_OP_SHIFT_ORDER: return shifted(r, e);
  case POL_OP_ORDER_DIFF: return apart(r, e);
  case POL_OP_YEARLY_IN: return yearly_in(r, e);
  case POL_OP_DATE_MAKE: return made_date(r, e);
  case POL_OP_SELECT: return chosen(r, e);
  case POL_OP_LIST_PIECES: return pieces(r, e);
  case POL_OP_COUNT:
  case POL_OP_SUM:
  case POL_OP_AGG_LEAST:
  case POL_OP_AGG_GREATEST: return over_list(r, e);
  case POL_OP_PICK: return called(r, e);
  default: return pol_read_saying(r, e);
  }
}

const char *pol_read_meaning(pol_reader *r, const pol_expr *e) {
  if (pol_read_is_condition(e)) {
    pol_expr inner = *e;
    inner.flags = (uint8_t)(inner.flags & ~POL_X_DEFINE);
    return pol_said_whole(r, pol_read_test(r, &inner, false));
  }
  return unnamed_amount(r, e);
}

const char *pol_read_amount(pol_reader *r, const pol_expr *e) {
  if (++r->said > SAID_MOST) return "an amount that is too long for a sentence";
  if (pol_read_is_term(r, e)) return pol_read_term(r, e);
  e = pol_read_bare(e);
  if (pol_read_is_term(r, e)) return pol_read_term(r, e);
  if (!pol_read_is_condition(e)) return unnamed_amount(r, e);
  return pol_page_format(&r->c.page, "whether %s", pol_read_flat_test(r, e, false));
}
