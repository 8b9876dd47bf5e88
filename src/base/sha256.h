/* SHA-256 (FIPS 180-4), for policy and facts digests. */
#ifndef POL_BASE_SHA256_H
#define POL_BASE_SHA256_H
#include <stddef.h>
#include <stdint.h>
typedef struct pol_sha256 { uint32_t h[8]; uint64_t length; unsigned char block[64]; size_t n; } pol_sha256;
void pol_sha256_init(pol_sha256 *s);
void pol_sha256_add(pol_sha256 *s, const void *bytes, size_t n);
void pol_sha256_end(pol_sha256 *s, char out[65]); /* lower-case hexadecimal, NUL-ended */
#endif
