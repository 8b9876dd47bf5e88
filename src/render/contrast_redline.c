/* The clauses that differ, as they are written: lines that end with a minus before them, lines that begin with a plus. */
#include "compare/redline.h"
#include "render/contrast.h"
#include <string.h>

static void one(const pol_page *page, char mark, const pol_redline_line *line, const char *indent) {
  pol_ink ink = mark == '-' ? POL_INK_ERROR : mark == '+' ? POL_INK_NOTE : POL_INK_PLAIN;
  if (!line->there) return;
  pol_text_add(page->to, indent);
  if (ink != POL_INK_PLAIN) pol_page_ink(page, ink);
  pol_text_char(page->to, mark);
  for (uint32_t i = 0; i < line->runs; i++) {
    if (i == 0) pol_text_char(page->to, ' ');
    pol_text_add_shown(page->to, line->run[i].text.at, line->run[i].text.n);
  }
  if (ink != POL_INK_PLAIN) pol_page_ink(page, POL_INK_PLAIN);
  pol_text_char(page->to, '\n');
}

/* Between two rows that are the same, the old lines stand before the new ones. */
static void rows(const pol_page *page, const pol_redline *r) {
  static const char indent[] = "  ";
  for (uint32_t at = 0, end; at < r->rows.n; at = end) {
    end = at;
    while (end < r->rows.n && !r->rows.at[end].same) end++;
    for (uint32_t i = at; i < end; i++) one(page, '-', &r->rows.at[i].side[0], indent);
    for (uint32_t i = at; i < end; i++) one(page, '+', &r->rows.at[i].side[1], indent);
    if (end < r->rows.n) one(page, ' ', &r->rows.at[end++].side[1], indent);
  }
}

static pol_status text_of(pol_redline_text *out, const pol_contrast *t, int side, const uint32_t *clause, uint32_t n) {
  pol_text all;
  *out = (pol_redline_text){"", 0};
  pol_text_init(&all, pol_arena_alloc(t->paper->arena));
  pol_status status = POL_OK;
  for (uint32_t i = 0; i < n && status == POL_OK; i++) {
    pol_redline_text one_text;
    status = pol_redline_clause(&one_text, t->paper->arena, t->of->model[side], clause[i]);
    if (status == POL_OK && one_text.n > 0) pol_text_format(&all, "%s%.*s", all.n > 0 ? "\n" : "", (int)one_text.n, one_text.at);
  }
  pol_page page = pol_page_of(t->paper);
  out->at = pol_page_keep(&page, &all);
  out->n = (uint32_t)strlen(out->at); /* nothing where there was no memory for it */
  return status;
}

static const char *fate_words(pol_clause_fate f) {
  static const char *const words[] = {"the same", "inserted", "replaced", "replaced in part", "adopted unchanged", "reworded", "moved", "withdrawn", "ends without a word about it"};
  return words[f];
}

/* A clause that withdraws and replaces is written once, with what it replaces. */
static bool told_elsewhere(const pol_contrast *t, const pol_clause_pair *p) {
  for (uint32_t i = 0; i < t->of->clauses.n; i++) {
    const pol_clause_pair *other = &t->of->clauses.at[i];
    if (other != p && other->after == p->after && other->fate != POL_FATE_SAME) return true;
  }
  return false;
}

static pol_status pair(const pol_contrast *t, const pol_clause_pair *p) {
  pol_page page = pol_page_of(t->paper);
  pol_redline_text text[2];
  pol_redline redline;
  pol_text heading;
  bool withdrawn = p->fate == POL_FATE_WITHDRAWN;
  POL_TRY(text_of(&text[0], t, POL_BEFORE, p->before, p->befores));
  POL_TRY(text_of(&text[1], t, POL_AFTER, &p->after, p->after != POL_NO_REF && !(withdrawn && told_elsewhere(t, p))));
  POL_TRY(pol_redline_make(&redline, page.arena, text[0], text[1]));
  pol_text_init(&heading, pol_arena_alloc(page.arena));
  for (uint32_t i = 0; i < p->befores; i++) pol_text_format(&heading, "%s%s", i == 0 ? "" : ", ", pol_contrast_clause(t, POL_BEFORE, p->before[i]));
  if (p->after != POL_NO_REF && p->befores > 0) pol_text_add(&heading, withdrawn ? ": withdrawn by " : " -> ");
  if (p->after != POL_NO_REF) pol_text_add(&heading, pol_contrast_clause(t, POL_AFTER, p->after));
  pol_page_blank(&page);
  pol_page_ink(&page, POL_INK_STRONG);
  pol_page_para(&page, 0, withdrawn && p->after != POL_NO_REF ? pol_page_keep(&page, &heading) : pol_page_format(&page, "%s: %s", pol_page_keep(&page, &heading), fate_words(p->fate)));
  pol_page_ink(&page, POL_INK_PLAIN);
  rows(&page, &redline);
  return POL_OK;
}

pol_status pol_contrast_redline(const pol_contrast *t) {
  for (uint32_t i = 0; i < t->of->clauses.n; i++) {
    const pol_clause_pair *p = &t->of->clauses.at[i];
    pol_arena_point here = pol_arena_mark(t->paper->arena);
    if (p->fate == POL_FATE_SAME) continue;
    pol_status status = pair(t, p);
    pol_arena_reset(t->paper->arena, here);
    if (status != POL_OK) return status;
  }
  return POL_OK;
}
