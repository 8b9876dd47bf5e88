#include "facts/reader.h"
#include <string.h>

pol_status pol_reader_init(pol_facts_reader *r, pol_arena *arena, pol_facts *f, const pol_model *m, const pol_sources *sources,
                           uint32_t file, pol_reports *reports) {
  static const pol_source nowhere = {.name = "", .text = ""};
  *r = (pol_facts_reader){.facts = f, .arena = arena, .m = m};
  r->complaints = (pol_complaints){.reports = reports, .source = sources ? pol_sources_get(sources, file) : &nowhere, .file = file};
  r->text = r->complaints.source->text;
  POL_TRY(pol_fact_names_make(&r->names, arena, m, f->names));
  if (f->other) POL_TRY(pol_fact_names_make(&r->also, arena, f->other, NULL));
  r->blank = POL_NEW_N(arena, pol_value, m->facts.n + 1u);
  r->given = POL_NEW_N(arena, pol_given_fact, m->facts.n + 1u);
  r->group = POL_NEW_N(arena, pol_given_fact, r->names.groups + 1u);
  if (!r->blank || !r->given || !r->group) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < m->facts.n; i++) r->blank[i] = (pol_value){.state = POL_UNKNOWN, .type = m->facts.at[i].type};
  return POL_OK;
}

bool pol_reader_is_foreign(pol_facts_reader *r, const char *name, size_t length) {
  return r->also.cell && pol_fact_names_find(&r->also, name, length) != NULL;
}

/* A record with any bytes in its values: one that was made before, where there is one. */
static pol_record_facts *make_record(pol_facts_reader *r) {
  uint32_t at = r->facts->records.n;
  if (at < r->spare) {
    r->facts->records.n++;
    return &r->facts->records.at[at];
  }
  pol_record_facts *record = POL_VEC_PUSH(r->arena, &r->facts->records);
  if (!record) return NULL;
  if (r->room.value) {
    record->value = r->room.value, record->origin = r->room.origin;
    r->room.value = NULL;
    return record;
  }
  record->value = POL_NEW_N(r->arena, pol_value, r->m->facts.n + 1u);
  record->origin = POL_NEW_N(r->arena, pol_origin, r->m->facts.n + 1u);
  return record->value && record->origin ? record : NULL;
}

bool pol_reader_begin(pol_facts_reader *r) {
  uint32_t n = r->m->facts.n;
  r->complaints.wrong = false;
  r->record = make_record(r);
  if (!r->record) {
    if (r->facts->records.n > r->spare) r->facts->records.n--; /* it has no room for values */
    return !(r->complaints.no_memory = true);
  }
  if (r->facts->records.n > r->spare) r->spare = r->facts->records.n;
  *r->record = (pol_record_facts){.value = r->record->value, .origin = r->record->origin};
  const pol_record_facts *common = r->facts->common;
  memcpy(r->record->value, common ? common->value : r->blank, n * sizeof *r->blank);
  if (common) memcpy(r->record->origin, common->origin, n * sizeof *common->origin);
  else memset(r->record->origin, 0, n * sizeof *r->record->origin);
  r->records++;
  return true;
}

/* A file of a hundred thousand wrong records takes no more room for values than one with a single wrong record. */
static void share_values(pol_facts_reader *r) {
  uint32_t n = r->m->facts.n;
  if (r->unread.value) {
    r->room = *r->record;
  } else {
    r->unread = *r->record;
    memcpy(r->unread.value, r->blank, n * sizeof *r->blank);
    memset(r->unread.origin, 0, n * sizeof *r->unread.origin);
  }
  r->record->value = r->unread.value, r->record->origin = r->unread.origin;
}

void pol_reader_end(pol_facts_reader *r) {
  r->record->wrong = r->complaints.wrong;
  if (r->whole && r->record->wrong) share_values(r);
}

pol_status pol_reader_finish(pol_facts_reader *r) {
  for (uint32_t i = 0; i < r->unknown.n; i++) {
    const pol_unknown_name *u = &r->unknown.at[i];
    if (u->others)
      pol_report_note(r->complaints.reports, u->report, "it is in %u other record%s too", u->others, u->others == 1 ? "" : "s");
  }
  if (r->bytes.others)
    pol_report_note(r->complaints.reports, r->bytes.report, "there %s in %u other row%s too",
                    r->bytes.others == 1 ? "is one" : "are some", r->bytes.others, r->bytes.others == 1 ? "" : "s");
  if (r->complaints.no_memory || (r->complaints.reports && r->complaints.reports->no_memory)) return POL_NO_MEMORY;
  return r->complaints.made ? POL_REJECTED : POL_OK;
}

