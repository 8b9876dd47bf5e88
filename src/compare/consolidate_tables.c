/* The text of a table: rows stand under the ids that their clauses have now, rows of what is gone are gone. A row cannot say `when`: where its clause was replaced
 * for some cases only, the cases become a column, and the bands of such a table say where they end. */
#include "compare/consolidating.h"
#include <string.h>

typedef struct extra { const pol_node *cases; bool outside; } extra; /* a column more */

typedef struct bearer { uint32_t clause, written_in; } bearer; /* a clause in force, and the one that the row names */
typedef struct bearers { POL_VEC(bearer) list; } bearers;

typedef struct sheet {
  pol_consolidating *c;
  const pol_node *table, *head;
  uint32_t clause_at, despite_at;
  POL_VEC(extra) extras;
  const bearers *of; /* by row */
  bool ranked;       /* a column for `despite` is added */
} sheet;

static bool same_extra(const extra *a, const pol_node *cases, bool outside) { return a->cases == cases && a->outside == outside; }

static void need(sheet *s, const pol_node_list *cases, bool outside) {
  for (uint32_t i = 0; i < cases->list.n; i++) {
    uint32_t k = 0;
    while (k < s->extras.n && !same_extra(&s->extras.at[k], cases->list.at[i], outside)) k++;
    if (k < s->extras.n) continue;
    extra *slot = POL_VEC_PUSH(s->c->arena, &s->extras);
    if (slot == NULL) s->c->no_memory = true;
    else *slot = (extra){ cases->list.at[i], outside };
  }
}

/* -- the clauses that have a row now */

static void find_bearers(sheet *s, const pol_node *row, bearers *out) {
  const pol_node *cell = row->kid[s->clause_at];
  if (cell->n == 0) return;
  for (uint32_t x = pol_map_get(&s->c->by_id, cell->kid[0]->text); x != POL_MAP_NONE && x != POL_NO_REF; x = s->c->next_version[x]) {
    pol_clause_list list = { 0 };
    pol_consolidating_bearers(s->c, x, &list, 0);
    for (uint32_t i = 0; i < list.list.n; i++) {
      bearer *slot = POL_VEC_PUSH(s->c->arena, &out->list);
      if (slot == NULL) s->c->no_memory = true;
      else *slot = (bearer){ list.list.at[i], x };
    }
  }
}

static void cases_of(sheet *s, const bearer *b, const pol_node *row, pol_node_list *inside, pol_node_list *outside) {
  const pol_written_line *line = pol_consolidating_line(s->c, b->clause, row);
  pol_consolidating_cases(s->c, b->written_in, inside);
  for (uint32_t i = 0; line != NULL && i < line->rules.n; i++) pol_consolidating_other_cases(s->c, b->written_in, &s->c->m->rules.at[line->rules.at[i]], outside);
}

static bool has(const pol_node_list *list, const pol_node *cases) {
  for (uint32_t i = 0; i < list->list.n; i++)
    if (list->list.at[i] == cases) return true;
  return false;
}

/* -- a row */

static const pol_node *limit_in(const pol_expr *e, pol_span cell) {
  const pol_node *n = e->node;
  bool limit = pol_is_node(n, POL_N_RELATION) && n->span.file == cell.file && n->span.start == cell.start && n->span.end == cell.end && n->n == 1;
  if (limit && (e->op == POL_OP_LT || e->op == POL_OP_GT)) return n->kid[0];
  const pol_node *found = NULL;
  for (uint32_t i = 0; i < e->n && found == NULL; i++)
    if (e->arg[i] != NULL) found = limit_in(e->arg[i], cell);
  return found;
}

/* Whether a row that is not in the text says where a band ends. */
static bool is_left_out(const sheet *s, const pol_node *end) {
  const pol_node *rows = s->table->kid[4];
  for (uint32_t i = 1; i < rows->n; i++)
    if (rows->kid[i]->span.start <= end->span.start && end->span.end <= rows->kid[i]->span.end) return s->of[i].list.n == 0;
  return false;
}

