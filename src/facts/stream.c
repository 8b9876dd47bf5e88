/* CSV and NDJSON as a window that moves over the file: whole records are read out of it, what is left moves to its start, and more is asked for. Nothing
 * moves while records are being read, so they may point into it. A whole text is a window that has everything.
 *
 * Reports need the lines that they are about long after the window has gone on: these are kept (excerpt.c). */
#include "facts/stream.h"
#include "base/limits.h"
#include "facts/excerpt.h"
#include "facts/lines.h"
#include <string.h>

enum { ROOM_FIRST = 256 * 1024 };
static const char byte_order_mark[] = "\xef\xbb\xbf";

struct pol_facts_stream {
  pol_facts_input in;
  const pol_sources *sources;
  pol_line_reader reader[2];
  uint32_t versions;
  bool table;
  /* the window */
  char *room; size_t cap;                    /* NULL: the text is whole, and somebody else's */
  const char *text, *at, *end;               /* it begins with a line; what is still to be read; its end */
  uint32_t text_line, line;                  /* of its start, and of `at` */
  const char *searched; pol_csv_place place; /* looking for the end of the record at `at`: how far, and what was met */
  bool one_line;                             /* the record that was found has no line feed but its last */
  uint32_t mark;                             /* bytes of the byte order mark at `at` */
  bool started, headed, skipping;            /* skipping: over a line that is too long */
  bool last, lost;                           /* nothing follows the window; nothing can be read any more */
  /* of a stream; not of a whole text */
  pol_arena *arena, *texts;
  pol_facts facts[2];
  pol_excerpt excerpt;
  uint32_t heading;                          /* bytes of its first line */
};

/* -- the window */

static void move(pol_facts_stream *s, char *to) {
  size_t left = (size_t)(s->end - s->at), searched = (size_t)(s->searched - s->at);
  memmove(to, s->at, left);
  s->text = s->at = to;
  s->end = to + left;
  s->searched = to + searched;
  s->text_line = s->line;
}

static bool grow(pol_facts_stream *s) {
  const pol_alloc *from = pol_arena_alloc(s->arena);
  size_t cap = s->cap * 2;
  char *room = from->get(from->user, cap);
  if (!room) return false;
  move(s, room);
  from->put(from->user, s->room);
  s->room = room;
  s->cap = cap;
  return true;
}

static pol_status fill(pol_facts_stream *s) {
  if (s->at != s->room) move(s, s->room);
  if (s->end == s->room + s->cap && !grow(s)) return POL_NO_MEMORY;
  size_t left = (size_t)(s->room + s->cap - s->end);
  ptrdiff_t n = s->in.feed.read(s->in.feed.user, s->room + s->cap - left, left);
  if (n < 0 || (size_t)n > left) return POL_NO_FILE;
  s->last = n == 0;
  s->end += n;
  return POL_OK;
}

static void go_to(pol_facts_stream *s, const char *next) {
  s->at = s->searched = next;
  s->place = POL_CSV_START;
}

static uint32_t newlines(const char *at, const char *end) {
  uint32_t n = 0;
  while (at < end && (at = memchr(at, '\n', (size_t)(end - at))) != NULL) at++, n++;
  return n;
}

/* Where the record at `at` ends; NULL: beyond the window. */
static const char *record_end(pol_facts_stream *s) {
  const char *found = memchr(s->searched, '\n', (size_t)(s->end - s->searched));
  if (found) found++;
  s->one_line = !s->table || (found && s->place == POL_CSV_START && !memchr(s->at, '"', (size_t)(found - s->at)));
  if (s->table && !s->one_line) found = pol_csv_row_end(&s->place, s->searched, s->end, s->reader[0].csv.delimiter);
  s->searched = s->end;
  return found || !s->last ? found : s->end;
}

/* -- records */

static void read_record(pol_facts_stream *s, const char *end) {
  uint32_t before = s->reader[0].r.facts->records.n;
  pol_stretch record = {.at = s->at, .end = end, .line = s->line, .wide = s->mark};
  s->mark = 0;
  if (s->table && !s->headed && record.at + record.wide == end) return go_to(s, end);
  if (!s->table && end[-1] == '\n') record.end--;
  for (uint32_t v = 0; v < s->versions; v++) pol_line_read(&s->reader[v], s->in.form, &record, s->headed);
  if (s->versions == 2) pol_lines_agree(s->reader, before);
  s->headed = true;
  s->line += s->one_line ? 1 : newlines(s->at, end);
  go_to(s, end);
}

