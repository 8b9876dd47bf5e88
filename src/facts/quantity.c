/* Numbers and amounts: "18.5 hours", "£23.05", "GBP 23.05", "£15.00 per hour", "3 years 6 months", "24 minutes", "50%". */
#include "facts/complaints.h"
#include "facts/value.h"
#include <string.h>

typedef enum word { HOUR, MINUTE, DAY, WEEK, MONTH, YEAR, STEP, PERIOD, WORDS } word;

typedef struct cursor {
  const char *at, *end;
} cursor;

typedef struct amount { /* what the text says, before it is put into the fact's unit */
  pol_num of[STEP + 1]; /* by word: the sum of what is said in it; minutes are added to hours */
  bool said[STEP + 1];
  pol_unit per; /* exponents of what follows "per" */
  pol_num bare;
  bool is_bare, is_money, is_percent;
  pol_atom currency; /* 0: as the fact's, when the sign is its own */
  bool currency_known;
} amount;

static void skip_spaces(cursor *c) {
  while (c->at < c->end && *c->at == ' ') c->at++;
}

static bool take_text(cursor *c, const char *text) {
  size_t n = strlen(text);
  if ((size_t)(c->end - c->at) < n || memcmp(c->at, text, n) != 0) return false;
  c->at += n;
  return true;
}

static bool is_digit(char ch) { return ch >= '0' && ch <= '9'; }
static bool in_number(char ch) { return is_digit(ch) || ch == '.' || ch == ',' || ch == '/'; }

/* 30, 1,950.50, 750/37, 2 1/4; a minus in front. */
static bool take_number(cursor *c, pol_num *out, pol_num_fault *fault) {
  const char *start = c->at;
  if (c->at < c->end && *c->at == '-') c->at++;
  while (c->at < c->end && in_number(*c->at)) c->at++;
  if (c->end - c->at > 2 && *c->at == ' ' && is_digit(c->at[1])) { /* a fraction after the whole, or the next part of the amount */
    const char *p = c->at + 1;
    while (p < c->end && is_digit(*p)) p++;
    if (p < c->end && *p == '/') {
      while (p < c->end && in_number(*p)) p++;
      c->at = p;
    }
  }
  return pol_num_read(out, fault, start, (size_t)(c->at - start));
}

/* A unit's word, one or many of it. */
static word take_word(cursor *c, const pol_model *m, uint32_t order) {
  static const char *const words[] = {"hour", "minute", "day", "week", "month", "year"};
  const char *start = c->at;
  while (c->at < c->end && ((*c->at >= 'a' && *c->at <= 'z') || *c->at == '_')) c->at++;
  size_t n = (size_t)(c->at - start);
  const pol_options *o = order < m->options.n ? &m->options.at[order] : NULL;
  const char *nouns[] = {o ? o->noun : NULL, o ? o->nouns : NULL};
  for (int i = 0; n && i < 2; i++)
    if (nouns[i] && strlen(nouns[i]) == n && memcmp(nouns[i], start, n) == 0) return STEP;
  size_t one = n && start[n - 1] == 's' ? n - 1 : n;
  for (word w = HOUR; w < STEP; w++)
    if (strlen(words[w]) == one && memcmp(words[w], start, one) == 0) return w;
  if (one == 6 && memcmp("period", start, 6) == 0) return PERIOD;
  c->at = start;
  return WORDS;
}

/* A sign, or three capital letters. */
static bool take_currency(cursor *c, const pol_model *m, amount *a) {
  static const struct { const char *sign, *code; } signs[] = {{"£", "GBP"}, {"€", "EUR"}, {"$", "USD"}};
  const char *code = c->at;
  size_t n = 0;
  for (size_t i = 0; i < sizeof signs / sizeof *signs && !n; i++)
    if (take_text(c, signs[i].sign)) code = signs[i].code, n = 3;
  if (!n) {
    while (n < 3 && c->at + n < c->end && c->at[n] >= 'A' && c->at[n] <= 'Z') n++;
    if (n < 3) return false;
    c->at += n;
  }
  a->is_money = true;
  a->currency = pol_atom_find(m->atoms, code, n);
  a->currency_known = n == 3 && memcmp(code, "GBP", 3) == 0; /* sterling is the currency of a policy that writes none */
  skip_spaces(c);
  return true;
}

