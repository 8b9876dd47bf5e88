/* Types and units: what does not go together, and what is said about it. Lines count from `policy`; the facts take 2 to 20. */
#include "checked.h"
#include <stdio.h>
#include <string.h>

#define FACTS                                                                                          \
  "order rank \"rank\", \"ranks\" is constable, sergeant, inspector\n"                               \
  "record trip\n  cost is money\n"                                                                   \
  "facts a\n  n is number\n  h is hours\n  days is days\n  months is months\n  pay is money per month\n" \
  "  d is date\n  e is date\n  t is time\n  per is period\n  r is rank\n  kind is one of red, green\n"  \
  "  ok is yes or no\n  word is text\n  l is list of trip\n"
#define HEAD "policy p \"P\"\n  short months use the last day\n" FACTS

static const struct { const char *text, *want; } rows[] = {
  /* units */
  { "define x is a.h + 2 days", "POL0401 1:13" },
  { "define x is a.h - a.n", "POL0405 1:13" },
  { "define x when a.h is at least 2 days", "POL0401 1:31" },
  { "define x is £5 + EUR 5", "POL0401 1:13" },
  { "define x is £5 / EUR 5", "POL0401 1:13" },
  { "define x is 2 days 3 hours", "POL0401 1:13" },
  { "define x when a.d - a.e is at most 4 months", "POL0402 1:36" },
  { "define x is a.months + a.days", "POL0402 1:13" },
  { "define x when a.per is at least 3 months", "POL0402 1:24" },
  { "define x when a.pay is at least £216 per year", "POL0403 1:33" },
  { "define x when a.r is at least 4", "POL0404 1:31" },
  { "define x when a.r is 2", "POL0404 1:22" },
  { "define x when a.h is at least 5", "POL0405 1:31" },
  { "define x when a.h is 0", "" },
  { "define x when a.d is at most 4 after a.e", "POL0" },
  { "define x is a.d + 4", "POL0405 1:19" },
  { "define x is a.h * a.h / a.h + 1 hour", "" },
  /* kinds */
  { "define x when a.d is 5", "POL0406 1:22" },
  { "define x when a.kind is at least red", "POL0406 1:25" },
  { "define x when a.ok is more than yes", "POL0406 1:23" },
  { "define x when a.n is within 3 days from a.d", "POL0406 1:22" },
  { "define x when a.l is 3", "POL0406 1:22" },
  { "define x when a.n", "POL0407 1:15" },
  { "define x when a.n and a.ok", "POL0407 1:15" },
  { "decision d is permission\ndefine x when d", "POL0407 2:15" },
  { "decision d is hours\nclause 1\n  d is a.days", "POL0401 3:8" },
  { "decision d is hours\nclause 1\n  d is 5", "POL0405 3:8" },
  { "decision d is hours\nclause 1\n  d is a.d", "POL0408 3:8" },
  { "decision d is yes or no\nclause 1\n  d is a.r", "POL0408 3:8" },
  { "define x is count(each y in a.n)", "POL0408 1:29" },
  { "decision s is set of rank\ndefine x when s", "POL0408 2:15" },
  { "decision n is number\ndecision d is permission, after n", "POL0408 2:33" },
  { "define x is a.d + a.e", "POL0409 1:13" },
  { "define x is a.word + 1", "POL0409 1:13" },
  { "define x is a.d * 2", "POL0409 1:13" },
  { "define x is -a.d", "POL0409 1:13" },
  { "define x is 3 hours after a.d", "POL0409 1:13" },
  { "define x is 3 months after a.n", "POL0409 1:28" },
  { "define x is 3 months above a.d", "POL0409 1:13" },
  { "define x is a.r + 3 days", "POL0409 1:19" },
  { "define x is sum(y for each y in days_from(a.d, a.e))", "POL0409 1:17" },
  { "define x is a.d + 1.5 months", "POL0411 1:19" },
  { "define x is 0.5 ranks above a.r", "POL0411 1:13" },
  { "define x is 1.5 years 2 months", "POL0411 1:13" },
  { "define x is round_up(a.n, a.n)", "POL0412 1:27" },
  { "define x is round_up(a.n, 0)", "POL0412 1:27" },
  { "facts b\n  x is number, at least a.n", "POL0412 2:25" },
  { "decision d is number, rounded half up to 0", "POL0412 1:42" },
  { "define f(x, y) is x + y\ndefine x is f(1)", "POL0413 2:13" },
  { "define f is 1\ndefine x is f(1)", "POL0413 2:13" },
  { "define x is year()", "POL0" },
  { "define x is year(a.d, a.e)", "POL0413 1:13" },
  { "define x is least(1)", "POL0413 1:13" },
  { "define x is sum(a.n)", "POL0413 1:13" },
  { "define x is sum(each y in a.l)", "POL0413 1:13" },
  { "define x is any(y.cost for each y in a.l)", "POL0413 1:17" },
  { "define x when every(each y in a.l)", "POL0413 1:15" },
  { "define x is year(a.n)", "POL0408 1:18" },
  /* a mistake in a function's body is said once, however often it is called */
  { "define f(x) is x + 1 day\ndefine x is f(a.h)\ndefine y is f(a.h)", "POL0401 1:16" },
  { "define x when a.n is 5 to 3", "POL0418 1:22" },
  { "define x when a.d is 2024-05-01 to 2024-04-01", "POL0418 1:22" },
  { "facts b\n  x is number, 5 to 3", "POL0418 2:16" },
  { "value v is\n  - 5 from 2024-05-01 to 2024-04-01", "POL0418 2:7" },
  /* what one mistake makes impossible is no second mistake */
  { "define x is nothing + 1\ndefine y when x is red\ndefine z is x + 2 days", "POL0306 1:13" },
  { "define x when a.knd is gren and a.knd is at least 3", "POL0301 1:15" },
};

