/* A written rule as a sentence: what it does to which questions, when, except when, what it gives way to and what gives way to it. The
 * rules of the model that come from one line and say the same of several decisions are one sentence. */
#include "render/condition.h"
#include "render/reading.h"
#include <string.h>

/* ---- lists of clauses ---- */

static bool add_clause(const pol_reader *r, pol_list *to, uint32_t clause) { /* kept in the order of the document, each once */
  uint32_t i = 0;
  while (i < to->n && to->at[i] < clause) i++;
  if (i < to->n && to->at[i] == clause) return true;
  if (POL_VEC_PUSH(r->c.page.arena, to) == NULL) return pol_page_lost(&r->c.page), false;
  memmove(to->at + i + 1, to->at + i, (to->n - 1 - i) * sizeof *to->at);
  to->at[i] = clause;
  return true;
}

static void add_clauses_of(const pol_reader *r, pol_list *to, const uint32_t *rule, uint32_t n, uint32_t but) {
  for (uint32_t i = 0; i < n; i++) {
    uint32_t clause = r->c.model->rules.at[rule[i]].clause;
    if (clause != but) add_clause(r, to, clause);
  }
}

static bool same_list(const pol_list *a, const pol_list *b) {
  return a->n == b->n && (a->n == 0 || memcmp(a->at, b->at, a->n * sizeof *a->at) == 0);
}

const char *pol_read_ids(const pol_reader *r, const pol_list *clauses) {
  const char **item = POL_NEW_N(r->c.page.arena, const char *, clauses->n + 1u);
  if (item == NULL) return pol_page_lost(&r->c.page), "";
  uint32_t n = 0;
  for (uint32_t i = 0; i < clauses->n; i++) {
    const pol_clause *c = &r->c.model->clauses.at[clauses->at[i]];
    const char *id = pol_say_atom(&r->c, c->id);
    if (n > 0 && strcmp(item[n - 1], id) == 0) continue; /* versions of one clause */
    item[n++] = c->node->kind == POL_N_SECTION ? pol_page_format(&r->c.page, "section %s", id) : id;
  }
  return pol_read_list(r, item, n, "and");
}

/* ---- subjects ---- */

typedef struct subject {
  const char *words;
  bool many, question;
} subject;

static bool is_question(const pol_reader *r, uint32_t decision) {
  const char *title = r->c.model->decisions.at[decision].title;
  size_t n = title == NULL ? 0 : strlen(title);
  return n > 0 && title[n - 1] == '?';
}

static subject subject_of(const pol_reader *r, const pol_list *decisions) {
  subject s = {.words = "", .many = decisions->n > 1};
  const char **item = POL_NEW_N(r->c.page.arena, const char *, decisions->n + 1u);
  if (item == NULL) return pol_page_lost(&r->c.page), s;
  for (uint32_t i = 0; i < decisions->n; i++) {
    item[i] = pol_read_title(r, decisions->at[i]);
    s.question = s.question || is_question(r, decisions->at[i]);
  }
  s.words = pol_read_list(r, item, decisions->n, "and");
  return s;
}

static const char *outcome(const pol_reader *r, const subject *s, const char *what) { /* "A" is refused; "A?" is answered "refused" */
  return pol_page_format(&r->c.page, s->question ? "%s %s answered \"%s\"" : "%s %s %s", s->words, s->many ? "are" : "is", what);
}

static const char *capital(const pol_reader *r, const char *text) {
  if (text[0] < 'a' || text[0] > 'z') return text;
  return pol_page_format(&r->c.page, "%c%s", text[0] - 'a' + 'A', text + 1);
}

/* ---- parties ---- */

/* In the middle of a sentence: "somebody, the document does not say who" needs a comma after it. */
static const char *parties(const pol_reader *r, const pol_rule *rule, bool ends) {
  const char *words = pol_say_parties(&r->c, rule->party, rule->parties, "and"), *comma = strrchr(words, ',');
  const char *joint = strstr(words, " and ");
  return ends || comma == NULL || (joint != NULL && joint > comma) ? words : pol_page_format(&r->c.page, "%s,", words);
}

/* ---- what a rule does ---- */

