/* A redline: an old text beside a new one, line by line, and in each line what stays, what goes and what comes, word by word. Spaces, line ends and empty lines
 * are no words: a text that is only laid out anew is the same. Runs point into the texts given, which must stay; everything else is the arena's. */
#ifndef POL_COMPARE_REDLINE_H
#define POL_COMPARE_REDLINE_H
#include "check/model.h"

typedef struct pol_redline_text { const char *at; uint32_t n; } pol_redline_text;

typedef enum pol_redline_kind { POL_REDLINE_SAME, POL_REDLINE_REMOVED, POL_REDLINE_ADDED } pol_redline_kind;
typedef struct pol_redline_run { pol_redline_kind kind; pol_redline_text text; } pol_redline_run;

typedef struct pol_redline_line { /* without its end, with its indentation; the old side has SAME and REMOVED runs, the new one SAME and ADDED ones */
  bool there;
  uint32_t number;            /* in its text, from 1 */
  const pol_redline_run *run;
  uint32_t runs;
} pol_redline_line;

typedef struct pol_redline_row { /* what stands side by side */
  bool same;                  /* nothing in them goes or comes; one may still be missing, where a line was only ended elsewhere */
  pol_redline_line side[2];   /* old, new */
} pol_redline_row;

typedef struct pol_redline {
  POL_VEC(pol_redline_row) rows;
  uint32_t removed, added;    /* words; 0 and 0: the texts say the same */
} pol_redline;

/* In a unified text a row that is the same gives its new line, if there is one, and rows between two such give their old lines first, then their new ones. Texts
 * with more than POL_REDLINE_MOST differences share only how they begin and how they end. */
enum { POL_REDLINE_MOST = 600 };
pol_status pol_redline_make(pol_redline *out, pol_arena *arena, pol_redline_text old, pol_redline_text new);

/* What a clause says in its policy's text: its own lines, without comments around it; then its rows of tables, each after the head of its table. Empty for POL_NO_REF. */
pol_status pol_redline_clause(pol_redline_text *out, pol_arena *arena, const pol_model *m, uint32_t clause);
#endif
