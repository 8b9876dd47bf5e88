/* The one result type of functions that can fail for our own reasons (memory, files, limits). Trouble with the user's input is
 * never a status: it is a report (report/report.h), and work goes on. */
#ifndef POL_BASE_STATUS_H
#define POL_BASE_STATUS_H
typedef enum pol_status {
  POL_OK = 0,
  POL_NO_MEMORY, /* an allocation failed; everything made so far can still be dropped */
  POL_NO_FILE,   /* a file could not be opened or read */
  POL_LIMIT,     /* a named limit of limits.h was passed where no report can say so */
  POL_REJECTED   /* the input was wrong; the reports say how */
} pol_status;

#define POL_TRY(call)                       \
  do {                                      \
    pol_status pol_try_status = (call);     \
    if (pol_try_status != POL_OK) return pol_try_status; \
  } while (0)
#endif
