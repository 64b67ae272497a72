/* Bringing back what the directory holds: checkpoint, segments, and every record behind
 * the checkpoint, in order. A crash and a restart are the same road. */
#pragma once

#include "daemon/journal/damage.h"
#include "daemon/journal/numbers.h"
#include "daemon/journal/shelf.h"

struct recover_options {
	int dir;
	bool read_only; /* change nothing */
	const struct journal_io *io;
	const struct journal_listener *listener;
};

struct recovered {
	struct shelf shelf;
	uint32_t end; /* of what counts in the newest segment: appending goes on there */
	uint64_t last_seq, last_ms;
	uint64_t replay_from[2]; /* as checkpoint_load() gave it */
	struct numbers spares;
	uint32_t next_number, files;
	uint64_t damaged;
};

/* On 0 the caller owns what is in *ret; else it is empty. */
int recover(struct recovered *ret, const struct recover_options *o);

void recovered_free(struct recovered *r);
