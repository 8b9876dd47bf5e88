/* The tables of names: declare, look up, and say what a name that is not there was meant to be. */
#include "check/expr.h"
#include "syntax/words.h"
#include <string.h>

typedef struct declared { pol_atom name; const pol_node *node; bool imported; } declared;
typedef struct misspelt { pol_report *report; uint32_t others; } misspelt;

enum { AMBIGUOUS = UINT32_MAX - 1, SEARCHES = 64 }; /* names for which the nearest is looked for: more reports than are ever shown */

struct pol_names {
  POL_VEC(declared) list[POL_NAME_KINDS];
  pol_map place[POL_NAME_KINDS]; /* name → position in the list */
  pol_map last_part;             /* last part of a fact's name → the fact, or AMBIGUOUS */
  pol_map broken;
  pol_map seen;                  /* place of a misspelt name, so that a place counts once */
  pol_map missing;               /* (kind, name) → misspelt */
  POL_VEC(misspelt) reported;
  uint32_t searches;
};

static const struct { pol_code code; const char *message, *label; } kinds[POL_NAME_KINDS] = {
  [POL_NAME_FACT] = { POL_R_NO_FACT, "no fact is called %s", "not declared" },
  [POL_NAME_GROUP] = { POL_R_NO_FACT, "no group of facts is called %s", "not declared" },
  [POL_NAME_DECISION] = { POL_R_NO_DECISION, "no decision is called %s", "not declared" },
  [POL_NAME_DEFINE] = { POL_R_NO_NAME, "nothing is called %s", "not declared" },
  [POL_NAME_TABLE] = { POL_R_NO_TABLE, "no table is called %s", "not in this policy" },
  [POL_NAME_OPTIONS] = { POL_R_NO_TYPE, "no type is called %s", "not declared" },
  [POL_NAME_RECORD] = { POL_R_NO_TYPE, "no record is called %s", "not declared" },
  [POL_NAME_PARTY] = { POL_R_NO_PARTY, "no party is called %s", "not declared" },
  [POL_NAME_AGREEMENT] = { POL_R_NO_AGREEMENT, "no agreement is called %s", "not declared" },
  [POL_NAME_CLAUSE] = { POL_R_NO_CLAUSE, "no clause has the id %s", "not in this policy" },
  [POL_NAME_SECTION] = { POL_R_NO_SECTION, "no section has the id %s", "not in this policy" },
};

static struct pol_names *more(pol_checker *c) {
  if (c->more != NULL) return c->more;
  struct pol_names *n = POL_NEW(c->in->arena, struct pol_names);
  if (n == NULL) {
    c->no_memory = true;
    return NULL;
  }
  for (int k = 0; k < POL_NAME_KINDS; k++) pol_map_init(&n->place[k], c->in->arena);
  pol_map_init(&n->last_part, c->in->arena);
  pol_map_init(&n->broken, c->in->arena);
  pol_map_init(&n->seen, c->in->arena);
  pol_map_init(&n->missing, c->in->arena);
  return c->more = n;
}

static void put(pol_checker *c, pol_map *m, uint64_t key, uint32_t value) {
  if (!pol_map_put(m, key, value)) c->no_memory = true;
}

static void declared_twice(pol_checker *c, const declared *first, pol_atom name, const pol_node *node) {
  const char *text = pol_check_text(c, name);
  pol_span place = pol_check_name_span(c, node, node->text);
  pol_report *r;
  if (first->imported && !c->importing) {
    r = pol_report_add(c->in->reports, POL_R_DECLARED_TWICE, place, "%s comes with a module already", text);
    pol_report_also(c->in->reports, r, pol_check_name_span(c, first->node, first->node->text), "the module's");
    pol_report_help(c->in->reports, r, "use the module's, or give this one another name");
    return;
  }
  r = pol_report_add(c->in->reports, POL_R_DECLARED_TWICE, place, "%s is declared twice", text);
  pol_report_label(c->in->reports, r, "again");
  if (first->node != NULL) pol_report_also(c->in->reports, r, pol_check_name_span(c, first->node, first->node->text), "first");
  pol_report_help(c->in->reports, r, "keep one of the two, or give one another name");
}

