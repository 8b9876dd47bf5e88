/* Facts from CSV and NDJSON that come piece by piece: some records at a time, in memory that does not grow with their number. What is read, what is
 * reported and where each value came from is the same as for a whole text, for that is read in the same way (read.c).
 *
 * A record may be read for two versions of a policy at once: then a name that either of them knows is known, and each version gets the facts that it
 * declares. */
#ifndef POL_FACTS_STREAM_H
#define POL_FACTS_STREAM_H
#include "facts/facts.h"

typedef struct pol_facts_feed { ptrdiff_t (*read)(void *user, char *to, size_t room); void *user; } pol_facts_feed; /* bytes read; 0: the end; negative: it failed */
typedef enum pol_facts_form { POL_FACTS_CSV, POL_FACTS_NDJSON } pol_facts_form;

typedef struct pol_facts_input {
  const pol_alloc *from;
  const pol_model *model[2];           /* the second: another version of the policy, or NULL */
  const pol_record_facts *given[2];    /* what holds for every record that does not say otherwise; or NULL */
  const pol_column_names *names[2];    /* headings that stand for facts; or NULL */
  char delimiter;                      /* of a table; 0: a comma */
  pol_sources *sources; uint32_t file; /* a source that has its name: it becomes the lines that reports are about, each with its number */
  pol_facts_form form;
  pol_facts_feed feed;
  pol_reports *reports;
} pol_facts_input;

typedef struct pol_facts_stream pol_facts_stream;
pol_status pol_facts_stream_new(pol_facts_stream **out, const pol_facts_input *in);
/* Some records, at most so many: of the one version, or of both in the same order; none: there are no more. They live until the next call, and the texts among
 * their values too. What is wrong with a record is reported and marks it (for both); it stops nothing. POL_NO_FILE: the feed failed. */
pol_status pol_facts_stream_next(pol_facts_stream *s, const pol_facts *read[2], uint32_t most);
/* After the last: POL_REJECTED when anything was reported. */
pol_status pol_facts_stream_end(pol_facts_stream *s);
/* Whether no record can be right any more, as the heading is wrong. */
bool pol_facts_stream_hopeless(const pol_facts_stream *s);
/* Of a table: where its heading is now, in the source. */
pol_span pol_facts_stream_heading(const pol_facts_stream *s);
void pol_facts_stream_drop(pol_facts_stream *s);
#endif
