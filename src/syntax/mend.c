#include "syntax/mend.h"
#include "pol_parser.h"
#include "syntax/cover.h"
#include "syntax/filter.h"
#include "syntax/messages.h"
#include <string.h>

enum { WORDS_MOVED = 8 /* as dear as one that is read */ };

bool pol_mend_run(pol_reading *r) {
  pol_filter_start(r);
  r->exhausted = false;
  return pol_yyparse(r) == 0 && !r->failed;
}

static bool is_first(const pol_reading *r, uint32_t i) { return i >= r->to || (r->raw.at[i].flags & POL_RAW_FIRST); }

/* -- changing words */

/* The stretch becomes a copy that may change, with room for `more` words. It may not grow for ever: words that are put in again and again
 * help nothing. */
static bool own(pol_reading *r, uint32_t more) {
  if (more && r->raw.n > 2 * r->stretch_words + 64) return false;
  if (r->owned && r->raw.n + more <= r->raw.cap) return true;
  uint32_t cap = r->raw.n + more + 32;
  pol_raw *copy = POL_NEW_N(r->scratch, pol_raw, cap);
  if (!copy) {
    r->failed = true;
    return false;
  }
  memcpy(copy, r->raw.at, r->raw.n * sizeof *copy);
  r->raw.at = copy;
  r->raw.cap = cap;
  r->owned = true;
  return true;
}

static void splice(pol_reading *r, uint32_t at, uint32_t take, const pol_raw *words, uint32_t put) {
  pol_raw *here = r->raw.at + at;
  memmove(here + put, here + take, (r->raw.n - at - take) * sizeof *here);
  if (put) memcpy(here, words, put * sizeof *here);
  r->raw.n = r->raw.n - take + put;
  r->to = r->raw.n;
  r->to = pol_filter_declaration_end(r, r->from);
  r->effort += (r->raw.n - r->from) / WORDS_MOVED;
}

static bool trial(pol_reading *r, uint32_t goal) {
  if (!r->trials && !(r->trials = pol_arena_new(pol_arena_alloc(r->arena)))) {
    r->failed = true;
    return false;
  }
  pol_trouble trouble = r->trouble;
  int declaration = r->declaration;
  r->muted = true;
  r->goal = goal;
  pol_arena *arena = r->arena;
  pol_arena_point mark = pol_arena_mark(r->trials);
  r->arena = r->trials; /* nothing of it is kept but whether it helps, and the atoms, which are not the reading's */
  bool helps = pol_mend_run(r) || r->reached;
  r->arena = arena;
  pol_arena_reset(r->trials, mark);
  r->goal = 0;
  r->muted = false;
  r->effort += r->at - r->from;
  r->trouble = trouble;
  r->declaration = declaration;
  return helps && !r->failed;
}

/* Whether this word, first on its line, has to fit after a line that is mended: it goes on with that line, or starts one as it should. A
 * name or a number does neither, and may be a mistake of its own. */
static bool has_to_fit(const pol_reading *r, uint32_t i) {
  int kind = r->raw.at[i].kind;
  uint32_t words;
  if (kind == TOK_STRING || kind == TOK_TEXT_HEAD || kind == TOK_MINUS) return true;
  return pol_filter_keyword(r, i, &words) != NULL || pol_filter_starts_line(r, i);
}

/* How far a trial has to come: past the word at which the run stopped. Strictly: to the end of its line, unless it starts a line and counts
 * alone. Where the declaration ends before that, it has to be complete. */
static uint32_t goal_of(const pol_reading *r, uint32_t stopped, uint32_t past) {
  bool strict = r->strict && past && (past > 1 || !pol_filter_starts_line(r, stopped));
  uint32_t goal = stopped;
  if (past && goal < r->to) goal++;
  while (strict && goal < r->to && !is_first(r, goal)) goal++;
  if (goal >= r->to) return UINT32_MAX;
  return strict && has_to_fit(r, goal) ? goal + 1 : goal;
}

/* The change took the rest of the line: what is on the next one may have mistakes of its own. */
static uint32_t goal_on_next_line(const pol_reading *r, uint32_t next) { return has_to_fit(r, next) ? next + 1 : next; }

