/* Receipts by pol.h alone: written, read back, decided again; every byte of one that is altered, every length to which one is cut, stores that fail, memory that runs out. */
#include "app/flow.h"
#include "app/replay.h"
#include "base/limits.h"
#include "pol.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#ifdef POL_ARENA_DEBUG
enum { STEP = 23 }; /* sanitized, every object is an allocation, and slow: one in so many */
#else
enum { STEP = 1 };
#endif

static const char policy[] = "policy leave \"Leave\"\n"
                             "use uk.bank_holidays\n"
                             "facts employee\n"
                             "  hours \"works each week\" is hours\n"
                             "  grade \"is\" is one of clerk, officer\n"
                             "decision days \"Annual leave\" is days\n"
                             "decision travel \"Travel\" is permission\n"
                             "clause 1 \"How much\"\n"
                             "  days is 25 days\n"
                             "  adds 2 days to days when employee.hours is at least 30 hours reason \"long hours\"\n"
                             "clause 2 \"Travel\"\n"
                             "  permits travel when employee.grade is officer\n"
                             "  refuses travel when employee.grade is clerk\n";
static const char amendment[] = "amendment more \"More\" of leave\nclause 1n \"Better\"\n  replaces 1\n  days is 26 days\n";
static const char staff[] = "id,hours,grade\nS1,37,clerk\nS2,20,officer\nS3,x,clerk\n";
static const char given[] = "{\"employee.hours\": 20}";

typedef struct failing { size_t fail_at, made, living; } failing;

static void *get(void *user, size_t size) {
  failing *f = user;
  void *block = f->made++ == f->fail_at ? NULL : malloc(size);
  f->living += block != NULL;
  return block;
}

static void put(void *user, void *block) {
  ((failing *)user)->living -= block != NULL;
  free(block);
}

/* -- a store in memory, and what comes out */

typedef struct kept { char at[64 * 1024]; size_t n; size_t puts, gets; /* how many succeed; 0: all */ } kept;

static bool keep(void *user, const char *bytes, size_t n) {
  kept *k = user;
  if (k->puts && --k->puts == 0) return false;
  cr_assert_lt(k->n + n, sizeof k->at);
  memcpy(k->at + k->n, bytes, n);
  k->n += n;
  return true;
}

static bool get_back(void *user, uint64_t at, char *bytes, size_t room, size_t *n) {
  kept *k = user;
  if (k->gets && --k->gets == 0) return false;
  size_t left = at < k->n ? k->n - (size_t)at : 0;
  *n = left < room ? left : room;
  if (*n > 100) *n = 100; /* less than was asked for is no end */
  memcpy(bytes, k->at + at, *n);
  return true;
}

static pol_store store_of(kept *k) { return (pol_store){keep, get_back, k}; }

/* -- deciding, and deciding again */

typedef struct asked { const char *policy, *amendment, *facts, *given; pol_form form; const char *ask; pol_batch how; } asked;
static const asked usual = {policy, NULL, staff, NULL, POL_FORM_CSV, NULL, {0}};

static pol_result open_policy(pol_session *s, const asked *a, const char *day) {
  pol_result result = pol_session_rules_only(s);
  if (result == POL_DONE) result = pol_session_add(s, "leave.pol", a->policy, strlen(a->policy));
  if (result == POL_DONE && a->amendment) result = pol_session_amend(s, "more.pol", a->amendment, strlen(a->amendment), day);
  return result == POL_DONE ? pol_session_check(s) : result;
}

