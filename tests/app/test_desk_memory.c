/* Desks where memory runs out, for once or for ever, and what they take of it. */
#include "base/failing.h"
#include "kinds.h"
#include <stdio.h>

#ifndef POL_ARENA_DEBUG /* every object is an allocation then */
Test(desk, nothing_is_allocated_any_more) {
  size_t calls = 0;
  const pol_allocator from = {count_get, count_put, &calls};
  pol_decider *d;
  pol_desk *k;
  char site[16];
  cr_assert_eq(pol_decider_new(&d, kinds_session(&from), POL_SPEED_BEST), POL_DONE);
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  facts_of f = find(d);
  size_t before = 0;
  for (int i = 0; i < 40; i++) { /* with texts of its own, errors, missing facts, traces, and facts that are wrong */
    if (i == 20) before = calls;
    pol_desk_clear(k);
    set_all(k, d);
    int n = snprintf(site, sizeof site, "site %d", i % 20);
    cr_assert_eq(pol_desk_text(k, f.site, site, (size_t)n), POL_DONE);
    cr_assert_eq(pol_desk_number(k, f.children, i % 4, 0), POL_DONE);
    if (i % 3 == 0) cr_assert_eq(pol_desk_unknown(k, f.kind), POL_DONE);
    if (i % 5 == 0) cr_assert_eq(pol_desk_text(k, f.hours, "many", 4), POL_COULD_NOT);
    if (i % 5) cr_assert_neq(pol_desk_decide(k), POL_COULD_NOT);
    json_of(k, POL_NONE, true);
    if (i % 7 == 0) cr_assert_eq(pol_desk_record(k, record, sizeof record - 1), POL_DONE);
  }
  cr_expect_eq(calls, before, "%zu more", calls - before);
  pol_desk_drop(k);
  pol_decider_drop(d);
}
#endif

static bool lanes_work(const pol_alloc *from) {
  const pol_allocator use = {from->get, from->put, from->user};
  pol_session *s = NULL;
  pol_decider *d = NULL;
  pol_desk *k = NULL;
  const char *text;
  size_t n;
  bool well = kinds_try(&s, &use) && kinds_ask(s) && pol_decider_new(&d, s, POL_SPEED_BEST) == POL_DONE;
  if (!d) pol_session_drop(s);
  well = well && pol_desk_new(&k, d) == POL_DONE;
  for (int i = 0; well && i < 150; i++) { /* with a plan for another date */
    well &= pol_desk_record(k, record, sizeof record - 1) == POL_DONE && pol_desk_as_of(k, i > 50 ? 19000 : 19814);
    well &= pol_desk_decide(k) == POL_DONE;
  }
  well = well && pol_desk_json(k, POL_NONE, true, &text, &n) == POL_DONE;
  pol_desk_drop(k);
  pol_decider_drop(d);
  return well;
}

static bool desk_work(const pol_alloc *from) {
  const pol_allocator use = {from->get, from->put, from->user};
  pol_session *s = NULL;
  pol_decider *d = NULL;
  pol_desk *k = NULL;
  const char *text;
  size_t n;
  pol_reasons r;
  bool well = kinds_try(&s, &use) && pol_decider_new(&d, s, POL_SPEED_BEST) == POL_DONE;
  if (!d) pol_session_drop(s);
  well = well && pol_desk_new(&k, d) == POL_DONE;
  if (well) { /* each step is done whatever became of the one before: a desk goes on after it */
    facts_of f = find(d);
    well &= pol_desk_record(k, record, sizeof record - 1) == POL_DONE;
    well &= pol_desk_text(k, f.site, "Plymouth", 8) == POL_DONE;
    well &= pol_desk_text(k, f.hours, "many", 4) == POL_COULD_NOT;
    well &= pol_desk_wrong(k, f.hours) && strstr(pol_desk_wrong(k, f.hours), "many") != NULL;
    well &= pol_desk_number(k, f.hours, 20, 0) == POL_DONE;
    well &= pol_desk_unknown(k, f.permanent) == POL_DONE;
    well &= pol_desk_id(k, "a longer id than before, so that it needs room, and more, and more", 65);
    well &= pol_desk_decide(k) == POL_DONE;
    well &= pol_desk_why(k, 1, &r) == POL_DONE && r.missings == 1;
    well &= pol_desk_json(k, POL_NONE, true, &text, &n) == POL_DONE;
    well &= pol_desk_cell(k, 0, NULL, 0) > 0;
  }
  pol_desk_drop(k);
  pol_decider_drop(d);
  return well;
}

