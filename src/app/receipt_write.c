/* A receipt written: what is decided from, then the facts as they come, then, read back from there, what is decided. */
#include "app/feeding.h"
#include "app/meaning.h"
#include "app/receipt.h"
#include "base/limits.h"
#include "base/utf8.h"
#include <string.h>

enum { PIECE_MOST = 16 * 1024 }; /* bytes of the facts in a line, where they have none themselves */

typedef struct writing {
  pol_receipt *r;
  pol_session *s;
  pol_sha256 whole, part; /* of all; of the facts, then of the answers */
  uint64_t at;
  uint64_t lines;         /* of answers */
  size_t line_n;          /* of the answers, bytes since the last line end */
  bool too_long;          /* one could not be read back */
  pol_text line;
  bool refused;           /* the store takes no more */
} writing;

static bool put(void *user, const char *bytes, size_t n) {
  writing *w = user;
  if (w->refused) return false;
  pol_sha256_add(&w->whole, bytes, n);
  w->at += n;
  w->refused = !w->r->store.put(w->r->store.user, bytes, n);
  return !w->refused;
}

static bool put_answers(void *user, const char *bytes, size_t n) {
  writing *w = user;
  pol_sha256_add(&w->part, bytes, n);
  const char *from = bytes, *end = bytes + n;
  for (const char *at; (at = memchr(from, '\n', (size_t)(end - from))) != NULL; from = at + 1, w->line_n = 0) {
    w->lines++;
    w->too_long = w->too_long || w->line_n + (size_t)(at + 1 - from) > POL_LIMIT_RECEIPT_LINE;
  }
  w->line_n += (size_t)(end - from);
  return !w->too_long && put(w, bytes, n);
}

static pol_status put_line(writing *w) {
  if (!pol_text_ok(&w->line)) return POL_NO_MEMORY;
  bool fine = put(w, w->line.at, w->line.n);
  pol_text_clear(&w->line);
  return fine ? POL_OK : POL_NO_FILE;
}

/* -- texts, in pieces that hang on nothing but the text: its lines, and of long ones PIECE_MOST bytes, or as many as are whole characters */

typedef struct cutting { writing *w; const char *key; pol_text held; } cutting;

static pol_status cut(cutting *c, size_t n) {
  pol_receipt_text_json(&c->w->line, c->key, c->held.at, n);
  POL_TRY(put_line(c->w));
  memmove(c->held.at, c->held.at + n, c->held.n - n);
  c->held.n -= n;
  return POL_OK;
}

static size_t whole_characters(const char *bytes, size_t n) {
  size_t fine = n;
  for (size_t back = 1; back < 4; back++) {
    unsigned char c = (unsigned char)bytes[n - back];
    if (c >= 0xc0) return n - back;
    if (c < 0x80) return n;
  }
  return fine;
}

static pol_status add_bytes(cutting *c, const char *bytes, size_t n) {
  while (n) {
    size_t room = PIECE_MOST - c->held.n, part = n < room ? n : room;
    const char *end = memchr(bytes, '\n', part);
    if (end) part = (size_t)(end + 1 - bytes);
    pol_text_add_n(&c->held, bytes, part);
    if (!pol_text_ok(&c->held)) return POL_NO_MEMORY;
    bytes += part;
    n -= part;
    if (end) POL_TRY(cut(c, c->held.n));
    else if (c->held.n == PIECE_MOST) POL_TRY(cut(c, whole_characters(c->held.at, c->held.n)));
  }
  return POL_OK;
}

static pol_status end_bytes(cutting *c) { return c->held.n ? cut(c, c->held.n) : POL_OK; }

static pol_status put_given(writing *w) {
  if (w->s->given_file == POL_NO_REF) return POL_OK;
  const pol_source *given = pol_sources_get(&w->s->sources, w->s->given_file);
  cutting c = {.w = w, .key = "given"};
  pol_text_init(&c.held, &w->r->from);
  pol_status status = add_bytes(&c, given->text, given->length);
  if (status == POL_OK) status = end_bytes(&c);
  pol_text_drop(&c.held);
  return status;
}

static pol_status put_some_facts(cutting *c, const pol_feed *facts, char *piece, size_t room) {
  for (size_t n = 1; n > 0;) {
    if (!facts->get(facts->user, piece, room, &n) || n > room) return POL_NO_FILE;
    pol_sha256_add(&c->w->part, piece, n);
    POL_TRY(add_bytes(c, piece, n));
  }
  return end_bytes(c);
}

static pol_status put_facts(writing *w, const pol_feed *facts) {
  enum { PIECE = 65536 };
  char *piece = POL_NEW_N(w->r->arena, char, PIECE);
  if (!piece) return POL_NO_MEMORY;
  cutting c = {.w = w, .key = "facts"};
  pol_text_init(&c.held, &w->r->from);
  w->r->facts_at = w->at;
  pol_sha256_init(&w->part);
  pol_status status = put_some_facts(&c, facts, piece, PIECE);
  pol_sha256_end(&w->part, w->r->end.facts);
  w->r->answers_at = w->at;
  pol_text_drop(&c.held);
  return status;
}

/* -- what it is decided from */

static const char *copy(pol_arena *arena, const char *text, bool *lost) {
  const char *made = text ? pol_arena_copy(arena, text, strlen(text)) : NULL;
  *lost = *lost || (text && !made);
  return made;
}

