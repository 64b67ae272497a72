#include "daemon/journal/commit.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>

#include "daemon/journal/batch.h"
#include "daemon/journal/thread.h"
#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum { IDLE_BATCHES = 4 }; /* so many are kept for reuse */

struct commit {
	struct commit_options options;
	_Atomic uint64_t durable, durable_pos;
	_Atomic int fault;

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t work;
	struct batch *first, *last; /* waiting, in order; the last may still grow */
	struct batch *idle;
	unsigned n_idle;
	struct batch *open; /* between begin and publish */
	uint64_t pending_bytes;
	bool waiting, stopping;
	struct commit_figures figures;

	pthread_t thread;
	bool started;
};

static struct batch *take_first(struct commit *c)
{
	struct batch *b = c->first;

	if (!b)
		return NULL;
	c->first = b->next;
	if (!c->first)
		c->last = NULL;
	b->next = NULL;
	return b;
}

static void put_away(struct commit *c, struct batch *b)
{
	if (c->n_idle == IDLE_BATCHES || b->cap > BATCH_BYTES) {
		batch_free(b);
		return;
	}
	b->next = c->idle;
	c->idle = b;
	c->n_idle++;
}

static struct batch *fresh_batch(struct commit *c, size_t len)
{
	struct batch *b = c->idle;

	if (!b || len > BATCH_BYTES)
		return batch_new(len);
	c->idle = b->next;
	c->n_idle--;
	*b = (struct batch){ .data = b->data, .cap = b->cap };
	return b;
}

/* Waits for something to commit; NULL when the thread shall end. */
static struct batch *next_batch(struct commit *c)
{
	struct batch *b;

	pthread_mutex_lock(&c->lock);
	while (!c->first && !c->stopping) {
		c->waiting = true;
		pthread_cond_wait(&c->work, &c->lock);
		c->waiting = false;
	}
	b = take_first(c);
	pthread_mutex_unlock(&c->lock);
	return b;
}

/* Writes one batch; it is durable when this returns 0. */
static int commit_batch(struct commit *c, struct batch *b, uint64_t *ret_us)
{
	uint64_t start = clock_monotonic_us();
	uint32_t end = b->offset + (uint32_t)b->len;
	int r;

	batch_seal(b);
	r = batch_write(b, c->options.io);
	if (r < 0) {
		/* The kernel may have dropped the dirty pages: a later sync that
		 * succeeds would prove nothing, so there is none. */
		nw_fault(r, "commit: segment %u at %u; intake is closed for good",
			 b->segment, b->offset);
		atomic_store(&c->fault, r);
	} else {
		atomic_store(&c->durable_pos, (uint64_t)b->segment << 32 | end);
		atomic_store(&c->durable, b->last_seq);
	}
	*ret_us = clock_monotonic_us() - start;
	return r;
}

static void account(struct commit *c, struct batch *b, size_t len, uint64_t us)
{
	pthread_mutex_lock(&c->lock);
	c->pending_bytes -= len;
	c->figures.commits++;
	c->figures.committed_bytes += b->len;
	histogram_add(&c->figures.sync, us);
	put_away(c, b);
	pthread_mutex_unlock(&c->lock);
	/* Only now: whoever was told BUSY will find room. */
	thread_raise(c->options.event);
}

static void *commit_main(void *ctx)
{
	struct commit *c = ctx;
	struct batch *b;
	int r = 0;

	while (r == 0 && (b = next_batch(c))) {
		size_t len = b->len;
		uint64_t us;

		r = commit_batch(c, b, &us);
		account(c, b, len, us);
	}
	return NULL;
}

int commit_start(struct commit **ret, const struct commit_options *o)
{
	NW_CLEANUP(commit_stopp) struct commit *c = calloc(1, sizeof(*c));
	int r;

	if (!c)
		return nw_fault(-ENOMEM, "commit: allocate");
	c->options = *o;
	atomic_store(&c->durable, o->durable);
	atomic_store(&c->durable_pos, o->durable_pos);
	pthread_mutex_init(&c->lock, NULL);
	pthread_cond_init(&c->work, NULL);
	r = thread_start(&c->thread, "commit", commit_main, c);
	if (r < 0)
		return r;
	c->started = true;
	*ret = nw_take(c);
	return 0;
}

int commit_check(struct commit *c, size_t len)
{
	int r = 0;

	if (commit_fault(c))
		return JOURNAL_CLOSED;
	pthread_mutex_lock(&c->lock);
	if (c->pending_bytes && c->pending_bytes + len > c->options.max_pending_bytes)
		r = JOURNAL_BUSY;
	pthread_mutex_unlock(&c->lock);
	return r;
}

/* The last waiting batch if `len` bytes for that place can join it. */
static struct batch *join_last(struct commit *c, const struct segment *s, size_t len)
{
	struct batch *b = c->last;

	return b && b->segment == s->number && b->len + len <= BATCH_BYTES ? b : NULL;
}

int commit_begin(struct commit *c, const struct segment *s, uint32_t offset, size_t len,
		 char **ret)
{
	struct batch *b;

	pthread_mutex_lock(&c->lock);
	b = join_last(c, s, len);
	if (!b) {
		b = fresh_batch(c, len);
		if (!b) {
			pthread_mutex_unlock(&c->lock);
			return -ENOMEM;
		}
		b->fd = s->fd;
		b->segment = s->number;
		b->offset = offset;
		if (c->last)
			c->last->next = b;
		else
			c->first = b;
		c->last = b;
	}
	c->open = b;
	*ret = b->data + b->len;
	b->len += len;
	c->pending_bytes += len;
	return 0;
}

void commit_publish(struct commit *c, uint64_t last_seq)
{
	bool wake = c->waiting;

	c->open->last_seq = last_seq;
	c->open = NULL;
	pthread_mutex_unlock(&c->lock);
	if (wake)
		pthread_cond_signal(&c->work);
}

uint64_t commit_durable(const struct commit *c)
{
	return atomic_load(&c->durable);
}

uint64_t commit_durable_pos(const struct commit *c)
{
	return atomic_load(&c->durable_pos);
}

int commit_fault(const struct commit *c)
{
	return atomic_load(&c->fault);
}

void commit_figures(struct commit *c, struct commit_figures *ret)
{
	pthread_mutex_lock(&c->lock);
	*ret = c->figures;
	ret->pending_bytes = c->pending_bytes;
	pthread_mutex_unlock(&c->lock);
}

static void free_batches(struct batch *b)
{
	while (b) {
		struct batch *next = b->next;

		batch_free(b);
		b = next;
	}
}

void commit_finish(struct commit *c)
{
	if (!c->started)
		return;
	pthread_mutex_lock(&c->lock);
	c->stopping = true;
	pthread_cond_signal(&c->work);
	pthread_mutex_unlock(&c->lock);
	pthread_join(c->thread, NULL);
	c->started = false;
}

struct commit *commit_stop(struct commit *c)
{
	if (!c)
		return NULL;
	commit_finish(c);
	free_batches(c->first);
	free_batches(c->idle);
	pthread_cond_destroy(&c->work);
	pthread_mutex_destroy(&c->lock);
	free(c);
	return NULL;
}