Test(desk, every_allocation_may_fail, .timeout = 300) {
  failing_each(desk_work, FAILING_SPARSE);
  failing_each(lanes_work, FAILING_SPARSE);
}

/* A desk whose memory runs out for a while goes on after it, and what was set stays. */
static pol_desk *desk_of(pol_decider **d, failing *f, bool lanes) {
  const pol_alloc alloc = failing_alloc(f, SIZE_MAX);
  const pol_allocator from = {alloc.get, alloc.put, alloc.user};
  pol_desk *k;
  if (lanes) *d = kinds_in_lanes(POL_SPEED_BEST, &from);
  else cr_assert_eq(pol_decider_new(d, kinds_session(&from), POL_SPEED_BEST), POL_DONE);
  cr_assert_eq(pol_desk_new(&k, *d), POL_DONE);
  return k;
}

/* A record with so many texts that others are thinned out soon, and that those that stay need pages of memory. */
static char *many_texts(size_t *n) {
  enum { ABSENCES = 3000, ROOM = 64 };
  char *json = malloc((ABSENCES + 8) * ROOM), *to = json;
  to += sprintf(to, "{\"employee\": {\"home\": \"Exeter\", \"absences\": [{\"day\": \"2024-01-01\", \"reason\": \"ill\"}");
  for (int i = 0; i < ABSENCES; i++) to += sprintf(to, ", {\"day\": \"2024-01-01\", \"reason\": \"reason %d\"}", i);
  to += sprintf(to, "]}}");
  *n = (size_t)(to - json);
  return json;
}

Test(desk, texts_are_thinned_out_without_memory, .timeout = 300 /* sanitized, half a minute on a quiet machine */) {
  failing f;
  pol_decider *d;
  pol_desk *k = desk_of(&d, &f, false);
  facts_of of = find(d);
  char site[32], cell[16];
  size_t length, failed = 0, fine = 0;
  char *json = many_texts(&length);
  for (size_t n = 0; !fine; n++) {
    cr_assert_eq(pol_desk_record(k, json, length), POL_DONE);
    fine = 1;
    for (int i = 0; i < 2000 && fine; i++) { /* somewhere in here the others go */
      int bytes = snprintf(site, sizeof site, "site %d", i);
      f.fail_at = i < 1000 ? SIZE_MAX : f.calls + n;
      fine = pol_desk_text(k, of.site, site, (size_t)bytes) == POL_DONE;
      f.fail_at = SIZE_MAX;
    }
    failed += !fine;
    cr_assert_eq(pol_desk_wrong(k, of.site) == NULL, fine);
    cr_assert_eq(pol_desk_text(k, of.site, "Exeter", 6), POL_DONE);
    cr_assert_neq(pol_desk_decide(k), POL_COULD_NOT);
    pol_desk_cell(k, pol_decider_find_decision(d, "local"), cell, sizeof cell);
    cr_assert_str_eq(cell, "yes", "the home is still where it was, after %zu", n);
    pol_desk_cell(k, pol_decider_find_decision(d, "days_off"), cell, sizeof cell);
    cr_assert_str_eq(cell, "1");
  }
  cr_expect(failed);
  free(json);
  pol_desk_drop(k);
  pol_decider_drop(d);
}

