/* A policy read back: what its checked model says, in English sentences. Nothing is run, so there are no values but those that the policy
 * states. A negation is always pushed into what it negates ("at most" for "not more than"), so no sentence has two. Every phrase is scratch
 * text of the page's arena, "" when memory runs out; one with line ends in it has bullets ("- ", two spaces deeper for each level). */
#ifndef POL_RENDER_READING_H
#define POL_RENDER_READING_H
#include "render/say.h"

typedef POL_VEC(uint32_t) pol_list;

typedef struct pol_reader {
  pol_case c;              /* its page and model only: no run, no record, no answer */
  bool names;              /* with the names of facts, definitions and decisions in brackets */
  uint32_t flat;           /* above 0: without bullets */
  uint32_t said;           /* expressions in the sentence at hand: a limit keeps it readable, and the work small */
  const pol_expr **define; /* by number: a use of the definition in a sentence, so that what it means is told beneath; NULL: none yet */
  bool *agreement;         /* the same */
  bool *presumed;          /* facts that are used and presumed */
  const pol_expr **call;   /* for each table with parameters: a call of it, from which its rows are read; NULL where nothing calls it */
  pol_list *below;         /* for each rule: those that it stands above */
  pol_list *asides;        /* for each rule: those that can set it aside */
} pol_reader;

/* -- read_facts.c: a fact, or an entry of a list's element: a subject and what its label says of it */
typedef struct pol_thing {
  const char *subject; /* "the applicant" */
  const char *label;   /* "holds the rank of"; NULL: there is none */
  const char *name;    /* "rank" */
  const char *whole;   /* what is said for it where subject and label do not make it; else NULL */
  const char *tag;     /* " [applicant.rank]", or "" */
  bool alone;          /* the label named the subject itself */
  pol_type type;
} pol_thing;
bool pol_thing_of(pol_thing *out, pol_reader *r, const pol_expr *e);   /* false: it is an amount of another kind */
const char *pol_thing_amount(const pol_reader *r, const pol_thing *t); /* "the day that the return is planned for" */
bool pol_thing_is_plural(const pol_thing *t);                          /* of what pol_thing_amount says */
bool pol_thing_is_open(const pol_thing *t);                            /* its label ends in "is", "was" …: any relation may follow it */
const char *pol_thing_holds(const pol_reader *r, const pol_thing *t, bool negated); /* of yes or no: "the review is not satisfactory" */
const char *pol_thing_is(const pol_reader *r, const pol_thing *t, const char *value, bool negated);
bool pol_options_are_parties(const pol_model *m, uint32_t options); /* so that "who" is asked, and not "what" */
const char *pol_loop_noun(const pol_reader *r, uint32_t loop);      /* "holiday" */

/* -- read_amounts.c */
const char *pol_read_amount(pol_reader *r, const pol_expr *e); /* a noun phrase; only at the top may it have bullets */
const char *pol_read_constant(pol_reader *r, const pol_value *v);
const char *pol_read_plain(const pol_reader *r, const pol_value *v); /* "2024": without what groups digits */
const char *pol_read_title(const pol_reader *r, uint32_t decision); /* its title in quotation marks */
const char *pol_read_term(pol_reader *r, const pol_expr *e);        /* of a use: the words of a definition in quotation marks; noted */
const char *pol_read_meaning(pol_reader *r, const pol_expr *e);     /* what the definition used here stands for */
const char *pol_saying(pol_op op);                                  /* the words of an operation, its arguments as %1, %2, %* for all */
const char *pol_read_saying(pol_reader *r, const pol_expr *e);      /* by them */
const pol_expr *pol_read_bare(const pol_expr *e);                   /* without what the checker put round it */
bool pol_read_is_term(const pol_reader *r, const pol_expr *e);      /* the use of a definition without parameters */
bool pol_read_is_condition(const pol_expr *e);                      /* said as a condition, not as an amount */
bool pol_read_is_joined(const char *text);                          /* has an and, an or or a comma outside quotation marks */
const char *pol_read_list(const pol_reader *r, const char *const *item, uint32_t n, const char *last); /* "a, b and c" */

