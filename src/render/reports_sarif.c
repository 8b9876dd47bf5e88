/* Reports as SARIF 2.1.0, for editors and for the pages of code hosts: every code is a rule, whether it is reported or not, so that a rule's place in the list
 * is the same in every run. Columns count characters and ends are exclusive, as columnKind and the standard say. */
#include "base/json.h"
#include "render/reports.h"
#include <string.h>

#define SCHEMA_OF_SARIF "https://json.schemastore.org/sarif-2.1.0.json"

typedef struct sheet {
  pol_json j;
  pol_text scratch;
  const pol_sources *sources;
} sheet;

static void string_key(sheet *s, const char *key, const char *text) {
  pol_json_key(&s->j, key);
  pol_json_string(&s->j, text);
}

static void int_key(sheet *s, const char *key, int64_t v) {
  pol_json_key(&s->j, key);
  pol_json_int(&s->j, v);
}

static void scratch_key(sheet *s, const char *key) { string_key(s, key, pol_text_get(&s->scratch)); }

static void object_key(sheet *s, const char *key) {
  pol_json_key(&s->j, key);
  pol_json_object(&s->j);
}

static void array_key(sheet *s, const char *key) {
  pol_json_key(&s->j, key);
  pol_json_array(&s->j);
}

static void message_key(sheet *s, const char *key, const char *text) {
  object_key(s, key);
  string_key(s, "text", text);
  pol_json_object_end(&s->j);
}

static const char *level(pol_severity s) {
  static const char *const names[] = {"error", "warning", "note"};
  return names[s];
}

static void code_key(sheet *s, const char *key, pol_code code) {
  pol_text_clear(&s->scratch);
  pol_text_format(&s->scratch, "POL%04u", pol_code_number(code));
  scratch_key(s, key);
}

/* -- rules */

static void add_fenced(pol_text *t, const char *word, const char *lines, bool fences) {
  if (*lines == '\0') return;
  pol_text_format(t, fences ? "\n\n%s:\n\n```pol\n" : "\n\n%s:\n", word);
  pol_text_add_n(t, lines, strlen(lines) - 1); /* without its last line end */
  if (fences) pol_text_add(t, "\n```");
}

static void help_part(sheet *s, const char *key, pol_code code, bool fences) {
  const pol_explanation *e = pol_code_explain(code);
  pol_text_clear(&s->scratch);
  pol_text_add(&s->scratch, e->text);
  add_fenced(&s->scratch, "Wrong", e->wrong, fences);
  add_fenced(&s->scratch, "Right", e->right, fences);
  scratch_key(s, key);
}

/* NO_SUCH_DATE is NoSuchDate: the standard wants a rule's name in one word. */
static void name_key(sheet *s, pol_code code) {
  bool upper = true;
  pol_text_clear(&s->scratch);
  for (const char *at = pol_code_name(code); *at != '\0'; at++) {
    if (*at == '_') upper = true;
    else pol_text_char(&s->scratch, upper || *at < 'A' ? *at : (char)(*at - 'A' + 'a')), upper = false;
  }
  scratch_key(s, "name");
}

static void rule(sheet *s, pol_code code) {
  pol_json_object(&s->j);
  code_key(s, "id", code);
  name_key(s, code);
  message_key(s, "shortDescription", pol_code_summary(code));
  if (pol_code_explain(code) != NULL) message_key(s, "fullDescription", pol_code_explain(code)->text);
  object_key(s, "help");
  if (pol_code_explain(code) != NULL) {
    help_part(s, "text", code, false);
    help_part(s, "markdown", code, true);
  } else {
    string_key(s, "text", pol_code_summary(code));
  }
  pol_json_object_end(&s->j);
  object_key(s, "defaultConfiguration");
  string_key(s, "level", level(pol_code_severity(code)));
  pol_json_object_end(&s->j);
  object_key(s, "properties");
  array_key(s, "tags");
  pol_json_string(&s->j, pol_code_range(code));
  pol_json_array_end(&s->j);
  pol_json_object_end(&s->j);
  pol_json_object_end(&s->j);
}

