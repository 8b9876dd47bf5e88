/* Which amendments apply, in which order, from which day: as their heads say it, and as they were given. */
#include "check/rules.h"
#include "syntax/words.h"

static void say_two_days(pol_checker *c, const pol_node *head, pol_date own, pol_date given) {
  const pol_node *lines = pol_kid(head, 2), *written = head;
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    if (pol_is_node(lines->kid[i], POL_N_EFFECTIVE)) written = lines->kid[i];
  pol_report *r = pol_check_report(c, POL_R_DATED_TWICE, written, "amendment %s says itself from which day it is in force", pol_check_text(c, head->text));
  pol_report_label(c->in->reports, r, "%s; it is given with %s", pol_rules_day(c, own), pol_rules_day(c, given));
  pol_report_help(c->in->reports, r, "leave out the day with which it is given, or write here: effective when applied");
}

/* Two lines would leave the days that both have, which nobody means. */
static void check_dates(pol_checker *c, const pol_node *head) {
  const pol_node *lines = pol_kid(head, 2), *first = NULL;
  for (uint32_t i = 0; i < pol_kids(lines); i++) {
    const pol_node *line = lines->kid[i];
    if (line->kind != POL_N_EFFECTIVE && line->kind != POL_N_EFFECTIVE_APPLIED) continue;
    if (first == NULL) {
      first = line;
      continue;
    }
    pol_report *r = pol_check_report(c, POL_R_DATED_TWICE, line, "amendment %s says twice from which day it is in force", pol_check_text(c, head->text));
    pol_report_also(c->in->reports, r, first->span, "first");
    pol_report_help(c->in->reports, r, "keep the line that is right");
  }
}

static void say_no_amendment(pol_checker *c, const pol_node *file, const pol_node *head) {
  pol_report *r = pol_check_report(c, POL_R_NO_AMENDMENT, head != NULL ? head : file, "this file is given as an amendment, and is %s", head != NULL ? "a policy" : "not one");
  pol_report_help(c->in->reports, r, "name it among the files of the policy; an amendment begins: amendment NAME \"…\" of POLICY");
}

/* What is given as an amendment without being one. Where its first line could not be read, that was said. */
static void check_given(pol_checker *c, uint32_t tree, const pol_node *head) {
  const pol_tree *t = c->trees.at[tree].tree;
  if (t->amends && (head != NULL || (t->lost & (1u << POL_KEYWORD_AMENDMENT)) == 0) && t->lost != POL_LOST_ANY) say_no_amendment(c, t->root, head);
}

void pol_rules_apply(pol_checker *c, uint32_t tree, pol_tree_work *work) {
  const pol_tree *t = c->trees.at[tree].tree;
  const pol_node *head = work->head;
  if (!work->amendment) check_given(c, tree, head);
  if (!work->amendment || head == NULL) return;
  check_dates(c, head);
  if (t->dated && work->dates.from_set && work->dates.from != t->from) say_two_days(c, head, work->dates.from, t->from);
  if (t->dated) work->dates.from_set = true, work->dates.from = t->from;
  pol_amendment a = { .name = head->text, .title = pol_check_words(c, pol_kid(head, 0)), .from_set = work->dates.from_set, .from = work->dates.from, .node = head };
  work->number = c->m->amendments.n;
  POL_PUSH(c, &c->m->amendments, a);
}
