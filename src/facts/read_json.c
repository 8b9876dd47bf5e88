/* JSON and NDJSON into records, directed by what the policy declares. Objects may nest where names have dots; every walk is bounded by
 * POL_LIMIT_JSON_DEPTH. */
#include "facts/lines.h"
#include <string.h>

typedef pol_json_reader json_reader;

static pol_place_of place_of(const pol_json_piece *p) { return (pol_place_of){p->start, p->end, p->line, p->column}; }

/* -- single values */

static bool read_piece(pol_value_job *job, pol_value *out, pol_type type, const pol_json_piece *p) {
  switch (p->kind) {
  case POL_JSON_TEXT: return pol_value_read(job, out, type, p->text, p->length);
  case POL_JSON_NUMBER: return pol_value_read_number(job, out, type, p->text, p->length);
  default: return pol_value_read_yes_no(job, out, type, p->kind == POL_JSON_YES);
  }
}

static bool read_list(json_reader *j, pol_value *out, pol_type type, const char *subject, const pol_json_piece *open);

typedef struct about {
  const char *subject, *field;
} about; /* as in a pol_value_job */

/* Any value of a type. false: there is none (null), or it was reported. */
static bool read_value(json_reader *j, pol_value *out, pol_type type, about what, const pol_json_piece *p) {
  bool list = type.kind == POL_T_LIST;
  pol_value_job job = {.arena = j->r.facts->arena, .m = j->r.m, .subject = what.subject, .field = what.field};
  pol_place_of at = place_of(p);
  switch (p->kind) {
  case POL_JSON_NOTHING: return false;
  case POL_JSON_BROKEN: return false;
  case POL_JSON_LIST:
    if (list) return read_list(j, out, type, pol_value_subject(&job), p);
    pol_value_wrong(&job, POL_R_FACT_SHAPE, "%s is one value, and here is a list", pol_value_subject(&job));
    break;
  case POL_JSON_OPEN:
    pol_value_wrong(&job, POL_R_FACT_SHAPE, list ? "%s is a list, and here are braces" : "%s is one value, and here are braces",
                    pol_value_subject(&job));
    break;
  default:
    if (!list && read_piece(&job, out, type, p)) return true;
    if (list) {
      pol_value_wrong(&job, POL_R_FACT_SHAPE, "%s is a list, and here is one value", pol_value_subject(&job));
      pol_value_help(&job, "[{ … }, { … }], or [] for none");
    }
  }
  pol_reader_refuse(&j->r, &job, &at);
  pol_json_scan_skip(&j->scan, p);
  return false;
}

/* -- lists */

typedef POL_VEC(pol_value) rows;

typedef struct list_reader { /* one list of records */
  const pol_record *record;
  const char *subject;
  pol_given_fact *given; /* by field: record counts the items from 1 */
  uint32_t items;
  rows rows;
} list_reader;

static uint32_t find_field(const json_reader *j, const pol_record *record, uint32_t guess, const char *name, size_t n) {
  for (uint32_t i = 0; i < record->n; i++) { /* the fields usually come in order */
    uint32_t f = (guess + i) % record->n;
    pol_atom a = record->at[f].name;
    if (pol_atom_length(j->r.m->atoms, a) == n && memcmp(pol_atom_get(j->r.m->atoms, a), name, n) == 0) return f;
  }
  return POL_NO_REF;
}

static void unknown_field(json_reader *j, const list_reader *l, const pol_json_piece *name) {
  char quoted[POL_QUOTED_BYTES];
  pol_complaints_quote(quoted, name->text, name->length);
  pol_report *report =
      pol_complain(&j->r.complaints, POL_R_FACT_FIELD, name->start, name->end, "an item of %s has no %s", l->subject, quoted);
  if (!report) return;
  pol_nearest near;
  pol_nearest_init(&near, quoted);
  for (uint32_t f = 0; f < l->record->n; f++) pol_nearest_offer(&near, pol_atom_get(j->r.m->atoms, l->record->at[f].name), f);
  if (near.best) pol_report_help(j->r.complaints.reports, report, "did you mean %s?", near.best);
}

