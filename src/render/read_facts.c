/* Facts in sentences. A label makes a statement with the value of its fact ("applicant holds the rank of sergeant"); from it come the
 * denial of the statement and the amount that the fact is ("the rank that the applicant holds"). English is not parsed: only words of these
 * tables are changed, and where none of them is found the statement is denied as a whole. */
#include "render/reading.h"
#include <string.h>

/* ---- words of a label ---- */

typedef struct word {
  const char *at;
  size_t n;
} word;

static bool next_word(word *w, const char **at) {
  *at += strspn(*at, " ,:;");
  *w = (word){*at, strcspn(*at, " ,:;")};
  *at += w->n;
  return w->n > 0;
}

static bool is(word w, const char *text) { return strlen(text) == w.n && memcmp(w.at, text, w.n) == 0; }

static bool is_one_of(word w, const char *const *list) {
  for (; *list != NULL; list++)
    if (is(w, *list)) return true;
  return false;
}

static const char *const copulas[] = {"is", "are", "was", "were", NULL};
static const char *const helpers[] = {"is",    "are",  "was",   "were",  "has",    "have", "had",  "can", "could", "may",
                                      "might", "will", "would", "shall", "should", "must", "does", "do",  "did",   NULL};
static const char *const openers[] = {"that", "which",  "who",   "whom",  "whose",  "where",   "when",   "if",    "because",
                                      "and",  "or",     "but",   "what",  "how",    "whether", "why",    "while", "as",
                                      "than", "unless", "until", "after", "before", "since",   "though", "once",  NULL};
static const char *const denials[] = {"no", "not", "never", "none", "nobody", "nothing", "without", NULL};
static const char *const articles[] = {"a", "an", "the", "any", "some", "its", "their", NULL};
static const char *const verbs[] = {
    "accept",  "agree",   "allow",     "answer",   "apply",      "arise",     "ask",     "assess",   "attend",    "bear",     "become",
    "begin",   "belong",  "benefit",   "breach",   "care",       "carry",     "change",  "claim",    "come",      "complete", "comply",
    "concern", "consent", "contain",   "continue", "contribute", "cost",      "count",   "cover",    "decide",    "declare",  "depart",
    "depend",  "earn",    "employ",    "end",      "exceed",     "exist",     "expect",  "fail",     "fall",      "fit",      "follow",
    "form",    "gain",    "give",      "go",       "grant",      "guarantee", "happen",  "have",     "help",      "hold",     "include",
    "intend",  "involve", "join",      "keep",     "know",       "lack",      "last",    "lead",     "leave",     "limit",    "live",
    "make",    "match",   "meet",      "move",     "need",       "occur",     "offer",   "operate",  "own",       "pass",     "pay",
    "perform", "permit",  "prevent",   "produce",  "promote",    "propose",   "prove",   "provide",  "qualify",   "reach",    "receive",
    "refer",   "refuse",  "register",  "relate",   "rely",       "remain",    "replace", "report",   "represent", "request",  "require",
    "reside",  "rest",    "return",    "satisfy",  "secure",     "seek",      "serve",   "show",     "sign",      "start",    "state",
    "stay",    "study",   "supervise", "support",  "take",       "teach",     "train",   "transfer", "travel",    "use",      "wait",
    "want",    "wish",    "withdraw",  "work",     NULL};

/* Whether the word is the verb's form of the third person ("works", "applies") or of the past ("followed"). */
static bool inflected(word w, const char *verb, bool *past) {
  size_t n = strlen(verb), stem = verb[n - 1] == 'y' || verb[n - 1] == 'e' ? n - 1 : n;
  static const char *const endings[][2] = {{"s", "0"}, {"es", "0"}, {"ies", "0"}, {"ed", "1"}, {"d", "1"}, {"ied", "1"}};
  if (w.n <= stem || memcmp(w.at, verb, stem) != 0) return false;
  for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
    const char *ending = endings[i][0];
    size_t from = ending[0] == 'i' || ending[0] == 'e' ? stem : n;
    bool fits = ending[0] == 'i' ? verb[n - 1] == 'y' : true;
    if (!fits || w.n != from + strlen(ending) || memcmp(w.at, verb, from) != 0 || memcmp(w.at + from, ending, strlen(ending)) != 0)
      continue;
    *past = endings[i][1][0] == '1';
    return true;
  }
  return false;
}

