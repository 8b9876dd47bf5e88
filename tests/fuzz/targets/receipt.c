/* Receipts. Any bytes are read as one: they are no receipt and that is said, or they are decided again and what differs is told in full. Of facts that are decided: the same receipt twice, the facts
 * of it byte for byte, nothing that differs; and with one byte of it another, never that nothing does. The first byte chooses between the two, and how. */
#include "fuzz/fuzz.h"

static const char policy[] = "tests/golden/tables/leave.pol";

static bool put(void *user, const char *bytes, size_t n) {
  fuzz_add(user, bytes, n);
  return true;
}

static bool get(void *user, uint64_t at, char *bytes, size_t room, size_t *n) {
  const fuzz_text *t = user;
  size_t left = at < t->n ? t->n - (size_t)at : 0;
  *n = left < room ? left : room;
  if (*n) memcpy(bytes, t->at + at, *n);
  return true;
}

static pol_session *open(void) {
  pol_session *s = fuzz_session();
  FUZZ_HOLDS(pol_session_rules_only(s) == POL_DONE, "a session need only decide");
  return s;
}

static void add_policy(pol_session *s) {
  static fuzz_text text;
  if (!text.at) text = fuzz_read(policy);
  FUZZ_HOLDS(pol_session_add(s, policy, text.at, text.n) == POL_DONE && pol_session_check(s) == POL_DONE, "the policy decides");
}

typedef struct text_feed { const char *at; size_t n; } text_feed;

static bool feed(void *user, char *bytes, size_t room, size_t *n) {
  text_feed *f = user;
  *n = f->n < room ? f->n : room;
  if (*n) memcpy(bytes, f->at, *n);
  f->at += *n;
  f->n -= *n;
  return true;
}

/* -- deciding again */

static void hold_said(pol_session *s, pol_result result) {
  fuzz_text reports = {0};
  size_t errors, warnings, notes;
  fuzz_reports(&reports, s);
  fuzz_free(&reports);
  pol_session_counts(s, &errors, &warnings, &notes);
  FUZZ_HOLDS(result != POL_COULD_NOT || errors, "what cannot be done is reported");
}

static void hold_facts(pol_receipt *r, const char *facts, size_t n) {
  fuzz_text had = {0};
  char room[333];
  pol_feed from = pol_receipt_facts(r);
  for (size_t got = 1; got;) {
    FUZZ_HOLDS(from.get(from.user, room, sizeof room, &got), "the facts of a receipt can be had");
    fuzz_add(&had, room, got);
  }
  fuzz_hold_same("facts, and those of their receipt", &(fuzz_text){.at = (char *)(uintptr_t)facts, .n = n}, &had);
  fuzz_free(&had);
}

/* What replaying comes to; facts NULL: not known. */
static pol_result again(fuzz_text *receipt, unsigned ways, const char *facts, size_t n) {
  const pol_store store = {NULL, get, receipt};
  const pol_view v = {.form = ways & 2 ? POL_FORM_JSON : POL_FORM_TEXT, .trace = (ways & 4) != 0};
  pol_session *s = open();
  pol_receipt *r;
  fuzz_text out = {0};
  pol_result result = pol_receipt_read(&r, s, "receipt", &store);
  if (result == POL_DONE) {
    if (facts) hold_facts(r, facts, n);
    add_policy(s);
    result = pol_replay(&(pol_sink){.put = put, .user = &out}, s, r, &v, NULL);
    if (result != POL_COULD_NOT) fuzz_well_formed(v.form, "what is said of a receipt", out.n ? out.at : "", out.n);
  }
  FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough");
  hold_said(s, result);
  pol_receipt_drop(r);
  pol_session_drop(s);
  fuzz_free(&out);
  return result;
}

/* -- receipts of facts */

static pol_result write(fuzz_text *out, unsigned ways, const char *facts, size_t n) {
  static const pol_form forms[] = {POL_FORM_CSV, POL_FORM_NDJSON, POL_FORM_JSON, POL_FORM_CSV};
  text_feed f = {facts, n};
  const pol_feed from = {.name = "facts", .form = forms[ways / 8 % 4], .get = feed, .user = &f};
  const pol_store store = {put, get, out};
  pol_session *s = open();
  pol_receipt *r;
  add_policy(s);
  FUZZ_HOLDS(pol_session_as_of(s, "2024-04-01") == POL_DONE, "a day");
  pol_result result = pol_receipt_write(&r, s, &store, &from, &(pol_batch){.strict = (ways & 32) != 0});
  FUZZ_HOLDS(result != POL_OUT_OF_MEMORY, "there is memory enough");
  FUZZ_HOLDS((result == POL_DONE) == (r != NULL), "there is a receipt, or none");
  hold_said(s, result);
  pol_receipt_drop(r);
  pol_session_drop(s);
  return result;
}

/* One byte of it another. */
static void alter(fuzz_text *receipt, unsigned where) {
  char *at = &receipt->at[(size_t)where * 2654435761u % receipt->n];
  *at = (char)(*at ^ (1 << where % 8));
}

static void hold_facts_kept(unsigned ways, unsigned where, const char *facts, size_t n) {
  fuzz_text one = {0}, other = {0};
  pol_result result = write(&one, ways, facts, n);
  FUZZ_HOLDS(write(&other, ways, facts, n) == result, "the same facts end alike");
  if (result == POL_DONE) {
    fuzz_hold_same("two receipts of the same", &one, &other);
    FUZZ_HOLDS(again(&one, ways, facts, n) == POL_DONE, "decided again, nothing differs");
    alter(&one, where);
    FUZZ_HOLDS(again(&one, ways, NULL, 0) != POL_DONE, "what is altered is never found the same");
  }
  fuzz_free(&one);
  fuzz_free(&other);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n) {
  enum { HEAD = 3 };
  if (n < HEAD) return 0;
  const char *rest = (const char *)data + HEAD;
  fuzz_text bytes = {0};
  if (data[0] & 1) hold_facts_kept(data[0], data[1] * 256u + data[2], rest, n - HEAD);
  else {
    fuzz_add(&bytes, rest, n - HEAD);
    again(&bytes, data[0], NULL, 0);
  }
  fuzz_free(&bytes);
  return 0;
}
