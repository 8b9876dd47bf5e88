#include "base/utf8.h"
#include "failing.h"
#include <string.h>

#define CODE(text, size, code) { text, sizeof(text) - 1, size, code }
static const struct { const char *text; size_t n; unsigned size; uint32_t code; } rows[] = {
  CODE("", 0, 0),
  CODE("a", 1, 'a'),
  CODE("\0", 1, 0),
  CODE("\x7f", 1, 0x7f),
  CODE("\xc2\x80", 2, 0x80),
  CODE("\xc2\xa3""23", 2, 0xa3),
  CODE("\xdf\xbf", 2, 0x7ff),
  CODE("\xe0\xa0\x80", 3, 0x800),
  CODE("\xe2\x82\xac", 3, 0x20ac),
  CODE("\xed\x9f\xbf", 3, 0xd7ff),
  CODE("\xee\x80\x80", 3, 0xe000),
  CODE("\xef\xbf\xbf", 3, 0xffff),
  CODE("\xf0\x90\x80\x80", 4, 0x10000),
  CODE("\xf4\x8f\xbf\xbf", 4, 0x10ffff),
  /* a byte that starts nothing */
  CODE("\x80", 0, 0), CODE("\xbf", 0, 0), CODE("\xf8\x88\x80\x80\x80", 0, 0), CODE("\xfc\x84\x80\x80\x80\x80", 0, 0),
  CODE("\xfe", 0, 0), CODE("\xff", 0, 0),
  /* longer than it need be */
  CODE("\xc0\x80", 0, 0), CODE("\xc1\xbf", 0, 0), CODE("\xe0\x80\x80", 0, 0), CODE("\xe0\x9f\xbf", 0, 0),
  CODE("\xf0\x80\x80\x80", 0, 0), CODE("\xf0\x8f\xbf\xbf", 0, 0),
  /* surrogates */
  CODE("\xed\xa0\x80", 0, 0), CODE("\xed\xaf\xbf", 0, 0), CODE("\xed\xb0\x80", 0, 0), CODE("\xed\xbf\xbf", 0, 0),
  /* past the last code point */
  CODE("\xf4\x90\x80\x80", 0, 0), CODE("\xf7\xbf\xbf\xbf", 0, 0),
  /* cut off */
  CODE("\xc2", 0, 0), CODE("\xe2\x82", 0, 0), CODE("\xe2", 0, 0), CODE("\xf0\x9f\x98", 0, 0), CODE("\xf0", 0, 0),
  /* broken inside */
  CODE("\xc2\x41", 0, 0), CODE("\xe2\x41\xac", 0, 0), CODE("\xe2\x82\x41", 0, 0), CODE("\xf0\x9f\x98\xc2", 0, 0),
  CODE("\xc2\xc2\x80", 0, 0),
};

Test(utf8, next) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    uint32_t code = 0;
    cr_expect_eq(pol_utf8_next(&code, rows[i].text, rows[i].n), rows[i].size, "row %zu", i);
    if (rows[i].size) cr_expect_eq(code, rows[i].code, "row %zu: %x", i, code);
  }
}

Test(utf8, check_says_where) {
  char text[64];
  for (size_t i = 0; i < COUNT(rows); i++)
    for (size_t before = 0; before < 20; before++) {
      memset(text, 'x', sizeof text);
      memcpy(text + before, rows[i].text, rows[i].n);
      bool valid = rows[i].size || !rows[i].n;
      cr_expect_eq(pol_utf8_is_ascii(text, before), true);
      cr_expect_eq(pol_utf8_is_ascii(text, before + rows[i].n), !rows[i].n || (unsigned char)rows[i].text[0] < 0x80, "row %zu after %zu", i, before);
      cr_expect_eq(pol_utf8_check(text, before + rows[i].n), valid ? before + rows[i].n : before, "row %zu after %zu", i, before);
      cr_expect_eq(pol_utf8_check(text, sizeof text), valid ? sizeof text : before, "row %zu after %zu, more to come", i, before);
    }
}

Test(utf8, every_code_point_there_and_back) {
  for (uint32_t code = 0; code <= 0x110010; code++) {
    char bytes[4];
    uint32_t back = UINT32_MAX;
    unsigned n = pol_utf8_put(bytes, code);
    bool exists = code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    if (!exists) cr_assert_eq(n, 0, "%x", code);
    else if (pol_utf8_next(&back, bytes, n) != n || back != code) cr_assert_fail("%x comes back as %x", code, back);
  }
}
