/* Handing every record behind the checkpoint to the listener, in order; damage is told
 * and left out. */
#pragma once

#include <stdint.h>

#include "daemon/journal/damage.h"
#include "daemon/journal/shelf.h"
#include "daemon/journal/tail.h"
#include "daemon/journal/walk.h"

struct replay {
	struct shelf *shelf;
	const struct tail *tail; /* of the newest segment */
	struct walk *walk;
	struct damage *damage;
	const struct journal_listener *listener;
	uint64_t after;	   /* records up to this seq are known */
	uint64_t last_seq; /* the last one there is */
	uint64_t expected; /* private: the next record's seq, */
	uint32_t gap;	   /* and where a stretch without records began; 0: none */
};

/* 0, or what the listener returned below it. */
int replay_run(struct replay *rp);
