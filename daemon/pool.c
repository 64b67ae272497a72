#include "daemon/pool.h"

#include <errno.h>
#include <string.h>

#include "daemon/pool_argv.h"
#include "daemon/result.h"
#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum {
	POOL_MAX = 257, /* workers, and one on trial */
	TICK_MS = 50,
	SLOW_MS = 20,
	FIRST_BACK_OFF_MS = 100,
	LONGEST_BACK_OFF_MS = 30000,
	START_LIMIT_MS = 30000,
	HOW_SIZE = 1536,
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
	struct slot *trial;
	void (*on_tried)(void *ctx, const char *reason);
	void *on_tried_ctx;
	uint64_t restarts;
};

static int on_readable(void *ctx);
static int on_words(void *ctx);

static int start(struct slot *s)
{
	struct pool *p = s->pool;
	struct pool_argv argv;
	int r = pool_argv_make(&argv, p->config);

	if (r == 0)
		r = worker_spawn(&s->worker, argv.items);
	pool_argv_free(&argv);
	if (r < 0)
		return r;
	r = loop_watch_fd(p->loop, s->worker.fd, on_readable, s, &s->worker.fd_item);
	if (r == 0)
		r = loop_watch_fd(p->loop, s->worker.stderr_fd, on_words, s,
				  &s->worker.stderr_item);
	return r;
}

static void end_trial(struct pool *p, const char *reason)
{
	void (*tell)(void *ctx, const char *reason) = p->on_tried;

	p->trial = NULL;
	p->on_tried = NULL;
	if (tell)
		tell(p->on_tried_ctx, reason);
}

static uint64_t back_off_ms(const struct slot *s)
{
	uint64_t wait = FIRST_BACK_OFF_MS;

	for (unsigned i = 1; i < s->failures && wait < LONGEST_BACK_OFF_MS; i++)
		wait *= 2;
	return wait < LONGEST_BACK_OFF_MS ? wait : LONGEST_BACK_OFF_MS;
}

/* What it had not begun goes back unharmed, the last one first, so that the order in
 * which they wait stays. */
static void return_rest(struct pool *p, struct worker *w)
{
	while (w->n_ahead) {
		unsigned last = (w->first + --w->n_ahead) % WORKER_MAX_AHEAD;

		p->listener.on_returned(p->listener.ctx, w->ahead[last]);
	}
}

/* The process has gone or must go: its articles move on, the slot waits to be filled. */
static void bury(struct slot *s)
{
	struct pool *p = s->pool;
	struct worker *w = &s->worker;
	bool in_peace = w->state == WORKER_STOPPING && w->n_ahead == 0;
	bool never_ready = w->state == WORKER_STARTING;
	struct article *started = w->started ? worker_pop(w) : NULL;
	char how[HOW_SIZE];

	return_rest(p, w);
	worker_bury(w, p->loop, how, sizeof(how));
	if (started)
		p->listener.on_failed(p->listener.ctx, started, how);
	if (s == p->trial) {
		s->wanted = false;
		end_trial(p, how);
		return;
	}
	if (in_peace)
		return;
	s->failures++;
	s->start_at_ms = clock_monotonic_ms() + back_off_ms(s);
	p->restarts++;
	nw_log(NW_LOG_WARNING, "pool: %s %s; another starts in %llu ms",
	       never_ready ? "a worker failed to start:" : "a worker was lost:", how,
	       (unsigned long long)back_off_ms(s));
}

static void retire(struct slot *s)
{
	if (s->worker.state == WORKER_READY || s->worker.state == WORKER_STARTING) {
		s->worker.state = WORKER_STOPPING;
		if (!s->worker.n_ahead)
			bury(s);
	}
}

/* As many as the configuration asks for, in the first slots that are free. */
static void count_wanted(struct pool *p)
{
	size_t left = p->config->workers;

	for (size_t i = 0; i < POOL_MAX; i++) {
		struct slot *s = &p->slots[i];

		if (s == p->trial)
			continue;
		s->wanted = left > 0;
		left -= s->wanted;
		if (!s->wanted)
			retire(s);
	}
}

static void on_ready(struct slot *s)
{
	struct pool *p = s->pool;

	if (s->worker.state == WORKER_STARTING)
		s->worker.state = WORKER_READY;
	if (s == p->trial) {
		for (size_t i = 0; i < POOL_MAX; i++)
			if (&p->slots[i] != s)
				retire(&p->slots[i]);
		end_trial(p, NULL);
		count_wanted(p);
	}
	p->listener.on_room(p->listener.ctx);
}

static void on_started(struct worker *w)
{
	w->started = true;
	w->started_ms = clock_monotonic_ms();
	w->started_cpu_ms = worker_cpu_ms(w);
}

