#include "syntax/lookalikes.h"
#include "base/utf8.h"
#include "syntax/scan.h"

const char *pol_hidden_name(uint32_t code, uint32_t before) {
  enum { ARABIC = 0x600, FLAG = 0x1F3F4 };
  switch (code) {
  case 0x00AD: return "SOFT HYPHEN";
  case 0x034F: return "COMBINING GRAPHEME JOINER";
  case 0x115F: case 0x1160: case 0x3164: case 0xFFA0: return "HANGUL FILLER";
  case 0x180E: return "MONGOLIAN VOWEL SEPARATOR";
  case 0x200B: return "ZERO WIDTH SPACE";
  case 0x200C: return before < ARABIC ? "ZERO WIDTH NON-JOINER" : NULL;
  case 0x200D: return before < ARABIC ? "ZERO WIDTH JOINER" : NULL;
  case 0x2028: return "LINE SEPARATOR";
  case 0x2029: return "PARAGRAPH SEPARATOR";
  case 0x2060: return "WORD JOINER";
  case 0x2061: case 0x2062: case 0x2063: case 0x2064: return "INVISIBLE SIGN";
  case 0xFEFF: return "ZERO WIDTH NO-BREAK SPACE";
  default: break;
  }
  if (code >= 0x80 && code < 0xA0) return "CONTROL CHARACTER";
  if (code >= 0x206A && code <= 0x206F) return "FORMAT CHARACTER";
  if (code >= 0xFFF9 && code <= 0xFFFB) return "ANNOTATION MARK";
  /* Tags spell out the flags of England, Scotland and Wales, behind a black flag and each other. */
  bool tag = code >= 0xE0020 && code <= 0xE007F;
  if (tag && (before == FLAG || (before >= 0xE0020 && before <= 0xE007F))) return NULL;
  return tag || code == 0xE0001 ? "TAG" : NULL;
}

/* -- lookalikes */

typedef struct likeness { uint16_t code; char like; } likeness;

/* The letters that most founts draw just as an ASCII letter, in ascending order. */
static const likeness likenesses[] = {
  { 0x0131, 'i' }, { 0x0251, 'a' }, { 0x0261, 'g' },
  { 0x0391, 'A' }, { 0x0392, 'B' }, { 0x0395, 'E' }, { 0x0396, 'Z' }, { 0x0397, 'H' }, { 0x0399, 'I' }, { 0x039A, 'K' }, { 0x039C, 'M' }, { 0x039D, 'N' }, { 0x039F, 'O' },
  { 0x03A1, 'P' }, { 0x03A4, 'T' }, { 0x03A5, 'Y' }, { 0x03A7, 'X' }, { 0x03B1, 'a' }, { 0x03B9, 'i' }, { 0x03BD, 'v' }, { 0x03BF, 'o' }, { 0x03C1, 'p' }, { 0x03C5, 'u' },
  { 0x0405, 'S' }, { 0x0406, 'I' }, { 0x0408, 'J' }, { 0x0410, 'A' }, { 0x0412, 'B' }, { 0x0415, 'E' }, { 0x041A, 'K' }, { 0x041C, 'M' }, { 0x041D, 'H' }, { 0x041E, 'O' },
  { 0x0420, 'P' }, { 0x0421, 'C' }, { 0x0422, 'T' }, { 0x0425, 'X' }, { 0x0430, 'a' }, { 0x0435, 'e' }, { 0x043E, 'o' }, { 0x0440, 'p' }, { 0x0441, 'c' }, { 0x0443, 'y' },
  { 0x0445, 'x' }, { 0x0455, 's' }, { 0x0456, 'i' }, { 0x0458, 'j' }, { 0x0475, 'v' }, { 0x04AE, 'Y' }, { 0x04AF, 'y' }, { 0x04BB, 'h' }, { 0x04C0, 'l' }, { 0x04CF, 'l' },
  { 0x0501, 'd' }, { 0x051B, 'q' }, { 0x051D, 'w' }, { 0x0555, 'O' }, { 0x0561, 'w' }, { 0x0570, 'h' }, { 0x0578, 'n' }, { 0x057D, 'u' }, { 0x0581, 'g' }, { 0x0585, 'o' },
};

