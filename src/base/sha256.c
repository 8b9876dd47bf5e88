#include "base/sha256.h"
#include "base/sha256_blocks.h"
#include <string.h>

static void compress(uint32_t h[8], const unsigned char *blocks, size_t n) {
  if (!pol_sha256_blocks_x86(h, blocks, n)) pol_sha256_blocks(h, blocks, n);
}

void pol_sha256_init(pol_sha256 *s) {
  *s = (pol_sha256){ .h = { 0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19 } };
}

void pol_sha256_add(pol_sha256 *s, const void *bytes, size_t n) {
  const unsigned char *from = bytes;
  s->length += n;
  while (n) {
    if (!s->n && n >= sizeof s->block) { /* whole blocks need no copy */
      size_t blocks = n / sizeof s->block;
      compress(s->h, from, blocks);
      from += blocks * sizeof s->block;
      n -= blocks * sizeof s->block;
      continue;
    }
    size_t part = sizeof s->block - s->n < n ? sizeof s->block - s->n : n;
    memcpy(s->block + s->n, from, part);
    from += part;
    n -= part;
    s->n += part;
    if (s->n < sizeof s->block) return;
    compress(s->h, s->block, 1);
    s->n = 0;
  }
}

void pol_sha256_end(pol_sha256 *s, char out[65]) {
  static const char digits[] = "0123456789abcdef";
  uint64_t bits = s->length * 8;
  unsigned char tail[72] = { 0x80 }; /* the mark, zeros up to 8 bytes short of a block, the length */
  size_t zeros_end = (s->n < 56 ? 56 : 120) - s->n;
  for (size_t i = 0; i < 8; i++) tail[zeros_end + i] = (unsigned char)(bits >> (56 - 8 * i));
  pol_sha256_add(s, tail, zeros_end + 8);
  for (size_t i = 0; i < 64; i++) out[i] = digits[s->h[i / 8] >> (28 - 4 * (i % 8)) & 0xf];
  out[64] = '\0';
}
