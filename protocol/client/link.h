/* A client's connection to one of the broker's sockets: a DEALER that tells when it
 * was connected anew, because then a broker knows nothing of what was said before. */
#pragma once

#include <stdbool.h>
#include <zmq.h>

#include "protocol/base/cleanup.h"
#include "protocol/frame.h"
#include "protocol/newswire.h"

#define NW_EXPORT __attribute__((visibility("default")))

#define LINK_SUBMIT    "tcp://127.0.0.1:7410"
#define LINK_SUBSCRIBE "tcp://127.0.0.1:7411"
#define LINK_CONTROL   "tcp://127.0.0.1:7412"

enum link_outcome {
	LINK_NONE = 1, /* nothing there */
	LINK_BAD,      /* open: endpoint or keys are wrong; receive: not for us */
};

struct link {
	void *context, *socket, *monitor;
	int epoll; /* readable when there may be something; an edge, see zmq_getsockopt */
	enum frame_socket kind;
	bool connected;
	bool anew; /* connected since link_was_connected() was last asked */
	zmq_msg_t parts[FRAME_MAX_PARTS];
};

/* `fallback` is the endpoint when the options name none. 0: the caller ends it with
 * link_close(). */
int link_open(struct link *l, enum frame_socket kind, const struct nw_options *options,
	      const char *fallback);

/* Never blocks; what cannot go out now waits in the socket's queue. LINK_NONE: the
 * queue is full. A body of length 0 is not sent. */
int link_send(struct link *l, enum nw_verb verb, const void *head, size_t head_len,
	      const void *body, size_t body_len);

/* The next message that is there: 0, LINK_NONE, LINK_BAD. It lives until the next
 * call. */
int link_receive(struct link *l, struct frame_message *ret);

/* Whether something can be received now: an edge of `epoll` may have been used up. */
bool link_has_more(const struct link *l);

/* Waits until something may be there or `timeout_ms` (negative: for ever) has passed.
 * 0, or -EINTR. */
int link_wait(struct link *l, int timeout_ms);

/* Whether the connection was made since the last call. */
bool link_was_connected(struct link *l);

/* Half-opened ones as well. What is in the queue still has `linger_ms` to go out. */
void link_close(struct link *l, int linger_ms);

static inline int link_until(uint64_t due_ms, uint64_t now_ms)
{
	return due_ms <= now_ms ? 0 : (int)(due_ms - now_ms);
}
