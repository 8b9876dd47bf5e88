/* What the files that check types and expressions share with one another, and nobody else needs. */
#ifndef POL_CHECK_EXPR_H
#define POL_CHECK_EXPR_H
#include "check/context.h"

/* -- types.c */
enum { POL_OPTIONS_WEEKDAY = 0, POL_OPTIONS_STATUS = 1 };               /* the built-in options, in every model */
enum { POL_RECORD_YEAR = 0, POL_RECORD_PIECE = 1 };                     /* the built-in records: of years_beginning and of pieces */
typedef enum pol_span_unit { POL_SPAN_DAY, POL_SPAN_WEEK, POL_SPAN_MONTH, POL_SPAN_YEAR, POL_SPAN_NONE } pol_span_unit; /* k of TO_PERIOD */
pol_type pol_type_of(pol_type_kind kind);
pol_type pol_type_ref(pol_type_kind kind, uint32_t ref);
pol_type pol_type_number(pol_unit unit);
pol_unit pol_unit_word(pol_checker *c, const pol_node *unit);           /* of a UNIT node; minutes count as hours; an order's noun as its step */
pol_span_unit pol_unit_span(pol_unit u);                                /* of a plain span of the calendar, else POL_SPAN_NONE */
bool pol_type_is(pol_type t, pol_type_kind kind);
bool pol_type_ordered(const pol_checker *c, pol_type t);                /* more and less mean something */
const char *pol_check_article(const char *noun);                        /* "a" or "an" */

/* -- options.c */
void pol_check_builtin_options(pol_checker *c);
uint32_t pol_check_new_options(pol_checker *c, const pol_options *head, pol_node *const *items, uint32_t n); /* head: all but `at` and `n` */
uint32_t pol_check_order_of_noun(const pol_checker *c, pol_atom noun);  /* the order whose noun (or plural) it is */

const char *pol_check_options_words(pol_checker *c, uint32_t options);  /* "the options of colour are red, green" */

/* -- missing.c: help on names that are not there */
const pol_node *pol_check_declaration(const pol_checker *c, pol_name_kind kind, pol_atom name, bool *imported); /* names.c; NULL when there is none */
void pol_check_advise_clause(pol_checker *c, pol_report *r, pol_atom name, const char *nearest); /* nearest: NULL when there is none */
void pol_check_advise_declaring(pol_checker *c, pol_report *r, pol_name_kind kind, pol_atom name, const pol_node *at);

/* -- advice.c: help where kinds or units differ */
void pol_check_advise_unit(pol_checker *c, pol_report *r, const pol_expr *number, pol_type wanted); /* a number without a unit */
void pol_check_advise_currency(pol_checker *c, pol_report *r, const pol_expr *number, pol_type wanted); /* the number as money */
void pol_check_advise_units(pol_checker *c, pol_report *r, const pol_expr *a, pol_type wanted);     /* a number in another unit */
void pol_check_advise_kinds(pol_checker *c, pol_report *r, const pol_expr *a, const pol_expr *b);   /* compared */
void pol_check_advise_sum(pol_checker *c, pol_report *r, const pol_expr *a, const pol_expr *b);     /* added, taken away, multiplied */
void pol_check_advise_wanted(pol_checker *c, pol_report *r, const pol_expr *e, pol_type wanted);    /* a place that takes another kind */

/* -- convert.c */
pol_expr *pol_check_convert(pol_checker *c, pol_expr *e, const pol_type *wanted, const pol_node *node); /* to the wanted type, or reported */
bool pol_check_unify(pol_checker *c, pol_expr **a, pol_expr **b);       /* to one type when that loses nothing; reports nothing */
pol_expr *pol_check_pure_period(pol_checker *c, pol_expr *e);           /* a written period of months only, or days only, as a number */
pol_expr *pol_check_to_period(pol_checker *c, pol_expr *e);             /* of a plain span or a period; NULL when it is neither */
void pol_check_mismatch(pol_checker *c, const pol_expr *a, const pol_expr *b, const pol_node *at, const char *verb); /* "compared with" … */
bool pol_check_lacks_percent(pol_checker *c, pol_type percent, const pol_expr *bare); /* a written number without its %: reported */
void pol_check_needs_convention(pol_checker *c, const pol_node *at);
bool pol_expr_is_zero(const pol_expr *e);                               /* a plain 0, which has every unit */
pol_expr *pol_expr_number(pol_checker *c, pol_num v, pol_type type, const pol_node *node);
pol_expr *pol_expr_index(pol_checker *c, int32_t v, pol_type type, const pol_node *node);
bool pol_expr_fold(const pol_expr *e, pol_value *out, pol_short_months how); /* constant.c: the value of an amount without facts */

