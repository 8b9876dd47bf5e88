/* The keywords, looked up by their first word. The table is grammar/keywords.def; the index over it is made for each file, in a few
 * microseconds, so that nothing is global and nothing is sorted by hand. */
#ifndef POL_SYNTAX_WORDS_H
#define POL_SYNTAX_WORDS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum pol_word_class { POL_WORD_DECLARATION, POL_WORD_LINE, POL_WORD_QUALIFIER, POL_WORD_VERB, POL_WORD_TEST, POL_WORD_OTHER } pol_word_class;
typedef struct pol_keyword {
  const char *spelling; /* words with one space between them */
  uint16_t token, length;
  uint8_t kind; /* pol_word_class */
  bool comma;   /* a comma before it is dropped */
} pol_keyword;

enum {
#define POL_KEYWORD(TOKEN, spelling, kind, comma) POL_KEYWORD_##TOKEN,
#include "../../grammar/keywords.def"
#undef POL_KEYWORD
  POL_KEYWORDS,
  POL_NO_WORD = 255
};

typedef struct pol_words {
  uint8_t slot[256];          /* by the hash of a first word: a keyword, or POL_NO_WORD */
  uint8_t next[POL_KEYWORDS]; /* the next keyword with the same first word, shorter */
} pol_words;

void pol_words_init(pol_words *w);
/* The longest keyword that starts with this word, or POL_NO_WORD. */
uint8_t pol_words_find(const pol_words *w, const char *word, size_t length);
const pol_keyword *pol_keyword_get(unsigned keyword);
/* The keyword of a token, or NULL. */
const pol_keyword *pol_keyword_of(int token);
/* hours → hour, and so on; NULL when it is no unit of the language. */
const char *pol_word_unit(const char *word, size_t length);
#endif
