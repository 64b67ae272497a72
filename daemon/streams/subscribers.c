#include "daemon/streams/subscribers.h"

#include <errno.h>
#include <string.h>

#include "protocol/base/clock.h"
#include "protocol/base/log.h"
#include "protocol/head.h"

enum {
	MESSAGES_A_TURN = 64,
	MAX_STREAMS = 1000,
	FILTERED_STEP = 1000, /* sequences */
	MAX_FRAME_BYTES = 2 * FRAME_MAX_HEAD_BYTES,
};

struct subscribers {
	struct loop *loop;
	const struct config *config;
	struct ledger *ledger;
	struct stream_source source;
	struct stream *streams;
	size_t n;
	bool more; /* a stream stopped in the middle, to let others have their turn */
};

static int refuse(struct subscribers *s, const struct message *m,
		  enum frame_refusal refusal, const char *reason)
{
	int r = message_refuse(s->source.socket, &m->peer, message_n(m), refusal, reason);

	return r < 0 ? r : 0;
}

static struct stream *find(const struct subscribers *s, const struct peer *peer)
{
	for (struct stream *t = s->streams; t; t = t->next)
		if (t->peer.len == peer->len &&
		    memcmp(t->peer.bytes, peer->bytes, peer->len) == 0)
			return t;
	return NULL;
}

static struct stream *find_durable(const struct subscribers *s, const char *name)
{
	for (struct stream *t = s->streams; *name && t; t = t->next)
		if (strcmp(t->wish.durable, name) == 0)
			return t;
	return NULL;
}

static void forget(struct subscribers *s, struct stream *gone)
{
	struct stream **at = &s->streams;

	while (*at && *at != gone)
		at = &(*at)->next;
	if (!*at)
		return;
	*at = gone->next;
	s->n--;
	stream_free(gone);
}

static int end(struct subscribers *s, struct stream *gone, enum frame_end why,
	       const char *reason)
{
	NW_CLEANUP(buf_free) struct buf head = { 0 };
	int r = frame_put_ended(&head, why, reason);

	if (r == 0)
		r = message_send(s->source.socket, &gone->peer, VERB_ENDED, &head, NULL,
				 0);
	forget(s, gone);
	return r < 0 ? r : 0;
}

static int pump(struct subscribers *s, struct stream *t)
{
	int r = stream_pump(t, &s->source);

	if (r == STREAM_MORE) {
		s->more = true;
		loop_again(s->loop);
	}
	if (r == STREAM_GONE)
		forget(s, t);
	return r < 0 ? r : 0;
}

static int pump_all(struct subscribers *s)
{
	struct stream *next;
	int r = 0;

	s->more = false;
	for (struct stream *t = s->streams; r == 0 && t; t = next) {
		next = t->next;
		r = pump(s, t);
	}
	return r;
}

/* The sequence behind which events of `time_ms` or later come. */
static uint64_t before_time(struct subscribers *s, uint64_t time_ms)
{
	struct journal_cursor cursor = { 0 };
	struct journal_record record;
	uint64_t seq = s->source.durable;
	int r;

	journal_cursor_seek_time(s->source.journal, &cursor, time_ms);
	do
		r = journal_cursor_next(s->source.journal, &cursor, UINT64_MAX, 1 << 20,
					&record);
	while (r == JOURNAL_AGAIN || r == JOURNAL_LOST);
	if (r == 0)
		seq = record.seq - 1;
	journal_cursor_free(&cursor);
	return seq;
}

static uint64_t wished_start(struct subscribers *s, const struct wish *w)
{
	switch (w->from) {
	case WISH_BEGIN:
		return journal_oldest(s->source.journal) - 1;
	case WISH_SEQ:
		return w->from_value;
	case WISH_TIME:
		return before_time(s, w->from_value);
	default:
		return s->source.durable;
	}
}

static int say_subscribed(struct subscribers *s, struct stream *t)
{
	NW_CLEANUP(buf_free) struct buf head = { 0 };
	char from[FRAME_SEQ_DIGITS + 1], high[FRAME_SEQ_DIGITS + 1];
	int r = buf_putc(&head, '{');

	if (r == 0 && t->wish.n != FRAME_NO_N)
		r = buf_printf(&head, "\"n\":%llu,", (unsigned long long)t->wish.n);
	if (r == 0 && *t->wish.durable)
		r = buf_printf(&head, "\"durable\":\"%s\",", t->wish.durable);
	if (r == 0)
		r = buf_printf(&head, "\"from\":\"%s\",\"high\":\"%s\"}",
			       frame_seq(t->position, from),
			       frame_seq(s->source.durable, high));
	if (r == 0)
		r = message_send(s->source.socket, &t->peer, VERB_SUBSCRIBED, &head, NULL,
				 0);
	t->said_ms = clock_monotonic_ms();
	return r;
}

