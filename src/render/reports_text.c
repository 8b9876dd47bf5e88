/* Reports for people: message, source lines with the places underlined, what to do. */
#include "base/limits.h"
#include "base/utf8.h"
#include "render/layout.h"
#include <string.h>

/* Other places at most this many lines above the primary one are read first, as the eye meets them; further away they are a reference and
 * come after. */
enum { NEAR_LINES = 12, LABEL_PLACES = 16, WINDOW_BEFORE = 24, WINDOW_EDGE = 6 };

typedef struct mark {
  uint32_t line, from, to;
  const char *label;
  char sign;
} mark; /* columns from 1, half-open */
typedef struct sheet {
  const pol_page *pg;
  const pol_sources *sources;
  size_t digits;
} sheet;

static const char *severity_name(pol_severity s) {
  static const char *const name[] = {"error", "warning", "note"};
  return name[s];
}

static size_t digits_of(uint32_t n) {
  size_t d = 1;
  for (; n >= 10; n /= 10) d++;
  return d;
}

static mark mark_of(const sheet *s, pol_span span, const char *label, char sign) {
  const pol_source *source = pol_sources_get(s->sources, span.file);
  pol_place from = pol_source_place(source, span.start), to = pol_source_place(source, span.end);
  size_t length;
  const char *line = pol_source_line(source, from.line, &length);
  uint32_t columns = (uint32_t)pol_text_columns(line, length);
  uint32_t end = to.line == from.line ? to.column : columns + 1; /* a place of several lines: to the end of its first */
  if (end <= from.column) end = from.column + 1;
  return (mark){.line = from.line, .from = from.column, .to = end, .label = label == NULL ? "" : label, .sign = sign};
}

static void gutter(const sheet *s, const char *number) {
  pol_text_pad(s->pg->to, ' ', s->digits - strlen(number));
  pol_text_add(s->pg->to, number);
  pol_text_add(s->pg->to, " |");
}

/* The part of a long line that is shown: `skip` columns are left out at its start, `take` columns are shown. */
typedef struct window {
  size_t skip, take;
  bool cut_before, cut_after;
} window;

/* All the places when they fit in it together, else the primary one (or the first, on a line without it). */
static window window_of(size_t columns, size_t room, const mark *m, size_t n) {
  window w = {.take = columns};
  uint32_t first = m[0].from, last = m[0].to, primary = m[0].from;
  if (columns <= room) return w;
  for (size_t i = n; i-- > 0;) {
    if (m[i].to > last) last = m[i].to;
    if (m[i].sign == '^') primary = m[i].from;
  }
  if (last - first + WINDOW_EDGE > room) first = primary, last = primary + WINDOW_BEFORE;
  if (last >= room) {
    w.skip = first > WINDOW_BEFORE ? first - WINDOW_BEFORE : 0;
    if (last - w.skip >= room) w.skip = first > WINDOW_EDGE ? first - WINDOW_EDGE : 0;
    w.cut_before = w.skip > 0;
  }
  if (columns - w.skip > room) {
    w.take = room - 1;
    w.cut_after = true;
  } else {
    w.take = columns - w.skip;
  }
  return w;
}

static size_t offset_of(const char *line, size_t length, size_t columns) { /* of a column, in bytes */
  size_t at = 0;
  for (; at < length && columns > 0; columns--) {
    at++;
    while (at < length && ((unsigned char)line[at] & 0xC0u) == 0x80u) at++;
  }
  return at;
}

/* Each character in one column, and none that acts on a terminal or turns the line around. */
static void shown_line(pol_text *to, const char *line, size_t n) {
  for (size_t i = 0, size; i < n; i += size) {
    uint32_t code;
    size = pol_utf8_next(&code, line + i, n - i);
    if (size == 0) pol_text_add(to, "\xef\xbf\xbd"), size = 1;
    else if (code < ' ') pol_text_char(to, ' ');
    else if (pol_utf8_odd(code)) pol_text_add(to, "\xef\xbf\xbd");
    else pol_text_add_n(to, line + i, size);
  }
}

static void source_line(const sheet *s, const pol_source *source, uint32_t number, window w) {
  size_t length;
  const char *line = pol_source_line(source, number, &length);
  gutter(s, pol_page_format(s->pg, "%u", number));
  if (length > 0) pol_text_char(s->pg->to, ' ');
  size_t start = offset_of(line, length, w.skip), end = offset_of(line, length, w.skip + w.take);
  if (w.cut_before) { /* the sign of what was left out stands where its last column was */
    pol_text_add(s->pg->to, "…");
    start = offset_of(line, length, w.skip + 1);
  }
  shown_line(s->pg->to, line + start, end - start);
  if (w.cut_after) pol_text_add(s->pg->to, "…");
  pol_text_char(s->pg->to, '\n');
}

static uint32_t shown(uint32_t column, window w) { /* a column of the line as a column of the window, from 1 */
  return column > w.skip ? column - (uint32_t)w.skip : 1;
}

