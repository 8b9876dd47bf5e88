/* HTML, written so that no text can become markup. A page's text takes markup of ours, in which every %s is text of somebody's: escaped, its straight quotation marks
 * made typographic, and full dates wrapped in <time>; inside a tag (an attribute's value) it is escaped and nothing else. Characters that HTML forbids, or that turn
 * the direction of the text round them, give way to U+FFFD. */
#ifndef POL_RENDER_HTML_H
#define POL_RENDER_HTML_H
#include "render/layout.h"

/* %s, %u and %%; an attribute's value stands in double quotes. */
void pol_html(const pol_page *pg, const char *markup, ...) __attribute__((format(printf, 2, 3)));
void pol_html_plain(const pol_page *pg, const char *text); /* escaped, letter by letter: titles, commands, names of files */
void pol_html_css(const pol_page *pg, const char *text);   /* as a CSS string, with its quotation marks; safe in <style> */
#endif
