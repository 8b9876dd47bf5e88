/* A desk that decides by the machine says what one says that decides by the engine, whatever is set, cleared, wrong or not known, and on whatever date. */
#include "base/failing.h"
#include "kinds.h"

/* Some facts, of which some are wrong, are not known, or too large for a lane; both desks are set alike. */
static void set_some(pol_desk *const k[2], const facts_of *f, uint64_t *seed) {
  for (int times = (int)(throw(seed) % 8); times-- > 0;) {
    uint32_t what = throw(seed) % 14, v = throw(seed);
    pol_result made[2];
    for (int i = 0; i < 2; i++) {
      switch (what) {
      case 0: made[i] = pol_desk_number(k[i], f->hours, (int64_t)(v % 500) - 3, v % 4); break;
      case 1: made[i] = pol_desk_option(k[i], f->kind, v % 9 ? v % 2 : 2); break;
      case 2: made[i] = pol_desk_yes_no(k[i], f->permanent, v % 2); break;
      case 3: made[i] = pol_desk_number(k[i], f->share, v % 10000, 2 + v % 3); break;
      case 4: made[i] = pol_desk_date(k[i], f->started, (int32_t)(v % 40000) - 10000); break;
      case 5: made[i] = pol_desk_time(k[i], f->begins, (int32_t)(v % 1441)); break;
      case 6: made[i] = pol_desk_option(k[i], f->approver, v % 4); break;
      case 7: made[i] = pol_desk_number(k[i], f->children, v % 22, 0); break;
      case 8: made[i] = pol_desk_option(k[i], f->shift, v % 3); break;
      case 9: made[i] = pol_desk_number(k[i], f->rate, v % 3 ? v % 5000 : (int64_t)v << 20, v % 5); break;
      case 10: made[i] = pol_desk_text(k[i], f->hours, v % 2 ? "37" : "18.5 hours", v % 2 ? 2 : 10); break;
      case 11: made[i] = pol_desk_unknown(k[i], v % 14); break;
      case 12: made[i] = pol_desk_text(k[i], f->started, "2020-02-30", 10 - v % 2); break;
      default:
        pol_desk_clear(k[i]);
        made[i] = pol_desk_ymd(k[i], f->started, 2020, 1, 31);
      }
    }
    cr_assert_eq(made[0], made[1], "%u", what);
  }
}

static void expect_alike(pol_desk *const k[2], uint32_t decisions) {
  for (uint32_t i = 0; i < decisions; i++) {
    char text[2][64];
    int64_t n[2] = {0}, m[2] = {0};
    cr_assert_eq(pol_desk_outcome(k[0], i), pol_desk_outcome(k[1], i));
    for (int j = 0; j < 2; j++) pol_desk_cell(k[j], i, text[j], sizeof text[j]);
    cr_assert_str_eq(text[0], text[1]);
    cr_assert(pol_desk_whole(k[0], i, &n[0]) == pol_desk_whole(k[1], i, &n[1]) && n[0] == n[1]);
    cr_assert(pol_desk_ratio(k[0], i, &n[0], &m[0]) == pol_desk_ratio(k[1], i, &n[1], &m[1]) && n[0] == n[1] && m[0] == m[1]);
    for (unsigned places = 0; places < 4; places++) {
      n[0] = n[1] = 0;
      cr_assert(pol_desk_decimal(k[0], i, places, &n[0]) == pol_desk_decimal(k[1], i, places, &n[1]) && n[0] == n[1], "%s", text[0]);
    }
  }
}

