/* Every allocation of a scenario fails in turn, once and from there on for ever. What must be so then: nothing crashes; every block is put back, once, and not written to afterwards; and each step has the
 * very result that it has with all memory, or says that there is none: with nothing handed out, or, where bytes flow, with no more than the beginning of the right ones. What was asked of a session in vain
 * is asked again, and is answered rightly then. allocations.py makes the scenarios.
 *   allocations FILE list                    a line a scenario: how many allocations, microseconds
 *   allocations FILE try MOST SEED SECONDS   at most so many indices of each; each n-th, from one that the seed chooses, where there are more; no scenario is begun after so many seconds
 *   allocations FILE places - - SECONDS      once for each place that asks for memory and was not met before, in whatever scenario; after so many seconds nothing is begun any more
 * allocations_each is the same with an allocation for each object. */
#include "evidence/failing.h"
#include "evidence/places.h"
#include "evidence/scenario.h"
#include <malloc.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* ---- scenarios are read ---- */

typedef struct scenarios { scenario *at; size_t n, cap; } scenarios;

static void *grown(void *at, size_t *cap, size_t n, size_t size) {
  if (n < *cap) return at;
  *cap = *cap ? *cap * 2 : 16;
  at = realloc(at, *cap * size);
  if (!at) fprintf(stderr, "allocations: out of memory\n"), exit(2);
  return at;
}

static void add_line(scenarios *all, char *line) {
  step s = {.n = 0};
  for (char *at = line; at && s.n < WORDS_MOST; at = strchr(at, '\t')) {
    if (at != line) *at++ = '\0';
    s.word[s.n++] = at;
  }
  if (strcmp(s.word[0], "scenario") == 0) {
    all->at = grown(all->at, &all->cap, all->n, sizeof *all->at);
    all->at[all->n++] = (scenario){.name = s.word[1]};
    return;
  }
  scenario *last = &all->at[all->n - 1];
  last->at = grown(last->at, &last->cap, last->n, sizeof *last->at);
  last->at[last->n++] = s;
}

static scenarios read_scenarios(const char *path) {
  scenarios all = {0};
  char *text = file_of(path)->at;
  for (char *line = text; *line;) {
    char *end = strchr(line, '\n');
    if (end) *end = '\0';
    if (*line) add_line(&all, line);
    line = end ? end + 1 : line + strlen(line);
  }
  return all;
}

/* ---- a scenario is run ---- */

enum { STEPS_MOST = 64 };
typedef struct reference { made step[STEPS_MOST]; size_t n, calls; } reference; /* n: how many steps there are, up to the one that cannot be done */

static char place[400]; /* what is being done, should it crash */
static size_t faults;

static void fault(const char *what) {
  faults++;
  printf("FAULT\t%s: %s\n", place, what);
  fflush(stdout);
}

/* Where two answers part, with a little of both. */
static void show_parting(bytes *to, const made *a, const made *b) {
  size_t at = 0, from;
  while (at < a->out.n && at < b->out.n && a->out.at[at] == b->out.at[at]) at++;
  from = at > 20 ? at - 20 : 0;
  bytes_format(to, " at byte %zu: \"%.*s\" for \"%.*s\"", at, (int)(a->out.n - from > 60 ? 60 : a->out.n - from), a->out.n ? a->out.at + from : "", (int)(b->out.n - from > 60 ? 60 : b->out.n - from), b->out.n ? b->out.at + from : "");
  for (size_t i = 0; i < to->n; i++)
    if (to->at[i] == '\n' || to->at[i] == '\t') to->at[i] = ' ';
}

static void fault_of(const made *a, const made *b, const step *s, const char *what) {
  bytes line = {0};
  bytes_format(&line, "%s %s: %s (%d for %d)", s->word[0], s->n > 1 ? s->word[1] : "", what, (int)a->result, (int)b->result);
  show_parting(&line, a, b);
  fault(line.at);
  free(line.at);
}

static bool same(const made *a, const made *b) { return a->result == b->result && a->out.n == b->out.n && (!a->out.n || memcmp(a->out.at, b->out.at, a->out.n) == 0); }
static bool begins(const made *a, const made *b) { return a->out.n <= b->out.n && (!a->out.n || memcmp(a->out.at, b->out.at, a->out.n) == 0); }

static void run_clean(reference *r, const scenario *c, const pol_allocator *from, const failing *f) {
  work w = {.from = from};
  bool fine = pol_session_new(&w.s, from) == POL_DONE;
  for (r->n = 0; r->n < c->n && r->n < STEPS_MOST && fine; r->n++) {
    made *m = &r->step[r->n];
    work_step(m, &w, &c->at[r->n]);
    if (m->result == POL_OUT_OF_MEMORY) fault("out of memory, though there was enough");
  }
  work_end(&w);
  r->calls = f->calls;
}

/* Without memory nothing may be said but that; afterwards the session says its reports, and is asked the same again. */
static void look_without(const made *m, work *w, const step *s, const made *right) {
  made again = {0};
  pol_string text;
  if (!m->streamed && m->out.n) fault_of(m, right, s, "out of memory, and something was handed out");
  if (m->streamed && !begins(m, right)) fault_of(m, right, s, "out of memory, and what was put is not the beginning of the answer");
  if (w->s) {
    if (pol_render_reports(&text, w->s, &(pol_view){0}) == POL_OUT_OF_MEMORY && text.text) fault("reports: out of memory, and something was handed out");
    pol_string_drop(&text);
  }
  if (!work_is_asked(s)) return;
  work_step(&again, w, s);
  if (again.result == POL_OUT_OF_MEMORY ? again.streamed ? !begins(&again, right) : again.out.n > 0 : !same(&again, right)) fault_of(&again, right, s, "asked again after it was out of memory, it is answered otherwise");
  free(again.out.at);
}

