/* Where a long result goes while it is made: standard output, or a file, which has its name only when it is whole. */
#define _XOPEN_SOURCE 700
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool say_unwritable(const char *path) {
  pol_say("%s cannot be written: %s", path, strerror(errno));
  return false;
}

/* A pipe or a device has no whole or half: it is written to as it is. */
static bool is_own_kind(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode);
}

static bool open_beside(pol_output *o, bool own) {
  static const char ending[] = ".XXXXXX";
  struct stat about;
  mode_t mask = umask(0);
  umask(mask);
  bool there = stat(o->path, &about) == 0;
  if (!there && errno != ENOENT) return false; /* what is there cannot be seen, and is not to be lost */
  if (there && S_ISDIR(about.st_mode)) return errno = EISDIR, false;
  if (there && access(o->path, W_OK) != 0) return false;
  char *real = there ? realpath(o->path, NULL) : strdup(o->path); /* what a link leads to, not the link */
  if (!real) return false;
  size_t n = strlen(real);
  o->real = real;
  o->there = there;
  o->beside = malloc(n + sizeof ending);
  if (!o->beside) return errno = ENOMEM, false;
  memcpy(o->beside, real, n);
  memcpy(o->beside + n, ending, sizeof ending);
  o->descriptor = pol_unfinished_make(o->beside);
  return o->descriptor >= 0 && fchmod(o->descriptor, there ? about.st_mode & 07777 : own ? 0600 : 0666 & ~mask) == 0;
}

static bool open_path(pol_output *o, bool own) {
  if (open_beside(o, own)) return true;
  const char *path = o->path;
  int error = errno;
  if (o->beside && o->descriptor >= 0) unlink(o->beside), pol_unfinished_let_go(o->beside), close(o->descriptor);
  free(o->beside);
  free(o->real);
  *o = (pol_output){.descriptor = -1};
  errno = error;
  return say_unwritable(path);
}

bool pol_output_open_new(pol_output *o, const char *path) {
  struct stat about;
  *o = (pol_output){.descriptor = -1, .path = path};
  if (lstat(path, &about) != 0) return open_path(o, true);
  pol_say("%s is there already, and nothing is written over it", path);
  return false;
}

static const char *what_is_left(const pol_output *o) { return o->there ? "is as it was" : "is not written"; }

bool pol_output_open(pol_output *o, const char *path) {
  *o = (pol_output){.descriptor = -1, .path = path};
  if (!path || strcmp(path, "-") == 0) {
    *o = (pol_output){.descriptor = STDOUT_FILENO};
    return true;
  }
  if (is_own_kind(path)) {
    o->descriptor = pol_open(path, O_WRONLY);
    return o->descriptor >= 0 || say_unwritable(path);
  }
  return open_path(o, false);
}

bool pol_output_put(void *user, const char *bytes, size_t n) {
  pol_output *o = user;
  if (o->error) return false;
  if (!pol_write_all(o->descriptor, bytes, n)) o->error = errno ? errno : EIO;
  return !o->error;
}

static bool finish(pol_output *o, bool whole) {
  bool fine = !whole || !o->beside || pol_sync(o->descriptor);
  if (!pol_close(o->descriptor)) fine = false;
  if (o->beside && fine && whole) fine = rename(o->beside, o->real) == 0;
  int error = errno;
  if (o->beside && !(fine && whole)) unlink(o->beside);
  if (o->beside) pol_unfinished_let_go(o->beside);
  errno = error;
  return fine;
}

pol_exit pol_output_close(pol_output *o, pol_exit status) {
  if (!o->error && o->path && !finish(o, !o->part && (status == POL_EXIT_DONE || status == POL_EXIT_BAD_NEWS))) o->error = errno;
  else if (o->error && o->path) finish(o, false);
  if (o->part && o->beside && !o->error) pol_say("%s %s: there is no whole result", o->path, what_is_left(o));
  free(o->beside);
  free(o->real);
  if (!o->error) return status;
  if (o->error == EPIPE) return POL_EXIT_NO_READER;
  if (o->path) pol_say("%s could not be written: %s%s", o->path, strerror(o->error), !o->beside ? "" : o->there ? "; it is as it was" : "; there is no such file");
  else pol_say("the result could not be written: %s", strerror(o->error));
  return POL_EXIT_COULD_NOT;
}
