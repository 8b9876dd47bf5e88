/* The policy of tests/app/kinds.pol: facts and decisions of every kind. */
#ifndef POL_TESTS_APP_KINDS_H
#define POL_TESTS_APP_KINDS_H
#include "pol.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static inline char *kinds_text(size_t *n) {
  static char text[16384];
  FILE *file = fopen(POL_TESTS_DIR "/app/kinds.pol", "rb");
  cr_assert(file);
  *n = fread(text, 1, sizeof text - 1, file);
  fclose(file);
  text[*n] = '\0';
  return text;
}

/* A session on 2024-04-01. false: memory ran out, and *s is to be dropped all the same. */
static inline bool kinds_try(pol_session **s, const pol_allocator *from) {
  size_t n;
  const char *text = kinds_text(&n);
  return pol_session_new(s, from) == POL_DONE && pol_session_add(*s, "kinds.pol", text, n) == POL_DONE && pol_session_check(*s) == POL_DONE &&
         pol_session_as_of(*s, "2024-04-01") == POL_DONE;
}

static inline pol_session *kinds_session(const pol_allocator *from) {
  pol_session *s = NULL;
  bool made = kinds_try(&s, from);
  cr_assert(made);
  return s;
}

static inline pol_decider *kinds_decider(pol_speed speed) {
  pol_decider *d = NULL;
  cr_assert_eq(pol_decider_new(&d, kinds_session(NULL), speed), POL_DONE);
  return d;
}
#endif
