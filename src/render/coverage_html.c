/* Coverage in a browser: the policy's text, line by line, with what no scenario shows marked where it stands, and said below it. One file, without script, network or
 * fonts; a mark is a word as well as a colour. */
#include "render/html.h"
#include "render/tests.h"
#include <stdlib.h>
#include <string.h>

enum { LISTED = 12 };

typedef struct note { pol_span span; const char *text; bool marks; } note; /* marks: its words are marked; else it stands below its line only */

typedef struct sheet {
  const pol_tests_page *t;
  const pol_page *pg;
  const pol_coverage *c;
  POL_VEC(note) notes;
  bool *file; /* by file of the sources: the policy's own, with clauses or definitions */
} sheet;

static const char *const style[] = {
    ":root{color-scheme:light}",
    "body{margin:2rem auto;max-width:70rem;padding:0 1rem;font:16px/1.5 system-ui,sans-serif;color:#111;background:#fff}",
    "h1{font-size:1.6rem;line-height:1.2}h2{font-size:1.25rem;margin-top:2.5rem}",
    "table{border-collapse:collapse;margin:1rem 0}caption{text-align:left;font-weight:bold;padding-bottom:.3rem}",
    "th,td{border:1px solid #767676;padding:.3rem .7rem;text-align:left;vertical-align:top}td.n{text-align:right}",
    "a{color:#003a8c}a:focus-visible{outline:3px solid #003a8c}",
    "ol.text{list-style-position:outside;padding-left:4rem;font:14px/1.55 ui-monospace,monospace}",
    "ol.text>li{padding-left:.5rem;border-left:3px solid #ddd;white-space:pre-wrap;overflow-wrap:anywhere}",
    "ol.text>li.gap{border-left-color:#8a1f11;background:#fdf3f1}",
    "ol.text>li::marker{color:#555}",
    "ol.text>li:target{outline:2px solid #003a8c}",
    "mark{background:#ffd9d2;color:#111;text-decoration:underline 2px #8a1f11}",
    "ul.gaps{white-space:normal;font:15px/1.4 system-ui,sans-serif;margin:.2rem 0 .5rem;padding-left:1.5rem;color:#6e160b}",
    "details{white-space:normal;font:14px/1.4 system-ui,sans-serif;color:#333}summary{cursor:pointer}",
    "@media print{body{margin:0;max-width:none;font-size:11pt}ol.text{font-size:9pt}ol.text>li{break-inside:avoid}}",
    NULL};

/* ---- what there is to say, and where ---- */

static bool add_note(sheet *s, pol_span span, const char *text, bool marks) {
  note *n = POL_VEC_PUSH(s->pg->arena, &s->notes);
  if (n == NULL) pol_page_lost(s->pg);
  else *n = (note){span, text, marks};
  return n != NULL;
}

static const char *said(const sheet *s, uint32_t clause, const char *what, const char *lack) {
  return pol_page_format(s->pg, "%s: %s: %s", pol_coverage_clause(s->t, clause), what, lack);
}

static void gather_gaps(sheet *s) {
  for (uint32_t i = 0; i < s->c->clauses.n; i++) {
    const pol_covered_clause *c = &s->c->clauses.at[i];
    const pol_node *node = s->t->model->clauses.at[c->clause].node;
    if (c->class != POL_CLAUSE_RULES || c->bys > 0 || node == NULL) continue;
    add_note(s, node->span, pol_page_format(s->pg, "%s: no scenario rests on it", pol_coverage_clause(s->t, c->clause)), false);
  }
  for (uint32_t i = 0; i < s->c->tests.n; i++) {
    const pol_covered_test *test = &s->c->tests.at[i];
    const char *lack = pol_coverage_lack(test);
    if (lack[0] != '\0') add_note(s, test->expr->node->span, said(s, test->clause, pol_coverage_test(s->t, test), lack), true);
  }
  for (uint32_t i = 0; i < s->c->limits.n; i++) {
    const pol_covered_limit *limit = &s->c->limits.at[i];
    const char *lack = pol_coverage_side(s->t, limit);
    const pol_node *node = limit->comparison->arg[1]->node != NULL ? limit->comparison->arg[1]->node : limit->comparison->node;
    if (lack[0] != '\0') add_note(s, node->span, said(s, limit->clause, pol_coverage_limit(s->t, limit), lack), true);
  }
}