/* A line that is too long is passed over; where a row like that ends is anybody's guess. */
static void too_long(pol_facts_stream *s) {
  for (uint32_t v = 0; v < s->versions; v++)
    if (!pol_line_too_long(&s->reader[v], s->in.form, (uint32_t)(s->at - s->text))) return;
  s->lost = s->table;
  s->skipping = true;
}

static void skip(pol_facts_stream *s) {
  const char *newline = memchr(s->at, '\n', (size_t)(s->end - s->at));
  s->skipping = newline == NULL;
  s->line += newline != NULL;
  go_to(s, newline ? newline + 1 : s->end);
}

/* A byte order mark is no character that anybody sees. false: the window does not have enough to tell. */
static bool start(pol_facts_stream *s) {
  enum { MARK = sizeof byte_order_mark - 1 };
  if (s->end - s->at < MARK && !s->last) return false;
  if (s->end - s->at >= MARK && memcmp(s->at, byte_order_mark, MARK) == 0) s->mark = MARK;
  s->searched = s->at + s->mark;
  return s->started = true;
}

/* The records that the window has, at most so many. */
static void read_window(pol_facts_stream *s, uint32_t most) {
  pol_facts_reader *r = &s->reader[0].r;
  if (!s->started && !start(s)) return;
  while (s->at < s->end && !s->lost && r->facts->records.n < most && !r->complaints.no_memory) {
    if (s->skipping) {
      skip(s);
      continue;
    }
    const char *end = record_end(s);
    if ((end ? end : s->end) - s->at > POL_LIMIT_RECORD_BYTES) too_long(s);
    else if (!end) return;
    else read_record(s, end);
  }
}

/* -- a whole text and a stream begin and end alike */

static void drop_readers(pol_facts_stream *s) {
  for (uint32_t v = 0; v < s->versions; v++) pol_line_drop(&s->reader[v], s->in.form);
}

static void check_heading(pol_facts_stream *s) {
  pol_complaints *c = &s->reader[0].r.complaints;
  if (!s->table || s->headed || s->lost || c->no_memory) return;
  pol_csv_no_heading(&s->reader[0].csv);
  s->headed = true; /* once is enough */
}

/* The readers of a stream or a whole text whose input is filled in. */
static pol_status begin(pol_facts_stream *s, pol_arena *arena, pol_facts *const *f) {
  s->table = s->in.form == POL_FACTS_CSV;
  s->line = s->text_line = 1;
  s->versions = s->in.model[1] ? 2 : 1;
  pol_status status = POL_OK;
  for (uint32_t v = 0; v < s->versions; v++) {
    pol_status one = pol_line_init(&s->reader[v], arena, f[v], &s->in, s->sources, v);
    if (status == POL_OK) status = one;
  }
  return status;
}

static pol_status read_whole(pol_facts *f, const pol_model *m, pol_facts_form form, const pol_sources *sources, uint32_t file,
                             pol_reports *reports) {
  const pol_source *source = pol_sources_get(sources, file);
  pol_facts_stream s = {.last = true, .text = source->text, .at = source->text, .searched = source->text, .sources = sources};
  s.end = s.text + source->length;
  s.in = (pol_facts_input){.model = {m}, .file = file, .form = form, .reports = reports};
  pol_status status = begin(&s, f->arena, &f);
  if (source->length > POL_LIMIT_FACTS_BYTES) {
    pol_complain(&s.reader[0].r.complaints, POL_R_TOO_LONG, 0, 0, "%s is longer than %d MiB", source->name,
                 POL_LIMIT_FACTS_BYTES / 1024 / 1024);
  } else if (status == POL_OK) {
    s.reader[0].r.whole = true;
    read_window(&s, UINT32_MAX);
    check_heading(&s);
  }
  if (status == POL_OK) status = pol_lines_finish(s.reader, s.versions);
  drop_readers(&s);
  return status;
}

pol_status pol_facts_read_csv(pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports) {
  return read_whole(f, m, POL_FACTS_CSV, sources, file, reports);
}

