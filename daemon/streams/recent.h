/* The newest events, ready to be sent, in memory: what streams at the live edge read.
 * Bounded in bytes; who falls behind reads the journal instead. */
#pragma once

#include <stdint.h>

#include "daemon/ledger/ledger.h"

struct recent_event {
	uint64_t seq, time_ms;
	uint64_t kept_us;	/* monotonic: when it was added */
	struct event_view view; /* all but its data */
	const char *json;	/* as subscribers get it */
	size_t json_len;
	char *memory; /* private: owns all of it */
	size_t size;
};

struct recent;

int recent_open(struct recent **ret, const char *node, size_t max_bytes);

/* Adds an event that was appended. The oldest make room, but not those above
 * `durable`: they have not been sent to anybody. After a fault nothing up to this event
 * is here: it is in the journal. */
int recent_add(struct recent *r, const struct ledger_event *event, uint64_t durable);

/* Whether every event above `seq` is here. */
bool recent_covers(const struct recent *r, uint64_t seq);

/* The first event above `seq`, NULL when there is none. Valid until the next add. */
const struct recent_event *recent_after(const struct recent *r, uint64_t seq);

struct recent *recent_close(struct recent *r);
NW_DEFINE_CLEANUP(struct recent *, recent_close);
