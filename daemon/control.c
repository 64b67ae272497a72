#include "daemon/control.h"

#include <errno.h>
#include <zmq.h>

#include "daemon/control/dead.h"
#include "daemon/control/request.h"
#include "protocol/base/log.h"

enum { MESSAGES_A_TURN = 32, MAX_FRAME_BYTES = 2 * FRAME_MAX_HEAD_BYTES };

/* A reload that is being tried; its asker waits. */
struct waiting_reload {
	struct request request;
	bool open;
};

struct control {
	struct broker *broker;
	void *socket;
	struct waiting_reload reload;
};

static int status(struct control *c, const struct request *q)
{
	NW_CLEANUP(buf_free) struct buf out = { 0 };
	int r = request_begin(q, &out);

	if (r == 0)
		r = broker_put_status(c->broker, &out);
	return r < 0 ? r : request_ok(q, &out, NULL, 0);
}

static int drain(struct control *c, const struct request *q)
{
	NW_CLEANUP(buf_free) struct buf out = { 0 };
	int r = request_begin(q, &out);

	broker_drain(c->broker);
	if (r == 0)
		r = buf_printf(&out, "\"waiting\":%zu",
			       desk_waiting(ledger_desk(c->broker->ledger)));
	return r < 0 ? r : request_ok(q, &out, NULL, 0);
}

static void on_reloaded(void *ctx, const char *reason)
{
	struct control *c = ctx;
	NW_CLEANUP(buf_free) struct buf out = { 0 };

	c->reload.open = false;
	if (reason)
		request_error(&c->reload.request, "config", reason);
	else if (request_begin(&c->reload.request, &out) == 0)
		request_ok(&c->reload.request, &out, NULL, 0);
}

static int reload(struct control *c, const struct request *q)
{
	if (c->reload.open)
		return request_error(q, "busy", "another reload is being tried");
	c->reload = (struct waiting_reload){ .request = *q, .open = true };
	broker_reload(c->broker, on_reloaded, c);
	return 0;
}

static int answer(struct control *c, const struct request *q,
		  const struct frame_message *m)
{
	struct ledger *l = c->broker->ledger;

	switch (m->verb) {
	case VERB_STATUS:
		return status(c, q);
	case VERB_DRAIN:
		return drain(c, q);
	case VERB_RELOAD:
		return reload(c, q);
	case VERB_DEAD_LIST:
		return dead_list(l, q, m->head);
	case VERB_DEAD_SHOW:
		return dead_show(l, q, m->head);
	case VERB_DEAD_RETRY:
		return dead_retry(l, q, m->head);
	case VERB_DEAD_DROP:
		return dead_drop(l, q, m->head);
	default:
		return request_error(q, "failed", "this verb has no handler");
	}
}

static int on_message(struct control *c, const struct message *m)
{
	struct request q = { .socket = c->socket, .peer = m->peer, .n = message_n(m) };
	struct frame_message read;
	char reason[FRAME_MAX_REASON];
	int r = frame_read(m->parts, m->n, FRAME_ON_CONTROL, true, 0, &read, reason);

	if (r == 0) {
		if (head_is_json(read.head.data, read.head.len))
			return answer(c, &q, &read);
		r = FRAME_REFUSED_HEAD;
		snprintf(reason, sizeof(reason), "the head is not one JSON object");
	}
	r = message_refuse(c->socket, &m->peer, q.n, r, reason);
	return r < 0 ? r : 0;
}

static int on_readable(void *ctx)
{
	struct control *c = ctx;
	int r = 0;

	for (int turn = 0; r == 0 && turn < MESSAGES_A_TURN; turn++) {
		struct message m;

		r = message_take(&m, c->socket);
		if (r != 0)
			break;
		r = on_message(c, &m);
		message_end(&m);
	}
	return r < 0 ? r : 0;
}

int control_open(struct control **ret, struct broker *b)
{
	struct control *c = calloc(1, sizeof(*c));
	int r;

	if (!c)
		return nw_fault(-ENOMEM, "control: open");
	c->broker = b;
	r = message_bind(&c->socket, b->zmq, ZMQ_ROUTER, &b->config->control,
			 MAX_FRAME_BYTES);
	if (r == 0)
		r = loop_watch_socket(b->loop, c->socket, on_readable, c, NULL);
	if (r < 0) {
		control_close(c);
		return r;
	}
	*ret = c;
	return 0;
}

struct control *control_close(struct control *c)
{
	if (!c)
		return NULL;
	if (c->socket)
		zmq_close(c->socket);
	free(c);
	return NULL;
}
