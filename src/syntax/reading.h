/* One file while it is read: what the scanner, the word filter, the parser and the mending share. It lives for one call of pol_parse; the
 * tree it builds outlives it.
 * The words of the file (pol_raw) are scanned once. Then each declaration is a run of the parser over a stretch of them: a run that meets a
 * mistake changes the words there, and the stretch is read again (mend.h). */
#ifndef POL_SYNTAX_READING_H
#define POL_SYNTAX_READING_H
#include "base/text.h"
#include "report/report.h"
#include "syntax/tree.h"
#include "syntax/words.h"

enum { POL_RAW_WORD = 1000 /* a word that may be a keyword */, POL_RAW_KEYWORD /* it was mended into one */, POL_RAW_NOTHING /* taken away */ };
enum {
  POL_RAW_FIRST = 1,  /* nothing stands before it on its line */
  POL_RAW_PLAIN = 2,  /* not to be read as a keyword */
  POL_RAW_MENDED = 4, /* changed after a mistake: a mistake right after it has the same cause */
  POL_RAW_TORN = 8    /* on a line that misses a quotation mark, or wrong in itself, or beside a character without meaning: the same */
};
typedef struct pol_raw {
  uint32_t start, end;
  union {
    pol_atom text;  /* what it means, where that is not its spelling */
    uint32_t takes; /* RAW_KEYWORD: how many words it stands for */
  } as;
  uint16_t kind;    /* a token of the grammar, or RAW_… */
  uint8_t word;     /* RAW_WORD: the first keyword that starts with it, or POL_NO_WORD; RAW_KEYWORD: the keyword */
  uint8_t flags;
} pol_raw;

/* Characters of word processors, read as meant: one note a kind. */
typedef enum pol_odd { POL_ODD_CURLY, POL_ODD_SPACE, POL_ODD_TAB, POL_ODD_SINGLE, POL_ODD_DASH, POL_ODD_BULLET, POL_ODD_CAPITAL, POL_ODD_SIGN, POL_ODD_PART, POL_ODD_MARK, POL_ODD_KINDS } pol_odd;
typedef struct pol_odd_note { pol_report *report; uint32_t times; } pol_odd_note;

/* Where the scanner is. */
typedef struct pol_scan {
  uint32_t at;          /* the next byte */
  bool fresh;           /* nothing but space so far on this line */
  uint32_t line, line_end; /* of the line (a text that runs on leaves them behind) */
  uint32_t torn;        /* before this, what else is wrong has a cause that is reported */
  uint32_t said;        /* before this, a wrong character is reported: one a line is enough */
  uint32_t text_start, text_end; /* of the text being read: its first mark; its last, or where it breaks off */
  bool text_closes;     /* there is a mark at text_end */
  int text_piece;       /* the token that a closing mark makes: a whole text, or what is after } */
  bool filling;         /* between { and } */
  uint32_t outer_end;   /* while filling: text_end and text_closes of the text around it */
  bool outer_closes;
  bool doubted;         /* the next word is wrong in itself, or a character that has no meaning was skipped just before it */
  bool full;            /* there are more words than a file may have: from `over` on */
  pol_span over;
  bool has_curly;       /* there are curly quotation marks in the file */
  uint32_t spoilt_next; /* the first spoilt byte that is not behind */
  uint32_t line_first;  /* the word first on the last line that has one */
  bool passing;         /* what follows belongs to a scenario that is passed over */
  _Alignas(max_align_t) char room[512]; /* of flex */
  size_t room_used;
  pol_text text;        /* the bytes of the text so far */
  pol_odd_note odd[POL_ODD_KINDS];
} pol_scan;

/* Where a run stopped: a token that does not fit, and those that would. */
enum { POL_TOKENS = 176, POL_FIRST_TOKEN = 256 };
typedef struct pol_trouble {
  int token, before; /* it, and the one before it */
  uint32_t raw; /* its word in the stretch; the stretch's end for the end */
  pol_span at;
  bool wanted[POL_TOKENS]; /* by token - POL_FIRST_TOKEN; [0] for the end */
} pol_trouble;

typedef struct pol_mistake { uint32_t start, end; } pol_mistake; /* where an error was reported, and what it is about */

typedef struct pol_reading {
  pol_arena *arena;      /* the tree's */
  pol_arena *scratch;    /* goes when the file is read */
  pol_arena *trials;     /* of one trial's nodes; NULL before the first */
  pol_atoms *atoms;
  const pol_source *source;
  uint32_t file;
  pol_reports *reports;
  pol_tree *tree;
  bool rules_only;       /* scenarios are passed over */
  bool failed;           /* out of memory; everything winds down */
  bool muted;            /* a trial run: nothing is reported */
  uint32_t reported;     /* reports made for this file */
  POL_VEC(pol_mistake) mistakes; /* the errors among them: cover.h */

  pol_words words;
  const char *text;      /* the file's bytes, NUL-ended, cleaned of what cannot be read; the spans are those of the source */
  POL_VEC(uint32_t) spoilt; /* where it was cleaned */
  pol_scan scan;
  POL_VEC(pol_raw) all;  /* the words of the file */

  /* The stretch that is read, one declaration at first: words of `all`, or a copy of them once one had to be changed. */
  POL_VEC(pol_raw) raw;
  bool owned;            /* it is a copy */
  uint32_t stretch_end, stretch_words; /* where it ends in `all`, and how long it was there */
  uint32_t from, to, at; /* the declaration in it, and the next word */
  int declaration;       /* its keyword */
  int previous, before;  /* the token handed out last, and the one before */
  bool in_row;           /* between | first on a line and the end of the line */
  uint32_t given;        /* the word of the token that the parser holds */
  uint32_t goal;         /* a trial has succeeded when this word is asked for; UINT32_MAX: when all is read; 0: no trial */
  bool strict;           /* a trial has to come to the end of the line */
  uint32_t doubted;      /* up to here, what does not fit was probably caused by a mend that did not */
  bool reached;          /* it was */
  bool exhausted;        /* the parser's stack was too small */
  bool too_deep;         /* said once a declaration */
  bool quiet;            /* the mistake at hand has a cause that is reported already */
  uint64_t effort;       /* tokens read in trials */
  pol_trouble trouble;   /* where the run stopped, and why */
  pol_node *declared;
  pol_node none;         /* stands in when memory ran out, so that a node is never NULL */
} pol_reading;

/* A report of this file; NULL when nothing is to be said: a trial, a cause that is reported already, too many, or no memory. */
pol_report *pol_reading_report(pol_reading *r, pol_code code, pol_span at, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* Whether so many reports were made that nothing more is said. */
bool pol_reading_is_full(const pol_reading *r);
pol_span pol_reading_span(const pol_reading *r, uint32_t start, uint32_t end);
/* The spelling of a raw word. */
const char *pol_raw_text(const pol_reading *r, const pol_raw *w, size_t *length);
#endif
