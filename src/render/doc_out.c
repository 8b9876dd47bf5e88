/* The three ways to set documentation down. */
#include "render/doc.h"
#include "render/html.h"
#include <stdlib.h>
#include <string.h>

enum { TEXT_INDENT = 2, TEXT_LABEL = 14 };

static const pol_page *page(const pol_doc *d) { return &d->of.r.c.page; }
static pol_text *to(const pol_doc *d) { return d->of.r.c.page.to; }
static bool is_html(const pol_doc *d) { return d->form == POL_WRITE_HTML; }
static bool is_markdown(const pol_doc *d) { return d->form == POL_WRITE_MARKDOWN; }

const char *pol_doc_anchor(const pol_doc *d, const char *kind, const char *name) { return pol_page_format(page(d), "%s-%s", kind, name); }

/* ---- linked text ---- */

static const char *anchor_of_name(const pol_doc *d, const char *words, size_t n) {
  size_t low = 0, high = d->names.n;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    const char *at = d->names.at[middle].words;
    int order = strncmp(at, words, n);
    if (order == 0) order = at[n] != '\0';
    if (order == 0) return d->names.at[middle].anchor;
    if (order < 0) low = middle + 1;
    else high = middle;
  }
  return NULL;
}

static bool is_id_char(char ch) { return (ch >= 'a' && ch <= 'z') || (ch >= '0' && ch <= '9') || ch == '.' || ch == '_'; }

/* An id that has a dot, or a whole word of a list of ids: others are numbers as well as ids. */
static const char *anchor_of_id(const pol_doc *d, const char *word, size_t n) {
  if (memchr(word, '.', n) == NULL) return NULL;
  const pol_model *m = d->of.r.c.model;
  pol_atom atom = pol_atom_find(m->atoms, word, n);
  if (atom == 0) return NULL;
  if (pol_map_get(&d->clause, atom) != POL_MAP_NONE) return pol_doc_anchor(d, "clause", pol_atom_get(m->atoms, atom));
  return pol_map_get(&d->fact, atom) == POL_MAP_NONE ? NULL : pol_doc_anchor(d, "fact", pol_atom_get(m->atoms, atom));
}

/* What Markdown would take for its own. */
static void add_markdown(pol_text *t, const char *text, size_t n) {
  for (size_t i = 0; i < n; i++) {
    if (strchr("\\`*_[]<>#|", text[i]) != NULL) pol_text_char(t, '\\');
    pol_text_char(t, text[i]);
  }
}

static void add_piece(const pol_doc *d, const char *anchor, const char *text, size_t n) {
  const char *words = pol_page_format(page(d), "%.*s", (int)n, text);
  if (n == 0) return;
  if (is_html(d)) {
    if (anchor != NULL) pol_html(page(d), "<a href=\"#%s\">%s</a>", anchor, words);
    else pol_html(page(d), "%s", words);
    return;
  }
  if (anchor != NULL) pol_text_char(to(d), '[');
  add_markdown(to(d), words, n);
  if (anchor != NULL) pol_text_format(to(d), "](#%s)", anchor);
}

/* The length of what can be a link at the start of text: a phrase in quotation marks, or a word; *anchor NULL: it is none. */
static size_t next_piece(const pol_doc *d, const char *text, const char **anchor) {
  *anchor = NULL;
  if (*text == '"') {
    const char *end = strchr(text + 1, '"');
    if (end != NULL) *anchor = anchor_of_name(d, text + 1, (size_t)(end - text - 1));
    return *anchor != NULL ? (size_t)(end - text) + 1 : 1;
  }
  size_t n = 0;
  while (is_id_char(text[n])) n++;
  if (n == 0) return 1;
  size_t id = n;
  while (id > 0 && text[id - 1] == '.') id--; /* the full stop of a sentence */
  *anchor = id > 0 ? anchor_of_id(d, text, id) : NULL;
  return *anchor != NULL ? id : n;
}

static void add_linked(const pol_doc *d, const char *text) {
  const char *plain = text;
  for (const char *at = text; *at != '\0';) {
    const char *anchor;
    size_t n = next_piece(d, at, &anchor);
    if (anchor != NULL) {
      add_piece(d, NULL, plain, (size_t)(at - plain));
      add_piece(d, anchor, at, n);
      plain = at + n;
    }
    at += n;
  }
  add_piece(d, NULL, plain, strlen(plain));
}

/* ---- chapters ---- */

static const char *const chapters[][2] = {{"decisions", "What is decided"}, {"clauses", "The clauses"}, {"words", "Words and agreements"},
                                          {"facts", "The facts"}, {"gaps", "Readings, additions and gaps"}, {"check", "What this was made from"}};

