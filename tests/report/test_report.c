#include "base/failing.h"
#include "report/report.h"
#include <criterion/criterion.h>
#include <string.h>

static pol_span at(uint32_t file, uint32_t start) { return (pol_span){ file, start, start + 2 }; }

Test(report, records) {
  pol_arena *arena = pol_arena_new(NULL);
  pol_reports r;
  pol_reports_init(&r, arena);
  pol_report *p = pol_report_add(&r, POL_R_MISSPELT, at(0, 7), "\"%s\" is %d", "si", 3);
  cr_expect_str_eq(p->message, "\"si\" is 3");
  cr_expect_str_eq(p->at.text, "");
  cr_expect_null(p->help);
  cr_expect_null(p->fix_text);
  pol_report_label(&r, p, "label %u", 1u);
  pol_report_also(&r, p, at(1, 2), "also %c", 'x');
  pol_report_also(&r, p, at(1, 4), "%s", "");
  pol_report_note(&r, p, "note %d", 1);
  pol_report_note(&r, p, "note %d", 2);
  pol_report_help(&r, p, "help");
  pol_report_fix(&r, p, at(0, 7), "is", "first %s", "words");
  pol_report_fix(&r, p, at(0, 9), "as", "second");
  cr_expect_str_eq(p->at.text, "label 1");
  cr_expect(p->also.n == 2 && p->also.at[0].span.file == 1 && strcmp(p->also.at[0].text, "also x") == 0);
  cr_expect(p->notes.n == 2 && strcmp(p->notes.at[1], "note 2") == 0);
  cr_expect_str_eq(p->help, "help");
  cr_expect_str_eq(p->fix_text, "first words");
  cr_expect(p->fixes.n == 2 && strcmp(p->fixes.at[1].text, "as") == 0 && p->fixes.at[1].span.start == 9);
  cr_expect(r.errors == 1 && r.warnings == 0 && r.notes == 0);
  pol_report_add(&r, POL_R_TAB, at(0, 1), "a tab");
  cr_expect(r.errors == 1 && r.notes == 1 && r.list.n == 2);
  pol_arena_drop(arena);
}

/* The same code at the same place is said once; another code, place or file is another report. */
Test(report, repetitions) {
  pol_arena *arena = pol_arena_new(NULL);
  pol_reports r;
  pol_reports_init(&r, arena);
  pol_report_add(&r, POL_R_MISSPELT, at(0, 7), "one");
  pol_report *again = pol_report_add(&r, POL_R_MISSPELT, at(0, 7), "two");
  cr_assert_not_null(again);
  pol_report_label(&r, again, "goes nowhere");
  cr_expect(r.list.n == 1 && r.errors == 1 && strcmp(r.list.at[0]->message, "one") == 0 && strcmp(r.list.at[0]->at.text, "") == 0);
  pol_report_add(&r, POL_R_MISSPELT, at(0, 8), "three");
  pol_report_add(&r, POL_R_MISSPELT, at(1, 7), "four");
  pol_report_add(&r, POL_R_OTHER_WORD, at(0, 7), "five");
  cr_expect_eq(r.list.n, 4);
  pol_reports_sort(&r);
  pol_report_add(&r, POL_R_MISSPELT, at(1, 7), "after sorting");
  cr_expect_eq(r.list.n, 4);
  pol_arena_drop(arena);
}

/* What is taken away is neither counted nor in the way of a later report at its place; the others are still known. */
Test(report, withdrawn) {
  pol_arena *arena = pol_arena_new(NULL);
  pol_reports r;
  pol_reports_init(&r, arena);
  pol_report_add(&r, POL_R_FACT_MAY_NOT_EXIST, at(0, 7), "one");
  pol_report *p = pol_report_add(&r, POL_R_MISSPELT, at(0, 8), "two");
  pol_report_add(&r, POL_R_FACT_MAY_NOT_EXIST, at(0, 40), "three");
  pol_report_add(&r, POL_R_FACT_MAY_NOT_EXIST, at(1, 7), "four");
  pol_report_equally(&r, p, at(0, 12));
  cr_expect(p->also.n == 1 && p->also.at[0].equal && strcmp(p->also.at[0].text, "") == 0);
  pol_reports_withdraw(&r, POL_R_FACT_MAY_NOT_EXIST, (pol_span){ 0, 7, 20 });
  cr_expect(r.list.n == 3 && r.warnings == 2 && r.errors == 1 && strcmp(r.list.at[0]->message, "two") == 0);
  pol_report_add(&r, POL_R_FACT_MAY_NOT_EXIST, at(0, 40), "three again");
  cr_expect_eq(r.list.n, 3);
  pol_report_add(&r, POL_R_FACT_MAY_NOT_EXIST, at(0, 7), "one again");
  cr_expect(r.list.n == 4 && r.warnings == 3);
  pol_arena_drop(arena);
}

