#include "render/tests.h"
#include "render/trace.h"
#include <string.h>

pol_status pol_write_tests(const pol_paper *p, const pol_edition *e, const pol_tested *tested) {
  static const struct {
    pol_write_form form;
    void (*write)(const pol_tests_page *t);
  } forms[] = {{POL_WRITE_TEXT, pol_tests_text},
               {POL_WRITE_TAP, pol_tests_tap},
               {POL_WRITE_JUNIT, pol_tests_junit},
               {POL_WRITE_JSON, pol_tests_json},
               {POL_WRITE_HTML, pol_coverage_html}};
  pol_tests_page t = {.page = pol_page_of(p), .model = e->program->model, .edition = e, .results = tested->results, .tested = tested};
  for (size_t i = 0; i < sizeof forms / sizeof forms[0]; i++) {
    if (forms[i].form != p->form || (p->form == POL_WRITE_HTML && tested->coverage == NULL)) continue;
    pol_arena_point here = pol_arena_mark(p->arena);
    forms[i].write(&t);
    pol_arena_reset(p->arena, here);
    return pol_page_end(&t.page);
  }
  return POL_REJECTED;
}

const char *pol_test_title(const pol_tests_page *t, const pol_scenario *s) {
  return s->row == 0 ? s->title : pol_page_format(&t->page, "%s, row %u", s->title, s->row);
}

const char *pol_test_place(const pol_tests_page *t, const pol_node *node, bool folder) {
  const pol_source *s = pol_sources_get(t->model->sources, node->span.file);
  const char *name = folder ? NULL : strrchr(s->name, '/');
  return pol_page_format(&t->page, "%s:%u", name == NULL ? s->name : name + 1, pol_source_place(s, node->span.start).line);
}

const char *pol_test_decision(const pol_tests_page *t, const pol_failure *f) {
  return f->expect == NULL ? "" : pol_atom_get(t->model->atoms, t->model->decisions.at[f->expect->decision].name);
}

const char *pol_test_about(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f, const char *words) {
  return r->answers < 2 || f->expect == NULL ? words : pol_page_format(&t->page, "%s: %s", pol_test_decision(t, f), words);
}

const char *pol_test_failure(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f) {
  return pol_test_about(t, r, f, pol_page_format(&t->page, "expected %s, got %s", f->expected, f->got));
}

bool pol_test_case(pol_case *out, const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f) {
  if (r->run == NULL || f->answer == NULL || r->facts == NULL) return false;
  *out = (pol_case){.page = t->page,
                    .program = t->results->program,
                    .model = t->model,
                    .run = r->run,
                    .row = 0,
                    .record = r->facts,
                    .answer = f->answer,
                    .as_of = r->as_of};
  return true;
}

const char *pol_test_led(const pol_tests_page *t, const pol_scenario_result *r, const pol_failure *f, uint32_t rule, pol_lines *lines) {
  *lines = (pol_lines){.joined = ""};
  pol_case c;
  if (!pol_test_case(&c, t, r, f)) return "";
  pol_trace_rule told = {.rule = rule, .to = POL_NO_REF};
  told.status = pol_rule_status(r->run, f->answer, 0, rule, &told.to);
  pol_mark holds;
  const pol_expr *condition = pol_rule_condition(pol_case_rule(&c, rule), &holds);
  if (told.status == POL_RULE_EXCEPTED) condition = pol_case_rule(&c, rule)->except;
  if (condition != NULL) pol_condition_lines(lines, &c, condition);
  const char *clause = pol_say_clause(&c, rule);
  for (uint32_t i = 0; i < f->leds; i++) /* which of its rules */
    if (f->led[i] != rule && pol_case_rule(&c, f->led[i])->clause == pol_case_rule(&c, rule)->clause)
      clause = pol_page_format(&t->page, "%s (%s)", pol_say_clause(&c, rule), pol_say_place(&c, pol_case_rule(&c, rule)->node));
  return pol_page_format(&t->page, "%s %s%s", clause, pol_trace_status_words(&c, &told), lines->list.n > 0 ? ":" : "");
}
