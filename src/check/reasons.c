/* Amounts that a reason writes out and its rule has too (POL0608): whoever changes the rule forgets the words. An amount belongs in braces, under a name. */
#include "check/expr.h"
#include "check/rules.h"
#include <string.h>

typedef struct said { pol_num number; char sign; bool percent; const char *unit; uint32_t from, to; } said; /* a number in a text, with what stands around it; from, to: in bytes */
typedef struct search { pol_checker *c; const pol_rule *r; const pol_node *text; const said *what; const pol_expr *found; uint32_t define; } search;

/* -- numbers in a text */

static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }
static bool is_letter(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z'); }

static bool number_word(const char *at, size_t n, pol_num *out) {
  static const char *const words[] = { "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve" };
  for (size_t i = 0; i < sizeof words / sizeof *words; i++)
    if (strlen(words[i]) == n && strncmp(at, words[i], n) == 0) {
      *out = pol_num_int((int64_t)i + 2);
      return true;
    }
  return false;
}

/* "hours", "£", "%" … beside the number. */
static void surroundings(const char *text, said *s) {
  static const char *const units[] = { "hour", "day", "week", "month", "year" };
  const char *after = text + s->to;
  s->sign = s->from > 0 ? text[s->from - 1] : ' ';
  while (*after == ' ' || *after == '-') after++;
  s->percent = *after == '%' || strncmp(after, "per cent", 8) == 0 || strncmp(after, "percent", 7) == 0;
  s->unit = NULL;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strncmp(after, units[i], strlen(units[i])) == 0) {
      s->unit = units[i];
      s->to = (uint32_t)(after - text);
      while (is_letter(text[s->to])) s->to++;
    }
}

/* The next number at or after `from`. */
static bool next_number(const char *text, uint32_t from, said *out) {
  for (uint32_t i = from; text[i] != '\0'; i++) {
    if (i > 0 && (is_digit(text[i - 1]) || is_letter(text[i - 1]) || text[i - 1] == '.' || text[i - 1] == '_')) continue;
    uint32_t end = i;
    bool word = is_letter(text[i]);
    while (word ? is_letter(text[end]) : is_digit(text[end]) || ((text[end] == '.' || text[end] == ',') && end > i && is_digit(text[end + 1]))) end++;
    if (end == i || is_letter(text[end]) || is_digit(text[end])) continue; /* part of an id, such as 3.7.2c */
    *out = (said){ .from = i, .to = end };
    pol_num_fault fault;
    if (word ? !number_word(text + i, end - i, &out->number) : !pol_num_read(&out->number, &fault, text + i, end - i)) continue;
    surroundings(text, out);
    return true;
  }
  return false;
}

/* -- the same amount in the rule */

static const char *unit_word(pol_unit u) {
  return u.hour == 1 ? "hour" : u.day == 1 ? "day" : u.week == 1 ? "week" : u.month == 1 ? "month" : u.year == 1 ? "year" : NULL;
}

static bool same_number(const said *s, pol_type type, pol_num number) {
  pol_unit u = type.unit;
  if (type.show == POL_SHOW_PERCENT) {
    if (!s->percent || pol_num_mul(&number, number, pol_num_int(100)) != POL_NUM_FINE) return false;
    return pol_num_cmp(number, s->number) == 0;
  }
  if (pol_num_cmp(number, s->number) != 0 || s->percent) return false;
  if (u.money != 0) return s->sign != ' ' && s->sign != '(' && s->unit == NULL;
  const char *unit = unit_word(u);
  if (unit != NULL) return s->unit != NULL && strcmp(unit, s->unit) == 0;
  return s->unit == NULL && pol_num_cmp(number, pol_num_int(2)) > 0; /* 0, 1 and 2 stand in too many sentences */
}

static bool same_period(const said *s, pol_period p) {
  if (s->unit == NULL || (p.months != 0) == (p.days != 0)) return false;
  int64_t n = p.months != 0 ? p.months : p.days;
  bool years = strcmp(s->unit, "year") == 0, weeks = strcmp(s->unit, "week") == 0;
  if (years ? p.months == 0 : weeks ? p.days == 0 : strcmp(s->unit, p.months != 0 ? "month" : "day") != 0) return false;
  pol_num said_in;
  return pol_num_mul(&said_in, s->number, pol_num_int(years ? 12 : weeks ? 7 : 1)) == POL_NUM_FINE && pol_num_cmp(said_in, pol_num_int(n)) == 0;
}

