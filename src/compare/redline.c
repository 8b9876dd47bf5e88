/* Words are compared by Myers's method, the shortest way from one text to the other; then lines are put beside each other by the words that they share. */
#include "compare/redline.h"
#include <string.h>

typedef struct word { const char *at; uint32_t n, line; bool changed; } word; /* line: from 0 */
typedef struct text { POL_VEC(word) words; POL_VEC(pol_redline_text) lines; uint32_t *first; bool no_memory; } text; /* first: each line's first word, and the end */
typedef struct pair { uint32_t old, new; } pair;
typedef struct work { pol_arena *scratch; text side[2]; POL_VEC(pair) same; } work;

/* -- words */

static bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || (unsigned char)c >= 0x80;
}

/* A sign inside a word: 7.4, 2024-04-01, leave.annual.new.1, members' own. */
static bool joins(const char *at, const char *end) { return at + 1 < end && strchr(".,:-'", *at) != NULL && is_letter(at[1]); }

static const char *word_end(const char *at, const char *end) {
  if (!is_letter(*at)) return at + 1;
  while (at < end && (is_letter(*at) || joins(at, end))) at++;
  return at;
}

static bool is_space(char c) { return c == ' ' || c == '\t' || c == '\r'; }

static void read_line(text *t, pol_arena *arena, const char *at, const char *end) {
  pol_redline_text *line = POL_VEC_PUSH(arena, &t->lines);
  if (line == NULL) {
    t->no_memory = true;
    return;
  }
  *line = (pol_redline_text){ at, (uint32_t)(end - at) };
  while (line->n > 0 && is_space(at[line->n - 1])) line->n--;
  for (end = at + line->n; at < end;) {
    if (is_space(*at)) {
      at++;
      continue;
    }
    const char *stop = word_end(at, end);
    word *w = POL_VEC_PUSH(arena, &t->words);
    if (w == NULL) {
      t->no_memory = true;
      return;
    }
    *w = (word){ at, (uint32_t)(stop - at), t->lines.n - 1, true };
    at = stop;
  }
}

static bool read_text(text *t, pol_arena *arena, pol_redline_text in) {
  for (const char *at = in.at, *end = at + in.n; at < end && !t->no_memory;) {
    const char *newline = memchr(at, '\n', (size_t)(end - at)), *stop = newline != NULL ? newline : end;
    read_line(t, arena, at, stop);
    at = stop + 1;
  }
  t->first = t->no_memory ? NULL : POL_NEW_N(arena, uint32_t, t->lines.n + 1u);
  if (t->first == NULL) return false;
  for (uint32_t i = 0, line = 0; line <= t->lines.n; line++) {
    while (i < t->words.n && t->words.at[i].line < line) i++;
    t->first[line] = i;
  }
  return true;
}

/* -- the shortest way */

static bool is_same(const work *w, uint32_t old, uint32_t new) {
  const word *a = &w->side[0].words.at[old], *b = &w->side[1].words.at[new];
  return a->n == b->n && memcmp(a->at, b->at, a->n) == 0;
}

static bool keep(work *w, uint32_t old, uint32_t new) {
  pair *p = POL_VEC_PUSH(w->scratch, &w->same);
  if (p == NULL) return false;
  *p = (pair){ old, new };
  return true;
}

/* What is between the common beginning and the common end. */
typedef struct middle { uint32_t from, old_to, new_to; } middle;

/* One row of reaches: after d differences, diagonal k (of -d, -d + 2 … d) has come so far in the old text. */
static int come(const work *w, const middle *m, const int *before, int d, int k, bool *down) {
  int x = 0, n = (int)(m->old_to - m->from), to = (int)(m->new_to - m->from);
  *down = false;
  if (d > 0) {
    *down = k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
    x = *down ? before[k + 1 + d - 1] : before[k - 1 + d - 1] + 1;
  }
  while (x < n && x - k < to && is_same(w, m->from + (uint32_t)x, m->from + (uint32_t)(x - k))) x++;
  return x;
}

