/* The small changes of a policy that its scenarios should notice, each with its words. Found on a copy of the model (clone.h), on which they can be made and undone.
 * Inside scenario and what writes about it; everything is in the arena given. */
#ifndef POL_SCENARIO_MUTANTS_H
#define POL_SCENARIO_MUTANTS_H
#include "check/model.h"

typedef enum pol_mutant_kind {
  POL_MUTANT_EDGE,      /* at most for less than … */
  POL_MUTANT_CONSTANT,  /* one unit, or a day, more or less */
  POL_MUTANT_JUNCTION,  /* and for or */
  POL_MUTANT_CONDITION, /* one test left out, or one of a list of values */
  POL_MUTANT_EXCEPTION, /* left out */
  POL_MUTANT_EFFECT,    /* permits for refuses; another value */
  POL_MUTANT_RANK,      /* despite, subject to: left out */
  POL_MUTANT_RULE       /* the line left out */
} pol_mutant_kind;

typedef struct pol_expr_edit { pol_expr *at; pol_expr becomes; } pol_expr_edit;
typedef struct pol_rule_edit { uint32_t rule; pol_rule becomes; } pol_rule_edit;

typedef struct pol_mutant {
  const char *id;             /* the same as long as the words around it are: "3.15.3-4f2a9c" */
  pol_mutant_kind kind;
  uint32_t clause, define;    /* the clause, or the definition or value, whose words are changed; the other is POL_NO_REF */
  pol_span context, cut;      /* words, and the words among them that are changed */
  const char *instead;        /* what stands there then; NULL: nothing */
  const char *lead;           /* what goes with them when they are left out: "except when"; "" */
  uint32_t *rule, rules;      /* whose conditions, values or effects are changed, ascending */
  POL_VEC(pol_expr_edit) exprs;
  POL_VEC(pol_rule_edit) lines;
} pol_mutant;

typedef struct pol_mutants { POL_VEC(pol_mutant) list; } pol_mutants; /* in the order of the text */

/* Changes of `copy`, a clone. The same policy gives the same list every time. */
pol_status pol_mutants_find(pol_mutants *out, pol_arena *arena, pol_model *copy);
/* Makes the change, and takes it back: the contents of the edits and of the copy are exchanged. */
void pol_mutant_swap(pol_mutant *mutant, pol_model *copy);

/* -- what the files of finding share: mutants.c, mutant_tests.c, mutant_rules.c, mutant_words.c */
typedef struct pol_mutating {
  pol_arena *arena;
  pol_model *m;
  pol_mutants *out;
  uint32_t rule;              /* whose expressions are walked */
  POL_VEC(pol_expr *) pieces; /* of the policy: intervals cut at the times that a table names */
} pol_mutating;

/* The mutant with these words, new or known already; NULL in *out: the words are of nobody's clause. */
typedef struct pol_mutant_said { pol_mutant_kind kind; pol_span context, cut; const char *instead, *lead; } pol_mutant_said;
pol_status pol_mutant_add(pol_mutant **out, pol_mutating *k, const pol_mutant_said *said);
pol_status pol_mutant_expr(pol_mutating *k, pol_mutant *mutant, pol_expr *at, const pol_expr *becomes);
pol_status pol_mutant_line(pol_mutating *k, pol_mutant *mutant, uint32_t rule, const pol_rule *becomes);

pol_status pol_mutate_walk(pol_mutating *k, pol_expr *e); /* mutant_tests.c: of one expression and those in it */
pol_status pol_mutate_alone(pol_mutating *k, pol_expr *e);              /* a condition that stands alone: left out, it always holds */
pol_status pol_mutate_lines(pol_mutating *k);                           /* mutant_rules.c: exceptions, effects, ranks */

/* mutant_words.c */
pol_span pol_span_trim(const pol_model *m, pol_span span);               /* without blanks at its ends */
bool pol_span_starts(const pol_model *m, pol_span span, const char *word);
const char *pol_mutant_value(pol_arena *arena, const pol_model *m, const pol_value *v); /* as a policy has it; NULL: out of memory */
const char *pol_mutant_text(pol_arena *arena, const pol_model *m, pol_span span);
const char *pol_mutant_joined(pol_arena *arena, const char *a, const char *b);
#endif
