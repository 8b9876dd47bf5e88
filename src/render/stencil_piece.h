/* What the files of stencils share. A piece is a part of a decision's JSON that always stands in the same place: all but the trace; of the trace each rule, the steps and each fact. Each has
 * its stencils, by what was looked at while it was told. Private to render. */
#ifndef POL_RENDER_STENCIL_PIECE_H
#define POL_RENDER_STENCIL_PIECE_H
#include "eval/watch.h"
#include "render/stencil.h"
#include "render/trace.h"

#define POL_NO_HOLE UINT32_MAX
enum { POL_STENCIL_SLACK = 32 };
typedef struct pol_stencil_part { uint32_t n, hole; } pol_stencil_part; /* bytes as they are, then a hole; POL_NO_HOLE at the end */

typedef struct pol_stencil {
  struct pol_stencil *next;  /* with the same place in the table */
  uint64_t hash;
  uint32_t serial;           /* of its own */
  uint32_t extra;            /* what it depends on besides what is looked at */
  uint32_t looks;
  uint8_t *key;              /* by look of its piece */
  bool ordinary;             /* it cannot be told again */
  uint32_t parts;            /* 0 where it is ordinary */
  pol_stencil_part *part;
  const char *text;          /* POL_STENCIL_SLACK bytes more may be read */
  uint32_t bytes;
  pol_outcome outcome;       /* of a head */
  const bool *cited;         /* of a head, by rule of the trace */
} pol_stencil;

typedef enum pol_piece_kind { POL_PIECE_HEAD, POL_PIECE_RULE, POL_PIECE_STEPS, POL_PIECE_FACT } pol_piece_kind;
typedef struct pol_piece_of { /* a place in the text */
  pol_piece_kind kind;
  uint32_t asked;            /* which of the decisions */
  uint32_t of;               /* rule, fact; and its place among them */
  uint32_t at;
  POL_VEC(uint32_t) look;    /* all that any of its stencils looked at: of its decision's */
  pol_stencil **place;       /* by hash */
  uint32_t places, stencils;
  uint32_t tries, misses;    /* lately */
  uint32_t asleep;           /* how many records it is still told the ordinary way, because it is hardly ever told again */
} pol_piece_of;

/* -- stencil_words.c: how the values of a hole are written quickly */
enum { POL_QUICK_MOST = 256 /* bytes of a value written so */ };
typedef enum pol_quick_kind { POL_QUICK_NEW, POL_QUICK_NOT, POL_QUICK_NUMBER, POL_QUICK_DATE, POL_QUICK_NAME } pol_quick_kind;
typedef struct pol_quick_name { const char *at; size_t n; } pol_quick_name;
typedef struct pol_quick {
  pol_quick_kind kind;
  bool words, percent, brief;       /* of numbers; brief: without commas up to four figures */
  uint8_t least, round;             /* places; round: those that words of plain numbers have */
  uint8_t befores, ones, manys;
  char before[16], one[48], many[48]; /* a currency; units */
  const pol_quick_name *name;       /* of options and parties */
  uint32_t names;
} pol_quick;
void pol_quick_learn(pol_quick *out, pol_stencils *s, const pol_hole *h);
/* Into `to`, which has room for POL_QUICK_MOST: its end; NULL: it is to be written slowly. */
char *pol_quick_number(char *to, const pol_quick *q, int64_t n, int64_t d);
char *pol_quick_whole(char *to, const pol_quick *q, int32_t v);

typedef struct pol_stencil_look { pol_look look; bool valued, number; } pol_stencil_look; /* number: of an order, both sides are */

/* The stencils of all pieces of a decision, by all that they look at. */
typedef struct pol_assembly {
  struct pol_assembly *next;
  uint64_t hash;
  const uint8_t *key;
  pol_stencil *stencil[];    /* by piece; NULL: it is told the ordinary way */
} pol_assembly;

typedef struct pol_asked { /* a decision */
  pol_trace list;
  uint32_t piece, pieces;    /* in the order in which they stand */
  POL_VEC(pol_stencil_look) look; /* all that any of its pieces looked at */
  uint8_t *key;              /* of the record being told, by look */
  bool keyed;                /* it is whole */
  uint32_t keys;             /* room */
  pol_assembly **place;
  uint32_t places, assemblies;
  uint32_t tries, misses, asleep; /* as of a piece */
} pol_asked;

typedef struct pol_hole_text { uint64_t of; uint32_t at, n; bool fails; } pol_hole_text; /* of: the record it was written for */

struct pol_stencils {
  const pol_alloc *from;
  const pol_telling *telling;
  const pol_program *program;
  pol_arena *lasting, *kept, *scratch; /* as long as this; stencils, until they are thrown away; what one of them is made from */
  size_t most, bytes;
  uint32_t serial;
  pol_asked *asked;
  pol_piece_of *piece;
  uint32_t pieces;
  pol_watch watch;
  pol_holes holes;
  pol_hole_text *hole_text;  /* by hole */
  pol_quick *quick;          /* the same; zero: not learned yet */
  uint32_t hole_texts;
  pol_text texts, words, cut;
  uint8_t *key;              /* of the piece being told */
  uint32_t keys;
  pol_stencil **used;        /* by piece of the decision being told */
  uint64_t hash;             /* of its key */
  POL_VEC(pol_origin) origins; /* kinds of origin and files that were met: no more than a few */
  uint64_t record;           /* the number of the one being told */
  pol_stencil_counts counts;
};

typedef struct pol_row_of { pol_run *run; uint32_t row; const pol_record_facts *record; } pol_row_of; /* where values are */

/* -- stencil_fill.c */
bool pol_stencil_keys(pol_stencils *s, pol_asked *a, const pol_row_of *r);        /* into a->key; false: there is something that a key cannot say, or no memory */
bool pol_stencil_key(pol_stencils *s, const pol_asked *a, const pol_piece_of *p); /* its part of that, into s->key; false: no memory */
bool pol_stencil_fill(pol_stencils *s, pol_text *to, const pol_stencil *of, const pol_row_of *r); /* false: a value cannot be written; then nothing is */

/* -- stencil_cut.c */
pol_stencil *pol_stencil_find(const pol_stencils *s, const pol_piece_of *p, uint32_t extra); /* by s->key */
/* Makes one of what was told, with its marks, while s->watch looked; NULL: out of memory, or a key cannot say it. */
pol_stencil *pol_stencil_cut(pol_stencils *s, pol_piece_of *p, const pol_row_of *r, uint32_t extra);
void pol_stencils_empty(pol_stencils *s);
/* By the decision's key. NULL: none was kept. */
pol_assembly *pol_assembly_find(pol_stencils *s, const pol_asked *a);
void pol_assembly_keep(pol_stencils *s, pol_asked *a); /* s->used */
#endif
