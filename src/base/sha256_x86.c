#include "base/sha256_blocks.h"

/* glibc has asked the processor already, once a process; asking again by cpuid costs microseconds where a hypervisor answers. */
#if defined __x86_64__ && defined __has_include
#if __has_include(<sys/platform/x86.h>)
#define CAN_ASK
#endif
#endif

#ifdef CAN_ASK
#include <immintrin.h>
#include <sys/platform/x86.h>

static __m128i load(const void *at) { return _mm_loadu_si128(at); }

/* Four words of the schedule, from the sixteen before them, oldest first. */
__attribute__((target("sha,ssse3,sse4.1"))) static __m128i schedule(__m128i w0, __m128i w4, __m128i w8, __m128i w12) {
  __m128i sum = _mm_add_epi32(_mm_sha256msg1_epu32(w0, w4), _mm_alignr_epi8(w12, w8, 4));
  return _mm_sha256msg2_epu32(sum, w12);
}

/* The instructions keep the state as a b e f and c d g h, highest word first. */
__attribute__((target("sha,ssse3,sse4.1"))) static void compress(uint32_t h[8], const unsigned char *block, size_t n) {
  const __m128i swap = _mm_set_epi64x(0x0c0d0e0f08090a0b, 0x0405060700010203); /* bytes of a word, highest first */
  __m128i cdab = _mm_shuffle_epi32(load(h), 0xb1), efgh = _mm_shuffle_epi32(load(h + 4), 0x1b);
  __m128i abef = _mm_alignr_epi8(cdab, efgh, 8), cdgh = _mm_blend_epi16(efgh, cdab, 0xf0);
  for (; n; n--, block += 64) {
    __m128i abef_before = abef, cdgh_before = cdgh, w[4];
    for (int i = 0; i < 4; i++) w[i] = _mm_shuffle_epi8(load(block + 16 * (size_t)i), swap);
    for (int i = 0; i < 16; i++) { /* four rounds each; w is a window on the schedule */
      __m128i wk = _mm_add_epi32(w[0], load(pol_sha256_k + 4 * (size_t)i));
      __m128i next = schedule(w[0], w[1], w[2], w[3]);
      cdgh = _mm_sha256rnds2_epu32(cdgh, abef, wk);
      abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(wk, 0x0e));
      w[0] = w[1], w[1] = w[2], w[2] = w[3], w[3] = next;
    }
    abef = _mm_add_epi32(abef, abef_before);
    cdgh = _mm_add_epi32(cdgh, cdgh_before);
  }
  __m128i feba = _mm_shuffle_epi32(abef, 0x1b), dchg = _mm_shuffle_epi32(cdgh, 0xb1);
  _mm_storeu_si128((__m128i *)(void *)h, _mm_blend_epi16(feba, dchg, 0xf0));
  _mm_storeu_si128((__m128i *)(void *)(h + 4), _mm_alignr_epi8(dchg, feba, 8));
}

bool pol_sha256_blocks_x86(uint32_t h[8], const unsigned char *block, size_t n) {
  if (!CPU_FEATURE_ACTIVE(SHA) || !CPU_FEATURE_ACTIVE(SSSE3) || !CPU_FEATURE_ACTIVE(SSE4_1)) return false;
  compress(h, block, n);
  return true;
}
#else
bool pol_sha256_blocks_x86(uint32_t h[8], const unsigned char *block, size_t n) {
  (void)h, (void)block, (void)n;
  return false;
}
#endif
