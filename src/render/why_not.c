#include "render/why_not.h"
#include "render/explain.h"
#include "render/value_json.h"
#include <string.h>

/* ---- words ---- */

const char *pol_blocker_now(const pol_case *c, const pol_blocker *b) {
  pol_mark holds;
  const pol_expr *condition = pol_rule_condition(pol_case_rule(c, b->rule), &holds);
  if (condition == NULL) return "it holds in every case";
  return pol_condition_bare_words(c, condition, b->now == POL_NOW_OPEN ? POL_MARK_UNKNOWN : holds);
}

const char *pol_blocker_margin(const pol_case *c, const pol_blocker *b) {
  pol_mark holds;
  const pol_expr *condition = pol_rule_condition(pol_case_rule(c, b->rule), &holds);
  pol_lines lines;
  if (condition == NULL || b->now == POL_NOW_OPEN) return "";
  pol_condition_lines(&lines, c, condition);
  for (uint32_t i = 0; i < lines.list.n; i++)
    if (lines.list.at[i].mark == holds && lines.list.at[i].excess[0] != '\0') return lines.list.at[i].excess;
  return "";
}

const char *pol_change_words(const pol_case *c, const pol_change *change) {
  return pol_say_statement(c, change->fact, &change->to);
}

/* ---- as text ---- */

const char *pol_blocker_letter(const pol_case *c, uint32_t i) {
  return i < 26 ? pol_page_format(&c->page, "%c", (char)('A' + (int)i)) : pol_page_format(&c->page, "%u", i + 1);
}

static void field(const pol_case *c, size_t indent, const char *name, const char *text) {
  if (text[0] == '\0') return;
  pol_page_item(&c->page, indent, name, 7, text);
}

/* ", by the Director" after an agreement that is given; NULL for who decided it, where that stands so. */
static const char *decided_by(const pol_case *c, const pol_blocker *b, uint32_t i) {
  uint32_t agreement = c->model->facts.at[b->nearest[i].fact].agreement;
  if (agreement == POL_NO_REF) return "";
  const pol_agreement *a = &c->model->agreements.at[agreement];
  bool status = b->nearest[i].fact == a->status;
  for (uint32_t k = 0; k < b->nearests; k++) {
    if (b->nearest[k].fact != (status ? a->decided_by : a->status)) continue;
    return status ? pol_page_format(&c->page, ", by %s", pol_say_value(c, &b->nearest[k].to)) : NULL;
  }
  return "";
}

const char *pol_blocker_nearest(const pol_case *c, const pol_why_not *w, const pol_blocker *b) {
  if (b->nearests == 0)
    return pol_page_format(&c->page, "no change of up to 3 facts that can change lifts it and leads to %s", pol_say_outcome_loud(w->wanted));
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  for (uint32_t i = 0; i < b->nearests; i++) {
    const pol_fact *f = &c->model->facts.at[b->nearest[i].fact];
    const char *by = decided_by(c, b, i);
    if (by == NULL) continue; /* said with its agreement */
    pol_text_format(&t, "%s%s%s", i == 0 ? "" : "; ", pol_change_words(c, &b->nearest[i]), by);
    if (f->known_tos > 0) {
      pol_text_add(&t, ", known to ");
      for (uint32_t k = 0; k < f->known_tos; k++) pol_text_format(&t, "%s%s", k == 0 ? "" : " and ", pol_say_name(c, f->known_to[k]));
    }
  }
  return pol_page_keep(&c->page, &t);
}

static void blocker(const pol_case *c, const pol_why_not *w, uint32_t i, size_t width) {
  const pol_blocker *b = &w->blocker[i];
  const pol_rule *r = pol_case_rule(c, b->rule);
  pol_page_item(&c->page, 2, pol_blocker_letter(c, i), 1,
                pol_page_format(&c->page, "%s%*s%s", pol_say_clause(c, b->rule), (int)(width - pol_columns(pol_say_clause(c, b->rule)) + 2),
                                "", pol_say_title(c, r->clause)));
  bool open = b->now == POL_NOW_OPEN;
  field(c, 5, "now", open ? pol_page_format(&c->page, "cannot be told: %s", pol_blocker_now(c, b)) : pol_blocker_now(c, b));
  field(c, 5, "margin", pol_blocker_margin(c, b));
  field(c, 5, open && b->nearests > 0 ? "must be" : "nearest", pol_blocker_nearest(c, w, b));
}