Test(desk, a_clearing_without_memory) {
  for (int lanes = 0; lanes < 2; lanes++) {
    failing f;
    pol_decider *d;
    pol_desk *k = desk_of(&d, &f, lanes);
    facts_of of = find(d);
    cr_assert_eq(pol_desk_text(k, of.site, "Exeter", 6), POL_DONE);
    f.fail_at = f.calls;
    pol_desk_clear(k); /* its texts cannot be begun again */
    cr_expect_eq(pol_desk_decide(k), POL_OUT_OF_MEMORY);
    cr_expect_eq(pol_desk_option(k, of.kind, 2), POL_OUT_OF_MEMORY, "what is wrong cannot be said");
    cr_assert(pol_desk_wrong(k, of.kind));
    cr_expect_str_eq(pol_desk_wrong(k, of.kind), "memory ran out");
    cr_expect_eq(pol_desk_decide(k), POL_COULD_NOT);
    f.fail_at = SIZE_MAX;
    cr_expect_eq(pol_desk_option(k, of.kind, 2), POL_COULD_NOT);
    cr_expect(strstr(pol_desk_wrong(k, of.kind), "employee.kind has 2 choices"), "%s", pol_desk_wrong(k, of.kind));
    cr_expect_eq(pol_desk_option(k, of.kind, 1), POL_DONE);
    cr_expect_eq(pol_desk_decide(k), POL_DONE);
    pol_desk_drop(k);
    pol_decider_drop(d);
  }
}

/* Where memory runs out over a date that is none, that is what is said. */
Test(desk, no_such_day_without_memory) {
  failing f;
  pol_decider *d;
  pol_desk *k = desk_of(&d, &f, false);
  facts_of of = find(d);
  bool full = false;
  for (size_t n = 0; !full && n < 100; n++) {
    f.fail_at = f.calls + n;
    pol_result made = pol_desk_ymd(k, of.started, 2023, 2, 30);
    full = made == POL_COULD_NOT;
    cr_assert(full || (made == POL_OUT_OF_MEMORY && strcmp(pol_desk_wrong(k, of.started), "memory ran out") == 0));
    if (full) cr_assert(strstr(pol_desk_wrong(k, of.started), "2023-02-30"), "%s", pol_desk_wrong(k, of.started));
  }
  cr_expect(full);
  f.fail_at = SIZE_MAX;
  cr_expect_eq(pol_desk_ymd(k, of.hours, 2023, 2, 30), POL_COULD_NOT);
  cr_expect(strstr(pol_desk_wrong(k, of.hours), "a date was given"), "%s", pol_desk_wrong(k, of.hours));
  pol_desk_drop(k);
  pol_decider_drop(d);
}

/* Of a record that is given whole, what is given for every record comes from where it was given. */
Test(desk, where_facts_come_from) {
  static const char given[] = "{\"employee.home\": \"Exeter\", \"employee.kind\": \"officer\"}", own[] = "{\"employee\": {\"site\": \"Exeter\", \"kind\": \"staff\"}}";
  pol_session *s = kinds_session(NULL);
  pol_decider *d;
  pol_desk *k[2];
  cr_expect_eq(pol_session_given(s, "given.json", given, sizeof given - 1), POL_DONE);
  cr_assert_eq(pol_decider_new(&d, s, POL_SPEED_BEST), POL_DONE);
  facts_of f = find(d);
  for (int i = 0; i < 2; i++) cr_assert_eq(pol_desk_new(&k[i], d), POL_DONE);
  cr_assert_eq(pol_desk_record(k[0], own, sizeof own - 1), POL_DONE);
  cr_assert_eq(pol_desk_text(k[1], f.site, "Exeter", 6), POL_DONE);
  cr_assert_eq(pol_desk_option(k[1], f.kind, 1), POL_DONE);
  for (int i = 0; i < 2; i++) cr_assert_neq(pol_desk_decide(k[i]), POL_COULD_NOT);
  char *whole = strdup(json_of(k[0], POL_NONE, true));
  cr_expect_str_eq(whole, json_of(k[1], POL_NONE, true));
  cr_expect(strstr(whole, "given.json"));
  free(whole);
  for (int i = 0; i < 2; i++) pol_desk_drop(k[i]);
  pol_decider_drop(d);
}
