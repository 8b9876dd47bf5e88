/* The library as a door sees it: by pol.h alone. */
#include "pol.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static const char policy[] = "policy leave \"Leave\"\n"
                             "  effective from 2020-01-01\n"
                             "  short months use the last day\n"
                             "\n"
                             "facts employee \"The member of staff\"\n"
                             "  weekly_hours \"works each week\" is hours, more than 0 hours\n"
                             "  kind \"is\" is one of officer, staff\n"
                             "  permanent \"is permanent\" is yes or no\n"
                             "\n"
                             "decision leave_days \"Annual leave\" is days\n"
                             "decision may_buy \"May they buy leave?\" is permission\n"
                             "\n"
                             "clause 1 \"How much\"\n"
                             "  leave_days is 30 days when employee.kind is officer\n"
                             "  leave_days is 25 days when employee.kind is staff\n"
                             "clause 2 \"Buying\"\n"
                             "  permits may_buy when employee.weekly_hours is at least 18.5 hours\n"
                             "  may_buy only if employee.permanent\n"
                             "    reason \"the post is not permanent\"\n"
                             "\n"
                             "scenario \"A member of staff\"\n"
                             "  as of 2024-04-01\n"
                             "  given employee.kind is staff\n"
                             "  expect leave_days is 25 days\n";

static const char facts[] = "[{\"id\": \"S1\", \"employee\": {\"kind\": \"staff\", \"weekly_hours\": 37, \"permanent\": false}},\n "
                            "{\"id\": \"S2\", \"employee.kind\": \"officer\"}]";

static pol_session *made(const char *text) {
  pol_session *s = NULL;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_add(s, "leave.pol", text, strlen(text)), POL_DONE);
  return s;
}

static pol_session *ready(void) {
  pol_session *s = made(policy);
  pol_result checked = pol_session_check(s);
  if (checked != POL_DONE) {
    pol_string text;
    cr_assert_eq(pol_render_reports(&text, s, NULL), POL_DONE);
    cr_assert_fail("%s", text.text);
  }
  return s;
}

typedef pol_result render(pol_string *out, pol_session *s, const pol_view *v);

static void expect_in(pol_session *s, render *write, const pol_view *v, pol_result result, const char *part) {
  pol_string text;
  cr_expect_eq(write(&text, s, v), result);
  cr_expect(text.text && strstr(text.text, part), "no %s in %s", part, text.text ? text.text : "nothing");
  if (text.text) cr_expect_eq(strlen(text.text), text.length);
  pol_string_drop(&text);
  pol_string_drop(&text); /* twice does no harm */
}

Test(pol, life) {
  pol_session *s = ready();
  const pol_view json = {.form = POL_FORM_JSON}, ndjson = {.form = POL_FORM_NDJSON}, csv = {.form = POL_FORM_CSV};
  size_t errors = 9, warnings = 9, notes = 9;
  pol_session_counts(s, &errors, &warnings, &notes);
  cr_expect_eq(errors, 0);
  cr_expect_eq(pol_session_records(s), 0);
  cr_expect_eq(pol_session_facts(s, "staff.json", facts, sizeof facts - 1, POL_FORM_JSON), POL_DONE);
  cr_expect_eq(pol_session_records(s), 2);
  cr_expect_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  expect_in(s, pol_render_decisions, &json, POL_DONE, "\"schema\": \"pol.decision/1\"");
  expect_in(s, pol_render_decisions, &json, POL_DONE, "\"as_of\": \"2024-04-01\"");
  expect_in(s, pol_render_decisions, &json, POL_DONE, "\"outcome\": \"refused\"");
  expect_in(s, pol_render_decisions, NULL, POL_DONE, "25 days");
  expect_in(s, pol_render_decisions, &ndjson, POL_DONE, "\"S2\"");
  expect_in(s, pol_render_decisions, &csv, POL_DONE, "S2,30");
  expect_in(s, pol_render_explanation, NULL, POL_DONE, "the post is not permanent");
  pol_session_drop(s);
}

