#include "base/sha256.h"
#include "base/sha256_blocks.h"
#include "failing.h"
#include <string.h>

/* FIPS 180-2 appendix B, the NIST short messages, and lengths about the block; `times` repeats the text. */
static const struct { const char *text; size_t times; const char *want; } rows[] = {
  { "", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855" },
  { "abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad" },
  { "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", 1, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1" },
  { "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmnhijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu", 1,
    "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1" },
  { "\xd3", 1, "28969cdfa74a12c82f3bad960b0b000aca2ac329deea5c2328ebc6f2ba9802c1" },
  { "a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0" },
  { "a", 55, "9f4390f8d30c2dd92ec9f095b65e2b9ae9b0a925a5258e241c9f1e910f734318" },
  { "a", 56, "b35439a4ac6f0948b6d6f9e3c6af0f5f590ce20f1bde7090ef7970686ec6738a" },
  { "a", 63, "7d3e74a05d7db15bce4ad9ec0658ea98e3f06eeecf16b4c6fff2da457ddc2f34" },
  { "a", 64, "ffe054fe7ae0cb6dc65c3af9b61d5209f439851db43d0ba5997337df154668eb" },
  { "a", 65, "635361c48bb9eab14198e76ea8ab7f1a41685d6ad62aa9146d301d4f17eb0ae0" },
};

Test(sha256, known_digests) {
  for (size_t i = 0; i < COUNT(rows); i++) {
    pol_sha256 s;
    char out[65];
    pol_sha256_init(&s);
    for (size_t k = 0; k < rows[i].times; k++) pol_sha256_add(&s, rows[i].text, strlen(rows[i].text));
    pol_sha256_end(&s, out);
    cr_expect_str_eq(out, rows[i].want, "%.20s × %zu", rows[i].text, rows[i].times);
  }
}

Test(sha256, pieces_do_not_matter) {
  static const size_t pieces[] = { 1, 7, 55, 63, 64, 65, 128, 500 };
  unsigned char text[500];
  char want[65], out[65];
  pol_sha256 s;
  for (size_t i = 0; i < sizeof text; i++) text[i] = (unsigned char)(i * 31);
  for (size_t i = 0; i < COUNT(pieces); i++) {
    pol_sha256_init(&s);
    for (size_t at = 0; at < sizeof text; at += pieces[i])
      pol_sha256_add(&s, text + at, sizeof text - at < pieces[i] ? sizeof text - at : pieces[i]);
    pol_sha256_add(&s, NULL, 0);
    pol_sha256_end(&s, i ? out : want);
    if (i) cr_expect_str_eq(out, want, "pieces of %zu", pieces[i]);
  }
}

/* Where the processor has instructions of its own, they and the plain way give the same bits. */
Test(sha256, both_ways_agree) {
  unsigned char text[64 * 9];
  for (size_t i = 0; i < sizeof text; i++) text[i] = (unsigned char)(i * i * 7 + i / 3);
  for (size_t blocks = 0; blocks <= 9; blocks++) {
    uint32_t plain[8], own[8];
    for (uint32_t i = 0; i < 8; i++) plain[i] = own[i] = 0x9e3779b9u * (i + 1);
    pol_sha256_blocks(plain, text, blocks);
    if (!pol_sha256_blocks_x86(own, text, blocks)) return;
    cr_expect_arr_eq(own, plain, sizeof plain, "%zu blocks", blocks);
  }
}
