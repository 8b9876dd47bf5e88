#include "render/answer_line.h"
#include "render/steps.h"
#include <string.h>

const char *pol_say_question(const pol_case *c, uint32_t decision) {
  const pol_decision *d = &c->model->decisions.at[decision];
  return pol_say_titled(c, d->title, d->name);
}

/* ", with 3 reservations and 1 presumption" */
static void add_limits(const pol_case *c, pol_text *t) {
  const pol_answer *a = c->answer;
  const char *joint = a->outcome == POL_OUT_VALUE ? ";" : ","; /* a list of things may stand before it */
  if (a->reservations > 0) pol_text_format(t, "%s with %s", joint, pol_say_count(c, a->reservations, "reservation", "reservations"));
  if (a->presumeds > 0)
    pol_text_format(t, "%s %s", a->reservations > 0 ? " and" : pol_page_format(&c->page, "%s with", joint),
                    pol_say_count(c, a->presumeds, "presumption", "presumptions"));
}

static const char *possible_words(pol_outcome o) {
  return o == POL_OUT_SILENT ? "silent" : o == POL_OUT_OUT_OF_SCOPE ? "outside" : pol_outcome_words(o);
}

static const char *possible_say(const pol_case *c, const pol_possible *p) {
  return p->outcome == POL_OUT_VALUE ? pol_say_rounded(c, &p->value) : possible_words(p->outcome);
}

/* "permitted, referred or refused" */
static void add_possible(const pol_case *c, pol_text *t) {
  const pol_answer *a = c->answer;
  if (a->range) {
    pol_text_format(t, ": %s", pol_say_range(c, &a->low, &a->high));
    return;
  }
  if (a->possibles == 1 && a->possible[0].outcome == POL_OUT_VALUE) return; /* one value that is known, and others that are not */
  bool lists = false; /* which alternative an item belongs to must not be a guess */
  for (uint32_t i = 0; i < a->possibles; i++) lists = lists || strstr(possible_say(c, &a->possible[i]), ", ") != NULL;
  for (uint32_t i = 0; i < a->possibles; i++) {
    pol_text_add(t, i == 0 ? ": " : i + 1 == a->possibles ? lists ? "; or " : " or " : lists ? "; " : ", ");
    pol_text_add(t, possible_say(c, &a->possible[i]));
  }
}

static void add_conflict(const pol_case *c, pol_text *t) { /* the values that clash, each once */
  const pol_answer *a = c->answer;
  pol_value seen[8];
  size_t n = 0;
  for (uint32_t i = 0; i < a->becauses && n < sizeof seen / sizeof seen[0]; i++) {
    pol_value v;
    if (pol_case_rule(c, a->because[i].rule)->decision != a->decision || !pol_case_rule_value(&v, c, a->because[i].rule) ||
        v.state != POL_KNOWN)
      continue;
    bool known = false;
    for (size_t k = 0; k < n && !known; k++) known = pol_value_same(&seen[k], &v);
    if (!known) seen[n++] = v;
  }
  for (size_t i = 0; i < n; i++) pol_text_format(t, "%s%s", i == 0 ? ": " : i + 1 == n ? " or " : ", ", pol_say_value(c, &seen[i]));
}

static uint32_t refusals(const pol_case *c) {
  uint32_t n = 0;
  for (uint32_t i = 0; i < c->answer->becauses; i++) {
    const pol_rule *r = pol_case_rule(c, c->answer->because[i].rule);
    n += (r->effect == POL_E_REFUSES || r->effect == POL_E_ONLY_IF) && pol_case_speaks(c, r);
  }
  return n;
}

/* "for 8 hours": of what is worked out piece by piece, how long the pieces are. */
static void add_length(const pol_case *c, pol_text *t) {
  pol_stretches pieces;
  if (pol_stretches_read(&pieces, c) && pieces.hours[0] != '\0')
    pol_text_format(t, ", for %s %s", pieces.hours, strcmp(pieces.hours, "1") == 0 ? "hour" : "hours");
}

