/* What the files that consolidate share. Private to consolidate*.c. */
#ifndef POL_COMPARE_CONSOLIDATING_H
#define POL_COMPARE_CONSOLIDATING_H
#include "base/map.h"
#include "base/text.h"
#include "compare/consolidate.h"

/* What a rule, or a row of a table, stands above or below, as the consolidated text says it. */
typedef enum pol_upper_kind { POL_UPPER_CLAUSE, POL_UPPER_SECTION, POL_UPPER_TABLE, POL_UPPER_OTHERS } pol_upper_kind;
typedef struct pol_rank_ref { bool below; pol_upper_kind kind; pol_atom id; } pol_rank_ref; /* below: subject to it */

typedef struct pol_written_line { /* a rule or a row as it stands in a clause: what goes on unchanged stands in several */
  uint32_t clause;
  const pol_node *node;
  POL_VEC(uint32_t) rules;   /* of the model */
  POL_VEC(pol_rank_ref) refs;
  bool changed;              /* refs are not those that are written */
} pol_written_line;

typedef struct pol_case_name { const pol_node *cases; bool outside; const char *name; pol_atom clause; } pol_case_name; /* clause: whose cases they are */

typedef struct pol_change { uint32_t start, end; const char *text; } pol_change; /* of a source: its bytes from start to end become text */
typedef struct pol_changes { POL_VEC(pol_change) list; } pol_changes;

typedef struct pol_consolidating {
  const pol_consolidate_input *in;
  const pol_model *m;
  pol_arena *arena;
  bool *alive;               /* by clause: in force on the day */
  bool *kept;                /* is not, and stays so that a function keeps its rows */
  bool outside;              /* the policy itself is not in force on the day: what amendments say is */
  bool *section_alive;       /* some clause of it is */
  pol_map clause_of;         /* node of a clause, or of a section with its scope: the clause */
  pol_map section_of;        /* id of a section: the section */
  pol_map by_id;             /* id of clauses: the first */
  pol_map table_of;          /* node of a row: its table */
  uint32_t *next_version;    /* by clause: the next of its id */
  uint32_t *first_ending, *next_ending; /* by clause, by ending: what becomes of a clause */
  POL_VEC(pol_written_line) lines;
  uint32_t *first_line;      /* by clause, and the end */
  uint32_t *line_of_rule;    /* POL_NO_REF for what is not in force */
  POL_VEC(pol_case_name) names; /* cases that rows of tables are replaced for: they are columns then */
  bool no_memory;
} pol_consolidating;

typedef struct pol_atom_list { POL_VEC(pol_atom) list; } pol_atom_list;
typedef struct pol_clause_list { POL_VEC(uint32_t) list; } pol_clause_list;
typedef struct pol_node_list { POL_VEC(const pol_node *) list; } pol_node_list;

/* -- consolidate_ranks.c: who is in force, what takes whose place, precedence written out */
bool pol_consolidating_begin(pol_consolidating *c); /* false: out of memory */
void pol_consolidating_rank(pol_consolidating *c);
void pol_consolidating_heirs(pol_consolidating *c, pol_atom id, pol_atom_list *out); /* ids in force that take the place of an id, itself first where it is still there */
void pol_consolidating_bearers(pol_consolidating *c, uint32_t clause, pol_clause_list *out, unsigned depth); /* clauses in force with a clause's rules: itself, and those that go on unchanged from it */
pol_written_line *pol_consolidating_line(const pol_consolidating *c, uint32_t clause, const pol_node *node); /* NULL: it makes no rule */
const char *pol_consolidating_rank_words(pol_consolidating *c, const pol_written_line *line); /* ", despite 3.1, subject to 4"; of a row what its cell says */
const pol_node *pol_consolidating_column(const pol_consolidating *c, const pol_node *table, const char *name, uint32_t *at); /* NULL: there is none */
bool pol_consolidating_has(const pol_atom_list *list, pol_atom a);
/* -- consolidate_rules.c: the text of rules */
void pol_consolidating_rule(pol_consolidating *c, pol_changes *out, uint32_t clause, uint32_t written_in, const pol_node *rule);
void pol_consolidating_cases(pol_consolidating *c, uint32_t written_in, pol_node_list *out); /* `for C`: what a clause is for */
void pol_consolidating_other_cases(pol_consolidating *c, uint32_t written_in, const pol_rule *r, pol_node_list *out); /* what a rule of it has been replaced for */
/* -- consolidate_clauses.c: the text of clauses and headings */
void pol_consolidating_clause(pol_consolidating *c, pol_text *out, uint32_t clause, uint32_t from, uint32_t to); /* to: the end of its last line */
void pol_consolidating_header(pol_consolidating *c, pol_text *out, const pol_node *policy, uint32_t from, uint32_t to);
void pol_consolidating_heading(pol_consolidating *c, pol_text *out, const pol_node *section, uint32_t from, uint32_t to);
/* -- consolidate_tables.c: the text of tables */
bool pol_consolidating_table(pol_consolidating *c, pol_text *out, const pol_node *table, uint32_t from, uint32_t to); /* false: no row of it is left, and nothing is written */
void pol_consolidating_case_names(pol_consolidating *c, pol_text *out); /* the definitions that tables need, once all are written */
/* -- consolidate_text.c: sources, changed */
const char *pol_consolidating_format(pol_consolidating *c, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *pol_consolidating_keep(pol_consolidating *c, pol_text *t); /* drops it */
const pol_source *pol_consolidating_source(const pol_consolidating *c, const pol_node *n);
const char *pol_consolidating_slice(pol_consolidating *c, pol_span span);
const char *pol_consolidating_name(const pol_consolidating *c, pol_atom a);
uint32_t pol_consolidating_line_end(const pol_source *s, uint32_t at); /* past the line's end */
uint32_t pol_consolidating_line_start(const pol_source *s, uint32_t at);
void pol_consolidating_change(pol_consolidating *c, pol_changes *to, uint32_t start, uint32_t end, const char *text);
void pol_consolidating_cut_line(pol_consolidating *c, pol_changes *to, pol_span span); /* with the line that it leaves empty */
void pol_consolidating_write(pol_text *out, const pol_source *s, uint32_t from, uint32_t to, pol_changes *changes);
const char *pol_consolidating_test(pol_consolidating *c, const pol_node *test); /* a condition, in parentheses where it needs them */
/* Conditions that must all hold (or one of them): `last` may be NULL. */
const char *pol_consolidating_join(pol_consolidating *c, const pol_node_list *tests, const pol_node *last, bool all);
#endif
