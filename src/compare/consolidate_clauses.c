/* The text of a clause: its own lines without what they say about the policy as it was, and the lines of those that go on unchanged under it. */
#include "compare/consolidating.h"
#include "base/date.h"

/* -- dates: those of its amendment are written into the clause */

typedef struct days { bool from_set, to_set; pol_date from, to; } days;

/* Of a clause that is not in force on the day: its own where a text can say them, else until the day before. */
static days days_kept(const pol_clause *x, pol_date day) {
  bool empty = x->from_set && x->to_set && x->from > x->to, ended = x->to_set && x->to < POL_DATE_FIRST;
  if (!empty && !ended) return (days){ x->from_set, x->to_set, x->from, x->to };
  return day > POL_DATE_FIRST ? (days){ .to_set = true, .to = day - 1 } : (days){ .from_set = true, .from = day + 1 };
}

static void write_dates(pol_consolidating *c, pol_text *t, uint32_t clause) {
  const pol_clause *x = &c->m->clauses.at[clause];
  days d = c->kept[clause] ? days_kept(x, c->in->as_of) : (days){ x->from_set, x->to_set, x->from, x->to };
  pol_text_add(t, "  effective");
  if (d.from_set) pol_text_add(t, " from "), pol_date_write(t, d.from);
  if (d.to_set) pol_text_add(t, " to "), pol_date_write(t, d.to);
  pol_text_char(t, '\n');
  if (!pol_text_ok(t)) c->no_memory = true;
}

/* A day that the policy's own head does not say. */
static bool is_dated(const pol_consolidating *c, uint32_t clause) {
  const pol_clause *x = &c->m->clauses.at[clause];
  bool later = x->from_set && (c->outside || !c->m->from_set || c->m->from < x->from), sooner = x->to_set && (c->outside || !c->m->to_set || c->m->to > x->to);
  return c->kept[clause] || (x->amendment != POL_NO_REF && (later || sooner));
}

/* -- lines */

typedef struct notes { bool guidance, incomplete, hands_over, says, readings; } notes; /* which the clause has by now */

static bool is_said(notes *n, const pol_node *line) {
  switch ((pol_node_kind)line->kind) {
  case POL_N_GUIDANCE: return n->guidance;
  case POL_N_INCOMPLETE: return n->incomplete && line->kid[1] == NULL;
  case POL_N_HANDS_OVER: return n->hands_over;
  case POL_N_SAYS: return n->says;
  case POL_N_INTERPRETED: return n->readings;
  default: return line->kind == POL_N_CITED_AS;
  }
}

static void note_lines(notes *n, const pol_node *lines) {
  for (uint32_t i = 0; i < lines->n; i++) {
    pol_node_kind kind = (pol_node_kind)lines->kid[i]->kind;
    n->guidance = n->guidance || kind == POL_N_GUIDANCE;
    n->incomplete = n->incomplete || kind == POL_N_INCOMPLETE;
    n->hands_over = n->hands_over || kind == POL_N_HANDS_OVER;
    n->says = n->says || kind == POL_N_SAYS;
    n->readings = n->readings || kind == POL_N_INTERPRETED;
  }
}

/* `heard`: the notes that an adopted clause does not add to; NULL for a clause's own lines. */
static void change_lines(pol_consolidating *c, pol_changes *out, uint32_t clause, uint32_t written_in, notes *heard) {
  const pol_node *lines = c->m->clauses.at[written_in].node->kid[1];
  for (uint32_t i = 0; i < lines->n; i++) {
    const pol_node *line = lines->kid[i];
    switch ((pol_node_kind)line->kind) {
    case POL_N_REPLACES: case POL_N_WITHDRAWS: case POL_N_UNCHANGED: case POL_N_KEEPS: case POL_N_PLACED_AFTER: pol_consolidating_cut_line(c, out, line->span); break;
    case POL_N_EFFECTIVE:
      if (heard != NULL || is_dated(c, clause)) pol_consolidating_cut_line(c, out, line->span);
      break;
    case POL_N_RULE: pol_consolidating_rule(c, out, clause, written_in, line); break;
    default:
      if (heard != NULL && is_said(heard, line)) pol_consolidating_cut_line(c, out, line->span);
    }
  }
  if (heard != NULL) note_lines(heard, lines);
}

static uint32_t body_start(const pol_consolidating *c, const pol_node *clause) {
  const pol_source *s = pol_consolidating_source(c, clause);
  const pol_node *title = clause->kid[0];
  return pol_consolidating_line_end(s, title != NULL ? title->span.end : clause->span.start);
}