static pol_result decide(kept *k, const pol_allocator *from, const asked *a) {
  flow f = {.text = a->facts, .n = strlen(a->facts)};
  pol_session *s;
  pol_receipt *r = NULL;
  pol_result result = pol_session_new(&s, from);
  if (result != POL_DONE) return result;
  const pol_feed feed = {.name = "staff.csv", .form = a->form, .get = flow_get, .user = &f};
  const pol_store store = store_of(k);
  k->n = 0;
  result = open_policy(s, a, "2024-01-01");
  if (result == POL_DONE) result = pol_session_as_of(s, "2024-04-01");
  if (result == POL_DONE && a->given) result = pol_session_given(s, "given.json", a->given, strlen(a->given));
  if (result == POL_DONE && a->ask) result = pol_session_ask(s, a->ask);
  if (result == POL_DONE) result = pol_receipt_write(&r, s, &store, &feed, &a->how);
  cr_assert_eq(result == POL_DONE, r != NULL);
  pol_receipt_drop(r);
  pol_session_drop(s);
  return result;
}

static pol_result again(flow *out, kept *k, const pol_allocator *from, const asked *a, pol_form form) {
  pol_session *s;
  pol_receipt *r = NULL;
  pol_result result = pol_session_new(&s, from);
  if (result != POL_DONE) return result;
  const pol_store store = {NULL, get_back, k};
  const pol_sink sink = {flow_put, out};
  const pol_view view = {.form = form};
  out->length = 0;
  result = pol_receipt_read(&r, s, "receipt.ndjson", &store);
  if (result == POL_DONE) result = open_policy(s, a, pol_receipt_amended_from(r, "elsewhere/more.pol"));
  if (result == POL_DONE) result = pol_replay(&sink, s, r, &view, NULL);
  pol_receipt_drop(r);
  pol_session_drop(s);
  return result;
}

static const asked ways[] = {
    {policy, NULL, staff, NULL, POL_FORM_CSV, NULL, {0}},
    {policy, amendment, staff, given, POL_FORM_CSV, "travel", {0}},
    {policy, NULL, "{\"id\":\"a\",\"grade\":\"clerk\"}\n\n{\"grade\":\"x\"}\n", given, POL_FORM_NDJSON, "days", {0}},
    {policy, amendment, "[{\"id\":\"a\"},\n {\"id\":\"b\",\"employee\":{\"hours\":\"31 hours\"}}]", NULL, POL_FORM_JSON, NULL, {0}},
};
static kept k, other;
static flow f;

Test(receipt, same) {
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    k = (kept){.n = 0};
    cr_assert_eq(decide(&k, NULL, &ways[i]), POL_DONE, "%zu", i);
    cr_assert_eq(again(&f, &k, NULL, &ways[i], POL_FORM_TEXT), POL_DONE, "%zu: %s", i, f.out);
    cr_assert_eq(memcmp(f.out, "NOTHING DIFFERS\n", 16), 0, "%zu: %s", i, f.out);
    asked engine = ways[i];
    engine.how.speed = POL_SPEED_ENGINE;
    other = (kept){.n = 0};
    cr_assert_eq(decide(&other, NULL, &engine), POL_DONE);
    cr_assert(other.n == k.n && memcmp(other.at, k.at, k.n) == 0, "%zu: the same question, another receipt", i);
  }
}

Test(receipt, names) {
  pol_session *s;
  pol_receipt *r;
  k = (kept){.n = 0};
  cr_assert_eq(decide(&k, NULL, &ways[1]), POL_DONE);
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  const pol_store store = {NULL, get_back, &k};
  cr_assert_eq(pol_receipt_read(&r, s, "r", &store), POL_DONE);
  cr_assert_str_eq(pol_receipt_file(r, 0), "leave.pol");
  cr_assert_str_eq(pol_receipt_file(r, 1), "more.pol");
  cr_assert_null(pol_receipt_file(r, 2)); /* the module is none of the policy's own */
  cr_assert_str_eq(pol_receipt_amended_from(r, "more.pol"), "2024-01-01");
  cr_assert_str_eq(pol_receipt_amended_from(r, "a/more.pol"), "2024-01-01");
  cr_assert_null(pol_receipt_amended_from(r, "leave.pol"));
  for (int twice = 0; twice < 2; twice++) { /* the facts, as often as wanted */
    char text[sizeof staff];
    size_t n, all = 0;
    const pol_feed feed = pol_receipt_facts(r);
    cr_assert_eq(feed.form, POL_FORM_CSV);
    while (feed.get(feed.user, text + all, 7 < sizeof text - all ? 7 : sizeof text - all, &n) && n) all += n;
    cr_assert(all == sizeof staff - 1 && memcmp(text, staff, all) == 0);
  }
  pol_receipt_drop(r);
  pol_session_drop(s);
}

