/* The trace of one answer: every clause that speaks to the question, each of its rules with a status and its conditions line by line, and
 * the facts with where they came from. It is read off the run afterwards; text and JSON are two ways of writing the same lists. */
#ifndef POL_RENDER_TRACE_H
#define POL_RENDER_TRACE_H
#include "base/json.h"
#include "render/cited.h"

typedef enum pol_role { POL_ROLE_TEST, POL_ROLE_WHEN, POL_ROLE_EXCEPT } pol_role;
typedef struct pol_trace_condition {
  pol_role role;
  pol_lines lines;
} pol_trace_condition;
typedef struct pol_trace_rule {
  uint32_t rule, to; /* to: the rule that it gives way to or that set it aside; POL_NO_REF */
  pol_status_of_rule status;
  const char *head; /* "refuses, when all of" */
  pol_trace_condition condition[3];
  uint32_t conditions;
} pol_trace_rule;
typedef struct pol_trace {
  POL_VEC(pol_trace_rule) rules; /* in document order: those of one clause stand together */
  uint32_t clauses;              /* that speak to the question */
  uint32_t others;               /* clauses of the policy that do not */
  uint32_t *fact;
  uint32_t facts;
} pol_trace;

pol_status pol_trace_read(pol_trace *out, const pol_case *c);
pol_status pol_trace_list(pol_trace *out, const pol_case *c); /* the same, of its rules only which they are: so much is the same for every record */
void pol_trace_rule_read(pol_trace_rule *out, const pol_case *c, uint32_t rule);
const char *pol_trace_status_words(const pol_case *c, const pol_trace_rule *r); /* "gives way to 3.7.2c" */
const char *pol_trace_status_name(pol_status_of_rule s);                        /* as JSON has it: "gives_way" */
const char *pol_mark_word(pol_mark m);                                          /* "yes", "no", "?", "!", "-" */
const char *pol_mark_words(pol_mark m);                                         /* "yes", "no", "not known", … */
void pol_trace_json(pol_json *j, const pol_case *c);                            /* the value of "trace" */
/* Its parts, in this order: begin, each rule, steps, each fact, end. */
void pol_trace_json_begin(pol_json *j, const pol_trace *list);
void pol_trace_json_rule(pol_json *j, const pol_case *c, uint32_t rule);
void pol_trace_json_steps(pol_json *j, const pol_case *c);
void pol_trace_json_fact(pol_json *j, const pol_case *c, uint32_t fact);
void pol_trace_json_end(pol_json *j);
#endif
