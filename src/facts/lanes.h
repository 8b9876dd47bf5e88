/* Facts of many records, read straight into lanes: only those that are wanted, and only what is written plainly. Whatever is not (a quotation mark, a unit, an unusual number, a value
 * outside its bounds, a row that is too short) makes its record *odd*, and is read the long way, by the readers of facts.h, which say what is wrong or find that nothing is. So this
 * reader makes no report, and what it gives is what they would give.
 *
 * One thread takes blocks of whole records from the feed, in order; any number of threads read blocks into lanes. */
#ifndef POL_FACTS_LANES_H
#define POL_FACTS_LANES_H
#include "base/cpu.h"
#include "facts/stream.h"
#include "ops/lane.h"

/* -- blocks of whole records, out of a feed */

typedef struct pol_block {
  char *text; size_t n, room;  /* whole records; up to 64 bytes after text + n may be read */
  uint64_t line;               /* of its first byte, from 1 */
  bool last;                   /* nothing follows */
  bool too_long;               /* it is one record that is longer than POL_LIMIT_RECORD_BYTES, or rather its first 1,024 bytes: for pol_one_too_long. Of a table it is the last block */
} pol_block;

typedef struct pol_blocks pol_blocks;
typedef struct pol_blocks_input {
  const pol_alloc *from;
  pol_facts_form form;
  pol_facts_feed feed;
  char delimiter;              /* of CSV */
  size_t bytes;                /* of a block, about; a record that is longer gets a longer block, up to POL_LIMIT_RECORD_BYTES */
} pol_blocks_input;
pol_status pol_blocks_new(pol_blocks **out, const pol_blocks_input *in);
/* Of a table, before the first block: its heading, with its line end and its byte order mark if there is one, as the readers of headings want it. It lives as long as `b`. POL_NO_FILE: the feed failed. n 0: there is none. */
pol_status pol_blocks_heading(pol_blocks *b, const char **text, size_t *n);
/* The next block, into the caller's room (grown as needed by `from`; begins as zeros, ends with pol_block_drop). n 0: there are no more. A record that is too long comes as a block of its
 * own; of NDJSON what follows its line comes after it. POL_NO_FILE: the feed failed. */
pol_status pol_blocks_next(pol_blocks *b, pol_block *block);
void pol_block_drop(pol_block *block, const pol_alloc *from);
void pol_blocks_drop(pol_blocks *b);

/* Its records one after the other, as they stand there, with their line ends: walk.c */
typedef struct pol_block_walk { const char *at, *end; uint64_t line; pol_facts_form form; char delimiter; bool whole; } pol_block_walk;
typedef struct pol_block_record { const char *text; size_t n; uint64_t line; } pol_block_record;
pol_block_walk pol_block_walk_of(const pol_block *block, pol_facts_form form, char delimiter);
bool pol_block_walk_next(pol_block_walk *walk, pol_block_record *out); /* false: there are no more */

/* -- what is read into lanes: immutable, for any number of threads */

typedef struct pol_layout pol_layout;
typedef struct pol_layout_input {
  const pol_model *model;
  const pol_fact_lane *lane; uint32_t lanes;   /* those that are wanted */
  const pol_record_facts *common;              /* what every record has that does not say otherwise; NULL: nothing */
  pol_facts_form form;
  const char *heading; size_t heading_n;       /* of a table */
  char delimiter;
  const pol_column_names *names;               /* headings that stand for facts; NULL: none */
} pol_layout_input;
/* With a heading that is wrong, or one that leaves a wanted fact to what no lane holds, every record is odd. */
pol_status pol_layout_make(const pol_layout **out, pol_arena *arena, const pol_layout_input *in);

/* -- one thread's reading */

typedef struct pol_lanes { /* some records; what is pointed at belongs to the reader, until its next pol_lanes_read */
  uint32_t n;                                  /* records, at most POL_LANE_ROWS */
  pol_lane *lane;                              /* in the order of the layout. What an odd record holds in them is some value within their range */
  const uint8_t *odd; uint32_t odds;           /* by record, 0 or 1 */
  const char **text; uint32_t *length;         /* each record as it stands in the block, with its line end: what pol_one_read takes */
  const char **id; uint32_t *id_length;        /* as written; NULL: none, or the record is odd */
  uint64_t *line;                              /* on which each record begins */
} pol_lanes;

typedef struct pol_lanes_reader pol_lanes_reader;
/* level: at most that of pol_cpu_level. What comes out is the same at each. */
pol_status pol_lanes_reader_new(pol_lanes_reader **out, const pol_layout *layout, const pol_alloc *from, pol_cpu level);
/* Begins with a block, and then gives its records some at a time; n 0: it is all read. No allocation after the first few blocks. */
pol_status pol_lanes_begin(pol_lanes_reader *r, const pol_block *block);
pol_status pol_lanes_read(pol_lanes_reader *r, pol_lanes *out);
void pol_lanes_reader_drop(pol_lanes_reader *r);

/* -- the long way, for a record that was found in a block: one.c */

typedef struct pol_one pol_one; /* one thread's */
/* `in` as for a stream, but without its feed: reports go to its `reports`, about its `file`, whose lines are kept as a stream keeps them. heading: of a table; n 0: it has none, which is a fault.
 * With `reports` NULL nothing is reported and no line is kept (`sources` and `file` give the name alone): what is wrong only marks its record, and takes no memory. */
pol_status pol_one_new(pol_one **out, const pol_facts_input *in, const char *heading, size_t n);
/* Forgets the records read before. */
void pol_one_clear(pol_one *o);
/* *out NULL: an empty line, no record. It lives until pol_one_clear. What is wrong with it is reported, and marks it. */
pol_status pol_one_read(const pol_record_facts **out, pol_one *o, const char *text, size_t n, uint64_t line);
/* A record that is longer than a record may be, of which this is the beginning: reported, and in error. */
pol_status pol_one_too_long(const pol_record_facts **out, pol_one *o, const char *text, size_t n, uint64_t line);
const pol_facts *pol_one_facts(const pol_one *o);       /* of a table: its columns */
pol_span pol_one_heading(const pol_one *o);             /* of a table: where it is now, in the source */
bool pol_one_hopeless(const pol_one *o);                /* its heading is wrong, so that no record can be right */
/* After the last: how often what was reported once was met is added to the reports. POL_REJECTED when anything was reported. */
pol_status pol_one_end(pol_one *o);
void pol_one_drop(pol_one *o);
#endif