bool pol_mend_try(pol_reading *r, const pol_edit *e) {
  if (!own(r, e->put)) return false;
  pol_raw *taken = POL_NEW_N(r->scratch, pol_raw, e->take + 1);
  if (!taken) {
    r->failed = true;
    return false;
  }
  memcpy(taken, r->raw.at + e->at, e->take * sizeof *taken);
  uint32_t stopped = r->trouble.raw >= e->at + e->take ? r->trouble.raw - e->take + e->put : e->at + e->put;
  splice(r, e->at, e->take, e->words, e->put);
  for (uint32_t i = 0; i < e->put; i++) r->raw.at[e->at + i].flags |= POL_RAW_MENDED;
  /* Where the change starts a declaration, it is that one that has to be readable. */
  uint32_t from = r->from, to = r->to;
  if (e->put && e->at > from && e->at == to) {
    r->from = e->at;
    r->to = r->raw.n;
    r->to = pol_filter_declaration_end(r, r->from);
  }
  bool to_line_end = r->trouble.raw < e->at + e->take && stopped < r->to && is_first(r, stopped);
  bool helps = trial(r, to_line_end ? goal_on_next_line(r, stopped) : goal_of(r, stopped, e->past));
  r->from = from;
  r->to = to;
  if (helps) {
    if (!e->put && e->at < r->raw.n) r->raw.at[e->at].flags |= POL_RAW_MENDED;
    return true;
  }
  splice(r, e->at, e->put, taken, e->take);
  return false;
}

pol_raw pol_mend_keyword(const pol_reading *r, uint32_t at, uint32_t n, unsigned keyword) {
  const pol_raw *first = &r->raw.at[at];
  pol_raw w = { .as.takes = 1, .kind = POL_RAW_KEYWORD, .word = (uint8_t)keyword };
  if (n) {
    w.start = first->start;
    w.end = first[n - 1].end;
    w.flags = first->flags;
  } else {
    bool breaks = at == r->raw.n || (first->flags & POL_RAW_FIRST);
    w.start = w.end = at && breaks ? first[-1].end : first->start;
  }
  return w;
}

pol_raw pol_mend_sign(const pol_reading *r, uint32_t before, int token) {
  pol_raw w = pol_mend_keyword(r, before, 0, POL_NO_WORD);
  w.as.text = 0;
  w.kind = (uint16_t)token;
  return w;
}

pol_raw pol_mend_flagged(const pol_reading *r, uint32_t at, unsigned add, unsigned remove) {
  pol_raw w = r->raw.at[at];
  w.flags = (uint8_t)((w.flags | add) & ~remove);
  return w;
}

/* -- giving up a stretch */

/* A plain name first on its line after a line that is complete is a line too, if only a misspelt one. */
static bool starts_line(const pol_reading *r, uint32_t i) {
  if (pol_filter_starts_line(r, i)) return true;
  if (!is_first(r, i) || !pol_filter_is_name(r, i) || i == r->from) return false;
  uint32_t words;
  const pol_keyword *before = pol_filter_keyword(r, i - 1, &words);
  return !pol_filter_is_open(before ? before->token : r->raw.at[i - 1].kind);
}

static uint32_t next_line(const pol_reading *r, uint32_t i) {
  while (i < r->to && !starts_line(r, i)) i++;
  return i;
}

static bool is_bullet(const pol_reading *r, uint32_t i) { return i < r->to && is_first(r, i) && r->raw.at[i].kind == TOK_MINUS; }

static uint32_t next_bullet(const pol_reading *r, uint32_t i) {
  while (i < r->to && !starts_line(r, i) && !is_bullet(r, i)) i++;
  return i;
}

/* The last line, or bullet of a line, that starts before `i`; r->from when there is none. */
static uint32_t line_before(const pol_reading *r, uint32_t i, bool or_bullet) {
  while (i-- > r->from + 1)
    if (pol_filter_starts_line(r, i) || (or_bullet && is_bullet(r, i))) return i;
  return r->from;
}

static bool lose(pol_reading *r, uint32_t from, uint32_t to) {
  if (from > to || to > r->to) return false;
  pol_edit e = { .at = from, .take = to - from, .put = 1, .past = from == to };
  pol_raw *lost = &e.words[0];
  *lost = pol_mend_keyword(r, from, to - from, POL_NO_WORD);
  lost->kind = TOK_LOST;
  lost->as.text = 0;
  bool entry = from > r->from && (r->declaration == TOK_FACTS || r->declaration == TOK_RECORD) && to > from && pol_filter_starts_line(r, from);
  if (entry) {
    size_t length;
    const char *name = pol_raw_text(r, &r->raw.at[from], &length);
    lost->as.text = pol_atom_make(r->atoms, name, length);
    if (!lost->as.text) r->failed = true;
  }
  return pol_mend_try(r, &e);
}

/* As little as reading can go on without. */
bool pol_mend_give_up(pol_reading *r) {
  const pol_trouble *t = &r->trouble;
  uint32_t here = t->raw, bullet = line_before(r, here, true), line = line_before(r, here, false), end = next_line(r, here);
  bool hole = pol_trouble_wants(t, TOK_LOST) && (is_first(r, here) || pol_filter_is_open(t->before));
  /* What stands first on its line and starts none goes with its line. */
  bool stray = here < r->to && end == here && !pol_filter_starts_line(r, here);
  if (hole && lose(r, here, stray ? next_line(r, here + 1) : end)) return true;
  if (is_bullet(r, bullet) && lose(r, bullet + 1, next_bullet(r, here))) return true;
  if (line > r->from && lose(r, line + (r->raw.at[line].kind == TOK_PIPE), end)) return true;
  for (uint32_t head = 2; head > 0; head--)
    if (r->declaration && r->from + head <= here && lose(r, r->from + head, end)) return true;
  return lose(r, r->from, r->to);
}

