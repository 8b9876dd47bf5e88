/* The readers of what has a record a line (NDJSON) or a row (CSV), one at a time; the stretch of a record is found by stream.c. Private to facts/. */
#ifndef POL_FACTS_LINES_H
#define POL_FACTS_LINES_H
#include "base/limits.h"
#include "facts/json_scan.h"
#include "facts/reader.h"

typedef struct pol_stretch { const char *at, *end; uint32_t line; uint32_t wide; } pol_stretch; /* whole lines: the first's number, and bytes at its start that are no character */

typedef struct pol_json_reader {
  pol_facts_reader r;
  pol_json_scan scan;
  char path[POL_LIMIT_NAME_BYTES + 1]; /* the dotted name read so far */
} pol_json_reader;
/* One line; nothing is begun where it is empty. */
void pol_ndjson_line(pol_json_reader *j, const pol_stretch *line);

typedef struct pol_csv_reader {
  pol_facts_reader r;
  const char *at, *end, *line_start;
  uint32_t line;
  uint32_t wide; /* bytes on this line that do not start a character */
  POL_VEC(uint32_t) columns;
  pol_text unquoted; /* of a field with doubled quotation marks: until the next such field */
  bool heading_wrong;
  bool ascii;    /* every byte of this row is a character */
} pol_csv_reader;
void pol_csv_heading(pol_csv_reader *c, const pol_stretch *row);
void pol_csv_row(pol_csv_reader *c, const pol_stretch *row);

/* Where a row ends, after its line feed, however it comes: what was looked at is not looked at again. */
typedef enum pol_csv_place { POL_CSV_START, POL_CSV_PLAIN, POL_CSV_QUOTED, POL_CSV_MARK /* that ends the field, or is the first of two */ } pol_csv_place;
const char *pol_csv_row_end(pol_csv_place *place, const char *at, const char *end); /* NULL: not there; `place` is where it goes on at `end` */
#endif
