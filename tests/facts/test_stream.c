/* Streams give what whole texts give, however the pieces come. */
#include "base/failing.h"
#include "facts/stream.h"
#include "facts/world.h"
#include <criterion/criterion.h>
#include <string.h>

typedef struct pieces { const char *text; size_t n, at, piece, fails_at; } pieces;

static ptrdiff_t next_piece(void *user, char *to, size_t room) {
  pieces *p = user;
  size_t n = p->n - p->at;
  if (p->fails_at && p->at >= p->fails_at) return -1;
  if (n > p->piece) n = p->piece;
  if (n > room) n = room;
  memcpy(to, p->text + p->at, n);
  p->at += n;
  return (ptrdiff_t)n;
}

static void write_record(pol_text *out, world *w, const pol_facts *f, uint32_t record) {
  pol_facts mine = w->facts;
  const pol_record_facts *r = &f->records.at[record];
  w->facts.records.at = f->records.at;
  pol_text_format(out, "%.*s%s ", (int)r->id_length, r->id ? r->id : "-", r->wrong ? " WRONG" : "");
  world_values(out, w, record);
  for (uint32_t i = 0; i < w->model.facts.n; i++)
    if (r->origin[i].kind) pol_text_format(out, " %u:%u", r->origin[i].line, r->origin[i].column);
  pol_text_char(out, '\n');
  w->facts = mine;
}

static void write_end(pol_text *out, world *w, pol_status status) {
  pol_text_format(out, "%d\n", (int)status);
  world_reports(out, w);
  for (uint32_t i = 0; i < w->reports.list.n; i++) { /* and the lines that are shown below them */
    const pol_source *source = pol_sources_get(&w->sources, w->reports.list.at[i]->at.span.file);
    size_t length;
    const char *line = pol_source_line(source, pol_source_place(source, w->reports.list.at[i]->at.span.start).line, &length);
    pol_place end = pol_source_place(source, w->reports.list.at[i]->at.span.end);
    pol_text_format(out, "\n%u:%u ", end.line, end.column);
    pol_text_add_n(out, line, length);
  }
}

/* All that comes out of a text, as one text. */
static pol_status read_whole(pol_text *out, pol_facts_form form, const char *text, size_t n) {
  world w;
  cr_assert(world_make(&w, NULL));
  pol_status status = world_read(&w, form == POL_FACTS_CSV ? pol_facts_read_csv : pol_facts_read_ndjson, text, n);
  for (uint32_t i = 0; i < w.facts.records.n; i++) write_record(out, &w, &w.facts, i);
  write_end(out, &w, status);
  world_drop(&w);
  return status;
}

static pol_status read_stream(world *w, pol_text *out, pol_facts_form form, pieces *from, uint32_t most, const pol_alloc *alloc) {
  uint32_t file;
  pol_facts_stream *s;
  const pol_facts *read[2];
  POL_TRY(pol_sources_add(&w->sources, &file, "facts", "", 0));
  const pol_facts_input in = {.from = alloc, .model = {&w->model}, .sources = &w->sources, .file = file, .form = form, .feed = {next_piece, from}, .reports = &w->reports};
  POL_TRY(pol_facts_stream_new(&s, &in));
  pol_status status;
  while ((status = pol_facts_stream_next(s, read, most)) == POL_OK && read[0]->records.n)
    for (uint32_t i = 0; out && i < read[0]->records.n; i++) write_record(out, w, read[0], i);
  if (status == POL_OK) status = pol_facts_stream_end(s);
  pol_facts_stream_drop(s);
  return status;
}

static void compare(pol_facts_form form, const char *text, size_t n) {
  static const size_t piece[] = {1, 2, 7, 4096};
  static const uint32_t most[] = {1, 3, 5000};
  pol_text whole, got;
  pol_text_init(&whole, NULL);
  pol_text_init(&got, NULL);
  read_whole(&whole, form, text, n);
  for (size_t i = 0; i < COUNT(piece) * COUNT(most); i++) {
    world w;
    pieces from = {.text = text, .n = n, .piece = piece[i / COUNT(most)]};
    pol_text_clear(&got);
    cr_assert(world_make(&w, NULL));
    pol_status status = read_stream(&w, &got, form, &from, most[i % COUNT(most)], NULL);
    write_end(&got, &w, status);
    cr_expect_str_eq(pol_text_get(&got), pol_text_get(&whole), "pieces of %zu, %u records at a time:\n%s\n-- whole:\n%s", from.piece,
                     most[i % COUNT(most)], pol_text_get(&got), pol_text_get(&whole));
    world_drop(&w);
  }
  pol_text_drop(&got);
  pol_text_drop(&whole);
}

