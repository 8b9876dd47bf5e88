/* The end of a letter: what would change the answer, and what happens next. */
#include "render/letter.h"
#include "render/why_not.h"
#include <string.h>

/* ---- what would change it ----
 * What would follow from a change is an answer of its own. Where a confidential fact has a part in the decision, that answer would tell of it, and is withheld;
 * the clauses that this letter cites are said, and what stands in their way as far as it may be told. */

static bool is_cited(const pol_case *c, uint32_t rule) {
  for (uint32_t i = 0; i < c->answer->becauses; i++)
    if (pol_case_rule(c, c->answer->because[i].rule)->clause == pol_case_rule(c, rule)->clause) return true;
  return false;
}

/* The blockers that may be told, and not what a change of them leads to where that is hidden; false: out of memory. */
static bool told_blockers(pol_why_not *out, const pol_case *c, const pol_why_not *w, bool hidden) {
  *out = *w;
  out->blockers = 0;
  out->blocker = POL_NEW_N(c->page.arena, pol_blocker, w->blockers + 1u);
  if (out->blocker == NULL) return false;
  for (uint32_t i = 0; i < w->blockers; i++)
    if (!pol_withheld_rule(c, w->blocker[i].rule) || is_cited(c, w->blocker[i].rule)) out->blocker[out->blockers++] = w->blocker[i];
  for (uint32_t i = 0; i < out->blockers && hidden; i++) out->blocker[i].nearests = 0;
  return true;
}

static void field(const pol_letter *l, const char *name, const char *text) {
  if (text[0] != '\0') pol_html(&l->c->page, "<div><dt>%s</dt><dd>%s</dd></div>\n", name, text);
}

/* "still REFUSED, by 3.15.3"; "REFERRED to the Director, by 3.7.4" */
static void then(const pol_letter *l, pol_outcome outcome, const char *to, const uint32_t *rule, uint32_t n) {
  const pol_page *pg = &l->c->page;
  pol_html(pg, "%s%s%s", outcome == l->c->answer->outcome ? "still " : "", pol_say_outcome_loud(outcome), to);
  if (n == 0) return;
  pol_html(pg, ", by ");
  pol_letter_ids(l, rule, n);
}

static void alone(const pol_letter *l, const pol_blocker *b) {
  const pol_case *c = l->c;
  const char *to = b->alone_parties == 0 ? "" : pol_page_format(&c->page, " to %s", pol_say_parties(c, b->alone_party, b->alone_parties, "and"));
  then(l, b->alone, to, b->alone_because, b->alone_becauses);
}

static void blocker(const pol_letter *l, const pol_why_not *w, uint32_t i, bool hidden) {
  const pol_case *c = l->c;
  const pol_blocker *b = &w->blocker[i];
  bool open = b->now == POL_NOW_OPEN, withheld = pol_withheld_rule(c, b->rule);
  const char *now = withheld ? pol_withheld_rule_words(c, b->rule) : pol_blocker_now(c, b);
  pol_html(&c->page, "<li>\n<p><strong>%s</strong> ", pol_blocker_letter(c, i));
  pol_letter_id(l, pol_case_rule(c, b->rule)->clause);
  pol_html(&c->page, " <span class=\"title\">%s</span></p>\n<dl>\n", pol_say_title(c, pol_case_rule(c, b->rule)->clause));
  field(l, "now", open ? pol_page_format(&c->page, "cannot be told: %s", now) : now);
  if (!withheld) field(l, "margin", pol_blocker_margin(c, b));
  if (!hidden) field(l, open && b->nearests > 0 ? "must be" : "nearest", pol_blocker_nearest(c, w, b));
  pol_html(&c->page, "</dl>\n</li>\n");
}

static void outcomes(const pol_letter *l, const pol_why_not *w) {
  const pol_case *c = l->c;
  uint32_t named = 0, open = 0;
  pol_text all;
  pol_text_init(&all, pol_arena_alloc(c->page.arena));
  for (uint32_t i = 0; i < w->blockers; i++) {
    open += w->blocker[i].now == POL_NOW_OPEN;
    named += w->blocker[i].nearests > 0;
    pol_text_format(&all, "%s%s", i == 0 ? "" : i + 1 == w->blockers ? " and " : ", ", pol_blocker_letter(c, i));
  }
  bool together = w->blockers > 1 && w->together_known, becomes = w->blockers > 0 && open == w->blockers;
  const char *letters = pol_page_keep(&c->page, &all);
  if (named > 0 || together) pol_html(&c->page, "<ul class=\"outcomes\">\n");
  for (uint32_t i = 0; i < w->blockers; i++) {
    const pol_blocker *b = &w->blocker[i];
    if (b->nearests == 0) continue;
    pol_html(&c->page, "<li>%s: ", pol_page_format(&c->page, b->now == POL_NOW_OPEN ? "Only %s is so" : "Only %s changes", pol_blocker_letter(c, i)));
    alone(l, b);
    pol_html(&c->page, "</li>\n");
  }
  if (together) {
    pol_html(&c->page, "<li>%s: ", pol_page_format(&c->page, becomes ? "%s are so" : "%s change", letters));
    then(l, w->together, "", w->together_because, w->together_becauses);
    pol_html(&c->page, "</li>\n");
  }
  if (named > 0 || together) pol_html(&c->page, "</ul>\n");
  if (!w->together_known && w->blockers > 0)
    pol_letter_paragraph(l, pol_no_change_words(c, w));
}

