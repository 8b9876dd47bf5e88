/* Rules: what a written rule has besides its effect, and the order in which rules are made. `applies only if` comes first, because what it says
 * holds for every other rule of the decision. */
#include "check/rules.h"

uint32_t pol_rules_push(pol_checker *c, const pol_rule *r, uint32_t table, uint32_t row) {
  uint32_t index = c->m->rules.n;
  pol_rule_work w = { .table = table, .row = row };
  POL_PUSH(c, &c->m->rules, *r);
  POL_PUSH(c, &c->rules->rules, w);
  return c->no_memory ? POL_NO_REF : index;
}

/* -- what holds where a rule is checked */

static bool covers(const pol_clause *outer, const pol_clause *inner) {
  if (outer->from_set && (!inner->from_set || inner->from < outer->from)) return false;
  return !(outer->to_set && (!inner->to_set || inner->to > outer->to));
}

/* The conditions that must hold for the decision's question to arise; those of the stage before it as well, for its answer stands otherwise. */
static void imply_applies(pol_checker *c, uint32_t clause, uint32_t decision, uint32_t depth) {
  const pol_decision_work *w = &c->rules->decisions[decision];
  for (uint32_t i = 0; i < w->applies.n; i++) {
    const pol_rule *r = &c->m->rules.at[w->applies.at[i]];
    if (covers(&c->m->clauses.at[r->clause], &c->m->clauses.at[clause])) pol_check_imply(c, r->test);
  }
  const pol_decision *d = &c->m->decisions.at[decision];
  for (uint32_t i = 0; depth < 8 && i < d->afters; i++) imply_applies(c, clause, d->after[i], depth + 1);
}

void pol_rules_enter(pol_checker *c, uint32_t clause, uint32_t decision) {
  c->deciding = decision;
  imply_applies(c, clause, decision, 0);
}

void pol_rules_leave(pol_checker *c, uint32_t implieds) {
  c->deciding = POL_NO_REF;
  c->taker = NULL;
  c->implieds = implieds;
}

/* -- one rule */

pol_rule pol_rules_begin(pol_checker *c, const pol_site *site, uint32_t decision, pol_effect effect) {
  pol_rule r = { .effect = effect, .clause = site->clause, .decision = decision, .node = site->node, .line = site->line };
  r.option = r.departure = r.exception_of = POL_NO_REF;
  pol_rules_enter(c, site->clause, decision);
  const pol_node *when = pol_kid(site->node, 3), *except = pol_kid(site->node, 4);
  if (when != NULL) {
    r.when = pol_check_test(c, when);
    pol_check_imply(c, r.when);
  }
  if (except != NULL) r.except = pol_check_test(c, except);
  return r;
}

static void add_piece(pol_checker *c, pol_rule *r, pol_piece *into, const pol_node *piece) {
  if (piece == NULL) return;
  if (piece->kind == POL_N_TEXT) into[r->reasons++].text = pol_check_words(c, piece);
  else into[r->reasons++].expr = pol_check_parse_piece(c, piece);
}

static void reason(pol_checker *c, pol_rule *r, const pol_node *text) {
  if (text == NULL) return;
  uint32_t n = text->kind == POL_N_TEMPLATE ? text->n : 1;
  pol_piece *piece = POL_NEW_N(c->in->arena, pol_piece, n + 1u);
  if (piece == NULL) {
    c->no_memory = true;
    return;
  }
  r->reasons = 0;
  r->reason = piece;
  if (text->kind != POL_N_TEMPLATE) add_piece(c, r, piece, text);
  else
    for (uint32_t i = 0; i < n; i++) add_piece(c, r, piece, text->kid[i]);
}

static void tails(pol_checker *c, const pol_site *site, pol_rule *r) {
  const pol_node *list = pol_kid(site->node, 5);
  for (uint32_t i = 0; i < pol_kids(list); i++) {
    const pol_node *tail = list->kid[i];
    if (tail->kind == POL_N_REASON) reason(c, r, pol_kid(tail, 0));
    else if (tail->kind == POL_N_ADDED) r->added = pol_check_words(c, pol_kid(tail, 0));
  }
}

