/* Bytes that flow: a file or standard input as a feed, standard output as a sink. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <errno.h>
#include <string.h>
#include <unistd.h>

static bool get(void *user, char *bytes, size_t room, size_t *n) {
  pol_inflow *in = user;
  ssize_t got;
  do got = read(in->descriptor, bytes, room);
  while (got < 0 && errno == EINTR);
  if (got < 0) in->error = errno;
  *n = got < 0 ? 0 : (size_t)got;
  return got >= 0;
}

bool pol_inflow_open(pol_inflow *in, const char *path, pol_form form) {
  *in = (pol_inflow){.path = path, .descriptor = STDIN_FILENO};
  in->feed = (pol_feed){.name = strcmp(path, "-") == 0 ? "standard input" : path, .form = form, .get = get, .user = in};
  return strcmp(path, "-") == 0 || pol_file_open(&in->descriptor, path);
}

bool pol_inflow_close(pol_inflow *in) {
  if (in->descriptor != STDIN_FILENO) close(in->descriptor);
  if (in->error) pol_say_unreadable(in->feed.name, in->error);
  return !in->error;
}

static bool put(void *user, const char *bytes, size_t n) {
  pol_outflow *out = user;
  if (pol_write_all(STDOUT_FILENO, bytes, n)) return true;
  out->error = errno;
  return false;
}

void pol_outflow_open(pol_outflow *out) {
  *out = (pol_outflow){0};
  out->sink = (pol_sink){.put = put, .user = out};
}

pol_exit pol_outflow_close(const pol_outflow *out, pol_exit status) {
  if (!out->error) return status;
  if (out->error == EPIPE) return POL_EXIT_NO_READER;
  pol_say("the result could not be written: %s", strerror(out->error));
  return POL_EXIT_COULD_NOT;
}
