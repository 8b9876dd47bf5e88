/* What is wrong in one facts file: reports, counted, so that a hostile file cannot fill the memory with them. Private to facts/. */
#ifndef POL_FACTS_COMPLAINTS_H
#define POL_FACTS_COMPLAINTS_H
#include "base/text.h"
#include "report/report.h"


typedef struct pol_complaints {
  pol_reports *reports; /* NULL: nobody is told, it is only marked */
  const pol_source *source;
  uint32_t file;
  uint32_t base;      /* what to add to offsets: where the part of the file that is read now begins, as spans have it */
  uint32_t made;
  bool wrong;         /* something was wrong in the record being read: set here, cleared by whoever begins a record */
  bool no_memory;
} pol_complaints;

/* The new report, or NULL when there are too many already. */
pol_report *pol_complain(pol_complaints *c, pol_code code, uint32_t start, uint32_t end, const char *format, ...) __attribute__((format(printf, 5, 6)));
void pol_complaints_enough(pol_complaints *c); /* as if as many had been made as are told */
pol_span pol_complaints_span(const pol_complaints *c, uint32_t start, uint32_t end);
/* At most 30 bytes of the file for a message, cut at a character. */
enum { POL_QUOTED_BYTES = 34 };
const char *pol_complaints_quote(char out[POL_QUOTED_BYTES], const char *bytes, size_t n);
#endif