static void gather_changes(sheet *s) {
  const pol_mutation *all = s->t->tested->mutation;
  for (uint32_t i = 0; all != NULL && i < all->mutants.list.n; i++) {
    const pol_mutant *m = &all->mutants.list.at[i];
    if (all->fate[i].noticed || all->fate[i].waived != NULL) continue;
    add_note(s, m->cut, pol_page_format(s->pg, "%s %s, and no scenario would notice", pol_mutant_owner(s->t, m), pol_mutant_claim(s->t, m)), true);
  }
}

static int by_place(const void *a, const void *b) {
  const note *x = a, *y = b;
  if (x->span.file != y->span.file) return x->span.file < y->span.file ? -1 : 1;
  if (x->span.start != y->span.start) return x->span.start < y->span.start ? -1 : 1;
  return strcmp(x->text, y->text);
}

static void find_files(sheet *s) {
  const pol_model *m = s->t->model;
  s->file = POL_NEW_N(s->pg->arena, bool, m->sources->files.n + 1u);
  if (s->file == NULL) pol_page_lost(s->pg);
  for (uint32_t i = 0; s->file != NULL && i < m->clauses.n; i++)
    if (!m->clauses.at[i].imported && m->clauses.at[i].node != NULL) s->file[m->clauses.at[i].node->span.file] = true;
  for (uint32_t i = 0; s->file != NULL && i < m->defines.n; i++)
    if (!m->defines.at[i].imported && m->defines.at[i].node != NULL) s->file[m->defines.at[i].node->span.file] = true;
}

/* ---- the head ---- */

static void figure(const sheet *s, const char *what, uint32_t some, uint32_t all) {
  pol_html(s->pg, "<tr><th scope=\"row\">%s</th><td class=\"n\">%u</td><td class=\"n\">%u</td><td class=\"n\">%u%%</td></tr>\n", what, some, all, pol_percent(some, all));
}

