/* Characters that nobody sees, that turn a line around, or that look like others: each by its name, wherever it stands. Dates, times and numbers as people write them. */
#include "base/utf8.h"
#include "said.h"
#include "syntax/lookalikes.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const struct { uint32_t code; const char *name; } unseen[] = {
    {0x00AD, "SOFT HYPHEN"}, {0x034F, "COMBINING GRAPHEME JOINER"}, {0x115F, "HANGUL FILLER"}, {0x1160, "HANGUL FILLER"}, {0x3164, "HANGUL FILLER"}, {0xFFA0, "HANGUL FILLER"},
    {0x180E, "MONGOLIAN VOWEL SEPARATOR"}, {0x200B, "ZERO WIDTH SPACE"}, {0x200C, "ZERO WIDTH NON-JOINER"}, {0x200D, "ZERO WIDTH JOINER"}, {0x2028, "LINE SEPARATOR"}, {0x2029, "PARAGRAPH SEPARATOR"},
    {0x2060, "WORD JOINER"}, {0x2061, "INVISIBLE SIGN"}, {0x2062, "INVISIBLE SIGN"}, {0x2063, "INVISIBLE SIGN"}, {0x2064, "INVISIBLE SIGN"}, {0xFEFF, "ZERO WIDTH NO-BREAK SPACE"},
    {0x80, "CONTROL CHARACTER"}, {0x9F, "CONTROL CHARACTER"}, {0x206A, "FORMAT CHARACTER"}, {0x206F, "FORMAT CHARACTER"}, {0xFFF9, "ANNOTATION MARK"}, {0xFFFB, "ANNOTATION MARK"},
    {0xE0001, "TAG"}, {0xE0020, "TAG"}, {0xE007F, "TAG"},
};
static const struct { uint32_t code; const char *name; } turning[] = {
    {0x061C, "ARABIC LETTER MARK"}, {0x200E, "LEFT-TO-RIGHT MARK"}, {0x200F, "RIGHT-TO-LEFT MARK"}, {0x202A, "LEFT-TO-RIGHT EMBEDDING"}, {0x202B, "RIGHT-TO-LEFT EMBEDDING"},
    {0x202C, "POP DIRECTIONAL FORMATTING"}, {0x202D, "LEFT-TO-RIGHT OVERRIDE"}, {0x202E, "RIGHT-TO-LEFT OVERRIDE"}, {0x2066, "LEFT-TO-RIGHT ISOLATE"}, {0x2067, "RIGHT-TO-LEFT ISOLATE"},
    {0x2068, "FIRST STRONG ISOLATE"}, {0x2069, "POP DIRECTIONAL ISOLATE"},
};

static size_t put(char *to, uint32_t code) {
  if (code < 0x80) return to[0] = (char)code, 1;
  if (code < 0x800) return to[0] = (char)(0xC0 | code >> 6), to[1] = (char)(0x80 | (code & 63)), 2;
  if (code < 0x10000) return to[0] = (char)(0xE0 | code >> 12), to[1] = (char)(0x80 | (code >> 6 & 63)), to[2] = (char)(0x80 | (code & 63)), 3;
  return to[0] = (char)(0xF0 | code >> 18), to[1] = (char)(0x80 | (code >> 12 & 63)), to[2] = (char)(0x80 | (code >> 6 & 63)), to[3] = (char)(0x80 | (code & 63)), 4;
}

/* The reports of a policy with the character inside a text, and inside a name. */
static void expect_told(uint32_t code, const char *name) {
  static const char *const places[] = {"clause a.1 \"so%sme\"\n", "facts f\n  na%sme is date\n", "%sclause a.1\n", "# re%smark\nclause a.1\n"};
  for (size_t i = 0; i < COUNT(places); i++) {
    char letter[5] = {0}, text[80], wanted[80];
    pol_text out;
    if (i == 2 && code == 0xFEFF) continue; /* there it is a byte order mark */
    letter[put(letter, code)] = '\0';
    int n = snprintf(text, sizeof text, places[i], letter);
    snprintf(wanted, sizeof wanted, "%s (U+%04X)", name, code);
    pol_text_init(&out, NULL);
    said_reports(&out, text, (size_t)n);
    cr_expect(strstr(pol_text_get(&out), wanted), "%s in %zu: %s", wanted, i, pol_text_get(&out));
    pol_text_drop(&out);
  }
}

Test(characters, unseen_ones_have_names) {
  for (size_t i = 0; i < COUNT(unseen); i++) {
    const char *name = pol_hidden_name(unseen[i].code, 'a');
    cr_expect(name && strcmp(name, unseen[i].name) == 0, "U+%04X: %s", unseen[i].code, name ? name : "none");
    expect_told(unseen[i].code, unseen[i].name);
  }
  for (size_t i = 0; i < COUNT(turning); i++) expect_told(turning[i].code, turning[i].name);
}

