/* What writing and reading a receipt share: lines of a store, and the facts in it as a feed. */
#include "app/receipt.h"
#include "base/json_read.h"
#include "base/limits.h"
#include <string.h>

pol_status pol_receipt_new(pol_receipt **out, const pol_alloc *from, const pol_store *store) {
  *out = NULL;
  pol_arena *arena = pol_arena_new(from), *line = pol_arena_new(from);
  pol_receipt *r = arena && line ? POL_NEW(arena, pol_receipt) : NULL;
  if (!r) {
    pol_arena_drop(arena);
    pol_arena_drop(line);
    return POL_NO_MEMORY;
  }
  *r = (pol_receipt){.from = *from, .arena = arena, .line = line, .store = *store};
  pol_receipt_lines_begin(&r->facts, &r->store, 0, 0, &r->from);
  pol_text_init(&r->piece, &r->from);
  *out = r;
  return POL_OK;
}

void pol_receipt_drop(pol_receipt *r) {
  if (!r) return;
  pol_receipt_lines_drop(&r->facts);
  pol_text_drop(&r->piece);
  pol_arena_drop(r->line);
  pol_arena_drop(r->arena); /* the receipt itself is in it */
}

/* -- lines */

void pol_receipt_lines_begin(pol_receipt_lines *l, const pol_store *store, uint64_t at, uint64_t end, const pol_alloc *from) {
  *l = (pol_receipt_lines){.store = store, .at = at, .end = end};
  pol_text_init(&l->held, from);
}

void pol_receipt_lines_drop(pol_receipt_lines *l) { pol_text_drop(&l->held); }

/* More of the store behind what is held. *more false: there is nothing more. */
static pol_status hold_more(pol_receipt_lines *l, bool *more) {
  enum { PIECE = 65536 };
  pol_text *t = &l->held;
  if (l->used) { /* what was given goes */
    memmove(t->at, t->at + l->used, t->n - l->used);
    t->n -= l->used;
    l->looked -= l->used;
    l->used = 0;
  }
  size_t n = 0, room = l->end - l->at < PIECE ? (size_t)(l->end - l->at) : PIECE;
  if (room && !pol_text_room(t, room)) return POL_NO_MEMORY;
  if (room && (!l->store->get(l->store->user, l->at, t->at + t->n, room, &n) || n > room)) return POL_NO_FILE;
  t->n += n;
  l->at += n;
  *more = n > 0;
  return POL_OK;
}

pol_status pol_receipt_lines_next(pol_receipt_lines *l, const char **line, size_t *n) {
  *line = NULL;
  *n = 0;
  for (bool more = true;;) {
    const char *from = l->held.n > l->looked ? l->held.at + l->looked : NULL;
    const char *end = from ? memchr(from, '\n', l->held.n - l->looked) : NULL;
    size_t length = end ? (size_t)(end + 1 - l->held.at) - l->used : l->held.n - l->used;
    if (length > POL_LIMIT_RECEIPT_LINE) return POL_LIMIT;
    if (end || !more) {
      *line = length ? l->held.at + l->used : NULL;
      *n = length;
      l->used += length;
      l->looked = l->used;
      return POL_OK;
    }
    l->looked = l->held.n;
    POL_TRY(hold_more(l, &more));
  }
}

/* -- facts */

static bool add_hex(pol_text *to, const pol_json_value *v) {
  const char *hex = pol_json_member_text(v, "hex");
  size_t n = hex ? strlen(hex) : 1;
  for (size_t i = 0; i + 1 < n; i += 2) {
    static const char digit[] = "0123456789abcdef";
    const char *high = strchr(digit, hex[i]), *low = strchr(digit, hex[i + 1]);
    if (!high || !low) return false;
    pol_text_char(to, (char)((high - digit) << 4 | (low - digit)));
  }
  return n % 2 == 0;
}

pol_status pol_receipt_piece(pol_text *to, pol_arena *scratch, const char *key, const char *line, size_t n) {
  const pol_json_value *all;
  POL_TRY(pol_json_read(&all, scratch, line, n));
  const pol_json_value *v = pol_json_member(all, key);
  if (!v || all->first != all->last) return POL_REJECTED;
  if (v->is == POL_JSON_IS_STRING) pol_text_add_n(to, v->text, v->length);
  else if (!add_hex(to, v)) return POL_REJECTED;
  return pol_text_ok(to) ? POL_OK : POL_NO_MEMORY;
}

/* Bytes as the facts had them: a piece of them after the other. */
static bool get_facts(void *user, char *bytes, size_t room, size_t *n) {
  pol_receipt *r = user;
  *n = 0;
  while (*n < room) {
    if (r->piece_used == r->piece.n) {
      const char *line;
      size_t length;
      pol_arena_reset(r->line, (pol_arena_point){NULL, 0});
      pol_text_clear(&r->piece);
      r->piece_used = 0;
      r->failed = pol_receipt_lines_next(&r->facts, &line, &length);
      if (r->failed == POL_OK && line) r->failed = pol_receipt_piece(&r->piece, r->line, "facts", line, length);
      if (r->failed != POL_OK) return false;
      if (!line) return true;
    }
    size_t part = r->piece.n - r->piece_used < room - *n ? r->piece.n - r->piece_used : room - *n;
    memcpy(bytes + *n, r->piece.at + r->piece_used, part);
    r->piece_used += part;
    *n += part;
  }
  return true;
}

pol_feed pol_receipt_facts(pol_receipt *r) {
  const pol_receipt_head *h = &r->head;
  pol_receipt_lines_drop(&r->facts);
  pol_receipt_lines_begin(&r->facts, &r->store, r->facts_at, r->answers_at, &r->from);
  pol_text_clear(&r->piece);
  r->piece_used = 0;
  pol_form form = strcmp(h->form, "csv") == 0 ? POL_FORM_CSV : strcmp(h->form, "ndjson") == 0 ? POL_FORM_NDJSON : POL_FORM_JSON;
  return (pol_feed){.name = h->facts, .form = form, .get = get_facts, .user = r, .delimiter = h->delimiter};
}
