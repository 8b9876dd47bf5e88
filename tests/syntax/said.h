/* One text, read: its tree as a short line, its reports as lines. Failing to read it for want of memory fails the test. */
#ifndef POL_TESTS_SYNTAX_SAID_H
#define POL_TESTS_SYNTAX_SAID_H
#include "base/text.h"
#include "syntax/parse.h"

#ifndef COUNT
#define COUNT(rows) (sizeof(rows) / sizeof *(rows))
#endif

typedef struct said {
  pol_arena *arena;
  pol_atoms *atoms;
  pol_sources sources;
  uint32_t file;
  pol_reports reports;
  pol_tree tree;
  pol_status status;
} said;

void said_open(said *s, const char *text, size_t length, const pol_alloc *from);
void said_close(said *s);

/* (kind text kid …): a missing slot is _, a LIST is […], a plain name is itself, a text is in quotation marks, a broken stretch is !. */
void said_node(pol_text *out, const said *s, const pol_node *node);
/* The declarations of the text in turn, with a space between them. */
void said_tree(pol_text *out, const char *text);
/* "POL0204 2:13 si | is not a word …": number, place, the words underlined, message; errors and notes, by place. */
void said_reports(pol_text *out, const char *text, size_t length);
/* The text with every sure fix made. */
void said_mended(pol_text *out, const char *text, size_t length);
bool said_has_broken(const pol_node *node);
#endif
