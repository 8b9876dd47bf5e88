/* Headings and keys that stand for facts, and tables whose fields stand apart by something else than commas, by pol.h alone. */
#include "app/flow.h"
#include "pol.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char policy[] = "policy leave \"Leave\"\n"
                             "facts employee\n"
                             "  hours \"works each week\" is hours\n"
                             "  grade \"is\" is one of clerk, officer\n"
                             "  visits \"made\" is list of visit\n"
                             "record visit\n"
                             "  place is text\n"
                             "decision days \"Annual leave\" is number\n"
                             "clause 1\n"
                             "  days is employee.hours / 1 hour\n";

typedef struct failing { size_t made, fails_at, living; } failing;

static void *get(void *user, size_t size) {
  failing *f = user;
  if (++f->made == f->fails_at) return NULL;
  f->living++;
  return malloc(size);
}

static void put(void *user, void *block) {
  failing *f = user;
  if (block) f->living--;
  free(block);
}

static pol_session *ready(const pol_allocator *from) {
  pol_session *s = NULL;
  if (pol_session_new(&s, from) != POL_DONE) return NULL;
  bool fine = pol_session_add(s, "leave.pol", policy, sizeof policy - 1) == POL_DONE && pol_session_check(s) == POL_DONE && pol_session_as_of(s, "2024-04-01") == POL_DONE;
  if (fine) return s;
  pol_session_drop(s);
  return NULL;
}

static pol_result decide(pol_session *s, flow *f, pol_form form, const char *text) {
  const pol_sink sink = {flow_put, f};
  const pol_feed feed = {.name = "staff", .form = form, .get = flow_get, .user = f};
  const pol_view view = {.form = POL_FORM_CSV};
  *f = (flow){.text = text, .n = strlen(text)};
  return pol_decide(&sink, s, &view, &feed, NULL);
}

static const struct {
  const char *map[4][2];
  char delimiter;
  pol_form form;
  const char *text;
  pol_result result;
  const char *out;
} rows[] = {
    {{{"FTE", "employee.hours"}}, 0, POL_FORM_CSV, "id,FTE\nS1,37\n", POL_DONE, "id,days\nS1,37\n"},
    {{{"FTE", "hours"}, {"No", "id"}, {"Name", ""}}, ';', POL_FORM_CSV, "No;Name;FTE;grade\nS1;\"Ng; A\";37;clerk\n", POL_DONE, "id,days\nS1,37\n"},
    {{{"Name", ""}, {"Town", ""}}, '\t', POL_FORM_CSV, "id\tName\tTown\thours\tName\nS1\tx\ty\t30\tz\n", POL_DONE, "id,days\nS1,30\n"},
    {{{"grade", "employee.hours"}, {"hours", "employee.grade"}}, 0, POL_FORM_CSV, "id,grade,hours\nS1,37,clerk\n", POL_DONE, "id,days\nS1,37\n"}, /* a fact's own name may stand for another */
    {{{"id", "employee.grade"}}, 0, POL_FORM_CSV, "id,hours\nclerk,37\n", POL_DONE, "id,days\n,37\n"},
    {{{"FTE", "hours"}}, 0, POL_FORM_CSV, "id,FTE,employee.hours\nS1,37,37\n", POL_COULD_NOT, ""},
    {{{"FTE", "hours"}}, 0, POL_FORM_CSV, "id,fte\nS1,37\n", POL_COULD_NOT, ""},
    {{{"Visits", "employee.visits"}}, 0, POL_FORM_CSV, "id,Visits\nS1,1\n", POL_COULD_NOT, ""},
    {{{"FTE", "hours"}, {"No", "id"}, {"x", ""}}, 0, POL_FORM_NDJSON, "{\"No\":7,\"FTE\":37,\"x\":{\"y\":[1]}}\n", POL_DONE, "id,days\n7,37\n"},
    {{{"work.fte", "hours"}, {"work.place", ""}}, 0, POL_FORM_NDJSON, "{\"id\":\"S1\",\"work\":{\"fte\":37,\"place\":null}}\n", POL_DONE, "id,days\nS1,37\n"},
    {{{"FTE", "hours"}, {"Visits", "visits"}}, 0, POL_FORM_JSON, "[{\"id\":\"S1\",\"FTE\":37,\"Visits\":[{\"place\":\"x\"}]}]", POL_DONE, "id,days\nS1,37\n"},
    {{{"FTE", "hours"}}, 0, POL_FORM_JSON, "{\"FTE\":37,\"hours\":37}", POL_COULD_NOT, ""},
};

