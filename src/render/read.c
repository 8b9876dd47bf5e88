/* A policy read back: which clauses, what is said of each, what is told once after them. */
#include "render/condition.h"
#include "render/reading.h"
#include <string.h>

enum { VISITS_MOST = 65536 /* expressions of one rule that are looked through for calls of tables */ };

/* ---- what the sentences need to know about the whole policy ---- */

static void find_calls(const pol_reader *r, const pol_expr *e, uint32_t *visits) {
  if (e == NULL || ++*visits > VISITS_MOST) return;
  if (e->op == POL_OP_PICK && r->call[e->ref] == NULL) r->call[e->ref] = e;
  for (uint32_t i = 0; i < e->n; i++) find_calls(r, e->arg[i], visits);
}

static bool find_relations(pol_reader *r, uint32_t rule) {
  const pol_rule *x = &r->c.model->rules.at[rule];
  const pol_expr *const all[] = {x->when, x->except, x->test, x->value, x->duty.date};
  for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
    uint32_t visits = 0;
    find_calls(r, all[i], &visits);
  }
  for (uint32_t i = 0; i < x->aboves; i++) {
    uint32_t *slot = POL_VEC_PUSH(r->c.page.arena, &r->below[x->above[i]]);
    if (slot == NULL) return false;
    *slot = rule;
  }
  for (uint32_t i = 0; i < x->targets; i++) {
    uint32_t *slot = POL_VEC_PUSH(r->c.page.arena, &r->asides[x->target[i]]);
    if (slot == NULL) return false;
    *slot = rule;
  }
  return true;
}

static bool open_reader(pol_reader *r, const pol_paper *p, const pol_edition *e, bool names) {
  const pol_model *m = e->program->model;
  pol_arena *a = p->arena;
  *r = (pol_reader){.c = {.page = pol_page_of(p), .program = e->program, .model = m}, .names = names};
  r->define = POL_NEW_N(a, const pol_expr *, m->defines.n + 1u);
  r->agreement = POL_NEW_N(a, bool, m->agreements.n + 1u);
  r->presumed = POL_NEW_N(a, bool, m->facts.n + 1u);
  r->call = POL_NEW_N(a, const pol_expr *, m->tables.n + 1u);
  r->below = POL_NEW_N(a, pol_list, m->rules.n + 1u);
  r->asides = POL_NEW_N(a, pol_list, m->rules.n + 1u);
  if (r->define == NULL || r->agreement == NULL || r->presumed == NULL || r->call == NULL || r->below == NULL || r->asides == NULL)
    return false;
  for (uint32_t i = 0; i < m->rules.n; i++)
    if (!find_relations(r, i)) return false;
  return true;
}

/* ---- one clause ---- */

const char *pol_read_reservation(const pol_reader *r, uint32_t clause, pol_list *on) {
  const pol_model *m = r->c.model;
  const char **item = POL_NEW_N(r->c.page.arena, const char *, m->decisions.n + 1u);
  if (item == NULL) return pol_page_lost(&r->c.page), "";
  for (uint32_t d = 0; d < m->decisions.n; d++)
    for (uint32_t i = 0; i < m->decisions.at[d].reservations; i++) {
      if (m->decisions.at[d].reservation[i] != clause) continue;
      uint32_t *slot = POL_VEC_PUSH(r->c.page.arena, on);
      if (slot == NULL) return pol_page_lost(&r->c.page), "";
      item[on->n - 1] = pol_read_title(r, d);
      *slot = d;
    }
  return pol_read_list(r, item, on->n, "and");
}

bool pol_read_is_ended(const pol_clause *c) { return c->to_set && c->to < POL_DATE_FIRST; }

const char *pol_read_dates(const pol_reader *r, bool from_set, pol_date from, bool to_set, pol_date to) {
  const pol_page *pg = &r->c.page;
  if (to_set && to < POL_DATE_FIRST) return "no longer in force";
  if (from_set && to_set) return pol_page_format(pg, "in force from %s to %s", pol_say_date(&r->c, from), pol_say_date(&r->c, to));
  if (from_set) return pol_page_format(pg, "in force from %s", pol_say_date(&r->c, from));
  return to_set ? pol_page_format(pg, "in force to %s", pol_say_date(&r->c, to)) : "";
}

