#include "daemon/journal/helper.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "daemon/journal/numbers.h"
#include "daemon/journal/thread.h"
#include "protocol/base/log.h"

enum {
	READY_TO_START = 2, /* what the first ordinary group needs */
	READY_TARGET = 3,   /* one for the next roll, one in reserve, one for a burst */
	MAX_SPARES = 4,	    /* more are unlinked; fewer would be made anew soon */
	RETRY_SECONDS = 1,
};

enum { SPARE_UNFIT = 1 };

struct helper {
	struct helper_options options; /* its counters are guarded by the lock, too */

	pthread_mutex_t lock; /* guards all below */
	pthread_cond_t work, settled;
	struct segment *ready[READY_TARGET];
	size_t n_ready;
	struct numbers spares;
	struct segment **retired;
	size_t n_retired, retired_cap;
	struct checkpoint checkpoint; /* to be written if `checkpoint_waits` */
	bool checkpoint_waits;
	bool failing; /* the last try to make a segment failed */
	bool stopping;

	pthread_t thread;
	bool started;
};

static bool can_make_one(const struct helper *h)
{
	return h->spares.n > 0 || h->n_retired > 0 ||
	       h->options.files < h->options.max_files;
}

/* The functions below are called with the lock held and let it go while they work. */

static void write_checkpoint(struct helper *h)
{
	struct checkpoint c = h->checkpoint;
	int r;

	pthread_mutex_unlock(&h->lock);
	r = checkpoint_write(&c, h->options.dir, h->options.io);
	pthread_mutex_lock(&h->lock);
	if (r == 0) {
		h->options.replay_from[1] = h->options.replay_from[0];
		h->options.replay_from[0] = c.seq + 1;
	}
	checkpoint_free(&c);
	h->checkpoint = (struct checkpoint){ 0 };
	h->checkpoint_waits = false;
	thread_raise(h->options.event);
}

static void set_aside(struct helper *h)
{
	struct segment *s = h->retired[--h->n_retired];
	int r;

	pthread_mutex_unlock(&h->lock);
	r = segment_set_aside(s, h->options.dir);
	pthread_mutex_lock(&h->lock);
	if (r == 0)
		r = numbers_add(&h->spares, s->number);
	if (r < 0)
		h->options.files--;
	segment_close(s);
}

/* A spare under a new number; SPARE_UNFIT when its size is another one than wanted now.
 */
static int reuse(const struct helper *h, struct segment **ret, uint32_t old,
		 uint32_t number)
{
	NW_CLEANUP(segment_closep) struct segment *s = NULL;
	int r = segment_recycle(&s, h->options.dir, old, number);

	if (r < 0)
		return r;
	if (s->bytes != h->options.segment_bytes) {
		r = segment_discard(s, h->options.dir);
		return r < 0 ? r : SPARE_UNFIT;
	}
	*ret = nw_take(s);
	return 0;
}

static void make_ready(struct helper *h)
{
	uint32_t number = h->options.next_number++;
	bool recycle = h->spares.n > 0;
	uint32_t old = recycle ? h->spares.items[--h->spares.n] : 0;
	struct segment *s = NULL;
	int r;

	pthread_mutex_unlock(&h->lock);
	if (recycle)
		r = reuse(h, &s, old, number);
	else
		r = segment_create(&s, h->options.dir, number, h->options.segment_bytes,
				   h->options.io);
	pthread_mutex_lock(&h->lock);
	h->failing = r < 0;
	pthread_cond_broadcast(&h->settled);
	if (r)
		h->options.files -= recycle;
	else
		h->options.files += !recycle;
	if (s)
		h->ready[h->n_ready++] = s;
	/* After a failure, too: whoever was told BUSY must hear that it is FULL. */
	thread_raise(h->options.event);
}

static void drop_spare(struct helper *h)
{
	char name[SEGMENT_NAME_BYTES];

	segment_name(name, h->spares.items[--h->spares.n], true);
	h->options.files--;
	pthread_mutex_unlock(&h->lock);
	unlinkat(h->options.dir, name, 0);
	pthread_mutex_lock(&h->lock);
}

/* Does one thing; false when there is nothing to do. */
static bool do_something(struct helper *h)
{
	bool wanted = h->n_ready < READY_TARGET && !h->stopping;

	if (h->checkpoint_waits)
		write_checkpoint(h);
	else if (h->n_retired)
		set_aside(h);
	else if (wanted && !h->failing && can_make_one(h))
		make_ready(h);
	else if (h->spares.n > MAX_SPARES)
		drop_spare(h);
	else
		return false;
	return true;
}

/* Waits for work. After a failure it wakes up by itself, to try once more. */
static void rest(struct helper *h)
{
	struct timespec until;

	pthread_cond_broadcast(&h->settled);
	if (!h->failing) {
		pthread_cond_wait(&h->work, &h->lock);
		return;
	}
	clock_gettime(CLOCK_REALTIME, &until);
	until.tv_sec += RETRY_SECONDS;
	if (pthread_cond_timedwait(&h->work, &h->lock, &until) == ETIMEDOUT)
		h->failing = false;
}

