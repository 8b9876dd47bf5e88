#include "base/date.h"
#include <string.h>

/* A word is what stands between blanks. A line is broken between words only, and not between two words that are read as one: a number
 * and its unit ("7.4 hours", "1 April"), the parts of a mixed number or of a date, "per month", "GBP 23.05". A unit can be any noun
 * ("2 ranks"), so every word that follows a number counts as one. A clause id is not a number: lines break on both sides of it. */
typedef struct word { const char *at; size_t n; } word;

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
static bool is_same(word w, const char *text) { return w.n == strlen(text) && memcmp(w.at, text, w.n) == 0; }

/* The word from its first digit or letter on: without brackets, signs and currency. */
static word bare(word w) {
  while (w.n && !is_digit(*w.at) && !is_letter(*w.at)) w.at++, w.n--;
  return w;
}

/* 1,950 or 7.4 or 22.2/37: a clause id has two points, or letters. */
static bool is_number(word w) {
  w = bare(w);
  int points = 0;
  for (size_t i = 0; i < w.n; i++) {
    points = w.at[i] == '/' ? 0 : points + (w.at[i] == '.');
    if (points > 1 || (!is_digit(w.at[i]) && !strchr(".,/", w.at[i]))) return false;
  }
  return w.n && is_digit(w.at[w.n - 1]);
}

static bool is_month(word w) {
  for (int32_t m = 1; m <= 12; m++)
    if (is_same(w, pol_date_month_name(m))) return true;
  return false;
}

static bool is_currency(word w) {
  w = bare(w);
  for (size_t i = 0; i < w.n; i++)
    if (w.at[i] < 'A' || w.at[i] > 'Z') return false;
  return w.n == 3;
}

/* Whether no line may end between the two. `before` is the word before them, or empty. */
static bool is_joined(word before, word a, word b) {
  if (is_same(a, "per")) return true;
  if (is_month(a) || is_currency(a)) return is_digit(*b.at);
  if (!is_number(a) || is_month(before)) return false; /* after a year comes no unit */
  return is_letter(*b.at) || (is_digit(*b.at) && memchr(b.at, '/', b.n) != NULL);
}

static word next_word(const char *at) {
  at += strspn(at, " ");
  return (word){ at, strcspn(at, " \n") };
}

/* The words that stay together from here on, as one: "25 days", "1 April 2024,". */
static word next_piece(const char *at) {
  word before = { at, 0 }, last = next_word(at), piece = last;
  for (word next = next_word(last.at + last.n); last.n && next.n && is_joined(before, last, next); next = next_word(last.at + last.n)) {
    piece.n = (size_t)(next.at + next.n - piece.at);
    before = last;
    last = next;
  }
  return piece;
}

static void break_line(pol_text *t, size_t indent) {
  while (t->n && t->at[t->n - 1] == ' ') t->n--;
  pol_text_char(t, '\n');
  pol_text_pad(t, ' ', indent);
}

void pol_text_wrap(pol_text *t, const char *text, size_t column, size_t indent, size_t width) {
  while (*text) {
    word piece = next_piece(text);
    size_t blanks = (size_t)(piece.at - text), columns = pol_text_columns(piece.at, piece.n);
    if (piece.n && column > indent && column + blanks + columns > width) {
      break_line(t, indent);
      column = indent;
    } else if (piece.n) {
      pol_text_pad(t, ' ', blanks);
      column += blanks;
    }
    pol_text_add_n(t, piece.at, piece.n);
    column += columns;
    text = piece.at + piece.n;
    if (*text != '\n') continue;
    break_line(t, indent); /* the author's own break */
    column = indent;
    text++;
  }
}