void pol_doc_head(const pol_page *pg, const char *title) {
  pol_html(pg, "<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
  pol_html(pg, "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'\">\n");
  pol_html(pg, "<title>%s</title>\n<style>\n", title);
  for (size_t i = 0; pol_doc_style[i] != NULL; i++) pol_text_format(pg->to, "%s\n", pol_doc_style[i]);
  pol_html(pg, "</style>\n</head>\n<body>\n<a class=\"skip\" href=\"#main\">To the contents</a>\n<header>\n<h1>%s</h1>\n</header>\n", title);
}

static void open_html(pol_doc *d, const char *title) {
  const pol_page *pg = page(d);
  pol_doc_head(pg, title);
  pol_html(pg, "<nav aria-label=\"Parts\">\n<ul>\n");
  bool words = d->of.terms.n + d->of.agreements.n > 0;
  for (size_t i = 0; i < sizeof chapters / sizeof *chapters; i++)
    if (words || strcmp(chapters[i][0], "words") != 0) pol_html(pg, "<li><a href=\"#%s\">%s</a></li>\n", chapters[i][0], chapters[i][1]);
  pol_html(pg, "</ul>\n</nav>\n<main id=\"main\">\n");
}

void pol_doc_open(pol_doc *d, const char *title) {
  if (is_html(d)) {
    open_html(d, title);
  } else if (is_markdown(d)) {
    pol_text_add(to(d), "# ");
    add_markdown(to(d), title, strlen(title));
    pol_text_add(to(d), "\n");
  } else {
    pol_page_ink(page(d), POL_INK_STRONG);
    pol_page_para(page(d), 0, title);
    pol_page_ink(page(d), POL_INK_PLAIN);
  }
}

void pol_doc_close(pol_doc *d) {
  if (is_html(d)) pol_html(page(d), "</main>\n</body>\n</html>\n");
}

static void gap(pol_doc *d) {
  if (!is_html(d)) pol_page_blank(page(d));
  d->after_list = false;
}

void pol_doc_part(pol_doc *d, const char *anchor, const char *title) {
  gap(d);
  d->level = 3;
  if (is_html(d)) {
    pol_html(page(d), "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">%s</h2>\n", anchor, anchor, anchor, title);
  } else if (is_markdown(d)) {
    pol_text_format(to(d), "<a id=\"%s\"></a>\n\n## %s\n", anchor, title);
  } else {
    pol_page_line(page(d), POL_INK_STRONG, title);
    pol_text_pad(to(d), '=', pol_columns(title));
    pol_text_char(to(d), '\n');
  }
}

void pol_doc_part_end(pol_doc *d) {
  if (is_html(d)) pol_html(page(d), "</section>\n");
}

void pol_doc_heading(pol_doc *d, const char *anchor, const char *id, const char *title) {
  gap(d);
  d->level = 4;
  if (is_html(d)) {
    pol_html(page(d), "<h3 id=\"%s\">", anchor);
    if (id != NULL) pol_html(page(d), "<span class=\"id\">%s</span> ", id);
    pol_html(page(d), "%s</h3>\n", title);
  } else if (is_markdown(d)) {
    pol_text_format(to(d), "<a id=\"%s\"></a>\n\n### ", anchor);
    add_markdown(to(d), id != NULL ? id : "", id != NULL ? strlen(id) : 0);
    pol_text_add(to(d), id != NULL ? " " : "");
    add_markdown(to(d), title, strlen(title));
    pol_text_char(to(d), '\n');
  } else {
    const char *line = id == NULL ? title : pol_page_format(page(d), "%s  %s", id, title);
    pol_page_line(page(d), POL_INK_STRONG, line);
    pol_text_pad(to(d), '-', pol_columns(line));
    pol_text_char(to(d), '\n');
  }
}

/* ---- entries ---- */

void pol_doc_entry(pol_doc *d, const char *anchor, const char *name, const char *title, const char *tag) {
  gap(d);
  if (is_html(d)) {
    pol_html(page(d), "<article class=\"entry\" id=\"%s\">\n<h%u>", anchor, d->level);
    if (name[0] != '\0') pol_html(page(d), "<span class=\"id\">%s</span> ", name);
    pol_html(page(d), "%s", title);
    if (tag[0] != '\0') pol_html(page(d), " <span class=\"tag\">%s</span>", tag);
    pol_html(page(d), "</h%u>\n", d->level);
  } else if (is_markdown(d)) {
    pol_text_format(to(d), "<a id=\"%s\"></a>\n\n%s ", anchor, d->level == 3 ? "###" : "####");
    if (name[0] != '\0') pol_text_format(to(d), "`%s` ", name);
    add_markdown(to(d), title, strlen(title));
    if (tag[0] != '\0') pol_text_format(to(d), " (%s)", tag);
    pol_text_char(to(d), '\n');
  } else {
    const char *line = name[0] == '\0' ? title : title[0] == '\0' ? name : pol_page_format(page(d), "%s  %s", name, title);
    pol_page_ink(page(d), POL_INK_STRONG);
    pol_page_heading(page(d), 0, line, tag);
    pol_page_ink(page(d), POL_INK_PLAIN);
  }
}

void pol_doc_entry_end(pol_doc *d) {
  if (is_html(d)) pol_html(page(d), "</article>\n");
}

static const char *line_of(const pol_doc *d, const char *text, size_t *deep, bool *bullet, size_t *n) {
  *deep = strspn(text, " ");
  *n = strcspn(text, "\n");
  *bullet = text[*deep] == '-' && text[*deep + 1] == ' ';
  size_t skip = *deep + (*bullet ? 2 : 0);
  return pol_page_format(page(d), "%.*s", (int)(*n - skip), text + skip);
}

static void html_lines(const pol_doc *d, const char *text) {
  size_t open = 0; /* lists that are open; a list item stays open for those within it */
  while (*text != '\0') {
    size_t deep, n;
    bool bullet;
    const char *line = line_of(d, text, &deep, &bullet, &n);
    size_t wanted = bullet ? deep / 2 + 1 : 0;
    if (wanted > open + 1) wanted = open + 1;
    for (; open > wanted; open--) pol_html(page(d), "</li></ul>\n");
    if (bullet) pol_html(page(d), open == wanted ? "</li>\n<li>" : "\n<ul><li>");
    else pol_html(page(d), "<p>");
    open = wanted;
    add_linked(d, line);
    if (!bullet) pol_html(page(d), "</p>\n");
    text += n + (text[n] == '\n');
  }
  for (; open > 0; open--) pol_html(page(d), "</li></ul>\n");
}

static void plain_lines(pol_doc *d, const char *text) {
  while (*text != '\0') {
    size_t deep, n;
    bool bullet;
    const char *line = line_of(d, text, &deep, &bullet, &n);
    if (is_markdown(d)) {
      if (!bullet || !d->after_list) pol_text_char(to(d), '\n');
      pol_text_pad(to(d), ' ', bullet ? deep : 0);
      pol_text_add(to(d), bullet ? "- " : "");
      add_linked(d, line);
      pol_text_char(to(d), '\n');
      d->after_list = bullet;
    } else {
      size_t at = TEXT_INDENT + (bullet ? 2 + deep : 0);
      pol_text_pad(to(d), ' ', at);
      pol_text_wrap(to(d), bullet ? pol_page_format(page(d), "- %s", line) : line, at, at + (bullet ? 2 : 0), page(d)->width - 1);
      pol_text_char(to(d), '\n');
    }
    text += n + (text[n] == '\n');
  }
}

void pol_doc_lines(pol_doc *d, const char *text) {
  if (is_html(d)) html_lines(d, text);
  else plain_lines(d, text);
}

void pol_doc_line(pol_doc *d, const char *label, const char *text) {
  if (text[0] == '\0') return;
  if (is_html(d)) {
    pol_html(page(d), "<p class=\"line\"><span class=\"label\">%s:</span> ", label);
    add_linked(d, text);
    pol_html(page(d), "</p>\n");
  } else if (is_markdown(d)) {
    pol_text_format(to(d), "\n*%s:* ", label);
    add_linked(d, text);
    pol_text_char(to(d), '\n');
    d->after_list = false;
  } else {
    pol_page_para(page(d), TEXT_INDENT, pol_page_format(page(d), "%s: %s", label, text));
  }
}

void pol_doc_note(pol_doc *d, const char *text) {
  if (is_html(d)) {
    pol_html(page(d), "<p class=\"note\">");
    add_linked(d, text);
    pol_html(page(d), "</p>\n");
  } else {
    plain_lines(d, text);
  }
}

/* ---- lists of labelled items ---- */

void pol_doc_items(pol_doc *d) {
  if (is_html(d)) pol_html(page(d), "<dl>\n");
  else if (is_markdown(d)) pol_text_char(to(d), '\n');
}

void pol_doc_item(pol_doc *d, const char *anchor, const char *label, const char *text) {
  if (is_html(d)) {
    if (anchor != NULL) pol_html(page(d), "<div id=\"%s\"><dt>%s", anchor, label);
    else pol_html(page(d), "<div><dt>");
    if (anchor == NULL) add_linked(d, label);
    pol_html(page(d), "</dt><dd>");
    add_linked(d, text);
    pol_html(page(d), "</dd></div>\n");
  } else if (is_markdown(d)) {
    pol_text_add(to(d), "- ");
    if (anchor != NULL) pol_text_format(to(d), "<a id=\"%s\"></a>`%s`", anchor, label);
    else add_linked(d, label);
    pol_text_add(to(d), ": ");
    add_linked(d, text);
    pol_text_char(to(d), '\n');
  } else {
    pol_page_item(page(d), TEXT_INDENT, label, TEXT_LABEL, text);
  }
}

void pol_doc_item_to(pol_doc *d, const char *anchor, const char *label, const char *title) {
  if (is_html(d)) {
    pol_html(page(d), "<div><dt>%s</dt><dd>", label);
    add_piece(d, anchor, title, strlen(title));
    pol_html(page(d), "</dd></div>\n");
  } else if (is_markdown(d)) {
    pol_text_format(to(d), "- %s: ", label);
    add_piece(d, anchor, title, strlen(title));
    pol_text_char(to(d), '\n');
  } else {
    pol_page_item(page(d), TEXT_INDENT, label, TEXT_LABEL, title);
  }
}

void pol_doc_items_end(pol_doc *d) {
  if (is_html(d)) pol_html(page(d), "</dl>\n");
}
