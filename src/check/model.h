/* The checked model of a policy: immutable, every name resolved, every expression typed. Everything in it lives in the model's arena and is kept
 * in the order of the document; numbers (uint32_t) index the arrays here. Where a thing came from is its node.
 *
 * An expression mirrors what the author wrote, so that a trace can be read off it: `node` is the source node, and what was put in between (a
 * conversion, an inlined definition) has the flag POL_X_ADDED. A definition that was used stands as its inlined body, with `define` naming it. */
#ifndef POL_CHECK_MODEL_H
#define POL_CHECK_MODEL_H
#include "ops/ops.h"
#include "report/report.h"
#include "syntax/tree.h"

typedef struct pol_expr pol_expr;
struct pol_expr { /* ORDER: what every walk reads comes first */
  uint8_t op;     /* pol_op */
  uint8_t flags;  /* POL_X_… */
  int16_t k;      /* as ops.def says: sign, mode, unit */
  uint32_t n;     /* arguments; NULL ones only in loops */
  uint32_t ref;   /* fact, decision, loop, options: as ops.def says */
  uint32_t field; /* ELEMENT, LIST_FIELD */
  pol_expr **arg;
  pol_type type;
  uint32_t slot;         /* for the program: the node it became; written once by pol_program_make */
  uint32_t define;       /* POL_NO_REF, or the define / value / agreement test (see flags) that this is the inlined body of */
  const pol_node *node;  /* where it was written; NULL only where nobody wrote it */
  const int32_t *border; /* LIST_PIECES: times in minutes, ascending */
  uint32_t borders;
  pol_value value;       /* CONST */
};
enum {
  POL_X_ADDED = 1,   /* a conversion that the author did not write */
  POL_X_DEFINE = 2,  /* inlined body of model->defines[define] */
  POL_X_AGREED = 4,  /* agreed / pending: define is the agreement */
  POL_X_PENDING = 8
};

typedef struct pol_option { pol_atom name; const char *label; const pol_node *node; } pol_option; /* label: the words, else the name with spaces */
typedef struct pol_options { pol_atom name; bool ordered; const char *noun, *nouns; pol_option *at; uint32_t n; const pol_node *node; } pol_options;
typedef struct pol_party { pol_atom name; const char *label; const pol_node *node; } pol_party; /* `other` and `unnamed` are the last two, always there */
typedef struct pol_field { pol_atom name; const char *label; pol_type type; uint32_t bound /* pol_bound_kind */; pol_value low, high; const pol_node *node; } pol_field;
typedef struct pol_record { pol_atom name; const char *title; pol_field *at; uint32_t n; const pol_node *node; } pol_record; /* built-in records come first */

typedef enum pol_bound_kind { POL_BOUND_NONE, POL_BOUND_AT_LEAST, POL_BOUND_AT_MOST, POL_BOUND_MORE, POL_BOUND_LESS, POL_BOUND_RANGE } pol_bound_kind;

typedef struct pol_fact {
  pol_atom name;         /* dotted: applicant.kind */
  pol_atom group;        /* applicant */
  const char *group_title;
  const char *label;     /* NULL when there is none */
  const char *question;  /* asks */
  pol_type type;
  pol_bound_kind bound;
  pol_value low, high;
  pol_expr *presumed;    /* NULL, or what is presumed */
  pol_expr *only_when;   /* NULL, or the condition under which it exists */
  bool confidential, fixed, for_information; /* fixed: cannot change; for_information: no clause need use it */
  const pol_atom *known_to; uint32_t known_tos;
  uint32_t agreement;    /* POL_NO_REF, or the agreement that made it */
  const pol_node *node;
} pol_fact;

typedef struct pol_agreement {
  pol_atom name; uint32_t party; bool in_writing; const char *label;
  uint32_t status, decided_by; /* facts */
  const pol_node *node;
} pol_agreement; /* status options, in order: not_sought, sought, given_in_writing, given_orally, declined; decided_by is a party */

typedef struct pol_define { pol_atom name; const char *title; const pol_node *node; bool is_value; uint32_t params; bool imported; } pol_define;

typedef enum pol_effect {
  POL_E_APPLIES_ONLY_IF, POL_E_REFUSES, POL_E_ONLY_IF, POL_E_REFERS, POL_E_PERMITS,
  POL_E_IS, POL_E_ADDS, POL_E_MULTIPLIES, POL_E_CAP, POL_E_FLOOR, POL_E_INCLUDES, POL_E_DUTY, POL_E_SETS_ASIDE
} pol_effect; /* INCLUDES: `adds` an element to a set or a sequence */
const char *pol_effect_name(pol_effect e); /* as JSON has it: "refuses", "only if", "applies only if", "is", … */

