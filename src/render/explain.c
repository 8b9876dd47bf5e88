#include "render/explain.h"

static void reservations(const pol_case *c) {
  const pol_answer *a = c->answer;
  if (a->reservations == 0) return;
  size_t width = 6;
  for (uint32_t i = 0; i < a->reservations; i++) {
    size_t id = pol_columns(pol_say_atom(c, c->model->clauses.at[a->reservation[i]].id));
    if (id > width && id <= 24) width = id;
  }
  pol_page_line(&c->page, POL_INK_STRONG, "Reservations: text is missing from the published copy, so this is not settled");
  for (uint32_t i = 0; i < a->reservations; i++) {
    const pol_clause *k = &c->model->clauses.at[a->reservation[i]];
    pol_page_item(&c->page, 2, pol_say_atom(c, k->id), width, k->incomplete == NULL ? pol_say_title(c, a->reservation[i]) : k->incomplete);
  }
}

static void presumptions(const pol_case *c) {
  const pol_answer *a = c->answer;
  if (a->presumeds == 0) return;
  pol_page_line(&c->page, POL_INK_STRONG, "Presumed, because nobody has said otherwise");
  for (uint32_t i = 0; i < a->presumeds; i++) {
    pol_value v = pol_case_fact(c, a->presumed[i]);
    pol_page_para(&c->page, 2, pol_say_statement(c, a->presumed[i], &v));
    pol_page_para(&c->page, 10, pol_presumption_words(c, a->presumed[i]));
  }
}

/* Clauses of decisions and tables that it uses, but for those that are cited already. */
static bool is_elsewhere(const pol_case *c, const pol_rule *r) {
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_rule *own = pol_case_rule(c, c->answer->because[i].rule);
    if (pol_case_speaks(c, own) && own->clause == r->clause) return false;
  }
  return !pol_case_speaks(c, r);
}

static bool is_own(const pol_case *c, const pol_rule *r) { return pol_case_speaks(c, r); }

static void block(const pol_case *c, const char *heading, pol_cited_keep keep) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->answer->becauses; i++) n += keep(c, pol_case_rule(c, c->answer->because[i].rule));
  if (n == 0) return;
  pol_page_line(&c->page, POL_INK_STRONG, heading);
  pol_cited_items(c, c->answer->because, c->answer->becauses, keep);
}

/* The same, but for what the arithmetic has told. */
static void rest_rules(const pol_case *c) {
  const pol_answer *a = c->answer;
  pol_steps steps;
  uint32_t n = 0, shown = 0;
  pol_steps_read(&steps, c);
  pol_cited *rest = POL_NEW_N(c->page.arena, pol_cited, a->becauses + 1);
  if (rest == NULL) {
    pol_page_lost(&c->page);
    return;
  }
  for (uint32_t i = 0; i < a->becauses; i++) {
    bool told = false;
    for (uint32_t k = 0; k < steps.list.n && !told; k++) told = steps.list.at[k].rule == a->because[i].rule;
    if (!told) rest[n++] = a->because[i];
  }
  for (uint32_t i = 0; i < n; i++) shown += is_elsewhere(c, pol_case_rule(c, rest[i].rule));
  if (shown == 0) return;
  pol_page_line(&c->page, POL_INK_STRONG, "It rests on");
  pol_cited_items(c, rest, n, is_elsewhere);
}

static void used_rules(const pol_case *c) { block(c, "It rests on", is_elsewhere); }

static void because(const pol_case *c) {
  block(c, "Because", is_own);
  used_rules(c);
}

static void comes_next(const pol_case *c) {
  for (uint32_t i = 0; i < c->answer->nexts; i++) {
    const pol_rule *r = pol_case_rule(c, c->answer->next[i].rule);
    size_t column = pol_page_label(&c->page, i == 0 ? "Would come next" : "", 17);
    const char *id = pol_say_clause(c, c->answer->next[i].rule);
    const char *to = r->parties > 0 ? pol_page_format(&c->page, " to %s", pol_say_parties(c, r->party, r->parties, "and")) : "";
    const char *text = pol_page_format(&c->page, "%s: REFERRED%s", pol_say_title(c, r->clause), to);
    pol_text_format(c->page.to, "%s  ", id);
    column += pol_columns(id) + 2;
    pol_text_wrap(c->page.to, text, column, column, c->page.width - 1);
    pol_text_char(c->page.to, '\n');
  }
}

