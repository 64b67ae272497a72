/* Reading on from a place, from the loop's thread, in bounded pieces. */
#include <errno.h>

#include "daemon/journal/internal.h"
#include "daemon/journal/walk.h"
#include "protocol/base/log.h"

enum { READ_STEP = 64 << 10 };

void journal_cursor_seek(struct journal *j, struct journal_cursor *c, uint64_t seq)
{
	c->next_seq = seq;
	c->since_ms = 0;
	/* The place of a later record cannot be known, that of an earlier one is lost. */
	if (c->walk)
		c->walk->segment = 0;
}

void journal_cursor_seek_time(struct journal *j, struct journal_cursor *c,
			      uint64_t time_ms)
{
	size_t index = shelf_by_time(&j->shelf, time_ms);

	journal_cursor_seek(j, c, 0);
	if (index < j->shelf.n)
		c->next_seq = j->shelf.items[index]->first_seq;
	c->since_ms = time_ms;
}

static int lose(struct journal_cursor *c, uint64_t upto)
{
	c->lost_from = c->next_seq;
	c->lost_to = upto;
	c->next_seq = upto + 1;
	return JOURNAL_LOST;
}

/* The first seq that is not in the segment, or not durable. */
static uint64_t limit_of(const struct journal *j, size_t index, uint64_t durable)
{
	uint64_t next = index + 1 < j->shelf.n ? j->shelf.items[index + 1]->first_seq
					       : UINT64_MAX;

	return next <= durable ? next : durable + 1;
}

/* Puts the walk where c->next_seq is, or before it in the same segment. */
static int find_place(struct journal *j, struct journal_cursor *c, uint64_t durable,
		      struct segment **ret, uint64_t *ret_limit)
{
	struct walk *w = c->walk;
	size_t index = shelf_by_number(&j->shelf, w->segment);
	uint64_t pos = journal_durable_pos(j);
	struct segment *s;
	int fd;

	if (index == j->shelf.n || c->next_seq >= limit_of(j, index, UINT64_MAX - 1)) {
		index = shelf_by_seq(&j->shelf, c->next_seq);
		w->segment = 0;
	}
	s = j->shelf.items[index];
	fd = shelf_fd(&j->shelf, index, durable);
	if (fd < 0)
		return fd;
	if (!w->segment)
		walk_start(w, fd, s->number, s->salt,
			   marks_find(&s->marks, c->next_seq, SEGMENT_HEADER_BYTES),
			   s->bytes);
	w->fd = fd;
	w->end = pos >> 32 == s->number ? (uint32_t)pos : s->bytes;
	*ret_limit = limit_of(j, index, durable);
	*ret = s;
	return 0;
}

/* Steps onto the record c->next_seq, or says why not. */
static int step(struct journal *j, struct journal_cursor *c, struct record *ret)
{
	uint64_t durable = journal_durable_now(j), oldest = journal_oldest(j), limit;
	struct segment *s;
	int r;

	if (!c->next_seq)
		c->next_seq = oldest;
	if (c->next_seq > durable)
		return JOURNAL_END;
	if (c->next_seq < oldest)
		return lose(c, oldest - 1);
	r = find_place(j, c, durable, &s, &limit);
	while (r == 0) {
		r = walk_next(c->walk, ret);
		if (r)
			break;
		marks_note(&s->marks, ret->seq, ret->offset);
		if (ret->seq >= c->next_seq)
			break;
	}
	if (r < 0)
		return r;
	if (r == WALK_AGAIN)
		return JOURNAL_AGAIN;
	if (r == WALK_END || ret->seq >= limit)
		return lose(c, limit - 1);
	if (ret->seq > c->next_seq) {
		c->walk->at = ret->offset;
		return lose(c, ret->seq - 1);
	}
	return 0;
}

static int read_body(struct journal *j, struct journal_cursor *c, const struct record *r,
		     struct journal_record *ret)
{
	const char *body;
	int e = walk_body(c->walk, r, &body);

	if (e < 0)
		return e;
	if (e == WALK_DAMAGED) {
		j->damaged++;
		nw_log(NW_LOG_ERROR, "cursor: record %lu, segment %u at %u, is damaged",
		       r->seq, r->segment, r->offset);
		return lose(c, r->seq);
	}
	c->next_seq = r->seq + 1;
	*ret = (struct journal_record){ .seq = r->seq,
					.time_ms = r->time_ms,
					.pos = (uint64_t)r->segment << 32 | r->offset,
					.type = r->type,
					.data = body,
					.len = r->len };
	return 0;
}

static bool is_wanted(struct journal_cursor *c, const struct record *r, uint64_t types)
{
	if (r->time_ms < c->since_ms)
		return false;
	c->since_ms = 0;
	return r->type <= JOURNAL_MAX_TYPE && types >> r->type & 1;
}

int journal_cursor_next(struct journal *j, struct journal_cursor *c, uint64_t types,
			size_t max_bytes, struct journal_record *ret)
{
	struct record record;
	int r;

	if (!c->walk)
		c->walk = calloc(1, sizeof(*c->walk));
	if (!c->walk)
		return nw_fault(-ENOMEM, "cursor: allocate");
	c->walk->step = READ_STEP;
	c->walk->budget = max_bytes;
	while ((r = step(j, c, &record)) == 0) {
		if (is_wanted(c, &record, types))
			return read_body(j, c, &record, ret);
		c->next_seq = record.seq + 1;
	}
	return r;
}

void journal_cursor_free(struct journal_cursor *c)
{
	if (c->walk)
		walk_free(c->walk);
	free(c->walk);
	*c = (struct journal_cursor){ 0 };
}
