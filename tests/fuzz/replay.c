/* Gives a target each file that is named, or each file of the folders that are, and says how many there were. A file that takes longer than SECONDS is a fault, as is one that ends
 * the process: its name is printed before. usage: fuzz_NAME FILE-OR-FOLDER… */
#include "fuzz.h"
#include <dirent.h>
#include <signal.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SECONDS = 20 /* sanitized, on a busy machine: each of them takes a few milliseconds */, NAME = 1024 };

static char doing[NAME]; /* for the message of a crash or a hang */

static void tell(int number) {
  static const char hangs[] = " takes too long\n", ends[] = " ends the process\n";
  const char *why = number == SIGALRM ? hangs : ends;
  bool told = write(STDERR_FILENO, doing, strlen(doing)) > 0 && write(STDERR_FILENO, why, strlen(why)) > 0;
  _exit(told ? 1 : 2);
}

static bool replay_file(const char *path) {
  FILE *f = fopen(path, "rb");
  if (!f) return false;
  fuzz_text t = {0};
  char room[65536];
  for (size_t n; (n = fread(room, 1, sizeof room, f)) > 0;) fuzz_add(&t, room, n);
  fclose(f);
  snprintf(doing, sizeof doing, "%s", path);
  uint8_t *own = malloc(t.n ? t.n : 1); /* of its own size, so that reading past its end is seen */
  if (!own) return false;
  size_t n = t.n;
  if (n) memcpy(own, t.at, n);
  fuzz_free(&t);
  alarm(SECONDS);
  LLVMFuzzerTestOneInput(own, n);
  alarm(0);
  free(own);
  return true;
}

static int by_name(const struct dirent **a, const struct dirent **b) { return strcmp((*a)->d_name, (*b)->d_name); }

static bool replay(const char *path, size_t *files) {
  struct stat what;
  if (stat(path, &what) != 0) return false;
  if (!S_ISDIR(what.st_mode)) return ++*files, replay_file(path);
  struct dirent **entry;
  int n = scandir(path, &entry, NULL, by_name);
  bool fine = n >= 0;
  for (int i = 0; i < n; i++) {
    char name[NAME];
    snprintf(name, sizeof name, "%s/%s", path, entry[i]->d_name);
    if (entry[i]->d_name[0] != '.') fine = replay(name, files) && fine;
    free(entry[i]);
  }
  if (n >= 0) free(entry);
  return fine;
}

int main(int n, char **arg) {
  size_t files = 0;
  bool fine = n > 1;
  signal(SIGALRM, tell);
  signal(SIGABRT, tell);
  for (int i = 1; i < n; i++) {
    if (replay(arg[i], &files)) continue;
    printf("%s cannot be read\n", arg[i]);
    fine = false;
  }
  printf("%zu inputs replayed\n", files);
  return fine && files ? 0 : 1;
}