Test(receipt, wrong_uses) {
  pol_session *s;
  pol_receipt *r;
  const pol_store store = store_of(&k);
  const pol_feed feed = {.name = "x", .form = POL_FORM_CSV, .get = flow_get, .user = &f};
  const pol_feed odd = {.name = "x", .form = POL_FORM_HTML, .get = flow_get, .user = &f};
  const pol_sink sink = {flow_put, &f};
  k = (kept){.n = 0};
  cr_assert_eq(decide(&k, NULL, &usual), POL_DONE);
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_receipt_write(&r, s, &store, &feed, NULL), POL_COULD_NOT); /* not checked */
  cr_assert_eq(pol_receipt_read(&r, s, "r", &store), POL_DONE);
  cr_assert_eq(pol_replay(&sink, s, r, NULL, NULL), POL_COULD_NOT);
  cr_assert_eq(open_policy(s, &usual, NULL), POL_DONE);
  pol_receipt *none;
  cr_assert_eq(pol_receipt_write(&none, s, &store, &feed, NULL), POL_COULD_NOT); /* no day */
  const pol_view csv = {.form = POL_FORM_CSV}, nothing = {.form = POL_FORM_XLSX};
  cr_assert_eq(pol_replay(&sink, s, r, &csv, NULL), POL_COULD_NOT);
  cr_assert_eq(pol_replay(&sink, s, r, &nothing, NULL), POL_COULD_NOT);
  f = (flow){.full = true};
  cr_assert_eq(pol_replay(&sink, s, r, NULL, NULL), POL_COULD_NOT);
  cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  cr_assert_eq(pol_receipt_write(&none, s, &store, &odd, NULL), POL_COULD_NOT);
  cr_assert_eq(pol_session_ask(s, "days"), POL_DONE);
  cr_assert_eq(pol_replay(&sink, s, r, NULL, NULL), POL_COULD_NOT); /* what is asked is the receipt's to say */
  pol_receipt_drop(r);
  pol_session_drop(s);
  asked strict = usual;
  strict.how.strict = true;
  cr_assert_eq(decide(&k, NULL, &strict), POL_BAD_NEWS);
  asked wrong = usual;
  wrong.facts = "id,hours\nS1,x\n";
  cr_assert_eq(decide(&k, NULL, &wrong), POL_COULD_NOT);
}

/* No byte can be another without being noticed, and none can be missing. */
Test(receipt, every_byte) {
  static const asked small = {"policy p\nfacts x\n  a is yes or no\ndecision d is permission\nclause 1\n  permits d when x.a\n", NULL, "id,a\n1,yes\n2,no\n", NULL, POL_FORM_CSV, NULL, {0}};
  k = (kept){.n = 0};
  cr_assert_eq(decide(&k, NULL, &small), POL_DONE);
  for (size_t i = 0; i < k.n; i += STEP) {
    static const char with[] = {'\0', '"', '\n', '1', '{', '\xff'};
    char was = k.at[i], now = with[i % sizeof with];
    k.at[i] = was == now ? 'x' : now;
    pol_result result = again(&f, &k, NULL, &small, POL_FORM_JSON);
    cr_assert(result == POL_BAD_NEWS || result == POL_COULD_NOT, "byte %zu of %zu, %c as %c: %d", i, k.n, was, k.at[i], (int)result);
    k.at[i] = was;
  }
  size_t whole = k.n;
  for (k.n = whole % STEP ? whole % STEP - 1 : STEP - 1; k.n < whole; k.n += STEP) { /* its last byte is among them */
    pol_result result = again(&f, &k, NULL, &small, POL_FORM_TEXT);
    cr_assert(k.n + 1 < whole ? result == POL_COULD_NOT : result == POL_BAD_NEWS /* its last line end alone */, "cut at %zu: %d", k.n, (int)result);
  }
  k.n = whole;
  cr_assert_eq(again(&f, &k, NULL, &small, POL_FORM_TEXT), POL_DONE);
}

