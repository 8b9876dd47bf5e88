/* Declarations: which lines they have, which of them stand together in a run, and how many empty lines stay between them. */
#include "format/layout.h"

/* Nodes as lists of nodes that are not changed. */
static const pol_node *const *kids_of(const pol_node *n) { return (const pol_node *const *)n->kid; }

static void start_lines(pol_layout *l, const pol_node *list, void (*lay)(pol_layout *l, const pol_node *line)) {
  for (uint32_t i = 0; i < list->n; i++) {
    pol_layout_start(l, pol_layout_at(l, list->kid[i]), POL_INDENT, i > 0);
    if (lay) lay(l, list->kid[i]);
  }
}

static void header_line(pol_layout *l, const pol_node *line) { pol_layout_expression(l, line, 0); }

/* -- entries and decisions: what goes on with them stands under their label */

static void qualifiers(pol_layout *l, const pol_node *list) {
  for (uint32_t i = 0; i < list->n; i++) {
    const pol_node *q = list->kid[i];
    pol_layout_point(l, pol_layout_at(l, q), POL_POINT_FILL_KEPT, POL_RANK_PART)->comma = POL_COMMA_JOINED;
    if (q->kind == POL_N_KNOWN_TO || q->kind == POL_N_AFTER) pol_layout_items(l, kids_of(q), q->n, 0);
    else pol_layout_expression(l, q, 0);
  }
}

static void type(pol_layout *l, const pol_node *n) {
  if (n->kind == POL_N_TYPE_ONE_OF) pol_layout_items(l, kids_of(n), n->n, 0);
}

static pol_member typed(pol_layout *l, const pol_node *n, const pol_node *label, const pol_node *of, const pol_node *quals) {
  uint32_t is = pol_layout_at(l, of) - 1, end = pol_layout_after(l, n);
  pol_layout_point(l, is, POL_POINT_AUTHOR, 0);
  type(l, of);
  qualifiers(l, quals);
  if (quals->n) end = pol_layout_at(l, quals->kid[0]);
  return (pol_member){pol_layout_at(l, n), label ? pol_layout_at(l, label) : 0, is, end};
}

static pol_member entry(pol_layout *l, const pol_node *n) {
  enum { LABEL, TYPE, BOUND, QUALS };
  pol_layout_expression(l, n->kid[BOUND], 0);
  return typed(l, n, n->kid[LABEL], n->kid[TYPE], n->kid[QUALS]);
}

static bool entries(pol_layout *l, const pol_node *list) {
  pol_member *member = POL_NEW_N(l->arena, pol_member, list->n + 1u);
  if (!member) return false;
  start_lines(l, list, NULL);
  uint32_t run = 0;
  for (uint32_t i = 0; i < list->n; i++) {
    member[i] = entry(l, list->kid[i]);
    if (i == 0 || !pol_layout_blank_before(l, member[i].first)) continue;
    pol_columns_align(l, member + run, i - run, POL_INDENT);
    run = i;
  }
  pol_columns_align(l, member + run, list->n - run, POL_INDENT);
  return true;
}

/* -- options and orders */

static bool options(pol_layout *l, const pol_node *list) {
  if (!pol_layout_is_bullets(l, list->kid[0])) {
    pol_layout_items(l, kids_of(list), list->n, 0);
    return true;
  }
  pol_member *member = POL_NEW_N(l->arena, pol_member, list->n);
  if (!member) return false;
  pol_layout_bullets(l, kids_of(list), list->n);
  for (uint32_t i = 0; i < list->n; i++) {
    const pol_node *label = list->kid[i]->kid[0];
    member[i] = (pol_member){.first = pol_layout_at(l, list->kid[i]) - 1, .end = pol_layout_after(l, list->kid[i])};
    if (!label) continue;
    member[i].label = pol_layout_at(l, label);
    pol_piece *p = pol_layout_point(l, member[i].label, POL_POINT_AUTHOR, 0);
    pol_layout_under(p, member[i].first, POL_INDENT);
    p->first = p->first || pol_layout_width(l, member[i].first, member[i].end) + POL_INDENT > POL_WIDE;
  }
  pol_columns_align(l, member, list->n, POL_INDENT);
  return true;
}

/* -- the rest */

static void parameters(pol_layout *l, const pol_node *list) {
  pol_layout_piece(l, pol_layout_at(l, list) - 1)->space = 0;
  pol_layout_items(l, kids_of(list), list->n, 0);
}

/* value and define. The word before the body is "is" or "when": the nodes of conditions and cases start after it. */
static void defined(pol_layout *l, const pol_node *label, const pol_node *n, pol_member *member) {
  member->label = label ? pol_layout_at(l, label) : 0;
  uint32_t is = member->is = pol_layout_at(l, n) - 1;
  pol_piece *p = pol_layout_point(l, is, POL_POINT_AUTHOR, 0);
  pol_layout_expression(l, n, 0);
  if (n->kind == POL_N_CASES) return;
  if (n->kind == POL_N_CONDITION) pol_layout_lead(l, n->kid[0], is);
  else pol_layout_point(l, is + 1, POL_POINT_AUTHOR, 0);
  uint32_t end = is;
  while (end < l->end && pol_layout_piece(l, end)->point != POL_POINT_HARD) end++;
  if (pol_layout_width(l, member->first, end) > POL_WIDE) p->first = p->first || !p[1].first;
}

static bool table(pol_layout *l, const pol_node *n) {
  enum { PARAMS, BY, TITLE, REPLACES, ROWS };
  if (n->kid[PARAMS]) parameters(l, n->kid[PARAMS]);
  pol_layout_expression(l, n->kid[BY], 0);
  if (n->kid[REPLACES]) {
    pol_layout_start(l, pol_layout_at(l, n->kid[REPLACES]) - 1, POL_INDENT, 0);
    pol_layout_items(l, kids_of(n->kid[REPLACES]), n->kid[REPLACES]->n, 0);
  }
  return pol_columns_rows(l, n->kid[ROWS]);
}