static bool is_written(const pol_rule *rule) { return rule->exception_of == POL_NO_REF; }

static uint32_t party_count(const pol_reader *r, const pol_sentence *s) {
  uint32_t n = 0;
  for (uint32_t i = s->rule; i < s->rule + s->rules; i++) n += is_written(&r->c.model->rules.at[i]);
  return n;
}

static const char *party_of_group(const pol_reader *r, const pol_sentence *s) { /* of a duty: one rule for each actor */
  pol_list all = {0};
  for (uint32_t i = s->rule; i < s->rule + s->rules; i++) {
    const pol_rule *rule = &r->c.model->rules.at[i];
    add_clause(r, &all, rule->party[0]);
  }
  pol_rule actors = {.party = all.at, .parties = all.n};
  return parties(r, &actors, false);
}

static const char *deadline(pol_reader *r, const pol_rule *rule) {
  if (rule->duty.relation == NULL) return "";
  if (rule->duty.event != NULL) return pol_page_format(&r->c.page, " %s \"%s\"", rule->duty.relation, rule->duty.event);
  return pol_page_format(&r->c.page, " %s %s", rule->duty.relation, pol_read_amount(r, rule->duty.date));
}

/* What somebody is to do may end in any words, so a condition that is no list comes before it: "where …, the secondee should …". */
static const char *duty(pol_reader *r, const pol_sentence *s, const pol_rule *rule) {
  static const struct {
    const char *strength, *one, *many;
  } strengths[] = {
      {"must", "must", "must"},
      {"will", "will", "will"},
      {"should", "should", "should"},
      {"expected", "is expected to", "are expected to"},
      {"best_effort", "tries to", "try to"},
  };
  const pol_page *pg = &r->c.page;
  pol_said c = rule->when != NULL ? pol_read_test(r, rule->when, false) : (pol_said){0};
  const char *who = party_of_group(r, s), *what = rule->duty.words != NULL ? rule->duty.words : pol_say_name(&r->c, rule->duty.name);
  const char *under = pol_read_title(r, rule->decision), *by = deadline(r, rule), *strength = rule->duty.strength;
  const char *where = rule->when != NULL && c.items == NULL ? pol_page_format(pg, "where %s, ", c.lead) : "";
  const char *end = c.items != NULL ? pol_page_format(pg, ", when %s:%s", c.lead, c.items) : "";
  bool many = strstr(who, " and ") != NULL && party_count(r, s) > 1;
  for (size_t i = 0; i < sizeof strengths / sizeof *strengths; i++)
    if (strcmp(strengths[i].strength, strength) == 0)
      return pol_page_format(pg, "%s: %s%s %s %s%s%s", under, where, who, many ? strengths[i].many : strengths[i].one, what, by, end);
  return pol_page_format(pg, "%s: normally, %sit is for %s to %s%s%s", under, where, who, what, by, end);
}

static const char *value_words(pol_reader *r, const subject *s, const pol_rule *rule) {
  if (pol_read_is_condition(rule->value) && !pol_read_is_term(r, rule->value))
    return pol_page_format(&r->c.page, "\"yes\" where %s, and \"no\" otherwise", pol_read_flat_test(r, rule->value, false));
  const char *words = pol_read_amount(r, rule->value);
  bool quoted = s->question && pol_read_bare(rule->value)->op == POL_OP_CONST && !pol_read_is_term(r, rule->value);
  bool moved = pol_read_bare(rule->value)->op == POL_OP_SHIFT_DATE && !pol_read_is_term(r, rule->value);
  return !s->question ? words : pol_page_format(&r->c.page, quoted ? "\"%s\"" : moved ? "with the day %s" : "with %s", words);
}

static const char *is_value(pol_reader *r, const subject *s, const pol_rule *rule) {
  const char *be = s->many ? "are" : "is";
  return pol_page_format(&r->c.page, s->question ? "%s %s answered %s" : "%s %s %s", s->words, be, value_words(r, s, rule));
}