static const char *ended_by(const pol_reader *r, uint32_t clause) {
  static const char *const how[] = {[POL_ENDS_REPLACED] = "replaces it", [POL_ENDS_IN_PART] = "replaces it for some cases", [POL_ENDS_UNCHANGED] = "takes it over",
                                    [POL_ENDS_WITHDRAWN] = "withdraws it", [POL_ENDS_SILENTLY] = "ends it without a word"};
  const pol_model *m = r->c.model;
  const char *text = "";
  for (uint32_t i = 0; i < m->endings.n; i++) {
    const pol_ending *e = &m->endings.at[i];
    if (e->clause != clause) continue;
    const char *by = e->by != POL_NO_REF ? pol_say_atom(&r->c, m->clauses.at[e->by].id) : e->amendment < m->amendments.n ? pol_say_atom(&r->c, m->amendments.at[e->amendment].name) : "an amendment";
    text = pol_page_format(&r->c.page, "%s%s%s %s", text, text[0] == '\0' ? "" : ", ", by, how[e->how]);
  }
  return text;
}

const char *pol_read_in_force(const pol_reader *r, uint32_t clause) {
  const pol_model *m = r->c.model;
  const pol_clause *c = &m->clauses.at[clause];
  bool own = c->from_set != m->from_set || c->to_set != m->to_set || (c->from_set && c->from != m->from) || (c->to_set && c->to != m->to);
  const char *dates = own ? pol_read_dates(r, c->from_set, c->from, c->to_set, c->to) : "", *ends = ended_by(r, clause);
  if (dates[0] == '\0' && ends[0] == '\0') return "";
  if (dates[0] != '\0') dates = pol_page_format(&r->c.page, "%c%s", dates[0] - 'a' + 'A', dates + 1);
  return pol_page_format(&r->c.page, "%s%s%s.", dates, dates[0] != '\0' && ends[0] != '\0' ? ": " : "", ends);
}

const char *pol_read_amends(const pol_reader *r, uint32_t clause) {
  static const struct {
    uint16_t kind;
    const char *says;
  } does[] = {{POL_N_REPLACES, "It replaces"},
              {POL_N_WITHDRAWS, "It withdraws"},
              {POL_N_UNCHANGED, "It goes on unchanged from"},
              {POL_N_KEEPS, "It keeps"},
              {POL_N_PLACED_AFTER, "It stands after"}};
  const pol_node *node = r->c.model->clauses.at[clause].node, *lines = pol_kid(node, 1);
  const char *text = "";
  for (uint32_t i = 0; i < pol_kids(lines); i++)
    for (size_t k = 0; k < sizeof does / sizeof *does; k++) {
      const pol_node *line = lines->kid[i];
      if (line == NULL || line->kind != does[k].kind || line->n == 0 || line->kid[0] == NULL) continue;
      bool some = line->kind == POL_N_REPLACES && line->n > 1 && line->kid[1] != NULL;
      const char *refs = pol_source_words(&r->c, line->kid[0]->span, NULL, 0), *for_some = some ? ", for these cases only" : "";
      if (line->kind == POL_N_WITHDRAWS && line->n > 1 && line->kid[1] != NULL)
        for_some = pol_page_format(&r->c.page, " (added, not in the text: %s)", pol_atom_get(r->c.model->atoms, line->kid[1]->text));
      text = pol_page_format(&r->c.page, "%s%s%s %s%s.", text, text[0] != '\0' ? " " : "", does[k].says, refs, for_some);
    }
  return text;
}

/* Everything that the clause says, for its published words to be held against. What its terms mean counts, whoever named them first: so the
 * terms named so far are put aside while they are collected anew. */
