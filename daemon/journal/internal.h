/* What the journal's own files share. All of it belongs to the loop's thread; `commit`
 * and `helper` guard theirs. */
#pragma once

#include "daemon/journal/checkpoint.h"
#include "daemon/journal/commit.h"
#include "daemon/journal/helper.h"
#include "daemon/journal/journal.h"
#include "daemon/journal/shelf.h"

struct journal {
	struct journal_options options; /* with defaults filled in; `dir` is not kept */
	int dir, lock, event;
	struct shelf shelf;
	struct commit *commit; /* NULL in a read-only journal */
	struct helper *helper; /* NULL, too */

	struct segment *current; /* the shelf's newest, if it still takes records */
	uint32_t end;		 /* where the next group goes */
	uint64_t last_seq, last_ms;
	uint64_t start_pos; /* the end as recovered */

	uint64_t release_seq;
	struct checkpoint checkpoint; /* waits until its records are durable */
	bool checkpoint_waits;
	uint64_t replay_from[2]; /* as recovered */
	uint64_t damaged;
};

/* The highest durable seq, and the position behind which nothing is durable. */
uint64_t journal_durable_now(const struct journal *j);
uint64_t journal_durable_pos(const struct journal *j);

/* Hands on what has waited for durability or for a checkpoint. */
void journal_settle(struct journal *j);
