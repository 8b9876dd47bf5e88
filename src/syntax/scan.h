/* What the rules of grammar/pol.l call: they recognise a spelling, these functions say what it is. Each gives the kind of the raw word, or
 * 0 when the spelling makes none; the text of the word, where it is not its spelling, goes to *text. */
#ifndef POL_SYNTAX_SCAN_H
#define POL_SYNTAX_SCAN_H
#include "syntax/reading.h"

/* Scans the whole file into r->raw. In pol.l. */
pol_status pol_scan_file(pol_reading *r);
/* Before scanning: copies the text to r->text, without the bytes that cannot be read; they are reported. */
pol_status pol_scan_clean(pol_reading *r);

void *pol_scan_room(pol_reading *r, size_t size);               /* for flex's own state; never more than is there */
void pol_scan_push(pol_reading *r, int kind, pol_span at, pol_atom text);
void pol_scan_line_starts(pol_reading *r);
void pol_scan_comment(pol_reading *r, pol_span at);
/* Whether this place is on a line whose mistakes are reported already. */
bool pol_scan_is_torn(const pol_reading *r, uint32_t at);
/* Whether a wrong character is to be reported here: the first on its line, if the line is not torn. */
bool pol_scan_says(pol_reading *r, pol_span at);
/* The word before and what is glued to this place were probably meant to be something else. */
void pol_scan_doubt(pol_reading *r, pol_span at);
/* The end of the line, before its line break. */
uint32_t pol_scan_line_end(const pol_reading *r, uint32_t from);

/* -- scenarios, when only rules are read: pass_over.c */
void pol_scan_pass_over(pol_reading *r);                          /* at the start of a line: r->scan.at goes to the first line that is to be scanned */
bool pol_scan_passes_over(const pol_reading *r);                  /* whether the stretch is a scenario */

bool pol_scan_after_is(const pol_reading *r); /* whether the last word is "is", or a | that stands for it in a row */

/* -- names, numbers, dates: literals.c */
int pol_scan_spelt(pol_reading *r, pol_span at, int kind);       /* a word, name or id as it should be */
int pol_scan_capitals(pol_reading *r, pol_span at, pol_atom *text);
int pol_scan_untidy(pol_reading *r, pol_span at, pol_atom *text); /* dots too many */
int pol_scan_number(pol_reading *r, pol_span at);                 /* digits, dots and letters: a number or an id */
int pol_scan_fraction(pol_reading *r, pol_span at);
int pol_scan_parts(pol_reading *r, pol_span at, pol_atom *text);  /* a fraction in one sign, perhaps after a number */
int pol_scan_percent(pol_reading *r, pol_span at, pol_atom *text);
int pol_scan_money(pol_reading *r, pol_span at, pol_atom *text);
int pol_scan_date(pol_reading *r, pol_span at, pol_atom *text);   /* 2024-04-01, 1 April 2024, 1 April */
int pol_scan_slashed_date(pol_reading *r, pol_span at, pol_atom *text);
int pol_scan_time(pol_reading *r, pol_span at, pol_atom *text);
/* The length of the number in 37hours when hours is a unit; 0 when the whole is an id. */
int pol_scan_glued(pol_reading *r, pol_span at);
void pol_scan_odd_name(pol_reading *r, pol_span at);

/* -- texts: texts.c */
void pol_scan_measure(pol_reading *r, uint32_t line);              /* whether the quotation marks of this line pair */
bool pol_scan_opens(pol_reading *r, pol_span mark);               /* whether the mark starts a text; if so, reading of it starts */
size_t pol_scan_plain(const pol_reading *r, uint32_t at);          /* how many bytes from here on stand for themselves in a text */
void pol_scan_text_add(pol_reading *r, const char *bytes, size_t n);
int pol_scan_text_piece(pol_reading *r, int kind, pol_atom *text); /* what was read of the text, as one word */
int pol_scan_single(pol_reading *r, pol_span at, pol_atom *text);
void pol_scan_text_wraps(pol_reading *r);                          /* the text goes on on the next line */
int pol_scan_fill(pol_reading *r, pol_span brace);                 /* { in a text: the piece that ends here, or 0 */
bool pol_scan_filled(pol_reading *r, pol_span brace);              /* } outside: whether a text goes on after it */

/* -- characters: characters.c */
void pol_scan_odd(pol_reading *r, pol_odd kind, pol_span at, const char *instead);
void pol_scan_odd_end(pol_reading *r);
void pol_scan_odd_character(pol_reading *r, pol_span at);
bool pol_scan_lookalikes(pol_reading *r, pol_span name);            /* reports letters that look like those of names, if there is no other that is not */
void pol_scan_mixed(pol_reading *r, pol_span text);                 /* words of a text with such letters */
void pol_scan_sign(pol_reading *r, pol_span at);                   /* : and ; */
int pol_scan_comparison(pol_reading *r, pol_span at);              /* >= and the like: the keyword after "is", or 0 for "is" alone */
#endif
