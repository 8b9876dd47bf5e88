/* Policies drawn at random, with sections, later dated versions and clauses that took the place of others: what stands above what, held against a closure that is found the slow way, rule by rule. */
#include "base/random.h"
#include "ruled.h"
#include <stdlib.h>
#include <string.h>

enum { MOST = 40, SECTIONS = 4, REFS = 4 };

typedef struct line { bool speaks[2]; int refs; struct { bool despite, section; int to; } ref[REFS]; } line; /* to: a section, or a clause that was written first */
typedef struct drawn { char id[16]; int section, home, level, of, lines; line line[2]; } drawn; /* home: the section that its height is of; of: the clause whose place it took, or whose later version it is; -1 */

typedef struct world {
  drawn clause[MOST];
  int n, base, first_amended[2]; /* clauses of the policy; where each amendment's begin */
  int rank[SECTIONS];            /* which section stands above which */
  bool quiet;                    /* few clauses speak to d: fewer than a section has */
  uint64_t seed;
  pol_text text[3];
} world;

static unsigned upto(world *w, unsigned n) { return (unsigned)(random_bits(&w->seed) % n); }
static bool is_version(const world *w, int i) { return w->clause[i].of >= 0 && strcmp(w->clause[i].id, w->clause[w->clause[i].of].id) == 0; }
static bool took_place(const world *w, int i) { return w->clause[i].of >= 0 && !is_version(w, i); }

/* All ranks point down one line: sections first, then levels within them. */
static int height(const world *w, int i) { return w->rank[w->clause[i].home] * MOST + w->clause[i].level; }

static void draw_line(world *w, int i, line *l) {
  unsigned speaks = w->quiet && upto(w, 8) != 0 ? 2 : 1 + upto(w, 3);
  *l = (line){ .speaks = { speaks & 1, speaks & 2 } };
  for (int times = (int)upto(w, REFS + 1); times > 0; times--) {
    bool section = upto(w, 3) == 0;
    int to = (int)(section ? upto(w, SECTIONS) : upto(w, (unsigned)w->base));
    int own = section ? w->rank[w->clause[i].home] : height(w, i), other = section ? w->rank[to] : height(w, to);
    if (own == other) continue;
    l->ref[l->refs].despite = other < own, l->ref[l->refs].section = section, l->ref[l->refs++].to = to;
  }
}

static void write_refs(world *w, pol_text *t, const line *l, bool despite) {
  int said = 0;
  bool any = false;
  for (int i = 0; i < l->refs; i++) any = any || l->ref[i].despite;
  for (int i = 0; i < l->refs; i++) {
    if (l->ref[i].despite != despite) continue;
    pol_text_add(t, said++ ? ", " : despite ? ", despite " : any ? " subject to " : ", subject to ");
    if (l->ref[i].section) pol_text_format(t, "section %d", l->ref[i].to + 1);
    else pol_text_add(t, w->clause[l->ref[i].to].id);
  }
}

static void write_clause(world *w, pol_text *t, int i) {
  const drawn *c = &w->clause[i];
  pol_text_format(t, "clause %s\n", c->id);
  bool later = is_version(w, i), earlier = i + 1 < w->n && is_version(w, i + 1) && i + 1 < w->base;
  if (later || earlier) pol_text_format(t, "  effective %s\n", later ? "from 2024-04-01" : "to 2024-03-31");
  if (took_place(w, i)) pol_text_format(t, "  replaces %s\n", w->clause[c->of].id);
  for (int k = 0; k < c->lines; k++) {
    const line *l = &c->line[k];
    pol_text_format(t, "  permits %s", l->speaks[0] ? l->speaks[1] ? "d, e" : "d" : "e");
    write_refs(w, t, l, true);
    write_refs(w, t, l, false);
    pol_text_add(t, "\n");
  }
}

static void draw_lines(world *w, int i) {
  w->clause[i].lines = 1 + (upto(w, 4) == 0);
  for (int k = 0; k < w->clause[i].lines; k++) draw_line(w, i, &w->clause[i].line[k]);
}

