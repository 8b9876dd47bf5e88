#include "render/why_not.h"
#include "render/explain.h"
#include "render/value_json.h"
#include <string.h>

/* ---- words ---- */

/* What a rule of it rests on: its condition, and what would have been the exception (a referral made from one looks at it already). */
static const char *rule_now(const pol_case *c, uint32_t rule, bool open) {
  const pol_rule *r = pol_case_rule(c, rule);
  pol_mark holds, spared = open ? POL_MARK_UNKNOWN : POL_MARK_NO;
  const pol_expr *condition = pol_rule_condition(r, &holds);
  bool asked = condition != NULL && (!open || pol_mark_of(c, NULL, condition) == POL_MARK_UNKNOWN);
  bool excepts = r->except != NULL && r->exception_of == POL_NO_REF && pol_mark_of(c, NULL, r->except) == spared;
  const char *why = asked ? pol_condition_bare_words(c, condition, open ? POL_MARK_UNKNOWN : holds) : "";
  const char *except = excepts ? pol_condition_bare_words(c, r->except, spared) : "";
  return pol_page_format(&c->page, "%s%s%s", why, why[0] != '\0' && except[0] != '\0' ? "; " : "", except);
}

static bool stands_above(const pol_case *c, uint32_t over, uint32_t rule) {
  const pol_rule *o = pol_case_rule(c, over), *r = pol_case_rule(c, rule);
  for (uint32_t i = 0; o->effect == POL_E_SETS_ASIDE && i < o->targets; i++)
    if (o->target[i] == rule) return true;
  for (uint32_t i = 0; i < r->aboves; i++)
    if (r->above[i] == over) return true;
  return false;
}

/* Of a rule that holds, as far as it goes, but may have to give way: what the rules above it rest on that is not known. */
static const char *above_now(const pol_case *c, uint32_t rule) {
  uint32_t to;
  for (uint32_t i = 0; i < c->model->rules.n; i++) {
    if (!stands_above(c, i, rule) || pol_rule_status(c->run, c->answer, c->row, i, &to) != POL_RULE_OPEN) continue;
    const char *now = rule_now(c, i, true);
    if (now[0] != '\0') return now;
  }
  return "";
}

const char *pol_blocker_now(const pol_case *c, const pol_blocker *b) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  const char *before = "";
  bool open = b->now == POL_NOW_OPEN;
  for (uint32_t i = 0; i < b->alls; i++) {
    const char *now = rule_now(c, b->all[i], open);
    if (now[0] == '\0' && open) now = above_now(c, b->all[i]);
    if (now[0] == '\0' || strcmp(now, before) == 0) continue;
    pol_text_format(&t, "%s%s", before[0] == '\0' ? "" : "; ", now);
    before = now;
  }
  const char *now = pol_page_keep(&c->page, &t);
  return now[0] != '\0' ? now : open ? "facts are missing" : "it holds in every case";
}

static bool reads_fact(const pol_expr *e, uint32_t fact, uint32_t *visits) {
  if (e == NULL || ++*visits > 20000) return false;
  if (e->op == POL_OP_INPUT && e->ref == fact) return true;
  for (uint32_t i = 0; i < e->n; i++)
    if (reads_fact(e->arg[i], fact, visits)) return true;
  return false;
}

static bool is_dated(const pol_expr *e) { /* a margin that names the day itself */
  while (e != NULL && (e->op == POL_OP_NOT || e->op == POL_OP_HOLDS || e->op == POL_OP_AND) && e->n > 0) e = e->arg[0];
  return e != NULL && e->n == 2 && e->arg[0]->type.kind == POL_T_DATE;
}

/* How far it is: of the only part that is in the way, or of the one that the proposed change moves; of several, only what says itself what it is about. */
static const char *rule_margin(const pol_case *c, const pol_blocker *b, uint32_t rule) {
  pol_mark holds;
  const pol_expr *condition = pol_rule_condition(pol_case_rule(c, rule), &holds);
  const char *margin = "";
  uint32_t marked = 0;
  bool dated = false;
  pol_lines lines;
  if (condition == NULL) return "";
  pol_condition_lines(&lines, c, condition);
  for (uint32_t i = 0; i < lines.list.n; i++) {
    const pol_line *line = &lines.list.at[i];
    bool moved = false;
    if (line->mark != holds || line->group) continue;
    marked++;
    for (uint32_t k = 0, visits = 0; k < b->nearests && line->of != NULL && !moved; k++) moved = reads_fact(line->of, b->nearest[k].fact, &visits);
    if (moved && line->excess[0] != '\0') return line->excess;
    if (line->excess[0] == '\0') continue;
    dated = margin[0] == '\0' && is_dated(line->of);
    margin = line->excess;
  }
  return marked == 1 || dated ? margin : "";
}

