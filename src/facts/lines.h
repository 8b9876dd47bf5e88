/* The readers of what has a record a line (NDJSON) or a row (CSV), one at a time; the stretch of a record is found by stream.c. Private to facts/. */
#ifndef POL_FACTS_LINES_H
#define POL_FACTS_LINES_H
#include "base/limits.h"
#include "facts/json_scan.h"
#include "facts/reader.h"
#include "facts/stream.h"

typedef struct pol_stretch { const char *at, *end; uint32_t line; uint32_t wide; } pol_stretch; /* whole lines: the first's number, and bytes at its start that are no character */

typedef struct pol_json_reader {
  pol_facts_reader r;
  pol_json_scan scan;
  char path[POL_LIMIT_NAME_BYTES + 1]; /* the dotted name read so far */
} pol_json_reader;
/* One line; nothing is begun where it is empty. */
void pol_ndjson_line(pol_json_reader *j, const pol_stretch *line);

enum { POL_COLUMN_UNREAD = UINT32_MAX - 1, POL_COLUMN_ID = UINT32_MAX - 2, POL_COLUMN_BLANK = UINT32_MAX - 3 /* no heading, no fields */ }; /* what a column is, when it is not a fact's number */

typedef struct pol_csv_field {
  pol_place_of at;
  const char *text; size_t length;
  bool quoted, wrong; /* wrong: its quotation marks are, which was reported */
} pol_csv_field;

typedef struct pol_csv_reader {
  pol_facts_reader r;
  const char *at, *end, *line_start;
  uint32_t line;
  uint32_t wide; /* bytes on this line that do not start a character */
  POL_VEC(uint32_t) columns;
  POL_VEC(pol_csv_field) fields; /* of this row: as many as there are columns, and the last */
  uint32_t row_fields;           /* how many it has */
  pol_text unquoted; /* of a field with doubled quotation marks: until the next such field */
  char delimiter;
  bool heading_wrong;
  bool ascii;    /* every byte of this row is a character */
} pol_csv_reader;
void pol_csv_begin(pol_csv_reader *c, pol_arena *arena); /* whose `r` is made; `unquoted` is to be dropped */
void pol_csv_heading(pol_csv_reader *c, const pol_stretch *row);
void pol_csv_row(pol_csv_reader *c, const pol_stretch *row);
void pol_csv_no_heading(pol_csv_reader *c);

/* Where a row ends, after its line feed, however it comes: what was looked at is not looked at again. */
typedef enum pol_csv_place { POL_CSV_START, POL_CSV_PLAIN, POL_CSV_QUOTED, POL_CSV_MARK /* that ends the field, or is the first of two */ } pol_csv_place;
const char *pol_csv_row_end(pol_csv_place *place, const char *at, const char *end, char delimiter); /* NULL: not there; `place` is where it goes on at `end` */

/* A reader of either form, for one version of the policy: lines.c. */
typedef union pol_line_reader { pol_facts_reader r; pol_csv_reader csv; pol_json_reader json; } pol_line_reader;
pol_status pol_line_init(pol_line_reader *to, pol_arena *arena, pol_facts *f, const pol_facts_input *in, const pol_sources *sources, uint32_t version);
void pol_line_drop(pol_line_reader *to, pol_facts_form form);
void pol_line_read(pol_line_reader *to, pol_facts_form form, const pol_stretch *record, bool headed); /* !headed: it is the heading of a table */
bool pol_line_too_long(pol_line_reader *to, pol_facts_form form, uint32_t start); /* false: out of memory */
void pol_lines_agree(pol_line_reader both[2], uint32_t record); /* what is wrong for one version is wrong for both */
pol_status pol_lines_finish(pol_line_reader *of, uint32_t versions);
#endif
