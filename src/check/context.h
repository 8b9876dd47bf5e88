/* What the parts of the checker share: the model being made, the tables of names, and how each part is called. Private to check/. */
#ifndef POL_CHECK_CONTEXT_H
#define POL_CHECK_CONTEXT_H
#include "base/limits.h"
#include "base/map.h"
#include "check/check.h"

typedef enum pol_name_kind { /* a plain name has at most one meaning in each of these tables */
  POL_NAME_FACT, POL_NAME_GROUP, POL_NAME_DECISION, POL_NAME_DEFINE /* values too */, POL_NAME_TABLE, POL_NAME_OPTIONS, POL_NAME_RECORD, POL_NAME_PARTY,
  POL_NAME_AGREEMENT, POL_NAME_CLAUSE, POL_NAME_SECTION, POL_NAME_KINDS
} pol_name_kind;

/* One tree of the run, in document order: the modules of `use` first (each after those that it uses itself), then the policy's own files, an
 * amendment after what it amends. Every pass walks this list, never in->tree. Scenarios of imported trees are not this policy's. */
typedef struct pol_loaded { const pol_tree *tree; uint32_t file; bool imported; } pol_loaded;

enum {
  POL_CHECK_HEIGHT = 2 * POL_LIMIT_TREE_HEIGHT, /* of an expression once definitions and conversions are in: walkers may recurse this deep */
  POL_CHECK_STEPS = 65536                       /* its nodes, a shared part counted at each place where it stands: walkers may visit this many */
};

/* Every expression is made inside one of these (make.c), so that its height and its steps are known without walking it. The body of a definition
 * without parameters is checked once and then shared by all its uses. */
typedef struct pol_measured { pol_expr expr; uint32_t height, steps; } pol_measured;

typedef struct pol_inlining { uint32_t define; const pol_node *use; } pol_inlining; /* a definition being expanded, and the name or call that asked for it */

typedef struct pol_scope { /* parameters and loop elements in sight, innermost first */
  const struct pol_scope *outer;
  pol_atom name;
  pol_expr *value;   /* a parameter's argument; an element: ELEMENT, of type RECORD for lists of records */
  uint32_t loop;     /* an element's loop, else POL_NO_REF */
} pol_scope;

typedef struct pol_checker {
  const pol_check_input *in;
  pol_model *m;
  POL_VEC(pol_loaded) trees;
  bool importing;       /* the declaration at hand is of a module: set while walking `trees` */
  pol_map names[POL_NAME_KINDS];
  struct pol_names *more; /* what only names.c knows: misspelt names, last parts of facts, where things were declared first */
  struct pol_body *body;  /* what only calls.c knows: the checked body of each define, by its number */
  struct pol_body *in_body; /* the one being checked, or NULL */
  bool no_decisions;      /* the condition under which a fact exists: it may rest on facts only */

  struct pol_rules_work *rules; /* what only the rules' part knows: rules.h */

  const pol_scope *scope;
  uint32_t loop;        /* the innermost loop we are in, or POL_NO_REF */
  pol_atom group;       /* in a group of facts: its name, so that `only when kind is …` finds its neighbours; else 0 */
  uint32_t deciding;    /* the decision whose rule is being checked, or POL_NO_REF: for uses between decisions */
  const char *taker;    /* whose amount is being checked, for messages ("annual_leave is in hours …"); NULL when there is no such name */
  bool adding;          /* the taker is added to, not given the amount */
  uint32_t depth;       /* of nested checking, definitions included */
  POL_VEC(pol_inlining) inlining; /* circles are found here, link by link */
  const pol_expr **implied; uint32_t implieds, implied_cap; /* conditions that hold where we are: for `only when` facts; see pol_check_imply */
  POL_VEC(uint64_t) uses; /* POL_MAP_PAIR(decision, decision it uses); added by pol_check_use, each once */
  pol_map use_at;         /* of each pair: index in use_node */
  POL_VEC(const pol_node *) use_node;
  POL_VEC(const char *) group_title; /* of each group of facts, by its number in names[POL_NAME_GROUP] */
  pol_atom currency;      /* 0 before pol_check_currency is asked */
  pol_map option_at;      /* POL_MAP_PAIR(options, name) → index of the option */
  pol_map option_home;    /* an option's name → the one options that has it, or POL_NO_REF - 1 when several do */
  uint32_t lost;        /* kinds of declarations whose names a mistake in the text may have cost: of all trees */
  bool no_convention;     /* "short months" was missed and reported */
  bool too_large;         /* the limit of expressions was passed and reported */
  pol_measured spare;     /* stands in for what memory ran out for */
  bool row;               /* the id at hand begins a row of a table: perhaps its clause is still to be declared */
  bool no_memory;         /* sticks; the run ends with POL_NO_MEMORY */
} pol_checker;

