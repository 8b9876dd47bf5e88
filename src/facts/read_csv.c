/* CSV into records, strictly as RFC 4180 has it: the heading row names facts, each row after it is a record, an empty field is not known.
 * One pass; a field without doubled quotation marks is not copied. */
#include "base/utf8.h"
#include "facts/lines.h"
#include <string.h>

typedef pol_csv_field field;
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
  const char delimiter = c->delimiter;
  for (; p < c->end && *p != delimiter && *p != '\n'; p++)
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
  if (c->at < c->end && *c->at == c->delimiter) {
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

/* Two columns of one name, or two names of one fact. */
static void heading_twice(csv_reader *c, const field *f, const pol_given_fact *first, uint32_t fact) {
  char quoted[POL_QUOTED_BYTES];
  bool alike = first->end - first->start == f->at.end - f->at.start && memcmp(c->r.text + first->start, c->r.text + f->at.start, first->end - first->start) == 0;
  pol_complaints_quote(quoted, f->text, f->length);
  const char *name = alike ? quoted : fact < c->r.m->facts.n ? pol_atom_get(c->r.m->atoms, c->r.m->facts.at[fact].name) : "id";
  pol_report *report = pol_complain(&c->r.complaints, POL_R_FACT_TWICE, f->at.start, f->at.end, alike ? "two columns are called %s" : "two columns give %s", name);
  if (!report) return;
  pol_report_also(c->r.complaints.reports, report, pol_complaints_span(&c->r.complaints, first->start, first->end), "first");
  pol_report_help(c->r.complaints.reports, report, "keep the one that is right");
}

/* The fact that a heading stands for; facts.n: the id. */
static uint32_t meaning_of(const csv_reader *c, const field *f, const pol_fact_name *name) {
  bool mapped = name && name->kind == POL_NAME_MAPPED;
  if (!mapped && f->length == 2 && memcmp(f->text, "id", 2) == 0) return c->r.m->facts.n;
  return name ? name->fact : POL_NO_REF;
}

static uint32_t column_of(csv_reader *c, const field *f) {
  pol_fact_name *name = pol_fact_names_find(&c->r.names, f->text, f->length);
  if (name) name->met = true;
  uint32_t fact = meaning_of(c, f, name);
  if (fact == POL_COLUMN_NONE) return POL_COLUMN_UNREAD;
  if (fact == POL_NO_REF && !f->length) return POL_COLUMN_BLANK;
  if (fact == POL_NO_REF) {
    bool shared = name && name->kind == POL_NAME_SHARED;
    if (shared || !pol_reader_is_foreign(&c->r, f->text, f->length)) pol_reader_unknown(&c->r, f->text, f->length, false, &f->at);
    return POL_COLUMN_UNREAD;
  }
  if (c->r.given[fact].record) {
    heading_twice(c, f, &c->r.given[fact], fact);
    return POL_COLUMN_UNREAD;
  }
  c->r.given[fact] = (pol_given_fact){UINT32_MAX, f->at.start, f->at.end};
  if (fact == c->r.m->facts.n) return POL_COLUMN_ID;
  if (c->r.m->facts.at[fact].type.kind != POL_T_LIST) return fact;
  pol_report *report = pol_complain(&c->r.complaints, POL_R_FACT_SHAPE, f->at.start, f->at.end, "%s is a list, which one field cannot hold",
                                    pol_atom_get(c->r.m->atoms, c->r.m->facts.at[fact].name));
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

typedef struct apart { char c; const char *one, *many, *option; } apart; /* what may stand between fields, in words, and as --delimiter has it */
static const apart delimiters[] = {{',', "a comma", "commas", "\",\""}, {';', "a semicolon", "semicolons", "\";\""}, {'\t', "a tab", "tabs", "tab"}, {'|', "a bar", "bars", "\"|\""}};

static apart apart_of(csv_reader *c, char of) {
  for (size_t i = 0; i < sizeof delimiters / sizeof *delimiters; i++)
    if (delimiters[i].c == of) return delimiters[i];
  const char *shown = pol_arena_copy(c->r.arena, (char[]){'"', of, '"'}, 3);
  if (!shown) c->r.complaints.no_memory = true, shown = "it";
  return (apart){of, shown, shown, shown};
}

/* A spreadsheet's own first line, "sep=;", which says what the fields stand apart by. */
static bool is_spreadsheets(const char *at, size_t n) {
  while (n && (at[n - 1] == '\n' || at[n - 1] == '\r')) n--;
  return n == 5 && memcmp(at, "sep=", 4) == 0;
}

static void spreadsheets_line(csv_reader *c) {
  uint32_t at = offset_of(c, c->at);
  pol_report *report = pol_complain(&c->r.complaints, POL_R_FACTS_APART, at, at + 5, "the first line is a spreadsheet's own, and no heading");
  if (!report) return;
  if (c->at[4] == c->delimiter) pol_report_help(c->r.complaints.reports, report, "take the line out, so that the heading is the first");
  else pol_report_help(c->r.complaints.reports, report, "take the line out, and say what it says: --delimiter %s", apart_of(c, c->at[4]).option);
}

static bool stands_apart_by(csv_reader *c, const apart *found, uint32_t at) {
  pol_report *report = pol_complain(&c->r.complaints, POL_R_FACTS_APART, at, at + 1, "the columns stand apart by %s, not by %s", found->many, apart_of(c, c->delimiter).many);
  if (report && found->c == ',') pol_report_help(c->r.complaints.reports, report, "leave --delimiter out: a comma is what it is without");
  else if (report) pol_report_help(c->r.complaints.reports, report, found->c == ';' ? "--delimiter %s reads them; numbers have a point: 18.5" : "--delimiter %s reads them", found->option);
  return false;
}

/* As a spreadsheet writes it where a comma stands in numbers, or another program: one report, for the whole file is so. */
static bool stands_apart(csv_reader *c) {
  enum { KINDS = sizeof delimiters / sizeof *delimiters };
  size_t n = (size_t)(c->end - c->at), times[KINDS] = {0}, first[KINDS] = {0}, found = 0;
  bool inside = false; /* what stands within quotation marks stands nothing apart */
  if (is_spreadsheets(c->at, n)) return spreadsheets_line(c), false;
  for (size_t i = 0; i < n; i++) {
    inside ^= c->at[i] == '"';
    if (!inside && c->at[i] == c->delimiter) return true;
    for (size_t d = 0; d < KINDS && !inside; d++)
      if (c->at[i] == delimiters[d].c && !times[d]++) first[d] = i;
  }
  for (size_t d = 1; d < KINDS; d++)
    if (times[d] > times[found]) found = d;
  if (!times[found]) return true;
  return stands_apart_by(c, &delimiters[found], offset_of(c, c->at + first[found]));
}

/* Headings that were to stand for facts, and that the table does not have: one report. */
static void warn_of_absent(csv_reader *c, uint32_t start, uint32_t end) {
  const pol_column_names *names = c->r.facts->names;
  char quoted[POL_QUOTED_BYTES];
  pol_report *report = NULL;
  if (!c->r.complaints.reports) return;
  for (uint32_t i = 0; names && i < names->n; i++) {
    const pol_column_name *n = &names->at[i];
    const pol_fact_name *name = pol_fact_names_find(&c->r.names, n->written, n->written_n);
    if (!name || name->met) continue;
    pol_complaints_quote(quoted, n->written, n->written_n);
    if (report) {
      pol_report_note(c->r.complaints.reports, report, "nor one called %s", quoted);
      continue;
    }
    report = pol_report_add(c->r.complaints.reports, POL_R_FACTS_ABSENT, pol_complaints_span(&c->r.complaints, start, end), "%s has no column called %s, which --map names", c->r.complaints.source->name, quoted);
  }
  if (c->r.complaints.reports->no_memory) c->r.complaints.no_memory = true;
}

void pol_csv_begin(pol_csv_reader *c, pol_arena *arena) {
  pol_text_init(&c->unquoted, pol_arena_alloc(arena));
  c->delimiter = c->r.facts->delimiter ? c->r.facts->delimiter : ',';
}

void pol_csv_heading(pol_csv_reader *c, const pol_stretch *row) {
  bool more = true;
  stand_at(c, row);
  c->r.column = 0;
  if (!check_bytes(c) || !stands_apart(c)) more = false;
  bool read = more, blank = true;
  uint32_t start = offset_of(c, c->at), end = start;
  while (more && !c->r.complaints.no_memory) {
    field f;
    c->r.column = c->columns.n + 1;
    more = next_field(c, &f);
    end = f.at.end;
    blank = blank && !f.length;
    uint32_t *column = POL_VEC_PUSH(c->r.arena, &c->columns);
    if (column) *column = column_of(c, &f);
    else c->r.complaints.no_memory = true;
  }
  if (read && blank) c->columns.n = 0;
  if (read && blank) pol_complain(&c->r.complaints, POL_R_FACTS_EMPTY, start, end, "the first line of %s is empty, and no heading", c->r.complaints.source->name);
  c->r.facts->column = c->columns.at;
  c->r.facts->columns = c->columns.n;
  c->heading_wrong = c->r.complaints.wrong;
  if (read && !blank) warn_of_absent(c, start, end);
}

void pol_csv_no_heading(pol_csv_reader *c) {
  pol_complain(&c->r.complaints, POL_R_FACTS_EMPTY, 0, 0, "%s holds no heading", c->r.complaints.source->name);
}

/* -- rows */

static void read_field(csv_reader *c, uint32_t column, const field *f) {
  if (column == POL_COLUMN_UNREAD || (!f->length && !f->quoted)) return;
  if (column == POL_COLUMN_BLANK) {
    pol_report *report = f->length ? pol_complain(&c->r.complaints, POL_R_FACTS_ROW, f->at.start, f->at.end, "a value in a column that has no heading") : NULL;
    if (!report) return;
    pol_report_label(c->r.complaints.reports, report, "column %u", c->r.column);
    pol_report_help(c->r.complaints.reports, report, "give the column a heading; if the row has shifted, a field with %s in it stands in quotation marks", apart_of(c, c->delimiter).one);
    return;
  }
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

/* A spreadsheet may leave out the empty ends of rows. */
static bool lacks_blanks(const csv_reader *c, uint32_t n) {
  while (n < c->columns.n && c->columns.at[n] == POL_COLUMN_BLANK) n++;
  return n == c->columns.n;
}

/* Its values may stand in the wrong columns: nothing is said of them. */
static void ragged(csv_reader *c) {
  char id[POL_QUOTED_BYTES];
  uint32_t n = c->row_fields, start = c->fields.at[0].at.start, end = c->fields.at[c->fields.n - 1].at.end;
  pol_report *report = pol_complain(&c->r.complaints, POL_R_FACTS_ROW, start, end, "a row has %u field%s, and its heading has %u", n, n == 1 ? "" : "s", c->columns.n);
  if (!report) return;
  if (c->r.record->id) pol_report_label(c->r.complaints.reports, report, "record %s", pol_complaints_quote(id, c->r.record->id, c->r.record->id_length));
  if (n > c->columns.n) pol_report_help(c->r.complaints.reports, report, "a field that has %s in it stands in quotation marks", apart_of(c, c->delimiter).one);
  else pol_report_help(c->r.complaints.reports, report, "what is not known is an empty field; a field with a line end in it stands in quotation marks");
}

/* false: out of memory */
static bool find_fields(csv_reader *c) {
  c->fields.n = c->row_fields = 0;
  if (!POL_VEC_RESERVE(c->r.arena, &c->fields, c->columns.n + 1)) return !(c->r.complaints.no_memory = true);
  for (bool more = true; more; c->row_fields++) {
    /* Of those that are too many only the last is kept, for where it ends. */
    field *f = c->fields.n > c->columns.n ? &c->fields.at[c->columns.n] : POL_VEC_PUSH(c->r.arena, &c->fields);
    if (!f) return !(c->r.complaints.no_memory = true);
    *f = (field){0};
    bool wrong = c->r.complaints.wrong;
    c->r.complaints.wrong = false;
    more = next_field(c, f);
    f->wrong = c->r.complaints.wrong;
    c->r.complaints.wrong |= wrong;
    if (f->text == c->unquoted.at && more) f->text = pol_arena_copy(c->r.facts->arena, f->text, f->length); /* the next such field takes its room */
    if (!f->text) return !(c->r.complaints.no_memory = true);
  }
  return true;
}

static void read_fields(csv_reader *c) {
  if (!find_fields(c)) return;
  uint32_t n = c->row_fields;
  bool whole = n == c->columns.n || lacks_blanks(c, n);
  for (uint32_t i = 0; i < n && i < c->columns.n; i++) {
    c->r.column = i + 1;
    if (!c->fields.at[i].wrong && (whole || c->columns.at[i] == POL_COLUMN_ID)) read_field(c, c->columns.at[i], &c->fields.at[i]);
  }
  if (!whole) ragged(c);
}

void pol_csv_row(pol_csv_reader *c, const pol_stretch *row) {
  stand_at(c, row);
  if (!pol_reader_begin(&c->r)) return;
  if (check_bytes(c) && c->columns.n) read_fields(c);
  c->r.complaints.wrong |= c->heading_wrong;
  pol_reader_end(&c->r);
}

const char *pol_csv_row_end(pol_csv_place *place, const char *at, const char *end, char delimiter) {
  while (at < end) {
    switch (*place) {
    case POL_CSV_START:
      *place = *at == '"' ? POL_CSV_QUOTED : POL_CSV_PLAIN;
      at += *at == '"';
      break;
    case POL_CSV_PLAIN:
      while (at < end && *at != delimiter && *at != '\n') at++;
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
