/* Reports as people read them, made by hand from a text of a few lines. */
#include "render/render.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const char policy[] = "policy s \"S\"\n"                                                /* 1 */
                             "facts applicant\n"                                               /* 2 */
                             "  substantive_rank is police_rank\n"                             /* 3 */
                             "\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n\n"                                /* 4 to 19 */
                             "clause 3.15.3 \"One rank\"\n"                                    /* 20 */
                             "  refuses d when acting.rank_sought is at most applicant.rank\n" /* 21 */
                             "  permits d when caf\xc3\xa9 is x\n";                            /* 22 */

typedef struct bench {
  pol_arena *arena;
  pol_sources sources;
  pol_reports reports;
  pol_text text;
  pol_paper paper;
  uint32_t file;
} bench;

static void open_bench(bench *b) {
  b->arena = pol_arena_new(NULL);
  pol_sources_init(&b->sources, b->arena);
  pol_reports_init(&b->reports, b->arena);
  pol_sources_add(&b->sources, &b->file, "secondment.pol", policy, sizeof policy - 1);
  pol_text_init(&b->text, NULL);
  b->paper = (pol_paper){.to = &b->text, .arena = b->arena};
}

static void close_bench(bench *b) {
  pol_text_drop(&b->text);
  pol_arena_drop(b->arena);
}

static pol_span span_of(const bench *b, const char *part) {
  uint32_t at = (uint32_t)(strstr(policy, part) - policy);
  return (pol_span){b->file, at, at + (uint32_t)strlen(part)};
}

static void expect(bench *b, const char *want) {
  cr_assert_eq(pol_write_reports(&b->paper, &b->reports, &b->sources), POL_OK);
  cr_expect_str_eq(pol_text_get(&b->text), want);
  close_bench(b);
}

Test(reports, none) {
  bench b;
  open_bench(&b);
  expect(&b, "");
}

Test(reports, whole) { /* the sample of the design: place, label, another place far above, help */
  bench b;
  open_bench(&b);
  pol_report *r = pol_report_add(&b.reports, POL_R_NO_FACT, span_of(&b, "applicant.rank"), "no fact is called %s", "applicant.rank");
  pol_report_label(&b.reports, r, "not declared");
  pol_report_also(&b.reports, r, span_of(&b, "substantive_rank"), "the nearest name, under facts applicant");
  pol_report_help(&b.reports, r, "did you mean applicant.substantive_rank?");
  expect(&b, "error POL0301: no fact is called applicant.rank\n"
             "   --> secondment.pol:21:48\n"
             "    |\n"
             " 21 |   refuses d when acting.rank_sought is at most applicant.rank\n"
             "    |                                                ^^^^^^^^^^^^^^ not declared\n"
             "    |\n"
             "  3 |   substantive_rank is police_rank\n"
             "    |   ---------------- the nearest name, under facts applicant\n"
             "help: did you mean applicant.substantive_rank?\n"
             "more: pol help POL0301\n"
             "\n"
             "1 error in 1 file\n");
}

Test(reports, reading_order) { /* a place just above is met first; two places of one line share their signs */
  bench b;
  open_bench(&b);
  pol_report *r = pol_report_add(&b.reports, POL_R_NO_FACT, span_of(&b, "permits"), "two at once");
  pol_report_label(&b.reports, r, "again");
  pol_report_also(&b.reports, r, span_of(&b, "refuses"), "first");
  pol_report_also(&b.reports, r, span_of(&b, "caf\xc3\xa9"), "and here");
  expect(&b, "error POL0301: two at once\n"
             "   --> secondment.pol:22:3\n"
             "    |\n"
             " 21 |   refuses d when acting.rank_sought is at most applicant.rank\n"
             "    |   ------- first\n"
             " 22 |   permits d when caf\xc3\xa9 is x\n"
             "    |   ^^^^^^^       ---- and here\n"
             "    |   again\n"
             "more: pol help POL0301\n"
             "\n"
             "1 error in 1 file\n");
}