/* Where a band ends that says only where it begins; said where the next one is not there to tell. */
static const char *band(sheet *s, const bearer *b, const pol_node *row, const pol_node *cell) {
  const char *text = pol_consolidating_slice(s->c, cell->span);
  const pol_written_line *line = pol_consolidating_line(s->c, b->clause, row);
  if (cell->text == 0 || strcmp(pol_consolidating_name(s->c, cell->text), "from") != 0 || cell->n != 1 || line == NULL) return text;
  const pol_expr *when = s->c->m->rules.at[line->rules.at[0]].when;
  const pol_node *end = when != NULL ? limit_in(when, cell->span) : NULL;
  return end != NULL && (s->extras.n > 0 || is_left_out(s, end)) ? pol_consolidating_format(s->c, "%s to %s", text, pol_consolidating_slice(s->c, end->span)) : text;
}

static const char *cell_text(sheet *s, const bearer *b, const pol_node *row, uint32_t at) {
  const pol_node *cell = row->kid[at];
  const pol_written_line *line = pol_consolidating_line(s->c, b->clause, row);
  if (at == s->clause_at) return pol_consolidating_name(s->c, s->c->m->clauses.at[b->clause].id);
  if (at == s->despite_at && line != NULL && line->changed) return pol_consolidating_rank_words(s->c, line);
  return cell->n == 0 ? "" : band(s, b, row, cell);
}

static const char *column_name(sheet *s, const extra *e) {
  pol_consolidating *c = s->c;
  for (uint32_t i = 0; i < c->names.n; i++)
    if (c->names.at[i].cases == e->cases && c->names.at[i].outside == e->outside) return c->names.at[i].name;
  pol_case_name *slot = POL_VEC_PUSH(c->arena, &c->names);
  pol_atom clause = 0;
  for (uint32_t i = 0; i < c->m->endings.n && clause == 0; i++)
    if (c->m->endings.at[i].how == POL_ENDS_IN_PART && c->m->endings.at[i].line->kid[1] == e->cases) clause = c->m->clauses.at[c->m->endings.at[i].by].id;
  char *name = pol_arena_copy(c->arena, pol_consolidating_name(c, clause), pol_atom_length(c->m->atoms, clause));
  if (slot == NULL || name == NULL) {
    c->no_memory = true;
    return "";
  }
  for (char *at = name; *at != '\0'; at++)
    if (!((*at >= 'a' && *at <= 'z') || (*at >= '0' && *at <= '9'))) *at = '_';
  *slot = (pol_case_name){ e->cases, e->outside, pol_consolidating_format(c, "%s_%s", e->outside ? "not_case_of" : "case_of", name), clause };
  return slot->name;
}

static void write_row(sheet *s, pol_text *t, const bearer *b, const pol_node *row) {
  pol_node_list inside = { 0 }, outside = { 0 };
  cases_of(s, b, row, &inside, &outside);
  for (uint32_t i = 0; i < row->n; i++) pol_text_format(t, "| %s ", cell_text(s, b, row, i));
  for (uint32_t i = 0; i < s->extras.n; i++) pol_text_format(t, "| %s ", has(s->extras.at[i].outside ? &outside : &inside, s->extras.at[i].cases) ? "yes" : "");
  const pol_written_line *line = pol_consolidating_line(s->c, b->clause, row);
  if (s->ranked) pol_text_format(t, "| %s ", line != NULL ? pol_consolidating_rank_words(s->c, line) : "");
  pol_text_char(t, '|');
}

/* A row's place may take in the end of its line. */
static uint32_t end_of(const sheet *s, const pol_node *row) {
  const char *text = pol_consolidating_source(s->c, row)->text;
  uint32_t end = row->span.end;
  while (end > row->span.start && text[end - 1] != '|') end--;
  return end;
}

/* Whether a band of it must say where it ends. */
static bool is_cut(sheet *s, const pol_node *row, const bearers *list) {
  for (uint32_t i = 0; i < row->n && list->list.n > 0; i++)
    if (row->kid[i]->n > 0 && i != s->clause_at && i != s->despite_at && strcmp(band(s, &list->list.at[0], row, row->kid[i]), pol_consolidating_slice(s->c, row->kid[i]->span)) != 0) return true;
  return false;
}

