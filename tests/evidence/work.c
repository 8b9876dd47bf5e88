/* See scenario.h: what each step does. */
#include "evidence/scenario.h"
#include "evidence/desks.h"
#include <pthread.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- bytes ---- */

static void *must(void *at) {
  if (!at) fprintf(stderr, "allocations: out of memory\n"), exit(2);
  return at;
}

void bytes_add(bytes *to, const void *at, size_t n) {
  if (to->n + n + 1 > to->cap) to->at = must(realloc(to->at, to->cap = (to->n + n + 1) * 2));
  if (n) memcpy(to->at + to->n, at, n);
  to->at[to->n += n] = '\0';
}

void bytes_format(bytes *to, const char *format, ...) {
  char line[4000];
  va_list args;
  va_start(args, format);
  int n = vsnprintf(line, sizeof line, format, args);
  va_end(args);
  bytes_add(to, line, n < 0 ? 0 : (size_t)n < sizeof line ? (size_t)n : sizeof line - 1);
}

typedef struct kept { struct kept *next; char *path; bytes text; } kept;
static kept *files;

const bytes *file_of(const char *path) {
  for (kept *k = files; k; k = k->next)
    if (strcmp(k->path, path) == 0) return &k->text;
  FILE *f = fopen(path, "rb");
  if (!f) fprintf(stderr, "allocations: %s cannot be read\n", path), exit(2);
  kept *k = must(calloc(1, sizeof *k));
  *k = (kept){.next = files, .path = must(strdup(path))};
  char part[65536];
  for (size_t n; (n = fread(part, 1, sizeof part, f)) > 0;) bytes_add(&k->text, part, n);
  bytes_add(&k->text, "", 0);
  fclose(f);
  files = k;
  return &k->text;
}

/* ---- words ---- */

/* "name=what" among the words; NULL: not there. "name" alone: "". */
static const char *said(const step *s, const char *name) {
  size_t n = strlen(name);
  for (size_t i = 1; i < s->n; i++)
    if (strncmp(s->word[i], name, n) == 0 && (s->word[i][n] == '=' || !s->word[i][n])) return s->word[i] + n + (s->word[i][n] == '=');
  return NULL;
}

static size_t number(const step *s, const char *name) {
  const char *text = said(s, name);
  return text ? strtoul(text, NULL, 10) : 0;
}

static pol_form form_of(const char *name) {
  static const struct { const char *name; pol_form form; } forms[] = {{"text", POL_FORM_TEXT}, {"json", POL_FORM_JSON}, {"ndjson", POL_FORM_NDJSON}, {"csv", POL_FORM_CSV}, {"tap", POL_FORM_TAP},
      {"junit", POL_FORM_JUNIT}, {"sarif", POL_FORM_SARIF}, {"json-schema", POL_FORM_JSON_SCHEMA}, {"html", POL_FORM_HTML}, {"dot", POL_FORM_DOT}, {"markdown", POL_FORM_MARKDOWN}};
  for (size_t i = 0; name && i < sizeof forms / sizeof *forms; i++)
    if (strcmp(forms[i].name, name) == 0) return forms[i].form;
  return POL_FORM_TEXT;
}

static pol_speed speed_of(const char *name) {
  static const char *const names[] = {"best", "engine", "portable", "v2", "v3", "v4"};
  for (size_t i = 0; name && i < sizeof names / sizeof *names; i++)
    if (strcmp(names[i], name) == 0) return (pol_speed)i;
  return POL_SPEED_BEST;
}

static pol_view view_of(const step *s) {
  pol_view v = {.form = form_of(said(s, "form")), .colour = said(s, "colour"), .trace = said(s, "trace"), .why_not = said(s, "why_not"), .id = said(s, "id"), .outcomes = said(s, "outcomes"),
      .width = number(s, "width"), .names = said(s, "names"), .brief = said(s, "brief"), .open = said(s, "open")};
  if (said(s, "letterhead")) v.letterhead = file_of(said(s, "letterhead"))->at;
  return v;
}

/* ---- crews ---- */

static void one_after_the_other(void *user, void (*part)(void *task, size_t i), void *task, size_t n) {
  (void)user;
  for (size_t i = 0; i < n; i++) part(task, i);
}

typedef struct shift { void (*part)(void *task, size_t i); void *task; size_t i; } shift;

static void *take_shift(void *given) {
  const shift *s = given;
  s->part(s->task, s->i);
  return NULL;
}

