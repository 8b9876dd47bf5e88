/* The scanner of the language is asked for the words, so what is a word here is one there. */
#include "format/pieces.h"
#include "pol_parser.h"
#include "syntax/filter.h"
#include "syntax/scan.h"
#include "base/text.h"
#include <string.h>

typedef struct reader {
  pol_reading reading;
  pol_arena *arena;
  const pol_tree *tree;
  pol_pieces *out;
  uint32_t comment; /* the next one */
  uint32_t at;      /* the end of what was met last */
  bool first;       /* a comma that was dropped started the line */
} reader;

static uint8_t kind_of(const pol_raw *w) {
  switch (w->kind) {
  case TOK_COMMA: return POL_PIECE_COMMA;
  case TOK_OPEN: return POL_PIECE_OPEN;
  case TOK_CLOSE: return POL_PIECE_CLOSE;
  case TOK_PIPE: return POL_PIECE_PIPE;
  case TOK_MINUS: return w->flags & POL_RAW_FIRST ? POL_PIECE_BULLET : POL_PIECE_SIGN;
  case TOK_PLUS: case TOK_STAR: case TOK_SLASH: return POL_PIECE_SIGN;
  case TOK_STRING: return POL_PIECE_TEXT;
  case TOK_TEXT_HEAD: return POL_PIECE_TEXT_HEAD;
  case TOK_TEXT_MID: return POL_PIECE_TEXT_MID;
  case TOK_TEXT_TAIL: return POL_PIECE_TEXT_TAIL;
  default: return POL_PIECE_WORD;
  }
}

/* -- spellings */

static const char *sign_of(int token) {
  switch (token) {
  case TOK_MINUS: return "-";
  case TOK_STAR: return "*";
  case TOK_SLASH: return "/";
  default: return NULL;
  }
}

static uint32_t mark_length(const char *s) { return *s == '"' || *s == '\'' ? 1 : 3; }

/* The bytes of one spelling; room for each is asked for once, at its longest. */
typedef struct spelling { char *at; uint32_t n; } spelling;

static bool begin(reader *r, spelling *s, uint32_t most) {
  s->n = 0;
  s->at = pol_arena_take(r->arena, most + 1u, 1);
  return s->at != NULL;
}

static void add(spelling *s, const char *bytes, uint32_t n) {
  memcpy(s->at + s->n, bytes, n);
  s->n += n;
}

static bool ends_in_escape(const char *bytes, uint32_t n) {
  bool odd = false;
  while (n && bytes[n - 1] == '\\') odd = !odd, n--;
  return odd;
}

/* 'words' of a word processor: in single marks nothing is escaped or filled in. */
static bool spell_single(reader *r, spelling *s, const char *words, uint32_t n) {
  if (!begin(r, s, 2 * n + 2)) return false;
  add(s, "\"", 1);
  for (uint32_t i = 0; i < n; i++) {
    if (words[i] == '"' || words[i] == '\\' || words[i] == '{') add(s, "\\", 1);
    add(s, words + i, 1);
  }
  add(s, "\"", 1);
  return true;
}

/* A text or a piece of one, in straight marks; what is between them stays as it is spelt. */
static bool spell_text(reader *r, spelling *s, const pol_raw *w) {
  const char *from = r->reading.text + w->start;
  uint32_t n = w->end - w->start;
  bool opens = w->kind == TOK_STRING || w->kind == TOK_TEXT_HEAD, closes = w->kind == TOK_STRING || w->kind == TOK_TEXT_TAIL;
  uint32_t open = opens ? mark_length(from) : 0, close = 0;
  if (closes) close = from[n - 1] == '"' || from[n - 1] == '\'' ? 1 : 3;
  const char *words = from + open;
  n -= open + close;
  if (opens && (*from == '\'' || memcmp(from, "\xE2\x80\x98", 3) == 0)) return spell_single(r, s, words, n);
  if (!begin(r, s, n + 3)) return false;
  if (opens) add(s, "\"", 1);
  add(s, words, n);
  if (closes && ends_in_escape(words, n)) add(s, "\\", 1); /* it stood before a curly mark, which it did not escape */
  if (closes) add(s, "\"", 1);
  return true;
}

/* 50 % and £ 20 without their space. */
static bool spell_amount(reader *r, spelling *s, const pol_raw *w) {
  const char *from = r->reading.text + w->start;
  uint32_t n = w->end - w->start;
  if (!begin(r, s, n)) return false;
  for (uint32_t i = 0; i < n; i++)
    if (from[i] != ' ' || (*from >= 'A' && *from <= 'Z')) add(s, from + i, 1);
  return true;
}

