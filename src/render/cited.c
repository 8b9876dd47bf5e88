#include "render/cited.h"
#include "render/withheld.h"
#include <string.h>

enum { SPARED_SHOWN = 10, ID_WIDTH_LEAST = 6, ID_WIDTH_MOST = 24 };

const pol_expr *pol_rule_condition(const pol_rule *r, pol_mark *holds) {
  *holds = r->test != NULL ? POL_MARK_NO : POL_MARK_YES; /* an `only if` bites when its test fails */
  return r->test != NULL ? r->test : r->when;
}

static const char *always(const pol_case *c, const pol_rule *r) {
  switch (r->effect) {
  case POL_E_PERMITS: return "this clause permits it, and no clause refuses it";
  case POL_E_REFUSES: return "this clause refuses it in every case";
  case POL_E_REFERS: return pol_page_format(&c->page, "%s decides, case by case", pol_say_parties(c, r->party, r->parties, "or"));
  case POL_E_INCLUDES: return "in every case";
  default: return "";
  }
}

static const char *included(const pol_case *c, const pol_rule *r, const char *why) { /* what an INCLUDES rule adds, then why */
  pol_type of = pol_case_decision(c)->type;
  pol_value v = {.state = POL_KNOWN,
                 .type = {.kind = of.ref == POL_PARTY_REF ? POL_T_PARTY : POL_T_OPTION, .ref = of.ref},
                 .as.i = (int32_t)r->option};
  return why[0] == '\0' ? pol_say_value(c, &v) : pol_page_format(&c->page, "%s: %s", pol_say_value(c, &v), why);
}

static void add_note(pol_cited_item *item, const pol_case *c, const char *text) {
  const char **slot = POL_VEC_PUSH(c->page.arena, &item->note);
  if (slot != NULL) *slot = text;
  else pol_page_lost(&c->page);
}

/* What else there is to know about a rule: that the text does not have it, that it says "normally", that it answers a question before this one. */
static void more_about(pol_cited_item *item, const pol_case *c, const pol_rule *r) {
  if (r->added != NULL) add_note(item, c, pol_page_format(&c->page, "added to what the document says: %s", r->added));
  bool nobody = r->departure >= c->model->parties.n || strcmp(pol_say_name(c, c->model->parties.at[r->departure].name), "unnamed") == 0;
  if (r->normally && nobody) add_note(item, c, "it says \"normally\", and not who may depart from it");
  else if (r->normally)
    add_note(item, c, pol_page_format(&c->page, "it says \"normally\": %s may depart from it", pol_say_party(c, r->departure)));
  if (r->decision == POL_NO_REF || r->decision == c->answer->decision || !pol_case_speaks(c, r)) return;
  const pol_decision *d = &c->model->decisions.at[r->decision];
  add_note(item, c,
           pol_page_format(&c->page, "it answers the question before this one: %s", pol_say_titled(c, d->title, d->name)));
}

static const pol_expr *awaited_in(const pol_expr *e, uint32_t *visits) { /* the agreement that an exception asks for */
  if (e == NULL || ++*visits > 20000) return NULL;
  if ((e->flags & (POL_X_AGREED | POL_X_PENDING)) != 0) return e;
  for (uint32_t i = 0; i < e->n; i++) {
    const pol_expr *found = awaited_in(e->arg[i], visits);
    if (found != NULL) return found;
  }
  return NULL;
}

/* "1.4 is waiting for the director's agreement", after what it is that needs it. */
static const char *awaiting(const pol_case *c, uint32_t rule, const char *reason) {
  const pol_rule *made = pol_case_rule(c, rule), *from = pol_case_rule(c, made->exception_of);
  uint32_t visits = 0;
  const pol_expr *e = awaited_in(from->except, &visits);
  const char *what = pol_page_format(&c->page, "the answer of %s", pol_say_parties(c, made->party, made->parties, "and"));
  if (e != NULL && e->define < c->model->agreements.n) {
    const pol_agreement *a = &c->model->agreements.at[e->define];
    what = pol_say_titled(c, a->label, a->name);
  }
  pol_mark holds;
  const pol_expr *condition = pol_rule_condition(from, &holds);
  if (reason == NULL && condition != NULL) reason = pol_condition_words(c, condition, holds);
  return pol_page_format(&c->page, "%s%s%s is waiting for %s", reason == NULL ? "" : reason, reason == NULL ? "" : "; ",
                         pol_say_clause(c, rule), what);
}

