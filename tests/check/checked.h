/* A policy from its text to its checked model, in one call, and the model's expressions as text. */
#ifndef POL_TESTS_CHECKED_H
#define POL_TESTS_CHECKED_H
#include "check/check.h"
#include <criterion/criterion.h>

#define COUNT(rows) (sizeof(rows) / sizeof *(rows))

typedef struct checked {
  pol_arena *arena;
  pol_sources sources;
  pol_atoms *atoms;
  pol_reports reports;
  pol_model *m; /* NULL when memory ran out */
  pol_status status;
} checked;

/* One file, or several: texts in turn, NULL at the end. Drop it with checked_close. */
void checked_open(checked *k, const pol_alloc *from, const char *const *texts);
void checked_one(checked *k, const char *text);
void checked_close(checked *k);

/* "POL0301 3:5, POL0405 4:1": the errors, and the warnings about facts that may not exist, in the order of the text. */
const char *checked_errors(checked *k);
const pol_report *checked_report(const checked *k, unsigned number); /* the first with this number, or NULL */
/* "(add a.n 1)": operations by their names, facts, decisions and options by theirs, a definition's body after its name and "=". */
const char *checked_expr(checked *k, const pol_expr *e);
#endif
