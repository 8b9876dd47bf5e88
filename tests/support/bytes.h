/* Bytes that the small programs of the tests feed and collect; they end, and say why, where something cannot be had. */
#ifndef POL_TESTS_BYTES_H
#define POL_TESTS_BYTES_H
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct text { char *at; size_t n, cap, next; } text; /* NUL-ended; next: what was fed of it */

static inline void give_up(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(2);
}

static inline void add(text *t, const char *bytes, size_t n) {
  if (t->n + n + 1 > t->cap) {
    t->cap = (t->n + n + 1) * 2;
    t->at = realloc(t->at, t->cap);
    if (t->at == NULL) give_up("out of memory");
  }
  if (n > 0) memcpy(t->at + t->n, bytes, n);
  t->n += n;
  t->at[t->n] = '\0';
}

/* As pol_sink and pol_feed have them; user: a text. */
static inline bool put(void *user, const char *bytes, size_t n) {
  add(user, bytes, n);
  return true;
}

static inline bool get(void *user, char *bytes, size_t room, size_t *n) {
  text *t = user;
  *n = t->n - t->next < room ? t->n - t->next : room;
  memcpy(bytes, t->at + t->next, *n);
  t->next += *n;
  return true;
}

static inline text read_file(const char *path) {
  text t = {0};
  char room[65536];
  FILE *f = fopen(path, "rb");
  if (f == NULL) give_up(path);
  for (size_t n; (n = fread(room, 1, sizeof room, f)) > 0;) add(&t, room, n);
  fclose(f);
  add(&t, "", 0);
  return t;
}
#endif
