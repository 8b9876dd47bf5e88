/* The pieces of a JSON text, one after the other, read strictly (RFC 8259), each with its place. One pass; a text without escapes is not copied.
 * What is wrong inside a piece is reported here; what is wrong between pieces is reported by the helpers that walk members and items, which mend a
 * missing comma or colon and go on. Where the nesting itself cannot be told any more the scan is `lost`: every walk ends, without more reports.
 * Private to facts/. */
#ifndef POL_FACTS_JSON_SCAN_H
#define POL_FACTS_JSON_SCAN_H
#include "facts/complaints.h"

typedef enum pol_json_kind {
  POL_JSON_END, POL_JSON_OPEN, POL_JSON_CLOSE, POL_JSON_LIST, POL_JSON_LIST_END, POL_JSON_COLON, POL_JSON_COMMA,
  POL_JSON_TEXT, POL_JSON_NUMBER, POL_JSON_YES, POL_JSON_NO, POL_JSON_NOTHING /* null */,
  POL_JSON_WORD,  /* something else: the caller says what belongs there */
  POL_JSON_BROKEN /* reported; stands for a value */
} pol_json_kind;

typedef struct pol_json_piece {
  pol_json_kind kind;
  uint32_t start, end;   /* offsets in the file; of a text, with its quotation marks */
  uint32_t line, column; /* of the start */
  const char *text;      /* TEXT: decoded, until the next text is read; NUMBER and WORD: as written */
  size_t length;
} pol_json_piece;

typedef struct pol_json_scan {
  const char *text;         /* of the whole file */
  const char *at, *end;
  const char *line_start;
  uint32_t line;
  uint32_t wide;            /* bytes on this line that do not start a character: columns count characters */
  uint32_t depth;
  bool lost;
  bool has_ahead;           /* `ahead` was looked at and not taken */
  pol_json_piece ahead;
  pol_text decoded;
  pol_complaints *complaints;
} pol_json_scan;

void pol_json_scan_init(pol_json_scan *s, const char *text, uint32_t length, const pol_alloc *from, pol_complaints *complaints); /* passes over a byte order mark */
void pol_json_scan_drop(pol_json_scan *s);
void pol_json_scan_next(pol_json_scan *s, pol_json_piece *out);
void pol_json_scan_back(pol_json_scan *s, const pol_json_piece *piece); /* one piece only */
/* The first piece of a value. A value that is missing, or a word that JSON does not have, is reported and comes out as BROKEN. */
void pol_json_scan_value(pol_json_scan *s, pol_json_piece *out);
/* After OPEN: the next member's name, with the colon passed; after LIST: the first piece of the next item. `first` is true at the start and kept by
 * the function. false: it is closed, or lost. */
bool pol_json_scan_member(pol_json_scan *s, const pol_json_piece *open, bool *first, pol_json_piece *name);
bool pol_json_scan_item(pol_json_scan *s, const pol_json_piece *open, bool *first, pol_json_piece *item);
/* Counts the nesting: false when it is over POL_LIMIT_JSON_DEPTH, which is reported. Every true enter is paired with a leave. */
bool pol_json_scan_enter(pol_json_scan *s, const pol_json_piece *open);
void pol_json_scan_leave(pol_json_scan *s);
/* Passes over the rest of a value whose first piece was read. */
void pol_json_scan_skip(pol_json_scan *s, const pol_json_piece *first);
pol_span pol_json_span(const pol_json_scan *s, const pol_json_piece *piece);
#endif