static void tool(sheet *s, const char *version) {
  object_key(s, "tool");
  object_key(s, "driver");
  string_key(s, "name", "pol");
  if (version != NULL) string_key(s, "semanticVersion", version);
  array_key(s, "rules");
  for (unsigned c = 0; c < POL_CODES; c++) rule(s, (pol_code)c);
  pol_json_array_end(&s->j);
  pol_json_object_end(&s->j);
  pol_json_object_end(&s->j);
}

/* -- places */

static bool stands_for_itself(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || strchr("-._~/", c) != NULL;
}

/* A path as a URI: relative as it was given, or of a file where it begins at the root. A colon in it would be read as the end of a scheme. */
static void uri_key(sheet *s, const char *path) {
  pol_text_clear(&s->scratch);
  if (*path == '/') pol_text_add(&s->scratch, "file://");
  for (const char *at = path; *at != '\0'; at++) {
    unsigned char c = (unsigned char)*at;
    const char *digits = "0123456789ABCDEF";
    if (stands_for_itself(c)) pol_text_char(&s->scratch, *at);
    else pol_text_format(&s->scratch, "%%%c%c", digits[c >> 4], digits[c & 15]);
  }
  scratch_key(s, "uri");
}

static void file_key(sheet *s, const char *key, uint32_t file) {
  object_key(s, key);
  uri_key(s, pol_sources_get(s->sources, file)->name);
  int_key(s, "index", file);
  pol_json_object_end(&s->j);
}

static void region_key(sheet *s, const char *key, pol_span span) {
  const pol_source *source = pol_sources_get(s->sources, span.file);
  pol_place from = pol_source_place(source, span.start), to = pol_source_place(source, span.end);
  object_key(s, key);
  int_key(s, "startLine", from.line);
  int_key(s, "startColumn", from.column);
  int_key(s, "endLine", to.line);
  int_key(s, "endColumn", to.column);
  pol_json_object_end(&s->j);
}

static bool has_place(const sheet *s, pol_span span) { return span.file < s->sources->files.n; }

static void location(sheet *s, const pol_label *at, int64_t id) {
  if (!has_place(s, at->span)) return;
  pol_json_object(&s->j);
  if (id > 0) int_key(s, "id", id);
  object_key(s, "physicalLocation");
  file_key(s, "artifactLocation", at->span.file);
  region_key(s, "region", at->span);
  pol_json_object_end(&s->j);
  if (at->text != NULL && *at->text != '\0') message_key(s, "message", at->text);
  pol_json_object_end(&s->j);
}

static void artifacts(sheet *s) {
  array_key(s, "artifacts");
  for (uint32_t i = 0; i < s->sources->files.n; i++) {
    const pol_source *source = pol_sources_get(s->sources, i);
    const char *ending = strrchr(source->name, '.');
    pol_json_object(&s->j);
    object_key(s, "location");
    uri_key(s, source->name);
    pol_json_object_end(&s->j);
    int_key(s, "length", source->length);
    string_key(s, "encoding", "UTF-8");
    if (ending != NULL && strcmp(ending, ".pol") == 0) string_key(s, "sourceLanguage", "pol");
    pol_json_object_end(&s->j);
  }
  pol_json_array_end(&s->j);
}

/* -- results */

/* The report in full: most readers of SARIF show nothing else. */
static void told_key(sheet *s, const pol_report *r) {
  pol_text_clear(&s->scratch);
  pol_text_add(&s->scratch, r->message);
  for (uint32_t i = 0; i < r->notes.n; i++) pol_text_format(&s->scratch, "\nnote: %s", r->notes.at[i]);
  if (r->fix_text != NULL) pol_text_format(&s->scratch, "\nfix: %s", r->fix_text);
  if (r->help != NULL) pol_text_format(&s->scratch, "\nhelp: %s", r->help);
  object_key(s, "message");
  scratch_key(s, "text");
  pol_json_object_end(&s->j);
}