/* The clauses that go on unchanged in this one, and those that went on in them. */
static void adopt(pol_consolidating *c, pol_text *out, uint32_t clause, uint32_t written_in, notes *heard, unsigned depth) {
  for (uint32_t i = 0; i < c->m->endings.n && depth < 64; i++) {
    const pol_ending *e = &c->m->endings.at[i];
    if (e->how != POL_ENDS_UNCHANGED || e->by != written_in) continue;
    const pol_node *node = c->m->clauses.at[e->clause].node;
    const pol_source *s = pol_consolidating_source(c, node);
    pol_changes changes = { 0 };
    change_lines(c, &changes, clause, e->clause, heard);
    uint32_t from = body_start(c, node), to = pol_consolidating_line_end(s, node->span.end);
    if (from < to) pol_consolidating_write(out, s, from, to, &changes);
    adopt(c, out, clause, e->clause, heard, depth + 1);
  }
}

/* -- the scope of a section, for what was taken over from it to elsewhere */

static bool speaks_to(const pol_consolidating *c, uint32_t clause, uint32_t decision) {
  const pol_clause *x = &c->m->clauses.at[clause];
  for (uint32_t i = 0; i < x->rules; i++)
    if (c->m->rules.at[x->rule[i]].decision == decision) return true;
  return false;
}

/* Whether the section's own condition still covers the decision: something that stands in it speaks to that. Else `first` is the first clause that does. */
static bool is_covered(const pol_consolidating *c, uint32_t scope, uint32_t decision, uint32_t *first) {
  *first = POL_NO_REF;
  for (uint32_t i = 0; i < c->m->clauses.n; i++) {
    const pol_clause *x = &c->m->clauses.at[i];
    if (!c->alive[i] || x->node->kind != POL_N_CLAUSE || !speaks_to(c, i, decision)) continue;
    if (x->section == c->m->clauses.at[scope].section) return true;
    if (*first == POL_NO_REF) *first = i;
  }
  return false;
}

/* A section's condition goes on for a decision of which everything was taken over to elsewhere: there, it is a line of a clause. */
static void write_scopes(pol_consolidating *c, pol_text *out, uint32_t clause) {
  for (uint32_t i = 0; i < c->m->rules.n; i++) {
    const pol_rule *r = &c->m->rules.at[i];
    uint32_t first;
    if (r->node->kind != POL_N_SECTION_APPLIES || !c->alive[r->clause] || !speaks_to(c, clause, r->decision)) continue;
    if (is_covered(c, r->clause, r->decision, &first) || first != clause) continue;
    pol_text_format(out, "  %s applies only if %s\n", pol_consolidating_name(c, c->m->decisions.at[r->decision].name), pol_consolidating_slice(c, r->node->kid[0]->span));
  }
}

void pol_consolidating_clause(pol_consolidating *c, pol_text *out, uint32_t clause, uint32_t from, uint32_t to) {
  const pol_clause *x = &c->m->clauses.at[clause];
  const pol_source *s = pol_consolidating_source(c, x->node);
  pol_changes changes = { 0 };
  notes heard = { 0 };
  change_lines(c, &changes, clause, clause, NULL);
  note_lines(&heard, x->node->kid[1]);
  uint32_t body = body_start(c, x->node);
  pol_consolidating_write(out, s, from, body < to ? body : to, &changes);
  if (out->n > 0 && out->at[out->n - 1] != '\n') pol_text_char(out, '\n');
  if (is_dated(c, clause)) write_dates(c, out, clause);
  if (body < to) pol_consolidating_write(out, s, body, to, &changes);
  if (out->n > 0 && out->at[out->n - 1] != '\n') pol_text_char(out, '\n');
  adopt(c, out, clause, clause, &heard, 0);
  write_scopes(c, out, clause);
}

/* Days on which the policy itself is not in force would be those of what amendments say, too. */
void pol_consolidating_header(pol_consolidating *c, pol_text *out, const pol_node *policy, uint32_t from, uint32_t to) {
  pol_changes changes = { 0 };
  const pol_node *lines = policy->kid[1];
  for (uint32_t i = 0; c->outside && i < lines->n; i++)
    if (lines->kid[i]->kind == POL_N_EFFECTIVE) pol_consolidating_cut_line(c, &changes, lines->kid[i]->span);
  pol_consolidating_write(out, pol_consolidating_source(c, policy), from, to, &changes);
}

/* A heading stays as long as something stands under it. What it said of the policy as it was is gone; so is its scope, where that was replaced. */
void pol_consolidating_heading(pol_consolidating *c, pol_text *out, const pol_node *section, uint32_t from, uint32_t to) {
  pol_changes changes = { 0 };
  uint32_t scope = pol_map_get(&c->clause_of, (uint64_t)(uintptr_t)section);
  for (uint32_t i = 0; i < section->kid[1]->n; i++) {
    const pol_node *line = section->kid[1]->kid[i];
    bool amends = line->kind == POL_N_REPLACES || line->kind == POL_N_WITHDRAWS || line->kind == POL_N_UNCHANGED || line->kind == POL_N_KEEPS || line->kind == POL_N_PLACED_AFTER;
    bool gone = line->kind == POL_N_SECTION_APPLIES && scope != POL_MAP_NONE && !c->alive[scope];
    if (amends || gone) pol_consolidating_cut_line(c, &changes, line->span);
  }
  pol_consolidating_write(out, pol_consolidating_source(c, section), from, to, &changes);
}