const char *pol_blocker_margin(const pol_case *c, const pol_blocker *b) {
  for (uint32_t i = 0; i < b->alls && b->now == POL_NOW_HOLDS; i++) {
    const char *margin = rule_margin(c, b, b->all[i]);
    if (margin[0] != '\0') return margin;
  }
  return "";
}

static const char *moved(const pol_case *c, const pol_change *change, const pol_value *to) { /* " (323 days later)", of a date that was known */
  if (to->type.kind != POL_T_DATE || change->from.state != POL_KNOWN) return "";
  int64_t days = (int64_t)to->as.i - change->from.as.i;
  pol_value size = {.state = POL_KNOWN, .type = {.kind = POL_T_NUMBER, .unit = {.day = 1}}, .as.num = pol_num_int(days < 0 ? -days : days)};
  return pol_page_format(&c->page, " (%s %s)", pol_say_value(c, &size), days < 0 ? "earlier" : "later");
}

const char *pol_change_words(const pol_case *c, const pol_change *change) {
  const char *first = pol_page_format(&c->page, "%s%s", pol_say_statement(c, change->fact, &change->to), moved(c, change, &change->to));
  if (!change->either) return first;
  return pol_page_format(&c->page, "%s or %s%s", first, pol_say_value(c, &change->other), moved(c, change, &change->other));
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
    return pol_page_format(&c->page, "none that leads to %s", pol_say_outcome_loud(w->wanted));
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  for (uint32_t i = 0; i < b->nearests; i++) {
    const pol_fact *f = &c->model->facts.at[b->nearest[i].fact];
    const char *by = decided_by(c, b, i);
    if (by == NULL) continue; /* said with its agreement */
    pol_text_format(&t, "%s%s%s", i == 0 ? "" : "; ", pol_change_words(c, &b->nearest[i]), by);
    for (uint32_t k = 0; k < f->known_tos; k++) pol_text_format(&t, "%s%s", k == 0 ? ", known to " : " and ", pol_say_party_named(c, f->known_to[k]));
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

/* "still REFUSED, by 3.15.3"; "REFERRED to the Director, by 3.7.4" */
const char *pol_then_words(const pol_case *c, pol_outcome then, const uint32_t *rule, uint32_t n) {
  const char *by = n == 0 ? "" : pol_page_format(&c->page, ", by %s", pol_say_clauses(c, rule, n));
  return pol_page_format(&c->page, "%s%s%s", then == c->answer->outcome ? "still " : "", pol_say_outcome_loud(then), by);
}

const char *pol_blocker_alone(const pol_case *c, const pol_blocker *b) {
  const char *by = b->alone_becauses == 0 ? "" : pol_page_format(&c->page, ", by %s", pol_say_clauses(c, b->alone_because, b->alone_becauses));
  const char *to = b->alone_parties == 0 ? "" : pol_page_format(&c->page, " to %s", pol_say_parties(c, b->alone_party, b->alone_parties, "and"));
  return pol_page_format(&c->page, "%s%s%s%s", b->alone == c->answer->outcome ? "still " : "", pol_say_outcome_loud(b->alone), to, by);
}

static uint32_t open_in(const pol_why_not *w) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < w->blockers; i++) n += w->blocker[i].now == POL_NOW_OPEN;
  return n;
}

/* Who reads it must not take it that a fact which cannot change (what the applicant is) would make no difference. */
const char *pol_no_change_words(const pol_case *c, const pol_why_not *w) {
  bool fixed = false;
  for (uint32_t i = 0; i < c->model->facts.n && !fixed; i++) fixed = c->model->facts.at[i].fixed;
  return pol_page_format(&c->page, fixed ? "Of the facts that can change, no change of up to 3 makes it %s." : "No change of up to 3 facts makes it %s.",
                         pol_say_outcome_loud(w->wanted));
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
    pol_page_item(&c->page, 2, pol_page_format(&c->page, w->blocker[i].now == POL_NOW_OPEN ? "only %s is so" : "only %s changes", pol_blocker_letter(c, i)), width,
                  pol_blocker_alone(c, &w->blocker[i]));
  }
  if (together) pol_page_item(&c->page, 2, letters, width, pol_then_words(c, w->together, w->together_because, w->together_becauses));
  if (w->together_known || w->blockers == 0) return;
  if (named == 0) pol_page_blank(&c->page);
  pol_page_para(&c->page, named == 0 ? 0 : 2, pol_no_change_words(c, w));
}

