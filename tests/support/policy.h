/* A policy from its text, and its answers to facts as one line each, for tests of eval, scenario and all above. Policies here need no header line: one is put
 * before a text that has none ("policy test", dates allowed to be short by their last day). */
#ifndef POL_TESTS_POLICY_H
#define POL_TESTS_POLICY_H
#include "eval/answer.h"

#ifndef COUNT
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#endif

typedef struct policy {
  pol_arena *arena;
  pol_atoms *atoms;
  pol_sources sources;
  pol_reports reports;
  pol_model *model;     /* NULL: it did not get so far */
  pol_program *program; /* NULL: not without errors */
  pol_facts facts;      /* the records read so far */
} policy;

pol_status policy_open(policy *p, const char *text, const pol_alloc *from); /* POL_REJECTED: see policy_reports */
void policy_close(policy *p);
/* "0301 2:7 no fact is called x; …": errors only, or all. */
void policy_reports(pol_text *out, const policy *p, bool all);
/* Facts: a JSON object, or its inside without the braces. NULL when they are wrong. */
pol_record_facts *policy_facts(policy *p, const char *json);
pol_status policy_run(pol_run **out, policy *p, const pol_record_facts *record, const char *as_of);

/* "refused because a.1 refuses, a.2 only if; gave way a.3 to a.1; …": an answer in the order of its parts, each only where there is something to say. */
void policy_write_answer(pol_text *out, const policy *p, const pol_answer *a);
/* All of it at once; what is wrong with the policy or the facts where there is no answer. */
void policy_line(pol_text *out, const char *text, const char *facts, const char *decision, const char *as_of);
#endif
