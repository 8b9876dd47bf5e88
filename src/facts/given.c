#include "facts/given.h"
#include "base/limits.h"
#include "base/utf8.h"
#include "facts/value.h"
#include <string.h>

static const char *name_of(const pol_giving *g, uint32_t fact) { return pol_atom_get(g->m->atoms, g->m->facts.at[fact].name); }

static pol_value_job job_of(const pol_giving *g, uint32_t fact) {
  return (pol_value_job){.arena = g->arena, .m = g->m, .subject = name_of(g, fact), .in_table = true};
}

static const char *two_lines(pol_arena *arena, const char *what, const char *help) {
  size_t n = what ? strlen(what) : 0, more = help ? strlen(help) : 0;
  if (!what || !help) return what;
  char *both = POL_NEW_N(arena, char, n + more + 2);
  if (!both) return NULL;
  memcpy(both, what, n);
  both[n] = '\n';
  memcpy(both + n + 1, help, more);
  return both;
}

static bool refuse(pol_giving *g, const pol_value_job *job) {
  g->why = job->lost ? NULL : two_lines(g->arena, job->what, job->help);
  return false;
}

/* "employee.weekly_hours is in hours, and a date was given" */
static bool not_this_kind(pol_giving *g, uint32_t fact, const char *given) {
  pol_value_job job = job_of(g, fact);
  pol_text words;
  pol_text_init(&words, pol_arena_alloc(g->arena));
  pol_words_type(&words, g->m, g->m->facts.at[fact].type);
  pol_value_wrong(&job, POL_R_FACT_SHAPE, "%s is %s, and %s was given", job.subject, pol_value_said(&job, &words), given);
  pol_text_drop(&words);
  return refuse(g, &job);
}

static bool check_bounds(pol_value *v, pol_giving *g, uint32_t fact) {
  const pol_fact *f = &g->m->facts.at[fact];
  if (f->bound == POL_BOUND_NONE) return true;
  pol_value_job job = job_of(g, fact);
  return pol_value_in_bounds(&job, f->bound, &f->low, &f->high, v) || refuse(g, &job);
}

bool pol_given_text(pol_value *out, pol_giving *g, uint32_t fact, const char *bytes, size_t n) {
  const pol_fact *f = &g->m->facts.at[fact];
  pol_value_job job = job_of(g, fact);
  *out = (pol_value){.state = POL_UNKNOWN, .type = f->type};
  if (!n) return true;
  if (f->type.kind == POL_T_LIST) return not_this_kind(g, fact, "a text");
  if (pol_utf8_check(bytes, n) != n) {
    pol_value_wrong(&job, POL_R_FACTS_UTF8, "%s holds a byte that is not UTF-8", job.subject);
    return refuse(g, &job);
  }
  return pol_value_read(&job, out, f->type, bytes, n) ? check_bounds(out, g, fact) : refuse(g, &job);
}

/* -- whole numbers of every kind */

static const char *kind_words(pol_type_kind kind) {
  return kind == POL_T_BOOL ? "yes or no" : kind == POL_T_DATE ? "a date" : kind == POL_T_TIME ? "a time of day" : "a choice";
}

static bool out_of_range(pol_giving *g, uint32_t fact, pol_type_kind kind, int64_t whole) {
  pol_value_job job = job_of(g, fact);
  const pol_type type = g->m->facts.at[fact].type;
  long long n = (long long)whole;
  switch (kind) {
  case POL_T_BOOL: pol_value_wrong(&job, POL_R_FACT_NOT_YES_NO, "%s is yes or no, 1 or 0, and %lld is neither", job.subject, n); break;
  case POL_T_DATE: pol_value_wrong(&job, POL_R_FACT_NOT_DATE, "%s is a date, and day %lld is not in the calendar", job.subject, n); break;
  case POL_T_TIME: pol_value_wrong(&job, POL_R_FACT_NOT_DATE, "%s is a time of day, and minute %lld is not in it", job.subject, n); break;
  default: {
    uint32_t choices = type.kind == POL_T_PARTY ? pol_model_somebodies(g->m) : g->m->options.at[type.ref].n;
    pol_value_wrong(&job, POL_R_FACT_NOT_CHOICE, "%s has %u choices, from 0, and %lld is none of them", job.subject, choices, n);
  }
  }
  return refuse(g, &job);
}

static bool in_range(const pol_model *m, pol_type type, int64_t whole) {
  switch ((pol_type_kind)type.kind) {
  case POL_T_BOOL: return whole == 0 || whole == 1;
  case POL_T_OPTION: return whole >= 0 && whole < m->options.at[type.ref].n;
  case POL_T_PARTY: return whole >= 0 && whole < pol_model_somebodies(m);
  case POL_T_DATE: return whole >= POL_DATE_FIRST && whole <= POL_DATE_LAST;
  default: return whole >= 0 && whole <= INT64_C(24) * 60;
  }
}