/* The errors of the row alone: its lines count from 1. */
static const char *of_row(checked *k, char *into, size_t room, unsigned before) {
  into[0] = '\0';
  for (uint32_t i = 0; i < k->reports.list.n; i++) {
    const pol_report *r = k->reports.list.at[i];
    if (r->severity != POL_ERROR) continue;
    pol_place place = pol_source_place(pol_sources_get(&k->sources, r->at.span.file), r->at.span.start);
    size_t n = strlen(into);
    snprintf(into + n, room - n, "%sPOL%04u %u:%u", n > 0 ? ", " : "", pol_code_number(r->code), place.line - before, place.column);
  }
  return into;
}

Test(check_types, rows) {
  unsigned before = 0;
  for (const char *at = HEAD; *at != '\0'; at++) before += *at == '\n';
  for (size_t i = 0; i < COUNT(rows); i++) {
    char text[4096], got[512];
    snprintf(text, sizeof text, HEAD "%s\n", rows[i].text);
    checked k;
    checked_one(&k, text);
    of_row(&k, got, sizeof got, before);
    if (strcmp(rows[i].want, "POL0") == 0) cr_expect(strncmp(got, "POL0", 4) == 0, "%s\n  is   %s", rows[i].text, got);
    else cr_expect_str_eq(got, rows[i].want, "%s\n  is   %s\n  want %s", rows[i].text, got, rows[i].want);
    checked_close(&k);
  }
}

