/* What the tests of clauses, rules, tables, amendments and scenarios read off a checked policy. */
#ifndef POL_TESTS_RULED_H
#define POL_TESTS_RULED_H
#include "checked.h"

/* "POL0503 3:5, POL0601 2:10": every report but the notes on unused facts, in the order of the files; "2.pol " before the place in a second file. */
const char *ruled_reports(checked *k);
/* The rules of a decision, one a line: "3.1 refuses when … except … above 0 2\n". Numbers are places in the decision's own list. */
const char *ruled_rules(checked *k, const char *decision);
uint32_t ruled_decision(const checked *k, const char *name);
uint32_t ruled_clause(const checked *k, const char *id);
/* Opens, compares the reports, closes. */
void ruled_expect(const char *text, const char *want);
void ruled_expect_two(const char *first, const char *second, const char *want);
#endif
