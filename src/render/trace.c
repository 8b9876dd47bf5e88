#include "render/trace.h"
#include "eval/watch.h"
#include "render/explain.h"
#include "render/steps.h"
#include "render/value_json.h"
#include <string.h>

const char *pol_mark_word(pol_mark m) {
  static const char *const word[] = {"yes", "no", "?", "!", "-", "withheld"};
  return word[m];
}

const char *pol_mark_words(pol_mark m) {
  static const char *const words[] = {[POL_MARK_YES] = "yes", [POL_MARK_NO] = "no", [POL_MARK_UNKNOWN] = "not known", [POL_MARK_ERRED] = "cannot be worked out", [POL_MARK_NONE] = "does not arise", [POL_MARK_WITHHELD] = "withheld"};
  return words[m];
}

const char *pol_trace_status_name(pol_status_of_rule s) {
  static const char *const name[] = {
      [POL_RULE_DECIDES] = "decides", [POL_RULE_HOLDS] = "holds", [POL_RULE_GIVES_WAY] = "gives_way", [POL_RULE_SET_ASIDE] = "set_aside", [POL_RULE_OPEN] = "open", [POL_RULE_ERRED] = "error",
      [POL_RULE_DOES_NOT_APPLY] = "does_not_apply", [POL_RULE_NOT_YET] = "not_yet", [POL_RULE_NO_LONGER] = "no_longer", [POL_RULE_EXCEPTED] = "excepted"};
  return name[s];
}

/* Why a rule that holds does not decide. */
static const char *holds_words(const pol_case *c) {
  switch (c->answer->outcome) {
  case POL_OUT_REFUSED: return "holds; a refusal comes before it";
  case POL_OUT_REFERRED: return "holds; a referral comes before it";
  case POL_OUT_OUT_OF_SCOPE: return "holds; the question is outside";
  default: return "holds";
  }
}

/* Of a condition that must hold, people ask whether it is met; whether a rule applies is for its `when` to say. */
static const char *met_words(const pol_case *c, uint32_t rule) {
  const pol_rule *r = pol_case_rule(c, rule);
  pol_value when, test;
  if (r->test == NULL) return "";
  if (r->when != NULL && pol_expr_read(&when, c, NULL, r->when) && (when.state != POL_KNOWN || when.as.i == 0)) return "";
  if (!pol_expr_read(&test, c, NULL, r->test) || test.state != POL_KNOWN) return "";
  return test.as.i != 0 ? "is met" : "is not met";
}

static const char *rule_words(const pol_case *c, const pol_trace_rule *r) {
  const char *to = r->to == POL_NO_REF ? "" : pol_say_clause(c, r->to);
  switch (r->status) {
  case POL_RULE_DECIDES: return "decides";
  case POL_RULE_HOLDS: return holds_words(c);
  case POL_RULE_GIVES_WAY: return to[0] == '\0' ? "gives way" : pol_page_format(&c->page, "gives way to %s", to);
  case POL_RULE_SET_ASIDE: return to[0] == '\0' ? "set aside" : pol_page_format(&c->page, "set aside by %s", to);
  case POL_RULE_OPEN: return "open";
  case POL_RULE_ERRED: return "cannot be worked out";
  case POL_RULE_DOES_NOT_APPLY: return "does not apply";
  case POL_RULE_NOT_YET: return "not yet in force";
  case POL_RULE_NO_LONGER: return "no longer in force";
  case POL_RULE_EXCEPTED: return "its exception holds";
  }
  return "";
}

const char *pol_trace_status_words(const pol_case *c, const pol_trace_rule *r) {
  const char *met = met_words(c, r->rule), *words = rule_words(c, r);
  switch (r->status) {
  case POL_RULE_NOT_YET:
  case POL_RULE_NO_LONGER: return words;
  case POL_RULE_HOLDS:
  case POL_RULE_DOES_NOT_APPLY: return met[0] != '\0' ? met : words;
  default: return met[0] == '\0' ? words : pol_page_format(&c->page, "%s: %s", met, words);
  }
}

/* ---- what a rule says ---- */

static const char *source_of(const pol_case *c, const pol_expr *e) { return e == NULL ? "" : pol_condition_source(c, e); }

