/* What is wrong with the user's input: records with a stable code, several places, notes, help and fixes. They are collected here and
 * rendered elsewhere. A report is one cause; its text is true without the source under it.
 * The registry (codes.def) gives each code its number, severity and the check that it belongs to. */
#ifndef POL_REPORT_REPORT_H
#define POL_REPORT_REPORT_H
#include "base/map.h"
#include "source/source.h"
#include <stdarg.h>

typedef enum pol_severity { POL_ERROR, POL_WARNING, POL_NOTE } pol_severity;

typedef enum pol_code { /* POL_R_CURLY_QUOTES … : the names in codes.def; value = index in the registry, not the number */
#define POL_CODE(NAME, number, severity, summary) POL_R_##NAME,
#include "report/codes.def"
#undef POL_CODE
  POL_CODES
} pol_code;

typedef struct pol_label { pol_span span; const char *text; bool equal; } pol_label; /* text may be ""; equal: as much the place as the primary one */
typedef struct pol_fix { pol_span span; const char *text; } pol_fix;     /* replace the span by the text */

typedef struct pol_report {
  pol_code code;
  pol_severity severity;
  const char *message;          /* one line, no full stop */
  pol_label at;                 /* the primary place */
  POL_VEC(pol_label) also;      /* secondary places */
  POL_VEC(const char *) notes;
  const char *help;             /* a choice that changes the meaning; NULL when there is none */
  const char *fix_text;         /* what the sure fix does, in words; NULL when there is none */
  POL_VEC(pol_fix) fixes;       /* the edits that --fix makes */
  uint32_t order;               /* when it was made: ties keep it */
} pol_report;

typedef struct pol_reports {
  pol_arena *arena;
  POL_VEC(pol_report *) list;
  uint32_t errors, warnings, notes;
  bool no_memory; /* a report was lost because memory ran out */
  pol_map seen;   /* code and place → index in the list */
  POL_VEC(pol_span) covered; /* where a mistake is reported that explains what else seems wrong there */
  pol_report spare; /* handed out where a report is dropped or lost; never listed */
} pol_reports;

void pol_reports_init(pol_reports *r, pol_arena *arena);
/* Adds a report; never NULL (out of memory: a spare one is handed out and no_memory set). A second report with the same code and the same primary
 * place is dropped. The message is a printf format as in pol_text_format. */
pol_report *pol_report_add(pol_reports *r, pol_code code, pol_span at, const char *format, ...) __attribute__((format(printf, 4, 5)));
/* From here on, reports about places in this stretch are dropped. false: out of memory. */
bool pol_reports_cover(pol_reports *r, pol_span stretch);
bool pol_reports_is_covered(const pol_reports *r, pol_span at); /* whether it touches such a stretch */
void pol_report_label(pol_reports *r, pol_report *p, const char *format, ...) __attribute__((format(printf, 3, 4))); /* of the primary place. Of no report (NULL) nothing is kept, here and below */
void pol_report_also(pol_reports *r, pol_report *p, pol_span at, const char *format, ...) __attribute__((format(printf, 4, 5)));
void pol_report_equally(pol_reports *r, pol_report *p, pol_span at); /* a second primary place: both are what is wrong */
void pol_report_note(pol_reports *r, pol_report *p, const char *format, ...) __attribute__((format(printf, 3, 4)));
void pol_report_help(pol_reports *r, pol_report *p, const char *format, ...) __attribute__((format(printf, 3, 4)));
/* The sure fix: its edit, and its description (help text after "fix: "). Call again for more edits; the first description stays. */
void pol_report_fix(pol_reports *r, pol_report *p, pol_span at, const char *text, const char *format, ...) __attribute__((format(printf, 5, 6)));
/* By file, then place, then order of making. */
void pol_reports_sort(pol_reports *r);
/* Takes away the reports of a code inside a place: another report tells their cause. */
void pol_reports_withdraw(pol_reports *r, pol_code code, pol_span inside);

unsigned pol_code_number(pol_code c);          /* 301 for POL0301 */
pol_severity pol_code_severity(pol_code c);
const char *pol_code_summary(pol_code c);      /* one line for `pol help` */
const char *pol_code_name(pol_code c);         /* NO_FACT: as the registry has it */
const char *pol_code_range(pol_code c);        /* what its hundred is about: "names" */

/* What `pol help CODE` tells of a code (explain.def); NULL where there is only the summary. The examples are "" where one file cannot show it. */
typedef struct pol_explanation { const char *text, *wrong, *right; } pol_explanation;
const pol_explanation *pol_code_explain(pol_code c);

/* The nearest of several names to a misspelt one: feed candidates, then ask. At most one letter in four different, or one whole inside the
 * other; large letters are as small ones, blanks and dashes as underscores. Ties go to the candidate that was fed first. */
typedef struct pol_nearest { const char *wanted; const char *best; unsigned distance; uint32_t tag; } pol_nearest;
void pol_nearest_init(pol_nearest *n, const char *wanted);
void pol_nearest_offer(pol_nearest *n, const char *candidate, uint32_t tag);
#endif
