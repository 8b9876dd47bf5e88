/* What modules of the standard library declare: each entry with its form, its title and the comment above it, which says what it means, its units, its edges and its source. */
#include "render/doc.h"
#include "render/html.h"
#include <string.h>

typedef struct listing {
  pol_page page;
  pol_write_form form;
  const pol_sources *sources;
  const pol_atoms *atoms;
  const pol_module *module;
} listing;

static const char *text_of(const listing *k, pol_atom a) { return pol_atom_get(k->atoms, a); }

static uint32_t line_of(const listing *k, uint32_t offset) { return pol_source_place(pol_sources_get(k->sources, k->module->file), offset).line; }

/* One line of a comment without its sign. */
static const char *comment_words(const listing *k, const pol_comment *c) {
  const pol_source *s = pol_sources_get(k->sources, k->module->file);
  const char *text = s->text + c->span.start;
  size_t n = c->span.end - c->span.start;
  while (n > 0 && (*text == '#' || *text == ' ')) text++, n--;
  while (n > 0 && (text[n - 1] == ' ' || text[n - 1] == '\r' || text[n - 1] == '\n')) n--;
  return pol_page_format(&k->page, "%.*s", (int)n, text);
}

/* The comments on lines of their own that end on a line, and those right above them. */
static const char *comment_above(const listing *k, uint32_t line) {
  const pol_tree *t = k->module->tree;
  const char *words = "";
  for (uint32_t i = t->comments.n; i > 0 && line > 1; i--) {
    const pol_comment *c = &t->comments.at[i - 1];
    if (!c->own_line || line_of(k, c->span.start) != line - 1) continue;
    words = pol_page_format(&k->page, "%s%s%s", comment_words(k, c), words[0] == '\0' ? "" : " ", words);
    line--;
  }
  return words;
}

/* What is said of the module as a whole: the comment that its text begins with. */
static const char *comment_at_top(const listing *k) {
  const pol_tree *t = k->module->tree;
  const char *words = "";
  uint32_t line = 1;
  for (uint32_t i = 0; i < t->comments.n && t->comments.at[i].own_line && line_of(k, t->comments.at[i].span.start) == line; i++, line++)
    words = pol_page_format(&k->page, "%s%s%s", words, i == 0 ? "" : " ", comment_words(k, &t->comments.at[i]));
  return words;
}

static const char *title_of(const listing *k, const pol_node *n) { return n == NULL ? "" : text_of(k, n->text); }

static const char *parameters(const listing *k, const pol_node *list) {
  const char *words = "";
  if (list == NULL) return "";
  for (uint32_t i = 0; i < list->n; i++) words = pol_page_format(&k->page, "%s%s%s", words, i == 0 ? "" : ", ", text_of(k, list->kid[i]->text));
  return pol_page_format(&k->page, "(%s)", words);
}

static void entry(listing *k, const pol_node *n, const char *kind, const char *form, const char *title) {
  const char *above = comment_above(k, line_of(k, n->span.start));
  if (k->form == POL_WRITE_HTML) {
    pol_html(&k->page, "<article class=\"entry\">\n<h3>%s <span class=\"tag\">%s</span></h3>\n", form, kind);
    if (title[0] != '\0') pol_html(&k->page, "<p>%s</p>\n", title);
    if (above[0] != '\0') pol_html(&k->page, "<p class=\"note\">%s</p>\n", above);
    pol_html(&k->page, "</article>\n");
    return;
  }
  if (k->form == POL_WRITE_MARKDOWN) {
    pol_text_format(k->page.to, "\n### `%s`\n\n%s%s%s\n", form, kind, title[0] != '\0' ? ": " : "", title);
    if (above[0] != '\0') pol_text_format(k->page.to, "\n%s\n", above);
    return;
  }
  pol_page_blank(&k->page);
  pol_page_heading(&k->page, 2, form, kind);
  if (title[0] != '\0') pol_page_para(&k->page, 6, title);
  if (above[0] != '\0') pol_page_para(&k->page, 6, above);
}

static void facts(listing *k, const pol_node *n) {
  const pol_node *entries = n->kid[1];
  for (uint32_t i = 0; i < pol_kids(entries); i++) {
    const pol_node *e = entries->kid[i];
    if (!pol_is_node(e, POL_N_ENTRY)) continue;
    entry(k, e, "fact", pol_page_format(&k->page, "%s.%s", text_of(k, n->text), text_of(k, e->text)), title_of(k, e->kid[0]));
  }
}