static bool spell(reader *r, pol_piece *p, const pol_raw *w) {
  spelling s = {0};
  const char *sign = sign_of(w->kind);
  switch (w->kind) {
  case TOK_STRING: case TOK_TEXT_HEAD: case TOK_TEXT_MID: case TOK_TEXT_TAIL:
    if (!spell_text(r, &s, w)) return false;
    break;
  case TOK_PERCENT: case TOK_MONEY:
    if (!spell_amount(r, &s, w)) return false;
    break;
  default: break;
  }
  bool folded = w->as.text && (w->kind == POL_RAW_WORD || w->kind == TOK_DOTTED || w->kind == TOK_CLAUSE_ID || w->kind == TOK_NUMBER);
  p->text = sign ? sign : s.at ? s.at : folded ? pol_atom_get(r->reading.atoms, w->as.text) : r->reading.source->text + w->start;
  p->length = sign ? 1 : s.at ? s.n : folded ? (uint32_t)pol_atom_length(r->reading.atoms, w->as.text) : w->end - w->start;
  size_t columns = pol_text_columns(p->text, p->length);
  p->width = columns > UINT16_MAX ? UINT16_MAX : (uint16_t)columns;
  return true;
}

/* -- places */

/* Line ends from where we are up to here; what is met ends at `end`. */
static uint32_t lines_up_to(reader *r, uint32_t start, uint32_t end) {
  uint32_t lines = 0;
  for (uint32_t i = r->at; i < start; i++) lines += r->reading.source->text[i] == '\n';
  r->at = end;
  return lines;
}

static void meet_comments(reader *r, uint32_t before) {
  for (; r->comment < r->tree->comments.n; r->comment++) {
    pol_span span = r->tree->comments.at[r->comment].span;
    if (span.start >= before) return;
    pol_comment_place *place = &r->out->comment[r->comment];
    place->lines = lines_up_to(r, span.start, span.end);
    place->indented = span.start > 0 && r->reading.source->text[span.start - 1] != '\n';
  }
}

static bool hugs_before(uint8_t kind) { return kind == POL_PIECE_COMMA || kind == POL_PIECE_CLOSE || kind == POL_PIECE_TEXT_MID || kind == POL_PIECE_TEXT_TAIL; }
static bool hugs_after(uint8_t kind) { return kind == POL_PIECE_OPEN || kind == POL_PIECE_TEXT_HEAD || kind == POL_PIECE_TEXT_MID; }

static bool is_decoration(const reader *r, uint32_t i) {
  uint32_t words;
  if (r->reading.all.at[i].kind != TOK_COMMA) return false;
  const pol_keyword *after = pol_filter_keyword(&r->reading, i + 1, &words);
  return after && after->comma;
}

static bool add_piece(reader *r, const pol_raw *w) {
  pol_pieces *all = r->out;
  pol_piece *p = &all->at[all->n];
  uint32_t comment = r->comment;
  meet_comments(r, w->start);
  *p = (pol_piece){.start = w->start, .kind = kind_of(w), .comment = comment, .comments = r->comment - comment};
  p->lines = lines_up_to(r, w->start, w->end);
  p->first = r->first || (w->flags & POL_RAW_FIRST);
  p->space = !hugs_before(p->kind) && all->n && !hugs_after(p[-1].kind);
  r->first = false;
  all->n++;
  return spell(r, p, w);
}

static pol_status read_pieces(reader *r) {
  pol_reading *reading = &r->reading;
  POL_TRY(pol_scan_clean(reading));
  POL_TRY(pol_scan_file(reading));
  reading->raw.at = reading->all.at;
  reading->raw.n = reading->to = reading->all.n;
  r->out->at = POL_NEW_N(r->arena, pol_piece, reading->all.n + 1u);
  r->out->comment = POL_NEW_N(r->arena, pol_comment_place, r->tree->comments.n + 1u);
  if (!r->out->at || !r->out->comment) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < reading->all.n; i++) {
    if (is_decoration(r, i)) r->first = r->first || (reading->all.at[i].flags & POL_RAW_FIRST);
    else if (!add_piece(r, &reading->all.at[i])) return POL_NO_MEMORY;
  }
  r->out->comment_after = r->comment;
  meet_comments(r, UINT32_MAX);
  r->out->lines_after = lines_up_to(r, reading->source->length, reading->source->length);
  return reading->failed ? POL_NO_MEMORY : POL_OK;
}

pol_status pol_pieces_read(pol_pieces *out, pol_arena *arena, pol_atoms *atoms, const pol_sources *sources, uint32_t file, const pol_tree *tree) {
  pol_tree comments = {0}; /* the scanner keeps them aside once more */
  *out = (pol_pieces){0};
  reader *r = POL_NEW(arena, reader);
  if (!r) return POL_NO_MEMORY;
  *r = (reader){.arena = arena, .tree = tree, .out = out};
  r->reading = (pol_reading){.arena = arena, .scratch = arena, .atoms = atoms, .source = pol_sources_get(sources, file), .file = file, .tree = &comments, .muted = true};
  r->reading.scan.fresh = true;
  pol_words_init(&r->reading.words);
  pol_text_init(&r->reading.scan.text, pol_arena_alloc(arena));
  pol_status status = r->reading.source ? read_pieces(r) : POL_NO_FILE;
  pol_text_drop(&r->reading.scan.text);
  return status;
}
