/* Test results for programs: TAP 13 (of 14 there is nothing that it needs, and prove reads only 13), JUnit's XML, JSON {"schema": "pol.tests/1"} (schema/tests.schema.json). */
#include "render/tests.h"
#include "render/value_json.h"
#include <string.h>

/* ---- TAP ---- */

static void tap_text(pol_text *to, const char *text) { /* # and \ have a meaning in a test's name */
  for (; *text != '\0'; text++) {
    if (*text == '#' || *text == '\\') pol_text_char(to, '\\');
    pol_text_char(to, *text == '\n' ? ' ' : *text);
  }
}

static void yaml_text(pol_text *to, const char *before, const char *key, const char *text) { /* as a double-quoted scalar */
  pol_text_format(to, "%s%s: \"", before, key);
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\') pol_text_char(to, '\\');
    pol_text_char(to, *text == '\n' ? ' ' : *text);
  }
  pol_text_add(to, "\"\n");
}

void pol_tests_tap(const pol_tests_page *t) {
  pol_text *to = t->page.to;
  pol_text_format(to, "TAP version 13\n1..%u\n", t->results->results.n);
  for (uint32_t i = 0; i < t->results->results.n; i++) {
    const pol_scenario_result *r = &t->results->results.at[i];
    pol_arena_point here = pol_arena_mark(t->page.arena);
    pol_text_format(to, "%sok %u - ", r->passed ? "" : "not ", i + 1);
    tap_text(to, pol_test_title(t, r->scenario));
    pol_text_char(to, '\n');
    for (uint32_t k = 0; k < r->failures.n; k++) {
      pol_text_add(to, k == 0 ? "  ---\n  failures:\n" : "");
      const pol_failure *f = &r->failures.at[k];
      static const char first[] = "    - ", next[] = "      ";
      if (f->expect != NULL) yaml_text(to, first, "decision", pol_test_decision(t, f));
      yaml_text(to, f->expect != NULL ? next : first, "expected", f->expected);
      yaml_text(to, next, "got", f->got);
      yaml_text(to, next, "at", pol_test_place(t, f->node, true));
    }
    if (r->failures.n > 0) pol_text_add(to, "  ...\n");
    pol_arena_reset(t->page.arena, here);
  }
}

/* ---- JUnit ---- */

static void xml_text(pol_text *to, const char *text) {
  for (; *text != '\0'; text++) {
    unsigned char ch = (unsigned char)*text;
    if (ch == '&') pol_text_add(to, "&amp;");
    else if (ch == '<') pol_text_add(to, "&lt;");
    else if (ch == '>') pol_text_add(to, "&gt;");
    else if (ch == '"') pol_text_add(to, "&quot;");
    else if (ch == '\n' || ch == '\t') pol_text_char(to, ' ');
    else if (ch >= ' ') pol_text_char(to, (char)ch); /* other control characters have no place in XML */
  }
}

static void xml_attribute(pol_text *to, const char *name, const char *text) {
  pol_text_format(to, " %s=\"", name);
  xml_text(to, text);
  pol_text_char(to, '"');
}