/* Nothing stands in the way, but no clause says what is wanted; and what it would take. */
static void lacking(const pol_letter *l, const pol_why_not *w) {
  const pol_case *c = l->c;
  const pol_blocker *b = &w->lacking;
  bool open = b->nearests > 0 && b->now == POL_NOW_OPEN;
  pol_letter_paragraph(l, open ? "No clause stands in the way; facts are missing, so it cannot be told whether one says so."
                               : pol_page_format(&c->page, "No clause stands in the way, and none says for this case that it is %s.",
                                                 pol_outcome_words(w->wanted)));
  if (b->nearests == 0) {
    pol_letter_paragraph(l, pol_no_change_words(c, w));
    return;
  }
  pol_html(&c->page, "<dl>\n");
  field(l, open ? "must be" : "nearest", pol_blocker_nearest(c, w, b));
  pol_html(&c->page, "<div><dt>then</dt><dd>");
  alone(l, b);
  pol_html(&c->page, "</dd></div>\n</dl>\n");
}

void pol_letter_change(const pol_letter *l) {
  const pol_case *c = l->c;
  pol_why_not told;
  if (l->x->why_not == NULL) return;
  bool hidden = pol_withheld_decision(c, c->answer->decision);
  if (!told_blockers(&told, c, l->x->why_not, hidden)) {
    pol_page_lost(&c->page);
    return;
  }
  const char *wanted = pol_say_outcome_loud(told.wanted);
  pol_letter_section(l, "change", pol_page_format(&c->page, "What would make it %s", wanted));
  if (c->answer->outcome == told.wanted) pol_letter_paragraph(l, pol_page_format(&c->page, "It is %s already.", wanted));
  else if (told.blockers > 0) pol_letter_paragraph(l, pol_page_format(&c->page, "%s.", pol_why_not_obstacles(c, &told)));
  else if (!hidden) lacking(l, &told);
  if (told.blockers > 0) pol_html(&c->page, "<ul class=\"blockers\">\n");
  for (uint32_t i = 0; i < told.blockers; i++) blocker(l, &told, i, hidden);
  if (told.blockers > 0) pol_html(&c->page, "</ul>\n");
  if (hidden) {
    pol_letter_paragraph(l, pol_page_format(&c->page, "%s: clauses that rest on this have a part in the question, so what a change would lead to is not told here.",
                                            pol_withheld_decision_words(c, c->answer->decision)));
  } else {
    outcomes(l, &told);
    pol_letter_paragraph(l, pol_first_date_words(c, l->x->why_not));
  }
  pol_letter_section_end(l);
}

/* ---- what happens next ---- */

static bool refers_to(const pol_rule *r, uint32_t party) {
  for (uint32_t i = 0; i < r->parties; i++)
    if (r->effect == POL_E_REFERS && r->party[i] == party) return true;
  return false;
}

static void authorities(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  if (a->outcome != POL_OUT_REFERRED) return;
  pol_letter_paragraph(l, a->parties == 1 ? "The question goes to:" : "The question goes to each of:");
  pol_html(&c->page, "<ul>\n");
  for (uint32_t i = 0; i < a->parties; i++) {
    uint32_t *rule = POL_NEW_N(c->page.arena, uint32_t, a->becauses + 1u), n = 0;
    for (uint32_t k = 0; rule != NULL && k < a->becauses; k++)
      if (refers_to(pol_case_rule(c, a->because[k].rule), a->party[i])) rule[n++] = a->because[k].rule;
    if (rule == NULL) pol_page_lost(&c->page);
    pol_html(&c->page, "<li>%s", pol_say_party(c, a->party[i]));
    if (n > 0) {
      pol_html(&c->page, " (");
      pol_letter_ids(l, rule, n);
      pol_html(&c->page, ")");
    }
    pol_html(&c->page, "</li>\n");
  }
  pol_html(&c->page, "</ul>\n");
  pol_letter_paragraph(l, pol_explain_ask_again(c));
}

