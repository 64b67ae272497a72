/* The commit thread: takes whatever has been appended since its last sync, in order,
 * writes and syncs it, and says so on an eventfd. No timers: the previous sync is what
 * gathers the next batch. After a fault it commits nothing any more. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/histogram.h"
#include "daemon/journal/journal.h"
#include "daemon/journal/segment.h"

struct commit;

struct commit_options {
	const struct journal_io *io;
	int event; /* an eventfd, the caller's */
	size_t max_pending_bytes;
	uint64_t durable;     /* the seq that is durable already */
	uint64_t durable_pos; /* and where the bytes behind it go */
};

int commit_start(struct commit **ret, const struct commit_options *o);

/* Commits what is left and ends the thread; what is known of it can still be asked. */
void commit_finish(struct commit *c);

/* The same, and frees it. Returns NULL. */
struct commit *commit_stop(struct commit *c);
NW_DEFINE_CLEANUP(struct commit *, commit_stop);

/* Whether `len` bytes more may be appended: 0, JOURNAL_BUSY or JOURNAL_CLOSED. */
int commit_check(struct commit *c, size_t len);

/* Memory for `len` bytes bound for `offset` of `s`, behind the last ones or at the start
 * of a later segment. On 0 the caller fills it with whole records (a header of a segment
 * before them if `offset` is 0) and calls commit_publish(); in between the thread waits,
 * so nothing slow belongs there. `s` must stay open until it is durable. */
int commit_begin(struct commit *c, const struct segment *s, uint32_t offset, size_t len,
		 char **ret);
void commit_publish(struct commit *c, uint64_t last_seq);

uint64_t commit_durable(const struct commit *c);

/* All bytes before this position (segment << 32 | offset) are durable. Read after
 * commit_durable(), it is behind that record. */
uint64_t commit_durable_pos(const struct commit *c);

int commit_fault(const struct commit *c);

struct commit_figures {
	uint64_t pending_bytes, commits, committed_bytes;
	struct histogram sync;
};

void commit_figures(struct commit *c, struct commit_figures *ret);