static const char *limit(pol_reader *r, const subject *s, const pol_rule *rule) {
  const char *value = pol_read_amount(r, rule->value), *be = s->many ? "are" : "is";
  bool cap = rule->effect == POL_E_CAP;
  uint8_t kind = rule->value->type.kind;
  const char *than = kind == POL_T_DATE || kind == POL_T_TIME ? (cap ? "later" : "earlier")
                     : kind == POL_T_OPTION                   ? (cap ? "above it" : "below it")
                     : cap                                    ? "more"
                                                              : "less";
  return pol_page_format(&r->c.page, "%s %s %s wherever %s would be %s", s->words, be, value, s->many ? "they" : "it", than);
}

static const char *set_aside(pol_reader *r, const subject *s, const pol_sentence *group) {
  pol_list clauses = {0};
  bool referrals = false;
  for (uint32_t i = group->rule; i < group->rule + group->rules; i++) {
    const pol_rule *rule = &r->c.model->rules.at[i];
    referrals = rule->sets_aside_referrals;
    add_clauses_of(r, &clauses, rule->target, rule->targets, POL_NO_REF);
  }
  const char *what = referrals ? "referral" : "refusal", *many = s->many ? "s" : "";
  return pol_page_format(&r->c.page, "The %s%s of %s by %s %s set aside", what, many, s->words, pol_read_ids(r, &clauses),
                         s->many ? "are" : "is");
}

static const char *included(pol_reader *r, const subject *s, const pol_sentence *group) {
  const char **item = POL_NEW_N(r->c.page.arena, const char *, group->rules + 1u);
  uint32_t n = 0;
  if (item == NULL) return pol_page_lost(&r->c.page), "";
  for (uint32_t i = group->rule; i < group->rule + group->rules; i++) {
    const pol_rule *rule = &r->c.model->rules.at[i];
    pol_type type = r->c.model->decisions.at[rule->decision].type;
    pol_value v = {.state = POL_KNOWN,
                   .type = {.kind = type.ref == POL_PARTY_REF ? POL_T_PARTY : POL_T_OPTION, .ref = type.ref},
                   .as.i = (int32_t)rule->option};
    const char *words = pol_page_format(&r->c.page, "\"%s\"", pol_read_constant(r, &v));
    bool had = false;
    for (uint32_t k = 0; k < n && !had; k++) had = strcmp(item[k], words) == 0;
    if (!had) item[n++] = words;
  }
  return pol_page_format(&r->c.page, s->question ? "%s is answered with %s, among others" : "%s includes %s", s->words,
                         pol_read_list(r, item, n, "and"));
}

static const char *main_words(pol_reader *r, const subject *s, const pol_sentence *group, const pol_rule *rule) {
  const pol_page *pg = &r->c.page;
  switch (rule->effect) {
  case POL_E_REFUSES: return outcome(r, s, "refused");
  case POL_E_REFERS: {
    bool ends = rule->when == NULL && rule->except == NULL;
    return pol_page_format(pg, "%s %s referred to %s", s->words, s->many ? "are" : "is", parties(r, rule, ends));
  }
  case POL_E_PERMITS:
    if (rule->value == NULL) return outcome(r, s, "permitted");
    return pol_page_format(pg, "%s, with %s,", outcome(r, s, "permitted"), pol_read_amount(r, rule->value));
  case POL_E_IS: return is_value(r, s, rule);
  case POL_E_ADDS: return pol_page_format(pg, "%s is increased by %s", s->words, pol_read_amount(r, rule->value));
  case POL_E_MULTIPLIES:
    return pol_page_format(pg, "%s is multiplied by %s", s->words, pol_read_amount(r, rule->value));
  case POL_E_CAP:
  case POL_E_FLOOR: return limit(r, s, rule);
  case POL_E_INCLUDES: return included(r, s, group);
  case POL_E_DUTY: return duty(r, group, rule);
  default: return set_aside(r, s, group); /* conditions that must hold are told by themselves */
  }
}

/* ---- when, except when ---- */

static bool ends_in_list(const char *text) {
  const char *line = strrchr(text, '\n');
  if (line == NULL) return false;
  line += 1 + strspn(line + 1, " ");
  return line[0] == '-' && line[1] == ' ';
}