/* The number of differences, with the reaches up to there; -1: more than are looked for; -2: no memory. */
static int search(const work *w, const middle *m, int **reach) {
  int n = (int)(m->old_to - m->from), to = (int)(m->new_to - m->from);
  for (int d = 0; d <= POL_REDLINE_MOST; d++) {
    reach[d] = POL_NEW_N(w->scratch, int, 2 * (size_t)d + 1);
    if (reach[d] == NULL) return -2;
    for (int k = -d; k <= d; k += 2) {
      bool down;
      int x = reach[d][k + d] = come(w, m, d > 0 ? reach[d - 1] : NULL, d, k, &down);
      if (x >= n && x - k >= to) return d;
    }
  }
  return -1;
}

/* Back from the end: what was passed over diagonally is the same. */
static bool walk_back(work *w, const middle *m, int *const *reach, int d) {
  int x = (int)(m->old_to - m->from), y = (int)(m->new_to - m->from);
  for (;; d--) {
    int k = x - y, from = 0;
    bool down = false;
    if (d > 0) {
      const int *before = reach[d - 1];
      down = k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
      from = down ? before[k + 1 + d - 1] : before[k - 1 + d - 1] + 1;
    }
    for (; x > from; x--, y--)
      if (!keep(w, m->from + (uint32_t)x - 1, m->from + (uint32_t)y - 1)) return false;
    if (d == 0) return true;
    if (down) y--;
    else x--;
  }
}

static void turn(pair *at, uint32_t n) {
  for (uint32_t i = 0; i < n / 2; i++) {
    pair p = at[i];
    at[i] = at[n - 1 - i];
    at[n - 1 - i] = p;
  }
}

/* Which words are the same, in order. */
static bool align(work *w) {
  uint32_t n = w->side[0].words.n, to = w->side[1].words.n;
  middle m = { 0, n, to };
  while (m.from < n && m.from < to && is_same(w, m.from, m.from)) {
    if (!keep(w, m.from, m.from)) return false;
    m.from++;
  }
  while (m.old_to > m.from && m.new_to > m.from && is_same(w, m.old_to - 1, m.new_to - 1)) m.old_to--, m.new_to--;
  int **reach = POL_NEW_N(w->scratch, int *, POL_REDLINE_MOST + 1);
  if (reach == NULL) return false;
  int d = search(w, &m, reach);
  uint32_t first = w->same.n;
  if (d == -2 || (d >= 0 && !walk_back(w, &m, reach, d))) return false;
  if (w->same.n > first) turn(w->same.at + first, w->same.n - first);
  for (uint32_t i = 0; i < n - m.old_to; i++)
    if (!keep(w, m.old_to + i, m.new_to + i)) return false;
  return true;
}

/* -- what is left standing alone */

/* A word or two that stay between many that change say nothing: they are read more easily as changed too. */
static void drown(work *w) {
  enum { FEW = 2, MANY = 6 };
  uint32_t kept = 0, old = 0, new = 0; /* old, new: after the last pair that was kept */
  for (uint32_t i = 0; i < w->same.n;) {
    uint32_t end = i + 1;
    while (end < w->same.n && w->same.at[end].old == w->same.at[end - 1].old + 1 && w->same.at[end].new == w->same.at[end - 1].new + 1) end++;
    pair last = w->same.at[end - 1], next = end < w->same.n ? w->same.at[end] : (pair){ w->side[0].words.n, w->side[1].words.n };
    uint32_t before = w->same.at[i].old - old + w->same.at[i].new - new, after = next.old - last.old - 1 + next.new - last.new - 1;
    if (end - i > FEW || before < MANY || after < MANY) {
      memmove(w->same.at + kept, w->same.at + i, (end - i) * sizeof *w->same.at);
      kept += end - i;
      old = last.old + 1;
      new = last.new + 1;
    }
    i = end;
  }
  w->same.n = kept;
  for (uint32_t i = 0; i < kept; i++) w->side[0].words.at[w->same.at[i].old].changed = w->side[1].words.at[w->same.at[i].new].changed = false;
}

