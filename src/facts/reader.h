/* What the readers of JSON, NDJSON and CSV share: the record being filled, what was given already, and the complaints that they all make. Private to facts/. */
#ifndef POL_FACTS_READER_H
#define POL_FACTS_READER_H
#include "facts/complaints.h"
#include "facts/names.h"
#include "facts/value.h"

typedef struct pol_place_of { uint32_t start, end, line, column; } pol_place_of; /* of a value in the file */

typedef struct pol_unknown_name { const char *text; size_t length; pol_report *report; uint32_t others; } pol_unknown_name;

typedef struct pol_given_fact { uint32_t record; uint32_t start, end; } pol_given_fact; /* in which record (from 1) a fact or a group was last given, and where */

typedef struct pol_facts_reader {
  pol_facts *facts;              /* its arena is that of texts and lists of the records at hand */
  pol_arena *arena;              /* of everything that the next records need too */
  const pol_model *m;
  pol_complaints complaints;
  pol_fact_names names;
  pol_value *blank;              /* a record's values before anything is given */
  pol_record_facts *record;      /* the one being filled */
  uint32_t spare;                /* records made before, whose room is used again */
  pol_record_facts room;         /* what a record that is wrong had for its values, for the next one; all wrong records share those of `unread` */
  pol_record_facts unread;       /* nothing is known in it; no values: none was wrong so far */
  bool whole;                    /* all records stay: those that are wrong, which nobody asks for their values, share them */
  uint32_t records;              /* begun so far */
  const char *text;              /* of what is read now: offsets begin there */
  bool several;                  /* the file may hold several records: messages say which */
  bool mapped;                   /* it was said how headings are made to stand for facts, and where those are found */
  uint32_t column;               /* of a table, from 1: messages say which; 0 elsewhere */
  pol_given_fact *given, *group; /* by fact, by group */
  POL_VEC(pol_unknown_name) unknown;
  pol_fact_names also;           /* those that another version of the policy knows; empty: there is none */
  pol_unknown_name bytes;        /* of a table: bytes that are not UTF-8 are one mistake in however many rows */
} pol_facts_reader;

pol_status pol_reader_init(pol_facts_reader *r, pol_arena *arena, pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports);
bool pol_reader_is_foreign(pol_facts_reader *r, const char *name, size_t length); /* known to the other version */
bool pol_reader_begin(pol_facts_reader *r);      /* a new record; false: out of memory */
void pol_reader_end(pol_facts_reader *r);
/* After the last record: what the read ends with. */
pol_status pol_reader_finish(pol_facts_reader *r);

/* Marks a fact as given. false: it was already, which is reported, and neither value is used. */
bool pol_reader_give(pol_facts_reader *r, uint32_t fact, const pol_place_of *at);
void pol_reader_put(pol_facts_reader *r, uint32_t fact, const pol_value *v, const pol_place_of *at); /* checks the bounds */
/* Reports what a value job found wrong. */
void pol_reader_refuse(pol_facts_reader *r, const pol_value_job *job, const pol_place_of *at);
void pol_reader_unknown(pol_facts_reader *r, const char *name, size_t length, bool group, const pol_place_of *at);
void pol_reader_id(pol_facts_reader *r, const char *bytes, size_t n);
#endif