Test(pol, asking) {
  pol_session *s = ready();
  const pol_view csv = {.form = POL_FORM_CSV}, one = {.form = POL_FORM_CSV, .id = "S2"}, none = {.id = "S3"},
                 why = {.why_not = "permitted"}, odd = {.why_not = "maybe"};
  cr_expect_eq(pol_session_facts(s, "staff.json", facts, sizeof facts - 1, POL_FORM_JSON), POL_DONE);
  cr_expect_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  cr_expect_eq(pol_session_ask(s, "leave_day"), POL_COULD_NOT);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "error POL1006: leave has no decision called leave_day\nhelp: did you mean leave_days?");
  cr_expect_eq(pol_session_ask(s, "leave_days"), POL_DONE);
  cr_expect_eq(pol_session_ask(s, "leave_days"), POL_DONE);
  expect_in(s, pol_render_decisions, &csv, POL_DONE, "id,leave_days\n");
  pol_string text;
  cr_expect_eq(pol_render_decisions(&text, s, &one), POL_DONE);
  cr_expect(!strstr(text.text, "S1"), "%s", text.text);
  pol_string_drop(&text);
  cr_expect_eq(pol_render_decisions(&text, s, &none), POL_COULD_NOT);
  cr_expect_null(text.text);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "error POL1007: no record has the id S3");
  cr_expect_eq(pol_render_explanation(&text, s, &why), POL_COULD_NOT);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "error POL1008: leave_days is no permission, so nothing stands in its way");
  pol_session_drop(s);
  s = ready();
  cr_expect_eq(pol_session_facts(s, "staff.json", facts, sizeof facts - 1, POL_FORM_JSON), POL_DONE);
  cr_expect_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  cr_expect_eq(pol_render_explanation(&text, s, &odd), POL_COULD_NOT);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "error POL1008: maybe is not an outcome to ask a why-not for");
  expect_in(s, pol_render_explanation, &why, POL_DONE, "What would make it PERMITTED?");
  pol_session_drop(s);
}

Test(pol, wrong_order) {
  pol_string text;
  pol_session *s = NULL;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_expect_eq(pol_session_facts(s, "f", "{}", 2, POL_FORM_JSON), POL_COULD_NOT, "nothing is checked");
  cr_expect_eq(pol_session_ask(s, "x"), POL_COULD_NOT);
  cr_expect_eq(pol_render_decisions(&text, s, NULL), POL_COULD_NOT);
  cr_expect_eq(pol_render_facts(&text, s, NULL), POL_COULD_NOT);
  cr_expect_eq(pol_render_program(&text, s), POL_COULD_NOT);
  cr_expect_eq(pol_session_check(s), POL_COULD_NOT);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "error POL1009: there is no policy to read");
  pol_session_drop(s);
  s = ready();
  cr_expect_eq(pol_session_add(s, "more.pol", "", 0), POL_COULD_NOT, "it is checked already");
  cr_expect_eq(pol_session_check(s), POL_DONE);
  cr_expect_eq(pol_render_decisions(&text, s, NULL), POL_COULD_NOT, "no facts");
  cr_expect_eq(pol_session_facts(s, "f", "{}", 2, POL_FORM_HTML), POL_COULD_NOT);
  cr_expect_eq(pol_session_facts(s, "f", "{}", 2, POL_FORM_JSON), POL_DONE);
  cr_expect_eq(pol_render_decisions(&text, s, NULL), POL_COULD_NOT, "no date");
  static const char *const no_dates[] = {"", "2024-02-30", "1 April 2024", "2024-4-1", "2024-04-011"};
  for (size_t i = 0; i < sizeof no_dates / sizeof *no_dates; i++)
    cr_expect_eq(pol_session_as_of(s, no_dates[i]), POL_COULD_NOT, "%s", no_dates[i]);
  cr_expect_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  const pol_view dot = {.form = POL_FORM_DOT};
  cr_expect_eq(pol_render_decisions(&text, s, &dot), POL_COULD_NOT, "nothing writes it");
  pol_session_drop(s);
  pol_session_drop(NULL);
  pol_string_drop(NULL);
}

