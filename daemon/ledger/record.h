/* What the broker writes into its journal, byte by byte. Numbers are little endian and
 * stand where C puts them in these structs: no padding, every member aligned.
 *
 * The types are an open set: a reader skips those it does not know. */
#pragma once

#include <endian.h>
#include <stdint.h>

#include "protocol/base/hash.h"
#include "protocol/event.h"

_Static_assert(__BYTE_ORDER == __LITTLE_ENDIAN, "records are written as they stand");

enum record_type {
	RECORD_ARTICLE = 1, /* record_article, head (JSON), body */
	RECORD_ATTEMPT,	    /* record_attempt, reason: a worker failed on it */
	RECORD_EVENT,	    /* record_event, event in the pipe form */
	RECORD_DONE,	    /* record_done, its record_done_event, meta (JSON) */
	RECORD_DEAD,	    /* record_attempt, reason: given up */
	RECORD_RETRIED,	    /* record_mark: an operator sent it back */
	RECORD_DROPPED,	    /* record_mark: an operator let it go */
	RECORD_TAKEN,	    /* record_mark: it goes to a worker */
	RECORD_POSITION,    /* record_position, name: where a durable subscriber is */
};

struct record_article {
	struct hash128 id;   /* of the article's id */
	struct hash128 body; /* of its bytes as they were sent */
	uint32_t rev;
	uint16_t lane;	/* enum article_lane */
	uint16_t taken; /* 1: it goes to a worker at once or soon */
	uint32_t head_len;
	uint32_t body_len;
};

struct record_attempt {
	uint64_t article;  /* sequence of its RECORD_ARTICLE */
	uint32_t attempts; /* failed ones, this one included */
	uint32_t reason_len;
};

struct record_event {
	uint64_t article;
	uint64_t supersedes; /* sequence of the version before, or 0 */
	uint32_t rev;
	uint32_t zero;
};

enum record_done_outcome {
	RECORD_DONE_EVENTS = 1, /* read; these are its events (there may be none) */
	RECORD_DONE_UNCHANGED,	/* its text is that of the revision before */
};

struct record_done {
	uint64_t article;
	struct hash128 text; /* of the cleaned text's SHA-256, as hex */
	uint32_t outcome;
	uint32_t n_events; /* known of this id: that hold now, and that were retracted */
};

struct record_done_event {
	struct hash128 id;     /* of the event's id */
	struct hash128 digest; /* of what it says */
	uint64_t seq;	       /* where this version was published */
	uint32_t rev;
	uint32_t retracted; /* 1: it no longer holds; `seq` is the retraction's. Kept, so
			     * that versions go on counting should it come back */
};

struct record_mark {
	uint64_t article;
};

struct record_position {
	uint64_t seq; /* everything up to here is confirmed */
};

/* Views into a record's bytes. 0, or RECORD_BAD when lengths do not fit. */
enum record_outcome { RECORD_BAD = 1 };

struct record_article_view {
	struct record_article fixed;
	const char *head, *body;
};

struct record_attempt_view {
	struct record_attempt fixed;
	const char *reason; /* fixed.reason_len bytes */
};

struct record_event_view {
	struct record_event fixed;
	struct event_view event;
};

struct record_done_view {
	struct record_done fixed;
	const char *events; /* fixed.n_events of them, not aligned */
	const char *meta;
	size_t meta_len;
};

int record_read_article(const char *data, size_t len, struct record_article_view *ret);
int record_read_attempt(const char *data, size_t len, struct record_attempt_view *ret);
int record_read_event(const char *data, size_t len, struct record_event_view *ret);
int record_read_done(const char *data, size_t len, struct record_done_view *ret);
int record_read_mark(const char *data, size_t len, struct record_mark *ret);
int record_read_position(const char *data, size_t len, struct record_position *ret,
			 const char **ret_name, size_t *ret_name_len);

/* The i-th event of a done mark. */
struct record_done_event record_done_event(const struct record_done_view *done, size_t i);
