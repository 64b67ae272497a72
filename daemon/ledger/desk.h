/* The articles the broker knows, in memory: found by id and by sequence, queued when
 * they wait. It holds no bytes of theirs, knows no journal and does no I/O; the ledger
 * keeps it in step with what is written.
 *
 * Revisions of one id are worked on one after the other: a newer one is queued only
 * when the one before it has ended. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "daemon/ledger/life.h"
#include "daemon/ledger/table.h"
#include "protocol/article.h"

/* The newest DONE mark of an id: what its events are now. `seq` 0: there is none. */
struct done_place {
	uint64_t seq, pos;
};

struct article {
	struct hash128 id, body;
	uint64_t seq, pos;	     /* of its record in the journal */
	uint64_t kept_ms;	     /* wall clock */
	uint64_t kept_us, taken_us;  /* monotonic; 0: before this start */
	struct done_place done;	     /* its own, or until then the one before it */
	struct article *older;	     /* the revision before, while that has not ended */
	struct article *newer;	     /* the revision after, while it waits for this one */
	struct article *next, *prev; /* in the queue it stands in */
	struct queue *queue;	     /* or NULL */
	uint64_t not_before_ms;	     /* monotonic; a failed one waits a little */
	uint32_t rev;
	uint8_t state;	 /* enum life_state */
	uint8_t lane;	 /* enum article_lane */
	bool superseded; /* there is a revision after, whether it waits or not */
	bool taken; /* the journal says that a worker has it, or had it when we ended */
	uint16_t attempts;
	uint64_t taken_seq; /* of that record, if it is one of its own */
};

struct queue {
	struct article *first, *last;
	size_t n;
};

struct desk {
	struct table by_id;	 /* the newest revision of each id */
	struct table by_seq;	 /* those that have not ended: waiting, assigned, dead */
	struct queue waiting[2]; /* by enum article_lane */
	struct queue suspects;	 /* failed before; given out one at a time, so that what
				  * ends the broker itself is known */
	struct queue delayed;	 /* failed once; wait for not_before_ms, in its order */
	struct queue dead;
	size_t n_assigned;
};

/* The newest revision of `id`, or NULL. */
struct article *desk_newest(const struct desk *s, struct hash128 id);

/* One that has not ended, or NULL. */
struct article *desk_find(const struct desk *s, uint64_t seq);

/* Adds a revision newer than all of its id (`like` is copied: id, body, seq, pos,
 * kept_ms, rev, lane), queued when its turn has come. 0 or -ENOMEM. */
int desk_add(struct desk *s, const struct article *like, struct article **ret);

/* Moves an article on in its life and to the queue that belongs to the new state. 0 or
 * LIFE_IMPOSSIBLE. After LIFE_EXTRACTED and LIFE_LET_GO `a` may be gone. */
int desk_step(struct desk *s, struct article *a, enum life_happening happening);

/* Puts a waiting one into the queue that its attempts ask for. */
void desk_requeue(struct desk *s, struct article *a);

/* The next article that may be worked on: live before bulk; NULL when there is none.
 * It stays where it is until a step moves it. */
struct article *desk_next_waiting(const struct desk *s);

/* Queues those whose delay is over. */
void desk_wake(struct desk *s, uint64_t now_ms);

size_t desk_waiting(const struct desk *s);

/* When the oldest waiting article was kept, in wall ms; 0 when none waits. */
uint64_t desk_oldest_waiting_ms(const struct desk *s);

/* The lowest sequence that an unfinished or dead article still needs; UINT64_MAX when
 * there is none. Walks the unfinished ones. */
uint64_t desk_lowest_needed(const struct desk *s);

/* Forgets ended articles kept below `seq`. */
void desk_forget_below(struct desk *s, uint64_t seq);

void desk_free(struct desk *s);
