#include "daemon/work/pool_state.h"

#include <errno.h>
#include <string.h>

#include "daemon/work/pool_argv.h"
#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum {
	TICK_MS = 50,
	SLOW_MS = 20,
	FIRST_BACK_OFF_MS = 100,
	LONGEST_BACK_OFF_MS = 30000,
	START_LIMIT_MS = 30000,
	MAX_UNSENT_BYTES = 4 << 20, /* above it a worker gets nothing more ahead */
};

static int start(struct slot *s)
{
	struct pool *p = s->pool;
	size_t number = (size_t)(s - p->slots) + 1;
	struct pool_argv argv;
	int r = pool_argv_make(&argv, p->config);

	if (r == 0)
		r = worker_spawn(&s->worker, argv.items);
	pool_argv_free(&argv);
	if (r < 0)
		return r;
	p->n_used = number > p->n_used ? number : p->n_used;
	r = loop_watch_fd(p->loop, s->worker.fd, pool_on_readable, s, &s->worker.fd_item);
	if (r == 0)
		r = loop_watch_fd(p->loop, s->worker.stderr_fd, pool_on_words, s,
				  &s->worker.stderr_item);
	return r;
}

void pool_end_trial(struct pool *p, const char *reason)
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

void pool_bury(struct slot *s)
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
		pool_end_trial(p, how);
		return;
	}
	if (in_peace)
		return;
	s->failures++;
	s->start_at_ms = clock_monotonic_ms() + back_off_ms(s);
	p->restarts++;
	snprintf(p->last_end, sizeof(p->last_end), "%s", how);
	nw_log(NW_LOG_WARNING, "pool: %s %s; another starts in %llu ms",
	       never_ready ? "a worker failed to start:" : "a worker was lost:", how,
	       (unsigned long long)back_off_ms(s));
}

void pool_retire(struct slot *s)
{
	if (s->worker.state == WORKER_READY || s->worker.state == WORKER_STARTING) {
		s->worker.state = WORKER_STOPPING;
		if (!s->worker.n_ahead)
			pool_bury(s);
	}
}

static bool serves(const struct slot *s)
{
	return s->worker.state == WORKER_READY || s->worker.state == WORKER_STARTING;
}

/* Those that serve already come first. */
void pool_count_wanted(struct pool *p)
{
	size_t left = p->config->workers;

	for (int pass = 0; pass < 2; pass++)
		for (size_t i = 0; i < POOL_MAX; i++) {
			struct slot *s = &p->slots[i];

			if (s == p->trial || serves(s) != (pass == 0))
				continue;
			s->wanted = left > 0;
			left -= s->wanted;
			if (!s->wanted)
				pool_retire(s);
		}
}

/* Why it must go, or NULL. */
static const char *limit_passed(const struct worker *w, const struct config *c,
				uint64_t now_ms)
{
	if (w->state == WORKER_STARTING)
		return now_ms - w->turn_ms > START_LIMIT_MS ? "it was not ready in time"
							    : NULL;
	if (!w->n_ahead || w->held)
		return NULL;
	if (now_ms - w->turn_ms > c->worker_wall_limit)
		return w->started ? "it took longer than worker_wall_limit"
				  : "its worker did not begin";
	if (w->started && worker_cpu_ms(w) > w->started_cpu_ms + c->worker_deadline)
		return "it took more CPU time than worker_deadline";
	return NULL;
}

