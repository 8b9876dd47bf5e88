/* A session's files written anew: laid out, and mended. */
#include "pol.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

typedef struct meter { size_t left, living; } meter;

static void *get(void *user, size_t size) {
  meter *m = user;
  if (m->left == 0) return NULL;
  m->left--;
  void *block = malloc(size);
  m->living += block != NULL;
  return block;
}

static void put(void *user, void *block) {
  meter *m = user;
  m->living -= block != NULL;
  free(block);
}

static pol_session *made(const char *text, bool check) {
  pol_session *s = NULL;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_add(s, "a.pol", text, strlen(text)), POL_DONE);
  if (check) pol_session_check(s);
  return s;
}

Test(rewriting, formatted) {
  pol_string text;
  pol_session *s = made("policy p \xE2\x80\x9CP\xE2\x80\x9D\nclause 1\n permits   nothing_such", true); /* what it says may be wrong */
  cr_expect_eq(pol_render_formatted(&text, s, 0), POL_DONE);
  cr_expect_str_eq(text.text, "policy p \"P\"\nclause 1\n  permits nothing_such\n");
  cr_expect_eq(text.length, strlen(text.text));
  pol_string_drop(&text);
  cr_expect_eq(pol_render_formatted(&text, s, 1), POL_COULD_NOT, "there is no second file");
  pol_session_drop(s);
  s = made("policy p \"P\"\nclause 1\n permits\n", false);
  cr_expect_eq(pol_render_formatted(&text, s, 0), POL_COULD_NOT, "it has an error");
  cr_expect_null(text.text);
  pol_session_drop(s);
}

Test(rewriting, mended) {
  static const struct { const char *text, *want; size_t mended; } rows[] = {
      {"policy p \"P\"\n", "policy p \"P\"\n", 0},
      {"policy p \xE2\x80\x9CP\xE2\x80\x9D\n", "policy p \"P\"\n", 1},
      {"policy p \xE2\x80\x9CP\xE2\x80\x9D\nclause 1\n\td is 37hours when x.y>=3\n", "policy p \"P\"\nclause 1\n  d is 37 hours when x.y is at least 3\n", 4},
      {"", "", 0},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pol_string text;
    size_t mended = 99;
    pol_session *s = made(rows[i].text, false);
    cr_expect_eq(pol_render_mended(&text, s, 0, &mended), POL_DONE);
    cr_expect_str_eq(text.text, rows[i].want);
    cr_expect_eq(mended, rows[i].mended, "row %zu: %zu mended", i, mended);
    pol_string_drop(&text);
    cr_expect_eq(pol_render_mended(&text, s, 1, &mended), POL_COULD_NOT);
    pol_session_drop(s);
  }
}

/* Every allocation fails in turn: from the first of the session to the last of the text. */
static bool work(meter *m) {
  static const char text[] = "policy p \xE2\x80\x9CP\xE2\x80\x9D\nfacts x\n a \"b\" is number\nclause 1\n permits d when x.a is 1 # why\n";
  pol_allocator from = {get, put, m};
  pol_session *s = NULL;
  pol_string formatted = {0}, mended = {0};
  size_t n;
  bool fine = pol_session_new(&s, &from) == POL_DONE && pol_session_add(s, "a.pol", text, sizeof text - 1) == POL_DONE;
  fine = fine && pol_render_formatted(&formatted, s, 0) == POL_DONE && pol_render_mended(&mended, s, 0, &n) == POL_DONE;
  pol_string_drop(&formatted);
  pol_string_drop(&mended);
  pol_session_drop(s);
  return fine;
}

Test(rewriting, memory) {
  for (size_t most = 0;; most++) {
    meter m = {.left = most};
    bool fine = work(&m);
    cr_assert_eq(m.living, 0, "%zu blocks are left when allocation %zu fails", m.living, most);
    if (fine) return;
    cr_assert_lt(most, 10000);
  }
}
