#include "tests/protocol/fake_broker.h"

#include <string.h>

#include "tests/protocol/testing.h"

enum { PATIENCE = 1000, SILENCE = 10, PAUSE_MS = 10 };

/* A client that has gone already is not pumped. */
static void let_work(struct fake_broker *f, fake_pump_fn *pump)
{
	zmq_pollitem_t item = { .socket = f->router, .events = ZMQ_POLLIN };

	if (pump)
		pump();
	else
		zmq_poll(&item, 1, PAUSE_MS);
}

static void open_router(struct fake_broker *f, const char *endpoint)
{
	int no_linger = 0;
	size_t size = sizeof(f->endpoint);

	f->router = zmq_socket(f->context, ZMQ_ROUTER);
	assert_non_null(f->router);
	zmq_setsockopt(f->router, ZMQ_LINGER, &no_linger, sizeof(no_linger));
	assert_int_equal(zmq_bind(f->router, endpoint), 0);
	zmq_getsockopt(f->router, ZMQ_LAST_ENDPOINT, f->endpoint, &size);
}

void fake_start(struct fake_broker *f)
{
	*f = (struct fake_broker){ .context = zmq_ctx_new() };
	zmq_msg_init(&f->client);
	open_router(f, "tcp://127.0.0.1:*");
}

void fake_restart(struct fake_broker *f)
{
	char endpoint[FAKE_ENDPOINT_SIZE];

	strcpy(endpoint, f->endpoint);
	zmq_unbind(f->router, endpoint);
	zmq_close(f->router);
	zmq_ctx_term(f->context);
	f->context = zmq_ctx_new();
	open_router(f, endpoint);
}

void fake_stop(struct fake_broker *f)
{
	zmq_msg_close(&f->client);
	zmq_close(f->router);
	zmq_ctx_term(f->context);
}

/* The next frame as text; "" when the message has ended already. */
static void receive_text(struct fake_broker *f, char *out, size_t size, bool *more)
{
	int n = *more ? zmq_recv(f->router, out, size - 1, 0) : 0;
	size_t len = n < 0 ? 0 : (size_t)n < size ? (size_t)n : size - 1;
	int flag = 0;
	size_t flag_size = sizeof(flag);

	out[len] = '\0';
	zmq_getsockopt(f->router, ZMQ_RCVMORE, &flag, &flag_size);
	*more = flag;
}

static bool receive(struct fake_broker *f)
{
	bool more = true;

	if (zmq_msg_recv(&f->client, f->router, ZMQ_DONTWAIT) < 0)
		return false;
	receive_text(f, f->verb, sizeof(f->verb), &more);
	receive_text(f, f->head, sizeof(f->head), &more);
	receive_text(f, f->body, sizeof(f->body), &more);
	return true;
}

void fake_hear(struct fake_broker *f, const char *verb, fake_pump_fn *pump)
{
	for (int i = 0; i < PATIENCE; i++) {
		if (receive(f)) {
			assert_string_equal(f->verb, verb);
			return;
		}
		let_work(f, pump);
	}
	fail_msg("%s was not heard", verb);
}

bool fake_hears_nothing(struct fake_broker *f, fake_pump_fn *pump)
{
	for (int i = 0; i < SILENCE; i++) {
		if (receive(f))
			return false;
		let_work(f, pump);
	}
	return true;
}

void fake_say(struct fake_broker *f, const char *verb, const char *head, const char *body)
{
	zmq_msg_t to;

	zmq_msg_init(&to);
	zmq_msg_copy(&to, &f->client);
	zmq_msg_send(&to, f->router, ZMQ_SNDMORE);
	zmq_send(f->router, verb, strlen(verb), ZMQ_SNDMORE);
	zmq_send(f->router, head, strlen(head), body ? ZMQ_SNDMORE : 0);
	if (body)
		zmq_send(f->router, body, strlen(body), 0);
}

const char *fake_heard(struct fake_broker *f, const char *key)
{
	static char text[FAKE_TEXT_SIZE];
	json_t *head = json_loads(f->head, 0, NULL);
	json_t *value;

	assert_non_null(head);
	text[0] = '\0';
	value = json_object_get(head, key);
	if (value)
		text[json_dumpb(value, text, sizeof(text) - 1,
				JSON_ENCODE_ANY | JSON_COMPACT)] = '\0';
	json_decref(head);
	return text;
}