static void add_last_part(pol_checker *c, struct pol_names *n, pol_atom name, uint32_t fact) {
  const char *text = pol_check_text(c, name);
  const char *dot = strrchr(text, '.');
  if (dot == NULL) return;
  pol_atom last = pol_atom_text(c->in->atoms, dot + 1);
  if (last == 0 && dot[1] != '\0') c->no_memory = true;
  if (last != 0) put(c, &n->last_part, last, pol_map_get(&n->last_part, last) == POL_MAP_NONE ? fact : AMBIGUOUS);
}

bool pol_check_declare(pol_checker *c, pol_name_kind kind, pol_atom name, uint32_t index, const pol_node *node) {
  struct pol_names *n = more(c);
  if (n == NULL || name == 0) return false;
  uint32_t first = pol_map_get(&n->place[kind], name);
  if (first != POL_MAP_NONE) {
    declared_twice(c, &n->list[kind].at[first], name, node);
    return false;
  }
  declared *d = POL_VEC_PUSH(c->in->arena, &n->list[kind]);
  if (d == NULL) {
    c->no_memory = true;
    return false;
  }
  *d = (declared){ name, node, c->importing };
  put(c, &n->place[kind], name, n->list[kind].n - 1);
  put(c, &c->names[kind], name, index);
  if (kind == POL_NAME_FACT) add_last_part(c, n, name, index);
  return true;
}

uint32_t pol_check_find(const pol_checker *c, pol_name_kind kind, pol_atom name) {
  uint32_t found = pol_map_get(&c->names[kind], name);
  return found == POL_MAP_NONE ? POL_NO_REF : found;
}

const pol_node *pol_check_declaration(const pol_checker *c, pol_name_kind kind, pol_atom name, bool *imported) {
  uint32_t at = c->more != NULL ? pol_map_get(&c->more->place[kind], name) : POL_MAP_NONE;
  if (at == POL_MAP_NONE) return NULL;
  *imported = c->more->list[kind].at[at].imported;
  return c->more->list[kind].at[at].node;
}

uint32_t pol_check_last_part(const pol_checker *c, pol_atom plain) {
  if (c->more == NULL) return POL_NO_REF;
  uint32_t fact = pol_map_get(&c->more->last_part, plain);
  return fact == POL_MAP_NONE || fact == AMBIGUOUS ? POL_NO_REF : fact;
}

void pol_check_broken_name(pol_checker *c, pol_atom name) {
  struct pol_names *n = more(c);
  if (n != NULL && name != 0) put(c, &n->broken, name, 1);
}

/* A fact by its group or its entry too. */
bool pol_check_is_doubtful(pol_checker *c, const char *text) {
  const struct pol_names *n = c->more;
  if (n == NULL) return false;
  const char *dot = strrchr(text, '.');
  const char *part[] = { text, dot != NULL ? dot + 1 : text, text };
  size_t length[] = { strlen(text), strlen(part[1]), dot != NULL ? (size_t)(dot - text) : 0 };
  for (int i = 0; i < 3; i++) {
    pol_atom atom = length[i] > 0 ? pol_atom_find(c->in->atoms, part[i], length[i]) : 0;
    if (atom != 0 && pol_map_get(&n->broken, atom) != POL_MAP_NONE) return true;
  }
  return false;
}

