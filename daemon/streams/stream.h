/* One subscription: where it is, what it wants, how much it may be sent. Live, replay
 * and durable are one path: it reads behind its position, from memory when it is near
 * the end and from the journal when it is not. */
#pragma once

#include "daemon/io/message.h"
#include "daemon/streams/recent.h"
#include "daemon/streams/wish.h"

struct stream {
	struct stream *next;
	struct peer peer;
	struct wish wish;
	struct journal_cursor cursor;
	bool on_cursor;	    /* the cursor stands behind `position` */
	uint64_t position;  /* everything up to here has been looked at */
	uint64_t last_sent; /* the chain: what `prev` says next */
	uint64_t credit;
	uint64_t sent;		    /* events */
	uint64_t heard_ms, said_ms; /* monotonic */
	bool blocked;		    /* the peer does not read what it asked for */
};

enum stream_outcome {
	STREAM_MORE = 1, /* a bounded piece of work is done, there is more */
	STREAM_GONE,	 /* the peer is not there any more */
};

/* What streams read from. */
struct stream_source {
	struct journal *journal;
	struct recent *recent;
	void *socket;
	const char *node;
	uint64_t durable; /* events above it are not published yet */
};

/* Puts it behind `seq`. */
void stream_start(struct stream *s, uint64_t seq);

/* Sends what may be sent now. 0: nothing is left to do for now. */
int stream_pump(struct stream *s, const struct stream_source *source);

/* Tells the client that the stream is alive, and how far. */
int stream_beat(struct stream *s, const struct stream_source *source);

struct stream *stream_free(struct stream *s);