Test(reports, advice_and_counts) {
  bench b;
  open_bench(&b);
  pol_report *r =
      pol_report_add(&b.reports, POL_R_CURLY_QUOTES, span_of(&b, "\"S\""), "curly quotation marks; a policy uses straight ones");
  pol_report_fix(&b.reports, r, span_of(&b, "\"S\""), "\"S\"", "%s", "\"S\"");
  r = pol_report_add(&b.reports, POL_R_NO_FACT, (pol_span){UINT32_MAX, 0, 0}, "this report has no place");
  pol_report_note(&b.reports, r, "a note that is long enough to be wrapped at the eightieth column, where its second line hangs");
  expect(&b, "note POL0101: curly quotation marks; a policy uses straight ones\n"
             "   --> secondment.pol:1:10\n"
             "    |\n"
             "  1 | policy s \"S\"\n"
             "    |          ^^^\n"
             "fix: \"S\"\n"
             "more: pol help POL0101\n"
             "\n"
             "error POL0301: this report has no place\n"
             "note: a note that is long enough to be wrapped at the eightieth column, where\n"
             "      its second line hangs\n"
             "more: pol help POL0301\n"
             "\n"
             "1 error, 1 note in 1 file; 1 can be mended by --fix\n");
}

Test(reports, twenty_a_file) { /* one below, at and above the limit */
  static const struct {
    uint32_t made;
    const char *more;
  } rows[] = {{19, NULL}, {20, NULL}, {21, "and 1 more in secondment.pol\n"}, {34, "and 14 more in secondment.pol\n"}};
  for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
    bench b;
    open_bench(&b);
    for (uint32_t k = 0; k < rows[i].made; k++) pol_report_add(&b.reports, POL_R_NO_FACT, (pol_span){b.file, k, k + 1}, "here");
    cr_assert_eq(pol_write_reports(&b.paper, &b.reports, &b.sources), POL_OK);
    uint32_t shown = 0;
    for (const char *at = pol_text_get(&b.text); (at = strstr(at, "error POL0301")) != NULL; at++) shown++;
    cr_expect_eq(shown, rows[i].made < 20 ? rows[i].made : 20, "%u", rows[i].made);
    if (rows[i].more != NULL) cr_expect(strstr(pol_text_get(&b.text), rows[i].more) != NULL, "%u", rows[i].made);
    else cr_expect(strstr(pol_text_get(&b.text), " more in ") == NULL, "%u", rows[i].made);
    close_bench(&b);
  }
}

Test(reports, long_line) { /* only the part around the place is shown */
  bench b;
  open_bench(&b);
  static char text[400];
  memset(text, 'x', sizeof text);
  memcpy(text + 200, " here ", 6);
  pol_sources_add(&b.sources, &b.file, "long.pol", text, sizeof text);
  pol_report *r = pol_report_add(&b.reports, POL_R_NO_FACT, (pol_span){b.file, 201, 205}, "far to the right");
  pol_report_label(&b.reports, r, "label");
  cr_assert_eq(pol_write_reports(&b.paper, &b.reports, &b.sources), POL_OK);
  const char *out = pol_text_get(&b.text), *signs = strstr(out, "^^^^"), *here = strstr(out, "here");
  cr_assert_not_null(signs);
  cr_assert_not_null(here);
  const char *line = here, *below = signs;
  while (line[-1] != '\n') line--;
  while (below[-1] != '\n') below--;
  cr_expect_eq(pol_text_columns(line, (size_t)(here - line)), (size_t)(signs - below), "the signs stand under the word");
  cr_expect_leq(pol_text_columns(line, strcspn(line, "\n")), 80);
  close_bench(&b);
}

Test(reports, codes) { /* with or without its letters; none for what is no code */
  static const char *const good[] = {"POL0301", "pol0301", "301", "0301"}, *const bad[] = {"POL9999", "POL", "", "POL0301x", "3 01"};
  for (size_t i = 0; i < 4; i++) {
    bench b;
    open_bench(&b);
    cr_expect_eq(pol_write_code(&b.paper, good[i]), POL_OK, "%s", good[i]);
    cr_expect(strncmp(pol_text_get(&b.text), "POL0301  a fact", 15) == 0, "%s", good[i]);
    close_bench(&b);
  }
  for (size_t i = 0; i < 5; i++) {
    bench b;
    open_bench(&b);
    cr_expect_eq(pol_write_code(&b.paper, bad[i]), POL_REJECTED, "%s", bad[i]);
    cr_expect_str_eq(pol_text_get(&b.text), "", "%s", bad[i]);
    close_bench(&b);
  }
}

Test(reports, unknown_form) {
  bench b;
  open_bench(&b);
  b.paper.form = POL_WRITE_TAP;
  cr_expect_eq(pol_write_reports(&b.paper, &b.reports, &b.sources), POL_REJECTED);
  cr_expect_str_eq(pol_text_get(&b.text), "");
  close_bench(&b);
}
