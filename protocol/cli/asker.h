/* A newswire-worker of our own, asked over protocol/pipe.h: the offline commands read
 * articles with the very program that the broker runs. */
#pragma once

#include <sys/types.h>

#include "protocol/article.h"
#include "protocol/base/cleanup.h"
#include "protocol/pipe.h"

enum asker_outcome {
	ASKER_FAILED = 1, /* the worker says that it cannot; the reason says why */
	ASKER_DIED,	  /* it crashed at this article, or was too slow; another one is
			   * started for the next */
	ASKER_NO_WORKER,  /* it cannot be started; the reason says why */
};

enum { ASKER_MAX_REASON = 512, ASKER_TIMEOUT_MS = 60000 };

struct asker {
	pid_t pid; /* 0: none runs */
	int fd;
	struct pipe_reader in;
	struct buf out, head;
	uint64_t article;
	char reason[ASKER_MAX_REASON]; /* of the last outcome; a stranger's words */
};

/* Gets each frame of the answer but STARTED, DONE and FAILED. 0 or -errno. */
typedef int asker_frame_fn(void *ctx, const struct pipe_frame *frame);

void asker_init(struct asker *a);

/* Asks for one article; the worker is started when none runs. 0, an outcome, or a
 * fault (also that of `on_frame`). */
int asker_ask(struct asker *a, enum pipe_frame_type what, const struct article_head *head,
	      const void *body, size_t body_len, asker_frame_fn *on_frame, void *ctx);

/* Ends the worker and waits for its end. */
void asker_end(struct asker *a);