static pol_result say(pol_session *s, size_t i) {
  pol_result result = pol_session_delimiter(s, rows[i].delimiter);
  for (size_t k = 0; result == POL_DONE && k < 4 && rows[i].map[k][0]; k++) result = pol_session_map(s, rows[i].map[k][0], rows[i].map[k][1]);
  return result;
}

Test(mapping, tables_and_lines) {
  flow f;
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pol_session *s = ready(NULL);
    cr_assert_eq(say(s, i), POL_DONE, "row %zu", i);
    pol_result got = decide(s, &f, rows[i].form, rows[i].text);
    cr_expect(got == rows[i].result && strcmp(f.out, rows[i].out) == 0, "row %zu: %d, %s", i, got, f.out);
    pol_session_drop(s);
  }
}

Test(mapping, what_cannot_be_said) {
  static const struct { const char *heading, *fact, *why; } wrong[] = {
      {"FTE", "employee.hour", "did you mean employee.hours?"}, {"hours", "FTE", "the heading of the file stands first: \"FTE=hours\""}, {"A", "grade", "\"A\" cannot stand for both"},
      {"B", "hours", "\"A\" and \"B\" cannot both stand for employee.hours"}, {"A", "hours", "it is said twice"}, {"A", "", "cannot stand for employee.hours and be passed over"}};
  for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
    pol_session *s = ready(NULL);
    pol_string text;
    cr_assert_eq(pol_session_map(s, "A", "employee.hours"), POL_DONE);
    cr_expect_eq(pol_session_map(s, wrong[i].heading, wrong[i].fact), POL_COULD_NOT);
    cr_assert_eq(pol_render_reports(&text, s, NULL), POL_DONE);
    cr_expect(strstr(text.text, wrong[i].why), "%s=%s: %s", wrong[i].heading, wrong[i].fact, text.text);
    pol_string_drop(&text);
    pol_session_drop(s);
  }
  pol_session *s = ready(NULL);
  cr_expect_eq(pol_session_map(s, "", "hours"), POL_COULD_NOT);
  for (const char *c = "a0Z\"\n\r\xc2"; *c; c++) cr_expect_eq(pol_session_delimiter(s, *c), POL_COULD_NOT, "%d", *c);
  for (const char *c = ",;|\t^ "; *c; c++) cr_expect_eq(pol_session_delimiter(s, *c), POL_DONE, "%d", *c);
  pol_session_drop(s);
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_expect_eq(pol_session_map(s, "FTE", "hours"), POL_COULD_NOT, "it is not checked");
  pol_session_drop(s);
}

/* Whichever allocation fails, it is said, and nothing is lost. */
Test(mapping, memory_runs_out) {
  static const size_t tried[] = {1, 5, 8, 9};
  flow f;
  for (size_t t = 0; t < sizeof tried / sizeof *tried; t++)
    for (size_t at = 1, done = 0; !done; at++) {
      failing memory = {.fails_at = at};
      const pol_allocator from = {get, put, &memory};
      pol_session *s = ready(&from);
      pol_result result = s ? say(s, tried[t]) : POL_OUT_OF_MEMORY;
      if (result == POL_DONE) result = decide(s, &f, rows[tried[t]].form, rows[tried[t]].text);
      done = memory.made < at;
      cr_expect_eq(result, done ? rows[tried[t]].result : POL_OUT_OF_MEMORY, "row %zu, allocation %zu: %d", tried[t], at, result);
      pol_session_drop(s);
      cr_assert_eq(memory.living, 0, "allocation %zu fails, and %zu blocks are left", at, memory.living);
    }
}
