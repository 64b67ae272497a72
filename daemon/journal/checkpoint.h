/* The checkpoint files: what the caller must know of all records up to one. The newest is
 * `checkpoint`, the one before it `checkpoint.old`. */
#pragma once

#include <stdint.h>

#include "daemon/journal/journal.h"

struct checkpoint {
	uint64_t seq, time_ms; /* of the last record it covers */
	struct buf blob;
};

/* Writes it beside the newest, syncs it, and puts it in the newest's place. */
int checkpoint_write(const struct checkpoint *c, int dir, const struct journal_io *io);

enum { CHECKPOINT_NONE = 1 };

/* Loads the newest that is whole, or CHECKPOINT_NONE. `ret_replay_from`: the first
 * seq that a replay from the newest, and from the one before it, reads; 0 for one that
 * is missing or damaged. A damaged newest one goes
 * to quarantine, so that it will not take the good one's place; not if `read_only`. */
int checkpoint_load(struct checkpoint *ret, int dir, bool read_only,
		    uint64_t ret_replay_from[2]);

void checkpoint_free(struct checkpoint *c);