static void put_id(world *w, int i, int number) {
  pol_text t;
  pol_text_init(&t, NULL);
  pol_text_format(&t, "%d.%d", w->clause[i].section + 1, number);
  cr_assert(t.n < sizeof w->clause[i].id);
  memcpy(w->clause[i].id, pol_text_get(&t), t.n + 1);
  pol_text_drop(&t);
}

static void draw(world *w) {
  w->quiet = upto(w, 3) == 0;
  for (int s = 0; s < SECTIONS; s++) w->rank[s] = s;
  for (int s = SECTIONS - 1; s > 0; s--) {
    int j = (int)upto(w, (unsigned)s + 1), kept = w->rank[s];
    w->rank[s] = w->rank[j], w->rank[j] = kept;
  }
  for (int s = 0; s < SECTIONS; s++)
    for (int i = 0, many = 1 + (int)upto(w, 5); i < many; i++) {
      w->clause[w->n] = (drawn){ .section = s, .home = s, .level = (int)upto(w, MOST), .of = -1 };
      put_id(w, w->n++, i + 1);
      if (upto(w, 6) != 0) continue;
      w->clause[w->n] = w->clause[w->n - 1], w->clause[w->n].of = w->n - 1;
      w->n++;
    }
  w->base = w->n;
  for (int i = 0; i < w->base; i++) draw_lines(w, i);
  for (int a = 0; a < 2; a++) {
    int before = w->first_amended[a] = w->n;
    for (int of = 0; of < before && w->n < MOST; of++) {
      bool taken = is_version(w, of) || (of + 1 < before && is_version(w, of + 1));
      for (int i = 0; i < w->n; i++) taken = taken || w->clause[i].of == of;
      if (taken || upto(w, 4) != 0) continue;
      w->clause[w->n] = (drawn){ .section = upto(w, 3) == 0 ? SECTIONS : w->clause[of].home, .home = w->clause[of].home, .level = w->clause[of].level, .of = of };
      put_id(w, w->n, 100 + w->n);
      draw_lines(w, w->n++);
    }
  }
}

static void write_world(world *w) {
  pol_text_add(&w->text[0], "policy p \"P\"\nfacts a\n  x is yes or no\ndecision d is permission, may be silent \"-\"\ndecision e is permission, may be silent \"-\"\n");
  for (int i = 0; i < w->base; i++) {
    if (i == 0 || w->clause[i].section != w->clause[i - 1].section) pol_text_format(&w->text[0], "section %d \"S\"\n", w->clause[i].section + 1);
    write_clause(w, &w->text[0], i);
  }
  pol_text_format(&w->text[0], "section %d \"elsewhere\"\nclause %d.1\n  guidance \"words\"\n", SECTIONS + 1, SECTIONS + 1); /* some clauses take their places from here */
  for (int a = 0; a < 2; a++) {
    pol_text_format(&w->text[a + 1], "amendment am%d \"A\" of p\n", a);
    for (int i = w->first_amended[a]; i < (a == 0 ? w->first_amended[1] : w->n); i++) write_clause(w, &w->text[a + 1], i);
  }
}

/* Whether clause i is the one named, a version of it, or took its place, or the place of what did. */
static bool is_heir(const world *w, int i, int named) {
  if (i == named || strcmp(w->clause[i].id, w->clause[named].id) == 0) return true;
  return took_place(w, i) && is_heir(w, w->clause[i].of, named);
}

/* Itself, or what it took the place of. */
static bool in_section(const world *w, int i, int section) { return w->clause[i].section == section || (took_place(w, i) && in_section(w, w->clause[i].of, section)); }

/* What took the place of exactly this clause, or of what did. */
static bool came_after(const world *w, int i, int clause) { return took_place(w, i) && (w->clause[i].of == clause || came_after(w, w->clause[i].of, clause)); }

typedef struct rules { int clause[2 * MOST], line[2 * MOST], n; bool stands[2 * MOST][2 * MOST]; } rules;

