/* Results as bytes: the only place that writes what people and programs read. Everything is appended to the text of a pol_paper; nothing is
 * printed. A function that has no way to write the form that the paper asks for gives POL_REJECTED and writes nothing. POL_NO_MEMORY leaves
 * the text unfinished. Names start with pol_write_, because pol.h has the doors' pol_render_; src/app joins the two. */
#ifndef POL_RENDER_RENDER_H
#define POL_RENDER_RENDER_H
#include "base/json.h"
#include "compare/compare.h"
#include "eval/answer.h"
#include "scenario/coverage.h"
#include "scenario/mutate.h"

typedef enum pol_write_form {
  POL_WRITE_TEXT,
  POL_WRITE_JSON,
  POL_WRITE_NDJSON,
  POL_WRITE_CSV,
  POL_WRITE_JSON_SCHEMA,
  POL_WRITE_TAP,
  POL_WRITE_JUNIT,
  POL_WRITE_HTML,
  POL_WRITE_DOT,
  POL_WRITE_SARIF,
  POL_WRITE_MARKDOWN,
  POL_WRITE_CELLS /* to a grid, not to the text */
} pol_write_form;

typedef struct pol_paper {
  pol_text *to;     /* the caller's; appended to */
  pol_arena *arena; /* scratch: what is taken here is given back before the function returns */
  pol_write_form form;
  size_t width;  /* of text; 0: 80 */
  bool colour;   /* text for a terminal */
  bool trace;    /* explanations: with every clause, condition and fact */
  bool open;     /* HTML: the annexes are open */
  const char *letterhead; /* HTML: what stands above the letter, opens and closes it, in plain text; NULL: the publisher */
  bool outcomes; /* CSV: a D.outcome column for each decision */
  bool brief;    /* facts: a line each */
  const char *version; /* SARIF: of pol; NULL: not said */
} pol_paper;

/* -- reports: TEXT, JSON, SARIF. Sorted, 20 a file, with a last line of counts. Nothing at all in TEXT when there are none. */
pol_status pol_write_reports(const pol_paper *p, pol_reports *reports, const pol_sources *sources);
/* What POL0301 means. POL_REJECTED: there is no such code. "POL0301", "pol0301" and "301" are the same. */
pol_status pol_write_code(const pol_paper *p, const char *code);

/* -- decisions and explanations, record by record, so that a million of them need not be in memory together: begin once, record for each,
 * end once. The caller may empty paper->to between the calls. Decisions: TEXT, JSON, NDJSON, CSV. Explanations: TEXT, JSON, NDJSON;
 * paper->trace adds the trace; HTML and DOT, which are of one record and one decision: POL_REJECTED for more. */
typedef struct pol_edition { /* which policy, on which date */
  const pol_program *program;
  pol_date as_of;
} pol_edition;

typedef struct pol_telling {
  const pol_paper *paper;
  const pol_edition *edition;
  const uint32_t *asked;
  uint32_t askeds; /* decisions, in the order wanted */
  bool explain;    /* explanations; else decisions */
  /* kept by the functions below, zero at the start */
  uint64_t records; /* told so far */
  uint64_t errors;  /* decisions with outcome error or conflict among them, and records that are wrong */
  pol_json json;
} pol_telling;

typedef struct pol_told { /* one record and its answers */
  pol_run *run;
  uint32_t row;                   /* the chunk that holds it, and its place in it */
  const pol_record_facts *record; /* record->wrong: it was not decided, and answers are not looked at */
  const pol_answer *answer;       /* one for each decision asked, in that order */
  const pol_why_not *why_not;     /* NULL, or one for each answer: explanations only */
} pol_told;

pol_status pol_write_begin(pol_telling *t);
pol_status pol_write_record(pol_telling *t, const pol_told *told);
pol_status pol_write_end(pol_telling *t);
const char *pol_say_fault(pol_fault f); /* "a division by 0" */

/* -- the facts and decisions that a policy declares: TEXT, JSON_SCHEMA (draft 2020-12), CSV (a heading line). askeds 0: all; else the facts
 * they read. */