/* The text, which record it is, once that can be asked, and which column. */
static void label(pol_facts_reader *r, pol_report *report, const char *text) {
  if (!report) return;
  char id[POL_QUOTED_BYTES];
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->facts->arena));
  pol_text_add(&t, text);
  if (r->several && r->record && r->record->id)
    pol_text_format(&t, "%srecord %s", t.n ? ", " : "", pol_complaints_quote(id, r->record->id, r->record->id_length));
  if (r->column) pol_text_format(&t, "%scolumn %u", t.n ? ", " : "", r->column);
  if (!pol_text_ok(&t)) r->complaints.no_memory = true;
  if (t.n) pol_report_label(r->complaints.reports, report, "%s", pol_text_get(&t));
  pol_text_drop(&t);
}

/* A single value as it is written, true and false in our words; NULL for what has brackets. */
static const char *shown(char out[POL_QUOTED_BYTES], const pol_facts_reader *r, uint32_t start, uint32_t end) {
  const char *text = r->text + start;
  size_t n = end - start;
  if (n && (*text == '[' || *text == '{')) return NULL;
  if (n == 4 && memcmp(text, "true", n) == 0) return "yes";
  if (n == 5 && memcmp(text, "false", n) == 0) return "no";
  return pol_complaints_quote(out, text, n);
}

static void given_twice(pol_facts_reader *r, uint32_t fact, const pol_given_fact *before, const pol_place_of *at) {
  char room[2][POL_QUOTED_BYTES];
  const char *name = pol_atom_get(r->m->atoms, r->m->facts.at[fact].name);
  const char *first = shown(room[0], r, before->start, before->end), *second = shown(room[1], r, at->start, at->end);
  pol_report *report = first && second ? pol_complain(&r->complaints, POL_R_FACT_TWICE, at->start, at->end,
                                                      "%s is given twice, as %s and as %s", name, first, second)
                                       : pol_complain(&r->complaints, POL_R_FACT_TWICE, at->start, at->end, "%s is given twice", name);
  label(r, report, "again; neither is used");
  if (!report) return;
  pol_report_also(r->complaints.reports, report, pol_complaints_span(&r->complaints, before->start, before->end), "first");
  pol_report_help(r->complaints.reports, report, "keep the one that is right");
}

bool pol_reader_give(pol_facts_reader *r, uint32_t fact, const pol_place_of *at) {
  pol_given_fact *g = &r->given[fact];
  if (g->record != r->records) {
    *g = (pol_given_fact){r->records, at->start, at->end};
    return true;
  }
  given_twice(r, fact, g, at);
  r->record->value[fact] = r->blank[fact];
  r->record->origin[fact] = (pol_origin){0};
  return false;
}

void pol_reader_put(pol_facts_reader *r, uint32_t fact, const pol_value *v, const pol_place_of *at) {
  const pol_fact *f = &r->m->facts.at[fact];
  if (f->bound != POL_BOUND_NONE) {
    pol_value_job job = {.arena = r->facts->arena, .m = r->m, .subject = pol_atom_get(r->m->atoms, f->name)};
    if (!pol_value_in_bounds(&job, f->bound, &f->low, &f->high, v)) {
      pol_reader_refuse(r, &job, at);
      return;
    }
  }
  r->record->value[fact] = *v;
  r->record->origin[fact] = (pol_origin){POL_FROM_FILE, r->complaints.file, at->line, at->column};
}

void pol_reader_refuse(pol_facts_reader *r, const pol_value_job *job, const pol_place_of *at) {
  r->complaints.wrong = true;
  if (!job->what || job->lost) {
    r->complaints.no_memory = true;
    return;
  }
  pol_report *report = pol_complain(&r->complaints, job->code, at->start, at->end, "%s", job->what);
  label(r, report, "");
  if (report && job->help) pol_report_help(r->complaints.reports, report, "%s", job->help);
}

/* A misspelt name is one mistake in however many records: it is reported once and counted. */
static pol_unknown_name *met_before(pol_facts_reader *r, const char *name, size_t length) {
  for (uint32_t i = 0; i < r->unknown.n; i++)
    if (r->unknown.at[i].length == length && memcmp(r->unknown.at[i].text, name, length) == 0) return &r->unknown.at[i];
  return NULL;
}

/* Whole names, and where one without a dot was written, the last parts that stand for a fact. */
static void offer_names(pol_nearest *near, pol_facts_reader *r, bool group, bool dotted) {
  for (uint32_t f = 0; f < r->m->facts.n; f++) {
    const pol_fact *fact = &r->m->facts.at[f];
    const char *name = pol_atom_get(r->m->atoms, fact->name), *last = group || dotted ? NULL : strrchr(name, '.');
    const pol_fact_name *stands = last ? pol_fact_names_find(&r->names, last + 1, strlen(last + 1)) : NULL;
    pol_nearest_offer(near, group ? pol_atom_get(r->m->atoms, fact->group) : name, f);
    if (stands && stands->fact == f) pol_nearest_offer(near, last + 1, f);
  }
  if (!group && !dotted) pol_nearest_offer(near, "id", 0);
  const pol_column_names *also = r->facts->names;
  for (uint32_t i = 0; also && !group && i < also->n; i++) pol_nearest_offer(near, also->at[i].written, i);
}