static void field_twice(json_reader *j, const list_reader *l, uint32_t field, const pol_json_piece *value) {
  const pol_given_fact *g = &l->given[field];
  pol_report *report = pol_complain(&j->r.complaints, POL_R_FACT_TWICE, value->start, value->end, "%s.%s is given twice in one item",
                                    l->subject, pol_atom_get(j->r.m->atoms, l->record->at[field].name));
  if (!report) return;
  pol_report_label(j->r.complaints.reports, report, "again");
  pol_report_also(j->r.complaints.reports, report, pol_complaints_span(&j->r.complaints, g->start, g->end), "first");
  pol_report_help(j->r.complaints.reports, report, "keep the one that is right");
}

/* The value of a field of the row that begins at `row`. */
static void read_field(json_reader *j, list_reader *l, uint32_t row, uint32_t field, const pol_json_piece *value) {
  const pol_field *f = &l->record->at[field];
  about what = {l->subject, pol_atom_get(j->r.m->atoms, f->name)};
  bool again = l->given[field].record == l->items;
  if (again) field_twice(j, l, field, value);
  else l->given[field] = (pol_given_fact){l->items, value->start, value->end};
  pol_value v;
  if (!read_value(j, &v, f->type, what, value) || again) return;
  pol_value_job job = {.arena = j->r.facts->arena, .m = j->r.m, .subject = what.subject, .field = what.field};
  pol_place_of at = place_of(value);
  if (pol_value_in_bounds(&job, (pol_bound_kind)f->bound, &f->low, &f->high, &v)) l->rows.at[row + field] = v;
  else pol_reader_refuse(&j->r, &job, &at);
}

/* One item: a row of fields, all unknown at first. */
static bool read_item(json_reader *j, list_reader *l, const pol_json_piece *open) {
  uint32_t row = l->rows.n;
  for (uint32_t f = 0; f < l->record->n; f++) {
    pol_value *v = POL_VEC_PUSH(j->r.facts->arena, &l->rows);
    if (!v) return !(j->r.complaints.no_memory = true);
    *v = (pol_value){.state = POL_UNKNOWN, .type = l->record->at[f].type};
  }
  l->items++;
  if (!pol_json_scan_enter(&j->scan, open)) return false;
  bool first = true;
  uint32_t guess = 0;
  pol_json_piece name, value;
  while (pol_json_scan_member(&j->scan, open, &first, &name)) {
    uint32_t field = name.kind == POL_JSON_TEXT ? find_field(j, l->record, guess, name.text, name.length) : POL_NO_REF;
    if (field == POL_NO_REF && name.kind == POL_JSON_TEXT) unknown_field(j, l, &name);
    pol_json_scan_value(&j->scan, &value);
    if (field == POL_NO_REF) {
      pol_json_scan_skip(&j->scan, &value);
      continue;
    }
    guess = field + 1;
    read_field(j, l, row, field, &value);
  }
  pol_json_scan_leave(&j->scan);
  return !j->r.complaints.no_memory;
}

static void too_long(json_reader *j, const char *subject, const pol_json_piece *at) {
  pol_complain(&j->r.complaints, POL_R_FACTS_LIST_LENGTH, at->start, at->end, "%s has more than %d items", subject, POL_LIMIT_LIST_LENGTH);
}

static bool not_an_item(json_reader *j, const char *subject, const pol_json_piece *piece) {
  if (piece->kind != POL_JSON_BROKEN) {
    pol_report *report =
        pol_complain(&j->r.complaints, POL_R_FACT_SHAPE, piece->start, piece->end, "an item of %s is not in braces", subject);
    if (report) pol_report_help(j->r.complaints.reports, report, "{ \"name\": value, … }");
  }
  pol_json_scan_skip(&j->scan, piece);
  return false;
}

