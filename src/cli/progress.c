/* What long work has done so far, in one line on a terminal, written over and over and erased at the end; so that whoever waits knows that it goes on, and for how long. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { PATIENCE = 1000, BETWEEN = 200 /* milliseconds: before it is shown, and until it changes */ };

static uint64_t now(void) {
  struct timespec t;
  return clock_gettime(CLOCK_MONOTONIC, &t) == 0 ? (uint64_t)t.tv_sec * 1000 + (uint64_t)t.tv_nsec / 1000000 : 0;
}

void pol_progress_start(pol_progress *p, const pol_inflow *in, const pol_output *out) {
  const char *terminal = getenv("TERM");
  *p = (pol_progress){.in = in, .begun = now()};
  bool apart = out->path || !isatty(STDOUT_FILENO); /* results that scroll by would be written into it */
  p->on = apart && isatty(STDERR_FILENO) && terminal && strcmp(terminal, "dumb") != 0;
  p->last = p->begun + PATIENCE - BETWEEN;
}

/* "1,234,567" */
void pol_count_write(pol_text *to, uint64_t n) {
  char digits[32];
  size_t at = sizeof digits;
  for (unsigned k = 0; n || !k; n /= 10, k++) {
    if (k && k % 3 == 0) digits[--at] = ',';
    digits[--at] = (char)('0' + n % 10);
  }
  pol_text_add_n(to, digits + at, sizeof digits - at);
}

/* "2 min 5 s left" */
static void write_time(pol_text *to, uint64_t seconds) {
  if (seconds >= 3600) pol_text_format(to, "%u h %u min left", (unsigned)(seconds / 3600), (unsigned)(seconds % 3600 / 60));
  else if (seconds >= 60) pol_text_format(to, "%u min %u s left", (unsigned)(seconds / 60), (unsigned)(seconds % 60));
  else pol_text_format(to, "%u s left", (unsigned)seconds);
}

static void write_line(pol_text *to, const pol_progress *p, uint64_t records, uint64_t bytes, uint64_t passed) {
  pol_text_add(to, "\r");
  pol_count_write(to, records);
  pol_text_add(to, " records, ");
  pol_count_write(to, records / passed * 1000 + records % passed * 1000 / passed);
  pol_text_add(to, " a second");
  uint64_t size = p->in->size, left = size > bytes ? size - bytes : 0;
  if (size && bytes && bytes <= size) {
    pol_text_format(to, ", %u%% read, ", (unsigned)(bytes * 100 / size));
    write_time(to, left / bytes * passed / 1000 + left % bytes * passed / bytes / 1000);
  }
  pol_text_add(to, "\033[K");
}

void pol_progress_tell(void *user, uint64_t records, uint64_t bytes) {
  pol_progress *p = user;
  uint64_t t = p->on ? now() : 0;
  if (!p->on || t < p->last + BETWEEN) return;
  pol_text line;
  pol_text_init(&line, NULL);
  write_line(&line, p, records, bytes, t - p->begun);
  if (pol_text_ok(&line)) p->on = pol_write_all(STDERR_FILENO, line.at, line.n);
  pol_text_drop(&line);
  if (!p->shown) pol_unfinished_clear_line(true);
  p->shown = true;
  p->last = t;
}

void pol_progress_end(pol_progress *p) {
  if (p->shown && p->on) pol_write_all(STDERR_FILENO, "\r\033[K", 4);
  if (p->shown) pol_unfinished_clear_line(false);
  p->on = p->shown = false;
}
