/* One answer for one record as it is being told, and small phrases about it: names, values, places, lists. Every phrase is scratch text of
 * the page's arena,
 * "" when memory runs out. */
#ifndef POL_RENDER_SAY_H
#define POL_RENDER_SAY_H
#include "eval/words.h"
#include "render/layout.h"

typedef struct pol_withheld pol_withheld; /* withheld.h */

typedef struct pol_case {
  pol_page page;
  const pol_program *program;
  const pol_model *model;
  pol_run *run;
  uint32_t row;
  const pol_record_facts *record;
  const pol_answer *answer;
  pol_date as_of;
  const pol_withheld *withheld; /* NULL: nothing is kept back */
} pol_case;

const char *pol_say_atom(const pol_case *c, pol_atom a);
const char *pol_say_value(const pol_case *c, const pol_value *v); /* "133.2 hours", "not known" */
const char *pol_say_date(const pol_case *c, pol_date d);
const char *pol_say_party(const pol_case *c, uint32_t party);
const char *pol_say_party_named(const pol_case *c, pol_atom name);
const char *pol_say_parties(const pol_case *c, const uint32_t *party, uint32_t n, const char *last); /* "a, b and c": last is "and" */
const char *pol_say_clause(const pol_case *c, uint32_t rule);                                        /* the id of a rule's clause */
const char *pol_say_title(const pol_case *c, uint32_t clause);
const char *pol_say_clauses(const pol_case *c, const uint32_t *rule, uint32_t n);            /* ids, each once: "3.15.1, 3.15.3" */
const char *pol_say_cited(const pol_case *c, const pol_cited *cited, uint32_t n);            /* the same */
const char *pol_say_place(const pol_case *c, const pol_node *node);                          /* "secondment.pol:135" */
const char *pol_say_origin(const pol_case *c, uint32_t fact);                                /* "case.json:5", "absent", "presumed" */
const char *pol_say_entry(const pol_case *c, uint32_t fact); /* where to look for it: "staff.csv, line 18, column employee.hours" */
const char *pol_say_fact(const pol_case *c, uint32_t fact);                                  /* "the review is satisfactory" */
/* The statement that a label makes with a value: "the review is satisfactory: yes", "the host is charity", "the offer costs £20.00". */
const char *pol_say_statement(const pol_case *c, uint32_t fact, const pol_value *v);
bool pol_label_stands_alone(const char *label); /* "the place was offered …": it names what it is about itself */
const char *pol_say_name(const pol_case *c, pol_atom name);                                  /* the name with spaces */
const char *pol_say_titled(const pol_case *c, const char *title, pol_atom name);             /* the title; of what has none (NULL), the name */
const char *pol_say_spaced(const pol_case *c, const char *name);                             /* the same */
const char *pol_say_outcome_loud(pol_outcome o);                                             /* as answer lines have it: "REFUSED" */
unsigned pol_fault_number(pol_fault f);                                                      /* its POL number; 0 when it has none */
const char *pol_say_case(const pol_case *c);                                                 /* as headings have it: "case SEC-222"; "" */
const char *pol_say_count(const pol_case *c, uint64_t n, const char *one, const char *many); /* "1 fact", "3 facts" */

const char *pol_say_range(const pol_case *c, const pol_value *low, const pol_value *high); /* "from 24 to 30 days" */
const char *pol_say_sentence(const pol_case *c, const char *text);                           /* with a capital and a full stop */
const char *pol_say_rounded(const pol_case *c,
                            const pol_value *v); /* a value of the answer's decision, with the places of its declared rounding */
/* The value of a rule, as it was worked out for this row; false when it has none. */
bool pol_case_rule_value(pol_value *out, const pol_case *c, uint32_t rule);
const pol_rule *pol_case_rule(const pol_case *c, uint32_t rule);
const pol_decision *pol_case_decision(const pol_case *c);
bool pol_case_speaks(const pol_case *c,
                     const pol_rule *r); /* of the answer's decision or of a stage before it; not of a decision that it only uses */

/* A fact as the decision saw it: given, else presumed, else not known; not applicable where it does not exist. */
pol_value pol_case_fact(const pol_case *c, uint32_t fact);
#endif