/* In what a rule says as its reason, its exception does not hold. */
void pol_rules_end(pol_checker *c, const pol_site *site, pol_rule *r) {
  pol_rules_departure(c, site, r);
  tails(c, site, r);
  if (r->when != NULL && r->when->type.kind == POL_T_BROKEN) pol_reports_withdraw(c->in->reports, POL_R_FACT_MAY_NOT_EXIST, site->node->span); /* what it said is lost */
  uint32_t index = pol_rules_push(c, r, POL_NO_REF, POL_NO_REF);
  if (index != POL_NO_REF && r->effect != POL_E_SETS_ASIDE && c->m->decisions.at[r->decision].type.kind == POL_T_PERMISSION) pol_rules_pending(c, r, index);
  if (index != POL_NO_REF && r->effect == POL_E_APPLIES_ONLY_IF && r->when == NULL && r->except == NULL) POL_PUSH(c, &c->rules->decisions[r->decision].applies, index);
  pol_rules_leave(c, site->implieds);
}

void pol_check_rule(pol_checker *c, uint32_t clause, const pol_node *rule) {
  const pol_node *effect = pol_kid(rule, 1);
  if (effect == NULL || rule->kind != POL_N_RULE || c->no_memory) return;
  pol_site site = { .clause = clause, .line = c->rules->lines++, .node = rule, .implieds = c->implieds };
  c->importing = c->m->clauses.at[clause].imported;
  if (effect->kind == POL_N_SETS_ASIDE) {
    pol_aside aside = { .clause = clause, .rule = rule, .line = site.line };
    POL_PUSH(c, &c->rules->asides, aside);
  } else if (effect->kind == POL_N_DUTY) {
    pol_rules_duty(c, &site);
  } else {
    pol_rules_effect(c, &site);
  }
  c->importing = false;
}

/* -- all of them */

/* How deep facts that exist only under a condition rest on one another: the shallower is settled first. */
static uint32_t depth_of_expr(const pol_checker *c, const pol_expr *e, uint32_t left) {
  if (e == NULL || left == 0) return 0;
  uint32_t deepest = 0;
  if (e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) {
    const pol_expr *only = c->m->facts.at[e->ref].only_when;
    return only == NULL ? 0 : 1 + depth_of_expr(c, only, left - 1);
  }
  for (uint32_t i = 0; i < e->n; i++) {
    uint32_t d = depth_of_expr(c, e->arg[i], left - 1);
    if (d > deepest) deepest = d;
  }
  return deepest;
}

static uint32_t depth_of_node(const pol_checker *c, const pol_node *node, uint32_t left) {
  if (node == NULL || left == 0) return 0;
  uint32_t deepest = 0;
  if (node->kind == POL_N_NAME) {
    uint32_t fact = pol_check_find(c, POL_NAME_FACT, node->text);
    if (fact != POL_NO_REF && c->m->facts.at[fact].only_when != NULL) deepest = 1 + depth_of_expr(c, c->m->facts.at[fact].only_when, 16);
    uint32_t define = pol_check_find(c, POL_NAME_DEFINE, node->text);
    if (fact == POL_NO_REF && define != POL_NO_REF && left > 8) {
      uint32_t d = depth_of_node(c, c->m->defines.at[define].node, left / 8); /* a definition of definitions: not far */
      if (d > deepest) deepest = d;
    }
  }
  for (uint32_t i = 0; i < node->n; i++) {
    uint32_t d = depth_of_node(c, node->kid[i], left - 1);
    if (d > deepest) deepest = d;
  }
  return deepest;
}

typedef struct pending { uint32_t clause, depth; const pol_node *line; } pending;
typedef POL_VEC(pending) pendings;

