/* What the programs that use the library share: a policy from its file, and a table of facts, taken apart once, before anything is measured. */
#ifndef BENCH_TABLE_H
#define BENCH_TABLE_H
#include "pol.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

typedef struct cell { bool known; int64_t is; } cell; /* numbers: times 10^places of their column */
typedef struct column { uint32_t fact; pol_kind kind; unsigned places; int64_t least, most; } column;
typedef struct table { column column[256]; size_t columns, rows; cell *at; /* by row, then by column */ } table;

static inline void give_up(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(2);
}

static inline double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static inline char *whole_file(const char *path, size_t *n) {
  FILE *f = fopen(path, "rb");
  if (!f || fseek(f, 0, SEEK_END)) give_up(path);
  long size = ftell(f);
  char *text = malloc((size_t)size + 1);
  rewind(f);
  if (!text || fread(text, 1, (size_t)size, f) != (size_t)size) give_up(path);
  fclose(f);
  text[size] = '\0';
  *n = (size_t)size;
  return text;
}

static inline pol_decider *decider_of(const char *path, const char *as_of) {
  size_t n;
  char *text = whole_file(path, &n);
  pol_session *s;
  pol_decider *d;
  if (pol_session_new(&s, NULL) || pol_session_rules_only(s) || pol_session_add(s, path, text, n) || pol_session_check(s) || pol_session_as_of(s, as_of) ||
      pol_decider_new(&d, s, POL_SPEED_BEST))
    give_up("the policy cannot be used");
  free(text);
  return d;
}

static inline bool ends_so(const char *name, const char *last) {
  const char *dot = strrchr(name, '.');
  return strcmp(name, last) == 0 || (dot && strcmp(dot + 1, last) == 0);
}

static inline void read_heading(table *t, const pol_decider *d, char *line) {
  for (char *name = strtok(line, ","); name; name = strtok(NULL, ",")) {
    column *c = &t->column[t->columns++];
    *c = (column){.fact = POL_NONE};
    pol_about_fact about;
    for (uint32_t f = 0; pol_decider_fact(&about, d, f); f++)
      if (ends_so(about.name, name)) c->fact = f, c->kind = about.kind;
  }
}

/* "37.25": 3725 and two places. */
static inline int64_t digits_of(const char *text, unsigned *places) {
  bool minus = *text == '-', after = false;
  int64_t n = 0;
  *places = 0;
  for (text += minus; *text; text++) {
    if (*text == '.') after = true;
    else n = n * 10 + (*text - '0'), *places += after;
  }
  return minus ? -n : n;
}

static inline int64_t value_of(const pol_decider *d, column *c, const char *text) {
  int year, month, day, hour, minute;
  int32_t days = 0;
  unsigned places;
  switch (c->kind) {
  case POL_KIND_YES_NO: return *text == 't' || *text == 'y';
  case POL_KIND_OPTION:
  case POL_KIND_PARTY: return pol_decider_find_option(d, c->fact, text);
  case POL_KIND_DATE:
    if (sscanf(text, "%d-%d-%d", &year, &month, &day) != 3 || !pol_day(&days, year, month, day)) give_up(text);
    return days;
  case POL_KIND_TIME:
    if (sscanf(text, "%d:%d", &hour, &minute) != 2) give_up(text);
    return hour * 60 + minute;
  case POL_KIND_NUMBER: {
    int64_t n = digits_of(text, &places);
    if (places > 2) give_up(text);
    for (; places < 2; places++) n *= 10;
    return n;
  }
  default: give_up("a fact that is not measured here"); return 0;
  }
}

/* Rows without quotation marks, at most `most` of them. */
static inline void read_table(table *t, const pol_decider *d, const char *path, size_t most) {
  size_t n, lines = 0;
  char *text = whole_file(path, &n), *line = text;
  for (size_t i = 0; i < n; i++) lines += text[i] == '\n';
  *t = (table){.columns = 0};
  char *end = strchr(line, '\n');
  *end = '\0';
  read_heading(t, d, line);
  t->at = calloc((lines < most ? lines : most) * t->columns, sizeof *t->at);
  if (!t->at) give_up("out of memory");
  for (line = end + 1; *line && t->rows < most; line = end + 1, t->rows++) {
    end = strchr(line, '\n');
    *end = '\0';
    for (size_t c = 0; c < t->columns; c++) {
      char *comma = strchr(line, ',');
      if (comma) *comma = '\0';
      column *to = &t->column[c];
      if (to->fact != POL_NONE && *line) t->at[t->rows * t->columns + c] = (cell){true, value_of(d, to, line)};
      line = comma ? comma + 1 : end;
    }
  }
  free(text);
  for (size_t c = 0; c < t->columns; c++) { /* whole numbers without places, and what lies between what */
    column *of = &t->column[c];
    bool whole = of->kind == POL_KIND_NUMBER;
    for (size_t r = 0; r < t->rows; r++) whole = whole && t->at[r * t->columns + c].is % 100 == 0;
    of->places = of->kind == POL_KIND_NUMBER && !whole ? 2 : 0;
    for (size_t r = 0; r < t->rows; r++) {
      int64_t *v = &t->at[r * t->columns + c].is;
      if (whole) *v /= 100;
      if (r == 0 || *v < of->least) of->least = *v;
      if (r == 0 || *v > of->most) of->most = *v;
    }
  }
}
#endif
