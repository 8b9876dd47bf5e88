/* What is still to come: whom to ask, what is not known, who has to do what. */
#include "render/explain.h"
#include <string.h>

enum { DATE_EDGE = 3 };

/* ---- referred ---- */

static bool refers_to(const pol_rule *r, uint32_t party) {
  for (uint32_t i = 0; i < r->parties; i++)
    if (r->effect == POL_E_REFERS && r->party[i] == party) return true;
  return false;
}

static bool refers(const pol_case *c, const pol_rule *r) {
  (void)c;
  return r->effect == POL_E_REFERS;
}

static bool refers_not(const pol_case *c, const pol_rule *r) { return !refers(c, r); }

void pol_explain_referred(const pol_case *c) {
  const pol_answer *a = c->answer;
  uint32_t others = a->becauses;
  for (uint32_t i = 0; i < a->parties; i++) { /* the clauses of each authority, below its name */
    pol_page_line(&c->page, POL_INK_STRONG, pol_say_party(c, a->party[i]));
    pol_cited *own = a->becauses == 0 ? NULL : POL_NEW_N(c->page.arena, pol_cited, a->becauses);
    if (own == NULL) {
      if (a->becauses > 0) pol_page_lost(&c->page);
      continue;
    }
    uint32_t n = 0;
    for (uint32_t k = 0; k < a->becauses; k++)
      if (refers_to(pol_case_rule(c, a->because[k].rule), a->party[i])) own[n++] = a->because[k];
    pol_cited_items(c, own, n, refers);
  }
  for (uint32_t k = 0; k < a->becauses; k++) others -= refers(c, pol_case_rule(c, a->because[k].rule));
  if (others > 0) {
    pol_page_line(&c->page, POL_INK_STRONG, "Because, too");
    pol_cited_items(c, a->because, a->becauses, refers_not);
  }
  pol_cited_gave_way(c);
  pol_page_blank(&c->page);
  if (a->party_open && a->missings > 0) {
    pol_explain_missing(c, "Whether others must be asked too takes");
    pol_page_blank(&c->page);
  }
  pol_page_para(&c->page, 0, pol_explain_ask_again(c));
}

const char *pol_explain_ask_again(const pol_case *c) {
  switch (c->answer->parties) {
  case 1: return "No clause refuses it. Ask again when the answer is there, with that answer.";
  case 2: return "No clause refuses it. When both have answered, ask again with their answers.";
  default: return "No clause refuses it. When all have answered, ask again with their answers.";
  }
}

/* ---- not decided yet ---- */

static bool settled(const pol_then *s) { return s->outcome != POL_OUT_UNDETERMINED; }

/* What a value leads to: with the facts before it known, where that was worked out, else alone. */
static pol_then result_of(const pol_missing *m, uint32_t value, uint32_t at, uint32_t all) {
  if (m->then != NULL) return m->then[value];
  const pol_settles *s = &m->settles[value];
  return (pol_then){.outcome = s->outcome, .gives = s->gives, .next = at + 1 < all ? at + 1 : POL_NO_REF};
}

static bool same_result(const pol_then *a, const pol_then *b) {
  if (a->outcome != b->outcome || a->parties != b->parties) return false;
  for (uint32_t i = 0; i < a->parties; i++)
    if (a->party[i] != b->party[i]) return false;
  if (!settled(a)) return a->next == b->next;
  return a->outcome != POL_OUT_VALUE || pol_value_same(&a->gives, &b->gives);
}

/* Duties in the words of their clauses, which have commas of their own. */
static const char *duties_words(const pol_case *c, const pol_value *list) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  for (uint32_t i = 0; i < list->as.items.n; i++) {
    const pol_rule *r = pol_case_rule(c, list->as.items.at[i].type.ref);
    pol_text_format(&t, "%s%s", i == 0 ? "" : "; ", r->duty.words != NULL ? r->duty.words : pol_say_name(c, r->duty.name));
  }
  if (list->as.items.n == 0) pol_text_add(&t, "no duties");
  return pol_page_keep(&c->page, &t);
}

