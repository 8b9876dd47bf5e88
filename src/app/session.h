/* The inside of a session: what pol.h's functions share. A session owns an arena for the policy and one for the facts, which goes when others are read.
 * Private to app/. */
#ifndef POL_APP_SESSION_H
#define POL_APP_SESSION_H
#include "base/cpu.h"
#include "check/check.h"
#include "compare/compare.h"
#include "eval/answer.h"
#include "pol.h"
#include "syntax/parse.h"

typedef enum pol_stage { POL_STAGE_ADDING, POL_STAGE_REJECTED, POL_STAGE_CHECKED, POL_STAGE_COMPARED } pol_stage;

typedef struct pol_mapped { const char *written, *fact; } pol_mapped; /* fact: its full name; "id": the record's id; "": it is passed over */

struct pol_session {
  pol_alloc from;
  pol_arena *arena;
  pol_atoms *atoms;
  pol_sources sources;
  pol_reports reports;
  uint32_t of_policy;        /* how many of them the check made; those after it are about what was asked */
  POL_VEC(pol_tree) trees;   /* of the policy's own files, parsed when they are added */
  POL_VEC(uint32_t) files;   /* of those trees */
  pol_stage stage;
  bool rules_only;           /* scenarios are passed over, and so is what only may surprise */
  pol_model *model;
  pol_program *program;      /* NULL until it is needed, in a session that only decides: then it has no more than what is asked */
  bool dated;
  pol_date as_of;
  POL_VEC(uint32_t) asked;   /* none: all */
  POL_VEC(uint32_t) read;    /* clauses to be read back; none: all */
  struct { /* of a session that compares: the version after, where it is no amended one */
    POL_VEC(pol_tree) trees;
    POL_VEC(uint32_t) files;
    POL_VEC(pol_atom) asked; /* decisions of either version; none: all */
  } after;
  pol_comparison *comparison;
  POL_VEC(pol_mapped) mapped; /* headings that stand for facts */
  char delimiter;            /* of tables; 0: a comma */
  /* of the facts last read */
  pol_arena *facts_arena;    /* NULL: none read */
  uint32_t given_file;       /* of what holds for every record; POL_NO_REF: nothing */
  uint32_t facts_file;       /* its place in sources, kept from one reading to the next; POL_NO_REF before the first */
  pol_reports facts_reports;
  pol_facts facts;
};

/* Whether a record has that id; NULL: any will do. */
bool pol_record_is(const pol_record_facts *record, const char *id);
pol_result pol_result_of(pol_status s); /* NO_MEMORY, and the rest that could not be done */
bool pol_tree_is_amendment(const pol_tree *tree); /* by its head */
pol_status pol_session_compile(pol_session *s); /* of a checked policy: makes the program, unless it is there */
/* The decisions that are asked, or all of them; permissions: all that are one. They live in `arena`, or in the session. */
pol_status pol_session_asked(const uint32_t **out, uint32_t *n, const pol_session *s, pol_arena *arena, bool permissions);
pol_status pol_session_needs(bool **out, const pol_session *s, pol_arena *arena); /* by fact: whether a decision that is asked reads it. It is compiled */
pol_cpu pol_level_of(pol_speed speed); /* at most so much of the processor as is wanted */
/* The session's allocator, or malloc and free. */
pol_alloc pol_alloc_of(const pol_allocator *from);
bool pol_date_of(pol_date *out, const char *text); /* YYYY-MM-DD, and nothing else */
pol_result pol_comparison_ask(pol_session *s, const char *decision); /* before it is made: comparing.c */
static const pol_span pol_no_place = { UINT32_MAX, 0, 0 }; /* of a report about no file */
#endif