/* -- lines */

typedef struct runs { POL_VEC(pol_redline_run) list; pol_arena *arena; } runs;

static bool push_run(runs *all, pol_redline_kind kind, const char *from, const char *to) {
  if (to == from) return true;
  pol_redline_run *r = POL_VEC_PUSH(all->arena, &all->list);
  if (r != NULL) *r = (pol_redline_run){ kind, { from, (uint32_t)(to - from) } };
  return r != NULL;
}

/* Spaces between words go with what stays. */
static bool make_line(pol_redline_line *out, pol_arena *arena, const text *t, uint32_t line, pol_redline_kind changed) {
  runs all = { .arena = arena };
  const char *from = t->lines.at[line].at, *end = from + t->lines.at[line].n;
  bool is_changed = false; /* the indentation stays */
  for (uint32_t i = t->first[line]; i < t->first[line + 1]; i++) {
    const word *w = &t->words.at[i];
    if (w->changed == is_changed) continue;
    const char *last = i > t->first[line] ? w[-1].at + w[-1].n : from, *to = w->changed ? w->at : last;
    if (!push_run(&all, is_changed ? changed : POL_REDLINE_SAME, from, to)) return false;
    from = to;
    is_changed = w->changed;
  }
  if (!push_run(&all, is_changed ? changed : POL_REDLINE_SAME, from, end)) return false;
  *out = (pol_redline_line){ true, line + 1, all.list.at, all.list.n };
  return true;
}

static bool is_blank(const text *t, uint32_t line) { return t->first[line] == t->first[line + 1]; }

static bool has_change(const text *t, uint32_t line) {
  for (uint32_t i = t->first[line]; i < t->first[line + 1]; i++)
    if (t->words.at[i].changed) return true;
  return false;
}

/* The line of the new text that a line of the old one shares most words with, of those from `least` on. POL_NO_REF: none. */
static uint32_t partner(const work *w, uint32_t line, uint32_t least, uint32_t *at) {
  uint32_t best = POL_NO_REF, most = 0, now = POL_NO_REF, n = 0;
  while (*at < w->same.n && w->side[0].words.at[w->same.at[*at].old].line < line) ++*at;
  for (uint32_t i = *at; i < w->same.n && w->side[0].words.at[w->same.at[i].old].line == line; i++) {
    uint32_t new = w->side[1].words.at[w->same.at[i].new].line;
    n = new == now ? n + 1 : 1;
    now = new;
    if (new >= least && n > most) most = n, best = new;
  }
  return best;
}

static bool push_row(pol_redline *out, pol_arena *arena, const work *w, uint32_t old, uint32_t new) {
  pol_redline_row *r = POL_VEC_PUSH(arena, &out->rows);
  if (r == NULL) return false;
  if (old != POL_NO_REF && !make_line(&r->side[0], arena, &w->side[0], old, POL_REDLINE_REMOVED)) return false;
  if (new != POL_NO_REF && !make_line(&r->side[1], arena, &w->side[1], new, POL_REDLINE_ADDED)) return false;
  r->same = (old == POL_NO_REF || !has_change(&w->side[0], old)) && (new == POL_NO_REF || !has_change(&w->side[1], new));
  return true;
}

static uint32_t pass_blanks(const text *t, uint32_t line, uint32_t end) {
  while (line < end && is_blank(t, line)) line++;
  return line < end ? line : POL_NO_REF;
}

