/* One worker process: its socket, what it was sent, what it says. It knows processes
 * and frames, not the journal; what happens to articles is its owner's to decide. */
#pragma once

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "daemon/ledger/ledger.h"
#include "daemon/io/loop.h"
#include "protocol/pipe.h"

enum { WORKER_MAX_AHEAD = 256, WORKER_LAST_WORDS = 1024 };

enum worker_state {
	WORKER_NONE,	 /* no process */
	WORKER_STARTING, /* not sealed yet */
	WORKER_READY,
	WORKER_STOPPING, /* gets nothing more; ends when it has finished what it holds */
};

struct worker {
	enum worker_state state;
	pid_t pid;
	int fd, stderr_fd;
	struct loop_item *fd_item, *stderr_item;
	struct pipe_reader in;
	struct buf out;

	struct article *ahead[WORKER_MAX_AHEAD]; /* a ring, in the order they were sent */
	unsigned first, n_ahead;
	bool slow;    /* it has been at it for a while: nothing more is sent behind it */
	bool started; /* it works on the first of them */
	uint64_t turn_ms;	 /* monotonic: its start, or when that came to its turn */
	uint64_t started_ms;	 /* monotonic */
	uint64_t started_cpu_ms; /* of the process, then */

	struct buf events; /* of the first article: pipe forms, each behind its length */
	size_t n_events;
	struct buf meta;   /* its PIPE_DONE, while the journal could not take it */
	bool held;	   /* so it is: nothing more is read until it could */
	uint64_t finished; /* articles */

	char last_words[WORKER_LAST_WORDS]; /* of its standard error, ended by a NUL */
	const char *cause;		    /* why we killed it, or NULL */
};

/* Starts the process, in the lowest scheduling class, with nothing open but its socket
 * and its standard error. 0 or a fault. */
int worker_spawn(struct worker *w, char *const *argv);

/* Queues an article; the worker has it from now on. */
int worker_send(struct worker *w, struct article *a, const struct buf *head,
		const void *body, size_t body_len);

/* Writes what is queued; LOOP_WRITABLE when some is left. -EPIPE and the like mean that
 * the process has gone. */
int worker_flush(struct worker *w);

/* The article it works on, or will next; NULL when it has none. */
struct article *worker_current(const struct worker *w);

/* Takes the current article away from it. */
struct article *worker_pop(struct worker *w);

/* Keeps the tail of what it wrote to standard error. False at the end of the stream. */
bool worker_hear(struct worker *w);

/* CPU time of the process so far, in ms; 0 when it has gone. */
uint64_t worker_cpu_ms(const struct worker *w);

/* Ends it at once; `cause` (a literal) is part of the reason given for its article. */
void worker_kill(struct worker *w, const char *cause);

/* Waits for the process, which has gone or was killed, and says how it ended. Frees all
 * but the articles it held. */
void worker_bury(struct worker *w, struct loop *loop, char *ret_how, size_t size);