/* -- names.c: declare and look up. A second declaration is reported with the first as its other place. */
bool pol_check_declare(pol_checker *c, pol_name_kind kind, pol_atom name, uint32_t index, const pol_node *node);
uint32_t pol_check_find(const pol_checker *c, pol_name_kind kind, pol_atom name); /* POL_NO_REF when there is none */
/* Looks up and, when absent, reports the code with the nearest declared name as help (once for each misspelt name, counting its other places). */
uint32_t pol_check_resolve(pol_checker *c, pol_name_kind kind, pol_atom name, const pol_node *at);
const char *pol_check_text(pol_checker *c, pol_atom a);      /* the atom's text */
const char *pol_check_words(pol_checker *c, const pol_node *text); /* of a TEXT node; NULL for NULL */

/* The place of a declaration's name, for messages: a declaration's own span runs to its end. */
pol_span pol_check_name_span(const pol_checker *c, const pol_node *node, pol_atom name);
const char *pol_check_label(pol_checker *c, const pol_node *text, pol_atom name); /* the words; else the name with spaces */
/* Like pol_report_add, but a place inside a definition that is being expanded also names the use; inside a module the use itself is the place. */
pol_report *pol_check_report(pol_checker *c, pol_code code, const pol_node *at, const char *format, ...) __attribute__((format(printf, 4, 5)));
const char *pol_check_value_words(pol_checker *c, const pol_value *v); /* witness.c: "£220.56 per year", "1 April 2024" */
const char *pol_check_source_text(pol_checker *c, const pol_node *node); /* what the author wrote there, on one line */
const char *pol_check_format(pol_checker *c, const char *format, ...) __attribute__((format(printf, 2, 3))); /* in the arena; "" when out of memory */
uint32_t pol_check_last_part(const pol_checker *c, pol_atom plain); /* the one fact whose name ends in .plain, else POL_NO_REF */
void pol_check_broken_name(pol_checker *c, pol_atom name); /* of a declaration that the parser could not finish: silently known */
bool pol_check_is_covered(const pol_checker *c, const pol_node *node); /* whether a mistake is reported in it, so that nothing can be held against its uses */
bool pol_check_is_doubtful(pol_checker *c, const char *text); /* whether a name may be one of a declaration with a mistake, or one of its parts */
bool pol_check_may_be_lost(const pol_checker *c, pol_name_kind kind); /* whether a mistake may have cost a name of this kind */
/* The same for what has no table of names here, such as options, by a key of its own: the first place's report is to be kept in the slot; NULL at the others, which
 * are counted. */
enum { POL_MISSING_OPTION = POL_NAME_KINDS, POL_MISSING_TITLE = 0x7FFFFFFF }; /* keys: POL_MAP_PAIR(OPTION + its list, name), POL_MAP_PAIR(TITLE, title) */
pol_report **pol_check_missing(pol_checker *c, uint64_t key, const pol_node *at);
void pol_check_names_end(pol_checker *c);                  /* adds to each misspelt name's report how often it stands elsewhere */
void pol_check_imply(pol_checker *c, const pol_expr *test); /* holds from here on; undone by setting c->implieds back to what it was */
void pol_check_imply_not(pol_checker *c, const pol_expr *test); /* its opposite does */
pol_atom pol_check_currency(pol_checker *c); /* check.c: what `money` without a literal is in: the first currency that the policy writes */
void pol_check_use(pol_checker *c, uint32_t used, const pol_node *at); /* c->deciding uses this decision, at this place */

/* -- declare.c: every declaration of all trees into the model, except clauses, sections, tables, scenarios; two passes: names first, then bodies. */
void pol_check_declarations(pol_checker *c);
/* The dates of an EFFECTIVE node, both inclusive; what is wrong is reported. Nothing is set for NULL. */
typedef struct pol_span_of_time { bool from_set, to_set; pol_date from, to; } pol_span_of_time;
pol_span_of_time pol_check_effective(pol_checker *c, const pol_node *node);
/* -- types.c */
pol_type pol_check_type(pol_checker *c, const pol_node *type, const char *fallback_label); /* anonymous `one of` makes options */
const char *pol_check_type_name(pol_checker *c, pol_type t);  /* "hours", "money per month", "a police_rank" … for messages */
bool pol_check_comparable(pol_type a, pol_type b);

