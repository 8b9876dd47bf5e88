/* The answer to one decision for one record, read from a run: outcome, what decided it, what gave way, what is missing. Everything is in the arena given. */
#ifndef POL_EVAL_ANSWER_H
#define POL_EVAL_ANSWER_H
#include "eval/eval.h"

typedef enum pol_status_of_rule { /* of a rule in a trace */
  POL_RULE_DECIDES, POL_RULE_HOLDS, POL_RULE_GIVES_WAY, POL_RULE_SET_ASIDE, POL_RULE_OPEN, POL_RULE_ERRED, POL_RULE_DOES_NOT_APPLY, POL_RULE_NOT_YET, POL_RULE_NO_LONGER,
  POL_RULE_EXCEPTED /* its `except when` holds */
} pol_status_of_rule;

typedef struct pol_cited { uint32_t rule; const char *reason; } pol_cited;      /* reason: filled in with values; NULL when the rule has none */
typedef struct pol_gave_way { uint32_t rule; uint32_t to; bool set_aside; } pol_gave_way; /* to: a rule */
typedef struct pol_settles { pol_value value; pol_outcome outcome; pol_value gives; } pol_settles; /* gives: for value decisions that become definite */
/* What a value leads to once the facts listed before are known and have not settled the answer. next: the missing fact to ask then; POL_NO_REF: none is left. */
typedef struct pol_then { pol_outcome outcome; pol_value gives; uint32_t *party; uint32_t parties, next; } pol_then;
typedef struct pol_missing { uint32_t fact; pol_settles *settles; pol_then *then; uint32_t n; } pol_missing; /* settles: each value alone; then: NULL where too many to try */
typedef struct pol_possible { pol_outcome outcome; pol_value value; } pol_possible;
typedef struct pol_due { uint32_t rule; pol_value date; } pol_due;               /* a duty; date: state UNKNOWN when not known or none */

struct pol_outlook;

typedef struct pol_answer {
  uint32_t decision;
  pol_outcome outcome;
  pol_value value;          /* value decisions and amounts: state KNOWN when there is one; sets and sequences: items */
  bool amount_open;         /* permitted, and the amount is not known */
  bool party_open;          /* referred, and a rule that is open would refer it to somebody else as well */
  uint32_t *party; uint32_t parties;             /* referred: in the order of the rules, each once */
  pol_cited *because; uint32_t becauses;
  pol_gave_way *gave_way; uint32_t gave_ways;
  pol_cited *next; uint32_t nexts;               /* would come next */
  uint32_t *reservation; uint32_t reservations;  /* clauses */
  uint32_t *presumed; uint32_t presumeds;        /* facts whose presumption the answer used */
  uint32_t *blocked; uint32_t blockeds;          /* clauses in the way of `permitted`; NULL until pol_answer_blocked */
  pol_possible *possible; uint32_t possibles;
  bool range; pol_value low, high;               /* undetermined amounts, when a range can be given */
  pol_missing *missing; uint32_t missings;
  pol_value *pending; uint32_t pendings;         /* sets: options not settled; obligations: see pending_rule */
  uint32_t *pending_rule; uint32_t pending_rules;
  pol_due *duty; uint32_t duties;                /* obligations in force, in order of rules */
  struct { pol_fault fault; uint32_t rule; uint32_t node; } error; /* rule, node: POL_NO_REF when none */
  uint32_t *normally; uint32_t normallys;        /* deciding rules that rest on "normally" */
  uint32_t facts_used, facts_presumed, facts_unknown; /* for the closing line: facts that the decision's rules read */
  const struct pol_outlook *outlook;             /* of an explanation; NULL */
} pol_answer;

/* `row` of the chunk last run. The settling of an undetermined answer runs the program again on a run of its own. */
pol_status pol_answer_read(pol_answer *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, uint32_t decision);

