#include "facts/value.h"
#include "facts/complaints.h"
#include <string.h>

/* -- what is wrong, in words */

static const char *keep(pol_value_job *job, const char *format, va_list args) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(job->arena));
  pol_text_vformat(&t, format, args);
  const char *kept = pol_text_ok(&t) ? pol_arena_copy(job->arena, t.at, t.n) : NULL;
  pol_text_drop(&t);
  if (!kept) job->lost = true;
  return kept;
}

bool pol_value_wrong(pol_value_job *job, pol_code code, const char *format, ...) {
  va_list args;
  va_start(args, format);
  job->code = code;
  job->what = keep(job, format, args);
  job->help = NULL;
  va_end(args);
  return false;
}

void pol_value_help(pol_value_job *job, const char *format, ...) {
  va_list args;
  va_start(args, format);
  job->help = keep(job, format, args);
  va_end(args);
}

const char *pol_value_said(pol_value_job *job, pol_text *t) {
  if (!pol_text_ok(t)) job->lost = true;
  return pol_text_get(t);
}

const char *pol_value_unknown(const pol_value_job *job) {
  return job->in_table ? "leave it empty if it is not known" : "leave it out if it is not known";
}

const char *pol_value_subject(pol_value_job *job) {
  if (!job->field) return job->subject;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(job->arena));
  pol_text_format(&t, "%s.%s", job->subject, job->field);
  const char *both = pol_text_ok(&t) ? pol_arena_copy(job->arena, t.at, t.n) : NULL;
  pol_text_drop(&t);
  if (!both) return job->lost = true, job->subject;
  job->subject = both;
  job->field = NULL;
  return both;
}

/* "employee.weekly_hours is in hours, and "thirty" is not a number", with an example as help. */
static bool not_one(pol_value_job *job, pol_code code, pol_type type, const char *shown, const char *is_not) {
  pol_text words, example;
  pol_text_init(&words, pol_arena_alloc(job->arena));
  pol_text_init(&example, pol_arena_alloc(job->arena));
  pol_words_type(&words, job->m, type);
  pol_words_example(&example, job->m, type);
  pol_value_wrong(job, code, "%s is %s, and %s %s", pol_value_subject(job), pol_value_said(job, &words), shown, is_not);
  if (example.n || !pol_text_ok(&example)) pol_value_help(job, "%s; %s", pol_value_said(job, &example), pol_value_unknown(job));
  pol_text_drop(&words);
  pol_text_drop(&example);
  return false;
}

static const char *quoted(char out[POL_QUOTED_BYTES + 2], const char *bytes, size_t n) {
  pol_complaints_quote(out + 1, bytes, n);
  size_t length = strlen(out + 1);
  out[0] = out[length + 1] = '"';
  out[length + 2] = '\0';
  return out;
}

/* -- choices */

static const char *choice_name(const pol_model *m, pol_type type, uint32_t i) {
  return pol_atom_get(m->atoms, type.kind == POL_T_PARTY ? m->parties.at[i].name : m->options.at[type.ref].at[i].name);
}

static uint32_t choices(const pol_model *m, pol_type type) { return type.kind == POL_T_PARTY ? pol_model_somebodies(m) : m->options.at[type.ref].n; }

/* The noun of a choice: a rank, a police_rank, a kind of applicant, a party. `many` is what the help calls them all. */
static void choice_nouns(pol_value_job *job, pol_type type, pol_text *one, pol_text *many) {
  const pol_model *m = job->m;
  if (type.kind == POL_T_PARTY) {
    pol_text_add(one, "party of this policy");
    pol_text_add(many, "parties");
    return;
  }
  const pol_options *o = &m->options.at[type.ref];
  const char *subject = pol_value_subject(job), *dot = strrchr(subject, '.');
  if (o->name) pol_text_add(one, o->noun ? o->noun : pol_atom_get(m->atoms, o->name));
  else if (dot) pol_text_format(one, "%s of %.*s", dot + 1, (int)(dot - subject), subject);
  else pol_text_add(one, "choice");
  if (o->name && o->nouns) pol_text_add(many, o->nouns);
  else if (!o->name && dot && !strchr("shxyz", dot[strlen(dot) - 1])) pol_text_format(many, "%ss", dot + 1);
  else pol_text_add(many, "choices");
}

