/* The columns of a ledger as its loop writes them. Private to render. */
#ifndef POL_RENDER_LEDGER_COLUMN_H
#define POL_RENDER_LEDGER_COLUMN_H
#include "base/variant.h"
#include "render/ledger.h"

enum { POL_CELL_ROOM = 32, POL_CELL_MOST = 40 /* bytes that a cell without words can take, with its comma */ };

typedef struct pol_ledger_word { /* a comma, and what a cell says */
  uint32_t n;
  const char *text; /* POL_CELL_ROOM bytes can be read, or n where that is more */
} pol_ledger_word;

typedef enum pol_ledger_kind {
  POL_LEDGER_WORD,    /* a word by its number */
  POL_LEDGER_WHOLE,   /* a number of at most 8 digits, not negative, and without places */
  POL_LEDGER_PLACES,  /* of at most 8 digits, with places */
  POL_LEDGER_LONG,    /* of at most 16 */
  POL_LEDGER_DATE,
  POL_LEDGER_TIME,
  POL_LEDGER_TEXT     /* made beforehand, row by row */
} pol_ledger_kind;

/* Numbers of some rows as text, made many at once: the digits before the point; the point with what follows; how many bytes the first has, and both together. */
enum { POL_LEDGER_STRIP = 128 };
typedef struct pol_ledger_strip {
  _Alignas(64) uint64_t before[POL_LEDGER_STRIP], after[POL_LEDGER_STRIP];
  uint32_t digits[POL_LEDGER_STRIP], before_n[POL_LEDGER_STRIP], n[POL_LEDGER_STRIP], minus[POL_LEDGER_STRIP];
} pol_ledger_strip;

typedef struct pol_ledger_column {
  pol_ledger_kind kind;
  pol_lane_width width;
  const pol_ledger_word *word; uint32_t words;
  pol_ledger_word absent;             /* nothing is known */
  pol_ledger_word known;              /* what follows what is: the outcome, or nothing */
  int32_t times;                     /* numbers: the digits are those of lane x times, */
  uint8_t places, least;             /* of which so many are places, and at least so many are written */
  bool negative;                     /* there may be such */
  struct pol_ledger_strip *strip;    /* of WHOLE and PLACES */
  /* of these rows */
  const void *at;
  const uint8_t *state;              /* NULL: all are known */
  const char *text; const size_t *end; /* TEXT: of rows that are written here, one after the other */
} pol_ledger_column;

typedef struct pol_ledger_run {
  const pol_ledger_rows *rows;
  pol_ledger_column *column; uint32_t columns;
  uint32_t row, ready;               /* where to go on; up to where strips are made */
  uint32_t tolds, texts;             /* told rows, and others, so far */
  const char *end;                   /* room: no row is begun that could go beyond */
  size_t most;                       /* bytes of a row without its id */
} pol_ledger_run;

/* Writes rows from run->row on as long as there is room; where it ends. */
typedef char *pol_ledger_loop(pol_ledger_run *run, char *to);
#define ROW(level, name) pol_ledger_loop name;
POL_VARIANTS(ROW, pol_ledger_write_rows)
#undef ROW
#endif
