/* CSV into records, strictly as RFC 4180 has it: the heading row names facts, each row after it is a record, an empty field is not known.
 * One pass; a field without doubled quotation marks is not copied. */
#include "base/utf8.h"
#include "facts/lines.h"
#include <string.h>

typedef struct field {
  pol_place_of at;
  const char *text;
  size_t length;
  bool quoted;
} field;

typedef pol_csv_reader csv_reader;

static uint32_t offset_of(const csv_reader *c, const char *p) { return (uint32_t)(p - c->r.text); }

static void next_line(csv_reader *c) {
  c->line++;
  c->line_start = c->at;
  c->wide = 0;
}

/* Goes on to `to`, with an eye on lines and on bytes that do not start a character. */
static void pass(csv_reader *c, const char *to) {
  const char *newline;
  while ((newline = memchr(c->at, '\n', (size_t)(to - c->at))) != NULL) {
    c->at = newline + 1;
    next_line(c);
  }
  for (; !c->ascii && c->at < to; c->at++) c->wide += ((unsigned char)*c->at & 0xc0) == 0x80;
  c->at = to;
}

/* Where the field ends that goes on at p. */
static const char *field_end(const csv_reader *c, const char *p) {
  for (; p < c->end && *p != ',' && *p != '\n'; p++)
    if (*p == '\r' && p + 1 < c->end && p[1] == '\n') break;
  return p;
}

static void quoted_field(csv_reader *c, field *out) {
  const char *open = c->at, *from = open + 1, *mark = from;
  bool doubled = false;
  for (;; mark += 2) {
    mark = memchr(mark, '"', (size_t)(c->end - mark));
    if (!mark || mark + 1 == c->end || mark[1] != '"') break;
    if (!doubled) pol_text_clear(&c->unquoted), doubled = true;
    pol_text_add_n(&c->unquoted, from, (size_t)(mark + 1 - from));
    from = mark + 2;
  }
  const char *close = mark ? mark : c->end;
  if (doubled) pol_text_add_n(&c->unquoted, from, (size_t)(close - from));
  if (!pol_text_ok(&c->unquoted)) c->r.complaints.no_memory = true;
  out->text = doubled ? pol_text_get(&c->unquoted) : from;
  out->length = doubled ? c->unquoted.n : (size_t)(close - from);
  out->quoted = true;
  pass(c, mark ? field_end(c, mark + 1) : c->end);
  if (!mark)
    pol_complain(&c->r.complaints, POL_R_FACTS_MARKS, offset_of(c, open), offset_of(c, c->end),
                 "a field without its closing quotation mark");
  else if (c->at > mark + 1)
    pol_complain(&c->r.complaints, POL_R_FACTS_MARKS, offset_of(c, mark + 1), offset_of(c, c->at),
                 "a field goes on after its closing quotation mark");
}

static void plain_field(csv_reader *c, field *out) {
  const char *from = c->at, *end = field_end(c, from), *mark = memchr(from, '"', (size_t)(end - from));
  pass(c, end);
  out->text = from;
  out->length = (size_t)(end - from);
  if (!mark) return;
  pol_report *report = pol_complain(&c->r.complaints, POL_R_FACTS_MARKS, offset_of(c, mark), offset_of(c, mark) + 1,
                                    "a quotation mark inside a field that has none around it");
  if (report) pol_report_help(c->r.complaints.reports, report, "put the field in quotation marks, and double those inside it");
}

/* The next field of a row. false: it was the row's last; then the scan stands at the next row. */
static bool next_field(csv_reader *c, field *out) {
  *out = (field){.at = {.start = offset_of(c, c->at), .line = c->line, .column = (uint32_t)(c->at - c->line_start) - c->wide + 1}};
  if (c->at < c->end && *c->at == '"') quoted_field(c, out);
  else plain_field(c, out);
  out->at.end = offset_of(c, c->at);
  if (c->at < c->end && *c->at == ',') {
    c->at++;
    return true;
  }
  if (c->at < c->end && *c->at == '\r') c->at++;
  if (c->at < c->end) {
    c->at++;
    next_line(c);
  }
  return false;
}

/* -- the heading */