static const char *script_of(uint32_t code) {
  return code < 0x370 ? "Latin" : code < 0x400 ? "Greek" : code < 0x530 ? "Cyrillic" : "Armenian";
}

char pol_lookalike(uint32_t code, const char **script) {
  *script = "full-width";
  if (code >= 0xFF10 && code <= 0xFF19) return (char)('0' + (code - 0xFF10));
  if (code >= 0xFF21 && code <= 0xFF3A) return (char)('A' + (code - 0xFF21));
  if (code >= 0xFF41 && code <= 0xFF5A) return (char)('a' + (code - 0xFF41));
  if (code == 0xFF3F) return '_';
  *script = "mathematical";
  if (code >= 0x1D400 && code <= 0x1D6A3) return (char)((code - 0x1D400) % 52 < 26 ? 'A' + (code - 0x1D400) % 52 : 'a' + (code - 0x1D400) % 52 - 26);
  if (code >= 0x1D7CE && code <= 0x1D7FF) return (char)('0' + (code - 0x1D7CE) % 10);
  size_t low = 0, high = sizeof likenesses / sizeof *likenesses;
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (likenesses[middle].code < code) low = middle + 1;
    else high = middle;
  }
  if (low == sizeof likenesses / sizeof *likenesses || likenesses[low].code != code) return 0;
  *script = script_of(code);
  return likenesses[low].like;
}

static bool is_latin(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/* Where others stand beside them, a word is one of another language, or a formula's. */
bool pol_lookalike_word(const char *text, size_t n, size_t *at, size_t *end) {
  size_t i = *at, first = n;
  bool latin = false, other = false;
  while (i < n) {
    uint32_t code;
    unsigned size = pol_utf8_next(&code, text + i, n - i);
    if (!size || (size == 1 && !is_latin(text[i]))) break;
    const char *script;
    bool like = size > 1 && pol_lookalike(code, &script) && code >= 0x370; /* letters of Latin are in their place among Latin */
    if (like && first == n) first = i;
    latin = latin || size == 1;
    other = other || (size > 1 && !like);
    i += size;
  }
  *end = i > *at ? i : i + 1;
  if (!latin || other || first == n) return false;
  *at = first;
  return true;
}

/* -- telling */

static pol_report *say(pol_reading *r, pol_code code, uint32_t at) {
  uint32_t letter;
  const char *script = "";
  unsigned size = pol_utf8_next(&letter, r->text + at, r->source->length - at);
  char like = pol_lookalike(letter, &script);
  pol_report *p = pol_reading_report(r, code, pol_reading_span(r, at, at + size), "a%s %s letter (U+%04X) that looks like %c", *script == 'A' ? "n" : "", script, letter, like);
  pol_report_label(r->reports, p, "%s", code == POL_R_LOOKALIKE ? "is none of the letters of names" : "among letters of another script");
  return p;
}

bool pol_scan_lookalikes(pol_reading *r, pol_span name) {
  const char *text = r->text + name.start, *script;
  size_t n = name.end - name.start, first = n;
  for (size_t i = 0, size; i < n; i += size) {
    uint32_t code;
    size = pol_utf8_next(&code, text + i, n - i);
    if (!size || (size > 1 && !pol_lookalike(code, &script))) return false;
    if (size > 1 && first == n) first = i;
  }
  pol_report *p = first < n ? say(r, POL_R_LOOKALIKE, name.start + (uint32_t)first) : NULL;
  for (size_t i = first, size; p && i < n; i += size) {
    uint32_t code, at = name.start + (uint32_t)i;
    size = pol_utf8_next(&code, text + i, n - i);
    char like[2] = { size > 1 ? pol_lookalike(code, &script) : 0 };
    if (*like) pol_report_fix(r->reports, p, pol_reading_span(r, at, at + (uint32_t)size), like, "the letters of names");
  }
  return first < n;
}

void pol_scan_mixed(pol_reading *r, pol_span text) {
  for (size_t at = text.start, end; at < text.end && !pol_reading_is_full(r); at = end) {
    if (!pol_lookalike_word(r->text, text.end, &at, &end) || pol_scan_is_torn(r, (uint32_t)at)) continue;
    pol_report *p = say(r, POL_R_MIXED_LETTERS, (uint32_t)at);
    pol_report_help(r->reports, p, "if this is a slip of the keyboard or was pasted, type the word anew");
  }
}
