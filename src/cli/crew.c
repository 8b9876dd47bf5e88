/* Threads for the library's long tasks: as many as there are processors. A thread that cannot be started is one fewer. */
#define _GNU_SOURCE /* sched_getaffinity */
#include "base/limits.h"
#include "cli/cli.h"
#include <pthread.h>
#ifdef __linux__
#include <sched.h>
#endif
#include <unistd.h>

typedef struct shift { /* one thread's part */
  void (*part)(void *task, size_t i);
  void *task;
  size_t i;
} shift;

static void *work(void *given) {
  shift *s = given;
  s->part(s->task, s->i);
  return NULL;
}

/* The first part is done here, and so is any for which there is no thread. */
static void run(void *user, void (*part)(void *task, size_t i), void *task, size_t n) {
  pthread_t thread[POL_LIMIT_HANDS];
  shift shifts[POL_LIMIT_HANDS];
  bool started[POL_LIMIT_HANDS] = {false};
  (void)user;
  for (size_t i = 0; i < n && i < POL_LIMIT_HANDS; i++) {
    shifts[i] = (shift){part, task, i};
    started[i] = i > 0 && pthread_create(&thread[i], NULL, work, &shifts[i]) == 0;
  }
  for (size_t i = 0; i < n; i++)
    if (i >= POL_LIMIT_HANDS || !started[i]) part(task, i);
  for (size_t i = 0; i < n && i < POL_LIMIT_HANDS; i++)
    if (started[i]) pthread_join(thread[i], NULL);
}

/* Those that we may run on: a container or a batch system may have given us fewer than the machine has. */
static size_t processors(void) {
#ifdef __linux__
  cpu_set_t ours;
  if (sched_getaffinity(0, sizeof ours, &ours) == 0 && CPU_COUNT(&ours) > 0) return (size_t)CPU_COUNT(&ours);
#endif
  long n = sysconf(_SC_NPROCESSORS_ONLN);
  return n < 1 ? 1 : (size_t)n;
}

pol_crew pol_crew_start(size_t hands) {
  if (!hands) hands = processors();
  return (pol_crew){.run = run, .hands = hands > POL_LIMIT_HANDS ? POL_LIMIT_HANDS : hands};
}

/* -- how it is decided */

bool pol_args_crew(pol_crew *out, const pol_args *args) {
  const char *given = args->value[POL_OPT_THREADS];
  size_t n = 0;
  for (const char *c = given; c && *c; c++) n = *c >= '0' && *c <= '9' && n <= POL_LIMIT_HANDS ? n * 10 + (size_t)(*c - '0') : POL_LIMIT_HANDS + 1;
  if (given && (n < 1 || n > POL_LIMIT_HANDS)) return pol_say("--threads is a number from 1 to %d, and %s is not", POL_LIMIT_HANDS, *given ? given : "nothing"), false;
  *out = pol_crew_start(n);
  return true;
}

pol_speed pol_args_speed(const pol_args *args) {
  const char *given = args->value[POL_OPT_SPEED];
  static const struct { const char *name; pol_speed speed; } speeds[] = {
      {"engine", POL_SPEED_ENGINE}, {"portable", POL_SPEED_PORTABLE}, {"v2", POL_SPEED_V2}, {"v3", POL_SPEED_V3}, {"v4", POL_SPEED_V4}};
  for (size_t i = 0; given && i < sizeof speeds / sizeof *speeds; i++)
    if (strcmp(speeds[i].name, given) == 0) return speeds[i].speed;
  return POL_SPEED_BEST;
}
