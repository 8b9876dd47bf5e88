/* The head of a policy or an amendment, dates of effect, and the names of tables. */
#include "check/expr.h"
#include <stdlib.h>
#include <string.h>

static bool read_date(pol_checker *c, const pol_node *node, pol_date *out) {
  if (node == NULL) return false;
  pol_type date = pol_type_of(POL_T_DATE);
  pol_value v = pol_check_constant(c, node, &date);
  if (v.state != POL_KNOWN || !pol_type_is(v.type, POL_T_DATE)) return false;
  *out = v.as.i;
  return true;
}

pol_span_of_time pol_check_effective(pol_checker *c, const pol_node *node) {
  pol_span_of_time s = { 0 };
  if (!pol_is_node(node, POL_N_EFFECTIVE)) return s;
  const char *taker = c->taker;
  c->taker = NULL;
  s.from_set = read_date(c, pol_kid(node, 0), &s.from);
  s.to_set = read_date(c, pol_kid(node, 1), &s.to);
  c->taker = taker;
  if (!s.from_set || !s.to_set || s.from <= s.to) return s;
  pol_report *r = pol_check_report(c, POL_R_BACKWARDS, node, "these dates end before they start");
  pol_report_help(c->in->reports, r, "write the earlier day first: both days count");
  s.to_set = false;
  return s;
}

/* Lines of a head that the language has no use for itself; whoever reads the policy has. */
static const char *const fields[] = { "reference", "publisher", "version", "source", "issued", "owner", "contact", "review", "note" };

static void read_field(pol_checker *c, const pol_node *node) {
  const char *name = pol_check_text(c, node->text), *words = pol_check_words(c, pol_kid(node, 0));
  if (strcmp(name, "reference") == 0) c->m->reference = words;
  if (strcmp(name, "publisher") == 0) c->m->publisher = words;
  if (strcmp(name, "contact") == 0) c->m->contact = words;
  if (strcmp(name, "note") == 0) c->m->note = words;
  pol_nearest near;
  pol_nearest_init(&near, name);
  for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
    if (strcmp(fields[i], name) == 0) return;
    pol_nearest_offer(&near, fields[i], 0);
  }
  pol_check_broken_name(c, node->text); /* director "the Director": declared after all, but for the word before it */
  pol_report *r = pol_check_report(c, POL_R_NO_HEADER_FIELD, node, "the head of a policy has no line %s", name);
  if (near.best != NULL) pol_report_help(c->in->reports, r, "did you mean %s?", near.best);
  else pol_report_help(c->in->reports, r, "it may have reference, publisher, version, source, issued, owner, contact, review and note");
}

/* Of two lines that say the same thing, one would count without a word. Of the days of an amendment applied.c speaks. */
static void report_repeated(pol_checker *c, const pol_node *lines, uint32_t i, bool policy) {
  const pol_node *line = lines->kid[i];
  bool settles = line->kind == POL_N_SHORT_MONTHS;
  if (line->kind == POL_N_EFFECTIVE_APPLIED || (!policy && line->kind == POL_N_EFFECTIVE)) return;
  for (uint32_t k = 0; k < i; k++) {
    const pol_node *before = lines->kid[k];
    if (before->kind != line->kind || line->kind == POL_N_BROKEN || (!settles && before->text != line->text)) continue;
    pol_report *r = pol_check_report(c, POL_R_QUALIFIER_MISPLACED, line, "this is said twice of one %s", policy ? "policy" : "amendment");
    pol_report_also(c->in->reports, r, before->span, "first");
    return;
  }
}

static void read_line(pol_checker *c, const pol_node *line, bool policy) {
  switch ((pol_node_kind)line->kind) {
  case POL_N_FIELD: read_field(c, line); break;
  case POL_N_SHORT_MONTHS:
    c->m->short_months = strcmp(pol_check_text(c, line->text), "last_day") == 0 ? POL_SHORT_LAST_DAY : POL_SHORT_NEXT_FIRST;
    break;
  case POL_N_EFFECTIVE: {
    if (!policy) break; /* an amendment's dates are those of its clauses: amendments.c */
    pol_span_of_time s = pol_check_effective(c, line);
    c->m->from_set = s.from_set;
    c->m->to_set = s.to_set;
    c->m->from = s.from;
    c->m->to = s.to;
    break;
  }
  case POL_N_EFFECTIVE_APPLIED: {
    if (!policy) break;
    pol_report *r = pol_check_report(c, POL_R_QUALIFIER_MISPLACED, line, "only an amendment is applied; a policy is effective from a day");
    pol_report_help(c->in->reports, r, "effective from 2024-04-01");
    break;
  }
  default: break;
  }
}

