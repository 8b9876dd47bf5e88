/* What `pol help CODE` shows: each wrong example reports its code, each right one does not and has no error; and most codes of the checker have text. */
#include "checked.h"
#include <stdio.h>
#include <string.h>

#define PRELUDE                                                                                                                                       \
  "policy p \"P\"\n  short months use the last day\nparty director \"the Director\"\norder rank \"rank\", \"ranks\" is constable, sergeant, inspector\n" \
  "record absence\n  date is date\nfacts applicant\n  kind is one of officer, staff\n  rank is rank\n  start is date\n  end is date\n"                 \
  "  service is years\n  hours is hours\n  days is days\n  permanent is yes or no\n  absences is list of absence\n"                                     \
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

Test(check_explain, examples) {
  for (unsigned i = 0; i < POL_CODES; i++) {
    const pol_explanation *e = pol_code_explain((pol_code)i);
    if (e == NULL || e->wrong[0] == '\0') continue;
    unsigned number = pol_code_number((pol_code)i);
    checked k;
    open_example(&k, e->wrong);
    cr_expect(checked_report(&k, number) != NULL, "POL%04u is not reported: %s\n%s", number, checked_errors(&k), e->wrong);
    checked_close(&k);
    open_example(&k, e->right);
    cr_expect(checked_report(&k, number) == NULL && k.reports.errors == 0, "POL%04u: the right one is wrong: %s\n%s", number, checked_errors(&k), e->right);
    checked_close(&k);
  }
}

Test(check_explain, most_have_text) {
  unsigned with = 0;
  for (unsigned i = 0; i < POL_CODES; i++) with += pol_code_explain((pol_code)i) != NULL;
  cr_expect_geq(with, 60);
}
