#include "daemon/broker.h"

#include <errno.h>
#include <inttypes.h>
#include <systemd/sd-daemon.h>
#include <zmq.h>

#include "daemon/control.h"
#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum {
	TICK_MS = 100,
	SECOND_MS = 1000,
	RETRY_DELAY_MS = 500,
	RATES_OVER_MS = 60000,
	CHECKPOINT_TURNS = 500, /* one may just be written */
	CHECKPOINT_WAIT_US = 10000,
};

static const char *const state_words[] = {
	[BROKER_RUNNING] = "running",
	[BROKER_DRAINING] = "draining",
	[BROKER_READ_ONLY] = "read-only",
};

const char *broker_state_word(enum broker_state state)
{
	return state_words[state];
}

static void on_fault(struct broker *b, int fault)
{
	if (b->failed)
		return;
	b->failed = true;
	if (b->state == BROKER_RUNNING)
		b->state = BROKER_READ_ONLY;
	nw_fault(fault, "broker: the journal failed; nothing more is taken in, what is "
			"kept is still served; look at the disk, then restart");
}

/* News from the journal: a commit, room, or a fault. */
static int on_journal(void *ctx)
{
	struct broker *b = ctx;
	struct journal *j = ledger_journal(b->ledger);
	uint64_t durable = journal_durable(j);
	int fault = journal_fault(j), r;

	b->durable = durable;
	if (fault)
		on_fault(b, fault);
	r = ingest_on_durable(b->ingest, durable, fault);
	if (r == 0)
		r = publish_on_durable(b->publish, durable);
	if (r == 0)
		r = subscribers_publish(b->subscribers, durable);
	return r < 0 ? r : dispatch_on_durable(b->dispatch, durable);
}

static int on_turn(void *ctx)
{
	struct broker *b = ctx;

	return subscribers_on_turn(b->subscribers);
}

static void stop_when_drained(struct broker *b)
{
	if (b->state != BROKER_DRAINING)
		return;
	if (clock_monotonic_ms() < b->drain_until_ms &&
	    (!dispatch_is_idle(b->dispatch) ||
	     b->durable < journal_last(ledger_journal(b->ledger))))
		return;
	loop_stop(b->loop);
}

static int on_tick(void *ctx)
{
	struct broker *b = ctx;
	int r = subscribers_on_tick(b->subscribers);

	if (r == 0)
		r = ledger_write_positions(b->ledger);
	if (r >= 0)
		r = dispatch_on_tick(b->dispatch);
	ledger_tend(b->ledger);
	stop_when_drained(b);
	return r;
}

static void count_rates(struct broker *b)
{
	const struct ledger_counts *now = ledger_counts(b->ledger);
	uint64_t now_ms = clock_monotonic_ms(), ms = now_ms - b->rates.at_ms;

	b->rates.articles_per_s = (double)(now->kept - b->rates.kept) * 1000 / (double)ms;
	b->rates.events_per_s =
		(double)(now->published - b->rates.published) * 1000 / (double)ms;
	if (ms < RATES_OVER_MS)
		return;
	b->rates.at_ms = now_ms;
	b->rates.kept = now->kept;
	b->rates.published = now->published;
}

static int on_second(void *ctx)
{
	struct broker *b = ctx;

	sd_notify(0, "WATCHDOG=1");
	count_rates(b);
	return 0;
}

static int open_ledger(struct broker *b)
{
	struct ledger_options options = {
		.journal = { .dir = b->config->state_dir,
			     .segment_bytes = (uint32_t)b->config->segment_size,
			     .max_bytes = b->config->journal_max },
		.max_attempts = (unsigned)b->config->max_attempts,
		.retry_delay_ms = RETRY_DELAY_MS,
	};
	struct ledger_listener listener = { .ctx = b->publish,
					    .on_event = publish_on_event };

	return ledger_open(&b->ledger, &options, &listener);
}

