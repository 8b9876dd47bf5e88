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

/* A heading of a table, or a key of JSON, that stands for a fact, by its name; the fact "id": for the record's id; "": for nothing that the policy needs. Of the facts that are read afterwards, not of
 * pol_session_given. To be said of a session that is checked or compared. POL_COULD_NOT with a report: there is no such fact, or the heading or the fact has another one already. */
pol_result pol_session_map(pol_session *s, const char *heading, const char *fact);
/* What the fields of tables stand apart by, where a feed does not say it; 0: a comma. POL_COULD_NOT: a quotation mark, a letter, a digit, a line end, or no character of ASCII. */
pol_result pol_session_delimiter(pol_session *s, char delimiter);
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
typedef struct pol_view { pol_form form; bool colour; bool trace; const char *why_not; const char *id; bool outcomes; size_t width; bool names; bool brief /* facts in text: a line each */;
  bool open; const char *letterhead; /* HTML: with the annexes open; plain text in up to three parts, divided by lines of ---: what stands above, opens and closes the letter */
} pol_view; /* zero: text, defaults; why_not: "permitted" … */
pol_result pol_render_reports(pol_string *out, pol_session *s, const pol_view *v);
/* Bytes out as they are made, so that what is long is never in memory together. false: they are not taken any more, and nothing more is made. */
typedef struct pol_sink { bool (*put)(void *user, const char *bytes, size_t n); void *user; } pol_sink;
/* Bytes in as they are asked for: at most `room` of them, *n 0 at the end. false: they cannot be had. CSV and NDJSON are read piece by piece; a JSON document whole. */
typedef struct pol_feed { const char *name; pol_form form; bool (*get)(void *user, char *bytes, size_t room, size_t *n); void *user; char delimiter; /* of CSV; 0: a comma */ } pol_feed;
typedef struct pol_crew { /* threads, say: the library starts none of its own. Its parts ask the session's allocator for memory, several at once */
  void (*run)(void *user, void (*part)(void *task, size_t i), void *task, size_t n); /* calls part(task, 0) … part(task, n - 1), and returns when all are done */
  void *user;
  size_t hands; /* how many at once */
} pol_crew;
/* Which code decides many records: what comes out is the same. */
typedef enum pol_speed { POL_SPEED_BEST, POL_SPEED_ENGINE /* the engine alone, as for one record */, POL_SPEED_PORTABLE, POL_SPEED_V2, POL_SPEED_V3, POL_SPEED_V4 /* at most so much of x86-64 */ } pol_speed;
typedef struct pol_tally { /* what there was; nothing where a table's heading is wrong */
  uint64_t records;        /* read, as far as they were wanted */
  uint64_t wrong;          /* of these: with a wrong fact, and so not decided */
  uint64_t faults;         /* answers of the others that are an error or a contradiction */
  uint64_t read;           /* records in all, whether wanted or not */
  bool stopped;            /* the last of those is in error, and that is not put up with */
} pol_tally;
typedef struct pol_batch { /* zero: one thread, every record */
  const pol_crew *crew;    /* who decides parts of a file at once; NULL: one after the other */
  bool strict;             /* nothing more is decided after a record that is in error */
  pol_speed speed;
  void (*progress)(void *user, uint64_t records, uint64_t bytes); /* told now and then how many are decided and how much is read, by one thread at a time; NULL: nobody */
  void *user;
  pol_tally *tally;        /* filled in, whatever the result; NULL: nowhere */
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
  void (*progress)(void *user, uint64_t records); /* told now and then how many people are compared; NULL: nobody */
  void *user;
  bool *differ;                      /* where to say whether the versions differ: in a clause, or in an outcome; NULL: nowhere */
} pol_measuring;
/* text, JSON, NDJSON, CSV (a row a person and decision that changed), HTML. facts NULL: by text and by meaning. POL_BAD_NEWS: a record is in error, and was not compared. POL_COULD_NOT
 * after something was put: what was put is no whole result. */
pol_result pol_render_comparison(const pol_sink *out, pol_session *s, const pol_view *v, const pol_measuring *wanted, const pol_feed *facts);
pol_result pol_fill_comparison(const pol_grid *out, pol_session *s, const pol_measuring *wanted, const pol_feed *facts); /* the same as sheets */

