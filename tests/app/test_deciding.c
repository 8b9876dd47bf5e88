/* Many records decided in every way there is: what comes out, and what is reported, is what the plain way gives. */
#include "pol.h"
#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char policy[] = "policy leave \"Leave\"\n"
                             "  effective from 2020-01-01\n"
                             "\n"
                             "facts employee \"The member of staff\"\n"
                             "  weekly_hours \"works each week\" is hours, more than 0 hours\n"
                             "  kind \"is\" is one of officer, staff\n"
                             "  post \"holds the post\" is text\n"
                             "  born \"was born\" is date\n"
                             "\n"
                             "decision leave_hours \"Annual leave\" is hours, rounded half up to 0.01 hours\n"
                             "decision share \"A share\" is number\n"
                             "decision may_buy \"May they buy leave?\" is permission\n"
                             "\n"
                             "clause 1 \"How much\"\n"
                             "  leave_hours is 30 * 7.4 hours * employee.weekly_hours / 37 hours when employee.kind is officer\n"
                             "  leave_hours is 25 * 7.4 hours * employee.weekly_hours / 37 hours when employee.kind is staff\n"
                             "clause 2 \"A share\"\n"
                             "  share is 1 / (employee.weekly_hours / 1 hour - 13)\n"
                             "clause 3 \"Buying\"\n"
                             "  permits may_buy when employee.weekly_hours is at least 18.5 hours\n"
                             "  may_buy only if employee.post is not \"none\"\n"
                             "    reason \"there is no post\"\n";

/* -- allocations that fail, and are counted; by several threads */

typedef struct failing { size_t calls, fail_at, living; pthread_mutex_t lock; } failing;

static void *failing_get(void *user, size_t size) {
  failing *f = user;
  pthread_mutex_lock(&f->lock);
  void *block = f->calls++ >= f->fail_at ? NULL : malloc(size);
  f->living += block != NULL;
  pthread_mutex_unlock(&f->lock);
  return block;
}

static void failing_put(void *user, void *block) {
  failing *f = user;
  pthread_mutex_lock(&f->lock);
  f->living -= block != NULL;
  pthread_mutex_unlock(&f->lock);
  free(block);
}

/* -- hands */

typedef struct shift { void (*part)(void *task, size_t i); void *task; size_t i; } shift;

static void *work(void *given) {
  shift *s = given;
  s->part(s->task, s->i);
  return NULL;
}

static void at_once(void *user, void (*part)(void *task, size_t i), void *task, size_t n) {
  pthread_t thread[8];
  shift shifts[8];
  (void)user;
  for (size_t i = 0; i < n; i++) {
    shifts[i] = (shift){part, task, i};
    cr_assert_eq(pthread_create(&thread[i], NULL, work, &shifts[i]), 0);
  }
  for (size_t i = 0; i < n; i++) pthread_join(thread[i], NULL);
}

static void backwards(void *user, void (*part)(void *task, size_t i), void *task, size_t n) {
  (void)user;
  while (n-- > 0) part(task, n);
}

/* -- feeds and sinks */

typedef struct flow {
  const char *text;
  size_t n, at, piece, first;  /* bytes at a time; and the first time */
  size_t puts, most_puts, fails_at;
  char *out; size_t length;
  uint64_t records, bytes; bool backward; /* of the progress */
} flow;

static bool get(void *user, char *bytes, size_t room, size_t *n) {
  flow *f = user;
  size_t piece = f->at == 0 && f->first ? f->first : f->piece;
  *n = f->n - f->at < piece ? f->n - f->at : piece;
  if (*n > room) *n = room;
  if (f->fails_at && f->at >= f->fails_at) return false;
  memcpy(bytes, f->text + f->at, *n);
  f->at += *n;
  return true;
}

static bool put(void *user, const char *bytes, size_t n) {
  flow *f = user;
  if (f->most_puts && f->puts >= f->most_puts) return false;
  f->puts++;
  f->out = realloc(f->out, f->length + n + 1);
  memcpy(f->out + f->length, bytes, n);
  f->out[f->length += n] = '\0';
  return true;
}

static void progress(void *user, uint64_t records, uint64_t bytes) {
  flow *f = user;
  f->backward = f->backward || records < f->records || bytes < f->bytes;
  f->records = records;
  f->bytes = bytes;
}

/* -- tables */

typedef enum wrongs { NONE, FIRST, MIDDLE, LAST, ALL, SOME } wrongs;

