/* The reasons of a letter: reservations and presumptions, the clauses and why, and how a value was worked out. */
#include "render/letter.h"
#include <string.h>

/* ---- reservations and presumptions ---- */

static void reservations(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  if (a->reservations == 0) return;
  pol_letter_paragraph(l, "Text is missing from the published copy, so this is not settled:");
  pol_html(&c->page, "<ul>\n");
  for (uint32_t i = 0; i < a->reservations; i++) {
    const pol_clause *k = &c->model->clauses.at[a->reservation[i]];
    pol_html(&c->page, "<li>");
    pol_letter_id(l, a->reservation[i]);
    pol_html(&c->page, " %s</li>\n", k->incomplete == NULL ? pol_say_title(c, a->reservation[i]) : k->incomplete);
  }
  pol_html(&c->page, "</ul>\n");
}

static void presumptions(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  uint32_t withheld = 0;
  if (a->presumeds == 0) return;
  pol_letter_paragraph(l, "Presumed, because nobody has said otherwise:");
  pol_html(&c->page, "<ul>\n");
  for (uint32_t i = 0; i < a->presumeds; i++) {
    pol_value v = pol_case_fact(c, a->presumed[i]);
    const char *otherwise = pol_withheld_decision(c, a->decision) ? "" : pol_presumption_otherwise(c, a->presumed[i]);
    if (pol_withheld_fact(c, a->presumed[i])) withheld++;
    else pol_html(&c->page, "<li>%s: %s%s</li>\n", pol_say_fact(c, a->presumed[i]), pol_say_value(c, &v), otherwise);
  }
  if (withheld > 0) pol_html(&c->page, "<li>%s</li>\n", pol_withheld_count(c, withheld));
  pol_html(&c->page, "</ul>\n");
}

static void limits(const pol_letter *l) {
  const pol_answer *a = l->c->answer;
  if (a->reservations == 0 && a->presumeds == 0) return;
  pol_letter_section(l, "limits",
                     a->presumeds == 0      ? "Reservations"
                     : a->reservations == 0 ? "Presumptions"
                                            : "Reservations and presumptions");
  pol_html(&l->c->page, "<div class=\"box\">\n");
  reservations(l);
  presumptions(l);
  pol_html(&l->c->page, "</div>\n");
  pol_letter_section_end(l);
}

/* ---- why ---- */

static void clause_head(const pol_letter *l, uint32_t clause) {
  pol_letter_id(l, clause);
  pol_html(&l->c->page, " <span class=\"title\">%s</span>", pol_say_title(l->c, clause));
}

static void item(const pol_letter *l, const pol_cited_item *cited) {
  const pol_page *pg = &l->c->page;
  const pol_clause *k = &l->c->model->clauses.at[cited->clause];
  pol_html(pg, "<li>\n<p>");
  clause_head(l, cited->clause);
  pol_html(pg, "</p>\n");
  bool open = l->c->answer->outcome == POL_OUT_UNDETERMINED; /* a reason says what is so once the clause holds, and nobody knows that yet */
  for (uint32_t i = 0; i < cited->note.n && !open; i++) pol_html(pg, "<p class=\"why\">%s</p>\n", cited->note.at[i]);
  if (k->says != NULL) {
    pol_html(pg, "<blockquote>\n<p>%s</p>\n", k->says);
    if (k->says_at != NULL) pol_html(pg, "<p class=\"place\">%s</p>\n", k->says_at);
    pol_html(pg, "</blockquote>\n");
  }
  pol_html(pg, "</li>\n");
}

static void items(const pol_letter *l, pol_cited_keep keep) {
  pol_cited_list cited;
  pol_cited_read(&cited, l->c, l->c->answer->because, l->c->answer->becauses, keep);
  pol_html(&l->c->page, "<ul class=\"reasons\">\n");
  for (uint32_t i = 0; i < cited.list.n && i < POL_LETTER_ITEMS; i++) item(l, &cited.list.at[i]);
  if (cited.list.n > POL_LETTER_ITEMS) pol_letter_more(l, cited.list.n - POL_LETTER_ITEMS);
  pol_html(&l->c->page, "</ul>\n");
}