static const char *with(const pol_reader *r, const char *text, const char *joint, const pol_said *s) {
  return pol_page_format(&r->c.page, "%s%s%s%s%s", text, joint, s->lead, s->items != NULL ? ":" : "", s->items != NULL ? s->items : "");
}

static const char *without_comma(const pol_reader *r, const char *text) {
  size_t n = strlen(text);
  return n > 0 && text[n - 1] == ',' ? pol_page_format(&r->c.page, "%.*s", (int)n - 1, text) : text;
}

/* After an amount that is worked out, "when" could be taken for a part of it. */
static const char *when_word(const pol_rule *rule, const char *text) {
  bool worked_out = rule->value != NULL && pol_read_bare(rule->value)->op != POL_OP_CONST && rule->effect != POL_E_PERMITS;
  if (ends_in_list(text)) return "\nThis holds when ";
  if (rule->effect == POL_E_CAP || rule->effect == POL_E_FLOOR) return ", when ";
  return worked_out ? ", when " : " when ";
}

static const char *limits(pol_reader *r, const char *text, const pol_rule *rule) {
  if (rule->when != NULL && rule->effect != POL_E_DUTY) {
    pol_said s = pol_read_test(r, rule->when, false);
    text = with(r, text, when_word(rule, text), &s);
  } else {
    text = without_comma(r, text);
  }
  if (rule->except != NULL) {
    pol_said s = pol_read_test(r, rule->except, false);
    text = with(r, text, ends_in_list(text) ? "\nexcept when " : ", except when ", &s);
  }
  return ends_in_list(text) ? text : pol_page_format(&r->c.page, "%s.", text);
}

static const char *more(const pol_reader *r, const char *text, const char *sentence) { /* another sentence after it */
  if (sentence[0] == '\0') return text;
  return pol_page_format(&r->c.page, "%s%s%s", text, text[0] == '\0' ? "" : ends_in_list(text) ? "\n" : " ", sentence);
}

/* D only if C; D applies only if C: the condition comes first, and then what limits the rule itself. */
static const char *only(pol_reader *r, const subject *s, const pol_rule *rule) {
  const pol_page *pg = &r->c.page;
  pol_said c = pol_read_test(r, rule->test, false);
  const char *text, *they = s->many ? "they are" : "it is", *items = c.items != NULL ? c.items : "", *end = c.items != NULL ? ":" : ".";
  if (rule->effect == POL_E_APPLIES_ONLY_IF)
    text = pol_page_format(pg, "The question%s %s arise%s only when %s; otherwise %s outside this policy%s%s", s->many ? "s" : "", s->words,
                           s->many ? "" : "s", c.lead, they, end, items);
  else if (s->question)
    text = pol_page_format(pg, "%s can be answered \"permitted\" only when %s; otherwise %s answered \"refused\"%s%s", s->words, c.lead,
                           they, end, items);
  else text = pol_page_format(pg, "%s can be permitted only when %s; otherwise %s refused%s%s", s->words, c.lead, they, end, items);
  if (rule->when == NULL && rule->except == NULL) return text;
  return more(r, text, limits(r, "This holds", rule));
}

/* ---- agreements that are awaited ---- */

static bool has_part(const pol_expr *e, const pol_expr *part) {
  for (uint32_t i = 0; i < e->n; i++)
    if (e->arg[i] == part) return true;
  return false;
}

/* Of the referral's conditions, the exception with its agreement still out. What else would do for the exception does not hold then: the
 * referral has the same exception. */
static const pol_expr *awaited(const pol_rule *referral) {
  const pol_expr *e = referral->when, *only = NULL;
  if (e->op == POL_OP_AND && (e->flags & POL_X_ADDED) != 0) e = e->arg[1];
  e = pol_read_bare(e);
  if (e->op != POL_OP_OR || referral->except->op != POL_OP_OR) return e;
  for (uint32_t i = 0; i < e->n; i++) {
    if (has_part(referral->except, e->arg[i])) continue;
    if (only != NULL) return e;
    only = e->arg[i];
  }
  return only; /* the part in which the agreement is out is no part of the exception */
}