const char *pol_first_date_words(const pol_case *c, const pol_why_not *w) {
  const char *lead = "First date on which the answer changes by itself";
  const char *today = pol_say_date(c, c->as_of);
  if (w->undated)
    return pol_page_format(&c->page, "%s: none. No clause here looks at the calendar, and no version of them starts or ends after %s.", lead, today);
  if (!w->changes_by_itself) return pol_page_format(&c->page, "%s: none in the ten years after %s.", lead, today);
  return pol_page_format(&c->page, "%s: %s %s. From then on, with the same facts: %s.", lead,
                         pol_date_weekday_name(pol_date_weekday(w->first_date)), pol_say_date(c, w->first_date), pol_say_outcome_loud(w->then));
}

static void first_date(const pol_case *c, const pol_why_not *w) {
  const char *words = pol_first_date_words(c, w);
  if (words[0] == '\0') return;
  pol_page_blank(&c->page);
  pol_page_para(&c->page, 0, words);
}

/* Two clauses that rest on one fact: what changes one of them is enough. */
static bool one_is_enough(const pol_why_not *w) {
  for (uint32_t i = 0; i < w->blockers; i++)
    if (w->blocker[i].nearests > 0 && w->blocker[i].alone == w->wanted) return true;
  return false;
}

/* "2 clauses stand in the way; both must change" */
const char *pol_why_not_obstacles(const pol_case *c, const pol_why_not *w) {
  uint32_t open = open_in(w), hold = w->blockers - open;
  bool one = one_is_enough(w);
  const char *all = w->blockers == 1 ? "" : w->blockers == 2 ? "; both must change" : "; all must change";
  if (w->blockers > 1 && one) all = w->blockers == 2 ? "; one change is enough for both" : "; one change is enough for all";
  if (open == 0) return pol_page_format(&c->page, "%s in the way%s", pol_say_count(c, hold, "clause stands", "clauses stand"), all);
  const char *whether = pol_say_count(c, open, "clause stands in the way", "clauses stand in the way");
  if (hold == 0) return pol_page_format(&c->page, "Facts are missing: it cannot be told whether %s", whether);
  return pol_page_format(&c->page, "%s in the way; facts are missing, so of %u more it cannot be told",
                         pol_say_count(c, hold, "clause stands", "clauses stand"), open);
}

/* Nothing stands in the way, but no clause says what is wanted; and what it would take. */
static void lacking(const pol_case *c, const pol_why_not *w) {
  const pol_blocker *b = &w->lacking;
  bool open = b->nearests > 0 && b->now == POL_NOW_OPEN;
  pol_page_para(&c->page, 0,
                open ? "No clause stands in the way; facts are missing, so it cannot be told whether one says so."
                     : pol_page_format(&c->page, "No clause stands in the way, and none says for this case that it is %s.",
                                       pol_outcome_words(w->wanted)));
  if (b->nearests == 0) {
    pol_page_para(&c->page, 0, pol_no_change_words(c, w));
    return;
  }
  pol_page_blank(&c->page);
  field(c, 5, open ? "must be" : "nearest", pol_blocker_nearest(c, w, b));
  field(c, 5, "then", pol_blocker_alone(c, b));
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
  else if (w->blockers == 0) lacking(c, w);
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

static void nearest_json(pol_json *j, const pol_case *c, const pol_blocker *b) { /* and what comes of it */
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
    pol_json_key(j, "or");
    if (b->nearest[i].either) pol_json_plain(j, c, &b->nearest[i].other, 0);
    else pol_json_null(j);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
  pol_json_key(j, "changes");
  if (b->nearests > 0) then_json(j, c, b->alone, b->alone_because, b->alone_becauses);
  else pol_json_null(j);
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
  nearest_json(j, c, b);
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
  pol_json_key(j, "lacking"); /* where there are no blockers */
  if (w->lacking.nearests > 0) {
    pol_json_object(j);
    nearest_json(j, c, &w->lacking);
    pol_json_object_end(j);
  } else {
    pol_json_null(j);
  }
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