static bool begin_list(json_reader *j, list_reader *l, pol_type type, const char *subject) {
  *l = (list_reader){.subject = subject, .record = &j->r.m->records.at[type.ref]};
  l->given = POL_NEW_N(j->r.facts->arena, pol_given_fact, l->record->n + 1u);
  return l->given || !(j->r.complaints.no_memory = true);
}

static bool read_list(json_reader *j, pol_value *out, pol_type type, const char *subject, const pol_json_piece *open) {
  list_reader l;
  if (!begin_list(j, &l, type, subject) || !pol_json_scan_enter(&j->scan, open)) return false;
  bool first = true, going = true, said = false;
  uint32_t items = 0;
  pol_json_piece item;
  while (pol_json_scan_item(&j->scan, open, &first, &item)) {
    bool over = items++ >= POL_LIMIT_LIST_LENGTH;
    if (over && !said) too_long(j, subject, &item), said = true;
    if (!going || over) pol_json_scan_skip(&j->scan, &item);
    else if (item.kind == POL_JSON_OPEN) going = read_item(j, &l, &item);
    else not_an_item(j, subject, &item);
  }
  pol_json_scan_leave(&j->scan);
  *out = (pol_value){.state = POL_KNOWN, .type = type, .as.records = {l.rows.at, l.items, l.record->n}};
  return going && !j->scan.lost;
}

/* -- records */

static void read_id(json_reader *j, pol_json_piece *value) {
  pol_given_fact *g = &j->r.given[j->r.m->facts.n]; /* the place after the last fact's */
  bool again = g->record == j->r.records;
  *g = (pol_given_fact){j->r.records, value->start, value->end};
  if (again) pol_complain(&j->r.complaints, POL_R_FACT_TWICE, value->start, value->end, "a record has two ids");
  else if (value->kind == POL_JSON_TEXT || value->kind == POL_JSON_NUMBER) pol_reader_id(&j->r, value->text, value->length);
  else if (value->kind != POL_JSON_NOTHING && value->kind != POL_JSON_BROKEN)
    pol_complain(&j->r.complaints, POL_R_FACTS_ID, value->start, value->end, "an id is a text or a number");
  pol_json_scan_skip(&j->scan, value);
}

static void read_group(json_reader *j, const pol_json_piece *open, size_t path);

static void enter_group(json_reader *j, const pol_fact_name *name, const pol_json_piece *key, const pol_json_piece *value, size_t path) {
  pol_given_fact *g = &j->r.group[name->group];
  if (g->record == j->r.records) {
    pol_report *report = pol_complain(&j->r.complaints, POL_R_FACT_TWICE, key->start, key->end, "the facts of %.*s stand in two places",
                                      (int)name->length, name->text);
    if (report) pol_report_also(j->r.complaints.reports, report, pol_complaints_span(&j->r.complaints, g->start, g->end), "first");
    if (report) pol_report_help(j->r.complaints.reports, report, "put them together");
  }
  *g = (pol_given_fact){j->r.records, key->start, key->end};
  read_group(j, value, path);
}

static void not_a_group(json_reader *j, const pol_fact_name *name, const pol_json_piece *value) {
  pol_report *report = pol_complain(&j->r.complaints, POL_R_FACT_SHAPE, value->start, value->end,
                                    "%.*s is several facts, and here is no brace", (int)name->length, name->text);
  if (report) pol_report_help(j->r.complaints.reports, report, "\"%.*s\": { \"fact\": value, … }", (int)name->length, name->text);
  pol_json_scan_skip(&j->scan, value);
}

static void read_fact(json_reader *j, uint32_t fact, const pol_json_piece *value) {
  const pol_fact *f = &j->r.m->facts.at[fact];
  pol_place_of at = place_of(value);
  pol_value v;
  if (value->kind == POL_JSON_BROKEN) return;
  bool once = pol_reader_give(&j->r, fact, &at);
  if (read_value(j, &v, f->type, (about){pol_atom_get(j->r.m->atoms, f->name), NULL}, value) && once) pol_reader_put(&j->r, fact, &v, &at);
}

