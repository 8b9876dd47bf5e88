#include "render/say.h"
#include "eval/watch.h"
#include <string.h>

static pol_text scratch(const pol_case *c) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  return t;
}

const char *pol_say_atom(const pol_case *c, pol_atom a) { return pol_atom_get(c->model->atoms, a); }

const char *pol_say_value(const pol_case *c, const pol_value *v) {
  pol_text t = scratch(c);
  if (!pol_watch_hole(pol_run_watching(c->run), &t, POL_HOLE_WORDS, v, 0)) pol_value_words(&t, c->model, v);
  return pol_page_keep(&c->page, &t);
}

const char *pol_say_date(const pol_case *c, pol_date d) {
  pol_text t = scratch(c);
  pol_date_write_for_people(&t, d);
  return pol_page_keep(&c->page, &t);
}

const char *pol_say_party(const pol_case *c, uint32_t party) {
  if (party >= c->model->parties.n) return "";
  const char *label = c->model->parties.at[party].label;
  return pol_say_titled(c, label, c->model->parties.at[party].name);
}

const char *pol_say_party_named(const pol_case *c, pol_atom name) {
  for (uint32_t i = 0; i < c->model->parties.n; i++)
    if (c->model->parties.at[i].name == name) return pol_say_party(c, i);
  return pol_say_name(c, name);
}

const char *pol_say_parties(const pol_case *c, const uint32_t *party, uint32_t n, const char *last) {
  pol_text t = scratch(c);
  for (uint32_t i = 0; i < n; i++) {
    if (i > 0 && i + 1 == n) pol_text_format(&t, " %s ", last);
    else if (i > 0) pol_text_add(&t, ", ");
    pol_text_add(&t, pol_say_party(c, party[i]));
  }
  return pol_page_keep(&c->page, &t);
}

const char *pol_say_clause(const pol_case *c, uint32_t rule) {
  if (rule >= c->model->rules.n) return "";
  return pol_say_atom(c, c->model->clauses.at[c->model->rules.at[rule].clause].id);
}

const char *pol_say_title(const pol_case *c, uint32_t clause) {
  const char *title = c->model->clauses.at[clause].title;
  return title == NULL ? "" : title;
}

/* Adds a clause's id unless one of the `before` rules has the same. */
static bool add_clause(const pol_case *c, pol_text *t, uint32_t clause, bool seen) {
  if (seen) return false;
  if (t->n > 0) pol_text_add(t, ", ");
  pol_text_add(t, pol_say_atom(c, c->model->clauses.at[clause].id));
  return true;
}

const char *pol_say_clauses(const pol_case *c, const uint32_t *rule, uint32_t n) {
  pol_text t = scratch(c);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t clause = c->model->rules.at[rule[i]].clause;
    bool seen = false;
    for (uint32_t k = 0; k < i && !seen; k++) seen = c->model->rules.at[rule[k]].clause == clause;
    add_clause(c, &t, clause, seen);
  }
  return pol_page_keep(&c->page, &t);
}

const char *pol_say_cited(const pol_case *c, const pol_cited *cited, uint32_t n) {
  pol_text t = scratch(c);
  for (uint32_t i = 0; i < n; i++) {
    uint32_t clause = c->model->rules.at[cited[i].rule].clause;
    bool seen = false;
    for (uint32_t k = 0; k < i && !seen; k++) seen = c->model->rules.at[cited[k].rule].clause == clause;
    add_clause(c, &t, clause, seen);
  }
  return pol_page_keep(&c->page, &t);
}

const char *pol_say_place(const pol_case *c, const pol_node *node) {
  if (node == NULL) return "";
  const pol_source *s = pol_sources_get(c->model->sources, node->span.file);
  const char *name = strrchr(s->name, '/'); /* the folder is in the JSON */
  return pol_page_format(&c->page, "%s:%u", name == NULL ? s->name : name + 1, pol_source_place(s, node->span.start).line);
}

const char *pol_say_origin(const pol_case *c, uint32_t fact) {
  const pol_origin *o = &c->record->origin[fact];
  if (c->record->value[fact].state == POL_UNKNOWN || o->kind == POL_FROM_NOWHERE)
    return c->model->facts.at[fact].presumed != NULL && pol_case_fact(c, fact).state == POL_KNOWN ? "presumed" : "absent";
  static const char *const from[] = {[POL_FROM_SCENARIO] = "the scenario", [POL_FROM_PRESUMPTION] = "presumed", [POL_FROM_CALLER] = "given"};
  if (o->kind != POL_FROM_FILE) return from[o->kind];
  const char *path = pol_sources_get(c->model->sources, o->file)->name, *name = strrchr(path, '/');
  return pol_page_format(&c->page, "%s:%u", name == NULL ? path : name + 1, o->line);
}

