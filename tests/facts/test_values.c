#include "base/failing.h"
#include "facts/world.h"
#include <string.h>

/* One fact given as this JSON; what comes out, or the report. */
static void give(pol_text *out, world *w, const char *fact, const char *json) {
  pol_text text;
  pol_text_init(&text, NULL);
  pol_text_format(&text, "{\"%s\":%s}", fact, json);
  pol_text_clear(out);
  pol_reports_init(&w->reports, w->arena);
  pol_facts_init(&w->facts, w->arena);
  pol_status status = world_read(w, pol_facts_read_json, text.at, text.n);
  if (status == POL_OK) world_values(out, w, 0);
  else world_reports(out, w);
  cr_expect_eq(w->facts.records.at[0].wrong, status != POL_OK);
  if (status != POL_OK) cr_expect_eq(w->facts.records.at[0].value[world_fact(w, fact)].state, POL_UNKNOWN);
  pol_text_drop(&text);
}

static const struct {
  const char *fact, *json, *want;
} good[] = {
    /* numbers and their units */
    {"employee.weekly_hours", "37", "weekly_hours=37"},
    {"employee.weekly_hours", "\"37\"", "weekly_hours=37"},
    {"employee.weekly_hours", "\"18.5 hours\"", "weekly_hours=18.5"},
    {"employee.weekly_hours", "\"1 hour\"", "weekly_hours=1"},
    {"employee.weekly_hours", "\"24 minutes\"", "weekly_hours=0.4"},
    {"employee.weekly_hours", "\"7 hours 24 minutes\"", "weekly_hours=7.4"},
    {"employee.weekly_hours", "\"2 1/4 hours\"", "weekly_hours=2.25"},
    {"employee.weekly_hours", "\"750/37 hours\"", "weekly_hours=750/37"},
    {"employee.score", "\"1,950.5\"", "score=1950.5"},
    {"employee.score", "\"-3\"", "score=-3"},
    {"employee.score", "\"50%\"", "score=0.5"},
    {"employee.grade", "12", "grade=12"},
    {"employee.grade", "3.0", "grade=3"},
    {"employee.share", "50", "share=0.5"},
    {"employee.share", "\"12.5\"", "share=0.125"},
    {"employee.share", "\"100%\"", "share=1"},
    {"employee.shifts", "8", "shifts=8"},
    {"employee.shifts", "\"8 per week\"", "shifts=8"},
    {"employee.above", "2", "above=2"},
    {"employee.above", "\"1 rank\"", "above=1"},
    {"employee.above", "\"2 ranks\"", "above=2"},
    /* money */
    {"employee.pay", "23.05", "pay=23.05"},
    {"employee.pay", "\"23.05\"", "pay=23.05"},
    {"employee.pay",
     "\"\xc2\xa3"
     "23.05\"",
     "pay=23.05"},
    {"employee.pay", "\"GBP 23.05\"", "pay=23.05"},
    {"employee.pay", "\"GBP 1,950\"", "pay=1950"},
    {"employee.pay",
     "\"\xc2\xa3"
     "30.00 per period\"",
     "pay=30"},
    {"employee.rate",
     "\"\xc2\xa3"
     "15.00 per hour\"",
     "rate=15"},
    {"employee.rate", "15", "rate=15"},
    {"employee.rate",
     "\"\xc2\xa3"
     "15\"",
     "rate=15"},
    /* calendar spans */
    {"employee.notice", "\"31 days\"", "notice=31"},
    {"employee.notice", "\"2 weeks\"", "notice=14"},
    {"employee.notice", "\"2 weeks 3 days\"", "notice=17"},
    {"employee.service", "\"3 years 6 months\"", "service=3.5"},
    {"employee.service", "\"18 months\"", "service=1.5"},
    {"employee.gap", "\"3 years 6 months 1 week 2 days\"", "gap=42m9d"},
    {"employee.gap", "\"31 days\"", "gap=0m31d"},
    /* the rest */
    {"employee.start", "\"2024-02-29\"", "start=2024-02-29"},
    {"employee.from", "\"00:00\"", "from=00:00"},
    {"employee.from", "\"24:00\"", "from=24:00"},
    {"employee.permanent", "\"yes\"", "permanent=yes"},
    {"employee.permanent", "\"no\"", "permanent=no"},
    {"employee.permanent", "false", "permanent=no"},
    {"employee.kind", "\"other\"", "kind=other"},
    {"employee.rank", "\"sergeant\"", "rank=sergeant"},
    {"consent.decided_by", "\"chief_officer\"", "decided_by=chief_officer"},
    {"consent.decided_by", "\"other\"", "decided_by=other"},
    {"employee.note", "\"true\"", "note='true'"},
};

