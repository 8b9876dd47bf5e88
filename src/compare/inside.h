/* What the files of comparing share. Private to compare/. */
#ifndef POL_COMPARE_INSIDE_H
#define POL_COMPARE_INSIDE_H
#include "base/limits.h"
#include "base/map.h"
#include "compare/compare.h"
#include "scenario/hangs.h"

typedef POL_VEC(uint32_t) pol_number_list;

/* ---- what a change is, where it is switched off (switch.c, changes.c, differences.c) */

/* A declaration of the version after, and what stands in its place, or behind it, while the change is off. */
typedef struct pol_edit { const pol_node *at; uint32_t change; pol_node *instead; bool behind; } pol_edit; /* instead NULL: nothing */
/* A clause that ends with a line about its whole section: the line is taken apart. */
typedef struct pol_cut { const pol_node *line; uint32_t clause, change; } pol_cut; /* clause: of the version after */

/* What a change that is of no clause is about: an atom of 0, or false, is not. */
typedef struct pol_touch { bool all; pol_atom define, decision, group, options, record; } pol_touch;

typedef struct pol_compared { /* a comparison with what only the inside needs; the comparison comes first, so that one is the other */
  pol_comparison c;
  pol_hangs hangs[2];
  uint32_t *place[2];         /* by clause of a version: where it stands in the list of pairs */
  const pol_tree *tree; const uint32_t *file; uint32_t trees; /* what variants are made of: the version after, and what it needs of the one before */
  POL_VEC(pol_edit) edits;
  POL_VEC(pol_cut) cuts;
  POL_VEC(pol_touch) touches; /* by change; none for amendments, whose changes are of clauses */
  uint32_t words;             /* of a set of changes: 64 each */
} pol_compared;

static inline bool pol_set_has(const uint64_t *set, uint32_t i) { return (set[i / 64] >> (i % 64)) & 1; }
static inline void pol_set_put(uint64_t *set, uint32_t i, bool in) { set[i / 64] = in ? set[i / 64] | UINT64_C(1) << (i % 64) : set[i / 64] & ~(UINT64_C(1) << (i % 64)); }

bool pol_nodes_same(const pol_node *a, const pol_node *b, bool rules); /* likeness.c; rules: titles, labels, reasons and notes may differ */
bool pol_clauses_alike(const pol_node *a, const pol_node *b);
pol_status pol_pairs_of_texts(pol_compared *k);   /* pairs_of_texts.c */
pol_status pol_changes_of_texts(pol_compared *k); /* differences.c */
pol_status pol_pairs_of_amendment(pol_compared *k); /* pairs.c: who became of each clause, from what the checker knows of successors */
pol_status pol_changes_of_amendment(pol_compared *k); /* changes.c */
pol_status pol_reach_of_changes(pol_compared *k);     /* graph.c: which decisions each reaches */
pol_status pol_facts_of_versions(pol_compared *k);    /* graph.c: which facts are needed now, or no longer */
uint32_t pol_clause_before(const pol_map *by_node, const pol_clause *x); /* of a clause that both versions have: its number in the one before */
pol_status pol_clauses_by_node(pol_map *out, pol_arena *arena, const pol_model *m);

/* ---- what an answer says (said.c) */

typedef struct pol_said {
  pol_outcome outcome;
  pol_value value;            /* KNOWN where there is one */
  bool open;                  /* part of it is not known: an amount, an element */
  const pol_answer *answer;   /* NULL: the columns said it all */
  bool glance;                /* it has no why */
  bool shared;                /* no change reaches it: it is what the version after says, and the numbers of rules and parties are that one's */
} pol_said;

/* Answers that cost much to read, by the facts that they hang on: everybody of whom the same is known has the same one. */
typedef struct pol_memo { pol_arena *arena; pol_map at; POL_VEC(struct pol_memo_entry) entries; size_t bytes; } pol_memo;

typedef struct pol_sayer { /* of one decision of one version */
  const pol_model *m;
  uint32_t decision;          /* POL_NO_REF: the version does not have it, and is silent */
  bool parties_matter;        /* referrals name different parties, here or in the other version */
  uint32_t *facts, nfacts;    /* that it reads */
  pol_memo *memo;
  uint32_t key;               /* tells the answers of different decisions and versions apart */
} pol_sayer;

typedef pol_said pol_said_pair[2]; /* of both versions */

