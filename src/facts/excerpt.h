/* The lines of a long file that reports are about, kept with their numbers while the file goes by. Private to facts/. */
#ifndef POL_FACTS_EXCERPT_H
#define POL_FACTS_EXCERPT_H
#include "report/report.h"

enum { POL_EXCERPT_MOST = 16 * 1024 * 1024 }; /* bytes of lines; when there are so many, no more is told */

typedef struct pol_excerpt {
  pol_sources *sources;
  uint32_t file;                 /* the source that it becomes */
  pol_reports *reports;          /* its memory is theirs */
  uint32_t taken;                /* how many of the reports have their lines here */
  POL_VEC(char) text;
  POL_VEC(uint32_t) line, number;
  bool empty;                    /* no line was taken; there is one all the same, for reports about an empty file */
} pol_excerpt;

typedef struct pol_seen_part { const char *text; size_t length; uint32_t line; } pol_seen_part; /* of the file, from the start of a line: its number */

bool pol_excerpt_init(pol_excerpt *e, pol_sources *sources, uint32_t file, pol_reports *reports); /* false: out of memory */
/* Takes the lines of the reports made since the last time; their places are offsets in the part, after what the excerpt has (text.n), and are moved to where
 * the lines stand now. The first `keep` bytes of the part are taken in any case. */
bool pol_excerpt_take(pol_excerpt *e, const pol_seen_part *part, uint32_t keep);
#endif