static bool is_wrong(wrongs w, size_t i, size_t n) {
  switch (w) {
  case NONE: return false;
  case FIRST: return i == 0;
  case MIDDLE: return i == n / 2;
  case LAST: return i + 1 == n;
  case ALL: return true;
  case SOME: return i % 97 == 5;
  }
  return false;
}

/* Every third record has nothing for the post; every 50th lacks its hours; every 1009th divides by 0. */
static char *make(pol_form form, size_t n, wrongs w) {
  char *text = malloc(128 * (n + 1)), *to = text;
  if (form == POL_FORM_CSV) to += sprintf(to, "id,employee.weekly_hours,employee.kind,employee.post,employee.born\n");
  for (size_t i = 0; i < n; i++) {
    const char *kind = is_wrong(w, i, n) ? "boss" : i % 2 ? "staff" : "officer", *post = i % 3 == 0 ? "" : i % 3 == 1 ? "none" : NULL;
    char hours[48] = "", named[24];
    if (i % 1009 == 1008) strcpy(hours, "13");
    else if (i % 50 != 7) sprintf(hours, "%zu.%zu", 1 + i % 12, i % 100);
    sprintf(named, "P%zu", i);
    if (!post) post = named;
    if (form == POL_FORM_CSV) to += sprintf(to, "S%zu,%s,%s,%s,1990-01-%02zu\n", i, hours, kind, post, 1 + i % 28);
    else to += sprintf(to, "{\"id\":\"S%zu\",\"employee\":{\"weekly_hours\":%s,\"kind\":\"%s\",\"post\":\"%s\"}}\n", i, *hours ? hours : "null", kind, post);
  }
  *to = '\0';
  return text;
}

typedef struct way { pol_speed speed; size_t hands; bool one_by_one; } way;
typedef struct request { pol_form in, out; const char *id; bool outcomes, strict; } request;

static pol_session *session(const pol_allocator *from) {
  pol_session *s = NULL;
  if (pol_session_new(&s, from) == POL_DONE && pol_session_rules_only(s) == POL_DONE && pol_session_add(s, "leave.pol", policy, sizeof policy - 1) == POL_DONE &&
      pol_session_check(s) == POL_DONE && pol_session_as_of(s, "2024-04-01") == POL_DONE)
    return s;
  pol_session_drop(s);
  return NULL;
}

static pol_result decide(pol_session *s, flow *f, const request *r, const way *w) {
  const pol_sink sink = {put, f};
  const pol_feed feed = {.name = "staff", .form = r->in, .get = get, .user = f};
  const pol_view view = {.form = r->out, .id = r->id, .outcomes = r->outcomes};
  const pol_crew crew = {w->one_by_one ? backwards : at_once, NULL, w->hands};
  const pol_batch how = {.crew = w->hands ? &crew : NULL, .strict = r->strict, .speed = w->speed, .progress = progress, .user = f};
  f->n = strlen(f->text);
  if (!f->piece) f->piece = 65536;
  return pol_decide(&sink, s, &view, &feed, &how);
}

typedef struct outcome { pol_result result; char *out; pol_string reports; pol_session *s; uint64_t records, bytes; } outcome;

static outcome outcome_of(const char *text, const request *r, const way *w, size_t piece) {
  outcome o = {.s = session(NULL)};
  flow f = {.text = text, .piece = piece, .first = piece ? 40000 : 0};
  cr_assert(o.s);
  o.result = decide(o.s, &f, r, w);
  o.out = f.out ? f.out : calloc(1, 1);
  o.records = f.records;
  o.bytes = f.bytes;
  cr_expect_not(f.backward);
  cr_assert_eq(pol_render_reports(&o.reports, o.s, NULL), POL_DONE);
  return o;
}

static void drop(outcome *o) {
  free(o->out);
  pol_string_drop(&o->reports);
  pol_session_drop(o->s);
}

static const way ways[] = {{POL_SPEED_BEST, 0, false}, {POL_SPEED_BEST, 2, false}, {POL_SPEED_BEST, 5, false}, {POL_SPEED_BEST, 3, true},
                           {POL_SPEED_PORTABLE, 1, false}, {POL_SPEED_V2, 2, false}, {POL_SPEED_V3, 1, false}, {POL_SPEED_V4, 2, false}};