/* -- what fails round about */

Test(receipt, stores) {
  pol_result result = POL_COULD_NOT;
  for (size_t n = 1; result != POL_DONE; n++) {
    k = (kept){.puts = n};
    result = decide(&k, NULL, &ways[1]);
    cr_assert(result == POL_DONE ? k.puts > 0 : result == POL_COULD_NOT, "put %zu: %d", n, (int)result);
  }
  result = POL_COULD_NOT;
  for (size_t n = 1; result != POL_DONE; n++) {
    k = (kept){.gets = n};
    result = decide(&k, NULL, &ways[1]);
    cr_assert(result == POL_DONE || result == POL_COULD_NOT, "get %zu: %d", n, (int)result);
  }
  k.gets = 0;
  result = POL_COULD_NOT;
  for (size_t n = 1; result != POL_DONE; n++) {
    k.gets = n;
    result = again(&f, &k, NULL, &ways[1], POL_FORM_TEXT);
    cr_assert(result == POL_DONE || result == POL_COULD_NOT, "get %zu again: %d", n, (int)result);
  }
}

/* Without memory for what is only quicker, the long way is gone: the same comes out then. */
Test(receipt, memory) {
  for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
    bool failed = true;
    other = (kept){.n = 0};
    cr_assert_eq(decide(&other, NULL, &ways[i]), POL_DONE);
    for (size_t at = 0; failed; at += STEP) {
      failing m = {.fail_at = at};
      const pol_allocator from = {get, put, &m};
      k = (kept){.n = 0};
      pol_result result = decide(&k, &from, &ways[i]);
      failed = m.made > at;
      cr_assert_eq(m.living, 0, "allocation %zu fails, and %zu blocks are left", at, m.living);
      if (result == POL_DONE) cr_assert(other.n == k.n && memcmp(other.at, k.at, k.n) == 0, "way %zu, allocation %zu: another receipt", i, at);
      else cr_assert(failed && result == POL_OUT_OF_MEMORY, "way %zu, allocation %zu: %d", i, at, (int)result);
    }
  }
}

static void memory_again(const asked *now, pol_form form, pol_result right) {
  static flow whole;
  bool failed = true;
  cr_assert_eq(again(&whole, &k, NULL, now, form), right);
  for (size_t at = 0; failed; at += STEP) {
    failing m = {.fail_at = at};
    const pol_allocator from = {get, put, &m};
    pol_result result = again(&f, &k, &from, now, form);
    failed = m.made > at;
    cr_assert_eq(m.living, 0, "allocation %zu fails, and %zu blocks are left", at, m.living);
    cr_assert(result == right || (failed && result == POL_OUT_OF_MEMORY), "allocation %zu: %d", at, (int)result);
    if (result == right) cr_assert(f.length == whole.length && memcmp(f.out, whole.out, f.length) == 0, "allocation %zu: something else is said", at);
  }
}

static const char changed[] = "policy leave \"Leave\"\n"
                              "facts employee\n"
                              "  hours is hours, at least 21 hours\n"
                              "  grade \"is\" is one of clerk, officer\n"
                              "decision days \"Annual leave in a year\" is days\n"
                              "decision travel \"Travel\" is permission\n"
                              "decision more is days\n"
                              "clause 1 \"How much\"\n"
                              "  days, more is 28 days when employee.hours is at least 21 hours\n"
                              "clause 3\n"
                              "  permits travel when employee.grade is clerk\n"
                              "  refuses travel when employee.grade is officer\n";

