/* UTF-8: validity, and one code point at a time. */
#ifndef POL_BASE_UTF8_H
#define POL_BASE_UTF8_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
/* Bytes of the code point at the start, 1 to 4, with *code set; 0 when it is not valid UTF-8 (overlong, surrogate, cut off). */
unsigned pol_utf8_next(uint32_t *code, const char *bytes, size_t n);
/* The offset of the first invalid byte, or n when there is none. */
size_t pol_utf8_check(const char *bytes, size_t n);
bool pol_utf8_is_ascii(const char *bytes, size_t n); /* then each byte is a character */
/* Not for people's eyes: a control character (tab and line feed are none here), no character at all, or one that turns the direction of what stands round it. */
bool pol_utf8_odd(uint32_t code);
unsigned pol_utf8_put(char out[4], uint32_t code); /* bytes written */
#endif