static int open_parts(struct broker *b)
{
	int r = loop_open(&b->loop);

	if (r == 0)
		r = publish_open(&b->publish, b->zmq, b->config);
	if (r == 0)
		r = open_ledger(b);
	if (r == 0)
		r = dispatch_open(&b->dispatch, b->loop, b->config, b->ledger);
	if (r == 0)
		r = ingest_open(&b->ingest, b->zmq, b->loop, b->config, b->ledger,
				b->dispatch);
	if (r == 0)
		r = subscribers_open(&b->subscribers, b->zmq, b->loop, b->config,
				     b->ledger, publish_recent(b->publish));
	return r < 0 ? r : control_open(&b->control, b);
}

static int watch(struct broker *b)
{
	int r = loop_watch_fd(b->loop, journal_fd(ledger_journal(b->ledger)), on_journal,
			      b, NULL);

	if (r == 0)
		r = loop_every(b->loop, TICK_MS, on_tick, b);
	if (r == 0)
		r = loop_every(b->loop, SECOND_MS, on_second, b);
	return r < 0 ? r : loop_each_turn(b->loop, on_turn, b);
}

int broker_open(struct broker **ret, struct config *config, const char *config_path)
{
	NW_CLEANUP(broker_closep) struct broker *b = calloc(1, sizeof(*b));
	int r;

	if (!b)
		return nw_fault(-ENOMEM, "broker: open");
	b->config = config;
	b->config_path = config_path;
	b->started_ms = b->rates.at_ms = clock_monotonic_ms();
	b->zmq = zmq_ctx_new();
	if (!b->zmq)
		return nw_fault(-errno, "broker: ZeroMQ context");
	r = open_parts(b);
	if (r == 0) {
		b->durable = journal_durable(ledger_journal(b->ledger));
		r = watch(b);
	}
	if (r < 0)
		return r;
	*ret = nw_take(b);
	return 0;
}

int broker_run(struct broker *b)
{
	const struct desk *desk = ledger_desk(b->ledger);
	int r;

	nw_log(NW_LOG_NOTICE,
	       "newswired " NEWSWIRE_VERSION " is ready: %zu articles wait, %zu dead "
	       "letters, journal at sequence %" PRIu64,
	       desk_waiting(desk), desk->dead.n, journal_last(ledger_journal(b->ledger)));
	sd_notify(0, "READY=1");
	r = loop_run(b->loop);
	b->ended_well = r == 0;
	return r;
}

void broker_drain(struct broker *b)
{
	if (b->state == BROKER_DRAINING)
		return;
	sd_notify(0, "STOPPING=1");
	nw_log(NW_LOG_NOTICE,
	       "draining: intake is closed, workers finish what they hold");
	b->state = BROKER_DRAINING;
	b->drain_until_ms = clock_monotonic_ms() + b->config->drain_timeout;
	ingest_pause(b->ingest, "the broker is stopping");
	dispatch_drain(b->dispatch);
}

/* What the last commit made durable is still told. */
static void settle(struct broker *b)
{
	int r = LEDGER_BUSY;

	/* After a fault of the loop, what workers had is not innocent. */
	if (!b->ended_well)
		return;
	ledger_write_positions(b->ledger);
	ledger_forgive_taken(b->ledger);
	for (int turn = 0; r == LEDGER_BUSY && turn < CHECKPOINT_TURNS; turn++) {
		r = ledger_checkpoint(b->ledger);
		if (r == LEDGER_BUSY)
			usleep(CHECKPOINT_WAIT_US);
	}
}

struct broker *broker_close(struct broker *b)
{
	if (!b)
		return NULL;
	settle(b);
	subscribers_close(b->subscribers);
	ingest_close(b->ingest);
	dispatch_close(b->dispatch);
	control_close(b->control); /* a reload that was being tried is answered */
	ledger_close(b->ledger);
	publish_close(b->publish);
	loop_close(b->loop);
	if (b->zmq)
		zmq_ctx_term(b->zmq);
	free(b);
	return NULL;
}