Test(pol, broken_policy) {
  pol_string text;
  pol_session *s = made("policy p \"P\"\n  effective from 2024-02-30\n\nclause 1 \"x\"\n  permits nothing_such\n");
  cr_expect_eq(pol_session_check(s), POL_BAD_NEWS);
  cr_expect_eq(pol_session_check(s), POL_BAD_NEWS, "asked again");
  size_t errors = 0, warnings, notes;
  pol_session_counts(s, &errors, &warnings, &notes);
  cr_expect_geq(errors, 2, "the parser's and the checker's");
  cr_expect_eq(pol_session_facts(s, "f", "{}", 2, POL_FORM_JSON), POL_COULD_NOT);
  cr_expect_eq(pol_render_tree(&text, s), POL_BAD_NEWS, "a tree there is, but");
  pol_string_drop(&text);
  pol_session_drop(s);
}

Test(pol, wrong_facts) {
  pol_session *s = ready();
  pol_string text;
  const pol_view json = {.form = POL_FORM_JSON};
  static const char some[] = "{\"id\":\"S1\",\"employee.kind\":\"staff\"}\n{\"id\":\"S2\",\"employee.kind\":\"boss\"}\n";
  cr_expect_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  cr_expect_eq(pol_session_facts(s, "staff.ndjson", some, sizeof some - 1, POL_FORM_NDJSON), POL_BAD_NEWS, "one of two");
  cr_expect_eq(pol_session_records(s), 2);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "\"boss\" is not a kind of employee");
  expect_in(s, pol_render_decisions, &json, POL_BAD_NEWS, "\"S2\"");
  cr_expect_eq(pol_session_facts(s, "staff.json", "{\"x\":1}", 7, POL_FORM_JSON), POL_COULD_NOT, "the only one");
  expect_in(s, pol_render_reports, NULL, POL_DONE, "staff.json:1:2");
  cr_expect_eq(pol_session_facts(s, "staff.csv", "id,employee.kind\nS9,staff\n", 26, POL_FORM_CSV), POL_DONE, "replaces the others");
  cr_expect_eq(pol_session_records(s), 1);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "warning POL0805: staff.csv has no column for employee.weekly_hours, nor for 1 more");
  cr_expect_eq(pol_session_facts(s, "one.json", "{}", 2, POL_FORM_JSON), POL_DONE);
  cr_expect_eq(pol_render_reports(&text, s, NULL), POL_DONE);
  cr_expect_str_eq(text.text, "", "other facts, other reports");
  pol_string_drop(&text);
  pol_session_drop(s);
}

Test(pol, too_long) {
  size_t n = 64u * 1024 * 1024 + 1;
  char *text = malloc(n);
  cr_assert(text);
  memset(text, ' ', n);
  pol_session *s = NULL;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_expect_eq(pol_session_add(s, "big.pol", text, 16u * 1024 * 1024 + 1), POL_COULD_NOT);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "error POL1002: big.pol is longer than 16 MiB");
  pol_session_drop(s);
  s = ready();
  cr_expect_eq(pol_session_facts(s, "big.json", text, n, POL_FORM_JSON), POL_COULD_NOT);
  expect_in(s, pol_render_reports, NULL, POL_DONE, "error POL1002: big.json is longer than 64 MiB");
  pol_session_drop(s);
  free(text);
}

Test(pol, others) {
  pol_session *s = ready();
  pol_string text;
  const pol_view csv = {.form = POL_FORM_CSV};
  expect_in(s, pol_render_facts, NULL, POL_DONE, "employee.weekly_hours");
  expect_in(s, pol_render_facts, &csv, POL_DONE, "employee.kind");
  cr_expect_eq(pol_render_tests(&text, s, NULL, NULL), POL_DONE);
  pol_string_drop(&text);
  cr_expect_eq(pol_render_tree(&text, s), POL_DONE);
  cr_expect(strstr(text.text, "\"pol.tree/1\""));
  pol_session_drop(s);
  pol_string_drop(&text); /* a text outlives its session */
  cr_expect_eq(pol_render_code(&text, NULL, "POL0801"), POL_DONE);
  cr_expect(strstr(text.text, "POL0801"));
  pol_string_drop(&text);
  cr_expect_eq(pol_render_code(&text, NULL, "POL9999"), POL_COULD_NOT);
  cr_expect_null(text.text);
  cr_expect_str_eq(pol_version(), POL_VERSION);
}

/* -- rules only */

static pol_session *rules_of(const char *text) {
  pol_session *s = NULL;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_rules_only(s), POL_DONE);
  cr_assert_eq(pol_session_add(s, "leave.pol", text, strlen(text)), POL_DONE);
  cr_expect_eq(pol_session_rules_only(s), POL_COULD_NOT, "too late");
  return s;
}

