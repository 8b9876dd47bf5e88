/* The pieces of a file: its words, signs and texts as they are to be written, in order, each with what the layout decides about it. Commas that are decoration are
 * no pieces; the layout puts them where they belong. */
#ifndef POL_FORMAT_PIECES_H
#define POL_FORMAT_PIECES_H
#include "syntax/tree.h"

typedef enum pol_piece_kind {
  POL_PIECE_WORD, POL_PIECE_SIGN, POL_PIECE_COMMA, POL_PIECE_OPEN, POL_PIECE_CLOSE, POL_PIECE_BULLET, POL_PIECE_PIPE,
  POL_PIECE_TEXT, POL_PIECE_TEXT_HEAD, POL_PIECE_TEXT_MID, POL_PIECE_TEXT_TAIL
} pol_piece_kind;

/* Whether a line may end before a piece. */
typedef enum pol_point {
  POL_POINT_NONE,
  POL_POINT_START,     /* a line of the language starts here */
  POL_POINT_HARD,      /* a line ends here */
  POL_POINT_AUTHOR,    /* where the author ended one, and only there */
  POL_POINT_TOGETHER,  /* where the author did, or, the line being too long, at all points of its rank in it */
  POL_POINT_FILL_KEPT, /* where the author did, or as late as the line's length allows */
  POL_POINT_FILL       /* as late as the line's length allows */
} pol_point;

/* Where a line that starts with a piece is indented to. */
typedef enum pol_indent {
  POL_INDENT_LINE,    /* from the line of the language that it belongs to */
  POL_INDENT_UNDER,   /* from the piece `under` */
  POL_INDENT_WRITTEN, /* from the line that is written above */
  POL_INDENT_COLUMN   /* a column */
} pol_indent;

typedef enum pol_comma { POL_COMMA_NONE, POL_COMMA_JOINED /* unless a line starts here */, POL_COMMA_ALWAYS } pol_comma;

typedef struct pol_piece {
  const char *text;
  uint32_t length, start;     /* start: in the source */
  uint32_t comment, comments; /* those between it and the piece before it: the first, how many */
  uint32_t lines;             /* line ends between it and what is before it, be that a comment */
  uint16_t width;             /* columns; the widest are cut */
  uint8_t kind;
  bool first;                 /* the author started a line with it */
  /* what the layout decides */
  uint8_t point, indent, comma, space; /* space: columns before it in the middle of a line */
  uint8_t blanks;             /* blank lines that are kept before it, at most */
  bool follows;               /* starts a line once anything before it in its line of the language does */
  bool broken;                /* starts a line */
  uint16_t rank;              /* a line that is too long is ended at the points of lower rank first */
  int16_t offset;             /* of the indentation */
  uint32_t under;
  uint32_t group;             /* points that are broken all or none have the same; 0: none */
  uint32_t align;             /* the column that it stands in at least; 0: none */
  uint32_t column;            /* where it stands */
} pol_piece;

typedef struct pol_comment_place { uint32_t lines; bool indented; } pol_comment_place; /* line ends before it; whether its line starts with space */

typedef struct pol_pieces {
  pol_piece *at;
  uint32_t n;
  pol_comment_place *comment; /* beside the tree's comments */
  uint32_t comment_after;     /* the first comment after the last piece */
  uint32_t lines_after;
} pol_pieces;

pol_status pol_pieces_read(pol_pieces *out, pol_arena *arena, pol_atoms *atoms, const pol_sources *sources, uint32_t file, const pol_tree *tree);
#endif
