/* One record after the other from within a program: the answers are those that a file of the same facts gets, whoever works them out. */
#include "base/failing.h"
#include "kinds.h"
#include <stdio.h>
#include <threads.h>

/* What pol_decide writes of a record, without the line end. */
static char *of_file(const char *json, bool trace) {
  pol_session *s = kinds_session(NULL);
  const pol_view view = {.form = POL_FORM_NDJSON, .trace = trace};
  pol_string text;
  cr_assert_eq(pol_session_facts(s, "one.ndjson", json, strlen(json), POL_FORM_NDJSON), POL_DONE);
  pol_result made = pol_render_decisions(&text, s, &view);
  cr_assert(made == POL_DONE || made == POL_BAD_NEWS);
  text.text[text.length - 1] = '\0';
  char *copy = strdup(text.text);
  pol_string_drop(&text);
  pol_session_drop(s);
  return copy;
}

/* -- answers */

Test(desk, what_there_is) {
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_about_fact f;
  pol_about_decision x;
  cr_expect_eq(pol_decider_facts(d), 16);
  cr_expect_eq(pol_decider_decisions(d), 15);
  static const struct { const char *name, *unit; pol_kind kind; uint32_t options; } facts[] = {
      {"employee.weekly_hours", "hours", POL_KIND_NUMBER, 0},   {"employee.kind", "", POL_KIND_OPTION, 2},      {"employee.permanent", "", POL_KIND_YES_NO, 0},
      {"employee.share", "percent", POL_KIND_NUMBER, 0},        {"employee.started", "", POL_KIND_DATE, 0},     {"employee.notice", "", POL_KIND_PERIOD, 0},
      {"employee.begins", "", POL_KIND_TIME, 0},                {"employee.site", "", POL_KIND_TEXT, 0},        {"employee.home", "", POL_KIND_TEXT, 0},
      {"employee.approver", "", POL_KIND_PARTY, 3},             {"employee.children", "count", POL_KIND_NUMBER, 0}, {"employee.pay", "money", POL_KIND_NUMBER, 0},
      {"employee.shift", "", POL_KIND_OPTION, 3},               {"employee.rate", "money per hour", POL_KIND_NUMBER, 0}, {"employee.on_leave", "", POL_KIND_YES_NO, 0},
      {"employee.absences", "", POL_KIND_LIST, 0}};
  for (uint32_t i = 0; i < COUNT(facts); i++) {
    cr_assert(pol_decider_fact(&f, d, i));
    cr_expect_str_eq(f.name, facts[i].name);
    cr_expect_str_eq(f.unit, facts[i].unit);
    cr_expect(f.kind == facts[i].kind && f.options == facts[i].options && f.needed && !f.given, "%s", f.name);
    cr_expect_eq(pol_decider_find_fact(d, f.name), i);
  }
  cr_expect_not(pol_decider_fact(&f, d, 16));
  cr_expect_eq(pol_decider_find_fact(d, "employee"), POL_NONE, "a group is no fact");
  cr_expect_eq(pol_decider_find_fact(d, "nothing"), POL_NONE);
  cr_assert(pol_decider_decision(&x, d, 0));
  cr_expect_str_eq(x.name, "leave_days");
  cr_expect_str_eq(x.title, "Annual leave");
  cr_expect_str_eq(x.unit, "days");
  cr_assert(pol_decider_decision(&x, d, pol_decider_find_decision(d, "courses")));
  cr_expect(x.kind == POL_KIND_SET && x.options == 2);
  cr_expect_str_eq(pol_decider_decision_option(d, 7, 1), "first_aid");
  cr_expect_null(pol_decider_decision_option(d, 7, 2));
  cr_expect_null(pol_decider_decision_option(d, 99, 0));
  cr_expect_not(pol_decider_decision(&x, d, 15));
  cr_expect_eq(pol_decider_find_decision(d, "nothing"), POL_NONE);
  cr_expect_str_eq(pol_decider_fact_option(d, 12, 2), "night");
  cr_expect_null(pol_decider_fact_option(d, 12, 3));
  cr_expect_null(pol_decider_fact_option(d, 0, 0), "hours have none");
  cr_expect_eq(pol_decider_find_option(d, 12, "noon"), POL_NONE);
  cr_expect_str_eq(pol_decider_party(d, 1), "director");
  cr_expect_null(pol_decider_party(d, 4));
  pol_decider_drop(d);
  pol_decider_drop(NULL);
}