/* -- options.c: POL_NO_REF when there is none. `options` may be POL_PARTY_REF. The second reports with what there is and the nearest. */
uint32_t pol_check_option(const pol_checker *c, uint32_t options, pol_atom name);
uint32_t pol_check_option_of(pol_checker *c, uint32_t options, pol_atom name, const pol_node *at);

/* -- expr.c and its neighbours: typed expressions. Never NULL: what is wrong is reported and gives a BROKEN constant. */
pol_expr *pol_check_amount(pol_checker *c, const pol_node *node, const pol_type *wanted); /* wanted: NULL when anything will do; names of options resolve by it; the result is converted
                                                                                             to it or reported */
pol_expr *pol_check_body(pol_checker *c, const pol_node *node, const pol_type *wanted);   /* an amount, SCHEDULE or CASES */
pol_expr *pol_check_test(pol_checker *c, const pol_node *node);                           /* a condition */
/* subject is RELATION / cell: `node` is a RELATION, or an amount or name that stands for "is node". */
pol_expr *pol_check_relation(pol_checker *c, pol_expr *subject, const pol_node *node, bool negated);
pol_value pol_check_constant(pol_checker *c, const pol_node *node, const pol_type *wanted); /* must be a constant: state UNKNOWN after a report */
pol_expr *pol_check_parse_piece(pol_checker *c, const pol_node *node);                    /* one {expr} of a reason */

/* -- making expressions (make.c): never NULL; when out of memory a broken spare one (then c->no_memory) */
pol_expr *pol_expr_new(pol_checker *c, pol_op op, pol_type type, const pol_node *node, uint32_t n, ...); /* n arguments, pol_expr * */
pol_expr *pol_expr_list(pol_checker *c, pol_op op, pol_type type, const pol_node *node, uint32_t n, pol_expr **arg);
pol_expr *pol_expr_const(pol_checker *c, pol_value v, const pol_node *node);
pol_expr *pol_expr_bool(pol_checker *c, bool v);
pol_expr *pol_expr_fact(pol_checker *c, uint32_t fact, const pol_node *node);
pol_expr *pol_expr_broken(pol_checker *c, const pol_node *node); /* agrees with everything; reported already */
pol_expr *pol_expr_copy(pol_checker *c, const pol_expr *e);      /* of the top only: arguments are shared */
uint32_t pol_expr_steps(const pol_expr *e); /* its nodes, a shared part counted at each place where it stands */
bool pol_expr_same(const pol_expr *a, const pol_expr *b); /* the same expression, whatever the places */

/* -- clauses.c, rules.c, tables.c, precedence.c: sections, clauses and their rules */
void pol_check_clauses(pol_checker *c);
void pol_check_rule(pol_checker *c, uint32_t clause, const pol_node *rule);
void pol_check_tables(pol_checker *c);  /* the tables' names are declared by declare.c; their rows are checked here, after the clauses are declared */
void pol_check_precedence(pol_checker *c);
/* inlines table function `table` for the given arguments; used by expr.c on a call */
pol_expr *pol_check_table_call(pol_checker *c, uint32_t table, const pol_node *call, uint32_t n, pol_expr **arg);
/* A table's name, params and borders (the times of day in its cells, ascending: for pieces()) are set by declare.c before any body is checked.
 * A call may come before pol_check_tables, from the body of a definition that a fact or a rule uses: the rows must then be made on demand.
 * The passes run in the order of pol_check in check.c: declarations, clauses, tables, amendments, precedence, bodies, order, scenarios, lints. */
void pol_check_bodies(pol_checker *c); /* calls.c: the defines that nobody used, so that what is wrong with them is found too */
/* -- order.c: circles of use, the order of decisions; amendments.c; scenarios.c; lints.c: value rules that may clash, silence, unused … */
void pol_check_order(pol_checker *c);
void pol_check_amendments(pol_checker *c);
void pol_check_scenarios(pol_checker *c);
void pol_check_lints(pol_checker *c);
#endif
