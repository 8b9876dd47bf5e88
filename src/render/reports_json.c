/* Reports for programs: {"schema": "pol.reports/1"}, see schema/reports.schema.json. All of them, whatever their number. */
#include "base/json.h"
#include "render/reports.h"

/* file, line, column, end_line, end_column: the end is exclusive. file is null for a report that has no place. */
static void place_keys(pol_json *j, const pol_sources *sources, pol_span span) {
  if (span.file >= sources->files.n) {
    pol_json_key_string(j, "file", NULL);
    return;
  }
  const pol_source *s = pol_sources_get(sources, span.file);
  pol_place from = pol_source_place(s, span.start), to = pol_source_place(s, span.end);
  pol_json_key_string(j, "file", s->name);
  pol_json_key_int(j, "line", from.line);
  pol_json_key_int(j, "column", from.column);
  pol_json_key_int(j, "end_line", to.line);
  pol_json_key_int(j, "end_column", to.column);
}

static void label(pol_json *j, const pol_sources *sources, const pol_label *at) {
  pol_json_object(j);
  place_keys(j, sources, at->span);
  pol_json_key_string(j, "label", at->text == NULL ? "" : at->text);
  pol_json_object_end(j);
}

static void fix(pol_json *j, const pol_sources *sources, const pol_report *r) {
  pol_json_key(j, "fix");
  if (r->fixes.n == 0) {
    pol_json_null(j);
    return;
  }
  pol_json_object(j);
  pol_json_key_string(j, "text", r->fix_text);
  pol_json_key(j, "edits");
  pol_json_array(j);
  for (uint32_t i = 0; i < r->fixes.n; i++) {
    pol_json_object(j);
    place_keys(j, sources, r->fixes.at[i].span);
    pol_json_key_string(j, "text", r->fixes.at[i].text);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_object_end(j);
}

static void report(pol_json *j, const pol_sources *sources, const pol_report *r, const char *code) {
  static const char *const severity[] = {"error", "warning", "note"};
  pol_json_object(j);
  pol_json_key_string(j, "code", code);
  pol_json_key_string(j, "severity", severity[r->severity]);
  pol_json_key_string(j, "message", r->message);
  pol_json_key(j, "place");
  label(j, sources, &r->at);
  pol_json_key(j, "also");
  pol_json_array(j);
  for (uint32_t i = 0; i < r->also.n; i++) label(j, sources, &r->also.at[i]);
  pol_json_array_end(j);
  pol_json_key(j, "notes");
  pol_json_array(j);
  for (uint32_t i = 0; i < r->notes.n; i++) pol_json_string(j, r->notes.at[i]);
  pol_json_array_end(j);
  fix(j, sources, r);
  pol_json_key_string(j, "help", r->help);
  pol_json_object_end(j);
}

pol_status pol_write_reports_json(const pol_paper *p, const pol_reports *reports, const pol_sources *sources) {
  pol_json j;
  pol_text code;
  pol_text_init(&code, pol_arena_alloc(p->arena));
  pol_json_init(&j, p->to, 2);
  pol_json_object(&j);
  pol_json_key_string(&j, "schema", "pol.reports/1");
  pol_json_key_int(&j, "errors", reports->errors);
  pol_json_key_int(&j, "warnings", reports->warnings);
  pol_json_key_int(&j, "notes", reports->notes);
  pol_json_key(&j, "reports");
  pol_json_array(&j);
  for (uint32_t i = 0; i < reports->list.n; i++) {
    pol_text_clear(&code);
    pol_text_format(&code, "POL%04u", pol_code_number(reports->list.at[i]->code));
    report(&j, sources, reports->list.at[i], pol_text_get(&code));
  }
  pol_json_array_end(&j);
  pol_json_object_end(&j);
  pol_text_char(p->to, '\n');
  bool ok = pol_text_ok(&code);
  pol_text_drop(&code);
  return ok && pol_text_ok(p->to) ? POL_OK : POL_NO_MEMORY;
}