/* "still REFUSED, by 3.15.3" */
const char *pol_then_words(const pol_case *c, pol_outcome then, const uint32_t *rule, uint32_t n) {
  const char *by = n == 0 ? "" : pol_page_format(&c->page, ", by %s", pol_say_clauses(c, rule, n));
  return pol_page_format(&c->page, "%s%s%s", then == c->answer->outcome ? "still " : "", pol_say_outcome_loud(then), by);
}

static uint32_t open_in(const pol_why_not *w) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < w->blockers; i++) n += w->blocker[i].now == POL_NOW_OPEN;
  return n;
}

static void outcomes(const pol_case *c, const pol_why_not *w) {
  enum { LEAST = 16 };
  bool open = w->blockers > 0 && open_in(w) == w->blockers; /* then nothing changes: facts become known */
  pol_text all;
  uint32_t named = 0;
  pol_text_init(&all, pol_arena_alloc(c->page.arena));
  for (uint32_t i = 0; i < w->blockers; i++)
    pol_text_format(&all, "%s%s", i == 0 ? "" : i + 1 == w->blockers ? " and " : ", ", pol_blocker_letter(c, i));
  pol_text_add(&all, open ? " are so" : " change");
  const char *letters = pol_page_keep(&c->page, &all);
  bool together = w->blockers > 1 && w->together_known;
  size_t width = together && pol_columns(letters) > LEAST ? pol_columns(letters) : LEAST;
  for (uint32_t i = 0; i < w->blockers; i++) {
    if (w->blocker[i].nearests == 0) continue;
    if (named++ == 0) pol_page_blank(&c->page);
    pol_page_item(&c->page, 2, pol_page_format(&c->page, open ? "only %s is so" : "only %s changes", pol_blocker_letter(c, i)), width,
                  pol_then_words(c, w->blocker[i].alone, w->blocker[i].alone_because, w->blocker[i].alone_becauses));
  }
  if (together) pol_page_item(&c->page, 2, letters, width, pol_then_words(c, w->together, w->together_because, w->together_becauses));
  if (!w->together_known && w->blockers > 1)
    pol_page_para(&c->page, 2, pol_page_format(&c->page, "No change of up to 3 facts makes it %s.", pol_say_outcome_loud(w->wanted)));
}

const char *pol_first_date_words(const pol_case *c, const pol_why_not *w) {
  bool dated = true;
  if (!pol_explain_dated(c, &dated)) pol_page_lost(&c->page);
  if (!dated && !w->changes_by_itself) return ""; /* the closing paragraph says why */
  if (w->changes_by_itself)
    return pol_page_format(&c->page, "First date on which the answer changes by itself: %s %s. From then on, with the same facts: %s.",
                           pol_date_weekday_name(pol_date_weekday(w->first_date)), pol_say_date(c, w->first_date),
                           pol_say_outcome_loud(w->then));
  return pol_page_format(&c->page, "First date on which the answer changes by itself: none in the ten years after %s.",
                         pol_say_date(c, c->as_of));
}

static void first_date(const pol_case *c, const pol_why_not *w) {
  const char *words = pol_first_date_words(c, w);
  if (words[0] == '\0') return;
  pol_page_blank(&c->page);
  pol_page_para(&c->page, 0, words);
}

/* "2 clauses stand in the way; both must change" */
const char *pol_why_not_obstacles(const pol_case *c, const pol_why_not *w) {
  uint32_t open = open_in(w), hold = w->blockers - open;
  const char *all = w->blockers == 1 ? "" : w->blockers == 2 ? "; both must change" : "; all must change";
  if (open == 0) return pol_page_format(&c->page, "%s in the way%s", pol_say_count(c, hold, "clause stands", "clauses stand"), all);
  const char *whether = pol_say_count(c, open, "clause stands in the way", "clauses stand in the way");
  if (hold == 0) return pol_page_format(&c->page, "Facts are missing: it cannot be told whether %s", whether);
  return pol_page_format(&c->page, "%s in the way; facts are missing, so of %u more it cannot be told",
                         pol_say_count(c, hold, "clause stands", "clauses stand"), open);
}

