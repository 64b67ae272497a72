/* The pool from inside: shared by pool.c and pool_hear.c. */
#pragma once

#include "daemon/work/pool.h"

enum {
	POOL_MAX = 257,	 /* workers, and one on trial */
	HOW_SIZE = 1536, /* of a sentence that says how a worker ended */
};

struct slot {
	struct worker worker;
	struct pool *pool;
	uint64_t start_at_ms; /* not before; monotonic */
	unsigned failures;    /* in a row, without a finished article */
	bool wanted;	      /* a worker shall run here */
};

struct pool {
	struct loop *loop;
	const struct config *config;
	struct pool_listener listener;
	struct slot slots[POOL_MAX];
	size_t n_used; /* no worker was ever started behind this many slots */
	struct slot *trial;
	void (*on_tried)(void *ctx, const char *reason);
	void *on_tried_ctx;
	bool unsent; /* a worker has something to be written to it */
	uint64_t restarts;
	char last_end[HOW_SIZE]; /* of the worker that ended last */
};

/* The process has gone or must go: its articles move on, the slot waits to be filled. */
void pool_bury(struct slot *s);

/* It gets nothing more, and ends when it has finished what it holds. */
void pool_retire(struct slot *s);

/* As many as the configuration asks for; the others are retired. */
void pool_count_wanted(struct pool *p);

/* Tells who waits for the trial; `reason` NULL when it went well. */
void pool_end_trial(struct pool *p, const char *reason);

/* Handlers of the loop; `ctx` is a slot. */
int pool_on_readable(void *ctx);
int pool_on_words(void *ctx);