static void run_failing(const scenario *c, const reference *r, size_t at, bool for_ever) {
  static made m;
  failing f;
  failing_start(&f, at, for_ever);
  const pol_allocator from = {failing_get, failing_put, &f};
  work w = {.from = &from};
  snprintf(place, sizeof place, "%s\tallocation %zu of %zu fails %s", c->name, at, r->calls, for_ever ? "for ever" : "once");
  pol_result result = pol_session_new(&w.s, &from);
  if (result != POL_DONE && result != POL_OUT_OF_MEMORY) fault("a new session is neither there nor out of memory");
  for (size_t i = 0; i < r->n && result == POL_DONE; i++) {
    work_step(&m, &w, &c->at[i]);
    bool without = m.result == POL_OUT_OF_MEMORY && f.failed;
    if (without) look_without(&m, &w, &c->at[i], &r->step[i]);
    else if (!same(&m, &r->step[i])) fault_of(&m, &r->step[i], &c->at[i], "another answer");
    if (without || !same(&m, &r->step[i])) break;
  }
  work_end(&w);
  size_t failed = f.failed;
  const char *wrong = failing_end(&f);
  if (wrong) {
    bytes line = {0};
    bytes_format(&line, "%s (allocation %zu)", wrong, f.fault_call);
    fault(line.at);
    free(line.at);
  }
  if (!failed && !for_ever && at < r->calls && !strstr(c->name, "threads")) fault("another number of allocations than before");
}

/* ---- */

static void crashed(int number) {
  static const char line[] = "\nCRASH\t";
  signal(number, SIG_DFL);
  if (write(STDOUT_FILENO, line, sizeof line - 1) < 0 || write(STDOUT_FILENO, place, strlen(place)) < 0 || write(STDOUT_FILENO, "\n", 1) < 0) _exit(3);
  raise(number);
}

enum { FAULTS_MOST = 5 };

static uint64_t now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_nsec / 1000;
}

/* Some take seconds at each of thousands of places: those that are left when the time is over are not tried. */
static void try_places(const scenario *c, const reference *r, const places *p, uint64_t end) {
  size_t before = faults, tried = 0;
  for (; tried < p->calls && faults < before + FAULTS_MOST && now(CLOCK_MONOTONIC) < end; tried++) run_failing(c, r, p->call[tried], false);
  printf("DONE\t%s\t%zu\t%zu\t%zu\n", c->name, r->calls, tried, faults - before);
  fflush(stdout);
}

static void try_all(const scenario *c, const reference *r, size_t most, uint64_t seed, bool list, uint64_t microseconds) {
  size_t stride = most && r->calls > most ? (r->calls + most - 1) / most : 1, tried = 0, before = faults;
  if (list) {
    printf("%s\t%zu\t%llu\n", c->name, r->calls, (unsigned long long)microseconds);
    return;
  }
  for (size_t at = stride > 1 ? seed % stride : 0; at < r->calls && faults < before + FAULTS_MOST; at += stride, tried++) {
    run_failing(c, r, at, false);
    run_failing(c, r, at, true);
  }
  printf("DONE\t%s\t%zu\t%zu\t%zu\n", c->name, r->calls, tried, faults - before);
  fflush(stdout);
}

static void with(const scenario *c, size_t most, uint64_t seed, bool list, places *p, uint64_t end) {
  static reference r;
  failing f;
  failing_start(&f, SIZE_MAX, false);
  if (p) f.look = places_look, f.user = p, p->calls = 0;
  const pol_allocator from = {failing_get, failing_put, &f};
  snprintf(place, sizeof place, "%s\tnothing fails", c->name);
  if (c->n > STEPS_MOST) fault("it has too many steps");
  uint64_t begun = now(CLOCK_PROCESS_CPUTIME_ID);
  run_clean(&r, c, &from, &f);
  uint64_t took = now(CLOCK_PROCESS_CPUTIME_ID) - begun;
  const char *wrong = failing_end(&f);
  if (wrong) fault(wrong);
  if (p) try_places(c, &r, p, end);
  else try_all(c, &r, most, seed, list, took);
}

int main(int argc, char **argv) {
  static const int deadly[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};
  if (argc < 3 || (strcmp(argv[2], "list") != 0 && argc < 6)) return fprintf(stderr, "usage: allocations FILE list | allocations FILE try|places MOST SEED SECONDS\n"), 2;
  mallopt(M_MMAP_THRESHOLD, 1 << 30); /* what is put back is not given back: thousands of runs want the same again */
  mallopt(M_TRIM_THRESHOLD, 1 << 30);
  for (size_t i = 0; i < sizeof deadly / sizeof *deadly; i++) signal(deadly[i], crashed);
  scenarios all = read_scenarios(argv[1]);
  bool list = strcmp(argv[2], "list") == 0, placed = strcmp(argv[2], "places") == 0;
  places p = {0};
  uint64_t end = list ? UINT64_MAX : now(CLOCK_MONOTONIC) + strtoull(argv[5], NULL, 10) * 1000000;
  for (size_t i = 0; i < all.n && now(CLOCK_MONOTONIC) < end; i++)
    with(&all.at[i], list ? 0 : strtoul(argv[3], NULL, 10), list ? 0 : strtoull(argv[4], NULL, 10), list, placed ? &p : NULL, end);
  free(p.seen);
  free(p.call);
  return faults ? 1 : 0;
}
