#include "daemon/journal/batch.h"

#include <errno.h>

#include "daemon/journal/disk.h"
#include "daemon/journal/record.h"
#include "protocol/base/log.h"

struct batch *batch_new(size_t len)
{
	struct batch *b = calloc(1, sizeof(*b));
	size_t cap = len < BATCH_BYTES ? BATCH_BYTES : len;

	/* A page more than needed, for the zeros at the end. */
	if (b)
		b->data = malloc(cap + PAGE_BYTES);
	if (!b || !b->data) {
		nw_fault(-ENOMEM, "batch: %zu bytes", cap);
		return batch_free(b);
	}
	b->cap = cap;
	return b;
}

void batch_seal(struct batch *b)
{
	size_t at = b->offset ? 0 : SEGMENT_HEADER_BYTES;
	size_t over = (b->offset + b->len) % PAGE_BYTES;

	while (at < b->len) {
		uint32_t offset = b->offset + (uint32_t)at;

		record_seal(b->data + at, offset, b->offset);
		at += record_bytes(record_len(b->data + at));
	}
	/* A page written whole needs not be read first, and what a recycled file held
	 * behind the new end is gone. */
	if (over) {
		memset(b->data + b->len, 0, PAGE_BYTES - over);
		b->len += PAGE_BYTES - over;
	}
}

int batch_write(const struct batch *b, const struct journal_io *io)
{
	int r = disk_write(io, b->fd, b->data, b->len, b->offset);

	return r < 0 ? r : disk_sync(io, b->fd);
}

struct batch *batch_free(struct batch *b)
{
	if (b)
		free(b->data);
	free(b);
	return NULL;
}