#define OUT "; leave it out if it is not known"
static const struct {
  const char *fact, *json, *want;
} bad[] = {
    {"employee.weekly_hours", "\"thirty\"",
     "POL0802 1:26 employee.weekly_hours is in hours, and \"thirty\" is not a number help: 30 or \"30 hours\"" OUT},
    {"employee.weekly_hours", "\"\"",
     "POL0802 1:26 employee.weekly_hours is in hours, and \"\" is not a number help: 30 or \"30 hours\"" OUT},
    {"employee.weekly_hours", "true",
     "POL0802 1:26 employee.weekly_hours is in hours, and yes is not a number help: 30 or \"30 hours\"" OUT},
    {"employee.weekly_hours", "\"30 hrs\"",
     "POL0802 1:26 employee.weekly_hours is in hours, and \"30 hrs\" is not a number help: 30 or \"30 hours\"" OUT},
    {"employee.weekly_hours", "\"30hours 2\"",
     "POL0802 1:26 employee.weekly_hours is in hours, and \"30hours 2\" is not a number help: 30 or \"30 hours\"" OUT},
    {"employee.weekly_hours", "\" 30\"",
     "POL0802 1:26 employee.weekly_hours is in hours, and \" 30\" is not a number help: did you mean 30?"},
    {"employee.weekly_hours", "\"1 hour 2 hours\"",
     "POL0802 1:26 employee.weekly_hours is in hours, and \"1 hour 2 hours\" is not a number help: 30 or \"30 hours\"" OUT},
    {"employee.weekly_hours", "\"3 days\"",
     "POL0807 1:26 employee.weekly_hours is in hours, and \"3 days\" is in days help: 30 or \"30 hours\""},
    {"employee.weekly_hours", "\"3 hours per week\"",
     "POL0807 1:26 employee.weekly_hours is in hours, and \"3 hours per week\" is in hours per week help: 30 or \"30 hours\""},
    {"employee.weekly_hours",
     "\"\xc2\xa3"
     "5\"",
     "POL0807 1:26 employee.weekly_hours is in hours, and \"\xc2\xa3"
     "5\" is money help: 30 or \"30 hours\""},
    {"employee.weekly_hours", "\"50%\"",
     "POL0807 1:26 employee.weekly_hours is in hours, and \"50%\" is a percentage help: 30 or \"30 hours\""},
    {"employee.score", "\"3 days\"", "POL0807 1:19 employee.score is a number, and \"3 days\" is in days help: 30"},
    {"employee.grade", "2.5", "POL0802 1:19 employee.grade is a count, and \"2.5\" is not whole help: 30" OUT},
    {"employee.share", "\"x\"", "POL0802 1:19 employee.share is a percentage, and \"x\" is not a number help: 30 or \"30%\"" OUT},
    {"employee.pay", "\"EUR 5\"",
     "POL0807 1:17 employee.pay is money, and \"EUR 5\" is in another currency help: 30 or \"\xc2\xa3"
     "30\""},
    {"employee.pay", "\"\xc2\xa3\"",
     "POL0802 1:17 employee.pay is money, and \"\xc2\xa3\" is not a number help: 30 or \"\xc2\xa3"
     "30\"" OUT},
    {"employee.pay",
     "\"\xc2\xa3"
     "5 per hour\"",
     "POL0807 1:17 employee.pay is money, and \"\xc2\xa3"
     "5 per hour\" is money per hour help: 30 or \"\xc2\xa3"
     "30\""},
    {"employee.rate",
     "\"\xc2\xa3"
     "5 per week\"",
     "POL0807 1:18 employee.rate is money per hour, and \"\xc2\xa3"
     "5 per week\" is money per week help: 30 or \"\xc2\xa3"
     "30 per hour\""},
    {"employee.rate", "\"5 hours\"",
     "POL0807 1:18 employee.rate is money per hour, and \"5 hours\" is in hours help: 30 or \"\xc2\xa3"
     "30 per hour\""},
    {"employee.notice", "\"1 month\"", "POL0807 1:20 employee.notice is in days, and \"1 month\" is in months help: 30 or \"30 days\""},
    {"employee.notice", "\"1 month 3 days\"",
     "POL0807 1:20 employee.notice is in days, and \"1 month 3 days\" is in several units help: 30 or \"30 days\""},
    {"employee.gap", "5", "POL0807 1:17 employee.gap is a period, and \"5\" has no unit help: \"3 years 6 months\""},
    {"employee.gap", "\"1.5 years\"",
     "POL0802 1:17 employee.gap is a period, and \"1.5 years\" is not whole help: \"3 years 6 months\"" OUT},
    {"employee.gap", "\"3 hours\"", "POL0807 1:17 employee.gap is a period, and \"3 hours\" is in hours help: \"3 years 6 months\""},
    {"employee.gap", "\"999999999999 years\"",
     "POL0818 1:17 employee.gap is a period, and \"999999999999 years\" is too large to be exact"},
    {"employee.above", "\"2 steps\"",
     "POL0802 1:19 employee.above is in ranks, and \"2 steps\" is not a number help: 30 or \"30 ranks\"" OUT},
    /* bounds */
    {"employee.weekly_hours", "0", "POL0808 1:26 employee.weekly_hours is more than 0 hours, and 0 hours is not"},
    {"employee.grade", "0", "POL0808 1:19 employee.grade is 1 to 12, and 0 is not"},
    {"employee.grade", "13", "POL0808 1:19 employee.grade is 1 to 12, and 13 is not"},
    {"employee.share", "101", "POL0808 1:19 employee.share is at most 100%, and 101% is not"},
    {"employee.pay", "-0.01",
     "POL0808 1:17 employee.pay is at least \xc2\xa3"
     "0, and -\xc2\xa3"
     "0.01 is not"},
    {"employee.notice", "1000", "POL0808 1:20 employee.notice is less than 1000 days, and 1000 days is not"},
    /* dates and times */
    {"employee.start", "\"2024-02-30\"",
     "POL0806 1:19 employee.start is a date, and \"2024-02-30\" is not in the calendar help: February 2024 has 29 days"},
    {"employee.start", "\"1 April 2024\"",
     "POL0806 1:19 employee.start is a date, and \"1 April 2024\" is not written as one help: \"2024-04-01\""},
    {"employee.start", "\"01/04/2024\"",
     "POL0806 1:19 employee.start is a date, and \"01/04/2024\" is not written as one help: \"2024-04-01\" where the day comes first, \"2024-01-04\" where the month does"},
    {"employee.start", "20240401", "POL0806 1:19 employee.start is a date, and 20240401 is a number help: did you mean \"2024-04-01\"?"},
    {"employee.start", "45383", "POL0806 1:19 employee.start is a date, and 45383 is a number help: a spreadsheet counts days so: 45383 is \"2024-04-01\""},
    {"employee.start", "7", "POL0806 1:19 employee.start is a date, and 7 is a number help: \"2024-04-01\"" OUT},
    {"employee.from", "\"24:01\"", "POL0806 1:18 employee.from is a time of day, and \"24:01\" is not one help: \"07:30\"" OUT},
    {"employee.from", "\"7:30\"", "POL0806 1:18 employee.from is a time of day, and \"7:30\" is not one help: \"07:30\"" OUT},
    /* yes or no, choices, texts */
    {"employee.permanent", "\"Yes\"", "POL0809 1:23 employee.permanent is yes or no, and \"Yes\" is neither help: did you mean \"yes\"?"},
    {"employee.permanent", "1", "POL0809 1:23 employee.permanent is yes or no, and 1 is neither help: did you mean \"yes\"?"},
    {"employee.permanent", "2", "POL0809 1:23 employee.permanent is yes or no, and 2 is neither help: \"yes\" or \"no\"" OUT},
    {"employee.kind", "\"police-officer\"",
     "POL0804 1:18 \"police-officer\" is not a kind of employee help: did you mean police_officer? The kinds are police_officer, "
     "police_staff, other"},
    {"employee.kind", "\" Police officer\"",
     "POL0804 1:18 \" Police officer\" is not a kind of employee help: did you mean police_officer? The kinds are police_officer, "
     "police_staff, other"},
    {"employee.kind", "\"\"", "POL0804 1:18 \"\" is not a kind of employee help: the kinds are police_officer, police_staff, other"},
    {"employee.rank", "\"serjeant\"",
     "POL0804 1:18 \"serjeant\" is not a rank help: did you mean sergeant? The ranks are constable, sergeant, inspector"},
    {"employee.rank", "2", "POL0804 1:18 \"2\" is not a rank help: the ranks are constable, sergeant, inspector"},
    {"consent.decided_by", "\"chief\"",
     "POL0804 1:23 \"chief\" is not a party of this policy help: did you mean chief_officer? The parties are chief_officer, other"},
    {"consent.decided_by", "\"unnamed\"", /* a document names nobody; somebody has decided */
     "POL0804 1:23 \"unnamed\" is not a party of this policy help: the parties are chief_officer, other"},
    {"employee.note", "5", "POL0810 1:18 employee.note is a text, and 5 is a number help: a text in quotation marks" OUT},
    {"employee.note", "true",
     "POL0810 1:18 employee.note is a text, and yes is not in quotation marks help: a text in quotation marks" OUT},
    /* what is quoted is cut, and cannot act on a terminal */
    {"employee.kind", "\"\\u001b[31mred \\u0085 and a very long text\"",
     "POL0804 1:18 \"?[31mred ?? and a very long te\xe2\x80\xa6\" is not a kind of employee help: the kinds are police_officer, "
     "police_staff, other"},
};