static const char *result_words(const pol_case *c, const pol_then *s) {
  bool duties = s->gives.state == POL_KNOWN && s->gives.type.kind == POL_T_OBLIGATIONS;
  if (s->outcome == POL_OUT_VALUE && duties) return duties_words(c, &s->gives);
  if (s->outcome == POL_OUT_VALUE) return pol_say_rounded(c, &s->gives);
  const char *loud = pol_say_outcome_loud(s->outcome);
  if (settled(s)) return s->parties == 0 ? loud : pol_page_format(&c->page, "%s to %s", loud, pol_say_parties(c, s->party, s->parties, "and"));
  return s->next != POL_NO_REF ? pol_page_format(&c->page, "go on to %u", s->next + 1) : "still not decided";
}

/* Nothing by itself, and the same question next whatever it is. */
static bool says_nothing(const pol_missing *m, uint32_t at, uint32_t all) {
  for (uint32_t i = 0; i < m->n; i++) {
    pol_then first = result_of(m, 0, at, all), s = result_of(m, i, at, all);
    if (settled(&s) || !same_result(&s, &first)) return false;
  }
  return true;
}

enum { INDENT = 7, VALUES = 25, FEW = 3 };

static uint32_t members_of(const pol_then *result, uint32_t n, uint32_t first) {
  uint32_t members = 0;
  for (uint32_t k = 0; k < n; k++) members += same_result(&result[k], &result[first]);
  return members;
}

static bool is_told(const pol_then *result, uint32_t first) {
  for (uint32_t k = 0; k < first; k++)
    if (same_result(&result[k], &result[first])) return true;
  return false;
}

/* Of a long list, what most of its values lead to, if several do: it comes last, and they are not listed. */
static uint32_t rest_of(const pol_then *result, uint32_t n) {
  uint32_t most = 1, rest = POL_NO_REF;
  for (uint32_t i = 0; n > FEW && i < n; i++) {
    uint32_t members = members_of(result, n, i);
    if (members <= most || members == n || is_told(result, i)) continue;
    most = members;
    rest = i;
  }
  return rest;
}

/* ", with 2 reservations" of a permission; ", by 3.7.2b" of a refusal, where all values and all ways to them come to it by the same clauses. */
static const char *led_words(const pol_case *c, const pol_missing *m, const pol_then *result, uint32_t first) {
  const pol_answer *a = c->answer;
  const pol_led *led = a->outlook != NULL && a->outlook->led != NULL ? a->outlook->led[m - a->missing] : NULL;
  const char *by = NULL;
  if (led == NULL || !settled(&result[first]) || !led[first].known) return "";
  if (result[first].outcome == POL_OUT_PERMITTED && led[first].reservations > 0)
    return pol_page_format(&c->page, ", with %s", pol_say_count(c, led[first].reservations, "reservation", "reservations"));
  if (result[first].outcome != POL_OUT_REFUSED && result[first].outcome != POL_OUT_OUT_OF_SCOPE) return "";
  for (uint32_t i = 0; i < m->n; i++) {
    if (!same_result(&result[i], &result[first])) continue;
    const char *ids = led[i].because == NULL ? "" : pol_say_clauses(c, led[i].because, led[i].becauses);
    if (ids[0] == '\0' || (by != NULL && strcmp(by, ids) != 0)) return "";
    by = ids;
  }
  return by == NULL ? "" : pol_page_format(&c->page, ", by %s", by);
}

static pol_settling settling_of(const pol_case *c, const pol_missing *m, const pol_then *result, uint32_t first, bool rest) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  for (uint32_t k = first; k < m->n && !rest; k++)
    if (same_result(&result[k], &result[first])) pol_text_format(&t, "%s%s", t.n == 0 ? "" : ", ", pol_say_value(c, &m->settles[k].value));
  if (rest) pol_text_add(&t, c->model->facts.at[m->fact].type.kind == POL_T_PARTY ? "anybody else" : "anything else");
  const char *words = result_words(c, &result[first]);
  return (pol_settling){.values = pol_page_keep(&c->page, &t), .result = pol_page_format(&c->page, "%s%s", words, led_words(c, m, result, first))};
}