static pol_status take_names(pol_receipt *r, const pol_session *s) {
  const char **asked = POL_NEW_N(r->arena, const char *, s->asked.n + 1u);
  pol_receipt_mapped *mapped = POL_NEW_N(r->arena, pol_receipt_mapped, s->mapped.n + 1u);
  bool lost = !asked || !mapped;
  for (uint32_t i = 0; !lost && i < s->asked.n; i++) asked[i] = copy(r->arena, pol_atom_get(s->atoms, s->model->decisions.at[s->asked.at[i]].name), &lost);
  for (uint32_t i = 0; !lost && i < s->mapped.n; i++)
    mapped[i] = (pol_receipt_mapped){copy(r->arena, s->mapped.at[i].written, &lost), copy(r->arena, s->mapped.at[i].fact, &lost)};
  r->head.asked = asked;
  r->head.askeds = s->asked.n;
  r->head.mapped = mapped;
  r->head.mappeds = s->mapped.n;
  return lost ? POL_NO_MEMORY : POL_OK;
}

static pol_status take_head(pol_receipt *r, pol_session *s, const pol_feed *facts) {
  pol_receipt_head *h = &r->head;
  bool lost = false;
  pol_text day;
  pol_text_init(&day, &s->from);
  pol_date_write(&day, s->as_of);
  *h = (pol_receipt_head){.engine = pol_version(), .trace = true};
  h->as_of = pol_text_ok(&day) ? copy(r->arena, pol_text_get(&day), &lost) : NULL;
  pol_text_drop(&day);
  h->policy = copy(r->arena, pol_atom_get(s->atoms, s->model->name), &lost);
  h->title = copy(r->arena, s->model->title, &lost);
  h->digest = copy(r->arena, s->model->digest, &lost);
  h->facts = copy(r->arena, facts->name, &lost);
  h->form = facts->form == POL_FORM_CSV ? "csv" : facts->form == POL_FORM_NDJSON ? "ndjson" : "json";
  h->delimiter = facts->delimiter ? facts->delimiter : s->delimiter;
  if (s->given_file != POL_NO_REF) h->given = copy(r->arena, pol_sources_get(&s->sources, s->given_file)->name, &lost);
  if (lost || !h->as_of) return POL_NO_MEMORY;
  POL_TRY(take_names(r, s));
  return pol_meaning_make(&h->files, r->arena, s);
}

static pol_status put_head(writing *w) {
  pol_receipt *r = w->r;
  pol_receipt_head_json(&w->line, r->line, &r->head, w->s->model);
  POL_TRY(put_line(w));
  for (uint32_t i = 0; i < r->head.files.files.n; i++) {
    pol_receipt_file_json(&w->line, &r->head.files.files.at[i]);
    POL_TRY(put_line(w));
  }
  return put_given(w);
}

/* -- all of it */

static pol_status put_end(writing *w) {
  pol_receipt *r = w->r;
  pol_sha256_end(&w->part, r->end.answers);
  r->end_at = w->at;
  r->end.records = w->lines;
  pol_receipt_end_json(&w->line, &r->end);
  if (!pol_text_ok(&w->line)) return POL_NO_MEMORY;
  pol_sha256_add(&w->whole, w->line.at, w->line.n);
  pol_sha256_end(&w->whole, r->end.receipt);
  memcpy(r->digest, r->end.receipt, sizeof r->digest);
  pol_receipt_seal_json(&w->line, &r->end);
  return put_line(w);
}

static pol_result decide(writing *w, const pol_batch *how) {
  const pol_view view = {.form = POL_FORM_NDJSON, .trace = true};
  const pol_sink sink = {put_answers, w};
  const pol_feed facts = pol_receipt_facts(w->r);
  pol_tally tally = {0};
  pol_batch own = how ? *how : (pol_batch){0};
  own.tally = &tally;
  pol_sha256_init(&w->part);
  pol_result result = pol_decide(&sink, w->s, &view, &facts, &own);
  if (how && how->tally) *how->tally = tally;
  if (w->r->failed == POL_NO_MEMORY) return POL_OUT_OF_MEMORY;
  if (w->too_long) pol_report_add(&w->s->reports, POL_R_TOO_LONG, pol_no_place, "an answer with its trace is longer than %d MiB, and no receipt holds it", POL_LIMIT_RECEIPT_LINE / 1024 / 1024);
  if (result == POL_BAD_NEWS && tally.stopped) return POL_BAD_NEWS; /* stopped: not whole */
  return result == POL_DONE || result == POL_BAD_NEWS ? POL_DONE : result;
}

pol_result pol_receipt_write(pol_receipt **out, pol_session *s, const pol_store *to, const pol_feed *facts, const pol_batch *how) {
  *out = NULL;
  bool form = facts->form == POL_FORM_CSV || facts->form == POL_FORM_NDJSON || facts->form == POL_FORM_JSON;
  if (s->stage != POL_STAGE_CHECKED || !s->dated || !form) return POL_COULD_NOT;
  writing w = {.s = s};
  pol_result result = pol_result_of(pol_receipt_new(&w.r, &s->from, to));
  if (result != POL_DONE) return result;
  pol_sha256_init(&w.whole);
  pol_text_init(&w.line, &s->from);
  pol_status status = take_head(w.r, s, facts);
  if (status == POL_OK) status = put_head(&w);
  if (status == POL_OK) status = put_facts(&w, facts);
  result = pol_result_of(status);
  if (result == POL_DONE) result = decide(&w, how);
  if (result == POL_DONE) result = pol_result_of(put_end(&w));
  pol_text_drop(&w.line);
  if (result == POL_DONE) *out = w.r;
  else pol_receipt_drop(w.r);
  return result;
}
