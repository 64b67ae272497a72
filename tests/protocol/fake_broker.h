/* A broker of which only the socket is real: a test says its lines. */
#pragma once

#include <jansson.h>
#include <stdbool.h>
#include <zmq.h>

enum { FAKE_ENDPOINT_SIZE = 128, FAKE_TEXT_SIZE = 8192 };

struct fake_broker {
	void *context, *router;
	char endpoint[FAKE_ENDPOINT_SIZE];
	zmq_msg_t client; /* who spoke last */

	/* What was heard last. */
	char verb[64], head[FAKE_TEXT_SIZE], body[FAKE_TEXT_SIZE];
};

/* Lets the client work for some milliseconds. */
typedef void fake_pump_fn(void);

void fake_start(struct fake_broker *f);

/* Goes away and comes back at the same address, knowing nothing. */
void fake_restart(struct fake_broker *f);
void fake_stop(struct fake_broker *f);

/* Waits for a message while the client is pumped; fails the test when it is not
 * `verb`, or none comes. */
void fake_hear(struct fake_broker *f, const char *verb, fake_pump_fn *pump);

/* Whether there is no further message after some pumping. */
bool fake_hears_nothing(struct fake_broker *f, fake_pump_fn *pump);

/* Says something to the client that spoke last; `body` may be NULL. */
void fake_say(struct fake_broker *f, const char *verb, const char *head,
	      const char *body);

/* The member of the head heard last, as JSON text ("" when it is absent). */
const char *fake_heard(struct fake_broker *f, const char *key);