static char *answers(pol_session *s, const char *record) {
  const pol_view json = {.form = POL_FORM_JSON};
  pol_string text;
  cr_assert_eq(pol_session_check(s), POL_DONE);
  cr_assert_eq(pol_session_facts(s, "staff.json", record, strlen(record), POL_FORM_JSON), POL_DONE);
  cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  cr_assert_eq(pol_render_decisions(&text, s, &json), POL_DONE);
  char *copy = strdup(text.text);
  pol_string_drop(&text);
  return copy;
}

Test(pol, rules_only) {
  pol_session *whole = made(policy), *rules = rules_of(policy);
  char *a = answers(whole, facts), *b = answers(rules, facts);
  cr_expect_str_eq(a, b, "the same answers, of the same policy by its digest");
  free(a);
  free(b);
  pol_string text;
  cr_expect_eq(pol_render_tests(&text, rules, NULL, NULL), POL_COULD_NOT);
  cr_expect_eq(pol_render_tree(&text, rules), POL_COULD_NOT);
  cr_expect_eq(pol_render_formatted(&text, rules, 0), POL_COULD_NOT);
  cr_expect_null(text.text);
  pol_session_drop(whole);
  pol_session_drop(rules);
}

/* The only amount of money may stand in a scenario. */
Test(pol, rules_only_know_the_currency) {
  static const char paid[] = "policy pay \"Pay\"\nfacts f\n  salary is money\ndecision d is permission\nclause 1 \"x\"\n  permits d when f.salary is more than f.salary\n"
                             "scenario \"s\"\n  given f.salary is EUR 20\n  expect d is silent\n";
  static const char euros[] = "{\"f.salary\": \"EUR 30\"}";
  pol_session *whole = made(paid), *rules = rules_of(paid);
  char *a = answers(whole, euros), *b = answers(rules, euros);
  cr_expect_str_eq(a, b);
  free(a);
  free(b);
  pol_session_drop(whole);
  pol_session_drop(rules);
}

Test(pol, rules_only_do_not_look_at_scenarios) {
  static const char wrong[] = "policy p \"P\"\ndecision d is permission\nclause 1 \"x\"\n  permits d\nscenario \"s\"\n  given nonsense\n  expect d is 7\n";
  pol_session *whole = made(wrong), *rules = rules_of(wrong);
  cr_expect_eq(pol_session_check(whole), POL_BAD_NEWS);
  cr_expect_eq(pol_session_check(rules), POL_DONE);
  pol_session_drop(whole);
  pol_session_drop(rules);
}

/* -- memory: every allocation of a whole decision fails in turn */

typedef struct failing {
  size_t calls, fail_at, living;
} failing;

static void *failing_get(void *user, size_t size) {
  failing *f = user;
  if (f->calls++ >= f->fail_at) return NULL;
  void *block = malloc(size);
  if (block) f->living++;
  return block;
}

static void failing_put(void *user, void *block) {
  failing *f = user;
  if (block) f->living--;
  free(block);
}

/* -- facts in and decisions out at the same time */

typedef struct flow { const char *text; size_t n, at, piece, puts, most_puts, fails_at; char out[16384]; size_t length; } flow;

static bool flow_get(void *user, char *bytes, size_t room, size_t *n) {
  flow *f = user;
  *n = f->n - f->at < f->piece ? f->n - f->at : f->piece;
  if (*n > room) *n = room;
  if (f->fails_at && f->at >= f->fails_at) return false;
  memcpy(bytes, f->text + f->at, *n);
  f->at += *n;
  return true;
}

static bool flow_put(void *user, const char *bytes, size_t n) {
  flow *f = user;
  if (f->most_puts && f->puts >= f->most_puts) return false;
  f->puts++;
  cr_assert_lt(f->length + n, sizeof f->out);
  memcpy(f->out + f->length, bytes, n);
  f->out[f->length += n] = '\0';
  return true;
}

static pol_result decide_flow(pol_session *s, flow *f, pol_form in, pol_form out, const char *id) {
  const pol_sink sink = {flow_put, f};
  const pol_feed feed = {.name = "staff", .form = in, .get = flow_get, .user = f};
  const pol_view view = {.form = out, .id = id};
  f->n = strlen(f->text);
  if (!f->piece) f->piece = 5;
  return pol_decide(&sink, s, &view, &feed, NULL);
}

