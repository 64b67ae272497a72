/* Who submits, and how much of it is not answered yet. A producer is a connection;
 * ZeroMQ does not tell when it goes, so those that are silent are forgotten. */
#pragma once

#include <stdint.h>

#include "daemon/io/message.h"
#include "daemon/ledger/table.h"

struct producer {
	struct producer *next;
	struct peer peer;
	uint64_t open; /* articles without their answer */
	uint64_t open_bytes;
	uint64_t heard_ms; /* monotonic */
};

struct producers {
	struct table by_peer;
	struct producer *first;
	size_t n;
};

/* Finds or adds the one at `peer`; NULL when memory ran out. */
struct producer *producers_at(struct producers *p, const struct peer *peer,
			      uint64_t now_ms);

/* Forgets those without open articles that were silent since `since_ms`. */
void producers_forget_silent(struct producers *p, uint64_t since_ms);

void producers_free(struct producers *p);