Test(report, sorted_by_place) {
  static const uint32_t made[][2] = { { 1, 5 }, { 0, 9 }, { 0, 5 }, { 2, 0 }, { 0, 5 }, { 1, 0 }, { 0, 0 } };
  static const char want[] = "g c e b f a d ";
  pol_arena *arena = pol_arena_new(NULL);
  pol_reports r;
  pol_reports_init(&r, arena);
  for (size_t i = 0; i < COUNT(made); i++)
    pol_report_add(&r, i == 4 ? POL_R_TAB : POL_R_MISSPELT, at(made[i][0], made[i][1]), "%c", (char)('a' + i));
  pol_reports_sort(&r);
  char got[64] = "";
  for (uint32_t i = 0; i < r.list.n; i++) {
    strcat(got, r.list.at[i]->message);
    strcat(got, " ");
  }
  cr_expect_str_eq(got, want);
  /* many, in no order */
  for (uint32_t i = 0; i < 5000; i++) pol_report_add(&r, POL_R_MISSPELT, at(3, i * 7919 % 5000 * 4), "x");
  pol_reports_sort(&r);
  for (uint32_t i = 1; i < r.list.n; i++) {
    pol_span a = r.list.at[i - 1]->at.span, b = r.list.at[i]->at.span;
    cr_assert(a.file < b.file || (a.file == b.file && a.start <= b.start));
  }
  pol_arena_drop(arena);
}

Test(report, registry) {
  cr_expect_eq(pol_code_number(POL_R_MISSPELT), 204);
  cr_expect_eq(pol_code_severity(POL_R_CURLY_QUOTES), POL_NOTE);
  cr_expect_eq(pol_code_severity(POL_R_MISSPELT), POL_ERROR);
  for (unsigned c = 0; c < POL_CODES; c++) {
    cr_expect(pol_code_number((pol_code)c) >= 101 && pol_code_number((pol_code)c) <= 1199);
    cr_expect(strlen(pol_code_summary((pol_code)c)) > 5);
    for (unsigned d = 0; d < c; d++) cr_expect_neq(pol_code_number((pol_code)c), pol_code_number((pol_code)d));
  }
}

/* At most one letter in four different, or one whole inside the other; the first of equals. */
static const struct { const char *wanted, *candidates[4], *want; } nearest[] = {
  { "rnak", { "rank", "bank" }, "rank" },
  { "anual_leave", { "sick_leave", "annual_leave" }, "annual_leave" },
  { "abc", { "abd" }, NULL },
  { "abcd", { "abce", "abcf" }, "abce" },
  { "abcd", { "abef" }, NULL },
  { "rank", { "substantive_rank", "other" }, "substantive_rank" },
  { "rank", { "substantive_rank", "rnk" }, "rnk" },
  { "applicant.substantive_rank", { "rank", "applicant.substantive_rnak" }, "applicant.substantive_rnak" },
  { "ab", { "xabx" }, NULL },
  { "x", { "y" }, NULL },
  { "", { "abc" }, NULL },
};

Test(report, nearest_name) {
  for (size_t i = 0; i < COUNT(nearest); i++) {
    pol_nearest n;
    pol_nearest_init(&n, nearest[i].wanted);
    for (uint32_t k = 0; k < 4 && nearest[i].candidates[k]; k++) pol_nearest_offer(&n, nearest[i].candidates[k], k + 7);
    cr_expect(nearest[i].want ? n.best && strcmp(n.best, nearest[i].want) == 0 : !n.best, "%s: %s", nearest[i].wanted, n.best ? n.best : "none");
    cr_expect(!n.best || strcmp(nearest[i].candidates[n.tag - 7], n.best) == 0);
  }
}

static bool report_much(const pol_alloc *from) {
  pol_arena *arena = pol_arena_new(from);
  if (!arena) return false;
  pol_reports r;
  pol_reports_init(&r, arena);
  for (uint32_t i = 0; i < 40; i++) {
    pol_report *p = pol_report_add(&r, POL_R_MISSPELT, at(0, i), "message %u", i);
    cr_assert_not_null(p);
    pol_report_label(&r, p, "label");
    pol_report_also(&r, p, at(0, 1), "also");
    pol_report_note(&r, p, "note");
    pol_report_help(&r, p, "help");
    pol_report_fix(&r, p, at(0, i), "x", "fix");
  }
  pol_reports_sort(&r);
  bool well = !r.no_memory;
  pol_arena_drop(arena);
  return well;
}

Test(report, memory) { failing_everywhere(report_much); }
