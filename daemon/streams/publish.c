#include "daemon/streams/publish.h"

#include <errno.h>
#include <zmq.h>

#include "daemon/io/message.h"
#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum { RECENT_BYTES = 32 << 20, TAP_MAX_FRAME_BYTES = 4096 };

struct publish {
	void *tap; /* NULL when none is configured */
	struct recent *recent;
	uint64_t durable, tapped, count;
	struct histogram delays;
	struct buf topic;
};

int publish_open(struct publish **ret, void *zmq, const struct config *config)
{
	NW_CLEANUP(publish_closep) struct publish *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return nw_fault(-ENOMEM, "publish: open");
	r = recent_open(&p->recent, config->node, RECENT_BYTES);
	if (r == 0 && config->tap.n)
		r = message_bind(&p->tap, zmq, ZMQ_XPUB, &config->tap,
				 TAP_MAX_FRAME_BYTES);
	if (r < 0)
		return r;
	*ret = nw_take(p);
	return 0;
}

void publish_on_event(void *ctx, const struct ledger_event *event)
{
	struct publish *p = ctx;

	/* Without memory for it, streams read it from the journal. */
	recent_add(p->recent, event, p->durable);
}

static int tap(struct publish *p, const struct recent_event *e)
{
	char seq[FRAME_SEQ_DIGITS + 1];
	int r;

	buf_clear(&p->topic);
	r = event_put_topic(&p->topic, &e->view);
	if (r < 0)
		return r;
	frame_seq(e->seq, seq);
	/* A slow reader loses events; that is the tap's contract. */
	if (zmq_send(p->tap, p->topic.data, p->topic.len, ZMQ_DONTWAIT | ZMQ_SNDMORE) <
		    0 ||
	    zmq_send(p->tap, seq, FRAME_SEQ_DIGITS, ZMQ_DONTWAIT | ZMQ_SNDMORE) < 0 ||
	    zmq_send(p->tap, e->json, e->json_len, ZMQ_DONTWAIT) < 0)
		nw_log(NW_LOG_DEBUG, "publish: the tap did not take an event");
	return 0;
}

/* Subscriptions arrive as messages; they are libzmq's affair. */
static void drain_tap(struct publish *p)
{
	char ignored[TAP_MAX_FRAME_BYTES];

	while (zmq_recv(p->tap, ignored, sizeof(ignored), ZMQ_DONTWAIT) >= 0)
		continue;
}

int publish_on_durable(struct publish *p, uint64_t durable)
{
	const struct recent_event *e;
	uint64_t now_us = clock_monotonic_us();
	int r = 0;

	p->durable = durable;
	while (r == 0 && (e = recent_after(p->recent, p->tapped)) && e->seq <= durable) {
		if (p->tap)
			r = tap(p, e);
		histogram_add(&p->delays, now_us - e->kept_us);
		p->tapped = e->seq;
		p->count++;
	}
	if (p->tap)
		drain_tap(p);
	return r;
}

struct recent *publish_recent(struct publish *p)
{
	return p->recent;
}

const struct histogram *publish_delays(const struct publish *p)
{
	return &p->delays;
}

uint64_t publish_count(const struct publish *p)
{
	return p->count;
}

struct publish *publish_close(struct publish *p)
{
	if (!p)
		return NULL;
	if (p->tap)
		zmq_close(p->tap);
	recent_close(p->recent);
	buf_free(&p->topic);
	free(p);
	return NULL;
}