static void expect_cell(pol_desk *k, const pol_decider *d, const char *decision, pol_decided outcome, const char *cell) {
  char text[64];
  uint32_t i = pol_decider_find_decision(d, decision);
  cr_expect_eq(pol_desk_outcome(k, i), outcome, "%s: %d", decision, (int)pol_desk_outcome(k, i));
  cr_expect_eq(pol_desk_cell(k, i, text, sizeof text), strlen(cell), "%s: %s", decision, text);
  cr_expect_str_eq(text, cell, "%s", decision);
}

Test(desk, facts_of_every_kind) {
  for (int speed = 0; speed < 2; speed++) {
    pol_decider *d = kinds_decider(speed ? POL_SPEED_ENGINE : POL_SPEED_BEST);
    pol_desk *k;
    cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
    for (int round = 0; round < 3; round++) { /* set, read from JSON, set again over it */
      if (round == 1) cr_expect_eq(pol_desk_record(k, record, sizeof record - 1), POL_DONE);
      else set_all(k, d);
      cr_expect_eq(pol_desk_outcome(k, 0), POL_DECIDED_UNDETERMINED, "nothing is decided yet");
      cr_expect_eq(pol_desk_decide(k), POL_DONE);
      expect_cell(k, d, "leave_days", POL_DECIDED_VALUE, "12.50");
      expect_cell(k, d, "may_buy", POL_DECIDED_PERMITTED, "permitted");
      expect_cell(k, d, "ends", POL_DECIDED_VALUE, "2020-02-29");
      expect_cell(k, d, "third", POL_DECIDED_VALUE, "25/6");
      expect_cell(k, d, "local", POL_DECIDED_VALUE, "yes");
      expect_cell(k, d, "shared_pay", POL_DECIDED_VALUE, "100001/300");
      expect_cell(k, d, "next_shift", POL_DECIDED_VALUE, "late");
      expect_cell(k, d, "courses", POL_DECIDED_VALUE, "first_aid");
      expect_cell(k, d, "duties", POL_DECIDED_VALUE, "tell_them");
      expect_cell(k, d, "days_off", POL_DECIDED_UNDETERMINED, "");
      expect_cell(k, d, "hourly", POL_DECIDED_VALUE, "15.00");
      expect_cell(k, d, "starts", POL_DECIDED_VALUE, "07:30");
      expect_cell(k, d, "warning", POL_DECIDED_VALUE, "3 months 2 days");
      expect_cell(k, d, "signs", POL_DECIDED_VALUE, "director");
      char *wanted = of_file(record, false), *traced = of_file(record, true);
      cr_expect_str_eq(json_of(k, POL_NONE, false), wanted);
      const char *trace = json_of(k, POL_NONE, true);
      cr_expect_gt(strlen(trace), strlen(wanted) * 2);
      cr_expect_lt(strlen(trace), strlen(traced), "facts of a program have no file and no line");
      cr_expect(strstr(trace, "\"from\":\"given\""));
      cr_expect_str_eq(json_of(k, POL_NONE, false), wanted, "and again without");
      free(wanted);
      free(traced);
    }
    pol_desk_drop(k);
    pol_decider_drop(d);
  }
  pol_desk_drop(NULL);
}

