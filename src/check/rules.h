/* What part B of the checker shares: clauses, rules, tables, precedence, amendments, scenarios and lints. Private to check/.
 *
 * The making has three steps. `pol_rules_ready` declares sections and clauses, reads which clause an amendment ends or succeeds, and the shapes of
 * tables: it runs on first need, for a table may be called from the body of any definition. Then rules are made, in whatever order suits the making.
 * `pol_check_precedence` puts them in the order of the document and numbers them for good; only then do lists of rules and ranks exist.
 * All of it lives in the model's arena. A `…_work` lies beside the array of the model that it is named after, index for index. */
#ifndef POL_CHECK_RULES_H
#define POL_CHECK_RULES_H
#include "check/context.h"

enum {
  POL_RULES_CONJUNCTS = 32, /* parts of one condition that the lints look at */
  POL_RULES_BRANCHES = 16,  /* ways in which one condition can hold that the lints look at */
  POL_RULES_COMPARED = 500000, /* pairs of value rules of one decision that are compared */
  POL_RULES_PAIRS = 64,     /* where there are more: with how many before it each is */
  POL_RULES_WITNESS = 12,   /* rules of one decision for which a case of silence is looked for */
  POL_RULES_TRIES = 4096    /* steps of that search */
};

typedef struct pol_tree_work {
  const pol_node *head; /* POLICY, AMENDMENT, or NULL */
  bool amendment;
  uint32_t number;        /* in m->amendments, or POL_NO_REF */
  pol_span_of_time dates; /* of the header, or those with which the amendment was given */
} pol_tree_work;

typedef struct pol_section_work { uint32_t tree; const pol_node *node; pol_span_of_time dates; POL_VEC(uint32_t) clauses; } pol_section_work;

typedef struct pol_clause_work {
  const pol_node *lines; /* LIST */
  uint32_t tree;
  uint32_t next;         /* the next version of the same id, or POL_NO_REF */
  uint32_t successor;    /* first in `successors`, or POL_NO_REF */
  bool is_section;       /* stands for a section and its `applies only if` */
  bool ended;            /* an amendment ended it, whatever the date */
  bool gone;             /* an amendment ends it, from whatever day */
  bool missed;           /* an amendment changes its section, and says nothing of it: that is reported */
  uint32_t said_by;      /* the tree of the last amendment that replaces, withdraws, takes over or keeps it by name, or ends its section; POL_NO_REF: none */
  const pol_node *said_line, *said_at; /* there: its line, and the reference */
} pol_clause_work;

typedef struct pol_successor { /* an amendment's clause that takes the place of another */
  uint32_t from, to, next;
  bool unchanged;
  const pol_node *cases; /* `for C`, or NULL */
} pol_successor;

typedef enum pol_column_kind { POL_COLUMN_NONE, POL_COLUMN_CLAUSE, POL_COLUMN_DESPITE, POL_COLUMN_PARAM, POL_COLUMN_BY, POL_COLUMN_TEST, POL_COLUMN_RESULT, POL_COLUMN_DECISION } pol_column_kind;
typedef struct pol_table_column { pol_column_kind kind; uint32_t ref; /* parameter or decision */ const pol_node *node; } pol_table_column;
typedef struct pol_row_work { /* a row for one clause: several versions of a clause make several of one row */
  const pol_node *row;
  uint32_t clause, line, rule; /* rule: of a function's row, else POL_NO_REF */
  const pol_node *below;       /* a band's upper end, or NULL */
  const uint32_t *above; uint32_t aboves; /* of a function's row: rows that stand above it, transitively */
} pol_row_work;
typedef struct pol_table_work {
  const pol_node *node; uint32_t tree, entry, next; /* entry in m->tables; next of the same name */
  pol_table_column *column; uint32_t columns;
  POL_VEC(pol_row_work) rows;
  bool ended; bool dated; pol_date until; /* replaced: from the start, or after a date */
  uint32_t replaced_by; /* the last table that replaces it, or POL_NO_REF */
  bool meets; /* two of its rows cover the same values, which is reported: what follows from it is not */
} pol_table_work;

typedef struct pol_rule_work { uint32_t table, row; } pol_rule_work; /* POL_NO_REF unless it is a row's */
typedef struct pol_decision_work { POL_VEC(uint32_t) applies; POL_VEC(uint32_t) reservations; const pol_expr *amount; bool amount_broken, touched; } pol_decision_work; /* rules `applies only if` without conditions */
typedef struct pol_aside { uint32_t clause; const pol_node *rule; uint32_t line; } pol_aside; /* `sets aside`, put off until all rules are there */

typedef struct pol_kept { uint32_t clause, tree; } pol_kept; /* an amendment says that it stays as it is */