#define LOST(KEYWORD) (1u << POL_KEYWORD_##KEYWORD)
static const uint32_t declared_by[POL_NAME_KINDS] = {
  [POL_NAME_FACT] = LOST(FACTS) | LOST(AGREEMENT),
  [POL_NAME_GROUP] = LOST(FACTS) | LOST(AGREEMENT),
  [POL_NAME_DECISION] = LOST(DECISION),
  [POL_NAME_DEFINE] = LOST(DEFINE) | LOST(VALUE) | LOST(DECISION) | LOST(FACTS) | LOST(OPTIONS) | LOST(ORDER) | LOST(PARTY) | LOST(TABLE),
  [POL_NAME_TABLE] = LOST(TABLE),
  [POL_NAME_OPTIONS] = LOST(OPTIONS) | LOST(ORDER) | LOST(RECORD),
  [POL_NAME_RECORD] = LOST(RECORD),
  [POL_NAME_PARTY] = LOST(PARTY),
  [POL_NAME_AGREEMENT] = LOST(AGREEMENT),
  [POL_NAME_CLAUSE] = LOST(CLAUSE),
  [POL_NAME_SECTION] = LOST(SECTION),
};

bool pol_check_may_be_lost(const pol_checker *c, pol_name_kind kind) { return (c->lost & (declared_by[kind] | LOST(USE))) != 0; }

/* -- names that are not there */

typedef struct search { pol_nearest nearest; const declared *best; pol_name_kind kind; } search;

static void search_kind(pol_checker *c, search *s, pol_name_kind kind) {
  const struct pol_names *n = c->more;
  for (uint32_t i = 0; i < n->list[kind].n; i++) {
    const char *before = s->nearest.best;
    pol_nearest_offer(&s->nearest, pol_check_text(c, n->list[kind].at[i].name), i);
    if (s->nearest.best == before) continue;
    s->best = &n->list[kind].at[i];
    s->kind = kind;
  }
}

static void search_functions(search *s) {
  for (uint32_t i = 0; pol_check_function_name(i) != NULL; i++) {
    const char *before = s->nearest.best;
    pol_nearest_offer(&s->nearest, pol_check_function_name(i), i);
    if (s->nearest.best != before) s->best = NULL;
  }
}

/* `applicant.rank` for applicant.substantive_rank, or for officer.rank: the last part is what people remember. */
static void search_last_parts(pol_checker *c, search *s, const char *wanted) {
  const char *dot = strrchr(wanted, '.');
  const struct pol_names *n = c->more;
  if (dot == NULL || s->nearest.best != NULL) return;
  size_t group = (size_t)(dot - wanted) + 1;
  pol_nearest last;
  pol_nearest_init(&last, dot + 1);
  for (uint32_t i = 0; i < n->list[POL_NAME_FACT].n; i++) {
    const char *name = pol_check_text(c, n->list[POL_NAME_FACT].at[i].name);
    if (strncmp(name, wanted, group) == 0) pol_nearest_offer(&last, name + group, i);
  }
  pol_atom part = pol_atom_find(c->in->atoms, dot + 1, strlen(dot + 1));
  uint32_t fact = part != 0 ? pol_check_last_part(c, part) : POL_NO_REF;
  uint32_t found = last.best != NULL ? last.tag : fact != POL_NO_REF ? pol_map_get(&n->place[POL_NAME_FACT], c->m->facts.at[fact].name) : POL_NO_REF;
  if (found >= n->list[POL_NAME_FACT].n) return;
  s->best = &n->list[POL_NAME_FACT].at[found];
  s->nearest.best = pol_check_text(c, s->best->name);
}

static const char *title_of(pol_checker *c, const pol_node *node) {
  return node != NULL && (node->kind == POL_N_CLAUSE || node->kind == POL_N_SECTION) && node->n > 0 ? pol_check_words(c, node->kid[0]) : NULL;
}

