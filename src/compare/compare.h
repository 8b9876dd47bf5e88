/* Two versions of a policy compared, three ways: by text (which clauses differ, and how), by meaning (which facts are read, which decisions can change at all),
 * and by people (for each record and decision the outcome before and after, who gains, who loses, by how much, and through which changes). The versions are a
 * policy without and with its amendments, or two texts of a policy.
 *
 * What is responsible is found by experiment: the changes in which the versions differ are switched on one at a time, and all but one; those that carry the
 * difference are reported. Everything lives in the arena of the input; answers of a person live until the next chunk. */
#ifndef POL_COMPARE_COMPARE_H
#define POL_COMPARE_COMPARE_H
#include "check/check.h"
#include "compare/bands.h"
#include "eval/answer.h"

/* ---- the two versions */

enum { POL_BEFORE = 0, POL_AFTER = 1 };

typedef struct pol_compare_side { const pol_tree *tree; const uint32_t *file; uint32_t trees; } pol_compare_side;

typedef struct pol_compare_input {
  pol_arena *arena; pol_atoms *atoms; pol_sources *sources; pol_reports *reports;
  pol_compare_side side[2];
  bool amends;                              /* the trees after are those before, and then those of amendments */
  const pol_atom *asked; uint32_t askeds;   /* decisions by name; 0: all */
  pol_date as_of;
} pol_compare_input;

typedef struct pol_compared_decision { /* in the order of the version after; then those that are gone */
  pol_atom name; const char *title; pol_type type; pol_better better; pol_atom better_option; /* of the version after, where it has it */
  uint32_t in[2];        /* its number in each version; POL_NO_REF: it does not have it */
  bool can_change;       /* some clause or definition that differs reaches it: by the graph of clauses, whatever the facts */
  const uint32_t *change; uint32_t changes; /* which of the changes reach it */
} pol_compared_decision;

/* One thing in which the versions differ, and that can be switched alone: clauses that follow each other, with what must go with them (rows of one table). */
typedef struct pol_amendment_change {
  const uint32_t *before; uint32_t befores;   /* clauses of the version before that end */
  const uint32_t *after; uint32_t afters;     /* clauses of the version after that begin */
  const char *what;                           /* of a change that is of no clause: "value full_time_day"; NULL */
} pol_amendment_change;

typedef enum pol_clause_fate {
  POL_FATE_SAME, POL_FATE_ADDED, POL_FATE_REPLACED, POL_FATE_REPLACED_IN_PART /* for some cases only */, POL_FATE_ADOPTED /* unchanged, by reference */,
  POL_FATE_REWORDED /* other words, the same rules */, POL_FATE_MOVED, POL_FATE_WITHDRAWN, POL_FATE_ENDED_SILENTLY /* without a word about it */
} pol_clause_fate;
typedef struct pol_clause_pair { /* in the order of the document after; what is gone stands where it stood */
  pol_clause_fate fate;
  const uint32_t *before; uint32_t befores;   /* clauses before; 0: it is new */
  uint32_t after;                             /* POL_NO_REF: it is gone; else what stands now, or, of a withdrawal, the clause that withdraws */
} pol_clause_pair;

typedef struct pol_comparison {
  const pol_compare_input *in;
  pol_model *model[2]; pol_program *program[2];
  POL_VEC(pol_compared_decision) decisions;      /* those asked */
  POL_VEC(pol_amendment_change) changes;
  POL_VEC(pol_clause_pair) clauses;
  uint32_t fates[POL_FATE_ENDED_SILENTLY + 1];   /* clauses, of those before where there are any; of two texts, pairs */
  const uint32_t *needed; uint32_t neededs;      /* facts of the version after that the decisions read now, and did not */
  const uint32_t *unneeded; uint32_t unneededs;  /* facts of the version before that they read no longer */
} pol_comparison;

/* Checks and compiles both versions, pairs their clauses and finds what reaches which decision. POL_REJECTED: one of them has errors (among the reports). */
pol_status pol_comparison_make(pol_comparison **out, const pol_compare_input *in);

/* ---- by meaning: for a decision that can change, facts for which it does. */
typedef struct pol_compare_witness { const pol_record_facts *facts; const pol_answer *answer[2]; } pol_compare_witness; /* facts NULL: none was found */
pol_status pol_comparison_witness(pol_compare_witness *out, pol_comparison *c, uint32_t decision);

/* ---- by people */

typedef enum pol_impact { POL_IMPACT_GAINS, POL_IMPACT_LOSES, POL_IMPACT_CHANGED, POL_IMPACT_UNAFFECTED, POL_IMPACT_UNDETERMINED } pol_impact;
enum { POL_IMPACTS = POL_IMPACT_UNDETERMINED + 1 };
const char *pol_impact_name(pol_impact i); /* as JSON has it */

typedef struct pol_clause_of { uint8_t side; uint32_t clause; } pol_clause_of;

typedef struct pol_effect_on { /* one decision of one person */
  uint32_t decision;                               /* of comparison->decisions */
  pol_outcome outcome[2]; pol_value value[2];      /* always there */
  const pol_answer *answer[2];                     /* whole answers: where `answers` asks for them; NULL in a version without the decision */
  pol_impact impact;
  bool has_delta; pol_num delta;                   /* after less before, in the unit of the decision */
  const uint32_t *change; uint32_t changes;        /* which changes carry the difference; none where nothing differs */
  bool untried;                                    /* not all could be tried alone: those that could not are named with those that carry it */
  const pol_clause_of *because; uint32_t becauses; /* their clauses that decide it before or after */
  const uint32_t *missing; uint32_t missings;      /* UNDETERMINED: the facts, of the version after, that are missing for it */
} pol_effect_on;

