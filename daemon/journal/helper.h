/* The helper thread: everything slow that is no commit. It keeps segments ready for use,
 * turns released ones into spares or unlinks them, and writes checkpoints. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/checkpoint.h"
#include "daemon/journal/numbers.h"
#include "daemon/journal/segment.h"

struct helper;

struct helper_options {
	const struct journal_io *io;
	int dir;
	int event; /* raised when a segment is ready or a checkpoint is written */
	uint32_t segment_bytes;
	uint32_t next_number; /* of the next segment */
	uint32_t files;	      /* segments and spares in the directory */
	uint32_t max_files;
	uint64_t replay_from[2]; /* as checkpoint_load() gave it */
};

/* Takes over `spares`, the numbers of spare files. */
int helper_start(struct helper **ret, const struct helper_options *o,
		 struct numbers *spares);

/* Finishes what it is at and the checkpoint that waits. Returns NULL. */
struct helper *helper_stop(struct helper *h);
NW_DEFINE_CLEANUP(struct helper *, helper_stop);

/* How many segments can be had at once. */
size_t helper_ready(struct helper *h);

/* How many more segments there can be within the budget, ready ones included. */
size_t helper_left(struct helper *h);

/* Whether there will be another one without anything being released. */
bool helper_more_to_come(struct helper *h);

/* Waits until the first group can be appended, or no more can be made ready than are. */
void helper_settle(struct helper *h);

/* A segment ready for use, the caller's; NULL when none is. */
struct segment *helper_take(struct helper *h);

/* Gives a segment back: its file is free for reuse. */
void helper_retire(struct helper *h, struct segment *s);

/* Takes over the blob: 0, or JOURNAL_BUSY when one is still to be written. */
int helper_checkpoint(struct helper *h, struct checkpoint *c);

/* The first seq that a replay from the newest written checkpoint, and from the one before
 * it, would read; 0: there is none. */
void helper_replay_from(struct helper *h, uint64_t ret_replay_from[2]);

uint32_t helper_files(struct helper *h);
