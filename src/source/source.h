/* Source files and positions in them. A pol_source owns its text; spans are byte offsets into it; line and column are computed when
 * something is printed, not stored. A pol_sources is the set of files of one run, and it owns them. Nothing here knows what a policy is. */
#ifndef POL_SOURCE_SOURCE_H
#define POL_SOURCE_SOURCE_H
#include "base/atom.h"
#include "base/status.h"
#include <stdbool.h>

typedef struct pol_span { uint32_t file, start, end; } pol_span; /* half-open, in bytes; file is an index in the set */
typedef struct pol_place { uint32_t line, column; } pol_place;   /* from 1; columns count characters */

enum { POL_SOURCE_STEP = 512 };
typedef struct pol_source {
  const char *name;  /* as it is shown: the path the user gave, or stdlib/… for an embedded module */
  const char *text;  /* NUL-ended */
  uint32_t length;
  const uint32_t *line; /* offset of each line's start */
  uint32_t lines;
  const uint32_t *number; /* of each line in its file, where only some are kept, ascending; NULL: from 1 */
  const uint32_t *before; /* characters before every POL_SOURCE_STEP-th byte, so that columns of long lines need no counting from their start; NULL: no line is long */
  bool passing; /* facts: all but the name changes while records are read, perhaps beside threads that look at the others */
} pol_source;

typedef struct pol_sources { pol_arena *arena; POL_VEC(pol_source) files; } pol_sources;

void pol_sources_init(pol_sources *s, pol_arena *arena);
/* Copies the text. POL_LIMIT when it is longer than POL_LIMIT_SOURCE_BYTES. */
pol_status pol_sources_add(pol_sources *s, uint32_t *file, const char *name, const char *text, size_t length);
const pol_source *pol_sources_get(const pol_sources *s, uint32_t file);
bool pol_source_index(pol_source *s, pol_arena *arena); /* finds the lines of a source made otherwise than by pol_sources_add; false: out of memory */
pol_place pol_source_place(const pol_source *s, uint32_t offset);
/* The text of a line, without its end. */
const char *pol_source_line(const pol_source *s, uint32_t line, size_t *length);
pol_span pol_span_join(pol_span a, pol_span b); /* from the start of a to the end of b */

/* The embedded stdlib: text of module "uk.holiday", or NULL; and the path it is shown under. */
const char *pol_stdlib_find(const char *module, size_t *length, const char **shown);
size_t pol_stdlib_count(void);
const char *pol_stdlib_name(size_t i);
#endif