/* -- read_tests.c */
typedef struct pol_said { /* a condition: a clause of a sentence, or the beginning of one ("all of these are so") and its bullets */
  const char *lead;
  const char *items; /* "\n- …\n- …"; NULL: there are none */
} pol_said;
pol_said pol_read_test(pol_reader *r, const pol_expr *e, bool negated);
const char *pol_said_whole(const pol_reader *r, pol_said s);
const char *pol_read_flat_test(pol_reader *r, const pol_expr *e, bool negated); /* without bullets */

/* -- read_rules.c: one written rule: those of its effects that say the same of several decisions, and the referrals of its exceptions */
typedef struct pol_sentence {
  uint32_t rule, rules;                                          /* the first of the model's rules that it says, and how many */
  const char *text;                                              /* what the rule does, and when */
  const char *relations;                                         /* "It gives way to 3.7.2c."; "" */
  const char *reason;                                            /* with what is filled in in brackets; NULL */
  pol_list decisions, gives_way_to, prevails_over, set_aside_by; /* decisions; clauses */
} pol_sentence;
typedef POL_VEC(pol_sentence) pol_sentences;
bool pol_read_clause(pol_sentences *out, pol_reader *r, uint32_t clause);  /* false: out of memory */
const char *pol_read_arises(pol_reader *r, uint32_t clause, pol_list *by); /* which other clauses say when its questions arise; "" */
const char *pol_read_ids(const pol_reader *r, const pol_list *clauses);    /* "3.1a, 3.2 and 3.3" */

/* -- read_says.c: what the published words of a clause have, and its rules do not */
typedef enum pol_left_kind { POL_LEFT_HEDGE, POL_LEFT_NUMBER, POL_LEFT_ROLE, POL_LEFT_REFERENCE } pol_left_kind;
typedef struct pol_left {
  pol_left_kind kind;
  const char *words;
} pol_left;
typedef POL_VEC(pol_left) pol_lefts;
bool pol_read_published(pol_lefts *out, const pol_reader *r, uint32_t clause,
                        const char *said);     /* said: its sentences, one after the other */
const char *pol_left_name(pol_left_kind kind); /* "hedge" */

/* -- read_terms.c: what is told once, after the clauses */
typedef struct pol_term {
  const char *name, *title, *text;
} pol_term;
typedef POL_VEC(pol_term) pol_terms;
bool pol_read_terms(pol_terms *out, pol_reader *r);      /* definitions that were named, and those that they name */
bool pol_read_agreements(pol_terms *out, pol_reader *r); /* the same of agreements */
bool pol_read_presumed(pol_terms *out, pol_reader *r);
bool pol_read_questions(pol_terms *out, pol_reader *r, const bool *decision); /* decisions of which there is more to say than their rules */
const char *pol_read_meanings(pol_reader *r, const bool *before); /* of all that is named now and was not named before: for read_says.c */

/* -- read.c, read_text.c, read_json.c */
typedef struct pol_clause_read {
  uint32_t clause;
  pol_sentences sentences;
  const char *arises;
  pol_list arises_by;
  pol_lefts left;
} pol_clause_read;
typedef struct pol_reading_page {
  pol_reader r;
  POL_VEC(pol_clause_read) clauses;
  pol_terms terms, agreements, presumed, questions;
} pol_reading_page;
bool pol_reading_make(pol_reading_page *out, const pol_paper *p, const pol_edition *e, const pol_selection *of); /* false: out of memory */
const char *pol_read_reservation(const pol_reader *r, uint32_t clause, pol_list *on); /* decisions that it qualifies: "A and B" */
const char *pol_read_dates(const pol_reader *r, bool from_set, pol_date from, bool to_set, pol_date to); /* "in force from … to …"; "" */
/* When a clause is in force, where that is not when its policy is, and who ends it: a sentence; "". */
const char *pol_read_in_force(const pol_reader *r, uint32_t clause);
bool pol_read_is_ended(const pol_clause *c); /* by an amendment, on whatever day */
/* What a clause of an amendment does to others, as it was written, for the model has it done already; "". */
const char *pol_read_amends(const pol_reader *r, uint32_t clause);
void pol_reading_text(const pol_reading_page *p);
void pol_reading_json(const pol_reading_page *p);
#endif
