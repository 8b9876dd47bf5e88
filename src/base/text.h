/* A growing byte string, for building everything that is written. Failure sticks: after an allocation fails the text takes no more, and
 * pol_text_ok says so once at the end. The text owns its bytes. */
#ifndef POL_BASE_TEXT_H
#define POL_BASE_TEXT_H
#include "base/alloc.h"
#include <stdarg.h>
#include <stdbool.h>
typedef struct pol_text { char *at; size_t n, cap; bool failed; const pol_alloc *from; } pol_text;
void pol_text_init(pol_text *t, const pol_alloc *from); /* NULL: the default allocator */
void pol_text_drop(pol_text *t);
void pol_text_clear(pol_text *t); /* keeps the room */
void pol_text_add(pol_text *t, const char *text);
void pol_text_add_n(pol_text *t, const char *bytes, size_t n);
/* What came from outside, for people, in one line: nothing in it acts on a terminal, or turns what stands round it. */
void pol_text_add_shown(pol_text *t, const char *bytes, size_t n);
void pol_text_char(pol_text *t, char c);
bool pol_text_room(pol_text *t, size_t n); /* so that n bytes more may be written at t->at + t->n by the caller; false: out of memory */
void pol_text_pad(pol_text *t, char c, size_t times);
void pol_text_int(pol_text *t, int64_t v);
/* printf for %s %.*s %c %d %u %zu %lld %llu %% with widths; no floating point, so no locale. */
void pol_text_format(pol_text *t, const char *format, ...) __attribute__((format(printf, 2, 3)));
void pol_text_vformat(pol_text *t, const char *format, va_list args) __attribute__((format(printf, 2, 0)));
const char *pol_text_get(pol_text *t); /* NUL-ended; "" when empty or failed */
bool pol_text_ok(const pol_text *t);
/* The number of columns that UTF-8 text takes: one a code point. */
size_t pol_text_columns(const char *bytes, size_t n);
/* Appends `text` wrapped at `width`, each line after the first indented by `indent` columns; `column` is where the first line starts.
 * Never breaks before a unit, inside a number or a date. */
void pol_text_wrap(pol_text *t, const char *text, size_t column, size_t indent, size_t width);
/* Edit distance with transpositions, at most `most`; most + 1 when further. For "did you mean". */
unsigned pol_text_distance(const char *a, const char *b, unsigned most);
#endif