/* The answer without why: outcome, value, parties, items and duties, and what is pending; settled as the whole answer is. Nothing is cited. What a table of answers needs. */
pol_status pol_answer_glance(pol_answer *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, uint32_t decision);
/* The rules that decide an answer that needs no settling, ascending: its own and those of its stages; with `uses`, also those of decisions and tables that they use. */
pol_status pol_answer_because(uint32_t **rule, uint32_t *n, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, uint32_t decision, bool uses);
/* Whether a rule of a decision can be among them: not where it is not in force. Rows of tables that are called are another matter. */
bool pol_answer_may_rest_on(const pol_run *run, uint32_t row, uint32_t rule);

/* What an explanation tells besides: what a presumption rests on, and what the answers to an interview lead to. Each of them evaluated. */
typedef struct pol_otherwise { uint32_t fact; pol_value value; pol_answer answer; } pol_otherwise; /* the answer if a presumed fact were this */
/* What a value of a missing fact leads to, whichever way one comes to it: known false where that was not worked out, or differs. */
typedef struct pol_led { bool known; uint32_t *because, becauses; uint32_t reservations; } pol_led; /* because: NULL where the ways differ in it */
typedef struct pol_outlook {
  pol_otherwise *otherwise; uint32_t otherwises; /* by presumed fact, then by value: of facts with few values */
  pol_led *const *led;                           /* as answer->missing and its `then`; NULL where there is none */
} pol_outlook;
pol_status pol_outlook_read(pol_outlook *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, const pol_answer *answer);

/* The outcome alone, without settling or lists: what a batch needs first. */
pol_outcome pol_answer_outcome(const pol_run *run, uint32_t row, uint32_t decision);

pol_status_of_rule pol_rule_status(const pol_run *run, const pol_answer *answer, uint32_t row, uint32_t rule, uint32_t *to /* rule it gives way to */);
/* Whether the rule is among those that decide the answer; rules of one line are listed there once. */
bool pol_answer_cites(const pol_run *run, const pol_answer *answer, uint32_t rule);
/* The facts that a decision's answer rests on, ascending. */
pol_status pol_answer_facts(uint32_t **facts, uint32_t *n, pol_arena *arena, const pol_run *run, uint32_t decision);
/* Whether an answer can depend on the as-of date: a condition reads it, or a clause starts or ends on another day than the policy. */
pol_status pol_answer_dated(bool *out, pol_arena *scratch, const pol_run *run, uint32_t decision);

typedef enum pol_now { POL_NOW_HOLDS, POL_NOW_OPEN } pol_now;
/* either: of a date that changes alone, the nearest day in the other direction would do as well. */
typedef struct pol_change { uint32_t fact; pol_value from, to; bool either; pol_value other; } pol_change;
typedef struct pol_blocker {
  uint32_t rule; pol_now now;             /* the first of its rules */
  uint32_t *all; uint32_t alls;           /* all of them */
  pol_change *nearest; uint32_t nearests; /* the smallest set of changes of facts that can change, at most 3, that lifts this rule; 0 when there is none */
  pol_outcome alone;                      /* the outcome when only these change; evaluated */
  uint32_t *alone_because; uint32_t alone_becauses; /* rules */
  uint32_t *alone_party; uint32_t alone_parties;    /* referred: to whom */
} pol_blocker;
typedef struct pol_why_not {
  pol_outcome wanted;
  pol_blocker *blocker; uint32_t blockers; /* one a clause and effect: every rule in force or open whose effect beats the wanted one, of the deciding stage */
  bool together_known; pol_outcome together; uint32_t *together_because; uint32_t together_becauses; /* when all blockers' changes are made */
  pol_blocker lacking;   /* where nothing stands in the way and no clause says what is wanted: the smallest change under which one does; nearests 0: none, or not so */
  bool undated;          /* no clause here looks at the calendar, and none starts or ends after the as-of date */
  bool changes_by_itself; pol_date first_date; pol_outcome then; /* the first date within ten years on which the answer changes, facts held */
} pol_why_not;
pol_status pol_why_not_read(pol_why_not *out, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row, const pol_answer *answer, pol_outcome wanted);
/* The clauses of the blockers of `permitted`, each once, in the order of their rules; nothing is tried. */
pol_status pol_answer_blocked(pol_answer *answer, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row);
#endif
