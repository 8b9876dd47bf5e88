/* Tries what the program gives up, as src/cli/sandbox.c gives it up, and says of each whether it can still be done. usage: given_up none|calls|write|close FOLDER */
#define _GNU_SOURCE
#include "cli/cli.h"
#include <fcntl.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

/* What it needs of its neighbours. */
void pol_say(const char *format, ...) {
  va_list list;
  va_start(list, format);
  vfprintf(stderr, format, list);
  va_end(list);
}

bool pol_is_folder(const char *path) {
  struct stat about;
  return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static void tell(const char *what, bool done) { printf("%s %s\n", what, done ? "done" : "denied"); }

static bool opens(const char *folder, const char *name, int flags) {
  char path[1024];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  int descriptor = open(path, flags | O_CLOEXEC, 0600);
  if (descriptor >= 0) close(descriptor);
  return descriptor >= 0;
}

static bool renames(const char *folder, const char *from, const char *to) {
  char a[1024], b[1024];
  snprintf(a, sizeof a, "%s/%s", folder, from);
  snprintf(b, sizeof b, "%s/%s", folder, to);
  return rename(a, b) == 0;
}

static bool forks(void) {
  pid_t child = fork();
  if (child == 0) _exit(0);
  return child > 0 && waitpid(child, NULL, 0) == child;
}

static bool becomes(void) {
  char *const words[] = {(char *)"true", NULL};
  pid_t child = fork();
  int status = 1;
  if (child == 0) execv("/bin/true", words), _exit(1);
  if (child < 0) return execv("/bin/true", words) == 0; /* it comes back only when it is denied */
  return waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static void *nothing(void *user) { return user; }

static bool threads(void) {
  pthread_t thread;
  return pthread_create(&thread, NULL, nothing, NULL) == 0 && pthread_join(thread, NULL) == 0;
}

static bool connects(void) {
  int descriptor = socket(AF_INET, SOCK_STREAM, 0);
  if (descriptor >= 0) close(descriptor);
  return descriptor >= 0;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  const char *stage = argv[1], *folder = argv[2];
  char inner[1024], result[1100];
  snprintf(inner, sizeof inner, "%s/inner", folder);
  snprintf(result, sizeof result, "%s/result", inner);
  const char *kept = result;
  pol_sandbox s = {0};
  setvbuf(stdout, NULL, _IONBF, 0);
  if (strcmp(stage, "none") != 0) pol_sandbox_start(&s);
  if (strcmp(stage, "write") == 0 || strcmp(stage, "close") == 0) pol_sandbox_write(&s, &(pol_kept){.at = &kept, .n = 1});
  if (strcmp(stage, "close") == 0) pol_sandbox_close(&s, result);
  printf("privileges %s\ncalls %s\nwriting %s\nreading %s\n", s.privileges ? "gone" : "kept", s.calls ? "gone" : "kept", s.writing ? "gone" : "kept", s.reading ? "gone" : "kept");
  tell("thread", threads());
  tell("memory", malloc(1 << 24) != NULL);
  tell("socket", connects());
  tell("read", opens(folder, "there", O_RDONLY));
  tell("overwrite", opens(folder, "there", O_WRONLY));
  tell("make", opens(folder, "new", O_WRONLY | O_CREAT));
  tell("rename", renames(folder, "there", "elsewhere"));
  tell("finish", renames(inner, "result.part", "result"));
  tell("make-inner", opens(inner, "more", O_WRONLY | O_CREAT | O_EXCL));
  tell("fork", forks());
  tell("exec", becomes());
  return 0;
}
