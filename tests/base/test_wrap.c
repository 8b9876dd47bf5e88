#include "base/text.h"
#include "failing.h"
#include <string.h>

static const struct { const char *text; size_t column, indent, width; const char *want; } rows[] = {
  { "", 0, 2, 20, "" },
  { "one", 0, 2, 20, "one" },
  { "one two three four", 0, 0, 9, "one two\nthree\nfour" },
  { "one two three four", 0, 2, 9, "one two\n  three\n  four" },
  { "12345 789", 0, 0, 9, "12345 789" }, /* just fits */
  { "12345 7890", 0, 0, 9, "12345\n7890" },
  { "aaa bbb", 6, 2, 10, "aaa\n  bbb" },
  { "aaaaa bbb", 6, 2, 10, "\n  aaaaa\n  bbb" }, /* the first word goes down when that gives it more room */
  { "aaaaaaaaaaaaaaa b", 2, 2, 10, "aaaaaaaaaaaaaaa\n  b" },
  { "a bbbbbbbbbbbbbbb c", 0, 0, 10, "a\nbbbbbbbbbbbbbbb\nc" },
  { "  two  blanks  stay  inside ", 0, 0, 80, "  two  blanks  stay  inside" },
  { "a line\nits own  \n\nbreaks", 0, 2, 80, "a line\n  its own\n\n  breaks" },
  { "\xc2\xa3""1 \xc3\x97 \xe2\x82\xac""2", 0, 0, 7, "\xc2\xa3""1 \xc3\x97 \xe2\x82\xac""2" }, /* columns, not bytes */
  /* a number and its unit */
  { "he has 25 days left", 0, 0, 9, "he has\n25 days\nleft" },
  { "about 7.4 hours", 0, 0, 9, "about\n7.4 hours" },
  { "pay \xc2\xa3""13,068.00 yearly", 0, 0, 16, "pay\n\xc2\xa3""13,068.00 yearly" },
  { "only 2 ranks, no", 0, 0, 7, "only\n2 ranks,\nno" },
  { "for 22.2/37 hours", 0, 0, 12, "for\n22.2/37 hours" },
  { "= 30 days \xc3\x97 22.2/37 \xc3\x97 7.4 hours", 0, 0, 21, "= 30 days \xc3\x97 22.2/37 \xc3\x97\n7.4 hours" },
  { "(exactly 750/37) days", 0, 0, 16, "(exactly 750/37)\ndays" },
  { "at GBP 23.05 per month", 0, 0, 12, "at\nGBP 23.05 per month" },
  { "at GBP 23.05 now", 0, 0, 8, "at\nGBP 23.05 now" },
  { "the HR 5", 0, 0, 6, "the HR\n5" },
  /* a mixed number */
  { "take 2 1/4 hours", 0, 0, 11, "take\n2 1/4 hours" },
  { "take 2 3 hours", 0, 0, 9, "take 2\n3 hours" },
  /* a date; after its year a line may end */
  { "from 1 April 2024 on", 0, 0, 13, "from\n1 April 2024\non" },
  { "from 1 April 2024, on", 0, 0, 14, "from\n1 April 2024,\non" },
  { "each 1 February", 0, 0, 10, "each\n1 February" },
  { "in March 2024 he", 0, 0, 8, "in\nMarch 2024\nhe" },
  { "from 2024-04-01 on", 0, 0, 11, "from\n2024-04-01\non" },
  /* a clause id */
  { "refused by 3.7.2b officers", 0, 0, 12, "refused by\n3.7.2b\nofficers" },
  { "see 3.15.3 beyond", 0, 0, 11, "see 3.15.3\nbeyond" },
  { "rank 1 3.15.3", 0, 0, 8, "rank 1\n3.15.3" },
  { "Decided for 1 April 2024 under Secondment out of the force (L11080), in force from 1 July 2021, policy 5f0c19ab72e4. 9 facts used, 0 presumed, "
    "0 not known.", 0, 0, 79,
    "Decided for 1 April 2024 under Secondment out of the force (L11080), in force\n"
    "from 1 July 2021, policy 5f0c19ab72e4. 9 facts used, 0 presumed, 0 not known." },
  { "the officer has not been found suitable for a promotion process in the force", 10, 10, 79,
    "the officer has not been found suitable for a promotion process in\n          the force" },
};

Test(wrap, rows) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_text t;
    pol_text_init(&t, NULL);
    pol_text_wrap(&t, rows[i].text, rows[i].column, rows[i].indent, rows[i].width);
    cr_expect_str_eq(pol_text_get(&t), rows[i].want, "%s\ngives\n%s", rows[i].text, pol_text_get(&t));
    pol_text_drop(&t);
  }
}

Test(wrap, goes_on_after_a_heading) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_add(&t, "Why   ");
  pol_text_wrap(&t, "because of it", t.n, 2, 10);
  cr_expect_str_eq(pol_text_get(&t), "Why\n  because\n  of it", "no blanks at the end of a line: %s", pol_text_get(&t));
  pol_text_drop(&t);
}

/* Whatever the width, only blanks change, and no line is longer than it must be. */
Test(wrap, every_width) {
  const char *text = "30 days of 7.4 hours from 1 April 2024 cost GBP 1,950.25 per month under 3.7.2b and the 2 1/4 that 12 others had";
  for (size_t width = 1; width < 130; width++) {
    pol_text t;
    pol_text_init(&t, NULL);
    pol_text_wrap(&t, text, 0, 0, width);
    const char *got = pol_text_get(&t);
    cr_assert_eq(strlen(got), strlen(text), "width %zu", width);
    for (size_t i = 0, column = 0; got[i]; i++) {
      cr_assert(got[i] == text[i] || (got[i] == '\n' && text[i] == ' '), "width %zu at %zu", width, i);
      column = got[i] == '\n' ? 0 : column + 1;
      cr_assert(column <= width || column <= strlen("GBP 1,950.25 per month"), "width %zu at %zu", width, i);
    }
    pol_text_drop(&t);
  }
}
