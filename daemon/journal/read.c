/* Reading single records by their position. */
#include <errno.h>
#include <unistd.h>

#include "daemon/journal/internal.h"
#include "daemon/journal/record.h"
#include "protocol/base/log.h"

enum { FIRST_READ = 16 << 10 }; /* most records are read at once */

/* Reads up to `len` bytes behind what `buf` has; what cannot be read counts as absent. */
static int add_bytes(struct buf *buf, int fd, uint64_t at, size_t len)
{
	int r = buf_reserve(buf, len);

	while (r == 0 && len) {
		ssize_t n = pread(fd, buf->data + buf->len, len, (off_t)at);

		if (n < 0)
			nw_fault(-errno, "read: %zu bytes at %lu", len, at);
		if (n <= 0)
			return 0;
		buf->len += (size_t)n;
		at += (uint64_t)n;
		len -= (size_t)n;
	}
	return r;
}

static int damaged(struct journal *j, uint64_t pos, uint64_t seq)
{
	j->damaged++;
	nw_log(NW_LOG_ERROR, "read: record %lu, segment %u at %u, is damaged", seq,
	       (unsigned)(pos >> 32), (unsigned)pos);
	return JOURNAL_DAMAGED;
}

static int read_whole(int fd, const struct segment *s, uint32_t offset, struct buf *buf,
		      struct record *ret)
{
	size_t first = s->bytes - offset < FIRST_READ ? s->bytes - offset : FIRST_READ;
	size_t need;
	int r;

	buf_clear(buf);
	r = add_bytes(buf, fd, offset, first);
	if (r < 0)
		return r;
	if (buf->len < RECORD_HEADER_BYTES ||
	    !record_get(ret, buf->data, s->number, s->salt, offset))
		return JOURNAL_DAMAGED;
	need = RECORD_HEADER_BYTES + (size_t)ret->len;
	if (need > s->bytes - offset)
		return JOURNAL_DAMAGED;
	if (need > buf->len)
		r = add_bytes(buf, fd, offset + buf->len, need - buf->len);
	if (r < 0)
		return r;
	if (need > buf->len || !record_body_fits(ret, buf->data + RECORD_HEADER_BYTES))
		return JOURNAL_DAMAGED;
	return 0;
}

int journal_read(struct journal *j, uint64_t pos, uint64_t seq, struct buf *buf,
		 struct journal_record *ret)
{
	size_t index = shelf_by_number(&j->shelf, (uint32_t)(pos >> 32));
	uint64_t durable = journal_durable_now(j);
	uint32_t offset = (uint32_t)pos;
	struct record record;
	int r;

	if (seq > durable)
		return seq > j->last_seq ? JOURNAL_NONE : JOURNAL_AGAIN;
	if (index == j->shelf.n || offset > j->shelf.items[index]->bytes)
		return JOURNAL_NONE;
	r = shelf_fd(&j->shelf, index, durable);
	if (r >= 0)
		r = read_whole(r, j->shelf.items[index], offset, buf, &record);
	if (r < 0)
		return r;
	if (r == JOURNAL_DAMAGED)
		return damaged(j, pos, seq);
	if (record.seq != seq)
		return JOURNAL_NONE;
	*ret = (struct journal_record){ .seq = seq,
					.time_ms = record.time_ms,
					.pos = pos,
					.type = record.type,
					.data = buf->data + RECORD_HEADER_BYTES,
					.len = record.len };
	return 0;
}
