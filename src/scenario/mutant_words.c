/* Words of a policy, cut and put together. */
#include "eval/words.h"
#include "scenario/mutants.h"
#include <string.h>

static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\r' || c == '\t'; }

pol_span pol_span_trim(const pol_model *m, pol_span span) {
  const char *text = pol_sources_get(m->sources, span.file)->text;
  while (span.start < span.end && is_blank(text[span.start])) span.start++;
  while (span.start < span.end && is_blank(text[span.end - 1])) span.end--;
  return span;
}

bool pol_span_starts(const pol_model *m, pol_span span, const char *word) {
  size_t n = strlen(word);
  return span.end - span.start >= n && memcmp(pol_sources_get(m->sources, span.file)->text + span.start, word, n) == 0;
}

const char *pol_mutant_text(pol_arena *arena, const pol_model *m, pol_span span) {
  return pol_arena_copy(arena, pol_sources_get(m->sources, span.file)->text + span.start, span.end - span.start);
}

const char *pol_mutant_joined(pol_arena *arena, const char *a, const char *b) {
  pol_text t;
  if (!a || !b) return NULL;
  pol_text_init(&t, pol_arena_alloc(arena));
  pol_text_format(&t, "%s%s", a, b);
  const char *out = pol_text_ok(&t) ? pol_arena_copy(arena, pol_text_get(&t), t.n) : NULL;
  pol_text_drop(&t);
  return out;
}

const char *pol_mutant_value(pol_arena *arena, const pol_model *m, const pol_value *v) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(arena));
  bool plain = v->type.kind == POL_T_DATE || v->type.kind == POL_T_OPTION || v->type.kind == POL_T_PARTY;
  if (plain) pol_value_plain(&t, m, v, 0);
  else pol_value_words(&t, m, v);
  const char *out = pol_text_ok(&t) ? pol_arena_copy(arena, pol_text_get(&t), t.n) : NULL;
  pol_text_drop(&t);
  return out;
}