static const char *pending(pol_reader *r, const char *text, const pol_sentence *s) {
  for (uint32_t i = s->rule; i < s->rule + s->rules; i++) {
    const pol_rule *rule = &r->c.model->rules.at[i];
    if (rule->exception_of != s->rule) continue;
    const char *they = s->decisions.n > 1 ? "they are" : "it is";
    text = more(r, text,
                pol_page_format(&r->c.page, "Failing that, while %s, %s referred to %s instead.",
                                pol_read_flat_test(r, awaited(rule), false), they, parties(r, rule, false)));
    pol_list asides = {0};
    add_clauses_of(r, &asides, r->asides[i].at, r->asides[i].n, POL_NO_REF);
    if (asides.n > 0) text = more(r, text, pol_page_format(&r->c.page, "%s can set that referral aside.", pol_read_ids(r, &asides)));
  }
  return text;
}

/* ---- rows of tables that are called ---- */

static void read_call(const pol_reader *r, const pol_table *t, uint32_t rule, const pol_expr **test, const pol_expr **value) {
  const pol_expr *call = r->call[t - r->c.model->tables.at];
  for (uint32_t i = 0; call != NULL && 2 * i < call->n; i++) {
    if (t->rule[i] != rule) continue;
    const pol_expr *e = call->arg[(size_t)2 * i];
    bool ranked =
        r->c.model->rules.at[rule].aboves > 0 && e->op == POL_OP_AND; /* with what stands above it: said as a relation */
    *test = pol_read_bare(ranked ? e->arg[0] : e);
    *value = call->arg[2 * i + 1];
  }
}

/* The days on which the row's clause is in force: said of the clause. */
static bool is_clause_date(const pol_expr *e, const pol_clause *c) {
  if (e->op == POL_OP_AND) return is_clause_date(e->arg[0], c) && is_clause_date(e->arg[e->n - 1], c);
  if (e->n != 2 || e->arg[0]->op != POL_OP_AS_OF || e->arg[1]->op != POL_OP_CONST || (e->flags & POL_X_ADDED) == 0) return false;
  pol_date day = e->arg[1]->value.as.i;
  return (e->op == POL_OP_GE && c->from_set && c->from == day) || (e->op == POL_OP_LE && c->to_set && c->to == day);
}

static const pol_expr *without_dates(const pol_expr *test, const pol_clause *c) { /* NULL: always */
  if (is_clause_date(test, c)) return NULL;
  bool dated = test->op == POL_OP_AND && (test->flags & POL_X_ADDED) != 0 && is_clause_date(test->arg[1], c);
  return dated ? test->arg[0] : test->op == POL_OP_CONST ? NULL : test;
}

static const pol_table *table_of(const pol_reader *r, uint32_t rule) {
  for (uint32_t i = 0; i < r->c.model->tables.n; i++)
    for (uint32_t k = 0; k < r->c.model->tables.at[i].rules; k++)
      if (r->c.model->tables.at[i].rule[k] == rule) return &r->c.model->tables.at[i];
  return NULL;
}

/* A row that nothing asks has been given no meaning: its cells as they were written. */
static const char *cells(const pol_reader *r, const pol_table *t, const pol_node *row) {
  const pol_node *rows = pol_kid(t->node, 4), *head = pol_kid(rows, 0);
  const char *text = "";
  for (uint32_t i = 0; i < head->n && i < row->n; i++) {
    if (row->kid[i] == NULL || row->kid[i]->n == 0) continue;
    const char *column = pol_say_name(&r->c, head->kid[i]->text), *cell = pol_source_words(&r->c, row->kid[i]->span, NULL, 0);
    text = pol_page_format(&r->c.page, "%s%s%s %s", text, text[0] != '\0' ? "; " : "", column, cell);
  }
  return text;
}

static const char *row(pol_reader *r, uint32_t index) {
  const pol_rule *rule = &r->c.model->rules.at[index];
  const pol_table *t = table_of(r, index);
  const pol_expr *test = NULL, *value = NULL;
  if (t == NULL) return "";
  read_call(r, t, index, &test, &value);
  const char *title = pol_say_titled(&r->c, t->title, t->name);
  if (value == NULL) return pol_page_format(&r->c.page, "A row of \"%s\", which no rule asks: %s.", title, cells(r, t, rule->node));
  pol_rule as_written = *rule;
  as_written.when = (pol_expr *)(uintptr_t)without_dates(test, &r->c.model->clauses.at[rule->clause]); /* read only */
  return limits(r, pol_page_format(&r->c.page, "\"%s\" is %s", title, pol_read_amount(r, value)), &as_written);
}

