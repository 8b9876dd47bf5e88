/* What mutants.py puts into its programs, whose other objects call __sanitizer_cov_trace_pc at the start of each basic block (gcc -fsanitize-coverage=trace-pc), and which are linked with --wrap=main.
 * With POL_SERVED a program runs no command of its own: it reads requests, and each is run in a child, as if the program had been started for it, after the bytes of one place of its code were changed in
 * that child alone. So thousands of mutants are tried without a file written, a link or a program loaded. A test program runs one of its tests in the child, without Criterion around it.
 * A request: its length, then words, each ended by NUL: milliseconds of the processor that it may take, whether the blocks that run are wanted (0 or 1), where code changes and to what (hexadecimal, or
 * empty), the folder, the arguments. The answer: struct answer, and the blocks' offsets. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { WORDS_MOST = 200, REQUEST_MOST = 1 << 16, WALL = 20 /* times the time of the processor that something may take on the clock */ };

extern const char __executable_start, etext;
static volatile unsigned char *ran; /* shared with the children, while the blocks are wanted */

void __sanitizer_cov_trace_pc(void);
void __sanitizer_cov_trace_pc(void) {
  if (ran) ran[(size_t)((const char *)__builtin_return_address(0) - &__executable_start)] = 1;
}

/* ---- Criterion: a test that fails says so by how its process ends */

struct test {
  const char *name, *category;
  void (*run)(void);
  void *data;
};
struct assertion {
  const char *message;
  bool passed;
};
extern struct test *const tests_begin __asm__("__start_cr_tst") __attribute__((weak, visibility("hidden")));
extern struct test *const tests_end __asm__("__stop_cr_tst") __attribute__((weak, visibility("hidden")));

void criterion_send_assert(struct assertion *a);
void criterion_send_assert(struct assertion *a) {
  if (!a->passed) _exit(1);
}
void cri_asserts_passed_incr(void);
void cri_asserts_passed_incr(void) {}
void criterion_internal_test_setup(void);
void criterion_internal_test_setup(void) {}
void criterion_internal_test_main(void (*f)(void));
void criterion_internal_test_main(void (*f)(void)) { f(); }
void criterion_internal_test_teardown(void);
void criterion_internal_test_teardown(void) {}

static int run_test(const char *name) {
  for (struct test *const *t = &tests_begin; t < &tests_end; t++) {
    size_t n = *t ? strlen((*t)->category) : 0;
    if (*t && strncmp(name, (*t)->category, n) == 0 && name[n] == '/' && strcmp(name + n + 1, (*t)->name) == 0) return (*t)->run(), 0;
  }
  return 99;
}

static int list_tests(void) {
  for (struct test *const *t = &tests_begin; t < &tests_end; t++)
    if (*t) printf("%s/%s\n", (*t)->category, (*t)->name);
  return 0;
}

/* ---- a child */

typedef struct {
  long milliseconds;
  bool blocks;
  uintptr_t at;
  const char *code, *folder;
  int n;
  char *words[WORDS_MOST + 2];
} request;

int __real_main(int argc, char **argv);
int __wrap_main(int argc, char **argv);

static void change(uintptr_t at, const char *code) {
  unsigned char *to = (unsigned char *)(uintptr_t)&__executable_start + at;
  uintptr_t page = (uintptr_t)to & ~(uintptr_t)4095;
  if (!*code) return;
  if (mprotect((void *)page, 8192, PROT_READ | PROT_WRITE | PROT_EXEC)) _exit(98);
  for (size_t i = 0; code[2 * i]; i++) {
    char digits[3] = {code[2 * i], code[2 * i + 1], 0};
    to[i] = (unsigned char)strtoul(digits, NULL, 16);
  }
  mprotect((void *)page, 8192, PROT_READ | PROT_EXEC);
}

static _Noreturn void child(request *r, const int out[2]) {
  sigset_t ends;
  sigemptyset(&ends);
  sigprocmask(SIG_SETMASK, &ends, NULL);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
#ifndef POL_SANITIZED /* whose shadow is larger */
  setrlimit(RLIMIT_AS, &(struct rlimit){1u << 30, 1u << 30});
#endif
  setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
  setrlimit(RLIMIT_FSIZE, &(struct rlimit){64u << 20, 64u << 20});
  setitimer(ITIMER_PROF, &(struct itimerval){.it_value = {r->milliseconds / 1000, r->milliseconds % 1000 * 1000 + 1}}, NULL);
  int none = open("/dev/null", O_RDONLY);
  dup2(none, 0);
  dup2(out[0], 1);
  dup2(out[1], 2);
  for (int fd = 3; fd < 16; fd++) close(fd);
  if (*r->folder && chdir(r->folder)) _exit(97);
  change(r->at, r->code);
  exit(&tests_begin != &tests_end ? run_test(r->words[1]) : __real_main(r->n, r->words));
}

