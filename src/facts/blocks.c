/* Blocks of whole records, out of a feed: what comes after the last whole record of a block is carried over to the next. */
#include "base/limits.h"
#include "facts/csv_strip.h"
#include "facts/lines.h"
#include <string.h>

enum { READ_ON = 64, SHOWN = 1024, BYTES_USUAL = 256 * 1024 };

typedef struct span { char *text; size_t n, room; } span;

struct pol_blocks {
  pol_blocks_input in;
  span carry, heading;
  uint64_t line;          /* of what is carried */
  bool ended, over;       /* the feed has no more; nothing more is given */
  const pol_csv_code *code;
  bool skipping;          /* over the rest of a line that is too long */
};

/* Room for so many bytes and those that may be read after them; what is there stays. */
static bool reserve(span *s, const pol_alloc *from, size_t bytes) {
  if (s->room >= bytes + READ_ON) return true;
  size_t room = bytes + READ_ON;
  char *text = from->get(from->user, room);
  if (!text) return false;
  if (s->n) memcpy(text, s->text, s->n);
  from->put(from->user, s->text);
  s->text = text;
  s->room = room;
  return true;
}

pol_status pol_blocks_new(pol_blocks **out, const pol_blocks_input *in) {
  const pol_alloc *from = in->from ? in->from : pol_alloc_default();
  pol_blocks *b = *out = from->get(from->user, sizeof *b);
  if (!b) return POL_NO_MEMORY;
  *b = (pol_blocks){.in = *in, .line = 1, .code = pol_csv_code_of(pol_cpu_level())};
  b->in.from = from;
  if (!b->in.delimiter) b->in.delimiter = ',';
  if (!b->in.bytes) b->in.bytes = BYTES_USUAL;
  return POL_OK;
}

void pol_blocks_drop(pol_blocks *b) {
  if (!b) return;
  const pol_alloc *from = b->in.from;
  from->put(from->user, b->carry.text);
  from->put(from->user, b->heading.text);
  from->put(from->user, b);
}

void pol_block_drop(pol_block *block, const pol_alloc *from) {
  if (!from) from = pol_alloc_default();
  from->put(from->user, block->text);
  *block = (pol_block){0};
}

/* One read, until there are so many bytes at most. */
static pol_status read_on(pol_blocks *b, span *s, size_t most) {
  if (!reserve(s, b->in.from, most)) return POL_NO_MEMORY;
  ptrdiff_t n = b->in.feed.read(b->in.feed.user, s->text + s->n, most - s->n);
  if (n < 0 || (size_t)n > most - s->n) return POL_NO_FILE;
  b->ended = n == 0;
  s->n += (size_t)n;
  return POL_OK;
}

static pol_status read_more(pol_blocks *b, span *s) {
  size_t more = s->n < b->in.bytes ? b->in.bytes : s->n * 2;
  return read_on(b, s, more > POL_LIMIT_RECORD_BYTES + b->in.bytes ? POL_LIMIT_RECORD_BYTES + b->in.bytes : more);
}

/* What was found of whole records. */
typedef struct found { size_t first, end; uint64_t lines; } found; /* where the first of them ends, where the last; 0: there is none */

static size_t first_end(const pol_blocks *b, const char *text, size_t n) {
  pol_csv_place place = POL_CSV_START;
  const char *end = b->in.form == POL_FACTS_CSV ? pol_csv_row_end(&place, text, text + n, b->in.delimiter) : memchr(text, '\n', n);
  return !end ? 0 : (size_t)(end - text) + (b->in.form != POL_FACTS_CSV);
}

static uint64_t newlines(const char *at, size_t n) {
  uint64_t lines = 0;
  for (size_t i = 0; i < n; i++) lines += at[i] == '\n';
  return lines;
}

static found search(const pol_blocks *b, const char *text, size_t n) {
  pol_csv_cut c = {.text = text, .n = n, .delimiter = b->in.delimiter, .table = b->in.form == POL_FACTS_CSV};
  b->code->cut(&c);
  if (c.misplaced) { /* one field after the other */
    c.end = 0;
    for (size_t more; (more = first_end(b, text + c.end, n - c.end)) != 0;) c.end += more;
    c.lines = newlines(text, c.end);
  }
  return (found){c.end && n > POL_LIMIT_RECORD_BYTES ? first_end(b, text, n) : c.end, c.end, c.lines};
}

