/* Two versions compared, as a door sees it: feeds in, sinks and grids out, and memory that runs out anywhere. */
#include "pol.h"
#include <criterion/criterion.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char before[] = "policy leave \"Leave\"\n"
                             "  note \"Whose terms these are.\"\n"
                             "\n"
                             "facts employee \"The member of staff\"\n"
                             "  grade \"is paid at grade\" is count, at least 1\n"
                             "  kind \"is\" is one of officer, staff\n"
                             "\n"
                             "decision days \"Annual leave\" is days, better when higher\n"
                             "decision study \"Time to study\" is permission\n"
                             "\n"
                             "clause 1 \"How much\"\n"
                             "  days is 24 days\n"
                             "clause 2 \"Study\"\n"
                             "  permits study when employee.grade is at least 3\n"
                             "  refuses study when employee.grade is less than 3\n";
static const char amendment[] = "amendment offer \"The offer\" of leave\n"
                                "  effective when applied\n"
                                "\n"
                                "clause 3 \"How much, anew\"\n"
                                "  replaces 1\n"
                                "  days is 25 days when employee.kind is staff\n"
                                "  days is 22 days when employee.kind is officer\n";
static const char people[] = "id,employee.grade,employee.kind\nA,1,staff\nB,5,officer\nC,4,\n";

typedef struct flow { const char *text; size_t at, piece; bool broken; char out[200000]; size_t n, most; size_t rows, sheets; } flow;

static bool get(void *user, char *bytes, size_t room, size_t *n) {
  flow *f = user;
  size_t left = strlen(f->text) - f->at, piece = f->piece ? f->piece : room;
  *n = left < piece ? left : piece;
  if (*n > room) *n = room;
  memcpy(bytes, f->text + f->at, *n);
  f->at += *n;
  return !(f->broken && left == 0);
}

static bool put(void *user, const char *bytes, size_t n) {
  flow *f = user;
  if ((f->most && f->n + n > f->most) || f->n + n >= sizeof f->out) return false;
  memcpy(f->out + f->n, bytes, n);
  f->n += n;
  f->out[f->n] = '\0';
  return true;
}

static bool sheet(void *user, const char *title) {
  ((flow *)user)->sheets++;
  return strlen(title) <= 31;
}

static bool row(void *user, const pol_cell *cell, size_t cells) {
  flow *f = user;
  for (size_t i = 0; i < cells; i++)
    if (cell[i].kind != POL_CELL_EMPTY && strlen(cell[i].text) != cell[i].length) return false;
  return ++f->rows != f->most;
}

static pol_result ready(pol_session **out, const pol_allocator *from, const char *after, const char *ask) {
  pol_result r = pol_session_new(out, from);
  if (r == POL_DONE) r = pol_session_rules_only(*out);
  if (r == POL_DONE) r = pol_session_add(*out, "leave.pol", before, sizeof before - 1);
  if (r == POL_DONE && !after) r = pol_session_amend(*out, "offer.pol", amendment, sizeof amendment - 1, NULL);
  if (r == POL_DONE && after) r = pol_session_add_after(*out, "after.pol", after, strlen(after));
  if (r == POL_DONE) r = pol_session_as_of(*out, "2024-04-01");
  if (r == POL_DONE && ask) r = pol_session_ask(*out, ask);
  return r == POL_DONE ? pol_session_compare(*out) : r;
}

static pol_result told(flow *f, pol_session *s, pol_form form, pol_form facts, const pol_measuring *wanted) {
  const pol_sink sink = {put, f};
  const pol_feed feed = {.name = "staff", .form = facts, .get = get, .user = f};
  const pol_view view = {.form = form};
  return pol_render_comparison(&sink, s, &view, wanted, f->text ? &feed : NULL);
}

static flow *new_flow(const char *text) {
  flow *f = calloc(1, sizeof *f);
  cr_assert(f);
  f->text = text;
  return f;
}

