/* Threads for the library's long tasks: as many as there are processors. A thread that cannot be started is one fewer. */
#define _DEFAULT_SOURCE
#include "cli/cli.h"
#include <pthread.h>
#include <unistd.h>

enum { MOST = 16 };

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
  pthread_t thread[MOST];
  shift shifts[MOST];
  bool started[MOST] = {false};
  (void)user;
  for (size_t i = 0; i < n && i < MOST; i++) {
    shifts[i] = (shift){part, task, i};
    started[i] = i > 0 && pthread_create(&thread[i], NULL, work, &shifts[i]) == 0;
  }
  for (size_t i = 0; i < n; i++)
    if (i >= MOST || !started[i]) part(task, i);
  for (size_t i = 0; i < n && i < MOST; i++)
    if (started[i]) pthread_join(thread[i], NULL);
}

pol_crew pol_crew_start(void) {
  long processors = sysconf(_SC_NPROCESSORS_ONLN);
  return (pol_crew){.run = run, .hands = processors < 1 ? 1 : processors > MOST ? MOST : (size_t)processors};
}