/* The key's whole name: in place where nothing encloses it, else behind the path. NULL: longer than any name. */
static const char *whole_name(json_reader *j, const pol_json_piece *key, size_t path, size_t *length) {
  *length = path + (path != 0) + key->length;
  if (*length > POL_LIMIT_NAME_BYTES) return NULL;
  if (path) j->path[path] = '.';
  memcpy(j->path + path + (path != 0), key->text, key->length);
  return j->path;
}

static void read_member(json_reader *j, const pol_json_piece *key, size_t path) {
  pol_json_piece value;
  size_t length = 0;
  if (key->kind != POL_JSON_TEXT) {
    pol_json_scan_value(&j->scan, &value);
    pol_json_scan_skip(&j->scan, &value);
    return;
  }
  const char *whole = whole_name(j, key, path, &length);
  const pol_fact_name *name = whole ? pol_fact_names_find(&j->r.names, whole, length) : NULL;
  bool shared = name && name->fact == POL_NO_REF && name->group == POL_NO_REF;
  if (name && !shared) {
    pol_json_scan_value(&j->scan, &value);
    if (name->group != POL_NO_REF && value.kind == POL_JSON_OPEN) enter_group(j, name, key, &value, length);
    else if (name->fact == j->r.m->facts.n) read_id(j, &value);
    else if (name->fact == POL_COLUMN_NONE) pol_json_scan_skip(&j->scan, &value);
    else if (name->fact != POL_NO_REF) read_fact(j, name->fact, &value);
    else if (value.kind != POL_JSON_NOTHING && value.kind != POL_JSON_BROKEN) not_a_group(j, name, &value);
    return;
  }
  if (!path && key->length == 2 && memcmp(key->text, "id", 2) == 0) {
    pol_json_scan_value(&j->scan, &value);
    read_id(j, &value);
    return;
  }
  if (whole && !shared && pol_reader_is_foreign(&j->r, whole, length)) {
    pol_json_scan_value(&j->scan, &value);
    pol_json_scan_skip(&j->scan, &value);
    return;
  }
  char *kept = pol_arena_copy(j->r.facts->arena, whole ? whole : key->text,
                              whole ? length : key->length); /* what follows is read into the same room */
  if (!kept) j->r.complaints.no_memory = true;
  pol_json_scan_value(&j->scan, &value);
  pol_place_of at = place_of(key);
  if (kept) pol_reader_unknown(&j->r, kept, whole ? length : key->length, value.kind == POL_JSON_OPEN, &at);
  pol_json_scan_skip(&j->scan, &value);
}

static void read_group(json_reader *j, const pol_json_piece *open, size_t path) {
  if (!pol_json_scan_enter(&j->scan, open)) return;
  bool first = true;
  pol_json_piece key;
  while (!j->r.complaints.no_memory && pol_json_scan_member(&j->scan, open, &first, &key)) read_member(j, &key, path);
  pol_json_scan_leave(&j->scan);
}

/* Whatever stands where a record belongs counts as one, so that the records after it keep their places. pol_reader_end is the caller's. */
static bool read_record(json_reader *j, const pol_json_piece *open) {
  if (!pol_reader_begin(&j->r)) return false;
  if (open->kind == POL_JSON_OPEN) {
    read_group(j, open, 0);
    return !j->r.complaints.no_memory;
  }
  if (open->kind != POL_JSON_BROKEN) pol_complain(&j->r.complaints, POL_R_FACT_SHAPE, open->start, open->end, "a record is not in braces");
  j->r.complaints.wrong = true;
  pol_json_scan_skip(&j->scan, open);
  return true;
}

/* -- files */