static void help_nearest(pol_checker *c, pol_report *r, pol_name_kind kind, const search *s) {
  const char *tail = kind == POL_NAME_PARTY ? " If the document names nobody: unnamed" : "";
  const char *title = s->best != NULL ? title_of(c, s->best->node) : NULL;
  if (title != NULL) pol_report_help(c->in->reports, r, "did you mean %s \"%s\"?%s", s->nearest.best, title, tail);
  else pol_report_help(c->in->reports, r, "did you mean %s?%s", s->nearest.best, tail);
  if (s->best == NULL || s->best->node == NULL || s->best->imported) return;
  pol_span place = pol_check_name_span(c, s->best->node, s->best->node->text);
  uint32_t fact = pol_check_find(c, POL_NAME_FACT, s->best->name);
  if (fact != POL_NO_REF) pol_report_also(c->in->reports, r, place, "the nearest name, under facts %s", pol_check_text(c, c->m->facts.at[fact].group));
  else pol_report_also(c->in->reports, r, place, "the nearest name");
}

/* A name of another kind stands where this kind belongs: that says more than any near name. */
static bool help_other_kind(pol_checker *c, pol_report *r, pol_name_kind kind, pol_atom name) {
  const char *text = pol_check_text(c, name);
  pol_reports *out = c->in->reports;
  uint32_t last = pol_check_last_part(c, name);
  const char *fact = last != POL_NO_REF ? pol_check_text(c, c->m->facts.at[last].name) : NULL;
  if (kind == POL_NAME_DECISION) {
    if (pol_check_find(c, POL_NAME_FACT, name) != POL_NO_REF) fact = text;
    if (pol_check_find(c, POL_NAME_DEFINE, name) != POL_NO_REF) {
      pol_report_help(out, r, "%s is a definition; a rule speaks to a decision. To go on with the condition above: and %s", text, text);
      return true;
    }
    if (fact != NULL) {
      pol_report_help(out, r, "%s is a fact; a rule speaks to a decision. A condition starts with when or and: and %s", fact, fact);
      return true;
    }
  }
  if (kind == POL_NAME_FACT && pol_check_find(c, POL_NAME_DECISION, name) != POL_NO_REF) {
    pol_report_help(out, r, "%s is a decision: it is worked out, never given", text);
    return true;
  }
  if ((kind == POL_NAME_FACT || kind == POL_NAME_DEFINE) && fact != NULL) {
    pol_report_help(out, r, "did you mean %s? A fact is named with its group", fact);
    return true;
  }
  if (kind == POL_NAME_CLAUSE && pol_check_find(c, POL_NAME_SECTION, name) != POL_NO_REF) {
    pol_report_help(out, r, "%s is a section: section %s", text, text);
    return true;
  }
  if (kind == POL_NAME_DEFINE && pol_check_find(c, POL_NAME_GROUP, name) != POL_NO_REF) {
    pol_report_help(out, r, "%s is a group of facts; name the fact with a dot: %s. and its name", text, text);
    return true;
  }
  return false;
}

/* "leave.start, overtime.start": the facts whose last part it is, the first few. */
static const char *facts_that_end_in(pol_checker *c, const char *part) {
  enum { LISTED = 3 };
  const struct pol_names *n = c->more;
  const char *out = "";
  size_t length = strlen(part), found = 0;
  for (uint32_t i = 0; i < n->list[POL_NAME_FACT].n && found < LISTED; i++) {
    const char *name = pol_check_text(c, n->list[POL_NAME_FACT].at[i].name);
    size_t all = strlen(name);
    if (all > length && name[all - length - 1] == '.' && strcmp(name + all - length, part) == 0) out = pol_check_format(c, "%s%s%s", out, found++ > 0 ? ", " : "", name);
  }
  return out;
}

static bool name_of_unit(const char *name) {
  return strcmp(name, "day") == 0 || strcmp(name, "month") == 0 || strcmp(name, "year") == 0;
}