/* "employee.kind, host.kind or role.kind": the facts whose names end so. */
static void list_facts(pol_text *t, const pol_facts_reader *r, const char *last, size_t n) {
  enum { LISTED = 3 };
  const char *name[LISTED];
  uint32_t all = 0;
  for (uint32_t f = 0; f < r->m->facts.n; f++) {
    const char *whole = pol_atom_get(r->m->atoms, r->m->facts.at[f].name), *dot = strrchr(whole, '.');
    if (!dot || strlen(dot + 1) != n || memcmp(dot + 1, last, n) != 0) continue;
    if (all < LISTED) name[all] = whole;
    all++;
  }
  for (uint32_t i = 0; i < all && i < LISTED; i++)
    pol_text_format(t, "%s%s", i == 0 ? "" : i + 1 == all ? " or " : ", ", name[i]);
  if (all > LISTED) pol_text_format(t, " or %u more", all - LISTED);
}

/* A name that several facts end in. */
static pol_report *complain_shared(pol_facts_reader *r, const char *quoted, const char *name, size_t length, const pol_place_of *at) {
  pol_text facts;
  pol_text_init(&facts, pol_arena_alloc(r->facts->arena));
  list_facts(&facts, r, name, length);
  pol_report *report = pol_complain(&r->complaints, POL_R_FACT_SHARED, at->start, at->end, "%s could be %s", quoted, pol_text_get(&facts));
  if (!pol_text_ok(&facts)) r->complaints.no_memory = true;
  pol_text_drop(&facts);
  if (!report) return NULL;
  label(r, report, "");
  pol_report_help(r->complaints.reports, report, "write the whole name");
  return report;
}

static pol_report *complain_unknown(pol_facts_reader *r, const char *quoted, bool group, const pol_place_of *at) {
  pol_report *report = r->column ? pol_complain(&r->complaints, POL_R_FACT_UNKNOWN, at->start, at->end,
                                                "%s has a column that the policy does not know", r->complaints.source->name)
                       : group   ? pol_complain(&r->complaints, POL_R_FACT_UNKNOWN, at->start, at->end, "no facts are called %s", quoted)
                                 : pol_complain(&r->complaints, POL_R_FACT_UNKNOWN, at->start, at->end, "no fact is called %s", quoted);
  if (report) label(r, report, r->column ? "" : "not declared");
  return report;
}

/* As a shell takes it: a heading with signs of its own, or a long one, is for the reader to write. */
static void help_to_map(pol_facts_reader *r, pol_report *report, const char *quoted, size_t length) {
  const char *heading = strlen(quoted) == length && !strpbrk(quoted, "\"\\$`!?") ? quoted : "HEADING";
  pol_report_help(r->complaints.reports, report, "--map \"%s=FACT\" says which fact it is; --map \"%s=\", that it is none%s", heading, heading, r->mapped ? "" : "; pol facts lists them");
  r->mapped = true;
}

void pol_reader_unknown(pol_facts_reader *r, const char *name, size_t length, bool group, const pol_place_of *at) {
  enum { REMEMBERED = 64 };
  r->complaints.wrong = true;
  pol_unknown_name *known = met_before(r, name, length);
  if (known) {
    known->others++;
    return;
  }
  char quoted[POL_QUOTED_BYTES];
  pol_complaints_quote(quoted, name, length);
  const pol_fact_name *found = pol_fact_names_find(&r->names, name, length);
  bool shared = found && found->kind == POL_NAME_SHARED;
  pol_report *report = shared ? complain_shared(r, quoted, name, length, at) : complain_unknown(r, quoted, group, at);
  if (!report) return;
  char *text = pol_arena_copy(r->arena, name, length);
  if (!text) {
    r->complaints.no_memory = true;
    return;
  }
  if (!shared) {
    pol_nearest near;
    pol_nearest_init(&near, text);
    offer_names(&near, r, group, strchr(text, '.') != NULL);
    if (near.best) pol_report_help(r->complaints.reports, report, "did you mean %s?", near.best);
    else if (r->column) help_to_map(r, report, quoted, length);
  }
  if (r->unknown.n >= REMEMBERED) return;
  known = POL_VEC_PUSH(r->arena, &r->unknown);
  if (known) *known = (pol_unknown_name){text, length, report, 0};
  else r->complaints.no_memory = true;
}

void pol_reader_id(pol_facts_reader *r, const char *bytes, size_t n) {
  r->record->id = pol_arena_copy(r->facts->arena, bytes, n);
  r->record->id_length = n;
  if (!r->record->id) r->complaints.no_memory = true;
}