static void add_value(const pol_case *c, pol_text *t, bool in_full) {
  const pol_answer *a = c->answer;
  pol_type_kind kind = (pol_type_kind)pol_case_decision(c)->type.kind;
  if (kind == POL_T_OBLIGATIONS) {
    pol_text_add(t, a->duties == 0 ? "NO DUTIES" : pol_say_count(c, a->duties, "DUTY", "DUTIES"));
    if (a->pending_rules > 0) pol_text_format(t, ", and %u not settled yet", a->pending_rules);
  } else {
    pol_text_add(t, pol_say_rounded(c, &a->value));
    if (a->pendings > 0) pol_text_format(t, ", and %u not settled yet", a->pendings);
    if (in_full && kind == POL_T_NUMBER) add_length(c, t);
  }
}

static void add_referred(const pol_case *c, pol_text *t, bool in_full) {
  const pol_answer *a = c->answer;
  if (a->parties == 1) {
    pol_text_format(t, " to %s", pol_say_party(c, a->party[0]));
  } else if (a->parties > 1) {
    pol_text_format(t, " to %u authorities", a->parties);
    if (in_full) pol_text_add(t, a->parties == 2 ? "; both must be asked" : "; all must be asked");
  }
  if (a->party_open) pol_text_add(t, "; whether to others too is not known yet");
}

static bool has_open_rule(const pol_case *c) { /* of the stage that decides */
  const pol_decision *d = pol_case_decision(c);
  uint32_t to, own = 0;
  for (uint32_t i = 0; i < c->answer->becauses; i++) own += pol_case_rule(c, c->answer->because[i].rule)->decision == c->answer->decision;
  if (own == 0) return false;
  for (uint32_t i = 0; i < d->rules; i++)
    if (pol_case_rule(c, d->rule[i])->effect != POL_E_SETS_ASIDE &&
        pol_rule_status(c->run, c->answer, c->row, d->rule[i], &to) == POL_RULE_OPEN)
      return true;
  return false;
}

/* What a definite answer says when a clause is open for want of facts, and they cannot change it. */
static void add_whatever(const pol_case *c, pol_text *t) {
  uint32_t n = has_open_rule(c) ? c->answer->facts_unknown : 0;
  if (n == 1) pol_text_add(t, ", whatever the 1 fact that is not known turns out to be");
  else if (n > 1) pol_text_format(t, ", whatever the %u facts that are not known turn out to be", n);
}

const char *pol_answer_line(const pol_case *c, bool in_full) {
  const pol_answer *a = c->answer;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  if (a->outcome != POL_OUT_VALUE) pol_text_add(&t, pol_say_outcome_loud(a->outcome));
  switch (a->outcome) {
  case POL_OUT_PERMITTED:
    if (a->amount_open) pol_text_add(&t, "; the amount is not known yet");
    else if (a->value.state == POL_KNOWN && a->value.type.kind != POL_T_BROKEN) pol_text_format(&t, ": %s", pol_say_rounded(c, &a->value));
    break;
  case POL_OUT_REFUSED:
    if (refusals(c) > 1) pol_text_format(&t, ", for %u reasons%s", refusals(c), in_full ? "; each is enough on its own" : "");
    break;
  case POL_OUT_REFERRED: add_referred(c, &t, in_full); break;
  case POL_OUT_VALUE: add_value(c, &t, in_full); break;
  case POL_OUT_UNDETERMINED: add_possible(c, &t); break;
  case POL_OUT_CONFLICT: add_conflict(c, &t); break;
  case POL_OUT_ERROR: pol_text_format(&t, ": %s", pol_say_fault(a->error.fault)); break;
  case POL_OUT_OUT_OF_SCOPE:
  case POL_OUT_SILENT: break;
  }
  add_limits(c, &t);
  bool definite = a->outcome == POL_OUT_REFUSED || a->outcome == POL_OUT_REFERRED || a->outcome == POL_OUT_PERMITTED;
  if (in_full && definite && !a->amount_open && !a->party_open) add_whatever(c, &t);
  return pol_page_keep(&c->page, &t);
}

void pol_answer_head(const pol_case *c) {
  pol_page_heading(&c->page, 0, pol_say_question(c, c->answer->decision), pol_say_case(c));
  unsigned code = c->answer->outcome == POL_OUT_ERROR ? pol_fault_number(c->answer->error.fault) : 0;
  pol_page_ink(&c->page, POL_INK_STRONG);
  pol_page_heading(&c->page, 0, pol_answer_line(c, true), code == 0 ? "" : pol_page_format(&c->page, "POL%04u", code));
  pol_page_ink(&c->page, POL_INK_PLAIN);
}
