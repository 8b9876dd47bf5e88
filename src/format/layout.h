/* What the layout is decided on: the pieces of a file, its tree, and how the parts of the one find the others. The tree is walked once and every piece before which
 * a line may end is told so (declarations.c, lines.c, expressions.c); columns are aligned (columns.c); lines that are too long are broken (breaks.c); all is
 * written (write.c). */
#ifndef POL_FORMAT_LAYOUT_H
#define POL_FORMAT_LAYOUT_H
#include "base/text.h"
#include "format/pieces.h"

enum {
  POL_WIDE = 140,   /* a line is no longer, unless nothing can be done */
  POL_NARROW = 100, /* a rule that is longer has its limits on lines of their own */
  POL_DEEP = 60,    /* nothing is indented more, but what stands in columns */
  POL_INDENT = 2,
  POL_COMMENT_COLUMN = 40, /* of a comment at the end of a line, where the line is shorter */
  POL_LIMIT_INDENT = 2 /* of what goes on with a line, from that line */
};

/* What is broken first. The ranks of expressions start at POL_RANK_DEEP and grow with their depth. */
enum { POL_RANK_TAIL = 1, POL_RANK_WHEN, POL_RANK_PART, POL_RANK_DESPITE, POL_RANK_BODY, POL_RANK_DEEP = 8, POL_RANKS = POL_RANK_DEEP + 4 * 256 };

typedef struct pol_layout {
  pol_arena *arena;
  pol_atoms *atoms;
  const pol_tree *tree;
  const pol_source *source;
  pol_pieces pieces;
  uint32_t end; /* the end of the declaration at hand, in pieces */
} pol_layout;

/* -- places */
uint32_t pol_layout_at(const pol_layout *l, const pol_node *n);    /* its first piece */
uint32_t pol_layout_after(const pol_layout *l, const pol_node *n); /* the piece after its last */
pol_piece *pol_layout_piece(const pol_layout *l, uint32_t i);
bool pol_layout_blank_before(const pol_layout *l, uint32_t i); /* the author left a line empty between it and what is before it */
/* The columns from one piece up to, and not including, another, on one line. */
uint32_t pol_layout_width(const pol_layout *l, uint32_t from, uint32_t to);

/* -- marks */
void pol_layout_start(pol_layout *l, uint32_t i, int indent, unsigned blanks);
pol_piece *pol_layout_point(pol_layout *l, uint32_t i, pol_point point, unsigned rank); /* indented from its line, until something else is said; a minus never starts a line */
void pol_layout_under(pol_piece *p, uint32_t under, int offset);

/* -- one part each of the walk. false: out of memory */
bool pol_layout_declarations(pol_layout *l, const pol_node *file);
void pol_layout_clause_line(pol_layout *l, const pol_node *line);   /* of a clause or section: all but its start */
void pol_layout_scenario_line(pol_layout *l, const pol_node *line);
void pol_layout_expression(pol_layout *l, const pol_node *n, unsigned depth); /* an amount or a condition; NULL is none */
void pol_layout_items(pol_layout *l, const pol_node *const *item, uint32_t n, unsigned depth); /* items with commas: a line may end after each */
void pol_layout_bullets(pol_layout *l, const pol_node *const *item, uint32_t n);
/* The word before a condition starts a line when the author parted the condition itself. */
void pol_layout_lead(pol_layout *l, const pol_node *condition, uint32_t word);
bool pol_layout_is_bullets(const pol_layout *l, const pol_node *first);

/* -- columns: entries and declarations in a run. Pieces; 0 is none */
typedef struct pol_member { uint32_t first, label, is, end; } pol_member; /* end: the piece after what stays on the line */
void pol_columns_align(pol_layout *l, const pol_member *member, uint32_t n, int indent);
bool pol_columns_rows(pol_layout *l, const pol_node *rows);

/* -- lines */
void pol_breaks_find(pol_layout *l);
pol_status pol_layout_write(pol_text *out, const pol_layout *l);
#endif