/* ---- the server */

struct answer {
  int32_t status; /* of waitpid; -1: it took too long on the clock */
  uint32_t microseconds, blocks; /* of the processor; how many ran */
  uint64_t digest[2]; /* of what it wrote to either output */
};

static uint64_t digest_of(int file) {
  uint64_t h = 0xcbf29ce484222325u;
  off_t n = lseek(file, 0, SEEK_END);
  if (n <= 0) return h;
  const unsigned char *at = mmap(NULL, (size_t)n, PROT_READ, MAP_SHARED, file, 0);
  if (at == MAP_FAILED) exit(3);
  for (off_t i = 0; i < n; i++) h = (h ^ at[i]) * 0x100000001b3u;
  munmap((void *)(uintptr_t)at, (size_t)n);
  return h ^ (uint64_t)n;
}

static bool get(void *at, size_t n) {
  for (size_t done = 0; done < n;) {
    ssize_t more = read(0, (char *)at + done, n - done);
    if (more <= 0) return false;
    done += (size_t)more;
  }
  return true;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* The child's end, or after its time on the clock its death. */
static int32_t wait_for(pid_t pid, long milliseconds, struct rusage *used) {
  int32_t status = 0;
  sigset_t ends;
  double until = now() + (double)milliseconds * WALL / 1000;
  sigemptyset(&ends);
  sigaddset(&ends, SIGCHLD);
  while (wait4(pid, &status, WNOHANG, used) == 0) {
    double left = until - now();
    if (left <= 0) {
      kill(-pid, SIGKILL);
      kill(pid, SIGKILL);
      wait4(pid, &status, 0, used);
      return -1;
    }
    sigtimedwait(&ends, NULL, &(struct timespec){(time_t)left, (long)((left - (double)(time_t)left) * 1e9)});
  }
  kill(-pid, SIGKILL); /* what it started, too */
  return status;
}

static struct answer serve(request *r, const int out[2], size_t most) {
  struct answer a = {0};
  if (r->blocks) ran = mmap(NULL, most, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
  for (int i = 0; i < 2; i++)
    if (ftruncate(out[i], 0) || lseek(out[i], 0, SEEK_SET)) exit(3);
  struct rusage used;
  pid_t pid = fork();
  if (pid < 0) exit(3);
  if (pid == 0) child(r, out);
  a.status = wait_for(pid, r->milliseconds, &used);
  a.microseconds = (uint32_t)((used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1000000 + used.ru_utime.tv_usec + used.ru_stime.tv_usec);
  for (int i = 0; i < 2; i++) a.digest[i] = digest_of(out[i]);
  for (size_t i = 0; r->blocks && i < most; i++) a.blocks += ran[i];
  return a;
}

static bool read_request(request *r, char *text, char *name) {
  uint32_t n;
  char *word[WORDS_MOST] = {0};
  int words = 0;
  if (!get(&n, sizeof n) || n >= REQUEST_MOST || !get(text, n)) return false;
  for (char *at = text; at < text + n && words < WORDS_MOST; at += strlen(at) + 1) word[words++] = at;
  if (words < 5) return false;
  *r = (request){.milliseconds = strtol(word[0], NULL, 10), .blocks = *word[1] == '1', .at = strtoul(word[2], NULL, 16), .code = word[3], .folder = word[4], .n = words - 4, .words = {name}};
  memcpy(r->words + 1, word + 5, (size_t)(words - 5) * sizeof *word);
  return true;
}

int __wrap_main(int argc, char **argv) {
  static char text[REQUEST_MOST + 1];
  if (argc > 1 && &tests_begin != &tests_end && strcmp(argv[1], "--list") == 0) return list_tests();
  if (!getenv("POL_SERVED")) return __real_main(argc, argv);
  unsetenv("POL_SERVED");
  request r;
  sigset_t ends;
  int out[2] = {memfd_create("out", MFD_CLOEXEC), memfd_create("errors", MFD_CLOEXEC)}, *outs = out;
  FILE *to = fdopen(fcntl(1, F_DUPFD_CLOEXEC, 10), "wb");
  size_t most = (size_t)(&etext - &__executable_start);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigemptyset(&ends);
  sigaddset(&ends, SIGCHLD);
  sigprocmask(SIG_BLOCK, &ends, NULL);
  while (read_request(&r, text, argv[0])) {
    struct answer a = serve(&r, outs, most);
    fwrite(&a, sizeof a, 1, to);
    for (uint32_t i = 0; r.blocks && i < most; i++)
      if (ran[i]) fwrite(&i, sizeof i, 1, to);
    if (fflush(to)) return 3; /* before the next child is made, which would write it, too */
    if (r.blocks) munmap((void *)(uintptr_t)ran, most);
    ran = NULL;
  }
  return 0;
}