Test(comparing, forms) {
  static const struct { pol_form form; const char *text, *part; } rows[] = {
      {POL_FORM_TEXT, people, "Annual leave                     1      1      0     0   1 +++++++-------??????"},
      {POL_FORM_TEXT, NULL, "1 of 2 decisions can change"},
      {POL_FORM_CSV, people, "id,decision,impact,before,after,delta,unit,because,missing\nA,days,gains,24,25,1,days,1 3,\nB,days,loses,24,22,-2,days,1 3,\nC,days,undetermined,24,undetermined,,,,employee.kind\n"},
      {POL_FORM_JSON, people, "\"schema\": \"pol.comparison/1\""},
      {POL_FORM_JSON, NULL, "\"examples\": ["},
      {POL_FORM_NDJSON, people, "{\"id\":\"B\",\"decisions\":["},
      {POL_FORM_HTML, people, "Annual leave"},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pol_session *s = NULL;
    flow *f = new_flow(rows[i].text);
    bool differ = false;
    const pol_measuring wanted = {.people = true, .redline = i == 0, .differ = &differ};
    f->piece = 7;
    cr_assert_eq(ready(&s, NULL, NULL, NULL), POL_DONE);
    cr_expect_eq(told(f, s, rows[i].form, POL_FORM_CSV, &wanted), POL_DONE);
    cr_expect(strstr(f->out, rows[i].part), "no %s in %s", rows[i].part, f->out);
    cr_expect(differ);
    pol_session_drop(s);
    free(f);
  }
}

Test(comparing, the_same) {
  pol_session *s = NULL;
  flow *f = new_flow(people);
  bool differ = true;
  const pol_measuring wanted = {.differ = &differ};
  cr_assert_eq(ready(&s, NULL, before, "days"), POL_DONE);
  cr_expect_eq(told(f, s, POL_FORM_CSV, POL_FORM_CSV, &wanted), POL_DONE);
  cr_expect_str_eq(f->out, "id,decision,impact,before,after,delta,unit,because,missing\n");
  cr_expect(!differ);
  pol_session_drop(s);
  free(f);
}

Test(comparing, json_for_both) { /* a fact that only one of the versions declares is no mistake; what is wrong is said once */
  static const char after[] = "policy leave \"Leave\"\nfacts employee \"x\"\n  site \"works at\" is one of town, harbour\ndecision days \"Annual leave\" is days, better when higher\n"
                              "clause 1 \"How much\"\n  days is 24 days when employee.site is town\n  days is 26 days when employee.site is harbour\n";
  pol_session *s = NULL;
  size_t errors, warnings, notes;
  flow *f = new_flow("[{\"id\":\"A\",\"employee.grade\":1,\"employee.site\":\"harbour\"},{\"id\":\"B\",\"employee.site\":\"sea\"}]");
  cr_assert_eq(ready(&s, NULL, after, "days"), POL_DONE);
  cr_expect_eq(told(f, s, POL_FORM_CSV, POL_FORM_JSON, NULL), POL_BAD_NEWS);
  cr_expect_str_eq(f->out, "id,decision,impact,before,after,delta,unit,because,missing\nA,days,gains,24,26,2,days,1 1,\n");
  pol_session_counts(s, &errors, &warnings, &notes);
  cr_expect_eq(errors, 1);
  pol_session_drop(s);
  free(f);
}

Test(comparing, wrong_order_and_names) {
  pol_session *s = NULL;
  flow *f = new_flow(NULL);
  const char *by[] = {"employee.nothing"};
  const pol_measuring wanted = {.by = by, .bys = 1};
  cr_expect_eq(ready(&s, NULL, NULL, "nothing"), POL_COULD_NOT);
  cr_expect_eq(told(f, s, POL_FORM_DOT, POL_FORM_CSV, NULL), POL_COULD_NOT);
  pol_session_drop(s);
  cr_assert_eq(ready(&s, NULL, NULL, NULL), POL_DONE);
  cr_expect_eq(told(f, s, POL_FORM_TEXT, POL_FORM_CSV, &wanted), POL_COULD_NOT);
  cr_expect_eq(pol_session_compare(s), POL_COULD_NOT);
  pol_session_drop(s);
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_add(s, "leave.pol", before, sizeof before - 1), POL_DONE);
  cr_expect_eq(pol_session_compare(s), POL_COULD_NOT); /* no date, and nothing to compare with */
  cr_expect_eq(told(f, s, POL_FORM_TEXT, POL_FORM_CSV, NULL), POL_COULD_NOT);
  pol_session_drop(s);
  free(f);
}