/* ---- relations, reasons ---- */

static const char *departure(const pol_reader *r, const pol_rule *rule) {
  if (!rule->normally || rule->departure == POL_NO_REF) return "";
  const char *who = pol_say_party(&r->c, rule->departure), *comma = strchr(who, ',');
  if (comma == NULL) return pol_page_format(&r->c.page, "%s may depart from it.", capital(r, who));
  return pol_page_format(&r->c.page, "%s may depart from it;%s.", capital(r, pol_page_format(&r->c.page, "%.*s", (int)(comma - who), who)),
                         comma + 1);
}

static const char *relations(const pol_reader *r, const pol_sentence *s) {
  const pol_page *pg = &r->c.page;
  const char *text = departure(r, &r->c.model->rules.at[s->rule]);
  if (s->gives_way_to.n > 0) text = more(r, text, pol_page_format(pg, "It gives way to %s.", pol_read_ids(r, &s->gives_way_to)));
  if (s->prevails_over.n > 0) text = more(r, text, pol_page_format(pg, "It prevails over %s.", pol_read_ids(r, &s->prevails_over)));
  if (s->set_aside_by.n > 0) text = more(r, text, pol_page_format(pg, "%s can set it aside.", pol_read_ids(r, &s->set_aside_by)));
  return text;
}

static const char *reason(pol_reader *r, const pol_rule *rule) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  if (rule->reasons == 0) return NULL;
  r->flat++;
  for (uint32_t i = 0; i < rule->reasons; i++) {
    if (rule->reason[i].expr == NULL) pol_text_add(&t, rule->reason[i].text != NULL ? rule->reason[i].text : "");
    else pol_text_format(&t, "[%s]", pol_read_amount(r, rule->reason[i].expr));
  }
  r->flat--;
  return pol_page_keep(&r->c.page, &t);
}

static void find_relations(const pol_reader *r, pol_sentence *s, uint32_t rule) {
  const pol_rule *x = &r->c.model->rules.at[rule];
  add_clauses_of(r, &s->gives_way_to, x->above, x->aboves, x->clause);
  add_clauses_of(r, &s->prevails_over, r->below[rule].at, r->below[rule].n, x->clause);
  add_clauses_of(r, &s->set_aside_by, r->asides[rule].at, r->asides[rule].n, POL_NO_REF);
}

/* ---- which rules are one sentence ---- */

static bool belongs(const pol_reader *r, const pol_sentence *s, uint32_t next) {
  const pol_rule *a = &r->c.model->rules.at[s->rule], *b = &r->c.model->rules.at[next];
  if (a->clause != b->clause || a->line != b->line) return false;
  if (!is_written(b)) return true;
  if (a->effect != b->effect || (a->node->kind == POL_N_ROW && (a->effect != POL_E_INCLUDES || a->decision != b->decision))) return false;
  pol_sentence other = {0};
  find_relations(r, &other, next);
  return same_list(&s->gives_way_to, &other.gives_way_to) && same_list(&s->prevails_over, &other.prevails_over) &&
         same_list(&s->set_aside_by, &other.set_aside_by);
}

static void say(pol_reader *r, pol_sentence *s) {
  const pol_rule *rule = &r->c.model->rules.at[s->rule];
  r->said = 0;
  if (rule->decision == POL_NO_REF) {
    s->text = row(r, s->rule);
  } else {
    subject of = subject_of(r, &s->decisions);
    bool own = rule->effect == POL_E_ONLY_IF || rule->effect == POL_E_APPLIES_ONLY_IF;
    const char *text = own ? only(r, &of, rule) : main_words(r, &of, s, rule);
    if (!own) text = limits(r, text, rule);
    if (rule->normally) text = pol_page_format(&r->c.page, "Normally, %s", text);
    s->text = capital(r, pending(r, text, s));
  }
  s->relations = relations(r, s);
  s->reason = reason(r, rule);
}

