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

/* The decisions that lanes hold, with something that is given for every record. */
static inline bool kinds_ask(pol_session *s) {
  static const char *const asked[] = {"leave_days", "may_buy", "ends", "third", "next_shift", "hourly", "starts", "signs", "ours"};
  static const char given[] = "{\"employee.shift\": \"late\", \"employee.children\": 11}";
  for (size_t i = 0; i < sizeof asked / sizeof *asked; i++)
    if (pol_session_ask(s, asked[i]) != POL_DONE) return false;
  return pol_session_given(s, "given.json", given, sizeof given - 1) == POL_DONE;
}

static inline pol_decider *kinds_in_lanes(pol_speed speed, const pol_allocator *from) {
  pol_session *s = kinds_session(from);
  pol_decider *d = NULL;
  bool asked = kinds_ask(s);
  cr_assert(asked);
  cr_assert_eq(pol_decider_new(&d, s, speed), POL_DONE);
  return d;
}

/* The facts that are no lists, by number. */
typedef struct facts_of { uint32_t hours, kind, permanent, share, started, notice, begins, site, home, approver, children, pay, shift, rate; } facts_of;

static inline facts_of find(const pol_decider *d) {
  facts_of f = {
      pol_decider_find_fact(d, "employee.weekly_hours"), pol_decider_find_fact(d, "kind"),   pol_decider_find_fact(d, "permanent"), pol_decider_find_fact(d, "share"),
      pol_decider_find_fact(d, "employee.started"),      pol_decider_find_fact(d, "notice"), pol_decider_find_fact(d, "begins"),    pol_decider_find_fact(d, "site"),
      pol_decider_find_fact(d, "employee.home"),         pol_decider_find_fact(d, "approver"), pol_decider_find_fact(d, "children"), pol_decider_find_fact(d, "pay"),
      pol_decider_find_fact(d, "employee.shift"),        pol_decider_find_fact(d, "rate")};
  return f;
}

/* Numbers at random, the same in every run. */
static inline uint32_t throw(uint64_t *seed) {
  *seed = *seed * 6364136223846793005u + 1442695040888963407u;
  return (uint32_t)(*seed >> 33);
}

/* An allocator that counts how often it is asked: a size_t. */
static inline void *count_get(void *user, size_t size) {
  (*(size_t *)user)++;
  return malloc(size);
}
static inline void count_put(void *user, void *block) {
  (void)user;
  free(block);
}

/* A record, and */
static const char record[] __attribute__((unused)) = "{\"id\": \"S1\", \"employee\": {\"weekly_hours\": 18.5, \"kind\": \"staff\", \"permanent\": true, \"share\": 12.5, \"started\": \"2019-11-30\", \"notice\": \"3 months 2 days\", "
                             "\"begins\": \"07:30\", \"site\": \"Exeter\", \"home\": \"Exeter\", \"approver\": \"director\", \"children\": 3, \"pay\": 1000.01, \"shift\": \"early\", \"rate\": 15}}";

/* the same, fact by fact. */
static inline void set_all(pol_desk *k, const pol_decider *d) {
  facts_of f = find(d);
  cr_expect(pol_desk_id(k, "S1", 2));
  cr_expect_eq(pol_desk_number(k, f.hours, 185, 1), POL_DONE);
  cr_expect_eq(pol_desk_option(k, f.kind, pol_decider_find_option(d, f.kind, "staff")), POL_DONE);
  cr_expect_eq(pol_desk_yes_no(k, f.permanent, true), POL_DONE);
  cr_expect_eq(pol_desk_number(k, f.share, 1250, 2), POL_DONE);
  cr_expect_eq(pol_desk_ymd(k, f.started, 2019, 11, 30), POL_DONE);
  cr_expect_eq(pol_desk_period(k, f.notice, 3, 2), POL_DONE);
  cr_expect_eq(pol_desk_time(k, f.begins, 7 * 60 + 30), POL_DONE);
  cr_expect_eq(pol_desk_text(k, f.site, "Exeter", 6), POL_DONE);
  cr_expect_eq(pol_desk_text(k, f.home, "Exeter", 6), POL_DONE);
  cr_expect_eq(pol_desk_option(k, f.approver, pol_decider_find_option(d, f.approver, "director")), POL_DONE);
  cr_expect_eq(pol_desk_number(k, f.children, 3, 0), POL_DONE);
  cr_expect_eq(pol_desk_text(k, f.pay, "\xc2\xa3" "1,000.01", 10), POL_DONE);
  cr_expect_eq(pol_desk_option(k, f.shift, 0), POL_DONE);
  cr_expect_eq(pol_desk_number(k, f.rate, 15, 0), POL_DONE);
}

/* All decisions, or one, as JSON. */
static inline const char *json_of(pol_desk *k, uint32_t decision, bool trace) {
  const char *text;
  size_t n = 0;
  cr_assert_eq(pol_desk_json(k, decision, trace, &text, &n), POL_DONE);
  cr_assert_eq(strlen(text), n);
  return text;
}
#endif