typedef struct pol_piece { const char *text; pol_expr *expr; } pol_piece; /* one of the two */

typedef struct pol_rule { /* one effect on one decision: a line with several subjects gives several rules */
  pol_effect effect;
  uint32_t clause, decision; /* SETS_ASIDE: decision is that of its targets; one rule for each decision touched */
  pol_expr *test;    /* ONLY_IF, APPLIES_ONLY_IF: the condition that must hold; the rule's own condition is `not test` */
  pol_expr *when;    /* NULL: always */
  pol_expr *except;  /* NULL: none */
  pol_expr *value;   /* IS, ADDS, MULTIPLIES, CAP, FLOOR; PERMITS with an amount; the option of INCLUDES is `option` */
  uint32_t option;
  const uint32_t *party; uint32_t parties;   /* REFERS: to whom; DUTY: the actor */
  const uint32_t *target; uint32_t targets;  /* SETS_ASIDE: rules */
  bool sets_aside_referrals;
  const uint32_t *above; uint32_t aboves;    /* rules of the same decision that stand above this one, transitively */
  bool normally; uint32_t departure;         /* party, POL_NO_REF when not said */
  uint32_t exception_of;                     /* POL_NO_REF; a REFERS made from `except when agreed A`: the rule it belongs to */
  const pol_piece *reason; uint32_t reasons; /* 0 when no reason is given */
  const char *added;                         /* why the encoder added it; NULL */
  struct { pol_atom name; const char *words; const char *strength; const char *relation; pol_expr *date; const char *event; } duty;
  const pol_node *node;                      /* the RULE node, or the ROW of a table */
  uint32_t line;                             /* which written rule: rules of one line share it */
} pol_rule;

typedef enum pol_combine { POL_COMBINE_SAME, POL_COMBINE_LEAST, POL_COMBINE_GREATEST } pol_combine;
typedef enum pol_better { POL_BETTER_NOT_SAID, POL_BETTER_HIGHER, POL_BETTER_LOWER, POL_BETTER_YES, POL_BETTER_NO, POL_BETTER_NEUTRAL } pol_better;

typedef struct pol_decision {
  pol_atom name; const char *title; pol_type type;
  const uint32_t *after; uint32_t afters;
  const uint32_t *rule; uint32_t rules;       /* in document order; tables' functions have their own decision-like entry: see is_table */
  pol_combine combine; pol_better better; pol_atom better_option;
  bool rounded; pol_round round; pol_num grain;
  const char *may_be_silent;
  pol_type amount;                            /* of a permission: as what all that it permits is shown; broken: it permits no amount */
  bool amounts_differ;                        /* as shown: on a day when not all of its rules are in force, it may be shown otherwise */
  const uint32_t *reservation; uint32_t reservations; /* clauses */
  const pol_node *node;
} pol_decision;

/* A table with parameters is a function: each call is inlined as PICK-like choice over its rows; its rows are rules here so that the trace can cite
 * them. rule.decision of such a row is POL_NO_REF. */
typedef struct pol_table { pol_atom name; const char *title; uint32_t params; const int32_t *border; uint32_t borders; const uint32_t *rule; uint32_t rules; const pol_node *node; } pol_table;

typedef struct pol_reading { const char *reading, *other, *agreed_by; pol_date date; bool dated; } pol_reading;

typedef struct pol_clause {
  pol_atom id; const char *title; uint32_t section; /* POL_NO_REF: none */
  bool from_set, to_set; pol_date from, to;         /* effective; section's and policy's are folded in */
  const uint32_t *rule; uint32_t rules;
  const char *guidance, *incomplete, *hands_over, *says, *says_at, *cited_as;
  POL_VEC(pol_reading) readings;
  bool imported;                                    /* of a module of the stdlib */
  uint32_t amendment;                               /* POL_NO_REF: of the policy itself */
  const pol_node *node;
} pol_clause;

typedef struct pol_section { pol_atom id; const char *title; const pol_node *node; } pol_section;