static const char *option_words(const pol_case *c, const pol_rule *r) {
  pol_type of = c->model->decisions.at[r->decision].type;
  pol_value v = {.state = POL_KNOWN,
                 .type = {.kind = of.ref == POL_PARTY_REF ? POL_T_PARTY : POL_T_OPTION, .ref = of.ref},
                 .as.i = (int32_t)r->option};
  return pol_say_value(c, &v);
}

static const char *effect_words(const pol_case *c, const pol_rule *r) {
  const pol_page *pg = &c->page;
  switch (r->effect) {
  case POL_E_REFERS:
    return pol_page_format(pg, "refers to %s%s", pol_say_parties(c, r->party, r->parties, "and"),
                           r->exception_of == POL_NO_REF ? "" : " while the exception is awaited");
  case POL_E_PERMITS: return r->value == NULL ? "permits" : pol_page_format(pg, "permits with %s", source_of(c, r->value));
  case POL_E_IS: return pol_page_format(pg, "is %s", source_of(c, r->value));
  case POL_E_ADDS: return pol_page_format(pg, "adds %s", source_of(c, r->value));
  case POL_E_MULTIPLIES: return pol_page_format(pg, "multiplies by %s", source_of(c, r->value));
  case POL_E_CAP: return pol_page_format(pg, "is capped at %s", source_of(c, r->value));
  case POL_E_FLOOR: return pol_page_format(pg, "is no less than %s", source_of(c, r->value));
  case POL_E_INCLUDES: return pol_page_format(pg, "adds %s", option_words(c, r));
  case POL_E_DUTY:
    return pol_page_format(pg, "%s %s: %s", pol_say_parties(c, r->party, r->parties, "and"),
                           pol_duty_strength(r),
                           r->duty.words != NULL ? r->duty.words : pol_say_name(c, r->duty.name));
  case POL_E_SETS_ASIDE:
    return pol_page_format(pg, "sets aside the %s of %s", r->sets_aside_referrals ? "referrals" : "refusals",
                           pol_say_clauses(c, r->target, r->targets));
  case POL_E_APPLIES_ONLY_IF:
  case POL_E_REFUSES:
  case POL_E_ONLY_IF: break;
  }
  return pol_effect_name(r->effect);
}

static const char *head_of(const pol_case *c, const pol_rule *r, const pol_trace_rule *t) {
  const char *normally = r->normally ? "normally " : "", *effect = effect_words(c, r);
  if (t->conditions == 0) return pol_page_format(&c->page, "%s%s, always", normally, effect);
  const pol_trace_condition *first = &t->condition[0];
  const char *joint = first->role == POL_ROLE_TEST ? "" : first->role == POL_ROLE_WHEN ? ", when" : ", except when";
  const char *joined = first->lines.joined;
  return pol_page_format(&c->page, "%s%s%s%s%s", normally, effect, joint, joined[0] == '\0' ? "" : " ", joined);
}

static void add_condition(pol_trace_rule *t, const pol_case *c, pol_role role, const pol_expr *e) {
  if (e == NULL) return;
  t->condition[t->conditions].role = role;
  pol_condition_lines(&t->condition[t->conditions++].lines, c, e);
}

/* ---- which rules ---- */

void pol_trace_rule_read(pol_trace_rule *out, const pol_case *c, uint32_t rule) {
  const pol_rule *r = pol_case_rule(c, rule);
  *out = (pol_trace_rule){.rule = rule, .to = POL_NO_REF};
  out->status = pol_rule_status(c->run, c->answer, c->row, rule, &out->to);
  add_condition(out, c, POL_ROLE_TEST, r->test);
  add_condition(out, c, POL_ROLE_WHEN, r->when);
  add_condition(out, c, POL_ROLE_EXCEPT, r->except);
  out->head = head_of(c, r, out);
}

/* As people look them up: by name. */
static void sort_by_name(pol_trace *t, const pol_case *c) {
  for (uint32_t i = 1; i < t->facts; i++) {
    uint32_t fact = t->fact[i], at = i;
    const char *name = pol_say_atom(c, c->model->facts.at[fact].name);
    for (; at > 0 && strcmp(name, pol_say_atom(c, c->model->facts.at[t->fact[at - 1]].name)) < 0; at--) t->fact[at] = t->fact[at - 1];
    t->fact[at] = fact;
  }
}

