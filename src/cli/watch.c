/* Waiting until a file changes: what a list of files and folders comes to (names, sizes, times, and which file it is) is looked at a few times a second. Not by the
 * system's own notes of changes: editors write files anew under other names, and folders on a network give no notes. */
#define _POSIX_C_SOURCE 200809L
#include "cli/cli.h"
#include <string.h>
#include <sys/stat.h>
#include <time.h>

enum { DEEPEST = 100, PAUSE = 150 * 1000 * 1000 /* nanoseconds */ };

static void mix(uint64_t *sum, const void *bytes, size_t n) { /* FNV-1a */
  const unsigned char *at = bytes;
  for (size_t i = 0; i < n; i++) *sum = (*sum ^ at[i]) * 0x100000001b3u;
}

static void look_at_file(uint64_t *sum, const char *path) {
  struct stat s;
  mix(sum, path, strlen(path) + 1);
  if (stat(path, &s) != 0) return; /* gone for now: an editor is at work */
  mix(sum, &s.st_ino, sizeof s.st_ino);
  mix(sum, &s.st_size, sizeof s.st_size);
  mix(sum, &s.st_mtim.tv_sec, sizeof s.st_mtim.tv_sec);
  mix(sum, &s.st_mtim.tv_nsec, sizeof s.st_mtim.tv_nsec);
}

static void look_at(uint64_t *sum, const char *path, unsigned depth) {
  pol_names files = {0}, folders = {0};
  if (!pol_is_folder(path)) {
    look_at_file(sum, path);
    return;
  }
  if (depth < DEEPEST && pol_folder_read(&files, &folders, path)) {
    for (size_t i = 0; i < files.n; i++) look_at_file(sum, files.at[i]);
    for (size_t i = 0; i < folders.n; i++) look_at(sum, folders.at[i], depth + 1);
  }
  pol_names_drop(&files);
  pol_names_drop(&folders);
}

uint64_t pol_watch_look(const char *const *path, size_t n) {
  uint64_t sum = 0xcbf29ce484222325u;
  for (size_t i = 0; i < n; i++)
    if (path[i]) look_at(&sum, path[i], 0);
  return sum;
}

/* A file that is being written changes more than once: until two looks are the same. */
void pol_watch_wait(uint64_t before, const char *const *path, size_t n) {
  uint64_t now = before, last;
  do {
    last = now;
    nanosleep(&(struct timespec){.tv_nsec = PAUSE}, NULL);
    now = pol_watch_look(path, n);
  } while (now == before || now != last);
}