static bool has_denial(const char *at) {
  word w;
  while (next_word(&w, &at))
    if (is_one_of(w, denials)) return true;
  return false;
}

/* "has a car", "had the answer": have is the verb itself. */
static const char *deny_having(const pol_page *pg, const char *label, word w, const char *after) {
  word next;
  const char *at = after;
  if (!next_word(&next, &at) || !is_one_of(next, articles)) return NULL;
  const char *helper = is(w, "had") ? "did" : is(w, "has") ? "does" : "do";
  return pol_page_format(pg, "%.*s%s not have%s", (int)(w.at - label), label, helper, after);
}

static const char *deny_helper(const pol_page *pg, const char *label, word w, const char *after) {
  word next;
  const char *at = after;
  bool have = is(w, "has") || is(w, "have") || is(w, "had");
  if (next_word(&next, &at) && is(next, "not")) return pol_page_format(pg, "%.*s%s", (int)(w.at + w.n - label), label, at);
  if (has_denial(after)) return NULL;
  const char *having = have ? deny_having(pg, label, w, after) : NULL;
  if (having != NULL) return having;
  if (is(w, "can")) return pol_page_format(pg, "%.*scannot%s", (int)(w.at - label), label, after);
  return pol_page_format(pg, "%.*s not%s", (int)(w.at + w.n - label), label, after);
}

static const char *deny_verb(const pol_page *pg, const char *label) { /* the first word of the label */
  const char *at = label;
  word w;
  if (!next_word(&w, &at) || has_denial(at)) return NULL;
  if (is(w, "still")) return pol_page_format(pg, "no longer%s", at);
  for (size_t i = 0; verbs[i] != NULL; i++) {
    bool past = false;
    if (inflected(w, verbs[i], &past)) return pol_page_format(pg, "%s not %s%s", past ? "did" : "does", verbs[i], at);
  }
  return NULL;
}

/* The label that says the contrary; NULL: not by these tables. */
static const char *denied(const pol_page *pg, const char *label) {
  const char *at = label;
  word w;
  while (next_word(&w, &at)) {
    if (is_one_of(w, helpers)) return deny_helper(pg, label, w, at);
    if (is_one_of(w, openers)) break;
  }
  return deny_verb(pg, label);
}

static size_t last_word(const char *text) { /* where it begins */
  const char *space = strrchr(text, ' ');
  return space == NULL ? 0 : (size_t)(space + 1 - text);
}

static bool ends_in(const char *text, const char *const *list) {
  const char *last = text + last_word(text);
  return is_one_of((word){last, strlen(last)}, list);
}

/* ---- what an expression is about ---- */

static bool same_noun(const pol_reader *r, uint32_t a, uint32_t b) {
  const pol_loop *x = &r->c.model->loops.at[a], *y = &r->c.model->loops.at[b];
  return x->record == y->record && (x->record < r->c.model->records.n || x->name == y->name);
}

const char *pol_loop_noun(const pol_reader *r, uint32_t loop) {
  const pol_model *m = r->c.model;
  const pol_loop *l = &m->loops.at[loop];
  const char *noun = pol_say_name(&r->c, l->record < m->records.n ? m->records.at[l->record].name : l->name);
  for (uint32_t outer = l->outer; outer < m->loops.n; outer = m->loops.at[outer].outer)
    if (same_noun(r, outer, loop)) return pol_page_format(&r->c.page, "%s %s", noun, pol_say_name(&r->c, l->name)); /* one of two alike */
  return noun;
}

/* Where in a label that names what it is about ("the place was offered by the host") its verb begins; NULL: it has none that is known. */
static const char *verb_in(const char *label) {
  const char *at = label;
  word w, before = {label, 0};
  while (next_word(&w, &at) && !is_one_of(w, openers)) {
    if (w.at > label && is_one_of(w, helpers)) return w.at;
  }
  for (at = label; next_word(&w, &at) && !is_one_of(w, openers); before = w)
    for (size_t i = 0; verbs[i] != NULL && before.n > 0 && !is_one_of(before, articles); i++) {
      bool past;
      if (inflected(w, verbs[i], &past)) return w.at;
    }
  return NULL;
}

static void stand_alone(pol_thing *t, const pol_reader *r) {
  const char *verb = verb_in(t->label);
  if (verb == NULL) {
    t->whole = t->label;
    t->alone = true;
    return;
  }
  t->subject = pol_page_format(&r->c.page, "%.*s", (int)(verb - 1 - t->label), t->label);
  t->label = verb;
  t->alone = true;
}