static const char table[] = "id,employee.kind\nS1,staff\nS2,boss\nS3,officer\n";
static const char lines[] = "{\"id\":\"S1\",\"employee.kind\":\"staff\"}\n{\"id\":\"S2\",\"employee.kind\":\"boss\"}\n{\"id\":\"S3\",\"employee\":{\"kind\":\"officer\"}}";

Test(pol, decide_as_facts_come) {
  static const struct {
    const char *text;
    pol_form form;
    const char *id;
    size_t most_puts, fails_at;
    pol_result result;
    const char *out;
  } rows[] = {
      {table, POL_FORM_CSV, NULL, 0, 0, POL_BAD_NEWS, "id,leave_days\nS1,25\nS2,\nS3,30\n"},
      {lines, POL_FORM_NDJSON, NULL, 0, 0, POL_BAD_NEWS, "id,leave_days\nS1,25\nS2,\nS3,30\n"},
      {facts, POL_FORM_JSON, NULL, 0, 0, POL_DONE, "id,leave_days\nS1,25\nS2,30\n"},
      {table, POL_FORM_CSV, "S3", 0, 0, POL_BAD_NEWS, "id,leave_days\nS3,30\n"},
      {table, POL_FORM_CSV, "S4", 0, 0, POL_COULD_NOT, ""},
      {table, POL_FORM_CSV, NULL, 1, 0, POL_COULD_NOT, "id,leave_days\nS1,25\n"},                 /* nobody takes more */
      {table, POL_FORM_CSV, NULL, 0, 35, POL_COULD_NOT, "id,leave_days\nS1,25\nS2,\n"},           /* the feed fails: whole records */
      {"id,employee.kind\nS1,boss\nS2,boss\n", POL_FORM_CSV, NULL, 0, 0, POL_COULD_NOT, ""},    /* no record is right */
      {"id,employee.knd\nS1,staff\n", POL_FORM_CSV, NULL, 0, 0, POL_COULD_NOT, ""},
      {"", POL_FORM_CSV, NULL, 0, 0, POL_COULD_NOT, ""},
      {"", POL_FORM_NDJSON, NULL, 0, 0, POL_DONE, "id,leave_days\n"},
      {"[{}", POL_FORM_JSON, NULL, 0, 0, POL_COULD_NOT, ""},
      {table, POL_FORM_TAP, NULL, 0, 0, POL_COULD_NOT, ""},                                      /* no form of facts */
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    pol_session *s = ready();
    flow f = {.text = rows[i].text, .most_puts = rows[i].most_puts, .fails_at = rows[i].fails_at};
    cr_expect_eq(decide_flow(s, &f, rows[i].form, POL_FORM_CSV, rows[i].id), POL_COULD_NOT, "there is no date yet");
    cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
    cr_assert_eq(pol_session_ask(s, "leave_days"), POL_DONE);
    pol_result result = decide_flow(s, &f, rows[i].form, POL_FORM_CSV, rows[i].id);
    cr_expect_eq(result, rows[i].result, "row %zu: %d", i, (int)result);
    cr_expect_str_eq(f.out, rows[i].out, "row %zu: %s", i, f.out);
    pol_session_drop(s);
  }
}

Test(pol, decide_is_as_before) {
  static const pol_form forms[] = {POL_FORM_TEXT, POL_FORM_JSON, POL_FORM_NDJSON, POL_FORM_CSV};
  for (size_t i = 0; i < 8; i++) {
    const pol_view view = {.form = forms[i / 2]};
    pol_session *s = ready();
    flow f = {.text = i % 2 ? table : lines};
    pol_string text;
    cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
    cr_expect_eq(decide_flow(s, &f, i % 2 ? POL_FORM_CSV : POL_FORM_NDJSON, forms[i / 2], NULL), POL_BAD_NEWS);
    cr_expect_eq(pol_session_facts(s, "staff", f.text, f.n, i % 2 ? POL_FORM_CSV : POL_FORM_NDJSON), POL_BAD_NEWS);
    cr_expect_eq(pol_render_decisions(&text, s, &view), POL_BAD_NEWS);
    cr_expect_str_eq(f.out, text.text);
    pol_string_drop(&text);
    pol_session_drop(s);
  }
}

