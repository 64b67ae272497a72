#include "daemon/io/loop.h"

#include <errno.h>
#include <string.h>
#include <zmq.h>

#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum { MAX_TIMERS = 8, MAX_EACH_TURN = 4, LONGEST_WAIT_MS = 1000 };

struct loop_item {
	struct loop_item *next;
	void *socket;
	int fd;
	unsigned interest;
	loop_handler handler;
	void *ctx;
	bool gone;
};

struct timer {
	unsigned period_ms;
	uint64_t due_ms;
	loop_handler handler;
	void *ctx;
};

struct each_turn {
	loop_handler handler;
	void *ctx;
};

struct loop {
	struct loop_item *items;
	size_t n_items;
	zmq_pollitem_t *polls;	   /* as they were handed to zmq_poll() */
	struct loop_item **polled; /* the items behind them */
	size_t cap;
	struct timer timers[MAX_TIMERS];
	size_t n_timers;
	struct each_turn each_turn[MAX_EACH_TURN];
	size_t n_each_turn;
	bool again, stopped;
};

int loop_open(struct loop **ret)
{
	struct loop *l = calloc(1, sizeof(*l));

	if (!l)
		return nw_fault(-ENOMEM, "loop: open");
	*ret = l;
	return 0;
}

static int make_room(struct loop *l)
{
	size_t cap = l->cap ? l->cap * 2 : 16;
	zmq_pollitem_t *polls;
	struct loop_item **polled;

	if (l->n_items < l->cap)
		return 0;
	polls = realloc(l->polls, cap * sizeof(*polls));
	if (polls)
		l->polls = polls;
	polled = realloc(l->polled, cap * sizeof(*polled));
	if (polled)
		l->polled = polled;
	if (!polls || !polled)
		return nw_fault(-ENOMEM, "loop: watch %zu things", cap);
	l->cap = cap;
	return 0;
}

static int watch(struct loop *l, void *socket, int fd, loop_handler handler, void *ctx,
		 struct loop_item **ret)
{
	struct loop_item *item;
	int r = make_room(l);

	if (r < 0)
		return r;
	item = calloc(1, sizeof(*item));
	if (!item)
		return nw_fault(-ENOMEM, "loop: watch one more");
	*item = (struct loop_item){ .next = l->items,
				    .socket = socket,
				    .fd = fd,
				    .interest = LOOP_READABLE,
				    .handler = handler,
				    .ctx = ctx };
	l->items = item;
	l->n_items++;
	if (ret)
		*ret = item;
	return 0;
}

int loop_watch_socket(struct loop *l, void *zmq_socket, loop_handler handler, void *ctx,
		      struct loop_item **ret)
{
	return watch(l, zmq_socket, -1, handler, ctx, ret);
}

int loop_watch_fd(struct loop *l, int fd, loop_handler handler, void *ctx,
		  struct loop_item **ret)
{
	return watch(l, NULL, fd, handler, ctx, ret);
}

void loop_set_interest(struct loop_item *item, unsigned interest)
{
	item->interest = interest;
}

void loop_unwatch(struct loop *l, struct loop_item *item)
{
	if (item)
		item->gone = true;
}

int loop_every(struct loop *l, unsigned period_ms, loop_handler handler, void *ctx)
{
	if (l->n_timers == MAX_TIMERS)
		return nw_fault(-ENOSPC, "loop: one timer more");
	l->timers[l->n_timers++] = (struct timer){
		.period_ms = period_ms,
		.due_ms = clock_monotonic_ms() + period_ms,
		.handler = handler,
		.ctx = ctx,
	};
	return 0;
}

int loop_each_turn(struct loop *l, loop_handler handler, void *ctx)
{
	if (l->n_each_turn == MAX_EACH_TURN)
		return nw_fault(-ENOSPC, "loop: one handler more for each turn");
	l->each_turn[l->n_each_turn++] = (struct each_turn){ handler, ctx };
	return 0;
}

void loop_again(struct loop *l)
{
	l->again = true;
}

void loop_stop(struct loop *l)
{
	l->stopped = true;
}

static void sweep(struct loop *l)
{
	for (struct loop_item **at = &l->items; *at;) {
		struct loop_item *item = *at;

		if (!item->gone) {
			at = &item->next;
			continue;
		}
		*at = item->next;
		free(item);
		l->n_items--;
	}
}

static size_t gather(struct loop *l)
{
	size_t n = 0;

	sweep(l);
	for (struct loop_item *item = l->items; item; item = item->next) {
		short events = 0;

		if (item->interest & LOOP_READABLE)
			events |= ZMQ_POLLIN;
		if (item->interest & LOOP_WRITABLE)
			events |= ZMQ_POLLOUT;
		if (!events)
			continue;
		l->polled[n] = item;
		l->polls[n++] = (zmq_pollitem_t){ .socket = item->socket,
						  .fd = item->fd,
						  .events = events };
	}
	return n;
}

static long wait_ms(struct loop *l, uint64_t now_ms)
{
	long wait = LONGEST_WAIT_MS;

	if (l->again)
		return 0;
	for (size_t i = 0; i < l->n_timers; i++) {
		if (l->timers[i].due_ms <= now_ms)
			return 0;
		if ((long)(l->timers[i].due_ms - now_ms) < wait)
			wait = (long)(l->timers[i].due_ms - now_ms);
	}
	return wait;
}

static int run_timers(struct loop *l)
{
	uint64_t now_ms = clock_monotonic_ms();

	for (size_t i = 0; i < l->n_timers; i++) {
		struct timer *t = &l->timers[i];
		int r;

		if (t->due_ms > now_ms)
			continue;
		t->due_ms = now_ms + t->period_ms;
		r = t->handler(t->ctx);
		if (r < 0)
			return r;
	}
	return 0;
}

static int run_items(struct loop *l, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		int r;

		if (!l->polls[i].revents || l->polled[i]->gone)
			continue;
		r = l->polled[i]->handler(l->polled[i]->ctx);
		if (r < 0)
			return r;
	}
	return 0;
}

static int turn(struct loop *l)
{
	size_t n = gather(l);
	long wait = wait_ms(l, clock_monotonic_ms());
	int r;

	l->again = false;
	if (zmq_poll(l->polls, (int)n, wait) < 0 && errno != EINTR)
		return nw_fault(-errno, "loop: poll");
	r = run_items(l, n);
	if (r == 0)
		r = run_timers(l);
	for (size_t i = 0; r == 0 && i < l->n_each_turn; i++)
		r = l->each_turn[i].handler(l->each_turn[i].ctx);
	return r;
}

int loop_run(struct loop *l)
{
	int r = 0;

	l->stopped = false;
	while (!l->stopped && r == 0)
		r = turn(l);
	return r;
}

struct loop *loop_close(struct loop *l)
{
	if (!l)
		return NULL;
	while (l->items) {
		struct loop_item *item = l->items;

		l->items = item->next;
		free(item);
	}
	free(l->polls);
	free(l->polled);
	free(l);
	return NULL;
}
