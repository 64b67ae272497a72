/* Giving space back, and what decides when: checkpoints. */
#include <errno.h>

#include "daemon/journal/internal.h"
#include "protocol/base/log.h"

/* No segment may go that the newest checkpoint, or the one before it, would replay. */
static uint64_t first_needed(const struct journal *j)
{
	uint64_t replay_from[2], first = j->release_seq;
	uint64_t durable = journal_durable_now(j);

	helper_replay_from(j->helper, replay_from);
	for (size_t i = 0; i < NW_ARRAY_LEN(replay_from); i++)
		if (replay_from[i] && replay_from[i] < first)
			first = replay_from[i];
	return first < durable + 1 ? first : durable + 1;
}

static void free_segments(struct journal *j)
{
	uint64_t first = first_needed(j);

	while (j->shelf.n > 1 && j->shelf.items[1]->first_seq <= first)
		helper_retire(j->helper, shelf_take_oldest(&j->shelf));
}

void journal_release(struct journal *j, uint64_t seq)
{
	if (!j->helper)
		return;
	if (seq > j->release_seq)
		j->release_seq = seq;
	free_segments(j);
}

uint64_t journal_next_segment(const struct journal *j, uint64_t seq)
{
	size_t next = shelf_by_seq(&j->shelf, seq) + 1;

	return next < j->shelf.n ? j->shelf.items[next]->first_seq : j->last_seq + 1;
}

static void hand_on_checkpoint(struct journal *j)
{
	if (j->checkpoint_waits && j->checkpoint.seq <= journal_durable_now(j) &&
	    helper_checkpoint(j->helper, &j->checkpoint) == 0)
		j->checkpoint_waits = false;
}

void journal_settle(struct journal *j)
{
	hand_on_checkpoint(j);
	free_segments(j);
}

int journal_checkpoint(struct journal *j, struct buf *blob)
{
	if (!j->commit || journal_fault(j))
		return JOURNAL_CLOSED;
	if (j->checkpoint_waits)
		return JOURNAL_BUSY;
	j->checkpoint = (struct checkpoint){ .seq = j->last_seq,
					     .time_ms = j->last_ms,
					     .blob = *blob };
	j->checkpoint_waits = true;
	*blob = (struct buf){ 0 };
	hand_on_checkpoint(j);
	return 0;
}