static bool take_per(cursor *c, const pol_model *m, uint32_t order, amount *a) {
  skip_spaces(c);
  for (int times = 0; times < 2 && take_text(c, "per "); times++) {
    skip_spaces(c);
    switch (take_word(c, m, order)) {
    case HOUR: a->per.hour--; break;
    case DAY: a->per.day--; break;
    case WEEK: a->per.week--; break;
    case MONTH: a->per.month--; break;
    case YEAR: a->per.year--; break;
    case PERIOD: break; /* of standby and the like: counted, not measured */
    default: return false;
    }
    skip_spaces(c);
  }
  return c->at == c->end;
}

static void add_part(amount *a, word w, pol_num n, pol_num_fault *fault) {
  pol_num sixty = pol_num_int(60);
  if (w == MINUTE) *fault = pol_num_div(&n, n, sixty), w = HOUR;
  if (*fault == POL_NUM_FINE) *fault = a->said[w] ? pol_num_add(&a->of[w], a->of[w], n) : POL_NUM_FINE;
  if (!a->said[w]) a->of[w] = n;
  a->said[w] = true;
}

/* false: not an amount at all. */
static bool take_amount(amount *a, pol_num_fault *fault, const pol_model *m, uint32_t order, const char *bytes, size_t n) {
  cursor c = {bytes, bytes + n};
  pol_num number;
  bool minus = n > 1 && *bytes == '-' && !is_digit(bytes[1]) && bytes[1] != '.';
  if (minus) c.at++;
  if (take_currency(&c, m, a)) {
    if (!take_number(&c, &a->bare, fault)) return false;
    if (minus) a->bare = pol_num_neg(a->bare);
    return take_per(&c, m, order, a);
  }
  if (minus || !take_number(&c, &number, fault)) return false;
  if (c.at == c.end || take_text(&c, "%")) {
    a->is_percent = c.end[-1] == '%';
    a->is_bare = !a->is_percent;
    a->bare = number;
    return c.at == c.end;
  }
  for (word last = WORDS;;) {
    skip_spaces(&c);
    const char *before = c.at;
    if (last == WORDS && take_text(&c, "per ")) { /* 8 per week: a plain number for each */
      c.at = before;
      a->bare = number;
      return take_per(&c, m, order, a);
    }
    word w = take_word(&c, m, order);
    if (w >= PERIOD || (last != WORDS && w == last)) return false;
    add_part(a, w, number, fault);
    last = w;
    skip_spaces(&c);
    if (c.at == c.end || !is_digit(*c.at)) return take_per(&c, m, order, a);
    if (!take_number(&c, &number, fault)) return false;
  }
}

/* -- into the fact's unit */

/* The one dimension of calendar time that the unit is a plain span of, else WORDS. */
static word span_of(pol_unit u) {
  if (u.money || u.hour || u.step) return WORDS;
  int8_t power[] = {u.day, u.week, u.month, u.year};
  word found = WORDS;
  for (int i = 0; i < 4; i++) {
    if (power[i] == 1 && found == WORDS) found = (word)(DAY + i);
    else if (power[i]) return WORDS;
  }
  return found;
}

/* Calendar spans convert within days and weeks, and within months and years. */
static bool add_span(pol_num *sum, word to, word from, pol_num n, pol_num_fault *fault) {
  static const int64_t size[] = {[DAY] = 1, [WEEK] = 7, [MONTH] = 1, [YEAR] = 12};
  if ((from <= WEEK) != (to <= WEEK)) return false;
  if (!*fault) *fault = pol_num_mul(&n, n, pol_num_int(size[from]));
  if (!*fault) *fault = pol_num_div(&n, n, pol_num_int(size[to]));
  if (!*fault) *fault = pol_num_add(sum, *sum, n);
  return true;
}

/* "£15" of money per hour, "37 hours" of hours per week: what the text leaves out is as the fact is declared, as the whole unit of a bare
 * number is. */
