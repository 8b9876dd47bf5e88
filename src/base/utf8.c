#include "base/utf8.h"
#include <string.h>

unsigned pol_utf8_next(uint32_t *code, const char *bytes, size_t n) {
  static const uint32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 }; /* smaller needs fewer bytes: overlong */
  if (!n) return 0;
  unsigned char lead = (unsigned char)bytes[0];
  unsigned size = lead < 0x80 ? 1 : lead < 0xc0 ? 0 : lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : lead < 0xf8 ? 4 : 0;
  if (!size || size > n) return 0;
  uint32_t c = size == 1 ? lead : lead & (0x7fu >> size);
  for (unsigned i = 1; i < size; i++) {
    unsigned char next = (unsigned char)bytes[i];
    if ((next & 0xc0) != 0x80) return 0;
    c = (c << 6) | (next & 0x3fu);
  }
  if (c < least[size] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff)) return 0;
  *code = c;
  return size;
}

size_t pol_utf8_check(const char *bytes, size_t n) {
  size_t i = 0;
  while (i < n) {
    uint64_t eight; /* source text is nearly all ASCII: eight at a time while it is */
    while (n - i >= sizeof eight && (memcpy(&eight, bytes + i, sizeof eight), !(eight & 0x8080808080808080u))) i += sizeof eight;
    if (i == n) break;
    uint32_t code;
    unsigned size = pol_utf8_next(&code, bytes + i, n - i);
    if (!size) break;
    i += size;
  }
  return i;
}

bool pol_utf8_is_ascii(const char *bytes, size_t n) {
  uint64_t eight, any = 0;
  size_t i = 0;
  for (; n - i >= sizeof eight; i += sizeof eight) {
    memcpy(&eight, bytes + i, sizeof eight);
    any |= eight;
  }
  for (; i < n; i++) any |= (unsigned char)bytes[i];
  return !(any & 0x8080808080808080u);
}

bool pol_utf8_odd(uint32_t code) {
  if (code < 0x20) return code != '\t' && code != '\n';
  if (code < 0x7f) return false;
  if (code < 0xa0 || code == 0x61c || code == 0x180e || code == 0x200b || code == 0x200e || code == 0x200f) return true;
  if ((code >= 0x2028 && code <= 0x202e) || (code >= 0x2060 && code <= 0x206f)) return true;
  if (code == 0xfeff || (code >= 0xfff9 && code <= 0xfffb) || (code >= 0xe0000 && code <= 0xe001f)) return true;
  return (code & 0xfffe) == 0xfffe || (code >= 0xfdd0 && code <= 0xfdef);
}

unsigned pol_utf8_put(char out[4], uint32_t code) {
  if (code < 0x80) {
    out[0] = (char)code;
    return 1;
  }
  if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return 0;
  unsigned size = code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  for (unsigned i = size - 1; i; i--, code >>= 6) out[i] = (char)(0x80 | (code & 0x3f));
  out[0] = (char)((0xf00u >> size & 0xf0) | code);
  return size;
}
