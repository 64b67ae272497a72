#include "daemon/work/worker.h"

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
static int move_up(int *fd)
{
	int moved = fcntl(*fd, F_DUPFD_CLOEXEC, ABOVE_STANDARD);

	if (moved < 0)
		return -errno;
	close(*fd);
	*fd = moved;
	return 0;
}

/* [0] is ours, [1] the child's. */
struct ends {
	int socket[2], words[2];
};

static void close_ends(struct ends *e)
{
	for (int i = 0; i < 2; i++) {
		nw_closep(&e->socket[i]);
		nw_closep(&e->words[i]);
	}
}

static int make_ends(struct ends *e)
{
	int r = 0;

	*e = (struct ends){ { -1, -1 }, { -1, -1 } };
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, e->socket) < 0 ||
	    pipe2(e->words, O_CLOEXEC) < 0)
		r = -errno;
	if (r == 0)
		r = move_up(&e->socket[1]);
	if (r == 0)
		r = move_up(&e->words[1]);
	if (r < 0) {
		close_ends(e);
		return nw_fault(r, "worker: its socket and its pipe for last words");
	}
	fcntl(e->socket[0], F_SETFL, O_NONBLOCK);
	fcntl(e->words[0], F_SETFL, O_NONBLOCK);
	return 0;
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
	posix_spawnattr_setpgroup(&attr, 0); /* a Ctrl-C is for the broker */
	posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSCHEDULER |
						POSIX_SPAWN_SETSIGMASK |
						POSIX_SPAWN_SETPGROUP);
	r = posix_spawnp(ret, argv[0], &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return r ? nw_fault(-r, "worker: start %s", argv[0]) : 0;
}

int worker_spawn(struct worker *w, char *const *argv)
{
	struct ends e;
	pid_t pid;
	int r = make_ends(&e);

	if (r < 0)
		return r;
	r = spawn(&pid, argv, e.socket[1], e.words[1]);
	if (r < 0) {
		close_ends(&e);
		return r;
	}
	close(e.socket[1]);
	close(e.words[1]);
	*w = (struct worker){ .state = WORKER_STARTING,
			      .pid = pid,
			      .fd = e.socket[0],
			      .stderr_fd = e.words[0],
			      .turn_ms = clock_monotonic_ms() };
	return 0;
}

int worker_send(struct worker *w, struct article *a, const struct buf *head,
		const void *body, size_t body_len)
{
	int r = pipe_put_article(&w->out, PIPE_ARTICLE, a->seq, head, body, body_len);

	if (r < 0)
		return r;
	if (!w->n_ahead)
		w->turn_ms = clock_monotonic_ms();
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
	w->turn_ms = clock_monotonic_ms();
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