/* What an amendment does to a clause that stands before it. */
typedef enum pol_ending_kind { POL_ENDS_REPLACED, POL_ENDS_IN_PART /* goes on for other cases */, POL_ENDS_UNCHANGED /* its rules go on under another clause */, POL_ENDS_WITHDRAWN, POL_ENDS_SILENTLY } pol_ending_kind;
typedef struct pol_ending { /* by: the clause that says so; POL_NO_REF: a section's heading */
  uint32_t clause, by; pol_ending_kind how; const pol_node *line;
  uint32_t amendment; const char *why; /* why: the words of a withdrawal that the document does not have; NULL */
} pol_ending;

typedef struct pol_amendment { /* one that is applied; they apply in this order, one on top of the other */
  pol_atom name; const char *title;
  bool from_set; pol_date from;                    /* the day from which it is in force: its own, or the one with which it was given; else whenever it is applied */
  const pol_node *node;
} pol_amendment;

typedef struct pol_given { uint32_t fact; pol_value value; const pol_node *node; } pol_given;
typedef struct pol_expect {
  uint32_t decision;
  bool has_outcome; pol_outcome outcome; bool not_applicable; /* not_applicable: either of the two */
  bool negated;                                              /* expect not d */
  bool has_value; pol_value value;                           /* of the decision's type; a set's items */
  const uint32_t *party; uint32_t parties;
  const uint32_t *under; uint32_t unders;                    /* clauses */
  const uint32_t *not_under; uint32_t not_unders;
  const uint32_t *missing; uint32_t missings;                /* facts */
  const uint32_t *presumed; uint32_t presumeds;              /* facts */
  const uint32_t *reserved; uint32_t reserveds;              /* clauses whose text is missing */
  const uint32_t *blocked; uint32_t blockeds;                /* clauses that stand in the way of `permitted` */
  const pol_node *node;
} pol_expect;
typedef struct pol_scenario { /* a row of a scenario table is one scenario */
  const char *title; uint32_t row; /* 0, or the row's number from 1 */
  bool dated; pol_date as_of;
  bool date_doubtful;              /* there may be a date in what could not be read */
  POL_VEC(pol_given) given;        /* `like` and `but` already applied: each fact once */
  POL_VEC(pol_expect) expects;
  const pol_node *node;
} pol_scenario;

typedef struct pol_loop { uint32_t record; uint32_t depth; uint32_t outer; pol_atom name; } pol_loop; /* outer: enclosing loop or POL_NO_REF */

typedef struct pol_model {
  pol_arena *arena; pol_atoms *atoms; const pol_sources *sources;
  pol_atom name; const char *title, *reference, *publisher, *contact;
  const char *note; /* what is to be said wherever what it decides is held beside something else: whose terms these are */
  bool from_set, to_set; pol_date from, to;
  pol_short_months short_months;
  char digest[65]; /* SHA-256 over the texts of the policy's own files, in order of their names' bytes, each preceded by its length */
  POL_VEC(pol_options) options;    /* the first is weekday */
  POL_VEC(pol_party) parties;
  POL_VEC(pol_record) records;
  POL_VEC(pol_fact) facts;
  POL_VEC(pol_agreement) agreements;
  POL_VEC(pol_define) defines;
  POL_VEC(pol_table) tables;
  POL_VEC(pol_decision) decisions; /* so ordered that a decision comes after those it uses: see order */
  POL_VEC(pol_section) sections;
  POL_VEC(pol_ending) endings;     /* in the order of the amendments, whole sections last */
  POL_VEC(pol_amendment) amendments;
  POL_VEC(pol_clause) clauses;
  POL_VEC(pol_rule) rules;
  POL_VEC(pol_scenario) scenarios;
  POL_VEC(pol_loop) loops;
  const uint32_t *order;           /* decisions, used ones first */
  bool is_amendment;               /* an amendment without its base: reports only */
} pol_model;
/* How many parties somebody in a fact can be: `unnamed`, the last, is what a document says, nobody who can have decided. */
static inline uint32_t pol_model_somebodies(const pol_model *m) { return m->parties.n > 0 ? m->parties.n - 1 : 0; }

/* Whether the scenarios of the model are about what stands there: those of an amended policy are its last amendment's, and about that. */
bool pol_model_in_question(const pol_model *m, const pol_node *node);
uint32_t pol_model_fact(const pol_model *m, pol_atom name);     /* POL_NO_REF when there is none */
uint32_t pol_model_decision(const pol_model *m, pol_atom name);
uint32_t pol_model_clause(const pol_model *m, pol_atom id);
#endif
