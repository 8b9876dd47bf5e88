/* Records: what one element of a list holds. Two are built in: the years of years_beginning, the pieces of pieces. */
#include "check/expr.h"
#include "syntax/words.h"

static void builtin(pol_checker *c, const char *name, const char *const *field, const pol_type *type, uint32_t n) {
  pol_record *r = POL_VEC_PUSH(c->in->arena, &c->m->records);
  pol_field *at = POL_NEW_N(c->in->arena, pol_field, n);
  if (r == NULL || at == NULL) {
    c->no_memory = true;
    return;
  }
  *r = (pol_record){ .name = pol_atom_text(c->in->atoms, name), .at = at, .n = n };
  for (uint32_t i = 0; i < n; i++) {
    at[i] = (pol_field){ .name = pol_atom_text(c->in->atoms, field[i]), .type = type[i] };
    if (at[i].name == 0) c->no_memory = true;
  }
  if (r->name == 0) c->no_memory = true;
}

/* Found by their places, POL_RECORD_YEAR and POL_RECORD_PIECE; a policy may have records of the same names. */
void pol_check_builtin_records(pol_checker *c) {
  static const char *const year[] = { "start", "end" };
  static const char *const piece[] = { "date", "start", "length" };
  const pol_type date = pol_type_of(POL_T_DATE);
  const pol_type years[] = { date, date };
  const pol_type pieces[] = { date, pol_type_of(POL_T_TIME), pol_type_number((pol_unit){ .hour = 1 }) };
  builtin(c, "year", year, years, 2);
  if (!c->no_memory) builtin(c, "piece", piece, pieces, 3);
}

bool pol_check_entry_type(pol_checker *c, pol_type *out, const pol_node *entry, const char *name) {
  const pol_node *type = pol_kid(entry, 1);
  *out = pol_check_type(c, type, name);
  bool answer = pol_type_is(*out, POL_T_PERMISSION) || pol_type_is(*out, POL_T_OBLIGATIONS);
  if (!answer && !pol_type_is(*out, POL_T_SET) && !pol_type_is(*out, POL_T_SEQUENCE)) return true;
  pol_report *r = pol_check_report(c, POL_R_TYPE_MISPLACED, type, "a fact is never %s: only a decision is", pol_type_is(*out, POL_T_PERMISSION) ? "a permission" : answer ? "a list of duties" : "a set or a sequence");
  if (answer) c->lost |= 1u << POL_KEYWORD_DECISION; /* it was to be one */
  if (answer) pol_report_help(c->in->reports, r, "what somebody has allowed is a fact of yes or no, or an agreement");
  else pol_report_help(c->in->reports, r, "make it a list of a record with one entry");
  *out = pol_type_of(POL_T_BROKEN);
  return false;
}

static void report_qualifiers(pol_checker *c, const pol_node *quals) {
  for (uint32_t i = 0; i < pol_kids(quals); i++) {
    pol_report *r = pol_check_report(c, POL_R_QUALIFIER_MISPLACED, quals->kid[i], "an entry of a record says its type, and nothing after it");
    pol_report_help(c->in->reports, r, "say it of the fact that is the list");
  }
}

static void read_entries(pol_checker *c, uint32_t record) {
  const pol_node *entries = pol_kid(c->m->records.at[record].node, 1);
  const char *name = pol_check_text(c, c->m->records.at[record].name);
  pol_field *at = entries != NULL && entries->n > 0 ? POL_NEW_N(c->in->arena, pol_field, entries->n) : NULL;
  if (at == NULL) {
    if (entries != NULL && entries->n > 0) c->no_memory = true;
    return;
  }
  uint32_t n = 0;
  for (uint32_t i = 0; i < entries->n; i++) {
    const pol_node *entry = entries->kid[i];
    if (!pol_is_node(entry, POL_N_ENTRY)) continue;
    pol_field *f = &at[n++];
    *f = (pol_field){ .name = entry->text, .label = pol_check_words(c, pol_kid(entry, 0)), .node = entry };
    for (uint32_t k = 0; k + 1 < n; k++)
      if (at[k].name == f->name)
        pol_report_add(c->in->reports, POL_R_DECLARED_TWICE, pol_check_name_span(c, entry, f->name), "%s is declared twice in %s", pol_check_text(c, f->name), name);
    pol_check_entry_type(c, &f->type, entry, pol_check_format(c, "%s.%s", name, pol_check_text(c, f->name)));
    pol_bound_kind bound = POL_BOUND_NONE;
    pol_check_bound(c, pol_kid(entry, 2), f->type, &bound, &f->low, &f->high);
    f->bound = (uint32_t)bound;
    report_qualifiers(c, pol_kid(entry, 3));
  }
  c->m->records.at[record].at = at;
  c->m->records.at[record].n = n;
}

/* How many lists stand inside one another from a record on. As many rounds as lists may nest, and one more: what still grows then is too deep,
 * or goes round in a circle. */
static uint32_t *depths(pol_checker *c) {
  uint32_t n = c->m->records.n;
  uint32_t *depth = POL_NEW_N(c->in->arena, uint32_t, n);
  if (depth == NULL) {
    c->no_memory = true;
    return NULL;
  }
  for (int round = 0; round <= POL_LIMIT_LIST_NESTING; round++) {
    for (uint32_t i = 0; i < n; i++) {
      const pol_record *r = &c->m->records.at[i];
      if (depth[i] == 0) depth[i] = 1;
      for (uint32_t k = 0; k < r->n; k++)
        if (pol_type_is(r->at[k].type, POL_T_LIST) && depth[r->at[k].type.ref] >= depth[i] && depth[i] <= POL_LIMIT_LIST_NESTING)
          depth[i] = depth[r->at[k].type.ref] + 1;
    }
  }
  return depth;
}

static void check_nesting(pol_checker *c) {
  const uint32_t *depth = depths(c);
  for (uint32_t i = POL_RECORD_PIECE + 1; depth != NULL && i < c->m->records.n; i++) {
    if (depth[i] <= POL_LIMIT_LIST_NESTING) continue;
    const pol_record *r = &c->m->records.at[i];
    pol_report *report = pol_report_add(c->in->reports, POL_R_LISTS_TOO_DEEP, pol_check_name_span(c, r->node, r->name), "in %s, lists stand inside lists more than %d deep",
                                        pol_check_text(c, r->name), (int)POL_LIMIT_LIST_NESTING);
    pol_report_help(c->in->reports, report, "take the innermost list out, and make it a list of its own");
    for (uint32_t k = 0; k < r->n; k++)
      if (pol_type_is(r->at[k].type, POL_T_LIST)) r->at[k].type = pol_type_of(POL_T_BROKEN);
  }
}

void pol_check_records(pol_checker *c) {
  for (uint32_t i = POL_RECORD_PIECE + 1; i < c->m->records.n && !c->no_memory; i++) read_entries(c, i);
  if (!c->no_memory) check_nesting(c);
}
