/* Taking groups of records into memory, bound for the disk. */
#include <errno.h>

#include "daemon/journal/internal.h"
#include "daemon/journal/record.h"
#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum { MAX_GROUP = UINT16_MAX };

size_t journal_max_group(const struct journal *j)
{
	return j->options.segment_bytes - SEGMENT_HEADER_BYTES;
}

static size_t data_len(const struct journal_entry *e)
{
	size_t len = 0;

	for (size_t i = 0; i < e->n_parts; i++)
		len += e->parts[i].iov_len;
	return len;
}

/* 0 with the bytes the group takes, or TOO_BIG. */
static int measure(const struct journal *j, const struct journal_entry *entries, size_t n,
		   size_t *ret_bytes)
{
	size_t bytes = 0, max = journal_max_group(j);

	if (n == 0 || n > MAX_GROUP)
		return n ? JOURNAL_TOO_BIG : nw_fault(-EINVAL, "append: an empty group");
	for (size_t i = 0; i < n; i++) {
		size_t len = data_len(&entries[i]);

		if (!entries[i].type || entries[i].type > JOURNAL_MAX_TYPE)
			return nw_fault(-EINVAL, "append: type %u", entries[i].type);
		if (len > max || bytes + record_bytes(len) > max)
			return JOURNAL_TOO_BIG;
		bytes += record_bytes(len);
	}
	*ret_bytes = bytes;
	return 0;
}

/* An eighth of the budget, at least a segment: what comes of the work on what is kept
 * must find room on a full disk. */
static size_t reserve(const struct journal *j)
{
	uint64_t segments = j->options.max_bytes / j->options.segment_bytes;

	return segments > 8 ? (size_t)(segments / 8) : 1;
}

/* Makes sure that the current segment takes `bytes`. Ordinary groups leave the reserve
 * to the reserved ones. */
static int make_room(struct journal *j, size_t bytes, enum journal_room room)
{
	bool fits = j->current && j->end + bytes <= j->current->bytes;
	size_t wanted = (fits ? 0 : 1) + (room == JOURNAL_ORDINARY ? 1 : 0);
	struct segment *s;
	int r;

	if (room == JOURNAL_ORDINARY && j->options.max_bytes &&
	    helper_left(j->helper) < reserve(j) + (fits ? 0 : 1))
		return JOURNAL_FULL;
	if (wanted && helper_ready(j->helper) < wanted)
		return helper_more_to_come(j->helper) ? JOURNAL_BUSY : JOURNAL_FULL;
	if (fits)
		return 0;
	s = helper_take(j->helper);
	s->first_seq = j->last_seq + 1;
	s->first_ms = j->last_ms;
	r = shelf_add(&j->shelf, s);
	if (r < 0) {
		helper_retire(j->helper, s);
		return r;
	}
	j->current = s;
	j->end = 0;
	return 0;
}

/* Writes one record to `at`; returns the bytes it takes. */
static size_t put_entry(const struct journal *j, char *at, const struct record *r,
			const struct journal_entry *e)
{
	size_t total = record_bytes(r->len);
	char *to = at + RECORD_HEADER_BYTES;

	record_put(at, r);
	for (size_t i = 0; i < e->n_parts; i++) {
		if (e->parts[i].iov_len)
			memcpy(to, e->parts[i].iov_base, e->parts[i].iov_len);
		to += e->parts[i].iov_len;
	}
	memset(to, 0, (size_t)(at + total - to));
	return total;
}

static void put_group(struct journal *j, char *at, struct journal_entry *entries,
		      size_t n)
{
	struct record r = { .segment = j->current->number,
			    .salt = j->current->salt,
			    .time_ms = j->last_ms };

	if (j->end == 0) {
		segment_put_header(at, j->current);
		at += SEGMENT_HEADER_BYTES;
		j->end = SEGMENT_HEADER_BYTES;
	}
	for (size_t i = 0; i < n; i++) {
		struct journal_entry *e = &entries[i];
		size_t bytes;

		r.type = e->type;
		r.len = (uint32_t)data_len(e);
		r.seq = ++j->last_seq;
		r.index = (uint16_t)i;
		r.flags = i + 1 < n ? RECORD_MORE : 0;
		e->seq = r.seq;
		e->time_ms = r.time_ms;
		e->pos = (uint64_t)r.segment << 32 | j->end;
		marks_note(&j->current->marks, r.seq, j->end);
		bytes = put_entry(j, at, &r, e);
		at += bytes;
		j->end += (uint32_t)bytes;
	}
}

static void advance_clock(struct journal *j)
{
	uint64_t now = clock_wall_ms();

	if (now > j->last_ms)
		j->last_ms = now;
	if (j->end == 0)
		j->current->first_ms = j->last_ms;
}

int journal_append(struct journal *j, struct journal_entry *entries, size_t n,
		   enum journal_room room)
{
	size_t bytes = 0;
	char *at;
	int r;

	if (!j->commit)
		return JOURNAL_CLOSED;
	r = measure(j, entries, n, &bytes);
	if (r == 0)
		r = commit_check(j->commit, bytes);
	if (r == 0)
		r = make_room(j, bytes, room);
	if (r)
		return r;
	if (j->end == 0)
		bytes += SEGMENT_HEADER_BYTES;
	r = commit_begin(j->commit, j->current, j->end, bytes, &at);
	if (r < 0)
		return r;
	advance_clock(j);
	put_group(j, at, entries, n);
	commit_publish(j->commit, j->last_seq);
	return 0;
}