/* Reads until there is a whole record, or a beginning that is too long, or no more. */
static pol_status read_records(pol_blocks *b, span *s, found *out) {
  for (;;) {
    *out = search(b, s->text, s->n);
    if (out->end || b->ended || s->n > POL_LIMIT_RECORD_BYTES) return POL_OK;
    POL_TRY(read_more(b, s));
  }
}

static bool copy_to(span *to, const pol_alloc *from, const char *text, size_t n) {
  to->n = 0;
  if (!reserve(to, from, n)) return false;
  memcpy(to->text, text, n);
  to->n = n;
  return true;
}

static void drop_first(span *s, size_t n) {
  memmove(s->text, s->text + n, s->n - n);
  s->n -= n;
}

static pol_status read_heading(pol_blocks *b) {
  enum { MARK = 3 };
  span *c = &b->carry;
  while (c->n < MARK && !b->ended) POL_TRY(read_more(b, c));
  size_t mark = c->n >= MARK && memcmp(c->text, "\xef\xbb\xbf", MARK) == 0 ? MARK : 0, end;
  while (!(end = c->n ? first_end(b, c->text + mark, c->n - mark) : 0) && !b->ended && c->n <= POL_LIMIT_RECORD_BYTES) POL_TRY(read_more(b, c));
  end = end ? end + mark : c->n;
  if (!copy_to(&b->heading, b->in.from, c->text, end)) return POL_NO_MEMORY;
  if (end > POL_LIMIT_RECORD_BYTES) return POL_OK; /* the first block says so */
  b->line += newlines(c->text, end);
  drop_first(c, end);
  return POL_OK;
}

pol_status pol_blocks_heading(pol_blocks *b, const char **text, size_t *n) {
  *text = "", *n = 0;
  if (!b->heading.text) POL_TRY(read_heading(b));
  *text = b->heading.text, *n = b->heading.n;
  return POL_OK;
}

/* A record that is too long is given by its beginning. Where a row like that ends is anybody's guess; a line ends with its line feed. */
static void give_too_long(pol_blocks *b, span *s, pol_block *block) {
  block->too_long = true;
  if (s->n > SHOWN) s->n = SHOWN;
  b->skipping = b->in.form == POL_FACTS_NDJSON;
  b->over = block->last = !b->skipping;
}

static pol_status skip_line(pol_blocks *b) {
  span *c = &b->carry;
  while (b->skipping) {
    const char *newline = memchr(c->text, '\n', c->n);
    b->line += newline != NULL;
    b->skipping = !newline && !b->ended;
    drop_first(c, newline ? (size_t)(newline + 1 - c->text) : c->n);
    if (b->skipping) POL_TRY(read_on(b, c, b->in.bytes));
  }
  return POL_OK;
}

static pol_status fill(pol_blocks *b, span *s, pol_block *block) {
  found is;
  if (!reserve(s, b->in.from, b->carry.n > b->in.bytes ? b->carry.n : b->in.bytes)) return POL_NO_MEMORY;
  if (b->carry.n) memcpy(s->text, b->carry.text, b->carry.n);
  s->n = b->carry.n;
  if (!b->ended && s->n < b->in.bytes) POL_TRY(read_on(b, s, b->in.bytes));
  POL_TRY(read_records(b, s, &is));
  bool too_long = (is.end ? is.first : s->n) > POL_LIMIT_RECORD_BYTES;
  size_t end = too_long ? 0 : b->ended ? s->n : is.end;
  if (!copy_to(&b->carry, b->in.from, s->text + end, s->n - end)) return POL_NO_MEMORY;
  b->line += too_long ? 0 : is.lines; /* what has no end is the last line */
  if (!too_long) s->n = end, b->over = block->last = b->ended;
  else give_too_long(b, s, block);
  return POL_OK;
}

pol_status pol_blocks_next(pol_blocks *b, pol_block *block) {
  block->n = 0;
  block->too_long = block->last = false;
  POL_TRY(skip_line(b));
  block->line = b->line;
  if (b->over) return block->last = true, POL_OK;
  span s = {block->text, 0, block->room};
  pol_status status = fill(b, &s, block);
  block->text = s.text, block->room = s.room, block->n = status == POL_OK ? s.n : 0;
  if (block->text) memset(block->text + block->n, 0, READ_ON); /* no record of NDJSON goes on in it */
  return status;
}
