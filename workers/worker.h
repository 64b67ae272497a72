/* The worker's work: takes frames from the asker, reads each article, answers with what
 * it found. Everything was opened before; nothing is opened here. */
#pragma once

#include "protocol/pipe.h"
#include "workers/arena.h"
#include "workers/extract/extract.h"
#include "workers/reader.h"

struct worker {
	int fd;
	struct reader *reader;
	const struct extractor *extractor;
	struct arena *arena;
};

/* Says that it is ready, then answers until the asker closes the socket. 0, or a fault;
 * a frame that is none is one. */
int worker_run(const struct worker *w);