void pol_explain_why_not(const pol_case *c, const pol_why_not *w) {
  const char *wanted = pol_say_outcome_loud(w->wanted);
  pol_page_heading(&c->page, 0, pol_page_format(&c->page, "What would make it %s?", wanted), pol_say_case(c));
  size_t width = 6;
  for (uint32_t i = 0; i < w->blockers; i++) {
    size_t wide = pol_columns(pol_say_clause(c, w->blocker[i].rule));
    if (wide > width) width = wide;
  }
  if (c->answer->outcome == w->wanted) pol_page_para(&c->page, 0, pol_page_format(&c->page, "It is %s already.", wanted));
  else if (w->blockers == 0)
    pol_page_para(
        &c->page, 0,
        pol_page_format(&c->page, "No clause stands in the way, and none says for this case that it is %s.", pol_outcome_words(w->wanted)));
  else pol_page_para(&c->page, 0, pol_why_not_obstacles(c, w));
  if (w->blockers > 0) pol_page_blank(&c->page);
  for (uint32_t i = 0; i < w->blockers; i++) blocker(c, w, i, width);
  outcomes(c, w);
  first_date(c, w);
}

/* ---- as JSON ---- */

static void then_json(pol_json *j, const pol_case *c, pol_outcome then, const uint32_t *rule, uint32_t n) {
  pol_json_object(j);
  pol_json_key(j, "outcome");
  pol_json_string(j, pol_outcome_name(then));
  pol_json_key(j, "because");
  pol_json_array(j);
  for (uint32_t i = 0; i < n; i++) pol_json_string(j, pol_say_clause(c, rule[i]));
  pol_json_array_end(j);
  pol_json_object_end(j);
}

static void blocker_json(pol_json *j, const pol_case *c, const pol_blocker *b) {
  const char *margin = pol_blocker_margin(c, b);
  pol_json_object(j);
  pol_json_key(j, "clause");
  pol_json_string(j, pol_say_clause(c, b->rule));
  pol_json_key(j, "effect");
  pol_json_string(j, pol_effect_name(pol_case_rule(c, b->rule)->effect));
  pol_json_key(j, "open");
  pol_json_bool(j, b->now == POL_NOW_OPEN);
  pol_json_key(j, "now");
  pol_json_string(j, pol_blocker_now(c, b));
  pol_json_key(j, "margin");
  pol_json_string(j, margin[0] == '\0' ? NULL : margin);
  pol_json_key(j, "nearest");
  pol_json_array(j);
  for (uint32_t i = 0; i < b->nearests; i++) {
    pol_json_object(j);
    pol_json_key(j, "fact");
    pol_json_string(j, pol_say_atom(c, c->model->facts.at[b->nearest[i].fact].name));
    pol_json_key(j, "from");
    pol_json_plain(j, c, &b->nearest[i].from, 0);
    pol_json_key(j, "to");
    pol_json_plain(j, c, &b->nearest[i].to, 0);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_key(j, "changes");
  if (b->nearests > 0) then_json(j, c, b->alone, b->alone_because, b->alone_becauses);
  else pol_json_null(j);
  pol_json_object_end(j);
}

void pol_why_not_json(pol_json *j, const pol_case *c, const pol_why_not *w) {
  pol_json_key(j, "wanted");
  pol_json_string(j, pol_outcome_name(w->wanted));
  pol_json_key(j, "blockers");
  pol_json_array(j);
  for (uint32_t i = 0; i < w->blockers; i++) blocker_json(j, c, &w->blocker[i]);
  pol_json_array_end(j);
  pol_json_key(j, "together");
  if (w->together_known) then_json(j, c, w->together, w->together_because, w->together_becauses);
  else pol_json_null(j);
  pol_json_key(j, "first_date");
  if (!w->changes_by_itself) {
    pol_json_null(j);
    return;
  }
  pol_text date;
  pol_text_init(&date, pol_arena_alloc(c->page.arena));
  pol_date_write(&date, w->first_date);
  pol_json_object(j);
  pol_json_key(j, "date");
  pol_json_string(j, pol_page_keep(&c->page, &date));
  pol_json_key(j, "outcome");
  pol_json_string(j, pol_outcome_name(w->then));
  pol_json_object_end(j);
}
