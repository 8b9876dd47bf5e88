/* Renderings when memory runs out: a session is made with all it needs, then every allocation of a rendering fails in turn. The rendering
 * says so, leaves nothing behind, and works again afterwards. */
#include "pol.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct meter {
  bool armed;
  size_t left, living;
} meter;

static void *get(void *user, size_t size) {
  meter *m = user;
  if (m->armed && m->left == 0) return NULL;
  if (m->armed) m->left--;
  void *block = malloc(size);
  if (block != NULL) m->living++;
  return block;
}

static void put(void *user, void *block) {
  meter *m = user;
  if (block != NULL) m->living--;
  free(block);
}

static char *text_of(const char *name, size_t *length) {
  char path[512];
  snprintf(path, sizeof path, "%s/render/data/%s", POL_TESTS_DIR, name);
  FILE *f = fopen(path, "rb");
  cr_assert_not_null(f, "%s", path);
  char *text = calloc(1, 1 << 16);
  *length = fread(text, 1, (1 << 16) - 1, f);
  fclose(f);
  return text;
}

static pol_session *open_session(meter *m, const pol_allocator *from) {
  static const char *const files[] = {"placement.pol", "tests-that-fail.pol"};
  pol_session *s = NULL;
  size_t length;
  *m = (meter){.armed = false};
  cr_assert_eq(pol_session_new(&s, from), POL_DONE);
  for (size_t i = 0; i < 2; i++) {
    char *text = text_of(files[i], &length);
    cr_assert_eq(pol_session_add(s, files[i], text, length), POL_DONE);
    free(text);
  }
  cr_assert_eq(pol_session_check(s), POL_DONE);
  char *facts = text_of("people.json", &length);
  cr_assert_eq(pol_session_facts(s, "people.json", facts, length, POL_FORM_JSON), POL_DONE);
  free(facts);
  cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  return s;
}

typedef pol_result (*rendering)(pol_string *out, pol_session *s, const pol_view *v);
static pol_result tests(pol_string *out, pol_session *s, const pol_view *v) { return pol_render_tests(out, s, v, NULL); }
static pol_result covered(pol_string *out, pol_session *s, const pol_view *v) { return pol_render_tests(out, s, v, &(pol_testing){.min_clause = 90, .min_condition = 90}); }
static pol_result changed(pol_string *out, pol_session *s, const pol_view *v) {
  static const char known[] = "1.1-000000 gone\n";
  return pol_render_tests(out, s, v, &(pol_testing){.filter = "grade", .mutate = true, .known = known, .known_length = sizeof known - 1});
}

/* The rendering with its first `blocks` allocations granted. */
static pol_result attempt(meter *m, pol_session *s, rendering render, const pol_view *v, size_t blocks, char **copy) {
  pol_string out = {0};
  m->armed = true;
  m->left = blocks;
  pol_result result = render(&out, s, v);
  m->armed = false;
  *copy = out.text == NULL ? NULL : strdup(out.text);
  pol_string_drop(&out);
  return result;
}

static void everywhere_asked(rendering render, const pol_view *v, const char *decision) {
  meter m;
  pol_allocator from = {get, put, &m};
  pol_session *s = open_session(&m, &from);
  if (decision != NULL) cr_assert_eq(pol_session_ask(s, decision), POL_DONE);
  char *whole = NULL, *text = NULL;
  pol_result wanted = attempt(&m, s, render, v, SIZE_MAX, &whole);
  cr_assert(wanted == POL_DONE || wanted == POL_BAD_NEWS, "%d", wanted);
  size_t living = m.living, at = 0;
  for (; at < 1u << 20; at += 1 + at / 40) { /* each of the first, then ever fewer */
    pol_result result = attempt(&m, s, render, v, at, &text);
    if (result == wanted) break;
    cr_assert_eq(result, POL_OUT_OF_MEMORY, "allocation %zu fails, and the result is %d", at, result);
    cr_assert_null(text);
    cr_assert_leq(m.living, living, "allocation %zu fails, and %zu blocks are left", at, m.living - living);
  }
  cr_expect_gt(at, 0);
  cr_assert_not_null(text);
  cr_expect_str_eq(text, whole, "the same bytes after all that failed");
  free(text);
  free(whole);
  pol_session_drop(s);
  cr_expect_eq(m.living, 0);
}