typedef struct pol_rules_work {
  bool started;
  POL_VEC(pol_tree_work) trees;
  POL_VEC(pol_section_work) sections;
  POL_VEC(pol_clause_work) clauses;
  POL_VEC(pol_successor) successors;
  POL_VEC(pol_kept) kept;
  POL_VEC(pol_table_work) tables;
  POL_VEC(pol_rule_work) rules;
  POL_VEC(pol_aside) asides;
  pol_decision_work *decisions; uint32_t ndecisions;
  pol_map table_named;  /* name: first in `tables` */
  pol_map by_node;      /* clause node: clause */
  bool amends_nothing;  /* an amendment names what is not there: what it leaves standing is no news */
  bool policy;          /* a policy is here, not amendments alone */
  bool amended;         /* an amendment and its base are both here */
  POL_VEC(uint32_t) calling; /* tables whose rows are being checked for a call: circles are found here */
  uint32_t lines;        /* written rules so far */
} pol_rules_work;

/* -- clauses.c */
bool pol_rules_ready(pol_checker *c); /* false: out of memory */
uint32_t pol_rules_version_at(pol_checker *c, uint32_t clause, bool dated, pol_date as_of); /* the version of its id that holds then, else the first */
const char *pol_rules_day(pol_checker *c, pol_date d); /* "1 April 2024" */
bool pol_rules_prefix(const char *section, const char *clause); /* whether a clause's id begins with the section's */
/* -- clause_notes.c */
void pol_rules_notes(pol_checker *c, uint32_t clause);
void pol_rules_section_notes(pol_checker *c);
/* -- clause_order.c: which clauses there are, in the order of the consolidated document */
typedef struct pol_clause_plan { const pol_node *node; uint32_t tree, section, next; bool is_section; } pol_clause_plan;
typedef struct pol_clause_plans { POL_VEC(pol_clause_plan) list; uint32_t first; } pol_clause_plans;
void pol_rules_plan(pol_checker *c, pol_clause_plans *out);
typedef POL_VEC(uint32_t) pol_numbers;
/* -- applied.c: which amendments apply, from which day */
void pol_rules_apply(pol_checker *c, uint32_t tree, pol_tree_work *work);
/* -- amendments.c */
void pol_rules_amend_clauses(pol_checker *c); /* who replaces, withdraws, succeeds whom */
const char *pol_rules_short_id(const char *first, const char *second); /* ".3" after "leave.sport.2" */
/* -- touches.c: what a line of an amendment means by an id, and who has touched that before */
void pol_rules_topics(pol_checker *c, const pol_numbers *of); /* topics.c: what a section is left with in silence. of: the rules of each clause */
typedef struct pol_touching { uint32_t tree; const pol_node *line; pol_span_of_time dates; } pol_touching; /* the amendment, its line, and from when it counts */
void pol_rules_touched(pol_checker *c, const pol_node *ref, const pol_touching *by, pol_numbers *out); /* the versions that it may touch; what stands against that is said */
void pol_rules_table_again(pol_checker *c, const pol_node *ref, uint32_t table, uint32_t by, uint32_t tree);
const char *pol_rules_verb(const pol_node *line);
pol_report *pol_rules_not_in_base(pol_checker *c, const pol_node *ref, pol_name_kind kind, uint32_t tree, const char *verb);
/* -- rules.c */
typedef struct pol_site { /* a written rule while it is being checked */
  uint32_t clause, line;
  const pol_node *node;   /* RULE */
  uint32_t implieds;      /* to go back to */
} pol_site;
pol_rule pol_rules_begin(pol_checker *c, const pol_site *site, uint32_t decision, pol_effect effect); /* its decision, conditions */
void pol_rules_end(pol_checker *c, const pol_site *site, pol_rule *r); /* reason and notes; adds it, and the referrals of its exceptions */
uint32_t pol_rules_push(pol_checker *c, const pol_rule *r, uint32_t table, uint32_t row); /* POL_NO_REF: out of memory */
void pol_rules_enter(pol_checker *c, uint32_t clause, uint32_t decision); /* its uses and what its decision's scope implies; undone by leave */
void pol_rules_leave(pol_checker *c, uint32_t implieds);
/* -- effects.c */
bool pol_rules_takes(pol_checker *c, pol_effect e, uint32_t decision, const pol_node *at); /* reports what the decision's kind cannot take */
void pol_rules_effect(pol_checker *c, const pol_site *site);
uint32_t pol_rules_decision(pol_checker *c, const pol_node *name, bool states); /* resolves a rule's subject; states: `x is …` */
uint32_t *pol_rules_parties(pol_checker *c, const pol_node *names, uint32_t *n);
/* -- duties.c */
void pol_rules_duty(pol_checker *c, const pol_site *site);
uint32_t pol_rules_obligations(const pol_checker *c, uint32_t *n); /* the first decision of obligations; *n: how many there are */
/* -- exceptions.c */
void pol_rules_departure(pol_checker *c, const pol_site *site, pol_rule *r);
void pol_rules_pending(pol_checker *c, const pol_rule *r, uint32_t rule);
/* -- tables.c, table_rows.c, table_calls.c */
void pol_rules_table_shapes(pol_checker *c);
pol_expr *pol_rules_cell_test(pol_checker *c, pol_expr *subject, const pol_node *cell, const pol_node *below); /* NULL: says nothing */
pol_span_of_time pol_rules_row_dates(const pol_checker *c, const pol_table_work *t, uint32_t clause); /* the days that a row has beside its clause's: those of its table */
pol_expr *pol_rules_dates_test(pol_checker *c, pol_span_of_time dates, const pol_node *node); /* NULL: always */
void pol_rules_bands(pol_checker *c, pol_table_work *t);
bool pol_rules_row_ids(const pol_table_work *t, uint32_t row, const pol_node **cell); /* its despite cell, when it says something */
/* -- table_bands.c */
bool pol_rules_comparable(const pol_value *a, const pol_value *b); /* both known, of one kind and unit */
int pol_rules_compare(const pol_value *a, const pol_value *b);      /* -1, 0, 1 */
/* -- arrange.c */
void pol_rules_arrange(pol_checker *c);
/* -- precedence.c, rank.c */
typedef struct pol_edge { uint32_t upper, lower; const pol_node *ref; } pol_edge; /* local numbers; ref wrote it */
typedef struct pol_above { const uint32_t *at; uint32_t n; } pol_above;
/* The transitive closure: what stands above each of n things. A circle is reported link by link and cut. `clause` names each thing. */
pol_above *pol_rules_close(pol_checker *c, uint32_t n, const uint32_t *clause, const pol_edge *edge, uint32_t edges);
void pol_rules_of_ref(pol_checker *c, const pol_node *ref, uint32_t decision, pol_numbers *out); /* rules that a reference means, of one decision */
void pol_rules_clauses_of_ref(pol_checker *c, const pol_node *ref, pol_numbers *out); /* clauses that a reference means, successors included */
/* -- asides.c */
void pol_rules_asides(pol_checker *c);
void pol_rules_split_asides(pol_checker *c); /* amended_rules.c */
void pol_rules_targets(pol_checker *c);
/* -- scenarios.c, expects.c */
void pol_rules_expect(pol_checker *c, pol_scenario *s, const pol_node *node);
void pol_rules_expect_values(pol_checker *c, const pol_scenario *s, pol_expect *e, uint32_t n, pol_node *const *value, const pol_node *at);
void pol_rules_expect_cell(pol_checker *c, const pol_scenario *s, pol_expect *e, const pol_node *cell);
void pol_rules_expect_under(pol_checker *c, const pol_scenario *s, pol_expect *e, uint32_t n, pol_node *const *ref, bool negated);
void pol_rules_expect_missing(pol_checker *c, pol_expect *e, uint32_t n, pol_node *const *name);
void pol_rules_expect_presumed(pol_checker *c, pol_expect *e, uint32_t n, pol_node *const *name);
void pol_rules_expect_reserved(pol_checker *c, pol_expect *e, uint32_t n, pol_node *const *ref);
void pol_rules_expect_blocked(pol_checker *c, const pol_scenario *s, pol_expect *e, uint32_t n, pol_node *const *ref);
bool pol_rules_expects_more(pol_checker *c, const pol_node *column); /* a column that speaks of the decision to its left */
void pol_rules_given(pol_checker *c, pol_scenario *s, uint32_t fact, uint32_t n, pol_node *const *value, const pol_node *at, uint32_t from);
/* -- undated.c */
void pol_rules_undated(pol_checker *c); /* scenarios without a date whose decisions hang on it */
/* -- literals.c: what the lints know about conditions */
typedef struct pol_literal { const pol_expr *e; bool yes; } pol_literal; /* e holds, or does not */
typedef struct pol_branch { pol_literal *at; uint32_t n; } pol_branch; /* all of them hold */
typedef struct pol_branches { pol_branch *at; uint32_t n; bool whole; } pol_branches; /* one of them holds; whole: nothing was left out */
typedef struct pol_condition { const pol_expr *e; bool yes; } pol_condition;
/* How conditions can all hold (all) or one of them can (not all). Out of memory: no branch, not whole. NULL conditions are passed over. */
pol_branches pol_rules_branches(pol_checker *c, pol_arena *in, const pol_condition *of, uint32_t n, bool all);
bool pol_rules_same(const pol_expr *a, const pol_expr *b); /* the same amount, loops compared by what they go over */
bool pol_literals_clash(const pol_model *m, pol_literal a, pol_literal b); /* cannot hold together */
bool pol_literal_out_of_bounds(const pol_model *m, pol_literal l); /* the fact's own limits exclude it */
bool pol_branch_impossible(const pol_model *m, const pol_branch *b, pol_literal *one, pol_literal *other); /* one and other: the first and last part of why; the same: by its limits */
bool pol_branches_exclude(const pol_model *m, const pol_branches *a, const pol_branches *b);
bool pol_rules_dates_meet(const pol_clause *a, const pol_clause *b);
uint32_t pol_literal_fact(const pol_literal *l); /* the fact that a literal compares with constants, else POL_NO_REF */
bool pol_literal_holds(const pol_literal *l, const pol_value *v); /* of a literal on one fact, for this value */
/* -- witness.c: a case (some facts with values) in which literals hold; and its words */
typedef struct pol_case { pol_literal at[POL_RULES_CONJUNCTS]; uint32_t n; } pol_case;
bool pol_case_add(pol_checker *c, pol_case *w, pol_literal l); /* false: it cannot hold as well, or nothing sure can be said; then nothing changed */
const char *pol_case_words(pol_checker *c, const pol_case *w); /* NULL when there is nothing to say */
/* -- example.c: a whole case in which conditions hold and others do not, found by trying values; amounts are worked out as they are when deciding */
enum { POL_EXAMPLE_FACTS = 8, POL_EXAMPLE_CONSTANTS = 32, POL_EXAMPLE_WANTS = 48, POL_EXAMPLE_ONE_OF = 4 };
typedef struct pol_example {
  pol_checker *c;
  pol_value *fact; /* by number; unknown where nothing is said */
  pol_date as_of;
  bool dated;      /* the day is part of it */
  uint32_t of[POL_EXAMPLE_FACTS], facts;
  const pol_value *constant[POL_EXAMPLE_CONSTANTS]; uint32_t constants; /* what the amounts are compared with: values to try */
  pol_condition want[POL_EXAMPLE_WANTS]; uint32_t wants;
  struct { pol_condition of[POL_EXAMPLE_ONE_OF]; uint32_t n; } choice[POL_EXAMPLE_WANTS]; uint32_t choices;
  const pol_expr *differ[2]; /* NULL, or two amounts that are to differ */
  uint32_t tries;
} pol_example;
bool pol_example_begin(pol_example *x, pol_checker *c, pol_arena *in, pol_date as_of); /* false: out of memory */
/* Each says what is to be so. false: it is too much to look for. NULL conditions say nothing. A condition that is not to hold may as well not be applicable. */
bool pol_example_wants(pol_example *x, const pol_expr *e, bool yes);
bool pol_example_wants_one(pol_example *x, const pol_condition *of, uint32_t n); /* one of them at least */
bool pol_example_reads(pol_example *x, const pol_expr *e); /* its facts are part of the example */
bool pol_example_find(pol_example *x);
pol_value pol_example_value(const pol_example *x, const pol_expr *e);
const char *pol_example_words(const pol_example *x); /* "a.start is 1 April 2019, a.ok is yes, on 1 April 2024" */
bool pol_fact_takes(const pol_fact *f, const pol_value *v); /* witness.c: within the fact's limits */
/* -- clashes.c, never.c, silence.c, reach.c */
void pol_rules_clashes(pol_checker *c, pol_arena *scratch);
void pol_rules_never(pol_checker *c, pol_arena *scratch);
void pol_rules_silence(pol_checker *c, pol_arena *scratch);
void pol_rules_reach(pol_checker *c, pol_arena *scratch);
/* -- overruled.c */
void pol_rules_overruled(pol_checker *c, pol_arena *scratch);
void pol_rules_events(pol_checker *c, pol_arena *scratch);
/* -- reasons.c, overlapping.c */
void pol_rules_overlapping(pol_checker *c, pol_arena *scratch);
void pol_rules_reasons(pol_checker *c);
bool pol_rules_imported(const pol_checker *c, const pol_node *node); /* written in a module */
/* -- small helpers (clauses.c) */
bool pol_rules_word(const pol_checker *c, pol_atom a, const char *word);
pol_node *pol_rules_node(pol_checker *c, pol_node_kind kind, pol_span span, pol_atom text, uint32_t n, pol_node *const *kid); /* NULL: out of memory */
pol_expr *pol_rules_and(pol_checker *c, pol_expr *a, pol_expr *b, const pol_node *node); /* either may be NULL */
pol_expr *pol_rules_or(pol_checker *c, pol_expr *a, pol_expr *b, const pol_node *node);
pol_type pol_rules_type(pol_type_kind kind);
#define POL_PUSH(c, v, x)                                            \
  do {                                                               \
    if (POL_VEC_PUSH((c)->in->arena, (v)) == NULL) (c)->no_memory = true; \
    else (v)->at[(v)->n - 1] = (x);                                  \
  } while (0)
#endif
