/* The broker: owns the parts and joins them. */
#pragma once

#include "daemon/config/config.h"
#include "daemon/work/dispatch.h"
#include "daemon/intake/ingest.h"
#include "daemon/ledger/ledger.h"
#include "daemon/io/loop.h"
#include "daemon/streams/publish.h"
#include "daemon/streams/subscribers.h"

enum broker_state { BROKER_RUNNING, BROKER_DRAINING, BROKER_READ_ONLY };

/* Open to its own files only: broker.c, control.c, status.c, reload.c. */
struct broker {
	struct config *config;
	const char *config_path; /* NULL: only defaults */
	void *zmq;
	struct loop *loop;
	struct ledger *ledger;
	struct publish *publish;
	struct dispatch *dispatch;
	struct ingest *ingest;
	struct subscribers *subscribers;
	struct control *control;
	enum broker_state state;
	bool failed;	 /* the journal did; intake is closed */
	bool ended_well; /* the loop did, so that workers are blamed for nothing */
	uint64_t started_ms, drain_until_ms; /* monotonic */
	uint64_t durable;		     /* as the journal said last */
	struct rates {
		uint64_t at_ms, kept, published;
		double articles_per_s, events_per_s;
	} rates;
};

/* Opens everything; the sockets answer from broker_run() on. `config` is the caller's
 * and is changed by reloads; `config_path` is read by them. */
int broker_open(struct broker **ret, struct config *config, const char *config_path);

/* Turns until it is told to stop. 0, or the fault that ended it. */
int broker_run(struct broker *b);

/* Takes nothing more in, lets workers finish, then stops. */
void broker_drain(struct broker *b);

/* Commits, writes a checkpoint, closes. Returns NULL. */
struct broker *broker_close(struct broker *b);
NW_DEFINE_CLEANUP(struct broker *, broker_close);

const char *broker_state_word(enum broker_state state);

/* reload.c: reads configuration and rules anew. `on_done` is called once, now or later:
 * with a reason when they are wrong and the old ones stay, else with NULL. */
void broker_reload(struct broker *b, void (*on_done)(void *ctx, const char *reason),
		   void *ctx);

/* status.c: the members of `status`, without the braces. */
int broker_put_status(struct broker *b, struct buf *out);
