/* The library that writes workbooks does not look whether what it writes to its temporary files gets there: a full disk would leave a workbook with a hole, and nobody would know. Its streams pass
 * through here when they are rewound or closed, which is where their errors would be forgotten. (A program's own functions stand before those of the C library.) */
#define _GNU_SOURCE
#include "cli/cli.h"

#ifdef POL_HAVE_XLSX
#include <dlfcn.h>
#include <errno.h>
#include <stdio.h>

#define FOR_LIBRARIES __attribute__((visibility("default")))

static int lost; /* the first error; 0: none */

static void note(bool fine) {
  if (!fine && !lost) lost = errno ? errno : EIO;
}

int pol_streams_lost(void) { return lost; }

FOR_LIBRARIES void rewind(FILE *stream) {
  errno = 0;
  note(fflush(stream) == 0 && !ferror(stream) && fseek(stream, 0, SEEK_SET) == 0);
  clearerr(stream);
}

FOR_LIBRARIES int fclose(FILE *stream) {
  static int (*next)(FILE *);
  if (!next) *(void **)&next = dlsym(RTLD_NEXT, "fclose");
  errno = 0;
  bool fine = !ferror(stream);
  int closed = next(stream);
  note(fine && closed == 0);
  return closed;
}
#endif
