/* A text that was read, and whether a layout is tidy: what layouts.c and the target layout hold of pol fmt. */
#ifndef POL_TESTS_LAID_OUT_H
#define POL_TESTS_LAID_OUT_H
#include "format/order.h"
#include "syntax/parse.h"
#include <string.h>

typedef struct reading { /* a text that was read; its trees share the atoms */
  pol_sources sources;
  pol_reports reports;
  pol_tree tree;
  uint32_t file;
  bool fine;
} reading;

static inline void get(reading *out, pol_arena *arena, pol_atoms *atoms, const char *text, size_t n) {
  pol_sources_init(&out->sources, arena);
  pol_reports_init(&out->reports, arena);
  out->fine = pol_sources_add(&out->sources, &out->file, "a.pol", text, n) == POL_OK &&
              pol_parse(&out->tree, arena, atoms, &out->sources, out->file, &out->reports) == POL_OK && !out->reports.errors;
}

/* No spaces at the ends of lines, no three empty lines, a newline at the end. */
static inline bool is_tidy(const pol_text *t) {
  for (size_t i = 0; i + 1 < t->n; i++) {
    if ((t->at[i] == ' ' || t->at[i] == '\t') && t->at[i + 1] == '\n') return false;
    if (i + 3 < t->n && memcmp(t->at + i, "\n\n\n\n", 4) == 0) return false;
  }
  return !t->n || t->at[t->n - 1] == '\n';
}
#endif