/* Lines that have no partner, up to the next pair: beside each other as they come. */
static bool push_gap(pol_redline *out, pol_arena *arena, const work *w, pair from, pair to) {
  for (;;) {
    uint32_t old = pass_blanks(&w->side[0], from.old, to.old), new = pass_blanks(&w->side[1], from.new, to.new);
    if (old == POL_NO_REF && new == POL_NO_REF) return true;
    if (!push_row(out, arena, w, old, new)) return false;
    from = (pair){ old == POL_NO_REF ? to.old : old + 1, new == POL_NO_REF ? to.new : new + 1 };
  }
}

static bool push_rows(pol_redline *out, pol_arena *arena, const work *w) {
  pair next = { 0, 0 };
  uint32_t at = 0;
  for (uint32_t line = 0; line < w->side[0].lines.n; line++) {
    uint32_t new = partner(w, line, next.new, &at);
    if (new == POL_NO_REF) continue;
    if (!push_gap(out, arena, w, next, (pair){ line, new }) || !push_row(out, arena, w, line, new)) return false;
    next = (pair){ line + 1, new + 1 };
  }
  return push_gap(out, arena, w, next, (pair){ w->side[0].lines.n, w->side[1].lines.n });
}

pol_status pol_redline_make(pol_redline *out, pol_arena *arena, pol_redline_text old, pol_redline_text new) {
  *out = (pol_redline){ 0 };
  work w = { .scratch = pol_arena_new(pol_arena_alloc(arena)) };
  bool fine = w.scratch != NULL && read_text(&w.side[0], w.scratch, old) && read_text(&w.side[1], w.scratch, new) && align(&w);
  if (fine) {
    drown(&w);
    out->removed = w.side[0].words.n - w.same.n;
    out->added = w.side[1].words.n - w.same.n;
    fine = push_rows(out, arena, &w);
  }
  pol_arena_drop(w.scratch);
  return fine ? POL_OK : POL_NO_MEMORY;
}

/* -- what a clause says */

static void add_lines(pol_text *t, const pol_source *s, pol_span span) {
  uint32_t start = span.start, end = span.end;
  while (start > 0 && is_space(s->text[start - 1])) start--;
  while (end > start && (is_space(s->text[end - 1]) || s->text[end - 1] == '\n')) end--;
  pol_text_add_n(t, s->text + start, end - start);
  pol_text_char(t, '\n');
}

/* The rows that the clause has in tables. A rule is a row when its node is; several of one row are one. */
static void add_rows(pol_text *t, const pol_model *m, const pol_clause *x) {
  const pol_node *last = NULL, *table = NULL;
  for (uint32_t i = 0; i < x->rules; i++) {
    const pol_node *row = m->rules.at[x->rule[i]].node;
    if (!pol_is_node(row, POL_N_ROW) || row == last) continue;
    last = row;
    for (uint32_t k = 0; k < m->tables.n; k++) {
      const pol_node *n = m->tables.at[k].node, *rows = n != NULL && n->n > 0 ? n->kid[n->n - 1] : NULL;
      if (rows == NULL || n == table || n->span.file != row->span.file || row->span.start < n->span.start || row->span.end > n->span.end) continue;
      table = n;
      add_lines(t, pol_sources_get(m->sources, n->span.file), rows->kid[0]->span);
    }
    add_lines(t, pol_sources_get(m->sources, row->span.file), row->span);
  }
}

pol_status pol_redline_clause(pol_redline_text *out, pol_arena *arena, const pol_model *m, uint32_t clause) {
  *out = (pol_redline_text){ "", 0 };
  if (clause == POL_NO_REF || m->clauses.at[clause].node == NULL) return POL_OK;
  const pol_clause *x = &m->clauses.at[clause];
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(arena));
  add_lines(&t, pol_sources_get(m->sources, x->node->span.file), x->node->span);
  add_rows(&t, m, x);
  bool fine = pol_text_ok(&t);
  if (fine) {
    out->at = pol_arena_copy(arena, pol_text_get(&t), t.n);
    out->n = (uint32_t)t.n;
    fine = out->at != NULL;
  }
  pol_text_drop(&t);
  return fine ? POL_OK : POL_NO_MEMORY;
}