static void change_row(sheet *s, pol_changes *out, const pol_node *row, const bearers *list) {
  const pol_node *id = row->kid[s->clause_at]->n > 0 ? row->kid[s->clause_at]->kid[0] : NULL;
  if (id == NULL) return;
  if (list->list.n == 0) {
    pol_consolidating_cut_line(s->c, out, (pol_span){ row->span.file, row->span.start, end_of(s, row) });
    return;
  }
  const pol_written_line *line = pol_consolidating_line(s->c, list->list.at[0].clause, row);
  bool same = list->list.n == 1 && !is_cut(s, row, list) && s->c->m->clauses.at[list->list.at[0].clause].id == id->text && (line == NULL || !line->changed);
  if (same && s->extras.n == 0 && !s->ranked) return;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(s->c->arena));
  for (uint32_t i = 0; i < list->list.n; i++) {
    if (i > 0) pol_text_add(&t, "\n  ");
    write_row(s, &t, &list->list.at[i], row);
  }
  pol_consolidating_change(s->c, out, row->span.start, end_of(s, row), pol_consolidating_keep(s->c, &t));
}

static void change_head(sheet *s, pol_changes *out) {
  if (s->extras.n == 0 && !s->ranked) return;
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(s->c->arena));
  for (uint32_t i = 0; i < s->extras.n; i++) pol_text_format(&t, " %s |", column_name(s, &s->extras.at[i]));
  if (s->ranked) pol_text_add(&t, " despite |");
  pol_consolidating_change(s->c, out, end_of(s, s->head), end_of(s, s->head), pol_consolidating_keep(s->c, &t));
}

/* -- the table */

/* The word `replaces`, in a line of its own or in that of the table's head, before what it names. */
static uint32_t replaces_before(const pol_source *s, uint32_t at) {
  static const char word[] = "replaces";
  while (at > 0 && s->text[at - 1] != '\n' && strncmp(s->text + at, word, sizeof word - 1) != 0) at--;
  return at;
}

bool pol_consolidating_table(pol_consolidating *c, pol_text *out, const pol_node *table, uint32_t from, uint32_t to) {
  const pol_node *rows = table->kid[4];
  sheet s = { .c = c, .table = table, .head = rows->kid[0] };
  pol_changes changes = { 0 };
  bool any = false;
  bearers *list = POL_NEW_N(c->arena, bearers, rows->n);
  if (list == NULL || pol_consolidating_column(c, table, "clause", &s.clause_at) == NULL) return !(c->no_memory = c->no_memory || list == NULL);
  (void)pol_consolidating_column(c, table, "despite", &s.despite_at);
  for (uint32_t i = 1; i < rows->n && !c->no_memory; i++) {
    find_bearers(&s, rows->kid[i], &list[i]);
    any = any || list[i].list.n > 0;
    for (uint32_t k = 0; k < list[i].list.n; k++) {
      pol_node_list inside = { 0 }, outside = { 0 };
      const pol_written_line *line = pol_consolidating_line(c, list[i].list.at[k].clause, rows->kid[i]);
      cases_of(&s, &list[i].list.at[k], rows->kid[i], &inside, &outside);
      need(&s, &inside, false);
      need(&s, &outside, true);
      if (line != NULL && line->changed && line->refs.n > 0 && s.despite_at == POL_NO_REF) s.ranked = true;
    }
  }
  if (!any || c->no_memory) return false;
  s.of = list;
  change_head(&s, &changes);
  for (uint32_t i = 1; i < rows->n && !c->no_memory; i++) change_row(&s, &changes, rows->kid[i], &list[i]);
  if (pol_kids(table->kid[3]) > 0) {
    pol_span line = table->kid[3]->span;
    line.start = replaces_before(pol_consolidating_source(c, table), line.start);
    pol_consolidating_cut_line(c, &changes, line);
  }
  pol_consolidating_write(out, pol_consolidating_source(c, table), from, to, &changes);
  return true;
}

void pol_consolidating_case_names(pol_consolidating *c, pol_text *out) {
  for (uint32_t i = 0; i < c->names.n && !c->no_memory; i++) { /* one that there was no memory for is not whole */
    const pol_case_name *n = &c->names.at[i];
    const char *test = pol_consolidating_test(c, n->cases), *id = pol_consolidating_name(c, n->clause);
    if (n->outside) pol_text_format(out, "define %s \"a case that %s is not for\" is\n  - no when %s\n  - yes otherwise\n\n", n->name, id, test);
    else pol_text_format(out, "define %s \"a case that %s is for\" when %s\n\n", n->name, id, test);
  }
}
