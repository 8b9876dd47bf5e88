/* Bytes that are read back from anywhere. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool pol_stored_open(pol_stored *s, const char *path) {
  struct stat about;
  *s = (pol_stored){.path = path, .descriptor = -1};
  if (strcmp(path, "-") == 0) return pol_file_read(&s->held, path);
  if (!pol_file_open(&s->descriptor, path)) return s->descriptor = -1, false;
  if (fstat(s->descriptor, &about) == 0 && S_ISREG(about.st_mode)) return true;
  close(s->descriptor);
  s->descriptor = -1;
  return pol_file_read(&s->held, path);
}

static bool get_held(const pol_stored *s, uint64_t at, char *bytes, size_t room, size_t *n) {
  size_t left = at < s->held.n ? s->held.n - (size_t)at : 0;
  *n = left < room ? left : room;
  if (*n) memcpy(bytes, s->held.at + at, *n);
  return true;
}

bool pol_stored_get(void *user, uint64_t at, char *bytes, size_t room, size_t *n) {
  pol_stored *s = user;
  *n = 0;
  if (s->descriptor < 0) return get_held(s, at, bytes, room, n);
  ssize_t got;
  do got = pread(s->descriptor, bytes, room, (off_t)at);
  while (got < 0 && errno == EINTR);
  if (got < 0) s->error = errno;
  *n = got < 0 ? 0 : (size_t)got;
  return got >= 0;
}

bool pol_stored_close(pol_stored *s) {
  if (s->descriptor >= 0) close(s->descriptor);
  free(s->held.at);
  if (s->error) pol_say_unreadable(s->path, s->error);
  return !s->error;
}