/* Referrals behind a refusal. Whether a clause on what is withheld comes next is not told, nor that it does not. */
static void behind(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  uint32_t shown = 0;
  for (uint32_t i = 0; i < a->nexts; i++) {
    const pol_rule *r = pol_case_rule(c, a->next[i].rule);
    if (pol_withheld_rule(c, a->next[i].rule)) continue;
    if (shown++ == 0) pol_html(&c->page, "<p>Would come next, once what refuses it is changed:</p>\n<ul>\n");
    pol_html(&c->page, "<li>");
    pol_letter_id(l, r->clause);
    pol_html(&c->page, " %s: REFERRED%s%s</li>\n", pol_say_title(c, r->clause), r->parties > 0 ? " to " : "",
             r->parties > 0 ? pol_say_parties(c, r->party, r->parties, "and") : "");
  }
  if (shown > 0) pol_html(&c->page, "</ul>\n");
}

static bool has_hidden_referral(const pol_case *c) { /* whatever the facts are */
  const pol_decision *d = pol_case_decision(c);
  if (c->answer->outcome != POL_OUT_REFUSED) return false;
  for (uint32_t i = 0; i < d->rules; i++)
    if (pol_case_rule(c, d->rule[i])->effect == POL_E_REFERS && pol_withheld_rule(c, d->rule[i]) && !is_cited(c, d->rule[i])) return true;
  return false;
}

static uint32_t hidden_missing(const pol_case *c) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->answer->missings; i++) n += pol_withheld_fact(c, c->answer->missing[i].fact);
  return n;
}

static void missing(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  uint32_t hidden = hidden_missing(c);
  bool tells = !pol_withheld_decision(c, a->decision);
  if (a->missings == 0) return;
  pol_letter_paragraph(l, a->missings == 1 ? "1 fact is needed:" : pol_page_format(&c->page, "Up to %u facts are needed, in this order:", a->missings));
  pol_html(&c->page, "<ol>\n");
  for (uint32_t i = 0; i < a->missings; i++) {
    pol_settling *line;
    if (pol_withheld_fact(c, a->missing[i].fact)) continue;
    pol_html(&c->page, "<li>\n<p>%s</p>\n", pol_explain_question(c, a->missing[i].fact));
    uint32_t n = tells ? pol_explain_settlings(&line, c, i) : 0;
    if (n > 0) pol_html(&c->page, "<ul>\n");
    for (uint32_t k = 0; k < n; k++) pol_html(&c->page, "<li>%s: %s</li>\n", line[k].values, line[k].result);
    if (n > 0) pol_html(&c->page, "</ul>\n");
    pol_html(&c->page, "</li>\n");
  }
  if (hidden > 0) pol_html(&c->page, "<li>%s</li>\n", pol_withheld_count(c, hidden));
  pol_html(&c->page, "</ol>\n");
}

static bool is_first(const pol_case *c, uint32_t i) { /* of its clause, among the reasons */
  for (uint32_t k = 0; k < i; k++)
    if (pol_case_rule(c, c->answer->because[k].rule)->clause == pol_case_rule(c, c->answer->because[i].rule)->clause) return false;
  return true;
}

/* What the clauses that decide say of how to go on: their guidance, and the document that they hand over to. */
static void guidance(const pol_letter *l) {
  const pol_case *c = l->c;
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_clause *k = &c->model->clauses.at[pol_case_rule(c, c->answer->because[i].rule)->clause];
    if (!is_first(c, i) || (k->guidance == NULL && k->hands_over == NULL)) continue;
    pol_html(&c->page, "<p>");
    pol_letter_id(l, pol_case_rule(c, c->answer->because[i].rule)->clause);
    if (k->guidance != NULL) pol_html(&c->page, " %s", k->guidance);
    if (k->hands_over != NULL) pol_html(&c->page, "%s continued in %s", k->guidance == NULL ? "" : ";", k->hands_over);
    pol_html(&c->page, "</p>\n");
  }
}

static bool has_guidance(const pol_case *c) {
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_clause *k = &c->model->clauses.at[pol_case_rule(c, c->answer->because[i].rule)->clause];
    if (k->guidance != NULL || k->hands_over != NULL) return true;
  }
  return false;
}

static bool has_open_next(const pol_case *c) {
  for (uint32_t i = 0; i < c->answer->nexts; i++)
    if (!pol_withheld_rule(c, c->answer->next[i].rule)) return true;
  return false;
}

void pol_letter_next(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  bool hidden = has_hidden_referral(c);
  if (a->outcome != POL_OUT_REFERRED && !hidden && !has_open_next(c) && a->missings == 0 && !has_guidance(c) && c->model->contact == NULL)
    return;
  pol_letter_section(l, "next", "What happens next");
  authorities(l);
  behind(l);
  if (hidden)
    pol_letter_paragraph(l, pol_page_format(&c->page, "%s: whether a referral would come next is not told here.",
                                            pol_withheld_decision_words(c, a->decision)));
  missing(l);
  guidance(l);
  if (c->model->contact != NULL) pol_html(&c->page, "<p>Contact for this policy: %s</p>\n", c->model->contact);
  pol_letter_section_end(l);
}
