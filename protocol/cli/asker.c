#include "protocol/cli/asker.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "protocol/base/clock.h"
#include "protocol/base/json.h"
#include "protocol/base/log.h"
#include "protocol/base/place.h"
#include "protocol/cli/cli.h"

extern char **environ;

void asker_init(struct asker *a)
{
	*a = (struct asker){ .fd = -1 };
}

static void stop_worker(struct asker *a)
{
	if (a->fd >= 0)
		close(a->fd);
	if (a->pid) {
		kill(a->pid, SIGKILL);
		while (waitpid(a->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	a->fd = -1;
	a->pid = 0;
	pipe_reader_free(&a->in);
}

void asker_end(struct asker *a)
{
	stop_worker(a);
	buf_free(&a->out);
	buf_free(&a->head);
}

static int outcome(struct asker *a, enum asker_outcome outcome, const char *reason)
{
	snprintf(a->reason, sizeof(a->reason), "%s", reason);
	return outcome;
}

static int died(struct asker *a, const char *reason)
{
	stop_worker(a);
	return outcome(a, ASKER_DIED, reason);
}

static int spawn(struct asker *a, const char *path, int its_end)
{
	char *argv[] = { (char *)"newswire-worker", NULL };
	posix_spawn_file_actions_t actions;
	int r;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_adddup2(&actions, its_end, PIPE_WORKER_FD);
	r = posix_spawn(&a->pid, path, &actions, NULL, argv, environ);
	posix_spawn_file_actions_destroy(&actions);
	if (r == 0)
		return 0;
	a->pid = 0;
	snprintf(a->reason, sizeof(a->reason), "cannot run %.400s: %s", path,
		 strerror(r));
	return ASKER_NO_WORKER;
}

/* The next frame, waited for until `end_ms`: 0, ASKER_DIED, or a fault. */
static int next_frame(struct asker *a, uint64_t end_ms, struct pipe_frame *ret)
{
	for (;;) {
		struct pollfd p = { .fd = a->fd, .events = POLLIN };
		uint64_t now;
		int r = pipe_next(&a->in, ret);

		if (r == 0)
			return 0;
		if (r != PIPE_NONE)
			return died(a, "the worker died");
		now = clock_monotonic_ms();
		if (now >= end_ms)
			return died(a, "the worker took too long");
		r = poll(&p, 1, (int)(end_ms - now));
		if (r < 0 && (errno != EINTR || cli_interrupted()))
			return -errno;
		if (r > 0 && pipe_fill(&a->in, a->fd) < 0)
			return died(a, "the worker died");
	}
}

static int await_ready(struct asker *a)
{
	uint64_t end = clock_monotonic_ms() + ASKER_TIMEOUT_MS;
	struct pipe_frame frame;
	int r = next_frame(a, end, &frame);

	if (r < 0)
		return r;
	if (r == 0 && frame.type == PIPE_READY)
		return 0;
	stop_worker(a);
	return outcome(a, ASKER_NO_WORKER, "the worker did not become ready");
}

static int start(struct asker *a)
{
	NW_CLEANUP(nw_closep) int its_end = -1;
	char path[PATH_MAX];
	int ends[2], r;

	if (place_find(PLACE_WORKER, path, sizeof(path)) < 0)
		return outcome(a, ASKER_NO_WORKER, "the worker's path is too long");
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return nw_fault(-errno, "asker: make a socket");
	a->fd = ends[0];
	its_end = ends[1];
	r = spawn(a, path, its_end);
	return r != 0 ? r : await_ready(a);
}

static int say_failed(struct asker *a, const struct pipe_frame *frame)
{
	NW_CLEANUP(json_decrefp)
	json_t *json = json_loadb(frame->payload, frame->len, 0, NULL);
	const char *reason = json_get_string(json, "reason");

	return outcome(a, ASKER_FAILED, reason ? reason : "the worker does not say why");
}

static int read_answer(struct asker *a, asker_frame_fn *on_frame, void *ctx)
{
	uint64_t end = clock_monotonic_ms() + ASKER_TIMEOUT_MS;

	for (;;) {
		struct pipe_frame frame;
		int r = next_frame(a, end, &frame);

		if (r != 0)
			return r;
		if (frame.type == PIPE_DONE)
			return 0;
		if (frame.type == PIPE_FAILED)
			return say_failed(a, &frame);
		if (frame.type != PIPE_STARTED)
			r = on_frame(ctx, &frame);
		if (r < 0)
			return r;
	}
}

/* One article at a time: while it is sent, the worker has nothing to say, so neither
 * side waits for the other. */
int asker_ask(struct asker *a, enum pipe_frame_type what, const struct article_head *head,
	      const void *body, size_t body_len, asker_frame_fn *on_frame, void *ctx)
{
	int r = a->pid ? 0 : start(a);

	if (r != 0)
		return r;
	buf_clear(&a->head);
	buf_clear(&a->out);
	r = article_put_head(&a->head, head);
	if (r == 0)
		r = pipe_put_article(&a->out, what, ++a->article, &a->head, body,
				     body_len);
	if (r < 0)
		return r;
	if (pipe_flush(&a->out, a->fd) < 0)
		return died(a, "the worker died");
	return read_answer(a, on_frame, ctx);
}
