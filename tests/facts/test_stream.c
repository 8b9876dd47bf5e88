/* Streams give what whole texts give, however the pieces come. */
#include "base/failing.h"
#include "base/limits.h"
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
  if (!r->wrong) world_values(out, w, record);
  for (uint32_t i = 0; i < w->model.facts.n && !r->wrong; i++)
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

/* A record of a length, between two short ones. */
static void long_text(pol_text *t, pol_facts_form form, size_t length) {
  const char *begin = form == POL_FACTS_CSV ? "S2,\"" : "{\"id\":\"S2\"", *end = form == POL_FACTS_CSV ? "\"\n" : "}\n";
  pol_text_add(t, form == POL_FACTS_CSV ? "id,employee.note\nS1,a\n" : "{\"id\":\"S1\"}\n");
  size_t start = t->n;
  pol_text_add(t, begin);
  pol_text_pad(t, ' ', length - strlen(begin) - strlen(end));
  pol_text_add(t, end);
  cr_assert_eq(t->n - start, length);
  pol_text_add(t, form == POL_FACTS_CSV ? "S3,b\n" : "{\"id\":\"S3\"}\n");
}

Test(stream, records_have_a_longest) {
  static const char *const want[] = {
      "POL1002 3:1 a record is longer than 16 MiB [nothing after this is read] help: look for a quotation mark that is not closed",
      "POL1002 2:1 a record is longer than 16 MiB"};
  for (int over = -1; over <= 1; over++)
    for (int form = 0; form < 2; form++)
      for (int whole = 0; whole < 2; whole++) {
        world w;
        pol_text t, got;
        pol_text_init(&t, NULL);
        pol_text_init(&got, NULL);
        long_text(&t, (pol_facts_form)form, (size_t)(POL_LIMIT_RECORD_BYTES + over));
        pieces from = {.text = pol_text_get(&t), .n = t.n, .piece = 1000000};
        cr_assert(world_make(&w, NULL));
        uint32_t file, records = 0;
        pol_source source = {.name = "facts", .text = pol_text_get(&t), .length = (uint32_t)t.n};
        if (whole) {
          cr_assert(pol_source_index(&source, w.arena));
          *POL_VEC_PUSH(w.arena, &w.sources.files) = source;
          (form == POL_FACTS_CSV ? pol_facts_read_csv : pol_facts_read_ndjson)(&w.facts, &w.model, &w.sources, 0, &w.reports);
          records = w.facts.records.n;
        } else {
          cr_assert_eq(pol_sources_add(&w.sources, &file, "facts", "", 0), POL_OK);
          read_stream(&w, &got, (pol_facts_form)form, &from, 2, NULL);
          for (size_t i = 0; i < got.n; i++) records += got.at[i] == '\n';
        }
        pol_text_clear(&got);
        world_reports(&got, &w);
        cr_expect_str_eq(pol_text_get(&got), over > 0 ? want[form] : "", "%d %d %d: %s", over, form, whole, pol_text_get(&got));
        cr_expect_eq(records, over > 0 && form == POL_FACTS_CSV ? 2 : 3, "%d %d %d: %u records", over, form, whole, records);
        world_drop(&w);
        pol_text_drop(&got);
        pol_text_drop(&t);
      }
}

/* Mistakes without end fill neither the list of reports nor the lines that are kept for them. */
Test(stream, mistakes_have_an_end) {
  static const struct { int records; size_t wide; uint32_t most; } rows[] = {{12000, 10, 10001}, {30, 1000000, 20}};
  for (size_t i = 0; i < COUNT(rows); i++) {
    world w;
    pol_text t;
    pol_text_init(&t, NULL);
    for (int k = 0; k < rows[i].records; k++) {
      pol_text_add(&t, "{\"employee.grade\":13");
      pol_text_pad(&t, ' ', rows[i].wide);
      pol_text_add(&t, "}\n");
    }
    pieces from = {.text = pol_text_get(&t), .n = t.n, .piece = 100000};
    cr_assert(world_make(&w, NULL));
    cr_expect_eq(read_stream(&w, NULL, POL_FACTS_NDJSON, &from, 500, NULL), POL_REJECTED);
    cr_expect_leq(w.reports.list.n, rows[i].most, "%u reports", w.reports.list.n);
    cr_expect_eq(w.reports.list.at[w.reports.list.n - 1]->code, POL_R_FACTS_MANY);
    cr_expect_lt(w.sources.files.at[0].length, 20u * 1024 * 1024);
    world_drop(&w);
    pol_text_drop(&t);
  }
}

