/* libpol: decide facts against policies, exactly, and say why. The one public header; compiles alone as C99 and C++.
 *
 * A session loads policy texts, checks and compiles them; a policy is immutable and may be shared by threads. Everything that is wrong with the user's input
 * is kept as reports of the session, rendered on request; a status other than POL_DONE says that there is no result. The library never prints, exits or
 * reads a clock, a locale or the environment. Texts that it returns are NUL-ended, UTF-8, and live until their owner is dropped. */
#ifndef POL_H
#define POL_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#ifdef __cplusplus
extern "C" {
#endif

#define POL_VERSION "0.1.0"

typedef enum pol_result {
  POL_DONE = 0,
  POL_BAD_NEWS = 1,       /* done, and the answer is bad news: faults found, a test failed, a record in error */
  POL_COULD_NOT = 2,      /* could not be done: unreadable or wrong input; the reports say why */
  POL_OUT_OF_MEMORY = 3
} pol_result;

typedef struct pol_allocator { /* NULL everywhere below: malloc and free */
  void *(*get)(void *user, size_t size);
  void (*put)(void *user, void *block);
  void *user;
} pol_allocator;

typedef enum pol_form { POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_NDJSON, POL_FORM_CSV, POL_FORM_TAP, POL_FORM_JUNIT, POL_FORM_SARIF, POL_FORM_JSON_SCHEMA, POL_FORM_HTML, POL_FORM_DOT, POL_FORM_MARKDOWN,
  POL_FORM_XLSX /* written by the door, from a pol_grid */ } pol_form;

typedef struct pol_session pol_session;
pol_result pol_session_new(pol_session **out, const pol_allocator *from);
void pol_session_drop(pol_session *s);

/* For a session that only decides and explains; to be said before the first text is added. Its scenarios are passed over unread, with what is wrong in them, and what
 * may surprise without being wrong is not looked for; there are then no tests, trees and formatted texts to be had. The digest covers the whole texts all the same. */
pol_result pol_session_rules_only(pol_session *s);
/* Adds one policy text under the name that messages show. Texts are copied. */
pol_result pol_session_add(pol_session *s, const char *name, const char *text, size_t length);
/* Adds an amendment; amendments come after the texts of the policy, and apply one on top of the other in the order of adding. `date`, "YYYY-MM-DD": the first day on which it is
 * in force, for one that does not say so itself. NULL: whenever it is applied. POL_COULD_NOT without a report: this is not a date. */
pol_result pol_session_amend(pol_session *s, const char *name, const char *text, size_t length, const char *date);
/* Parses, checks and compiles all that was added, as one policy. POL_BAD_NEWS: it has errors and cannot decide. */
pol_result pol_session_check(pol_session *s);

/* Facts: JSON or NDJSON, read against the policy. Replaces the facts read before. `form` is JSON, NDJSON or CSV. */
pol_result pol_session_facts(pol_session *s, const char *name, const char *text, size_t length, pol_form form);
size_t pol_session_records(const pol_session *s);
/* What holds for every record that does not say otherwise itself: one record, as JSON. To be said before the facts. */
pol_result pol_session_given(pol_session *s, const char *name, const char *text, size_t length);
/* The as-of date, "YYYY-MM-DD"; must be given before deciding: the library reads no clock. */
pol_result pol_session_as_of(pol_session *s, const char *date);
/* Which decisions, by name; none: all. POL_COULD_NOT with a report when there is no such decision. */
pol_result pol_session_ask(pol_session *s, const char *decision);
/* Which clauses are read back, by id or by the id of a section; none: all. POL_COULD_NOT with a report when there is no such clause. */
pol_result pol_session_read(pol_session *s, const char *clause);

/* Renderings. `out` is a new text, dropped with pol_string_drop. */
typedef struct pol_string { char *text; size_t length; const pol_session *owner; } pol_string;
void pol_string_drop(pol_string *s);
typedef struct pol_view { pol_form form; bool colour; bool trace; const char *why_not; const char *id; bool outcomes; size_t width; bool names;
  bool open; const char *letterhead; /* HTML: with the annexes open; plain text in up to three parts, divided by lines of ---: what stands above, opens and closes the letter */
} pol_view; /* zero: text, defaults; why_not: "permitted" … */
pol_result pol_render_reports(pol_string *out, pol_session *s, const pol_view *v);
/* Bytes out as they are made, so that what is long is never in memory together. false: they are not taken any more, and nothing more is made. */
typedef struct pol_sink { bool (*put)(void *user, const char *bytes, size_t n); void *user; } pol_sink;
/* Bytes in as they are asked for: at most `room` of them, *n 0 at the end. false: they cannot be had. CSV and NDJSON are read piece by piece; a JSON document whole. */
typedef struct pol_feed { const char *name; pol_form form; bool (*get)(void *user, char *bytes, size_t room, size_t *n); void *user; char delimiter; /* of CSV; 0: a comma */ } pol_feed;
typedef struct pol_crew { /* threads, say: the library starts none of its own */
  void (*run)(void *user, void (*part)(void *task, size_t i), void *task, size_t n); /* calls part(task, 0) … part(task, n - 1), and returns when all are done */
  void *user;
  size_t hands; /* how many at once */
} pol_crew;
/* Which code decides many records: what comes out is the same. */
typedef enum pol_speed { POL_SPEED_BEST, POL_SPEED_ENGINE /* the engine alone, as for one record */, POL_SPEED_PORTABLE, POL_SPEED_V2, POL_SPEED_V3, POL_SPEED_V4 /* at most so much of x86-64 */ } pol_speed;
typedef struct pol_batch { /* zero: one thread, every record */
  const pol_crew *crew;    /* who decides parts of a file at once; NULL: one after the other */
  bool strict;             /* nothing more is decided after a record that is in error */
  pol_speed speed;
  void (*progress)(void *user, uint64_t records, uint64_t bytes); /* told now and then how many are decided and how much is read, by one thread at a time; NULL: nobody */
  void *user;
} pol_batch;
/* The decisions about the facts of a feed, put as they are made: text, JSON, NDJSON or CSV, in whole records. They replace the facts read before. POL_BAD_NEWS: a record is in error, and the
 * others were decided. POL_COULD_NOT: there is no result, or the feed or the sink failed, and what was put is no whole one. Reports are complete when it returns. */
pol_result pol_decide(const pol_sink *out, pol_session *s, const pol_view *v, const pol_feed *facts, const pol_batch *how); /* how NULL: zero */
pol_result pol_render_decisions(pol_string *out, pol_session *s, const pol_view *v); /* POL_BAD_NEWS: a record is in error */
pol_result pol_render_explanation(pol_string *out, pol_session *s, const pol_view *v); /* HTML, DOT: of one record and one decision; confidential facts are withheld */
pol_result pol_render_facts(pol_string *out, pol_session *s, const pol_view *v);      /* text, JSON_SCHEMA, CSV */
pol_result pol_render_doc(pol_string *out, pol_session *s, const pol_view *v);        /* the policy's documentation: text, MARKDOWN, HTML */
/* What the modules of the standard library declare: text, MARKDOWN, HTML. module NULL: all of them; POL_COULD_NOT when there is none of that name. */
pol_result pol_render_modules(pol_string *out, const pol_allocator *from, const char *module, const pol_view *v);
pol_result pol_render_reading(pol_string *out, pol_session *s, const pol_view *v);    /* the policy read back in sentences: text, JSON */
typedef struct pol_testing { /* zero: the scenarios, all of them */
  const char *filter;                 /* only scenarios with this text in their title */
  bool coverage;                      /* what they show of the policy, too */
  unsigned min_clause, min_condition; /* the percentage of clauses that decide, of conditions that do so alone, below which the news is bad; they ask for coverage */
  bool mutate;                        /* whether the scenarios notice small changes of the policy; POL_BAD_NEWS: one that is not, and is not known */
  const char *known; size_t known_length; /* changes that need not be noticed: lines of an id and the reason. NULL: none */
  size_t *ran;                        /* where to add how many scenarios there were; NULL: nowhere */
  const pol_crew *crew;               /* who runs parts of that at once; NULL: one after the other */
} pol_testing;
pol_result pol_render_tests(pol_string *out, pol_session *s, const pol_view *v, const pol_testing *wanted); /* runs the scenarios; POL_BAD_NEWS: one failed. wanted NULL: zero */

/* -- two versions of a policy compared: by text, by meaning, and, over a file of facts, by people. The texts of pol_session_add are the version before, those of
 * pol_session_add_after the version after; where there are none, it is the version before with the session's amendments. What is asked, and the as-of date, are said first;
 * pol_session_compare then takes the place of pol_session_check. POL_BAD_NEWS: one of the versions has errors. */
pol_result pol_session_add_after(pol_session *s, const char *name, const char *text, size_t length);
pol_result pol_session_compare(pol_session *s);

/* Cells out, row by row, for a program that writes spreadsheets. No text of a cell is a formula: what would begin one comes as TEXT. */
typedef enum pol_cell_kind {
  POL_CELL_EMPTY,
  POL_CELL_TEXT,    /* UTF-8; heading: of a column, or of a block */
  POL_CELL_NUMBER,  /* `text` is the exact decimal: "-24.8". Ratios that do not end come as TEXT, "750/37" */
  POL_CELL_DATE     /* `text` is YYYY-MM-DD */
} pol_cell_kind;
typedef struct pol_cell {
  pol_cell_kind kind;
  const char *text; size_t length; /* NUL-ended too; lives until the call returns */
  const char *unit;                /* of a NUMBER: "hours", "GBP", "percent"; NULL: none */
  bool heading;
} pol_cell;
typedef struct pol_grid {
  bool (*sheet)(void *user, const char *title);                     /* the rows that follow are of this sheet, or go on there; titles have at most 31 characters */
  bool (*row)(void *user, const pol_cell *cell, size_t cells);      /* false: not taken any more, and nothing more is made */
  void *user;
} pol_grid;

typedef struct pol_measuring { /* zero: everything, nobody listed */
  const char *const *by; size_t bys; /* facts to group people by, by name */
  unsigned most;                     /* how many of the largest gains and losses are shown; 0: 10 */
  const char *id;                    /* only the record with this id; NULL: all */
  bool people;                       /* text: a line a person whose outcome changes, the largest losses first */
  bool redline;                      /* text: the words of the clauses that differ, with + and - before their lines */
  const char *command;               /* HTML, sheets: the command line that does this again; NULL: not said */
  bool *differ;                      /* where to say whether the versions differ: in a clause, or in an outcome; NULL: nowhere */
} pol_measuring;
/* text, JSON, NDJSON, CSV (a row a person and decision that changed), HTML. facts NULL: by text and by meaning. POL_BAD_NEWS: a record is in error, and was not compared. POL_COULD_NOT
 * after something was put: what was put is no whole result. */
pol_result pol_render_comparison(const pol_sink *out, pol_session *s, const pol_view *v, const pol_measuring *wanted, const pol_feed *facts);
pol_result pol_fill_comparison(const pol_grid *out, pol_session *s, const pol_measuring *wanted, const pol_feed *facts); /* the same as sheets */

pol_result pol_render_tree(pol_string *out, pol_session *s);                          /* every file's tree as JSON, for tools */
pol_result pol_render_program(pol_string *out, pol_session *s);                       /* the compiled program, for people who work on it */
pol_result pol_render_code(pol_string *out, const pol_allocator *from, const char *code); /* what POL0301 means */
/* Lists, a line each: a name, a tab, what it is. Names of a checked policy, in its order; codes of all that can be reported, in the order of their numbers. */
typedef enum pol_names_of { POL_NAMES_DECISIONS, POL_NAMES_CLAUSES, POL_NAMES_FACTS } pol_names_of;
pol_result pol_render_names(pol_string *out, pol_session *s, pol_names_of of);
pol_result pol_render_codes(pol_string *out, const pol_allocator *from);
/* The text of a file, by its number in the order of adding. Formatted: in the layout of the house, the same words with other spaces and line ends and qualifiers in their order; POL_COULD_NOT when
 * it was not read without an error. Mended: with the sure fixes of what the session has reported so far; *mended says of how many reports. */
pol_result pol_render_formatted(pol_string *out, pol_session *s, size_t file);
pol_result pol_render_mended(pol_string *out, pol_session *s, size_t file, size_t *mended);
/* One text of a checked policy as it stands on the session's as-of date: its amendments carried out, as far as they are in force. Scenarios that no longer hold are left out. POL_BAD_NEWS: nothing
 * of the policy is in force that day; POL_COULD_NOT also where no such text would mean the same. */
pol_result pol_render_consolidated(pol_string *out, pol_session *s);
/* How many reports of each severity the session has. */
void pol_session_counts(const pol_session *s, size_t *errors, size_t *warnings, size_t *notes);
const char *pol_version(void);
#ifdef __cplusplus
}
#endif
#endif