const char *pol_cited_why(const pol_case *c, const pol_cited *cited) {
  const pol_rule *r = pol_case_rule(c, cited->rule);
  const char *why = pol_withheld_reasons(c, r) ? NULL : cited->reason;
  uint32_t to;
  bool open = c->answer->outcome == POL_OUT_UNDETERMINED && pol_rule_status(c->run, c->answer, c->row, cited->rule, &to) == POL_RULE_OPEN;
  if (r->exception_of != POL_NO_REF && !open) return awaiting(c, cited->rule, why);
  if (why == NULL) {
    pol_mark holds;
    const pol_expr *condition = pol_rule_condition(r, &holds);
    why = condition != NULL ? pol_condition_words(c, condition, open ? POL_MARK_UNKNOWN : holds) : r->except != NULL ? "" : always(c, r);
    if (r->except != NULL) { /* what would have been the exception */
      const char *except = pol_condition_words(c, r->except, open ? POL_MARK_UNKNOWN : POL_MARK_NO);
      why = why[0] == '\0' || except[0] == '\0' ? pol_page_format(&c->page, "%s%s", why, except)
                                                : pol_page_format(&c->page, "%s; %s", why, except);
    }
  }
  if (r->effect == POL_E_INCLUDES && r->decision == c->answer->decision) why = included(c, r, why);
  if (r->effect == POL_E_SETS_ASIDE && r->targets > 0)
    why = pol_page_format(&c->page, "sets aside the %s of %s: %s", r->sets_aside_referrals ? "referrals" : "refusals",
                          pol_say_clauses(c, r->target, r->targets), why);
  return why;
}

size_t pol_cited_width(const pol_case *c, const pol_cited *cited, uint32_t n) {
  size_t width = ID_WIDTH_LEAST;
  for (uint32_t i = 0; i < n; i++) {
    size_t id = pol_columns(pol_say_clause(c, cited[i].rule));
    if (id > width && id <= ID_WIDTH_MOST) width = id;
  }
  return width;
}

const char *pol_reading_words(const pol_case *c, const pol_reading *r) {
  const char *by = r->agreed_by == NULL ? "this reading has not been confirmed"
                   : r->dated           ? pol_page_format(&c->page, "agreed by %s, %s", r->agreed_by, pol_say_date(c, r->date))
                                        : pol_page_format(&c->page, "agreed by %s", r->agreed_by);
  return pol_page_format(&c->page, "read as \"%s\" and not as \"%s\"; %s", r->reading, r->other, by);
}

void pol_cited_readings(const pol_case *c, uint32_t clause, size_t indent, bool all) {
  const pol_clause *k = &c->model->clauses.at[clause];
  for (uint32_t i = 0; i < k->readings.n; i++)
    if (all || k->readings.at[i].agreed_by == NULL) pol_page_para(&c->page, indent, pol_reading_words(c, &k->readings.at[i]));
}

static bool same_clause(const pol_case *c, uint32_t a, uint32_t b) { return pol_case_rule(c, a)->clause == pol_case_rule(c, b)->clause; }

static bool keeps(const pol_case *c, const pol_cited *cited, pol_cited_keep keep) {
  return keep == NULL || keep(c, pol_case_rule(c, cited->rule));
}

static void open_readings(pol_cited_item *item, const pol_case *c) {
  const pol_clause *clause = &c->model->clauses.at[item->clause];
  for (uint32_t k = 0; k < clause->readings.n; k++)
    if (clause->readings.at[k].agreed_by == NULL) add_note(item, c, pol_reading_words(c, &clause->readings.at[k]));
}

void pol_cited_read(pol_cited_list *out, const pol_case *c, const pol_cited *cited, uint32_t n, pol_cited_keep keep) {
  *out = (pol_cited_list){.list = {.n = 0}};
  for (uint32_t i = 0; i < n; i++) {
    bool told = !keeps(c, &cited[i], keep);
    for (uint32_t k = 0; k < i && !told; k++) told = same_clause(c, cited[k].rule, cited[i].rule) && keeps(c, &cited[k], keep);
    if (told) continue; /* with the first rule of its clause */
    pol_cited_item *item = POL_VEC_PUSH(c->page.arena, &out->list);
    if (item == NULL) {
      pol_page_lost(&c->page);
      return;
    }
    *item = (pol_cited_item){.clause = pol_case_rule(c, cited[i].rule)->clause, .rule = cited[i].rule};
    const char *before = "";
    for (uint32_t k = i; k < n; k++) {
      if (!same_clause(c, cited[k].rule, cited[i].rule) || !keeps(c, &cited[k], keep)) continue;
      const char *why = pol_cited_why(c, &cited[k]);
      if (why[0] != '\0' && strcmp(why, before) != 0) add_note(item, c, why);
      before = why;
      more_about(item, c, pol_case_rule(c, cited[k].rule));
    }
    open_readings(item, c);
  }
}

void pol_cited_remarks(pol_cited_item *out, const pol_case *c, uint32_t rule, bool readings) {
  *out = (pol_cited_item){.clause = pol_case_rule(c, rule)->clause, .rule = rule};
  more_about(out, c, pol_case_rule(c, rule));
  if (readings) open_readings(out, c);
}

void pol_cited_items(const pol_case *c, const pol_cited *cited, uint32_t n, pol_cited_keep keep) {
  size_t width = pol_cited_width(c, cited, n);
  pol_cited_list items;
  pol_cited_read(&items, c, cited, n, keep);
  for (uint32_t i = 0; i < items.list.n; i++) {
    const pol_cited_item *item = &items.list.at[i];
    pol_page_item(&c->page, 2, pol_say_clause(c, item->rule), width, pol_say_title(c, item->clause));
    for (uint32_t k = 0; k < item->note.n; k++) pol_page_para(&c->page, width + 4, item->note.at[k]);
  }
}

