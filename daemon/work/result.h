/* What a worker said about an article, read with care: its words are a stranger's. */
#pragma once

#include "daemon/work/worker.h"

enum result_outcome { RESULT_BAD = 1 };

struct result {
	struct ledger_result ledger; /* points into the worker's bufs */
	struct ledger_found *found;
};

/* From w->events and w->meta. 0, RESULT_BAD, a fault; result_free() in any case. */
int result_read(struct result *ret, const struct worker *w);
void result_free(struct result *r);

/* The reason in a PIPE_FAILED frame. */
void result_read_reason(const struct pipe_frame *frame, char *ret, size_t size);