static bool is_own(const pol_case *c, const pol_rule *r) { return pol_case_speaks(c, r); }

/* Clauses of decisions and tables that it uses, but for those that are cited already. */
static bool is_elsewhere(const pol_case *c, const pol_rule *r) {
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_rule *own = pol_case_rule(c, c->answer->because[i].rule);
    if (pol_case_speaks(c, own) && own->clause == r->clause) return false;
  }
  return !pol_case_speaks(c, r);
}

static void cited(const pol_letter *l, const char *id, const char *heading, pol_cited_keep keep) {
  const pol_answer *a = l->c->answer;
  uint32_t n = 0;
  for (uint32_t i = 0; i < a->becauses; i++) n += keep(l->c, pol_case_rule(l->c, a->because[i].rule));
  if (n == 0) return;
  pol_letter_section(l, id, heading);
  items(l, keep);
  if (a->outcome == POL_OUT_OUT_OF_SCOPE && keep == is_own)
    pol_letter_paragraph(l, "This is not a refusal: the question does not arise under this policy.");
  pol_letter_section_end(l);
}

static void because(const pol_letter *l, const char *heading) {
  cited(l, "because", heading, is_own);
  cited(l, "rests-on", "It rests on", is_elsewhere);
}

/* ---- no answer ---- */

static bool is_first_of_clause(const pol_case *c, const pol_decision *d, uint32_t i) {
  for (uint32_t k = 0; k < i; k++)
    if (pol_case_rule(c, d->rule[k])->clause == pol_case_rule(c, d->rule[i])->clause) return false;
  return true;
}

static void silent_items(const pol_letter *l, const pol_decision *d, uint32_t clauses) {
  const pol_case *c = l->c;
  uint32_t shown = 0;
  pol_html(&c->page, "<ul class=\"reasons\">\n");
  for (uint32_t i = 0; i < d->rules && shown < POL_LETTER_ITEMS; i++) {
    if (!is_first_of_clause(c, d, i)) continue;
    shown++;
    bool hidden = pol_withheld_rule(c, d->rule[i]);
    const char *why = hidden ? pol_withheld_rule_words(c, d->rule[i]) : pol_silent_why(c, d->rule[i]);
    pol_html(&c->page, "<li>\n<p>");
    clause_head(l, pol_case_rule(c, d->rule[i])->clause);
    pol_html(&c->page, "</p>\n");
    if (why[0] != '\0') pol_html(&c->page, "<p class=\"why\">%s</p>\n", why);
    pol_html(&c->page, "</li>\n");
  }
  if (clauses > shown) pol_letter_more(l, clauses - shown);
  pol_html(&c->page, "</ul>\n");
}

static void silent(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_decision *d = pol_case_decision(c);
  uint32_t clauses = 0;
  for (uint32_t i = 0; i < d->rules; i++) clauses += is_first_of_clause(c, d, i);
  const char *undated = pol_silent_undated(c, clauses);
  pol_letter_section(l, "because", "Because");
  if (undated != NULL) pol_letter_paragraph(l, undated);
  else if (clauses == 0) pol_letter_paragraph(l, "No clause speaks to this question.");
  else
    pol_letter_paragraph(l, clauses == 1 ? "1 clause speaks to this question, and not to this case:"
                                         : pol_page_format(&c->page, "%u clauses speak to this question, and not to this case:", clauses));
  if (undated == NULL && clauses > 0) silent_items(l, d, clauses);
  if (d->may_be_silent != NULL) pol_letter_paragraph(l, pol_page_format(&c->page, "The policy means to be silent here: %s.", d->may_be_silent));
  if (d->type.kind == POL_T_PERMISSION) pol_letter_paragraph(l, "This is neither a permission nor a refusal.");
  pol_letter_section_end(l);
}

