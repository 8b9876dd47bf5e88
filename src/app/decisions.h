/* Decisions about the facts of a feed, put as they are made. decisions.c has what all ways of it share, and the plain one, record by record in one thread, which is the judge of the others;
 * batching.c decides blocks of records by several hands. Private to app/. */
#ifndef POL_APP_DECISIONS_H
#define POL_APP_DECISIONS_H
#include "app/answering.h"
#include "app/feeding.h"

typedef struct pol_decisions {
  pol_session *s;
  const pol_sink *out;
  const pol_batch *how;
  const char *id;          /* the only record wanted; NULL: all are */
  pol_answering answering; /* in the plain way; its telling begins and ends every way */
  pol_feeding feeding;
  pol_text *text;          /* what was told and not put yet */
  size_t block_bytes;      /* of a block, about */
  uint64_t found, unfit;   /* records that were asked for; those of them whose facts are wrong */
  uint64_t errors;         /* of records and answers */
  bool failed;             /* a record is in error, and nothing is to be decided after it */
} pol_decisions;

/* Nothing is put before there is a record that can be decided, and the one that is asked for: else there is no result. Where it is hopeless, there will be none. told: what comes after
 * d->text; NULL: nothing does. */
pol_status pol_decisions_put(pol_decisions *d, const pol_text *told, bool hopeless);
/* A record that cannot be decided, which ends it all: what is to be told of that. */
void pol_decisions_fail(pol_decisions *d, const char *why);
/* What pol_answering met: which record, and why. Nothing: its facts are wrong, and reported. */
void pol_decisions_why(pol_text *to, const pol_answering *a, const pol_model *m);

/* In blocks, by as many hands as there are: CSV and NDJSON, from either. The feeding is begun in blocks, and so is the telling. */
pol_status pol_decisions_blocks(pol_decisions *d);
#endif
