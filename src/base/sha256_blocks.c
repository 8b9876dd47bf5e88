#include "base/sha256_blocks.h"

/* Names and constants as in FIPS 180-4, sections 4.1.2, 4.2.2 and 6.2.2. */
const uint32_t pol_sha256_k[64] = {
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98, 0x12835b01, 0x243185be,
  0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa,
  0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85,
  0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3,
  0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f,
  0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
};

static uint32_t rotr(uint32_t x, unsigned n) { return x >> n | x << (32 - n); }

static uint32_t read_word(const unsigned char *at) {
  return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

/* The schedule's word sixteen rounds after this one takes its place: w is a window on the schedule. */
#define SCHEDULE(i)                                                                                                    \
  do {                                                                                                                 \
    uint32_t early = w[((i) + 1) & 15], late = w[((i) + 14) & 15];                                                     \
    w[i] += (rotr(early, 7) ^ rotr(early, 18) ^ early >> 3) + w[((i) + 9) & 15] + (rotr(late, 17) ^ rotr(late, 19) ^ late >> 10); \
  } while (0)

/* One round; instead of moving eight variables along, the next round is called with their names turned by one. */
#define ROUND(a, b, c, d, e, f, g, h, i)                                                                               \
  do {                                                                                                                 \
    uint32_t t1 = h + (rotr(e, 6) ^ rotr(e, 11) ^ rotr(e, 25)) + (g ^ (e & (f ^ g))) + k[i] + w[i];                    \
    h = t1 + (rotr(a, 2) ^ rotr(a, 13) ^ rotr(a, 22)) + ((a & b) | (c & (a | b)));                                     \
    d += t1;                                                                                                           \
    SCHEDULE(i); /* of the last sixteen rounds nobody needs it; to ask would cost as much */                           \
  } while (0)
#define ROUNDS_8(i)                                                                                                    \
  do {                                                                                                                 \
    ROUND(a, b, c, d, e, f, g, h, i);                                                                                  \
    ROUND(h, a, b, c, d, e, f, g, i + 1);                                                                              \
    ROUND(g, h, a, b, c, d, e, f, i + 2);                                                                              \
    ROUND(f, g, h, a, b, c, d, e, i + 3);                                                                              \
    ROUND(e, f, g, h, a, b, c, d, i + 4);                                                                              \
    ROUND(d, e, f, g, h, a, b, c, i + 5);                                                                              \
    ROUND(c, d, e, f, g, h, a, b, i + 6);                                                                              \
    ROUND(b, c, d, e, f, g, h, a, i + 7);                                                                              \
  } while (0)

void pol_sha256_blocks(uint32_t state[8], const unsigned char *block, size_t n) {
  for (; n; n--, block += 64) {
    uint32_t w[16];
    uint32_t a = state[0], b = state[1], c = state[2], d = state[3], e = state[4], f = state[5], g = state[6], h = state[7];
    for (unsigned i = 0; i < 16; i++) w[i] = read_word(block + 4 * (size_t)i);
    for (const uint32_t *k = pol_sha256_k; k < pol_sha256_k + 64; k += 16) {
      ROUNDS_8(0);
      ROUNDS_8(8);
    }
    state[0] += a, state[1] += b, state[2] += c, state[3] += d, state[4] += e, state[5] += f, state[6] += g, state[7] += h;
  }
}