static pol_unit per_of(const amount *a, pol_unit wanted) {
  bool declared = wanted.money > 0 || wanted.hour > 0 || wanted.day > 0 || wanted.week > 0 || wanted.month > 0 || wanted.year > 0;
  pol_unit per = a->per;
  if (!declared || !pol_unit_none(per)) return per;
  if (wanted.hour < 0) per.hour = wanted.hour;
  if (wanted.day < 0) per.day = wanted.day;
  if (wanted.week < 0) per.week = wanted.week;
  if (wanted.month < 0) per.month = wanted.month;
  if (wanted.year < 0) per.year = wanted.year;
  return per;
}

/* The amount's own unit, when all of it is in one; false when it is in several. */
static bool own_unit(pol_unit *out, const amount *a, pol_unit wanted) {
  *out = a->per;
  if (a->is_money) out->money = 1, out->currency = wanted.currency;
  int said = 0;
  for (word w = HOUR; w <= STEP; w++) said += a->said[w];
  if (a->said[HOUR]) out->hour = (int8_t)(out->hour + 1);
  if (a->said[DAY]) out->day = (int8_t)(out->day + 1);
  if (a->said[WEEK]) out->week = (int8_t)(out->week + 1);
  if (a->said[MONTH]) out->month = (int8_t)(out->month + 1);
  if (a->said[YEAR]) out->year = (int8_t)(out->year + 1);
  if (a->said[STEP]) out->step = 1, out->order = wanted.order;
  return said <= 1;
}

static bool convert(pol_num *out, const amount *a, pol_unit wanted, pol_num_fault *fault) {
  word span = span_of(wanted);
  *out = pol_num_int(0);
  if (span != WORDS && !a->is_money && pol_unit_none(a->per) && !a->said[HOUR] && !a->said[STEP]) {
    bool any = false;
    for (word w = DAY; w <= YEAR; w++) {
      if (!a->said[w]) continue;
      if (!add_span(out, span, w, a->of[w], fault)) return false;
      any = true;
    }
    return any;
  }
  pol_unit own;
  amount whole = *a;
  whole.per = per_of(a, wanted);
  if (!own_unit(&own, &whole, wanted) || !pol_unit_same(own, wanted)) return false;
  *out = a->bare;
  for (word w = HOUR; w <= STEP; w++)
    if (a->said[w]) *out = a->of[w];
  return true;
}

static bool other_currency(const pol_value_job *job, const amount *a, pol_unit wanted) {
  if (!a->is_money) return false;
  const char *code = pol_atom_get(job->m->atoms, wanted.currency);
  if (!*code || strcmp(code, "GBP") == 0 || strcmp(code, "£") == 0) return !a->currency_known;
  return a->currency != wanted.currency;
}

/* -- refusals */

static bool refuse(pol_value_job *job, pol_type type, pol_code code, const char *bytes, size_t n, const char *is_not) {
  char shown[POL_QUOTED_BYTES];
  pol_text words, example;
  pol_text_init(&words, pol_arena_alloc(job->arena));
  pol_text_init(&example, pol_arena_alloc(job->arena));
  pol_words_type(&words, job->m, type);
  pol_words_example(&example, job->m, type);
  pol_value_wrong(job, code, "%s is %s, and \"%s\" %s", pol_value_subject(job), pol_value_said(job, &words), pol_complaints_quote(shown, bytes, n),
                  is_not);
  if (code == POL_R_FACT_NOT_NUMBER) pol_value_help(job, "%s; %s", pol_value_said(job, &example), pol_value_unknown(job));
  else if (code == POL_R_FACT_UNIT) pol_value_help(job, "%s", pol_value_said(job, &example));
  pol_text_drop(&words);
  pol_text_drop(&example);
  return false;
}

static bool too_large(pol_value_job *job, pol_type type, const char *bytes, size_t n) {
  return refuse(job, type, POL_R_FACTS_TOO_LARGE, bytes, n, "is too large to be exact");
}

static bool wrong_unit(pol_value_job *job, pol_type type, const amount *a, const char *bytes, size_t n) {
  pol_unit own;
  pol_text is;
  pol_text_init(&is, pol_arena_alloc(job->arena));
  if (a->is_money && type.unit.money == 1 && other_currency(job, a, type.unit)) pol_text_add(&is, "is in another currency");
  else if (a->is_percent) pol_text_add(&is, "is a percentage");
  else if (!own_unit(&own, a, type.unit)) pol_text_add(&is, "is in several units");
  else if (pol_unit_none(own)) pol_text_add(&is, "has no unit");
  else {
    pol_text_add(&is, a->is_money ? "is " : "is in ");
    pol_words_unit(&is, job->m, own);
  }
  refuse(job, type, POL_R_FACT_UNIT, bytes, n, pol_value_said(job, &is));
  pol_text_drop(&is);
  return false;
}

