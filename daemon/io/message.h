/* Messages on a ROUTER socket: who sent them, their frames, and answers. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <zmq.h>

#include "protocol/frame.h"

enum message_outcome {
	MESSAGE_NONE = 1, /* nothing to read */
	MESSAGE_BLOCKED,  /* the peer does not read; try later */
	MESSAGE_GONE,	  /* no such peer any more */
};

enum { MESSAGE_MAX_PEER = 255 };

/* A connection, as the socket names it. */
struct peer {
	bool req; /* it put an empty frame first, and wants one in front of answers */
	uint8_t len;
	char bytes[MESSAGE_MAX_PEER];
};

struct message {
	struct peer peer;
	zmq_msg_t frames[FRAME_MAX_PARTS];
	struct frame_part parts[FRAME_MAX_PARTS];
	size_t n; /* frames that came; only the first FRAME_MAX_PARTS are kept */
};

/* Takes one message, without waiting. 0: message_end() it. MESSAGE_NONE, or -errno. */
int message_take(struct message *m, void *socket);
void message_end(struct message *m);

/* The client's number in it, for the answer; FRAME_NO_N when it gives none that can be
 * read, also in a message that is refused. */
uint64_t message_n(const struct message *m);

/* Sends without waiting; `body` may be NULL. 0, MESSAGE_BLOCKED, MESSAGE_GONE, -errno. */
int message_send(void *socket, const struct peer *to, enum nw_verb verb,
		 const struct buf *head, const void *body, size_t body_len);

/* NW1/refused, with what is wrong in words. */
int message_refuse(void *socket, const struct peer *to, uint64_t n,
		   enum frame_refusal refusal, const char *reason);

/* A ROUTER or XPUB bound to all endpoints; frames above `max_frame_bytes` end their
 * connection. The caller closes it with zmq_close(). */
struct config_list;
int message_bind(void **ret, void *context, int type, const struct config_list *endpoints,
		 int64_t max_frame_bytes);
