#include "daemon/streams/stream.h"

#include <errno.h>

#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum { EVENTS_A_TURN = 256, BYTES_A_TURN = 1 << 20 };

/* Nothing is left behind the position. */
enum { FOUND_NOTHING = 16 };

void stream_start(struct stream *s, uint64_t seq)
{
	s->position = s->last_sent = seq;
	s->on_cursor = false;
}

static int send(struct stream *s, const struct stream_source *source, enum nw_verb verb,
		const struct buf *head, const void *body, size_t body_len)
{
	int r = message_send(source->socket, &s->peer, verb, head, body, body_len);

	s->blocked = r == MESSAGE_BLOCKED;
	if (r == 0)
		s->said_ms = clock_monotonic_ms();
	return r == MESSAGE_GONE ? STREAM_GONE : r;
}

/* 0, STREAM_GONE, or s->blocked: then it was not sent. */
static int send_event(struct stream *s, const struct stream_source *source, uint64_t seq,
		      const char *json, size_t len)
{
	NW_CLEANUP(buf_free) struct buf head = { 0 };
	int r = frame_put_event(&head, seq, s->last_sent);

	if (r == 0)
		r = send(s, source, VERB_EVENT, &head, json, len);
	if (r != 0)
		return s->blocked ? 0 : r;
	s->position = s->last_sent = seq;
	s->credit--;
	s->sent++;
	return 0;
}

static int send_loss(struct stream *s, const struct stream_source *source)
{
	NW_CLEANUP(buf_free) struct buf head = { 0 };
	uint64_t from = s->cursor.lost_from ? s->cursor.lost_from - 1 : 0;
	int r;

	if (s->last_sent > from)
		from = s->last_sent;
	if (s->cursor.lost_to <= from)
		return 0;
	r = frame_put_lost(&head, from, s->cursor.lost_to,
			   "no longer kept: released or damaged");
	if (r == 0)
		r = send(s, source, VERB_LOST, &head, NULL, 0);
	if (r != 0)
		return s->blocked ? 0 : r;
	s->position = s->last_sent = s->cursor.lost_to;
	return 0;
}

static int step_recent(struct stream *s, const struct stream_source *source)
{
	const struct recent_event *e = recent_after(source->recent, s->position);

	s->on_cursor = false;
	if (!e || e->seq > source->durable) {
		s->position =
			source->durable > s->position ? source->durable : s->position;
		return FOUND_NOTHING;
	}
	if (!wish_wants(&s->wish, &e->view)) {
		s->position = e->seq;
		return 0;
	}
	return send_event(s, source, e->seq, e->json, e->json_len);
}

static int send_record(struct stream *s, const struct stream_source *source,
		       const struct journal_record *record)
{
	NW_CLEANUP(buf_free) struct buf json = { 0 };
	struct record_event_view view;
	struct event_stamp stamp = { .node = source->node,
				     .seq = record->seq,
				     .time_ms = record->time_ms };
	int r;

	if (record_read_event(record->data, record->len, &view) != 0 ||
	    !wish_wants(&s->wish, &view.event)) {
		s->position = record->seq;
		return 0;
	}
	stamp.rev = view.fixed.rev;
	stamp.supersedes = view.fixed.supersedes;
	r = event_put_published(&json, &view.event, &stamp);
	if (r == 0)
		r = send_event(s, source, record->seq, json.data, json.len);
	/* Not sent: the cursor has passed it and must come back. */
	if (s->blocked)
		s->on_cursor = false;
	return r;
}

static int step_journal(struct stream *s, const struct stream_source *source)
{
	struct journal_record record;
	int r;

	if (!s->on_cursor)
		journal_cursor_seek(source->journal, &s->cursor, s->position + 1);
	s->on_cursor = true;
	r = journal_cursor_next(source->journal, &s->cursor, 1u << RECORD_EVENT,
				BYTES_A_TURN, &record);
	switch (r) {
	case 0:
		if (record.seq <= source->durable)
			return send_record(s, source, &record);
		s->on_cursor = false; /* durable, but its turn has not come */
		return FOUND_NOTHING;
	case JOURNAL_AGAIN:
		return STREAM_MORE;
	case JOURNAL_LOST:
		r = send_loss(s, source);
		if (s->blocked)
			s->on_cursor = false;
		return r;
	case JOURNAL_END:
		if (source->durable > s->position)
			s->position = source->durable;
		return FOUND_NOTHING;
	default:
		return r;
	}
}

int stream_pump(struct stream *s, const struct stream_source *source)
{
	s->blocked = false;
	for (int turn = 0; turn < EVENTS_A_TURN; turn++) {
		int r;

		if (!s->credit || s->blocked)
			return 0;
		r = recent_covers(source->recent, s->position) ? step_recent(s, source)
							       : step_journal(s, source);
		if (r == FOUND_NOTHING)
			return 0;
		if (r != 0)
			return r;
	}
	return STREAM_MORE;
}

int stream_beat(struct stream *s, const struct stream_source *source)
{
	NW_CLEANUP(buf_free) struct buf head = { 0 };
	uint64_t high = source->durable > s->position ? source->durable : s->position;
	int r = frame_put_heartbeat(&head, high, s->position);

	if (r == 0)
		r = send(s, source, VERB_HEARTBEAT, &head, NULL, 0);
	return s->blocked ? 0 : r;
}

struct stream *stream_free(struct stream *s)
{
	if (!s)
		return NULL;
	wish_free(&s->wish);
	journal_cursor_free(&s->cursor);
	free(s);
	return NULL;
}