static int on_event(struct worker *w, const struct pipe_frame *frame)
{
	uint32_t len = (uint32_t)frame->len;
	int r = buf_append(&w->events, &len, sizeof(len));

	if (r == 0)
		r = buf_append(&w->events, frame->payload, frame->len);
	w->n_events++;
	return r;
}

static void is_free_again(struct slot *s)
{
	struct worker *w = &s->worker;
	uint64_t recycle = s->pool->config->worker_recycle;

	worker_pop(w);
	w->finished++;
	s->failures = 0;
	if (recycle && w->finished >= recycle)
		retire(s);
	else if (w->state == WORKER_STOPPING && !w->n_ahead)
		bury(s);
}

/* Hands over what the worker found; w->meta says it is done. */
static int deliver(struct slot *s)
{
	struct worker *w = &s->worker;
	struct pool *p = s->pool;
	struct result result;
	int r = result_read(&result, w);

	if (r == RESULT_BAD) {
		worker_kill(w, "its worker sent events that are none");
		return 0;
	}
	if (r == 0)
		r = p->listener.on_result(p->listener.ctx, worker_current(w),
					  &result.ledger);
	result_free(&result);
	if (r < 0)
		return r;
	w->held = r > 0;
	if (!w->held)
		is_free_again(s);
	return 0;
}

static int on_hopeless(struct slot *s, const struct pipe_frame *frame)
{
	struct pool *p = s->pool;
	char reason[512];
	int r;

	result_read_reason(frame, reason, sizeof(reason));
	r = p->listener.on_hopeless(p->listener.ctx, worker_current(&s->worker), reason);
	if (r == 0)
		is_free_again(s);
	return r < 0 ? r : 0;
}

/* A worker speaks of the article it was sent first, or lies. */
static bool is_about_current(const struct worker *w, const struct pipe_frame *frame)
{
	const struct article *a = worker_current(w);

	return a && a->seq == frame->article &&
	       (w->started || frame->type == PIPE_STARTED);
}

static int on_frame(struct slot *s, const struct pipe_frame *frame)
{
	struct worker *w = &s->worker;

	if (frame->type == PIPE_READY) {
		on_ready(s);
		return 0;
	}
	if (!is_about_current(w, frame)) {
		worker_kill(w, "its worker spoke of another article");
		return 0;
	}
	switch (frame->type) {
	case PIPE_STARTED:
		on_started(w);
		return 0;
	case PIPE_EVENT:
		return on_event(w, frame);
	case PIPE_DONE:
		buf_clear(&w->meta);
		buf_append(&w->meta, frame->payload, frame->len);
		return deliver(s);
	case PIPE_FAILED:
		return on_hopeless(s, frame);
	default:
		worker_kill(w, "its worker sent a frame that has no place here");
		return 0;
	}
}

/* Frames that were read already: as many as one read brought. 0, PIPE_NONE, PIPE_EOF,
 * PIPE_BAD, a fault. */
static int take_frames(struct slot *s)
{
	struct worker *w = &s->worker;
	struct pipe_frame frame;
	int r = 0;

	while (r == 0) {
		if (w->state == WORKER_NONE || w->held)
			return PIPE_NONE;
		r = pipe_next(&w->in, &frame);
		if (r == 0)
			r = on_frame(s, &frame);
	}
	return r;
}

static int listen_to(struct slot *s)
{
	struct worker *w = &s->worker;
	int r;

	if (worker_flush(w) < 0)
		return PIPE_EOF;
	if (w->held)
		return PIPE_NONE;
	r = pipe_fill(&w->in, w->fd);
	return r < 0 ? PIPE_EOF : take_frames(s);
}

static int on_readable(void *ctx)
{
	struct slot *s = ctx;
	struct worker *w = &s->worker;
	int r = listen_to(s);

	if (r < 0)
		return r;
	if (r == PIPE_BAD)
		worker_kill(w, "its worker sent what is no frame");
	if (w->state != WORKER_NONE && r != PIPE_NONE)
		bury(s);
	s->pool->listener.on_room(s->pool->listener.ctx);
	if (w->state != WORKER_NONE)
		worker_flush(w);
	return 0;
}

static int on_words(void *ctx)
{
	struct slot *s = ctx;

	if (!worker_hear(&s->worker))
		loop_set_interest(s->worker.stderr_item, LOOP_NOTHING);
	return 0;
}

