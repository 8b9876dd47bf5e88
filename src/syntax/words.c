#include "syntax/words.h"
#include "pol_parser.h"
#include <string.h>

static const pol_keyword keywords[POL_KEYWORDS] = {
#define POL_KEYWORD(TOKEN, spelling, kind, comma) { spelling, TOK_##TOKEN, sizeof spelling - 1, POL_WORD_##kind, comma },
#include "../../grammar/keywords.def"
#undef POL_KEYWORD
};

/* The tokens of pol.y and the lines of keywords.def are the same list: a word that is only in one of them does not compile. */
#define POL_KEYWORD(TOKEN, spelling, kind, comma) \
  _Static_assert((int)TOK_##TOKEN - (int)TOK_POLICY == (int)POL_KEYWORD_##TOKEN, "the order of keywords.def and of pol.y differs at " spelling);
#include "../../grammar/keywords.def"
#undef POL_KEYWORD
_Static_assert(TOK_NAME - TOK_POLICY == POL_KEYWORDS, "pol.y has a keyword that keywords.def lacks");
_Static_assert(POL_KEYWORDS < POL_NO_WORD, "a keyword has to fit a byte");

static size_t first_word(const pol_keyword *k) {
  size_t n = 0;
  while (n < k->length && k->spelling[n] != ' ') n++;
  return n;
}

static unsigned hash_of(const char *word, size_t length) {
  return ((unsigned char)word[0] * 7u + (unsigned char)word[length - 1] * 31u + (unsigned char)word[length / 2] * 3u + (unsigned)length * 17u) & 255u;
}

/* The slot of the word, or the free one where it would be. There are more slots than words, so there is a free one. */
static unsigned slot_of(const pol_words *w, const char *word, size_t length) {
  unsigned i = hash_of(word, length);
  for (; w->slot[i] != POL_NO_WORD; i = (i + 1) & 255u) {
    const pol_keyword *k = &keywords[w->slot[i]];
    if (k->length >= length && (k->spelling[length] & ~' ') == 0 && memcmp(k->spelling, word, length) == 0) break; /* a space or the end */
  }
  return i;
}

void pol_words_init(pol_words *w) {
  memset(w->slot, POL_NO_WORD, sizeof w->slot);
  memset(w->next, POL_NO_WORD, sizeof w->next);
  for (unsigned k = 0; k < POL_KEYWORDS; k++) {
    uint8_t *link = &w->slot[slot_of(w, keywords[k].spelling, first_word(&keywords[k]))];
    while (*link != POL_NO_WORD && keywords[*link].length > keywords[k].length) link = &w->next[*link];
    w->next[k] = *link;
    *link = (uint8_t)k;
  }
}

uint8_t pol_words_find(const pol_words *w, const char *word, size_t length) { return length ? w->slot[slot_of(w, word, length)] : POL_NO_WORD; }

const pol_keyword *pol_keyword_get(unsigned keyword) { return &keywords[keyword]; }

const pol_keyword *pol_keyword_of(int token) {
  return token >= TOK_POLICY && token < TOK_NAME ? &keywords[token - TOK_POLICY] : NULL;
}

const char *pol_word_unit(const char *word, size_t length) {
  static const char *const units[] = { "hour", "day", "week", "month", "year", "minute" };
  size_t n = length && word[length - 1] == 's' ? length - 1 : length;
  for (size_t i = 0; i < sizeof units / sizeof *units; i++)
    if (strlen(units[i]) == n && memcmp(units[i], word, n) == 0) return units[i];
  return NULL;
}
