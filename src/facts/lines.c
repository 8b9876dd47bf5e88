/* What streams and the readers of single records share: one record of either form, for one version of a policy or two. */
#include "facts/lines.h"

pol_status pol_line_init(pol_line_reader *to, pol_arena *arena, pol_facts *f, const pol_facts_input *in, const pol_sources *sources, uint32_t version) {
  memset(to, 0, sizeof *to);
  pol_status status = pol_reader_init(&to->r, arena, f, in->model[version], sources, in->file, in->reports);
  to->r.several = true;
  if (in->form == POL_FACTS_CSV) pol_csv_begin(&to->csv, arena);
  else pol_json_scan_init(&to->json.scan, "", 0, pol_arena_alloc(arena), &to->r.complaints);
  return status;
}

void pol_line_drop(pol_line_reader *to, pol_facts_form form) {
  if (form == POL_FACTS_CSV) pol_text_drop(&to->csv.unquoted);
  else pol_json_scan_drop(&to->json.scan);
}

static bool is_empty_line(const char *at, const char *end) {
  size_t n = (size_t)(end - at);
  return (n == 1 && *at == '\n') || (n == 2 && at[0] == '\r' && at[1] == '\n');
}

void pol_line_read(pol_line_reader *to, pol_facts_form form, const pol_stretch *record, bool headed) {
  if (form != POL_FACTS_CSV) pol_ndjson_line(&to->json, record);
  else if (!headed) pol_csv_heading(&to->csv, record);
  else if (to->csv.columns.n == 1 || !is_empty_line(record->at, record->end)) pol_csv_row(&to->csv, record);
}

bool pol_line_too_long(pol_line_reader *to, pol_facts_form form, uint32_t start) {
  pol_facts_reader *r = &to->r;
  bool table = form == POL_FACTS_CSV;
  r->column = 0;
  if (!pol_reader_begin(r)) return false;
  pol_report *p = pol_complain(&r->complaints, POL_R_TOO_LONG, start, start + 1, "a record is longer than %d MiB",
                               POL_LIMIT_RECORD_BYTES / 1024 / 1024);
  if (p && table) pol_report_label(r->complaints.reports, p, "nothing after this is read");
  if (p && table) pol_report_help(r->complaints.reports, p, "look for a quotation mark that is not closed");
  pol_reader_end(r);
  return true;
}

void pol_lines_agree(pol_line_reader both[2], uint32_t record) {
  pol_facts *f = both[0].r.facts, *other = both[1].r.facts;
  if (record >= f->records.n || record >= other->records.n) return;
  bool wrong = f->records.at[record].wrong || other->records.at[record].wrong;
  f->records.at[record].wrong = other->records.at[record].wrong = wrong;
}

pol_status pol_lines_finish(pol_line_reader *of, uint32_t versions) {
  pol_status status = POL_OK;
  for (uint32_t v = 0; v < versions; v++) {
    pol_status one = pol_reader_finish(&of[v].r);
    if (one == POL_NO_MEMORY || status == POL_OK) status = one;
  }
  return status;
}
