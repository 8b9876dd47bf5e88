/* Decisions as CSV (RFC 4180, lines end in a line feed): id, then a column a decision. */
#include "render/decisions.h"
#include <string.h>

static bool needs_marks(char c) { return c == ',' || c == '"' || c == '\r' || c == '\n' || c == '\0'; }

char *pol_csv_put(char *to, const char *bytes, size_t n) {
  bool quoted = n > 0 && (bytes[0] == ' ' || bytes[n - 1] == ' ');
  for (size_t i = 0; i < n && !quoted; i++) quoted = needs_marks(bytes[i]);
  if (!quoted) return memcpy(to, bytes, n), to + n;
  *to++ = '"';
  for (size_t i = 0; i < n; i++) {
    if (bytes[i] == '"') *to++ = '"';
    *to++ = bytes[i];
  }
  *to++ = '"';
  return to;
}

void pol_csv_field(pol_text *to, const char *bytes, size_t n, bool first) {
  if (!first) pol_text_char(to, ',');
  if (pol_text_room(to, POL_CSV_MOST(n))) to->n = (size_t)(pol_csv_put(to->at + to->n, bytes, n) - to->at);
}

static void text_field(pol_text *to, const char *text) { pol_csv_field(to, text, strlen(text), false); }

void pol_decisions_csv_begin(const pol_telling *t) {
  const pol_model *m = t->edition->program->model;
  pol_page page = pol_page_of(t->paper);
  pol_arena_point here = pol_arena_mark(t->paper->arena);
  pol_text_add(t->paper->to, "id");
  for (uint32_t i = 0; i < t->askeds; i++) {
    const char *name = pol_atom_get(m->atoms, m->decisions.at[t->asked[i]].name);
    text_field(t->paper->to, name);
    if (t->paper->outcomes) text_field(t->paper->to, pol_page_format(&page, "%s.outcome", name));
  }
  pol_text_char(t->paper->to, '\n');
  pol_arena_reset(t->paper->arena, here);
}

/* The outcome of a permission, else the plain value: nothing where there is none. */
static const char *field_of(const pol_case *c) {
  const pol_answer *a = c->answer;
  const pol_decision *d = pol_case_decision(c);
  pol_text t;
  if (d->type.kind == POL_T_PERMISSION) return pol_outcome_name(a->outcome);
  if (a->outcome != POL_OUT_VALUE) return "";
  pol_text_init(&t, pol_arena_alloc(c->page.arena));
  if (d->type.kind == POL_T_OBLIGATIONS)
    for (uint32_t i = 0; i < a->duties; i++)
      pol_text_format(&t, "%s%s", i == 0 ? "" : " ", pol_say_atom(c, pol_case_rule(c, a->duty[i].rule)->duty.name));
  else pol_value_plain(&t, c->model, &a->value, pol_decision_places(d));
  return pol_page_keep(&c->page, &t);
}

void pol_decisions_csv(const pol_telling *t, const pol_told *told) {
  pol_text *to = t->paper->to;
  pol_csv_field(to, told->record->id == NULL ? "" : told->record->id, told->record->id == NULL ? 0 : told->record->id_length, true);
  for (uint32_t i = 0; i < t->askeds; i++) {
    if (told->record->wrong) { /* not decided; in error where outcomes are asked for */
      text_field(to, "");
      if (t->paper->outcomes) text_field(to, "error");
      continue;
    }
    pol_case c = pol_case_of(t, told, i);
    text_field(to, field_of(&c));
    if (t->paper->outcomes) text_field(to, pol_outcome_name(c.answer->outcome));
  }
  pol_text_char(to, '\n');
}