static void look(search *k, const pol_expr *e, uint32_t define) {
  enum { STEPS = 512 };
  if (e == NULL || k->found != NULL || pol_expr_steps(e) > STEPS) return;
  if ((e->flags & POL_X_DEFINE) != 0 && e->define != POL_NO_REF && k->c->m->defines.at[e->define].params == 0)
    define = e->type.kind == POL_T_BOOL ? POL_NO_REF : e->define; /* a condition has no amount to be written */
  if (e->op == POL_OP_CONST && e->value.state == POL_KNOWN && e->node != NULL) {
    bool number = e->type.kind == POL_T_NUMBER && same_number(k->what, e->value.type, e->value.as.num);
    if (number || (e->type.kind == POL_T_PERIOD && same_period(k->what, e->value.as.period))) {
      k->found = e;
      k->define = define;
    }
  }
  for (uint32_t i = 0; i < e->n; i++) look(k, e->arg[i], define);
}

/* -- telling */

/* Where the number stands in the source: a text of one piece is found by its words, else the whole reason is the place. */
static pol_span place_of(const search *k, const char *words, uint32_t length) {
  pol_span at = k->text->span;
  const char *source = pol_sources_get(k->c->in->sources, at.file)->text;
  for (uint32_t i = at.start; i + length <= at.end; i++)
    if (strncmp(source + i, words, length) == 0) return (pol_span){ at.file, i, i + length };
  return at;
}

static void say(const search *k, const char *text) {
  const said *s = k->what;
  pol_reports *to = k->c->in->reports;
  uint32_t from = s->sign != ' ' && (s->sign & 0x80) != 0 ? s->from - 2 : s->from; /* a pound sign is two bytes */
  const char *words = pol_check_format(k->c, "%.*s", (int)(s->to - from), text + from);
  pol_report *r = pol_report_add(to, POL_R_REASON_REPEATS, place_of(k, words, s->to - from), "the reason writes \"%s\" out, and the rule has it too", words);
  pol_report_label(to, r, "stays as it is when the rule changes");
  pol_report_also(to, r, k->found->node->span, "the same amount");
  if (k->define != POL_NO_REF) pol_report_help(to, r, "write {%s} in the reason", pol_check_text(k->c, k->c->m->defines.at[k->define].name));
  else pol_report_help(to, r, "give it a name, value NAME is %s, and write NAME in the rule and {NAME} in the reason", pol_check_source_text(k->c, k->found->node));
}

static const pol_node *reason_of(const pol_rule *r) {
  const pol_node *list = pol_is_node(r->node, POL_N_RULE) ? pol_kid(r->node, 5) : NULL;
  for (uint32_t i = 0; i < pol_kids(list); i++)
    if (pol_is_node(list->kid[i], POL_N_REASON)) return pol_kid(list->kid[i], 0);
  return NULL;
}

static void look_at(pol_checker *c, const pol_rule *r, const pol_node *reason, const char *text) {
  said s;
  for (uint32_t from = 0; next_number(text, from, &s); from = s.to) {
    search k = { .c = c, .r = r, .text = reason, .what = &s, .define = POL_NO_REF };
    look(&k, r->test, POL_NO_REF);
    look(&k, r->when, POL_NO_REF);
    look(&k, r->except, POL_NO_REF);
    look(&k, r->value, POL_NO_REF);
    if (k.found == NULL) continue;
    say(&k, text);
    return; /* one is enough for one reason */
  }
}

void pol_rules_reasons(pol_checker *c) {
  for (uint32_t i = 0; i < c->m->rules.n && !c->no_memory; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    const pol_node *reason = reason_of(r);
    if (reason == NULL || c->m->clauses.at[r->clause].imported || c->rules->clauses.at[r->clause].ended) continue;
    for (uint32_t k = 0; k < r->reasons; k++)
      if (r->reason[k].text != NULL) look_at(c, r, reason, r->reason[k].text);
  }
}
