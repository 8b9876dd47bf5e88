/* Every door at every stage of a session, with every form that there is: what cannot be asked then says so and gives nothing, and what can gives the same in all that it is asked with. */
#include "pol.h"
#include <criterion/criterion.h>
#include <string.h>

enum { FORMS = POL_FORM_DOT + 32 }; /* past the last: there are forms that are none */
#define COUNT(array) (sizeof(array) / sizeof *(array))

static const char policy[] = "policy p \"P\"\n  effective from 2020-01-01\n  short months use the last day\nuse calendar\nparty boss\nagreement ag of boss\n"
                             "record part\n  n is number\nfacts f \"The thing\"\n  x is number, presumed 1\n  y is yes or no\n  parts is list of part\n"
                             "decision a is permission\ndecision b is number\nsection 1 \"S\"\nclause 1.1 \"A\"\n  permits a when f.y\n  refers a to boss when not f.y except when agreed ag\nclause 1.1a \"B\"\n  b is f.x + 1\n"
                             "scenario \"One\"\n  as of 2024-04-01\n  given f.y\n  expect a is permitted\n";
static const char change[] = "amendment am \"Am\" of p\n  effective from 2024-05-01\nclause 2\n  replaces 1.1a\n  b is f.x + 2\n";
static const char record[] = "[{\"id\": \"r\", \"f.y\": true}]";

typedef enum reached { ADDING, CHECKED, DATED, FED, COMPARED, WRONG, STAGES } reached;

static pol_session *at(reached stage) {
  pol_session *s;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_add(s, "p.pol", policy, sizeof policy - 1), POL_DONE);
  if (stage == WRONG) cr_assert_eq(pol_session_add(s, "q.pol", "clause 7\n  permits nobody\n", 26), POL_DONE);
  if (stage == COMPARED) {
    cr_assert_eq(pol_session_amend(s, "am.pol", change, sizeof change - 1, NULL), POL_DONE);
    cr_assert_eq(pol_session_as_of(s, "2024-06-01"), POL_DONE);
    cr_assert_eq(pol_session_compare(s), POL_DONE);
  } else if (stage != ADDING) {
    cr_assert_eq(pol_session_check(s), stage == WRONG ? POL_BAD_NEWS : POL_DONE);
  }
  if (stage == DATED || stage == FED) cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  if (stage == FED) cr_assert_eq(pol_session_facts(s, "r.json", record, sizeof record - 1, POL_FORM_JSON), POL_DONE);
  return s;
}

static pol_result tests(pol_string *out, pol_session *s, const pol_view *v) { return pol_render_tests(out, s, v, NULL); }
static pol_result tree(pol_string *out, pol_session *s, const pol_view *v) { return (void)v, pol_render_tree(out, s); }
static pol_result program(pol_string *out, pol_session *s, const pol_view *v) { return (void)v, pol_render_program(out, s); }
static pol_result decisions_names(pol_string *out, pol_session *s, const pol_view *v) { return (void)v, pol_render_names(out, s, (pol_names_of)0); }
static pol_result formatted(pol_string *out, pol_session *s, const pol_view *v) { return (void)v, pol_render_formatted(out, s, 0); }
static pol_result no_file(pol_string *out, pol_session *s, const pol_view *v) { return (void)v, pol_render_formatted(out, s, 99); }
static pol_result consolidated(pol_string *out, pol_session *s, const pol_view *v) { return (void)v, pol_render_consolidated(out, s); }

typedef struct held { size_t n; } held;
static bool take(void *user, const char *bytes, size_t n) { return (void)bytes, ((held *)user)->n += n, true; }
static pol_result comparison(pol_string *out, pol_session *s, const pol_view *v) {
  held h = {0};
  const pol_measuring none = {0};
  *out = (pol_string){0};
  return pol_render_comparison(&(pol_sink){take, &h}, s, v, &none, NULL);
}
static bool sheet(void *user, const char *title) { return (void)user, title != NULL; }
static bool row(void *user, const pol_cell *cell, size_t cells) { return (void)user, (void)cell, cells < 1000; }
static pol_result sheets(pol_string *out, pol_session *s, const pol_view *v) {
  const pol_measuring none = {0};
  *out = (pol_string){0};
  (void)v;
  return pol_fill_comparison(&(pol_grid){sheet, row, NULL}, s, &none, NULL);
}