Test(comparing, what_breaks_off) { /* a sink that is full, a feed that ends early, a grid that takes no more */
  pol_session *s = NULL;
  flow *f = new_flow(people);
  cr_assert_eq(ready(&s, NULL, NULL, NULL), POL_DONE);
  f->most = 10;
  cr_expect_eq(told(f, s, POL_FORM_CSV, POL_FORM_CSV, NULL), POL_COULD_NOT);
  *f = (flow){.text = people, .broken = true};
  cr_expect_eq(told(f, s, POL_FORM_CSV, POL_FORM_CSV, NULL), POL_COULD_NOT);
  for (size_t most = 0; most <= 12; most += 12) {
    *f = (flow){.text = people, .most = most};
    const pol_grid grid = {sheet, row, f};
    const pol_feed feed = {.name = "staff", .form = POL_FORM_CSV, .get = get, .user = f};
    cr_expect_eq(pol_fill_comparison(&grid, s, NULL, &feed), most ? POL_COULD_NOT : POL_DONE);
    cr_expect(most ? f->rows == most : f->rows > 12 && f->sheets > 3);
  }
  pol_session_drop(s);
  free(f);
}

typedef struct failing { size_t fail_at, calls, living; } failing;

static void *failing_get(void *user, size_t size) {
  failing *f = user;
  void *block = f->calls++ == f->fail_at ? NULL : malloc(size);
  f->living += block != NULL;
  return block;
}

static void failing_put(void *user, void *block) {
  ((failing *)user)->living -= block != NULL;
  free(block);
}

static pol_result all(failing *from, pol_form form, bool measured) {
  const pol_allocator memory = {failing_get, failing_put, from};
  const char *by[] = {"employee.kind"};
  const pol_measuring wanted = {.by = by, .bys = measured, .people = true, .redline = measured};
  flow *f = new_flow(measured ? people : NULL);
  pol_session *s = NULL;
  pol_result r = ready(&s, &memory, NULL, NULL);
  const pol_grid grid = {sheet, row, f};
  const pol_feed feed = {.name = "staff", .form = POL_FORM_CSV, .get = get, .user = f};
  if (r == POL_DONE && form == POL_FORM_XLSX) r = pol_fill_comparison(&grid, s, &wanted, measured ? &feed : NULL);
  else if (r == POL_DONE) r = told(f, s, form, POL_FORM_CSV, &wanted);
  pol_session_drop(s);
  free(f);
  return r;
}

static void no_memory(pol_form form, bool measured) {
  bool failed = true;
  for (size_t at = 0; failed; at++) {
    failing f = {.fail_at = at};
    pol_result r = all(&f, form, measured);
    failed = f.calls > at;
    cr_assert_eq(f.living, 0, "allocation %zu fails, and %zu blocks are left", at, f.living);
    cr_assert_eq(r, failed ? POL_OUT_OF_MEMORY : POL_DONE, "allocation %zu: %d", at, (int)r);
  }
}

Test(comparing, no_memory_text) { no_memory(POL_FORM_TEXT, true); }
Test(comparing, no_memory_meaning) { no_memory(POL_FORM_TEXT, false); }
Test(comparing, no_memory_json) { no_memory(POL_FORM_JSON, true); }
Test(comparing, no_memory_ndjson) { no_memory(POL_FORM_NDJSON, true); }
Test(comparing, no_memory_csv) { no_memory(POL_FORM_CSV, true); }
Test(comparing, no_memory_html) { no_memory(POL_FORM_HTML, true); }
Test(comparing, no_memory_cells) { no_memory(POL_FORM_XLSX, true); }