static void of_fact(pol_thing *out, const pol_reader *r, uint32_t fact) {
  const pol_fact *f = &r->c.model->facts.at[fact];
  const char *name = pol_say_atom(&r->c, f->name), *group = pol_say_atom(&r->c, f->group);
  size_t skip = strlen(group);
  const char *entry = strncmp(name, group, skip) == 0 && name[skip] == '.' ? name + skip + 1 : name;
  *out = (pol_thing){
      .subject = pol_page_format(&r->c.page, "the %s", pol_say_spaced(&r->c, group)), .label = f->label, .type = f->type, .tag = ""};
  out->name = pol_say_spaced(&r->c, entry);
  if (f->label != NULL && pol_label_stands_alone(f->label)) stand_alone(out, r);
  if (f->agreement != POL_NO_REF) {
    const pol_agreement *a = &r->c.model->agreements.at[f->agreement];
    const char *words = pol_say_titled(&r->c, a->label, a->name);
    bool status = r->c.model->facts.at[a->status].name == f->name;
    out->whole = pol_page_format(&r->c.page, status ? "how far \"%s\" is" : "who decided on \"%s\"", words);
    r->agreement[f->agreement] = true;
  }
  if (r->names) out->tag = pol_page_format(&r->c.page, " [%s]", name);
  if (f->presumed != NULL) r->presumed[fact] = true;
}

static void of_element(pol_thing *out, const pol_reader *r, const pol_expr *e) {
  const pol_model *m = r->c.model;
  const char *noun = pol_page_format(&r->c.page, "the %s", pol_loop_noun(r, e->ref));
  *out = (pol_thing){.subject = noun, .name = "", .type = e->type, .tag = ""};
  uint32_t record = m->loops.at[e->ref].record;
  if (e->type.kind == POL_T_RECORD || record >= m->records.n) {
    out->whole = noun;
    return;
  }
  const pol_field *f = &m->records.at[record].at[e->field];
  out->label = f->label;
  out->name = pol_say_name(&r->c, f->name);
}

bool pol_thing_of(pol_thing *out, pol_reader *r, const pol_expr *e) {
  e = pol_read_bare(e);
  if (e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) {
    of_fact(out, r, e->ref);
    return true;
  }
  if (e->op != POL_OP_ELEMENT && e->op != POL_OP_LIST_FIELD) return false;
  of_element(out, r, e);
  return true;
}

/* ---- as an amount ---- */

static const char *number_noun(const pol_type *t) {
  pol_unit u = t->unit;
  bool rate = u.hour < 0 || u.day < 0 || u.week < 0 || u.month < 0 || u.year < 0 || u.step != 0;
  if (t->show == POL_SHOW_PERCENT) return "percentage";
  if (u.money != 0 || rate) return "amount";
  if (u.hour == 1) return "hours";
  if (u.day == 1) return "days";
  if (u.week == 1) return "weeks";
  if (u.month == 1) return "months";
  return u.year == 1 ? "years" : "number";
}

static const char *noun_of(const pol_reader *r, const pol_type *t) { /* NULL: what */
  switch ((pol_type_kind)t->kind) {
  case POL_T_DATE: return "day";
  case POL_T_TIME: return "time";
  case POL_T_NUMBER: return number_noun(t);
  case POL_T_PERIOD: return "period";
  case POL_T_PARTY: return "party";
  case POL_T_TEXT: return "text";
  case POL_T_OPTION:
    return r->c.model->options.at[t->ref].ordered ? r->c.model->options.at[t->ref].noun : NULL;
  default: return NULL;
  }
}

bool pol_options_are_parties(const pol_model *m, uint32_t options) { /* the first of them, at least: `other` may follow */
  for (uint32_t i = 0; i + 2 < m->parties.n; i++)
    if (m->parties.at[i].name == m->options.at[options].at[0].name) return true;
  return false;
}

static const char *pronoun_of(const pol_reader *r, const pol_type *t) {
  return t->kind == POL_T_OPTION && pol_options_are_parties(r->c.model, t->ref) ? "who" : "what";
}