/* The last part of several facts; or a function's name, which stands for nothing without its parentheses. */
static bool help_same_name(pol_checker *c, pol_report *r, const search *s, const char *name) {
  bool function = s->nearest.best != NULL && strcmp(s->nearest.best, name) == 0;
  const char *facts = strchr(name, '.') == NULL ? facts_that_end_in(c, name) : "";
  if (facts[0] != '\0') pol_report_help(c->in->reports, r, "a fact is named with its group: %s", facts);
  else if (function && name_of_unit(name)) pol_report_help(c->in->reports, r, "a length of time is a number, a space and the word: 6 %ss", name);
  else if (function) pol_report_help(c->in->reports, r, "%s is a function, and takes amounts in parentheses: %s(…); a fact is named with its group: GROUP.%s", name, name, name);
  return facts[0] != '\0' || function;
}

static pol_report *report_missing(pol_checker *c, pol_name_kind kind, pol_atom name, const pol_node *at) {
  pol_report *r = pol_check_report(c, kinds[kind].code, at, kinds[kind].message, pol_check_text(c, name));
  pol_report_label(c->in->reports, r, "%s", kinds[kind].label);
  if (help_other_kind(c, r, kind, name) || c->more->searches++ >= SEARCHES) return r;
  search s = { .kind = kind };
  pol_nearest_init(&s.nearest, pol_check_text(c, name));
  search_kind(c, &s, kind);
  if (kind == POL_NAME_FACT) search_last_parts(c, &s, pol_check_text(c, name));
  if (kind == POL_NAME_DEFINE) {
    search_kind(c, &s, POL_NAME_DECISION);
    search_kind(c, &s, POL_NAME_TABLE);
    search_kind(c, &s, POL_NAME_FACT);
    search_functions(&s);
  }
  bool plain = kind == POL_NAME_FACT || kind == POL_NAME_DEFINE;
  if (plain && help_same_name(c, r, &s, pol_check_text(c, name))) return r;
  if (kind == POL_NAME_CLAUSE) pol_check_advise_clause(c, r, name, s.nearest.best);
  else if (s.nearest.best == NULL) pol_check_advise_declaring(c, r, kind, name, at);
  else help_nearest(c, r, kind, &s);
  return r;
}

pol_report **pol_check_missing(pol_checker *c, uint64_t key, const pol_node *at) {
  struct pol_names *n = more(c);
  if (n == NULL) return NULL;
  uint64_t place = POL_MAP_PAIR(at->span.file, at->span.start);
  if (pol_map_get(&n->seen, place) != POL_MAP_NONE) return NULL; /* a body that is checked again */
  put(c, &n->seen, place, 1);
  uint32_t before = pol_map_get(&n->missing, key);
  if (before != POL_MAP_NONE) {
    n->reported.at[before].others++;
    return NULL;
  }
  misspelt *m = POL_VEC_PUSH(c->in->arena, &n->reported);
  if (m == NULL) {
    c->no_memory = true;
    return NULL;
  }
  put(c, &n->missing, key, n->reported.n - 1);
  return &m->report;
}

static void missing(pol_checker *c, pol_name_kind kind, pol_atom name, const pol_node *at) {
  if (name == 0 || c->m->is_amendment) return;
  if (pol_check_may_be_lost(c, kind) || pol_check_is_doubtful(c, pol_check_text(c, name))) return;
  bool numbered = kind == POL_NAME_CLAUSE || kind == POL_NAME_SECTION; /* whatever a plain name was to be, it is missing once */
  pol_report **report = pol_check_missing(c, POL_MAP_PAIR(numbered ? kind : 0, name), at);
  if (report != NULL) *report = report_missing(c, kind, name, at);
}

uint32_t pol_check_resolve(pol_checker *c, pol_name_kind kind, pol_atom name, const pol_node *at) {
  uint32_t found = pol_check_find(c, kind, name);
  if (found == POL_NO_REF) missing(c, kind, name, at);
  return found;
}

void pol_check_names_end(pol_checker *c) {
  for (uint32_t i = 0; c->more != NULL && i < c->more->reported.n; i++) {
    const misspelt *m = &c->more->reported.at[i];
    if (m->others > 0) pol_report_note(c->in->reports, m->report, "and in %u other place%s", m->others, m->others == 1 ? "" : "s");
  }
}
