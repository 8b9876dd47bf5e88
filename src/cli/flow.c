/* Bytes that flow in: a file or standard input as a feed. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool get(void *user, char *bytes, size_t room, size_t *n) {
  pol_inflow *in = user;
  ssize_t got;
  do got = read(in->descriptor, bytes, room);
  while (got < 0 && errno == EINTR);
  if (got < 0) in->error = errno;
  *n = got < 0 ? 0 : (size_t)got;
  in->read += *n;
  return got >= 0;
}

bool pol_inflow_open(pol_inflow *in, const char *path, pol_form form) {
  *in = (pol_inflow){.path = path, .descriptor = STDIN_FILENO};
  in->feed = (pol_feed){.name = strcmp(path, "-") == 0 ? "standard input" : path, .form = form, .get = get, .user = in};
  if (strcmp(path, "-") != 0 && !pol_file_open(&in->descriptor, path)) return false;
  struct stat about;
  off_t at = lseek(in->descriptor, 0, SEEK_CUR);
  if (at >= 0 && fstat(in->descriptor, &about) == 0 && S_ISREG(about.st_mode) && about.st_size > at) in->size = (uint64_t)(about.st_size - at);
  return true;
}

bool pol_inflow_close(pol_inflow *in) {
  if (in->descriptor != STDIN_FILENO) close(in->descriptor);
  if (in->error) pol_say_unreadable(in->feed.name, in->error);
  return !in->error;
}