pol_status pol_said_read(pol_said *out, const pol_sayer *s, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row);
/* The whole answer: the one that said has, or one read now. */
pol_status pol_said_answer(const pol_answer **out, const pol_said *said, const pol_sayer *s, pol_arena *arena, pol_run *run, const pol_record_facts *record, uint32_t row);
/* Whether two versions say the same: outcome, value, to whom it is referred, duties. Names are compared, not their numbers. */
bool pol_said_same(const pol_said *a, const pol_model *am, const pol_said *b, const pol_model *bm);
bool pol_said_parties_same(const pol_said *a, const pol_model *am, const pol_said *b, const pol_model *bm);
bool pol_values_same(const pol_value *a, const pol_model *am, const pol_value *b, const pol_model *bm);
void pol_memo_init(pol_memo *m, pol_arena *arena); /* to which the arena belongs, if it is to forget */
void pol_memo_forget(pol_memo *m);                 /* all of it, where it is more than is to be remembered */

/* ---- impact.c */
typedef struct pol_impact_made { pol_impact impact; bool has_delta; pol_num delta; } pol_impact_made;
pol_impact_made pol_impact_of(const pol_compared_decision *d, const pol_said said[2], const pol_model *const m[2]);

/* ---- experiments (variants.c, attribute.c) */

typedef struct pol_fact_source { uint8_t side; uint32_t fact; } pol_fact_source;
bool pol_fact_fits(const pol_model *a, uint32_t fact, const pol_model *b, uint32_t in); /* whether its values can stand for those of another version's */
pol_status pol_sources_of_facts(pol_fact_source **out, pol_arena *arena, const pol_compared *k, const pol_model *m); /* facts_between.c; *out NULL: some fact has none */

typedef struct pol_variants pol_variants; /* programs of the policy with some of the changes, made when they are first asked for */
typedef struct pol_variant_program {
  pol_program *program;       /* NULL: it does not check, or there are too many already: it cannot be tried */
  uint32_t number;            /* tells it from the others */
  const uint32_t *decision; uint32_t decisions; /* of the comparison: those that it was made for */
  uint32_t *const *facts; const uint32_t *nfacts; /* by place in `decision`: the facts that it reads */
  const pol_fact_source *from; /* by fact; NULL: its facts are those of the version after */
} pol_variant_program;
pol_status pol_variants_new(pol_variants **out, const pol_compared *k, pol_arena *keep); /* everything in `keep` */
/* The policy with the changes of a set switched on, for some decisions. *out stays until the next is asked for. */
pol_status pol_variants_get(const pol_variant_program **out, pol_variants *v, const uint64_t *on, const uint32_t *decision, uint32_t decisions);

typedef struct pol_attributing { /* of one decision: the rows of a chunk in which the versions differ */
  const pol_compared *k;
  pol_variants *variants;
  pol_arena *arena;           /* of the chunk */
  pol_memo *memo;
  uint32_t decision;          /* of the comparison */
  bool parties_matter;
  const pol_record_facts *const *record[2]; /* as read for each version */
  const pol_said_pair *said;  /* by row of the chunk */
  const uint32_t *row; uint32_t rows;
  pol_effect_on *const *effect; /* by row of `row` */
} pol_attributing;
pol_status pol_attribute(const pol_attributing *a);

/* ---- figures (summary.c, spread.c) */

typedef uint64_t pol_impact_counts[POL_IMPACTS];
/* An id that gives its room to the next one: memory must not grow with the people that pass. */
typedef struct pol_kept_id { char *at; size_t room; bool there; } pol_kept_id;
pol_status pol_id_keep(pol_kept_id *k, pol_arena *arena, const pol_record_facts *of);

typedef struct pol_tally pol_tally; /* of one amount: the different values and how many have each, up to a limit */
pol_tally *pol_tally_new(pol_arena *arena); /* NULL: out of memory */
pol_status pol_tally_add(pol_tally *t, pol_num amount, const pol_record_facts *of);
void pol_tally_spread(const pol_tally *t, pol_spread *out);

typedef struct pol_summing pol_summing;
pol_status pol_summing_new(pol_summing **out, const pol_compared *k, const pol_people *wanted, pol_arena *keep);
pol_status pol_summing_add(pol_summing *s, const pol_compared_person *p, uint64_t record);
pol_status pol_summing_end(pol_summing *s, const pol_people_summary **out);
#endif
