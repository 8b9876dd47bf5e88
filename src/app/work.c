#include "app/work.h"

bool pol_work_begin(pol_work *w, const pol_alloc *from, const pol_view *v) {
  *w = (pol_work){.arena = pol_arena_new(from)};
  pol_string_begin(&w->text, from);
  w->paper = (pol_paper){.to = &w->text, .arena = w->arena, .version = pol_version()};
  if (v) w->paper.width = v->width, w->paper.colour = v->colour, w->paper.trace = v->trace, w->paper.outcomes = v->outcomes,
        w->paper.open = v->open, w->paper.letterhead = v->letterhead, w->paper.brief = v->brief;
  return w->arena != NULL;
}

bool pol_form_of(pol_write_form *out, const pol_view *v) {
  static const struct {
    pol_form form;
    pol_write_form write;
  } forms[] = {
      {POL_FORM_TEXT, POL_WRITE_TEXT},
      {POL_FORM_JSON, POL_WRITE_JSON},
      {POL_FORM_NDJSON, POL_WRITE_NDJSON},
      {POL_FORM_CSV, POL_WRITE_CSV},
      {POL_FORM_JSON_SCHEMA, POL_WRITE_JSON_SCHEMA},
      {POL_FORM_TAP, POL_WRITE_TAP},
      {POL_FORM_JUNIT, POL_WRITE_JUNIT},
      {POL_FORM_SARIF, POL_WRITE_SARIF},
      {POL_FORM_MARKDOWN, POL_WRITE_MARKDOWN},
      {POL_FORM_HTML, POL_WRITE_HTML},
      {POL_FORM_DOT, POL_WRITE_DOT},
  };
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    if (forms[i].form != (v ? v->form : POL_FORM_TEXT)) continue;
    *out = forms[i].write;
    return true;
  }
  return false;
}

pol_result pol_work_end(pol_string *out, pol_work *w, const pol_session *s, pol_result result) {
  pol_arena_drop(w->arena);
  if (result == POL_DONE || result == POL_BAD_NEWS) {
    pol_result made = pol_string_end(out, &w->text, s);
    return made == POL_DONE ? result : made;
  }
  pol_text_drop(&w->text);
  return result;
}

pol_result pol_work_on_policy(pol_string *out, pol_work *w, pol_edition *edition, pol_session *s, const pol_view *v) {
  pol_write_form form;
  *out = (pol_string){0};
  if (s->stage != POL_STAGE_CHECKED || !pol_form_of(&form, v)) return POL_COULD_NOT;
  pol_result compiled = pol_result_of(pol_session_compile(s));
  if (compiled != POL_DONE) return compiled;
  if (!pol_work_begin(w, &s->from, v)) return pol_work_end(out, w, NULL, POL_OUT_OF_MEMORY);
  w->paper.form = form;
  *edition = (pol_edition){.program = s->program, .as_of = s->as_of};
  return POL_DONE;
}
