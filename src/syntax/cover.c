#include "syntax/cover.h"
#include "pol_parser.h"
#include <string.h>

typedef struct stretch { uint32_t start, end; } stretch;

void pol_cover_mistake(pol_reading *r, uint32_t start, uint32_t end) {
  pol_mistake *m = POL_VEC_PUSH(r->arena, &r->mistakes);
  if (m) *m = (pol_mistake){ start, end };
  else r->failed = true;
}

void pol_cover_all(pol_reading *r) { r->tree->lost = POL_LOST_ANY; }

static void cover(pol_reading *r, stretch s) {
  if (!pol_reports_cover(r->reports, pol_reading_span(r, s.start, s.end))) r->failed = true;
}

/* The whole lines that a mistake stands on. */
static stretch lines_of(const pol_reading *r, const pol_mistake *m) {
  stretch s = { m->start, m->end };
  while (s.start > 0 && r->text[s.start - 1] != '\n') s.start--;
  s.end += (uint32_t)strcspn(r->text + s.end, "\n");
  return s;
}

static uint32_t first_word_from(const pol_reading *r, uint32_t start) {
  uint32_t low = 0, high = r->all.n;
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (r->all.at[middle].start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* One word on a line of its own: perhaps the name of a module. */
static bool is_lone(const pol_reading *r, stretch lines) {
  uint32_t i = first_word_from(r, lines.start);
  return i < r->all.n && r->all.at[i].start < lines.end && (i + 1 == r->all.n || r->all.at[i + 1].start >= lines.end);
}

/* The names that stand in a stretch may be those that it was to declare. */
static void doubt_names(pol_reading *r, stretch s, uint32_t most) {
  for (uint32_t low = first_word_from(r, s.start); low < r->all.n && r->all.at[low].start < s.end && most; low++, most--) {
    const pol_raw *w = &r->all.at[low];
    if (w->kind != POL_RAW_WORD && w->kind != TOK_DOTTED) continue;
    size_t length;
    const char *name = pol_raw_text(r, w, &length);
    pol_atom atom = pol_atom_make(r->atoms, name, length), *slot = POL_VEC_PUSH(r->arena, &r->tree->doubtful);
    if (!atom || !slot) r->failed = true;
    else *slot = atom;
  }
}

/* A list of lines, entries or rows; parameters are part of a head. */
static bool has_items(const pol_node *node) {
  return node && (node->kind == POL_N_ROWS || (node->kind == POL_N_LIST && !(node->n && pol_is_node(node->kid[0], POL_N_NAME))));
}

/* How far a line's first word stands from the margin, in bytes. */
static uint32_t margin(const pol_reading *r, uint32_t at) {
  while (at > 0 && r->text[at - 1] != '\n') at--;
  return (uint32_t)strspn(r->text + at, " \t");
}

/* The line, entry or row of a declaration that a place is in; NULL: its head. */
static const pol_node *item_at(const pol_node *declared, uint32_t place, const pol_node **before) {
  *before = NULL;
  for (uint32_t i = 0; i < declared->n; i++) {
    const pol_node *list = declared->kid[i];
    for (uint32_t k = 0; has_items(list) && k < list->n; k++) {
      if (!list->kid[k] || list->kid[k]->span.start > place || place > list->kid[k]->span.end) continue;
      *before = k ? list->kid[k - 1] : NULL;
      return list->kid[k];
    }
  }
  return NULL;
}

/* Where the head of a declaration ends: at its first line, entry or row. */
static uint32_t head_end(const pol_node *declared, uint32_t end) {
  for (uint32_t i = 0; i < declared->n; i++)
    if (has_items(declared->kid[i]) && declared->kid[i]->n && declared->kid[i]->kid[0]) return declared->kid[i]->kid[0]->span.start;
  return end;
}

/* Declarations that are one statement: a mistake anywhere puts all of it in doubt. The others are lists of statements. */
static bool is_whole(int keyword) {
  switch (keyword) {
  case TOK_FACTS: case TOK_RECORD: case TOK_CLAUSE: case TOK_SECTION: case TOK_TABLE: case TOK_SCENARIOS: case TOK_POLICY: case TOK_AMENDMENT: return false;
  default: return true;
  }
}

/* Whether names stand in it mostly to be declared, not to be used. */
static bool declares(int keyword) { return keyword == TOK_FACTS || keyword == TOK_RECORD || (is_whole(keyword) && keyword != TOK_SCENARIO); }

static uint32_t lost_name(int keyword) { return keyword >= TOK_POLICY && keyword <= TOK_SCENARIOS ? 1u << (keyword - TOK_POLICY) : POL_LOST_ANY; }

/* What is lost besides names: the rules of a clause, the settings of a policy. */
static uint32_t lost_lines(int keyword) {
  if (keyword == TOK_CLAUSE || keyword == TOK_SECTION || keyword == TOK_TABLE) return POL_LOST_RULES;
  return keyword == TOK_POLICY || keyword == TOK_AMENDMENT ? lost_name(keyword) : 0;
}

/* Whether the mistake leaves the declaration's name in doubt: no name was read, or the mistake is where it stands. */
static bool loses_name(const pol_reading *r, const pol_node *declared, const pol_mistake *m) {
  const pol_raw *head = &r->raw.at[r->from];
  if (!declared->text || r->to - r->from < 2) return true;
  return m->start <= head[1].end && m->end > head[0].end;
}

static stretch widest(stretch a, stretch b) { return (stretch){ a.start < b.start ? a.start : b.start, a.end > b.end ? a.end : b.end }; }

static void cover_mistake(pol_reading *r, const pol_node *declared, const pol_mistake *m) {
  const pol_raw *head = &r->raw.at[r->from];
  int keyword = r->declaration;
  bool guessed = !keyword || ((head->flags & POL_RAW_MENDED) && head->start == head->end); /* which declaration it is */
  const pol_node *before, *item = item_at(declared, m->start, &before);
  if (pol_is_node(item, POL_N_HEAD)) item = NULL; /* what the cells of all rows are about */
  stretch lines = lines_of(r, m), all = { head->start, r->raw.at[r->to - 1].end }, s = lines;
  if (guessed || is_whole(keyword) || (!item && (keyword == TOK_TABLE || keyword == TOK_SCENARIOS))) s = widest(s, all);
  else if (item) s = widest(s, (stretch){ item->span.start, item->span.end });
  else s = widest(s, (stretch){ all.start, head_end(declared, lines.end) });
  /* What stands deeper than the line above it was to go on with that. */
  if (item && before && keyword == TOK_CLAUSE && margin(r, m->start) > margin(r, before->span.start)) s.start = before->span.start < s.start ? before->span.start : s.start;
  cover(r, s);
  if (guessed || lines.end >= r->all.at[r->all.n - 1].end) pol_cover_all(r); /* where the file breaks off, there should be more of it */
  if (!item && loses_name(r, declared, m)) r->tree->lost |= lost_name(keyword);
  r->tree->lost |= lost_lines(keyword);
  if (is_lone(r, lines)) r->tree->lost |= lost_name(TOK_USE);
  if (!declares(keyword)) {
    doubt_names(r, lines, 1); /* exceptional_case "…" when …: perhaps a definition */
    return;
  }
  if (declared->text) doubt_names(r, (stretch){ head->end, all.end }, 1); /* the group of a fact */
  doubt_names(r, item || declared->text ? s : all, UINT32_MAX);
}

void pol_cover_declaration(pol_reading *r, const pol_node *declared) {
  uint32_t from = r->raw.at[r->from].start, to = r->to < r->raw.n ? r->raw.at[r->to].start : r->stretch_end < r->all.n ? r->all.at[r->stretch_end].start : UINT32_MAX;
  for (uint32_t i = 0; i < r->mistakes.n && !r->failed; i++)
    if (r->mistakes.at[i].start >= from && r->mistakes.at[i].start < to) cover_mistake(r, declared, &r->mistakes.at[i]);
}