/* How much is gained or lost, for putting in order: the delta without its sign; where there is an amount on one side alone, all of it. false: it is not measured. */
bool pol_effect_size(pol_num *out, const pol_effect_on *e);

typedef struct pol_compared_person {
  const pol_record_facts *record;                  /* as read for the version after; wrong: it was not decided, and has no effects */
  const pol_record_facts *before;                  /* the same, as read for the version before */
  pol_run *run[2]; uint32_t row;
  const pol_effect_on *effect; uint32_t effects;   /* one for each decision asked, in their order */
} pol_compared_person;

typedef struct pol_people { /* what is wanted */
  bool answers;          /* whole answers for everybody (JSON); else outcomes and values, and reasons only where something differs */
  bool brief;            /* nobody is told which clauses decide: effects have no `because` */
  const uint32_t *by; uint32_t bys;      /* facts of the version after to group by */
  uint32_t most;         /* how many of the largest gains and losses, and of those that cannot be told, are kept of each decision; 0: 10 */
  pol_status (*person)(void *user, const pol_compared_person *p); /* called for each in order; NULL: nobody listens */
  void *user;
} pol_people;

/* An amount that many people have: exact sums; the middle is exact as long as there are no more than POL_LIMIT_DISTINCT different amounts. */
typedef struct pol_spread {
  uint64_t n; pol_num sum, least, most, middle; bool sum_known, middle_known;
  const char *least_id, *most_id;   /* the first person with it; NULL where records have no ids */
  uint64_t whole;                   /* of gains and losses: people beside those n, who had nothing before, or have nothing after */
} pol_spread;

typedef struct pol_extreme { const char *id; uint64_t record; /* from 1 */ pol_value value[2]; pol_outcome outcome[2]; bool has_delta; pol_num delta; const uint32_t *change; uint32_t changes; /* as of the effect */ } pol_extreme;
typedef struct pol_counted { uint32_t of; uint64_t n[POL_IMPACTS]; } pol_counted; /* of: a change, a fact … */

typedef struct pol_decision_summary {
  uint64_t n[POL_IMPACTS];
  bool amounts;                                /* numbers with deltas */
  pol_num total[2]; bool total_known;          /* sums over the people with a number before, and after; those who cannot be told are in neither */
  pol_spread gains, losses;                    /* of the deltas; losses as positive numbers */
  pol_spread all;                              /* of all deltas, nothing gained or lost among them */
  pol_bands bands;                             /* how those that are not 0 are spread: for charts */
  bool yearly; pol_num per_year;               /* total after less total before, times 12 where the unit is per month: what it costs in a year */
  pol_extreme *gain; uint32_t ngain;           /* the largest first */
  pol_extreme *loss; uint32_t nloss;
  pol_extreme *open; uint32_t nopen;           /* the first that cannot be told */
  uint64_t untried;                            /* effects for which not every change could be tried alone */
  pol_counted *cause; uint32_t causes;         /* by change: how many effects it carries; the most first */
  pol_counted *missing; uint32_t missings;     /* by fact of the version after: for how many it is missing where nothing can be told; the most first */
} pol_decision_summary;

typedef struct pol_group_summary {
  const pol_value *value;                      /* by `by`; state UNKNOWN where not given */
  uint64_t people;
  uint64_t (*n)[POL_IMPACTS];                  /* by decision */
  uint64_t any[POL_IMPACTS];                   /* people with at least one such effect */
  pol_num *delta; bool *delta_known;           /* by decision: the sum */
} pol_group_summary;

typedef struct pol_people_summary {
  uint64_t people, wrong;                      /* records; of them wrong: in error, and not compared */
  uint64_t n[POL_IMPACTS];                     /* effects, all decisions together */
  uint64_t any[POL_IMPACTS];                   /* people with at least one such effect */
  uint64_t worse, better, mixed, same, open;   /* people who lose and never gain, gain and never lose, both; to whom nothing happens; and the rest: something is undetermined, or only changed */
  pol_decision_summary *decision;              /* by comparison->decisions */
  pol_group_summary *group; uint32_t groups;   /* sorted by their values */
  bool too_many_groups;                        /* those beyond POL_LIMIT_GROUPS are in none */
} pol_people_summary;

/* People in any number: begin, some chunks of at most POL_LIMIT_CHUNK records, end. Memory does not grow with them. */
typedef struct pol_comparing pol_comparing;
pol_status pol_comparing_new(pol_comparing **out, pol_comparison *c, const pol_people *wanted);
/* Records read for each version: [0] for the one before, [1] for the one after. Where both declare the same facts (pol_comparison_same_facts) the two may be the same. */
pol_status pol_comparing_chunk(pol_comparing *k, const pol_record_facts *const *records[2], uint32_t n);
pol_status pol_comparing_end(pol_comparing *k, const pol_people_summary **out); /* lives in the arena of the comparison */
void pol_comparing_drop(pol_comparing *k);
bool pol_comparison_same_facts(const pol_comparison *c);
#endif