Test(comparing, reasons_of_ones_own) { /* what is not decided is remembered by what is known of a person: also by what only a reason speaks of */
  static const char after[] = "policy leave \"Leave\"\nfacts employee \"x\"\n  grade \"is paid at grade\" is count\n  kind \"is\" is one of officer, staff\ndecision study \"Time to study\" is permission\n"
                              "clause 2 \"Study\"\n  permits study when employee.kind is staff\n  refuses study when employee.kind is officer reason \"is paid at grade {employee.grade}\"\n";
  pol_session *s = NULL;
  flow *f = new_flow("id,employee.grade,employee.kind\nA,1,\nB,5,\n");
  cr_assert_eq(ready(&s, NULL, after, "study"), POL_DONE);
  cr_expect_eq(told(f, s, POL_FORM_NDJSON, POL_FORM_CSV, NULL), POL_DONE);
  const char *second = strstr(f->out, "\"id\":\"B\"");
  cr_assert(second);
  cr_expect(strstr(f->out, "grade 1") && strstr(f->out, "grade 1") < second);
  cr_expect(strstr(second, "grade 5") && !strstr(second, "grade 1"), "%s", second);
  pol_session_drop(s);
  free(f);
}

/* -- texts made of a policy: documentation, and a policy with its amendments carried out */

static const char times[] = "policy p \"P\"\nfacts e \"x\"\n  n \"has\" is count\ndecision d \"D\" is count\nclause 1 \"A\"\n  d is e.n × 2\n"; /* a sign of print is said, and that takes memory too */
static const char thrice[] = "amendment a \"A\" of p\n  effective when applied\nclause 2 \"B\"\n  replaces 1\n  d is e.n × 3\n";

static pol_result made(failing *from, const char *policy, const char *amended, const pol_view *view) {
  const pol_allocator memory = {failing_get, failing_put, from};
  pol_session *s = NULL;
  pol_string text = {0};
  pol_result r = pol_session_new(&s, &memory);
  if (r == POL_DONE) r = pol_session_add(s, "p.pol", policy, strlen(policy));
  if (r == POL_DONE && amended) r = pol_session_amend(s, "a.pol", amended, strlen(amended), NULL);
  if (r == POL_DONE) r = pol_session_as_of(s, "2024-04-01");
  if (r == POL_DONE) r = pol_session_check(s);
  if (r == POL_DONE) r = view ? pol_render_doc(&text, s, view) : pol_render_consolidated(&text, s);
  pol_string_drop(&text);
  pol_session_drop(s);
  return r;
}

static void no_memory_made(const char *amended, const pol_view *view) {
  bool failed = true;
  for (size_t at = 0; failed; at++) {
    failing f = {.fail_at = at};
    pol_result r = made(&f, times, amended, view);
    failed = f.calls > at;
    cr_assert_eq(f.living, 0, "allocation %zu fails, and %zu blocks are left", at, f.living);
    cr_assert_eq(r, failed ? POL_OUT_OF_MEMORY : POL_DONE, "allocation %zu: %d", at, (int)r);
  }
}

Test(documenting, no_memory_text) { no_memory_made(NULL, &(pol_view){.form = POL_FORM_TEXT}); }
Test(documenting, no_memory_html) { no_memory_made(thrice, &(pol_view){.form = POL_FORM_HTML}); }
Test(consolidated, no_memory) { no_memory_made(thrice, NULL); }

Test(documenting, of_nothing) {
  failing f = {.fail_at = SIZE_MAX};
  cr_expect_eq(made(&f, "policy p \"P\"\n", NULL, &(pol_view){.form = POL_FORM_HTML}), POL_DONE);
  cr_expect_eq(f.living, 0);
}