/* -- receipts: what was decided, from which facts, by which texts, and why, so that it can be held beside a second evaluation years later. A receipt is lines of JSON: what it was decided from, with
 * digests of every text and of what each clause means; the facts as they came, byte for byte; the answers with their traces, as pol_decide writes them; and a digest of all that. It has no clock, no
 * machine and no person's name but those in the facts. The same question gives the same bytes. The digest shows that a receipt is not as it was written to whoever has noted it elsewhere; who can
 * write a file can also write another receipt. */
typedef struct pol_store { /* bytes that are written one after the other, and read back from anywhere */
  bool (*put)(void *user, const char *bytes, size_t n); /* false: not taken any more. NULL where it is only read */
  bool (*get)(void *user, uint64_t at, char *bytes, size_t room, size_t *n); /* *n 0: there is nothing from there on. false: they cannot be had */
  void *user;
} pol_store;
typedef struct pol_receipt pol_receipt;
/* Reads the facts into a receipt, decides them from there as the session was asked to, and puts the answers and the end. POL_DONE: it is whole, whatever is in it (how->tally tells). POL_BAD_NEWS:
 * there is none, for a record is in error and how->strict. Otherwise as pol_decide. The store must stay for as long as the receipt, which is dropped before the session. */
pol_result pol_receipt_write(pol_receipt **out, pol_session *s, const pol_store *to, const pol_feed *facts, const pol_batch *how);
/* Reads what is there, for a session to which nothing was added yet. An altered receipt is read all the same; pol_replay says so. POL_COULD_NOT with a report: it is no receipt, or not a whole one. */
pol_result pol_receipt_read(pol_receipt **out, pol_session *s, const char *name, const pol_store *from);
void pol_receipt_drop(pol_receipt *r);
pol_feed pol_receipt_facts(pol_receipt *r); /* the facts, from their beginning; one feed at a time */
const char *pol_receipt_file(const pol_receipt *r, size_t i); /* names of the policy's own texts, in their order; NULL: there are no more */
const char *pol_receipt_amended_from(const pol_receipt *r, const char *name); /* the day with which that amendment was given; NULL: none */
/* Decides the receipt's facts again, by the texts of a checked session of which nothing was asked yet, and says what differs and why: text, JSON (schema/replay.schema.json; v->trace: with both
 * traces). POL_DONE: nothing differs. POL_BAD_NEWS: something does. POL_COULD_NOT: it could not be decided again, or the sink takes no more. */
pol_result pol_replay(const pol_sink *out, pol_session *s, pol_receipt *r, const pol_view *v, const pol_batch *how);

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

/* -- deciding from within a program: compiled once, decided as often as wanted, by any number of threads, without files.
 *
 *   pol_decider  a checked policy made ready, with what is asked of it. Immutable: threads share it
 *   pol_desk     one record after the other, of one thread: facts are set one by one, decided, and what came of it is read
 *   pol_arrays   how a program's arrays are laid out: which fact each of them holds, and how. Immutable: threads share it
 *   pol_mill     many records at once, of one thread: arrays in, arrays out
 *
 * Facts, decisions, options and parties are numbers from 0 here, looked up by name once. What is too much to be decided fast (a missing fact that leaves an answer open, a number of many
 * places …) is decided exactly all the same: what comes out is always what pol_decide would say of the same record. Nothing here makes reports; what is wrong with a fact is asked of the
 * desk. Once a desk or a mill has seen some records it allocates nothing more for records like them. An allocator that threads share must let itself be called by several at once. */

#define POL_NONE UINT32_MAX /* no such fact, decision, option; where a decision is wanted: all of them */

typedef enum pol_kind { /* of a fact or a decision */
  POL_KIND_YES_NO, POL_KIND_OPTION, POL_KIND_PARTY, POL_KIND_NUMBER /* with or without a unit: percentages, money, hours, days … */,
  POL_KIND_PERIOD /* months and days together */, POL_KIND_DATE, POL_KIND_TIME, POL_KIND_TEXT, POL_KIND_LIST,
  POL_KIND_PERMISSION, POL_KIND_SET, POL_KIND_SEQUENCE, POL_KIND_OBLIGATIONS /* decisions alone */
} pol_kind;

