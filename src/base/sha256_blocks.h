/* The heart of SHA-256: n blocks of 64 bytes into the eight words of the state. Two ways to the same bits; private to base. */
#ifndef POL_BASE_SHA256_BLOCKS_H
#define POL_BASE_SHA256_BLOCKS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
extern const uint32_t pol_sha256_k[64];
void pol_sha256_blocks(uint32_t h[8], const unsigned char *block, size_t n);
/* By the processor's own instructions; false, and nothing done, where it has none or nobody says so. */
bool pol_sha256_blocks_x86(uint32_t h[8], const unsigned char *block, size_t n);
#endif