static bool is_applies(const pol_node *line) {
  const pol_node *effect = line->kind == POL_N_RULE ? pol_kid(line, 1) : NULL;
  return line->kind == POL_N_SECTION_APPLIES || pol_is_node(effect, POL_N_APPLIES_ONLY_IF);
}

static void find_applies(pol_checker *c, pendings *out) {
  for (uint32_t i = 0; i < c->rules->clauses.n; i++) {
    const pol_node *lines = c->rules->clauses.at[i].lines;
    for (uint32_t k = 0; k < pol_kids(lines); k++) {
      if (!is_applies(lines->kid[k])) continue;
      pending p = { .clause = i, .depth = depth_of_node(c, lines->kid[k], POL_LIMIT_TREE_HEIGHT), .line = lines->kid[k] };
      POL_PUSH(c, out, p);
    }
  }
}

/* -- a section's condition, on every decision that a clause of it speaks to */

static void note_decision(pol_checker *c, pol_map *seen, pol_numbers *of, uint32_t section, pol_atom name) {
  uint32_t d = pol_check_find(c, POL_NAME_DECISION, name);
  if (d == POL_NO_REF || pol_map_get(seen, POL_MAP_PAIR(section, d)) != POL_MAP_NONE) return;
  if (!pol_map_put(seen, POL_MAP_PAIR(section, d), 1)) c->no_memory = true;
  POL_PUSH(c, &of[section], d);
}

static const pol_node *subject_of(const pol_node *effect) {
  switch ((pol_node_kind)effect->kind) {
  case POL_N_ADDS: return pol_kid(effect, 1);
  case POL_N_DUTY: return pol_kid(effect, 4);
  case POL_N_SETS_ASIDE: return NULL;
  default: return pol_kid(effect, 0); /* a list of decisions, or the one that is multiplied */
  }
}

static void note_rule(pol_checker *c, pol_map *seen, pol_numbers *of, uint32_t section, const pol_node *rule) {
  const pol_node *effect = rule->kind == POL_N_RULE ? pol_kid(rule, 1) : NULL;
  const pol_node *subject = effect == NULL ? NULL : subject_of(effect);
  if (pol_is_node(effect, POL_N_DUTY) && subject == NULL) {
    uint32_t n, duties = pol_rules_obligations(c, &n);
    if (n == 1) note_decision(c, seen, of, section, c->m->decisions.at[duties].name);
  }
  if (subject == NULL) return;
  if (subject->kind == POL_N_NAME) note_decision(c, seen, of, section, subject->text);
  for (uint32_t i = 0; subject->kind == POL_N_LIST && i < subject->n; i++)
    note_decision(c, seen, of, section, subject->kid[i]->text);
}

static void note_table(pol_checker *c, pol_map *seen, pol_numbers *of, const pol_table_work *t) {
  for (uint32_t i = 0; i < t->rows.n; i++) {
    uint32_t section = c->m->clauses.at[t->rows.at[i].clause].section;
    for (uint32_t k = 0; section != POL_NO_REF && k < t->columns; k++)
      if (t->column[k].kind == POL_COLUMN_DECISION) note_decision(c, seen, of, section, t->column[k].node->text);
  }
}

/* What goes on unchanged in other clauses is said in their sections. */
static void note_bearers(pol_checker *c, pol_map *seen, pol_numbers *of, uint32_t clause, const pol_node *lines, uint32_t depth) {
  for (uint32_t s = c->rules->clauses.at[clause].successor; s != POL_NO_REF && depth < 64; s = c->rules->successors.at[s].next) {
    uint32_t to = c->rules->successors.at[s].to, section = c->m->clauses.at[to].section;
    if (!c->rules->successors.at[s].unchanged) continue;
    for (uint32_t k = 0; section != POL_NO_REF && k < lines->n; k++)
      note_rule(c, seen, of, section, lines->kid[k]);
    note_bearers(c, seen, of, to, lines, depth + 1);
  }
}