typedef enum pol_decided { /* what became of a decision */
  POL_DECIDED_NOT_APPLICABLE, /* out of its scope, or no clause says anything */
  POL_DECIDED_REFUSED, POL_DECIDED_REFERRED, POL_DECIDED_PERMITTED, POL_DECIDED_VALUE,
  POL_DECIDED_UNDETERMINED, /* facts are missing that could change it */
  POL_DECIDED_CONFLICT, POL_DECIDED_ERROR /* clauses that contradict each other; a division by zero, a number too large … */
} pol_decided;

typedef struct pol_decider pol_decider;
/* Of a checked session, with the decisions that it was asked for (none: all), what is given for every record (pol_session_given), and its as-of date, if it has one, to begin with. On POL_DONE
 * the session belongs to the decider, and is not to be used any more; otherwise it stays the caller's. POL_COULD_NOT: it is not checked, or what is given is wrong, which is reported there. */
pol_result pol_decider_new(pol_decider **out, pol_session *s, pol_speed speed);
void pol_decider_drop(pol_decider *d); /* after everything that was made of it */

/* What there is. Texts live as long as the decider. Facts are those of the policy in its order; decisions those that are asked, in the order of asking. */
typedef struct pol_about_fact {
  const char *name;    /* "employee.weekly_hours" */
  pol_kind kind;
  const char *unit;    /* of numbers: in what they are given: "hours", "money", "percent"; "" where there is none */
  uint32_t options;    /* of options and parties: how many there are */
  bool needed;         /* the decisions that are asked read it */
  bool given;          /* it is given for every record that does not say otherwise */
} pol_about_fact;
typedef struct pol_about_decision {
  const char *name, *title;
  pol_kind kind;
  const char *unit;    /* of numbers, as of a fact */
  uint32_t options;    /* of options, parties, sets and sequences */
} pol_about_decision;
uint32_t pol_decider_facts(const pol_decider *d);
uint32_t pol_decider_decisions(const pol_decider *d);
bool pol_decider_fact(pol_about_fact *out, const pol_decider *d, uint32_t fact);             /* false: there is no such fact */
bool pol_decider_decision(pol_about_decision *out, const pol_decider *d, uint32_t decision);
uint32_t pol_decider_find_fact(const pol_decider *d, const char *name);                      /* POL_NONE: there is none */
uint32_t pol_decider_find_decision(const pol_decider *d, const char *name);                  /* POL_NONE: there is none, or it was not asked for */
const char *pol_decider_fact_option(const pol_decider *d, uint32_t fact, uint32_t option);   /* its name, of options and parties; NULL: there is none */
const char *pol_decider_decision_option(const pol_decider *d, uint32_t decision, uint32_t option);
uint32_t pol_decider_find_option(const pol_decider *d, uint32_t fact, const char *name);     /* POL_NONE: there is none */
const char *pol_decider_party(const pol_decider *d, uint32_t party);                         /* to whom a decision can be referred; NULL: there is none */

/* One record. A desk begins with nothing known but what is given for every record, and begins so again after pol_desk_clear. Facts stay until they are set again or cleared, so what does not
 * change from record to record need not be repeated. A fact that is set to what it cannot be (another kind, out of its bounds) is wrong, which pol_desk_wrong says in words, and nothing is
 * decided until it is set right or cleared: wrong is never taken for unknown. What is read of a decision is there after pol_desk_decide, until a fact is set. */
typedef struct pol_desk pol_desk;
pol_result pol_desk_new(pol_desk **out, const pol_decider *d);
void pol_desk_drop(pol_desk *k);
void pol_desk_clear(pol_desk *k);
bool pol_desk_as_of(pol_desk *k, int32_t day); /* days since 1970-01-01; false: not within the years 1 to 9999 */
bool pol_day(int32_t *out, int year, int month, int day); /* days since 1970-01-01; false: there is no such day */
bool pol_desk_id(pol_desk *k, const char *id, size_t n);  /* what JSON calls the record, until pol_desk_clear; id NULL: nothing. false: out of memory */