pol_status pol_facts_read_ndjson(pol_facts *f, const pol_model *m, const pol_sources *sources, uint32_t file, pol_reports *reports) {
  return read_whole(f, m, POL_FACTS_NDJSON, sources, file, reports);
}

/* -- streams */

pol_status pol_facts_stream_new(pol_facts_stream **out, const pol_facts_input *in) {
  *out = NULL;
  pol_arena *arena = pol_arena_new(in->from);
  pol_facts_stream *s = arena ? POL_NEW(arena, pol_facts_stream) : NULL;
  if (!s) {
    pol_arena_drop(arena);
    return POL_NO_MEMORY;
  }
  const pol_alloc *from = pol_arena_alloc(arena);
  *s = (pol_facts_stream){.in = *in, .sources = in->sources, .arena = arena, .texts = pol_arena_new(from), .room = from->get(from->user, ROOM_FIRST), .cap = ROOM_FIRST};
  s->text = s->at = s->end = s->searched = s->room;
  for (uint32_t v = 0; v < 2; v++) s->facts[v] = (pol_facts){.arena = s->texts, .common = in->given[v], .other = in->model[!v], .names = in->names[v], .delimiter = in->delimiter};
  pol_status status = begin(s, arena, (pol_facts *const[]){&s->facts[0], &s->facts[1]});
  if (!s->texts || !s->room || !pol_excerpt_init(&s->excerpt, in->sources, in->file, in->reports)) status = POL_NO_MEMORY;
  if (status != POL_OK) pol_facts_stream_drop(s);
  else *out = s;
  return status;
}

void pol_facts_stream_drop(pol_facts_stream *s) {
  if (!s) return;
  const pol_alloc from = *pol_arena_alloc(s->arena);
  drop_readers(s);
  from.put(from.user, s->room);
  pol_arena_drop(s->texts);
  pol_arena_drop(s->arena); /* the stream itself is in it */
}

static bool no_memory(const pol_facts_stream *s) {
  return s->in.reports->no_memory || s->reader[0].r.complaints.no_memory || s->reader[s->versions - 1].r.complaints.no_memory;
}

static void start_offsets(pol_facts_stream *s) {
  for (uint32_t v = 0; v < s->versions; v++) {
    s->reader[v].r.text = s->text;
    s->reader[v].r.complaints.base = s->excerpt.text.n;
    if (s->excerpt.text.n > POL_EXCERPT_MOST) pol_complaints_enough(&s->reader[v].r.complaints);
  }
}

/* Reads what there is, and keeps the lines that were reported. */
static bool read_on(pol_facts_stream *s, uint32_t most) {
  uint32_t heading = 0;
  bool headed = s->headed;
  start_offsets(s);
  read_window(s, most);
  if (s->table && s->headed && !headed) {
    const char *newline = memchr(s->text, '\n', (size_t)(s->end - s->text));
    heading = (uint32_t)((newline ? newline : s->end) - s->text);
    s->heading = heading && s->text[heading - 1] == '\r' ? heading - 1 : heading;
  }
  if (s->last && s->at == s->end) check_heading(s);
  return pol_excerpt_take(&s->excerpt, &(pol_seen_part){s->text, (size_t)(s->end - s->text), s->text_line}, heading) && !no_memory(s);
}

pol_status pol_facts_stream_next(pol_facts_stream *s, const pol_facts *read[2], uint32_t most) {
  pol_arena_reset(s->texts, (pol_arena_point){NULL, 0});
  for (uint32_t v = 0; v < 2; v++) {
    s->facts[v].records.n = 0;
    read[v] = v < s->versions ? &s->facts[v] : NULL;
  }
  for (;;) {
    if (!read_on(s, most)) return POL_NO_MEMORY;
    if (s->facts[0].records.n || s->lost || s->last) return POL_OK;
    POL_TRY(fill(s));
  }
}

pol_status pol_facts_stream_end(pol_facts_stream *s) { return pol_lines_finish(s->reader, s->versions); }

bool pol_facts_stream_hopeless(const pol_facts_stream *s) {
  bool wrong = false;
  for (uint32_t v = 0; s->table && v < s->versions; v++) wrong = wrong || s->reader[v].csv.heading_wrong;
  return wrong;
}

pol_span pol_facts_stream_heading(const pol_facts_stream *s) { return (pol_span){s->in.file, 0, s->heading}; }
