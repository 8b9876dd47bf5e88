/* Facts: typed columns for a program's inputs, read strictly from JSON (or made from scenario values), each value with where it came from. A wrong fact
 * is reported and never becomes unknown silently: a record with a wrong fact is in error and must not be decided. */
#ifndef POL_FACTS_FACTS_H
#define POL_FACTS_FACTS_H
#include "program/program.h"

typedef struct pol_origin { uint8_t kind; uint32_t file; uint32_t line, column; } pol_origin; /* kind: pol_origin_kind */
typedef enum pol_origin_kind { POL_FROM_NOWHERE, POL_FROM_FILE, POL_FROM_SCENARIO, POL_FROM_PRESUMPTION, POL_FROM_CALLER } pol_origin_kind;

typedef struct pol_record_facts { /* one record: by fact of the model */
  const char *id; size_t id_length; /* passed through; NULL when the record has none */
  pol_value *value;   /* model->facts.n; state UNKNOWN when not given */
  pol_origin *origin;
  bool wrong;         /* a report was made about this record: its values mean nothing, and those of a whole file share them */
} pol_record_facts;

/* Headings of a table, and keys of JSON, that stand for facts: what a file calls them, and which fact it is: facts.n of the model is the record's id, POL_COLUMN_NONE nothing that the
 * policy needs. pol_fact_names_make knows them, so that whoever looks headings up there need not. */
enum { POL_COLUMN_NONE = INT32_MAX };
typedef struct pol_column_name { const char *written; /* NUL-ended too */ size_t written_n; uint32_t fact; } pol_column_name;
typedef struct pol_column_names { const pol_column_name *at; uint32_t n; } pol_column_names;

typedef struct pol_facts {
  pol_arena *arena;
  POL_VEC(pol_record_facts) records;
  const pol_record_facts *common; /* before reading: what every record has that does not say otherwise; NULL: nothing */
  const pol_model *other;         /* before reading: another version of the policy, whose facts are no mistake here; NULL: none */
  const pol_column_names *names;  /* before reading: headings that stand for facts; NULL: none */
  char delimiter;                 /* before reading a table: what its fields stand apart by; 0: a comma */
  const uint32_t *column; uint32_t columns; /* of a table: the fact that each column gives; other numbers where it gives none. NULL for other forms */
} pol_facts;

void pol_facts_init(pol_facts *f, pol_arena *arena);
/* An empty record: every fact unknown. NULL when out of memory. */
pol_record_facts *pol_facts_add(pol_facts *f, const pol_model *m);
/* JSON: an object is one record, an array of objects many. Nested objects or dotted keys. POL_REJECTED when anything was reported. The file is in `sources`. */
pol_status pol_facts_read_json(pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports);
/* NDJSON: a record a line; empty lines are passed over. */
pol_status pol_facts_read_ndjson(pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports);
/* CSV (RFC 4180): the heading names facts, each row after it is a record, an empty field is not known. Lists cannot be given in it. */
pol_status pol_facts_read_csv(pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports);
/* One value of a fact's type from text ("18.5 hours", "£23.05", "3 years 6 months", "yes", "2024-04-01", an option's name): what JSON strings, CSV cells and scenario
 * tables hold. On failure returns false and a reason in words in *why (arena). */
bool pol_facts_read_value(pol_value *out, pol_arena *arena, const pol_model *m, pol_type type, const char *bytes, size_t n, const char **why);
/* Whether a value is within the fact's bounds; *why says what they are. */
bool pol_facts_in_bounds(const pol_model *m, const pol_fact *fact, const pol_value *v, pol_arena *arena, const char **why);
#endif