/* in order of columns; the last one's label beside it */
static void signs_row(const sheet *s, const mark *m, size_t n, window w, pol_ink ink) {
  pol_text *to = s->pg->to;
  gutter(s, "");
  uint32_t at = 0, most = (uint32_t)(w.take + (w.cut_after ? 1 : 0) + 1);
  for (size_t i = 0; i < n; i++) {
    uint32_t from = shown(m[i].from, w), end = shown(m[i].to, w);
    if (end > most && most > from) end = most;
    if (from <= at) from = at + 1;
    if (end <= from) end = from + 1;
    pol_text_pad(to, ' ', from - at - (at == 0 ? 0 : 1));
    if (ink != POL_INK_PLAIN && m[i].sign == '^') pol_page_ink(s->pg, ink);
    pol_text_pad(to, m[i].sign, end - from);
    if (ink != POL_INK_PLAIN && m[i].sign == '^') pol_page_ink(s->pg, POL_INK_PLAIN);
    at = end;
  }
  if (m[n - 1].label[0] != '\0') {
    pol_text_char(to, ' ');
    pol_text_add(to, m[n - 1].label);
  }
  pol_text_char(to, '\n');
}

/* Keeps the places that the window shows. */
static size_t seen_through(mark *m, size_t n, window w) {
  size_t kept = 0;
  for (size_t i = 0; i < n; i++)
    if (m[i].to > w.skip + 1 && m[i].from <= w.skip + w.take) m[kept++] = m[i];
  return kept;
}

static void marked_line(const sheet *s, const pol_source *source, mark *m, size_t n, pol_ink ink) { /* all on one line */
  for (size_t i = 1; i < n; i++)
    for (size_t k = i; k > 0 && m[k].from < m[k - 1].from; k--) {
      mark swap = m[k];
      m[k] = m[k - 1];
      m[k - 1] = swap;
    }
  size_t length;
  uint32_t number = m[0].line;
  const char *line = pol_source_line(source, number, &length);
  window w = window_of(pol_text_columns(line, length), s->pg->width - s->digits - 4, m, n);
  n = seen_through(m, n, w);
  source_line(s, source, number, w);
  if (n == 0) return;
  signs_row(s, m, n, w, ink);
  for (size_t i = n - 1; i > 0; i--) { /* labels of the others: each below its place, from the right */
    if (m[i - 1].label[0] == '\0') continue;
    gutter(s, "");
    pol_text_pad(s->pg->to, ' ', shown(m[i - 1].from, w));
    pol_text_add(s->pg->to, m[i - 1].label);
    pol_text_char(s->pg->to, '\n');
  }
}

static void place_line(const sheet *s, pol_span span, const char *arrow) {
  const pol_source *source = pol_sources_get(s->sources, span.file);
  pol_place at = pol_source_place(source, span.start);
  pol_text_pad(s->pg->to, ' ', s->digits);
  pol_text_format(s->pg->to, "%s %s:%u:%u\n", arrow, source->name, at.line, at.column);
}

/* Two places that are one mistake, on one line, have one label: after the last of them. */
static void label_last(mark *m, const uint32_t *file, size_t n) {
  size_t last = 0;
  for (size_t i = 1; i < n; i++)
    if (m[i].sign == '^' && file[i] == file[0] && m[i].line == m[0].line && m[i].from > m[last].from) last = i;
  if (last == 0 || m[last].label[0] != '\0') return;
  m[last].label = m[0].label;
  m[0].label = "";
}

/* The places of one report, grouped by line: those just above the primary one, its own line, the others. */
static void places(const sheet *s, const pol_report *r, pol_ink ink) {
  mark m[LABEL_PLACES];
  uint32_t file[LABEL_PLACES];
  size_t n = 0;
  m[n] = mark_of(s, r->at.span, r->at.text, '^');
  file[n++] = r->at.span.file;
  for (uint32_t i = 0; i < r->also.n && n < LABEL_PLACES; i++) {
    m[n] = mark_of(s, r->also.at[i].span, r->also.at[i].text, r->also.at[i].equal ? '^' : '-');
    file[n++] = r->also.at[i].span.file;
  }
  label_last(m, file, n);
  bool done[LABEL_PLACES] = {false};
  uint32_t home = m[0].line, in = r->at.span.file;
  gutter(s, "");
  pol_text_char(s->pg->to, '\n');
  for (int round = 0; round < 3; round++) /* 0: near and above; 1: the primary line; 2: the rest */
    for (size_t i = 0; i < n; i++) {
      bool above = file[i] == in && m[i].line < home && home - m[i].line <= NEAR_LINES;
      if (done[i] || (round == 0 && !above) || (round == 1 && i != 0)) continue;
      mark group[LABEL_PLACES] = {m[i]};
      size_t members = 0;
      for (size_t k = i; k < n; k++)
        if (!done[k] && file[k] == file[i] && m[k].line == m[i].line) {
          group[members++] = m[k];
          done[k] = true;
        }
      if (round == 2) {
        gutter(s, "");
        pol_text_char(s->pg->to, '\n');
        if (file[i] != in) {
          place_line(s, r->also.at[i - 1].span, "-->");
          in = file[i];
        }
      }
      marked_line(s, pol_sources_get(s->sources, file[i]), group, members, ink);
    }
}