static void conflict(const pol_letter *l) {
  const pol_case *c = l->c;
  if (!pol_conflict_is_own(c)) {
    because(l, "Because");
    pol_letter_paragraph(l, pol_conflict_words(c));
    return;
  }
  pol_letter_section(l, "because", "Because");
  pol_html(&c->page, "<ul class=\"reasons\">\n");
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_cited *one = &c->answer->because[i];
    const pol_rule *r = pol_case_rule(c, one->rule);
    pol_value v;
    if (r->decision != c->answer->decision || !pol_case_rule_value(&v, c, one->rule) || v.state != POL_KNOWN) continue;
    const char *sum = pol_withheld_expr(c, r->value) ? "" : pol_sum_words(c, r->value, &v), *value = pol_say_value(c, &v);
    bool plain = sum[0] == '\0' || r->value->op == POL_OP_CONST || strcmp(sum, value) == 0;
    pol_html(&c->page, "<li>\n<p>");
    clause_head(l, r->clause);
    pol_html(&c->page, "</p>\n<p class=\"why\">%s%s%s</p>\n", plain ? "" : sum, plain ? "" : " = ", value);
    if (one->reason != NULL && !pol_withheld_reasons(c, r)) pol_html(&c->page, "<p class=\"why\">%s</p>\n", one->reason);
    pol_html(&c->page, "</li>\n");
  }
  pol_html(&c->page, "</ul>\n");
  pol_letter_paragraph(l, pol_conflict_words(c));
  pol_letter_section_end(l);
}

static void error(const pol_letter *l) { /* where it arose; what the facts are is in annex 3 */
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  if (a->error.rule == POL_NO_REF) return;
  const pol_expr *e = a->error.node != POL_NO_REF ? c->program->node[a->error.node].origin : NULL;
  pol_letter_section(l, "because", "Because");
  pol_html(&c->page, "<ul class=\"reasons\">\n<li>\n<p>");
  clause_head(l, pol_case_rule(c, a->error.rule)->clause);
  pol_html(&c->page, "</p>\n");
  if (e != NULL && e->node != NULL) {
    bool hidden = pol_withheld_expr(c, e) || pol_withheld_node(c, a->error.node);
    pol_html(&c->page, "<p class=\"why\">%s</p>\n", hidden ? pol_withheld_words(c, e) : pol_condition_body(c, e));
  }
  pol_html(&c->page, "</li>\n</ul>\n");
  pol_letter_section_end(l);
}

/* ---- values ---- */

static const char *step_words(pol_step_kind kind, bool alone) { /* the sign, as a word */
  static const char *const words[] = {
      [POL_STEP_IS] = "Begin with", [POL_STEP_ADDS] = "Add", [POL_STEP_TIMES] = "Multiply by", [POL_STEP_CAP] = "At most", [POL_STEP_FLOOR] = "At least", [POL_STEP_EQUALS] = "Makes", [POL_STEP_ROUNDED] = "Rounded"};
  return alone && kind == POL_STEP_IS ? "It is" : words[kind];
}

static void step_row(const pol_letter *l, const pol_step *s, const char *note, bool alone) {
  const pol_page *pg = &l->c->page;
  bool result = s->rule == POL_NO_REF;
  pol_html(pg, "<tr class=\"%s\">\n<th scope=\"row\">%s</th>\n<td class=\"amount\">%s</td>\n<td>", result ? "result" : "step", step_words(s->kind, alone),
           s->amount);
  if (!result) clause_head(l, pol_case_rule(l->c, s->rule)->clause);
  if (note[0] != '\0') pol_html(pg, result ? "%s" : "<br>\n<span class=\"note\">%s</span>", note);
  for (uint32_t i = 0; i < s->more.note.n; i++) pol_html(pg, "<br>\n<span class=\"note\">%s</span>", s->more.note.at[i]);
  pol_html(pg, "</td>\n</tr>\n");
}

static void steps_table(const pol_letter *l, const pol_steps *steps, bool pieces) {
  const pol_page *pg = &l->c->page;
  pol_html(pg, "<table class=\"steps\">\n<caption>Step by step</caption>\n<thead>\n<tr><th scope=\"col\">Step</th><th scope=\"col\" class=\"amount\">Amount</th>"
               "<th scope=\"col\">Clause, and why</th></tr>\n</thead>\n<tbody>\n");
  for (uint32_t i = 0; i < steps->list.n; i++) step_row(l, &steps->list.at[i], pieces ? "" : steps->list.at[i].note, steps->list.n == 1);
  pol_html(pg, "</tbody>\n</table>\n");
}