Test(values, all) {
  world w;
  pol_text got;
  pol_text_init(&got, NULL);
  cr_assert(world_make(&w, NULL));
  for (size_t i = 0; i < COUNT(good); i++) {
    give(&got, &w, good[i].fact, good[i].json);
    cr_expect_str_eq(pol_text_get(&got), good[i].want, "%s %s\n got  %s", good[i].fact, good[i].json, pol_text_get(&got));
  }
  for (size_t i = 0; i < COUNT(bad); i++) {
    give(&got, &w, bad[i].fact, bad[i].json);
    cr_expect_str_eq(pol_text_get(&got), bad[i].want, "%s %s\n got  %s\n want %s", bad[i].fact, bad[i].json, pol_text_get(&got),
                     bad[i].want);
  }
  pol_text_drop(&got);
  world_drop(&w);
}

Test(values, read_value) {
  world w;
  pol_value v;
  const char *why = NULL;
  cr_assert(world_make(&w, NULL));
  const pol_fact *hours = &w.model.facts.at[world_fact(&w, "employee.weekly_hours")];
  cr_expect(pol_facts_read_value(&v, w.arena, &w.model, hours->type, "18.5 hours", 10, &why));
  cr_expect_eq(pol_num_cmp(v.as.num, (pol_num){37, 2}), 0);
  cr_expect(pol_facts_in_bounds(&w.model, hours, &v, w.arena, &why));
  cr_expect(!pol_facts_read_value(&v, w.arena, &w.model, hours->type, "x", 1, &why));
  cr_expect_str_eq(why, "it is in hours, and \"x\" is not a number");
  cr_expect_eq(v.state, POL_UNKNOWN);
  v = (pol_value){.type = hours->type, .as.num = pol_num_int(-1)};
  cr_expect(!pol_facts_in_bounds(&w.model, hours, &v, w.arena, &why));
  cr_expect_str_eq(why, "employee.weekly_hours is more than 0 hours, and -1 hours is not");
  world_drop(&w);
}