Test(desk, values) {
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_desk *k;
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  set_all(k, d);
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  int64_t n, m;
  int32_t months, days;
  uint32_t leave = 0, ends = 2, third = 3, local = 4, shift = 6, starts = 11, warning = 12, signs = 13;
  cr_expect(pol_desk_decimal(k, leave, 2, &n) && n == 1250);
  cr_expect(pol_desk_decimal(k, leave, 18, &n) == false, "12.5 with 18 places is more than 64 bits");
  cr_expect(pol_desk_decimal(k, leave, 1, &n) && n == 125);
  cr_expect_not(pol_desk_decimal(k, leave, 0, &n), "12.5 is not whole");
  cr_expect_not(pol_desk_decimal(k, leave, 19, &n));
  cr_expect_not(pol_desk_whole(k, leave, &n));
  cr_expect(pol_desk_ratio(k, leave, &n, &m) && n == 25 && m == 2);
  cr_expect(pol_desk_ratio(k, third, &n, &m) && n == 1 && m == 24, "a percentage as a ratio");
  cr_expect_not(pol_desk_decimal(k, third, 6, &n));
  int32_t day;
  cr_expect(pol_day(&day, 2020, 2, 29) && pol_desk_whole(k, ends, &n) && n == day);
  cr_expect_not(pol_day(&day, 2019, 2, 29));
  cr_expect_not(pol_desk_ratio(k, ends, &n, &m));
  cr_expect(pol_desk_whole(k, local, &n) && n == 1);
  cr_expect(pol_desk_whole(k, shift, &n) && n == 1);
  cr_expect(pol_desk_whole(k, starts, &n) && n == 450);
  cr_expect(pol_desk_whole(k, signs, &n) && n == 1);
  cr_expect(pol_desk_months(k, warning, &months, &days) && months == 3 && days == 2);
  cr_expect_not(pol_desk_months(k, leave, &months, &days));
  cr_expect_not(pol_desk_whole(k, warning, &n));
  cr_expect_not(pol_desk_whole(k, 1, &n), "a permission has no value");
  cr_expect_not(pol_desk_whole(k, 15, &n), "no such decision");
  cr_expect_eq(pol_desk_outcome(k, 15), POL_DECIDED_UNDETERMINED);
  char text[8] = "zzzzzzz";
  cr_expect_eq(pol_desk_cell(k, ends, text, 5), 10, "as long as it would be");
  cr_expect_str_eq(text, "2020");
  cr_expect_eq(pol_desk_cell(k, ends, NULL, 0), 10);
  cr_expect_eq(pol_desk_cell(k, 15, text, 5), 0);
  cr_expect_str_eq(text, "");
  pol_desk_drop(k);
  pol_decider_drop(d);
}

Test(desk, why) {
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_desk *k;
  pol_reasons r;
  facts_of f = find(d);
  uint32_t may_buy = pol_decider_find_decision(d, "may_buy"), courses = pol_decider_find_decision(d, "courses"), hourly = pol_decider_find_decision(d, "hourly");
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  cr_expect_eq(pol_desk_why(k, may_buy, &r), POL_COULD_NOT, "nothing is decided");
  set_all(k, d);
  cr_expect_eq(pol_desk_yes_no(k, f.permanent, false), POL_DONE);
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  cr_expect_eq(pol_desk_outcome(k, may_buy), POL_DECIDED_REFUSED);
  cr_assert_eq(pol_desk_why(k, may_buy, &r), POL_DONE);
  cr_assert_eq(r.becauses, 1);
  cr_expect_str_eq(r.because[0].clause, "2");
  cr_expect_str_eq(r.because[0].title, "Buying leave");
  cr_expect_str_eq(r.because[0].effect, "only if");
  cr_expect_str_eq(r.because[0].reason, "the post at Exeter is not permanent", "a text of the desk's own");
  cr_assert_eq(pol_desk_why(k, courses, &r), POL_DONE);
  cr_assert_eq(r.items, 1);
  cr_expect_eq(r.item[0], 1);
  cr_expect_eq(pol_desk_yes_no(k, f.permanent, true), POL_DONE);
  cr_expect_eq(pol_desk_number(k, f.children, 11, 0), POL_DONE);
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  cr_expect_eq(pol_desk_outcome(k, may_buy), POL_DECIDED_REFERRED);
  cr_assert_eq(pol_desk_why(k, may_buy, &r), POL_DONE);
  cr_assert_eq(r.items, 2);
  cr_expect_str_eq(pol_decider_party(d, r.item[0]), "head_of_hr");
  cr_expect_eq(pol_desk_option(k, f.kind, 0), POL_DONE);
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  cr_expect_eq(pol_desk_outcome(k, hourly), POL_DECIDED_NOT_APPLICABLE);
  cr_assert_eq(pol_desk_why(k, hourly, &r), POL_DONE);
  cr_expect_not(r.out_of_scope);
  cr_expect_eq(pol_desk_why(k, 99, &r), POL_COULD_NOT);
  pol_desk_drop(k);
  pol_decider_drop(d);
}