/* "holds the substantive rank of": the substantive rank that the applicant holds; NULL: not of this make. */
static const char *turned(const pol_reader *r, const pol_thing *t) {
  const char *the = strstr(t->label, " the "), *of = t->label + last_word(t->label);
  if (the == NULL || strcmp(of, "of") != 0 || the + 5 >= of || strchr(the + 1, ',') != NULL) return NULL;
  return pol_page_format(&r->c.page, "the %.*s that %s %.*s", (int)(of - the - 6), the + 5, t->subject, (int)(the - t->label), t->label);
}

static const char *amount(const pol_reader *r, const pol_thing *t) {
  const pol_page *pg = &r->c.page;
  if (t->whole != NULL) return t->whole;
  if (t->label == NULL || (t->type.kind == POL_T_LIST && !ends_in(t->label, copulas)))
    return pol_page_format(pg, "the %s of %s", t->name, t->subject);
  static const char *const indefinite[] = {"a", "an", NULL};
  if (ends_in(t->label, copulas)) {
    size_t at = last_word(t->label);
    if (at == 0) return t->alone ? t->subject : pol_page_format(pg, "what %s %s", t->subject, t->label);
    return pol_page_format(pg, "%s %.*s", t->subject, (int)(at - 1), t->label);
  }
  if (ends_in(t->label, indefinite) && last_word(t->label) > 0)
    return pol_page_format(pg, "what %s %.*s", t->subject, (int)(last_word(t->label) - 1), t->label);
  const char *other_way = turned(r, t), *noun = noun_of(r, &t->type);
  if (other_way != NULL) return other_way;
  size_t last = last_word(t->label);
  if (noun != NULL && last > 0 && strcmp(t->label + last, noun) == 0) { /* "has the grade": the grade that the member has */
    size_t n = last > 4 && memcmp(t->label + last - 5, " the ", 5) == 0 ? last - 5 : last - 1;
    return pol_page_format(pg, "the %s that %s %.*s", noun, t->subject, (int)n, t->label);
  }
  return noun == NULL ? pol_page_format(pg, "%s %s %s", pronoun_of(r, &t->type), t->subject, t->label)
                      : pol_page_format(pg, "the %s that %s %s", noun, t->subject, t->label);
}

const char *pol_thing_amount(const pol_reader *r, const pol_thing *t) { return pol_page_format(&r->c.page, "%s%s", amount(r, t), t->tag); }

static bool plural_word(const char *text) {
  size_t n = strlen(text);
  return n > 2 && text[n - 1] == 's' && text[n - 2] != 's';
}

bool pol_thing_is_plural(const pol_thing *t) {
  static const char *const many[] = {"are", "were", NULL};
  if (t->whole != NULL) return false;
  if (t->label == NULL) return plural_word(t->name);
  if (ends_in(t->label, copulas)) return ends_in(t->label, many);
  return t->type.kind == POL_T_NUMBER && plural_word(number_noun(&t->type));
}

bool pol_thing_is_open(const pol_thing *t) { return t->whole == NULL && t->label != NULL && ends_in(t->label, copulas); }

/* ---- as a statement ---- */

const char *pol_thing_holds(const pol_reader *r, const pol_thing *t, bool negated) {
  const pol_page *pg = &r->c.page;
  if (t->whole != NULL && t->alone) return pol_page_format(pg, "%s%s%s", negated ? "it is not so that " : "", t->whole, t->tag);
  if (t->whole != NULL) return pol_page_format(pg, "%s%s is %s", t->whole, t->tag, negated ? "no" : "yes");
  if (t->label == NULL) return pol_page_format(pg, "\"%s\" %s of %s%s", t->name, negated ? "is not so" : "is so", t->subject, t->tag);
  const char *label = negated ? denied(pg, t->label) : t->label;
  if (label == NULL) return pol_page_format(pg, "it is not so that %s %s%s", t->subject, t->label, t->tag);
  return pol_page_format(pg, "%s %s%s", t->subject, label, t->tag);
}

const char *pol_thing_is(const pol_reader *r, const pol_thing *t, const char *value, bool negated) {
  const pol_page *pg = &r->c.page;
  bool stated = t->whole == NULL && t->label != NULL;
  const char *label = !stated ? NULL : negated ? denied(pg, t->label) : t->label;
  if (label != NULL) return pol_page_format(pg, "%s %s %s%s", t->subject, label, value, t->tag);
  return pol_page_format(pg, "%s%s %s %s%s", amount(r, t), t->tag, pol_thing_is_plural(t) ? "are" : "is", negated ? "anything but " : "",
                         value);
}