void pol_tests_junit(const pol_tests_page *t) {
  pol_text *to = t->page.to;
  const char *policy = pol_atom_get(t->model->atoms, t->model->name);
  const pol_scenario_results *all = t->results;
  pol_text_add(to, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite");
  xml_attribute(to, "name", policy);
  pol_text_format(to, " tests=\"%u\" failures=\"%u\" errors=\"0\" skipped=\"0\">\n", all->results.n, all->failed);
  for (uint32_t i = 0; i < all->results.n; i++) {
    const pol_scenario_result *r = &all->results.at[i];
    pol_arena_point here = pol_arena_mark(t->page.arena);
    const pol_source *s = pol_sources_get(t->model->sources, r->scenario->node->span.file);
    pol_text_add(to, "    <testcase");
    xml_attribute(to, "classname", policy);
    xml_attribute(to, "name", pol_test_title(t, r->scenario));
    xml_attribute(to, "file", s->name);
    pol_text_format(to, " line=\"%u\"%s>\n", pol_source_place(s, r->scenario->node->span.start).line, r->failures.n == 0 ? "/" : "");
    for (uint32_t k = 0; k < r->failures.n; k++) {
      pol_text_add(to, "      <failure");
      xml_attribute(to, "message", pol_test_failure(t, r, &r->failures.at[k]));
      pol_text_char(to, '>');
      xml_text(to, pol_test_place(t, r->failures.at[k].node, true));
      pol_text_add(to, "</failure>\n");
    }
    if (r->failures.n > 0) pol_text_add(to, "    </testcase>\n");
    pol_arena_reset(t->page.arena, here);
  }
  pol_text_add(to, "  </testsuite>\n</testsuites>\n");
}

/* ---- JSON ---- */

static void place_keys(pol_json *j, const pol_tests_page *t, const pol_node *node) {
  const pol_source *s = pol_sources_get(t->model->sources, node->span.file);
  pol_json_key_string(j, "file", s->name);
  pol_json_key(j, "line");
  pol_json_int(j, pol_source_place(s, node->span.start).line);
}

static void count_key(pol_json *j, const char *key, uint32_t n) {
  pol_json_key(j, key);
  pol_json_int(j, n);
}

static void failure(pol_json *j, const pol_tests_page *t, const pol_failure *f) {
  pol_json_object(j);
  pol_json_key_string(j, "decision", f->expect == NULL ? NULL : pol_test_decision(t, f));
  pol_json_key_string(j, "expected", f->expected);
  pol_json_key_string(j, "got", f->got);
  place_keys(j, t, f->node);
  pol_json_object_end(j);
}

/* What a record of a facts file would have: `pol decide` on it gives the scenario's answers. */
static void given(pol_json *j, const pol_tests_page *t, const pol_scenario *s) {
  pol_case c = {.page = t->page, .program = t->results->program, .model = t->model};
  pol_json_key(j, "given");
  pol_json_object(j);
  for (uint32_t i = 0; i < s->given.n; i++) {
    if (s->given.at[i].value.state != POL_KNOWN) continue;
    pol_json_key(j, pol_atom_get(t->model->atoms, t->model->facts.at[s->given.at[i].fact].name));
    pol_json_given(j, &c, &s->given.at[i].value);
  }
  pol_json_object_end(j);
}

static void as_of(pol_json *j, const pol_tests_page *t, const pol_scenario *s) {
  pol_text date;
  pol_text_init(&date, pol_arena_alloc(t->page.arena));
  pol_date_write(&date, s->as_of);
  const char *text = pol_page_keep(&t->page, &date);
  pol_json_key_string(j, "as_of", s->dated ? text : NULL);
}

static void scenario(pol_json *j, const pol_tests_page *t, const pol_scenario_result *r) {
  pol_json_object(j);
  pol_json_key_string(j, "title", r->scenario->title);
  pol_json_key(j, "row");
  if (r->scenario->row == 0) pol_json_null(j);
  else pol_json_int(j, r->scenario->row);
  place_keys(j, t, r->scenario->node);
  as_of(j, t, r->scenario);
  given(j, t, r->scenario);
  pol_json_key(j, "passed");
  pol_json_bool(j, r->passed);
  pol_json_key(j, "failures");
  pol_json_array(j);
  for (uint32_t k = 0; k < r->failures.n; k++) failure(j, t, &r->failures.at[k]);
  pol_json_array_end(j);
  pol_json_object_end(j);
}

void pol_tests_json(const pol_tests_page *t) {
  const pol_scenario_results *all = t->results;
  pol_json json, *j = &json;
  pol_json_init(j, t->page.to, 2);
  pol_json_object(j);
  pol_json_key_string(j, "schema", "pol.tests/1");
  pol_json_key_string(j, "policy", pol_atom_get(t->model->atoms, t->model->name));
  count_key(j, "passed", all->passed);
  count_key(j, "failed", all->failed);
  count_key(j, "left_out", all->skipped);
  pol_json_key(j, "scenarios");
  pol_json_array(j);
  for (uint32_t i = 0; i < all->results.n; i++) {
    pol_arena_point here = pol_arena_mark(t->page.arena);
    scenario(j, t, &all->results.at[i]);
    pol_arena_reset(t->page.arena, here);
  }
  pol_json_array_end(j);
  if (t->tested->coverage != NULL) pol_coverage_json(j, t);
  if (t->tested->mutation != NULL) pol_mutants_json(j, t);
  pol_json_object_end(j);
  pol_text_char(t->page.to, '\n');
}