static void *helper_main(void *ctx)
{
	struct helper *h = ctx;

	pthread_mutex_lock(&h->lock);
	for (;;) {
		if (do_something(h))
			continue;
		if (h->stopping)
			break;
		rest(h);
	}
	pthread_mutex_unlock(&h->lock);
	return NULL;
}

int helper_start(struct helper **ret, const struct helper_options *o,
		 struct numbers *spares)
{
	NW_CLEANUP(helper_stopp) struct helper *h = calloc(1, sizeof(*h));
	int r;

	if (!h)
		return nw_fault(-ENOMEM, "helper: allocate");
	h->options = *o;
	h->spares = *spares;
	*spares = (struct numbers){ 0 };
	pthread_mutex_init(&h->lock, NULL);
	pthread_cond_init(&h->work, NULL);
	pthread_cond_init(&h->settled, NULL);
	r = thread_start(&h->thread, "journal", helper_main, h);
	if (r < 0)
		return r;
	h->started = true;
	*ret = nw_take(h);
	return 0;
}

size_t helper_ready(struct helper *h)
{
	size_t n;

	pthread_mutex_lock(&h->lock);
	n = h->n_ready;
	pthread_mutex_unlock(&h->lock);
	return n;
}

size_t helper_left(struct helper *h)
{
	size_t n;

	pthread_mutex_lock(&h->lock);
	n = h->n_ready + h->spares.n + h->n_retired;
	if (h->options.max_files > h->options.files)
		n += h->options.max_files - h->options.files;
	pthread_mutex_unlock(&h->lock);
	return n;
}

bool helper_more_to_come(struct helper *h)
{
	bool more;

	pthread_mutex_lock(&h->lock);
	more = !h->failing && can_make_one(h);
	pthread_mutex_unlock(&h->lock);
	return more;
}

void helper_settle(struct helper *h)
{
	pthread_mutex_lock(&h->lock);
	while (h->n_ready < READY_TO_START && !h->failing && can_make_one(h))
		pthread_cond_wait(&h->settled, &h->lock);
	pthread_mutex_unlock(&h->lock);
}

struct segment *helper_take(struct helper *h)
{
	struct segment *s = NULL;

	pthread_mutex_lock(&h->lock);
	if (h->n_ready) {
		s = h->ready[0];
		h->n_ready--;
		memmove(h->ready, h->ready + 1, h->n_ready * sizeof(struct segment *));
		pthread_cond_signal(&h->work);
	}
	pthread_mutex_unlock(&h->lock);
	return s;
}

static int note_retired(struct helper *h, struct segment *s)
{
	if (h->n_retired == h->retired_cap) {
		size_t cap = h->retired_cap * 2 + 8;
		struct segment **grown =
			realloc(h->retired, cap * sizeof(struct segment *));

		if (!grown)
			return nw_fault(-ENOMEM, "helper: note a released segment");
		h->retired = grown;
		h->retired_cap = cap;
	}
	h->retired[h->n_retired++] = s;
	return 0;
}

void helper_retire(struct helper *h, struct segment *s)
{
	pthread_mutex_lock(&h->lock);
	/* Without memory to note it the file stays until the next opening. */
	if (note_retired(h, s) < 0)
		segment_close(s);
	pthread_cond_signal(&h->work);
	pthread_mutex_unlock(&h->lock);
}

int helper_checkpoint(struct helper *h, struct checkpoint *c)
{
	int r = 0;

	pthread_mutex_lock(&h->lock);
	if (h->checkpoint_waits) {
		r = JOURNAL_BUSY;
	} else {
		h->checkpoint = *c;
		h->checkpoint_waits = true;
		*c = (struct checkpoint){ 0 };
		pthread_cond_signal(&h->work);
	}
	pthread_mutex_unlock(&h->lock);
	return r;
}

void helper_replay_from(struct helper *h, uint64_t ret_replay_from[2])
{
	pthread_mutex_lock(&h->lock);
	ret_replay_from[0] = h->options.replay_from[0];
	ret_replay_from[1] = h->options.replay_from[1];
	pthread_mutex_unlock(&h->lock);
}

uint32_t helper_files(struct helper *h)
{
	uint32_t n;

	pthread_mutex_lock(&h->lock);
	n = h->options.files;
	pthread_mutex_unlock(&h->lock);
	return n;
}

struct helper *helper_stop(struct helper *h)
{
	if (!h)
		return NULL;
	if (h->started) {
		pthread_mutex_lock(&h->lock);
		h->stopping = true;
		pthread_cond_signal(&h->work);
		pthread_mutex_unlock(&h->lock);
		pthread_join(h->thread, NULL);
	}
	while (h->n_ready)
		segment_close(h->ready[--h->n_ready]);
	while (h->n_retired)
		segment_close(h->retired[--h->n_retired]);
	checkpoint_free(&h->checkpoint);
	free(h->retired);
	numbers_free(&h->spares);
	pthread_cond_destroy(&h->work);
	pthread_cond_destroy(&h->settled);
	pthread_mutex_destroy(&h->lock);
	free(h);
	return NULL;
}
