/* SHA-256 for what is published and must not collide, XXH3 for what stays inside. */
#pragma once

#include <stddef.h>
#include <stdint.h>

enum { HASH_SHA256_BYTES = 32, HASH_SHA256_HEX = 65 };

/* 128 bits over some bytes; good for tables and for "the same bytes again". A
 * producer who forges a collision harms the articles under his own ids only. */
struct hash128 {
	uint64_t low, high;
};

struct hash128 hash128(const void *data, size_t len);

static inline int hash128_equal(struct hash128 a, struct hash128 b)
{
	return a.low == b.low && a.high == b.high;
}

/* SHA-256 as lower-case hex, ended by a NUL. Returns `out`. */
char *hash_sha256_hex(const void *data, size_t len, char out[HASH_SHA256_HEX]);