Test(pol, given_for_all) {
  static const struct { const char *given, *out; pol_result result; } rows[] = {
      {"{\"employee\":{\"kind\":\"officer\"}}", "id,leave_days\nS1,25\nS2,30\n", POL_DONE}, /* the record's own value counts */
      {"{\"employee.weekly_hours\":20}", "id,leave_days\nS1,25\nS2,\n", POL_DONE},
      {"{\"employee.kind\":\"boss\"}", "", POL_COULD_NOT},
      {"[{},{}]", "", POL_COULD_NOT},
  };
  static const char text[] = "id,employee.kind\nS1,staff\nS2,\n";
  for (size_t i = 0; i < 2 * (sizeof rows / sizeof *rows); i++) {
    pol_session *s = ready();
    flow f = {.text = i % 2 ? text : "{\"id\":\"S1\",\"employee.kind\":\"staff\"}\n{\"id\":\"S2\"}"};
    pol_form form = i % 2 ? POL_FORM_CSV : POL_FORM_NDJSON;
    cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
    cr_assert_eq(pol_session_ask(s, "leave_days"), POL_DONE);
    cr_assert_eq(pol_session_given(s, "all.json", rows[i / 2].given, strlen(rows[i / 2].given)), POL_DONE);
    cr_expect_eq(decide_flow(s, &f, form, POL_FORM_CSV, NULL), rows[i / 2].result);
    cr_expect_str_eq(f.out, rows[i / 2].out, "%s", f.out);
    cr_expect_eq(pol_session_facts(s, "staff", f.text, strlen(f.text), form), rows[i / 2].result);
    pol_session_drop(s);
  }
}

static pol_result decide(failing *f, bool rules_only) {
  const pol_allocator from = {failing_get, failing_put, f};
  const pol_view trace = {.trace = true, .why_not = "permitted"};
  pol_session *s = NULL;
  pol_string text = {0};
  pol_result r = pol_session_new(&s, &from);
  if (r == POL_DONE && rules_only) r = pol_session_rules_only(s);
  if (r == POL_DONE) r = pol_session_add(s, "leave.pol", policy, sizeof policy - 1);
  if (r == POL_DONE) r = pol_session_check(s);
  if (r == POL_DONE) r = pol_session_facts(s, "staff.json", facts, sizeof facts - 1, POL_FORM_JSON);
  if (r == POL_DONE) r = pol_session_as_of(s, "2024-04-01");
  if (r == POL_DONE) r = pol_session_given(s, "all.json", "{\"employee.permanent\":true}", 27);
  flow in = {.text = facts};
  if (r == POL_DONE) r = decide_flow(s, &in, POL_FORM_JSON, POL_FORM_CSV, NULL);
  in = (flow){.text = "id,employee.kind\nS1,staff\n"};
  if (r == POL_DONE) r = decide_flow(s, &in, POL_FORM_CSV, POL_FORM_CSV, NULL);
  if (r == POL_DONE) r = pol_session_facts(s, "staff.json", facts, sizeof facts - 1, POL_FORM_JSON);
  if (r == POL_DONE) r = pol_render_decisions(&text, s, NULL);
  pol_string_drop(&text);
  if (r == POL_DONE) r = pol_render_explanation(&text, s, &trace);
  pol_string_drop(&text);
  if (r == POL_DONE && !rules_only) r = pol_render_tests(&text, s, NULL, NULL);
  pol_string_drop(&text);
  if (r == POL_DONE) r = pol_render_reports(&text, s, NULL);
  pol_string_drop(&text);
  pol_session_drop(s);
  return r;
}

Test(pol, no_memory) {
  for (int rules_only = 0; rules_only <= 1; rules_only++) {
    bool failed = true;
    for (size_t at = 0; failed; at++) {
      failing f = {.fail_at = at};
      pol_result r = decide(&f, rules_only);
      failed = f.calls > at;
      cr_assert_eq(f.living, 0, "allocation %zu fails, and %zu blocks are left", at, f.living);
      cr_assert_eq(r, failed ? POL_OUT_OF_MEMORY : POL_DONE, "allocation %zu: %d", at, (int)r);
    }
  }
}
