#include "syntax/parse.h"
#include "base/limits.h"
#include "syntax/build.h"
#include "syntax/cover.h"
#include "syntax/filter.h"
#include "syntax/mend.h"
#include "syntax/scan.h"
#include <stdarg.h>

pol_span pol_reading_span(const pol_reading *r, uint32_t start, uint32_t end) { return (pol_span){ r->file, start, end }; }

/* Nobody reads more, and a file of rubbish should not cost more. */
bool pol_reading_is_full(const pol_reading *r) { return r->reported >= POL_LIMIT_POLICY_REPORTS; }

pol_report *pol_reading_report(pol_reading *r, pol_code code, pol_span at, const char *format, ...) {
  if (r->muted || r->quiet || r->failed || pol_reading_is_full(r)) return NULL;
  pol_text text;
  pol_text_init(&text, pol_arena_alloc(r->scratch));
  va_list args;
  va_start(args, format);
  pol_text_vformat(&text, format, args);
  va_end(args);
  pol_report *p = pol_report_add(r->reports, code, at, "%s", pol_text_get(&text));
  if (!pol_text_ok(&text)) r->failed = true;
  pol_text_drop(&text);
  r->reported++;
  if (p->severity == POL_ERROR && code != POL_R_UNFINISHED) pol_cover_mistake(r, at.start, at.end);
  return p;
}

/* One declaration of the stretch: read, mended and read again, until it reads or nothing more can be done. */
static pol_node *read_declaration(pol_reading *r) {
  r->too_deep = false;
  r->doubted = 0;
  /* Every mend takes words away or marks some as mended: more mends than words are no progress. */
  for (uint32_t tries = 2 * r->raw.n + 16; tries > 0; tries--) {
    r->to = r->raw.n;
    r->to = pol_filter_declaration_end(r, r->from);
    if (pol_mend_run(r)) return r->declared;
    if (r->failed || !pol_mend(r)) break;
  }
  r->to = r->raw.n;
  r->to = pol_filter_declaration_end(r, r->from);
  pol_span all = pol_reading_span(r, r->raw.at[r->from].start, r->raw.at[r->to - 1].end);
  return pol_build_node(r, POL_N_BROKEN, all, 0, 0, NULL);
}

/* A stretch is one declaration as the file has it; mending may find that it is several. */
static uint32_t read_stretch(pol_reading *r, uint32_t start, pol_node **root) {
  pol_arena_point mark = pol_arena_mark(r->scratch);
  r->owned = false;
  r->raw.at = r->all.at + start;
  r->raw.n = r->to = r->all.n - start;
  r->raw.n = pol_filter_declaration_end(r, 0);
  r->stretch_words = r->raw.n;
  r->stretch_end = start + r->raw.n;
  if (pol_scan_passes_over(r)) {
    r->tree->passed_over = true;
    return r->stretch_end;
  }
  for (r->from = 0; r->from < r->raw.n && !r->failed; r->from = r->to) {
    pol_node *declared = read_declaration(r);
    *root = pol_build_add(r, *root, declared, (*root)->span);
    pol_cover_declaration(r, declared);
  }
  pol_arena_reset(r->scratch, mark);
  return r->stretch_end;
}

/* Half of a policy would be another policy: nothing of the file is read. */
static pol_node *too_many_words(pol_reading *r, pol_node *root) {
  pol_report *p = pol_reading_report(r, POL_R_TOO_MANY_WORDS, r->scan.over, "%s has more than %d words", r->source->name, POL_LIMIT_SOURCE_WORDS);
  pol_report_help(r->reports, p, "cut it into several files, and give them together");
  pol_cover_all(r);
  r->all.n = 0;
  return pol_build_add(r, root, pol_build_node(r, POL_N_BROKEN, root->span, 0, 0, NULL), root->span);
}

static pol_status read_file(pol_reading *r) {
  enum { BYTES_PER_WORD = 4 };
  POL_TRY(pol_scan_clean(r));
  uint32_t words = r->source->length / BYTES_PER_WORD + 16;
  if (!POL_VEC_RESERVE(r->scratch, &r->all, words < POL_LIMIT_SOURCE_WORDS ? words : POL_LIMIT_SOURCE_WORDS)) return POL_NO_MEMORY;
  POL_TRY(pol_scan_file(r));
  pol_node *root = pol_build_node(r, POL_N_FILE, pol_reading_span(r, 0, r->source->length), 0, 0, NULL);
  if (r->scan.full) root = too_many_words(r, root);
  for (uint32_t start = 0; start < r->all.n && !r->failed;) start = read_stretch(r, start, &root);
  r->tree->root = root;
  return r->failed ? POL_NO_MEMORY : POL_OK;
}

static pol_status parse(pol_reading *r) {
  *r->tree = (pol_tree){ 0 };
  r->scratch = pol_arena_new(pol_arena_alloc(r->arena));
  if (!r->scratch) return POL_NO_MEMORY;
  r->none = (pol_node){ .kind = POL_N_BROKEN, .height = 1 };
  r->scan.fresh = true;
  pol_words_init(&r->words);
  pol_text_init(&r->scan.text, pol_arena_alloc(r->arena));
  pol_status status = r->source ? read_file(r) : POL_NO_FILE;
  pol_text_drop(&r->scan.text);
  pol_arena_drop(r->trials);
  pol_arena_drop(r->scratch);
  return status == POL_OK && r->reports->no_memory ? POL_NO_MEMORY : status;
}

pol_status pol_parse(pol_tree *out, pol_arena *arena, pol_atoms *atoms, const pol_sources *sources, uint32_t file, pol_reports *reports) {
  pol_reading r = { .arena = arena, .atoms = atoms, .source = pol_sources_get(sources, file), .file = file, .reports = reports, .tree = out };
  return parse(&r);
}

pol_status pol_parse_rules(pol_tree *out, pol_arena *arena, pol_atoms *atoms, const pol_sources *sources, uint32_t file, pol_reports *reports) {
  pol_reading r = { .arena = arena, .atoms = atoms, .source = pol_sources_get(sources, file), .file = file, .reports = reports, .tree = out, .rules_only = true };
  return parse(&r);
}