Test(receipt, memory_again) {
  k = (kept){.n = 0};
  cr_assert_eq(decide(&k, NULL, &ways[1]), POL_DONE);
  memory_again(&ways[1], POL_FORM_TEXT, POL_DONE);
  k = (kept){.n = 0};
  cr_assert_eq(decide(&k, NULL, &usual), POL_DONE);
  asked now = usual;
  now.policy = changed;
  memory_again(&now, POL_FORM_TEXT, POL_BAD_NEWS);
  memory_again(&now, POL_FORM_JSON, POL_BAD_NEWS);
}

Test(receipt, what_cannot_be_read) {
  k = (kept){.n = 3, .at = "{}\n"};
  memory_again(&usual, POL_FORM_TEXT, POL_COULD_NOT);
}

/* -- how much it matters what differs */

#define TRACED(lines) "{\"trace\":{\"other_clauses\":3,\"rules\":[{\"clause\":\"1\",\"line\":7,\"status\":\"holds\",\"lines\":[" lines "]},{\"clause\":\"2\",\"status\":\"open\"}]}}"
static const struct { const char *then, *now; pol_answer_change change; const char *member, *clause; } differences[] = {
    {"{\"outcome\":\"refused\"}", "{\"outcome\":\"refused\"}", POL_ANSWER_SAME, NULL, NULL},
    {"{\"outcome\":\"refused\"}", "{\"outcome\":\"permitted\"}", POL_ANSWER_OTHER, "outcome", NULL},
    {"{\"outcome\":\"refused\"}", "{}", POL_ANSWER_OTHER, "outcome", NULL},
    {"{}", "{\"missing\":[]}", POL_ANSWER_GROUNDS, "missing", NULL},
    {"{\"reason\":\"silent\"}", "{\"reason\":\"out_of_scope\"}", POL_ANSWER_OTHER, "reason", NULL},
    {"{\"value\":{\"value\":\"1\",\"text\":\"1 day\"}}", "{\"value\":{\"value\":\"1\",\"text\":\"a day\"}}", POL_ANSWER_WORDS, NULL, NULL},
    {"{\"value\":{\"value\":\"1\",\"text\":\"1 day\"}}", "{\"value\":{\"value\":\"2\",\"text\":\"2 days\"}}", POL_ANSWER_OTHER, "value", NULL},
    {"{\"because\":[{\"clause\":\"1\",\"title\":\"A\",\"reason\":\"x\",\"line\":1}]}", "{\"because\":[{\"clause\":\"1\",\"title\":\"A\",\"reason\":\"x\",\"line\":2}]}", POL_ANSWER_SAME, NULL, NULL},
    {"{\"because\":[{\"clause\":\"1\",\"title\":\"A\",\"reason\":\"x\"}]}", "{\"because\":[{\"clause\":\"1\",\"title\":null,\"reason\":\"y\"}]}", POL_ANSWER_WORDS, NULL, NULL},
    {"{\"because\":[{\"clause\":\"1\"}]}", "{\"because\":[{\"clause\":\"1\"},{\"clause\":\"2\"}]}", POL_ANSWER_GROUNDS, "because", NULL},
    {"{\"because\":[{\"clause\":\"1\"}]}", "{\"because\":[{\"id\":\"1\"}]}", POL_ANSWER_GROUNDS, "because", NULL},
    {"{\"because\":[[{\"title\":\"x\"}]]}", "{\"because\":[1]}", POL_ANSWER_GROUNDS, "because", NULL},
    {"{\"possible\":[1,2]}", "{\"possible\":[1]}", POL_ANSWER_OTHER, "possible", NULL},
    {TRACED("{\"mark\":\"yes\",\"text\":\"a [x] is b [1]\"}"), TRACED("{\"mark\":\"yes\",\"text\":\"a [long] is b []\"}"), POL_ANSWER_WORDS, NULL, NULL},
    {TRACED("{\"mark\":\"yes\",\"text\":\"a [x] is b\"}"), TRACED("{\"mark\":\"yes\",\"text\":\"a [x] is not b\"}"), POL_ANSWER_TRACE, "trace", "1"},
    {TRACED("{\"mark\":\"yes\",\"text\":\"a [x\"}"), TRACED("{\"mark\":\"yes\",\"text\":\"a [x] b\"}"), POL_ANSWER_TRACE, "trace", "1"},
    {TRACED("{\"mark\":\"yes\",\"text\":\"a\"}"), TRACED("{\"mark\":\"no\",\"text\":\"a\"}"), POL_ANSWER_TRACE, "trace", "1"},
    {TRACED(""), TRACED("{\"mark\":\"no\"}"), POL_ANSWER_TRACE, "trace", "1"},
    {"{\"trace\":{\"rules\":[{\"clause\":\"1\"}],\"other_clauses\":1}}", "{\"trace\":{\"rules\":[{\"clause\":\"1\"}],\"other_clauses\":2}}", POL_ANSWER_SAME, NULL, NULL},
    {"{\"trace\":{\"rules\":[{\"clause\":\"1\"}]}}", "{\"trace\":{\"rules\":[{\"clause\":\"1\"},{\"clause\":\"3\"}]}}", POL_ANSWER_TRACE, "trace", "3"},
    {"{\"trace\":{\"rules\":[{\"clause\":1}]}}", "{\"trace\":{\"rules\":4}}", POL_ANSWER_TRACE, "trace", NULL},
};

