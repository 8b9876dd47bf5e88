/* Test results for people: what failed, where, and the conditions behind it; then the counts. */
#include "render/steps.h"
#include "render/tests.h"
#include "render/trace.h"
#include <string.h>

enum { INDENT = 6, LED_SHOWN = 4, LINES_SHOWN = 12 };

/* How a value came about, on one line: "30 days × 7.4 hours = 222 hours; × 18.5 / 37 = 111 hours". */
static void how(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f) {
  pol_case c;
  pol_steps steps;
  pol_text text;
  if (!pol_test_case(&c, t, r, f) || f->answer->outcome != POL_OUT_VALUE || pol_case_decision(&c)->type.kind != POL_T_NUMBER) return;
  pol_steps_read(&steps, &c);
  pol_text_init(&text, pol_arena_alloc(t->page.arena));
  for (uint32_t i = 0; i < steps.list.n; i++) {
    const pol_step *s = &steps.list.at[i];
    const char *sign = pol_step_sign(s->kind);
    pol_text_format(&text, "%s%s%s%s", i == 0 ? "" : sign[0] == '=' ? " " : "; ", sign, sign[0] == '\0' ? "" : " ", s->amount);
  }
  const char *words = pol_page_keep(&t->page, &text);
  if (steps.list.n > 1) pol_page_item(&t->page, INDENT, "how", 8, words);
}

/* Whether the rule says by itself why it did not decide: what is met, or holds, does not. */
static bool explains(const pol_scenario_result *r, const pol_failure *f, uint32_t rule) {
  uint32_t to = POL_NO_REF;
  const pol_rule *x = &pol_run_program(r->run)->model->rules.at[rule];
  pol_status_of_rule status = pol_rule_status(r->run, f->answer, 0, rule, &to);
  bool met = status == POL_RULE_DOES_NOT_APPLY && (x->effect == POL_E_ONLY_IF || x->effect == POL_E_APPLIES_ONLY_IF);
  return !met && status != POL_RULE_HOLDS && status != POL_RULE_DECIDES;
}

/* The rule that came instead, where those that were expected hold: the first that decides, or keeps it open, of another clause. */
static uint32_t instead(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f) {
  if (r->run == NULL || f->answer == NULL || f->expect == NULL || f->expect->unders == 0) return POL_NO_REF;
  if (f->expect->blockeds > 0) return POL_NO_REF; /* what is not in the way is told by why it is not */
  for (uint32_t i = 0; i < f->leds; i++)
    if (explains(r, f, f->led[i])) return POL_NO_REF;
  for (uint32_t i = 0; i < f->answer->becauses; i++) {
    uint32_t rule = f->answer->because[i].rule;
    bool told = t->model->rules.at[rule].decision != f->expect->decision; /* what it uses, or a stage before it */
    for (uint32_t k = 0; k < f->leds; k++) told = told || t->model->rules.at[f->led[k]].clause == t->model->rules.at[rule].clause;
    if (!told) return rule;
  }
  return POL_NO_REF;
}

static void condition(const pol_tests_page *t, const pol_lines *lines) {
  for (uint32_t k = 0; k < lines->list.n && k < LINES_SHOWN; k++) {
    const pol_line *line = &lines->list.at[k];
    const char *mark = pol_mark_word(line->mark);
    size_t indent = INDENT + 5 + 2 * (size_t)line->depth;
    const char *text = line->margin[0] == '\0' ? line->text : pol_page_format(&t->page, "%s   %s", line->text, line->margin);
    pol_text_format(t->page.to, "%*s%s", INDENT, "", mark);
    pol_text_pad(t->page.to, ' ', indent - INDENT - pol_columns(mark));
    pol_text_wrap(t->page.to, text, indent, indent, t->page.width - 1);
    pol_text_char(t->page.to, '\n');
  }
}

