/* A request on the control socket, while it is answered. */
#pragma once

#include "daemon/io/message.h"
#include "protocol/head.h"

struct request {
	void *socket;
	struct peer peer;
	uint64_t n; /* the client's number, or FRAME_NO_N */
};

/* Starts the head of `ok`: "{" and the client's number. Members follow, each behind
 * its comma; request_ok() closes it. */
int request_begin(const struct request *q, struct buf *head);

/* Sends `ok` with the head so far; `body` may be NULL. 0 or a fault. */
int request_ok(const struct request *q, struct buf *head, const void *body, size_t len);

/* NW1/refused: a member of the head is wrong. */
int request_refuse_field(const struct request *q, const char *reason);

int request_error(const struct request *q, const char *code, const char *reason);
