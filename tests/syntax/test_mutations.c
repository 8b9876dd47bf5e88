/* Files that are right, damaged in every place, one damage at a time: nothing crashes or hangs, what is lost is reported, and nearly always one
 * report is all. The counts are printed. */
#include "said.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct tally { const char *damage; unsigned files, right, one, more; } tally;

static const char *const names[] = { "leave.pol", "posting.pol", "tables.pol" };
enum { ROOM = 8192 };

static size_t read_data(char out[ROOM], const char *name) {
  char path[512];
  snprintf(path, sizeof path, "%s/syntax/data/%s", POL_TESTS_DIR, name);
  FILE *f = fopen(path, "rb");
  cr_assert_not_null(f, "%s", path);
  size_t n = fread(out, 1, ROOM, f);
  fclose(f);
  cr_assert(n > 0 && n < ROOM - 64);
  return n;
}

static void try(tally *t, const char *text, size_t length) {
  said s;
  said_open(&s, text, length, NULL);
  cr_assert_eq(s.status, POL_OK);
  t->files++;
  if (s.reports.errors == 0) t->right++;
  else if (s.reports.errors == 1) t->one++;
  else t->more++;
  cr_expect(s.reports.errors > 0 || !said_has_broken(s.tree.root), "%s, file %u: lost without a word", t->damage, t->files);
  said_close(&s);
}

/* At most 2 in 100 may have a second report. */
static void judge(const tally *t) {
  printf("%-14s %6u files: %5u still right, %5u with one report, %3u with more\n", t->damage, t->files, t->right, t->one, t->more);
  cr_expect(t->more * 50 <= t->files, "%s: %u of %u files have more than one report", t->damage, t->more, t->files);
  cr_expect(t->one > 0);
}

static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || strchr("_.:%", c); }

/* The end of the word, text or sign that starts at `at`; `at` itself for space and comments. */
static size_t piece_end(const char *text, size_t n, size_t at) {
  size_t end = at;
  if (text[at] == ' ' || text[at] == '\n') return at;
  if (text[at] == '"') {
    for (end++; end < n && text[end] != '"';) end++;
    return end + 1;
  }
  while (end < n && is_word(text[end])) end++;
  return end > at ? end : at + 1;
}

typedef void damage(tally *t, const char *text, size_t n, size_t at, size_t end);

static void over_pieces(const char *what, damage *harm) {
  tally t = { what, 0, 0, 0, 0 };
  for (size_t f = 0; f < COUNT(names); f++) {
    char text[ROOM];
    size_t n = read_data(text, names[f]);
    for (size_t at = 0, end; at < n; at = end > at ? end : at + 1) {
      end = piece_end(text, n, at);
      if (text[at] == '#') end = at + strcspn(text + at, "\n");
      else if (end > at) harm(&t, text, n, at, end);
    }
  }
  judge(&t);
}

static void delete_piece(tally *t, const char *text, size_t n, size_t at, size_t end) {
  char damaged[ROOM];
  memcpy(damaged, text, at);
  memcpy(damaged + at, text + end, n - end);
  try(t, damaged, n - (end - at));
}

/* Two letters in the middle of a word change places. */
static void misspell(tally *t, const char *text, size_t n, size_t at, size_t end) {
  char damaged[ROOM];
  size_t middle = at + (end - at) / 2;
  if (end - at < 2 || text[at] == '"' || text[middle] == text[middle - 1]) return;
  for (size_t i = at; i < end; i++)
    if (text[i] < 'a' || text[i] > 'z') return; /* names with dots and lines are not keywords */
  memcpy(damaged, text, n);
  damaged[middle] = text[middle - 1];
  damaged[middle - 1] = text[middle];
  try(t, damaged, n);
}

static void drop_quotes(tally *t, const char *text, size_t n, size_t at, size_t end) {
  if (text[at] != '"') return;
  delete_piece(t, text, n, at, at + 1);
  delete_piece(t, text, n, end - 1, end);
}

static void put_comma(tally *t, const char *text, size_t n, size_t at, size_t end) {
  (void)at;
  char damaged[ROOM];
  memcpy(damaged, text, end);
  damaged[end] = ',';
  memcpy(damaged + end + 1, text + end, n - end);
  try(t, damaged, n + 1);
}

Test(mutations, a_word_deleted) { over_pieces("word deleted", delete_piece); }
Test(mutations, a_word_misspelt) { over_pieces("word misspelt", misspell); }
Test(mutations, a_quotation_mark_dropped) { over_pieces("mark dropped", drop_quotes); }
Test(mutations, a_comma_too_many) { over_pieces("comma put in", put_comma); }

Test(mutations, cut_off) {
  tally t = { "cut off", 0, 0, 0, 0 };
  for (size_t f = 0; f < COUNT(names); f++) {
    char text[ROOM];
    size_t n = read_data(text, names[f]);
    for (size_t at = 0; at < n; at++) try(&t, text, at);
  }
  judge(&t);
}

/* Each byte with one of its bits turned over, another one for each neighbour. */
Test(mutations, a_bit_flipped) {
  tally t = { "bit flipped", 0, 0, 0, 0 };
  for (size_t f = 0; f < COUNT(names); f++) {
    char text[ROOM];
    size_t n = read_data(text, names[f]);
    for (size_t at = 0; at < n; at++) {
      char kept = text[at];
      text[at] = (char)(kept ^ (1 << at % 8));
      try(&t, text, n);
      text[at] = kept;
    }
  }
  judge(&t);
}

/* Many damages at once: whatever comes of it, it ends, and every loss is reported. */
Test(mutations, rubbish) {
  uint64_t seed = 1;
  tally t = { "rubbish", 0, 0, 0, 0 };
  for (size_t round = 0; round < 600; round++) {
    char text[ROOM];
    size_t n = read_data(text, names[round % COUNT(names)]);
    for (int k = 0; k < 20; k++) {
      seed = seed * 6364136223846793005u + 1442695040888963407u;
      size_t at = (size_t)(seed >> 33) % n, length = (size_t)(seed >> 20) % 12;
      if (at + length > n) length = n - at;
      switch ((seed >> 10) % 3) {
      case 0: memset(text + at, "\"|(-{\n,"[(seed >> 5) % 7], length); break;
      case 1: memmove(text + at, text + at + length, n - at - length), n -= length; break;
      default: text[at] = (char)(seed >> 40);
      }
    }
    try(&t, text, n);
  }
  printf("%-14s %6u files: %5u still right, %5u with one report, %3u with more\n", t.damage, t.files, t.right, t.one, t.more);
}
