/* The submit socket: articles come in, answers go out when they are durable. */
#pragma once

#include "daemon/config/config.h"
#include "daemon/work/dispatch.h"
#include "daemon/ledger/ledger.h"
#include "daemon/io/loop.h"

struct ingest;

struct ingest_counts {
	uint64_t refused, busy;
	struct histogram keep; /* from its arrival to the answer, us */
};

/* Binds the socket. `ledger` and `dispatch` must outlive it. */
int ingest_open(struct ingest **ret, void *zmq, struct loop *loop,
		const struct config *config, struct ledger *ledger,
		struct dispatch *dispatch);

/* Answers what has become durable. With `fault` (a negative errno) the journal has
 * failed: what was not answered is refused, as is all that follows. */
int ingest_on_durable(struct ingest *in, uint64_t durable, int fault);

/* From now on everything is answered by `busy`, with this reason (a literal). */
void ingest_pause(struct ingest *in, const char *reason);

const struct ingest_counts *ingest_counts(const struct ingest *in);

struct ingest *ingest_close(struct ingest *in);
NW_DEFINE_CLEANUP(struct ingest *, ingest_close);
