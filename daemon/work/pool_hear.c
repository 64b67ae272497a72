/* What workers say, and what comes of it. A worker has read what strangers wrote:
 * whatever it says may be a lie, and costs it its life and the article an attempt. */
#include <errno.h>

#include "daemon/work/pool_state.h"
#include "daemon/work/result.h"
#include "protocol/base/clock.h"

enum {
	MAX_EVENTS = 4096, /* of one article; more is a worker gone wrong */
	MAX_EVENTS_BYTES = 16 << 20,
};

static void on_ready(struct slot *s)
{
	struct pool *p = s->pool;

	if (s->worker.state == WORKER_STARTING)
		s->worker.state = WORKER_READY;
	if (s == p->trial) {
		for (size_t i = 0; i < POOL_MAX; i++)
			if (&p->slots[i] != s)
				pool_retire(&p->slots[i]);
		pool_end_trial(p, NULL);
		pool_count_wanted(p);
	}
	p->listener.on_room(p->listener.ctx);
}

static void on_started(struct worker *w)
{
	w->started = true;
	w->started_ms = w->turn_ms = clock_monotonic_ms();
	w->started_cpu_ms = worker_cpu_ms(w);
}

static int on_event(struct worker *w, const struct pipe_frame *frame)
{
	uint32_t len = (uint32_t)frame->len;
	int r;

	if (w->n_events == MAX_EVENTS || w->events.len + len > MAX_EVENTS_BYTES) {
		worker_kill(w, "its worker sent more events than an article can have");
		return 0;
	}
	r = buf_append(&w->events, &len, sizeof(len));
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
		pool_retire(s);
	else if (w->state == WORKER_STOPPING && !w->n_ahead)
		pool_bury(s);
}

/* Hands over what the worker found; w->meta says it is done. */
static int deliver(struct slot *s)
{
	struct worker *w = &s->worker;
	struct pool *p = s->pool;
	struct result result;
	int r = result_read(&result, w);

	if (r == RESULT_BAD)
		worker_kill(w, "its worker sent events that are none");
	if (r == 0)
		r = p->listener.on_result(p->listener.ctx, worker_current(w),
					  &result.ledger);
	result_free(&result);
	if (r < 0 || w->cause)
		return r < 0 ? r : 0;
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

/* A worker speaks of the article it was sent first, and says once that it begins, or
 * lies. */
static bool is_about_current(const struct worker *w, const struct pipe_frame *frame)
{
	const struct article *a = worker_current(w);

	return a && a->seq == frame->article &&
	       w->started == (frame->type != PIPE_STARTED);
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
		if (w->state == WORKER_NONE || w->held || w->cause)
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

	/* It may have gone, but what it said before still counts. */
	if (worker_flush(w) < 0)
		buf_clear(&w->out);
	if (w->held)
		return PIPE_NONE;
	r = pipe_fill(&w->in, w->fd);
	return r < 0 ? PIPE_EOF : take_frames(s);
}

int pool_on_readable(void *ctx)
{
	struct slot *s = ctx;
	struct worker *w = &s->worker;
	int r = listen_to(s);

	if (r < 0)
		return r;
	if (r == PIPE_BAD)
		worker_kill(w, "its worker sent what is no frame");
	if (w->state != WORKER_NONE && (r != PIPE_NONE || w->cause))
		pool_bury(s);
	s->pool->listener.on_room(s->pool->listener.ctx);
	if (w->state != WORKER_NONE)
		worker_flush(w);
	return 0;
}

int pool_on_words(void *ctx)
{
	struct slot *s = ctx;

	if (!worker_hear(&s->worker))
		loop_set_interest(s->worker.stderr_item, LOOP_NOTHING);
	return 0;
}

int pool_resume(struct pool *p)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < p->n_used; i++) {
		struct slot *s = &p->slots[i];

		if (!s->worker.held)
			continue;
		r = deliver(s);
		if (r == 0 && s->worker.state != WORKER_NONE && !s->worker.held)
			r = pool_on_readable(s);
	}
	return r;
}