static void check_limits(struct slot *s, uint64_t now_ms)
{
	struct worker *w = &s->worker;
	const struct config *c = s->pool->config;

	if (w->state == WORKER_STARTING && now_ms - w->started_ms > START_LIMIT_MS)
		worker_kill(w, "it was not ready in time");
	if (!w->started || w->held || w->cause)
		return;
	w->slow = now_ms - w->started_ms > SLOW_MS;
	if (now_ms - w->started_ms > c->worker_wall_limit)
		worker_kill(w, "it took longer than worker_wall_limit");
	else if (worker_cpu_ms(w) > w->started_cpu_ms + c->worker_deadline)
		worker_kill(w, "it took more CPU time than worker_deadline");
}

static int on_tick(void *ctx)
{
	struct pool *p = ctx;
	uint64_t now_ms = clock_monotonic_ms();

	for (size_t i = 0; i < POOL_MAX; i++) {
		struct slot *s = &p->slots[i];

		if (s->worker.state != WORKER_NONE)
			check_limits(s, now_ms);
		else if (s->wanted && s->start_at_ms <= now_ms && start(s) < 0)
			s->start_at_ms = now_ms + LONGEST_BACK_OFF_MS;
	}
	return 0;
}

int pool_open(struct pool **ret, struct loop *loop, const struct config *config,
	      const struct pool_listener *listener)
{
	NW_CLEANUP(pool_closep) struct pool *p = calloc(1, sizeof(*p));
	int r;

	if (!p)
		return nw_fault(-ENOMEM, "pool: open");
	p->loop = loop;
	p->config = config;
	p->listener = *listener;
	for (size_t i = 0; i < POOL_MAX; i++)
		p->slots[i].pool = p;
	count_wanted(p);
	r = loop_every(loop, TICK_MS, on_tick, p);
	if (r < 0)
		return r;
	on_tick(p);
	*ret = nw_take(p);
	return 0;
}

static size_t room_of(const struct pool *p, const struct worker *w)
{
	if (w->state != WORKER_READY || w->held || w->slow ||
	    w->n_ahead >= p->config->worker_ahead)
		return 0;
	return p->config->worker_ahead - w->n_ahead;
}

size_t pool_room(const struct pool *p)
{
	size_t room = 0;

	for (size_t i = 0; i < POOL_MAX; i++)
		room += room_of(p, &p->slots[i].worker);
	return room;
}

struct worker *pool_roomy(struct pool *p)
{
	struct worker *best = NULL;

	for (size_t i = 0; i < POOL_MAX; i++) {
		struct worker *w = &p->slots[i].worker;

		if (!room_of(p, w))
			continue;
		if (!best || w->n_ahead < best->n_ahead)
			best = w;
	}
	return best;
}

int pool_send(struct pool *p, struct worker *w, struct article *a, const struct buf *head,
	      const void *body, size_t body_len)
{
	int r = worker_send(w, a, head, body, body_len);

	if (r < 0)
		return r;
	worker_flush(w);
	return 0;
}

int pool_resume(struct pool *p)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < POOL_MAX; i++) {
		struct slot *s = &p->slots[i];

		if (!s->worker.held)
			continue;
		r = deliver(s);
		if (r == 0 && s->worker.state != WORKER_NONE && !s->worker.held)
			r = on_readable(s);
	}
	return r;
}

int pool_reload(struct pool *p, void (*on_tried)(void *ctx, const char *reason),
		void *ctx)
{
	if (p->trial)
		return -EBUSY;
	if (!p->config->workers) {
		count_wanted(p);
		on_tried(ctx, NULL);
		return 0;
	}
	for (size_t i = 0; i < POOL_MAX && !p->trial; i++)
		if (p->slots[i].worker.state == WORKER_NONE && !p->slots[i].wanted)
			p->trial = &p->slots[i];
	p->on_tried = on_tried;
	p->on_tried_ctx = ctx;
	if (!p->trial || start(p->trial) < 0)
		end_trial(p, "no worker could be started");
	return 0;
}

bool pool_is_idle(const struct pool *p)
{
	for (size_t i = 0; i < POOL_MAX; i++)
		if (p->slots[i].worker.n_ahead)
			return false;
	return true;
}

const struct worker *pool_worker(const struct pool *p, size_t i)
{
	for (size_t s = 0; s < POOL_MAX; s++)
		if (p->slots[s].worker.state != WORKER_NONE && i-- == 0)
			return &p->slots[s].worker;
	return NULL;
}

uint64_t pool_restarts(const struct pool *p)
{
	return p->restarts;
}

struct pool *pool_close(struct pool *p)
{
	char how[HOW_SIZE];

	if (!p)
		return NULL;
	for (size_t i = 0; i < POOL_MAX; i++)
		if (p->slots[i].worker.state != WORKER_NONE)
			worker_bury(&p->slots[i].worker, p->loop, how, sizeof(how));
	free(p);
	return NULL;
}