/* A durable name starts behind what was confirmed last. */
static int find_start(struct subscribers *s, const struct wish *w, uint64_t *ret,
		      char *reason)
{
	struct position *p;
	bool known;
	int r;

	*ret = wished_start(s, w);
	if (*ret > journal_last(s->source.journal)) {
		snprintf(reason, FRAME_MAX_REASON,
			 "from.seq is beyond the end of the journal, %llu; is it another "
			 "one's?",
			 (unsigned long long)journal_last(s->source.journal));
		return WISH_BAD;
	}
	if (!*w->durable)
		return 0;
	known = positions_find(ledger_positions(s->ledger), w->durable,
			       strlen(w->durable));
	r = positions_add(ledger_positions(s->ledger), w->durable, strlen(w->durable),
			  *ret, &p);
	if (r == POSITIONS_FULL) {
		snprintf(reason, FRAME_MAX_REASON, "%d durable names are in use already",
			 POSITIONS_MAX);
		return WISH_BAD;
	}
	if (r < 0)
		return r;
	p->unwritten |= !known;
	*ret = p->seq;
	return 0;
}

static int start(struct subscribers *s, const struct peer *peer, struct wish *wish,
		 uint64_t from)
{
	struct stream *old = find(s, peer), *rival, *t;
	int r = 0;

	if (old)
		forget(s, old);
	rival = find_durable(s, wish->durable);
	if (rival)
		r = end(s, rival, FRAME_END_TAKEN, "a newer connection uses this name");
	t = calloc(1, sizeof(*t));
	if (r < 0 || !t) {
		wish_free(wish);
		free(t);
		return r < 0 ? r : nw_fault(-ENOMEM, "subscribers: one stream more");
	}
	t->peer = *peer;
	t->wish = *wish;
	t->credit = wish->credit < s->config->subscriber_credit_max
			    ? wish->credit
			    : s->config->subscriber_credit_max;
	t->heard_ms = clock_monotonic_ms();
	t->next = s->streams;
	s->streams = t;
	s->n++;
	stream_start(t, from);
	r = say_subscribed(s, t);
	return r < 0 ? r : pump(s, t);
}

static int on_subscribe(struct subscribers *s, const struct message *m,
			struct frame_part head)
{
	char reason[FRAME_MAX_REASON];
	struct wish wish;
	uint64_t from;
	int r;

	if (s->n == MAX_STREAMS)
		return refuse(s, m, FRAME_REFUSED_SUBSCRIPTION, "too many subscriptions");
	r = wish_read(&wish, head, reason);
	if (r == WISH_BAD)
		return refuse(s, m, FRAME_REFUSED_FIELD, reason);
	if (r < 0)
		return r;
	r = find_start(s, &wish, &from, reason);
	if (r == 0)
		return start(s, &m->peer, &wish, from);
	wish_free(&wish);
	return r < 0 ? r : refuse(s, m, FRAME_REFUSED_FIELD, reason);
}

static struct position *position_of(struct subscribers *s, const struct stream *t)
{
	return positions_find(ledger_positions(s->ledger), t->wish.durable,
			      strlen(t->wish.durable));
}

static void confirm(struct subscribers *s, struct stream *t, uint64_t seq)
{
	struct position *p = position_of(s, t);

	/* Nothing goes back. */
	if (!p || seq <= p->seq)
		return;
	/* Where no event lies between, in large steps: a position that is written moves
	 * the end that heartbeats tell, and so would be confirmed for ever. */
	if (p->seq >= t->last_sent && seq <= p->seq + FILTERED_STEP)
		return;
	p->seq = seq;
	p->unwritten = true;
}

/* What the filter left out behind the last confirmed event needs no confirmation; else a
 * subscriber to something rare would hold back retention. */
static void confirm_filtered(struct subscribers *s, struct stream *t)
{
	const struct position *p = position_of(s, t);

	if (p && p->seq >= t->last_sent)
		confirm(s, t, t->position);
}

/* 0, WISH_BAD. */
static int read_credit(struct frame_part head, uint64_t *ret_more, uint64_t *ret_done)
{
	struct head_reader reader;
	struct head_member m;
	int r = head_open(&reader, head.data, head.len);

	*ret_more = *ret_done = 0;
	while (r == 0 && (r = head_next(&reader, &m)) == 0) {
		if (head_key_is(&m, "more") &&
		    (m.kind != HEAD_NUMBER || head_uint(&m, ret_more) != 0 ||
		     *ret_more > WISH_MAX_CREDIT))
			return WISH_BAD;
		if (head_key_is(&m, "done") && m.kind != HEAD_NULL &&
		    (m.kind != HEAD_STRING ||
		     frame_parse_seq(m.value, m.len, ret_done) != 0))
			return WISH_BAD;
	}
	return r == HEAD_END ? 0 : WISH_BAD;
}

