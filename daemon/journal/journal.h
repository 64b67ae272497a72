/* The only durable thing of the broker: a segmented, append-only log of typed records
 * (FORMAT.md has the bytes). It knows nothing of articles.
 *
 *	append --memory--> commit thread --pwrite, fdatasync--> durable (eventfd)
 *
 * One thread, the loop's, makes all calls; none of them waits for the disk to write.
 * journal_read() and cursors read from it (page cache, or one disk read). */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>
#include <sys/uio.h>

#include "protocol/base/buf.h"
#include "protocol/base/cleanup.h"

struct journal;

enum journal_outcome {
	JOURNAL_FULL = 1, /* append: the disk budget is reached; nothing was taken */
	JOURNAL_BUSY,	  /* too much is not committed yet, or a segment is still being
			   * prepared; nothing was taken, the eventfd says when to retry */
	JOURNAL_CLOSED,	  /* append: a write or sync has failed (journal_fault()), or the
			   * journal is read-only; reading goes on */
	JOURNAL_TOO_BIG,  /* append: the group would not fit journal_max_group() */
	JOURNAL_NONE,	  /* read: the record is not there any more (or never was) */
	JOURNAL_DAMAGED,  /* read: it is there, but its checksum fails */
	JOURNAL_AGAIN, /* cursor: bounded work done, call again; read: not durable yet */
	JOURNAL_END,   /* cursor: everything durable has been seen */
	JOURNAL_LOST,  /* cursor: records lost_from..lost_to are not there any more */
};

/* Types are the caller's: 1 to 63. */
enum { JOURNAL_MAX_TYPE = 63 };

struct journal_record {
	uint64_t seq;	  /* ever increasing over all records, from 1 */
	uint64_t time_ms; /* wall clock at the append; never decreases */
	uint64_t pos;	  /* segment << 32 | offset; valid while the segment lives */
	uint8_t type;
	const char *data; /* `len` bytes; the function says how long they stay */
	uint32_t len;
};

/* Called by journal_open() only. A negative return ends the opening with it. */
struct journal_listener {
	void *ctx;
	/* The newest valid checkpoint, before all records; not called without one. */
	int (*on_checkpoint)(void *ctx, const char *blob, size_t len);
	/* Every record behind the checkpoint, in order. `data` is valid during the call.
	 */
	int (*on_record)(void *ctx, const struct journal_record *record);
	/* Something could not be read and was left out; its bytes are in quarantine/.
	 * May be NULL. Also logged and counted. */
	void (*on_damage)(void *ctx, uint32_t segment, uint64_t offset, const char *what);
};

/* What writes; for tests that cut the power or break the disk. */
struct journal_io {
	ssize_t (*pwrite)(int fd, const void *data, size_t len, off_t offset);
	int (*fdatasync)(int fd);
};

struct journal_options {
	const char *dir;	     /* created, 0700, if missing */
	uint32_t segment_bytes;	     /* 0: 64 MiB; at least 64 KiB, rounded to 4 KiB */
	uint64_t max_bytes;	     /* disk budget, at least 4 segments; 0: no limit */
	size_t max_pending_bytes;    /* appended but not durable; 0: 16 MiB */
	bool read_only;		     /* look only: no lock, no threads, nothing changed */
	const struct journal_io *io; /* NULL: the system's; must outlive the journal */
};

/* Opens the journal, brings back what it holds through `l`, and starts its threads.
 * On 0 the caller owns *ret. -EBUSY: another process holds the directory (the log
 * says which). */
int journal_open(struct journal **ret, const struct journal_options *o,
		 const struct journal_listener *l);

/* Commits what was appended, ends the threads. Returns NULL. */
struct journal *journal_close(struct journal *j);
NW_DEFINE_CLEANUP(struct journal *, journal_close);

struct journal_entry {
	uint8_t type;
	const struct iovec *parts; /* joined, they are the record's data */
	size_t n_parts;
	/* filled on 0 */
	uint64_t seq, pos, time_ms;
};

/* Ordinary appends leave an eighth of the budget (at least a segment) untouched, so that
 * reserved ones (done marks, positions: what frees space) can still be written on a full
 * disk. */