static void everywhere(rendering render, const pol_view *v) { everywhere_asked(render, v, NULL); }

Test(failing, explanation) { everywhere(pol_render_explanation, &(pol_view){.form = POL_FORM_TEXT, .trace = true, .id = "fine"}); }
Test(failing, open) { everywhere(pol_render_explanation, &(pol_view){.form = POL_FORM_TEXT, .id = "open"}); }
Test(failing, error) { everywhere(pol_render_explanation, &(pol_view){.form = POL_FORM_TEXT, .trace = true, .id = "referred"}); }
Test(failing, why_not) { everywhere(pol_render_explanation, &(pol_view){.form = POL_FORM_TEXT, .why_not = "permitted", .id = "outside"}); }
Test(failing, explanation_json) { everywhere(pol_render_explanation, &(pol_view){.form = POL_FORM_JSON, .trace = true, .id = "fine"}); }
Test(failing, letter) {
  everywhere_asked(pol_render_explanation, &(pol_view){.form = POL_FORM_HTML, .id = "two-reasons", .why_not = "permitted", .letterhead = "A\n---\nB\n---\nC\n"}, "higher");
}
Test(failing, letter_of_a_value) { everywhere_asked(pol_render_explanation, &(pol_view){.form = POL_FORM_HTML, .id = "fine", .open = true}, "pay"); }
Test(failing, letter_withholding) { everywhere_asked(pol_render_explanation, &(pol_view){.form = POL_FORM_HTML, .id = "referred"}, "eligible"); }
Test(failing, drawing) { everywhere_asked(pol_render_explanation, &(pol_view){.form = POL_FORM_DOT, .id = "two-reasons"}, "higher"); }
Test(failing, decisions) { everywhere(pol_render_decisions, &(pol_view){.form = POL_FORM_TEXT, .id = "fine"}); }
Test(failing, decisions_csv) { everywhere(pol_render_decisions, &(pol_view){.form = POL_FORM_CSV, .outcomes = true, .id = "two-reasons"}); }
Test(failing, reports) { everywhere(pol_render_reports, &(pol_view){.form = POL_FORM_TEXT}); }
Test(failing, reports_json) { everywhere(pol_render_reports, &(pol_view){.form = POL_FORM_JSON}); }
Test(failing, facts) { everywhere(pol_render_facts, &(pol_view){.form = POL_FORM_TEXT}); }
Test(failing, facts_schema) { everywhere(pol_render_facts, &(pol_view){.form = POL_FORM_JSON_SCHEMA}); }
Test(failing, tests) { everywhere(tests, &(pol_view){.form = POL_FORM_TEXT}); }
Test(failing, coverage) { everywhere(covered, &(pol_view){.form = POL_FORM_TEXT}); }
Test(failing, coverage_json) { everywhere(covered, &(pol_view){.form = POL_FORM_JSON}); }
Test(failing, coverage_html) { everywhere(covered, &(pol_view){.form = POL_FORM_HTML}); }
Test(failing, changes) { everywhere(changed, &(pol_view){.form = POL_FORM_TEXT}); }
Test(failing, tests_junit) { everywhere(tests, &(pol_view){.form = POL_FORM_JUNIT}); }
Test(failing, reading) { everywhere(pol_render_reading, &(pol_view){.form = POL_FORM_TEXT, .names = true}); }
Test(failing, reading_json) { everywhere(pol_render_reading, &(pol_view){.form = POL_FORM_JSON}); }
