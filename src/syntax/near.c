#include "syntax/near.h"
#include "base/text.h"
#include "syntax/filter.h"
#include <string.h>

static const pol_other_word other_words[] = {
#define POL_OTHER_WORD(words, KEYWORD, help) { words, POL_KEYWORD_##KEYWORD, help },
#include "syntax/other_words.def"
#undef POL_OTHER_WORD
};

/* The word at `i`, if it stands on the line of the one before it (or begins what is asked for). */
static const char *word_at(const pol_reading *r, uint32_t i, bool begins, size_t *length) {
  if (i >= r->to) return NULL;
  const pol_raw *w = &r->raw.at[i];
  if (w->kind != POL_RAW_WORD || (!begins && (w->flags & POL_RAW_FIRST))) return NULL;
  return pol_raw_text(r, w, length);
}

bool pol_near_join(const pol_reading *r, uint32_t i, uint32_t n, char out[64]) {
  size_t used = 0;
  for (uint32_t k = 0; k < n; k++) {
    size_t length;
    const char *word = word_at(r, i + k, k == 0, &length);
    if (!word || used + length + 2 > 64) return false;
    if (k) out[used++] = ' ';
    memcpy(out + used, word, length);
    used += length;
  }
  out[used] = '\0';
  return n > 0;
}

static uint32_t words_in(const char *spelling) {
  uint32_t n = 1;
  for (; *spelling; spelling++) n += *spelling == ' ';
  return n;
}

static unsigned slips_allowed(size_t letters) { return letters >= 5 ? 2 : letters >= 2 ? 1 : 0; }

/* Words of two letters are like many others: only letters that changed places count there, and one that is left out. */
static bool is_plausible(const char *word, size_t n, const char *meant, size_t m) {
  return m > 2 || n > 2 || n == 1 || (n == 2 && m == 2 && word[0] == meant[1] && word[1] == meant[0]);
}

/* The slips between the words at `i` and the spelling, word by word; more than 2 when they are too many. */
static unsigned slips(const pol_reading *r, uint32_t i, const char *spelling) {
  unsigned sum = 0;
  for (uint32_t k = 0; *spelling && sum <= 2; k++) {
    size_t n, m = strcspn(spelling, " ");
    const char *word = word_at(r, i + k, k == 0, &n);
    char a[64], b[64];
    if (!word || n >= sizeof a || m >= sizeof b) return 9;
    memcpy(a, word, n), a[n] = '\0';
    memcpy(b, spelling, m), b[m] = '\0';
    unsigned distance = pol_text_distance(a, b, slips_allowed(m));
    if (distance > slips_allowed(m) || (distance && !is_plausible(a, n, b, m))) return 9;
    sum += distance;
    spelling += m + (spelling[m] == ' ');
  }
  return sum;
}

static void offer(pol_near *out, unsigned keyword, uint32_t words, unsigned distance) {
  unsigned at = out->n < POL_NEAR_MOST ? out->n++ : POL_NEAR_MOST - 1;
  if (at == POL_NEAR_MOST - 1 && out->found[at].words && out->found[at].distance <= distance) return;
  for (; at > 0 && out->found[at - 1].distance > distance; at--) out->found[at] = out->found[at - 1];
  out->found[at].keyword = (uint8_t)keyword;
  out->found[at].words = (uint8_t)words;
  out->found[at].distance = (uint8_t)distance;
}

void pol_near_misspelt(pol_near *out, const pol_reading *r, uint32_t i, pol_near_fits *fits) {
  *out = (pol_near){ .n = 0 };
  for (unsigned k = 0; k < POL_KEYWORDS; k++) {
    const pol_keyword *keyword = pol_keyword_get(k);
    if (!fits(r, keyword)) continue;
    unsigned distance = slips(r, i, keyword->spelling);
    if (distance >= 1 && distance <= 2) offer(out, k, words_in(keyword->spelling), distance);
  }
}

/* How many words at `i` are those of the spelling, in order, without its words left … left + n. 0: others stand there. */
static uint32_t words_without(const pol_reading *r, uint32_t i, const char *spelling, uint32_t left, uint32_t n) {
  uint32_t same = 0, words = words_in(spelling);
  for (uint32_t k = 0; k < words; k++) {
    size_t length = strcspn(spelling, " "), found;
    if (k < left || k >= left + n) {
      const char *word = word_at(r, i + same, same == 0, &found);
      if (!word || found != length || memcmp(word, spelling, length) != 0) return 0;
      same++;
    }
    spelling += length + (spelling[length] == ' ');
  }
  return same;
}

void pol_near_short(pol_near *out, const pol_reading *r, uint32_t i, pol_near_fits *fits) {
  *out = (pol_near){ .n = 0 };
  for (unsigned k = 0; k < POL_KEYWORDS; k++) {
    const pol_keyword *keyword = pol_keyword_get(k);
    uint32_t words = words_in(keyword->spelling);
    if (words < 2 || !fits(r, keyword)) continue;
    for (uint32_t left = 0; left < words; left++) {
      uint32_t same = words_without(r, i, keyword->spelling, left, 1);
      if (same) offer(out, k, same, 1);
    }
    for (uint32_t begun = words - 2; words > 2 && begun > 0; begun--) {
      uint32_t same = words_without(r, i, keyword->spelling, begun, words - begun);
      if (same) offer(out, k, same, words - begun);
    }
  }
}

const pol_other_word *pol_near_other(const pol_reading *r, uint32_t i, uint32_t *words) {
  const pol_other_word *best = NULL;
  for (size_t k = 0; k < sizeof other_words / sizeof *other_words; k++) {
    uint32_t n = words_in(other_words[k].words);
    char text[64];
    if (!pol_near_join(r, i, n, text) || strcmp(text, other_words[k].words) != 0 || (best && n <= *words)) continue;
    best = &other_words[k];
    *words = n;
  }
  return best;
}