Test(desk, what_is_missing) {
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_desk *k;
  pol_reasons r;
  facts_of f = find(d);
  uint32_t may_buy = pol_decider_find_decision(d, "may_buy");
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  cr_expect_eq(pol_desk_decide(k), POL_DONE, "nothing is known, and nothing is wrong with that");
  cr_expect_eq(pol_desk_outcome(k, 0), POL_DECIDED_UNDETERMINED);
  char *wanted = of_file("{}", false);
  cr_expect_str_eq(json_of(k, POL_NONE, false), wanted);
  free(wanted);
  set_all(k, d);
  cr_expect_eq(pol_desk_unknown(k, f.permanent), POL_DONE);
  cr_expect_eq(pol_desk_text(k, f.site, "", 0), POL_DONE, "no text is not known");
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  cr_expect_eq(pol_desk_outcome(k, may_buy), POL_DECIDED_UNDETERMINED);
  cr_expect_eq(pol_desk_outcome(k, pol_decider_find_decision(d, "local")), POL_DECIDED_UNDETERMINED);
  cr_assert_eq(pol_desk_why(k, may_buy, &r), POL_DONE);
  cr_assert_eq(r.missings, 1);
  cr_expect_eq(r.missing[0], f.permanent);
  pol_desk_clear(k);
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  cr_expect_eq(pol_desk_outcome(k, 0), POL_DECIDED_UNDETERMINED, "all is forgotten");
  cr_expect(strstr(json_of(k, POL_NONE, false), "\"id\":null"), "the id too");
  pol_desk_drop(k);
  pol_decider_drop(d);
}

Test(desk, bad_news) {
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_desk *k;
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  set_all(k, d);
  cr_expect_eq(pol_desk_number(k, find(d).children, 0, 0), POL_DONE);
  cr_expect_eq(pol_desk_decide(k), POL_BAD_NEWS);
  expect_cell(k, d, "shared_pay", POL_DECIDED_ERROR, "");
  expect_cell(k, d, "leave_days", POL_DECIDED_VALUE, "12.50");
  cr_expect(strstr(json_of(k, pol_decider_find_decision(d, "shared_pay"), false), "a division by 0"));
  pol_desk_drop(k);
  pol_decider_drop(d);
}

Test(desk, lists) {
  static const char ill[] = "{\"employee.absences\": [{\"day\": \"2024-01-02\", \"reason\": \"ill\"}, {\"day\": \"2024-01-03\", \"reason\": \"leave\"}, {\"day\": \"2024-01-04\", \"reason\": \"ill\"}]}";
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_desk *k;
  facts_of f = find(d);
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  cr_expect_eq(pol_desk_record(k, ill, sizeof ill - 1), POL_DONE);
  char name[16];
  for (int i = 0; i < 10000; i++) { /* so many texts that those which are gone are thrown away; the lists stay */
    int n = snprintf(name, sizeof name, "site %d", i);
    cr_assert_eq(pol_desk_text(k, f.site, name, (size_t)n), POL_DONE);
    if (i == 7000) cr_assert_eq(pol_desk_text(k, f.home, "site 9999", 9), POL_DONE);
  }
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  expect_cell(k, d, "days_off", POL_DECIDED_VALUE, "2");
  expect_cell(k, d, "local", POL_DECIDED_VALUE, "yes");
  pol_desk_drop(k);
  pol_decider_drop(d);
}

/* -- what is wrong */

typedef pol_result set_it(pol_desk *k, const facts_of *f);
static pol_result hours_none(pol_desk *k, const facts_of *f) { return pol_desk_number(k, f->hours, 0, 0); }
static pol_result hours_text(pol_desk *k, const facts_of *f) { return pol_desk_text(k, f->hours, "thirty", 6); }
static pol_result hours_day(pol_desk *k, const facts_of *f) { return pol_desk_date(k, f->hours, 5); }
static pol_result share_more(pol_desk *k, const facts_of *f) { return pol_desk_number(k, f->share, 100001, 3); }
static pol_result children_half(pol_desk *k, const facts_of *f) { return pol_desk_number(k, f->children, 25, 1); }
static pol_result date_number(pol_desk *k, const facts_of *f) { return pol_desk_number(k, f->started, 5, 0); }
static pol_result date_ymd(pol_desk *k, const facts_of *f) { return pol_desk_ymd(k, f->started, 2023, 2, 29); }
static pol_result date_far(pol_desk *k, const facts_of *f) { return pol_desk_date(k, f->started, 2932897); }
static pol_result option_far(pol_desk *k, const facts_of *f) { return pol_desk_option(k, f->shift, 3); }
static pol_result party_far(pol_desk *k, const facts_of *f) { return pol_desk_option(k, f->approver, 3); /* unnamed */ }
static pol_result option_text(pol_desk *k, const facts_of *f) { return pol_desk_text(k, f->kind, "boss", 4); }
static pol_result yes_number(pol_desk *k, const facts_of *f) { return pol_desk_number(k, f->permanent, 1, 0); }
static pol_result yes_option(pol_desk *k, const facts_of *f) { return pol_desk_option(k, f->permanent, 1); }
static pol_result time_late(pol_desk *k, const facts_of *f) { return pol_desk_time(k, f->begins, 1441); }
static pol_result time_number(pol_desk *k, const facts_of *f) { return pol_desk_number(k, f->notice, 3, 0); }
static pol_result period_hours(pol_desk *k, const facts_of *f) { return pol_desk_period(k, f->hours, 3, 0); }
static pol_result text_bytes(pol_desk *k, const facts_of *f) { return pol_desk_text(k, f->site, "\xff", 1); }
static pol_result list_text(pol_desk *k, const facts_of *f) { return pol_desk_text(k, f->rate + 2, "x", 1); }

