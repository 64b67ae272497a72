/* The journal and what it says, in step: everything that happens to an article is
 * written here first and then shown on the desk. After a restart the desk is rebuilt
 * from the journal, by the same steps.
 *
 * Nothing here waits for the disk: callers hold answers and publications back until
 * journal_durable() has reached the sequence they were given. */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "daemon/journal/journal.h"
#include "daemon/ledger/positions.h"
#include "daemon/ledger/record.h"
#include "daemon/ledger/desk.h"

struct ledger;

/* The reason of a dead letter that cannot be read back: its bytes are taken again. */
#define LEDGER_REASON_DAMAGED "its record in the journal is damaged"

enum ledger_outcome {
	LEDGER_DUPLICATE = 32, /* these bytes are kept already under this id */
	LEDGER_BUSY,	       /* not now; the journal's descriptor says when */
	LEDGER_FULL,	       /* the disk budget is reached */
	LEDGER_CLOSED,	       /* the journal failed; nothing is written any more */
	LEDGER_TOO_BIG,	       /* more than a segment of the journal can hold */
	LEDGER_UNREADABLE,     /* the record is damaged or not there any more */
	LEDGER_UNKNOWN,	       /* no such dead letter */
	LEDGER_SUPERSEDED, /* a newer revision was kept: no use in retrying this one */
};

struct ledger_options {
	struct journal_options journal;
	unsigned max_attempts;
	unsigned retry_delay_ms; /* before the second attempt; doubled for each more */
};

/* An event as it was written; `view` is valid during the call. */
struct ledger_event {
	const struct event_view *view;
	uint64_t seq, time_ms, supersedes;
	unsigned rev;
};

struct ledger_listener {
	void *ctx;
	/* Appended, not yet durable. */
	void (*on_event)(void *ctx, const struct ledger_event *event);
};

int ledger_open(struct ledger **ret, const struct ledger_options *o,
		const struct ledger_listener *listener);
struct ledger *ledger_close(struct ledger *l);
NW_DEFINE_CLEANUP(struct ledger *, ledger_close);

/* From now on; for a reload. */
void ledger_set_max_attempts(struct ledger *l, unsigned max_attempts);

struct journal *ledger_journal(struct ledger *l);
struct desk *ledger_desk(struct ledger *l);
struct positions *ledger_positions(struct ledger *l);

/* What became of an article that a producer sent. */
struct ledger_kept {
	struct article *article; /* the new one, or the one it repeats */
	uint64_t seq;		 /* of that one */
	unsigned rev;
	uint64_t wait_for;	/* answer when this sequence is durable */
	const struct buf *head; /* as it is handed to a worker; until the next keep */
};

struct ledger_offer {
	struct article_head *head;
	const char *id;
	const void *body;
	size_t body_len;
	bool taken;
};

/* Keeps an article; `taken` says that a worker gets it at once. 0, LEDGER_DUPLICATE (also
 * fills *ret), _BUSY, _FULL, _CLOSED, _TOO_BIG. The head's `rev` is set. */
int ledger_keep(struct ledger *l, const struct ledger_offer *offer,
		struct ledger_kept *ret);

/* Writes that a worker gets it; it may go when a->taken_seq is durable. On a full disk
 * it may go unwritten. 0, LEDGER_BUSY, _CLOSED. */
int ledger_take(struct ledger *l, struct article *a);

/* What a worker found. */
struct ledger_found {
	struct event_view view;
	struct event_text bytes; /* the same in the pipe form */
};

struct ledger_result {
	const struct ledger_found *events;
	size_t n;
	const char *meta; /* JSON, for the article's story */
	size_t meta_len;
	struct hash128 text; /* of the cleaned text */
};

/* Writes events, retractions and the done mark as one group. `a` may be gone
 * afterwards. 0, LEDGER_BUSY, _FULL, _CLOSED: then nothing has happened yet. Events that
 * no segment could hold are the article's fault: it is given up. */
int ledger_finish(struct ledger *l, struct article *a,
		  const struct ledger_result *result);

/* A worker failed on it: a delay and another attempt, or the dead letters. 0,
 * LEDGER_BUSY, _CLOSED. */
int ledger_fail(struct ledger *l, struct article *a, const char *reason);

/* It cannot be processed, as the worker says: the dead letters at once. */
int ledger_give_up(struct ledger *l, struct article *a, const char *reason);

/* What an operator decides about a dead letter. 0, LEDGER_SUPERSEDED, _BUSY, _CLOSED. */
int ledger_retry(struct ledger *l, struct article *a);
int ledger_drop(struct ledger *l, struct article *a);

/* Writes the positions that moved. 0, LEDGER_BUSY, _CLOSED. */
int ledger_write_positions(struct ledger *l);

/* The article's record; pointers into `buf`. 0, LEDGER_BUSY (not durable yet),
 * LEDGER_UNREADABLE. */
int ledger_read_article(struct ledger *l, const struct article *a, struct buf *buf,
			struct record_article_view *ret);

/* Why it died last; "" when not known. Owned by the ledger, until the article ends. */
const char *ledger_reason(const struct ledger *l, const struct article *a);

/* Call it now and then: writes a checkpoint when one is due, and lets go of the oldest
 * segments when the disk budget fills, as far as no unfinished article, dead letter or
 * durable subscriber needs them. */
void ledger_tend(struct ledger *l);

/* Before a clean end: what workers still hold is nobody's fault. Otherwise the next
 * opening counts an attempt for each of them. */
void ledger_forgive_taken(struct ledger *l);

/* Starts a checkpoint of all that is known now. 0, LEDGER_BUSY while one is written,
 * LEDGER_CLOSED. */
int ledger_checkpoint(struct ledger *l);

struct ledger_counts {
	uint64_t kept, duplicates, revisions, finished, unchanged, published, retracted,
		retries, died;
};

const struct ledger_counts *ledger_counts(const struct ledger *l);
