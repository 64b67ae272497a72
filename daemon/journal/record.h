/* A record's header: bytes <-> fields. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/format.h"

struct record {
	uint32_t segment, salt; /* of the segment it was written for */
	uint32_t offset;	/* where it starts; not stored, but checked */
	uint32_t len;		/* of the body */
	uint32_t body_crc;
	uint32_t batch; /* where the commit that wrote it began */
	uint64_t seq, time_ms;
	uint8_t type, flags;
	uint16_t index; /* its place in its group, from 0 */
};

/* What a body of `len` bytes takes, with header and padding. */
static inline size_t record_bytes(size_t len)
{
	return (RECORD_HEADER_BYTES + len + RECORD_ALIGN - 1) & -(size_t)RECORD_ALIGN;
}

/* The length in a header that record_put() wrote. */
uint32_t record_len(const char *at);

/* Writes the header but for checksums and batch. */
void record_put(char *at, const struct record *r);

/* Adds those to a record that stands in memory, whole, and is bound for `offset`. */
void record_seal(char *at, uint32_t offset, uint32_t batch);

/* Reads the header at `at`, which is `offset` of `segment`. False when there is no header
 * written for this very place. `salt` 0 stands for any. */
bool record_get(struct record *ret, const char *at, uint32_t segment, uint32_t salt,
		uint32_t offset);

bool record_body_fits(const struct record *r, const char *body);