/* -- expr.c: the type is found out, not forced; `hint` helps to resolve the names of options. Conditions too. */
pol_expr *pol_check_infer(pol_checker *c, const pol_node *node, const pol_type *hint);
pol_expr *pol_check_sum(pol_checker *c, const pol_node *node);          /* sums.c: ADD SUB MUL DIV NEG */
pol_expr *pol_check_literal(pol_checker *c, const pol_node *node);      /* quantities.c */
pol_expr *pol_check_of(pol_checker *c, const pol_node *node);
pol_expr *pol_check_product(pol_checker *c, pol_op op, pol_expr *a, pol_expr *b, const pol_node *node);
pol_expr *pol_check_shift(pol_checker *c, const pol_node *node);        /* shifts.c */
pol_expr *pol_check_shifted(pol_checker *c, pol_expr *date, pol_expr *by, int sign, const pol_node *node);
pol_expr *pol_check_name(pol_checker *c, const pol_node *node, const pol_type *hint); /* refer.c */
pol_expr *pol_check_use_fact(pol_checker *c, uint32_t fact, const pol_node *node);
pol_expr *pol_check_call(pol_checker *c, const pol_node *node);         /* calls.c, functions.c */
pol_expr *pol_check_use_define(pol_checker *c, uint32_t define, const pol_node *node, uint32_t n, pol_expr **arg);
void pol_check_demand(pol_checker *c, uint32_t fact, const pol_node *at); /* a fact with `only when` is used here */
const char *pol_check_function_name(uint32_t i);                        /* of the built-in functions; NULL after the last */
pol_expr *pol_check_builtin(pol_checker *c, const pol_node *node);      /* NULL when there is no such function */
pol_expr *pol_check_each(pol_checker *c, const pol_node *node);         /* lists.c: sum(E for each x in L where C) */
pol_expr *pol_check_schedule(pol_checker *c, const pol_node *node, const pol_type *wanted); /* schedules.c */
pol_expr *pol_check_cases(pol_checker *c, const pol_node *node, const pol_type *wanted);    /* cases.c */
bool pol_check_common(pol_checker *c, pol_expr **e, uint32_t n, const pol_type *wanted);    /* brings them to one type; false: reported */
/* The second where the first holds, else the third; the third NULL: not applicable. */
pol_expr *pol_check_select(pol_checker *c, pol_expr *test, pol_expr *then, pol_expr *otherwise, const pol_node *node);
pol_expr *pol_check_condition(pol_checker *c, const pol_node *node);    /* conditions.c: and, or, not, tests, agreed, pending */
pol_expr *pol_check_not(pol_checker *c, pol_expr *test, const pol_node *node);
pol_expr *pol_check_range(pol_checker *c, pol_expr *subject, const pol_node *relation);  /* ranges.c */
pol_expr *pol_check_within(pol_checker *c, pol_expr *subject, const pol_node *relation);
pol_expr *pol_check_ordered(pol_checker *c, pol_op op, pol_expr *subject, pol_expr *operand, const pol_node *at); /* relations.c */
bool pol_check_implied(const pol_checker *c, const pol_expr *condition); /* implied.c */
bool pol_check_exists(const pol_checker *c, uint32_t fact);             /* its `only when` holds here */

/* -- the passes of declare.c, in files of their own */
void pol_check_facts_names(pol_checker *c, const pol_node *facts);      /* facts.c: FACTS and AGREEMENT: the facts that they declare */
void pol_check_agreement_names(pol_checker *c, const pol_node *agreement);
void pol_check_fact_types(pol_checker *c);
void pol_check_fact_details(pol_checker *c);
void pol_check_records(pol_checker *c);                                 /* records.c: their entries' types, and how deep they nest */
void pol_check_builtin_records(pol_checker *c);
bool pol_check_entry_type(pol_checker *c, pol_type *out, const pol_node *entry, const char *name); /* what a fact or a record's entry may be */
void pol_check_bound(pol_checker *c, const pol_node *bound, pol_type type, pol_bound_kind *kind, pol_value *low, pol_value *high);
void pol_check_decision_types(pol_checker *c);                          /* decisions.c */
void pol_check_decision_details(pol_checker *c);
void pol_check_header(pol_checker *c, const pol_node *head);            /* header.c: POLICY and AMENDMENT */
void pol_check_table_name(pol_checker *c, const pol_node *table);       /* header.c */
pol_status pol_check_load(pol_checker *c);                              /* modules.c: c->trees */
#endif