static void agreement(pol_layout *l, const pol_node *n) {
  if (n->kid[1]) pol_layout_point(l, pol_layout_at(l, n->kid[1]), POL_POINT_NONE, 0)->comma = POL_COMMA_JOINED;
  if (n->kid[2]) pol_layout_point(l, pol_layout_at(l, n->kid[2]), POL_POINT_FILL_KEPT, POL_RANK_PART);
}

/* Neighbouring texts: each on a line of its own, under the first. */
static void texts(pol_layout *l, uint32_t from, uint32_t to) {
  uint32_t first = from;
  for (uint32_t i = from + 1; i < to; i++) {
    const pol_piece *p = pol_layout_piece(l, i), *before = p - 1;
    bool ends = before->kind == POL_PIECE_TEXT || before->kind == POL_PIECE_TEXT_TAIL, starts = p->kind == POL_PIECE_TEXT || p->kind == POL_PIECE_TEXT_HEAD;
    if (ends && starts) pol_layout_under(pol_layout_point(l, i, POL_POINT_HARD, 0), first, 0);
    else if (starts) first = i;
  }
}

static bool declaration(pol_layout *l, const pol_node *n, pol_member *member) {
  uint32_t first = pol_layout_at(l, n);
  const pol_node *label = n->n ? n->kid[0] : NULL;
  *member = (pol_member){.first = first, .end = l->end};
  texts(l, first, l->end);
  switch (n->kind) {
  case POL_N_POLICY: start_lines(l, n->kid[1], header_line); break;
  case POL_N_AMENDMENT: start_lines(l, n->kid[2], header_line); break;
  case POL_N_PARTY: member->label = label ? pol_layout_at(l, label) : 0; break;
  case POL_N_AGREEMENT: agreement(l, n); break;
  case POL_N_OPTIONS: return options(l, n->kid[1]);
  case POL_N_ORDER: return options(l, n->kid[2]);
  case POL_N_RECORD: case POL_N_FACTS: return entries(l, n->kid[1]);
  case POL_N_VALUE: defined(l, n->kid[0], n->kid[1], member); break;
  case POL_N_DEFINE:
    if (n->kid[0]) parameters(l, n->kid[0]);
    defined(l, n->kid[1], n->kid[2], member);
    break;
  case POL_N_DECISION: *member = typed(l, n, label, n->kid[1], n->kid[2]); break;
  case POL_N_TABLE: return table(l, n);
  case POL_N_SECTION: case POL_N_CLAUSE: start_lines(l, n->kid[1], pol_layout_clause_line); break;
  case POL_N_SCENARIO: start_lines(l, n->kid[1], pol_layout_scenario_line); break;
  case POL_N_SCENARIOS:
    start_lines(l, n->kid[1], pol_layout_scenario_line);
    return pol_columns_rows(l, n->kid[2]);
  default: break;
  }
  return true;
}

/* -- between declarations */

static int class_of(const pol_node *n) {
  switch (n->kind) {
  case POL_N_POLICY: case POL_N_AMENDMENT: return 0;
  case POL_N_SECTION: return 1;
  case POL_N_CLAUSE: case POL_N_TABLE: return 2;
  case POL_N_SCENARIO: case POL_N_SCENARIOS: return 3;
  case POL_N_DECISION: return 4;
  default: return 5;
  }
}

/* Two where another part of the document may begin, else one. */
static unsigned blanks_between(const pol_node *before, const pol_node *n) {
  int above = class_of(before), here = class_of(n);
  return here == 1 || (above != here && (above == 0 || here == 3 || here == 4)) ? 2 : 1;
}

/* Declarations on lines of their own, one under the other, whose columns are aligned. */
static bool goes_on_with_run(const pol_layout *l, const pol_node *before, const pol_node *n) {
  bool in_runs = n->kind == POL_N_PARTY || n->kind == POL_N_VALUE || n->kind == POL_N_DEFINE || n->kind == POL_N_DECISION;
  return in_runs && before->kind == n->kind && !pol_layout_blank_before(l, pol_layout_at(l, n));
}

/* Whether the words before the body, and the start of the body, are on one line. */
static bool is_in_columns(const pol_layout *l, const pol_node *n, const pol_member *m) {
  if (n->kind != POL_N_VALUE && n->kind != POL_N_DEFINE) return true;
  const pol_piece *is = pol_layout_piece(l, m->is);
  return !is->first && !(is[1].first && is[1].point != POL_POINT_NONE) && n->kid[n->n - 1]->kind != POL_N_CASES;
}

bool pol_layout_declarations(pol_layout *l, const pol_node *file) {
  pol_member *run = POL_NEW_N(l->arena, pol_member, file->n + 1u);
  uint32_t n = 0;
  if (!run) return false;
  for (uint32_t i = 0; i < file->n; i++) {
    const pol_node *d = file->kid[i];
    pol_member member;
    l->end = pol_layout_after(l, d);
    pol_layout_start(l, pol_layout_at(l, d), 0, i > 0 ? blanks_between(file->kid[i - 1], d) : 1);
    if (!declaration(l, d, &member)) return false;
    bool in_columns = is_in_columns(l, d, &member);
    if (i > 0 && !(in_columns && goes_on_with_run(l, file->kid[i - 1], d))) {
      pol_columns_align(l, run, n, 0);
      n = 0;
    }
    if (in_columns) run[n++] = member;
  }
  pol_columns_align(l, run, n, 0);
  return true;
}