static void at_once(void *user, void (*part)(void *task, size_t i), void *task, size_t n) {
  enum { MOST = 8 };
  pthread_t thread[MOST];
  shift shifts[MOST];
  (void)user;
  for (size_t begin = 0; begin < n; begin += MOST) {
    size_t some = n - begin < MOST ? n - begin : MOST;
    for (size_t i = 0; i < some; i++) {
      shifts[i] = (shift){part, task, begin + i};
      if (pthread_create(&thread[i], NULL, take_shift, &shifts[i]) != 0) fprintf(stderr, "allocations: no thread\n"), exit(2);
    }
    for (size_t i = 0; i < some; i++) pthread_join(thread[i], NULL);
  }
}

/* "crew=3": in parts, in one thread, so that the same call fails each time; "threads=3": in threads. */
static const pol_crew *crew_of(pol_crew *room, const step *s) {
  size_t hands = number(s, "crew"), threads = number(s, "threads");
  *room = (pol_crew){.run = threads ? at_once : one_after_the_other, .hands = threads ? threads : hands};
  return threads || hands ? room : NULL;
}

/* ---- feeds and sinks ---- */

typedef struct reading { const bytes *from; size_t at, piece; } reading;

static bool feed_get(void *user, char *to, size_t room, size_t *n) {
  reading *r = user;
  *n = r->from->n - r->at;
  if (*n > room) *n = room;
  if (r->piece && *n > r->piece) *n = r->piece;
  memcpy(to, r->from->at + r->at, *n);
  r->at += *n;
  return true;
}

static bool put(void *user, const char *at, size_t n) { return bytes_add(user, at, n), true; }

static pol_feed feed_of(reading *r, const step *s, const char *path, const char *form) {
  *r = (reading){.from = file_of(path), .piece = number(s, "piece")};
  const char *delimiter = said(s, "delimiter");
  return (pol_feed){.name = path, .form = form_of(form), .get = feed_get, .user = r, .delimiter = delimiter ? *delimiter : '\0'};
}

/* ---- a session is filled ---- */

static pol_result load(work *w, const step *s) {
  const char *verb = s->word[0], *path = s->word[1];
  const bytes *text = file_of(path);
  if (strcmp(verb, "add") == 0) return pol_session_add(w->s, path, text->at, text->n);
  if (strcmp(verb, "after") == 0) return pol_session_add_after(w->s, path, text->at, text->n);
  if (strcmp(verb, "amend") == 0) return pol_session_amend(w->s, path, text->at, text->n, s->n > 2 ? s->word[2] : NULL);
  if (strcmp(verb, "given") == 0) return pol_session_given(w->s, path, text->at, text->n);
  return pol_session_facts(w->s, path, text->at, text->n, form_of(s->word[2]));
}

static bool is_load(const char *verb) { return strcmp(verb, "add") == 0 || strcmp(verb, "after") == 0 || strcmp(verb, "amend") == 0 || strcmp(verb, "given") == 0 || strcmp(verb, "facts") == 0; }

static bool prepare(pol_result *out, work *w, const step *s) {
  const char *verb = s->word[0], *word = s->n > 1 ? s->word[1] : "";
  if (is_load(verb)) *out = load(w, s);
  else if (strcmp(verb, "rules_only") == 0) *out = pol_session_rules_only(w->s);
  else if (strcmp(verb, "check") == 0) *out = pol_session_check(w->s);
  else if (strcmp(verb, "compare") == 0) *out = pol_session_compare(w->s);
  else if (strcmp(verb, "map") == 0) *out = pol_session_map(w->s, word, s->n > 2 ? s->word[2] : "");
  else if (strcmp(verb, "delimiter") == 0) *out = pol_session_delimiter(w->s, *word);
  else if (strcmp(verb, "as_of") == 0) *out = pol_session_as_of(w->s, word);
  else if (strcmp(verb, "ask") == 0) *out = pol_session_ask(w->s, word);
  else if (strcmp(verb, "read") == 0) *out = pol_session_read(w->s, word);
  else if (strcmp(verb, "decider") == 0) {
    *out = pol_decider_new(&w->decider, w->s, speed_of(word));
    if (*out == POL_DONE) w->s = NULL;
  } else return false;
  return true;
}

/* ---- a session is asked ---- */

static pol_result tests(pol_string *out, work *w, const step *s, const pol_view *v) {
  pol_crew crew;
  size_t ran = 0;
  pol_testing wanted = {.filter = said(s, "filter"), .coverage = said(s, "coverage"), .mutate = said(s, "mutate"), .min_clause = (unsigned)number(s, "min_clause"),
      .min_condition = (unsigned)number(s, "min_condition"), .ran = &ran, .crew = crew_of(&crew, s)};
  const bytes *known = said(s, "known") ? file_of(said(s, "known")) : NULL;
  if (wanted.min_clause || wanted.min_condition) wanted.coverage = true;
  if (known) wanted.known = known->at, wanted.known_length = known->n;
  return pol_render_tests(out, w->s, v, &wanted);
}