static bool not_a_choice(pol_value_job *job, pol_type type, const char *bytes, size_t n) {
  enum { LISTED = 12 };
  char shown[POL_QUOTED_BYTES + 2], wanted[64];
  pol_text one, many, list;
  const pol_alloc *from = pol_arena_alloc(job->arena);
  pol_text_init(&one, from), pol_text_init(&many, from), pol_text_init(&list, from);
  choice_nouns(job, type, &one, &many);
  const char *text = bytes; /* but for blanks round it */
  size_t length = n;
  while (length && (*text == ' ' || *text == '\t')) text++, length--;
  while (length && (text[length - 1] == ' ' || text[length - 1] == '\t')) length--;
  if (length >= sizeof wanted) length = sizeof wanted - 1;
  memcpy(wanted, text, length);
  wanted[length] = '\0';
  pol_nearest near;
  pol_nearest_init(&near, wanted);
  uint32_t all = choices(job->m, type);
  for (uint32_t i = 0; i < all; i++) {
    pol_nearest_offer(&near, choice_name(job->m, type, i), i);
    if (i < LISTED) pol_text_format(&list, "%s%s", i ? ", " : "", choice_name(job->m, type, i));
  }
  if (all > LISTED) pol_text_format(&list, " and %u more", all - LISTED);
  const char *noun = pol_value_said(job, &one);
  pol_value_wrong(job, POL_R_FACT_NOT_CHOICE, "%s is not %s %s", quoted(shown, bytes, n), *noun && strchr("aeiou", *noun) ? "an" : "a",
                  noun);
  if (near.best) pol_value_help(job, "did you mean %s? The %s are %s", near.best, pol_value_said(job, &many), pol_value_said(job, &list));
  else pol_value_help(job, "the %s are %s", pol_value_said(job, &many), pol_value_said(job, &list));
  pol_text_drop(&one), pol_text_drop(&many), pol_text_drop(&list);
  return false;
}

static bool read_choice(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  pol_atom name = pol_atom_find(job->m->atoms, bytes, n);
  uint32_t all = name ? choices(job->m, type) : 0;
  for (uint32_t i = 0; i < all; i++) {
    pol_atom candidate = type.kind == POL_T_PARTY ? job->m->parties.at[i].name : job->m->options.at[type.ref].at[i].name;
    if (candidate != name) continue;
    out->as.i = (int32_t)i;
    return true;
  }
  return not_a_choice(job, type, bytes, n);
}

/* -- dates, times, texts */

static bool read_date(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  char shown[POL_QUOTED_BYTES + 2];
  bool iso = n == 10 && bytes[4] == '-', read = pol_date_read(&out->as.i, bytes, n);
  if (iso && read) return true;
  not_one(job, POL_R_FACT_NOT_DATE, type, quoted(shown, bytes, n), iso ? "is not in the calendar" : "is not written as one");
  if (read) {
    pol_ymd d = pol_date_split(out->as.i);
    pol_value_help(job, "\"%04d-%02d-%02d\"", d.year, d.month, d.day);
  }
  return false;
}

static bool read_time(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  char shown[POL_QUOTED_BYTES + 2];
  return pol_time_read(&out->as.i, bytes, n) || not_one(job, POL_R_FACT_NOT_DATE, type, quoted(shown, bytes, n), "is not one");
}

static bool read_text(pol_value_job *job, pol_value *out, const char *bytes, size_t n) {
  pol_atom a = pol_atom_make(job->m->atoms, bytes, n);
  if (n && !a) { /* out of memory */
    job->what = job->help = NULL;
    return false;
  }
  out->as.i = (int32_t)a;
  return true;
}

static bool is_word(const char *bytes, size_t n, const char *word) { return strlen(word) == n && memcmp(bytes, word, n) == 0; }

static bool read_yes_no(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  bool yes = is_word(bytes, n, "yes"), no = is_word(bytes, n, "no");
  if (job->in_table && !yes && !no) { /* where nothing tells a text from a word: as programs write them, and as spreadsheets do */
    yes = is_word(bytes, n, "true") || is_word(bytes, n, "TRUE");
    no = is_word(bytes, n, "false") || is_word(bytes, n, "FALSE");
  }
  char shown[POL_QUOTED_BYTES + 2];
  out->as.i = yes;
  return yes || no || not_one(job, POL_R_FACT_NOT_YES_NO, type, quoted(shown, bytes, n), "is neither");
}

/* -- by type */

bool pol_value_try(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  char shown[POL_QUOTED_BYTES + 2];
  *out = (pol_value){.state = POL_KNOWN, .type = type};
  switch ((pol_type_kind)type.kind) {
  case POL_T_BOOL: return read_yes_no(job, out, type, bytes, n);
  case POL_T_OPTION:
  case POL_T_PARTY: return read_choice(job, out, type, bytes, n);
  case POL_T_NUMBER:
  case POL_T_PERIOD: return pol_quantity_read(job, out, type, bytes, n);
  case POL_T_DATE: return read_date(job, out, type, bytes, n);
  case POL_T_TIME: return read_time(job, out, type, bytes, n);
  case POL_T_TEXT: return read_text(job, out, bytes, n);
  default: return not_one(job, POL_R_FACT_SHAPE, type, quoted(shown, bytes, n), "is a text");
  }
}

bool pol_value_read(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  if (pol_value_try(job, out, type, bytes, n)) return true;
  pol_value_hint(job, type, bytes, n);
  return false;
}

