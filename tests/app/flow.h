/* A feed of a text, and a sink of what fits: shared by tests that decide through pol.h. */
#ifndef POL_TESTS_APP_FLOW_H
#define POL_TESTS_APP_FLOW_H
#include <criterion/criterion.h>
#include <stdbool.h>
#include <string.h>

typedef struct flow { const char *text; size_t n; char out[64 * 1024]; size_t length; bool full; /* nothing more is taken */ } flow;

static inline bool flow_get(void *user, char *bytes, size_t room, size_t *n) {
  flow *f = user;
  *n = f->n < room ? f->n : room;
  memcpy(bytes, f->text, *n);
  f->text += *n;
  f->n -= *n;
  return true;
}

static inline bool flow_put(void *user, const char *bytes, size_t n) {
  flow *f = user;
  cr_assert_lt(f->length + n, sizeof f->out);
  memcpy(f->out + f->length, bytes, n);
  f->out[f->length += n] = '\0';
  return !f->full;
}
#endif