/* -- one mistake */

static uint32_t line_start(const pol_reading *r, uint32_t i) {
  while (i > r->from && !is_first(r, i)) i--;
  return i;
}

static bool is_line_torn(const pol_reading *r, uint32_t i) {
  i = line_start(r, i);
  do {
    if (i < r->to && (r->raw.at[i].flags & POL_RAW_TORN)) return true;
  } while (!is_first(r, ++i));
  return false;
}

/* What follows a lost stretch and starts no line itself was part of it. */
static bool follows_lost(const pol_reading *r, uint32_t i) {
  uint32_t line = line_start(r, i);
  return line > r->from && line < r->to && r->raw.at[line - 1].kind == TOK_LOST && !pol_filter_starts_line(r, line);
}

/* A line on which something is wrong in itself is not reported again for what that brings about on it or after it, nor is what stands right
 * after words that were mended. */
static bool has_known_cause(const pol_reading *r) {
  uint32_t i = r->trouble.raw;
  const pol_raw *w = r->raw.at, *head = &w[r->from];
  if ((head->flags & POL_RAW_MENDED) && head->start == head->end) return true; /* a keyword that was only guessed */
  if (i < r->to && (w[i].flags & POL_RAW_MENDED)) return true;
  bool name_of_its_own = is_first(r, i) && pol_filter_is_name(r, i) && !pol_filter_is_open(r->trouble.before);
  if (i > r->from && (w[i - 1].flags & POL_RAW_MENDED) && !name_of_its_own) return true;
  return follows_lost(r, i) || is_line_torn(r, i) || (i > r->from && is_first(r, i) && is_line_torn(r, i - 1));
}

/* Strictly: to the end of the line. Else past the word that did not fit, and then what else does not fit on the line is not said. */
static bool remedy(pol_reading *r, bool strict, size_t most) {
  bool mended = false;
  r->strict = strict;
  for (size_t i = 0; i < most && pol_remedies[i] && !mended && !r->failed; i++) mended = pol_remedies[i](r);
  r->strict = false;
  if (mended && strict) r->doubted = 0;
  if (mended && !strict) {
    uint32_t here = r->from; /* words may have come and gone before the place */
    while (here < r->to && !(is_first(r, here) && r->raw.at[here].start > r->trouble.at.start)) here++;
    r->doubted = here < r->to ? r->raw.at[here].end : UINT32_MAX;
  }
  return mended;
}

/* Trials read a declaration again and again. What a long one with many mistakes may cost, in words read: then mistakes are reported without
 * looking for their remedies, and at twice that the declaration is given up. */
static uint64_t effort_most(const pol_reading *r) {
  enum { LEAST = 500000, PER_WORD = 6 };
  return LEAST + (uint64_t)r->all.n * PER_WORD;
}

/* What was just reported covers the place where reading stopped; what breaks off, its end. */
static void cover_trouble(pol_reading *r, const pol_trouble *t, const pol_raw *last, bool ends) {
  bool from_last = ends || pol_filter_is_open(t->before);
  pol_cover_mistake(r, from_last ? last->start : t->at.start, ends ? last->end : t->at.end);
}

bool pol_mend(pol_reading *r) {
  enum { SURE = 3 /* misspelt words are what they are, doubted or not */ };
  bool mended = false, doubted = r->trouble.at.start < r->doubted;
  if (r->effort > 2 * effort_most(r) || pol_reading_is_full(r)) return false;
  r->quiet = has_known_cause(r);
  const pol_trouble trouble = r->trouble;
  bool ends = trouble.raw >= r->to, ends_file = ends && r->to >= r->raw.n && r->stretch_end >= r->all.n;
  pol_raw last = r->raw.at[trouble.raw > r->from ? trouble.raw - 1 : r->from];
  uint32_t reported = r->reported;
  if (r->exhausted) pol_message_too_deep(r);
  else if (!r->quiet && r->effort < effort_most(r))
    mended = doubted ? remedy(r, true, SURE) : remedy(r, true, SIZE_MAX) || remedy(r, false, SIZE_MAX);
  if (!mended) {
    r->quiet = r->quiet || doubted;
    if (!r->exhausted) pol_message(r);
    mended = !r->failed && pol_mend_give_up(r);
  }
  r->quiet = false;
  if (r->reported > reported) cover_trouble(r, &trouble, &last, ends);
  if (ends_file) pol_cover_all(r);
  return mended;
}