Test(desk, wrong_facts) {
  static const struct { set_it *set; const char *why; } rows[] = {
      {hours_none, "employee.weekly_hours is more than 0 hours, and 0 hours is not"},
      {hours_text, "employee.weekly_hours is in hours, and \"thirty\" is not a number\n30 or \"30 hours\"; leave it empty if it is not known"},
      {hours_day, "employee.weekly_hours is in hours, and a date was given"},
      {share_more, "employee.share is 0% to 100%, and 100.001% is not"},
      {children_half, "employee.children is a count, and \"2.5\" is not whole\n30; leave it empty if it is not known"},
      {date_number, "employee.started is a date, and 5 is a number\n\"2024-04-01\"; leave it empty if it is not known"},
      {date_ymd, "employee.started is a date, and \"2023-02-29\" is not in the calendar\nFebruary 2023 has 28 days"},
      {date_far, "employee.started is a date, and day 2932897 is not in the calendar"},
      {option_far, "employee.shift has 3 choices, from 0, and 3 is none of them"},
      {party_far, "employee.approver has 3 choices, from 0, and 3 is none of them"},
      {option_text, "\"boss\" is not a kind of employee\nthe kinds are officer, staff"},
      {yes_number, "employee.permanent is yes or no, and 1 is neither\ndid you mean yes?"},
      {yes_option, "employee.permanent is yes or no, and a choice was given"},
      {time_late, "employee.begins is a time of day, and minute 1441 is not in it"},
      {time_number, "employee.notice is a period, and a number was given"},
      {period_hours, "employee.weekly_hours is in hours, and a period was given"},
      {text_bytes, "employee.site holds a byte that is not UTF-8"},
      {list_text, "employee.absences is a list, and a text was given"},
  };
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_desk *k;
  facts_of f = find(d);
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_desk_clear(k);
    set_all(k, d);
    cr_expect_eq(pol_desk_decide(k), POL_DONE);
    cr_expect_eq(rows[i].set(k, &f), POL_COULD_NOT, "%s", rows[i].why);
    const char *why = pol_desk_wrong(k, POL_NONE);
    cr_expect(why && strcmp(why, rows[i].why) == 0, "%s\nwanted\n%s", why ? why : "nothing", rows[i].why);
    cr_expect_eq(pol_desk_decide(k), POL_COULD_NOT, "wrong is not unknown");
    cr_expect_eq(pol_desk_outcome(k, 0), POL_DECIDED_UNDETERMINED);
    cr_expect_str_eq(json_of(k, POL_NONE, true), "{\"id\":\"S1\",\"wrong\":true,\"decisions\":[]}");
  }
  pol_desk_clear(k);
  cr_expect_null(pol_desk_wrong(k, POL_NONE));
  cr_expect_eq(hours_none(k, &f), POL_COULD_NOT);
  cr_expect_eq(option_far(k, &f), POL_COULD_NOT);
  cr_expect_eq(option_text(k, &f), POL_COULD_NOT);
  cr_expect_eq(option_text(k, &f), POL_COULD_NOT, "and again");
  cr_expect_null(pol_desk_wrong(k, f.site), "this one is not");
  cr_expect_not_null(pol_desk_wrong(k, f.shift));
  set_all(k, d);
  cr_expect_null(pol_desk_wrong(k, POL_NONE), "all are set right");
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  cr_expect_eq(hours_none(k, &f), POL_COULD_NOT);
  cr_expect_eq(pol_desk_unknown(k, f.hours), POL_DONE);
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  cr_expect_eq(pol_desk_number(k, 99, 1, 0), POL_COULD_NOT, "no such fact");
  cr_expect_eq(pol_desk_number(k, f.hours, 1, 19), POL_COULD_NOT, "too many places");
  cr_expect_str_eq(pol_desk_wrong(k, f.hours), "a number has at most 18 places");
  cr_expect_eq(pol_desk_decide(k), POL_COULD_NOT, "what it was before is not decided on");
  cr_expect_eq(pol_desk_yes_no(k, 99, true), POL_COULD_NOT);
  cr_expect_eq(pol_desk_text(k, 99, "x", 1), POL_COULD_NOT);
  cr_expect_eq(pol_desk_ymd(k, 99, 2024, 2, 30), POL_COULD_NOT);
  cr_expect_eq(pol_desk_period(k, 99, 1, 1), POL_COULD_NOT);
  cr_expect_eq(pol_desk_unknown(k, 99), POL_COULD_NOT);
  cr_expect_null(pol_desk_wrong(k, 99));
  pol_desk_drop(k);
  pol_decider_drop(d);
}