/* The exact texts of explanations.md, section 6, in the present grammar. */
static const struct { const char *text; unsigned code; const char *message, *label, *help, *note; } words[] = {
  { "decision leave is hours\nclause 1\n  adds 2 days to leave", 401, "days cannot be added to hours", "leave is in hours", "say how long a day is: 2 days of 7.4 hours", NULL },
  { "define x is a.h + 2 days", 401, "days cannot be added to hours", NULL, "say how long a day is: 2 days of 7.4 hours", NULL },
  { "define x when a.days is at most 4 months", 402, "months and days do not compare without a date to count from", NULL, NULL, "4 months are 120 to 123 days, by where they start" },
  { "define x when a.pay is at least £216 per year", 403, "an amount per month is compared with an amount per year", NULL, "multiply the amount per month: * 12 months per year", NULL },
  { "define x when a.r is at least 2", 404, "a rank is compared with a number", "the second rank is sergeant", "is at least sergeant", NULL },
  { "define x when a.ok or a.n is 1 and a.n is 2", 501, "\"and\" and \"or\" are mixed, so this reads in two ways", "",
    "write (a.ok or a.n is 1) and a.n is 2; or: a.ok or (a.n is 1 and a.n is 2)", NULL },
  { "define x when a.h is at least 3 days", 401, NULL, "days", "say how long a day is: 3 days of 7.4 hours", NULL },
  { "define x is £5 + EUR 5", 401, NULL, NULL, "write both amounts in one currency", NULL },
  { "define x is £5 + 5 hours", 401, NULL, NULL, "say it in hours, or multiply by what one is worth, for example: £15 per hour * 3 hours", NULL },
  { "define x when a.months is at least 5", 405, "months cannot be compared with a number without a unit", "a number", "say 5 what: 5 months", NULL },
  { "define x when a.months is at least 1", 405, NULL, NULL, "say 1 what: 1 month", NULL },
  { "define x when a.pay is at least 5", 405, NULL, NULL, "say 5 what: £5 per month", NULL },
  { "facts b\n  rate is percent, at most 100\n", 405, "a percentage is written with its sign", "without it, this is 10000%", "100%", NULL },
  { "facts b\n  rate is percent\ndefine x when b.rate is more than 0.5", 405, NULL, "without it, this is 50%", "0.5%, or 50% if that is meant", NULL },
  { "facts b\n  rate is percent\ndefine x when b.rate is 50", 405, NULL, "without it, this is 5000%", "50%", NULL },
  { "define x when a.h is at least a.n", 405, NULL, NULL, "say what the number is in: hours", NULL },
  { "decision leave is hours\nclause 1\n  leave is 3", 405, NULL, NULL, "say 3 what: 3 hours", NULL },
  { "define x when a.d is at most 4", 406, "a date cannot be compared with a number", "a number", "say 4 what, and counted from which day, for example: 4 months after …", NULL },
  { "define x when a.d is at most 4 days", 406, NULL, NULL, "count it from a day, for example: at most 4 days after …", NULL },
  { "define x when a.d is yes", 406, NULL, NULL, "a date is compared with a date, for example: on or after 2024-04-01", NULL },
  { "record day\n  on is date\nfacts b\n  days is list of day\ndefine x when a.d is one of b.days", 406, NULL, "a list of day",
    "ask it of each line of the list: any(each x in b.days where x.on is a.d)", NULL },
  { "define x when a.l is a.ok", 406, NULL, NULL, "ask it of the list's lines: any(each x in a.l where …), or count(each x in a.l)", NULL },
  { "define x when a.ok is 5", 406, NULL, NULL, "it is yes or no, and stands alone: a.ok, or not a.ok", NULL },
  { "define x when a.kind is \"red\"", 406, NULL, NULL, "options and names are written without quotation marks", "the options of a.kind are red, green" },
  { "define x when a.word is 5", 406, NULL, NULL, "a text is compared with words in quotation marks, for example: is \"…\"", NULL },
  { "define x when a.n is a.ok", 406, NULL, NULL, "write a number here, or name first something that is yes or no", NULL },
  { "define x when a.kind is a.r", 406, NULL, NULL, "write one of the options of the first; or declare the options once, options NAME is …, and let both be NAME",
    "the options of a.kind are red, green" },
  { "define x when a.ok is more than yes", 406, NULL, NULL, "say what it has to be: is …", NULL },
  { "define x when a.n is within 3 days from a.d", 406, NULL, NULL, "put a date before it: DATE is within 6 weeks from 1 February", NULL },
  { "decision leave is rank\nclause 1\n  leave is a.kind", 408, NULL, NULL, "the options of rank are constable, sergeant, inspector", "the options of a.kind are red, green" },
  { "decision leave is hours\nclause 1\n  leave is a.d", 408, NULL, NULL, "write hours here, or declare leave as a date", NULL },
  { "decision leave is date\nclause 1\n  leave is 5", 408, NULL, NULL, "count it from a day, for example: 5 days after …", NULL },
  { "decision leave is text\nclause 1\n  leave is 5", 408, NULL, NULL, "write the words in quotation marks: \"…\"", NULL },
  { "decision leave is yes or no\nclause 1\n  leave is a.r", 408, NULL, NULL, "say what it has to be: yes when a.r is …, no when it is not", NULL },
  { "decision leave is number\nclause 1\n  leave is a.l", 408, NULL, NULL, "say what of the list: count(each x in a.l), sum(x.… for each x in a.l) …", NULL },
  { "define x is count(each y in a.n)", 408, NULL, NULL, "name a fact that is a list, declared as: is list of RECORD", NULL },
  { "decision n is number\ndecision d is permission, after n", 408, NULL, NULL, "name a permission, or write the condition in a clause: … applies only if …", NULL },
  { "define x is a.d + a.e", 409, NULL, NULL, "a date goes with days, weeks, months or years: a.d + 3 days; between two dates there are days: a.d - a.e", NULL },
  { "define x is 3 days - a.d", 409, "a date cannot be taken from days", NULL, "numbers, money and times of one unit add up; dates move by days, weeks, months or years", NULL },
  { "define x is a.n + a.l", 409, NULL, NULL, "add up its lines: sum(x.… for each x in a.l)", NULL },
  { "define x is a.word + 1", 409, NULL, NULL, "numbers, money and times of one unit add up; dates move by days, weeks, months or years", NULL },
  { "decision leave is hours\nclause 1\n  leave is a.days", 401, "leave is in hours, and this is days", "days", NULL, NULL },
};

