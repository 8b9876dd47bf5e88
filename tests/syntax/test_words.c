/* The table of keywords, and the filter's view of words. */
#include "pol_parser.h"
#include "said.h"
#include "syntax/near.h"
#include "syntax/words.h"
#include <criterion/criterion.h>
#include <string.h>

Test(words, found_by_their_first_word) {
  pol_words w;
  pol_words_init(&w);
  for (unsigned k = 0; k < POL_KEYWORDS; k++) {
    const pol_keyword *keyword = pol_keyword_get(k);
    size_t first = strcspn(keyword->spelling, " ");
    bool found = false;
    unsigned longest = UINT8_MAX;
    for (uint8_t i = pol_words_find(&w, keyword->spelling, first); i != POL_NO_WORD; i = w.next[i]) {
      found |= i == k;
      cr_expect(pol_keyword_get(i)->length <= longest, "the longest first: %s", pol_keyword_get(i)->spelling);
      longest = pol_keyword_get(i)->length;
    }
    cr_expect(found, "%s", keyword->spelling);
    cr_expect_eq(pol_keyword_of(keyword->token), keyword);
  }
  cr_expect_eq(pol_words_find(&w, "unless", 6), POL_NO_WORD);
  cr_expect_eq(pol_words_find(&w, "whe", 3), POL_NO_WORD);
  cr_expect_eq(pol_words_find(&w, "whens", 5), POL_NO_WORD);
  cr_expect_eq(pol_words_find(&w, "", 0), POL_NO_WORD);
  cr_expect_null(pol_keyword_of(TOK_NAME));
}

Test(words, units) {
  static const struct { const char *word, *unit; } rows[] = {
    { "hours", "hour" }, { "hour", "hour" }, { "days", "day" }, { "weeks", "week" }, { "months", "month" }, { "years", "year" }, { "minutes", "minute" },
    { "hrs", NULL }, { "s", NULL }, { "hourss", NULL }, { "rank", NULL },
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const char *unit = pol_word_unit(rows[i].word, strlen(rows[i].word));
    cr_expect(unit ? rows[i].unit && strcmp(unit, rows[i].unit) == 0 : !rows[i].unit, "%s", rows[i].word);
  }
}

/* The same word, a keyword in one place and a name in another. */
static const struct { const char *text, *want; } places[] = {
  { "facts return\n  date is date\n  hours is hours\n  from is date\n  to \"is to\" is date\n  clause is count",
    "(facts return _ [(entry date _ (type date _) _ []) (entry hours _ (type hours _) _ []) (entry from _ (type date _) _ []) "
    "(entry to \"is to\" (type date _) _ []) (entry clause _ (type count _) _ [])])" },
  { "value a is return.date + x.from + y.clause", "(value a _ (add (add return.date x.from) y.clause))" },
  { "value a is at_least + least(1, 2) + months", "(value a _ (add (add at_least (call least 1 2)) months))" },
  { "options o is agreed, pending, any, others, unnamed, refused", "(options o _ [(option agreed _) (option pending _) (option any _) (option others _) (option unnamed _) (option refused _)])" },
  { "clause a.1\n  refuses d when s.k is agreed and agreed posting", "(clause a.1 _ [(rule _ (refuses [d]) [] (and (test s.k (relation is agreed)) (agreed posting)) _ [])])" },
  { "clause a.1\n  refuses d when x is 5\n    hours is 4", "(clause a.1 _ [(rule _ (refuses [d]) [] (test x (relation is 5)) _ []) (rule _ (is [hours] 4) [] _ _ [])])" },
  { "clause a.1\n  refuses d when x and\n    y is 4", "(clause a.1 _ [(rule _ (refuses [d]) [] (and x (test y (relation is 4))) _ [])])" },
  { "clause a.1\n  a,\n  b only if c", "(clause a.1 _ [(rule _ (only_if [a b] c) [] _ _ [])])" },
  { "decision d is permission, after x, y, better when no", "(decision d _ (type permission _) [(after x y) (better_when no)])" },
  { "clause a.1\n  refuses d, despite section.one, table t, when x", "(clause a.1 _ [(rule _ (refuses [d]) [(despite [section.one (ref_kind table t)])] x _ [])])" },
  { "clause a.1\n  d is 4 - 5 -\n    6", "(clause a.1 _ [(rule _ (is [d] (sub (sub 4 5) 6)) [] _ _ [])])" },
  { "clause 3.10\nclause 3.7.2b\nclause leave.1\nclause x1", "(clause 3.10 _ []) (clause 3.7.2b _ []) (clause leave.1 _ []) (clause x1 _ [])" },
};

Test(words, in_their_places) {
  pol_text got;
  pol_text_init(&got, NULL);
  for (size_t i = 0; i < COUNT(places); i++) {
    said_tree(&got, places[i].text);
    cr_expect_str_eq(pol_text_get(&got), places[i].want, "%s\n is  %s\n not %s", places[i].text, pol_text_get(&got), places[i].want);
  }
  pol_text_drop(&got);
}

/* Each keyword with a slip of the pen, in a place where it fits, is found. */
static const struct { const char *text, *word; } slips[] = {
  { "fatcs f\n  a is date", "facts" }, { "secton 3 \"x\"", "section" }, { "polciy p", "policy" }, { "scenaro \"x\"\n  expect d is 1", "scenario" },
  { "policy p\n  efective from 2024-04-01", "effective" }, { "clause a\n  guidence \"x\"", "guidance" }, { "clause a\n  hands ovr to \"x\"", "hands over to" },
  { "clause a\n  permts d", "permits" }, { "clause a\n  multiplys d by 2", "multiplies" }, { "clause a\n  refuses d dispite b", "despite" },
  { "clause a\n  refuses d subejct to b", "subject to" }, { "clause a\n  refuses d execpt when b", "except when" }, { "clause a\n  refuses d reson \"x\"", "reason" },
  { "decision d is hours, ronded half up to 1 hour", "rounded" }, { "decision d is hours, least of al clauses", "least of all clauses" },
  { "facts f\n  a is date, asts \"x\"", "asks" }, { "facts f\n  a is date, confidental", "confidential" }, { "facts f\n  a is date, only wehn b", "only when" },
  { "clause a\n  d is no les than 4", "is no less than" }, { "clause a\n  p is expcted to x", "is expected to" }, { "clause a\n  p shuold x", "should" },
  { "value a is 5 months befor b.c", "before" }, { "define a when b is on or befor c", "on or before" }, { "define a when b is abve c", "above" },
  { "define a when b is oen of c, d", "one of" }, { "scenario \"x\"\n  gvien a.b", "given" }, { "scenario \"x\"\n  expect d is 1 udner 3.1", "under" },
};

Test(words, slips_are_found) {
  pol_text got, want;
  pol_text_init(&got, NULL);
  pol_text_init(&want, NULL);
  for (size_t i = 0; i < COUNT(slips); i++) {
    said s;
    said_open(&s, slips[i].text, strlen(slips[i].text), NULL);
    bool one = s.reports.errors == 1;
    const pol_report *p = one ? s.reports.list.at[0] : NULL;
    cr_expect(one && p->fixes.n == 1 && strcmp(p->fixes.at[0].text, slips[i].word) == 0, "%s: %s", slips[i].text, one ? p->message : "no or several reports");
    cr_expect(!said_has_broken(s.tree.root), "%s", slips[i].text);
    said_close(&s);
  }
  pol_text_drop(&got);
  pol_text_drop(&want);
}