static pol_result render(pol_string *out, work *w, const step *s) {
  const char *what = s->word[1];
  const pol_view v = view_of(s);
  size_t mended = 0;
  if (strcmp(what, "reports") == 0) return pol_render_reports(out, w->s, &v);
  if (strcmp(what, "decisions") == 0) return pol_render_decisions(out, w->s, &v);
  if (strcmp(what, "explanation") == 0) return pol_render_explanation(out, w->s, &v);
  if (strcmp(what, "needed") == 0) return pol_render_facts(out, w->s, &v);
  if (strcmp(what, "doc") == 0) return pol_render_doc(out, w->s, &v);
  if (strcmp(what, "reading") == 0) return pol_render_reading(out, w->s, &v);
  if (strcmp(what, "tests") == 0) return tests(out, w, s, &v);
  if (strcmp(what, "tree") == 0) return pol_render_tree(out, w->s);
  if (strcmp(what, "program") == 0) return pol_render_program(out, w->s);
  if (strcmp(what, "names") == 0) return pol_render_names(out, w->s, (pol_names_of)number(s, "of"));
  if (strcmp(what, "formatted") == 0) return pol_render_formatted(out, w->s, number(s, "file"));
  if (strcmp(what, "mended") == 0) return pol_render_mended(out, w->s, number(s, "file"), &mended);
  if (strcmp(what, "consolidated") == 0) return pol_render_consolidated(out, w->s);
  if (strcmp(what, "modules") == 0) return pol_render_modules(out, w->from, said(s, "module"), &v);
  if (strcmp(what, "code") == 0) return pol_render_code(out, w->from, said(s, "code"));
  if (strcmp(what, "codes") == 0) return pol_render_codes(out, w->from);
  fprintf(stderr, "allocations: there is nothing called %s to be rendered\n", what), exit(2);
}

static void rendered(made *m, work *w, const step *s) {
  pol_string text = {0};
  m->result = render(&text, w, s);
  if (text.text) {
    bytes_format(&m->out, "%zu\n", text.length);
    bytes_add(&m->out, text.text, text.length);
    if (strlen(text.text) > text.length) bytes_format(&m->out, "\nit goes on behind its end");
  }
  pol_string_drop(&text);
}

static void decide(made *m, work *w, const step *s) {
  reading r;
  pol_crew crew;
  pol_tally tally = {0};
  const pol_feed feed = feed_of(&r, s, s->word[1], s->word[2]);
  const pol_view v = view_of(s);
  const pol_sink sink = {put, &m->out};
  const pol_batch how = {.crew = crew_of(&crew, s), .strict = said(s, "strict"), .speed = speed_of(said(s, "speed")), .tally = &tally};
  m->streamed = true;
  m->result = pol_decide(&sink, w->s, &v, &feed, &how);
  if (m->result != POL_OUT_OF_MEMORY) bytes_format(&m->out, "%llu %llu %llu\n", (unsigned long long)tally.records, (unsigned long long)tally.wrong, (unsigned long long)tally.faults);
}

static bool put_sheet(void *user, const char *title) { return bytes_format(user, "== %s\n", title), true; }

static bool put_row(void *user, const pol_cell *cell, size_t n) {
  for (size_t i = 0; i < n; i++) {
    bytes_format(user, "%d%s %s\t", (int)cell[i].kind, cell[i].heading ? "h" : "", cell[i].unit ? cell[i].unit : "");
    if (cell[i].text) bytes_add(user, cell[i].text, cell[i].length);
  }
  bytes_add(user, "\n", 1);
  return true;
}

static void comparison(made *m, work *w, const step *s) {
  enum { BY_MOST = 4 };
  const char *by[BY_MOST];
  reading r;
  bool differ = false, facts = s->n > 2 && strcmp(s->word[1], "-") != 0;
  const pol_feed feed = facts ? feed_of(&r, s, s->word[1], s->word[2]) : (pol_feed){0};
  pol_view v = view_of(s);
  pol_measuring how = {.by = by, .most = (unsigned)number(s, "most"), .id = said(s, "person"), .people = said(s, "people"), .redline = said(s, "redline"), .command = "pol compare", .differ = &differ};
  v.id = NULL;
  for (size_t i = 1; i < s->n && how.bys < BY_MOST; i++)
    if (strncmp(s->word[i], "by=", 3) == 0) by[how.bys++] = s->word[i] + 3;
  const pol_sink sink = {put, &m->out};
  const pol_grid grid = {put_sheet, put_row, &m->out};
  m->streamed = true;
  if (strcmp(s->word[0], "sheets") == 0) m->result = pol_fill_comparison(&grid, w->s, &how, facts ? &feed : NULL);
  else m->result = pol_render_comparison(&sink, w->s, &v, &how, facts ? &feed : NULL);
  if (m->result != POL_OUT_OF_MEMORY) bytes_format(&m->out, "differ: %d\n", differ);
}

