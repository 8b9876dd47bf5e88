/* "If it were yes: one step less (3.4.3a)": what an answer would be if a presumption were wrong, as it was worked out. */
#include "render/explain.h"

/* ---- lists: what would be there more, and less ---- */

/* Whether the rule is one that adds an item that the other answer does not have; `has` is not empty. */
static bool adds_another(const pol_rule *r, const pol_answer *has, const pol_answer *lacks) {
  pol_value item = has->value.as.items.at[0];
  item.as.i = (int32_t)r->option;
  return r->effect == POL_E_INCLUDES && r->decision == has->decision && !pol_value_has(&lacks->value, &item);
}

static const char *counted(const pol_case *c, uint32_t n, const char *one, const char *than) {
  static const char *const word[] = {"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
  const char *many = n == 1 ? "" : "s";
  if (n < sizeof word / sizeof word[0]) return pol_page_format(&c->page, "%s %s%s %s", word[n], one, many, than);
  return pol_page_format(&c->page, "%u %s%s %s", n, one, many, than);
}

/* "one step less (3.4.3a)": the items of `has` that `lacks` does not have; "" when there are none. */
static const char *difference(const pol_case *c, const pol_answer *has, const pol_answer *lacks, const char *one, const char *than) {
  uint32_t *rule = POL_NEW_N(c->page.arena, uint32_t, has->becauses + 1u), rules = 0, n = 0;
  for (uint32_t i = 0; i < has->value.as.items.n; i++) n += pol_value_has(&lacks->value, &has->value.as.items.at[i]) ? 0 : 1;
  if (n == 0) return "";
  for (uint32_t i = 0; rule != NULL && i < has->becauses; i++)
    if (adds_another(pol_case_rule(c, has->because[i].rule), has, lacks)) rule[rules++] = has->because[i].rule;
  if (rule == NULL) return pol_page_lost(&c->page), "";
  return pol_page_format(&c->page, rules == 0 ? "%s" : "%s (%s)", counted(c, n, one, than), pol_say_clauses(c, rule, rules));
}

static const char *item_name(const pol_case *c) { /* "step", of `options step` */
  uint32_t options = pol_case_decision(c)->type.ref;
  if (options == POL_PARTY_REF) return "party";
  if (c->model->options.at[options].name == 0) return "item";
  return pol_say_name(c, c->model->options.at[options].name);
}

static const char *list_words(const pol_case *c, const pol_answer *other) {
  const char *one = item_name(c);
  const char *less = difference(c, c->answer, other, one, "less"), *more = difference(c, other, c->answer, one, "more");
  if (less[0] == '\0' && more[0] == '\0') return "the same answer";
  return pol_page_format(&c->page, "%s%s%s", less, less[0] != '\0' && more[0] != '\0' ? ", " : "", more);
}

/* ---- duties ---- */

static uint32_t duties_of(const pol_answer *has, const pol_answer *lacks) {
  uint32_t n = has->duties;
  for (uint32_t i = 0; i < has->duties; i++)
    for (uint32_t k = 0; k < lacks->duties; k++) n -= has->duty[i].rule == lacks->duty[k].rule;
  return n;
}

static const char *duty_words(const pol_case *c, const pol_answer *other) {
  uint32_t less = duties_of(c->answer, other), more = duties_of(other, c->answer);
  const char *fewer = less == 1 ? "one duty less" : pol_page_format(&c->page, "%u duties less", less);
  const char *further = more == 1 ? "one duty more" : pol_page_format(&c->page, "%u duties more", more);
  if (less == 0 && more == 0) return "the same answer";
  return pol_page_format(&c->page, "%s%s%s", less == 0 ? "" : fewer, less > 0 && more > 0 ? ", " : "", more == 0 ? "" : further);
}

/* ---- any answer ---- */

static bool same_parties(const pol_answer *a, const pol_answer *b) {
  if (a->parties != b->parties) return false;
  for (uint32_t i = 0; i < a->parties; i++)
    if (a->party[i] != b->party[i]) return false;
  return true;
}

static bool same_value(const pol_answer *a, const pol_answer *b) {
  return a->value.state == b->value.state && (a->value.state != POL_KNOWN || pol_value_same(&a->value, &b->value));
}

const char *pol_otherwise_words(const pol_case *c, const pol_otherwise *o) {
  const pol_answer *other = &o->answer;
  pol_type_kind kind = (pol_type_kind)pol_case_decision(c)->type.kind;
  bool value = other->outcome == POL_OUT_VALUE && c->answer->outcome == POL_OUT_VALUE;
  if (value && kind == POL_T_OBLIGATIONS) return duty_words(c, other);
  if (value && (kind == POL_T_SET || kind == POL_T_SEQUENCE)) return list_words(c, other);
  if (value || other->outcome == POL_OUT_VALUE)
    return value && same_value(c->answer, other) ? "the same answer" : pol_say_rounded(c, &other->value);
  if (other->outcome == c->answer->outcome && same_value(c->answer, other) && same_parties(c->answer, other)) return "the same answer";
  const char *to = other->parties == 0 ? "" : pol_page_format(&c->page, " to %s", pol_say_parties(c, other->party, other->parties, "and"));
  bool valued = other->outcome == POL_OUT_PERMITTED && other->value.state == POL_KNOWN && other->value.type.kind != POL_T_BROKEN;
  const char *amount = valued ? pol_page_format(&c->page, ": %s", pol_say_rounded(c, &other->value)) : "";
  const char *ids = other->outcome == POL_OUT_UNDETERMINED ? "" : pol_say_cited(c, other->because, other->becauses);
  return pol_page_format(&c->page, "%s%s%s%s%s", pol_say_outcome_loud(other->outcome), amount, to, ids[0] == '\0' ? "" : ", by ", ids);
}

const char *pol_presumption_otherwise(const pol_case *c, uint32_t fact) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  for (uint32_t i = 0; c->answer->outlook != NULL && i < c->answer->outlook->otherwises; i++) {
    const pol_otherwise *o = &c->answer->outlook->otherwise[i];
    if (o->fact == fact) pol_text_format(&t, ". If it were %s: %s", pol_say_value(c, &o->value), pol_otherwise_words(c, o));
  }
  return pol_page_keep(&c->page, &t);
}

const char *pol_presumption_words(const pol_case *c, uint32_t fact) {
  return pol_page_format(&c->page, "%s%s", pol_say_atom(c, c->model->facts.at[fact].name), pol_presumption_otherwise(c, fact));
}