/* Rules, facts and how many clauses: they are the same for everybody. */
pol_status pol_trace_list(pol_trace *out, const pol_case *c) {
  *out = (pol_trace){.facts = 0};
  bool *speaks = POL_NEW_N(c->page.arena, bool, c->model->clauses.n + 1u);
  if (speaks == NULL) return POL_NO_MEMORY;
  for (uint32_t i = 0; i < c->model->rules.n; i++) {
    const pol_rule *r = &c->model->rules.at[i];
    if (r->decision == POL_NO_REF || !pol_case_speaks(c, r)) continue;
    pol_trace_rule *t = POL_VEC_PUSH(c->page.arena, &out->rules);
    if (t == NULL) return POL_NO_MEMORY;
    t->rule = i;
    out->clauses += !speaks[r->clause];
    speaks[r->clause] = true;
  }
  uint32_t all = 0;
  for (uint32_t i = 0; i < c->model->clauses.n; i++) all += !c->model->clauses.at[i].imported;
  out->others = all > out->clauses ? all - out->clauses : 0;
  POL_TRY(pol_program_needs(c->program, c->page.arena, c->answer->decision, &out->fact, &out->facts));
  sort_by_name(out, c);
  return POL_OK;
}

pol_status pol_trace_read(pol_trace *out, const pol_case *c) {
  POL_TRY(pol_trace_list(out, c));
  for (uint32_t i = 0; i < out->rules.n; i++) pol_trace_rule_read(&out->rules.at[i], c, out->rules.at[i].rule);
  return POL_OK;
}

/* ---- as JSON ---- */

/* A line and its parts, nested as the condition is; gives the index after them. */
static uint32_t line_json(pol_json *j, const pol_lines *lines, uint32_t i) {
  static const char *const mark[] = {"yes", "no", "unknown", "error", "not_applicable", "withheld"};
  const pol_line *line = &lines->list.at[i];
  pol_json_object(j);
  pol_json_key_string(j, "mark", mark[line->mark]);
  pol_json_key_string(j, "text", line->text);
  pol_json_key_string(j, "margin", line->margin[0] == '\0' ? NULL : line->margin);
  pol_json_key(j, "parts");
  pol_json_array(j);
  uint32_t next = i + 1;
  while (next < lines->list.n && lines->list.at[next].depth > line->depth)
    next = line_json(j, lines, next); /* as deep as the lines: at most the expression's height */
  pol_json_array_end(j);
  pol_json_object_end(j);
  return next;
}

static void condition_json(pol_json *j, const pol_trace_condition *t) {
  static const char *const role[] = {"only_if", "when", "except_when"};
  pol_json_object(j);
  pol_json_key_string(j, "role", role[t->role]);
  pol_json_key_string(j, "joined", t->lines.joined[0] == '\0' ? NULL : t->lines.joined);
  pol_json_key(j, "lines");
  pol_json_array(j);
  for (uint32_t i = 0; i < t->lines.list.n;) i = line_json(j, &t->lines, i);
  pol_json_array_end(j);
  pol_json_object_end(j);
}

static void rule_json(pol_json *j, const pol_case *c, const pol_trace_rule *t) {
  const pol_rule *r = pol_case_rule(c, t->rule);
  const pol_source *s = r->node == NULL ? NULL : pol_sources_get(c->model->sources, r->node->span.file);
  pol_json_object(j);
  pol_json_key_string(j, "clause", pol_say_clause(c, t->rule));
  pol_json_key_string(j, "title", pol_say_title(c, r->clause));
  pol_json_key_string(j, "decision", pol_say_atom(c, c->model->decisions.at[r->decision].name));
  pol_json_key_string(j, "effect", pol_effect_name(r->effect));
  pol_json_key_string(j, "says", t->head);
  pol_json_key_string(j, "status", pol_trace_status_name(t->status));
  pol_json_key_string(j, "to", t->to == POL_NO_REF ? NULL : pol_say_clause(c, t->to));
  pol_json_key_string(j, "file", s == NULL ? NULL : s->name);
  pol_json_key(j, "line");
  if (s == NULL) pol_json_null(j);
  else pol_json_int(j, pol_source_place(s, r->node->span.start).line);
  pol_json_key(j, "conditions");
  pol_json_array(j);
  for (uint32_t i = 0; i < t->conditions; i++) condition_json(j, &t->condition[i]);
  pol_json_array_end(j);
  pol_json_object_end(j);
}

