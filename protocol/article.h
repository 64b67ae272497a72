/* A raw article: what its producer says about it (the head of `submit`, PROTOCOL.md)
 * and how it is told from others. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "protocol/base/buf.h"
#include "protocol/base/cleanup.h"
#include "protocol/frame.h"

enum {
	ARTICLE_MAX_ID_BYTES = 2048, /* also of a url; without the NUL */
	ARTICLE_MAX_TITLE_BYTES = 8192,
	ARTICLE_MAX_NAME_BYTES = 1024, /* source, content_type */
	ARTICLE_MAX_WORD_BYTES = 64,   /* dates, charset, content_encoding */
	ARTICLE_MAX_HEADERS_BYTES = 32 << 10,
	ARTICLE_HASH_ID_SIZE = 72, /* "sha256:", 64 digits, NUL */
};

enum article_lane { ARTICLE_LIVE, ARTICLE_BULK };

enum article_outcome {
	ARTICLE_BAD = 1, /* not a head; the reason says why */
};

/* Strings are UTF-8, ended by a NUL, NULL when not given (or given as null or ""), and
 * live until the next parse into this head or article_head_free(). They may be set to
 * strings of the caller's, which stay the caller's. A head that is all zero is ready;
 * using one again saves the allocations. */
struct article_head {
	uint64_t n; /* the producer's number, FRAME_NO_N when it gave none */
	const char *id, *url, *title, *source;
	const char *published, *fetched; /* as given; who uses them judges them */
	const char *content_type, *charset;
	const char *headers; /* a JSON object of strings, as it came */
	unsigned status;     /* of HTTP; 0 when not given */
	enum article_lane lane;
	bool gzip; /* content_encoding */

	/* Ours, never the producer's: article_parse() leaves them 0. */
	unsigned rev;
	bool clean; /* the body is clean text already */

	struct buf memory; /* private: holds the strings */
};

/* Reads the head a producer sent. Members that are not known are ignored. 0,
 * ARTICLE_BAD with a sentence for the producer in `reason` (FRAME_REFUSED_HEAD or
 * _FIELD in *ret_refusal; ret->n is right if it could be read), or -ENOMEM. */
int article_parse(const char *json, size_t len, struct article_head *ret,
		  enum frame_refusal *ret_refusal, char reason[FRAME_MAX_REASON]);

/* Reads a head that article_put_head() wrote, `rev` and `clean` included: in the
 * journal and in a worker. 0, ARTICLE_BAD, -ENOMEM. */
int article_read(const char *json, size_t len, struct article_head *ret);

/* What tells this article from others: its id, else its url, else a hash of the body
 * as it was sent, written to `scratch`. Lives as long as the head and `scratch`. */
const char *article_id(const struct article_head *head, const void *body, size_t len,
		       char scratch[ARTICLE_HASH_ID_SIZE]);

/* Appends the head as JSON for the journal and the worker: what is set, in a fixed
 * order; without `n` and `lane`. */
int article_put_head(struct buf *out, const struct article_head *head);

/* The same as a producer sends it: with `n` and `lane`, without `rev` and `clean`. */
int article_put_submit(struct buf *out, const struct article_head *head);

void article_head_free(struct article_head *head);
