/* Paragraphs, hanging items and lines with two ends, for everything that people read. A pol_page appends to the text of a pol_paper; a
 * piece of scratch text lives in the paper's arena until the caller of the page resets it. Running out of memory sticks to the text: see
 * pol_page_end. */
#ifndef POL_RENDER_LAYOUT_H
#define POL_RENDER_LAYOUT_H
#include "base/status.h"
#include "base/text.h"
#include "render/render.h"

typedef struct pol_page {
  pol_text *to;
  pol_arena *arena;
  size_t width; /* lines are wrapped before this column; what stands at the right ends one before it */
  bool colour;
} pol_page;

typedef enum pol_ink { POL_INK_PLAIN, POL_INK_STRONG, POL_INK_ERROR, POL_INK_WARNING, POL_INK_NOTE } pol_ink;

pol_page pol_page_of(const pol_paper *p);
pol_status pol_page_end(const pol_page *pg); /* POL_NO_MEMORY when anything was lost */
void pol_page_lost(const pol_page *pg);      /* makes it so */

/* Scratch text in the arena; "" when out of memory. */
const char *pol_page_format(const pol_page *pg, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *pol_page_shown(const pol_page *pg, const char *bytes, size_t n); /* what came from outside, as pol_text_add_shown has it */
const char *pol_page_keep(const pol_page *pg, pol_text *t); /* copies and drops t */
size_t pol_columns(const char *text);

void pol_page_ink(const pol_page *pg, pol_ink ink);                    /* nothing without colour; PLAIN ends what was begun */
void pol_page_line(const pol_page *pg, pol_ink ink, const char *text); /* one line as it is */
void pol_page_blank(const pol_page *pg);
void pol_page_para(const pol_page *pg, size_t indent, const char *text); /* wrapped, every line indented */
/* "  3.15.1  Support for acting rank": the key in a column of its own, the text hanging beside it. */
void pol_page_end_line(const pol_page *pg); /* without the blanks at its end: what was to stand there has no title */
void pol_page_item(const pol_page *pg, size_t indent, const char *key, size_t key_width, const char *text);
/* Text at the left, a word or two at the right edge: of the first line (a heading), or of the last (a condition and its margin). */
void pol_page_heading(const pol_page *pg, size_t indent, const char *left, const char *right);
void pol_page_ends(const pol_page *pg, size_t indent, size_t hang, const char *left, const char *right);
/* The name of a block, then its first item on the same line: "Open because of   3.7.2b  Officers …". Gives the column after it. */
size_t pol_page_label(const pol_page *pg, const char *label, size_t column);
#endif