static void change(sheet *s, const pol_report *r, uint32_t file) { /* the edits in one file */
  pol_json_object(&s->j);
  file_key(s, "artifactLocation", file);
  array_key(s, "replacements");
  for (uint32_t i = 0; i < r->fixes.n; i++) {
    if (r->fixes.at[i].span.file != file) continue;
    pol_json_object(&s->j);
    region_key(s, "deletedRegion", r->fixes.at[i].span);
    message_key(s, "insertedContent", r->fixes.at[i].text);
    pol_json_object_end(&s->j);
  }
  pol_json_array_end(&s->j);
  pol_json_object_end(&s->j);
}

static bool file_said_before(const pol_report *r, uint32_t i) {
  for (uint32_t k = 0; k < i; k++)
    if (r->fixes.at[k].span.file == r->fixes.at[i].span.file) return true;
  return false;
}

static void fixes(sheet *s, const pol_report *r) {
  if (r->fixes.n == 0) return;
  array_key(s, "fixes");
  pol_json_object(&s->j);
  if (r->fix_text != NULL) message_key(s, "description", r->fix_text);
  array_key(s, "artifactChanges");
  for (uint32_t i = 0; i < r->fixes.n; i++)
    if (has_place(s, r->fixes.at[i].span) && !file_said_before(r, i)) change(s, r, r->fixes.at[i].span.file);
  pol_json_array_end(&s->j);
  pol_json_object_end(&s->j);
  pol_json_array_end(&s->j);
}

static void result(sheet *s, const pol_report *r) {
  pol_json_object(&s->j);
  code_key(s, "ruleId", r->code);
  int_key(s, "ruleIndex", (int64_t)r->code);
  string_key(s, "level", level(r->severity));
  told_key(s, r);
  array_key(s, "locations");
  location(s, &r->at, 0);
  pol_json_array_end(&s->j);
  if (r->also.n > 0) {
    array_key(s, "relatedLocations");
    for (uint32_t i = 0; i < r->also.n; i++) location(s, &r->also.at[i], (int64_t)i + 1);
    pol_json_array_end(&s->j);
  }
  fixes(s, r);
  pol_json_object_end(&s->j);
}

pol_status pol_write_reports_sarif(const pol_paper *p, const pol_reports *reports, const pol_sources *sources) {
  sheet s = {.sources = sources};
  pol_text_init(&s.scratch, pol_arena_alloc(p->arena));
  pol_json_init(&s.j, p->to, 0); /* nobody reads it, and its layout would be more than what it says */
  pol_json_object(&s.j);
  string_key(&s, "$schema", SCHEMA_OF_SARIF);
  string_key(&s, "version", "2.1.0");
  array_key(&s, "runs");
  pol_json_object(&s.j);
  tool(&s, p->version);
  array_key(&s, "invocations");
  pol_json_object(&s.j);
  pol_json_key(&s.j, "executionSuccessful");
  pol_json_bool(&s.j, true);
  pol_json_object_end(&s.j);
  pol_json_array_end(&s.j);
  artifacts(&s);
  array_key(&s, "results");
  for (uint32_t i = 0; i < reports->list.n; i++) result(&s, reports->list.at[i]);
  pol_json_array_end(&s.j);
  string_key(&s, "columnKind", "unicodeCodePoints");
  pol_json_object_end(&s.j);
  pol_json_array_end(&s.j);
  pol_json_object_end(&s.j);
  pol_text_char(p->to, '\n');
  bool ok = pol_text_ok(&s.scratch);
  pol_text_drop(&s.scratch);
  return ok && pol_text_ok(p->to) ? POL_OK : POL_NO_MEMORY;
}
