/* A name that is not there: which clauses stand near it, and where none is near, what to declare and where. */
#include "check/expr.h"
#include "check/rules.h"
#include <string.h>

/* -- what stands around a name in the source */

static bool in_word(char ch) {
  return (ch >= 'a' && ch <= 'z') || ch == '_';
}

static const pol_source *source_of(const pol_checker *c, const pol_node *node) {
  const pol_source *s = node != NULL ? pol_sources_get(c->in->sources, node->span.file) : NULL;
  return s != NULL && node->span.end <= s->length ? s : NULL;
}

static bool after_one_of(const pol_checker *c, const pol_node *node, const char *const *words, size_t n) {
  const pol_source *s = source_of(c, node);
  if (s == NULL) return false;
  uint32_t end = node->span.start;
  while (end > 0 && (s->text[end - 1] == ' ' || s->text[end - 1] == '\n' || s->text[end - 1] == '(')) end--;
  uint32_t from = end;
  while (from > 0 && in_word(s->text[from - 1])) from--;
  for (size_t i = 0; i < n; i++)
    if (strlen(words[i]) == end - from && strncmp(words[i], s->text + from, end - from) == 0) return true;
  return false;
}

static char next_to(const pol_checker *c, const pol_node *node) {
  const pol_source *s = source_of(c, node);
  uint32_t at = s != NULL ? node->span.start : 0;
  while (s != NULL && at < s->length && (in_word(s->text[at]) || (s->text[at] >= '0' && s->text[at] <= '9'))) at++;
  return s != NULL && at < s->length ? s->text[at] : '\0';
}

/* Stands as a condition of its own: after `when`, `and` …, and nothing is said of it. */
static bool alone(const pol_checker *c, const pol_node *node) {
  static const char *const before[] = { "when", "and", "or", "not", "if", "given" };
  const pol_source *s = source_of(c, node);
  if (s == NULL || !after_one_of(c, node, before, sizeof before / sizeof *before)) return false;
  uint32_t at = node->span.end;
  while (at < s->length && s->text[at] == ' ') at++;
  return at >= s->length || (strchr("+-*/", s->text[at]) == NULL && strncmp(s->text + at, "is ", 3) != 0);
}

/* -- clauses */

enum { LISTED = 4 };

typedef struct near_clauses { const pol_clause *at[LISTED]; uint32_t n, more; unsigned distance; size_t prefix; } near_clauses;

static size_t group_length(const char *id) {
  const char *dot = strrchr(id, '.');
  return dot == NULL ? 0 : (size_t)(dot - id) + 1;
}

static bool listed(const near_clauses *s, const pol_clause *x) {
  for (uint32_t i = 0; i < s->n; i++)
    if (s->at[i]->id == x->id) return true;
  return false;
}

static void put(near_clauses *s, const pol_clause *x) {
  if (listed(s, x)) return;
  if (s->n < LISTED) s->at[s->n++] = x;
  else s->more++;
}

/* Clauses beside the one that is meant: 3.7.2a and 3.7.2b for 3.7.2e. */
static void offer_sibling(pol_checker *c, near_clauses *s, const char *wanted, const pol_clause *x) {
  const char *id = pol_check_text(c, x->id);
  size_t group = group_length(wanted);
  if (x->imported || group_length(id) != group || strncmp(id, wanted, group) != 0) return;
  unsigned distance = pol_text_distance(wanted + group, id + group, 1);
  if (distance > 1 || distance > s->distance) return;
  size_t prefix = 0;
  while (id[group + prefix] != '\0' && id[group + prefix] == wanted[group + prefix]) prefix++;
  if (distance == s->distance && prefix < s->prefix) return;
  if (distance < s->distance || prefix > s->prefix) *s = (near_clauses){ .distance = distance, .prefix = prefix };
  put(s, x);
}

static const char *named(pol_checker *c, const pol_clause *x) {
  const char *id = pol_check_text(c, x->id);
  return x->title != NULL ? pol_check_format(c, "%s \"%s\"", id, x->title) : id;
}