/* POL_DONE, POL_COULD_NOT when it is wrong, POL_OUT_OF_MEMORY. */
pol_result pol_desk_unknown(pol_desk *k, uint32_t fact);                                      /* whatever is given for every record */
pol_result pol_desk_yes_no(pol_desk *k, uint32_t fact, bool yes);
pol_result pol_desk_option(pol_desk *k, uint32_t fact, uint32_t option);                      /* also a party */
pol_result pol_desk_number(pol_desk *k, uint32_t fact, int64_t digits, unsigned places);      /* digits / 10^places, places at most 18, in the fact's unit: 12.5 percent is 125, 1 */
pol_result pol_desk_period(pol_desk *k, uint32_t fact, int32_t months, int32_t days);
pol_result pol_desk_date(pol_desk *k, uint32_t fact, int32_t day);                            /* days since 1970-01-01 */
pol_result pol_desk_ymd(pol_desk *k, uint32_t fact, int year, int month, int day);
pol_result pol_desk_time(pol_desk *k, uint32_t fact, int32_t minutes);                        /* since midnight, at most 1440 */
pol_result pol_desk_text(pol_desk *k, uint32_t fact, const char *text, size_t n);             /* of any kind but a list: as a cell of a CSV file has it, with its unit or without: "18.5 hours"; "" is unknown */
pol_result pol_desk_record(pol_desk *k, const char *json, size_t n);                          /* a whole record as a JSON object, in place of all facts and the id; the only way to give lists */
const char *pol_desk_wrong(const pol_desk *k, uint32_t fact);                                 /* NULL: it is not wrong. fact POL_NONE: of the first that is. Until the fact is set again */

/* POL_BAD_NEWS: decided, and an outcome is an error or a conflict. POL_COULD_NOT: a fact is wrong, or there is no as-of date. */
pol_result pol_desk_decide(pol_desk *k);
pol_decided pol_desk_outcome(const pol_desk *k, uint32_t decision);       /* undetermined too where nothing was decided */
/* The value of a decision, where it has one (POL_DECIDED_VALUE, or a permission's amount); false: it has none, or not one of this kind, or it does not fit. */
bool pol_desk_whole(const pol_desk *k, uint32_t decision, int64_t *out);  /* yes or no: 1, 0; an option, a party: its number; a date: days; a time: minutes; a number that is whole */
bool pol_desk_ratio(const pol_desk *k, uint32_t decision, int64_t *numerator, int64_t *denominator); /* a number, in lowest terms, as it is: 12.5 percent is 1/8 */
bool pol_desk_decimal(const pol_desk *k, uint32_t decision, unsigned places, int64_t *digits);       /* digits / 10^places, exactly, in the decision's unit: 12.5 percent is 125 of 1 place; places at most 18 */
bool pol_desk_months(const pol_desk *k, uint32_t decision, int32_t *months, int32_t *days);          /* a period */
/* As a cell of a CSV file has it: "92.50", "750/37", "2024-04-01", "permitted"; "" where there is neither a value nor an outcome worth a word. Written with a NUL at its end as far as there is
 * room; its length, whatever the room. SIZE_MAX: out of memory. */
size_t pol_desk_cell(pol_desk *k, uint32_t decision, char *to, size_t room);

/* Why; worked out when it is first asked for. The arrays live until a fact is set or the desk decides again. POL_COULD_NOT: nothing was decided. */
typedef struct pol_because { const char *clause, *title, *effect, *reason; } pol_because; /* reason: its words, filled in; NULL: it gives none */
typedef struct pol_reasons {
  const pol_because *because; size_t becauses;
  const uint32_t *missing; size_t missings;   /* of what is undetermined: facts that could settle it, the next to ask first */
  const uint32_t *item; size_t items;         /* of sets and sequences: options. Of what is referred: parties */
  bool out_of_scope;                          /* of what is not applicable: a clause says so; else none says anything */
} pol_reasons;
pol_result pol_desk_why(pol_desk *k, uint32_t decision, pol_reasons *out);
/* The record as pol_decide writes it in a line of NDJSON, without the line end: one decision, or POL_NONE for all. trace: with every clause, condition and fact. A record with a wrong fact is
 * {"id": …, "wrong": true, "decisions": []}. The text is the desk's, NUL-ended, until it is asked again or dropped. */
pol_result pol_desk_json(pol_desk *k, uint32_t decision, bool trace, const char **text, size_t *n);

/* Many records. Arrow's arrays of booleans, integers, decimals in 64 bits, dates in days, and dictionary indices whose dictionary is in the order of the options, are what is wanted here; so are
 * plain C arrays. Pieces of 1,024 rows are read where they stand when an array is as narrow as the values of its fact allow and the piece begins at a multiple of 64 bytes; all else, what
 * is left after the last whole piece too, is copied into what stays in the processor's cache. Every value is checked on the way. No array is read beyond its end. */