/* Joiners belong to some scripts, and tags to the flags that they spell out. */
Test(characters, where_they_belong) {
  static const struct { uint32_t code, before; bool fine; } rows[] = {{0x200C, 0x628, true}, {0x200D, 0x1F468, true}, {0x200C, 'x', false}, {0xE0067, 0x1F3F4, true}, {0xE0067, 0xE0062, true}, {0xE0067, 0xE0001, false}, {0xE0067, 'b', false},
                                                                      {0xE0067, 0xE0080, false}, {'a', 'b', true}, {0xA0, 'a', true}, {0x7F, 'a', true}, {0x2070, 'a', true}, {0xFFFC, 'a', true}, {0xE0080, 'a', true}, {0x1F600, 'a', true}};
  for (size_t i = 0; i < COUNT(rows); i++) cr_expect_eq(pol_hidden_name(rows[i].code, rows[i].before) == NULL, rows[i].fine, "U+%04X after U+%04X", rows[i].code, rows[i].before);
}

Test(characters, lookalikes) {
  static const struct { uint32_t code; char like; const char *script; } rows[] = {
      {0xFF10, '0', "full-width"}, {0xFF19, '9', "full-width"}, {0xFF21, 'A', "full-width"}, {0xFF3A, 'Z', "full-width"}, {0xFF41, 'a', "full-width"}, {0xFF5A, 'z', "full-width"}, {0xFF3F, '_', "full-width"},
      {0x1D400, 'A', "mathematical"}, {0x1D41A, 'a', "mathematical"}, {0x1D6A3, 'z', "mathematical"}, {0x1D7CE, '0', "mathematical"}, {0x1D7FF, '9', "mathematical"},
      {0x0131, 'i', "Latin"}, {0x0261, 'g', "Latin"}, {0x0391, 'A', "Greek"}, {0x03C5, 'u', "Greek"}, {0x0405, 'S', "Cyrillic"}, {0x051D, 'w', "Cyrillic"}, {0x0555, 'O', "Armenian"}, {0x0585, 'o', "Armenian"},
      {0xFF0F, 0, NULL}, {0xFF1A, 0, NULL}, {0xFF3B, 0, NULL}, {0xFF5B, 0, NULL}, {0xFF40, 0, NULL}, {0x1D3FF, 0, NULL}, {0x1D6A4, 0, NULL}, {0x1D7CD, 0, NULL}, {0x1D800, 0, NULL}, {0x0132, 0, NULL}, {0x0586, 0, NULL}, {'a', 0, NULL},
  };
  for (size_t i = 0; i < COUNT(rows); i++) {
    const char *script = "";
    cr_expect_eq(pol_lookalike(rows[i].code, &script), rows[i].like, "U+%04X", rows[i].code);
    if (rows[i].script) cr_expect_str_eq(script, rows[i].script, "U+%04X", rows[i].code);
  }
}

/* As people write them, each with what is told of it; "": nothing. */
static const struct { const char *text, *says; } written[] = {
    {"value v is 29 February 2023", "there is no 29 February 2023"},
    {"value v is 2023-02-29", "there is no 29 February 2023"},
    {"value v is 2023-13-01", "there is no date 2023-13-01"},
    {"value v is 2023-00-01", "there is no date"},
    {"value v is 2023-01-00", "there is no date"},
    {"value v is 0000-01-01", "there is no date"},
    {"value v is 31 April 2024", "there is no 31 April"},
    {"value v is 31 December 2024", ""},
    {"value v is 32 December 2024", "there is no 32 December"},
    {"value v is 31 April", "there is no 31 April"},
    {"value v is 30 February", "there is no 30 February"},
    {"value v is 1st May 2024", "the day of a date is a number alone: 1, not 1st"},
    {"value v is 22nd May", "the day of a date is a number alone: 22, not 22nd"},
    {"value v is 32nd May", "there is no 32 May"},
    {"value v is 1/4/2024", "not with strokes"},
    {"value v is 13/4/2024", "not with strokes"},
    {"value v is 4/13/2024", "not with strokes"},
    {"value v is 3/3/2024", "not with strokes"},
    {"value v is 31/31/2024", "there is no"},
    {"value v is 24:01", "there is no time 24:01"},
    {"value v is 24:00", ""},
    {"value v is 12:60", "there is no time 12:60"},
    {"value v is 1.2.3.", "POL0"},
    {"clause 1..2", "POL0"},
    {"clause 1.A", "POL0"},
    {"clause 1.2. \"x\"", "POL0"},
    {"clause 01.2", ""},
    {"value Big is 1", "POL0"},
    {"value _x is 1", "a name has only the letters a to z, figures and _"},
    {"value x\xC3\xA9 is 1", "a name has only the letters a to z, figures and _"},
    {"value v is \xE2\x82\xAC" "5", ""},
    {"value v is \xC2\xA3" "5.255", ""},
    {"value v is 5hours", "POL0"},
    {"value v is 1 / 2 / 3", ""},
    {"value v is 100000000000000000000000000000000000000000000000000 %", ""},
};

Test(characters, literals_as_people_write_them) {
  for (size_t i = 0; i < COUNT(written); i++) {
    pol_text out;
    pol_text_init(&out, NULL);
    said_reports(&out, written[i].text, strlen(written[i].text));
    if (*written[i].says) cr_expect(strstr(pol_text_get(&out), written[i].says), "%s: %s", written[i].text, pol_text_get(&out));
    else cr_expect_str_eq(pol_text_get(&out), "", "%s: %s", written[i].text, pol_text_get(&out));
    pol_text_drop(&out);
  }
}