/* A line or a column of a facts file. */
static void place_json(pol_json *j, const pol_case *c, uint32_t fact, bool file, bool column) {
  const pol_origin *o = &c->record->origin[fact];
  pol_watch *watch = pol_run_watching(c->run);
  if (!file) {
    pol_json_null(j);
  } else if (watch == NULL) {
    pol_json_int(j, column ? o->column : o->line);
  } else {
    pol_value v = {.from = POL_FROM_FACT | fact};
    pol_text t;
    pol_text_init(&t, pol_arena_alloc(c->page.arena));
    pol_watch_hole(watch, &t, column ? POL_HOLE_COLUMN : POL_HOLE_LINE, &v, 0);
    pol_json_raw(j, pol_page_keep(&c->page, &t));
  }
}

void pol_trace_json_fact(pol_json *j, const pol_case *c, uint32_t fact) {
  const pol_fact *f = &c->model->facts.at[fact];
  const pol_origin *o = &c->record->origin[fact];
  pol_value v = pol_case_fact(c, fact);
  bool given = c->record->value[fact].state != POL_UNKNOWN, file = given && o->kind == POL_FROM_FILE;
  pol_json_object(j);
  pol_json_key_string(j, "fact", pol_say_atom(c, f->name));
  pol_json_key(j, "value");
  pol_json_given(j, c, &v);
  pol_json_key_string(j, "text", pol_say_value(c, &v));
  pol_json_key_string(j, "from", given ? "given" : v.state == POL_KNOWN ? "presumed" : v.state == POL_NOT_APPLICABLE ? "not_applicable" : "absent");
  pol_json_key_string(j, "file", file ? pol_sources_get(c->model->sources, o->file)->name : NULL);
  pol_json_key(j, "line");
  place_json(j, c, fact, file, false);
  pol_json_key(j, "column");
  place_json(j, c, fact, file, true);
  pol_json_object_end(j);
}

static void steps_json(pol_json *j, const pol_case *c) {
  pol_steps steps = {.list = {.n = 0}};
  if (c->answer->outcome == POL_OUT_VALUE) pol_steps_read(&steps, c);
  pol_json_array(j);
  for (uint32_t i = 0; i < steps.list.n; i++) {
    const pol_step *s = &steps.list.at[i];
    pol_json_object(j);
    pol_json_key_string(j, "step", pol_step_name(s->kind));
    pol_json_key_string(j, "clause", s->rule == POL_NO_REF ? NULL : pol_say_clause(c, s->rule));
    pol_json_key_string(j, "amount", s->amount);
    pol_json_key(j, "value");
    pol_json_plain(j, c, &s->value, 0);
    pol_json_key_string(j, "note", s->note[0] == '\0' ? NULL : s->note);
    pol_json_object_end(j);
  }
  pol_json_array_end(j);
}

void pol_trace_json_begin(pol_json *j, const pol_trace *list) {
  pol_json_object(j);
  pol_json_key(j, "clauses");
  pol_json_int(j, list->clauses);
  pol_json_key(j, "other_clauses");
  pol_json_int(j, list->others);
  pol_json_key(j, "rules");
  pol_json_array(j);
}

void pol_trace_json_rule(pol_json *j, const pol_case *c, uint32_t rule) {
  pol_trace_rule t;
  pol_trace_rule_read(&t, c, rule);
  rule_json(j, c, &t);
}

void pol_trace_json_steps(pol_json *j, const pol_case *c) {
  pol_json_array_end(j);
  pol_json_key(j, "steps");
  steps_json(j, c);
  pol_json_key(j, "facts");
  pol_json_array(j);
}

void pol_trace_json_end(pol_json *j) {
  pol_json_array_end(j);
  pol_json_object_end(j);
}

void pol_trace_json(pol_json *j, const pol_case *c) {
  pol_trace t;
  if (pol_trace_list(&t, c) != POL_OK) {
    pol_page_lost(&c->page);
    pol_json_null(j);
    return;
  }
  pol_trace_json_begin(j, &t);
  for (uint32_t i = 0; i < t.rules.n; i++) {
    pol_arena_point here = pol_arena_mark(c->page.arena);
    pol_trace_json_rule(j, c, t.rules.at[i].rule);
    pol_arena_reset(c->page.arena, here);
  }
  pol_trace_json_steps(j, c);
  for (uint32_t i = 0; i < t.facts; i++) pol_trace_json_fact(j, c, t.fact[i]);
  pol_trace_json_end(j);
}