pol_status pol_write_facts(const pol_paper *p, const pol_edition *e, const uint32_t *asked, uint32_t askeds);

/* -- a policy read back in sentences: TEXT, JSON. */
typedef struct pol_selection {
  const uint32_t *clause;
  uint32_t clauses; /* 0: all but those of modules */
  bool names;       /* facts, definitions and questions with their names in brackets */
} pol_selection;
pol_status pol_write_reading(const pol_paper *p, const pol_edition *e, const pol_selection *of);
/* -- a policy's documentation: TEXT, MARKDOWN, HTML. */
pol_status pol_write_doc(const pol_paper *p, const pol_edition *e);
/* -- what modules declare, from their texts: TEXT, MARKDOWN, HTML. */
typedef struct pol_module { const char *name; const pol_tree *tree; uint32_t file; } pol_module;
pol_status pol_write_modules(const pol_paper *p, const pol_sources *sources, const pol_atoms *atoms, const pol_module *modules, uint32_t n);

/* -- results of scenarios: TEXT, TAP (14), JUNIT, JSON; with their coverage: TEXT, JSON, and HTML, which is the coverage alone. */
typedef struct pol_tested {
  const pol_scenario_results *results;
  const pol_coverage *coverage;        /* NULL: not asked for */
  const pol_mutation *mutation;        /* NULL: not asked for */
  unsigned min_clause, min_condition;  /* percent that is asked for; 0: nothing is */
  bool all;                            /* in text, everything that is missing */
} pol_tested;
pol_status pol_write_tests(const pol_paper *p, const pol_edition *e, const pol_tested *tested);
/* Whether the coverage is as large as asked for. */
bool pol_coverage_suffices(const pol_tested *tested);

/* -- two versions of a policy compared: TEXT, JSON, NDJSON, CSV, HTML, CELLS. begin once; person for each, in order, where people are compared; end once, with what is
 * to be said of them all. The caller may empty paper->to between the calls. */
typedef enum pol_write_cell_kind { POL_WRITE_CELL_EMPTY, POL_WRITE_CELL_TEXT, POL_WRITE_CELL_NUMBER, POL_WRITE_CELL_DATE } pol_write_cell_kind;
typedef struct pol_write_cell { pol_write_cell_kind kind; const char *text; size_t length; const char *unit; bool heading; } pol_write_cell; /* as pol.h's pol_cell */
typedef struct pol_write_grid { /* as pol.h's pol_grid */
  bool (*sheet)(void *user, const char *title);
  bool (*row)(void *user, const pol_write_cell *cell, size_t cells);
  void *user;
} pol_write_grid;

typedef struct pol_contrast {
  const pol_paper *paper;
  const pol_comparison *of;
  bool measured;              /* over people */
  const uint32_t *by; uint32_t bys; /* facts of the version after that they are grouped by */
  bool people;                /* TEXT: a line a person, those who lose the most first */
  uint32_t most;              /* how many of the largest of each decision are shown; 0: 10 */
  bool redline;               /* TEXT: the words of the clauses that differ */
  pol_compare_witness *witness; /* by decision of the comparison, where people are not compared: facts for which it changes; NULL: not looked for */
  const pol_write_grid *grid; /* CELLS */
  const char *facts;          /* the file of the people, as it is shown; NULL */
  const char *command;        /* the command line that does this again; NULL: not said */
  /* kept by the functions below, zero at the start */
  uint64_t records;           /* told so far */
  uint64_t wrong;             /* those in error among them */
  pol_json json;
  void *kept;                 /* what a form remembers of the people, in the paper's arena */
} pol_contrast;

pol_status pol_contrast_begin(pol_contrast *t);
pol_status pol_contrast_person(pol_contrast *t, const pol_compared_person *p);
pol_status pol_contrast_end(pol_contrast *t, const pol_people_summary *s); /* NULL where people are not compared */
void pol_contrast_drop(pol_contrast *t); /* what was kept: always, whatever became of it */
#endif