/* ---- receipts ---- */

static bool store_get(void *user, uint64_t at, char *to, size_t room, size_t *n) {
  const bytes *from = user;
  *n = at < from->n ? from->n - (size_t)at : 0;
  if (*n > room) *n = room;
  if (*n) memcpy(to, from->at + at, *n);
  return true;
}

static void drop_receipt(work *w) {
  pol_receipt_drop(w->receipt);
  w->receipt = NULL;
}

static void write_receipt(made *m, work *w, const step *s) {
  reading r;
  pol_crew crew;
  drop_receipt(w);
  w->store.n = 0;
  const pol_feed feed = feed_of(&r, s, s->word[1], s->word[2]);
  const pol_store store = {put, store_get, &w->store};
  const pol_batch how = {.crew = crew_of(&crew, s), .strict = said(s, "strict"), .speed = speed_of(said(s, "speed"))};
  m->streamed = true;
  m->result = pol_receipt_write(&w->receipt, w->s, &store, &feed, &how);
  bytes_add(&m->out, w->store.at, w->store.n);
}

/* The same store, in a session of its own; the policy is to be added to it. */
static void read_receipt(made *m, work *w) {
  const pol_store store = {NULL, store_get, &w->store};
  drop_receipt(w);
  pol_session_drop(w->s);
  w->s = NULL;
  m->result = pol_session_new(&w->s, w->from);
  if (m->result == POL_DONE) m->result = pol_session_rules_only(w->s);
  if (m->result == POL_DONE) m->result = pol_receipt_read(&w->receipt, w->s, "the receipt", &store);
}

static void replay(made *m, work *w, const step *s) {
  pol_crew crew;
  const pol_view v = view_of(s);
  const pol_sink sink = {put, &m->out};
  const pol_batch how = {.crew = crew_of(&crew, s), .speed = speed_of(said(s, "speed"))};
  m->streamed = true;
  m->result = pol_replay(&sink, w->s, w->receipt, &v, &how);
}

/* ---- */

bool work_is_asked(const step *s) {
  const char *verb = s->word[0];
  return strcmp(verb, "render") == 0 || strcmp(verb, "decide") == 0 || strcmp(verb, "comparison") == 0 || strcmp(verb, "sheets") == 0 || strcmp(verb, "receipt") == 0 || strcmp(verb, "desk") == 0 || strcmp(verb, "cells") == 0 || strcmp(verb, "mill") == 0;
}

void work_step(made *out, work *w, const step *s) {
  const char *verb = s->word[0];
  out->out.n = 0;
  out->streamed = false;
  out->result = POL_DONE;
  if (prepare(&out->result, w, s)) return;
  if (strcmp(verb, "render") == 0) rendered(out, w, s);
  else if (strcmp(verb, "decide") == 0) decide(out, w, s);
  else if (strcmp(verb, "comparison") == 0 || strcmp(verb, "sheets") == 0) comparison(out, w, s);
  else if (strcmp(verb, "receipt") == 0) write_receipt(out, w, s);
  else if (strcmp(verb, "reread") == 0) read_receipt(out, w);
  else if (strcmp(verb, "replay") == 0) replay(out, w, s);
  else if (strcmp(verb, "desk") == 0) desk_of_lines(out, w, file_of(s->word[1]), said(s, "trace") != NULL);
  else if (strcmp(verb, "cells") == 0) desk_of_cells(out, w, number(s, "seed"), number(s, "records"));
  else if (strcmp(verb, "mill") == 0) mill_of_arrays(out, w, number(s, "seed"), number(s, "rows"), said(s, "texts") != NULL);
  else fprintf(stderr, "allocations: there is no step %s\n", verb), exit(2);
}

void work_end(work *w) {
  pol_mill_drop(w->mill);
  pol_arrays_drop(w->arrays);
  pol_desk_drop(w->desk);
  pol_decider_drop(w->decider);
  pol_receipt_drop(w->receipt);
  pol_session_drop(w->s);
  free(w->store.at);
}