Test(values, empty_record) {
  world w;
  cr_assert(world_make(&w, NULL));
  const pol_record_facts *r = pol_facts_add(&w.facts, &w.model);
  cr_assert(r);
  for (uint32_t f = 0; f < w.model.facts.n; f++) cr_expect_eq(r->value[f].state, POL_UNKNOWN);
  world_drop(&w);
}

/* -- tables */

static const struct {
  const char *csv, *want, *values;
} tables[] = {
    {"id,employee.grade\nS1,3\nS2,\n", "", "S1: grade=3 | S2: "},
    {"\xef\xbb\xbfid,employee.note\r\n\"a\"\"b\",\"x,\r\ny\"\r\n", "", "a\"b: note='x,\r\ny'"},
    {"employee.note\n\"\"\n", "", "note=''"},
    {"employee.pay,employee.permanent\n\"\xc2\xa3"
     "1,950.50\",yes\n\n23,\"\"",
     "", "permanent=yes pay=1950.5 | pay=23"},
    {"id,grade,permanent,weekly_hours\nS1,3,true,37\nS2,,FALSE,\n", "", "S1: weekly_hours=37 permanent=yes grade=3 | S2: permanent=no"},
    {"employee.grade", "", ""},
    {"", "POL0817 1:1 facts holds no heading", ""},
    {"id,employee.weekly_hrs\nS07,3\n",
     "POL0801 1:4 facts has a column that the policy does not know [column 2] help: did you mean employee.weekly_hours?", "S07: WRONG "},
    {"id,employee.weekly_hours\nS07,thirty\n",
     "POL0802 2:5 employee.weekly_hours is in hours, and \"thirty\" is not a number [record S07, column 2] help: 30 or \"30 hours\"; leave "
     "it empty if it is not known",
     "S07: WRONG "},
    {"employee.grade,employee.grade\n1,2\n",
     "POL0803 1:16 two columns are called employee.grade <first 1:1> help: keep the one that is right", "WRONG "},
    {"employee.grade,grade\n1,2\n", "POL0803 1:16 two columns give employee.grade <first 1:1> help: keep the one that is right", "WRONG "},
    {"id,id\n1,2\n", "POL0803 1:4 two columns are called id <first 1:1> help: keep the one that is right", "1: WRONG "},
    {"calendar.holidays\nx\n", "POL0810 1:1 calendar.holidays is a list, which one field cannot hold help: give these facts as JSON",
     "WRONG "},
    {"id,employee.grade\nS1\nS2,3,4\n",
     "POL0822 2:1 a row has 1 field, and its heading has 2 [record S1] help: what is not known is an empty field; a field with a line end in it stands in quotation marks\n"
     "POL0822 3:1 a row has 3 fields, and its heading has 2 [record S2] help: a field that has a comma in it stands in quotation marks",
     "S1: WRONG  | S2: WRONG "},
    {"employee.note\na\"b\n\"c\"d\n\"e",
     "POL0812 2:2 a quotation mark inside a field that has none around it help: put the field in quotation marks, and double those inside "
     "it\n"
     "POL0812 3:4 a field goes on after its closing quotation mark\nPOL0812 4:1 a field without its closing quotation mark",
     "WRONG  | WRONG  | WRONG "},
    {"employee.note\n\xc3\xa9\xff\n", "POL0814 2:2 a byte that is not UTF-8 help: save the file as \"CSV UTF-8\"", "WRONG "},
    {"id,employee.note\nS1,\xff\nS2,a\nS3,\xe9\nS4,\xe9\n",
     "POL0814 2:4 a byte that is not UTF-8 note: there are some in 2 other rows too help: save the file as \"CSV UTF-8\"",
     "WRONG  | S2: note='a' | WRONG  | WRONG "},
    {"employee.n\xf6te\na\n", "POL0814 1:11 a byte that is not UTF-8 help: save the file as \"CSV UTF-8\"", "WRONG "},
};

