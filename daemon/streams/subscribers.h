/* The subscribe socket: who is subscribed, and to what. */
#pragma once

#include "daemon/config/config.h"
#include "daemon/ledger/ledger.h"
#include "daemon/io/loop.h"
#include "daemon/streams/stream.h"

struct subscribers;

/* Binds the socket. `recent` and `ledger` must outlive it. */
int subscribers_open(struct subscribers **ret, void *zmq, struct loop *loop,
		     const struct config *config, struct ledger *ledger,
		     struct recent *recent);

/* Everything up to `durable` may be sent. */
int subscribers_publish(struct subscribers *s, uint64_t durable);

/* Heartbeats, and the end of those who are silent; call it every 100 ms or so. */
int subscribers_on_tick(struct subscribers *s);

/* Goes on with what a bounded turn left over; call it in every turn of the loop. */
int subscribers_on_turn(struct subscribers *s);

/* For status: the i-th stream, NULL behind the last. */
const struct stream *subscribers_at(const struct subscribers *s, size_t i);

/* Tells everybody that the broker stops. */
struct subscribers *subscribers_close(struct subscribers *s);
NW_DEFINE_CLEANUP(struct subscribers *, subscribers_close);