static void expect_the_same(const char *text, const request *r, const char *label) {
  static const way plain = {POL_SPEED_ENGINE, 0, false};
  outcome want = outcome_of(text, r, &plain, 0);
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    outcome got = outcome_of(text, r, &ways[i], i % 3 ? 0 : 1000);
    cr_expect_eq(got.result, want.result, "%s, way %zu: %d instead of %d", label, i, (int)got.result, (int)want.result);
    cr_expect(strcmp(got.out, want.out) == 0, "%s, way %zu: another output", label, i);
    cr_expect_str_eq(got.reports.text, want.reports.text, "%s, way %zu", label, i);
    cr_expect_eq(got.records, want.records, "%s, way %zu", label, i);
    if (!r->strict && got.records) cr_expect_eq(got.bytes, strlen(text), "%s, way %zu: %llu", label, i, (unsigned long long)got.bytes);
    drop(&got);
  }
  drop(&want);
}

Test(deciding, is_the_same_in_every_way) {
  static const request requests[] = {{POL_FORM_CSV, POL_FORM_CSV, NULL, false, false},      {POL_FORM_CSV, POL_FORM_CSV, NULL, true, false},
                                     {POL_FORM_NDJSON, POL_FORM_CSV, NULL, false, false},   {POL_FORM_CSV, POL_FORM_NDJSON, NULL, false, false},
                                     {POL_FORM_CSV, POL_FORM_CSV, "S1300", false, false},    {POL_FORM_CSV, POL_FORM_CSV, "nobody", false, false},
                                     {POL_FORM_CSV, POL_FORM_CSV, NULL, true, true},        {POL_FORM_NDJSON, POL_FORM_NDJSON, NULL, false, true},
                                     {POL_FORM_CSV, POL_FORM_CSV, "S1399", false, true},    {POL_FORM_CSV, POL_FORM_TEXT, NULL, false, true}};
  char label[64];
  for (size_t i = 0; i < sizeof requests / sizeof *requests; i++)
    for (wrongs w = NONE; w <= SOME; w++) {
      if (i > 1 && w != MIDDLE && w != SOME) continue;
      char *text = make(requests[i].in, i == 1 ? 6000 : 1400, w);
      sprintf(label, "request %zu, wrong %d", i, (int)w);
      expect_the_same(text, &requests[i], label);
      free(text);
    }
}

Test(deciding, few) {
  static const char *const texts[] = {"", "id\n", "id,employee.kind\n", "id,employee.kind\nA,staff", "id,employee.kind\n\nA,staff\n\nB,\"officer\"\r\nC,boss\n", "id,kind,knd\nA,staff,x\nB\n",
                                      "\xef\xbb\xbfid,employee.post\nA,\"a\nb\"\"c\"\nB,\xff\n"};
  for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
    const request r = {.in = POL_FORM_CSV, .out = POL_FORM_CSV, .outcomes = i % 2};
    expect_the_same(texts[i], &r, texts[i]);
  }
}

/* What a table lacks is said of the records up to the one in error, however many were read beside it. */
Test(deciding, strict_where_a_column_is_missing) {
  const request r = {.in = POL_FORM_CSV, .out = POL_FORM_CSV, .strict = true}, one = {.in = POL_FORM_CSV, .out = POL_FORM_CSV, .strict = true, .id = "S900"};
  char *text = malloc(64 * 3000), *to = text + sprintf(text, "id,employee.weekly_hours,employee.kind\n");
  for (int i = 0; i < 2000; i++) to += sprintf(to, "S%d,%d,%s\n", i, i == 1234 || i == 900 ? 13 : 1 + i % 12, i == 1300 ? "boss" : "staff");
  expect_the_same(text, &r, "all");
  expect_the_same(text, &one, "one");
  free(text);
}

