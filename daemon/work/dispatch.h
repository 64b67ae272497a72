/* From the journal to an idle worker, and what came of it back into the journal.
 *
 * A fresh article goes to a worker from memory while its bytes are still being synced;
 * one that had to wait is read from the journal again. */
#pragma once

#include "daemon/journal/histogram.h"
#include "daemon/ledger/ledger.h"
#include "daemon/work/pool.h"

struct dispatch;

struct dispatch_stages {
	struct histogram wait; /* from kept to a worker */
	struct histogram work; /* from there to its result */
};

/* Starts the pool as well. All of these must outlive the dispatch. */
int dispatch_open(struct dispatch **ret, struct loop *loop, const struct config *config,
		  struct ledger *ledger);

/* Whether an article that is kept now goes to a worker at once or soon: its own record
 * then says so, and no mark has to. */
bool dispatch_takes_soon(const struct dispatch *d);

/* A fresh article, with its bytes at hand. Nothing is lost when nobody has room. */
int dispatch_offer(struct dispatch *d, struct article *a, const struct buf *head,
		   const void *body, size_t body_len);

/* The journal is durable up to `durable` now, or has room again. */
int dispatch_on_durable(struct dispatch *d, uint64_t durable);

/* Delays may be over. */
int dispatch_on_tick(struct dispatch *d);

/* Nothing more is handed out; what workers hold is finished. */
void dispatch_drain(struct dispatch *d);
bool dispatch_is_idle(const struct dispatch *d);

struct pool *dispatch_pool(struct dispatch *d);
struct dispatch_stages *dispatch_stages(struct dispatch *d);

struct dispatch *dispatch_close(struct dispatch *d);
NW_DEFINE_CLEANUP(struct dispatch *, dispatch_close);
