/* Decisions as CSV straight from lanes: the rows that decisions_csv.c would write, without answers in between. What lanes do not hold is told by that, and put into its place here. */
#ifndef POL_RENDER_LEDGER_H
#define POL_RENDER_LEDGER_H
#include "batch/batch.h"
#include "render/render.h"

typedef struct pol_ledger pol_ledger; /* one thread's */
/* For the decisions of a telling as CSV, as a plan gives them; level: at most that of pol_cpu_level. */
pol_status pol_ledger_new(pol_ledger **out, const pol_alloc *from, const pol_telling *t, const pol_verdict_form *form, pol_cpu level);
void pol_ledger_drop(pol_ledger *t);

typedef struct pol_ledger_rows {
  uint32_t n;
  const char *const *id; const uint32_t *id_length; /* NULL: none. 16 bytes from where it begins may be read */
  const pol_lane *value;         /* by decision; no lane is looked at where a row is told */
  const uint8_t *told;           /* by row: it was told otherwise; NULL: none was. The texts of those rows stand one after the other, and end at told_end */
  const char *told_text;
  const size_t *told_end;
} pol_ledger_rows;
pol_status pol_ledger_write(pol_ledger *t, pol_text *to, const pol_ledger_rows *rows);
#endif