/* Policies come first among the trees, so the name of what is amended is known. */
static void check_base(pol_checker *c, const pol_node *base) {
  if (base == NULL || c->m->is_amendment || c->m->name == 0 || base->text == c->m->name) return;
  const char *name = pol_check_text(c, c->m->name);
  pol_report *r = pol_check_report(c, POL_R_NO_BASE, base, "this amends %s, and the policy among the files is %s", pol_check_text(c, base->text), name);
  pol_report_help(c->in->reports, r, "name the file of %s, or write: of %s", pol_check_text(c, base->text), name);
}

void pol_check_header(pol_checker *c, const pol_node *head) {
  bool policy = head->kind == POL_N_POLICY;
  if (c->importing) return; /* a module's head says nothing about the policy that uses it */
  if (policy && c->m->name != 0) {
    pol_report *r = pol_report_add(c->in->reports, POL_R_TWO_POLICIES, pol_check_name_span(c, head, head->text), "a second policy, %s, stands among the files",
                                   pol_check_text(c, head->text));
    pol_report_help(c->in->reports, r, "check one policy at a time; what changes a policy is an amendment: amendment %s of %s", pol_check_text(c, head->text),
                    pol_check_text(c, c->m->name));
    return;
  }
  if (!policy) check_base(c, pol_kid(head, 1));
  if (policy || c->m->is_amendment) {
    c->m->name = head->text;
    c->m->title = pol_check_words(c, pol_kid(head, 0));
  }
  const pol_node *lines = pol_kid(head, policy ? 1 : 2);
  for (uint32_t i = 0; i < pol_kids(lines); i++) {
    report_repeated(c, lines, i, policy);
    read_line(c, lines->kid[i], policy);
  }
}

/* -- tables: the times of day in a table's cells are where pieces() cuts */

static int by_value(const void *a, const void *b) {
  int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
  return (x > y) - (x < y);
}

typedef POL_VEC(int32_t) times;

/* Cells nest as deep as the tree may. */
static void collect_times(pol_checker *c, const pol_node *node, times *found) {
  if (node == NULL) return;
  int32_t minutes = 0;
  const char *text = node->kind == POL_N_TIME ? pol_check_text(c, node->text) : "";
  if (pol_time_read(&minutes, text, strlen(text))) {
    int32_t *slot = POL_VEC_PUSH(c->in->arena, found);
    if (slot == NULL) c->no_memory = true;
    else *slot = minutes;
  }
  for (uint32_t i = 0; i < node->n; i++) collect_times(c, node->kid[i], found);
}

static void set_borders(pol_checker *c, pol_table *table, const pol_node *rows) {
  times found = { 0 };
  collect_times(c, rows, &found);
  for (uint32_t i = 0; i < table->borders; i++) {
    int32_t *slot = POL_VEC_PUSH(c->in->arena, &found);
    if (slot == NULL) c->no_memory = true;
    else *slot = table->border[i];
  }
  if (found.n == 0) return;
  qsort(found.at, found.n, sizeof *found.at, by_value);
  uint32_t n = 1;
  for (uint32_t i = 1; i < found.n; i++)
    if (found.at[i] != found.at[n - 1]) found.at[n++] = found.at[i];
  table->border = found.at;
  table->borders = n;
}

/* A table of an amendment takes the place of one of the same name; which one counts when is for tables.c to say. The name stands for the first of
 * them, which is cut at the borders of all. */
void pol_check_table_name(pol_checker *c, const pol_node *node) {
  pol_table *t = POL_VEC_PUSH(c->in->arena, &c->m->tables);
  if (t == NULL) {
    c->no_memory = true;
    return;
  }
  uint32_t index = c->m->tables.n - 1, first = pol_check_find(c, POL_NAME_TABLE, node->text);
  *t = (pol_table){ .name = node->text, .title = pol_check_words(c, pol_kid(node, 2)), .params = pol_kid(node, 0) != NULL ? pol_kid(node, 0)->n : 0, .node = node };
  set_borders(c, t, pol_kid(node, 4));
  if (pol_kid(node, 3) != NULL && first != POL_NO_REF) set_borders(c, &c->m->tables.at[first], pol_kid(node, 4));
  else if (node->text != 0) pol_check_declare(c, POL_NAME_TABLE, node->text, index, node);
}