static void stand(const world *w, rules *r) {
  for (int i = 0; i < r->n; i++) {
    const line *l = &w->clause[r->clause[i]].line[r->line[i]];
    for (int k = 0; k < l->refs; k++)
      for (int h = 0; h < r->n; h++)
        for (int o = 0; o < r->n; o++) {
          bool heir = h == i || came_after(w, r->clause[h], r->clause[i]);
          bool meant = l->ref[k].section ? in_section(w, r->clause[o], l->ref[k].to) : is_heir(w, r->clause[o], l->ref[k].to);
          if (heir && meant) *(l->ref[k].despite ? &r->stands[h][o] : &r->stands[o][h]) = true;
        }
  }
  for (int k = 0; k < r->n; k++)
    for (int i = 0; i < r->n; i++)
      for (int j = 0; j < r->n; j++) r->stands[i][j] = r->stands[i][j] || (r->stands[i][k] && r->stands[k][j]);
}

/* The rules of a decision as the model has them, each with its clause and line here. */
static void find(const world *w, const checked *k, const pol_decision *d, int decision, rules *r) {
  *r = (rules){ .n = (int)d->rules };
  int next[MOST] = { 0 }, all = 0;
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_clause *x = &k->m->clauses.at[k->m->rules.at[d->rule[i]].clause];
    const char *id = pol_atom_get(k->atoms, x->id);
    int c = 0;
    while (c < w->n && (strcmp(w->clause[c].id, id) != 0 || (x->from_set && c + 1 < w->n && strcmp(w->clause[c + 1].id, id) == 0))) c++;
    cr_assert(c < w->n, "%s", id);
    while (next[c] < w->clause[c].lines && !w->clause[c].line[next[c]].speaks[decision]) next[c]++;
    cr_assert(next[c] < w->clause[c].lines, "%s", id);
    r->clause[i] = c, r->line[i] = next[c]++;
  }
  for (int c = 0; c < w->n; c++)
    for (int l = 0; l < w->clause[c].lines; l++) all += w->clause[c].line[l].speaks[decision];
  cr_assert_eq(all, r->n);
}

static void hold(world *w, checked *k, const char *name, int decision) {
  const pol_decision *d = &k->m->decisions.at[ruled_decision(k, name)];
  rules r;
  find(w, k, d, decision, &r);
  stand(w, &r);
  for (int i = 0; i < r.n; i++) {
    const pol_rule *x = &k->m->rules.at[d->rule[i]];
    uint32_t n = 0;
    for (int j = 0; j < r.n; j++)
      if (r.stands[j][i]) cr_assert(n < x->aboves && x->above[n++] == d->rule[j], "%s%s%s\n%s: %s above %s", pol_text_get(&w->text[0]), pol_text_get(&w->text[1]), pol_text_get(&w->text[2]), name, w->clause[r.clause[j]].id, w->clause[r.clause[i]].id);
    cr_assert_eq(n, x->aboves, "%s%s%s\n%s: %s has %u above it, not %u", pol_text_get(&w->text[0]), pol_text_get(&w->text[1]), pol_text_get(&w->text[2]), name, w->clause[r.clause[i]].id, x->aboves, n);
  }
}

Test(check_ranks_drawn, held_against_a_closure) {
  for (uint64_t seed = 1; seed <= 150; seed++) {
    world w = { .seed = seed };
    checked k;
    for (int i = 0; i < 3; i++) pol_text_init(&w.text[i], NULL);
    draw(&w);
    write_world(&w);
    const char *texts[4] = { pol_text_get(&w.text[0]), NULL };
    for (int a = 0, n = 1; a < 2; a++)
      if (w.first_amended[a] < (a == 0 ? w.first_amended[1] : w.n)) texts[n++] = pol_text_get(&w.text[a + 1]);
    checked_open(&k, NULL, texts);
    cr_assert(k.m);
    cr_assert_eq(k.reports.errors, 0, "%s%s%s\n%s", pol_text_get(&w.text[0]), pol_text_get(&w.text[1]), pol_text_get(&w.text[2]), ruled_reports(&k));
    hold(&w, &k, "d", 0);
    hold(&w, &k, "e", 1);
    checked_close(&k);
    for (int i = 0; i < 3; i++) pol_text_drop(&w.text[i]);
  }
}