enum journal_room { JOURNAL_ORDINARY, JOURNAL_RESERVED };

/* Appends `n` records as one group: after a crash either all of them are there or none.
 * They are copied to memory and numbered one after the other; they are durable once
 * journal_durable() has reached their seq. Outcomes: FULL, BUSY, CLOSED, TOO_BIG. */
int journal_append(struct journal *j, struct journal_entry *entries, size_t n,
		   enum journal_room room);

/* The most bytes of data one group may have, with 64 bytes for each record counted in. */
size_t journal_max_group(const struct journal *j);

/* Readable whenever more has become durable, a BUSY may be over, or a fault has
 * closed the journal. -1 for a read-only journal. */
int journal_fd(const struct journal *j);

/* The highest durable seq; also makes journal_fd() unreadable until there is news. */
uint64_t journal_durable(struct journal *j);

/* 0, or the -errno of the write or sync that closed the journal for good. */
int journal_fault(const struct journal *j);

/* The first seq still there, and the last one appended. oldest == last + 1: empty. */
uint64_t journal_oldest(const struct journal *j);
uint64_t journal_last(const struct journal *j);

/* Reads the durable record `seq` at `pos`; ret->data points into `buf`, which the caller
 * owns. Outcomes: NONE, DAMAGED (also for a disk that cannot read), AGAIN. */
int journal_read(struct journal *j, uint64_t pos, uint64_t seq, struct buf *buf,
		 struct journal_record *ret);

/* A reader's place. All zero is a cursor at the oldest record; free it when done. A
 * cursor keeps nothing in the journal: it may be left alone for ever. */
struct journal_cursor {
	uint64_t next_seq;	     /* the next record it will look at */
	uint64_t lost_from, lost_to; /* after JOURNAL_LOST: inclusive */
	uint64_t since_ms;	     /* records before this time are passed over */
	struct walk *walk;	     /* private */
};

void journal_cursor_seek(struct journal *j, struct journal_cursor *c, uint64_t seq);
void journal_cursor_seek_time(struct journal *j, struct journal_cursor *c,
			      uint64_t time_ms);

/* The next durable record whose type's bit (1 << type) is in `types`; reads at most about
 * `max_bytes` besides that record. ret->data is valid until the next call on this cursor.
 * Outcomes: AGAIN, END, LOST (said once for a range; the next call goes on behind it;
 * the lost records may have been of other types). */
int journal_cursor_next(struct journal *j, struct journal_cursor *c, uint64_t types,
			size_t max_bytes, struct journal_record *ret);

void journal_cursor_free(struct journal_cursor *c);

/* Takes over the bytes of `blob` (which is empty afterwards): all that the caller must
 * know of the records up to journal_last(). Once these are durable the helper thread
 * writes it; the next opening then starts behind them. Outcomes: BUSY (the last one is
 * not written yet), CLOSED; `blob` is then left alone. */
int journal_checkpoint(struct journal *j, struct buf *blob);

/* The first sequence of the segment behind the one that holds `seq`; behind the newest
 * segment, the next sequence there will be. What journal_release() may be asked for. */
uint64_t journal_next_segment(const struct journal *j, uint64_t seq);

/* No record below `seq` is needed any more. Whole segments below it become free, except
 * those that a replay from the kept checkpoints (the newest and the one before it) would
 * read: their space comes back after the second checkpoint from now. Without any
 * checkpoint they go at once. */
void journal_release(struct journal *j, uint64_t seq);

struct journal_usage {
	uint64_t disk_bytes, max_bytes;	  /* all files of segments; 0: no limit */
	uint64_t live_bytes;		  /* in segments that hold records */
	uint32_t segments, free_segments; /* with records; ready or spare */
	uint64_t pending_bytes;		  /* appended, not durable */
	uint64_t commits, committed_bytes;
	uint64_t damaged; /* records or stretches found damaged since the opening */
	uint64_t checkpoint_seq; /* 0: none; written or loaded */
	uint32_t sync_last_us, sync_p50_us, sync_p99_us, sync_max_us;
};

void journal_usage(struct journal *j, struct journal_usage *ret);
