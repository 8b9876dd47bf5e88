/* The author's words and places, for messages. */
#include "check/context.h"
#include <string.h>

const char *pol_check_text(pol_checker *c, pol_atom a) {
  return pol_atom_get(c->in->atoms, a);
}

const char *pol_check_words(pol_checker *c, const pol_node *text) {
  return pol_is_node(text, POL_N_TEXT) ? pol_atom_get(c->in->atoms, text->text) : NULL;
}

static const char *keep(pol_checker *c, pol_text *t) {
  const char *kept = pol_text_ok(t) ? pol_arena_copy(c->in->arena, pol_text_get(t), t->n) : NULL;
  pol_text_drop(t);
  if (kept != NULL) return kept;
  c->no_memory = true;
  return "";
}

const char *pol_check_format(pol_checker *c, const char *format, ...) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->in->arena));
  va_list args;
  va_start(args, format);
  pol_text_vformat(&t, format, args);
  va_end(args);
  return keep(c, &t);
}

const char *pol_check_label(pol_checker *c, const pol_node *text, pol_atom name) {
  const char *words = pol_check_words(c, text);
  if (words != NULL) return words;
  const char *plain = pol_check_text(c, name);
  if (strchr(plain, '_') == NULL) return plain;
  char *label = pol_arena_copy(c->in->arena, plain, strlen(plain));
  if (label == NULL) {
    c->no_memory = true;
    return plain;
  }
  for (char *at = label; *at != '\0'; at++)
    if (*at == '_') *at = ' ';
  return label;
}

const char *pol_check_source_text(pol_checker *c, const pol_node *node) {
  const pol_source *source = pol_sources_get(c->in->sources, node->span.file);
  if (source == NULL || node->span.end > source->length || node->span.start > node->span.end) return "";
  char *copy = pol_arena_copy(c->in->arena, source->text + node->span.start, node->span.end - node->span.start);
  if (copy == NULL) {
    c->no_memory = true;
    return "";
  }
  char *to = copy;
  bool gap = false;
  for (const char *from = copy; *from != '\0'; from++) {
    if (*from == ' ' || *from == '\n' || *from == '\r' || *from == '\t') {
      gap = true;
      continue;
    }
    if (gap && to > copy) *to++ = ' ';
    gap = false;
    *to++ = *from;
  }
  *to = '\0';
  return copy;
}

static bool in_name(char ch) {
  return (ch >= 'a' && ch <= 'z') || (ch >= 'A' && ch <= 'Z') || (ch >= '0' && ch <= '9') || ch == '_' || ch == '.';
}

/* A declaration's name is its first word that reads so: keywords before it are other words, and texts come after it. */
pol_span pol_check_name_span(const pol_checker *c, const pol_node *node, pol_atom name) {
  const pol_source *source = pol_sources_get(c->in->sources, node->span.file);
  const char *want = pol_atom_get(c->in->atoms, name);
  size_t length = strlen(want);
  pol_span span = node->span;
  if (source == NULL || length == 0) return span;
  for (uint32_t at = span.start; at + length <= span.end; at++) {
    if (at > span.start && in_name(source->text[at - 1])) continue;
    if (memcmp(source->text + at, want, length) != 0 || in_name(source->text[at + length])) continue;
    return (pol_span){ span.file, at, at + (uint32_t)length };
  }
  return span;
}

static bool is_imported(const pol_checker *c, uint32_t file) {
  for (uint32_t i = 0; i < c->trees.n; i++)
    if (c->trees.at[i].file == file) return c->trees.at[i].imported;
  return false;
}

/* The innermost use outside the modules: what the author can mend when a module's definition does not suit. */
static const pol_node *own_use(const pol_checker *c) {
  for (uint32_t i = c->inlining.n; i-- > 0;) {
    const pol_node *use = c->inlining.at[i].use;
    if (use != NULL && !is_imported(c, use->span.file)) return use;
  }
  return NULL;
}

bool pol_check_is_covered(const pol_checker *c, const pol_node *node) { return node != NULL && pol_reports_is_covered(c->in->reports, node->span); }

pol_report *pol_check_report(pol_checker *c, pol_code code, const pol_node *at, const char *format, ...) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(c->in->arena));
  va_list args;
  va_start(args, format);
  pol_text_vformat(&t, format, args);
  va_end(args);
  pol_span place = at != NULL ? at->span : (pol_span){ 0, 0, 0 };
  const pol_node *use = own_use(c);
  pol_report *r;
  if (use != NULL && is_imported(c, place.file)) {
    r = pol_report_add(c->in->reports, code, use->span, "%s", pol_text_get(&t));
    pol_report_also(c->in->reports, r, place, "inside what it stands for");
  } else {
    r = pol_report_add(c->in->reports, code, place, "%s", pol_text_get(&t));
    if (use != NULL && c->m->defines.at[c->inlining.at[c->inlining.n - 1].define].params > 0)
      pol_report_also(c->in->reports, r, use->span, "used here");
  }
  if (!pol_text_ok(&t)) c->no_memory = true;
  pol_text_drop(&t);
  return r;
}