/* fed: stages in which there is something to tell, as bits. */
static const struct { const char *name; pol_result (*door)(pol_string *, pol_session *, const pol_view *); unsigned fed; } doors[] = {
    {"reports", pol_render_reports, 63},
    {"decisions", pol_render_decisions, 1 << FED},
    {"explanation", pol_render_explanation, 1 << FED},
    {"facts", pol_render_facts, 1 << CHECKED | 1 << DATED | 1 << FED},
    {"doc", pol_render_doc, 1 << CHECKED | 1 << DATED | 1 << FED},
    {"reading", pol_render_reading, 1 << CHECKED | 1 << DATED | 1 << FED},
    {"tests", tests, 1 << CHECKED | 1 << DATED | 1 << FED},
    {"tree", tree, 63},
    {"program", program, 1 << CHECKED | 1 << DATED | 1 << FED},
    {"names", decisions_names, 1 << CHECKED | 1 << DATED | 1 << FED},
    {"formatted", formatted, 63},
    {"no file", no_file, 0},
    {"consolidated", consolidated, 1 << DATED | 1 << FED},
    {"comparison", comparison, 1 << COMPARED},
    {"sheets", sheets, 1 << COMPARED},
};

Test(doors, each_at_each_stage) {
  for (int stage = 0; stage < STAGES; stage++)
    for (size_t i = 0; i < COUNT(doors); i++) {
      pol_session *s = at((reached)stage);
      pol_string text, again;
      pol_result made = doors[i].door(&text, s, NULL);
      bool told = made == POL_DONE || made == POL_BAD_NEWS;
      cr_expect_eq(told, (doors[i].fed >> stage & 1) != 0, "%s at stage %d: %d", doors[i].name, stage, (int)made);
      if (!told) cr_expect(made == POL_COULD_NOT && text.text == NULL, "%s at stage %d", doors[i].name, stage);
      cr_expect_eq(doors[i].door(&again, s, &(pol_view){0}), made, "%s at stage %d, asked again", doors[i].name, stage);
      cr_expect(!text.text == !again.text && (!text.text || strcmp(text.text, again.text) == 0), "%s at stage %d: a view of nothing is none", doors[i].name, stage);
      pol_string_drop(&text), pol_string_drop(&again);
      pol_session_drop(s);
    }
}

/* In each form it is told whole, or nothing is. */
Test(doors, each_form) {
  for (size_t i = 0; i < COUNT(doors); i++)
    for (int form = -1; form < FORMS; form++) {
      pol_session *s = at(doors[i].door == comparison ? COMPARED : FED);
      pol_string text;
      pol_result made = doors[i].door(&text, s, &(pol_view){.form = (pol_form)form, .id = "r", .why_not = NULL, .names = form % 2 == 0, .trace = form % 3 == 0, .open = true, .brief = true, .width = (size_t)(form + 1) * 7});
      if (made != POL_DONE && made != POL_BAD_NEWS) cr_expect(made == POL_COULD_NOT && text.text == NULL, "%s in form %d", doors[i].name, form);
      else if (doors[i].door != comparison && doors[i].door != sheets) cr_expect(text.text && strlen(text.text) == text.length, "%s in form %d", doors[i].name, form);
      pol_string_drop(&text);
      pol_session_drop(s);
    }
}

