/* Events on their way out: what was appended is remembered, and sent to streams and to
 * the tap once it is durable. */
#pragma once

#include "daemon/config/config.h"
#include "daemon/journal/histogram.h"
#include "daemon/streams/recent.h"

struct publish;

/* Binds the tap. */
int publish_open(struct publish **ret, void *zmq, const struct config *config);

/* For the ledger's listener; `ctx` is the publish. */
void publish_on_event(void *ctx, const struct ledger_event *event);

/* Sends to the tap what has become durable. */
int publish_on_durable(struct publish *p, uint64_t durable);

struct recent *publish_recent(struct publish *p);

/* From the result of the worker to its publication, us. */
const struct histogram *publish_delays(const struct publish *p);
uint64_t publish_count(const struct publish *p);

struct publish *publish_close(struct publish *p);
NW_DEFINE_CLEANUP(struct publish *, publish_close);