Test(desk, wrong_records) {
  static const struct { const char *json, *why; } rows[] = {
      {"{\"employee.kind\": \"boss\"}", "\"boss\" is not a kind of employee\nthe kinds are officer, staff"},
      {"{\"employee.kin\": \"staff\"}", "no fact is called employee.kin\ndid you mean employee.kind?"},
      {"[{}, {}]", "one record is wanted, and here are several or none"},
      {"[]", "one record is wanted, and here are several or none"},
      {"", "the record holds no record"},
      {"{", "the text ends before this brace is closed"},
      {"7", "a facts file holds a record in braces, or a list of them"},
  };
  pol_decider *d = kinds_decider(POL_SPEED_BEST);
  pol_desk *k;
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  for (size_t i = 0; i < COUNT(rows); i++) {
    cr_expect_eq(pol_desk_record(k, rows[i].json, strlen(rows[i].json)), POL_COULD_NOT);
    const char *why = pol_desk_wrong(k, POL_NONE);
    cr_expect(why && strcmp(why, rows[i].why) == 0, "%s", why ? why : "nothing");
    cr_expect_eq(pol_desk_decide(k), POL_COULD_NOT);
  }
  cr_expect_eq(pol_desk_record(k, record, sizeof record - 1), POL_DONE);
  cr_expect_null(pol_desk_wrong(k, POL_NONE));
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  pol_desk_drop(k);
  pol_decider_drop(d);
}

/* -- sessions, dates, what is given for all */

Test(desk, some_decisions_and_what_is_given) {
  static const char given[] = "{\"employee.kind\": \"officer\", \"employee.site\": \"Exeter\"}";
  pol_session *s = kinds_session(NULL);
  pol_decider *d;
  pol_desk *k;
  pol_about_fact f;
  cr_expect_eq(pol_session_ask(s, "local"), POL_DONE);
  cr_expect_eq(pol_session_ask(s, "leave_days"), POL_DONE);
  cr_expect_eq(pol_session_given(s, "given.json", given, sizeof given - 1), POL_DONE);
  cr_assert_eq(pol_decider_new(&d, s, POL_SPEED_BEST), POL_DONE);
  cr_expect_eq(pol_decider_decisions(d), 2);
  cr_expect_eq(pol_decider_find_decision(d, "leave_days"), 1);
  cr_expect_eq(pol_decider_find_decision(d, "may_buy"), POL_NONE, "not asked for");
  cr_expect(pol_decider_fact(&f, d, pol_decider_find_fact(d, "kind")) && f.given && f.needed);
  cr_expect(pol_decider_fact(&f, d, pol_decider_find_fact(d, "share")) && !f.given && !f.needed);
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  for (int round = 0; round < 2; round++) {
    cr_expect_eq(pol_desk_text(k, pol_decider_find_fact(d, "home"), "Exeter", 6), POL_DONE);
    cr_expect_eq(pol_desk_decide(k), POL_DONE);
    expect_cell(k, d, "leave_days", POL_DECIDED_VALUE, "30.00");
    expect_cell(k, d, "local", POL_DECIDED_VALUE, "yes");
    cr_expect_eq(pol_desk_unknown(k, pol_decider_find_fact(d, "kind")), POL_DONE);
    cr_expect_eq(pol_desk_decide(k), POL_DONE);
    expect_cell(k, d, "leave_days", POL_DECIDED_UNDETERMINED, "");
    cr_expect_eq(pol_desk_record(k, "{\"employee.weekly_hours\": 10}", 29), POL_DONE);
    cr_expect_eq(pol_desk_decide(k), POL_DONE);
    expect_cell(k, d, "leave_days", POL_DECIDED_VALUE, "30.00");
    pol_desk_clear(k);
  }
  pol_desk_drop(k);
  pol_decider_drop(d);
}