Test(replay, weights) {
  for (size_t i = 0; i < sizeof differences / sizeof *differences; i++) {
    const pol_json_value *then, *now;
    pol_replayed_answer a = {.record = 1};
    pol_arena *arena = pol_arena_new(NULL);
    cr_assert_eq(pol_json_read(&then, arena, differences[i].then, strlen(differences[i].then)), POL_OK, "%zu", i);
    cr_assert_eq(pol_json_read(&now, arena, differences[i].now, strlen(differences[i].now)), POL_OK, "%zu", i);
    cr_assert_eq(pol_replay_compare(&a, arena, then, now), POL_OK);
    cr_assert_eq(a.change, differences[i].change, "%zu: %s", i, pol_answer_change_name(a.change));
    cr_assert_eq(a.members, differences[i].member != NULL, "%zu", i);
    if (a.members) cr_assert_str_eq(a.member[0], differences[i].member);
    cr_assert_eq(a.clauses, differences[i].clause != NULL, "%zu: %u clauses", i, a.clauses);
    if (a.clauses) cr_assert_str_eq(a.clause[0], differences[i].clause);
    pol_arena_drop(arena);
  }
}

/* -- the longest line */

static bool get_x(void *user, uint64_t at, char *bytes, size_t room, size_t *n) {
  uint64_t length = *(uint64_t *)user, left = at < length ? length - at : 0;
  *n = left < room ? (size_t)left : room;
  memset(bytes, 'x', *n);
  return true;
}

Test(receipt, longest_line) {
  for (int beside = -1; beside <= 1; beside++) {
    uint64_t length = (uint64_t)(POL_LIMIT_RECEIPT_LINE + beside);
    const pol_store store = {NULL, get_x, &length};
    pol_receipt_lines lines;
    const char *line;
    size_t n;
    pol_receipt_lines_begin(&lines, &store, 0, UINT64_MAX, pol_alloc_default());
    cr_assert_eq(pol_receipt_lines_next(&lines, &line, &n), beside > 0 ? POL_LIMIT : POL_OK);
    if (beside <= 0) cr_assert_eq(n, length);
    pol_receipt_lines_drop(&lines);
  }
}