/* What a session is told at the wrong time, or of what is not there. */
Test(doors, told_at_each_stage) {
  for (int stage = 0; stage < STAGES; stage++) {
    pol_session *s = at((reached)stage);
    bool adding = stage == ADDING, checked = stage == CHECKED || stage == DATED || stage == FED;
    cr_expect_eq(pol_session_read(s, "1.1") == POL_DONE, checked, "%d", stage);
    cr_expect_eq(pol_session_read(s, "1") == POL_DONE, checked, "%d", stage);
    cr_expect_eq(pol_session_read(s, "9"), POL_COULD_NOT);
    cr_expect_eq(pol_session_read(s, "zzzzzzzz"), POL_COULD_NOT);
    cr_expect_eq(pol_session_read(s, ""), POL_COULD_NOT);
    cr_expect_eq(pol_session_ask(s, "qqqqqqqqqqqqqqqqqqq"), POL_COULD_NOT);
    if (stage != COMPARED && !adding) cr_expect_eq(pol_session_ask(s, "b") == POL_DONE, checked);
    cr_expect_eq(pol_session_add(s, "m.pol", "", 0) == POL_DONE, adding, "%d", stage);
    cr_expect_eq(pol_session_add_after(s, "n.pol", policy, sizeof policy - 1) == POL_DONE, adding, "%d", stage);
    if (!adding) cr_expect_eq(pol_session_compare(s), POL_COULD_NOT, "%d", stage);
    pol_session_drop(s);
  }
}

/* Clauses by the ids of their sections, and those beneath: 1.1a is beneath 1.1, 1.1 beneath 1. */
Test(doors, parts_of_a_policy) {
  static const struct { const char *id; bool first, second; } rows[] = {{"1", true, true}, {"1.1", true, true}, {"1.1a", false, true}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_session *s = at(CHECKED);
    pol_string text;
    cr_expect_eq(pol_session_read(s, rows[i].id), POL_DONE, "%s", rows[i].id);
    cr_expect_eq(pol_render_reading(&text, s, NULL), POL_DONE);
    cr_expect_eq(strstr(text.text, "1.1  A") != NULL, rows[i].first, "%s: %s", rows[i].id, text.text);
    cr_expect_eq(strstr(text.text, "1.1a  B") != NULL, rows[i].second, "%s: %s", rows[i].id, text.text);
    pol_string_drop(&text);
    pol_session_drop(s);
  }
}

/* Comparisons of nothing, by what is not there, or by a list. */
Test(doors, measured_by) {
  static const struct { const char *by, *says; } rows[] = {{"f.y", NULL}, {"f.parts", "f.parts is a list, and groups are made by single values"}, {"f.partz", "did you mean f.parts?"}, {"qqqqqqqqqqqqqqq", "p has no fact called qqqqqqqqqqqqqqq to group by"}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_session *s = at(COMPARED);
    pol_string text;
    held h = {0};
    bool differ = false;
    const pol_measuring by = {.by = &rows[i].by, .bys = 1, .differ = &differ};
    pol_result made = pol_render_comparison(&(pol_sink){take, &h}, s, NULL, &by, NULL);
    cr_expect_eq(made, rows[i].says ? POL_COULD_NOT : POL_DONE, "%s", rows[i].by);
    cr_assert_eq(pol_render_reports(&text, s, NULL), POL_DONE);
    if (rows[i].says) cr_expect(strstr(text.text, rows[i].says), "%s: %s", rows[i].by, text.text);
    else cr_expect(differ && h.n > 0);
    pol_string_drop(&text);
    pol_session_drop(s);
  }
  pol_session *s;
  pol_string text;
  cr_assert_eq(pol_session_new(&s, NULL), POL_DONE);
  cr_assert_eq(pol_session_add(s, "p.pol", policy, sizeof policy - 1), POL_DONE);
  cr_expect_eq(pol_session_compare(s), POL_COULD_NOT, "there is no date");
  cr_assert_eq(pol_session_as_of(s, "2024-04-01"), POL_DONE);
  cr_expect_eq(pol_session_compare(s), POL_COULD_NOT);
  cr_assert_eq(pol_render_reports(&text, s, NULL), POL_DONE);
  cr_expect(strstr(text.text, "there are no two versions to compare"), "%s", text.text);
  pol_string_drop(&text);
  pol_session_drop(s);
}
