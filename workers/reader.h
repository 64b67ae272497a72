/* From the frame of an article to its cleaned text: unpacks, cleans, or takes as it is
 * what was clean already. */
#pragma once

#include <stdbool.h>

#include "protocol/article.h"
#include "protocol/pipe.h"
#include "workers/clean/clean.h"
#include "workers/clean/han_pairs.h"

enum { READER_MAX_BODY_BYTES = 48 << 20 };

enum reader_outcome {
	READER_BAD = 1,	 /* the frame is no article */
	READER_HOPELESS, /* the article cannot be read; `reason` says why */
};

struct reader {
	struct cleaner *cleaner;
	struct han_pairs pairs;
	struct article_head head; /* of the article at hand */
};

/* An article as it came and as it reads; lives in the arena and the frame. */
struct reading {
	struct raw_article raw;
	struct clean_article doc;
	char scratch[ARTICLE_HASH_ID_SIZE];
	const char *reason;
};

int reader_open(struct reader *r);
int reader_read(struct reader *r, struct arena *a, const struct pipe_frame *frame,
		struct reading *ret);
void reader_close(struct reader *r);
