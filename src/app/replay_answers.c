/* Two answers to one question, as decide's JSON has them: what differs, and how much it matters. */
#include "app/replay.h"
#include <string.h>

static bool is_one_of(const char *key, const char *const *names) {
  for (; key && *names; names++)
    if (strcmp(key, *names) == 0) return true;
  return false;
}

/* Where in a file something stands, and how many clauses speak of something else; and what is only said to people. */
static bool is_place(const char *key) { return is_one_of(key, (const char *const[]){"file", "line", "column", "other_clauses", NULL}); }
static bool is_said(const char *key) { return is_one_of(key, (const char *const[]){"title", "text", "says", "question", "note", "reason", NULL}); }

/* What it matters when that member of a decision differs. */
static pol_answer_change weight_of(const char *key) {
  if (is_one_of(key, (const char *const[]){"outcome", "reason", "value", "authorities", "possible", "error", NULL})) return POL_ANSWER_OTHER;
  return strcmp(key, "trace") == 0 ? POL_ANSWER_TRACE : POL_ANSWER_GROUNDS;
}

static bool same_leaf(const pol_json_value *a, const pol_json_value *b) {
  return a->is == b->is && a->length == b->length && (a->length == 0 || memcmp(a->text, b->text, a->length) == 0);
}

/* A line of a condition is as the author wrote it, with values in brackets, which may have other labels: it is another condition where it differs outside them. */
static bool same_condition(const pol_json_value *a, const pol_json_value *b) {
  const char *x = a->text, *y = b->text;
  for (;; x++, y++) {
    if (*x != *y) return false;
    if (!*x) return true;
    if (*x == '[') x += strcspn(x, "]"), y += strcspn(y, "]");
    if (!*x || !*y) return *x == *y;
  }
}

static pol_answer_change differ_in_words(const pol_json_value *a, const pol_json_value *b, pol_answer_change weight) {
  if (same_leaf(a, b)) return POL_ANSWER_SAME;
  bool condition = strcmp(a->key, "text") == 0 && pol_json_member(a->in, "mark") && a->is == POL_JSON_IS_STRING && b->is == POL_JSON_IS_STRING;
  return condition && !same_condition(a, b) ? weight : POL_ANSWER_WORDS;
}

/* The gravest difference between two values; `weight`, where it is not only said. As deep as pol_json_read allows. */
static pol_answer_change differ(const pol_json_value *a, const pol_json_value *b, pol_answer_change weight) {
  if (is_place(a->key)) return POL_ANSWER_SAME;
  if (is_said(a->key)) return differ_in_words(a, b, weight);
  if (!same_leaf(a, b)) return weight;
  pol_answer_change most = POL_ANSWER_SAME;
  const pol_json_value *x = a->first, *y = b->first;
  for (; x && y && most < weight; x = x->next, y = y->next) {
    if ((x->key == NULL) != (y->key == NULL) || (x->key && strcmp(x->key, y->key) != 0)) return weight;
    pol_answer_change one = differ(x, y, weight);
    if (one > most) most = one;
  }
  return most < weight && (x || y) ? weight : most;
}

/* -- which clauses have another trace */

/* Whether a clause's rules are told alike on both sides, in their order. */
static bool same_rules(const pol_json_value *then, const pol_json_value *now, const char *clause) {
  const pol_json_value *x = then, *y = now;
  for (;;) {
    const char *id = NULL;
    for (; x && (!(id = pol_json_member_text(x, "clause")) || strcmp(id, clause) != 0); x = x->next) continue;
    for (; y && (!(id = pol_json_member_text(y, "clause")) || strcmp(id, clause) != 0); y = y->next) continue;
    if (!x || !y) return !x && !y;
    if (differ(x, y, POL_ANSWER_TRACE) == POL_ANSWER_TRACE) return false;
    x = x->next, y = y->next;
  }
}

static void add_clauses(pol_replayed_answer *out, const char **clause, const pol_json_value *of, const pol_json_value *then, const pol_json_value *now) {
  for (const pol_json_value *rule = of; rule; rule = rule->next) {
    const char *id = pol_json_member_text(rule, "clause");
    bool known = !id;
    for (uint32_t i = 0; i < out->clauses && !known; i++) known = strcmp(clause[i], id) == 0;
    if (!known && !same_rules(then, now, id)) clause[out->clauses++] = id;
  }
}

static pol_status find_clauses(pol_replayed_answer *out, pol_arena *arena) {
  const pol_json_value *then = pol_json_member(pol_json_member(out->then, "trace"), "rules"), *now = pol_json_member(pol_json_member(out->now, "trace"), "rules");
  const pol_json_value *x = then ? then->first : NULL, *y = now ? now->first : NULL;
  size_t n = 1;
  for (const pol_json_value *v = x; v; v = v->next) n++;
  for (const pol_json_value *v = y; v; v = v->next) n++;
  const char **clause = POL_NEW_N(arena, const char *, n);
  if (!clause) return POL_NO_MEMORY;
  out->clause = clause;
  add_clauses(out, clause, x, x, y);
  add_clauses(out, clause, y, x, y);
  return POL_OK;
}

/* How a member of a decision differs; NULL: it is not there. The reason of a decision is none in words: it says why it is not applicable. */
static pol_answer_change differ_in(const pol_json_value *then, const pol_json_value *now, const char *key) {
  pol_answer_change weight = weight_of(key);
  if (!then || !now) return weight;
  if (strcmp(key, "reason") == 0) return same_leaf(then, now) ? POL_ANSWER_SAME : weight;
  return differ(then, now, weight);
}

static void note(pol_replayed_answer *out, const char **member, const pol_json_value *then, const pol_json_value *now, const char *key) {
  pol_answer_change one = differ_in(then, now, key);
  if (one > out->change) out->change = one;
  if (one > POL_ANSWER_WORDS) member[out->members++] = key;
}

pol_status pol_replay_compare(pol_replayed_answer *out, pol_arena *arena, const pol_json_value *then, const pol_json_value *now) {
  size_t n = 1;
  for (const pol_json_value *v = then->first; v; v = v->next) n++;
  for (const pol_json_value *v = now->first; v; v = v->next) n++;
  const char **member = POL_NEW_N(arena, const char *, n);
  if (!member) return POL_NO_MEMORY;
  out->then = then;
  out->now = now;
  out->change = POL_ANSWER_SAME;
  out->member = member;
  for (const pol_json_value *x = then->first; x; x = x->next) note(out, member, x, pol_json_member(now, x->key), x->key);
  for (const pol_json_value *y = now->first; y; y = y->next)
    if (!pol_json_member(then, y->key)) note(out, member, NULL, y, y->key);
  return out->change == POL_ANSWER_TRACE ? find_clauses(out, arena) : POL_OK;
}