static void head(const sheet *s) {
  const pol_model *m = s->t->model;
  const char *title = m->title != NULL ? m->title : pol_atom_get(m->atoms, m->name);
  const char *gaps = s->notes.n == 0 ? "No gaps" : pol_page_format(s->pg, "%u %s", s->notes.n, s->notes.n == 1 ? "gap" : "gaps");
  pol_html(s->pg, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  pol_html(s->pg, "<title>%s: what the scenarios show of %s</title>\n<style>\n", gaps, title);
  for (size_t i = 0; style[i] != NULL; i++) pol_text_format(s->pg->to, "%s\n", style[i]);
  pol_html(s->pg, "</style>\n</head>\n<body>\n<header>\n<h1>What the scenarios show of %s</h1>\n", title);
  pol_html(s->pg, "<p>%u of %u scenarios passed; only those count. %s.</p>\n</header>\n<main>\n", s->t->results->passed, s->t->results->results.n, gaps);
  pol_html(s->pg, "<table>\n<caption>Covered</caption>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Covered</th><th scope=\"col\">In all</th><th scope=\"col\">Share</th></tr></thead>\n<tbody>\n");
  figure(s, "Clauses with rules that decide some scenario", s->c->decisive, s->c->ruled);
  figure(s, "Conditions seen both to hold and not to hold", s->c->both, s->c->tests.n);
  figure(s, "Conditions shown to decide on their own", s->c->alone, s->c->tests.n);
  figure(s, "Limits with a scenario on both sides", s->c->on_both_sides, s->c->limits.n);
  if (s->t->tested->mutation != NULL)
    figure(s, "Small changes that some scenario notices, or that are known", s->t->tested->mutation->noticed + s->t->tested->mutation->waived, s->t->tested->mutation->mutants.list.n);
  pol_html(s->pg, "</tbody>\n</table>\n");
}

static uint32_t line_at(const sheet *s, pol_span span) { return pol_source_place(pol_sources_get(s->t->model->sources, span.file), span.start).line; }

static void contents(const sheet *s) {
  if (s->notes.n == 0) return;
  pol_html(s->pg, "<section aria-labelledby=\"gaps\">\n<h2 id=\"gaps\">Gaps</h2>\n<ol>\n");
  for (uint32_t i = 0; i < s->notes.n; i++) {
    const note *n = &s->notes.at[i];
    pol_html(s->pg, "<li><a href=\"#f%u-%u\">", n->span.file, line_at(s, n->span));
    pol_html_plain(s->pg, n->text);
    pol_html(s->pg, "</a></li>\n");
  }
  pol_html(s->pg, "</ol>\n</section>\n");
}

/* ---- the text ---- */

static bool is_marked(const sheet *s, uint32_t file, uint32_t at) {
  for (uint32_t i = 0; i < s->notes.n; i++) {
    const note *n = &s->notes.at[i];
    if (n->marks && n->span.file == file && at >= n->span.start && at < n->span.end) return true;
  }
  return false;
}

/* The line's words: runs that are marked and runs that are not, never ended inside a letter. Blanks at the ends of a run of several lines are not marked. */
static void words(const sheet *s, uint32_t file, uint32_t start, uint32_t end) {
  const char *text = pol_sources_get(s->t->model->sources, file)->text;
  for (uint32_t at = start; at < end;) {
    uint32_t stop = at;
    bool marked = is_marked(s, file, at) && text[at] != ' ';
    while (stop < end && (is_marked(s, file, stop) && (marked || text[stop] != ' ')) == marked) stop++;
    if (marked) pol_html(s->pg, "<mark>");
    pol_html_plain(s->pg, pol_page_format(s->pg, "%.*s", (int)(stop - at), text + at));
    if (marked) pol_html(s->pg, "</mark>");
    at = stop;
  }
}

static void decided(const sheet *s, uint32_t file, uint32_t start, uint32_t end) {
  for (uint32_t i = 0; i < s->c->clauses.n; i++) {
    const pol_covered_clause *c = &s->c->clauses.at[i];
    const pol_node *node = s->t->model->clauses.at[c->clause].node;
    if (c->bys == 0 || node == NULL || node->span.file != file || node->span.start < start || node->span.start > end) continue;
    pol_html(s->pg, "<details><summary>%s decides %u %s</summary><ul>", pol_coverage_clause(s->t, c->clause), c->bys, c->bys == 1 ? "scenario" : "scenarios");
    for (uint32_t k = 0; k < c->bys && k < LISTED; k++) pol_html(s->pg, "<li>%s</li>", pol_coverage_scenario(s->t, c->by[k]));
    if (c->bys > LISTED) pol_html(s->pg, "<li>and %u more</li>", c->bys - LISTED);
    pol_html(s->pg, "</ul></details>");
  }
}

static void line(const sheet *s, uint32_t file, uint32_t number, uint32_t start, uint32_t end) {
  uint32_t gaps = 0;
  for (uint32_t i = 0; i < s->notes.n; i++) gaps += s->notes.at[i].span.file == file && s->notes.at[i].span.start >= start && s->notes.at[i].span.start <= end;
  pol_html(s->pg, gaps > 0 ? "<li id=\"f%u-%u\" class=\"gap\"><code>" : "<li id=\"f%u-%u\"><code>", file, number);
  words(s, file, start, end);
  pol_html(s->pg, "</code>");
  for (uint32_t i = 0, n = 0; gaps > 0 && i < s->notes.n; i++) {
    const note *x = &s->notes.at[i];
    if (x->span.file != file || x->span.start < start || x->span.start > end) continue;
    if (n++ == 0) pol_html(s->pg, "<ul class=\"gaps\">");
    pol_html(s->pg, "<li>Gap: ");
    pol_html_plain(s->pg, x->text);
    pol_html(s->pg, "</li>");
    if (n == gaps) pol_html(s->pg, "</ul>");
  }
  decided(s, file, start, end);
  pol_html(s->pg, "</li>\n");
}

static void file(const sheet *s, uint32_t at) {
  const pol_source *source = pol_sources_get(s->t->model->sources, at);
  pol_html(s->pg, "<section aria-labelledby=\"f%u\">\n<h2 id=\"f%u\">", at, at);
  pol_html_plain(s->pg, source->name);
  pol_html(s->pg, "</h2>\n<ol class=\"text\">\n");
  uint32_t number = 1;
  for (uint32_t start = 0; start < source->length; number++) {
    const char *newline = memchr(source->text + start, '\n', source->length - start);
    uint32_t end = newline == NULL ? source->length : (uint32_t)(newline - source->text), shown = end;
    if (shown > start && source->text[shown - 1] == '\r') shown--;
    pol_arena_point here = pol_arena_mark(s->pg->arena);
    line(s, at, number, start, shown);
    pol_arena_reset(s->pg->arena, here);
    start = end + 1;
  }
  pol_html(s->pg, "</ol>\n</section>\n");
}

void pol_coverage_html(const pol_tests_page *t) {
  sheet s = {.t = t, .pg = &t->page, .c = t->tested->coverage};
  gather_gaps(&s);
  gather_changes(&s);
  if (s.notes.n > 0) qsort(s.notes.at, s.notes.n, sizeof *s.notes.at, by_place);
  find_files(&s);
  head(&s);
  contents(&s);
  for (uint32_t i = 0; s.file != NULL && i < t->model->sources->files.n; i++)
    if (s.file[i]) file(&s, i);
  pol_html(&t->page, "</main>\n</body>\n</html>\n");
}
