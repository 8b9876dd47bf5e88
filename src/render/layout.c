#include "render/layout.h"
#include <string.h>

enum { WIDTH_DEFAULT = 80, WIDTH_LEAST = 40 };

pol_page pol_page_of(const pol_paper *p) {
  size_t width = p->width == 0 ? WIDTH_DEFAULT : p->width;
  if (width < WIDTH_LEAST) width = WIDTH_LEAST;
  return (pol_page){.to = p->to, .arena = p->arena, .width = width, .colour = p->colour};
}

pol_status pol_page_end(const pol_page *pg) { return pol_text_ok(pg->to) ? POL_OK : POL_NO_MEMORY; }

void pol_page_lost(const pol_page *pg) { pg->to->failed = true; }

const char *pol_page_keep(const pol_page *pg, pol_text *t) {
  char *kept = pol_text_ok(t) ? pol_arena_copy(pg->arena, t->n == 0 ? "" : t->at, t->n) : NULL;
  pol_text_drop(t);
  if (kept == NULL) pol_page_lost(pg);
  return kept == NULL ? "" : kept;
}

const char *pol_page_shown(const pol_page *pg, const char *bytes, size_t n) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(pg->arena));
  pol_text_add_shown(&t, bytes, n);
  return pol_page_keep(pg, &t);
}

const char *pol_page_format(const pol_page *pg, const char *format, ...) {
  pol_text t;
  pol_text_init(&t, pol_arena_alloc(pg->arena));
  va_list args;
  va_start(args, format);
  pol_text_vformat(&t, format, args);
  va_end(args);
  return pol_page_keep(pg, &t);
}

size_t pol_columns(const char *text) { return pol_text_columns(text, strlen(text)); }

void pol_page_ink(const pol_page *pg, pol_ink ink) {
  static const char *const code[] = {"\x1b[0m", "\x1b[1m", "\x1b[1;31m", "\x1b[1;33m", "\x1b[1;36m"};
  if (pg->colour) pol_text_add(pg->to, code[ink]);
}

void pol_page_line(const pol_page *pg, pol_ink ink, const char *text) {
  if (ink != POL_INK_PLAIN) pol_page_ink(pg, ink);
  pol_text_add(pg->to, text);
  if (ink != POL_INK_PLAIN) pol_page_ink(pg, POL_INK_PLAIN);
  pol_text_char(pg->to, '\n');
}

void pol_page_blank(const pol_page *pg) { pol_text_char(pg->to, '\n'); }

void pol_page_para(const pol_page *pg, size_t indent, const char *text) {
  pol_text_pad(pg->to, ' ', indent);
  pol_text_wrap(pg->to, text, indent, indent, pg->width - 1);
  pol_text_char(pg->to, '\n');
}

void pol_page_end_line(const pol_page *pg) {
  while (pg->to->n > 0 && pg->to->at[pg->to->n - 1] == ' ') pg->to->n--;
  pol_text_char(pg->to, '\n');
}

void pol_page_item(const pol_page *pg, size_t indent, const char *key, size_t key_width, const char *text) {
  size_t columns = pol_columns(key), hang = indent + key_width + 2;
  pol_text_pad(pg->to, ' ', indent);
  pol_text_add(pg->to, key);
  if (columns <= key_width) {
    pol_text_pad(pg->to, ' ', key_width - columns + 2);
  } else { /* too long for its column: the text starts below it */
    pol_text_char(pg->to, '\n');
    pol_text_pad(pg->to, ' ', hang);
  }
  pol_text_wrap(pg->to, text, hang, hang, pg->width - 1);
  pol_page_end_line(pg);
}

void pol_page_heading(const pol_page *pg, size_t indent, const char *left, const char *right) {
  size_t edge = pg->width - 3, taken = pol_columns(right);
  size_t room = taken == 0 || taken + indent + 22 > edge ? edge : edge - taken - 2;
  pol_text wrapped;
  pol_text_init(&wrapped, pol_arena_alloc(pg->arena));
  pol_text_pad(&wrapped, ' ', indent);
  pol_text_wrap(&wrapped, left, indent, indent, room);
  const char *text = pol_page_keep(pg, &wrapped);
  size_t first = strcspn(text, "\n"), columns = pol_text_columns(text, first);
  pol_text_add_n(pg->to, text, first);
  if (taken > 0 && columns + 2 + taken <= edge) {
    pol_text_pad(pg->to, ' ', edge - columns - taken);
    pol_text_add(pg->to, right);
    taken = 0;
  }
  pol_text_add(pg->to, text + first);
  pol_text_char(pg->to, '\n');
  if (taken > 0) pol_page_para(pg, indent + 2, right); /* too wide to stand beside it */
}

void pol_page_ends(const pol_page *pg, size_t indent, size_t hang, const char *left, const char *right) {
  size_t edge = pg->width - 1, taken = pol_columns(right);
  pol_text wrapped;
  pol_text_init(&wrapped, pol_arena_alloc(pg->arena));
  pol_text_wrap(&wrapped, left, indent, hang, edge);
  const char *text = pol_page_keep(pg, &wrapped);
  const char *last = strrchr(text, '\n');
  size_t columns = last == NULL ? indent + pol_columns(text) : pol_columns(last + 1);
  pol_text_pad(pg->to, ' ', indent);
  pol_text_add(pg->to, text);
  if (taken > 0) {
    if (columns + 2 + taken > edge) {
      pol_text_char(pg->to, '\n');
      columns = 0;
    }
    pol_text_pad(pg->to, ' ', taken + columns < edge ? edge - columns - taken : 2);
    pol_text_add(pg->to, right);
  }
  pol_text_char(pg->to, '\n');
}

size_t pol_page_label(const pol_page *pg, const char *label, size_t column) {
  size_t taken = pol_columns(label);
  pol_text_add(pg->to, label);
  pol_text_pad(pg->to, ' ', taken + 2 < column ? column - taken : 2);
  return taken + 2 < column ? column : taken + 2;
}
