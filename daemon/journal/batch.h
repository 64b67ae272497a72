/* Bytes on their way to the disk in one write, all bound for one stretch of one segment.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/journal.h"

/* Once a batch has so many bytes the next group opens another one. Up to here a larger
 * write costs the sync next to nothing. */
enum { BATCH_BYTES = 1 << 20 };

struct batch {
	char *data;
	size_t len, cap;
	int fd;
	uint32_t segment, offset; /* where it goes */
	uint64_t last_seq;
	struct batch *next;
};

/* An empty one with room for at least `len` bytes; NULL when memory ran out (logged). */
struct batch *batch_new(size_t len);

/* Adds checksums to its records and fills it up to the end of a page. */
void batch_seal(struct batch *b);

/* Writes and syncs it: 0 or -errno, the caller's to report. */
int batch_write(const struct batch *b, const struct journal_io *io);

struct batch *batch_free(struct batch *b);