static size_t widest_number(const sheet *s, const pol_report *r) {
  uint32_t most = pol_source_place(pol_sources_get(s->sources, r->at.span.file), r->at.span.start).line;
  for (uint32_t i = 0; i < r->also.n; i++) {
    uint32_t line = pol_source_place(pol_sources_get(s->sources, r->also.at[i].span.file), r->also.at[i].span.start).line;
    if (line > most) most = line;
  }
  return digits_of(most);
}

static void advice(const pol_page *pg, const char *word, const char *text) { /* "help: did you mean …", hanging after the word */
  size_t hang = strlen(word) + 1;
  pol_text_format(pg->to, "%s ", word);
  pol_text_wrap(pg->to, text, hang, hang, pg->width - 1);
  pol_text_char(pg->to, '\n');
}

static void one_report(const pol_page *pg, const pol_sources *sources, const pol_report *r) {
  static const pol_ink inks[] = {POL_INK_ERROR, POL_INK_WARNING, POL_INK_NOTE};
  unsigned number = pol_code_number(r->code);
  pol_page_ink(pg, inks[r->severity]);
  pol_text_format(pg->to, "%s POL%04u:", severity_name(r->severity), number);
  pol_page_ink(pg, POL_INK_PLAIN);
  pol_text_format(pg->to, " %s\n", r->message);
  if (r->at.span.file < sources->files.n) {
    sheet s = {.pg = pg, .sources = sources, .digits = 1};
    s.digits = widest_number(&s, r);
    if (s.digits < 3) s.digits = 3; /* one gutter for a whole list, unless a file is very long */
    place_line(&s, r->at.span, "-->");
    if (pol_sources_get(sources, r->at.span.file)->length > 0) places(&s, r, pg->colour ? inks[r->severity] : POL_INK_PLAIN);
  }
  for (uint32_t i = 0; i < r->notes.n; i++) advice(pg, "note:", r->notes.at[i]);
  if (r->fix_text != NULL) advice(pg, "fix:", r->fix_text);
  if (r->help != NULL) advice(pg, "help:", r->help);
  pol_text_format(pg->to, "more: pol help POL%04u\n\n", number);
}

static void plural(pol_text *to, uint32_t n, const char *one, const char *many) { pol_text_format(to, "%u %s", n, n == 1 ? one : many); }

/* Reports that say of a file that it has more faults than are reported: they stand for faults, and are none. */
static uint32_t more_than(const pol_reports *r) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < r->list.n; i++) n += r->list.at[i]->code == POL_R_FACTS_MANY;
  return n;
}

static void counts(const pol_page *pg, const pol_reports *r, uint32_t files, uint32_t mended) {
  const char *between = "";
  uint32_t more = more_than(r);
  const struct {
    uint32_t n;
    const char *one, *many;
  } kinds[] = {{r->errors - more, "error", "errors"}, {r->warnings, "warning", "warnings"}, {r->notes, "note", "notes"}};
  for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
    if (kinds[i].n == 0) continue;
    pol_text_add(pg->to, between);
    if (i == 0 && more) pol_text_add(pg->to, "more than ");
    plural(pg->to, kinds[i].n, kinds[i].one, kinds[i].many);
    between = ", ";
  }
  if (files > 0) {
    pol_text_add(pg->to, " in ");
    plural(pg->to, files, "file", "files");
  }
  if (mended > 0) pol_text_format(pg->to, "; %u can be mended by --fix", mended);
  pol_text_char(pg->to, '\n');
}

pol_status pol_write_reports_text(const pol_paper *p, const pol_reports *reports, const pol_sources *sources) {
  pol_page pg = pol_page_of(p);
  uint32_t file = UINT32_MAX, files = 0, mended = 0, in_file = 0, left = 0;
  for (uint32_t i = 0; i < reports->list.n; i++) {
    const pol_report *r = reports->list.at[i];
    if (i == 0 || r->at.span.file != file) {
      file = r->at.span.file;
      files += file < sources->files.n ? 1u : 0u;
      in_file = left = 0;
    }
    mended += r->fixes.n > 0 ? 1u : 0u;
    if (in_file++ < POL_LIMIT_REPORTS_SHOWN) {
      pol_arena_point here = pol_arena_mark(p->arena);
      one_report(&pg, sources, r);
      pol_arena_reset(p->arena, here);
    } else {
      left++;
    }
    bool last = i + 1 == reports->list.n || reports->list.at[i + 1]->at.span.file != file;
    if (last && left > 0 && file < sources->files.n)
      pol_text_format(p->to, "and %u more in %s\n\n", left, pol_sources_get(sources, file)->name);
  }
  if (reports->list.n > 0) counts(&pg, reports, files, mended);
  return pol_page_end(&pg);
}
