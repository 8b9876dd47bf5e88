/* What is read of one row of a run while something is told of it: so that what was told can be told again of another row that is the same in all of that, with its own values in the
 * same places. Values have in `from` where they were read; a value that is written while a run is watched is written as a mark that stands for it (a hole). Whatever is told of values
 * otherwise than by writing them is asked here: which of two is more. A watch owns nothing; its lists are in its arena. */
#ifndef POL_EVAL_WATCH_H
#define POL_EVAL_WATCH_H
#include "eval/eval.h"

/* -- what was looked at: of another row that is the same in it, the same is told */
typedef enum pol_look_kind {
  POL_LOOK_NODE, /* a node's state; and its value, of yes or no and outcomes */
  POL_LOOK_FACT, /* whether it was given, and from which kind of source; and its value, of yes or no */
  POL_LOOK_ORDER /* which of two values is more */
} pol_look_kind;
typedef struct pol_look {
  pol_look_kind kind;
  pol_value a, b; /* NODE, FACT: only a.from is meant */
} pol_look;

/* -- holes: places for values in what was told */
typedef enum pol_hole_kind {
  POL_HOLE_WORDS,   /* pol_value_words */
  POL_HOLE_PLAIN,   /* pol_value_plain, with `places` */
  POL_HOLE_ROUNDED, /* pol_value_rounded, with `places` */
  POL_HOLE_GAP,     /* how far a is from b, whichever is more, as a value of `type` in words */
  POL_HOLE_LINE,    /* of a fact: where it was given */
  POL_HOLE_COLUMN
} pol_hole_kind;
typedef struct pol_hole {
  pol_hole_kind kind;
  unsigned places;
  pol_type type;  /* that it is written as */
  pol_value a, b; /* by their `from`; 0: themselves */
} pol_hole;
typedef POL_VEC(pol_hole) pol_holes;

struct pol_watch {
  pol_arena *scratch, *lasting;
  const pol_program *program;
  pol_holes *holes;            /* each once */
  bool *node, *fact;           /* looked at: each is listed once */
  POL_VEC(pol_look) look;
  bool lost;                   /* what is told rests on more than is listed */
  bool no_memory;
};

/* `scratch`: of what is looked at; `lasting`: of the rest, holes included. */
pol_status pol_watch_start(pol_watch *w, pol_arena *scratch, pol_arena *lasting, const pol_program *p, pol_holes *holes);
void pol_watch_forget(pol_watch *w); /* what was looked at so far */
/* Whether a look at a node or a fact is at its value, too. */
bool pol_look_is_valued(const pol_program *p, uint32_t from);

void pol_watch_node(pol_watch *w, uint32_t node);
void pol_watch_fact(pol_watch *w, uint32_t fact);
void pol_watch_lost(pol_watch *w); /* NULL: nobody watches */
/* pol_value_cmp, noted where the run is watched. */
int pol_watch_cmp(pol_watch *w, const pol_model *m, const pol_value *a, const pol_value *b);
/* true: a mark was written for the value, which is not to be written itself. NULL, or a value that is the same wherever the same was looked at: false. */
bool pol_watch_hole(pol_watch *w, pol_text *to, pol_hole_kind kind, const pol_value *v, unsigned places);
bool pol_watch_gap(pol_watch *w, pol_text *to, const pol_type *type, const pol_value *a, const pol_value *b);

/* Marks in a text: POL_MARK_BYTE and then digits. As JSON has it within a string, the byte is six. */
enum { POL_MARK_BYTE = 1, POL_MARK_DIGITS = 6, POL_MARK_NOTHING = 0xffffff /* stands for what cannot be told again */ };
bool pol_watch_has_mark(const char *text);
/* The number of the hole at a mark, after its byte; false: this is none. */
bool pol_watch_mark(uint32_t *hole, const char *digits, size_t n);
#endif