static bool check_whole(pol_value_job *job, const pol_value *v, const char *bytes, size_t n) {
  if (v->type.show != POL_SHOW_COUNT || pol_num_is_int(v->as.num)) return true;
  return refuse(job, v->type, POL_R_FACT_NOT_NUMBER, bytes, n, "is not whole");
}

/* -- the three kinds of target */

/* Months and days of whole spans; years and weeks are made of them. */
static bool read_period(pol_value_job *job, pol_value *out, const amount *a, const char *bytes, size_t n) {
  static const int64_t size[] = {[DAY] = 1, [WEEK] = 7, [MONTH] = 1, [YEAR] = 12};
  int64_t sum[2] = {0, 0}; /* months, days */
  bool any = false;
  if (a->said[HOUR] || a->said[STEP] || a->is_money || !pol_unit_none(a->per)) return wrong_unit(job, out->type, a, bytes, n);
  for (word w = DAY; w <= YEAR; w++) {
    int64_t whole;
    if (!a->said[w]) continue;
    if (!pol_num_is_int(a->of[w])) return refuse(job, out->type, POL_R_FACT_NOT_NUMBER, bytes, n, "is not whole");
    if (!pol_num_to_i64(&whole, a->of[w]) || whole > INT32_MAX || whole < INT32_MIN) return too_large(job, out->type, bytes, n);
    sum[w <= WEEK] += whole * size[w];
    any = true;
  }
  if (!any) return wrong_unit(job, out->type, a, bytes, n);
  for (int i = 0; i < 2; i++)
    if (sum[i] > INT32_MAX || sum[i] < INT32_MIN) return too_large(job, out->type, bytes, n);
  out->as.period = (pol_period){(int32_t)sum[0], (int32_t)sum[1]};
  return true;
}

/* A bare number is in the fact's own unit; of a percentage, the hundredth part. */
static bool put_bare(pol_value_job *job, pol_value *out, pol_num number, const char *bytes, size_t n) {
  out->as.num = number;
  if (out->type.kind == POL_T_PERIOD) {
    amount none = {.is_bare = true};
    return wrong_unit(job, out->type, &none, bytes, n);
  }
  if (out->type.show == POL_SHOW_PERCENT && pol_num_div(&out->as.num, number, pol_num_int(100)) != POL_NUM_FINE)
    return too_large(job, out->type, bytes, n);
  return check_whole(job, out, bytes, n);
}

bool pol_quantity_bare(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  pol_num number;
  pol_num_fault fault = POL_NUM_FINE;
  out->type = type;
  if (!pol_num_read(&number, &fault, bytes, n)) return refuse(job, type, POL_R_FACT_NOT_NUMBER, bytes, n, "is not a number");
  if (fault) return too_large(job, type, bytes, n);
  return put_bare(job, out, number, bytes, n);
}

bool pol_quantity_read(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  amount a = {0};
  pol_num_fault fault = POL_NUM_FINE;
  out->type = type;
  if (!n || !take_amount(&a, &fault, job->m, type.unit.step ? type.unit.order : POL_NO_REF, bytes, n))
    return refuse(job, type, POL_R_FACT_NOT_NUMBER, bytes, n, "is not a number");
  if (fault) return too_large(job, type, bytes, n);
  if (a.is_bare) return put_bare(job, out, a.bare, bytes, n);
  if (type.kind == POL_T_PERIOD) return read_period(job, out, &a, bytes, n);
  if (a.is_percent) {
    if (!pol_unit_none(type.unit) || type.show == POL_SHOW_COUNT) return wrong_unit(job, type, &a, bytes, n);
    fault = pol_num_div(&out->as.num, a.bare, pol_num_int(100));
  } else if (other_currency(job, &a, type.unit) || !convert(&out->as.num, &a, type.unit, &fault)) {
    return wrong_unit(job, type, &a, bytes, n);
  }
  if (fault) return too_large(job, type, bytes, n);
  return check_whole(job, out, bytes, n);
}
