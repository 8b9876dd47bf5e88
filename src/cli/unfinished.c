/* Files that are no use as they are. When somebody interrupts us, or ends us, they are removed first; then we end as the signal would have ended us. What cannot be met (SIGKILL, a power cut)
 * leaves them, under a name that nobody takes for the result. */
#define _XOPEN_SOURCE 700
#include "cli/cli.h"
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { MOST = 8 }; /* files at a time */
static const int deadly[] = {SIGINT, SIGTERM, SIGHUP};
static const char *volatile held[MOST]; /* read by whoever gets a signal: a name is put there while signals are held back, and taken away in one write */
static volatile sig_atomic_t line, ready;

static void end(int signal_number) {
  int error = errno;
  for (size_t i = 0; i < MOST; i++)
    if (held[i]) unlink(held[i]);
  if (line && write(STDERR_FILENO, "\r\033[K", 4) < 0) line = 0; /* whoever it was for has gone */
  struct sigaction usual = {.sa_handler = SIG_DFL};
  sigaction(signal_number, &usual, NULL);
  raise(signal_number); /* it comes when this returns */
  errno = error;
}

/* What is ignored stays so, as under nohup. */
static void listen_to_signals(void) {
  struct sigaction now, ours = {.sa_handler = end};
  if (ready) return;
  ready = 1;
  sigfillset(&ours.sa_mask);
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++)
    if (sigaction(deadly[i], NULL, &now) == 0 && now.sa_handler == SIG_DFL) sigaction(deadly[i], &ours, NULL);
}

static void hold_back(sigset_t *before) {
  sigset_t all;
  sigemptyset(&all);
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) sigaddset(&all, deadly[i]);
  sigprocmask(SIG_BLOCK, &all, before);
}

/* The name must stay until it is let go; false: there are too many. */
static bool hold(const char *path) {
  listen_to_signals();
  for (size_t i = 0; i < MOST; i++) {
    if (held[i]) continue;
    held[i] = path;
    return true;
  }
  return false;
}

void pol_unfinished_let_go(const char *path) {
  for (size_t i = 0; i < MOST; i++)
    if (held[i] == path) held[i] = NULL;
}

/* Signals wait meanwhile: before, the file is not there, and its name may be somebody's. */
int pol_unfinished_make(char *path) {
  sigset_t before;
  hold_back(&before);
  int descriptor = mkstemp(path);
  if (descriptor >= 0 && !hold(path)) {
    close(descriptor);
    unlink(path);
    descriptor = -1;
    errno = EMFILE;
  }
  int error = errno;
  sigprocmask(SIG_SETMASK, &before, NULL);
  errno = error;
  return descriptor;
}

void pol_unfinished_clear_line(bool yes) {
  if (yes) listen_to_signals();
  line = yes;
}