Test(stream, a_feed_that_fails) {
  static const char text[] = "id,employee.grade\nS1,1\nS2,2\nS3,3\n";
  pieces from = {.text = text, .n = sizeof text - 1, .piece = 6, .fails_at = 20};
  world w;
  pol_text got;
  pol_text_init(&got, NULL);
  cr_assert(world_make(&w, NULL));
  cr_expect_eq(read_stream(&w, &got, POL_FACTS_CSV, &from, 10, NULL), POL_NO_FILE);
  cr_expect_str_eq(pol_text_get(&got), "S1 grade=1 2:4\n", "%s", pol_text_get(&got));
  world_drop(&w);
  pol_text_drop(&got);
}

/* -- two versions of a policy */

static bool lacks(pol_model *other, const world *w, const char *fact) { /* a version without one fact, and the others in other places */
  *other = w->model;
  other->facts.at = POL_NEW_N(w->arena, pol_fact, w->model.facts.n);
  other->facts.n = 0;
  for (uint32_t i = w->model.facts.n; i-- > 0;)
    if (strcmp(pol_atom_get(w->atoms, w->model.facts.at[i].name), fact) != 0) other->facts.at[other->facts.n++] = w->model.facts.at[i];
  return other->facts.n == w->model.facts.n - 1;
}

Test(stream, two_versions) {
  static const struct {
    pol_facts_form form;
    const char *text, *want;
  } rows[] = {
      {POL_FACTS_CSV, "id,employee.grade,employee.note\nS1,3,a\nS2,13,b\n", "POL0808 3:4 employee.grade is 1 to 12, and 13 is not [record S2, column 2]"},
      {POL_FACTS_CSV, "id,employee.grade,employee.nte\nS1,3,a\n", "POL0801 1:19 facts has a column that the policy does not know [column 3] help: did you mean employee.note?"},
      {POL_FACTS_NDJSON, "{\"id\":\"S1\",\"employee\":{\"grade\":3,\"note\":\"a\"}}\n{\"id\":\"S2\",\"employee.grade\":13}\n",
       "POL0808 2:29 employee.grade is 1 to 12, and 13 is not [record S2]"},
      {POL_FACTS_NDJSON, "{\"id\":\"S1\",\"employee.grade\":3,\"employee.x\":1}\n", "POL0801 1:31 no fact is called employee.x [not declared, record S1]"},
  };
  for (size_t i = 0; i < 2 * COUNT(rows); i++) {
    world w;
    pol_model other;
    pol_text got;
    uint32_t file;
    pol_facts_stream *s;
    const pol_facts *read[2];
    pieces from = {.text = rows[i / 2].text, .n = strlen(rows[i / 2].text), .piece = 4096};
    pol_text_init(&got, NULL);
    cr_assert(world_make(&w, NULL) && lacks(&other, &w, "employee.grade"));
    cr_assert_eq(pol_sources_add(&w.sources, &file, "facts", "", 0), POL_OK);
    const pol_facts_input in = {.model = {i % 2 ? &w.model : &other, i % 2 ? &other : &w.model}, .sources = &w.sources, .file = file, .form = rows[i / 2].form, .feed = {next_piece, &from}, .reports = &w.reports};
    cr_assert_eq(pol_facts_stream_new(&s, &in), POL_OK);
    cr_assert_eq(pol_facts_stream_next(s, read, 100), POL_OK);
    cr_assert_eq(read[0]->records.n, read[1]->records.n);
    uint32_t grade = world_fact(&w, "employee.grade"), note = world_fact(&w, "employee.note"), there = other.facts.n - note;
    const pol_facts *mine = read[i % 2 ? 0 : 1], *others = read[i % 2 ? 1 : 0];
    bool right = !mine->records.at[0].wrong;
    if (right) cr_expect_eq(mine->records.at[0].value[grade].state, POL_KNOWN, "row %zu", i);
    if (right) cr_expect_eq(others->records.at[0].value[there].as.i, mine->records.at[0].value[note].as.i, "row %zu", i);
    cr_expect_eq(mine->records.at[mine->records.n - 1].wrong, true, "row %zu", i);
    cr_expect_eq(others->records.at[mine->records.n - 1].wrong, true, "what is wrong in one is wrong in both: row %zu", i);
    while (read[0]->records.n) cr_assert_eq(pol_facts_stream_next(s, read, 100), POL_OK);
    pol_facts_stream_end(s);
    pol_facts_stream_drop(s);
    world_reports(&got, &w);
    cr_expect_str_eq(pol_text_get(&got), rows[i / 2].want, "row %zu: %s", i, pol_text_get(&got));
    pol_text_drop(&got);
    world_drop(&w);
  }
}
