/* The steps that decide from within a program: at a desk and in a mill, over facts that are thrown from a seed. */
#ifndef POL_TESTS_EVIDENCE_DESKS_H
#define POL_TESTS_EVIDENCE_DESKS_H
#include "evidence/scenario.h"

void desk_of_lines(made *m, work *w, const bytes *records, bool trace); /* a record as JSON a line */
void desk_of_cells(made *m, work *w, uint64_t seed, size_t records);    /* each fact by the function of its kind */
void mill_of_arrays(made *m, work *w, uint64_t seed, size_t rows, bool texts);
#endif