static int on_credit(struct subscribers *s, struct stream *t, const struct message *m,
		     struct frame_part head)
{
	uint64_t more, done, most = s->config->subscriber_credit_max;

	if (read_credit(head, &more, &done) != 0)
		return refuse(s, m, FRAME_REFUSED_FIELD,
			      "credit holds more (0 to 100000) and done (a sequence)");
	if (done > t->position)
		return refuse(s, m, FRAME_REFUSED_FIELD, "done is beyond what was sent");
	t->credit = t->credit + more > most ? most : t->credit + more;
	if (done)
		confirm(s, t, done);
	return pump(s, t);
}

static int on_message(struct subscribers *s, const struct message *m)
{
	struct frame_message read;
	char reason[FRAME_MAX_REASON];
	struct stream *t;
	int r = frame_read(m->parts, m->n, FRAME_ON_SUBSCRIBE, true, 0, &read, reason);

	if (r != 0)
		return refuse(s, m, r, reason);
	if (read.verb == VERB_SUBSCRIBE)
		return on_subscribe(s, m, read.head);
	t = find(s, &m->peer);
	if (!t)
		return refuse(s, m, FRAME_REFUSED_SUBSCRIPTION,
			      "there is no subscription on this connection");
	t->heard_ms = clock_monotonic_ms();
	switch (read.verb) {
	case VERB_CREDIT:
		return on_credit(s, t, m, read.head);
	case VERB_UNSUBSCRIBE:
		return end(s, t, FRAME_END_ASKED, NULL);
	default:
		return 0; /* alive */
	}
}

static int on_readable(void *ctx)
{
	struct subscribers *s = ctx;
	struct message m;
	int r = 0;

	for (int turn = 0; r == 0 && turn < MESSAGES_A_TURN; turn++) {
		r = message_take(&m, s->source.socket);
		if (r != 0)
			break;
		r = on_message(s, &m);
		message_end(&m);
	}
	return r < 0 ? r : 0;
}

int subscribers_open(struct subscribers **ret, void *zmq, struct loop *loop,
		     const struct config *config, struct ledger *ledger,
		     struct recent *recent)
{
	NW_CLEANUP(subscribers_closep) struct subscribers *s = calloc(1, sizeof(*s));
	int r;

	if (!s)
		return nw_fault(-ENOMEM, "subscribers: open");
	s->loop = loop;
	s->config = config;
	s->ledger = ledger;
	s->source.journal = ledger_journal(ledger);
	s->source.recent = recent;
	s->source.node = config->node;
	s->source.durable = journal_durable(s->source.journal);
	r = message_bind(&s->source.socket, zmq, ZMQ_ROUTER, &config->subscribe,
			 MAX_FRAME_BYTES);
	if (r == 0)
		r = loop_watch_socket(loop, s->source.socket, on_readable, s, NULL);
	if (r < 0)
		return r;
	*ret = nw_take(s);
	return 0;
}

int subscribers_publish(struct subscribers *s, uint64_t durable)
{
	s->source.durable = durable;
	return pump_all(s);
}

static int beat(struct subscribers *s, struct stream *t, uint64_t now_ms)
{
	int r = 0;

	if (now_ms - t->heard_ms > s->config->subscriber_timeout)
		return end(s, t, FRAME_END_SILENT, "nothing was heard from you");
	if (now_ms - t->said_ms >= s->config->heartbeat) {
		confirm_filtered(s, t);
		r = stream_beat(t, &s->source);
	}
	if (r == STREAM_GONE)
		forget(s, t);
	return r < 0 ? r : 0;
}

int subscribers_on_tick(struct subscribers *s)
{
	uint64_t now_ms = clock_monotonic_ms();
	struct stream *next;
	int r = 0;

	for (struct stream *t = s->streams; r == 0 && t; t = next) {
		next = t->next;
		r = beat(s, t, now_ms);
	}
	return r < 0 ? r : pump_all(s);
}

int subscribers_on_turn(struct subscribers *s)
{
	return s->more ? pump_all(s) : 0;
}

const struct stream *subscribers_at(const struct subscribers *s, size_t i)
{
	const struct stream *t = s->streams;

	while (t && i--)
		t = t->next;
	return t;
}

struct subscribers *subscribers_close(struct subscribers *s)
{
	if (!s)
		return NULL;
	while (s->streams)
		end(s, s->streams, FRAME_END_STOPPING, "the broker stops");
	if (s->source.socket)
		zmq_close(s->source.socket);
	free(s);
	return NULL;
}
