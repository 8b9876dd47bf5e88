/* Writing: pieces and comments in their places. Comments at the ends of lines are known with the lines above and below, so they come last. */
#include "format/layout.h"
#include <string.h>

typedef struct written_line { size_t start, end; uint32_t comment; } written_line; /* bytes; the comment at its end, or NO_COMMENT */
enum { NO_COMMENT = UINT32_MAX };

typedef struct writer {
  const pol_layout *l;
  pol_text text;
  POL_VEC(written_line) lines;
  bool failed;
} writer;

static void end_line(writer *w) {
  if (w->lines.n) w->lines.at[w->lines.n - 1].end = w->text.n;
}

static void start_line(writer *w, uint32_t indent) {
  end_line(w);
  written_line *line = POL_VEC_PUSH(w->l->arena, &w->lines);
  if (!line) {
    w->failed = true;
    return;
  }
  *line = (written_line){.start = w->text.n, .comment = NO_COMMENT};
  pol_text_pad(&w->text, ' ', indent);
}

/* Empty lines, as many as the author left and as may be. */
static void leave_blank(writer *w, uint32_t lines, unsigned most) {
  if (!w->lines.n) return;
  for (unsigned i = 1; i < lines && i <= most; i++) start_line(w, 0);
}

static void write_comment(writer *w, uint32_t comment) {
  pol_span span = w->l->tree->comments.at[comment].span;
  const char *text = w->l->source->text + span.start;
  size_t n = span.end - span.start;
  while (n && (text[n - 1] == ' ' || text[n - 1] == '\t' || text[n - 1] == '\r')) n--;
  pol_text_add_n(&w->text, text, n);
}

/* The comments from here on that no empty line parts: one block. */
static uint32_t block_end(const writer *w, uint32_t comment, uint32_t end) {
  do comment++;
  while (comment < end && w->l->pieces.comment[comment].lines < 2);
  return comment;
}

/* Comments on lines of their own, indented as what follows. Before a declaration, an indented block with an empty line after it belongs to what is above. */
static void write_comments(writer *w, uint32_t from, uint32_t end, uint32_t lines_after, uint32_t indent, unsigned blanks) {
  while (from < end) {
    uint32_t block = block_end(w, from, end), lines = block < end ? w->l->pieces.comment[block].lines : lines_after;
    bool after_pieces = w->l->pieces.n && w->l->tree->comments.at[from].span.start > pol_layout_piece(w->l, 0)->start;
    bool of_above = indent == 0 && lines > 1 && w->l->pieces.comment[from].indented && after_pieces;
    for (; from < block; from++) {
      leave_blank(w, w->l->pieces.comment[from].lines, blanks);
      start_line(w, of_above ? POL_INDENT : indent);
      write_comment(w, from);
    }
  }
}

/* The comment at the end of the line, if there is one. */
static uint32_t write_end_comment(writer *w, uint32_t comment, uint32_t end) {
  if (comment >= end || w->l->tree->comments.at[comment].own_line || !w->lines.n) return comment;
  w->lines.at[w->lines.n - 1].comment = comment;
  return comment + 1;
}

static void write_piece(writer *w, const pol_piece *p, const pol_piece *before) {
  uint32_t comments_end = p->comment + p->comments;
  if (before && (p->comma == POL_COMMA_ALWAYS || (p->comma == POL_COMMA_JOINED && !p->broken))) pol_text_char(&w->text, ',');
  if (p->broken) {
    uint32_t next = write_end_comment(w, p->comment, comments_end);
    write_comments(w, next, comments_end, p->lines, p->column, p->blanks);
    leave_blank(w, p->lines, p->blanks);
    start_line(w, p->column);
  } else if (before) {
    uint32_t at = before->column + before->width + (p->comma != POL_COMMA_NONE);
    pol_text_pad(&w->text, ' ', p->column > at ? p->column - at : 0);
  }
  pol_text_add_n(&w->text, p->text, p->length);
}

static void write_pieces(writer *w) {
  const pol_pieces *all = &w->l->pieces;
  for (uint32_t i = 0; i < all->n; i++) write_piece(w, &all->at[i], i ? &all->at[i - 1] : NULL);
  uint32_t next = write_end_comment(w, all->comment_after, w->l->tree->comments.n);
  write_comments(w, next, w->l->tree->comments.n, 2, 0, 1);
  end_line(w);
}

/* -- comments at the ends of lines */

static uint32_t source_column(const pol_layout *l, uint32_t comment) { return pol_source_place(l->source, l->tree->comments.at[comment].span.start).column; }

static size_t columns_of(const writer *w, const written_line *line) { return pol_text_columns(w->text.at + line->start, line->end - line->start); }

/* From this line on: how many have comments at their ends that stood under each other. */
static uint32_t comment_run(const writer *w, uint32_t line, size_t *column) {
  uint32_t end = line;
  uint32_t stood = source_column(w->l, w->lines.at[line].comment);
  *column = 0;
  while (end < w->lines.n && w->lines.at[end].comment != NO_COMMENT && source_column(w->l, w->lines.at[end].comment) == stood) {
    size_t columns = columns_of(w, &w->lines.at[end++]);
    if (columns > *column) *column = columns;
  }
  *column = *column + 2 > POL_COMMENT_COLUMN ? *column + 2 : POL_COMMENT_COLUMN;
  return end;
}

static void write_lines(pol_text *out, writer *w) {
  pol_text code = w->text;
  size_t column = 0;
  for (uint32_t i = 0, run = 0; i < w->lines.n; i++) {
    const written_line *line = &w->lines.at[i];
    pol_text_add_n(out, code.at + line->start, line->end - line->start);
    if (line->comment != NO_COMMENT) {
      if (i >= run) run = comment_run(w, i, &column);
      pol_text_pad(out, ' ', column - columns_of(w, line));
      w->text = *out;
      write_comment(w, line->comment);
      *out = w->text;
      w->text = code;
    }
    pol_text_char(out, '\n');
  }
}

pol_status pol_layout_write(pol_text *out, const pol_layout *l) {
  writer w = {.l = l};
  pol_text_init(&w.text, pol_arena_alloc(l->arena));
  write_pieces(&w);
  bool fine = !w.failed && pol_text_ok(&w.text);
  if (fine) write_lines(out, &w);
  pol_text_drop(&w.text);
  return fine && pol_text_ok(out) ? POL_OK : POL_NO_MEMORY;
}