static bool read_records(json_reader *j, const pol_json_piece *open) {
  bool first = true;
  pol_json_piece item;
  j->r.several = true;
  if (!pol_json_scan_enter(&j->scan, open)) return true;
  while (pol_json_scan_item(&j->scan, open, &first, &item)) {
    if (!read_record(j, &item)) return false;
    pol_reader_end(&j->r);
  }
  pol_json_scan_leave(&j->scan);
  return true;
}

static void check_end(json_reader *j, bool lines) {
  pol_json_piece rest;
  pol_json_scan_next(&j->scan, &rest);
  if (rest.kind == POL_JSON_END) return;
  pol_report *report = pol_complain(&j->r.complaints, POL_R_FACTS_AFTER, rest.start, rest.end,
                                    lines ? "a line holds more than its record" : "something follows the end of the record");
  if (report && !lines)
    pol_report_help(j->r.complaints.reports, report,
                    "for several records: [ {…}, {…} ], or one a line in a file whose name ends in .ndjson");
}

/* false: there is nothing to read. The scan is set up in any case, for end. */
static bool begin(json_reader *j, pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports) {
  bool fine = pol_reader_init(&j->r, f->arena, f, m, sources, file, reports) == POL_OK;
  const pol_source *source = j->r.complaints.source;
  pol_json_scan_init(&j->scan, source->text, source->length, pol_arena_alloc(f->arena), &j->r.complaints);
  if (!fine) j->r.complaints.no_memory = true;
  if (source->length > POL_LIMIT_FACTS_BYTES) {
    pol_complain(&j->r.complaints, POL_R_TOO_LONG, 0, 0, "%s is longer than %d MiB", source->name, POL_LIMIT_FACTS_BYTES / 1024 / 1024);
    return false;
  }
  return fine;
}

static pol_status end(json_reader *j) {
  pol_json_scan_drop(&j->scan);
  return pol_reader_finish(&j->r);
}

/* What follows the brackets, or does not, makes the whole file doubtful: no record of it may be decided then. */
static void finish_document(json_reader *j) {
  uint32_t before = j->r.complaints.made;
  if (!j->scan.lost) check_end(j, false);
  if (!j->scan.lost && j->r.complaints.made == before) return;
  for (uint32_t i = 0; i < j->r.facts->records.n; i++) j->r.facts->records.at[i].wrong = true;
}

pol_status pol_facts_read_json(pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports) {
  json_reader j;
  pol_json_piece first;
  if (!begin(&j, f, m, sources, file, reports)) return end(&j);
  j.r.whole = true;
  pol_json_scan_next(&j.scan, &first);
  if (first.kind == POL_JSON_END) {
    pol_complain(&j.r.complaints, POL_R_FACTS_EMPTY, first.start, first.end, "%s holds no record", j.r.complaints.source->name);
  } else if (first.kind == POL_JSON_LIST) {
    read_records(&j, &first);
    finish_document(&j);
  } else if (first.kind == POL_JSON_OPEN) {
    if (read_record(&j, &first)) pol_reader_end(&j.r);
    finish_document(&j);
  } else {
    pol_complain(&j.r.complaints, POL_R_FACT_SHAPE, first.start, first.end, "a facts file holds a record in braces, or a list of them");
  }
  return end(&j);
}

void pol_ndjson_line(pol_json_reader *j, const pol_stretch *line) {
  pol_json_piece first;
  pol_json_scan *scan = &j->scan;
  scan->text = j->r.text;
  scan->at = line->at + line->wide;
  scan->end = line->end;
  scan->line_start = line->at;
  scan->line = line->line;
  scan->wide = line->wide;
  scan->lost = scan->has_ahead = false;
  scan->depth = 0;
  pol_json_scan_next(scan, &first);
  if (first.kind == POL_JSON_END) return;
  if (first.kind == POL_JSON_WORD) {
    pol_json_scan_back(scan, &first);
    pol_json_scan_value(scan, &first);
  }
  if (!read_record(j, &first)) return;
  if (first.kind == POL_JSON_OPEN && !scan->lost) check_end(j, true);
  pol_reader_end(&j->r);
}
