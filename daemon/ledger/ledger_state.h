/* The ledger from inside: shared by ledger.c, blame.c, finish.c, replay.c and snapshot.c.
 */
#pragma once

#include "daemon/ledger/ledger.h"

struct ledger {
	struct journal *journal;
	struct desk desk;
	struct positions positions;
	struct table reasons; /* sequence of a failed article -> its last reason */
	struct ledger_options options;
	struct ledger_listener listener;
	struct ledger_counts counts;
	size_t snapshot_bytes;	/* of the last one */
	uint64_t checkpoint_ms; /* monotonic; when the last one was begun */
	uint64_t checkpoint_seq, checkpoint_bytes; /* when the last one was begun */
	struct buf head, scratch, events;
};

/* Appends a group and turns what the journal says into ours. */
int ledger_append(struct ledger *l, struct journal_entry *entries, size_t n,
		  enum journal_room room);

/* Writes a failed attempt, or with RECORD_DEAD the last one, and counts it. */
int ledger_write_attempt(struct ledger *l, enum record_type type, struct article *a,
			 const char *reason);

/* At the opening: blame.c. */
int ledger_blame_taken(struct ledger *l);

/* Remembers why `article` failed; forgets it with an empty reason. */
void ledger_set_reason(struct ledger *l, uint64_t article, const char *reason,
		       size_t len);

/* One record of the journal, as it is found at the start. */
int ledger_replay(void *ctx, const struct journal_record *record);

/* The checkpoint's content: all that is known, and back. */
int ledger_snapshot_put(const struct ledger *l, struct buf *blob);
int ledger_snapshot_apply(void *ctx, const char *blob, size_t len);