static bool try_number(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  char shown[POL_QUOTED_BYTES];
  *out = (pol_value){.state = POL_KNOWN, .type = type};
  switch ((pol_type_kind)type.kind) {
  case POL_T_NUMBER:
  case POL_T_PERIOD: return pol_quantity_bare(job, out, type, bytes, n);
  case POL_T_BOOL: return not_one(job, POL_R_FACT_NOT_YES_NO, type, pol_complaints_quote(shown, bytes, n), "is neither");
  case POL_T_DATE:
  case POL_T_TIME: return not_one(job, POL_R_FACT_NOT_DATE, type, pol_complaints_quote(shown, bytes, n), "is a number");
  case POL_T_OPTION:
  case POL_T_PARTY: return not_a_choice(job, type, bytes, n);
  default: return not_one(job, POL_R_FACT_SHAPE, type, pol_complaints_quote(shown, bytes, n), "is a number");
  }
}

bool pol_value_read_number(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n) {
  if (try_number(job, out, type, bytes, n)) return true;
  if (type.kind == POL_T_DATE || type.kind == POL_T_BOOL) pol_value_hint(job, type, bytes, n);
  return false;
}

bool pol_value_read_yes_no(pol_value_job *job, pol_value *out, pol_type type, bool yes) {
  const char *shown = yes ? "yes" : "no";
  *out = (pol_value){.state = POL_KNOWN, .type = type};
  switch ((pol_type_kind)type.kind) {
  case POL_T_BOOL: out->as.i = yes; return true;
  case POL_T_NUMBER:
  case POL_T_PERIOD: return not_one(job, POL_R_FACT_NOT_NUMBER, type, shown, "is not a number");
  case POL_T_DATE:
  case POL_T_TIME: return not_one(job, POL_R_FACT_NOT_DATE, type, shown, "is not one");
  case POL_T_OPTION:
  case POL_T_PARTY: return not_a_choice(job, type, shown, strlen(shown));
  default: return not_one(job, POL_R_FACT_SHAPE, type, shown, "is not in quotation marks");
  }
}

bool pol_facts_read_value(pol_value *out, pol_arena *arena, const pol_model *m, pol_type type, const char *bytes, size_t n,
                          const char **why) {
  pol_value_job job = {.arena = arena, .m = m, .subject = "it"};
  if (pol_value_read(&job, out, type, bytes, n)) return true;
  *out = (pol_value){.state = POL_UNKNOWN, .type = type};
  *why = job.what ? job.what : "memory ran out";
  return false;
}

/* -- bounds */

static int compare(const pol_value *a, const pol_value *b) {
  switch ((pol_type_kind)a->type.kind) {
  case POL_T_NUMBER: return pol_num_cmp(a->as.num, b->as.num);
  case POL_T_PERIOD: {
    int64_t x = a->as.period.months, y = b->as.period.months;
    if (x == y) x = a->as.period.days, y = b->as.period.days;
    return x < y ? -1 : x > y;
  }
  default: return a->as.i < b->as.i ? -1 : a->as.i > b->as.i;
  }
}

/* A bound of one side stands in `low`, whichever side it is. */
bool pol_value_in_bounds(pol_value_job *job, pol_bound_kind kind, const pol_value *low, const pol_value *high, const pol_value *v) {
  if (kind == POL_BOUND_NONE || v->state != POL_KNOWN || low->state != POL_KNOWN) return true;
  int side = compare(v, low);
  bool fine = true;
  const char *words = "";
  switch (kind) {
  case POL_BOUND_AT_LEAST: fine = side >= 0, words = "at least "; break;
  case POL_BOUND_AT_MOST: fine = side <= 0, words = "at most "; break;
  case POL_BOUND_MORE: fine = side > 0, words = "more than "; break;
  case POL_BOUND_LESS: fine = side < 0, words = "less than "; break;
  case POL_BOUND_RANGE: fine = side >= 0 && compare(v, high) <= 0; break;
  case POL_BOUND_NONE: break;
  }
  if (fine) return true;
  pol_text bound, value;
  pol_text_init(&bound, pol_arena_alloc(job->arena));
  pol_text_init(&value, pol_arena_alloc(job->arena));
  pol_text_add(&bound, words);
  pol_words_value(&bound, job->m, low);
  if (kind == POL_BOUND_RANGE) {
    pol_text_add(&bound, " to ");
    pol_words_value(&bound, job->m, high);
  }
  pol_words_value(&value, job->m, v);
  pol_value_wrong(job, POL_R_FACT_BOUNDS, "%s is %s, and %s is not", pol_value_subject(job), pol_value_said(job, &bound), pol_value_said(job, &value));
  pol_text_drop(&bound);
  pol_text_drop(&value);
  return false;
}

bool pol_facts_in_bounds(const pol_model *m, const pol_fact *fact, const pol_value *v, pol_arena *arena, const char **why) {
  pol_value_job job = {.arena = arena, .m = m, .subject = pol_atom_get(m->atoms, fact->name)};
  if (pol_value_in_bounds(&job, fact->bound, &fact->low, &fact->high, v)) return true;
  *why = job.what ? job.what : "memory ran out";
  return false;
}
