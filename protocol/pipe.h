/* Frames over the inherited socket between whoever needs an article read (the broker,
 * the command line) and newswire-worker. A stream socket; each frame is
 *
 *	length of the payload  u32, little endian, at most PIPE_MAX_PAYLOAD
 *	type                   u8, one of pipe_frame_type
 *	zero                   3 bytes
 *	article                u64, little endian: the number the article was sent under
 *	payload
 *
 * The asker may send several articles ahead; the worker takes them in order and says
 * `started` before it looks into one, so that a crash counts against the right one. */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "protocol/base/buf.h"

enum { PIPE_HEADER_BYTES = 16, PIPE_MAX_PAYLOAD = 64 << 20 };

/* The worker finds its end of the socket here. */
enum { PIPE_WORKER_FD = 3 };

enum pipe_frame_type {
	/* to the worker; payload: u32 length of the head, head (JSON, as in
	 * protocol/article.h, with "rev"), body */
	PIPE_ARTICLE = 1, /* clean and extract: answers are EVENT*, DONE */
	PIPE_CLEAN,	  /* clean only: OUTPUT (one JSON object), DONE */
	PIPE_EXPLAIN,	  /* clean, extract, tell why: OUTPUT (text), DONE */
	/* in these two the head's "clean":true says that the body is clean text already
	 */
	PIPE_EXPLAIN_JSON, /* OUTPUT (one JSON object: mentions, rules), DONE */

	/* from the worker */
	PIPE_READY = 32, /* sealed; payload: JSON {"newswire", "rules"} */
	PIPE_STARTED,	 /* this article's work begins; no payload */
	PIPE_EVENT,	 /* payload: protocol/event.h, pipe form */
	PIPE_OUTPUT,	 /* payload: for the asker, as the request says */
	PIPE_DONE,	 /* payload: JSON {"kind", "lang", "text_sha256", "events": n} */
	PIPE_FAILED,	 /* the article cannot be processed; payload: JSON {"reason"} */
};

struct pipe_frame {
	enum pipe_frame_type type;
	uint64_t article;
	const char *payload; /* into the reader's buf; valid until the next call */
	size_t len;
};

enum pipe_outcome {
	PIPE_NONE = 1, /* no whole frame yet */
	PIPE_EOF,      /* the other side has gone, between frames */
	PIPE_BAD,      /* what came is no frame: too long, unknown, cut off by the end */
};

struct pipe_reader {
	struct buf in;
	size_t taken; /* bytes of `in` that were handed out already */
	bool eof;
};

/* Appends a frame to `out`. */
int pipe_put(struct buf *out, enum pipe_frame_type type, uint64_t article,
	     const void *payload, size_t len);

/* The same for an article: head and body joined as the payload wants them. */
int pipe_put_article(struct buf *out, enum pipe_frame_type type, uint64_t article,
		     const struct buf *head, const void *body, size_t body_len);

/* Splits the payload of an article frame. 0 or PIPE_BAD. */
int pipe_split_article(const struct pipe_frame *frame, const char **ret_head,
		       size_t *ret_head_len, const char **ret_body, size_t *ret_body_len);

/* The next frame already read: 0, PIPE_NONE, PIPE_EOF, PIPE_BAD. */
int pipe_next(struct pipe_reader *reader, struct pipe_frame *ret);

/* Reads once from `fd` what is there: 0, PIPE_NONE when a non-blocking `fd` has
 * nothing, or -errno. At the end of the stream it returns 0 and pipe_next() says EOF. */
int pipe_fill(struct pipe_reader *reader, int fd);

/* Writes what it can of `out` and drops that; 0 when all is written, PIPE_NONE when the
 * socket is full, -errno. Never raises SIGPIPE. */
int pipe_flush(struct buf *out, int fd);

void pipe_reader_free(struct pipe_reader *reader);