/* ---- what could have refused ---- */

static const char *spared_why(const pol_case *c, uint32_t rule) { /* NULL: it could not have */
  const pol_rule *r = pol_case_rule(c, rule);
  if (r->effect != POL_E_REFUSES && r->effect != POL_E_ONLY_IF) return NULL;
  uint32_t to = POL_NO_REF;
  pol_mark holds;
  const pol_expr *condition = pol_rule_condition(r, &holds);
  switch (pol_rule_status(c->run, c->answer, c->row, rule, &to)) {
  case POL_RULE_SET_ASIDE: return to == POL_NO_REF ? "set aside" : pol_page_format(&c->page, "set aside by %s", pol_say_clause(c, to));
  case POL_RULE_GIVES_WAY: return to == POL_NO_REF ? "gives way" : pol_page_format(&c->page, "gives way to %s", pol_say_clause(c, to));
  case POL_RULE_EXCEPTED:
    return r->except == NULL ? NULL : pol_page_format(&c->page, "excepted: %s", pol_condition_words(c, r->except, POL_MARK_YES));
  case POL_RULE_DOES_NOT_APPLY:
    return condition == NULL ? NULL : pol_condition_words(c, condition, holds == POL_MARK_YES ? POL_MARK_NO : POL_MARK_YES);
  default: return NULL;
  }
}

/* What all rules of the clause say, at its first; NULL where none of them could have refused, or it was told before. */
static const char *spared_clause(const pol_case *c, const pol_decision *d, uint32_t at) {
  pol_text t;
  for (uint32_t i = 0; i < at; i++)
    if (same_clause(c, d->rule[i], d->rule[at])) return NULL;
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  for (uint32_t i = at; i < d->rules; i++) {
    const char *why = same_clause(c, d->rule[i], d->rule[at]) ? spared_why(c, d->rule[i]) : NULL;
    if (why != NULL && why[0] != '\0') pol_text_format(&t, "%s%s", t.n == 0 ? "" : "; ", why);
  }
  const char *all = pol_page_keep(&c->page, &t);
  return all[0] == '\0' ? NULL : all;
}

void pol_cited_spared(const pol_case *c) {
  const pol_decision *d = pol_case_decision(c);
  size_t width = ID_WIDTH_LEAST;
  uint32_t shown = 0, more = 0;
  for (uint32_t i = 0; i < d->rules; i++) {
    size_t id = pol_columns(pol_say_clause(c, d->rule[i]));
    if (id > width && id <= ID_WIDTH_MOST) width = id;
  }
  for (uint32_t i = 0; i < d->rules; i++) {
    const char *why = spared_clause(c, d, i);
    if (why == NULL) continue;
    if (shown == SPARED_SHOWN) {
      more++;
      continue;
    }
    if (shown++ == 0) pol_page_line(&c->page, POL_INK_STRONG, "Could have refused, and does not");
    pol_page_item(&c->page, 2, pol_say_clause(c, d->rule[i]), width, why);
  }
  if (more > 0) pol_page_para(&c->page, 2, pol_page_format(&c->page, "and %u more: --trace", more));
}

void pol_cited_gave_way(const pol_case *c) {
  uint32_t shown = 0;
  for (uint32_t i = 0; i < c->answer->gave_ways; i++) {
    const pol_gave_way *g = &c->answer->gave_way[i];
    const pol_rule *r = pol_case_rule(c, g->rule);
    bool refuses = r->effect == POL_E_REFUSES || r->effect == POL_E_ONLY_IF;
    if (refuses && c->answer->outcome == POL_OUT_PERMITTED) continue; /* among what could have refused */
    if (g->to != POL_NO_REF && pol_case_rule(c, g->to)->exception_of == g->rule) continue; /* it is waiting, as is said with the reasons */
    pol_value v;
    pol_text t;
    pol_text_init(&t, pol_arena_alloc(c->page.arena));
    pol_text_add(&t, pol_say_title(c, r->clause));
    if (pol_case_rule_value(&v, c, g->rule) && v.state == POL_KNOWN) pol_text_format(&t, ": %s", pol_say_value(c, &v));
    if (g->to != POL_NO_REF) pol_text_format(&t, ", %s %s", g->set_aside ? "set aside by" : "to", pol_say_clause(c, g->to));
    const char *text = pol_page_keep(&c->page, &t);
    size_t column = pol_page_label(&c->page, shown++ == 0 ? "Gave way" : "", 10);
    const char *id = pol_say_clause(c, g->rule);
    pol_text_format(c->page.to, "%s  ", id);
    column += pol_columns(id) + 2;
    pol_text_wrap(c->page.to, text, column, column, c->page.width - 1);
    pol_text_char(c->page.to, '\n');
  }
}
