/* Which basic blocks of a program ran: linked into the programs of mutants.py, whose other objects call __sanitizer_cov_trace_pc at the start of each block (gcc -fsanitize-coverage=trace-pc). At the
 * end of a process, where POL_BLOCKS names a path, the offsets of the blocks that ran are written to that path with the process's number. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

extern const char __executable_start, etext;
static unsigned char ran[64 << 20]; /* only what is touched takes memory */

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void) {
  size_t at = (size_t)((const char *)__builtin_return_address(0) - &__executable_start);
  if (at < sizeof ran && !ran[at]) ran[at] = 1;
}

__attribute__((destructor)) static void write_blocks(void) {
  const char *path = getenv("POL_BLOCKS");
  if (!path) return;
  char name[4096];
  snprintf(name, sizeof name, "%s.%ld", path, (long)getpid());
  int file = open(name, O_WRONLY | O_CREAT | O_TRUNC, 0666);
  if (file < 0) return;
  uint32_t found[4096];
  size_t n = 0, end = (size_t)(&etext - &__executable_start);
  for (size_t at = 0; at < end && at < sizeof ran; at++) {
    if (!ran[at]) continue;
    found[n++] = (uint32_t)at;
    if (n == sizeof found / sizeof *found) {
      if (write(file, found, sizeof found) < 0) break;
      n = 0;
    }
  }
  if (n && write(file, found, n * sizeof *found) < 0) unlink(name);
  close(file);
}