static bool csv_with(const pol_alloc *from) {
  static const char text[] = "id,employee.note,employee.weekly_hrs,employee.grade\n\"S\"\"7\",\"a\"\"b\",1,x\n";
  world w;
  bool well = world_make(&w, from);
  if (well) well = world_read(&w, pol_facts_read_csv, text, sizeof text - 1) == POL_REJECTED;
  world_drop(&w);
  return well;
}

Test(tables, all) {
  for (size_t i = 0; i < COUNT(tables); i++) {
    world w;
    pol_text got;
    pol_text_init(&got, NULL);
    cr_assert(world_make(&w, NULL));
    pol_status status = world_read(&w, pol_facts_read_csv, tables[i].csv, strlen(tables[i].csv));
    world_reports(&got, &w);
    cr_expect_str_eq(pol_text_get(&got), tables[i].want, "%s\n got  %s\n want %s", tables[i].csv, pol_text_get(&got), tables[i].want);
    cr_expect_eq(status, *tables[i].want ? POL_REJECTED : POL_OK);
    pol_text_clear(&got);
    for (uint32_t r = 0; r < w.facts.records.n; r++) {
      const pol_record_facts *record = &w.facts.records.at[r];
      pol_text_format(&got, "%s%s%s%s", r ? " | " : "", record->id ? record->id : "", record->id ? ": " : "",
                      record->wrong ? "WRONG " : "");
      world_values(&got, &w, r);
    }
    cr_expect_str_eq(pol_text_get(&got), tables[i].values, "%s\n got  %s\n want %s", tables[i].csv, pol_text_get(&got), tables[i].values);
    pol_text_drop(&got);
    world_drop(&w);
  }
}

Test(tables, no_memory) { failing_everywhere(csv_with); }
