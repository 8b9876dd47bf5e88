/* What stands above what, transitively, and the circles that make it impossible. Works on numbers 0 … n - 1; the cost is that of the answer. */
#include "base/limits.h"
#include "check/rules.h"

typedef struct walk { uint32_t thing, next; } walk; /* a thing on the way up, and the next of its edges to look at */

typedef struct ranks {
  pol_checker *c;
  uint32_t n;
  const uint32_t *clause;
  const pol_edge *edge;
  uint32_t *first, *by_lower; /* edges of lower thing i: by_lower[first[i]] … */
  uint8_t *state;             /* 0 not seen, 1 on the way up, 2 done */
  uint32_t *stamp;            /* the thing whose list a thing was last put in, + 1 */
  walk *path;
  bool *cut;                  /* edges that close a circle */
  pol_above *above;
  uint32_t pairs;             /* in the lists of `above` */
} ranks;

static bool prepare(ranks *k, uint32_t edges) {
  pol_arena *a = k->c->in->arena;
  k->first = POL_NEW_N(a, uint32_t, k->n + 2u);
  k->by_lower = POL_NEW_N(a, uint32_t, edges);
  k->state = POL_NEW_N(a, uint8_t, k->n);
  k->stamp = POL_NEW_N(a, uint32_t, k->n);
  k->path = POL_NEW_N(a, walk, k->n);
  k->cut = POL_NEW_N(a, bool, edges);
  k->above = POL_NEW_N(a, pol_above, k->n);
  if (k->first == NULL || k->by_lower == NULL || k->state == NULL || k->stamp == NULL || k->path == NULL || k->cut == NULL || k->above == NULL) return false;
  uint32_t *at = k->first + 1;
  for (uint32_t i = 0; i < edges; i++) at[k->edge[i].lower]++;
  uint32_t sum = 0;
  for (uint32_t i = 0; i < k->n; i++) {
    uint32_t n = at[i];
    at[i] = sum;
    sum += n;
  }
  for (uint32_t i = 0; i < edges; i++) k->by_lower[at[k->edge[i].lower]++] = i;
  return true;
}

static const char *id_of(const ranks *k, uint32_t thing) {
  return pol_check_text(k->c, k->c->m->clauses.at[k->clause[thing]].id);
}

/* Link i of the circle path[from] … path[to], whose last link is the edge that leads back. */
static const pol_edge *link_at(const ranks *k, uint32_t from, uint32_t to, uint32_t back, uint32_t i) {
  return &k->edge[from + i == to ? back : k->by_lower[k->path[from + i].next - 1]];
}

static bool earlier(const pol_edge *a, const pol_edge *b) {
  if (a->ref->span.file != b->ref->span.file) return a->ref->span.file < b->ref->span.file;
  return a->ref->span.start < b->ref->span.start;
}

/* Told from the link that is written first, each next one going on from the clause that the one before puts below. */
static void say_circle(ranks *k, uint32_t from, uint32_t to, uint32_t back) {
  pol_reports *reports = k->c->in->reports;
  uint32_t links = to - from + 1, first = 0;
  for (uint32_t i = 1; i < links; i++)
    if (earlier(link_at(k, from, to, back, i), link_at(k, from, to, back, first))) first = i;
  const pol_edge *e = link_at(k, from, to, back, first);
  pol_report *r;
  if (links == 2) r = pol_check_report(k->c, POL_R_RANK_CIRCLE, e->ref, "%s and %s each stand above the other", id_of(k, e->upper), id_of(k, e->lower));
  else r = pol_check_report(k->c, POL_R_RANK_CIRCLE, e->ref, "%u clauses stand above one another in a circle", links);
  pol_report_help(reports, r, links == 2 ? "keep the one that the document says" : "take away the link that the document does not have");
  pol_report_label(reports, r, "puts %s above %s", id_of(k, e->upper), id_of(k, e->lower));
  for (uint32_t i = 1; i < links; i++) {
    e = link_at(k, from, to, back, (first + links - i) % links);
    pol_report_also(reports, r, e->ref->span, "puts %s above %s", id_of(k, e->upper), id_of(k, e->lower));
  }
}

