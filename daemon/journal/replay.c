#include "daemon/journal/replay.h"

#include <stdio.h>

static void tell_missing(struct replay *rp, uint64_t upto, uint64_t from, uint64_t to)
{
	char what[96];

	snprintf(what, sizeof(what), "records %lu to %lu are lost", rp->expected, upto);
	damage_report(rp->damage, rp->walk->fd, rp->walk->segment, from, to, what);
}

/* Tells of what is missing before the record, if anything is. */
static void check_gap(struct replay *rp, const struct record *r)
{
	if (r->seq > rp->expected)
		tell_missing(rp, r->seq - 1, rp->gap ? rp->gap : r->offset, r->offset);
	else if (rp->gap)
		damage_report(rp->damage, rp->walk->fd, r->segment, rp->gap, r->offset,
			      "bytes between records that are no record");
	rp->gap = 0;
}

static int deliver(struct replay *rp, const struct record *r)
{
	const struct journal_listener *l = rp->listener;
	struct journal_record out = {
		.seq = r->seq,
		.time_ms = r->time_ms,
		.pos = (uint64_t)r->segment << 32 | r->offset,
		.type = r->type,
		.len = r->len,
	};
	int e = walk_body(rp->walk, r, &out.data);

	if (e < 0)
		return e;
	if (e == WALK_DAMAGED) {
		tell_missing(rp, r->seq, r->offset, r->offset + record_bytes(r->len));
		return 0;
	}
	if (r->seq <= rp->after || !l || !l->on_record)
		return 0;
	e = l->on_record(l->ctx, &out);
	return e < 0 ? e : 0;
}

/* Part of a group that is not whole? Then it belongs to the gap. */
static bool is_dropped(struct replay *rp, const struct record *r, bool newest)
{
	if (!newest || !tail_drops(rp->tail, r->offset))
		return false;
	if (!rp->gap)
		rp->gap = r->offset;
	return true;
}

/* Reads up to, and without, the record `limit`. */
static int read_records(struct replay *rp, struct segment *s, uint64_t limit, bool newest)
{
	struct walk *w = rp->walk;
	struct record record;
	int r = 0;

	while (r == 0 && rp->expected < limit) {
		r = walk_next(w, &record);
		if (r < 0)
			return r;
		if (!rp->gap)
			rp->gap = w->hole;
		if (r || record.seq >= limit) {
			tell_missing(rp, limit - 1, rp->gap ? rp->gap : w->at, w->at);
			return 0;
		}
		if (record.seq < rp->expected || is_dropped(rp, &record, newest))
			continue;
		marks_note(&s->marks, record.seq, record.offset);
		check_gap(rp, &record);
		rp->expected = record.seq;
		r = deliver(rp, &record);
		rp->expected = record.seq + 1;
	}
	return r;
}

static int replay_segment(struct replay *rp, size_t index)
{
	struct segment *s = rp->shelf->items[index];
	bool newest = index + 1 == rp->shelf->n;
	uint64_t limit =
		newest ? rp->last_seq + 1 : rp->shelf->items[index + 1]->first_seq;
	int fd;

	if (limit <= rp->after + 1)
		return 0;
	fd = shelf_fd(rp->shelf, index, UINT64_MAX - 1);
	if (fd < 0)
		return fd;
	walk_start(rp->walk, fd, s->number, s->salt, SEGMENT_HEADER_BYTES,
		   newest ? rp->tail->end : s->bytes);
	rp->walk->budget = SIZE_MAX;
	rp->expected = s->first_seq;
	rp->gap = 0;
	return read_records(rp, s, limit, newest);
}

int replay_run(struct replay *rp)
{
	int r = 0;

	for (size_t i = 0; i < rp->shelf->n && r == 0; i++)
		r = replay_segment(rp, i);
	return r;
}