Test(check_types, what_is_said) {
  for (size_t i = 0; i < COUNT(words); i++) {
    char text[4096];
    snprintf(text, sizeof text, HEAD "%s\n", words[i].text);
    checked k;
    checked_one(&k, text);
    const pol_report *r = checked_report(&k, words[i].code);
    cr_expect(r, "POL%04u: %s", words[i].code, words[i].text);
    if (r != NULL && words[i].message != NULL) cr_expect_str_eq(r->message, words[i].message, "%s", r->message);
    if (r != NULL && words[i].label != NULL) cr_expect_str_eq(r->at.text, words[i].label, "%s", r->at.text);
    if (r != NULL && words[i].help != NULL) cr_expect(r->help != NULL && strcmp(r->help, words[i].help) == 0, "%s", r->help != NULL ? r->help : "no help");
    if (r != NULL && words[i].note != NULL) cr_expect(r->notes.n >= 1 && strcmp(r->notes.at[0], words[i].note) == 0, "%s", r->notes.n > 0 ? r->notes.at[0] : "no note");
    checked_close(&k);
  }
}

/* Months need the policy's word on short months, once, and only where months are counted. */
static const struct { const char *text, *want; } months[] = {
  { "define x is a.d + 3 months", "POL0410 1:13" },
  { "define x is a.d + 3 months\ndefine y is 1 year before a.d", "POL0410 1:13" },
  { "define x is a.d + 3 weeks", "" },
  { "define x is a.d + a.days", "" },
  { "define x is a.d + 0 months", "" },
  { "define x is a.d + a.per", "POL0410 1:13" },
  { "define x is years_between(a.d, a.e)", "POL0410 1:13" },
  { "define x is yearly_in(1 February, 2024)", "" },
  { "define x is yearly_in(29 February, 2024)", "POL0410 1:13" },
  { "define x when a.d is within 6 weeks from 1 February", "" },
  { "define x when a.d is within 6 weeks from 29 February", "POL0410 1:42" },
  { "define x when a.d is within 6 months from 1 February", "POL0410 1:22" },
  { "define x is 100% for 24 months from a.d, then 0%", "POL0410 1:22" },
  { "use calendar\ndefine x is whole_years(a.d, a.e)", "POL0410 2:13" }, /* the author's own line, not the module's */
};

Test(check_types, short_months) {
  unsigned before = 1;
  for (const char *at = FACTS; *at != '\0'; at++) before += *at == '\n';
  for (size_t i = 0; i < COUNT(months); i++) {
    char text[4096], got[512];
    snprintf(text, sizeof text, "policy p \"P\"\n" FACTS "%s\n", months[i].text);
    checked k;
    checked_one(&k, text);
    of_row(&k, got, sizeof got, before);
    cr_expect_str_eq(got, months[i].want, "%s\n  is   %s\n  want %s", months[i].text, got, months[i].want);
    checked_close(&k);
  }
}