static const struct {
  pol_facts_form form;
  const char *text;
} texts[] = {
    {POL_FACTS_CSV, ""},
    {POL_FACTS_CSV, "\xef\xbb\xbf"},
    {POL_FACTS_CSV, "\xef\xbb"},
    {POL_FACTS_CSV, "\n"},
    {POL_FACTS_CSV, "id"},
    {POL_FACTS_CSV, "\xef\xbb\xbfid,employee.grade\r\n\r\nS1,3\r\nS2,4"},
    {POL_FACTS_CSV, "\xef\xbb\xbf\"employee.note\",id\n\"a\nb, \"\"c\"\"\",S1\n\n\"\",S2\n,S3\n\"\"\"\",S\xc3\xa9\n"},
    {POL_FACTS_CSV, "employee.note\n\na\n\r\nb\n"},
    {POL_FACTS_CSV, "id,employee.weekly_hours,employee.grade\nS1,30,2\nS\xc3\xa9,thirty,13\nS3,30\nS4,1,2,3\n\"S5\"x,1,2\n\"S6,1,2\n1,2,3"},
    {POL_FACTS_CSV, "id,employee.weekly_hrs,employee.grade,employee.grade\nS1,1,2,3\nS2,1,2,3\n"},
    {POL_FACTS_CSV, "id,employee.note\nS1,\"two\nlines\",\nS2,a\"b\nS3,\"a\n\nb\"c\nS4,d\n"},
    {POL_FACTS_CSV, "id,employee.note\nS1,\xff\nS2,a\nS3,\xe9\n"},
    {POL_FACTS_CSV, "id,employee.permanent\nS1,no\nS2,nein\nS3,yes\nS4,nein\nS5,nein\n"},
    {POL_FACTS_NDJSON, ""},
    {POL_FACTS_NDJSON, "\xef\xbb\xbf\n\n{}\n"},
    {POL_FACTS_NDJSON, "\xef\xbb\xbf{\"id\":\"a\",\"employee\":{\"grade\":13}}\r\n\n{\"id\":\"b\",\"employee\":{\"note\":\"\\u00e9\"}}"},
    {POL_FACTS_NDJSON, "{\"id\":\"a\"\n{\"id\":\"b\",\"employee.grade\":2}\n[{}]\n  \nfoo bar\n{} {}\n{\"x\":1}\n{\"x\":1,\"employee.grade\":1,\"employee.grade\":1}\n"},
    {POL_FACTS_NDJSON, "{\"id\":1,\"calendar.holidays\":[{\"date\":\"2024-01-01\",\"parts\":[{\"hours\":25}]}]}\n{\"employee.note\":\"\xff\"}\n{\"employee.note\":\"a"},
};

Test(stream, pieces_are_as_the_whole) {
  for (size_t i = 0; i < COUNT(texts); i++) compare(texts[i].form, texts[i].text, strlen(texts[i].text));
}

/* One byte of each text taken away, doubled, or changed into one that means something. */
Test(stream, damaged_pieces_are_as_the_whole) {
  static const char signs[] = "\"\n\r,{\xff";
  char text[512];
  for (size_t i = 0; i < COUNT(texts); i++) {
    size_t n = strlen(texts[i].text);
    for (size_t at = i % 5; at < n; at += 5) {
      memcpy(text, texts[i].text, n);
      text[at] = signs[(at + i) % (sizeof signs - 1)];
      compare(texts[i].form, text, n);
    }
  }
}

/* Thousands of records: the window moves many times, and the reports' lines come from far apart. */
Test(stream, long_ones) {
  for (int form = 0; form < 2; form++) {
    pol_text t;
    pol_text_init(&t, NULL);
    if (form == POL_FACTS_CSV) pol_text_add(&t, "id,employee.note,employee.grade\n");
    for (int i = 0; i < 9000; i++) {
      int grade = i % 1500 == 7 ? 13 : 1 + i % 12;
      if (form == POL_FACTS_CSV) pol_text_format(&t, "S%d,\"%s\",%d\n", i, i % 3 ? "a, b" : "line\nline", grade);
      else pol_text_format(&t, "{\"id\":\"S%d\",\"employee\":{\"note\":\"caf\xc3\xa9\",\"grade\":%d}}\n", i, grade);
    }
    compare((pol_facts_form)form, pol_text_get(&t), t.n);
    pol_text_drop(&t);
  }
}

static size_t chosen;

static bool stream_with(const pol_alloc *from) {
  pieces text = {.text = texts[chosen].text, .n = strlen(texts[chosen].text), .piece = 7};
  world w;
  pol_status status = world_make(&w, from) ? read_stream(&w, NULL, texts[chosen].form, &text, 2, from) : POL_NO_MEMORY;
  world_drop(&w);
  return status != POL_NO_MEMORY;
}

Test(stream, no_memory) {
  for (chosen = 5; chosen < COUNT(texts); chosen += 3) failing_everywhere(stream_with);
}
