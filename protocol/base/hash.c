#include "protocol/base/hash.h"

#include <openssl/sha.h>
#include <stdio.h>
#ifdef __x86_64__
#include <xxh_x86dispatch.h> /* the widest vectors that this machine has */
#else
#include <xxhash.h>
#endif

struct hash128 hash128(const void *data, size_t len)
{
	XXH128_hash_t h = XXH3_128bits(data, len);

	return (struct hash128){ .low = h.low64, .high = h.high64 };
}

char *hash_sha256_hex(const void *data, size_t len, char out[HASH_SHA256_HEX])
{
	static const char digits[] = "0123456789abcdef";
	unsigned char raw[HASH_SHA256_BYTES];

	SHA256(data, len, raw);
	for (size_t i = 0; i < sizeof(raw); i++) {
		out[2 * i] = digits[raw[i] >> 4];
		out[2 * i + 1] = digits[raw[i] & 15];
	}
	out[2 * sizeof(raw)] = '\0';
	return out;
}
