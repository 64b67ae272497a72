#include "daemon/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>

#include "protocol/base/clock.h"
#include "protocol/base/log.h"

enum { ABOVE_STANDARD = 10, LAST_READS = 64 };

extern char **environ;

/* Above the numbers that the child's ends are moved to. */
static int move_up(int fd)
{
	int moved = fcntl(fd, F_DUPFD_CLOEXEC, ABOVE_STANDARD);

	close(fd);
	return moved;
}

static int make_ends(int ends[2], int words[2])
{
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return nw_fault(-errno, "worker: socket pair");
	if (pipe2(words, O_CLOEXEC) < 0) {
		close(ends[0]);
		close(ends[1]);
		return nw_fault(-errno, "worker: pipe for its last words");
	}
	ends[1] = move_up(ends[1]);
	words[1] = move_up(words[1]);
	fcntl(ends[0], F_SETFL, O_NONBLOCK);
	fcntl(words[0], F_SETFL, O_NONBLOCK);
	return ends[1] < 0 || words[1] < 0 ? nw_fault(-EMFILE, "worker: move its ends")
					   : 0;
}

static int spawn(pid_t *ret, char *const *argv, int socket_fd, int words_fd)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	struct sched_param none = { 0 };
	sigset_t no_signals;
	int r;

	sigemptyset(&no_signals);
	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attr);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, words_fd, 2);
	posix_spawn_file_actions_adddup2(&actions, socket_fd, PIPE_WORKER_FD);
	posix_spawn_file_actions_addclosefrom_np(&actions, PIPE_WORKER_FD + 1);
	/* Busy workers must not delay our syncs; nice alone does not help. */
	posix_spawnattr_setschedpolicy(&attr, SCHED_IDLE);
	posix_spawnattr_setschedparam(&attr, &none);
	posix_spawnattr_setsigmask(&attr, &no_signals);
	posix_spawnattr_setflags(&attr,
				 POSIX_SPAWN_SETSCHEDULER | POSIX_SPAWN_SETSIGMASK);
	r = posix_spawnp(ret, argv[0], &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return r ? nw_fault(-r, "worker: start %s", argv[0]) : 0;
}

int worker_spawn(struct worker *w, char *const *argv)
{
	int ends[2], words[2];
	int r = make_ends(ends, words);

	if (r < 0)
		return r;
	*w = (struct worker){ .state = WORKER_STARTING,
			      .fd = ends[0],
			      .stderr_fd = words[0],
			      .started_ms = clock_monotonic_ms() };
	r = spawn(&w->pid, argv, ends[1], words[1]);
	close(ends[1]);
	close(words[1]);
	if (r < 0) {
		close(w->fd);
		close(w->stderr_fd);
		*w = (struct worker){ 0 };
	}
	return r;
}

int worker_send(struct worker *w, struct article *a, const struct buf *head,
		const void *body, size_t body_len)
{
	int r = pipe_put_article(&w->out, PIPE_ARTICLE, a->seq, head, body, body_len);

	if (r < 0)
		return r;
	w->ahead[(w->first + w->n_ahead) % WORKER_MAX_AHEAD] = a;
	w->n_ahead++;
	return 0;
}

int worker_flush(struct worker *w)
{
	int r = w->out.len ? pipe_flush(&w->out, w->fd) : 0;
	unsigned interest = w->held ? LOOP_NOTHING : LOOP_READABLE;

	if (w->fd_item)
		loop_set_interest(w->fd_item,
				  interest | (r == PIPE_NONE ? LOOP_WRITABLE : 0));
	return r < 0 ? r : 0;
}

struct article *worker_current(const struct worker *w)
{
	return w->n_ahead ? w->ahead[w->first] : NULL;
}

struct article *worker_pop(struct worker *w)
{
	struct article *a = worker_current(w);

	if (!a)
		return NULL;
	w->first = (w->first + 1) % WORKER_MAX_AHEAD;
	w->n_ahead--;
	w->started = w->slow = false;
	w->n_events = 0;
	buf_clear(&w->events);
	buf_clear(&w->meta);
	return a;
}

static void remember(struct worker *w, const char *text, size_t len)
{
	size_t room = sizeof(w->last_words) - 1, have = strlen(w->last_words);

	if (len > room) {
		text += len - room;
		len = room;
	}
	if (have + len > room) {
		memmove(w->last_words, w->last_words + have + len - room, room - len);
		have = room - len;
	}
	memcpy(w->last_words + have, text, len);
	w->last_words[have + len] = '\0';
}

bool worker_hear(struct worker *w)
{
	char text[WORKER_LAST_WORDS];
	ssize_t n = read(w->stderr_fd, text, sizeof(text));

	if (n > 0)
		remember(w, text, (size_t)n);
	return n > 0 || (n < 0 && (errno == EAGAIN || errno == EINTR));
}

uint64_t worker_cpu_ms(const struct worker *w)
{
	struct timespec ts;
	clockid_t clock;

	if (clock_getcpuclockid(w->pid, &clock) != 0 || clock_gettime(clock, &ts) < 0)
		return 0;
	return (uint64_t)ts.tv_sec * 1000 + (uint64_t)ts.tv_nsec / 1000000;
}

void worker_kill(struct worker *w, const char *cause)
{
	w->cause = cause;
	kill(w->pid, SIGKILL);
}

static void describe_end(const struct worker *w, int status, char *how, size_t size)
{
	const char *words = w->last_words;
	size_t skip = strspn(words, "<0123456789>"); /* the priority of its last line */
	int n;

	if (w->cause)
		n = snprintf(how, size, "%s", w->cause);
	else if (WIFSIGNALED(status))
		n = snprintf(how, size, "its worker was killed by signal %d (%s)",
			     WTERMSIG(status), strsignal(WTERMSIG(status)));
	else
		n = snprintf(how, size, "its worker ended with status %d",
			     WEXITSTATUS(status));
	if (*words && n >= 0 && (size_t)n < size)
		snprintf(how + n, size - (size_t)n, "; last words: %s", words + skip);
}

void worker_bury(struct worker *w, struct loop *loop, char *ret_how, size_t size)
{
	int status = 0;

	kill(w->pid, SIGKILL);
	while (waitpid(w->pid, &status, 0) < 0 && errno == EINTR)
		continue;
	for (int turn = 0; turn < LAST_READS; turn++)
		worker_hear(w);
	describe_end(w, status, ret_how, size);
	loop_unwatch(loop, w->fd_item);
	loop_unwatch(loop, w->stderr_item);
	close(w->fd);
	close(w->stderr_fd);
	pipe_reader_free(&w->in);
	buf_free(&w->out);
	buf_free(&w->events);
	buf_free(&w->meta);
	*w = (struct worker){ 0 };
}
