#include "daemon/journal/crc.h"

#include <isa-l/crc.h>

enum { PIECE = 1 << 30 }; /* isa-l counts in int */

uint32_t crc32c(uint32_t crc, const void *data, size_t len)
{
	unsigned char *at = (unsigned char *)data; /* isa-l only reads it */

	/* isa-l leaves the inversions before and after to its caller. */
	crc = ~crc;
	while (len) {
		size_t n = len < PIECE ? len : PIECE;

		crc = crc32_iscsi(at, (int)n, crc);
		at += n;
		len -= n;
	}
	return ~crc;
}