const char *pol_say_entry(const pol_case *c, uint32_t fact) {
  const pol_origin *o = &c->record->origin[fact];
  const char *name = pol_say_atom(c, c->model->facts.at[fact].name);
  if (o->kind != POL_FROM_FILE || c->record->value[fact].state == POL_UNKNOWN) return pol_page_format(&c->page, "%s, %s", pol_say_origin(c, fact), name);
  const char *path = pol_sources_get(c->model->sources, o->file)->name, *slash = strrchr(path, '/'), *file = slash == NULL ? path : slash + 1;
  size_t n = strlen(file);
  bool table = n > 4 && strcmp(file + n - 4, ".csv") == 0;
  return pol_page_format(&c->page, "%s, line %u, %s%s", file, o->line, table ? "column " : "", name);
}

const char *pol_say_name(const pol_case *c, pol_atom name) { return pol_say_spaced(c, pol_say_atom(c, name)); }

const char *pol_say_titled(const pol_case *c, const char *title, pol_atom name) { return title != NULL ? title : pol_say_name(c, name); }

const char *pol_say_spaced(const pol_case *c, const char *text) {
  char *words = pol_arena_copy(c->page.arena, text, strlen(text));
  if (words == NULL) {
    pol_page_lost(&c->page);
    return "";
  }
  for (char *at = words; *at != '\0'; at++)
    if (*at == '_' || *at == '.') *at = ' ';
  return words;
}

const char *pol_say_fact(const pol_case *c, uint32_t fact) {
  const pol_fact *f = &c->model->facts.at[fact];
  if (f->agreement != POL_NO_REF && c->model->agreements.at[f->agreement].label != NULL) {
    const char *label = c->model->agreements.at[f->agreement].label;
    return f->name == c->model->facts.at[c->model->agreements.at[f->agreement].status].name
               ? label
               : pol_page_format(&c->page, "who decided %s", label);
  }
  if (f->label == NULL) return pol_say_name(c, f->name);
  return pol_label_stands_alone(f->label) ? f->label : pol_page_format(&c->page, "the %s %s", pol_say_name(c, f->group), f->label);
}

bool pol_label_stands_alone(const char *label) {
  static const char *const article[] = {"the ", "a ", "an ", "The ", "A ", "An "};
  for (size_t i = 0; i < sizeof article / sizeof article[0]; i++)
    if (strncmp(label, article[i], strlen(article[i])) == 0) return true;
  return false;
}

const char *pol_say_statement(const pol_case *c, uint32_t fact, const pol_value *v) {
  const pol_fact *f = &c->model->facts.at[fact];
  bool statement = f->label != NULL && f->agreement == POL_NO_REF && f->type.kind != POL_T_BOOL;
  const char *form = !statement ? "%s: %s" : v->state == POL_KNOWN ? "%s %s" : "%s …: %s";
  return pol_page_format(&c->page, form, pol_say_fact(c, fact), pol_say_value(c, v));
}

const char *pol_say_outcome_loud(pol_outcome o) {
  static const char *const loud[] = {
      [POL_OUT_OUT_OF_SCOPE] = "OUTSIDE THIS POLICY", [POL_OUT_SILENT] = "THE POLICY IS SILENT", [POL_OUT_UNDETERMINED] = "NOT DECIDED YET",
      [POL_OUT_CONFLICT] = "THE POLICY CONTRADICTS ITSELF", [POL_OUT_ERROR] = "CANNOT BE WORKED OUT", [POL_OUT_REFUSED] = "REFUSED",
      [POL_OUT_REFERRED] = "REFERRED", [POL_OUT_PERMITTED] = "PERMITTED", [POL_OUT_VALUE] = "A VALUE"};
  return loud[o];
}

const char *pol_say_fault(pol_fault f) {
  static const char *const words[] = {
      [POL_FAULT_NONE] = "a fault", [POL_FAULT_DIV_ZERO] = "a division by 0", [POL_FAULT_TOO_LARGE] = "a number too large to be exact",
      [POL_FAULT_DATE_RANGE] = "a date outside the years 1 to 9999", [POL_FAULT_NOT_WHOLE] = "a part of a day, month or year where whole ones are counted",
      [POL_FAULT_CONFLICT] = "two clauses that give different values", [POL_FAULT_TOO_MANY] = "a list over the size limit"};
  return words[f];
}

unsigned pol_fault_number(pol_fault f) {
  switch (f) {
  case POL_FAULT_DIV_ZERO: return pol_code_number(POL_R_DIVISION_BY_ZERO);
  case POL_FAULT_TOO_LARGE: return pol_code_number(POL_R_NUMBER_TOO_LARGE);
  case POL_FAULT_DATE_RANGE: return pol_code_number(POL_R_DATE_OUT_OF_RANGE);
  default: return 0;
  }
}

