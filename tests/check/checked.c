#include "checked.h"
#include "syntax/parse.h"
#include <string.h>

enum { FILES = 8 };

void checked_open(checked *k, const pol_alloc *from, const char *const *texts) {
  static const char *const names[FILES] = { "1.pol", "2.pol", "3.pol", "4.pol", "5.pol", "6.pol", "7.pol", "8.pol" };
  *k = (checked){ .arena = pol_arena_new(from), .status = POL_NO_MEMORY };
  if (k->arena == NULL) return;
  pol_tree tree[FILES];
  uint32_t file[FILES], n = 0;
  pol_sources_init(&k->sources, k->arena);
  pol_reports_init(&k->reports, k->arena);
  k->atoms = pol_atoms_new(k->arena);
  if (k->atoms == NULL) return;
  for (; n < FILES && texts[n] != NULL; n++) {
    if (pol_sources_add(&k->sources, &file[n], names[n], texts[n], strlen(texts[n])) != POL_OK) return;
    if (pol_parse(&tree[n], k->arena, k->atoms, &k->sources, file[n], &k->reports) != POL_OK) return;
  }
  const pol_check_input in = { k->arena, k->atoms, &k->sources, &k->reports, tree, file, n, false };
  k->status = pol_check(&k->m, &in);
  pol_reports_sort(&k->reports);
}

void checked_one(checked *k, const char *text) {
  checked_open(k, NULL, (const char *const[]){ text, NULL });
  cr_assert_neq(k->status, POL_NO_MEMORY);
}

/* Whatever a test is about: a message is one line of at most 76 characters, without a full stop, and a label has at most eight words. */
static void in_shape(const pol_report *r) {
  enum { LONGEST = 76, WORDS = 8 };
  size_t n = pol_text_columns(r->message, strlen(r->message)), words = 1;
  bool names_are_short = pol_code_number(r->code) != 127 && strlen(r->message) < 150; /* the limits of names are tested with long ones */
  cr_expect(!names_are_short || n <= LONGEST, "%zu characters: %s", n, r->message);
  cr_expect(n > 0 && r->message[strlen(r->message) - 1] != '.' && strchr(r->message, '\n') == NULL, "%s", r->message);
  for (const char *at = r->at.text; at != NULL && *at != '\0'; at++) words += *at == ' ';
  cr_expect_leq(words, WORDS, "%s", r->at.text);
}

void checked_close(checked *k) {
  for (uint32_t i = 0; i < k->reports.list.n && !k->reports.no_memory; i++) in_shape(k->reports.list.at[i]);
  pol_arena_drop(k->arena);
}

static const char *keep(checked *k, pol_text *t) {
  const char *kept = pol_arena_copy(k->arena, pol_text_get(t), t->n);
  pol_text_drop(t);
  cr_assert(kept);
  return kept;
}

const char *checked_errors(checked *k) {
  pol_text t;
  pol_text_init(&t, NULL);
  for (uint32_t i = 0; i < k->reports.list.n; i++) {
    const pol_report *r = k->reports.list.at[i];
    if (r->severity != POL_ERROR && r->code != POL_R_FACT_MAY_NOT_EXIST) continue;
    pol_place place = pol_source_place(pol_sources_get(&k->sources, r->at.span.file), r->at.span.start);
    pol_text_format(&t, "%sPOL%04u %u:%u", t.n > 0 ? ", " : "", pol_code_number(r->code), place.line, place.column);
  }
  return keep(k, &t);
}

const pol_report *checked_report(const checked *k, unsigned number) {
  for (uint32_t i = 0; i < k->reports.list.n; i++)
    if (pol_code_number(k->reports.list.at[i]->code) == number) return k->reports.list.at[i];
  return NULL;
}

static void write_value(const checked *k, pol_text *t, const pol_value *v) {
  const pol_model *m = k->m;
  if (v->state == POL_NOT_APPLICABLE) {
    pol_text_add(t, "n/a");
    return;
  }
  switch ((pol_type_kind)v->type.kind) {
  case POL_T_BROKEN: pol_text_add(t, "broken"); break;
  case POL_T_BOOL: pol_text_add(t, v->as.i ? "yes" : "no"); break;
  case POL_T_OPTION: pol_text_add(t, pol_atom_get(k->atoms, m->options.at[v->type.ref].at[v->as.i].name)); break;
  case POL_T_PARTY: pol_text_add(t, pol_atom_get(k->atoms, m->parties.at[v->as.i].name)); break;
  case POL_T_NUMBER: pol_num_write(t, v->as.num, 0); break;
  case POL_T_PERIOD: pol_text_format(t, "%dm%dd", v->as.period.months, v->as.period.days); break;
  case POL_T_DATE: pol_date_write(t, v->as.i); break;
  case POL_T_TIME: pol_time_write(t, v->as.i); break;
  case POL_T_TEXT: pol_text_format(t, "\"%s\"", pol_atom_get(k->atoms, (pol_atom)v->as.i)); break;
  case POL_T_OUTCOME: pol_text_add(t, v->as.i == POL_OUT_SILENT ? "silent" : pol_outcome_name((pol_outcome)v->as.i)); break;
  default: pol_text_format(t, "#%d", v->as.i); break;
  }
}

static void write_expr(const checked *k, pol_text *t, const pol_expr *e) {
  if (e == NULL) {
    pol_text_add(t, "-");
    return;
  }
  if (e->flags & POL_X_DEFINE) pol_text_format(t, "%s=", pol_atom_get(k->atoms, k->m->defines.at[e->define].name));
  if (e->flags & POL_X_AGREED) pol_text_add(t, "agreed=");
  if (e->flags & POL_X_PENDING) pol_text_add(t, "pending=");
  if (e->op == POL_OP_CONST) {
    write_value(k, t, &e->value);
    return;
  }
  if (e->op == POL_OP_INPUT || e->op == POL_OP_LIST_FACT) {
    pol_text_add(t, pol_atom_get(k->atoms, k->m->facts.at[e->ref].name));
    return;
  }
  pol_text_format(t, "(%s", pol_op_name((pol_op)e->op));
  if (e->op == POL_OP_DECISION) pol_text_format(t, " %s", pol_atom_get(k->atoms, k->m->decisions.at[e->ref].name));
  if (e->op == POL_OP_ELEMENT || e->op == POL_OP_LIST_FIELD) pol_text_format(t, " %u.%u", e->ref, e->field);
  if (e->op == POL_OP_SHIFT_DATE || e->op == POL_OP_SHIFT_ORDER || e->op == POL_OP_PERIOD_ADD) pol_text_add(t, e->k > 0 ? " +" : " -");
  if (e->op == POL_OP_TO_PERIOD) pol_text_format(t, " %c", "dwmy"[e->k]);
  for (uint32_t i = 0; i < e->n; i++) {
    pol_text_char(t, ' ');
    write_expr(k, t, e->arg[i]);
  }
  pol_text_char(t, ')');
}

const char *checked_expr(checked *k, const pol_expr *e) {
  pol_text t;
  pol_text_init(&t, NULL);
  write_expr(k, &t, e);
  return keep(k, &t);
}