/* Its end is not waited for: a child of its own may hold its socket open. */
static void check_limits(struct slot *s, uint64_t now_ms)
{
	struct worker *w = &s->worker;
	const char *cause = limit_passed(w, s->pool->config, now_ms);

	w->slow = w->started && now_ms - w->started_ms > SLOW_MS;
	if (!cause)
		return;
	worker_kill(w, cause);
	pool_bury(s);
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

/* Once a turn: many articles leave in one call of the system. */
static int flush_all(void *ctx)
{
	struct pool *p = ctx;

	for (size_t i = 0; p->unsent && i < p->n_used; i++)
		if (p->slots[i].worker.out.len)
			worker_flush(&p->slots[i].worker);
	p->unsent = false;
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
	pool_count_wanted(p);
	r = loop_every(loop, TICK_MS, on_tick, p);
	if (r == 0)
		r = loop_each_turn(loop, flush_all, p);
	if (r < 0)
		return r;
	on_tick(p);
	*ret = nw_take(p);
	return 0;
}

static size_t room_of(const struct pool *p, const struct worker *w)
{
	if (w->state != WORKER_READY || w->held || w->slow ||
	    w->n_ahead >= p->config->worker_ahead || w->out.len > MAX_UNSENT_BYTES)
		return 0;
	return p->config->worker_ahead - w->n_ahead;
}

size_t pool_room(const struct pool *p)
{
	size_t room = 0;

	for (size_t i = 0; i < p->n_used; i++)
		room += room_of(p, &p->slots[i].worker);
	return room;
}

bool pool_works(const struct pool *p)
{
	for (size_t i = 0; i < p->n_used; i++)
		if (p->slots[i].worker.state == WORKER_READY)
			return true;
	return false;
}

struct worker *pool_roomy(struct pool *p)
{
	struct worker *best = NULL;
	bool others_start = false;

	for (size_t i = 0; i < p->n_used; i++) {
		struct worker *w = &p->slots[i].worker;

		others_start |= w->state == WORKER_STARTING && &p->slots[i] != p->trial;
		if (!room_of(p, w))
			continue;
		if (!best || w->n_ahead < best->n_ahead)
			best = w;
	}
	/* What would wait behind another article is left for those that start. */
	return best && best->n_ahead && others_start ? NULL : best;
}

int pool_send(struct pool *p, struct worker *w, struct article *a, const struct buf *head,
	      const void *body, size_t body_len)
{
	p->unsent = true;
	return worker_send(w, a, head, body, body_len);
}

int pool_reload(struct pool *p, void (*on_tried)(void *ctx, const char *reason),
		void *ctx)
{
	if (p->trial)
		return -EBUSY;
	if (!p->config->workers) {
		pool_count_wanted(p);
		on_tried(ctx, NULL);
		return 0;
	}
	for (size_t i = 0; i < POOL_MAX && !p->trial; i++)
		if (p->slots[i].worker.state == WORKER_NONE && !p->slots[i].wanted)
			p->trial = &p->slots[i];
	p->on_tried = on_tried;
	p->on_tried_ctx = ctx;
	if (!p->trial || start(p->trial) < 0)
		pool_end_trial(p, "no worker could be started");
	return 0;
}

bool pool_is_idle(const struct pool *p)
{
	for (size_t i = 0; i < p->n_used; i++)
		if (p->slots[i].worker.n_ahead)
			return false;
	return true;
}

const struct worker *pool_worker(const struct pool *p, size_t i)
{
	for (size_t s = 0; s < p->n_used; s++)
		if (p->slots[s].worker.state != WORKER_NONE && i-- == 0)
			return &p->slots[s].worker;
	return NULL;
}

uint64_t pool_restarts(const struct pool *p)
{
	return p->restarts;
}

const char *pool_trouble(const struct pool *p)
{
	for (size_t i = 0; i < p->n_used; i++)
		if (p->slots[i].worker.state == WORKER_READY)
			return NULL;
	return *p->last_end ? p->last_end : NULL;
}

struct pool *pool_close(struct pool *p)
{
	char how[HOW_SIZE];

	if (!p)
		return NULL;
	if (p->trial)
		pool_end_trial(p, "the broker stops");
	for (size_t i = 0; i < POOL_MAX; i++)
		if (p->slots[i].worker.state != WORKER_NONE)
			worker_bury(&p->slots[i].worker, p->loop, how, sizeof(how));
	free(p);
	return NULL;
}