static void heading_twice(csv_reader *c, const field *f, uint32_t place, const pol_given_fact *first) {
  char quoted[POL_QUOTED_BYTES];
  bool alike = first->end - first->start == f->at.end - f->at.start && memcmp(c->r.text + first->start, c->r.text + f->at.start, first->end - first->start) == 0;
  pol_report *report = alike || place == c->r.m->facts.n
                           ? pol_complain(&c->r.complaints, POL_R_FACT_TWICE, f->at.start, f->at.end, "two columns are called %s", pol_complaints_quote(quoted, f->text, f->length))
                           : pol_complain(&c->r.complaints, POL_R_FACT_TWICE, f->at.start, f->at.end, "two columns give %s", pol_atom_get(c->r.m->atoms, c->r.m->facts.at[place].name));
  if (!report) return;
  pol_report_also(c->r.complaints.reports, report, pol_complaints_span(&c->r.complaints, first->start, first->end), "first");
  pol_report_help(c->r.complaints.reports, report, "keep the one that is right");
}

static uint32_t column_of(csv_reader *c, const field *f) {
  bool id = f->length == 2 && memcmp(f->text, "id", 2) == 0;
  const pol_fact_name *name = pol_fact_names_find(&c->r.names, f->text, f->length);
  uint32_t fact = name && name->fact != POL_NO_REF ? name->fact : POL_NO_REF, place = id ? c->r.m->facts.n : fact;
  if (!id && fact == POL_NO_REF) {
    if (!(name && name->kind == POL_NAME_SHARED) && pol_reader_is_foreign(&c->r, f->text, f->length)) return POL_COLUMN_UNREAD;
    pol_reader_unknown(&c->r, f->text, f->length, false, &f->at);
    return POL_COLUMN_UNREAD;
  }
  if (c->r.given[place].record) {
    heading_twice(c, f, place, &c->r.given[place]);
    return POL_COLUMN_UNREAD;
  }
  c->r.given[place] = (pol_given_fact){UINT32_MAX, f->at.start, f->at.end};
  if (id) return POL_COLUMN_ID;
  if (c->r.m->facts.at[fact].type.kind != POL_T_LIST) return fact;
  pol_report *report =
      pol_complain(&c->r.complaints, POL_R_FACT_SHAPE, f->at.start, f->at.end, "%s is a list, which one field cannot hold", name->text);
  if (report) pol_report_help(c->r.complaints.reports, report, "give these facts as JSON");
  return POL_COLUMN_UNREAD;
}

/* A byte that is not UTF-8 spoils its row; one report is enough for all rows, as the whole file was saved in one way. */
static bool check_bytes(csv_reader *c) {
  size_t length = (size_t)(c->end - c->at), good = length;
  c->ascii = pol_utf8_is_ascii(c->at, length);
  if (!c->ascii) good = pol_utf8_check(c->at, length);
  if (good == length) return true;
  c->r.complaints.wrong = true;
  if (c->r.bytes.report) {
    c->r.bytes.others++;
    return false;
  }
  uint32_t at = offset_of(c, c->at) + (uint32_t)good;
  c->r.bytes.report = pol_complain(&c->r.complaints, POL_R_FACTS_UTF8, at, at + 1, "a byte that is not UTF-8");
  if (c->r.bytes.report) pol_report_help(c->r.complaints.reports, c->r.bytes.report, "save the file as \"CSV UTF-8\"");
  return false;
}

static void stand_at(csv_reader *c, const pol_stretch *row) {
  c->line_start = row->at;
  c->at = row->at + row->wide;
  c->end = row->end;
  c->line = row->line;
  c->wide = row->wide;
}

/* As a spreadsheet writes it where a comma stands in numbers: one report, for the whole file is so. */
static bool stands_apart(csv_reader *c, const pol_stretch *row) {
  size_t n = (size_t)(c->end - c->at);
  const char *mark = memchr(c->at, ';', n);
  bool tab = !mark && (mark = memchr(c->at, '\t', n));
  if (!mark || memchr(c->at, ',', n)) return true;
  uint32_t at = offset_of(c, mark);
  pol_report *report = pol_complain(&c->r.complaints, POL_R_FACTS_MARKS, at, at + 1, "the columns stand apart by %s, not by commas", tab ? "tabs" : "semicolons");
  if (report) pol_report_help(c->r.complaints.reports, report, "save the file as \"CSV UTF-8\" with commas between the columns, and points in numbers: 18.5");
  stand_at(c, row);
  return false;
}