static void moment(const pol_letter *l, pol_date day, int32_t minutes) {
  const pol_case *c = l->c;
  if (minutes >= 24 * 60 && day < POL_DATE_LAST) { /* the end of a piece may be the next day's first minute */
    minutes -= 24 * 60;
    day++;
  }
  pol_text time, date;
  pol_text_init(&time, pol_arena_alloc(c->page.arena));
  pol_text_init(&date, pol_arena_alloc(c->page.arena));
  pol_time_write(&time, minutes);
  pol_date_write(&date, day);
  const char *at = pol_page_keep(&c->page, &time), *iso = pol_page_keep(&c->page, &date);
  const char *words = pol_page_format(&c->page, "%.3s %d %.3s, %s", pol_date_weekday_name(pol_date_weekday(day)), (int)pol_date_split(day).day,
                                      pol_date_month_name(pol_date_split(day).month), at);
  pol_html(&c->page, "<td><time datetime=\"%sT%s\">%s</time></td>\n", iso, at, words);
}

static void pieces_table(const pol_letter *l, const pol_stretches *pieces) {
  const pol_case *c = l->c;
  const pol_page *pg = &c->page;
  pol_ymd first = pieces->rows.n > 0 ? pol_date_split(pieces->rows.at[0].date) : (pol_ymd){0};
  pol_html(pg, "<table class=\"pieces\">\n<caption>Piece by piece%s</caption>\n<thead>\n<tr>",
           pieces->rows.n == 0 ? "" : pol_page_format(pg, ", %s %d", pol_date_month_name(first.month), (int)first.year));
  pol_html(pg, "<th scope=\"col\">From</th><th scope=\"col\">To</th><th scope=\"col\" class=\"amount\">Hours</th><th scope=\"col\" class=\"amount\">Rate</th>"
               "<th scope=\"col\" class=\"amount\">Counts</th><th scope=\"col\">Clause</th></tr>\n</thead>\n<tbody>\n");
  for (uint32_t i = 0; i < pieces->rows.n; i++) {
    const pol_stretch *row = &pieces->rows.at[i];
    pol_html(pg, "<tr>\n");
    moment(l, row->date, row->start);
    moment(l, row->date, row->end);
    pol_html(pg, "<td class=\"amount\">%s</td>\n<td class=\"amount\">%s%s</td>\n<td class=\"amount\">%s</td>\n<td>", row->hours,
             row->rate[0] == '\0' ? "" : "× ", row->rate, row->counts);
    if (row->rule != POL_NO_REF) pol_letter_id(l, pol_case_rule(c, row->rule)->clause);
    pol_html(pg, "</td>\n</tr>\n");
  }
  if (pieces->counts[0] != '\0')
    pol_html(pg, "<tr class=\"result\">\n<th scope=\"row\">Together</th>\n<td></td>\n<td class=\"amount\">%s</td>\n<td></td>\n<td class=\"amount\">%s</td>\n<td></td>\n</tr>\n",
             pieces->hours, pieces->counts);
  pol_html(pg, "</tbody>\n</table>\n");
  if (pieces->more > 0) pol_letter_paragraph(l, pol_page_format(pg, "And %u more pieces.", pieces->more));
  for (uint32_t i = 0; i < pieces->unused.n; i++) {
    pol_html(pg, "<p>");
    clause_head(l, pol_case_rule(c, pieces->unused.at[i])->clause);
    pol_html(pg, ": no piece falls under it</p>\n");
  }
}

static void worked_out(const pol_letter *l) {
  const pol_case *c = l->c;
  pol_steps steps;
  pol_stretches pieces;
  pol_steps_read(&steps, c);
  bool has_pieces = pol_stretches_read(&pieces, c) && !pol_withheld_expr(c, pieces.value);
  if (steps.list.n == 0) return;
  pol_letter_section(l, "worked-out", "How it was worked out");
  steps_table(l, &steps, has_pieces);
  if (has_pieces) pieces_table(l, &pieces);
  pol_letter_section_end(l);
  if (!has_pieces) cited(l, "rests-on", "It rests on", is_elsewhere);
}

