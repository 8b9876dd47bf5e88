#include "said.h"
#include <criterion/criterion.h>
#include <string.h>

void said_open(said *s, const char *text, size_t length, const pol_alloc *from) {
  *s = (said){ .arena = pol_arena_new(from), .status = POL_NO_MEMORY };
  s->atoms = s->arena ? pol_atoms_new(s->arena) : NULL;
  if (!s->atoms) return;
  pol_sources_init(&s->sources, s->arena);
  pol_reports_init(&s->reports, s->arena);
  s->status = pol_sources_add(&s->sources, &s->file, "said.pol", text, length);
  if (s->status == POL_OK) s->status = pol_parse(&s->tree, s->arena, s->atoms, &s->sources, s->file, &s->reports);
}

void said_close(said *s) { pol_arena_drop(s->arena); }

static void write_kids(pol_text *out, const said *s, const pol_node *node, const char *before) {
  for (uint32_t i = 0; i < node->n; i++) {
    pol_text_add(out, i ? " " : before);
    said_node(out, s, node->kid[i]);
  }
}

void said_node(pol_text *out, const said *s, const pol_node *node) {
  const char *text = node ? pol_atom_get(s->atoms, node->text) : "";
  if (!node) pol_text_char(out, '_');
  else if (node->kind == POL_N_LIST) {
    pol_text_char(out, '[');
    write_kids(out, s, node, "");
    pol_text_char(out, ']');
  } else if (node->kind == POL_N_TEXT) pol_text_format(out, "\"%s\"", text);
  else if (node->kind == POL_N_BROKEN && !node->n && !node->text) pol_text_char(out, '!');
  else if (node->kind == POL_N_NAME || node->kind == POL_N_NUMBER || node->kind == POL_N_UNIT || node->kind == POL_N_REF || node->kind == POL_N_DATE) pol_text_add(out, text);
  else {
    pol_text_format(out, "(%s", pol_node_name((pol_node_kind)node->kind));
    if (node->text) pol_text_format(out, " %s", text);
    write_kids(out, s, node, " ");
    pol_text_char(out, ')');
  }
}

void said_tree(pol_text *out, const char *text) {
  said s;
  said_open(&s, text, strlen(text), NULL);
  cr_assert_eq(s.status, POL_OK);
  pol_text_clear(out);
  write_kids(out, &s, s.tree.root, "");
  said_close(&s);
}

void said_reports(pol_text *out, const char *text, size_t length) {
  said s;
  said_open(&s, text, length, NULL);
  cr_assert_eq(s.status, POL_OK);
  pol_text_clear(out);
  pol_reports_sort(&s.reports);
  for (uint32_t i = 0; i < s.reports.list.n; i++) {
    const pol_report *p = s.reports.list.at[i];
    pol_place place = pol_source_place(pol_sources_get(&s.sources, s.file), p->at.span.start);
    pol_text_format(out, "%sPOL%04u %u:%u %.*s | %s", i ? "\n" : "", pol_code_number(p->code), place.line, place.column,
                    (int)(p->at.span.end - p->at.span.start), text + p->at.span.start, p->message);
  }
  said_close(&s);
}

void said_mended(pol_text *out, const char *text, size_t length) {
  said s;
  said_open(&s, text, length, NULL);
  cr_assert_eq(s.status, POL_OK);
  pol_text_clear(out);
  uint32_t at = 0;
  for (uint32_t end = (uint32_t)length; at <= end; at++) { /* each edit where it starts; they do not overlap */
    for (uint32_t i = 0; i < s.reports.list.n; i++) {
      const pol_report *p = s.reports.list.at[i];
      for (uint32_t k = 0; k < p->fixes.n; k++) {
        if (p->fixes.at[k].span.start != at) continue;
        pol_text_add(out, p->fixes.at[k].text);
        at = p->fixes.at[k].span.end;
      }
    }
    if (at < end) pol_text_char(out, text[at]);
  }
  said_close(&s);
}

bool said_has_broken(const pol_node *node) {
  if (!node || node->kind == POL_N_BROKEN) return node != NULL;
  for (uint32_t i = 0; i < node->n; i++)
    if (said_has_broken(node->kid[i])) return true;
  return false;
}
