/* Characters that nobody sees, and letters that look like those of names and are others: what a reader would take for something that it is not. */
#ifndef POL_SYNTAX_LOOKALIKES_H
#define POL_SYNTAX_LOOKALIKES_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a character without a shape of its own is called, NULL for every other. Those that join letters or signs are hidden only where nothing needs them: after a character of before U+0600. */
const char *pol_hidden_name(uint32_t code, uint32_t before);
/* The ASCII letter, figure or _ that a character looks like, and the script that it belongs to; 0 for every other. */
char pol_lookalike(uint32_t code, const char **script);
/* Whether one word of letters of the text, from *at on, has ASCII letters and lookalikes of theirs and no other letter: then *at is that of its first lookalike and *end the word's end. */
bool pol_lookalike_word(const char *text, size_t n, size_t *at, size_t *end);
#endif
