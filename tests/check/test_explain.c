/* What `pol help CODE` shows: each wrong example reports its code, each right one does not and has no error; and most codes of the checker have text. */
#include "ruled.h"
#include "facts/facts.h"
#include <stdio.h>
#include <string.h>

#define PRELUDE                                                                                                                                       \
  "policy p \"P\"\n  short months use the last day\nparty director \"the Director\"\norder rank \"rank\", \"ranks\" is constable, sergeant, inspector\n" \
  "record absence\n  date is date\nfacts applicant\n  kind is one of officer, staff\n  rank is rank\n  start is date\n  end is date\n"                 \
  "  service is years\n  hours is hours\n  days is days\n  permanent is yes or no\n  absences is list of absence\nfacts host\n  kind is one of force, other, for information\n"                                     \
  "decision eligible is permission, may be silent \"-\"\ndecision leave is hours, may be silent \"-\"\ndecision duties is obligations, may be silent \"-\"\n"
#define USES_ALL /* so that only the example's own facts can be unused */                                                                     \
  "decision used is permission, may be silent \"-\"\nclause 99\n  permits used when applicant.kind is staff and applicant.rank is sergeant and " \
  "applicant.start is applicant.end and applicant.service is 1 year and applicant.hours is 1 hour and applicant.days is 1 day and "            \
  "applicant.permanent and count(each x in applicant.absences) is 1\n"

static void open_example(checked *k, const char *example) {
  char text[8192];
  bool whole = strncmp(example, "policy", 6) == 0;
  snprintf(text, sizeof text, "%s%s%s", whole ? "" : PRELUDE, example, whole ? "" : USES_ALL);
  checked_one(k, text);
}

static bool only_of(const checked *k, unsigned number) {
  for (uint32_t i = 0; i < k->reports.list.n; i++)
    if (pol_code_number(k->reports.list.at[i]->code) != number) return false;
  return true;
}

static bool of_facts(unsigned number) {
  return number / 100 == 8;
}

/* An example of 08 is a file of facts. */
static void open_facts(checked *k, const char *facts) {
  uint32_t file;
  pol_facts read;
  checked_one(k, PRELUDE USES_ALL);
  pol_facts_init(&read, k->arena);
  cr_assert_eq(pol_sources_add(&k->sources, &file, "facts", facts, strlen(facts)), POL_OK);
  bool json = facts[0] == '{' || facts[0] == '[';
  (void)(json ? pol_facts_read_json : pol_facts_read_csv)(&read, k->m, &k->sources, file, &k->reports);
}

Test(check_explain, facts) {
  for (unsigned i = 0; i < POL_CODES; i++) {
    const pol_explanation *e = pol_code_explain((pol_code)i);
    unsigned number = pol_code_number((pol_code)i);
    if (e == NULL || e->wrong[0] == '\0' || !of_facts(number)) continue;
    checked k;
    open_facts(&k, e->wrong);
    cr_expect(checked_report(&k, number) != NULL && only_of(&k, number), "POL%04u is not all that is reported: %s\n%s", number, ruled_reports(&k), e->wrong);
    checked_close(&k);
    open_facts(&k, e->right);
    cr_expect_eq(k.reports.list.n, 0, "POL%04u: the right one is wrong: %s\n%s", number, ruled_reports(&k), e->right);
    checked_close(&k);
  }
}

Test(check_explain, examples) {
  for (unsigned i = 0; i < POL_CODES; i++) {
    const pol_explanation *e = pol_code_explain((pol_code)i);
    unsigned number = pol_code_number((pol_code)i);
    if (e == NULL || e->wrong[0] == '\0' || of_facts(number)) continue;
    checked k;
    open_example(&k, e->wrong);
    cr_expect(checked_report(&k, number) != NULL && only_of(&k, number), "POL%04u is not all that is reported: %s\n%s", number, ruled_reports(&k), e->wrong);
    checked_close(&k);
    open_example(&k, e->right);
    cr_expect_eq(k.reports.list.n, 0, "POL%04u: the right one is wrong: %s\n%s", number, ruled_reports(&k), e->right);
    checked_close(&k);
  }
}

Test(check_explain, most_have_text) {
  unsigned with = 0;
  for (unsigned i = 0; i < POL_CODES; i++) with += pol_code_explain((pol_code)i) != NULL;
  cr_expect_geq(with, 60);
}