uint32_t pol_explain_settlings(pol_settling **out, const pol_case *c, uint32_t at) {
  const pol_missing *m = &c->answer->missing[at];
  uint32_t all = c->answer->missings, n = 0;
  if (m->n == 0 || says_nothing(m, at, all)) return 0;
  pol_then *result = POL_NEW_N(c->page.arena, pol_then, m->n);
  *out = POL_NEW_N(c->page.arena, pol_settling, m->n);
  if (result == NULL || *out == NULL) {
    pol_page_lost(&c->page);
    return 0;
  }
  for (uint32_t i = 0; i < m->n; i++) result[i] = result_of(m, i, at, all);
  uint32_t rest = rest_of(result, m->n);
  for (uint32_t i = 0; i < m->n; i++)
    if (i != rest && !is_told(result, i)) (*out)[n++] = settling_of(c, m, result, i, false);
  if (rest != POL_NO_REF) (*out)[n++] = settling_of(c, m, result, rest, true);
  return n;
}

static void settle_lines(const pol_case *c, uint32_t at) {
  pol_settling *line;
  uint32_t n = pol_explain_settlings(&line, c, at);
  for (uint32_t i = 0; i < n; i++) {
    if (pol_columns(line[i].values) <= VALUES - 2) {
      pol_page_item(&c->page, INDENT, line[i].values, VALUES - 2, line[i].result);
    } else { /* many values: the result below them */
      pol_page_para(&c->page, INDENT, line[i].values);
      pol_page_para(&c->page, INDENT + VALUES, line[i].result);
    }
  }
}

/* Where the author wrote no question, what stands for one: "the host is registered: yes or no?", "the offer costs …?" */
const char *pol_explain_question(const pol_case *c, uint32_t fact) {
  const pol_fact *f = &c->model->facts.at[fact];
  if (f->question != NULL) return f->question;
  return pol_page_format(&c->page, f->type.kind == POL_T_BOOL ? "%s: yes or no?" : "%s …?", pol_say_fact(c, fact));
}

void pol_explain_missing(const pol_case *c, const char *lead) {
  const pol_answer *a = c->answer;
  if (a->missings == 0) return;
  if (lead != NULL)
    pol_page_para(
        &c->page, 0,
        pol_page_format(&c->page, "%s %s", lead, pol_say_count(c, a->missings, "fact that is not known:", "facts that are not known:")));
  for (uint32_t i = 0; i < a->missings; i++) {
    const pol_fact *f = &c->model->facts.at[a->missing[i].fact];
    const char *question = pol_explain_question(c, a->missing[i].fact);
    pol_text_format(c->page.to, "%3u  ", i + 1);
    pol_page below = c->page;
    const char *name = pol_say_atom(c, f->name);
    size_t start = 5, edge = below.width - DATE_EDGE;
    if (start + pol_columns(question) + 2 + pol_columns(name) <= edge) {
      pol_text_add(c->page.to, question);
      pol_text_pad(c->page.to, ' ', edge - start - pol_columns(question) - pol_columns(name));
      pol_text_format(c->page.to, "%s\n", name);
    } else {
      pol_text_wrap(c->page.to, question, start, start, below.width - 1);
      pol_text_char(c->page.to, '\n');
      pol_page_para(&c->page, start + 2, name);
    }
    settle_lines(c, i);
  }
}

void pol_explain_undetermined(const pol_case *c) {
  const pol_answer *a = c->answer;
  bool enough = false;
  for (uint32_t i = 0; a->missings > 0 && i < a->missing[0].n; i++) enough = enough || a->missing[0].settles[i].outcome != POL_OUT_UNDETERMINED;
  if (a->missings == 1) pol_page_para(&c->page, 0, "1 fact is needed");
  else if (a->missings > 1)
    pol_page_para(
        &c->page, 0,
        pol_page_format(&c->page, "Up to %u facts are needed, in this order%s", a->missings, enough ? "; the first may be enough" : ""));
  pol_page_blank(&c->page);
  pol_explain_missing(c, NULL);
  if (a->becauses == 0) return;
  if (a->missings > 0) pol_page_blank(&c->page);
  size_t width = pol_cited_width(c, a->because, a->becauses);
  uint32_t shown = 0;
  for (uint32_t i = 0; i < a->becauses; i++) {
    bool told = false;
    uint32_t clause = pol_case_rule(c, a->because[i].rule)->clause;
    for (uint32_t k = 0; k < i && !told; k++) told = pol_case_rule(c, a->because[k].rule)->clause == clause;
    if (told) continue;
    size_t column = pol_page_label(&c->page, shown++ == 0 ? "Open because of" : "", 18);
    const char *id = pol_say_clause(c, a->because[i].rule);
    pol_text_add(c->page.to, id);
    pol_text_pad(c->page.to, ' ', pol_columns(id) < width ? width - pol_columns(id) + 2 : 2);
    pol_text_wrap(c->page.to, pol_say_title(c, clause), column + width + 2, column + width + 2, c->page.width - 1);
    pol_page_end_line(&c->page);
  }
}