static void led(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f) {
  const char *before = "";
  uint32_t other = instead(t, r, f);
  pol_lines lines;
  if (other != POL_NO_REF) {
    pol_page_para(&t->page, INDENT, pol_test_led(t, r, f, other, &lines));
    condition(t, &lines);
    return;
  }
  for (uint32_t i = 0; i < f->leds && i < LED_SHOWN; i++) {
    const char *head = pol_test_led(t, r, f, f->led[i], &lines);
    if (head[0] == '\0' || strcmp(head, before) == 0 || (lines.list.n == 0 && i > 0)) continue;
    pol_page_para(&t->page, INDENT, head);
    before = head;
    condition(t, &lines);
  }
}

/* Of the expectation: its line, and in a table its column. */
static const char *place(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f) {
  const char *line = pol_test_place(t, f->node, false);
  if (r->scenario->row == 0 || f->expect == NULL) return line;
  return pol_page_format(&t->page, "%s, column %s", line, pol_test_decision(t, f));
}

/* Where the clauses begin: " under 3.15.3", " not under 3.15.1". */
static size_t clauses_at(const char *words) {
  const char *under = strstr(words, " under "), *none = strstr(words, " not under ");
  const char *at = none != NULL && (under == NULL || none < under) ? none : under;
  return at == NULL ? strlen(words) : (size_t)(at - words);
}

/* What was expected above what came, the clauses of both in one column. */
static void sides(const pol_tests_page *t, const char *expected, const char *got) {
  enum { WIDEST = 28 };
  size_t x = clauses_at(expected), y = clauses_at(got), width = x > y ? x : y;
  bool both = expected[x] != '\0' && got[y] != '\0' && width <= WIDEST;
  if (both) {
    expected = pol_page_format(&t->page, "%.*s%*s %s", (int)x, expected, (int)(width - x), "", expected + x);
    got = pol_page_format(&t->page, "%.*s%*s %s", (int)y, got, (int)(width - y), "", got + y);
  }
  pol_page_item(&t->page, INDENT, "expected", 8, expected);
  pol_page_item(&t->page, INDENT, "got", 8, got);
}

static void failed(const pol_tests_page *t, const pol_scenario_result *r) {
  pol_page_ink(&t->page, POL_INK_ERROR);
  pol_text_add(t->page.to, "FAIL");
  pol_page_ink(&t->page, POL_INK_PLAIN);
  pol_text_add(t->page.to, "  ");
  pol_page rest = t->page; /* the title hangs beside the word */
  pol_text title;
  pol_text_init(&title, pol_arena_alloc(t->page.arena));
  rest.to = &title;
  pol_page_heading(&rest, INDENT, pol_test_title(t, r->scenario), place(t, r, &r->failures.at[0]));
  const char *text = pol_page_keep(&t->page, &title);
  pol_text_add(t->page.to, text[0] == '\0' ? "\n" : text + INDENT);
  for (uint32_t i = 0; i < r->failures.n; i++) {
    const pol_failure *f = &r->failures.at[i];
    if (i > 0 && strcmp(place(t, r, f), place(t, r, f - 1)) != 0) pol_page_item(&t->page, INDENT, "at", 8, place(t, r, f));
    sides(t, pol_test_about(t, r, f, f->expected), pol_test_about(t, r, f, f->got));
    how(t, r, f);
    led(t, r, f);
  }
  pol_page_blank(&t->page);
}

void pol_tests_text(const pol_tests_page *t) {
  const pol_scenario_results *r = t->results;
  for (uint32_t i = 0; i < r->results.n; i++) {
    pol_arena_point here = pol_arena_mark(t->page.arena);
    if (!r->results.at[i].passed) failed(t, &r->results.at[i]);
    pol_arena_reset(t->page.arena, here);
  }
  pol_text *to = t->page.to;
  pol_text_format(to, "%u %s: %u passed", r->results.n, r->results.n == 1 ? "scenario" : "scenarios", r->passed);
  if (r->failed > 0) pol_text_format(to, ", %u failed", r->failed);
  if (r->skipped > 0) pol_text_format(to, "; %u left out", r->skipped);
  pol_text_char(to, '\n');
  if (t->tested->coverage != NULL) pol_coverage_text(t);
  if (t->tested->mutation != NULL) pol_mutants_text(t);
}
