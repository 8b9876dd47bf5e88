/* Two versions of a policy compared, in the forms that people and programs read. What a pol_contrast function of render.h does for a form. Private to render/. */
#ifndef POL_RENDER_CONTRAST_H
#define POL_RENDER_CONTRAST_H
#include "render/say.h"

/* -- words that the forms share, contrast.c. A pol_case of one of the two versions is for what is said of its policy: there is no record and no run. */
pol_case pol_contrast_case(const pol_contrast *t, int side);
/* Whether a decision is told by the version before: the version after does not have it. */
int pol_contrast_side(const pol_contrast *t, uint32_t decision);
const pol_decision *pol_contrast_decision(const pol_contrast *t, uint32_t decision);
const char *pol_contrast_title(const pol_contrast *t, uint32_t decision);
const char *pol_contrast_versions(const pol_contrast *t); /* 'Terms: as they are, and with "New provisions"' */
const char *pol_contrast_not_yet(const pol_contrast *t); /* amendments that are not in force on the day; "" where all are */
const char *pol_contrast_note(const pol_contrast *t, int side); /* what the policy's head asks to be said; NULL: nothing, or the same as of the version before */
/* "leave.annual.new.1 replaces leave.annual.existing.1": a change by its clauses. */
const char *pol_contrast_change(const pol_contrast *t, uint32_t change);
const char *pol_contrast_clause(const pol_contrast *t, int side, uint32_t clause);
const char *pol_contrast_fact(const pol_contrast *t, int side, uint32_t fact); /* its name */
const char *pol_fate_name(pol_clause_fate f);            /* as JSON has it: "replaced_in_part" */
/* Amounts for people, in the unit of a decision: "about 211.47 days"; the exact ratio is in the other forms. `unit`: with it; `sign`: a plus in front of what is more. */
pol_value pol_contrast_value(const pol_contrast *t, uint32_t decision, pol_num amount); /* as a value of its unit */
const char *pol_contrast_amount(const pol_contrast *t, uint32_t decision, pol_num amount, bool unit, bool sign);
bool pol_contrast_sums_up(const pol_contrast *t, uint32_t decision, const pol_decision_summary *s); /* whether its total says something: of percentages it does not */
const char *pol_contrast_unit(const pol_contrast *t, uint32_t decision); /* "hours", "per month": what follows the number; "" */
const char *pol_contrast_unit_name(const pol_contrast *t, uint32_t decision); /* as JSON has a value's type: "hours", "money per month" */
const char *pol_contrast_count(const pol_page *page, uint64_t n);        /* "10,000" */
/* An outcome with its value: "permitted", "31 days"; and both: "31 -> 6.2 days". */
const char *pol_contrast_outcome(const pol_contrast *t, uint32_t decision, int side, pol_outcome outcome, const pol_value *value);
const char *pol_contrast_step(const pol_contrast *t, uint32_t decision, const pol_outcome outcome[2], const pol_value value[2]);
/* The clauses that carry a difference, each version's: "a.1, a.2 -> b.1", "now b.1", "no longer a.1"; "" where there are none. */
const char *pol_contrast_because(const pol_contrast *t, const pol_clause_of *because, uint32_t n);
/* That not every change could be tried by itself for so many people. */
const char *pol_contrast_untried(const pol_contrast *t, uint64_t n);

/* -- TEXT: contrast_text.c, what people compare first; contrast_people.c, a line a person; contrast_groups.c; contrast_meaning.c, without people. */
pol_status pol_contrast_text_begin(pol_contrast *t);
pol_status pol_contrast_text_person(pol_contrast *t, const pol_compared_person *p);
pol_status pol_contrast_text_end(pol_contrast *t, const pol_people_summary *summary);
pol_status pol_contrast_redline(const pol_contrast *t); /* contrast_redline.c: the words of the clauses that differ */
void pol_contrast_groups(const pol_contrast *t, const pol_people_summary *summary);
void pol_contrast_meaning(const pol_contrast *t);

typedef struct pol_counts_table { size_t title, column[5]; bool stacked; } pol_counts_table; /* columns of counts beside a bar */
pol_counts_table pol_counts_table_of(const pol_page *page, size_t widest, uint64_t most);
void pol_counts_heading(const pol_page *page, const pol_counts_table *w, const char *label);
void pol_counts_row(const pol_page *page, const pol_counts_table *w, const char *title, const uint64_t n[POL_IMPACTS]);
void pol_counts_legend(const pol_page *page);

typedef struct pol_kept_people pol_kept_people; /* those with the largest differences, of each decision */
pol_status pol_kept_people_new(pol_kept_people **out, const pol_contrast *t);
pol_status pol_kept_people_look(pol_kept_people *k, const pol_contrast *t, const pol_compared_person *p);
void pol_kept_people_write(const pol_kept_people *k, const pol_contrast *t, const pol_people_summary *summary);
void pol_kept_people_drop(pol_kept_people *k);

/* -- JSON and NDJSON, contrast_json.c, contrast_summary.c; CSV, contrast_csv.c */
void pol_contrast_json_begin(pol_contrast *t);
void pol_contrast_json_person(pol_contrast *t, const pol_compared_person *p);
void pol_contrast_json_end(pol_contrast *t, const pol_people_summary *summary);
void pol_contrast_json_summary(pol_contrast *t, const pol_people_summary *summary);
void pol_contrast_json_number(pol_json *j, const pol_contrast *t, uint32_t decision, bool known, pol_num n); /* exact, in the unit of the decision; null */
void pol_contrast_csv_begin(const pol_contrast *t);
void pol_contrast_csv_person(const pol_contrast *t, const pol_compared_person *p);

/* HTML, contrast_html.c: one self-contained page, written at the end. What is confidential is left out: it may be passed on. summary NULL: people are not compared. */
void pol_contrast_html(const pol_contrast *t, const pol_people_summary *summary);
/* CELLS, contrast_cells.c: sheets Summary, Decisions, People (rows as they come), Groups, Undetermined, Text. POL_REJECTED: the grid takes no more. */
pol_status pol_contrast_cells_begin(pol_contrast *t);
pol_status pol_contrast_cells_person(pol_contrast *t, const pol_compared_person *p);
pol_status pol_contrast_cells_end(pol_contrast *t, const pol_people_summary *summary);
#endif