bool pol_read_clause(pol_sentences *out, pol_reader *r, uint32_t clause) {
  const pol_clause *c = &r->c.model->clauses.at[clause];
  for (uint32_t i = 0; i < c->rules;) {
    pol_sentence *s = POL_VEC_PUSH(r->c.page.arena, out);
    if (s == NULL) return false;
    s->rule = c->rule[i];
    find_relations(r, s, s->rule);
    for (; i < c->rules && (s->rules == 0 || belongs(r, s, c->rule[i])); i++, s->rules++) {
      uint32_t decision = r->c.model->rules.at[c->rule[i]].decision;
      if (decision != POL_NO_REF && !add_clause(r, &s->decisions, decision)) return false;
    }
    say(r, s);
  }
  return true;
}

/* ---- when its questions arise ---- */

typedef struct scope {
  pol_list decisions, by;
  const pol_decision *of;
} scope;

static void find_scope(const pol_reader *r, scope *out, uint32_t decision, uint32_t clause) {
  const pol_decision *d = &r->c.model->decisions.at[decision];
  *out = (scope){.of = d};
  for (uint32_t i = 0; i < d->rules; i++) {
    const pol_rule *rule = &r->c.model->rules.at[d->rule[i]];
    if (rule->effect == POL_E_APPLIES_ONLY_IF && rule->clause != clause) add_clause(r, &out->by, rule->clause);
  }
  add_clause(r, &out->decisions, decision);
}

static bool same_scope(const scope *a, const scope *b) {
  return same_list(&a->by, &b->by) && a->of->afters == b->of->afters &&
         (a->of->afters == 0 || memcmp(a->of->after, b->of->after, a->of->afters * sizeof *a->of->after) == 0);
}

static const char *scope_words(const pol_reader *r, const scope *s, const char *what, const char *verb) {
  const pol_page *pg = &r->c.page;
  pol_list after = {.at = (uint32_t *)(uintptr_t)s->of->after, .n = s->of->afters}; /* read only */
  const char *as = s->by.n == 0 ? "" : pol_page_format(pg, " only as %s %s", pol_read_ids(r, &s->by), s->by.n > 1 ? "say" : "says");
  const char *once = "";
  if (after.n > 0) {
    once = pol_page_format(pg, "%s only once %s %s permitted", as[0] != '\0' ? ", and" : "", subject_of(r, &after).words,
                           after.n > 1 ? "are" : "is");
  }
  return pol_page_format(pg, "%s %s%s%s.", what, verb, as, once);
}

const char *pol_read_arises(pol_reader *r, uint32_t clause, pol_list *by) {
  const pol_clause *c = &r->c.model->clauses.at[clause];
  POL_VEC(scope) scopes = {0};
  pol_list seen = {0};
  const char *text = "";
  for (uint32_t i = 0; i < c->rules; i++) {
    const pol_rule *rule = &r->c.model->rules.at[c->rule[i]];
    scope s;
    uint32_t k = 0, before = seen.n;
    if (rule->decision == POL_NO_REF || rule->effect == POL_E_APPLIES_ONLY_IF || !add_clause(r, &seen, rule->decision) || seen.n == before)
      continue;
    find_scope(r, &s, rule->decision, clause);
    while (k < scopes.n && !same_scope(&scopes.at[k], &s)) k++;
    if (k < scopes.n) add_clause(r, &scopes.at[k].decisions, rule->decision);
    else if (POL_VEC_PUSH(r->c.page.arena, &scopes) == NULL) return pol_page_lost(&r->c.page), "";
    else scopes.at[k] = s;
    for (uint32_t j = 0; j < s.by.n; j++) add_clause(r, by, s.by.at[j]);
  }
  for (uint32_t k = 0; k < scopes.n; k++) {
    const scope *s = &scopes.at[k];
    if (s->by.n == 0 && s->of->afters == 0) continue;
    bool many = s->decisions.n > 1;
    const char *what = scopes.n > 1 ? subject_of(r, &s->decisions).words : many ? "Its questions" : "Its question";
    text = more(r, text, scope_words(r, s, what, many ? "arise" : "arises"));
  }
  return text;
}
