/* A file is written anew, whole or not at all: beside it first, then in its place. */
#define _XOPEN_SOURCE 700
#include "cli/cli.h"
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool write_beside(int descriptor, mode_t mode, pol_bytes text) {
  bool fine = fchmod(descriptor, mode) == 0 && pol_write_all(descriptor, text.at, text.n) && pol_sync(descriptor);
  int error = errno;
  if (!pol_close(descriptor) && fine) return false;
  errno = error;
  return fine;
}

/* The folder's own record of the name: without it, a power cut may bring the old file back, which is whole too. */
static void sync_folder(char *path) {
  char *slash = strrchr(path, '/');
  if (!slash) return;
  slash[slash == path] = '\0';
  int folder = pol_open(path, O_RDONLY);
  if (folder < 0) return;
  pol_sync(folder);
  close(folder);
}

static bool replace(char *path, pol_bytes text) {
  static const char ending[] = ".XXXXXX";
  struct stat about;
  size_t n = strlen(path);
  char *beside = malloc(n + sizeof ending);
  if (!beside) return errno = ENOMEM, false;
  memcpy(beside, path, n);
  memcpy(beside + n, ending, sizeof ending);
  int descriptor = stat(path, &about) == 0 && access(path, W_OK) == 0 ? pol_unfinished_make(beside) : -1;
  bool fine = descriptor >= 0 && write_beside(descriptor, about.st_mode & 07777, text) && rename(beside, path) == 0;
  int error = errno;
  if (descriptor >= 0 && !fine) unlink(beside);
  pol_unfinished_let_go(beside);
  free(beside);
  if (fine) sync_folder(path);
  errno = error;
  return fine;
}

bool pol_file_replace(const char *path, pol_bytes text) {
  char *real = realpath(path, NULL); /* what a link leads to, not the link */
  bool fine = real && replace(real, text);
  if (!fine) pol_say("%s could not be written: %s; it is as it was", path, strerror(errno));
  free(real);
  return fine;
}