/* All that stands above a thing: those directly above it, and what stands above them; each once, in ascending order by marking. */
static void collect(ranks *k, uint32_t thing, pol_numbers *scratch) {
  scratch->n = 0;
  for (uint32_t i = k->first[thing]; i < k->first[thing + 1]; i++) {
    uint32_t upper = k->edge[k->by_lower[i]].upper;
    if (k->cut[k->by_lower[i]] || k->stamp[upper] == thing + 1) continue;
    k->stamp[upper] = thing + 1;
    POL_PUSH(k->c, scratch, upper);
    for (uint32_t j = 0; j < k->above[upper].n; j++) {
      uint32_t higher = k->above[upper].at[j];
      if (k->stamp[higher] == thing + 1 || higher == thing) continue;
      k->stamp[higher] = thing + 1;
      POL_PUSH(k->c, scratch, higher);
    }
  }
}

static void sort(uint32_t *at, uint32_t n) { /* a heap sort: no worst case */
  for (uint32_t end = n, i = n / 2; end > 1;) {
    uint32_t root, value;
    if (i > 0) {
      value = at[--i];
      root = i;
    } else {
      value = at[--end];
      at[end] = at[0];
      root = 0;
    }
    for (uint32_t child; (child = 2 * root + 1) < end; root = child) {
      if (child + 1 < end && at[child + 1] > at[child]) child++;
      if (at[child] <= value) break;
      at[root] = at[child];
    }
    at[root] = value;
  }
}

/* A chain of thousands, each above the next: so many pairs that what stands above what is as large as the square of the policy. */
static void say_too_many(ranks *k, uint32_t thing) {
  const pol_clause *x = &k->c->m->clauses.at[k->clause[thing]];
  pol_report *r = pol_check_report(k->c, POL_R_TOO_MANY_RANKS, x->node, "clauses stand above each other in more than %d pairs", POL_LIMIT_RANK_PAIRS);
  pol_report_help(k->c->in->reports, r, "say despite and subject to only where two clauses answer differently");
}

static void finish(ranks *k, uint32_t thing, pol_numbers *scratch) {
  k->state[thing] = 2;
  if (k->pairs > POL_LIMIT_RANK_PAIRS) return;
  collect(k, thing, scratch);
  if (scratch->n == 0 || k->c->no_memory) return;
  if (k->pairs + scratch->n > POL_LIMIT_RANK_PAIRS) say_too_many(k, thing);
  uint32_t *list = POL_NEW_N(k->c->in->arena, uint32_t, scratch->n);
  if (list == NULL) {
    k->c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < scratch->n; i++) list[i] = scratch->at[i];
  sort(list, scratch->n);
  k->pairs += scratch->n;
  k->above[thing] = (pol_above){ .at = list, .n = scratch->n };
}

static void climb(ranks *k, uint32_t start, pol_numbers *scratch) {
  uint32_t depth = 0;
  k->path[0] = (walk){ .thing = start, .next = k->first[start] };
  k->state[start] = 1;
  for (;;) {
    walk *at = &k->path[depth];
    if (at->next == k->first[at->thing + 1]) {
      finish(k, at->thing, scratch);
      if (depth == 0 || k->c->no_memory) return;
      depth--;
      continue;
    }
    uint32_t edge = k->by_lower[at->next++], upper = k->edge[edge].upper;
    if (k->state[upper] == 0) {
      k->state[upper] = 1;
      k->path[++depth] = (walk){ .thing = upper, .next = k->first[upper] };
    } else if (k->state[upper] == 1) {
      uint32_t from = depth;
      while (k->path[from].thing != upper) from--; /* it is on the way up */
      k->cut[edge] = true;
      say_circle(k, from, depth, edge);
    }
  }
}

pol_above *pol_rules_close(pol_checker *c, uint32_t n, const uint32_t *clause, const pol_edge *edge, uint32_t edges) {
  ranks k = { .c = c, .n = n, .clause = clause, .edge = edge };
  if (!prepare(&k, edges)) {
    c->no_memory = true;
    return NULL;
  }
  pol_numbers scratch = { 0 };
  for (uint32_t i = 0; i < n && !c->no_memory; i++)
    if (k.state[i] == 0) climb(&k, i, &scratch);
  return c->no_memory ? NULL : k.above;
}