static void amount(const pol_letter *l) { /* of a permission: the sum; the clause is among the reasons */
  const pol_case *c = l->c;
  pol_steps steps;
  pol_steps_read(&steps, c);
  if (steps.list.n == 0) return;
  const char *sum = steps.list.at[0].amount, *value = pol_say_rounded(c, &c->answer->value);
  bool hidden = pol_withheld_node(c, c->program->decision[c->answer->decision].value);
  if (hidden || strcmp(sum, value) == 0) return; /* the answer line has it */
  pol_letter_section(l, "worked-out", "How it was worked out");
  pol_letter_paragraph(l, pol_page_format(&c->page, "%s = %s", sum, value));
  pol_letter_section_end(l);
}

/* ---- duties ---- */

static void duty(const pol_letter *l, uint32_t rule, const pol_value *date) {
  const pol_case *c = l->c;
  const pol_rule *r = pol_case_rule(c, rule);
  const char *due = r->duty.date != NULL && pol_withheld_expr(c, r->duty.date) ? ", on a day that is withheld" : pol_duty_due(c, r, date);
  pol_html(&c->page, "<li>\n<p>");
  pol_letter_id(l, r->clause);
  pol_html(&c->page, " <strong>%s</strong>: %s%s</p>\n<p class=\"why\">%s</p>\n</li>\n", pol_duty_strength(r),
           pol_say_parties(c, r->party, r->parties, "and"), due, r->duty.words != NULL ? r->duty.words : pol_say_name(c, r->duty.name));
}

static void duties(const pol_letter *l) {
  const pol_case *c = l->c;
  const pol_answer *a = c->answer;
  if (a->duties > 0) {
    pol_letter_section(l, "duties", "What has to be done");
    pol_html(&c->page, "<ul class=\"reasons\">\n");
    for (size_t rank = 0; rank < POL_DUTY_RANKS; rank++) /* strongest first, then as the clauses stand */
      for (uint32_t i = 0; i < a->duties; i++)
        if (pol_duty_rank(pol_case_rule(c, a->duty[i].rule)) == rank) duty(l, a->duty[i].rule, &a->duty[i].date);
    pol_html(&c->page, "</ul>\n");
    pol_letter_section_end(l);
  }
  if (a->pending_rules == 0) return;
  pol_letter_section(l, "not-settled", "Not settled yet");
  pol_html(&c->page, "<ul class=\"reasons\">\n");
  for (uint32_t i = 0; i < a->pending_rules; i++) duty(l, a->pending_rule[i], NULL);
  pol_html(&c->page, "</ul>\n");
  pol_letter_section_end(l);
}

static void not_settled(const pol_letter *l) { /* elements of a set */
  const pol_answer *a = l->c->answer;
  if (a->pendings == 0) return;
  pol_letter_section(l, "not-settled", "Not settled yet");
  pol_html(&l->c->page, "<ul>\n");
  for (uint32_t i = 0; i < a->pendings; i++) pol_html(&l->c->page, "<li>%s</li>\n", pol_say_value(l->c, &a->pending[i]));
  pol_html(&l->c->page, "</ul>\n");
  pol_letter_section_end(l);
}

static void value(const pol_letter *l) {
  switch ((pol_type_kind)pol_case_decision(l->c)->type.kind) {
  case POL_T_OBLIGATIONS: duties(l); break;
  case POL_T_SET:
  case POL_T_SEQUENCE:
    because(l, "Because");
    not_settled(l);
    break;
  default: worked_out(l);
  }
}

void pol_letter_reasons(const pol_letter *l) {
  limits(l);
  switch (l->c->answer->outcome) {
  case POL_OUT_PERMITTED:
    because(l, "Because");
    if (l->c->answer->value.state == POL_KNOWN && l->c->answer->value.type.kind != POL_T_BROKEN) amount(l);
    break;
  case POL_OUT_VALUE: value(l); break;
  case POL_OUT_UNDETERMINED: because(l, "Open because of"); break;
  case POL_OUT_SILENT: silent(l); break;
  case POL_OUT_CONFLICT: conflict(l); break;
  case POL_OUT_ERROR: error(l); break;
  case POL_OUT_REFUSED:
  case POL_OUT_REFERRED:
  case POL_OUT_OUT_OF_SCOPE: because(l, "Because"); break;
  }
}