Test(desk, when) {
  pol_session *s = NULL;
  pol_decider *d;
  pol_desk *k;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_expect_eq(pol_decider_new(&d, s, POL_SPEED_BEST), POL_COULD_NOT, "it is not checked");
  cr_expect_null(d);
  static const char text[] = "policy p \"P\"\nfacts f\n  start is date\ndecision old is yes or no\nclause 1 \"x\"\n  old is yes when f.start is before as_of\n  old is no when f.start is on or after as_of\n";
  cr_assert_eq(pol_session_add(s, "p.pol", text, sizeof text - 1), POL_DONE);
  cr_assert_eq(pol_session_check(s), POL_DONE);
  cr_assert_eq(pol_session_given(s, "given.json", "{\"f.start\": 7}", 14), POL_DONE);
  cr_expect_eq(pol_decider_new(&d, s, POL_SPEED_BEST), POL_COULD_NOT, "what is given is wrong");
  pol_string reports;
  cr_assert_eq(pol_render_reports(&reports, s, NULL), POL_DONE);
  cr_expect(strstr(reports.text, "f.start is a date, and 7 is a number"), "%s", reports.text);
  pol_string_drop(&reports);
  cr_assert_eq(pol_session_given(s, "given.json", "{}", 2), POL_DONE);
  cr_assert_eq(pol_decider_new(&d, s, POL_SPEED_BEST), POL_DONE);
  cr_assert_eq(pol_desk_new(&k, d), POL_DONE);
  cr_expect_eq(pol_desk_ymd(k, 0, 2024, 1, 1), POL_DONE);
  cr_expect_eq(pol_desk_decide(k), POL_COULD_NOT, "there is no as-of date");
  int32_t day;
  cr_expect(pol_day(&day, 2024, 1, 1) && pol_desk_as_of(k, day));
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  expect_cell(k, d, "old", POL_DECIDED_VALUE, "no");
  cr_expect(pol_desk_as_of(k, day + 1));
  cr_expect_eq(pol_desk_outcome(k, 0), POL_DECIDED_UNDETERMINED, "not of this date");
  cr_expect_eq(pol_desk_decide(k), POL_DONE);
  expect_cell(k, d, "old", POL_DECIDED_VALUE, "yes");
  cr_expect_not(pol_desk_as_of(k, 2932897));
  pol_desk_drop(k);
  pol_decider_drop(d);
}

/* -- threads */

typedef struct shared { const pol_decider *d; const char *wanted; } shared;

static int decide_often(void *at) {
  const shared *with = at;
  pol_desk *k;
  int wrong = 0;
  if (pol_desk_new(&k, with->d) != POL_DONE) return 1;
  for (int i = 0; i < 50; i++) {
    const char *text;
    size_t n;
    wrong += pol_desk_record(k, record, sizeof record - 1) != POL_DONE;
    wrong += pol_desk_decide(k) != POL_DONE;
    wrong += pol_desk_json(k, POL_NONE, false, &text, &n) != POL_DONE || strcmp(text, with->wanted) != 0;
  }
  pol_desk_drop(k);
  return wrong;
}

Test(desk, threads_share_a_decider) {
  enum { THREADS = 4 };
  thrd_t thread[THREADS];
  char *wanted = of_file(record, false);
  shared with = {kinds_decider(POL_SPEED_BEST), wanted};
  for (int i = 0; i < THREADS; i++) cr_assert_eq(thrd_create(&thread[i], decide_often, &with), thrd_success);
  for (int i = 0; i < THREADS; i++) {
    int wrong = -1;
    cr_expect_eq(thrd_join(thread[i], &wrong), thrd_success);
    cr_expect_eq(wrong, 0);
  }
  pol_decider_drop((pol_decider *)(uintptr_t)with.d);
  free(wanted);
}