typedef enum pol_cells {
  POL_CELLS_BITS, /* a bit a row, the lowest of a byte first: yes or no */
  POL_CELLS_8, POL_CELLS_16, POL_CELLS_32, POL_CELLS_64, /* signed integers. Yes or no: 0, 1. Options, parties: numbers. Dates: days since 1970-01-01. Times: minutes. Numbers: times 10^places */
  POL_CELLS_TEXT  /* as pol_desk_text takes them, of any kind but lists: 32-bit offsets into bytes, one more than there are rows. Slow */
} pol_cells;
typedef struct pol_cells_of { /* one array, whichever rows come */
  uint32_t fact;
  pol_cells cells;
  uint8_t places;       /* of numbers; at most 18 */
  int64_t least, most;  /* nearly all cells are within these: the narrower, the faster. Both 0: not known. What is outside is decided all the same */
} pol_cells_of;
typedef struct pol_arrays pol_arrays;
/* On an as-of date, days since 1970-01-01. Facts that no array gives are those given for every record; so is a fact in a row where its array does not know it. POL_COULD_NOT: an array cannot hold
 * its fact, a fact has two, or the date is none. */
pol_result pol_arrays_new(pol_arrays **out, const pol_decider *d, int32_t as_of, const pol_cells_of *of, size_t n);
void pol_arrays_drop(pol_arrays *c); /* after its mills; before the decider */
typedef struct pol_cells_made { /* what comes out for a decision */
  pol_kind kind;
  pol_cells cells;      /* the narrowest that holds its values, but for what is out of the ordinary */
  int64_t scale;        /* of numbers: a cell divided by it is the value. A value that is not so many parts of one does not fit: POL_ROW_UNFIT */
  bool fast;            /* decided in lanes, but for single rows; else each row by itself */
} pol_cells_made;
bool pol_arrays_decision(pol_cells_made *out, const pol_arrays *c, uint32_t decision);

typedef struct pol_cells_in {
  const void *at;       /* the first row's cell; of bits: the byte from which `first` counts. Aligned as its integers are */
  const char *bytes;    /* of texts: what the offsets count in */
  const uint8_t *known; /* by row: not 0 where it is known; NULL: all are */
  bool known_bits;      /* a bit a row instead, the lowest first */
  size_t first;         /* of bits, in `at` and in `known`: which is the first row's */
} pol_cells_in;
typedef struct pol_cells_out {
  uint8_t *outcome;     /* by row: pol_decided. NULL: not wanted */
  void *at;             /* by row: the value, 0 where there is none. NULL: not wanted. A decision whose values are no single number (a period, a set, obligations) has none */
  pol_cells cells;      /* of `at`: signed integers */
} pol_cells_out;
enum { POL_ROW_FINE, POL_ROW_WRONG = 1 /* a fact is wrong; its outcomes are errors */, POL_ROW_BAD = 2 /* an outcome is an error or a conflict */, POL_ROW_UNFIT = 4 /* a value does not fit where it should go; 0 is there */ };
typedef struct pol_slice {
  size_t rows;
  const pol_cells_in *in;    /* for each of the arrays, in their order */
  const pol_cells_out *out;  /* for each decision, in their order */
  uint8_t *row;              /* what is the matter with each row: POL_ROW_FINE, or some of the others together. NULL: not wanted */
} pol_slice;
typedef struct pol_mill pol_mill;
pol_result pol_mill_new(pol_mill **out, const pol_arrays *c);
void pol_mill_drop(pol_mill *m);
/* POL_BAD_NEWS: a row is not POL_ROW_FINE; the others are decided. POL_OUT_OF_MEMORY: what was put out is no whole result. */
pol_result pol_mill_decide(pol_mill *m, const pol_slice *s);
uint64_t pol_mill_singly(const pol_mill *m); /* how many rows were decided by themselves so far: if it is many, `least` and `most` are too near */
/* One row of a slice at a desk of the mill, not decided yet, to ask why: of a wrong row pol_desk_wrong, else pol_desk_decide and what follows. The desk is the mill's. NULL: out of memory. */
pol_desk *pol_mill_desk(pol_mill *m, const pol_slice *s, size_t row);
#ifdef __cplusplus
}
#endif
#endif