/* A word alone, at the right of a question, reads like an answer; what has a figure in it reads like a reference. */
const char *pol_say_case(const pol_case *c) {
  const char *id = c->record->id;
  if (id == NULL) return "";
  bool says_so = c->record->id_length >= 4 && memcmp(id, "case", 4) == 0;
  for (size_t i = 0; i < c->record->id_length; i++) says_so = says_so || (id[i] >= '0' && id[i] <= '9');
  return pol_page_format(&c->page, "%s%s", says_so ? "" : "case ", pol_page_shown(&c->page, id, c->record->id_length));
}

const char *pol_say_count(const pol_case *c, uint64_t n, const char *one, const char *many) {
  return pol_page_format(&c->page, "%llu %s", (unsigned long long)n, n == 1 ? one : many);
}

const char *pol_say_range(const pol_case *c, const pol_value *low, const pol_value *high) {
  const char *from = pol_say_value(c, low), *to = pol_say_value(c, high), *unit = strchr(from, ' '), *same = strchr(to, ' ');
  bool plain = unit != NULL && same != NULL && strcmp(unit, same) == 0 && from[0] >= '0' && from[0] <= '9'; /* no "about", no fraction beside it */
  return pol_page_format(&c->page, "from %.*s to %s", plain ? (int)(unit - from) : (int)strlen(from), from, to);
}

const char *pol_say_sentence(const pol_case *c, const char *text) {
  size_t n = strlen(text);
  if (n == 0) return text;
  char first = text[0] >= 'a' && text[0] <= 'z' ? (char)(text[0] - 'a' + 'A') : text[0], last = text[n - 1];
  return pol_page_format(&c->page, "%c%s%s", first, text + 1, last == '.' || last == '!' || last == '?' ? "" : ".");
}

const char *pol_say_rounded(const pol_case *c, const pol_value *v) {
  unsigned places = pol_decision_places(pol_case_decision(c));
  pol_text t = scratch(c);
  if (!pol_watch_hole(pol_run_watching(c->run), &t, POL_HOLE_ROUNDED, v, places)) pol_value_rounded(&t, c->model, v, places);
  return pol_page_keep(&c->page, &t);
}

const pol_rule *pol_case_rule(const pol_case *c, uint32_t rule) { return &c->model->rules.at[rule]; }

const pol_decision *pol_case_decision(const pol_case *c) { return &c->model->decisions.at[c->answer->decision]; }

/* Stages form no circle, but may meet again: the count keeps a long ladder of them from being walked on every way. */
static bool comes_before(const pol_model *m, uint32_t decision, uint32_t wanted, uint32_t *visits) {
  const pol_decision *d = &m->decisions.at[decision];
  for (uint32_t i = 0; i < d->afters && ++*visits < 1000; i++)
    if (d->after[i] == wanted || comes_before(m, d->after[i], wanted, visits)) return true;
  return false;
}

bool pol_case_speaks(const pol_case *c, const pol_rule *r) {
  uint32_t visits = 0;
  return r->decision == c->answer->decision ||
         (r->decision != POL_NO_REF && comes_before(c->model, c->answer->decision, r->decision, &visits));
}

bool pol_case_rule_value(pol_value *out, const pol_case *c, uint32_t rule) {
  const pol_rule *r = pol_case_rule(c, rule);
  uint32_t node = c->program->rule[rule].value;
  if (r->value == NULL) return false;
  if (r->value->op == POL_OP_CONST) *out = r->value->value;
  else if (node == POL_NO_NODE) return false;
  else *out = pol_run_value(c->run, node, c->row);
  if (pol_type_repr(out->type) == pol_type_repr(r->value->type)) out->type = r->value->type;
  return true;
}

static bool truth(const pol_case *c, const pol_expr *e, pol_state *state) {
  if (e->slot == POL_NO_NODE || c->program->node[e->slot].frame != 0) return false;
  pol_value v = pol_run_value(c->run, e->slot, c->row);
  *state = (pol_state)v.state;
  return v.state == POL_KNOWN && v.as.i != 0;
}

pol_value pol_case_fact(const pol_case *c, uint32_t fact) {
  const pol_fact *f = &c->model->facts.at[fact];
  pol_value v = c->record->value[fact];
  pol_watch *watch = pol_run_watching(c->run);
  if (watch != NULL) pol_watch_fact(watch, fact);
  v.type = f->type;
  v.from = POL_FROM_FACT | fact;
  if (f->only_when != NULL && f->only_when->slot != POL_NO_NODE) {
    pol_state state = POL_UNKNOWN;
    bool exists = truth(c, f->only_when, &state);
    if (!exists && (state == POL_KNOWN || state == POL_NOT_APPLICABLE)) return (pol_value){.state = POL_NOT_APPLICABLE, .type = f->type};
  }
  if (v.state == POL_UNKNOWN && f->presumed != NULL && f->presumed->slot != POL_NO_NODE) {
    pol_value presumed = f->presumed->op == POL_OP_CONST ? f->presumed->value : pol_run_value(c->run, f->presumed->slot, c->row);
    if (presumed.state == POL_KNOWN) v = presumed;
  }
  v.type = f->type;
  return v;
}
