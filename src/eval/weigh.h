/* The rules of one decision for one record, weighed against each other outside the program: once as the columns have them, to say which of them decide,
 * and again with guards that are not known settled one way or the other. Inside eval only. */
#ifndef POL_EVAL_WEIGH_H
#define POL_EVAL_WEIGH_H
#include "eval/row.h"

typedef struct pol_weigh {
  const pol_row *at;
  const pol_decision *d;
  uint32_t decision, n;                /* rules, as d->rule has them */
  bool settled;                        /* guards are; a rule is open then only below one whose value is not known, and may be none */
  pol_truth *own, *guard, *in_force;   /* by rule; own: its condition and its dates */
  uint8_t *own_fault, *fault;          /* of a condition in error, and of a rule whose being in force is */
  pol_value *value;                    /* what it gives; state not applicable where it gives nothing */
  uint32_t *order;                     /* so that the rules above one come before it */
  pol_value *item;                     /* room for the items of a set */
} pol_weigh;

typedef struct pol_weighed {
  pol_outcome outcome;      /* UNDETERMINED: a rule in force gives a value that is not known */
  pol_value value;          /* of a value decision, the amount of a permission; items of sets in the order of the options, names of duties */
  pol_value base, uncapped; /* steps of a value: for what bites */
  pol_fault fault;
} pol_weighed;

/* Reads own, guard and in_force from the columns. */
pol_status pol_weigh_read(pol_weigh *w, const pol_row *r, uint32_t decision);
/* Works guard and in_force out anew from `own`, in which nothing may be open. */
void pol_weigh_settle(pol_weigh *w);
/* What the rules in force come to; open ones count as not in force. The items of a set are in w->item until the next call. */
pol_weighed pol_weigh_outcome(const pol_weigh *w);
/* Marks the rules that decide (language.md 9), given what they came to. cited[] is by rule of the model. */
void pol_weigh_cite(const pol_weigh *w, pol_outcome outcome, const pol_weighed *steps, bool *cited);
/* Marks the rules that keep the decision open. */
void pol_weigh_cite_open(const pol_weigh *w, bool *cited);
/* Marks the rules that are in error and matter. */
void pol_weigh_cite_bad(const pol_weigh *w, bool *cited);
const pol_rule *pol_weigh_rule(const pol_weigh *w, uint32_t i);
/* What the rule puts in: an element of the set that the decision is, or the name of a duty, whose type.ref is the rule. */
pol_value pol_weigh_item(const pol_weigh *w, uint32_t i);
void pol_weigh_put(pol_value *list, pol_value *room, const pol_value *item); /* each once, in order; `room` holds the list's items */
uint32_t pol_weigh_find(const pol_weigh *w, uint32_t rule); /* its place in d->rule, or POL_NO_REF */
bool pol_weigh_has_none(const pol_weigh *w, uint32_t i); /* a rule that gives a value, and whose value is not applicable: as if it were not there */
#endif