static const char *all_said(pol_reader *r, pol_clause_read *c, const pol_expr **named) {
  const pol_model *m = r->c.model;
  const pol_clause *clause = &m->clauses.at[c->clause];
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(r->c.page.arena));
  for (uint32_t i = 0; i < c->sentences.n; i++) {
    const pol_sentence *s = &c->sentences.at[i];
    pol_text_format(&t, "%s %s ", s->text, s->relations);
  }
  pol_text_add(&t, pol_read_meanings(r, NULL));
  for (uint32_t i = 0; i < m->defines.n; i++)
    if (r->define[i] == NULL) r->define[i] = named[i];
  pol_text_format(&t, " %s %s", clause->hands_over != NULL ? clause->hands_over : "", c->arises);
  return pol_page_keep(&r->c.page, &t);
}

static bool read_clause(pol_reader *r, pol_clause_read *c) {
  const pol_model *m = r->c.model;
  size_t size = (m->defines.n + 1u) * sizeof(const pol_expr *);
  const pol_expr **named = POL_NEW_N(r->c.page.arena, const pol_expr *, m->defines.n + 1u);
  if (named == NULL) return false;
  bool published = m->clauses.at[c->clause].says != NULL;
  if (published) {
    memcpy(named, r->define, size);
    memset(r->define, 0, size);
  }
  if (!pol_read_clause(&c->sentences, r, c->clause)) return false;
  c->arises = pol_read_arises(r, c->clause, &c->arises_by);
  return !published || pol_read_published(&c->left, r, c->clause, all_said(r, c, named));
}

/* ---- all of them ---- */

static bool is_heading(const pol_clause *c) { return c->node->kind == POL_N_SECTION && c->rules == 0; }

static bool is_wanted(const pol_model *m, uint32_t clause, const uint32_t *asked, uint32_t n) {
  const pol_clause *c = &m->clauses.at[clause];
  if (is_heading(c)) return false; /* a section that says nothing by itself */
  for (uint32_t i = 0; i < n; i++) {
    if (asked[i] == clause) return true;
    bool of_section = c->node->kind == POL_N_SECTION && m->clauses.at[asked[i]].section == c->section;
    if (of_section) return true; /* what a section says of its questions goes with each of its clauses */
  }
  return n == 0 && !c->imported;
}

static bool read_all(pol_reading_page *p, const uint32_t *asked, uint32_t n) {
  const pol_model *m = p->r.c.model;
  bool *decision = POL_NEW_N(p->r.c.page.arena, bool, m->decisions.n + 1u);
  if (decision == NULL) return false;
  for (uint32_t i = 0; i < m->clauses.n; i++) {
    if (!is_wanted(m, i, asked, n)) continue;
    pol_clause_read *c = POL_VEC_PUSH(p->r.c.page.arena, &p->clauses);
    if (c == NULL) return false;
    c->clause = i;
    if (!read_clause(&p->r, c)) return false;
    for (uint32_t k = 0; k < m->clauses.at[i].rules; k++) {
      uint32_t d = m->rules.at[m->clauses.at[i].rule[k]].decision;
      if (d != POL_NO_REF) decision[d] = true;
    }
  }
  return pol_read_terms(&p->terms, &p->r) && pol_read_agreements(&p->agreements, &p->r) && pol_read_presumed(&p->presumed, &p->r) &&
         pol_read_questions(&p->questions, &p->r, decision);
}

bool pol_reading_make(pol_reading_page *out, const pol_paper *p, const pol_edition *e, const pol_selection *of) {
  *out = (pol_reading_page){0};
  return open_reader(&out->r, p, e, of->names) && read_all(out, of->clause, of->clauses);
}

pol_status pol_write_reading(const pol_paper *p, const pol_edition *e, const pol_selection *of) {
  if (p->form != POL_WRITE_TEXT && p->form != POL_WRITE_JSON) return POL_REJECTED;
  pol_arena_point here = pol_arena_mark(p->arena);
  pol_reading_page page;
  bool fine = pol_reading_make(&page, p, e, of);
  if (fine && p->form == POL_WRITE_TEXT) pol_reading_text(&page);
  else if (fine) pol_reading_json(&page);
  pol_status status = fine ? pol_page_end(&page.r.c.page) : POL_NO_MEMORY;
  pol_arena_reset(p->arena, here);
  return status;
}