static void set_pending(const pol_case *c) { /* elements of a set that are not settled, and what settles them */
  const pol_answer *a = c->answer;
  if (a->pendings == 0) return;
  pol_page_line(&c->page, POL_INK_STRONG, "Not settled yet");
  for (uint32_t i = 0; i < a->pendings; i++) pol_page_para(&c->page, 2, pol_say_value(c, &a->pending[i]));
  pol_explain_missing(c, "It takes");
}

static void value(const pol_case *c) {
  pol_type_kind kind = (pol_type_kind)pol_case_decision(c)->type.kind;
  pol_page_blank(&c->page);
  reservations(c);
  presumptions(c);
  if (kind == POL_T_SET || kind == POL_T_SEQUENCE) {
    because(c);
    set_pending(c);
  } else {
    pol_stretches rows;
    if (c->answer->reservations + c->answer->presumeds > 0) pol_page_blank(&c->page); /* the steps have no heading of their own */
    bool pieces = pol_stretches_read(&rows, c); /* they name their clauses themselves */
    pol_steps_tell(c, pieces);
    if (pieces) pol_pieces_tell(c);
    else rest_rules(c);
  }
  if (c->answer->gave_ways > 0) {
    if (kind != POL_T_SET && kind != POL_T_SEQUENCE) pol_page_blank(&c->page);
    pol_cited_gave_way(c);
  }
}

static void verdict(const pol_case *c) { /* permitted or refused */
  pol_page_blank(&c->page);
  reservations(c);
  presumptions(c);
  because(c);
  if (c->answer->outcome == POL_OUT_PERMITTED) {
    pol_cited_spared(c);
    if (c->answer->value.state == POL_KNOWN && c->answer->value.type.kind != POL_T_BROKEN) pol_amount_tell(c);
    if (c->answer->amount_open) pol_explain_missing(c, "The amount takes");
  }
  pol_cited_gave_way(c);
  comes_next(c);
}

void pol_explain(const pol_explaining *x) {
  const pol_case *c = x->c;
  pol_answer_head(c);
  switch (c->answer->outcome) {
  case POL_OUT_PERMITTED:
  case POL_OUT_REFUSED: verdict(c); break;
  case POL_OUT_REFERRED:
    pol_page_blank(&c->page);
    reservations(c);
    presumptions(c);
    pol_explain_referred(c);
    break;
  case POL_OUT_UNDETERMINED:
    presumptions(c);
    pol_explain_undetermined(c);
    break;
  case POL_OUT_VALUE:
    if (pol_case_decision(c)->type.kind == POL_T_OBLIGATIONS) {
      pol_page_blank(&c->page);
      presumptions(c);
      if (c->answer->presumeds > 0) pol_page_blank(&c->page);
      pol_explain_duties(c);
    } else {
      value(c);
    }
    break;
  case POL_OUT_CONFLICT:
    if (!pol_conflict_is_own(c)) {
      pol_page_blank(&c->page);
      because(c);
    }
    pol_explain_conflict(c);
    break;
  case POL_OUT_ERROR: pol_explain_error(c, x->unaffected); break;
  case POL_OUT_OUT_OF_SCOPE: pol_explain_outside(c); break;
  case POL_OUT_SILENT: pol_explain_silent(c); break;
  }
  if (x->why_not != NULL) {
    pol_page_blank(&c->page);
    pol_explain_why_not(c, x->why_not);
  }
  if (x->trace) {
    pol_page_blank(&c->page);
    pol_explain_trace(c);
  }
  pol_page_blank(&c->page);
  pol_explain_closing(x);
}