static pol_numbers *decisions_of_sections(pol_checker *c) {
  pol_numbers *of = POL_NEW_N(c->in->arena, pol_numbers, c->m->sections.n + 1u);
  pol_map seen;
  pol_map_init(&seen, c->in->arena);
  if (of == NULL) {
    c->no_memory = true;
    return NULL;
  }
  for (uint32_t i = 0; i < c->rules->clauses.n; i++) {
    uint32_t section = c->m->clauses.at[i].section;
    const pol_node *lines = c->rules->clauses.at[i].lines;
    for (uint32_t k = 0; section != POL_NO_REF && k < pol_kids(lines); k++)
      note_rule(c, &seen, of, section, lines->kid[k]);
    if (lines != NULL) note_bearers(c, &seen, of, i, lines, 0);
  }
  for (uint32_t i = 0; i < c->rules->tables.n; i++) note_table(c, &seen, of, &c->rules->tables.at[i]);
  return of;
}

static void section_applies(pol_checker *c, uint32_t clause, const pol_node *line, const pol_numbers *decisions) {
  uint32_t written = c->rules->lines++;
  c->importing = c->m->clauses.at[clause].imported;
  for (uint32_t i = 0; i < decisions->n; i++) {
    pol_rule r = { .effect = POL_E_APPLIES_ONLY_IF, .clause = clause, .decision = decisions->at[i], .node = line, .line = written };
    r.option = r.departure = r.exception_of = POL_NO_REF;
    uint32_t before = c->implieds;
    pol_rules_enter(c, clause, r.decision);
    r.test = pol_check_test(c, pol_kid(line, 0));
    pol_rules_leave(c, before);
    uint32_t index = pol_rules_push(c, &r, POL_NO_REF, POL_NO_REF);
    if (index != POL_NO_REF) POL_PUSH(c, &c->rules->decisions[r.decision].applies, index);
  }
  if (decisions->n == 0) {
    uint32_t before = c->implieds;
    (void)pol_check_test(c, pol_kid(line, 0)); /* what is wrong with it is said all the same */
    c->implieds = before;
  }
  c->importing = false;
}

static void make_applies(pol_checker *c) {
  pendings list = { 0 };
  find_applies(c, &list);
  pol_numbers *of = decisions_of_sections(c);
  uint32_t done = 0;
  for (uint32_t depth = 0; !c->no_memory && done < list.n; depth++)
    for (uint32_t i = 0; i < list.n; i++) {
      const pending *p = &list.at[i];
      if (p->depth != depth) continue;
      done++;
      if (p->line->kind == POL_N_SECTION_APPLIES) section_applies(c, p->clause, p->line, &of[c->m->clauses.at[p->clause].section]);
      else pol_check_rule(c, p->clause, p->line);
    }
}

void pol_check_clauses(pol_checker *c) {
  if (!pol_rules_ready(c)) return;
  pol_rules_work *w = c->rules;
  w->ndecisions = c->m->decisions.n;
  w->decisions = POL_NEW_N(c->in->arena, pol_decision_work, w->ndecisions + 1u);
  if (w->decisions == NULL) {
    c->no_memory = true;
    return;
  }
  for (uint32_t i = 0; i < w->clauses.n && !c->no_memory; i++) {
    c->importing = c->m->clauses.at[i].imported;
    pol_rules_notes(c, i);
  }
  c->importing = false;
  pol_rules_section_notes(c);
  make_applies(c);
  for (uint32_t i = 0; i < w->clauses.n; i++) {
    const pol_node *lines = w->clauses.at[i].lines;
    for (uint32_t k = 0; k < pol_kids(lines) && !c->no_memory; k++)
      if (pol_is_node(lines->kid[k], POL_N_RULE) && !is_applies(lines->kid[k])) pol_check_rule(c, i, lines->kid[k]);
  }
}