void pol_check_advise_clause(pol_checker *c, pol_report *r, pol_atom name, const char *nearest) {
  const char *wanted = pol_check_text(c, name), *help = "";
  near_clauses s = { .distance = 2 };
  for (uint32_t i = 0; i < c->m->clauses.n; i++) offer_sibling(c, &s, wanted, &c->m->clauses.at[i]);
  if (s.prefix == 0 && (s.more > 0 || group_length(wanted) == 0)) s = (near_clauses){ 0 }; /* 9 is as near to 1 as to 5 */
  pol_atom atom = nearest != NULL ? pol_atom_find(c->in->atoms, nearest, strlen(nearest)) : 0;
  uint32_t found = atom != 0 ? pol_check_find(c, POL_NAME_CLAUSE, atom) : POL_NO_REF;
  if (found != POL_NO_REF && s.n < LISTED) put(&s, &c->m->clauses.at[found]);
  for (uint32_t i = 0; i < s.n; i++) help = pol_check_format(c, "%s%s%s", help, i == 0 ? "did you mean " : i + 1 < s.n ? ", " : " or ", named(c, s.at[i]));
  const char *declare = c->row ? pol_check_format(c, "clause %s \"…\"", wanted) : NULL;
  if (s.n > 0 && declare != NULL) pol_report_help(c->in->reports, r, "%s? Or declare it: %s", help, declare);
  else if (s.n > 0) pol_report_help(c->in->reports, r, "%s?", help);
  else if (declare != NULL) pol_report_help(c->in->reports, r, "declare it, before or after the table: %s", declare);
  else pol_report_help(c->in->reports, r, "write the id that stands after the word clause, or declare it: clause %s \"…\"", wanted);
}

/* -- what to declare */

static void declare_fact(pol_checker *c, pol_report *r, const char *text, const pol_node *at) {
  const char *dot = strrchr(text, '.'), *type = alone(c, at) ? "yes or no" : "…";
  if (dot == NULL) {
    pol_report_help(c->in->reports, r, "a fact is named with its group: GROUP.%s; under facts GROUP, add a line: %s is %s", text, text, type);
    return;
  }
  const char *group = pol_check_format(c, "%.*s", (int)(dot - text), text);
  pol_atom atom = pol_atom_find(c->in->atoms, group, strlen(group));
  bool imported = false;
  const pol_node *node = atom != 0 ? pol_check_declaration(c, POL_NAME_GROUP, atom, &imported) : NULL;
  if (pol_is_node(node, POL_N_AGREEMENT)) {
    pol_report_help(c->in->reports, r, "of an agreement there are %s.status and %s.decided_by", group, group);
  } else if (node != NULL && !imported) {
    pol_report_help(c->in->reports, r, "declare it: under facts %s, a line: %s is %s", group, dot + 1, type);
    pol_report_also(c->in->reports, r, pol_check_name_span(c, node, node->text), "the group is here");
  } else {
    pol_report_help(c->in->reports, r, "declare it: a line facts %s, and under it: %s is %s", group, dot + 1, type);
  }
}

void pol_check_advise_declaring(pol_checker *c, pol_report *r, pol_name_kind kind, pol_atom name, const pol_node *at) {
  static const char *const verbs[] = { "permits", "refuses", "refers" };
  const char *text = pol_check_text(c, name);
  pol_reports *to = c->in->reports;
  switch (kind) {
  case POL_NAME_FACT: declare_fact(c, r, text, at); break;
  case POL_NAME_DECISION:
    pol_report_help(to, r, "declare it: decision %s \"the question\" is %s", text, after_one_of(c, at, verbs, 3) ? "permission" : "…");
    break;
  case POL_NAME_PARTY: pol_report_help(to, r, "declare it: party %s \"the words\". If the document names nobody: unnamed", text); break;
  case POL_NAME_AGREEMENT:
    if (pol_check_find(c, POL_NAME_PARTY, name) != POL_NO_REF) pol_report_help(to, r, "%s is a party; its agreement has a name: agreement NAME of %s \"the words\"", text, text);
    else pol_report_help(to, r, "declare it: agreement %s of PARTY \"the words\"", text);
    break;
  case POL_NAME_DEFINE:
    if (next_to(c, at) == '(') pol_report_help(to, r, "say what it is: define %s(…) is …, or define %s(…) when …", text, text);
    else if (strcmp(text, "equal") == 0) pol_report_help(to, r, "equal is said with \"is\" alone: is 4, is not 4");
    else if (strcmp(text, "up") == 0) pol_report_help(to, r, "up to is said: at most; of a date: on or before");
    else if (alone(c, at)) pol_report_help(to, r, "say what it means: define %s when …; a fact is named with its group: GROUP.%s", text, text);
    else pol_report_help(to, r, "say what it is: value %s is …, or define %s is …; a fact is named with its group: GROUP.%s", text, text, text);
    break;
  case POL_NAME_TABLE: pol_report_help(to, r, "declare it: table %s(…), and its rows", text); break;
  case POL_NAME_OPTIONS: pol_report_help(to, r, "declare it: options %s is a, b; or name a type: yes or no, date, hours, days, money …", text); break;
  case POL_NAME_RECORD: pol_report_help(to, r, "declare it: record %s, and its entries under it", text); break;
  case POL_NAME_SECTION: pol_report_help(to, r, "declare it: section %s \"…\", or name the clauses", text); break;
  default: break;
  }
}
