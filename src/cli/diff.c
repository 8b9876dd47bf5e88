/* The difference between two texts in the unified form: lines that go and lines that come, with three around them. The shortest, by Myers's method, unless the texts
 * have almost nothing in common: then the middle is given whole. */
#include "cli/cli.h"
#include <stdlib.h>
#include <string.h>

enum { AROUND = 3, DIFFERENCES_MOST = 1500 };

typedef struct line { const char *at; size_t n; } line;
typedef struct lines { line *at; int n; } lines;

static bool split(lines *out, const char *text, size_t n) {
  size_t ends = 1;
  for (size_t i = 0; i < n; i++) ends += text[i] == '\n';
  *out = (lines){malloc(ends * sizeof *out->at), 0};
  for (const char *end = text + n; out->at && text < end;) {
    const char *newline = memchr(text, '\n', (size_t)(end - text)), *next = newline ? newline + 1 : end;
    out->at[out->n++] = (line){text, (size_t)(next - text)};
    text = next;
  }
  return out->at != NULL;
}

static bool is_same(const line *a, const line *b) { return a->n == b->n && memcmp(a->at, b->at, a->n) == 0; }

/* The middle of both texts, where they differ; what goes and what comes is marked beside the lines. */
typedef struct work {
  lines old, new;
  bool *goes, *comes;
  int from, old_to, new_to; /* the middle: from … old_to, from … new_to */
  int **reach;              /* by number of differences: how far each diagonal comes */
} work;

static void trim(work *w) {
  w->old_to = w->old.n;
  w->new_to = w->new.n;
  while (w->from < w->old_to && w->from < w->new_to && is_same(&w->old.at[w->from], &w->new.at[w->from])) w->from++;
  while (w->old_to > w->from && w->new_to > w->from && is_same(&w->old.at[w->old_to - 1], &w->new.at[w->new_to - 1])) w->old_to--, w->new_to--;
}

/* One row of reaches: after d differences, diagonal k (of -d, -d + 2 … d) has come so far in the old text. */
static int come(const work *w, const int *before, int d, int k) {
  int x = 0;
  if (d > 0) {
    bool down = k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
    x = down ? before[k + 1 + d - 1] : before[k - 1 + d - 1] + 1;
  }
  int n = w->old_to - w->from, m = w->new_to - w->from;
  while (x < n && x - k < m && is_same(&w->old.at[w->from + x], &w->new.at[w->from + x - k])) x++;
  return x;
}

enum { TOO_MANY = -1, NO_MEMORY = -2 };

/* The number of differences, or why there is none: more than are looked for, or no memory. */
static int search(work *w) {
  int n = w->old_to - w->from, m = w->new_to - w->from;
  for (int d = 0; d <= DIFFERENCES_MOST; d++) {
    w->reach[d] = calloc(2 * (size_t)d + 1, sizeof **w->reach);
    if (!w->reach[d]) return NO_MEMORY;
    for (int k = -d; k <= d; k += 2) {
      int x = w->reach[d][k + d] = come(w, d ? w->reach[d - 1] : NULL, d, k);
      if (x >= n && x - k >= m) return d;
    }
  }
  return TOO_MANY;
}

static void mark(work *w, int differences) {
  int x = w->old_to - w->from, y = w->new_to - w->from;
  for (int d = differences; d > 0; d--) {
    const int *before = w->reach[d - 1];
    int k = x - y;
    bool down = k == -d || (k != d && before[k - 1 + d - 1] < before[k + 1 + d - 1]);
    k += down ? 1 : -1;
    x = before[k + d - 1];
    y = x - k;
    if (down) w->comes[w->from + y] = true;
    else w->goes[w->from + x] = true;
  }
}

static bool compare(work *w) {
  trim(w);
  int differences = search(w);
  if (differences == NO_MEMORY) return false; /* not a coarser difference: the same files give the same */
  if (differences >= 0) {
    mark(w, differences);
    return true;
  }
  for (int i = w->from; i < w->old_to; i++) w->goes[i] = true;
  for (int i = w->from; i < w->new_to; i++) w->comes[i] = true;
  return true;
}

/* -- writing */