bool pol_given_whole(pol_value *out, pol_giving *g, uint32_t fact, pol_type_kind kind, int64_t whole) {
  const pol_type type = g->m->facts.at[fact].type;
  bool same = type.kind == kind || (kind == POL_T_OPTION && type.kind == POL_T_PARTY);
  if (!same) return not_this_kind(g, fact, kind_words(kind));
  if (!in_range(g->m, type, whole)) return out_of_range(g, fact, kind, whole);
  *out = (pol_value){.state = POL_KNOWN, .type = type, .as.i = (int32_t)whole};
  return check_bounds(out, g, fact);
}

/* -- numbers and periods */

static void write_decimal(pol_text *to, int64_t digits, unsigned places) {
  pol_num n = pol_num_int(digits);
  for (unsigned i = 0; i < places; i++) pol_num_div(&n, n, pol_num_int(10)); /* at most 10^18 below: nothing is too large */
  pol_num_write(to, n, 0);
}

/* The reader of files says what is wrong. */
static bool number_wrong(pol_value *out, pol_giving *g, uint32_t fact, int64_t digits, unsigned places) {
  pol_value_job job = job_of(g, fact);
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(g->arena));
  write_decimal(&text, digits, places);
  if (pol_text_ok(&text)) pol_value_read_number(&job, out, g->m->facts.at[fact].type, pol_text_get(&text), text.n);
  pol_text_drop(&text);
  return refuse(g, &job);
}

bool pol_given_number(pol_value *out, pol_giving *g, uint32_t fact, int64_t digits, unsigned places) {
  const pol_type type = g->m->facts.at[fact].type;
  if (type.kind == POL_T_PERIOD) return not_this_kind(g, fact, "a number");
  pol_i128 under = type.show == POL_SHOW_PERCENT ? 100 : 1;
  *out = (pol_value){.state = POL_KNOWN, .type = type};
  while (places > 0 && digits % 10 == 0) digits /= 10, places--;
  for (unsigned i = 0; i < places; i++) under *= 10; /* at most 10^20 */
  if (type.kind != POL_T_NUMBER || (type.show == POL_SHOW_COUNT && places > 0)) return number_wrong(out, g, fact, digits, places);
  pol_num_ratio(&out->as.num, digits, under);
  return check_bounds(out, g, fact);
}

bool pol_given_period(pol_value *out, pol_giving *g, uint32_t fact, int32_t months, int32_t days) {
  const pol_type type = g->m->facts.at[fact].type;
  if (type.kind != POL_T_PERIOD) return not_this_kind(g, fact, "a period");
  *out = (pol_value){.state = POL_KNOWN, .type = type, .as.period = {months, days}};
  return check_bounds(out, g, fact);
}

/* -- a whole record */

static const char *first_report(const pol_giving *g, const pol_reports *reports) {
  for (uint32_t i = 0; i < reports->list.n; i++)
    if (reports->list.at[i]->severity == POL_ERROR) return two_lines(g->arena, reports->list.at[i]->message, reports->list.at[i]->help);
  return NULL;
}

pol_status pol_given_record(pol_record_facts *out, pol_giving *g, const pol_record_facts *common, const char *json, size_t n) {
  pol_sources sources;
  pol_reports reports;
  pol_facts facts;
  uint32_t file;
  pol_record_facts unmarked = {0}; /* what is given for all, without where it came from: what comes from a file then is the record's own */
  g->why = NULL;
  if (common) unmarked = (pol_record_facts){.value = common->value, .origin = POL_NEW_N(g->arena, pol_origin, g->m->facts.n + 1u)};
  if (common && !unmarked.origin) return POL_NO_MEMORY;
  pol_sources_init(&sources, g->arena);
  pol_reports_init(&reports, g->arena);
  pol_facts_init(&facts, g->arena);
  facts.common = common ? &unmarked : NULL;
  pol_status status = pol_sources_add(&sources, &file, "the record", json, n);
  if (status == POL_LIMIT) g->why = "the record is longer than 16 MiB";
  if (status != POL_OK) return status == POL_LIMIT ? POL_REJECTED : status;
  status = pol_facts_read_json(&facts, g->m, &sources, file, &reports);
  if (reports.no_memory) return POL_NO_MEMORY;
  if (status == POL_REJECTED) return (g->why = first_report(g, &reports)) ? POL_REJECTED : POL_NO_MEMORY;
  if (status != POL_OK) return status;
  if (facts.records.n != 1) {
    g->why = "one record is wanted, and here are several or none";
    return POL_REJECTED;
  }
  *out = facts.records.at[0];
  for (uint32_t f = 0; f < g->m->facts.n; f++) {
    if (out->origin[f].kind == POL_FROM_FILE) out->origin[f].kind = POL_FROM_CALLER;
    else if (common) out->origin[f] = common->origin[f];
  }
  return POL_OK;
}
