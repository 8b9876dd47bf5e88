/* One record at a time, the long way: what a stream would read and report, of a record that was found in a block. */
#include "facts/excerpt.h"
#include "facts/lanes.h"
#include "facts/lines.h"
#include <string.h>

struct pol_one {
  pol_facts_input in;
  pol_line_reader reader;
  pol_arena *arena, *texts;
  pol_facts facts;
  pol_excerpt excerpt;     /* where there are reports */
  uint32_t heading;        /* bytes of its first line */
};

static bool no_memory(const pol_one *o) { return o->reader.r.complaints.no_memory || (o->in.reports && o->in.reports->no_memory); }

/* What is read next begins at `text`: its reports' places are offsets in it, after what the excerpt has. */
static void stand_at(pol_one *o, const char *text) {
  o->reader.r.text = text;
  o->reader.r.complaints.base = o->excerpt.text.n;
  if (o->excerpt.text.n > POL_EXCERPT_MOST) pol_complaints_enough(&o->reader.r.complaints);
}

/* Keeps the lines that were reported, and the first bytes in any case. */
static pol_status keep(pol_one *o, const char *text, size_t n, uint64_t line, uint32_t first) {
  bool kept = !o->in.reports || pol_excerpt_take(&o->excerpt, &(pol_seen_part){text, n, (uint32_t)line}, first);
  return kept && !no_memory(o) ? POL_OK : POL_NO_MEMORY;
}

static uint32_t mark_of(const char *text, size_t n) { return n >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0; }

static pol_status read_heading(pol_one *o, const char *text, size_t n) {
  uint32_t mark = mark_of(text, n), first = 0;
  stand_at(o, text);
  if (n > POL_LIMIT_RECORD_BYTES) return POL_OK; /* a block will say so */
  if (n == mark) {
    pol_csv_no_heading(&o->reader.csv);
  } else {
    const char *newline = memchr(text, '\n', n);
    first = (uint32_t)(newline ? (size_t)(newline - text) : n);
    o->heading = first && text[first - 1] == '\r' ? first - 1 : first;
    pol_line_read(&o->reader, o->in.form, &(pol_stretch){.at = text, .end = text + n, .line = 1, .wide = mark}, false);
  }
  return keep(o, text, n, 1, first);
}

static pol_status begin(pol_one *o, const char *heading, size_t n) {
  o->facts = (pol_facts){.arena = o->texts, .common = o->in.given[0], .names = o->in.names[0], .delimiter = o->in.delimiter};
  /* Who reports changes the text of the source as it goes, and others may be reading in other threads: they do not look at it. */
  pol_status status = pol_line_init(&o->reader, o->arena, &o->facts, &o->in, o->in.reports ? o->in.sources : NULL, 0);
  if (status == POL_OK && o->in.reports && !pol_excerpt_init(&o->excerpt, o->in.sources, o->in.file, o->in.reports)) status = POL_NO_MEMORY;
  return status == POL_OK && o->in.form == POL_FACTS_CSV ? read_heading(o, heading, n) : status;
}

pol_status pol_one_new(pol_one **out, const pol_facts_input *in, const char *heading, size_t n) {
  *out = NULL;
  pol_arena *arena = pol_arena_new(in->from), *texts = arena ? pol_arena_new(in->from) : NULL;
  pol_one *o = texts ? POL_NEW(arena, pol_one) : NULL;
  if (!o) {
    pol_arena_drop(texts);
    pol_arena_drop(arena);
    return POL_NO_MEMORY;
  }
  *o = (pol_one){.in = *in, .arena = arena, .texts = texts};
  pol_status status = begin(o, heading, n);
  if (status != POL_OK) pol_one_drop(o);
  else *out = o;
  return status;
}

void pol_one_drop(pol_one *o) {
  if (!o) return;
  pol_line_drop(&o->reader, o->in.form);
  pol_arena_drop(o->texts);
  pol_arena_drop(o->arena); /* this one is in it */
}

void pol_one_clear(pol_one *o) {
  o->facts.records.n = 0;
  pol_arena_reset(o->texts, (pol_arena_point){NULL, 0});
}

/* The record that was begun since there were so many. */
static const pol_record_facts *newest(const pol_one *o, uint32_t before) {
  return o->facts.records.n > before ? &o->facts.records.at[before] : NULL;
}

pol_status pol_one_read(const pol_record_facts **out, pol_one *o, const char *text, size_t n, uint64_t line) {
  uint32_t before = o->facts.records.n;
  bool table = o->in.form == POL_FACTS_CSV;
  pol_stretch record = {.at = text, .end = text + n, .line = (uint32_t)line, .wide = !table && line == 1 ? mark_of(text, n) : 0};
  if (!table && n && text[n - 1] == '\n') record.end--;
  stand_at(o, text);
  pol_line_read(&o->reader, o->in.form, &record, true);
  *out = newest(o, before);
  return keep(o, text, n, line, 0);
}

pol_status pol_one_too_long(const pol_record_facts **out, pol_one *o, const char *text, size_t n, uint64_t line) {
  uint32_t before = o->facts.records.n;
  stand_at(o, text);
  pol_line_too_long(&o->reader, o->in.form, 0);
  *out = newest(o, before);
  return keep(o, text, n, line, 0);
}

const pol_facts *pol_one_facts(const pol_one *o) { return &o->facts; }

pol_span pol_one_heading(const pol_one *o) { return (pol_span){o->in.file, 0, o->heading}; }

bool pol_one_hopeless(const pol_one *o) { return o->in.form == POL_FACTS_CSV && o->reader.csv.heading_wrong; }

pol_status pol_one_end(pol_one *o) { return pol_lines_finish(&o->reader, 1); }
