/* One value from its text, and what is wrong with it in words. Private to facts/, except what facts.h declares. */
#ifndef POL_FACTS_VALUE_H
#define POL_FACTS_VALUE_H
#include "facts/facts.h"

typedef struct pol_value_job { /* what is being read, and why it could not be */
  pol_arena *arena;      /* of the texts below; touched only when something is wrong */
  const pol_model *m;
  const char *subject;   /* what a message calls it: "employee.weekly_hours" */
  const char *field;     /* NULL, or what follows it after a dot, when it is a field of an item of the list `subject` */
  bool in_table;         /* what is not known is left empty there, else left out */
  pol_code code;
  const char *what;      /* the message; NULL when memory ran out */
  const char *help;      /* or NULL */
  bool lost;             /* memory ran out over some of that: it is not to be told */
} pol_value_job;

bool pol_value_read(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n); /* a text */
bool pol_value_try(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n);  /* the same, without a look at what else may be meant */
void pol_value_hint(pol_value_job *job, pol_type type, const char *bytes, size_t n); /* hints.c: better help, where there is some */
bool pol_value_read_number(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n); /* a JSON number */
bool pol_value_read_yes_no(pol_value_job *job, pol_value *out, pol_type type, bool yes);                     /* JSON's true and false */
bool pol_value_in_bounds(pol_value_job *job, pol_bound_kind kind, const pol_value *low, const pol_value *high, const pol_value *v);
/* quantity.c: a number with or without its unit, for a NUMBER or a PERIOD. */
bool pol_quantity_read(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n);
bool pol_quantity_bare(pol_value_job *job, pol_value *out, pol_type type, const char *bytes, size_t n);
const char *pol_value_subject(pol_value_job *job); /* both, joined */
const char *pol_value_said(pol_value_job *job, pol_text *t); /* what a message is made of; what it lost, the message has lost */
const char *pol_value_unknown(const pol_value_job *job); /* "leave it out if it is not known" */
/* Fills in the job. Returns false, so that a reader can end with it. */
bool pol_value_wrong(pol_value_job *job, pol_code code, const char *format, ...) __attribute__((format(printf, 3, 4)));
void pol_value_help(pol_value_job *job, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* words.c: types, units and values in the words of messages. */
void pol_words_type(pol_text *t, const pol_model *m, pol_type type); /* what follows "is": "in hours", "money per month", "a date" */
void pol_words_unit(pol_text *t, const pol_model *m, pol_unit unit); /* "hours", "money per month" */
void pol_words_value(pol_text *t, const pol_model *m, const pol_value *v); /* "18.5 hours", "£5", "2024-04-01", an option's name */
void pol_words_example(pol_text *t, const pol_model *m, pol_type type);     /* how a value is written: 30 or "30 hours" */
#endif