/* Colours, where they are wanted. */
static const char heading[] = "\x1b[1m", place_colour[] = "\x1b[36m", goes_colour[] = "\x1b[31m", comes_colour[] = "\x1b[32m", plain[] = "\x1b[0m";

typedef struct paper { pol_text *out; bool colour; } paper;

static void ink(paper p, const char *colour) {
  if (p.colour && colour) pol_text_add(p.out, colour);
}

static void write_line(paper p, char sign, const line *l) {
  const char *colour = sign == '-' ? goes_colour : sign == '+' ? comes_colour : NULL;
  bool ends = l->n && l->at[l->n - 1] == '\n';
  ink(p, colour);
  pol_text_char(p.out, sign);
  pol_text_add_n(p.out, l->at, l->n - ends);
  ink(p, colour ? plain : NULL);
  pol_text_add(p.out, ends ? "\n" : "\n\\ No newline at end of file\n");
}

static void write_heading(paper p, const char *sign, const char *name) {
  ink(p, heading);
  pol_text_format(p.out, "%s %s", sign, name);
  ink(p, plain);
  pol_text_char(p.out, '\n');
}

typedef struct place { int old, new; } place;

/* The next place with a difference; both ends when there is none. */
static place next_difference(const work *w, place p) {
  while (p.old < w->old.n && p.new < w->new.n && !w->goes[p.old] && !w->comes[p.new]) p.old++, p.new++;
  return p;
}

static place after_difference(const work *w, place p) {
  while (p.old < w->old.n && w->goes[p.old]) p.old++;
  while (p.new < w->new.n && w->comes[p.new]) p.new++;
  return p;
}

/* Where a hunk that starts with the difference at p ends: the next one is too far to share its lines. */
static place hunk_end(const work *w, place p) {
  for (;;) {
    place end = after_difference(w, p), next = next_difference(w, end);
    bool last = next.old >= w->old.n && next.new >= w->new.n;
    if (last || next.old - end.old > 2 * AROUND) {
      int left = w->old.n - end.old < AROUND ? w->old.n - end.old : AROUND;
      return (place){end.old + left, end.new + left};
    }
    p = next;
  }
}

static void write_hunk(paper on, const work *w, place from, place to) {
  int olds = to.old - from.old, news = to.new - from.new;
  ink(on, place_colour);
  pol_text_format(on.out, "@@ -%d,%d +%d,%d @@", from.old + (olds > 0), olds, from.new + (news > 0), news);
  ink(on, plain);
  pol_text_char(on.out, '\n');
  for (place p = from; p.old < to.old || p.new < to.new;) {
    if (p.old < to.old && w->goes[p.old]) write_line(on, '-', &w->old.at[p.old++]);
    else if (p.new < to.new && w->comes[p.new]) write_line(on, '+', &w->new.at[p.new++]);
    else write_line(on, ' ', &w->old.at[p.old]), p.old++, p.new++;
  }
}

static void write_hunks(paper p, const work *w, const char *name) {
  place at = next_difference(w, (place){0});
  write_heading(p, "---", name);
  write_heading(p, "+++", name);
  while (at.old < w->old.n || at.new < w->new.n) {
    int above = at.old < AROUND ? at.old : AROUND;
    place end = hunk_end(w, at);
    write_hunk(p, w, (place){at.old - above, at.new - above}, end);
    at = next_difference(w, end);
  }
}

bool pol_diff_write(pol_text *out, const char *name, pol_bytes old, pol_bytes new, bool colour) {
  work w = {0};
  bool fine = split(&w.old, old.at, old.n) && split(&w.new, new.at, new.n);
  w.goes = fine ? calloc((size_t)w.old.n + 1, sizeof *w.goes) : NULL;
  w.comes = fine ? calloc((size_t)w.new.n + 1, sizeof *w.comes) : NULL;
  w.reach = fine ? calloc(DIFFERENCES_MOST + 1, sizeof *w.reach) : NULL;
  fine = w.goes && w.comes && w.reach && compare(&w);
  if (fine) write_hunks((paper){out, colour}, &w, name);
  for (int d = 0; w.reach && d <= DIFFERENCES_MOST; d++) free(w.reach[d]);
  free(w.reach);
  free(w.goes);
  free(w.comes);
  free(w.old.at);
  free(w.new.at);
  return fine;
}
