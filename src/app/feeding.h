/* Facts of people that come as a feed, in any form: some records at a time, for one version of a policy or for two at once. CSV and NDJSON go by; a JSON document
 * is read whole. Reports are the session's facts_reports. Private to app/. */
#ifndef POL_APP_FEEDING_H
#define POL_APP_FEEDING_H
#include "app/own.h"
#include "app/session.h"
#include "facts/lanes.h"

typedef struct pol_feeding {
  pol_session *s;
  const pol_feed *feed;
  const pol_model *model[2];     /* the second: NULL, or of another version */
  pol_facts_stream *stream;      /* NULL: a document, or blocks: */
  pol_blocks *blocks;
  pol_one *one;                  /* reports what is wrong in them */
  pol_own own;                   /* its policy */
  pol_facts_input input;         /* as it has it */
  const char *heading; size_t heading_n; /* of a table in blocks */
  uint64_t bytes;                /* of the feed, so far */
  pol_facts facts[2];            /* the document's */
  pol_facts part[2];             /* what was given last */
  uint32_t next;                 /* of the document's records */
  bool compared;                 /* one version stands for two: what a table lacks is said elsewhere */
  uint64_t records, right;       /* so far; those without a mistake */
} pol_feeding;

/* Forgets the session's facts. POL_REJECTED: what is given for all (pol_session_given) is wrong, and reported. To be dropped in any case. */
pol_status pol_feeding_begin(pol_feeding *f, pol_session *s, const pol_feed *feed, const pol_model *const model[2]);
/* The same for one version of a policy and blocks of CSV or NDJSON of about so many bytes, which whoever asked for them reads: then `blocks` and `one` are there, and there is no next. */
pol_status pol_feeding_begin_blocks(pol_feeding *f, pol_session *s, const pol_feed *feed, size_t bytes);
/* As pol_facts_stream_next. POL_REJECTED: there is no document that could be read, which is reported; POL_NO_FILE: the feed failed. */
pol_status pol_feeding_next(pol_feeding *f, const pol_facts *read[2], uint32_t most);
/* After the last: whether all is well, or some records are wrong (bad news), or all that there are. */
pol_result pol_feeding_end(pol_feeding *f);
void pol_feeding_drop(pol_feeding *f);

/* What a session's facts are made of; facts.h has the rest. */
void pol_session_forget_facts(pol_session *s);
bool pol_session_put_facts(pol_session *s, const char *name, const char *text, size_t length); /* as a source of its own; false: out of memory */
/* What every record has (pol_session_given), for a version; NULL: nothing. POL_REJECTED with reports. */
pol_status pol_session_common(const pol_record_facts **out, pol_session *s, const pol_model *m, const pol_model *other);
/* The headings that stand for facts (pol_session_map), for a version; NULL: none. mapping.c. */
pol_status pol_session_names(const pol_column_names **out, pol_session *s, const pol_model *m);
/* One warning for the whole table: facts that decisions read and that it has no column for. */
pol_status pol_session_warn_of_columns(pol_session *s, const pol_facts *f, uint64_t records, pol_span heading);
#endif
