/* Conditions read off a run: the author's own words with the values put in, a mark for each part, and how narrowly a comparison held or
 * failed. The lines are the only walk over a condition; text, JSON and the short "because" all read them. */
#ifndef POL_RENDER_CONDITION_H
#define POL_RENDER_CONDITION_H
#include "render/say.h"

typedef enum pol_mark {
  POL_MARK_YES,
  POL_MARK_NO,
  POL_MARK_UNKNOWN,
  POL_MARK_ERRED,
  POL_MARK_NONE,    /* does not arise */
  POL_MARK_WITHHELD /* it would tell of a confidential fact */
} pol_mark;

typedef struct pol_line {
  uint32_t depth; /* parts of a line follow it, one deeper */
  pol_mark mark;
  bool group;              /* "all of", "any of", a named condition: its parts say why */
  const char *text;        /* the author's words, each fact followed by [its value] */
  const char *margin;      /* "2 ranks over"; "" when there is none to tell */
  const char *aside;       /* the same, as a reason has it: "£20.00 below" */
  const char *excess;      /* how far from being otherwise: "1 rank too many", "1 day after the last day, 14 March 2023"; "" */
  const char *short_words; /* as a reason has it: "the review is satisfactory: yes" */
  const char *brief_words; /* the same without why a named condition is what it is: enough beside another reason; NULL */
  uint32_t fact;           /* the known yes-or-no fact that it is about alone; POL_NO_REF */
  const char *title;       /* of a named condition; "" */
  const pol_expr *of;      /* what it is about; NULL for elements of a list */
} pol_line;

typedef struct pol_lines {
  POL_VEC(pol_line) list;
  const char *joined; /* "all of", "any of" when the whole has several parts, else "" */
} pol_lines;

/* The condition's lines for the case's row. */
void pol_condition_lines(pol_lines *out, const pol_case *c, const pol_expr *condition);
/* -- reasons.c. Its parts with this mark, as one sentence: "the review is satisfactory: no; the acting rank sought is inspector: above …". */
const char *pol_condition_words(const pol_case *c, const pol_expr *condition, pol_mark wanted);
const char *pol_lines_words(const pol_case *c, const pol_lines *lines, uint32_t from, uint32_t to, pol_mark wanted); /* of some of its lines; "" */
const char *pol_condition_bare_words(const pol_case *c, const pol_expr *condition, pol_mark wanted); /* without margins */
/* The source of an amount with its values put in; of a named one, what the name stands for. */
const char *pol_condition_source(const pol_case *c, const pol_expr *amount);
const char *pol_condition_people(const pol_case *c, const pol_expr *amount); /* the same for people: "3 months before 1 September 2025 (return date)" */
const char *pol_condition_body(const pol_case *c, const pol_expr *amount);

bool pol_node_inside(pol_span outer, const pol_node *node);
/* Source between two places on one line, blanks as one, comments left out. */
typedef struct pol_insert { /* after the byte before `at`, ascending */
  uint32_t at, from;        /* from: what stands from there up to `at` gives way to `instead`, unless that is NULL */
  const char *text;         /* NULL: nothing is put in */
  const char *instead;
} pol_insert;
const char *pol_source_words(const pol_case *c, pol_span span, const pol_insert *list, size_t n);

/* Rows of the loops that we are inside of, innermost first; NULL: none. */
typedef struct pol_rows {
  const struct pol_rows *outer;
  uint32_t frame, row;
} pol_rows;
/* The value of an expression; false when the run does not hold it. */
bool pol_expr_read(pol_value *out, const pol_case *c, const pol_rows *rows, const pol_expr *e);
/* The words at a node with values put in; `people`: names with spaces, and options as people call them. */
const char *pol_words_at(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node, bool people);
/* The same for people, of what a subject is compared with: "more than 1 rank above constable (applicant substantive rank)". */
const char *pol_words_beside(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node);
/* What a test comes to, as a sentence that is true: with "not" where it does not hold, a fact by its label. `text`: the author's words, for
 * what is no test. */
const char *pol_phrase(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node, pol_mark mark, const char *text);
/* A cell of a table says only what is asked of its column: the whole sentence, "service [5 years] is at least 5 years". NULL when the node
 * is no such cell. */
const pol_expr *pol_cell_subject(const pol_expr *e, const pol_node *node); /* what it asks about; NULL as below */
const char *pol_cell_words(const pol_case *c, const pol_rows *rows, const pol_expr *e, const pol_node *node);
pol_mark pol_mark_of(const pol_case *c, const pol_rows *rows, const pol_expr *e);
/* -- margin.c. How narrowly a comparison held or failed, beside the condition; and what it would take to be otherwise. "": nothing to tell. */
const char *pol_margin(const pol_case *c, const pol_rows *rows, const pol_expr *e);
const char *pol_margin_aside(const pol_case *c, const pol_rows *rows, const pol_expr *e);
const char *pol_margin_excess(const pol_case *c, const pol_rows *rows, const pol_expr *e);
/* The loop's rows that belong to the case's row: calls back with each, at most `most`; gives their number. */
uint32_t pol_loop_rows(uint32_t *row, uint32_t most, uint32_t *frame, const pol_case *c, const pol_rows *rows, const pol_expr *loop);
#endif