void pol_csv_heading(pol_csv_reader *c, const pol_stretch *row) {
  bool more = true;
  stand_at(c, row);
  c->r.column = 0;
  if (!check_bytes(c) || !stands_apart(c, row)) more = false;
  while (more && !c->r.complaints.no_memory) {
    field f;
    c->r.column = c->columns.n + 1;
    more = next_field(c, &f);
    uint32_t *column = POL_VEC_PUSH(c->r.arena, &c->columns);
    if (column) *column = column_of(c, &f);
    else c->r.complaints.no_memory = true;
  }
  c->r.facts->column = c->columns.at;
  c->r.facts->columns = c->columns.n;
  c->heading_wrong = c->r.complaints.wrong;
}

void pol_csv_no_heading(pol_csv_reader *c) {
  pol_complain(&c->r.complaints, POL_R_FACTS_EMPTY, 0, 0, "%s holds no heading", c->r.complaints.source->name);
}

/* -- rows */

static void read_field(csv_reader *c, uint32_t column, const field *f) {
  if (column == POL_COLUMN_UNREAD || (!f->length && !f->quoted)) return;
  if (column == POL_COLUMN_ID) {
    pol_reader_id(&c->r, f->text, f->length);
    return;
  }
  const pol_fact *fact = &c->r.m->facts.at[column];
  if (!f->length && fact->type.kind != POL_T_TEXT) return; /* "" says nothing, as an empty field does, except of a text */
  pol_value_job job = {.arena = c->r.facts->arena, .m = c->r.m, .subject = pol_atom_get(c->r.m->atoms, fact->name), .in_table = true};
  pol_value v;
  if (pol_value_read(&job, &v, fact->type, f->text, f->length)) pol_reader_put(&c->r, column, &v, &f->at);
  else pol_reader_refuse(&c->r, &job, &f->at);
}

static void read_fields(csv_reader *c) {
  uint32_t start = offset_of(c, c->at), end = start, n = 0;
  bool more = true;
  while (more) {
    field f;
    bool wrong = c->r.complaints.wrong;
    c->r.complaints.wrong = false;
    c->r.column = n + 1;
    more = next_field(c, &f);
    if (!c->r.complaints.wrong && n < c->columns.n) read_field(c, c->columns.at[n], &f);
    c->r.complaints.wrong |= wrong;
    end = f.at.end;
    n++;
  }
  if (n != c->columns.n) {
    pol_report *report = pol_complain(&c->r.complaints, POL_R_FACTS_ROW, start, end, "a row has %u field%s, and its heading has %u", n,
                                      n == 1 ? "" : "s", c->columns.n);
    if (report) pol_report_help(c->r.complaints.reports, report, "a field that has a comma in it stands in quotation marks");
  }
}

void pol_csv_row(pol_csv_reader *c, const pol_stretch *row) {
  stand_at(c, row);
  if (!pol_reader_begin(&c->r)) return;
  if (check_bytes(c) && c->columns.n) read_fields(c);
  c->r.complaints.wrong |= c->heading_wrong;
  pol_reader_end(&c->r);
}

const char *pol_csv_row_end(pol_csv_place *place, const char *at, const char *end) {
  while (at < end) {
    switch (*place) {
    case POL_CSV_START:
      *place = *at == '"' ? POL_CSV_QUOTED : POL_CSV_PLAIN;
      at += *at == '"';
      break;
    case POL_CSV_PLAIN:
      while (at < end && *at != ',' && *at != '\n') at++;
      if (at == end) break;
      if (*at++ == '\n') return at;
      *place = POL_CSV_START;
      break;
    case POL_CSV_QUOTED:
      at = memchr(at, '"', (size_t)(end - at));
      if (!at) return NULL;
      at++;
      *place = POL_CSV_MARK;
      break;
    case POL_CSV_MARK:
      *place = *at == '"' ? POL_CSV_QUOTED : POL_CSV_PLAIN;
      at += *at == '"';
      break;
    }
  }
  return NULL;
}