Test(desk_lanes, machine_and_engine_agree) {
  static const pol_speed speeds[] = {POL_SPEED_BEST, POL_SPEED_PORTABLE, POL_SPEED_V2, POL_SPEED_V3};
  for (size_t s = 0; s < COUNT(speeds); s++) {
    pol_decider *d[2] = {kinds_in_lanes(speeds[s], NULL), kinds_in_lanes(POL_SPEED_ENGINE, NULL)};
    pol_desk *k[2];
    uint64_t seed = 5 + s;
    facts_of f = find(d[0]);
    for (int i = 0; i < 2; i++) cr_assert_eq(pol_desk_new(&k[i], d[i]), POL_DONE);
    for (int round = 0; round < 3000; round++) {
      set_some(k, &f, &seed);
      if (round % 700 == 699) /* another date, and after some time a plan for it; then the first again */
        for (int i = 0; i < 2; i++) cr_assert(pol_desk_as_of(k[i], round % 1400 == 699 ? 19000 + round : 19814));
      pol_result made[2] = {pol_desk_decide(k[0]), pol_desk_decide(k[1])};
      cr_assert_eq(made[0], made[1]);
      const char *why[2] = {pol_desk_wrong(k[0], POL_NONE), pol_desk_wrong(k[1], POL_NONE)};
      cr_assert((why[0] == NULL) == (why[1] == NULL) && (why[0] == NULL || strcmp(why[0], why[1]) == 0));
      if (made[0] == POL_COULD_NOT) continue;
      expect_alike(k, pol_decider_decisions(d[0]));
      if (round % 50) continue;
      char *one = strdup(json_of(k[0], POL_NONE, true));
      cr_assert_str_eq(one, json_of(k[1], POL_NONE, true));
      free(one);
      expect_alike(k, pol_decider_decisions(d[0]));
    }
    for (int i = 0; i < 2; i++) pol_desk_drop(k[i]), pol_decider_drop(d[i]);
  }
}

/* -- what stands in a lane where nothing is known */

static const char dividing[] = "policy p \"P\"\nfacts f\n  pay   is money\n  hours is hours, more than 0 hours\n  share is percent, 5% to 50%\n"
                               "decision a is money, rounded half up to \xc2\xa3" "0.01\ndecision b is count, rounded down to 1\n"
                               "clause 1 \"A\"\n  a is f.pay / f.share\nclause 2 \"B\"\n  b is 1000 hours / f.hours\n";

static pol_decider *dividing_decider(pol_speed speed) {
  pol_session *s = NULL;
  pol_decider *d = NULL;
  cr_assert(pol_session_new(&s, NULL) == POL_DONE && pol_session_add(s, "p.pol", dividing, sizeof dividing - 1) == POL_DONE);
  cr_assert_eq(pol_session_check(s), POL_DONE);
  cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  cr_assert_eq(pol_decider_new(&d, s, speed), POL_DONE);
  return d;
}

/* Every row is divided, also those that nothing is known of: what stands there is in the range of the lane, from the first record of a desk on, and when the lanes are laid anew. */
Test(desk_lanes, what_is_not_known_divides_nothing_by_0) {
  static const pol_speed speeds[] = {POL_SPEED_BEST, POL_SPEED_PORTABLE, POL_SPEED_V2, POL_SPEED_V3};
  for (size_t s = 0; s < COUNT(speeds); s++) {
    pol_decider *d = dividing_decider(speeds[s]);
    pol_desk *k;
    cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
    for (int round = 0; round < 200; round++) { /* another date gets lanes of its own in the end */
      if (round == 20) cr_assert(pol_desk_as_of(k, 19000));
      if (round % 3 == 0) pol_desk_clear(k);
      cr_assert_eq(pol_desk_number(k, 0, 10000, 2), POL_DONE);
      for (uint32_t f = 1; f < 3; f++) cr_assert_eq(round % 2 ? pol_desk_unknown(k, f) : pol_desk_text(k, f, "", 0), POL_DONE);
      cr_assert_eq(pol_desk_decide(k), POL_DONE);
      for (uint32_t i = 0; i < 2; i++) cr_assert_eq(pol_desk_outcome(k, i), POL_DECIDED_UNDETERMINED);
    }
    cr_assert_eq(pol_desk_text(k, 1, "37", 2), POL_DONE);
    cr_assert_eq(pol_desk_decide(k), POL_DONE);
    cr_assert_eq(pol_desk_outcome(k, 1), POL_DECIDED_VALUE);
    pol_desk_drop(k);
    pol_decider_drop(d);
  }
}
