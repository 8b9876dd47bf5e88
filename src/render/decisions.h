/* The forms of decisions; telling.c picks one for each record. */
#ifndef POL_RENDER_DECISIONS_H
#define POL_RENDER_DECISIONS_H
#include "render/say.h"

pol_case pol_case_of(const pol_telling *t, const pol_told *told, uint32_t i); /* the i-th decision asked */

void pol_decisions_text(const pol_telling *t, const pol_told *told); /* two columns: question; answer and clauses */
void pol_decisions_json_begin(pol_telling *t);
void pol_decisions_json(pol_telling *t, const pol_told *told); /* also NDJSON; with trace and why-not for explanations */
void pol_decisions_json_end(pol_telling *t);
void pol_decision_json_head(pol_json *j, const pol_case *c); /* an object, still open, with all but why-not and trace */
void pol_decision_json(pol_json *j, const pol_case *c, bool explain, const pol_why_not *why_not, bool trace); /* one answer; why_not NULL: not asked */
void pol_decisions_csv_begin(const pol_telling *t);
void pol_decisions_csv(const pol_telling *t, const pol_told *told);
#define POL_CSV_MOST(n) (2 * (n) + 2) /* bytes of a field of n */
char *pol_csv_put(char *to, const char *bytes, size_t n); /* a field, into room enough; its end */
void pol_csv_field(pol_text *to, const char *bytes, size_t n, bool first); /* quoted where it has to be */
#endif