/* With --strict what is put are the records before the one in error, which is named. */
Test(deciding, strict) {
  static const struct { const char *text, *out, *report; pol_result result; } rows[] = {
      {"id,employee.weekly_hours\nA,12\nB,13\nC,x\n", "id,share\nA,-1\n", "error POL1014: share of record B is in error: a division by 0", POL_BAD_NEWS},
      {"id,employee.weekly_hours\nA,12\nC,x\nB,13\n", "id,share\nA,-1\n", "record C", POL_BAD_NEWS},
      {"employee.weekly_hours\n13\n", "id,share\n", "share of a record is in error", POL_BAD_NEWS},
      {"id,employee.weekly_hours\nC,x\nA,12\n", "", "record C", POL_COULD_NOT},
  };
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    const request r = {.in = POL_FORM_CSV, .out = POL_FORM_CSV, .strict = true};
    for (size_t w = 0; w < 3; w++) {
      const way how = {w == 0 ? POL_SPEED_ENGINE : POL_SPEED_BEST, w, false};
      pol_session *s = session(NULL);
      pol_string reports;
      flow f = {.text = rows[i].text};
      cr_assert_eq(pol_session_ask(s, "share"), POL_DONE);
      cr_expect_eq(decide(s, &f, &r, &how), rows[i].result, "row %zu", i);
      cr_expect_str_eq(f.out ? f.out : "", rows[i].out);
      cr_assert_eq(pol_render_reports(&reports, s, NULL), POL_DONE);
      cr_expect(strstr(reports.text, rows[i].report), "no %s in %s", rows[i].report, reports.text);
      if (i < 2) cr_expect_not(strstr(reports.text, i == 0 ? "record C" : "division"), "%s", reports.text);
      pol_string_drop(&reports);
      pol_session_drop(s);
      free(f.out);
    }
  }
}

/* What was put before a feed or a sink fails is whole records from the first on. */
Test(deciding, breaks_off) {
  const request r = {.in = POL_FORM_CSV, .out = POL_FORM_CSV};
  char *text = make(POL_FORM_CSV, 12000, SOME);
  const way plain = {POL_SPEED_ENGINE, 0, false};
  outcome want = outcome_of(text, &r, &plain, 0);
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    for (int which = 0; which < 2; which++) {
      pol_session *s = session(NULL);
      flow f = {.text = text, .most_puts = which ? 2 : 0, .fails_at = which ? 0 : 300000, .piece = 30000, .first = 60000};
      cr_expect_eq(decide(s, &f, &r, &ways[i]), POL_COULD_NOT);
      cr_expect_gt(f.length, 1000);
      cr_expect_lt(f.length, strlen(want.out));
      cr_expect_eq(memcmp(f.out, want.out, f.length), 0, "way %zu", i);
      cr_expect_eq(f.out[f.length - 1], '\n');
      free(f.out);
      pol_session_drop(s);
    }
  }
  drop(&want);
  free(text);
}

static pol_result without_memory(failing *f, const char *text, const way *w, const char *want) {
  const pol_allocator from = {failing_get, failing_put, f};
  const request r = {.in = POL_FORM_CSV, .out = POL_FORM_CSV};
  flow through = {.text = text, .piece = 40000};
  pol_session *s = session(&from);
  if (!s) return POL_OUT_OF_MEMORY;
  pol_result result = decide(s, &through, &r, w);
  if (through.length && memcmp(through.out, want, through.length) != 0) cr_assert_fail("what was put is wrong");
  free(through.out);
  pol_session_drop(s);
  return result;
}

#ifdef POL_ARENA_DEBUG /* every object is an allocation of its own: some of them are enough */
enum { FAILING_STEP = 4001 };
#else
enum { FAILING_STEP = 1 };
#endif

Test(deciding, no_memory) {
  const request r = {.in = POL_FORM_CSV, .out = POL_FORM_CSV};
  const way plain = {POL_SPEED_ENGINE, 0, false};
  char *text = make(POL_FORM_CSV, 1000, SOME);
  outcome want = outcome_of(text, &r, &plain, 0);
  for (size_t i = 0; i < 2; i++) {
    const way two = {POL_SPEED_BEST, 2, false}, *w = i ? &two : &ways[0];
    size_t before = 0;
    bool failed = true;
    failing f = {.fail_at = SIZE_MAX};
    pthread_mutex_init(&f.lock, NULL);
    pol_session *s = session(&(pol_allocator){failing_get, failing_put, &f});
    before = f.calls; /* what a session takes is tried elsewhere */
    pol_session_drop(s);
    for (size_t at = before; failed; at += FAILING_STEP) {
      f.calls = 0;
      f.fail_at = at;
      pol_result result = without_memory(&f, text, w, want.out);
      failed = f.calls > at;
      if (f.living) cr_assert_fail("allocation %zu fails, and %zu blocks are left", at, f.living);
      if (result != (failed ? POL_OUT_OF_MEMORY : POL_BAD_NEWS)) cr_assert_fail("allocation %zu: %d", at, (int)result);
    }
  }
  drop(&want);
  free(text);
}
