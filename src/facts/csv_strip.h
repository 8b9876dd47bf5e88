/* Where the records of a text end. Some rows of a table at once: where their fields end, and then one column after the other into lanes. What is compiled for each level of the processor: csv_strip.c.
 * Private to facts/. */
#ifndef POL_FACTS_CSV_STRIP_H
#define POL_FACTS_CSV_STRIP_H
#include "base/variant.h"
#include "facts/lane_read.h"

enum { POL_STRIP_ROWS = 128, POL_STRIP_STEP = 64 }; /* rows at most; bytes that are looked at together */

typedef struct pol_csv_strip {
  /* what is searched: whole rows from `text`, and where there is room for how many fields' ends */
  const char *text; size_t n;
  char delimiter;
  uint32_t columns, rows_most, marks_most;
  uint32_t *mark;                 /* field ends: delimiters and line feeds, as offsets of `text`; room for POL_STRIP_STEP more */
  uint32_t *row_end;              /* by row: how many marks there are up to its line feed, with it; room for POL_STRIP_STEP more */
  /* what is found */
  uint32_t rows;                  /* that are whole */
  bool quoted;                    /* there are quotation marks, */
  bool misplaced;                 /* of which some neither enclose a field nor are doubled in one that is enclosed: then the marks are not to be used, */
  bool embedded;                  /* or with line feeds between them */
  bool wide;                      /* some bytes are no ASCII */
  /* where each row begins that is read, when all have `columns` marks */
  uint32_t *row_start;
  /* a column at hand */
  uint64_t *head, *more;          /* its fields' first eight bytes, and the next */
  uint32_t *start, *length;
  int64_t *value;
} pol_csv_strip;

/* A column's fields into its lane (NULL: they are only checked), from its row `at` on; those that are not plain make their rows odd. */
typedef struct pol_csv_column { uint32_t column; const pol_plain *plain; pol_lane *lane; uint32_t at; uint8_t *odd; } pol_csv_column;

/* Where the last of the whole records ends that stand in a text (0: there is none), and how many lines there are up to there. Of NDJSON, all line feeds count. */
typedef struct pol_csv_cut {
  const char *text; size_t n;
  char delimiter;
  bool table;
  size_t end; uint64_t lines;
  bool misplaced; /* quotation marks stand so that this cannot be told */
} pol_csv_cut;

typedef struct pol_csv_code {
  void (*cut)(pol_csv_cut *c);
  void (*find)(pol_csv_strip *s);
  void (*read)(pol_csv_strip *s, const pol_csv_column *c);
} pol_csv_code;

#define POL_CSV_CODE(level, name) extern const pol_csv_code name;
POL_VARIANTS(POL_CSV_CODE, pol_csv_code)
const pol_csv_code *pol_csv_code_of(pol_cpu level);
#endif