/* ---- duties ---- */

static const struct {
  const char *name, *words;
} strengths[] = {{"must", "must"},         {"will", "will"},           {"should", "should"}, {"expected", "is expected to"},
                 {"normally", "normally"}, {"best_effort", "tries to"}};
_Static_assert(sizeof strengths / sizeof strengths[0] == POL_DUTY_RANKS, "ORDER: as they rank");

size_t pol_duty_rank(const pol_rule *r) {
  size_t k = 0;
  while (k + 1 < POL_DUTY_RANKS && (r->duty.strength == NULL || strcmp(strengths[k].name, r->duty.strength) != 0)) k++;
  return k;
}

const char *pol_duty_strength(const pol_rule *r) { return strengths[pol_duty_rank(r)].words; }

const char *pol_duty_due(const pol_case *c, const pol_rule *r, const pol_value *date) {
  const char *relation = r->duty.relation == NULL ? "by" : r->duty.relation;
  if (r->duty.event != NULL) return pol_page_format(&c->page, ", %s %s", relation, r->duty.event);
  if (r->duty.date == NULL) return "";
  if (date == NULL || date->state != POL_KNOWN) return pol_page_format(&c->page, ", %s a day that is not known yet", relation);
  return pol_page_format(&c->page, ", %s %s", relation, pol_say_value(c, date));
}

static void duty_line(const pol_case *c, uint32_t rule, const pol_value *date, size_t width) {
  const pol_rule *r = pol_case_rule(c, rule);
  const char *strength = pol_duty_strength(r), *id = pol_say_clause(c, rule);
  const char *who = pol_page_format(&c->page, "%s%s", pol_say_parties(c, r->party, r->parties, "and"), pol_duty_due(c, r, date));
  size_t column = width + 4, edge = c->page.width - DATE_EDGE, taken = pol_columns(id);
  pol_text wrapped;
  pol_text_init(&wrapped, pol_arena_alloc(c->page.arena));
  pol_text_wrap(&wrapped, who, column, column, edge > column + taken + 12 ? edge - taken - 2 : edge);
  const char *lines = pol_page_keep(&c->page, &wrapped);
  size_t first = strcspn(lines, "\n"), at = column + pol_text_columns(lines, first);
  pol_text_format(c->page.to, "  %s", strength);
  pol_text_pad(c->page.to, ' ', column - 2 - pol_columns(strength));
  pol_text_add_n(c->page.to, lines, first);
  pol_text_pad(c->page.to, ' ', at + 2 + taken <= edge ? edge - at - taken : 2);
  pol_text_format(c->page.to, "%s%s\n", id, lines + first);
  pol_page_para(&c->page, column, r->duty.words != NULL ? r->duty.words : pol_say_name(c, r->duty.name));
}

static void make_wider(size_t *width, const pol_case *c, uint32_t rule) {
  size_t wide = strlen(pol_duty_strength(pol_case_rule(c, rule)));
  if (wide > *width) *width = wide;
}

void pol_explain_duties(const pol_case *c) {
  const pol_answer *a = c->answer;
  size_t width = 8;
  for (uint32_t i = 0; i < a->duties; i++) make_wider(&width, c, a->duty[i].rule);
  for (uint32_t i = 0; i < a->pending_rules; i++) make_wider(&width, c, a->pending_rule[i]);
  for (size_t rank = 0; rank < POL_DUTY_RANKS; rank++) /* strongest first, then as the clauses stand */
    for (uint32_t i = 0; i < a->duties; i++)
      if (pol_duty_rank(pol_case_rule(c, a->duty[i].rule)) == rank) duty_line(c, a->duty[i].rule, &a->duty[i].date, width);
  if (a->pending_rules == 0) return;
  pol_page_line(&c->page, POL_INK_STRONG, "Not settled yet");
  for (uint32_t i = 0; i < a->pending_rules; i++) duty_line(c, a->pending_rule[i], NULL, width);
  pol_explain_missing(c, "It takes");
}