static void declaration(listing *k, const pol_node *n) {
  const char *name = n->text != 0 ? text_of(k, n->text) : "";
  switch ((pol_node_kind)n->kind) {
  case POL_N_DEFINE:
    entry(k, n, pol_is_node(n->kid[2], POL_N_CONDITION) ? "condition" : "amount", pol_page_format(&k->page, "%s%s", name, parameters(k, n->kid[0])), title_of(k, n->kid[1]));
    break;
  case POL_N_VALUE: entry(k, n, "value", name, title_of(k, n->kid[0])); break;
  case POL_N_OPTIONS: entry(k, n, "options", name, title_of(k, n->kid[0])); break;
  case POL_N_ORDER: entry(k, n, "order", name, title_of(k, n->kid[0])); break;
  case POL_N_RECORD: entry(k, n, "record", name, title_of(k, n->kid[0])); break;
  case POL_N_DECISION: entry(k, n, "decision", name, title_of(k, n->kid[0])); break;
  case POL_N_TABLE:
    if (n->kid[0] != NULL) entry(k, n, "table", pol_page_format(&k->page, "%s%s", name, parameters(k, n->kid[0])), title_of(k, n->kid[2]));
    break;
  case POL_N_FACTS: facts(k, n); break;
  default: break;
  }
}

static void module(listing *k, bool first) {
  const char *top = comment_at_top(k);
  const pol_node *root = k->module->tree->root;
  if (!first && k->form != POL_WRITE_HTML) pol_page_blank(&k->page);
  if (k->form == POL_WRITE_HTML) {
    pol_html(&k->page, "<section id=\"%s\" aria-labelledby=\"%s-heading\">\n<h2 id=\"%s-heading\">%s</h2>\n", k->module->name, k->module->name, k->module->name, k->module->name);
    if (top[0] != '\0') pol_html(&k->page, "<p>%s</p>\n", top);
  } else if (k->form == POL_WRITE_MARKDOWN) {
    pol_text_format(k->page.to, "## %s\n", k->module->name);
    if (top[0] != '\0') pol_text_format(k->page.to, "\n%s\n", top);
  } else {
    if (!first) pol_page_blank(&k->page);
    pol_page_line(&k->page, POL_INK_STRONG, pol_page_format(&k->page, "use %s", k->module->name));
    if (top[0] != '\0') pol_page_para(&k->page, 2, top);
  }
  for (uint32_t i = 0; i < root->n; i++)
    if (root->kid[i] != NULL) declaration(k, root->kid[i]);
  if (k->form == POL_WRITE_HTML) pol_html(&k->page, "</section>\n");
}

static void open_html(const listing *k, const pol_module *modules, uint32_t n) {
  pol_doc_head(&k->page, n == 1 ? pol_page_format(&k->page, "Module %s", modules[0].name) : "The standard library");
  pol_html(&k->page, "<nav aria-label=\"Modules\">\n<ul>\n");
  for (uint32_t i = 0; i < n; i++) pol_html(&k->page, "<li><a href=\"#%s\">%s</a></li>\n", modules[i].name, modules[i].name);
  pol_html(&k->page, "</ul>\n</nav>\n<main id=\"main\">\n");
}

pol_status pol_write_modules(const pol_paper *p, const pol_sources *sources, const pol_atoms *atoms, const pol_module *modules, uint32_t n) {
  if (p->form != POL_WRITE_TEXT && p->form != POL_WRITE_MARKDOWN && p->form != POL_WRITE_HTML) return POL_REJECTED;
  pol_arena_point here = pol_arena_mark(p->arena);
  listing k = {.page = pol_page_of(p), .form = p->form, .sources = sources, .atoms = atoms};
  if (k.form == POL_WRITE_HTML) open_html(&k, modules, n);
  for (uint32_t i = 0; i < n; i++) {
    k.module = &modules[i];
    module(&k, i == 0);
  }
  if (k.form == POL_WRITE_HTML) pol_html(&k.page, "</main>\n</body>\n</html>\n");
  pol_status status = pol_page_end(&k.page);
  pol_arena_reset(p->arena, here);
  return status;
}
